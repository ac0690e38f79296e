"""Compressed bytes -> XML if a decoder alone is not enough: damaged bzip2, and files that can only be read from their beginning."""

from __future__ import annotations

import bz2
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Final, NamedTuple, Protocol

from infobox.dumps import bzip2, decoders
from infobox.dumps.decoders import DamageError, by_standard_library
from infobox.dumps.places import opened_from_the_beginning
from infobox.pages.sources import PageError

_ZSTD_WINDOW: Final = 1 << 27  # what `zstd --long` needs; more would exceed the memory limit


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Gap(NamedTuple):
    """A place where something is lost: the `offset` in the compressed bytes, and the reason."""

    offset: int
    reason: str


def salvaged(data: bytes) -> Iterator[bytes | Gap]:
    """What can still be read of damaged bzip2 streams, block by block, and the gaps in between."""
    found = bzip2.blocks(data)
    lost: Gap | None = None if found else Gap(0, "no bzip2 block begins here")
    reached = 0
    for number, (first, last) in enumerate(found):
        if first < reached:
            continue  # its magic number was part of the block before
        content = None
        # What looks like the beginning of a block may be inside one, but not twice in one block.
        for end in (last, *(end for _, end in found[number + 1 : number + 3])):
            try:
                content = list(by_standard_library(bzip2.block_alone(data, first, end)))
            except DamageError:
                continue
            reached = end
            break
        if content is None:
            lost = lost or Gap(first // 8, "this bzip2 block is damaged or cut off")
            continue
        if lost is not None:
            yield lost
            lost = None
        yield from content
    if lost is not None:
        yield lost


def gzip_chunks(file: BinaryIO) -> Iterator[bytes]:
    """The content of a gzip file, all its members. Raises `DamageError`, after yielding what precedes the damage, and `OSError`."""
    import gzip

    try:
        with gzip.GzipFile(fileobj=file, mode="rb") as opened:
            yield from plain_chunks(opened)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        words = str(error)
        raise DamageError(words[:1].lower() + words[1:]) from None


def zstd_chunks(file: BinaryIO) -> Iterator[bytes]:
    """The content of a zstd file, all its frames. Raises `DamageError`, after yielding what precedes the damage, `OSError`, and `PageError`
    if the library for it is missing.
    """
    try:
        import zstandard
    except ImportError:
        raise PageError("zstd needs another package; install it with: pip install 'infobox[dump]'") from None
    decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    try:
        with decoder.stream_reader(file, read_across_frames=True, closefd=False) as opened:
            yield from plain_chunks(opened)
    except zstandard.ZstdError as error:
        raise DamageError(str(error)) from None


def bzip2_file_chunks(path: str) -> Iterator[bytes]:
    """The content of a file at a path or address, which may be bzip2 or plain, from its beginning. Raises `OSError` and `DamageError`."""
    with opened_from_the_beginning(path) as file:
        compressed = file.peek(3)[:3] == b"BZh"
        yield from bzip2_chunks(file) if compressed else plain_chunks(file)


def bzip2_chunks(file: BinaryIO) -> Iterator[bytes]:
    """The content of a bzip2 file, all its streams. Raises `DamageError`, after yielding what precedes the damage, and `OSError`."""
    try:
        yield from plain_chunks(bz2.BZ2File(file))
    except (EOFError, ValueError) as error:
        raise DamageError(str(error).lower()) from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise DamageError(str(error).lower()) from None


def plain_chunks(file: _Readable) -> Iterator[bytes]:
    """The rest of a file, in chunks, from its current position."""
    return iter(partial(file.read, decoders.CHUNK), b"")
