"""A server of files on this machine, which can behave as badly as servers do."""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Behaviour = Callable[["Handler", bytes], bool]
"""What the server does with a request for a file of these bytes; False: what good servers do."""


class FarServer:
    """`files` by path; `behave`: what it does instead of what good servers do; `requests`: the path, range and login of each request;
    `sent`: how many bytes of files were sent.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.behave: Behaviour = lambda _handler, _data: False
        self.requests: list[tuple[str, str, str]] = []
        self.sent = 0
        self.scheme, self.port = "http", 0

    def address(self, name: str, login: str = "") -> str:
        return f"{self.scheme}://{login}127.0.0.1:{self.port}/{name}"

    @contextmanager
    def serving(self, certificate: Path | None = None) -> Iterator[FarServer]:
        """Serve until the context ends; with a `certificate` (and its key) by TLS."""
        handler = type("BoundHandler", (Handler,), {"far": self})
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            server.daemon_threads = True
            server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients that break off are part of the tests
            if certificate is not None:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(certificate)
                server.socket = context.wrap_socket(server.socket, server_side=True)
                self.scheme = "https"
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()


class Handler(BaseHTTPRequestHandler):
    far: FarServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    @property
    def range(self) -> tuple[int, int]:
        """The range that is asked for, its end excluded."""
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        assert found is not None, "every request asks for a range"
        return int(found[1]), int(found[2]) + 1

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].removeprefix("/")
        self.far.requests.append((self.path, self.headers.get("Range", ""), self.headers.get("Authorization", "")))
        data = self.far.files.get(path)
        if data is None:
            self.answer(404, b"<!DOCTYPE html>", {"Content-Type": "text/html"})
        elif not self.far.behave(self, data):
            start, end = self.range
            self.part(data, start, min(end, len(data)))

    def part(self, data: bytes, start: int, end: int, *, total: int | None = None, body: bytes | None = None, tag: str = '"1"') -> bool:
        """Send a part of a file, or say so; always true."""
        stated = {"Content-Range": f"bytes {start}-{end - 1}/{len(data) if total is None else total}", "ETag": tag}
        return self.answer(206, data[start:end] if body is None else body, stated)

    def answer(self, status: int, body: bytes, headers: dict[str, str], *, length: int | None = None) -> bool:
        """Send an answer; if `length` is not that of the body, the connection breaks after it. Always true."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.far.sent += len(body)
        if length is not None and length != len(body):
            self.close_connection = True
        return True
