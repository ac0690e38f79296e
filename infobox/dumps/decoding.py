"""Compressed bytes -> XML if a decoder alone is not enough: damaged bzip2, and files that can only be read from their beginning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from infobox.dumps import bzip2
from infobox.dumps.decoders import by_standard_library
from infobox.dumps.places import opened_from_the_beginning
from infobox.pages.unpacking import DamageError, bzip2_chunks, plain_chunks


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


def bzip2_file_chunks(path: str) -> Iterator[bytes]:
    """The content of a file at a path or address, which may be bzip2 or plain, from its beginning. Raises `OSError` and `DamageError`."""
    with opened_from_the_beginning(path) as file:
        compressed = file.peek(3)[:3] == b"BZh"
        yield from bzip2_chunks(file) if compressed else plain_chunks(file)
