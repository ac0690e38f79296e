"""Tables in memory are those of the files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import infobox
from infobox.dumps import frames
from infobox.dumps.parquet import MissingExtra
from infobox.dumps.tables import TABLES
from infobox.record import Conflict
from tests.dumps.records import fixtures, in_lines, parquet, write_tables


def test_tables_have_the_columns_and_rows_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "BATCH", 7)
    write_tables(in_lines(fixtures()), tmp_path)
    tables = infobox.tables(iter(fixtures()))
    assert list(tables.arrow) == list(TABLES)
    for name, table in tables.arrow.items():
        assert table.num_rows
        assert table.equals(parquet.read_table(tmp_path / f"{name}.parquet").replace_schema_metadata(None)), name


def test_no_records_give_empty_tables_with_all_columns() -> None:
    full, empty = infobox.tables(fixtures()), infobox.tables([])
    for name, table in empty.arrow.items():
        assert table.num_rows == 0
        assert table.schema == full.arrow[name].schema
    assert repr(empty).startswith("Tables(conflicts: 0, sides: 0, ")


@pytest.mark.parametrize(
    ("records", "message"),
    [
        (Conflict(), r"takes several records; give it a list: tables\(\[record\]\)"),
        ([Conflict(), None], "number 2 is of type NoneType"),
        (["{}"], "number 1 is of type str"),
    ],
)
def test_what_is_no_record_is_refused(records: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        infobox.tables(records)


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_missing_package_is_named(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    tables = infobox.tables([])
    with pytest.raises(MissingExtra, match=f"^{package}.. needs {package}; install it with: pip install {package}$"):
        getattr(tables, package)()
