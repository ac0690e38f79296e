"""How much of a dump at an address is fetched for the pages with certain titles: a made-up dump on a server of this machine.

The titles are those of pages with the infobox, spread over the dump. All bytes that the server sends are counted, those of the index, too.
"""

from __future__ import annotations

import argparse
import bz2
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from bench.dump import make
from infobox.dumps import read_dump
from tests.dumps.far_server import FarServer


class Fetched(NamedTuple):
    """What the pages of some titles took: `sent` bytes in `requests`, and how many records they gave."""

    sent: int
    requests: int
    records: int


def spread(dump: Path, most: int) -> list[str]:
    """The titles of up to so many pages with the infobox, as far from each other as the dump allows."""
    found = dict.fromkeys(json.loads(line)["page"]["title"] for part in read_dump(str(dump)) for line in part.lines)
    titles = list(found)
    return titles[:: max(1, len(titles) // most)][:most]


def fetched(server: FarServer, name: str, titles: list[str]) -> Fetched:
    """What `infobox extract --titles` takes from the server. Raises `subprocess.CalledProcessError` if it fails."""
    server.requests.clear()
    server.sent = 0
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "titles")
        listed.write_text("".join(f"{title}\n" for title in titles), "utf-8")
        command = [sys.executable, "-m", "infobox", "extract", server.address(name), "--titles", str(listed), "-o", "-", "--quiet"]
        done = subprocess.run([*command, "--processes", "1"], stdout=subprocess.PIPE, check=True)
    return Fetched(server.sent, len(server.requests), done.stdout.count(b"\n"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=400, help="of XML in the dump (default 400)")
    parser.add_argument("--titles", type=int, nargs="+", default=[1, 10, 100], metavar="N", help="numbers of titles (default 1 10 100)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dump, made = make(Path(folder), arguments.megabytes)
        files = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
        all_titles = [spread(dump, count) for count in arguments.titles]
    index = next(data for name, data in files.items() if "index" in name)
    streams = len({line.partition(b":")[0] for line in bz2.decompress(index).splitlines()})
    print(
        f"measured on a made-up dump of {made.packed / 1e6:.1f} MB, {made.pages:,} pages in {streams:,} streams of "
        f"{made.packed / streams / 1000:.0f} kB on average; its index: {len(index) / 1e6:.2f} MB"
    )
    with FarServer(files).serving() as server:
        for titles in all_titles:
            done = fetched(server, dump.name, titles)
            print(
                f"{len(titles)} titles: {done.records} records, {done.requests} requests, {done.sent / 1e6:.2f} MB fetched, "
                f"{done.sent / (made.packed + len(index)):.1%} of dump and index"
            )


if __name__ == "__main__":
    main()
