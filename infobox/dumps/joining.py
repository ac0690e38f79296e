"""Joining the parts of a dump, in order: pages that lie across two parts are read where the parts meet."""

from __future__ import annotations

from collections.abc import Iterator

from infobox.dumps.extracting import STANDARD, Options, broken, read_xml
from infobox.dumps.inputs import look, pieces
from infobox.dumps.parts import NOTHING, Failure, PieceResult
from infobox.dumps.prefilter import PAGE_BEGINS
from infobox.dumps.running import read_pieces
from infobox.pages.rows import Columns

_DUMP_ENDS = b"</mediawiki>"
_KEPT = 64  # enough bytes to recognize a tag that is cut


class Joiner:
    """Joins the parts of one dump, which are added in order. `tail` is what the last of them left open; None if that is lost."""

    def __init__(self, options: Options = STANDARD, *, tail: bytes | None = b"") -> None:
        self.options = options
        self.tail = tail

    def add(self, part: PieceResult, offset: int = 0) -> PieceResult:
        """The part with what was left open before it. `offset` is where the part begins in its file."""
        if self.tail is None or part.head is None:
            failures = broken(self.tail or b"", offset)
            self.tail = part.tail if part.begun else None
            return part._replace(failures=[*failures, *part.failures], head=b"", tail=b"")
        between = self.tail + part.head
        joined = NOTHING
        left: bytes | None = between[-_KEPT:]
        if PAGE_BEGINS in between:
            joined = read_xml(between, self.options, offset=offset)
            left = joined.tail
        self.tail = part.tail if part.begun else left
        return PieceResult(
            [*joined.lines, *part.lines],
            [*joined.failures, *(broken(left or b"", offset) if part.begun else ()), *part.failures],
            part.counts.plus(joined.counts),
            titles=joined.titles | part.titles,
            problems=(*joined.problems, *part.problems),
        )

    def end(self, offset: int, *, bare: bool = False) -> list[Failure]:
        """The failures at the end of the dump, at `offset` of its file; none if it ends as dumps do. `bare`: it is a piece cut out of one,
        which ends with a page.
        """
        if self.tail is None or _DUMP_ENDS in self.tail or (bare and not self.tail.strip()):
            return []
        cut = Failure(why="missing pages", reason="the dump ends early, without </mediawiki>: pages are missing", offset=offset)
        return [*broken(self.tail, offset), cut]


def read_dump(path: str, options: Options = STANDARD, *, processes: int = 1, columns: Columns | None = None) -> Iterator[PieceResult]:
    """The parts of the dump at `path` (`-`: standard input), in order and joined: each has records, failures and counts.

    `columns` are those of JSON lines and Parquet. The wiki of the records is that of the dump, unless `options` states another. Raises
    `PageError` if the dump cannot be read, or is neither a dump of MediaWiki nor pages.
    """
    dump, head, pipe = look(path, columns)
    options = dump.options(options)
    joiner, end = Joiner(options), 0
    for piece, part in read_pieces(pieces(dump, head, pipe), options, processes):
        yield part if dump.form == "pages" else joiner.add(part, piece.start)
        end = piece.end
    yield NOTHING._replace(failures=joiner.end(end, bare=dump.bare) if dump.form != "pages" else [])
