"""The names by which references are defined and cited again."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from typing import Final

from infobox.checks.subject import Subject
from infobox.markup.scan import Node

REFERENCE_NAME: Final = re.compile(r"""\bname\s*=\s*(?:"([^">]+)(?:"|>?\Z)|'([^'>]+)(?:'|>?\Z)|([^\s"'/>]+))""", re.IGNORECASE)
"""The name among the attributes of a reference; MediaWiki closes a quote at the end of the tag."""
_DEFINES: Final = re.compile(r"<ref(?=\s)([^<>]*)(?<!/)>|\|\s*name\s*=\s*([^|{}<>\n]+)", re.IGNORECASE)
"""A reference with words, with its attributes, or the name of a template or parser function that makes a reference."""


_SEVERAL: Final = ("<noinclude", "<includeonly", "<onlyinclude", "{{:", "{{#lst", "{{#section")
"""What makes a page of several: the other one may define a name."""


def name_in(attributes: str) -> str:
    """The name of a reference with these attributes; empty if it has none."""
    match = REFERENCE_NAME.search(attributes)
    return _normal(match[1] or match[2] or match[3]) if match is not None else ""


@functools.lru_cache(maxsize=2)  # a page may have many infoboxes
def defined_names(text: str) -> frozenset[str] | None:
    """The names of all references that a whole page defines; None for what may be a part of a page: it has no headings, or is made of
    several pages.
    """
    if "\n==" not in text or any(mark in text for mark in _SEVERAL):
        return None
    found = (name_in(match[1]) if match[1] is not None else _normal(match[2].strip().strip("\"'")) for match in _DEFINES.finditer(text))
    return frozenset(filter(None, found))


def cited_again(subject: Subject) -> Iterator[tuple[Node, str]]:
    """The references without words in the values, with their names."""
    for place in subject.places.get("extension", ()):
        node = place.node
        if node.name == "ref" and node.inner[0] == node.inner[1] and subject.text.endswith("/>", 0, node.end):
            name = name_in(subject.written(node))
            if name:
                yield node, name


def _normal(name: str) -> str:
    # A slash may be that of the tag, after a quote that is not closed.
    return " ".join(html.unescape(name).replace("_", " ").rstrip("/ ").split())
