"""How lines are written on the page: what stands before and between them, and what stands around the marks on them."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from msgspec import Struct

from infobox.display.lines import Line
from infobox.markup.shown import visible
from infobox.record import Fate, Span

LIST_MARKERS: Final = "*#:;"
_BRACKETS: Final = {"(": ")", "[": "]"}
_BEGIN: Final = itemgetter(1)
"""Where the mark of a fate begins."""


class Form(Struct, frozen=True):
    """How a line is written. Everything is counted from where the line begins or ends.

    `gap` is what stands between the line and the one before it, if that does nothing but separate the two: breaks, list markers, bullets,
    pipes of a list template, and comments; otherwise it is empty. `signs` is the list marker before the line (``**``), `blanks` what
    follows it, `marker` how many characters before the line it begins. `entry` is what stands between a pipe and the line, if the line is
    an argument of a list template; None if it is not. `tail` counts the invisible characters and hard spaces after the line.
    """

    gap: str = ""
    signs: str = ""
    blanks: str = ""
    marker: int = 0
    entry: str | None = None
    tail: int = 0


class Mark(Struct, frozen=True):
    """A mark of fates on a line: its half-open span, and the fates, in order.

    `around` is the span with the brackets, quotes, tags and templates that contain nothing else, `gap` the place where the white space
    before that begins, hard spaces and line breaks included.
    """

    start: int
    end: int
    fates: list[Fate]
    around: Span
    gap: int

    def moved(self, by: int) -> Mark:
        """The same mark, counted from another place."""
        around = self.around
        return Mark(self.start + by, self.end + by, self.fates, (around[0] + by, around[1] + by), max(0, self.gap + by))


class Trace(Struct, eq=False):
    """What is kept of form while the lines of an infobox are read. Places are offsets in the page.

    `ends` has where markup ends, by where it begins; the outermost if several begin at one place. `leads` has where list markers and other
    bullets begin, by where they end. `breaks` and `entries` are where line breaks and the arguments of list templates begin. `fillers` has
    where comments and the ends of list entries end, by where they begin; `blanks` where white space written as an entity begins, by where
    it ends. `fates` has the marks of fates in markup: where each begins, and where the markup begins that it ends with. `dressed` is where
    quotes and tags begin, in pairs.
    """

    ends: dict[int, int] = {}
    leads: dict[int, int] = {}
    breaks: list[int] = []
    entries: set[int] = set()
    fillers: dict[int, int] = {}
    blanks: dict[int, int] = {}
    fates: list[tuple[Fate, int, int]] = []
    dressed: list[Span] = []


class Forms:
    """The form of the lines that were traced in a page."""

    def __init__(self, source: str, trace: Trace) -> None:
        self._source, self._trace = source, trace
        ends = trace.ends
        self._joints = {begin: end for end, begin in trace.leads.items()} | {begin: ends[begin] for begin in trace.breaks}
        self._blanks = trace.blanks | {ends[begin]: begin for begin in trace.breaks}

    def breaks(self, start: int, end: int) -> list[str]:
        """The line breaks between two places, as they are spelt."""
        found = sorted(begin for begin in self._trace.breaks if start <= begin < end)
        return [self._source[begin : self._trace.ends[begin]] for begin in found]

    def line(self, line: Line, start: int, end: int, before: int) -> Form:
        """The form of a line whose words stand from `start` to `end`; the line before it ends at `before`."""
        source, begin = self._source, line.start
        lead = self._trace.leads.get(begin, begin)
        signs = source[lead:begin]
        entry = None
        if signs[:1] not in LIST_MARKERS or not signs:
            pipe = self._pipe(lead)
            entry = source[pipe + 1 : start] if pipe >= 0 else None
            signs = ""
        after = source[begin:start]
        return Form(
            gap=source[before:start] if self._separates(before, start) else "",
            signs=signs,
            blanks=after[: len(after) - len(after.lstrip(" \t"))] if signs else "",
            marker=start - lead if signs else 0,
            entry=entry,
            tail=self._tail(end),
        )

    def _tail(self, at: int) -> int:
        """The number of invisible characters and hard spaces at a place."""
        source, end = self._source, at
        while end < len(source) and source[end] not in " \t\n" and (source[end].isspace() or not visible(source[end])):
            end += 1
        return end - at

    def _pipe(self, start: int) -> int:
        """Where the pipe stands before an argument of a list template that begins at `start`; -1 if none does."""
        if start not in self._trace.entries:
            return -1
        pipe = self._before(start) - 1
        return pipe if self._source[pipe] == "|" else -1

    def _separates(self, start: int, end: int) -> bool:
        """Whether what stands between two places does nothing but separate lines."""
        source = self._source
        at, found = start, False
        while at < end:
            if source[at].isspace():
                at += 1
            elif at in self._trace.fillers:
                at = self._trace.fillers[at]
            elif at in self._joints:
                at, found = self._joints[at], True
            elif source[at] == "|" and self._after(at + 1) in self._trace.entries:
                at, found = at + 1, True
            else:
                return False
        return found and at == end

    def _before(self, at: int) -> int:
        """The place before the white space that ends at a place."""
        source = self._source
        while at and source[at - 1].isspace():
            at -= 1
        return at

    def _after(self, at: int) -> int:
        """The place after the white space that begins at a place."""
        source = self._source
        while source[at : at + 1].isspace():
            at += 1
        return at

    def gap(self, at: int, *, breaks: bool = True) -> int:
        """Where the white space before a place begins, hard spaces and, if `breaks`, line breaks included."""
        blanks = self._blanks if breaks else self._trace.blanks
        while True:
            if at in blanks:
                at = blanks[at]
            elif at and self._source[at - 1].isspace() and (breaks or self._source[at - 1] != "\n"):
                at -= 1
            else:
                return at

    def marks(self, start: int, end: int) -> list[tuple[Fate, Span]]:
        """The marks of fates in markup that begin between two places, each with its span."""
        ends, fates = self._trace.ends, self._fates
        first, after = (bisect.bisect_left(fates, place, key=_BEGIN) for place in (start, end))
        return sorted(((fate, (begin, ends[last])) for fate, begin, last in fates[first:after]), key=itemgetter(1))

    @functools.cached_property
    def _fates(self) -> list[tuple[Fate, int, int]]:
        """The marks of fates in markup, in page order."""
        return sorted(self._trace.fates, key=_BEGIN)

    def frames(self, within: Span) -> list[Span]:
        """The spans of templates and links, and of what stands between quotes and tags, in a stretch of the page; the smallest first."""
        ends = self._trace.ends
        found = {(start, ends[last]) for start, last in [*self._trace.dressed, *((start, start) for start in ends)]}
        return sorted((frame for frame in found if _holds(within, frame)), key=lambda frame: frame[1] - frame[0])

    def around(self, mark: Span, frames: Sequence[Span], shown: Sequence[Span]) -> Span:
        """A mark with its brackets, and with those of the frames that hold nothing else of what is shown."""
        left, right = self._beside(mark, shown)
        for frame in frames:
            if not _holds(frame, mark):
                continue
            if (bracketed := self._bracketed(mark)) != mark:
                mark = bracketed
                left, right = self._beside(mark, shown)
            if frame[0] < left or frame[1] > right:
                return mark
            mark = min(mark[0], frame[0]), max(mark[1], frame[1])
        return self._bracketed(mark)

    def _beside(self, mark: Span, shown: Sequence[Span]) -> Span:
        """Where what is shown before a mark ends, and where what is shown after it begins."""
        source = self._source
        left, right = 0, len(source)
        for start, end in shown:
            before, after = source[start : min(end, mark[0])].rstrip(), source[max(start, mark[1]) : end].lstrip()
            if before:
                left = max(left, start + len(before))
            if after:
                right = min(right, end - len(after))
        return left, right

    def _bracketed(self, mark: Span) -> Span:
        """The span of a mark with brackets around it."""
        source = self._source
        while True:
            start, end = self._before(mark[0]) - 1, self._after(mark[1])
            closer = _BRACKETS.get(source[start : start + 1]) if start >= 0 else None
            if closer is None or source[end : end + 1] != closer or source[end : end + 2] == "]]":
                return mark
            mark = start, end + 1


def _holds(outer: Span, inner: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
