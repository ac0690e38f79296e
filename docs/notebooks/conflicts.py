"""The records that the notebooks beside this file draw: those of conflicts.xml, or of the pages in the folder that INFOBOX_PAGES names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import infobox

HERE = Path(__file__).parent
FIRST, LAST = 2, 3
"""How many letters the codes of languages have, which name the folders of their pages."""


def records() -> Iterator[infobox.Conflict]:
    """The records, in the order of the files, each with the title and the wiki of its page. Pages in a folder `de` are German."""
    folder = os.environ.get("INFOBOX_PAGES")
    files = sorted(Path(folder).rglob("*.wikitext")) if folder else [HERE / "conflicts.xml"]
    for file in files:
        language = file.parent.name if FIRST <= len(file.parent.name) <= LAST else "en"
        for source in infobox.open_pages(str(file)):
            title = source.page.title if source.page is not None else file.stem
            yield from infobox.read_all(source, title=title, wiki=f"{language}wiki")


def year(number: float) -> str:
    """A year as people write it: the record counts as astronomers do, 0 is 1 BC."""
    return f"{round(number)}" if number > 0 else f"{round(1 - number)} BC"
