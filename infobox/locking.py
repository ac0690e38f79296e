"""Files that only one process uses at a time. The lock is the operating system's, on the open file, so it ends with the process."""

from __future__ import annotations

import sys
from io import FileIO

if sys.platform == "win32":
    import msvcrt
    from typing import Final

    _FAR: Final = (1 << 31) - 2
    """The byte that is locked: no other process can read a locked byte, so it is one that no file has."""

    def locked(file: FileIO) -> bool:
        """Lock a file for this process, until it is closed; whether that could be done. Its position is then the beginning."""
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True

else:
    import errno
    import fcntl

    def locked(file: FileIO) -> bool:
        """Lock a file for this process, until it is closed; whether that could be done, or it is on a file system without locks, such as
        some network file systems.
        """
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
        return True
