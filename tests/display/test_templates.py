"""What a reader sees of templates: cases in ``templates.toml``."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infobox.templates.profile import default
from tests.invariants import assert_invariants

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("templates.toml").read_text("utf-8"))["case"]


def _lines(value: Any) -> Iterator[dict[str, Any]]:
    """All items of a list in order, items under another after it; a value of words alone."""
    for line in value if isinstance(value, list) else [value]:
        yield line
        yield from _lines(line.get("items", []))


def _link(link: dict[str, str]) -> str:
    return link["target"] if link["target"] == link["text"] else f"{link['target']}|{link['text']}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['why']}: {case['value'][:40]}")
def test_what_a_reader_sees(case: dict[str, Any]) -> None:
    field = case.get("field", "combatant1")
    [reading] = assert_invariants(f"{{{{Infobox military conflict\n| {field} = {case['value']}\n}}}}")
    record = json.loads(reading.record.to_json())
    sided = default().field(field) if default().definitions[field].number else None
    found = list(_lines(record.get(field, []) if sided is None else record["sides"][0].get(sided, [])))
    assert [line.get("text", "") for line in found] == case.get("lines", [])
    assert [_link(link) for line in found for link in line.get("links", [])] == case.get("links", [])
    assert [flag.get("of") or flag["image"] for line in found for flag in line.get("flags", [])] == case.get("flags", [])
    assert record.get("unresolved", []) == case.get("unknown", [])
    assert [problem.message for problem in reading.problems] == case.get("reports", [])
