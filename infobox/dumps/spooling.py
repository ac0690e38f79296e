"""What a run has found so far, in files beside its output, so that the output appears only when it is whole and a run can be gone on with.

Beside `OUT` stand `OUT.part` (the records as JSON lines, whatever form the output will have), `OUT.part.errors`, and `OUT.part.state`:
how far the run is. The state is written about once a second, after what it speaks of; what stands behind that in the other two is cut
off when the run goes on.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from infobox.controls import escaped
from infobox.dumps.parts import Counts, Part
from infobox.pages.sources import PageError

_SECONDS: Final = 1.0


class State(msgspec.Struct, kw_only=True, frozen=True):
    """How far a run is: what was asked for (`run`), how many `pieces` are done, how many bytes of records and errors they gave, how many
    errors that is, what was counted, what the last of them left open (`tail`, see `Joiner`), and which titles were met.
    """

    run: str
    pieces: int = 0
    records_size: int = 0
    errors_size: int = 0
    errors: int = 0
    counts: Counts = Counts()
    tail: bytes | None = b""
    titles: set[str] = msgspec.field(default_factory=set)


class Spool:
    """The unfinished output of one run: its records, and its `errors`."""

    def __init__(self, out: Path, run: str, *, resume: bool = False, records: BinaryIO | None = None) -> None:
        """Begin beside `out`, or go on where that is asked for and there is something to go on with. `records`: where they go instead.

        Raises `OSError` where a file cannot be written, and `PageError` where the unfinished output is another run's.
        """
        self.records = out.with_name(f"{out.name}.part")
        self.errors = out.with_name(f"{out.name}.part.errors")
        self._state = out.with_name(f"{out.name}.part.state")
        found = self._found() if resume else None
        self.state = found or State(run=run)
        if self.state.run != run:
            raise PageError(
                f"{self.records}: of a run with other dumps or options (give the same ones, or leave out --resume to begin anew)"
            )
        if found is None:
            self._state.unlink(missing_ok=True)
        self._records = _opened(self.records, self.state.records_size) if records is None else records
        self._own = records is None
        self._errors = _opened(self.errors, self.state.errors_size)
        self._saved = time.monotonic()

    def _found(self) -> State | None:
        try:
            state = msgspec.json.decode(self._state.read_bytes(), type=State)
            sizes = self.records.stat().st_size, self.errors.stat().st_size
        except (OSError, msgspec.DecodeError):
            return None
        # Of a machine that broke down, the state may have been kept and what it speaks of not.
        return state if sizes[0] >= state.records_size and sizes[1] >= state.errors_size else None

    def add(self, part: Part, *, pieces: int, tail: bytes | None) -> None:
        """Keep what a part gave; then `pieces` are done, and `tail` is what lies open behind them."""
        size, errors_size = 0, 0
        for line in part.lines:
            size += self._records.write(line + b"\n")
        for failure in part.failures:
            errors_size += self._errors.write(escaped(msgspec.json.encode(failure)) + b"\n")
        old = self.state
        old.titles.update(part.titles)  # to know one too early does no harm
        # In one step, so that an interrupt finds the state before or behind.
        self.state = State(
            run=old.run,
            pieces=pieces,
            records_size=old.records_size + size,
            errors_size=old.errors_size + errors_size,
            errors=old.errors + len(part.failures),
            counts=old.counts.plus(part.counts),
            tail=tail,
            titles=old.titles,
        )
        if time.monotonic() - self._saved >= _SECONDS:
            self.save()

    def save(self) -> None:
        """Write down how far the run is."""
        if not self._own:
            return
        self._records.flush()
        self._errors.flush()
        new = self._state.with_name(f"{self._state.name}.new")
        new.write_bytes(msgspec.json.encode(self.state))
        os.replace(new, self._state)
        self._saved = time.monotonic()

    def close(self) -> None:
        """Let go of the files, with all that was added in them. Once more does nothing."""
        if self._own:
            self._records.close()
        else:
            self._records.flush()
        self._errors.close()

    def remove(self) -> None:
        """Take away what is no longer needed."""
        for path in (self.records, self.errors, self._state):
            path.unlink(missing_ok=True)


def _opened(path: Path, size: int) -> BinaryIO:
    file = open(path, "r+b" if size else "wb")  # noqa: SIM115 - closed by `Spool.close`
    file.truncate(size)
    file.seek(size)
    return file
