"""A builder that remembers the place in the page of everything that it puts on lines."""

from __future__ import annotations

from typing import Any

from infobox.display.builder import Builder
from infobox.display.lines import Block, Line
from infobox.language.lexicon import Lexicon
from infobox.record import Fate, Flag, Link, Note, Reference, Unresolved

OpenList = tuple[str, tuple[str, ...]]
"""The name of a list that is left open, or the names of the lists that an end can close."""


class TracingBuilder(Builder):
    """Builds like `Builder`, and keeps the half-open spans of everything on lines besides words.

    `marked` has, by identity, links, flags, references, notes and templates kept as written, each with where the innermost markup around
    it begins. `ends` has where markup ends, by where it begins; the outermost if several begin at one place. `open_lists` has the
    list templates that are left open, and the ends of such lists, by where they begin. `values` are where the values begin that were read.
    """

    __slots__ = ("_open", "ends", "marked", "open_lists", "values")

    def __init__(self, lexicon: Lexicon) -> None:
        self.marked: dict[int, tuple[Any, int]] = {}
        self.ends: dict[int, int] = {}
        self.open_lists: dict[int, OpenList] = {}
        self.values: set[int] = set()
        self._open: list[int] = []  # where the markup that is being read begins, the innermost last
        super().__init__(lexicon)

    def begin(self, at: int) -> None:
        super().begin(at)
        self._open.append(at)

    def end(self, at: int) -> None:
        super().end(at)
        self.ends[self._open.pop()] = at

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
        if id(part) not in self.marked:  # otherwise it waited for its line
            self._note(part)

    def _note(self, part: Any) -> None:
        if self._open:
            self.marked[id(part)] = (part, self._open[-1])  # the part is kept, so that its identity is not reused
