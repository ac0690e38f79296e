"""A builder that remembers the place in the page of everything that it puts on lines, and the form in which it is written."""

from __future__ import annotations

import html
from typing import Any

from infobox.display.builder import Builder
from infobox.display.form import LIST_MARKERS, Trace
from infobox.display.lines import Block, Line
from infobox.language.lexicon import Lexicon
from infobox.record import Fate, Flag, Link, Note, Reference, Unresolved

OpenList = tuple[str, tuple[str, ...]]
"""The name of a list that is left open, or the names of the lists that an end can close."""


class TracingBuilder(Builder):
    """Builds like `Builder`, and keeps the half-open spans of everything on lines besides words.

    `marked` has, by identity, links, flags, references, notes and templates kept as written, each with where the innermost markup around
    it begins. `trace` has where markup ends, and what is not on lines: markers, separators, and what stands around marks. `open_lists` has
    the list templates that are left open, and the ends of such lists, by where they begin. `values` are where the values begin that were
    read.
    """

    __slots__ = ("_open", "_quotes", "_styles", "_tip", "marked", "open_lists", "trace", "values")

    def __init__(self, lexicon: Lexicon) -> None:
        self.marked: dict[int, tuple[Any, int]] = {}
        self.trace = Trace()
        self.open_lists: dict[int, OpenList] = {}
        self.values: set[int] = set()
        self._open: list[int] = []  # where the markup that is being read begins, the innermost last
        self._quotes: dict[int, int] = {}  # where quotes of each length begin
        self._styles: dict[str, list[int]] = {}  # where tags of each style begin
        self._tip = -1  # where words begin that a tooltip explains
        super().__init__(lexicon)

    def begin(self, at: int) -> None:
        super().begin(at)
        self._open.append(at)

    def end(self, at: int) -> None:
        super().end(at)
        self.trace.ends[self._open.pop()] = at

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
        last = self._open[-1]
        self.trace.fates.append((fate, last if self._tip < 0 else self._tip, last))
        if link is not None:
            self._note(link)

    def begin_tip(self, title: str) -> None:
        super().begin_tip(title)
        self._tip = self._open[-1]

    def end_tip(self) -> None:
        super().end_tip()
        self._tip = -1

    def _attach(self, part: Link | Reference | Note | Unresolved, line: Line | None) -> None:
        super()._attach(part, line)
        if id(part) not in self.marked:  # otherwise it waited for its line
            self._note(part)

    def _note(self, part: Any) -> None:
        if self._open:
            self.marked[id(part)] = (part, self._open[-1])  # the part is kept, so that its identity is not reused

    # -- form

    def _list_marker(self, words: str, at: int) -> tuple[str, int]:
        rest = super()._list_marker(words, at)
        if words[0] in LIST_MARKERS:
            self.trace.leads[rest[1]] = at
        return rest

    def _sign(self, words: str, at: int) -> tuple[str, int]:
        rest = super()._sign(words, at)
        if rest[1] > at:
            self.trace.leads[rest[1]] = self.sign_place
        return rest

    def bullet(self, at: int) -> None:
        super().bullet(at)
        if not self.inline_depth:
            self.trace.leads[at] = self._open[-1]

    def list_entry(self, at: int) -> None:
        super().list_entry(at)
        if not self.inline_depth:
            self.trace.leads[at] = self._open[-1]

    def end_list_entry(self, at: int) -> None:
        super().end_list_entry(at)
        self.trace.fillers[self._open[-1]] = at

    def begin_entry(self, *, at: int, bulleted: bool = False) -> None:
        super().begin_entry(at=at, bulleted=bulleted)
        self.trace.entries.add(at)

    def comment(self, at: int, end: int) -> None:
        super().comment(at, end)
        self.trace.fillers[at] = end

    def line_break(self, *, around: bool) -> None:
        super().line_break(around=around)
        if not around:
            self.trace.breaks.append(self._open[-1])

    def entity(self, entity: str, at: int) -> None:
        super().entity(entity, at)
        if html.unescape(entity).isspace():
            self.trace.blanks[at + len(entity)] = at

    def quote(self, length: int, at: int) -> None:
        super().quote(length, at)
        begin = self._quotes.pop(length, -1)
        if begin < 0:
            self._quotes[length] = at
        else:
            self.trace.dressed.append((begin, at))

    def begin_style(self, style: str) -> None:
        super().begin_style(style)
        self._styles.setdefault(style, []).append(self._open[-1])

    def end_style(self, style: str) -> None:
        super().end_style(style)
        if begun := self._styles.get(style):
            self.trace.dressed.append((begun.pop(), self._open[-1]))
