"""Fates in words: cases in ``fates.toml``, and what holds for any text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.language.lexicon import lexicon
from infobox.record import Fate
from infobox.values.fates import linked, marked, of_a_life, of_marks_and_qualifiers, stated_in
from infobox.values.qualifiers import part

ENGLISH: Final = lexicon("en")
TABLES: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("fates.toml").read_text("utf-8"))
CASES = TABLES["case"]
MARKS = [
    "†",
    "(†)",
    "(KIA)",
    "(WIA, POW)",
    "[POW]",
    "( died of wounds )",
    "(executed)",
    "(captured)",
    "(killed",
    "(",
    ")",
    "[",
    "Smith",
    ",",
    "1809",
]
WORDS = ["captured", "killed", "and", ",", "later", "executed", "POW", "1944", "12 May", "in", "the", "died of wounds", "wounded"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_reads(case: dict[str, Any]) -> None:
    shown, found = marked(case["text"], ENGLISH)
    assert shown == case.get("shown", case["text"])
    assert of_marks_and_qualifiers(case["text"], found, part(shown, ENGLISH).qualifiers, ENGLISH) == case["fates"]


@pytest.mark.parametrize("case", TABLES["link"], ids=lambda case: f"{case['title']} | {case['words']}")
def test_knows_the_mark_of_a_page(case: dict[str, Any]) -> None:
    assert linked(case["title"], case["words"], ENGLISH) == case.get("fate")


@pytest.mark.parametrize("case", TABLES["clause"], ids=lambda case: case["text"])
def test_knows_the_dates_of_a_life(case: dict[str, Any]) -> None:
    assert of_a_life(case["text"], ENGLISH) is case["life"]


@given(st.lists(st.sampled_from(MARKS), max_size=12).map(" ".join))
def test_a_text_without_its_marks_has_none(text: str) -> None:
    shown, found = marked(text, ENGLISH)
    assert set(found) <= set(get_args(Fate))
    assert marked(shown, ENGLISH)[1] == []
    assert "†" not in shown


@given(st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join))
def test_each_fate_is_reported_once(qualifier: str) -> None:
    found = stated_in([qualifier, qualifier], ENGLISH)
    assert found == stated_in([qualifier], ENGLISH)
    assert len(found) == len(set(found))
    assert set(found) <= set(get_args(Fate))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    shown, found = marked(text, ENGLISH)
    assert found or shown == text
    stated_in([text], ENGLISH)
    linked(text, text, ENGLISH)
    of_a_life(text, ENGLISH)
