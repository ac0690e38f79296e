"""The words of a language in dates: the kind and value of each, and the patterns that find them in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon, Vocabulary
from infobox.language.patterns import any_of, ended
from infobox.values.numerals import Numerals

# The kinds of words that are not concepts of a lexicon.
NUMBER, YEAR, DECADE, ISO, CLOCK, LONG = "1", "1944", "1940+", "1944-06-06", "06:30", "10000+"
SLASH, STOP, COLON, WORD, TAIL, MARK = "/", ";", ":", "…", "(…)", "(~)"

DATED: Final = frozenset((NUMBER, YEAR, concepts.MONTH, ISO, concepts.SEASON, DECADE, concepts.CENTURY))
"""Kinds of words that belong to a date."""

JOINTS: Final = (concepts.RANGE, concepts.JOINT, SLASH)
"""Kinds of words between the two ends of a range, or two times."""

UNKNOWN_WORD: Final = (WORD, "")
"""Kind and value of a word without a meaning."""

MONTHS: Final = 12
LATEST: Final = 2999
"""The latest year; greater numbers count something else."""

CIRCA_MARK, MAYBE_MARK, DASH = "~", "?", "-"
_END: Final = r"(?![^\W\d_])"
"""Where words end: a number may follow, as pages forget spaces."""
_DASH_OR_TILDE: Final = f"[{signs.DASHES}{signs.TILDES}]"

_SYMBOLS: Final[dict[str, tuple[str, int | str]]] = {
    **dict.fromkeys(signs.ABOUT, (concepts.CIRCA, CIRCA_MARK)),
    **dict.fromkeys(signs.DASHES + signs.WIDE_TILDES, (concepts.RANGE, DASH)),
    **dict.fromkeys("&+", (concepts.JOINT, concepts.AND)),
    "/": (SLASH, ""),
    ",": (concepts.COMMA, ""),
    ";": (STOP, ""),
    ":": (COLON, ""),
    "?": (concepts.MAYBE, MAYBE_MARK),
    **dict.fromkeys("([", (concepts.OPENING, "")),
    **dict.fromkeys(")]", (concepts.CLOSING, "")),
}
_CONCEPTS: Final = (
    concepts.ERA_NAME,
    concepts.FIRST_OF_REIGN,
    concepts.OLD_CALENDAR,
    concepts.CIRCA_AFTER,
    concepts.UNKNOWN,
    concepts.PART,
    concepts.ZONE,
    concepts.HALF_DAY,
    concepts.CENTURY,
    concepts.BAR,
    concepts.FOREIGN,
    concepts.COMMA,
    concepts.OPENING,
    concepts.CLOSING,
    concepts.YEAR_MARK,
    concepts.MONTH_MARK,
    concepts.DAY_MARK,
    concepts.UNIT,
    concepts.NOISE,
    concepts.PRESENT,
    concepts.RANGE,
    concepts.JOINT,
    concepts.LEAD,
    concepts.STYLE,
    concepts.LABEL,
    concepts.ERA,
    concepts.CIRCA,
    concepts.MAYBE,
    concepts.ORDINAL,
    concepts.DAY_IN_WORDS,
    concepts.SEASON,
    concepts.MONTH_ALONE,
    concepts.MONTH,
)
"""The concepts in dates; if a word carries two, the later one counts."""
_KINDS: Final = {
    concepts.ZONE: concepts.UNIT,
    concepts.HALF_DAY: concepts.UNIT,
    concepts.LABEL: WORD,
    concepts.ORDINAL: WORD,
    concepts.DAY_IN_WORDS: NUMBER,
    concepts.MONTH_ALONE: concepts.MONTH,
    concepts.CIRCA_AFTER: MARK,
}
"""Concepts whose words have the kind of another concept."""
_VALUES: Final = {concepts.CIRCA: CIRCA_MARK, concepts.CIRCA_AFTER: CIRCA_MARK, concepts.MAYBE: MAYBE_MARK}
_ERAS: Final = {concepts.BEFORE: -1, concepts.AFTER: 1, concepts.OTHER: 0}
_NUMBERED: Final = frozenset(
    (concepts.MONTH, concepts.MONTH_ALONE, concepts.SEASON, concepts.ORDINAL, concepts.DAY_IN_WORDS, concepts.ERA_NAME)
)
_ROMAN: Final = "(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})"
_ROMAN_MONTH: Final = "(?-i:VI{0,3}|I[VX]|I{1,3}|XI{0,2})"
_NEVER: Final = "(?!)"
_WORD_END: Final = r"\b"
_ISO: Final = (
    r"(?P<iso>[0-9]{4}(?:(?P<cut>[-/]|\. ?)[0-9]{1,2}(?P=cut)[0-9]{1,2}|-[0-9]{2})(?![0-9]))"
    r"(?:(?<=-[0-9]{2}-[0-9]{2})(?P<to_day>\s?[" + signs.DASHES + r"/]\s?(?P<month_day>[0-9]{2}-[0-9]{2}))(?![" + signs.DASHES + "0-9]))?"
)
"""`1944-06-06`, `1944. 6. 6`, `1944-06`, `1944-06-06–07-24`."""


class Word(NamedTuple):
    """One word of a text, and its kind."""

    kind: str
    value: int | str = ""
    spaced: bool = False
    """Whether there is a space before it."""
    start: int = -1
    """Where it begins in the text; -1 for a word that is not in the text."""
    end: int = -1

    def turned(self, kind: str, value: int | str = "") -> Word:
        """A word of another kind at the same place."""
        return Word(kind, value, self.spaced, self.start, self.end)

    def until(self, word: Word) -> Word:
        """The word with another word added at its end."""
        return Word(self.kind, self.value, self.spaced, self.start, max(self.end, word.end))


ABSENT: Final = Word("")
"""The word before the first and after the last, of no kind."""
QUERY: Final = (concepts.MAYBE, MAYBE_MARK)
"""Kind and value of a question mark."""


class Terms:
    """The vocabulary of dates in one language: `made` has the kind and value of each entry. docs/lexicon.md explains the settings."""

    def __init__(self, lexicon: Lexicon) -> None:
        dates = lexicon.dates
        settings = dates.settings
        known = _meanings(dates)
        self.understood = bool(known)
        """Whether any word is known; if not, a text with letters cannot be read."""
        self.entries = known
        self.months = {entry: int(value) for entry, (kind, value) in known.items() if kind == concepts.MONTH}
        pointed = [entry for entry in known if _is_pointed(entry)]
        self.pointed = {_without_points(entry): known[entry] for entry in pointed}
        """The same for entries with points, without these; where no entry is such a word, it has the same meaning: `BC`."""
        self.days_too = _days_too(dates, self.pointed)
        """Days in words that are also short for months: `dez de maio`, `2 dez 1810`."""
        self.weekdays_too = _weekdays_too(dates)
        """Words that are short for months, and for weekdays: `mar. 12 oct. 1819`."""
        self.made = self.pointed | {entry: known[entry] for entry in known if entry not in self.days_too} | _SYMBOLS
        self.styles_too = _styles_too(dates, self.made)
        """Words for calendars that are also short for months: `5. Juni (jul.)`."""
        self.foreign_endings = dates.of(concepts.FOREIGN_ENDING)
        self.duration = _lengths(dates)
        doubtful: list[int] = settings.get("doubtful_years", [])
        self.doubtful_years = range(doubtful[0], doubtful[1] + 1) if doubtful else range(0)
        self.day_first: str = settings.get("day_first", ".")
        self.month_first: str = settings.get("month_first", "")
        self.year_leads: bool = settings.get("year_leads", False)
        self.era_leads: bool = settings.get("era_leads", False)
        self.century_leads: bool = settings.get("century_leads", False)
        self.hundreds_are_centuries: bool = settings.get("hundreds_are_centuries", False)
        self.roman_months: bool = settings.get("roman_months", False)
        self.roman = re.compile(rf"(?P<number>{_ROMAN}){any_of(dates.of(concepts.ORDINAL_ENDING))}?\Z") if settings.get("roman") else None
        self.digits = {ord(digit): str(number) for digits in settings.get("digits", ()) for number, digit in enumerate(digits)}
        self.month_slash_year: bool = settings.get("month_slash_year", False)
        self.reigns = bool(dates.of(concepts.ERA_NAME, concepts.OLD_CALENDAR))
        self.decade_endings = tuple(dates.of(concepts.DECADE_ENDING))
        self.solar_from: int = settings.get("solar_from", 0)
        self.numerals = Numerals(lexicon)
        self.spaced: bool = settings.get("spaces", True)
        self.token = _token(dates, known, pointed, "" if self.spaced else self.numerals.signs)
        self.plain = _plain(dates.forms.get("day", ""))
        self.short_decade = re.compile(rf"[1-9]0{_ending(dates.of(concepts.DECADE_ENDING))}\Z")


def _meanings(dates: Vocabulary) -> dict[str, tuple[str, int | str]]:
    """The kind and value of each entry."""
    known: dict[str, tuple[str, int | str]] = {}
    for concept in _CONCEPTS:
        values = dates.valued(concept)
        for entry in dates.of(concept):
            known[entry] = (_KINDS.get(concept, concept), _value(concept, values.get(entry, "")))
    for entry, (kind, value) in list(known.items()):
        for ending in dates.settings.get("plural", ()) if kind == WORD else ():
            known.setdefault(entry + ending, (kind, value))
    return known


def _value(concept: str, value: str) -> int | str:
    if concept in _NUMBERED:
        return int(value)
    if concept == concepts.ERA:
        return _ERAS[value]
    if concept == concepts.UNIT:
        return value if value in (concepts.COUNT, concepts.YEAR, concepts.YEARS) else ""
    return _VALUES.get(concept, value)


def _days_too(dates: Vocabulary, pointed: Mapping[str, tuple[str, int | str]]) -> dict[str, int]:
    """The days in words that are months if a point follows."""
    days = dates.valued(concepts.DAY_IN_WORDS)
    return {entry: int(day) for entry, day in days.items() if entry in pointed and pointed[entry][0] == concepts.MONTH}


def _lengths(dates: Vocabulary) -> set[str]:
    """The words of lengths of time."""
    lengths = (concepts.DURATION, concepts.YEAR, concepts.YEARS)
    units = {entry for entry, value in dates.valued(concepts.UNIT).items() if value in lengths}
    return units | {entry for entry, value in dates.valued(concepts.JOINT).items() if value == concepts.AND}


def _weekdays_too(dates: Vocabulary) -> set[str]:
    """The words that are short for months, and for weekdays, without points."""
    months = dates.of(concepts.MONTH, concepts.MONTH_ALONE)
    return {entry.rstrip(".") for entry in dates.of(concepts.NOISE) if {entry, entry.rstrip("."), f"{entry}."} & months}


def _styles_too(dates: Vocabulary, made: Mapping[str, tuple[str, int | str]]) -> dict[str, str]:
    """The calendars of words that are months, too, with and without points."""
    styles = {spelling: value for entry, value in dates.valued(concepts.STYLE).items() for spelling in (entry, _without_points(entry))}
    return {entry: value for entry, value in styles.items() if made.get(entry, UNKNOWN_WORD)[0] == concepts.MONTH}


def _is_pointed(entry: str) -> bool:
    """Whether an entry begins with an abbreviation; another entry with points is written as it stands: `avant J.-C.`."""
    first, point, _ = entry.partition(".")
    return bool(point) and " " not in first


def _without_points(entry: str) -> str:
    return entry.replace(".", "").replace(" ", "")


def _ending(endings: Iterable[str], *, spaced: bool = True) -> str:
    """A part of a pattern for what may follow a number directly; a sign only follows one or two digits.

    If words are not `spaced`, another one may follow: `1960年代初頭`.
    """
    words = [ending for ending in endings if ending[-1].isalpha()]
    dashed = [ending[1:] for ending in words if ending[0] in signs.DASHES]
    bare = [ending for ending in endings if not ending[-1].isalpha()]
    end = _WORD_END if spaced else ""
    with_dash = rf"|\s?[{signs.DASHES}]\s?{any_of(dashed)}{end}" if dashed else ""  # `1860 – е`
    return rf"(?:{any_of(words)}{end}{with_dash}|(?<![0-9]{{3}}){any_of(bare)})"


def _decade_ending(dates: Vocabulary, *, spaced: bool) -> str:
    """A part of a pattern for what follows the first year of a decade, and for the words that say it is no century."""
    return rf"{_ending(dates.of(concepts.DECADE_ENDING), spaced=spaced)}(?P<not_century> {any_of(dates.of(concepts.DECADE_ONLY))})?"


def _pointed(entry: str) -> str:
    """A part of a pattern for an abbreviation: `B.C.E.`, `B. C. E.`, `B.CE`."""
    first, *rest = [re.escape(piece.strip()) for piece in entry.split(".") if piece.strip()]
    if not rest:
        return rf"{first}(?=\.)"
    return rf"{first}\." + "".join(rf" ?{piece}" if number == 0 else rf"\.? ?{piece}" for number, piece in enumerate(rest))


def _token(dates: Vocabulary, known: Iterable[str], pointed: list[str], numerals: str) -> re.Pattern[str]:
    """The pattern of one word; each kind is guarded by a check of the first character, which saves time."""
    spaced: bool = dates.settings.get("spaces", True)
    abbreviations = map(_pointed, sorted(pointed, key=lambda entry: len(_without_points(entry)), reverse=True))
    longest = max((entry.index(".") for entry in pointed), default=1)
    words = [entry for entry in known if entry.isalpha()]
    phrases = [entry for entry in known if not entry.isalpha() and not _is_pointed(entry) and len(entry) > 1]
    symbols = "".join(re.escape(entry) for entry in {*_SYMBOLS, *(entry for entry in known if len(entry) == 1 and not entry.isalpha())})
    counted = any_of(dates.of(concepts.YEAR_MARK, concepts.MONTH_MARK, concepts.DAY_MARK, concepts.CENTURY, concepts.DECADE_ENDING))
    joined = any_of(entry for entry, value in dates.valued(concepts.JOINT).items() if value == concepts.AND)
    decade = r"[1-9][0-9]{1,2}0(?![0-9])"
    to = any_of(entry for entry, value in dates.valued(concepts.RANGE).items() if value == concepts.TO)
    decades = rf"(?<!\w){any_of(dates.of(concepts.DECADE_BEFORE))} ?{decade}(?:(?: ?[{signs.DASHES}/] ?| {joined} ){decade})?"
    decades += rf"(?!(?: ?[{signs.DASHES}/] ?| {joined} | {to} )[0-9])"  # not in `años 1940 y 1941`
    before_day = "".join(word for word in dates.of(concepts.MONTH_MARK, concepts.OLD_CALENDAR) if len(word) == 1)
    numeral = rf"[{numerals}]{{1,24}}(?={counted})|(?<=[{before_day}])[{numerals}]{{1,3}}" if numerals and before_day else _NEVER
    word = r"[^\W\d_]+" if spaced else rf"{any_of(words)}|(?:(?!{any_of(words)})[^\W\d_])+"
    return re.compile(
        r"(?=[0-9])(?:"
        rf"{_ISO}"
        rf"|{_numeric(dates)}"
        rf"|{_day_month(dates)}"
        rf"|(?P<clock>{_clock(dates)})"
        r"|(?P<figure>[0-9]{1,3}(?:[,.][0-9]{3})+)(?![0-9])"
        rf"|(?P<number>[0-9]+)(?:(?P<ordinal>{_ending(dates.of(concepts.ORDINAL_ENDING))})"
        rf"|(?P<decade>{_decade_ending(dates, spaced=spaced)}))?)"
        rf"|(?P<numeral>{numeral})"
        rf"|(?P<decades>{decades})"
        rf"|(?=[^\W\d_]{{1,{longest}}}\.)(?P<pointed>(?:{'|'.join(abbreviations) or _NEVER})\b\.?)"
        rf"|(?P<time_of_day>{_time_of_day(dates)})"
        rf"|(?=[{''.join({re.escape(phrase[0]) for phrase in phrases}) or '0'}])(?P<phrase>{ended(phrases, end=_END)})"
        rf"|(?P<time_zone>{any_of(dates.of(concepts.ZONE))} ?[{signs.DASHES}+±] ?[0-9]{{1,2}}(?::?[0-9]{{2}})?(?![0-9]))"
        rf"|(?P<word>{word})"
        rf"|(?P<symbol>[{symbols}])",
        re.IGNORECASE,
    )


def _numeric(dates: Vocabulary) -> str:
    """A part of a pattern for a day, month and year: `5.12.1944`, `5-Dec-1944`, `5.XII.1944`."""
    settings = dates.settings
    slash = "/-" if "-" in settings.get("day_first", "") + settings.get("month_first", "") else "/"
    return (
        rf"(?P<numeric>[0-9]{{1,2}}(?P<numeric_sign>\. ?|[{slash}])[0-9]{{1,2}}(?P=numeric_sign)[0-9]{{4}}(?![0-9])"
        rf"|[0-9]{{1,2}}-{any_of(dates.of(concepts.MONTH))}[^\W\d_]{{0,6}}-[0-9]{{4}}(?![0-9])"
        rf"|[0-9]{{1,2}}(?P<roman_sign>\. ?|[/-]){_ROMAN_MONTH}(?P=roman_sign)[0-9]{{4}}(?![0-9]))"
    )


def _clock(dates: Vocabulary) -> str:
    """A part of a pattern for hours: `6:30`, `6.30 am`, `6.30–8.00 am`."""
    half_day = "|".join(_pointed(entry) if "." in entry else re.escape(entry) for entry in dates.of(concepts.HALF_DAY)) or _NEVER
    halves = f"(?:{half_day}|{any_of(map(_without_points, dates.of(concepts.HALF_DAY)))})"
    hours = rf"|[0-9]{{1,2}} ?{any_of(marks)} ?[0-5]?[0-9](?![0-9])" if (marks := dates.of(concepts.HOUR_MARK)) else ""
    to = rf"(?:\s?[{signs.DASHES}]\s?[0-9]{{1,2}}\.[0-9]{{2}})"
    return rf"[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?![0-9])|[0-9]{{1,2}}\.[0-9]{{2}}(?={to}? ?{halves}\b){hours}"


def _time_of_day(dates: Vocabulary) -> str:
    """A part of a pattern for hours after their word: `kl. 20.00`, `kl. 6 till 8`, but not the day of `kl. 6 till 8 maj`."""
    hour = r"[0-9]{1,2}(?:[.:,][0-9]{2})?"
    last = rf"{hour}(?![0-9.]|\.? ?{any_of(dates.of(concepts.MONTH))})"
    to = rf"(?:\s?(?:[{signs.DASHES}]|{any_of(dates.of(concepts.RANGE))}\b)\s?{last})?"
    return rf"(?<!\w){any_of(dates.of(concepts.HOUR_LEAD))} {hour}(?![0-9]){to}"


def _day_month(dates: Vocabulary) -> str:
    """A part of a pattern for a day and month before the end of a range, which has the year: `5.8.`, `5.8`, `5/8`, `5.VIII.`."""
    to = any_of(dates.of(concepts.RANGE))
    month = rf"(?:[0-9]{{1,2}}|{_ROMAN_MONTH})"
    end = rf"[0-9]{{1,2}}\. ?{month}\. ?[0-9]{{4}}(?![0-9])"
    dotted = rf"[0-9]{{1,2}}\. ?{month}(?:\.(?=\s?{_DASH_OR_TILDE})|(?=\s?{_DASH_OR_TILDE}\s?{end}))"
    slashed = rf"[0-9]{{1,2}}/[0-9]{{1,2}}(?=\s?(?:{_DASH_OR_TILDE}|{to}\b)\s?[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}(?![0-9]))"
    return rf"(?P<day_month>{dotted}|{slashed})"


def _plain(form: str) -> re.Pattern[str] | None:
    """The pattern of the form in which most pages write a day or two days; None for a language that does not begin with the day."""
    pieces = re.fullmatch(r"\{\w+\}(?P<month>[^{}]*)\{\w+\}(?P<year>[^{}]*)\{\w+\}", form)
    if pieces is None or form.index("{day}") or form.index("{month}") > form.index("{year}"):
        return None
    to_month, to_year = re.escape(pieces["month"]), re.escape(pieces["year"])
    alone = re.escape(pieces["month"].strip())
    month = r"[^\W\d_]{3,12}"
    return re.compile(
        rf"(?:(?P<day>[0-9]{{1,2}})(?:{to_month}(?P<month>{month})(?:{to_year}(?P<year>[0-9]{{4}}))?|{alone})?\s?[{signs.DASHES}]\s?)?"
        rf"(?P<last_day>[0-9]{{1,2}}){to_month}(?P<last_month>{month}){to_year}(?P<last_year>[0-9]{{4}})(?: \([^()]{{1,60}}\))?\Z"
    )
