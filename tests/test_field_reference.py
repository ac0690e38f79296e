"""docs/fields.md: it is up to date, shows every field, and its wordings are read as it says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

import infobox
from tools import field_reference

DOCUMENT = Path(__file__).parent.parent / "docs" / "fields.md"
WORDINGS = {
    name: dict(words) for name, words in tomllib.loads(Path(field_reference.__file__).with_suffix(".toml").read_text("utf-8")).items()
}
CASES = [(words["field"], word, wording) for words in WORDINGS.values() for word, wording in words.items() if word != "field"]
SCHEMA = infobox.json_schema()


def fields(value: dict[str, Any], part: str) -> Iterator[tuple[str, str]]:
    """The fields of a record and its parts, each with the part under which it is described."""
    properties = (SCHEMA if part == "Conflict" else SCHEMA["$defs"][part])["properties"]
    for field, held in value.items():
        yield field_reference.described(part, field)
        if inner := field_reference.inner(properties[field]):
            for one in held if isinstance(held, list) else [held]:
                yield from fields(one, inner)


def test_the_page_is_up_to_date() -> None:
    assert DOCUMENT.read_text("utf-8") == field_reference.page(), "run: make schema"


def test_the_records_have_every_field_that_a_page_can_fill() -> None:
    parts = {"Conflict": SCHEMA, **SCHEMA["$defs"]}
    parts.pop("RecordedFinding")
    every = {field_reference.described(name, field) for name, part in parts.items() for field in part["properties"]}
    found = {one for record in field_reference.records() for one in fields(record, "Conflict")}
    assert found == {(part, field) for part, field in every if field not in field_reference.ON_REQUEST}


def test_every_field_of_a_record_leads_to_its_description() -> None:
    text = DOCUMENT.read_text("utf-8")
    anchors = re.findall(r'<a id="([^"]+)">', text)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'<a href="#([^"]+)">', text)) <= set(anchors)


@pytest.mark.parametrize("name", WORDINGS)
def test_every_word_has_a_wording(name: str) -> None:
    assert {*WORDINGS[name]} - {"field"} == {*get_args(getattr(infobox, name))}


@pytest.mark.parametrize(("field", "word", "wording"), CASES)
def test_wordings_are_read_as_the_page_says(field: str, word: str, wording: str) -> None:
    parameter = {"result": "result", "commanders": "commander1"}.get(field, f"{field}1")
    record = infobox.read(f"{{{{Infobox military conflict\n| combatant1 = [[Greece]]\n| {parameter} = {wording}\n}}}}")
    assert record is not None
    if field == "result":
        assert record.result is not None
        assert record.result.outcome == word
        return
    [item] = getattr(record.sides[0], field)
    found = (
        item.fates if field == "commanders" else [getattr(one, "kind" if field == "casualties" else "category") for one in item.quantities]
    )
    assert found == [word]
