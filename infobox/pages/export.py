"""XML of MediaWiki's Special:Export (export-0.10, 0.11 and any other of that shape) -> its pages.

Exports come from strangers: entities are not resolved, a document type is refused, nothing is fetched, and every element is released as
soon as it ends, so that memory holds one page, however large the file is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from lxml import etree

from infobox.language import database_of
from infobox.pages.sources import PageError, Source

if TYPE_CHECKING:
    from infobox.record import Page

_CHUNK: Final = 1 << 16
# Elements whose text is read, by the element that contains them. A page's other numbers and texts (contributor, further slots) are deeper.
_WANTED: Final = {
    "siteinfo": frozenset(("base", "dbname")),
    "page": frozenset(("title", "ns", "id")),
    "revision": frozenset(("id", "timestamp", "text")),
}


def read_export(name: str, head: bytes, file: BinaryIO) -> Iterator[Source]:
    """The pages of an export, without redirects; of a page with several revisions, the newest.

    `head` is what was already read of `file`. Raises `PageError` for XML that is broken, has a document type or is not an export.
    """
    # Without `huge_tree` one text may have 10 million bytes, five times what MediaWiki saves, and 256 levels.
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    export = _Export(name)
    chunk = head or file.read(_CHUNK)
    while chunk:
        yield from _fed(parser, export, chunk)
        chunk = file.read(_CHUNK)
    yield from _fed(parser, export, b"")


def _fed(parser: etree.XMLPullParser, export: _Export, chunk: bytes) -> Iterator[Source]:
    """The pages that end in another piece of the export; an empty piece ends the export."""
    error: etree.XMLSyntaxError | None = None
    try:
        if chunk:
            parser.feed(chunk)
        else:
            parser.close()
    except etree.XMLSyntaxError as raised:
        error = raised
    # The parser does not raise for every fatal error but may begin a new document after it, so its log is decisive.
    log = parser.feed_error_log.filter_from_fatals()
    yield from export.taken(parser)
    if error is not None or len(log):
        line, message = (log[0].line, log[0].message) if len(log) else (error.lineno if error else None, error.msg if error else None)
        reason = (message or "it is not well-formed").strip().split("\n", 1)[0].split(", line ", 1)[0]
        raise PageError(f"{export.name}: line {line or 1}: broken XML: {reason}") from None


class _Export:
    """The state of the export between two events: the open page and revision."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.wiki = ""
        self.begun = False
        self.redirect = False
        self.page: dict[str, str] = {}
        self.revision: dict[str, str] = {}
        self.newest: dict[str, str] = {}

    def taken(self, parser: etree.XMLPullParser) -> Iterator[Source]:
        """The pages that ended in what the parser has read so far."""
        for event, found in parser.read_events():
            element = cast("etree._Element", found)
            if event == "start":
                if not self.begun:
                    self._begin(element)
                continue
            tag = _local(element)
            parent = element.getparent()
            inside = "" if parent is None else _local(parent)
            if tag in _WANTED.get(inside, ()):
                text = "".join(map(str, element.itertext()))
                if inside == "siteinfo":
                    # Old exports do not name the database.
                    self.wiki = text if tag == "dbname" else self.wiki or database_of(text)
                else:
                    (self.page if inside == "page" else self.revision).setdefault(tag, text)
            elif tag == "redirect" and inside == "page":
                self.redirect = True
            elif tag == "revision":
                # Of revisions saved in the same second, the later one counts.
                if self.revision.get("timestamp", "") >= self.newest.get("timestamp", ""):
                    self.newest = self.revision
                self.revision = {}
            elif tag == "page":
                if not self.redirect:
                    yield self._source()
                self.page, self.newest, self.redirect = {}, {}, False
            element.clear()
            if parent is not None:
                while element.getprevious() is not None:
                    del parent[0]

    def _begin(self, root: etree._Element) -> None:
        self.begun = True
        info = root.getroottree().docinfo
        if info.internalDTD is not None or info.doctype:
            raise PageError(f"{self.name}: has a document type (<!DOCTYPE …>), which no export has; it is not read")
        if _local(root) != "mediawiki":
            raise PageError(f"{self.name}: XML, but not a MediaWiki export: its root element is <{_local(root)}>, not <mediawiki>")

    def _source(self) -> Source:
        from infobox.record import Page

        page: Page = Page(
            title=self.page.get("title", "").strip(),
            id=_number(self.page.get("id", "")),
            namespace=_number(self.page.get("ns", "")),
            revision=_number(self.newest.get("id", "")),
            timestamp=self.newest.get("timestamp", "").strip(),
            wiki=self.wiki.strip(),
        )
        return Source(self.name, page, self.newest.get("text", ""), "export")


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _number(digits: str) -> int | None:
    digits = digits.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None
