"""Which sides the words for the victor name.

A side is named if its combatants name the same party, or have the same words, and no other side's do. A name that is a combatant's whole
name, link or flag (`Kingdom of Italy`) counts for more than one inside a longer name (`Italian volunteers`), which counts only if it
stands first. Where no words agree, a coalition is the side that has members of it, if no other has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from infobox.conclusions import coalitions
from infobox.conclusions.names import NameMeaning, PartyNames
from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import whole
from infobox.record import Conflict, Item, Side
from infobox.values import edtf

_TOLD_APART: Final = re.compile(r"\([^()]*\)\s*$")
"""What tells titles of the same name apart: `Italia (Roman Republic)`."""
_WEAK: Final = 1
_INSIDE: Final = 2
_WHOLE: Final = 3
_DEPTH: Final = 3
"""How many levels of items are looked at."""
_MOST: Final = 200
"""How many combatants of a side are looked at."""


def _joints(lexicon: Lexicon) -> re.Pattern[str]:
    """What stands between the names of several victors: `French and Spanish`, `Anglo-Dutch`."""
    return re.compile(rf"\s*[,;/&、・–-]\s*|{whole(lexicon.results.of(concepts.AND))}")


class _SideName(NamedTuple):
    """One name of a side, with how much it counts if it is the victor's whole name, and if it is inside.

    `together` are the parties that all names of its item name.
    """

    meaning: NameMeaning
    whole: int
    inside: int
    together: frozenset[str] = frozenset()


def sides(conflict: Conflict, lexicon: Lexicon) -> list[int]:
    """The numbers of the sides, from 1, that the victor's words name; empty if that is not certain."""
    assert conflict.result is not None
    finder = _Finder(conflict, lexicon)
    victor = finder.names.joined(conflict.result.victor)
    found = finder.side_of([victor])
    if found is None:
        parts = [part for part in lexicon.grammar(_joints).split(victor) if part.strip()]
        found = finder.side_of(parts) if len(parts) > 1 else None
    return [found] if found is not None else []


class _Finder:
    """Looks for victors among the sides of one conflict."""

    def __init__(self, conflict: Conflict, lexicon: Lexicon) -> None:
        self.names = lexicon.grammar(PartyNames)
        self.conflict = conflict
        self.fighters = [[*_combatants(side.combatants, self.names)] for side in conflict.sides]
        self.years = _years(conflict)

    def side_of(self, parts: list[str]) -> int | None:
        """The one side that all parts of a victor's name name; a part that nobody has may be an ally of the others."""
        found: set[int] = set()
        holders: set[int] = set()
        for part in parts:
            meaning = self.names.of(part)
            if not meaning and meaning.common:
                meaning = NameMeaning(meaning.parties, meaning.common)
            if not meaning:
                continue
            side = self._side(meaning)
            if side is None:
                having = self._holders(meaning)
                if len(parts) == 1 or (not having and len(self.fighters) > 2):
                    return None
                holders |= having
                continue
            found.add(side)
        return found.pop() if len(found) == 1 and holders <= found else None

    def _holders(self, meaning: NameMeaning) -> set[int]:
        """The sides that have the name in any way."""
        return {number for number, names in enumerate(self.fighters, 1) if self._strength(meaning, names)}

    def _side(self, meaning: NameMeaning) -> int | None:
        strengths = [self._strength(meaning, names) for names in self.fighters]
        if max(strengths, default=0) > _WEAK:
            return _only(strengths)
        if (side := self._of_coalition(meaning)) is not None:
            return side
        if any(strengths):
            return None
        if (other := self.names.alone(meaning) or self._without_coalitions(meaning)) is not None:
            return self._side(other)
        by_armies = [self._strength(meaning, [*_armies(side, self.names)]) for side in self.conflict.sides]
        return _only(by_armies)

    def _strength(self, victor: NameMeaning, names: Iterable[_SideName]) -> int:
        """How surely one of the names is the victor's: 0 if none is."""
        return max((self._agreement(victor, name) for name in names), default=0)

    def _agreement(self, victor: NameMeaning, name: _SideName) -> int:
        meaning = name.meaning
        if not victor.parties <= meaning.parties:
            return 0
        if victor.words and not self.names.are_among(victor.words, meaning.words | meaning.common):
            return 0
        if victor.parties == meaning.parties and self.names.are_among(meaning.words, victor.words):
            return name.whole
        return name.inside if victor.parties else max(name.inside, _INSIDE)

    def _of_coalition(self, victor: NameMeaning) -> int | None:
        """The only side with members of the coalition that is the victor."""
        parties = victor.parties - coalitions.unnamed() or victor.parties
        if victor.words or len(parties) != 1 or self.years is None:
            return None
        found = coalitions.at_the_time(parties, *self.years)
        for least in (_WHOLE, _INSIDE):
            members = [any(each.has(name.together) for each in found for name in names if name.whole >= least) for names in self.fighters]
            if any(members):
                return members.index(True) + 1 if members.count(True) == 1 else None
        return None

    def _without_coalitions(self, victor: NameMeaning) -> NameMeaning | None:
        """The same victor without the name of a coalition or people to which another of its names belongs: `Rashidun Muslim`."""
        if self.years is None:
            return None
        of_others = {
            each.name
            for party in victor.parties
            for each in coalitions.at_the_time({party}, *self.years)
            if each.has(victor.parties - {party})
        }
        return victor._replace(parties=left) if of_others and (left := victor.parties - of_others) else None


def _only(strengths: list[int]) -> int | None:
    """The number of the side that is named, from 1; None unless all others are named far less."""
    best = max(strengths, default=0)
    rest = sorted(strengths)[:-1]
    certain = (best == _WHOLE and all(other < _INSIDE for other in rest)) or (best == _INSIDE and not any(rest))
    return strengths.index(best) + 1 if certain else None


def _combatants(items: list[Item], names: PartyNames) -> Iterator[_SideName]:
    """The names of a side's combatants and headings. Those under another one are its own, and count for less."""
    count = 0
    waiting = [(item, 0, 0, number == 0) for number, item in enumerate(items)][::-1]
    while waiting and count < _MOST:
        item, level, under, first = waiting.pop()
        count += 1
        whole, inside = (_INSIDE, _WEAK) if under else (_WHOLE, _INSIDE if first else _WEAK)
        yield from _names_of(item, names, whole, inside)
        if level < _DEPTH:
            titled = first and item.heading
            below = [(inner, level + 1, under + (not item.heading), titled and not at) for at, inner in enumerate(item.items)]
            waiting += below[::-1]


def _names_of(item: Item, names: PartyNames, whole: int, inside: int) -> Iterator[_SideName]:
    own = names.of(item.name or item.text)
    titles = [*(link.target for link in item.links), *(flag.of for flag in item.flags if flag.of)]
    stated = [*(_TOLD_APART.sub("", title) for title in titles), *(link.text for link in item.links)]
    meanings = [own, *(names.of(text) for text in dict.fromkeys(stated))]
    together = frozenset().union(*(meaning.parties for meaning in meanings))
    for meaning in meanings:
        narrower = meaning.parties and meaning.parties <= own.parties and not own.words <= meaning.words
        yield _SideName(meaning, inside if narrower else whole, inside, together)
    if item.qualifiers and (meaning := names.of(" ".join([item.name, *item.qualifiers]))):
        yield _SideName(meaning, inside, inside)


def _armies(side: Side, names: PartyNames) -> Iterator[_SideName]:
    """The flags of a side's commanders and the names of its units, if it has no better names."""
    for item in side.commanders[:_MOST]:
        for flag in item.flags:
            if flag.of and (meaning := names.of(flag.of)):
                yield _SideName(meaning, _INSIDE, _WEAK)
        yield from (_SideName(meaning, _INSIDE, _WEAK) for meaning in [names.of(item.name)] if meaning and not meaning.parties)
    for item in side.units[:_MOST]:
        yield from _names_of(item, names, _INSIDE, _WEAK)


def _years(conflict: Conflict) -> tuple[int, int] | None:
    """First and last year of a conflict, as EDTF counts."""
    date = conflict.date
    bounds = [edtf.bounds(text) for text in (date.start or date.end, date.end or date.start)] if date is not None else []
    return None if len(bounds) < 2 or bounds[0] is None or bounds[1] is None else (bounds[0][0][0], bounds[1][1][0])
