"""The nodes of a text, case by case in ``scan.toml``, and what holds of the nodes of any text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.markup.scan import Node, parse

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("scan.toml").read_text("utf-8"))["case"]


def notation(text: str, nodes: list[Node], depth: int = 0) -> Iterator[str]:
    for node in nodes:
        wikitext = text[node.start : node.end].replace("\n", "↵")
        facts = [
            *([node.name] if node.kind in ("tag", "extension") else []),
            *(["closing"] if node.closing else []),
            *([f"inner={node.inner[0]}-{node.inner[1]}"] if node.kind == "extension" else []),
            *([f"parts={len(node.parts)}"] if node.parts else []),
            *(["equals=" + ",".join("-" if part.equals < 0 else str(part.equals) for part in node.parts)] if node.parts else []),
        ]
        yield f"{'.' * depth} {node.kind} {wikitext}{' [' + ', '.join(facts) + ']' if facts else ''}".strip()
        for part in node.parts:
            yield from notation(text, part.nodes, depth + 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_nodes(case: dict[str, Any]) -> None:
    assert list(notation(case["text"], parse(case["text"]))) == case["nodes"]


PIECES = "{{ }} {{{ }}} {{a | = [[ ]] [[b [//a ] <ref> </ref> <ref/> <nowiki> </nowiki> <b> </b> <br> <!-- --> '' ''' &nbsp; a b".split()
TEXT = st.lists(st.sampled_from([*PIECES, " ", "\n"]), max_size=40).map("".join)


def assert_nested(nodes: list[Node], start: int, end: int) -> None:
    """Nodes stand in order and inside what holds them; the parts of a node follow one another."""
    for node in nodes:
        assert start <= node.start < node.end <= end
        start = node.end
        if node.kind == "extension":
            assert node.start <= node.inner[0] <= node.inner[1] <= node.end
        place = node.start
        for part in node.parts:
            assert place < part.start <= part.end < node.end
            assert part.equals == -1 or part.start <= part.equals < part.end
            assert_nested(part.nodes, part.start, part.end)
            place = part.end


@given(TEXT)
def test_nodes_are_ordered_and_nested(text: str) -> None:
    assert_nested(parse(text), 0, len(text))


@given(TEXT)
def test_a_part_of_a_node_has_the_same_nodes_by_itself(text: str) -> None:
    """What is closed depends on nothing outside: so a part of a page can be read alone."""
    for node in parse(text):
        for part in node.parts:
            assert list(notation(text, parse(text, part.start, part.end))) == list(notation(text, part.nodes))
