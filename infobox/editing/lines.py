"""One line of a list value: what it may be when it is changed, and the markup that parts it from its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from infobox.editing import marks, style, trees
from infobox.editing.merging import merged
from infobox.editing.trees import Node

COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
MARKERS: Final = re.compile(r"(?:\A|\n)[ \t]*([*#:;]+)([ \t]*)[^\S \t\n]*\Z")
"""The list markers before a line's words, the blanks after them, and the hard spaces that are the line's own."""
SEPARATOR: Final = re.compile(
    r"\s*(?:<br\b[^<>]*>\s*|\|\s*|</li>\s*<li\b[^<>]*>\s*|\n[*#:;]+[^\S\n]*|\{\{\*\}\}[^\S\n]*)+(?:•+[^\S\n]*)?\Z", re.IGNORECASE
)
"""All that stands between two lines, where it is nothing but what parts them."""
_BLANKS: Final = re.compile("  +")


def changed(words: str, old: Node, new: Node, manner: style.Style) -> Iterator[str]:
    """What the line `old`, whose wikitext is `words`, may be as the line `new`, the smallest change first, with the comments it has."""
    seen = set()
    for line in _tidied(words, _spellings(words, old, new, manner)):
        if line not in seen:
            seen.add(line)
            yield line + "".join(comment for comment in COMMENT.findall(words) if comment not in line)


def _tidied(words: str, lines: Iterator[str]) -> Iterator[str]:
    """The lines, first without the white space that was left where something went: twice in a place, or at an end."""
    for line in lines:
        tidy = line if "  " in words else _BLANKS.sub(" ", line)
        yield tidy.strip() if words == words.strip() else tidy
        yield line


def _spellings(words: str, old: Node, new: Node, manner: style.Style) -> Iterator[str]:
    """What a changed line may be, its wikitext being `words`: with other marks, merged with what changed, or written anew."""
    marked = style.marked_as(new.line, manner)
    for spelt, item in marks.brought(words, old.item, new.item, manner.lexicon):
        base = trees.line(item)
        yield merged(style.marked_as(base, manner), spelt, marked)
        yield merged(base, spelt, new.line)
    yield merged(style.marked_as(old.line, manner), words, marked)
    yield merged(old.line, words, new.line)
    yield from style.renderings(new.item, manner)
