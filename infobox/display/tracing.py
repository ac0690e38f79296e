"""A reader that remembers the place in the page of everything that it puts on lines."""

from __future__ import annotations

from typing import Any

from infobox.display.lines import Line
from infobox.display.walk import FateOf, Reader
from infobox.language.lexicon import Lexicon
from infobox.markup.scan import Node
from infobox.record import Fate, Flag, Link, Note, Reference, Unresolved

Span = tuple[int, int]


class TracingReader(Reader):
    """Reads like `Reader`, and keeps the half-open spans of everything on lines besides words.

    `marked` has, by identity, links, flags, references, notes and templates kept as written, each with its span: that of the innermost
    markup around it. `ends` has where markup ends, by where it begins; the outermost if several begin at one place.
    """

    def __init__(self, source: str, lexicon: Lexicon, *, fate_of: FateOf, home: str = "en") -> None:
        super().__init__(source, lexicon, fate_of=fate_of, home=home)
        self.marked: dict[int, tuple[Any, Span]] = {}
        self.ends: dict[int, int] = {}
        self._markup: Span = (0, 0)

    def note(self, part: Any, span: Span | None = None) -> None:
        """Remember the place of a part of the record: by default the markup that is being read."""
        self.marked[id(part)] = (part, span or self._markup)  # the part is kept, so that its identity is not reused

    def _enter(self, start: int, end: int) -> Span:
        """Begin markup; returns the markup around it, to go back to."""
        outer, self._markup = self._markup, (start, end)
        if self.ends.get(start, -1) < end:
            self.ends[start] = end
        return outer

    def _template(self, node: Node) -> None:
        outer = self._enter(node.start, node.end)
        super()._template(node)
        self._markup = outer

    def _link(self, node: Node, end: int, trail: str) -> None:
        outer = self._enter(node.start, end + len(trail))
        super()._link(node, end, trail)
        self._markup = outer

    def _extension(self, node: Node) -> None:
        outer = self._enter(node.start, node.end)
        super()._extension(node)
        self._markup = outer

    def _external(self, node: Node, stop: Node, nodes: list[Node], index: int) -> int:
        outer = self._enter(node.start, stop.end if stop.kind == "url end" else node.end)
        end = super()._external(node, stop, nodes, index)
        self._markup = outer
        return end

    def entity(self, entity: str, at: int) -> None:
        outer = self._enter(at, at + len(entity))
        super().entity(entity, at)
        self._markup = outer

    def _explained(self, node: Node) -> None:
        outer = self._enter(node.start, node.end)
        super()._explained(node)
        self._markup = outer

    def flag(self, flag: Flag) -> None:
        super().flag(flag)
        self.note(flag)

    def attach(self, part: Link | Reference | Note | Unresolved, line: Line | None) -> None:
        super().attach(part, line)
        if id(part) not in self.marked:  # otherwise it waited for its line
            self.note(part)

    def fate(self, fate: Fate, link: Link | None = None) -> None:
        super().fate(fate, link)
        if link is not None:
            self.note(link)
