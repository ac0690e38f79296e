"""Edits as they are made, wherever they are learned of; their texts come later."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

MOST_SEEN: Final = 2_000
"""How many edits are remembered, so that one that comes twice is reported once."""


class LiveEdit(Struct, frozen=True):
    """One edit of an article: the page, its revisions after and before it (`old` is 0 for a new page), who made it, why, and when (UTC)."""

    title: str
    new: int
    old: int = 0
    user: str = ""
    comment: str = ""
    time: str = ""


class Seen:
    """The numbers of the revisions that were met last."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._held: OrderedDict[int, None] = OrderedDict.fromkeys(numbers)

    def add(self, number: int) -> bool:
        """Remember a revision; whether it is new."""
        if number in self._held:
            return False
        self._held[number] = None
        if len(self._held) > MOST_SEEN:
            self._held.popitem(last=False)
        return True

    @property
    def numbers(self) -> list[int]:
        return list(self._held)
