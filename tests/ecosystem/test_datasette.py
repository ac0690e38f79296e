"""Datasette opens the database: tables, keys, facets, search, the map, and the documented queries."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from infobox.dumps.datasette import metadata
from infobox.dumps.sqlite import columns, described, write_database
from infobox.dumps.tables import TABLES
from infobox.record import Conflict, Coordinates, Page
from tests.dumps.made_up import made_up
from tests.dumps.records import fixtures, in_lines, read
from tests.ecosystem.needed import missing

try:
    from datasette.app import Datasette
except ImportError:
    Datasette = None

Asked = Callable[..., Any]
"""Path and parameters of a page -> its JSON; with `html=True` its HTML."""
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def needs_datasette() -> None:
    if Datasette is None:
        missing("Datasette, which `make test-ecosystem` installs,")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("datasette") / "conflicts.db"
    hostile = Conflict(
        schema=fixtures()[0].schema,
        page=Page(title=HOSTILE, id=0, wiki="enwiki"),
        conflict=read(f"conflict = &lt;{HOSTILE[1:]}").conflict,
        coordinates=Coordinates(latitude=10.5, longitude=-20.25),
    )
    write_database(in_lines([*fixtures(), *made_up(), hostile]), made)
    return made


def asking(path: Path, described: dict[str, Any] | None) -> Asked:
    served = Datasette([str(path)], metadata=described)

    async def answer(page: str, parameters: dict[str, str]) -> Any:
        await served.invoke_startup()
        return await served.client.get(page, params=parameters)

    def ask(page: str, *, html: bool = False, **parameters: str) -> Any:
        answered = asyncio.run(answer(page, parameters))
        assert answered.status_code == 200, answered.text
        return answered.text if html else answered.json()

    return ask


@pytest.fixture
def ask(path: Path) -> Asked:
    return asking(path, metadata("conflicts"))


@pytest.fixture
def plain(path: Path) -> Asked:
    """Datasette as it is without metadata."""
    return asking(path, None)


def of_sqlite(path: Path, sql: str, **parameters: str) -> list[list[Any]]:
    with closing(sqlite3.connect(path)) as connection:
        return [list(row) for row in connection.execute(sql, parameters)]


def test_tables_have_columns_keys_and_search(plain: Asked) -> None:
    tables = {table["name"]: table for table in plain("/conflicts.json")["tables"]}
    assert {name for name, table in tables.items() if not table["hidden"]} == TABLES.keys()
    for name in TABLES:
        table = tables[name]
        assert table["columns"] == [column.name for column in columns(name)]
        assert table["primary_keys"] == ["id"]
        outgoing = {key["column"]: (key["other_table"], key["other_column"]) for key in table["foreign_keys"]["outgoing"]}
        keys = {"conflict_id": ("conflicts", "id"), "side_id": ("sides", "id")}
        assert outgoing == {column: keys[column] for column in table["columns"] if column in keys}
        assert table["fts_table"] == (f"{name}_fts" if "search" in described()["tables"][name] else None)


def test_facets_count_conflicts(ask: Asked, path: Path) -> None:
    found = ask("/conflicts/conflicts.json")["facet_results"]
    counted = {name: {each["value"]: each["count"] for each in facet["results"]} for name, facet in found.items()}
    assert counted.keys() == {"outcome", "start_decade", "partof_links"}
    for column in ("outcome", "start_decade"):
        sql = f"SELECT {column}, count(*) FROM conflicts WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY 2 DESC, 1 LIMIT 30"
        assert counted[column] == dict(of_sqlite(path, sql))
    assert counted["outcome"]["victory"] > 1
    sql = "SELECT value, count(DISTINCT conflicts.id) FROM conflicts, json_each(partof_links) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 30"
    assert counted["partof_links"] == dict(of_sqlite(path, sql))


def test_lists_are_suggested_as_facets_without_metadata(plain: Asked) -> None:
    for table, column in (("conflicts", "partof_links"), ("commanders", "fates")):
        suggested = plain(f"/conflicts/{table}.json")["suggested_facets"]
        assert column in [facet["name"] for facet in suggested if facet.get("type") == "array"]


def test_a_facet_selects_rows(ask: Asked, path: Path) -> None:
    [[war, number]] = of_sqlite(path, "SELECT value, count(*) FROM conflicts, json_each(partof_links) GROUP BY 1 ORDER BY 2 DESC LIMIT 1")
    found = ask("/conflicts/conflicts.json", partof_links__arraycontains=war, _shape="objects")
    assert found["filtered_table_rows_count"] == number
    assert all(war in json.loads(row["partof_links"]) for row in found["rows"])


def test_the_search_finds_words_without_their_marks(plain: Asked, path: Path) -> None:
    [[number, text]] = of_sqlite(path, "SELECT id, text FROM commanders WHERE text GLOB '*[éüö]*' ORDER BY id LIMIT 1")
    word = next(word for word in re.findall(r"\w+", text) if not word.isascii())
    for words in (word, word.upper(), word.translate(str.maketrans("éüö", "euo"))):
        found = plain("/conflicts/commanders.json", _search=words, _shape="objects")["rows"]
        assert number in [row["id"] for row in found]
    assert plain("/conflicts/commanders.json", _search="zzzz")["rows"] == []


def test_rows_are_named_by_what_they_refer_to(ask: Asked) -> None:
    [row] = ask("/conflicts/combatants.json", _labels="on", _size="1", _shape="objects")["rows"]
    assert row["conflict_id"] == {"value": 1, "label": row["title"]}
    assert row["side_id"]["label"] != row["title"]


@pytest.mark.parametrize("page", ["/conflicts/conflicts", "/conflicts/search?words=a"])
def test_the_map_is_where_coordinates_are(ask: Asked, page: str) -> None:
    assert "datasette-cluster-map.js" in ask(page, html=True)
    assert "datasette-cluster-map.js" not in ask("/conflicts/units", html=True)
    [row] = ask("/conflicts/conflicts.json", title=HOSTILE, _shape="objects")["rows"]
    assert (row["latitude"], row["longitude"]) == (10.5, -20.25)


def test_pages_say_what_columns_mean_and_whose_words_these_are(ask: Asked) -> None:
    page = ask("/conflicts/conflicts", html=True)
    assert "One row per infobox." in page
    assert "Degrees, north positive." in page
    assert "CC BY-SA 4.0" in page


def test_words_of_pages_are_no_html(ask: Asked) -> None:
    page = ask("/conflicts/conflicts", html=True, title=HOSTILE)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("query", [query for query in described()["query"] if not query.get("only")], ids=lambda query: query["name"])
def test_the_documented_queries_are_answered(query: dict[str, str], ask: Asked, path: Path) -> None:
    answers = ask(f"/conflicts/{query['name']}.json", _shape="arrays")
    assert answers["rows"] == of_sqlite(path, query["sql"])
    assert answers["rows"]
    assert query["title"] in ask(f"/conflicts/{query['name']}", html=True)


def test_a_search_of_everything(ask: Asked, path: Path) -> None:
    [[title, text]] = of_sqlite(path, "SELECT title, text FROM commanders WHERE name IS NOT NULL ORDER BY id LIMIT 1")
    found = ask("/conflicts/search.json", _shape="objects", words=text)["rows"]
    assert (title, text) in [(row["title"], row["found_in"]) for row in found]


def test_metadata_is_written_for_the_name_of_the_database() -> None:
    command = [sys.executable, "-m", "infobox.dumps.datasette"]
    written = subprocess.run([*command, "some/wars.sqlite"], capture_output=True, check=True).stdout
    assert json.loads(written) == metadata("wars")
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout, refused.stderr) == (
        2,
        "",
        "usage: python -m infobox.dumps.datasette DATABASE.db > metadata.json\n",
    )
