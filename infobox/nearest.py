"""Which known name was probably meant by an unknown one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, Literal

Slip = Literal["", "swapped", "doubled", "dropped", "added", "neighbour", "replaced", "first", "last"]
"""How a name was mistyped: two letters `swapped`, one `doubled`, `dropped`, `added`, `replaced` by its `neighbour` on the keyboard or by
another; `first` and `last` are an added first letter and a last letter dropped or added, which also make other words. Empty if it is none
of these.
"""
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS: Final = frozenset(pair for row in _KEYS for pair in [*pairwise(row), *pairwise(row[::-1])])


def nearest(name: str, known: Iterable[str], *, most: int = 1, similarity: float = 0.6) -> list[str]:
    """The known names most similar to a name, the nearest first; only those with at least this `similarity`, from 0 to 1."""
    from difflib import get_close_matches

    return get_close_matches(name, list(known), most, similarity)


def did_you_mean(names: Sequence[str], before: str = "; ") -> str:
    """The question whether one of these names was meant, after `before`; empty if there are no names."""
    return f"{before}did you mean {' or '.join(names)}?" if names else ""


def slip(written: str, meant: str) -> Slip:
    """How one letter of a name (two, if they are swapped) was mistyped so that it became `written`."""
    if abs(len(written) - len(meant)) > 1 or written == meant:
        return ""
    before, after = _common(written, meant), 0
    most = min(len(written), len(meant)) - before
    while after < most and written[-1 - after] == meant[-1 - after]:
        after += 1
    wrong, right = written[before : len(written) - after], meant[before : len(meant) - after]
    if not (wrong + right).replace(" ", "a").isalpha() or (" " in (wrong, right)):
        return ""
    if not wrong or not right:
        return _one_letter(written, wrong, right, before, after)
    if len(wrong) == len(right) == 1:
        return "" if not before else "neighbour" if (wrong, right) in _NEIGHBOURS else "replaced"
    return "swapped" if len(wrong) == 2 and wrong == right[::-1] else ""


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next((place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), min(len(one), len(other)))


def _one_letter(written: str, wrong: str, right: str, before: int, after: int) -> Slip:
    if len(wrong + right) != 1:
        return ""
    if before and written[before - 1] == wrong:
        return "doubled"
    if not after:
        return "last"
    return "dropped" if right else "added" if before else "first"
