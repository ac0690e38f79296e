"""Numbers that are reckoned with, or refer to something: products, ratios, odds and the marks of notes."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from infobox.language import concepts
from infobox.values.figure_names import multiplied_until
from infobox.values.figure_wholes import ARTICLES
from infobox.values.figure_words import COUNTED, UNCOUNTED, TokenLine, phrase_at
from infobox.values.number_amounts import numeral
from infobox.values.numbers import ABSENT, NUMBER, WORD, Numeral

_RATIO_BEFORE: Final = 3
"""The most words between a ratio and a word that marks it as one."""
_HIGHEST_ODDS: Final = 20
_MOST_LEADING: Final = 10
_HUNDREDS: Final = 1000
_HIGHEST_NOTE: Final = 100
"""From here on a number in brackets may be a figure."""
_LAST_OF_NAMES: Final = 32
"""From here on two numbers in succession seldom are names."""
_HIGHEST_FACTOR: Final = 100
_WIDEST_SHARED: Final = 3
"""The largest ratio of the numbers of a range of which the lower one shares the hundreds or thousands of the upper one."""
_SIGNS: Final = frozenset("×*")
_BEFORE_OTHER: Final = concepts.JOIN | concepts.EXACTNESS_END | concepts.STOP
"""What a word carries that may stand before the number in `5 (or 10) thousand`."""
_MOST_BEFORE_OTHER: Final = 3
RECKONED: Final = concepts.TIMES | concepts.ODDS | concepts.NUMBER_AND | concepts.JOIN | concepts.STARTS_NUMBER | concepts.PER
RECKONED_SIGNS: Final = _SIGNS | {"]"}
"""What stands after a number that may be a factor, one of odds, or the mark of a note."""
_MEASURED: Final = concepts.CALIBRE | UNCOUNTED
"""What a word carries that makes the second number of `8 × 88 mm` a calibre."""
_SAYS_MORE: Final = COUNTED | concepts.EXACTNESS_END | concepts.AFTER_START | concepts.RANGE_FROM | concepts.OVERALL
"""What a word in brackets carries that makes the number beside it a figure: `[about 50]`."""


def reckoned_until(line: TokenLine, at: int, dash: int, first: Numeral, second: Numeral | None, after: int) -> int:
    """The index after the numbers from token `at` on if they are a product, a ratio or the mark of a note; 0 if they are not.

    `second` is the upper number of a range around token `dash`, `after` the index after it.
    """
    if second is not None:
        ratio = _ratio_until(line, at, dash, first, second, after) or _odds_until(line, at, second)
        return ratio or _factors_until(line, at, first, after)
    reckoned = _noted_until(line, at, first) or _odds_until(line, at, first) or _factors_until(line, at, first, first.end)
    reckoned = reckoned or _added_until(line, at, first) or _successive_until(line, at, first)
    reckoned = reckoned or _paused_until(line, at, first) or _shared_until(line, at, first)
    return reckoned or (_words_until(line, at, first) if first.scaled or line.tokens[at].kind == WORD else 0)


def _noted_until(line: TokenLine, at: int, value: Numeral) -> int:
    """The index after a number that alone, or after one word, stands in square brackets (`[1]`, `[note 2]`): the mark of a note; 0 if it
    does not.

    From 100 on it is noted as doubtful.
    """
    all_tokens = line.tokens
    if not value.plain or all_tokens[value.end].kind != "]" or value.amount >= 10 * _HIGHEST_NOTE:
        return 0
    start = at - (all_tokens[at - 1].kind == ".")
    word = all_tokens[start - 1]
    start -= word.kind == WORD and not word.senses & _SAYS_MORE
    if all_tokens[start - 1].kind != "[" or start < 1:
        return 0
    if value.amount >= _HIGHEST_NOTE:
        line.doubtful.add((at, value.end))
    return value.end + 1


def product(line: TokenLine, at: int, first: Numeral) -> Numeral | None:
    """The product of two numbers of which the second counts people (`3 × 100 men`); None if it is not surely one."""
    second = _factor(line, first.end)
    if second is None or line.tokens[at].kind != NUMBER or second.scaled or first.scaled:
        return None
    if not isinstance(first.amount, int) or not isinstance(second.amount, int) or not 0 < first.amount < _HIGHEST_FACTOR:
        return None
    if not line.tokens[second.end].senses & concepts.PEOPLE or first.amount == second.amount:
        return None
    return Numeral(first.amount * second.amount, False, False, second.end)


def scaled_beyond(line: TokenLine, at: int, value: Numeral) -> int:
    """The index after a number, a parenthesis that holds nothing but one, and a scale, which may be that of both: `5 (10) thousand`; 0 if
    there are none. They are noted as doubtful.
    """
    if value.scaled:
        return 0
    inner = value.end + 1
    while line.tokens[inner].kind == WORD and line.tokens[inner].senses & _BEFORE_OTHER and inner - value.end <= _MOST_BEFORE_OTHER:
        inner += 1
    other = numeral(line.tokens, inner, line.words)
    if other is None or line.tokens[other.end].kind != ")" or not line.tokens[other.end + 1].senses & concepts.SCALE_WORD:
        return 0
    line.doubtful.add((at, other.end + 2))
    return other.end + 2


def _factors_until(line: TokenLine, at: int, first: Numeral, end: int) -> int:
    """The index after two numbers, or a range before token `end` and a number, with a sign of multiplication between them; 0 if there are
    none, or if the second one is a calibre. They are noted as doubtful.
    """
    second = _factor(line, end)
    if second is None or line.tokens[second.end].senses & _MEASURED or (end == first.end and multiplied_until(line, at)):
        return 0
    last = second.end
    if line.tokens[last].kind == "-" and (upper := numeral(line.tokens, last + 1, line.words)) is not None:
        if line.tokens[upper.end].senses & _MEASURED:
            return 0
        last = upper.end
    line.doubtful.add((at, last))
    return last


def _factor(line: TokenLine, at: int) -> Numeral | None:
    """The number after a sign or word of multiplication at token `at`."""
    sign = line.tokens[at]
    if not (sign.kind in _SIGNS or sign.senses & concepts.TIMES) or line.tokens[at + 1].kind != NUMBER:
        return None
    return numeral(line.tokens, at + 1, line.words)


def _ratio_until(line: TokenLine, at: int, dash: int, first: Numeral, second: Numeral, after: int) -> int:
    """The index after two numbers around token `dash` that are a ratio (`outnumbered 2 to 1`, `odds of 1 to 3`); 0 if they are not one."""
    all_tokens = line.tokens
    to = all_tokens[dash].senses & concepts.RANGE_TO
    if all_tokens[after].senses & concepts.RANGE_TO and line.is_one(after + 1):
        return after + 2  # `3 or 4 to 1`
    if to and second.amount < first.amount and second.amount < 10 and not all_tokens[at - 1].senses & concepts.RANGE_FROM:
        return after
    if not to and all_tokens[dash].kind != "-":
        return 0
    if to and first.amount == 1 and at == 0 and all_tokens[after] is ABSENT:
        return after  # `1 to 3` and nothing else: odds, or too doubtful to be a figure
    near = all_tokens[max(0, at - _RATIO_BEFORE) : at] + all_tokens[after : after + 1]
    return after if any(token.senses & concepts.RATIO for token in near) else 0


def _added_until(line: TokenLine, at: int, value: Numeral) -> int:
    """The index after a scale and digits with a word for `and` between them, which may be one number or two (`15 mil y 300`); 0 if there
    are none. They are noted as doubtful.
    """
    join, token = line.tokens[value.end : value.end + 2]
    scaled = value.scaled and value.amount >= 1000 and value.amount % 1000 == 0
    if not scaled or not line.words.digits_after_scale or not join.senses & concepts.NUMBER_AND or token.kind != NUMBER:
        return 0
    second = numeral(line.tokens, value.end + 1, line.words)
    if second is None or second.scaled or second.amount >= 1000:
        return 0
    line.doubtful.add((at, second.end))
    return second.end


def _successive_until(line: TokenLine, at: int, value: Numeral) -> int:
    """The index after two small numbers in succession with `and` between them, which may be names (`5 i 6 czołgów`); 0 if there are none.

    They are noted as doubtful.
    """
    join, token = line.tokens[value.end : value.end + 2]
    if not value.plain or not 0 < value.amount < _LAST_OF_NAMES or not join.senses & concepts.JOIN or join.kind != WORD:
        return 0
    if not token.text.isdecimal() or int(token.text[:9]) != value.amount + 1:
        return 0
    noun = line.tokens[value.end + 2].senses
    if not noun & COUNTED or noun & (concepts.NUMBERED_FORMATION | concepts.NUMBERED_FIRST):
        return 0
    line.doubtful.add((at, value.end + 2))
    return value.end + 2


def _words_until(line: TokenLine, at: int, value: Numeral) -> int:
    """The index after two numbers in words of which nobody can say whether they are one, a range or two (`beş on bin`, `five thousand,
    two hundred men`); 0 if no second one follows. They are noted as doubtful.
    """
    end = value.end
    if line.tokens[end].kind == ",":
        end += value.scaled and value.amount >= 1000
    elif value.scaled and value.amount >= 1000 and line.tokens[at].kind == WORD:
        return 0
    token = line.tokens[end]
    if token.kind != WORD or not token.senses & concepts.STARTS_NUMBER or token.senses & ARTICLES:
        return 0
    second = numeral(line.tokens, end, line.words)
    if second is None or (end > value.end and (second.scaled and second.amount >= value.amount)):
        return 0
    line.doubtful.add((at, second.end))
    return second.end


def shared_hundreds(line: TokenLine, at: int, first: Numeral, second: Numeral) -> Numeral | None:
    """The lower number of a range with the hundreds or thousands of the upper one, if it leaves them out: `due o trecento`, `venti o
    trentamila`.

    None if nobody can say whether it does (`2-300`); the range is noted as doubtful then.
    """
    low, high = first.amount, second.amount
    spelled = line.tokens[at].kind == WORD and line.tokens[second.end - 1].kind == WORD
    scale = 100 if high < 1000 else 1000
    if first.scaled or second.scaled or high % scale or not low < high // scale or low * scale * _WIDEST_SHARED < high:
        return first
    if spelled:
        return replace(first, amount=low * scale)
    if scale > 100 or not first.plain:
        return first  # `5-6000`
    line.doubtful.add((at, second.end))
    return None


def _paused_until(line: TokenLine, at: int, value: Numeral) -> int:
    """The index after two numbers in succession with a comma between them, of which the second has the scale (`2, 3 thousand`): they may be
    a range or two figures; 0 if there are none. They are noted as doubtful.
    """
    if value.scaled or value.amount >= _MOST_LEADING or line.tokens[value.end].kind != ",":
        return 0
    second = numeral(line.tokens, value.end + 1, line.words)
    if second is None or not second.scaled or str(second.amount).rstrip("0") != str(value.amount + 1):
        return 0
    line.doubtful.add((at, second.end))
    return second.end


def _shared_until(line: TokenLine, at: int, value: Numeral) -> int:
    """The index after two numbers with `per` between them (`tiga per empat`); 0 if there are none. They are noted as doubtful."""
    if not line.tokens[value.end].senses & concepts.PER or value.amount >= _HUNDREDS:
        return 0
    second = numeral(line.tokens, value.end + 1, line.words)
    if second is None or line.words.is_month(line.tokens[second.end]):
        return 0
    line.doubtful.add((at, second.end))
    return second.end


def _odds_until(line: TokenLine, at: int, first: Numeral) -> int:
    """The index after two small numbers around words for odds (`3 contre 1`); 0 if there are none.

    They are noted as doubtful if something is counted: `1 contre 3 navires`.
    """
    if not line.tokens[first.end].senses & concepts.ODDS or first.amount > _HIGHEST_ODDS:
        return 0
    phrase = phrase_at(line.words.odds, line.tokens, first.end)
    second = numeral(line.tokens, first.end + phrase[0], line.words) if phrase is not None else None
    if second is None or second.amount > _HIGHEST_ODDS:
        return 0
    if line.tokens[second.end].senses & COUNTED:
        line.doubtful.add((at, second.end))
    return second.end
