"""What a run has found so far, in files beside its output, so that the output appears only when it is whole and a run can be gone on with.

Beside `OUT` stand `OUT.part` (the records as JSON lines, whatever form the output will have), `OUT.part.errors`, and `OUT.part.state`:
how far the run is. The state is written about once a second, after what it speaks of; what stands after that in the other two is cut
off when the run goes on. The errors are the first file that a run claims and the last that it removes, so whoever holds them has all.
"""

from __future__ import annotations

import os
import time
from contextlib import AbstractContextManager, ExitStack
from io import BufferedWriter
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from infobox.controls import escaped
from infobox.dumps.parts import Counts, Part
from infobox.dumps.unfinished import Claim, new_file, read_left, unfinished
from infobox.pages.sources import PageError

ENDINGS: Final = ("", ".errors", ".state", ".state.new")
"""Of the names of its files."""
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


class Spool(AbstractContextManager["Spool"]):
    """The unfinished output of one run: its records, and its `errors`."""

    def __init__(self, out: Path, run: str, *, resume: bool = False, records: BinaryIO | None = None) -> None:
        """Claim the files beside `out`, to begin, or to go on where that is asked for and there is something to go on with. `records`:
        where they go instead.

        Raises `OSError` where a file cannot be written, and `PageError` where the unfinished output is another run's, another run is
        writing it, or something else stands under the name of one of its files.
        """
        self.out = out
        self._state, self._new_state = unfinished(out, ".state"), unfinished(out, ".state.new")
        with ExitStack() as failed:
            self.errors = failed.enter_context(Claim(out, ".errors"))
            self.records: Claim | None = None
            if records is None:
                self.records = failed.enter_context(Claim(out))
                records = BufferedWriter(self.records.file)
            found = self._found() if resume else None
            self.state = found or State(run=run)
            if self.state.run != run:
                raise PageError(
                    f"{unfinished(out)}: of a run with other dumps or options (give the same ones, or leave out --resume to begin anew)"
                )
            failed.pop_all()
        self._resumed = found is not None
        self._to_records, self._to_errors = records, BufferedWriter(self.errors.file)
        self._saved = time.monotonic()

    def _found(self) -> State | None:
        try:
            state = msgspec.json.decode(read_left(self._state), type=State)
        except (FileNotFoundError, msgspec.DecodeError):
            return None
        # Of a machine that broke down, the state may have been kept and what it speaks of not.
        return state if all((claim.size() or 0) >= size for claim, size in self._sizes(state)) else None

    def _sizes(self, state: State) -> list[tuple[Claim, int]]:
        """The files, and how many bytes a state says were written into each."""
        errors = (self.errors, state.errors_size)
        return [errors] if self.records is None else [(self.records, state.records_size), errors]

    def begin(self) -> None:
        """From now on the files are this run's; before, an earlier run's were only looked at."""
        if not self._resumed:
            self._state.unlink(missing_ok=True)
        for claim, size in self._sizes(self.state):
            claim.begin(size)

    def add(self, part: Part, *, pieces: int, tail: bytes | None) -> None:
        """Keep what a part gave; then `pieces` are done, and `tail` is what lies open after them."""
        size, errors_size = 0, 0
        for line in part.lines:
            size += self._to_records.write(line + b"\n")
        for failure in part.failures:
            errors_size += self._to_errors.write(escaped(msgspec.json.encode(failure)) + b"\n")
        old = self.state
        old.titles.update(part.titles)  # to know one too early does no harm
        # In one step, so that an interrupt finds the state before or after.
        self.state = msgspec.structs.replace(
            old,
            pieces=pieces,
            records_size=old.records_size + size,
            errors_size=old.errors_size + errors_size,
            errors=old.errors + len(part.failures),
            counts=old.counts.plus(part.counts),
            tail=tail,
        )
        if time.monotonic() - self._saved >= _SECONDS:
            self.save()

    def save(self) -> None:
        """Write down how far the run is."""
        self._flush()
        if self.records is None:
            return
        with new_file(self._new_state, self.out) as file:
            file.write(msgspec.json.encode(self.state))
        os.replace(self._new_state, self._state)
        self._saved = time.monotonic()

    def check(self) -> None:
        """Raises `PageError` unless the files hold as many bytes as were written into them."""
        self._flush()
        for claim, size in self._sizes(self.state):
            if (found := claim.size()) != size:
                there = "it is gone" if found is None else f"it has {found:,} bytes"
                raise PageError(
                    f"{claim.path}: {there} where {size:,} were written, so another program changed it; no output was made, and what was "
                    "found is kept"
                )

    def _flush(self) -> None:
        self._to_records.flush()
        self._to_errors.flush()

    def __exit__(self, *error: object) -> None:
        """Let go of the files. What was added since the last `save` is lost."""
        with ExitStack() as claims:
            for claim, _ in self._sizes(self.state):
                claims.enter_context(claim)

    def remove(self) -> None:
        """Take away what is no longer needed."""
        if self.records is not None:
            self.records.remove()
        self._state.unlink(missing_ok=True)
        self.errors.remove()
