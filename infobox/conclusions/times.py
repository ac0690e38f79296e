"""How the time of figures lies to that of the conflict: only within it, around it, or so that they do not bound its figures at all."""

from __future__ import annotations

import re
from typing import Final

from infobox.conclusions.wordings import AROUND, ELSEWHEN, PARTLY
from infobox.language.lexicon import Lexicon
from infobox.record import Date, Period
from infobox.values import edtf, periods
from infobox.values.edtf import Moment

_FIRST: Final[Moment] = (-10_000, 1, 1)
_LAST: Final[Moment] = (10_000, 1, 1)
_MONTH: Final = re.compile(r"\b[^\W\d]{3,20}\.? [12][0-9]{3}\b")
"""A month with a year, or another word with one."""


_SEASON: Final = re.compile(r"(-?\d{4})-(2[1-4])")
_NORTHERN: Final = {"21": "03", "22": "06", "23": "09", "24": "12"}
"""The month in which a season begins on the northern hemisphere."""


class Times:
    """The time of a conflict, from its first to its last possible day, by which those of its figures are judged."""

    def __init__(self, date: Date | None, lexicon: Lexicon) -> None:
        start, end = (date.start, "" if date.ongoing else date.end) if date is not None else ("", "")
        self._conflict, self._lexicon = (start, end), lexicon
        first, last = edtf.bounds(start), edtf.bounds(end)
        self._known = first is not None
        self._start, self._end = first[0] if first else _FIRST, last[1] if last else _LAST

    def of_period(self, period: Period) -> int:
        """`PARTLY` if a period is within the conflict's time, `AROUND` if around it, `ELSEWHEN` if neither; 0 if it is the same."""
        if not self._known:
            return PARTLY
        first, last = _bounds(period.start), edtf.bounds(period.end)
        start, end = first or (self._start, self._start), last or (self._end, self._end)
        if end[1] < self._start or start[0] > self._end:
            return ELSEWHEN
        before, after = start[1] < self._start, end[0] > self._end
        late, short = start[0] > self._start, end[1] < self._end
        if (before and short) or (after and late):
            return ELSEWHEN
        same = start[0] == self._start and end[1] == self._end
        return AROUND if before or after else 0 if same else PARTLY

    def of_text(self, text: str) -> int:
        """The same of words that name a time; `ELSEWHEN` if they are not understood."""
        found = self._read(text.strip(" :;,.()[]"))
        if found is None and len(named := _MONTH.findall(text)) == 1:  # `Sep. 2015 assault`
            found = self._read(named[0])
        return ELSEWHEN if found is None else self.of_period(Period(*found))

    def _read(self, text: str) -> tuple[str, str] | None:
        return periods.read(text, self._conflict, self._lexicon)


def _bounds(start: str) -> tuple[Moment, Moment] | None:
    """The first and the last day on which a period may begin; with a season, as on the northern hemisphere, where most conflicts were."""
    season = _SEASON.fullmatch(start)
    return edtf.bounds(start if season is None else f"{season[1]}-{_NORTHERN[season[2]]}")
