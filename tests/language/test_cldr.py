"""Days, ranges and numbers as CLDR (by `babel`) writes them in each language are read as what they are."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from babel import dates as cldr_dates
from babel import numbers as cldr_numbers
from hypothesis import given, settings
from hypothesis import strategies as st

from infobox.language.lexicon import languages, lexicon
from infobox.values import dates, quantities

LANGUAGES = sorted(languages())
WIDTHS = ("medium", "long", "full")
SKELETONS = {"yMMMd": 10, "yMMMMd": 10, "yMd": 10, "yMMM": 7, "yMMMM": 7}
"""Patterns of dates, each with the length of their EDTF."""
AMBIGUOUS = {("en", "yMd")}
"""English pages write the day or the month first, so this order is read only if it must be meant."""

DAYS = st.dates(datetime.date(1000, 1, 1), datetime.date(2030, 12, 31))
NUMBERS = st.one_of(st.integers(32, 999), st.integers(2_101, 99_999), st.integers(10**5, 10**9))


def _read(text: str, language: str) -> tuple[str, str]:
    return dates.read(text, "", lexicon(language))[:2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_months(language: str) -> None:
    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(DAYS, st.sampled_from([*WIDTHS, *SKELETONS]))
    def reads(day: datetime.date, form: str) -> None:
        if form in WIDTHS:
            text = cldr_dates.format_date(day, form, locale=language)
        else:
            text = cldr_dates.format_skeleton(form, day, locale=language)
        edtf = day.isoformat()[: SKELETONS.get(form, 10)]
        assert _read(text, language) in [(edtf, edtf), *([("", "")] if (language, form) in AMBIGUOUS else [])], text

    reads()


@pytest.mark.parametrize("language", LANGUAGES)
def test_ranges(language: str) -> None:
    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(DAYS, st.integers(1, 500), st.sampled_from(list(SKELETONS)))
    def reads(day: datetime.date, days: int, form: str) -> None:
        end = day + datetime.timedelta(days)
        text = cldr_dates.format_interval(day, end, form, locale=language)
        edtf = tuple(each.isoformat()[: SKELETONS[form]] for each in (day, end))
        assert _read(text, language) in [edtf, *([("", "")] if (language, form) in AMBIGUOUS else [])], text

    reads()


def _whole(number: int, language: str) -> str:
    return cldr_numbers.format_decimal(number, locale=language)


def _scaled(number: int, language: str) -> str:
    return cldr_numbers.format_compact_decimal(number, format_type="long", locale=language, fraction_digits=1)


def _short(number: int, language: str) -> str:
    return cldr_numbers.format_compact_decimal(number, format_type="short", locale=language, fraction_digits=1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("form", "most_left_out"), [(_whole, 0), (_scaled, 5), (_short, 60)])
def test_numbers(form: Callable[[int, str], str], most_left_out: int, language: str) -> None:
    """Short scales such as `k` and `M`, and scales of scales, may be left out; what is read is right to the precision of the form."""
    left_out: list[str] = []

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(NUMBERS)
    def reads(number: int) -> None:
        text = " ".join(form(number, language).split())  # as readers' text has them: plain spaces
        found = [(figure.low, figure.high) for figure in quantities.read(text, lexicon(language))]
        if not found:
            left_out.append(text)
            return
        [(low, high)] = found
        assert low == high, text
        assert low is not None, text
        assert abs(low - number) <= (0 if form is _whole else 0.06 * number), text

    reads()
    assert len(left_out) <= most_left_out, left_out[:5]
