"""Processes that do the work of requests, so that a long one holds up no other, and can be ended."""

from __future__ import annotations

from typing import Final

import anyio
from anyio import CapacityLimiter, to_process

from infobox.web.work import Reply, answer

LARGE: Final = 200_000
"""From how many bytes on a body counts as large: such requests never keep all processes busy."""
WAITING: Final = 100
"""How many requests may wait for each process."""


class BusyError(Exception):
    """There is no answer in time: `seconds` is the limit; if `waited`, the work had not begun."""

    def __init__(self, seconds: float, *, waited: bool) -> None:
        super().__init__()
        self.seconds = seconds
        self.waited = waited


class Workers:
    """A number of processes, each of which does one request at a time, in `seconds` at most."""

    def __init__(self, number: int, seconds: float) -> None:
        self.number = number
        self._seconds = seconds
        self._free = CapacityLimiter(number)
        self._for_large = CapacityLimiter(max(1, number - 1))

    async def start(self) -> None:
        """Start the processes, so that the first requests need not wait for them."""
        async with anyio.create_task_group() as group:
            for _ in range(self.number):
                group.start_soon(self._run, "check", b'{"text": "{{Infobox military conflict|conflict=A}}"}')

    async def work(self, operation: str, body: bytes) -> Reply:
        """The answer of an operation. Raises `BusyError` if there are too many requests, or if the work takes too long; then its process
        is ended.
        """
        if self._free.statistics().tasks_waiting >= WAITING * self.number:
            raise BusyError(self._seconds, waited=True)
        if len(body) < LARGE:
            return await self._run(operation, body)
        async with self._for_large:
            return await self._run(operation, body)

    async def _run(self, operation: str, body: bytes) -> Reply:
        async with self._free:
            try:
                with anyio.fail_after(self._seconds):
                    return await to_process.run_sync(answer, operation, body, cancellable=True, limiter=_unlimited())
            except TimeoutError:
                raise BusyError(self._seconds, waited=False) from None


def _unlimited() -> CapacityLimiter:
    """No limit but the one of `Workers`, which also covers the time before the process is asked."""
    return CapacityLimiter(1)
