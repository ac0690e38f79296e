"""Dates of ranges whose ends are in two calendars: `13 (25) сентября 1854 — 28 августа (9 сентября) 1855`."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts
from infobox.values.date_vocabulary import ABSENT, DASH, NUMBER, SLASH, WORD, YEAR, Word
from infobox.values.edtf import bounds

_SHAPE: Final = (NUMBER, concepts.MONTH, YEAR)
"""The parts of a day, of which the last ones may stand after the parenthesis."""


_OTHER: Final = frozenset((concepts.FOREIGN, concepts.BAR, WORD))
"""Words that name another calendar, or say something else."""


SINCE_HIJRA: Final = range(578, 624)
"""How many years those of the Islamic calendars, by the sun or the moon, and of the Ottoman one are fewer than those of this calendar."""


def years_apart(first: str, second: str) -> int:
    """How many years lie between the beginnings of two times, EDTF."""
    one, other = bounds(first), bounds(second)
    return abs(one[0][0] - other[0][0]) if one is not None and other is not None else 0


def in_both_calendars(words: list[Word]) -> tuple[list[Word], list[Word]] | None:
    """The words without parentheses, and those with each day in parentheses in place of the one before it; None if there are none, if
    something else is in parentheses, or if all of them say of which style they are.
    """
    if not any(word.kind == concepts.OPENING for word in words):
        return None
    words = _without_place(words)
    first: list[Word] = []
    second: list[Word] = []
    group: list[Word] | None = None
    styles = groups = 0
    for word in words:
        if word.kind == concepts.STYLE and group is not None:
            styles += 1
        elif word.kind == concepts.STYLE or word.kind in _OTHER or (word.kind == concepts.OPENING and group is not None):
            return None
        elif word.kind == concepts.OPENING:
            group = []
            groups += 1
        elif word.kind == concepts.CLOSING and group is not None:
            if not _replace(first, second, group):
                return None
            group = None
        elif word.kind != concepts.NOISE:
            (second if group is None else group).append(word)
            first += [word] if group is None else []
    if group is not None or (styles and styles >= groups):
        return None
    _lend_month(first, second)
    return first, second


def lacks_an_end(words: list[Word], groups: list[list[Word]]) -> bool:
    """Whether only one end of a range in another calendar is given in this one; `groups` are the dates in parentheses:
    `1 Farvardin 1361 (21 March 1982) – 10 Farvardin 1361`.
    """
    ranged = any(word.kind in (concepts.RANGE, concepts.JOINT, SLASH) for group in groups for word in group)
    return len(groups) == 1 and not ranged and _is_foreign(words)


def of_both_ends(words: list[Word], groups: list[list[Word]]) -> list[Word] | None:
    """The range of the two dates in parentheses after the ends of a range in another calendar; None if the words are others."""
    if len(groups) != 2 or any(word.kind == concepts.RANGE for group in groups for word in group) or not _is_foreign(words):
        return None
    return [*groups[0], Word(concepts.RANGE, DASH, True), *groups[1]]


def _is_foreign(words: list[Word]) -> bool:
    """Whether words for a range stand between two dates in another calendar."""
    kinds = [word.kind for word in words if word.kind != concepts.NOISE]
    return any(kinds[place : place + 3] == [concepts.FOREIGN, concepts.RANGE, concepts.FOREIGN] for place in range(len(kinds) - 2))


def _without_place(words: list[Word]) -> list[Word]:
    """The words without a place or remark after the last comma: `21 июня (3 июля) 1854 года, Крым`."""
    end = len(words)
    while end and words[end - 1].kind in (WORD, concepts.NOISE, concepts.STYLE):
        end -= 1
    remarked = any(word.kind == WORD for word in words[end:])
    return words[: end - 1] if end > 1 and remarked and words[end - 1].kind == concepts.COMMA else words


def _lend_month(first: list[Word], second: list[Word]) -> None:
    """Give the first day of a range in the second calendar the month that it shares with the last day in the first:
    `12 (24) — 29 июня (11 июля) 1812`.
    """
    day, dash, last, month = (*second[:4], ABSENT, ABSENT, ABSENT, ABSENT)[:4]
    kinds = (NUMBER, concepts.RANGE, NUMBER, concepts.MONTH)
    if tuple(word.kind for word in first[:4]) != kinds or (day.kind, dash.kind, last.kind, month.kind) != kinds:
        return
    if first[3].value != month.value and int(day.value) > int(first[0].value):
        second.insert(1, first[3])


def _replace(first: list[Word], second: list[Word], group: list[Word]) -> bool:
    """Put the day of a parenthesis in place of that before it; whether both are days. What only the parenthesis states holds for both."""
    kinds = tuple(word.kind for word in group)
    if kinds == (YEAR,) and first and first[-1].kind == YEAR:
        second[-1:] = group
        return True
    if not group or kinds != _SHAPE[: len(kinds)]:
        return False
    for length in range(len(kinds), 0, -1):
        if tuple(word.kind for word in first[-length:]) == kinds[:length]:
            second[-length:] = group
            first += group[length:]
            return True
    return False
