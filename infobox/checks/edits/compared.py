"""Two versions of an infobox compared for rules about edits: which passages correspond, and what the sources of each are."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from infobox import layout
from infobox.checks.edits import identities
from infobox.checks.edits.citations import TEXTS, Citations, Passage, Sources
from infobox.checks.reviewing import Revisions
from infobox.editing import trees
from infobox.editing.trees import ItemTree
from infobox.record import SIDE_FIELDS, Item, Side

_SIMILAR: Final = 0.4
"""How similar (1: equal) two lines of a list must be to count as one line that was changed."""
NUMBER: Final = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[,.]\d+)*")
"""A number in a text, with the signs between its groups."""
_LEAST_LOST: Final = 3
"""An infobox that lost fewer values was not emptied."""


class Match(NamedTuple):
    """A passage that is in both versions: the `old` and the `new` one, its `span` in the new page, and the `name` of its parameter there.
    `was_sourced` and `is_sourced` are the sources that cover it: its own, those of the lines above it, or those of the whole value;
    `restated` is true if one of them has other words than before.
    """

    old: Passage
    new: Passage
    span: tuple[int, int]
    name: str
    was_sourced: Sources
    is_sourced: Sources
    restated: bool

    @property
    def keeps_its_source(self) -> bool:
        """Whether it has sources, no new one, and none that was changed."""
        return bool(self.was_sourced) and bool(self.is_sourced) and self.is_sourced <= self.was_sourced and not self.restated


class Comparison(NamedTuple):
    """Two versions compared: the passages in both, and those removed, with their parameters' names in the new version."""

    matches: list[Match]
    removed: list[tuple[str, Passage]]


def comparison(versions: Revisions) -> Comparison:
    """The comparison of two versions (for `Revisions.once`)."""
    citations = versions.once(Citations)
    found = Comparison([], [])
    for name, one, other in _texts(versions):
        if one is not None and other is not None and other.span is not None:
            sources = (citations.of(one), citations.of(other))
            found.matches.append(Match(one, other, other.span, name, *sources, citations.are_restated(one, other)))
        elif one is not None:
            found.removed.append((name, one))
    for name, first, second in lists(versions):
        _ListPairs(name, citations, found).match(first, second)
    return found


def _texts(versions: Revisions) -> Iterator[tuple[str, Passage | None, Passage | None]]:
    """The values that are no lists: the parameter's name, the old and the new one."""
    profile = versions.new.profile
    for field in TEXTS:
        one, other = (layout.held_at(subject.record, field) for subject in (versions.old, versions.new))
        yield profile.named(field), one, other


def lists(versions: Revisions) -> Iterator[tuple[str, list[Item], list[Item]]]:
    """The lists: the parameter's name in the new version, the old and the new one."""
    old, new, profile = versions.old.record, versions.new.record, versions.new.profile
    for field in ("result.items", "territory"):
        yield profile.named(field.partition(".")[0]), layout.held_at(old, field) or [], layout.held_at(new, field) or []
    for number, side, other in columns(versions):
        for field in SIDE_FIELDS:
            first: list[Item] = getattr(side, field)
            second: list[Item] = getattr(other, field)
            for row in dict.fromkeys(item.row for item in (*first, *second)):
                yield profile.named(field, number, row), [i for i in first if i.row == row], [i for i in second if i.row == row]


def columns(versions: Revisions) -> list[tuple[int, Side, Side]]:
    """The sides of the old version, then the row under all of them, each with the one that corresponds to it in the new version (an empty
    one if none does) and that one's number. A side that stands in another place is recognized by its combatants.
    """
    return versions.once(_columns)


def _columns(versions: Revisions) -> list[tuple[int, Side, Side]]:
    old, new, profile = versions.old.record, versions.new.record, versions.new.profile
    numbers = _renumbered(old.sides, new.sides)
    found = [
        (number + 1, side, new.sides[number] if number < len(new.sides) else Side())
        for side, number in zip(old.sides, numbers, strict=True)
    ]
    if old.joint is not None:
        found.append((profile.count_of(len(new.sides)) + 1, old.joint, new.joint or Side()))
    return found


def _renumbered(old: Sequence[Side], new: Sequence[Side]) -> list[int]:
    """For each old side the place of the new one with the same combatants; for the others, in order, those that are left, or ones that do
    not exist.
    """
    before, after = ([identities.keys_of(side.combatants) for side in sides] for sides in (old, new))
    places: dict[int, int] = {}
    pairs = ((one, other) for one in range(len(old)) for other in range(len(new)) if before[one] & after[other])
    for one, other in sorted(pairs, key=lambda pair: (-len(before[pair[0]] & after[pair[1]]), pair[0] != pair[1])):
        if one not in places and other not in places.values():
            places[one] = other
    left = iter([place for place in range(len(new) + len(old)) if place not in places.values()])
    return [places[one] if one in places else next(left) for one in range(len(old))]


class _ListPairs:
    """Two versions of one list, whose lines are matched."""

    def __init__(self, name: str, citations: Citations, found: Comparison) -> None:
        self.name = name
        self.citations = citations
        self.found = found
        self.removed: list[Item] = []
        self.come: defaultdict[str, deque[Item]] = defaultdict(deque)

    def match(self, old: Sequence[Item], new: Sequence[Item]) -> None:
        """Enter the lines that are in both, and those removed."""
        covers = (self._of_the_whole(old), self._of_the_whole(new))
        self._match(trees.of(old), trees.of(new), covers)
        for item in self.removed:
            # The same line may stand on another level.
            twins = self.come[item.text] if item.text else ()
            if twins:
                self._enter(item, twins.popleft(), covers)
            else:
                self.found.removed.append((self.name, item))

    def _match(self, old: Sequence[ItemTree], new: Sequence[ItemTree], above: tuple[Sources, Sources]) -> None:
        alone = len(old) == len(new) and sum(one.line != other.line for one, other in zip(old, new, strict=True)) == 1
        for first, second in self._pairs(old, new):
            if first is not None and second is not None and (alone or first.line == second.line or self._are_one(first, second)):
                self._match(first.nodes, second.nodes, self._enter(first.item, second.item, above))
                continue
            if first is not None:
                self.removed += [node.item for node in trees.flat([first])]
            if second is not None:
                for node in trees.flat([second]):
                    self.come[node.item.text].append(node.item)

    def _enter(self, old: Item, new: Item, above: tuple[Sources, Sources]) -> tuple[Sources, Sources]:
        """Enter a line that is in both, and return the sources that cover what is under it."""
        citations = self.citations
        covers = (citations.of(old) or above[0], citations.of(new) or above[1])
        if new.span is not None:
            self.found.matches.append(Match(old, new, new.span, self.name, *covers, citations.are_restated(old, new)))
        return covers

    def _pairs(self, old: Sequence[ItemTree], new: Sequence[ItemTree]) -> Iterator[tuple[ItemTree | None, ItemTree | None]]:
        """The lines of both lists in pairs: lines that are alike, then those that are left with the same sources."""
        waiting: dict[Sources, deque[int]] = {}
        left: list[int] = []
        for one, other in trees.match(old, new):
            if one is not None and other is not None:
                yield old[one], new[other]
            elif other is not None:
                waiting.setdefault(self.citations.of(new[other].item), deque()).append(other)
            elif one is not None:
                left.append(one)
        for one in left:
            sources = self.citations.of(old[one].item)
            heirs = waiting.get(sources) if sources else None
            yield old[one], new[heirs.popleft()] if heirs else None
        for heirs in waiting.values():
            yield from ((None, new[other]) for other in heirs)

    def _are_one(self, first: ItemTree, second: ItemTree) -> bool:
        """Whether two lines in the same place are one that was changed: they are similar, or have the same sources."""
        sources = self.citations.of(first.item)
        return (bool(sources) and sources == self.citations.of(second.item)) or trees.similarity(first, second) >= _SIMILAR

    def _of_the_whole(self, items: Sequence[Item]) -> Sources:
        """The sources of a whole list: those of its first and its last line if no other line has any."""
        if not items:
            return frozenset()
        last = items[-1]
        while last.items:
            last = last.items[-1]
        for item in identities.every_item(items):
            if item is not items[0] and item is not last and self.citations.of(item):
                return frozenset()
        return self.citations.of(items[0]) | self.citations.of(last)


# -- figures --------------------------------------------------------------------------------------------------------------------------


def figures(text: str) -> list[str]:
    """The numbers in a text, by their digits."""
    return ["".join(filter(str.isdigit, number)) for number in NUMBER.findall(text)]


# -- the whole ------------------------------------------------------------------------------------------------------------------------


def lost(versions: Revisions) -> tuple[int, int]:
    """How many values that the template shows the edit took away, if it took most of them and put nothing in their place; and how many
    there were. (0, 0) if it did not.
    """
    return versions.once(_lost)


def _lost(versions: Revisions) -> tuple[int, int]:
    before, after = (
        sum(1 for name, value in subject.shown.items() if value.bare and name in subject.profile.known)
        for subject in (versions.old, versions.new)
    )
    return (before - after, before) if before - after >= _LEAST_LOST and after * 2 < before else (0, 0)
