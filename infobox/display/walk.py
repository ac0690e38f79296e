"""Nodes to events: what a reader sees of a value, in order."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Final

from infobox import templates
from infobox.display import kinds, links, superscripts, unknown
from infobox.display.builder import Builder
from infobox.display.calls import Call, called
from infobox.display.events import Events
from infobox.display.lines import every_line
from infobox.display.purpose import Purpose
from infobox.language.lexicon import Lexicon
from infobox.markup import hiding, tables, titles
from infobox.markup.arguments import Argument, Arguments, trimmed
from infobox.markup.scan import TRANSCLUSION, Node, parse
from infobox.markup.shown import seen
from infobox.record import Flag, Link, Reference, Unresolved
from infobox.templates import Meaning, Templates
from infobox.values import fates

MAX_DEPTH: Final = 24
"""Templates nested deeper than this are kept as written: MediaWiki itself stops at 40."""

_TRAIL: Final = re.compile(r"[a-z]+")
# A value without a closing quote runs to the end of the tag.
_ATTRIBUTE: Final = re.compile(r"(?<![^\s/>=\"'])([^\s/>=\"']++)\s*+=\s*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^\s>]*+))")
_BLOCK_TAGS: Final = frozenset("p blockquote table tr td th caption dl dd dt h1 h2 h3 h4 h5 h6".split())
_LONGEST_MARKUP: Final = 100
"""Longer wikitext is not such a mark with its markup."""
_SHORTEST_HIDING: Final = len("<i style=display:none")
_VOID: Final = frozenset(("br", "hr", "wbr", "link", "meta"))
"""Tags that hold nothing."""
_AFTER_OTHERS: Final = -1
"""Reading continues where the nodes after this one say."""
_URL_STOPS: Final = ("url end", "newline")
_STYLES: Final = {"small": "small", "b": "bold", "strong": "bold"}
_KEPT_WHOLE: Final = frozenset(("reference", "citation", "note", "tag", "remark", "navigation"))
"""Kinds of templates that the record keeps as they are written."""

_MARKUP: Final = re.compile(r"[\[{<&]|''")


class _Siblings:
    """The nodes that are walked together, up to `end`."""

    __slots__ = ("_closings", "_nodes", "_stop", "end")

    def __init__(self, nodes: list[Node], end: int) -> None:
        self._nodes, self.end = nodes, end
        self._stop: Node | None = None
        self._closings: dict[int, Node] | None = None

    def after(self, index: int) -> Iterator[Node]:
        """The nodes after the one at `index`."""
        return (self._nodes[place] for place in range(index + 1, len(self._nodes)))

    def up_to_stop(self, index: int) -> list[Node]:
        """The nodes after the address at `index`, up to the one that ends it; none if it runs to the end."""
        if self._stop is None or self._stop.start < self._nodes[index].end:
            # Searched for once for all addresses before it: a page full of them must not be searched repeatedly.
            self._stop = next((node for node in self.after(index) if node.kind in _URL_STOPS), None) or Node("newline", self.end, self.end)
        stop = self._stop
        return [] if stop.start >= self.end else list(itertools.takewhile(lambda node: node.start <= stop.start, self.after(index)))

    def end_of_hidden(self, index: int) -> int:
        """Where the content hidden by the tag at `index` ends: at its closing tag, at the next cell, or with its line."""
        if self._closings is None:
            self._closings = hiding.closings(self._nodes)
        closing = self._closings.get(self._nodes[index].start)
        return closing.end if closing is not None else self.end_of_line(index)

    def end_of_line(self, index: int) -> int:
        """Where the line or cell of the node at `index` ends."""
        return next((node.start for node in self.after(index) if node.kind in ("newline", "cell")), self.end)


class Walker:
    """Walks the values of one page and passes what a reader sees to `out`.

    `unresolved` collects templates of unknown meaning, in order: name, span, and the values that are not shown (None: all of them);
    `passed` collects those found inside another template's words, until that template is read; `unread` collects what else a reader sees
    and the events lack: span, and what it is. `coordinates` holds each ``{{coord}}``, with its values and its words.
    `home` is the language code of the page's Wikipedia: links with this prefix lead to the same wiki, and `templates` is what its templates
    mean. `inline` is true in the words of a
    link; `tabled` is set if the page may have tables in values. `people`, `figures` and `shows_coordinates` are set for each value: whether
    it lists people, parties or units; whether it counts them; whether coordinates are words.
    """

    def __init__(self, source: str, lexicon: Lexicon, out: Events, *, home: str = "en", known: Templates | None = None) -> None:
        self.source = source
        self.lexicon = lexicon
        self.out: Events = out
        self.home = home
        self.templates = known or templates.of(home)
        self.people = self.figures = self.shows_coordinates = self.tabled = False
        self.inline = 0
        self.unresolved: list[tuple[str, int, int, str | None]] = []
        self.unread: list[tuple[int, int, str]] = []
        self.passed: list[Unresolved] = []
        self.coordinates: list[tuple[Node, list[str], str]] = []
        self._last_newline = -1
        self._depth = 0

    def value(self, value: Argument, purpose: Purpose) -> None:
        """Walk a value."""
        _, lists, self.people, self.figures, self.shows_coordinates = purpose
        self.passed = []
        self.coordinates = []
        self._last_newline = _find_last_newline(self.source, value) if lists and value.nodes else -1
        self.walk(value.nodes, value.start, value.end)

    def plain(self, argument: Argument | None, *, cited: bool = False) -> str:
        """The words of an argument, lines joined by spaces; its references are left out, unless `cited` includes their words."""
        if argument is None:
            return ""
        source = self.source
        if not argument.nodes:
            words = source[argument.start : argument.end]
            return " ".join(words.split()) if words.isascii() and "__" not in words else seen(words)
        lines = Builder(self.lexicon)
        inner = Walker(source, self.lexicon, lines, home=self.home, known=self.templates)
        inner.unresolved = self.unresolved
        inner.unread = self.unread
        inner._depth = self._depth
        inner.walk(argument.nodes, argument.start, argument.end)
        texts = []
        for line in every_line(lines.finish(argument.start, argument.end)):
            if line.text:
                texts.append(line.text)
            if cited:
                texts += [reference.text for reference in line.references if reference.text]
            self.passed += line.templates
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

    def scope(self, argument: Argument) -> None:
        """Walk something in which lists may be left open."""
        self.out.begin_scope()
        self.walk(argument.nodes, argument.start, argument.end)
        self.out.end_scope()

    def walk(self, nodes: list[Node], start: int, end: int) -> None:
        """Walk everything in `source[start:end]`, in order."""
        out, source = self.out, self.source
        if not nodes or self._depth >= MAX_DEPTH:
            if start < end:
                out.words(source[start:end], start)
            return
        self._depth += 1
        if self.tabled and len(nodes) > 1:
            nodes = tables.with_cells(source, start, end, nodes)
        steps = _NODES.get
        siblings: _Siblings | None = None
        position = start
        for index, node in enumerate(nodes):
            begin = node.start
            if begin < position:
                continue
            if begin > position:
                out.words(source[position:begin], position)
            kind = node.kind
            position = node.end
            if (step := steps(kind)) is not None:
                out.begin(begin)
                position = step(self, node, end)
                if position < 0:
                    siblings = siblings or _Siblings(nodes, end)
                    position = siblings.end_of_hidden(index) if kind == "tag" else self._url(node, siblings.up_to_stop(index))
                out.end(position)
            elif kind == "newline":
                out.newline(begin, last=begin == self._last_newline)
            elif kind == "comment":
                out.comment(begin, position)
            elif kind == "cell":
                out.cell(begin)
                if node.name == "hidden":
                    position = (siblings or _Siblings(nodes, end)).end_of_line(index)
        if position < end:
            out.words(source[position:end], position)
        self._depth -= 1

    def _tag(self, node: Node, end: int) -> int:
        name, closing, out = node.name, node.closing, self.out
        if node.end - node.start > _SHORTEST_HIDING and self._hides(node):
            return _AFTER_OTHERS
        if name == "br":
            out.line_break(around=False)
            return node.end
        if name == "sup" and not node.closing and (marked := self._mark(node, end)):
            return marked
        if name not in TRANSCLUSION:
            out.no_marker()
        if name == "hr":
            out.rule()
        elif name in ("ul", "ol"):
            (out.end_list if closing else out.begin_list)()
        elif name == "li":
            (out.end_list_entry if closing else out.list_entry)(node.end)
        elif name in ("div", "center"):
            out.line_break(around=True)
        elif name in _BLOCK_TAGS:
            out.hard_break()
        else:
            if name == "abbr" and self.people:
                if closing:
                    out.end_tip()
                else:
                    out.begin_tip(_attributes(self.source[node.start : node.end]).get("title", ""))
            (out.end_style if closing else out.begin_style)(_STYLES.get(name, ""))
        return node.end

    def _mark(self, node: Node, end: int) -> int:
        """Where a superscript ends that marks a note, which the line has then; 0 if it is words."""
        found = superscripts.marked(self.source, node.start, end) if (self.people or self.figures) and not self.inline else None
        if found is None:
            return 0
        self.out.add(found[0])
        return found[1]

    def _hides(self, node: Node) -> bool:
        if node.closing or node.name in _VOID:
            return False
        attributes = self.source[node.start : node.end - 1]
        return attributes[-1] != "/" and hiding.hides(attributes)

    def _extension(self, node: Node, end: int) -> int:
        name = node.name
        start, end = node.inner
        if name == "ref":
            attributes = _attributes(self.source[node.start + len("<ref") : start]) if start - node.start > len("<ref>") else {}
            self.out.add(
                Reference(
                    name=attributes.get("name", ""),
                    group=attributes.get("group", ""),
                    text=self.words_of(start, end) if end > start else "",
                    wikitext=self.source[node.start : node.end],
                )
            )
        elif name in ("nowiki", "pre", "math", "chem", "ce", "syntaxhighlight", "source"):
            self.out.no_marker()
            self.out.show(html.unescape(self.source[start:end]))
        elif name in ("poem", "gallery", "phonos") and end > start:
            self.walk(parse(self.source, start, end), start, end)
        return node.end

    def _quote(self, node: Node, end: int) -> int:
        self.out.quote(node.end - node.start, node.start)
        return node.end

    def _entity(self, node: Node, end: int) -> int:
        self.out.entity(self.source[node.start : node.end], node.start)
        return node.end

    def _link(self, node: Node, end: int) -> int:
        """A link with the letters that continue its words."""
        source, limit, end = self.source, end, node.end
        if source[end : end + 1] == "]" and end < limit and links.ends_in_bracket(source, node):
            end += 1
        found = _TRAIL.match(source, end, limit) if end < limit and source[end].isalpha() else None
        trail = found.group() if found is not None else ""
        brackets = links.brackets(source, node)
        if brackets is None:
            self._broken_link(node, "]" * (end - node.end) + trail)
        else:
            title, label = brackets
            if label is not None:
                label.end += end - node.end
            self._whole_link(title, label, node, end, trail)
        return end + len(trail)

    def _whole_link(self, title: str, label: Argument | None, node: Node, end: int, trail: str) -> None:
        out = self.out
        if ":" in title:
            image = links.file_name(title)
            if image is not None and title[0] != ":":
                out.flag(Flag(image=image))
                out.show(trail)
                return
            if links.CATEGORY_PREFIX.match(title):
                return
        link = links.link_to(title, self.home)
        if self.people:
            mark = self.short(label) if label is not None else title
            if mark and self.is_fate(link.target, mark + trail):
                return
        inline = label is not None and bool(label.nodes)
        out.begin_link(inline=inline)
        if label is None or label.start == label.end:
            out.words(title.removeprefix(":").strip() + trail, node.parts[0].start)
        elif not label.nodes:
            out.words(self.source[label.start : label.end] + trail, label.start)
        else:
            self._inline(label)
            out.show(trail)
        out.end_link(link, end + len(trail), inline=inline)

    def _inline(self, words: Argument) -> None:
        """Walk the words of a link."""
        self.inline += 1
        self.walk(words.nodes, words.start, words.end)
        self.inline -= 1

    def short(self, words: Argument) -> str:
        """The words of an argument that may be a mark: empty if they are too long. Words that are not a mark are read again."""
        passed = len(self.passed)
        length = words.end - words.start
        shown = self.plain(words) if length < (_LONGEST_MARKUP if words.nodes else fates.TOO_LONG) else ""
        del self.passed[passed:]
        return shown

    def is_fate(self, title: str, words: str) -> bool:
        """Whether words are the mark of a fate that `title` explains: then the line has this fate, and the words are left out."""
        fate = fates.linked(title, words, self.lexicon) if self.people else None
        if fate is not None:
            self.out.no_marker()
            self.out.fate(fate)
        return fate is not None

    def _broken_link(self, node: Node, trail: str) -> None:
        out = self.out
        out.no_marker()
        address = titles.address(self.source, node)
        if address is not None:
            # A link to the web in single brackets; with words, it stands in brackets.
            bracketed = address[1].end > address[1].start
            if bracketed:
                out.words("[", node.start)
            self._external_link(*address, node.end)
            if bracketed:
                out.words("]", node.end - 1)
            out.show(trail)
            return
        out.words("[[", node.start)
        for number, part in enumerate(node.parts):
            if number:
                out.words("|", part.start - 1)
            self.walk(part.nodes, part.start, part.end)
        out.words("]]" + trail, node.end - 2)

    def _url(self, node: Node, label: list[Node]) -> int:
        """A link to the web, with the nodes up to what ends it: with a closing bracket they are its label."""
        stop = label.pop() if label else node
        if stop.kind != "url end":
            self.out.literal(self.source[node.start : node.end], node.start)
            return node.end
        self._external_link(node.name, trimmed(self.source, node.end, stop.start, label), stop.end)
        return stop.end

    def _external_link(self, address: str, label: Argument, end: int) -> None:
        self.out.begin_link(inline=True)
        if label.end > label.start:
            self._inline(label)
        self.out.end_link(Link(target=address, external=True), end, inline=True)

    def _argument(self, node: Node, end: int) -> int:
        """A template's parameter, as pages have that are copied from one: its default."""
        if len(node.parts) > 1:
            part = node.parts[1]
            self.walk(part.nodes, part.start, part.end)
        else:
            self.out.words(self.source[node.start : node.end], node.start)
        return node.end

    def _template(self, node: Node, end: int) -> int:
        name, parts = called(self.source, node, self.templates)
        known = self.templates.meaning(name)
        arguments = Arguments(self.source, parts)
        if known is None:
            # What a parser function makes of its arguments is unknown.
            made = name[:1] == "#" and name.endswith(":")
            unknown.show(self, node, name.rstrip(":"), arguments, [] if made else None)
        else:
            kinds.KINDS[known.kind](self, Call(node, name, known, arguments))
        if self.passed:
            self._keep_passed(known)
        return node.end

    def _keep_passed(self, known: Meaning | None) -> None:
        """Keep the shells of unknown templates found inside another template's words; citations are kept whole."""
        passed, self.passed = self.passed, []
        if known is not None and known.kind in _KEPT_WHOLE:
            return
        for name in dict.fromkeys(template.name for template in passed):
            self.out.attach(Unresolved(name=name, wikitext=f"{{{{{name}}}}}"))

    def link(self, words: str, target: str) -> None:
        """Show words that link to a page, if it can exist."""
        if links.valid(target):
            self.out.link(words, links.link_to(target))
        else:
            self.out.show(words)

    def keep(self, node: Node, name: str) -> None:
        """Keep a template as it is written."""
        self.out.keep(Unresolved(name=name, wikitext=self.written(node)))

    def written(self, node: Node) -> str:
        """The wikitext of a node."""
        return self.source[node.start : node.end]

    def styled(self, style: str, argument: Argument) -> None:
        """Walk words that a template formats: `small`, `bold` or otherwise."""
        styles = ("", style) if style in _STYLES.values() else ("",)
        for each in styles:
            self.out.begin_style(each)
        self.walk(argument.nodes, argument.start, argument.end)
        for each in styles:
            self.out.end_style(each)


_NODES: Final[dict[str, Callable[[Walker, Node, int], int]]] = {
    "template": Walker._template,
    "link": Walker._link,
    "tag": Walker._tag,
    "extension": Walker._extension,
    "quote": Walker._quote,
    "entity": Walker._entity,
    "url": lambda walker, node, end: _AFTER_OTHERS,
    "argument": Walker._argument,
}
"""How markup is read that belongs to the line that it begins, or stands on. Each function takes the end of what is
walked, and returns where reading continues."""


def _find_last_newline(source: str, value: Argument) -> int:
    """Where the last line of a value of lines begins, at a newline; -1 if it has one line. Comments do not count as a line."""
    found, end = value.end, value.end
    content = comment = False
    for node in reversed(value.nodes):
        content = content or (not source[node.end : end].isspace() and node.end < end)
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
    return found if found < value.end else -1


def _attributes(tag: str) -> dict[str, str]:
    """The attributes between a tag's name and its end, as MediaWiki reads them."""
    body = tag.removesuffix(">").removesuffix("/")
    return {
        match[1].lower(): " ".join(html.unescape(match[2] or match[3] or match[4] or "").split()) for match in _ATTRIBUTE.finditer(body)
    }
