"""Records as one Parquet file: nested as they are, with columns derived from the record's types.

A struct is a struct, a list a list, a dict a map, a span a struct of `start` and `end`. Words that the JSON leaves out are null, and so
is a missing part; a missing truth value is false, and a missing list or map is empty. Parquet has no recursion: a list of items is one
flat list in reading order, in which each item has its `level` (0 at the top) and its `parent` (the index in that list of the item above
it, null at the top).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from itertools import accumulate, chain
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, NamedTuple, Protocol, Self, cast

import msgspec
from msgspec import inspect

from infobox.record import Conflict, RecordError

BATCH: Final = 1000
"""How many records are converted at a time."""
_BATCH_BYTES: Final = 1 << 24
"""How many bytes of JSON end a batch earlier, so that long records take no more memory than short ones."""
_GROUP_ROWS: Final = 1 << 15
_GROUP_BYTES: Final = 1 << 25
"""How many rows, or bytes in memory, make a row group: larger ones compress better and read faster, smaller ones need less memory."""
_LEVEL: Final = 9
"""The level of zstd: files are 2 to 5 % smaller than by default, for a few per cent more time, most of which is the conversion."""

ArrowType = Any
ArrowArray = Any
"""pyarrow has no types, and its objects are only passed on here."""


class MissingExtra(ImportError):  # noqa: N818 - the name says what is wrong
    """A package is not installed; the message says how to install it."""


class Column(NamedTuple):
    """How values of one type are represented in Arrow."""

    type: ArrowType
    array: Callable[[Sequence[Any]], ArrowArray]
    """Values, one per row (None if there is none) -> an array of `type` with the same length."""


class _ParquetFile(Protocol):
    def write_table(self, table: Any, row_group_size: int) -> None: ...

    def close(self) -> None: ...


def pyarrow() -> Any:
    """The module `pyarrow`, with `pyarrow.parquet` loaded. Raises `MissingExtra` if it is not installed."""
    try:
        importlib.import_module("pyarrow.parquet")
        return importlib.import_module("pyarrow")
    except ImportError:
        raise MissingExtra("Parquet and tables need pyarrow; install it with: pip install 'infobox[parquet]'") from None


def write_records(lines: Iterable[bytes], file: Path | BinaryIO) -> None:
    """Write records as one Parquet file, one row each, in order.

    `lines` are JSON records, one per line; empty lines are skipped. The same lines give the same bytes (with the same pyarrow). Raises
    `MissingExtra`, `RecordError` for a line that is not a record (it names the line), `OverflowError` for a whole number beyond 64 bits,
    and `OSError`.
    """
    with RowGroups(file, Conflict) as groups:
        for records in batches(lines):
            groups.add(records)


def batches(lines: Iterable[bytes]) -> Iterator[list[Conflict]]:
    """The records of JSON lines, up to 1,000 at a time. Raises `RecordError` for a line that is not a record; it names the line."""
    batch: list[Conflict] = []
    size = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            batch.append(Conflict.from_json(line))
        except RecordError as error:
            raise RecordError(f"line {number}: {error}") from None
        size += len(line)
        if len(batch) == BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class Rows:
    """How rows, each a struct of one class, become record batches of pyarrow. Raises `MissingExtra`."""

    def __init__(self, of: type[msgspec.Struct]) -> None:
        self._pa = pyarrow()
        self._row = struct_column(of)
        self.schema = self._pa.schema(list(self._row.type))

    def batch(self, rows: Sequence[msgspec.Struct]) -> Any:
        """Rows as one record batch. Raises `OverflowError` for a whole number beyond 64 bits."""
        return self._pa.RecordBatch.from_arrays(self._row.array(rows).flatten(), schema=self.schema)

    def table(self, batches: Sequence[Any]) -> Any:
        """Record batches as one table of pyarrow, empty if there are none."""
        return self._pa.Table.from_batches(batches, self.schema)


class RowGroups:
    """A Parquet file to which rows are added, each a struct of one class; a context manager, which closes the file.

    Raises `MissingExtra` and, when rows are added, `OverflowError` for a whole number beyond 64 bits, and `OSError`.
    """

    def __init__(self, file: Path | BinaryIO, of: type[msgspec.Struct]) -> None:
        self._rows = Rows(of)
        self._waiting: list[Any] = []
        self._waiting_rows = self._waiting_bytes = 0
        self._file = cast(
            _ParquetFile, pyarrow().parquet.ParquetWriter(file, self._rows.schema, compression="zstd", compression_level=_LEVEL)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None:
                self._write()
        finally:
            self._file.close()

    def add(self, rows: Sequence[msgspec.Struct]) -> None:
        """Add rows at the end."""
        if not rows:
            return
        batch = self._rows.batch(rows)
        self._waiting.append(batch)
        self._waiting_rows += len(rows)
        self._waiting_bytes += batch.nbytes
        if self._waiting_rows >= _GROUP_ROWS or self._waiting_bytes >= _GROUP_BYTES:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            self._file.write_table(self._rows.table(self._waiting), row_group_size=self._waiting_rows)
        self._waiting, self._waiting_rows, self._waiting_bytes = [], 0, 0


def struct_column(of: type[msgspec.Struct]) -> Column:
    """The column whose values are structs of a class. Raises `TypeError` for a type that no record uses."""
    return _column(inspect.type_info(of), pyarrow(), ())


def _column(kind: inspect.Type, pa: Any, above: tuple[type, ...]) -> Column:
    match kind:
        case inspect.Metadata():
            return _column(kind.type, pa, above)
        case inspect.UnionType(types=types) if len(kinds := [kind for kind in types if not isinstance(kind, inspect.NoneType)]) == 1:
            return _column(kinds[0], pa, above)
        case inspect.StrType():
            return _plain(pa, pa.string())
        case inspect.LiteralType(values=values) if all(isinstance(value, str) for value in values):
            return _plain(pa, pa.string())
        case inspect.BoolType():
            return _plain(pa, pa.bool_())
        case inspect.IntType():
            return _plain(pa, pa.int64())
        case inspect.FloatType():
            return _plain(pa, pa.float64())
        case inspect.TupleType(item_types=(inspect.IntType(), inspect.IntType())):
            return _span(pa)
        case inspect.DictType(key_type=key, value_type=value):
            return _map(pa, _column(key, pa, above), _column(value, pa, above))
        case inspect.ListType(item_type=inspect.StructType() as item) if below := _recursion(item):
            return _tree(pa, item, below, above)
        case inspect.ListType(item_type=item):
            return _list(pa, _column(item, pa, above))
        case inspect.StructType(cls=cls) if cls not in above:
            return _struct(pa, _fields(kind, pa, above))
    raise TypeError(f"no column for {type(kind).__name__}{' in ' + above[-1].__name__ if above else ''}")


def _recursion(struct: inspect.StructType) -> str:
    """The name of the struct's field that is a list of such structs; "" if it has none."""
    for each in struct.fields:
        kind = each.type.type if isinstance(each.type, inspect.Metadata) else each.type
        if isinstance(kind, inspect.ListType) and isinstance(kind.item_type, inspect.StructType) and kind.item_type.cls is struct.cls:
            return each.name
    return ""


def _fields(struct: inspect.StructType, pa: Any, above: tuple[type, ...], but: str = "") -> dict[str, Column]:
    """The columns of a struct's fields, by name, except the field `but`."""
    columns = {}
    for each in struct.fields:
        if each.name != but:
            column = _column(each.type, pa, (*above, struct.cls))
            columns[each.encode_name] = _of_field(column, each.name, words=each.default == "")
    return columns


def _of_field(column: Column, name: str, *, words: bool) -> Column:
    """The column of a field, whose values are the structs that have it; `words`: a field whose "" means that it is left out."""

    def array(values: Sequence[Any]) -> ArrowArray:
        held = (getattr(value, name, None) for value in values)  # None does not have the field
        return column.array([one or None for one in held] if words else list(held))

    return Column(column.type, array)


def _plain(pa: Any, of: ArrowType) -> Column:
    return Column(of, lambda values: pa.array(values, of))


def _span(pa: Any) -> Column:
    of = pa.struct([("start", pa.int64()), ("end", pa.int64())])

    def array(values: Sequence[tuple[int, int] | None]) -> ArrowArray:
        return pa.array([value and {"start": value[0], "end": value[1]} for value in values], of)

    return Column(of, array)


def _struct(pa: Any, columns: dict[str, Column]) -> Column:
    fields = [pa.field(name, column.type) for name, column in columns.items()]
    of = pa.struct(fields)

    def array(values: Sequence[Any]) -> ArrowArray:
        missing = [value is None for value in values]
        if all(missing):  # as are most parts of most records
            return pa.nulls(len(values), of)
        arrays = [column.array(values) for column in columns.values()]
        return pa.StructArray.from_arrays(arrays, fields=fields, mask=pa.array(missing))

    return Column(of, array)


def _offsets(pa: Any, values: Sequence[Sized | None]) -> ArrowArray:
    return pa.array(list(accumulate((len(value or ()) for value in values), initial=0)), pa.int32())


def _flat(values: Iterable[Iterable[Any] | None]) -> list[Any]:
    return list(chain.from_iterable(value or () for value in values))


def _list(pa: Any, column: Column) -> Column:
    of = pa.list_(column.type)

    def array(values: Sequence[list[Any] | None]) -> ArrowArray:
        return pa.ListArray.from_arrays(_offsets(pa, values), column.array(_flat(values)), type=of)

    return Column(of, array)


def _map(pa: Any, key: Column, value: Column) -> Column:
    of = pa.map_(key.type, value.type)

    def array(values: Sequence[dict[str, Any] | None]) -> ArrowArray:
        keys = key.array(_flat(values))
        return pa.MapArray.from_arrays(_offsets(pa, values), keys, value.array(_flat(one and one.values() for one in values)), type=of)

    return Column(of, array)


class TreeRow(NamedTuple):
    """One struct of a tree, with its `level` (0 at the top) and its `parent`, the index in reading order of the struct above it."""

    struct: msgspec.Struct
    level: int
    parent: int | None


def _tree(pa: Any, struct: inspect.StructType, below: str, above: tuple[type, ...]) -> Column:
    columns = {name: _of_tree_rows(column) for name, column in _fields(struct, pa, above, but=below).items()}
    if columns.keys() & {"level", "parent"}:
        raise TypeError(f"{struct.cls.__name__} has a field of its own called level or parent")
    places = {name: _of_field(_plain(pa, pa.int64()), name, words=False) for name in ("level", "parent")}
    flat = _list(pa, _struct(pa, places | columns))

    def array(values: Sequence[list[msgspec.Struct] | None]) -> ArrowArray:
        return flat.array([in_reading_order(value or [], below) for value in values])

    return Column(flat.type, array)


def _of_tree_rows(column: Column) -> Column:
    return Column(column.type, lambda values: column.array([value.struct for value in values]))


def in_reading_order(structs: Sequence[msgspec.Struct], below: str) -> list[TreeRow]:
    """The structs of a tree in reading order; the field `below` contains those under each. Iterative, so the tree may be of any depth."""
    rows: list[TreeRow] = []
    waiting = [TreeRow(struct, 0, None) for struct in reversed(structs)]
    while waiting:
        row = waiting.pop()
        waiting += [TreeRow(struct, row.level + 1, len(rows)) for struct in reversed(getattr(row.struct, below))]
        rows.append(row)
    return rows
