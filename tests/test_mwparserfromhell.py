"""Templates and parameters are those that mwparserfromhell finds: on every page of ``fixtures/``, except for the deviations in
``mwparserfromhell.toml``.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mwparserfromhell
import pytest

from bench.corpus import FIXTURES, read
from infobox import box
from infobox.markup.scan import HIDING, Node, parse
from tests.invariants import every_node

PAGES = {page.name: page.text for page in read(FIXTURES)}
DEVIATIONS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("mwparserfromhell.toml").read_text("utf-8"))
SHOWN = 50
"""As many characters of a difference are listed."""


def templates(page: str, start: int, end: int) -> Iterator[Node]:
    """The templates of `page[start:end]`, those in references and other extensions included, where the other parser finds them too."""
    for node in every_node(parse(page, start, end)):
        if node.kind == "template":
            yield node
        elif node.kind == "extension" and node.name not in HIDING:
            yield from templates(page, *node.inner)


def ours(page: str) -> list[str]:
    """The templates of a page as they stand, then the names and values of each infobox's parameters."""
    found = [page[node.start : node.end] for node in templates(page, 0, len(page))]
    for each in box.find(page):
        found += [f"{each.name} | {it.written} = {page[it.value_start : it.value_end]}" for it in each.parameters]
    return found


def theirs(page: str) -> list[str]:
    """The same, as the other parser finds them, of the templates that are infoboxes."""
    code = mwparserfromhell.parse(page, skip_style_tags=True)
    every = code.filter_templates()
    found = [str(template) for template in every]
    boxes = {page[each.start : each.end] for each in box.find(page)}
    for template in every:
        if str(template) in boxes:
            name = " ".join(template.name.strip_code().replace("_", " ").split())
            found += [f"{name} | {it.name.strip_code().strip()} = {it.value}" for it in template.params]
    return found


def only(these: list[str], those: list[str]) -> list[str]:
    """What is among these and not among those, each on one line and shortened."""
    return sorted(" ".join(words.split())[:SHOWN] for words in (Counter(these) - Counter(those)).elements())


@pytest.mark.parametrize("name", PAGES)
def test_templates_and_parameters_are_those_of_the_other_parser(name: str) -> None:
    page = PAGES[name]
    we, they = ours(page), theirs(page)
    deviation = DEVIATIONS.get(name, {})
    assert (only(they, we), only(we, they)) == (deviation.get("theirs", []), deviation.get("ours", []))
    parameters = [[words for words in found if " | " in words and words in both] for both in [set(we) & set(they)] for found in (we, they)]
    assert parameters[0] == parameters[1], "they stand in the same order"


def test_each_deviation_is_of_a_page_and_has_its_reason() -> None:
    assert set(DEVIATIONS) <= set(PAGES)
    assert all(each["why"] and (each.get("ours") or each.get("theirs")) for each in DEVIATIONS.values())
