"""A stand-in for EventStreams: each connection gets what a test says, and who connected is kept."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple


class Connection(NamedTuple):
    """What one connection gets: the answer's status and headers, then its pieces."""

    pieces: Sequence[bytes] = ()
    status: int = 200
    headers: Mapping[str, str] = MappingProxyType({})


class Stream:
    """A running stand-in: its address, and the path and headers of each connection. After the last it answers 503."""

    def __init__(self, connections: list[Connection]) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._left = list(connections)
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                outer.asked.append((self.path, dict(self.headers)))
                connection = outer._left.pop(0) if outer._left else Connection(status=503)
                self.send_response(connection.status)
                headers = {
                    "Content-Type": "text/event-stream; charset=utf-8",
                    "Transfer-Encoding": "chunked",
                    "Connection": "close",
                } | dict(connection.headers)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(OSError):
                    for piece in [*connection.pieces, b""]:
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.close_connection = True

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/v2/stream/mediawiki.page_change.v1"

    @contextlib.contextmanager
    def serving(self) -> Iterator[Stream]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()


def event(
    number: int, *, revision: int = 0, old: int | None = 1, wiki: str = "testwiki", domain: str = "test.example.org", **more: Any
) -> bytes:
    """One event as it is sent; its position is its number."""
    data = {
        "$schema": "/mediawiki/page/change/1.3.0",
        "page_change_kind": "edit",
        "changelog_kind": "update",
        "dt": f"2026-11-28T12:00:{number % 60:02}Z",
        "wiki_id": wiki,
        "meta": {"domain": domain, "stream": "mediawiki.page_change.v1"},
        "page": {"page_id": 9, "page_title": "Battle_of_the_Ford", "namespace_id": 0, "is_redirect": False},
        "performer": {"user_text": "Somebody", "is_bot": False},
        "revision": {"rev_id": revision or 100 + number, "rev_parent_id": old, "comment": "why", "is_content_visible": True},
    } | more
    return sent(number, json.dumps(data).encode())


def sent(number: int, data: bytes) -> bytes:
    """Any data as an event."""
    return b"event: message\nid: %s\ndata: %s\n\n" % (position(number).encode(), data)


def position(number: int) -> str:
    """The position after an event, as a stream gives it."""
    return json.dumps([{"topic": "eqiad.mediawiki.page_change.v1", "partition": 0, "offset": number}])
