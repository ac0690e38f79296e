"""Rules about templates that are not known."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from infobox import templates
from infobox.checks.findings import Said, shortened
from infobox.checks.registry import rule
from infobox.checks.subject import Subject

_MOST: Final = 20
"""For so many in one infobox a name like theirs is looked for, which takes its time."""


@functools.lru_cache(maxsize=1024)
def _nearest(name: str) -> str:
    """The name of a known template that a name is most like, or nothing."""
    return next(iter(get_close_matches(name, templates.meanings(), 1, 0.85)), "")


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
    # What templates of other Wikipedias mean is hardly known here.
    # A parser function that cannot be worked out here is right in the page.
    uses = [use for use in subject.reading.unknown if use.name[:1] != "#" or use.name[:8] == "#invoke:"] if subject.english else []
    for number, unknown in enumerate(uses):
        name = " ".join(unknown.name.split())
        near = _nearest(name) if len(name) < 60 and number < _MOST else ""
        hint = f"; did you mean {{{{{near}}}}}?" if near else "; check its spelling"
        yield Said(unknown.start, unknown.end, f"the template {{{{{shortened(name)}}}}} is not known{hint}")
