"""One value read into lines: visible text, links, flags, fates, references and notes, each with its place."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Final

from infobox.display import kinds, links, unknown
from infobox.display.building import Builder
from infobox.display.calls import called
from infobox.display.lines import SMALL, Block, Line
from infobox.language.lexicon import Lexicon
from infobox.markup import hiding, tables, titles
from infobox.markup.arguments import Argument, Arguments, trimmed
from infobox.markup.scan import TRANSCLUSION, Node, parse
from infobox.markup.shown import seen
from infobox.record import Fate, Flag, Link, Reference, Unresolved
from infobox.templates import Meaning, meaning

MAX_DEPTH: Final = 24
"""Templates nested deeper than this are kept as written: MediaWiki itself stops at 40."""

_TRAIL: Final = re.compile(r"[a-z]+")
# A value without a closing quote runs to the end of the tag.
_ATTRIBUTE: Final = re.compile(r"(?<![^\s/>=\"'])([^\s/>=\"']++)\s*+=\s*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^\s>]*+))")
_BLOCK_TAGS: Final = frozenset("p blockquote table tr td th caption dl dd dt h1 h2 h3 h4 h5 h6".split())
_IN_LINE: Final = frozenset(("template", "link", "tag", "extension", "quote", "entity", "url", "argument"))
"""Markup that belongs to the line that it begins, or stands on."""
_LONGEST_MARK: Final = 12
"""Words of this length or more are not a mark of a fate."""
_LONGEST_MARKUP: Final = 100
"""Longer wikitext is not such a mark with its markup."""
_SHORTEST_HIDING: Final = len("<i style=display:none")
_VOID: Final = frozenset(("br", "hr", "wbr", "link", "meta"))
"""Tags that hold nothing."""
_URL_STOPS: Final = ("url end", "newline")
_KEPT_WHOLE: Final = frozenset(("reference", "citation", "note", "tag", "remark", "navigation"))
"""Kinds of templates that the record keeps as they are written."""


FateOf = Callable[[str, str, Lexicon], Fate | None]
_MARKUP: Final = re.compile(r"[\[{<&]|''")


class Reader(Builder):
    """Reads values of one page; `unresolved` collects templates of unknown meaning, in order: name, span, and the values that are not
    shown (None: all of them); `passed` collects those found inside another template's words, until that template is read; `unread`
    collects what else a reader sees and the lines lack: span, and what it is.

    `fate_of` gives the fate that the words of a link or tooltip mark, by the page or words that explain them; `home` is the language
    code of the page's Wikipedia: links with this prefix lead to the same wiki. `called` is the name of the last template; `coordinates`
    holds each ``{{coord}}`` of the last value, with its arguments and its words; coordinates become words only if `shows_coordinates` is
    set.
    """

    def __init__(self, source: str, lexicon: Lexicon, *, fate_of: FateOf = lambda title, words, lexicon: None, home: str = "en") -> None:
        super().__init__(lexicon)
        self.fate_of = fate_of
        self.source = source
        self.home = home
        self.unresolved: list[tuple[str, int, int, str | None]] = []
        self.unread: list[tuple[int, int, str]] = []
        self.passed: list[Unresolved] = []
        self.coordinates: list[tuple[Node, Arguments, str]] = []
        self.shows_coordinates = False
        self.called = ""
        self._value_read: Argument | None = None
        self._last_newline = -1
        self.tip: tuple[str, Line | None, int] = ("", None, 0)
        self.tabled = False
        self._depth = 0

    def read(self, start: int, end: int, nodes: list[Node], *, line_start: bool = True, lists: bool = False) -> Block:
        """The lines of `source[start:end]`. `line_start`: whether the value begins a line, so that it may begin with a list; `lists`:
        whether it is a value of lines, not of words.
        """
        self.reset()
        self.passed = []
        self.at_start = line_start
        self.lists = lists
        argument = trimmed(self.source, start, end, nodes)
        self._value_read, self._last_newline = argument, -1
        self._value(argument)
        block = self.block
        if self.orphans:
            lines = every_line(block)
            if not lines:
                line = Line(0, argument.start, self.lexicon)
                line.finish()
                lines = [line]
                block.entries += lines
            # What stands after a list belongs to its last line.
            lines[-1].end = argument.end
            self.take_orphans(lines[-1])
        return block

    def is_last_newline(self, place: int) -> bool:
        """Whether the last line of a value of lines begins at `place`; comments do not count as a line."""
        value = self._value_read
        if not self.lists or value is None:
            return False
        if self._last_newline < 0:
            self._last_newline = self._find_last_newline(value)
        return place == self._last_newline

    def _find_last_newline(self, value: Argument) -> int:
        found, end = value.end, value.end
        content = comment = False
        for node in reversed(value.nodes):
            content = content or (not self.source[node.end : end].isspace() and node.end < end)
            end = node.start
            if node.kind == "newline":
                if found < value.end and (content or not comment):
                    break
                if content or found < value.end:
                    found = end
                content = comment = False
            elif node.kind == "comment":
                comment = True
            else:
                content = True
        return found

    def plain(self, argument: Argument | None, *, cited: bool = False) -> str:
        """The words of an argument, lines joined by spaces; its references are left out, unless `cited` includes their words."""
        if argument is None:
            return ""
        source = self.source
        if not argument.nodes:
            words = source[argument.start : argument.end]
            return " ".join(words.split()) if words.isascii() and "__" not in words else seen(words)
        inner = Reader(source, self.lexicon, home=self.home)
        inner.unresolved = self.unresolved
        inner.unread = self.unread
        inner._depth = self._depth
        inner._value(argument)
        texts = []
        for line in every_line(inner.block):
            if line.text:
                texts.append(line.text)
            if cited:
                texts += [reference.text for reference in line.references if reference.text]
            self.passed += line.templates
        if cited:
            texts += [orphan.text for orphan in inner.orphans if orphan.text]
        self.passed += (orphan for orphan in inner.orphans if isinstance(orphan, Unresolved))
        return " ".join(texts)

    def words_of(self, start: int, end: int) -> str:
        """The words of a reference's content, which has not been read yet."""
        source = self.source
        piece = source[start:end]
        if self._depth >= MAX_DEPTH or not _MARKUP.search(piece):
            return seen(piece)
        passed = len(self.passed)
        words = self.plain(trimmed(source, start, end, parse(source, start, end)), cited=True)
        del self.passed[passed:]  # the reference is kept as written, with everything inside it
        return words

    def _value(self, argument: Argument) -> None:
        self.scope(argument)
        self.finish_line(last=True)

    def scope(self, argument: Argument) -> None:
        """Walk something in which lists may be left open."""
        depth = len(self.blocks)
        outer, self.open_ended = self.open_ended, []
        self.walk(argument.nodes, argument.start, argument.end)
        self.open_ended = outer
        while len(self.blocks) > depth:
            self.close_block()

    def walk(self, nodes: list[Node], start: int, end: int) -> None:
        """Pass everything in `source[start:end]` to the open line, in order."""
        if self._depth >= MAX_DEPTH:
            self.words(self.source[start:end], start)
            return
        self._depth += 1
        source = self.source
        if self.tabled and len(nodes) > 1:
            nodes = tables.with_cells(source, start, end, nodes)
        position = start
        stop: Node | None = None
        closings: dict[int, Node] | None = None
        for index, node in enumerate(nodes):
            begin = node.start
            if begin < position:
                continue
            if begin > position:
                self.words(source[position:begin], position)
            kind = node.kind
            self.place = begin
            position = node.end
            if self.lead < 0 and kind in _IN_LINE and (self.line is None or self.pending):
                self.lead = begin
            if kind == "newline":
                self.newline()
            elif kind == "template":
                self._template(node)
            elif kind == "link":
                if source[position : position + 1] == "]" and position < end and links.ends_in_bracket(source, node):
                    position += 1
                trail = _TRAIL.match(source, position, end)
                self._link(node, position, trail.group() if trail is not None else "")
                if trail is not None:
                    position = trail.end()
            elif kind == "tag":
                if position - begin > _SHORTEST_HIDING and self._hides(node):
                    closings = hiding.closings(nodes) if closings is None else closings
                    position = self._hidden(closings.get(begin), nodes, index, end)
                else:
                    self._tag(node)
            elif kind == "extension":
                self._extension(node)
            elif kind == "quote":
                self.quote(position - begin, begin)
            elif kind == "entity":
                self.entity(source[begin:position], begin)
            elif kind == "comment":
                if self.at_start:
                    self.comment_line = True
            elif kind == "url":
                if stop is None or stop.start < position:
                    # Searched for once for all addresses before it: a page full of them must not be searched repeatedly.
                    stop = next((other for other in _after(nodes, index) if other.kind in _URL_STOPS), None) or Node("newline", end, end)
                position = self._external(node, stop, nodes, index)
            elif kind == "argument":
                self._argument(node)
            elif kind == "cell":
                self.hard_break()
                self.at_start = False
                if node.name == "hidden":
                    position = self._hidden(None, nodes, index, end)
            if kind in _IN_LINE and not self.pending and self.line is not None and self.line.end < position:
                self.line.end = position
        if position < end:
            self.words(source[position:end], position)
        self._depth -= 1

    def _hides(self, node: Node) -> bool:
        if node.closing or node.name in _VOID:
            return False
        attributes = self.source[node.start : node.end - 1]
        return attributes[-1] != "/" and hiding.hides(attributes)

    @staticmethod
    def _hidden(closing: Node | None, nodes: list[Node], index: int, end: int) -> int:
        """Where the content hidden by the node at `index` ends: at its closing tag, at the next cell, or with its line."""
        if closing is not None:
            return closing.end
        return next((node.start for node in _after(nodes, index) if node.kind in ("newline", "cell")), end)

    def open_titled(self, title: Argument | None) -> None:
        """Open a block under a title, which is the first line of the title's content."""
        outer = self.block
        block = self.open_block("titled")
        if title is None or title.end == title.start or block is outer:
            return
        self.at_start = False
        self.scope(title)
        self.finish_line()
        for place, entry in enumerate(block.entries):
            if isinstance(entry, Line):
                block.title = entry
                del block.entries[place]
                return

    def _tag(self, node: Node) -> None:
        name = node.name
        closing = node.closing
        if name not in TRANSCLUSION:
            self.at_start = False
        if name == "br":
            self.line_break()
        elif name == "hr":
            self.rule()
        elif name == "small":
            self.small = max(0, self.small - 1) if closing else self.small + 1
        elif name in ("b", "strong"):
            self.bold_tags = max(0, self.bold_tags - 1) if closing else self.bold_tags + 1
        elif name in ("ul", "ol"):
            self.html_level = max(0, self.html_level - 1) if closing else self.html_level + 1
            self.hard_break()
        elif name == "li":
            if closing:
                self.hard_break()
            elif not self.inline_depth:
                self.lead = -1
                self.open_line(node.end, level=max(1, self.html_level), listed=True)
        elif name in ("div", "center"):
            self.line_break()
        elif name in _BLOCK_TAGS:
            self.hard_break()
        else:
            if name == "abbr" and self.people:
                self._explained(node)
            self.spans = max(0, self.spans - 1) if closing else self.spans + 1

    def _explained(self, node: Node) -> None:
        if not node.closing:
            self.tip = (_attributes(self.source[node.start : node.end]).get("title", ""), *self.capture())
            return
        title, line, count = self.tip
        self.tip = ("", None, 0)
        words = self.captured(line, count) if title else ""
        if words and self.line is not None and self.fate_of(title, words, self.lexicon) is not None:
            del self.line.chunks[count if self.line is line else 0 :]
            self.is_fate(title, words)

    def _extension(self, node: Node) -> None:
        name = node.name
        start, end = node.inner
        if name == "ref":
            attributes = _attributes(self.source[node.start + len("<ref") : start]) if start - node.start > len("<ref>") else {}
            self.add(
                Reference(
                    name=attributes.get("name", ""),
                    group=attributes.get("group", ""),
                    text=self.words_of(start, end) if end > start else "",
                    wikitext=self.source[node.start : node.end],
                )
            )
        elif name in ("nowiki", "pre", "math", "chem", "ce", "syntaxhighlight", "source"):
            self.at_start = False
            self.show(html.unescape(self.source[start:end]))
        elif name in ("poem", "gallery", "phonos") and end > start:
            self.walk(parse(self.source, start, end), start, end)

    def _link(self, node: Node, end: int, trail: str) -> None:
        """A link that ends at `end`, with the letters of its `trail` after it."""
        found = links.brackets(self.source, node)
        if found is None:
            self._broken_link(node, "]" * (end - node.end) + trail)
            return
        title, label = found
        if end > node.end and label is not None:
            label = label._replace(end=label.end + 1)
        if ":" in title:
            image = links.file_name(title)
            if image is not None and title[0] != ":":
                self.flag(Flag(image=image))
                self.show(trail)
                return
            if links.CATEGORY_PREFIX.match(title):
                return
        link = links.link_to(title, self.home)
        self.at_start = False
        if self.people:
            mark = self.short(label) if label is not None else title
            if mark and self.is_fate(link.target, mark + trail):
                return
        line, count = self.capture()
        if label is None or label.start == label.end:
            first = node.parts[0]
            self.words(title.removeprefix(":").strip() + trail, first.start)
        elif not label.nodes:
            self.words(self.source[label.start : label.end] + trail, label.start)
        else:
            small = self.small
            self.inline_depth += 1
            self.walk(label.nodes, label.start, label.end)
            self.inline_depth -= 1
            self.show(trail)
            if self.small != small and self.line is not None:
                # Small print that begins or ends inside a link does not split a name, and does not qualify the line above.
                chunks = self.line.chunks
                self.line.provisional = self.line.provisional if self.line is line else None
                place = count if self.line is line else 0
                chunks[place:] = [(words, style & ~SMALL, at) for words, style, at in chunks[place:]]
        link.text = self.captured_link(line, count)
        opened = self.line or self.open_line(node.start)
        self.attach(link, opened)
        opened.end = max(opened.end, end + len(trail))

    def short(self, words: Argument) -> str:
        """The words of an argument that may be a mark: empty if they are too long. Words that are not a mark are read again."""
        passed = len(self.passed)
        length = words.end - words.start
        shown = self.plain(words) if length < (_LONGEST_MARKUP if words.nodes else _LONGEST_MARK) else ""
        del self.passed[passed:]
        return shown

    def is_fate(self, title: str, words: str) -> bool:
        """Whether words are the mark of a fate that `title` explains: then the line has this fate, and the words are left out."""
        if len(words) >= _LONGEST_MARK or not self.people or (not self.lexicon.understood and any(map(str.isalpha, words))):
            return False
        fate = self.fate_of(title, words, self.lexicon)
        if fate is not None:
            self.fate(fate)
        return fate is not None

    def _broken_link(self, node: Node, trail: str) -> None:
        self.at_start = False
        address = titles.address(self.source, node)
        if address is not None:
            # A link to the web in single brackets; with words, it stands in brackets.
            dressed = address[1].end > address[1].start
            if dressed:
                self.words("[", node.start)
            self._labelled(*address)
            if dressed:
                self.words("]", node.end - 1)
            self.show(trail)
            return
        self.words("[[", node.start)
        for number, part in enumerate(node.parts):
            if number:
                self.words("|", part.start - 1)
            self.walk(part.nodes, part.start, part.end)
        self.words("]]" + trail, node.end - 2)

    def _external(self, node: Node, stop: Node, nodes: list[Node], index: int) -> int:
        """A link to the web, with its label up to `stop` if that is the closing bracket; returns where reading continues."""
        source = self.source
        if stop.kind != "url end":
            self.literal(source[node.start : node.end], node.start)
            return node.end
        inside = list(itertools.takewhile(lambda inner: inner.end <= stop.start, _after(nodes, index)))
        self._labelled(node.name, trimmed(source, node.end, stop.start, inside))
        return stop.end

    def _labelled(self, address: str, label: Argument) -> None:
        link = Link(target=address, external=True)
        if label.end > label.start:
            line, count = self.capture()
            self.inline_depth += 1
            self.walk(label.nodes, label.start, label.end)
            self.inline_depth -= 1
            link.text = self.captured_link(line, count)
        self.attach(link, self.line or self.open_line(self.place))

    def _argument(self, node: Node) -> None:
        if len(node.parts) > 1:
            part = node.parts[1]
            self.walk(part.nodes, part.start, part.end)
        else:
            self.words(self.source[node.start : node.end], node.start)

    def _template(self, node: Node) -> None:
        name, parts = called(self.source, node)
        known = meaning(name)
        self.called = name
        arguments = Arguments(self.source, parts)
        if known is None:
            # What a parser function makes of its arguments is unknown.
            made = name[:1] == "#" and name.endswith(":")
            unknown.show(self, node, name.rstrip(":"), arguments, [] if made else None)
        else:
            kinds.KINDS[known.kind](self, node, known, arguments)
        if self.passed:
            self._keep_passed(known)

    def _keep_passed(self, known: Meaning | None) -> None:
        """Keep the shells of unknown templates found inside another template's words; citations are kept whole."""
        passed, self.passed = self.passed, []
        if known is not None and known.kind in _KEPT_WHOLE:
            return
        for name in dict.fromkeys(template.name for template in passed):
            self.attach(Unresolved(name=name, wikitext=f"{{{{{name}}}}}"), self.line)

    def keep(self, node: Node, name: str) -> None:
        kept = Unresolved(name=name, wikitext=self.source[node.start : node.end])
        self.at_start = False
        self.apart = True
        self.attach(kept, self.line or self.open_line(node.start))

    def styled(self, style: str, argument: Argument) -> None:
        small, bold = style == "small", style == "bold"
        self.spans += 1
        self.small += small
        self.bold_tags += bold
        self.walk(argument.nodes, argument.start, argument.end)
        self.small = max(0, self.small - small)
        self.bold_tags = max(0, self.bold_tags - bold)
        self.spans = max(0, self.spans - 1)


def _after(nodes: list[Node], index: int) -> Iterator[Node]:
    return (nodes[place] for place in range(index + 1, len(nodes)))


def _attributes(tag: str) -> dict[str, str]:
    """The attributes between a tag's name and its end, as MediaWiki reads them."""
    body = tag.removesuffix(">").removesuffix("/")
    return {
        match[1].lower(): " ".join(html.unescape(match[2] or match[3] or match[4] or "").split()) for match in _ATTRIBUTE.finditer(body)
    }


def every_line(block: Block) -> list[Line]:
    """All lines of a block, in order."""
    lines = [block.title] if block.title is not None else []
    for entry in block.entries:
        lines += [entry] if isinstance(entry, Line) else every_line(entry)
    return lines
