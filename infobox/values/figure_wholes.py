"""Numbers that count nothing because of the words beside them: wholes of which a share is stated, and the guns of ships."""

from __future__ import annotations

import re
from typing import Final

from infobox.language import concepts
from infobox.values.figure_words import ANY_FATE, COUNTED, TokenLine, phrase_at
from infobox.values.numbers import ABSENT, NOUN, NUMBER, WORD, Numeral, Token

_MOST_GUNS: Final = 140
"""The most guns of a ship."""
_CLOSING_QUOTES: Final = frozenset("\"”“»’'")
_DIGITS_OF_SHIP: Final = 3
_AFTER_NAME: Final = frozenset((ABSENT.kind, ",", ";", ")"))
_OPENINGS: Final = frozenset("(:")
_LONGEST_NAME: Final = 4
_LONGEST_PREFIX: Final = 4
"""The most words of a ship's name that are looked at, and the most letters of what stands before it."""
BEFORE_WHOLE: Final = (
    concepts.GENITIVE | concepts.COMPLEMENT | concepts.DEFINITE | concepts.POSSESSIVE | concepts.DROPPED | concepts.OUT_OF | concepts.SHARE
)
"""What a word carries that may stand between a share and the number of the whole, or is the share."""
_LINKS: Final = concepts.GENITIVE | concepts.COMPLEMENT
_BODY: Final = concepts.FORMATION | concepts.MASS
_SMALL: Final = concepts.ONE | concepts.TEN
ARTICLES: Final = concepts.ARTICLE_ONE | concepts.ONE_OF_SCALE | concepts.INDEFINITE
_ENDS_SHARE: Final = ANY_FATE | concepts.JOIN | concepts.CLOSES_LIST | concepts.LOSES | concepts.VERB | concepts.STARTS_NUMBER
"""What a word carries that does not belong to what a share is of."""
_MOST_PARTS: Final = 9
_MOST_THIRDS: Final = 2
"""The most parts that are a share, and the most of those whose word may also name a body."""
_LONGEST_SHARE: Final = 5
"""The most words of these."""
_FRACTION: Final = re.compile("[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|[1-9][/⁄][1-9]")
_ZEROS: Final = frozenset("0.,' \xa0")
_LONGEST_WHOLE: Final = 3
"""The most words of what is counted and of the share after it."""
_LONGEST_LIST: Final = 40
"""The most tokens of a list of names that are numbers, on either side of one of them."""
_LONGEST_RATE: Final = 3
"""The most words before a figure that say it is a rate."""


def is_whole(line: TokenLine, at: int) -> bool:
    """Whether the number at `at` is that of which the words before it state a share: `half of 300`, `la mitad de sus 300 hombres`, `2/3 of
    300`, `half of the army of 300`.
    """
    direct = True
    for place in range(at - 1, max(-1, at - 1 - _LONGEST_SHARE), -1):
        token = line.tokens[place]
        if token.senses & concepts.SHARE and (token.kind == WORD or (direct and place < at - 1)):  # `80% of 300`, but `80 % 300`
            return True
        if not direct or not token.senses & BEFORE_WHOLE:
            if direct and place < at - 1 and _is_part(line, place):
                return True
            if token.kind != WORD or token.senses & _ENDS_SHARE:
                return False
            direct = False  # the noun of `half of the army of 300`
    return False


def _is_part(line: TokenLine, at: int) -> bool:
    """Whether the token at `at` is the part of `four of five ships`, or ends the fraction of `2/3 of 300`."""
    token = line.tokens[at]
    if token.kind == WORD:
        return bool(token.senses & _SMALL) and not token.senses & ARTICLES
    return _FRACTION.fullmatch(token.text) is not None


def is_vague(line: TokenLine, at: int) -> bool:
    """Whether the number in digits at `at` is only the scale of a vague one: the `1000` of `several 1000 men`."""
    before, token = line.tokens[at - 1], line.tokens[at]
    if not before.senses & concepts.VAGUE or before.senses & concepts.EXACTNESS_END:
        return False
    return token.text[0] == "1" and set(token.text[1:]) <= _ZEROS and len(token.text) > 1


def is_share(line: TokenLine, at: int, end: int, value: Numeral) -> bool:
    """Whether the number before token `end` is that of a share: `deux tiers`, `tre quarti`.

    Where the word also names a body (`dos tercios de los hombres`), it is doubtful, unless it surely does (`2 tercios de infantería`).
    """
    word, link, whole = line.tokens[end], line.tokens[end + 1], line.tokens[end + 2 : end + 3]
    if not word.senses & concepts.SHARE or value.amount > _MOST_PARTS:
        return False
    if not word.senses & NOUN:
        return True
    surely = link is not ABSENT and (not link.senses & concepts.GENITIVE or not whole or _is_sort(whole[0]))
    if value.amount > _MOST_THIRDS or surely:
        return False
    line.doubtful.add((at, end))
    return True


def _is_sort(token: Token) -> bool:
    """Whether a word after the `of` of a body tells its sort or its name."""
    return bool(token.senses & concepts.MASS) or (token.senses & concepts.CAPITAL != 0 and not token.senses & NOUN)


def shares_follow(line: TokenLine, at: int, end: int) -> bool:
    """Whether the number before token `end`, or what it counts, is that of which the words after it state a share; it is doubtful then."""
    if _is_of_part(line, end):
        line.doubtful.add((at, end))
        return True
    for token in line.tokens[end : end + _LONGEST_WHOLE]:
        if token.senses & concepts.SHARE_AFTER:
            line.doubtful.add((at, end))
            return True
        if token.kind != WORD:
            return False
    return False


def _is_of_part(line: TokenLine, at: int) -> bool:
    """Whether the noun at token `at` has an ending by which the number after it is a part of those counted: `300 askerden 280'i`."""
    noun, part = line.tokens[at : at + 2]
    if part.kind != NUMBER or not noun.low.endswith(line.words.whole_endings):
        return False
    senses = line.words.senses
    return any(noun.low.endswith(end) and senses.get(noun.low.removesuffix(end), 0) & COUNTED for end in line.words.whole_endings)


def is_rate_in_numbers(line: TokenLine, at: int) -> bool:
    """Whether the number at `at` is a part of each so many: the 1 of `her 5 askerden 1'i`."""
    number = line.tokens[at - 2]
    return number.kind == NUMBER and bool(line.tokens[at - 3].senses & concepts.NOT_ONE) and _is_of_part(line, at - 1)


def is_rate(line: TokenLine, first: int, end: int, unit_end: int) -> bool:
    """Whether a figure, its tokens up to `end` and those of what it counts up to `unit_end`, is that of each day or of each one."""
    rates = line.words.rates
    for place in range(end, unit_end + 1 + (line.tokens[unit_end].kind == "(")):
        if phrase_at(rates, line.tokens, place) is not None:
            return True  # `200 killed a day`, `200 (daily)`
    for start in range(first - 1, max(-1, first - 1 - _LONGEST_RATE), -1):
        phrase = phrase_at(rates, line.tokens, start)
        if phrase is not None:
            return start + phrase[0] == first  # `daily 200`
    return False


def is_of_each_thing(line: TokenLine, at: int, end: int) -> bool:
    """Whether the number from `at` to `end` says of what size each of some things is: `frégates de 40 canons`, `navires de ligne de 74
    canons`; it is doubtful then.
    """
    counted = line.tokens[end + bool(line.tokens[end].senses & concepts.COUNTED_LINK)]
    if not line.tokens[at - 1].senses & _LINKS or not counted.senses & concepts.THING:
        return False
    noun = at - 2
    if line.tokens[noun - 1].senses & _LINKS and not line.tokens[noun].senses & concepts.THING:
        noun -= 2
    senses = line.tokens[noun].senses if noun >= 0 else 0
    each = senses & concepts.PLURAL or counted.senses & concepts.CALIBRE  # `croiseur de 10 000 tonnes`
    if not senses & concepts.THING or not each or senses & _BODY:
        return False
    line.doubtful.add((at, end))
    return True


def names_those(line: TokenLine, at: int) -> bool:
    """Whether the number at `at` is one of a list that holds nothing else, with as many numbers as are counted before it: those of their
    names (`3 Regimenter (26, 27, 28)`); it is doubtful then.
    """
    first = at
    while first > max(1, at - _LONGEST_LIST) and _is_of_list(line.tokens[first - 1]):
        first -= 1
    opening, noun = line.tokens[first - 1], line.tokens[first - 2]
    if opening.kind not in _OPENINGS or not noun.senses & (concepts.FORMATION | concepts.THING):
        return False
    end = at
    while end < at + _LONGEST_LIST and _is_of_list(line.tokens[end]):
        end += 1
    numbers = [token.text for token in line.tokens[first:end] if token.kind == NUMBER]
    counted = [token.text for token in line.tokens[max(0, first - 2 - _LONGEST_WHOLE) : first - 2] if token.kind == NUMBER]
    if len(numbers) < 2 or counted[-1:] != [str(len(numbers))] or line.tokens[end].kind not in _AFTER_NAME:
        return False
    line.doubtful.add((at, at + 1))
    return True


def _is_of_list(token: Token) -> bool:
    return token.kind in (NUMBER, ",", "&") or bool(token.senses & concepts.JOIN)


def may_be_guns(line: TokenLine, at: int, end: int, value: Numeral) -> bool:
    """Whether a number stands alone in parentheses after the name of a ship, or as its own number; it is doubtful then."""
    alone = line.tokens[at - 1].kind == "(" and line.tokens[end].kind == ")"
    own = len(line.tokens[at].text) == _DIGITS_OF_SHIP and line.tokens[end].kind in _AFTER_NAME
    named = own and (alone or line.tokens[at - 1].kind == WORD) and _is_ship(line, at - alone, prefixed=True)
    if not named and not (alone and value.amount <= _MOST_GUNS and _is_ship(line, at - 1)):
        return False
    line.doubtful.add((at, end))
    return True


def _is_ship(line: TokenLine, end: int, *, prefixed: bool = False) -> bool:
    """Whether a name ends before token `end` that may be a ship's, whose guns a number in parentheses gives: `HMS Victory (104)`.

    Where nouns have capitals, only a prefix in capitals shows that.
    """
    end -= end > 0 and line.tokens[end - 1].text in _CLOSING_QUOTES
    *before, last = [ABSENT, *line.tokens[max(0, end - _LONGEST_NAME) : end]]
    if last.kind != WORD or last.senses != concepts.CAPITAL or last.text.isupper():
        return False
    has_prefix = any(token.text.isupper() and 1 < len(token.text) <= _LONGEST_PREFIX for token in before)
    return has_prefix or not (prefixed or line.words.capitals)
