"""Words of dates that change the word before them: eras, units, marks and centuries."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts
from infobox.values.date_reigns import take_reign
from infobox.values.date_vocabulary import ABSENT, CLOCK, DASH, DECADE, ISO, JOINTS, MONTHS, NUMBER, SLASH, WORD, YEAR, Terms, Word

_LAST_OF_MONTH: Final = 31
_LATEST_CENTURY: Final = 22
_FEW: Final = range(1, 100)
"""Years that a length of time may have."""


def take_century(words: list[Word], terms: Terms) -> None:
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


def take_last_century(words: list[Word]) -> int | None:
    """Take the last word, if it is a century, and return its first year: that of `20世纪50年代`."""
    if not words or words[-1].kind != concepts.CENTURY or not isinstance(words[-1].value, int):
        return None
    return int(words.pop().value)


def add(words: list[Word], word: Word, terms: Terms) -> None:
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
    elif kind == concepts.MONTH and (cut := _before_noise(words)).kind == ISO and str(cut.value).endswith(_NO_DAY):
        _add_day_of_range(words, cut)
        words.append(word)
    elif kind == concepts.MONTH and last[:2] == (concepts.NOISE, concepts.OTHER):
        words.append(word.turned(concepts.BAR))  # `Rumi 26 Ağustos 1338`
    elif kind == concepts.MONTH and terms.era_leads:
        _set_era_apart(words)
        words.append(word)
    elif kind == concepts.MONTH and last.kind == SLASH and len(words) > 1 and words[-2][:2] == word[:2]:
        words[-2:] = [words[-2].until(word)]  # one month by two names
    elif kind in (concepts.YEAR_MARK, concepts.MONTH_MARK, concepts.DAY_MARK):
        _name(words, word)
    elif kind == concepts.FOREIGN and (number := _before_noise(words)).kind == NUMBER:
        del words[-1 if words[-1] is number else -2 :]
        words.append(word._replace(start=number.start))  # `17 Ramadan`, `17 of Ramadan`
    elif kind == concepts.PART and last.kind in (concepts.RANGE, concepts.JOINT) and len(words) > 1 and words[-2].kind == concepts.PART:
        words[-2:] = [word]  # `early to mid May`
    else:
        two_years = kind == concepts.SEASON and terms.year_leads and _is_of_two_years(words)
        words.insert(len(words) - 3 * two_years, word)  # before both years of `1915-1916 kışı`


def _add_day_of_range(words: list[Word], cut: Word) -> None:
    """Turn what looks like a year and month back into a year and the day after a dash: `8 Jan 1960-11 Feb 1961`."""
    year, day, _ = str(cut.value).split("-")
    dash = cut.end - len(day) - 1
    words[-1 if words[-1] is cut else -2 :] = [
        Word(YEAR, int(year), cut.spaced, cut.start, dash),
        Word(concepts.RANGE, DASH, False, dash, dash + 1),
        Word(NUMBER, int(day) if day[0] != "0" else day, False, dash + 1, cut.end),
    ]


_NO_DAY: Final = "-00"


def _is_of_two_years(words: list[Word]) -> bool:
    """Whether the last words are two years in succession with a dash or a slash between them."""
    first, joint, last = [ABSENT, ABSENT, ABSENT, *words[-3:]][-3:]
    years = first.kind == YEAR and last.kind in (YEAR, NUMBER) and joint.kind in (concepts.RANGE, SLASH)
    if not years or not isinstance(first.value, int) or not isinstance(last.value, int):
        return False
    return last.value in (first.value + 1, (first.value + 1) % 100)


def _before_noise(words: list[Word]) -> Word:
    """The last word, or the one before it if that has no meaning: the 17 of `17 of`."""
    return words[-2] if len(words) > 1 and words[-1].kind == concepts.NOISE else words[-1]


def _is_counted(last: Word | None, terms: Terms) -> bool:
    """Whether the last word is a Roman numeral, after which the word for a century may stand too: `XIV secolo`, `secolo XIV`."""
    return last is not None and terms.roman is not None and last.kind == WORD and isinstance(last.value, int)


def _add_unit(words: list[Word], unit: Word) -> None:
    """`63 days`, `2 or 3 days`: the numbers are not of a date."""
    last = words[-1]
    if len(words) > 1 and last.kind == NUMBER and words[-2].kind == YEAR and words[-2].value in _FEW:
        words[-2] = words[-2].turned(concepts.NOISE)  # `1년 2개월`
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
        if word.kind == concepts.NOISE and word.value not in ("", concepts.OTHER):
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
        words[-1] = last.turned(concepts.MONTH, number) if 0 < number <= MONTHS else last.turned(concepts.BAR)
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
        dated = last.turned(YEAR, _of_era(word.value, last.value)) if last.value else last.turned(concepts.NOISE, concepts.OTHER)
        words[-1] = dated.until(word)
    elif (month := _before_noise(words)).kind == concepts.FOREIGN and month.value != YEAR:
        if month is not last:
            words.pop()
        words[-1] = month.turned(month.kind, word.kind).until(word)  # `Ramadan 8`, `Ramadan of 658`
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
    if not word.value and (month := _before_noise(words)).kind == concepts.FOREIGN:
        del words[-1 if words[-1] is month else -2 :]
        words.append(month.until(word))  # `17 Ramadan 2 AH`
    elif not word.value and (last.kind == NUMBER or (last.kind in (YEAR, concepts.CENTURY) and isinstance(last.value, int))):
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
    return place - 1 if place > 0 and words[place].kind in JOINTS else -1


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
        if place < 0 or _is_century_after_era(words, place):
            return


def _is_century_after_era(words: list[Word], place: int) -> bool:
    """Whether the word at a place is a number that an era made a year, and that is a century like the last word: `MÖ 5-4. yüzyıl`."""
    year = words[place]
    if year.kind != YEAR or not isinstance(year.value, str) or not 0 < int(year.value[:-1]) < _LATEST_CENTURY:
        return False
    words[place] = year.turned(concepts.CENTURY, (int(year.value[:-1]) - 1) * 100)
    if year.value == _of_era(year.value[:-1], -1):
        _date_back(words)
    return True
