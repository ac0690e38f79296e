"""Numbers and words in a date that belong to something else, such as a name: they are set apart."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts
from infobox.values.date_vocabulary import ABSENT, CLOCK, DATED, LONG, NUMBER, QUERY, SLASH, UNKNOWN_WORD, WORD, YEAR, Word


def set_strange_apart(words: list[Word]) -> None:
    """Take out numbers that an unknown word or an extra digit separates from a date: `2 Xyz 1943` is the year alone."""
    size = len(words)
    words += [ABSENT] * 4
    for place in range(size):
        setting_apart = _APART.get(words[place].kind)
        if setting_apart is not None:
            setting_apart(words, place)
    del words[size:]


def _set_long_apart(words: list[Word], place: int) -> None:
    """`19444`: the year of a date, or an unknown word."""
    before, following = words[place - 1].kind, words[place + 1].kind
    after_day = before == concepts.COMMA and words[place - 2].kind in (NUMBER, concepts.MONTH)
    dated = before in (concepts.MONTH, concepts.RANGE, SLASH) or after_day or following in (concepts.RANGE, SLASH, concepts.MONTH)
    words[place] = words[place].turned(concepts.BAR if dated else WORD)


def _set_year_apart(words: list[Word], place: int) -> None:
    word, following = words[place], words[place + 1]
    before_clock = (words[place + 2].kind, following.kind) if following.value != concepts.TO_A_TIME else ()  # `1815 à 11 h 30`
    if (CLOCK, concepts.RANGE) in ((words[place - 2].kind, words[place - 1].kind), before_clock):
        words[place] = word.turned(CLOCK)  # `0600–1800`
    elif following[:3] == _QUERY:
        if isinstance(word.value, int) and 100 <= word.value < 210:
            words[place] = word.turned(concepts.BAR)  # `194?`, a year, or ten
    elif following.kind == concepts.MONTH and isinstance(word.value, int) and word.value < 1000 and words[place + 2].kind == YEAR:
        words[place] = word.turned(concepts.BAR)  # `188 February 1943`


def _set_season_apart(words: list[Word], place: int) -> None:
    after = place + 1
    while after < place + 5 and words[after].kind == concepts.NOISE:
        after += 1
    if after > place + 1 and words[after].kind == WORD:
        words[place] = words[place].turned(WORD, concepts.EVENT)  # the fall of a town


def _set_century_apart(words: list[Word], place: int) -> None:
    """A century whose number was not found makes the number after it no year."""
    if words[place].value == "" and any(
        word.kind == NUMBER or (word.kind == YEAR and isinstance(word.value, str)) for word in words[place + 1 : place + 4]
    ):
        words[place] = words[place].turned(concepts.BAR)


def _set_number_apart(words: list[Word], place: int) -> None:
    word, following = words[place], words[place + 1]
    if following[:3] == _QUERY:
        if words[place + 2][:3] == _QUERY:
            words[place] = word.turned(concepts.UNKNOWN)  # `19??`
        return
    if following.kind == concepts.RANGE and words[place + 2][:2] == UNKNOWN_WORD and words[place + 3].kind == NUMBER:
        words[place] = word.turned(concepts.BAR)  # `11 – Xyz 20 March`
        return
    if following[:2] != UNKNOWN_WORD:
        return
    after = place + 2
    while after < place + 4 and words[after].kind in (WORD, concepts.COMMA, concepts.NOISE) and words[after].value == "":
        after += 1
    last = words[after]
    year_before = words[place - 1].kind == concepts.RANGE and words[place - 2].kind == YEAR and (word.spaced or words[place - 1].spaced)
    if last.kind == YEAR:
        if not _shortens_year(words, place, last):
            words[place] = word.turned(concepts.NOISE)
    elif year_before or (last.kind == concepts.RANGE and words[after + 1].kind in DATED):
        words[place] = word.turned(concepts.BAR)  # `17 Xyz – 2 May 1943`, `1942 – 2 Xyz`


_QUERY: Final = (*QUERY, False)


_APART: Final = {
    LONG: _set_long_apart,
    YEAR: _set_year_apart,
    concepts.SEASON: _set_season_apart,
    NUMBER: _set_number_apart,
    concepts.CENTURY: _set_century_apart,
}
"""How a word of each kind may be set apart."""


def _shortens_year(words: list[Word], place: int, following: Word) -> bool:
    """Whether a number is a shortened year before a label, and the year after the label is not earlier: `1812–13 Foo 1815`."""
    if place < 2 or words[place - 1].kind not in (concepts.RANGE, SLASH) or words[place].spaced or words[place - 2].kind != YEAR:
        return False
    year, short = words[place - 2].value, int(words[place].value)
    if not isinstance(year, int) or not isinstance(following.value, int):
        return False
    return short > 9 and year % 100 < short <= following.value - year // 100 * 100
