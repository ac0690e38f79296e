"""Templates for a day whose parts stand where the data says: ``{{date|6|juin|1944}}``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from infobox.display.days import DayWords, iso
from infobox.language import concepts

if TYPE_CHECKING:
    from infobox.display.calls import Call
    from infobox.display.walk import Walker

PARTS: Final = (concepts.DAY, concepts.MONTH, concepts.YEAR)
"""The parts of a day, which are also the fields of the data that say where they stand."""
_YEAR: Final = re.compile(r"-?\d{1,4}", re.ASCII)


def show(walker: Walker, call: Call) -> bool | str:
    """Show the day. Without a day or a year, the other parts come first; a single value is a time in words.

    A day or month that cannot be is not shown: the values are in another order.
    """
    days = walker.lexicon.grammar(DayWords)
    given = call.arguments.positional
    places = {part: _keys(call.data.get(part)) for part in PARTS}
    named = any(isinstance(key, str) and key in call.arguments.named for keys in places.values() for key in keys)
    if len(given) < 2 and not named:
        return _in_words(walker, call, days)
    order = sorted(PARTS, key=lambda part: [key for key in places[part] if isinstance(key, int)])
    values = {part: next(filter(None, (walker.plain(call.get(key)) for key in places[part])), "") for part in PARTS}
    if len(given) == 2 and not named and order[0] == concepts.DAY:
        one, other = (walker.plain(argument) for argument in given)
        has_year = _YEAR.fullmatch(other) is not None and not (days.is_day(one, other) and len(other) < 3)
        values = dict(zip(PARTS, ("", one, other) if has_year else (one, other, ""), strict=True))
    day, month, year = (values[part] for part in PARTS)
    if not days.is_day(day, month):
        return False
    if year and _YEAR.fullmatch(year) is None:
        walker.out.show(" ".join(filter(None, (values[part] for part in order))))
    elif days.forms.written:
        walker.out.show(days.day([year, month, day], month_first=False) if month or not day else f"{day} {year}")
    elif month.isdecimal() or not month:
        walker.out.show(iso([year, month, day]))
    else:
        walker.out.show(" ".join(filter(None, (values[part] for part in order))))
    left_out: str = call.data.get("left_out", "")
    return left_out or True


def _in_words(walker: Walker, call: Call, days: DayWords) -> bool:
    words = walker.plain(call.get(1))
    parts = days.in_words(words) if days.forms.written else []
    walker.out.show(days.day(parts, month_first=False) if parts else words)
    return bool(words)


def _keys(value: Any) -> list[int | str]:
    return [] if value is None else value if isinstance(value, list) else [value]
