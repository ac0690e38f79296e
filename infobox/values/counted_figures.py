"""Figures of languages that count with words after the number: `軍艦8隻`, `戦死者約300人`, `37艘军舰`, `전사 3,057명`.

The words that stand between a number and the figure before it may name what is counted, what happened to it, or a label; those after it,
up to the next sign, may do the same.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from infobox.language import concepts
from infobox.record import Kind
from infobox.values.counted_numbers import ANIMAL, FORMATION, PEOPLE, THING, Count, CountedWords, shared_scale
from infobox.values.figure_kinds import kind_of

_BOUNDARY: Final = re.compile(r"[、,;。()\[\]【】]")
_WORDS: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SEPARATING: Final = re.compile(r"[;。()\[\]【】:]")
_LATIN: Final = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]")
_MODEL: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9]*[- ]?|[ァ-ヶー][- ]?)\Z")
_LEAST_ALONE: Final = 1000
"""From here on a number in numerals needs no counter."""
_MODEL_AMONG_LETTERS: Final = re.compile(r"(?<!\w)(?:[A-Z]{1,5}[0-9]*[- ]?|[A-Za-z]{1,9}-)\Z")
"""The same where words are written in the same letters."""
_MOST: Final = 1000
"""The most figures that are read on one line."""
_REACH: Final = 60
"""The most characters on either side of a number that are about it."""
_AROUND_LABEL: Final = " 、,・-–—*•'\""
_LONGEST_LABEL: Final = 60
_LONGEST_NOUN: Final = 24
_FROM, _TO = 1500, 2035
"""Between these a bare number is a year, unless it is round."""


class CountedFigure(NamedTuple):
    """A figure while the line is read: bounds, exactness, unit, kind and label, and where it begins and ends.

    `counter` is the word after the number, `own` whether the unit is a noun, `joined` whether only a join separates it from the figure
    before it.
    """

    low: int | None
    high: int | None
    about: bool
    unit: str
    kinds: frozenset[str]
    of: str
    start: int
    end: int
    counter: str = ""
    own: bool = False
    joined: bool = False


class CountedLine:
    """Reads the figures of a line: `text` with signs and letters as the lexicon has them, each at the place where it stands as written."""

    def __init__(self, text: str, written: str, words: CountedWords, years: range, cuts: Sequence[int]) -> None:
        self.text = text.lower()
        self.written = written
        self.words = words
        self.years = years
        self.stops = sorted({*cuts, len(text)})
        self.found: list[CountedFigure] = []
        self.doubtful: list[tuple[int, int]] = []
        self.label = self.label_low = ""
        self.outer: list[tuple[str, str]] = []
        self.label_from = self.claimed = self.marked = 0

    def read(self) -> list[CountedFigure]:
        """All of them, in order."""
        at = 0
        while len(self.found) < _MOST:
            first = self.words.first.search(self.text, at)
            if first is None:
                break
            at = self._number(first.start())
        return self.found

    def _number(self, at: int) -> int:
        """Read the number at a place, if it is a figure; return the place from which to go on."""
        stop = next((stop for stop in self.stops if stop > at), len(self.text))
        count = self.words.number(self.text, at, stop)
        if count is None:
            return at + 1
        self._mark(at)
        if self._is_name(count):
            return count.end
        last, end, effects = self._whole(count, stop)
        if count.amount is None or (last is not None and last.amount is None):
            if self._is_counted(end) or not _is_spelt(count, self.text):
                self.doubtful.append((at, end))
            return max(end, count.end)
        if self._is_measured(end):
            return end
        return self._figure(count, last, end, effects)

    def _mark(self, at: int) -> None:
        """Take the labels and parentheses between the last place and this one."""
        for match in _SEPARATING.finditer(self.text, self.marked, at):
            sign, place = match[0], match.start()
            if sign == ":":
                label = self.text[max(self.label_from, place - _LONGEST_LABEL) : place]
                cut = max((found.end() for found in _BOUNDARY.finditer(label)), default=0) if self.found else 0
                start = place - len(label) + cut
                self.label, self.label_low = (words[start:place].strip(_AROUND_LABEL) for words in (self.written, self.text))
                self.claimed = max(self.claimed, place + 1)
            elif sign in "([【":
                self.outer.append((self.label, self.label_low))
            elif self.outer and sign in ")]】":
                self.label, self.label_low = self.outer.pop()
            self.label_from = match.end()
        self.marked = max(self.marked, at)

    def _is_name(self, count: Count) -> bool:
        """Whether a number belongs to the name before it (`第3師団`, `B-29`), or is money or a vague number (`数千`)."""
        before = self.text[max(0, count.start - 12) : count.start]
        if self.words.before_name.search(before) is not None:
            return True
        if _is_spelt(count, self.text):
            return not self._is_counted_word(count)
        model = _MODEL_AMONG_LETTERS if self.words.spaced else _MODEL
        return bool(count.plain and model.search(self.written, count.start - len(before), count.start) and not self._is_counted(count.end))

    def _is_counted_word(self, count: Count) -> bool:
        """Whether a number in numerals counts: a counter follows, or, after thousands, what is counted, or nothing."""
        end = self._odd(count.end, set())
        if self._is_counted(end):
            return True
        if count.amount is None or count.amount < _LEAST_ALONE or count.end - count.start < 2:
            return False
        after = self.text[end : end + 1]
        return not after.isalnum() or any(
            words.match(self.text, end) for words in (self.words.noun, self.words.fate, self.words.exact_after)
        )

    def _is_measured(self, at: int) -> bool:
        """Whether a word stands at a place that shows that the number before it counts nothing."""
        measure, noun = self.words.not_counted.match(self.text, at), self.words.noun.match(self.text, at)
        return measure is not None and not self._is_counted(at) and (noun is None or noun.end() <= measure.end())

    def _is_counted(self, at: int) -> bool:
        """Whether a counter stands at a place, and not a longer word that begins like one."""
        counter, other = self.words.counter.match(self.text, at), self.words.not_counted.match(self.text, at)
        return counter is not None and (other is None or counter.end() >= other.end())

    def _counter(self, at: int) -> re.Match[str] | None:
        """The counter at a place, unless a longer noun begins with it: the 人 of 人質."""
        counter = self.words.counter.match(self.text, at)
        if counter is None:
            return None
        noun = self.words.noun.match(self.text, counter.start("counter"))
        return counter if noun is None or noun.end() <= counter.end() else None

    def _whole(self, count: Count, stop: int) -> tuple[Count | None, int, set[str]]:
        """The second number of a range if the first begins one, the place after both, and what words after them state."""
        effects: set[str] = set()
        end = self._odd(count.end, effects, odd=count.odd)
        between = end
        if (counter := self.words.counter.match(self.text, end)) is not None:
            between = self._odd(counter.end(), set())
        for place in dict.fromkeys((between, end)):
            dash = self.words.range.match(self.text, place)
            second = self.words.number(self.text, dash.end(), stop) if dash is not None else None
            if second is None or (second.amount is not None and count.amount is not None and second.amount <= count.amount):
                continue
            return second, self._odd(second.end, set()), set()
        return None, end, effects

    def _odd(self, at: int, effects: set[str], *, odd: bool = False) -> int:
        """The place after a word such as 余 at a place, which makes the number a lower bound."""
        for word in self.words.odd:
            end = at + len(word)
            if self.text.startswith(word, at) and (not self.text[end : end + 1].isalnum() or self.words.noun_follows or self._counter(end)):
                at, odd = end, True
                break
        if odd:
            effects.add(concepts.AT_LEAST)
        return at

    def _exactness(self, at: int, effects: set[str]) -> int:
        """The place after words for the exactness of the number before a place."""
        while (match := self.words.exact_after.match(self.text, at)) is not None:
            effects.add(self.words.after[match["exact"]])
            at = match.end()
        return at

    def _figure(self, count: Count, last: Count | None, number_end: int, effects: set[str]) -> int:
        """Add the figure of a number or a range that ends at a place; return the place from which to go on."""
        text, words = self.text, self.words
        start, begin, floor = self._hedged(count.start, effects)
        region = (floor, begin)
        end = self._exactness(number_end, effects)
        counter = ""
        if (match := self._counter(end)) is not None:
            counter = match["counter"]
            end = self._exactness(self._odd(match.end(), effects) if last is None else match.end(), effects)
        before_kinds, noun, label = self._before(*region, counter)
        formation = words.classes.get(counter) == FORMATION
        after_noun, end = ("", end) if noun and not formation else self._noun_after(end, counter)
        if formation:
            noun = after_noun or (counter if words.body.fullmatch(counter) else noun)
        if not self._counts(count, counter, noun or after_noun or label, bool(before_kinds), start, end):
            return max(end, count.end)
        end = self._exactness(end, effects)
        kinds, claimed, fate = self._after(end, has_kind=bool(before_kinds))
        part = words.part.search(text, *region) is not None
        unit = self._unit(noun or after_noun or label, counter, self._word_before(*region) or fate, kinds=bool(kinds or before_kinds))
        found = self._bounded(count, last, effects)
        kinds = before_kinds or kinds or self._of_label(region) or self._of_whole(part=part)
        own = bool(noun or after_noun)
        place = text.find(noun.lower(), self.claimed, start) if noun else start
        joined = bool(self.found) and words.join.fullmatch(text, self.claimed, max(self.claimed, place)) is not None
        made = found._replace(unit=unit, kinds=frozenset(kinds), of=self.label, start=start, end=number_end, counter=counter, own=own)
        self._add(made._replace(joined=joined), own=own, part=part)
        self.claimed = max(claimed, end)
        return self.claimed

    def _hedged(self, at: int, effects: set[str]) -> tuple[int, int, int]:
        """Where the words for the exactness of the number at a place begin, where those before it do that add nothing, and the place from
        which words may be about it.
        """
        floor = max(self.claimed, at - _REACH)
        opening = max(self.text.rfind(sign, floor, at) for sign in "([【;。:")
        floor = max(floor, opening + 1)
        begin = start = at
        while begin > floor and (match := self.words.before.search(self.text, floor, begin)) is not None:
            begin = match.start()
            if (word := match["exact"]) is not None:
                effects.add(self.words.exactness[word])
                start = begin
        effects.discard(concepts.EXACTLY)
        return start, begin, floor

    def _segment(self, start: int, end: int) -> tuple[int, int]:
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

    def _before(self, start: int, end: int, counter: str) -> tuple[set[str], str, str]:
        """What the words before a number state: kinds, the noun that is counted, and the noun of the label."""
        words = self.words
        first, end = self._segment(start, end)
        kinds = self._kinds(first, end)
        noun = self._noun(first, end, counter)
        label = ""
        if not noun and self.label and not self.text[first:end].strip():
            match = words.noun_end.search(self.label_low) if words.classes.get(counter) != PEOPLE else None
            label = self.label if match is not None and len(self.label) <= _LONGEST_NOUN else ""
        return kinds, noun, label

    def _kinds(self, start: int, end: int) -> set[str]:
        """The kinds of all fates that stand between two places."""
        kinds: set[str] = set()
        for match in self.words.fate.finditer(self.text, start, end):
            kinds |= self.words.kinds(match[0])
        return kinds

    def _noun(self, start: int, end: int, counter: str) -> str:
        """The noun before a number, as written, if the words there end in one; empty if they state only a fate, or a total."""
        words = self.words
        text = self.text[start:end]
        for pattern in (words.genitive, words.part, words.stop, re.compile(r"\s")):
            last = max((match.end() for match in pattern.finditer(text.rstrip())), default=0)
            start, text = start + last, text[last:]
        text = self._untailed(text)
        if (calibre := words.calibre.match(text)) is not None:
            start, text = start + calibre.end(), text[calibre.end() :]
        if not text or len(text) > _LONGEST_NOUN or words.empty_end.search(text) is not None:
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
        known = words.noun_end.search(text) is not None
        thing = words.classes.get(counter) in (THING, ANIMAL) and not any(text.endswith(body) for body in words.bodies)
        return self.written[start : start + len(text)] if known or (thing and text) else ""

    def _untailed(self, text: str) -> str:
        """Words without one such as 数 after a fate, unless it belongs to a known word."""
        text = text.rstrip()
        return text if self.words.known_end.search(text) is not None else self.words.fate_tail.sub("", text)

    def _word_before(self, start: int, end: int) -> str:
        """The word of the fate directly before a number: the unit if nothing else is counted."""
        first, end = self._segment(start, end)
        text = self._untailed(self.text[first:end])
        matches = list(self.words.fate.finditer(text))
        return self.written[first + matches[0].start() : first + matches[-1].end()] if matches else ""

    def _noun_after(self, at: int, counter: str) -> tuple[str, int]:
        """The noun after a counter, as written, and the place after it: `37艘军舰`, `5,000人の兵士`, `3個師団`."""
        words = self.words
        limit = min(len(self.text), at + _LONGEST_NOUN)
        if (match := _SEPARATING.search(self.text, at, limit)) is not None:
            limit = match.start()
        limit = self._next_number(at, limit)
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
        return self._noun_phrase(begin, limit, known=bool(counter)) if words.head_first else self._longest_noun(begin, limit)

    def _noun_phrase(self, begin: int, limit: int, *, known: bool) -> tuple[str, int]:
        """The noun at a place with the words after it, as written, up to the next sign, name or other known word.

        `known`: only a known noun; after a counter other words may state something else.
        """
        begin += self.text[begin : begin + 1] == " "
        noun = self.words.noun.match(self.text, begin, limit)
        if noun is None and known:
            return "", begin
        first = noun.end() if noun is not None else begin
        for pattern in (_BOUNDARY, self.words.stop, self.words.join, self.words.exact_after):
            if (match := pattern.search(self.text, first, limit)) is not None:
                limit = match.start()
        end = begin
        for word in _WORDS.finditer(self.written, begin, limit):
            if word.start() >= first and (not word[0].islower() or word.start() > end + 1):
                break
            end = word.end()
        return self.written[begin:end], end

    def _longest_noun(self, begin: int, limit: int) -> tuple[str, int]:
        """The longest noun that begins at a place, as written: without joins, or else with them."""
        join = self.words.join.search(self.text, begin, limit)
        for stop in [join.start(), limit] if join is not None else [limit]:
            particles = self.words.particle.match(self.text, begin, stop)
            begin = particles.end() if particles is not None else begin
            ends = [match.end() for match in self.words.noun.finditer(self.text, begin, stop)]
            if ends and self.words.stop.search(self.text, begin, ends[-1]) is None:
                return self.written[begin : ends[-1]].strip(), ends[-1]
        return "", begin

    def _after(self, at: int, *, has_kind: bool) -> tuple[set[str], int, str]:
        """The kinds that the words after a figure state, the place after them, and their first word."""
        words = self.words
        limit = min(len(self.text), at + _REACH)
        boundary = _BOUNDARY.search(self.text, at, limit)
        last = boundary.start() if boundary is not None else limit
        stop = self._next_number(at, last)
        if has_kind:
            return set(), at, ""
        matches = list(words.fate.finditer(self.text, at, stop))
        if not matches or (stop < last and self.words.particle.sub("", self.text[at : matches[0].start()])):
            return set(), at, ""
        kinds = self._kinds(at, stop)
        end = matches[-1].end()
        if boundary is not None and stop == last and boundary[0] in "、,":
            further = _BOUNDARY.search(self.text, boundary.end())
            after = further.start() if further is not None else len(self.text)
            if words.only_fate(self.text[boundary.end() : after]):
                kinds, end = kinds | self._kinds(boundary.end(), after), after
        return kinds, end, self.written[matches[0].start() : end].strip()

    def _next_number(self, at: int, limit: int) -> int:
        """Where the next number that may count begins, at most at a place."""
        number = self.words.first.search(self.text, at, limit)
        while number is not None and _is_spelt_sign(self.text, number.start(), self.words):
            number = self.words.first.search(self.text, number.end(), limit)
        return number.start() if number is not None else limit

    def _counts(self, count: Count, counter: str, noun: str, fated: bool, start: int, end: int) -> bool:
        """Whether a number counts something."""
        if counter or noun or fated or self.words.fate.match(self.text, end + (self.text[end : end + 1] == " ")) is not None:
            return True
        amount = count.amount or 0
        after, before = self.text[end : end + 1], self.text[max(self.claimed, start - 1) : start]
        if count.plain and (amount in self.years or (_FROM <= amount <= _TO and amount % 50 != 0 and count.end - count.start == 4)):
            return False
        if not self.words.head_first and self.words.body.match(self.text, end) is not None:
            return False  # a name, `129师`
        attached = after.isalnum() or (before.isalnum() and count.start == start)
        if attached and count.plain and amount < 1000 and "," not in self.text[count.start : count.end]:
            self.doubtful.append((count.start, count.end))
            return False
        return True

    def _unit(self, noun: str, counter: str, fate: str, *, kinds: bool) -> str:
        """What is counted: the noun, or the counter, or the word for what happened."""
        return noun or counter or (fate if kinds else "")

    def _bounded(self, count: Count, last: Count | None, effects: set[str]) -> CountedFigure:
        """The bounds of a number or a range."""
        first = shared_scale(count, last) if last is not None else count
        low, high = math.floor(first.amount or 0), math.ceil((last or first).amount or 0)
        about = concepts.ABOUT in effects or (last is None and low != high)
        if concepts.AT_LEAST in effects:
            return CountedFigure(low, None, about, "", frozenset(), "", 0, 0)
        if concepts.AT_MOST in effects:
            return CountedFigure(low if last is not None else None, high, about, "", frozenset(), "", 0, 0)
        return CountedFigure(low, high, about, "", frozenset(), "", 0, 0)

    def _of_label(self, region: tuple[int, int]) -> set[str]:
        """The kinds of the label, for a figure with nothing but a noun before it."""
        if not self.label or not self.words.only_fate(self.label_low):
            return set()
        between = self.words.noun.sub("", self.text[slice(*region)])
        return set() if self.words.join.sub("", between).strip() else self._kinds_of(self.label_low)

    def _kinds_of(self, words: str) -> set[str]:
        return {part for match in self.words.fate.finditer(words) for part in self.words.kinds(match[0])}

    def _of_whole(self, *, part: bool) -> set[str]:
        """The kinds of the figure before, for one that states a part of it: `捕虜300人（うち将校20人）`."""
        return set(self.found[-1].kinds) if part and self.found else set()

    def _add(self, made: CountedFigure, *, own: bool, part: bool) -> None:
        """Add a figure; it takes the noun of the one before it, and gives its kind to those of its list."""
        found = self.found
        same = bool(found) and not own and made.counter == found[-1].counter and found[-1].own and bool(made.kinds or part)
        if same and made.counter and self._class(made.counter) != PEOPLE:
            made = made._replace(unit=found[-1].unit)  # `重巡3隻沈没、1隻大破`
        if made.kinds and own:
            last = made
            for index in range(len(found) - 1, -1, -1):
                before = found[index]
                if before.kinds or not before.own or not last.joined or self._class(before.counter) != self._class(made.counter):
                    break
                found[index] = before._replace(kinds=made.kinds)
                last = before
        found.append(made)

    def _class(self, counter: str) -> str:
        return self.words.classes.get(counter, "")


def _is_spelt(count: Count, text: str) -> bool:
    """Whether a number is written in numerals alone, which may be a part of a word: the 一 of `一部`."""
    return not any(map(str.isdecimal, text[count.start : count.end]))


def _is_spelt_sign(text: str, at: int, words: CountedWords) -> bool:
    """Whether the numeral at a place does not begin a counted number."""
    count = words.number(text, at, len(text)) if not text[at].isdecimal() else None
    return count is not None and words.counter.match(text, count.end) is None


def kind_for(found: CountedFigure, words: CountedWords) -> Kind | None:
    """The kind of a figure as it applies to what is counted: people are not destroyed, things that are lost are."""
    kinds = set(found.kinds)
    if concepts.LOST_THING in kinds:
        kinds.remove(concepts.LOST_THING)
        kinds.add(concepts.DESTROYED if words.suits(concepts.DESTROYED, found.unit, found.counter) else concepts.CASUALTIES)
    people = words.classes.get(found.counter) == PEOPLE or words.names(words.people, found.unit)
    if people and concepts.DESTROYED in kinds:
        kinds.remove(concepts.DESTROYED)
    return kind_of(kinds)


def kinds_of_heading(heading: str, words: CountedWords) -> Kind | None:
    """What happened to the people or things under a heading: `戦死者：`, `人的損害（公式）`."""
    bare = re.sub(r"\([^()]*\)", "", heading.lower()).strip(" :-.・【】[]")
    pieces = [piece for piece in words.join.split(bare) if piece]
    if not pieces or not all(words.only_fate(piece) for piece in pieces):
        return None
    kinds = set(itertools.chain.from_iterable(words.kinds(match[0]) for match in words.fate.finditer(bare)))
    return kind_of({concepts.CASUALTIES if kind == concepts.LOST_THING else kind for kind in kinds})
