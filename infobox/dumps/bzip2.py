"""The bzip2 format: where streams and blocks begin, and how to make a stream of any run of blocks.

A bzip2 file is one stream after the other. A stream is `BZh` and a digit, blocks, and an end: a magic number and a checksum made from
those of its blocks. Streams begin at a byte; blocks begin at any bit, each with a magic number and its checksum, and can be decoded alone.
(The format is described in the sources of bzip2 and of its recovery tool.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_STREAM: Final = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
MAGIC: Final = 10
"""The most bytes needed to recognize where a stream or a block begins."""

_BLOCK: Final = 0x314159265359
_END: Final = 0x177245385090
_MAGIC_BITS: Final = 48
_CHECKSUM_BITS: Final = 32
_HEADER: Final = b"BZh9"
HEADER_SIZE: Final = len(_HEADER)
_NEAR: Final = 1 << 20  # blocks are rarely larger, so the next one is rarely farther away


class Cut(NamedTuple):
    """A place where a file can be cut: the `bit`, counted from the start of the data, and whether a `stream` or just a block begins."""

    bit: int
    stream: bool


def first_cut(data: bytes, begin: int, end: int) -> Cut | None:
    """The first stream that begins from byte `begin` to `end` of `data`, else the first block that does, else None.

    If a file is cut into ranges, each range is cut here, so that every block is in one part and nothing has to be read in advance. A
    magic number may lie across `end`: `data` should extend `MAGIC` bytes beyond it.
    """
    stream = first_stream(data, begin, end)
    if stream is not None:
        return stream
    for limit in (min(begin + _NEAR, end), end):
        found = _places(data, _BLOCK, begin, limit)
        if found:
            return Cut(found[0], False)
    return None


def first_stream(data: bytes, begin: int, end: int) -> Cut | None:
    """The first stream that begins from byte `begin` to `end` of `data`; None if none does."""
    found = _STREAM.search(data, begin, end + MAGIC - 1)
    return None if found is None else Cut(found.start() * 8, True)


def next_stream(data: bytes, begin: int, end: int | None = None) -> int:
    """The first byte from `begin` to `end` of `data` at which a stream begins, or `end`."""
    end = len(data) if end is None else end
    found = first_stream(data, begin, end)
    return end if found is None else found.bit // 8


def streams(data: bytes, first: Cut, last: int, *, ends_stream: bool) -> bytes:
    """The bits from `first` to `last` of `data` as whole streams, even if they cut through streams.

    `ends_stream` means that a stream ends at `last`: the next one begins there, or the file ends.
    """
    begin, end = first.bit // 8, (last + 7) // 8
    if first.stream and ends_stream:
        return data[begin:end]
    whole = begin if first.stream else next_stream(data, begin, end)
    head = b"" if first.stream else _joined(data, first.bit, min(whole * 8, last), ended=whole < end or ends_stream)
    if whole == end or ends_stream:
        return head + data[whole:end]
    cut = whole
    while (following := next_stream(data, cut + 1, end)) < end:
        cut = following
    return head + data[whole:cut] + _joined(data, cut * 8, last, ended=False)


def blocks(data: bytes) -> list[tuple[int, int]]:
    """The blocks of whole streams: for each, the bits from its magic number to the end of its content. A damaged block may be taken for
    two, or for one with its neighbour.
    """
    begins = _places(data, _BLOCK)
    stops = sorted([*begins, *_places(data, _END), len(data) * 8])
    found = []
    at = 0
    for begin in begins:
        while stops[at] <= begin:
            at += 1
        found.append((begin, stops[at]))
    return found


def block_alone(data: bytes, first: int, last: int) -> bytes:
    """One block, from bit `first` to bit `last` of `data`, as a stream."""
    return _stream(data, first, last, [first])


def _joined(data: bytes, first: int, last: int, *, ended: bool) -> bytes:
    """The blocks between two bits of `data` as one stream. `ended`: a stream ends before `last`."""
    begin = first // 8
    within = data[begin : (last + 7) // 8]
    shift = begin * 8
    places = [place + shift for place in _places(within, _BLOCK) if first <= place + shift < last]
    if not places:
        return b""
    if ended:
        ends = [place + shift for place in _places(within, _END) if places[-1] < place + shift < last]
        last = ends[-1] if ends else last
    return _stream(data, places[0], last, places)


def _stream(data: bytes, first: int, last: int, places: Sequence[int]) -> bytes:
    """The bits from `first` to `last` as a stream, whose blocks begin at `places`."""
    checksum = 0
    for place in places:
        checksum = ((checksum << 1 | checksum >> 31) & 0xFFFFFFFF) ^ _bits(data, place + _MAGIC_BITS, place + _MAGIC_BITS + _CHECKSUM_BITS)
    size = last - first + _MAGIC_BITS + _CHECKSUM_BITS
    content = _bits(data, first, last) << (_MAGIC_BITS + _CHECKSUM_BITS) | _END << _CHECKSUM_BITS | checksum
    padding = -size % 8
    return _HEADER + (content << padding).to_bytes((size + padding) // 8, "big")


def _bits(data: bytes, first: int, last: int) -> int:
    """The bits from `first` to `last` of `data` as a number; bits beyond the data count as 0."""
    begin, end = first // 8, (last + 7) // 8
    piece = data[begin:end].ljust(end - begin, b"\0")
    return int.from_bytes(piece, "big") >> (-last % 8) & ((1 << (last - first)) - 1)


def _places(data: bytes, magic: int, begin: int = 0, end: int | None = None) -> list[int]:
    """The bits at which a magic number of 48 bits stands in `data`, in the bytes from `begin` to `end`.

    In each of its eight possible alignments it has five whole bytes, which are looked for as bytes.
    """
    found = []
    end = len(data) if end is None else end
    for shift in range(8):
        spread = (magic << (8 - shift)).to_bytes(7, "big")
        middle, first, last = spread[1:6], spread[0], spread[6]
        mask_first, mask_last = 0xFF >> shift, 0xFF << (8 - shift) & 0xFF
        at = data.find(middle, begin + 1, end + 5)
        while at >= 0:
            after = data[at + 5] if at + 5 < len(data) else 0
            if data[at - 1] & mask_first == first and after & mask_last == last and (shift == 0 or at + 5 < len(data)):
                found.append((at - 1) * 8 + shift)
            at = data.find(middle, at + 1, end + 5)
    found.sort()
    return found
