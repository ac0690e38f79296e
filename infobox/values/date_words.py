"""A text cut into the words of dates; words that form a unit are joined: `49 BC`, `5th century`, `63 days`."""

from __future__ import annotations

import re
from typing import Final

from infobox.language import concepts, signs
from infobox.language.signs import folded
from infobox.language.times import roman
from infobox.values.date_decades import take_decades
from infobox.values.date_eras import leave_out_apart_from_eras, leave_out_foreign_eras
from infobox.values.date_joined import add, take_century, take_last_century
from infobox.values.date_reigns import settled
from infobox.values.date_strangers import set_strange_apart
from infobox.values.date_vocabulary import (
    ABSENT,
    CLOCK,
    COLON,
    DASH,
    DATED,
    DECADE,
    ISO,
    JOINTS,
    LATEST,
    LONG,
    MONTHS,
    NUMBER,
    UNKNOWN_WORD,
    WORD,
    YEAR,
    Terms,
    Word,
)

_CUTS: Final = re.compile(r"[-./] ?")
_CUT_YEAR: Final = 3
"""The digits of a year whose last one is not known."""


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
        add(words, Word(concepts.ERA, era, True), terms)
    if terms.reigns:
        words = settled(words, terms)
    if terms.year_leads:
        _put_years_last(words)
    if terms.roman_months:
        _name_roman_months(words)
    if terms.weekdays_too:
        _name_weekdays(words, text, terms)
    take_decades(words, text, terms)
    leave_out_foreign_eras(words, text)
    leave_out_apart_from_eras(words)
    set_strange_apart(words)
    return words


def _add_word(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    written = match.group().lower()
    known = terms.made.get(written)
    if known is None and terms.spaced and not spaced and words and words[-1].kind == YEAR and len(str(words[-1].value)) == _CUT_YEAR:
        words[-1] = words[-1].turned(concepts.BAR)  # `194x`
    if not (words and words[-1].kind == concepts.FOREIGN and written in terms.foreign_endings):
        if known is not None and known[0] == concepts.MONTH and terms.days_too:
            _name_day(words, match.string, terms)
        add(words, Word(*(known or UNKNOWN_WORD), spaced, *match.span()), terms)
    if terms.roman is not None:
        _count_in_roman(words, match.group(), terms)
    if known is not None and known[0] == WORD:
        take_century(words, terms)


def _name_day(words: list[Word], text: str, terms: Terms) -> None:
    """Turn a month before another one into a day, if its word also counts days: the `dez` of `dez de maio`."""
    place = len(words) - 1
    while place >= 0 and words[place].kind == concepts.NOISE:
        place -= 1
    word = words[place] if place >= 0 else ABSENT
    day = terms.days_too.get(text[word.start : word.end].lower()) if word.kind == concepts.MONTH else None
    if day is not None:
        words[place] = word.turned(NUMBER, day)


def _add_symbol(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    start, end = match.span()
    text = match.string
    known = terms.made[match.group()]
    last = words[-1].kind if words else ""
    tight = not (text[start - 1 : start].isspace() or text[end : end + 1].isspace())
    if match.group() in signs.TILDES and last and (not terms.spaced or (last in DATED and (tight or text[end : end + 1].isspace()))):
        known = terms.made[DASH]  # `1809 ~ 1812`, `5~6 May`
    if known[0] == COLON and last in (concepts.NOISE, concepts.JOINT) and text[words[-1].start : words[-1].end] == "I":
        words[-1] = words[-1].turned(WORD, 1)  # `I: 1812; II: 1814`
    elif known[0] == COLON and last == NUMBER and terms.year_leads:
        words[-1] = words[-1].turned(WORD, words[-1].value)  # `1: 1733年12月 2: 1734年`
    hyphen = not spaced and last in _HYPHENED and text[end : end + 1].isalnum()  # of `mid-May`, `Rabi al-Awwal`
    if known[0] == concepts.CLOSING and last == concepts.ERA and len(words) > 2 and words[-2].kind == concepts.OPENING:
        era = words.pop()
        words.pop()
        add(words, era, terms)  # `216 (BC)`
    elif known[0] == concepts.CLOSING and last == concepts.MONTH and terms.styles_too:
        _name_style(words, text, terms)
        words.append(Word(*known, spaced, start, end))
    elif known[0] != concepts.RANGE or not (hyphen or last == concepts.RANGE):
        words.append(Word(*known, spaced, start, end))


def _name_style(words: list[Word], text: str, terms: Terms) -> None:
    """Turn a month that stands alone in parentheses after a date into a calendar, if its word also names one: `5. Juni (jul.)`."""
    before, opening, month = [ABSENT, ABSENT, *words[-3:]][-3:]
    style = terms.styles_too.get(text[month.start : month.end].lower().replace(".", ""))
    if style is not None and opening.kind == concepts.OPENING and before.kind in DATED:
        words[-1] = month.turned(concepts.STYLE, style)


def _add_numeric(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    words.append(Word(ISO, _numeric(match["numeric"], terms), spaced, *match.span()))


def _add_day_month(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    """`5.8.`, `5. 8.`, `5.8` or `5/8` before the end of a range, in the language's order."""
    start, end = match.span()
    day, month = _CUTS.split(match.group())[:2]
    sign = match.group()[len(day)]
    known = sign in terms.day_first + terms.month_first
    if month[0].isalpha():
        month, known = str(_ROMAN[month.lower()]), True
    elif sign in terms.month_first:
        day, month = month, day
    named = known and 0 < int(month) <= MONTHS
    words.append(Word(NUMBER, _figure(day), spaced, start, start + len(day)))
    words.append(Word(concepts.MONTH, int(month), True, start + len(day), end) if named else Word(concepts.BAR, "", True, start, end))


def _add_clock(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    words.append(Word(CLOCK, "", spaced, *match.span()))


def _add_pointed(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    known = terms.pointed[match.group().replace(".", "").replace(" ", "").lower()]
    add(words, Word(*known, spaced, *match.span()), terms)


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
    """Turn a Roman numeral after a day, or before a year, into a month: `2 VIII 1944`, `VIII–IX 1944`."""
    for place, word in enumerate(words):
        if word.kind != WORD or not isinstance(word.value, int) or not 0 < word.value <= MONTHS:
            continue
        before, after, last = (words[index] if 0 <= index < len(words) else ABSENT for index in (place - 1, place + 1, place + 2))
        if after.kind == concepts.RANGE and last.kind == WORD and isinstance(last.value, int) and last.value <= MONTHS:
            after = words[place + 3] if place + 3 < len(words) else ABSENT
        alone = before[:2] != UNKNOWN_WORD and before.kind != concepts.ERA and after.kind == YEAR
        if before.kind == NUMBER or alone:
            words[place] = word.turned(concepts.MONTH, word.value)


def _name_weekdays(words: list[Word], text: str, terms: Terms) -> None:
    """Turn a month before a day that has its own into a weekday, if its word is short for one: `mar. 12 oct. 1819`."""
    kinds = [word.kind for word in words] + [ABSENT.kind] * 5
    for place, word in enumerate(words):
        if word.kind != concepts.MONTH or text[word.start : word.end].rstrip(".").lower() not in terms.weekdays_too:
            continue
        after = place + 1 + (kinds[place + 1] == concepts.COMMA)
        month = after + 1 + (kinds[after + 1] == concepts.NOISE)
        if place > 1 and kinds[place - 2 : place + 2] in (_DATED_WITH_COMMA, _ISO_WITH_COMMA):
            words[place] = word.turned(concepts.NOISE)  # `12 oct. 1819, mar.`
        elif kinds[after] == ISO or kinds[after : month + 1 : month - after] == [NUMBER, concepts.MONTH]:
            words[place] = word.turned(concepts.NOISE)


_DATED_WITH_COMMA: Final = [YEAR, concepts.COMMA, concepts.MONTH, ABSENT.kind]
_ISO_WITH_COMMA: Final = [ISO, concepts.COMMA, concepts.MONTH, ABSENT.kind]


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
    take_century(words, terms)


_ROMAN: Final = {roman(number).lower(): number for number in range(1, 40)}


_HYPHENED: Final = (concepts.PART, concepts.FOREIGN)


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
        add(words, Word(NUMBER, _figure(digits), spaced, *match.span()), terms)
        if terms.century_leads:
            take_century(words, terms)
    else:
        add(words, Word(YEAR, int(digits), spaced, *match.span()), terms)


def _add_numeral(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    number = terms.numerals.number(match.group())
    if number is not None and number < 13 and words and _is_in_digits(words[-1], match.string, terms.solar_from):
        words.append(Word(concepts.OLD_CALENDAR, "", spaced, match.start(), match.start()))  # `1592年四月十三日`
    if number is not None and number < 100 and match.string.startswith(terms.decade_endings, match.end()):
        century = take_last_century(words) if number % 10 == 0 else None
        words.append(Word(*(UNKNOWN_WORD if century is None else (DECADE, f"{century + number}D")), spaced, *match.span()))
    elif number is None or number > LATEST:
        words.append(Word(concepts.BAR, "", spaced, *match.span()))
    else:
        add(words, Word(NUMBER if number < 100 else YEAR, number, spaced, *match.span()), terms)


def _end_both(words: list[Word], digits: str) -> None:
    """Give the year before a joint the ending of the number after it: `600- till 700-talet`, `1940- och 1950-talet`, `1940–50-talet`."""
    if len(words) > 2 and words[-1].kind in (concepts.JOINT, concepts.RANGE) and words[-2][:2] == (concepts.RANGE, DASH):
        del words[-2]
    if len(words) < 2 or words[-1].kind not in JOINTS or words[-2].kind != YEAR or not isinstance(words[-2].value, int):
        return
    hundreds = digits.endswith("00") and words[-2].value % 100 == 0
    if hundreds or (words[-2].value % 10 == 0 and not digits.endswith("00")):
        words[-2] = words[-2].turned(concepts.CENTURY if hundreds else DECADE, words[-2].value)


def _decade(words: list[Word], match: re.Match[str], terms: Terms) -> tuple[str, int | str]:
    """Kind and value of `1940s`, or of `50s` after `1940s and`; other numbers with such an ending are unknown words."""
    digits = match["number"]
    number = int(digits) if len(digits) < 5 else 0
    if len(digits) < 3 and number % 10 == 0 and (century := take_last_century(words)) is not None:
        return DECADE, f"{century + number}D"
    follows_decade = len(words) > 1 and words[-1].kind in JOINTS and words[-2].kind == DECADE
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


def _add_iso(words: list[Word], match: re.Match[str], spaced: bool, terms: Terms) -> None:
    start, end = match.span()
    year, month, *day = _CUTS.split(match["iso"])
    if day:
        end = match.end("iso")
        words.append(Word(ISO, f"{year}-{int(month):02d}-{int(day[0]):02d}", spaced, start, end))
        if match["to_day"]:  # `1930-10-07–11-16`
            words.append(Word(concepts.RANGE, DASH, False, end, match.start("month_day")))
            words.append(Word(ISO, f"{year}-{match['month_day']}", False, *match.span("month_day")))
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
        month = terms.months.get(second.lower()) or _ROMAN.get(second.lower(), 0)
        return f"{year}-{month:02d}-{int(first):02d}"
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
    "month_day": _add_iso,
    "to_day": _add_iso,
    "numeric": _add_numeric,
    "numeric_sign": _add_numeric,
    "roman_sign": _add_numeric,
    "day_month": _add_day_month,
    "clock": _add_clock,
    "time_zone": _add_clock,
    "time_of_day": _add_clock,
    "pointed": _add_pointed,
}
"""What is done with each group of the pattern of words."""
