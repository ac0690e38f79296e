"""A run's own files beside its outputs: they are locked while the run lasts, and nothing else with their names is mistaken for them.

Beside an output `X` they are `X.part`, `X.part.new` and so on. The lock is the operating system's, on the open file, so it ends with the
process, however that ends. A run never leaves a link, a pipe, a device or a file with two names under such a name: somebody else put it
there, so it is neither followed nor removed, but reported.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import AbstractContextManager
from functools import partial
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final
from weakref import WeakSet

from infobox.locking import locked
from infobox.pages.replacing import KINDS
from infobox.pages.sources import PageError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# Without O_NONBLOCK, opening a pipe could wait forever for its other end.
_CAREFUL: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_TRIES: Final = 20


def unfinished(output: Path, ending: str = "") -> Path:
    """The path of one of a run's own files: `OUTPUT.part`, or with an ending `OUTPUT.part.new` and the like."""
    return output.with_name(f"{output.name}.part{ending}")


def check_left(path: Path) -> None:
    """Raise `PageError` if something has the name of an unfinished file that an earlier run cannot have left."""
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return
    _check(path, status)


def _check(path: Path, status: os.stat_result) -> None:
    found = KINDS.get(stat.S_IFMT(status.st_mode), "")
    if not found and status.st_nlink > 1:
        found = "a file with a second name (a hard link)"
    if not found and _of_stranger(path, status):
        found = "a file of another user"
    if found:
        raise PageError(f"{path}: {found} is in the way of the unfinished output; remove it, or name another output")


def _of_stranger(path: Path, status: os.stat_result) -> bool:
    """Whether another user put the file into a folder such as /tmp, where everyone may create files but remove only their own."""
    folder = os.stat(path.parent)
    return bool(folder.st_mode & stat.S_ISVTX) and hasattr(os, "geteuid") and status.st_uid not in (os.geteuid(), folder.st_uid)


def move(path: Path, output: Path) -> None:
    """Give a file the name of its output. Raises `OSError`, which names the output."""
    try:
        os.replace(path, output)
    except OSError as error:
        error.filename, error.filename2 = str(output), None
        raise


class NamedFile(FileIO):
    """An unbuffered file whose errors name its `output` if it cannot be written, such as on a full disk."""

    def __init__(self, path: Path | int, mode: str, output: Path, careful: int | None = None) -> None:
        """`careful`: system flags with which to open the file safely, replacing some of those that `mode` implies."""
        super().__init__(path, mode, opener=None if careful is None else partial(_open, careful))
        self.output = output

    def write(self, data: ReadableBuffer, /) -> int:
        """As in `FileIO`."""
        try:
            return super().write(data)
        except OSError as error:
            error.filename = str(self.output)
            raise


def _open(careful: int, path: str, flags: int) -> int:
    return os.open(path, flags & ~os.O_CREAT | careful | _CAREFUL, 0o666)


def read_left(path: Path) -> bytes:
    """What an earlier run wrote into its file. Raises `PageError` if something else has its name, and `OSError`."""
    check_left(path)
    with open(path, "rb", opener=partial(_open, 0)) as file:
        return file.read()


def new_file(path: Path, output: Path) -> BinaryIO:
    """A new file for writing, replacing one that an earlier run left. Raises `PageError` if something else is there, and `OSError`."""
    check_left(path)
    path.unlink(missing_ok=True)
    return BufferedWriter(NamedFile(path, "xb", output))


class Claim(AbstractContextManager["Claim"]):
    """An unfinished file that only this run has locked: `file`, to which everything is appended.

    Its content does not change before `begin`; if `begin` is never called, a file that did not exist before is removed when it is closed.
    """

    def __init__(self, output: Path, ending: str = "") -> None:
        """Raises `PageError` if another run has locked it, or if something else has its name; and `OSError`."""
        self.path = unfinished(output, ending)
        for _ in range(_TRIES):
            self.file, self._made = _opened(self.path, output)
            try:
                ours = locked(self.file)
                there = self._there()  # only now: before, the run that had locked it could still remove it
            except BaseException:
                self.file.close()
                raise
            if ours and there:
                _claimed_files.add(self.file)
                return
            self.file.close()
            if there:
                break
        raise PageError(f"{output}: another run is writing it; wait until it has ended, or name another output")

    def __exit__(self, *error: object) -> None:
        self.close()

    def begin(self, size: int) -> None:
        """Take over the file, keeping its first `size` bytes."""
        self._made = False
        self.file.truncate(size)

    def size(self) -> int | None:
        """The size of the file in bytes; None if its name leads elsewhere."""
        return os.fstat(self.file.fileno()).st_size if self._there() else None

    def reading(self) -> BinaryIO:
        """The file from its beginning, to be read while it is locked."""
        file = open(os.dup(self.file.fileno()), "rb")  # noqa: SIM115 - the caller closes it
        file.seek(0)
        return file

    def put(self) -> None:
        """Give the file the name of its output."""
        if sys.platform == "win32":
            self.file.close()  # an open file cannot be moved there
        move(self.path, self.file.output)

    def remove(self) -> None:
        """Remove the file unless it was moved, and release it. A second call does nothing."""
        if self.file.closed:
            return
        there = self._there()
        if sys.platform == "win32":
            self.file.close()  # an open file cannot be removed there
        if there:
            self.path.unlink(missing_ok=True)
        self.file.close()

    def close(self) -> None:
        """Release the file. A second call does nothing."""
        if self._made:
            self.remove()
        self.file.close()

    def _there(self) -> bool:
        """Whether the file's name still leads to it."""
        try:
            return os.path.samestat(os.lstat(self.path), os.fstat(self.file.fileno()))
        except FileNotFoundError:
            return False


def _opened(path: Path, output: Path) -> tuple[NamedFile, bool]:
    """The file with a name, and whether it was created because there was none."""
    check_left(path)
    try:
        return NamedFile(path, "a+b", output, os.O_CREAT | os.O_EXCL), True
    except FileExistsError:
        pass
    file = NamedFile(path, "a+b", output, os.O_CREAT)
    try:
        _check(path, os.fstat(file.fileno()))
    except BaseException:
        file.close()
        raise
    return file, False


_claimed_files: Final[WeakSet[NamedFile]] = WeakSet()


def _close_claimed_files() -> None:
    for file in _claimed_files:
        file.close()


if hasattr(os, "register_at_fork"):
    # A forked process shares the lock, and would keep it if it outlived this one.
    os.register_at_fork(after_in_child=_close_claimed_files)
