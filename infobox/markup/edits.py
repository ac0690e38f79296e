"""Edits of a page: words replace spans, and every other byte stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from infobox.markup.line_ends import LineEnds


class Edit(NamedTuple):
    """A half-open span of a page, from `start` to `end` in code points, and the `words` that replace it; an empty span inserts them."""

    start: int
    end: int
    words: str


def as_written(edits: Iterable[Edit], page: LineEnds, start: int, end: int) -> list[Edit]:
    """Edits of a page's text as edits of the page as written; new lines end as those of `page.text[start:end]` do."""
    return [Edit(page.place(edit.start), page.place(edit.end), page.spelt(edit.words, start, end)) for edit in edits]


def normalized(page: str, edits: Iterable[Edit]) -> list[Edit]:
    """The same edits in page order, with those that touch joined and without those that change nothing: each can be done by replacing
    its span with its words, and nothing else.

    The edits must not overlap, and those of one place are done in the order of their words. A carriage return and a newline that come to
    stand side by side remain two line ends.
    """
    found: list[Edit] = []
    for start, end, words in sorted(edits):
        if found and found[-1].end == start:
            before = found.pop()
            both_ends = "\r" if before.words.endswith("\r") and words.startswith("\n") else ""
            found.append(Edit(before.start, end, before.words + both_ends + words))
        else:
            found.append(Edit(start, end, words))
    done: list[Edit] = []
    for start, end, words in found:
        if page[start:end] == words:
            continue
        before_it = page[start - 1 : start] if start else ""
        if page[end : end + 1] == "\n" and (words or before_it).endswith("\r"):
            end, words = end + 1, words + "\r\n"
        if before_it == "\r" and words.startswith("\n"):
            words = "\r" + words
        if done and done[-1].end == start:
            before = done.pop()
            start, words = before.start, before.words + words
        done.append(Edit(start, end, words))
    return done


def applied(page: str, edits: Iterable[Edit]) -> str:
    """The page with the edits done, as `normalized` gives them."""
    pieces: list[str] = []
    position = 0
    for edit in normalized(page, edits):
        pieces += (page[position : edit.start], edit.words)
        position = edit.end
    pieces.append(page[position:])
    return "".join(pieces)
