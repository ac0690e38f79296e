"""When it happened: the English text of a date to EDTF (ISO 8601-2) at the precision of the page, and back.

A text is cut into words that dates are made of (`_words_of`), these are put together to stretches of time (`_stretches`), the
stretches lend one another what is written once for several (`13–16 December 1944`: `_complete`), and what they say together is the
reading (`_reading`). Words that are none of a date's own only tell one stretch from another (`First battle: …`).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date as _Day  # noqa: N812  (`date` is the word of this whole module)
from itertools import pairwise
from typing import Final, NamedTuple


class Reading(NamedTuple):
    """What a text says about when: EDTF level 1, empty strings where it was not understood.

    `start` and `end` are equal for one day, month or year; `end` is empty where `ongoing`. `phases` are the stretches where the text
    names several, each (start, end). `old_style` is (start, end) in the Julian calendar where the text gives both calendars.
    """

    start: str = ""
    end: str = ""
    ongoing: bool = False
    phases: tuple[tuple[str, str], ...] = ()
    old_style: tuple[str, str] | None = None


_NOTHING: Final = Reading()

# The kinds of words.
_NUMBER, _YEAR, _MONTH, _SEASON, _DECADE, _CENTURY, _ISO, _PRESENT = "number year month season decade century iso present".split()
_RANGE, _AND, _SLASH, _COMMA, _STOP, _COLON = "range and slash comma stop colon".split()
_CIRCA, _MAYBE, _PART, _NOISE, _STYLE, _ERA, _UNIT, _CLOCK = "circa maybe part noise style era unit clock".split()
_LEAD, _WORD, _TAIL, _OPEN, _CLOSE = "lead word tail open close".split()

_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_VOCABULARY: Final[dict[str, tuple[str, int | str]]] = {
    **{name.lower(): (_MONTH, number) for number, name in enumerate(calendar.month_name) if name},
    **{name[:3].lower(): (_MONTH, number) for number, name in enumerate(calendar.month_name) if name},
    "sept": (_MONTH, 9),
    **{name: (_SEASON, number) for name, number in _SEASONS.items()},
    **dict.fromkeys("present ongoing now today current currently continuing".split(), (_PRESENT, "")),
    **dict.fromkeys("to through thru".split(), (_RANGE, "to")),
    **dict.fromkeys("until till til".split(), (_RANGE, "until")),
    **dict.fromkeys("and or plus".split(), (_AND, "")),
    **{word: (_LEAD, word) for word in ("since", "from", "between")},
    "after": (_LEAD, "from"),
    "before": (_LEAD, "until"),
    **dict.fromkeys("c ca cca circa approx approximately about around roughly".split(), (_CIRCA, "~")),
    **dict.fromkeys("possibly probably perhaps presumably".split(), (_MAYBE, "?")),
    **dict.fromkeys("early mid late middle beginning end half start".split(), (_PART, "")),
    **dict.fromkeys("monday tuesday wednesday thursday friday saturday sunday".split(), (_NOISE, "")),
    **dict.fromkeys("mon tue tues wed thu thur thurs fri sat sun".split(), (_NOISE, "")),
    **dict.fromkeys("the of in on at a an year dated calendar style".split(), (_NOISE, "")),
    **dict.fromkeys("night morning evening afternoon dawn dusk noon midnight".split(), (_NOISE, "")),
    **dict.fromkeys("bc bce".split(), (_ERA, -1)),
    **dict.fromkeys("ad ce".split(), (_ERA, 1)),
    **dict.fromkeys("ah am pm hrs h hours hour minutes minute min gmt utc".split(), (_UNIT, "")),
    **dict.fromkeys("years year's months weeks week days day nights month millennium".split(), (_UNIT, "")),
    **dict.fromkeys("century centuries".split(), (_CENTURY, "")),
    **dict.fromkeys("os julian".split(), (_STYLE, "old")),
    **dict.fromkeys("ns gregorian".split(), (_STYLE, "new")),
    # Words of a label that names a part of the conflict.
    **dict.fromkeys(
        "phase stage period battle engagement offensive campaign war siege fighting insurgency guerrilla operation raid attack".split(),
        (_WORD, "phase"),
    ),
}
_SYMBOLS: Final[dict[str, tuple[str, int | str]]] = {
    **dict.fromkeys("-‐‑‒–—―−", (_RANGE, "-")),
    "&": (_AND, ""),
    "+": (_AND, ""),
    "/": (_SLASH, ""),
    ",": (_COMMA, ""),
    ";": (_STOP, ""),
    ":": (_COLON, ""),
    "~": (_CIRCA, "~"),
    "≈": (_CIRCA, "~"),
    "?": (_MAYBE, "?"),
    "(": (_OPEN, ""),
    "[": (_OPEN, ""),
    ")": (_CLOSE, ""),
    "]": (_CLOSE, ""),
}
_ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth"
        " seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
}
_TOKEN: Final = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)(?![0-9])"
    r"|(?P<numeric>[0-9]{1,2}(?P<stroke>[./])[0-9]{1,2}(?P=stroke)[0-9]{4})(?![0-9])"
    r"|(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?![0-9])"
    r"|(?P<figure>[0-9]{1,3}(?:[,.][0-9]{3})+)(?![0-9])"
    r"|(?P<number>[0-9]+)(?P<behind>st\b|nd\b|rd\b|th\b|['’]?s\b(?: \(decade\))?)?"
    r"|(?P<dotted>(?:[A-Za-z]\. ?){2,3}(?![A-Za-z]))"
    r"|(?P<style>(?:Old|New)[ -]Style\b)"
    r"|(?P<asof>as of\b)|(?P<to_date>to date\b)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<symbol>[-‐‑‒–—―−&+/,;:~≈?()\[\]])",
    re.IGNORECASE,
)
# The one form in which most pages write: nothing in it is in doubt, so it need not be taken apart.
_PLAIN: Final = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?: (?P<month>[A-Z][a-z]{2,8})(?: (?P<year>[0-9]{4}))?)?\s?[-–—]\s?)?"
    r"(?P<last_day>[0-9]{1,2}) (?P<last_month>[A-Z][a-z]{2,8}) (?P<last_year>[0-9]{4})(?: \([0-9, a-z]{1,60}\))?\Z"
)
_DAYS: Final = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS: Final = {word: int(value) for word, (kind, value) in _VOCABULARY.items() if kind == _MONTH}
_DURATION: Final = frozenset("year years month months week weeks day days hour hours and".split())
LATEST: Final = 2999
"""A year; greater numbers count something else."""


class _Word(NamedTuple):
    kind: str
    value: int | str = ""
    spaced: bool = False
    """Whether a space stands before it."""


class _Point:
    """A day, month, season, year, decade or century while what it leaves unsaid is still to come."""

    __slots__ = ("broken", "day", "era", "mark", "month", "number", "short", "span", "style", "two_digits")

    def __init__(self, number: int | None = None, month: int = 0, day: int = 0, era: int = 0, span: int = 1, short: bool = False) -> None:
        self.number = number  # the year as written, of the era
        self.month = month  # from 21 a season, as in EDTF
        self.day = day
        self.era = era  # -1 before Christ, 1 after, 0 not said
        self.span = span  # 10 for a decade, 100 for a century that begins with `number`
        self.short = short  # one or two digits, which only an era makes a year
        self.mark = ""
        self.style = ""
        self.broken = False  # a month that there is not
        self.two_digits = False

    @property
    def year(self) -> int:
        """Astronomical: 0 is 1 BC."""
        assert self.number is not None
        return 1 - self.number if self.era < 0 else self.number

    def low(self) -> tuple[int, int, int]:
        if self.span > 1:
            return (-self.number - self.span if self.era < 0 else self.number, 1, 1) if self.number is not None else (0, 1, 1)
        month = (1, 5, 8, 1)[self.month - 21] if self.month > 20 else self.month or 1
        return self.year, month, self.day or 1

    def high(self) -> tuple[int, int, int]:
        if self.span > 1:
            return (-self.number if self.era < 0 else self.number + self.span - 1, 12, 31) if self.number is not None else (0, 12, 31)
        month = (6, 9, 12, 12)[self.month - 21] if self.month > 20 else self.month or 12
        return self.year, month, self.day or 31

    def edtf(self) -> str:
        """EDTF, or nothing where the day is impossible or something is missing."""
        number, month, day = self.number, self.month, self.day
        latest = 9999 if self.era < 0 else LATEST
        if self.broken or number is None or number > latest or (self.short and not self.era) or (number < 1 and self.span == 1):
            return ""
        if self.span > 1:
            if self.era < 0 and self.span == 10:
                return ""
            digits = 2 if self.span == 100 else 3
            return f"{'-' if self.era < 0 else ''}{number // self.span:0{digits}d}{'X' * (4 - digits)}{self.mark}"
        year = self.year
        written = f"{year:04d}" if year >= 0 else f"-{-year:04d}"
        if month:
            written += f"-{month:02d}"
        if day:
            if not month or month > 12 or day > _DAYS[month] or (month == 2 and day == 29 and not _has_leap_day(year)):
                return ""
            written += f"-{day:02d}"
        return written + self.mark


def _has_leap_day(year: int) -> bool:
    """In the calendar of the time: Julian before 1583."""
    return year % 4 == 0 and (year < 1583 or year % 100 != 0 or year % 400 == 0)


class _Stretch:
    """A stretch of time: `first` to `last`, the same for one point; no `first` behind `until`, no `last` where it goes on."""

    __slots__ = ("first", "labelled", "last", "linked", "ongoing", "phase", "slashed", "style", "tight")

    def __init__(self, first: _Point | None, last: _Point | None) -> None:
        self.first = first
        self.last = last
        self.ongoing = False
        self.style = ""
        self.labelled = False
        self.phase = False  # the label says that it is a part of the conflict
        self.linked = False  # `and` stands before it
        self.slashed = False
        self.tight = False  # the dash has no spaces

    def points(self) -> Iterable[_Point]:
        if self.first is not None:
            yield self.first
        if self.last is not None and self.last is not self.first:
            yield self.last


def read(text: str, year: str = "") -> Reading:
    """What the visible text of a date says; `year` is the text of a separate year parameter, for a text without a year.

    Durations, weekdays and times of day are passed over. Impossible days, dates that end before they begin and texts without a year
    are not understood: then all is empty.
    """
    plain = _PLAIN.match(text)
    if plain is not None:
        found = _plain(plain)
        if found is not None:
            return found
    words, groups = _grouped(_words_of(text))
    more = _words_of(year) if year else []
    if words:
        more = [word for word in more if word.kind in (_YEAR, _ERA)]
    asides: list[list[_Word]] = []
    bare: list[list[_Word]] = []
    for group in groups:
        (asides if any(word.kind == _STYLE for word in group) else bare).append(group)
    stretches = _stretches(words)
    years = [point.number for stretch in stretches for point in stretch.points() if point.number is not None]
    if not years:
        # `5 May (1809)`, or nothing outside of parentheses.
        words += [word for group in bare for word in group]
        words += more if not any(word.kind == _YEAR for word in words) else []
        stretches = _stretches(words)
        bare = []
    return _reading(stretches, asides, bare)


def _plain(match: re.Match[str]) -> Reading | None:
    """The reading of a plain date; None where it is not so plain after all."""
    day, month, year, last_day, last_month, last_year = match.groups()
    behind = match.string[match.end("last_year") :]
    if behind and not all(word in _DURATION or word.isdigit() for word in behind.replace(",", " ").strip(" ()").split()):
        return None
    month_number = _MONTHS.get(last_month.lower())
    if month_number is None or not 0 < int(last_day) <= _DAYS[month_number]:
        return None
    end = f"{last_year}-{month_number:02d}-{int(last_day):02d}"
    start = end
    if day is not None:
        if month is not None:
            month_number = _MONTHS.get(month.lower())
        if month_number is None or not 0 < int(day) <= _DAYS[month_number]:
            return None
        start = f"{year or last_year}-{month_number:02d}-{int(day):02d}"
    if start > end or "-02-29" in start + end or last_year[0] not in "12":
        return None
    return Reading(start, end)


# -- words --------------------------------------------------------------------------------------------------------------------------


def _words_of(text: str) -> list[_Word]:
    """The words of a text, those put together that are one: `49 BC`, `5th century`, `63 days`."""
    words: list[_Word] = []
    end = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "stroke":
            kind = "numeric"
        start = match.start()
        spaced = start > end
        end = match.end()
        if kind == "word":
            written = match["word"].lower()
            known = _VOCABULARY.get(written)
            if known is None:
                if written in _ORDINALS:
                    words.append(_Word(_WORD, _ORDINALS[written], spaced))
                else:
                    words.append(_Word(_WORD, "phase" if written.endswith("s") and written[:-1] in _VOCABULARY else "", spaced))
            else:
                _add(words, _Word(*known, spaced))
        elif kind in ("number", "behind"):
            digits = match["number"]
            behind = match["behind"]
            number = int(digits) if len(digits) < 5 else 0
            if behind and behind.lower() not in ("st", "nd", "rd", "th"):
                decade = number % 10 == 0 and (len(digits) > 2 or (number and _follows_decade(words)))
                if decade and len(digits) < 3:
                    number += int(str(words[-2].value).rstrip("D")) // 100 * 100
                words.append(_Word(_DECADE, f"{number}D" if behind[-1] == ")" else number, spaced) if decade else _Word(_WORD, "", spaced))
            elif len(digits) > 4 or (behind and len(digits) > 2):
                words.append(_Word(_WORD, "", spaced))
            else:
                _add(words, _Word(_NUMBER, _figure(digits), spaced) if len(digits) < 3 else _Word(_YEAR, number, spaced))
        elif kind == "symbol":
            words.append(_Word(*_SYMBOLS[match.group()], spaced))
        elif kind == "iso":
            year, month, *day = match["iso"].split("-")
            if day or (0 < int(month) < 13 and int(month) <= int(year[2:])):
                words.append(_Word(_ISO, match["iso"] if day else f"{year}-{month}-00", spaced))
            else:
                words += (_Word(_YEAR, int(year), spaced), _Word(_RANGE, "-"), _Word(_NUMBER, _figure(month)))
        elif kind == "numeric":
            words.append(_Word(_ISO, _numeric(match["numeric"], match["stroke"]), spaced))
        elif kind == "to_date":
            words += (_Word(_RANGE, "to", spaced), _Word(_PRESENT))
        elif kind == "clock":
            words.append(_Word(_CLOCK, "", spaced))
        elif kind == "style":
            words.append(_Word(_STYLE, match.group()[:3].lower(), spaced))
        elif kind == "asof":
            words.append(_Word(_LEAD, "as of", spaced))
        elif kind == "dotted":
            written = match.group().replace(".", "").replace(" ", "").lower()
            known = _VOCABULARY.get(written)
            _add(words, _Word(*known, spaced) if known is not None else _Word(_WORD, "", spaced))
        else:
            words.append(_Word(_WORD, "", spaced))
    return words


def _figure(digits: str) -> int | str:
    """A number of one or two digits, as written where a naught leads it: `1899–02`."""
    return digits if digits[0] == "0" else int(digits)


def _numeric(written: str, stroke: str) -> str:
    """Year, month and day of `5.12.1944`, which is the 5th of December; with strokes only where one number cannot be a month."""
    first, second, year = written.split(stroke)
    if stroke == "/" and int(second) > 12:
        first, second = second, first
    elif stroke == "/" and int(first) < 13:
        return f"{year}-00-00"  # no telling
    return f"{year}-{int(second):02d}-{int(first):02d}"


def _follows_decade(words: list[_Word]) -> bool:
    return len(words) > 1 and words[-1].kind in (_RANGE, _AND, _SLASH) and words[-2].kind == _DECADE


def _add(words: list[_Word], word: _Word) -> None:
    """Put a word behind the others, together with those that it changes."""
    kind = word.kind
    last = words[-1] if words else None
    if last is None:
        words.append(_Word(_WORD) if kind in (_CENTURY, _UNIT) else word)
    elif kind == _ERA:
        if last.kind == _NUMBER or (last.kind == _YEAR and isinstance(last.value, int)):
            words[-1] = _Word(_YEAR, _of_era(last.value, word.value), last.spaced)
        elif last.kind in (_CENTURY, _DECADE) and word.value == -1:
            _date_back(words)
        elif last.kind != _YEAR:
            words.append(word)
    elif kind in (_NUMBER, _YEAR) and last.kind == _ERA:
        words[-1] = _Word(_YEAR, _of_era(word.value, last.value), last.spaced)
    elif kind == _UNIT:
        if last.kind in (_NUMBER, _YEAR):
            words[-1] = _Word(_NOISE, "", last.spaced)
            if len(words) > 2 and words[-2].kind in (_RANGE, _AND) and words[-3].kind == _NUMBER:
                words[-3] = _Word(_NOISE)
        elif last.kind != _CLOCK:
            words.append(_Word(_WORD, "", word.spaced))
    elif kind == _CENTURY:
        _make_centuries(words)
    elif kind == _PART and last.kind in (_RANGE, _AND) and len(words) > 1 and words[-2].kind == _PART:
        words[-2:] = [word]  # `early to mid May`
    else:
        words.append(word)


def _of_era(number: int | str, era: int | str) -> str:
    return f"{number}{'B' if era == -1 else 'A'}"


def _date_back(words: list[_Word]) -> None:
    """`BC` behind a century or decade is for both ends of a range."""
    words[-1] = words[-1]._replace(value=f"{words[-1].value}B")
    if len(words) < 3 or words[-2].kind not in (_RANGE, _AND, _SLASH):
        return
    if words[-3].kind == words[-1].kind and isinstance(words[-3].value, int):
        words[-3] = words[-3]._replace(value=f"{words[-3].value}B")


def _make_centuries(words: list[_Word]) -> None:
    """`century` behind `5th`, or behind both ends of `3rd–4th`."""
    if words[-1].kind == _RANGE and len(words) > 1:  # `19th-century`
        words.pop()
    for place in (-1, -3):
        if len(words) < -place or (place == -3 and words[-2].kind not in (_RANGE, _AND, _SLASH)):
            return
        word = words[place]
        if word.kind not in (_NUMBER, _WORD) or not isinstance(word.value, int) or not 0 < word.value < 100:
            return
        words[place] = _Word(_CENTURY, (word.value - 1) * 100, word.spaced)


def _grouped(words: list[_Word]) -> tuple[list[_Word], list[list[_Word]]]:
    """The words outside of parentheses, and those inside of each pair that are a date of their own.

    What else stands inside is dropped, a duration first of all, and leaves a word of kind tail where it may name what is before it.
    """
    if not any(word.kind == _OPEN for word in words):
        return words, []
    outside: list[_Word] = []
    groups: list[list[_Word]] = []
    group: list[_Word] = []
    depth = 0
    for word in [*words, _Word(_CLOSE)]:
        if word.kind == _OPEN:
            depth += 1
        elif word.kind != _CLOSE:
            (group if depth else outside).append(word)
        elif depth:
            depth -= 1
            if depth == 0:
                _place(group, outside, groups)
                group = []
    if group:
        _place(group, outside, groups)
    return outside, groups


_DATED: Final = frozenset((_NUMBER, _YEAR, _MONTH, _ISO, _SEASON, _DECADE, _CENTURY))


def _place(group: list[_Word], outside: list[_Word], groups: list[list[_Word]]) -> None:
    kinds = {word.kind for word in group}
    dated = bool(kinds & _DATED)
    named = _WORD in kinds
    if _STYLE in kinds and not named:
        if dated:
            groups.append(group)
        else:
            outside += [word for word in group if word.kind == _STYLE]
    elif dated and not named:
        groups.append(group)
    elif _PRESENT in kinds and not named:
        outside.append(_Word(_PRESENT))
    elif named or dated:
        phase = any(word.kind == _WORD and word.value == "phase" for word in group)
        outside.append(_Word(_TAIL, "phase" if phase else ""))


# -- stretches ----------------------------------------------------------------------------------------------------------------------


def _stretches(words: list[_Word]) -> list[_Stretch]:
    """The stretches of time that the words name, in order, each as far as it is written."""
    found: list[_Stretch] = []
    place = 0
    lead = style = ""
    label: str | None = None
    linked = comma = False
    size = len(words)
    while place < size:
        word = words[place]
        kind = word.kind
        stretch, behind = _stretch(words, place, linked or comma, lead == "between")
        if stretch is not None:
            place = behind
            if stretch.first is not None and lead in ("since", "from", "until") and stretch.last is stretch.first:
                if lead == "until":
                    stretch.first = None
                elif not stretch.ongoing:
                    stretch.last = None
                    stretch.ongoing = lead == "since"
            if lead != "as of":
                stretch.labelled = label is not None
                stretch.phase = label == "phase"
                stretch.linked = linked
                stretch.style = stretch.style or style
                found.append(stretch)
            lead = style = ""
            label = None
            linked = comma = False
            continue
        if kind == _WORD:
            label = str(word.value) if label != "phase" else label
            lead = ""
            linked = comma = False
        elif kind == _TAIL:
            if found:
                found[-1].labelled = True
                found[-1].phase = found[-1].phase or word.value == "phase"
        elif kind == _LEAD:
            lead = str(word.value)
        elif kind == _RANGE:
            lead = "until" if word.value == "until" else ""
        elif kind == _AND:
            linked = bool(found)
        elif kind == _COMMA:
            comma = bool(found)
        elif kind == _STYLE:
            title = place + 1 < size and words[place + 1].kind == _COLON
            if found and not found[-1].style and not title and not _opens_with_style(words):
                found[-1].style = str(word.value)
            else:
                style = str(word.value)
        elif kind == _PRESENT and found and found[-1].last is found[-1].first:
            found[-1].last = None
            found[-1].ongoing = True
        place += 1
    if label is not None and found and not found[-1].labelled:
        found[-1].labelled = True
        found[-1].phase = label == "phase"
    return found


def _opens_with_style(words: list[_Word]) -> bool:
    """Whether the calendar is named before the date (`O.S. 27 June`) and not behind it."""
    return bool(words) and words[0].kind == _STYLE


def _stretch(words: list[_Word], place: int, linked: bool, between: bool) -> tuple[_Stretch | None, int]:
    """The stretch that begins at a place, and the place behind it; no stretch where none begins there."""
    first, behind = _point(words, place, linked)
    if first is None:
        return None, place
    size = len(words)
    next_place = behind
    if next_place < size and words[next_place].kind == _STYLE and not _opens_with_style(words):
        first.style = str(words[next_place].value)
        next_place = behind = next_place + 1
    while next_place < size and words[next_place].kind in (_NOISE, _CLOCK, _COMMA, _TAIL):
        next_place += 1
    kind = words[next_place].kind if next_place < size else ""
    stretch = _Stretch(first, first)
    stretch.style = first.style
    if (kind == _RANGE and (next_place == behind or words[next_place].value != "until")) or (
        next_place == behind and (kind == _SLASH or (kind == _AND and between)) and not first.style
    ):
        last, end = _point(words, next_place + 1, True)
        if last is not None and not (kind == _SLASH and end < size and words[end].kind == _SLASH):
            stretch.last = last
            stretch.slashed = kind == _SLASH
            stretch.tight = not words[next_place].spaced and not words[next_place + 1].spaced
            if end < size and words[end].kind == _STYLE and not _opens_with_style(words):
                stretch.style = last.style = str(words[end].value)
                end += 1
            return stretch, end
        following = next_place + 1
        while following < size and words[following].kind == _NOISE:
            following += 1
        if following < size and words[following].kind == _PRESENT:
            stretch.last = None
            stretch.ongoing = True
            return stretch, following + 1
        hangs = next_place == behind and next_place + 1 == size and words[next_place].value == "-"
        if hangs and first.number is not None:
            stretch.last = None
            stretch.ongoing = True
            return stretch, size
    joined = behind < size and words[behind].kind in (_AND, _COMMA) and _joins_day(words, behind + 1)
    if first.number is None and not first.month and not linked and not joined:
        return None, place  # a number alone is no day
    return stretch, behind


def _joins_day(words: list[_Word], place: int) -> bool:
    """Whether the days of a list go on: `3, 5 and 7 May`."""
    while place < len(words) and words[place].kind in (_AND, _NOISE):
        place += 1
    return place < len(words) and words[place].kind in (_NUMBER, _PART)


def _point(words: list[_Word], place: int, linked: bool) -> tuple[_Point | None, int]:
    """The day, month, year … at a place, and the place behind it. `linked`: a dash or `and` leads to it, so a bare number may be a day."""
    size = len(words)
    mark = ""
    furthest = min(place + 8, size)  # so that no run of such words is passed over again and again
    while place < furthest:
        kind = words[place].kind
        if kind in (_CIRCA, _MAYBE):
            mark = _both(mark, str(words[place].value))
        elif kind not in (_PART, _NOISE, _CLOCK):
            break
        elif kind == _CLOCK and place + 1 < size and words[place + 1].kind == _RANGE:
            return None, place  # `07:30–09:15`
        place += 1
    if place >= furthest:
        return None, place
    kind, value, _ = words[place]
    point: _Point
    place += 1
    if kind == _NUMBER:
        point = _Point(day=int(value))
        point.two_digits = point.day > 9 or isinstance(value, str)
        point.broken = point.day == 0
        after = place + 1 if place + 1 < size and words[place].kind == _NOISE and words[place + 1].kind == _MONTH else place
        if after < size and words[after].kind == _MONTH:
            point.month = int(words[after].value)
            place = _year(words, after + 1, point, short=True)
        elif linked:
            place = _year(words, place, point, short=False)
    elif kind == _MONTH:
        point = _Point(month=int(value))
        after = place + 1 if place + 1 < size and words[place].kind == _NOISE and words[place + 1].kind in (_NUMBER, _YEAR) else place
        if after < size and words[after].kind == _NUMBER:
            if int(words[after].value) > 31:
                point.number, point.short = int(words[after].value), True
                place = after + 1
            else:
                point.day = int(words[after].value)
                place = _year(words, after + 1, point, short=True)
        else:
            place = _year(words, after, point, short=False)
    elif kind == _YEAR:
        point = _Point()
        _give_year(point, value)
        if place < size and words[place].kind == _MONTH:
            dated = place + 1 < size and words[place + 1].kind == _NUMBER
            if not (_has_year(words, place + 1) or (dated and _has_year(words, place + 2))):  # else the month begins another date
                point.month = int(words[place].value)
                point.day = int(words[place + 1].value) if dated else 0
                place += 2 if dated else 1
    elif kind == _SEASON:
        point = _Point(month=int(value))
        place = _year(words, place + 1 if place < size and words[place].kind == _NOISE else place, point, short=False)
        if point.number is not None and point.month == 24 and place + 1 < size and _goes_on(words, place, point.number):
            place += 2  # one winter: `winter 1942–43`
    elif kind == _ISO:
        year, month, day = str(value).split("-")
        point = _Point(int(year), int(month), int(day))
        point.broken = not 0 < point.month < 13
    elif kind in (_CENTURY, _DECADE) and value != "":
        digits = str(value)
        point = _Point(int(digits.rstrip("BD")), span=100 if kind == _CENTURY else 10, era=-1 if digits.endswith("B") else 0)
        if kind == _DECADE and digits.endswith("00") and digits < "2000":
            point.span = 100  # `1700s`; the decade is written `1700s (decade)`
    else:
        return None, place
    if place < size and words[place].kind == _MAYBE and words[place].value == "?":
        mark = _both(mark, "?")
        place += 1
    point.mark = mark
    return point, place


def _both(mark: str, more: str) -> str:
    return more if mark in ("", more) else "%"


def _goes_on(words: list[_Word], place: int, number: int) -> bool:
    """Whether a dash or stroke without spaces leads to the year behind a year."""
    dash, year = words[place], words[place + 1]
    if dash.kind not in (_RANGE, _SLASH) or dash.spaced or year.spaced or year.kind not in (_NUMBER, _YEAR):
        return False
    following = str(number + 1)
    return following == str(year.value) or (year.kind == _NUMBER and following[-2:] == str(year.value).zfill(2))


def _has_year(words: list[_Word], place: int) -> bool:
    if place < len(words) and words[place].kind == _COMMA:
        place += 1
    return place < len(words) and words[place].kind == _YEAR


def _year(words: list[_Word], place: int, point: _Point, *, short: bool) -> int:
    """Give a point the year at a place, if one is there, and go behind it."""
    size = len(words)
    after = place
    while after < size and words[after].kind in (_COMMA, _NOISE, _TAIL):
        after += 1
    if after < size and words[after].kind == _YEAR:
        _give_year(point, words[after].value)
        return after + 1
    if short and place < size and words[place].kind == _NUMBER and int(words[place].value) > 31:
        point.number, point.short = int(words[place].value), True
        return place + 1
    return place


def _give_year(point: _Point, value: int | str) -> None:
    if isinstance(value, str):
        point.number, point.era = int(value[:-1]), -1 if value[-1] == "B" else 1
    else:
        point.number = value


# -- what one end leaves to the other -----------------------------------------------------------------------------------------------


def _complete(stretch: _Stretch) -> None:
    """Give each end of a stretch what is written at the other only."""
    first, last = stretch.first, stretch.last
    if first is None or last is None or first is last:
        return
    if last.day and not last.month and last.number is None and first.number is not None and not first.month and first.span == 1:
        _abbreviated(first, last)  # `1944–45`
        return
    if first.day and not first.month and last.number is not None and not last.month and not last.day and (last.era or last.number < 1000):
        first.number, first.day, first.short = first.day, 0, True  # `49–45 BC`
    borrowed = False
    if last.day and not last.month and first.day and first.month:
        last.month = first.month
    elif first.day and not first.month and last.day and last.month:
        first.month, borrowed = last.month, True
    if first.number is None and last.number is not None and (first.month or first.day):
        first.number, first.era, first.short, borrowed = last.number, last.era, last.short, True
        if first.month and first.month != last.month and first.low() > last.high():
            first.number += -1 if first.era >= 0 else 1  # over the turn of the year
    elif last.number is None and first.number is not None and last.month:
        last.number, last.era, last.short = first.number, first.era, first.short
        if last.month != first.month and first.low() > last.high():
            last.number += 1 if last.era >= 0 else -1
    elif first.number is not None and last.number is not None and first.era != last.era:
        if last.era < 0 and first.era == 0 and first.number >= last.number:
            first.era, borrowed = -1, True
        elif last.era > 0 and first.era == 0 and first.number <= last.number:
            first.era, borrowed = 1, True
        elif first.era < 0 and last.era == 0 and last.span == 1 and last.number <= first.number and not last.short:
            last.era = -1
    if first.mark and not last.mark and (borrowed or stretch.tight):
        last.mark = first.mark


def _abbreviated(first: _Point, last: _Point) -> None:
    """The year that the last digits behind a year name: `1775–83`, `1899–02`."""
    assert first.number is not None
    size = 100 if last.two_digits else 10
    last.number = first.number - first.number % size + last.day
    if last.number <= first.number:
        last.number += size
        if last.number - first.number > 20:
            last.broken = True  # `1944–12` is no abbreviation
    last.day, last.era = 0, first.era


def _lend(stretches: list[_Stretch]) -> None:
    """Give stretches without a year that of the one behind, or before; so too the month of a day alone (`3, 5 and 7 May`)."""
    for stretch in stretches:
        _complete(stretch)
    behind: _Point | None = None
    for stretch in reversed(stretches):
        for point in reversed(list(stretch.points())):
            _borrow(point, behind, forward=False)
        behind = stretch.first or stretch.last or behind
        _complete(stretch)
    before: _Point | None = None
    for stretch in stretches:
        for point in stretch.points():
            _borrow(point, before, forward=True)
        before = stretch.last or stretch.first or before
        _complete(stretch)


def _borrow(point: _Point, other: _Point | None, *, forward: bool) -> None:
    if other is None or other.span > 1 or point.span > 1:
        return
    if point.day and not point.month and other.month and other.month < 20:
        point.month = other.month
    if point.number is None and other.number is not None and (point.month or point.day):
        point.number, point.era, point.short = other.number, other.era, other.short
        styled = point.style or other.style
        if not forward and not styled and point.month and other.month and point.month != other.month and point.low() > other.high():
            point.number += -1 if point.era >= 0 else 1  # `28 December and 3 January 1942`


# -- the whole ----------------------------------------------------------------------------------------------------------------------


class _Span(NamedTuple):
    """A stretch that is understood, EDTF beside what puts it in order."""

    start: str
    end: str
    low: tuple[int, int, int]
    high: tuple[int, int, int]
    stretch: _Stretch


_FAR: Final = (10_000, 1, 1)


def _reading(stretches: list[_Stretch], asides: list[list[_Word]], bare: list[list[_Word]]) -> Reading:
    if not stretches:
        return _NOTHING
    _lend(stretches)
    spans = [_understood(stretch) for stretch in stretches]
    known = [span for span in spans if span is not None]
    if len(known) < len(spans):
        return _NOTHING
    old = [span for span in known if span.stretch.style == "old"]
    new = [span for span in known if span.stretch.style != "old"] or old
    old = [] if new is old else old
    whole, phases = _whole(new)
    old_style = (min(old, key=_low).start, max(old, key=_high).end) if old else None
    for group in asides if len(new) == 1 else []:
        is_new = any(word.kind == _STYLE and word.value == "new" for word in group)
        other = _aside([word for word in group if word.kind != _STYLE], new[0])
        if other is not None and is_new:
            whole, old_style = (other.start, other.end, False), whole[:2]
        elif other is not None:
            old_style = (old_style[0] if old_style else other.start, other.end)
    if old_style is None and len(new) == 1:
        if new[0].stretch.slashed and _is_same_day(new[0].start, new[0].end):
            return Reading(new[0].end, new[0].end, False, (), (new[0].start, new[0].start))
        for group in bare:
            other = _aside(group, new[0])
            if other is None:
                continue
            if _is_same_day(other.start, whole[0]) and _is_same_day(other.end, whole[1]):
                old_style = (other.start, other.end)
            elif _is_same_day(whole[0], other.start) and _is_same_day(whole[1], other.end):
                whole, old_style = (other.start, other.end, False), whole[:2]
    return Reading(*whole, phases, old_style)


def _understood(stretch: _Stretch) -> _Span | None:
    start = stretch.first.edtf() if stretch.first is not None else ""
    end = stretch.last.edtf() if stretch.last is not None else ""
    if (stretch.first is not None and not start) or (stretch.last is not None and not end):
        return None
    low = stretch.first.low() if stretch.first is not None else stretch.last.low() if stretch.last is not None else _FAR
    high = stretch.last.high() if stretch.last is not None else _FAR
    return _Span(start, end, low, high, stretch) if low <= high else None


def _low(span: _Span) -> tuple[int, int, int]:
    return span.low if span.start else _FAR


def _high(span: _Span) -> tuple[int, int, int]:
    return span.high


def _whole(spans: list[_Span]) -> tuple[tuple[str, str, bool], tuple[tuple[str, str], ...]]:
    """From the first to the last of all stretches, and these, where there are several.

    One without a label before others with labels is the whole, and they are its parts; one of those that lies apart and is not called
    a phase, battle and so on tells of something else (`Treaty in force: 12 May 1784`).
    """
    lead = spans[0]
    if len(spans) == 1:
        return (lead.start, lead.end, lead.stretch.ongoing), ()
    counted = [
        span
        for span in spans[1:]
        if lead.stretch.labelled or not span.stretch.labelled or span.stretch.phase or (span.low <= lead.high and lead.low <= span.high)
    ]
    everything = [lead, *counted]
    ongoing = any(span.stretch.ongoing for span in everything)
    start = min(everything, key=_low).start
    end = "" if ongoing else max(everything, key=_high).end
    leads = not lead.stretch.labelled and all(lead.low <= span.low and span.high <= lead.high for span in counted)
    phases = counted if leads else everything
    if not leads and all(span.stretch.linked and _is_next_day(before, span) for before, span in pairwise(everything)):
        phases = []  # `3 and 4 May`
    return (start, end, ongoing), tuple((span.start, span.end) for span in phases) if len(everything) > 1 else ()


def _is_next_day(before: _Span, span: _Span) -> bool:
    return (
        len(before.start) == len(span.start) == 10
        and before.start == before.end
        and span.start == span.end
        and before.low[:2] == span.low[:2]
        and span.low[2] == before.low[2] + 1
    )


def _aside(words: list[_Word], main: _Span) -> _Span | None:
    """The date of a pair of parentheses, with the year of the date outside."""
    stretches = _stretches(words)
    if len(stretches) != 1 or main.stretch.first is None:
        return None
    _complete(stretches[0])
    for point in stretches[0].points():
        if point.number is None and point.month:
            point.number, point.era = main.stretch.first.number, main.stretch.first.era
            if point.number is not None and point.month == 12 and main.low[1] == 1:
                point.number += -1 if point.era >= 0 else 1
    return _understood(stretches[0])


def _is_same_day(julian: str, gregorian: str) -> bool:
    """Whether the two are one day, the first of the Julian and the second of the Gregorian calendar."""
    try:
        old, new = _Day.fromisoformat(julian), _Day.fromisoformat(gregorian)
    except ValueError:
        return False
    if old.year < 1582:
        return False
    century = (old.year if old.month > 2 else old.year - 1) // 100
    return (new - old).days == century - century // 4 - 2


# -- and back -----------------------------------------------------------------------------------------------------------------------

_EDTF: Final = re.compile(r"(-?)([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)\Z")
_SEASON_NAMES: Final = {21: "Spring", 22: "Summer", 23: "Autumn", 24: "Winter"}


def write(start: str, end: str, ongoing: bool = False) -> str:
    """English for a date: `13–16 December 1944`, `22 July – 25 September 1800`, `16 January 2012 – present`.

    `start` and `end` are EDTF as `read` gives them, either one empty where it is open; `read` of the words gives them again. What is no
    such EDTF is written as it stands.
    """
    if not end:
        return f"{_phrase(start)} – present" if ongoing and start else f"from {_phrase(start)}" if start else ""
    if not start:
        return f"until {_phrase(end)}"
    if start == end:
        return _phrase(start)
    first, last = _EDTF.match(start), _EDTF.match(end)
    if first is not None and last is not None and not first[5] and not last[5] and "X" not in start + end:
        same_year = first[1] == last[1] and first[2] == last[2]
        year = _year_phrase(first[1], first[2])
        if same_year and first[4] and last[4]:
            if first[3] == last[3]:
                return f"{int(first[4])}–{int(last[4])} {_month_phrase(last[3])} {year}"
            return f"{int(first[4])} {_month_phrase(first[3])} – {int(last[4])} {_month_phrase(last[3])} {year}"
        if same_year and first[3] and last[3] and not first[4] and not last[4]:
            return f"{_month_phrase(first[3])}–{_month_phrase(last[3])} {year}"
        if not first[3] and not last[3] and not first[1] and not last[1] and first[2] >= "1000" and last[2] >= "1000":
            return f"{first[2]}–{last[2]}"
    last_words = _phrase(end)
    if first is not None and last is not None and first[1] and not last[1] and last[2].isdigit() and last[2] >= "0100":
        last_words = last_words.replace(_year_phrase("", last[2]), f"AD {int(last[2])}")  # else it would be before Christ too
    return f"{_phrase(start)} – {last_words}"


def _phrase(edtf: str) -> str:
    """English for one EDTF date."""
    match = _EDTF.match(edtf)
    if match is None:
        return edtf
    sign, year, month, day, mark = match.groups("")
    circa = "c. " if mark in ("~", "%") and mark else ""
    doubt = "?" if mark in ("?", "%") and mark else ""
    if year.endswith("XX"):
        century = int(year[:2]) + 1
        ending = "th" if 10 < century % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(century % 10, "th")
        words = f"{century}{ending} century{' BC' if sign else ''}"
    elif year.endswith("X"):
        if sign:
            return edtf
        words = f"{int(year[:3])}0s" + (" (decade)" if year[2] == "0" and year < "200" else "")
    else:
        words = " ".join(filter(None, (str(int(day)) if day else "", _month_phrase(month), _year_phrase(sign, year))))
    return f"{circa}{words}{doubt}"


def _month_phrase(month: str) -> str:
    number = int(month or 0)
    return calendar.month_name[number] if number < 13 else _SEASON_NAMES.get(number, "")


def _year_phrase(sign: str, year: str) -> str:
    number = int(year)
    if sign or number == 0:
        return f"{number + 1} BC"
    return f"AD {number}" if number < 100 else str(number)
