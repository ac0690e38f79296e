"""The pages that are measured on."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent


def folder() -> Path:
    """The folder of pages: `$INFOBOX_PAGES`, else the one beside the project, else the project's own fixtures."""
    named = os.environ.get("INFOBOX_PAGES")
    if named:
        return Path(named)
    beside = ROOT.parent / "shared" / "corpus"
    return beside if beside.is_dir() else ROOT / "fixtures"


def pages(where: Path | None = None) -> list[tuple[str, str]]:
    """Name and wikitext of every page below the folder, in order; line ends as they stand."""
    found = sorted((where or folder()).rglob("*.wikitext"))
    return [(path.stem, path.read_bytes().decode("utf-8")) for path in found]
