"""Times that qualifiers name: cases in ``periods.toml``, and what holds for any text."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.language.lexicon import lexicon
from infobox.values import periods

ENGLISH = lexicon("en")
DATA = tomllib.loads(Path(__file__).with_name("periods.toml").read_text("utf-8"))
CASES: list[dict[str, Any]] = DATA["case"]
NONE: list[dict[str, Any]] = DATA["none"]

WORDS = (
    "from until since only on in as of KIA est. peak joined left 1st time: 2015"
    " 1943 43 14 5 September Dec. May – - , ; to and present onwards"
    " before the c. men BC"
)
wordy_text = st.lists(st.sampled_from(WORDS.split()), max_size=10).map(" ".join)
CONFLICTS = [("", ""), ("1944-08-01", "1944-10-02"), ("1941-12-16", "1942-03"), ("2012-01-16", ""), ("04XX", "04XX"), ("-0048", "-0044")]
conflicts = st.sampled_from(CONFLICTS)


def read(qualifier: str, conflict: tuple[str, str] = ("", "")) -> tuple[str, str] | None:
    return periods.read(qualifier, conflict, ENGLISH)


def conflict_of(case: dict[str, Any]) -> tuple[str, str]:
    start, end = case.get("conflict", ["", ""])
    return start, end


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_reads(case: dict[str, Any]) -> None:
    assert read(case["text"], conflict_of(case)) == (case.get("start", ""), case.get("end", ""))


@pytest.mark.parametrize("case", NONE, ids=lambda case: case["text"])
def test_names_no_time(case: dict[str, Any]) -> None:
    assert read(case["text"], conflict_of(case)) is None


@given(st.integers(1500, 2098), st.integers(1, 200))
def test_years_read_without_a_conflict(first: int, more: int) -> None:
    assert read(f"from {first}") == (f"{first}", "")
    assert read(f"until {first}") == ("", f"{first}")
    assert read(f"{first} only") == (None if first % 100 == 0 else (f"{first}", f"{first}"))
    last = min(first + more, 2099)
    assert read(f"from {first} to {last}", ("1805", "1805")) == (f"{first}", f"{last}")


@given(st.dates(dt.date(100, 1, 1), dt.date(2999, 12, 31)), st.integers(0, 100), st.integers(0, 100))
def test_a_day_without_a_year_has_that_of_the_conflict(day: dt.date, before: int, after: int) -> None:
    first, last = max(1, day.timetuple().tm_yday - before), min(365, day.timetuple().tm_yday + after)
    year = f"{day.year:04d}"
    if (day.month, day.day) == (2, 29):
        return
    conflict = (f"{year}-{1 + first // 32:02d}", f"{year}-{1 + last // 32:02d}")
    found = f"{year}-{day.month:02d}-{day.day:02d}"
    assert read(f"from {day.day} {day:%B}", conflict) == (found, "")
    assert read(f"{day:%B} {day.day}", conflict) == (found, found)
    assert read(f"{day:%B} {day.day}") is None


@given(st.one_of(st.text(max_size=60), wordy_text), conflicts)
def test_any_text_is_read(text: str, conflict: tuple[str, str]) -> None:
    found = read(text, conflict)
    assert found is None or any(found)


@given(st.integers(1500, 2098).filter(lambda year: year % 100 != 0), conflicts)
def test_a_word_that_says_what_it_is_the_time_of(year: int, conflict: tuple[str, str]) -> None:
    for prefix in ("commander", "President", "acting,"):
        assert read(f"{prefix} from {year}", conflict) == (f"{year}", "")
        assert read(f"{prefix} until {year}", conflict) == ("", f"{year}")
    if conflict == ("", ""):
        assert read(f"KIA {year}") == read(f"{year} est.") == read(f"estimated {year}") == read(f"peak {year}") == (f"{year}", f"{year}")
    assert read(f"left in {year}", conflict) is None
    assert read(f"{year} campaign", conflict) is None
    assert read(f"{year} men", conflict) is None
    assert read(f"Unit {year}", conflict) is None


@given(st.integers(1, 999), st.sampled_from(["{}st Army", "{}th Division", "TF {}", "No. {} Squadron", "{} killed", "{},000"]), conflicts)
def test_numbers_that_are_no_years(number: int, form: str, conflict: tuple[str, str]) -> None:
    assert read(form.format(number), conflict) is None
