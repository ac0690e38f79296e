"""What a run has found so far, in files beside its output, so that the output appears only when it is complete and a run can be resumed.

Beside `OUT` are `OUT.part` (the records as JSON lines, whatever form the output will have), `OUT.part.errors`, if they are asked for
`OUT.part.problems` (what was not understood), and `OUT.part.state`: how far the run is. The state is written about once a second, after
what it counts; anything after that is cut off when the run is resumed. The errors are the first file that a run locks and the last that
it removes, so the run that has locked them has locked all.
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
from infobox.dumps.parts import Counts, PieceResult
from infobox.dumps.unfinished import Claim, new_file, read_left, unfinished
from infobox.pages.sources import PageError

ENDINGS: Final = ("", ".errors", ".problems", ".state", ".state.new")
"""The endings of the names of its files."""
_SECONDS: Final = 1.0


class State(msgspec.Struct, kw_only=True, frozen=True):
    """How far a run is: its dumps and options (`run`), how many `pieces` are done, how many bytes of records, errors and problems they
    gave, how many errors these are, the counts, what the last piece left open (`tail`, see `Joiner`), and which titles were found.
    """

    run: str
    pieces: int = 0
    records_size: int = 0
    errors_size: int = 0
    problems_size: int = 0
    errors: int = 0
    counts: Counts = Counts()
    tail: bytes | None = b""
    titles: set[str] = msgspec.field(default_factory=set)


class Spool(AbstractContextManager["Spool"]):
    """The unfinished output of one run: its records, its `errors`, and its `problems` if they are asked for."""

    def __init__(self, out: Path, run: str, *, resume: bool = False, records: BinaryIO | None = None, problems: bool = False) -> None:
        """Lock the files beside `out`, to begin, or, with `resume`, to continue an earlier run if there is one. `records`: where the
        records go instead.

        Raises `OSError` if a file cannot be written, and `PageError` if the unfinished output is that of a different run, another run is
        writing it, or something else has the name of one of its files.
        """
        self.out = out
        self._state, self._new_state = unfinished(out, ".state"), unfinished(out, ".state.new")
        with ExitStack() as failed:
            self.errors = failed.enter_context(Claim(out, ".errors"))
            self.problems = failed.enter_context(Claim(out, ".problems")) if problems else None
            self.records: Claim | None = None
            if records is None:
                self.records = failed.enter_context(Claim(out))
                records = BufferedWriter(self.records.file)
            found = self._saved_state() if resume else None
            self.state = found or State(run=run)
            if self.state.run != run:
                raise PageError(
                    f"{unfinished(out)}: left by a run with other dumps or options (use the same ones, or omit --resume to start again)"
                )
            failed.pop_all()
        self._resumed = found is not None
        self._to_records, self._to_errors = records, BufferedWriter(self.errors.file)
        self._to_problems = BufferedWriter(self.problems.file) if self.problems is not None else None
        self._saved = time.monotonic()

    def _saved_state(self) -> State | None:
        try:
            state = msgspec.json.decode(read_left(self._state), type=State)
        except (FileNotFoundError, msgspec.DecodeError):
            return None
        # After a crash of the machine, the state may have been saved but not the records and errors that it counts.
        return state if all((claim.size() or 0) >= size for claim, size in self._sizes(state)) else None

    def _sizes(self, state: State) -> list[tuple[Claim, int]]:
        """The files, each with the number of bytes that were written into it according to a state."""
        sizes = ((self.records, state.records_size), (self.problems, state.problems_size), (self.errors, state.errors_size))
        return [(claim, size) for claim, size in sizes if claim is not None]

    def begin(self) -> None:
        """Take over the files for this run; until now, those of an earlier run were only read."""
        if not self._resumed:
            self._state.unlink(missing_ok=True)
        for claim, size in self._sizes(self.state):
            claim.begin(size)

    def add(self, part: PieceResult, *, pieces: int, tail: bytes | None) -> None:
        """Keep the results of a part; after it, `pieces` are done, and `tail` is what they left open."""
        size, errors_size, problems_size = 0, 0, 0
        for line in part.lines:
            size += self._to_records.write(line + b"\n")
        for failure in part.failures:
            errors_size += self._to_errors.write(escaped(msgspec.json.encode(failure)) + b"\n")
        if self._to_problems is not None:
            problems_size = sum(self._to_problems.write(line + b"\n") for line in part.problems)
        old = self.state
        old.titles.update(part.titles)  # adding one too early does no harm
        # In one step, so that an interrupt finds the state either before or after.
        self.state = msgspec.structs.replace(
            old,
            pieces=pieces,
            records_size=old.records_size + size,
            errors_size=old.errors_size + errors_size,
            problems_size=old.problems_size + problems_size,
            errors=old.errors + len(part.failures),
            counts=old.counts.plus(part.counts),
            tail=tail,
        )
        if time.monotonic() - self._saved >= _SECONDS:
            self.save()

    def save(self) -> None:
        """Save how far the run is."""
        self._flush()
        if self.records is None:
            return
        with new_file(self._new_state, self.out) as file:
            file.write(msgspec.json.encode(self.state))
        os.replace(self._new_state, self._state)
        self._saved = time.monotonic()

    def check(self) -> None:
        """Raise `PageError` unless the files have as many bytes as were written into them."""
        self._flush()
        for claim, size in self._sizes(self.state):
            if (found := claim.size()) != size:
                there = "it is gone" if found is None else f"it has {found:,} bytes"
                raise PageError(
                    f"{claim.path}: {there}, but {size:,} bytes were written, so another program changed it; no output was made, and what "
                    "was found is kept"
                )

    def _flush(self) -> None:
        self._to_records.flush()
        self._to_errors.flush()
        if self._to_problems is not None:
            self._to_problems.flush()

    def __exit__(self, *error: object) -> None:
        """Release the files. What was added since the last `save` is lost."""
        with ExitStack() as claims:
            for claim, _ in self._sizes(self.state):
                claims.enter_context(claim)

    def remove(self) -> None:
        """Remove the files, which are no longer needed."""
        if self.records is not None:
            self.records.remove()
        if self.problems is not None:
            self.problems.remove()
        self._state.unlink(missing_ok=True)
        self.errors.remove()
