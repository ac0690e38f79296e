"""Comments and extension tags such as references: markup in them is not that of the page."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from infobox.checks.subject import Subject
from infobox.wikitext.scan import Kind, Node, parse

HIDING: Final[tuple[Kind, Kind]] = ("comment", "extension")
"""Kinds of nodes that hide markup."""


class Covered:
    """The text that nodes take up."""

    def __init__(self, nodes: list[Node]) -> None:
        self._spans = sorted((node.start, node.end) for node in nodes)

    def holds(self, offset: int) -> bool:
        """Whether one of the nodes stands at an offset."""
        place = bisect_right(self._spans, (offset, 1 << 62)) - 1
        return place >= 0 and self._spans[place][0] <= offset < self._spans[place][1]


def hidden_parts(subject: Subject) -> Covered:
    """The comments and extension tags in an infobox's values. To be asked for with `Subject.once`."""
    places = subject.places
    return Covered([place.node for kind in HIDING for place in places.get(kind, ())])


def hidden_between(text: str, start: int, end: int) -> Covered:
    """The comments and extension tags in a part of a page, which need not be a whole infobox."""
    nodes = parse(text, start, end)
    hidden: list[Node] = []
    while nodes:
        node = nodes.pop()
        if node.kind in HIDING:
            hidden.append(node)
        for part in node.parts:
            nodes += part.nodes
    return Covered(hidden)


def hidden_words(subject: Subject) -> str:
    """What stands in comments and extension tags, these included."""
    text, places = subject.text, subject.places
    return "".join([text[place.node.start : place.node.end] for kind in HIDING for place in places.get(kind, ())])
