"""A list value rebuilt as a whole, if changing single lines does not work: unchanged lines keep their markup, and only the markup
around them is new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Final

from infobox.box import COMMENT
from infobox.dialect import Dialect
from infobox.editing import style, trees
from infobox.editing.lines import changed
from infobox.editing.trees import ItemTree

_MOST_SPELLINGS: Final = 8
_MOST_TRIES: Final = 12
_MOST_READ: Final = 100_000
"""How many characters are read while trying the lines of one form, but always at least two tries."""
_MOST_PAIRS: Final = 2_000
"""If there are more pairs of an old line and a new one, they are not compared for similarity."""

Shape = Callable[[Sequence[str]], str]
"""Makes a value from its lines, each as wikitext."""


def rebuilt(
    value: str, old: Sequence[ItemTree], new: Sequence[ItemTree], manner: style.Style, read: Callable[[str], tuple[ItemTree, ...]]
) -> str | None:
    """The value, whose lines were `old`, with the lines `new`; None if no form of it reads as these."""
    before, lines = list(trees.flat(old)), list(trees.flat(new))
    sources = _sources(before, lines)
    spellings = [list(_spellings(value, node, source, manner)) for node, source in zip(lines, sources, strict=True)]
    after = _comments(value, before)
    tries = max(2, min(_MOST_TRIES, _MOST_READ // (len(value) + 1)))
    for form in _forms(value, before, new, manner.dialect):
        chosen = [0] * len(lines)
        for _ in range(tries):
            words = [
                spelt[number] + (after.get(source.start, "") if source is not None else "")
                for spelt, number, source in zip(spellings, chosen, sources, strict=True)
            ]
            words[-1] += "".join((Counter(COMMENT.findall(value)) - Counter(COMMENT.findall(form(words)))).elements())
            candidate = form(words)
            found = read(candidate)
            if trees.alike(found, new):
                return candidate
            misread = [number for number in _misread(list(trees.flat(found)), lines) if chosen[number] + 1 < len(spellings[number])]
            if not misread:
                break
            for number in misread:
                chosen[number] += 1
    return None


def _spellings(value: str, node: ItemTree, source: ItemTree | None, manner: style.Style) -> Iterator[str]:
    """The ways to write a line: with the markup of the line it was, changed as far as necessary, or in the style of its neighbours."""
    words = value[source.start : source.end] if source is not None else ""
    if source is None or "\n" in words:
        yield from style.renderings(node.item, manner)
    elif source.line == node.line:
        yield words
        yield from style.renderings(node.item, manner)
    else:
        yield from islice(changed(words, source, node, manner), _MOST_SPELLINGS)


def _sources(old: Sequence[ItemTree], new: Sequence[ItemTree]) -> list[ItemTree | None]:
    """For each new line the old one that it was: an equal one, or a similar one."""
    waiting: dict[str, list[ItemTree]] = {}
    for node in reversed(old):
        waiting.setdefault(node.line, []).append(node)
    found = [waiting[node.line].pop() if waiting.get(node.line) else None for node in new]
    taken = {id(node) for node in found}
    left = [node for node in old if id(node) not in taken]
    open_places = [number for number, node in enumerate(found) if node is None]
    if left and len(left) * len(open_places) <= _MOST_PAIRS:
        for one, other in trees.match(left, [new[number] for number in open_places]):
            if one is not None and other is not None and trees.similarity(left[one], new[open_places[other]]) >= trees.SIMILAR:
                found[open_places[other]] = left[one]
    return found


def _comments(value: str, lines: Sequence[ItemTree]) -> dict[int, str]:
    """The comments between each line and the next, by the place where the line begins."""
    return {
        line.start: "".join(COMMENT.findall(value, line.end, following.start))
        for line, following in pairwise(lines)
        if line.end < following.start
    }


def _misread(found: Sequence[ItemTree], wanted: Sequence[ItemTree]) -> list[int]:
    """The numbers of the lines that read differently; if there are too few or too many lines, only the first of them."""
    wrong = [
        number
        for number, (one, other) in enumerate(zip(found, wanted, strict=False))
        if one.line != other.line or len(one.nodes) != len(other.nodes)
    ]
    if len(found) != len(wanted):
        return [wrong[0] if wrong else min(len(found), len(wanted)) - 1] if wanted and found else []
    return wrong


def _forms(value: str, old: Sequence[ItemTree], new: Sequence[ItemTree], dialect: Dialect) -> Iterator[Shape]:
    """Bullets in the markup that holds the list now, if it has bullets, and then bullets in that which the wiki has for them."""
    if old and (form := old[0].form).signs:
        sign = "#" if form.signs[0] == "#" else "*"
        yield _bulleted(new, sign, form.blanks, value[: old[0].start - form.marker], value[max(line.end for line in old) :])
    start, end = len(value) - len(value.lstrip()), len(value.rstrip())
    head, tail = value[:start], value[max(start, end) :]
    around = dialect.bulleted("*").split("*")
    yield _bulleted(new, "*", " ", head + around[0], around[1] + tail)


def _bulleted(new: Sequence[ItemTree], sign: str, blank: str, head: str, tail: str) -> Shape:
    levels = list(_levels(new, 1))

    def form(words: Sequence[str]) -> str:
        lines = []
        for line, (node, level) in zip(words, levels, strict=True):
            if node.item.rule and level == 1:
                lines.append("----")
            rule = "<hr />" if node.item.rule and level > 1 and not line.startswith("<hr") else ""
            lines.append(f"{sign * level}{blank}{rule}{line}")
        return head + "\n".join(lines) + tail

    return form


def _levels(nodes: Sequence[ItemTree], level: int) -> Iterator[tuple[ItemTree, int]]:
    for node in nodes:
        yield node, level
        yield from _levels(node.nodes, level + 1)
