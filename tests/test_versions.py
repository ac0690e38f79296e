"""Records of other versions of the format, case by case in ``versions.toml``."""

from __future__ import annotations

import json
import tomllib
import warnings
from pathlib import Path
from typing import Any

import pytest

import infobox
from infobox.record import Conflict, RecordError
from infobox.schema import json_schema
from infobox.versions import FORMAT
from tests.command_line import Maker, Runner
from tests.fixture_records import fixture_records
from tests.test_published_schemas import parts, referred

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("versions.toml").read_text("utf-8"))["case"]
SCHEMA = json_schema()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_versions(case: dict[str, Any]) -> None:
    assert (infobox.validate(case["record"]) == []) == case["valid"]
    if "refused" in case:
        with pytest.raises(RecordError) as refused:
            Conflict.from_json(case["record"])
        assert case["refused"] in str(refused.value)
        assert "\n" not in str(refused.value)
        return
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        record = Conflict.from_json(case["record"])
    assert json.loads(record.to_json()) == {"schema": FORMAT, **json.loads(case.get("read", '{"width": "5px"}'))}
    assert record.schema == FORMAT
    assert [field for warning in caught for field in warning.message.fields] == case.get("ignored", [])  # type: ignore[union-attr]
    assert len(caught) == bool(case.get("ignored"))
    assert infobox.validate(record) == []


LATER = '{"schema": "military-conflict/1.7", "weather": "fog", "conflict": {"text": "A", "mood": 1}}\n'


def test_a_command_reports_ignored_fields_once(run: Runner, page: Maker) -> None:
    records = page(LATER * 3, "records")
    written = run("write", records)
    assert written.status == 0
    assert written.err == f"{records}: 2 fields unknown to {FORMAT} were ignored: conflict.mood, weather\n"


def test_fields_ignored_in_several_files_are_reported_in_one_line(run: Runner, page: Maker) -> None:
    old, new = page(LATER, "old"), page(LATER.replace("weather", "season"), "new")
    compared = run("diff", old, new)
    assert (compared.status, compared.out) == (0, "")
    assert compared.err == f"{old}, {new}: 3 fields unknown to {FORMAT} were ignored: conflict.mood, season, weather\n"


def test_a_command_reports_ignored_values_too(run: Runner, page: Maker) -> None:
    ended = '{"schema": "military-conflict/1.7", "result": {"outcome": "truce", "items": [{"text": "A"}]}}\n'
    written = run("write", page(ended, "records"))
    assert (written.status, written.err.partition(": ")[2]) == (0, f'1 value unknown to {FORMAT} was ignored: result.outcome = "truce"\n')
    written = run("write", page(ended + LATER, "records"))
    found = 'conflict.mood, result.outcome = "truce", weather'
    assert (written.status, written.err.partition(": ")[2]) == (0, f"3 fields or values unknown to {FORMAT} were ignored: {found}\n")


def test_validation_names_its_version_and_takes_a_later_one_for_no_slip(run: Runner, page: Maker) -> None:
    checked = run("validate", page('{"schema": "military-conflict/1.7"}\n{"schema": "military-conflct/1.0"}\n', "records"))
    later, slip = [line.partition("expected one of ")[2] for line in checked.out.splitlines()]
    assert checked.status == 1
    assert later == f"military-conflict/1, military-conflict/1.0, {FORMAT}"
    assert slip == f"{later} (did you mean `military-conflict/1.0`?)"
    assert f"({FORMAT})" in checked.out + checked.err


def test_a_value_of_a_later_version_is_not_what_is_wrong(run: Runner, page: Maker) -> None:
    records = page('{"schema": "military-conflict/1.7", "result": {"outcome": "truce"}, "width": 5}', "records")
    written = run("write", records)
    assert (written.status, written.err.count("\n")) == (2, 1)
    assert "$.width" in written.err


@pytest.mark.parametrize(("before", "after", "path"), [("", "", "$"), ("[", "]", "$[0]")])
def test_commands_refuse_another_major_version_in_one_line(run: Runner, page: Maker, before: str, after: str, path: str) -> None:
    records = page(f'{before}{{"schema": "military-conflict/2.0", "weather": "fog"}}{after}', "records")
    reason = f'{path}.schema: "military-conflict/2.0": expected military-conflict/1.N (the versions that this release reads)'
    for command in (("write", records), ("diff", records, records)):
        assert run(*command) == (2, "", f"{records}:1:{12 + len(before)}: {reason}\n")


def test_each_record_of_an_array_has_its_own_version(run: Runner, page: Maker) -> None:
    later, own = (f'{{"schema": "military-conflict/1.{minor}", "result": {{"outcome": "truce"}}}}' for minor in (7, 0))
    assert run("write", page(f"[{later}]", "later")).status == 0
    written = run("write", page(f"[{later}, {own}]", "mixed"))
    assert (written.status, written.err.count("\n")) == (2, 1)
    assert '$[1].result.outcome: "truce"' in written.err


def reworded(value: Any, name: str, word: str) -> Any:
    """A record, or a part of one, with a word in place of all that are limited to certain words, or without them if it is empty."""
    if isinstance(value, list):
        return [reworded(inner, name, word) for inner in value]
    if not name or not isinstance(value, dict):
        return value
    made: dict[str, Any] = {}
    for field, inner in value.items():
        stated = parts(SCHEMA)[name]["properties"][field]
        if "enum" in stated and field != "schema":
            made[field] = word
        elif "enum" in stated.get("items", {}):
            made[field] = [word for _ in inner if word]
        else:
            made[field] = reworded(inner, referred(stated), word)
    return {field: inner for field, inner in made.items() if inner or inner == value[field]}


@pytest.mark.filterwarnings("ignore::infobox.UnknownFieldsWarning")
def test_records_with_values_of_a_later_version_are_read_as_without_them() -> None:
    limited = 0
    for record in fixture_records():
        later = reworded(record, "Conflict", "new word") | {"schema": "military-conflict/1.9"}
        without = reworded(record, "Conflict", "")
        assert Conflict.from_json(json.dumps(later)).to_json() == Conflict.from_json(json.dumps(without)).to_json()
        limited += without != record
    assert limited > 10


def test_a_later_version_in_an_array_is_not_what_is_wrong(run: Runner, page: Maker) -> None:
    records = page('[{"schema": "military-conflict/1.7", "width": 5}]', "records")
    assert "$[0].width" in run("write", records).err


def test_what_a_slip_holds_is_not_lost_in_a_page(run: Runner, page: Maker) -> None:
    slip = page('{"schema": "military-conflict/1.0", "sides": [{"comanders": []}]}', "records")
    refused = run("write", slip)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.count("\n") == 1
    assert "$.sides[0].comanders" in refused.err
