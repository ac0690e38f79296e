"""One line of a list value: the ways to write it once it is changed, and the markup that separates it from its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from infobox.editing import marks, style, trees
from infobox.editing.merging import merged
from infobox.editing.trees import Node

COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
MARKERS: Final = re.compile(r"(?:\A|\n)[ \t]*([*#:;]+)([ \t]*)[^\S \t\n]*\Z")
"""The list markers before a line's words, the blanks after them, and the hard spaces that belong to the line."""
SEPARATOR: Final = re.compile(
    r"\s*(?:<br\b[^<>]*>\s*|\|\s*|</li>\s*<li\b[^<>]*>\s*|\n[*#:;]+[^\S\n]*|\{\{\*\}\}[^\S\n]*)+(?:•+[^\S\n]*)?\Z", re.IGNORECASE
)
"""The whole text between two lines, if it does nothing but separate them."""
_BLANKS: Final = re.compile("  +")


def changed(words: str, old: Node, new: Node, manner: style.Style) -> Iterator[str]:
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


def _spellings(words: str, old: Node, new: Node, manner: style.Style) -> Iterator[str]:
    """The ways to write a changed line whose wikitext is `words`: with other marks, merged with what changed, or written anew."""
    marked = style.marked_as(new.line, manner)
    for spelt, item in marks.updated(words, old.item, new.item, manner.lexicon):
        base = trees.line(item)
        yield merged(style.marked_as(base, manner), spelt, marked)
        yield merged(base, spelt, new.line)
    yield merged(style.marked_as(old.line, manner), words, marked)
    yield merged(old.line, words, new.line)
    yield from style.renderings(new.item, manner)
