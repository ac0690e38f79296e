"""What stands around a place of a page: the blanks before it, and the line it is in."""

from __future__ import annotations


def blanks_before(text: str, at: int, least: int = 0) -> int:
    """Where the blanks before a place begin, `least` at the earliest."""
    while at > least and text[at - 1] in " \t":
        at -= 1
    return at


def line_start(text: str, at: int) -> int:
    """Where the line of a place begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int, most: int | None = None) -> int:
    """Where the line of a place ends, at `most` at the latest."""
    limit = len(text) if most is None else most
    end = text.find("\n", at, limit)
    return end if end >= 0 else limit
