"""Words that a wiki writes once for several scripts: `-{zh-hans:计算机; zh-hant:電腦}-`, of which a reader sees one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

_MARKUP: Final = re.compile(r"-\{(?P<held>[^{}]{0,2000}+)\}-|-\{|\}-")
_FLAGS: Final = re.compile(r"\s*(?P<flags>[^|:]{0,40}+)\|")
_HIDDEN: Final = frozenset("HT-")
"""Flags of rules that show nothing: for the rest of the page, for its title, a rule removed."""


def pieces(words: str, codes: Sequence[str]) -> Iterator[tuple[str, int]]:
    """What a reader sees of words, each piece with its place in them; `codes` are the scripts of the wiki, the one that is shown first."""
    end = 0
    for match in _MARKUP.finditer(words):
        yield words[end : match.start()], end
        if match["held"] is not None:
            start, stop = _shown(words, *match.span("held"), codes)
            yield words[start:stop], start
        end = match.end()
    yield words[end:], end


def _shown(words: str, start: int, end: int, codes: Sequence[str]) -> tuple[int, int]:
    """The range of what is shown of the content of a rule."""
    flags = _FLAGS.match(words, start, end)
    if flags is not None:
        if _HIDDEN & set(flags["flags"].upper().replace(" ", "").split(";")):
            return start, start
        start = flags.end()
    entry = re.compile(rf"(?:\A|[;\s]|(?<=;))\s*(?P<code>{'|'.join(map(re.escape, codes))})\s*:", re.IGNORECASE)
    found = list(entry.finditer(words[start:end]))
    if not found:
        return start, end
    ends = [start + after.start() for after in found[1:]] + [end]
    best = min(range(len(found)), key=lambda place: codes.index(found[place]["code"].lower()))
    first, last = start + found[best].end(), ends[best]
    text = words[first:last].rstrip("; \n")
    return first + len(text) - len(text.lstrip()), first + len(text)
