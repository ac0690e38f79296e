"""Servers for tests: the real one, on a free port of this machine, in a thread with processes of its own."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import uvicorn

from infobox.web.application import ServerSettings, application


@contextlib.contextmanager
def serving(settings: ServerSettings) -> Iterator[httpx.Client]:
    """A client of a server that runs until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    server = uvicorn.Server(uvicorn.Config(application(settings), log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        until(lambda: server.started)
        with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def until(reached: object, seconds: float = 30) -> None:
    """Wait for a condition. Raises `AssertionError` if it does not come in time."""
    assert callable(reached)
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it does not come in time"
        time.sleep(0.02)
