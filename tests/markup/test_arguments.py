"""The arguments of a template, by position and by name: cases in ``arguments.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox.markup.arguments import Arguments
from infobox.markup.scan import parse

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("arguments.toml").read_text("utf-8"))["case"]


def _arguments(text: str) -> tuple[list[str], dict[str, str]]:
    [node] = parse(text)
    arguments = Arguments(text, node.parts[1:])
    named = {name: text[argument.start : argument.end] for name, argument in arguments.named.items()}
    return [text[argument.start : argument.end] for argument in arguments.positional], named


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_keys(case: dict[str, Any]) -> None:
    assert _arguments(case["text"]) == (case["positional"], case["named"])


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("{{x| a }}", (" ", " ")),
        ("{{x|  a}}", (" ", "")),
        ("{{x|a }}", ("", " ")),
        ("{{x|a}}", ("", "")),
        ("{{x|1= a }}", ("", "")),
        ("{{x|\na\n}}", ("", "")),
    ],
)
def test_white_space_is_kept_around_a_value_without_a_name(text: str, blanks: tuple[str, str]) -> None:
    [node] = parse(text)
    [argument] = Arguments(text, node.parts[1:]).positional
    assert argument.blanks(text) == blanks


def test_an_argument_has_the_nodes_within_it() -> None:
    text = "{{x|<!--a-->b{{c}}=\n[[d]]\n}}"
    [node] = parse(text)
    [argument] = Arguments(text, node.parts[1:]).named.values()
    assert [text[inner.start : inner.end] for inner in argument.nodes] == ["[[d]]"]


def test_a_gap_is_none() -> None:
    text = "{{x|a|3=c|500=d}}"
    [node] = parse(text)
    arguments = Arguments(text, node.parts[1:])
    assert arguments.get(2) is None
    assert [argument and text[argument.start : argument.end] for argument in arguments.up_to(4)] == ["a", None, "c", None]
    assert [key for key, _ in arguments.in_order()] == [1, 3, 500]
