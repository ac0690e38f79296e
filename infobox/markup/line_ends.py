"""A page with newlines as line ends, and the way back to the page as written, with its own line ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import Final

_END: Final = re.compile(r"\r\n?|\n")
_LONE_RETURN: Final = re.compile(r"\r(?!\n)")


def with_newlines(text: str) -> str:
    """A text whose line ends are all newlines."""
    return _END.sub("\n", text) if "\r" in text else text


def without_lone_returns(text: str) -> str:
    """A text in which each lone carriage return is a newline: the length and all places stay the same."""
    return _LONE_RETURN.sub("\n", text) if "\r" in text else text


class LineEnds:
    """A page as `written`, and its `text` with newlines as line ends; offsets refer to `text`."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.text = with_newlines(written)
        pairs = re.finditer("\r\n", written) if self.text is not written else ()
        self._pairs = [match.start() - number for number, match in enumerate(pairs)]
        self._used: dict[tuple[int, int], str] = {}

    def place(self, offset: int) -> int:
        """The place of an offset of the text in the page as written: never between the two characters of one line end."""
        return offset + bisect_left(self._pairs, offset)

    def spelt(self, words: str, start: int, end: int) -> str:
        """Words with the line ends that `text[start:end]` uses most, or, if it has none, the page."""
        if "\n" not in words or self.text is self.written:
            return words
        used = self._most_used(start, end) or self._most_used(0, len(self.text))
        return words.replace("\n", used)

    def _most_used(self, start: int, end: int) -> str:
        """The most frequent line end in a span, the first of several; empty if there is none."""
        if (start, end) not in self._used:
            found = Counter(_END.findall(self.written[self.place(start) : self.place(end)]))
            self._used[start, end] = max(found, key=found.__getitem__, default="")
        return self._used[start, end]
