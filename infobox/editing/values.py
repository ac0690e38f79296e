"""Updating one list value of a page to the items it should hold, step by step: each step is the smallest change of the text that reads
as it should.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from infobox.box import COMMENT
from infobox.editing import style, trees
from infobox.editing.insertions import insertions
from infobox.editing.lines import changed
from infobox.editing.rebuilding import rebuilt
from infobox.editing.trees import ItemTree, Step

Read = Callable[[str], tuple[ItemTree, ...]]
"""Reads a value: its wikitext -> its items, with spans in it."""

MOST_READ: Final = 300_000
"""How many characters are read while trying changes, for all values of an infobox; beyond that, values are rebuilt without trying."""
_LONGEST: Final = 15_000
"""A longer value is rebuilt without trying changes: the longest of 300 real pages has 4,048 characters."""


class Allowance:
    """How many characters may still be read while trying changes."""

    def __init__(self) -> None:
        self.left = MOST_READ


def updated(
    value: str, original: tuple[ItemTree, ...], target: tuple[ItemTree, ...], read: Read, manner: style.Style, allowance: Allowance
) -> str | None:
    """The value, which reads as the `original` items, changed to read as the `target`: single lines are changed, or, if that does not
    work, the value is rebuilt; None if it cannot be made to read so.

    `manner` is how its infobox writes lists. `read` deducts what it reads from the `allowance`.
    """
    written, current = value, original
    if not target:
        return _without(value, len(value) - len(value.lstrip(" \t")), len(value.rstrip()))
    if len(value) > _LONGEST:
        return rebuilt(written, original, target, manner, read)
    kept = {node.line: value[node.start : node.end] for node in trees.flat(original)}
    while True:
        step = trees.first_step(current, target)
        if step is None:
            return value
        expected = trees.applied(current, step)
        for candidate in _candidates(value, current, target, step, manner, kept):
            if allowance.left < 0:
                return rebuilt(written, original, target, manner, read)
            found = read(candidate)
            if trees.alike(found, expected):
                value, current = candidate, found
                break
        else:
            return rebuilt(written, original, target, manner, read)


def _candidates(
    value: str, nodes: Sequence[ItemTree], target: Sequence[ItemTree], step: Step, manner: style.Style, kept: dict[str, str]
) -> Iterator[str]:
    """The value with a step done, the smallest change first; only reading them shows which are right."""
    if step.action == "change":
        old = trees.at(nodes, step.path)
        end = _end_of_marks(old)
        yield from (value[: old.start] + line + value[end:] for line in changed(value[old.start : end], old, step.node, manner))
    elif step.action == "delete":
        yield from _deletions(value, nodes, step, moved=_is_moved(value, nodes, target, trees.at(nodes, step.path)))
    else:
        yield from insertions(value, nodes, step, manner, kept)


def _end_of_marks(node: ItemTree) -> int:
    """Where a line ends, including the marks of fates that stand after it on lines of their own."""
    found = node.marks if node.item.fates else []
    return max(node.end, node.start + found[-1].around[1]) if found else node.end


def _deletions(value: str, nodes: Sequence[ItemTree], step: Step, *, moved: bool) -> Iterator[str]:
    """The value without the line, and without what stands between it and the line before or after it."""
    node = trees.at(nodes, step.path)
    own = (node.start, node.last) if moved else (0, 0)
    lines = list(trees.flat(nodes))
    number = next(place for place, line in enumerate(lines) if line is node)
    following = number + sum(1 for _ in trees.flat([node]))
    end = node.last
    before = lines[number - 1].end if number else None
    after = lines[following].start if following < len(lines) else None
    if before is not None and node.form.gap:
        yield _without(value, before, end, own)
    if after is not None and lines[following].form.gap:
        yield _without(value, node.start, after, own)
    if node.form.signs:
        start = node.start - node.form.marker
        line_start, line_end = value.rfind("\n", 0, start) + 1, value.find("\n", end)
        line_end = len(value) if line_end < 0 else line_end
        if not (value[line_start:start] + value[end:line_end]).strip():
            yield _without(value, max(0, line_start - 1), line_end, own)
            yield _without(value, line_start, min(line_end + 1, len(value)), own)
        yield _without(value, start, end, own)
    yield _without(value, node.start, end, own)
    if before is not None:
        yield _without(value, before, end, own)
    if after is not None:
        yield _without(value, node.start, after, own)


def _is_moved(value: str, nodes: Sequence[ItemTree], target: Sequence[ItemTree], node: ItemTree) -> bool:
    """Whether a line that is to be deleted stands elsewhere already, or will be inserted there, with its comments."""
    now, then = (sum(line.line == node.line for line in trees.flat(held)) for held in (nodes, target))
    return then >= now or (then > 0 and value.count(value[node.start : node.end]) > 1)


def _without(value: str, start: int, end: int, own: tuple[int, int] = (0, 0)) -> str:
    """The value without a stretch, but with those of its comments that are not in the stretch `own`."""
    comments = [match for match in COMMENT.finditer(value, start, end) if not own[0] <= match.start() < own[1]]
    return value[:start] + "".join(match[0] for match in comments) + value[end:]
