"""How a figure is written: bounds, ranges, and words for its exactness."""

from __future__ import annotations

import math
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from infobox.language import concepts, signs
from infobox.values.figure_dates import is_year
from infobox.values.figure_names import designated, no_figure
from infobox.values.figure_reckonings import RECKONED, RECKONED_SIGNS, product, reckoned_until, scaled_beyond, shared_hundreds
from infobox.values.figure_words import ANY_FATE, TokenLine, after_hedges, phrase_at
from infobox.values.number_amounts import numeral
from infobox.values.numbers import ABSENT, NAME, NUMBER, WORD, Numeral, Token

_REACH: Final = 6
"""The most words between what is counted and a parenthesis about the exactness of the figure."""
_WIDEST: Final = 10
"""The largest ratio of the bounds of a range with a noun between them."""
_WIDEST_FALLING: Final = 20
"""The same if the upper bound comes first."""
_WIDEST_SPACED: Final = 3
"""The same if there are also spaces around the dash."""
_WIDEST_SLASHED: Final = 5
"""The largest ratio of two numbers with a slash between them that are a range."""
_SHORTENED: Final = 100
"""A range with a shortened end spans at least this fraction of its lower bound: `1,200–50`, but not `15,000-3`."""
_RANGE_SIGNS: Final = frozenset("-/")
_LEADS_ON: Final = concepts.RANGE_WORD | concepts.RANGE_AND | concepts.FATE_WORD
"""What a word carries that may stand between the numbers of a range."""
_LAST_OF_MONTH: Final = 31
_SCALES: Final = (10**9, 10**6, 10**5, 1000, 100, 12)
_LONGEST_HEDGE: Final = 5
"""The most words of one for the exactness of a figure."""
_LONGEST_NOTE: Final = 12
"""The most tokens of such a parenthesis."""


_POINTS: Final = concepts.DEFINITE | concepts.POSSESSIVE | concepts.GENITIVE | concepts.STOP
"""What a word carries after which a preposition is no hedge: `under the 3 generals`."""
_BOUNDS: Final = frozenset((concepts.AT_LEAST, concepts.AT_MOST))


class Figure(Struct, frozen=True):
    """A number that counts: its bounds, None if the line sets none, and its tokens, from the first to the one after the last."""

    low: int | None
    high: int | None
    about: bool
    first: int
    end: int


class _Number(Struct, frozen=True):
    """A number or a range: its bounds, the same one twice if it is one number, and whether a plus follows."""

    first: Numeral
    last: Numeral
    plus: bool


def figure_at(line: TokenLine, at: int, free: int) -> tuple[Figure | None, int]:
    """The figure that begins at token `at`, and the index from which to go on. Words before `free` belong to the previous figure."""
    number, end = _number_at(line, at)
    if number is None:
        return None, end
    if no_figure(line, at, end, number.first, number.last, number.plus):
        return None, end
    start, effects = _before(line, at, free)
    if concepts.REST in effects or _is_unsure(line, number) or (max(1, free) < start < at and _hangs(line, start - 1)):
        line.doubtful.add((at, end))
        return None, end  # `all but 300`, `ein- bis zweitausend`
    figure, ranged = _spread(line, Figure(*_bounds(line, number.first, number.last), _is_rough(line, number), start, end), number)
    effect, end = _after(line, figure.end)
    if effect and not (effect == concepts.AT_MOST and ranged):  # `300–400 at most` is still at least 300
        effects.add(effect)
    if number.plus:
        effects.add(concepts.AT_LEAST)
    figure = replace(figure, end=end)
    return (_bounded(figure, effects) if effects else figure), max(end, at + 1)


def _number_at(line: TokenLine, at: int) -> tuple[_Number | None, int]:
    """The number or range that begins at token `at`, and the index after it; None if there is none, or if it is not one to count with."""
    if (value := numeral(line.tokens, at, line.words)) is None:
        return None, at + 1
    after = line.tokens[value.end]
    if after.kind == "(" and (until := scaled_beyond(line, at, value)):
        return None, until
    reckoned = bool(after.senses & RECKONED) or after.kind in RECKONED_SIGNS or line.tokens[at].kind == WORD
    if reckoned:
        value = product(line, at, value) or value
    if (first := _shared_scale(line, at, value)) is None:
        return None, value.end + 1
    plus = _plus(line, first.end)
    second, upper = _second(line, at, first.end + plus, first)
    if (reckoned or second is not None) and (until := reckoned_until(line, at, first.end + plus, first, second, upper)):
        return None, until
    last = second or first
    end = upper if second is not None else first.end
    if second is not None:
        if (first := shared_hundreds(line, at, first, second)) is None:
            return None, upper
        plus = _plus(line, end)
    end += plus
    if plus and line.tokens[end].senses & concepts.SCALE_WORD:  # `13+ million`
        last = Numeral(math.ceil(last.amount * line.words.scales[line.tokens[end].low]), False, True, end + 1)
        first, end = (last if second is None else first), end + 1
    return _Number(first, last, plus), end


def _is_rough(line: TokenLine, number: _Number) -> bool:
    """Whether a number is not exact, or no whole one: `une centaine`, `1½ legions`."""
    rough = line.tokens[number.last.end - 1].senses & concepts.ROUGH_SCALE
    return bool(rough) or (number.first is number.last and type(number.first.amount) is not int)


def _spread(line: TokenLine, figure: Figure, number: _Number) -> tuple[Figure, bool]:
    """The figure with the margin after it (`1,000 ± 50`), and whether it is a range; `1,000 ± 5%` is about so many."""
    ranged = number.first is not number.last
    margin = None if ranged else _margin(line, figure.end)
    if margin is None or figure.low is None or figure.high is None:
        return figure, ranged
    amount = 0 if line.tokens[margin.end].senses & concepts.MEASURE else math.ceil(margin.amount)
    low, high = max(0, figure.low - amount), figure.high + amount
    return replace(figure, low=low, high=high, about=figure.about or not amount, end=margin.end), amount > 0


def _bounded(figure: Figure, effects: set[str]) -> Figure:
    """A figure with what the words and signs beside it state: a bound alone, or about so many."""
    no_high = concepts.AT_LEAST in effects
    no_low = not no_high and concepts.AT_MOST in effects
    about = figure.about or concepts.ABOUT in effects
    return replace(figure, low=None if no_low else figure.low, high=None if no_high else figure.high, about=about)


def _hangs(line: TokenLine, at: int) -> bool:
    """Whether the token at `at` is a hyphen that hangs on the word or number before it, whose end is that of the next number."""
    hyphen = line.tokens[at]
    if hyphen.kind != "-":
        return False
    before, after = line.tokens[at - 1], line.tokens[at + 1]
    return (
        hyphen.start == before.end
        and after.start > hyphen.end
        and after.kind == WORD
        and bool(after.senses & (concepts.RANGE_WORD | concepts.JOIN))
    )


def _shared_scale(line: TokenLine, at: int, first: Numeral) -> Numeral | None:
    """The number at token `at`, if before a hanging hyphen with the scale of the number after it: `drei- bis viertausend`.

    None if that is not sure; it is noted as doubtful then.
    """
    if not _hangs(line, first.end):
        return first
    scaled = _scaled_as_next(line, first) if line.tokens[first.end + 1].senses & concepts.RANGE_WORD else None
    if scaled is None:
        line.doubtful.add((at, first.end))  # `two- and three-masted`
    return scaled


def _scaled_as_next(line: TokenLine, first: Numeral) -> Numeral | None:
    """The number before a hanging hyphen and a word for a range with the scale of the number after them; None if it is not sure which."""
    second = numeral(line.tokens, after_hedges(line, first.end + 2), line.words)
    if second is None or not isinstance(first.amount, int) or not isinstance(second.amount, int):
        return None
    if first.amount * _WIDEST_SPACED >= second.amount:
        return replace(first, end=first.end + 1)  # `500- to 600-strong`
    scale = 100
    while first.amount * scale * 10 < second.amount and second.amount % (scale * 10) == 0:
        scale *= 10
    amount = first.amount * scale
    fits = amount < second.amount and second.amount % scale == 0
    return replace(first, amount=amount, scaled=True, plain=False, end=first.end + 1) if fits else None


def _plus(line: TokenLine, at: int) -> bool:
    """Whether the token at `at` is the plus of `650+`, and not of a sum."""
    if line.tokens[at].kind != "+":
        return False
    before, plus, after = line.tokens[at - 1 : at + 2]
    if plus.start != before.end:  # `155 + aircraft`
        return after.kind == WORD and numeral(line.tokens, at + 1, line.words) is None
    return after.kind != NUMBER or after.start > plus.end


def _margin(line: TokenLine, at: int) -> Numeral | None:
    """The number after the sign at `at` in `1,000 ± 50`, `1,000 +/- 50`."""
    kind = line.tokens[at].kind
    if kind == "±":
        return numeral(line.tokens, at + 1, line.words)
    spread = kind == "+" and [token.kind for token in line.tokens[at + 1 : at + 3]] == ["/", "-"]
    return numeral(line.tokens, at + 3, line.words) if spread else None


def _second(line: TokenLine, at: int, dash: int, first: Numeral) -> tuple[Numeral | None, int]:
    """The upper number of a range whose lower one begins at `at`, and the index after it: `3–4`, `3 or 4`, `from 3 dead to 4 killed`."""
    all_tokens = line.tokens
    token = all_tokens[dash]
    if dash + 1 >= line.count or not (token.senses & _LEADS_ON or token.kind in _RANGE_SIGNS):
        return None, dash
    before = all_tokens[at - 1].senses
    upper = dash + 1
    if before & concepts.DEFINITE:
        before = all_tokens[at - 2].senses
    if token.senses & concepts.RANGE_WORD and (phrase := phrase_at(line.words.ranges, all_tokens, dash)) is not None:
        upper = dash + phrase[0]
    upper += bool(all_tokens[upper].senses & concepts.DEFINITE)  # `tra i 3.000 e i 5.000`, `zwischen den 3000 und 5000`
    if token.kind == "-":
        after = all_tokens[upper].text
        if first.plain and token.start > all_tokens[dash - 1].end:
            of_conflict = first.amount in line.years and after not in map(str, line.years)
            if of_conflict or (is_year(first.amount) and not after.isdigit()) or designated(line, at):
                return None, dash  # a label: `1066 – 7000 men`, `1941 – 20,000 men`, `Phase 1 – 300 men`
    elif not (
        token.senses & concepts.RANGE_WORD
        or (token.senses & concepts.RANGE_AND and before & concepts.RANGE_BETWEEN)
        or (token.kind == "/" and not first.plain)
    ):
        if not (before & concepts.RANGE_FROM and token.senses & concepts.FATE_WORD and all_tokens[upper].senses & concepts.RANGE_TO):
            return None, dash
        upper += 1
    skipped = after_hedges(line, upper)
    if token.kind == "-" and all_tokens[skipped].senses & concepts.ONE_OF_SCALE:
        return None, dash  # `300 – a thousand of them`
    second = numeral(all_tokens, skipped, line.words)
    if second is not None and all_tokens[skipped].senses & concepts.ONE_OF_SCALE and not second.scaled:
        return None, dash  # `de 500 a una fuerza mayor`
    if second is not None and second.plain and second.amount <= _LAST_OF_MONTH and _leads_to_month(line, second.end):
        return None, dash  # `3000 a 31 de diciembre`
    if second is not None and second.amount < first.amount:
        second = _fallen(line, dash, first, second)
    elif second is not None and token.kind == "/" and second.amount > first.amount * _WIDEST_SLASHED:
        return None, dash  # two figures: `13,500/100,000`
    return _highest(line, at, second) if second else (None, dash)


def _highest(line: TokenLine, at: int, second: Numeral) -> tuple[Numeral, int]:
    """The upper number of a range, `second` unless that ends only its lower bound (`от 5—10 до 60 тысяч`), and the index after it."""
    if line.tokens[at - 1].senses & concepts.RANGE_FROM and line.tokens[second.end].senses & concepts.RANGE_TO:
        third = numeral(line.tokens, second.end + 1, line.words)
        if third is not None and third.amount > second.amount:
            return third, third.end
    return second, second.end


def _leads_to_month(line: TokenLine, at: int) -> bool:
    """Whether a month stands at token `at`, or after an `of` there."""
    return line.words.is_month(line.tokens[at + bool(line.tokens[at].senses & concepts.GENITIVE)])


def _fallen(line: TokenLine, dash: int, first: Numeral, second: Numeral) -> Numeral | None:
    """The upper number of a range whose second one is smaller: shortened (`1,200–50`), or reversed; None for `15,000 - 3`."""
    token = line.tokens[dash]
    widest = _WIDEST_SLASHED if token.kind == "/" else _WIDEST_FALLING
    if token.kind == "-":
        if token.start > line.tokens[dash - 1].end or line.tokens[dash + 1].start > token.end:
            widest = _WIDEST_SPACED
        elif whole := _completed(first, second):
            return replace(second, amount=whole)
    return second if first.amount <= second.amount * widest or token.senses & concepts.RANGE_TO else None


def _completed(first: Numeral, second: Numeral) -> int:
    """The upper number of a range whose end is shortened: `1,250–75`; 0 if it is not."""
    low, high = first.amount, second.amount
    if not (second.plain and isinstance(high, int) and isinstance(low, int)):
        return 0
    unit = 10 ** len(str(high))
    if not low % unit < high or low < unit:
        return 0
    whole: int = low - low % unit + high
    return whole if (whole - low) * _SHORTENED >= low or whole < 1000 or (first.plain and is_year(low) and high > 9) else 0


def _before(line: TokenLine, at: int, free: int) -> tuple[int, set[str]]:
    """Where the words and signs for the exactness of the number at `at` begin, and what they state."""
    all_tokens = line.tokens
    effects: set[str] = set()
    if all_tokens[at - 1].kind == ":" and at - 1 > free:
        bound = _before(line, at - 1, free)[1] & _BOUNDS  # `mínimo: 300`
        return at, bound
    while at > free:
        token = all_tokens[at - 1]
        if token.kind == "-" and token.text not in signs.TILDES:
            if plus := _plus_or_minus(line, at, free):
                at -= plus
                effects.add(concepts.ABOUT)
            break
        if token.kind == "+" and token.end == all_tokens[at].start and all_tokens[at - 2].end < token.start:
            at -= 1
            continue
        if not token.senses & concepts.EXACTNESS_END:
            if token.senses & concepts.DROPPED and not token.senses & _POINTS:
                start, more = _before(line, at - 1, free)
                return (start, effects | more) if more else (at, effects)  # `at least additional 300`
            break
        low = "~" if token.kind == "-" else token.low
        for length in range(min(_LONGEST_HEDGE, at - free), 0, -1):
            words = low if length == 1 else " ".join([part.low for part in all_tokens[at - length : at]])
            if effect := line.words.exactness.get(words):
                break
        else:
            break
        if effect == concepts.EXACTLY and not (length > 1 or token.senses & (concepts.RANGE_BETWEEN | concepts.RANGE_FROM)):
            # Words without meaning belong to the figure only if another word stands before them: `at least another`.
            start, more = _before(line, at - length, free)
            return (start, effects | more) if more else (at, effects)
        if effect != concepts.EXACTLY:
            effects.add(effect)
        at -= length
    return at, effects


def _plus_or_minus(line: TokenLine, at: int, free: int) -> int:
    """How many signs before token `at` are together a plus-minus: `+/- 500`, `+-500`; 0 if they are none."""
    kinds = [token.kind for token in line.tokens[max(free, at - 3) : at - 1]]
    return 3 if kinds == ["+", "/"] else 2 if kinds[-1:] == ["+"] else 0


def _after(line: TokenLine, at: int) -> tuple[str, int]:
    """What `or more`, `or so`, `at most`, `plus`, `est.`, `-odd` after the number state, and the index after them."""
    token, after = line.tokens[at : at + 2]
    if not token.senses & concepts.AFTER_START:
        return concepts.ABOUT if token.kind == "-" and after.senses & concepts.DASH_ABOUT else "", at
    lows = [token.low for token in line.tokens[at : at + 3]]
    phrases = [(end, " ".join(lows[: end - at])) for end in range(at + len(lows), at, -1)]
    last = line.tokens[at - 1].low  # the last word of the number may have a case: `50 bine kadar`
    for end, words in ((at + 1, f"{last} {token.low}"), *phrases):
        if effect := line.words.exactness_after.get(words, ""):
            # If a number follows, they belong to the next figure: `300 approximately 200`.
            return (effect, end) if numeral(line.tokens, end, line.words) is None else ("", at)
    return "", at


def bound_after(line: TokenLine, at: int) -> tuple[str, int]:
    """What `or more`, `or fewer`, `at least` after the noun that ends before token `at` state, and the index after them."""
    if not line.tokens[at].senses & concepts.AFTER_START:
        return "", at
    effect, end = _after(line, at)
    if effect:
        token = line.tokens[end]
        goes_on = token.senses & concepts.STOP and not token.senses & concepts.EXACTNESS_END
        if token.kind in (WORD, NAME) and (line.tokens[at].senses & concepts.ADDED or not (goes_on or token.senses & ANY_FATE)):
            return "", at  # `and more infantry`, `or more than 300`, `plus some guns`
    return effect, end


def range_after(line: TokenLine, figure: Figure, at: int) -> Figure:
    """The range of a figure and the bare number after its noun and the dash at token `at`, if it is one: `111,132 men - 203,000`."""
    before, dash, after = line.tokens[at - 1 : at + 2]
    if after.kind != NUMBER or dash.text in signs.TILDES:
        return figure
    low = figure.low
    if low is None or low != figure.high or before.senses & concepts.FATE_WORD:
        return figure
    if dash.start == before.end or after.start == dash.end:
        return figure
    upper, end = figure_at(line, at + 1, at + 1)
    if upper is None or upper.high is None or upper.low != upper.high or line.tokens[end].kind not in (";", ")", ".", ABSENT.kind):
        return figure
    if not low < upper.high <= low * _WIDEST:
        return figure
    return Figure(low, upper.high, figure.about or upper.about, figure.first, upper.end)


def hedge(line: TokenLine, at: int) -> str:
    """The exactness (`ABOUT`, `AT_LEAST`, `AT_MOST`) from a parenthesis after the figure before token `at`, if the line is `hedged`.

    `(est.)`, `(at least)`, `(2017 est.)`. A source does not make a figure inexact: `(US estimate)`.
    """
    all_tokens = line.tokens
    for token in all_tokens[at : at + _REACH]:
        if token.kind not in (WORD, NAME) or token.senses & concepts.JOIN or numeral(all_tokens, at, line.words) is not None:
            break
        at += 1
    if all_tokens[at].kind != "(":
        return ""
    inside: list[Token] = []
    for token in all_tokens[at + 1 : at + 2 + _LONGEST_NOTE]:
        if token.kind == ")":
            break
        if token.kind == NUMBER and not (token.text.isdigit() and (is_year(int(token.text[:9])) or len(token.text) < 3)):
            return ""
        inside.append(token)
    else:
        return ""
    words = " ".join([token.low for token in inside])
    if effect := line.words.exactness.get(words) or line.words.exactness_after.get(words):
        return effect if effect != concepts.EXACTLY else ""
    words_only = [token for token in inside if token.low[0].isalpha()]
    return concepts.ABOUT if words_only and all(token.senses & concepts.ESTIMATED for token in words_only) else ""


def _scale_before(line: TokenLine, end: int) -> int:
    """The scale of the words for one that end before token `end`: 10 000 of `десятков тысяч`; 1 if there are none."""
    scale = 1
    while line.tokens[end - 1].senses & concepts.SCALE_WORD and end:
        scale *= line.words.scales[line.tokens[end - 1].low]
        end -= 1
    return scale


def _lent_scale(first: Numeral, last: Numeral) -> int:
    """The scale that the upper bound of a range, which has one, gives to the lower one."""
    return next((scale for scale in _SCALES if first.amount * scale <= last.amount), 1)


def _is_unsure(line: TokenLine, number: _Number) -> bool:
    """Whether a range may be reversed, so that nobody knows which scale its first number has: `30–20 thousand`."""
    first, last = number.first, number.last
    scale = line.words.scales.get(line.tokens[last.end - 1].low, 0)
    if first is last or first.scaled or not last.scaled or not scale or first.amount * scale <= last.amount:
        return False
    return first.amount < 1000 and 1 < _lent_scale(first, last) < scale


def _bounds(line: TokenLine, first: Numeral, last: Numeral) -> tuple[int, int]:
    """The lowest and the highest whole number of a figure or range."""
    low, high = first.amount, last.amount
    if last is not first:
        scale = _scale_before(line, last.end) if last.scaled and not first.scaled and low < high else 1
        if scale != 1 and scale not in _SCALES:
            low = low * scale  # `5-6 десятков тысяч`
        elif last.scaled and not first.scaled and low < high and low < 1000:
            low = low * _lent_scale(first, last)  # `1.6–3 million`
        elif first.plain and not last.plain and low < 100 and low * 1000 < high < low * 20_000:
            low = low * 1000  # 16-17,000
        elif first.plain and last.plain and low < 100 and low * 1000 < high <= low * 3000 and high % 100 == 0:
            low = low * 1000  # 5-6000
    if low > high:
        low, high = high, low
    return math.floor(low), math.ceil(high)
