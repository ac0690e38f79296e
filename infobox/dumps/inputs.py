"""Dump files: which form each has, and the pieces into which it is cut so that they can be read separately.

A piece of a file that can be read from anywhere (bzip2, XML) names a range of its bytes. The process that reads it finds out which blocks
belong to it: those that begin in the range. So nothing is decoded twice, and the pieces are the same for any number of processes. The
pieces of other files and of pipes are the bytes themselves, cut as they come.
"""

from __future__ import annotations

import glob
import html
import io
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from typing import Any, BinaryIO, Final, Literal, NamedTuple, cast

import msgspec

from infobox.dumps import bzip2
from infobox.dumps.addresses import FarAddress, place
from infobox.dumps.batches import batches, read_batch
from infobox.dumps.content_exports import wiki_of
from infobox.dumps.decoders import by_standard_library
from infobox.dumps.decoding import Gap, salvaged
from infobox.dumps.extracting import STANDARD, Options, read_stream, read_xml
from infobox.dumps.parts import NOTHING, Failure, PieceResult
from infobox.dumps.places import FarError, begin, matching, opened, opened_from_the_beginning
from infobox.language import database_of
from infobox.pages.export import bare_begin
from infobox.pages.finding import WIKITEXT_ENDINGS, endings_of, files_of, numbered
from infobox.pages.finding import expanded as matched
from infobox.pages.rows import Columns
from infobox.pages.sources import BOM, PageError, Report, Source, filled, not_unpacked, open_pages, pages_from, reason_of
from infobox.pages.unpacking import Begun, DamageError, gzip_chunks, plain_chunks, zstd_chunks
from infobox.plurals import many

DumpForm = Literal["bzip2", "gzip", "zstd", "xml", "pages"]
"""How a dump is packed; `pages` are no dump: rows, an answer of the API, or a file of wikitext."""

COMPRESSED_PIECE: Final = 1 << 21
"""Bytes of bzip2 per piece: about 8 MB of XML, 20 streams of Wikimedia's multistream dumps, a fifth of a second."""
XML_PIECE: Final = 1 << 23
"""Bytes of XML per piece."""

_WINDOWS: Final = 4
"""How many pieces ahead the next block is looked for: no block is that long, so beyond that the bytes in between are damaged."""

_HEAD: Final = 1 << 20
_MAGICS: Final[dict[bytes, DumpForm]] = {b"BZh": "bzip2", b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_ROOT: Final = re.compile(rb"\s*(?:<\?xml\b([^>]*)\?>)?(?=((?:\s*<!--.*?-->)*))\2\s*<mediawiki[\s>]", re.DOTALL)
_ENCODING: Final = re.compile(rb"""encoding\s*=\s*["']([\w.-]+)""")
_DBNAME: Final = re.compile(rb"<dbname>\s*([\w-]{1,64})\s*</dbname>")
_BASE: Final = re.compile(rb"<base>\s*([^<\s]{1,200})")
_SPACES: Final = re.compile(rb'<namespace\s+key="(-?[0-9]{1,6})"[^<>]{0,99}>([^<]{1,200})</namespace>')
_PAGES: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[{\]])|PAR1")
"""How JSON and Parquet begin."""
_BY_MEDIAWIKI: Final = re.compile(rb"<generator>\s*MediaWiki\b")


class Dump(NamedTuple):
    """One input: its `path` (`-`: standard input; or a `FarAddress`), `form`, `size` in bytes (None if unknown, as for a pipe), when it was
    `changed` (nanoseconds; at an address any number that changes with it), the `wiki` that it names, and whether it may contain letters
    as numbers (see `Options`); `namespace_names` as there, and whether it is `bare`, a piece cut out of a dump. `columns` are those of
    rows.
    """

    path: str
    form: DumpForm
    size: int | None
    changed: int
    wiki: str
    numbered: bool
    namespace_names: tuple[tuple[str, int], ...] = ()
    bare: bool = False
    columns: Columns | None = None

    def options(self, options: Options) -> Options:
        """The options for this dump: what it states itself, unless something else was asked for."""
        return options._replace(wiki=options.wiki or self.wiki, numbered=self.numbered, namespace_names=self.namespace_names)

    @property
    def apart(self) -> bool:
        """Whether its pieces can be read separately from the file."""
        return self.size is not None and self.form in ("bzip2", "xml")


class Piece(NamedTuple):
    """Bytes of a dump that are read together: those from `start` to `end` of the file.

    `data` contains them if they cannot be read from the file. `exact`: streams begin at `start` and end at `end`, as an index says;
    otherwise the range only says which blocks are meant. `pages` is the number of pages that the index names there. `failure` is set if
    the file cannot be read any further.
    """

    path: str
    form: DumpForm
    start: int
    end: int
    data: bytes | None = None
    exact: bool = False
    pages: int | None = None
    failure: Failure | None = None


def expanded(paths: Iterable[str], columns: Columns | None = None, remark: Report = lambda line: None) -> list[str]:
    """The files of a command line: folders are replaced by the dumps and pages in them, patterns (`*.bz2`) by the files that match, in the
    order of the numbers in their names; addresses become `FarAddress`es. `remark` takes a line about what is skipped.

    Raises `PageError` for a pattern that matches no file, and for a folder without any.
    """
    found: list[str] = []
    for path in map(place, paths):
        if isinstance(path, FarAddress):
            found += _named_there(path)
            continue
        for name in matched(path):
            if name != "-" and glob.has_magic(name) and not os.path.lexists(name):
                raise PageError(f"{path}: no file matches this pattern")
            found += files_of(name, _refused, remark, endings_of(columns))
    return found


def _named_there(address: FarAddress) -> list[str]:
    """The files that an address names, also if it is a pattern."""
    files = sorted(matching(address), key=numbered)
    if not files:
        raise PageError(f"{address}: no file matches this pattern")
    return files


def _refused(line: str) -> None:
    raise PageError(line)


def open_dump(path: str, columns: Columns | None = None) -> Dump:
    """The dump at `path`. Raises `PageError` if it cannot be read, is not a MediaWiki dump, or is a pipe."""
    dump, _, pipe = look(path, columns)
    if pipe is not None:
        raise PageError(f"{path}: a pipe, which can be read only once (use read_dump)")
    return dump


def look(path: str, columns: Columns | None = None) -> tuple[Dump, bytes, BinaryIO | None]:
    """The dump at `path` (`-`: standard input); for a pipe also the bytes that were read to recognize it, and the file to read the rest.

    Raises `PageError` if it cannot be read or is not a MediaWiki dump.
    """
    if isinstance(path := place(path), FarAddress):
        return _look_far(path, columns)
    try:
        file: BinaryIO = sys.stdin.buffer if path == "-" else open(path, "rb")  # noqa: SIM115 - a pipe stays open
        status = None if path == "-" else os.fstat(file.fileno())
        head = filled(file, b"", _HEAD)
    except OSError as error:
        raise PageError(f"{path}: {reason_of(error)}") from None
    if status is None or not stat.S_ISREG(status.st_mode):
        return _dump_of(path, head, None, 0, columns), head, file
    file.close()
    dump = _dump_of(path, head, status.st_size, status.st_mtime_ns, columns)
    if dump.form == "pages":
        # What is wrong with all of it shows at the first page.
        next(open_pages(path, columns=columns, trouble=lambda line: None), None)
    return dump, b"", None


def _look_far(address: FarAddress, columns: Columns | None) -> tuple[Dump, bytes, BinaryIO | None]:
    try:
        begun = begin(address, _HEAD)
        head = begun.head if begun.stream is None else filled(begun.stream, b"", _HEAD)
    except FarError as error:
        raise PageError(f"{address}: {reason_of(error)}") from None
    dump = _dump_of(begun.address, head, begun.address.size, begun.changed, columns)
    return dump, b"" if begun.stream is None else head, begun.stream


def _dump_of(path: str, head: bytes, size: int | None, changed: int, columns: Columns | None) -> Dump:
    form: DumpForm = next((form for magic, form in _MAGICS.items() if head.startswith(magic)), "xml")
    try:
        begins = _begins(form, head)
    except ImportError as error:
        raise PageError(f"{path}: {error}") from None
    found = _ROOT.match(begins.removeprefix(BOM))
    bare = found is None and bare_begin(begins) is not None
    if bare:
        return Dump(path, form, size, changed, wiki_of(path), numbered=True, bare=True)
    if found is None and (_PAGES.match(begins) or path.lower().endswith(WIKITEXT_ENDINGS)):
        return Dump(path, "pages", size, changed, "", numbered=False, columns=columns)
    if found is None and form == "bzip2" and (rest := _after_damage(head)) is not None:
        begins = rest
        if not rest:
            raise PageError(f"{path}: damaged or cut off at its beginning; nothing there can be decompressed")
    elif found is None:
        kind = not_unpacked(begins) or "not a MediaWiki dump (an export that begins with <mediawiki>, plain or as .bz2, .gz or .zst)"
        raise PageError(f"{path}: {kind}")
    encoding = _ENCODING.search((found and found[1]) or b"")
    if encoding is not None and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise PageError(f"{path}: {encoding[1].decode()}, not UTF-8 (convert it with iconv)")
    names = tuple((html.unescape(name.decode("utf-8", "replace")).strip().lower(), int(key)) for key, name in _SPACES.findall(begins))
    return Dump(path, form, size, changed, _wiki(begins) or wiki_of(path), _BY_MEDIAWIKI.search(begins) is None, names)


def _wiki(begins: bytes) -> str:
    """The wiki that the beginning of an export names; old ones have only the address of its main page."""
    if (named := _DBNAME.search(begins)) is not None:
        return named[1].decode()
    return database_of(base[1].decode("utf-8", "replace")) if (base := _BASE.search(begins)) is not None else ""


def _begins(form: DumpForm, head: bytes) -> bytes:
    """The beginning of the XML, from the beginning of the file."""
    if form == "xml":
        return head
    chunks = by_standard_library(head) if form == "bzip2" else _UNPACKED[form](io.BytesIO(head))
    begins = b""
    try:
        for chunk in chunks:
            begins += chunk
            if len(begins) >= _HEAD or b"</siteinfo>" in begins:
                break
    except DamageError:  # at the latest where the head is cut off
        pass
    return begins


def _after_damage(head: bytes) -> bytes | None:
    """What can be read of bzip2 whose first block is damaged; None if it is not damaged."""
    first, *others = salvaged(head)
    return b"".join(piece for piece in others if isinstance(piece, bytes)) if isinstance(first, Gap) else None


def pieces(dump: Dump, head: bytes = b"", file: BinaryIO | None = None) -> Iterator[Piece]:
    """The pieces of a dump, in order. `head` and `file` are what was read of a pipe, and the rest of it (see `look`)."""
    if dump.form == "pages":
        yield from _page_pieces(dump, head, file)
        return
    if dump.apart:
        size = COMPRESSED_PIECE if dump.form == "bzip2" else XML_PIECE
        for start in range(0, dump.size or 0, size):
            yield Piece(dump.path, dump.form, start, min(start + size, dump.size or 0))
        return
    try:
        with nullcontext(file) if file is not None else opened(dump.path) as rest:
            yield from _sequential(dump, _Remainder(head, rest))
    except FarError:
        raise
    except OSError as error:
        failure = Failure(why="damaged", reason=reason_of(error), file=str(dump.path))
        yield Piece(dump.path, dump.form, 0, 0, b"", failure=failure)


def _page_pieces(dump: Dump, head: bytes, file: BinaryIO | None) -> Iterator[Piece]:
    """The pages of what is no dump, as pieces."""

    def found(trouble: Report) -> Iterator[Source]:
        if file is not None:
            yield from pages_from(dump.path, cast("BinaryIO", Begun(head, file)), dump.columns, trouble)
        elif isinstance(dump.path, FarAddress):
            with opened_from_the_beginning(dump.path) as there:
                yield from pages_from(dump.path, there, dump.columns, trouble)
        else:
            yield from open_pages(dump.path, columns=dump.columns, trouble=trouble)

    size = dump.size or 0
    for number, batch in enumerate(batches(found, dump.path)):
        yield Piece(dump.path, "pages", min(number, size), min(number + 1, size), batch)


def _sequential(dump: Dump, file: _Remainder) -> Iterator[Piece]:
    if dump.form == "bzip2":
        yield from _cut(dump, file)
        return
    held = bytearray()
    start = 0
    failure: Failure | None = None
    try:
        for chunk in _UNPACKED[dump.form](file):
            held += chunk
            if len(held) >= XML_PIECE:
                yield Piece(dump.path, "xml", start, file.place, bytes(held))
                held.clear()
                start = file.place
    except DamageError as error:
        failure = Failure(why="damaged", reason=f"{dump.form}: {error}; nothing after this can be read", offset=file.place)
    if held or failure is not None:
        yield Piece(dump.path, "xml", start, file.place, bytes(held), failure=failure)


_UNPACKED: Final[dict[str, Callable[[Any], Iterator[bytes]]]] = {"xml": plain_chunks, "gzip": gzip_chunks, "zstd": zstd_chunks}
"""For each form: a function that reads the XML of a file from its beginning."""


def _cut(dump: Dump, file: _Remainder) -> Iterator[Piece]:
    """A pipe of bzip2 as pieces of whole streams."""
    place = 0  # where `data` begins in the pipe
    data = file.read(COMPRESSED_PIECE + bzip2.MAGIC)
    first = bzip2.first_cut(data, 0, COMPRESSED_PIECE)
    while data:
        data, following, last = _next_cut(data, COMPRESSED_PIECE, file.read)
        yield _compressed(Piece(dump.path, "bzip2", place, place + last // 8), data, first, following, last)
        data = data[last // 8 :]
        place += last // 8
        first = bzip2.first_cut(data, 0, COMPRESSED_PIECE) if following is None else following._replace(bit=last % 8)


def _next_cut(data: bytes, begin: int, read: Callable[[int], bytes]) -> tuple[bytes, bzip2.Cut | None, int]:
    """Where the blocks that begin before byte `begin` of `data` end: `data` with what had to be read, the next cut if any, and the bit."""
    for _ in range(_WINDOWS):
        end = begin + COMPRESSED_PIECE
        # A stream is preferred to all blocks of the window, and is usually near.
        for near in (begin + COMPRESSED_PIECE // 8, end):
            wanted = near + bzip2.MAGIC
            if len(data) < wanted:
                data += read(wanted - len(data))
            found = bzip2.first_stream(data, begin, near) or (bzip2.first_cut(data, begin, end) if near == end else None)
            if found is not None:
                return data, found, found.bit
        if len(data) < wanted:
            return data, None, len(data) * 8
        begin = end
    return data, None, begin * 8


def _compressed(piece: Piece, data: bytes, first: bzip2.Cut | None, following: bzip2.Cut | None, last: int) -> Piece:
    """A piece with its blocks as whole streams: those between the cut `first` and the bit `last` of `data`, which begins at its start."""
    if first is None:
        failure = Failure(why="damaged", reason="no bzip2 block begins here", offset=piece.start)
        return piece._replace(data=b"", failure=failure)
    found = bzip2.streams(data, first, last, ends_stream=following is None or following.stream)
    # A header was added if the piece does not begin with one.
    return piece._replace(data=found, start=piece.start + first.bit // 8 - (0 if first.stream else bzip2.HEADER_SIZE))


class _Remainder:
    """A file together with what was already read of it (`head`); `place` counts the bytes read from here."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._head = head
        self._file = file
        self.place = 0

    def read(self, size: int = -1) -> bytes:
        """As many bytes as asked for; fewer only at the end."""
        data, self._head = self._head[:size], self._head[size:]
        data = filled(self._file, data, size)
        self.place += len(data)
        return data


def read_piece(piece: Piece, options: Options = STANDARD) -> PieceResult:
    """Read one piece of a dump. Content never raises; a file that cannot be read is a failure.

    Raises `FarError`, an `OSError`, if a file at an address cannot be read: what is there can be asked for again.
    """
    if piece.data is None:
        try:
            piece = _filled(piece)
        except FarError:
            raise
        except OSError as error:
            piece = piece._replace(data=b"", failure=Failure(why="damaged", reason=reason_of(error), offset=piece.start))
    assert piece.data is not None
    part = _read(piece.form, piece.data, options, piece.start) if piece.data else NOTHING._replace(begun=False)
    failures = part.failures
    if piece.pages is not None and piece.pages != part.counts.pages:
        reason = f"the index lists {many(piece.pages, 'page')} here, and the dump has {part.counts.pages}"
        failures = [*failures, Failure(why="missing pages", reason=reason, offset=piece.start)]
    if piece.failure is not None:
        failures = [*failures, piece.failure]
    return part._replace(failures=[msgspec.structs.replace(failure, file=str(piece.path)) for failure in failures])


def _read(form: DumpForm, data: bytes, options: Options, start: int) -> PieceResult:
    if form == "pages":
        return read_batch(data, options)
    return (read_stream if form == "bzip2" else read_xml)(data, options, offset=start)


def _filled(piece: Piece) -> Piece:
    with opened(piece.path) as file:
        file.seek(piece.start)
        own = piece.end - piece.start
        if piece.form == "xml":
            return piece._replace(data=file.read(own))
        if piece.exact:
            data = file.read(own)
            if data.startswith(b"BZh"):
                return piece._replace(data=data)
            failure = Failure(why="damaged", reason="no bzip2 stream begins where the index says", offset=piece.start)
            return piece._replace(data=b"", failure=failure)
        data = file.read(own + bzip2.MAGIC)
        first = bzip2.first_cut(data, 0, own)
        if first is None and piece.start > 0:
            return piece._replace(data=b"")  # the piece before continues until a block begins
        data, following, last = _next_cut(data, own, file.read)
        return _compressed(piece, data, first, following, last)
