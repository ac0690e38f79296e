"""The time that a qualifier names: `(2017–18)`, `(from 1777)`, `(since 2026)`, `(4 August – 21 September)`, `(KIA 2014)`.

A qualifier is a time if one of its clauses is only a time (`2015; per gov.`), perhaps with a word that names what the time applies
to: a fate, a role, a figure (`POW since 2009`, `2017 est.`). A date that describes something else is not one: `Sep. 2015 assault`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon, Vocabulary
from infobox.language.patterns import GAP, any_of, elided
from infobox.language.signs import folded, has_words
from infobox.values import dates
from infobox.values.edtf import YEAR, bounds

_LONGEST: Final = 160
"""A longer qualifier is more than a time."""
# A comma before a year separates clauses only if no day or month stands before it: `commander-in-chief, 1941–43`.
_CLAUSES: Final = re.compile(r"\s*;\s*|,\s+(?![0-9]{3,4}\b)|(?:(?<=[^\W\d_])|(?<=[)\]”\"])),\s+")
_YEARS: Final = re.compile(r"(?<![0-9])[0-9]{3,4}(?![0-9])")
_FIRST_YEARS: Final = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_ABBREVIATED: Final = re.compile(rf"[0-9]{{4}}\s?[{signs.DASHES}/][0-9]{{2}}\Z")
_NEAR: Final = 25
"""A bare number is a year if it is at most this many years from the conflict, or of our time: counts have a comma."""
_COUNTED_TERMS: Final = 9
"""The highest ordinal that may count a term before a time."""


class _Clauses:
    """The patterns of the clauses of qualifiers in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.dates
        month = any_of(words.of(concepts.MONTH, concepts.MONTH_ALONE))
        era = _era_words(words.valued(concepts.ERA))
        ordinal = any_of(words.of(concepts.ORDINAL_ENDING))
        estimate = _estimate(words)
        term = any_of(words.of(concepts.TERM))
        # Where a word ends, and what separates two words, in a script with spaces.
        edge, apart, gap = (r"\b", r"(?![^\W_])", GAP) if words.settings.get("spaces", True) else ("", "", r"\s*")
        goes_on, only_after = words.of(concepts.GOES_ON), words.of(concepts.ONLY_AFTER)
        after = {word.rpartition(" ")[2] for word in goes_on} - words.of(concepts.AT_AFTER) | words.of(concepts.GOES_UNTIL)
        self.understood = bool(words.words)
        self.digits = {ord(digit): str(number) for digits in words.settings.get("digits", ()) for number, digit in enumerate(digits)}
        self.present = [word for word, value in words.valued(concepts.PRESENT).items() if value == concepts.NOW]
        self.lasting = re.compile(rf"\b{any_of(words.of(concepts.LASTING))}\b")
        self.timely = re.compile(rf"[0-9]|{edge}{month}{edge}", re.IGNORECASE)
        self.ends_in_month = re.compile(rf"{edge}{month}\Z", re.IGNORECASE)
        self.clause = _clause(words, gap)
        named = words.of(concepts.MONTH, concepts.MONTH_ALONE, concepts.SEASON, concepts.CENTURY, concepts.ERA_NAME)
        decade = f"[0-9]{{4}}{any_of(words.of(concepts.DECADE_ENDING))}"
        among = named | words.of(concepts.PERIOD_WORD)
        self.date_words = re.compile(
            rf"(?:{any_of(elided(among))}|(?:{era}|{any_of(among)}|[0-9]{{1,2}}{ordinal}|{decade}"
            rf"|[0-9]++(?!,[0-9])){apart}|[{signs.DASHES}{signs.TILDES}/,.?\s])*",
            re.IGNORECASE,
        )
        # What may stand between the date words of a clause that begins with a figure.
        self.further = re.compile(rf"\Z|{any_of(after | only_after)}|{estimate}|{term}|:", re.IGNORECASE)
        self.named = re.compile(rf"{edge}(?:{any_of(named)}|{era}){edge}|{decade}", re.IGNORECASE)
        years = any_of(words.of(concepts.CENTURY, concepts.ERA_NAME))
        self.with_year = re.compile(rf"[0-9]{{3}}|{edge}(?:{era}|{years})", re.IGNORECASE)
        self.with_era = re.compile(rf"{edge}(?:{era}|{any_of(words.of(concepts.CENTURY))})", re.IGNORECASE)


def _estimate(words: Vocabulary) -> str:
    """Words that call a figure an estimate, as a pattern."""
    return rf"{any_of(words.of(concepts.ESTIMATE))}\b\.?"


def _clause(words: Vocabulary, gap: str) -> re.Pattern[str]:
    """A clause: words that lead to a time, words that follow it, and between them only what dates are made of."""
    whats, bounds = _by_value(words.valued(concepts.TIME_OF)), _by_value(words.valued(concepts.BOUND))
    ordinals = any_of(word for word, value in words.valued(concepts.ORDINAL).items() if int(value) <= _COUNTED_TERMS)
    ordinal, term = any_of(words.of(concepts.ORDINAL_ENDING)), any_of(words.of(concepts.TERM))
    estimate, prepositions = _estimate(words), any_of(words.of(concepts.AT_AFTER))
    goes_on, only_after = words.of(concepts.GOES_ON), words.of(concepts.ONLY_AFTER)
    return re.compile(
        rf"(?:{any_of(words.of(concepts.ADVERB))}{gap})?"
        # What the time applies to.
        rf"(?:(?P<of_fate>(?:{any_of(words.of(concepts.PRESUMED))} )?{any_of(whats[concepts.FATE])})[,:]?{gap}"
        rf"|(?:{any_of(words.of(concepts.RANK))} )?"
        rf"(?:{any_of(whats[concepts.ROLE])}|(?P<of_reign>{any_of(whats[concepts.REIGN])})),?{gap}"
        rf"|(?P<of_figure>(?:[^\W\d_][\w.'’]{{0,20}}{gap}){{0,2}}{estimate}|{any_of(whats[concepts.FIGURE])})(?:\s*:)?{gap}"
        rf"|(?:[1-9]{ordinal}|{ordinals})(?:{gap}{term})?(?:\s*:\s*|{gap}(?={prepositions} )))?"
        rf"(?:{any_of(words.of(concepts.ONLY))} )?"
        rf"(?:(?P<begins>{any_of(bounds[concepts.FROM])})(?: {prepositions})?{gap}"
        rf"|(?P<ends>(?P<surely>{any_of(bounds[concepts.SURELY_UNTIL])})|{any_of(bounds[concepts.UNTIL])}|[{signs.DASHES}])"
        rf"(?:{gap}(?:{any_of(words.of(concepts.WHOSE))} )?{any_of(words.of(concepts.OFFICE_END))}(?: {prepositions})?)?"
        rf"\s*(?!\S*[{signs.DASHES}]\Z)"
        rf"|{any_of(bounds[concepts.AT])}{gap})?"
        rf"(?:{any_of(words.of(concepts.ONLY))} {prepositions}?\s*)?(?:{any_of(words.of(concepts.ARTICLE))} )?"
        r"(?P<dated>\S.*?)"
        rf"(?:(?P<goes_on>{gap}{any_of(goes_on)}|\s*[{signs.DASHES}])|(?P<ended>{gap}{any_of(words.of(concepts.GOES_UNTIL))}))?"
        rf"(?:{gap}(?:{any_of(only_after)}|{estimate}))?\s*\Z",
        re.IGNORECASE,
    )


def _is_before_christ(numbers: list[int], match: re.Match[str], years: tuple[int, int], near: int) -> bool:
    """Whether numbers are years of a conflict before Christ."""
    low, high = years
    enough = any if match["of_reign"] is not None else all
    if not numbers or low > 0 or not enough(low - near <= 1 - number <= min(high + near, 0) for number in numbers):
        return False
    return high <= 0 or len(numbers) == 1 or numbers[0] >= numbers[-1]


def _by_value(words: dict[str, str]) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word, value in words.items():
        found[value].add(word)
    return found


def _era_words(eras: dict[str, str]) -> str:
    """A part of a pattern for words of the Christian eras, with and without full stops."""
    ours = [word for word, value in eras.items() if value in (concepts.BEFORE, concepts.AFTER)]
    pieces = [re.escape(word.rstrip(".")).replace(r"\.", r"\.?").replace(r"\ ", " ?") for word in ours]
    return f"(?:{'|'.join(sorted(pieces, key=len, reverse=True)) or '(?!)'})"


_Time = tuple[str, str]


def read(qualifier: str, conflict: tuple[str, str], lexicon: Lexicon) -> tuple[str, str] | None:
    """Start and end, EDTF, of the time that a qualifier names, either one empty if it is open; None if it names none.

    `conflict` is (start, end) of the conflict, EDTF, or two empty texts: a day or month without a year gets the year in which the conflict
    has it, if there is only one. Without a conflict such a day is not a time, and a round number (`1200`) is never one, unless it is near
    the conflict. Words in a language without data are not a time.
    """
    patterns = lexicon.grammar(_Clauses)
    qualifier = lexicon.spelling.text(folded(qualifier), lexicon.dates.single)
    if patterns.digits:
        qualifier = qualifier.translate(patterns.digits)
    if len(qualifier) > _LONGEST or patterns.timely.search(qualifier) is None:
        return None
    if not patterns.understood and has_words(qualifier):
        return None
    reading = _Qualifier(patterns, conflict, lexicon)
    found = reading.clause(qualifier)
    if found is None and (";" in qualifier or ", " in qualifier):
        return _of_clauses([reading.clause(clause) for clause in _clauses(qualifier, patterns)])
    return found


def lasts(words: str, lexicon: Lexicon) -> bool:
    """Whether words state that something lasted from a time or until one: `since 1943`."""
    patterns = lexicon.grammar(_Clauses)
    return patterns.lasting.search(lexicon.spelling.text(words, lexicon.dates.single)) is not None


def _clauses(qualifier: str, patterns: _Clauses) -> Iterator[str]:
    start = 0
    for match in _CLAUSES.finditer(qualifier):
        if qualifier[match.end() : match.end() + 1].isdigit() and patterns.ends_in_month.search(qualifier, start, match.start()):
            continue
        yield qualifier[start : match.start()]
        start = match.end()
    yield qualifier[start:]


def _of_clauses(times: list[_Time | None]) -> _Time | None:
    """The first time of several clauses; from the first to the last if all are times (`1st time: 1812; 2nd: 1814`)."""
    known = [time for time in times if time is not None]
    if not known or len(known) < len(times):
        return known[0] if known else None
    starts, ends = zip(*known, strict=True)
    start, end = min(starts), max(ends) if all(ends) else ""
    return (start, end) if start or end else None


class _Qualifier(NamedTuple):
    """One qualifier while it is read, in a conflict with these days."""

    patterns: _Clauses
    conflict: _Time
    lexicon: Lexicon

    def clause(self, clause: str) -> _Time | None:
        """The time that one clause names."""
        clause = clause.strip(" ,.;:")
        if clause[:1].isdigit() and self.patterns.further.match(clause, self.dated_until(clause)) is None:
            return None
        match = self.patterns.clause.match(clause)
        if match is None or self.dated_until(words := match["dated"]) < len(words):
            return None
        era = self.era(words, match)
        if era is None:
            return None
        found = self.dated(words, era)
        if found is None:
            return None
        start, end = found
        if match["ends"] is not None or match["ended"] is not None:
            return ("", end) if start == end else found if match["ended"] is not None and start and end else None
        if match["goes_on"] is not None:
            return (start, "") if start == end else None
        return (start, "") if match["begins"] is not None and start == end else found

    def dated_until(self, words: str) -> int:
        """Where the words that dates are made of end."""
        match = self.patterns.date_words.match(words)
        return match.end() if match is not None else 0

    def era(self, words: str, match: re.Match[str]) -> int | None:
        """The era that the years of a text need (-1 before Christ, 1 after, 0 none); None if they may be a count instead of years.

        Years without an era take that of the conflict. One of three digits, or of two in the first century, is a year near the conflict.
        """
        patterns = self.patterns
        named = patterns.named.search(words) is not None
        numbers = [int(number) for number in _YEARS.findall(words)]
        years = _years_of(self.conflict)
        certain = any(match[group] for group in ("begins", "surely", "goes_on", "ended")) or _ABBREVIATED.match(words) is not None
        certain = certain or any(word in words for word in patterns.present)
        near = _NEAR if named or certain or len(numbers) > 1 or match["of_reign"] is not None else 0
        round_figure = match["of_figure"] is not None and all(number % 100 == 0 for number in numbers)
        if years is not None and not round_figure and patterns.with_era.search(words) is None:
            if _is_before_christ(numbers, match, years, near):
                return -1
            if not named and not numbers and years[0] > -100 and years[1] < 200:
                return _early_era(words, match, *years)
        if named:
            return 0
        if not numbers or round_figure:
            return None
        if certain and all(1000 <= number <= dates.LATEST for number in numbers):
            return 0
        if years is None:
            return 0 if all(1000 < number < 2100 and number % 100 != 0 for number in numbers) else None
        return 0 if self._is_near(numbers, match, years, near) else None

    def _is_near(self, numbers: list[int], match: re.Match[str], years: tuple[int, int], near: int) -> bool:
        """Whether numbers are years near those of the conflict."""
        if match["of_reign"] is not None and len(numbers) > 1:
            return True
        low, high = years
        ours = match["of_fate"] is None and match["of_figure"] is None  # `killed 1944` of another war is a count
        last = high + _NEAR if self.conflict[1] else dates.LATEST
        return all(
            low - _NEAR <= number <= last or (ours and 1900 < number < 2100) if number > 999 else low - near <= number <= high + near
            for number in numbers
        )

    def dated(self, words: str, era: int) -> _Time | None:
        """The time of a clause's date, with the year of the conflict if it has none."""
        if era or self.patterns.with_year.search(words) is not None:
            reading = dates.read(words, "", self.lexicon, era=era)
            if reading.start or reading.end:
                return reading.start, reading.end
        first, last = (YEAR.match(edtf) for edtf in self.conflict)
        if first is None or last is None:
            return None
        years = range(int(first[0]), int(last[0]) + 1)
        if len(years) > 2:
            return None
        readings = [dates.read(words, year, self.lexicon, era=era) for year in years]
        found = [(reading.start, reading.end) for reading in readings if reading.start and reading.end]
        if len(years) > 1:
            found = [time for time in found if _is_within(time, self.conflict)]
        return found[0] if len(found) == 1 else None


def _early_era(words: str, match: re.Match[str], low: int, high: int) -> int | None:
    """The same for two-digit numbers, which are years only in a range or after a word such as `from`: `(58–50)`, `(until 52)`."""
    numbers = [int(number) for number in _FIRST_YEARS.findall(words)]
    certain = match["begins"] or match["surely"] or match["goes_on"] or len(numbers) == 2
    if not numbers or not certain or numbers[-1] < 10:
        return None
    if all(low <= 1 - number <= high for number in numbers):
        return -1 if numbers[0] >= numbers[-1] else None
    return 1 if all(low <= number <= high for number in numbers) and numbers[0] <= numbers[-1] else None


def _years_of(conflict: _Time) -> tuple[int, int] | None:
    """The first and last year, astronomical, of the conflict, as far as they are known; the first year twice if it goes on."""
    known = [days for edtf in conflict if (days := bounds(edtf)) is not None]
    return (known[0][0][0], known[-1][1][0]) if known else None


def _is_within(time: _Time, conflict: _Time) -> bool:
    """Whether a time lies in the conflict, as far as both are known: December 1939 does if the conflict began on the 7th."""
    start, end = time
    return conflict[0][: len(start)] <= start and end[: len(conflict[1])] <= conflict[1][: len(end)]
