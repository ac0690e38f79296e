"""What words before a figure state about what it counts: `погибло 300 человек`, `91 000 пленных, из них 24 генерала`."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts
from infobox.record import Kind
from infobox.values.figure_kinds import kind_of
from infobox.values.figure_nouns import Unit
from infobox.values.figure_words import TokenLine
from infobox.values.numbers import NUMBER

_LONGEST: Final = 4
"""The most words of such a phrase."""


def befallen(line: TokenLine, first: int, after: int) -> tuple[Kind | None, int]:
    """What happened to what the figure at token `first` counts, by the fates before it (`убито и ранено`), and where the first of them
    begins; no earlier than `after`.
    """
    kinds: set[str] = set()
    start = end = first
    while found := _fate_before(line, end, after):
        kind, start = found
        kinds.add(kind)
        end = start - (start > after and (line.tokens[start - 1].kind == "," or bool(line.tokens[start - 1].senses & concepts.JOIN)))
        if end == start:
            break
    return kind_of(kinds), start


def _fate_before(line: TokenLine, end: int, after: int) -> tuple[Kind, int] | None:
    """The fate that ends before token `end`, and where it begins; no earlier than `after`."""
    for length in range(min(_LONGEST, end - after), 0, -1):
        if kind := line.words.befalls.get(_words(line, end - length, end)):
            return kind, end - length
    return None


def before_befallen(line: TokenLine, first: int, end: int, unit: Unit) -> Unit:
    """What a figure at the tokens from `first` to `end` counts, without the fate after it that leads to the next figure, as one leads to
    this: `کشته شدن ۱۰۰ نفر و زخمی شدن ۵۰ نفر`.
    """
    after = line.tokens[unit.end]
    if after.kind != NUMBER and not after.senses & (concepts.STARTS_NUMBER | concepts.EXACTNESS_END):
        return unit
    start = befallen(line, unit.end, end)[1]
    if start == unit.end or befallen(line, first, max(0, first - _LONGEST))[0] is None:
        return unit
    stop = start
    while stop > end and line.tokens[stop - 1].senses & concepts.JOIN:
        stop -= 1
    return Unit(line.text[line.tokens[end].start : line.tokens[stop - 1].end] if stop > end else "", None, start)


def is_part(line: TokenLine, first: int, after: int) -> bool:
    """Whether the words before the figure at token `first`, from `after` on, call it a part of the figure before it."""
    if first > after and line.tokens[first - 1].kind == ":":
        first -= 1
    return any(_words(line, first - length, first) in line.words.of_which for length in range(1, min(_LONGEST, first - after) + 1))


def _words(line: TokenLine, first: int, end: int) -> str:
    return " ".join([token.low for token in line.tokens[first:end]])
