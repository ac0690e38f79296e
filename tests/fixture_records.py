"""The records of the infoboxes under `fixtures/`, as JSON values with all that is there on request."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import infobox

ROOT = Path(__file__).parent.parent


@functools.cache
def fixture_records() -> tuple[dict[str, Any], ...]:
    """Those of all pages, in the order of their names, with spans; those of other languages as of their wiki."""
    return tuple(
        json.loads(record.to_json())
        for path in sorted(ROOT.glob("fixtures/**/*.wikitext"))
        for record in infobox.read_all(path.read_text("utf-8"), spans=True, wiki=_wiki(path), title=path.stem)
    )


def _wiki(path: Path) -> str:
    return f"{path.parent.name}wiki" if path.parent.parent.name == "languages" else "enwiki"
