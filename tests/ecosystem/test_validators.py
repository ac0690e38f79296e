"""Validators other than the one that `infobox validate` uses agree with it about the schema."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from infobox.versions import FORMAT
from tests.ecosystem.needed import SCHEMA, node
from tests.fixture_records import fixture_records

REFUSED: dict[str, dict[str, Any]] = {
    "no version": {"width": "5px"},
    "unknown field": {"schema": FORMAT, "weather": "fog"},
    "unknown field of a part": {"schema": FORMAT, "page": {"name": "Leros"}},
    "empty": {"schema": FORMAT, "width": ""},
    "long span": {"schema": FORMAT, "conflict": {"text": "A", "span": [1, 2, 3]}},
    "short span": {"schema": FORMAT, "conflict": {"text": "A", "span": [1]}},
    "span of words": {"schema": FORMAT, "conflict": {"text": "A", "span": ["1", "2"]}},
    "row where there are none": {"schema": FORMAT, "sides": [{"units": [{"text": "A", "row": "a"}]}, {}]},
    "row deep in items": {"schema": FORMAT, "sides": [{"combatants": [{"text": "A", "items": [{"text": "B", "row": "a"}]}]}, {}]},
    "combatants under all sides": {"schema": FORMAT, "joint": {"combatants": [{"text": "A"}]}},
    "end of what is ongoing": {"schema": FORMAT, "date": {"start": "1943", "end": "1944", "ongoing": True}},
    "latitude alone": {"schema": FORMAT, "coordinates": {"latitude": 5}},
    "no date": {"schema": FORMAT, "date": {"start": "May 1943"}},
    "six sides": {"schema": FORMAT, "sides": [{}] * 6},
    "unknown map parameter": {"schema": FORMAT, "map": {"weather": "fog"}},
    "deep item": {"schema": FORMAT, "territory": [{"text": "A", "items": [{"text": "B", "items": [{"text": 5}]}]}]},
}


def test_ajv_compiles_the_schema_in_strict_mode_and_validates_records() -> None:
    records = [*fixture_records(), *REFUSED.values()]
    verdicts = node("ajv.mjs", SCHEMA, stdin="\n".join(json.dumps(record) for record in records)).splitlines()
    assert [json.loads(verdict) == [] for verdict in verdicts] == [True] * len(fixture_records()) + [False] * len(REFUSED)


@pytest.mark.parametrize("record", REFUSED.values(), ids=REFUSED)
def test_validators_refuse_the_same(record: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert not Draft202012Validator(schema).is_valid(record)
    assert not jsonschema_rs.validator_for(schema).is_valid(record)


def test_jsonschema_rs_validates_records() -> None:
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8")))
    for record in fixture_records():
        validator.validate(record)
