"""The time that a qualifier names: `(2017–18)`, `(from 1777)`, `(since 2026)`, `(4 August – 21 September)`, `(KIA 2014)`.

A qualifier is a time where one of its clauses is nothing but a time: a date alone, or behind `from`, `until`, `only on` and the like
(`2015; per gov.`), or beside a word that says what it is the time of: a fate, a role, a figure (`POW since 2009`, `2017 est.`). A date
that describes something else is none: `Sep. 2015 assault`, `left in July 2016`.
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
_ESTIMATE: Final = r"est(?:imate[ds]?)?\b\.?"
# A clause: words that lead to a time, words that follow it, and between them only what dates are made of.
_CLAUSE: Final = re.compile(
    r"(?:(?:only|both|all|again|mainly|mostly|officially|formally|nominally|initially|briefly|intermittently|de facto|de jure)\s+)?"
    # What it is the time of.
    r"(?:(?P<fate>(?:presumed )?(?:kia|wia|mia|pow|dow|killed(?: in action)?|wounded|captured|surrendered|died(?: of wounds)?|d\.|executed"
    r"|assassinated|missing(?: in action)?))[,:]?\s+"
    r"|(?:(?:overall |supreme |field )?(?:commander(?:[ -]in[ -]chief)?|commanding|in command|c-in-c|goc(?:-in-c)?|acting|active|served"
    r"|(?P<reign>reigned|r\.|ruled|in office|king|queen|emperor|caliph|sultan)"
    r"|leader|president|prime minister|governor|chief of staff)),?\s+"
    rf"|(?P<figure>(?:[^\W\d_][\w.'’]{{0,20}}\s+){{0,2}}{_ESTIMATE}|(?:at its )?peak(?: strength)?|average|maximum|strength|global)"
    r"(?:\s*:)?\s+"
    r"|(?:1st|2nd|3rd|[4-9]th|first|second|third|fourth)(?:\s+(?:time|term|tenure|period|phase|command))?"
    r"(?:\s*:\s*|\s+(?=in |from )))?"
    r"(?:only )?"
    r"(?:(?P<from>from|since|after|starting|beginning)(?: (?:in|on|from))?\s+"
    r"|(?P<until>(?P<surely>until|till|til|before)|by|up to(?: and including)?|to|through|[-–—−])"
    r"(?:\s+(?:(?:his|her|their|its) )?(?:death|capture|surrender|dismissal|relief|resignation|retirement)(?: (?:in|on))?)?"
    r"\s*(?!\S*[-–—−]\Z)"
    r"|(?:as of|as at|during|for|between|on|in|at)\s+)?"
    r"(?:only (?:on|in|from|during)?\s*)?(?:the )?"
    r"(?P<date>\S.*?)"
    r"(?P<on>\s+(?:onwards?|and after|and later|on)|\s*[-–—−])?"
    rf"(?:\s+(?:only|alone|peak|{_ESTIMATE}))?\s*\Z",
    re.IGNORECASE,
)
_DATE_WORDS: Final = re.compile(
    rf"(?:(?:{_MONTH}|spring|summer|autumn|fall|winter|centur(?:y|ies)|early|mid|late|end|c|ca|circa|about|around|of|the|and|or|to|until"
    r"|till|through|between|from|on|in|nights?|morning|afternoon|evening|dawn|dusk|b\.?c\.?e?|a\.?d|c\.?e|present|now|today|ongoing"
    r"|[0-9]{1,2}(?:st|nd|rd|th)|[0-9]{4}s|[0-9]++(?!,[0-9]))(?![^\W_])"
    r"|[-‐‑‒–—―−/,.~?\s])*+",
    re.IGNORECASE,
)
# What may stand between the date words of a clause that begins with a figure.
_FURTHER: Final = re.compile(rf"\Z|onwards?|after|later|only|alone|peak|{_ESTIMATE}|time|term|tenure|period|phase|command|:", re.IGNORECASE)
_NAMED: Final = re.compile(
    rf"\b{_MONTH}\b|\b(?:spring|summer|autumn|fall|winter|b\.?c|a\.?d|century|centuries)\b|[0-9]{{4}}s", re.IGNORECASE
)
_YEAR: Final = re.compile(r"-?[0-9]{4}")
_YEARS: Final = re.compile(r"(?<![0-9])[0-9]{3,4}(?![0-9])")
_FIRST_YEARS: Final = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_EDTF_YEAR: Final = re.compile(r"(-?)([0-9]{2,4})(X*)")
_WITH_YEAR: Final = re.compile(r"[0-9]{3}|\b(?:b\.?c|a\.?d|c\.?e|centur)", re.IGNORECASE)
_WITH_ERA: Final = re.compile(r"\b(?:b\.?c|a\.?d|c\.?e)", re.IGNORECASE)
_ABBREVIATED: Final = re.compile(r"[0-9]{4}\s?[-–—/][0-9]{2}\Z")
_OPEN: Final = ("present", "now", "today", "ongoing")
_NEAR: Final = 25
"""A bare number is a year where it is so many years at most from the conflict, or of our time: counts have a comma."""

_Time = tuple[str, str]


def read(qualifier: str, conflict: tuple[str, str] = ("", "")) -> tuple[str, str] | None:
    """Start and end, EDTF, of the time that a qualifier names, either one empty where it is open; None where it names none.

    `conflict` is (start, end) of the conflict, EDTF: a day or month without a year is of the year in which the conflict has it, where
    that is one year only. Without a conflict such a day is no time, and a round number (`1200`) is none either way, unless it is near.
    """
    if len(qualifier) > _LONGEST or _TIMELY.search(qualifier) is None:
        return None
    found = _clause(qualifier, conflict)
    if found is None and (";" in qualifier or ", " in qualifier):
        return _of_clauses([_clause(clause, conflict) for clause in _clauses(qualifier)])
    return found


def _clauses(qualifier: str) -> Iterator[str]:
    start = 0
    for match in _CLAUSES.finditer(qualifier):
        if qualifier[match.end() : match.end() + 1].isdigit() and _ENDS_IN_MONTH.search(qualifier, start, match.start()):
            continue
        yield qualifier[start : match.start()]
        start = match.end()
    yield qualifier[start:]


def _of_clauses(times: list[_Time | None]) -> _Time | None:
    """The first time of several clauses; from the first to the last where all are times (`1st time: 1812; 2nd: 1814`)."""
    known = [time for time in times if time is not None]
    if not known or len(known) < len(times):
        return known[0] if known else None
    start = min(start for start, _ in known)
    end = "" if any(not end for _, end in known) else max(end for _, end in known)
    return (start, end) if start or end else None


def _clause(clause: str, conflict: _Time) -> _Time | None:
    clause = clause.strip(" ,.;:")
    if clause[:1].isdigit() and _FURTHER.match(clause, _dated_until(clause)) is None:
        return None
    match = _CLAUSE.match(clause)
    if match is None:
        return None
    words = match["date"]
    if _dated_until(words) < len(words):
        return None
    era = _era(words, match, conflict)
    if era is None:
        return None
    found = _dated(words + era, conflict)
    if found is None:
        return None
    start, end = found
    single = start == end
    if match["until"] is not None:
        return ("", end) if single else None
    if match["on"] is not None or (match["from"] is not None and single):
        return (start, "") if single else None
    return start, end


def _dated_until(words: str) -> int:
    """Where the words that dates are made of end."""
    match = _DATE_WORDS.match(words)
    return match.end() if match is not None else 0


def _era(words: str, match: re.Match[str], conflict: _Time) -> str | None:
    """The era that dates need behind the numbers of a text (` BC`, ` AD` or nothing); None where those can be a count and no years.

    The conflict tells the era of years that do not. One of three digits, or of two in the first century, is a year near the conflict.
    """
    named = _NAMED.search(words) is not None
    numbers = [int(number) for number in _YEARS.findall(words)]
    bounds = _bounds(conflict)
    certain = match["from"] or match["surely"] or match["on"] or _ABBREVIATED.match(words) or any(word in words for word in _OPEN)
    near = _NEAR if named or certain or len(numbers) > 1 or match["reign"] is not None else 0
    round_figure = match["figure"] is not None and all(number % 100 == 0 for number in numbers)
    if bounds is not None and not round_figure and _WITH_ERA.search(words) is None:
        low, high = bounds
        enough = any if match["reign"] is not None else all
        before = low <= 0 and enough(low - near <= 1 - number <= min(high + near, 0) for number in numbers)
        if numbers and before and (high <= 0 or len(numbers) == 1 or numbers[0] >= numbers[-1]):
            return " BC"
        if not named and not numbers and low > -100 and high < 200:
            return _early_era(words, match, low, high)
    if named:
        return ""
    if not numbers or round_figure:
        return None
    if certain and all(1000 <= number <= dates.LATEST for number in numbers):
        return ""
    if bounds is None:
        return "" if all(1000 < number < 2100 and number % 100 != 0 for number in numbers) else None
    low, high = bounds
    if match["reign"] is not None and len(numbers) > 1:
        return ""
    ours = match["fate"] is None and match["figure"] is None  # `killed 1944` of another war is a count
    last = high + _NEAR if conflict[1] else dates.LATEST
    known = all(
        low - _NEAR <= number <= last or (ours and 1900 < number < 2100) if number > 999 else low - near <= number <= high + near
        for number in numbers
    )
    return "" if known else None


def _early_era(words: str, match: re.Match[str], low: int, high: int) -> str | None:
    """The same for numbers of two digits, which only a range or a word such as `from` makes years: `(58–50)`, `(until 52)`."""
    numbers = [int(number) for number in _FIRST_YEARS.findall(words)]
    certain = match["from"] or match["surely"] or match["on"] or len(numbers) == 2
    if not numbers or not certain or numbers[-1] < 10:
        return None
    if all(low <= 1 - number <= high for number in numbers):
        return " BC" if numbers[0] >= numbers[-1] else None
    return " AD" if all(low <= number <= high for number in numbers) and numbers[0] <= numbers[-1] else None


def _bounds(conflict: _Time) -> tuple[int, int] | None:
    """The first and last year, astronomical, of the conflict, as far as they are known; the first twice where it goes on."""
    known = [years for edtf in conflict if (years := _years_of(edtf)) is not None]
    return (known[0][0], known[-1][1]) if known else None


def _years_of(edtf: str) -> tuple[int, int] | None:
    match = _EDTF_YEAR.match(edtf)
    if match is None:
        return None
    size: int = 10 ** len(match[3])
    first = int(match[2]) * size
    return (first, first + size - 1) if not match[1] else (-first - size + 1, -first)


def _dated(words: str, conflict: _Time) -> _Time | None:
    if _WITH_YEAR.search(words) is not None:
        reading = dates.read(words)
        if reading.start or reading.end:
            return reading.start, reading.end
    first, last = (_YEAR.match(edtf) for edtf in conflict)
    if first is None or last is None:
        return None
    years = range(int(first[0]), int(last[0]) + 1)
    if len(years) > 2:
        return None
    found = []
    for year in years:
        reading = dates.read(words, f"AD {year}" if year > 0 else f"{1 - year} BC")
        if reading.start and reading.end:
            found.append((reading.start, reading.end))
    if len(years) == 1:
        return found[0] if found else None
    within = [time for time in found if _is_within(time, conflict)]
    return within[0] if len(within) == 1 else None


def _is_within(time: _Time, conflict: _Time) -> bool:
    """Whether a time lies in the conflict, as far as both are known: December 1939 does if that began on the 7th."""
    start, end = time
    return conflict[0][: len(start)] <= start and end[: len(conflict[1])] <= conflict[1][: len(end)]
