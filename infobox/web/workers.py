"""Processes that do the work of requests, so that a long one holds up no other, and can be ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import anyio
from anyio import BrokenWorkerProcess, CapacityLimiter, to_process

from infobox.web import work
from infobox.web.turns import Turns

WAITING: Final = 100
"""How many requests may wait for each process."""


class NoAnswerError(Exception):
    """There is no answer now, and why. `limit` is the time in seconds that was exceeded."""

    def __init__(self, why: str, limit: float | None = None) -> None:
        super().__init__(why)
        self.limit = limit


class Workers:
    """A number of processes, each of which does one request at a time, in `seconds` at most; no request waits longer than that for its
    turn. `answer` is what they do: a function of an importable module.
    """

    def __init__(self, number: int, seconds: float, answer: work.RequestWork = work.answer) -> None:
        self.number = number
        self._seconds = seconds
        self._answer = answer
        self._turns = Turns(number)
        self._known: set[int] = set()  # the processes that run, by id

    async def start(self) -> None:
        """Start the processes, so that the first requests need not wait for them."""
        async with anyio.create_task_group() as group:
            for _ in range(self.number):
                group.start_soon(self._ready)

    async def work(self, operation: str, body: bytes, gone: Callable[[], Awaitable[bool]]) -> work.Reply:
        """The answer of an operation. Raises `NoAnswerError` if there are too many requests, if the work takes too long (then its process
        is ended), if its process was ended by somebody else, or if whoever asked is `gone` when the turn comes.
        """
        if self._turns.waiting >= WAITING * self.number:
            raise NoAnswerError("too many requests wait")
        began = False
        try:
            async with self._turns.turn(len(body), self._seconds):
                began = True
                if await gone():
                    raise NoAnswerError("nobody waits for it")
                await self._ready()
                with anyio.fail_after(self._seconds):
                    return await to_process.run_sync(self._answer, operation, body, cancellable=True, limiter=_unlimited())
        except TimeoutError:
            self._known.clear()
            why = f"the work took longer than {self._seconds:g} seconds" if began else "there are too many requests"
            raise NoAnswerError(why, self._seconds if began else None) from None
        except BrokenWorkerProcess:
            self._known.clear()
            raise NoAnswerError("the process that did the work was ended") from None

    async def _ready(self) -> None:
        """Start a process if one is missing, which does not count as work. None is missing once as many were seen as there are turns."""
        if len(self._known) < self.number:
            self._known.add(await to_process.run_sync(work.ready, limiter=_unlimited()))


def _unlimited() -> CapacityLimiter:
    """No limit but that of the turns."""
    return CapacityLimiter(1)
