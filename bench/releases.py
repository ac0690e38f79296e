"""Whether two releases say the same about pages: records, problems, findings, fixes and a fixed set of edits, except the words of messages.

`OLD` and `NEW` are wheels, folders that contain the package, or results that `--save` wrote; `NEW` is this checkout by default.
The pages are those of `--pages`, the fixtures, every text of the tables in `tests/`, and damaged pages made from them. Prints, for pages in
English and in other languages, how many differ, and each difference as its path with the old and new value; differences of one shape are
counted, with an example. The exit status is 1 if English pages differ.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import tomllib
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from bench.corpus import FIXTURES, Page, folder, read
from tests.damage import damaged

ROOT: Final = FIXTURES.parent
PARAMETERS: Final = ("conflict", "date", "place", "result", "combatant1", "commander2", "units1", "strength1", "casualties2")
"""The parameters into which the texts of the tables are put."""

EDITED: Final = 10
"""Every how many of the made pages one is also edited, which takes most of the time."""


def _texts(value: Any) -> Iterator[str]:
    """All texts in the data of a table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _of_tables() -> Iterator[Page]:
    """A page for each text of the tables in `tests/`, named after it: the text itself if it is a page, or one with it everywhere."""
    tables = (tomllib.loads(path.read_text("utf-8")) for path in sorted((ROOT / "tests").rglob("*.toml")))
    for text in dict.fromkeys(text for table in tables for text in _texts(table)):
        if text.lstrip().startswith("|"):
            page = f"{{{{Infobox military conflict\n{text}\n}}}}"
        elif "{{Infobox" in text:
            page = text
        else:
            page = "\n".join(["{{Infobox military conflict", *(f"| {name} = {text}" for name in PARAMETERS), "}}"])
        yield Page(f"table: {text}", page)


def _damaged(pages: list[Page], count: int) -> Iterator[Page]:
    """A number of damaged pages, the same each time; long pages are cut, so that the damage hits the infobox."""
    rng = random.Random(1)
    for number in range(count):
        page = rng.choice(pages)
        yield Page(f"{page.name} damaged {number}", damaged(page.text[:12_000], rng))


def _line(page: Page, *, edited: bool) -> bytes:
    return json.dumps({"name": page.name, "text": page.text, "edited": edited}).encode() + b"\n"


def _release(given: Path, where: Path) -> Path:
    """The folder with the package: a wheel is unpacked into `where`, a folder and the results of a release are returned as they are."""
    if given.suffix == ".whl":
        with zipfile.ZipFile(given) as wheel:
            wheel.extractall(where)
        return where
    if given.suffix != ".jsonl" and not (given / "infobox").is_dir():
        raise SystemExit(f"{given} is not a wheel, nor a folder that contains the package")
    return given.resolve()


def _results(release: Path, lines: bytes, processes: int) -> bytes:
    """What a release makes of the pages, one line per page."""
    if release.is_file():
        return release.read_bytes()
    script = Path(__file__).with_name("canonical.py")
    done = subprocess.run(
        [sys.executable, str(script), str(processes)],
        input=lines,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(release)},
        check=True,
    )
    return done.stdout


def _read(lines: bytes) -> dict[str, dict[str, Any]]:
    """The results of a release, by the names of the pages."""
    pages = (json.loads(line.decode("utf-8", "surrogatepass")) for line in lines.split(b"\n") if line)
    return {page.pop("name"): page for page in pages}


Difference = tuple[str, str, str]
"""The path, the old value and the new value."""


def differences(old: Any, new: Any, path: str = "") -> Iterator[Difference]:
    """Where two JSON values differ, as deep as they can be compared."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from differences(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from differences(one, other, f"{path}[{number}]")
    else:
        yield path, json.dumps(old, ensure_ascii=False), json.dumps(new, ensure_ascii=False)


def _shape(path: str) -> str:
    """A path without its numbers."""
    return "".join(char for char in path if not char.isdigit())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path, help="the old release: a wheel, or a folder that contains the package")
    parser.add_argument("new", type=Path, nargs="?", default=ROOT, help="the new release (default: this checkout)")
    parser.add_argument("--pages", type=Path, default=folder(), help="folder of pages (*.wikitext)")
    parser.add_argument("--damaged", type=int, default=5000, help="how many damaged pages (default 5000)")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    parser.add_argument("--show", type=int, default=3, help="examples of each shape of difference (default 3)")
    parser.add_argument("--width", type=int, default=300, help="characters of each value that are shown (default 300)")
    parser.add_argument("--save", type=Path, help="file (*.jsonl) for the results of OLD, which can be named as OLD the next time")
    parser.add_argument("--processes", type=int, default=max(1, (os.cpu_count() or 2) // 2), help="processes per release")
    arguments = parser.parse_args()
    pages = {page.name: page for page in [*read(arguments.pages), *read(FIXTURES)]}
    given = list(pages.values())
    every = [page for page in [*given, *_of_tables(), *_damaged(given, arguments.damaged)] if arguments.only in page.name]
    lines = b"".join(_line(page, edited=page.name in pages or zlib.crc32(page.text.encode()) % EDITED == 0) for page in every)
    with tempfile.TemporaryDirectory() as where, ThreadPoolExecutor(2) as pool:
        releases = [_release(given, Path(where) / str(number)) for number, given in enumerate((arguments.old, arguments.new))]
        old, new = pool.map(lambda release: _results(release, lines, arguments.processes), releases)
    if arguments.save is not None:
        arguments.save.write_bytes(old)
    differs = _report(_read(old), _read(new), arguments.show, arguments.width)
    sys.exit(differs)


def _report(old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]], most: int, width: int) -> bool:
    """Print what differs, and return whether English pages do. Pages that only one release was given are skipped."""
    english = False
    both = [(name, page, new[name]) for name, page in old.items() if name in new]
    for title, is_english in (("in English", True), ("in other languages", False)):
        pages = [page for page in both if all(code == "en" for code in page[1]["languages"]) == is_english]
        found: dict[str, list[tuple[str, Difference]]] = {}
        reworded = differ = 0
        for name, before, after in pages:
            reworded += before.pop("messages") != after.pop("messages")
            own = list(differences(before, after))
            differ += bool(own)
            for difference in own:
                found.setdefault(_shape(difference[0]), []).append((name, difference))
        print(f"{title}: {len(pages):,} pages, {differ:,} differ; {reworded:,} have other messages")
        for shape, cases in sorted(found.items(), key=lambda pair: -len(pair[1])):
            print(f"  {shape}: {len(cases):,}")
            for name, (path, was, now) in cases[:most]:
                print(f"    {name[:width]!r}: {path}\n      was {was[:width]}\n      is  {now[:width]}")
        english = english or (is_english and differ > 0)
    return english


if __name__ == "__main__":
    main()
