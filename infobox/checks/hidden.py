"""Comments and extension tags such as references: markup in them is not that of the page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

from infobox.checks.subject import Subject
from infobox.wikitext.scan import Kind, Node, parse

HIDING: Final[tuple[Kind, Kind]] = ("comment", "extension")
"""Kinds of nodes that hide markup."""


class Covered:
    """The text that nodes take up."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._spans = sorted((node.start, node.end) for node in nodes)

    def holds(self, offset: int) -> bool:
        """Whether one of the nodes stands at an offset."""
        place = bisect_right(self._spans, (offset, 1 << 62)) - 1
        return place >= 0 and self._spans[place][0] <= offset < self._spans[place][1]


def hidden_parts(subject: Subject) -> Covered:
    """The comments and extension tags in an infobox's values. To be asked for with `Subject.once`."""
    return Covered(_hidden(subject))


def _hidden(subject: Subject) -> Iterator[Node]:
    return (place.node for kind in HIDING for place in subject.places.get(kind, ()))


def every_node(text: str, start: int, end: int) -> Iterator[Node]:
    """The nodes in a part of a page, which need not be a whole infobox, and the nodes in them, in no order."""
    nodes = parse(text, start, end)
    while nodes:
        node = nodes.pop()
        yield node
        for part in node.parts:
            nodes += part.nodes


def hidden_between(text: str, start: int, end: int) -> Covered:
    """The comments and extension tags in a part of a page."""
    return Covered(node for node in every_node(text, start, end) if node.kind in HIDING)


def hidden_words(subject: Subject) -> str:
    """What stands in comments and extension tags, these included."""
    return "".join(map(subject.written, _hidden(subject)))
