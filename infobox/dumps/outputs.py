"""The outputs of a run: their forms, by their names, and how they are made from what was found, all or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from io import BufferedWriter
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from infobox.dumps.spooling import ENDINGS, Spool
from infobox.dumps.unfinished import Claim, NamedFile, check_left, move, new_file, unfinished
from infobox.pages.sources import PageError

OutputWriter = Callable[[BinaryIO, BinaryIO], None]
"""JSON lines in one file -> the output in another. Raises `OSError`."""

_BLOCK: Final = 1 << 20
_ZSTD_LEVEL: Final = 9
_NEW: Final = ".new"
"""The ending of an output's name, after `.part`, while it is made."""


class Outputs(NamedTuple):
    """Where a run's output goes.

    Records go to `out` (None: standard output) and are written by `write` (None: JSON lines as they are); errors go to the file `errors`,
    or, if it is a `stream`, to something that is not a file or is already open, such as a pipe. Flat tables go to `tables`, by folder
    and by table, and to `databases`; what was not understood goes to the file `problems`, and what the run was to the `manifest`.
    """

    out: Path | None
    write: OutputWriter | None
    errors: Path | None
    stream: bool
    tables: dict[Path, dict[str, Path]]
    databases: list[Path]
    problems: Path | None = None
    manifest: Path | None = None


def _gzip(records: BinaryIO, out: BinaryIO) -> None:
    import gzip

    # Neither name nor time: the same records give the same bytes.
    with gzip.GzipFile("", "wb", fileobj=out, mtime=0) as packed:
        shutil.copyfileobj(records, packed, _BLOCK)


def _zstd(records: BinaryIO, out: BinaryIO) -> None:
    import zstandard

    zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_content_size=False).copy_stream(records, out, read_size=_BLOCK, write_size=_BLOCK)


def _parquet(records: BinaryIO, out: BinaryIO) -> None:
    from infobox.dumps.parquet import write_records

    write_records(records, out)


_WRITERS: Final[dict[str, tuple[OutputWriter | None, str, str]]] = {
    ".jsonl": (None, "", ""),
    ".jsonl.gz": (_gzip, "", ""),
    ".jsonl.zst": (_zstd, "zstandard", "dump"),
    ".parquet": (_parquet, "pyarrow", "parquet"),
}
"""By the end of the output's name: the writer, the module that it needs, and the extra that installs it."""


def writer(out: Path) -> OutputWriter | None:
    """The writer of an output with this name. Raises `PageError` for a name without a known ending, or if a package is missing."""
    for ending, (write, module, extra) in _WRITERS.items():
        if out.name.endswith(ending):
            needed(module, extra, str(out))
            return write
    raise PageError(f"{out}: the name must end in .jsonl, .jsonl.gz, .jsonl.zst or .parquet, which says how to write it (or use -)")


def needed(module: str, extra: str, what: str) -> None:
    """Raise `PageError` if a module is not installed; it names the extra that installs it."""
    from importlib.util import find_spec

    if module and find_spec(module) is None:
        raise PageError(f"{what} needs another package; install it with: pip install 'infobox[{extra}]'")


def own_files(outputs: Outputs) -> Iterator[tuple[Path, list[Path]]]:
    """Each output that is a file, with the run's own files beside it."""
    if outputs.out is not None:
        yield outputs.out, [unfinished(outputs.out, ending) for ending in (*ENDINGS, _NEW)]
    if outputs.manifest is not None:  # who has locked `out` may write it
        yield outputs.manifest, [unfinished(outputs.manifest, _NEW)]
    for output in _beside_out(outputs):
        yield output, [unfinished(output), unfinished(output, _NEW)]


def _beside_out(outputs: Outputs) -> list[Path]:
    """The files that are made from what was found, other than `out`."""
    errors = [outputs.errors] if outputs.errors is not None and not outputs.stream else []
    problems = [outputs.problems] if outputs.problems is not None else []
    return [*errors, *problems, *(path for files in outputs.tables.values() for path in files.values()), *outputs.databases]


@contextmanager
def claimed(outputs: Outputs) -> Iterator[None]:
    """Lock all outputs against other runs, except `out`, which the spool locks.

    Raises `PageError` if another run has locked one, or if something else has the name of one of the run's own files; and `OSError`.
    """
    with ExitStack() as stack:
        for folder in outputs.tables:
            _make_folder(stack, folder)
        for output in _beside_out(outputs):
            stack.callback(_release, Claim(output))
        for _, own in own_files(outputs):
            for path in own:
                check_left(path)
        yield


def _make_folder(stack: ExitStack, folder: Path) -> None:
    """Make a folder, which is removed with the stack if it is empty then."""
    for path in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        path.mkdir(exist_ok=True)
        stack.callback(_remove_empty, path)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _release(claim: Claim) -> None:
    """Remove a claimed file. The run wrote nothing into it, so if it has content it is somebody else's file and stays."""
    if claim.size():
        claim.close()
    else:
        claim.remove()


def finish(outputs: Outputs, spool: Spool, manifest: bytes = b"") -> None:
    """Make the outputs from what was found, with a `manifest` beside them, and give them their names when all are complete.

    Raises `PageError` if what was found is no longer complete, and `OSError` if an output cannot be written; then no output has been given
    its name, and what was found is kept.
    """
    spool.check()
    with _NewFiles() as new:
        if outputs.out is not None and spool.records is not None:
            _write_tables(outputs, spool.records, new)
            if outputs.write is not None:
                with spool.records.reading() as records, new.file(outputs.out) as file:
                    outputs.write(records, file)
        if outputs.errors is not None:
            # If the reader of the errors stops, the other outputs are still wanted.
            with (
                suppress(BrokenPipeError),
                spool.errors.reading() as found,
                (_opened if outputs.stream else new.file)(outputs.errors) as file,
            ):
                shutil.copyfileobj(found, file, _BLOCK)
        if outputs.problems is not None and spool.problems is not None:
            with spool.problems.reading() as found, new.file(outputs.problems) as file:
                shutil.copyfileobj(found, file, _BLOCK)
        if outputs.manifest is not None:
            with new.file(outputs.manifest) as file:
                file.write(manifest)
        new.put()
        if outputs.write is None and spool.records is not None:
            spool.records.put()


def _write_tables(outputs: Outputs, found: Claim, new: _NewFiles) -> None:
    for tables in outputs.tables.values():
        from infobox.dumps.tables import write_each

        with found.reading() as records, ExitStack() as files:
            write_each(records, {table: files.enter_context(new.file(path)) for table, path in tables.items()})
    for database in outputs.databases:
        from infobox.dumps.sqlite import write_database

        with found.reading() as records, new.path(database) as path:
            write_database(records, path)


class _NewFiles(AbstractContextManager["_NewFiles"]):
    """New files beside outputs, which replace them together; none of them is left in the end."""

    def __init__(self) -> None:
        self._made: list[tuple[Path, Path]] = []

    def file(self, output: Path) -> BinaryIO:
        """A file to write and close, which will become an output."""
        path = unfinished(output, _NEW)
        file = new_file(path, output)
        self._made.append((path, output))
        return file

    @contextmanager
    def path(self, output: Path) -> Iterator[Path]:
        """The path of such a file, for others to write; their errors name the output."""
        self.file(output).close()
        try:
            yield self._made[-1][0]
        except OSError as error:
            error.filename = str(output)
            raise

    def put(self) -> None:
        """Give each file the name of its output."""
        for path, output in self._made:
            move(path, output)

    def __exit__(self, *error: object) -> None:
        for path, _ in self._made:
            path.unlink(missing_ok=True)


def _opened(path: Path) -> BinaryIO:
    """Open for writing something that is not a file, or is already open."""
    number = own_stream(path)
    return BufferedWriter(NamedFile(path if number is None else os.dup(number), "wb", path))


def own_stream(path: Path) -> int | None:
    """The number of the standard output or error that a name, such as /dev/stderr, leads to, even if it is a file; None for any other."""
    for number in (2, 1):
        with suppress(OSError):
            if os.path.samestat(os.stat(path), os.fstat(number)):
                return number
    return None
