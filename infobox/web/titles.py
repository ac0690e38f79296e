"""Pages and histories by title, from the wikis that the server may ask: the one that it was given, and Wikimedia's own."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final, NamedTuple

import anyio
from anyio import BrokenWorkerProcess, to_process, to_thread

from infobox.checks.options import chosen
from infobox.history.steps import BoxStep, Revision, Tracker
from infobox.live.addresses import Target, target
from infobox.live.errors import WikiError
from infobox.live.history import revisions_of
from infobox.live.pages import LivePage, pages
from infobox.live.session import Wiki
from infobox.live.settings import Pace, is_wikimedia
from infobox.live.wikis import Wikis
from infobox.record import Page
from infobox.web import bodies, work

PACE: Final = Pace(tries=2, first_wait=1.0, longest_wait=5.0, timeout=20.0)
"""A person waits for the answer."""
MOST_REVISIONS: Final = 500
"""How many revisions of a page are looked at for its history: ten requests."""
HISTORY_SECONDS: Final = 60.0
"""How long a history may take to read after its revisions have come."""
_MOST_WAITING: Final = 20


class Past(NamedTuple):
    """A page and its revisions, the oldest first."""

    page: Page
    revisions: list[Revision]


def history(past: Past) -> work.Reply:
    """How the infobox of a page changed."""
    tracker = Tracker(past.page, chosen())
    steps = [_worded(step) for step in map(tracker.step, past.revisions) if step is not None and tracker.ever]
    return work.Reply(200, work.encoded(bodies.HistoryAnswer(steps, cut=bool(past.revisions) and past.revisions[0].parent != 0)))


class Titles:
    """What one operator asks wikis for, one question after the other. It needs the extra `live`."""

    def __init__(self, wikis: Wikis) -> None:
        self._wikis = wikis
        self._turn = anyio.CapacityLimiter(1)
        self._reading = anyio.CapacityLimiter(1)

    async def answer(self, operation: str, body: bytes) -> work.Reply:
        """The answer of `page` or `history` to the bytes of a body."""
        if self._turn.statistics().tasks_waiting >= _MOST_WAITING:
            return work.RefusedError(503, "No answer in time", "there are too many questions to wikis").answer
        try:
            title = work.decoded(body, bodies.TitleBody).title
            if operation == "page":
                return work.Reply(200, work.encoded(await to_thread.run_sync(self._page, title, limiter=self._turn)))
            past = await to_thread.run_sync(self._past, title, limiter=self._turn)
            with anyio.fail_after(HISTORY_SECONDS):  # in a process: reading hundreds of revisions would hold up everybody
                return await to_process.run_sync(history, past, cancellable=True, limiter=self._reading)
        except work.RefusedError as refused:
            return refused.answer
        except (TimeoutError, BrokenWorkerProcess):
            return work.RefusedError(503, "No answer in time", "the history of this page takes too long to read").answer
        except WikiError as error:
            return work.RefusedError(502, "The wiki does not answer, or refuses", str(error)).answer

    def _page(self, title: str) -> bodies.PageAnswer:
        wiki, meant = self._meant(title)
        page = _found(wiki, meant)
        return bodies.PageAnswer(page.text, page.title, page.wiki, page.revision, page.address)

    def _past(self, title: str) -> Past:
        wiki, meant = self._meant(title)
        page = _found(wiki, Target(meant.asked, title=meant.title) if meant.title and not meant.page else meant)
        revisions = list(islice(revisions_of(wiki, page, newest_first=True), MOST_REVISIONS))
        return Past(Page(page.title, page.id, page.namespace, wiki=page.wiki), revisions[::-1])

    def _meant(self, title: str) -> tuple[Wiki, Target]:
        """The wiki to ask, and the page that is meant there. Raises `RefusedError` for a wiki that is not asked."""
        meant, home = target(title), self._wikis.of()
        if meant.host and meant.host != home.host and not is_wikimedia(meant.host):
            raise work.RefusedError(
                404, "Not a wiki that is asked", f"{meant.host}: this server asks {home.host} and the wikis of Wikimedia"
            )
        return self._wikis.of(meant.host), meant


def _worded(step: BoxStep) -> dict[str, Any]:
    return step.as_json() | ({"words": [str(change) for change in step.changes]} if step.changes else {})


def _found(wiki: Wiki, meant: Target) -> LivePage:
    [page] = pages(wiki, [meant])
    if page.lacks:
        raise work.RefusedError(404, "No page to read", f"{meant.asked}: {page.lacks}")
    return page
