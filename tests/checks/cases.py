"""The data files of this folder: pages, what rules must find in them, and the pages once that is fixed.

A file is named after the module of its rules. Each case has
  rule    the rule's name
  why     what the case is about
  page    the infobox's parameters, or a whole page if `{{Infobox` comes before the first pipe or if there is no pipe. What the rule
          must find is between ⟦ and ⟧ (a finding of no length: ⟦⟧); a page without them must not trigger the rule
  fixed   the page once fixed, with unsafe and cosmetic fixes; left out if there is no fix
  safe    true if safe fixes alone lead to `fixed`, false if they leave the page as it is (only with `fixed`)
  suggested  the pages that the suggestions of the findings would make, one after the other; left out if it does not matter
  before  for a rule about edits: the old version, without marks
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

_MARK = re.compile("[⟦⟧]")


def cases() -> list[dict[str, Any]]:
    """The cases of all files, with the file's name in `file`."""
    files = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("*.toml"))}
    return [case | {"file": name} for name, data in files.items() for case in data.get("case", ())]


def whole(words: str) -> str:
    """A page: the parameters in an infobox, unless `words` is a page already."""
    is_page = "|" not in words or re.match(r"[^|]*\{\{\s*(?:#invoke:\s*)?⟦?(?:[Ii]nfobox|Ficha)", words)
    return words if is_page else f"{{{{Infobox military conflict\n{words}\n}}}}"


def marked(words: str) -> tuple[str, list[tuple[int, int]]]:
    """A page without its marks, and the spans between them."""
    page = whole(words)
    spans: list[tuple[int, int]] = []
    open_at: list[int] = []
    length = 0
    for piece in re.split("([⟦⟧])", page):
        if piece == "⟦":
            open_at.append(length)
        elif piece == "⟧":
            spans.append((open_at.pop(), length))
        else:
            length += len(piece)
    return _MARK.sub("", page), sorted(spans)
