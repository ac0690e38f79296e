"""Pages that ask bots to stay away are left alone."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox.live.exclusion import excluded

CASES = tomllib.loads(Path(__file__).with_name("exclusions.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_page_keeps_away_whom_it_names(case: dict[str, Any]) -> None:
    found = excluded(case["text"], "InfoboxBot@tests")
    assert bool(found) == case["away"], case["why"]
    assert found in case["text"]


@pytest.mark.parametrize("piece", ["{{bots|", "{{ ", "{{bots|deny=", "{{bots|a|", "{{bots    "])
def test_it_takes_linear_time(piece: str) -> None:
    started = time.process_time()
    assert excluded(piece * 100_000, "A") == ""
    assert time.process_time() - started < 2
