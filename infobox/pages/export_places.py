"""Where the texts of pages stand in an XML export: lines and columns of the file, in which `&lt;` is four characters."""

from __future__ import annotations

import functools
import html
import os
import re
import stat
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, chain
from typing import BinaryIO, Final
from xml.parsers import expat

from infobox.pages.export import LONGEST_PAGE, PAGE, bare_begin, cut_before_pages
from infobox.pages.sources import BOM, Source
from infobox.positions import Lines

_CHUNK: Final = 1 << 16
_WRITTEN: Final = re.compile(r"&(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});|\r\n?")
"""What stands for one character of the text."""
_ROOT: Final = b"<mediawiki>"
_READ: Final = (["page", "title"], ["revision", "timestamp"])
"""The elements whose words are read, after those that they stand in."""
_CONTINUED: Final = bytes(range(0x80, 0xC0))
"""The bytes of a character of UTF-8 after its first."""
_START_TAG: Final = re.compile(r"""<[^<>"']*+(?:"[^"]*+"[^<>"']*+|'[^']*+'[^<>"']*+)*>""")


class ExportedText:
    """The text of a page as an export has it: `written`, and the line and column of the file at which it begins, both from 1."""

    def __init__(self, written: str, line: int, column: int) -> None:
        self.written = written
        self._line = line
        self._column = column

    @functools.cached_property
    def text(self) -> str:
        """The text of the page."""
        return _WRITTEN.sub(lambda match: "\n" if match[0][0] == "\r" else html.unescape(match[0]), self.written)

    @functools.cached_property
    def _ends(self) -> tuple[list[int], list[int]]:
        """Where each entity and line end of more than one character ends: in what is written, and in the text."""
        found = list(_WRITTEN.finditer(self.written))
        ends = [match.end() for match in found]
        return ends, [end - saved for end, saved in zip(ends, accumulate(len(match[0]) - 1 for match in found), strict=True)]

    @functools.cached_property
    def _lines(self) -> Lines:
        return Lines(self.written)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file, both from 1, of a code-point offset of the text."""
        written, in_text = self._ends
        before = bisect_right(in_text, offset) - 1
        line, column = self._lines.place(offset + (written[before] - in_text[before] if before >= 0 else 0))
        return line + self._line - 1, column + (self._column - 1 if line == 1 else 0)


def escaped(words: str) -> str:
    """Words of a page as an export writes them."""
    return html.escape(words, quote=False).replace('"', "&quot;").replace("\r", "&#13;")


class ExportPlaces:
    """Where the texts of pages stand, for pages in the order in which `open_pages` gives those of exports."""

    def __init__(self) -> None:
        self._name = ""
        self._texts: Iterator[tuple[str, ExportedText | None]] = iter(())
        self._lost = False

    def of(self, source: Source) -> ExportedText | None:
        """Where the text of the next page of an export stands; None if that is not certain, as for standard input."""
        if source.form != "export" or (self._lost and source.name == self._name):
            return None
        title = source.page.title if source.page is not None else ""
        found = self._next(title) if source.name == self._name else None
        if found is None:  # another file, or the same one again
            self._name, self._texts = source.name, _texts(source.name)
            found = self._next(title)
        self._lost = found is None  # looking for each page in the whole file would take a time that grows with the square of its size
        # Another text means that the file was changed, or is written in a way that no export of MediaWiki is.
        return found[1] if found is not None and found[1] is not None and found[1].text == source.text else None

    def _next(self, title: str) -> tuple[str, ExportedText | None] | None:
        return next((found for found in self._texts if found[0] == title), None)


def _texts(path: str) -> Iterator[tuple[str, ExportedText | None]]:
    """The titles and texts of the pages in an export."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return  # a pipe cannot be read twice
        with open(path, "rb") as file:
            yield from _Scanner(file).texts()
    except (OSError, ValueError):
        return


class _NestedPageError(Exception):
    """A page begins in another one."""


class _Scanner:
    """Finds the newest texts of pages that are no redirects, as `read_export` does, and remembers where they stand. As there, a page that
    is broken is left out, and reading begins again where the next page does.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._window = bytearray()
        self._base = 0  # where the window begins in what the parser was given
        self._lines, self._column = 0, 0  # how many lines, and how many characters of the next one, were read
        self._ended: list[tuple[str, ExportedText | None]] = []
        self._begin_document(0, 0)

    def _begin_document(self, lines: int, column: int) -> None:
        """Begin anew with what follows so many lines and characters of the next one."""
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._before = lines, column
        self._base = 0
        self._window.clear()
        self._path: list[str] = []
        self._words: list[str] = []
        self._title: str | None = None
        self._text = (-1, 0, 0)  # where the open text's tag begins: byte, line, column
        self._revision: tuple[str, ExportedText | None] = "", None
        self._newest: tuple[str, ExportedText | None] = "", None
        self._redirect = False
        self._broken = False

    def texts(self) -> Iterator[tuple[str, ExportedText | None]]:
        """The titles and texts. Raises `OSError`, and `ValueError` for an export with a document type."""
        head = self._file.read(_CHUNK).removeprefix(BOM)
        self._broken = bare_begin(head) is not None  # the pages of a piece of an export have no root: each begins anew
        for piece in cut_before_pages(chain([head], iter(lambda: self._file.read(_CHUNK), b""))):
            begins = piece.startswith(PAGE)
            if self._broken and begins:
                self._restart()
            opened = "page" in self._path
            if not self._broken:
                self._take(piece)
                if self._broken and begins and opened:  # the page before was cut off, and this one may be whole
                    self._restart()
                    self._take(piece)
            self._pass(piece)
            yield from self._ended
            self._ended.clear()
        if not self._broken:
            self._take(b"", last=True)
        yield from self._ended

    def _restart(self) -> None:
        self._begin_document(self._lines, self._column - len(_ROOT))
        self._take(_ROOT)

    def _take(self, piece: bytes, *, last: bool = False) -> None:
        self._window += piece
        try:
            self._parser.Parse(piece, last)
        except (expat.ExpatError, _NestedPageError):
            self._broken = True
            return
        # The parser may wait for the rest of a tag that begins after what it reported last.
        keep = self._text[0] if self._text[0] >= 0 else max(self._parser.CurrentByteIndex, self._base)
        del self._window[: keep - self._base]
        self._base = keep
        self._broken = len(self._window) > LONGEST_PAGE

    def _pass(self, piece: bytes) -> None:
        """Count lines and characters."""
        lines = piece.count(b"\n")
        self._lines += lines
        self._column = (0 if lines else self._column) + len(piece[piece.rfind(b"\n") + 1 :].translate(None, _CONTINUED))

    def _refuse(self, *_: object) -> None:
        raise ValueError("an export has no document type")

    def _begin(self, name: str, _: object) -> None:
        if name == "page" and name in self._path:
            raise _NestedPageError
        self._path.append(name)
        parser = self._parser
        if name == "text" and self._path[-2:-1] == ["revision"]:
            first = parser.CurrentLineNumber == 1
            column = parser.CurrentColumnNumber + (self._before[1] if first else 0) + 1
            self._text = parser.CurrentByteIndex, parser.CurrentLineNumber + self._before[0], column
        elif name == "redirect" and self._path[-2:-1] == ["page"]:
            self._redirect = True
        elif self._path[-2:] in _READ:
            self._words.clear()
            parser.CharacterDataHandler = self._words.append

    def _end(self, name: str) -> None:
        inside = self._path[-2:]
        self._path.pop()
        if inside in _READ:
            self._parser.CharacterDataHandler = None
            if name == "title":
                self._title = "".join(self._words).strip() if self._title is None else self._title
            else:
                self._revision = self._revision[0] or "".join(self._words), self._revision[1]
        elif inside == ["revision", "text"]:
            if self._revision[1] is None:
                self._revision = self._revision[0], self._exported()
            self._text = -1, 0, 0
        elif inside == ["page", "revision"]:
            if self._revision[0] >= self._newest[0]:
                self._newest = self._revision
            self._revision = "", None
        elif name == "page":
            if not self._redirect:
                self._ended.append((self._title or "", self._newest[1]))
            self._title, self._newest, self._redirect = None, ("", None), False

    def _exported(self) -> ExportedText | None:
        """The text that ends here; None if it is not plain text in UTF-8."""
        start, line, column = self._text
        try:
            whole = self._window[start - self._base : self._parser.CurrentByteIndex - self._base].decode()
        except UnicodeDecodeError:
            return None
        tag = _START_TAG.match(whole)
        if tag is None or "<" in whole[tag.end() :]:
            return None
        lines, last = tag[0].count("\n"), tag[0].rpartition("\n")[2]
        return ExportedText(whole[tag.end() :], line + lines, len(last) + 1 if lines else column + len(last))
