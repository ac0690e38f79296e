"""Texts as an editor has them: versions of a document, and positions in the units that were agreed on.

The protocol has no other line ends than newline, carriage return, and both in this order; wikitext may hold more characters at which Python
splits lines (https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocuments).
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from lsprotocol.types import Position, PositionEncodingKind, Range, TextDocumentContentChangeEvent, TextDocumentContentChangePartial

from infobox.record import Span

_LINE_END: Final = re.compile(r"\r\n?|\n")
_LAST_OF_PLANE: Final = "\uffff"


class Document:
    """One version of a text: its `uri`, the editor's number of the `version`, and the `text`, which never change."""

    def __init__(self, uri: str, version: int, text: str, encoding: str = PositionEncodingKind.Utf16) -> None:
        self.uri, self.version, self.text = uri, version, text
        self._encoding = encoding

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def _line(self, number: int) -> Span:
        """The span of a line without its end."""
        start = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
        return start, start + len(self.text[start:end].rstrip("\r\n"))

    def line_of(self, offset: int) -> int:
        """The number of the line, from 0, in which an offset is."""
        return bisect_right(self._starts, offset) - 1

    def offset(self, position: Position) -> int:
        """The place of a position in code points. A position beyond the end of its line is that end, one in a character its start."""
        if position.line >= len(self._starts):
            return len(self.text)
        start, end = self._line(position.line)
        return start + self._characters(self.text[start:end], position.character)

    def position(self, offset: int) -> Position:
        """The position of a place in code points; between the two characters of a line end, it is that before them."""
        line = self.line_of(offset)
        start, end = self._line(line)
        return Position(line, self._units(self.text[start : min(offset, end)]))

    def range(self, start: int, end: int) -> Range:
        """A half-open span as a range."""
        return Range(self.position(start), self.position(end))

    def span(self, held: Range) -> Span:
        """A range as a half-open span; one whose end is before its start is empty."""
        start = self.offset(held.start)
        return start, max(start, self.offset(held.end))

    def _units(self, words: str) -> int:
        """How many units of the encoding some characters take."""
        if self._encoding == PositionEncodingKind.Utf32 or words.isascii():
            return len(words)
        if self._encoding == PositionEncodingKind.Utf8:
            return len(words.encode("utf-8", "surrogatepass"))
        return len(words) + sum(char > _LAST_OF_PLANE for char in words)

    def _characters(self, line: str, units: int) -> int:
        """How many characters of a line these units are."""
        if self._encoding == PositionEncodingKind.Utf32 or line.isascii():
            return min(units, len(line))
        for number, char in enumerate(line):
            units -= self._units(char)
            if units < 0:
                return number
        return len(line)

    def changed(self, version: int, changes: Iterable[TextDocumentContentChangeEvent]) -> Document:
        """The version after changes, each of which is of the text after the one before it."""
        found = self
        for change in changes:
            text = change.text
            if isinstance(change, TextDocumentContentChangePartial):
                start, end = found.span(change.range)
                text = found.text[:start] + text + found.text[end:]
            found = Document(self.uri, version, text, self._encoding)
        return found if found is not self else Document(self.uri, version, self.text, self._encoding)
