"""The scanner's nodes as marks in their wikitext, which shows exact spans without numbers.

    ⟨template {{«a»|«b•=⟨link [[«c»]]⟩»}}⟩

⟨…⟩ is a node, after its kind and, for tags and extensions, its name (`tag:b`, or `tag:/b` if it closes); «…» is a part between pipes, in
which • stands before the equals sign that ends a name; ⟪…⟫ is the content of an extension. Without the marks the wikitext remains.
"""

from __future__ import annotations

import re
from typing import Final

from infobox.markup.scan import Node, Part

_MARKS: Final = re.compile(r"⟨(?:template|argument|link|comment|extension|tag|quote|newline|entity|url end|url|cell)(?::/?\w*)? |[⟩«»•⟪⟫]")


def marked(text: str, nodes: list[Node], start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` with marks for its nodes."""
    pieces: list[str] = []
    for node in nodes:
        pieces += (text[start : node.start], _node(text, node))
        start = node.end
    return "".join([*pieces, text[start : len(text) if end is None else end]])


def unmarked(words: str) -> str:
    """The wikitext without its marks."""
    return _MARKS.sub("", words)


def _node(text: str, node: Node) -> str:
    name = f":{'/' if node.closing else ''}{node.name}" if node.kind in ("tag", "extension") else ""
    if node.parts:
        # What stands between parts is the pipe and the brackets.
        start = node.start
        pieces: list[str] = []
        for part in node.parts:
            pieces += (text[start : part.start], f"«{_part(text, part)}»")
            start = part.end
        inside = "".join([*pieces, text[start : node.end]])
    elif node.kind == "extension":
        first, last = node.inner
        inside = f"{text[node.start : first]}⟪{text[first:last]}⟫{text[last : node.end]}"
    else:
        inside = text[node.start : node.end]
    return f"⟨{node.kind}{name} {inside}⟩"


def _part(text: str, part: Part) -> str:
    if part.equals < 0:
        return marked(text, part.nodes, part.start, part.end)
    before = [node for node in part.nodes if node.end <= part.equals]
    return f"{marked(text, before, part.start, part.equals)}•{marked(text, part.nodes[len(before) :], part.equals, part.end)}"
