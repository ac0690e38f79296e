"""What a link's brackets hold: the page, its section, another wiki, a file; and the words a reader sees."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from infobox.language import concepts, namespaces
from infobox.language.patterns import any_of
from infobox.markup import titles
from infobox.markup.arguments import Argument
from infobox.markup.scan import Node, template_name, without_comments
from infobox.record import Link

FILE_PREFIX: Final = re.compile(rf":?\s*{namespaces.pattern(concepts.FILE)}\s*:\s*", re.IGNORECASE)
"""The namespace of files, in the languages of the data."""
_FILE_LINK: Final = re.compile(r"\[\[([^\[\]{}]*)(\]\])?")
_SIZE: Final = re.compile(r"\d*x?\d+\s*px|upright(?:\s*=\s*[\d.]+)?")
_ALT: Final = re.compile(r"alt\s*=(.*)", re.DOTALL)
CATEGORY_PREFIX: Final = re.compile(rf"\s*{namespaces.pattern(concepts.CATEGORY)}\s*:", re.IGNORECASE)
"""The namespace of categories: such a link shows nothing."""
_SISTERS: Final = frozenset("wikt wiktionary commons c d wikidata s wikisource q voy species meta m".split())
"""Prefixes of wikis other than Wikipedias: what follows them is a title there."""
_LONG_CODES: Final = (
    "simple be-tarask be-x-old bat-smg cbk-zam fiu-vro map-bms nds-nl roa-rup roa-tara zh-classical zh-min-nan zh-yue".split()
)
"""Prefixes of Wikipedias that are not just two or three letters."""
_CODES: Final = any_of(code.upper() for code in namespaces.languages())
"""The codes of known languages in capitals: `[[FR:Athènes]]`. Other letters may be the beginning of a title."""
_INTERWIKI: Final = re.compile(rf":?\s*([Ww]|[a-z]{{2,3}}|{any_of([*_SISTERS, *_LONG_CODES])}|{_CODES})\s*:\s*(?=\S)")
_NOT_IN_TITLES: Final = frozenset(("template", "argument", "link", "newline", "tag", "extension"))


def file_name(title: str) -> str | None:
    """The name of the file that a title names, without the namespace, however often it is repeated; None for another page."""
    files = namespaces.names(concepts.FILE)
    start = place = 0
    while (colon := title.find(":", place)) >= 0:
        if title[place:colon].strip().lower() in files:
            start = colon + 1
        elif title[start:colon].strip():
            break
        place = colon + 1
    return title[start:].lstrip() if start else None


def file_of(words: str) -> str:
    """The file name in words as a page writes them, with or without the namespace."""
    title = titles.decoded(words)
    name = file_name(title)
    return title if name is None else name


def picture(wikitext: str) -> tuple[str, str]:
    """The size and alternative text in a link to a file: `[[File:A.jpg|300px|alt=Ships]]`; empty if it gives none."""
    found = _FILE_LINK.search(wikitext)
    size = alt = ""
    if found is None or FILE_PREFIX.match(found[1]) is None:
        return "", ""
    # An unclosed part continues in other markup: it is the legend.
    for option in found[1].split("|")[1 : None if found[2] else -1]:
        words = option.strip()
        match = _ALT.fullmatch(words)
        if match is not None:
            alt = match[1].strip()
        elif _SIZE.fullmatch(words):
            size = words
    return size, alt


class Brackets(NamedTuple):
    """A link's title, and its label if it has one."""

    title: str
    label: Argument | None


def brackets(text: str, node: Node) -> Brackets | None:
    """The two halves of a link, None if the brackets make no link. ``{{!}}`` separates them like a pipe."""
    first = node.parts[0]
    start, end, nodes = first.start, first.end, first.nodes
    label: Argument | None = None
    if len(node.parts) > 1:
        rest = node.parts[1:]
        held = rest[0].nodes if len(rest) == 1 else [inner for part in rest for inner in part.nodes]
        label = Argument(rest[0].start, rest[-1].end, held)
    elif nodes:
        pipe = next((inner for inner in nodes if inner.kind == "template" and template_name(text, inner) == "!"), None)
        if pipe is not None:
            label = Argument(pipe.end, end, [inner for inner in nodes if inner.start >= pipe.end])
            end = pipe.start
            nodes = [inner for inner in nodes if inner.end <= end]
    if nodes and any(inner.kind in _NOT_IN_TITLES for inner in nodes):
        return None
    title = titles.decoded(without_comments(text, start, end, nodes) if nodes else text[start:end])
    if (":" in title or "/" in title) and titles.ADDRESS.match(title) is not None:
        return None
    return Brackets(title, label) if valid(title) else None


def ends_in_bracket(text: str, node: Node) -> bool:
    """Whether the bracket after a link is the last of its words, because they hold one that opens: `[[A|B [C]]]`."""
    if len(node.parts) > 1:
        return text.find("[", node.parts[1].start, node.parts[-1].end) >= 0
    found = brackets(text, node)
    return found is not None and found.label is not None and text.find("[", found.label.start, found.label.end) >= 0


def valid(title: str) -> bool:
    """Whether a page can have this title."""
    if title[-1:] == ":" and file_name(title) == "":
        return False  # a namespace without a file
    return titles.is_possible(title)


def link_to(title: str, home: str = "en") -> Link:
    """The link that a title makes on the Wikipedia of the language `home`: page, section, and wiki if it is another one."""
    wiki = ""
    position = 0
    while ":" in title and wiki not in _SISTERS and (prefix := _INTERWIKI.match(title, position)) is not None:
        if prefix[1] not in ("w", "W"):
            wiki = prefix[1].lower() if prefix[1].lower() != home else ""
        position = prefix.end()
    page, _, section = title[position:].strip().removeprefix(":").strip().partition("#")
    return Link(target=page.strip(), section=section.strip(), wiki=wiki)
