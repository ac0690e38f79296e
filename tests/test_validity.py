"""What a record cannot mean: the cases of ``validity.toml``, the documented list, and that reading never gives what the list refuses."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import infobox
from bench.corpus import FIXTURES, Page, read, real
from infobox import box, validity
from infobox.positions import named_twice, written
from infobox.reading import read_boxes
from infobox.record import FORMAT, Conflict, RecordError
from infobox.schema import json_schema, passes, records
from infobox.templates.profile import default
from infobox.values import edtf
from tests.command_line import Maker, Runner
from tests.test_properties import SETTINGS, broken

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "validity.toml").read_text("utf-8"))["case"]
WRONG = [case for case in CASES if case["faults"]]
REAL = real()


def name_of(case: dict[str, Any]) -> str:
    """What a case is called in the tests' output."""
    return f"{case['check']}: {case['why']}"


def text(case: dict[str, Any]) -> str:
    """The record of a case as JSON."""
    return json.dumps({"schema": FORMAT, **json.loads(case["record"])}, ensure_ascii=False)


# --- the list


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_record_that_cannot_be_meant_is_refused_with_the_path(case: dict[str, Any]) -> None:
    faults = infobox.validate(text(case))
    assert [fault.path for fault in faults] == case["faults"]
    assert passes(text(case)) == (None if faults else 1)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_without_the_schema_the_list_says_the_same(case: dict[str, Any]) -> None:
    """`write` has the types and the list alone."""
    record = Conflict.from_json(text(case))
    assert sorted(written(wrong.path) for wrong in validity.faults(record)) == sorted(case["faults"])


@pytest.mark.parametrize("case", WRONG, ids=name_of)
def test_writing_refuses_it_in_one_line(case: dict[str, Any]) -> None:
    record = Conflict.from_json(text(case))
    for page in (None, "{{Infobox military conflict\n| conflict = Battle of Leros\n}}"):
        record.template = msgspec.structs.replace(record.template, start=None) if record.template is not None and page else record.template
        with pytest.raises(infobox.WriteError) as caught:
            infobox.write(record, page)
        message = str(caught.value)
        assert message.startswith("the record is not valid: $.")
        assert ": expected " in message
        assert message.isprintable()


@pytest.mark.parametrize("case", WRONG, ids=name_of)
def test_the_command_line_refuses_it_in_one_line(case: dict[str, Any], run: Runner, page: Maker) -> None:
    path = page(text(case), "record")
    result = run("write", path)
    assert (result.status, result.out) == (2, "")
    [line] = result.err.splitlines()
    assert line.startswith(f"{path}: the record is not valid: $.")
    assert run("validate", path).status == 1


def test_every_check_has_cases_that_break_it_and_cases_that_do_not() -> None:
    names = [check.name for check in validity.CHECKS]
    assert len(set(names)) == len(names)
    for wrong in (True, False):
        assert {case["check"] for case in CASES if bool(case["faults"]) == wrong} == set(names)


def test_the_documentation_is_that_of_the_list() -> None:
    page = Path(__file__).parent.parent / "docs" / "validity.md"
    assert page.read_text("utf-8") == validity.documentation(), "renew it with: make schema"
    assert all(check.documentation.strip() for check in validity.CHECKS)


STATED = [
    "number of sides",
    "combatants of the joint row",
    "rows",
    "end of what goes on",
    "whole coordinates",
    "names in map",
    "words in lists",
]
"""The checks that the schema states completely."""


@pytest.mark.parametrize("case", [case for case in CASES if case["check"] in STATED], ids=name_of)
def test_the_schema_says_what_a_schema_can(case: dict[str, Any]) -> None:
    assert Draft202012Validator(json_schema()).is_valid(json.loads(text(case))) == (not case["faults"])


# --- parameters that are shown


@pytest.mark.parametrize("sides", [2, 3, 5])
def test_what_is_shown_is_what_is_not_read_into_other(sides: int) -> None:
    columns = "".join(f"|combatant{number}=A" for number in range(1, sides + 1))
    for name in [*sorted(default().known), *default().former, "year", "casus", "units1a", "combatant7", "casualties9"]:
        if name.startswith("combatant") and name[9:10] in "12345"[:sides]:
            continue
        # More combatants make more sides.
        count = max(sides, int(name[9])) if name.startswith("combatant") and name[9:10] in tuple("12345") else sides
        [reading] = read_boxes(f"{{{{Infobox war{columns}|{name}=5 May 1809 x}}}}")
        assert (name not in reading.record.other) == default().is_shown(name, count), name


def test_names_of_an_infobox_are_those_of_its_language() -> None:
    assert box.names_of("Infobox military conflict") == box.names_of("no infobox") == (default(), "en")
    assert box.names_of("Infobox Militärischer Konflikt") == (default(), "de")


# --- what settles when it is written

PAGE = """{{Infobox war
| place       = [[Leros]], [[Greece]]
| combatant1  = [[Italy]]
| casualties3 = 20
| casualties4 = 30
}}"""


def test_words_that_take_their_links_along_are_written() -> None:
    record = infobox.read(PAGE)
    assert record is not None
    assert record.place is not None
    record.place.text = "Kos"
    assert [fault.path for fault in infobox.validate(record)] == ["$.place.links[0].text", "$.place.links[1].text"]
    assert infobox.write(record, PAGE) == PAGE.replace("[[Leros]], [[Greece]]", "Kos")


def test_a_link_without_its_words_is_not_written() -> None:
    record = infobox.read(PAGE)
    assert record is not None
    assert record.place is not None
    record.place.links[0].text = "Kos"
    with pytest.raises(infobox.WriteError, match=r"\$\.place\.links\[0\]\.text: .Kos.: expected words of 'Leros, Greece'"):
        infobox.write(record, PAGE)


def test_a_parameter_that_a_new_side_brings_into_sight_is_the_pages_own() -> None:
    record = infobox.read(PAGE)
    assert record is not None
    record.sides.append(infobox.Side(combatants=[infobox.Item(text="Britain", name="Britain")]))
    record.joint = None
    assert [fault.path for fault in infobox.validate(record)] == ["$.other.casualties4"]
    record.other["casualties4"] = "31"
    with pytest.raises(infobox.WriteError, match=r"\$\.other\.casualties4"):
        infobox.write(record, PAGE)


# --- JSON text


@pytest.mark.parametrize(
    ("data", "paths"),
    [
        ('{"schema": "military-conflict/1", "width": "1px", "width": "2px"}', ["$.width"]),
        ('{"schema": "military-conflict/1", "wid\\u0074h": "1px", "width": "1px"}', ["$.width"]),
        ('{"schema": "military-conflict/1", "sides": [{}, {"units": [{"text": "A", "text": "A"}], "units": [{"text": "B"}]}]}', None),
        ('{"schema": "military-conflict/1", "other": {"a": "1e5", "a": "é\\u00e9"}}', ["$.other.a"]),
        ('[{"schema": "military-conflict/1"}, {"schema": "military-conflict/1", "schema": "military-conflict/1"}]', ["$[1].schema"]),
        ('{"schema": "military-conflict/1", "coordinates": {"latitude": 1E1, "longitude": 1, "latitude": 2}}', ["$.coordinates.latitude"]),
        ('{"schema": "military-conflict/1", "width": "1px", "width": 2}', ["$.width", "$.width"]),
        ('{"schema": "military-conflict/1", "page": {"title": "width"}, "width": "title"}', []),
    ],
)
def test_two_fields_of_one_name_are_a_fault(data: str, paths: list[str] | None) -> None:
    faults = infobox.validate(data)
    wanted = ["$.sides[1].units[0].text", "$.sides[1].units"] if paths is None else paths
    assert [fault.path for fault in faults] == wanted
    assert infobox.validate(data.encode()) == faults
    if wanted:
        assert any(fault.expected == "each name only once" for fault in faults)
        with pytest.raises(RecordError, match=r"each name only once|expected a string"):
            records(data)
    else:
        records(data)


NAMES = st.sampled_from(["a", "b", "é", '"', "\\"])
VALUES = st.recursive(
    st.none() | st.integers(-9, 9) | st.sampled_from(["a", "b", ":", ",", "{"]),
    lambda inner: st.lists(inner, max_size=3) | st.lists(st.tuples(NAMES, inner), max_size=3).map(tuple),
    max_leaves=10,
)


def _as_text(value: Any) -> str:
    """JSON in which a tuple of pairs is an object."""
    if isinstance(value, tuple):
        return "{" + ", ".join(f"{json.dumps(name)}: {_as_text(inner)}" for name, inner in value) + "}"
    return "[" + ",".join(map(_as_text, value)) + "]" if isinstance(value, list) else json.dumps(value)


def _doubled(value: Any) -> int:
    """How many fields repeat the name of an earlier one."""
    if isinstance(value, tuple):
        return len(value) - len({name for name, _ in value}) + sum(_doubled(inner) for _, inner in value)
    return sum(map(_doubled, value)) if isinstance(value, list) else 0


@given(VALUES)
def test_every_field_of_a_name_that_stands_twice_is_found(value: Any) -> None:
    data = _as_text(value)
    found = list(named_twice(data))
    assert len(found) == _doubled(value)
    for _, offset, held in found:
        inner, _ = json.JSONDecoder().raw_decode(data, offset)
        assert inner == held or isinstance(inner, dict | list)


# --- times


@given(st.integers(-20, 20), st.integers(1, 12), st.integers(1, 31), st.sampled_from(["", "~", "?", "%"]))
def test_a_day_lies_within_its_month_its_year_and_its_century(year: int, month: int, day: int, mark: str) -> None:
    digits = f"{'-' if year < 0 else ''}{abs(year):04d}"
    this = edtf.bounds(f"{digits}-{month:02d}-{day:02d}{mark}")
    if this is None:
        assert day > 28
        return
    assert this == ((year, month, day), (year, month, day))
    for wider in (f"{digits}-{month:02d}", digits, digits[:-1] + "X", digits[:-2] + "XX"):
        around = edtf.bounds(wider)
        assert around is not None
        assert around[0] <= this[0] <= this[1] <= around[1]


# --- nothing that reading gives is refused


def assert_can_be_meant(page: str) -> int:
    """Assert of every record of a page that it breaks no check, with spans and without; how many there are."""
    count = 0
    for spans in (False, True):
        for reading in read_boxes(page, spans=spans):
            assert validity.faults(reading.record) == []
            count += 1
    return count


@pytest.mark.parametrize("page", read(FIXTURES), ids=lambda page: page.name)
def test_what_an_own_page_says_can_be_meant(page: Page) -> None:
    assert_can_be_meant(page.text)


@SETTINGS
@given(broken())
def test_what_a_broken_page_says_can_be_meant(page: str) -> None:
    assert_can_be_meant(page)


@pytest.mark.skipif(not REAL, reason="no folder of real pages (INFOBOX_PAGES)")
def test_what_a_real_page_says_can_be_meant() -> None:
    assert all(assert_can_be_meant(page.text) for page in REAL)


@pytest.mark.skipif(not REAL, reason="no folder of real pages (INFOBOX_PAGES)")
@SETTINGS
@given(st.data())
def test_what_a_broken_real_page_says_can_be_meant(data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(REAL)).text
    found = box.find(page)
    if found:
        assert_can_be_meant(data.draw(broken(st.just(page[found[0].start : found[0].end + 40]))))


@pytest.mark.parametrize(
    "value",
    [
        "[[File:|20px]] A",
        "[[:]] A",
        "{{}} A {{|b}}",
        "[[A|x{{KIA}}y]] z",
        "[[A|x ( {{KIA}} )]] [[B]]",
        "[[North( ]])",
        "[[A()|x( )y]] (z)",
        "[[A|x [[B]]{{KIA}} {{POW}} [[C]] y]] ()",
        "{{flag|A}} () [[A()]]",
        "b{{KIA}}[[A|y ({{KIA}})]] [[x]] {{KIA}}",
    ],
)
@pytest.mark.parametrize("name", ["combatant1", "commander1", "casualties1", "place", "date", "result"])
def test_what_a_mark_or_empty_brackets_leave_can_be_meant(name: str, value: str) -> None:
    assert assert_can_be_meant(f"{{{{Infobox war|{name}={value}}}}}")


def test_a_value_without_a_name_is_reported_and_named_by_no_record() -> None:
    [reading] = read_boxes("{{Infobox war|place=Leros| = Kos}}")
    assert reading.record.other == {}
    assert [problem.message.partition(";")[0] for problem in reading.problems] == ["a value with no name before its equals sign"]
