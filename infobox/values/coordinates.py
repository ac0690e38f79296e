"""Coordinates: the arguments of ``{{coord}}``, and the parameters that the infobox had before, to decimal degrees."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

_NUMBER: Final = re.compile(r"[-−+]?\d{1,3}(?:\.\d+)?")
_DEGREES: Final = re.compile(
    r"([-−+]?\d{1,3}(?:\.\d+)?)\s*°?\s*(?:(\d{1,2}(?:\.\d+)?)\s*[′'’]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*[″\"”]\s*)?([NSEWnsew])?"
)


def read(positional: Sequence[str]) -> tuple[float, float] | None:
    """Latitude and longitude, decimal degrees, north and east positive, from the positional arguments of ``{{coord}}``.

    All its forms: degrees, minutes and seconds with letters, degrees and minutes, degrees alone, decimal with or without letters;
    what follows (`region:PL_type:event`) is no coordinate. None where they are not coordinates, or out of range.
    """
    numbers: list[float] = []
    halves: list[float] = []
    for words in positional:
        words = words.strip()
        if _NUMBER.fullmatch(words):
            numbers.append(float(words.replace("−", "-")))
        elif words.upper() in ("N", "S", "E", "W") and words:
            value = _decimal(numbers, words.upper())
            if value is None:
                return None
            halves.append(value)
            numbers = []
            if len(halves) == 2:
                break
        elif words:
            break
    if not halves and len(numbers) == 2:
        halves = numbers
    return _in_range(halves)


def read_old(parameters: Mapping[str, str]) -> tuple[float, float] | None:
    """The same from `latitude` and `longitude`, or from `lat_deg` … `lon_dir` and `latd` … `longEW`."""
    halves: list[float] = []
    for whole, stems in (("latitude", _LATITUDE), ("longitude", _LONGITUDE)):
        given = parameters.get(whole, "").strip()
        if given:
            match = _DEGREES.fullmatch(given)
            if match is None:
                return None
            numbers = [float(number.replace("−", "-")) for number in match.groups()[:3] if number]
            value = _decimal(numbers, (match[4] or ("N" if whole == "latitude" else "E")).upper())
        else:
            parts = next((found for stem in stems if any(found := [parameters.get(name, "").strip() for name in stem])), None)
            if parts is None or not _NUMBER.fullmatch(parts[0]):
                return None
            numbers = [float(part.replace("−", "-")) for part in parts[:3] if _NUMBER.fullmatch(part)]
            value = _decimal(numbers, (parts[3] or ("N" if whole == "latitude" else "E")).upper())
        if value is None:
            return None
        halves.append(value)
    return _in_range(halves)


_LATITUDE: Final = (("lat_deg", "lat_min", "lat_sec", "lat_dir"), ("latd", "latm", "lats", "latNS"))
_LONGITUDE: Final = (("lon_deg", "lon_min", "lon_sec", "lon_dir"), ("longd", "longm", "longs", "longEW"))


def _decimal(numbers: list[float], letter: str) -> float | None:
    """Degrees, minutes and seconds as degrees."""
    if not 1 <= len(numbers) <= 3 or any(not 0 <= number < 60 for number in numbers[1:]) or letter not in "NSEW":
        return None
    value = abs(numbers[0]) + sum(number / unit for number, unit in zip(numbers[1:], (60.0, 3600.0), strict=False))
    return -value if (letter in "SW") != (numbers[0] < 0) else value


def _in_range(halves: list[float]) -> tuple[float, float] | None:
    if len(halves) != 2 or not -90 <= halves[0] <= 90 or not -180 <= halves[1] <= 180:
        return None
    return round(halves[0], 6), round(halves[1], 6)
