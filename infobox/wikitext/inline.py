"""One value read into lines: visible text, links, flags, fates, references and notes, each with its place.

The reader walks the nodes of `scan.parse` in order, asks the template data what each template shows, and hands what it finds to the
line that stands open. Where MediaWiki begins a new line, a new line begins here.
"""

from __future__ import annotations

import html
import re
from typing import Final

from infobox.record import Fate, Flag, Link, Note, Reference, Unresolved
from infobox.templates import meaning
from infobox.wikitext import joins, kinds
from infobox.wikitext.arguments import Argument, Arguments, trimmed
from infobox.wikitext.lines import BOLD, SMALL, Block, BlockKind, Line
from infobox.wikitext.scan import Node, Part, parse, template_name, without_comments

MAX_DEPTH: Final = 24
"""Templates nested deeper than this are kept as they are written: MediaWiki itself stops at 40."""
MAX_LEVEL: Final = 24
"""List levels beyond this are read as this one."""

_NONE, _NEWLINE, _BREAK, _HARD = range(4)
"""What stands between the open line and what comes next."""

_TRAIL: Final = re.compile(r"[a-z]+")
_MARKERS: Final = re.compile(r"[*#:;]+")
_ATTRIBUTE: Final = re.compile(r"([A-Za-z]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>/]+))")
_CATEGORY: Final = re.compile(r"\s*(?:category|kategorie|catégorie|categoria|categoría|カテゴリ)\s*:", re.IGNORECASE)
_INTERWIKI: Final = re.compile(
    r"(:?)((?:w:)?[a-z]{2,3}|simple|wikt|wiktionary|commons|c|d|wikidata|s|wikisource|q|voy|species|meta|m)\s*:\s*(?=\S)"
)
_INVALID_TITLE: Final = re.compile(r"[\[\]{}<>\n]")
_BLOCK_TAGS: Final = frozenset(
    [
        "p",
        "div",
        "center",
        "blockquote",
        "table",
        "tr",
        "td",
        "th",
        "caption",
        "dl",
        "dd",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tbody",
        "thead",
        "tfoot",
    ]
)
_TRANSCLUSION_TAGS: Final = frozenset(("noinclude", "includeonly", "onlyinclude"))
_FATE_PAGES: Final[dict[str, Fate]] = {
    "killed in action": "killed_in_action",
    "wounded in action": "wounded_in_action",
    "missing in action": "missing_in_action",
    "prisoner of war": "prisoner_of_war",
    "died of wounds": "died_of_wounds",
    "surrender (military)": "surrendered",
    "surrender": "surrendered",
    "capital punishment": "executed",
    "execution": "executed",
    "assassination": "assassinated",
    "defection": "defected",
    "turncoat": "defected",
    "natural causes": "died",
    "suicide": "suicide",
}
_FATE_WORDS: Final = re.compile(
    r"[\s(\[]*(?:[†‡✝#]|killed(?: in action)?|wounded|captured|missing|executed|surrendered|assassinated|pow|kia|mia|wia|dow)[\s)\].]*\Z",
    re.IGNORECASE,
)


class Reader:
    """Reads values of one page; `unresolved` collects the templates whose meaning is not known.

    `called` is the name of the template last met, `coordinates` holds what ``{{coord}}`` was given in the value last read, and
    `people` is true where dagger signs and ``(KIA)`` are fates: in lists of persons, parties and units.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.people = False
        self.unresolved: list[str] = []
        self.coordinates: list[Arguments] = []
        self.called = ""
        self._depth = 0
        self._inline = 0
        self._reset()

    def _reset(self) -> None:
        self.block = Block("plain")
        self.block.kind = "bullets"
        self._blocks: list[Block] = []
        self._open_ended: list[tuple[str, int]] = []
        self.line: Line | None = None
        self._pending = _NONE
        self._newlines = 0
        self._comment_line = False
        self._at_start = False
        self._bold = False
        self._italic = False
        self._bold_tags = 0
        self._small = 0
        self._html_level = 0
        self._rule = False
        self._orphans: list[Reference | Note] = []
        self._span_at = 0

    # -- whole values -------------------------------------------------------------------------------------------------------------

    def read(self, start: int, end: int, nodes: list[Node], *, line_start: bool = True) -> Block:
        """The lines of `source[start:end]`. `line_start`: whether the value begins on a line of its own, so that a list may."""
        self._reset()
        self._at_start = line_start
        argument = trimmed(self.source, start, end, nodes)
        self._value(argument)
        block = self.block
        if self._orphans:
            line = Line(0, argument.start)
            line.end = argument.end
            self._take_orphans(line)
            block.entries.append(line)
        return block

    def plain(self, argument: Argument | None, *, cited: bool = False) -> str:
        """The words of an argument, lines joined by spaces; its references are left out, unless `cited` asks for their words."""
        if argument is None:
            return ""
        source = self.source
        if not argument.nodes:
            return " ".join(source[argument.start : argument.end].split())
        saved = [getattr(self, name) for name in _STATE]
        self._reset()
        self._inline = 0
        self._value(argument)
        words = []
        for line in every_line(self.block):
            if line.text:
                words.append(line.text)
            if cited:
                words += [reference.text for reference in line.references if reference.text]
        if cited:
            words += [orphan.text for orphan in self._orphans if orphan.text]
        for name, value in zip(_STATE, saved, strict=True):
            setattr(self, name, value)
        return " ".join(words)

    def words_of(self, start: int, end: int) -> str:
        """The words of a reference's content, which was not looked into yet."""
        source = self.source
        piece = source[start:end]
        if self._depth >= MAX_DEPTH or not _MARKUP.search(piece):
            return " ".join(piece.split())
        return self.plain(trimmed(source, start, end, parse(source, start, end)), cited=True)

    def _value(self, argument: Argument) -> None:
        self.scope(argument)
        self.finish_line()

    def scope(self, argument: Argument) -> None:
        """Walk something in which lists that open may be left open."""
        depth = len(self._blocks)
        outer, self._open_ended = self._open_ended, []
        self.walk(argument.nodes, argument.start, argument.end)
        self._open_ended = outer
        while len(self._blocks) > depth:
            self.close_block()

    # -- the walk -----------------------------------------------------------------------------------------------------------------

    def walk(self, nodes: list[Node], start: int, end: int) -> None:
        """Hand everything in `source[start:end]` to the open line, in order."""
        if self._depth >= MAX_DEPTH:
            self.words(self.source[start:end], start)
            return
        self._depth += 1
        source = self.source
        position = start
        for node in nodes:
            begin = node.start
            if begin < position:
                continue
            if begin > position:
                self.words(source[position:begin], position)
            kind = node.kind
            self._span_at = begin
            position = node.end
            if kind == "newline":
                self._newline()
            elif kind == "template":
                self._template(node)
            elif kind == "link":
                trail = _TRAIL.match(source, position, end)
                if trail is not None:
                    position = trail.end()
                self._link(node, trail.group() if trail is not None else "")
            elif kind == "tag":
                self._tag(node)
            elif kind == "extension":
                self._extension(node)
            elif kind == "quote":
                self._quote(position - begin, begin)
            elif kind == "entity":
                self._entity(source[begin:position], begin)
            elif kind == "comment":
                if self._at_start:
                    self._comment_line = True
            elif kind == "url":
                position = self._external(node, nodes, end)
            elif kind == "argument":
                self._argument(node)
        if position < end:
            self.words(source[position:end], position)
        self._depth -= 1

    def words(self, words: str, at: int) -> None:
        """Plain text: list markers and rules where a line begins, else words."""
        if self._at_start and not self._inline:
            char = words[0]
            if char in "*#:;":
                markers = _MARKERS.match(words)
                if markers is not None:
                    self.list_line(markers.group(), at)
                    words = words[markers.end() :]
                    at += markers.end()
                    if not words:
                        return
            elif char == "-" and words.startswith("----"):
                self.rule()
                rest = words.lstrip("-")
                at += len(words) - len(rest)
                words = rest
                if not words:
                    return
        if words.isspace():
            if self.line is not None and self._pending == _NONE and self.line.chunks:
                self.line.chunks.append((" ", 0, at))
            if not self._comment_line:
                self._at_start = False
            return
        line = self._content(words, at)
        line.chunks.append((words, (BOLD if self._bold or self._bold_tags else 0) | (SMALL if self._small else 0), at))
        line.end = at + len(words)

    def say(self, words: str) -> None:
        """Words that a template shows."""
        if words.isspace():
            if self.line is not None and self._pending == _NONE:
                self.line.chunks.append((words, 0, self._span_at))
            return
        if words:
            line = self._content(words, self._span_at)
            line.chunks.append((words, (BOLD if self._bold or self._bold_tags else 0) | (SMALL if self._small else 0), self._span_at))

    def _content(self, words: str, at: int, *, flag: bool = False) -> Line:
        """The line that visible content goes to: the open one, or a new one where a new line begins."""
        line = self.line
        pending = self._pending
        self._at_start = False
        self._comment_line = False
        self._newlines = 0
        if line is None:
            return self._open_line(at)
        if pending == _NONE:
            return line
        self._pending = _NONE
        if pending == _HARD:
            return self._open_line(at)
        if pending == _NEWLINE:
            if flag or ((self._bold or self._bold_tags) and not joins.open_end(line.chunks)):
                return self._open_line(at)
        elif pending == _BREAK and not self._continues(line, words, flag):
            # A break inside a list entry: what follows stands beside it, in the same list.
            opened = self._open_line(at, level=line.level, listed=line.listed) if line.listed else self._open_line(at)
            opened.indented = line.indented and line.listed
            return opened
        line.chunks.append((" ", 0, at))
        return line

    def _continues(self, line: Line, words: str, flag: bool) -> bool:
        """Whether what follows a ``<br>`` belongs to the line before it."""
        if self._rule or not line.chunks:
            return not self._rule and not flag and not line.chunks
        if words[:1] == "(":
            return True
        if (
            self._small
            and not flag
            and not next((style for piece, style, _ in reversed(line.chunks) if not piece.isspace()), SMALL) & SMALL
        ):
            # Small print that begins here qualifies what stands before it; small print that goes on is a list in small print.
            return True
        return not flag and not (self._bold or self._bold_tags) and joins.continues(line.chunks, words)

    def _open_line(self, at: int, *, level: int | None = None, listed: bool = False, term: bool = False) -> Line:
        self.finish_line()
        line = Line(self._html_level if level is None else min(level, MAX_LEVEL), at, listed=listed, term=term)
        line.rule = self._rule
        self._rule = False
        self._pending = _NONE
        self.line = line
        self._take_orphans(line)
        return line

    def _take_orphans(self, line: Line) -> None:
        for orphan in self._orphans:
            if isinstance(orphan, Note):
                line.notes.append(orphan)
            else:
                line.references.append(orphan)
        self._orphans = []

    def finish_line(self) -> None:
        line = self.line
        self.line = None
        if line is None:
            return
        line.finish()
        if line.empty:
            self._rule = self._rule or line.rule
            return
        self.block.entries.append(line)

    def list_line(self, markers: str, at: int) -> None:
        self._small = 0
        self._bold = self._italic = False
        level = len(markers) + self._html_level
        term = markers[-1] == ";"
        line = self._open_line(at, level=level - 1 if term else level, listed=True, term=term)
        line.indented = markers[-1] == ":"
        self._at_start = False
        self._comment_line = False
        self._newlines = 0

    def _newline(self) -> None:
        if self._inline:
            if self.line is not None and self._pending == _NONE:
                self.line.chunks.append((" ", 0, self._span_at))
            return
        if self._comment_line:
            # A line with nothing but comments is no line.
            self._comment_line = False
            return
        self._bold = self._italic = False
        self._newlines += 1
        if self._newlines > 1 or (self.line is not None and self.line.listed):
            self._pending = _HARD
        elif self._pending == _NONE:
            self._pending = _NEWLINE
        self._at_start = True

    def line_break(self) -> None:
        """``<br>``."""
        if self._inline:
            if self.line is not None:
                self.line.chunks.append((" ", 0, self._span_at))
            return
        if self._pending < _BREAK:
            self._pending = _BREAK
        self._at_start = False
        self._newlines = 0

    def hard_break(self) -> None:
        """The beginning or end of a paragraph, list or other block."""
        if not self._inline:
            self._pending = _HARD
            self._small = 0 if self.line is not None and self.line.listed else self._small

    def rule(self) -> None:
        """``----`` or ``<hr>``."""
        if self._inline:
            return
        line = self.line
        if line is not None and line.listed and not line.chunks and not line.flags:
            line.rule = line.inner_rule = True  # `* <hr />words`: the rule stands in the list entry itself
            return
        self.finish_line()
        self._rule = True
        self._pending = _NONE
        self._at_start = False

    # -- blocks -------------------------------------------------------------------------------------------------------------------

    def open_block(self, kind: BlockKind) -> Block:
        rule_before = self._rule
        self.finish_line()
        self._rule = rule_before or self._rule
        block = Block(kind)
        self.block.entries.append(block)
        self._blocks.append(self.block)
        self.block = block
        self._pending = _NONE
        self._newlines = 0
        self._at_start = True
        return block

    def close_block(self) -> None:
        self.finish_line()
        self.block = self._blocks.pop()
        while self._open_ended and self._open_ended[-1][1] > len(self._blocks):
            self._open_ended.pop()
        self._pending = _HARD
        self._at_start = False

    def open_titled(self, title: Argument | None) -> None:
        """Open a block under a title, which is the first line of what the title holds."""
        block = self.open_block("titled")
        if title is None or title.end == title.start:
            return
        self._at_start = False
        self.scope(title)
        self.finish_line()
        for place, entry in enumerate(block.entries):
            if isinstance(entry, Line):
                block.title = entry
                del block.entries[place]
                return

    def fresh_line(self) -> None:
        """Begin on a line of its own, so that a list may begin."""
        self._pending = _HARD
        self._at_start = True

    def leave_open(self, name: str) -> None:
        """Leave the block just opened open until the list called `name` is closed, or what it stands in ends."""
        self._open_ended.append((name, len(self._blocks)))

    def close_open_list(self, names: list[str]) -> None:
        """Close the innermost list of these names; pages close them in any order, so another one will do where it is the only one."""
        for place in range(len(self._open_ended) - 1, -1, -1):
            name, depth = self._open_ended[place]
            if name in names or place == 0:
                while len(self._blocks) >= depth:
                    self.close_block()
                del self._open_ended[place:]
                return
        self.hard_break()

    # -- tags ---------------------------------------------------------------------------------------------------------------------

    def _tag(self, node: Node) -> None:
        name = node.name
        closing = node.closing
        if name not in _TRANSCLUSION_TAGS:
            self._at_start = False
        if name == "br":
            self.line_break()
        elif name == "hr":
            self.rule()
        elif name == "small":
            self._small = max(0, self._small - 1) if closing else self._small + 1
        elif name in ("b", "strong"):
            self._bold_tags = max(0, self._bold_tags - 1) if closing else self._bold_tags + 1
        elif name in ("ul", "ol"):
            self._html_level = max(0, self._html_level - 1) if closing else self._html_level + 1
            self.hard_break()
        elif name == "li":
            if closing:
                self.hard_break()
            elif not self._inline:
                self._open_line(node.start, level=max(1, self._html_level), listed=True)
        elif name in _BLOCK_TAGS:
            self.hard_break()

    def _extension(self, node: Node) -> None:
        name = node.name
        start, end = node.inner
        if name == "ref":
            attributes = _attributes(self.source[node.start : start])
            self.add(
                Reference(
                    name=attributes.get("name", ""),
                    group=attributes.get("group", ""),
                    text=self.words_of(start, end) if end > start else "",
                    wikitext=self.source[node.start : node.end],
                )
            )
        elif name in ("nowiki", "pre", "math", "chem", "ce", "syntaxhighlight", "source"):
            self._at_start = False
            self.say(html.unescape(self.source[start:end]))
        elif name in ("poem", "gallery", "phonos") and end > start:
            self.walk(parse(self.source, start, end), start, end)

    def add(self, mark: Reference | Note) -> None:
        """A reference or note: it stands on the line before it."""
        line = self.line
        if line is None:
            self._orphans.append(mark)
        elif isinstance(mark, Note):
            line.notes.append(mark)
        else:
            line.references.append(mark)

    def _quote(self, length: int, at: int) -> None:
        if length == 4:
            self.words("'", at)
            length = 3
        elif length > 5:
            self.words("'" * (length - 5), at)
            length = 5
        if length != 2:
            self._bold = not self._bold
        if length != 3:
            self._italic = not self._italic

    def _entity(self, entity: str, at: int) -> None:
        words = html.unescape(entity)
        if words == entity:
            self.words(words, at)
        elif words.isspace():
            if self.line is not None and self._pending == _NONE:
                self.line.chunks.append((words, 0, at))
        else:
            self._at_start = False
            self.words(words, at)

    # -- links --------------------------------------------------------------------------------------------------------------------

    def _link(self, node: Node, trail: str) -> None:
        source = self.source
        parts = node.parts
        first = parts[0]
        if first.nodes:
            if any(inner.kind in ("template", "argument", "link", "newline", "tag", "extension") for inner in first.nodes):
                self._broken_link(node, trail)
                return
            title = html.unescape(without_comments(source, first.start, first.end, first.nodes))
        else:
            title = source[first.start : first.end]
        target = " ".join(title.replace("_", " ").split())
        if not target or _INVALID_TITLE.search(target):
            self._broken_link(node, trail)
            return
        image = kinds.FILE_PREFIX.match(target)
        if image is not None and target[0] != ":":
            self.flag(Flag(image=target[image.end() :]))
            self.say(trail)
            return
        if _CATEGORY.match(target):
            return
        link = Link(target=target)
        if target[0] == ":":
            target = target[1:].strip()
        foreign = _INTERWIKI.match(target)
        if foreign is not None:
            link.wiki = foreign.group(2)
            target = target[foreign.end() :]
        page, hash_, section = target.partition("#")
        link.target = page.strip()
        if hash_:
            link.section = section.strip()
        if len(parts) == 1:
            shown = title.strip().removeprefix(":")
            label = Argument(first.start, first.end, _NO_NODES)
            simple = " ".join(shown.replace("_", " ").split()) if "_" in shown else shown
        else:
            second = parts[1]
            label = Argument(
                second.start, parts[-1].end, second.nodes if len(parts) == 2 else [n for part in parts[1:] for n in part.nodes]
            )
            simple = "" if label.nodes else source[label.start : label.end]
        if not label.nodes and (simple.strip() or trail):
            words = simple + trail
            if self.people and target.lower() in _FATE_PAGES and _FATE_WORDS.match(words):
                self.fate(_FATE_PAGES[target.lower()])
                return
            self._at_start = False
            self.words(words, label.start)
            link.text = " ".join(words.split())
        elif label.nodes:
            self._at_start = False
            line, count = self._capture()
            self._inline += 1
            self.walk(label.nodes, label.start, label.end)
            self._inline -= 1
            if trail:
                self.say(trail)
            link.text = self._captured(line, count)
            if self.people and target.lower() in _FATE_PAGES and _FATE_WORDS.match(link.text) and self.line is not None:
                del self.line.chunks[count if self.line is line else 0 :]
                self.fate(_FATE_PAGES[target.lower()])
                return
        if self.line is None:
            self._open_line(node.start)
        assert self.line is not None
        self.line.links.append(link)
        self.line.end = node.end + len(trail)

    def _capture(self) -> tuple[Line | None, int]:
        return self.line, len(self.line.chunks) if self.line is not None else 0

    def _captured(self, line: Line | None, count: int) -> str:
        """The words said since `_capture`."""
        if self.line is None:
            return ""
        return " ".join("".join(chunk[0] for chunk in self.line.chunks[count if self.line is line else 0 :]).split())

    def _broken_link(self, node: Node, trail: str) -> None:
        """Brackets that make no link: they are text, what they hold is read."""
        self._at_start = False
        self.words("[[", node.start)
        for number, part in enumerate(node.parts):
            if number:
                self.words("|", part.start - 1)
            self.walk(part.nodes, part.start, part.end)
        self.words("]]" + trail, node.end - 2)

    def _external(self, node: Node, nodes: list[Node], end: int) -> int:
        """A link to the web, with its label up to the closing bracket; answers where reading goes on."""
        source = self.source
        stop = next((other for other in nodes if other.start >= node.end and other.kind in ("url end", "newline")), None)
        if stop is None or stop.kind != "url end":
            self.words(source[node.start : node.end], node.start)
            return node.end
        label = trimmed(source, node.end, stop.start, [inner for inner in nodes if node.end <= inner.start and inner.end <= stop.start])
        link = Link(target=node.name, external=True)
        if label.end > label.start:
            line, count = self._capture()
            self._inline += 1
            self.walk(label.nodes, label.start, label.end)
            self._inline -= 1
            link.text = self._captured(line, count)
        if self.line is None:
            self._open_line(node.start)
        assert self.line is not None
        self.line.links.append(link)
        return stop.end

    # -- templates ----------------------------------------------------------------------------------------------------------------

    def _argument(self, node: Node) -> None:
        """``{{{name|default}}}`` on a page of its own shows the default."""
        if len(node.parts) > 1:
            part = node.parts[1]
            self.walk(part.nodes, part.start, part.end)
        else:
            self.words(self.source[node.start : node.end], node.start)

    def _template(self, node: Node) -> None:
        name = template_name(self.source, node)
        parts = node.parts[1:]
        if name[:1] == "#" or ":" in name:
            name, parts = self._parser_function(node, name, parts)
        known = meaning(name)
        self.called = name
        arguments = Arguments(self.source, parts)
        if known is None:
            self.unknown(node, name, arguments)
            return
        kinds.KINDS[known.kind](self, node, known, arguments)

    def _parser_function(self, node: Node, name: str, parts: list[Part]) -> tuple[str, list[Part]]:
        """The template that a parser function or module call is the same as, and its parts."""
        head, colon, rest = name.partition(":")
        lowered = head.lower().strip()
        if not colon:
            return name, parts
        if lowered == "#invoke":
            module = rest.strip().lower()
            function = self.source[parts[0].start : parts[0].end].strip().lower() if parts else ""
            if module in ("flag", "flagg"):
                return (f"flag{function}" if function in ("icon", "deco", "u", "country") else "flag"), parts[1:]
            if module == "cite":
                return f"cite {function}", parts[1:]
            if module == "list":
                return {"unbulleted": "ubl", "bulleted": "bulleted list", "horizontal": "hlist"}.get(function, "ubl"), parts[1:]
            return f"#invoke:{rest.strip()}", parts[1:]
        if lowered in ("#tag", "formatnum", "lc", "uc", "ucfirst", "lcfirst", "nowrap", "#formatdate", "#dateformat"):
            first = node.parts[0]
            start = self.source.index(":", first.start, first.end) + 1
            inner = [inner for inner in first.nodes if inner.start >= start]
            return (f"#tag:{rest.strip().lower()}" if lowered == "#tag" else f"{lowered}:"), (
                parts if lowered == "#tag" else [Part(start, first.end, -1, inner), *parts]
            )
        return name, parts

    def unknown(self, node: Node, name: str, arguments: Arguments) -> None:
        """A template that the data does not know keeps its first positional value as text."""
        if name not in self.unresolved:
            self.unresolved.append(name)
        self.keep(node, name, arguments.get(1))

    def keep(self, node: Node, name: str, shown: Argument | None) -> None:
        text = ""
        if shown is not None and shown.end > shown.start:
            line, count = self._capture()
            self._inline += 1
            self.walk(shown.nodes, shown.start, shown.end)
            self._inline -= 1
            text = self._captured(line, count)
        if self.line is None:
            self._open_line(node.start)
        assert self.line is not None
        self.line.templates.append(Unresolved(name=name, text=text, wikitext=self.source[node.start : node.end]))

    def flag(self, flag: Flag) -> None:
        """A flag or other small picture: it begins a line where a plain newline stands before it."""
        line = self._content("", self._span_at, flag=True)
        line.flags.append(flag)

    def fate(self, fate: Fate, link: Link | None = None) -> None:
        """A fate marker: it stands on the line before it."""
        line = self.line
        if line is None:
            line = self._open_line(self._span_at)
        if fate not in line.fates:
            line.fates.append(fate)
        if link is not None:
            line.fate_links.append(link)

    def linked(self, words: str, target: str) -> None:
        """Words that link to a page."""
        self.say(words)
        if self.line is not None and target:
            page, _, section = target.partition("#")
            self.line.links.append(Link(target=page, text=" ".join(words.split()), section=section))

    @property
    def inline(self) -> bool:
        """Whether lines cannot begin here: inside a link, or a template that is kept."""
        return self._inline > 0

    def identify(self, words: str, identity: str) -> None:
        """Say that `words`, just said, are short for the name `identity`."""
        if self.line is not None and self.line.identity is None:
            self.line.identity = (words, identity)

    def styled(self, style: str, argument: Argument) -> None:
        """Walk an argument in small print, in bold, or as it is."""
        if style == "small":
            self._small += 1
            self.walk(argument.nodes, argument.start, argument.end)
            self._small = max(0, self._small - 1)
        elif style == "bold":
            self._bold_tags += 1
            self.walk(argument.nodes, argument.start, argument.end)
            self._bold_tags = max(0, self._bold_tags - 1)
        else:
            self.walk(argument.nodes, argument.start, argument.end)

    def linked_outside(self, words: str, address: str) -> None:
        """Words that link to the web."""
        self.say(words)
        if self.line is not None:
            self.line.links.append(Link(target=address, text=" ".join(words.split()), external=True))


_NO_NODES: Final[list[Node]] = []
_MARKUP: Final = re.compile(r"[\[{<&]|''")
_STATE: Final = (
    "block",
    "_blocks",
    "_open_ended",
    "line",
    "_pending",
    "_newlines",
    "_comment_line",
    "_at_start",
    "_bold",
    "_italic",
    "_bold_tags",
    "_small",
    "_html_level",
    "_rule",
    "_orphans",
    "_span_at",
    "_inline",
)


def _attributes(tag: str) -> dict[str, str]:
    return {match[1].lower(): (match[2] or match[3] or match[4] or "").strip() for match in _ATTRIBUTE.finditer(tag)}


def every_line(block: Block) -> list[Line]:
    """All lines of a block, in order."""
    lines: list[Line] = []
    if block.title is not None:
        lines.append(block.title)
    for entry in block.entries:
        if isinstance(entry, Line):
            lines.append(entry)
        else:
            lines += every_line(entry)
    return lines
