"""Wikimedia's "MediaWiki Content File Exports": a folder for each wiki and day with `SHA256SUMS`, and files named for the pages in them.

See https://dumps.wikimedia.org/other/mediawiki_content_current/ and https://wikitech.wikimedia.org/wiki/MediaWiki_Content_File_Exports.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import Final

from infobox.dumps.checksums import published
from infobox.pages.sources import PageError
from infobox.plurals import many

SUMS: Final = "SHA256SUMS"
"""The name of the file with the check sums of the others."""
_NAME: Final = re.compile(r"([a-z][a-z0-9_]{0,60})-[0-9]{4}-[0-9]{2}-[0-9]{2}-p[0-9]+p[0-9]+(?:-?r[0-9]+r[0-9]+)?\.xml\.bz2")


def wiki_of(path: str) -> str:
    """The database name of the wiki in the name of a part, such as `enwiki-2026-03-01-p10p1147431.xml.bz2`; empty for any other name."""
    found = _NAME.fullmatch(os.path.basename(path))
    return found[1] if found is not None else ""


def missing_parts(paths: Iterable[str]) -> Iterator[str]:
    """A line for each folder with parts whose sums name others of the same wiki that are not there, as after a download that stopped."""
    for folder in dict.fromkeys(os.path.dirname(path) for path in paths if wiki_of(path)):
        sums = os.path.join(folder, SUMS)
        if not os.path.isfile(sums):
            continue
        try:
            listed = [name for name in published(sums).sums if wiki_of(name) and not os.path.exists(os.path.join(folder, name))]
        except PageError as error:
            yield str(error)
            continue
        if listed:
            yield f"{sums}: lists {many(len(listed), 'file')} that {'is' if len(listed) == 1 else 'are'} not there, such as {listed[0]}"
