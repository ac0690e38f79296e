"""Whole values and parameters of an infobox: where a new one goes, in which layout, and what stays of an old one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from infobox.box import Box, Parameter
from infobox.markup.edits import Edit
from infobox.markup.scan import Node

_BLANKS: Final = " \t\n"
_LINE: Final = "\n"


def replacement(page: str, parameter: Parameter, value: str) -> Edit:
    """Replace a value, keeping the white space and comments around it. Comments inside it are put after the new one, so none is lost."""
    start, end = parameter.value_start, parameter.value_end
    comments = dict(_comments(parameter.nodes))
    before = {stop: begin for begin, stop in comments.items()}
    bare_start = start
    while start < end and (page[start].isspace() or start in comments):
        start = comments.get(start, start + 1)
    while end > start and (page[end - 1].isspace() or end in before):
        end = before.get(end, end - 1)
    if start < end:
        midst = "".join(page[begin:stop] for begin, stop in comments.items() if start < begin < end)
        return Edit(start, end, value + midst)
    # An empty value: its white space belongs to the next line.
    start = bare_start
    while start < parameter.value_end and page[start] in " \t":
        start += 1
    return Edit(start, start, value if start > bare_start or parameter.positional else f" {value}")


def _comments(nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """The spans of all comments, including those inside templates and links, in page order."""
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if node.kind == "comment":
            yield node.start, node.end
        waiting.extend(inner for part in reversed(node.parts) for inner in reversed(part.nodes))


def places(box: Box, added: list[str]) -> dict[int, list[str]]:
    """The new parameters by the number of the box's parameter that they follow in the documented order (-1: before all)."""
    order = box.profile.order_of(box.language)
    found: dict[int, list[str]] = {}
    for name in added:
        rank = order.get(name, len(order))
        after = -1
        for number, parameter in enumerate(box.parameters):
            if not parameter.positional and order.get(parameter.name, -1) <= rank:
                after = number
        found.setdefault(after, []).append(name)
    return found


def insertion(page: str, box: Box, after: int, values: list[tuple[str, str]]) -> Edit:
    """Insert new parameters in the layout of the neighbour they follow (see `places`)."""
    named = [parameter for parameter in box.parameters if not parameter.positional]
    model = box.parameters[after] if after >= 0 else named[0] if named else None
    if model is None:
        end = box.end - 2 if box.closed else box.end
        head = "" if page[end - 1 : end] == "\n" else "\n"
        return Edit(end, end, head + "".join(f"| {name} = {value}\n" for name, value in values))
    key = page[model.start + 1 : model.value_start - 1]
    lead = key[: len(key) - len(key.lstrip())]
    column = len(key.strip()) + len(key) - len(key.rstrip())
    padded = len(key) - len(key.rstrip()) > 1
    value = page[model.value_start : model.value_end]
    gap = value[: len(value) - len(value.lstrip(" \t"))] or ("" if value.strip() else " ")
    # Hard spaces and the like belong to the neighbour.
    tail = value[len(value.rstrip(_BLANKS)) :] or ("\n" if _lines_apart(page, box) and "\n" not in lead else "")
    words = ""
    for name, given in values:
        width = max(column, len(name) + 1) if padded else len(name) + (key != key.rstrip())
        words += f"|{lead}{name:<{width}}={'' if given.startswith(_LINE) else gap}{given}{tail}"
    place = model.value_end if after >= 0 else model.start
    if after >= 0 and not value[len(value.rstrip(_BLANKS)) :]:
        return Edit(place, place, tail + words.rstrip())
    return Edit(place, place, words)


def _lines_apart(page: str, box: Box) -> bool:
    """Whether most parameters of the box begin a line; of a box with few parameters, whether it has several lines."""
    if len(box.parameters) < 3:
        return "\n" in page[box.start : box.end]
    starts = [page[max(0, parameter.start - 9) : parameter.start].rstrip(" \t")[-1:] for parameter in box.parameters]
    return 2 * starts.count("\n") > len(starts)
