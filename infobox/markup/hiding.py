"""What the style of a tag hides from readers."""

from __future__ import annotations

import html
import re
from typing import Final

from infobox.markup.scan import Node

_STYLE: Final = re.compile(r"(?<![\w-])style\s*=\s*(?:\"([^\"]*)|'([^']*)|([^\s\"'>]+))", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_DECLARED: Final = re.compile(r"(?:\A|;)\s*(display|visibility)\s*:\s*([a-z-]+)")


def hides(attributes: str) -> bool:
    """Whether a tag or cell with these attributes is not shown."""
    found = _STYLE.search(attributes)
    if found is None:
        return False
    style = _COMMENT.sub("", html.unescape(found[1] or found[2] or found[3] or "").lower())
    declared = dict(_DECLARED.findall(style))
    return declared.get("display") == "none" or declared.get("visibility") in ("hidden", "collapse")


def closings(nodes: list[Node]) -> dict[int, Node]:
    """The closing tags among `nodes`, by the place where their opening tags begin."""
    found: dict[int, Node] = {}
    open_tags: dict[str, list[int]] = {}
    for node in nodes:
        if node.kind == "tag":
            opened = open_tags.setdefault(node.name, [])
            if not node.closing:
                opened.append(node.start)
            elif opened:
                found[opened.pop()] = node
    return found
