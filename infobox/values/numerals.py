"""Numbers in the numerals of scripts that write them without spaces: `一九四四`, `三万二千`, `5万2千`."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.values.numbers import valued

_MOST: Final = 24
"""The most signs of a number."""
_MYRIAD: Final = 10_000


class Numerals:
    """The numerals of a language: `digits` are those from 0 to 9, `tens` those of 20, 30 …, `scales` multiply what is before them."""

    def __init__(self, lexicon: Lexicon) -> None:
        ones, scales = valued(lexicon.numbers, concepts.ONE), valued(lexicon.numbers, concepts.SCALE_WORD)
        self.digits = {word: int(value) for word, value in ones.items() if len(word) == 1 and len(value) == 1}
        self.scales = {word: int(value) for word, value in scales.items() if len(word) == 1}
        self.tens = {word: int(value) for word, value in valued(lexicon.numbers, concepts.TEN).items() if len(word) == 1}
        self.signs = "".join([*self.digits, *self.tens, *self.scales])

    def number(self, written: str) -> int | None:
        """The number that a run of numerals states, None if they may state several: `二三` is two or three, or a year's end."""
        if not 0 < len(written) <= _MOST:
            return None
        digits = [self.digits.get(sign) for sign in written]
        if None not in digits:
            both = len(written) == 2 and 0 not in digits  # `二三`, two or three
            return None if both else int("".join(map(str, digits)))
        total = section = digit = 0
        lowest = _MYRIAD**4
        for sign in written:
            if sign in self.digits:
                if digit:
                    return None  # two digits side by side
                digit = self.digits[sign]
            elif sign in self.tens:
                if digit or section % 100:
                    return None
                section += self.tens[sign]
            elif (scale := self.scales[sign]) < _MYRIAD:
                if section % (scale * 10):
                    return None
                section, digit = section + (digit or 1) * scale, 0
            else:
                if scale >= lowest or not section + digit:
                    return None
                total, section, digit, lowest = total + (section + digit) * scale, 0, 0, scale
        return total + section + digit
