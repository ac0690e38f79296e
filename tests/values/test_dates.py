"""Dates: cases in ``dates.toml``, and what holds for any text and any date."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from infobox.language.lexicon import lexicon
from infobox.values import dates
from infobox.values.dates import DateReading

ENGLISH = lexicon("en")
DATA = tomllib.loads(Path(__file__).with_name("dates.toml").read_text("utf-8"))
CASES: list[dict[str, Any]] = DATA["case"]
NONE: list[dict[str, str]] = DATA["none"]

EDTF = re.compile(r"-?([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(-(0[1-9]|1[0-2]|2[1-4])(-(0[1-9]|[12][0-9]|3[01]))?)?[~?%]?")
DASHES = ["-", "‐", "‑", "‒", "–", "—", "−", " - ", " – ", " to ", " until ", " through ", "\u00a0– "]

BOTH_CALENDARS = [
    "{old} (O.S.) / {new} (N.S.)", "{old} O.S./{new} N.S.", "{new} [O.S. {old}]", "{new} ({old} O.S.)", "{old} ({new})",
    "{new} ({old})", "{old}/{new}", "{new} (N.S.), {old} (O.S.)", "{old} (Old Style), {new} (New Style)",
    "{old} (Julian calendar) {new} (Gregorian calendar)", "O.S. {old}; N.S. {new}", "{new} N.S. ({old} O.S.)", "{old} ({new} New Style)",
]  # fmt: skip

WORDS = """13 16 1944 May June Sept. December 49 BC AD 5th century 1940s c. circa ? – - / & and or to until from since between ( ) [ ]
O.S. N.S. Old_Style Julian present ongoing late mid spring Winter , ; : First phase 63 days years 07:30 am 1944-06-06 5/6/1944 as_of the of
Monday"""
MORE = "or ? (16) swedish unknown AH Ramadan in_progress UTC+2 12.30_a.m. men by up_to 6/6/1944 13-Jun-1944 1944/45 60s 240s turn not MAY /"
wordy_text = st.lists(st.sampled_from((WORDS + MORE).split()), max_size=16).map(lambda words: " ".join(words).replace("_", " "))
wild_text = st.text(st.one_of(st.sampled_from("0123456789 –-/()[]:;,.?~"), st.characters(codec="utf-8")), max_size=60)


def read(text: str, year: str = "") -> DateReading:
    return dates.read(text, year, ENGLISH)


def write(start: str, end: str, ongoing: bool = False) -> str:
    return dates.write(start, end, ongoing, ENGLISH)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_reads(case: dict[str, Any]) -> None:
    old = case.get("old_style")
    assert read(case["text"], case.get("year", "")) == DateReading(
        case.get("start", ""),
        case.get("end", ""),
        case.get("ongoing", False),
        tuple((start, end) for start, end in case.get("phases", [])),
        (old[0], old[1]) if old else None,
    )


@pytest.mark.parametrize("case", NONE, ids=lambda case: case["text"])
def test_is_not_understood(case: dict[str, str]) -> None:
    assert read(case["text"], case.get("year", "")) == DateReading()


@pytest.mark.parametrize("case", [case for case in CASES if "written" in case], ids=lambda case: case["written"])
def test_writes(case: dict[str, Any]) -> None:
    assert write(case.get("start", ""), case.get("end", ""), case.get("ongoing", False)) == case["written"]


@given(st.dates(), st.dates(), st.sampled_from(DASHES), st.booleans(), st.booleans())
def test_every_pair_of_days_reads(one: Any, other: Any, dash: str, month_first: bool, short: bool) -> None:
    start, end = sorted((one, other))
    assume(start.year >= 100 and end.year <= 2999 and start != end)

    def words(day: Any) -> str:
        month = calendar.month_abbr[day.month] if short else calendar.month_name[day.month]
        return f"{month} {day.day}, {day.year}" if month_first else f"{day.day} {month} {day.year}"

    assert read(f"{words(start)}{dash}{words(end)}")[:2] == (start.isoformat(), end.isoformat())
    assert read(f"{words(start)}; {words(end)} (12 days)").phases == ((start.isoformat(),) * 2, (end.isoformat(),) * 2)


@given(st.dates(), st.integers(1, 27), st.sampled_from(DASHES), st.booleans())
def test_what_both_days_share_may_be_written_once(day: Any, more: int, dash: str, month_first: bool) -> None:
    assume(100 <= day.year <= 2999 and day.day + more <= 28)
    month = calendar.month_name[day.month]
    days = f"{day.day}{dash}{day.day + more}"
    text = f"{month} {days}, {day.year}" if month_first else f"{days} {month} {day.year}"
    assert read(text)[:2] == (day.isoformat(), day.replace(day=day.day + more).isoformat())


@st.composite
def moments(draw: st.DrawFn) -> tuple[int, str]:
    """A date in EDTF, and the year that it is sorted by."""
    mark = draw(st.sampled_from(["", "", "", "~", "?", "%"]))
    year = draw(st.integers(-2999, 2999))
    written = f"{year:04d}" if year >= 0 else f"-{-year:04d}"
    match draw(st.sampled_from(["year", "month", "day", "season", "decade", "century"])):
        case "month":
            return year, f"{written}-{draw(st.integers(1, 12)):02d}{mark}"
        case "day":
            month = draw(st.integers(1, 12))
            return year, f"{written}-{month:02d}-{draw(st.integers(1, calendar.monthrange(2001, month)[1])):02d}{mark}"
        case "season":
            return year, f"{written}-{draw(st.integers(21, 24))}{mark}"
        case "decade":
            decade = draw(st.integers(10, 299))
            return decade * 10, f"{decade:03d}X{mark}"
        case "century":
            century = draw(st.integers(-29, 29))
            return century * 100, f"{century:02d}XX{mark}" if century >= 0 else f"-{-century:02d}XX{mark}"
    return year, f"{written}{mark}"


@given(moments(), moments(), st.sampled_from(["one", "pair", "open", "from", "until"]))
@example((1944, "1944-12-13"), (1944, "1944-12-16"), "pair")
@example((1942, "1942-24"), (1943, "1943"), "pair")
@example((-299, "-0299"), (150, "0150"), "pair")
@example((1900, "190X"), (1905, "1905-05"), "pair")
def test_what_is_written_reads_the_same(one: tuple[int, str], other: tuple[int, str], form: str) -> None:
    (first, start), (last, end) = sorted((one, other))
    if form == "pair":
        assume(start == end or first < last or (first == last and start <= end and "X" not in start + end and "-2" not in start + end))
        assume(not ("X" in start + end and last - first < 100))
        expected = DateReading(start, end)
    else:
        expected = {
            "one": DateReading(start, start),
            "open": DateReading(start, "", ongoing=True),
            "from": DateReading(start),
            "until": DateReading("", end),
        }[form]
    assert read(write(expected.start, expected.end, expected.ongoing)) == expected


@given(st.one_of(wild_text, wordy_text), st.one_of(st.just(""), wordy_text))
@example("9" * 5000, "")
def test_any_text_is_read(text: str, year: str) -> None:
    found = read(text, year)
    pairs = [(found.start, found.end), *found.phases, *([found.old_style] if found.old_style else [])]
    for edtf in [edtf for pair in pairs for edtf in pair if edtf]:
        assert EDTF.fullmatch(edtf)
    assert not (found.ongoing and found.end)
    assert found.start or found.end or found in (DateReading(), DateReading(ongoing=True))  # `in progress` has no day


@given(st.one_of(wild_text, wordy_text), st.one_of(wild_text, wordy_text))
def test_anything_is_written(start: str, end: str) -> None:
    assert isinstance(write(start, end), str)


MONTHS = st.sampled_from(list(enumerate(calendar.month_name))[1:])
MARKS = [("", ""), ("c. ", "~"), ("circa ", "~"), ("about ", "~"), ("possibly ", "?")]


def bc(year: int) -> str:
    """EDTF of a year before Christ."""
    return f"-{year - 1:04d}" if year > 1 else "0000"


@given(st.integers(1, 2999), st.integers(1, 400), st.sampled_from(DASHES))
def test_years_before_christ(last: int, more: int, dash: str) -> None:
    first = last + more
    assert read(f"{last} BC") == read(f"{last} B.C.E.") == DateReading(bc(last), bc(last))
    assert read(f"{first} BC{dash}{last} BC") == DateReading(bc(first), bc(last))
    if first > 99 < last or dash.strip() != dash:  # `312–11 BC` is short for 312–311
        assert read(f"{first}{dash}{last} BC") == DateReading(bc(first), bc(last))


@given(st.integers(2, 2999), MONTHS, st.integers(1, 28), st.integers(1, 28))
def test_days_and_months_before_christ(year: int, month: tuple[int, str], day: int, other: int) -> None:
    number, name = month
    assert read(f"{name} {year} BC")[:2] == (f"{bc(year)}-{number:02d}",) * 2
    assert read(f"{day} {name}, {year} BC")[:2] == (f"{bc(year)}-{number:02d}-{day:02d}",) * 2
    first, last = sorted((day, other))
    found = (f"{bc(year)}-{number:02d}-{first:02d}", f"{bc(year)}-{number:02d}-{last:02d}")
    assert read(f"{first}–{last} {name} {year} BC")[:2] == found
    assert read(f"{name} {first}–{last}, {year} BC")[:2] == found


@given(st.integers(1, 21), st.integers(0, 5), st.sampled_from(["", "early ", "late ", "mid-", "c. "]), st.booleans())
def test_centuries(number: int, more: int, part: str, before: bool) -> None:
    era, sign = (" BC", "-") if before else ("", "")
    first, last = (number + more, number) if before else (number, number + more)
    mark = "~" if part == "c. " else ""
    one, other = f"{sign}{first - 1:02d}XX{mark}", f"{sign}{last - 1:02d}XX"
    assert read(f"{part}{ordinal(first)} century{era}")[:2] == (one, one)
    if more:
        assert read(f"{part}{ordinal(first)} to {ordinal(last)} century{era}")[:2] == (one, other)
        assert read(f"{part}{ordinal(first)} century{era} – early {ordinal(last)} century{era}")[:2] == (one, other)


def ordinal(number: int) -> str:
    return f"{number}{'th' if 10 < number < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


@given(st.integers(11, 299), st.integers(1, 9), st.sampled_from(MARKS))
def test_decades(decade: int, more: int, mark: tuple[str, str]) -> None:
    words, sign = mark
    if decade % 10 or decade > 199:  # the `1700s` are a century
        assert read(f"{words}{decade}0s")[:2] == (f"{decade:03d}X{sign}",) * 2
        assert read(f"late {decade}0s – {decade}9")[1] == f"{decade:03d}9"
    if decade % 10:
        found = (bc(decade * 10 + 9) + sign, bc(decade * 10) + sign)
        assert read(f"{words}{decade}0s BC")[:2] == found


@given(st.dates(), st.sampled_from(MARKS), st.booleans())
def test_about_and_perhaps(day: Any, mark: tuple[str, str], month_first: bool) -> None:
    assume(day.year >= 100 and day.year <= 2999)
    words, sign = mark
    name = calendar.month_name[day.month]
    text = f"{name} {day.day}, {day.year}" if month_first else f"{day.day} {name} {day.year}"
    assert read(f"{words}{text}")[:2] == (day.isoformat() + sign,) * 2
    assert read(f"{words}{name} {day.year}")[:2] == (f"{day.isoformat()[:7]}{sign}",) * 2
    assert read(f"{words}{day.year}")[:2] == (f"{day.year:04d}{sign}",) * 2


@given(st.dates(), st.integers(1, 600), st.booleans())
def test_alternatives_are_each_perhaps_the_date(day: Any, more: int, month_first: bool) -> None:
    assume(day.year >= 100 and day.year <= 2990)
    other = day + dt.timedelta(days=more)
    form = "{0:%B} {0.day}, {0.year}" if month_first else "{0.day} {0:%B} {0.year}"
    assert read(f"{form.format(day)} or {form.format(other)}") == DateReading(f"{day}?", f"{other}?")


@given(st.dates(dt.date(1583, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(BOTH_CALENDARS))
@example(dt.date(1626, 1, 28), "{old}/{new}")
def test_the_new_style_leads_and_the_old_style_is_kept(day: dt.date, form: str) -> None:
    assume((day.month, day.day) != (2, 29))
    year = day.year if day.month > 2 else day.year - 1
    new = day + dt.timedelta(days=year // 100 - year // 400 - 2)
    words = form.format(old=f"{day.day} {day:%B} {day.year}", new=f"{new.day} {new:%B} {new.year}")
    assert read(words) == DateReading(f"{new}", f"{new}", False, (), (f"{day}", f"{day}"))


@given(
    st.dates(dt.date(100, 1, 1), dt.date(2900, 1, 1)),
    st.sampled_from(["3 days", "63 days", "2 years, 1 month and 3 days", "1,345 days", "about 6 hours", "3 yrs, 2 mos", "aged 45"]),
    st.sampled_from(["07:30, {}", "{}, 07:30–09:15", "{} at 6 a.m.", "0530 hours {}", "{} (UTC+2)", "{}"]),
)
def test_durations_and_times_of_day_do_not_disturb(day: dt.date, duration: str, clock: str) -> None:
    words = clock.format(f"{day.day} {day:%B} {day.year}")
    assert read(f"{words} ({duration})")[:2] == (f"{day}", f"{day}")
    assert read(f"({duration})") == DateReading()
    assert read(duration) == DateReading()


PIECES = [
    "5 May 1944 ", "5, ", "May ", "the ", "c. ", "( ", "(5 May) ", "[O.S. 5 May] ", "1944–", "B.C. ", "5 and ", "1,234,", "early ", "/",
    ";", "9", "5/6 ", "5–6/", "5 or ", "1944, ", "1st ", "century ", "5th–", "AD 5 or ", "May? ", "? – ", "unknown – ", "AH ", "12.30 ",
    "(30) 19 ", "5 (16) ", "Monday, ", "UTC+", "May 1648/49 ", "old ", "5-may-", "a.", "Ramadan 5 ", "40s–", "2012-10-",
]  # fmt: skip


def steps(text: str) -> int:
    """How many lines of the package run while a text is read."""
    count = 0

    def trace(frame: Any, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_a_text_four_times_as_long_takes_four_times_as_many_steps(piece: str) -> None:
    short, long = steps(piece * 250), steps(piece * 1000)
    assert long < 4.4 * short + 400
