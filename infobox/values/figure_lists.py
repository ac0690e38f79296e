"""What the last figure of a list says of the ones before it: `71 soldiers and 204 policemen killed`, `3 light and 5 heavy cruisers`."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from infobox.record import Kind
from infobox.values.figure_nouns import Unit
from infobox.values.figure_words import (
    ANIMALS,
    DROPPED,
    EITHER,
    FORMATIONS,
    FURTHEST,
    GENERAL,
    HUMAN,
    JOINS,
    KEPT,
    MASS,
    NOUNS,
    PEOPLE,
    PEOPLES,
    THINGS,
    UNDER_ARMS,
    WHOSE,
    Line,
)

LONGEST: Final = 12
"""Figures of a list that are looked at behind one another."""
_OF_THINGS: Final = frozenset(("destroyed", "damaged"))
_OF_ALL: Final = frozenset(("captured", "missing", "surrendered", "killed_or_captured", "captured_or_missing", "casualties"))
_AND: Final = frozenset(("and", "or", "&"))

_LISTED: Final = JOINS | {"+", "plus", "as", "well"}
_CLOSING: Final = _AND | {"+", "plus", "as"}

Sort = Literal["people", "animal", "formation", "thing", "either", ""]


class Place(NamedTuple):
    """Where a figure stands: the indexes of its first token, behind its number and behind its unit; `depth` open parentheses; its unit."""

    first: int
    end: int
    behind: int
    depth: int
    unit: Unit


def sort_of(unit: str) -> Sort:
    """Whether a unit names people, animals, formations or things; "either" for men or machines, "" for a word that is not known."""
    if " of " in unit and unit.lower() in THINGS:
        return "thing"  # `men of war`
    low = unit.lower().partition(" of ")[0].partition(" at ")[0].rpartition(" ")[2]
    if low in ANIMALS:
        return "animal"
    if low in EITHER:
        return "either"
    if low in HUMAN or low in MASS:
        return "people"
    if low in FORMATIONS:
        return "formation"
    if low in THINGS or any(char.isdigit() for char in unit):
        return "thing"
    if low.endswith(("ans", "ese", "ards", "men")) or low in PEOPLES or low in WHOSE or low.removesuffix("s") in WHOSE:
        return "people"
    return ""


def fits(kind: Kind, sort: Sort) -> bool:
    """Whether what `kind` says can have happened to them: tanks are not wounded, people not destroyed."""
    if sort in ("", "either") or kind in _OF_ALL:
        return True
    return (sort not in ("people", "animal")) if kind in _OF_THINGS else (sort != "thing")


def lost(sort: Sort) -> Kind | None:
    """What `lost` says of those before whom it stands: `lost 300 men and 20 guns`."""
    if not sort:
        return None
    return "casualties" if sort == "people" else "destroyed"


def goes_on_losing(line: Line, before: Place, place: Place) -> bool:
    """Whether the figure at `place` goes on the list of the one `before`, where `lost` stands before that one."""
    if not before.unit.lost or before.unit.shared or before.depth != place.depth:
        return False
    return bool(place.unit.text) and bool(_join(line, before.behind, place.first))


def lent_kind(line: Line, places: list[Place], last: Place, kind: Kind) -> list[tuple[int, Kind]]:
    """What the kind of the figure at `last`, behind all `places`, says of those before it in its list: their indexes with their kinds.

    A list goes back over commas and `and`; it ends at what has a kind of its own, and where the kind makes no sense.
    """
    giver = sort_of(last.unit.text)
    if not giver and line.tokens[last.end].low in WHOSE:
        giver = "people"  # `20,000 British killed`
    lent: list[tuple[int, Kind]] = []
    after, joined = last, False
    for index in range(len(places) - 1, max(-1, len(places) - 1 - LONGEST), -1):
        place = places[index]
        if place.depth > last.depth:
            continue  # `20 ships (1,200 guns) and 10 boats sunk`
        if place.depth < last.depth or place.unit.kind or not place.unit.text:
            break
        join = _join(line, place.behind, after.first)
        if not join:
            break
        joined = joined or join in _CLOSING
        own = _own(kind, last.unit.lost, sort_of(place.unit.text))
        if not own or not _shares(own, place.unit.text, last.unit.text, giver, joined):
            break
        lent.append((index, own))
        after = place
    return lent


def _shares(kind: Kind, unit: str, other: str, giver: Sort, joined: bool) -> bool:
    """Whether the kind of the `other` unit, of the sort `giver`, is that of a `unit` before it too; `joined`: by more than commas."""
    sort = sort_of(unit)
    if not sort and not giver:
        # Types and peoples that nobody knows are not told apart.
        return unit[:1].isupper() == other[:1].isupper()
    if not giver and kind not in _OF_ALL:
        giver = "thing" if kind in _OF_THINGS else "people"
    if sort == giver or "either" in (sort, giver):
        return True
    if not joined:
        return False
    if not sort:
        return unit[:1].islower()
    return not giver or _alike(kind, sort, giver)


def _own(kind: Kind, lost: bool, sort: Sort) -> Kind | None:
    """The kind as those of `sort` have it."""
    if lost and kind in ("casualties", "destroyed"):
        return "casualties" if sort == "people" else "destroyed"
    return kind if fits(kind, sort) else None


def _alike(kind: Kind, sort: Sort, giver: Sort) -> bool:
    """Whether people, formations and things may share a kind in one list."""
    return kind in _OF_ALL or kind in _OF_THINGS or sort in ("people", "animal")


def lent_noun(line: Line, place: Place, last: Place, amount: int) -> str:
    """The unit of the figure at `place`, where the one right behind it names the noun for both: `3 light and 5 heavy cruisers`.

    "" where it has a noun of its own. `amount` is what is counted there.
    """
    if place.depth != last.depth or place.unit.kind or not _join(line, place.behind, last.first):
        return ""
    words = place.unit.text.split()
    _, _, noun = last.unit.text.rpartition(" ")
    if not words:
        return ""
    if words[-1] in UNDER_ARMS:
        # `2,000 military and 300 civilian dead`
        first, _, counted = last.unit.text.partition(" ")
        return f"{place.unit.text} {counted}" if first in UNDER_ARMS else ""
    head = noun.lower()
    lows = [word.lower() for word in words]
    if lows[-1] in WHOSE or lows[-1] in DROPPED:
        # `200 Italian and 100 German soldiers`, but not `513 Italian and 490 Askari`
        beside = line.tokens[last.end].low
        described = last.behind > last.end + 1 and (beside in WHOSE or beside in DROPPED or beside in KEPT)
        return last.unit.text if described and _named(head) else ""
    if noun == last.unit.text or not all(low in KEPT or low in THINGS for low in lows):
        return ""
    low = lows[-1]
    if head not in FORMATIONS:
        # One tank is a tank, and so may any number of infantry be; two of a singular wait for their noun.
        if low in MASS or (amount == 1 and low in NOUNS) or _countable_end(low):
            return ""
    elif amount > 100 or _countable_end(low):
        return ""
    return f"{place.unit.text} {noun}"


def _named(head: str) -> bool:
    return head in PEOPLE or head in GENERAL or head in THINGS or head in FORMATIONS


def _countable_end(low: str) -> bool:
    """Whether a noun has its plural already, or needs none."""
    return low.endswith("s") or low in ("aircraft", "craft", "men", "cannon")


def _join(line: Line, start: int, end: int) -> str:
    """The join between two figures of a list, whose gap is the tokens from `start` to `end`; "" where other words stand there."""
    all_tokens = line.tokens
    if not 0 < end - start <= FURTHEST:
        return ""
    join, open_ = "", 0
    for token in all_tokens[start:end]:
        if token.kind == "(":
            open_ += 1
        elif token.kind == ")":
            open_ -= 1
        elif not open_:
            if token.low not in _LISTED or token.kind == "/":
                return ""
            join = token.low
    return join if not open_ else ""
