"""A file or standard input -> the pages in it, whatever form it has."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import chain
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from infobox.pages.unpacking import UNPACKED, Begun, DamageError, Readable, Unpacked, plain_chunks
from infobox.record import Page

if TYPE_CHECKING:
    from typing import BinaryIO

    from infobox.pages.rows import Columns

PageForm = Literal["wikitext", "extracted", "packed", "export", "row", "answer", "wiki"]
"""The form from which a page was read: a file of its wikitext, plain text extracted from it, a compressed file of its wikitext, an XML
export, a row of JSON lines or Parquet, an answer of the MediaWiki API, or the wiki itself."""

FILES: Final[dict[str, str]] = {
    "packed": "a compressed page",
    "export": "an XML export",
    "row": "a table",
    "answer": "an answer of the MediaWiki API",
}
"""By form: what a file is that holds pages but cannot be written into."""

BOM: Final = b"\xef\xbb\xbf"
_HEAD: Final = 4096
_XML: Final = re.compile(rb"\s*<(?:\?xml\b|mediawiki[\s>/]|!DOCTYPE\b|[A-Za-z_][\w.:-]{0,99}\s[^<>]{0,999}?\bxmlns\b)", re.IGNORECASE)
_COMMENTED: Final = re.compile(rb"(?=((?:\s*<!--.*?-->)+))\1\s*<mediawiki[\s>]", re.DOTALL)
"""An export that begins with comments, as wikitext does, too."""
_HTML: Final = re.compile(rb"\s*<(?:!DOCTYPE\s+html\b|html[\s>])", re.IGNORECASE)
_JSON: Final = re.compile(r"\s*[\[{]")
_JSON_BYTES: Final = re.compile(rb"\s*(?:\{\s*[\"}]|\[)")
_MAGIC: Final = 6
_COMPRESSED: Final = {
    b"7z\xbc\xaf": "7z (unpack it to standard output with: 7z x -so, and name -)",
    b"PK\x03\x04": "zip (unpack it with unzip)",
    b"\xfd7zXZ": "xz (unpack it with unxz)",
}
_LONGEST_UNPACKED: Final = 1 << 25
"""The most bytes of a compressed file that is one page or one answer: a small file may unpack to anything."""


Report = Callable[[str], object]
"""What takes a line for people."""


class PageError(Exception):
    """A page cannot be read. The message is one line: the file, the place if it is known, the reason, and what to do."""


class Source(Struct, frozen=True, repr_omit_defaults=True):
    """One page as it was found.

    - `name` (str): the file's path; `-` for standard input, empty for text that is from no file.
    - `page` (`Page` or None): what the export states about the page; None for plain files.
    - `text` (str): the page, its line ends as they are. A byte order mark is not part of it, so that positions count from the page's first
      character.
    - `form` (`PageForm`): `wikitext`, `extracted` for plain text that was extracted from a page, `packed` for compressed wikitext, `export`
      for an XML export, `row` for JSON lines and Parquet, `answer` for an answer of the MediaWiki API, or `wiki` for a page that was asked
      for on its wiki, whose `name` is the address of the revision.
    - `marked` (bool): whether the file begins with a byte order mark, which `encoded` puts back.
    - `older` (int): how many other revisions of the page the export has, which are left out.
    """

    name: str
    page: Page | None
    text: str
    form: PageForm = "wikitext"
    marked: bool = False
    older: int = 0

    @property
    def flattened(self) -> bool:
        """Whether the text is extracted plain text, its templates gone."""
        return self.form == "extracted"

    @property
    def label(self) -> str:
        """The page's name in messages: the file, and the title if the file is an export."""
        return f"{self.name}[{self.page.title}]" if self.page is not None and self.page.title else self.name

    def encoded(self, text: str) -> bytes:
        """The bytes of the file with `text` as the page's text: UTF-8, with a byte order mark if there was one."""
        return (BOM if self.marked else b"") + text.encode()


def open_pages(
    path: str | os.PathLike[str], standard_input: str = "-", *, columns: Columns | None = None, trouble: Report | None = None
) -> Iterator[Source]:
    """The pages in the file at `path` (`-`: standard input, whose page is called `standard_input`); the form is recognised by the content,
    not by the file's name. It may be compressed with bzip2, gzip or zstd.

    A file of wikitext or extracted text is one page. An XML export, an answer of the MediaWiki API, and JSON lines or Parquet with a
    column of wikitext (`columns`) yield their pages one after the other, exports without redirects; all but answers are read piece by
    piece, so the memory needed is that of the largest page. What cannot be read of them goes to `trouble`, one line each; without it,
    `PageError` is raised after the last page that can be read. Raises `PageError` if the file cannot be read at all, and `TypeError` for
    anything that is no path.
    """
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"the path of a file is a str or a Path, not {type(path).__name__}")
    return _all_pages(os.fspath(path), standard_input, columns, trouble)


def _all_pages(path: str, standard_input: str, columns: Columns | None, trouble: Report | None) -> Iterator[Source]:
    faults: list[str] = []
    with _opened(path) as file:
        yield from pages_from(standard_input if path == "-" else path, file, columns, trouble or faults.append)
    if faults:
        raise PageError(f"{faults[0]}{f'; and {len(faults) - 1} more like it' if len(faults) > 1 else ''}")


def pages_in(path: str, data: bytes) -> Iterator[Source]:
    """The pages in what was already read from the file at `path`, as `open_pages` gives them."""
    faults: list[str] = []
    yield from pages_from(path, io.BytesIO(data), None, faults.append)
    if faults:
        raise PageError(faults[0])


def pages_from(path: str, opened: BinaryIO, columns: Columns | None, trouble: Report) -> Iterator[Source]:
    """The pages in a file that is open, as `open_pages` gives them."""
    file, packed = _unpacked(path, opened)
    head = filled(file, b"", _HEAD)
    if not head and not packed:
        _refuse_emptied(path, opened)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageError(f"{path}: UTF-16, not UTF-8 (convert it with: iconv -f UTF-16 -t UTF-8)")
    begins = head.removeprefix(BOM)
    if _HTML.match(begins):
        from infobox.pages.wrong_kind import html

        raise PageError(f"{path}: {html()}")
    if begins.startswith(b"<") or begins[:1].isspace():
        from infobox.pages.export import bare_begin, read_export

        bare = bare_begin(head)
        if bare is not None:
            yield from read_export(path, b"<mediawiki>" + head[bare:], Unpacked(chain(plain_chunks(file), [b"</mediawiki>"])), trouble)
            return
        if _XML.match(begins) or _COMMENTED.match(begins):
            yield from read_export(path, head, file, trouble)
            return
    if begins.startswith(b"PAR1") or (columns is not None and columns.text and _JSON_BYTES.match(begins)):
        yield from _rows(path, begins, file, packed, columns, trouble)
        return
    data = head + file.read(_LONGEST_UNPACKED if packed else -1)
    if packed and len(data) > _LONGEST_UNPACKED:
        raise PageError(f"{path}: unpacks to more than {_LONGEST_UNPACKED >> 20} MiB, which no page has")
    yield from _plain(path, data, packed, trouble)


def _rows(path: str, head: bytes, file: Readable, packed: bool, columns: Columns | None, trouble: Report) -> Iterator[Source]:
    from infobox.pages.rows import Columns, json_rows, parquet_rows

    if not head.startswith(b"PAR1"):
        yield from json_rows(path, Begun(head, file), columns or Columns(), trouble)
    elif packed or not os.path.isfile(path):
        raise PageError(f"{path}: Parquet is read only from a file, which is not compressed")
    else:
        yield from parquet_rows(path, columns or Columns(), trouble)


def _unpacked(path: str, file: BinaryIO) -> tuple[Readable, bool]:
    """What a file holds, and whether it had to be unpacked. Raises `PageError` if it cannot be, then or when it is read."""
    head = filled(file, b"", _MAGIC)
    if kind := not_unpacked(head):
        raise PageError(f"{path}: {kind}")
    begun = Begun(head, file)
    for magic, chunks in UNPACKED.items():
        if head.startswith(magic):
            return Unpacked(_sound(path, chunks(begun))), True
    return begun, False


def _sound(path: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from chunks
    except DamageError as error:
        raise PageError(f"{path}: damaged: {error}") from None
    except ImportError as error:
        raise PageError(f"{path}: {error}") from None


def not_unpacked(head: bytes) -> str:
    """How a file that begins like this is compressed, and what to do, if it is not unpacked here; else empty."""
    return next((f"compressed with {what}" for magic, what in _COMPRESSED.items() if head.startswith(magic)), "")


@contextmanager
def export_chunks(path: str) -> Iterator[Iterator[bytes] | None]:
    """The XML of the export at `path` (`-`: standard input), unpacked; None if it is something else. Raises `PageError` as `open_pages`."""
    with _opened(path) as opened:
        file, _ = _unpacked(path, opened)
        head = filled(file, b"", _HEAD)
        begins = head.removeprefix(BOM).lstrip()
        from infobox.pages.export import bare_begin

        if (bare := bare_begin(head)) is not None:
            yield chain([b"<mediawiki>", head[bare:]], plain_chunks(file), [b"</mediawiki>"])
        else:
            yield chain([head], plain_chunks(file)) if not begins or begins.startswith(b"<") else None


def read_bytes(path: str) -> bytes:
    """All bytes of the file at `path` (`-`: standard input). Raises `PageError` if it cannot be read."""
    with _opened(path) as file:
        data = file.read()
        if not data:
            _refuse_emptied(path, file)
        return data


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    """The file at `path`. Raises `PageError` if it cannot be opened or, within the context, read."""
    try:
        with nullcontext(sys.stdin.buffer) if path == "-" else open(path, "rb") as file:
            yield file
    except OSError as error:
        from infobox.pages.wrong_kind import missing

        raise PageError(f"{path}: {missing(path) or reason_of(error)}") from None


def _refuse_emptied(path: str, file: BinaryIO) -> None:
    """Raise `PageError` if an empty file is also standard output: in ``infobox write R --into page > page`` the shell empties the page
    before it can be read, and the output would look like the answer.
    """
    try:
        read, written = os.fstat(file.fileno()), os.fstat(sys.stdout.fileno())
    except (OSError, ValueError):  # no files of the system
        return
    if stat.S_ISREG(read.st_mode) and os.path.samestat(read, written):
        raise PageError(
            f"{path}: is also standard output, so it was emptied before it could be read (restore it, and send the output elsewhere;"
            " infobox write --in-place and check --fix change a page's own file)"
        )


def filled(file: Readable, data: bytes, size: int) -> bytes:
    """`data` with more read from the file, up to `size` bytes or the end of the file: one read of a pipe may return less."""
    while len(data) < size and (more := file.read(size - len(data))):
        data += more
    return data


def reason_of(error: OSError) -> str:
    """Why a file cannot be read, as words that follow its name in a message."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError) or (isinstance(error, PermissionError) and os.path.isdir(error.filename or "")):  # on Windows
        return "a folder, not a file (name the files in it)"
    reason = error.strerror or "cannot be read"
    return reason[:1].lower() + reason[1:]


def _plain(path: str, data: bytes, packed: bool, trouble: Report) -> Iterator[Source]:
    marked = data.startswith(BOM)
    data = data.removeprefix(BOM)
    zero = data.find(b"\0")
    if zero >= 0:
        raise PageError(f"{path}: binary, not text (NUL byte at offset {zero + len(BOM) * marked})")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        place = f"byte 0x{data[error.start]:02X} at offset {error.start + len(BOM) * marked}"
        raise PageError(f"{path}: not UTF-8: {place} (convert the file, such as with: iconv -f WINDOWS-1252 -t UTF-8)") from None
    if _JSON.match(text):
        from infobox.pages.wrong_kind import has_pages, not_a_page

        if has_pages(text):
            from infobox.pages.answers import pages_of_answer

            yield from pages_of_answer(path, text, trouble)
            return
        if wrong := not_a_page(path, text):
            raise PageError(f"{path}: {wrong}")
    from infobox.pages.extracted import looks_flattened

    form: PageForm = "extracted" if looks_flattened(text) else "packed" if packed else "wikitext"
    yield Source(path, None, text, form, marked)
