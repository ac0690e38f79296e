"""What the data has on templates: lookups case by case in ``meanings.toml``, and what must hold of every entry."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from infobox import data, templates
from infobox.display.functions import FUNCTIONS
from infobox.display.kinds import KINDS
from infobox.language import concepts
from infobox.templates import fold
from tools import country_names

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("meanings.toml").read_text("utf-8"))["case"]
CASES_ELSEWHERE: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("wikis.toml").read_text("utf-8"))["case"]
FACTS: dict[str, Any] = tomllib.loads((data.PACKAGE / "templates" / "meanings.toml").read_text("utf-8"))
ENTRIES: list[dict[str, Any]] = FACTS["template"]
OF_THE_WIKI = {"currentyear", "pagename", "wiki"}
"""Calls whose words only the wiki knows: they stay unresolved."""
FLAGS = {"lone", "two_letters", "mark", "words", "by_name", "english", "states"}
SOURCES = {"template documentation", "seen on pages", "MediaWiki"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_lookups(case: dict[str, Any]) -> None:
    known = templates.meaning(case["name"])
    assert (known.name if known is not None else None) == case.get("means")
    assert (known.kind if known is not None else None) == case.get("kind")


@pytest.mark.parametrize("case", CASES_ELSEWHERE, ids=lambda case: case["why"])
def test_lookups_on_a_wikipedia(case: dict[str, Any]) -> None:
    known = templates.meaning(case["name"], case["home"])
    assert (known.name if known is not None else None) == case.get("means")
    assert (known.kind if known is not None else None) == case.get("kind")


def check(entry: dict[str, Any], sources: set[str], home: str = "en") -> None:
    """That an entry is of a kind that is read, and has what the kind needs."""
    assert entry["kind"] in KINDS, entry
    assert {source.partition(":")[0] for source in entry.get("source", "MediaWiki").split("; ")} <= sources, entry
    if entry["kind"] == "fate":
        assert entry["fate"] in get_args(concepts.Fate), entry
    if entry["kind"] == "function":
        assert entry["call"] in FUNCTIONS or entry["call"] in OF_THE_WIKI, entry
    if entry["kind"] == "list end":
        assert all(templates.of(home).meanings[fold(name)].kind == "list" for name in entry["of"]), entry


def test_every_entry_is_of_a_kind_that_is_read_and_has_what_the_kind_needs() -> None:
    for entry in ENTRIES:
        assert entry.get("wiki", "all") in ("en", "all"), entry
        check(entry, SOURCES)


@pytest.mark.parametrize("home", sorted(templates.wikis()))
def test_so_has_every_entry_of_other_wikipedias(home: str) -> None:
    held = tomllib.loads((data.PACKAGE / "templates" / "wikis" / f"{home}.toml").read_text("utf-8"))
    assert set(held) <= {"template", "module", "prefix", "layout", "citation", "flags", "numbers", "here"}
    assert set(held.get("flags", {})) <= FLAGS
    countries = {country.page for country in templates.countries().values()}
    assert set(held.get("flags", {}).get("states", {})) <= countries
    entries = templates.likened(held.get("template", ()), home)
    for entry in (*entries, *templates.likened(held.get("prefix", ()), home)):
        assert entry["source"], entry
        if entry["kind"] != "unknown":
            check(entry, SOURCES | {"template page", "recalled"}, home)
    counted = Counter(fold(name) for entry in entries for name in entry["names"])
    assert [name for name, count in counted.items() if count > 1] == []


def test_no_wikipedia_but_english_ones_has_words_of_english_templates() -> None:
    shown = {entry["names"][0]: str(entry.get("text", "")) for entry in ENTRIES if entry["kind"] == "text" and entry.get("wiki") != "all"}
    for name, text in shown.items():
        known = templates.meaning(name, "xx")
        assert known is None or not any(map(str.isalpha, text)), name


def test_no_name_has_two_meanings() -> None:
    counted = Counter(fold(name) for entry in ENTRIES for name in entry["names"])
    assert [name for name, count in counted.items() if count > 1] == []


def test_functions_of_modules_equal_templates_that_are_known() -> None:
    for entry in FACTS["module"]:
        for template in entry["functions"].values():
            assert "*" in template or templates.meaning(template) is not None, entry


def test_every_country_is_found_by_each_of_its_names() -> None:
    countries = templates.countries()
    assert countries["Greece"].page == "Greece"
    for name, country in countries.items():
        assert name.strip() == name
        assert country.page in countries


def test_units_are_converted_into_units_that_exist_and_measure_the_same() -> None:
    units = templates.units()
    for code, unit in units.items():
        if unit.to:
            assert {units[other].measures for other in unit.to.split()} == {unit.measures}, code


def test_names_of_countries_are_what_cldr_says() -> None:
    assert country_names.FILE.read_text("utf-8") == country_names.table(), "run `make calendars`"


@pytest.mark.parametrize("home", sorted(templates.wikis()))
def test_no_code_of_a_country_has_the_name_of_another(home: str) -> None:
    local = templates.of(home).countries
    of_codes = {code: templates.countries()[code].page for code in templates.code_names() if len(code) > 2}
    pages: dict[str, set[str]] = {}
    for code, page in of_codes.items():
        if code in local:
            pages.setdefault(local[code].page, set()).add(page)
    assert {name: found for name, found in pages.items() if len(found) > 1} == {}
