"""EDTF (ISO 8601-2) back to the English of infoboxes."""

from __future__ import annotations

import re
from typing import Final

from infobox.months import MONTHS

_EDTF: Final = re.compile(r"(-?)([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)\Z")
_SEASON_NAMES: Final = {21: "Spring", 22: "Summer", 23: "Autumn", 24: "Winter"}


def write(start: str, end: str, ongoing: bool = False) -> str:
    """English for a date: `13–16 December 1944`, `22 July – 25 September 1800`, `16 January 2012 – present`.

    `start` and `end` are EDTF as `read` gives them, either one empty where it is open; `read` of the words gives them again. What is no
    such EDTF is written as it stands.
    """
    if not end:
        return f"{_phrase(start)} – present" if ongoing and start else f"from {_phrase(start)}" if start else ""
    if not start:
        return f"until {_phrase(end)}"
    if start == end:
        return _phrase(start)
    first, last = _EDTF.match(start), _EDTF.match(end)
    if first is not None and last is not None and not first[5] and not last[5] and "X" not in start + end:
        same_year = first[1] == last[1] and first[2] == last[2]
        year = _year_phrase(first[1], first[2])
        if same_year and first[4] and last[4]:
            if first[3] == last[3]:
                return f"{int(first[4])}–{int(last[4])} {_month_phrase(last[3])} {year}"
            return f"{int(first[4])} {_month_phrase(first[3])} – {int(last[4])} {_month_phrase(last[3])} {year}"
        if same_year and first[3] and last[3] and not first[4] and not last[4]:
            return f"{_month_phrase(first[3])}–{_month_phrase(last[3])} {year}"
        if not first[3] and not last[3] and not first[1] and not last[1] and first[2] >= "1000" and last[2] >= "1000":
            return f"{first[2]}–{last[2]}"
    last_words = _phrase(end)
    if first is not None and last is not None and first[1] and not last[1] and last[2].isdigit() and last[2] >= "0100":
        last_words = last_words.replace(_year_phrase("", last[2]), f"AD {int(last[2])}")  # else it would be before Christ too
    return f"{_phrase(start)} – {last_words}"


def _phrase(edtf: str) -> str:
    """English for one EDTF date."""
    match = _EDTF.match(edtf)
    if match is None:
        return edtf
    sign, year, month, day, mark = match.groups("")
    circa = "c. " if mark in ("~", "%") and mark else ""
    doubt = "?" if mark in ("?", "%") and mark else ""
    if year.endswith("XX"):
        century = int(year[:2]) + 1
        ending = "th" if 10 < century % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(century % 10, "th")
        words = f"{century}{ending} century{' BC' if sign else ''}"
    elif year.endswith("X"):
        if sign:
            return edtf
        words = f"{int(year[:3])}0s" + (" (decade)" if year[2] == "0" and year < "200" else "")
    else:
        year_words = _year_phrase(sign, year)
        if doubt and not sign and "0099" < year < "0210":
            year_words = f"AD {year_words}"  # `194?` may be ten years
        words = " ".join(filter(None, (str(int(day)) if day else "", _month_phrase(month), year_words)))
    return f"{circa}{words}{doubt}"


def _month_phrase(month: str) -> str:
    number = int(month or 0)
    return MONTHS[number - 1] if 0 < number < 13 else _SEASON_NAMES.get(number, "")


def _year_phrase(sign: str, year: str) -> str:
    number = int(year)
    if sign or number == 0:
        return f"{number + 1} BC"
    return f"AD {number}" if number < 100 else str(number)
