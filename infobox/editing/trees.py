"""Items as trees that can be compared: what their markup says, where it stands, and how two lists of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from infobox import layout
from infobox.dialect import ENGLISH, Dialect
from infobox.display.form import Form, Mark
from infobox.editing import sequences
from infobox.record import Item, Note, Reference
from infobox.source_map import SourceMap

_NO_FORM: Final = Form()


class ItemTree(NamedTuple):
    """An item: its own `line`, as it is written in a record that is laid out anew; `start` and `end` of its markup in the text from which
    it was read (-1 if it was not read from one); the `nodes` under it. `places` is the map of the reading that it comes from.
    """

    line: str
    item: Item
    start: int
    end: int
    nodes: tuple[ItemTree, ...]
    places: SourceMap | None = None

    @property
    def form(self) -> Form:
        """How the line is written in the text from which it was read."""
        return self.places.form(self.item) if self.places is not None else _NO_FORM

    @property
    def marks(self) -> list[Mark]:
        """The marks of fates that belong to the line, in order, counted from where it begins."""
        return [mark.moved(-self._begins) for mark in self.places.marks(self.item)] if self.places is not None else []

    def place(self, part: Reference | Note) -> tuple[int, int] | None:
        """The half-open span of a reference or note, counted from where the line begins; None if it was not read."""
        span = self.places.of(part) if self.places is not None else None
        return (span[0] - self._begins, span[1] - self._begins) if span is not None else None

    def gap(self, at: int) -> int:
        """Where the white space before a place in the line begins."""
        return max(0, self.places.gap(at + self._begins) - self._begins) if self.places is not None else at

    @property
    def _begins(self) -> int:
        """Where the line begins in the text of its reading."""
        return self.item.span[0] if self.item.span is not None else 0

    @property
    def last(self) -> int:
        """Where the markup of the last line under this one ends; of this one, if none is under it."""
        return self.nodes[-1].last if self.nodes else self.end


def of(items: Sequence[Item], places: SourceMap | None = None, offset: int = 0) -> tuple[ItemTree, ...]:
    """Items as nodes; `places` is the map of the reading that they come from, and their places count from `offset`."""
    nodes = []
    for item in items:
        start, end = (place - offset for place in item.span) if item.span is not None else (-1, -1)
        nodes.append(ItemTree(line(item), item, start, end, of(item.items, places, offset), places))
    return tuple(nodes)


def line(item: Item, gap: str = "", dialect: Dialect = ENGLISH) -> str:
    """An item's own line, without the items under it, as it is written in a record that is laid out anew; `gap` stands before each marker
    of a fate.
    """
    return ("----" if item.rule else "") + layout.line(item, gap, dialect)


def alike(first: Sequence[ItemTree], second: Sequence[ItemTree]) -> bool:
    """Whether two lists say the same."""
    return len(first) == len(second) and all(
        one.line == other.line and alike(one.nodes, other.nodes) for one, other in zip(first, second, strict=True)
    )


def flat(nodes: Sequence[ItemTree]) -> Iterator[ItemTree]:
    """The nodes and all under them, in the order of their lines."""
    for node in nodes:
        yield node
        yield from flat(node.nodes)


ItemPath = tuple[int, ...]


class Step(NamedTuple):
    """One difference: at `path` (the place in its list, after the places of the items above it) a line is changed to that of `node`,
    `node` is inserted with all under it, or the node there is deleted with all under it.
    """

    action: Literal["change", "insert", "delete"]
    path: ItemPath
    node: ItemTree


SIMILAR: Final = 0.5
_MOST_LETTERS: Final = 4_000_000
"""If the lines of two stretches have more pairs of letters than this, they are not compared each with each."""


def first_step(old: Sequence[ItemTree], new: Sequence[ItemTree], path: ItemPath = ()) -> Step | None:
    """The first difference between two lists; None if they are alike."""
    for position, (one, other) in enumerate(match(old, new)):
        if one is None:
            assert other is not None
            return Step("insert", (*path, position), new[other])
        if other is None:
            return Step("delete", (*path, position), old[one])
        if old[one].line != new[other].line:
            return Step("change", (*path, position), new[other])
        step = first_step(old[one].nodes, new[other].nodes, (*path, position))
        if step is not None:
            return step
    return None


def match(old: Sequence[ItemTree], new: Sequence[ItemTree]) -> list[tuple[int | None, int | None]]:
    """Which node of one list corresponds to which of another, in order (None: to none): equal lines first, then the most similar ones."""
    unlike = [pair for pair in zip(old, new, strict=False) if pair[0].line != pair[1].line]
    if len(old) == len(new) and len(unlike) <= 1 and not any(_is_another(one.item, other.item) for one, other in unlike):
        return [(place, place) for place in range(len(old))]
    pairs: list[tuple[int | None, int | None]] = []
    for action, i1, i2, j1, j2 in sequences.opcodes([node.line for node in old], [node.line for node in new]):
        if action == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            pairs += _paired(old, new, range(i1, i2), range(j1, j2))
    return pairs


def match_items(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int | None, int | None]]:
    """`match` of the nodes of these items, which are not laid out if at most one item differs from the one in its place."""
    if len(old) == len(new):
        unlike = [place for place, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
        if not unlike or (len(unlike) == 1 and not _is_another(old[unlike[0]], new[unlike[0]])):
            return [(place, place) for place in range(len(old))]
    return match(of(old), of(new))


def _paired(old: Sequence[ItemTree], new: Sequence[ItemTree], left: range, right: range) -> list[tuple[int | None, int | None]]:
    """The pairs of two stretches that have no line in common, in order."""
    if len(left) == len(right) and not any(_is_another(old[one].item, new[other].item) for one, other in zip(left, right, strict=True)):
        return list(zip(left, right, strict=True))
    if _size(old, left) * _size(new, right) > _MOST_LETTERS:
        return _paired_by_name(old, new, left, right)
    pairs: list[tuple[int | None, int | None]] = []
    waiting = list(left)
    for other in right:
        best = max(waiting, key=lambda one: similarity(old[one], new[other]), default=None)
        if best is None or similarity(old[best], new[other]) < SIMILAR:
            pairs.append((None, other))
            continue
        while waiting[0] != best:
            pairs.append((waiting.pop(0), None))
        pairs.append((waiting.pop(0), other))
    return pairs + [(one, None) for one in waiting]


def _is_another(one: Item, other: Item) -> bool:
    """Whether only one of two lines is a heading and their words differ: what stands under one has no place under the other."""
    return one.heading != other.heading and one.text != other.text


def _size(nodes: Sequence[ItemTree], stretch: range) -> int:
    return sum(len(nodes[place].item.text) + 1 for place in stretch)


def _paired_by_name(old: Sequence[ItemTree], new: Sequence[ItemTree], left: range, right: range) -> list[tuple[int | None, int | None]]:
    """The pairs of two long stretches, in order: those with the same name or text."""
    names, others = (
        [nodes[place].item.name or nodes[place].item.text for place in stretch] for nodes, stretch in ((old, left), (new, right))
    )
    pairs: list[tuple[int | None, int | None]] = []
    for change in sequences.opcodes(names, others):
        first, second = left[change.start : change.end], right[change.other_start : change.other_end]
        if len(first) == len(second):
            pairs += zip(first, second, strict=True)
        else:
            pairs += [*((one, None) for one in first), *((None, other) for other in second)]
    return pairs


def similarity(one: ItemTree, other: ItemTree) -> float:
    """The similarity of two lines, from 0 to 1 (1 if they have the same name)."""
    first, second = one.item, other.item
    if _is_another(first, second):
        return 0.0
    if first.name and first.name == second.name:
        return 1.0
    return sequences.ratio(first.text, second.text)


def applied(nodes: Sequence[ItemTree], step: Step) -> tuple[ItemTree, ...]:
    """The list after a step."""
    head, *rest = step.path
    before, after = tuple(nodes[:head]), tuple(nodes[head + 1 :])
    if rest:
        node = nodes[head]
        return (*before, node._replace(nodes=applied(node.nodes, step._replace(path=tuple(rest)))), *after)
    if step.action == "insert":
        return (*before, step.node, *nodes[head:])
    if step.action == "delete":
        return (*before, *after)
    return (*before, step.node._replace(nodes=nodes[head].nodes), *after)


def at(nodes: Sequence[ItemTree], path: ItemPath) -> ItemTree:
    """The node at a path."""
    node = nodes[path[0]]
    for place in path[1:]:
        node = node.nodes[place]
    return node
