"""The names by which references are defined and cited again."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from typing import Final

from infobox.checks.subject import Subject
from infobox.markup.scan import Node

_NAME: Final = re.compile(r"""\bname\s*=\s*(?:"([^">]+)(?:"|>?\Z)|'([^'>]+)(?:'|>?\Z)|([^\s"'/>]+))""", re.IGNORECASE)
"""The name among the attributes of a reference; MediaWiki closes a quote at the end of the tag."""
_WITH_WORDS: Final = re.compile(r"<[Rr][Ee][Ff](?=\s)([^<>]*)(?<!/)>")  # ignoring case would take twice as long
"""A reference with words, with its attributes."""
_WITHOUT_WORDS: Final = re.compile(r"<[Rr][Ee][Ff](?=\s)([^<>]*)/>")
_NAME_ARGUMENT: Final = re.compile(r"\|\s*name\s*=\s*([^|{}<>\n]+)", re.IGNORECASE)
"""The name of a template or parser function that makes a reference."""


_SEVERAL: Final = ("<noinclude", "<includeonly", "<onlyinclude", "{{:", "{{#lst", "{{#section")
"""What makes a page of several: the other one may define a name."""


def name_in(attributes: str) -> str:
    """The name of a reference with these attributes; empty if it has none."""
    match = _NAME.search(attributes)
    return _normal(match[1] or match[2] or match[3]) if match is not None else ""


def is_whole_page(text: str) -> bool:
    """Whether a text defines all references that it cites: it has headings, and is not made of several pages."""
    return "\n==" in text and not any(mark in text for mark in _SEVERAL)


@functools.lru_cache(maxsize=2)  # a page may have many infoboxes
def defined_names(text: str) -> frozenset[str]:
    """The names of the references in a page that have words."""
    return frozenset(filter(None, (name_in(match[1]) for match in _WITH_WORDS.finditer(text))))


@functools.lru_cache(maxsize=2)
def cited_names(text: str) -> frozenset[str]:
    """The names of the references in a page that have no words."""
    return frozenset(filter(None, (name_in(match[1]) for match in _WITHOUT_WORDS.finditer(text))))


def is_undefined(text: str, name: str) -> bool:
    """Whether a page cites a name of a reference, and no reference with words has it."""
    return _normal(name) in cited_names(text) - defined_names(text)


@functools.lru_cache(maxsize=2)
def names_of_arguments(text: str) -> frozenset[str]:
    """The names in a page that templates or parser functions may give to references."""
    return frozenset(_normal(match[1].strip().strip("\"'")) for match in _NAME_ARGUMENT.finditer(text))


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
