"""The rule about flags of countries whose names are misspelt."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Final

from infobox import templates
from infobox.checks.findings import Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.scope import ENGLISH, Scope
from infobox.checks.subject import Subject, Use
from infobox.nearest import Slip, slip

_LONGEST: Final = 60
_MOST: Final = 20
"""For how many names of one infobox a similar one is sought, which takes time."""
_LEAST: Final[dict[Slip, int]] = {"swapped": 5, "doubled": 5, "dropped": 6, "added": 6, "neighbour": 7}
"""How long a country's name must be to be recognized, for each slip; others make too many names that exist."""


def _unknown_countries(subject: Subject) -> list[tuple[int, int]]:
    """The spans of the names of countries in flag templates that are not known."""
    return [span for use in subject.templates if use.kind == "flag" and (span := _country(subject, use)) is not None]


def _country(subject: Subject, use: Use) -> tuple[int, int] | None:
    """The span of the country's name in a flag template; None if it is known, or may be anything else."""
    position = use.meaning.data.get("country", 1) if use.meaning is not None else 0
    argument = subject.arguments(use.node).get(position) if isinstance(position, int) and position > 0 else None
    if argument is None or argument.nodes or subject.text[argument.start : argument.end] in templates.countries():
        return None
    return argument.start, argument.end


@rule("F511", "warning", fixes="unsafe", wikis=ENGLISH, over=Scope(_unknown_countries, "names in flag templates that are not known"))
def misspelt_flag(subject: Subject, names: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """A flag of a country whose name is one slip away from that of a known one: two letters swapped, or one doubled, dropped, added or
    replaced by its neighbour on the keyboard.

    Short names, and slips in the first or the last letter, are not reported: they make names that exist.

    Why: The template does not know the name, so readers see no flag, and a red link instead of the country.

    Bad:
        | combatant1 = {{flag|Grecee}}

    Good:
        | combatant1 = {{flag|Greece}}

    Fix: unsafe; the known name is written.
    """
    seen: dict[str, str] = {}
    for span in names:
        written = subject.text[slice(*span)]
        if written not in seen and len(seen) < _MOST:
            seen[written] = _meant(written)
        if meant := seen.get(written, ""):
            message = f"no flag of {quoted(written)} is known, so readers may see none; write {quoted(meant)}"
            yield Hit(*span, message, edited(*span, meant, safe=False))


@functools.cache
def _names() -> dict[int, list[tuple[str, str]]]:
    """The names of countries, not their codes, by length: in lower case, and as the data spells them."""
    found: dict[int, list[tuple[str, str]]] = {}
    for name in templates.countries():
        if not name.isupper():
            found.setdefault(len(name), []).append((name.lower(), name))
    return found


@functools.lru_cache(maxsize=1024)
def _meant(written: str) -> str:
    """The only known country whose name differs from a name by a slip; empty if there is none, or several."""
    if not 4 < len(written) <= _LONGEST or not written[0].isupper():
        return ""
    lower = written.lower()
    found: dict[str, str] = {}
    for length in (len(lower), len(lower) + 1, len(lower) - 1):
        for known, name in _names().get(length, ()):
            if known == lower:
                return ""
            how = slip(lower, known) if known[0] == lower[0] else ""
            if how and length >= _LEAST.get(how, length + 1):
                found.setdefault(templates.countries()[name].page, name)
    return next(iter(found.values())) if len(found) == 1 else ""
