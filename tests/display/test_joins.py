"""Lines that go on after a break: cases in ``joins.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.display.joins import continues, open_end, runs_on
from infobox.language.lexicon import lexicon

ENGLISH: Final = lexicon("en")
CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("joins.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['before']} | {case['after']}")
def test_joins(case: dict[str, Any]) -> None:
    before = [(case["before"], 0, 0)]
    assert continues(before, case["after"], ENGLISH) is case["goes_on"]
    assert runs_on(before, case["after"], ENGLISH) is case.get("perhaps", False)


@given(st.sampled_from([case["before"] for case in CASES]), st.integers(0, 30))
def test_how_a_line_was_pieced_together_does_not_matter(before: str, cut: int) -> None:
    pieces = [(before[:cut], 0, 0), (before[cut:], 0, cut)]
    assert open_end(pieces, ENGLISH) is open_end([(before, 0, 0)], ENGLISH)
    assert continues(pieces, "men", ENGLISH) is continues([(before, 0, 0)], "men", ENGLISH)


@given(st.text(), st.text())
def test_any_words_are_judged(before: str, after: str) -> None:
    assert continues([], after, ENGLISH) is False
    if runs_on([(before, 0, 0)], after, ENGLISH):
        assert continues([(before, 0, 0)], after, ENGLISH)
