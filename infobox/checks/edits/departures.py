"""Who is in the old version of an infobox and not in the new one: sides, combatants and commanders; and whose fate is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

from infobox.checks.edits import compared
from infobox.checks.edits.citations import Citations, Passage, texts_of
from infobox.checks.edits.identities import every_item, keys, words_of
from infobox.checks.reviewing import Revisions
from infobox.checks.shared.persons import Persons
from infobox.checks.subject import Entry, Subject
from infobox.editing import sequences
from infobox.language import concepts
from infobox.language.concepts import Fate
from infobox.language.lexicon import Lexicon
from infobox.record import Item

_MOST: Final = 300
"""How many lines of a field are looked for; no real infobox has as many combatants or commanders."""
_BRACKETS: Final = "()[] "
_MOST_PAIRS: Final = 5000
"""How many pairs of names are compared letter by letter."""
_SIMILAR: Final = 0.6
"""How similar two names must be to be one with different spellings."""
_BODIES: Final = ("units", "political_support", "military_support")
"""Other fields in which a combatant may stand."""
_P = TypeVar("_P", bound=Passage)


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
    bodies, people = _Field(versions, "combatants", _BODIES), _Field(versions, "commanders", ())
    sides = list(bodies.lost_sides())
    numbers = {side.number for side in sides}
    combatants, commanders = ([each for number, each in field.gone() if number not in numbers] for field in (bodies, people))
    return Departures(sides, combatants, commanders)


class _ListOfSide(NamedTuple):
    """One side's list: the side's `number` in the old version, the parameter's `name` in the new one, the lines that only the old list has
    (`gone`), those that only the new one has (`come`), and the keys of all lines of the new one (`now`); `empty` is true if that has no
    lines.
    """

    number: int
    name: str
    gone: list[Item]
    come: list[Item]
    now: frozenset[str]
    empty: bool


class _Field:
    """One field of the sides in both versions. Somebody may have moved to another side, or to one of the `others`: fields, or any words if
    there are none.
    """

    def __init__(self, versions: Revisions, field: str, others: Sequence[str]) -> None:
        self.versions = versions
        self.is_about_people = field == "commanders"
        self.columns = []
        for place, (number, side, other) in enumerate(compared.columns(versions)):
            before, now = ([*every_item(getattr(each, field))] for each in (side, other))
            name = versions.new.profile.named(field, number)
            known = frozenset(key for item in now for key in keys(item))
            self.columns.append(_ListOfSide(place + 1, name, _only(before, now), _only(now, before), known, not now))
        self.come = [item for column in self.columns for item in column.come][:_MOST]
        fresh = [*self.come, *_only(*(_passages(subject, others) for subject in (versions.new, versions.old)))]
        self._keys = frozenset(key for passage in fresh if isinstance(passage, Item) for key in keys(passage))
        self._words = "\n".join(passage.text for passage in fresh).casefold()

    def lost_sides(self) -> Iterator[LostSide]:
        """The sides that have no lines any more, and whose lines are not elsewhere."""
        versions = self.versions
        for column in self.columns[: len(versions.old.record.sides)]:
            names = (column.name, *versions.new.profile.with_rows(column.name))
            if not 0 < len(column.gone) <= _MOST or not column.empty or any(name in versions.new.shown for name in names):
                continue
            if not any(self._is_here(item, column) for item in column.gone):
                called = next((item.name or item.text for item in column.gone if item.name or item.text), "")
                yield LostSide(column.number, column.name, called)

    def gone(self) -> Iterator[tuple[int, Departure]]:
        """The lines that name somebody who is not there any more, each with the old number of its side."""
        small = self.versions.new.lexicon.grammar(_Small)
        words = frozenset(word for other in self.come for word in small.without(words_of(other.name or other.text)))
        lines = [(column, item) for column in self.columns for item in column.gone]
        named = [line for line in lines if _is_name(line[1], self.versions.old, people=self.is_about_people)]
        if len(named) > _MOST:
            return
        spelt = len(named) * len(self.come) <= _MOST_PAIRS
        for column, item in named:
            if self._is_here(item, column):
                continue
            # A combatant may have several names; a person with a page of its own is another one if the names have nothing in common.
            may_have = not (self.is_about_people and item.links)
            if may_have and any(not other.heading for other in column.come):
                continue
            # Lines that share a word that is no rank, or are spelt alike, may name the same.
            if words.isdisjoint(small.without(words_of(item.name))) and not (spelt and any(_are_alike(item, each) for each in self.come)):
                yield column.number, Departure(item, f"{column.name}{item.row}")

    def _is_here(self, item: Item, column: _ListOfSide) -> bool:
        """Whether somebody is in another line of the same list, or in a line that the old version lacks, perhaps among other words."""
        own = keys(item)
        if own & self._keys or own & column.now:
            return True
        name = item.name.casefold()
        return bool(name) and name in self._words and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self._words) is not None


def _only(some: Iterable[_P], others: Iterable[_P]) -> list[_P]:
    """Those of some passages whose words are not among those of others, each of which stands for one."""
    waiting = Counter(passage.text for passage in others)
    left = []
    for passage in some:
        if waiting[passage.text]:
            waiting[passage.text] -= 1
        else:
            left.append(passage)
    return left


def _passages(subject: Subject, fields: Sequence[str]) -> list[Passage]:
    """The lines of some fields, or if there are none, everything in words."""
    if not fields:
        return list(texts_of(subject))
    return [entry.item for entry in subject.entries if entry.field in fields]


def _is_name(item: Item, subject: Subject, *, people: bool) -> bool:
    """Whether a line certainly names a combatant, or if it is about people, a person."""
    if item.heading or item.templates or not item.name or len(item.name) > 100:
        return False
    if not item.links and not subject.lexicon.understood:
        return False  # it may be a word for nobody
    known = subject.lexicon.grammar(Persons)
    lows = {word.strip(".,'’()").casefold() for word in item.name.split()}
    if not lows.isdisjoint(known.unnamed):
        return False
    if people:
        return not item.name[:1].islower() and lows.isdisjoint(known.bodies) and not lows <= known.offices
    return bool(item.links or item.flags) or not item.name[:1].islower()


def _are_alike(one: Item, other: Item) -> bool:
    """Whether two names are spelt alike."""
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
    # Several lines that say the same of one person are one.
    fated = {(keys(entry.item), *entry.item.fates): entry for entry in reversed(versions.old.entries) if entry.item.fates}
    if not fated:
        return []
    lines: dict[str, list[Entry]] = {}
    for entry in versions.new.entries:
        for key in keys(entry.item):
            if len(known := lines.setdefault(key, [])) < _MOST:
                known.append(entry)
    apart = {entry.item.text.strip(_BRACKETS) for entry in versions.new.entries}
    before: dict[str, set[Fate]] = {}
    for entry in versions.old.entries:
        for key in keys(entry.item):
            before.setdefault(key, set()).update(entry.item.fates)
    citations = versions.once(Citations)
    changed = []
    for was in reversed(fated.values()):
        item = was.item
        every = list({id(line): line for key in keys(item) for line in lines.get(key, ())}.values())
        has = {fate for line in every for fate in line.item.fates}
        gone = [fate for fate in item.fates if fate not in has]
        # Another field may name somebody in other words, or as an example.
        now = [line.item for line in every if line.field == was.field]
        if not now or not gone or now[0].span is None or any(citations.is_new(citations.of(line)) for line in now):
            continue
        had = {fate for key in keys(item) for fate in before[key]}
        come = [fate for fate in dict.fromkeys(fate for line in now for fate in line.fates) if fate not in had]
        # Words after a name may stand on a line of their own.
        if any(words in apart for words in item.qualifiers) or _are_only_reworded(item, now, come):
            continue
        changed.append(ChangedFate(now[0], gone, come))
    return changed


def _are_only_reworded(item: Item, now: Sequence[Item], come: Sequence[Fate]) -> bool:
    """Whether the new lines may say the fate in other words, or more exactly."""
    if come:
        return item.fates == [concepts.DIED] and concepts.DEATHS.issuperset(come)
    words = set(words_of(item.text))
    return any(word not in words for line in now for word in words_of(line.text))
