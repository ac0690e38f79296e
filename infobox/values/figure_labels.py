"""Labels before figures: `Germany: 141 divisions`, `Killed: 300`, `Tanks – 12`."""

from __future__ import annotations

from typing import Final

from infobox.record import Kind
from infobox.values.figure_dates import is_year_written
from infobox.values.figure_kinds import fates, kind_of, slashed
from infobox.values.figure_nouns import reduced
from infobox.values.figure_phrases import phrase
from infobox.values.figure_words import (
    ANY_FATE,
    EXACTNESS,
    EXACTNESS_ENDS,
    FATE_NOUNS,
    FATE_TAILS,
    FATES,
    FORMATIONS,
    JOINS,
    LISTS_PARTS,
    MONTHS,
    NOUNS,
    NUMBERS,
    RATIOS,
    STARTS_NUMBER,
    UNCHANGED,
    Line,
)
from infobox.values.numbers import NAME, NUMBER, WORD, Token

_MARKS: Final = frozenset((",", ";", ".", ")", "("))
_LEADING: Final = frozenset((";", ".", "-", "*", "•"))
_LONGEST: Final = 80
"""Tokens of a label."""
_LONGEST_BEFORE_DASH: Final = 8


def label_before(line: Line, start: int, colon: int, *, first: bool) -> tuple[str, int]:
    """The words before the colon at token `colon`, from `start` on, and the index of the first; behind a figure those after a mark."""
    all_tokens = line.tokens
    if colon - start > _LONGEST:
        return "", colon
    if not first:
        for index in range(colon - 1, start - 1, -1):
            if all_tokens[index].kind in _MARKS:
                start = index + 1
                break
    while start < colon and (all_tokens[start].kind in _LEADING or all_tokens[start].low in JOINS):
        start += 1
    if start >= colon or all_tokens[start].low in LISTS_PARTS:
        return "", colon
    return line.text[all_tokens[start].start : all_tokens[colon - 1].end].strip(" '\""), start


def dash_labels(line: Line, start: int, dash: int) -> bool:
    """Whether the dash at token `dash` stands, with spaces around it, between words from token `start` on and a figure."""
    all_tokens = line.tokens
    while start < dash <= start + _LONGEST_BEFORE_DASH + 1 and all_tokens[start].kind in ",;":
        start += 1
    if not 0 < dash - start <= _LONGEST_BEFORE_DASH or dash + 1 >= line.count or all_tokens[dash].text in "~〜～∼":
        return False
    if all_tokens[dash].start == all_tokens[dash - 1].end or all_tokens[dash + 1].start == all_tokens[dash].end:
        return False
    behind = all_tokens[dash + 1]
    if behind.kind != NUMBER and behind.low not in EXACTNESS_ENDS and behind.low not in STARTS_NUMBER:
        return False
    if dash + 2 < line.count and all_tokens[dash + 2].text in MONTHS:
        return False  # a stretch of days
    return all(token.kind in (WORD, NAME, NUMBER, "&") and token.low not in EXACTNESS for token in all_tokens[start:dash])


def titled(line: Line, start: int, colon: int) -> tuple[str, Kind | None]:
    """What the words from token `start` to `colon` say is counted behind them, and its kind: `Total killed: 20,000`, `Tanks: 12`."""
    start = _counted_from(line, start, colon)
    if start >= colon:
        return "", None
    words, end = phrase(line, start, titled=True)
    if not words:
        return "", None
    all_tokens = line.tokens
    low = all_tokens[words[-1]].low
    kinds: set[str] = set()
    if end < colon and all_tokens[end].low in FATE_TAILS and any(all_tokens[word].low in ANY_FATE for word in words):
        kinds, end = _tail(line, end, colon)
        low = "killed"
    if end < colon and all_tokens[end].kind == "(" and all_tokens[colon - 1].kind == ")":
        end = colon  # `Killed (both sides)`
    if low == "war" and all_tokens[words[0]].low in FATE_NOUNS:
        low = "prisoners"  # of war
    # A noun in the singular is a name: `Operation Lancer: 5,707`
    noun = low in NOUNS and low not in FORMATIONS and (low.endswith("s") or low in UNCHANGED)
    if end < colon or not (noun or low in ANY_FATE or slashed(low) or fates(line, words)[1] == len(words)):
        return "", None
    unit = reduced(line, words, end)
    if kinds:
        kinds |= fates(line, words)[0]
    return unit.text, kind_of(kinds) or unit.kind


def _counted_from(line: Line, start: int, colon: int) -> int:
    """The index of what is counted, behind a year or `total number of the`: `1944 losses`, `Number of prisoners`."""
    all_tokens = line.tokens
    if start < colon and is_year_written(all_tokens[start].text):
        start += 1
    for index in range(start, min(colon - 1, start + 3)):
        if all_tokens[index].low in NUMBERS and all_tokens[index + 1].low == "of":
            start = index + 2
            break
    return start + 1 if start < colon and all_tokens[start].low in ("the", "those") else start


def _tail(line: Line, at: int, colon: int) -> tuple[set[str], int]:
    """What the words from token `at` on, which say where or how, add to what happened, and the index behind them.

    `Deaths from disease` adds nothing, `Killed in action/missing in action` does.
    """
    kinds: set[str] = set()
    index = at
    while index < colon and _runs_on(line.tokens[index]):
        for part in line.tokens[index].low.split("/"):
            if part in RATIOS:
                return set(), at
            kinds |= {FATES[part]} if part in FATES else set()
        index += 1
    return kinds, index


def _runs_on(token: Token) -> bool:
    return token.kind in (WORD, NAME, "-", "'") or token.low in JOINS
