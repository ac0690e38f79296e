"""Files at paths and at addresses, opened alike: https by requests for ranges of bytes, all others by fsspec.

Nothing uses the network unless an address is given. What goes wrong is a `FarError`: one line without any secret of the address.
"""

from __future__ import annotations

import errno
import io
import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, cast

from infobox.dumps.addresses import FarAddress, place
from infobox.dumps.outputs import needed
from infobox.pages.sources import PageError, read_bytes, reason_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK: Final = 1 << 22
"""Bytes for which a file is asked at once if it is read from its beginning to its end."""
_HTTP: Final = frozenset(("http", "https"))
_PACKAGES: Final = {
    "s3": "s3fs",
    "s3a": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "abfs": "adlfs",
    "az": "adlfs",
    "hdfs": "pyarrow (and a Hadoop client with libhdfs)",
    "sftp": "paramiko",
    "ssh": "paramiko",
}
"""What has to be installed beside fsspec, by scheme."""
_WHOLE_OBJECTS: Final = frozenset(("s3", "s3a", "gs", "gcs", "abfs", "az"))
"""Stores where a file appears when its last byte has arrived; in others it gets another name first."""


class FarError(OSError):
    """A file at an address cannot be read or written: an `OSError` whose `strerror` and `filename` have no secrets."""


def far(address: FarAddress, reason: str, number: int = errno.EIO) -> FarError:
    """The error that something is wrong with a file at an address; `number` is one of `errno`."""
    return FarError(number, reason, str(address))


class FarBeginning(NamedTuple):
    """A file that was asked for its first bytes: its `address` with size and mark, these bytes (`head`), and, if the server cannot send
    parts of it, a `stream` of the rest.
    """

    address: FarAddress
    head: bytes
    stream: BinaryIO | None

    @property
    def changed(self) -> int:
        """A number that changes if the file changes."""
        return int.from_bytes(sha256(self.address.mark.encode()).digest()[:7], "big")


def begin(address: FarAddress, size: int) -> FarBeginning:
    """A file and its first `size` bytes. Raises `FarError`, and `PageError` if packages are missing."""
    if address.scheme in _HTTP:
        needed("requests", "remote", str(address))
        from infobox.dumps import http_files

        return http_files.begin(address, size)
    store, path = _store(address)
    try:
        status = store.info(path)
    except Exception as error:  # noqa: BLE001 - stores raise whatever their libraries raise
        raise _failed(address, error) from None
    total = status.get("size")
    if not isinstance(total, int) or status.get("type") == "directory":
        raise far(address, "not a file of known size")
    mark = next((str(status[key]) for key in ("ETag", "etag", "md5Hash", "generation", "mtime", "created") if status.get(key)), "")
    known = FarAddress(address.whole, total, mark)
    return FarBeginning(known, part(known, 0, min(size, total)), None)


def part(address: FarAddress, start: int, end: int) -> bytes:
    """The bytes of a file from `start` to `end`, all of them. Raises `FarError`, and `PageError` if packages are missing."""
    if start >= end:
        return b""
    if address.scheme in _HTTP:
        needed("requests", "remote", str(address))
        from infobox.dumps import http_files

        return http_files.part(address, start, end)
    store, path = _store(address)
    try:
        data = bytes(store.cat_file(path, start=start, end=end))
    except Exception as error:  # noqa: BLE001
        raise _failed(address, error) from None
    if len(data) != end - start:
        raise far(address, f"{len(data):,} bytes came instead of {end - start:,}")
    return data


def is_there(path: str) -> bool:
    """Whether there is a file at a path or address, as far as one can see."""
    if not isinstance(path, FarAddress):
        return os.path.isfile(path)
    with suppress(FarError):
        if (begun := begin(path, 1)).stream is not None:
            begun.stream.close()
        return True
    return False


def stamp(path: str) -> tuple[str, int | None, int]:
    """What changes if a file changes: its full path, its size, and when it was changed."""
    if isinstance(path, FarAddress):
        begun = begin(path, 1)
        if begun.stream is not None:
            begun.stream.close()
        return str(path), begun.address.size, begun.changed
    status = os.stat(path)
    return os.path.abspath(path), status.st_size, status.st_mtime_ns


def opened(path: str) -> BinaryIO:
    """A file at a path or address, to be read. Raises `OSError`; of an address, `FarError` and `PageError`.

    At an address each `read` asks for just the bytes that it returns; wrap it to read many small ones.
    """
    if not isinstance(path, FarAddress):
        return open(path, "rb")
    if path.size is not None:
        return cast("BinaryIO", FarFile(path))
    begun = begin(path, BLOCK)
    return begun.stream if begun.stream is not None else cast("BinaryIO", FarFile(begun.address, begun.head))


def opened_from_the_beginning(path: str) -> io.BufferedReader:
    """A file at a path or address, to be read from its beginning to its end. Raises as `opened` does."""
    return io.BufferedReader(cast("io.RawIOBase", opened(path)), BLOCK) if isinstance(path, FarAddress) else open(path, "rb")


class FarFile(io.RawIOBase):
    """A file at an address that is asked for ranges of its bytes; `head` has those at its beginning that are there already."""

    def __init__(self, address: FarAddress, head: bytes = b"") -> None:
        assert address.size is not None
        self._address, self._size, self._head, self._at = address, address.size, head, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As in files."""
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """As in files, but less than asked for is only read at the end. Raises `FarError`."""
        view = memoryview(buffer).cast("B")
        end = min(self._at + len(view), self._size)
        data = self._head[self._at : end]
        data += part(self._address, self._at + len(data), end)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def read_all(path: str) -> bytes:
    """All bytes of a file at a path or address. Raises as `opened` does."""
    with opened_from_the_beginning(path) as file:
        return file.read()


def small_file(path: str) -> bytes:
    """All bytes of a small file at a path (`-`: standard input) or address. Raises `PageError` if it cannot be read."""
    if not isinstance(path, FarAddress):
        return read_bytes(path)
    try:
        return read_all(path)
    except FarError as error:
        raise PageError(f"{path}: {reason_of(error)}") from None


def check_writable(address: FarAddress) -> None:
    """Raise `FarError`, or `PageError` if packages are missing, if no file can be written at an address: one is tried."""
    if address.scheme in _HTTP:
        raise PageError(f"{address}: files are read from there, not written (s3://, gs:// and hdfs:// can be written)")
    store, path = _store(address)
    try:
        store.pipe_file(f"{path}.part", b"")
        store.rm_file(f"{path}.part")
    except Exception as error:  # noqa: BLE001
        raise _failed(address, error) from None


def put(local: Path, address: FarAddress) -> None:
    """Write a file to an address, where it appears when it is whole; missing folders are made.

    Raises `FarError`, and `PageError` if packages are missing.
    """
    store, path = _store(address)
    try:
        if address.scheme in _WHOLE_OBJECTS:
            store.put_file(str(local), path)
            return
        folder, slash, name = path.rpartition("/")
        unfinished = f"{folder}{slash}_{name}.{token_hex(4)}"  # a name of its own, of which readers of folders of Parquet take no notice
        store.makedirs(folder, exist_ok=True)
        store.put_file(str(local), unfinished)
        _move(store, unfinished, path)
    except Exception as error:  # noqa: BLE001
        raise _failed(address, error) from None


def _move(store: Any, path: str, to: str) -> None:
    """Give a file of a store another name, also if a file has it."""
    try:
        store.mv(path, to)
    except Exception:
        if not store.exists(to):
            raise
        store.rm_file(to)
        store.mv(path, to)


def write(data: bytes, address: FarAddress) -> None:
    """Write bytes to an address, as `put` does."""
    with tempfile.TemporaryDirectory() as folder:
        local = Path(folder) / "data"
        local.write_bytes(data)
        put(local, address)


def listed(folder: FarAddress) -> set[str]:
    """The names of the files in a folder; none if there is no such folder. Raises `FarError`, and `PageError` if packages are missing."""
    store, path = _store(folder)
    try:
        return {str(name).rpartition("/")[2] for name in store.ls(path, detail=False)}
    except FileNotFoundError:
        return set()
    except Exception as error:  # noqa: BLE001
        raise _failed(folder, error) from None


def matching(address: FarAddress) -> list[str]:
    """The files that match an address with `*`; only the address itself by HTTP, which has no folders. Raises as `part` does."""
    if address.scheme in _HTTP or "*" not in address.whole:
        return [address]
    store, path = _store(address)
    try:
        found = sorted(str(name) for name in store.glob(path))
    except Exception as error:  # noqa: BLE001
        raise _failed(address, error) from None
    return [place(store.unstrip_protocol(name)) for name in found]


def _store(address: FarAddress) -> tuple[Any, str]:
    """The store of an address by fsspec, and the file's path there."""
    needed("fsspec", "remote", str(address))
    import fsspec

    packages = _PACKAGES.get(address.scheme)
    try:
        store, path = fsspec.core.url_to_fs(address.whole)
    except ImportError:
        what = f"install it with: pip install {packages}" if packages else f"fsspec says which: {address.scheme}"
        raise PageError(f"{address}: needs another package; {what}") from None
    except ValueError:
        raise PageError(f"{address}: {address.scheme}:// is no kind of address that is known (https, s3, gs, hdfs ...)") from None
    except Exception as error:  # noqa: BLE001
        raise _failed(address, error) from None
    return store, path


def _failed(address: FarAddress, error: Exception) -> FarError:
    """What a store raised, without its words, which may contain the address."""
    if isinstance(error, FarError):
        return error
    if isinstance(error, FileNotFoundError):
        return far(address, "no such file", errno.ENOENT)
    if isinstance(error, PermissionError):
        return far(address, "access is denied", errno.EACCES)
    if isinstance(error, OSError) and error.strerror:
        return far(address, error.strerror[:1].lower() + error.strerror[1:])
    return far(address, f"its store failed ({type(error).__name__})")
