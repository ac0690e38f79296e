"""Where the texts of pages stand in an XML export: lines and columns of the file, in which `&lt;` is four characters."""

from __future__ import annotations

import functools
import html
import os
import re
import stat
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import BinaryIO, Final
from xml.parsers import expat

from infobox.pages.sources import Source
from infobox.positions import Lines

_CHUNK: Final = 1 << 16
_WRITTEN: Final = re.compile(r"&(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});|\r\n?")
"""What stands for one character of the text."""
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


_END: Final = ExportedText("", 1, 1)


class ExportPlaces:
    """Where the texts of pages stand, for pages in the order in which `open_pages` gives those of exports."""

    def __init__(self) -> None:
        self._name = ""
        self._texts: Iterator[ExportedText | None] = iter(())

    def of(self, source: Source) -> ExportedText | None:
        """Where the text of the next page of an export stands; None if that is not certain, as for standard input."""
        if source.form != "export":
            return None
        found = next(self._texts, _END) if source.name == self._name else _END
        if found is _END:  # another file, or the same one again
            self._name, self._texts = source.name, _texts(source.name)
            found = next(self._texts, None)
        # Another text means that the file was changed, or is written in a way that no export of MediaWiki is.
        return found if found is not None and found.text == source.text else None


def _texts(path: str) -> Iterator[ExportedText | None]:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return  # a pipe cannot be read twice
        with open(path, "rb") as file:
            yield from _Scanner(file).texts()
    except (OSError, expat.ExpatError, ValueError):
        return


class _Scanner:
    """Finds the newest texts of pages that are no redirects, as `read_export` does, and remembers where they stand."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._path: list[str] = []
        self._time: list[str] = []
        self._window = bytearray()
        self._base = 0  # where the window begins in the file
        self._text = (-1, 0, 0)  # where the open text's tag begins: byte, line, column
        self._revision: tuple[str, ExportedText | None] = "", None
        self._newest: tuple[str, ExportedText | None] = "", None
        self._redirect = False
        self._ended: list[ExportedText | None] = []

    def texts(self) -> Iterator[ExportedText | None]:
        while chunk := self._file.read(_CHUNK):
            self._window += chunk
            self._parser.Parse(chunk)
            # The parser may wait for the rest of a tag that begins after what it reported last.
            keep = self._text[0] if self._text[0] >= 0 else max(self._parser.CurrentByteIndex, self._base)
            del self._window[: keep - self._base]
            self._base = keep
            yield from self._ended
            self._ended.clear()
        self._parser.Parse(b"", True)
        yield from self._ended

    def _refuse(self, *_: object) -> None:
        raise ValueError("an export has no document type")

    def _begin(self, name: str, _: object) -> None:
        self._path.append(name)
        parser = self._parser
        if name == "text" and self._path[-2:-1] == ["revision"]:
            self._text = parser.CurrentByteIndex, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        elif name == "redirect" and self._path[-2:-1] == ["page"]:
            self._redirect = True
        elif name == "timestamp" and self._path[-2:-1] == ["revision"]:
            self._time.clear()
            parser.CharacterDataHandler = self._time.append

    def _end(self, name: str) -> None:
        self._path.pop()
        within = self._path[-1] if self._path else ""
        if name == "text" and within == "revision":
            if self._revision[1] is None:
                self._revision = self._revision[0], self._exported()
            self._text = -1, 0, 0
        elif name == "timestamp" and within == "revision":
            self._parser.CharacterDataHandler = None
            self._revision = self._revision[0] or "".join(self._time), self._revision[1]
        elif name == "revision" and within == "page":
            if self._revision[0] >= self._newest[0]:
                self._newest = self._revision
            self._revision = "", None
        elif name == "page":
            if not self._redirect:
                self._ended.append(self._newest[1])
            self._newest, self._redirect = ("", None), False

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
