"""Decoders of bzip2; the fastest one installed is used.

Measured on made-up dumps, on one core, compared with the program lbzip2: `indexed_bzip2`, which the extra ``infobox[dump]`` installs, takes
1.1 times as long, the standard library 1.35 times. (Running lbzip2 itself, a piece at a time, takes 1.05 times as long on one core and no
less than `indexed_bzip2` on two, because the bytes have to come back through a pipe.)
"""

from __future__ import annotations

import bz2
import io
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, Final, Protocol, cast

from infobox.dumps import bzip2
from infobox.pages.unpacking import CHUNK, DamageError

Decoder = Callable[[bytes], Iterator[bytes]]
"""Whole bzip2 streams -> their content, in pieces of about `CHUNK` bytes. Raises `DamageError` after yielding what precedes the damage."""

_NO_STREAM: Final = "no bzip2 stream begins where one should"
_CUT_OFF: Final = "it ends inside a block"


@cache
def decoders() -> list[Decoder]:
    """The decoders that are installed, the fastest first."""
    try:
        module = import_module("indexed_bzip2")  # it has no types
    except ImportError:
        return [by_standard_library]
    return [_by_indexed_bzip2(module), by_standard_library]


def decoded(data: bytes) -> Iterator[bytes]:
    """The content of bzip2 streams, by the best `Decoder`."""
    return decoders()[0](data)


def by_standard_library(data: bytes) -> Iterator[bytes]:
    """The `Decoder` that is always available."""
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
                raise DamageError(_CUT_OFF)
            piece = b""
        if decoder.unused_data:
            raise DamageError(_NO_STREAM, following - len(decoder.unused_data))
        begin = following


class _Opened(Protocol):
    def __enter__(self) -> _Opened: ...
    def __exit__(self, *_: object) -> None: ...
    def read1(self, size: int, /) -> bytes: ...
    def tell_compressed(self) -> int: ...


def _by_indexed_bzip2(module: Any) -> Decoder:
    def decode(data: bytes) -> Iterator[bytes]:
        try:
            # It keeps references to what it reads from, so the bytes are only released by closing that.
            with io.BytesIO(data) as raw, cast("_Opened", module.open(raw, parallelization=1)) as file:
                while chunk := file.read1(CHUNK):
                    yield chunk
                # It silently takes anything that does not begin a stream for the end.
                reached = file.tell_compressed() // 8
                if reached < len(data):
                    raise DamageError(_NO_STREAM, reached)
        except (RuntimeError, ValueError) as error:
            words = str(error)
            raise DamageError(words[:1].lower() + words[1:] if words != "std::exception" else _CUT_OFF) from None

    return decode
