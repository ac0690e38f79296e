"""What two sequences have in common: as `difflib` finds it, or in linear time if that would take too long.

`difflib` looks at every pair of equal pieces, over and over: a text that repeats one word takes it minutes. If there are too many pairs,
only what stands at both ends, and pieces that each sequence has once, are compared with each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, takewhile
from typing import Final, Generic, Literal, NamedTuple, TypeVar

MOST_PAIRS: Final = 200_000
"""How many pairs of equal pieces are looked at; a pair that is looked at again counts again."""

T = TypeVar("T", bound=Hashable)
Operation = Literal["replace", "delete", "insert", "equal"]


class CommonRun(NamedTuple):
    """A stretch that two sequences share: where it begins in the first and in the second, and its length."""

    first: int
    second: int
    length: int


class Opcode(NamedTuple):
    """What turns a half-open stretch of the first sequence into one of the second; the name is that of `difflib`."""

    action: Operation
    start: int
    end: int
    other_start: int
    other_end: int


def common_runs(first: Sequence[T], second: Sequence[T]) -> list[CommonRun]:
    """The stretches that two sequences share, in order; none is empty, and none touches the next in both sequences."""
    try:
        found = [CommonRun(*match) for match in _Bounded(first, second).get_matching_blocks()]
    except _TooManyPairsError:
        found = list(_joined(_coarse(first, second)))
    return [run for run in found if run.length]


def opcodes(first: Sequence[T], second: Sequence[T]) -> list[Opcode]:
    """What turns one sequence into another, in order, including what stays equal: together the whole of both."""
    found: list[Opcode] = []
    here = there = 0
    for start, other, length in [*common_runs(first, second), CommonRun(len(first), len(second), 0)]:
        if here < start or there < other:
            action: Operation = "insert" if here == start else "delete" if there == other else "replace"
            found.append(Opcode(action, here, start, there, other))
        here, there = start + length, other + length
        if length:
            found.append(Opcode("equal", start, here, other, there))
    return found


def ratio(first: Sequence[T], second: Sequence[T]) -> float:
    """The similarity of two sequences, from 0 to 1: twice what they share, divided by the sum of their lengths."""
    lengths = len(first) + len(second)
    return 2 * sum(run.length for run in common_runs(first, second)) / lengths if lengths else 1.0


def shared(first: Sequence[T], second: Sequence[T]) -> int:
    """How many pieces two sequences share at their beginning."""
    differs = (place for place, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1])
    return next(differs, min(len(first), len(second)))


class _TooManyPairsError(Exception):
    pass


class _Bounded(SequenceMatcher[T], Generic[T]):
    """A matcher that gives up if it would take too long."""

    def __init__(self, first: Sequence[T], second: Sequence[T]) -> None:
        super().__init__(None, first, second, autojunk=False)
        places = Counter(second)
        self._pairs = [0, *accumulate(1 + places[piece] for piece in first)]
        self._left = MOST_PAIRS

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None):  # type: ignore[no-untyped-def]
        """As in the base class, which calls it for the whole, then for what is left on both sides of each match."""
        self._left -= self._pairs[-1 if ahi is None else ahi] - self._pairs[alo]
        if self._left < 0:
            raise _TooManyPairsError
        return super().find_longest_match(alo, ahi, blo, bhi)


def _coarse(first: Sequence[T], second: Sequence[T]) -> Iterator[CommonRun]:
    """What both begin with; of the rest, the pieces that each has once and that are in the same order, with what is equal around them;
    and what both end with.
    """
    head = shared(first, second)
    yield CommonRun(0, 0, head)
    tail = shared(first[head:][::-1], second[head:][::-1])
    end, other_end = len(first) - tail, len(second) - tail
    here = there = head
    for place, other in [*_anchors(first, second, head, end, other_end), (end, other_end)]:
        if place < here or other < there:
            continue  # inside the run before
        back = _run(first, second, zip(range(place - 1, here - 1, -1), range(other - 1, there - 1, -1), strict=False))
        forward = _run(first, second, zip(range(place, end), range(other, other_end), strict=False))
        yield CommonRun(place - back, other - back, back + forward)
        here, there = place + forward, other + forward
    yield CommonRun(end, other_end, tail)


def _run(first: Sequence[T], second: Sequence[T], places: Iterable[tuple[int, int]]) -> int:
    """How many pairs of places hold equal pieces, up to the first that does not."""
    return sum(1 for _ in takewhile(lambda pair: first[pair[0]] == second[pair[1]], places))


def _anchors(first: Sequence[T], second: Sequence[T], start: int, end: int, other_end: int) -> list[tuple[int, int]]:
    """Pieces that stand once in each of two stretches: as many of them as are in the same order, by place in the first and the second."""
    ours, theirs = Counter(first[start:end]), Counter(second[start:other_end])
    where = {second[place]: place for place in range(start, other_end)}
    pairs = [(place, where[first[place]]) for place in range(start, end) if ours[first[place]] == theirs[first[place]] == 1]
    # The longest increasing run of places: the ends of the best runs of each length, and what precedes each pair in its run.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        length = bisect_left(ends, other)
        before.append(last[length - 1] if length else -1)
        # It replaces the end that it improves on, or comes last.
        ends[length : length + 1] = [other]
        last[length : length + 1] = [number]
    found: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _joined(found: Iterator[CommonRun]) -> Iterator[CommonRun]:
    """Runs, with those that touch in both sequences joined."""
    start, other, length = 0, 0, 0
    for run in found:
        if (start + length, other + length) == (run.first, run.second):
            length += run.length
        else:
            yield CommonRun(start, other, length)
            start, other, length = run
    yield CommonRun(start, other, length)
