"""XML of MediaWiki's Special:Export (export-0.10, 0.11 and any other of that shape) -> its pages, or all their revisions.

Exports come from strangers: entities are not resolved, a document type is refused, nothing is fetched, and every element is released as
soon as it ends, so that memory holds one page, however large the file is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from lxml import etree
from msgspec import Struct

from infobox.language import database_of
from infobox.pages.sources import PageError, Source

if TYPE_CHECKING:
    from infobox.record import Page

_CHUNK: Final = 1 << 16
# Elements whose text is read, by the element that contains them. A page's other numbers and texts (contributor, further slots) are deeper.
_WANTED: Final = {
    "siteinfo": frozenset(("base", "dbname")),
    "page": frozenset(("title", "ns", "id")),
    "revision": frozenset(("id", "parentid", "timestamp", "minor", "comment", "text", "sha1")),
    "contributor": frozenset(("username", "ip")),
}
_HIDDEN: Final = "deleted"
"""The attribute of what was hidden from readers."""


class ExportedRevision(Struct):
    """One revision of a page of an export: `page` is what the export states about the page so far, `fields` its own elements by name
    (`user` is its author); a text that was hidden is missing.
    """

    page: dict[str, str]
    fields: dict[str, str]
    wiki: str = ""
    redirect: bool = False

    def as_page(self) -> Page:
        """The page as records state it."""
        from infobox.record import Page

        return Page(
            title=self.page.get("title", "").strip(),
            id=number(self.page.get("id", "")),
            namespace=number(self.page.get("ns", "")),
            revision=number(self.fields.get("id", "")),
            timestamp=self.fields.get("timestamp", "").strip(),
            wiki=self.wiki.strip(),
        )


def read_export(name: str, head: bytes, file: BinaryIO) -> Iterator[Source]:
    """The pages of an export, without redirects; of a page with several revisions, the newest.

    `head` is what was already read of `file`. Raises `PageError` for XML that is broken, has a document type or is not an export.
    """
    for page, older in _pages(read_revisions(name, chain([head], iter(lambda: file.read(_CHUNK), b"")))):
        if not page.redirect:
            yield Source(name, page.as_page(), page.fields.get("text", ""), "export", older=older)


def _pages(found: Iterator[ExportedRevision | None]) -> Iterator[tuple[ExportedRevision, int]]:
    """The newest revision of each page, and how many others it has: of those saved in the same second, the later one counts."""
    newest: ExportedRevision | None = None
    count = 0
    for revision in found:
        if revision is None:
            if newest is not None:
                yield newest, count - 1
            newest, count = None, 0
            continue
        count += 1
        if newest is None or revision.fields.get("timestamp", "") >= newest.fields.get("timestamp", ""):
            newest = revision


def read_revisions(name: str, chunks: Iterable[bytes]) -> Iterator[ExportedRevision | None]:
    """The revisions of an export's pages, in its order; None after each page. A page without revisions has an empty one.

    Takes the memory of one revision. Raises `PageError` as `read_export` does, after what precedes the break.
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
    for chunk in chunks:
        if chunk:
            yield from _fed(parser, export, chunk)
    yield from _fed(parser, export, b"")


def _fed(parser: etree.XMLPullParser, export: _Export, chunk: bytes) -> Iterator[ExportedRevision | None]:
    """The revisions and pages that end in another piece of the export; an empty piece ends the export."""
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
        self.some = False

    def taken(self, parser: etree.XMLPullParser) -> Iterator[ExportedRevision | None]:
        """The revisions and pages that ended in what the parser has read so far."""
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
                self._note(inside, tag, element)
            elif tag == "redirect" and inside == "page":
                self.redirect = True
            elif tag == "revision":
                self.some = True
                yield ExportedRevision(dict(self.page), self.revision, self.wiki, self.redirect)
                self.revision = {}
            elif tag == "page":
                if not self.some:
                    yield ExportedRevision(self.page, {}, self.wiki, self.redirect)
                yield None
                self.page, self.redirect, self.some = {}, False, False
            element.clear()
            if parent is not None:
                while element.getprevious() is not None:
                    del parent[0]

    def _note(self, inside: str, tag: str, element: etree._Element) -> None:
        """Keep the text of an element."""
        text = "".join(map(str, element.itertext()))
        if inside == "siteinfo":
            # Old exports do not name the database.
            self.wiki = text if tag == "dbname" else self.wiki or database_of(text)
        elif _HIDDEN not in element.attrib:
            held = self.page if inside == "page" else self.revision
            held.setdefault("user" if inside == "contributor" else tag, text)

    def _begin(self, root: etree._Element) -> None:
        self.begun = True
        info = root.getroottree().docinfo
        if info.internalDTD is not None or info.doctype:
            raise PageError(f"{self.name}: has a document type (<!DOCTYPE …>), which no export has; it is not read")
        if _local(root) != "mediawiki":
            raise PageError(f"{self.name}: XML, but not a MediaWiki export: its root element is <{_local(root)}>, not <mediawiki>")


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def number(digits: str) -> int | None:
    """A number of an export; None if it is none."""
    digits = digits.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None
