"""The surroundings of a place in a page: the blanks before it, and its line."""

from __future__ import annotations


def blanks_before(text: str, at: int, least: int = 0) -> int:
    """Where the blanks before a place begin, but not before `least`."""
    while at > least and text[at - 1] in " \t":
        at -= 1
    return at


def line_start(text: str, at: int) -> int:
    """Where the line of a place begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int, most: int | None = None) -> int:
    """Where the line of a place ends, but not after `most`."""
    limit = len(text) if most is None else most
    end = text.find("\n", at, limit)
    return end if end >= 0 else limit
