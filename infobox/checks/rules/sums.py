"""Rules that compare figures: totals with their parts, losses with strength."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, get_args

from infobox.checks.findings import Hit, quoted
from infobox.checks.registry import rule
from infobox.checks.scope import ENGLISH
from infobox.checks.selectors import COLUMNS, SIDES
from infobox.checks.subject import Subject, below
from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of, whole
from infobox.record import FIGURE_FIELDS, Item, Kind, Quantity, Side
from infobox.source_map import SourceMap
from infobox.values.figure_lists import sort_of
from infobox.values.figure_words import FigureWords

_ATOMS: Final[dict[str, frozenset[str]]] = {
    kind: frozenset(parts)
    for kind in get_args(Kind)
    if (parts := kind.replace("_or_", "_").split("_"))
    and {"killed", "wounded", "missing", "captured", "sick", "deserted"}.issuperset(parts)
} | {"surrendered": frozenset(("captured",))}
"""The parts of each kind of loss; kinds with a part in common may count a man twice."""
_WHOLE: Final = (frozenset(("killed", "wounded", "missing")), frozenset(("killed", "wounded", "captured")))
"""Kinds of losses that together are all losses, so that a lower sum is an error."""
_TOLERANCE: Final = 0.05
"""How far off, as a share of the total, rounded figures may be; twice as far if the page calls them approximate."""
_WORD: Final = re.compile(r"[^\W\d_]+")


class _Words:
    """The words of totals and their parts in one language.

    `whole_army` are units that count a whole army, `crewless` things without a crew of their own, `beside_strength` words beside a figure
    of strength, `beside_losses` those beside one of all losses, `totals` those for totals; the others are patterns of words: for people
    of no army, for figures that are alternatives, may be incomplete, or may count the same men twice (`when`), and for totals.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        words, dates = lexicon.checks, lexicon.dates
        self.whole_army, self.crewless = words.of(concepts.WHOLE_ARMY), words.of(concepts.CREWLESS)
        self.beside_strength = words.of(concepts.BESIDE_STRENGTH)
        totals = words.of(concepts.TOTAL, concepts.ENDS_TOTAL)
        self.beside_losses = frozenset(word for phrase in totals for word in phrase.split())
        self.totals = [word for word in totals if not any(other != word and other in word for other in totals)]
        self.no_army = _pattern(whole(words.of(concepts.NO_ARMY)))
        self.alternative = _pattern(rf"{whole(words.of(concepts.ALTERNATIVE))}|[%?]")
        self.incomplete = _pattern(whole(words.of(concepts.INCOMPLETE)))
        self.when = _pattern(whole(words.of(concepts.COUNTED_WHEN) | dates.of(concepts.MONTH, concepts.SEASON)))
        before, total, after = (any_of(words.of(each)) for each in (concepts.BEFORE_TOTAL, concepts.TOTAL, concepts.AFTER_TOTAL))
        self.is_total = _pattern(rf"\W*(?:{before}[ -]?)?{total}(?: {after})?\b")
        self.ends_total = _pattern(rf"\b{any_of(words.of(concepts.ENDS_TOTAL))}\W*\Z")
        self.figures: FigureWords = lexicon.grammar(FigureWords)

    def only_counts(self, words: str, *, other: Container[str] = ()) -> bool:
        """Whether words contain no figure, and are all words for the people counted, or in `other`."""
        return not _has_digit(words) and all(word in self.whole_army or word in other for word in _WORD.findall(words.lower()))

    def counts_people(self, quantity: Quantity) -> bool:
        """Whether a figure counts an army's men, whatever happened to them."""
        unit = quantity.unit
        if unit and (sort_of(unit, self.figures) not in (concepts.PEOPLE, 0) or self.no_army.search(unit)):
            return False
        if quantity.of and self.no_army.search(quantity.of):
            return False
        if quantity.kind in _ATOMS:
            return True
        return quantity.kind in (None, "casualties") and (not unit or unit.rpartition(" ")[2].lower() in self.whole_army)

    def counts_things(self, quantity: Quantity) -> bool:
        """Whether a figure counts things or units."""
        sort = sort_of(quantity.unit, self.figures) if quantity.unit else 0
        return sort in (concepts.THING, concepts.FORMATION) or quantity.kind in ("destroyed", "damaged", "destroyed_or_damaged")

    def is_total_label(self, label: str) -> bool:
        """Whether the label of a figure, if it has one, means a total."""
        return not label or self.is_total.fullmatch(label) is not None


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


class _TotalAndParts(NamedTuple):
    """A total and its parts: the figures, the words around them, and whether the parts seem to be complete."""

    total: Quantity
    parts: Sequence[Quantity]
    words: str
    complete: bool


class _Parts(NamedTuple):
    figures: list[Quantity]
    words: list[str]
    complete: bool


@rule("Q704", "info", wikis=ENGLISH, over=COLUMNS)
def total_is_not_the_sum(subject: Subject, sides: Sequence[Side]) -> Iterator[Hit]:
    """A total that is not the sum of the parts given with it.

    The numbers of killed, wounded, missing and captured are compared with their total, and members of a side whose figures add up to more
    than the total are reported. Rounded figures may be off by as much as they are rounded, parts called `about` by a tenth. Nothing is
    compared if the total is approximate (`c. 3,000`, `3,000+`, `3,000–3,200`), or if the page says that the parts are incomplete, or that
    figures are claims of different sources.

    Why: One of the figures is wrong, or one was changed and the others were not.

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

    Fix: none; only the source shows which figure is wrong.
    """
    words = subject.lexicon.grammar(_Words)
    lists = _FigureLists(words, subject.source_map)
    for side in sides:
        for field in FIGURE_FIELDS:
            for found in lists.sums(getattr(side, field), field == "casualties"):
                wrong = _difference(found, words)
                if wrong and found.total.span is not None:
                    message = f"the total {quoted(found.total.text)} is not the sum of its parts, {wrong}; correct the wrong one"
                    yield Hit(*found.total.span, message)


class _FigureLists:
    """Finds totals and their parts in the lists of one infobox, with the `words` of its language and the places of its figures."""

    def __init__(self, words: _Words, source_map: SourceMap) -> None:
        self.words = words
        self.map = source_map

    def sums(self, items: list[Item], losses: bool) -> Iterator[_TotalAndParts]:
        """The totals of a list and of all lists in it, with their parts."""
        lists = [(items, False)]
        while lists:
            here, after = lists.pop()
            if len(here) > 1 and (found := self._sum_of_list(here, losses)):
                yield found._replace(complete=found.complete and not after)
            for place, item in enumerate(here):
                if item.quantities and losses:
                    if len(item.quantities) > 2 and (found := self._sum_in_line(item)):
                        yield found
                    elif len(item.quantities) == 1 and len(item.items) > 1 and self._titles(item):
                        parts = self._parts(item.items)
                        if parts is not None:
                            yield _TotalAndParts(item.quantities[0], parts.figures, " ".join([item.text, *parts.words]), parts.complete)
                elif item.items:
                    # A total at the end of a later group may be the total of all groups.
                    lists.append((item.items, after or place > 0))

    def _titles(self, item: Item) -> bool:
        """Whether only words for what is counted follow the figure of a line."""
        return self.words.only_counts(item.text[self.map.in_text(item.quantities[0])[1] :])

    def _sum_of_list(self, items: list[Item], losses: bool) -> _TotalAndParts | None:
        """The total that is the first or the last of a list's figures, with the others as its parts."""
        totals = [(place, total) for place, item in enumerate(items) if (total := self._total(item, losses)) is not None]
        if len(totals) != 1:
            return None
        place, total = totals[0]
        rest = items[:place] if place else items[1:]
        if any(item.rule for item in rest[1:]) or (place == 0 and any(item.heading for item in rest)):
            return None
        if place and any(self.words.counts_people(quantity) for each in _all(items[place + 1 :]) for quantity in each.quantities):
            return None
        parts = self._parts(rest)
        if parts is None:
            return None
        return _TotalAndParts(total, parts.figures, " ".join([*(each.text for each in _all([items[place]])), *parts.words]), parts.complete)

    def _total(self, item: Item, losses: bool) -> Quantity | None:
        """The figure of a line, or of the line under a heading, that is called a total."""
        words = self.words
        if item.heading and words.is_total.fullmatch(item.text.rstrip(" :")):
            counted = [quantity for each in item.items for quantity in each.quantities if words.counts_people(quantity)]
            return counted[0] if len(counted) == 1 else None
        quantities = item.quantities
        if not quantities or item.items:
            return None
        low = item.text.lower()
        alone = losses and len(quantities) == 1 and quantities[0].kind == "casualties" and self._is_whole(item)
        if not alone and not any(word in low for word in words.totals):
            return None
        counted = [quantity for quantity in quantities if words.counts_people(quantity)]
        if not counted or quantities[0] is not counted[0]:
            return None
        is_labelled = words.is_total.match(item.text) or (len(counted) == 1 and words.ends_total.search(item.text))
        return counted[0] if alone or is_labelled else None

    def _is_whole(self, item: Item) -> bool:
        """Whether the only figure of a line counts all losses, not those of a kind: `500 non-battle casualties`."""
        start, end = self.map.in_text(item.quantities[0])
        return self.words.only_counts(item.text[:start] + item.text[end:], other=self.words.beside_losses)

    def _sum_in_line(self, item: Item) -> _TotalAndParts | None:
        """A total with its parts in a qualifier after it: `500 casualties (200 killed, 300 wounded)`."""
        (total, *parts), text = item.quantities, item.text
        (_, after), *places = map(self.map.in_text, item.quantities)
        start, end = next((each for each in self.map.qualifiers_in_text(item) if each[0] >= after), (-1, -1))
        if start < 0 or _has_digit(text[after:start]) or not all(map(self.words.counts_people, parts)):
            return None
        edges = [start, *(edge for place in places for edge in place), end]
        between = [text[first:last] for first, last in zip(edges[::2], edges[1::2], strict=True)]
        inside = edges == sorted(edges) and not any(map(_has_digit, between))
        return _TotalAndParts(total, parts, text, True) if inside else None

    def _parts(self, items: Iterable[Item]) -> _Parts | None:
        """The figures of lines that can be added up; None if that is not certain."""
        figures: list[Quantity] = []
        words: list[str] = []
        complete = True
        for item in items:
            words.append(item.text)
            if item.heading or (not item.quantities and item.items):
                inner = self._parts(item.items)
                if inner is None:
                    return None
                complete = complete and inner.complete
                figures += inner.figures
                words += inner.words
                continue
            counted = [quantity for quantity in item.quantities if not self.words.counts_things(quantity)]
            if item.items or not all(map(self.words.counts_people, counted)):
                return None
            kinds = [_ATOMS.get(quantity.kind or "") for quantity in counted]
            if len(counted) > 1 and (None in kinds or _overlap(kinds)):
                return None
            complete = complete and bool(item.quantities)
            figures += counted
        return _Parts(figures, words, complete) if len(figures) > 1 else None


def _has_digit(words: str) -> bool:
    return any(map(str.isdigit, words))


def _all(items: Iterable[Item]) -> Iterator[Item]:
    """All items, each with those under it."""
    return (each for item in items for each in (item, *below(item)))


def _overlap(kinds: Sequence[frozenset[str] | None]) -> bool:
    """Whether kinds of losses have a part in common."""
    losses = [loss for kind in kinds if kind is not None for loss in kind]
    return len(losses) > len(set(losses))


def _difference(found: _TotalAndParts, words: _Words) -> str:
    """How the parts differ from their total, in words; empty if they do not, or may not."""
    total, parts = found.total, found.parts
    losses = _losses(found, words)
    # An approximate total is no sum: it may be another source's.
    if losses is None or total.low is None or total.low != total.high or total.about:
        return ""
    tolerance = _tolerance(total, parts)
    least, most = total.low - tolerance, total.low + tolerance
    largest = max(part.low or 0 for part in parts)
    if largest > most:
        return f"one of which is {largest:,}"
    if words.incomplete.search(found.words):
        return ""
    low, high = (sum(bound or 0 for bound in bounds) for bounds in zip(*((part.low, part.high) for part in parts), strict=True))
    if low > most:
        return f"which add up to {low:,}" + ("" if low == high else " or more")
    every = frozenset[str]().union(*losses)
    is_whole = found.complete and all(part.high is not None for part in parts) and any(each <= every for each in _WHOLE)
    if is_whole and high < least:
        return f"which add up to {high:,}" + ("" if low == high else " at most")
    return ""


def _losses(found: _TotalAndParts, words: _Words) -> list[frozenset[str]] | None:
    """The kinds of losses that the parts of a total count, none if they count men; None if they cannot be compared with it."""
    total, parts = found.total, found.parts
    if words.no_army.search(found.words) or words.alternative.search(found.words):
        return None
    if total.kind not in (None, "casualties") or not words.counts_people(total):
        return None
    kinds = [_ATOMS.get(part.kind or "") for part in parts]
    losses = [kind for kind in kinds if kind is not None]
    if losses:
        return losses if len(losses) == len(kinds) and not _overlap(kinds) else None
    labelled = any(_has_digit(part.of) for part in parts) or len({part.unit for part in parts}) > 1
    return None if labelled or words.when.search(found.words) else losses


def _tolerance(total: Quantity, parts: Sequence[Quantity]) -> float:
    """How far off the total may be."""
    size = total.high or total.low or 0
    if any(part.about for part in parts):
        return size * _TOLERANCE * 2
    rounded = max(_rounded(number) for figure in (total, *parts) for number in (figure.low, figure.high) if number)
    return min(rounded, size * _TOLERANCE)


def _rounded(number: int) -> int:
    """The place to which a number is rounded: 500 to hundreds, 8,454 not at all."""
    place = 1
    while number % (place * 10) == 0:
        place *= 10
    return place if place > 1 else 0


# -- losses compared with strength --------------------------------------------------------------------------------------------------

_FATAL: Final = frozenset(("killed", "missing", "captured"))
"""Kinds of losses that happen to a man only once; the wounded may be counted twice."""
_MARGIN: Final = 1.1
_REPLACED: Final = 10_000
"""Larger armies replace their losses, and may lose more men, killed or not, than their strength. A ship's crew is not included in the
number of men beside it, but guns have no crew of their own.
"""


@rule("Q703", "info", wikis=ENGLISH, over=SIDES)
def casualties_above_strength(subject: Subject, sides: Sequence[Side]) -> Iterator[Hit]:
    """A side that lost more people than it had.

    The number of killed, or of all losses, is compared with the strength if each is a single figure for the whole side.

    Why: One of the two is often mistyped, or they are for different times or forces, which the page should say.

    Bad:
        | strength1 = 300 men
        | casualties1 = 500 killed

    Good:
        | strength1 = 3,000 men
        | casualties1 = 500 killed

    Fix: none; only the source shows which of the two is wrong.
    """
    words = subject.lexicon.grammar(_Words)
    for side in sides:
        strength = _whole_strength(side.strength, words, subject.source_map) if side.strength and side.casualties else None
        if strength is None or strength.high is None:
            continue
        for lost in _whole_losses(side.casualties, words):
            if lost.low is None or lost.span is None or (lost.kind == "casualties" and strength.high > _REPLACED):
                continue
            margin = _MARGIN if strength.about or lost.about else 1
            if lost.low > strength.high * margin:
                yield Hit(
                    *lost.span,
                    f"{quoted(lost.text)} is more than the side's strength of {quoted(strength.text)}; correct one, or say what they count",
                )
                break


def _whole_strength(items: list[Item], words: _Words, places: SourceMap) -> Quantity | None:
    """The one figure for a side's strength in people; None if there are others, or words that limit it."""
    found = None
    for item in items:
        if item.items or not item.quantities:
            return None
        for quantity in item.quantities:
            if quantity.unit.rpartition(" ")[2].lower() in words.crewless:
                continue
            if found is not None or not _plain_figure(item, quantity, words, places):
                return None
            found = quantity
    return found


def _plain_figure(item: Item, quantity: Quantity, words: _Words, places: SourceMap) -> bool:
    """Whether a line has only the figure and words for the people that it counts."""
    if not words.counts_people(quantity) or quantity.kind or not words.is_total_label(quantity.of):
        return False
    start, end = places.in_text(quantity)
    return words.only_counts(item.text[:start] + item.text[end:], other=words.beside_strength)


def _whole_losses(items: list[Item], words: _Words) -> list[Quantity]:
    """The killed of a side, and all its losses, each if the page gives a single figure."""
    every = list(_all(items))
    text = " ".join(each.text for each in every)
    if words.no_army.search(text) or words.alternative.search(text):
        return []
    people = [quantity for each in every for quantity in each.quantities if not words.counts_things(quantity)]
    if not all(words.counts_people(quantity) and words.is_total_label(quantity.of) for quantity in people):
        return []
    killed = [quantity for quantity in people if "killed" in (losses := _ATOMS.get(quantity.kind or "", frozenset())) and losses <= _FATAL]
    total = [quantity for quantity in people if quantity.kind == "casualties"]
    return [found[0] for found in (killed, total) if len(found) == 1]
