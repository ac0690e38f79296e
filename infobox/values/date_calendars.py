"""The same days in two calendars, the Julian (Old Style) and the Gregorian (New Style)."""

from __future__ import annotations

from datetime import date

from infobox.values.edtf import Moment


def is_same_day(julian: str, gregorian: str) -> bool:
    """Whether the two, `YYYY-MM-DD`, are one day, the first of the Julian and the second of the Gregorian calendar."""
    try:
        old, new = date.fromisoformat(julian), date.fromisoformat(gregorian)
    except ValueError:
        return False
    if old.year < 1582:
        return False
    century = (old.year if old.month > 2 else old.year - 1) // 100
    return (new - old).days == century - century // 4 - 2


def follows(first: str, second: str) -> bool:
    """Whether of two days, EDTF, the second is the one behind the first, over the turn of a month or year too."""
    try:
        return (date.fromisoformat(second) - date.fromisoformat(first)).days == 1
    except ValueError:
        return len(first) == len(second) == 11 and first[:9] == second[:9] and int(second[9:]) - int(first[9:]) == 1


def is_next_day(before: Moment, moment: Moment) -> bool:
    """Whether a day is the one behind another of the same month."""
    return before[:2] == moment[:2] and moment[2] == before[2] + 1
