"""A builder that remembers the place in the page of everything that it puts on lines."""

from __future__ import annotations

from typing import Any, NamedTuple

from infobox.display.builder import Builder
from infobox.display.lines import Line
from infobox.language.lexicon import Lexicon
from infobox.record import Fate, Flag, Link, Note, Reference, Unresolved

Span = tuple[int, int]


class _Markup(NamedTuple):
    """Markup that is being read: where it begins, and the parts of the record in it whose place it is."""

    start: int
    parts: list[Any]


class TracingBuilder(Builder):
    """Builds like `Builder`, and keeps the half-open spans of everything on lines besides words.

    `marked` has, by identity, links, flags, references, notes and templates kept as written, each with its span: that of the innermost
    markup around it. `ends` has where markup ends, by where it begins; the outermost if several begin at one place.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.marked: dict[int, tuple[Any, Span]] = {}
        self.ends: dict[int, int] = {}
        self._markup: list[_Markup] = []
        super().__init__(lexicon)

    def begin(self, at: int) -> None:
        super().begin(at)
        self._markup.append(_Markup(at, []))

    def end(self, at: int) -> None:
        super().end(at)
        start, parts = self._markup.pop()
        self.ends[start] = at
        for part in parts:
            self.marked[id(part)] = (part, (start, at))  # the part is kept, so that its identity is not reused

    def flag(self, flag: Flag) -> None:
        super().flag(flag)
        self._note(flag)

    def fate(self, fate: Fate, link: Link | None = None) -> None:
        super().fate(fate, link)
        if link is not None:
            self._note(link)

    def _attach(self, part: Link | Reference | Note | Unresolved, line: Line | None) -> None:
        super()._attach(part, line)
        if self._markup and id(part) not in self.marked:  # otherwise it waited for its line
            self._note(part)

    def _note(self, part: Any) -> None:
        self._markup[-1].parts.append(part)
