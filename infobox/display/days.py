"""Templates for days, and for the time between two days, in the words that a reader sees."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Final

from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.times import TimeForms

if TYPE_CHECKING:
    from infobox.display.calls import Call
    from infobox.display.walk import Walker

_YES: Final = frozenset("y yes on 1 true".split())
_ISO: Final = re.compile(r"(\d{3,4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_LONGEST_DAY: Final = 2
_UNITS: Final = (concepts.YEAR, concepts.MONTH, concepts.WEEK, concepts.DAY)


class DayWords:
    """The days in words that templates take and show in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.forms = lexicon.grammar(TimeForms)
        ending = f"(?:{'|'.join(map(re.escape, lexicon.dates.of(concepts.ORDINAL_ENDING))) or '(?!)'})?"
        self.day_first = re.compile(rf"(?P<day>\d{{1,2}}){ending} (?P<month>[^\W\d_]+),? (?P<year>\d{{1,4}})", re.IGNORECASE)
        self.month_first = re.compile(rf"(?P<month>[^\W\d_]+) (?P<day>\d{{1,2}}){ending},? (?P<year>\d{{1,4}})", re.IGNORECASE)

    def month(self, word: str) -> int:
        """The number of a month by its name or the beginning of its name; 0 for another word."""
        word = word.lower()
        return next((number for number, name in self.forms.names.items() if len(word) > 2 and name.lower().startswith(word)), 0)

    def is_day(self, day: str, month: str) -> bool:
        """Whether these are a day and a month, or one of them; a month in words is taken to be one."""
        number = day.rstrip(".ºª°")
        is_month = not month or not month.isdecimal() or (len(month) < 3 and 0 < int(month) < 13)
        return is_month and (not number.isdecimal() or (len(number) < 3 and 0 < int(number) < 32))

    def in_words(self, words: str) -> list[str]:
        found = _ISO.fullmatch(words)
        if found is not None:
            return [*found.groups()]
        found = self.day_first.fullmatch(words) or self.month_first.fullmatch(words)
        number = self.month(found["month"]) if found is not None else 0
        return [found["year"], str(number), found["day"]] if found is not None and number else []

    def parts(self, parts: list[str]) -> tuple[str, str, str]:
        year, month, day = parts
        number = int(month) if month.isdecimal() and len(month) < 3 else self.month(month)
        if year:
            forms = self.forms
            year = forms.before.format(year=year.lstrip("-")) if year[0] == "-" else forms.year.format(year=year.lstrip("0") or year)
        return year, self.forms.names.get(number, month), day.lstrip("0")

    def day(self, parts: list[str], *, month_first: bool) -> str:
        year, month, day = self.parts(parts)
        if not (month and day):
            return self.forms.month.format(month=month, year=year).strip()
        forms = self.forms
        return ((month_first and forms.day_month_first) or forms.day).format(day=day, month=month, year=year)

    def stretch(self, first: list[str], last: list[str], *, month_first: bool) -> str:
        """Two days as a stretch of time: `13–22 December 1940`, `May 5 – November 6, 1942`."""
        one, other = self.parts(first), self.parts(last)
        if one == other:
            return self.day(first, month_first=month_first)
        if one[0] != other[0] or not (one[1] and other[1]) or not one[2] or not other[2]:
            start, end = (self.day(parts, month_first=month_first) for parts in (first, last))
            return self.forms.range.format(start=start, end=end)
        forms = self.forms
        if one[1] == other[1]:
            form = (month_first and forms.days_month_first) or forms.days
        else:
            form = (month_first and forms.days_of_months_month_first) or forms.days_of_months
        return form.format(year=one[0], month=one[1], day=one[2], last_month=other[1], last_day=other[2])


def _plain_values(walker: Walker, call: Call, last: int) -> list[str]:
    return [walker.plain(call.get(place)) for place in range(1, last + 1)]


def _yes(walker: Walker, call: Call, name: str) -> bool:
    return walker.plain(call.get(name)).lower() in _YES


def age(walker: Walker, call: Call) -> bool | str:
    """The time between two days in the units that the template's name states, as in ``{{age in years, months, weeks and days}}``.

    Without a second day it is the time up to today: it changes every day, is not part of the record, and is left out.
    """
    name = call.name.lower()
    values = _plain_values(walker, call, 6)
    for place, field in enumerate(("year1", "month1", "day1", "year2", "month2", "day2")):
        values[place] = values[place] or walker.plain(call.get(field))
    days = walker.lexicon.grammar(DayWords)
    if days.in_words(values[0]):
        values = [*days.in_words(values[0]), *days.in_words(values[1])]
    units: list[str] = call.data["units"] if "units" in call.data else [unit for unit in _UNITS if unit in name]
    try:
        numbers = [int(words) for words in values]
        first, last = datetime.date(*numbers[:3]), datetime.date(*numbers[3:])
        last += datetime.timedelta(_yes(walker, call, "duration"))
    except (ValueError, TypeError, OverflowError):
        return "the time up to a day that is not given" if any(values) else False
    if not units or last < first or not days.forms.written:
        return "the time between two days"
    reckoned = _span(first, last, units)
    if len(units) == 1:
        walker.out.show(str(reckoned[0][1]))
        return True
    forms = days.forms
    if not all(map(forms.counts, units)):
        return "the time between two days"
    pieces = [forms.length(number, unit) for unit, number in reckoned if number] or [forms.length(0, units[-1])]
    if len(pieces) > 1:
        form = forms.years_and_days if units == [concepts.YEAR, concepts.DAY] else forms.lengths
        pieces = [form.format(first=", ".join(pieces[:-1]), last=pieces[-1])]
    walker.out.show(pieces[0])
    return True


def _span(first: datetime.date, last: datetime.date, units: list[str]) -> list[tuple[str, int]]:
    """The time between two days in whole `units`, largest first."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    whole = months if concepts.MONTH in units else months - months % 12 if concepts.YEAR in units else 0
    year, month = divmod(first.year * 12 + first.month - 1 + whole, 12)
    days_in_month = (datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1) - datetime.date(year, month + 1, 1)).days
    days = (last - datetime.date(year, month + 1, min(first.day, days_in_month))).days
    numbers = {
        concepts.YEAR: months // 12,
        concepts.MONTH: months % 12 if concepts.YEAR in units else months,
        concepts.WEEK: days // 7,
        concepts.DAY: days % 7 if concepts.WEEK in units else days,
    }
    return [(unit, numbers[unit]) for unit in units]


def iso(parts: list[str]) -> str:
    """A day without words of any language; anything but a year, month and day stays as written."""
    if not re.fullmatch(r"\d{3,4}( \d{1,2}){0,2}", " ".join(parts).strip()):
        return " ".join(" ".join(parts).split())
    year, *rest = (int(part) for part in parts if part)
    return "-".join([f"{year:04d}", *(f"{number:02d}" for number in rest)])


def _impossible(month: str, day: str) -> bool:
    """Whether numbers are no month and day."""
    return (month.isdecimal() and len(month) < 3 and int(month) > 12) or (day.isdecimal() and len(day) > _LONGEST_DAY)


def date(walker: Walker, call: Call) -> bool | str:
    """``{{start date|1944|6|6|df=y}}``, and pairs of days as ``{{start and end dates|1944|6|6|1944|8|30}}``."""
    values = _plain_values(walker, call, 6)
    pair = len(call.data["parts"]) > 1
    dated = values if pair else values[:3]  # a time of day may follow
    if not values[0] or any(map(_impossible, dated[1::3], dated[2::3])):
        return False  # the values are in another order
    days = walker.lexicon.grammar(DayWords)
    if not days.forms.written:
        walker.out.show(iso(values[:3]) + (f" – {iso(values[3:6])}" if pair and any(values[3:6]) else ""))
        return True
    form = f"{values[1]} {walker.plain(call.get('format'))}"
    month_first = bool(call.data.get("month_first")) and not _yes(walker, call, "df") and "dmy" not in form
    month_first = month_first or _yes(walker, call, "mf") or "mdy" in form
    if not re.fullmatch(r"-?\d{1,4}", values[0], re.ASCII):
        day = days.in_words(values[0])
        walker.out.show(days.day(day, month_first=month_first) if day and form.strip() else values[0])
    elif pair and values[3]:
        walker.out.show(days.stretch(values[:3], values[3:6], month_first=month_first))
    else:
        time = f"{values[3]}:{values[4]}, " if values[3].isdecimal() and values[4].isdecimal() and not pair else ""
        walker.out.show(time + days.day(values[:3], month_first=month_first))
    left_out: str = call.data.get("left_out", "")
    return left_out or True


def old_style_date(walker: Walker, call: Call) -> bool:
    """``{{OldStyleDate|8 July|1709|27 June}}`` is `8 July [O.S. 27 June] 1709`."""
    values = [walker.plain(argument) for argument in call.arguments.up_to(3)]
    try:
        walker.out.show(call.data["words"].format(*values))
    except IndexError:
        return False
    return True


def as_of(walker: Walker, call: Call) -> bool:
    """``{{as of|2026|04|30}}`` is `As of 30 April 2026`."""
    values = _plain_values(walker, call, 3)
    alternative = walker.plain(call.get("alt"))
    if alternative:
        walker.out.show(alternative)
    elif values[0]:
        american = walker.plain(call.get("df")).lower() in ("us", "mdy")
        days = walker.lexicon.grammar(DayWords)
        words = days.forms.as_of.format(time=days.day(values, month_first=american)) if days.forms.written else iso(values)
        walker.out.show(words if _yes(walker, call, "lc") else words[:1].upper() + words[1:])
    else:
        return False
    return True
