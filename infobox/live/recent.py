"""Edits from a wiki's own list of recent changes, asked for again and again. After https://www.mediawiki.org/wiki/API:RecentChanges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

from infobox.live.edits import LiveEdit
from infobox.live.session import Wiki, read

_ASKED: Final = {
    "action": "query",
    "list": "recentchanges",
    "rcdir": "newer",
    "rctype": "edit|new",
    "rcnamespace": "0",
    "rclimit": "500",
    "rcprop": "title|ids|timestamp|user|comment",
}
_OVERLAP: Final = timedelta(seconds=10)
"""How far each question reaches back before the last change: one that was begun earlier may be listed later."""


class _RecentChange(Struct):
    title: str = ""
    revid: int = 0
    old_revid: int = 0
    timestamp: str = ""
    user: str = ""
    comment: str = ""


class _Changes(Struct):
    recentchanges: list[_RecentChange] = []


class Recent:
    """The edits of a wiki's articles, from a `position` (the time of a change, in ISO 8601) or `since` on.

    Iterating gives an edit, or None where nothing more is there, and waits `every` seconds then. Edits may come twice. Raises `WikiError`.
    """

    odd = 0

    def __init__(self, wiki: Wiki, *, position: str = "", since: str, every: float = 10.0) -> None:
        self._wiki, self._every = wiki, every
        self.position = position or since
        self._begin = _earlier(position) if position else self.position

    def __iter__(self) -> Iterator[LiveEdit | None]:
        while True:
            for answer in self._wiki.every({**_ASKED, "rcstart": max(self._begin, _earlier(self.position))}):
                for change in read(self._wiki.host, answer.query, _Changes).recentchanges:
                    self.position = max(self.position, change.timestamp)
                    if change.revid:
                        yield LiveEdit(change.title, change.revid, change.old_revid, change.user, change.comment, change.timestamp)
            yield None
            self._wiki.sleep(self._every)


def stamp(time: datetime) -> str:
    """A time as a wiki writes it."""
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _earlier(time: str) -> str:
    """A little before a time of ISO 8601; the time itself if it is none, which the wiki judges."""
    try:
        return stamp(datetime.fromisoformat(time) - _OVERLAP)
    except (ValueError, OverflowError):
        return time
