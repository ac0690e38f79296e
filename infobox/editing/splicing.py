"""Edits of a page: words put in the place of spans, every other byte as it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from infobox.wikitext.line_ends import LineEnds


class Edit(NamedTuple):
    """Words to put in the place of a half-open span of the page."""

    start: int
    end: int
    words: str


def as_written(edits: Iterable[Edit], page: LineEnds, start: int, end: int) -> list[Edit]:
    """Edits of a page's text as edits of the page as written: new lines end as those of `page.text[start:end]` do."""
    return [Edit(page.place(edit.start), page.place(edit.end), page.spelt(edit.words, start, end)) for edit in edits]


def applied(page: str, edits: Iterable[Edit]) -> str:
    """The page with the edits done; they must not overlap, and those of one place are done in the order of their words.

    A carriage return and a newline that come to stand side by side remain two line ends.
    """
    pieces: list[str] = []
    position = 0

    def add(piece: str) -> None:
        if piece:
            if piece[0] == "\n" and pieces and pieces[-1][-1] == "\r":
                pieces.append("\r")
            pieces.append(piece)

    for edit in sorted(edits):
        add(page[position : edit.start])
        add(edit.words)
        position = edit.end
    add(page[position:])
    return "".join(pieces)
