"""Decades of a century that is named after them: `lata 40. XX wieku`, `años 40 del siglo XX`."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts
from infobox.values.date_vocabulary import ABSENT, DECADE, NUMBER, WORD, Terms, Word

_FURTHEST: Final = 4
"""The most words between a decade and its century."""
_NOT_BEFORE: Final = frozenset((concepts.MONTH, concepts.RANGE, concepts.JOINT, NUMBER))
"""Kinds of words after which a number is no decade."""


def take_decades(words: list[Word], text: str, terms: Terms) -> None:
    """Turn decades and the centuries after them into decades of a year."""
    place = 1
    while place < len(words):
        century = words[place]
        if century.kind == concepts.CENTURY and isinstance(century.value, int):
            start = place - 1
            while start > max(0, place - _FURTHEST) and words[start][:2] == _NOISE:
                start -= 1
            before = words[start - 1] if start else ABSENT
            if decade := _decade(words[start], before, text, terms):
                words[start : place + 1] = [words[start].turned(DECADE, f"{century.value + decade}D").until(century)]
                place = start
        place += 1


_NOISE: Final = (concepts.NOISE, "")


def _decade(word: Word, before: Word, text: str, terms: Terms) -> int:
    """The decade that a word names, as 40 for the forties; 0 if it names none."""
    value = word.value
    if word.kind == WORD and isinstance(value, str):
        return int(value[:2]) if terms.short_decade.match(value.lower()) else 0
    if not isinstance(value, int) or value % 10 or not 0 < value < 100 or before.kind in _NOT_BEFORE:
        return 0
    ordinal = word.kind == concepts.NOISE and "." in text[word.start : word.end]  # `20. léta`, but `20 let`
    return value if word.kind in (NUMBER, WORD) or ordinal else 0
