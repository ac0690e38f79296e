"""Compressed bytes -> XML, by the fastest decoder there is; of damaged bytes, all that can still be read.

A decoder of bzip2 takes whole streams and gives what is in them piece by piece, so that a small file that holds a huge one needs no
memory. ``indexed_bzip2``, which the extra ``infobox[dump]`` brings, measured 1.15 to 1.2 times as fast as the standard library.
"""

from __future__ import annotations

import bz2
import io
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, BinaryIO, Final, NamedTuple, Protocol, cast

from infobox.dumps import bzip2
from infobox.pages.sources import PageError

CHUNK: Final = 1 << 20
"""So many bytes are decoded at a time: what is looked at next is still near the processor."""

_NO_STREAM: Final = "no stream of bzip2 begins where one should"
_ZSTD_WINDOW: Final = 1 << 27  # what `zstd --long` needs; more would break the bound of memory


class DamageError(Exception):
    """Compressed bytes that cannot be decoded; the text says why, `offset` from which byte on, where that is known."""

    def __init__(self, reason: str, offset: int | None = None) -> None:
        super().__init__(reason)
        self.offset = offset


class Gap(NamedTuple):
    """A place where something is lost: the `offset` in the compressed bytes, and why."""

    offset: int
    reason: str


Decoder = Callable[[bytes], Iterator[bytes]]
"""Whole bzip2 streams -> what is in them, in pieces of about `CHUNK` bytes. Raises `DamageError`, after what came before the damage."""


# --- bzip2 ------------------------------------------------------------------------------------------------------------------------


@cache
def bzip2_decoder() -> Decoder:
    """The fastest decoder of bzip2 that is installed."""
    try:
        module = import_module("indexed_bzip2")  # it has no types
    except ImportError:
        return decode_by_standard_library
    return _by_indexed_bzip2(module)


def decode_by_standard_library(data: bytes) -> Iterator[bytes]:
    """The `Decoder` that is always there."""
    view = memoryview(data)
    begin = 0
    while begin < len(data):
        following = bzip2.next_stream(data, begin + 1)
        decoder = bz2.BZ2Decompressor()
        piece: bytes | memoryview = view[begin:following]
        while not decoder.eof:
            try:
                chunk = decoder.decompress(piece, CHUNK)
            except (OSError, ValueError, EOFError) as error:
                raise DamageError(str(error).lower()) from None
            if chunk:
                yield chunk
            elif decoder.needs_input and not decoder.eof:
                raise DamageError("it ends inside a block")
            piece = b""
        if decoder.unused_data:
            raise DamageError(_NO_STREAM, following - len(decoder.unused_data))
        begin = following


class _Opened(Protocol):
    """What `indexed_bzip2.open` gives."""

    def __enter__(self) -> _Opened: ...
    def __exit__(self, *_: object) -> None: ...
    def read(self, size: int, /) -> bytes: ...
    def tell_compressed(self) -> int: ...


def _by_indexed_bzip2(module: Any) -> Decoder:
    def decode(data: bytes) -> Iterator[bytes]:
        try:
            opened = cast("_Opened", module.open(io.BytesIO(data), parallelization=1))
            with opened as file:
                while chunk := file.read(CHUNK):
                    yield chunk
                # It takes whatever does not begin a stream for the end, and says nothing.
                reached = file.tell_compressed() // 8
                if reached < len(data):
                    raise DamageError(_NO_STREAM, reached)
        except (RuntimeError, ValueError) as error:
            words = str(error)
            raise DamageError(words[:1].lower() + words[1:] if words != "std::exception" else "it ends inside a block") from None

    return decode


def salvaged(data: bytes) -> Iterator[bytes | Gap]:
    """What can still be read of damaged bzip2 streams, block by block, and the gaps between."""
    found = bzip2.blocks(data)
    lost: Gap | None = None if found else Gap(0, "no block of bzip2 begins here")
    reached = 0
    for number, (first, last) in enumerate(found):
        if first < reached:
            continue  # its magic number was a part of the block before
        content = None
        # What looks like the beginning of a block may be inside one; twice in one block it is not.
        for end in (last, *(end for _, end in found[number + 1 : number + 3])):
            try:
                content = list(decode_by_standard_library(bzip2.block_alone(data, first, end)))
            except DamageError:
                continue
            reached = end
            break
        if content is None:
            lost = lost or Gap(first // 8, "this block of bzip2 is damaged or cut off")
            continue
        if lost is not None:
            yield lost
            lost = None
        yield from content
    if lost is not None:
        yield lost


# --- what can only be read from its beginning -------------------------------------------------------------------------------------


def gzip_chunks(file: BinaryIO) -> Iterator[bytes]:
    """What is in a gzip file, all its members. Raises `DamageError`, after what came before the damage, and `OSError`."""
    import gzip

    try:
        with gzip.GzipFile(fileobj=file, mode="rb") as opened:
            while chunk := opened.read(CHUNK):
                yield chunk
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        words = str(error)
        raise DamageError(words[:1].lower() + words[1:]) from None


def zstd_chunks(file: BinaryIO) -> Iterator[bytes]:
    """What is in a zstd file, all its frames. Raises `DamageError`, after what came before the damage, `OSError`, and `PageError` where
    the library for it is missing.
    """
    try:
        import zstandard
    except ImportError:
        raise PageError("zstd needs another package; install it with: pip install 'infobox[dump]'") from None
    decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    try:
        with decoder.stream_reader(file, read_across_frames=True, closefd=False) as opened:
            while chunk := opened.read(CHUNK):
                yield chunk
    except zstandard.ZstdError as error:
        raise DamageError(str(error)) from None


def bzip2_file_chunks(path: str) -> Iterator[bytes]:
    """What is in a file, which may be bzip2 or plain, from its beginning on. Raises `OSError` and `DamageError`."""
    with open(path, "rb") as file:
        compressed = file.read(3) == b"BZh"
        file.seek(0)
        if not compressed:
            while chunk := file.read(CHUNK):
                yield chunk
            return
        try:
            with bz2.BZ2File(file) as opened:
                while chunk := opened.read(CHUNK):
                    yield chunk
        except (EOFError, ValueError) as error:
            raise DamageError(str(error).lower()) from None
        except OSError as error:
            if error.errno is not None:
                raise
            raise DamageError(str(error).lower()) from None
