"""The ledger of what is followed: its files exist, and what it says of deviations is so."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from infobox.reading import read_boxes

ROOT = Path(__file__).parent.parent
LEDGER = tomllib.loads((ROOT / "upstream.toml").read_text("utf-8"))


@pytest.mark.parametrize("entry", LEDGER["followed"], ids=lambda entry: entry["what"])
def test_what_is_followed_has_a_state_a_source_and_files(entry: dict[str, Any]) -> None:
    assert entry["state"]
    assert entry["source"]
    assert entry["where"]
    for name in entry["where"]:
        assert (ROOT / name).is_file(), name


def at(value: Any, path: str) -> Any:
    """What stands at a path of a record as JSON; None where it is left out."""
    for step in re.findall(r"\w+", path):
        value = value[int(step)] if step.isdigit() else value.get(step)
        if value is None:
            break
    return value


@pytest.mark.parametrize("entry", LEDGER["deviation"], ids=lambda entry: entry["here"])
def test_a_deviation_is_as_the_ledger_says(entry: dict[str, Any]) -> None:
    assert entry["from"] in {followed["what"] for followed in LEDGER["followed"]}
    assert entry["why"]
    [reading] = read_boxes(entry["page"].replace("LONG", "a" * 20_000))
    assert at(msgspec.to_builtins(reading.record), entry["path"]) == json.loads(entry["value"])
    if "says" in entry:
        assert any(entry["says"] in problem.message for problem in reading.problems)
