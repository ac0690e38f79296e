"""The same pages in every form of `docs/forms.md`."""

from __future__ import annotations

import bz2
import gzip
import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zstandard

pyarrow: Any = importlib.import_module("pyarrow")  # it has no types
parquet: Any = importlib.import_module("pyarrow.parquet")

BOX = "{{Infobox military conflict\n| conflict = Battle of %s\n| comander1 = A. Doe\n| date = 12 May 1809\n}}\n"
"""With a slip that `check` finds."""
NAMES = ("Aa", "Bb", "Cc")
PLAIN = "= Battle of Aa =\n\n- Conflict: Battle of Aa\n- Partof: the war\n- Date: 1943\n- Combatant1: Italy\n- Combatant2: Germany\n"
HEAD = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><siteinfo><dbname>enwiki</dbname><generator>MediaWiki 1.45</generator>'
    '<namespaces><namespace key="0" case="first-letter" /><namespace key="10" case="first-letter">Template</namespace></namespaces>'
    "</siteinfo>\n"
)
FOOT = "</mediawiki>\n"
OPTIONS = {"JSON lines", "JSON lines, compressed", "Parquet"}
"""The forms that need `--text-column text`."""


def element(name: str, number: int, *, space: bool = True, text: str = "") -> str:
    """A page of an export."""
    stated = "<ns>0</ns>" if space else ""
    return (
        f"<page><title>{name}</title>{stated}<id>{number}</id><revision><id>{number + 100}</id><timestamp>2026-01-02T03:04:05Z</timestamp>"
        f"<text>{text or BOX % name}</text></revision></page>\n"
    )


def elements(*, space: bool = True) -> list[str]:
    """All pages of an export."""
    return [element(name, number, space=space) for number, name in enumerate(NAMES, 1)]


EXPORT = (HEAD + "".join(elements()) + FOOT).encode()
ROWS = [{"page_id": number, "title": name, "text": BOX % name, "wiki": "enwiki", "namespace": 0} for number, name in enumerate(NAMES, 1)]
LINES = "".join(f"{json.dumps(row)}\n" for row in ROWS).encode()


def answer(version: int) -> bytes:
    """An answer of the API in one of the versions of its format."""
    pages = []
    for number, name in enumerate(NAMES, 1):
        slot = {"*" if version == 1 else "content": BOX % name, "contentmodel": "wikitext"}
        pages.append({"pageid": number, "ns": 0, "title": name, "revisions": [{"revid": number + 100, "slots": {"main": slot}}]})
    held = {str(page["pageid"]): page for page in pages} if version == 1 else pages
    return json.dumps({"batchcomplete": True, "query": {"general": {"wikiid": "enwiki"}, "pages": held}}).encode()


def put(folder: Path, name: str, data: bytes | str) -> Path:
    """A file in a folder that may have to be made."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def _multistream(folder: Path) -> Path:
    streams = [HEAD, *elements(), FOOT]
    return put(folder, "a-pages-articles-multistream.xml.bz2", b"".join(bz2.compress(stream.encode()) for stream in streams))


def _content_export(folder: Path) -> Path:
    for number, name in enumerate(NAMES, 1):
        part = bz2.compress((HEAD + element(name, number) + FOOT).encode())
        put(folder, f"parts/enwiki-2026-03-01-p{10**number}p{10 ** (number + 1) - 1}.xml.bz2", part)
    put(folder, "parts/_SUCCESS", "")
    return folder / "parts"


def _pattern(folder: Path) -> Path:
    for number, name in enumerate(NAMES, 9):
        put(folder, f"part{number}.xml", HEAD + element(name, number - 8) + FOOT)
    return folder / "part*.xml"


def _parquet(folder: Path) -> Path:
    file = folder / "pages.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(ROWS), file, row_group_size=2)
    return file


def _broken(folder: Path) -> Path:
    first, second, third = elements()
    return put(folder, "a.xml", HEAD + first + second.replace("<revision>", "<revision", 1) + third + FOOT)


FORMS: dict[str, Callable[[Path], Path]] = {
    "wikitext": lambda folder: put(folder, "a.wikitext", BOX % "Aa"),
    "wikitext, compressed": lambda folder: put(folder, "a.wikitext", gzip.compress((BOX % "Aa").encode())),
    "plain text extracted from a page": lambda folder: put(folder, "a.txt", PLAIN),
    "XML of `Special:Export`": lambda folder: put(folder, "a.xml", EXPORT),
    "XML of an old export, without `<ns>`": lambda folder: put(folder, "a.xml", HEAD + "".join(elements(space=False)) + FOOT),
    "`<page>` elements cut out of an export": lambda folder: put(folder, "a.xml", "".join(elements())),
    "an export with a broken page": _broken,
    "`.xml.bz2`": lambda folder: put(folder, "a.xml.bz2", bz2.compress(EXPORT)),
    "`.xml.gz`": lambda folder: put(folder, "a.xml.gz", gzip.compress(EXPORT)),
    "`.xml.zst`": lambda folder: put(folder, "a.xml.zst", zstandard.ZstdCompressor().compress(EXPORT)),
    "multistream dump": _multistream,
    "folder of a content export": _content_export,
    "pattern": _pattern,
    "JSON lines": lambda folder: put(folder, "a.jsonl", LINES),
    "JSON lines, compressed": lambda folder: put(folder, "a.jsonl.gz", gzip.compress(LINES)),
    "Parquet": _parquet,
    "answer of the API, version 1": lambda folder: put(folder, "a.json", answer(1)),
    "answer of the API, version 2": lambda folder: put(folder, "a.json", answer(2)),
    "7z": lambda folder: put(folder, "a.xml.7z", b"7z\xbc\xaf\x27\x1c" + b"x" * 100),
    "zip": lambda folder: put(folder, "a.zip", b"PK\x03\x04" + b"x" * 100),
    "HTML": lambda folder: put(folder, "a.html", "<!DOCTYPE html><html><body>Battle</body></html>"),
    "XML that is no export": lambda folder: put(folder, "a.xml", '<feed xmlns="http://www.w3.org/2005/Atom"></feed>'),
}
"""By the words of the table: what makes the form in a folder, and gives the name to type."""
