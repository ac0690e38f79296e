"""What the server answers when something is in its way: too much, too long, killed processes, clients that leave, foreign names."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from infobox.web import workers
from infobox.web.application import ServerSettings
from infobox.web.middleware import HEADERS
from tests.web import seams
from tests.web.servers import serving, until

JSON = {"Content-Type": "application/json"}
BOX = "{{Infobox military conflict|conflict=A|combatant1="


@pytest.fixture(scope="module")
def short() -> Iterator[httpx.Client]:
    """A server whose work does as requests say, one at a time and for a second at most; its bodies have 1,000 bytes at most."""
    with serving(ServerSettings(workers=1, bytes=1000, seconds=1.0, answer=seams.do)) as client:
        yield client


def assert_problem(done: httpx.Response, status: int, **holds: Any) -> None:
    assert done.status_code == status, done.text
    assert done.headers["content-type"] == "application/problem+json"
    assert {name: done.headers[name] for name in HEADERS} == HEADERS
    answer = done.json()
    assert answer["status"] == status
    assert {name: answer.get(name) for name in holds} == holds
    assert (status == 503) == ("retry-after" in done.headers)


def do(client: httpx.Client, **wanted: Any) -> httpx.Response:
    return client.post("/api/read", json=wanted)


def test_work_that_takes_too_long(short: httpx.Client) -> None:
    first = do(short).json()["process"]
    assert_problem(do(short, sleep=30), 503, limit=1.0, detail="the work took longer than 1 seconds")
    until(lambda: not alive(first))
    assert do(short).json()["process"] != first


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_process_that_is_killed_from_outside(short: httpx.Client, how: signal.Signals) -> None:
    process = do(short).json()["process"]
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(do, short, sleep=0.8)
        time.sleep(0.3)
        os.kill(process, how)
        assert_problem(asked.result(), 503, detail="the process that did the work was ended", limit=None)
    assert do(short).json()["process"] != process


def test_an_idle_process_that_is_killed(short: httpx.Client) -> None:
    process = do(short).json()["process"]
    os.kill(process, signal.SIGKILL)
    until(lambda: do(short).status_code == 200)
    assert do(short).json()["process"] != process


def test_work_that_ends_its_process(short: httpx.Client) -> None:
    assert_problem(do(short, exit=True), 503)
    assert do(short).status_code == 200


def test_work_that_is_wrong(short: httpx.Client) -> None:
    """The answer is as every other, and the process goes on."""
    before = do(short).json()["process"]
    assert_problem(do(short, **{"raise": True}), 500, detail="this is a mistake of infobox; please report the request that led to it")
    assert do(short).json()["process"] == before


def test_a_body_that_is_too_large(short: httpx.Client) -> None:
    def pieces() -> Iterator[bytes]:  # without a length
        for _ in range(20):
            yield b" " * 100

    assert short.post("/api/read", content=b"{}" + b" " * 998, headers=JSON).status_code == 200
    for body in (b"{}" + b" " * 999, pieces()):
        assert_problem(short.post("/api/read", content=body, headers=JSON), 413, limit=1000)
    assert do(short).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded", "application/jsonp", "application/json,text/css"])
def test_a_body_of_another_kind(short: httpx.Client, kind: str) -> None:
    """Pages of other sites can send these without asking first."""
    assert_problem(short.post("/api/read", content=b"{}", headers={"Content-Type": kind}), 415)


def test_too_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WAITING", 3)
    with serving(ServerSettings(workers=1, answer=seams.do)) as client, ThreadPoolExecutor(20) as pool:
        done = list(pool.map(lambda _: do(client, sleep=0.3), range(20)))
        assert {each.status_code for each in done} == {200, 503}
        assert sum(each.status_code == 200 for each in done) >= 4
        for each in done:
            if each.status_code == 503:
                assert_problem(each, 503, detail="too many requests wait")
        assert do(client).status_code == 200


def test_too_many_bytes_wait() -> None:
    """Sixteen bodies of the full size are held; then others wait for their clients to try again."""
    body = b'{"sleep": 0.2}' + b" " * 986
    with serving(ServerSettings(workers=1, bytes=1000, answer=seams.do)) as client, ThreadPoolExecutor(40) as pool:
        statuses = [each.status_code for each in pool.map(lambda _: client.post("/api/read", content=body, headers=JSON), range(40))]
        assert statuses.count(200) >= 16
        assert {*statuses} == {200, 503}
        assert do(client).status_code == 200  # what was held is free again


def test_who_waits_too_long_is_refused(short: httpx.Client) -> None:
    with ThreadPoolExecutor(4) as pool:
        statuses = [each.status_code for each in pool.map(lambda _: do(short, sleep=0.7), range(4))]
    assert statuses.count(200) >= 1
    assert {*statuses} == {200, 503}


def raw(client: httpx.Client) -> socket.socket:
    return socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=10)


def request(body: bytes, length: int | None = None) -> bytes:
    return b"POST /api/read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body) if length is None else length,
        body,
    )


def test_clients_that_leave(short: httpx.Client) -> None:
    """What nobody waits for any more is not begun."""
    for _ in range(10):
        with raw(short) as connection:
            connection.sendall(request(b'{"sleep": 0.5}'))
    began = time.monotonic()
    until(lambda: do(short).status_code == 200)
    assert time.monotonic() - began < 3


def test_clients_that_leave_within_their_body(short: httpx.Client) -> None:
    for _ in range(30):
        with raw(short) as connection:
            connection.sendall(request(b'{"sleep"', 900))
    assert do(short).status_code == 200


@pytest.mark.parametrize("data", [b"\x00" * 100, b"GET\r\n\r\n", b"POST /api/read HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"])
def test_what_is_no_request(short: httpx.Client, data: bytes) -> None:
    with raw(short) as connection:
        connection.sendall(data)
        assert connection.recv(1000).startswith(b"HTTP/1.1 400 ")
    assert do(short).status_code == 200


HOSTILE = {
    "open templates": BOX + "{{a|" * 30_000,
    "open templates, no box": "{{a|" * 990_000,
    "open references": BOX + "<ref" * 100_000,
    "open references, no box": "<ref>" * 790_000,
    "open links": BOX + "[[" * 50_000 + "}}",
    "bullets": BOX + "\n* a" * 20_000 + "}}",
    "deep bullets": BOX + "\n" + "*" * 20_000 + "}}",
    "control characters": BOX + "".join(map(chr, range(1, 32))) * 1000 + "\x7f\x85\u202e\u2028}}",
    "NUL": BOX + "\0" * 1000 + "}}",
    "characters without meaning": BOX + "&#xD800;&#0;&#x110000;\ufffe\U0010ffff}}",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("operation", ["read", "check", "fix"])
def test_hostile_text(api: httpx.Client, operation: str, text: str) -> None:
    """It is answered, or refused after the time that it may take; the next request is answered at once."""
    done = api.post(f"/api/{operation}", json={"text": text})
    if done.status_code != 200:
        assert_problem(done, 503, limit=10.0)
    elif operation == "read":
        assert len(done.json()["infoboxes"]) == text.startswith(BOX)
    elif operation == "fix":
        assert done.json()["text"][:30] == text[:30]
    assert api.post("/api/check", json={"text": ""}).json() == {"findings": []}


BODIES = {
    "deep lists": b"[" * 1_000_000,
    "deep objects": b'{"a":' * 500_000,
    "deep record": b'{"text": "", "record": ' + b"[" * 500_000 + b"]" * 500_000 + b"}",
    "deep text": b'{"text": ' + b"[" * 500_000,
    "numbers": b'{"text": ' + b"9" * 1_000_000 + b"}",
    "numbers in a record": b'{"record": {"schema": "military-conflict/1", "coordinates": {"latitude": 1e400, "longitude": '
    + b"9" * 9999
    + b"}}}",
    "bytes": bytes(range(256)) * 100,
    "surrogates": b'{"text": "\xed\xa0\x80"}',
    "UTF-16": '{"text": ""}'.encode("utf-16"),
    "names": b'{"text": "", ' + b",".join(b'"%d": 0' % number for number in range(100_000)) + b"}",
    "many rules": json.dumps({"text": "", "select": ["M"] * 100_000}).encode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("operation", ["read", "check", "write", "edits", "page"])
def test_hostile_bodies(api: httpx.Client, operation: str, body: bytes) -> None:
    done = api.post(f"/api/{operation}", content=body, headers=JSON)
    assert done.status_code in ((404,) if operation == "page" else (400, 422))
    assert_problem(done, done.status_code)
    assert len(done.content) < 100_000


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:8000", 200),
        ("[::1]", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost:80@evil.example", 421),
        ("localhost.", 421),
        ("[::1", 421),
        ("", 421),
        (":8000", 421),
    ],
)
def test_names_of_the_server(api: httpx.Client, host: str, status: int) -> None:
    """A page of a foreign site whose name is made to lead here (DNS rebinding) is not answered."""
    done = api.get("/api/health", headers={"Host": host})
    assert done.status_code == status
    if status != 200:
        assert_problem(done, status)


def preflight(client: httpx.Client, origin: str) -> httpx.Response:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    return client.options("/api/read", headers=headers)


def test_no_origin_is_allowed_unless_asked(api: httpx.Client) -> None:
    for done in (preflight(api, "https://en.wikipedia.org"), api.get("/api/health", headers={"Origin": "https://en.wikipedia.org"})):
        assert not [name for name in done.headers if name.startswith("access-control-")]


def test_one_origin_is_allowed() -> None:
    with serving(ServerSettings(workers=1, bytes=100, origins=["https://en.wikipedia.org"])) as client:
        done = preflight(client, "https://en.wikipedia.org")
        assert done.status_code == 200
        assert done.headers["access-control-allow-origin"] == "https://en.wikipedia.org"
        assert "POST" in done.headers["access-control-allow-methods"]
        assert "access-control-allow-credentials" not in done.headers
        for origin in ("https://evil.example", "http://en.wikipedia.org", "https://en.wikipedia.org.evil.example", "null"):
            assert "access-control-allow-origin" not in preflight(client, origin).headers
            assert "access-control-allow-origin" not in client.get("/api/health", headers={"Origin": origin}).headers
        refused = client.post("/api/read", content=b" " * 200, headers=JSON | {"Origin": "https://en.wikipedia.org"})
        assert_problem(refused, 413, limit=100)
        assert refused.headers["access-control-allow-origin"] == "https://en.wikipedia.org"  # scripts can see why
        assert {name: refused.headers[name] for name in HEADERS} == HEADERS


def test_the_end_of_a_server_ends_its_processes() -> None:
    """Also that of one which works; `serving` asserts that the server itself ends."""
    with ThreadPoolExecutor(2) as pool, serving(ServerSettings(workers=2, answer=seams.do)) as client:
        processes = {each.json()["process"] for each in pool.map(lambda _: do(client, sleep=0.3), range(2))}
        late = pool.submit(do, client, sleep=20)
        time.sleep(0.3)
    assert late.exception() is not None or late.result().status_code == 503
    assert len(processes) == 2
    until(lambda: not any(map(alive, processes)), 5)
