"""Numbers that templates write with the signs of the page's language: ``{{formatnum:12000}}``, ``{{unité|1.5|million}}``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from infobox.display.calls import Call
    from infobox.display.walk import Walker
    from infobox.language.lexicon import Lexicon

_NUMBER: Final = re.compile(r"([-−]?)(\d{1,100})(?:\.(\d{1,100}))?", re.ASCII)
_BLANKS: Final = re.compile(r"(?<=\d)\s+(?=\d)")
_DECIMAL_COMMA: Final = re.compile(r"[-−]?\d{1,100},\d{1,100}", re.ASCII)


def written(number: str, lexicon: Lexicon) -> str:
    """A number in digits with a decimal point, as the language writes its figures; anything else as it is."""
    found = _NUMBER.fullmatch(number)
    if found is None:
        return number
    settings = lexicon.numbers.settings
    sign, whole, decimals = found.groups()
    if len(whole) >= settings.get("grouped_from", 4):
        whole = f"{int(whole):,}".replace(",", lexicon.figures.forms.get("group_sign", settings.get("group_sign", ",")))
    return f"{sign}{whole}{settings.get('decimal_sign', '.')}{decimals}" if decimals else sign + whole


def show(walker: Walker, call: Call) -> bool | str:
    """``{{unité|1200|hommes}}``: a number and what it counts; ``{{unité|3|à=5|km}}``: two, with a word between them."""
    data, lexicon = call.data, walker.lexicon
    first = call.get(data.get("number", 1))
    number = _plain_number(walker.plain(first))
    if first is None or not number:
        return False
    if _NUMBER.fullmatch(number) is None:
        walker.walk(first.nodes, first.start, first.end)
    else:
        walker.out.show(written(number, lexicon))
    for name, between in data.get("between", {}).items():
        if other := _plain_number(walker.plain(call.get(name))):
            walker.out.show(between + written(other, lexicon))
    for key in data.get("unit", ()):
        unit = call.get(key)
        if unit is not None and unit.start < unit.end:
            walker.out.show(" ")
            walker.walk(unit.nodes, unit.start, unit.end)
    return "the power of a unit" if any(walker.plain(call.get(key)) for key in data.get("powers", ())) else True


def _plain_number(words: str) -> str:
    """A number without blanks in it, and with a decimal point."""
    words = _BLANKS.sub("", words)
    return words.replace(",", ".") if _DECIMAL_COMMA.fullmatch(words) else words
