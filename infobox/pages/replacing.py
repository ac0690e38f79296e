"""Replacing a file's content: as a whole or not at all, without changing anything else about the file."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Final

KINDS: Final = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
"""What a name may lead to that is not a regular file."""
_WRITE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_NOT_ALLOWED: Final = (errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOTSUP)
_NAME: Final = 40
"""How many characters of a file's name are used in the names of files beside it, which could otherwise become too long."""


def replace(path: str | Path, data: bytes) -> None:
    """Replace a file's content with `data`. Its mode, owner, group, extended attributes and names stay, and links still lead to it.

    A file with one name is replaced by a new one in one step, so nobody ever finds half of it. If it has several names (hard links), or a
    new file cannot be given its owner or attributes, it is written in place: its old content is kept in a file beside it until all is
    written, and put back if writing fails. Only a process that is killed during that leaves half a file, with the old content beside it
    (`.NAME.…`).

    Raises `OSError` if the file is not a regular one, may not be written (a file whose mode lets nobody write is refused to the superuser
    as well) or cannot be written; its content is then unchanged.
    """
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):
        kind = KINDS.get(stat.S_IFMT(status.st_mode))
        raise OSError(errno.EINVAL, f"{kind}, not a file" if kind else "not a file")
    if not status.st_mode & _WRITE:
        raise PermissionError(errno.EACCES, "read-only (make it writable first, such as with: chmod u+w)")
    file = Path(os.path.realpath(path))
    os.close(os.open(file, os.O_RDWR))  # raises if something else forbids writing, such as an attribute or a read-only disk
    if status.st_nlink > 1 or not _replaced(file, status, data):
        _written_over(file, data)


def _replaced(file: Path, status: os.stat_result, data: bytes) -> bool:
    """Replace the file with a new one; False if the new one could not be given the same owner and attributes."""
    new = _beside(file, data)
    try:
        alike = _made_alike(new, file, status)
        if alike:
            os.replace(new, file)
    finally:
        new.unlink(missing_ok=True)
    return alike


def _made_alike(new: Path, file: Path, status: os.stat_result) -> bool:
    """Give the new file the owner, group, extended attributes and mode of the old one; False if that is not allowed."""
    if sys.platform == "win32":
        os.chmod(new, stat.S_IMODE(status.st_mode))
        return True
    made = new.stat()
    try:
        if (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
            os.chown(new, status.st_uid, status.st_gid)
        wanted, given = _attributes(file), _attributes(new)
        for name in given.keys() - wanted.keys():
            os.removexattr(new, name)
        for name, value in wanted.items():
            if given.get(name) != value:
                os.setxattr(new, name, value)
        os.chmod(new, stat.S_IMODE(status.st_mode))  # last, because a change of owner clears bits
    except OSError as error:
        if error.errno in _NOT_ALLOWED:
            return False
        raise
    return True


def _attributes(file: Path) -> dict[str, bytes]:
    """A file's extended attributes, including access lists; none if the system or the disk does not support them."""
    if sys.platform == "win32" or not hasattr(os, "listxattr"):
        return {}
    try:
        return {name: os.getxattr(file, name) for name in os.listxattr(file)}
    except OSError as error:
        if error.errno == errno.ENOTSUP:
            return {}
        raise


def _written_over(file: Path, data: bytes) -> None:
    """Write into the file itself, with its old content in a file beside it meanwhile."""
    handle = os.open(file, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        old = file.read_bytes()
        copy = _beside(file, old)
        try:
            _fill(handle, data)
        except BaseException as failure:
            try:
                _fill(handle, old)
            except OSError as error:
                raise OSError(error.errno, f"{error.strerror}; its old content is in {copy}") from failure
            copy.unlink()
            raise
        copy.unlink()
    finally:
        os.close(handle)


def _beside(file: Path, data: bytes) -> Path:
    """A new file that contains `data`, in the folder of another file and with a similar name."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name[:_NAME]}.", dir=file.parent)
    except PermissionError as error:
        raise PermissionError(error.errno, f"no file can be created in {file.parent}") from None
    try:
        _fill(handle, data)
    except BaseException:
        os.unlink(name)
        raise
    finally:
        os.close(handle)
    return Path(name)


def _fill(handle: int, data: bytes) -> None:
    """Make `data` the whole content of an open file, and flush it to the disk."""
    os.lseek(handle, 0, os.SEEK_SET)
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]
    os.ftruncate(handle, len(data))
    os.fsync(handle)
