"""For comparison: a script as people write today to get infoboxes out of a dump. It decompresses, parses the XML and parses the wikitext.

``python -m bench.plain WAY DUMP OUT`` writes a JSON line of parameters, as strings, for every infobox with one of a few names. Ways:
`every` passes every page to the wikitext parser, as its documentation shows; `likely` only those whose text contains one of the names;
`mwxml` does the same with the pages from that library.
"""

from __future__ import annotations

import bz2
import json
import sys
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

import mwparserfromhell
from lxml import etree

NAMES = ("infobox military conflict", "infobox battle", "infobox war", "warbox", "battlebox")


def by_iterparse(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """Title and text of the pages in namespaces 0 and 10 that are not redirects."""
    space = "{http://www.mediawiki.org/xml/export-0.11/}"
    for _, page in etree.iterparse(cast("IO[bytes]", file), tag=f"{space}page"):
        if page.findtext(f"{space}ns") in ("0", "10") and page.find(f"{space}redirect") is None:
            yield page.findtext(f"{space}title") or "", page.findtext(f"{space}revision/{space}text") or ""
        page.clear()
        while page.getprevious() is not None:
            del page.getparent()[0]


def by_mwxml(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """The same with the library of Wikimedia's researchers."""
    import importlib

    mwxml: Any = importlib.import_module("mwxml")  # it has no types
    for page in mwxml.Dump.from_file(file):
        if page.namespace in (0, 10) and page.redirect is None:
            for revision in page:
                yield page.title, revision.text or ""


def main() -> None:
    way, dump, out = sys.argv[1:]
    with bz2.open(dump) as file, open(out, "w", encoding="utf-8") as written:
        for title, text in (by_mwxml if way == "mwxml" else by_iterparse)(cast("BinaryIO", file)):
            if way != "every":
                lower = text.lower()
                if not any(name in lower for name in NAMES):
                    continue
            for template in mwparserfromhell.parse(text).filter_templates():
                if str(template.name).strip().lower().replace("_", " ") in NAMES:
                    values = {str(parameter.name).strip(): str(parameter.value).strip() for parameter in template.params}
                    written.write(json.dumps({"title": title, **values}) + "\n")


if __name__ == "__main__":
    main()
