"""Numbers that templates write with the signs of the page's Wikipedia: ``{{formatnum:12000}}``, ``{{unité|1.5|million}}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from infobox.templates import units

if TYPE_CHECKING:
    from infobox.display.calls import Call
    from infobox.display.walk import Walker

_NUMBER: Final = re.compile(r"([-−]?)(\d{1,100})(?:\.(\d{1,100}))?", re.ASCII)
_FEWEST: Final = 4
"""How many digits a number has at least that is in groups."""
_BLANKS: Final = re.compile(r"(?<=\d)\s+(?=\d)")
_GROUPED: Final = re.compile(r"[-−]?\d{1,3}(?:,\d{3}){1,5}", re.ASCII)
"""Groups of digits as in English, which the software understands everywhere."""
_DECIMAL_COMMA: Final = re.compile(r"[-−]?\d{1,100},\d{1,100}", re.ASCII)


def written(number: str, signs: Mapping[str, Any]) -> str:
    """A number in digits with a decimal point as a Wikipedia writes it, with its `signs`; anything else as it is."""
    found = _NUMBER.fullmatch(number.replace(",", "") if _GROUPED.fullmatch(number) else number)
    if found is None:
        return number
    sign, whole, decimals = found.groups()
    if len(whole) >= signs.get("fewest", _FEWEST):
        whole = f"{int(whole):,}".replace(",", signs.get("group", ","))
    shown = f"{sign}{whole}{signs.get('decimal', '.')}{decimals}" if decimals else sign + whole
    return shown.translate(dict(zip(b"0123456789", signs["digits"], strict=True))) if "digits" in signs else shown


def show(walker: Walker, call: Call) -> bool | str:
    """``{{unité|1200|hommes}}``: a number and what it counts; ``{{unité|3|à=5|km}}``: two, with a word between them."""
    data, signs = call.data, walker.templates.numbers
    first = call.get(data.get("number", 1))
    number = _plain_number(walker.plain(first))
    if first is None or not number:
        return False
    if _NUMBER.fullmatch(number) is None:
        walker.walk(first.nodes, first.start, first.end)
    else:
        walker.out.show(written(number, signs))
    for name, between in data.get("between", {}).items():
        if other := _plain_number(walker.plain(call.get(name))):
            walker.out.show(between + written(other, signs))
    for key in data.get("unit", ()):
        unit = call.get(key)
        if unit is not None and unit.start < unit.end:
            walker.out.show(" ")
            walker.walk(unit.nodes, unit.start, unit.end)
    return "the power of a unit" if any(walker.plain(call.get(key)) for key in data.get("powers", ())) else True


def measure(walker: Walker, call: Call) -> bool | str:
    """``{{convert|5|km|mi}}`` where the names of units are not known: `5 km`. Anything but a number with a unit is not shown."""
    number, code = walker.plain(call.get(1)), walker.plain(call.get(2))
    unit = units().get(code)
    if unit is None or _NUMBER.fullmatch(number) is None:
        return False
    walker.out.show(f"{written(number, walker.templates.numbers)} {unit.short}")
    return "the measure as it is converted"


def _plain_number(words: str) -> str:
    """A number without blanks in it, and with a decimal point."""
    words = _BLANKS.sub("", words)
    return words.replace(",", ".") if _DECIMAL_COMMA.fullmatch(words) else words
