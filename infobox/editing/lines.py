"""One line of a list value: the ways to write it once it is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from infobox.box import COMMENT
from infobox.editing import marks, style, trees
from infobox.editing.merging import merged
from infobox.editing.trees import ItemTree

_BLANKS: Final = re.compile("  +")


def changed(words: str, old: ItemTree, new: ItemTree, manner: style.Style) -> Iterator[str]:
    """The ways to write the line `old`, whose wikitext is `words`, as the line `new`, the smallest change first; its comments stay."""
    seen = set()
    for line in _tidied(words, _spellings(words, old, new, manner)):
        if line not in seen:
            seen.add(line)
            yield line + "".join(comment for comment in COMMENT.findall(words) if comment not in line)


def _tidied(words: str, lines: Iterator[str]) -> Iterator[str]:
    """The lines, each first without the white space that a removal left: doubled, or at an end."""
    for line in lines:
        tidy = line if "  " in words else _BLANKS.sub(" ", line)
        yield tidy.strip() if words == words.strip() else tidy
        yield line


def _spellings(words: str, old: ItemTree, new: ItemTree, manner: style.Style) -> Iterator[str]:
    """The ways to write a changed line whose wikitext is `words`: with other marks, merged with what changed, or written anew."""
    dialect, gap = manner.dialect, manner.gap
    marked, plain = trees.line(new.item, gap, dialect), trees.line(new.item, dialect=dialect)
    for spelt, item in marks.updated(words, old, new.item, dialect):
        yield merged(trees.line(item, gap, dialect), spelt, marked)
        yield merged(trees.line(item, dialect=dialect), spelt, plain)
    yield merged(trees.line(old.item, gap, dialect), words, marked)
    yield merged(trees.line(old.item, dialect=dialect), words, plain)
    yield from style.renderings(new.item, manner)
