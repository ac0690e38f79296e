"""What a value, a template's argument or a link's label holds, and the lines in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final, NamedTuple

from infobox.checks.subject import Place, Subject, Value
from infobox.wikitext.scan import Node

LIST_MARKS: Final = "*#:;"
"""What a line of a list begins with."""


class Room(NamedTuple):
    """What a value, a template's argument or a link's label holds: its span, its nodes, and where it is."""

    start: int
    end: int
    nodes: list[Node]
    within: Node | None
    value: Value


class Rooms:
    """The rooms of an infobox, found by the nodes that stand in them."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._starts: dict[int, list[int]] = {}
        self._known: dict[tuple[int, int], Room] = {}

    def of(self, place: Place) -> Room:
        """The room that a node stands in."""
        within, value = place.within, place.value
        if within is None:
            key = (value.parameter.start, -1)
        else:
            starts = self._starts.get(id(within))
            if starts is None:
                starts = self._starts[id(within)] = [part.start for part in within.parts]
            key = (within.start, max(bisect_right(starts, place.node.start) - 1, 0))
        room = self._known.get(key)
        if room is None:
            room = self._known[key] = self._room(within, value, key[1])
        return room

    def _room(self, within: Node | None, value: Value, number: int) -> Room:
        if within is None:
            parameter = value.parameter
            return Room(parameter.value_start, parameter.value_end, parameter.nodes, None, value)
        part = within.parts[number]
        named = part.equals >= 0 and within.kind == "template" and number > 0
        return Room(part.equals + 1 if named else part.start, part.end, part.nodes, within, value)


def trimmed_end(text: str, start: int, end: int, nodes: list[Node]) -> int:
    """The end of `text[start:end]` without white space and comments at its end."""
    last = bisect_left(nodes, end, key=_start) - 1
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
    first = bisect_right(room.nodes, position - 1, key=_start)
    for number in range(first, len(room.nodes)):
        node = room.nodes[number]
        if node.kind == "newline" or (breaks and node.kind == "tag" and node.name in ("br", "hr")):
            return trimmed_end(text, position, node.start, room.nodes)
    return trimmed_end(text, position, room.end, room.nodes)


def start_of_line(text: str, room: Room, position: int) -> int:
    """Where the line that `position` stands in begins, in its room."""
    for number in range(bisect_right(room.nodes, position - 1, key=_start) - 1, -1, -1):
        if room.nodes[number].kind == "newline":
            return room.nodes[number].end
    start = room.start
    while start < position and text[start].isspace():
        start += 1
    return start


def ends_value(text: str, room: Room, position: int) -> bool:
    """Whether nothing is shown behind `position` in the value: only white space and what closes its room."""
    return not text[position : room.end].strip() and not text[room.end : room.value.parameter.value_end].strip("}]| \t\r\n")


def nodes_between(room: Room, start: int, end: int) -> list[Node]:
    """The nodes of a room that begin at `start` or behind it, and before `end`."""
    first, behind = (bisect_right(room.nodes, at - 1, key=_start) for at in (start, end))
    return room.nodes[first:behind]


def _start(node: Node) -> int:
    return node.start


def is_computed(text: str, node: Node) -> bool:
    """Whether a template is a parser function, which may show half of what it is given."""
    return node.kind != "link" and text.startswith("#", node.parts[0].start) and not text.startswith("#tag", node.parts[0].start)
