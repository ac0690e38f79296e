"""What counted numbers count, and what happened to it: the words before a number, and after its counter.

Before a number stands a noun, perhaps with words for what happened (`戦死者300人`, `軍艦沈没5隻`); after its counter a noun (`37艘军舰`,
`5,000人の兵士`, `10 xe tăng hạng nhẹ`).
"""

from __future__ import annotations

import re
from typing import Final

from infobox.values.counted_numbers import ANIMAL, FORMATION, PEOPLE, THING, CountedWords

BOUNDARY: Final = re.compile(r"[、,;。()\[\]【】]")
"""What ends the words about a number."""
SEPARATING: Final = re.compile(r"[;。()\[\]【】:]")
"""What ends the words of a list, too."""
_NEXT_LABEL: Final = re.compile(r" ([^\d:、,;。()\[\]【】]{1,24}):")
_WORDS: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LONGEST_NOUN: Final = 24
"""The most characters of a noun."""


class CountedText:
    """A line: `text` in lower case with signs and letters as the lexicon has them, each at the place where it stands as `written`."""

    def __init__(self, text: str, written: str, words: CountedWords) -> None:
        self.text = text.lower()
        self.written = written
        self.words = words

    def is_measured(self, at: int) -> bool:
        """Whether a word stands at a place that shows that the number before it counts nothing."""
        measure, noun = self.words.not_counted.match(self.text, at), self.words.noun.match(self.text, at)
        return measure is not None and not self.is_counted(at) and (noun is None or noun.end() <= measure.end())

    def is_counted(self, at: int) -> bool:
        """Whether a counter stands at a place, and not a longer word that begins like one."""
        counter, other = self.words.counter.match(self.text, at), self.words.not_counted.match(self.text, at)
        return counter is not None and (other is None or counter.end() >= other.end())

    def counter(self, at: int) -> re.Match[str] | None:
        """The counter at a place, unless a longer noun begins with it: the 人 of 人質."""
        counter = self.words.counter.match(self.text, at)
        if counter is None:
            return None
        noun = self.words.noun.match(self.text, counter.start("counter"))
        return counter if noun is None or noun.end() <= counter.end() else None

    def segment(self, start: int, end: int) -> tuple[int, int]:
        """The part of the words before a number that is about it: after the last join, and before that what only states a fate."""
        joins = list(self.words.join.finditer(self.text, start, end))
        first = end
        edges = [start, *(edge for join in joins for edge in join.span()), end]
        closed = False
        for left, right in reversed(list(zip(edges[::2], edges[1::2], strict=True))):
            fate = self.words.only_fate(self.text[left:right])
            if not fate and closed:
                break
            first = left
            closed = fate or left == right == end or not self.words.dropped.fullmatch(self.text, left, right)
            if not fate and closed:
                break
        return first, end

    def kinds(self, start: int, end: int) -> set[str]:
        """The kinds of all fates that stand between two places."""
        kinds: set[str] = set()
        for match in self.words.fate.finditer(self.text, start, end):
            kinds |= self.words.kinds(match[0])
        return kinds

    def noun(self, start: int, end: int, counter: str) -> str:
        """The noun before a number, as written, if the words there end in one; empty if they state only a fate, or a total."""
        words = self.words
        text = self.text[start:end]
        for pattern in (words.genitive, words.part, words.stop, re.compile(r"\s")):
            last = max((match.end() for match in pattern.finditer(text.rstrip())), default=0)
            start, text = start + last, text[last:]
        text = self.untailed(text)
        if (calibre := words.calibre.match(text)) is not None:
            start, text = start + calibre.end(), text[calibre.end() :]
        if not text or len(text) > LONGEST_NOUN or words.empty_end.search(text) is not None:
            return ""
        fates = list(words.fate.finditer(text))
        if fates and fates[-1].end() == len(text):
            if fates[-1][0] not in words.fate_nouns:
                named = words.counted_end.search(text, 0, fates[0].start())  # `軍艦沈没5隻`
                return self.written[start : start + named.end()] if named is not None else ""
            several = words.join.search(text) is not None and words.only_fate(words.join.split(text)[0])
            first = fates[0 if several else -1].start()  # `死者・行方不明者`
            described = words.noun_end.search(text[:first])
            begin = described.start() if described is not None else first
            return self.written[start + begin : start + len(text)]
        if fates:
            start, text = start + fates[-1].end(), text[fates[-1].end() :]
        known = (words.counted_end if words.classes.get(counter) == PEOPLE else words.noun_end).search(text) is not None
        thing = words.classes.get(counter) in (THING, ANIMAL) and not any(text.endswith(body) for body in words.bodies)
        return self.written[start : start + len(text)] if known or (thing and text) else ""

    def untailed(self, text: str) -> str:
        """Words without one such as 数 after a fate, unless it belongs to a known word."""
        text = text.rstrip()
        return text if self.words.known_end.search(text) is not None else self.words.fate_tail.sub("", text)

    def word_before(self, start: int, end: int) -> str:
        """The word of the fate directly before a number: the unit if nothing else is counted."""
        first, end = self.segment(start, end)
        text = self.untailed(self.text[first:end])
        matches = list(self.words.fate.finditer(text))
        return self.written[first + matches[0].start() : first + matches[-1].end()] if matches else ""

    def noun_after(self, at: int, counter: str) -> tuple[str, int]:
        """The noun after a counter, as written, and the place after it: `37艘军舰`, `5,000人の兵士`, `3個師団`."""
        words = self.words
        limit = min(len(self.text), at + LONGEST_NOUN * (1 + words.spaced))
        if self.is_label(at):
            return "", at
        if (match := SEPARATING.search(self.text, at, limit)) is not None:
            limit = match.start()
        limit = self.next_number(at, limit)
        linked = words.genitive.match(self.text, at)
        begin = linked.end() if linked is not None else at
        if (body := words.body.match(self.text, begin, limit)) is not None and (words.classes.get(counter) == FORMATION or linked):
            return self.written[begin : body.end()].strip(), body.end()
        follows = words.noun_follows or (not counter and words.noun.match(self.text, begin, limit) is not None)
        if linked is None and not follows and words.classes.get(counter) != FORMATION:
            return "", at
        if not counter and not words.head_first and words.body.match(self.text, begin, limit) is not None:
            return "", at  # `129师`, a name
        fate = words.fate.search(self.text, begin, limit)
        if fate is not None and fate[0] in words.fate_nouns and fate.start() == begin + (self.text[begin : begin + 1] == " "):
            return self.written[fate.start() : fate.end()], fate.start()
        limit = fate.start() if fate is not None else limit
        return self.noun_phrase(begin, limit, known=bool(counter)) if words.head_first else self.longest_noun(begin, limit)

    def is_label(self, at: int) -> bool:
        """Whether the words at a place are, after a space, a label that says what happened to what follows: `死亡:300 受伤:500`."""
        label = _NEXT_LABEL.match(self.text, at)
        return label is not None and self.words.only_fate(label[1])

    def noun_phrase(self, begin: int, limit: int, *, known: bool) -> tuple[str, int]:
        """The noun at a place with the words after it, as written, up to the next sign, name or other known word.

        `known`: only a known noun; after a counter other words may state something else.
        """
        begin += self.text[begin : begin + 1] == " "
        noun = self.words.noun.match(self.text, begin, limit)
        if noun is None and known:
            return "", begin
        first = noun.end() if noun is not None else begin
        for pattern in (BOUNDARY, self.words.stop, self.words.join, self.words.exact_after):
            if (match := pattern.search(self.text, first, limit)) is not None:
                limit = match.start()
        end = begin
        for word in _WORDS.finditer(self.written, begin, limit):
            if word.start() >= first and (not word[0].islower() or word.start() > end + 1):
                break
            end = word.end()
        return self.written[begin:end], end

    def longest_noun(self, begin: int, limit: int) -> tuple[str, int]:
        """The longest noun that begins at a place, as written: without joins, or else with them."""
        join = self.words.join.search(self.text, begin, limit)
        for stop in [join.start(), limit] if join is not None else [limit]:
            particles = self.words.particle.match(self.text, begin, stop)
            begin = particles.end() if particles is not None else begin
            ends = [match.end() for match in self.words.noun.finditer(self.text, begin, stop)]
            if join is not None and stop == limit and (join.start() == begin or (ends and self.words.first.match(self.text, ends[-1]))):
                break  # `將領47員、士兵5,000人`: the noun of the next figure
            if ends and self.words.stop.search(self.text, begin, ends[-1]) is None:
                return self.written[begin : ends[-1]].strip(), ends[-1]
        return "", begin

    def next_number(self, at: int, limit: int) -> int:
        """Where the next number that may count begins, at most at a place."""
        number = self.words.first.search(self.text, at, limit)
        while number is not None and _is_spelt_sign(self.text, number.start(), self.words):
            number = self.words.first.search(self.text, number.end(), limit)
        return number.start() if number is not None else limit

    def kinds_of(self, words: str) -> set[str]:
        return {part for match in self.words.fate.finditer(words) for part in self.words.kinds(match[0])}

    def sort(self, counter: str) -> str:
        return self.words.classes.get(counter, "")


def _is_spelt_sign(text: str, at: int, words: CountedWords) -> bool:
    """Whether the numeral at a place does not begin a counted number."""
    count = words.number(text, at, len(text)) if not text[at].isdecimal() else None
    return count is not None and words.counter.match(text, count.end) is None
