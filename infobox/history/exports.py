"""Exports and dumps with all revisions (`pages-meta-history`, `Special:Export`) -> their revisions, one at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import BinaryIO, Final, cast

from infobox.dumps.decoders import DamageError
from infobox.dumps.decoding import bzip2_chunks, gzip_chunks, plain_chunks, zstd_chunks
from infobox.history.steps import Revision
from infobox.pages.export import ExportedRevision, number, read_revisions
from infobox.pages.sources import PageError, reason_of

_HEAD: Final = 6
_MAGIC: Final = {b"BZh": bzip2_chunks, b"\x1f\x8b": gzip_chunks, b"\x28\xb5\x2f\xfd": zstd_chunks}
_7Z: Final = b"7z\xbc\xaf"


def revisions_in(path: str) -> Iterator[ExportedRevision | None]:
    """The revisions of the file at `path` (`-`: standard input), which may be compressed with bzip2, gzip or zstd; None after each page.
    Raises `PageError` for a file that cannot be read to its end, after what precedes that.
    """
    try:
        with nullcontext(sys.stdin.buffer) if path == "-" else open(path, "rb") as file:
            yield from read_revisions(path, _content(path, file))
    except OSError as error:
        from infobox.pages.wrong_kind import missing

        raise PageError(f"{path}: {missing(path) or reason_of(error)}") from None
    except DamageError as error:
        raise PageError(f"{path}: damaged: {error}") from None


def _content(path: str, file: BinaryIO) -> Iterable[bytes]:
    """What a file holds, in pieces."""
    head = file.read(_HEAD)
    if head.startswith(_7Z):
        raise PageError(f"{path}: compressed with 7z (unpack it to standard output with: 7z x -so, and name -)")
    begun = cast("BinaryIO", _Begun(head, file))
    for magic, chunks in _MAGIC.items():
        if head.startswith(magic):
            return chunks(begun)
    return plain_chunks(begun)


class _Begun:
    """A file of which the first bytes were read already."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._head, self._file = head, file

    def read(self, size: int = -1) -> bytes:
        if not self._head:
            return self._file.read(size)
        head = self._head if size < 0 else self._head[:size]
        self._head = self._head[len(head) :]
        return head + (self._file.read(size) if size < 0 else b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False


def revision_of(found: ExportedRevision) -> Revision:
    """A revision as the steps are made from it."""
    fields = found.fields
    return Revision(
        id=number(fields.get("id", "")) or 0,
        parent=number(fields.get("parentid", "")) or 0,
        time=fields.get("timestamp", "").strip(),
        user=fields.get("user", "").strip(),
        comment=fields.get("comment", "").strip(),
        minor="minor" in fields,
        text=fields.get("text"),
        sum=fields.get("sha1", "").strip(),
    )
