"""Records for tests of Parquet and of the tables: those of fixtures/, random ones, and one with every field."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from msgspec import inspect

import infobox
from infobox.dumps.parquet import write_records
from infobox.dumps.tables import table_files, write_each
from infobox.record import FORMAT, Conflict, Page

ROOT = Path(__file__).parent.parent.parent
Row = dict[str, Any]

parquet: Any = importlib.import_module("pyarrow.parquet")  # pyarrow has no types
types: Any = importlib.import_module("pyarrow.types")


@cache
def fixtures() -> list[Conflict]:
    """The records of all pages of fixtures/, with everything that a record can have."""
    records = []
    for number, path in enumerate(sorted((ROOT / "fixtures").rglob("*.wikitext")), 1):
        for record in infobox.read_all(path.read_text("utf-8"), spans=True, source=True):
            record.page = Page(title=path.stem, id=number, namespace=0, revision=number, timestamp="2026-01-02T03:04:05Z", wiki="enwiki")
            records.append(record)
    return records


def read(*parameters: str) -> Conflict:
    record = infobox.read("{{Infobox military conflict\n" + "\n".join(f"| {parameter}" for parameter in parameters) + "\n}}")
    assert record is not None
    return record


def in_lines(records: list[Conflict]) -> list[bytes]:
    return [msgspec.json.encode(record) for record in records]


def values_of(said: inspect.Type, depth: int = 3) -> st.SearchStrategy[Any]:
    """Any value of a type of the record; of a struct few fields at a time, but each of them at some time."""
    match said:
        case inspect.Metadata():
            return values_of(said.type, depth)
        case inspect.UnionType():
            return st.one_of([values_of(kind, depth) for kind in said.types])
        case inspect.NoneType():
            return st.none()
        case inspect.LiteralType():
            return st.sampled_from(said.values)
        case inspect.StrType(pattern=str()):
            return st.just(FORMAT)
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
        case inspect.StrType(pattern=str()):
            return FORMAT
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


SETTINGS = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=25,  # a file of a thousand columns takes its time; each holds several records
)


def write_tables(lines: list[bytes], folder: Path) -> None:
    """Write records as tables into a folder, which may not exist."""
    folder.mkdir(parents=True, exist_ok=True)
    write_each(lines, table_files(folder))


def all_of(lines: list[bytes], folder: Path) -> dict[str, Path]:
    write_tables(lines, folder / "tables")
    write_records(lines, folder / "records.parquet")
    return {path.stem: path for path in [folder / "records.parquet", *sorted((folder / "tables").iterdir())]}
