"""Pages that stand in no dump (rows of JSON lines and Parquet, answers of the API, files of wikitext), several at a time, as dumps are read
in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from infobox.dumps.extracting import Options, joined, read_source
from infobox.dumps.parts import NOTHING, Failure, PieceResult
from infobox.dumps.prefilter import numbered_title, plain_title
from infobox.pages.sources import PageError, Report, Source

_LINE: Final = re.compile(r"[0-9]+: ")
_SIZE: Final = 1 << 20
"""About how many characters of wikitext are read together."""


class Batch(msgspec.Struct):
    """Pages that are read together, and what was wrong between them."""

    sources: list[Source] = msgspec.field(default_factory=list)
    failures: list[Failure] = msgspec.field(default_factory=list)


def batches(found: Callable[[Report], Iterator[Source]], name: str) -> Iterator[bytes]:
    """The pages that `found` gives, packed for `read_batch`; it is called with what takes a line about something that cannot be read."""
    batch, size = Batch(), 0

    def trouble(line: str) -> None:
        place = line.removeprefix(name).lstrip(": ")
        batch.failures.append(Failure(why="broken page", reason=f"line {place}" if _LINE.match(place) else place))

    try:
        for source in found(trouble):
            batch.sources.append(source)
            size += len(source.text)
            if size >= _SIZE:
                yield msgspec.msgpack.encode(batch)
                batch, size = Batch(), 0
    except PageError as error:
        batch.failures.append(
            Failure(why="damaged", reason=f"{str(error).removeprefix(name).lstrip(': ')}; nothing after this can be read")
        )
    yield msgspec.msgpack.encode(batch)


def read_batch(data: bytes, options: Options) -> PieceResult:
    """The records of a batch. Content never raises. What failed has no place in bytes of the file, which are not those that were packed."""
    batch = msgspec.msgpack.decode(data, type=Batch)
    read = joined(_read(source, options) for source in batch.sources)
    counts = read.counts._replace(pages=len(batch.sources))
    return read._replace(counts=counts, failures=[*batch.failures, *read.failures], begun=False)


def _read(source: Source, options: Options) -> PieceResult:
    page = source.page
    titles: frozenset[str] = frozenset()
    if options.titles is not None:
        names = {plain_title(page.title.encode())} if page is not None else set()
        if page is not None and page.id is not None:
            names.add(numbered_title(page.id))
        titles = frozenset(names & options.titles)
        if not titles:
            return NOTHING
    if options.wiki and (page is None or not page.wiki):
        from infobox.pages.page_like import source_of

        source = source_of(source, wiki=options.wiki)
    try:
        return read_source(source, options)._replace(titles=titles)
    except Exception as error:  # noqa: BLE001 - one page must not end a run over millions; it is reported as a fault of ours
        cause = f"{type(error).__name__}: {error}".splitlines()[0]
        return NOTHING._replace(failures=[Failure(why="failed", reason=f"reading failed: {cause}", page=page)], titles=titles)
