"""The schemas of all versions of the format: they stay as they were published, and a minor version only adds to the one before."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from infobox.schema import FILE, json_schema
from infobox.versions import FORMAT
from tests.fixture_records import ROOT, fixture_records

FOLDER = ROOT / "schemas"
SUMS = {line[66:]: line[:64] for line in (FOLDER / "SHA256SUMS").read_text("utf-8").splitlines()}
"""The published files and their digests, as `sha256sum --check` reads them."""
EARLIER = {name: json.loads((FOLDER / name).read_text("utf-8")) for name in SUMS}
NEWEST = json_schema()


def parts(schema: dict[str, Any]) -> dict[str, Any]:
    """The objects of a schema by name; the first version has the record itself among the definitions."""
    return {"Conflict": schema, **schema["$defs"]}


def fields(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"{name}.{field}": stated for name, part in parts(schema).items() for field, stated in part.get("properties", {}).items()}


def referred(stated: dict[str, Any]) -> str:
    """The name of the object that a field holds or lists, or nothing."""
    inner = stated.get("items") or stated  # `false` after the two numbers of a span of the first version
    references = [part["$ref"] for part in (inner, *inner.get("allOf", ())) if "$ref" in part]
    return references[0].removeprefix("#/$defs/") if references else ""


def known_to(schema: dict[str, Any], value: Any, name: str = "Conflict") -> Any:
    """A record, or a part of one, without the fields that a version does not know."""
    if isinstance(value, list):
        return [known_to(schema, inner, name) for inner in value]
    if not name or not isinstance(value, dict):
        return value
    known = parts(schema)[name]["properties"]
    return {field: known_to(schema, inner, referred(known[field])) for field, inner in value.items() if field in known}


@pytest.mark.parametrize("name", SUMS)
def test_a_published_schema_stays_as_it_is(name: str) -> None:
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == SUMS[name]


def test_the_types_for_typescript_are_those_of_the_newest_schema() -> None:
    digest = hashlib.sha256((FOLDER / FILE).read_bytes()).hexdigest()
    assert digest in (FOLDER / "military-conflict.d.ts").read_text("utf-8").partition("*/")[0], "renew them, where Node.js is: make schema"


def test_every_version_but_the_newest_has_its_file() -> None:
    numbered = sorted(path.name for path in FOLDER.glob("*.schema.json") if path.name != FILE)
    assert numbered == sorted(SUMS)
    minor = int(FORMAT.rpartition(".")[2])
    assert {f"military-conflict-1.{number}.schema.json" for number in range(minor)} <= set(SUMS)


def test_a_version_that_is_published_gets_no_more_fields() -> None:
    """Until then, the newest has no file with its number."""
    own = f"military-conflict-{FORMAT.rpartition('/')[2]}.schema.json"
    assert EARLIER.get(own, NEWEST) == NEWEST, "this needs the next minor version: infobox/versions.py"


@pytest.mark.parametrize("earlier", EARLIER.values(), ids=EARLIER)
def test_a_minor_version_only_adds(earlier: dict[str, Any]) -> None:
    now = fields(NEWEST)
    for name, stated in fields(earlier).items():
        assert set(stated.get("enum", ())) <= set(now[name].get("enum", ())), name
        assert referred(stated) == referred(now[name])
    for name, part in parts(earlier).items():
        assert set(parts(NEWEST)[name].get("required", ())) <= set(part.get("required", ())), name


@pytest.mark.parametrize("earlier", EARLIER.values(), ids=EARLIER)
def test_a_minor_version_does_not_limit_what_a_field_can_hold(earlier: dict[str, Any]) -> None:
    limits = (
        "pattern",
        "minimum",
        "maximum",
        "minLength",
        "minItems",
        "maxItems",
        "minProperties",
        "additionalProperties",
        "propertyNames",
    )
    for before, now in ((fields(earlier), fields(NEWEST)), (parts(earlier), parts(NEWEST))):
        for name, stated in before.items():
            assert {key: now[name].get(key) for key in limits} == {key: stated.get(key) for key in limits}, name
            assert now[name].get("type") == stated.get("type") or "type" not in stated, name


@pytest.mark.parametrize("earlier", EARLIER.values(), ids=EARLIER)
def test_what_an_earlier_version_calls_an_example_is_one_still(earlier: dict[str, Any]) -> None:
    for name, stated in fields(earlier).items():
        validator = Draft202012Validator({**fields(NEWEST)[name], "$defs": NEWEST["$defs"]})
        for example in stated["examples"]:
            validator.validate(example)


@pytest.mark.parametrize("earlier", EARLIER.values(), ids=EARLIER)
def test_without_what_an_earlier_version_does_not_know_a_record_is_one_of_both(earlier: dict[str, Any]) -> None:
    version = fields(earlier)["Conflict.schema"]["enum"][-1]
    for record in fixture_records():
        reduced = known_to(earlier, record) | {"schema": version}
        assert not list(Draft202012Validator(earlier).iter_errors(reduced))
        assert not list(Draft202012Validator(NEWEST).iter_errors(reduced))


def test_the_fixtures_have_most_fields() -> None:
    """So that the tests with their records say something."""
    used = {"Conflict": set[str]()}

    def note(value: Any, name: str) -> None:
        for inner in value if isinstance(value, list) else [value]:
            if name and isinstance(inner, dict):
                used.setdefault(name, set()).update(inner)
                for field, part in inner.items():
                    note(part, referred(parts(NEWEST)[name]["properties"][field]))

    note(list(fixture_records()), "Conflict")
    assert len(fixture_records()) > 50
    assert set(parts(NEWEST)) - set(used) <= {"RecordedFinding", "Losses", "Sum"}
