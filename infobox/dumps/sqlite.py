"""Records as one database of SQLite: the flat tables (`infobox.dumps.tables`) with keys, indexes and full-text search.

A column has the type of its field in the row's class, in a strict table: words, whole numbers and floating-point numbers as they are, truth
values as 0 and 1, lists and maps as JSON. Missing words are null. `sqlite.toml` says what is indexed and searched.
"""

from __future__ import annotations

import errno
import functools
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Final, NamedTuple, get_args, get_origin, get_type_hints

import msgspec

from infobox import data
from infobox.dumps.parquet import batches
from infobox.dumps.tables import TABLES, ConflictRow, InfoboxRow, SidedRow, SideRow, rows_of

OLDEST: Final = (3, 38)
"""The first version of SQLite that has all that is used here: strict tables, generated columns, JSON."""

_CACHE_KIB: Final = 1 << 15
_TOKENS: Final = "unicode61 remove_diacritics 2"
_TYPES: Final = MappingProxyType({str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER", list: "TEXT", dict: "TEXT"})


class MissingFeature(Exception):  # noqa: N818 - the name says what is wrong
    """The SQLite of this Python cannot write the database; the message says what it lacks."""


class _Ids(NamedTuple):
    """The rows of one record that others refer to: of the infobox, and of each side by its number and whether it is the joint one."""

    conflict: int
    sides: dict[tuple[int | None, bool], int]

    def of_side(self, row: InfoboxRow) -> int | None:
        return self.sides.get((row.side, row.joint)) if isinstance(row, SidedRow) else None

    def of_row(self, row: InfoboxRow) -> int | None:
        """The number that a row gets; None for the next one."""
        return self.conflict if isinstance(row, ConflictRow) else self.of_side(row) if isinstance(row, SideRow) else None


class StoredColumn(NamedTuple):
    """One column of a table: its definition in SQL, its meaning, and its value in a row (None if the database works it out)."""

    name: str
    sql: str
    meaning: str
    value: Callable[[InfoboxRow, _Ids], Any] | None


_ID: Final = StoredColumn("id", "id INTEGER PRIMARY KEY", "Number of the row, from 1.", lambda row, ids: ids.of_row(row))
_CONFLICT: Final = StoredColumn(
    "conflict_id",
    "conflict_id INTEGER NOT NULL REFERENCES conflicts (id)",
    "The infobox: the `id` of its row in `conflicts`.",
    lambda _, ids: ids.conflict,
)
_SIDE: Final = StoredColumn(
    "side_id",
    "side_id INTEGER REFERENCES sides (id)",
    "The side: the `id` of its row in `sides`; null if something belongs to no side.",
    lambda row, ids: ids.of_side(row),
)
_DECADE: Final = StoredColumn(
    "start_decade",
    "start_decade INTEGER GENERATED ALWAYS AS (start_year - (start_year % 10 + 10) % 10) VIRTUAL",  # a remainder has the sign of the year
    "First year of the decade of `start_year`.",
    None,
)


@functools.cache
def described() -> dict[str, Any]:
    """What `sqlite.toml` says: `tables` by name, and the queries."""
    return data.table("dumps/sqlite.toml")


def check_sqlite() -> None:
    """Raise `MissingFeature` if the SQLite of this Python is too old, or cannot search."""
    if sqlite3.sqlite_version_info < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise MissingFeature(f"SQLite {wanted} or later is needed, and this Python has {sqlite3.sqlite_version}; use a later Python")
    with closing(sqlite3.connect(":memory:")) as connection:
        if not connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0]:
            raise MissingFeature("the SQLite of this Python has no full-text search (FTS5); use another Python")


def write_database(lines: Iterable[bytes], path: Path) -> None:
    """Write records as a database into a file that is empty or does not exist yet.

    `lines` are JSON records, one per line; they are read once. The rows are in the order of the records, and the same lines give the same
    bytes (with the same SQLite). Raises `MissingFeature`, `RecordError` for a line that is not a record, `OverflowError` for a whole number
    beyond 64 bits, and `OSError`.
    """
    check_sqlite()
    with _as_os_errors(path), closing(sqlite3.connect(path.absolute(), isolation_level=None)) as connection:
        # The file has its name only when it is complete, so nothing has to be undone; nobody else reads it, and it needs no other files.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", f"cache_size = -{_CACHE_KIB}"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for table in TABLES:
            connection.execute(_definition(table))
        _insert(connection, lines)
        for statement in _afterwards():
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


@contextmanager
def _as_os_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        number = errno.ENOSPC if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL else errno.EIO
        raise OSError(number, str(error), str(path)) from error


@functools.cache
def columns(table: str) -> tuple[StoredColumn, ...]:
    """The columns of a table, in order."""
    row = TABLES[table]
    hints = get_type_hints(row, include_extras=True)
    own = [_column(field, hints[field.name]) for field in msgspec.structs.fields(row)]
    if row is ConflictRow:
        return (_ID, *own, _DECADE)
    return (*((_ID, _CONFLICT) if row is SideRow or not issubclass(row, SidedRow) else (_ID, _CONFLICT, _SIDE)), *own)


def _column(field: msgspec.structs.FieldInfo, hint: Any) -> StoredColumn:
    said, *metas = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    kinds = get_args(said) if isinstance(said, UnionType) else (said,)
    kind = next(get_origin(kind) or kind for kind in kinds if kind is not type(None))
    words = field.default == ""
    sql = f'"{field.name}" {_TYPES[kind]}'
    if not words and type(None) not in kinds:
        sql += " NOT NULL"
    if kind is bool:
        sql += f' CHECK ("{field.name}" IN (0, 1))'
    meaning = "".join(meta.description or "" for meta in metas)
    return StoredColumn(field.name, sql, meaning, _stored(attrgetter(field.name), words=words, nested=kind in (list, dict)))


def _stored(value: Callable[[InfoboxRow], Any], *, words: bool, nested: bool) -> Callable[[InfoboxRow, _Ids], Any]:
    """The function that gives the value of a row as it is stored."""
    if nested:
        return lambda row, _: msgspec.json.encode(value(row)).decode()
    return lambda row, _: (value(row) or None) if words else value(row)


def _definition(table: str) -> str:
    *lines, last = [(column.sql, column.meaning) for column in columns(table)]
    said = [*(f"  {sql}, -- {meaning}" for sql, meaning in lines), f"  {last[0]} -- {last[1]}"]
    return f'CREATE TABLE "{table}" (\n' + "\n".join(said) + "\n) STRICT"


def _insert(connection: sqlite3.Connection, lines: Iterable[bytes]) -> None:
    """Insert the rows of all records, those of conflicts and sides with running numbers."""
    values = {table: [column.value for column in columns(table) if column.value is not None] for table in TABLES}
    statements = {table: _insertion(table) for table in TABLES}
    conflicts, sides = count(1), count(1)
    for records in batches(lines):
        waiting: dict[str, list[list[Any]]] = {table: [] for table in TABLES}
        for record in records:
            found = rows_of(record)
            ids = _Ids(next(conflicts), {(row.side, row.joint): next(sides) for row in found["sides"] if isinstance(row, SideRow)})
            for table, rows in found.items():
                waiting[table] += ([value(row, ids) for value in values[table]] for row in rows)
        for table, statement in statements.items():
            connection.executemany(statement, waiting[table])


def _insertion(table: str) -> str:
    names = [f'"{column.name}"' for column in columns(table) if column.value is not None]
    return f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'


def _afterwards() -> Iterator[str]:
    """Statements that make the indexes and the full-text search of rows that are there."""
    for table in TABLES:
        said = described()["tables"].get(table, {})
        foreign = [[column.name] for column in columns(table) if column in (_CONFLICT, _SIDE)]
        for names in foreign + said.get("indexes", []):
            quoted = ", ".join(f'"{name}"' for name in names)
            yield f'CREATE INDEX "{table}_{"_".join(names)}" ON "{table}" ({quoted})'
        if searched := said.get("search"):
            search = f"{table}_fts"
            yield (
                f'CREATE VIRTUAL TABLE "{search}" USING FTS5 ({", ".join(searched)}, '
                f"content=\"{table}\", content_rowid='id', tokenize='{_TOKENS}')"
            )
            yield f'INSERT INTO "{search}" ("{search}") VALUES (\'rebuild\')'
