"""The stretches of time that words name, in order, each with what is written of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

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
    size = len(words)
    words = [*_year_last(words), ABSENT, ABSENT, ABSENT]
    found: list[Stretch] = []
    place = ended = 0
    lead = style = linked = ""
    leads_on = ""  # the dash or `to` after the last stretch, followed by words only
    label: str | None = None
    while place < size:
        word = words[place]
        kind = word.kind
        stretch, after = _stretch(words, place, bool(linked), lead == concepts.BETWEEN)
        if stretch is not None:
            if stretch.first is not None and lead in (concepts.SINCE, concepts.FROM, concepts.UNTIL) and stretch.last is stretch.first:
                if lead == concepts.UNTIL:
                    stretch.first = None
                elif not stretch.ongoing:
                    stretch.last = None
                    stretch.ongoing = stretch.since = lead == concepts.SINCE
            if leads_on and lead == "" and stretch.first is stretch.last and linked in ("", ","):
                found[-1].last = stretch.first  # `1 May – fall of the town, 5 May 1940`
            elif lead != concepts.AS_OF:
                stretch.label = label
                stretch.linked = linked
                stretch.style = stretch.style or style
                if found and place == ended + 1 and words[ended].kind in (SLASH, concepts.RANGE):
                    before = found[-1].last
                    if not (words[ended].spaced and words[ended].kind == SLASH and before is not None and before.number is not None):
                        stretch.joint = SLASH if words[ended].kind == SLASH else DASH  # otherwise a slash separates two dates
                found.append(stretch)
            place = ended = after
            lead = style = linked = ""
            label = None
            leads_on = ""
            continue
        if _is_unknown_start(words, place):
            lead = concepts.UNTIL  # `?–1250`
            place += 2
            continue
        if kind in (WORD, concepts.UNKNOWN):
            label = _label(label, words, place)
            lead = linked = ""
        elif kind == TAIL:
            if found and (word.value != concepts.EVENT or found[-1].first is found[-1].last):
                found[-1].label = str(word.value) or found[-1].label or TAIL
        elif kind == concepts.LEAD and word.value in (concepts.ONWARDS, concepts.BACKWARDS):
            if found and found[-1].last is found[-1].first:
                if word.value == concepts.ONWARDS:
                    found[-1].last = None
                else:
                    found[-1].first = None
        elif kind == concepts.LEAD:
            if found and place == ended + 1 and words[ended].kind == concepts.RANGE:
                return []  # `1200 – before 1210`: the end is not known
            lead = str(word.value)
        elif kind == concepts.RANGE:
            lead = concepts.UNTIL if word.value == concepts.UNTIL else ""
            leads_on = str(word.value) if found and place == ended and found[-1].has_one_end() else ""
        elif kind == concepts.JOINT:
            linked = str(word.value) if found else ""
        elif kind == concepts.COMMA:
            linked = linked or ("," if found else "")
        elif kind == concepts.STYLE:
            title = words[place + 1].kind == COLON
            if found and not found[-1].style and not title and words[0].kind != concepts.STYLE:
                found[-1].style = str(word.value)
            else:
                style = str(word.value)
        elif kind == concepts.PRESENT:
            if found and (found[-1].last is found[-1].first or (found[-1].slashed and words[place - 1].kind == concepts.RANGE)):
                found[-1].last = None
                found[-1].ongoing = True
        elif kind == concepts.BAR:
            return []
        if kind in (COLON, STOP, concepts.LEAD, concepts.JOINT):
            leads_on = ""
        place += 1
    if leads_on in (concepts.TO, concepts.UNTIL) and found[-1].last is not None:
        found[-1].last = None  # `1943 until the end of the war`
    if label is not None and found and found[-1].label is None:
        found[-1].label = label
    return found


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
    if len(words) < 3 or words[0].kind != YEAR or words[1].kind != concepts.COMMA or any(word.kind == YEAR for word in words[1:]):
        return words
    months = [place for place, word in enumerate(words) if word.kind in (concepts.MONTH, concepts.SEASON)]
    if not months:
        return words
    end = months[-1] + 1
    while end < len(words) and words[end].kind in (NUMBER, concepts.RANGE):
        end += 1
    if words[end - 1].kind == concepts.RANGE:
        end -= 1
    return [*words[2:end], words[0], *words[end:]]


def _stretch(words: list[Word], place: int, linked: bool, between: bool) -> tuple[Stretch | None, int]:
    """The stretch that begins at a place, if any, and the place after it."""
    first, after = point_at(words, place, linked)
    if first is None:
        return None, place
    styled_after = words[0].kind != concepts.STYLE  # not before the date: `O.S. 27 June`
    if words[after].kind == concepts.STYLE and styled_after:
        first.style = str(words[after].value)
        after += 1
    next_place = after
    while words[next_place].kind in (concepts.NOISE, CLOCK, concepts.COMMA, TAIL):
        next_place += 1
    kind = words[next_place].kind
    stretch = Stretch(first, first, style=first.style)
    if (kind == concepts.RANGE and (next_place == after or words[next_place].value != concepts.UNTIL)) or (
        next_place == after and (kind == SLASH or (kind == concepts.JOINT and between)) and not first.style
    ):
        last, end = point_at(words, next_place + 1, first.number is None or first.month > 0)  # not `13, 2014` of `2011–13, 2014`
        if last is not None and not (kind == SLASH and _is_slashed_date(words, end)):
            stretch.last = last
            stretch.slashed = kind == SLASH and words[place].kind != ISO  # `1944-06-06/1944-08-30` is a stretch as ISO 8601 writes it
            stretch.tight = not words[next_place].spaced and not words[next_place + 1].spaced
            end = _second_year(words, end, first, last)
            if words[end].kind == concepts.STYLE and styled_after:
                stretch.style = last.style = str(words[end].value)
                end += 1
            stretch.style = stretch.style or last.style
            return stretch, end
        if kind == concepts.RANGE and first.number is not None:
            following = next_place + 1
            while words[following].kind == concepts.NOISE:
                following += 1
            ends_open = next_place == after and words[next_place + 1] is ABSENT and words[next_place].value == DASH
            stretch.ongoing = ends_open or words[following].kind == concepts.PRESENT
            if stretch.ongoing or _is_unknown(words[following]):  # `1200–?`
                stretch.last = None
                return stretch, next_place + 1 if ends_open else following + 1
    joined = words[after].kind in (concepts.JOINT, concepts.COMMA) and _joins_day(words, after + 1)
    if first.number is None and not first.month and not linked and not joined:
        return None, place  # a number alone is not a day
    return stretch, after


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
            last.mark = "?"  # `1809–1811/12`
            return place + 2
        return place
    last.number += 1
    last.broken = last.broken or first.number is not None or not first.month or first.month <= last.month
    return place + 2


def _joins_day(words: list[Word], place: int) -> bool:
    """Whether the days of a list go on: `3, 5 and 7 May`."""
    while words[place].kind in (concepts.JOINT, concepts.NOISE):
        place += 1
    return words[place].kind in (NUMBER, concepts.PART)
