"""Edits of a page: cases in ``edits.toml``. What holds of any edits is in ``tests/editing/test_edits.py``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox.markup.edits import Edit, applied, as_written, normalized
from infobox.markup.line_ends import LineEnds

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("edits.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_edits(case: dict[str, Any]) -> None:
    page = case["page"]
    edits = [Edit(*edit) for edit in case["edits"]]
    same = [Edit(*edit) for edit in case.get("normalized", case["edits"])]
    assert applied(page, edits) == case["done"]
    assert normalized(page, edits) == same
    assert normalized(page, same) == same


@pytest.mark.parametrize(
    ("written", "edit", "expected"),
    [
        ("a\r\nb\nc", Edit(2, 3, "X"), Edit(3, 4, "X")),
        ("a\r\nb", Edit(1, 2, ""), Edit(1, 3, "")),
        ("a\r\nb", Edit(2, 2, "X\nY"), Edit(3, 3, "X\r\nY")),
        ("a\rb", Edit(1, 2, "\n"), Edit(1, 2, "\r")),
        ("a\nb", Edit(1, 2, "\n\n"), Edit(1, 2, "\n\n")),
    ],
)
def test_edits_of_the_text_are_edits_of_the_page_as_written(written: str, edit: Edit, expected: Edit) -> None:
    page = LineEnds(written)
    assert as_written([edit], page, 0, len(page.text)) == [expected]
