"""Rules about coordinates: impossible numbers, and coordinates given twice."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from infobox.checks.findings import Fix, Hit, edited, shortened
from infobox.checks.registry import rule
from infobox.checks.scope import Scope
from infobox.checks.subject import Subject, Use, Value
from infobox.language import signs
from infobox.language.lexicon import Lexicon
from infobox.markup.arguments import Argument
from infobox.markup.edits import Edit
from infobox.markup.scan import Node, without_comments
from infobox.templates import fold
from infobox.templates.profile import HALVES
from infobox.values import coordinates

_COORD: Final = frozenset(("coord", "coor", "coords"))
"""Names of the template whose arguments are checked."""
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]{1,9}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})\Z")
_NONE: Final = re.compile(r"[A-Za-z°º′″'\",]|\.[0-9]*\.")
"""What no number contains: letters, degree signs, a comma, two points."""
_DIRECTIONS: Final = ("N", "S", "E", "W")
_LIMITS: Final = (90, 180)
_TITLE: Final = frozenset(("title", "t", "it", "ti"))
_INLINE: Final = frozenset(("inline", "i", "it", "ti"))
_SAME: Final = 0.001
_APART: Final = 1.0
"""Coordinates that are this many degrees apart are not of the same place."""


_LatLon = tuple[float, float]


class _Coord(Struct, eq=False):
    """One `{{coord}}`: the template's `node` and `value`, its positional arguments and their `words` (`known` is false if there is more
    than words), the `lexicon` with which they are read, and where readers see it.
    """

    node: Node
    value: Value
    given: list[Argument]
    words: list[str]
    known: bool
    lexicon: Lexicon
    titled: bool
    inline: bool

    @property
    def place(self) -> _LatLon | None:
        """Latitude and longitude; None if they cannot be read."""
        return coordinates.read(self.words, self.lexicon) if self.known else None


def _coords(subject: Subject) -> list[_Coord]:
    """All `{{coord}}` of the infobox that readers see."""
    found = [use for use in subject.templates if use.kind == "coord" and use.value.shown and fold(use.name) in _COORD]
    return [_coord(subject, use) for use in found]


def _coord(subject: Subject, use: Use) -> _Coord:
    arguments = subject.arguments(use.node)
    text = subject.text
    given = arguments.positional
    words = [
        without_comments(text, each.start, each.end, each.nodes).strip() if each.nodes else text[each.start : each.end] for each in given
    ]
    known = all(node.kind in ("comment", "newline") for each in given for node in each.nodes)
    display = arguments.get("display")
    shown = {word.strip() for word in text[display.start : display.end].lower().split(",")} if display is not None else set()
    titled = bool(shown & _TITLE)
    return _Coord(use.node, use.value, given, words, known, subject.lexicon, titled, not titled or bool(shown & _INLINE))


# -- impossible numbers -----------------------------------------------------------------------------------------------------------------


@rule("G801", "error")
def coordinates_out_of_range(subject: Subject) -> Iterator[Hit]:
    """Coordinates that cannot be right: a latitude beyond 90°, minutes of 60 or more, letters instead of numbers, a missing direction.

    Why: The template shows an error instead of the coordinates, or leads to the wrong place.

    Bad:
        | coordinates = {{coord|37|75|55|N|26|51|10|E}}

    Good:
        | coordinates = {{coord|37|7|55|N|26|51|10|E}}

    Fix: none; only a map knows the place.
    """
    for coord in subject.once(_coords):
        if coord.known and any(coord.words):
            yield from _faults(coord, _expected(subject))
    yield from _former_faults(subject)


class _Half(NamedTuple):
    """Latitude or longitude: the indexes of the arguments with its degrees, minutes and seconds, and its direction."""

    numbers: tuple[int, ...]
    direction: str


def _expected(subject: Subject) -> str:
    """How the wiki's template takes coordinates, as advice; empty if that is not known here."""
    forms: str = subject.lexicon.checks.forms.get("coordinates", "")
    return f"write them as {forms}" if forms else ""


def _faults(coord: _Coord, expected: str) -> Iterator[Hit]:
    words = (coord.words + [""] * 8)[:8]
    halves = _halves([word.upper() for word in words])
    node = coord.node
    if halves is None:
        if expected:
            yield Hit(node.start, node.end, f"the coordinates cannot be read: {_ill_formed(words)}; {expected}")
        return
    for half in halves:
        for unit, place in enumerate(half.numbers):
            word = words[place]
            if not word and unit:
                continue
            argument = coord.given[place] if place < len(coord.given) else None
            start, end = (argument.start, argument.end) if argument is not None and word else (node.start, node.end)
            message = _wrong_number(word, unit, half.direction, expected)
            if message:
                yield Hit(start, end, message)
                return


def _halves(words: list[str]) -> tuple[_Half, _Half] | None:
    """Latitude and longitude, as the template tells them apart; None if it cannot."""
    if not any(words[3:6]) or ":" in words[2]:
        if words[2] in _DIRECTIONS or not words[1] or words[1] in _DIRECTIONS:
            return None
        return _Half((0,), "N"), _Half((1,), "E")
    for size in (3, 2, 1):
        first, second = words[size], words[2 * size + 1]
        if first and second and first + second in _PAIRS:
            one, other = _Half(tuple(range(size)), first), _Half(tuple(range(size + 1, 2 * size + 1)), second)
            return (one, other) if first in "NS" else (other, one)
    return None


_PAIRS: Final = frozenset(("NE", "NW", "SE", "SW", "EN", "ES", "WN", "WS"))


def _ill_formed(words: list[str]) -> str:
    filled = [word for word in words if word]
    letters = [word.upper() for word in filled if word.upper() in _DIRECTIONS]
    readable = itertools.takewhile(lambda word: _NUMBER.match(word) is not None or word.upper() in _DIRECTIONS, filled)
    if len(letters) == 1:
        missing = "longitude's" if letters[0] in "NS" else "latitude's"
        return f"the {missing} direction is missing"
    if len(letters) == 2 and "".join(letters) not in _PAIRS:
        return f"{letters[0]} and {letters[1]} are not a latitude and a longitude"
    if len(letters) == 2:
        return "latitude and longitude each need the same number of values, followed by the direction"
    return "only one number is given" if len(list(readable)) < 2 else "the directions are missing"


def _wrong_number(word: str, unit: int, direction: str, expected: str) -> str:
    """What is wrong with degrees (unit 0), minutes or seconds; empty if they are right, or may be."""
    if _NUMBER.match(word) is None:
        return f"“{_short(word)}” is not a number; {expected}" if expected and _NONE.search(word) is not None else ""
    number = float(word)
    half = direction in "EW"
    if unit:
        kind = ("minutes", "seconds")[unit - 1]
        return f"{kind} end at 59, but the {HALVES[half]} has {_short(word)}; correct it" if abs(number) >= 60 else ""
    beyond = abs(number) > _LIMITS[half]
    return f"a {HALVES[half]} ends at {_LIMITS[half]}°, {_short(word)} is beyond; correct it" if beyond else ""


def _short(word: str) -> str:
    return shortened(word, 40)


def _former_faults(subject: Subject) -> Iterator[Hit]:
    if subject.profile.halves.keys().isdisjoint(subject.named):
        return
    for value in subject.values:
        half, unit = subject.profile.halves.get(value.name, (0, coordinates.DIRECTION))
        if unit == coordinates.DIRECTION or _NUMBER.match(value.bare) is None:
            continue
        number = abs(float(value.bare))
        wrong = "minutes and seconds end at 59" if unit > 0 else f"a {HALVES[half]} ends at {_LIMITS[half]}°"
        if number >= 60 if unit > 0 else number > _LIMITS[half]:
            yield Hit(value.start, value.end, f"{wrong}, {_short(value.bare)} is beyond; correct it")


# -- coordinates given twice ------------------------------------------------------------------------------------------------------------


@rule("G802", "warning", fixes="some", over=Scope(_coords, "coordinates that readers see"))
def coordinates_twice(subject: Subject, coords: Sequence[_Coord]) -> Iterator[Hit]:
    """Coordinates given twice: in `coordinates` and in `place`, by two templates in the page's title, or in former parameters.

    Why: Readers see them twice, in the title even on top of each other, and an editor who corrects them may find only one. Two places in
    one parameter may each have their own coordinates, and are not reported.

    Bad:
        | place = [[Leros]]
        | coordinates = {{coord|37.132|26.853}}
        | latitude = 37.132
        | longitude = 26.853

    Good:
        | place = [[Leros]]
        | coordinates = {{coord|37.132|26.853}}

    Fix: safe for former parameters with the same coordinates, which readers do not see; unsafe for the same coordinates in `place`. No
    fix if the two differ.
    """
    reported: set[int] = set()
    titled = [coord for coord in coords if coord.titled]
    for coord in titled[1:]:
        reported.add(coord.node.start)
        message = f"the page's title already has coordinates from {_name(titled[0])}{_apart(titled[0].place, coord.place)}"
        yield Hit(coord.node.start, coord.node.end, f"{message}; remove “title” from one")
    given = [coord for coord in coords if coord.value.field == "coordinates"]
    if len(given) == 1:
        yield from _in_place(subject, given[0], [coord for coord in coords if coord.value.field == "place"], reported)
        yield from _in_old(subject, given[0])


def _in_place(subject: Subject, given: _Coord, places: list[_Coord], reported: set[int]) -> Iterator[Hit]:
    """The coordinates in `place` if readers see them in the infobox beside those in `coordinates`."""
    if len(places) != 1 or places[0].node.start in reported or not (places[0].inline and given.inline):
        return
    [place] = places
    message = f"the infobox also has coordinates in {_name(given)}{_apart(given.place, place.place)}; keep one of the two"
    yield Hit(place.node.start, place.node.end, message, _without(subject, place) if _is_near(given.place, place.place, _SAME) else None)


def _without(subject: Subject, coord: _Coord) -> Fix | None:
    """The fix that removes the coordinates from a place if they are at its end and nothing else is lost."""
    node, value, text = coord.node, coord.value, subject.text
    before = text[value.start : node.start].rstrip()
    before = re.sub(r"<br\s*/?>\Z", "", before, flags=re.IGNORECASE).rstrip()
    held = {inner.kind for part in node.parts for inner in part.nodes}
    if (
        node.end != value.end
        or not before
        or before[-1] in f"(,;:|{signs.PLAIN_DASHES}"
        or held - {"newline"}
        or "notes" in text[node.start : node.end]
    ):
        return None
    return edited(value.start + len(before), node.end, "", safe=False)


def _in_old(subject: Subject, given: _Coord) -> Iterator[Hit]:
    """The first of the infobox's former parameters for coordinates."""
    halves = subject.profile.halves
    old = [value for value in subject.values if value.name in halves and value.bare]
    if not old or not all(map(subject.is_former, old)):
        return
    place = coordinates.read_halves({halves[value.name]: value.bare for value in old}, subject.lexicon)
    start, end = old[0].name_span
    removed = [Edit(value.parameter.start, value.parameter.value_end, "") for value in old]
    lost = any(node.kind != "newline" for value in old for node in value.parameter.nodes)
    same = _is_near(given.place, place, _SAME)
    fix = Fix(tuple(removed)) if same and not lost and _expected(subject) else None
    has = "already has the coordinates" if same or place is None else f"has different coordinates{_apart(given.place, place)}"
    message = f"{_name(given)} {has}"
    message += f"; remove “{old[0].written}” and the parameters that belong to it, which the template does not show"
    yield Hit(start, end, message, fix)


def _name(coord: _Coord) -> str:
    return f"“{coord.value.written}”"


def _apart(first: _LatLon | None, second: _LatLon | None) -> str:
    """How far apart two places are, if that is far."""
    if first is None or second is None or _is_near(first, second, _APART):
        return ""
    degrees = max(abs(first[0] - second[0]), _around(first[1], second[1]))
    return f", {math.floor(degrees)}° away"


def _around(one: float, other: float) -> float:
    return min(abs(one - other), 360 - abs(one - other))


def _is_near(first: _LatLon | None, second: _LatLon | None, degrees: float) -> bool:
    """Whether two places are known and no farther apart than so many degrees."""
    if first is None or second is None:
        return False
    return abs(first[0] - second[0]) <= degrees and _around(first[1], second[1]) <= degrees
