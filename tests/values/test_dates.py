"""Dates: cases in ``dates.toml``, and what holds for any text and any date."""

from __future__ import annotations

import calendar
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from infobox.values.dates import Reading, read, write

DATA = tomllib.loads(Path(__file__).with_name("dates.toml").read_text("utf-8"))
CASES: list[dict[str, Any]] = DATA["case"]
NONE: list[dict[str, str]] = DATA["none"]

EDTF = re.compile(r"-?([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(-(0[1-9]|1[0-2]|2[1-4])(-(0[1-9]|[12][0-9]|3[01]))?)?[~?%]?")
DASHES = ["-", "‐", "‑", "‒", "–", "—", "−", " - ", " – ", " to ", " until ", " through ", "\u00a0– "]

WORDS = """13 16 1944 May June Sept. December 49 BC AD 5th century 1940s c. circa ? – - / & and or to until from since between ( ) [ ]
O.S. N.S. Old_Style Julian present ongoing late mid spring Winter , ; : First phase 63 days years 07:30 am 1944-06-06 5/6/1944 as_of the of
Monday"""
wordy_text = st.lists(st.sampled_from(WORDS.split()), max_size=16).map(lambda words: " ".join(words).replace("_", " "))
wild_text = st.text(st.one_of(st.sampled_from("0123456789 –-/()[]:;,.?~"), st.characters(codec="utf-8")), max_size=60)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_reads(case: dict[str, Any]) -> None:
    old = case.get("old_style")
    assert read(case["text"], case.get("year", "")) == Reading(
        case.get("start", ""),
        case.get("end", ""),
        case.get("ongoing", False),
        tuple((start, end) for start, end in case.get("phases", [])),
        (old[0], old[1]) if old else None,
    )


@pytest.mark.parametrize("case", NONE, ids=lambda case: case["text"])
def test_is_not_understood(case: dict[str, str]) -> None:
    assert read(case["text"], case.get("year", "")) == Reading()


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
    """A date in EDTF, and the year that puts it in order."""
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
        expected = Reading(start, end)
    else:
        expected = {
            "one": Reading(start, start),
            "open": Reading(start, "", ongoing=True),
            "from": Reading(start),
            "until": Reading("", end),
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
    assert found.start or found.end or found == Reading()


@given(st.one_of(wild_text, wordy_text), st.one_of(wild_text, wordy_text))
def test_anything_is_written(start: str, end: str) -> None:
    assert isinstance(write(start, end), str)


PIECES = [
    "5 May 1944 ",
    "5, ",
    "May ",
    "the ",
    "c. ",
    "( ",
    "(5 May) ",
    "[O.S. 5 May] ",
    "1944–",
    "B.C. ",
    "5 and ",
    "1,234,",
    "early ",
    "/",
    ";",
    "9",
]
