"""The database says what the flat tables say, its keys hold, and what is in it can be found."""

from __future__ import annotations

import errno
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import infobox
from infobox.dumps.sqlite import MissingFeature, columns, described, write_database
from infobox.dumps.tables import TABLES
from infobox.record import Conflict, Page, RecordError
from tests.dumps.made_up import made_up
from tests.dumps.records import ROOT, SETTINGS, Row, all_of, conflict_type, fixtures, in_lines, parquet, read, structs_of, write_tables

DOCUMENT = (ROOT / "docs" / "tables.md").read_text("utf-8")
OF_DATABASES = ("id", "conflict_id", "side_id", "start_decade")
"""Columns that the other forms of the tables do not have."""


def opened(folder: Path, *records: Conflict) -> sqlite3.Connection:
    """The database of records."""
    path = folder / "records.db"
    path.unlink(missing_ok=True)
    write_database(in_lines(list(records)), path)
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    return connection


def rows(connection: sqlite3.Connection, table: str) -> list[Row]:
    return [dict(row) for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY id')]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with closing(opened(tmp_path_factory.mktemp("database"), *fixtures(), *made_up())) as connection:
        yield connection


# -- rows -----------------------------------------------------------------------------------------------------------------------------


def plain(row: Row, table: str) -> Row:
    """A row of the database with the values that Parquet has."""
    types = {column.name: column.sql for column in columns(table)}
    found: Row = {}
    for name, value in row.items():
        if name in OF_DATABASES:
            continue
        if "CHECK" in types[name]:
            found[name] = {0: False, 1: True}[value]
        elif types[name].endswith("TEXT NOT NULL") and name not in ("field", "what"):
            nested = json.loads(value)
            found[name] = list(nested.items()) if isinstance(nested, dict) else nested
        else:
            found[name] = value
    return found


def check_against_parquet(connection: sqlite3.Connection, folder: Path) -> None:
    for table in TABLES:
        wanted = parquet.read_table(folder / f"{table}.parquet").to_pylist()
        assert [plain(row, table) for row in rows(connection, table)] == wanted, table


def test_the_rows_are_those_of_parquet(database: sqlite3.Connection, tmp_path: Path) -> None:
    write_tables(in_lines(fixtures() + made_up()), tmp_path)
    check_against_parquet(database, tmp_path)


def check_keys(connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert [tuple(row) for row in connection.execute("PRAGMA integrity_check")] == [("ok",)]
    conflicts = {row["id"]: row for row in rows(connection, "conflicts")}
    sides = {row["id"]: row for row in rows(connection, "sides")}
    for table in TABLES.keys() - {"conflicts"}:
        for row in rows(connection, table):
            assert all(conflicts[row["conflict_id"]][name] == row[name] for name in ("wiki", "page_id", "number", "title"))
            if table != "sides":
                side = sides.get(row["side_id"], {"side": None, "joint": 0, "conflict_id": row["conflict_id"]})
                assert all(side[name] == row[name] for name in ("side", "joint", "conflict_id"))


@SETTINGS
@given(st.lists(structs_of(conflict_type(), 3), max_size=3))
def test_any_records_have_their_rows_and_keys(tmp_path: Path, records: list[Conflict]) -> None:
    with closing(opened(tmp_path, *records)) as connection:
        write_tables(in_lines(records), tmp_path)
        check_against_parquet(connection, tmp_path)
        check_keys(connection)


def test_keys_hold_if_a_page_was_read_twice_and_without_pages(tmp_path: Path) -> None:
    page = "{{Infobox military conflict|combatant1=Aa|combatant2=Bb|combatant3=Cc|strength2=5 men<ref>x</ref>|result=Aa<ref>y</ref>}}"
    records = infobox.read_all(page + page) * 2
    for number, record in enumerate(records[:3], 1):
        record.page = Page(title="Aa", id=number, wiki="enwiki")
    with closing(opened(tmp_path, *records)) as connection:
        check_keys(connection)
        found = connection.execute('SELECT conflict_id, side, side_id IS NULL FROM "references" ORDER BY id').fetchall()
        assert [tuple(row) for row in found] == [each for number in (1, 2, 3, 4) for each in ((number, None, 1), (number, 2, 0))]


HOSTILE = ["'); DROP TABLE conflicts; --", '"', "\\", "Aa\u2028Bb", "\U0001f6e1", "\ufeff", "%_*?", "<script>alert(1)</script>"]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_stored_as_they_are(words: str, tmp_path: Path) -> None:
    record = Conflict(schema=read("conflict = Aa").schema, page=Page(title=words, wiki=words), other={words: words}, unresolved=[words])
    with closing(opened(tmp_path, record)) as connection:
        [row] = rows(connection, "conflicts")
        assert (row["title"], row["wiki"], json.loads(row["other"]), json.loads(row["unresolved"])) == (
            words,
            words,
            {words: words},
            [words],
        )


@pytest.mark.parametrize(
    ("date", "decade"),
    [("1809", 1800), ("1940s", 1940), ("49 BC", -50), ("41 BC", -40), ("5 BC", -10), ("1 BC", 0), ("9 AD", 0), ("Aa", None)],
)
def test_decades(date: str, decade: int | None, tmp_path: Path) -> None:
    with closing(opened(tmp_path, read(f"date = {date}"))) as connection:
        assert rows(connection, "conflicts")[0]["start_decade"] == decade


# -- the file -------------------------------------------------------------------------------------------------------------------------


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    for path in (first, second):
        write_database(in_lines(fixtures()), path)
    assert first.read_bytes() == second.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"first.db", "second.db"}


def test_tables_are_strict_and_say_what_their_columns_mean(database: sqlite3.Connection) -> None:
    strict = {row["name"] for row in database.execute("PRAGMA table_list") if row["strict"]}
    assert strict >= TABLES.keys()
    for table in TABLES:
        [definition] = database.execute("SELECT sql FROM sqlite_schema WHERE name = ?", [table]).fetchone()
        for column in columns(table):
            assert column.meaning
            assert f"-- {column.meaning}" in definition


def test_no_records_are_empty_tables(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as connection:
        assert all(rows(connection, table) == [] for table in TABLES)


def test_a_line_that_is_not_a_record_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"^line 2: "):
        write_database([*in_lines([read("conflict = Aa")]), b"{}"], tmp_path / "records.db")


def test_a_number_beyond_64_bits_is_refused(tmp_path: Path) -> None:
    record = read("conflict = Aa")
    record.page = Page(title="Aa", id=2**63)
    with pytest.raises(OverflowError):
        write_database([msgspec.json.encode(record)], tmp_path / "records.db")


def test_a_full_disk_is_an_error_of_the_system(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    path = tmp_path / "records.db"
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, before[1]))
        with pytest.raises(OSError, match="disk") as error:
            write_database(in_lines(fixtures()), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (error.value.errno, error.value.filename) == (errno.EIO, str(path))


def test_an_old_sqlite_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 37, 2))
    with pytest.raises(MissingFeature, match=r"^SQLite 3\.38 or later is needed, and this Python has 3\.[0-9.]+; use a later Python$"):
        write_database([], tmp_path / "records.db")


# -- searching ------------------------------------------------------------------------------------------------------------------------


def found(connection: sqlite3.Connection, table: str, words: str) -> list[int]:
    sql = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ? ORDER BY rowid"
    return [number for [number] in connection.execute(sql, [words])]


def test_words_are_found_in_any_case_and_without_their_marks(tmp_path: Path) -> None:
    first = read(
        "conflict = Battle of Čáslav", "place = Żabno", "combatant1 = Württemberg", "commander2 = [[Élie Aa|Aa]]", "result = Aa victory"
    )
    second = read("conflict = Other", "combatant1 = Bb")
    with closing(opened(tmp_path, first, second)) as connection:
        assert (
            found(connection, "conflicts", "caslav")
            == found(connection, "conflicts", "zabno")
            == found(connection, "conflicts", "VICTORY")
            == [1]
        )
        assert found(connection, "combatants", "wurttemberg") == [1]
        assert found(connection, "commanders", "aa") == [1]
        assert found(connection, "conflicts", "Württemberg") == []


def test_the_search_is_complete(database: sqlite3.Connection) -> None:
    for table, said in described()["tables"].items():
        if "search" in said:
            database.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")
            assert found(database, table, '"zzzz"') == []


# -- what is documented ---------------------------------------------------------------------------------------------------------------


def test_what_is_said_of_tables_is_said_of_tables_that_there_are() -> None:
    assert described()["tables"].keys() == TABLES.keys()
    for table, said in described()["tables"].items():
        names = {column.name for column in columns(table)}
        words = DOCUMENT.partition(f"\n## {table}\n")[2].partition("\n## ")[0]
        assert said["about"] in words or table in ("commanders", "units"), table
        mentioned = [said.get("label", "id"), *said.get("search", []), *said.get("facets", []), *said.get("array_facets", [])]
        assert {*mentioned, *(name for index in said.get("indexes", []) for name in index)} <= names, table


def test_the_document_lists_the_columns_that_only_databases_have() -> None:
    words = DOCUMENT.partition("\n## SQLite\n")[2].partition("\n## ")[0]
    known = {column.name: column.meaning for table in TABLES for column in columns(table) if column.name in OF_DATABASES}
    assert dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", words, re.MULTILINE)) == known
    assert known.keys() == set(OF_DATABASES)


QUERIES = [query for query in described()["query"] if not query.get("only")]
ASKED = [match for match in re.finditer(r"^```sql\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL) if "tables/" in match[1]]


def test_every_documented_query_can_be_asked_of_sqlite() -> None:
    """Each query of docs/tables.md has one of the same title in sqlite.toml, in the same order."""
    before = [" ".join(DOCUMENT[: match.start()].split()) for match in ASKED]
    assert len(before) == len(QUERIES)
    assert [query["title"] for query, words in zip(QUERIES, before, strict=True) if not words.endswith(f"{query['title']}:")] == []


@pytest.fixture(scope="module")
def parquet_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made")
    all_of(in_lines(fixtures() + made_up()), made)
    return made


@pytest.mark.parametrize(
    ("query", "asked"),
    list(zip(QUERIES, [match[1] for match in ASKED], strict=False)),
    ids=lambda of: of["name"] if isinstance(of, dict) else "",
)
def test_both_dialects_give_the_same_answers(
    query: dict[str, str], asked: str, database: sqlite3.Connection, parquet_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(parquet_folder)
    relation = duckdb.sql(asked)
    assert relation is not None
    answers = database.execute(query["sql"])
    assert [each[0] for each in answers.description] == relation.columns
    wanted = relation.fetchall()
    assert wanted
    assert unordered([tuple(map(_read_json, row)) for row in answers]) == unordered(wanted)


@pytest.mark.parametrize("query", described()["query"], ids=lambda query: query["name"])
def test_no_query_needs_an_index_that_is_not_there(query: dict[str, str], database: sqlite3.Connection) -> None:
    """SQLite makes an index for the time of a query if it has to look up rows of a table by columns that have none."""
    named = re.findall(r'\b(?:FROM|JOIN) "?(\w+)"?(?: AS (\w+))?', query["sql"])
    of_tables = {alias or table for table, alias in named if table in TABLES}
    plan = [row["detail"] for row in database.execute(f"EXPLAIN QUERY PLAN {query['sql']}", {"words": "a"})]
    made = {words for step in plan for words in re.findall(r"SEARCH (\w+) USING AUTOMATIC", step)}
    assert not made & of_tables, plan


def _read_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value.startswith("[") and value.endswith("]") else value


def unordered(answers: list[tuple[Any, ...]]) -> list[str]:
    """Answers without the order of rows that are equal in what the query orders by, and of lists, and with numbers for truth values."""
    return sorted(repr([_unordered(value) for value in row]) for row in answers)


def _unordered(value: Any) -> Any:
    return sorted(value, key=str) if isinstance(value, list) else int(value) if isinstance(value, bool) else value


@pytest.mark.parametrize("words", ["Aa", '"', "'", "*", "", "a OR (", "NEAR("])
def test_any_words_can_be_searched_for(words: str, tmp_path: Path) -> None:
    [search] = [query["sql"] for query in described()["query"] if query.get("only")]
    with closing(opened(tmp_path, read("conflict = Aa", "commander1 = Bb Aa", "date = 1809"), read("conflict = Bb"))) as connection:
        answers = [tuple(row)[1:5] for row in connection.execute(search, {"words": words})]
    assert answers == ([("Aa", "1809", None, None), ("Aa", "1809", None, "Bb Aa")] if words == "Aa" else [])


def test_a_database_can_be_written_beside_other_threads(tmp_path: Path) -> None:
    threads = [threading.Thread(target=write_database, args=(in_lines(fixtures()), tmp_path / f"{number}.db")) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({(tmp_path / f"{number}.db").read_bytes() for number in range(3)}) == 1
