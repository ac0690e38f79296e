"""Figures of languages that count with words after the number: `軍艦8隻`, `戦死者約300人`, `37艘军舰`, `전사 3,057명`.

The words that stand between a number and the figure before it may name what is counted, what happened to it, or a label; those after it,
up to the next sign, may do the same.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from infobox.language import concepts, signs
from infobox.record import Kind
from infobox.values.counted_nouns import BOUNDARY, LONGEST_NOUN, SEPARATING
from infobox.values.counted_numbers import FORMATION, PEOPLE, Count, CountedWords, shared_scale, shortened
from infobox.values.counted_parts import REACH, CountedParts
from infobox.values.figure_dates import is_likely_year, is_year_written
from infobox.values.figure_kinds import kind_of
from infobox.values.foreign_scales import foreign_scales

_MODEL: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9]*[- ]?|[ァ-ヶー][- ]?)\Z")
_HYPHENED: Final = re.compile(r"[^\W\d_]-\Z")
_LEAST_ALONE: Final = 1000
"""From here on a number in numerals needs no counter."""
_MODEL_AMONG_LETTERS: Final = re.compile(r"(?<!\w)(?:[A-Z]{1,5}[0-9]*[- ]?|[A-Za-z]{1,9}-)\Z")
"""The same where words are written in the same letters."""
_MOST: Final = 1000
"""The most figures that are read on one line."""
_AROUND_LABEL: Final = f" 、,・{signs.PLAIN_DASHES}*•'\""
_LONGEST_LABEL: Final = 60
_HIGHEST_ODDS: Final = 20
_LONGEST_BEFORE: Final = 24
"""The most characters that are looked at for a name before a number."""
_LONGEST_RATIO: Final = 3
"""The most digits of the second number of a ratio."""
_NOTE: Final = re.compile(r"(?<=\[)[0-9]{1,2}(?=\])|(?<=\[[^\W0-9_])[0-9]{1,2}(?=\])|(?<=\[[^\W0-9_] )[0-9]{1,2}(?=\])")
"""The number in the mark of a note: `[1]`, `[注2]`."""
_NAME_BEFORE_DIGITS: Final = re.compile(r"[^\W\d_]{1,12} ?(?=[0-9])")
_WORD: Final = re.compile(r" ?([^\W\d_\u2e80-\uffff]{3,24})")
_PARENTHESIS: Final = re.compile(r" ?\([^()]{1,60}\)")
_TENS: Final = (10, 100, 1000)
_GLUED: Final = re.compile(rf"(?<=[0-9])[{signs.HYPHENS}]?(?P<letters>[^\W\d_\u2e80-\uffff]+[0-9]?)")
"""Letters that may be a scale or a measure: `25k`, `5000ft`."""
_NUMBERS_BEFORE: Final = re.compile(r"\(((?:[0-9]{1,3}[,、] ?)*)\Z")
_NUMBERS_AFTER: Final = re.compile(r"((?:[,、] ?[0-9]{1,3})*)\)")
_PAUSE: Final = re.compile("[、,] ?")


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


class CountedLine(CountedParts):
    """Reads the figures of a line: `text` with signs and letters as the lexicon has them, each at the place where it stands as written."""

    def __init__(self, text: str, written: str, words: CountedWords, years: range, cuts: Sequence[int]) -> None:
        super().__init__(text, written, words)
        self.years = years
        self.stops = sorted({*cuts, len(text)})
        self.found: list[CountedFigure] = []
        self.doubtful: list[tuple[int, int]] = []
        self.label = self.label_low = ""
        self.outer: list[tuple[str, str]] = []
        self.label_from = self.marked = self.named_end = 0

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
        if (apart := self.words.apart.match(self.text, at, stop)) is not None:
            self.marked = apart.end()  # its colon ends no label
            return self.marked
        if at < self.rated_until:
            self.doubtful.append((at, count.end))
            return count.end
        if (reckoned := self._reckoned(count, stop)) or self._is_name(count):
            end = reckoned or self._end_of_name(count, stop)
            self.named_end = 0 if reckoned else end
            return end
        last, end, effects = self._whole(count, stop)
        lower = shared_scale(count, last) if last is not None else count
        broken = lower.amount is not None and lower.amount.denominator != 1 and not lower.scaled  # `597.9高地`
        if count.amount is None or broken or (last is not None and last.amount is None):
            if self.is_counted(end) or not _is_spelt(count, self.text):
                self.doubtful.append((at, end))
                counter = self.counter(end)
                after = counter.end() if counter is not None else end
                self.claimed = max(self.claimed, after, self.noun_after(after, counter["counter"] if counter is not None else "")[1])
            pause = _PAUSE.match(self.text, count.end)
            second = self.words.number(self.text, pause.end(), stop) if pause is not None else None
            return max(end, second.end if second is not None else count.end)  # `1万5、6千`
        elsewhere = self._is_scaled_elsewhere(end)
        if not elsewhere and self.is_measured(end):
            return end
        if elsewhere or self.is_one_in(end) or self.is_whole(at, end):
            self.doubtful.append((at, end))
            return max(end, count.end)
        if (across := self._range_across(end, stop)) > 0:
            self.doubtful.append((at, across))
            return across
        return self._figure(count, last, end, effects)

    def _mark(self, at: int) -> None:
        """Take the labels and parentheses between the last place and this one."""
        for match in SEPARATING.finditer(self.text, self.marked, at):
            sign, place = match[0], match.start()
            if sign == ":":
                label = self.text[max(self.label_from, place - _LONGEST_LABEL, self.claimed if self.found else 0) : place]
                cut = max((found.end() for found in BOUNDARY.finditer(label)), default=0) if self.found else 0
                start = place - len(label) + cut
                self.label_from = match.end()
                if self.found and self.found[-1].start >= start:
                    continue  # `73.000 quân: 50.000 bộ binh`, a figure and its parts
                self.label, self.label_low = (words[start:place].strip(_AROUND_LABEL) for words in (self.written, self.text))
                self.claimed = max(self.claimed, place + 1)
            elif sign in "([【":
                self.outer.append((self.label, self.label_low))
            elif self.outer and sign in ")]】":
                self.label, self.label_low = self.outer.pop()
            self.label_from = match.end()
        self.marked = max(self.marked, at)

    def _reckoned(self, count: Count, stop: int) -> int:
        """The place after numbers that are a ratio (`3:1`, `3対1`), a share (`1/3`), a product or a note, or of which one counts
        (`2、3百人`); 0 if they are not.

        None of them is read.
        """
        text, words = self.text, self.words
        if (note := _NOTE.match(text, count.start)) is not None:
            return note.end()
        if (slashed := self._slashed(count, stop)) > 0:
            return slashed
        if count.amount is None or count.amount >= _LEAST_ALONE:
            return 0
        if (times := words.times.match(text, count.end)) is not None:
            factor = words.number(text, times.end(), stop)
            if factor is not None and not self.is_measured(factor.end):
                self.doubtful.append((count.start, factor.end))
                return factor.end
        if count.amount >= 100:
            return 0
        if (ratio := self._ratio(count, stop)) > 0:
            return ratio
        pause = _PAUSE.match(text, count.end)
        second = words.number(text, pause.end(), stop) if pause is not None else None
        if second is None or count.amount >= 10 or second.amount is None:
            return 0
        if count.amount + 1 not in (second.leading or second.amount, second.amount, _first_digit(second.amount)):
            return 0
        self.doubtful.append((count.start, second.end))
        return second.end

    def _slashed(self, count: Count, stop: int) -> int:
        """The place after two numbers with only a slash between them, a share, or a part and its whole: `1/4 triệu`, `280/300人`."""
        if not count.plain or self.text[count.end : count.end + 1] != "/":
            return 0
        second = self.words.number(self.text, count.end + 1, stop)
        if second is None:
            return 0
        self.doubtful.append((count.start, second.end))
        return second.end

    def _ratio(self, count: Count, stop: int) -> int:
        """The place after a number and another one after a sign or word for a ratio; 0 if there is none."""
        odds = self.words.odds.match(self.text, count.end)
        second = self.words.number(self.text, odds.end(), stop) if odds is not None else None
        if odds is None or second is None or second.amount is None or second.plain != count.plain:
            return 0
        if odds[0] == " : ":
            return second.end if second.plain and second.end - second.start <= _LONGEST_RATIO else 0
        small = (count.amount or 0) <= _HIGHEST_ODDS and second.amount <= _HIGHEST_ODDS
        return second.end if small and not self.is_counted(second.end) else 0

    def _is_name(self, count: Count) -> bool:
        """Whether a number belongs to the name before it (`第3師団`, `B-29`), or is money or a vague number (`数千`)."""
        before = self.text[max(0, count.start - _LONGEST_BEFORE) : count.start]
        if (name := self.words.before_name.search(before)) is not None:
            return not self._is_labelled(count, before, name.start())
        if self.named_end and count.plain and self.words.join.fullmatch(self.text, self.named_end, count.start) is not None:
            return not self.is_counted(count.end) and self.words.noun.match(self.text, count.end + 1) is None  # `第5、6師団`
        if _is_spelt(count, self.text):
            return not self._is_counted_word(count) or self._is_in_word(count, before) or self._begins_name(count)
        model = _MODEL_AMONG_LETTERS if self.words.spaced else _MODEL
        if not count.plain or self.is_counted(count.end):
            return False
        if self.words.noun.match(self.text, count.end) is not None and _HYPHENED.search(self.text, count.start - len(before), count.start):
            return True  # `米格-15战斗机`
        return model.search(self.written, count.start - len(before), count.start) is not None

    def _is_labelled(self, count: Count, before: str, name: int) -> bool:
        """Whether words before a number are a hedge or a label that ends like the name that begins at `name`: `最多3万`.

        But `死者数10人` may be some tens.
        """
        if self.words.sure_end.search(before) is not None:
            return True
        vague = not self.text[count.start].isdecimal() or count.amount in _TENS
        label = self.words.label_end.search(before)
        return not vague and label is not None and label.start() <= name  # not `tập đoàn quân số 6`

    def _range_across(self, end: int, stop: int) -> int:
        """The place after the second number of a range with a parenthesis after the first, which ends at a place: `2千人(1943年)〜5千人`; 0
        if there is none.
        """
        counter = self.counter(end)
        note = _PARENTHESIS.match(self.text, counter.end() if counter is not None else end)
        dash = self.words.range.match(self.text, note.end()) if note is not None else None
        second = self.words.number(self.text, dash.end(), stop) if dash is not None else None
        return second.end if second is not None else 0

    def _is_scaled_elsewhere(self, end: int) -> bool:
        """Whether the number that ends at a place has letters that are not known, or a word that another language has for a scale: `25k`,
        `5000ft`, `300 thousand quân`.
        """
        if (glued := _GLUED.match(self.text, end)) is not None:
            known = any(words.match(self.text, glued.start("letters")) for words in (self.words.noun, self.words.not_counted))
            return not self.is_counted(end) and (len(glued["letters"]) == 1 or not known)
        word = _WORD.match(self.text, end)
        return word is not None and word[1] in foreign_scales(self.words.spelling) and not self.is_counted(end)

    def _end_of_name(self, count: Count, stop: int) -> int:
        """The place after a number that is part of a name or vague, and after the number to which it leads: `第3〜5師団`."""
        dash = self.words.range.match(self.text, count.end)
        second = self.words.number(self.text, dash.end(), stop) if dash is not None and not dash[0][0].isspace() else None
        return count.end if second is None else second.end

    def _is_in_word(self, count: Count, before: str) -> bool:
        """Whether a small number in numerals is a part of a name: `三好三人衆`, but not `軍艦三隻`."""
        if count.amount is None or count.amount >= _LEAST_ALONE or not before[-1:].isalnum() or self.words.empty_end.search(before):
            return False
        return self.words.known_end.search(before) is None and self.words.before.search(before) is None

    def _begins_name(self, count: Count) -> bool:
        """Whether a number in numerals begins a noun (`三列桨座战船`), or a name before a number in digits: `二本松藩300人`."""
        noun = self.words.noun.match(self.text, count.start)
        if noun is not None and noun.end() > count.end:
            return True
        counter = self.words.counter.match(self.text, count.end)
        counted = _NAME_BEFORE_DIGITS.match(self.text, counter.end()) if counter is not None else None
        if counter is None or counted is None:
            return False
        if self.words.classes.get(counter["counter"]) == FORMATION and self.words.noun.fullmatch(counted[0].rstrip()) is not None:
            return False  # `三个师1万人`
        return not any(known.search(counted[0]) for known in (self.words.fate, self.words.join, self.words.part, self.words.exact_after))

    def _is_counted_word(self, count: Count) -> bool:
        """Whether a number in numerals counts: a counter follows, or, after thousands, what is counted, or nothing."""
        end = self._odd(count.end, set())
        if self.is_counted(end):
            return True
        if count.amount is None or count.amount < _LEAST_ALONE or count.end - count.start < 2:
            return False
        after = self.text[end : end + 1]
        return not after.isalnum() or any(
            words.match(self.text, end) for words in (self.words.noun, self.words.fate, self.words.exact_after)
        )

    def _whole(self, count: Count, stop: int) -> tuple[Count | None, int, set[str]]:
        """The second number of a range if the first begins one, the place after both, and what words after them state."""
        effects: set[str] = set()
        end = self._odd(count.end, effects, odd=count.odd)
        between = end
        if (counter := self.words.counter.match(self.text, end)) is not None:
            between = self._odd(counter.end(), set())
        for place in dict.fromkeys((between, end)):
            dash = self.words.range.match(self.text, place) or self._and_after_between(count.start, place)
            limit = self.words.limit.match(self.text, dash.end()) if dash is not None else None
            second = self.words.number(self.text, limit.end(), stop) if limit is not None else None
            if dash is None or limit is None or second is None:
                continue
            if second.amount is not None and count.amount is not None and second.amount <= count.amount:
                second = shortened(count, second)
                if second is None or not _is_tight(dash[0]):
                    continue
            of_range: set[str] = {concepts.AT_MOST} if limit[0] else set()
            return second, self._odd(second.end, of_range, odd=second.odd), of_range
        return None, end, effects

    def _and_after_between(self, start: int, at: int) -> re.Match[str] | None:
        """The `and` at a place, if a `between` stands before the number from `start` on: `giữa 5.000 và 6.000`."""
        between = self.words.between.search(self.text, max(0, start - LONGEST_NOUN), start)
        return self.words.between_and.match(self.text, at) if between is not None else None

    def _odd(self, at: int, effects: set[str], *, odd: bool = False) -> int:
        """The place after a word such as 余 at a place, which makes the number a lower bound."""
        for word in self.words.odd if not self.is_longer_noun(at) else ():
            end = at + len(word)
            if self.text.startswith(word, at) and (not self.text[end : end + 1].isalnum() or self.words.noun_follows or self.counter(end)):
                at, odd = end, True
                break
        if odd:
            effects.add(concepts.AT_LEAST)
        return at

    def _exactness(self, at: int, effects: set[str]) -> int:
        """The place after words for the exactness of the number before a place."""
        while (match := self.words.exact_after.match(self.text, at)) is not None and not self.is_longer_noun(at):
            effects.add(self.words.after[match["exact"]])
            at = match.end()
        return at

    def _figure(self, count: Count, last: Count | None, number_end: int, effects: set[str]) -> int:
        """Add the figure of a number or a range that ends at a place; return the place from which to go on."""
        text, words = self.text, self.words
        start, begin, floor = self._hedged(count.start, effects)
        region = (floor, begin)
        end = self._exactness(number_end, effects)
        counter = written = ""
        if (match := self.counter(end)) is not None:
            counter, written = match["counter"], self.written[slice(*match.span("counter"))]
            end = self._exactness(self._odd(match.end(), effects) if last is None else match.end(), effects)
            count, end = self.with_half(count, end) if last is None else (count, end)
        if concepts.REST in effects or self.is_rate(floor, count.start, end):
            self.doubtful.append((count.start, number_end))
            self.claimed = max(self.claimed, end)
            return max(end, count.end)
        before_kinds, noun, label = self._before(*region, counter)
        if self.words.about_first.match(text, self.segment(*region)[0]) is not None:
            effects.add(concepts.ABOUT)  # `推定死者数60万`
        formation = words.classes.get(counter) == FORMATION
        after_noun, end = ("", end) if noun and not formation else self.noun_after(end, counter)
        if after_noun and formation and last is None:
            count, end = self.with_half(count, end)
        if formation:
            noun = after_noun or (written if words.body.fullmatch(counter) else noun)
        if not self._counts(count, counter, noun or after_noun or label, bool(before_kinds), start, end):
            return max(end, count.end)
        end = self._exactness(end, effects)
        of_part = words.out_of.search(text, *region) is not None  # `捕虜のうち200名が処刑`
        kinds, claimed, fate = self._after(end, has_kind=bool(before_kinds) and not of_part)
        before_kinds = before_kinds if not of_part else kinds or before_kinds
        part = words.part.search(text, *region) is not None
        unit = self._unit(noun or after_noun or label, written, self.word_before(*region) or fate, kinds=bool(kinds or before_kinds))
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
        floor = max(self.claimed, at - REACH)
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

    def _before(self, start: int, end: int, counter: str) -> tuple[set[str], str, str]:
        """What the words before a number state: kinds, the noun that is counted, and the noun of the label."""
        words = self.words
        first, end = self.segment(start, end)
        kinds = self.kinds(first, end)
        noun = self.noun(first, end, counter)
        label = ""
        if not noun and self.label and not self.text[first:end].strip():
            match = words.noun_end.search(self.label_low) if words.classes.get(counter) != PEOPLE else None
            label = self.label if match is not None and len(self.label) <= LONGEST_NOUN else ""
        return kinds, noun, label

    def _after(self, at: int, *, has_kind: bool) -> tuple[set[str], int, str]:
        """The kinds that the words after a figure state, the place after them, and their first word."""
        words = self.words
        limit = min(len(self.text), at + REACH)
        boundary = BOUNDARY.search(self.text, at, limit)
        last = boundary.start() if boundary is not None else limit
        stop = self.next_number(at, last)
        if has_kind or self.is_label(at):
            return set(), at, ""
        matches = list(words.fate.finditer(self.text, at, stop))
        if not matches or (stop < last and self.words.particle.sub("", self.text[at : matches[0].start()])):
            return set(), at, ""
        kinds = self.kinds(at, stop)
        end = matches[-1].end()
        if boundary is not None and stop == last and boundary[0] in "、,":
            further = BOUNDARY.search(self.text, boundary.end())
            after = further.start() if further is not None else len(self.text)
            if words.only_fate(self.text[boundary.end() : after]):
                kinds, end = kinds | self.kinds(boundary.end(), after), after
        return kinds, end, self.written[matches[0].start() : end].strip()

    def _counts(self, count: Count, counter: str, noun: str, fated: bool, start: int, end: int) -> bool:
        """Whether a number counts something."""
        if counter or noun or fated or self.words.fate.match(self.text, end + (self.text[end : end + 1] == " ")) is not None:
            return True
        amount = count.amount or 0
        after = self.text[end : end + 1]
        if count.plain and self._is_year_or_margin(count, after):
            return False
        if count.plain and (amount in self.years or (is_likely_year(amount) and is_year_written(self.text[count.start : count.end]))):
            return False
        if not self.words.head_first and self.words.body.match(self.text, end) is not None:
            return False  # a name, `129师`
        if not count.plain or amount >= 1000:
            return True
        region = self.text[max(self.claimed, start - REACH) : start]
        region = region[max(region.rfind(sign) for sign in "([【;。:、,") + 1 :].strip()
        numbered = region[-1:].isalnum() and self.words.empty_end.search(region) is None
        if after.isalnum() or numbered or _names_only(self.text, start, end):
            self.doubtful.append((count.start, count.end))
            return False
        # `(1)`, `1. `
        return not (after == ")" and self.text[start - 1 : start] == "(") and not (after == "." and not self.text[:start].strip())

    def _is_year_or_margin(self, count: Count, after: str) -> bool:
        """Whether a number stands as years do, alone in parentheses or before a colon, or is the margin of the one before it."""
        before = self.text[: count.start].rstrip()[-1:]
        year = is_year_written(self.text[count.start : count.end])
        return before == "±" or (year and (after == ":" or (before == "(" and after == ")")))

    def _unit(self, noun: str, counter: str, fate: str, *, kinds: bool) -> str:
        """What is counted: the noun, or the counter, or the word for what happened."""
        return noun or counter or (fate if kinds else "")

    def _bounded(self, count: Count, last: Count | None, effects: set[str]) -> CountedFigure:
        """The bounds of a number or a range."""
        first = shared_scale(count, last) if last is not None else count
        low, high = math.floor(first.amount or 0), math.ceil((last or first).amount or 0)
        about = concepts.ABOUT in effects or (last is None and low != high)
        limited = last is not None and concepts.AT_MOST in effects  # `최소 5만에서 최대 7만`
        no_high = concepts.AT_LEAST in effects and not limited
        no_low = concepts.AT_MOST in effects and last is None and not no_high
        return CountedFigure(None if no_low else low, None if no_high else high, about, "", frozenset(), "", 0, 0)

    def _of_label(self, region: tuple[int, int]) -> set[str]:
        """The kinds of the label, for a figure with nothing but a noun before it."""
        if not self.label or not self.words.only_fate(self.label_low):
            return set()
        between = self.words.noun.sub("", self.text[slice(*region)])
        return set() if self.words.join.sub("", between).strip() else self.kinds_of(self.label_low)

    def _of_whole(self, *, part: bool) -> set[str]:
        """The kinds of the figure before, for one that states a part of it: `捕虜300人（うち将校20人）`."""
        return set(self.found[-1].kinds) if part and self.found else set()

    def _add(self, made: CountedFigure, *, own: bool, part: bool) -> None:
        """Add a figure; it takes the noun of the one before it, and gives its kind to those of its list."""
        found = self.found
        if found and made.low is None and made.joined and (both := _both_bounds(found[-1], made)) is not None:
            found[-1] = both
            return
        same = bool(found) and not own and made.counter == found[-1].counter and found[-1].own and bool(made.kinds or part)
        if same and made.counter and self.sort(made.counter) != PEOPLE:
            made = made._replace(unit=found[-1].unit)  # `重巡3隻沈没、1隻大破`
        if made.kinds and own:
            last = made
            for index in range(len(found) - 1, -1, -1):
                before = found[index]
                if before.kinds or not before.own or not last.joined or self.sort(before.counter) != self.sort(made.counter):
                    break
                found[index] = before._replace(kinds=made.kinds)
                last = before
        found.append(made)


def _both_bounds(first: CountedFigure, second: CountedFigure) -> CountedFigure | None:
    """The range of which two figures are the bounds: `最少300人、最大500人`; None if they are none, or count different things."""
    if first.high is not None or first.low is None or second.high is None or first.low >= second.high or first.of != second.of:
        return None
    different = first.own and second.own and first.unit != second.unit
    if different or first.counter != second.counter or (first.kinds and second.kinds and first.kinds != second.kinds):
        return None
    unit = second.unit if second.own else first.unit
    return first._replace(high=second.high, about=first.about or second.about, unit=unit, kinds=first.kinds or second.kinds, end=second.end)


def _names_only(text: str, start: int, end: int) -> bool:
    """Whether a parenthesis holds only small numbers, the number between two places and others: `3 tiểu đoàn (2, 3, 4)`."""
    before, after = (
        _NUMBERS_BEFORE.search(text, max(0, start - _LONGEST_LABEL), start),
        _NUMBERS_AFTER.match(text, end, end + _LONGEST_LABEL),
    )
    return before is not None and after is not None and bool(before[1] or after[1])


def _is_tight(dash: str) -> bool:
    """Whether a dash or word for a range has no spaces around it, so that it does not only separate two figures."""
    return bool(dash) and not dash[0].isspace() and not dash[-1].isspace()


def _first_digit(amount: Fraction) -> int:
    return int(str(int(amount))[0])


def _is_spelt(count: Count, text: str) -> bool:
    """Whether a number is written in numerals alone, which may be a part of a word: the 一 of `一部`."""
    return not any(map(str.isdecimal, text[count.start : count.end]))


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
