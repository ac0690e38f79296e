"""Whose turn it is: so many requests are worked on at once, and of those that wait the shortest is next."""

from __future__ import annotations

import contextlib
import itertools
from bisect import insort
from collections.abc import AsyncIterator
from typing import Final

import anyio

LARGE: Final = 100_000
"""From how many bytes on a body counts as large: such requests never keep all processes busy, so that short ones need not wait for them."""


class Turns:
    """A number of turns at once, one of which is never given to a large request if there are several."""

    def __init__(self, number: int) -> None:
        self._free = number
        self._free_for_large = max(1, number - 1)
        self._waiting: list[tuple[int, int, anyio.Event]] = []  # sorted by size; among equals the first comes first
        self._numbers = itertools.count()

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return len(self._waiting)

    @contextlib.asynccontextmanager
    async def turn(self, size: int, seconds: float) -> AsyncIterator[None]:
        """The turn of a request with a body of `size` bytes. Raises `TimeoutError` if it does not come within `seconds`."""
        waiter = (size, next(self._numbers), anyio.Event())
        insort(self._waiting, waiter)
        self._admit()
        try:
            with anyio.fail_after(seconds):
                await waiter[2].wait()
        except BaseException:
            if waiter[2].is_set():
                self._release(size)
            else:
                self._waiting.remove(waiter)
            raise
        try:
            yield
        finally:
            self._release(size)

    def _admit(self) -> None:
        while self._waiting and self._free and (self._waiting[0][0] < LARGE or self._free_for_large):
            size, _, event = self._waiting.pop(0)
            self._take(size, 1)
            event.set()

    def _release(self, size: int) -> None:
        self._take(size, -1)
        self._admit()

    def _take(self, size: int, number: int) -> None:
        self._free -= number
        if size >= LARGE:
            self._free_for_large -= number
