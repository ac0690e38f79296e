"""The published schema, and validation against it: place, path, value and what was expected."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import infobox
from infobox import validity
from infobox.positions import FieldPath, Lines, locate, written
from infobox.record import FORMAT, Conflict, Date, Item, Quantity, RecordError, Side, Text
from infobox.schema import FILE, Fault, described, examine, json_schema, passes, published, records, rendered, validate

MADE = json_schema()
VALIDATOR = Draft202012Validator(MADE)
PARTS: dict[str, dict[str, Any]] = {"Conflict": MADE, **MADE["$defs"]}
FIELDS = [(name, field, stated) for name, part in PARTS.items() for field, stated in part["properties"].items()]


def record(**fields: object) -> str:
    return json.dumps({"schema": "military-conflict/1", **fields}, ensure_ascii=False)  # a name of the first version, too


# --- the schema


def test_the_published_file_is_the_one_the_types_make() -> None:
    assert published() == rendered(), f"renew it with: python -m infobox.schema > schemas/{FILE}"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(MADE)
    assert MADE["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert MADE["$id"]
    assert MADE["title"]


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_every_object_is_closed_and_described(part: dict[str, Any]) -> None:
    assert part["additionalProperties"] is False
    assert part["description"]


@pytest.mark.parametrize(("name", "field", "stated"), FIELDS, ids=[f"{name}.{field}" for name, field, _ in FIELDS])
def test_every_field_has_a_description_and_examples_that_are_valid(name: str, field: str, stated: dict[str, Any]) -> None:
    assert stated["description"].endswith(".")
    assert stated["examples"]
    validator = Draft202012Validator({**stated, "$defs": MADE["$defs"]})
    for example in stated["examples"]:
        validator.validate(example)


# --- validation: cases

VALID = [
    record(),
    record(conflict={"text": "Battle of Leros"}, date={"text": "1943", "start": "1943", "end": "1943~"}),
    record(date={"start": "-0048-04-19", "end": "04XX"}),
    record(coordinates={"latitude": -37.5, "longitude": 26}),
    record(page={"title": "A", "id": 5}, template={"start": 0, "end": 10}, conflict={"text": "A", "span": [3, 4]}),
    record(other={"start": "no date", "span": "x"}),
    record(conflict={"text": "A", "flags": [{"of": "B"}]}, sides=[{}, {"units": [{"text": "u", "heading": False}]}]),
    f"[{record()},\n{record()}]",
    "[]",
    f"{record()}\n{record()}\n",
    f"\n{record()}\r\n\r\n{record()}",
    "\ufeff" + record(),
    json.dumps(json.loads(record(conflict={"text": "A"})), indent=1),
    json.dumps(json.loads(record(sides=[{}, {}])), indent=0),
]


@pytest.mark.parametrize("data", VALID)
def test_valid(data: str) -> None:
    assert validate(data) == []
    assert validate(data.encode()) == []


FAULTS = {
    "nothing": ("", 1, 1, "$", "nothing", "a JSON value"),
    "blank": ("\n \n", 3, 1, "$", "nothing", "a JSON value"),
    "cut off": ('{"schema":', 1, 11, "$", "nothing", "a JSON value"),
    "single quotes": ("{'schema': 1}", 1, 2, "$", "'schema': 1}", "a field's name in double quotes"),
    "no colon": ('{\n "schema" 1}', 2, 11, "$", "1}", "':' delimiter"),
    "more behind": (f"{record()}]", 1, 34, "$", "]", "nothing more after the JSON value"),
    "no JSON number": ('{"a": [1, NaN]}', 1, 11, "$", "NaN", "a number that JSON allows"),
    "endless number": ('{"a":' + "1" * 5000 + "}", 1, 6, "$", "1" * 60, "a number with fewer digits"),
    "half a character": (
        record(width="x").replace('"x"', '"\\ud800"'),
        1,
        44,
        "$",
        '"\\ud800"',
        "whole characters, not half of a surrogate pair",
    ),
    "too deep": ("[" * 100_000, 1, 1, "$", '"' + "[" * 59 + '…"', "fewer levels of nesting"),
    "no record": ("null", 1, 1, "$", "null", "an object"),
    "a word": ('"x"', 1, 1, "$", '"x"', "an object"),
    "no schema": ("{}", 1, 1, "$", "{}", "the field `schema`"),
    "other schema": (
        '{"schema": "ship/1"}',
        1,
        12,
        "$.schema",
        '"ship/1"',
        "one of military-conflict/1, military-conflict/1.0, military-conflict/1.1",
    ),
    "wrong type": (record(conflict={"text": 5}), 1, 56, "$.conflict.text", "5", "a string"),
    "null": (record(notes=None), 1, 44, "$.notes", "null", "an object, or the field left out"),
    "null word": (record(result={"outcome": None}), 1, 57, "$.result.outcome", "null", None),
    "empty": (record(width=""), 1, 44, "$.width", '""', "a value, or the field left out"),
    "empty list": (record(sides=[]), 1, 44, "$.sides", "[]", "a value, or the field left out"),
    "unknown field": (record(sidez=[]), 1, 44, "$.sidez", "[]", "no field with this name in military-conflict/1.1 (did you mean `sides`?)"),
    "odd name": (record(**{"a b": 1}), 1, 42, '$["a b"]', "1", "no field with this name in military-conflict/1.1"),
    "not one of": (record(sides=[{"commanders": [{"fates": ["dead"]}]}]), 1, None, "$.sides[0].commanders[0].fates[0]", '"dead"', None),
    "no date": (
        record(date={"start": "May 1943"}),
        1,
        53,
        "$.date.start",
        '"May 1943"',
        "a date in EDTF, such as 1944-01-17, 1944-01, 1944 or 1944~",
    ),
    "month 13": (record(date={"end": "1943-13"}), 1, 51, "$.date.end", '"1943-13"', None),
    "short span": (record(conflict={"span": [1]}), 1, 56, "$.conflict.span", "[…]", "an array of two whole numbers, start and end"),
    "long span": (record(conflict={"span": [1, 2, 3]}), 1, 56, "$.conflict.span", "[…]", "an array of two whole numbers, start and end"),
    "negative": (record(page={"id": -1}), 1, 50, "$.page.id", "-1", "a number not below 0"),
    "true for a number": (record(page={"id": True}), 1, 50, "$.page.id", "true", "a whole number"),
    "off the earth": (record(coordinates={"latitude": 91, "longitude": 1}), 1, 63, "$.coordinates.latitude", "91", "a number not above 90"),
    "second of an array": (f"[{record()},\n  7]", 2, 3, "$[1]", "7", "an object"),
    "third line": (f"{record()}\n\n{record(width=1)}\n", 3, 44, "$.width", "1", "a string"),
    "broken line": (f'{record()}\n{{"schema": ', 2, 12, "$", "nothing", "a JSON value"),
    "named twice": ('{"schema":"military-conflict/1","width":"1px",\n"width":"2"}', 2, 9, "$.width", '"2"', "each name only once"),
    "escaped name": (record(width=1).replace('"width"', '"wid\\u0074h"'), 1, 49, "$.width", "1", "a string"),
}


@pytest.mark.parametrize(("data", "line", "column", "path", "value", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_says_where_and_what(data: str, line: int, column: int | None, path: str, value: str, expected: str | None) -> None:
    [fault] = validate(data)
    assert (fault.line, fault.path, fault.value) == (line, path, value)
    assert column is None or fault.column == column
    assert expected is None or fault.expected == expected
    assert validate(data.encode()) == [fault]


def test_several_faults_come_in_the_order_of_the_text() -> None:
    faults = validate(record(width=1, sides=[{"units": [{"text": None}]}], other={"a": 2}))
    assert [fault.path for fault in faults] == ["$.width", "$.sides[0].units[0].text", "$.other.a"]


def test_words_of_a_choice_are_listed_and_the_nearest_is_named() -> None:
    [fault] = validate(record(result={"outcome": "victry"}))
    assert "decisive_victory" in fault.expected
    assert fault.expected.endswith("(did you mean `victory`?)")


def test_long_values_are_shortened_to_one_line() -> None:
    [fault] = validate(record(page={"id": "x\n" * 500}))
    assert len(fault.value) < 130
    assert "\n" not in fault.value


def test_bytes_that_are_not_utf8_are_a_fault_with_its_place() -> None:
    assert validate(b'{\n"a": "\xff"}') == [Fault(2, 7, "$", "byte 0xFF", "UTF-8 (offset 8)")]


def test_faults_are_reported_record_by_record() -> None:
    assert [len(faults) for faults in examine(f"[{record()}, {record(width=1, map=2)}, {record()}]")] == [0, 2, 0]
    assert [len(faults) for faults in examine(f"{record(width=1)}\n{record()}\n{record(width=1)}")] == [1, 0, 1]


def test_the_users_function_takes_records_and_dicts_too() -> None:
    assert infobox.validate(Conflict(schema=FORMAT)) == []
    assert infobox.validate({"schema": FORMAT}) == []
    assert infobox.validate(record()) == []
    assert [fault.path for fault in infobox.validate({"schema": FORMAT, "sides": 5})] == ["$.sides"]
    wrong: Any = Conflict(schema=FORMAT, width=5)  # type: ignore[arg-type]
    assert [fault.path for fault in infobox.validate(wrong)] == ["$.width"]
    with pytest.raises(TypeError):
        infobox.validate({"schema": object()})


# --- reading records


def test_records_of_every_form() -> None:
    one = Conflict(schema=FORMAT, width="5px")
    text = one.to_json()
    assert records(text) == records(text.encode()) == records("\ufeff" + one.to_json(indent=2)) == ([one], ())
    assert records(f"[{text}, {text}]") == records(f"{text}\n{text}\n") == ([one, one], ())
    assert records(record(width="", sides=[], notes=None)) == ([Conflict(schema=FORMAT)], ())  # lenient, as from_json


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            record(width="", sides=[{"comanders": []}]),
            "1:72: $.sides[0].comanders: []: expected no field with this name in military-conflict/1.1 (did you mean `commanders`?)",
        ),
        (f"{record()}\n{record(width=1)}", "2:44: $.width: 1: expected a string"),
        ("", "1:1: $: nothing: expected a JSON value"),
        ("{{Infobox}}", None),
        ("[" * 100_000, None),
        ('"\ud800"', None),
        (b"\xff", "1:1: $: byte 0xFF: expected UTF-8 (offset 0)"),
    ],
)
def test_text_that_is_no_record_is_refused_in_one_line(data: str | bytes, message: str | None) -> None:
    with pytest.raises(RecordError) as caught:
        records(data, strict=True)
    assert message is None or str(caught.value) == message
    assert "\n" not in str(caught.value)


# --- properties

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["1943", "killed", "a", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted({field for _, field, _ in FIELDS})) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)
words = st.text(max_size=6)
dates = st.sampled_from(["", "1943", "1943-05", "1943-05-06~", "x", "19", "1943-13"])
items = st.builds(
    Item,
    text=words,
    rule=st.booleans(),
    quantities=st.lists(st.builds(Quantity, low=st.none() | st.integers(-2, 9), unit=words), max_size=2),
    span=st.none() | st.tuples(st.integers(-1, 5), st.integers(0, 9)),
)
typed = st.builds(
    Conflict,
    schema=st.just(FORMAT),
    conflict=st.none() | st.builds(Text, text=words),
    date=st.none() | st.builds(Date, start=dates, end=dates),
    sides=st.lists(st.builds(Side, units=st.lists(items, max_size=2)), max_size=2),
    other=st.dictionaries(st.sampled_from(["start", "x"]), words, max_size=2),
)


@given(json_values.map(lambda value: {"schema": FORMAT, **value} if isinstance(value, dict) else value) | typed.map(msgspec.to_builtins))
@settings(max_examples=300)
def test_the_gate_lets_through_only_what_the_validator_accepts(value: Any) -> None:
    text = json.dumps(value)
    if passes(text):
        decoded = json.loads(text)
        assert all(VALIDATOR.is_valid(one) for one in (decoded if isinstance(decoded, list) else [decoded]))


@given(json_values | typed.map(msgspec.to_builtins))
@settings(max_examples=300)
def test_faults_are_those_of_the_validator_and_of_the_list(value: Any) -> None:
    text = json.dumps(value)
    if isinstance(value, list) or "NaN" in text or "Infinity" in text:
        return
    valid = VALIDATOR.is_valid(json.loads(text))
    assert bool(validate(text)) == (not valid or validity.faults(msgspec.json.decode(text, type=Conflict)) != [])


@given(typed)
def test_what_is_valid_can_be_read(conflict: Conflict) -> None:
    text = conflict.to_json()
    if not validate(text):
        assert records(text) == ([conflict], ())


def test_the_gate_takes_records_as_they_are_written() -> None:
    for text in VALID[:5]:
        assert passes(Conflict.from_json(text).to_json()) == 1
    assert passes(f"[{record()},{record()}]") == 2


def everything(value: Any, path: FieldPath = ()) -> list[tuple[FieldPath, Any]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(path, value)] + [found for step, part in inner for found in everything(part, (*path, step))]


@given(json_values, st.sampled_from([None, 0, 2]), st.booleans())
def test_positions_are_those_of_the_values(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    wanted = dict(everything(value))
    offsets = locate(text, wanted)
    assert offsets.keys() == wanted.keys()
    decoder = json.JSONDecoder()
    for path, offset in offsets.items():
        assert repr(decoder.raw_decode(text, offset)[0]) == repr(wanted[path])


@given(st.text(alphabet="a\n\r", max_size=20))
def test_lines_and_columns(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        before = text[:offset]
        assert lines.place(offset) == (before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def test_paths_are_written_as_people_write_them() -> None:
    assert written(("sides", 0, "a b", "x")) == '$.sides[0]["a b"].x'
    assert described(Fault(1, 2, "$.a", "5", "a string")) == "1:2: $.a: 5: expected a string"
