"""How a language spells its words: a text is folded into the form in which the lexicon knows them, with the way back to its places.

docs/lexicon.md explains the settings of a lexicon's file `letters`.
"""

from __future__ import annotations

import bisect
import re
import sys
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from infobox.language import signs

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_GLUED: Final = re.compile(r"(?<=\d)(?=[^\W\d_a-zA-Z])")
_NO_WORDS: Final[frozenset[str]] = frozenset()


class Spelt(NamedTuple):
    """A folded text; for each of its signs where it begins and ends in the text as written, None if nothing was moved."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as written of what stands from `start` to `end`."""
        if self.starts is None or self.ends is None or start >= end:
            return (start, end) if self.starts is None else (self.place(start), self.place(start))
        return self.starts[start], self.ends[end - 1]

    def place(self, written: int) -> int:
        """The place in the folded text of a place in the text as written."""
        return written if self.starts is None else bisect.bisect_left(self.starts, written)


class _Respelling(NamedTuple):
    """Signs that are replaced; what is left out belongs to the sign before it, or, if `forward`, to the one after it."""

    start: int
    end: int
    words: str = ""
    forward: bool = False


class Spelling:
    """The spelling of one language; `folds` is false if its texts stay as they are."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.folds = bool(settings)
        digits = {ord(sign): str(number) for row in settings.get("digits", ()) for number, sign in enumerate(row)}
        alike = {ord(sign): letter for letter, signs in settings.get("alike", {}).items() for sign in signs}
        self._signs = digits | alike
        dropped, inside = settings.get("dropped", ""), re.escape(settings.get("inside", ""))
        left_out = [f"[{dropped}]+"] if dropped else []
        self._abbreviating: str = settings.get("inside", "")
        left_out += [rf"(?<=[^\W\d_])[{inside}](?=[^\W\d_])"] if inside else []
        self._left_out = re.compile("|".join(left_out)) if left_out else None
        after = re.escape(settings.get("endings_after", ""))
        self._ending = re.compile(rf"(?<=[^\W_])[{after}](?=[^\W\d_])") if after else None
        self.parts_endings = bool(after)
        self.numbers_apart: bool = settings.get("numbers_apart", False)
        self.prefixes: Sequence[str] = sorted(settings.get("prefixes", ()), key=len, reverse=True)
        self.articles: Sequence[str] = sorted(settings.get("articles", ()), key=len, reverse=True)
        prefix = "|".join(map(re.escape, [*self.prefixes, *self.articles]))
        self._before_number = re.compile(rf"(?<!\w)(?:{prefix})(?P<hyphen>[{signs.HYPHENS}–]?)(?=\d)") if prefix else None

    def is_single(self, word: str) -> bool:
        """Whether an entry of the lexicon is one word, perhaps an abbreviation that ends in a sign that others have inside."""
        return word.isalpha() or (word[:-1].isalpha() and word[-1] in self._abbreviating)

    def plain(self, word: str) -> str:
        """A word of the lexicon in the form of folded texts."""
        if not self.folds:
            return word
        word = word.translate(self._signs)
        word = self._left_out.sub("", word) if self._left_out is not None else word
        return sys.intern(self._ending.sub(" ", word) if self._ending is not None else word)  # most words stay as they are

    def text(self, text: str, known: Container[str] = _NO_WORDS) -> str:
        """A text as `spelt` folds it, without its places."""
        return self.spelt(text, known).text if self.folds else text

    def spelt(self, text: str, known: Container[str] = _NO_WORDS) -> Spelt:
        """A text in the form of the lexicon's words; `known` are those, in lower case, from which prefixes and articles are parted."""
        if not self.folds:
            return Spelt(text)
        found = Spelt(text.translate(self._signs))
        if self._left_out is not None and self._left_out.search(found.text) is not None:
            found = _edited(found, (_Respelling(*match.span()) for match in self._left_out.finditer(found.text)))
        if self._ending is not None:
            found = found._replace(text=self._ending.sub(" ", found.text))
        if self._before_number is not None and self._before_number.search(found.text) is not None:
            found = _edited(found, (_Respelling(*match.span("hyphen"), " ") for match in self._before_number.finditer(found.text)))
        if self.numbers_apart and _GLUED.search(found.text) is not None:
            found = _edited(found, (_Respelling(match.start(), match.start(), " ") for match in _GLUED.finditer(found.text)))
        if self.prefixes or self.articles:
            edits = [edit for match in _LETTERS.finditer(found.text) for edit in self._parted(match, known)]
            found = _edited(found, edits) if edits else found
        return found

    def _parted(self, match: re.Match[str], known: Container[str]) -> list[_Respelling]:
        """What parts a word from its prefix, and takes out its article."""
        word, start, end = match[0].lower(), match.start(), match.end()
        after = match.string[end : end + 1]
        if after and after in self._abbreviating and (edits := self._parted_from(f"{word}{after}", start, known)):
            return edits
        hyphened = match.string[end : end + 1] == "-" and match.string[end + 1 : end + 2].isalpha()
        if word in self.prefixes and hyphened:
            return [_Respelling(end, end + 1, " ")]
        return self._parted_from(word, start, known)

    def _parted_from(self, word: str, start: int, known: Container[str]) -> list[_Respelling]:
        """The same for a word with its sign of abbreviation."""
        if word in known:
            return []
        if bare := self._without_article(word, start, known):
            return bare
        for prefix in self.prefixes:
            rest = word[len(prefix) :]
            if not word.startswith(prefix) or len(rest) < 2:
                continue
            after = start + len(prefix)
            if rest in known:
                return [_Respelling(after, after, " ")]
            if bare := self._without_article(rest, after, known):
                return [_Respelling(after, after, " "), *bare]
        return []

    def _without_article(self, word: str, start: int, known: Container[str]) -> list[_Respelling]:
        for article in self.articles:
            if word.startswith(article) and word[len(article) :] in known:
                return [_Respelling(start, start + len(article), "", True)]
        return []


def _edited(found: Spelt, edits: Iterable[_Respelling]) -> Spelt:
    """A text after edits of it, in order."""
    text = found.text
    old_starts = found.starts if found.starts is not None else range(len(text))
    old_ends = found.ends if found.ends is not None else range(1, len(text) + 1)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    begins = -1
    for edit in [*edits, _Respelling(len(text), len(text))]:
        kept = text[place : edit.start]
        pieces += (kept, edit.words)
        if kept:
            starts += (begins, *old_starts[place + 1 : edit.start]) if begins >= 0 else old_starts[place : edit.start]
            ends += old_ends[place : edit.start]
            begins = -1
        if edit.words:
            at = ends[-1] if ends else 0
            starts += [at] * len(edit.words)
            ends += [at] * len(edit.words)
        elif edit.end > edit.start and edit.forward:
            begins = old_starts[edit.start]
        elif edit.end > edit.start and ends and not text[edit.start - 1 : edit.start].isspace():
            ends[-1] = old_ends[edit.end - 1]
        place = edit.end
    return Spelt("".join(pieces), starts, ends)
