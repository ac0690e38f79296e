"""Pages and histories by title, from the wikis that the server may ask: the one that it was given, and Wikimedia's own."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any, Final

import anyio
from anyio import to_thread

from infobox.checks.options import chosen
from infobox.history.steps import Tracker
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
_MOST_WAITING: Final = 20


class Titles:
    """What one operator asks wikis for, one question after the other. It needs the extra `live`."""

    def __init__(self, wikis: Wikis) -> None:
        self._wikis = wikis
        self._turn = anyio.CapacityLimiter(1)

    async def answer(self, operation: str, body: bytes) -> work.Reply:
        """The answer of `page` or `history` to the bytes of a body."""
        if self._turn.statistics().tasks_waiting >= _MOST_WAITING:
            return work.RefusedError(503, "No answer in time", "there are too many questions to wikis").answer
        find: Callable[[str], Any] = {"page": self._page, "history": self._history}[operation]
        try:
            title = work.decoded(body, bodies.TitleBody).title
            return work.Reply(200, work.encoded(await to_thread.run_sync(find, title, limiter=self._turn)))
        except work.RefusedError as refused:
            return refused.answer
        except WikiError as error:
            return work.RefusedError(502, "The wiki does not answer, or refuses", str(error)).answer

    def _page(self, title: str) -> bodies.PageAnswer:
        wiki, meant = self._meant(title)
        page = _found(wiki, meant)
        return bodies.PageAnswer(page.text, page.title, page.wiki, page.revision, page.address)

    def _history(self, title: str) -> bodies.HistoryAnswer:
        wiki, meant = self._meant(title)
        page = _found(wiki, Target(meant.asked, title=meant.title) if meant.title and not meant.page else meant)
        revisions = list(islice(revisions_of(wiki, page, newest_first=True), MOST_REVISIONS))
        tracker = Tracker(Page(page.title, page.id, page.namespace, wiki=page.wiki), chosen())
        steps = [step.as_json() for step in map(tracker.step, reversed(revisions)) if step is not None and tracker.ever]
        return bodies.HistoryAnswer(steps, cut=bool(revisions) and revisions[-1].parent != 0)

    def _meant(self, title: str) -> tuple[Wiki, Target]:
        """The wiki to ask, and the page that is meant there. Raises `RefusedError` for a wiki that is not asked."""
        meant, home = target(title), self._wikis.of()
        if meant.host and meant.host != home.host and not is_wikimedia(meant.host):
            raise work.RefusedError(
                404, "Not a wiki that is asked", f"{meant.host}: this server asks {home.host} and the wikis of Wikimedia"
            )
        return self._wikis.of(meant.host), meant


def _found(wiki: Wiki, meant: Target) -> LivePage:
    [page] = pages(wiki, [meant])
    if page.lacks:
        raise work.RefusedError(404, "No page to read", f"{meant.asked}: {page.lacks}")
    return page
