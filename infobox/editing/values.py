"""One list value of a page brought up to the items it should hold, step by step: each step is the smallest change of the text that
reads as it should.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from infobox.editing import marks, style, trees
from infobox.editing.merging import merged
from infobox.editing.trees import Node, Step
from infobox.record import Item

Read = Callable[[str], list[Item]]
"""Reads a value: its wikitext -> its items, with spans in it."""

MOST_READ: Final = 5_000_000
"""So many characters are read in trying; a value that takes more is laid out anew."""

_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKERS: Final = re.compile(r"(?:\A|\n)[ \t]*([*#:;]+[ \t]*)\Z")
_SEPARATOR: Final = re.compile(
    r"\s*(?:<br\b[^<>]*>\s*|\|\s*|</li>\s*<li\b[^<>]*>\s*|\n[*#:;]+[ \t]*|\{\{\*\}\}[ \t]*)+(?:•+[ \t]*)?\Z", re.IGNORECASE
)
_BLANKS: Final = re.compile("  +")
_ARGUMENT_START: Final = re.compile(r"\|(\s*(?:•+[ \t]*)?)\Z")


def brought(value: str, wanted: Sequence[Item], read: Read, box: str) -> str | None:
    """The value with the items that are wanted; None where that takes more than changes of single lines.

    `box` is the wikitext of the infobox: its style counts where the value shows none.
    """
    target = trees.of(wanted)
    original = current = trees.of(read(value))
    if not target:
        return _without(value, len(value) - len(value.lstrip(" \t")), len(value.rstrip()))
    manner = style.of(value, box)
    kept = {node.line: value[node.start : node.end] for node in trees.flat(original)}
    tries = MOST_READ // (len(box) + 1)
    while True:
        step = trees.first_step(current, target)
        if step is None:
            return value
        expected = trees.applied(current, step)
        for candidate in _candidates(value, current, step, manner, kept):
            tries -= 1
            if tries < 0:
                return None
            found = trees.of(read(candidate))
            if trees.alike(found, expected):
                value, current = candidate, found
                break
        else:
            return None


def _candidates(value: str, nodes: Sequence[Node], step: Step, manner: style.Style, kept: dict[str, str]) -> Iterator[str]:
    """The value with a step done, the smallest change first; which of them is right is known when they are read."""
    if step.action == "change":
        yield from _changes(value, trees.at(nodes, step.path), step.node, manner)
    elif step.action == "delete":
        yield from _deletions(value, nodes, step)
    else:
        yield from _insertions(value, nodes, step, manner, kept)


# -- a line changed --------------------------------------------------------------------------------------------------------------------


def _changes(value: str, old: Node, new: Node, manner: style.Style) -> Iterator[str]:
    words = value[old.start : old.end]
    seen = set()
    for line in _tidied(words, _lines(words, old, new, manner)):
        comments = "".join(comment for comment in _COMMENT.findall(words) if comment not in line)
        if line not in seen:
            seen.add(line)
            yield value[: old.start] + line + comments + value[old.end :]


def _tidied(words: str, lines: Iterator[str]) -> Iterator[str]:
    """The lines, first without the white space that was left where something went: twice in a place, or at an end."""
    for line in lines:
        tidy = line if "  " in words else _BLANKS.sub(" ", line)
        yield tidy.strip() if words == words.strip() else tidy
        yield line


def _lines(words: str, old: Node, new: Node, manner: style.Style) -> Iterator[str]:
    """What a changed line may be, its wikitext being `words`: with other marks, merged with what changed, or written anew."""
    marked = style.marked_as(new.line, manner)
    for spelt, item in marks.brought(words, old.item, new.item):
        base = trees.line(item)
        yield merged(style.marked_as(base, manner), spelt, marked)
        yield merged(base, spelt, new.line)
    yield merged(style.marked_as(old.line, manner), words, marked)
    yield merged(old.line, words, new.line)
    yield from style.renderings(new.item, manner)


# -- a line taken out ------------------------------------------------------------------------------------------------------------------


def _deletions(value: str, nodes: Sequence[Node], step: Step) -> Iterator[str]:
    """Without the line, and without what stands between it and the line before it, or the one behind it."""
    node = trees.at(nodes, step.path)
    lines = list(trees.flat(nodes))
    number = next(place for place, line in enumerate(lines) if line is node)
    behind = number + sum(1 for _ in trees.flat([node]))
    end = node.last
    before = lines[number - 1].end if number else None
    after = lines[behind].start if behind < len(lines) else None
    if before is not None and _SEPARATOR.match(_COMMENT.sub("", value[before : node.start])):
        yield _without(value, before, end)
    if after is not None and _SEPARATOR.match(_COMMENT.sub("", value[end:after])):
        yield _without(value, node.start, after)
    markers = _MARKERS.search(value, 0, node.start)
    if markers is not None:
        line_end = value.find("\n", end)
        line_end = len(value) if line_end < 0 else line_end
        if not value[end:line_end].strip():
            yield _without(value, markers.start(), line_end)
            yield _without(value, markers.start() + value[markers.start()].isspace(), min(line_end + 1, len(value)))
        yield _without(value, markers.start(1), end)
    yield _without(value, node.start, end)
    if before is not None:
        yield _without(value, before, end)
    if after is not None:
        yield _without(value, node.start, after)


def _without(value: str, start: int, end: int) -> str:
    return value[:start] + "".join(_COMMENT.findall(value, start, end)) + value[end:]


# -- a line put in ---------------------------------------------------------------------------------------------------------------------


def _insertions(value: str, nodes: Sequence[Node], step: Step, manner: style.Style, kept: dict[str, str]) -> Iterator[str]:
    *above, place = step.path
    parent = trees.at(nodes, tuple(above)) if above else None
    siblings = parent.nodes if parent is not None else tuple(nodes)
    lines = list(trees.flat(nodes))
    for separator in _separators(value, siblings, parent, lines, place, manner):
        for words in _subtrees(step.node, separator, manner, kept):
            if place:
                at = siblings[place - 1].last
                yield value[:at] + separator + words + value[at:]
            elif siblings:
                at = siblings[0].start
                yield value[:at] + words + separator + value[at:]
            elif parent is not None:
                yield value[: parent.end] + separator + words + value[parent.end :]
                behind = next((line.start for line in lines if line.start > parent.end), None)
                if behind is not None and _SEPARATOR.match(value[parent.end : behind]):
                    # Bullets between two lines that a break parted.
                    yield value[: parent.end] + separator + words + "\n" + value[behind:]


def _separators(
    value: str, siblings: Sequence[Node], parent: Node | None, lines: Sequence[Node], place: int, manner: style.Style
) -> Iterator[str]:
    """What may stand between the new line and its neighbour: what stands between others, then what its neighbour's place tells."""
    found: list[str] = []
    ends = {line.start: lines[number - 1].end for number, line in enumerate(lines) if number}
    # Between the siblings around the place, nearest first.
    order = sorted(range(1, len(siblings)), key=lambda number: abs(number - place))
    for number in order:
        start = siblings[number].start
        gap = value[siblings[number - 1].last : start]
        if _SEPARATOR.match(gap):
            found.append(gap)
    neighbour = siblings[min(place, len(siblings)) - 1 if place else 0] if siblings else None
    if neighbour is not None:
        markers = _MARKERS.search(value, 0, neighbour.start)
        if markers is not None:
            found.append("\n" + markers[1])
        if neighbour.start in ends:
            gap = value[ends[neighbour.start] : neighbour.start]
            if _SEPARATOR.match(gap):
                found.append(gap)
        argument = _ARGUMENT_START.search(value, 0, neighbour.start)
        if argument is not None:
            found.append("|" + argument[1])
            found.append("|")
    elif parent is not None:
        markers = _MARKERS.search(value, 0, parent.start)
        found += [f"\n{markers[1].rstrip()}*{markers[1][len(markers[1].rstrip()) :]}"] if markers is not None else ["\n* ", "\n** "]
    found += [manner.line_break, manner.line_break + "\n"]
    yield from dict.fromkeys(found)


def _subtrees(node: Node, separator: str, manner: style.Style, kept: dict[str, str]) -> Iterator[str]:
    """The line, with the lines under it as deeper bullets."""
    markers = re.search(r"\n([*#:;]*)([ \t]*)\Z", separator)
    own = [kept[node.line]] if node.line in kept else []
    for words in [*own, *style.renderings(node.item, manner)]:
        if markers is None:
            yield words.replace("=", "{{=}}") if separator.startswith("|") and "=" in words and "<" not in words else words
        yield words + _under(node, markers[1] if markers is not None else "", (markers[2] if markers is not None else "") or " ", manner)


def _under(node: Node, markers: str, blank: str, manner: style.Style) -> str:
    return "".join(
        f"\n{markers}*{blank}{next(style.renderings(child.item, manner))}{_under(child, markers + '*', blank, manner)}"
        for child in node.nodes
    )
