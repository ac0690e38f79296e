"""Where it happened: the arguments of ``{{coord}}``, and the parameters that the infobox had before, to decimal degrees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

_NUMBER: Final = re.compile(r"[-−–+]?[0-9]{1,3}(?:\.[0-9]{0,20})?\Z")
_LETTERS: Final = {"N": (0, 1), "S": (0, -1), "E": (1, 1), "W": (1, -1)}
"""Which half a letter belongs to, latitude or longitude, and its sign."""
_BARE: Final = ("N", "E")
_LONGEST: Final = 60
# The pieces of `52°13′48″N`, `N 52 13 48`, `52.23° N`.
_PIECE: Final = re.compile(
    r"(?P<number>[-−–+]?[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>°|º|''|′′|′|'|’|″|\"|”)?|(?P<letter>[NSEW])\b|(?P<other>[^\s,;])"
)
_ORDER: Final = {
    "°": 0,
    "º": 0,
    "′": 1,
    "'": 1,
    "’": 1,
    "″": 2,
    '"': 2,
    "”": 2,
    "''": 2,
    "′′": 2,
}
_LATITUDES: Final = (("lat_deg", "lat_min", "lat_sec", "lat_dir"), ("latd", "latm", "lats", "latNS"))
_LONGITUDES: Final = (
    ("lon_deg", "lon_min", "lon_sec", "lon_dir"),
    ("longd", "longm", "longs", "longEW"),
    ("lond", "lonm", "lons", "lonEW"),
    ("long_deg", "long_min", "long_sec", "long_dir"),
)


def read(positional: Sequence[str]) -> tuple[float, float] | None:
    """Latitude and longitude, decimal degrees rounded to 6 places, north and east positive, from the positional arguments of ``{{coord}}``.

    All its forms: degrees, minutes and seconds with letters, degrees and minutes, degrees alone, decimal degrees with or without
    letters. What follows (`region:PL_type:event`) is no coordinate. None where they are no coordinates, or out of range.
    """
    halves: list[float] = []
    numbers: list[float] = []
    for argument in positional:
        words = argument.strip()
        if not words:
            continue
        sign = _LETTERS.get(words) or _LETTERS.get(words.upper())
        if sign is not None:
            if sign[0] != len(halves):
                return None
            value = _degrees(numbers, sign[1])
            if value is None:
                return None
            halves.append(value)
            numbers = []
            if len(halves) == 2:
                return _in_range(halves)
        elif _NUMBER.match(words):
            numbers.append(_number(words))
        elif len(words) <= _LONGEST and len(words) > 1 and words[-1] in "NSEWnsew" and not numbers:
            value = _written(words, len(halves))  # `52°13′N` in one
            if value is None:
                break
            halves.append(value)
            if len(halves) == 2:
                return _in_range(halves)
        else:
            break
    return _in_range(numbers) if not halves and len(numbers) == 2 else None


def read_old(parameters: Mapping[str, str]) -> tuple[float, float] | None:
    """The same from the values of `latitude` and `longitude` (`52.23`, `52°13′48″N`), or of their parts.

    The parts are `lat_deg`, `lat_min`, `lat_sec`, `lat_dir` and `lon_deg` …, or `latd`, `latm`, `lats`, `latNS` and `longd` …; a
    direction that is left out is north or east.
    """
    halves: list[float] = []
    for half, (name, stems) in enumerate((("latitude", _LATITUDES), ("longitude", _LONGITUDES))):
        words = parameters.get(name, "").strip()
        value = _written(words, half) if words else _from_parts(parameters, stems, half)
        if value is None:
            return None
        halves.append(value)
    return _in_range(halves)


def _from_parts(parameters: Mapping[str, str], stems: tuple[tuple[str, str, str, str], ...], half: int) -> float | None:
    for names in stems:
        *parts, letter = (parameters.get(name, "").strip() for name in names)
        if not parts[0]:
            continue
        while parts and not parts[-1]:
            parts.pop()
        parts = [part or "0" for part in parts]
        sign = _LETTERS.get((letter or _BARE[half])[:1].upper())
        if sign is None or sign[0] != half or not all(_NUMBER.match(part) for part in parts):
            return None
        return _degrees([_number(part) for part in parts], sign[1], letter != "")
    return None


def _written(words: str, half: int) -> float | None:
    """One half written out: `52.23`, `52°13′48″N`, `N 52 13 48`."""
    if len(words) > _LONGEST:
        return None
    numbers: list[float] = []
    sign = 0
    for number, unit, letter, other in _pieces(words):
        if other or (letter and sign):
            return None
        if letter:
            which, sign = _LETTERS[letter]
            if which != half:
                return None
        elif _NUMBER.match(number) is None or (unit and _ORDER[unit] != len(numbers)):
            return None
        else:
            numbers.append(_number(number))
    return _degrees(numbers, sign or 1, sign != 0)


def _pieces(words: str) -> Iterator[tuple[str, str, str, str]]:
    for match in _PIECE.finditer(words.upper().replace("DEG", "°")):
        number, unit, letter, other = match.groups("")
        yield number, unit, letter, other


def _number(words: str) -> float:
    return float(words.replace("−", "-").replace("–", "-"))


def _degrees(numbers: list[float], sign: int, named: bool = True) -> float | None:
    """Degrees, minutes and seconds as degrees; a minus besides a letter may only say the same (`-33.5 S`)."""
    if not 1 <= len(numbers) <= 3 or any(not 0 <= number < 60 for number in numbers[1:]):
        return None
    if any(number != int(number) for number in numbers[:-1]):
        return None
    degrees = numbers[0]
    if degrees < 0:
        if named and sign > 0:
            return None
        degrees, sign = -degrees, -1
    value = degrees
    for number, unit in zip(numbers[1:], (60.0, 3600.0), strict=False):
        value += number / unit
    return sign * value


def _in_range(halves: Sequence[float]) -> tuple[float, float] | None:
    if len(halves) != 2 or not -90 <= halves[0] <= 90 or not -180 <= halves[1] <= 180:
        return None
    return round(halves[0], 6) + 0.0, round(halves[1], 6) + 0.0
