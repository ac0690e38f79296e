"""Rules about commanders who died before the conflict began, or are on two sides, or twice on one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from infobox.checks.findings import Hit, quoted
from infobox.checks.registry import rule
from infobox.checks.scope import Scope
from infobox.checks.selectors import entries
from infobox.checks.shared.persons import Person, are_alike, is_explained, is_name_repeated, is_parted, named_person
from infobox.checks.shared.suggesting import one_side, removing
from infobox.checks.subject import Entry, Subject
from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.values import dates

_EDTF: Final = re.compile(r"(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")
_CALENDARS: Final = 14
"""By how many days two calendars may differ."""
_LAST_JULIAN: Final = 1923
_FARTHEST: Final = 100
"""A bare number this many years before the conflict is not a year."""


class _Deaths:
    """How qualifiers give the day of a death in one language: patterns for a day (`dated`), and for a death with its day (`died`)."""

    def __init__(self, lexicon: Lexicon) -> None:
        words, dates, fates = lexicon.checks, lexicon.dates, lexicon.fates
        months, endings = any_of(dates.of(concepts.MONTH)), any_of(dates.of(concepts.ORDINAL_ENDING))
        eras = [era for era, place in dates.valued(concepts.ERA).items() if place in (concepts.BEFORE, concepts.AFTER)]
        era = any_of([*eras, *(era.replace(".", "") for era in eras)])
        day = (
            rf"(?P<date>(?:[0-9]{{1,2}}{endings}?\s)?(?:(?P<month>{months})\.?,?\s)?(?:[0-9]{{1,2}},\s)?(?P<year>[0-9]{{3,4}})"
            rf"(?P<era>\s?{era})?)"
        )
        dying = {word for word, fate in fates.valued(concepts.FATE).items() if fate in concepts.DEATHS} | words.of(concepts.DEATH)
        before, leading = any_of(fates.of(concepts.BEFORE_FATE)), any_of(words.of(concepts.DEATH_ON))
        self.died = re.compile(rf"(?:{before}\s)?{any_of(dying)}[,:]?\s?(?:{leading}\s)?{day}\Z", re.IGNORECASE)
        self.dated = re.compile(rf"(?:{leading}\s)?{day}\Z", re.IGNORECASE)


@rule("F506", "warning", over=entries("commanders"))
def commander_killed_before_start(subject: Subject, commanders: Sequence[Entry]) -> Iterator[Hit]:
    """A commander who died before the conflict began, according to the words after the name.

    Reported only if the whole time is before the first day that the infobox gives: `1939` may be any day of that year.

    Why: One of the two dates is wrong, or the person does not belong here.

    Bad:
        | date = 5 May 1940
        | commander1 = [[Ada Quill]] (killed 1939)

    Good:
        | date = 5 May 1940
        | commander1 = [[Ada Quill]] (killed 1940)

    Fix: none; only a person knows which date is wrong.
    """
    for entry in commanders:
        item = entry.item
        if not item.qualifiers or item.heading:
            continue
        earliest = subject.once(_earliest)
        if earliest is None:
            return
        for number, qualifier in enumerate(item.qualifiers):
            latest = _died(subject.lexicon, qualifier, bool(concepts.DEATHS.intersection(item.fates)), earliest)
            if latest is not None and _is_before(latest, earliest):
                advice = f"correct this date or {quoted(subject.spelled(subject.profile.named('date')))}, or remove the name"
                message = f"{quoted(item.name)} died before the conflict began ({quoted(qualifier)}); {advice}"
                yield Hit(*(subject.source_map.qualifier(item, number) or item.span or (0, 0)), message)


def _earliest(subject: Subject) -> tuple[int, int, int] | None:
    """The first day that the date can mean; None if it is not certain."""
    date = subject.record.date
    if date is None:
        return None
    starts = [each.start for each in (date, *date.phases, date.old_style) if each is not None]
    matches = list(filter(None, map(_EDTF.match, starts)))
    days = [(int(match[1]), int(match[2] or 1), int(match[3] or 1)) for match in matches]
    return min((year, month if month <= 12 else 1, day) for year, month, day in days) if len(days) == len(starts) else None


def _died(lexicon: Lexicon, qualifier: str, marked: bool, conflict: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """The last day that a qualifier can mean as the day of a death; None if it does not give one."""
    known = lexicon.grammar(_Deaths)
    match = known.died.match(qualifier) or (known.dated.match(qualifier) if marked else None)
    if match is None or (conflict[0] <= 0 and not match["era"]):
        return None
    reading = dates.read(match["date"], "", lexicon)
    edtf = _EDTF.match(reading.end)
    if edtf is None or reading.start != reading.end:
        return None
    year = int(edtf[1])
    if not match["month"] and not match["era"] and conflict[0] - year > _FARTHEST:
        return None
    month = int(edtf[2] or 12)
    return (year, month, int(edtf[3] or 31)) if month <= 12 else (year, 12, 31)


def _is_before(latest: tuple[int, int, int], earliest: tuple[int, int, int]) -> bool:
    year, month, day = latest
    days = (earliest[0] - year) * 365 + (earliest[1] - month) * 30 + earliest[2] - day
    return latest < earliest and (days > _CALENDARS or year > _LAST_JULIAN)


_MOST: Final = 200
"""How many lines with one name are looked at; no real page has more."""


def _repeated(subject: Subject) -> list[list[tuple[Entry, Person, int]]]:
    """The lines of people named more than once among the commanders, who are neither combatants nor units."""
    if not is_name_repeated(subject, "commanders"):
        return []
    people = [lines for lines in _people(subject).values() if len(lines) > 1]
    bodies = {link.target for entry in subject.entries if entry.field in ("combatants", "units") for link in entry.item.links}
    return [lines for lines in people if not any(link.target in bodies for link in lines[0][0].item.links)]


def _people(subject: Subject) -> dict[str, list[tuple[Entry, Person, int]]]:
    """The lines of commanders by the person's page or name, with the number of the part of the list that they are in."""
    found: dict[str, list[tuple[Entry, Person, int]]] = {}
    part = 0
    for entry in subject.entries:
        if entry.field != "commanders":
            continue
        item = entry.item
        person = named_person(subject, item) if entry.side else None
        if item.rule or person is None:
            # A line that names no person may be a title for those after it.
            part += 1
        if person is not None:
            found.setdefault(person.page or next(iter(person.words)), []).append((entry, person, part))
    return found


def _are_one(one: Person, other: Person) -> bool:
    """Whether two lines that link to one page name the same person; several people may share a page."""
    return one.words <= other.words or other.words <= one.words


_REPEATED: Final = Scope(_repeated, "people named more than once among the commanders")


@rule("F507", "warning", over=_REPEATED)
def commander_on_both_sides(subject: Subject, people: Sequence[list[tuple[Entry, Person, int]]]) -> Iterator[Hit]:
    """The same person as a commander of two sides, without an explanation.

    Why: Usually one of them is a slip. If a commander changed sides, readers need to know.

    Bad:
        | combatant1 = [[Norland]]
        | combatant2 = [[Sudland]]
        | commander1 = [[Ada Quill]]
        | commander2 = [[Ada Quill]]

    Good:
        | combatant1 = [[Norland]]
        | combatant2 = [[Sudland]]
        | commander1 = [[Ada Quill]] (until 1943)
        | commander2 = [[Ada Quill]] (from 1943)

    Fix: none; only a person knows which side the commander was on.
    """
    for lines in (some[:_MOST] for some in people):
        first, person, _ = lines[0]
        if any(is_explained(subject, entry) or is_parted(subject, entry) for entry, _, _ in lines):
            continue
        for entry, other, _ in lines[1:]:
            if entry.side != first.side and entry.item.span is not None and _are_one(person, other):
                advice = "remove the name from one side, or say when the commander changed sides"
                message = f"{quoted(entry.item.name)} is also a commander of side {first.side}; {advice}"
                yield Hit(*entry.item.span, message, suggestions=one_side(subject, first, entry))
                break


@rule("F509", "warning", over=_REPEATED)
def same_commander_twice(subject: Subject, people: Sequence[list[tuple[Entry, Person, int]]]) -> Iterator[Hit]:
    """The same person twice among the commanders of one side, in two lines that do not differ.

    Why: Readers look for a difference that does not exist, and a count of the commanders is one too high.

    Bad:
        | commander1 =
        * [[Ada Quill]]
        * [[Berta Moss]]
        * [[Ada Quill]]

    Good:
        | commander1 =
        * [[Ada Quill]]
        * [[Berta Moss]]

    Fix: none; only a person knows which line should stay.
    """
    for lines in people:
        for place, (entry, person, part) in enumerate(lines):
            if any(
                (other.side, other.item.row, earlier_part, who.rest) == (entry.side, entry.item.row, part, person.rest)
                and other.above is entry.above
                and are_alike(other.item, entry.item)
                and _are_one(person, who)
                for other, who, earlier_part in lines[max(0, place - _MOST) : place]
            ):
                message = f"{quoted(entry.item.name)} is named twice on this side; remove one of the lines"
                yield Hit(*(entry.item.span or (0, 0)), message, suggestions=removing(subject, entry, "remove this line"))
