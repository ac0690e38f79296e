"""Regular expressions made of the words of a lexicon.

In a word a space stands for itself, `*` after letters for the rest of a word. No words match nothing. A word that ends in an
apostrophe (`d'`, `all'`) is written before another one without a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_UNSPACED: Final = (("\u0e00", "\u109f"), ("\u1780", "\u17ff"), ("\u2e80", "\U0010ffff"))
"""The first and last letters of scripts without spaces between words. A regular expression of as many takes long to compile."""
_REST: Final = re.compile(r"(?<=\w)\\\*")
_APOSTROPHES: Final = ("'", "’")
GAP: Final = r"(?:\s+|(?<=['’]))"
"""What separates two words in a script with spaces."""


def starts_unspaced(word: str) -> bool:
    """Whether a word is in a script without spaces between words."""
    return bool(word) and word[0] > "\u0dff" and any(first <= word[0] <= last for first, last in _UNSPACED)


def any_of(words: Iterable[str], *, space: str = " ") -> str:
    """A part of a regular expression that matches any of the words, the longest first; `space` is what their spaces stand for."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    parts = [_REST.sub(r"\\w*", re.escape(word)).replace("\\ ", space) for word in ordered]
    return f"(?:{'|'.join(parts)})" if parts else "(?!)"


def elided(words: Iterable[str]) -> set[str]:
    """Those of the words that end in an apostrophe."""
    return {word for word in words if word.endswith(_APOSTROPHES)}


def ended(words: Iterable[str], *, space: str = " ", end: str = r"(?!\w)") -> str:
    """A part of a regular expression that matches any of the words with an `end` after it, which an apostrophe does not need."""
    every = set(words)
    open_ = elided(every)
    closed = rf"{any_of(every - open_, space=space)}{end}"
    return f"(?:{closed}|{any_of(open_, space=space)})" if open_ else closed


def whole(words: Iterable[str], *, space: str = " ") -> str:
    """The same without letters or digits beside the word, if its script has spaces between words."""
    every = set(words)
    unspaced = {word for word in every if starts_unspaced(word)}
    spaced = rf"(?<!\w){ended(every - unspaced, space=space)}"
    return f"(?:{spaced}|{any_of(unspaced, space=space)})" if unspaced else spaced
