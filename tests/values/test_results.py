"""Results: cases in ``results.toml``, and what holds for any lines."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.language.lexicon import lexicon
from infobox.record import Outcome
from infobox.values.results import read

ENGLISH: Final = lexicon("en")
CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("results.toml").read_text("utf-8"))["case"]

NAMES = [
    "Allied",
    "German",
    "British–Dutch",
    "U.S.",
    "Kingdom of Sardinia",
    "New Zealand",
    "Soviet and Bulgarian",
    "rebel",
    "Anglo-Zanzibari",
]
WORDS = "German victory decisive Pyrrhic stalemate ; , . : ( ) – for inconclusive both sides claim agreement failed initial U.S. successful"
wordy_line = st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)


@pytest.mark.parametrize("case", CASES, ids=lambda case: " / ".join(case["lines"]) or "nothing")
def test_reads(case: dict[str, Any]) -> None:
    assert read(case["lines"], ENGLISH) == (case.get("outcome"), case.get("victor", ""))


@given(
    st.sampled_from(NAMES),
    st.sampled_from([("", "victory"), ("Decisive ", "decisive_victory"), ("Pyrrhic ", "pyrrhic_victory"), ("Tactical ", "victory")]),
    st.sampled_from(
        ["victory", "Victory", "victory.", "victory; peace treaty signed", "victory (see Aftermath)", "victory, enemy withdrawal"]
    ),
    st.lists(st.sampled_from(["Island occupied", "Treaty of Nowhere", "Enemy withdrawal"])),
)
def test_every_victory_reads(name: str, kind: tuple[str, str], victory: str, more: list[str]) -> None:
    assert read([f"{kind[0]}{name} {victory}", *more], ENGLISH) == (kind[1], name)


@given(st.lists(st.one_of(st.text(max_size=60), wordy_line), max_size=4))
def test_any_lines_are_read(lines: list[str]) -> None:
    outcome, victor = read(lines, ENGLISH)
    assert outcome is None or outcome in get_args(Outcome)
    assert (outcome is None) == (not any(lines))
    assert not victor or outcome in ("victory", "decisive_victory", "pyrrhic_victory")
    assert not victor or any(victor.split()[0] in line for line in lines)
