"""How a language writes times: the forms and names of its lexicon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from infobox.language import concepts
from infobox.language.lexicon import Lexicon

_VOWELS: Final = "[aeiouàâèéêëíîïòóôûúü]"
_ROMAN: Final = tuple(zip((900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "CM D CD C XC L XL X IX V IV I".split(), strict=True))


def roman(number: int) -> str:
    """A number in Roman numerals, from 1 to 999."""
    letters = ""
    for value, letter in _ROMAN:
        letters += letter * (number // value)
        number %= value
    return letters


class TimeForms:
    """How a language writes times: the forms of its lexicon as attributes; without them, times are written as EDTF."""

    day = month = season = first_day = month_name = ""
    year = "{year}"
    days = days_of_months = months = years = ""
    range = "{start} – {end}"
    ongoing = "{start} –"
    since = until = ""
    ongoing_day = since_day = until_day = ""
    between = range
    about = perhaps = "{time}"
    before = after = "{year}"
    century = century_before = decade = decade_only = ""
    day_month_first = days_month_first = days_of_months_month_first = ""
    as_of = "{time}"
    years_and_days = lengths = ""
    year_length = month_length = week_length = day_length = ()

    def __init__(self, lexicon: Lexicon) -> None:
        self.__dict__.update(lexicon.dates.forms)
        self.written = bool(lexicon.dates.forms)
        """Whether there are any."""
        self.season = self.season or self.month
        self.ongoing_day = self.ongoing_day or self.ongoing
        self.since_day, self.until_day = self.since_day or self.since, self.until_day or self.until
        first = lexicon.dates.first
        self.names = {int(value): word for kind in (concepts.SEASON, concepts.MONTH) for value, word in first.get(kind, {}).items()}
        if self.month_name:
            self.names |= {number: self.month_name.format(number=number) for number in range(1, 13)}
        """The names of months and seasons, by their numbers in EDTF; `month_name` is a form for those of months."""
        self.names_alone = self.names | {int(value): word for value, word in first.get(concepts.MONTH_ALONE, {}).items()}
        """The same for those without a day."""
        self._endings: dict[str, str] = lexicon.dates.settings.get("ordinals", {})
        self._roman: bool = lexicon.dates.settings.get("roman", False)
        self._elision: dict[str, str] = lexicon.dates.settings.get("elision", {})

    def elided(self, words: str) -> str:
        """Words of a time with those shortened that lose their vowel before another one: `5 d'abril`."""
        for word, short in self._elision.items():
            words = re.sub(rf"(?<!\w){re.escape(word)}(?={_VOWELS})", short, words)
        return words

    def day_number(self, number: int) -> str:
        """The number of a day; the form `first_day` for the first of a month, if there is one: `1er`."""
        return self.first_day if number == 1 and self.first_day else str(number)

    def counts(self, unit: str) -> bool:
        """Whether the language has forms for numbers of years, months, weeks or days; some have more than two."""
        return bool(getattr(self, f"{unit}_length"))

    def length(self, number: int, unit: str) -> str:
        """A number of years, months, weeks or days: `1 day`, `63 days`."""
        forms: Sequence[str] = getattr(self, f"{unit}_length")
        return forms[0 if number == 1 else -1].format(number=number)

    def counted(self, number: int) -> str:
        """A number that counts: `5th`, `V`."""
        ending = self._endings.get(str(number), self._endings.get("other", ""))
        return f"{roman(number) if self._roman else number}{ending}"

    def written_year(self, sign: str, year: str) -> str:
        """A year, from four digits of EDTF."""
        number = int(year)
        if sign or number == 0:
            return self.before.format(year=number + 1)
        return self.after.format(year=number) if number < 100 else self.year.format(year=number)
