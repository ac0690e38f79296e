"""The times that a text states, each with its place in the text, and what is wrong with it.

Unlike `infobox.values.dates`, which states what a date means as a whole, this keeps days that do not exist, and ranges that run backwards.
It reads with the same grammar, and only for those who ask.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.values.date_lending import complete
from infobox.values.date_points import Point
from infobox.values.date_stretches import Stretch, stretch_at
from infobox.values.date_vocabulary import ABSENT, ISO, LATEST, MARK, NUMBER, SLASH, STOP, WORD, YEAR, Terms, Word
from infobox.values.date_words import words_of
from infobox.values.edtf import DAYS

Disorder = Literal["", "dates", "bare_years", "part"]
"""How a range runs backwards: whole `dates`, two `years`, or a `part` (days or months of one year); empty if it does not."""

_FAR: Final = 6
"""How many months forward a range over the turn of the year may go: `December–January 1944`, `October – March 1944`."""
_SWEDISH: Final = (1712, 2, 30)
"""A day that existed in Sweden only."""
_LAST_DAY: Final = max(DAYS)
_SINGLE: Final = frozenset(("", STOP, concepts.OPENING, concepts.CLOSING, concepts.COMMA, concepts.JOINT, concepts.RANGE, MARK))
"""Kinds of words after a time that leave it alone."""


class StatedTime(NamedTuple):
    """A point in time, or a range, at a place in a text: from `first` to `last`, which are the same for one point.

    Each has its own place, and what the other end shares with it. `disorder` is how a range runs backwards. `alone` is true if no words
    beside it mean that its numbers count something: `hulls 1945–1939`.
    """

    first: Point
    last: Point
    start: int
    end: int
    disorder: Disorder
    alone: bool

    @property
    def is_range(self) -> bool:
        """Whether it has two ends."""
        return self.first is not self.last

    def ends(self) -> Iterator[Point]:
        """Its ends, in order; one if both are the same."""
        yield self.first
        if self.is_range:
            yield self.last

    def impossible(self) -> Iterator[Point]:
        """Its days that do not exist in any calendar. A number that no month has is a day only if it stands alone with a year."""
        for point in self.ends():
            year = point.year if point.number is not None else None
            surely = point.day <= _LAST_DAY or (self.alone and year is not None)
            dated = point.month and (point.day or point.broken)  # a day 0
            if surely and dated and not is_vague(point) and not (point.day and exists(year, point.month, point.day)):
                yield point


class StatedTimes(NamedTuple):
    """The times in a text in order, and the `words` they were read from; `styled` if a word names a calendar, so that the order is open."""

    times: list[StatedTime]
    words: list[Word]
    styled: bool


def exists(year: int | None, month: int, day: int) -> bool:
    """Whether a calendar has the day; `month` and `day` may be 0. Without a year (astronomical), or with one on which calendars differ, the
    longest February counts.
    """
    if not 0 <= month <= 12 or not 0 <= day <= (DAYS[month] if month else _LAST_DAY):
        return (year, month, day) == _SWEDISH
    if day != 29 or month != 2 or year is None or year < 8:
        return True
    # In the Julian calendar 1700, 1800 and 1900 have the day too; and until 1752 the year began in March in some countries.
    return (year % 4 == 0 and (year < 1924 or year % 100 != 0 or year % 400 == 0)) or (year < 1753 and year % 4 == 3)


def is_vague(point: Point) -> bool:
    """Whether a point is written in a way that leaves its year or month open: `5 May 44`, `1944/45`, a decade."""
    open_year = (point.short and not point.era) or point.second or (point.number or 0) > LATEST
    return open_year or point.span > 1 or point.month > 20 or (point.broken and not point.month)


def only_year(point: Point) -> bool:
    """Whether nothing but a year is stated."""
    return point.number is not None and not point.month and not point.day


def stated(text: str, lexicon: Lexicon) -> StatedTimes:
    """The times in a text in the language of a lexicon, in order, none inside another."""
    words = words_of(text, lexicon.grammar(Terms))
    styled = any(word.kind in (concepts.STYLE, concepts.FOREIGN) for word in words)
    leads = lexicon.grammar(_leads)
    times: list[StatedTime] = []
    size = len(words)
    words += [ABSENT] * 4
    place = 0
    while place < size:
        stretch, after = stretch_at(words, place, False, False)
        if stretch is None or stretch.first is None:
            place += 1
            continue
        if stretch.last is not stretch.first and _is_joint(words[after]):
            place = _after_chain(words, after)  # a chain of dashes has no order
            continue
        if not (place and _is_joint(words[place - 1])) or stretch.last is stretch.first:
            times.append(_time(stretch, words, place, after, text, leads))
        place = after
    del words[size:]
    return StatedTimes(times, words, styled)


def _leads(lexicon: Lexicon) -> frozenset[str]:
    """Words that may come before a time without changing what its numbers are."""
    kinds = (concepts.ADVERB, concepts.TIME_OF, concepts.BOUND, concepts.LEAD)
    return frozenset(entry.rpartition(" ")[2] for entry in lexicon.dates.of(*kinds))


def _is_joint(word: Word) -> bool:
    return word.kind in (concepts.RANGE, SLASH)


def _after_chain(words: Sequence[Word], place: int) -> int:
    while _is_joint(words[place]):
        place += 1
        while words[place].kind in (NUMBER, YEAR, ISO, concepts.MONTH):
            place += 1
    return place


def _time(stretch: Stretch, words: list[Word], place: int, after: int, text: str, leads: frozenset[str]) -> StatedTime:
    first = stretch.first
    assert first is not None
    last = stretch.last or first
    before = words[place - 1] if place else ABSENT
    unknown = before.kind == WORD and before.value == "" and text[before.start : before.end].lower() not in leads
    named = unknown and "\n" not in text[before.end : first.start]
    alone = not named and (words[after].kind in _SINGLE or "\n" in text[words[after - 1].end : words[after].start])
    if last is first:
        alone = words[place].kind != YEAR and before.kind not in (WORD, concepts.MONTH, NUMBER)
        return StatedTime(first, first, first.start, first.end, "", alone)
    written = _Written(dataclasses.replace(first), dataclasses.replace(last), stretch.tight)
    complete(stretch)
    if written.first.number is not None and not (written.last.month or written.last.number is not None):
        last.month = 0  # of `5 May 1941–42`, which may be two years
    certain = not stretch.slashed and not _is_cut(before, written, words[after], month_first=not text[last.start].isdigit())
    disorder: Disorder = _disorder(written, first, last) if certain else ""
    return StatedTime(first, last, first.start, last.end, disorder, alone)


def _is_cut(before: Word, written: _Written, following: Word, *, month_first: bool) -> bool:
    """Whether more of a range stands beside it: `1 July 27 – 17 November`, `25 July – 10 c. August`, `22–13 January 26`.

    `month_first` is true if the last end begins with its month, so that a day alone before the dash would have one before it.
    """
    first, last, _ = written
    if first.day and not first.month and (before.kind in (concepts.MONTH, NUMBER) or (month_first and last.month)):
        return True
    return following.kind == NUMBER or (following.kind in (concepts.CIRCA, concepts.PART) and not last.month and last.number is None)


class _Written(NamedTuple):
    """A range with nothing but what is written of each end; `tight` if its dash has no spaces."""

    first: Point
    last: Point
    tight: bool


def _disorder(written: _Written, full_first: Point, full_last: Point) -> Disorder:
    """How a range runs backwards, by what is written of it, and by the same ends with what they share."""
    first, last, tight = written
    if is_vague(first) or is_vague(last):
        return ""
    if first.number is not None and not first.month and last.number is None and not last.month:
        # `1945–39`; 12 or less may be a month, and in a new century the count starts again.
        short = first.number % 100
        return "bare_years" if tight and first.number > 999 and 12 < last.day < short and last.day + 100 - short > 20 else ""
    both = full_first.number is not None and last.number is not None
    if both and (first.number is not None or not (first.month or last.month or last.day)):
        return _years_disorder(full_first, full_last)
    if first.number is not None:
        return ""
    if first.month and last.month and first.month != last.month:
        return "part" if first.month > last.month and (last.month - first.month) % 12 > _FAR else ""
    return "part" if first.day > last.day > 0 and (first.month or last.month) and first.day <= _LAST_DAY else ""


def _years_disorder(first: Point, last: Point) -> Disorder:
    """How two points that both have a year are in the wrong order."""
    if first.short and not first.era:
        first = dataclasses.replace(first, era=last.era)
    if first.number is None or last.number is None or is_vague(first) or (last.number < 100 <= first.number and last.era > 0):
        return ""  # `101–02 AD`
    if only_year(first) and only_year(last):
        # Three digits may be years before Christ.
        return "bare_years" if first.year > last.year and (first.number > 999 or last.era) else ""
    one, other = [first.year], [last.year]
    if first.month and last.month:
        one.append(first.month)
        other.append(last.month)
        if first.day and last.day:
            one.append(first.day)
            other.append(last.day)
    return "dates" if one > other else ""
