"""EDTF (ISO 8601-2) back to the words of infoboxes, in the forms of a language."""

from __future__ import annotations

import re
from typing import Final

from infobox.language.lexicon import Lexicon
from infobox.language.times import TimeForms

_EDTF: Final = re.compile(r"(-?)([0-9]{4}|[0-9]{3}X|[0-9]{2}X{2})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)\Z")


def write(start: str, end: str, ongoing: bool, lexicon: Lexicon) -> str:
    """The words for a date: `13–16 December 1944`, `22 July – 25 September 1800`, `16 January 2012 – present`.

    `start` and `end` are EDTF as `dates.read` returns them, either one empty if it is open; `dates.read` of the words returns the same.
    Anything else is written as it stands, and so is what the language has no form for.
    """
    forms = lexicon.grammar(TimeForms)
    return forms.elided(_written(start, end, ongoing, forms))


def _written(start: str, end: str, ongoing: bool, forms: TimeForms) -> str:
    if not end:
        every, day = (forms.ongoing, forms.ongoing_day) if ongoing else (forms.since, forms.since_day)
        since = day if _is_day(start) else every
        return since.format(start=_phrase(start, forms)) if start else ""
    if not start:
        return (forms.until_day if _is_day(end) else forms.until).format(end=_phrase(end, forms))
    if start == end:
        return _phrase(start, forms)
    first, last = _EDTF.match(start), _EDTF.match(end)
    if first is None or last is None:
        return forms.range.format(start=_phrase(start, forms), end=_phrase(end, forms))
    if not first[5] and not last[5] and "X" not in start + end and (form := _shared(first, last, forms)):
        return form.format(
            day=forms.day_number(int(first[4] or 0)),
            last_day=forms.day_number(int(last[4] or 0)),
            month=_month(first, forms),
            last_month=_month(last, forms),
            year=forms.written_year(first[1], first[2]),
            last_year=forms.written_year(last[1], last[2]),
        )
    named = bool(first[1]) and not last[1] and last[2].isdigit() and last[2] >= "0100"  # otherwise it would be before Christ too
    return forms.range.format(start=_phrase(start, forms), end=_phrase(end, forms, named=named))


def _is_day(edtf: str) -> bool:
    match = _EDTF.match(edtf)
    return match is not None and match[4] is not None


def between(start: str, end: str, lexicon: Lexicon) -> str:
    """A range with words between its ends: `from 1812 to May 1814`."""
    forms = lexicon.grammar(TimeForms)
    return forms.elided(forms.between.format(start=_phrase(start, forms), end=_phrase(end, forms)))


def _shared(first: re.Match[str], last: re.Match[str], forms: TimeForms) -> str:
    """The form of a range that writes what both ends share once, if they share anything."""
    if first[1] == last[1] and first[2] == last[2]:
        if first[4] and last[4]:
            return forms.days if first[3] == last[3] else forms.days_of_months
        if first[3] and last[3] and not first[4] and not last[4]:
            return forms.months
    if not first[3] and not last[3] and not first[1] and not last[1] and first[2] >= "1000" and last[2] >= "1000":
        return forms.years
    return ""


def _month(match: re.Match[str], forms: TimeForms) -> str:
    return (forms.names if match[4] else forms.names_alone).get(int(match[3] or 0), "")


def _phrase(edtf: str, forms: TimeForms, *, named: bool = False) -> str:
    """The words for one EDTF date; with the era of its year if `named`."""
    match = _EDTF.match(edtf)
    if match is None:
        return edtf
    sign, year, month, day, mark = match.groups("")
    digits = year.rstrip("X")
    if len(digits) == 2:
        form = forms.century_before if sign else forms.century
        words = form.format(number=forms.counted(int(digits) + 1))
    elif len(digits) == 3:
        form = forms.decade_only if year[2] == "0" and year < "200" else forms.decade
        words = form.format(year=f"{int(digits)}0") if not sign else ""
    else:
        year_words = forms.written_year(sign, year)
        # `194?` may be ten years
        named = named or (mark in ("?", "%") and not sign and "0099" < year < "0210")
        if named and int(year) > 99:
            year_words = forms.after.format(year=int(year))
        form = forms.day if day else forms.season if month > "20" else forms.month if month else "{year}"
        words = (
            form.format(day=forms.day_number(int(day or 0)), month=_month(match, forms), year=year_words) if form else edtf.rstrip("~?%")
        )
    if not words:
        return edtf
    if mark in ("~", "%"):
        words = forms.about.format(time=words)
    return forms.perhaps.format(time=words) if mark in ("?", "%") else words
