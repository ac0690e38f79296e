"""A run's own files beside its outputs: locked while the run lasts, and never something else that was put under their names.

Beside an output `X` they are `X.part`, `X.part.new` and so on. The lock is the operating system's, on the open file, so it goes with the
process, however that ends. No run leaves a link, a pipe or a device under such a name, nor a file with two names: what is one was put
there by somebody else, so it is neither followed nor removed, but reported.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import AbstractContextManager
from functools import partial
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final
from weakref import WeakSet

from infobox.pages.replacing import KINDS
from infobox.pages.sources import PageError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# Without O_NONBLOCK, opening a pipe could wait for its other end for ever.
_CAREFUL: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_TRIES: Final = 20


def unfinished(output: Path, ending: str = "") -> Path:
    """Where a file of a run's own stands: `OUTPUT.part`, or with an ending `OUTPUT.part.new` and the like."""
    return output.with_name(f"{output.name}.part{ending}")


def check_left(path: Path) -> None:
    """Raises `PageError` unless what stands under the name of an unfinished file, if anything, may be what an earlier run left."""
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
    """Whether somebody else has put a file into a folder such as /tmp, where all may make files and each may remove only his own."""
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
    """A file, not buffered, that names its `output` in what it raises when it cannot be written, such as on a full disk."""

    def __init__(self, path: Path | int, mode: str, output: Path, careful: int | None = None) -> None:
        """`careful`: flags of the system with which to open it, in place of some that `mode` means."""
        super().__init__(path, mode, opener=None if careful is None else partial(_open, careful))
        self.output = output

    def write(self, data: ReadableBuffer, /) -> int:
        """As `FileIO` does."""
        try:
            return super().write(data)
        except OSError as error:
            error.filename = str(self.output)
            raise


def _open(careful: int, path: str, flags: int) -> int:
    return os.open(path, flags & ~os.O_CREAT | careful | _CAREFUL, 0o666)


def read_left(path: Path) -> bytes:
    """What an earlier run wrote into its file. Raises `PageError` for something else under its name, and `OSError`."""
    check_left(path)
    with open(path, "rb", opener=partial(_open, 0)) as file:
        return file.read()


def new_file(path: Path, output: Path) -> BinaryIO:
    """A new file for writing, in place of one that an earlier run left. Raises `PageError` for something else there, and `OSError`."""
    check_left(path)
    path.unlink(missing_ok=True)
    return BufferedWriter(NamedFile(path, "xb", output))


class Claim(AbstractContextManager["Claim"]):
    """An unfinished file that this run alone holds: `file`, at whose end is written whatever is written.

    Nothing in it changes before `begin`; if that never comes, a file that was not there before is removed when it is closed.
    """

    def __init__(self, output: Path, ending: str = "") -> None:
        """Raises `PageError` if another run holds it, or for something else under its name; and `OSError`."""
        self.path = unfinished(output, ending)
        for _ in range(_TRIES):
            self.file, self._made = _opened(self.path, output)
            try:
                locked = _locked(self.file)
                there = self._there()  # only now: before, a run that held it could still remove it
            except BaseException:
                self.file.close()
                raise
            if locked and there:
                _held.add(self.file)
                return
            self.file.close()
            if there:
                break
        raise PageError(f"{output}: another run is writing it; wait until that has ended, or name another output")

    def __exit__(self, *error: object) -> None:
        self.close()

    def begin(self, size: int) -> None:
        """Take the file over, with its first `size` bytes."""
        self._made = False
        self.file.truncate(size)

    def size(self) -> int | None:
        """How many bytes are in it, None if its name leads elsewhere."""
        return os.fstat(self.file.fileno()).st_size if self._there() else None

    def reading(self) -> BinaryIO:
        """The file from its beginning, to be read while it is held."""
        file = open(os.dup(self.file.fileno()), "rb")  # noqa: SIM115 - the caller closes it
        file.seek(0)
        return file

    def put(self) -> None:
        """Give the file the name of its output, which it then is."""
        if sys.platform == "win32":
            self.file.close()  # an open file cannot be moved there
        move(self.path, self.file.output)

    def remove(self) -> None:
        """Take the file away unless it was moved, and let go of it. Once more does nothing."""
        if self.file.closed:
            return
        there = self._there()
        if sys.platform == "win32":
            self.file.close()  # an open file cannot be removed there
        if there:
            self.path.unlink(missing_ok=True)
        self.file.close()

    def close(self) -> None:
        """Let go of the file. Once more does nothing."""
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
    """The file under a name, and whether it was made because there was none."""
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


_held: Final[WeakSet[NamedFile]] = WeakSet()


def _let_go() -> None:
    for file in _held:
        file.close()


if hasattr(os, "register_at_fork"):
    # A process that branched off shares the lock, and would keep it if it outlived this one.
    os.register_at_fork(after_in_child=_let_go)

if sys.platform == "win32":
    import msvcrt

    _FAR: Final = (1 << 31) - 2
    """The byte that is locked: nobody else can read it then, so it is one that no file has."""

    def _locked(file: NamedFile) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True

else:
    import fcntl

    def _locked(file: NamedFile) -> bool:
        """Whether the file could be locked, or is where there are no locks, as in some network file systems."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
        return True
