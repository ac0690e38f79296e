"""The forms in which records are put out: by the name of the output."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
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

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".part", dir=folder) as new:
        write_tables(lines(records), Path(new))
        for table in sorted(Path(new).iterdir()):
            os.replace(table, folder / table.name)


def finish_errors(found: Path, errors: Path) -> None:
    """Put the errors that were found under the name they shall have. Raises `OSError`."""
    if _is_device(errors):
        with open(found, "rb") as file, open(errors, "wb") as device:
            shutil.copyfileobj(file, device)
        return
    errors = led_to(errors)
    shutil.copyfile(found, _unfinished(errors))
    os.replace(_unfinished(errors), errors)


def led_to(path: Path) -> Path:
    """The file that a link leads to, in whose place nothing may be put; any other path as it is."""
    return path.resolve() if path.is_symlink() else path


def _is_device(path: Path) -> bool:
    """Whether a name is that of a pipe, a terminal or /dev/null, in whose place no file may be put."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _unfinished(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


# --- before the run -----------------------------------------------------------------------------------------------------------------


def check_names(read: Iterable[str], *, out: Path | None, errors: str | None, tables: str | None) -> None:
    """Raises `PageError` for what can be known before an hour is spent, or before something is lost: that an output cannot be written,
    or that two of them, or one and a file that is `read`, have the same name.
    """
    folder = Path(tables) if tables else None
    if folder is not None:
        _check_folder(folder)
    taken = {os.path.realpath(path) for path in read}
    for path, made in (
        (out, [] if out is None else [out, *(out.with_name(f"{out.name}.part{end}") for end in ("", ".new", ".errors", ".state"))]),
        (Path(errors) if errors else None, [Path(errors), _unfinished(Path(errors))] if errors else []),
        (None, [folder, *_table_names(folder)] if folder is not None else []),
    ):
        if path is not None:
            _check_file(path, device=path != out)
        real = {os.path.realpath(one): one for one in made}
        if twice := sorted(taken & real.keys()):
            raise PageError(f"{real[twice[0]]}: named twice, and would be written over; give each output a name of its own")
        taken |= real.keys()


def _check_file(path: Path, *, device: bool) -> None:
    if path.is_dir():
        raise PageError(f"{path}: a folder, not a file")
    if _is_device(path):
        if device:
            return
        raise PageError(f"{path}: a device or a pipe; give -, and lead standard output there")
    if not path.parent.is_dir():
        raise PageError(f"{path}: no such folder: {path.parent}")
    if not os.access(path.parent, os.W_OK):
        raise PageError(f"{path}: nothing can be written in {path.parent}")


def _check_folder(folder: Path) -> None:
    there = next(path for path in (folder, *folder.parents, Path()) if path.exists())
    if not there.is_dir():
        raise PageError(f"{there}: a file, not a folder")
    if not os.access(there, os.W_OK):
        raise PageError(f"{folder}: nothing can be written in {there}")


def _table_names(folder: Path) -> list[Path]:
    from infobox.dumps.tables import TABLES

    return [folder / f"{name}.parquet" for name in TABLES]
