"""The times of a text with their places: cases in ``faults/dates.toml``, and what holds for any text."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.language.lexicon import lexicon
from infobox.values.date_faults import StatedTime, stated
from infobox.values.date_vocabulary import Terms
from infobox.values.date_words import words_of
from tests.values.test_dates import wild_text, wordy_text

ENGLISH = lexicon("en")
CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("faults").joinpath("dates.toml").read_text("utf-8"))["case"]


def in_words(time: StatedTime, text: str) -> list[str]:
    days = [text[point.start : point.end] for point in time.impossible()]
    return [text[time.start : time.end], *([time.disorder] if time.disorder else []), *days]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text']}: {case['why']}")
def test_times_have_their_places_and_faults(case: dict[str, Any]) -> None:
    assert [in_words(time, case["text"]) for time in stated(case["text"], ENGLISH).times] == case["times"]


@pytest.mark.parametrize(("text", "styled"), [("8 July 1709 (O.S.)", True), ("5 Ramadan 1360", True), ("8 July 1709", False)])
def test_a_named_calendar_leaves_the_order_open(text: str, styled: bool) -> None:
    assert stated(text, ENGLISH).styled is styled


@pytest.mark.parametrize(
    ("text", "alone"), [("(1945–1939)", True), ("killed 1945–1939", True), ("hulls 1945–1939", False), ("1945–1939 tons", False)]
)
def test_words_beside_years_show_whether_they_count_something(text: str, alone: bool) -> None:
    assert [time.alone for time in stated(text, ENGLISH).times] == [alone]


@given(st.one_of(wordy_text, wild_text))
def test_places_are_inside_the_text_and_in_order(text: str) -> None:
    end = 0
    for time in stated(text, ENGLISH).times:
        assert end <= time.start < time.end <= len(text)
        assert time.first.start == time.start
        assert time.first.start < time.first.end <= time.last.end == time.end
        assert not time.is_range or time.first.end <= time.last.start
        end = time.end


@given(st.one_of(wordy_text, wild_text))
def test_words_that_are_in_the_text_are_in_order(text: str) -> None:
    words = [word for word in words_of(text, ENGLISH.grammar(Terms)) if word.start >= 0]
    assert all(word.start <= word.end <= len(text) for word in words)
    assert all(word.end <= after.start for word, after in itertools.pairwise(words))


@given(st.integers(1, 28), st.integers(1, 28), st.sampled_from(["{} – {} May 1944", "May {}–{}, 1944", "{}–{} May 1944"]))
def test_days_of_one_month_run_backwards_if_the_second_is_earlier(first: int, last: int, form: str) -> None:
    (time,) = stated(form.format(first, last), ENGLISH).times
    assert time.disorder == ("part" if first > last else "")
