"""Which numbers of a line are no figures, but belong to a name, a date, a share, a measure or money."""

from __future__ import annotations

from typing import Final

from infobox.values.figure_dates import dated, has_era
from infobox.values.figure_words import (
    BEFORE_YEAR,
    CALIBRES,
    DESIGNATIONS,
    EXACTNESS_ENDS,
    FORMATIONS,
    JOINS,
    MEASURES,
    MONTHS,
    NAMED_BY_NUMBER,
    NO_NAMES,
    NOT_BEFORE,
    NOT_BEHIND,
    NOT_ONE,
    NUMBERED,
    NUMBERED_FIRST,
    NUMBERED_THINGS,
    RATIOS,
    SHARES,
    STOP,
    TYPES,
    UNCHANGED,
    Line,
    is_counted,
)
from infobox.values.numbers import NAME, NUMBER, ONES, SCALES, WORD, Token, Value, numeral

_LEAD_TO_DAY: Final = frozenset(("on", "to", "of", "and", "at"))
_OF_ONE: Final = frozenset(("Company", "Army", "Navy", "Guard", "Legion"))
"""Of bodies that are called so there may be one, whose ships or men are counted: `4 Company ships`, `20 British Army guns`."""
_LONGEST_TIME: Final = 12
"""Tokens of a label's time."""
_NOT_NUMBERED: Final = NOT_ONE | {"a", "per", "first", "second", "third", "last", "final"}


def no_figure(line: Line, at: int, end: int, first: Value, last: Value, plus: bool) -> bool:
    """Whether the number of the tokens from `at` to `end` counts nothing: `first` and `last` its value, or the bounds of its range."""
    all_tokens, count = line.tokens, line.count
    before = all_tokens[at - 1] if at else None
    behind = all_tokens[end] if end < count else None
    if behind is not None:
        low = behind.low
        if low in NOT_BEFORE or (low == "per" and end + 1 < count and all_tokens[end + 1].low == "cent"):
            line.named_until = end + 1
            return True
        if behind.text in MONTHS and first.plain and first.amount <= 31:
            line.dated_until = end
            return True
        if low in ("×", "in") and (_multiplied(line, at, end) or _one_in(line, at, end)):
            return True
    if before is not None:
        low = before.low
        if at > 1 and (
            (low == "of" and all_tokens[at - 2].low in SHARES) or (low in ("of", ":", "was") and all_tokens[at - 2].low in RATIOS)
        ):
            return True
        if low in NOT_BEHIND or (low in ("×", "in") and (_multiplied(line, at, end) or _one_in(line, at, end))):
            return True
    if all_tokens[at].kind == WORD:
        return _no_number_word(line, at, end, first, before, behind)
    counted = behind is not None and is_counted(behind.low)
    if behind is not None and not counted and behind.kind == WORD and end + 1 < count:
        counted = is_counted(all_tokens[end + 1].low)
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
    if before is not None and before.low in NOT_ONE and not value.scaled:
        return True
    if before is not None and (before.low in SCALES or before.low in ("several", "few", "many")):
        return True
    if before is not None and before.low == "and" and at > 1 and line.tokens[at - 2].low in SCALES:
        return at == 2 or numeral(line.tokens, at - 3) is None  # `hundred and fifty`
    if behind is None or behind.kind != WORD:
        # A number word alone is one only where nothing else is on the line, or it is a big one.
        return not value.scaled and before is not None and before.low not in EXACTNESS_ENDS
    return behind.low in STOP and not value.scaled and behind.low not in ("or",)


def designated(line: Line, at: int, behind: Token | None, counted: bool) -> bool:
    """Whether the number belongs to the name before it: `No. 74`, `Task Force 58`, `Mk 1`, and further ones: `Taffy 1, 2, and 3`."""
    if at == 0:
        return False
    before = line.tokens[at - 1]
    if before.kind == WORD:
        low = before.low
        if before.text[0].isupper() and not counted and ((last := low.rpartition("-")[2]) in DESIGNATIONS or last in FORMATIONS):
            return True
        if low in NUMBERED_THINGS and not counted and _is_number_of(line, at):
            return True
        if low in TYPES and (before.text[0].isupper() or before.text.endswith(".") or low in ("page", "pages")):
            return True
        if before.end == line.tokens[at].start:
            return low not in ("c", "ca", "circa", "approx", "est")
        if before.text[0].isupper() and not counted:
            if low in NO_NAMES:
                return False
            digits = line.tokens[at].text
            # `HX 229`, but `Taffy 3`: behind letters a name's number is longer than behind a word
            return digits.isdigit() and len(digits) <= (3 if before.text.isupper() and len(before.text) < 6 else 2)
        if before.low not in JOINS:
            return False
    elif before.kind not in (",", "&", "/", "-"):
        return False
    if counted or line.named_until < 0:
        return False
    # The list goes on from a number that was a name.
    back = at - 1
    while back > 0 and at - back < 3 and (line.tokens[back].kind in (",", "&", "/", "-") or line.tokens[back].low in JOINS):
        back -= 1
    return line.named_until == back + 1


def _is_number_of(line: Line, at: int) -> bool:
    """Whether the number behind `phase` or `days` is its own: `(day 2)`, `(days 2–4)`, but `each day 40`, `on the first day 300`."""
    if not line.tokens[at].text.isdigit() or len(line.tokens[at].text) > 2:
        return False
    if at < 2 or line.tokens[at - 2].kind not in (WORD, NUMBER, NAME):
        return True
    thing, low = line.tokens[at - 1].low, line.tokens[at - 2].low
    if low in BEFORE_YEAR or low in _LEAD_TO_DAY:
        return True
    return thing not in MEASURES and not thing.endswith("s") and low not in _NOT_NUMBERED and low not in ONES


def _names_formation(line: Line, at: int, end: int, value: Value) -> bool:
    """Whether the number is the name of a formation: `74 Squadron`, `6 Airborne Division`, `2 PARA`."""
    if end < line.count and line.tokens[end].text in NUMBERED:
        behind = line.tokens[end + 1] if end + 1 < line.count else None
        return value.amount < 1000 and (behind is None or not is_counted(behind.low))  # but `20 SAS soldiers`
    if value.amount >= 1000 or value.amount < 2:
        return False
    run = 0
    for token in line.tokens[end : end + 5]:
        if token.kind != WORD or not token.text[0].isupper():
            break
        run += 1
    if not run or _is_whose(line, end + run):
        return False
    return line.tokens[end + run - 1].text in NAMED_BY_NUMBER or line.tokens[end].text in NUMBERED_FIRST


def _is_whose(line: Line, at: int) -> bool:
    """Whether the name that ends before token `at` says whose those are who are counted: `Company ships`, `Army of Conquest fighters`."""
    if at >= line.count:
        return False
    token = line.tokens[at]
    if token.low == "of":
        return at + 1 < line.count and line.tokens[at + 1].text[0].isupper()
    return line.tokens[at - 1].text in _OF_ONE and token.text.islower() and is_counted(token.low)


def _numbers_in_label(line: Line, end: int, value: Value) -> bool:
    """Whether the number is that of a formation in a label that says when, at most: `4 army 10.08 – 30.09:`, `3 brigade:`."""
    all_tokens = line.tokens
    if not 1 < value.amount < 1000 or end >= line.count:
        return False
    low = all_tokens[end].low
    if low not in FORMATIONS or low in UNCHANGED or low.endswith("s"):
        return False
    for token in all_tokens[end + 1 : end + _LONGEST_TIME]:
        if token.kind == ":":
            return True
        if token.kind == WORD and token.text not in MONTHS and token.low not in BEFORE_YEAR and token.low not in _LEAD_TO_DAY:
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
    number = last.low.rstrip("s")
    if first.kind != NUMBER or not number.isdigit():
        return 0
    if first.low != number and (first.end < sign.start or sign.end < last.start):
        return 0
    return 0 if at + 3 < line.count and line.tokens[at + 3].low in CALIBRES else at + 3


def _one_in(line: Line, at: int, end: int) -> bool:
    """Whether the number is one of a share: `one in three`, `2 in 5 killed`; `8 in 10 days` is none."""
    all_tokens, count = line.tokens, line.count
    if end + 1 < count and all_tokens[end].low == "in":
        part, whole = at, end + 1
    elif at >= 2 and all_tokens[at - 1].low == "in":
        part, whole = at - 2, at
    else:
        return False
    few, many = _small(all_tokens[part].low), _small(all_tokens[whole].low)
    if not 0 < few < many or has_era(line, whole + 1):
        return False
    return whole + 1 >= count or all_tokens[whole + 1].low not in MEASURES


def _small(low: str) -> int:
    return int(low) if low.isdigit() and low.isascii() and len(low) < 3 else ONES.get(low, 0)
