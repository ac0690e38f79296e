"""What a run did to each page, as JSON lines: written before and after each edit, so that a run that was ended goes on without doing
anything twice, and all of it can be undone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from infobox.live.errors import WikiError

JournalWord = Literal["sending", "saved", "merged", "unchanged", "nothing", "skipped", "undone"]
DONE: Final = frozenset(("saved", "merged", "unchanged", "nothing", "skipped", "undone"))
"""After one of these, a page is not looked at again."""
_BEGIN: Final = b'{"what"'
CHANGED: Final = frozenset(("saved", "merged"))
"""What can be undone."""


class JournalEntry(Struct, frozen=True, omit_defaults=True):
    """One line: what was done to a page of a wiki. `old` and `new` are the revisions before and after, `codes` those of the rules whose
    findings were fixed, `sum` a check sum of the text that is being sent, `why` a reason.
    """

    what: JournalWord
    wiki: str
    page: int
    title: str
    old: int = 0
    new: int = 0
    codes: list[str] = []
    summary: str = ""
    sum: str = ""
    why: str = ""


class Journal:
    """A journal that is continued. Raises `WikiError` if the file cannot be read or written, or is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries = list(_read(path)) if path.exists() else []
        self.last = {(entry.wiki, entry.page): entry for entry in self.entries}
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            self._end_line()
        except OSError as error:
            raise WikiError("settings", f"{path}: cannot be written: {error.strerror or error}") from None

    def _end_line(self) -> None:
        """End a line that a killed run left half."""
        data = self.path.read_bytes()
        if data and not data.endswith(b"\n"):
            os.write(self._file, b"\n")

    def add(self, entry: JournalEntry) -> None:
        """Add a line; it is on the disk when this returns."""
        try:
            os.write(self._file, msgspec.json.encode(entry) + b"\n")
            os.fsync(self._file)
        except OSError as error:
            raise WikiError("settings", f"{self.path}: cannot be written: {error.strerror or error}") from None
        self.last[entry.wiki, entry.page] = entry

    def close(self) -> None:
        os.close(self._file)


def _read(path: Path) -> Iterator[JournalEntry]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise WikiError("settings", f"{path}: cannot be read: {error.strerror or error}") from None
    for number, line in enumerate(lines, 1):
        try:
            yield msgspec.json.decode(line, type=JournalEntry)
        except (msgspec.DecodeError, UnicodeDecodeError):
            # A killed run leaves half a line, and the next one goes on below it.
            if line[: len(_BEGIN)] != _BEGIN[: len(line)]:
                raise WikiError("settings", f"{path}:{number}: no line of a journal: name another file") from None
