"""The bytes of one stream of a dump -> records. Pure functions, whose arguments and results can be sent to other processes."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final, NamedTuple

import msgspec

from infobox import box
from infobox.controls import escaped
from infobox.dumps import prefilter, sifting
from infobox.dumps.decoders import decoded, decoders
from infobox.dumps.decoding import Gap, salvaged
from infobox.dumps.parts import NOTHING, Counts, Failure, PieceResult, sum_of
from infobox.dumps.sifting import Skipped
from infobox.page_readings import problem_lines, readings_of
from infobox.pages.damaged import LOST_PIPES, lost_pipes
from infobox.pages.export import LONGEST_PAGE, read_export
from infobox.pages.sources import PageError, Report, Source
from infobox.pages.unpacking import DamageError
from infobox.positions import Lines
from infobox.reading import Reading
from infobox.record import Page, RecordedFinding

NAMESPACES: Final = frozenset((0, 10))
"""The namespaces that are read by default: articles and templates."""
_BEGINS, _ENDS = prefilter.PAGE_BEGINS, prefilter.PAGE_ENDS
_PAGE_TAGS: Final = re.compile(b"</?page>")
_FIELD: Final = {name: re.compile(rf"<{name}>([^<]*)</{name}>".encode()) for name in ("title", "ns", "id")}


class Options(NamedTuple):
    """What to read from a dump.

    `namespaces`: numbers of those that are read, None for all; `titles`: only these pages, as `prefilter.plain_title` spells them;
    `check`: with findings; `validate`: records that the schema refuses are failures; `spans` and `source`: as in `infobox.read`; `wiki`:
    the database name for the records; `numbered`: the XML may contain letters as numbers (`&#1041;`), which MediaWiki never writes;
    `verify`: all of a bzip2 file is decompressed and its check sums tested, even where no infobox can be; `problems`: what was not
    understood is listed; `namespace_names`: numbers of namespaces by name in lower case, for exports before 0.5, whose pages do not state
    theirs.
    """

    namespaces: frozenset[int] | None = NAMESPACES
    titles: frozenset[str] | None = None
    check: bool = False
    validate: bool = True
    spans: bool = False
    source: bool = False
    wiki: str = ""
    numbered: bool = False
    verify: bool = False
    problems: bool = False
    namespace_names: tuple[tuple[str, int], ...] = ()


STANDARD: Final = Options()


def read_stream(data: bytes, options: Options = STANDARD, *, offset: int = 0) -> PieceResult:
    """The records of one bzip2 stream of a dump, or of several, whose XML may be cut anywhere.

    `offset` is the place of the bytes in their file; failures name it. Content never raises: damaged streams are read as far as possible.
    """
    if sifting.is_available():
        # What it cannot read, damage above all, is left to the ordinary way.
        with suppress(DamageError):
            return _read((sifting.sifted if _may_sift(options) else sifting.whole)(data), options, offset)
    try:
        return _read(decoded(data), options, offset)
    except DamageError as error:
        for decode in decoders()[1:]:  # blocks that old encoders wrote are not known to all
            with suppress(DamageError):
                return _read(decode(data), options, offset)
        part = _read(salvaged(data), options, offset)
        if any(failure.why == "damaged" for failure in part.failures):
            return part
        damage = Failure(why="damaged", reason=f"{error}; every block that was found could be read", offset=offset + (error.offset or 0))
        return part._replace(failures=[damage, *part.failures])


def _may_sift(options: Options) -> bool:
    """Whether only names of infoboxes are looked for, as MediaWiki writes them."""
    return options.titles is None and not options.numbered and not options.verify


def read_xml(data: bytes, options: Options = STANDARD, *, offset: int = 0) -> PieceResult:
    """The records of a dump's XML, which may be cut anywhere; otherwise as `read_stream`."""
    return _read([data], options, offset)


def _read(pieces: Iterable[bytes | Gap | Skipped], options: Options, offset: int) -> PieceResult:
    reading = _PartReader(options, offset)
    for piece in pieces:
        if isinstance(piece, Gap):
            reading.lose(piece)
        elif isinstance(piece, Skipped):
            reading.skip(piece)
        else:
            reading.take(piece)
    return reading.part()


class _PartReader:
    """Reads one part of a dump: whole pages are handled as they come, and what lies between them is kept."""

    def __init__(self, options: Options, offset: int) -> None:
        self.options = options
        self.offset = offset
        self.lines: list[bytes] = []
        self.failures: list[Failure] = []
        self.counts = Counts()
        self.titles: set[str] = set()
        self.problems: list[bytes] = []
        self.head: bytes | None = b""
        self.begun = False  # a page has begun, so the head is complete
        self.skipping = False  # what comes before the next page belongs to a lost one
        self.unwanted = False  # what comes before the next end of a page belongs to one that was left out
        self.open = b""  # what comes after the last whole page

    def take(self, chunk: bytes) -> None:
        """The next bytes of XML."""
        xml = self.open + chunk if self.open else chunk
        if self.unwanted:
            end = xml.find(_ENDS)
            if end < 0:
                self.open = xml[-len(_ENDS) + 1 :]  # the tag may be cut off
                return
            self.counts = self.counts._replace(pages=self.counts.pages + 1)
            self.unwanted, xml = False, xml[end + len(_ENDS) :]
        first = 0
        if not self.begun or self.skipping:
            first = xml.find(_BEGINS)
            if first < 0:
                # The tag may be cut off.
                kept = max(len(xml) - len(_BEGINS) + 1, 0)
                self._before(xml[:kept])
                self.open = xml[kept:]
                return
            self._before(xml[:first])
            self.begun, self.skipping = True, False
        end = xml.rfind(_ENDS, first)
        if end >= 0:
            end += len(_ENDS)
            self._look(xml, first, end)
            first = end
        self._keep(xml[first:])

    def _before(self, xml: bytes) -> None:
        """What stands before a page: it is only of use before the first one."""
        if not self.begun and self.head is not None and len(self.head) <= LONGEST_PAGE:
            self.head += xml

    def _keep(self, xml: bytes) -> None:
        if len(xml) > LONGEST_PAGE:
            self._too_long(xml)
            xml, self.skipping = b"", True
        self.open = xml

    def lose(self, gap: Gap) -> None:
        """Bytes that cannot be decoded: the open page is lost with them."""
        self.failures.append(Failure(why="damaged", reason=gap.reason, offset=self.offset + gap.offset))
        if not self.begun:
            self._before(self.open)
            if self.head is not None and _ENDS not in self.head:
                self.head = None
        else:
            self.failures += broken(self.open, self.offset)
        self.begun = self.skipping = True
        self.open = b""

    def skip(self, skipped: Skipped) -> None:
        """A block that was left out, after a page has begun; one that is open is not wanted either."""
        self.counts = self.counts._replace(pages=self.counts.pages + skipped.pages, skipped=self.counts.skipped + 1)
        self.unwanted, self.open = not skipped.closed, b""

    def _look(self, xml: bytes, begin: int, end: int) -> None:
        """The whole pages between two places: those that may hold an infobox are read."""
        # Faster than `count`: the pattern is searched by its first byte, which is rare in wikitext in XML.
        tags = _PAGE_TAGS.findall(xml, begin, end)
        pages = tags.count(_ENDS)
        self.counts = self.counts._replace(pages=self.counts.pages + pages)
        if len(tags) != 2 * pages:
            begin = self._cut_off(xml, begin, end)
        self._read_wanted(xml, begin, end)

    def _cut_off(self, xml: bytes, begin: int, end: int) -> int:
        """Report the pages between two places that are cut off, as the next begins, and read those before the last of them; return where
        the rest begins.
        """
        opened: int | None = None
        for tag in _PAGE_TAGS.finditer(xml, begin, end):
            if tag[0] == _ENDS:
                opened = None
                continue
            if opened is not None:
                self._read_wanted(xml, begin, opened)
                self.failures += broken(xml[opened : tag.start()], self.offset)
                begin = tag.start()
            opened = tag.start()
        return begin

    def _read_wanted(self, xml: bytes, begin: int, end: int) -> None:
        """Read the pages between two places that may hold an infobox, or are asked for."""
        options = self.options
        if options.titles is not None:
            for first, last, title in prefilter.titled(xml, begin, end, options.titles):
                self.titles.add(title)
                if last > first:
                    self._page(xml[first:last])
            return
        for first, last in prefilter.candidates(xml, begin, end, numbered=options.numbered):
            self._page(xml[first:last])

    def _too_long(self, xml: bytes) -> None:
        size = f"{LONGEST_PAGE >> 20} MiB of XML"
        reason = f"the page has more than {size} and is not read" if _BEGINS in xml else f"{size} in which no page begins are skipped"
        self.failures.append(Failure(why="broken page", reason=reason, page=_page_of(xml), offset=self.offset))

    def _page(self, xml: bytes) -> None:
        if len(xml) > LONGEST_PAGE:
            self._too_long(xml)
            return
        try:
            read = _read_page(xml, self.options)
        except Exception as error:  # noqa: BLE001 - one page must not end a run over millions; it is reported as a fault of ours
            cause = f"{type(error).__name__}: {error}".splitlines()[0]
            self.failures.append(Failure(why="failed", reason=f"reading failed: {cause}", page=_page_of(xml), offset=self.offset))
            return
        self.lines += read.lines
        self.problems += read.problems
        self.failures += [msgspec.structs.replace(failure, offset=self.offset) for failure in read.failures]
        self.counts = self.counts.plus(read.counts)

    def part(self) -> PieceResult:
        """What was read."""
        if not self.begun:
            self._before(self.open)
        assert not self.unwanted, "the last block was left out, but not closed"
        tail = None if self.skipping else self.open if self.begun else b""
        return PieceResult(
            self.lines, self.failures, self.counts, self.head, tail, frozenset(self.titles), self.begun, tuple(self.problems)
        )


def broken(xml: bytes, offset: int) -> list[Failure]:
    """The failure of bytes after the last whole page, if the rest is lost; none if no page begins in them."""
    at = xml.find(_BEGINS)
    return [Failure(why="broken page", reason="part of the page is lost", page=_page_of(xml[at:]), offset=offset)] if at >= 0 else []


def _read_page(xml: bytes, options: Options) -> PieceResult:
    """The records of a page's XML; if it is cut off, of the next page, which then follows in the same bytes."""
    broken: list[str] = []
    try:
        read = [read_source(source, options) for source in _sources(xml, options, broken.append)]
    except PageError as error:
        broken, read = [str(error)], []
    if not read and not broken and options.titles is not None:
        read = [NOTHING._replace(failures=[Failure(why="redirect", reason="the page is a redirect", page=_page_of(xml))])]
    # Lines are counted from the page's tag here: where that stands in the file is not known.
    reasons = [re.sub(r"^: (line \d+)", r"\1 of the page", line) for line in broken]
    failures = [Failure(why="broken page", reason=reason.removeprefix(": "), page=_page_of(xml)) for reason in reasons]
    return joined([NOTHING._replace(failures=failures), *read])


def joined(read: Iterable[PieceResult]) -> PieceResult:
    """What several pages gave, as one result."""
    parts = list(read)
    return NOTHING._replace(
        lines=[line for part in parts for line in part.lines],
        failures=[failure for part in parts for failure in part.failures],
        counts=sum_of(part.counts for part in parts),
        titles=frozenset().union(*(part.titles for part in parts)),
        problems=tuple(line for part in parts for line in part.problems),
    )


def read_source(source: Source, options: Options, *, file: str = "") -> PieceResult:
    """The records of one page; `file` is where it is from, for the list of what was not understood."""
    page = source.page
    asked = options.titles is not None
    if options.namespaces is not None and page is not None and page.namespace not in (None, *options.namespaces):
        reason = "the page is in a namespace that is not read (see --namespaces)"
        return NOTHING._replace(failures=[Failure(why="no record", reason=reason, page=page)] if asked else [])
    readings = readings_of(source, spans=options.spans, with_source=options.source)
    if not readings:
        return NOTHING._replace(failures=_without_record(source, asked=asked))
    if options.check and not source.flattened:
        _check(source, readings, spans=options.spans)
    lines: list[bytes] = []
    failures: list[Failure] = []
    not_understood = 0
    for reading in readings:
        not_understood += len({problem.parameter for problem in reading.problems})
        line = escaped(msgspec.json.encode(reading.record))
        fault = _fault(line) if options.validate else ""
        if fault:
            failures.append(Failure(why="invalid record", reason=fault, page=page))
        else:
            lines.append(line)
    counts = Counts(0, len(readings), len(lines), not_understood, source.older)
    return NOTHING._replace(
        lines=lines, failures=failures, counts=counts, problems=tuple(problem_lines(source, readings, file)) if options.problems else ()
    )


def _sources(xml: bytes, options: Options, trouble: Report) -> Iterator[Source]:
    site = f"<dbname>{options.wiki}</dbname>" if options.wiki else ""
    if options.namespace_names and b"<ns>" not in xml:
        names = "".join(f'<namespace key="{number}">{html.escape(name)}</namespace>' for name, number in options.namespace_names)
        site += f"<namespaces>{names}</namespaces>"
    head = f"<mediawiki>{f'<siteinfo>{site}</siteinfo>' if site else ''}".encode()
    return read_export("", head, io.BytesIO(b"%s</mediawiki>" % xml), trouble)


def _page_of(xml: bytes) -> Page | None:
    """What a page's XML says about it before its text, as far as it can be found without parsing it."""
    begin = xml[:4096]
    found = {name: match[1] for name, pattern in _FIELD.items() if (match := pattern.search(begin)) is not None}
    if "title" not in found:
        return None
    number = {name: int(digits) for name in ("id", "ns") if (digits := found.get(name, b"")).isdigit() and len(digits) < 19}
    return Page(title=prefilter.plain_title(found["title"]), id=number.get("id"), namespace=number.get("ns"))


def _without_record(source: Source, *, asked: bool) -> list[Failure]:
    """Why a page that contains a name of the infobox, or was asked for, has no record."""
    if lost_pipes(source.text):
        return [Failure(why="damaged text", reason=LOST_PIPES, page=source.page)]
    place = box.first_name(source.text)
    if place is not None:
        line, column = Lines(source.text).place(place)
        reason = "the infobox's name appears only where wikitext is not read, such as in a comment or in nowiki"
        return [Failure(why="no record", reason=reason, page=source.page, line=line, column=column)]
    return [Failure(why="no record", reason="the page has no infobox", page=source.page)] if asked else []


def _check(source: Source, readings: list[Reading], *, spans: bool) -> None:
    from infobox.checks.checking import check_page
    from infobox.checks.options import chosen

    for finding in check_page(source.text, chosen(), readings=readings if spans else None, source=source.page):
        readings[finding.infobox - 1].record.findings.append(
            RecordedFinding(
                code=finding.code,
                rule=finding.name,
                severity=finding.severity,
                cosmetic=finding.cosmetic,
                parameter=finding.parameter,
                span=(finding.start, finding.end),
                line=finding.line,
                column=finding.column,
                text=finding.text,
                message=finding.message,
            )
        )


def _fault(line: bytes) -> str:
    """The faults that the schema finds in a record; empty if there are none."""
    from infobox.schema import described, examine, passes

    text = line.decode()
    if passes(text) is not None:
        return ""
    return "; ".join(described(fault) for faults in examine(text) for fault in faults)
