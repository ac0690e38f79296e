"""Which sides the words for the victor name.

A side is named if its combatants name the same party, or have the same words, and no other side's do. A name that is a combatant's whole
name, link or flag (`Kingdom of Italy`) counts for more than one inside a longer name (`Italian volunteers`), which counts only if it
stands first. Where no words agree, a coalition is the side that has members of it, if no other has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from infobox.conclusions import coalitions
from infobox.conclusions.fighters import INSIDE, WEAK, WHOLE, FighterNames, SideName
from infobox.conclusions.names import NameMeaning, PartyNames
from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import whole
from infobox.record import Conflict
from infobox.values import edtf

_MOST_PARTS: Final = 10
"""How many names of a victor are looked for."""


def _joints(lexicon: Lexicon) -> re.Pattern[str]:
    """What stands between the names of several victors: `French and Spanish`, `Anglo-Dutch`."""
    return re.compile(rf"\s*[,;/&、・–-]\s*|{whole(lexicon.results.of(concepts.AND))}")


def sides(conflict: Conflict, lexicon: Lexicon) -> list[int]:
    """The numbers of the sides, from 1, that the victor's words name; empty if that is not certain."""
    assert conflict.result is not None
    finder = _Finder(conflict, lexicon)
    victor = finder.names.joined(conflict.result.victor)
    found = finder.side_of([victor])
    if found is None:
        parts = [part for part in lexicon.grammar(_joints).split(victor) if part.strip()]
        found = finder.side_of(parts) if 1 < len(parts) <= _MOST_PARTS else None
    return [found] if found is not None else []


class _Finder:
    """Looks for victors among the sides of one conflict."""

    def __init__(self, conflict: Conflict, lexicon: Lexicon) -> None:
        self.names = lexicon.grammar(PartyNames)
        self.conflict = conflict
        self.called = lexicon.grammar(FighterNames)
        self.fighters = [self.called.combatants(side.combatants) for side in conflict.sides]
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
        best = max(strengths, default=0)
        if best > WEAK:
            return _only(strengths) if best == WHOLE or self._others_are_strangers(meaning, strengths) else None
        if (side := self._of_coalition(meaning)) is not None:
            return side
        if any(strengths):
            return None
        if (other := self.names.alone(meaning) or self._without_coalitions(meaning)) is not None:
            return self._side(other)
        by_armies = [self._strength(meaning, self.called.armies(side)) for side in self.conflict.sides]
        return _only(by_armies)

    def _others_are_strangers(self, victor: NameMeaning, strengths: list[int]) -> bool:
        """Whether each side without the victor's name has that of another party, and of none that belongs to the victor's people.

        In `Caesar` against `Pompey's Romans` both are Romans; in `Republic of China` against `Chinese Communist Party` both are Chinese.
        """
        if not victor.parties:
            return True
        people = coalitions.at_the_time(victor.parties, *self.years) if self.years is not None else []
        others = [names for names, strength in zip(self.fighters, strengths, strict=True) if not strength]
        known = all(any(name.meaning.parties for name in names) for names in others)
        return known and not any(each.has(name.together) for each in people for names in others for name in names)

    def _strength(self, victor: NameMeaning, names: Iterable[SideName]) -> int:
        """How surely one of the names is the victor's: 0 if none is."""
        return max((self._agreement(victor, name) for name in names), default=0)

    def _agreement(self, victor: NameMeaning, name: SideName) -> int:
        meaning = name.meaning
        if not victor.parties <= meaning.parties:
            return 0
        if victor.words and not self.names.are_among(victor.words, meaning.words | meaning.common):
            return 0
        if victor.parties == meaning.parties and self.names.are_among(meaning.words, victor.words):
            return name.whole
        return name.inside if victor.parties else max(name.inside, INSIDE)

    def _of_coalition(self, victor: NameMeaning) -> int | None:
        """The only side with members of the coalition that is the victor."""
        parties = victor.parties - coalitions.unnamed() or victor.parties
        if victor.words or len(parties) != 1 or self.years is None:
            return None
        found = coalitions.at_the_time(parties, *self.years)
        for least in (WHOLE, INSIDE):
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
        return replace(victor, parties=left) if of_others and (left := victor.parties - of_others) else None


def _only(strengths: list[int]) -> int | None:
    """The number of the side that is named, from 1; None unless all others are named far less."""
    best = max(strengths, default=0)
    rest = sorted(strengths)[:-1]
    certain = (best == WHOLE and all(other < INSIDE for other in rest)) or (best == INSIDE and not any(rest))
    return strengths.index(best) + 1 if certain else None


def _years(conflict: Conflict) -> tuple[int, int] | None:
    """First and last year of a conflict, as EDTF counts."""
    date = conflict.date
    bounds = [edtf.bounds(text) for text in (date.start or date.end, date.end or date.start)] if date is not None else []
    return None if len(bounds) < 2 or bounds[0] is None or bounds[1] is None else (bounds[0][0][0], bounds[1][1][0])
