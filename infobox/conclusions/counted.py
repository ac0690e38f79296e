"""What the figures of a side count: their sort, their singular, whose claims they are, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, cast, get_args

from msgspec import Struct

from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of, whole
from infobox.record import Category, Item, Quantity
from infobox.values.figure_lists import sort_of
from infobox.values.figure_words import FigureWords

PEOPLE: Final[Category] = "people"
HAPPEN_TO_PEOPLE: Final = ("killed", "wounded", "missing", "sick", "deserted", "displaced", "casualties")
"""With one of these in its kind, a figure without a noun counts people; captured may be things as well."""
_TAKEN: Final = ("captured", "surrendered", "captured_or_missing")
_SORTS: Final[dict[int, Category]] = {
    concepts.PEOPLE: "people",
    concepts.ANIMAL: "animals",
    concepts.FORMATION: "formations",
}
_MANY: Final = 100
"""A number without a noun under a label that is not known counts people if it is so high; below, it may count things."""


class SumWords:
    """The words that say what a figure is among others, in one language; `understood` is false if it has none."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.checks
        self.understood = bool(words.of(concepts.TOTAL))
        self.figures: FigureWords = lexicon.grammar(FigureWords)
        self.categories = cast(dict[str, Category], words.valued(concepts.CATEGORY))
        assert set(self.categories.values()) <= set(get_args(Category))
        self.general = words.of(concepts.WHOLE_ARMY)
        self.civilian = _pattern(whole(words.of(concepts.NO_ARMY)))
        self.joined = _pattern(whole(lexicon.results.of(concepts.AND)))
        self.rival = _pattern(rf"{whole(words.of(concepts.ALTERNATIVE))}|[%?]")
        self.claim = _pattern(whole(words.of(concepts.CLAIMED_BY)))
        self.included = _pattern(whole(words.of(concepts.INCOMPLETE)))
        self.unknown = _pattern(whole(lexicon.figures.of(_NOT_KNOWN)))
        self.when = _pattern(rf"{whole(words.of(concepts.COUNTED_WHEN) | lexicon.dates.of(concepts.MONTH, concepts.SEASON))}|\d")
        before, total, after = (any_of(words.of(each)) for each in (concepts.BEFORE_TOTAL, concepts.TOTAL, concepts.AFTER_TOTAL))
        self.is_total = _pattern(rf"\W*(?:{before}[ -]?)?{total}(?: {after})?\W*")
        self.ends_total = _pattern(rf"\s*\(?{any_of(words.of(concepts.ENDS_TOTAL))}\b")
        self._known: dict[tuple[str, str | None], tuple[Category | None, str]] = {}

    def counted(self, unit: str, kind: str | None) -> tuple[Category | None, str]:
        """The sort of thing that a unit names, and its singular if it is a plural."""
        found = self._known.get((unit, kind))
        if found is None:
            found = self._category(unit, kind), self._singular(unit)
            if len(self._known) < _MOST_KNOWN:
                self._known[unit, kind] = found
        return found

    def only_civilians(self, text: str) -> bool:
        """Whether words count people who belong to no army, and nobody beside them: not `civilians and soldiers`."""
        return all(map(self.civilian.search, self.joined.split(text)))

    def _category(self, unit: str, kind: str | None) -> Category | None:
        low = unit.lower()
        head = low.rpartition(" ")[2]
        named = next(
            (self.categories[word] for word in (low, self._singular(low), head, self._singular(head)) if word in self.categories), None
        )
        if named is not None:
            return named
        sort = sort_of(unit, self.figures) if unit else 0
        if sort in (concepts.THING, concepts.EITHER):
            return "other" if sort == concepts.THING else None
        if sort in _SORTS:
            return _SORTS[sort]
        says_fate = head in self.figures.any_fate or low in self.figures.any_fate or not unit
        return PEOPLE if kind is not None and says_fate and any(each in kind for each in HAPPEN_TO_PEOPLE) else None

    def _singular(self, unit: str) -> str:
        if self.joined.search(unit):
            return ""
        rest, blank, head = unit.rpartition(" ")
        one = self.figures.singulars.get(head.lower(), "")
        return f"{rest}{blank}{one}" if one and one != head.lower() else ""


_STATEMENTS: Final = re.compile("[;,]")
"""What parts the statements in a parenthesis: `(2015; per gov.)`."""
_NOT_KNOWN: Final = "not_known"
_MOST_KNOWN: Final = 10_000


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


class Counted(Struct):
    """One figure of a list of a side: where it stands, and what the words around it say.

    `path` is its path in the side, `titles` the headings above it, `owners` the paths of the items above it that have figures, `before` and
    `after` the words between it and the figures before and after it on its line, `line` the path of its item.
    """

    quantity: Quantity
    path: str
    line: str
    item: Item
    titles: tuple[str, ...]
    owners: tuple[str, ...]
    before: str
    after: str
    category: Category | None
    whole: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """What distinguishes it from others of its kind: headings, label, flag."""
        flags = tuple(flag.of or flag.image for flag in self.item.flags)
        return (*self.titles, *flags, *((self.quantity.of,) if self.quantity.of else ()))


def figures(items: list[Item], field: str, words: SumWords) -> list[Counted]:
    """The figures of a list, in order, with their categories, claims and whether civilians are counted filled in."""
    found: list[Counted] = []
    for item, line, titles, owners in _lines(items, field):
        for number, (quantity, before, after) in enumerate(_segments(item)):
            category, quantity.singular = words.counted(quantity.unit, quantity.kind)
            context = (*titles, quantity.of, quantity.unit)
            quantity.civilians = any(words.only_civilians(text) for text in context if text)
            quantity.by = _claim(titles, quantity, after, words)
            here = Counted(quantity, f"{line}.quantities[{number}]", line, item, titles, owners, before, after, category)
            here.category = quantity.category = category or _of_labels(here, words) or _captured(here, found, words)
            if category == "formations" and (quantity.low or 0) >= _MANY:
                here.category = None  # more likely the men of one
            said = [*titles[-1:], quantity.of]
            here.whole = any(title and words.is_total.fullmatch(title) for title in said) or words.ends_total.match(after) is not None
            here.whole = here.whole or (number == 0 and words.is_total.fullmatch(before) is not None)
            found.append(here)
    return found


def _captured(figure: Counted, before: list[Counted], words: SumWords) -> Category | None:
    """People, if a figure says only that they were captured, and none before it on the line counts anything else."""
    quantity = figure.quantity
    fated = quantity.unit.rpartition(" ")[2].lower() in words.figures.any_fate or not quantity.unit
    people = all(each.category == PEOPLE for each in before if each.line == figure.line)
    return PEOPLE if fated and people and quantity.kind in _TAKEN else None


def unknown(items: list[Item], words: SumWords) -> tuple[bool, bool]:
    """Whether a list says of somebody that the number is not known: on a line of its own, and anywhere."""
    alone = anywhere = False
    for item, *_ in _lines(items, ""):
        if words.unknown.search(item.text):
            anywhere = True
            alone = alone or not item.quantities
    return alone, anywhere


def _of_labels(figure: Counted, words: SumWords) -> Category | None:
    """What a number without a noun counts, from its labels."""
    quantity = figure.quantity
    if quantity.unit:
        return None
    for label in reversed([*figure.titles, quantity.of]):
        sort = words.counted(label.strip(" :"), None)[0] if label else None
        if sort is not None and not words.is_total.fullmatch(label):
            return sort
    if quantity.of and not words.is_total.fullmatch(quantity.of) and (quantity.low or quantity.high or 0) < _MANY:
        return None
    return PEOPLE


def _lines(items: list[Item], field: str) -> Iterator[tuple[Item, str, tuple[str, ...], tuple[str, ...]]]:
    """The items of a tree in order, each with its path, the titles above it and the paths of the items above it that have figures."""
    nothing: tuple[str, ...] = ()
    waiting = [(item, f"{field}[{number}]", nothing, nothing) for number, item in enumerate(items)][::-1]
    while waiting:
        item, path, titles, owners = waiting.pop()
        yield item, path, titles, owners
        title = item.text.strip(" :()") or next((flag.of or flag.image for flag in item.flags), "")
        above = titles if item.quantities or not title else (*titles, title)
        over = (*owners, path) if item.quantities else owners
        waiting += [(inner, f"{path}.items[{number}]", above, over) for number, inner in enumerate(item.items)][::-1]


def _segments(item: Item) -> Iterator[tuple[Quantity, str, str]]:
    """The figures of an item, each with the words between it and its neighbours."""
    places: list[tuple[int, int]] = []
    end = 0
    for quantity in item.quantities:
        start = item.text.find(quantity.text, end) if quantity.text else -1
        start = end if start < 0 else start
        places.append((start, end := start + len(quantity.text)))
    edges = [0, *(edge for place in places for edge in place), len(item.text)]
    for number, quantity in enumerate(item.quantities):
        yield quantity, item.text[edges[2 * number] : edges[2 * number + 1]], item.text[edges[2 * number + 2] : edges[2 * number + 3]]


def _claim(titles: tuple[str, ...], quantity: Quantity, after: str, words: SumWords) -> str:
    """Whose estimate or claim a figure is, in the page's words; empty if they say none, or not whose."""
    said = [*reversed(titles), quantity.of]
    place = words.claim.search(after)
    if place is not None:
        opening, closing = after.rfind("(", 0, place.start()), after.find(")", place.start())
        inside = after[opening + 1 : closing] if 0 <= opening < closing else after[place.start() :]
        said[:0] = _STATEMENTS.split(inside)
    for phrase in said:
        if phrase and " " in phrase.strip() and words.claim.search(phrase):
            return phrase.strip(" ,;.:()–-")
    return ""
