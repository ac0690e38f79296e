"""Rules about dates and periods: unreadable ones, ends before beginnings, days that do not exist, words and templates that disagree."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from infobox.checks.findings import Hit, Suggestion, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.scope import ENGLISH, Scope
from infobox.checks.shared.examined_dates import (
    LONGEST_QUALIFIER,
    DateTemplate,
    ExaminedDate,
    examined_date,
    qualifier_place,
    timely_pattern,
)
from infobox.checks.shared.numeric_dates import NUMERIC, RUN_TOGETHER, possible_days
from infobox.checks.shared.wrong_years import wrong_years
from infobox.checks.subject import Subject
from infobox.language import concepts
from infobox.language.lexicon import Lexicon, english
from infobox.language.patterns import whole
from infobox.language.times import TimeForms
from infobox.markup.edits import Edit
from infobox.nearest import nearest, slip
from infobox.values import dates
from infobox.values.date_faults import StatedTime, exists, is_vague, stated
from infobox.values.date_lending import lend
from infobox.values.date_points import Point
from infobox.values.date_stretches import Stretch
from infobox.values.date_vocabulary import ABSENT, NUMBER, WORD, YEAR, Terms, Word
from infobox.values.edtf import DAYS, Moment

_NEAR: Final = 80
"""How many years apart the ends of a qualifier's period may be."""
_MANY: Final = 60
"""The most times in a date whose templates and words are compared."""


class DateFault(NamedTuple):
    """A fault of one kind: a `day` that does not exist, dates in wrong `order`, or a `short` range that runs back."""

    kind: str
    hit: Hit


def _faults(subject: Subject) -> dict[str, list[Hit]]:
    """The faults in times, by kind: in the date, in its templates, and in the qualifiers of items."""
    wrong: dict[str, list[Hit]] = {}
    date = subject.once(examined_date)
    years = subject.once(wrong_years)
    for fault in (*(_in_date(date) if date is not None else ()), *_in_qualifiers(subject)):
        if not any(fault.hit.start <= year.start < fault.hit.end for year in years):
            wrong.setdefault(fault.kind, []).append(fault.hit)
    return wrong


def _in_date(date: ExaminedDate) -> Iterator[DateFault]:
    for time in date.stated.times:
        days = [point for point in time.impossible() if date.template(point) is None]
        for point in days:
            yield _impossible(point, date.text, *date.span(point.start, point.end))
        if not days and time.disorder and not date.stated.styled:
            shown = [date.template(point) for point in time.ends()]
            kind = "order" if time.disorder == "dates" or any(shown) else "short"
            certain = kind == "order" or time.disorder == "part" or time.alone
            if certain and (shown[0] is None or shown[0] is not shown[1]):
                yield DateFault(kind, Hit(*date.span(time.start, time.end), f"{quoted(date.text[time.start : time.end])} {_ADVICE[kind]}"))
    for template in date.templates:
        yield from _in_template(template)


def _in_template(template: DateTemplate) -> Iterator[DateFault]:
    start, end, days, age, _ = template
    impossible = next((day for day in days if not exists(*day)), None)
    if impossible is not None:
        yield DateFault("day", Hit(start, end, f"the template has a day that does not exist: {_no_such_day(*impossible)}"))
    elif len(days) > 1 and days[0] > days[1] and all(days[1]):
        ends = f"{_written(days[1])} is before {_written(days[0])}"
        what = "counts backwards" if age else "ends before it begins"
        yield DateFault("order", Hit(start, end, f"the template {what}: {ends}; correct one of the two dates"))


def _in_qualifiers(subject: Subject) -> Iterator[DateFault]:
    timely = subject.lexicon.grammar(timely_pattern)
    for entry in subject.entries:
        item = entry.item
        for number, qualifier in enumerate(item.qualifiers):
            if len(qualifier) > LONGEST_QUALIFIER or timely.search(qualifier) is None:
                continue
            found = stated(qualifier, subject.lexicon)
            for time in found.times:
                days = [point for point in time.impossible() if point.day <= max(DAYS)]
                for point in days:
                    place = qualifier_place(subject, item, number, point.start, point.end)
                    yield _impossible(point, qualifier, *place)
                kind = "" if days or found.styled else _qualifiers_fault(time, years=entry.value.kind == "entities")
                if kind:
                    place = qualifier_place(subject, item, number, time.start, time.end)
                    yield DateFault(kind, Hit(*place, f"{quoted(qualifier[time.start : time.end])} {_ADVICE[kind]}"))


def _qualifiers_fault(time: StatedTime, *, years: bool) -> str:
    """The kind of fault of a range in a qualifier; empty if there is none. `years`: numbers alone may be years."""
    if time.disorder != "bare_years":
        return {"dates": "order", "part": "short"}.get(time.disorder, "")
    if not years or not time.alone:
        return ""
    first, last = time.first.year, time.last.year
    return "order" if first < last or (1000 < last < first < 2100 and first - last <= _NEAR) else ""


_ADVICE: Final = {
    "order": "ends before it begins; correct the first or the second date",
    "short": "runs backwards; put its ends in order, or write the month or year of both",
}


def _impossible(point: Point, text: str, start: int, end: int) -> DateFault:
    advice = _no_such_day(point.year if point.number is not None else None, point.month, point.day)
    return DateFault("day", Hit(start, end, f"{quoted(text[point.start : point.end])} is not a day: {advice}"))


def _no_such_day(year: int | None, month: int, day: int) -> str:
    if not 0 < month <= 12:
        return "no such month exists; correct it" if month else f"no month has a day {day}; correct it"
    name = english().grammar(TimeForms).names[month]
    if not 0 < day <= DAYS[month]:
        return f"{name} has {DAYS[month] if month != 2 else '28 or 29'} days; correct the day or the month"
    return f"{year} has no 29 February; correct the day or the year"


def _written(day: Moment) -> str:
    year, month, number = day
    name = english().grammar(TimeForms).names[month] if 0 < month <= 12 else ""
    return " ".join(filter(None, (str(number or ""), name, str(year))))


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
    return iter(subject.once(_faults).get("order", ()))


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
    return iter(subject.once(_faults).get("day", ()))


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
    return iter(subject.once(_faults).get("short", ()))


def _comparable(subject: Subject) -> list[ExaminedDate]:
    """The date of an infobox, unless its words are of another calendar."""
    date = subject.once(examined_date)
    return [date] if date is not None and not date.stated.styled else []


_DATE: Final = Scope(_comparable, "the date")


@rule("D604", "warning", wikis=ENGLISH, over=_DATE)
def date_and_template_disagree(subject: Subject, dates: Sequence[ExaminedDate]) -> Iterator[Hit]:
    """A template with different days from the words of the date, or a duration that does not fit the dates.

    Why: Templates that compute a duration repeat the dates, and editors who change the words forget them. One day more at one end is not
    reported: editors add it to include the last day.

    Bad:
        | date = 5–16 July 1943 ({{Age in days|1943|7|5|1943|8|16}})

    Good:
        | date = 5–16 July 1943 ({{Age in days|1943|7|5|1943|7|16}})

    Fix: none; either one may be right.
    """
    [date] = dates
    if len(date.templates) + len(date.stated.times) > _MANY or _has_wrong_year(subject):
        return
    points = _all_points(date)
    if not points or any(is_vague(point) or point.year < 1 for point in points if point.number is not None):
        return
    for template in date.templates:
        if template.age and template.days and all(exists(*day) for day in template.days) and list(template.days) == sorted(template.days):
            message = _age_mismatch(template, points, ended=_has_ended(date))
            if message:
                yield Hit(template.start, template.end, message)
    yield from _copy_mismatches(date)
    yield from _duration_mismatches(date)


def _has_wrong_year(subject: Subject) -> bool:
    """Whether a year in the date has too many or too few digits, which is a finding of its own."""
    value = subject.filled("date")
    return value is not None and any(value.start <= year.start < value.end for year in subject.once(wrong_years))


def _has_ended(examined: ExaminedDate) -> bool:
    date = examined.date
    lasting = examined.subject.lexicon.grammar(_up_to_today).search(date.text) is not None
    return date.start != date.end and bool(date.end) and not date.ongoing and not lasting


def _up_to_today(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(whole(lexicon.dates.of(concepts.UP_TO_TODAY)))


def _all_points(date: ExaminedDate) -> list[Point]:
    """The ends of all times in order; those without a year take that of a neighbour."""
    lend([Stretch(time.first, time.last) for time in date.stated.times])
    return [point for time in date.stated.times for point in time.ends()]


def _is_named(day: Moment, points: Iterable[Point], later: int) -> bool:
    """Whether one of the points, as far as it is written, is the day, or the day so many days later."""
    try:
        other = datetime.date(*day) + datetime.timedelta(later)
    except (ValueError, OverflowError):  # a day of the Julian calendar, or the last of all
        return True
    days = (day, (other.year, other.month, other.day))
    return any(
        point.number is None or (point.year == year and point.month in (0, month) and point.day in (0, number))
        for point in points
        for year, month, number in days
    )


def _age_mismatch(template: DateTemplate, points: list[Point], *, ended: bool) -> str:
    """How a template that computes a duration disagrees with the words; empty if it does not."""
    off = [day for day, later in zip(template.days, (1, -1), strict=False) if not _is_named(day, points, later)]
    if off:
        counts = f"counts from {_written(template.days[0])}" + (f" to {_written(template.days[1])}" if len(template.days) > 1 else "")
        return f"the template {counts}, but the date does not mention {' or '.join(map(_written, off))}; make them agree"
    if len(template.days) == 1 and ended:
        return "the template counts up to today, but the date has an end; add the last day to the template"
    return ""


def _copy_mismatches(date: ExaminedDate) -> Iterator[Hit]:
    """Templates beside the same date in words that disagree with it."""
    times = date.stated.times
    shown = [{date.template(point) for point in time.ends()} for time in times]
    for place, time in enumerate(times):
        template = next(iter(shown[place]))
        if template is None or len(shown[place]) > 1:
            continue
        for other in (place - 1, place + 1):
            if not 0 <= other < len(times) or shown[other] != {None}:
                continue
            between = date.text[min(time.end, times[other].end) : max(time.start, times[other].start)]
            if between.strip() not in ("", "(") or "\n" in between or _agree(time, times[other]):
                continue
            given, beside = (quoted(date.text[each.start : each.end]) for each in (time, times[other]))
            yield Hit(template.start, template.end, f"the template has {given}, but the words beside it are {beside}; make them agree")
            break


def _agree(shown: StatedTime, beside: StatedTime) -> bool:
    """Whether a template's days are those of the words, as far as both are written; a single day may be anywhere within the range."""
    if beside.first.number is None or beside.last.number is None:
        return True
    low, high = _moment(beside.first), _moment(beside.last)
    days = [_moment(point) for point in shown.ends()]
    if len(days) == 1:
        return _cut(low, days[0]) <= _cut(days[0], low) and _cut(days[0], high) <= _cut(high, days[0])
    return _cut(low, days[0]) == _cut(days[0], low) and _cut(high, days[1]) == _cut(days[1], high)


def _moment(point: Point) -> Moment:
    return point.year, point.month, point.day


def _cut(day: Moment, other: Moment) -> Moment | tuple[int, ...]:
    return day[: min((each.index(0) if 0 in each else 3) for each in (day, other))]


def _lengths(spans: list[tuple[int, int, int]], number: int) -> set[int]:
    """The numbers of days that a duration after a span may mean: of one or more spans up to it, from first to last or added up."""
    found = {max(high for _, high, _ in spans) - min(low for low, _, _ in spans)}
    together = 0
    for low, high, _ in reversed(spans[: number + 1]):
        together += high - low + 1
        found |= {together, spans[number][1] - low}
    return found


class _Durations:
    """The patterns of a duration in words, and the number of days in each unit."""

    def __init__(self, lexicon: Lexicon) -> None:
        forms = lexicon.grammar(TimeForms)
        lengths: list[tuple[Sequence[str], float]] = [
            (forms.year_length, 365.2425),
            (forms.month_length, 30.437),
            (forms.week_length, 7.0),
            (forms.day_length, 1.0),
        ]
        self.days: dict[str, float] = {form.rpartition(" ")[2]: number for units, number in lengths for form in units}
        units = "|".join(sorted(self.days, key=len, reverse=True))
        joints = "|".join(word for word, value in lexicon.dates.valued(concepts.JOINT).items() if value == concepts.AND)
        number = r"[0-9]{1,3}(?:,[0-9]{3})?|[0-9]{4,5}"
        self.whole = re.compile(rf"[\s(]*(?=((?:{number}|{units}|{joints}|,|[^\S\n])+))\1(?:\)|\Z|\n)")
        self.counted = re.compile(rf"(?<![0-9,])([0-9,]{{1,20}})\s*({units})")


def _duration_mismatches(date: ExaminedDate) -> Iterator[Hit]:
    """Durations in words after a range of days with a different length; that of the whole, or the sum of all parts, is right too."""
    spans: list[tuple[int, int, int]] = []
    for time in date.stated.times:
        if time.is_range and all(point.number is not None and point.month and point.day for point in time.ends()):
            try:
                low, high = (datetime.date(*_moment(point)).toordinal() for point in time.ends())
            except ValueError:
                continue
            spans.append((low, high, time.end))
    patterns = date.subject.lexicon.grammar(_Durations)
    for number, (_, _, after) in enumerate(spans):
        match = patterns.whole.match(date.text, after)
        parts = patterns.counted.findall(match[1]) if match is not None else []
        lengths = _lengths(spans, number)
        if match is None or not parts or min(lengths) < 0:
            continue
        days = [patterns.days[unit] for _, unit in parts]
        length = sum(int(count.replace(",", "") or 0) * each for (count, _), each in zip(parts, days, strict=True))
        # A fraction of a unit may be rounded off; both the first and the last day may be counted, or neither.
        slack = 2 + (days[-1] if days[-1] > 1 else 0) + 2 * any(28 < each < 32 for each in days)
        if all(abs(length - each) > slack for each in lengths):
            start = match.start(1)
            words = match[1].rstrip().rstrip(",")
            message = f"“{' '.join(words.split())}” is not the length of the period before it; correct the duration or the dates"
            yield Hit(*date.span(start, start + len(words)), message)


# -- unreadable dates -------------------------------------------------------------------------------------------------------------------


_SHORT_YEAR: Final = re.compile(r"(?:[0-9]{1,2} )?(?P<month>[A-Za-z]{3,9})\.?,? ['’]?[0-9]{2}\Z")
_DAY: Final = re.compile(r"[0-9]{1,2}(?:[^\W\d_]{2})?")
_SIMILAR: Final = 0.75
_SURELY_SIMILAR: Final = 0.8


@rule("D601", "warning", fixes="some", wikis=ENGLISH, over=_DATE)
def unreadable_date(subject: Subject, dates: Sequence[ExaminedDate]) -> Iterator[Hit]:
    """A date that cannot be read: a misspelt month, a year of two digits, no year at all, or day and month as numbers in unclear order.

    Why: Readers have to guess, and programs that sort or compare by date leave the conflict out. Dates that are deliberately open
    (`Unknown`) and those of other calendars are not reported.

    Bad:
        | date = 12 Febuary 1944

    Good:
        | date = 12 February 1944

    Fix: for a misspelt month that can mean only one; safe if the spelling is close. No fix if something is missing.
    """
    [date] = dates
    misspelt = list(_misspelt(date))
    yield from misspelt
    record = date.date
    if misspelt or not record.text or record.start or record.end or record.templates or subject.once(_faults) or _has_wrong_year(subject):
        return
    value = subject.shown[subject.profile.named("date")]
    text = " ".join(record.text.split())
    message = _not_understood(text, subject)
    if message:
        plain = possible_days(text, subject.lexicon) if value.bare == value.words == record.text else ()
        suggestions = (Suggestion(f"write “{day}”", (Edit(value.start, value.end, day),)) for day in plain)
        yield Hit(value.start, value.end, message, suggestions=tuple(suggestions))


def _not_understood(text: str, subject: Subject) -> str:
    """Why a date could not be read; empty if it may be right."""
    lexicon = subject.lexicon
    months = lexicon.grammar(Terms).months
    short = _SHORT_YEAR.match(text)
    if NUMERIC.match(text) is not None:
        return f"{quoted(text)} can be read in more than one way; write the month's name and the year in full"
    if short is not None and short["month"].lower() in months and _has_full_year(subject, text):
        return f"{quoted(text)} has a year of two digits; write it in full"
    if RUN_TOGETHER.match(text) is not None:
        return f"{quoted(text)} is a date of digits without separators; write it out, as in 13 December 1944"
    opening = text.find("(")
    if opening > 0 and (duration := lexicon.grammar(_Durations).whole.match(text, opening)) is not None and duration.end() == len(text):
        text = text[:opening].rstrip()
    named = any(point.month for time in stated(text, lexicon).times for point in time.ends())
    if named and lexicon.grammar(_undated).search(text.lower()) is None and any(dates.read(text, "1944", lexicon)[:2]):
        return f"{quoted(text)} has no year; add it"
    return ""


def _undated(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(whole(lexicon.dates.of(concepts.UNDATED)))


def _has_full_year(subject: Subject, text: str) -> bool:
    """Whether a year of two digits is certainly a modern one (`'44`, or 1944 elsewhere), not one of the first century."""
    return "'" in text or "’" in text or re.search(rf"(?<![0-9])(?:1[0-9]|20){text[-2:]}(?![0-9])", subject.wikitext) is not None


def _misspelt(date: ExaminedDate) -> Iterator[Hit]:
    """Words between a day and a year that resemble a month's name."""
    lexicon = date.subject.lexicon
    names = lexicon.grammar(TimeForms).names
    months = lexicon.grammar(Terms).months.items()
    full = {entry: names[number] for entry, number in months if len(entry) > 3 or entry == names[number].lower()}
    for word in _strange_words(date.stated.words, date.text):
        written = date.text[word.start : word.end]
        near = nearest(written.lower(), full, most=2, similarity=_SIMILAR)
        near = [each for each in near if slip(written.lower(), each)] or near
        if len(near) == 1:
            name = full[near[0]]
            start, end = date.span(word.start, word.end)
            safe = bool(nearest(written.lower(), near, similarity=_SURELY_SIMILAR))
            yield Hit(start, end, f"“{written}” is not a month; write “{name}”", edited(start, end, name, safe=safe))


def _strange_words(words: list[Word], text: str) -> Iterator[Word]:
    """Unknown words where a month would stand: beside a day, before a year or a range that goes on with another day or month."""
    for place, word in enumerate(words):
        if word[:2] != (WORD, "") or not 3 <= word.end - word.start < 16 or not text[word.start : word.end].isalpha():
            continue
        before = words[place - 1] if place else ABSENT
        numbered = _DAY.fullmatch(text, before.start, before.end) is not None if before.end > 0 else False
        after = "".join(_SIGNS.get(each.kind, "?") for each in words[place + 1 : place + 5])
        if (_AFTER_DAY if numbered else _BEFORE_DAY).match(after):
            yield word


_SIGNS: Final = {NUMBER: "1", concepts.MONTH: "2", YEAR: "3", concepts.RANGE: "-", concepts.COMMA: ","}
"""Kinds of words, a sign each."""
_AFTER_DAY: Final = re.compile(",?3|-12")
"""What follows a month: `12 June 1944`, `12 June, 1944`, `12 June – 3 July`."""
_BEFORE_DAY: Final = re.compile("1,3|1-1,|1-21|-23")
"""The same before a day, and without one: `June 12, 1944`, `June 12–15, 1944`, `June 12 – July 3`, `June–July 1944`."""
