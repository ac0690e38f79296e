"""What a reader sees of a page's HTML, and how two views differ."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, NamedTuple

from lxml import html
from lxml.html import HtmlElement

_LINES: Final = frozenset(
    ("address", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "h2", "h3", "hr", "li", "ol", "p", "pre", "table",
     "td", "th", "tr", "ul")
)  # fmt: skip
"""Elements that begin and end a line."""
_STYLES: Final = frozenset(("b", "big", "center", "code", "del", "em", "i", "s", "small", "strike", "strong", "sub", "sup", "tt", "u"))
_SAME: Final = {"strike": "s", "del": "s", "tt": "code", "strong": "b", "em": "i"}
"""Elements that look like others."""
_WORD: Final = re.compile(r"\w+")


class View(NamedTuple):
    """The lines, each with the depth of its list and without white space at its ends; the links with their words; the styled words."""

    lines: list[str]
    links: list[tuple[str, str]]
    styles: list[tuple[str, str]]


def view(source: str) -> View:
    """What a reader sees of HTML."""
    root = html.fragment_fromstring(source, create_parent="section")
    pieces: list[str] = []
    _write(root, pieces, 0)
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\n")]
    links = [(each.get("href", ""), _text(each)) for each in root.iter("a") if not _is_missing_template(each)]
    styles = [(_SAME.get(str(each.tag), str(each.tag)), _text(each)) for each in root.iter() if each.tag in _STYLES and _text(each)]
    return View([line for line in lines if line.strip("• ")], links, styles)


def _is_missing_template(element: HtmlElement) -> bool:
    """Whether an element stands for a template that the wiki does not have."""
    return element.tag == "a" and element.get("class") == "new" and "Template:" in element.get("title", "")


def _write(element: HtmlElement, pieces: list[str], depth: int) -> None:
    if _is_missing_template(element):
        return
    line = element.tag in _LINES
    deeper = depth + (element.tag in ("ul", "ol", "dl"))
    if line:
        pieces.append("\n")
    if element.tag in ("li", "dd", "dt"):
        pieces.append("•" * depth + " ")
    pieces.append((element.text or "").replace("\n", " ") if isinstance(element.tag, str) else "")
    for child in element:
        _write(child, pieces, deeper)
        pieces.append((child.tail or "").replace("\n", " "))
    if line:
        pieces.append("\n")


def _text(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def differences(one: View, other: View) -> set[str]:
    """How two views differ: `words lost`, `words added`, `signs` (neither words nor blanks), `order`, `lines`, `links`, `styles`."""
    before, after = ("\n".join(each.lines) for each in (one, other))
    words = [_WORD.findall(text) for text in (before, after)]
    counted = [Counter(each) for each in words]
    found = set()
    if counted[0] - counted[1]:
        found.add("words lost")
    if counted[1] - counted[0]:
        found.add("words added")
    if not found and words[0] != words[1]:
        found.add("order")
    if Counter(_signs(before)) != Counter(_signs(after)):
        found.add("signs")
    if not found and before != after:
        found.add("lines")
    if one.links != other.links:
        found.add("links")
    if one.styles != other.styles:
        found.add("styles")
    return found


def _signs(text: str) -> str:
    return "".join(sign for sign in _WORD.sub("", text) if not sign.isspace() and sign != "•")
