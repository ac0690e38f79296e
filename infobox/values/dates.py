"""When it happened: a date's text to EDTF (ISO 8601-2), at the precision that the page gives.

The text is cut into the words that dates are made of; everything between them that is no date is passed over, a duration in
parentheses is taken out first. What is left are points in time joined by dashes, and stretches joined by `;` or plain sequence.
"""

from __future__ import annotations

import calendar
import re
from typing import Final, NamedTuple


class Reading(NamedTuple):
    """A date as it was understood: `start` and `end` in EDTF (empty where nothing was), `ongoing`, the stretches where the text
    names several, and the Julian dates where it gives both.
    """

    start: str
    end: str
    ongoing: bool
    phases: tuple[tuple[str, str], ...]
    old_style: tuple[str, str] | None


_NOTHING: Final = Reading("", "", False, (), None)
_MONTHS: Final = (
    {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
    | {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
    | {"sept": 9}
)
_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_TOKEN: Final = re.compile(
    r"(?P<iso>\b\d{4}-\d{2}-\d{2}\b)"
    r"|(?P<century>\b\d{1,2}(?:st|nd|rd|th)[ -]centur(?:y|ies)\b)"
    r"|(?P<decade>\b\d{3}0s\b)"
    r"|(?P<clock>\b\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?!\d)|\b\d{4} hours\b|\b\d{1,2} ?[ap]\.?m\b\.?)"
    r"|(?P<number>\b\d{1,4}(?:st|nd|rd|th)?(?![\d.,]*\d))"
    r"|(?P<present>\b(?:present|ongoing|now|today|current(?:ly)?)\b)"
    r"|(?P<circa>\b(?:circa|approximately|about|around)\b|\bc(?:a)?\.|~)"
    r"|(?P<era>\bB\.?C\.?(?:E\.?)?\b|\bA\.?D\.?\b|\bC\.?E\.?(?=\W|\Z))"
    r"|(?P<style>\[?\bO\.?S\.?\b|\bOld Style\b|\bN\.?S\.?\b|\bNew Style\b)"
    r"|(?P<dash>\s*[‐‑‒–—−-]\s*|\b(?:to|until|till|through|and)\b)"
    r"|(?P<stop>;|\bthen\b|\n)"
    r"|(?P<word>[^\W\d_]+)",
    re.IGNORECASE,
)
_DURATION: Final = re.compile(r"\([^()]*\b(?:hours?|days?|weeks?|months?|years?)\b[^()]*\)|\(\s*\d+\s*\)", re.IGNORECASE)
_BARE_DURATION: Final = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|several)[ -](?:hours?|days?|weeks?|months?|years?)\b", re.IGNORECASE
)
_MONTH_NEXT: Final = re.compile(r",?\s+(?:" + "|".join(_MONTHS) + r")", re.IGNORECASE)
_LONGEST: Final = 1000


class _Point:
    """A day, month or year while its words are being gathered."""

    __slots__ = ("before_christ", "circa", "day", "month", "month_first", "season", "style", "whole", "year")

    def __init__(self) -> None:
        self.year: int | None = None
        self.month: int | None = None
        self.day: int | None = None
        self.season: int | None = None
        self.whole = ""
        self.before_christ: bool | None = None
        self.circa = False
        self.month_first = False
        self.style = ""

    @property
    def empty(self) -> bool:
        return self.year is None and self.month is None and self.day is None and self.season is None and not self.whole


def read(text: str, year: str = "") -> Reading:
    """The date that a text names. `year` is the text of a separate year, for a day without one.

    Never a date from a duration (`(46 days)`); an impossible day is not understood. Only the first 1,000 characters are read.
    """
    if year and year not in text:
        text = f"{text} {year}"
    if not any(char.isdigit() for char in text[:_LONGEST]):
        return _NOTHING
    text = _BARE_DURATION.sub(" ", _DURATION.sub(" ", text[:_LONGEST]))
    stretches, ongoing = _stretches(text)
    return _understood(stretches, ongoing)


def _stretches(text: str) -> tuple[list[list[_Point]], bool]:
    """Stretches of time, each one point or two."""
    stretches: list[list[_Point]] = []
    point = _Point()
    stretch: list[_Point] = []
    ongoing = False
    circa = False
    ranged = False
    end_of_last = 0

    def close_point() -> None:
        nonlocal point, stretch, ranged
        if point.empty:
            return
        if stretch and not ranged:
            stretches.append(stretch)
            stretch = []
        stretch.append(point)
        point = _Point()
        ranged = False

    def close_stretch() -> None:
        nonlocal stretch, ranged
        close_point()
        if stretch:
            stretches.append(stretch)
        stretch = []
        ranged = False

    for match in _TOKEN.finditer(text):
        kind, words = match.lastgroup, match.group()
        gap = text[end_of_last : match.start()]
        end_of_last = match.end()
        if "(" in gap and not point.empty and point.year is not None and kind != "style":
            close_point()
        if kind == "number":
            number = int(re.match(r"\d+", words).group())  # type: ignore[union-attr]
            digits = len(words.rstrip("stndrh"))
            shortened = (
                digits == 2
                and ranged
                and point.empty
                and stretch[0].year is not None
                and stretch[0].month is None
                and _MONTH_NEXT.match(text, match.end()) is None
            )
            if digits >= 3 or number > 31 or number == 0 or shortened:
                if point.year is not None:
                    close_point()
                point.year = number
            elif point.year is not None and point.day is None and point.month is not None and not ranged and not stretch:
                close_point()
                point.day = number
            elif point.day is not None:
                if (
                    point.month is not None
                    and point.year is None
                    and text[match.end() : match.end() + 4].lstrip().upper().startswith(("BC", "AD"))
                ):
                    point.year = number
                else:
                    close_point()
                    point.day = number
            elif point.year is not None:
                close_point()
                point.day = number
            elif text[match.end() : match.end() + 4].lstrip().upper().startswith(("BC", "AD")) or text[: match.start()].rstrip().endswith(
                "AD"
            ):
                point.year = number
            else:
                point.day = number
                point.month_first = point.month is not None
            point.circa = point.circa or circa
            circa = False
        elif kind == "word":
            lowered = words.lower()
            if lowered in _MONTHS and not (lowered in ("may", "march", "mar") and words[0].islower()):
                if point.month is not None or (point.year is not None and point.day is None):
                    close_point()
                point.month = _MONTHS[lowered]
                point.circa = point.circa or circa
                circa = False
            elif lowered in _SEASONS and point.season is None and point.month is None:
                if point.year is not None:
                    close_point()
                point.season = _SEASONS[lowered]
        elif kind == "iso":
            close_point()
            point.year, point.month, point.day = (int(part) for part in words.split("-"))
        elif kind == "century":
            close_point()
            point.whole = f"{int(re.match(r'[0-9]+', words).group()) - 1:02d}XX"  # type: ignore[union-attr]
        elif kind == "decade":
            close_point()
            point.whole = f"{words[:3]}X"
        elif kind == "era":
            letters = words.replace(".", "").upper()
            target = point if not point.empty else stretch[-1] if stretch else point
            if letters.startswith("B"):
                target.before_christ = True
            elif letters == "AD" and target.year is None:
                target.before_christ = False
        elif kind == "style":
            old = words.lstrip("[").upper().startswith("O")
            if not point.empty and not words.startswith("["):
                point.style = "old" if old else "new"
                close_stretch()
            else:
                held = point
                close_stretch()
                point = _Point()
                point.style = "old" if old else "new"
                if held.year is None and stretches and stretches[-1][-1].year is None:
                    stretches[-1][-1].style = "new"
        elif kind == "present":
            if not point.empty or stretch:
                close_point()
                ongoing = True
        elif kind == "circa":
            circa = True
        elif kind == "dash":
            if words.strip().lower() == "and" and (point.empty or point.year is not None):
                close_point()
                continue
            close_point()
            ranged = bool(stretch) and len(stretch) == 1
        elif kind == "stop":
            close_stretch()
    close_stretch()
    return stretches, ongoing


def _understood(stretches: list[list[_Point]], ongoing: bool) -> Reading:
    new: list[tuple[str, str]] = []
    old: list[tuple[str, str]] = []
    # What a day lacks it has from the one behind it: `13–16 December 1944`.
    following = _Point()
    for stretch in reversed(stretches):
        for point in reversed(stretch):
            _complete(point, following, stretch)
            following = point
    for stretch in stretches:
        first, last = stretch[0], stretch[-1]
        if (
            last.year is not None
            and first.year is not None
            and len(stretch) == 2
            and last.month is None
            and last.day is None
            and last.year < 100
        ):
            last.year += first.year - first.year % 100
        start, end = _edtf(first), _edtf(last)
        if not start or not end:
            continue
        (old if any(point.style == "old" for point in stretch) else new).append((start, end))
    if not new:
        new, old = old, []
    if not new:
        return _NOTHING
    if ongoing:
        return Reading(new[0][0], "", True, (), old[0] if old else None)
    phases = tuple(new) if len(new) > 1 else ()
    start = min((pair[0] for pair in new), key=_order)
    end = max((pair[1] for pair in new), key=_order)
    if len(new) > 1 and new[0][0] <= new[1][0] and all(_within(pair, new[0]) for pair in new[1:]):
        start, end = new[0]
    return Reading(start, end, False, phases, old[0] if old else None)


def _within(pair: tuple[str, str], whole: tuple[str, str]) -> bool:
    return _order(whole[0]) <= _order(pair[0]) and _order(pair[1]) <= _order(whole[1])


def _complete(point: _Point, following: _Point, stretch: list[_Point]) -> None:
    if point.whole or following.whole:
        return
    if point.year is None and following.year is not None:
        point.year, point.before_christ = following.year, following.before_christ
        if point.month is None and following.month is not None and point.day is not None:
            point.month = following.month
    if point is stretch[0] and len(stretch) == 2:
        other = stretch[1]
        if other.day is not None and other.month is None and point.month is not None:
            other.month = point.month
        if other.year is None and point.year is not None:
            other.year, other.before_christ = point.year, point.before_christ
        if point.before_christ is None and other.before_christ and point.year is not None and other.year is not None:
            point.before_christ = True


def _edtf(point: _Point) -> str:
    if point.whole:
        return point.whole
    if point.year is None or not 0 < point.year < 10000:
        return ""
    year = point.year
    written = f"{year:04d}"
    if point.before_christ:
        written = f"-{year - 1:04d}" if year > 1 else "0000"
    if point.season is not None:
        written += f"-{point.season}"
    elif point.month is not None:
        written += f"-{point.month:02d}"
        if point.day is not None:
            leap = point.month == 2 and point.day == 29
            if point.day > calendar.monthrange(2000, point.month)[1] or (
                leap and not point.before_christ and year > 1752 and not calendar.isleap(year)
            ):
                return ""
            written += f"-{point.day:02d}"
    elif point.day is not None:
        return ""
    return written + ("~" if point.circa else "")


def _order(edtf: str) -> tuple[int, str]:
    """A key that puts dates in order, years before Christ first."""
    if edtf.startswith("-"):
        return -int(edtf[1:5]), edtf[5:]
    return int(edtf[:4].replace("X", "0")), edtf[4:]


def write(start: str, end: str, ongoing: bool = False) -> str:
    """Plain English for a pair of EDTF dates (`13–16 December 1944`), which reads as the same pair."""
    if ongoing or not end:
        return f"{_words(start)} – present" if ongoing else _words(start)
    if not start or start == end:
        return _words(end)
    return f"{_words(start)} – {_words(end)}"


def _words(edtf: str) -> str:
    circa = "c. " if edtf.endswith("~") else ""
    edtf = edtf.rstrip("~?%")
    if edtf.endswith("XX") and len(edtf) == 4:
        number = int(edtf[:2]) + 1
        ending = "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending} century"
    if edtf.endswith("X") and len(edtf) == 4:
        return f"{edtf[:3]}0s"
    before = edtf.startswith(("-", "0000"))
    parts = edtf.lstrip("-").split("-")
    year = f"{int(parts[0]) + 1} BC" if before else str(int(parts[0])) if int(parts[0]) > 99 else f"AD {int(parts[0])}"
    if len(parts) == 1:
        return f"{circa}{year}"
    month = int(parts[1])
    name = calendar.month_name[month] if month <= 12 else next(word.title() for word, number in _SEASONS.items() if number == month)
    return f"{circa}{f'{int(parts[2])} ' if len(parts) > 2 else ''}{name} {year}"
