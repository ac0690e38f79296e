"""Edits of a page: words put in the place of spans, every other byte as it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """Words to put in the place of a half-open span of the page."""

    start: int
    end: int
    words: str


def applied(page: str, edits: Iterable[Edit]) -> str:
    """The page with the edits done; they must not overlap, and those of one place are done in the order of their words."""
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits):
        pieces += (page[position : edit.start], edit.words)
        position = edit.end
    return "".join([*pieces, page[position:]])
