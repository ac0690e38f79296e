"""The queries of docs/tables.md answer rightly: about made-up conflicts as worked out by hand (``answers.toml``), and about real ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dumps.made_up import DATA, made_up
from tests.dumps.records import ROOT, in_lines, write_tables

DOCUMENT = (ROOT / "docs" / "tables.md").read_text("utf-8")


def query(title: str) -> str:
    """The query of the document whose paragraph ends with a title."""
    [found] = re.findall(rf"\b{re.escape(title)}:\n\n```sql\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    return str(found)


def rows(sql: str, columns: list[str]) -> list[tuple[str, ...]]:
    """The answer to a query, as words; `-` for null."""
    found = duckdb.sql(sql)
    assert found is not None
    places = [found.columns.index(column) for column in columns]
    return [tuple(_words(row[place]) for place in places) for row in found.fetchall()]


def _words(value: object) -> str:
    return "-" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def lines(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split(" | ")) for line in table.strip().splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made_up")
    write_tables(in_lines(made_up()), made / "tables")
    return made


@pytest.mark.parametrize("answer", DATA["answer"], ids=lambda answer: answer["title"])
def test_answers_about_made_up_conflicts(answer: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert rows(query(answer["title"]), answer["columns"]) == lines(answer["rows"])
