"""Records of other versions of the format, case by case in ``versions.toml``."""

from __future__ import annotations

import tomllib
import warnings
from pathlib import Path
from typing import Any

import pytest

import infobox
from infobox.record import Conflict, RecordError
from infobox.versions import FORMAT
from tests.command_line import Maker, Runner

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("versions.toml").read_text("utf-8"))["case"]


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
    assert record.width == "5px"
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


@pytest.mark.parametrize(("before", "after", "path"), [("", "", "$"), ("[", "]", "$[0]")])
def test_commands_refuse_another_major_version_in_one_line(run: Runner, page: Maker, before: str, after: str, path: str) -> None:
    records = page(f'{before}{{"schema": "military-conflict/2.0", "weather": "fog"}}{after}', "records")
    reason = f'{path}.schema: "military-conflict/2.0": expected military-conflict/1.N (the versions that this release reads)'
    for command in (("write", records), ("diff", records, records)):
        assert run(*command) == (2, "", f"{records}:1:{12 + len(before)}: {reason}\n")


def test_a_later_version_in_an_array_is_not_what_is_wrong(run: Runner, page: Maker) -> None:
    records = page('[{"schema": "military-conflict/1.7", "width": 5}]', "records")
    assert "$[0].width" in run("write", records).err


def test_what_a_slip_holds_is_not_lost_in_a_page(run: Runner, page: Maker) -> None:
    slip = page('{"schema": "military-conflict/1.0", "sides": [{"comanders": []}]}', "records")
    refused = run("write", slip)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.count("\n") == 1
    assert "$.sides[0].comanders" in refused.err
