"""Where the infoboxes of a page stand, and their parameters: exact spans, MediaWiki's own rules."""

from __future__ import annotations

import bisect
import functools
import re
from typing import Final, NamedTuple

from infobox import templates
from infobox.language import namespaces
from infobox.language.concepts import CATEGORY, FILE, TEMPLATE
from infobox.wikitext.line_ends import without_lone_returns
from infobox.wikitext.scan import Node, hidden_spans, open_template, template_name, templates_at, without_comments


class Parameter(NamedTuple):
    """One parameter as it stands in the page.

    `name` is the name the record knows it by (its canonical one, or as written), `written` the one on the page; `start` the place
    of the pipe, `value_start` and `value_end` the value with the white space around it, `nodes` what the value holds.
    """

    name: str
    written: str
    start: int
    value_start: int
    value_end: int
    nodes: list[Node]
    positional: bool


class Box(NamedTuple):
    """One infobox of a page: half-open span, name as written, language, parameters in order.

    `closed` is false where the page never closes it as MediaWiki wants it, and the end is a guess.
    """

    name: str
    language: str
    start: int
    end: int
    parameters: list[Parameter]
    closed: bool


_OPENING: Final = re.compile(r"\{\{+([^{}|<]*)")
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_NAME_REST: Final = re.compile(r"[^{}|<]*")


def find(text: str) -> list[Box]:
    """The infoboxes of a page's wikitext, in page order.

    None is found in comments, ``<nowiki>``, ``<pre>`` and the like. Linear in the length of the text.
    """
    text = without_lone_returns(text)
    openings = _openings(text)
    if not openings:
        return []
    nodes = templates_at(text, openings)
    missing = [opening for opening in openings if opening not in nodes]
    loose = templates_at(text, missing, lenient=True) if missing else {}
    boxes: list[Box] = []
    reached = 0
    for opening, following in zip(openings, [*openings[1:], len(text)], strict=True):
        node = nodes.get(opening) or loose.get(opening)
        if node is None and opening >= reached:
            reached = _end_of_unclosed(text, opening, following)
            node = open_template(text, opening, reached)
        box = _box(text, node, closed=opening in nodes) if node is not None else None
        if box is not None:
            boxes.append(box)
    boxes.sort(key=lambda box: box.start)
    return boxes


def first_name(text: str) -> int | None:
    """Where the first name of an infobox stands behind braces, shown or not; None where there is none."""
    candidates, commented = _named(text)
    if commented:
        candidates += _with_comments(text, commented, {match.start(): match.end() for match in _COMMENT.finditer(text)})
    return min(candidates, default=None)


_PROSE: Final = re.compile(rf"\n(?=[ \t]*(?:\'\'\'|==|\[\[(?i:{namespaces.pattern(CATEGORY, FILE)}):))")


def _end_of_unclosed(text: str, opening: int, following: int) -> int:
    """Where an infobox that is never closed is taken to end: before the prose, or before the `following` infobox."""
    match = _PROSE.search(text, opening, following)
    if match is not None:
        return match.start()
    return text.rindex("{{", opening, following) if following < len(text) else following


def _openings(text: str) -> list[int]:
    """Places behind the braces of what may be an infobox: the beginnings of its name."""
    candidates, commented = _named(text)
    if not candidates and not commented:
        return []
    hidden = list(hidden_spans(text, max([*candidates, *(end + 1 for _, end in commented)])))
    comment_ends = {start: end for start, end, comment in hidden if comment}
    candidates += _with_comments(text, commented, comment_ends)
    starts = [start for start, _, _ in hidden]

    def shown(place: int) -> bool:
        # A comment that begins where the name would is the name's own.
        index = bisect.bisect_left(starts, place) - 1
        return index < 0 or place >= hidden[index][1]

    return sorted(place for place in candidates if shown(place))


def _named(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Places of names of the infobox behind braces, hidden ones too, and the spans of what a comment cuts short."""
    candidates: list[int] = []
    commented: list[tuple[int, int]] = []
    for match in _OPENING.finditer(text):
        if text.startswith("<!--", match.end()):
            commented.append(match.span(1))
        elif _language(match[1]) is not None:
            candidates.append(match.start(1))
    return candidates, commented


def _with_comments(text: str, commented: list[tuple[int, int]], comment_ends: dict[int, int]) -> list[int]:
    """Those of the names with comments in them that are the infobox's."""
    return [start for start, end in commented if _language(_commented_name(text, start, end, comment_ends)) is not None]


def _commented_name(text: str, start: int, end: int, comment_ends: dict[int, int]) -> str:
    """A name with comments in it, without them. `end` is where the first begins."""
    pieces = [text[start:end]]
    while end in comment_ends:
        rest = _NAME_REST.match(text, comment_ends[end])
        if rest is None:
            break
        pieces.append(rest.group())
        end = rest.end()
    return "".join(pieces)


def _box(text: str, node: Node, *, closed: bool) -> Box | None:
    name = template_name(text, node)
    language = _language(name)
    if language is None:
        return None
    return Box(name, language, node.start, node.end, _parameters(text, node, language, module=name[:1] == "#"), closed)


def names_of(name: str) -> str:
    """The key of the names of the infobox called `name` (see `templates.Parameters`); those of English where it is no infobox."""
    return _language(name) or "en"


def _language(name: str) -> str | None:
    """The key of the names of the infobox called `name` (see `templates.Parameters`), or None where it is no infobox."""
    if len(name) > _LONGEST and len(name := name.strip()) > _LONGEST:
        return None
    return _known_language(name)


@functools.lru_cache(maxsize=1000)
def _known_language(name: str) -> str | None:
    """The same for a name that is no longer than names are: a page calls the same templates again and again."""
    name = " ".join(name.replace("_", " ").split())
    head, colon, rest = name.partition(":")
    found = templates.parameters().boxes.get(templates.fold(name))
    if found is not None or not colon:
        return found
    head, rest = head.strip().lower(), rest.strip()
    if head == "#invoke":
        return templates.parameters().modules.get(templates.fold(rest))
    return templates.parameters().boxes.get(templates.fold(rest)) if head in namespaces.names(TEMPLATE) else None


_LONGEST: Final = 200
"""No name is longer, white space included."""


def _parameters(text: str, node: Node, language: str, *, module: bool) -> list[Parameter]:
    found: list[Parameter] = []
    number = 0
    parts = node.parts[2:] if module else node.parts[1:]
    for part in parts:
        if part.equals < 0:
            number += 1
            found.append(Parameter(str(number), str(number), part.start - 1, part.start, part.end, part.nodes, True))
            continue
        if part.nodes and part.nodes[0].start < part.equals:
            written = without_comments(text, part.start, part.equals, part.nodes).strip()
            nodes = [inner for inner in part.nodes if inner.start > part.equals]
        else:
            written = text[part.start : part.equals].strip()
            nodes = part.nodes
        name = templates.parameter_name(written, language)
        found.append(Parameter(name, written, part.start - 1, part.equals + 1, part.end, nodes, False))
    return found
