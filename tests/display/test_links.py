"""What titles, double brackets and links to files say: cases in ``links.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.display.links import brackets, file_of, link_to, picture
from infobox.markup.scan import parse
from infobox.markup.titles import address, decoded, is_possible
from infobox.record import Link

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("links.toml").read_text("utf-8"))


def ids(case: dict[str, Any]) -> str:
    return str(case["why"])


@pytest.mark.parametrize("case", CASES["leads"], ids=ids)
def test_where_a_title_leads(case: dict[str, Any]) -> None:
    expected = Link(target=case.get("target", ""), section=case.get("section", ""), wiki=case.get("wiki", ""))
    assert link_to(case["title"]) == expected


def test_home_is_the_wikipedia_of_the_page() -> None:
    assert link_to("fr:Athènes", "fr") == Link(target="Athènes")
    assert link_to("en:Athens", "fr") == Link(target="Athens", wiki="en")


@pytest.mark.parametrize("case", CASES["title"], ids=ids)
def test_titles(case: dict[str, Any]) -> None:
    title = decoded(case["written"])
    assert (title if is_possible(title) else None) == case.get("page")


@given(st.text())
def test_a_title_that_a_page_can_have_is_one_line_without_markup(written: str) -> None:
    title = decoded(written)
    assert title == " ".join(title.split())
    if is_possible(title):
        assert not set(title) & set("[]{}<>|\n\t\x00")


@pytest.mark.parametrize("case", CASES["brackets"], ids=ids)
def test_brackets(case: dict[str, Any]) -> None:
    text = case["text"]
    node = next(node for node in parse(text) if node.start == 0)
    found, address_found = brackets(text, node), address(text, node)
    label = found.label if found is not None else None
    assert (found and found.title) == case.get("title")
    assert (text[label.start : label.end] if label is not None else None) == case.get("label")
    expected = (case["address"], case["words"]) if "address" in case else None
    assert (address_found and (address_found[0], text[address_found[1].start : address_found[1].end])) == expected


@pytest.mark.parametrize("case", CASES["picture"], ids=ids)
def test_pictures(case: dict[str, Any]) -> None:
    text = case["text"]
    assert picture(text) == (case.get("size", ""), case.get("alt", ""))
    assert file_of(text.strip("[]").partition("|")[0]) == case["file"]
