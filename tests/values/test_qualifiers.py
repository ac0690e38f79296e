"""Names and qualifiers: cases in ``qualifiers.toml``, and what holds for any line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.language.lexicon import lexicon
from infobox.values.qualifiers import part

ENGLISH: Final = lexicon("en")
CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("qualifiers.toml").read_text("utf-8"))["case"]
WORDS = ["Smith", "(", ")", "1st", "–", ",", "(until 1943)", "(a (b) c)", ":", "Soldier(s)", "and"]
names = st.lists(st.sampled_from(["Army", "of", "Conquest", "1st", "Smith"]), min_size=1, max_size=4).map(" ".join)
words = st.lists(st.sampled_from(["until", "1943", "leader", "2015–17", "of the north"]), min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_parts(case: dict[str, Any]) -> None:
    assert part(case["text"], ENGLISH, case.get("smalls", []), case.get("labels", []))[:2] == (case["name"], case["qualifiers"])


@given(names, st.lists(words, max_size=3))
def test_what_is_put_in_parentheses_is_parted_again(name: str, qualifiers: list[str]) -> None:
    assert part(" ".join([name, *(f"({words})" for words in qualifiers)]), ENGLISH)[:2] == (name, qualifiers)


@given(names, words)
def test_small_print_is_parted_like_parentheses(name: str, qualifier: str) -> None:
    assert part(f"{name} ~{qualifier}~", ENGLISH, [f"~{qualifier}~"])[:2] == (name, [f"~{qualifier}~"])


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_no_word_is_lost(text: str) -> None:
    name, qualifiers, spans, _ = part(text, ENGLISH)
    assert [text[start:end] for start, end in spans] == qualifiers
    kept = sorted("".join([name, *qualifiers]).replace(" ", ""))
    given_ = sorted(text.replace(" ", ""))
    assert [char for char in kept if char.isalnum()] == [char for char in given_ if char.isalnum()]


@given(st.text(), st.lists(st.text(), max_size=2), st.lists(st.text(), max_size=2))
def test_any_text_is_parted(text: str, smalls: list[str], labels: list[str]) -> None:
    assert all(part(text, ENGLISH, smalls, labels).qualifiers)
