"""What the brackets of a link hold, case by case in ``links.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox.display import links
from infobox.markup.scan import parse
from infobox.record import Link

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("links.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_links(case: dict[str, Any]) -> None:
    text = case["text"]
    [node] = [node for node in parse(text) if node.kind == "link"]
    found = links.brackets(text, node)
    if "title" not in case:
        assert found is None
        return
    assert found is not None
    assert found.title == case["title"]
    assert (text[found.label.start : found.label.end] if found.label is not None else None) == case.get("label")
    assert links.file_name(found.title) == case.get("file")
    if "target" in case:
        assert links.link_to(found.title) == Link(target=case["target"], section=case.get("section", ""), wiki=case.get("wiki", ""))
