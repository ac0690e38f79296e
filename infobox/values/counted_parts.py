"""Counted numbers that are no figures of their own, wholes, shares and rates: `100人中40人`, `5人に1人`, `1日あたり200人`; and halves."""

from __future__ import annotations

from typing import Final

from infobox.values.counted_nouns import BOUNDARY, LONGEST_NOUN, CountedText
from infobox.values.counted_numbers import Count, CountedWords

REACH: Final = 60
"""The most characters on either side of a number that are about it."""


class CountedParts(CountedText):
    """A line in which such numbers are read; before `rated_until` no number is a figure."""

    def __init__(self, text: str, written: str, words: CountedWords) -> None:
        super().__init__(text, written, words)
        self.claimed = self.rated_until = 0

    def is_whole(self, at: int, end: int) -> bool:
        """Whether the number between two places is that of which the words beside it state a share: `3000人の半数`, `100人中40人`."""
        if self.words.share_before.search(self.text[max(0, at - LONGEST_NOUN) : at]) is not None:
            return True
        if self.words.head_first:  # `280 trong 300`
            link = self.words.out_of_end.search(self.text, max(0, at - LONGEST_NOUN), at)
            start = link.start() if link is not None else 0
            beside = link is not None and self.claimed > 0 and self.words.out_of_end.fullmatch(self.text, self.claimed, at) is not None
            return beside or self.text[start - 1 : start].isdecimal()
        counter = self.counter(end)
        place = counter.end() if counter is not None else end
        places = place, self.noun_after(place, counter["counter"] if counter is not None else "")[1]
        return any(self.words.share_after.match(self.text, place) is not None or self._has_part(place) for place in places)

    def _has_part(self, at: int) -> bool:
        """Whether the words at a place say that the number after them is a part of the one before: `100人中40人`, `1万人のうち9割`.

        With one as the part the two are a share, and neither is a figure: `5명 중 1명`.
        """
        link = self.words.out_of.match(self.text, at)
        if link is None or any(words.match(self.text, link.start()) is not None for words in (self.words.noun, self.words.fate)):
            return False
        boundary = BOUNDARY.search(self.text, link.end(), link.end() + REACH)
        limit = boundary.start() if boundary is not None else min(len(self.text), link.end() + REACH)
        first = self.words.first.search(self.text, link.end(), limit)
        part = self.words.number(self.text, first.start(), limit) if first is not None else None
        if part is not None and part.amount == 1 and first is not None and not self.text[link.end() : first.start()].strip():
            self.rated_until = part.end
        return first is not None

    def is_one_in(self, end: int) -> bool:
        """Whether words for a share stand between the number before a place and one after it: `5人に1人`, `3 trên 5 tàu`."""
        one_in = self.words.one_in.match(self.text, end)
        if one_in is None or self.words.number(self.text, one_in.end(), len(self.text)) is None:
            return False
        self.rated_until = one_in.end() + 1
        return True

    def is_rate(self, floor: int, at: int, end: int) -> bool:
        """Whether a figure from a place on is that of each day or of each one, by the words before it or after `end`: `1日あたり200人`."""
        if self.is_one_in(end):
            return True
        if self.words.rate_after.match(self.text, end) is not None:
            return True
        begin = max((found.end() for found in BOUNDARY.finditer(self.text, floor, at)), default=floor)
        if self.words.rate.search(self.text, begin, at) is None:
            return False
        boundary = BOUNDARY.search(self.text, end, end + REACH)
        self.rated_until = boundary.start() if boundary is not None else end + REACH  # `每五人死一人`
        return True

    def with_half(self, count: Count, at: int) -> tuple[Count, int]:
        """A number of formations with the half that stands after its counter: `一個半師`; and the place after it."""
        half = self.words.half.match(self.text, at)
        inside = half is None or self.is_longer_noun(half.start(1)) or self.words.fate.match(self.text, half.start(1))
        if half is None or inside or count.amount is None:
            return count, at
        return count._replace(amount=count.amount + self.words.halves[half[1]]), half.end()

    def is_longer_noun(self, at: int) -> bool:
        """Whether a noun of several signs begins at a place: the 多 of 多管火箭炮 is no odd number."""
        noun = self.words.noun.match(self.text, at)
        return noun is not None and len(noun[0]) > 1
