"""Which templates of a page are infoboxes, and their parameters, case by case in ``box.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox import box

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("box.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_boxes(case: dict[str, Any]) -> None:
    page = case["page"]
    found = box.find(page)
    assert [f"{each.name} {each.start}-{each.end}{'' if each.closed else ' unclosed'}" for each in found] == case["boxes"]
    if "names" in case:
        parameters = found[0].parameters
        assert [part.written + (f" > {part.name}" if part.name != part.written else "") for part in parameters] == case["names"]
        assert [page[part.value_start : part.value_end] for part in parameters] == case["values"]
        assert all(page[part.start] == "|" for part in parameters)
