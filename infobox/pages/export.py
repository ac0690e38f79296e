"""XML of MediaWiki's Special:Export (export-0.3 to 0.11 and any other of that shape) -> its pages, or all their revisions.

Exports come from strangers: entities are not resolved, a document type is refused before anything else is read, nothing is fetched, and
every element is released as soon as it ends, so that memory holds one page, however large the file is. A broken page is reported, and
reading goes on with the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Final, cast

from lxml import etree
from msgspec import Struct

from infobox.language import concepts, database_of, namespaces
from infobox.pages.sources import PageError, Report, Source

if TYPE_CHECKING:
    from infobox.pages.unpacking import Readable
    from infobox.record import Page

LONGEST_PAGE: Final = 1 << 25
"""The most bytes of XML that one page may have: MediaWiki saves texts of up to 2 MiB, each byte of which is at most six in XML."""

_CHUNK: Final = 1 << 16
_DEEPEST: Final = 256
"""How many elements may stand in each other; exports have six."""
_LONGEST_BEGIN: Final = 1 << 20
PAGE: Final = b"<page>"
"""The tag that begins a page."""
_PAGE_ENDS: Final = b"</page>"
_BARE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^<>]{0,200}\?>\s*)?(?=<page>\s*<(?:title|ns|id|revision)>)")
_LONGEST_KEY: Final = 9
_IN_LINE: Final = re.compile(r"\bline ([0-9]{1,12})")
# Elements whose text is read, by the element that contains them. A page's other numbers and texts (contributor, further slots) are deeper.
_WANTED: Final = {
    "siteinfo": frozenset(("base", "dbname")),
    "page": frozenset(("title", "ns", "id")),
    "revision": frozenset(("id", "parentid", "timestamp", "minor", "comment", "text", "sha1")),
    "contributor": frozenset(("username", "ip")),
}
_HIDDEN: Final = "deleted"
"""The attribute of what was hidden from readers."""


def bare_begin(head: bytes) -> int | None:
    """Where the first page begins in a piece cut out of an export, which has no root element; None for anything else."""
    found = _BARE.match(head)
    return found.end() if found is not None else None


class ExportedRevision(Struct):
    """One revision of a page of an export: `page` is what the export states about the page so far, `fields` its own elements by name
    (`user` is its author); a text that was hidden is missing. `spaces` are the wiki's namespaces, by name in lower case.
    """

    page: dict[str, str]
    fields: dict[str, str]
    wiki: str = ""
    redirect: bool = False
    spaces: Mapping[str, int] = {}

    def as_page(self) -> Page:
        """The page as records state it."""
        from infobox.record import Page

        title = self.page.get("title", "").strip()
        return Page(
            title=title,
            id=number(self.page.get("id", "")),
            namespace=number(self.page["ns"]) if "ns" in self.page else namespace_of(title, self.spaces),
            revision=number(self.fields.get("id", "")),
            timestamp=self.fields.get("timestamp", "").strip(),
            wiki=self.wiki.strip(),
        )


def namespace_of(title: str, spaces: Mapping[str, int]) -> int | None:
    """The namespace of a title, for exports before 0.5, which do not state it: by the names that the export lists (`spaces`), or, without
    a list, by the names that are known. None if there is no title.
    """
    prefix, colon, _ = title.partition(":")
    if not colon:
        return 0 if title else None
    prefix = prefix.replace("_", " ").strip().lower()
    if spaces:
        return spaces.get(prefix, 0)
    return next((space for space, name in _KNOWN.items() if prefix in namespaces.names(name)), 0)


_KNOWN: Final = {10: concepts.TEMPLATE, 6: concepts.FILE, 14: concepts.CATEGORY}


def read_export(name: str, head: bytes, file: Readable, trouble: Report | None = None) -> Iterator[Source]:
    """The pages of an export, without redirects; of a page with several revisions, the newest.

    `head` is what was already read of `file`. A broken page goes to `trouble`; without it, `PageError` is raised after the last page.
    Raises `PageError` for XML that has a document type or is not an export.
    """
    chunks = chain([head], iter(lambda: file.read(_CHUNK), b""))
    for page, older in _pages(_reported(name, _events(name, chunks, whole=True), trouble)):
        if not page.redirect:
            yield Source(name, page.as_page(), page.fields.get("text", ""), "export", older=older)


def _pages(found: Iterator[ExportedRevision | bool]) -> Iterator[tuple[ExportedRevision, int]]:
    """The newest revision of each page, and how many others it has: of those saved in the same second, the later one counts."""
    newest: ExportedRevision | None = None
    count = 0
    for revision in found:
        if isinstance(revision, bool):
            if newest is not None and revision:
                yield newest, count - 1
            newest, count = None, 0
            continue
        count += 1
        if newest is None or revision.fields.get("timestamp", "") >= newest.fields.get("timestamp", ""):
            newest = revision


def read_revisions(name: str, chunks: Iterable[bytes], trouble: Report | None = None) -> Iterator[ExportedRevision | None]:
    """The revisions of an export's pages, in its order; None after each page. A page without revisions has an empty one.

    Takes the memory of one revision. A page that is broken ends at the break; otherwise as `read_export`.
    """
    for found in _reported(name, _events(name, chunks, whole=False), trouble):
        yield None if isinstance(found, bool) else found


_Given = ExportedRevision | bool | str
"""A revision; the end of a page (True), or of a broken one (its message)."""


def _reported(name: str, events: Iterator[_Given], trouble: Report | None) -> Iterator[ExportedRevision | bool]:
    """The events, with False for pages that are broken, which are reported."""
    faults: list[str] = []
    number = 0
    for event in events:
        if isinstance(event, str):
            number += 1
            line = f"{name}: {event}"
            if trouble is not None:
                trouble(line)
            elif not faults:
                faults.append(line)
            yield False
        else:
            yield event
    if faults:
        raise PageError(faults[0] + (f"; and {number - 1} more broken pages" if number > 1 else ""))


def _events(name: str, chunks: Iterable[bytes], *, whole: bool) -> Iterator[_Given]:
    reader = _ExportReader(name, whole=whole)
    for piece in cut_before_pages(chunks):
        yield from reader.take(piece)
    yield from reader.end()


def cut_before_pages(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of an export, cut before each tag that begins a page."""
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        at, begin = 0, data.find(PAGE)
        while begin >= 0:
            if begin > at:
                yield data[at:begin]
            at, begin = begin, data.find(PAGE, begin + 1)
        # The tag may be cut off.
        kept = next((len(data) - size for size in range(len(PAGE) - 1, 0, -1) if data.endswith(PAGE[:size])), len(data))
        kept = max(kept, at)
        if kept > at:
            yield data[at:kept]
        rest = data[kept:]
    if rest:
        yield rest


class _BrokenPageError(Exception):
    """Why a page cannot be read, and the line of what its parser read at which that shows."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


class _ExportReader:
    """Reads an export piece by piece (`cut_before_pages`). After what cannot be read it begins again where the next page does.

    `whole`: a page must not have more than `LONGEST_PAGE` bytes; otherwise each of its revisions.
    """

    def __init__(self, name: str, *, whole: bool) -> None:
        self._export = _Export(name, whole=whole)
        # One text may have more than 10 million bytes, which needs `huge_tree`. That lifts the limits on entities, too, so the beginning
        # is first read by a parser that has them, and refused if it can define any.
        self._parser = _parser(huge=False)
        self._begin = bytearray()
        self._skipping = False
        self._before = 0  # lines before those that the parser was given
        self._lines = 0
        self._size = 0  # bytes of what is open

    def take(self, piece: bytes) -> Iterator[_Given]:
        if not self._export.begun:
            piece = self._checked(piece)
            if not piece:
                return
        begins = piece.startswith(PAGE)
        if self._skipping and begins:
            self._restart()
        opened = self._export.in_page
        if not self._skipping:
            yield from self._read(piece)
            if self._skipping and begins and opened:  # the page before was cut off, and this one may be whole
                self._restart()
                yield from self._read(piece)
        self._lines += piece.count(b"\n")

    def end(self) -> Iterator[_Given]:
        if not self._export.begun:
            self._checked(b"")
        if not self._skipping:
            yield from self._read(b"")

    def _checked(self, piece: bytes) -> bytes:
        """What was taken so far, once the root element has been seen; until then nothing. Raises `PageError` for what is no export."""
        fault: _BrokenPageError | None = None
        try:
            _feed(self._parser, piece)
        except _BrokenPageError as broken:
            fault = broken
        self._begin += piece
        self._export.begin(self._parser)
        if not self._export.begun:
            if fault is not None:
                raise PageError(f"{self._export.name}: {self._message(fault)}")
            if len(self._begin) > _LONGEST_BEGIN:
                raise PageError(f"{self._export.name}: no export: no element begins in its first MiB")
            return b""
        self._parser = _parser(huge=True)
        return bytes(self._begin)

    def _read(self, piece: bytes) -> Iterator[_Given]:
        before = 0 if piece.startswith(PAGE) else self._size
        self._size = before + len(piece)
        ended = piece.find(_PAGE_ENDS)
        if before + (ended + len(_PAGE_ENDS) if ended >= 0 else len(piece)) > LONGEST_PAGE:
            self._skipping = True
            size = f"{LONGEST_PAGE >> 20} MiB of XML"
            whose = "the page" if self._export.whole else "a revision"
            yield self._message(
                _BrokenPageError(f"{whose} has more than {size} and is not read" if self._export.in_page else f"{size} without a page")
            )
            return
        fault: _BrokenPageError | None = None
        try:
            _feed(self._parser, piece)
        except _BrokenPageError as broken:
            fault = broken
        try:
            for event in self._export.taken(self._parser):
                if event is True or not self._export.whole:
                    self._size = 0
                yield event
        except _BrokenPageError as broken:
            fault = broken
        if fault is not None:
            self._skipping = True
            yield self._message(fault)

    def _message(self, fault: _BrokenPageError) -> str:
        line = fault.line if fault.line is not None else self._lines - self._before + 1
        reason = _IN_LINE.sub(lambda match: f"line {int(match[1]) + self._before}", str(fault))
        title = " ".join(self._export.page.get("title", "").split())[:300]
        return f"line {line + self._before}: {reason}{f' (in the page {title})' if title else ''}"

    def _restart(self) -> None:
        self._skipping = False
        self._before, self._size = self._lines, 0
        self._parser = _parser(huge=True)
        self._export.restart()
        _feed(self._parser, f'<?xml version="1.0" encoding="{self._export.encoding}"?><mediawiki>'.encode())
        assert next(self._export.taken(self._parser), None) is None


def _parser(*, huge: bool) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=huge,
        remove_comments=True,
        remove_pis=True,
    )


def _feed(parser: etree.XMLPullParser, piece: bytes) -> None:
    """Give the parser another piece of an export; an empty piece ends it. Raises `_BrokenPageError`, after what precedes it."""
    error: etree.XMLSyntaxError | None = None
    try:
        if piece:
            parser.feed(piece)
        else:
            parser.close()
    except etree.XMLSyntaxError as raised:
        error = raised
    # The parser does not raise for every fatal error but may begin a new document after it, so its log is decisive.
    log = parser.feed_error_log.filter_from_fatals()
    if error is not None or len(log):
        line, message = (log[0].line, log[0].message) if len(log) else (error.lineno if error else None, error.msg if error else None)
        reason = (message or "it is not well-formed").strip().split("\n", 1)[0].split(", line ", 1)[0]
        raise _BrokenPageError(f"broken XML: {reason}", line or 1)


class _Export:
    """The state of the export between two events: the open page and revision."""

    def __init__(self, name: str, *, whole: bool) -> None:
        self.name = name
        self.whole = whole
        self.wiki = ""
        self.encoding = "utf-8"
        self.spaces: dict[str, int] = {}
        self.begun = False
        self.restart()

    def restart(self) -> None:
        """Forget what is open."""
        self.depth = 0
        self.in_page = False
        self.redirect = False
        self.page: dict[str, str] = {}
        self.revision: dict[str, str] = {}
        self.some = False

    def taken(self, parser: etree.XMLPullParser) -> Iterator[ExportedRevision | bool]:
        """The revisions, and the ends of pages (True), in what the parser has read so far. Raises `_BrokenPageError`."""
        for event, found in parser.read_events():
            element = cast("etree._Element", found)
            tag = _local(element)
            if event == "start":
                self._open(tag, cast("int | None", element.sourceline))
                continue
            self.depth -= 1
            parent = element.getparent()
            inside = "" if parent is None else _local(parent)
            if tag in _WANTED.get(inside, ()):
                self._note(inside, tag, element)
            elif tag == "namespace" and inside == "namespaces":
                self._note_space(element)
            elif tag == "redirect" and inside == "page":
                self.redirect = True
            elif tag == "revision":
                self.some = True
                yield self._revision(dict(self.page))
                self.revision = {}
            elif tag == "page":
                if not self.some:
                    yield self._revision(self.page)
                self.page, self.redirect, self.some, self.in_page = {}, False, False, False
                yield True
            element.clear()
            if parent is not None:
                while element.getprevious() is not None:
                    del parent[0]

    def _open(self, tag: str, line: int | None) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _BrokenPageError(f"broken XML: Excessive depth: more than {_DEEPEST} elements in each other", line)
        if tag == "page":
            if self.in_page:
                raise _BrokenPageError("broken XML: another page begins before this one ends", line)
            self.in_page = True

    def _revision(self, page: dict[str, str]) -> ExportedRevision:
        return ExportedRevision(page, self.revision, self.wiki, self.redirect, self.spaces)

    def _note_space(self, element: etree._Element) -> None:
        key, name = element.get("key", ""), "".join(map(str, element.itertext())).strip().lower()
        if name and key.removeprefix("-").isdecimal() and len(key) < _LONGEST_KEY:
            self.spaces[name] = int(key)

    def _note(self, inside: str, tag: str, element: etree._Element) -> None:
        """Keep the text of an element."""
        text = "".join(map(str, element.itertext()))
        if inside == "siteinfo":
            # Old exports do not name the database.
            self.wiki = text if tag == "dbname" else self.wiki or database_of(text)
        elif _HIDDEN not in element.attrib:
            held = self.page if inside == "page" else self.revision
            held.setdefault("user" if inside == "contributor" else tag, text)

    def begin(self, parser: etree.XMLPullParser) -> None:
        """Look at the root element, if it has been read. Raises `PageError` if the document is no export or may define entities."""
        event = next(iter(parser.read_events()), None)
        if event is None:
            return
        root = cast("etree._Element", event[1])
        info = root.getroottree().docinfo
        if info.internalDTD is not None or info.doctype:
            raise PageError(f"{self.name}: has a document type (<!DOCTYPE …>), which no export has; it is not read")
        if _local(root) != "mediawiki":
            raise PageError(f"{self.name}: XML, but not a MediaWiki export: its root element is <{_local(root)}>, not <mediawiki>")
        self.encoding = info.encoding or self.encoding
        self.begun = True


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def number(digits: str) -> int | None:
    """A number of an export; None if it is none."""
    digits = digits.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None
