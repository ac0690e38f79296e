"""What the tree of a record says beside the words of the page."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from infobox import understood
from infobox.outline import show
from infobox.record import FORMAT, Conflict, Date, Item, Quantity, Result

CASES = tomllib.loads(Path(__file__).with_name("understood.toml").read_text("utf-8"))


def cases(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", CASES[kind], ids=lambda case: case["why"])


def tree(record: Conflict) -> list[str]:
    file = io.StringIO()
    show(record, file)
    return file.getvalue().splitlines()[1:]


@cases("figure")
def test_figures(case: dict[str, Any]) -> None:
    item = Item(text=case["text"], quantities=msgspec.json.decode(case["quantities"], type=list[Quantity]))
    assert understood.figures(item, understood.words_of(*case.get("under", []))) == case["says"]


@cases("date")
def test_dates(case: dict[str, Any]) -> None:
    date = msgspec.json.decode(case["date"], type=Date)
    says = f"  ({case['says']})" if case["says"] else ""
    assert tree(Conflict(schema=FORMAT, date=date)) == [f"└── date        {date.text}{says}"]


@cases("result")
def test_results(case: dict[str, Any]) -> None:
    assert tree(Conflict(schema=FORMAT, result=msgspec.json.decode(case["result"], type=Result))) == case["lines"]


@cases("item")
def test_items(case: dict[str, Any]) -> None:
    item = msgspec.json.decode(case["item"], type=Item)
    assert tree(Conflict(schema=FORMAT, territory=[item, item]))[-1] == f"    └── {case['line']}"
