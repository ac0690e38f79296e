"""Which templates of a page are infoboxes, and what their parameters are: cases in ``box.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox.box import Box, Parameter, find, first_name, is_named, names_of
from infobox.templates.profile import default
from tests.invariants import assert_box

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("box.toml").read_text("utf-8"))["case"]


def parameter(page: str, found: Parameter) -> str:
    value = page[found.value_start : found.value_end]
    if found.positional:
        return f"[{found.name}]={value}"
    return f"{found.name}={value}" if found.name == found.written else f"{found.name} ({found.written})={value}"


def described(page: str, found: Box) -> dict[str, Any]:
    return {
        "words": page[found.start : found.end],
        "name": found.name,
        "language": found.language,
        "closed": found.closed,
        "assumed": found.assumed,
        "parameters": [parameter(page, each) for each in found.parameters],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['why']}: {case['page'][:40]}")
def test_infoboxes(case: dict[str, Any]) -> None:
    page = case["page"]
    found = find(page, wiki=case.get("wiki", ""))
    assert [described(page, each) for each in found] == [
        {"language": "en", "closed": True, "assumed": False} | box for box in case["boxes"]
    ]
    for each in found:
        assert_box(each, page)
        assert is_named(each.name, default())
    assert not found or first_name(page) is not None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['why']}: {case['page'][:40]}")
def test_a_lone_carriage_return_is_a_line_end(case: dict[str, Any]) -> None:
    page = case["page"]
    assert [box[3:5] for box in find(page.replace("\n", "\r"))] == [box[3:5] for box in find(page)]


@pytest.mark.parametrize("key", default().names)
def test_every_set_of_names_is_reached_by_its_wiki(key: str) -> None:
    names = default().names[key]
    [found] = find(f"{{{{{names.template}|x=1}}}}", wiki=f"{names.wiki.replace('-', '_')}wiki")
    assert found.language == key
    assert names_of(names.template, wiki=f"{names.wiki}wiki") == (default(), key)


@pytest.mark.parametrize("key", default().names)
def test_a_name_to_write_is_read_as_its_parameter(key: str) -> None:
    profile = default()
    for name, definition in profile.definitions.items():
        written = profile.spelled(name, key, 2)
        page = f"{{{{{profile.names[key].template}|{written}=x}}}}"
        [found] = find(page, wiki=f"{profile.names[key].wiki}wiki") if written else [None]
        alone = profile.names[key].alone.get(written)
        assert found is None or found.parameters[0].name in (name, alone) or definition.number > 3
