"""What was understood of words, as far as the words do not say it themselves: for people, who read both side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final

from infobox.language import signs

if TYPE_CHECKING:
    from infobox.record import Date, Flag, Item, Losses, Period, Phase, Quantity, Result, Sum

_WORD: Final = re.compile(r"\w+")
_NUMBER: Final = re.compile(rf"\d{{1,3}}(?:[,{signs.GROUP_SPACES}]\d{{3}})+(?!\d)|\d+")
_DECIMAL: Final = re.compile(r"\d\.\d")
_POINT: Final = re.compile(r"(\d{4})(?:-\d\d(?:-(\d\d))?)?")
_OR: Final = "or"
"""What joins the last two words in the name of a kind: `killed_or_wounded`."""
_UNKNOWN: Final = "other"
"""The outcome of a result whose words are not known."""


def words_of(*texts: str) -> set[str]:
    """The words of texts, for comparison."""
    return set(_WORD.findall(" ".join(texts).casefold()))


def _numbers(text: str) -> set[int]:
    """The numbers that a text writes in digits, such as `3,000`; none if it has digits that may mean something else, such as `1.5`."""
    if _DECIMAL.search(text):
        return set()
    return {int(re.sub(r"\D", "", number)) for number in _NUMBER.findall(text) if len(number) < 40}


def flags(item_flags: Sequence[Flag], text: str) -> list[str]:
    """The flags before a text, by country or file, without those whose country it begins with."""
    names = [flag.of or flag.image for flag in item_flags]
    return [name for name in names if name and not re.match(rf"{re.escape(name)}(?!\w)", text, re.IGNORECASE)]


def date(date: Date) -> str:
    """A date in EDTF: the whole, then its phases; empty if the words state the days and years of both ends."""
    stated = not date.phases and date.old_style is None and _is_stated((date.start, date.end), date.text)
    return "" if stated else edtf(date)


def edtf(date: Date) -> str:
    """A date in EDTF, whether or not its words state it; empty if nothing was understood."""
    if not (date.start or date.end or date.phases or date.old_style or date.ongoing):
        return ""
    spans = [_span(date)]
    phases = [_span(phase) for phase in date.phases]
    if phases and phases != spans:
        spans.append(f"phases: {', '.join(phases)}")
    if date.old_style is not None:
        spans.append(f"Julian: {_span(date.old_style)}")
    if date.ongoing:
        spans.append("ongoing")
    return "; ".join(filter(None, spans))


def period(period: Period, text: str) -> str:
    """The time that a line names, in EDTF; empty if its words state days and years of both ends."""
    return "" if _is_stated((period.start, period.end), text) else _span(period)


def _span(part: Date | Phase | Period) -> str:
    if part.start == part.end:
        return part.start
    return f"{part.start or '..'} / {part.end or '..'}"


def _is_stated(points: tuple[str, str], text: str) -> bool:
    """Whether a text gives days, months or years in so many figures, and no others: months have names."""
    matches = [match for point in points if (match := _POINT.fullmatch(point)) is not None]
    figures = {int(part) for match in matches for part in match.groups() if part is not None}
    return len(matches) == len(points) and _numbers(text) == figures


def result(result: Result) -> str:
    """The outcome and the victor, if no line of the result states both."""
    stated = words_of(ending(result))
    return "" if any(stated <= words_of(item.text) for item in result.items) else ending(result)


def ending(result: Result) -> str:
    """The outcome and the victor, whether or not a line states them."""
    outcome = "" if result.outcome in (None, _UNKNOWN) else (result.outcome or "").replace("_", " ")
    return " — ".join(filter(None, (outcome, result.victor)))


def fate(name: str, text: str) -> str:
    """A person's fate in words, if the text does not have them."""
    words = name.replace("_", " ")
    return "" if words_of(words) <= words_of(text) else words


def figures(item: Item, above: Collection[str] = ()) -> str:
    """What the words of an item do not say of its figures: numbers that are written in another way, units and kinds that come from
    elsewhere or are said in other words. `above` are the words under which the item stands.
    """
    if not item.quantities:
        return ""
    words, numbers = words_of(item.text), _numbers(item.text)

    def said(*texts: str) -> bool:
        return all(word in words or word in above or word == _OR for word in words_of(*texts))

    several = sum(quantity.low is not None or quantity.high is not None for quantity in item.quantities) > 1
    found = (_figure(quantity, numbers, said, several=several) for quantity in item.quantities)
    return "; ".join(filter(None, found))


def _figure(quantity: Quantity, numbers: set[int], said: Callable[..., bool], *, several: bool) -> str:
    bounds = {bound for bound in (quantity.low, quantity.high) if bound is not None}
    if not bounds:
        return ""
    # The figure's own words are known, unless the record comes from elsewhere.
    written = _numbers(quantity.text) == bounds if quantity.text else bounds <= numbers
    whose = "" if said(quantity.of) else f"{quantity.of}:"
    kind = "" if quantity.kind is None or said(*quantity.kind.split("_")) else _kind(quantity.kind)
    unit = quantity.unit if not said(quantity.unit) or (several and not written and not kind) else ""
    if written and not (whose or unit or kind):
        return ""
    # With several figures, the number says which of them is meant.
    number = "" if written and not several else amount(quantity)
    return " ".join(filter(None, (whose, number, unit, kind)))


def figure(quantity: Quantity) -> str:
    """What one figure means, whether or not its words say it: `Germany: about 3,000–4,000 men killed`."""
    whose = f"{quantity.of}:" if quantity.of else ""
    kind = "" if quantity.kind is None or quantity.kind == quantity.unit else _kind(quantity.kind)
    return " ".join(filter(None, (whose, amount(quantity), quantity.unit, kind)))


def amount(number: Quantity | Sum) -> str:
    """About what number, from or up to which: `about 3,000–4,000`; empty if there is none."""
    low, high = number.low, number.high
    if low is None and high is None:
        return ""
    if low == high:
        text = f"{low:,}"
    elif high is None:
        text = f"{low:,}+"
    elif low is None:
        text = f"up to {high:,}"
    else:
        text = f"{low:,}–{high:,}"
    return f"about {text}" if number.about else text


def _kind(name: str) -> str:
    """A kind in words: `killed, wounded or missing`."""
    head, _, last = name.rpartition(f"_{_OR}_")
    return f"{head.replace('_', ', ')} {_OR} {last}" if head else name


def winners(result: Result) -> str:
    """Outcome and victor, whether or not a line states them, and which sides won."""
    won = ", ".join(f"side {number}" for number in result.sides)
    return " — ".join(filter(None, (ending(result), won)))


def described(quantity: Quantity) -> str:
    """All that was understood of a figure."""
    role = f"{quantity.role} by {quantity.by}" if quantity.role and quantity.by else quantity.role or (quantity.by and f"by {quantity.by}")
    return "; ".join(filter(None, (figure(quantity), role, "civilians" if quantity.civilians else "", quantity.category)))


def people(people: Sum | None) -> str:
    """The people of a side; empty if that cannot be told."""
    return f"{_sum(people)} people" if people is not None else ""


def losses(losses: Losses | None) -> str:
    """What the people of a side lost, kind by kind; empty if that cannot be told."""
    sums = {name: getattr(losses, name) for name in losses.__struct_fields__} if losses is not None else {}
    return "; ".join(f"{name} {_sum(one)}" for name, one in sums.items() if one is not None)


def _sum(one: Sum) -> str:
    rivals = f" ({one.estimates} estimates)" if one.estimates else ""
    return amount(one) + rivals
