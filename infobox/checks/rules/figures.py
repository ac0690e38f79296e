"""Rules about figures of strength and casualties: how they are written, and whether they agree with one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from infobox.checks.findings import Fix, Said
from infobox.checks.registry import rule
from infobox.checks.subject import Entry, Subject
from infobox.editing.splicing import Edit
from infobox.record import Item, Kind, Quantity
from infobox.values.figure_lists import sort_of
from infobox.values.figure_names import is_counted, is_year

_FIELDS: Final = ("strength", "casualties")
_GROUPED: Final = r"\d{1,3}(?:[,.]\d{3})+(?!\d)|\d+"
_RANGE: Final = re.compile(rf"(?<![\d.,])({_GROUPED})(\s*(?:[-‐‑‒–—−]|\bto\b|\band\b)\s*)({_GROUPED})(?![\d.,]*\d)", re.IGNORECASE)
_CHANGE: Final = re.compile(r"\b(?:from|reduced|falling|fell|dropp\w+|decreas\w+|declin\w+|down|later|then|initial\w*)\b", re.IGNORECASE)
"""Words of a figure that grew less: `from 500 to 300`."""
_SMALL: Final = 100
"""Below it, two numbers and a dash may be a score or a name: `3-2`."""
_WIDEST: Final = 10
"""How many times the upper bound the lower one may be, for a swap to be what was meant: `5,000–300` may lack a digit."""


def _figures(subject: Subject) -> Iterator[Entry]:
    """The lines of strength and casualties that hold a figure."""
    for entry in subject.entries:
        if entry.field in _FIELDS and entry.item.quantities:
            yield entry


@rule("Q701", "warning", fixes="unsafe")
def reversed_figures(subject: Subject) -> Iterator[Said]:
    """A range of figures that runs backwards.

    Why: The lower number comes first. Where it does not, one of the two is often wrong.

    Bad:
        | strength1 = 5,000–3,000 men

    Good:
        | strength1 = 3,000–5,000 men

    Fix: unsafe; the numbers are swapped, where it is not plain that a digit is missing.
    """
    for entry in _figures(subject):
        for quantity in entry.item.quantities:
            if quantity.low is None or quantity.high is None or quantity.low == quantity.high or quantity.span is None:
                continue
            match = _RANGE.search(quantity.text)
            if match is None or not _runs_backwards(match, quantity, entry.item):
                continue
            yield Said(
                *quantity.span,
                f"the range {_quoted(quantity.text)} runs backwards; write the lower number first, or mend the wrong one",
                _swapped(subject, quantity, match),
            )


def _runs_backwards(match: re.Match[str], quantity: Quantity, item: Item) -> bool:
    first, second = _number(match[1]), _number(match[3])
    if first <= second or (quantity.low, quantity.high) != (second, first):
        return False  # what the reader took for `1,250–1,275` is in order
    if second < _SMALL and (len(match[1]) != len(match[3]) or not quantity.unit or not _people_or_things(quantity)):
        return False
    words = match[2].strip().lower()
    if words == "and" and "between" not in quantity.text.lower():
        return False
    if words == "to" and _CHANGE.search(item.text):
        return False
    # With blanks around it the dash may part a number from those that are counted out of it: `500 – 300 killed`.
    return match[2].strip() == match[2] or words.isalpha() or (quantity is item.quantities[-1] and not quantity.kind)


def _people_or_things(quantity: Quantity) -> bool:
    """Whether it is certain that the figure counts, and is no name: `12–10 tanks`, but `3-2 Cavalry`."""
    return quantity.kind is not None or (quantity.unit.islower() and bool(sort_of(quantity.unit)))


def _swapped(subject: Subject, quantity: Quantity, match: re.Match[str]) -> Fix | None:
    assert quantity.span is not None
    start, end = quantity.span
    words = subject.text[start:end]
    first, second = match[1], match[3]
    at, behind = words.find(first), words.rfind(second)
    if at < 0 or behind < at + len(first) or _number(first) > _WIDEST * _number(second):
        return None
    return Fix((Edit(start + at, start + at + len(first), second), Edit(start + behind, start + behind + len(second), first)), safe=False)


def _number(digits: str) -> int:
    return int(digits.replace(",", "").replace(".", "")[:15])


@rule("Q702", "info", default=False)
def figure_without_source(subject: Subject) -> Iterator[Said]:
    """A figure of strength or casualties without a source.

    A reference on the line, on what it stands under, on what stands under it, at the end of the value or of its first line, and any
    note is a source.

    Why: Numbers are what is most often changed without a word, and nobody can check one that has no source. What the article's text
    gives with a source needs none in the infobox, so this is a rule to choose where one wants it.

    Bad:
        | strength1 = 500 men

    Good:
        | strength1 = 500 men{{sfn|Quill|1999|p=3}}

    Fix: none; only a person knows the source.
    """
    record = subject.record
    for side in [*record.sides, *([record.joint] if record.joint is not None else [])]:
        for field in _FIELDS:
            items: list[Item] = getattr(side, field)
            header = record.strengths_header if field == "strength" else record.casualties_header
            if not items or (header is not None and (header.references or header.notes)):
                continue
            if not _covered(items[0]) and not _covered(_last(items)) and not _refers(items):
                yield from _unsourced(items)


def _unsourced(items: list[Item]) -> Iterator[Said]:
    """The lines with a figure that neither they nor those above or below them have a source for."""
    stack = [(item, False) for item in reversed(items)]
    while stack:
        item, above = stack.pop()
        covered = above or _covered(item)
        if item.quantities and item.span is not None and not covered and not any(map(_covered, _below(item))):
            yield Said(*item.span, f"{_quoted(item.text)} has no source; cite one")
        stack += [(inner, covered) for inner in reversed(item.items)]


def _covered(item: Item) -> bool:
    return bool(item.references or item.notes)


def _refers(items: list[Item]) -> bool:
    """Whether a line refers to the page itself: `See § Casualties`."""
    return any(link.section and not link.target for item in items for each in (item, *_below(item)) for link in each.links)


def _below(item: Item) -> Iterator[Item]:
    """All lines under a line."""
    stack = list(item.items)
    while stack:
        each = stack.pop()
        yield each
        stack += each.items


def _last(items: list[Item]) -> Item:
    item = items[-1]
    while item.items:
        item = item.items[-1]
    return item


# -- sums and comparisons -----------------------------------------------------------------------------------------------------------

_ATOMS: Final[dict[Kind, frozenset[str]]] = {
    "killed": frozenset(("killed",)),
    "wounded": frozenset(("wounded",)),
    "missing": frozenset(("missing",)),
    "captured": frozenset(("captured",)),
    "surrendered": frozenset(("captured",)),
    "sick": frozenset(("sick",)),
    "deserted": frozenset(("deserted",)),
    "killed_or_wounded": frozenset(("killed", "wounded")),
    "killed_or_missing": frozenset(("killed", "missing")),
    "killed_or_captured": frozenset(("killed", "captured")),
    "killed_wounded_or_missing": frozenset(("killed", "wounded", "missing")),
    "wounded_or_missing": frozenset(("wounded", "missing")),
    "wounded_or_captured": frozenset(("wounded", "captured")),
    "captured_or_missing": frozenset(("captured", "missing")),
    "killed_wounded_or_captured": frozenset(("killed", "wounded", "captured")),
    "killed_captured_or_missing": frozenset(("killed", "captured", "missing")),
    "wounded_or_sick": frozenset(("wounded", "sick")),
}
"""What each kind of loss is made of; kinds that have a part in common may count a man twice."""
_WHOLE: Final = (frozenset(("killed", "wounded", "missing")), frozenset(("killed", "wounded", "captured")))
"""Losses of which all kinds are given: what is missing from the sum is missing."""
_GENERAL: Final = frozenset(
    (
        "men",
        "troops",
        "soldiers",
        "personnel",
        "people",
        "persons",
        "casualties",
        "losses",
        "total",
        "overall",
        "servicemen",
        "fighters",
        "militants",
        "rebels",
        "insurgents",
        "guerrillas",
    )
)
"""Units that leave nobody of an army out."""
_CIVIL: Final = re.compile(r"\b(?:civilian|non-combatant|noncombatant|refugee|resident|inhabitant|villager)", re.IGNORECASE)
_ALTERNATIVE: Final = re.compile(
    r"\b(?:claim\w*|estimat\w*|est|sources?|according|disputed|figures?|official\w*|reports?|reported|or more|up to|between|"
    r"other|others|alternativ\w*|modern|contemporary|low|high|later|minus|average|peak|initial\w*|disease|recovered|returned)\b|%|\?",
    re.IGNORECASE,
)
"""Words of figures that stand beside one another and are not added up."""
_INCLUDED: Final = re.compile(
    r"\b(?:includ\w*|incl|inc|of (?:whom|which|them|these|those)|among\w*|exclud\w*|without|not|plus|additional\w*|mostly|mainly|only|"
    r"unknown|some|several|many|irrecoverable|thereof|further)\b",
    re.IGNORECASE,
)
"""Words by which the parts need not be all of them."""
_TIMES: Final = re.compile(
    r"\b(?:start|end|begin\w*|first|second|third|before|after|during|until|by|early|late|spring|summer|autumn|fall|winter|phase|day|week|"
    r"month|year|jan\w*|feb\w*|mar|march|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*|peak|maximum|minimum|engaged|"
    r"available|present|deployed|mobili[sz]ed|paper|actual|nominal|effective|battle|attack|siege|assault)\b",
    re.IGNORECASE,
)
"""Words of labels under which the same men may be counted twice."""
_IS_TOTAL: Final = re.compile(
    r"\W*(?:(?:grand|overall|combined|sub)[ -]?)?total(?: (?:casualties|losses|strength|men|troops))?\b", re.IGNORECASE
)
_ENDS_TOTAL: Final = re.compile(r"(?:\b(?:in total|total|overall|altogether)\W*|total (?:casualties|losses|men))\Z", re.IGNORECASE)
_TOTAL_WORDS: Final = ("total", "overall", "altogether")
_TOLERANCE: Final = 0.05
"""By so much of the total, figures that are rounded may be off; by twice as much those that the page itself calls no more than near."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_INFINITE: Final = 10**15


class _Sum(NamedTuple):
    """A total and its parts: the figures, what the page says around them, and whether nothing says that there are more parts."""

    total: Quantity
    parts: Sequence[Quantity]
    words: str
    complete: bool


class _Parts(NamedTuple):
    figures: list[Quantity]
    words: list[str]
    complete: bool


@rule("Q704", "info")
def total_is_not_the_sum(subject: Subject) -> Iterator[Said]:
    """A total that is not the sum of the parts given with it.

    Compared are killed, wounded, missing and captured under, before or behind their total, and the sides' members whose figures add up
    to more than the total. Rounded figures may be off by as much as they are rounded, those called `about` by a tenth; where the page
    says that the parts are not all, or that figures are claims of different sources, nothing is compared.

    Why: One of the figures is wrong, or was changed and the others not.

    Bad:
        | casualties1 =
        * 8,454 casualties
        ** 1,597 killed
        ** 6,571 wounded
        ** 277 missing

    Good:
        | casualties1 =
        * 8,445 casualties
        ** 1,597 killed
        ** 6,571 wounded
        ** 277 missing

    Fix: none; only the source says which of the figures is wrong.
    """
    if not subject.english:
        return
    record = subject.record
    for side in [*record.sides, *([record.joint] if record.joint is not None else [])]:
        for field in _FIELDS:
            for found in _sums(getattr(side, field), field == "casualties"):
                wrong = _off(found)
                if wrong and found.total.span is not None:
                    yield Said(*found.total.span, f"the total {_quoted(found.total.text)} is not the sum of its parts, {wrong}; check them")


def _sums(items: list[Item], losses: bool) -> Iterator[_Sum]:
    """The totals of a list and of all lists in it, with their parts."""
    lists = [(items, False)]
    while lists:
        here, behind = lists.pop()
        if len(here) > 1 and (found := _sum_of_list(here, losses)):
            yield found._replace(complete=found.complete and not behind)
        for place, item in enumerate(here):
            if item.quantities and losses:
                if len(item.quantities) > 2 and (found := _sum_in_line(item)):
                    yield found
                elif len(item.quantities) == 1 and len(item.items) > 1 and _titles(item):
                    parts = _parts(item.items)
                    if parts is not None:
                        yield _Sum(item.quantities[0], parts.figures, " ".join([item.text, *parts.words]), parts.complete)
            elif item.items:
                # A total at the end of a later group may be that of all groups.
                lists.append((item.items, behind or place > 0))


def _titles(item: Item) -> bool:
    """Whether nothing stands behind the figure of a line but what is counted."""
    text, figure = item.text, item.quantities[0].text
    rest = text[text.find(figure) + len(figure) :]
    return all(word.lower() in _GENERAL for word in _WORD.findall(rest)) and not any(char.isdigit() for char in rest)


def _sum_of_list(items: list[Item], losses: bool) -> _Sum | None:
    """The total that is the first or the last of a list's figures, and the others."""
    totals = [(place, total) for place, item in enumerate(items) if (total := _total(item, losses)) is not None]
    if len(totals) != 1:
        return None
    place, total = totals[0]
    rest = items[:place] if place else items[1:]
    if any(item.rule for item in rest[1:] if item) or (place == 0 and any(item.heading for item in rest)):
        return None
    if place and any(
        _counts_people(quantity) for item in items[place + 1 :] for each in (item, *_below(item)) for quantity in each.quantities
    ):
        return None
    parts = _parts(rest)
    if parts is None:
        return None
    return _Sum(
        total, parts.figures, " ".join([items[place].text, *(each.text for each in _below(items[place])), *parts.words]), parts.complete
    )


def _total(item: Item, losses: bool) -> Quantity | None:
    """The figure of a line, or of the line under a heading, that says that it is the total."""
    if item.heading and _IS_TOTAL.fullmatch(item.text.rstrip(" :")):
        counted = [quantity for each in item.items for quantity in each.quantities if _counts_people(quantity)]
        return counted[0] if len(counted) == 1 else None
    quantities = item.quantities
    if not quantities or item.items:
        return None
    low = item.text.lower()
    alone = losses and len(quantities) == 1 and quantities[0].kind == "casualties" and not quantities[0].of
    if not alone and not any(word in low for word in _TOTAL_WORDS):
        return None
    counted = [quantity for quantity in quantities if _counts_people(quantity)]
    if not counted or quantities[0] is not counted[0]:
        return None
    told = _IS_TOTAL.match(item.text) or (len(counted) == 1 and _ENDS_TOTAL.search(item.text))
    return counted[0] if alone or told else None


def _sum_in_line(item: Item) -> _Sum | None:
    """A total with its parts in the parenthesis behind it: `500 casualties (200 killed, 300 wounded)`."""
    total, *parts = item.quantities
    text = item.text
    opening = text.find("(", text.find(total.text) + len(total.text))
    if len(parts) < 2 or opening < 0 or any(char.isdigit() for char in text[text.find(total.text) + len(total.text) : opening]):
        return None
    inside = text[opening + 1 : text.find(")", opening)]
    at = 0
    for part in parts:
        at = inside.find(part.text, at)
        if at < 0 or not _counts_people(part):
            return None
        at += len(part.text)
    numbers = sum(len(re.findall(r"\d[\d,.]*", part.text)) for part in parts)
    return _Sum(total, parts, text, True) if len(re.findall(r"\d[\d,.]*", inside)) == numbers else None


def _parts(items: Iterable[Item]) -> _Parts | None:
    """The figures of lines that add up; None where it is not plain that they do."""
    found = _Parts([], [], True)
    complete = True
    for item in items:
        found.words.append(item.text)
        if item.heading or (not item.quantities and item.items):
            inner = _parts(item.items)
            if inner is None:
                return None
            complete = complete and inner.complete
            found.figures.extend(inner.figures)
            found.words.extend(inner.words)
            continue
        counted = [quantity for quantity in item.quantities if not _counts_things(quantity)]
        if item.items or not all(map(_counts_people, counted)):
            return None
        kinds = [_ATOMS.get(quantity.kind) if quantity.kind else None for quantity in counted]
        if len(counted) > 1 and (None in kinds or _overlap(kinds)):
            return None
        if not item.quantities:
            complete = False
        found.figures.extend(counted)
    return found._replace(complete=complete) if len(found.figures) > 1 else None


def _counts_people(quantity: Quantity) -> bool:
    """Whether a figure counts the men of an army, whatever happened to them."""
    if sort_of(quantity.unit) in ("thing", "formation") or _CIVIL.search(quantity.unit) or _CIVIL.search(quantity.of):
        return False
    if quantity.kind in _ATOMS:
        return True
    return quantity.kind in (None, "casualties") and (not quantity.unit or quantity.unit.rpartition(" ")[2].lower() in _GENERAL)


def _counts_things(quantity: Quantity) -> bool:
    return sort_of(quantity.unit) in ("thing", "formation") or quantity.kind in ("destroyed", "damaged", "destroyed_or_damaged")


def _overlap(kinds: Sequence[frozenset[str] | None]) -> bool:
    """Whether kinds of loss have a part in common."""
    seen: set[str] = set()
    for kind in kinds:
        if kind is not None:
            if seen & kind:
                return True
            seen |= kind
    return False


def _off(found: _Sum) -> str:
    """How the parts miss their total, in words; nothing where they do not, or it is not plain."""
    total, parts = found.total, found.parts
    if _CIVIL.search(found.words) or _ALTERNATIVE.search(found.words) or not _counts_people(total):
        return ""
    if total.kind not in (None, "casualties") or total.low is None:
        return ""
    kinds = [_ATOMS.get(part.kind) if part.kind else None for part in parts]
    told = [kind for kind in kinds if kind is not None]
    if told and (len(told) != len(kinds) or _overlap(kinds)):
        return ""
    if not told and (any(char.isdigit() for part in parts for char in part.of) or len({part.unit for part in parts}) > 1):
        return ""
    if not told and _TIMES.search(found.words):
        return ""
    low = sum(part.low or 0 for part in parts)
    open_end = any(part.high is None for part in parts)
    high = sum(part.high or 0 for part in parts)
    tolerance = _tolerance(total, parts)
    most = max(part.low or 0 for part in parts)
    if total.high is not None and most > total.high + tolerance:
        return f"one of which is {most:,}"
    if _INCLUDED.search(found.words):
        return ""
    if total.high is not None and low > total.high + tolerance:
        return f"which add up to {low:,}" + ("" if low == high else " or more")
    every = frozenset[str]().union(*told)
    if found.complete and not open_end and any(whole <= every for whole in _WHOLE) and high < total.low - tolerance:
        return f"which add up to {high:,}" + ("" if low == high else " at most")
    return ""


def _tolerance(total: Quantity, parts: Sequence[Quantity]) -> float:
    """By how much the total may be off."""
    size = total.high or total.low or 0
    if any(figure.about for figure in (total, *parts)):
        return size * _TOLERANCE * 2
    rounded = max(_rounded(number) for figure in (total, *parts) for number in (figure.low, figure.high) if number)
    return min(rounded, size * _TOLERANCE)


def _rounded(number: int) -> int:
    """The place to which a number is rounded: 500 to hundreds, 8,454 not at all."""
    place = 1
    while number % (place * 10) == 0:
        place *= 10
    return place if place > 1 else 0


# -- losses beside strength ---------------------------------------------------------------------------------------------------------

_FATAL: Final = frozenset(("killed", "missing", "captured"))
"""Whoever that has happened to fights no more; the wounded may be counted twice."""
_MARGIN: Final = 1.1
_REPLACED: Final = 10_000
"""Armies above that have their losses replaced, and may lose more men than they are strong, not all of them dead."""
_CREWLESS: Final = frozenset(("gun", "guns", "cannon", "cannons", "mortar", "mortars", "howitzer", "howitzers", "pieces", "artillery"))
"""Things without people of their own: the crew of a ship is not in the number of men that stands beside it."""


@rule("Q703", "info")
def casualties_above_strength(subject: Subject) -> Iterator[Said]:
    """A side that lost more people than it had.

    Compared are the killed, or the losses in all, and the strength, where each is a single figure that speaks of the whole side.

    Why: One of the two is often mistyped, or they are not of the same time or the same forces, which the page ought to say.

    Bad:
        | strength1 = 300 men
        | casualties1 = 500 killed

    Good:
        | strength1 = 3,000 men
        | casualties1 = 500 killed

    Fix: none; only the source says which of the two is wrong.
    """
    if not subject.english:
        return
    for side in subject.record.sides:
        strength = _whole_strength(side.strength) if side.strength and side.casualties else None
        if strength is None or strength.high is None:
            continue
        for lost in _whole_losses(side.casualties):
            if lost.low is None or lost.span is None or (lost.kind == "casualties" and strength.high > _REPLACED):
                continue
            margin = _MARGIN if strength.about or lost.about else 1
            if lost.low > strength.high * margin:
                yield Said(
                    *lost.span,
                    f"{_quoted(lost.text)} is above the side's strength of {_quoted(strength.text)}; check both, or say what they count",
                )
                break


def _whole_strength(items: list[Item]) -> Quantity | None:
    """The one figure that is the strength of a side in people; None where there are others, or words that narrow it."""
    found = None
    for item in items:
        if item.items or not item.quantities:
            return None
        for quantity in item.quantities:
            if quantity.unit.rpartition(" ")[2].lower() in _CREWLESS:
                continue
            if found is not None or not _plain_figure(item, quantity):
                return None
            found = quantity
    return found


def _plain_figure(item: Item, quantity: Quantity) -> bool:
    """Whether a line says nothing but the figure and that it counts people."""
    if not _counts_people(quantity) or quantity.kind or not _is_total_label(quantity.of):
        return False
    rest = item.text.replace(quantity.text, "", 1)
    return all(word.lower() in _GENERAL or word.lower() in ("strong", "all", "in") for word in _WORD.findall(rest)) and not any(
        char.isdigit() for char in rest
    )


def _whole_losses(items: list[Item]) -> list[Quantity]:
    """The killed of a side, and its losses in all, where the page gives a single figure of them."""
    every = [each for item in items for each in (item, *_below(item))]
    words = " ".join(each.text for each in every)
    if _CIVIL.search(words) or _ALTERNATIVE.search(words):
        return []
    people = [quantity for each in every for quantity in each.quantities if not _counts_things(quantity)]
    if not all(_counts_people(quantity) and _is_total_label(quantity.of) for quantity in people):
        return []
    killed = [
        quantity for quantity in people if quantity.kind and "killed" in _ATOMS.get(quantity.kind, ()) and _ATOMS[quantity.kind] <= _FATAL
    ]
    total = [quantity for quantity in people if quantity.kind == "casualties"]
    return [found[0] for found in (killed, total) if len(found) == 1]


def _is_total_label(label: str) -> bool:
    return not label or _IS_TOTAL.fullmatch(label) is not None


# -- figures as they are written ----------------------------------------------------------------------------------------------------

_WRITTEN: Final = re.compile(r"(?<![\w.,:/$€£¥₹#])(?<![A-Za-z]-)(\d++(?:[.,]\d++)++)(?![/:°])")
_SPLIT: Final = re.compile(r"(?<![\w.,:/$€£¥₹])(\d{1,3}(?:,\d{3})*)(?:, | ,|, )(0\d\d)(?![\d.]*\d|,\d)")
_RIGHT: Final = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d{1,2})?|\d+\.\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:\.\d{3})+,\d{1,2}"
)
"""Groups of three, of two as in India, decimals, and both with points for commas."""
_MEASURE: Final = re.compile(
    r"[\s-]*(?:million|billion|trillion|thousand|lakh|crore|m\b|k\b|%|per ?cent|km|mi\b|miles|mm|cm|in\b|inch|t\b|tons?\b|tonnes?\b|"
    r"kg|lb|grt|hours?|days?|weeks?|months?|years?)",
    re.IGNORECASE,
)
_LONGEST: Final = 2_000
"""Lines longer than this are no lines that anybody wrote."""
_NEXT: Final = re.compile(r"[ \u00a0]*([a-z]+)")


@rule("Q705", "warning", fixes="some")
def misgrouped_figure(subject: Subject) -> Iterator[Said]:
    """A figure whose digits are not in groups of three: `5,00 men`, `1,2345`, `5, 000`.

    Groups as in India (`1,00,000`) are right.

    Why: A digit is missing or too many, or a blank stands inside the number, and nobody can tell how many are meant.

    Bad:
        | strength1 = 5, 000 men

    Good:
        | strength1 = 5,000 men

    Fix: safe where only a blank is to be taken out before three digits that begin with a zero; otherwise none.
    """
    if not subject.english:
        return
    for entry in subject.entries:
        item = entry.item
        if entry.field not in _FIELDS or item.span is None or "," not in item.text or len(item.text) > _LONGEST:
            continue
        for match in _WRITTEN.finditer(item.text):
            if _misgrouped(item.text, match) and (span := _place(subject, item, match[1])):
                yield Said(*span, f"the digits of {_quoted(match[1])} are not in groups of three; mend the number")
        for match in _SPLIT.finditer(item.text):
            if span := _place(subject, item, match[0]):
                whole = f"{match[1]},{match[2]}"
                fix = Fix((Edit(span[0] + len(match[1]), span[1] - len(match[2]), ","),))
                yield Said(*span, f"a blank stands inside the number {_quoted(match[0])}; write {_quoted(whole)}", fix)


def _misgrouped(text: str, match: re.Match[str]) -> bool:
    written = match[1]
    if _RIGHT.fullmatch(written) or _MEASURE.match(text, match.end()):
        return False
    if "," not in written:
        return False  # a date, a version, a section
    first, *rest = re.split("[.,]", written)
    if len(first) > 2 and len(rest) == 1 and _year_like(first) and rest[0].strip("0"):
        return False  # `1944,150 men`: a blank is missing, and no digit
    if len(rest) == 1 and len(rest[0]) == 4 and _year_like(rest[0]):
        return False  # `June 6,1944`
    if all(len(group) < 2 for group in rest) or (len(rest) > 1 and max(map(len, rest)) < 3):
        return False  # `1,2,3`: a list
    behind = _NEXT.match(text, match.end())
    zeros = any(len(group) > 1 and not group.strip("0") for group in rest)
    return zeros or (behind is not None and is_counted(behind[1])) or text.strip(" .") == written


def _year_like(digits: str) -> bool:
    return len(digits) == 4 and is_year(int(digits))


def _place(subject: Subject, item: Item, words: str) -> tuple[int, int] | None:
    """Where the words of a line stand in the page; None where the page has them in another way."""
    assert item.span is not None
    start, end = item.span
    text = subject.text
    at = text.find(words, start, end)
    while at >= 0 and (text[at - 1].isalnum() or text[at - 1] in ".," or text[at + len(words) : at + len(words) + 1].isdigit()):
        at = text.find(words, at + 1, end)
    return (at, at + len(words)) if at >= 0 else None


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    return f"“{words if len(words) <= 60 else words[:59] + '…'}”"
