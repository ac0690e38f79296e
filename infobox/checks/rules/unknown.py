"""Rules about templates that are not known."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from infobox import templates
from infobox.checks.findings import Said
from infobox.checks.registry import rule
from infobox.checks.subject import Subject


@rule("T001", "info")
def unknown_template(subject: Subject) -> Iterator[Said]:
    """A template in a value whose name is not known here.

    Why: Its name may be misspelt, and a reader then sees a red link instead of a value. Templates that are right but rare can be made
    known in `infobox/templates/meanings.toml`.

    Bad:
        | commander1 = {{flagicn|Greece}} [[Leonidas]]

    Good:
        | commander1 = {{flagicon|Greece}} [[Leonidas]]

    Fix: none; a name that is alike may be another template.
    """
    for unknown in subject.reading.unknown:
        near = get_close_matches(unknown.name, templates.meanings(), 1, 0.85) if len(unknown.name) < 60 else []
        name = " ".join(unknown.name.split())
        name = name if len(name) <= 60 else name[:59] + "…"
        hint = f"; did you mean {{{{{near[0]}}}}}?" if near else "; check its spelling"
        yield Said(unknown.start, unknown.end, f"the template {{{{{name}}}}} is not known{hint}")
