"""Compressed files -> their content, from the beginning on."""

from __future__ import annotations

import bz2
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, Protocol

CHUNK: Final = 1 << 18
"""How many bytes are unpacked at a time, so that a small file that expands to a huge one needs little memory."""
_ZSTD_WINDOW: Final = 1 << 27  # what `zstd --long` needs; more would exceed the memory limit


class DamageError(Exception):
    """Compressed bytes cannot be decoded; the message says why, and `offset` from which byte on, if that is known."""

    def __init__(self, reason: str, offset: int | None = None) -> None:
        super().__init__(reason)
        self.offset = offset


class Readable(Protocol):
    """What bytes can be read from, as from a file."""

    def read(self, size: int = -1, /) -> bytes:
        """As many bytes as asked for, or all; fewer only at the end."""


def plain_chunks(file: Readable) -> Iterator[bytes]:
    """The rest of a file, in chunks, from its current position."""
    return iter(partial(file.read, CHUNK), b"")


def bzip2_chunks(file: Any) -> Iterator[bytes]:
    """The content of a bzip2 file, all its streams. Raises `DamageError`, after yielding what precedes the damage, and `OSError`."""
    try:
        yield from plain_chunks(bz2.BZ2File(file))
    except (EOFError, ValueError) as error:
        raise DamageError(str(error).lower()) from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise DamageError(str(error).lower()) from None


def gzip_chunks(file: Any) -> Iterator[bytes]:
    """The content of a gzip file, all its members. Raises `DamageError`, after yielding what precedes the damage, and `OSError`."""
    import gzip

    try:
        with gzip.GzipFile(fileobj=file, mode="rb") as opened:
            yield from plain_chunks(opened)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        words = str(error)
        raise DamageError(words[:1].lower() + words[1:]) from None


def zstd_chunks(file: Any) -> Iterator[bytes]:
    """The content of a zstd file, all its frames. Raises `DamageError`, after yielding what precedes the damage, `OSError`, and
    `ImportError` if the library for it is missing.
    """
    try:
        import zstandard
    except ImportError:
        raise ImportError("zstd needs another package; install it with: pip install 'infobox[dump]'") from None
    decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    try:
        with decoder.stream_reader(file, read_across_frames=True, closefd=False) as opened:
            yield from plain_chunks(opened)
    except zstandard.ZstdError as error:
        raise DamageError(str(error)) from None


UNPACKED: Final[dict[bytes, Callable[[Any], Iterator[bytes]]]] = {
    b"BZh": bzip2_chunks,
    b"\x1f\x8b": gzip_chunks,
    b"\x28\xb5\x2f\xfd": zstd_chunks,
}
"""By the first bytes of a file: what unpacks it."""


class Begun:
    """A file of which the first bytes, `head`, were read already; it can be read on, and not rewound."""

    def __init__(self, head: bytes, file: Any) -> None:
        self._head, self._file = head, file

    def read(self, size: int = -1) -> bytes:
        """As in files."""
        if not self._head:
            return bytes(self._file.read(size))
        head = self._head if size < 0 else self._head[:size]
        self._head = self._head[len(head) :]
        return bytes(head + (self._file.read(size) if size < 0 else b""))

    def readable(self) -> bool:
        """That it can be read."""
        return True

    def seekable(self) -> bool:
        """That it cannot be rewound."""
        return False


class Unpacked:
    """A file that reads from chunks of bytes; what it was made from is not closed with it."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._held = chunks, b""

    def read(self, size: int = -1) -> bytes:
        """As in files: fewer bytes than asked for only at the end."""
        parts = [self._held]
        length = len(self._held)
        while (size < 0 or length < size) and (chunk := next(self._chunks, b"")):
            parts.append(chunk)
            length += len(chunk)
        data = b"".join(parts)
        self._held = b"" if size < 0 else data[size:]
        return data if size < 0 else data[:size]
