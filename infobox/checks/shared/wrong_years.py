"""Years with a digit too many or too few, in the date, its templates and qualifiers.

A number of five or more digits is none where a year stands. A year of three digits is doubted only if another year of the infobox, or the
same month elsewhere on the page, shows which was meant: there were years of three digits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from infobox.checks.shared.examined_dates import LONGEST_QUALIFIER, ExaminedDate, examined_date, qualifier_place
from infobox.checks.subject import Subject, Use
from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.markup.arguments import Argument
from infobox.values.date_faults import StatedTimes, stated
from infobox.values.date_vocabulary import ABSENT, NUMBER, WORD, YEAR, Terms, Word

_ODD: Final = re.compile(r"(?<![0-9.,])(?:[0-9]{3}|[0-9]{5,8})(?![0-9]|[.,][0-9])")
_FULL: Final = re.compile(r"(?<![0-9.,])(?:1[0-9]{3}|20[0-9]{2})(?![0-9]|[.,][0-9])")
_FIRST, _LAST = 1000, 2100
"""The years that may have been meant."""
_NEAR: Final = 30
"""How many years the times of one infobox may be apart."""
_FAR: Final = 100
"""A year of three digits is right if another year of the infobox is so near."""
_MANY: Final = 60
"""How many are judged in the date, and in the qualifiers, of one infobox."""
_SUGGESTED: Final = 3
_COUNTED: Final = (WORD, NUMBER, concepts.ERA, concepts.UNIT)
"""Kinds of words after a number that is no year, or whose era is stated."""


class WrongYear(NamedTuple):
    """A year with the wrong number of digits: its place in the page, its `digits`, and the years that may have been meant."""

    start: int
    end: int
    digits: str
    meant: list[int]


class _Candidate(NamedTuple):
    """What may be such a year: its digits and place in the page, the month it is in (0 if it is not stated)."""

    start: int
    end: int
    digits: str
    month: int


def wrong_years(subject: Subject) -> list[WrongYear]:
    """The years with a wrong number of digits, in page order. Call it through `Subject.once`."""
    date = subject.once(examined_date)
    # The place of each takes a look at its whole text.
    candidates = [*islice(_in_date(date) if date is not None else (), _MANY), *islice(_in_qualifiers(subject), _MANY)]
    if not candidates:
        return []
    others = _other_years(subject, date)
    found = (_judged(subject, each, others) for each in sorted(set(candidates)))
    return [each for each in found if each is not None]


def _judged(subject: Subject, candidate: _Candidate, others: set[int]) -> WrongYear | None:
    """A candidate as a wrong year, with the years that were meant; None if it may be right."""
    start, end, digits, month = candidate
    short = len(digits) < 4
    if short and any(abs(int(digits) - year) <= _FAR for year in others):
        return None
    possible = [year for year in (_longer(digits) if short else _shorter(digits)) if _FIRST <= year < _LAST]
    apart = {year: min((abs(year - other) for other in others), default=_NEAR + 1) for year in possible}
    near = sorted((year for year in possible if apart[year] <= _NEAR), key=lambda year: apart[year])
    named = _years_of_month(subject, month, digits) if month else set()
    if short and named is None:
        return None
    sure = [year for year in possible if year in (named or ())]
    equal = [year for year in near if not apart[year]]
    meant = sure or equal or near or ([] if short else possible)
    return WrongYear(start, end, digits, meant[:_SUGGESTED]) if meant or not short else None


def _longer(digits: str) -> list[int]:
    """The years that became these digits when one was lost, the latest first."""
    return sorted({int(f"{digits[:place]}{digit}{digits[place:]}") for place in range(4) for digit in range(10)}, reverse=True)


def _shorter(digits: str) -> list[int]:
    """The years that became these digits when one was added, the latest first."""
    return sorted({int(digits[:place] + digits[place + 1 :]) for place in range(len(digits))}, reverse=True) if len(digits) == 5 else []


# -- what may be such a year ------------------------------------------------------------------------------------------------------------


def _in_date(date: ExaminedDate) -> Iterator[_Candidate]:
    if _ODD.search(date.text) is not None and not date.stated.styled:
        for start, end, month in _odd_words(date.text, date.stated, lone=True):
            place = date.subject.words(date.date, start, end)
            if date.subject.text[slice(*place)] == date.text[start:end]:
                yield _Candidate(*place, date.text[start:end], month)
    yield from _in_templates(date)


def _in_qualifiers(subject: Subject) -> Iterator[_Candidate]:
    for entry in subject.entries:
        # A number beside figures may be one more of them.
        for number, qualifier in enumerate(entry.item.qualifiers if entry.value.kind == "entities" else ()):
            if len(qualifier) > LONGEST_QUALIFIER or _ODD.search(qualifier) is None:
                continue
            for start, end, month in _odd_words(qualifier, stated(qualifier, subject.lexicon)):
                place = qualifier_place(subject, entry.item, number, start, end)
                if subject.text[slice(*place)] == qualifier[start:end]:
                    yield _Candidate(*place, qualifier[start:end], month)


def _odd_words(text: str, times: StatedTimes, *, lone: bool = False) -> Iterator[tuple[int, int, int]]:
    """The numbers with three, or five and more, digits where a year stands: their range in the text, and the month before them.
    `lone`: a number alone is a year.
    """
    words = times.words
    for place, word in enumerate(words):
        digits = text[word.start : word.end]
        if not (digits.isascii() and digits.isdigit()) or len(digits) < 3 or len(digits) == 4:
            continue
        before = [words[at] if at >= 0 else ABSENT for at in range(place - 1, place - 4, -1)]
        following = words[place + 1] if place + 1 < len(words) else ABSENT
        month = _month_before(before)
        ranged = before[0].kind == concepts.RANGE and before[1].kind == YEAR and before[1].end - before[1].start == 4
        alone = lone and len(words) == 1 and len(digits) == 5
        if (month or ranged or alone) and following.kind not in _COUNTED:
            yield word.start, word.end, month


def _month_before(before: Sequence[Word]) -> int:
    """The month that a year belongs to, by the words before it, the nearest first: `June 1944`, `6 June, 1944`, `June 6, 1944`."""
    if before[0].kind == concepts.COMMA:
        before = before[1:]
        if before[0].kind == NUMBER:
            before = before[1:]
    return int(before[0].value) if before and before[0].kind == concepts.MONTH else 0


def _in_templates(date: ExaminedDate) -> Iterator[_Candidate]:
    for month, argument in _year_arguments(date):
        digits = date.subject.text[argument.start : argument.end]
        if _ODD.fullmatch(digits) is not None:
            yield _Candidate(argument.start, argument.end, digits, month)


def _year_arguments(date: ExaminedDate) -> Iterator[tuple[int, Argument]]:
    """The years in the templates of the date, each with its month if that is a number."""
    subject, value = date.subject, date.subject.filled("date")
    if value is None or "{{" not in value.words:
        return
    for use in subject.templates:
        if use.value is value and use.kind == "function" and use.meaning is not None and use.meaning.data.get("call") in ("date", "age"):
            yield from _years_in(subject, use)


def _years_in(subject: Subject, use: Use) -> Iterator[tuple[int, Argument]]:
    arguments = subject.arguments(use.node)
    pairs = [(arguments.get(f"year{number}"), arguments.get(f"month{number}")) for number in ("", 1, 2)]
    positional = arguments.positional
    pairs += [(positional[at], positional[at + 1] if at + 1 < len(positional) else None) for at in (0, 3) if at < len(positional)]
    for year, month in pairs:
        if year is not None and not year.nodes:
            written = subject.text[month.start : month.end] if month is not None else ""
            yield int(written) if re.fullmatch(r"0?[1-9]|1[0-2]", written) else 0, year


# -- what shows which year was meant ----------------------------------------------------------------------------------------------------


def _other_years(subject: Subject, date: ExaminedDate | None) -> set[int]:
    """The years of the infobox's date, and of its templates."""
    text = subject.record.date.text if subject.record.date is not None else ""
    written = [text]
    if date is not None:
        written = [date.text, *(subject.text[each.start : each.end] for _, each in _year_arguments(date))]
    return {int(year) for words in written for year in _FULL.findall(words)}


def _years_of_month(subject: Subject, month: int, digits: str) -> set[int] | None:
    """The years of four digits that the page gives with a month; None if it gives the month with these digits more than once, or these
    digits with an era.
    """
    years, with_era = subject.once(_years_of_page)
    named = years.get(month, Counter())
    return {int(year) for year in named if len(year) == 4} if named[digits] < 2 and digits not in with_era else None


def _years_of_page(subject: Subject) -> tuple[dict[int, Counter[str]], set[str]]:
    """The years that the page gives with each month, and how often; and those of three digits with an era."""
    months, dated = subject.lexicon.grammar(Terms).months, subject.lexicon.grammar(_Dated)
    found: dict[int, Counter[str]] = {}
    for match in dated.month.finditer(subject.text):
        found.setdefault(months.get(match[1].lower(), 0), Counter())[match[2]] += 1
    return found, {match[1] or match[2] for match in dated.era.finditer(subject.text)}


class _Dated:
    """Patterns of a `month` with a year, and of a year of three digits with an `era`, in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        terms = lexicon.grammar(Terms)
        months, eras = any_of(terms.months), any_of(entry for entry, (kind, _) in terms.made.items() if kind == concepts.ERA)
        end = r"(?![0-9]|[.,][0-9])"
        self.month = re.compile(rf"\b({months})\b\.?,?[ \n](?:[0-9]{{1,2}},?[ \n])?([0-9]{{3,5}}){end}", re.IGNORECASE)
        self.era = re.compile(rf"\b{eras}[ \n]([0-9]{{3}}){end}|(?<![0-9.,])([0-9]{{3}})[ \n]{eras}\b", re.IGNORECASE)
