"""Superscripts that are marks of a note, made by hand: `ships<sup>i</sup>`, but not `2<sup>e</sup>`, `km<sup>2</sup>`."""

from __future__ import annotations

import re
from typing import Final

from infobox.record import Note
from infobox.templates import meaning

_WORDS: Final = r"\[?(?:[A-Za-z]|[ivx]{2,4}|[1-9]\d?|\*{1,4}|[#§¶])\]?"
_MARK: Final = re.compile(_WORDS)
_TAG: Final = re.compile(rf"<sup(?:\s[^<>]{{0,40}})?>\s{{0,2}}({_WORDS})\s{{0,2}}</sup\s?>")
_TEMPLATE: Final = re.compile(r"\{\{([^|{}]++)\|")
_REACH: Final = 80
"""How many characters before a superscript say what it stands after."""
_AFTER_MARK: Final = re.compile(r"(?:</(?:ref|sup)\s?>|<ref\s[^<>]{1,70}/>|<nowiki/>)\Z")
_AFTER_FIGURE: Final = re.compile(r"\d,\d{3}\+?\Z")
_AFTER_WORD: Final = re.compile(r"(?:[^\W\d_]{4}(?:\]\][a-z]{0,3}|\)|'{2,5})?|\}\})\Z")
_AFTER_SHORT: Final = re.compile(r"(?<![^\W\d_])(?:[a-z]{3}|(?![IVXLCDM]{3})[A-Z]{3})\Z")
_POWERS: Final = frozenset("23")
_ROMAN: Final = re.compile(r"[IVXLC]{4}\Z")


def marked(source: str, start: int, end: int) -> tuple[Note, int] | None:
    """The note that the tag at `start` marks, and where the superscript ends, before `end`; None if it is words."""
    found = _TAG.match(source, start, end)
    if found is None or not _stands_apart(found[1], source, start, found.end()):
        return None
    return Note(text=found[1], wikitext=found[0]), found.end()


def marks(words: str, source: str, start: int, end: int) -> bool:
    """Whether the `words` that a template at `source[start:end]` shows as a superscript mark a note."""
    return _MARK.fullmatch(words) is not None and _stands_apart(words, source, start, end)


def may_belong(note: Note) -> bool:
    """Whether a note is a mark made by hand, which after a few letters or digits would be words."""
    if note.wikitext.startswith("<sup"):
        return True
    name = _TEMPLATE.match(note.wikitext)
    known = meaning(name[1].strip()) if name is not None else None
    return known is not None and known.style == "superscript"


def _stands_apart(words: str, source: str, start: int, end: int) -> bool:
    """Whether a superscript stands after a word, a figure with groups of digits, a template or another mark.

    What stands after a few letters or digits may belong to them, as in ordinals, units and abbreviations.
    """
    if source[end : end + 1].isalnum():
        return False
    before = source[max(0, start - _REACH) : start]
    if _AFTER_MARK.search(before) or _AFTER_FIGURE.search(before) or (words not in _POWERS and _AFTER_SHORT.search(before)):
        return True
    return _AFTER_WORD.search(before) is not None and _ROMAN.search(before) is None
