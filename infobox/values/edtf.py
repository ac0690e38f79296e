"""The part of EDTF (ISO 8601-2) that records use: which times are valid, and from which day to which each may be.

A day, month, season, year, decade or century, perhaps approximate (`~`), uncertain (`?`) or both (`%`).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, TypeAlias

Moment: TypeAlias = tuple[int, int, int]
"""Year (astronomical: 0 is 1 BC), month and day, by which dates are sorted."""

DAYS: Final = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The most days that a month has, by its number."""

YEAR: Final = re.compile(r"-?[0-9]{4}")
"""The year with which a time begins, if it is known."""

FIRST_MONTHS: Final = {21: 1, 22: 5, 23: 8, 24: 1}
"""The earliest month in which a season begins, by its number in EDTF."""

LAST_MONTHS: Final = {21: 6, 22: 9, 23: 12, 24: 12}
"""The latest month in which a season ends."""

PATTERN: Final = (
    "^(?!-0000)-?(?:[0-9]{2}XX|[0-9]{3}X|[0-9]{4}(?:-(?:2[1-4]"
    "|(?:0[13578]|1[02])(?:-(?:0[1-9]|[12][0-9]|3[01]))?"
    "|(?:0[469]|11)(?:-(?:0[1-9]|[12][0-9]|30))?"
    "|02(?:-(?:0[1-9]|[12][0-9]))?))?)[~?%]?$"
)
"""A regular expression for such times, in JSON Schema's dialect; it accepts 29 February in every year."""

_PATTERN: Final = re.compile(PATTERN)
_PARTS: Final = re.compile(r"(-?)([0-9]+)(X*)(?:-([0-9]{2}))?(?:-([0-9]{2}))?[~?%]?")


def bounds(edtf: str) -> tuple[Moment, Moment] | None:
    """The first and the last day of a time; None if it is not such EDTF, or is a 29 February that does not exist.

    The years are as EDTF counts them: 0 is 1 BC. A season covers the months it may have on either hemisphere.
    """
    parts = _PARTS.fullmatch(edtf)
    if parts is None or _PATTERN.match(edtf) is None:
        return None
    sign, digits, unknown, month_digits, day_digits = parts.groups()
    span = 10 ** len(unknown)
    years = int(digits) * span, int(digits) * span + span - 1
    first, last = (-years[1], -years[0]) if sign else years
    month, day = int(month_digits or 0), int(day_digits or 0)
    if month > 20:
        return (first, FIRST_MONTHS[month], 1), (last, LAST_MONTHS[month], 31)
    if (month, day) == (2, 29) and not has_leap_day(first):
        return None
    return (first, month or 1, day or 1), (last, month or 12, day or DAYS[month or 12])


def has_leap_day(year: int) -> bool:
    """Whether an astronomical year has a 29 February in the calendar of the time: Julian before 1583."""
    return year % 4 == 0 and (year < 1583 or year % 100 != 0 or year % 400 == 0)


def is_same_day(julian: str, gregorian: str) -> bool:
    """Whether two days, `YYYY-MM-DD`, are the same, the first of the Julian and the second of the Gregorian calendar."""
    try:
        old, new = date.fromisoformat(julian), date.fromisoformat(gregorian)
    except ValueError:
        return False
    if old.year < 1582:
        return False
    century = (old.year if old.month > 2 else old.year - 1) // 100
    return (new - old).days == century - century // 4 - 2


def follows(first: str, second: str) -> bool:
    """Whether the second of two days, EDTF, is the one after the first, also across the end of a month or year."""
    try:
        return (date.fromisoformat(second) - date.fromisoformat(first)).days == 1
    except ValueError:
        before_christ = first[:1] == "-" and first[:9] == second[:9]
        return before_christ and len(first) == len(second) == 11 and int(second[9:]) - int(first[9:]) == 1


def is_next_day(before: Moment, moment: Moment) -> bool:
    """Whether a day is the day after another of the same month."""
    return before[:2] == moment[:2] and moment[2] == before[2] + 1
