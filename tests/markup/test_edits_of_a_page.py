"""Edits of a page in the form in which each can be done by itself, case by case in ``edits.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox.markup.edits import Edit, applied, normalized

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("edits.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_edits(case: dict[str, Any]) -> None:
    edits = [Edit(*edit) for edit in case["edits"]]
    assert [list(edit) for edit in normalized(case["page"], edits)] == case["normalized"]
    assert applied(case["page"], edits) == case["done"]
