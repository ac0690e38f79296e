"""The lines that are built of a value, case by case in ``lines.toml``; which stand under which, in ``headings.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infobox import templates
from infobox.display import headings
from infobox.display.branches import Branch, Judge, assemble, flattened
from infobox.display.lines import Block, Line, every_line
from infobox.display.purpose import Purpose
from infobox.display.value import ValueReader
from infobox.language.lexicon import lexicon
from infobox.markup.scan import parse


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))["case"]
    return found


def block_of(value: str, purpose: Purpose) -> Block:
    return ValueReader(value, lexicon("en")).read(0, len(value), parse(value), purpose)


def notation(line: Line) -> str:
    numbers: dict[str, list[Any]] = {
        "flags": line.flags,
        "fates": line.fates,
        "links": line.links,
        "refs": line.references,
        "templates": line.templates,
    }
    facts = [
        *(name for name in ("listed", "broken", "term", "indented", "rule", "bold") if getattr(line, name)),
        *(["colon"] if line.ends_in_colon else []),
        *([f"label={line.label}"] if line.label else []),
        *([f"sign={line.sign}"] if line.sign else []),
        *(f"small={start}-{end}" for start, end in line.smalls),
        *(f"cut={place}" for place in line.cuts),
        *(f"{name}={len(held)}" for name, held in sorted(numbers.items()) if held),
    ]
    words = f"{line.level} {line.text}".strip()
    return f"{words} [{', '.join(facts)}]" if facts else words


@pytest.mark.parametrize("case", cases("lines.toml"), ids=lambda case: case["why"])
def test_lines(case: dict[str, Any]) -> None:
    purpose = Purpose(**dict.fromkeys(case.get("purpose", []), True))
    assert [notation(line) for line in every_line(block_of(case["value"], purpose))] == case["lines"]


JUDGES: dict[str, Judge] = {"entities": headings.entity_rank, "figures": headings.figure_rank, "statements": headings.no_rank}


def tree(branches: list[Branch], depth: int = 0) -> Iterator[str]:
    for branch in branches:
        yield "  " * depth + branch.line.text
        yield from tree(branch.children, depth + 1)


@pytest.mark.parametrize("case", cases("headings.toml"), ids=lambda case: case["why"])
def test_headings(case: dict[str, Any]) -> None:
    kind = case["kind"]
    purpose = Purpose(line_start=True, lists=True, people=kind == "entities", figures=kind == "figures")
    block = block_of(case["value"], purpose)
    lines = every_line(block)
    branches = assemble(block, JUDGES[kind], templates.of("en"))
    assert list(tree(branches)) == case["tree"]
    # Every line has one place; a flag above a single line has taken that line in.
    placed = [id(branch.line) for branch in flattened(branches)]
    joined = sum(line.joined for line in lines)
    assert len(set(placed)) == len(placed) == len(lines) - joined
