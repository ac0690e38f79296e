"""What the last figure of a list adds to those before it: `71 soldiers and 204 policemen killed`, `3 light and 5 heavy cruisers`."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from infobox.language import concepts
from infobox.record import Kind
from infobox.values.figure_kinds import OF_THINGS
from infobox.values.figure_nouns import Unit
from infobox.values.figure_words import FURTHEST, IN_LIST, FigureWords, TokenLine
from infobox.values.numbers import NOUN

LONGEST: Final = 12
"""The most figures of a list that are looked at together."""
_OF_ALL: Final = frozenset(
    (concepts.CAPTURED, concepts.MISSING, concepts.SURRENDERED, "killed_or_captured", "captured_or_missing", concepts.CASUALTIES)
)
_LIVING: Final = (concepts.PEOPLE, concepts.ANIMAL)
_THINGS: Final = concepts.THING | concepts.ANIMAL
_NAMED: Final = concepts.PEOPLE | concepts.GENERAL | concepts.FORMATION | _THINGS


class Position(Struct, frozen=True):
    """Where a figure stands: the indexes of its first token, after its number and after its unit; its depth of parentheses; its unit."""

    first: int
    end: int
    unit_end: int
    depth: int
    unit: Unit


def sort_of(unit: str, words: FigureWords) -> int:
    """The sort of thing that a unit names: `PEOPLE`, `ANIMAL`, `FORMATION`, `THING`, `EITHER` for people or machines; 0 if unknown."""
    if " " in unit and (whole := words.senses.get(unit.lower(), 0) & (concepts.THING | concepts.PEOPLE)):
        return concepts.THING if whole & concepts.THING else concepts.PEOPLE  # `men of war`, `suicide bombers`
    senses = words.head(unit)
    for sort in (concepts.ANIMAL, concepts.EITHER, concepts.PEOPLE, concepts.FORMATION, concepts.THING):
        if senses & (_HUMANS if sort == concepts.PEOPLE else sort):
            return sort
    if any(map(str.isdigit, unit)):
        return concepts.THING
    return concepts.PEOPLE if senses & _OF_PEOPLE else 0


_HUMANS: Final = concepts.HUMAN | concepts.MASS
_OF_PEOPLE: Final = concepts.OF_PEOPLE | concepts.PEOPLES | concepts.WHOSE_WORD | concepts.PEOPLE_OF


def fits(kind: Kind, sort: int) -> bool:
    """Whether `kind` can have happened to this sort: tanks are not wounded, people not destroyed."""
    if sort in (0, concepts.EITHER) or kind in _OF_ALL:
        return True
    return sort not in _LIVING if kind in OF_THINGS else sort != concepts.THING


def lost(sort: int) -> Kind | None:
    """What `lost` means for the sort of unit after it: `lost 300 men and 20 guns`."""
    if not sort:
        return None
    return concepts.CASUALTIES if sort == concepts.PEOPLE else concepts.DESTROYED


def goes_on_losing(line: TokenLine, before: Position, place: Position) -> bool:
    """Whether the figure at `place` continues the list of the one `before`, which `lost` precedes."""
    if not before.unit.lost or before.unit.shared or before.depth != place.depth:
        return False
    return bool(place.unit.text) and bool(_join(line, before.unit_end, place.first))


def joined(line: TokenLine, before: Position, place: Position) -> bool:
    """Whether the figure at `place` continues the list of the one `before`."""
    return before.depth == place.depth and bool(_join(line, before.unit_end, place.first))


def lent_kind(line: TokenLine, places: list[Position], last: Position, kind: Kind) -> list[tuple[int, Kind]]:
    """The kinds that the figure at `last`, after all `places`, gives to the ones before it in its list, with their indexes.

    A list reaches back over commas and `and`; it ends at a figure that has its own kind, or that the kind does not fit.
    """
    giver = sort_of(last.unit.text, line.words)
    if not giver and line.tokens[last.end].senses & concepts.WHOSE_WORD:
        giver = concepts.PEOPLE  # `20,000 British killed`
    lent: list[tuple[int, Kind]] = []
    after, joined = last, False
    for index in range(len(places) - 1, max(-1, len(places) - 1 - LONGEST), -1):
        place = places[index]
        if place.depth > last.depth:
            continue  # `20 ships (1,200 guns) and 10 boats sunk`
        if place.depth < last.depth or place.unit.kind or not place.unit.text:
            break
        join = _join(line, place.unit_end, after.first)
        if not join:
            break
        joined = joined or bool(join & concepts.CLOSES_LIST)
        sort = sort_of(place.unit.text, line.words)
        own = _own(kind, last.unit.lost, sort)
        if not own or not _shares(own, place.unit.text, sort, last.unit.text, giver, joined):
            break
        lent.append((index, own))
        after = place
    return lent


def _shares(kind: Kind, unit: str, sort: int, other: str, giver: int, joined: bool) -> bool:
    """Whether the kind of the `other` unit, of the sort `giver`, is that of a `unit` before it too; `joined`: by more than commas."""
    if not sort and not giver:
        # Unknown types and peoples cannot be told apart.
        return unit[:1].isupper() == other[:1].isupper()
    if not giver and kind not in _OF_ALL:
        giver = concepts.THING if kind in OF_THINGS else concepts.PEOPLE
    if sort == giver or concepts.EITHER in (sort, giver):
        return True
    if not joined:
        return False
    if not sort:
        return unit[:1].islower()
    return not giver or kind in _OF_ALL or kind in OF_THINGS or sort in _LIVING


def _own(kind: Kind, lost: bool, sort: int) -> Kind | None:
    """The kind as it applies to `sort`."""
    if lost and kind in (concepts.CASUALTIES, concepts.DESTROYED):
        return concepts.CASUALTIES if sort == concepts.PEOPLE else concepts.DESTROYED
    return kind if fits(kind, sort) else None


def lent_noun(line: TokenLine, place: Position, last: Position, amount: int) -> str:
    """The unit of the figure at `place`, an `amount`, if the next figure names both nouns (`3 light and 5 heavy cruisers`), else empty."""
    if line.words.head_first or place.depth != last.depth or place.unit.kind or not _join(line, place.unit_end, last.first):
        return ""
    words = place.unit.text.split()
    _, _, noun = last.unit.text.rpartition(" ")
    if not words:
        return ""
    carried = [line.words.carried(word, word.lower()) for word in words]
    if line.words.complements_follow and any(senses & NOUN for senses in carried):
        return ""  # `12 okrętów podwodnych, 20 karabinów maszynowych`
    if carried[-1] & concepts.BEARING_ARMS:
        # `2,000 military and 300 civilian dead`
        first, _, counted = last.unit.text.partition(" ")
        return f"{place.unit.text} {counted}" if line.words.carried(first, first.lower()) & concepts.BEARING_ARMS else ""
    head = line.words.noun(noun)
    if carried[-1] & (concepts.WHOSE_WORD | concepts.DROPPED):
        # `200 Italian and 100 German soldiers`, but not `513 Italian and 490 Askari`
        described = last.unit_end > last.end + 1 and line.tokens[last.end].senses & (concepts.WHOSE_WORD | concepts.DROPPED | concepts.KEPT)
        return last.unit.text if described and head & _NAMED else ""
    if noun == last.unit.text or not all(senses & (concepts.KEPT | _THINGS) for senses in carried):
        return ""
    if not head & concepts.FORMATION:
        # `One tank` and any number of `infantry` are complete; a plural amount of a singular lacks its noun.
        adjective = carried[-1] & concepts.KEPT and not carried[-1] & NOUN
        if (carried[-1] & (concepts.MASS | _MANY) and not adjective) or (amount == 1 and carried[-1] & NOUN):
            return ""
    elif amount > 100 or carried[-1] & _MANY:
        return ""
    return f"{place.unit.text} {noun}"


_MANY: Final = concepts.PLURAL | concepts.COUNTABLE
"""A noun that is plural, or needs no plural."""


def _join(line: TokenLine, start: int, end: int) -> int:
    """The concepts of the join between two figures of a list, separated by the tokens from `start` to `end`; 0 for other words."""
    all_tokens = line.tokens
    if not 0 < end - start <= FURTHEST:
        return 0
    join = open_ = 0
    for token in all_tokens[start:end]:
        if token.kind == "(":
            open_ += 1
        elif token.kind == ")":
            open_ -= 1
        elif not open_:
            if not token.senses & IN_LIST or token.kind == "/":
                return 0
            join = token.senses
    return join if not open_ else 0
