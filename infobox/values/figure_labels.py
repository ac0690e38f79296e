"""Labels before figures: `Germany: 141 divisions`, `Killed: 300`, `Tanks – 12`."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts, signs
from infobox.record import Kind
from infobox.values.figure_dates import is_year_written
from infobox.values.figure_kinds import fates, kind_of, slashed
from infobox.values.figure_nouns import Unit, reduced
from infobox.values.figure_phrases import phrase
from infobox.values.figure_words import ANY_FATE, SINGLE, TokenLine
from infobox.values.numbers import NAME, NOUN, NUMBER, WORD

_MARKS: Final = frozenset((",", ";", ".", ")", "("))
_LEADING: Final = frozenset((";", ".", "-", "*", "•"))
_LONGEST: Final = 80
"""The most tokens of a label."""
_LONGEST_BEFORE_DASH: Final = 8
_ENTRY_DIGITS: Final = 2
"""The most digits of the number of an entry in a list."""


def label_before(line: TokenLine, start: int, colon: int, *, first: bool) -> tuple[str, int]:
    """The words before the colon at token `colon`, from `start` on, and the index of the first; after a figure, only those after a mark."""
    all_tokens = line.tokens
    if colon - start > _LONGEST:
        return "", colon
    if first and all_tokens[start].kind == NUMBER and len(all_tokens[start].text) <= _ENTRY_DIGITS:
        start += 2 * (all_tokens[start + 1].kind == "-" and _is_spaced(line, start + 1))  # `1 – Leros:`
    if not first:
        start = next((index + 1 for index in range(colon - 1, start - 1, -1) if all_tokens[index].kind in _MARKS), start)
    while start < colon and (all_tokens[start].kind in _LEADING or all_tokens[start].senses & concepts.JOIN):
        start += 1
    if start >= colon or all_tokens[start].senses & concepts.LISTS_PARTS:
        return "", colon
    words = line.text[all_tokens[start].start : all_tokens[colon - 1].end].strip(" '\"")
    return ("", colon) if words.lower() in line.words.of_which else (words, start)


def before_label(line: TokenLine, first: int, end: int, unit: Unit) -> Unit:
    """What a figure at the tokens from `first` to `end` counts, without a fate after it that is the label of the next one, as this figure
    has one: `Killed: 5 men Wounded: 12`.
    """
    all_tokens = line.tokens
    if all_tokens[unit.end].kind != ":" or all_tokens[first - 1].kind != ":":
        return unit
    for start in range(end, unit.end):
        kinds, stop = fates(line, all_tokens[start : unit.end])
        if kinds and start + stop == unit.end:
            return Unit(line.text[all_tokens[end].start : all_tokens[start - 1].end] if start > end else "", None, start)
    return unit


def _is_spaced(line: TokenLine, at: int) -> bool:
    """Whether the token at `at` has spaces around it."""
    before, dash, after = line.tokens[at - 1 : at + 2]
    return dash.start > before.end and after.start > dash.end


def dash_labels(line: TokenLine, start: int, dash: int) -> bool:
    """Whether the dash at token `dash` stands, with spaces around it, between words from token `start` on and a figure."""
    all_tokens = line.tokens
    while start < dash <= start + _LONGEST_BEFORE_DASH + 1 and all_tokens[start].kind in ",;":
        start += 1
    if not 0 < dash - start <= _LONGEST_BEFORE_DASH or dash + 1 >= line.count or all_tokens[dash].text in signs.TILDES:
        return False
    if not _is_spaced(line, dash):
        return False
    after = all_tokens[dash + 1]
    if after.kind != NUMBER and not after.senses & (concepts.EXACTNESS_END | concepts.STARTS_NUMBER):
        return False
    if line.words.is_month(all_tokens[dash + 2]):
        return False  # a range of days
    return all(token.kind in (WORD, NAME, NUMBER, "&") and token.low not in line.words.exactness for token in all_tokens[start:dash])


def titled(line: TokenLine, start: int, colon: int) -> tuple[str, Kind | None]:
    """What is counted after the words from token `start` to `colon`, and its kind: `Total killed: 20,000`, `Tanks: 12`."""
    start = _counted_from(line, start, colon)
    if start >= colon:
        return "", None
    words, end = phrase(line, start, titled=True)
    if not words:
        return "", None
    all_tokens = line.tokens
    named = [all_tokens[word] for word in words]
    first, last = named[0], named[-1]
    happened = bool(last.senses & ANY_FATE)
    kinds: set[str] = set()
    if end < colon and all_tokens[end].senses & concepts.FATE_TAIL and any(token.senses & ANY_FATE for token in named):
        kinds, end = _tail(line, end, colon)
        happened = True
    if end < colon and all_tokens[end].kind == "(" and all_tokens[colon - 1].kind == ")":
        end = colon  # `Killed (both sides)`
    happened = happened or bool(last.senses & concepts.OF_WAR and first.senses & concepts.FATE_NOUN)  # prisoners of war
    # A singular noun is a name: `Operation Lancer: 5,707`
    noun = last.senses & NOUN and not last.senses & concepts.FORMATION and last.senses & (concepts.PLURAL | SINGLE)
    if end < colon or not (noun or happened or slashed(line, last.low) or fates(line, named)[1] == len(named)):
        return "", None
    unit = reduced(line, words, end)
    if kinds:
        kinds |= fates(line, named)[0]
    return unit.text, kind_of(kinds) or unit.kind


def _counted_from(line: TokenLine, start: int, colon: int) -> int:
    """The index of what is counted, after a year or `total number of the`: `1944 losses`, `Number of prisoners`."""
    all_tokens = line.tokens
    if start < colon and is_year_written(all_tokens[start].text):
        start += 1
    for index in range(start, min(colon - 1, start + 3)):
        if all_tokens[index].senses & concepts.COUNTS and all_tokens[index + 1].senses & concepts.GENITIVE:
            start = index + 2
            break
        if line.words.head_first and all_tokens[index].senses & concepts.COUNTS and all_tokens[index + 1].senses & ANY_FATE:
            start = index + 1  # `عدد القتلى`
            break
    return start + 1 if start < colon and all_tokens[start].senses & (concepts.DEFINITE | concepts.DEMONSTRATIVE) else start


def _tail(line: TokenLine, at: int, colon: int) -> tuple[set[str], int]:
    """What words about where or how it happened add to its kinds, and the index after them: `Killed in action/missing in action`."""
    kinds: set[str] = set()
    index = at
    while index < colon and (line.tokens[index].kind in (WORD, NAME, "-", "'") or line.tokens[index].senses & concepts.JOIN):
        for part in line.tokens[index].low.split("/"):
            if line.words.senses.get(part, 0) & concepts.RATIO:
                return set(), at
            kinds |= {line.words.fates[part]} if part in line.words.fates else set()
        index += 1
    return kinds, index
