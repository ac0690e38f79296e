"""Infoboxes in the idioms of other Wikipedias: cases in ``wikis/``, one file a language."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from infobox.reading import Reading, read_boxes
from infobox.record import bare
from infobox.writing import write
from tests.language.boxes import at, named, reading_of


def cases() -> list[Any]:
    """The cases of all files, each with its wiki, its template and the text of its page."""
    found: list[Any] = []
    for file in sorted(Path(__file__).with_name("wikis").glob("*.toml")):
        held = tomllib.loads(file.read_text("utf-8"))
        found += (pytest.param(held | case, id=f"{file.stem}: {case['why']}") for case in held["case"])
    return found


def of_case(case: dict[str, Any]) -> tuple[str, Reading]:
    return reading_of(case["template"], case["values"], case["wiki"])


@pytest.mark.parametrize("case", cases())
def test_reads(case: dict[str, Any]) -> None:
    _, reading = of_case(case)
    record = msgspec.to_builtins(reading.record)
    assert {path: named(at(record, path), wanted) for path, wanted in case["read"].items()} == case["read"]
    if "problems" in case:
        assert [problem.parameter for problem in reading.problems] == case["problems"]


@pytest.mark.parametrize("case", cases())
def test_a_record_is_written_and_read_again_as_the_same(case: dict[str, Any]) -> None:
    page, reading = of_case(case)
    record = reading.record
    assert write(record, into=page) == page
    [again] = read_boxes(write(record), page=record.page)
    assert bare(again.record) == bare(record)
