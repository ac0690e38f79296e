"""What differs between two records: cases in ``comparing.toml``, and what is true of any."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox.comparing import compare, compare_all, pairs
from infobox.reading import read_boxes
from infobox.record import Conflict

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("comparing.toml").read_text("utf-8"))["case"]
PAGES = sorted((Path(__file__).parent.parent / "fixtures").rglob("*.wikitext"))


def record(values: str, name: str = "X") -> Conflict:
    return read_boxes(f"{{{{Infobox military conflict\n| conflict = {name}\n{values}\n}}}}")[0].record


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['old']} -> {case['new']}")
def test_says_what_differs(case: dict[str, Any]) -> None:
    assert [str(change) for change in compare(record(case["old"]), record(case["new"]))] == case["lines"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_record_does_not_differ_from_itself(path: Path) -> None:
    for reading in read_boxes(path.read_text("utf-8")):
        assert compare(reading.record, copy.deepcopy(reading.record)) == []


def test_infoboxes_of_one_name_are_compared_with_each_other() -> None:
    one, two = record("| strength1 = 5 men", "A"), record("| strength1 = 6 men", "B")
    assert compare_all([one, two], [two, one]) == []
    changed = record("| strength1 = 7 men", "B")
    assert [str(change) for change in compare_all([one, two], [changed, one])] == ["infobox 2: side 1, strength: men 6 → 7"]


def test_names_count_before_positions() -> None:
    one, two = record("| strength1 = 5 men", "A"), record("| strength1 = 6 men", "B")
    assert pairs([one, two], [two]) == [(0, None), (1, 0)]
    assert pairs([two], [one, two]) == [(0, 1), (None, 0)]
    assert pairs([one, two], [record("", "C"), one]) == [(0, 1), (1, None), (None, 0)]
    assert pairs([record("", "C"), two], [record("", "D"), two]) == [(0, 0), (1, 1)]


def test_one_infobox_more_and_one_fewer() -> None:
    one, two = record("| strength1 = 5 men", "A"), record("", "B")
    assert {change.action for change in compare_all([one], [one, two])} == {"added"}
    assert {change.action for change in compare_all([one, two], [one])} == {"removed"}
