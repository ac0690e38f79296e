"""One end of a stretch of time: a day, month, season, year, decade or century, read from words and written as EDTF."""

from __future__ import annotations

import dataclasses
from typing import Final

from infobox.language import concepts
from infobox.values.date_vocabulary import ABSENT, CLOCK, DECADE, ISO, LATEST, MARK, NUMBER, QUERY, SLASH, STOP, TAIL, YEAR, Word
from infobox.values.edtf import DAYS, FIRST_MONTHS, LAST_MONTHS, Moment, has_leap_day

_LAST_DAY: Final = max(DAYS)


@dataclasses.dataclass(slots=True, eq=False)
class Point:
    """A day, month, season, year, decade or century; parts that are not written may be filled in later."""

    number: int | None = None  # the year as written, in its era; the 5th century begins with 400, or ends with it before Christ
    month: int = 0  # from 21 a season, as in EDTF
    day: int = 0
    era: int = 0  # -1 before Christ, 1 after, 0 not stated
    span: int = 1  # 10 for a decade, 100 for a century
    century: bool = False  # counted (`5th century`), not named for its years (`1300s`), which differ before Christ
    short: bool = False  # one or two digits, a year only with an era
    mark: str = ""
    covers: bool = False  # the mark stands before it, so it may also apply to what is joined to it: `c. 1200–1250`
    style: str = ""
    broken: bool = False  # a month that does not exist
    two_digits: bool = False
    second: bool = False  # its year is the second of two: `1944/45`
    start: int = -1  # where it stands in the text
    end: int = -1

    @property
    def year(self) -> int:
        """Astronomical: 0 is 1 BC."""
        assert self.number is not None
        return 1 - self.number if self.era < 0 else self.number

    def low(self) -> Moment:
        """The first day it may be."""
        if self.span > 1:
            first = 0 if self.number is None else self.number if self.era >= 0 else 2 - self.century - self.number - self.span
            return first, 1, 1
        month = FIRST_MONTHS[self.month] if self.month > 20 else self.month or 1
        return self.year, month, self.day or 1

    def high(self) -> Moment:
        """The last day it may be."""
        if self.span > 1:
            last = 0 if self.number is None else self.number + self.span - 1 if self.era >= 0 else 1 - self.century - self.number
            return last, 12, 31
        month = LAST_MONTHS[self.month] if self.month > 20 else self.month or 12
        return self.year, month, self.day or 31

    def edtf(self, *, last: bool = False) -> str:
        """EDTF, or nothing if the day is impossible or something is missing; for a decade before Christ, its first or `last` year."""
        number, month, day = self.number, self.month, self.day
        latest = 9999 if self.era < 0 else LATEST
        if self.broken or number is None or number > latest or (self.short and not self.era) or (number < 1 and self.span == 1):
            return ""
        if self.span > 1:
            if self.era < 0 and not self.century:  # 489 to 480 BC are -0488 to -0479, which share no digits
                return _year(self.high()[0] if last else self.low()[0]) + self.mark
            digits = 2 if self.span == 100 else 3
            return f"{'-' if self.era < 0 else ''}{number // self.span:0{digits}d}{'X' * (4 - digits)}{self.mark}"
        year = self.year
        written = _year(year)
        if month:
            written += f"-{month:02d}"
        if day:
            if not month or month > 12 or day > DAYS[month] or (month == 2 and day == 29 and not has_leap_day(year)):
                return ""
            written += f"-{day:02d}"
        return written + self.mark

    def give_year(self, value: int | str) -> None:
        """Take the year from a word: a number, or digits with `A` or `B` for the era."""
        if isinstance(value, str):
            self.number, self.era = int(value[:-1]), -1 if value[-1] == "B" else 1
        else:
            self.number = value


def _year(year: int) -> str:
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def both_marks(mark: str, more: str) -> str:
    """The combination of two marks: `~` about, `?` perhaps, `%` both."""
    return more if mark in ("", more) else mark if not more else "%"


def goes_on(words: list[Word], place: int, number: int) -> bool:
    """Whether a dash or slash without spaces leads to the next year: `1942–43`, `1648/9`, `218–217 BC`."""
    joint, year = words[place : place + 2]
    if joint.kind not in (concepts.RANGE, SLASH) or joint.spaced or year.spaced or year.kind not in (NUMBER, YEAR):
        return False
    if year.kind == NUMBER and [word.kind for word in words[place + 2 : place + 4]] == [concepts.MONTH, YEAR]:
        return False  # `28 January 1626/7 February 1626`
    written = str(year.value).removesuffix("A")
    if written[-1] == "B":
        return str(number - 1) == written[:-1] or (len(written) < 4 and f"{number - 1:02d}"[-2:] == written[:-1].zfill(2))
    following = str(number + 1)
    return following == written or (year.kind == NUMBER and following[-len(written) :] == written)


def point_at(words: list[Word], place: int, linked: bool) -> tuple[Point | None, int]:
    """The day, month, year … at a place, and the place after it. `linked`: a dash or `and` stands before it, so a bare number may be a day.

    The words end with `ABSENT` ones; `place` may be the first of these.
    """
    mark = ""
    furthest = place + 8  # so that long runs of such words are not scanned repeatedly
    while place < furthest:
        kind = words[place].kind
        if kind in (concepts.CIRCA, concepts.MAYBE):
            mark = both_marks(mark, str(words[place].value))
        elif kind not in (concepts.PART, concepts.NOISE, CLOCK):
            if kind != concepts.COMMA or words[place - 1].kind not in (concepts.NOISE, CLOCK):
                break
        elif kind == CLOCK and words[place + 1].kind == concepts.RANGE:
            return None, place  # `07:30–09:15`
        place += 1
    read = _READERS.get(words[place].kind) if place < furthest else None
    point, after = read(words, place, linked) if read is not None else (None, place)
    if point is None:
        return None, place
    point.start, point.end = words[place].start, words[after - 1].end
    point.covers = mark != ""
    if point.mark:
        mark = both_marks(mark, point.mark)
    place = after
    while words[place].kind == MARK or words[place][:2] == QUERY or _is_about_the_last(words, place):
        mark = both_marks(mark, str(words[place].value))
        place += 1
    point.mark = mark
    return point, place


_AFTER_MARK: Final = (ABSENT.kind, concepts.RANGE, concepts.JOINT, concepts.COMMA, STOP, TAIL)
"""Kinds of words before which `about` belongs to the time before it: `1200 circa`."""


def _is_about_the_last(words: list[Word], place: int) -> bool:
    return words[place].kind == concepts.CIRCA and words[place + 1].kind in _AFTER_MARK


def _day(words: list[Word], place: int, linked: bool) -> tuple[Point | None, int]:
    """`5`, `5 May`, `5th of May 1944`."""
    value = words[place].value
    point = Point(day=int(value))
    point.two_digits = point.day > 9 or isinstance(value, str)
    point.broken = point.day == 0
    place += 1
    after = place
    if words[after + 1].kind == concepts.MONTH and (words[after].kind == concepts.NOISE or words[after][:2] == QUERY):
        point.mark = "?" if words[after].kind == concepts.MAYBE else ""
        after += 1
    if words[after].kind == concepts.MONTH:
        point.month = int(words[after].value)
        return point, _take_year(words, after + 1, point, short=True)
    return point, _take_year(words, place, point, short=False) if linked else place


def _month(words: list[Word], place: int, linked: bool) -> tuple[Point | None, int]:
    """`May`, `May 1944`, `May 5, 1944`, `May of 1944`."""
    point = Point(month=int(words[place].value))
    place += 1
    after = place + 1 if words[place].kind == concepts.NOISE and words[place + 1].kind in (NUMBER, YEAR) else place
    if words[after].kind == NUMBER:
        number = int(words[after].value)
        if number > _LAST_DAY and not (words[after + 1].kind == concepts.COMMA and words[after + 2].kind == YEAR):
            point.number, point.short = number, True
            return point, after + 1
        point.day = number
        point.broken = number == 0
        return point, _take_year(words, after + 1, point, short=True)
    return point, _take_year(words, after, point, short=False)


def _whole_year(words: list[Word], place: int, linked: bool) -> tuple[Point | None, int]:
    """`1944`, `1944 June 6`."""
    point = Point()
    point.give_year(words[place].value)
    place += 1
    if words[place].kind == concepts.MONTH:
        dated = words[place + 1].kind == NUMBER
        if not (_has_year(words, place + 1) or (dated and _has_year(words, place + 2))):  # otherwise the month begins another date
            point.month = int(words[place].value)
            point.day = int(words[place + 1].value) if dated else 0
            place += 2 if dated else 1
    return point, place


def _season(words: list[Word], place: int, linked: bool) -> tuple[Point | None, int]:
    """`Winter 1942–43`, `Spring of 1945`."""
    point = Point(month=int(words[place].value))
    place += 2 if words[place + 1].kind == concepts.NOISE else 1
    number, dash, last = words[place : place + 3]
    if number.kind == NUMBER and dash.kind == concepts.RANGE and str(last.value).endswith("B"):
        point.number, point.short = int(number.value), True  # `winter 57–56 BC`
        place += 1
    else:
        place = _take_year(words, place, point, short=False)
    if point.number is not None and point.month == 24 and goes_on(words, place, point.number):
        if str(words[place + 1].value).endswith("B"):
            point.era = -1
        place += 2  # one winter: `winter 1942–43`
    return point, place


def _iso(words: list[Word], place: int, linked: bool) -> tuple[Point | None, int]:
    year, month, day = str(words[place].value).split("-")
    point = Point(int(year), int(month), int(day))
    point.broken = not 0 < point.month < 13
    return point, place + 1


def _many_years(words: list[Word], place: int, linked: bool) -> tuple[Point | None, int]:
    """`5th century`, `1940s`."""
    kind, value = words[place][:2]
    if value == "":
        return None, place
    digits = str(value)
    point = Point(int(digits.rstrip("BD")), span=100 if kind == concepts.CENTURY else 10, era=-1 if digits.endswith("B") else 0)
    if kind == DECADE and digits.rstrip("B").endswith("00") and int(digits.rstrip("B")) < 2000:
        point.span = 100  # `1700s`; the decade is written `1700s (decade)`
    point.century = kind == concepts.CENTURY
    return point, place + 1


_READERS = {
    NUMBER: _day,
    concepts.MONTH: _month,
    YEAR: _whole_year,
    concepts.SEASON: _season,
    ISO: _iso,
    concepts.CENTURY: _many_years,
    DECADE: _many_years,
}


def _has_year(words: list[Word], place: int) -> bool:
    return words[place + (words[place].kind == concepts.COMMA)].kind == YEAR


def _take_year(words: list[Word], place: int, point: Point, *, short: bool) -> int:
    """Give a point the year at a place, if there is one; return the place after it."""
    after = place
    style = ""
    while words[after].kind in (concepts.COMMA, concepts.NOISE, TAIL, concepts.STYLE) or (words[after][:2] == QUERY and point.month):
        if words[after].kind == concepts.STYLE:
            style = str(words[after].value)
        after += 1
    if words[after].kind == YEAR:
        if any(word.kind == concepts.MAYBE for word in words[place:after]):
            point.mark = "?"  # `August ?, 1200`
        point.give_year(words[after].value)
        point.style = point.style or style  # `27 June (O.S.) 1709`
        after += 1
        assert point.number is not None
        if point.month < 4 and words[after].kind == SLASH and goes_on(words, after, point.number):
            point.number += 1  # `30 January 1648/49`: the year began in March
            point.second = True
            after += 2
        return after
    if short and words[place].kind == NUMBER and int(words[place].value) > _LAST_DAY:
        point.number, point.short = int(words[place].value), True
        return place + 1
    return place
