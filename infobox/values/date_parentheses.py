"""The words of a date in parentheses: separate dates, names, or nothing."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts
from infobox.values.date_vocabulary import DATED, MARK, NUMBER, SLASH, TAIL, WORD, Word


def grouped(words: list[Word]) -> tuple[list[Word], list[list[Word]]]:
    """The words outside parentheses, and the words inside each pair that is a separate date.

    Anything else inside is dropped; it leaves a word of kind tail if it may name what stands before it.
    """
    if not any(word.kind == concepts.OPENING for word in words):
        return words, []
    outside: list[Word] = []
    groups: list[list[Word]] = []
    group: list[Word] = []
    depth = 0
    for word in [*words, Word(concepts.CLOSING)]:
        if word.kind == concepts.OPENING:
            depth += 1
        elif word.kind != concepts.CLOSING:
            (group if depth else outside).append(word)
        elif depth:
            depth -= 1
            if depth == 0:
                _sort(group, outside, groups)
                group = []
    if group:
        _sort(group, outside, groups)
    return outside, groups


_DAYS: Final = ((NUMBER,), (NUMBER, concepts.RANGE, NUMBER))


def _sort(group: list[Word], outside: list[Word], groups: list[list[Word]]) -> None:
    kinds = {word.kind for word in group}
    dated = bool(kinds & DATED)
    named = bool(kinds & {WORD, concepts.FOREIGN, concepts.BAR})
    last = outside[-1] if outside else None
    if concepts.STYLE in kinds and not named:
        if dated:
            groups.append(group)
        else:
            outside += [word for word in group if word.kind == concepts.STYLE]
    elif dated and not named:
        if last is not None and group[0].kind == concepts.JOINT:
            outside += group  # `1200 (or 1201)`
        elif tuple(word.kind for word in group) in _DAYS and [word.kind for word in group] == [
            word.kind for word in outside[-len(group) :]
        ]:
            if 10 <= int(group[0].value) - int(outside[-len(group)].value) <= 13:
                outside += (Word(SLASH, concepts.NEW), *group)  # in both calendars: `19 (30) November`, `2–3 (13–14) August`
        else:
            groups.append(group)
    elif concepts.PRESENT in kinds and not named:
        outside.append(Word(concepts.PRESENT))
    elif kinds and kinds <= {concepts.CIRCA, concepts.MAYBE}:
        outside.append(Word(MARK, group[0].value) if last is not None and last.kind in DATED else group[0])
    elif named or dated:
        labels = [word.value for word in group if word.kind == WORD]
        if dated and labels.count(concepts.EVENT) == 1:
            return  # an event with a day of its own says nothing of the day before it: `11 July 1884 (truce of 4 April)`
        outside.append(Word(TAIL, next((label for label in (concepts.IS_PART, concepts.PHASE, concepts.EVENT) if label in labels), "")))
