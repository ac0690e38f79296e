"""What a value, a template's argument or a link's label holds, and the lines in it."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import Final, NamedTuple

from infobox.checks.subject import Place, Value
from infobox.wikitext.scan import Node

_START: Final = attrgetter("start")
LIST_MARKS: Final = "*#:;"
"""What a line of a list begins with."""


class Room(NamedTuple):
    """What a value, a template's argument or a link's label holds: its span, its nodes, and where it is."""

    start: int
    end: int
    nodes: list[Node]
    within: Node | None
    value: Value


def room_of(place: Place) -> Room:
    """The room that a node stands in."""
    within, value = place.within, place.value
    if within is None:
        parameter = value.parameter
        return Room(parameter.value_start, parameter.value_end, parameter.nodes, None, value)
    number = max(bisect_right(within.parts, place.node.start, key=_START) - 1, 0)
    part = within.parts[number]
    named = part.equals >= 0 and within.kind == "template" and number > 0
    return Room(part.equals + 1 if named else part.start, part.end, part.nodes, within, value)


def trimmed_end(text: str, start: int, end: int, nodes: list[Node]) -> int:
    """The end of `text[start:end]` without white space and comments at its end."""
    last = bisect_left(nodes, end, key=_START) - 1
    while True:
        while end > start and text[end - 1].isspace():
            end -= 1
        while last >= 0 and nodes[last].start >= end:
            last -= 1
        if last < 0 or nodes[last].kind != "comment" or nodes[last].end != end or nodes[last].start < start:
            return end
        end = nodes[last].start


def end_of_line(text: str, room: Room, position: int, *, breaks: bool = True) -> int:
    """Where the line that `position` stands in ends, in its room: at a newline, at a break, or with the room."""
    for node in itertools.islice(room.nodes, bisect_left(room.nodes, position, key=_START), None):
        if node.kind == "newline" or (breaks and node.kind == "tag" and node.name in ("br", "hr")):
            return trimmed_end(text, position, node.start, room.nodes)
    return trimmed_end(text, position, room.end, room.nodes)


def start_of_line(text: str, room: Room, position: int) -> int:
    """Where the line that `position` stands in begins, in its room."""
    for number in range(bisect_left(room.nodes, position, key=_START) - 1, -1, -1):
        if room.nodes[number].kind == "newline":
            return room.nodes[number].end
    start = room.start
    while start < position and text[start].isspace():
        start += 1
    return start


def ends_value(text: str, room: Room, position: int) -> bool:
    """Whether nothing is shown after `position` in the value: only white space and what closes its room."""
    return not text[position : room.end].strip() and not text[room.end : room.value.parameter.value_end].strip("}]| \t\r\n")


def nodes_between(room: Room, start: int, end: int) -> list[Node]:
    """The nodes of a room that begin at `start` or after it, and before `end`."""
    return room.nodes[bisect_left(room.nodes, start, key=_START) : bisect_left(room.nodes, end, key=_START)]


def is_computed(text: str, node: Node) -> bool:
    """Whether a template is a parser function, which may show half of what it is given."""
    return node.kind != "link" and text.startswith("#", node.parts[0].start) and not text.startswith("#tag", node.parts[0].start)
