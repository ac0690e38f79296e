"""What a run did to each page, as JSON lines: written before and after each edit, so that a run that was ended goes on without doing
anything twice, and all of it can be undone.

The entries of one page follow each other so, and this is what the last of them means to the next run:

- Nothing yet: the page is read and fixed.
- `nothing`, `skipped`: there was nothing to fix, or the page must be left alone; no edit was made. The page is done.
- `sending`: an edit is about to be sent. The run was ended, or could not learn what became of it: the wiki is asked (`saving.settled`).
  If it arrived, `saved` or `merged` is added; if not, the page is read and fixed as if the entry were not there; if that cannot be known,
  the page is left alone. After `sending` comes one of the next two lines, or `skipped` if the wiki certainly refused it, or another
  `sending` if the page was read again.
- `saved`, `merged`: the edit stands, `merged` if the wiki joined it with another one. The page is done, and `undo` can take it back. No
  later `nothing`, `skipped` or `unchanged` hides it.
- `unchanged`: the page said already what was sent. The page is done.
- `undoing`: the text of before is about to be sent. The wiki is asked as for `sending`: if it arrived, `undone` is added; if not, the edit
  still stands.
- `undone`: the edit was taken back, by this program or by somebody. The page is done, and is not fixed again.

Only one run at a time uses a journal.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from infobox.live.errors import WikiError
from infobox.locking import locked

JournalWord = Literal["sending", "saved", "merged", "unchanged", "nothing", "skipped", "undoing", "undone"]
OPEN: Final = frozenset(("sending", "undoing"))
"""What is about to be done."""
CHANGED: Final = frozenset(("saved", "merged"))
"""What can be undone."""
_LASTING: Final = frozenset((*CHANGED, "undone"))
_BEGIN: Final = b'{"what"'


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


class PageFate(Struct):
    """What the entries of one page say together: what was `done` with it, and what is `open`, as it is not known whether it was done."""

    done: JournalEntry | None = None
    open: JournalEntry | None = None

    def add(self, entry: JournalEntry) -> None:
        """What the entries say with one more."""
        if entry.what in OPEN:
            self.open = entry
            return
        self.open = None
        if self.done is None or self.done.what not in _LASTING or entry.what in _LASTING:
            self.done = entry


class Journal:
    """A journal that is continued; `fates` says what became of each page, by its wiki and number. Raises `WikiError` if the file cannot be
    read or written, is none, or is used by another run.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fates: dict[tuple[str, int], PageFate] = {}
        try:
            self._file = FileIO(path, "a+b")
        except OSError as error:
            raise WikiError("settings", f"{path}: cannot be written: {error.strerror or error}") from None
        try:
            self._begin()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the journal to others."""
        self._file.close()

    def _begin(self) -> None:
        if not locked(self._file):
            raise WikiError("settings", f"{self.path}: another run is using it: wait until it has ended, or name another journal")
        try:
            self._file.seek(0)
            data = self._file.readall()
        except OSError as error:
            raise WikiError("settings", f"{self.path}: cannot be read: {error.strerror or error}") from None
        self.entries = list(self._read(data))
        for entry in self.entries:
            self._count(entry)
        if data and not data.endswith(b"\n"):
            self._write(b"\n")  # a line that a killed run left half

    def _read(self, data: bytes) -> Iterator[JournalEntry]:
        for number, line in enumerate(data.splitlines(), 1):
            try:
                yield msgspec.json.decode(line, type=JournalEntry)
            except (msgspec.DecodeError, UnicodeDecodeError):
                # A killed run leaves half a line, and the next one goes on below it.
                if line[: len(_BEGIN)] != _BEGIN[: len(line)]:
                    raise WikiError("settings", f"{self.path}:{number}: no line of a journal: name another file") from None

    def add(self, entry: JournalEntry) -> None:
        """Add a line; it is on the disk when this returns. Raises `WikiError` if it cannot be written."""
        self._write(msgspec.json.encode(entry) + b"\n")
        self._count(entry)

    def _count(self, entry: JournalEntry) -> None:
        self.fates.setdefault((entry.wiki, entry.page), PageFate()).add(entry)

    def _write(self, line: bytes) -> None:
        left = memoryview(line)
        try:
            while left:
                left = left[self._file.write(left) :]  # a full disk takes a part
            os.fsync(self._file.fileno())
        except OSError as error:
            raise WikiError("settings", f"{self.path}: cannot be written: {error.strerror or error}") from None
