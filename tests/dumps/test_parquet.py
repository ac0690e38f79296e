"""Records as Parquet: nothing is lost in the nested file, and the flat tables say what the record says."""

from __future__ import annotations

import importlib
import math
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import inspect

import infobox
from infobox.dumps.parquet import BATCH, MissingExtra, batches, struct_column, write_records
from infobox.dumps.tables import TABLES, write_tables, years
from infobox.record import Conflict, Page, RecordError

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "tables.md").read_text("utf-8")
Row = dict[str, Any]

parquet: Any = importlib.import_module("pyarrow.parquet")  # pyarrow comes without types
types: Any = importlib.import_module("pyarrow.types")

# -- records --------------------------------------------------------------------------------------------------------------------------


@cache
def fixtures() -> list[Conflict]:
    """The records of all pages of fixtures/, with all that a record can have."""
    records = []
    for number, path in enumerate(sorted((ROOT / "fixtures").rglob("*.wikitext")), 1):
        for record in infobox.read_all(path.read_text("utf-8"), spans=True, source=True):
            record.page = Page(title=path.stem, id=number, namespace=0, revision=number, timestamp="2026-01-02T03:04:05Z", wiki="xxwiki")
            records.append(record)
    return records


def read(*parameters: str) -> Conflict:
    record = infobox.read("{{Infobox military conflict\n" + "\n".join(f"| {parameter}" for parameter in parameters) + "\n}}")
    assert record is not None
    return record


def in_lines(records: list[Conflict]) -> list[bytes]:
    return [msgspec.json.encode(record) for record in records]


def values_of(said: inspect.Type, depth: int = 3) -> st.SearchStrategy[Any]:
    """Anything of a type of the record; of a struct few fields at a time, but each of them at some time."""
    match said:
        case inspect.Metadata():
            return values_of(said.type, depth)
        case inspect.UnionType():
            return st.one_of([values_of(kind, depth) for kind in said.types])
        case inspect.NoneType():
            return st.none()
        case inspect.LiteralType():
            return st.sampled_from(said.values)
        case inspect.StrType():
            return st.text(st.characters(codec="utf-8"), max_size=4)
        case inspect.BoolType():
            return st.booleans()
        case inspect.IntType():
            return st.integers(-(2**63), 2**63 - 1)
        case inspect.FloatType():
            return st.floats(
                said.ge if said.ge is not None else None, said.le if said.le is not None else None, allow_nan=False, allow_infinity=False
            )
        case inspect.TupleType():
            return st.tuples(*[values_of(kind, depth) for kind in said.item_types])
        case inspect.DictType():
            return st.dictionaries(values_of(said.key_type), values_of(said.value_type), max_size=2)
        case inspect.ListType():
            return st.lists(st.deferred(lambda: values_of(said.item_type, depth - 1)), max_size=3) if depth else st.just([])
        case inspect.StructType():
            return structs_of(said, depth)
    raise AssertionError(said)


@st.composite
def structs_of(draw: st.DrawFn, said: inspect.StructType, depth: int) -> Any:
    free = [each.name for each in said.fields if not each.required]
    chosen = draw(st.sets(st.sampled_from(free), max_size=3)) if free else set()
    return said.cls(**{each.name: draw(values_of(each.type, depth)) for each in said.fields if each.required or each.name in chosen})


def full(said: inspect.Type, depth: int = 3) -> Any:
    """A value of a type of the record in which nothing is left out; trees are `depth` high."""
    match said:
        case inspect.Metadata():
            return full(said.type, depth)
        case inspect.UnionType():
            return full(next(kind for kind in said.types if not isinstance(kind, inspect.NoneType)), depth)
        case inspect.LiteralType():
            return said.values[-1]
        case inspect.StrType():
            return "Aa"
        case inspect.BoolType():
            return True
        case inspect.IntType():
            return 7
        case inspect.FloatType():
            return 7.5
        case inspect.TupleType():
            return (3, 9)
        case inspect.DictType():
            return {"a": "x", "b": ""}
        case inspect.ListType():
            below = isinstance(said.item_type, inspect.StructType) and any(each.name == "items" for each in said.item_type.fields)
            return [full(said.item_type, depth - below) for _ in range(2)] if depth or not below else []
        case inspect.StructType():
            return said.cls(**{each.name: full(each.type, depth) for each in said.fields})
    raise AssertionError(said)


def conflict_type() -> inspect.StructType:
    said = inspect.type_info(Conflict)
    assert isinstance(said, inspect.StructType)
    return said


# -- back from rows -------------------------------------------------------------------------------------------------------------------


def rebuilt(row: Row) -> Conflict:
    """The record that a row of the nested file is made of."""
    return msgspec.convert(_without_nothing(row), type=Conflict)


def _without_nothing(value: Any, name: str = "") -> Any:
    """Structs without nulls, trees from flat lists, pairs from spans, dicts from maps."""
    if isinstance(value, dict):
        if name == "span":
            return (value["start"], value["end"])
        return {key: _without_nothing(inner, key) for key, inner in value.items() if inner is not None}
    if isinstance(value, list) and name in ("map", "other"):
        return dict(value)
    if isinstance(value, list) and value and isinstance(value[0], dict) and "level" in value[0]:
        return _tree(value)
    if isinstance(value, list):
        return [_without_nothing(inner) for inner in value]
    return value


def _tree(flat: list[Row]) -> list[Row]:
    levels = [item["level"] for item in flat]
    items = [_without_nothing({key: inner for key, inner in item.items() if key not in ("level", "parent")}) for item in flat]
    top = []
    for at, item in enumerate(flat):
        parent = item["parent"]
        if parent is None:
            assert levels[at] == 0
            top.append(items[at])
        else:
            assert parent < at
            assert levels[at] == levels[parent] + 1
            items[parent].setdefault("items", []).append(items[at])
    return top


def nested(records: list[Conflict], folder: Path) -> list[Row]:
    write_records(iter(in_lines(records)), folder / "records.parquet")
    rows: list[Row] = parquet.read_table(folder / "records.parquet").to_pylist()
    return rows


# -- the nested file ------------------------------------------------------------------------------------------------------------------


def test_the_records_of_the_fixtures_come_back(tmp_path: Path) -> None:
    records = fixtures()
    rows = nested(records, tmp_path)
    assert [rebuilt(row) for row in rows] == records
    assert len(records) > 80


def test_a_record_that_says_everything_comes_back(tmp_path: Path) -> None:
    record = full(conflict_type())
    assert not _defaults(record) - {"items"}  # the lowest items have none under them
    assert [rebuilt(row) for row in nested([record], tmp_path)] == [record]


def _defaults(value: Any) -> set[str]:
    """Names of the fields that have nothing to say, anywhere in the record."""
    if isinstance(value, list):
        return {name for inner in value for name in _defaults(inner)}
    if not isinstance(value, msgspec.Struct):
        return set()
    fields = {name: getattr(value, name) for name in value.__struct_fields__}
    return {name for name, inner in fields.items() if not inner}.union(*map(_defaults, fields.values()))


SETTINGS = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=25,  # a file of a thousand columns takes its time; each holds several records
)


@SETTINGS
@given(st.lists(structs_of(conflict_type(), 3), max_size=6))
def test_any_record_comes_back(tmp_path: Path, records: list[Conflict]) -> None:
    assert [rebuilt(row) for row in nested(records, tmp_path)] == records


def test_records_come_back_in_order_over_batches_and_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infobox.dumps.parquet._GROUP_ROWS", 2 * BATCH)
    records = [Conflict(schema="military-conflict/1", page=Page(id=number)) for number in range(5 * BATCH + 7)]
    rows = nested(records, tmp_path)
    assert [row["page"]["id"] for row in rows] == list(range(5 * BATCH + 7))
    metadata = parquet.ParquetFile(tmp_path / "records.parquet").metadata
    assert [metadata.row_group(at).num_rows for at in range(metadata.num_row_groups)] == [2 * BATCH, 2 * BATCH, BATCH + 7]


def test_what_the_json_leaves_out_is_null_false_or_empty(tmp_path: Path) -> None:
    [row] = nested([read("date = 1809", "combatant1 = Aa")], tmp_path)
    assert row["image"] is None
    assert row["width"] is None
    assert row["map"] == row["unresolved"] == []
    assert row["date"]["ongoing"] is False
    assert row["date"]["links"] == []


def test_items_stand_flat_in_reading_order(tmp_path: Path) -> None:
    record = Conflict.from_json(
        b'{"schema":"military-conflict/1","territory":[{"text":"a","items":[{"text":"b","items":[{"text":"c"}]},{"text":"d"}]},{"text":"e"}]}'
    )
    [row] = nested([record], tmp_path)
    assert [(item["text"], item["level"], item["parent"]) for item in row["territory"]] == [
        ("a", 0, None),
        ("b", 1, 0),
        ("c", 2, 1),
        ("d", 1, 0),
        ("e", 0, None),
    ]


def test_the_columns_are_the_fields_of_the_record() -> None:
    assert [each.name for each in struct_column(Conflict).type] == list(Conflict.__struct_fields__)


class _Wound(msgspec.Struct):
    code: str
    depth: int | None = None


class _Larger(msgspec.Struct):
    wounds: list[_Wound] = msgspec.field(default_factory=list)
    scale: dict[str, float] = msgspec.field(default_factory=dict)


class _Unsayable(msgspec.Struct):
    either: int | str = 0


class _Knot(msgspec.Struct):
    other: _Knot | None = None


class _Clashing(msgspec.Struct):
    level: int = 0
    items: list[_Clashing] = msgspec.field(default_factory=list)


class _Tangled(msgspec.Struct):
    tree: list[_Clashing] = msgspec.field(default_factory=list)


def test_a_type_that_grows_has_its_columns_by_itself() -> None:
    array = struct_column(_Larger).array([_Larger([_Wound(""), _Wound("x", 2)], {"a": 1.5}), None, _Larger()])
    assert array.to_pylist() == [
        {"wounds": [{"code": "", "depth": None}, {"code": "x", "depth": 2}], "scale": [("a", 1.5)]},
        None,
        {"wounds": [], "scale": []},
    ]


@pytest.mark.parametrize("of", [_Unsayable, _Knot, _Tangled])
def test_a_type_without_a_column_is_refused(of: type[msgspec.Struct]) -> None:
    with pytest.raises(TypeError):
        struct_column(of)


def test_a_number_beyond_64_bits_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OverflowError):
        write_records([b'{"schema":"military-conflict/1","page":{"id":9223372036854775808}}'], tmp_path / "records.parquet")


# -- both forms -----------------------------------------------------------------------------------------------------------------------


def all_of(lines: list[bytes], folder: Path) -> dict[str, Path]:
    write_tables(lines, folder / "tables")
    write_records(lines, folder / "records.parquet")
    return {path.stem: path for path in [folder / "records.parquet", *sorted((folder / "tables").iterdir())]}


def test_the_same_lines_give_the_same_bytes(tmp_path: Path) -> None:
    once, again = all_of(in_lines(fixtures()), tmp_path / "once"), all_of(in_lines(fixtures()), tmp_path / "again")
    assert {name: path.read_bytes() for name, path in once.items()} == {name: path.read_bytes() for name, path in again.items()}


def test_without_records_all_columns_are_there(tmp_path: Path) -> None:
    some, none = all_of(in_lines(fixtures()), tmp_path / "some"), all_of([], tmp_path / "none")
    assert sorted(none) == sorted(["records", *TABLES])
    for name, path in none.items():
        table = parquet.read_table(path)
        assert table.num_rows == 0
        assert table.schema == parquet.read_table(some[name]).schema
        assert not any(types.is_null(each.type) for each in table.schema)


def test_columns_are_packed_by_zstd(tmp_path: Path) -> None:
    for path in all_of(in_lines(fixtures()), tmp_path).values():
        group = parquet.ParquetFile(path).metadata.row_group(0)
        assert {group.column(at).compression for at in range(group.num_columns)} == {"ZSTD"}


def test_lines_are_read_a_batch_at_a_time() -> None:
    [line] = in_lines([read("conflict = Aa")])
    given_out = 0

    def lines() -> Iterator[bytes]:
        nonlocal given_out
        while True:
            given_out += 1
            yield line

    found = batches(lines())
    assert (len(next(found)), given_out) == (BATCH, BATCH)
    assert (len(next(found)), given_out) == (BATCH, 2 * BATCH)


def test_long_lines_end_a_batch_sooner() -> None:
    long = in_lines([Conflict(schema="military-conflict/1", source="x" * 9_000_000)])
    assert [len(batch) for batch in batches(long * 5)] == [2, 2, 1]


def test_lines_with_their_ends_and_empty_lines_are_read() -> None:
    [line] = in_lines([read("conflict = Aa")])
    assert [len(batch) for batch in batches([line + b"\n", b"\n", b"", line])] == [2]


def test_a_line_that_is_no_record_is_named(tmp_path: Path) -> None:
    lines = [*in_lines([read("conflict = Aa")]), b"", b'{"schema":"military-conflict/1","sides":3}']
    with pytest.raises(RecordError, match=r"^line 3: .*sides"):
        write_records(lines, tmp_path / "records.parquet")
    with pytest.raises(RecordError, match=r"^line 3: .*sides"):
        write_tables(lines, tmp_path / "tables")


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    for write in (write_records, write_tables):
        with pytest.raises(MissingExtra, match=re.escape("Parquet needs pyarrow; install it with: pip install 'infobox[parquet]'")):
            write([], tmp_path / "out")


# -- the flat tables ------------------------------------------------------------------------------------------------------------------


def rows(table: str, folder: Path, *records: Conflict) -> list[Row]:
    write_tables(in_lines(list(records)), folder)
    found: list[Row] = parquet.read_table(folder / f"{table}.parquet").to_pylist()
    return found


def some(row: Row, *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def test_every_row_has_the_key_of_its_infobox(tmp_path: Path) -> None:
    page = "{{Infobox military conflict|combatant1=[[Aa]]|strength1=5 men<ref>x</ref>|commander1=Bb|units1=Cc}}"
    records = infobox.read_all(page + page) + infobox.read_all(page)
    for number, record in zip((1, 1, 2), records, strict=True):
        record.page = Page(title=f"Page {number}", id=number, wiki="xxwiki")
    for table in TABLES:
        keys = [some(row, "wiki", "page_id", "number", "title") for row in rows(table, tmp_path, *records)]
        assert list(dict.fromkeys(keys)) == [("xxwiki", 1, 1, "Page 1"), ("xxwiki", 1, 2, "Page 1"), ("xxwiki", 2, 1, "Page 2")], table


def test_a_record_without_a_page_has_number_one(tmp_path: Path) -> None:
    [row] = rows("conflicts", tmp_path, Conflict(schema="military-conflict/1"))
    assert some(row, "wiki", "page_id", "number", "title") == (None, None, 1, None)


def test_a_conflict_says_when_where_and_how_it_ended(tmp_path: Path) -> None:
    record = read(
        "conflict = Battle of Aa<ref>x</ref>",
        "partof = the [[Bb War]]",
        "image = Aa.jpg",
        "date = 3–5 May 1809",
        "place = [[Aa]], Bb",
        "coordinates = {{coord|10.5|N|20.25|W}}",
        "result = Bb victory<br>Aa burned",
        "territory = * Aa\n** Cc",
        "status = Over",
        "combatant1 = Aa",
        "combatant3 = Cc",
        "casus = Tolls",
        "notes = {{Wholly unknown template}}",
        "campaignbox = {{Campaignbox Bb War}} {{Campaignbox Aa}}",
    )
    [row] = rows("conflicts", tmp_path, record)
    assert some(row, "conflict", "partof", "image", "place", "status") == ("Battle of Aa", "the Bb War", "Aa.jpg", "Aa, Bb", "Over")
    assert some(row, "date", "start", "end", "start_year", "end_year") == ("3–5 May 1809", "1809-05-03", "1809-05-05", 1809, 1809)
    assert some(row, "latitude", "longitude", "ongoing") == (10.5, -20.25, False)
    assert some(row, "outcome", "victor", "result", "territory") == ("victory", "Bb", "Bb victory; Aa burned", "Aa; Cc")
    assert row["sides"] == len(record.sides)
    assert some(row, "partof_links", "place_links") == (["Bb War"], ["Aa"])
    assert row["campaignboxes"] == ["Campaignbox Bb War", "Campaignbox Aa"]
    assert row["other"] == [("casus", "Tolls")]
    assert row["unresolved"] == ["Wholly unknown template"]
    assert row["template"] == "Infobox military conflict"


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("", (None, None)),
        ("1944-01-17", (1944, 1944)),
        ("1951~", (1951, 1951)),
        ("194X", (1940, 1949)),
        ("04XX", (400, 499)),
        ("-0048-04-19", (-48, -48)),
        ("-04XX", (-499, -400)),
        ("0000", (0, 0)),
        ("yesterday", (None, None)),
        ("12345", (None, None)),
    ],
)
def test_years(edtf: str, expected: tuple[int | None, int | None]) -> None:
    assert years(edtf) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("5th century BC", (-499, -400)),
        ("1940s", (1940, 1949)),
        ("49 BC", (-48, -48)),
        ("1809 – present", (1809, None)),
        ("Aa", (None, None)),
    ],
)
def test_the_years_of_a_conflict_are_its_first_and_last(date: str, expected: tuple[int | None, int | None], tmp_path: Path) -> None:
    [row] = rows("conflicts", tmp_path, read(f"date = {date}"))
    assert some(row, "start_year", "end_year") == expected
    assert row["ongoing"] == ("present" in date)


def test_a_conflict_says_which_revision_was_read(tmp_path: Path) -> None:
    record = read("conflict = Aa")
    record.page = Page(namespace=10, revision=77, timestamp="2026-01-02T03:04:05Z")
    [row] = rows("conflicts", tmp_path, record)
    assert some(row, "namespace", "revision", "timestamp") == (10, 77, "2026-01-02T03:04:05Z")


LISTS = (
    "combatant1 = '''East:'''\n* [[Aa]]\n** [[Bb]]\n'''West:'''\n* [[:de:Cc|Cc]] {{flagicon|Dd}}",
    "combatant2 = Ee",
    "commander1 = {{flagicon image|Ff.svg}} [[Gg]] and [[Hh]] {{KIA}} (1807–09)",
    "strength1 = '''East:'''\n* 1,200 men\n* 30–40 guns, about 7 ships",
    "casualties3 = 650+ civilians killed",
)


def test_a_side_names_what_stands_under_headings_and_counts_rows(tmp_path: Path) -> None:
    one, two, joint = rows("sides", tmp_path, read(*LISTS))
    assert some(one, "side", "joint", "combatants") == (1, False, "Aa; Cc")
    assert some(one, "combatant_count", "commander_count", "unit_count", "figure_count") == (3, 1, 0, 3)
    assert some(two, "side", "joint", "combatants", "commanders", "figure_count") == (2, False, "Ee", None, 0)
    assert some(joint, "side", "joint", "combatants", "figure_count") == (None, True, None, 1)


def test_items_know_where_they_stand(tmp_path: Path) -> None:
    found = rows("combatants", tmp_path, read(*LISTS))
    places = [some(row, "side", "position", "level", "parent", "under", "name") for row in found]
    assert places == [
        (1, 1, 0, None, [], "East"),
        (1, 2, 1, 1, ["East"], "Aa"),
        (1, 3, 2, 2, ["East"], "Bb"),
        (1, 4, 0, None, [], "West"),
        (1, 5, 1, 4, ["West"], "Cc"),
        (2, 1, 0, None, [], "Ee"),
    ]
    assert [some(row, "heading", "link", "links", "flag") for row in found] == [
        (True, None, [], None),
        (False, "Aa", ["Aa"], None),
        (False, "Bb", ["Bb"], None),
        (True, None, [], None),
        (False, "de:Cc", ["de:Cc"], "Dd"),
        (False, None, [], None),
    ]


def test_all_headings_are_named_and_a_flag_is_one(tmp_path: Path) -> None:
    lists = "casualties1 = {{flagicon|Aa}}\n* '''Land:'''\n** 200 killed\n** Unknown\n* 7 ships"
    found = rows("figures", tmp_path, read(lists))
    assert [some(row, "heading", "parent", "under", "low", "high", "item") for row in found] == [
        (True, None, [], None, None, None),
        (True, 1, ["Aa"], None, None, "Land:"),
        (False, 2, ["Aa", "Land:"], 200, 200, "200 killed"),
        (False, 2, ["Aa", "Land:"], None, None, "Unknown"),
        (False, 1, ["Aa"], 7, 7, "7 ships"),
    ]
    assert found[0]["flag"] == "Aa"


def test_items_say_what_became_of_them(tmp_path: Path) -> None:
    [row] = rows("commanders", tmp_path, read(*LISTS))
    assert some(row, "flag", "flag_image", "link", "links", "fates") == (None, "Ff.svg", "Gg", ["Gg", "Hh"], ["killed_in_action"])
    assert some(row, "qualifiers", "period_start", "period_end") == (["1807–09"], "1807", "1809")


def test_items_of_extra_rows_say_so(tmp_path: Path) -> None:
    found = rows("units", tmp_path, read("units1 = Aa")) + rows("combatants", tmp_path, read("combatant1 = Aa", "combatant1a = Bb"))
    assert [some(row, "name", "row") for row in found] == [("Aa", None), ("Aa", None), ("Bb", "a")]


def test_figures_know_their_field_item_and_heading(tmp_path: Path) -> None:
    found = rows("figures", tmp_path, read(*LISTS))
    assert [some(row, "field", "side", "joint", "position", "under", "low", "high", "about", "unit", "kind") for row in found] == [
        ("strength", 1, False, 1, [], None, None, False, None, None),
        ("strength", 1, False, 2, ["East:"], 1200, 1200, False, "men", None),
        ("strength", 1, False, 3, ["East:"], 30, 40, False, "guns", None),
        ("strength", 1, False, 3, ["East:"], 7, 7, True, "ships", None),
        ("casualties", None, True, 1, [], 650, None, False, "civilians", "killed"),
    ]
    assert found[2]["item"] == "30–40 guns, about 7 ships"
    assert found[2]["text"] in found[2]["item"]


def test_figures_say_when_and_whose(tmp_path: Path) -> None:
    [row] = rows("figures", tmp_path, read("strength1 = {{flagicon|Aa}} 5,000 [[Bb]] militia (in 1812)"))
    assert some(row, "flag", "links", "qualifiers", "period_start", "period_end") == ("Aa", ["Bb"], ["in 1812"], "1812", "1812")


def test_every_quantity_and_every_item_has_a_row(tmp_path: Path) -> None:
    records = fixtures()
    sides = [side for record in records for side in [*record.sides, *([record.joint] if record.joint else [])]]
    assert len(rows("sides", tmp_path, *records)) == len(sides)
    for table in ("combatants", "commanders", "units"):
        items = [item for item in _dicts([getattr(side, table) for side in sides], "text") if "wikitext" not in item]
        named = [item["text"] for item in items if "fates" in item]
        assert [row["text"] or "" for row in rows(table, tmp_path, *records)] == named
    quantities = [one for found in _dicts(sides, "quantities") for one in found["quantities"]]
    figures = rows("figures", tmp_path, *records)
    assert len([row for row in figures if row["text"]]) == len(quantities)
    lines = _dicts([getattr(side, name) for side in sides for name in ("strength", "casualties")], "quantities")
    told = {some(row, "page_id", "number", "side", "field", "position") for row in figures if row["field"] in ("strength", "casualties")}
    assert len(told) == len(lines)


def test_every_reference_has_a_row_that_says_where_it_stands(tmp_path: Path) -> None:
    found = rows("references", tmp_path, *fixtures())
    expected = [one.wikitext for holder in _dicts(fixtures(), "references") for one in holder["references"]]
    assert sorted(row["wikitext"] for row in found) == sorted(expected)
    record = read(
        "conflict = Aa<ref name=a group=g>b</ref>",
        "caption = Cc<ref>c</ref>",
        "image = Aa.jpg",
        "result = Aa<br>Bb<ref>d</ref>",
        "strength2 = 5 men<ref name=e />",
        "casualties3 = 6 men<ref>f</ref>",
    )
    found = rows("references", tmp_path, record)
    assert [some(row, "field", "side", "joint", "position", "name", "group", "text") for row in found] == [
        ("conflict", None, False, None, "a", "g", "b"),
        ("caption", None, False, None, None, None, "c"),
        ("result", None, False, 2, None, None, "d"),
        ("strength", 2, False, 1, "e", None, None),
        ("casualties", None, True, 1, None, None, "f"),
    ]


def _dicts(value: Any, having: str) -> list[Row]:
    """The structs with a field, as dicts with all their fields, in reading order."""
    if isinstance(value, msgspec.Struct):
        said = {name: getattr(value, name) for name in value.__struct_fields__}
        return [said] * (having in said) + [one for inner in said.values() for one in _dicts(inner, having)]
    return [one for inner in value for one in _dicts(inner, having)] if isinstance(value, list) else []


@SETTINGS
@given(structs_of(conflict_type(), 3))
def test_any_record_has_its_rows(tmp_path: Path, record: Conflict) -> None:
    [row] = rows("conflicts", tmp_path, record)
    assert row["sides"] == len(record.sides)
    assert math.isclose(row["latitude"] or 0, (record.coordinates and record.coordinates.latitude) or 0)
    counted = sum(one["combatant_count"] for one in parquet.read_table(tmp_path / "sides.parquet").to_pylist())
    assert sum(not one["heading"] for one in parquet.read_table(tmp_path / "combatants.parquet").to_pylist()) == counted


# -- the document ---------------------------------------------------------------------------------------------------------------------

QUERIES = re.findall(r"^```sql\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made")
    all_of(in_lines(fixtures()), made)
    return made


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: re.findall(r"'(?:tables/)?(\w+)\.parquet'", query)[0])
def test_the_queries_of_the_document_find_something(query: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    found = duckdb.sql(query)
    assert found is not None
    assert found.fetchall()


def test_there_is_a_query_for_every_table_and_for_the_nested_file() -> None:
    asked = {name for query in QUERIES for name in re.findall(r"'(?:tables/)?(\w+)\.parquet'", query)}
    assert asked == {"records", *TABLES}


def section(name: str) -> list[tuple[str, str]]:
    """Names and types of the columns that a section of the document lists."""
    words = DOCUMENT.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \|$", words, re.MULTILINE)


@pytest.mark.parametrize("table", TABLES)
def test_the_document_lists_every_column(table: str, folder: Path) -> None:
    key = section("All tables")
    listed = section("Lists") if table in ("combatants", "commanders", "units", "figures") else []
    listed += section("combatants" if table in ("commanders", "units") else table)
    schema = parquet.read_schema(folder / "tables" / f"{table}.parquet")
    expected = (key[:4] if table == "conflicts" else key) + listed
    assert [(each.name, _said(each.type)) for each in schema] == expected


def _said(of: Any) -> str:
    return f"list<{of.value_type}>" if types.is_list(of) else f"map<{of.key_type}, {of.item_type}>" if types.is_map(of) else str(of)
