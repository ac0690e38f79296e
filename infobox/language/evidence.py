"""Which of several languages a text is in, by the words of their lexicons."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from infobox.language.lexicon import Lexicon, lexicon

_WORD: Final = re.compile(r"[^\W\d_]{2,40}")
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,200}")
"""Words of scripts that set no spaces, or join particles to nouns: a word is any part of them."""
_LONGEST_PART: Final = 4
_ENOUGH: Final = 4
"""How many words make it sure that a text is in the language that is expected."""
_MOST: Final = 20_000
"""How many characters of a text are looked at."""


def is_expected(texts: Iterable[str], language: str) -> bool:
    """Whether texts are surely in a language, by words between blanks: as fast as possible if they are."""
    known = _words(lexicon(language))
    found: set[str] = set()
    for text in texts:
        found |= known.intersection(text[:_MOST].lower().split())
        if len(found) >= _ENOUGH:
            return True
    return False


def counts(text: str, languages: Sequence[str]) -> dict[str, int]:
    """How many different words of each language a text has."""
    text = text[:_MOST].lower()
    words = set(_parts(text))
    found: dict[str, int] = {}
    for language in languages:
        spelling = lexicon(language).spelling
        known = _words(lexicon(language))
        found[language] = len(known & (set(_parts(spelling.text(text, known))) if spelling.folds else words))
    return found


def _parts(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        yield match[0]
    for match in _UNSPACED.finditer(text):
        for size in range(2, _LONGEST_PART + 1):  # signs alone are the same in several languages
            yield from (match[0][start : start + size] for start in range(len(match[0]) - size + 1))


@functools.cache
def _words(words_of: Lexicon) -> frozenset[str]:
    """The words of a lexicon."""
    files = (words_of.dates, words_of.numbers, words_of.figures, words_of.fates, words_of.results)
    plain = words_of.spelling.plain
    held = frozenset(plain(word) for vocabulary in files for word in vocabulary.of(*vocabulary.words))
    return frozenset(word for word in held if not word.isascii() or (len(word) > 1 and word.isalpha()))
