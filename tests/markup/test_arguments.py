"""The arguments of a template, by position and by name, case by case in ``arguments.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox.markup.arguments import Arguments
from infobox.markup.scan import parse


def _arguments(text: str) -> tuple[list[str], dict[str, str]]:
    [node] = parse(text)
    arguments = Arguments(text, node.parts[1:])
    named = {name: text[argument.start : argument.end] for name, argument in arguments.named.items()}
    return [text[argument.start : argument.end] for argument in arguments.positional], named


CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("arguments.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_keys(case: dict[str, Any]) -> None:
    assert _arguments(case["text"]) == (case.get("positional", []), case.get("named", {}))


def test_a_gap_is_none() -> None:
    text = "{{x|a|3=c|500=d}}"
    [node] = parse(text)
    arguments = Arguments(text, node.parts[1:])
    assert arguments.get(2) is None
    assert [argument and text[argument.start : argument.end] for argument in arguments.up_to(4)] == ["a", None, "c", None]
    assert [key for key, _ in arguments.in_order()] == [1, 3, 500]
