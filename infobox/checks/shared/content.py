"""The content of a value, a template's argument or a link's label, and the lines in it."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import Final, NamedTuple

from infobox.checks.subject import Place, Value
from infobox.markup.scan import Node

_START: Final = attrgetter("start")
LIST_MARKS: Final = "*#:;"
"""The characters with which a line of a list begins."""


class Content(NamedTuple):
    """The content of a value, a template's argument or a link's label: its span, its nodes, the template or link, and the value."""

    start: int
    end: int
    nodes: list[Node]
    within: Node | None
    value: Value


def content_of(place: Place) -> Content:
    """The content that holds a node."""
    within, value = place.within, place.value
    if within is None:
        parameter = value.parameter
        return Content(parameter.value_start, parameter.value_end, parameter.nodes, None, value)
    number = max(bisect_right(within.parts, place.node.start, key=_START) - 1, 0)
    part = within.parts[number]
    named = part.equals >= 0 and within.kind == "template" and number > 0
    return Content(part.equals + 1 if named else part.start, part.end, part.nodes, within, value)


def trimmed_end(text: str, start: int, end: int, nodes: list[Node]) -> int:
    """The end of `text[start:end]` without trailing white space and comments."""
    last = bisect_left(nodes, end, key=_START) - 1
    while True:
        while end > start and text[end - 1].isspace():
            end -= 1
        while last >= 0 and nodes[last].start >= end:
            last -= 1
        if last < 0 or nodes[last].kind != "comment" or nodes[last].end != end or nodes[last].start < start:
            return end
        end = nodes[last].start


def end_of_line(text: str, content: Content, position: int, *, breaks: bool = True) -> int:
    """Where the line at `position` ends: at a newline, at a line break, or at the end of the content."""
    for node in itertools.islice(content.nodes, bisect_left(content.nodes, position, key=_START), None):
        if node.kind == "newline" or (breaks and node.kind == "tag" and node.name in ("br", "hr")):
            return trimmed_end(text, position, node.start, content.nodes)
    return trimmed_end(text, position, content.end, content.nodes)


def start_of_line(text: str, content: Content, position: int) -> int:
    """Where the line at `position` begins within the content."""
    for number in range(bisect_left(content.nodes, position, key=_START) - 1, -1, -1):
        if content.nodes[number].kind == "newline":
            return content.nodes[number].end
    start = content.start
    while start < position and text[start].isspace():
        start += 1
    return start


def ends_value(text: str, content: Content, position: int) -> bool:
    """Whether nothing after `position` in the value is shown: only white space and closing marks follow."""
    return not text[position : content.end].strip() and not text[content.end : content.value.parameter.value_end].strip("}]| \t\r\n")


def nodes_between(content: Content, start: int, end: int) -> list[Node]:
    """The nodes of the content that begin between `start` (included) and `end`."""
    return content.nodes[bisect_left(content.nodes, start, key=_START) : bisect_left(content.nodes, end, key=_START)]


def is_computed(text: str, node: Node) -> bool:
    """Whether a template is a parser function, which may show only some of its arguments."""
    return node.kind != "link" and text.startswith("#", node.parts[0].start) and not text.startswith("#tag", node.parts[0].start)
