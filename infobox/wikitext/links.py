"""What a link's brackets say: the page, its section, another wiki, a file; and the words a reader sees."""

from __future__ import annotations

import html
import re
from typing import Final, NamedTuple

from infobox.record import Link
from infobox.wikitext.arguments import Argument
from infobox.wikitext.scan import Node, template_name, without_comments

FILE_PREFIX: Final = re.compile(
    r":?\s*(?:file|image|fichier|datei|immagine|archivo|imagen|bestand|plik|fil|файл|ファイル|画像|文件|ملف)\s*:\s*", re.IGNORECASE
)
"""The namespace of files, in the languages of the data."""


def file_name(title: str) -> str | None:
    """The name of the file that a title names, without the namespace however often it stands there; None for another page."""
    match = FILE_PREFIX.match(title)
    if match is None:
        return None
    while match is not None:
        title = title[match.end() :]
        match = FILE_PREFIX.match(title)
    return title


_FILE_LINK: Final = re.compile(r"\[\[([^\[\]{}]*)(\]\])?")
_SIZE: Final = re.compile(r"\d*x?\d+\s*px|upright(?:\s*=\s*[\d.]+)?")
_ALT: Final = re.compile(r"alt\s*=(.*)", re.DOTALL)


def picture(wikitext: str) -> tuple[str, str]:
    """Size and alternative text that a link to a file gives it: `[[File:A.jpg|300px|alt=Ships]]`; empty where it gives none."""
    found = _FILE_LINK.search(wikitext)
    size = alt = ""
    if found is None or FILE_PREFIX.match(found[1]) is None:
        return "", ""
    # What is not closed here goes on with other markup: it is the legend.
    for option in found[1].split("|")[1 : None if found[2] else -1]:
        words = option.strip()
        match = _ALT.fullmatch(words)
        if match is not None:
            alt = match[1].strip()
        elif _SIZE.fullmatch(words):
            size = words
    return size, alt


CATEGORY: Final = re.compile(r"\s*(?:category|kategorie|catégorie|categoria|categoría|カテゴリ)\s*:", re.IGNORECASE)
"""The namespace of categories: such a link shows nothing."""
_INTERWIKI: Final = re.compile(
    r"((?:w:)?[a-z]{2,3}|simple|wikt|wiktionary|commons|c|d|wikidata|s|wikisource|q|voy|species|meta|m)\s*:\s*(?=\S)"
)
_INVALID: Final = re.compile(r"[\[\]{}<>|\n]")
_NOT_IN_TITLES: Final = frozenset(("template", "argument", "link", "newline", "tag", "extension"))


class Brackets(NamedTuple):
    """A link's title, and its label where it has one."""

    title: str
    label: Argument | None


def brackets(text: str, node: Node) -> Brackets | None:
    """The two halves of a link, None where the brackets make no link. ``{{!}}`` parts them as a pipe does."""
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
    if any(inner.kind in _NOT_IN_TITLES for inner in nodes):
        return None
    title = html.unescape(without_comments(text, start, end, nodes)) if nodes else text[start:end]
    title = " ".join(title.replace("_", " ").split())
    return Brackets(title, label) if valid(title) else None


def valid(title: str) -> bool:
    """Whether a page can have this title."""
    return bool(title) and _INVALID.search(title) is None


def link_to(title: str) -> Link:
    """The link that a title makes: page, section and wiki."""
    title = title.removeprefix(":").strip()
    wiki = ""
    foreign = _INTERWIKI.match(title)
    if foreign is not None:
        wiki = foreign[1]
        title = title[foreign.end() :]
    page, _, section = title.partition("#")
    return Link(target=page.strip(), section=section.strip(), wiki=wiki)


def holds_bracket(text: str, node: Node) -> bool:
    """Whether a link's words hold a bracket that a third one behind the link closes: `[[A|B [C]]]` says `B [C]`."""
    return len(node.parts) > 1 and "[" in text[node.parts[1].start : node.parts[-1].end]
