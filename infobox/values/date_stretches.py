"""The stretches of time that words name, in order, each with what is written of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Final

from infobox.language import concepts
from infobox.values.date_points import Point, goes_on, point_at
from infobox.values.date_vocabulary import ABSENT, CLOCK, COLON, DASH, ISO, NUMBER, QUERY, SLASH, STOP, TAIL, WORD, YEAR, Word


@dataclasses.dataclass(slots=True, eq=False)
class Stretch:
    """A stretch of time: `first` to `last`, both the same for one point; no `first` after `until`, no `last` if it goes on."""

    first: Point | None
    last: Point | None
    ongoing: bool = False
    since: bool = False  # it goes on because it is `since` its first day
    style: str = ""
    label: str | None = None  # `part`: it is a part of the conflict, `phase`: perhaps one, `event`: not one
    linked: str = ""  # `and`, `or` or a comma that stands before it
    joint: str = ""  # `-` or `/`, which leads to it from the stretch before: `4–5/6 May`
    slashed: bool = False
    in_both: bool = False  # the days of the stretch before in another calendar: `2–3 (13–14) May`
    tight: bool = False  # the dash has no spaces

    def has_one_end(self) -> bool:
        """Whether it is one point, or has a beginning and no stated end."""
        return self.first is not None and not self.ongoing and (self.last is None or self.last is self.first)

    def points(self) -> Iterable[Point]:
        """Its ends, in order; one if both are the same."""
        if self.first is not None:
            yield self.first
        if self.last is not None and self.last is not self.first:
            yield self.last


def stretches_of(words: list[Word]) -> list[Stretch]:
    """The stretches that the words name; none if a word shows that another date is meant."""
    return _Naming(words).stretches()


class _Naming:
    """The stretches that words name, while the words are gone through.

    `ended` is the place after the last stretch. What stands before the next one: `lead` (`since`, `until` …), `style` (a calendar),
    `linked` (`and`, `or`, a comma), `label` (what it is a time of), and `leads_on`, the dash or `to` after the last stretch if only words
    follow it. `goes_on` is true if a word for today stands before the first stretch.
    """

    def __init__(self, words: list[Word]) -> None:
        arranged = _year_last(words)
        self.size = len(arranged)
        self.words = [*arranged, ABSENT, ABSENT, ABSENT]
        self.found: list[Stretch] = []
        self.place = self.ended = 0
        self.lead = self.style = self.linked = self.leads_on = ""
        self.label: str | None = None
        self.goes_on = False

    def stretches(self) -> list[Stretch]:
        """All of them, in order; none if a word shows that another date is meant."""
        words, found = self.words, self.found
        while self.place < self.size:
            stretch, after = stretch_at(words, self.place, bool(self.linked), self._is_between())
            if stretch is not None:
                self._add(stretch, after)
            elif _is_unknown_start(words, self.place):
                self.lead = concepts.UNTIL  # `?–1250`
                self.place += 2
            elif not self._take(words[self.place]):
                return []
        if self.leads_on in (concepts.TO, concepts.UNTIL) and found[-1].last is not None:
            found[-1].last = None  # `1943 until the end of the war`
        if self.label is not None and found and found[-1].label is None:
            found[-1].label = self.label
        return found

    def _is_between(self) -> bool:
        """Whether a joint is the `and` of `between`: of two days after a word for since, it is too (`с 4 на 5 мая`)."""
        day, joint = self.words[self.place : self.place + 2]
        nights = self.lead in (concepts.SINCE, concepts.FROM) and day.kind == NUMBER and joint[:2] == (concepts.JOINT, concepts.AND)
        return self.lead == concepts.BETWEEN or nights

    def _add(self, stretch: Stretch, after: int) -> None:
        """Add the stretch that stands from the place to `after`."""
        found, lead = self.found, self.lead
        if stretch.first is not None and lead in (concepts.SINCE, concepts.FROM, concepts.UNTIL) and stretch.last is stretch.first:
            _lead(stretch, lead)
        if self.leads_on and lead == "" and stretch.first is stretch.last and self.linked in ("", ","):
            found[-1].last = stretch.first  # `1 May – fall of the town, 5 May 1940`
        elif lead != concepts.AS_OF:
            stretch.label = self.label
            stretch.linked = self.linked
            stretch.style = stretch.style or self.style
            stretch.joint = self._joint()
            stretch.in_both = stretch.joint == SLASH and self.words[self.ended].value == concepts.NEW
            stretch.ongoing = stretch.ongoing or (self.goes_on and stretch.last is None)  # `in corso dal 2014`
            found.append(stretch)
        self.place = self.ended = after
        self.lead = self.style = self.linked = self.leads_on = ""
        self.label = None

    def _joint(self) -> str:
        """The dash or slash that leads from the last stretch to this place, if nothing else stands between."""
        joint = self.words[self.ended]
        if not self.found or self.place != self.ended + 1 or joint.kind not in (SLASH, concepts.RANGE):
            return ""
        before = self.found[-1].last
        if joint.kind == SLASH and joint.spaced and before is not None and before.number is not None:
            return ""  # such a slash separates two dates
        return SLASH if joint.kind == SLASH else DASH

    def _take(self, word: Word) -> bool:
        """Take a word that begins no stretch; false if it shows that another date is meant."""
        take = _TAKEN.get(word.kind)
        if take is not None and not take(self, word):
            return False
        if word.kind in (COLON, STOP, concepts.LEAD, concepts.JOINT):
            self.leads_on = ""
        self.place += 1
        return True

    def _word(self, word: Word) -> bool:
        self.label = _label(self.label, self.words, self.place)
        self.lead = self.linked = ""
        return True

    def _tail(self, word: Word) -> bool:
        found = self.found
        if found and (word.value != concepts.EVENT or found[-1].first is found[-1].last):
            found[-1].label = str(word.value) or found[-1].label or TAIL
        return True

    def _led(self, word: Word) -> bool:
        found = self.found
        if word.value in (concepts.ONWARDS, concepts.BACKWARDS):
            if found and found[-1].last is found[-1].first:
                if word.value == concepts.ONWARDS:
                    found[-1].last = None
                else:
                    found[-1].first = None
            return True
        if found and self.place == self.ended + 1 and self.words[self.ended].kind == concepts.RANGE:
            return False  # `1200 – before 1210`: the end is not known
        self.lead = str(word.value)
        return True

    def _range(self, word: Word) -> bool:
        begins = word.value == concepts.TO and all(before.kind == concepts.NOISE for before in self.words[: self.place])  # `по май 1945`
        self.lead = concepts.UNTIL if word.value == concepts.UNTIL or begins else ""
        leads_on = word.value != concepts.TO_A_TIME and self.found and self.place == self.ended and self.found[-1].has_one_end()
        self.leads_on = str(word.value) if leads_on else ""
        return True

    def _link(self, word: Word) -> bool:
        if word.kind == concepts.JOINT:
            self.linked = str(word.value) if self.found else ""
        else:
            self.linked = self.linked or ("," if self.found else "")
        return True

    def _calendar(self, word: Word) -> bool:
        found = self.found
        title = self.words[self.place + 1].kind == COLON
        if found and not found[-1].style and not title and self.words[0].kind != concepts.STYLE:
            found[-1].style = str(word.value)
        else:
            self.style = str(word.value)
        return True

    def _present(self, word: Word) -> bool:
        found = self.found
        open_ = bool(found) and found[-1].last in (None, found[-1].first)
        if open_ or (found and found[-1].slashed and self.words[self.place - 1].kind == concepts.RANGE):
            found[-1].last = None
            found[-1].ongoing = found[-1].first is not None
        self.goes_on = not found
        return True


_TAKEN: Final[dict[str, Callable[[_Naming, Word], bool]]] = {
    WORD: _Naming._word,
    concepts.UNKNOWN: _Naming._word,
    TAIL: _Naming._tail,
    concepts.LEAD: _Naming._led,
    concepts.RANGE: _Naming._range,
    concepts.JOINT: _Naming._link,
    concepts.COMMA: _Naming._link,
    concepts.STYLE: _Naming._calendar,
    concepts.PRESENT: _Naming._present,
    concepts.BAR: lambda naming, word: False,
}
"""What a word of each kind changes; false: another date is meant."""


def _lead(stretch: Stretch, lead: str) -> None:
    """Give a stretch of one point the meaning of the word before it."""
    if lead == concepts.UNTIL:
        stretch.first = None
    elif not stretch.ongoing:
        stretch.last = None
        stretch.ongoing = stretch.since = lead == concepts.SINCE


def _label(label: str | None, words: list[Word], place: int) -> str:
    """The meaning of a label with another word added; the first meaningful word counts. With a number a `phase` is surely a `part`."""
    value = words[place].value
    if label in (concepts.EVENT, concepts.IS_PART):
        return label
    if isinstance(value, int):
        return label or NUMBER
    if value == concepts.PHASE:
        return concepts.IS_PART if NUMBER in (label, words[place - 1].kind) else concepts.PHASE
    return str(value) if value == concepts.IS_PART or (value == concepts.EVENT and label != concepts.PHASE) else label or ""


def _is_unknown_start(words: list[Word], place: int) -> bool:
    dash, end = words[place + 1 : place + 3]
    return _is_unknown(words[place]) and dash.kind == concepts.RANGE and end is not ABSENT and end.kind != concepts.MAYBE


def _is_unknown(word: Word) -> bool:
    return word.kind == concepts.UNKNOWN or word[:2] == QUERY


def _year_last(words: list[Word]) -> list[Word]:
    """Words in which a year and a comma before days or months without a year are moved after them: `1942, January–July`."""
    comma = 1
    while comma < len(words) and words[comma].kind == concepts.NOISE:
        comma += 1  # `1514 yılı, 23 Ağustos`
    if len(words) <= comma or words[0].kind != YEAR or any(word.kind == YEAR for word in words[1:]):
        return words
    if words[comma].kind != concepts.COMMA and (comma == 1 or words[comma].kind not in (NUMBER, concepts.MONTH, concepts.SEASON)):
        return words
    months = [place for place, word in enumerate(words) if word.kind in (concepts.MONTH, concepts.SEASON)]
    if not months:
        return words
    end = months[-1] + 1
    while end < len(words) and words[end].kind in (NUMBER, concepts.RANGE):
        end += 1
    if words[end - 1].kind == concepts.RANGE:
        end -= 1
    return [*words[comma + (words[comma].kind == concepts.COMMA) : end], words[0], *words[1:comma], *words[end:]]


def stretch_at(words: list[Word], place: int, linked: bool, between: bool) -> tuple[Stretch | None, int]:
    """The stretch that begins at a place, if any, and the place after it."""
    first, after = point_at(words, place, linked)
    if first is None:
        return None, place
    styled_after = words[0].kind != concepts.STYLE  # not before the date: `O.S. 27 June`
    if words[after].kind == concepts.STYLE and styled_after:
        first.style = str(words[after].value)
        after += 1
    next_place = after
    while words[next_place].kind in (concepts.NOISE, CLOCK, concepts.COMMA, TAIL, concepts.PART):
        next_place += 1
    stretch = Stretch(first, first, style=first.style)
    kind = words[next_place].kind
    is_range = kind == concepts.RANGE and (next_place == after or words[next_place].value != concepts.UNTIL)
    if is_range or (next_place == after and (kind == SLASH or (kind == concepts.JOINT and between)) and not first.style):
        end = _ended(stretch, first, words, (place, next_place), styled_after=styled_after)
        if not end and kind == concepts.RANGE and first.number is not None:
            end = _open_end(stretch, words, after, next_place)
        if end:
            return stretch, end
    joined = words[after].kind in (concepts.JOINT, concepts.COMMA) and _joins_day(words, after + 1)
    if first.number is None and not first.month and not linked and not joined:
        return None, place  # a number alone is not a day
    return stretch, after


def _ended(stretch: Stretch, first: Point, words: list[Word], places: tuple[int, int], *, styled_after: bool) -> int:
    """Give a stretch the end after a dash or slash; the place after it, 0 if none stands there. `places` are those of the stretch and of
    the dash.
    """
    place, joint = places
    kind = words[joint].kind
    last, end = point_at(words, joint + 1, first.number is None or first.month > 0)  # not `13, 2014` of `2011–13, 2014`
    if last is None or (kind == SLASH and _is_slashed_date(words, end)):
        return 0
    stretch.last = last
    stretch.slashed = kind == SLASH and words[place].kind != ISO  # `1944-06-06/1944-08-30` is a stretch as ISO 8601 writes it
    stretch.tight = not words[joint].spaced and not words[joint + 1].spaced
    end = _second_year(words, end, first, last)
    if words[end].kind == concepts.STYLE and styled_after:
        stretch.style = last.style = str(words[end].value)
        end += 1
    stretch.style = stretch.style or last.style
    return end


def _open_end(stretch: Stretch, words: list[Word], after: int, joint: int) -> int:
    """Take the end of a stretch that goes on, or whose end is not known; the place after it, 0 if it is not open."""
    following = joint + 1
    while words[following].kind == concepts.NOISE:
        following += 1
    ends_open = joint == after and words[joint + 1] is ABSENT and words[joint].value == DASH
    ongoing = ends_open or words[following].kind == concepts.PRESENT
    if not ongoing and not _is_unknown(words[following]):  # `1200–?`
        return 0
    stretch.ongoing = ongoing
    stretch.last = None
    return joint + 1 if ends_open else following + 1


def _is_slashed_date(words: list[Word], place: int) -> bool:
    """Whether the second slash of `5/6/1944` stands at a place; a day follows that of `3/4/5 May`."""
    stroke, number, month = words[place : place + 3]
    return stroke.kind == SLASH and (number.kind != NUMBER or month.kind != concepts.MONTH)


def _second_year(words: list[Word], place: int, first: Point, last: Point) -> int:
    """Take the years of `December–January 1944–45` (the last end has the second), or of a last end alone; return the place after them."""
    if last.number is None or last.month > 20 or not goes_on(words, place, last.number):
        return place
    if not last.month:
        if words[place].kind == SLASH and last.span == 1:
            last.number += 1
            last.second = True
            last.mark = "?"  # `1809–1811/12`
            return place + 2
        return place
    last.number += 1
    last.second = True
    last.broken = last.broken or first.number is not None or not first.month or first.month <= last.month
    return place + 2


def _joins_day(words: list[Word], place: int) -> bool:
    """Whether the days of a list go on: `3, 5 and 7 May`."""
    while words[place].kind in (concepts.JOINT, concepts.NOISE):
        place += 1
    return words[place].kind in (NUMBER, concepts.PART)
