"""The time that a qualifier names: `(2017–18)`, `(from 1777)`, `(since 2026)`, `(4 August – 21 September)`.

A qualifier is a time where one of its clauses is nothing but a time: a date alone, or behind `from`, `until`, `only on` and the like
(`2015; per gov.`). A date that describes something else is none: `Sep. 2015 assault`, `left the alliance in July 2016`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from infobox.values import dates

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)"
)
_TIMELY: Final = re.compile(rf"[0-9]|\b{_MONTH}\b", re.IGNORECASE)
_LONGEST: Final = 160
"""A longer qualifier says more than a time."""
# A comma before a year parts clauses only where no day or month stands before it: `commander-in-chief, 1941–43`.
_CLAUSES: Final = re.compile(r"\s*;\s*|,\s+(?![0-9]{3,4}\b)|(?:(?<=[^\W\d_])|(?<=[)\]”\"])),\s+")
_ENDS_IN_MONTH: Final = re.compile(rf"\b{_MONTH}\Z", re.IGNORECASE)
# A clause: words that lead to a time, words that follow it, and between them only what dates are made of.
_CLAUSE: Final = re.compile(
    r"(?:only )?"
    r"(?:(?P<from>from|since|after|starting|beginning)(?: (?:in|on|from))?\s+"
    r"|(?P<until>(?P<surely>until|till|til|before)|by|up to|to|through|[-–—−])"
    r"(?:\s+(?:(?:his|her|their|its) )?(?:death|capture|surrender|dismissal|relief|resignation|retirement)(?: (?:in|on))?)?"
    r"\s*(?!\S*[-–—−]\Z)"
    r"|(?:as of|as at|during|for|between|on|in|at|circa)\s+)?"
    r"(?:only (?:on|in|from|during)?\s*)?(?:the )?"
    r"(?P<date>\S.*?)"
    r"(?P<on>\s+(?:onwards?|and after|and later|on)|\s*[-–—−])?"
    r"(?:\s+only)?\s*\Z",
    re.IGNORECASE,
)
_DATE_WORDS: Final = re.compile(
    rf"(?:{_MONTH}|spring|summer|autumn|fall|winter|early|mid|late|end|c|ca|circa|about|around|of|the|and|to|until|till|through|between"
    r"|from|on|in|b\.?c\.?e?|a\.?d|c\.?e|present|now|today|ongoing|[0-9]{1,2}(?:st|nd|rd|th)|[0-9]{4}s|[0-9]+(?!,[0-9]))(?![^\W_])"
    r"|[-‐‑‒–—―−/,.~?\s]+",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(rf"\b{_MONTH}\b|\b(?:spring|summer|autumn|fall|winter|b\.?c|a\.?d)\b|[0-9]{{4}}s", re.IGNORECASE)
_YEARS: Final = re.compile(r"(?<![0-9])[0-9]{3,4}(?![0-9])")
_ABBREVIATED: Final = re.compile(r"[0-9]{4}\s?[-–—/][0-9]{2}\Z")
_OPEN: Final = ("present", "now", "today", "ongoing")
_NEAR: Final = 25
"""A bare number is a year where it is so many years at most from the conflict, or of our time: counts have a comma."""


def read(qualifier: str, conflict: tuple[str, str] = ("", "")) -> tuple[str, str] | None:
    """Start and end, EDTF, of the time that a qualifier names, either one empty where it is open; None where it names none.

    `conflict` is (start, end) of the conflict, EDTF: a day or month without a year is of the year in which the conflict has it, where
    that is one year only. Without a conflict such a day is no time, and a round number (`1200`) is none either way, unless it is near.
    """
    if len(qualifier) > _LONGEST or _TIMELY.search(qualifier) is None:
        return None
    found = _clause(qualifier, conflict)
    if found is None and (";" in qualifier or ", " in qualifier):
        for clause in _clauses(qualifier):
            found = _clause(clause, conflict)
            if found is not None:
                break
    return found


def _clauses(qualifier: str) -> Iterator[str]:
    start = 0
    for match in _CLAUSES.finditer(qualifier):
        if qualifier[match.end() : match.end() + 1].isdigit() and _ENDS_IN_MONTH.search(qualifier, start, match.start()):
            continue
        yield qualifier[start : match.start()]
        start = match.end()
    yield qualifier[start:]


def _clause(clause: str, conflict: tuple[str, str]) -> tuple[str, str] | None:
    match = _CLAUSE.match(clause.strip(" ,.;:"))
    if match is None:
        return None
    words = match["date"]
    if not _is_all_date(words):
        return None
    if _NAMED.search(words) is None and not _may_be_years(words, match, conflict):
        return None
    found = _dated(words, conflict)
    if found is None:
        return None
    start, end = found
    single = start == end
    if match["until"] is not None:
        return ("", end) if single else None
    if match["on"] is not None or (match["from"] is not None and single):
        return (start, "") if single else None
    return start, end


def _is_all_date(words: str) -> bool:
    place = 0
    while place < len(words):
        match = _DATE_WORDS.match(words, place)
        if match is None:
            return False
        place = match.end()
    return True


def _may_be_years(words: str, match: re.Match[str], conflict: tuple[str, str]) -> bool:
    """Whether the numbers of a text without a month's name can be years, rather than a count."""
    numbers = [int(number) for number in _YEARS.findall(words)]
    if not numbers:
        return False
    certain = match["from"] or match["surely"] or match["on"] or _ABBREVIATED.match(words) or any(word in words for word in _OPEN)
    if certain and all(1000 <= number <= dates.LATEST for number in numbers):
        return True
    bounds = [int(edtf[:4]) for edtf in conflict if edtf[:4].isdigit()]
    if bounds:
        last = bounds[-1] + _NEAR if conflict[1] else dates.LATEST
        return all(
            bounds[0] - _NEAR <= number <= last or 1900 < number < 2100 if number > 999 else bounds[0] <= number <= bounds[-1]
            for number in numbers
        )
    return all(1000 < number < 2100 and number % 100 != 0 for number in numbers)


def _dated(words: str, conflict: tuple[str, str]) -> tuple[str, str] | None:
    reading = dates.read(words)
    if reading.start or reading.end:
        return reading.start, reading.end
    if not conflict[0] or not conflict[1] or not conflict[0][:4].isdigit() or not conflict[1][:4].isdigit():
        return None
    years = range(int(conflict[0][:4]), int(conflict[1][:4]) + 1)
    if len(years) == 1:
        reading = dates.read(words, conflict[0][:4])
        return (reading.start, reading.end) if reading.start else None
    if len(years) == 2 and conflict[1][4:] < conflict[0][4:]:  # less than a year, over its turn
        fitting = []
        for year in years:
            reading = dates.read(words, str(year))
            if reading.start and conflict[0] <= reading.start and reading.end[: len(conflict[1])] <= conflict[1]:
                fitting.append((reading.start, reading.end))
        return fitting[0] if len(fitting) == 1 else None
    return None
