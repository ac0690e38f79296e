"""Numbers that tell something of the figure before them: the whole of which it is a part, how many each has, and its other bound."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts
from infobox.values.figure_dates import is_year_written
from infobox.values.figure_lists import Position
from infobox.values.figure_nouns import closing, unit_at
from infobox.values.figure_words import ANY_FATE, COUNTED, UNCOUNTED, TokenLine, after_hedges
from infobox.values.number_amounts import numeral
from infobox.values.numbers import ABSENT, NUMBER, WORD

_OF_WHOLE: Final = concepts.COMPLEMENT | concepts.GENITIVE | concepts.ONE_IN
"""What a word carries that leads from what is counted to the number of the whole, or of what each has."""
_LONGEST_LINK: Final = 3
"""The most words between a part and the number of its whole."""
_BEFORE_EACH: Final = 4
"""The most words between what is counted and the number that each has."""
_OPENS_EACH: Final = frozenset("(,")
_FEW: Final = 10
_MANY: Final = 20
_ROUND: Final = (10, 100, 1000)
"""The largest wholes of rates: of people, of one, and round ones."""
_BEFORE_FIRST: Final = concepts.OUT_OF | concepts.DEFINITE | concepts.POSSESSIVE
"""What words carry that may stand before the whole at the beginning of a line."""
_NEXT: Final = 6
"""The most tokens between such a whole and its part."""
LEADS_TO_WHOLE: Final = concepts.OUT_OF | concepts.ONE_IN
_LEADS_ON: Final = LEADS_TO_WHOLE | concepts.RANGE_TO


def is_of_each(line: TokenLine, before: Position, place: Position) -> bool:
    """Whether a word beside a figure says that each of those counted before it has as many: `3 pułki po 500 ludzi`."""
    if not line.carried & concepts.EACH:
        return False
    tokens, end, first = line.tokens, before.unit_end, place.first
    each = (tokens[first - 1].senses | tokens[first].senses | tokens[place.unit_end].senses) & concepts.EACH
    if not each or not 0 <= first - end <= _BEFORE_EACH:
        return False
    end += tokens[end].kind in _OPENS_EACH and end < first  # `2 Divisionen (je 5.000 Mann)`
    return bool(before.unit.text) and all(token.kind == WORD for token in tokens[end:first])


def describes_each(line: TokenLine, before: Position, place: Position, one: bool) -> bool:
    """Whether a figure describes each of those counted before it, unless that is `one`, or of how many they are: `3 bataillons de 500
    hommes`, `300 hommes sur 5 000 hommes`.
    """
    end = before.unit_end
    if line.tokens[end].senses & concepts.ONE_IN and place.first == end + 1:
        return True
    part = not before.unit.text and place.unit.text and line.tokens[end].senses & concepts.OUT_OF  # `5 de 8 divisiones`
    if one or part:
        return False
    stop = place.first == end + 2 and line.tokens[end + 1].senses & concepts.RANGE_WORD  # `12 cañones de a 24`
    return bool(line.tokens[end].senses & _OF_WHOLE) and (bool(stop) or place.first in (end, end + 1))


def leads_to_whole(line: TokenLine, end: int, first: int, link: int = concepts.OUT_OF) -> bool:
    """Whether only `of` or `out of` stands between a figure that ends before token `end` and another one: `5 of 8 divisions`."""
    if not line.carried & link:
        return False
    while line.tokens[first].senses & concepts.OUT_OF:  # it also begins ranges: `3 dari 5 kapal`
        first += 1
    links = [token.senses for token in line.tokens[end:first]]
    return 1 <= len(links) <= _LONGEST_LINK and bool(links[0] & link) and all(senses & (link | concepts.DEFINITE) for senses in links)


def is_rest(line: TokenLine, place: Position) -> bool:
    """Whether the words around a figure say that all but so many are meant: `op 100 man na`."""
    if not line.words.rest_around:
        return False
    before, after = line.tokens[place.first - 1].low, line.tokens[place.unit_end].low
    return any(before == first and after == last for first, last in line.words.rest_around)


def is_whole(line: TokenLine, part: Position, place: Position) -> bool:
    """Whether a figure is only the whole of the one before it, which has its own noun or fate: `3 ships of 5 sunk`, `1 tué sur 3`,
    `300 killed of 5,000 men`; but not `1 ship of 74 guns`.
    """
    if not part.unit.text or not line.carried & LEADS_TO_WHOLE:
        return False  # `3 of 5 ships`
    noun = place.unit.text
    definite = line.tokens[place.first - 1].senses & concepts.DEFINITE  # `300 Africans of the 5,000 interned`
    happened = bool(place.unit.kind or place.unit.lost) and not definite and bool(line.words.head(noun) & ANY_FATE)
    if not noun or (happened and not part.unit.kind) or noun == part.unit.text:
        return leads_to_whole(line, part.unit_end, place.first, LEADS_TO_WHOLE)
    return bool(part.unit.kind) and not place.unit.kind and leads_to_whole(line, part.unit_end, place.first)


def may_be_rate(part: int | None, whole: int | None, *, things: bool) -> bool:
    """Whether a part and its whole may only be a rate: `1 tué sur 3`, `5 of 100 men`; but not `3 ships of 5`."""
    if part is None or whole is None:
        return False
    one = part == 1 and whole <= _MANY
    return one or (whole <= _FEW and not things) or (whole in _ROUND and part <= _FEW)


def is_rate_in_words(line: TokenLine, place: Position) -> bool:
    """Whether the whole of a small figure is a number word that counts nothing: `un avion sur deux`, `trois hommes sur quatre`."""
    tokens, end = line.tokens, place.unit_end
    part = numeral(tokens, place.first, line.words)
    end += bool(tokens[end].senses & concepts.GENITIVE and tokens[end + 1].senses & concepts.ONE_IN)  # `de cada tres`
    if part is None or not place.unit.text or not tokens[end].senses & concepts.ONE_IN or tokens[end + 1].kind != WORD:
        return False
    whole = numeral(tokens, end + 1, line.words)
    return whole is not None and 0 < part.amount < whole.amount <= _MANY and not tokens[whole.end].senses & COUNTED


def is_together(line: TokenLine, before: Position, place: Position) -> bool:
    """Whether only a comma or an `and` stands between two figures."""
    between = line.tokens[before.unit_end : place.first]
    return before.depth == place.depth and 1 <= len(between) <= 2 and all(token.senses & concepts.JOIN for token in between)


def range_across(line: TokenLine, place: Position) -> int:
    """The index after the upper number of a range with a parenthesis between its numbers, which may be a range or two figures: `2.000
    (1943) bis 5.000 (1945)`; 0 if there is none. A dash there may only separate two figures.
    """
    tokens, at = line.tokens, place.unit_end
    if tokens[at].kind != "(" or (end := closing(line, at)) >= line.count:
        return 0
    to, upper = tokens[end + 1], after_hedges(line, end + 2)
    if not to.senses & concepts.RANGE_TO or (second := numeral(tokens, upper, line.words)) is None:
        return 0
    if (second.plain and is_year_written(tokens[upper].text)) or tokens[second.end].senses & UNCOUNTED:
        return 0
    unit = unit_at(line, second.end).text
    return second.end if not unit or not place.unit.text or unit == place.unit.text else 0


def is_vague_range(line: TokenLine, first: int, end: int) -> bool:
    """Whether the tokens of a number are one end of a range whose other end is vague: `300 to several thousand`."""
    if not line.carried & concepts.VAGUE:
        return False
    below, to = line.tokens[first - 2 : first] if first > 1 else (ABSENT, ABSENT)
    after, above = line.tokens[end : end + 2]
    return any(
        bool(vague.senses & concepts.VAGUE) and (link.kind == "-" or bool(link.senses & concepts.RANGE_WORD))
        for vague, link in ((below, to), (above, after))
    )


def is_first_whole(line: TokenLine, place: Position) -> bool:
    """Whether a line begins with the number of the whole, and goes on with that of a part: `of 3,000 men 1,000 fell`."""
    if not line.carried & concepts.OUT_OF:
        return False
    before = line.tokens[: place.first] if place.first <= _LONGEST_LINK else []
    led = bool(before) and all(token.senses & _BEFORE_FIRST for token in before) and bool(before[0].senses & concepts.OUT_OF)
    return led and any(token.kind == NUMBER for token in line.tokens[place.unit_end : place.unit_end + _NEXT])


def may_be_left_out(line: TokenLine) -> bool:
    """Whether a line with a figure may have none after all, because of what stands beside it."""
    if line.rated or line.words.rest_around or line.carried & concepts.VAGUE:
        return True
    if not line.carried & _LEADS_ON:
        return False
    return sum(token.kind == NUMBER or bool(token.senses & concepts.STARTS_NUMBER) for token in line.tokens) > 1
