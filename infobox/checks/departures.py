"""Who is in the old version of an infobox and not in the new one: sides, combatants and commanders; and whose fate is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from infobox.checks import compared
from infobox.checks.compared import Passage
from infobox.checks.identities import every_item, keys, words_of
from infobox.checks.persons import Persons
from infobox.checks.reviewing import Revisions
from infobox.checks.subject import Subject
from infobox.editing import sequences
from infobox.language import concepts
from infobox.language.concepts import Fate
from infobox.language.lexicon import Lexicon
from infobox.record import TEXT_FIELDS, Item

_MOST: Final = 100
"""How many lines of a list are looked for; no real infobox has as many combatants or commanders."""
_SIMILAR: Final = 0.6
"""How similar two names must be to be one with different spellings."""
_BODIES: Final = ("combatants", "units", "political_support", "military_support")
"""Fields in which a combatant may stand."""


class Departure(NamedTuple):
    """A line that the new version does not have, and the name of its parameter there."""

    item: Item
    name: str


class LostSide(NamedTuple):
    """A side that the new version does not have: its number, its parameter's name in the new version, and what it is called."""

    number: int
    name: str
    called: str


class Departures(NamedTuple):
    """Sides, combatants and commanders that the new version does not have."""

    sides: list[LostSide]
    combatants: list[Departure]
    commanders: list[Departure]


class _Small:
    """Words of names in one language that say nothing about who is meant: articles, particles, ranks."""

    def __init__(self, lexicon: Lexicon) -> None:
        persons = lexicon.persons.of(concepts.OFFICE, concepts.PARTICLE, concepts.UNNAMED)
        self.words = persons | lexicon.results.of(concepts.ARTICLE, concepts.NAME_JOINT, concepts.OF)

    def without(self, words: Iterable[str]) -> frozenset[str]:
        """The other words."""
        return frozenset(word for word in words if len(word) > 2 and word not in self.words)


def departures(versions: Revisions) -> Departures:
    """Who left with the edit; nobody if it emptied the infobox."""
    return versions.once(_departures)


def is_reported(versions: Revisions, name: str, value: Passage) -> bool:
    """Whether a value that was removed from a parameter belongs to a side, or is the line of somebody, whose departure is reported."""
    found = departures(versions)
    definition = versions.new.profile.definitions.get(name)
    if definition is not None and any(definition.name == side.name or definition.number == side.number for side in found.sides):
        return True
    return any(value is each.item for each in (*found.combatants, *found.commanders))


def _departures(versions: Revisions) -> Departures:
    if compared.lost(versions)[1]:
        return Departures([], [], [])
    sides = list(_lost_sides(versions))
    numbers = {side.number for side in sides}
    combatants = [each for number, each in _gone(versions, "combatants") if number not in numbers]
    commanders = [each for number, each in _gone(versions, "commanders") if number not in numbers]
    return Departures(sides, combatants, commanders)


def _lost_sides(versions: Revisions) -> Iterator[LostSide]:
    """The sides that have no combatants any more, and whose combatants are not elsewhere."""
    new, profile = versions.new, versions.new.profile
    here = _Presence(new, _BODIES)
    for place, (number, side, other) in enumerate(compared.columns(versions)):
        name = profile.named("combatants", number)
        if not side.combatants or other.combatants or place >= len(versions.old.record.sides):
            continue
        if any(each in new.shown for each in (name, *profile.with_rows(name))):
            continue
        if not any(here.has(item) for item in every_item(side.combatants)):
            called = next((item.name or item.text for item in side.combatants if item.name or item.text), "")
            yield LostSide(place + 1, name, called)


class _Presence:
    """Who is in some fields of an infobox."""

    def __init__(self, subject: Subject, fields: Sequence[str] = ()) -> None:
        items = [entry.item for entry in subject.entries if not fields or entry.field in fields]
        self._keys = frozenset(key for item in items for key in keys(item))
        texts = [item.text for item in items]
        if not fields:
            texts += [held.text for field in TEXT_FIELDS if (held := getattr(subject.record, field)) is not None]
        self._words = "\n".join(texts).casefold()

    def has(self, item: Item) -> bool:
        """Whether a line names somebody who is there, perhaps among other words."""
        if keys(item) & self._keys:
            return True
        names = [item.name, *(link.text for link in item.links)]
        return any(re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", self._words) for name in names if name)


def _gone(versions: Revisions, field: str) -> Iterator[tuple[int, Departure]]:
    """The lines of a field that name somebody whom the new version does not have, each with the old number of its side."""
    people = field == "commanders"
    old, new = versions.old, versions.new
    here, before = _Presence(new, () if people else _BODIES), _Presence(old, () if people else _BODIES)
    come = [entry for entry in new.entries if entry.field == field and not before.has(entry.item)][:_MOST]
    left = 0
    for place, (number, side, other) in enumerate(compared.columns(versions)):
        beside = {id(item) for item in every_item(getattr(other, field))}
        rivals = [entry.item for entry in come if id(entry.item) in beside and not entry.item.heading]
        for item in every_item(getattr(side, field)):
            if not _is_name(item, old, people=people) or here.has(item):
                continue
            left += 1
            if left > _MOST:
                return
            # A combatant may have several names; a person with a page of its own is another one if the names have nothing in common.
            renamed = bool(rivals) and not (people and item.links)
            if not renamed and not any(_may_be_one(item, entry.item, new.lexicon) for entry in come):
                yield place + 1, Departure(item, f"{new.profile.named(field, number)}{item.row}")


def _is_name(item: Item, subject: Subject, *, people: bool) -> bool:
    """Whether a line certainly names a combatant, or if it is about people, a person."""
    if item.heading or item.templates or not item.name or len(item.name) > 100:
        return False
    known = subject.lexicon.grammar(Persons)
    lows = {word.strip(".,'’()").casefold() for word in item.name.split()}
    if not lows.isdisjoint(known.unnamed):
        return False
    if people:
        return not item.name[:1].islower() and lows.isdisjoint(known.bodies) and not lows <= known.offices
    return bool(item.links or item.flags) or not item.name[:1].islower()


def _may_be_one(one: Item, other: Item, lexicon: Lexicon) -> bool:
    """Whether two lines may name the same: they share a word that is no rank, or are spelt alike."""
    small = lexicon.grammar(_Small)
    if small.without(words_of(one.text)) & small.without(words_of(other.text)):
        return True
    return sequences.ratio(one.name.casefold()[:100], other.name.casefold()[:100]) >= _SIMILAR


# -- fates ----------------------------------------------------------------------------------------------------------------------------


class ChangedFate(NamedTuple):
    """Somebody's line in the new version, the fates that the edit took away, and those that it put in their place."""

    item: Item
    gone: list[Fate]
    come: list[Fate]


def changed_fates(versions: Revisions) -> list[ChangedFate]:
    """Whose fate the new version does not state, or states differently, without a new source or other words about it."""
    return versions.once(_changed_fates)


def _changed_fates(versions: Revisions) -> list[ChangedFate]:
    fated = [entry.item for entry in versions.old.entries if entry.item.fates]
    if not fated:
        return []
    lines: dict[str, list[Item]] = {}
    for entry in versions.new.entries:
        for key in keys(entry.item):
            lines.setdefault(key, []).append(entry.item)
    before: dict[str, set[Fate]] = {}
    for entry in versions.old.entries:
        for key in keys(entry.item):
            before.setdefault(key, set()).update(entry.item.fates)
    found = versions.once(compared.comparison)
    changed = []
    for item in fated:
        now = list({id(line): line for key in keys(item) for line in lines.get(key, ())}.values())
        has = {fate for line in now for fate in line.fates}
        gone = [fate for fate in item.fates if fate not in has]
        if not now or not gone or now[0].span is None or any(found.is_new(compared.cited(line)) for line in now):
            continue
        had = {fate for key in keys(item) for fate in before[key]}
        come = [fate for fate in dict.fromkeys(fate for line in now for fate in line.fates) if fate not in had]
        if _are_only_reworded(item, now, come):
            continue
        changed.append(ChangedFate(now[0], gone, come))
    return changed


def _are_only_reworded(item: Item, now: Sequence[Item], come: Sequence[Fate]) -> bool:
    """Whether the new lines may say the fate in other words, or more exactly."""
    if come:
        return item.fates == [concepts.DIED] and concepts.DEATHS.issuperset(come)
    words = set(words_of(item.text))
    return any(word not in words for line in now for word in words_of(line.text))
