"""Names of fields and columns that are reserved words of SQL are those that docs/types.md names."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from typing import Any

import duckdb

from infobox.schema import json_schema
from tests.fixture_records import ROOT


def names() -> set[str]:
    schema = json_schema()
    columns = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "tables.md").read_text("utf-8"), re.MULTILINE)
    return {name for part in (schema, *schema["$defs"].values()) for name in part["properties"]} | set(columns)


def refused(execute: Callable[[str], Any], error: type[Exception]) -> set[str]:
    """The names that a database does not take without quotes."""
    found = set()
    for name in names():
        execute(f'CREATE TABLE of_{name} ("{name}" TEXT)')
        try:
            execute(f"SELECT {name} FROM of_{name} ORDER BY {name}")
        except error:
            found.add(name)
    return found


def test_reserved_words_are_those_of_the_documentation() -> None:
    section = (ROOT / "docs" / "types.md").read_text("utf-8").partition("## SQL")[2]
    stated = re.findall(r"`(\w+)`", section)
    found = refused(duckdb.connect().execute, duckdb.Error) | refused(sqlite3.connect(":memory:").execute, sqlite3.Error)
    assert stated == sorted(found)
