"""Figures of strength and casualties: cases in ``quantities.toml``, and what holds for any text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from infobox.record import Quantity
from infobox.values.quantities import Found, has_figure, read

DATA = tomllib.loads(Path(__file__).with_name("quantities.toml").read_text("utf-8"))
CASES: list[dict[str, Any]] = DATA["case"]
NONE: list[str] = [text for group in DATA["none"] for text in group["texts"]]

NOUNS = ["men", "tanks", "civilians", "killed", "wounded", "destroyers", "aircraft", "infantry divisions", "casualties", "POWs"]
DASHES = ["-", "–", "—", "−", " – ", " to ", " or "]
SEPARATORS = [",", " ", "\u00a0", "\u2009", "\u202f", ".", "'", "’", ""]

wild_text = st.text(
    st.one_of(st.sampled_from("0123456789,.-–+~ ()/:;&½%'’\u00a0\u2009½²٣"), st.characters(codec="utf-8")),
    max_size=60,
)
GLUE = """and or of to from between about at_least up_to + – , : ( ) 12 3,000 1944 May a half dozen million two German Squadron Ju 88
mm 1st captured lost shot down = ; . %"""
wordy_text = st.lists(st.sampled_from(NOUNS + GLUE.split()), max_size=14).map(lambda words: " ".join(words).replace("_", " "))


def without(figure: Found, *names: str) -> dict[str, Any]:
    """The figure's fields that say something."""
    return {name: value for name, value in figure._asdict().items() if name not in names and value not in (None, "", False)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_reads(case: dict[str, Any]) -> None:
    found = read(case["text"])
    assert [without(figure, "start", "end") for figure in found] == [
        {name: value for name, value in figure.items() if name != "figure"} for figure in case["figures"]
    ]
    for figure, expected in zip(found, case["figures"], strict=True):
        if "figure" in expected:
            assert case["text"][figure.start : figure.end] == expected["figure"]
    assert has_figure(case["text"])


@pytest.mark.parametrize("text", NONE)
def test_is_no_figure(text: str) -> None:
    assert read(text) == []
    assert not has_figure(text)


def test_label_given_by_the_caller_yields_to_one_in_the_line() -> None:
    assert [(figure.low, figure.of) for figure in read("12 tanks; Italy: 5 tanks", of="Germany")] == [(12, "Germany"), (5, "Italy")]


def thousands(number: int, separator: str) -> str:
    return f"{number:,}".replace(",", separator)


@given(st.integers(10_000, 10**12), st.sampled_from(SEPARATORS), st.sampled_from(NOUNS))
def test_every_separator_reads_back(number: int, separator: str, noun: str) -> None:
    [figure] = read(f"{thousands(number, separator)} {noun}")
    assert (figure.low, figure.high, figure.about, figure.unit) == (number, number, False, noun)


@given(st.integers(0, 10**6), st.sampled_from(NOUNS))
def test_every_number_reads_back(number: int, noun: str) -> None:
    [figure] = read(f"{number:,} {noun}")
    assert (figure.low, figure.high, figure.unit) == (number, number, noun)


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.sampled_from(DASHES), st.sampled_from(NOUNS))
def test_every_range_reads_back(low: int, more: int, dash: str, noun: str) -> None:
    high = low + more
    assume(low >= 100 or high < 1000)  # `5–6,000` is five to six thousand
    [figure] = read(f"{low:,}{dash}{high:,} {noun}")
    assert (figure.low, figure.high, figure.unit) == (low, high, noun)


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.sampled_from(NOUNS)), min_size=1, max_size=6),
    st.sampled_from([", ", "; ", " and ", " (", " + "]),
)
def test_every_figure_of_a_list_is_found(parts: list[tuple[int, str]], between: str) -> None:
    found = read(between.join(f"{number:,} {noun}" for number, noun in parts))
    assert [(figure.low, figure.unit) for figure in found] == parts


@given(st.one_of(wild_text, wordy_text))
@example('0"B 0.0')
@example("9" * 5000)
def test_any_text_is_read(text: str) -> None:
    found = read(text)
    assert has_figure(text) == bool(found)
    end = 0
    for figure in found:
        assert end <= figure.start < figure.end <= len(text)
        end = figure.end
        assert figure.low is not None or figure.high is not None
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        assert figure.unit in text
        assert figure.of in text
        Quantity(low=figure.low, high=figure.high, about=figure.about, unit=figure.unit, kind=figure.kind, of=figure.of)
