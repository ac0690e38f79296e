"""The pages that are measured on, and that tests of real pages read: those of the folder that `INFOBOX_PAGES` names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from infobox import box

FIXTURES = Path(__file__).parent.parent / "fixtures"


class Page(NamedTuple):
    """A page of a folder: its file's name without the ending, and its wikitext with the line ends as they stand."""

    name: str
    text: str


def folder() -> Path:
    """The folder of pages: `$INFOBOX_PAGES`, else the project's own fixtures."""
    return Path(os.environ.get("INFOBOX_PAGES") or FIXTURES)


def read(where: Path) -> list[Page]:
    """Every page (``*.wikitext``) below a folder, in order."""
    return [Page(path.stem, path.read_bytes().decode("utf-8")) for path in sorted(where.rglob("*.wikitext"))]


def real() -> list[Page]:
    """The pages of `$INFOBOX_PAGES`; none where it names no folder."""
    return read(folder()) if os.environ.get("INFOBOX_PAGES") else []


def measured(where: Path) -> list[Page]:
    """The pages of a folder, after printing which one it is, and how many pages and infoboxes it has.

    Ends the process where there is nothing to measure on.
    """
    pages = read(where)
    infoboxes = sum(len(box.find(page.text)) for page in pages)
    print(f"measured on {where}: {len(pages):,} pages, {infoboxes:,} infoboxes", flush=True)
    if not infoboxes:
        raise SystemExit("no infobox to measure on; name a folder of pages (*.wikitext) with INFOBOX_PAGES")
    return pages
