"""Pages of a wiki with their text: by title, number or revision, by the template they use, or by category; fifty to a request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

import msgspec
from msgspec import Struct

from infobox.live.addresses import Target
from infobox.live.session import Answer, Wiki, odd, read
from infobox.pages.sources import Source
from infobox.record import Page

BATCH: Final = 50
"""How many pages one request may ask for (https://www.mediawiki.org/wiki/API:Query, for users without higher limits)."""
_CONTENT: Final = {"prop": "revisions|info", "rvprop": "ids|timestamp|user|comment|content|sha1", "rvslots": "main"}


_MOST_PARTS: Final = 4 * BATCH
"""More parts an answer about so many pages does not have: each brings the text of one at least."""


class Slot(Struct):
    """The text of a revision, None if it was hidden, and what it is."""

    content: str | None = None
    contentmodel: str = "wikitext"


class Slots(Struct):
    """The parts of a revision."""

    main: Slot = msgspec.field(default_factory=Slot)


class ApiRevision(Struct):
    """One revision of a page as the API gives it; `user`, `comment` and the text are missing if they were hidden."""

    revid: int
    parentid: int = 0
    timestamp: str = ""
    user: str = ""
    comment: str = ""
    sha1: str = ""
    minor: bool = False
    tags: list[str] = []
    slots: Slots = msgspec.field(default_factory=Slots)


class Reason(Struct):
    """Why a title is none."""

    text: str = ""


class ApiPage(Struct):
    """One page of an answer; one that is not there by its number has no title."""

    title: str = ""
    ns: int = 0
    pageid: int = 0
    lastrevid: int = 0
    missing: bool = False
    invalid: bool = False
    invalidreason: Reason | str = ""
    special: bool = False
    known: bool = False
    revisions: list[ApiRevision] = []


class Pair(Struct):
    """One title and that which it leads to."""

    origin: str = msgspec.field(name="from")
    to: str
    tofragment: str = ""


class Interwiki(Struct):
    """One title that belongs to another wiki."""

    title: str
    iw: str = ""


class BadRevision(Struct):
    """One number that is of no revision."""

    revid: int
    missing: bool = False


class Pages(Struct):
    """The pages of an answer, and how their titles were found."""

    pages: list[ApiPage] = []
    normalized: list[Pair] = []
    converted: list[Pair] = []
    redirects: list[Pair] = []
    interwiki: list[Interwiki] = []
    badrevids: dict[str, BadRevision] = {}


class LivePage(Struct, frozen=True):
    """One page as it stands on its wiki, or why it cannot be read (`lacks`, a few words; then there is no text).

    `asked` is what was asked for, `title` the page that was found, `origin` the redirect that led to it, `address` that of the revision,
    `newest` the number of the page's newest revision, 0 if the wiki did not say it.
    """

    asked: str
    title: str
    lacks: str = ""
    id: int = 0
    namespace: int = 0
    revision: int = 0
    newest: int = 0
    parent: int = 0
    timestamp: str = ""
    user: str = ""
    text: str = ""
    wiki: str = ""
    address: str = ""
    origin: str = ""

    @property
    def source(self) -> Source:
        """The page as everything else reads pages."""
        page = Page(self.title, self.id, self.namespace, self.revision, self.timestamp, self.wiki)
        return Source(self.address, page, self.text, "wiki")


def pages(wiki: Wiki, targets: Iterable[Target]) -> Iterator[LivePage]:
    """The pages that are meant, in their order, fifty to a request; redirects are followed. Raises `WikiError`."""
    waiting = iter(targets)
    while some := list(islice(waiting, BATCH)):
        found: dict[Target, LivePage] = {}
        for kind in ("titles", "pageids", "revids"):
            those = list(dict.fromkeys(each for each in some if _kind(each) == kind))
            if those:
                found |= _found(wiki, kind, those)
        yield from (found[each] for each in some)


def _kind(target: Target) -> str:
    return "revids" if target.revision else "pageids" if target.page else "titles"


def _found(wiki: Wiki, kind: str, targets: Sequence[Target]) -> dict[Target, LivePage]:
    keys = {each: _key(each) for each in targets}
    lacking = [each for each, key in keys.items() if not key]
    wanted = list(dict.fromkeys(filter(None, keys.values())))
    # A number means that page, also one that has become a redirect.
    followed = {"redirects": "1", "converttitles": "1"} if kind == "titles" else {}
    asked = {"action": "query", **_CONTENT, kind: "|".join(wanted), **followed}
    held = _gathered(wiki, asked) if wanted else _Gathered()
    return {each: _page(wiki, each, held) for each in targets if each not in lacking} | {
        each: LivePage(each.asked, each.asked, each.problem or "no title") for each in lacking
    }


def _key(target: Target) -> str:
    """What stands for a target in a request; empty if nothing can."""
    if target.problem:
        return ""
    return str(target.revision or target.page or "") or ("" if "|" in target.title or "\x1f" in target.title else target.title)


class _Gathered:
    """What the answers to one question say together: each may bring only some of the pages' texts."""

    def __init__(self) -> None:
        self.pages: dict[str, ApiPage] = {}
        self.leads: dict[str, str] = {}
        self.redirects: dict[str, str] = {}
        self.elsewhere: dict[str, str] = {}
        self.bad: set[int] = set()

    def add(self, part: Pages) -> None:
        for page in part.pages:
            known = self.pages.get(page.title)
            if known is not None:
                page.lastrevid = known.lastrevid = page.lastrevid or known.lastrevid  # only one part of an answer says it
            if known is None or not known.revisions:
                self.pages[page.title] = page
            elif {each.revid for each in known.revisions}.isdisjoint(each.revid for each in page.revisions):
                known.revisions += page.revisions
        self.leads |= {pair.origin: pair.to for pair in (*part.normalized, *part.converted)}
        self.redirects |= {pair.origin: pair.to for pair in part.redirects}
        self.elsewhere |= {each.title: each.iw for each in part.interwiki}
        self.bad |= {each.revid for each in part.badrevids.values()}


def _gathered(wiki: Wiki, asked: Mapping[str, str]) -> _Gathered:
    held = _Gathered()
    for number, answer in enumerate(wiki.every(asked)):
        if number > _MOST_PARTS:
            raise odd(wiki.host, "ever more parts of one answer")
        held.add(read(wiki.host, answer.query, Pages) if answer.query else Pages())
    return held


def _page(wiki: Wiki, target: Target, held: _Gathered) -> LivePage:
    if target.revision:
        for page in held.pages.values():
            for revision in page.revisions:
                if revision.revid == target.revision:
                    return live_page(wiki, page, revision, target.asked)
        return LivePage(target.asked, target.asked, f"no revision {target.revision}")
    if target.page:
        found = next((page for page in held.pages.values() if page.pageid == target.page), None)
        if found is None or found.missing:
            return LivePage(target.asked, target.asked, f"no page {target.page}")
        return _of_found(wiki, target, found, "")
    title, origin, seen = target.title, "", set[str]()
    while title not in seen and title in held.leads:
        seen.add(title)
        title = held.leads[title]
    while title not in seen and title in held.redirects:
        seen.add(title)
        origin = origin or title
        title = held.redirects[title]
    if title in held.elsewhere:
        return LivePage(target.asked, title, f"a page of another wiki ({held.elsewhere[title]})")
    return _of_found(wiki, target, held.pages.get(title), origin)


def _of_found(wiki: Wiki, target: Target, page: ApiPage | None, origin: str) -> LivePage:
    if page is None:
        raise odd(wiki.host, f"nothing about {target.asked!r}, which was asked for")
    if page.invalid:
        reason = page.invalidreason if isinstance(page.invalidreason, str) else page.invalidreason.text
        return LivePage(target.asked, page.title, f"no title: {' '.join(reason.split())}" if reason else "no title")
    if page.special or page.ns < 0:
        return LivePage(target.asked, page.title, "a special page, which has no wikitext")
    if page.missing or not page.revisions:
        return LivePage(target.asked, page.title, "no such page", origin=origin)
    return live_page(wiki, page, page.revisions[-1], target.asked, origin)


def live_page(wiki: Wiki, page: ApiPage, revision: ApiRevision, asked: str = "", origin: str = "") -> LivePage:
    """A page with one of its revisions."""
    slot = revision.slots.main
    lacks = "" if slot.content is not None else "the text of this revision is hidden"
    if not lacks and slot.contentmodel != "wikitext":
        lacks = f"no wikitext, but {slot.contentmodel}"
    return LivePage(
        asked=asked or page.title,
        title=page.title,
        lacks=lacks,
        id=page.pageid,
        namespace=page.ns,
        revision=revision.revid,
        newest=page.lastrevid,
        parent=revision.parentid,
        timestamp=revision.timestamp,
        user=revision.user,
        text="" if lacks else slot.content or "",
        wiki=wiki.general().wikiid,
        address=address(wiki, revision.revid),
        origin=origin,
    )


def address(wiki: Wiki, revision: int) -> str:
    """The address of a revision."""
    return f"{wiki.api.removesuffix('api.php')}index.php?oldid={revision}"


def using(
    wiki: Wiki, template: str, namespaces: str = "0", *, text: bool = True, start: Mapping[str, str] | None = None
) -> Iterator[tuple[list[LivePage], dict[str, str]]]:
    """The pages that use a template, also by a redirect to it, in batches; with each, how to continue after it. Raises `WikiError`."""
    asked = {
        "action": "query",
        "generator": "embeddedin",
        "geititle": template,
        "geinamespace": namespaces,
        "geilimit": "50" if text else "500",
    }
    return _generated(wiki, asked, text=text, start=start or {})


def members(
    wiki: Wiki, category: str, namespaces: str = "0", *, text: bool = True, start: Mapping[str, str] | None = None
) -> Iterator[tuple[list[LivePage], dict[str, str]]]:
    """The pages of a category, not of those under it, as `using` gives them."""
    asked = {"action": "query", "generator": "categorymembers", "gcmtitle": category, "gcmnamespace": namespaces}
    return _generated(wiki, {**asked, "gcmlimit": "50" if text else "500", "gcmtype": "page|subcat|file"}, text=text, start=start or {})


def _generated(
    wiki: Wiki, asked: Mapping[str, str], *, text: bool, start: Mapping[str, str]
) -> Iterator[tuple[list[LivePage], dict[str, str]]]:
    held: dict[str, ApiPage] = {}
    content = _CONTENT if text else {"prop": "info"}
    parts = 0
    for answer in wiki.every({**asked, **content, **start}):
        parts += 1
        if parts > _MOST_PARTS:
            raise odd(wiki.host, "ever more parts of one answer")
        for page in _pages_of(wiki, answer).pages:
            known = held.get(page.title)
            held[page.title] = page if known is None or not known.revisions else known
        if not answer.complete and answer.more:
            continue  # the texts of these pages come in parts
        batch = [_generated_page(wiki, page, text=text) for page in held.values()]
        parts = 0 if batch else parts
        held = {}
        yield batch, {name: str(value) for name, value in answer.more.items()}


def _pages_of(wiki: Wiki, answer: Answer) -> Pages:
    return read(wiki.host, answer.query, Pages) if answer.query else Pages()


def _generated_page(wiki: Wiki, page: ApiPage, *, text: bool) -> LivePage:
    if page.revisions:
        return live_page(wiki, page, page.revisions[-1])
    return LivePage(page.title, page.title, "no text" if text else "", id=page.pageid, namespace=page.ns)
