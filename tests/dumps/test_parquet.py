"""Records as Parquet: nothing is lost in the nested file; and what holds for both forms."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import infobox
from infobox.dumps.parquet import BATCH, MissingExtra, batches, struct_column, write_records
from infobox.dumps.tables import TABLES
from infobox.record import Conflict, Page, RecordError
from tests.dumps.records import (
    SETTINGS,
    Row,
    all_of,
    conflict_type,
    fixtures,
    full,
    in_lines,
    parquet,
    read,
    structs_of,
    types,
    write_tables,
)

# -- back from rows -------------------------------------------------------------------------------------------------------------------


def rebuilt(row: Row) -> Conflict:
    """The record from which a row of the nested file was made."""
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
    assert not _defaults(record) - {"items"}  # the lowest items have no items under them
    assert [rebuilt(row) for row in nested([record], tmp_path)] == [record]


def _defaults(value: Any) -> set[str]:
    """Names of the fields that are empty anywhere in the record."""
    if isinstance(value, list):
        return {name for inner in value for name in _defaults(inner)}
    if not isinstance(value, msgspec.Struct):
        return set()
    fields = {name: getattr(value, name) for name in value.__struct_fields__}
    return {name for name, inner in fields.items() if not inner}.union(*map(_defaults, fields.values()))


@SETTINGS
@given(st.lists(structs_of(conflict_type(), 3), max_size=6))
def test_any_record_comes_back(tmp_path: Path, records: list[Conflict]) -> None:
    assert [rebuilt(row) for row in nested(records, tmp_path)] == records


def test_records_come_back_in_order_over_batches_and_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infobox.dumps.parquet._GROUP_ROWS", 2 * BATCH)
    records = [Conflict(schema="military-conflict/1.0", page=Page(id=number)) for number in range(5 * BATCH + 7)]
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
        b'{"schema":"military-conflict/1.0","territory":[{"text":"a","items":[{"text":"b","items":[{"text":"c"}]},{"text":"d"}]},{"text":"e"}]}'
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
        write_records([b'{"schema":"military-conflict/1.0","page":{"id":9223372036854775808}}'], tmp_path / "records.parquet")


# -- both forms -----------------------------------------------------------------------------------------------------------------------


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
    long = in_lines([Conflict(schema="military-conflict/1.0", source="x" * 9_000_000)])
    assert [len(batch) for batch in batches(long * 5)] == [2, 2, 1]


def test_lines_with_their_ends_and_empty_lines_are_read() -> None:
    [line] = in_lines([read("conflict = Aa")])
    assert [len(batch) for batch in batches([line + b"\n", b"\n", b"", line])] == [2]


def test_a_line_that_is_not_a_record_is_named(tmp_path: Path) -> None:
    lines = [*in_lines([read("conflict = Aa")]), b"", b'{"schema":"military-conflict/1.0","sides":3}']
    with pytest.raises(RecordError, match=r"^line 3: .*sides"):
        write_records(lines, tmp_path / "records.parquet")
    with pytest.raises(RecordError, match=r"^line 3: .*sides"):
        write_tables(lines, tmp_path / "tables")


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    for write in (write_records, write_tables):
        with pytest.raises(
            MissingExtra, match=re.escape("Parquet and tables need pyarrow; install it with: pip install 'infobox[parquet]'")
        ):
            write([], tmp_path / "out")


@pytest.mark.parametrize(
    ("wiki", "absurd", "most"), [("enwiki", "10 trillion men", "9,999 billion men"), ("jawiki", "10兆人", "9兆9999億人")]
)
def test_figures_of_any_size_can_be_written(tmp_path: Path, wiki: str, absurd: str, most: str) -> None:
    page = f"{{{{Infobox military conflict|strength1={absurd}|casualties1={'<br>'.join([most, absurd, most] * 300)}}}}}"
    [record] = infobox.read_all(page, wiki=wiki)
    assert not any(item.quantities for item in record.sides[0].strength)
    assert sum(len(item.quantities) for item in record.sides[0].casualties) == 600
    files = all_of([record.to_json().encode()], tmp_path)
    assert parquet.read_table(files["figures"]).num_rows == 901
    assert parquet.read_table(files["records"]).num_rows == 1
