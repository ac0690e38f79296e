"""Which known name was probably meant by an unknown one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def nearest(name: str, known: Iterable[str], *, most: int = 1, similarity: float = 0.6) -> list[str]:
    """The known names most similar to a name, the nearest first; only those with at least this `similarity`, from 0 to 1."""
    from difflib import get_close_matches

    return get_close_matches(name, list(known), most, similarity)


def did_you_mean(names: Sequence[str], before: str = "; ") -> str:
    """The question whether one of these names was meant, after `before`; empty if there are no names."""
    return f"{before}did you mean {' or '.join(names)}?" if names else ""
