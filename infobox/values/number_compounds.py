"""Numbers whose words are written as one: `zweitausendfünfhundert`, `duecentocinquanta`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

_HUNDRED: Final = 100
_THOUSAND: Final = 1000
_HUNDREDS: Final = range(200, _THOUSAND, _HUNDRED)
_LONGEST: Final = 60
"""The most letters of such a number."""
_LONGEST_PART: Final = 20


class CompoundNumbers:
    """The words of which such numbers consist in one language: `values` are those of numbers, `joints` may stand between two of them."""

    def __init__(self, values: Mapping[str, int], joints: Iterable[str]) -> None:
        self._joints = frozenset(joints)
        self._values: dict[str, int] = {}
        for word, value in sorted(values.items(), key=lambda pair: len(pair[0])):
            basic = value <= _HUNDRED or value in _HUNDREDS or (value == _THOUSAND and not self._taken_apart(word))  # not `etttusen`
            if word.isalpha() and basic:
                self._values[word] = value

    def value(self, low: str) -> int:
        """The value of a word in lower case; 0 if it is not such a number."""
        pieces = self._taken_apart(low) if len(low) <= _LONGEST else []
        total = amount = 0
        joined = False
        for piece in pieces:
            more = self._values.get(piece, 0)
            if more == _THOUSAND:
                total, amount = total + (amount or 1) * more, 0
            elif more == _HUNDRED and amount < _HUNDRED:
                amount = (amount or 1) * more
            elif more and (amount % 100 == 0 or (more < 10 and amount % 10 == 0) or (joined and amount % 100 < 10 <= more)):
                amount += more
            elif more or joined or not amount:
                return 0
            joined = not more
        return 0 if joined or len(pieces) < 2 else total + amount

    def _taken_apart(self, low: str) -> list[str]:
        """The words of which a word consists; none if it has other letters."""
        ends: dict[int, list[str]] = {0: []}
        for start in range(len(low)):
            for end in range(start + 1, min(len(low), start + _LONGEST_PART) + 1) if start in ends else ():
                if (piece := low[start:end]) in self._values or piece in self._joints:
                    ends.setdefault(end, [*ends[start], piece])
        return ends.get(len(low), [])
