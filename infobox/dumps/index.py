"""The index of a multistream dump: which stream contains which page.

A line is `offset:page id:title`; the offset is the byte of the dump at which the page's stream begins. (Wikimedia's dump format.)
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Final

from infobox.dumps import inputs
from infobox.dumps.addresses import FarAddress
from infobox.dumps.decoding import bzip2_file_chunks
from infobox.dumps.inputs import Dump, Piece
from infobox.dumps.places import is_there
from infobox.pages.sources import BOM, PageError, reason_of
from infobox.pages.unpacking import DamageError

_DUMP: Final = re.compile(r"multistream(\d*)\.xml(?=[^/\\]*\Z)")


def beside(path: str) -> str | None:
    """The index beside a dump, at a path or address, under the name that Wikimedia gives it; None if there is none."""
    name, replaced = _DUMP.subn(r"multistream-index\1.txt", path.name if isinstance(path, FarAddress) else path)
    if not replaced:
        return None
    names = (name, name.removesuffix(".bz2"))
    return next(filter(is_there, map(path.near, names) if isinstance(path, FarAddress) else names), None)


def indexed_pieces(dump: Dump, index: str, titles: frozenset[str] | None = None) -> Iterator[Piece]:
    """The pieces of a dump at the borders that its index names: all of them, or only those of streams that contain one of the `titles`.

    Raises `PageError` if the index cannot be read or names places that are not in the dump.
    """
    size = dump.size or 0
    piece = partial(Piece, dump.path, "bzip2", exact=True)
    wanted = None if titles is None else _spelled(titles)
    # Siteinfo comes before the first stream that the index names and is read with it, as what comes after the last is read with that.
    start, pages, taken = 0, 0, wanted is None
    at = -1
    for offset, entries in groupby(_entries(index), key=itemgetter(0)):
        if not at < offset < size:
            raise PageError(f"{index}: not the index of {dump.path}: it names byte {offset} of {size} after byte {max(at, 0)}")
        if at >= 0 and (wanted is not None or offset - start >= inputs.COMPRESSED_PIECE):
            if taken:
                yield piece(start, offset, pages=pages)
            start, pages, taken = offset, 0, wanted is None
        elif at < 0 and wanted is not None:
            start = offset
        at = offset
        for _, number, title in entries:
            pages += 1
            taken = taken or (wanted is not None and (title in wanted or b"#" + number in wanted))
    if at < 0:
        raise PageError(f"{index}: not an index: it has no line such as 616:12:Anarchism")
    if taken:
        yield piece(start, size, pages=pages)


def _entries(path: str) -> Iterator[tuple[int, bytes, bytes]]:
    number = 0
    try:
        for line in _lines(path):
            number += 1
            line = line.removeprefix(BOM if number == 1 else b"").removesuffix(b"\r")
            offset, _, rest = line.partition(b":")
            page, colon, title = rest.partition(b":")
            if not (colon and offset.isdigit() and page.isdigit() and len(offset) < 19):
                if not line:
                    continue
                raise PageError(f"{path}:{number}: not a line of an index, such as 616:12:Anarchism")
            yield int(offset), page.lstrip(b"0") or b"0", title
    except OSError as error:
        raise PageError(f"{path}: {reason_of(error)}") from None
    except DamageError as error:
        raise PageError(f"{path}: cannot be unpacked after line {number}: {error}") from None


def _lines(path: str) -> Iterator[bytes]:
    rest = b""
    for chunk in bzip2_file_chunks(path):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest


def _spelled(titles: Iterable[str]) -> frozenset[bytes]:
    """Titles as an index may spell them: plain, or as in XML."""
    found: set[str] = set()
    for title in titles:
        escaped = html.escape(title, quote=False)
        quoted = escaped.replace('"', "&quot;")
        found |= {title, escaped, quoted, quoted.replace("'", "&#039;")}
    return frozenset(words.encode() for words in found)
