"""Comments and extension tags such as references: markup inside them is not part of the page's markup."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

from infobox.checks.subject import Subject
from infobox.markup.scan import Node, NodeKind, parse

HIDING: Final[tuple[NodeKind, NodeKind]] = ("comment", "extension")
"""Kinds of nodes that hide markup."""


class Coverage:
    """The text that some nodes cover."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._spans = sorted((node.start, node.end) for node in nodes)

    def holds(self, offset: int) -> bool:
        """Whether one of the nodes covers an offset."""
        place = bisect_right(self._spans, (offset, 1 << 62)) - 1
        return place >= 0 and self._spans[place][0] <= offset < self._spans[place][1]


def hidden_parts(subject: Subject) -> Coverage:
    """The comments and extension tags in an infobox's values. Call it through `Subject.once`."""
    return Coverage(_hidden(subject))


def _hidden(subject: Subject) -> Iterator[Node]:
    return (place.node for kind in HIDING for place in subject.places.get(kind, ()))


def every_node(text: str, start: int, end: int) -> Iterator[Node]:
    """All nodes in a part of a page, nested ones too, in no particular order. The part need not be a whole infobox."""
    nodes = parse(text, start, end)
    while nodes:
        node = nodes.pop()
        yield node
        for part in node.parts:
            nodes += part.nodes


def hidden_between(text: str, start: int, end: int) -> Coverage:
    """The comments and extension tags in a part of a page."""
    return Coverage(node for node in every_node(text, start, end) if node.kind in HIDING)


def hidden_words(subject: Subject) -> str:
    """The text of all comments and extension tags, with their marks."""
    return "".join(map(subject.written, _hidden(subject)))


def has_loose_angles(subject: Subject) -> bool:
    """Whether the infobox has a “<” that begins no tag or comment: a cheap test, which nearly always fails. Call it through
    `Subject.once`.
    """
    places = subject.places
    hidden = len(places.get("comment", ())) + len(places.get("extension", ()))
    found = subject.wikitext.count("<") - len(places.get("tag", ())) - hidden
    return found > 0 and found > hidden_words(subject).count("<") - hidden
