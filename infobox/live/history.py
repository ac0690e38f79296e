"""``infobox live history``: how the infobox of a page changed, from the revisions that its wiki gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from infobox.controls import visible
from infobox.history import steps
from infobox.history.commands import StepPrinting
from infobox.live.addresses import Target, target
from infobox.live.commands import wikis
from infobox.live.errors import WikiError
from infobox.live.pages import LivePage, Pages, pages
from infobox.live.session import Wiki, read
from infobox.outline import say
from infobox.pages.sources import PageError
from infobox.record import Page

if TYPE_CHECKING:
    import argparse

_ASKED = {"action": "query", "prop": "revisions", "rvslots": "main", "rvlimit": "50"}
_FIELDS = "ids|timestamp|user|comment|flags|sha1|content"


def history(arguments: argparse.Namespace) -> int:
    """Print how the infoboxes of pages changed."""
    several = wikis(arguments)
    try:
        run = StepPrinting(arguments)
    except PageError as error:
        raise WikiError("settings", str(error)) from None
    for asked in arguments.titles:
        meant = target(asked)
        wiki = several.of(meant.host)
        [page] = pages(wiki, [Target(asked, title=meant.title) if meant.title and not meant.page else meant])
        if page.origin and not arguments.quiet:
            say(visible(f"{asked}: redirects to {page.title}"))
        if page.lacks and not page.id:
            say(visible(f"{asked}: {page.lacks}"))
            run.failed = True
            continue
        run.page(Page(page.title, page.id, page.namespace, wiki=wiki.general().wikiid), revisions_of(wiki, page))
    return run.end()


def revisions_of(wiki: Wiki, page: LivePage, *, newest_first: bool = False) -> Iterator[steps.Revision]:
    """All revisions of a page, from the first on or from the newest back, fifty to a request. Raises `WikiError`."""
    order = "older" if newest_first else "newer"
    for answer in wiki.every({**_ASKED, "rvdir": order, "rvprop": _FIELDS, "pageids": str(page.id)}):
        for found in read(wiki.host, answer.query, Pages).pages:
            for revision in found.revisions:
                yield steps.Revision(
                    id=revision.revid,
                    parent=revision.parentid,
                    time=revision.timestamp,
                    user=revision.user,
                    comment=revision.comment,
                    minor=revision.minor,
                    text=revision.slots.main.content,
                    sum=revision.sha1,
                )
