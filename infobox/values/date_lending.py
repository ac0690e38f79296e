"""What dates take from one another: `13–16 December 1944`, `3, 5 and 7 May`, `28 December – 3 January 1942`, `1775–83`, `49–45 BC`."""

from __future__ import annotations

from infobox.language import concepts
from infobox.values.date_points import Point, both_marks
from infobox.values.date_stretches import Stretch


def lend(stretches: list[Stretch]) -> None:
    """Give stretches without a year the year of the next one, or of the one before; and lone days a month in the same way."""
    for stretch in stretches:
        complete(stretch)
    _lend_era(stretches)
    after: Point | None = None
    for stretch in reversed(stretches):
        for point in reversed(list(stretch.points())):
            _borrow(point, after, forward=False)
        after = stretch.first or stretch.last or after
        complete(stretch)
    before: Point | None = None
    for stretch in stretches:
        for point in stretch.points():
            _borrow(point, before, forward=True)
            if stretch.linked == concepts.OR and before is not None and before.covers and (point is stretch.first or point.covers):
                point.mark = both_marks(point.mark, before.mark)  # `c. 1200 or 1201`
        before = stretch.last or stretch.first or before
        complete(stretch)


def complete(stretch: Stretch) -> None:
    """Give each end of a stretch what is written only at the other."""
    first, last = stretch.first, stretch.last
    if first is None or last is None or first is last:
        return
    after_year = first.number is not None and not first.month and last.number is None and not last.month
    if after_year and (first.span == 1 if last.day else last.two_digits):
        _abbreviate(first, last)  # `1944–45`, `1999–00`
        return
    if first.day and not first.month and last.number is not None and not last.month and not last.day and (last.era or last.number < 1000):
        first.number, first.day, first.short = first.day, 0, True  # `49–45 BC`
    _full_year(first, last, stretch)
    borrowed = _complete_month(first, last)
    if first.number is None and last.number is not None and (first.month or first.day):
        _begin_in_year(first, last, stretch)
        borrowed = True
    elif last.number is None and first.number is not None and last.month:
        _end_in_year(first, last)
    elif first.number is not None and last.number is not None and first.era != last.era:
        borrowed = _complete_era(first, last, stretch) or borrowed
    if first.mark and first.covers and not last.mark and (borrowed or stretch.tight):
        last.mark = first.mark


def _complete_month(first: Point, last: Point) -> bool:
    """Give a day the month of the other; whether the first one took it."""
    if last.day and not last.month and first.day and first.month:
        last.month = first.month
    elif first.day and not first.month and last.day and last.month:
        first.month = last.month
        return True
    return False


def _begin_in_year(first: Point, last: Point, stretch: Stretch) -> None:
    """Give the first end the year of the last."""
    assert last.number is not None
    first.number, first.era, first.short = last.number, last.era, last.short
    if first.month and first.month != last.month and first.low() > last.high() and not (stretch.slashed and first.month < 11):
        first.number += -1 if first.era >= 0 else 1  # over the turn of the year


def _end_in_year(first: Point, last: Point) -> None:
    """Give the last end the year of the first."""
    assert first.number is not None
    last.number, last.era, last.short = first.number, first.era, first.short
    if last.month != first.month and first.low() > last.high():
        last.number += 1 if last.era >= 0 else -1


def _complete_era(first: Point, last: Point, stretch: Stretch) -> bool:
    """Give a year the era of the other; whether the first one took it."""
    assert first.number is not None
    assert last.number is not None
    if last.era < 0 and first.era == 0 and (first.number >= last.number or stretch.slashed):
        first.era = -1
        return True
    if last.era > 0 and first.era == 0 and first.number <= last.number:
        first.era = 1
        return True
    if first.era < 0 and last.era == 0 and last.span == 1 and last.number <= first.number and not last.short:
        last.era = -1
    return False


def _lend_era(stretches: list[Stretch]) -> None:
    """Give the years of a list the era before Christ if it is written only after the last: `264–241 and 218–201 BC`, `490 or 491 BC`."""
    for stretch, following in zip(reversed(stretches[:-1]), reversed(stretches[1:]), strict=True):
        after = following.first or following.last
        if not following.linked or after is None or after.era >= 0 or after.number is None:
            continue
        for point in stretch.points():
            if point.number is not None and point.era == 0 and (point.number >= after.number or following.linked == concepts.OR):
                point.era = -1


def _abbreviate(first: Point, last: Point) -> None:
    """Complete a year that is shortened after another year: `1775–83`, `1899–02`."""
    assert first.number is not None
    size = 100 if last.two_digits else 10
    last.number = first.number - first.number % size + last.day
    last.broken = not last.two_digits and not last.day
    if first.era < 0:
        last.number -= size if last.number >= first.number else 0  # years before Christ count down
    elif last.number <= first.number:
        last.number += size
        if last.number - first.number > 20:
            last.broken = True  # `1944–12` is not an abbreviation
    last.day, last.era = 0, first.era


def _full_year(first: Point, last: Point, stretch: Stretch) -> None:
    """Complete a year of two digits if only one year can be meant: `Dec 1941–Feb 42`, `312/11 BC`."""
    if first.number is None or last.number is None or last.span > 1 or first.span > 1 or not 0 < last.number < 100:
        return
    if last.short and not last.era and not first.era and first.number > 999 and last.month:
        last.number += first.number // 100 * 100
        last.short = False
    elif last.era < 0 and not first.era and stretch.tight and not last.month and last.number < first.number - 1:
        if (first.number - 1) % 100 == last.number:
            last.number = first.number - 1
        elif (first.number + 1) % 100 == last.number and first.number > 99:
            last.number = first.number + 1  # `1274/75 BC`


def _borrow(point: Point, other: Point | None, *, forward: bool) -> None:
    if other is None or other.span > 1 or point.span > 1:
        return
    if point.day and not point.month and other.month and other.month < 20:
        point.month = other.month
    if point.number is None and other.number is not None and (point.month or point.day):
        point.number, point.era, point.short = other.number, other.era, other.short
        styled = point.style or other.style
        if not forward and not styled and point.month and other.month and point.month != other.month and point.low() > other.high():
            point.number += -1 if point.era >= 0 else 1  # `28 December and 3 January 1942`
