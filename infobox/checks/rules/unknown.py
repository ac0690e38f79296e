"""Rules about templates that are not known."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Final

from infobox import templates
from infobox.checks.findings import Said, shortened
from infobox.checks.registry import rule
from infobox.checks.subject import Subject
from infobox.nearest import nearest

_MOST: Final = 20
"""For so many in one infobox a name like theirs is looked for, which takes its time."""


@functools.cache
def _template_names() -> dict[str, str]:
    """The names of templates as the data writes them, by folded name; parser functions have names unlike those of templates."""
    return {folded: name for folded, name in templates.spellings().items() if name[0] != "#" and name[-1] != ":"}


@functools.lru_cache(maxsize=1024)
def _nearest(name: str) -> str:
    """The name of a known template that a name is most like, or nothing; never the same name in other capitals."""
    near = nearest(templates.fold(name), _template_names(), most=2, similarity=0.85)
    return next((_template_names()[each] for each in near if each.casefold() != name.casefold()), "")


def _is_known(name: str) -> bool:
    """Whether the data has a template or parser function of this name, which only the wiki can work out here."""
    return templates.meaning(name) is not None or templates.meaning(f"{name}:") is not None


def _in_navigation(subject: Subject, start: int) -> bool:
    value = subject.value_at(start)
    return value is not None and value.field == "campaignbox"


@rule("T001", "info", english=True)
def unknown_template(subject: Subject) -> Iterator[Said]:
    """A template in a value whose name is not known here.

    Navigation boxes in `campaignbox` are left out: there are thousands of them.

    Why: Its name may be misspelt, and a reader then sees a red link instead of a value. Templates that are right but rare can be made
    known in `infobox/templates/meanings.toml`.

    Bad:
        | commander1 = {{flagicn|Greece}} [[Leonidas]]

    Good:
        | commander1 = {{flagicon|Greece}} [[Leonidas]]

    Fix: none; a name that is alike may be another template.
    """
    # A parser function that cannot be worked out here is right in the page.
    uses = [use for use in subject.reading.unknown if use.name[:1] != "#" or use.name[:8] == "#invoke:"]
    uses = [use for use in uses if not _is_known(use.name) and not _in_navigation(subject, use.start)]
    for number, unknown in enumerate(uses):
        name = " ".join(unknown.name.split())
        near = _nearest(name) if len(name) < 60 and number < _MOST else ""
        hint = f"; did you mean {{{{{near}}}}}?" if near else "; check its spelling"
        yield Said(unknown.start, unknown.end, f"the template {{{{{shortened(name)}}}}} is not known{hint}")
