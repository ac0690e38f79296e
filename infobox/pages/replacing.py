"""A file's content replaced: as a whole or not at all, and nothing else about the file."""

from __future__ import annotations

import errno
import os
import stat
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
"""What may stand under a name and is no regular file."""
_WRITE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_NOT_ALLOWED: Final = (errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOTSUP)
_NAME: Final = 40
"""Characters of a file's name in those of the files beside it, which would be too long with all of it."""


def replace(path: str | Path, data: bytes) -> None:
    """Put `data` in the place of a file's content. Its mode, owner, group, extended attributes and names stay; links still lead to it.

    A file of one name is replaced by a new one in one step, so nobody ever finds half of it. If it has several names (hard links), or a new
    file cannot be given its owner or attributes, it is written in place: what it held is kept in a file beside it until all is written,
    and put back if that fails. Only a process that is killed just then leaves half a file, with the other beside it (`.NAME.…`).

    Raises `OSError` if the file is no regular one, may not be written (a file that by its mode nobody may write is refused to the
    superuser as well) or cannot be written; then it holds what it held.
    """
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):
        kind = KINDS.get(stat.S_IFMT(status.st_mode))
        raise OSError(errno.EINVAL, f"{kind}, not a file" if kind else "not a file")
    if not status.st_mode & _WRITE:
        raise PermissionError(errno.EACCES, "read-only (make it writable first, such as with: chmod u+w)")
    file = Path(os.path.realpath(path))
    os.close(os.open(file, os.O_RDWR))  # raises if something else forbids it, such as an attribute or a read-only disk
    if status.st_nlink > 1 or not _exchanged(file, status, data):
        _written_over(file, data)


def _exchanged(file: Path, status: os.stat_result, data: bytes) -> bool:
    """Whether a new file took the place of the old one; it does not if it could not be made alike."""
    new = _beside(file, data)
    try:
        alike = _made_alike(new, file, status)
        if alike:
            os.replace(new, file)
    finally:
        new.unlink(missing_ok=True)
    return alike


def _made_alike(new: Path, file: Path, status: os.stat_result) -> bool:
    """Whether the new file could be given the owner, group, extended attributes and mode of the old one."""
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
        os.chmod(new, stat.S_IMODE(status.st_mode))  # last, because a change of owner takes bits away
    except OSError as error:
        if error.errno in _NOT_ALLOWED:
            return False
        raise
    return True


def _attributes(file: Path) -> dict[str, bytes]:
    """A file's extended attributes, access lists among them; none where the system or the disk knows none."""
    if not hasattr(os, "listxattr"):
        return {}
    try:
        return {name: os.getxattr(file, name) for name in os.listxattr(file)}
    except OSError as error:
        if error.errno == errno.ENOTSUP:
            return {}
        raise


def _written_over(file: Path, data: bytes) -> None:
    """Write into the file itself, what it held in a file beside it meanwhile."""
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
                raise OSError(error.errno, f"{error.strerror}; what the file held is in {copy}") from failure
            copy.unlink()
            raise
        copy.unlink()
    finally:
        os.close(handle)


def _beside(file: Path, data: bytes) -> Path:
    """A new file that holds `data`, in the folder of another and called much like it."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name[:_NAME]}.", dir=file.parent)
    except PermissionError as error:
        raise PermissionError(error.errno, f"nothing can be written in {file.parent}") from None
    try:
        _fill(handle, data)
    except BaseException:
        os.unlink(name)
        raise
    finally:
        os.close(handle)
    return Path(name)


def _fill(handle: int, data: bytes) -> None:
    """Make `data` all that an open file holds, safe on the disk."""
    os.lseek(handle, 0, os.SEEK_SET)
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]
    os.ftruncate(handle, len(data))
    os.fsync(handle)
