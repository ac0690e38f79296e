"""The source lines of values: the text between two newlines, in a value or in the content of a list template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from msgspec import Struct

from infobox.checks.subject import Subject, Use, Value
from infobox.display.events import Events
from infobox.display.tracing import OpenList
from infobox.markup.scan import Node


class SourceLine(Struct, eq=False):
    """One line: its half-open span in the page (without the newline), the nodes in it, and the list `markers` (`**`) it begins with, if
    any; `markers_start` is where they begin. `fresh` is true if the template begins a new line there, so that markers make a list.
    """

    start: int
    end: int
    nodes: list[Node]
    markers_start: int
    markers: str
    fresh: bool

    @property
    def words(self) -> int:
        """Where the words after the markers begin."""
        return self.markers_start + len(self.markers)


class ValueLines(Struct, eq=False):
    """The lines of one value, or of the content of a list template in it. `shown` is true if bullets are shown; some list templates hide
    them.
    """

    value: Value
    lines: list[SourceLine]
    shown: bool


class ListMark(Struct, eq=False):
    """A list template that is left open for the lines after it, or the end of one: `ends` has the names of the lists that it can close,
    and is empty for a list that is left open.
    """

    use: Use
    name: str
    ends: tuple[str, ...]


def list_marks(subject: Subject) -> list[ListMark]:
    """What opens and closes lists in the values, in page order, as reading meets it. Call it through `Subject.once`."""
    uses = {use.node.start: use for use in subject.templates if use.kind in ("list", "list end")}
    marks = dict(subject.source_map.open_lists)
    read = subject.source_map.values
    left = {id(use.value): use.value for use in uses.values() if use.value.start not in read and _may_be_open(subject, use)}
    for value in left.values():
        subject.walk(value, cast(Events, _ListEvents(marks)))
    return [ListMark(uses[at], *marks[at]) for at in sorted(marks) if at in uses]


class _ListEvents:
    """Takes the events of a value that was not read, and notes the lists that are left open and their ends, by where they begin."""

    def __init__(self, marks: dict[int, OpenList]) -> None:
        self._marks = marks
        self._open: list[int] = []

    def begin(self, at: int) -> None:
        self._open.append(at)

    def end(self, _: int) -> None:
        self._open.pop()

    def leave_open(self, name: str) -> None:
        self._marks[self._open[-1]] = name, ()

    def close_list(self, names: list[str]) -> None:
        self._marks[self._open[-1]] = "", tuple(names)

    def __getattr__(self, _: str) -> Callable[..., None]:
        return _ignore


def _ignore(*_: Any, **__: Any) -> None:
    """Any other event."""


def _may_be_open(subject: Subject, use: Use) -> bool:
    """Whether a list may be left open, because it has no lines of its own, or is an end of one."""
    if use.kind == "list end":
        return True
    if use.meaning is None or use.meaning.data.get("entries") != "content":
        return False
    content = subject.arguments(use.node).get(1)
    return content is None or content.start == content.end or use.name[:1] == "#"


def value_lines(subject: Subject) -> list[ValueLines]:
    """The lines of all values that are not empty, then those of the contents of their list templates, both in page order."""
    profile = subject.profile
    open_lists = {id(mark.use.value) for mark in subject.once(list_marks) if not mark.ends}
    found = []
    for value in subject.values:
        if value.words and value.name in profile.known and value.name not in profile.plain:
            lines = _lines(subject.text, value.start, value.end, value.parameter.nodes, value.name in profile.starts_line)
            found.append(ValueLines(value, lines, id(value) not in open_lists))
    for use in subject.templates:
        if use.meaning is None or use.meaning.data.get("entries") != "content" or use.value.name not in profile.known:
            continue
        part = next((part for part in use.node.parts[1:] if part.equals < 0), None)
        if part is not None:
            lines = _lines(subject.text, part.start, part.end, part.nodes, True)
            found.append(ValueLines(use.value, lines, use.kind == "collapsible"))
    return found


def _lines(text: str, start: int, end: int, nodes: list[Node], fresh: bool) -> list[SourceLine]:
    found = []
    held: list[Node] = []
    begin = start
    for node in nodes:
        if node.start < start or node.end > end:
            continue
        if node.kind == "newline":
            found.append(_line(text, begin, node.start, held, fresh))
            begin, held, fresh = node.end, [], True
        else:
            held.append(node)
    found.append(_line(text, begin, end, held, fresh))
    return found


def _line(text: str, start: int, end: int, nodes: list[Node], fresh: bool) -> SourceLine:
    at = start
    for node in nodes:
        # MediaWiki removes a comment in front of the markers before it looks for them.
        if node.kind != "comment" or node.start != at:
            break
        at = node.end
    stop = at
    while stop < end and text[stop] in "*#:;":
        stop += 1
    return SourceLine(start, end, nodes, at, text[at:stop], fresh)


def blank(text: str, line: SourceLine) -> bool:
    """Whether a line holds nothing but comments after its markers."""
    at = line.words
    for node in line.nodes:
        if node.end <= at:
            continue
        if node.kind != "comment" or text[at : node.start].strip():
            return False
        at = node.end
    return not text[at : line.end].strip()


def with_breaks(subject: Subject) -> list[ValueLines]:
    """The blocks of the values that contain line breaks. Call it through `Subject.once`."""
    broken = {id(place.value) for place in subject.places.get("tag", ()) if place.node.name == "br"}
    return [block for block in subject.once(value_lines) if id(block.value) in broken]


def is_break(node: Node) -> bool:
    """Whether a node is a line break."""
    return node.kind == "tag" and node.name == "br"


def entry_lists(subject: Subject) -> Iterator[Use]:
    """The list templates whose entries are their arguments."""
    return (use for use in subject.templates if use.meaning and use.kind == "list" and use.meaning.data.get("entries") == "arguments")


_BREAKS: Final = ("<br>", "<br />", "<br/>")


def break_in_use(subject: Subject) -> str:
    """The line break in the infobox's most common spelling."""
    return max(_BREAKS, key=subject.wikitext.count)
