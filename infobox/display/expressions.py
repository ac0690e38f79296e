"""What ``{{#expr:}}`` makes of an expression, by MediaWiki's rules; linear in its length."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Final

MAX_LENGTH: Final = 500
"""Longer expressions are not evaluated."""

_TOKEN: Final = re.compile(r"\s*(?:(?P<number>\d+\.?\d*|\.\d+)|(?P<word>[a-zA-Z]+)|(?P<sign><=|>=|<>|!=|[-+*/^=<>()−]))\s*")


def _rounded(value: float, places: float) -> float:
    factor = 10.0 ** int(places)
    return math.copysign(math.floor(abs(value) * factor + 0.5), value) / factor


_TWO: Final[dict[str, tuple[int, Callable[[float, float], float]]]] = {
    "^": (8, lambda one, two: one**two),
    "*": (7, lambda one, two: one * two),
    "/": (7, lambda one, two: one / two),
    "div": (7, lambda one, two: one / two),
    "mod": (7, lambda one, two: math.fmod(int(one), int(two))),
    "fmod": (7, math.fmod),
    "+": (6, lambda one, two: one + two),
    "-": (6, lambda one, two: one - two),
    "round": (5, _rounded),
    "=": (4, lambda one, two: float(one == two)),
    "<": (4, lambda one, two: float(one < two)),
    ">": (4, lambda one, two: float(one > two)),
    "<=": (4, lambda one, two: float(one <= two)),
    ">=": (4, lambda one, two: float(one >= two)),
    "<>": (4, lambda one, two: float(one != two)),
    "!=": (4, lambda one, two: float(one != two)),
    "and": (3, lambda one, two: float(bool(one) and bool(two))),
    "or": (2, lambda one, two: float(bool(one) or bool(two))),
}
"""Operators between two values: their precedence and their function."""
_ONE: Final[dict[str, tuple[int, Callable[[float], float]]]] = {
    "negative": (10, lambda value: -value),
    "positive": (10, lambda value: value),
    "not": (9, lambda value: float(not value)),
    "abs": (9, abs),
    "ceil": (9, math.ceil),
    "floor": (9, math.floor),
    "trunc": (9, math.trunc),
}
"""Operators before a value."""


def value_of(expression: str) -> float | None:
    """The value of an expression; None if it is empty, wrong, or uses something unknown."""
    if len(expression) > MAX_LENGTH:
        return None
    try:
        return _value(expression)
    except (ArithmeticError, ValueError, IndexError, TypeError):
        return None


def _value(expression: str) -> float | None:
    values: list[float] = []
    waiting: list[str] = []
    position, operand = 0, True
    while position < len(expression):
        token = _TOKEN.match(expression, position)
        if token is None:
            return None
        position = token.end()
        word = (token["word"] or token["sign"] or "").lower().replace("−", "-")
        if token["number"]:
            if not operand:
                return None
            values.append(float(token["number"]))
            operand = False
        elif operand and word in ("-", "+", "("):
            waiting.append({"-": "negative", "+": "positive"}.get(word, word))
        elif operand and word in _ONE:
            waiting.append(word)
        elif word == ")" and not operand:
            while waiting[-1] != "(":
                _work(waiting.pop(), values)
            waiting.pop()
        elif word in _TWO and not operand:
            while waiting and waiting[-1] != "(" and (_ONE.get(waiting[-1]) or _TWO[waiting[-1]])[0] >= _TWO[word][0]:
                _work(waiting.pop(), values)
            waiting.append(word)
            operand = True
        else:
            return None
    while waiting:
        if waiting[-1] == "(":
            return None
        _work(waiting.pop(), values)
    [value] = values
    return value if math.isfinite(value) else None


def _work(operator: str, values: list[float]) -> None:
    if operator in _ONE:
        values.append(float(_ONE[operator][1](values.pop())))
    else:
        two, one = values.pop(), values.pop()
        values.append(float(_TWO[operator][1](one, two)))


def written(value: float) -> str | None:
    """A value as ``{{#expr:}}`` shows it; None if it would need an exponent."""
    words = f"{value:.14g}"
    return None if "e" in words else "0" if words == "-0" else words
