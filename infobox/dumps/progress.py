"""The progress of a run, for people: a bar on a terminal, an occasional line elsewhere, or nothing."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Final

from infobox.dumps.parts import Counts
from infobox.plurals import many

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_LINE_SECONDS: Final = 30.0
_BAR_SECONDS: Final = 0.2


class Progress(AbstractContextManager["Progress"]):
    """Shows progress on standard error. `total`: bytes of input; None if unknown."""

    def __init__(self, total: int | None, *, quiet: bool = False) -> None:
        self._total = total
        self._begin = 0
        self._started = self._shown_at = time.monotonic()
        self._quiet = quiet
        self._bar = None if quiet or not sys.stderr.isatty() else _bar(total)

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, done: int) -> None:
        """Start from `done` bytes of input, which an earlier run has read."""
        self._begin = done
        if self._bar is not None:
            self._bar.reset(self._bar.task_ids[0], completed=done, found="")

    def update(self, done: int, counts: Counts) -> None:
        """Show that `done` bytes of input are read, and what was found in them."""
        now = time.monotonic()
        if self._quiet or now - self._shown_at < (_LINE_SECONDS if self._bar is None else _BAR_SECONDS):
            return
        self._shown_at = now
        found = f"{many(counts.pages, 'page', form=',')}, {many(counts.infoboxes, 'infobox', 'infoboxes', form=',')}"
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done, found=found)
            self._bar.refresh()
            return
        rate = (done - self._begin) / (now - self._started)
        share = f"{100 * done / self._total:.1f} % of " if self._total else ""
        left = f", {_duration((self._total - done) / rate)} left" if self._total and rate else ""
        size = f"{self._total / 1e6:,.0f}" if self._total else f"{done / 1e6:,.0f}"
        print(f"{share}{size} MB, {found}, {rate / 1e6:.1f} MB/s{left}", file=sys.stderr, flush=True)


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60}:{minutes % 60:02} h" if minutes >= 60 else f"{minutes} min" if minutes else f"{seconds:.0f} s"


def _bar(total: int | None) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[found]}", justify="right"),
    )
    bar = Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
    bar.add_task("", total=total, found="")
    return bar
