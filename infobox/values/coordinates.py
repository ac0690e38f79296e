"""Coordinates: the arguments of ``{{coord}}``, words, and separate halves, to decimal degrees and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.language.signs import DASHES

WHOLE, DIRECTION = -1, 3
"""Keys of a half's pieces besides degrees, minutes and seconds (0 to 2): the whole half, or its direction."""
DECIMALS: Final = 6
"""Decimal places of degrees, read and written."""
_LONGEST: Final = 60
"""The most characters of one half; a place may have twice as many."""
_HALVES: Final = {"N": (0, 1), "S": (0, -1), "E": (1, 1), "W": (1, -1)}
"""For each letter, its half (latitude or longitude) and its sign."""
_ANGLES: Final = (("°", "º", "˚"), ("′", "'", "’", "‘", "´", "`"), ("″", '"', "”", "“", "''", "′′"))
_QUARTERS: Final = {concepts.NORTH: "N", concepts.SOUTH: "S", concepts.EAST: "E", concepts.WEST: "W"}
_ORDER: Final = {concepts.DEGREE: 0, concepts.MINUTE: 1, concepts.SECOND: 2}
_ALIKE: Final = 0.02
"""How many degrees two spellings of one place may differ by."""
_COUNTED: Final = re.compile(rf"[{DASHES}+]?[0-9]{{1,3}}(?:\.[0-9]{{0,20}})?\Z")


class _Signs:
    """The signs and words of coordinates in one language: letters and words for directions, and the order of units."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.coordinates
        self.quarters = {letter: letter for letter in _HALVES}
        self.quarters |= {word.upper(): _QUARTERS[value] for word, value in words.valued(concepts.COMPASS).items()}
        self.units = {sign: order for order, signs in enumerate(_ANGLES) for sign in signs}
        self.units |= {word.upper(): _ORDER[value] for word, value in words.valued(concepts.ANGLE).items()}
        # The pieces of `52°13′48″N`, `N 52 13 48`, `52.23 north`, `52/13/N`, `52-13N`.
        self.piece = re.compile(
            rf"(?P<number>(?:(?<![0-9])[{DASHES}+])?[0-9]{{1,9}}(?:[.,][0-9]{{1,20}})?)"
            rf"|(?P<unit>{any_of(self.units)})"
            rf"|(?P<letter>{any_of(self.quarters)}(?![^\W\d_]))\.?"
            rf"|(?P<dash>(?<=[0-9])[{DASHES}](?=[0-9]))|(?P<separator>[,;/])|(?P<other>\S)"
        )

    def pieces(self, text: str) -> list[_Component]:
        """The pieces of a text; none if anything else stands between them."""
        found = [(match.lastgroup or "", match[match.lastgroup or 0]) for match in self.piece.finditer(text.upper())]
        if any(kind == "other" for kind, _ in found):
            return []
        return [(kind, self.quarters[piece] if kind == "letter" else piece) for kind, piece in found]


_Component = tuple[str, str]
"""The kind of a piece of written coordinates, and the piece itself; for a direction, its letter."""


def read(positional: Sequence[str], lexicon: Lexicon) -> tuple[float, float] | None:
    """Latitude and longitude, decimal degrees rounded to 6 places, north and east positive, from the positional arguments of ``{{coord}}``.

    What follows them (`region:PL_type:event`) is ignored. None if they are not coordinates, or are out of range.
    """
    words: list[str] = []
    for argument in positional:
        if ":" in argument or "," in argument or len(argument) > _LONGEST:
            break
        if argument.strip():
            words.append(argument.strip().upper())
    signs = lexicon.grammar(_Signs)
    pieces: list[_Component] = []
    for word in words[:8]:
        if word not in _HALVES and _COUNTED.match(word) is None:
            return written("; ".join(words[:8]), lexicon)
        pieces += (("letter" if word in _HALVES else "number", word), ("separator", ";"))
    return _placed(pieces, signs)


def written(text: str, lexicon: Lexicon) -> tuple[float, float] | None:
    """The same from words: `48°42′N 44°31′E`, `48.7, -44.5`, `N 48.7 E 44.5`, `48/42/N/44/31/E`.

    Without letters these are two numbers, the latitude first. Several places separated by slashes must be the same one. None for
    anything else.
    """
    signs = lexicon.grammar(_Signs)
    if len(text) <= 2 * _LONGEST:
        found = _placed(signs.pieces(text), signs)
        if found is not None or " / " not in text:
            return found
    if len(text) > 4 * _LONGEST:
        return None
    first, *others = (_placed(signs.pieces(part), signs) for part in text.split(" / "))
    if first is None:
        return None
    near = all(place is not None and max(abs(place[0] - first[0]), abs(place[1] - first[1])) < _ALIKE for place in others)
    return first if near else None


def read_halves(parts: Mapping[tuple[int, int], str], lexicon: Lexicon) -> tuple[float, float] | None:
    """The same from two separate halves (`52.23`, `52°13′48″N`), or from their parts.

    The keys are the half (0 for latitude, 1 for longitude) and the piece of it: all (`WHOLE`), degrees, minutes or seconds
    (0 to 2), or its `DIRECTION`; without a direction it is north or east.
    """
    signs = lexicon.grammar(_Signs)
    halves: list[float] = []
    for half in (0, 1):
        direction = parts.get((half, DIRECTION), "").strip()
        words = parts.get((half, WHOLE), "").strip()
        if not words:
            degrees, minutes, seconds = (parts.get((half, unit), "").strip() for unit in range(3))
            words = f"{degrees} {minutes or '0'} {seconds}" if degrees and (minutes or seconds) else degrees
        both = f"{words} {direction}"
        pieces = signs.pieces(both) if words and len(both) <= _LONGEST else []
        value = _value(pieces, half, signs) if pieces else None
        if value is None:
            return None
        halves.append(value)
    return _in_range(halves)


def _placed(pieces: list[_Component], signs: _Signs) -> tuple[float, float] | None:
    letters = [piece for kind, piece in pieces if kind == "letter"]
    halves = _by_letters(pieces) if letters else _by_separators(pieces)
    if len(halves) != 2 or len(letters) not in (0, 2):
        return None
    if letters and _HALVES[letters[0]][0] == 1:
        halves.reverse()  # the letters say which is which
    values = [_value(half, number, signs) for number, half in enumerate(halves)]
    return _in_range([value for value in values if value is not None])


def _by_letters(pieces: list[_Component]) -> list[list[_Component]]:
    """The halves, each with the letter before or after it."""
    halves: list[list[_Component]] = [[]]
    leads = pieces[0][0] == "letter"
    for piece in pieces:
        if piece[0] == "letter" and leads and halves[-1]:
            halves.append([])
        halves[-1].append(piece)
        if piece[0] == "letter" and not leads:
            halves.append([])
    return [half for half in halves if any(kind in ("number", "letter") for kind, _ in half)]


def _by_separators(pieces: list[_Component]) -> list[list[_Component]]:
    """The halves of coordinates without letters: one number each, separated by a comma or the like, or with decimals."""
    numbers = [piece for kind, piece in pieces if kind == "number"]
    kinds = [kind for kind, _ in pieces]
    separated = "separator" in kinds or all("." in number for number in numbers)
    if len(numbers) != 2 or not separated or "dash" in kinds:
        return []
    second = kinds.index("number", 1 + kinds.index("number"))
    return [pieces[:second], pieces[second:]]


def _value(pieces: list[_Component], half: int, signs: _Signs) -> float | None:
    """The degrees of a half; None if its numbers are not valid, or its letter belongs to the other half."""
    numbers: list[float] = []
    sign = 0
    for kind, piece in pieces:
        if kind == "number":
            if _COUNTED.match(piece := piece.replace(",", ".")) is None:
                return None
            numbers.append(float(f"-{piece[1:]}" if piece[0] in DASHES else piece))
        elif kind == "unit":
            if signs.units[piece] != len(numbers) - 1:
                return None
        elif kind == "letter":
            which, direction = _HALVES[piece]
            if which != half or sign not in (0, direction):
                return None
            sign = direction
    return _degrees(numbers, sign or 1, sign != 0)


def _degrees(numbers: list[float], sign: int, named: bool) -> float | None:
    """Degrees, minutes and seconds as degrees; a minus and a letter must agree (`-33.5 S`)."""
    if not 1 <= len(numbers) <= 3 or any(not 0 <= number < 60 for number in numbers[1:]) or any(number % 1 for number in numbers[:-1]):
        return None
    if numbers[0] < 0:
        if named and sign > 0:
            return None
        sign = -1
    value = abs(numbers[0])
    for number, unit in zip(numbers[1:], (60.0, 3600.0), strict=False):
        value += number / unit
    return sign * value


def _in_range(halves: Sequence[float]) -> tuple[float, float] | None:
    if len(halves) != 2 or not -90 <= halves[0] <= 90 or not -180 <= halves[1] <= 180:
        return None
    return round(halves[0], DECIMALS) + 0.0, round(halves[1], DECIMALS) + 0.0


def decimal(degrees: float) -> str:
    """Degrees as a decimal number."""
    return f"{degrees:.{DECIMALS}f}".rstrip("0").rstrip(".")


def write(place: tuple[float, float], template: str) -> str:
    """The template for a place, with decimal degrees."""
    latitude, longitude = map(decimal, place)
    return f"{{{{{template}|{latitude}|{longitude}|display=inline,title}}}}"
