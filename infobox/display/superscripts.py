"""Superscripts that are marks of a note, made by hand: `ships<sup>i</sup>`, but not `2<sup>e</sup>`, `km<sup>2</sup>`."""

from __future__ import annotations

import re
from typing import Final

from infobox.record import Note

BEGINS: Final = "<sup"
_MARK: Final = re.compile(
    r"<sup(?:\s[^<>]{0,40})?>\s{0,2}(\[?(?:[A-Za-z]|i{2,3}|iv|vi{0,3}|ix|[1-9]\d?|\*{1,4}|[#§¶])\]?)\s{0,2}</sup\s?>",
)
_REACH: Final = 80
"""How many characters before a superscript say what it stands behind."""
_BEHIND_MARK: Final = re.compile(r"(?:</(?:ref|sup)\s?>|<ref\s[^<>]{1,70}/>|<nowiki/>)\Z")
_BEHIND_FIGURE: Final = re.compile(r"\d,\d{3}\+?\Z")
_BEHIND_WORD: Final = re.compile(r"(?:[^\W\d_]{4}(?:\]\][a-z]{0,3}|\)|'{2,5})?|\}\})\Z")
_ROMAN: Final = re.compile(r"[IVXLC]{4}\Z")


def mark(source: str, start: int, end: int) -> tuple[Note, int] | None:
    """The note that a superscript at `start` marks, and where it ends, before `end`; None if it is words.

    A mark stands behind a word, a figure with groups of digits, a template or another mark: what stands
    behind a few letters or digits may belong to them, as in ordinals, units and abbreviations.
    """
    found = _MARK.match(source, start, end)
    if found is None or source[found.end() : found.end() + 1].isalnum():
        return None
    before = source[max(0, start - _REACH) : start]
    behind = _BEHIND_MARK.search(before) or _BEHIND_FIGURE.search(before) or (_BEHIND_WORD.search(before) and not _ROMAN.search(before))
    return (Note(text=found[1], wikitext=found[0]), found.end()) if behind else None
