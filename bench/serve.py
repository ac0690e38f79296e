"""How many requests `infobox serve` answers: a box of 5 KB read and checked over loopback, alone and while hostile pages are sent.

`python -m bench.serve` prints requests a second, the 99th percentile of the time of an answer, and how many were lost; `--memory` the
memory of the server and of its processes after 1,000 and after 10,000 requests. The client is a process of its own (this one), on the same
machine.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from bench.corpus import FIXTURES

SIZE: Final = 5_000
"""How many bytes the box has."""
_AT_ONCE: Final = 8
"""How many clients ask at the same time, each the next request as soon as it has its answer."""
_HOSTILE: Final = {
    "open templates, 4 MB": "{{a|" * 990_000,
    "open templates in a box, 150 KB": "{{Infobox military conflict|conflict=" + "{{a|" * 37_000,
    "open templates in a box, 90 KB": "{{Infobox military conflict|conflict=" + "{{a|" * 22_000,
    "open references in a box, 4 MB": "{{Infobox military conflict|conflict=" + "<ref" * 990_000 + "}}",
}


class Load(NamedTuple):
    """What a run measured: the `times` of its answers in seconds, how many requests were `lost`, and how long the run took."""

    times: list[float]
    lost: int
    seconds: float

    def __str__(self) -> str:
        ordered = sorted(self.times)
        rate, late = len(ordered) / self.seconds, ordered[len(ordered) * 99 // 100]
        return f"{rate:.0f} requests a second, 99 % within {late * 1000:.0f} ms, {self.lost} lost"


def box() -> str:
    """An infobox of `SIZE` bytes: that of the fixture with more units."""
    text = (FIXTURES / "siege.wikitext").read_text("utf-8")
    start, end = text.index("{{Infobox"), text.rindex("\n}}")
    number = 0
    while len((text[start:end] + "\n}}").encode()) < SIZE:
        number += 1
        text = f"{text[:end]}\n* [[{number}th Brigade]]{text[end:]}"
        end = text.rindex("\n}}")
    return text[start : end + 3]


@contextlib.contextmanager
def served(*arguments: str) -> Iterator[tuple[int, int]]:
    """The port and the process of a server."""
    command = [sys.executable, "-m", "infobox", "serve", "--port", "0", "--offline", "--quiet", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().rstrip("/\n").rpartition(":")[2])
        try:
            yield port, process.pid
        finally:
            process.terminate()


def request(operation: str, text: str) -> bytes:
    """A request as it is sent."""
    body = json.dumps({"text": text}).encode()
    head = f"POST /api/{operation} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Connection:
    """A connection that is kept for one request after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def ask(self, sent: bytes) -> int:
        """The status of the answer, all of which was received."""
        self._writer.write(sent)
        await self._writer.drain()
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r")[0])
        await self._reader.readexactly(length)
        return int(head.split(b" ", 2)[1])


@contextlib.asynccontextmanager
async def connected(port: int) -> AsyncIterator[Connection]:
    """A connection to a server on this machine."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    try:
        yield Connection(reader, writer)
    finally:
        writer.close()


async def load(port: int, requests: list[bytes], number: int) -> Load:
    """Send `number` requests, `_AT_ONCE` at a time."""
    times: list[float] = []
    left = iter(range(number))
    lost = 0

    async def client() -> None:
        nonlocal lost
        async with connected(port) as connection:
            for each in left:
                began = time.perf_counter()
                status = await connection.ask(requests[each % len(requests)])
                times.append(time.perf_counter() - began)
                lost += status != 200

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(_AT_ONCE)))
    return Load(times, lost, time.perf_counter() - began)


async def disturbed(port: int, requests: list[bytes], number: int, hostile: bytes) -> tuple[Load, dict[int, int]]:
    """The same while two clients send hostile pages; also how often these were answered by which status."""
    statuses: dict[int, int] = {}

    async def attack() -> None:
        async with connected(port) as connection:
            while True:
                status = await connection.ask(hostile)
                statuses[status] = statuses.get(status, 0) + 1

    attacks = [asyncio.create_task(attack()) for _ in range(2)]
    await asyncio.sleep(0.5)
    done = await load(port, requests, number)
    for each in attacks:
        each.cancel()
    await asyncio.gather(*attacks, return_exceptions=True)
    return done, statuses


def memory(process: int) -> int:
    """The memory of a process and of those it started, in megabytes (Linux)."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return sum(_resident(each) for each in (str(process), *children)) // 1024


def _resident(process: str) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def main(argv: list[str] | None = None) -> None:
    """Measure, and print a line for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=2_000, help="how many requests each measurement has (default 2000)")
    parser.add_argument("--memory", action="store_true", help="measure memory instead, over 10,000 requests")
    arguments = parser.parse_args(argv)
    text = box()
    read, check = request("read", text), request("check", text)
    with served() as (port, process):
        asyncio.run(load(port, [read, check], 100))
        if arguments.memory:
            print(f"memory at first: {memory(process)} MB")
            asyncio.run(load(port, [read, check], 1_000))
            print(f"memory after 1,000 requests: {memory(process)} MB")
            asyncio.run(load(port, [read, check], 9_000))
            print(f"memory after 10,000 requests: {memory(process)} MB")
            return
        for name, requests in (("read", [read]), ("check", [check])):
            print(f"{name}, {len(text.encode())} bytes: {asyncio.run(load(port, requests, arguments.requests))}")
        for name, hostile in _HOSTILE.items():
            done, statuses = asyncio.run(disturbed(port, [read, check], arguments.requests // 4, request("read", hostile)))
            answers = ", ".join(f"{count} times {status}" for status, count in sorted(statuses.items())) or "none yet"
            print(f"read and check beside {name}: {done}; answers to the hostile: {answers}")


if __name__ == "__main__":
    main()
