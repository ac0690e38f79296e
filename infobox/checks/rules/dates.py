"""Rules about dates and periods: unreadable ones, ends before beginnings, days that do not exist, words and templates that disagree."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from infobox.checks.findings import Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.subject import Entry, Subject
from infobox.checks.times import TEMPLATE, DatedText, DateTemplate, Day, Point, Range, Times, kind_at, times_between, times_of
from infobox.language.lexicon import Lexicon, english
from infobox.language.times import TimeForms
from infobox.nearest import nearest
from infobox.values import dates
from infobox.values.date_vocabulary import Terms
from infobox.values.edtf import DAYS

_UNREADABLE: Final = re.compile(
    r"\b(?:unknown|uncertain|disputed|traditional(?:ly)?|legendary|millenni(?:um|a)|century|centuries|age|era|reign|dynasty|a\.?h|b\.?p"
    r"|lunar|moon|month|months|not|turn|year|days?|weeks?|tb[acd]|n/?a)\b",
    re.IGNORECASE,
)
"""Words that make a date unreadable here, although it is right."""
_FAR: Final = 6
"""How many months forward a range over the turn of the year may go: `December–January 1944`, `October – March 1944`."""
_NEAR: Final = 80
"""How many years apart the ends of a qualifier's period may be."""
_SWEDISH: Final = (1712, 2, 30)
"""A day that existed in Sweden only."""

# -- faults in a range or point ---------------------------------------------------------------------------------------------------------


class Fault(NamedTuple):
    """A fault between two places, of one kind: a `day` that does not exist, dates in wrong `order`, or a `short` range that runs back."""

    kind: str
    start: int
    end: int
    message: str


def _is_fine(year: int | None, month: int, day: int) -> bool:
    """Whether a calendar has the day. Without a year, or with one on which calendars differ, the longest February counts."""
    if not 0 <= month <= 12 or not 0 <= day <= (DAYS[month] if month else 31):
        return (year, month, day) == _SWEDISH
    if day != 29 or month != 2 or year is None or year < 8:
        return True
    # In the Julian calendar 1700, 1800 and 1900 have the day too; and until 1752 the year began in March in some countries.
    return (year % 4 == 0 and (year < 1924 or year % 100 != 0 or year % 400 == 0)) or (year < 1753 and year % 4 == 3)


def _no_such_day(year: int | None, month: int, day: int) -> str:
    if not 0 < month <= 12:
        return "no such month exists; correct it" if month else f"no month has a day {day}; correct it"
    name = english().grammar(TimeForms).names[month]
    if not 0 < day <= DAYS[month]:
        return f"{name} has {DAYS[month] if month != 2 else '28 or 29'} days; correct the day or the month"
    return f"{year} has no 29 February; correct the day or the year"


def _in_range(found: Range) -> tuple[Point, Point]:
    """The ends of a range; an end without a month or year takes those of the other."""
    first, last = found.first, found.last
    if first.day and not first.month and last.day:
        first = first._replace(month=last.month)
    elif last.day and not last.month and first.day and not first.dated:
        last = last._replace(month=first.month)
    turns = first.month > last.month > 0
    if not first.dated and last.dated and first.month:
        first = first._replace(year=last.year - turns, dated=True)
    elif not last.dated and first.dated and last.month:
        last = last._replace(year=first.year + turns, dated=True)
    return first, last


def _faults(times: Times, words: str, in_date: bool, years: bool) -> Iterator[Fault]:
    """The faults in the times of a text. `in_date`: the text is the date itself; `years`: numbers alone may be years."""
    for found in times.ranges:
        days = [point for point in _in_range(found) if _is_impossible(point, in_date and found.alone)]
        for point in days:
            yield _impossible(point, words)
        kind = "" if days or times.styled else _runs_back(found, in_date, years)
        if kind:
            first, last = found.first, found.last
            yield Fault(kind, first.start, last.end, f"{_quoted_time(words[first.start : last.end])} {_ADVICE[kind]}")
    for point in times.points:
        if _is_impossible(point, in_date):
            yield _impossible(point, words)


_SINCE: Final = re.compile(r"\b(?:ago|since)\b")
_ADVICE: Final = {
    "order": "ends before it begins; correct the first or the second date",
    "short": "runs backwards; put its ends in order, or write the month or year of both",
}


def _is_impossible(point: Point, surely: bool) -> bool:
    if point.whole or point.vague or not (point.month and point.day) or (point.day > 31 and not (surely and point.dated)):
        return False
    return not _is_fine(point.year if point.dated else None, point.month, point.day)


def _impossible(point: Point, words: str) -> Fault:
    message = _no_such_day(point.year if point.dated else None, point.month, point.day)
    return Fault("day", point.start, point.end, f"{_quoted_time(words[point.start : point.end])} is not a day: {message}")


def _runs_back(found: Range, in_date: bool, years: bool) -> str:
    """`order` or `short` if a range ends before it begins; otherwise empty."""
    first, last = found.first, found.last
    if first.vague or last.vague:
        return ""
    if first.dated and last.dated:
        return _dated_runs_back(found, in_date, years)
    if first.only_year and not last.month:
        # `1945–39`; 12 or less may be a month, and in a new century the count starts again.
        short = first.year % 100
        backwards = found.tight and found.alone and first.year > 999 and 12 < last.day < short and last.day + 100 - short > 20
        return ("short" if in_date else "order") if backwards and years else ""
    if first.dated:
        return ""
    if not first.month or not last.month:
        return "short" if first.day > last.day > 0 and (first.month or last.month) and first.day <= 31 else ""
    if first.month == last.month:
        return "short" if first.day > last.day > 0 else ""
    return "short" if first.month > last.month and (last.month - first.month) % 12 > _FAR else ""


def _dated_runs_back(found: Range, in_date: bool, years: bool) -> str:
    first, last = found.first, found.last
    if first.only_year and last.only_year and not (first.whole or last.whole):
        if first.year <= last.year or not found.alone or not years or (first.year < 1000 and not last.era):
            return ""  # three digits may be years before Christ
        if in_date:
            return "short"
        return "order" if 1000 < last.year < first.year < 2100 and first.year - last.year <= _NEAR else ""
    own = [(first.year, last.year)]
    if first.month and last.month:
        own.append((first.month, last.month))
        if first.day and last.day:
            own.append((first.day, last.day))
    differing = next((pair for pair in own if pair[0] != pair[1]), None)
    return "order" if differing is not None and differing[0] > differing[1] else ""


def _quoted_time(words: str) -> str:
    """The words of a time for a message, without templates."""
    words = words.replace(TEMPLATE, "")
    return quoted(words) if _folded(words).strip("-–—") else "the range"


# -- an infobox, examined once for all rules --------------------------------------------------------------------------------------------


# Forms with no faults if they could be read.
_COMMON: Final = re.compile(r"(?:[0-9]{1,2}(?: [A-Z][a-z]{2,8}(?: [0-9]{4})?)?\s?[-–—]\s?)?[0-9]{1,2} [A-Z][a-z]{2,8} [0-9]{4}\Z")
_QUIET: Final = re.compile(
    r"[^0-9]*\Z|(?:(?:from|since|until|till|to|after|before|in|by|killed|died) )?(?:[A-Z][a-z]+\.? )?[0-9]{4}(?:[-–](?:present)?)?\Z"
)
_MANY: Final = 60
"""The most times in a date whose templates and words are compared."""
_LONGEST: Final = 160
"""A longer qualifier is more than a time."""


def _date_and_faults(subject: Subject) -> tuple[DatedText | None, dict[str, list[Hit]]]:
    """The date, unless it is so simple that nothing can be wrong with it; and the faults in times, by kind."""
    date = _date(subject)
    wrong: dict[str, list[Hit]] = {}
    in_entries = (each for entry in subject.entries if entry.item.qualifiers for each in _in_entry(subject, entry))
    for offset, each in itertools.chain(_in_date(date) if date is not None else (), in_entries):
        wrong.setdefault(each.kind, []).append(Hit(offset + each.start, offset + each.end, each.message))
    return date, wrong


def _date(subject: Subject) -> DatedText | None:
    value, record = subject.filled("date"), subject.record.date
    if value is None or record is None or value.parameter.positional:
        return None
    if len(record.start) == 10 == len(record.end) and record.start[:4] == record.end[:4] and _COMMON.match(value.words) is not None:
        return None
    return times_between(subject, value.parameter.nodes, value.start, value.end)


def _in_date(date: DatedText) -> Iterator[tuple[int, Fault]]:
    """The faults in the date: in its words, then in its templates."""
    for each in _faults(date.times, date.words, in_date=True, years=True):
        yield date.start, each
    for start, (end, days, age) in date.templates.items():
        impossible = next((day for day in days if not _is_fine(*day)), None)
        if impossible is not None:
            message = f"the template has a day that does not exist: {_no_such_day(*impossible)}"
            yield date.start, Fault("day", start, end, message)
        elif len(days) > 1 and days[0] > days[1] and all(days[1]):
            ends = f"{_written(days[1])} is before {_written(days[0])}"
            what = "counts backwards" if age else "ends before it begins"
            yield date.start, Fault("order", start, end, f"the template {what}: {ends}; correct one of the two dates")


def _in_entry(subject: Subject, entry: Entry) -> Iterator[tuple[int, Fault]]:
    """The faults in the times of an item's qualifiers: first sought in its words, then located in the page."""
    years = entry.value.kind == "entities"
    wrong: set[str] = set()
    for qualifier in entry.item.qualifiers:
        if len(qualifier) <= _LONGEST and _QUIET.match(qualifier) is None:
            times = times_of(qualifier, {}, subject.lexicon)
            wrong.update(_folded(qualifier[each.start : each.end]) for each in _faults(times, qualifier, in_date=False, years=years))
    if not wrong or entry.item.span is None:
        return
    there = times_between(subject, entry.value.parameter.nodes, *entry.item.span)
    for each in _faults(there.times, there.words, in_date=False, years=years):
        if _folded(there.words[each.start : each.end]) in wrong:
            yield there.start, each


def _folded(words: str) -> str:
    return "".join(words.split())


def _written(day: Day) -> str:
    month = english().grammar(TimeForms).names[day.month] if 0 < day.month <= 12 else ""
    return " ".join(filter(None, (str(day.day or ""), month, str(day.year))))


# -- the rules --------------------------------------------------------------------------------------------------------------------------


@rule("D602", "error")
def end_before_start(subject: Subject) -> Iterator[Hit]:
    """A period that ends before it begins: in the date, in a template with two dates, or in the parentheses after a name.

    Why: One of the two dates is wrong. Programs compute a negative duration, and readers do not know which date to believe.

    Bad:
        | date = 12 May 1940 – 3 March 1940

    Good:
        | date = 3 March 1940 – 12 May 1940

    Fix: none; swapping the dates would be right only if both are correct.
    """
    return iter(subject.once(_date_and_faults)[1].get("order", ()))


@rule("D603", "error")
def impossible_day(subject: Subject) -> Iterator[Hit]:
    """A day or month that does not exist: 31 June, 29 February 1941, month 13.

    Why: It is a slip, and templates show an error instead of it. A 29 February that exists only in the Julian calendar is not reported.

    Bad:
        | date = 31 June 1944

    Good:
        | date = 30 June 1944

    Fix: none; only a source gives the right day.
    """
    return iter(subject.once(_date_and_faults)[1].get("day", ()))


@rule("D605", "warning")
def reversed_range(subject: Subject) -> Iterator[Hit]:
    """Days, months or years that run backwards inside one range: `12–5 June 1944`, `June–March 1944`, `1945–1939`.

    Why: Either the two are in the wrong order, or the first one lacks its month or year. Ranges that may span the turn of the year
    (`December–January 1944`) are not reported.

    Bad:
        | date = 12–5 June 1944

    Good:
        | date = 5–12 June 1944

    Fix: none; a month or year may be missing.
    """
    return iter(subject.once(_date_and_faults)[1].get("short", ()))


@rule("D604", "warning", english=True)
def date_and_template_disagree(subject: Subject) -> Iterator[Hit]:
    """A template with different days from the words of the date, or a duration that does not fit the dates.

    Why: Templates that compute a duration repeat the dates, and editors who change the words forget them. One day more at one end is not
    reported: editors add it to include the last day.

    Bad:
        | date = 5–16 July 1943 ({{Age in days|1943|7|5|1943|8|16}})

    Good:
        | date = 5–16 July 1943 ({{Age in days|1943|7|5|1943|7|16}})

    Fix: none; either one may be right.
    """
    date = subject.once(_date_and_faults)[0]
    record = subject.record.date
    if date is None or record is None or date.times.styled:
        return
    if len(date.templates) + len(date.times.ranges) + len(date.times.points) > _MANY:
        return
    points = _all_points(date)
    if not points or any(point.vague or point.year < 1 for point in points):
        return
    for start, template in date.templates.items():
        if all(_is_fine(*day) for day in template.days) and list(template.days) == sorted(template.days):
            ended = record.start != record.end and bool(record.end) and not record.ongoing and _SINCE.search(record.text) is None
            message = _age_mismatch(template, points, ended) if template.age else _copy_mismatch(start, template, date)
            if message:
                yield Hit(date.start + start, date.start + template.end, message)
    yield from _duration_mismatches(date)


def _all_points(date: DatedText) -> list[Point]:
    """The ends of all times in order; those without a year take that of a neighbour."""
    points = [point for found in date.times.ranges for point in _in_range(found)] + date.times.points
    for start, template in date.templates.items():
        if len(template.days) > 1 and not template.age:
            points += [Point(year, True, month, day, start, template.end, whole=True) for year, month, day in template.days]
    points.sort(key=lambda point: point.start)
    for step in (-1, 1):
        year = 0
        for place in range(len(points))[::step]:
            if points[place].dated:
                year = points[place].year
            elif year:
                points[place] = points[place]._replace(year=year, dated=True)
    return points


def _is_named(day: Day, points: Iterable[Point], later: int) -> bool:
    """Whether one of the points, as far as it is written, is the day, or the day so many days later."""
    try:
        other = datetime.date(*day) + datetime.timedelta(later)
    except (ValueError, OverflowError):  # a day of the Julian calendar, or the last of all
        return True
    days = (day, Day(other.year, other.month, other.day))
    return any(
        not point.dated or (point.year == each.year and point.month in (0, each.month) and point.day in (0, each.day))
        for point in points
        for each in days
    )


def _age_mismatch(template: DateTemplate, points: list[Point], ended: bool) -> str:
    """How a template that computes a duration disagrees with the words; empty if it does not."""
    if not all(all(day) for day in template.days):
        return ""
    off = [day for day, later in zip(template.days, (1, -1), strict=False) if not _is_named(day, points, later)]
    if off:
        counts = f"counts from {_written(template.days[0])}" + (f" to {_written(template.days[1])}" if len(template.days) > 1 else "")
        return f"the template {counts}, but the date does not mention {' or '.join(map(_written, off))}; make them agree"
    if len(template.days) == 1 and ended:
        return "the template counts up to today, but the date has an end; add the last day to the template"
    return ""


def _copy_mismatch(start: int, template: DateTemplate, date: DatedText) -> str:
    """How a template beside the same date in words disagrees with them; empty if it does not."""
    words = date.words
    for first, last in [*map(_in_range, date.times.ranges), *((point, point) for point in date.times.points)]:
        if first.whole or last.whole:
            continue
        after = words[last.end : start] if last.end <= start else words[template.end : first.start] if template.end <= first.start else "-"
        if after.strip() not in ("", "(") or "\n" in after:
            continue
        if not _agree(template.days, first, last):
            dates_given = " – ".join(map(_written, template.days))
            beside = _quoted_time(words[first.start : last.end])
            return f"the template has {dates_given}, but the words beside it are {beside}; make them agree"
    return ""


def _agree(days: tuple[Day, ...], first: Point, last: Point) -> bool:
    """Whether a template's days are those of the words, as far as both are written; a single day may be anywhere within the range."""
    if not first.dated or not last.dated:
        return True

    def cut(day: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, ...]:
        size = min((each.index(0) if 0 in each else 3) for each in (day, other))
        return day[:size]

    low, high = (first.year, first.month, first.day), (last.year, last.month, last.day)
    if len(days) == 1:
        return cut(low, days[0]) <= cut(days[0], low) and cut(days[0], high) <= cut(high, days[0])
    return cut(low, days[0]) == cut(days[0], low) and cut(high, days[1]) == cut(days[1], high)


def _lengths(spans: list[tuple[int, int, int]], number: int) -> set[int]:
    """The numbers of days that a duration after a span may mean: of one or more spans up to it, from first to last or added up."""
    found = {max(high for _, high, _ in spans) - min(low for low, _, _ in spans)}
    together = 0
    for low, high, _ in reversed(spans[: number + 1]):
        together += high - low + 1
        found |= {together, spans[number][1] - low}
    return found


_DURATION: Final = re.compile(r"[\s(]*((?:[0-9]{1,3}(?:,[0-9]{3})?|[0-9]{4,5}|years?|months?|weeks?|days?|and|,|[^\S\n])++)(?:\)|\Z|\n)")
_COUNTED: Final = re.compile(r"(?<![0-9,])([0-9,]{1,20})\s*(year|month|week|day)")
_LENGTHS: Final = {"year": 365.2425, "month": 30.437, "week": 7.0, "day": 1.0}


def _duration_mismatches(date: DatedText) -> Iterator[Hit]:
    """Durations in words after a range of days with a different length; that of the whole, or the sum of all parts, is right too."""
    spans: list[tuple[int, int, int]] = []
    for found in date.times.ranges:
        first, last = _in_range(found)
        if not (first.dated and last.dated and first.day and last.day and first.month and last.month):
            continue
        try:
            low, high = (datetime.date(point.year, point.month, point.day).toordinal() for point in (first, last))
        except ValueError:
            continue
        spans.append((low, high, found.last.end))
    for number, (_, _, after) in enumerate(spans):
        match = _DURATION.match(date.words, after)
        parts = _COUNTED.findall(match[1]) if match is not None else []
        lengths = _lengths(spans, number)
        if match is None or not parts or min(lengths) < 0:
            continue
        length = sum(int(count.replace(",", "") or 0) * _LENGTHS[unit] for count, unit in parts)
        # A fraction of a unit may be rounded off; both the first and the last day may be counted, or neither.
        slack = 2 + (_LENGTHS[parts[-1][1]] if parts[-1][1] != "day" else 0) + 2 * any(unit == "month" for _, unit in parts)
        if all(abs(length - each) > slack for each in lengths):
            start, end = match.span(1)
            words = date.words[start:end].rstrip().rstrip(",")
            message = f"“{' '.join(words.split())}” is not the length of the period before it; correct the duration or the dates"
            yield Hit(date.start + start, date.start + start + len(words), message)


# -- unreadable dates -------------------------------------------------------------------------------------------------------------------


_NUMERIC: Final = re.compile(r"[0-9]{1,2}(?P<cut>[-./])[0-9]{1,2}(?P=cut)(?:[0-9]{4}|[0-9]{2})\Z")
_SHORT_YEAR: Final = re.compile(r"(?:[0-9]{1,2} )?(?P<month>[A-Za-z]{3,9})\.?,? ['’]?[0-9]{2}\Z")
_RUN_TOGETHER: Final = re.compile(r"[0-9]{8}\Z")
_LONG_YEAR: Final = re.compile(r"(?:[0-9]{1,2} )?(?P<month>[A-Za-z]{3,9})(?: [0-9]{1,2},)? (?P<year>[0-9]{5,8})\Z")
_SIMILAR: Final = 0.75
_SURELY_SIMILAR: Final = 0.8


@rule("D601", "warning", fixes="some", english=True)
def unreadable_date(subject: Subject) -> Iterator[Hit]:
    """A date that cannot be read: a misspelt month, a year of two digits, no year at all, or day and month as numbers in unclear order.

    Why: Readers have to guess, and programs that sort or compare by date leave the conflict out. Dates that are deliberately open
    (`Unknown`) and those of other calendars are not reported.

    Bad:
        | date = 12 Febuary 1944

    Good:
        | date = 12 February 1944

    Fix: for a misspelt month that can mean only one; safe if the spelling is close. No fix if something is missing.
    """
    date, wrong = subject.once(_date_and_faults)
    record = subject.record.date
    if date is None or record is None or date.times.styled:
        return
    misspelt = list(_misspelt(date, subject.lexicon))
    yield from misspelt
    if misspelt or not record.text or record.start or record.end or record.templates or any(wrong.values()):
        return
    value = subject.shown[subject.profile.named("date")]
    message = _not_understood(" ".join(record.text.split()), subject)
    if message:
        yield Hit(value.start, value.end, message)


def _not_understood(text: str, subject: Subject) -> str:
    """Why a date could not be read; empty if it may be right."""
    words = _quoted_time(text)
    if _NUMERIC.match(text) is not None:
        return f"{words} can be read in more than one way; write the month's name and the year in full"
    months = subject.lexicon.grammar(Terms).months
    short, long = _SHORT_YEAR.match(text), _LONG_YEAR.match(text)
    if short is not None and short["month"].lower() in months and _has_full_year(subject, text):
        return f"{words} has a year of two digits; write it in full"
    if long is not None and long["month"].lower() in months:
        return f"“{long['year']}” is not a year; correct it"
    if _RUN_TOGETHER.match(text) is not None:
        return f"{words} is a date of digits without separators; write it out, as in 13 December 1944"
    times = times_of(text, {}, subject.lexicon)
    points = [*times.points, *(point for found in times.ranges for point in (found.first, found.last))]
    if _UNREADABLE.search(text) is None and any(point.month for point in points):
        reading = dates.read(text, "1944", subject.lexicon)
        if reading.start or reading.end:
            return f"{words} has no year; add it"
    return ""


def _has_full_year(subject: Subject, text: str) -> bool:
    """Whether a year of two digits is certainly a modern one (`'44`, or 1944 elsewhere), not one of the first century."""
    return "'" in text or "’" in text or re.search(rf"(?<![0-9])(?:1[0-9]|20){text[-2:]}(?![0-9])", subject.wikitext) is not None


def _misspelt(date: DatedText, lexicon: Lexicon) -> Iterator[Hit]:
    """Words between a day and a year that resemble a month's name."""
    words, terms = date.times.words, lexicon.grammar(Terms)
    names = lexicon.grammar(TimeForms).names
    full = {entry: names[number] for entry, number in terms.months.items() if len(entry) > 3 or entry == names[number].lower()}
    for place, word in enumerate(words):
        if word.kind != "other" or len(word.text) < 4 or not word.text.isalpha() or word.text.lower() in terms.entries:
            continue
        before, _, after, second, third = (kind_at(words, at) if at >= 0 else "" for at in range(place - 1, place + 4))
        if not ((before == "day" and after == "year") or (after == "day" and second == "comma" and third == "year")):
            continue
        near = nearest(word.text.lower(), full, most=2, similarity=_SIMILAR) if len(word.text) < 16 else []
        if len(near) == 1:
            name = full[near[0]]
            start, end = date.start + word.start, date.start + word.end
            safe = bool(nearest(word.text.lower(), near, similarity=_SURELY_SIMILAR))
            yield Hit(start, end, f"“{word.text}” is not a month; write “{name}”", edited(start, end, name, safe=safe))
