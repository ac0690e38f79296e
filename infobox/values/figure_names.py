"""Which numbers of a line are no figures, but belong to a name, a date, a share, a measure or money."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts
from infobox.values.figure_dates import dated, has_era
from infobox.values.figure_words import COUNTED, NO_NAMES, SINGLE, UNCOUNTED, UNCOUNTED_BEHIND, Line
from infobox.values.numbers import NAME, NUMBER, WORD, Token, Value, numeral

_LONGEST_TIME: Final = 12
"""Tokens of a label's time."""
_IN_TIME: Final = concepts.BEFORE_YEAR | concepts.LEADS_TO_DAY
_NOT_NUMBERED: Final = concepts.NOT_ONE | concepts.NOT_NUMBERED | concepts.ONE


def no_figure(line: Line, at: int, end: int, first: Value, last: Value, plus: bool) -> bool:
    """Whether the number of the tokens from `at` to `end` counts nothing: `first` and `last` its value, or the bounds of its range."""
    all_tokens, count = line.tokens, line.count
    before = all_tokens[at - 1] if at else None
    behind = all_tokens[end] if end < count else None
    if behind is not None:
        if behind.senses & UNCOUNTED or (behind.senses & concepts.PER and end + 1 < count and all_tokens[end + 1].senses & concepts.CENT):
            line.named_until = end + 1
            return True
        if line.words.is_month(behind) and behind.text[-1] != "." and first.plain and first.amount <= 31:
            line.dated_until = end
            return True
        if _is_reckoned(line, behind, at, end):
            return True
    if before is not None:
        if at > 1 and (
            (before.senses & concepts.GENITIVE and all_tokens[at - 2].senses & concepts.SHARE)
            or ((before.senses & concepts.RATIO_LINK or before.kind == ":") and all_tokens[at - 2].senses & concepts.RATIO)
        ):
            return True
        if before.senses & UNCOUNTED_BEHIND or _is_reckoned(line, before, at, end):
            return True
    if all_tokens[at].kind == WORD:
        return _no_number_word(line, at, end, first, before, behind)
    counted = behind is not None and bool(behind.senses & COUNTED)
    if behind is not None and not counted and behind.kind == WORD and end + 1 < count:
        counted = bool(all_tokens[end + 1].senses & COUNTED)
    if type(first.amount) is not int and not last.scaled and not counted:
        return True  # 7.5 of something that cannot be counted
    if dated(line, at, end, first, last, counted):
        line.dated_until = end
        return True
    if not last.plain:
        return False
    if not first.plain or plus:
        return False
    if behind is not None and behind.kind == ":" and first.amount < 1000:
        return True
    if at > 1 and before is not None and before.kind == ":" and not counted and first.amount < 100:
        part = all_tokens[at - 2]
        if part.kind == NUMBER and len(part.text) < 4 and before.start > part.end:
            return True  # `3 : 1`
    if designated(line, at, behind, counted) or _names_formation(line, at, end, first) or _numbers_in_label(line, end, first):
        line.named_until = end
        return True
    return at == 0 and behind is not None and behind.kind == "." and end + 1 < count and first.amount < 1000  # `1. Division`


def _no_number_word(line: Line, at: int, end: int, value: Value, before: Token | None, behind: Token | None) -> bool:
    if before is not None and before.senses & concepts.NOT_ONE and not value.scaled:
        return True
    if before is not None and before.senses & (concepts.SCALE_WORD | concepts.VAGUE):
        return True
    if before is not None and before.senses & concepts.NUMBER_AND and at > 1 and line.tokens[at - 2].senses & concepts.SCALE_WORD:
        return at == 2 or numeral(line.tokens, at - 3, line.words) is None  # `hundred and fifty`
    if behind is None or behind.kind != WORD:
        # A number word alone is one only where nothing else is on the line, or it is a big one.
        return not value.scaled and before is not None and not before.senses & concepts.EXACTNESS_END
    return bool(behind.senses & concepts.STOP) and not value.scaled


def designated(line: Line, at: int, behind: Token | None, counted: bool) -> bool:
    """Whether the number belongs to the name before it: `No. 74`, `Task Force 58`, `Mk 1`, and further ones: `Taffy 1, 2, and 3`."""
    if at == 0:
        return False
    before = line.tokens[at - 1]
    if before.kind == WORD:
        senses = before.senses
        if senses & concepts.CAPITAL and not counted and _designates(line, before):
            return True
        if senses & concepts.NUMBERED_THING and not counted and _is_number_of(line, at):
            return True
        if senses & concepts.TYPE and (senses & (concepts.CAPITAL | concepts.PAGE_WORD) or before.text.endswith(".")):
            return True
        if before.end == line.tokens[at].start and line.words.any_spaces:
            return line.words.exactness.get(before.low) != concepts.ABOUT
        if senses & concepts.CAPITAL and not counted:
            if senses & NO_NAMES:
                return False
            digits = line.tokens[at].text
            # `HX 229`, but `Taffy 3`: behind letters a name's number is longer than behind a word
            return digits.isdigit() and len(digits) <= (3 if before.text.isupper() and len(before.text) < 6 else 2)
        if not senses & concepts.JOIN:
            return False
    elif before.kind not in (",", "&", "/", "-"):
        return False
    if counted or line.named_until < 0:
        return False
    # The list goes on from a number that was a name.
    back = at - 1
    while back > 0 and at - back < 3 and (line.tokens[back].kind in (",", "&", "/", "-") or line.tokens[back].senses & concepts.JOIN):
        back -= 1
    return line.named_until == back + 1


def _designates(line: Line, token: Token) -> bool:
    """Whether a word, or its last part, names something by a number behind it: `Task Force`, `Sub-Division`."""
    senses = token.senses if "-" not in token.low else line.words.senses.get(token.low.rpartition("-")[2], 0)
    return bool(senses & (concepts.DESIGNATION | concepts.FORMATION))


def _is_reckoned(line: Line, beside: Token, at: int, end: int) -> bool:
    """Whether the number and the one beyond the token `beside` it are a product or a share."""
    return (beside.kind == "×" or bool(beside.senses & concepts.ONE_IN)) and (_multiplied(line, at, end) or _one_in(line, at, end))


def _is_number_of(line: Line, at: int) -> bool:
    """Whether the number behind `phase` or `days` is its own: `(day 2)`, `(days 2–4)`, but `each day 40`, `on the first day 300`."""
    if not line.tokens[at].text.isdigit() or len(line.tokens[at].text) > 2:
        return False
    if at < 2 or line.tokens[at - 2].kind not in (WORD, NUMBER, NAME):
        return True
    before = line.tokens[at - 2].senses
    return bool(before & _IN_TIME) or not (line.tokens[at - 1].senses & (concepts.MEASURE | concepts.PLURAL) or before & _NOT_NUMBERED)


def _names_formation(line: Line, at: int, end: int, value: Value) -> bool:
    """Whether the number is the name of a formation: `74 Squadron`, `6 Airborne Division`, `2 PARA`."""
    if end < line.count and line.tokens[end].senses & concepts.NUMBERED_WORD and line.tokens[end].senses & concepts.CAPITAL:
        behind = line.tokens[end + 1] if end + 1 < line.count else None
        return value.amount < 1000 and (behind is None or not behind.senses & COUNTED)  # but `20 SAS soldiers`
    if value.amount >= 1000 or value.amount < 2:
        return False
    run = 0
    for token in line.tokens[end : end + 5]:
        if token.kind != WORD or not token.senses & concepts.CAPITAL:
            break
        run += 1
    if not run or _is_whose(line, end + run):
        return False
    first, last = line.tokens[end], line.tokens[end + run - 1]
    return (bool(last.senses & concepts.NUMBERED_FORMATION) and last.text.istitle()) or (
        bool(first.senses & concepts.NUMBERED_FIRST) and first.text.istitle()
    )


def _is_whose(line: Line, at: int) -> bool:
    """Whether the name that ends before token `at` says whose those are who are counted: `Company ships`, `Army of Conquest fighters`."""
    if at >= line.count:
        return False
    token = line.tokens[at]
    if token.senses & concepts.GENITIVE:
        return at + 1 < line.count and bool(line.tokens[at + 1].senses & concepts.CAPITAL)
    name = line.tokens[at - 1]
    return (
        bool(name.senses & concepts.ONE_OF_A_NAME)
        and name.text.istitle()
        and bool(token.senses & concepts.SMALL and token.senses & COUNTED)
    )


def _numbers_in_label(line: Line, end: int, value: Value) -> bool:
    """Whether the number is that of a formation in a label that says when, at most: `4 army 10.08 – 30.09:`, `3 brigade:`."""
    all_tokens = line.tokens
    if not 1 < value.amount < 1000 or end >= line.count:
        return False
    senses = all_tokens[end].senses
    if not senses & concepts.FORMATION or senses & (SINGLE | concepts.PLURAL):
        return False
    for token in all_tokens[end + 1 : end + _LONGEST_TIME]:
        if token.kind == ":":
            return True
        if token.kind == WORD and not token.senses & _IN_TIME and not line.words.is_month(token):
            return False
        if token.kind not in (WORD, NAME, NUMBER, "-", "(", ")", ".", "/"):
            return False
    return False


def _multiplied(line: Line, at: int, end: int) -> bool:
    """Whether the number is one of `4×4`, which is no count of fours; `8×88 mm guns` are eight."""
    if at >= 2 and line.tokens[at - 1].kind == "×":
        return multiplied_until(line, at - 2) > 0
    return multiplied_until(line, end - 1) > 0


def multiplied_until(line: Line, at: int) -> int:
    """The index behind the `4×4` that begins at token `at`; 0 where none does."""
    if at + 2 >= line.count or line.tokens[at + 1].kind != "×":
        return 0
    first, sign, last = line.tokens[at : at + 3]
    number = last.low.rstrip(line.words.plural_of_numbers)
    if first.kind != NUMBER or not number.isdigit():
        return 0
    if first.low != number and (first.end < sign.start or sign.end < last.start):
        return 0
    return 0 if at + 3 < line.count and line.tokens[at + 3].senses & concepts.CALIBRE else at + 3


def _one_in(line: Line, at: int, end: int) -> bool:
    """Whether the number is one of a share: `one in three`, `2 in 5 killed`; `8 in 10 days` is none."""
    all_tokens, count = line.tokens, line.count
    if end + 1 < count and all_tokens[end].senses & concepts.ONE_IN:
        part, whole = at, end + 1
    elif at >= 2 and all_tokens[at - 1].senses & concepts.ONE_IN:
        part, whole = at - 2, at
    else:
        return False
    few, many = _small(line, part), _small(line, whole)
    if not 0 < few < many or has_era(line, whole + 1):
        return False
    return whole + 1 >= count or not all_tokens[whole + 1].senses & concepts.MEASURE


def _small(line: Line, at: int) -> int:
    low = line.tokens[at].low
    if low.isdigit() and low.isascii() and len(low) < 3:
        return int(low)
    return line.words.small[low] if line.tokens[at].senses & concepts.ONE else 0
