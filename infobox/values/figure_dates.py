"""Which numbers of a line are dates: years, days beside their months, eras, and labels that name a time."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from infobox.language import concepts
from infobox.values.edtf import YEAR
from infobox.values.figure_words import ANY_FATE, COUNTED, EVENTS, HEDGES_YEAR, PARTS_OF_YEAR, TokenLine
from infobox.values.numbers import ABSENT, BREAK, NAME, NOUN, NUMBER, WORD, Numeral, Token

_JOINING: Final = frozenset("-,/&")
_FURTHER: Final = 8
"""How many tokens after a day or a year its month or era may stand."""
_LONGEST_LABEL: Final = 7
_LONGEST_LEAD: Final = 5
"""The most words between a year and the figure of that year, and one more."""
_MOST_YEARS: Final = 150
_NO_SINGULAR: Final = (
    concepts.STOP
    | concepts.KEPT
    | concepts.DROPPED
    | concepts.WHOSE_WORD
    | concepts.VERB
    | concepts.EMPTY
    | concepts.CONDITION
    | concepts.BESIDE_FATE
    | COUNTED
    | concepts.PLURAL
    | concepts.PARTICIPLE
    | concepts.OF_PEOPLE
)
"""What a word is or looks like if it may be counted, or ends what is counted."""


def is_year(amount: Fraction | int) -> bool:
    """Whether a number can be the year of a war."""
    return 1000 <= amount <= 2100 and type(amount) is int


def is_likely_year(amount: Fraction | int) -> bool:
    """Whether a bare number of four digits is rather a year than a figure: one of most wars, and not round."""
    return 1500 <= amount <= 2035 and amount % 50 != 0


def is_year_written(text: str) -> bool:
    """Whether a number is written as a year: `1944`, not `1,944`."""
    return len(text) == 4 and text.isdigit() and is_year(int(text))


def years_of(start: str, end: str) -> range:
    """The years from one date to another (EDTF, either one empty if unknown), without their era; none if there are too many."""
    found = sorted(year if year > 0 else 1 - year for year in (int(match[0]) for match in map(YEAR.match, (start, end)) if match))
    return range(found[0], found[-1] + 1) if found and found[-1] - found[0] <= _MOST_YEARS else range(0)


def dated(line: TokenLine, at: int, end: int, first: Numeral, last: Numeral, counted: bool) -> bool:
    """Whether the number of the tokens from `at` to `end` is part of a date; `counted` if a noun stands after it."""
    number, before, after = line.tokens[at], line.tokens[at - 1], line.tokens[end]
    joined = _joins(after)
    if (joined or after.senses & concepts.ERA_WORD) and has_era(line, end):
        return True
    if before.senses & concepts.ERA_BEFORE_YEAR and _is_era(before):
        return True
    if not last.plain:
        return False
    year = first.plain and is_year_written(number.text)
    day = first.plain and first.amount <= 31 and not counted
    if (day and joined and _leads_to_date(line, end, True)) or ((year or day) and _goes_on_date(line, at, year)):
        return True
    if first.plain and not counted and _is_short_year(line, at, after):
        return True
    ours = first.plain and first.amount in line.years and (last.amount in line.years or last.amount < 100)
    if not year and not (ours and (len(number.text) > 2 or (before.kind == "(" and after.kind == ")"))):
        return False
    if is_year(last.amount) is False and last.amount > 99 and not ours:
        return False
    if _begins_label(line, at, end, ours) or (year and _is_of_report(line, end)):
        return True
    if ours and not counted and _stands_alone(line, at, before, after):
        return True
    return year and _is_year_there(line, (at, end), (first, last), counted)


def _goes_on_date(line: TokenLine, at: int, year: bool) -> bool:
    """Whether a day, or a `year`, stands after its month, or in a list or range after another date."""
    before = line.tokens[at - 1]
    if line.words.is_month(before):
        return True
    return line.dated_until >= at - 1 and (before.kind in ("-", "/") or (before.kind == "," and year))


def _is_short_year(line: TokenLine, at: int, after: Token) -> bool:
    """Whether a number is a year of one to three digits: the second of `1944-45`, `in '44`, `in 878`."""
    number, before = line.tokens[at], line.tokens[at - 1]
    digits = len(number.text)
    if digits <= 2 and before.kind in ("-", "/") and line.dated_until == at - 1:
        return True
    if digits == 2 and before.text in "'’‘" and before.end == number.start:
        return True
    return digits == 3 and bool(before.senses & concepts.BEFORE_SHORT_YEAR) and after.kind != WORD


def _is_year_there(line: TokenLine, place: tuple[int, int], bounds: tuple[Numeral, Numeral], counted: bool) -> bool:
    """Whether a number of four digits that can be a year is one in its context."""
    (at, end), (first, last) = place, bounds
    before, after = line.tokens[at - 1], line.tokens[end]
    round_one = isinstance(first.amount, int) and first.amount % 50 == 0
    if before.senses & concepts.RANGE_BETWEEN and is_year(last.amount) and not counted:
        return not round_one or (isinstance(last.amount, int) and last.amount % 50 != 0)
    if before.senses & concepts.EXACTNESS_END and not before.senses & concepts.BEFORE_YEAR:
        if before.senses & HEDGES_YEAR:
            return (after is ABSENT or after.kind in ",;)") and _in_note(line, at)
        if _is_hedged(line, at):
            return False
        if before.senses & concepts.GENITIVE and not counted and line.tokens[at - 2].senses & PARTS_OF_YEAR:
            return True  # `the end of 1944`
    if counted:
        return bool(before.senses & concepts.BEFORE_ANY_YEAR)
    if before.senses & concepts.BEFORE_YEAR or before.kind == "(":
        return True
    likely = is_likely_year(first.amount)
    if after.kind == WORD:
        return bool(after.senses & EVENTS) or (likely and (_is_singular(after) or _leads_to_figure(line, end)))
    # Without a word beside it, a possible year of a war is one, unless it is round.
    return after.kind in (":", "-") or (before.kind != ":" and likely)


def has_era(line: TokenLine, at: int) -> bool:
    """Whether an era stands at token `at`, or after further years that begin with the join there: `264 and 241 BC`."""
    token = line.tokens[at]
    if _is_era(token):
        # in `2 AD regiments`, AD is another abbreviation
        return bool(token.senses & concepts.ERA_IN_ANY_LETTERS) or not line.tokens[at + 1].senses & COUNTED
    return _joins(token) and _leads_to_date(line, at, False)


def _joins(token: Token) -> bool:
    return token.kind in _JOINING or bool(token.senses & concepts.DATE_JOIN)


def _is_era(token: Token) -> bool:
    """Whether a word names an era: `480 BC`, `A.D. 70`."""
    any_letters = bool(token.senses & concepts.ERA_IN_ANY_LETTERS) or "." in token.text
    return bool(token.senses & concepts.ERA_WORD) and (any_letters or token.text.isupper())


def _leads_to_date(line: TokenLine, at: int, day: bool) -> bool:
    """Whether only numbers and joins stand between token `at` and a month, after a `day`, or an era: `3 and 4 May`, `58, 57 and 55 BC`."""
    between = False
    for token in line.tokens[at : at + _FURTHER]:
        if token.kind == WORD:
            if line.words.is_month(token):
                return day
            if between and _is_era(token):
                return True
        number = len(token.text) < 5 and token.text.isdigit() if token.kind == NUMBER else token.kind == NAME and token.low[:1].isdigit()
        if not number and not _joins(token):
            return False
        between = True
    return False


def _stands_alone(line: TokenLine, at: int, before: Token, after: Token) -> bool:
    """Whether no word beside a year of the conflict shows that it counts something."""
    if after.kind in (WORD, NAME) and not after.senses & (concepts.STOP | EVENTS):
        return False
    if before.kind == ":" or before.senses & (NOUN | ANY_FATE):
        return False
    return bool(before.senses & HEDGES_YEAR) or not _is_hedged(line, at)


def _is_hedged(line: TokenLine, at: int) -> bool:
    """Whether the words before the number at `at` state its exactness: `a total of`, but not `the end of`."""
    lows = [token.low for token in line.tokens[max(0, at - 4) : at]]
    return any(" ".join(lows[index:]) in line.words.exactness for index in range(len(lows)))


def _begins_label(line: TokenLine, at: int, end: int, ours: bool) -> bool:
    """Whether the number begins a label that names a time: `1936 strength:`, `2007 studies (North):`, but not `1936 men:`.

    Such a label may count losses, but a year of the conflict (`ours`) is the year of the losses.
    """
    all_tokens = line.tokens
    if at and all_tokens[at - 1].kind not in (BREAK, ".", "("):
        return False
    hedged = all_tokens[end].senses & concepts.EXACTNESS_END and all_tokens[end].kind != "±"
    if not at and hedged and all_tokens[end + 1].kind == NUMBER:
        return True  # `1942 about 30,000 men`
    index, last = end, end + _LONGEST_LABEL
    noun = 0
    while index < last and all_tokens[index].kind in (WORD, NAME, "&", "/", ","):
        noun = all_tokens[index].senses if all_tokens[index].senses & COUNTED else noun
        index += 1
    if index == end:
        return False
    if index == line.count:
        return ours and bool(noun & concepts.FATE_NOUN)
    if all_tokens[index].kind == "(":
        while index < min(last, line.count) and all_tokens[index].kind != ":":
            index += 1
    return all_tokens[index].kind == ":" and (ours or not noun or bool(noun & concepts.FATE_NOUN))


def _is_of_report(line: TokenLine, at: int) -> bool:
    """Whether the words from token `at` on name a report or the like, so that a number before them is its year: `2015 peak strength`."""
    for token in line.tokens[at : at + 4]:
        if token.kind != WORD or (token.senses & concepts.STOP and not token.senses & concepts.JOIN):
            return False
        if token.senses & concepts.REPORT:
            return True
    return False


def _is_singular(token: Token) -> bool:
    """Whether an unknown word does not have the form of something counted: `1944 mobilization`."""
    return bool(token.senses & concepts.SMALL) and not token.senses & _NO_SINGULAR


def _leads_to_figure(line: TokenLine, at: int) -> bool:
    """Whether the words from token `at` on, of which the first is the ending of a case, end before a number: `2022'den beri 190.000`."""
    if not line.words.spelling.parts_endings or not line.tokens[at].senses & (concepts.DROPPED | concepts.STOP):
        return False
    for token in line.tokens[at : at + _LONGEST_LEAD]:
        if token.kind != WORD or token.senses & COUNTED:
            return token.kind == NUMBER
    return False


def _in_note(line: TokenLine, at: int) -> bool:
    """Whether only words stand between the number at `at` and the opening parenthesis before it."""
    index = at - 1
    while at - index < 7 and line.tokens[index].kind in (WORD, NAME, ","):
        index -= 1
    return line.tokens[index].kind == "("
