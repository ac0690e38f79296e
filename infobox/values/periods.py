"""The time that a qualifier names: `(2017–18)`, `(from 1777)`, `(since 2026)`, `(4 August – 21 September)`.

A qualifier is a time when the time is what it says: alone, behind `from`, `until`, `since` and the like, or before a semicolon. A time
that only describes something else (`Sep. 2015 assault`) is not one.
"""

from __future__ import annotations

import re
from typing import Final

from infobox.values import dates

_MONTH: Final = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_POINT: Final = (
    r"(?:(?:mid-|early |late |c\. ?|circa )?"
    rf"(?:(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}})?(?:,? \d{{4}})?|\d{{1,2}}|\d{{4}}|\d{{2}})(?: BC| AD)?)"
)
_LEAD: Final = (
    r"(?:(?P<lead>from|since|after|until|till|to|through|up to|by|before|only on|only in|only|on|in|as of|during|between) (?:the )?)?"
)
_PERIOD: Final = re.compile(
    rf"{_LEAD}(?P<first>{_POINT})(?:(?P<dash>\s*[–—‑-]\s*| to | until | and )(?P<last>{_POINT}|present|ongoing|now)?)?"
    r"(?P<tail> only| onwards?)?"
    r"\Z",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"\d{4}")
_MONTH_NAME: Final = re.compile(_MONTH)
_PARTS: Final = re.compile(r"[;,]\s")
_LONGEST: Final = 120
"""A longer qualifier says more than a time."""


def read(qualifier: str, conflict: tuple[str, str] = ("", "")) -> tuple[str, str] | None:
    """Start and end of the time that a qualifier names, EDTF, empty where it is open; None where it names none.

    `conflict` is when the conflict began and ended, EDTF: a day or month without a year is of the year in which it then falls.
    """
    if len(qualifier) > _LONGEST or not (any(char.isdigit() for char in qualifier) or _MONTH_NAME.search(qualifier)):
        return None
    found = _period(qualifier.strip(), conflict)
    if found is None and _PARTS.search(qualifier) is not None:
        # `commander-in-chief, 1941–1943`: one of several things that are said.
        found = next((period for part in _PARTS.split(qualifier) if (period := _period(part.strip(), conflict)) is not None), None)
    return found


def _period(qualifier: str, conflict: tuple[str, str]) -> tuple[str, str] | None:
    match = _PERIOD.match(qualifier)
    if match is None:
        return None
    first, last, lead = match["first"], match["last"] or "", (match["lead"] or "").lower()
    if not _YEAR.search(qualifier) and not _MONTH_NAME.search(first + last):
        return None
    open_end = match["dash"] is not None and (not last or last.lower() in ("present", "ongoing", "now"))
    start, end = _dated(first, "" if open_end else last, conflict)
    if not start or (not end and not open_end):
        return None
    if open_end or (match["tail"] or "").strip().startswith("onward") or lead in ("from", "since", "after"):
        return (start, "" if open_end or not last else end)
    if lead in ("until", "till", "to", "through", "up to", "by", "before"):
        return ("", end)
    return (start, end)


def _dated(first: str, last: str, conflict: tuple[str, str]) -> tuple[str, str]:
    """The two points in EDTF; a missing year is taken from the other point, or from the conflict."""
    words = f"{first} – {last}" if last else first
    reading = dates.read(words)
    if reading.start:
        return reading.start, reading.end
    years = [edtf[:4] for edtf in conflict if edtf[:4].isdigit()]
    if not years or len(years) < 2:
        return "", ""
    for year in dict.fromkeys(years):
        found = dates.read(f"{words} {year}")
        if found.start and conflict[0] <= found.start and found.end[: len(conflict[1])] <= conflict[1]:
            return found.start, found.end
    if years[0] == years[1]:
        found = dates.read(f"{words} {years[0]}")
        return found.start, found.end
    return "", ""
