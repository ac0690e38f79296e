"""Rules about unknown templates."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Final

from infobox import templates
from infobox.checks.findings import Hit, Suggestion, shortened
from infobox.checks.registry import rule
from infobox.checks.scope import ENGLISH, Scope
from infobox.checks.subject import Subject
from infobox.markup.edits import Edit
from infobox.nearest import nearest
from infobox.reading import Unknown

_MOST: Final = 20
"""For how many in one infobox a similar name is sought, which takes time."""


@functools.cache
def _template_names() -> dict[str, str]:
    """The names of templates as the data spells them, by folded name; those of parser functions are left out."""
    return {folded: name for folded, name in templates.spellings().items() if name[0] != "#" and name[-1] != ":"}


@functools.lru_cache(maxsize=1024)
def _nearest(name: str) -> str:
    """The known template with the most similar name, empty if there is none; never the same name with different capitals."""
    near = nearest(templates.fold(name), _template_names(), most=2, similarity=0.85)
    return next((_template_names()[each] for each in near if each.casefold() != name.casefold()), "")


def _is_known(name: str) -> bool:
    """Whether the data has a template or parser function of this name, even if its result is not known here."""
    return templates.meaning(name) is not None or templates.meaning(f"{name}:") is not None


def _in_navigation(subject: Subject, start: int) -> bool:
    value = subject.value_at(start)
    return value is not None and value.field == "campaignbox"


def _unknown(subject: Subject) -> list[Unknown]:
    """The templates that the data does not have. A parser function whose result is not known here is right in the page."""
    uses = [use for use in subject.reading.unknown if use.name[:1] != "#" or use.name[:8] == "#invoke:"]
    return [use for use in uses if not _is_known(use.name) and not _in_navigation(subject, use.start)]


@rule("T001", "info", wikis=ENGLISH, over=Scope(_unknown, "templates of unknown meaning"))
def unknown_template(subject: Subject, uses: Sequence[Unknown]) -> Iterator[Hit]:
    """A template in a value that is not in this program's data.

    Navigation boxes in `campaignbox` are not reported: there are thousands of them.

    Why: Its name may be misspelt; then readers see a red link instead of a value. Rare templates that are right can be added to
    `infobox/templates/meanings.toml`.

    Bad:
        | commander1 = {{flagicn|Greece}} [[Leonidas]]

    Good:
        | commander1 = {{flagicon|Greece}} [[Leonidas]]

    Fix: none; a similar name may be another template's.
    """
    for number, unknown in enumerate(uses):
        name = " ".join(unknown.name.split())
        near = _nearest(name) if len(name) < 60 and number < _MOST else ""
        message = f"the template {{{{{shortened(name)}}}}} is not known; check its spelling"
        yield Hit(unknown.start, unknown.end, message, suggestions=_renaming(subject, unknown, near) if near else ())


def _renaming(subject: Subject, unknown: Unknown, name: str) -> tuple[Suggestion, ...]:
    """The suggestion to give a template another name."""
    start = subject.text.find(unknown.name, unknown.start, unknown.end)
    return (Suggestion(f"write {{{{{name}}}}}", (Edit(start, start + len(unknown.name), name),)),) if start >= 0 else ()
