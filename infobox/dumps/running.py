"""Pieces of dumps -> the parts read from them, in order, by several processes."""

from __future__ import annotations

import gc
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

from infobox.dumps import prefilter, sifting, spellings
from infobox.dumps.extracting import Options
from infobox.dumps.inputs import Piece, read_piece
from infobox.dumps.parts import Counts, Failure, PieceResult

_AHEAD: Final = 3
"""How many pieces per process are submitted before the first of them has to be done, so that a slow piece holds up no process."""

_KEPT: Final = 1 << 24
"""More bytes than any single piece needs."""


def cores() -> int:
    """How many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def read_pieces(pieces: Iterable[Piece], options: Options, processes: int) -> Iterator[tuple[Piece, PieceResult]]:
    """Each piece with the part read from it, in the order of the pieces; read by this process itself if `processes` is 1.

    A process that dies loses one piece, which is reported as a failure.
    """
    if processes == 1:
        _keep_memory()
        for piece in pieces:
            yield piece, read_piece(piece, options)
        return
    _share()
    pool = _pool(processes, options)
    submitted: deque[tuple[Piece, Future[PieceResult]]] = deque()
    waiting = iter(pieces)
    try:
        while True:
            submitted.extend((piece, _submit(pool, piece)) for piece in islice(waiting, _AHEAD * processes - len(submitted)))
            if not submitted:
                return
            if _died(submitted[0][1]):
                pool.shutdown(cancel_futures=True)
                yield from _one_by_one(submitted, options)
                pool = _pool(processes, options)
            else:
                done, part = submitted.popleft()
                yield done, part.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _share() -> None:
    """Make what every process needs once, before they are forked, so that they share its memory."""
    prefilter.names()
    if sifting.is_available():
        spellings.table()
        spellings.letters()


def _submit(pool: ProcessPoolExecutor, piece: Piece) -> Future[PieceResult]:
    try:
        return pool.submit(_read, piece)
    except BrokenProcessPool as error:
        future: Future[PieceResult] = Future()
        future.set_exception(error)
        return future


def _died(future: Future[PieceResult]) -> bool:
    """Whether a process died while reading this piece or another that was submitted with it."""
    return isinstance(future.exception(), BrokenProcessPool)


def _one_by_one(submitted: deque[tuple[Piece, Future[PieceResult]]], options: Options) -> Iterator[tuple[Piece, PieceResult]]:
    """The pieces that were submitted when a process died, each read by its own process to find out which of them caused it."""
    while submitted:
        each, _ = submitted.popleft()
        pool = _pool(1, options)
        try:
            yield each, pool.submit(_read, each).result()
        except BrokenProcessPool:
            reason = "the process that read this piece died, perhaps because it ran out of memory; its pages are missing"
            failure = Failure(why="failed", reason=f"{reason} (up to byte {each.end})", file=each.path, offset=each.start)
            yield each, PieceResult([], [failure], Counts(), None, None)
        finally:
            pool.shutdown(cancel_futures=True)


def _pool(processes: int, options: Options) -> ProcessPoolExecutor:
    # Forking is fastest, but safe only if no other thread runs in this process.
    method = None if sys.platform != "linux" else "fork" if threading.active_count() == 1 else "forkserver"
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_start_worker, initargs=(options,))


_options: list[Options] = []
"""In a process of the pool: the options for its pieces. (They are not sent with each piece, because titles can be many.)"""


def _read(piece: Piece) -> PieceResult:
    return read_piece(piece, _options[0])


def _start_worker(options: Options) -> None:
    """Prepare a process of the pool: its parent handles interrupts, and it ends with its parent."""
    gc.freeze()  # to look for garbage in what is shared would copy it
    _options[:] = [options]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _keep_memory()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _keep_memory() -> None:
    """Make the C library, if it is glibc, keep the memory of one piece for the next.

    It returns to the system free memory beyond twice the largest block that was ever freed, and each piece of a dump would have to ask for
    its 10 MB again, which costs up to a fiftieth of the time. (See `M_MMAP_THRESHOLD` in mallopt(3).)
    """
    bytes(_KEPT)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
