"""Addresses of the web in brackets that make no link of them, or not the link that was meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import Final

from infobox.checks.findings import Hit, edited, quoted
from infobox.checks.shared.hidden import HIDING, Coverage, hidden_parts
from infobox.checks.shared.limits import MANY
from infobox.checks.subject import Place, Subject
from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.markup import titles
from infobox.markup.scan import Node, NodeKind

_ADDRESS: Final = r"(?:[Hh][Tt][Tt][Pp][Ss]?:)?//[^\s\[\]<>\"{}|]+"
# These begin with a bracket or pipe as it stands, which is quickly found.
_AS_TITLE: Final = re.compile(rf"\[\[\s*{_ADDRESS}")
_AS_LABEL: Final = re.compile(rf"\|\s*{_ADDRESS}\s*\]\]")
_AFTER_PIPE: Final = re.compile(rf"\[{_ADDRESS}[ ]*\|")
_LABEL: Final = re.compile(r"[ ]*+\|[ ]*+([^\[\]{}|=<>\n]*[^\[\]{}|=<>\s])[ ]*\]")
_WORD: Final = re.compile(r"[\"“'‘(]*([^\W\d_]+(?:[.'’-][^\W\d_]+)*)[,.:;'’\"”)]*(?:\s|\])")
"""A word: what comes after a pipe in an address is none as a rule."""
_WORDS_FIRST: Final = re.compile(rf"\[(?<!\[\[)(?!{_ADDRESS})([^\[\]{{}}|<>=\n]{{0,100}}?[^\[\]{{}}|<>=\s])\s+({_ADDRESS})[ ]*\](?!\])")
_OWN_PAGE: Final = re.compile(r"(?:https?:)?//(?!www\.)([\w-]+)(?:\.m)?\.wikipedia\.org/wiki/([^?\s]+)", re.IGNORECASE)


def misplaced_addresses(subject: Subject) -> list[Hit]:
    """The findings about addresses in brackets of the wrong kind or order, the first hundred of each kind. Call it through
    `Subject.once`.
    """
    words = subject.wikitext
    found: list[Hit] = []
    if "//" not in words or "[" not in words:
        return found
    if _AS_TITLE.search(words) is not None or _AS_LABEL.search(words) is not None:
        found += islice((hit for place in _nodes(subject, "link") if (hit := _link_to_address(subject, place.node)) is not None), MANY)
    if _AFTER_PIPE.search(words) is not None:
        cited = {id(place.node) for place in subject.cited.get("url", ())}
        urls = (place.node for place in _nodes(subject, "url"))
        found += islice((hit for node in urls if (hit := _with_pipe(subject, node, cited=id(node) in cited)) is not None), MANY)
    found += islice(_words_first(subject), MANY)
    return found


def _nodes(subject: Subject, kind: NodeKind) -> list[Place]:
    return [*subject.places.get(kind, ()), *subject.cited.get(kind, ())]


def _link_to_address(subject: Subject, node: Node) -> Hit | None:
    """The finding about a link in double brackets that has an address for its title or for its label."""
    text = subject.text
    held = titles.address(text, node)
    if held is not None and "//" in held[0]:
        address, label = held[0], text[held[1].start : held[1].end]
        good = _link(subject, address, label)
        message = f"an address makes no link in double brackets, and readers see a bracket on each side; write {quoted(good)}"
        simple = not any(part.nodes for part in node.parts)
        return Hit(node.start, node.end, message, edited(node.start, node.end, good) if simple else None)
    if len(node.parts) != 2 or node.parts[0].nodes or node.parts[1].nodes:
        return None
    title, label = (text[part.start : part.end].strip() for part in node.parts)
    match = titles.ADDRESS.fullmatch(label)
    if match is None or not title or "//" not in label:
        return None
    good = f"[{label} {title}]"
    message = f"this links to the page {quoted(title)}, not to the address after the pipe; write {quoted(good)}, or the page alone"
    return Hit(node.start, node.end, message, edited(node.start, node.end, good, safe=False))


def _with_pipe(subject: Subject, node: Node, *, cited: bool) -> Hit | None:
    """The finding about an external link with a pipe between address and words. In a reference, the pipe may be a part of the address."""
    text = subject.text
    match = _LABEL.match(text, node.end)
    if match is None or (cited and not (text[node.end] == "|" and _is_label(text, node, match.start(1), match[1]))):
        return None
    good = _link(subject, node.name, match[1])
    message = f"a pipe after an address becomes a part of it or cuts the value; write {quoted(good)}"
    return Hit(node.start, match.end(), message, edited(node.start, match.end(), good))


def _is_label(text: str, node: Node, start: int, label: str) -> bool:
    """Whether what comes after a pipe is words, not the rest of the address. Queries have pipes too: there, it must look like a title."""
    word = _WORD.match(text, start)
    return word is not None and ("?" not in node.name or (" " in label and not word[1][0].islower()))


class _Mentions:
    """The words before an address that is only mentioned: `[available at https://…]`."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.joins.of(concepts.OPEN_END)
        self.known = bool(words)
        self.end = re.compile(rf"(?:[:,;(]|\b{any_of(words | lexicon.checks.of(concepts.BEFORE_ADDRESS))}\.?)\s*\Z", re.IGNORECASE)


def _words_first(subject: Subject) -> Iterator[Hit]:
    """The findings about single brackets with words before the address. In a reference, it may be only mentioned."""
    text, box = subject.text, subject.box
    mentions = subject.lexicon.grammar(_Mentions)
    for match in _WORDS_FIRST.finditer(text, box.start, box.end):
        start, end = match.span()
        if subject.once(hidden_parts).holds(start):
            likely = _is_reference(text, start, end) or mentions.known
            if not likely or not subject.once(_Shown).holds(start) or mentions.end.search(match[1]):
                continue
        good = f"[{match[2]} {match[1].strip()}]"
        message = f"in an external link, the address comes first; write {quoted(good)}"
        yield Hit(start, end, message, edited(start, end, good, safe=False))


def _is_reference(text: str, start: int, end: int) -> bool:
    """Whether a span is the whole of a reference."""
    opening = text.rfind("<", 0, start)
    return text.startswith("<ref", opening) and text.find(">", opening, start) == start - 1 and text.startswith("</ref", end)


class _Shown:
    """The words of references, without what is hidden in them."""

    def __init__(self, subject: Subject) -> None:
        references = (place.node for place in subject.places.get("extension", ()) if place.node.name == "ref")
        self._references = sorted(node.inner for node in references)
        self._hiding = Coverage(place.node for kind in HIDING for place in subject.cited.get(kind, ()))

    def holds(self, at: int) -> bool:
        """Whether a place is in these words."""
        number = bisect_right(self._references, (at, 1 << 62)) - 1
        return number >= 0 and at < self._references[number][1] and not self._hiding.holds(at)


def _link(subject: Subject, address: str, label: str) -> str:
    """The link to an address; if that is a page of Wikipedia, the link to the page."""
    own = _OWN_PAGE.fullmatch(address)
    title = titles.decoded(own[2]) if own is not None else ""
    if own is None or not titles.is_possible(title) or (":" in title and ": " not in title):
        return f"[{address} {label}]" if label else f"[{address}]"
    language = own[1].lower()
    target = title if language == subject.reading.language else f":{language}:{title}"
    return f"[[{target}|{label}]]" if label and label != target else f"[[{target}]]"
