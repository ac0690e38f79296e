"""Pieces of dumps -> what they hold, in their order, by several processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Final

from infobox.dumps import prefilter
from infobox.dumps.extracting import Options
from infobox.dumps.inputs import Piece, read_piece
from infobox.dumps.parts import Counts, Failure, Part

_AHEAD: Final = 3
"""So many pieces a process are given out before the first of them has to be done, so that a slow one holds up nobody."""

_KEPT: Final = 1 << 24
"""More bytes than anything that one piece needs."""


def cores() -> int:
    """How many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def read_pieces(pieces: Iterable[Piece], options: Options, processes: int) -> Iterator[tuple[Piece, Part]]:
    """Each piece with what it holds, in the order of the pieces; by this process itself if `processes` is 1.

    A process that dies loses one piece, which is reported as a failure.
    """
    if processes == 1:
        _keep_memory()
        for piece in pieces:
            yield piece, read_piece(piece, options)
        return
    prefilter.names()  # made once, before the processes branch off
    pool = _pool(processes, options)
    given: deque[tuple[Piece, Future[Part]]] = deque()
    waiting = iter(pieces)
    try:
        while True:
            given.extend((piece, _given(pool, piece)) for piece in islice(waiting, _AHEAD * processes - len(given)))
            if not given:
                return
            if _died(given[0][1]):
                pool.shutdown(cancel_futures=True)
                yield from _one_by_one(given, options)
                pool = _pool(processes, options)
            else:
                done, part = given.popleft()
                yield done, part.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _given(pool: ProcessPoolExecutor, piece: Piece) -> Future[Part]:
    try:
        return pool.submit(_read, piece)
    except BrokenProcessPool as error:
        future: Future[Part] = Future()
        future.set_exception(error)
        return future


def _died(future: Future[Part]) -> bool:
    """Whether a process died over this piece or over another that was given out with it."""
    return isinstance(future.exception(), BrokenProcessPool)


def _one_by_one(given: deque[tuple[Piece, Future[Part]]], options: Options) -> Iterator[tuple[Piece, Part]]:
    """The pieces that were given out when a process died, each by a process of its own, to know which of them it was."""
    while given:
        each, _ = given.popleft()
        pool = _pool(1, options)
        try:
            yield each, pool.submit(_read, each).result()
        except BrokenProcessPool:
            reason = "the process that read this piece died, perhaps for want of memory; its pages are missing"
            failure = Failure(why="failed", reason=f"{reason} (up to byte {each.end})", file=each.path, offset=each.start)
            yield each, Part([], [failure], Counts(), None, None)
        finally:
            pool.shutdown(cancel_futures=True)


def _pool(processes: int, options: Options) -> ProcessPoolExecutor:
    # Branching off is quickest, and safe only where nothing else runs in this process.
    method = None if sys.platform != "linux" else "fork" if threading.active_count() == 1 else "forkserver"
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(options,))


_asked: list[Options] = []
"""In a process of the pool: what is wanted of its pieces. (With each piece it would be sent anew, and titles can be many.)"""


def _read(piece: Piece) -> Part:
    return read_piece(piece, _asked[0])


def _begin(options: Options) -> None:
    """What a process does before its first piece: the interrupt is its parent's to deal with, and it ends with its parent."""
    _asked[:] = [options]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _keep_memory()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _keep_memory() -> None:
    """Have the C library keep what one piece needed for the next one, where it is glibc.

    It gives back to the system what lies free beyond twice the largest piece that was ever let go of, and each piece of a dump would have
    to ask for its 10 MB again, which costs up to a fiftieth of the time. (`M_MMAP_THRESHOLD` in mallopt(3).)
    """
    bytes(_KEPT)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
