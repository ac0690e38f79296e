"""The queries of docs/tables.md answer rightly: about made-up conflicts as worked out by hand (``answers.toml``), and about real ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

import infobox
from bench.corpus import real
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


@pytest.mark.skipif(not real(), reason="INFOBOX_PAGES names no folder")
def test_real_conflicts_are_asked_as_the_document_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every query runs, and no conflict is lost: each is in an answer, or counted as left out."""
    records = [record for page in real() for record in infobox.read_all(page.text, title=page.name, wiki=page.wiki or "enwiki")]
    for number, record in enumerate(records, 1):
        assert record.page is not None
        record.page.id = number
    write_tables(in_lines(records), tmp_path / "tables")
    monkeypatch.chdir(tmp_path)
    for answer in DATA["answer"]:
        assert rows(query(answer["title"]), answer["columns"]), answer["title"]
    lives = rows(query("Conflicts that cost more than 10,000 lives"), ["at_least", "at_most", "undecided"])
    assert all(int(low) > 10_000 and (high == "-" or int(high) >= int(low)) for low, high, _ in lives)
    assert len(lives) + int(lives[0][2]) <= len(records)
    assert sum(int(number) for [number] in rows(query("Did the largest side win"), ["conflicts"])) == len(records)
    decades = rows(query("Deaths by decade"), ["conflicts", "parts", "longer", "without_sum"])
    assert sum(int(number) for row in decades for number in row) == len(records)
