"""The names by which references are defined and cited again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from infobox.checks.subject import Subject
from infobox.markup.scan import Node

REFERENCE_NAME: Final = re.compile(r"""\bname\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'/>]+))""", re.IGNORECASE)
"""The name among the attributes of a reference."""
_DEFINES: Final = re.compile(r"<ref(?=\s)([^<>]*)(?<!/)>|\|\s*name\s*=\s*([^|{}<>\n]+)", re.IGNORECASE)
"""A reference with words, with its attributes, or the name of a template or parser function that makes a reference."""


def name_in(attributes: str) -> str:
    """The name of a reference with these attributes; empty if it has none."""
    match = REFERENCE_NAME.search(attributes)
    return _normal(match[1] or match[2] or match[3]) if match is not None else ""


def defined_names(text: str) -> set[str]:
    """The names of all references that a page defines."""
    return {name_in(match[1]) if match[1] is not None else _normal(match[2].strip().strip("\"'")) for match in _DEFINES.finditer(text)}


def cited_again(subject: Subject) -> Iterator[tuple[Node, str]]:
    """The references without words in the values, with their names."""
    for place in subject.places.get("extension", ()):
        node = place.node
        if node.name == "ref" and node.inner[0] == node.inner[1] and subject.text.endswith("/>", 0, node.end):
            name = name_in(subject.written(node))
            if name:
                yield node, name


def _normal(name: str) -> str:
    return " ".join(html.unescape(name).replace("_", " ").split())
