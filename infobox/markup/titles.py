"""Titles of pages and addresses of the web, as brackets hold them."""

from __future__ import annotations

import html
import re
from typing import Final

from infobox.markup.arguments import Argument, trimmed
from infobox.markup.scan import Node
from infobox.markup.shown import SWITCH, visible

_INVALID: Final = re.compile(r"[\[\]{}<>|\x00-\x1f\x7f\ufffd]")
_MISLEADING: Final = re.compile(r"%[0-9A-Fa-f]{2}|(?:\A|/)\.\.?(?:/|\Z)")
"""What would change the target of an address: codes, and the steps of a path."""
ENCODED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
ADDRESS: Final = re.compile(r"(?:https?:|ftp:)?//[^\s\[\]<>\"{}|]+|mailto:[^\s\[\]<>\"{}|]+", re.IGNORECASE)


def decoded(title: str) -> str:
    """The page or file that a written title names: ``%20`` and entities are decoded, underscores are spaces."""
    if "%" in title:
        title = ENCODED.sub(lambda run: bytes.fromhex(run[0].replace("%", "")).decode("utf-8", "replace"), title)
    if "&" in title:
        title = html.unescape(title)
    if "_" in title:
        title = SWITCH.sub("", title).replace("_", " ")
    return " ".join((title if title.isascii() else visible(title)).split())


def is_possible(title: str) -> bool:
    """Whether a page of any namespace can have this title."""
    if not title.strip(": ") or _INVALID.search(title) is not None:
        return False
    return not ("." in title or "%" in title) or _MISLEADING.search(title) is None


def address(text: str, node: Node) -> tuple[str, Argument] | None:
    """The address in double brackets in place of a title, and the words after it; None for anything else."""
    first, last = node.parts[0], node.parts[-1]
    found = ADDRESS.match(text, first.start, first.end)
    if found is None:
        return None
    start = found.end()
    label = trimmed(text, start + text.startswith("|", start), last.end, [inner for part in node.parts for inner in part.nodes])
    return found[0], label
