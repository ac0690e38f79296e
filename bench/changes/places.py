"""Where a change can be made, and the table of the kinds of change."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from bench.right import Request
from infobox.record import SIDE_FIELDS, Item, Side

Stretch = tuple[int, int]
"""Half-open span of the page, outside of which the smallest change keeps every byte."""
Kind = Callable[[Request, random.Random], Stretch | None]
"""Changes what a request wants in one way, and returns where the page may change; None if the page has no place for it."""
ItemChange = Callable[["Place", random.Random], Stretch | bool | None]
"""The same for one item: True stands for the item's own span, False and None for no change."""

KINDS: Final[dict[str, Kind]] = {}
WORDLESS: Final[dict[str, str]] = {}
"""The kinds that words cannot express, with the reason."""

ENTITIES: Final = ("combatants", "commanders", "units")
FIGURES: Final = ("strength", "casualties")
LISTS: Final = SIDE_FIELDS


def kind(name: str, *, wordless: str = "") -> Callable[[Kind], Kind]:
    """Enter a kind of change into the table; `wordless` is why words cannot express it."""

    def entered(change: Kind) -> Kind:
        assert name not in KINDS
        KINDS[name] = change
        if wordless:
            WORDLESS[name] = wordless
        return change

    return entered


def item_kind(name: str, fields: tuple[str, ...] = LISTS, *, wordless: str = "") -> Callable[[ItemChange], ItemChange]:
    """Enter a kind of change to one item of the lists in these fields."""

    def entered(change: ItemChange) -> ItemChange:
        def first_possible(asked: Request, rng: random.Random) -> Stretch | None:
            for place in places(asked, rng, fields):
                done = change(place, rng)
                if done:
                    return done if isinstance(done, tuple) else span(place.item)
            return None

        kind(name, wordless=wordless)(first_possible)
        return change

    return entered


class Place(NamedTuple):
    """An item that a change is about: its list, its number there, the list's field and side, the item above it, and the lines of the whole
    value in order.
    """

    siblings: list[Item]
    number: int
    field: str
    side: Side
    above: Item | None
    lines: list[Item]

    @property
    def item(self) -> Item:
        return self.siblings[self.number]

    @property
    def around(self) -> Stretch:
        """From the end of the line before it to the beginning of the line after it and the lines under it."""
        first = next(place for place, line in enumerate(self.lines) if line is self.item)
        after = first + len(list(lines([self.item])))
        start = span(self.lines[first - 1])[1] if first else span(self.item)[0]
        end = span(self.lines[after])[0] if after < len(self.lines) else last(self.item)
        return start, end

    @property
    def value(self) -> Stretch:
        """From the first line of the value to its last."""
        return span(self.lines[0])[0], max(span(line)[1] for line in self.lines)


def span(item: Item) -> Stretch:
    assert item.span is not None
    return item.span


def lines(items: list[Item]) -> Iterator[Item]:
    """The items and all under them, in the order of their lines."""
    for item in items:
        yield item
        yield from lines(item.items)


def last(item: Item) -> int:
    """Where the last line under an item ends."""
    return max(span(line)[1] for line in lines([item]))


def places(asked: Request, rng: random.Random, fields: tuple[str, ...] = LISTS) -> Iterator[Place]:
    """The items of the sides' lists, in random order; lists with extra rows are left to the kinds that are about rows."""
    lists = [(side, name) for side in asked.wanted.sides for name in fields]
    rng.shuffle(lists)
    for side, name in lists:
        items: list[Item] = getattr(side, name)
        if any(item.row for item in items):
            continue
        every = list(lines(items))
        found = [
            Place(siblings, number, name, side, above, every) for above, siblings in _siblings(items) for number in range(len(siblings))
        ]
        rng.shuffle(found)
        yield from found


def _siblings(items: list[Item], above: Item | None = None) -> Iterator[tuple[Item | None, list[Item]]]:
    if items:
        yield above, items
    for item in items:
        yield from _siblings(item.items, item)


def parameter(asked: Request, *names: str) -> Stretch:
    """Where the page may change for the value of a parameter, or of several neighbouring ones: the span of the value without the white
    space around it; for a new parameter, the empty span where it is inserted.
    """
    found = [asked.reading.shown[name] for name in names if name in asked.reading.shown]
    box = asked.reading.box
    assert box is not None
    if not found:
        return box.start, box.start
    start, end = min(one.value_start for one in found), max(one.value_end for one in found)
    words = asked.page[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def whole(asked: Request) -> Stretch:
    """The whole infobox."""
    assert asked.reading.box is not None
    return asked.reading.box.start, asked.reading.box.end
