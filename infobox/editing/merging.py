"""Merging three texts, token by token: the page's own spelling of a line takes the changes of its canonical spelling."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from infobox.editing import sequences
from infobox.templates import meaning

_TOKEN: Final = re.compile(r"\{\{|\}\}|\[\[|\]\]|'''|<!--.*?-->|</?\w+[^<>]*>|\s+|[^\W\d_]+|\d+|.", re.DOTALL)


def tokens(words: str) -> list[str]:
    """A text in pieces, each of which changes as a whole: brackets, tags, words, numbers, single characters."""
    return _TOKEN.findall(words)


_CALL: Final = re.compile(r"\{\{([^{}|]+)\|[^{}]*\}\}")


def tampered(before: str, after: str, home: str) -> bool:
    """Whether a change reached into a template that computes its words, such as a date: its arguments are not words. `home` is the language
    code of the page's Wikipedia.
    """
    for match in _CALL.finditer(after):
        known = meaning(match[1].strip(), home)
        if known is not None and known.kind == "function" and match[0] not in before and str(known.data.get("call", "")) in _STRICT:
            return True
    return False


_STRICT: Final = frozenset(("date", "old style date", "asof", "age", "duration", "default"))


def _folded(pieces: list[str]) -> list[str]:
    """Tokens with all white space as one space: more of it is only for appearance."""
    return [" " if piece.isspace() else piece for piece in pieces]


def merged(base: str, page: str, new: str) -> str:
    """`page`, a spelling of `base`, with the changes that lead from `base` to `new`.

    A change of something that the page spells differently is left out, so the caller has to read the result and judge it.
    """
    old, own, wanted = tokens(base), tokens(page), tokens(new)
    places: dict[int, int] = {}
    for start, other, length in sequences.common_runs(_folded(old), _folded(own)):
        places.update((start + step, other + step) for step in range(length))
    known = sorted(places)
    pieces = list(own)
    before: dict[int, str] = {}
    for action, i1, i2, j1, j2 in sequences.opcodes(old, wanted):
        if action == "equal":
            continue
        words = "".join(wanted[j1:j2])
        held = [places[place] for place in range(i1, i2) if place in places]
        for place in held:
            pieces[place] = ""
        if held:
            pieces[held[0]] = words
        elif i1 == i2 and words:
            # If the page spells the words around the place differently: after the last ones that it spells the same.
            following = bisect_left(known, i1)
            if i1 - 1 in places:
                at = places[i1 - 1] + 1
            elif i1 in places:
                at = places[i1]
            elif i1 == len(old):
                at = len(own)
            else:
                at = places[known[following - 1]] + 1 if following else 0
            before[at] = before.get(at, "") + words
    return "".join(before.get(place, "") + piece for place, piece in enumerate([*pieces, ""]))
