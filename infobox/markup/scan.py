"""Where templates, links, tags and comments begin and end: exact spans, in linear time.

The rules are those of MediaWiki's preprocessor (``Preprocessor_Hash``): a stack of open braces and brackets in which only the
topmost can be closed, runs of braces matched as three or two, comments removed first, and the content of extension tags
(``<ref>``, ``<nowiki>`` …) isolated from everything outside. This module does not know what templates mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Final, Literal

from msgspec import Struct

NodeKind = Literal["template", "argument", "link", "comment", "extension", "tag", "quote", "newline", "entity", "url", "url end", "cell"]

HIDING: Final = frozenset(
    "nowiki pre syntaxhighlight source math chem ce score timeline templatedata graph hiero inputbox mapframe maplink".split()
)
"""Extension tags whose content is shown as it stands, or not at all: no template is called there."""

EXTENSIONS: Final = HIDING | frozenset(
    "ref references gallery poem templatestyles section indicator imagemap charinsert categorytree phonos".split()
)
"""Tags whose content the preprocessor ignores (the extensions of the Wikipedias)."""

TRANSCLUSION: Final = frozenset("noinclude includeonly onlyinclude".split())
"""Tags that only control transclusion."""

HTML: Final = TRANSCLUSION | frozenset(
    (
        "abbr b bdi bdo big blockquote br caption center cite code data dd del dfn div dl dt em font h1 h2 h3 h4 h5 h6 hr i ins kbd li "
        "link mark meta ol p q rb rp rt rtc ruby s samp small span strike strong sub sup table td th time tr tt u ul var wbr"
    ).split()
)
"""Tags that MediaWiki passes on, and those that control transclusion; any other ``<x>`` is text."""

# Each alternative begins with a letter of its own: text without any of these is passed quickly.
# A pipe takes the name after it, and its equals sign, along.
_TOKEN: Final = re.compile(r"\{\{+|\}\}+|\[\[*|\]\]*|\|(?:[^|=\n{}\[\]<'&]*+=)?|=|\n|<(?=[!/A-Za-z])|''+|&(?=[#A-Za-z])")
_MARKS: Final[dict[str, NodeKind]] = {"\n": "newline", "'": "quote"}
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:[\s/][^<>]*)?)>")
_TAG_NAME: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>])")
_URL: Final = re.compile(r"\[((?:https?:|ftp:)?//[^\s\[\]<>\"{}|]+|mailto:[^\s\[\]<>\"{}|]+)")
_REF: Final = re.compile(r"<ref(?=[\s>])", re.IGNORECASE)
_CLOSES: Final = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in EXTENSIONS}
_LONGEST_HIDING: Final = max(map(len, HIDING)) + len("<>")
_HIDDEN: Final = re.compile(rf"<!--|<({'|'.join(sorted(HIDING))})(?=[\s/>])", re.IGNORECASE)


class Part(Struct, eq=False):
    """The text between two pipes of a template or link; `equals` is the place of its first ``=`` outside nested constructs (-1: none)."""

    start: int
    end: int
    equals: int
    nodes: list[Node]


class Node(Struct, eq=False):
    """Anything in wikitext except plain text: `kind`, and the half-open span `start`, `end`.

    `name` is the lower-case name of a tag or extension, `closing` true for ``</x>``; `parts` are those of a template, argument or
    link; `inner`, which only extensions have, is the span of their content (empty at `end` for ``<ref />``). A `cell` is what begins or
    ends a table cell.
    """

    kind: NodeKind
    start: int
    end: int
    name: str = ""
    parts: list[Part] = []
    closing: bool = False
    inner: tuple[int, int] = (0, 0)


class _Frame(Struct, eq=False):
    """Open braces or brackets."""

    char: str
    count: int
    start: int
    part_start: int
    equals: int = -1
    nodes: list[Node] = []
    parts: list[Part] = []
    urls: int = 0


def parse(text: str, start: int = 0, end: int | None = None) -> list[Node]:
    """The nodes of `text[start:end]`, in order; what lies between them is plain text.

    Time and memory are linear in the length. Braces and brackets that are never closed are plain text; their content is not.
    """
    machine = _Machine(text, len(text) if end is None else end)
    root = machine.run(start)
    _merge(machine.stack, root)
    return root.nodes


def _merge(frames: list[_Frame], below: _Frame) -> None:
    """Turn what was never closed into text; its nodes move, in order, to the frame below it."""
    for frame in frames:
        for part in frame.parts:
            below.nodes.extend(part.nodes)
        below.nodes.extend(frame.nodes)


class _Machine(Struct, eq=False):
    """One pass over a text up to `end`. `absent` are the closing tags that do not occur any more: later passes share them."""

    text: str
    end: int
    absent: set[str] = set()
    lenient: bool = False
    stop_when_closed: bool = False
    on_braces: Callable[[Node], None] | None = None
    stack: list[_Frame] = []
    reached_end: bool = False

    def run(self, start: int) -> _Frame:
        """Read from `start` on; return what lies outside all braces and brackets. What is still open stays on the stack."""
        text, end = self.text, self.end
        search = _TOKEN.search
        root = top = _Frame("", 0, start, start)
        stack = self.stack
        position = start
        while (match := search(text, position, end)) is not None:
            at, position = match.span()
            char = text[at]
            if char == "|":
                if top.char:
                    top.parts.append(Part(top.part_start, at, top.equals, top.nodes))
                    top.part_start = at + 1
                    top.equals = position - 1 if position > at + 1 and top.char == "{" else -1
                    top.nodes = []
                    top.urls = 0
            elif char == "=":
                if top.equals < 0 and top.char == "{":
                    top.equals = at
            elif char in _MARKS:
                top.nodes.append(Node(_MARKS[char], at, position))
            elif char == "{" or (char == "[" and position - at == 2):
                top = _Frame(char, position - at, at, position)
                stack.append(top)
            elif char == "[":
                position, top = self._brackets(at, position, top)
            elif char in "}]":
                position, top = self._close(at, position, char, stack, root)
                if self.stop_when_closed and not stack:
                    break
            elif (node := self._entity(at) if char == "&" else self._angle(at)) is not None:
                position = node.end
                top.nodes.append(node)
        else:
            self.reached_end = True
        return root

    def _brackets(self, at: int, position: int, top: _Frame) -> tuple[int, _Frame]:
        """Open a link with one bracket, or with more than two; return the place after it and the frame that is open then."""
        url = _URL.match(self.text, position - 1, self.end)
        count = position - at - (url is not None)
        if count >= 2:
            top = _Frame("[", count, at, at + count)
            self.stack.append(top)
        if url is None:
            return position, top
        top.nodes.append(Node("url", position - 1, url.end(), url.group(1)))
        top.urls += 1
        return url.end(), top

    def _close(self, at: int, position: int, char: str, stack: list[_Frame], root: _Frame) -> tuple[int, _Frame]:
        opening = "{" if char == "}" else "["
        length = position - at
        if self.lenient and char == "}" and length >= 2:
            self._drop_links(stack, root)
        top = stack[-1] if stack else root
        if char == "]" and top.urls and (top.char != "[" or length % 2 == 1):
            # The bracket of `[https://… words]` is the first of the run.
            top.urls -= 1
            top.nodes.append(Node("url end", at, at + 1))
            at += 1
            length -= 1
        while length >= 2 and top.char == opening:
            count = 3 if opening == "{" and length >= 3 and top.count >= 3 else 2
            top.parts.append(Part(top.part_start, at, top.equals, top.nodes))
            kind: NodeKind = "link" if opening == "[" else "template" if count == 2 else "argument"
            node = Node(kind, top.start + top.count - count, at + count, "", top.parts)
            stack.pop()
            if self.on_braces is not None and opening == "{":
                self.on_braces(node)
            at += count
            length -= count
            left = top.count - count
            if left >= 2:
                top = _Frame(opening, left, top.start, top.start + left, nodes=[node])
                stack.append(top)
            else:
                top = stack[-1] if stack else root
                top.nodes.append(node)
            if self.stop_when_closed and not stack:
                break
        return position, top

    def _drop_links(self, stack: list[_Frame], root: _Frame) -> None:
        """Discard open links above the topmost open template: they cannot reach beyond it."""
        keep = len(stack)
        while keep and stack[keep - 1].char == "[":
            keep -= 1
        if keep == 0 or keep == len(stack):
            return
        _merge(stack[keep:], stack[keep - 1])
        del stack[keep:]

    def _entity(self, at: int) -> Node | None:
        entity = _ENTITY.match(self.text, at, self.end)
        return Node("entity", at, entity.end()) if entity is not None else None

    def _angle(self, at: int) -> Node | None:
        """The comment or tag that begins at `at`, or None if the ``<`` is text."""
        text, end = self.text, self.end
        if text.startswith("<!--", at, end):
            close = text.find("-->", at + 4, end)
            return Node("comment", at, end if close < 0 else close + 3)
        named = _TAG_NAME.match(text, at, end)
        if named is None:
            return None
        name = named.group(1).lower()
        closing = text[at + 1] == "/"
        if name in EXTENSIONS and not closing:
            return self._extension(at, named.end(), name)
        if name not in HTML:
            return None
        tag = _TAG.match(text, at, end)
        return Node("tag", at, tag.end(), name, closing=closing) if tag is not None else None

    def _extension(self, at: int, attributes: int, name: str) -> Node | None:
        text, end = self.text, self.end
        open_end = text.find(">", attributes, end) if ">" not in self.absent else -1
        if open_end < 0:
            self.absent.add(">")
            return None
        if text[open_end - 1] == "/":
            return Node("extension", at, open_end + 1, name, inner=(open_end + 1, open_end + 1))
        if name in self.absent:
            return None
        if self.lenient and name == "ref":
            following = _REF.search(text, open_end, end)
            if following is not None and _CLOSES[name].search(text, open_end, following.start()) is None:
                # References do not nest: this one was never closed, so it is text, as it would be without the other's end.
                return None
        close = _CLOSES[name].search(text, open_end + 1, end)
        if close is None:
            self.absent.add(name)
            return None
        return Node("extension", at, close.end(), name, inner=(open_end + 1, close.start()))


def without_comments(text: str, start: int, end: int, nodes: list[Node], kinds: Collection[str] = ("comment",)) -> str:
    """`text[start:end]` without the comments among `nodes`, or without the nodes of other kinds."""
    if not nodes or nodes[0].start >= end:
        return text[start:end]
    pieces = []
    for node in nodes:
        if node.kind in kinds and start <= node.start < end:
            pieces.append(text[start : node.start])
            start = node.end
    pieces.append(text[start:end])
    return "".join(pieces)


def template_name(text: str, node: Node, most: int | None = None) -> str:
    """The name of a template call: without comments, underscores as spaces, white space folded. With `most`, at most as many characters
    are looked at: a name that is computed may hold any number of other templates.
    """
    part = node.parts[0]
    if not part.nodes:
        name = text[part.start : part.end]
    elif most is None:
        name = without_comments(text, part.start, part.end, part.nodes)
    else:
        comments = sum(inner.end - inner.start for inner in part.nodes if inner.kind == "comment")
        name = without_comments(text, part.start, min(part.end, part.start + most + comments), part.nodes)
    return " ".join(name.replace("_", " ").split())


def hidden_spans(text: str, end: int) -> Iterator[tuple[int, int, bool]]:
    """Spans before `end` in which no template is called: comments, and the tags of `HIDING`; the flag is true for comments."""
    absent: set[str] = set()
    position = 0
    while (match := _HIDDEN.search(text, position, end + _LONGEST_HIDING)) is not None and match.start() < end:
        name = (match[1] or "").lower()
        position = match.end()
        if not name:
            close = text.find("-->", position)
            position = len(text) if close < 0 else close + 3
            yield match.start(), position, True
        elif name not in absent:
            open_end = text.find(">", position)
            if open_end > 0 and text[open_end - 1] == "/":
                position = open_end + 1
            elif open_end > 0 and (found := _CLOSES[name].search(text, open_end)) is not None:
                position = found.end()
                yield match.start(), position, False
            else:
                absent.add(name)


def templates_at(text: str, openings: Collection[int], *, lenient: bool = False) -> dict[int, Node]:
    """The templates whose name begins at one of `openings` (the place after the last brace), by opening.

    One pass from the first opening as far as needed. An opening that is never closed is missing from the result. With `lenient`
    a ``}}`` closes the nearest open template even if a link is open in between, which MediaWiki does not do.
    """
    found: dict[int, Node] = {}
    wanted = set(openings)
    others: set[int] = set()
    absent: set[str] = set()

    def keep(node: Node) -> None:
        opening = node.parts[0].start
        if opening in wanted and node.kind == "template":
            found[opening] = node
        elif opening in wanted:
            others.add(opening)  # three braces are no template, from wherever they are read

    for opening in sorted(wanted):
        if opening in found or opening in others:
            continue
        run = opening
        while run and text[run - 1] == "{":
            run -= 1
        machine = _Machine(text, len(text), absent, lenient, stop_when_closed=True, on_braces=keep)
        machine.run(run)
        if machine.reached_end:
            # This pass has also seen everything that closes after this.
            break
    return found


def open_template(text: str, opening: int, end: int) -> Node | None:
    """The template whose name begins at `opening`, as if the page ended at `end`; it is closed there at the latest."""
    run = opening
    while run and text[run - 1] == "{":
        run -= 1
    closed: list[Node] = []

    def keep(node: Node) -> None:
        if node.parts[0].start == opening and node.kind == "template":
            closed.append(node)

    machine = _Machine(text, end, lenient=True, on_braces=keep)
    machine.run(run)
    if closed:
        # Its braces were hidden in a tag that another one after `end` closes.
        return closed[0]
    frames = machine.stack
    if not frames or frames[0].start != run:
        return None
    frame = frames[0]
    _merge(frames[1:], frame)
    parts = [*frame.parts, Part(frame.part_start, end, frame.equals, frame.nodes)]
    return Node("template", frame.start + frame.count - 2, end, "", parts)
