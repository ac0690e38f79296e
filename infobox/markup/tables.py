"""Tables inside a value, whose pipes are written ``{{!}}``: where their rows and cells begin.

A table is what MediaWiki takes for one: it begins with ``{|`` on a line of its own, its rows, captions and first cells begin lines,
and the rest of a line that begins a table or a row, and what stands before the single pipe of a cell, are attributes.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from infobox.markup.hiding import hides
from infobox.markup.scan import Node, template_name

_PIPES: Final = {"!": "|", "!!": "||", "(!": "{|", "!)": "|}", "!-": "|-", "!+": "|+"}
"""The templates for a table's signs, and what they stand for."""


def begins(text: str, start: int, end: int) -> bool:
    """Whether a table may stand in `text[start:end]`."""
    return text.find("{{{!}}", start, end) >= 0 or text.find("{{(!}}", start, end) >= 0


def with_cells(text: str, start: int, end: int, nodes: list[Node]) -> list[Node]:
    """The nodes of `text[start:end]`, with one ``cell`` in place of everything that begins a table, row or cell, or ends a table."""
    return _Table(text, start, end).read(nodes)


class _Table(Struct, eq=False):
    _text: str
    _start: int
    _end: int
    _kept: list[Node] = []
    _depth: int = 0

    def read(self, nodes: list[Node]) -> list[Node]:
        first = 0
        begin = self._start
        for index, node in enumerate(nodes):
            if node.kind == "newline":
                self._line(begin, node.start, nodes[first:index])
                self._kept.append(node)
                first, begin = index + 1, node.end
        self._line(begin, self._end, nodes[first:])
        return self._kept

    def _line(self, start: int, end: int, nodes: list[Node]) -> None:
        text = self._text
        while start < end and text[start].isspace():
            start += 1
        sign, after = self._sign(start, nodes)
        if sign == "{|":
            self._depth += 1
            self._cell(start, end)
        elif not self._depth:
            self._kept += nodes
        elif sign == "|}":
            self._depth -= 1
            self._cell(start, after)
            self._kept += [node for node in nodes if node.start >= after]
        elif sign == "|-":
            self._cell(start, end)
        elif sign:
            self._cells(start, after, end, nodes, heads=sign == "!")
        else:
            self._kept += nodes

    def _sign(self, at: int, nodes: list[Node]) -> tuple[str, int]:
        """The sign of a table at the beginning of a line, and the place after it."""
        text = self._text
        if text[at : at + 1] == "!":
            return "!", at + 1
        node = next((node for node in nodes if node.start >= at), None)
        sign = self._pipes(node) if node is not None and text[at : node.start] in ("", "{") else ""
        if node is None or not sign:
            return "", at
        if node.start > at:
            return ("{|", node.end) if sign == "|" else ("", at)
        after = text[node.end : node.end + 1]
        if sign == "|" and after and after in "}-+":
            return sign + after, node.end + 1
        return sign, node.end

    def _pipes(self, node: Node) -> str:
        return _PIPES.get(template_name(self._text, node), "") if node.kind == "template" else ""

    def _cells(self, start: int, after: int, end: int, nodes: list[Node], *, heads: bool) -> None:
        """The cells of a line, the first of which begins at `start`; its content begins at `after`."""
        text = self._text
        held: list[Node] = []
        position = after
        for node in nodes:
            if node.start < after:
                continue
            if heads:
                # A sign between nodes is text.
                while (mark := text.find("!!", position, node.start)) >= 0:
                    self._close(start, after, held)
                    start, after, held, position = mark, mark + 2, [], mark + 2
            position = node.end
            sign = self._pipes(node)
            if sign == "||":
                self._close(start, after, held)
                start, after, held = node.start, node.end, []
            elif sign == "|" and held and held[-1].end == node.start and self._pipes(held[-1]) == "|":
                first = held.pop().start
                self._close(start, after, held)
                start, after, held = first, node.end, []
            else:
                held.append(node)
        while heads and (mark := text.find("!!", position, end)) >= 0:
            self._close(start, after, held)
            start, after, held, position = mark, mark + 2, [], mark + 2
        self._close(start, after, held)

    def _close(self, start: int, after: int, held: list[Node]) -> None:
        """A cell whose sign stands from `start` to `after`; up to its single pipe it holds attributes."""
        for number, node in enumerate(held):
            if node.kind == "link":
                break
            if self._pipes(node) == "|":
                self._cell(start, node.end, hides(self._text[after : node.start]))
                self._kept += held[number + 1 :]
                return
        self._cell(start, after)
        self._kept += held

    def _cell(self, start: int, end: int, hidden: bool = False) -> None:
        self._kept.append(Node("cell", start, end, "hidden" if hidden else ""))
