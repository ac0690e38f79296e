"""Edits as pairs of texts: cases in ``pairs.toml``; those that are refused in ``refused.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

import infobox
from infobox.record import Conflict

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text("utf-8"))["case"]
REFUSED: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("refused.toml").read_text("utf-8"))["case"]


def page(values: str) -> str:
    end = "\r\n" if "\r\n" in values else "\n"
    return f"Before.{end}{{{{Infobox military conflict{end}{values}{end}}}}}{end}After."


def change(record: Conflict, steps: list[list[Any]]) -> Conflict:
    """The record with the steps done."""
    full = msgspec.to_builtins(record)
    for action, path, *rest in steps:
        *above, last = path.split(".")
        place = full
        for step in above:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, [])
        if isinstance(place, list):
            last = int(last)
        if action == "set":
            place[last] = rest[0]
        elif action == "append":
            place.setdefault(last, []).append(rest[0])
        elif action == "insert":
            place.insert(last, rest[0])
        elif action == "delete":
            del place[last]
        else:
            place.insert(rest[0], place.pop(last))
    return Conflict.from_json(msgspec.json.encode(full))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_an_edit_changes_what_it_has_to(case: dict[str, Any]) -> None:
    before = page(case["before"])
    record = infobox.read(before)
    assert record is not None
    wanted = change(record, case["change"])
    assert wanted.write(into=before) == page(case["after"])


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["why"])
def test_what_the_page_cannot_say_is_refused(case: dict[str, Any]) -> None:
    before = page(case["before"])
    record = infobox.read(before)
    assert record is not None
    with pytest.raises(infobox.WriteError) as error:
        change(record, case["change"]).write(into=before)
    assert str(error.value) == case["message"]


def test_changed_fields_make_words_where_there_are_none() -> None:
    record = Conflict(schema="military-conflict/1", sides=[infobox.Side(commanders=[infobox.Item(name="A B", qualifiers=["until 1943"])])])
    [found] = infobox.read_all(record.write())
    assert found.sides[0].commanders[0].text == "A B (until 1943)"


def test_a_very_long_list_is_written_and_read() -> None:
    units = [infobox.Item(text=f"Unit {number} | {{{{=}}}} * ميدان", name=f"Unit {number} | {{{{=}}}} * ميدان") for number in range(3000)]
    record = Conflict(schema="military-conflict/1", sides=[infobox.Side(units=units), infobox.Side()])
    [found] = infobox.read_all(record.write())
    assert found.sides == record.sides
