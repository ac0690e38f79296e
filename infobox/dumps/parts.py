"""The result of reading one part of a dump: records, failures and counts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Final, Literal, NamedTuple

import msgspec

from infobox.record import Conflict, Page

Why = Literal[
    "no record",
    "redirect",
    "not found",
    "broken page",
    "damaged text",
    "damaged",
    "wrong sum",
    "missing pages",
    "invalid record",
    "failed",
]
"""Why something is in the list of errors.

no record: the page contains a name of the infobox, or was asked for, but has no record; redirect, not found: a page that was asked for
redirects to another, or is not in the dump; broken page: its XML or its row cannot be read; damaged text: its wikitext has lost the pipes
at the beginnings of lines; damaged: compressed bytes are lost; wrong sum: a file has another check sum than was published; missing pages:
the dump ends early, or has other pages than its index says; invalid record: the schema refuses the record, which is left out; failed: a
fault of this software.
"""


class Failure(msgspec.Struct, kw_only=True, omit_defaults=True, frozen=True):
    """Something that went wrong, or that gave no record although one might be expected.

    `file` and `offset` say where in the dump, if that is known (the offset counts bytes of the file as it is, compressed), `page` says
    which page, `line` and `column` where in its wikitext, from 1.
    """

    why: Why
    reason: str
    page: Page | None = None
    line: int = 0
    column: int = 0
    file: str = ""
    offset: int | None = None

    def as_line(self) -> str:
        """One line for people: the file, the page, the place and the reason."""
        where = self.file
        if self.page is not None:
            where += f"[{self.page.title}]" + (f":{self.line}:{self.column}" if self.line else "")
        elif self.offset is not None:
            where += f": byte {self.offset}"
        return f"{where}: {self.reason}" if where else self.reason


class Counts(NamedTuple):
    """How much was read: `pages` of all namespaces, including redirects; `infoboxes`, `records`, and `not_understood`, the values of
    infoboxes that have a problem; `older`, the revisions of pages with records that were left out because they are not the newest;
    `skipped`, the blocks of bzip2 that were not decompressed, because they contain no infobox.
    """

    pages: int = 0
    infoboxes: int = 0
    records: int = 0
    not_understood: int = 0
    older: int = 0
    skipped: int = 0

    def plus(self, other: Counts) -> Counts:
        """The sum of both."""
        return Counts(*map(int.__add__, self, other))


def sum_of(counts: Iterable[Counts]) -> Counts:
    """The sum of all."""
    return reduce(Counts.plus, counts, Counts())


class PieceResult(NamedTuple):
    """The result of reading one part of a dump.

    `lines` are the records as JSON, in the order of the pages; `failures` is what went wrong; `counts` is how much was read; `titles` are
    the requested titles that were found. `head` is what comes before the part's first page, and `tail` what comes after its last whole
    one: the ends of pages that were cut. Either is None if bytes are lost there. `begun` is false if no page begins in the part, so that
    all of it is `head`. `problems` are what was not understood, as JSON, if that was asked for.
    """

    lines: list[bytes]
    failures: list[Failure]
    counts: Counts
    head: bytes | None = b""
    tail: bytes | None = b""
    titles: frozenset[str] = frozenset()
    begun: bool = True
    problems: tuple[bytes, ...] = ()

    @property
    def records(self) -> list[Conflict]:
        """The records."""
        return [msgspec.json.decode(line, type=Conflict) for line in self.lines]


NOTHING: Final = PieceResult([], [], Counts())
