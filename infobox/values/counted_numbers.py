"""Numbers before counters, in languages that count with them: `約4万5000人`, `軍艦170余隻`, `3만~4만 명`.

There a number is mostly followed by a word for the kind of thing that is counted, and the thing itself stands before the number or after
that word. No spaces are needed between words, so nothing is cut into tokens: words are looked for where they may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final, NamedTuple

from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.values import no_numbers
from infobox.values.figure_words import COMBINED as _COMBINED
from infobox.values.figure_words import EXACTNESS_SIGNS, UNCOUNTED, UNCOUNTED_AFTER, signs_of
from infobox.values.numbers import of, valued
from infobox.values.numbers import section as _section
from infobox.values.numerals import Numerals

_SPACED: Final = rf"[0-9]{{1,3}}(?:[{signs.GROUP_SPACES}][0-9]{{3}})+(?![0-9])"
_MORE_DIGITS: Final = re.compile(r"(?:[.,][0-9]+)*")
_TEN: Final = 10
_MYRIAD: Final = 10_000
_THOUSANDS: Final = 3
"""With so many digits, what looks like decimals may be thousands."""
_LONGEST: Final = 24
"""The most digits, and the most pieces, of a number."""
_LEAST_SHARED: Final = 100
"""The smallest scale that the first number of a range takes from the second: `1〜2万`."""


PEOPLE, ANIMAL, THING, FORMATION = map(_section, (concepts.PEOPLE, concepts.ANIMAL, concepts.THING, concepts.FORMATION))
"""What a counter counts."""


_MOST_OF_THOUSANDS: Final = 100
_WIDEST_FALLING: Final = 20
"""The largest ratio of a range whose second number is smaller."""
_WIDEST: Final = 3
"""The largest ratio of a range whose thousands are written once."""


class Count(NamedTuple):
    """A number: its value, None if it may mean several; `odd` if it is somewhat more (`20余万`); `scaled` if it has a word such as 万;
    `plain` if it is bare digits; `leading` is what stands before the last scale, `scale` that scale, 1 without one.
    """

    amount: Fraction | None
    odd: bool
    scaled: bool
    plain: bool
    start: int
    end: int
    leading: Fraction = Fraction(0)
    scale: int = 1


def _pattern(words: Iterable[str], *, spaced: bool) -> str:
    """A part of a pattern for words; in a language with spaces between words, no letters stand beside them."""
    every = set(words)
    letters = {word for word in every if word[0].isalpha() and word[-1].isalpha()} if spaced else set()
    return rf"(?:(?<![^\W\d_]){any_of(letters)}(?!\w)|{any_of(every - letters)})" if letters else any_of(every)  # `105mm`


def _outside(fates: Iterable[str], nouns: Iterable[str]) -> str:
    """A part of a pattern for fates that are not a part of one of these nouns: 死, but not in 死士."""
    parts: list[str] = []
    for fate in sorted(fates, key=lambda word: (-len(word), word)):
        cuts = ((noun[:at], noun[at:]) for noun in sorted(nouns) if (at := noun.find(fate)) >= 0)
        guards = "".join(f"(?!(?<={re.escape(before)}){re.escape(rest)})" for before, rest in cuts)
        parts.append(f"{guards}{re.escape(fate)}")
    return f"(?:{'|'.join(parts)})" if parts else "(?!)"


class CountedWords:
    """The words around counted numbers in one language, as patterns for the places where they may stand."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.figures
        numbers = lexicon.numbers.settings
        self.spelling = lexicon.spelling
        self.numerals = Numerals(lexicon)
        self.scales = {word: int(value) for word, value in valued(lexicon.numbers, concepts.SCALE_WORD).items()}
        self.spaced: bool = numbers.get("spaces", True)
        self.halves = {word: Fraction(value) for word, value in valued(lexicon.numbers, concepts.PART_WORD).items()}
        self.half = re.compile(rf" ?({self._any(self.halves)})")
        self.zero_skips: bool = numbers.get("zero_skips", False)
        self.noun_follows: bool = words.settings.get("noun_follows", False)
        self.head_first: bool = words.settings.get("head_first", False)
        self.odd = words.of(concepts.ODD)
        self.apart = re.compile("|".join((no_numbers.TIME, no_numbers.DATE, no_numbers.YEARS)))
        self.classes = words.valued(concepts.COUNTER)
        self.counter = re.compile(rf" ?(?P<counter>{self._any(self.classes)})")
        self.not_counted = re.compile(rf" ?{self._any([*of(words, concepts.MEASURE, concepts.MONEY), *signs_of(UNCOUNTED)])}")
        names = [*of(words, concepts.DESIGNATION, concepts.MONEY, concepts.VAGUE), *signs_of(UNCOUNTED_AFTER)]
        self.before_name = re.compile(rf"{self._any(names)} ?\Z")
        self._learn_exactness(lexicon)
        self._learn_nouns(lexicon)
        self._learn_fates(lexicon)
        self._learn_labels(lexicon)
        self._learn_numbers(numbers.get("group_sign", ","), numbers.get("decimal_sign", "."))

    def _any(self, words: Iterable[str]) -> str:
        return _pattern(words, spaced=self.spaced)

    def _learn_numbers(self, group: str, decimal: str) -> None:
        group, decimal = re.escape(group), re.escape(decimal)
        self._group, self._decimal = group, decimal
        self._unspaced = re.compile(rf"[0-9]+(?:{group}[0-9]+)*(?:{decimal}[0-9]+)?")
        self._digits = re.compile(rf"{_SPACED}|{self._unspaced.pattern}")
        self._grouped = re.compile(rf"{_SPACED}|[0-9]{{1,3}}(?:{group}[0-9]{{3}})*(?:{decimal}[0-9]+)?|[0-9]+(?:{decimal}[0-9]+)?")
        glued = rf"(?<=[0-9]){any_of(self.scales)}(?!\w)"  # `5tr quân`
        self._scale = re.compile(rf"(?: {self._any(self.scales)}|{glued})" if self.spaced else any_of(self.scales))
        self._after_scale = re.compile(rf"{self._scale.pattern}|{any_of(self.scales)}")
        self._odd = re.compile(self._any(self.odd))
        self.first = re.compile(rf"[0-9{re.escape('' if self.spaced else self.numerals.signs)}]")

    def _learn_exactness(self, lexicon: Lexicon) -> None:
        words = lexicon.figures
        self.exactness = words.valued(concepts.EXACTNESS) | EXACTNESS_SIGNS
        self.after = words.valued(concepts.EXACTNESS_AFTER) | {"+": concepts.AT_LEAST, "±": concepts.ABOUT}
        dropped = of(words, concepts.DROPPED, concepts.OVERALL, concepts.LINKING)
        self.before = re.compile(rf"(?:(?P<exact>{self._any(self.exactness)})|(?P<dropped>{self._any(dropped)}|\s)){{1}}\Z")
        self.exact_after = re.compile(rf" ?(?P<exact>{self._any(self.after)})")
        about = self._any(word for word, value in self.exactness.items() if value == concepts.ABOUT)
        self.about_first = re.compile(rf"\s*{about}")
        to = self._any(of(words, concepts.RANGE_WORD, concepts.RANGE_TO))
        self.range = re.compile(rf"\s*(?:[{signs.DASHES}]{{1,2}}|[{signs.TILDES}]|{to})\s*(?:{about}\s*)?")
        most = self._any(word for word, value in self.exactness.items() if value == concepts.AT_MOST and len(word) > 1)
        self.limit = re.compile(rf"(?:{most}\s*)?")
        """Words before the second number of a range: `최소 5만에서 최대 7만`."""
        leads = self._any([*of(words, concepts.GENITIVE, concepts.LINKING, concepts.OUT_OF), *dropped, *self.exactness])
        self.share_before = re.compile(rf"{self._any(of(words, concepts.SHARE))}(?=(?P<led>(?:{leads}|\s)*))(?P=led)\Z")
        self.share_after = re.compile(rf"(?=(?P<led>(?:{leads}|\s)*))(?P=led){self._any(of(words, concepts.SHARE_AFTER))}")
        self.out_of = re.compile(rf" ?{self._any(of(words, concepts.OUT_OF))}")
        self.out_of_end = re.compile(rf"\s*{self._any(of(words, concepts.OUT_OF))}\s*\Z")
        rates = self._any(words.of(concepts.RATE))
        self.rate = re.compile(rates)
        self.one_in = re.compile(rf" ?{self._any(of(words, concepts.ONE_IN))} ?")
        self.rate_after = re.compile(rf"\s*{rates}")
        self.between = re.compile(rf"{self._any(of(words, concepts.RANGE_BETWEEN))}\s*\Z")
        self.between_and = re.compile(rf"\s*{self._any(of(words, concepts.RANGE_AND))}\s*")
        self.odds = re.compile(rf"(?: : | ?{self._any(of(words, concepts.ODDS))} ?)")
        self.times = re.compile(rf" ?(?:[×*]|{self._any(of(words, concepts.TIMES))}) ?")
        self.particle = re.compile(rf"(?:{self._any(of(words, concepts.LINKING))}|\s)+")
        self.dropped = re.compile(rf"(?:{self._any(dropped)}|{self._any(self.exactness)}|\s)*")
        self.calibre = re.compile(rf"[0-9][0-9.,]* ?{self._any(of(words, concepts.CALIBRE))}")
        self.genitive = re.compile(self._any(of(words, concepts.GENITIVE)))
        self.join = re.compile(rf"\s*(?:[,、，・·/&+]|{self._any(of(words, concepts.JOIN))})\s*")
        self.stop = re.compile(self._any(of(words, concepts.STOP)))
        self.part = re.compile(self._any(of(words, concepts.LISTS_PARTS)))
        self.overall = of(words, concepts.OVERALL)

    def _learn_fates(self, lexicon: Lexicon) -> None:
        words = lexicon.figures
        named = words.valued(_section(concepts.FATE_NOUN))
        self.fates = words.valued(_section(concepts.FATE_WORD)) | named
        self.fate_nouns = frozenset(named)
        self.lost = of(words, concepts.LOST)
        inside = {noun for noun in self.nouns if noun not in self.fates and any(fate in noun for fate in self.fates)}
        self.fate = re.compile(self._any(self.fates) if self.spaced else _outside(self.fates, inside))
        tail = self._any(of(words, concepts.FATE_TAIL))
        before = self._any([*self.overall, *of(words, concepts.DROPPED)])
        self._only_fate = re.compile(rf"\s*(?:{before})?\s*{self._any(self.fates)}\s*{tail}?\s*\Z")
        self.fate_tail = re.compile(rf"{tail}\Z")
        self.known_end = re.compile(rf"{self._any([*self.nouns, *self.fates])}\Z")

    def only_fate(self, text: str) -> bool:
        """Whether words state nothing but what happened, perhaps several things."""
        pieces = [piece for piece in self.join.split(text) if piece]
        return bool(pieces) and all(self._only_fate.match(piece) for piece in pieces)

    def _learn_nouns(self, lexicon: Lexicon) -> None:
        words = lexicon.figures
        self.people = of(words, concepts.PEOPLE, concepts.GENERAL)
        self.things = of(words, concepts.THING)
        self.animals = of(words, concepts.ANIMAL)
        self.bodies = of(words, concepts.FORMATION)
        self.nouns = frozenset((*self.people, *self.things, *self.animals, *self.bodies))
        self.noun_end = re.compile(rf"(?:{self._any(self.nouns)})\Z")
        self.noun = re.compile(self._any(self.nouns))
        self.counted_end = re.compile(rf"{self._any([*self.people, *self.things, *self.animals])}\Z")
        self.body = re.compile(rf"[ ]?{self._any(self.bodies)}")

    def _learn_labels(self, lexicon: Lexicon) -> None:
        words = lexicon.figures
        self.empty = of(words, concepts.EMPTY)
        self.sure_end = re.compile(rf"{self._any(word for word in self.exactness if len(word) > 1)} ?\Z")
        labels = [word for word in (*self.empty, *self.overall) if len(word) > 1]
        tail = self._any(of(words, concepts.FATE_TAIL))
        self.label_end = re.compile(rf"(?:{self._any(labels)}|{self._any(self.fates)} ?{tail}) ?\Z")
        """What ends like a vague word and is none: `最多`, `総数`, `死者数`."""
        self.empty_end = re.compile(rf"{self._any(self.empty)}\Z")

    def names(self, nouns: Iterable[str], unit: str) -> bool:
        """Whether a unit is one of the nouns, or a kind of it: its last word, or its first where the noun comes first."""
        low = unit.lower()
        if self.head_first:
            return any(low.startswith(noun) and not low[len(noun) : len(noun) + 1].isalnum() for noun in nouns)
        return any(low.endswith(noun) for noun in nouns)

    def number(self, text: str, at: int, stop: int) -> Count | None:
        """The number that begins at a place, as far as the place `stop`; None if none does."""
        pieces: list[Fraction | str] = []
        odd = False
        end = at
        while end < stop and len(pieces) <= _LONGEST:
            after_scale = pieces and isinstance(pieces[-1], str) and pieces[-1] in self.scales
            written = self._unspaced if end and (text[end - 1].isalnum() or text[end - 1] == "-") else self._digits
            if (digits := written.match(text, end, stop)) is not None and not (pieces and isinstance(pieces[-1], Fraction)):
                value = self._value(digits[0], scaled=self._after_scale.match(text, digits.end(), stop) is not None)
                if value is None:
                    return Count(None, odd, False, False, at, end_of_digits(text, digits.end()))
                pieces.append(value)
                end = digits.end()
            elif pieces and self._begins_noun(text, end, stop):
                break
            elif (pieces or not self.spaced) and (scale := self._scale.match(text, end, stop)) is not None:
                pieces.append(scale[0].strip())
                end = scale.end()
            elif pieces and self._is_particle(pieces, text, end, stop):
                break
            elif not self.spaced and text[end] in self.numerals.signs and not (not pieces and text[end + 1 : end + 2].isdecimal()):
                pieces.append(text[end])
                end += 1
            elif pieces and (more := self._odd.match(text, end, stop)) is not None and self._after_scale.match(text, more.end()):
                odd, end = True, more.end()
            elif text[end] == " " and after_scale and (text[end + 1 : end + 2].isdecimal() or self._counts_on(text, end + 1, stop)):
                end += 1
            elif self._may_go_on(pieces, text, end, stop):
                return Count(None, odd, True, False, at, end)
            else:
                break
        return self._count(pieces, odd, at, end) if pieces else None

    def _counts_on(self, text: str, at: int, stop: int) -> bool:
        """Whether numerals after a blank go on with a number, because a counter follows them: `이만 오천 명`, but not `이만 사천성`."""
        if text[at : at + 1] not in self.numerals.signs or self._begins_noun(text, at, stop):
            return False
        rest = self.number(text, at, stop)
        if rest is None or rest.amount is None or rest.amount >= _MYRIAD:
            return False
        odd = self._odd.match(text, rest.end)
        return self.counter.match(text, odd.end() if odd is not None else rest.end) is not None

    def _is_particle(self, pieces: list[Fraction | str], text: str, at: int, stop: int) -> bool:
        """Whether the numeral at a place, after a scale of more than ten, is none, as no scale or counter follows: `5천이라는`."""
        if text[at] not in self.numerals.digits or self.scales.get(str(pieces[-1]), 0) <= _TEN or at + 1 >= stop:
            return False
        after = text[at + 1]
        follows = after == " " or after.isalpha()
        known = after in self.numerals.signs or self._scale.match(text, at + 1) or self.counter.match(text, at + 1)
        return follows and not known and self.noun.match(text, at + 1) is None

    def _may_go_on(self, pieces: list[Fraction | str], text: str, at: int, stop: int) -> bool:
        """Whether a blank follows a number in numerals that ends in a scale, and then numerals that may belong to it: `이만 오천 군사`."""
        if text[at] != " " or not pieces or pieces[-1] not in self.scales or not all(isinstance(piece, str) for piece in pieces):
            return False
        rest = self.number(text, at + 1, stop) if text[at + 1 : at + 2] in self.numerals.signs else None
        return rest is not None and rest.end - rest.start > 1

    def _begins_noun(self, text: str, at: int, stop: int) -> bool:
        """Whether a noun of several signs begins at a place, of which the first may be a scale or a numeral: 百姓."""
        noun = self.noun.match(text, at + (text[at] == " "), stop)
        return noun is not None and len(noun[0]) > 1

    def _value(self, digits: str, *, scaled: bool) -> Fraction | None:
        """The value of digits with signs between them; None if it is not sure what the signs mean. `scaled`: a scale follows."""
        if self._grouped.fullmatch(digits) is None or len(digits) > _LONGEST:
            return None
        whole, sign, part = re.sub(rf"{self._group}|\s", "", digits).partition(self._decimal.replace("\\", ""))
        return None if len(part) == _THOUSANDS and not scaled else Fraction(f"{whole}.{part}" if sign else whole)

    def kinds(self, word: str) -> set[str]:
        """The kinds that a word for a fate names; what became of the lost depends on what was lost."""
        return {concepts.LOST_THING} if word in self.lost else parts_of(self.fates[word])

    def suits(self, kind: str, unit: str, counter: str) -> bool:
        """Whether a kind can have happened to what is counted: things are not wounded, people not destroyed."""
        if kind in (concepts.CAPTURED, concepts.MISSING, concepts.SURRENDERED):
            return True
        of_things = kind in (concepts.DESTROYED, concepts.DAMAGED)
        of = self.classes.get(counter, "")
        thing = of == THING or self.names(self.things, unit)
        return thing if of_things else not thing

    def _count(self, pieces: list[Fraction | str], odd: bool, start: int, end: int) -> Count:
        """The value of the pieces of a number: digits, numerals and scales."""
        if len(pieces) == 1 and isinstance(pieces[0], Fraction):
            return Count(pieces[0], odd, False, pieces[0].denominator == 1, start, end, pieces[0])
        if all(isinstance(piece, str) for piece in pieces):
            written = "".join(map(str, pieces))
            number = self.numerals.number(written) if written[0] not in self._myriads() and not self._is_cut(written) else None
            return Count(None if number is None else Fraction(number), odd, True, False, start, end)
        amount, leading, scale = self._mixed(pieces)
        return Count(amount, odd, True, False, start, end, leading, scale)

    def _is_cut(self, written: str) -> bool:
        """Whether the last digit of a number stands for more than ones, in a language that says so: `一千二` is 1200."""
        return self.zero_skips and written[-1] in self.numerals.digits and self.scales.get(written[-2:-1], 0) > _TEN

    def _myriads(self) -> Iterable[str]:
        return [sign for sign, scale in self.scales.items() if scale >= _MYRIAD]

    def _mixed(self, pieces: list[Fraction | str]) -> tuple[Fraction | None, Fraction, int]:
        """The value of digits with scales, `4万5000`; with what stands before the last scale, and that scale."""
        total = section = leading = Fraction(0)
        pending: Fraction | None = None
        lowest, last, scale = _MYRIAD**4, _MYRIAD**4, 1
        for piece in pieces:
            if isinstance(piece, Fraction) or piece in self.numerals.digits:
                if pending is not None:
                    return None, leading, scale
                pending = piece if isinstance(piece, Fraction) else Fraction(self.numerals.digits[piece])
                continue
            scale = self.scales.get(piece, 0)
            if not scale or (pending is None and not section):
                return None, leading, scale
            if scale < _MYRIAD:
                if scale >= last or pending is None:
                    return None, leading, scale
                section, last, leading = section + pending * scale, scale, pending
            else:
                if scale >= lowest:
                    return None, leading, scale
                leading = section + (pending or 0)
                total, section, lowest, last = total + leading * scale, Fraction(0), scale, _MYRIAD**4
            pending = None
        lower = min(lowest, last)
        if pending is not None and (pending >= lower or pending * 1000 < lower):
            return None, leading, scale  # `3万5` may be 35,000
        return total + section + (pending or 0), leading, scale if pending is None else 1


def end_of_digits(text: str, at: int) -> int:
    """The place after what is left of a number whose signs are not understood: `1,500,000` where a comma begins decimals."""
    match = _MORE_DIGITS.match(text, at)
    return match.end() if match is not None else at


def shortened(first: Count, second: Count) -> Count | None:
    """The second number of a range that is smaller than the first: the 23,000 of `2万2千〜3千`, where both end in the same scale; without
    a value if it may be reversed or shortened; None if the two are no range.
    """
    low, high = first.amount or Fraction(0), second.amount or Fraction(0)
    if low > high * _WIDEST_FALLING or low == high:
        return None
    unit = second.scale * 10
    if first.scale == second.scale > 1 and high < unit < low and 0 < low % unit < high:
        return second._replace(amount=low - low % unit + high)
    return second._replace(amount=None)


def shared_scale(first: Count, second: Count) -> Count:
    """The first number of a range with the scale of the second, if it is written once: `1〜2万`, `40-50.000`."""
    low, high = first.amount or 0, second.amount or 0
    thousands = low < _MOST_OF_THOUSANDS and high % 100 == 0 and low * 1000 < high <= low * 1000 * _WIDEST
    if first.plain and not second.scaled and thousands:
        return first._replace(amount=Fraction(low * 1000), plain=False)
    if first.scaled or second.scale < _LEAST_SHARED or first.amount is None or first.amount >= second.leading:
        return first
    return first._replace(amount=first.amount * second.scale, scaled=True, plain=False)


def parts_of(kind: str) -> set[str]:
    """The single things of which a kind is made: `killed_or_wounded` is two."""
    return set(kind.replace("_or_", "_").split("_")) if kind in _COMBINED.values() else {kind}
