"""The pages for measurements and for tests of real pages: those of the folder that `INFOBOX_PAGES` names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from infobox import box

FIXTURES = Path(__file__).parent.parent / "fixtures"


class Page(NamedTuple):
    """A page of a folder: its file's name without the ending, its wikitext with its line ends as they are, and the database name of its
    wiki, if its folder says it: those of ``languages/fr`` stand on the French Wikipedia.
    """

    name: str
    text: str
    wiki: str = ""


def folder() -> Path:
    """The folder of pages: `$INFOBOX_PAGES`, or else the project's own fixtures."""
    return Path(os.environ.get("INFOBOX_PAGES") or FIXTURES)


def read(where: Path) -> list[Page]:
    """Every page (``*.wikitext``) below a folder, in order."""
    return [Page(path.stem, path.read_bytes().decode("utf-8"), _wiki(path.parent)) for path in sorted(where.rglob("*.wikitext"))]


def _wiki(folder: Path) -> str:
    return f"{folder.name}wiki" if folder.parent.name == "languages" else ""


def real() -> list[Page]:
    """The pages of `$INFOBOX_PAGES`; none if it does not name a folder."""
    return read(folder()) if os.environ.get("INFOBOX_PAGES") else []


def measured(where: Path) -> list[Page]:
    """The pages of a folder, after printing its name and the number of its pages and infoboxes.

    Ends the process if there is nothing to measure.
    """
    pages = read(where)
    infoboxes = sum(len(box.find(page.text, None, page.wiki)) for page in pages)
    print(f"measured on {where}: {len(pages):,} pages, {infoboxes:,} infoboxes", flush=True)
    if not infoboxes:
        raise SystemExit("no infobox to measure; name a folder of pages (*.wikitext) with INFOBOX_PAGES")
    return pages
