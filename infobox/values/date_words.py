"""A text cut into the words of dates; words that form a unit are joined: `49 BC`, `5th century`, `63 days`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from infobox.language import concepts
from infobox.language.times import roman
from infobox.values.date_reigns import settled, take_reign
from infobox.values.date_vocabulary import (
    ABSENT,
    CLOCK,
    DASH,
    DATED,
    DECADE,
    ISO,
    LATEST,
    LONG,
    MARK,
    NUMBER,
    QUERY,
    SLASH,
    TAIL,
    WORD,
    YEAR,
    Terms,
    Word,
)
from infobox.values.signs import folded

_CUTS: Final = re.compile(r"[-./] ?")
_JOINTS: Final = (concepts.RANGE, concepts.JOINT, SLASH)
_LAST_OF_MONTH: Final = 31
_CUT_YEAR: Final = 3
"""The digits of a year whose last one is not known."""
_MONTHS: Final = 12


def words_of(text: str, terms: Terms, era: int = 0) -> list[Word]:
    """The words of a text, with their places; `era` is that of its last year if no word states it: -1 before Christ, 1 after."""
    text = folded(text)
    if terms.digits:
        text = text.translate(terms.digits)
    words: list[Word] = []
    end = 0
    for match in terms.token.finditer(text):
        spaced = match.start() > end
        end = match.end()
        _ADDERS.get(str(match.lastgroup), _add_unknown)(words, match, spaced, terms)
    if era:
        _add(words, Word(concepts.ERA, era, True), terms)
    if terms.reigns:
        words = settled(words, terms)
    if terms.year_leads:
        _put_years_last(words)
    if terms.roman_months:
        _name_roman_months(words)
    _set_strange_apart(words)
    return words


def _add_word(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    written = match.group().lower()
    known = terms.made.get(written)
    if known is None and terms.spaced and not spaced and words and words[-1].kind == YEAR and len(str(words[-1].value)) == _CUT_YEAR:
        words[-1] = words[-1].turned(concepts.BAR)  # `194x`
    if not (words and words[-1].kind == concepts.FOREIGN and written in terms.foreign_endings):
        _add(words, Word(*(known or _UNKNOWN), spaced, *match.span()), terms)
    if terms.roman is not None:
        _count_in_roman(words, match.group(), terms)
    if known is not None and known[0] == WORD:
        _take_century(words, terms)


def _add_symbol(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    start, end = match.span()
    text = match.string
    known = terms.made[match.group()]
    last = words[-1].kind if words else ""
    if match.group() == "~" and last and (not terms.spaced or (last in DATED and text[end : end + 1].isspace())):
        known = terms.made[DASH]  # `1809 ~ 1812`
    hyphen = not spaced and last in _HYPHENED and text[end : end + 1].isalnum()  # of `mid-May`, `Rabi al-Awwal`
    if known[0] == concepts.CLOSING and last == concepts.ERA and len(words) > 2 and words[-2].kind == concepts.OPENING:
        era = words.pop()
        words.pop()
        _add(words, era, terms)  # `216 (BC)`
    elif known[0] != concepts.RANGE or not (hyphen or last == concepts.RANGE):
        words.append(Word(*known, spaced, start, end))


def _add_numeric(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    words.append(Word(ISO, _numeric(match["numeric"], terms), spaced, *match.span()))


def _add_day_month(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    """`5.8.` or `5. 8.` before the end of a range, in the language's order."""
    start, end = match.span()
    day, month, _ = _CUTS.split(match.group())
    if "." in terms.month_first:
        day, month = month, day
    named = "." in terms.day_first + terms.month_first and 0 < int(month) <= _MONTHS
    words.append(Word(NUMBER, _figure(day), spaced, start, start + len(day)))
    words.append(Word(concepts.MONTH, int(month), True, start + len(day), end) if named else Word(concepts.BAR, "", True, start, end))


def _add_clock(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    words.append(Word(CLOCK, "", spaced, *match.span()))


def _add_pointed(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    known = terms.pointed[match.group().replace(".", "").replace(" ", "").lower()]
    _add(words, Word(*known, spaced, *match.span()), terms)


def _add_unknown(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    words.append(Word(WORD, "", spaced, *match.span()))


def _put_years_last(words: list[Word]) -> None:
    """Put years after their months and days, for a language that writes them first: `1944 June 6`."""
    place = 0
    while place + 1 < len(words):
        year, month, *day = words[place : place + 3]
        if year.kind == YEAR and month.kind in (concepts.MONTH, concepts.SEASON):
            dated = bool(day) and day[0].kind == NUMBER and month.kind == concepts.MONTH
            words[place : place + 2 + dated] = [*day[:dated], month, year]
        place += 1


def _name_roman_months(words: list[Word]) -> None:
    """Turn a Roman numeral after a day into a month: `2 VIII 1944`."""
    for place, (day, word) in enumerate(pairwise(words), 1):
        if day.kind == NUMBER and word.kind == WORD and isinstance(word.value, int) and word.value <= _MONTHS:
            words[place] = word.turned(concepts.MONTH, word.value)


def _count_in_roman(words: list[Word], written: str, terms: Terms) -> None:
    """Turn the last word into a number if it is a Roman numeral; into a century after the word for one, or in `V–IV`.

    In lower case it is one only directly after that word, where pages show small capitals: `siglo xix`.
    """
    assert terms.roman is not None
    follows = terms.century_leads and len(words) > 1 and words[-2][:2] == (concepts.CENTURY, "")
    kind = words[-1].kind if words else ""
    counted = kind == WORD and (written[0].isupper() or follows)
    # `I secolo`, where `i` is an article or means `and`
    counted = counted or (kind in (concepts.NOISE, concepts.JOINT) and written.isupper())
    match = terms.roman.match(written.lower()) if counted else None
    if match is None:
        return
    words[-1] = words[-1].turned(WORD, _ROMAN[match["number"]])
    _take_century(words, terms)


_ROMAN: Final = {roman(number).lower(): number for number in range(1, 40)}


def _take_century(words: list[Word], terms: Terms) -> None:
    """Turn the last word, a number, into a century if the word for one stands before it, or before the other end of its range."""
    number, other = words[-1], _other_end(words, len(words) - 1)
    counts = number.kind in (NUMBER, WORD) and isinstance(number.value, int) and 0 < number.value < 100
    if not terms.century_leads or not counts or len(words) < 2:
        return
    assert isinstance(number.value, int)
    century = number.turned(concepts.CENTURY, (number.value - 1) * 100)
    before = -3 if words[-2].kind in (concepts.NOISE, concepts.PART) and len(words) > 2 else -2
    if words[before][:2] == (concepts.CENTURY, ""):
        words[before:] = [century._replace(start=words[before].start)]
    elif other >= 0 and words[other].kind == concepts.CENTURY and words[other].value != "":
        words[-1] = century


_HYPHENED: Final = (concepts.PART, concepts.FOREIGN)


def _set_strange_apart(words: list[Word]) -> None:
    """Take out numbers that an unknown word or an extra digit separates from a date: `2 Xyz 1943` is the year alone."""
    size = len(words)
    words += [ABSENT] * 4
    for place in range(size):
        setting_apart = _APART.get(words[place].kind)
        if setting_apart is not None:
            setting_apart(words, place)
    del words[size:]


def _set_long_apart(words: list[Word], place: int) -> None:
    """`19444`: the year of a date, or an unknown word."""
    before, following = words[place - 1].kind, words[place + 1].kind
    after_day = before == concepts.COMMA and words[place - 2].kind in (NUMBER, concepts.MONTH)
    dated = before in (concepts.MONTH, concepts.RANGE, SLASH) or after_day or following in (concepts.RANGE, SLASH, concepts.MONTH)
    words[place] = words[place].turned(concepts.BAR if dated else WORD)


def _set_year_apart(words: list[Word], place: int) -> None:
    word, following = words[place], words[place + 1]
    before_clock = (words[place + 2].kind, following.kind) if following.value != concepts.TO_A_TIME else ()  # `1815 à 11 h 30`
    if (CLOCK, concepts.RANGE) in ((words[place - 2].kind, words[place - 1].kind), before_clock):
        words[place] = word.turned(CLOCK)  # `0600–1800`
    elif following[:3] == _QUERY:
        if isinstance(word.value, int) and 100 <= word.value < 210:
            words[place] = word.turned(concepts.BAR)  # `194?`, a year, or ten
    elif following.kind == concepts.MONTH and isinstance(word.value, int) and word.value < 1000 and words[place + 2].kind == YEAR:
        words[place] = word.turned(concepts.BAR)  # `188 February 1943`


def _set_season_apart(words: list[Word], place: int) -> None:
    after = place + 1
    while after < place + 5 and words[after].kind == concepts.NOISE:
        after += 1
    if after > place + 1 and words[after].kind == WORD:
        words[place] = words[place].turned(WORD, concepts.EVENT)  # the fall of a town


def _set_century_apart(words: list[Word], place: int) -> None:
    """A century whose number was not found makes the number after it no year."""
    if words[place].value == "" and any(
        word.kind == NUMBER or (word.kind == YEAR and isinstance(word.value, str)) for word in words[place + 1 : place + 4]
    ):
        words[place] = words[place].turned(concepts.BAR)


def _set_number_apart(words: list[Word], place: int) -> None:
    word, following = words[place], words[place + 1]
    if following[:3] == _QUERY:
        if words[place + 2][:3] == _QUERY:
            words[place] = word.turned(concepts.UNKNOWN)  # `19??`
        return
    if following[:2] != _UNKNOWN:
        return
    after = place + 2
    while after < place + 4 and words[after].kind in (WORD, concepts.COMMA, concepts.NOISE) and words[after].value == "":
        after += 1
    last = words[after]
    year_before = words[place - 1].kind == concepts.RANGE and words[place - 2].kind == YEAR and (word.spaced or words[place - 1].spaced)
    if last.kind == YEAR:
        if not _shortens_year(words, place, last):
            words[place] = word.turned(concepts.NOISE)
    elif year_before or (last.kind == concepts.RANGE and words[after + 1].kind in DATED):
        words[place] = word.turned(concepts.BAR)  # `17 Xyz – 2 May 1943`, `1942 – 2 Xyz`


_UNKNOWN: Final = (WORD, "")
_QUERY: Final = (*QUERY, False)
_APART: Final = {
    LONG: _set_long_apart,
    YEAR: _set_year_apart,
    concepts.SEASON: _set_season_apart,
    NUMBER: _set_number_apart,
    concepts.CENTURY: _set_century_apart,
}
"""How a word of each kind may be set apart."""


def _shortens_year(words: list[Word], place: int, following: Word) -> bool:
    """Whether a number is a shortened year before a label, and the year after the label is not earlier: `1812–13 Foo 1815`."""
    if place < 2 or words[place - 1].kind not in (concepts.RANGE, SLASH) or words[place].spaced or words[place - 2].kind != YEAR:
        return False
    year, short = words[place - 2].value, int(words[place].value)
    if not isinstance(year, int) or not isinstance(following.value, int):
        return False
    return short > 9 and year % 100 < short <= following.value - year // 100 * 100


def _add_number(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    digits = match["number"]
    if match["decade"]:
        if terms.hundreds_are_centuries:
            _end_both(words, digits)
        words.append(Word(*_decade(words, match, terms), spaced, *match.span()))
    elif len(digits) > 4:
        words.append(Word(LONG, "", spaced, *match.span()))
    elif len(digits) == 4 and digits[0] == "0":
        words.append(Word(CLOCK, "", spaced, *match.span()))  # `0600–1800`
    elif match["ordinal"] and len(digits) > 2:
        words.append(Word(WORD, "", spaced, *match.span()))
    elif len(digits) < 3:
        _add(words, Word(NUMBER, _figure(digits), spaced, *match.span()), terms)
        if terms.century_leads:
            _take_century(words, terms)
    else:
        _add(words, Word(YEAR, int(digits), spaced, *match.span()), terms)


def _add_numeral(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    number = terms.numerals.number(match.group())
    if number is not None and number < 13 and words and _is_in_digits(words[-1], match.string, terms.solar_from):
        words.append(Word(concepts.OLD_CALENDAR, "", spaced, match.start(), match.start()))  # `1592年四月十三日`
    if number is not None and number < 100 and match.string.startswith(terms.decade_endings, match.end()):
        century = _take_last_century(words) if number % 10 == 0 else None
        words.append(Word(*(_UNKNOWN if century is None else (DECADE, f"{century + number}D")), spaced, *match.span()))
    elif number is None or number > LATEST:
        words.append(Word(concepts.BAR, "", spaced, *match.span()))
    else:
        _add(words, Word(NUMBER if number < 100 else YEAR, number, spaced, *match.span()), terms)


def _end_both(words: list[Word], digits: str) -> None:
    """Give the year before a joint the ending of the number after it: `600–700-talet`, `1940- och 1950-talet`, `1940–50-talet`."""
    if len(words) > 2 and words[-1].kind == concepts.JOINT and words[-2].kind == concepts.RANGE:
        del words[-2]
    if len(words) < 2 or words[-1].kind not in _JOINTS or words[-2].kind != YEAR or not isinstance(words[-2].value, int):
        return
    hundreds = digits.endswith("00") and words[-2].value % 100 == 0
    if hundreds or (words[-2].value % 10 == 0 and not digits.endswith("00")):
        words[-2] = words[-2].turned(concepts.CENTURY if hundreds else DECADE, words[-2].value)


def _decade(words: list[Word], match: re.Match[str], terms: Terms) -> tuple[str, int | str]:
    """Kind and value of `1940s`, or of `50s` after `1940s and`; other numbers with such an ending are unknown words."""
    digits = match["number"]
    number = int(digits) if len(digits) < 5 else 0
    if len(digits) < 3 and number % 10 == 0 and (century := _take_last_century(words)) is not None:
        return DECADE, f"{century + number}D"
    follows_decade = len(words) > 1 and words[-1].kind in _JOINTS and words[-2].kind == DECADE
    if number % 10 or not (len(digits) > 2 or (number and follows_decade)):
        return WORD, f"{digits}{match['decade']}"
    if len(digits) < 3:
        number += int(str(words[-2].value).rstrip("D")) // 100 * 100
    if terms.hundreds_are_centuries and number % 100 == 0 and not match["not_century"]:
        return concepts.CENTURY, number
    return DECADE, f"{number}D" if match["not_century"] else number


def _add_decades(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    """One decade after the word for it, or a range of two: `jaren 1940 en 1950`."""
    start, end = match.span()
    for number in re.findall("[0-9]+", match.group()):
        if words and words[-1].start == start:
            words.append(Word(concepts.RANGE, DASH, False, start, start))
        words.append(Word(DECADE, f"{number}D", spaced, start, end))


def _is_in_digits(year: Word, text: str, before: int) -> bool:
    """Whether a word is a year in digits, earlier than another: a month in numerals after it is one of the moon."""
    return year.kind == YEAR and isinstance(year.value, int) and year.value < before and text[year.start].isascii()


def _take_last_century(words: list[Word]) -> int | None:
    """Take the last word, if it is a century, and return its first year: that of `20世纪50年代`."""
    if not words or words[-1].kind != concepts.CENTURY or not isinstance(words[-1].value, int):
        return None
    return int(words.pop().value)


def _add_iso(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    start, end = match.span()
    year, month, *day = _CUTS.split(match["iso"])
    if day:
        words.append(Word(ISO, f"{year}-{int(month):02d}-{int(day[0]):02d}", spaced, start, end))
    elif 0 < int(month) < 13 and int(month) <= int(year[2:]):
        words.append(Word(ISO, f"{year}-{month}-00", spaced, start, end))
    else:
        dash = start + len(year)
        words.append(Word(YEAR, int(year), spaced, start, dash))
        words.append(Word(concepts.RANGE, DASH, False, dash, dash + 1))
        words.append(Word(NUMBER, _figure(month), False, dash + 1, end))


def _figure(digits: str) -> int | str:
    """A number of one or two digits, as written if it begins with a zero: `1899–02`."""
    return digits if digits[0] == "0" else int(digits)


def _numeric(written: str, terms: Terms) -> str:
    """Year, month and day of `5.12.1944`, in the language's order; if it has none, only if one number cannot be a month."""
    first, second, year = _CUTS.split(written)
    sign = written[len(first)]
    if second[0].isalpha():
        return f"{year}-{terms.months.get(second.lower(), 0):02d}-{int(first):02d}"
    if sign in terms.month_first:
        first, second = second, first
    elif sign not in terms.day_first:
        if int(second) > 12:
            first, second = second, first
        elif int(first) < 13 and int(first) != int(second):
            return f"{year}-00-00"  # ambiguous
    return f"{year}-{int(second):02d}-{int(first):02d}"


_ADDERS: Final = {
    "word": _add_word,
    "phrase": _add_word,
    "number": _add_number,
    "ordinal": _add_number,
    "numeral": _add_numeral,
    "decade": _add_number,
    "not_century": _add_number,
    "decades": _add_decades,
    "symbol": _add_symbol,
    "iso": _add_iso,
    "cut": _add_iso,
    "numeric": _add_numeric,
    "numeric_sign": _add_numeric,
    "day_month": _add_day_month,
    "clock": _add_clock,
    "time_zone": _add_clock,
    "time_of_day": _add_clock,
    "pointed": _add_pointed,
}
"""What is done with each group of the pattern of words."""


# -- words that change the word before them ------------------------------------------------------------------------------------------


def _add(words: list[Word], word: Word, terms: Terms) -> None:
    """Append a word, and combine it with the words that it changes."""
    kind = word.kind
    last = words[-1] if words else None
    if kind == concepts.PRESENT:
        words += (Word(concepts.RANGE, concepts.TO, word.spaced, word.start, word.start),) if word.value == concepts.UP_TO_NOW else ()
        words.append(word)
    elif kind == concepts.CENTURY and terms.century_leads and (last is None or last.kind != NUMBER) and not _is_counted(last, terms):
        words.append(word)
    elif kind == concepts.UNIT and word.value in (concepts.YEAR, concepts.YEARS):
        _add_year_unit(words, word)
    elif last is None:
        words.append(word.turned(WORD) if kind in (concepts.CENTURY, concepts.UNIT) else word)
    elif kind == concepts.ERA:
        _add_era(words, word, terms)
    elif kind in (NUMBER, YEAR):
        _add_figure(words, word, terms)
    elif kind == concepts.UNIT:
        _add_unit(words, word)
    elif kind == concepts.CENTURY:
        _make_centuries(words, word, terms)
    elif kind == concepts.MONTH and terms.era_leads:
        _set_era_apart(words)
        words.append(word)
    elif kind == concepts.MONTH and last.kind == SLASH and len(words) > 1 and words[-2][:2] == word[:2]:
        words[-2:] = [words[-2].until(word)]  # one month by two names
    elif kind in (concepts.YEAR_MARK, concepts.MONTH_MARK, concepts.DAY_MARK):
        _name(words, word)
    elif kind == concepts.FOREIGN and (number := _before_noise(words)).kind == NUMBER:
        del words[words.index(number) :]
        words.append(word._replace(start=number.start))  # `17 Ramadan`, `17 of Ramadan`
    elif kind == concepts.PART and last.kind in (concepts.RANGE, concepts.JOINT) and len(words) > 1 and words[-2].kind == concepts.PART:
        words[-2:] = [word]  # `early to mid May`
    else:
        words.append(word)


def _before_noise(words: list[Word]) -> Word:
    """The last word, or the one before it if that has no meaning: the 17 of `17 of`."""
    return words[-2] if len(words) > 1 and words[-1].kind == concepts.NOISE else words[-1]


def _is_counted(last: Word | None, terms: Terms) -> bool:
    """Whether the last word is a Roman numeral, after which the word for a century may stand too: `XIV secolo`, `secolo XIV`."""
    return last is not None and terms.roman is not None and last.kind == WORD and isinstance(last.value, int)


def _add_unit(words: list[Word], unit: Word) -> None:
    """`63 days`, `2 or 3 days`: the numbers are not of a date."""
    last = words[-1]
    if last.kind in (NUMBER, YEAR) and not (unit.value and len(words) > 1 and words[-2].kind == concepts.MONTH):
        words[-1] = last.turned(concepts.NOISE).until(unit)
        if len(words) > 2 and words[-2].kind in (concepts.RANGE, concepts.JOINT) and words[-3].kind == NUMBER:
            words[-3] = words[-3].turned(concepts.NOISE)
    elif last.kind != CLOCK:
        words.append(unit.turned(WORD))


def _add_year_unit(words: list[Word], unit: Word) -> None:
    """The word of `1944 года`, `5 мая 44 года`, which adds nothing; `3 года` are a duration, unless an era follows, and so are more
    `years` than are written with two digits.
    """
    first, before, last = [ABSENT, ABSENT, ABSENT, *words[-3:]][-3:]
    joined = before.kind in (concepts.RANGE, concepts.JOINT)
    many = last.kind == YEAR and unit.value == concepts.YEARS and isinstance(last.value, int) and last.value < 1000
    few = last.kind == NUMBER and not (before.kind in (concepts.RANGE, SLASH) and first.kind == YEAR)
    if before.kind != concepts.MONTH and (few or (many and not (joined and first.kind == YEAR))):
        words[-1] = last.turned(concepts.NOISE, last.value).until(unit)
        if joined and first.kind == NUMBER:
            words[-3] = first.turned(concepts.NOISE, first.value)
    elif last.kind not in (NUMBER, YEAR, DECADE, concepts.CENTURY):
        words.append(unit.turned(concepts.NOISE))


def _restore_years(words: list[Word]) -> None:
    """Turn what a word for years made a duration back into numbers: `58—50 годы до н. э.`"""
    ranged = len(words) > 2 and words[-2].kind in (concepts.RANGE, concepts.JOINT)
    for place in (-1, -3) if ranged else (-1,):
        word = words[place]
        if word.kind == concepts.NOISE and word.value != "":
            words[place] = word.turned(NUMBER if int(word.value) < 100 else YEAR, word.value)


def _name(words: list[Word], mark: Word) -> None:
    """Turn the number before a mark into the year, month or day that it names; more days than a month has are a duration."""
    last = words[-1].until(mark)
    if mark.kind == concepts.YEAR_MARK and take_reign(words, last):
        return
    if last.kind != NUMBER:
        return
    number = int(last.value)
    if mark.kind == concepts.YEAR_MARK:
        if not (len(words) > 2 and words[-2].kind in (concepts.RANGE, SLASH) and words[-3].kind == YEAR):  # `1944年–45年`
            words[-1] = last.turned(YEAR, number)
    elif mark.kind == concepts.MONTH_MARK:
        words[-1] = last.turned(concepts.MONTH, number) if 0 < number <= _MONTHS else last.turned(concepts.BAR)
    elif number > _LAST_OF_MONTH:
        words[-1] = last.turned(concepts.NOISE)


def _add_figure(words: list[Word], word: Word, terms: Terms) -> None:
    year, last = words[-2] if len(words) > 1 else ABSENT, words[-1]
    if terms.month_slash_year and last.kind == SLASH and year.kind == concepts.MONTH and not word.spaced and word.kind == YEAR:
        words[-1] = word
        return
    joined = year.kind == YEAR and last.kind == concepts.JOINT and word.kind == NUMBER
    if last.kind == concepts.MONTH and (place := _leading_era(words)) < 0:
        words.append(word.turned(YEAR, _of_era(word.value, words.pop(place).value)))
    elif last.kind == concepts.ERA:
        dated = last.turned(YEAR, _of_era(word.value, last.value)) if last.value else last.turned(concepts.NOISE)
        words[-1] = dated.until(word)
    elif (month := _before_noise(words)).kind == concepts.FOREIGN:
        if month is not last:
            words.pop()
        words[-1] = month.until(word)  # `Ramadan 8`, `Ramadan of 658`
    elif joined and str(year.value).endswith("A") and int(str(year.value)[:-1]) < int(word.value):
        words.append(word.turned(YEAR, _of_era(int(word.value), 1)))  # `AD 60 or 61`
    else:
        words.append(word)


def _set_era_apart(words: list[Word]) -> None:
    """Turn a year that is the day before a month, or of a range, back into an era and the day: `BC 2 August 216`, `BC 3–5 May 216`."""
    place = -3 if len(words) > 2 and words[-1].kind == NUMBER and words[-2].kind == concepts.RANGE else -1
    day = words[place]
    if day.kind == YEAR and isinstance(day.value, str) and int(day.value[:-1]) <= _LAST_OF_MONTH:
        era = day.turned(concepts.ERA, -1 if day.value[-1] == "B" else 1)
        at = len(words) + place
        words[at : at + 1] = [era, day.turned(NUMBER, int(day.value[:-1]))]


def _leading_era(words: list[Word]) -> int:
    """The place, from the end, of an era before days and months that a year follows; 0 if there is none."""
    for place in range(-2, max(-_FURTHEST_ERA, -len(words)) - 1, -1):
        if words[place].kind == concepts.ERA and words[place].value:
            return place
        if words[place].kind not in (NUMBER, concepts.MONTH, concepts.RANGE, concepts.NOISE):
            break
    return 0


_FURTHEST_ERA: Final = 8
"""The most words between an era and its year."""


def _add_era(words: list[Word], word: Word, terms: Terms) -> None:
    _restore_years(words)
    last = words[-1].until(word)
    if not word.value and (last.kind == NUMBER or (last.kind in (YEAR, concepts.CENTURY) and isinstance(last.value, int))):
        _disown(words)
    elif last.kind == NUMBER or (last.kind == YEAR and isinstance(last.value, int)):
        words[-1] = last.turned(YEAR, _of_era(last.value, word.value))
        kinds = [previous.kind for previous in words[-4:-1]]
        if kinds[-2:] == [NUMBER, concepts.JOINT] and kinds[0] != concepts.MONTH:
            words[-3] = words[-3].turned(YEAR, _of_era(words[-3].value, word.value))  # `60 or 61 AD`
    elif (last.kind in (concepts.CENTURY, DECADE) and last.value != "") or (
        last.kind == WORD and terms.short_decade.match(str(last.value))
    ):
        words[-1] = last.turned(DECADE, int(str(last.value)[:2])) if last.kind == WORD else last  # `60s BC`
        if word.value == -1:
            _date_back(words)
    elif last.kind != YEAR:
        words.append(word)


def _disown(words: list[Word]) -> None:
    """Take out the last word, a year or century of another calendar, and the one before it in a range or list: `1357–1359 AH`."""
    last, other = words[-1], _other_end(words, len(words) - 1)
    words[-1] = last.turned(concepts.NOISE)
    before = words[other] if other >= 0 else ABSENT
    earlier = isinstance(before.value, int) and isinstance(last.value, int) and before.value <= last.value
    if before.kind == last.kind and earlier and words[other + 1].kind != SLASH:
        words[other] = before.turned(concepts.NOISE)


def _of_era(number: int | str, era: int | str) -> str:
    return f"{number}{'B' if era == -1 else 'A'}"


def _other_end(words: list[Word], place: int) -> int:
    """The place of the word that a joint connects to the word at a place (`3rd–4th`, `late 3rd to early 4th`); -1 if there is none."""
    place -= 1
    furthest = place - 4
    while place > max(0, furthest) and words[place].kind in (concepts.PART, concepts.CIRCA, concepts.NOISE):
        place -= 1
    return place - 1 if place > 0 and words[place].kind in _JOINTS else -1


def _date_back(words: list[Word]) -> None:
    """`BC` after a century or decade applies to both ends of a range."""
    words[-1] = words[-1]._replace(value=f"{words[-1].value}B")
    other = _other_end(words, len(words) - 1)
    if other >= 0 and words[other].kind == words[-1].kind and isinstance(words[other].value, int):
        words[other] = words[other]._replace(value=f"{words[other].value}B")


def _make_centuries(words: list[Word], century: Word, terms: Terms) -> None:
    """`century` after `5th`, or after both ends of `3rd–4th`."""
    if words[-1].kind == concepts.RANGE and len(words) > 1:  # `19th-century`
        words.pop()
    place = len(words) - 1
    year = words[place]
    if terms.year_leads and year.kind == YEAR and isinstance(year.value, str) and 0 < int(year.value[:-1]) < 100:
        words[place] = year.turned(concepts.CENTURY, (int(year.value[:-1]) - 1) * 100).until(century)  # `紀元前5世紀`
        if year.value == _of_era(year.value[:-1], -1):
            _date_back(words)
        return
    for end in (century, ABSENT):
        word = words[place]
        if word.kind not in (NUMBER, WORD) or not isinstance(word.value, int) or not 0 < word.value < 100:
            return
        words[place] = word.turned(concepts.CENTURY, (word.value - 1) * 100).until(end)
        place = _other_end(words, place)
        if place < 0:
            return


# -- parentheses --------------------------------------------------------------------------------------------------------------------


def grouped(words: list[Word]) -> tuple[list[Word], list[list[Word]]]:
    """The words outside parentheses, and the words inside each pair that is a separate date.

    Anything else inside is dropped; it leaves a word of kind tail if it may name what stands before it.
    """
    if not any(word.kind == concepts.OPENING for word in words):
        return words, []
    outside: list[Word] = []
    groups: list[list[Word]] = []
    group: list[Word] = []
    depth = 0
    for word in [*words, Word(concepts.CLOSING)]:
        if word.kind == concepts.OPENING:
            depth += 1
        elif word.kind != concepts.CLOSING:
            (group if depth else outside).append(word)
        elif depth:
            depth -= 1
            if depth == 0:
                _sort(group, outside, groups)
                group = []
    if group:
        _sort(group, outside, groups)
    return outside, groups


_DAYS: Final = ((NUMBER,), (NUMBER, concepts.RANGE, NUMBER))


def _sort(group: list[Word], outside: list[Word], groups: list[list[Word]]) -> None:
    kinds = {word.kind for word in group}
    dated = bool(kinds & DATED)
    named = bool(kinds & {WORD, concepts.FOREIGN, concepts.BAR})
    last = outside[-1] if outside else None
    if concepts.STYLE in kinds and not named:
        if dated:
            groups.append(group)
        else:
            outside += [word for word in group if word.kind == concepts.STYLE]
    elif dated and not named:
        if last is not None and group[0].kind == concepts.JOINT:
            outside += group  # `1200 (or 1201)`
        elif tuple(word.kind for word in group) in _DAYS and [word.kind for word in group] == [
            word.kind for word in outside[-len(group) :]
        ]:
            if 10 <= int(group[0].value) - int(outside[-len(group)].value) <= 13:
                outside += (Word(SLASH), *group)  # in both calendars: `19 (30) November`, `2–3 (13–14) August`
        else:
            groups.append(group)
    elif concepts.PRESENT in kinds and not named:
        outside.append(Word(concepts.PRESENT))
    elif kinds and kinds <= {concepts.CIRCA, concepts.MAYBE}:
        outside.append(Word(MARK, group[0].value) if last is not None and last.kind in DATED else group[0])
    elif named or dated:
        labels = [word.value for word in group if word.kind == WORD]
        if dated and labels.count(concepts.EVENT) == 1:
            return  # an event with a day of its own says nothing of the day before it: `11 July 1884 (truce of 4 April)`
        outside.append(Word(TAIL, next((label for label in (concepts.IS_PART, concepts.PHASE, concepts.EVENT) if label in labels), "")))
