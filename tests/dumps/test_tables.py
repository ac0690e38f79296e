"""The flat tables say what the record says, and their document is true."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest
from hypothesis import given

import infobox
from infobox.dumps.sqlite import columns
from infobox.dumps.tables import TABLES, years
from infobox.record import Conflict, Page
from tests.dumps.made_up import made_up
from tests.dumps.records import (
    ROOT,
    SETTINGS,
    Row,
    all_of,
    conflict_type,
    fixtures,
    in_lines,
    parquet,
    read,
    structs_of,
    types,
    write_tables,
)

DOCUMENT = (ROOT / "docs" / "tables.md").read_text("utf-8")


def rows(table: str, folder: Path, *records: Conflict) -> list[Row]:
    write_tables(in_lines(list(records)), folder)
    found: list[Row] = parquet.read_table(folder / f"{table}.parquet").to_pylist()
    return found


def some(row: Row, *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def test_every_row_has_the_key_of_its_infobox(tmp_path: Path) -> None:
    page = "{{Infobox military conflict|combatant1=[[Aa]]|strength1=5 men<ref>x</ref>|commander1=Bb|units1=Cc}}"
    records = infobox.read_all(page + page) + infobox.read_all(page)
    for number, record in zip((1, 1, 2), records, strict=True):
        record.page = Page(title=f"Page {number}", id=number, wiki="enwiki")
    for table in TABLES:
        keys = [some(row, "wiki", "page_id", "number", "title") for row in rows(table, tmp_path, *records)]
        assert list(dict.fromkeys(keys)) == [("enwiki", 1, 1, "Page 1"), ("enwiki", 1, 2, "Page 1"), ("enwiki", 2, 1, "Page 2")], table


def test_a_record_without_a_page_has_number_one(tmp_path: Path) -> None:
    [row] = rows("conflicts", tmp_path, Conflict(schema="military-conflict/1"))
    assert some(row, "wiki", "page_id", "number", "title") == (None, None, 1, None)


def test_a_conflict_says_when_where_and_how_it_ended(tmp_path: Path) -> None:
    record = read(
        "conflict = Battle of Aa<ref>x</ref>",
        "partof = the [[Bb War]]",
        "image = Aa.jpg",
        "date = 3–5 May 1809",
        "place = [[Aa]], Bb",
        "coordinates = {{coord|10.5|N|20.25|W}}",
        "result = Bb victory<br>Aa burned",
        "territory = * Aa\n** Cc",
        "status = Over",
        "combatant1 = Aa",
        "combatant3 = Cc",
        "casus = Tolls",
        "notes = {{Wholly unknown template}}",
        "campaignbox = {{Campaignbox Bb War}} {{Campaignbox Aa}}",
    )
    [row] = rows("conflicts", tmp_path, record)
    assert some(row, "conflict", "partof", "image", "place", "status") == ("Battle of Aa", "the Bb War", "Aa.jpg", "Aa, Bb", "Over")
    assert some(row, "date", "start", "end", "start_year", "end_year") == ("3–5 May 1809", "1809-05-03", "1809-05-05", 1809, 1809)
    assert some(row, "latitude", "longitude", "ongoing") == (10.5, -20.25, False)
    assert some(row, "outcome", "victor", "result", "territory") == ("victory", "Bb", "Bb victory; Aa burned", "Aa; Cc")
    assert row["sides"] == len(record.sides)
    assert some(row, "partof_links", "place_links") == (["Bb War"], ["Aa"])
    assert row["campaignboxes"] == ["Campaignbox Bb War", "Campaignbox Aa"]
    assert row["other"] == [("casus", "Tolls")]
    assert row["unresolved"] == ["Wholly unknown template"]
    assert row["template"] == "Infobox military conflict"


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("", (None, None)),
        ("1944-01-17", (1944, 1944)),
        ("1951~", (1951, 1951)),
        ("194X", (1940, 1949)),
        ("04XX", (400, 499)),
        ("-0048-04-19", (-48, -48)),
        ("-04XX", (-499, -400)),
        ("0000", (0, 0)),
        ("yesterday", (None, None)),
        ("12345", (None, None)),
    ],
)
def test_years(edtf: str, expected: tuple[int | None, int | None]) -> None:
    assert years(edtf) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("5th century BC", (-499, -400)),
        ("1940s", (1940, 1949)),
        ("49 BC", (-48, -48)),
        ("1809 – present", (1809, None)),
        ("Aa", (None, None)),
    ],
)
def test_the_years_of_a_conflict_are_its_first_and_last(date: str, expected: tuple[int | None, int | None], tmp_path: Path) -> None:
    [row] = rows("conflicts", tmp_path, read(f"date = {date}"))
    assert some(row, "start_year", "end_year") == expected
    assert row["ongoing"] == ("present" in date)


def test_a_conflict_says_which_revision_was_read(tmp_path: Path) -> None:
    record = read("conflict = Aa")
    record.page = Page(namespace=10, revision=77, timestamp="2026-01-02T03:04:05Z")
    [row] = rows("conflicts", tmp_path, record)
    assert some(row, "namespace", "revision", "timestamp") == (10, 77, "2026-01-02T03:04:05Z")


LISTS = (
    "combatant1 = '''East:'''\n* [[Aa]]\n** [[Bb]]\n'''West:'''\n* [[:de:Cc|Cc]] {{flagicon|Dd}}",
    "combatant2 = Ee",
    "commander1 = {{flagicon image|Ff.svg}} [[Gg]] and [[Hh]] {{KIA}} (1807–09)",
    "strength1 = '''East:'''\n* 1,200 men\n* 30–40 guns, about 7 ships",
    "casualties3 = 650+ civilians killed",
)


def test_a_side_names_what_stands_under_headings_and_counts_rows(tmp_path: Path) -> None:
    one, two, joint = rows("sides", tmp_path, read(*LISTS))
    assert some(one, "side", "joint", "combatants") == (1, False, "Aa; Cc")
    assert some(one, "combatant_count", "commander_count", "unit_count", "figure_count") == (3, 1, 0, 3)
    assert some(two, "side", "joint", "combatants", "commanders", "figure_count") == (2, False, "Ee", None, 0)
    assert some(joint, "side", "joint", "combatants", "figure_count") == (None, True, None, 1)


def test_items_know_where_they_stand(tmp_path: Path) -> None:
    found = rows("combatants", tmp_path, read(*LISTS))
    places = [some(row, "side", "position", "level", "parent", "under", "name") for row in found]
    assert places == [
        (1, 1, 0, None, [], "East"),
        (1, 2, 1, 1, ["East"], "Aa"),
        (1, 3, 2, 2, ["East"], "Bb"),
        (1, 4, 0, None, [], "West"),
        (1, 5, 1, 4, ["West"], "Cc"),
        (2, 1, 0, None, [], "Ee"),
    ]
    assert [some(row, "heading", "link", "links", "flag") for row in found] == [
        (True, None, [], None),
        (False, "Aa", ["Aa"], None),
        (False, "Bb", ["Bb"], None),
        (True, None, [], None),
        (False, "de:Cc", ["de:Cc"], "Dd"),
        (False, None, [], None),
    ]


def test_all_headings_are_named_and_a_flag_is_one(tmp_path: Path) -> None:
    lists = "casualties1 = {{flagicon|Aa}}\n* '''Land:'''\n** 200 killed\n** Unknown\n* 7 ships"
    found = rows("figures", tmp_path, read(lists))
    assert [some(row, "heading", "parent", "under", "low", "high", "item") for row in found] == [
        (True, None, [], None, None, None),
        (True, 1, ["Aa"], None, None, "Land:"),
        (False, 2, ["Aa", "Land:"], 200, 200, "200 killed"),
        (False, 2, ["Aa", "Land:"], None, None, "Unknown"),
        (False, 1, ["Aa"], 7, 7, "7 ships"),
    ]
    assert found[0]["flag"] == "Aa"


def test_items_say_what_became_of_them(tmp_path: Path) -> None:
    [row] = rows("commanders", tmp_path, read(*LISTS))
    assert some(row, "flag", "flag_image", "link", "links", "fates") == (None, "Ff.svg", "Gg", ["Gg", "Hh"], ["killed_in_action"])
    assert some(row, "qualifiers", "period_start", "period_end") == (["1807–09"], "1807", "1809")


def test_items_of_extra_rows_say_so(tmp_path: Path) -> None:
    found = rows("units", tmp_path, read("units1 = Aa")) + rows("combatants", tmp_path, read("combatant1 = Aa", "combatant1a = Bb"))
    assert [some(row, "name", "row") for row in found] == [("Aa", None), ("Aa", None), ("Bb", "a")]


def test_figures_know_their_field_item_and_heading(tmp_path: Path) -> None:
    found = rows("figures", tmp_path, read(*LISTS))
    assert [some(row, "field", "side", "joint", "position", "under", "low", "high", "about", "unit", "kind") for row in found] == [
        ("strength", 1, False, 1, [], None, None, False, None, None),
        ("strength", 1, False, 2, ["East:"], 1200, 1200, False, "men", None),
        ("strength", 1, False, 3, ["East:"], 30, 40, False, "guns", None),
        ("strength", 1, False, 3, ["East:"], 7, 7, True, "ships", None),
        ("casualties", None, True, 1, [], 650, None, False, "civilians", "killed"),
    ]
    assert found[2]["item"] == "30–40 guns, about 7 ships"
    assert found[2]["text"] in found[2]["item"]


def test_what_figures_come_to_refers_to_them(tmp_path: Path) -> None:
    lists = (
        "strength1 = '''East:'''\n* about 700 men",
        "casualties1 = 100+ killed, 20 wounded\n* Lost:\n** 3 tanks",
        "casualties3 = 9 killed",
    )
    found = rows("sums", tmp_path, read(*lists))
    assert [some(row, "side", "joint", "what", "low", "high", "about", "estimates", "figures") for row in found] == [
        (1, False, "people", 700, None, True, None, ["strength[0].items[0].quantities[0]"]),
        (1, False, "killed", 100, None, False, None, ["casualties[0].quantities[0]"]),
        (1, False, "wounded", 20, 20, False, None, ["casualties[0].quantities[1]"]),
        (1, False, "total", 120, None, False, None, ["casualties[0].quantities[0]", "casualties[0].quantities[1]"]),
        (None, True, "killed", 9, 9, False, None, ["casualties[0].quantities[0]"]),
        (None, True, "total", 9, None, False, None, ["casualties[0].quantities[0]"]),
    ]
    figures = rows("figures", tmp_path, read(*lists))
    assert [some(row, "path", "text") for row in figures] == [
        (None, None),
        ("strength[0].items[0].quantities[0]", "about 700"),
        ("casualties[0].quantities[0]", "100+"),
        ("casualties[0].quantities[1]", "20"),
        (None, None),
        ("casualties[0].items[0].items[0].quantities[0]", "3"),
        ("casualties[0].quantities[0]", "9"),
    ]


def test_every_figure_of_a_sum_has_a_row(folder: Path) -> None:
    key = ("wiki", "page_id", "number", "side", "joint")
    sums, figures = (parquet.read_table(folder / "tables" / f"{table}.parquet").to_pylist() for table in ("sums", "figures"))
    there = {(some(row, *key), row["path"]) for row in figures if row["path"]}
    assert len(there) == sum(row["text"] is not None for row in figures)
    wanted = {(some(row, *key), path) for row in sums for path in row["figures"]}
    assert wanted
    assert wanted <= there


def test_figures_say_when_and_whose(tmp_path: Path) -> None:
    [row] = rows("figures", tmp_path, read("strength1 = {{flagicon|Aa}} 5,000 [[Bb]] militia (in 1812)"))
    assert some(row, "flag", "links", "qualifiers", "period_start", "period_end") == ("Aa", ["Bb"], ["in 1812"], "1812", "1812")


def test_every_quantity_and_every_item_has_a_row(tmp_path: Path) -> None:
    records = fixtures()
    sides = [side for record in records for side in [*record.sides, *([record.joint] if record.joint else [])]]
    assert len(rows("sides", tmp_path, *records)) == len(sides)
    for table in ("combatants", "commanders", "units"):
        items = [item for item in _dicts([getattr(side, table) for side in sides], "text") if "wikitext" not in item]
        named = [item["text"] for item in items if "fates" in item]
        assert [row["text"] or "" for row in rows(table, tmp_path, *records)] == named
    quantities = [one for found in _dicts(sides, "quantities") for one in found["quantities"]]
    figures = rows("figures", tmp_path, *records)
    assert len([row for row in figures if row["text"]]) == len(quantities)
    lines = _dicts([getattr(side, name) for side in sides for name in ("strength", "casualties")], "quantities")
    told = {some(row, "page_id", "number", "side", "field", "position") for row in figures if row["field"] in ("strength", "casualties")}
    assert len(told) == len(lines)


def test_every_reference_has_a_row_that_says_where_it_stands(tmp_path: Path) -> None:
    found = rows("references", tmp_path, *fixtures())
    expected = [one.wikitext for holder in _dicts(fixtures(), "references") for one in holder["references"]]
    assert sorted(row["wikitext"] for row in found) == sorted(expected)
    record = read(
        "conflict = Aa<ref name=a group=g>b</ref>",
        "caption = Cc<ref>c</ref>",
        "image = Aa.jpg",
        "result = Aa<br>Bb<ref>d</ref>",
        "strength2 = 5 men<ref name=e />",
        "casualties3 = 6 men<ref>f</ref>",
    )
    found = rows("references", tmp_path, record)
    assert [some(row, "field", "side", "joint", "position", "name", "group", "text") for row in found] == [
        ("conflict", None, False, None, "a", "g", "b"),
        ("caption", None, False, None, None, None, "c"),
        ("result", None, False, 2, None, None, "d"),
        ("strength", 2, False, 1, "e", None, None),
        ("casualties", None, True, 1, None, None, "f"),
    ]


def _dicts(value: Any, having: str) -> list[Row]:
    """The structs with a field, as dicts with all their fields, in reading order."""
    if isinstance(value, msgspec.Struct):
        said = {name: getattr(value, name) for name in value.__struct_fields__}
        return [said] * (having in said) + [one for inner in said.values() for one in _dicts(inner, having)]
    return [one for inner in value for one in _dicts(inner, having)] if isinstance(value, list) else []


@SETTINGS
@given(structs_of(conflict_type(), 3))
def test_any_record_has_its_rows(tmp_path: Path, record: Conflict) -> None:
    [row] = rows("conflicts", tmp_path, record)
    assert row["sides"] == len(record.sides)
    assert math.isclose(row["latitude"] or 0, (record.coordinates and record.coordinates.latitude) or 0)
    counted = sum(one["combatant_count"] for one in parquet.read_table(tmp_path / "sides.parquet").to_pylist())
    assert sum(not one["heading"] for one in parquet.read_table(tmp_path / "combatants.parquet").to_pylist()) == counted


# -- the document ---------------------------------------------------------------------------------------------------------------------

QUERIES = re.findall(r"^```sql\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made")
    all_of(in_lines(fixtures() + made_up()), made)
    return made


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: re.findall(r"'(?:tables/)?(\w+)\.parquet'", query)[0])
def test_the_queries_of_the_document_find_something(query: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    found = duckdb.sql(query)
    assert found is not None
    assert found.fetchall()


def test_there_is_a_query_for_every_table_and_for_the_nested_file() -> None:
    asked = {name for query in QUERIES for name in re.findall(r"'(?:tables/)?(\w+)\.parquet'", query)}
    assert asked == {"records", *TABLES}


def section(name: str) -> list[tuple[str, str, str]]:
    """Names, types and meanings of the columns that a section of the document lists."""
    words = DOCUMENT.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", words, re.MULTILINE)


@pytest.mark.parametrize("table", TABLES)
def test_the_document_lists_every_column(table: str, folder: Path) -> None:
    key = section("All tables")
    listed = section("Lists") if table in ("combatants", "commanders", "units", "figures") else []
    listed += section("combatants" if table in ("commanders", "units") else table)
    schema = parquet.read_schema(folder / "tables" / f"{table}.parquet")
    expected = (key[:4] if table == "conflicts" else key) + listed
    meanings = {column.name: column.meaning for column in columns(table)}
    assert [(each.name, _said(each.type), meanings[each.name]) for each in schema] == expected


def _said(of: Any) -> str:
    return f"list<{of.value_type}>" if types.is_list(of) else f"map<{of.key_type}, {of.item_type}>" if types.is_map(of) else str(of)
