"""The names of a run's outputs, checked before it begins: what they mean, and whether they can be written without losing anything."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from infobox.dumps.outputs import Outputs, needed, own_files, own_stream, writer
from infobox.pages.sources import PageError

_DATABASES: Final = (".db", ".sqlite", ".sqlite3")
"""How names of databases end; any other name of tables is that of a folder."""
_JOURNALS: Final = ("-journal", "-wal")
"""How names of the files end that SQLite keeps beside a database while a program writes it."""


def manifest_beside(out: Path) -> Path:
    """The name of the manifest of an output."""
    return out.with_name(f"{out.name}.manifest.json")


def outputs_of(out: str, errors: str | None, tables: Iterable[str], problems: str | None = None) -> Outputs:
    """The outputs with these names. Raises `PageError` for an unknown ending, a missing package, or a link that leads to itself."""
    path = None if out == "-" else Path(out)
    write = None if path is None else writer(path)
    path = path and _resolved(path)
    files: dict[Path, dict[str, Path]] = {}
    databases: list[Path] = []
    for name in tables:
        if name.endswith(_DATABASES):
            databases.append(_database(Path(name)))
        else:
            from infobox.dumps.tables import table_files

            needed("pyarrow", "parquet", f"--tables with a folder ({name})")
            files[Path(name)] = table_files(Path(name))
    found = Path(errors) if errors else None
    stream = found is not None and (_is_device(found) or own_stream(found) is not None)
    found = found if found is None or stream else _resolved(found)
    listed = _resolved(Path(problems)) if problems else None
    return Outputs(path, write, found, stream, files, databases, listed, manifest_beside(path) if path is not None else None)


def _database(path: Path) -> Path:
    """The file of a database with this name."""
    try:
        from infobox.dumps.sqlite import MissingFeature, check_sqlite
    except ImportError:  # a Python that was built without it
        raise PageError(f"{path}: this Python has no SQLite; use another Python") from None
    try:
        check_sqlite()
    except MissingFeature as error:
        raise PageError(f"{path}: {error}") from None
    return _resolved(path)


def _resolved(path: Path) -> Path:
    """The file that a link leads to, so that the link itself is not replaced; any other path as it is."""
    if not path.is_symlink():
        return path
    end = Path(os.path.realpath(path))
    if end.is_symlink():
        raise PageError(f"{path}: a link that leads back to itself")
    return end


def own_file(name: str, read: Iterable[str]) -> Path:
    """The file with this name that is to be written, and none of those that are `read`. Raises `PageError`."""
    path = _resolved(Path(name))
    if _is_device(path):
        raise PageError(f"{path}: a device or a pipe, not a file")
    _check_file(path)
    if os.path.realpath(path) in {os.path.realpath(each) for each in read if each != "-"}:
        raise PageError(f"{path}: named twice, so it would be overwritten; give each output its own name")
    return path


def _is_device(path: Path) -> bool:
    """Whether a name is that of a pipe, a terminal or /dev/null, which must not be replaced by a file."""
    return path.exists() and not path.is_file() and not path.is_dir()


def check_names(read: Iterable[str], outputs: Outputs) -> None:
    """Raise `PageError` for what can be known before an hour is spent or something is lost: that an output cannot be written, or that two
    outputs, or an output and a file that is `read`, have the same name.
    """
    if outputs.out is not None and _is_device(outputs.out):
        raise PageError(f"{outputs.out}: a device or a pipe; use - instead, and redirect standard output to it")
    if outputs.problems is not None and _is_device(outputs.problems):
        raise PageError(f"{outputs.problems}: a device or a pipe, not a file")
    for file in (outputs.out, None if outputs.stream else outputs.errors, outputs.problems, outputs.manifest, *outputs.databases):
        if file is not None:
            _check_file(file)
    for database in outputs.databases:
        _check_database(database)
    for folder, files in outputs.tables.items():
        _check_folder(folder)
        for path in files.values():
            if path.is_dir():
                raise PageError(f"{path}: a folder, not a file")
    taken = {os.path.realpath(path) for path in read}
    named = [[output, *own] for output, own in own_files(outputs)]
    for made in [*named, list(outputs.tables), [outputs.errors] if outputs.errors is not None and outputs.stream else []]:
        real = {os.path.realpath(one): one for one in made}
        if twice := sorted(taken & real.keys()):
            raise PageError(f"{real[twice[0]]}: named twice, so it would be overwritten; give each output its own name")
        taken |= real.keys()


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise PageError(f"{path}: a folder, not a file")
    if not path.parent.is_dir():
        raise PageError(f"{path}: no such folder: {path.parent}")
    if not os.access(path.parent, os.W_OK):
        raise PageError(f"{path}: no file can be created in {path.parent}")


def _check_database(path: Path) -> None:
    if _is_device(path):
        raise PageError(f"{path}: a device or a pipe, not a file")
    for ending in _JOURNALS:
        journal = path.with_name(path.name + ending)
        if journal.exists():
            raise PageError(f"{journal}: another program is writing {path.name}, or did not finish; end it, or name another output")


def _check_folder(folder: Path) -> None:
    there = next(path for path in (folder, *folder.parents, Path()) if os.path.lexists(path))
    if not there.is_dir():
        raise PageError(f"{there}: {'a link that leads to no folder' if there.is_symlink() else 'a file, not a folder'}")
    if not os.access(there, os.W_OK):
        raise PageError(f"{folder}: no file can be created in {there}")
