"""Two versions of an infobox compared for rules about edits: which passages correspond, and what the sources of each are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from infobox import layout, templates
from infobox.checks import identities
from infobox.checks.reviewing import Revisions
from infobox.checks.subject import Subject
from infobox.editing import trees
from infobox.editing.trees import ItemTree
from infobox.record import SIDE_FIELDS, TEXT_FIELDS, Coordinates, Date, Item, Note, Reference, Side, Text

_SIMILAR: Final = 0.4
"""How similar (1: equal) two lines of a list must be to count as one line that was changed."""
_NUMBER: Final = re.compile(r"\d[\d,. ]*\d|\d")
_TEMPLATE: Final = re.compile(r"\{\{([^{}|]*)")
_LEAST_LOST: Final = 3
"""An infobox that lost fewer values was not emptied."""
_TEXTS: Final = (*TEXT_FIELDS, "date", "coordinates", "image.caption")
"""The fields of the record with words that are no lists."""

Passage: TypeAlias = Item | Text | Date | Coordinates
Sources: TypeAlias = frozenset[str]


class Match(NamedTuple):
    """A passage that is in both versions: the `old` and the `new` one, its `span` in the new page, and the `name` of its parameter there.
    `was_sourced` and `is_sourced` are the sources that cover it: its own, those of the lines above it, or those of the whole value.
    """

    old: Passage
    new: Passage
    span: tuple[int, int]
    name: str
    was_sourced: Sources
    is_sourced: Sources

    @property
    def keeps_its_source(self) -> bool:
        """Whether it has sources, no new one, and none that was changed."""
        return bool(self.was_sourced) and bool(self.is_sourced) and self.is_sourced <= self.was_sourced and not _are_restated(self)


class Comparison(NamedTuple):
    """Two versions compared: the passages in both, those removed, with their parameters' names in the new version, and how often each has
    each source.
    """

    matches: list[Match]
    removed: list[tuple[str, Passage]]
    before: Counter[str]
    after: Counter[str]

    def are_fewer(self, sources: Iterable[str]) -> bool:
        """Whether each of some sources is used less often in the new version."""
        return all(self.after[source] < self.before[source] for source in sources)

    def is_new(self, sources: Iterable[str]) -> bool:
        """Whether the old version lacks one of some sources."""
        return any(source not in self.before for source in sources)


def comparison(versions: Revisions) -> Comparison:
    """The comparison of two versions (for `Revisions.once`)."""
    old, new = versions.old, versions.new
    found = Comparison([], [], _all_sources(old), _all_sources(new))
    for name, one, other in _texts(versions):
        if one is not None and other is not None and other.span is not None:
            found.matches.append(Match(one, other, other.span, name, cited(one), cited(other)))
        elif one is not None:
            found.removed.append((name, one))
    for name, first, second in lists(versions):
        covers = tuple(map(_of_the_whole, (first, second)))
        _match(found, name, trees.of(first), trees.of(second), (covers[0], covers[1]))
    return found


def _texts(versions: Revisions) -> Iterator[tuple[str, Passage | None, Passage | None]]:
    """The values that are no lists: the parameter's name, the old and the new one."""
    profile = versions.new.profile
    for field in _TEXTS:
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
    """For each old side the place of the new one with the same combatants; if there is none, its own place, or one that does not exist."""
    before, after = ([identities.keys_of(side.combatants) for side in sides] for sides in (old, new))
    places: dict[int, int] = {}
    pairs = ((one, other) for one in range(len(old)) for other in range(len(new)) if before[one] & after[other])
    for one, other in sorted(pairs, key=lambda pair: (-len(before[pair[0]] & after[pair[1]]), pair[0] != pair[1])):
        if one not in places and other not in places.values():
            places[one] = other
    return [places.get(one, one if one not in places.values() else len(new) + one) for one in range(len(old))]


def _match(found: Comparison, name: str, old: Sequence[ItemTree], new: Sequence[ItemTree], above: tuple[Sources, Sources]) -> None:
    alone = len(old) == len(new) and sum(one.line != other.line for one, other in zip(old, new, strict=True)) == 1
    for first, second in _pairs(old, new):
        if second is not None and not (alone or first.line == second.line or _are_one(first, second)):
            second = None
        if second is None:
            found.removed.extend((name, node.item) for node in trees.flat([first]))
            continue
        covers = (cited(first.item) or above[0], cited(second.item) or above[1])
        if second.item.span is not None:
            found.matches.append(Match(first.item, second.item, second.item.span, name, *covers))
        _match(found, name, first.nodes, second.nodes, covers)


def _pairs(old: Sequence[ItemTree], new: Sequence[ItemTree]) -> Iterator[tuple[ItemTree, ItemTree | None]]:
    """The lines of the old list, each with its counterpart: lines that are alike, then those that are left with the same sources."""
    pairs = trees.match(old, new)
    waiting: dict[Sources, list[int]] = {}
    for one, other in pairs:
        if one is None and other is not None and (sources := cited(new[other].item)):
            waiting.setdefault(sources, []).append(other)
    for one, other in pairs:
        if one is not None:
            rest = waiting.get(cited(old[one].item)) if other is None else None
            place = rest.pop(0) if rest else other
            yield old[one], new[place] if place is not None else None


def _are_one(first: ItemTree, second: ItemTree) -> bool:
    """Whether two lines in the same place are one that was changed: they are similar, or have the same sources."""
    sources = cited(first.item)
    return (bool(sources) and sources == cited(second.item)) or trees.similarity(first, second) >= _SIMILAR


def texts_of(subject: Subject) -> Iterator[Passage]:
    """Everything in words that an infobox has: values that are no lists, and the lines of lists."""
    yield from filter(None, (layout.held_at(subject.record, field) for field in _TEXTS))
    yield from (entry.item for entry in subject.entries)


# -- sources --------------------------------------------------------------------------------------------------------------------------


def sources_of(value: Passage) -> list[Reference | Note]:
    """The references and notes of a value, without remarks such as `citation needed`; notes often contain sources."""
    return [*value.references, *(note for note in value.notes if not _is_remark(note))]


def _is_remark(note: Note) -> bool:
    name = _TEMPLATE.match(note.wikitext)
    known = templates.meaning(name[1].strip()) if name is not None else None
    return known is not None and known.kind == "remark"


def key(source: Reference | Note) -> str:
    """What identifies a citation in both versions: its name, or its words."""
    return source.name or " ".join((source.text or source.wikitext).split())


def cited(value: Passage) -> Sources:
    """The sources of a value, by their keys."""
    return frozenset(map(key, sources_of(value)))


def _are_restated(match: Match) -> bool:
    """Whether a source has the same name but other words than before: it may now say something else."""
    before = {key(source): source.text for source in sources_of(match.old) if source.text}
    return any(source.text and before.get(key(source), source.text) != source.text for source in sources_of(match.new))


def _of_the_whole(items: Sequence[Item]) -> Sources:
    """The sources of a whole list: those of its first and its last line if no other line has any."""
    if not items:
        return frozenset()
    last = items[-1]
    while last.items:
        last = last.items[-1]
    ends = (items[0], last)
    waiting = list(items)
    while waiting:
        item = waiting.pop()
        waiting += item.items
        if not any(item is end for end in ends) and cited(item):
            return frozenset()
    return cited(items[0]) | cited(last)


def _all_sources(subject: Subject) -> Counter[str]:
    """How often each citation is used in an infobox."""
    found: Counter[str] = Counter()
    for passage in texts_of(subject):
        found.update(map(key, sources_of(passage)))
    return found


# -- figures --------------------------------------------------------------------------------------------------------------------------


def figures(text: str) -> list[str]:
    """The numbers in a text, by their digits."""
    return ["".join(filter(str.isdigit, number)) for number in _NUMBER.findall(text)]


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
