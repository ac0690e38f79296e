"""A builder that remembers the place in the page of everything that it puts on lines."""

from __future__ import annotations

from typing import Any

from infobox.display.builder import Builder
from infobox.display.lines import Block, Line
from infobox.language.lexicon import Lexicon
from infobox.record import Fate, Flag, Link, Note, Reference, Span, Unresolved

OpenList = tuple[str, tuple[str, ...]]
"""The name of a list that is left open, or the names of the lists that an end can close."""


class TracingBuilder(Builder):
    """Builds like `Builder`, and keeps the half-open spans of everything on lines besides words.

    `marked` has, by identity, links, flags, references, notes and templates kept as written, each with its span: that of the innermost
    markup around it. `ends` has where markup ends, by where it begins; the outermost if several begin at one place. `open_lists` has the
    list templates that are left open, and the ends of such lists, by where they begin. `values` are where the values begin that were read.
    """

    __slots__ = ("_open", "_parts", "ends", "marked", "open_lists", "values")

    def __init__(self, lexicon: Lexicon) -> None:
        self.marked: dict[int, tuple[Any, Span]] = {}
        self.ends: dict[int, int] = {}
        self.open_lists: dict[int, OpenList] = {}
        self.values: set[int] = set()
        self._open: list[int] = []  # where the markup that is being read begins, the innermost last
        self._parts: list[tuple[int, Any]] = []  # parts of the record in it, each with the number of markup around it
        super().__init__(lexicon)

    def begin(self, at: int) -> None:
        super().begin(at)
        self._open.append(at)

    def end(self, at: int) -> None:
        super().end(at)
        depth = len(self._open)
        start = self._open.pop()
        self.ends[start] = at
        while self._parts and self._parts[-1][0] == depth:
            part = self._parts.pop()[1]
            self.marked[id(part)] = (part, (start, at))  # the part is kept, so that its identity is not reused

    def finish(self, start: int, end: int) -> Block:
        self.values.add(start)
        return super().finish(start, end)

    def leave_open(self, name: str) -> None:
        super().leave_open(name)
        self.open_lists[self._open[-1]] = name, ()

    def close_list(self, names: list[str]) -> None:
        super().close_list(names)
        self.open_lists[self._open[-1]] = "", tuple(names)

    def flag(self, flag: Flag) -> None:
        super().flag(flag)
        self._note(flag)

    def fate(self, fate: Fate, link: Link | None = None) -> None:
        super().fate(fate, link)
        if link is not None:
            self._note(link)

    def _attach(self, part: Link | Reference | Note | Unresolved, line: Line | None) -> None:
        super()._attach(part, line)
        if self._open and id(part) not in self.marked:  # otherwise it waited for its line
            self._note(part)

    def _note(self, part: Any) -> None:
        self._parts.append((len(self._open), part))
