"""The forms in which records are put out: by the name of the output."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from infobox.pages.sources import PageError

Writer = Callable[[Path, Path], None]
"""JSON lines in one file -> the output in another. Raises `OSError`."""

_BLOCK: Final = 1 << 20
_ZSTD_LEVEL: Final = 9


def lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, without their ends."""
    with open(path, "rb") as file:
        for line in file:
            yield line.rstrip(b"\n")


def _plain(records: Path, out: Path) -> None:
    os.replace(records, out)


def _gzip(records: Path, out: Path) -> None:
    import gzip

    # Neither name nor time: the same records are the same bytes.
    with open(records, "rb") as file, open(out, "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
        shutil.copyfileobj(file, packed, _BLOCK)


def _zstd(records: Path, out: Path) -> None:
    import zstandard

    with open(records, "rb") as file, open(out, "wb") as raw:
        zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_content_size=False).copy_stream(file, raw, read_size=_BLOCK, write_size=_BLOCK)


def _parquet(records: Path, out: Path) -> None:
    from infobox.dumps.parquet import write_records

    write_records(lines(records), out)


_WRITERS: Final[dict[str, tuple[Writer, str, str]]] = {
    ".jsonl": (_plain, "", ""),
    ".jsonl.gz": (_gzip, "", ""),
    ".jsonl.zst": (_zstd, "zstandard", "dump"),
    ".parquet": (_parquet, "pyarrow", "parquet"),
}
"""By the end of the output's name: the writer, the module that it needs, and the extra that brings it."""


def writer(out: Path) -> Writer:
    """What writes an output of this name. Raises `PageError` for a name that tells no form, or where a package is missing."""
    for ending, (write, module, extra) in _WRITERS.items():
        if out.name.endswith(ending):
            needed(module, extra, str(out))
            return write
    raise PageError(f"{out}: end its name in .jsonl, .jsonl.gz, .jsonl.zst or .parquet, which says what form it has (or give -)")


def needed(module: str, extra: str, what: str) -> None:
    """Raises `PageError` where a module is not installed, and says which extra brings it."""
    from importlib.util import find_spec

    if module and find_spec(module) is None:
        raise PageError(f"{what} needs another package; install it with: pip install 'infobox[{extra}]'")


def finish(write: Writer, records: Path, out: Path) -> None:
    """Make the output of the records, under its name only when it is whole. Raises `OSError`."""
    if write is _plain:
        write(records, out)
        return
    new = out.with_name(f"{out.name}.part.new")
    write(records, new)
    os.replace(new, out)


def finish_tables(records: Path, folder: Path) -> None:
    """Make the tables of the records, each under its name only when all are whole. Raises `OSError`."""
    from infobox.dumps.tables import write_tables

    new = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    write_tables(lines(records), new)
    folder.mkdir(parents=True, exist_ok=True)
    for table in sorted(new.iterdir()):
        os.replace(table, folder / table.name)
    new.rmdir()
