"""Infobox to record, over the pages of ``fixtures/reading``.

Beside each page ``NAME.wikitext`` stands ``NAME.json`` with what a careful reader takes from it: `records`, one for each infobox in
page order, whole except for what only states where it was read (`schema`, `page`, `template`, `source`, spans); and `problems`, the words
of the page that the reading reports, left out if there are none. Both are compared exactly.
"""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from infobox.reading import Problem, Reading, read_boxes
from infobox.record import Conflict, Item, Page, bare
from infobox.templates.profile import default

from .invariants import assert_invariants, assert_places

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = sorted((FIXTURES / "reading").glob("*.wikitext"))


def essence(record: Conflict) -> dict[str, Any]:
    """The record as in JSON, without what only states where it was read."""
    data: dict[str, Any] = msgspec.to_builtins(bare(record))
    del data["schema"]
    return data


def difference(expected: Any, found: Any) -> str:
    """What is expected and not found (`-`), found and not expected (`+`), with the lines around it."""
    before, after = (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).split("\n") for value in (expected, found))
    return "\n".join(difflib.unified_diff(before, after, "expected", "found", lineterm="", n=4))


def words(problem: Problem, page: str) -> str:
    return page[problem.start : problem.end].strip()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_reads_what_a_careful_reader_reads(path: Path) -> None:
    page = path.read_text("utf-8")
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    readings = read_boxes(page)
    found: dict[str, Any] = {"records": [essence(reading.record) for reading in readings]}
    problems = sorted(words(problem, page) for reading in readings for problem in reading.problems)
    if problems:
        found["problems"] = problems
    if "problems" in expected:
        expected["problems"].sort()
    assert found == expected, "\n" + difference(expected, found)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_invariants_hold(path: Path) -> None:
    assert_invariants(path.read_text("utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_markup_at_an_items_place_says_the_item(path: Path) -> None:
    assert_places(path.read_text("utf-8"))


def test_every_page_has_its_expectation_and_says_what_is_difficult_in_it() -> None:
    assert {path.stem for path in PAGES} == {path.stem for path in (FIXTURES / "reading").glob("*.json")}
    for path in PAGES:
        first, _, rest = path.read_text("utf-8").partition("\n")
        assert first.startswith("<!-- "), path.name
        assert first.endswith(" -->"), path.name
        assert rest.strip(), path.name


def test_an_article_reads_as_its_record() -> None:
    page = (FIXTURES / "siege.wikitext").read_text("utf-8")
    [reading] = assert_invariants(page)
    expected = json.loads((FIXTURES / "siege.json").read_text("utf-8"))
    found = json.loads(reading.record.to_json())
    assert found == expected, "\n" + difference(expected, found)
    assert reading.problems == []


@pytest.mark.parametrize("name", sorted(name for name, language in default().boxes.items() if language == "en"))
def test_every_name_of_the_template_is_found(name: str) -> None:
    for written in (name, name[:1].upper() + name[1:], name.replace(" ", "_"), f"Template:{name}"):
        [reading] = read_boxes(f"{{{{{written}\n| conflict = Battle of the Mill\n}}}}")
        assert essence(reading.record) == {"conflict": {"text": "Battle of the Mill"}, "sides": [{}, {}]}
        assert reading.record.template is not None
        assert reading.record.template.name.replace("_", " ").removeprefix("Template:") in (name, name[:1].upper() + name[1:])


def test_says_where_the_infoboxes_stand() -> None:
    one, two = "{{Infobox war | conflict = Mill War }}", "{{Warbox\n| conflict = Hill War\n}}"
    page = f"Words 🏰.\n{one} and {two}."
    readings = read_boxes(page, page=Page(title="Wars"), source=True)
    used = [reading.record.template for reading in readings]
    assert [(use.name, page[use.start : use.end], use.number) for use in used if use is not None] == [
        ("Infobox war", one, 1),
        ("Warbox", two, 2),
    ]
    assert [reading.record.source for reading in readings] == [one, two]
    assert [reading.record.page for reading in readings] == [Page(title="Wars")] * 2
    [alone] = read_boxes(one)
    assert alone.record.template is not None
    assert alone.record.template.number is None
    assert alone.record.source == ""


def test_spans_are_where_the_words_stand() -> None:
    page = (
        "🏰 {{Infobox war|conflict= Battle of the [[Mill]] |date=3 May 1809"
        "|combatant1=[[Hungary]]<br />* no list\n* [[Slovakia]]<ref>x</ref> (1809)|strength1=about 3,000 men and 40 guns}}"
    )
    [reading] = read_boxes(page, spans=True)
    record = reading.record

    def at(span: tuple[int, int] | None) -> str:
        assert span is not None
        return page[span[0] : span[1]]

    assert record.conflict is not None
    assert at(record.conflict.span).startswith("Battle of the [[Mill")
    assert record.date is not None
    assert at(record.date.span) == "3 May 1809"
    hungary, no_list = record.sides[0].combatants
    assert "Hungary" in at(hungary.span)
    assert at(no_list.span) == "* no list"
    assert at(no_list.items[0].span).endswith("(1809)")
    assert [at(quantity.span) for quantity in record.sides[0].strength[0].quantities] == ["about 3,000", "40"]


LISTS: dict[str, Callable[[list[str]], str]] = {
    "bullets": lambda entries: "".join(f"\n* {entry}" for entry in entries) + "\n",
    "deep bullets": lambda entries: "".join(f"\n** {entry}" for entry in entries) + "\n",
    "numbers": lambda entries: "".join(f"\n# {entry}" for entry in entries) + "\n",
    "breaks": lambda entries: "<br />" + "<br>".join(entries) + "<br/>",
    "paragraphs": lambda entries: "\n\n" + "\n\n".join(entries) + "\n\n",
    "rules": lambda entries: "\n----\n" + "<hr>".join(entries) + "\n----\n",
    "plainlist": lambda entries: "{{plainlist|" + "".join(f"\n* {entry}" for entry in entries) + "\n}}",
    "open plainlist": lambda entries: "{{plainlist}}" + "".join(f"\n* {entry}" for entry in entries) + "\n{{endplainlist}}\n",
    "flatlist": lambda entries: "{{flatlist|" + "".join(f"\n* {entry}" for entry in entries) + "\n}}",
    "tree list": lambda entries: "{{tree list}}" + "".join(f"\n* {entry}" for entry in entries) + "\n{{tree list/end}}\n",
    "ubl": lambda entries: "{{ubl|" + "|".join(entries) + "}}",
    "hlist": lambda entries: "{{hlist|" + "|".join(entries) + "}}",
    "blist": lambda entries: "{{blist|" + "|".join(entries) + "}}",
    "clist": lambda entries: "{{clist|title=|" + "|".join(entries) + "}}",
    "html": lambda entries: "<ul>" + "".join(f"<li>{entry}</li>" for entry in entries) + "</ul>",
    "bullet template": lambda entries: "".join(f"{{{{*}}}} {entry}" for entry in entries) + "<br />",
}


def names(items: list[Item]) -> list[str]:
    """The names of items and of those under them, in order."""
    return [name for item in items for name in (item.name, *names(item.items)) if name]


@pytest.mark.parametrize("inner", LISTS)
@pytest.mark.parametrize("outer", LISTS)
def test_every_make_of_list_stands_in_every_other(outer: str, inner: str) -> None:
    held = LISTS[inner](["[[Athens]]", "[[Sparta]] (1943)"])
    page = "{{Infobox war|combatant1=" + LISTS[outer](["[[League]]" + held, "[[Persia]]"]) + "|combatant2=x}}"
    [reading] = assert_invariants(page)
    assert names(reading.record.sides[0].combatants) == ["League", "Athens", "Sparta", "Persia"]
    assert names(reading.record.sides[1].combatants) == ["x"]


HOSTILE = [
    "{{",
    "[[",
    "<ref>",
    "'''",
    "{|",
    "<!--",
    "* ",
    "{{plainlist}}\n",
    "{{ubl|",
    "<small>",
    "<ul>",
    "[http://x ",
    "(",
    "&",
    "{{{",
    "a=",
    "KIA ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_the_page_alone(piece: str) -> None:
    """Hostile pages: four times the page takes four times the calls. Times are for the benchmark; calls can be counted."""

    def calls(times: int) -> int:
        page = "{{Infobox war\n| combatant1 = " + piece * times + "x\n| notes = y }}"
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            read_boxes(page)
        finally:
            sys.setprofile(None)
        return count

    read_boxes("{{Infobox war | combatant1 = x }}")
    assert calls(2000) < 4.5 * calls(500) + 2000


def test_nothing_is_read_where_nothing_is() -> None:
    assert read_boxes("") == []
    assert read_boxes("Infobox military conflict") == []
    [reading] = read_boxes("{{Infobox military conflict}}")
    assert isinstance(reading, Reading)
    assert essence(reading.record) == {"sides": [{}, {}]}
    assert reading.problems == []
