"""Dates written in digits only, and the days that they can mean."""

from __future__ import annotations

import re
from typing import Final

from infobox.language.lexicon import Lexicon
from infobox.language.times import TimeForms
from infobox.values.date_faults import exists

NUMERIC: Final = re.compile(r"(?P<first>[0-9]{1,2})(?P<cut>[-./])(?P<second>[0-9]{1,2})(?P=cut)(?P<year>[0-9]{4}|[0-9]{2})\Z")
"""Day, month and year in either order."""
RUN_TOGETHER: Final = re.compile(r"[0-9]{8}\Z")
"""Eight digits without separators."""


def possible_days(text: str, lexicon: Lexicon) -> list[str]:
    """The days that a date in digits can mean, written out, the likeliest first; none if its year has only two digits."""
    match = NUMERIC.match(text)
    if match is not None:
        year = int(match["year"]) if len(match["year"]) == 4 else 0
        numbers = int(match["first"]), int(match["second"])
        days = [(year, numbers[1], numbers[0]), (year, *numbers)]
    elif RUN_TOGETHER.match(text) is not None:
        days = [(int(text[:4]), int(text[4:6]), int(text[6:])), (int(text[4:]), int(text[2:4]), int(text[:2]))]
    else:
        return []
    forms = lexicon.grammar(TimeForms)
    possible = [day for day in days if day[0] > 999 and 0 < day[1] <= 12 and exists(*day)]
    return list(dict.fromkeys(forms.day.format(day=day, month=forms.names[month], year=year) for year, month, day in possible))
