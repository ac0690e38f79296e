"""What the figures of a side come to, case by case in ``sums.toml``, and what holds of all sums."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

import infobox
from infobox.record import Side, Sum, bare

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("sums.toml").read_text("utf-8"))["case"]
ERAS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("eras.toml").read_text("utf-8"))["group"]
SUMS = ("people", "killed", "wounded", "missing", "captured", "total")


def side_of(strength: str = "", casualties: str = "", wiki: str = "", combatant: str = "", date: str = "") -> Side:
    values = {"date": date, "combatant1": combatant, "strength1": strength, "casualties1": casualties}
    page = "{{Infobox military conflict\n" + "".join(f"| {name} =\n{value}\n" for name, value in values.items()) + "}}"
    [record] = infobox.read_all(page, wiki=wiki)
    assert infobox.validate(record) == []
    return record.sides[0]


def shown(held: Sum | None) -> str | None:
    if held is None:
        return None
    low, high = ("" if bound is None else str(bound) for bound in (held.low, held.high))
    return f"{low}..{high}" + (f"/{held.estimates}" if held.estimates else "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_sums(case: dict[str, Any]) -> None:
    side = side_of(**{name: case[name] for name in ("strength", "casualties", "wiki", "combatant", "date") if name in case})
    losses = side.losses or infobox.Losses()
    found = {name: shown(side.people if name == "people" else getattr(losses, name)) for name in SUMS}
    assert {name: held for name, held in found.items() if held} == {name: case[name] for name in SUMS if name in case}
    if "roles" in case:
        waiting, roles = [*side.strength, *side.casualties], []
        for item in waiting:
            roles += [quantity.role or "-" for quantity in item.quantities]
            waiting += item.items
        assert " ".join(roles) == case["roles"]


def briefly(held: Sum | None) -> str:
    low, _, high = (shown(held) or "").partition("..")
    return low if low == high else f"{low}..{high}"


@pytest.mark.parametrize("group", ERAS, ids=lambda group: group["why"])
def test_columns_of_many_eras(group: dict[str, Any]) -> None:
    for field in ("strength", "casualties"):
        for text, expected in group.get(field, ()):
            side = side_of(**{field: text}, wiki=group.get("wiki", ""))
            losses = side.losses or infobox.Losses()
            found = {name: side.people if name == "people" else getattr(losses, name) for name in SUMS}
            assert " ".join(f"{name}={briefly(held)}" for name, held in found.items() if held) == expected, text


def test_conclusions_are_no_difference() -> None:
    page = "{{Infobox military conflict\n| casualties1 = 650 killed\n}}"
    record = infobox.read(page)
    assert record is not None
    plain = bare(record)
    assert plain.sides == record.sides
    assert plain.sides[0].losses is None
    assert infobox.compare(plain, record) == []
    assert infobox.write(plain, into=page) == page
    record.sides[0].casualties[0].quantities[0].low = record.sides[0].casualties[0].quantities[0].high = 700
    assert "700 killed" in infobox.write(record, into=page)


def test_categories_and_singulars() -> None:
    side = side_of("3 destroyers<br>40 bombers<br>12 tanks<br>2 divisions<br>800 men")
    found = [(q.category, q.singular) for item in side.strength for q in item.quantities]
    assert found == [("ships", "destroyer"), ("aircraft", "bomber"), ("tanks", "tank"), ("formations", "division"), ("people", "man")]


def test_json_keeps_conclusions() -> None:
    record = infobox.read("{{Infobox military conflict\n| casualties1 = 650 killed\n}}")
    assert record is not None
    again = infobox.Conflict.from_json(record.to_json())
    assert msgspec.to_builtins(again) == msgspec.to_builtins(record)
