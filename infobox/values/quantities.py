"""Figures: one line of a strength or casualties cell to the quantities that it names.

The line is cut into tokens (`infobox.values.numbers`); every number is either a figure or belongs to a name, a date, a measure; what
stands behind a figure up to the next boundary says what is counted and what happened to it. The words are data: ``quantities.toml``.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable
from fractions import Fraction
from importlib import resources
from typing import Any, Final, NamedTuple, cast

from infobox.record import Kind
from infobox.values.numbers import NAME, NUMBER, ONES, SCALES, TENS, WORD, Token, Value, numeral, tokens


class Found(NamedTuple):
    """One figure of a line.

    `low` and `high` are equal for one number; `high` is None for `650+`, `low` for `up to 500`. `about` is true for what is not exact.
    `unit` is what is counted, as written; `kind` what happened to it; `of` the label before the figure. `start` and `end` are the
    figure's half-open place in the line, words such as `at least` included, the unit not.
    """

    low: int | None
    high: int | None
    about: bool
    unit: str
    kind: Kind | None
    of: str
    start: int
    end: int


def read(text: str, of: str = "") -> list[Found]:
    """The figures of one visible line, in order; none of them overlap.

    `of` is the label of figures before which the line has none of its own. Any text is read: what is no figure gives none.
    """
    if not _may_hold_figure(text):
        return []
    return _Reader(text, of).figures()


def has_figure(text: str) -> bool:
    """Whether `read(text)` finds anything."""
    return _may_hold_figure(text) and bool(_Reader(text, "").figures())


def _may_hold_figure(text: str) -> bool:
    return _DIGIT.search(text) is not None or _NUMBER_WORD.search(text) is not None


# Words


def _plurals(word: str) -> Iterable[str]:
    yield word
    if word.endswith("man"):
        yield word[:-3] + "men"
    elif word.endswith("y") and word[-2] not in "aeou":
        yield word[:-1] + "ies"
    elif word.endswith(("s", "x", "ch", "sh")):
        yield word + "es"
    else:
        yield word + "s"
        if word.isascii() and len(word) <= 4:
            yield word + "'s"


def _all_forms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in _plurals(word))


_DATA: Final[dict[str, Any]] = tomllib.loads(resources.files("infobox.values").joinpath("quantities.toml").read_text("utf-8"))
_FATES: Final[dict[str, str]] = {word: kind for kind, words in _DATA["fates"].items() for word in words}
_FATE_NOUNS: Final[dict[str, str]] = {form: kind for kind, words in _DATA["fate_nouns"].items() for form in _all_forms(words)}
_ANY_FATE: Final[dict[str, str]] = _FATES | _FATE_NOUNS
_COMBINED: Final[dict[frozenset[str], str]] = {frozenset(kinds): kind for kind, kinds in _DATA["combined"].items()}
_PEOPLE: Final = _all_forms(_DATA["nouns"]["people"])
_FORMATIONS: Final = _all_forms(_DATA["nouns"]["formations"])
_NAMED_BY_NUMBER: Final = frozenset(word.title() for word in _DATA["nouns"]["formations"]) | {"Corps", "Abteilung"}
_THINGS: Final = _all_forms(_DATA["nouns"]["things"])
_NOUNS: Final = _PEOPLE | _FORMATIONS | _THINGS | frozenset(_DATA["nouns"]["irregular"]) | frozenset(_FATE_NOUNS)
_DROPPED: Final = frozenset(_DATA["modifiers"]["dropped"])
_GENERAL: Final = frozenset(_DATA["modifiers"]["general"])
_HUMAN: Final = _PEOPLE | _GENERAL
_KEPT: Final = frozenset(_DATA["modifiers"]["kept"])
_WHOSE: Final = frozenset(_DATA["modifiers"]["whose"])
_STOP: Final = frozenset(_DATA["words"]["stop"])
_OF: Final = frozenset(_DATA["words"]["of"])
_MEASURES: Final = frozenset(_DATA["words"]["measures"])
_EMPTY: Final = frozenset(_DATA["modifiers"]["empty"])
_CALIBRES: Final = frozenset(_DATA["words"]["calibres"])
_TYPES: Final = frozenset(_DATA["words"]["types"])
_DESIGNATIONS: Final = frozenset(_DATA["words"]["designations"])
_EVENTS: Final = frozenset(_DATA["words"]["events"])
_BEFORE_YEAR: Final = frozenset(_DATA["words"]["before_year"])
_MONTHS: Final = frozenset(_DATA["words"]["months"])
_EXACTNESS: Final[dict[str, str]] = {words: effect for effect, phrases in _DATA["exactness"].items() for words in phrases}
_EXACTNESS_ENDS: Final = frozenset(words.rpartition(" ")[2] for words in _EXACTNESS)
_NO_NAMES: Final = _STOP | _NOUNS | frozenset(_ANY_FATE) | _DROPPED | _WHOSE | _EXACTNESS_ENDS | _MEASURES
"""Words that have no number as a part of their name, even where they are written with a capital: `Killed 45`."""
_NUMBERED_FIRST: Final = frozenset(["Squadron", "Commando", "Corps", "Division", "Brigade", "Regiment"])
"""Names of formations that go on behind this word: `4 Commando Brigade`; an `Army` may be whose: `50 Army Rangers`."""
_NOT_ONE: Final = frozenset(["no", "any", "each", "every", "this", "that", "which", "another", "number", "the", "some"])
_BESIDE_FATE: Final = frozenset(_DATA["words"]["beside_fate"])
_STARTS_NUMBER: Final = frozenset([*ONES, *TENS, *(f"{tens}-{ones}" for tens in TENS for ones in list(ONES)[:9]), "a", "half"])
_DIGIT: Final = re.compile(r"[\d½¼¾⅓⅔]")
_NUMBER_WORD: Final = re.compile(r"\b(?:" + "|".join([*ONES, *TENS, "hundred", "thousand", "million", "dozen"]) + r")\b", re.IGNORECASE)
_INHERITS: Final = frozenset(("out of", "rising to", "increasing to", "growing to", "falling to", "decreasing to", "reduced to"))
_JOINS: Final = frozenset(("and", "or", "&", ",", "/"))
_LISTS_PARTS: Final = frozenset(("including", "incl", "of", "comprising", "consisting", "included", "includes", "namely"))
"""First words of what stands before a colon and is no label: `including:`, `of whom:`."""
_ESTIMATED: Final = frozenset(("est", "estimated", "estimate", "approx", "approximately", "estimation"))
_FURTHEST: Final = 40
"""Tokens behind a figure that are looked at for its unit."""
_MOST: Final = 10_000
"""Figures of a line that are read: one with more is no cell, and must not take a reader's time."""


# Reading


class _Figure(NamedTuple):
    """A number that counts: its value, and the tokens it takes, first to behind the last."""

    low: int | None
    high: int | None
    about: bool
    first: int
    end: int


class _Unit(NamedTuple):
    """What is counted: its words, its kind, and the index of the token behind it."""

    text: str
    kind: Kind | None
    end: int


class _Reader:
    """One pass over one line."""

    def __init__(self, text: str, of: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.count = len(self.tokens)
        self.of = of
        self.named_until = -1
        """Index behind the last number that was a name's or a date's: the ones that follow it in a list are names too."""
        self.dated_until = -1

    def figures(self) -> list[Found]:
        found: list[Found] = []
        all_tokens, count = self.tokens, self.count
        outer: list[tuple[str, str, Kind | None]] = []
        label, label_unit, label_kind = self.of, "", None
        label_from, unit = 0, _Unit("", None, 0)
        index, free = 0, 0
        while index < count and len(found) < _MOST:
            token = all_tokens[index]
            kind = token.kind
            if kind == NUMBER or (kind == WORD and token.low in _STARTS_NUMBER):
                figure, index = self._figure(index, free)
                if figure is None:
                    continue
                previous = unit
                unit = self._unit(figure.end)
                start, end = all_tokens[figure.first].start, all_tokens[figure.end - 1].end
                words, fate = unit.text, unit.kind
                if not words and found and self._inherits(figure.first):
                    words = previous.text
                if not words and figure.first > free and all_tokens[figure.first - 1].low in _ANY_FATE:
                    words = all_tokens[figure.first - 1].text  # `killed 200, wounded 300`
                    fate = fate or cast(Kind, _ANY_FATE[words.lower()])
                if not words and label_unit:
                    words = label_unit
                if fate is None:
                    fate = label_kind
                about = figure.about or self._estimated(max(unit.end, figure.end))
                if words and found and not found[-1].unit and self._part_of(free, figure.first):
                    found[-1] = found[-1]._replace(unit=words)
                found.append(Found(figure.low, figure.high, about, words, fate, label, start, end))
                free = index = figure.end
                label_from = max(unit.end, figure.end)
            elif kind == "(":
                outer.append((label, label_unit, label_kind))
                index += 1
            elif kind == ")":
                if outer:
                    label, label_unit, label_kind = outer.pop()
                index += 1
                label_from = max(label_from, index) if found else label_from
            elif kind == ":":
                if index >= label_from:
                    words = self._label(label_from, index, first=not found)
                    if words:
                        label = words
                        label_unit, label_kind = self._titled(label_from, index)
                index += 1
                label_from = max(label_from, index)
            else:
                if kind == ";":
                    label_from = max(label_from, index + 1)
                index += 1
        return found

    # Numbers

    def _figure(self, at: int, free: int) -> tuple[_Figure | None, int]:
        """The figure that begins at token `at`, and the index from which to go on. Words before `free` belong to the figure before."""
        all_tokens = self.tokens
        value = numeral(all_tokens, at)
        if value is None:
            return None, at + 1
        first_value, last_value, end = value, value, value.end
        plus = self._plus(end)
        follow = end + 1 if plus else end
        second, behind = self._second(at, follow, value)
        if second is not None:
            last_value, end = second, behind
            plus = self._plus(end)
        if self._no_figure(at, end, first_value, last_value, plus):
            return None, end
        low, high = _bounds(first_value, last_value)
        about = low != high and isinstance(first_value.amount, Fraction) and second is None
        first, effects = self._before(at, free)
        if plus:
            end += 1
        behind_effect, end = self._behind(end)
        if behind_effect:
            effects.add(behind_effect)
        low_bound: int | None = low
        high_bound: int | None = high
        if second is None:
            if plus or "low" in effects:
                high_bound = None
            elif "high" in effects:
                low_bound = None
        return _Figure(low_bound, high_bound, about or "about" in effects, first, end), max(end, at + 1)

    def _plus(self, at: int) -> bool:
        """Whether the token at `at` is the plus of `650+`, and not of a sum."""
        if at >= self.count or self.tokens[at].kind != "+" or self.tokens[at].start != self.tokens[at - 1].end:
            return False
        return at + 1 >= self.count or self.tokens[at + 1].kind != NUMBER or self.tokens[at + 1].start > self.tokens[at].end

    def _second(self, at: int, dash: int, first: Value) -> tuple[Value | None, int]:
        """The upper number of a range whose lower one begins at `at`, and the index behind it.

        `3–4`, `3 to 4`, `3 or 4`, `between 3 and 4`, `from 3 dead to 4 killed`.
        """
        all_tokens, count = self.tokens, self.count
        if dash + 1 >= count:
            return None, dash
        token = all_tokens[dash]
        before = all_tokens[at - 1].low if at else ""
        upper = dash + 1
        if token.kind == "-":
            spaced = token.start > all_tokens[dash - 1].end
            if spaced and first.plain and _is_year(first.amount) and not all_tokens[upper].text.isdigit():
                return None, dash  # a year as a label: `1941 – 20,000 men`
        elif token.low in ("to", "or") or (token.low == "and" and before == "between") or (token.kind == "/" and not first.plain):
            pass
        elif before == "from" and token.low in _FATES and all_tokens[upper].low == "to" and upper + 1 < count:
            upper += 1
        else:
            return None, dash
        skipped = upper
        while skipped < count and skipped - upper < 2 and _EXACTNESS.get(all_tokens[skipped].low) == "about":
            skipped += 1
        if skipped >= count or all_tokens[skipped].low in ("a", "an"):
            return None, dash
        second = numeral(all_tokens, skipped)
        return (second, second.end) if second else (None, dash)

    def _before(self, at: int, free: int) -> tuple[int, set[str]]:
        """Where the words and signs that say how exact the number at `at` is begin, and what they say."""
        all_tokens = self.tokens
        effects: set[str] = set()
        while at > free:
            token = all_tokens[at - 1]
            if token.kind == "-" and token.text not in "~〜～∼":
                break
            if token.kind == "+" and token.end == all_tokens[at].start and (at < 2 or all_tokens[at - 2].end < token.start):
                at -= 1
                continue
            low = "~" if token.kind == "-" else token.low
            if low not in _EXACTNESS_ENDS:
                break
            for length in (4, 3, 2, 1):
                if at - length < free:
                    continue
                words = low if length == 1 else " ".join([part.low for part in all_tokens[at - length : at]])
                if effect := _EXACTNESS.get(words):
                    break
            else:
                break
            if effect == "none" and not (length > 1 or low in ("between", "from")):
                # Words that say nothing are the figure's only where another stands before them: `at least another`.
                break
            if effect != "none":
                effects.add(effect)
            at -= length
        return at, effects

    def _behind(self, at: int) -> tuple[str, int]:
        """What `or more`, `or so`, `plus`, `-odd` behind the number say, and the index behind them."""
        if at >= self.count:
            return "", at
        low = self.tokens[at].low
        if low not in ("or", "plus", "-"):
            return "", at
        after = self.tokens[at + 1].low if at + 1 < self.count else ""
        if low == "or" and after in ("more", "over", "greater", "above"):
            return "low", at + 2
        if low == "or" and after == "so":
            return "about", at + 2
        if low == "plus" and (not after or after.isalpha()):
            return "low", at + 1
        if low == "-" and after == "odd":
            return "about", at
        return "", at

    def _estimated(self, at: int) -> bool:
        """Whether `(est.)` and nothing else in the parentheses stands behind."""
        if at + 2 >= self.count or self.tokens[at].kind != "(":
            return False
        return self.tokens[at + 1].low in _ESTIMATED and self.tokens[at + 2].kind == ")"

    def _part_of(self, start: int, first: int) -> bool:
        """Whether only `of` or `out of` stands between two figures: `5 of 8 divisions` counts divisions twice."""
        return 1 <= first - start <= 3 and all(token.low in ("of", "out", "the") for token in self.tokens[start:first])

    def _inherits(self, first: int) -> bool:
        """Whether the figure goes on counting what the one before it counted: `183,000 troops rising to 250,000`."""
        return first >= 2 and f"{self.tokens[first - 2].low} {self.tokens[first - 1].low}" in _INHERITS

    # What is no figure

    def _no_figure(self, at: int, end: int, first: Value, last: Value, plus: bool) -> bool:
        all_tokens, count = self.tokens, self.count
        before = all_tokens[at - 1] if at else None
        behind = all_tokens[end + plus] if end + plus < count else None
        if behind is not None:
            if behind.low in _MEASURES or (behind.low == "per" and end + 1 < count and all_tokens[end + 1].low == "cent"):
                self.named_until = end + 1
                return True
            if behind.text in _MONTHS and first.plain and first.amount <= 31:
                self.dated_until = end
                return True
        if before is not None and before.kind in ("$", "£", "€", "¥", "₽", "#", "§", "№"):
            return True
        if all_tokens[at].kind == WORD:
            return self._no_number_word(at, end, first, before, behind)
        counted = behind is not None and _is_counted(behind.low)
        if behind is not None and not counted and behind.kind == WORD and end + 1 < count:
            counted = _is_counted(all_tokens[end + 1].low)
        if isinstance(first.amount, Fraction) and not last.scaled and not counted:
            return True  # 7.5 of something that cannot be counted
        if not last.plain:
            return False
        if self._dated(at, end, first, last, before, behind, counted):
            self.dated_until = end
            return True
        if not first.plain or plus:
            return False
        if behind is not None and behind.kind == ":" and first.amount < 1000:
            return True
        if self._designated(at, behind, counted) or self._names_formation(at, end, first):
            self.named_until = end
            return True
        return at == 0 and behind is not None and behind.kind == "." and end + 1 < count and first.amount < 1000  # `1. Division`

    def _no_number_word(self, at: int, end: int, value: Value, before: Token | None, behind: Token | None) -> bool:
        if before is not None and before.low in _NOT_ONE and not value.scaled:
            return True
        if before is not None and (before.low in SCALES or before.low in ("several", "few", "many")):
            return True
        if behind is None or behind.kind != WORD:
            # A number word alone is one only where nothing else is on the line, or it is a big one.
            return not value.scaled and before is not None and before.low not in _EXACTNESS_ENDS
        return behind.low in _STOP and not value.scaled and behind.low not in ("or",)

    def _dated(self, at: int, end: int, first: Value, last: Value, before: Token | None, behind: Token | None, counted: bool) -> bool:
        """Whether the number is part of a date: a year, or a day beside its month."""
        all_tokens = self.tokens
        year = first.plain and _is_year(first.amount) and len(all_tokens[at].text) == 4
        day = first.plain and first.amount <= 31
        if before is not None:
            if before.text.rstrip(".") in _MONTHS and (year or (day and not counted)):
                return True
            if self.dated_until >= at - 1 and before.kind in ("-", ",", "/") and (year or (day and before.kind != "," and not counted)):
                return True
            if day and not counted and before.kind == "-" and self.dated_until == at - 1:
                return True
        if not year:
            return False
        if _is_year(last.amount) is False and last.amount > 99:
            return False
        if before is not None and before.low in _EXACTNESS_ENDS and before.low not in _BEFORE_YEAR:
            return False
        if counted:
            return before is not None and before.low in ("in", "since", "during", "until", "by", "from")
        if before is not None and (before.low in _BEFORE_YEAR or before.kind == "("):
            return True
        if behind is not None and behind.kind == WORD:
            return behind.low in _EVENTS
        if behind is not None and behind.kind in (":", "-"):
            return True
        # With no word beside it, what can be a year of the wars that pages have is one, unless it is round.
        return (before is None or before.kind != ":") and 1500 <= first.amount <= 2035 and first.amount % 50 != 0

    def _designated(self, at: int, behind: Token | None, counted: bool) -> bool:
        """Whether the number belongs to the name before it: `No. 74`, `Task Force 58`, `Mk 1`, and further ones: `Taffy 1, 2, and 3`."""
        if at == 0:
            return False
        before = self.tokens[at - 1]
        if before.kind == WORD:
            low = before.low
            if before.text[0].isupper() and not counted and low.rpartition("-")[2] in _DESIGNATIONS:
                return True
            if low in _TYPES and (before.text[0].isupper() or before.text.endswith(".") or low in ("page", "pages")):
                return True
            if before.end == self.tokens[at].start:
                return low not in ("c", "ca", "circa", "approx", "est")
            if before.text[0].isupper() and not counted:
                if low in _NO_NAMES:
                    return False
                digits = self.tokens[at].text
                # `HX 229`, but `Taffy 3`: behind letters a name's number is longer than behind a word
                return digits.isdigit() and len(digits) <= (3 if before.text.isupper() and len(before.text) < 6 else 2)
            if before.low not in _JOINS:
                return False
        elif before.kind not in (",", "&", "/", "-"):
            return False
        if counted or self.named_until < 0:
            return False
        # The list goes on from a number that was a name.
        back = at - 1
        while back > 0 and at - back < 3 and (self.tokens[back].kind in (",", "&", "/", "-") or self.tokens[back].low in _JOINS):
            back -= 1
        return self.named_until == back + 1

    def _names_formation(self, at: int, end: int, value: Value) -> bool:
        """Whether the number is the name of a formation: `74 Squadron`, `6 Airborne Division`."""
        if value.amount >= 1000 or value.amount < 2:
            return False
        run = 0
        for token in self.tokens[end : end + 5]:
            if token.kind != WORD or not token.text[0].isupper():
                break
            run += 1
        if not run:
            return False
        return self.tokens[end + run - 1].text in _NAMED_BY_NUMBER or self.tokens[end].text in _NUMBERED_FIRST

    # Units

    def _unit(self, at: int) -> _Unit:
        """What the words from token `at` on say is counted."""
        all_tokens, count = self.tokens, self.count
        if at + 1 < count:
            if all_tokens[at].low in ("x", "×"):
                at += 1
            elif all_tokens[at].kind == "-" and all_tokens[at + 1].low in ("strong", "odd", "man"):
                # `5,000-strong garrison`, `500-odd men`; what `10-man` counts is men
                at += 1 if all_tokens[at + 1].low == "man" else 2
                if all_tokens[at - 1].kind == "-":
                    return _Unit(all_tokens[at].text, None, at + 1)
        if at >= count or (all_tokens[at].kind not in (WORD, NAME, NUMBER)):
            if at < count and all_tokens[at].text in ('"', "“", "‘", "'"):
                at += 1
            else:
                return self._fate_behind(at, _Unit("", None, at))
        if at < count and all_tokens[at].kind == WORD and all_tokens[at].low in _STOP and not _is_acronym(all_tokens[at]):
            return _Unit("", None, at)
        words, end = self._phrase(at)
        if not words:
            return _Unit("", None, at)
        if len(words) == 1 and end < count and all_tokens[end].low in ("with", "as", "for") and self._describes(words[0]):
            # `equipped with guns`: no noun but what tells them apart
            while end < count and all_tokens[end].kind in (WORD, NAME):
                end += 1
            return _Unit(self.text[all_tokens[at].start : all_tokens[end - 1].end], None, end)
        return self._fate_behind(end, self._reduced(words, end))

    def _phrase(self, at: int, *, titled: bool = False) -> tuple[list[int], int]:
        """The tokens of the noun phrase or of the fates that begins at `at`, commas and joins included, and the index behind it."""
        all_tokens = self.tokens
        stop = min(self.count, at + _FURTHEST)
        words: list[int] = []
        index = at
        last_comma = -1
        joined_behind_comma = False
        while index < stop:
            token = all_tokens[index]
            kind = token.kind
            if kind == WORD:
                low = token.low
                if low in _STOP and not _is_acronym(token):
                    if low == "of" and words and all_tokens[words[-1]].low in _OF and index + 1 < stop:
                        words.append(index)
                        index += 1
                        if all_tokens[index].low in ("the", "a") and index + 1 < stop:
                            words.append(index)
                            index += 1
                        continue
                    if low == "down" and words and all_tokens[words[-1]].low == "shot":
                        words.append(index)
                        index += 1
                        continue
                    break
                if low in _STARTS_NUMBER and words and numeral(all_tokens, index):
                    break
                if low in _JOINS:
                    if not self._goes_on(index + 1):
                        break
                    joined_behind_comma = last_comma >= 0
                elif low.endswith("ly") and low not in _NOUNS:
                    index += 1
                    continue
                elif index + 1 < stop and all_tokens[index + 1].kind == ":" and words and not titled:
                    break
                words.append(index)
            elif kind == NAME:
                words.append(index)
            elif kind == NUMBER:
                if index + 2 < stop and all_tokens[index + 1].low in _CALIBRES and all_tokens[index + 2].kind == WORD:
                    index += 2
                    continue
                if not (words and self._designated(index, None, False)):
                    break
                words.append(index)
            elif kind == "&":
                if not self._goes_on(index + 1):
                    break
                joined_behind_comma = last_comma >= 0
                words.append(index)
            elif kind == ",":
                if not self._goes_on(index + 1):
                    break
                if last_comma < 0:
                    last_comma = len(words)
                words.append(index)
            elif kind == "/":
                if not self._goes_on(index + 1):
                    break
                words.append(index)
            else:
                break
            index += 1
        if last_comma >= 0 and not joined_behind_comma and not self._all_fates(words[:last_comma]):
            # A comma makes a list only where an `and` closes it.
            index = words[last_comma]
            del words[last_comma:]
        while words and (all_tokens[words[-1]].low in _JOINS):
            index = words.pop()
        return words, index

    def _describes(self, word: int) -> bool:
        low = self.tokens[word].low
        return low.endswith("ed") and low not in _ANY_FATE

    def _goes_on(self, at: int) -> bool:
        """Whether a list goes on at token `at`: a word that neither ends what is counted nor begins a figure."""
        if at >= self.count:
            return False
        token = self.tokens[at]
        if token.kind == WORD:
            return token.low not in _STOP or token.low in _JOINS if token.low not in _STARTS_NUMBER else numeral(self.tokens, at) is None
        return token.kind == NAME

    def _all_fates(self, words: list[int]) -> bool:
        return bool(words) and self.tokens[words[-1]].low in _ANY_FATE

    def _reduced(self, words: list[int], end: int) -> _Unit:
        """The unit of a phrase: the noun with what makes it a type of its own, or the fates where there is no noun."""
        all_tokens = self.tokens
        lows = [all_tokens[word].low for word in words]
        fate = self._first_fate(lows)
        noun = words[:fate]
        behind = words[fate:]
        kinds, stop = self._fates(behind)
        if noun:
            noun = self._trimmed(noun)
        if noun and not (behind and self._only_adjectives(noun, lows[fate])):
            head = all_tokens[noun[-1]]
            if not kinds and (head.low in _FATE_NOUNS or head.low == "war"):
                kinds = {_FATE_NOUNS[low] for low in (all_tokens[word].low for word in noun) if low in _FATE_NOUNS}
            if len(noun) == 1 and head.low in _EMPTY:
                return _Unit("", None, end)
            text = self._text(noun)
            if "lost" in lows[fate : fate + stop] and head.low in _HUMAN:
                kinds = (kinds - {"destroyed"}) | {"casualties"}
            if not kinds and not behind and noun[0] != words[0] and (told := self._told(words, noun[0])):
                kinds = {told}
            after = behind[stop - 1] + 1 if stop else (end if not behind else behind[0])
            if not behind and noun[-1] != words[-1]:
                after = noun[-1] + 1
            return _Unit(text, _kind(kinds), after)
        if not behind:
            return _Unit("", None, words[0])
        prefix = noun if noun and all_tokens[noun[-1]].low == "civilian" else []
        if kinds == {"destroyed"} and lows[fate] == "lost":
            kinds = set()
        text = self._text([*prefix, *behind[:stop]] if prefix else behind[:stop])
        return _Unit(text, _kind(kinds), behind[stop - 1] + 1)

    def _first_fate(self, lows: list[str]) -> int:
        """Index of the first fate that ends the noun: `captured` before a noun is an adjective, a fate noun is a noun itself."""
        count = len(lows)
        for index, low in enumerate(lows):
            if low == "shot" and index + 1 < count and lows[index + 1] == "down":
                return index
            if low not in _FATES and not ("/" in low and low.partition("/")[0] in _FATES):
                continue
            if low.endswith("ed") and index + 1 < count:
                after = lows[index + 1]
                if after not in _ANY_FATE and after not in _BESIDE_FATE and _is_noun_ahead(lows, index + 1):
                    continue
            return index
        # Fate nouns that are listed with fates: `casualties and missing` stay one noun phrase.
        return count

    def _fates(self, words: list[int]) -> tuple[set[str], int]:
        """The kinds that a run of fates names, and how many of the tokens are its."""
        kinds: set[str] = set()
        stop = 0
        for index, word in enumerate(words):
            low = self.tokens[word].low
            if low in _ANY_FATE:
                kinds.add(_ANY_FATE[low])
                stop = index + 1
            elif low == "shot":
                kinds.add("destroyed")
            elif low == "down" and index and self.tokens[words[index - 1]].low == "shot":
                stop = index + 1
            elif "/" in low and all(part in _ANY_FATE for part in low.split("/")):
                kinds.update(_ANY_FATE[part] for part in low.split("/"))
                stop = index + 1
            elif low == "of" and stop == index and index + 1 < len(words) and self.tokens[words[index + 1]].low == "war":
                stop = index + 2
            elif not (low in _JOINS or low in _BESIDE_FATE or (low == "war" and stop == index + 1)):
                break
        return kinds, stop

    def _told(self, words: list[int], until: int) -> str:
        """The kind of a fate that stands as an adjective before its noun: `5 wounded soldiers`. What is captured so may be strength."""
        for word in words:
            if word >= until:
                break
            kind = _FATES.get(self.tokens[word].low, "")
            if kind and kind not in ("captured", "surrendered", "deserted"):
                return kind
        return ""

    def _trimmed(self, words: list[int]) -> list[int]:
        """A noun phrase without what only says whose, or how many of them, or which one by name."""
        if len(words) == 1:
            return words
        all_tokens = self.tokens
        joins = [index for index, word in enumerate(words) if all_tokens[word].low in _JOINS]
        first = joins[0] if joins else len(words)
        head = words[:first]
        rest = words[first:]
        if not rest:
            head = self._cut(head)
        elif len(joins) == 1 and head and not any(self._known(word) for word in head) and not _is_plural(all_tokens[head[-1]]):
            # `Bf 109 and Fw 190 fighters`: the names are of the noun behind both
            tail = self._cut(words[first + 1 :])
            kept = self._stripped(tail)
            if kept and kept[0] != tail[0] and self._known(kept[-1]):
                return kept
        else:
            last = joins[-1] - first + 1
            rest = rest[:last] + self._cut(rest[last:])
        stripped = self._stripped(head)
        if rest and not stripped:
            stripped = head[-1:]
        return [*stripped, *rest]

    def _known(self, word: int) -> bool:
        low = self.tokens[word].low
        return low in _NOUNS or low in _KEPT

    def _cut(self, words: list[int]) -> list[int]:
        """The words up to the noun's end: a name behind it is not counted (`submarine chaser UJ-1404`)."""
        all_tokens = self.tokens
        for index in range(1, len(words)):
            last, token = all_tokens[words[index - 1]], all_tokens[words[index]]
            if last.low not in _NOUNS:
                continue
            if last.text[0].islower() and (token.text[0].isupper() or token.kind != WORD) and token.low not in _NOUNS:
                return words[:index]
            if _is_plural(last) and last.low != "corps" and token.low not in _NOUNS and token.low != "of":
                return words[:index]
            if token.low not in _NOUNS and token.low.endswith(("ing", "ed")) and token.low not in _KEPT and index == len(words) - 1:
                return words[:index]
        return words

    def _stripped(self, words: list[int]) -> list[int]:
        """The words without those in front that say no more than the noun."""
        all_tokens = self.tokens
        count = len(words)
        if not count:
            return words
        last = all_tokens[words[-1]]
        proper = last.text[0].isupper() and last.low in _FORMATIONS
        general = last.low in _GENERAL
        start = 0
        while start < count - 1:
            token = all_tokens[words[start]]
            low = token.low
            after = all_tokens[words[start + 1]].low
            if after == "of":
                break
            if low in _DROPPED or low in _FATES or low.partition("-")[0] in _WHOSE or low.endswith(("'s", "’s")):
                start += 1
            elif low == "civilian" or low in _FATE_NOUNS:
                break
            elif general:
                start += 1
            elif token.kind != WORD or token.text[0].isupper():
                if proper or low in _KEPT or low in _NOUNS or not any(self._known(word) for word in words[start + 1 :]):
                    break
                start += 1
            else:
                break
        return words[start:]

    def _only_adjectives(self, words: list[int], fate: str) -> bool:
        """Whether the words before a fate name no noun: `German dead`, `military dead`, `civilian dead`."""
        lows = [self.tokens[word].low for word in words]
        return all(low in _WHOSE or low in _DROPPED or low in _JOINS or (low == "civilian" and fate == "dead") for low in lows)

    def _fate_behind(self, at: int, unit: _Unit) -> _Unit:
        """The unit with a kind that stands further on: `were killed`, `(HMS Avenger) sunk`."""
        if not unit.text or unit.kind not in (None, "casualties"):
            return unit
        all_tokens, count = self.tokens, self.count
        index = max(at, unit.end)
        if index < count and all_tokens[index].kind == "(":
            closing = index
            while closing < count and closing - index < _FURTHEST and all_tokens[closing].kind != ")":
                closing += 1
            index = closing + 1
        moved = index
        while moved < count and moved - index < 3 and (all_tokens[moved].low in _BESIDE_FATE or all_tokens[moved].low.endswith("ly")):
            moved += 1
        if moved >= count or all_tokens[moved].low not in _FATES:
            return unit
        kinds, stop = self._fates(list(range(moved, min(count, moved + _FURTHEST))))
        if kinds == {"destroyed"} and all_tokens[moved].low == "lost" and unit.text.rpartition(" ")[2].lower() in _HUMAN:
            kinds = {"casualties"}
        return _Unit(unit.text, _kind(kinds) or unit.kind, moved + stop if index == at else unit.end)

    def _text(self, words: list[int]) -> str:
        return self.text[self.tokens[words[0]].start : self.tokens[words[-1]].end]

    # Labels

    def _label(self, start: int, colon: int, *, first: bool) -> str:
        """The words before a colon, from `start` on; behind a figure only those after the last mark."""
        all_tokens = self.tokens
        if not first:
            for index in range(colon - 1, start - 1, -1):
                if all_tokens[index].kind in (",", ";", ".", ")", "("):
                    start = index + 1
                    break
        while start < colon and (all_tokens[start].kind in (";", ".", "-", "*", "•") or all_tokens[start].low in _JOINS):
            start += 1
        if start >= colon or all_tokens[start].low in _LISTS_PARTS:
            return ""
        return self.text[all_tokens[start].start : all_tokens[colon - 1].end].strip(" '\"")

    def _titled(self, start: int, colon: int) -> tuple[str, Kind | None]:
        """What a label itself says is counted: `Total killed: 20,000`, `Tanks: 12`."""
        words, end = self._phrase(start, titled=True)
        if not words or end < colon:
            return "", None
        last = self.tokens[words[-1]].low
        if last not in _ANY_FATE and (last not in _NOUNS or last in _FORMATIONS):
            return "", None
        unit = self._reduced(words, end)
        return unit.text, unit.kind


# Bounds and kinds


def _is_acronym(token: Token) -> bool:
    """Whether a token is no word but letters: `AT` guns are not `at` something."""
    return 1 < len(token.text) < 4 and token.text.isupper()


def _is_plural(token: Token) -> bool:
    return token.low.endswith("s") and not token.low.endswith("ss")


def _is_counted(low: str) -> bool:
    """Whether a word behind a number says that it counts."""
    return low in _NOUNS or low in _ANY_FATE or low in _GENERAL


def _is_noun_ahead(lows: list[str], at: int) -> bool:
    """Whether the words from `at` on hold a noun before the next join."""
    for low in lows[at:]:
        if low in _JOINS:
            return False
        if low in _NOUNS or low in _GENERAL:
            return True
    return False


def _is_year(amount: Fraction | int) -> bool:
    return isinstance(amount, int) and 1000 <= amount <= 2100


def _bounds(first: Value, last: Value) -> tuple[int, int]:
    """The lowest and the highest whole number of a figure or range."""
    low, high = first.amount, last.amount
    if last is not first:
        if last.scaled and not first.scaled and low < high and low < 1000:
            low = low * _scale(last, low)
        elif first.plain and not last.plain and low < 100 and low * 1000 < high < low * 20_000:
            low = low * 1000  # 16-17,000
        elif high < low and last.plain and isinstance(high, int) and isinstance(low, int):
            unit = 10 ** len(str(high))
            if high and low % unit < high and low >= unit:
                high = low - low % unit + high  # 1,250–75
    if low > high:
        low, high = high, low
    return math.floor(low), math.ceil(high)


def _scale(value: Value, low: Fraction | int) -> int:
    """What a scale behind the upper number makes of the lower one: `1.6–3 million`."""
    for scale in (10**9, 10**6, 10**5, 1000, 100, 12):
        if low * scale <= value.amount:
            return scale
    return 1


def _kind(kinds: set[str]) -> Kind | None:
    if not kinds:
        return None
    if len(kinds) == 1:
        return cast(Kind, next(iter(kinds)))
    return cast(Kind, _COMBINED.get(frozenset(kinds), "casualties"))
