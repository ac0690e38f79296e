"""Templates of days, and of the time between two days, in the words that a reader sees."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Final

from infobox.months import MONTHS

if TYPE_CHECKING:
    from infobox.templates import Meaning
    from infobox.wikitext.arguments import Arguments
    from infobox.wikitext.inline import Reader

_YES: Final = frozenset(("y", "yes", "on", "1", "true"))
_NUMBERS: Final = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_DAY_FIRST: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]+),? (\d{1,4})", re.ASCII)
_MONTH_FIRST: Final = re.compile(r"([A-Za-z]+) (\d{1,2})(?:st|nd|rd|th)?,? (\d{1,4})", re.ASCII)
_ISO: Final = re.compile(r"(\d{3,4})-(\d{1,2})-(\d{1,2})", re.ASCII)


def _given(reader: Reader, arguments: Arguments, last: int) -> list[str]:
    """The words of the first positional arguments, empty for those that are not there."""
    return [reader.plain(arguments.get(place)) for place in range(1, last + 1)]


def _yes(reader: Reader, arguments: Arguments, name: str) -> bool:
    return reader.plain(arguments.get(name)).lower() in _YES


def _month(word: str) -> int:
    """The number of a month by its name or the beginning of it, 0 for another word."""
    return next((number for name, number in _NUMBERS.items() if len(word) > 2 and name.startswith(word.lower())), 0)


def _in_words(words: str) -> list[str]:
    """Year, month and day of a date in words, as numbers; empty where it is none."""
    found = _ISO.fullmatch(words)
    if found is not None:
        return [*found.groups()]
    found = _DAY_FIRST.fullmatch(words)
    day, month, year = found.groups() if found is not None else ("", "", "")
    if found is None:
        found = _MONTH_FIRST.fullmatch(words)
        month, day, year = found.groups() if found is not None else ("", "", "")
    number = _month(month)
    return [year, str(number), day] if number else []


# -- the time between two days ----------------------------------------------------------------------------------------------------------


def age(reader: Reader, known: Meaning, arguments: Arguments) -> bool | str:
    """The time between two days in the units that the template's name says, as ``{{age in years, months, weeks and days}}`` has it.

    Without a second day it is the time up to today: that changes every day, is no part of the record, and is left out.
    """
    name = reader.called.lower()
    given = _given(reader, arguments, 6)
    for place, field in enumerate(("year1", "month1", "day1", "year2", "month2", "day2")):
        given[place] = given[place] or reader.plain(arguments.get(field))
    if _in_words(given[0]):
        given = [*_in_words(given[0]), *_in_words(given[1])]
    asked: list[str] = known.data["units"] if "units" in known.data else [unit for unit in _UNITS if unit in name]
    try:
        numbers = [int(words) for words in given]
        first, last = datetime.date(*numbers[:3]), datetime.date(*numbers[3:])
        last += datetime.timedelta(_yes(reader, arguments, "duration"))
    except (ValueError, TypeError, OverflowError):
        return "the time up to a day that is not given" if any(given) else False
    if not asked or last < first:
        return "the time between two days"
    reckoned = _span(first, last, asked)
    if len(asked) == 1:
        reader.say(str(reckoned[0][1]))
        return True
    pieces = [f"{number} {unit}{'' if number == 1 else 's'}" for unit, number in reckoned if number] or [f"0 {asked[-1]}s"]
    joint = ", " if asked == ["year", "day"] else " and "
    reader.say(f"{', '.join(pieces[:-1])}{joint}{pieces[-1]}" if len(pieces) > 1 else pieces[0])
    return True


_UNITS: Final = ("year", "month", "week", "day")


def _span(first: datetime.date, last: datetime.date, asked: list[str]) -> list[tuple[str, int]]:
    """The time between two days in whole units of the kinds asked for, largest first."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    whole = months if "month" in asked else months - months % 12 if "year" in asked else 0
    year, month = divmod(first.year * 12 + first.month - 1 + whole, 12)
    days_in_month = (datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1) - datetime.date(year, month + 1, 1)).days
    days = (last - datetime.date(year, month + 1, min(first.day, days_in_month))).days
    found: list[tuple[str, int]] = []
    for unit in asked:
        if unit == "year":
            found.append((unit, months // 12))
            months %= 12
        elif unit == "month":
            found.append((unit, months))
        elif unit == "week":
            found.append((unit, days // 7))
            days %= 7
        else:
            found.append((unit, days))
    return found


# -- days -------------------------------------------------------------------------------------------------------------------------------


def _names(parts: list[str]) -> tuple[str, str, str]:
    """Year, month and day in words."""
    year, month, day = parts
    number = int(month) if month.isdecimal() and len(month) < 3 else _month(month)
    month = MONTHS[number - 1] if 0 < number <= len(MONTHS) else month
    year = f"{year.lstrip('-')} BC" if year[:1] == "-" else year.lstrip("0") or year
    return year, month, day.lstrip("0")


def _day(parts: list[str], *, month_first: bool) -> str:
    year, month, day = _names(parts)
    if not (month and day):
        return f"{month} {year}".strip()
    return f"{month} {day}, {year}" if month_first else f"{day} {month} {year}"


def _stretch(first: list[str], last: list[str], *, month_first: bool) -> str:
    """Two days as a stretch of time: `13–22 December 1940`, `May 5 – November 6, 1942`."""
    one, other = _names(first), _names(last)
    if one == other:
        return _day(first, month_first=month_first)
    whole = _day(last, month_first=month_first)
    if one[0] != other[0] or not (one[1] and other[1]) or not one[2] or not other[2]:
        return f"{_day(first, month_first=month_first)} – {whole}"
    if one[1] != other[1]:
        return f"{one[1]} {one[2]} – {whole}" if month_first else f"{one[2]} {one[1]} – {whole}"
    return f"{one[1]} {one[2]}–{other[2]}, {one[0]}" if month_first else f"{one[2]}–{whole}"


def _iso(parts: list[str]) -> str:
    """A day in no language's words; what is no year, month and day, as it was given."""
    if not re.fullmatch(r"\d{3,4}( \d{1,2}){0,2}", " ".join(parts).strip()):
        return " ".join(" ".join(parts).split())
    year, *rest = (int(part) for part in parts if part)
    return "-".join([f"{year:04d}", *(f"{number:02d}" for number in rest)])


def date(reader: Reader, known: Meaning, arguments: Arguments) -> bool | str:
    """``{{start date|1944|6|6|df=y}}``, and pairs of days as ``{{start and end dates|1944|6|6|1944|8|30}}``."""
    given = _given(reader, arguments, 6)
    pair = len(known.data["parts"]) > 1
    if not given[0]:
        return False
    if reader.by_signs:
        reader.say(_iso(given[:3]) + (f" – {_iso(given[3:6])}" if pair and any(given[3:6]) else ""))
        return True
    form = f"{given[1]} {reader.plain(arguments.get('format'))}"
    month_first = bool(known.data.get("month_first")) and not _yes(reader, arguments, "df") and "dmy" not in form
    month_first = month_first or _yes(reader, arguments, "mf") or "mdy" in form
    if not re.fullmatch(r"-?\d{1,4}", given[0], re.ASCII):
        day = _in_words(given[0])
        reader.say(_day(day, month_first=month_first) if day and form.strip() else given[0])
    elif pair and given[3]:
        reader.say(_stretch(given[:3], given[3:6], month_first=month_first))
    else:
        time = f"{given[3]}:{given[4]}, " if given[3].isdecimal() and given[4].isdecimal() and not pair else ""
        reader.say(time + _day(given[:3], month_first=month_first))
    left_out: str = known.data.get("left_out", "")
    return left_out or True


def old_style_date(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{OldStyleDate|8 July|1709|27 June}}`` is `8 July [O.S. 27 June] 1709`."""
    given = [reader.plain(argument) for argument in arguments.up_to(3)]
    try:
        reader.say(known.data["words"].format(*given))
    except IndexError:
        return False
    return True


def as_of(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{as of|2026|04|30}}`` is `As of 30 April 2026`."""
    given = _given(reader, arguments, 3)
    alternative = reader.plain(arguments.get("alt"))
    if alternative:
        reader.say(alternative)
    elif given[0]:
        american = reader.plain(arguments.get("df")).lower() in ("us", "mdy")
        reader.say(("as of " if _yes(reader, arguments, "lc") else "As of ") + _day(given, month_first=american))
    else:
        return False
    return True
