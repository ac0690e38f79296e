"""Rules about coordinates: numbers that are none on the globe, and places given twice."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from infobox.checks.findings import Fix, Said, edited, shortened
from infobox.checks.registry import rule
from infobox.checks.subject import Subject, Use, Value
from infobox.editing.splicing import Edit
from infobox.templates import fold
from infobox.values import coordinates
from infobox.wikitext.arguments import Argument
from infobox.wikitext.scan import Node, without_comments

_COORD: Final = frozenset(("coord", "coor", "coords"))
"""Names of the template whose arguments are looked into."""
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]{1,9}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})\Z")
_NONE: Final = re.compile(r"[A-Za-z°º′″'\",]|\.[0-9]*\.")
"""What surely is in no number: letters, signs of degrees, a comma, two points."""
_DIRECTIONS: Final = ("N", "S", "E", "W")
_HALVES: Final = ("latitude", "longitude")
_LIMITS: Final = (90, 180)
_TITLE: Final = frozenset(("title", "t", "it", "ti"))
_INLINE: Final = frozenset(("inline", "i", "it", "ti"))
_EXPECTED: Final = "write them as {{coord|37|7|55|N|26|51|10|E}} or {{coord|37.132|26.853}}"
_ALIKE: Final = 0.001
_APART: Final = 1.0
"""So many degrees apart two coordinates are not of one place."""


_Place = tuple[float, float]


class _Coord(NamedTuple):
    """One `{{coord}}`: the template's `node` and `value`, its positional `words` (empty if left out; `known` is false if something else
    stands there), latitude and longitude as its `place` (None: not read), and where a reader sees it.
    """

    node: Node
    value: Value
    given: list[Argument]
    words: list[str]
    known: bool
    place: _Place | None
    titled: bool
    inline: bool


def _coords(subject: Subject) -> list[_Coord]:
    """All `{{coord}}` of the infobox that a reader sees."""
    found = [use for use in subject.templates if use.kind == "coord" and use.value.shown and fold(use.name) in _COORD]
    return [_coord(subject, use) for use in found]


def _coord(subject: Subject, use: Use) -> _Coord:
    arguments = subject.arguments(use.node)
    text = subject.text
    given = arguments.positional
    words = [without_comments(text, each.start, each.end, each.nodes).strip() for each in given]
    known = all(node.kind in ("comment", "newline") for each in given for node in each.nodes)
    place = coordinates.read(words, subject.lexicon) if known else None
    display = arguments.get("display")
    shown = {word.strip() for word in text[display.start : display.end].lower().split(",")} if display is not None else set()
    titled = bool(shown & _TITLE)
    return _Coord(use.node, use.value, given, words, known, place, titled, not titled or bool(shown & _INLINE))


# -- numbers that are none --------------------------------------------------------------------------------------------------------------


@rule("G801", "error")
def coordinates_out_of_range(subject: Subject) -> Iterator[Said]:
    """Coordinates that are no place: a latitude beyond 90°, minutes of 60 and more, letters for numbers, a direction left out.

    Why: The template shows an error instead of the coordinates, or leads to the wrong place.

    Bad:
        | coordinates = {{coord|37|75|55|N|26|51|10|E}}

    Good:
        | coordinates = {{coord|37|7|55|N|26|51|10|E}}

    Fix: none; only a map knows the place.
    """
    for coord in subject.once(_coords):
        if coord.known and any(coord.words):
            yield from _wrong(coord, subject.english)
    yield from _wrong_old(subject)


class _Half(NamedTuple):
    """Degrees, minutes and seconds of one half, by the places of the arguments; its direction, empty where none is given."""

    numbers: tuple[int, ...]
    direction: str


def _wrong(coord: _Coord, english: bool) -> Iterator[Said]:
    words = (coord.words + [""] * 8)[:8]
    halves = _halves([word.upper() for word in words])
    node = coord.node
    if halves is None:
        if english:
            yield Said(node.start, node.end, f"the coordinates cannot be read: {_ill_formed(words)}")
        return
    for half in halves:
        for unit, place in enumerate(half.numbers):
            word = words[place]
            if not word and unit:
                continue
            argument = coord.given[place] if place < len(coord.given) else None
            start, end = (argument.start, argument.end) if argument is not None and word else (node.start, node.end)
            message = _wrong_number(word, unit, half.direction, english)
            if message:
                yield Said(start, end, message)
                return


def _halves(words: list[str]) -> tuple[_Half, _Half] | None:
    """The two halves, latitude first, as the template tells them apart; None where it cannot."""
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
        return f"the {missing} direction is missing; {_EXPECTED}"
    if len(letters) == 2 and "".join(letters) not in _PAIRS:
        return f"{letters[0]} and {letters[1]} are no latitude and longitude; {_EXPECTED}"
    if len(letters) == 2:
        return f"latitude and longitude need as many numbers each, and the direction after them; {_EXPECTED}"
    return f"{'only one number is given' if len(list(readable)) < 2 else 'the directions are missing'}; {_EXPECTED}"


def _wrong_number(word: str, unit: int, direction: str, english: bool) -> str:
    """What is wrong with degrees (unit 0), minutes or seconds; nothing where that is right, or not sure."""
    if _NUMBER.match(word) is None:
        return f"“{_short(word)}” is no number; {_EXPECTED}" if english and _NONE.search(word) is not None else ""
    number = float(word)
    half = direction in "EW"
    if unit:
        kind = ("minutes", "seconds")[unit - 1]
        return f"{kind} end at 59, but the {_HALVES[half]} has {_short(word)}; correct it" if abs(number) >= 60 else ""
    beyond = abs(number) > _LIMITS[half]
    return f"a {_HALVES[half]} ends at {_LIMITS[half]}°, {_short(word)} is beyond; correct it" if beyond else ""


def _short(word: str) -> str:
    return shortened(word, 40)


def _wrong_old(subject: Subject) -> Iterator[Said]:
    for value in subject.values:
        half, unit = subject.profile.halves.get(value.name, (0, coordinates.DIRECTION))
        if unit == coordinates.DIRECTION or _NUMBER.match(value.bare) is None:
            continue
        number = abs(float(value.bare))
        wrong = "minutes and seconds end at 59" if unit > 0 else f"a {_HALVES[half]} ends at {_LIMITS[half]}°"
        if number >= 60 if unit > 0 else number > _LIMITS[half]:
            yield Said(value.start, value.end, f"{wrong}, {_short(value.bare)} is beyond; correct it")


# -- places given twice -----------------------------------------------------------------------------------------------------------------


@rule("G802", "warning", fixes="some")
def coordinates_twice(subject: Subject) -> Iterator[Said]:
    """Coordinates given twice: in `coordinates` and in `place`, in the page's title by two templates, or in parameters of old.

    Why: A reader sees them twice, in the title even on top of each other, and the next who corrects them finds only one. Two places in
    one parameter may have coordinates of their own, and are not reported.

    Bad:
        | place = [[Leros]]
        | coordinates = {{coord|37.132|26.853}}
        | latitude = 37.132
        | longitude = 26.853

    Good:
        | place = [[Leros]]
        | coordinates = {{coord|37.132|26.853}}

    Fix: safe for old parameters that say the same, because no reader sees them; unsafe for those in `place` that say the same. None
    where the two differ.
    """
    coords = subject.once(_coords)
    if not coords:
        return
    said: set[int] = set()
    titled = [coord for coord in coords if coord.titled]
    for coord in titled[1:]:
        said.add(coord.node.start)
        message = f"the page's title has coordinates from {_name(titled[0])} already{_apart(titled[0].place, coord.place)}"
        yield Said(coord.node.start, coord.node.end, f"{message}; take out “title” in one")
    given = [coord for coord in coords if coord.value.field == "coordinates"]
    if len(given) == 1:
        yield from _in_place(subject, given[0], [coord for coord in coords if coord.value.field == "place"], said)
        yield from _in_old(subject, given[0])


def _in_place(subject: Subject, given: _Coord, places: list[_Coord], said: set[int]) -> Iterator[Said]:
    """The coordinates of a place that has those of the infobox too, where a reader sees both in the box."""
    if len(places) != 1 or places[0].node.start in said or not (places[0].inline and given.inline):
        return
    [place] = places
    message = f"the infobox has coordinates in {_name(given)} too{_apart(given.place, place.place)}; keep one of the two"
    yield Said(place.node.start, place.node.end, message, _without(subject, place) if _is_near(given.place, place.place, _ALIKE) else None)


def _without(subject: Subject, coord: _Coord) -> Fix | None:
    """The place without its coordinates, where they stand at its end and nothing is lost with them."""
    node, value, text = coord.node, coord.value, subject.text
    before = text[value.start : node.start].rstrip()
    before = re.sub(r"<br\s*/?>\Z", "", before, flags=re.IGNORECASE).rstrip()
    held = {inner.kind for part in node.parts for inner in part.nodes}
    if node.end != value.end or not before or before[-1] in "(,;:–—-|" or held - {"newline"} or "notes" in text[node.start : node.end]:
        return None
    return edited(value.start + len(before), node.end, "", safe=False)


def _in_old(subject: Subject, given: _Coord) -> Iterator[Said]:
    """The first of the parameters that the infobox once had for coordinates."""
    halves = subject.profile.halves
    old = [value for value in subject.values if value.name in halves and value.bare]
    if not old:
        return
    place = coordinates.read_halves({halves[value.name]: value.bare for value in old}, subject.lexicon)
    start, end = old[0].name_span
    removed = [Edit(value.parameter.start, value.parameter.value_end, "") for value in old]
    lost = any(node.kind != "newline" for value in old for node in value.parameter.nodes)
    same = _is_near(given.place, place, _ALIKE)
    fix = Fix(tuple(removed)) if same and not lost and subject.english else None
    has = "has the place already" if same or place is None else f"has another place{_apart(given.place, place)}"
    message = f"{_name(given)} {has}"
    message += f"; take out “{old[0].written}” and what belongs to it, which the template does not show"
    yield Said(start, end, message, fix)


def _name(coord: _Coord) -> str:
    return f"“{coord.value.written}”"


def _apart(first: _Place | None, second: _Place | None) -> str:
    """How far two places lie apart, where that is far."""
    if first is None or second is None or _is_near(first, second, _APART):
        return ""
    degrees = max(abs(first[0] - second[0]), _around(first[1], second[1]))
    return f", {math.floor(degrees)}° away"


def _around(one: float, other: float) -> float:
    return min(abs(one - other), 360 - abs(one - other))


def _is_near(first: _Place | None, second: _Place | None, degrees: float) -> bool:
    """Whether two places are known, and so near to each other."""
    if first is None or second is None:
        return False
    return abs(first[0] - second[0]) <= degrees and _around(first[1], second[1]) <= degrees
