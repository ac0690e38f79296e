"""Edits from EventStreams, Wikimedia's stream of what happens on its wikis: server-sent events, in the order in which they were made.

After https://wikitech.wikimedia.org/wiki/Event_Platform/EventStreams and the schema mediawiki/page/change 1.3.0. The stream has the edits
of all wikis and no texts; the server filters nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, Final

import msgspec
import requests
from msgspec import Struct
from requests_sse import EventSource, InvalidContentTypeError, InvalidStatusCodeError, MessageEvent, ReadyState

from infobox.live.edits import LiveEdit
from infobox.live.errors import WikiError
from infobox.live.session import Wiki, as_it_is
from infobox.live.settings import host_of
from infobox.plurals import many
from infobox.retry_after import AGAIN_STATUS, seconds_of

STREAM: Final = "https://stream.wikimedia.org/v2/stream/mediawiki.page_change.v1"
MOST_BYTES: Final = 2**22
"""The longest event that is read. Wikimedia's own limit for events is the same."""
_CHUNK: Final = 1 << 14
_TOO_LONG: Final = b"data: too long"
_MOST_LINES: Final = 1_000
"""An event of Wikimedia has four lines; the library takes time with their square."""
_LONGEST_POSITION: Final = 4_000
"""What is longer does not fit into a header."""
_CANARY: Final = "canary"
_KINDS: Final = frozenset(("edit", "create"))
"""The changes of pages that have a new text; others move, hide, delete or restore one."""
_GONE: Final = (
    "{host}: HTTP {status} to the position that was kept: the stream does not reach back so far, or is another one;"
    " begin anew without --state, or with --since"
)


class _Meta(Struct):
    domain: str = ""


class _EventPage(Struct):
    page_title: str
    namespace_id: int


class _Performer(Struct):
    user_text: str = ""


class _EventRevision(Struct):
    rev_id: int
    rev_parent_id: int | None = None
    comment: str | None = ""


class Event(Struct):
    """One event, as far as it is of use."""

    wiki_id: str
    page_change_kind: str
    page: _EventPage
    revision: _EventRevision
    meta: _Meta = msgspec.field(default_factory=_Meta)
    dt: str = ""
    performer: _Performer | None = None


class _BrokenError(Exception):
    """The connection ended; it must be made again."""


class PageEvents:
    """The edits of one wiki's articles from a stream, from a `position` (as the stream gives it) or a time (`since`) on, or from now on.

    Iterating gives an edit, or None where the stream pauses or breaks, which is when waiting for more makes no sense. `position` is that
    of the last event that was given or left out; `odd` counts events that could not be read. Raises `WikiError` if the stream refuses, or
    breaks too often in a row. Page content, odd events and broken ones never raise.
    """

    def __init__(self, wiki: Wiki, address: str = STREAM, *, position: str = "", since: str = "") -> None:
        self.position, self.odd = position, 0
        self._wiki, self._address, self._since = wiki, address, since
        self._host = host_of(address)
        self._wikiid = wiki.general().wikiid
        self._http = _BoundedSession()
        self._http.auth = as_it_is
        self._http.headers["User-Agent"] = wiki.agent

    def __iter__(self) -> Iterator[LiveEdit | None]:
        failures, pace = 0, self._wiki.pace
        while True:
            stated: float | None = None
            before = self.position
            try:
                yield from self._connection()
            except InvalidStatusCodeError as error:
                stated = self._refused(error)
            except InvalidContentTypeError:
                raise WikiError("odd", f"{self._host}: no stream of events at this address") from None
            except (_BrokenError, requests.RequestException, OSError, UnicodeDecodeError):
                pass
            yield None
            failures = 0 if self.position != before else failures + 1
            if failures >= pace.tries:
                raise WikiError("unreachable", f"{self._host}: no event in {many(failures, 'connection')}; go on later")
            doubled = pace.first_wait * 2 ** max(0, failures - 1) if failures else pace.between
            self._wiki.sleep(min(pace.longest_wait, doubled if stated is None else stated))

    def _refused(self, error: InvalidStatusCodeError) -> float | None:
        """How long to wait before asking again. Raises `WikiError` if that is of no use."""
        if error.status_code in AGAIN_STATUS:
            return seconds_of(error.response.headers.get("Retry-After", "") if error.response is not None else "")
        if self.position and 400 <= error.status_code < 500:
            raise WikiError("odd", _GONE.format(host=self._host, status=error.status_code)) from None
        raise WikiError("odd", f"{self._host}: HTTP {error.status_code} instead of a stream of events") from None

    def _connection(self) -> Iterator[LiveEdit]:
        """The edits that come by one connection, which is not made again here: the library would go on after half an event."""

        def ended() -> None:
            if source.ready_state is ReadyState.CONNECTING:
                raise _BrokenError

        source = EventSource(
            self._address,
            max_connect_retry=0,
            timeout=self._wiki.pace.timeout,
            session=self._http,
            on_error=ended,
            latest_event_id=self.position or None,
            params={"since": self._since} if self._since and not self.position else None,
            allow_redirects=False,
        )
        try:
            source.connect()
            for message in source:
                edit = self._edit(message)
                place = message.last_event_id
                if place and place.isascii() and place.isprintable() and len(place) <= _LONGEST_POSITION:
                    self.position = place
                if edit is not None:
                    yield edit
        finally:
            source.close()

    def _edit(self, message: MessageEvent) -> LiveEdit | None:
        """The edit of an event; None if it is none of the wiki's articles, or cannot be read."""
        try:
            event = msgspec.json.decode(message.data or "", type=Event)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            self.odd += 1
            return None
        if event.meta.domain == _CANARY or event.wiki_id != self._wikiid or event.page.namespace_id or event.page_change_kind not in _KINDS:
            return None
        performer = event.performer.user_text if event.performer is not None else ""
        return LiveEdit(
            event.page.page_title.replace("_", " "),
            event.revision.rev_id,
            event.revision.rev_parent_id or 0,
            performer,
            event.revision.comment or "",
            event.dt,
        )


class _BoundedSession(requests.Session):
    """A session whose answers are read line by line, no event longer than it may be: the library itself takes lines of any length."""

    def request(self, *arguments: Any, **named: Any) -> requests.Response:
        response = super().request(*arguments, **named)
        response.iter_lines = functools.partial(_lines, response)  # type: ignore[method-assign]
        return response


def _lines(response: requests.Response) -> Iterator[bytes]:
    """The lines of an answer, in UTF-8. What is too long in an event is replaced by something that is no event's data."""
    line, size, count = bytearray(), 0, 0
    for chunk in response.iter_content(_CHUNK):
        parts = chunk.split(b"\n")
        for number, part in enumerate(parts):
            if line[:1] == b":" or (not line and part[:1] == b":"):
                line[:] = b":"  # a comment, as is sent to keep a connection open, is no part of an event
            else:
                size += len(part)
                if size <= MOST_BYTES:
                    line += part
                elif line or part.strip():
                    line[:] = _TOO_LONG
            if number < len(parts) - 1:
                words = line.rstrip(b"\r").decode("utf-8", "replace").encode()
                line.clear()
                if words == b":":
                    continue
                size, count = (size, count + 1) if words else (0, 0)
                if count == _MOST_LINES:
                    yield _TOO_LONG
                elif count < _MOST_LINES:
                    yield words
