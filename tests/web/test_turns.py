"""Whose turn it is, by invariants: never more at once than there are turns, never all for large requests, the shortest first, none lost."""

from __future__ import annotations

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.web.turns import LARGE, Turns


@given(st.integers(1, 4), st.lists(st.sampled_from([1, 50, 5_000, LARGE - 1, LARGE, 4_000_000]), min_size=1, max_size=30))
def test_nothing_is_lost_and_large_ones_leave_a_turn(number: int, sizes: list[int]) -> None:
    done: list[int] = []

    async def request(turns: Turns, at_once: list[int], size: int) -> None:
        async with turns.turn(size, 60):
            at_once.append(size)
            assert len(at_once) <= number
            assert number == 1 or sum(each >= LARGE for each in at_once) < number
            await anyio.sleep(0)
            at_once.remove(size)
            done.append(size)

    async def run() -> None:
        turns, at_once = Turns(number), list[int]()
        async with anyio.create_task_group() as group:
            for size in sizes:
                group.start_soon(request, turns, at_once, size)
        assert turns.waiting == 0
        async with turns.turn(LARGE, 1):  # all turns came back
            pass

    anyio.run(run)
    assert sorted(done) == sorted(sizes)


def test_the_shortest_is_next_and_the_first_among_equals() -> None:
    order: list[str] = []

    async def request(turns: Turns, size: int, name: str) -> None:
        async with turns.turn(size, 10):
            order.append(name)

    async def run() -> None:
        turns = Turns(1)
        async with anyio.create_task_group() as group, turns.turn(10, 1):
            for size, name in ((900, "long"), (10, "first"), (10, "second"), (1, "short")):
                group.start_soon(request, turns, size, name)
                await anyio.wait_all_tasks_blocked()
            assert turns.waiting == 4
            assert order == []

    anyio.run(run)
    assert order == ["short", "first", "second", "long"]


def test_who_waits_too_long_leaves_the_queue_and_takes_no_turn_along() -> None:
    async def run() -> None:
        turns = Turns(1)
        async with turns.turn(1, 1):
            with pytest.raises(TimeoutError):
                async with turns.turn(1, 0.01):
                    raise AssertionError
            assert turns.waiting == 0
        async with turns.turn(1, 0.01):
            pass

    anyio.run(run)


def test_who_fails_gives_the_turn_back() -> None:
    async def run() -> None:
        turns = Turns(2)
        for _ in range(5):
            with pytest.raises(ZeroDivisionError):
                async with turns.turn(LARGE, 0.5):
                    raise ZeroDivisionError

    anyio.run(run)
