"""A file or standard input -> the pages in it, whatever form it has."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from infobox.record import Page

if TYPE_CHECKING:
    from typing import BinaryIO

PageForm = Literal["wikitext", "extracted", "export", "wiki"]
"""The form from which a page was read: a file of its wikitext, plain text extracted from it, an XML export, or the wiki itself."""

BOM: Final = b"\xef\xbb\xbf"
_HEAD: Final = 4096
_XML: Final = re.compile(rb"\s*<(?:\?xml\b|mediawiki[\s>/]|!DOCTYPE\b|[A-Za-z_][\w.:-]{0,99}\s[^<>]{0,999}?\bxmlns\b)", re.IGNORECASE)
_HTML: Final = re.compile(rb"\s*<(?:!DOCTYPE\s+html\b|html[\s>])", re.IGNORECASE)
_JSON: Final = re.compile(r"\s*[\[{]")
_COMPRESSED: Final = {
    b"BZh": "bzip2 (unpack it with bunzip2; dumps are for infobox extract)",
    b"\x1f\x8b": "gzip (unpack it with gunzip; dumps are for infobox extract)",
    b"7z\xbc\xaf": "7z (unpack it with 7z)",
    b"PK\x03\x04": "zip (unpack it with unzip)",
    b"\xfd7zXZ": "xz (unpack it with unxz)",
    b"\x28\xb5\x2f\xfd": "zstd (unpack it with unzstd; dumps are for infobox extract)",
}


class PageError(Exception):
    """A page cannot be read. The message is one line: the file, the place if it is known, the reason, and what to do."""


class Source(Struct, frozen=True, repr_omit_defaults=True):
    """One page as it was found.

    - `name` (str): the file's path; `-` for standard input, empty for text that is from no file.
    - `page` (`Page` or None): what the export states about the page; None for plain files.
    - `text` (str): the page, its line ends as they are. A byte order mark is not part of it, so that positions count from the page's first
      character.
    - `form` (`PageForm`): `wikitext`, `extracted` for plain text that was extracted from a page, `export` for an XML export, or `wiki`
      for a page that was asked for on its wiki, whose `name` is the address of the revision.
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


def open_pages(path: str | os.PathLike[str], standard_input: str = "-") -> Iterator[Source]:
    """The pages in the file at `path` (`-`: standard input, whose page is called `standard_input`); the form is recognised by the content,
    not by the file's name.

    A file of wikitext or extracted text is one page. An XML export yields its pages one after the other, without redirects; it is read
    piece by piece, so the memory needed is that of its largest page. Raises `PageError` if the file cannot be read; a broken export
    yields the pages before the break first. Raises `TypeError` for anything that is no path.
    """
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"the path of a file is a str or a Path, not {type(path).__name__}")
    return _all_pages(os.fspath(path), standard_input)


def _all_pages(path: str, standard_input: str) -> Iterator[Source]:
    with _opened(path) as file:
        yield from _pages(standard_input if path == "-" else path, file)


def pages_in(path: str, data: bytes) -> Iterator[Source]:
    """The pages in what was already read from the file at `path`, as `open_pages` gives them."""
    return _pages(path, io.BytesIO(data))


def _pages(path: str, file: BinaryIO) -> Iterator[Source]:
    head = filled(file, b"", _HEAD)
    if not head:
        _refuse_emptied(path, file)
    for magic, what in _COMPRESSED.items():
        if head.startswith(magic):
            raise PageError(f"{path}: compressed with {what}")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageError(f"{path}: UTF-16, not UTF-8 (convert it with: iconv -f UTF-16 -t UTF-8)")
    if _HTML.match(head.removeprefix(BOM)):
        from infobox.pages.wrong_kind import html

        raise PageError(f"{path}: {html()}")
    if _XML.match(head.removeprefix(BOM)):
        from infobox.pages.export import read_export

        yield from read_export(path, head, file)
    else:
        yield _plain(path, head + file.read())


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


def filled(file: BinaryIO, data: bytes, size: int) -> bytes:
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


def _plain(path: str, data: bytes) -> Source:
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
        from infobox.pages.wrong_kind import not_a_page

        if wrong := not_a_page(path, text):
            raise PageError(f"{path}: {wrong}")
    from infobox.pages.extracted import looks_flattened

    return Source(path, None, text, "extracted" if looks_flattened(text) else "wikitext", marked)
