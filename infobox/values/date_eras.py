"""Years that are not read, because a word puts them before Christ, or counts them from another beginning, that is not understood with them:
it is of another language (`216 v. Chr.` on a Swedish page), or stands apart.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Final

from infobox import data
from infobox.language import concepts, signs
from infobox.language.lexicon import DATES, FOLDER, languages
from infobox.values.date_vocabulary import ABSENT, DECADE, NUMBER, UNKNOWN_WORD, YEAR, Word

_YEARS: Final = frozenset((YEAR, NUMBER, DECADE, concepts.CENTURY))
_NO_ERA: Final = frozenset((concepts.ERA, concepts.MONTH, concepts.PRESENT)) | _YEARS
"""Kinds of words beside a year that are surely no era of another language."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_BETWEEN: Final = re.compile(rf"[{signs.DASHES}{signs.TILDES}\s.('’\"״׳]*\Z")
"""What stands between the words of an era, which each language and each page points and spaces in its own way."""
_FARTHEST: Final = 40
"""How many characters beside a year are looked at: more than any era has."""
_LAST_LIKELY: Final = 2100
"""A later year, beside a word that is not known, is counted from another beginning."""
_ENOUGH: Final = 3
"""As many letters make an era; fewer do if they have points, or are of another script than Latin."""


def leave_out_foreign_eras(words: list[Word], text: str) -> None:
    """Bar the years beside words that are unknown in the language of the text and mean an era before Christ, or another one, in another."""
    for place, word in enumerate(words):
        if word.kind not in _YEARS or word.start < 0:
            continue
        before, beside = words[place - 1] if place else ABSENT, words[place + 1] if place + 1 < len(words) else ABSENT
        if _is_far_ahead(word) and (isinstance(word.value, str) or UNKNOWN_WORD in (before[:2], beside[:2])):
            words[place] = word.turned(concepts.BAR)  # `Buddhist era 2484`
            continue
        following = next((other for other in words[place + 1 : place + 3] if other.kind != concepts.OPENING), ABSENT)
        after = _may_be_era(following, text) and _is_era(_following(text, word.end))
        if after or (_may_be_era(before, text) and _is_era(_preceding(text, word.start))):
            words[place] = word.turned(concepts.BAR)


def _is_far_ahead(word: Word) -> bool:
    """Whether a word is a year after Christ that no conflict has had."""
    digits = str(word.value)
    return word.kind == YEAR and not digits.endswith("B") and int(digits.removesuffix("A")) > _LAST_LIKELY


def leave_out_apart_from_eras(words: list[Word]) -> None:
    """Bar the years of a text in which `BC`, or another era, belongs to none of them: `216 (Cannae) BC`."""
    if any(word.kind == concepts.ERA and word.value != 1 for word in words):
        words[:] = [word.turned(concepts.BAR) if word.kind in _YEARS and word.kind != NUMBER else word for word in words]


def _may_be_era(word: Word, text: str) -> bool:
    """A word that has a meaning may be part of an era of another language, such as `до` in `до н. э.`."""
    counted = word[:2] == (concepts.NOISE, concepts.OTHER)  # `Hicri 698`
    return word.start >= 0 and word.kind not in _NO_ERA and not counted and text[word.start].isalpha()


def _is_era(wordings: Iterator[str]) -> bool:
    eras = _eras()
    return any(wording in eras for wording in wordings)


def _following(text: str, start: int) -> Iterator[str]:
    """The letters of the first word after a place, of the first two, and so on."""
    found, end = "", start
    for match in _LETTERS.finditer(text, start, start + _FARTHEST):
        if _BETWEEN.match(text, end, match.start()) is None:
            return
        end = match.end()
        found += match.group().lower()
        yield found


def _preceding(text: str, end: int) -> Iterator[str]:
    """The letters of the last word before a place, of the last two, and so on."""
    found = ""
    for match in reversed(list(_LETTERS.finditer(text, max(0, end - _FARTHEST), end))):
        if _BETWEEN.match(text[match.end() : end]) is None:
            return
        end = match.start()
        found = match.group().lower() + found
        yield found


@functools.cache
def _eras() -> frozenset[str]:
    """The letters of the words of every language for eras before Christ and other ones."""
    files = (FOLDER / code / f"{name}.toml" for code in languages() for name in DATES)
    eras = [data.table(f"language/{file.parent.name}/{file.name}").get(concepts.ERA, {}) for file in files if file.is_file()]
    entries = {entry for era in eras for value in (concepts.BEFORE, concepts.OTHER) for entry in era.get(value, ())}
    return frozenset(letters for entry in entries if _is_long(letters := "".join(_LETTERS.findall(entry.lower())), entry))


def _is_long(letters: str, entry: str) -> bool:
    return len(letters) >= _ENOUGH or (len(letters) > 1 and not entry.isalpha()) or not entry.isascii()
