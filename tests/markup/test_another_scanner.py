"""The infoboxes of all fixtures and their parameters, compared with those that mwparserfromhell finds."""

from __future__ import annotations

import tomllib
from pathlib import Path

import mwparserfromhell
import pytest

from infobox import box

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
PAGES = sorted(FIXTURES.rglob("*.wikitext"))
DIFFERENT: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("another_scanner.toml").read_text("utf-8"))


def found_here(page: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each infobox: its wikitext, and the names and values of its parameters."""
    return [
        (page[each.start : each.end], [(part.written, page[part.value_start : part.value_end]) for part in each.parameters])
        for each in box.find(page)
    ]


def found_there(page: str, wikitexts: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same for the templates with the wikitext of the infoboxes."""
    # Bold and italic type that is never closed would hide templates.
    templates = {str(each): each for each in mwparserfromhell.parse(page, skip_style_tags=True).filter_templates()}
    return [
        (wikitext, [(str(part.name).strip(), str(part.value)) for part in templates[wikitext].params])
        for wikitext in wikitexts
        if wikitext in templates
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_infoboxes_have_the_same_parameters(path: Path) -> None:
    page = path.read_text("utf-8")
    here = found_here(page)
    there = found_there(page, [wikitext for wikitext, _ in here])
    assert (here != there) == (path.stem in DIFFERENT)
