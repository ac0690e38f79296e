"""One value read into lines: visible text, links, flags, fates, references and notes, each with its place.

The reader walks the nodes of `scan.parse` in order, asks the template data what each template shows, and hands what it finds to the
line that stands open. Where MediaWiki begins a new line, a new line begins here.
"""

from __future__ import annotations

import html
import re
from typing import Any, Final, NamedTuple, get_args

from infobox.record import Fate, Flag, Link, Note, Reference, Unresolved
from infobox.templates import Meaning, countries, meaning
from infobox.wikitext import functions, joins
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
_IMAGE: Final = re.compile(r":?\s*(?:file|image|fichier|datei|immagine|archivo|imagen|bestand|plik|fil|файл|ファイル|画像|文件|ملف)\s*:\s*", re.IGNORECASE)
_CATEGORY: Final = re.compile(r"\s*(?:category|kategorie|catégorie|categoria|categoría|カテゴリ)\s*:", re.IGNORECASE)
_INTERWIKI: Final = re.compile(r"(:?)((?:w:)?[a-z]{2,3}|simple|wikt|wiktionary|commons|c|d|wikidata|s|wikisource|q|voy|species|meta|m)\s*:\s*(?=\S)")
_INVALID_TITLE: Final = re.compile(r"[\[\]{}<>\n]")
_BLOCK_TAGS: Final = frozenset("p div center blockquote table tr td th caption dl dd dt h1 h2 h3 h4 h5 h6 tbody thead tfoot".split())
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
_FATE_WORDS: Final = re.compile(r"[\s(\[]*(?:[A-Z]{3}|[†‡✝#]|killed(?: in action)?|wounded|captured|missing|executed|surrendered|assassinated|pow|kia|mia|wia|dow)[\s)\].]*\Z", re.IGNORECASE)
_FATES: Final = frozenset(get_args(Fate))


class Argument(NamedTuple):
    """One argument of a template: its value's span, trimmed, and nodes."""

    start: int
    end: int
    nodes: list[Node]


class Arguments:
    """What a template was given: positional arguments in order, named ones by name."""

    __slots__ = ("named", "positional")

    def __init__(self, text: str, parts: list[Part]) -> None:
        self.positional: list[Argument] = []
        self.named: dict[str, Argument] = {}
        for part in parts:
            if part.equals < 0:
                self.positional.append(trimmed(text, part.start, part.end, part.nodes))
                continue
            name = without_comments(text, part.start, part.equals, part.nodes).strip()
            argument = trimmed(text, part.equals + 1, part.end, [node for node in part.nodes if node.start > part.equals])
            if name.isdecimal() and len(name) <= 3 and name[0] != "0":
                number = int(name)
                if number <= len(self.positional) + 1:
                    self.positional[number - 1 : number] = [argument]
                    continue
            self.named[name] = argument

    def get(self, key: int | str) -> Argument | None:
        """The argument under a position (from 1) or a name."""
        if isinstance(key, int):
            return self.positional[key - 1] if 0 < key <= len(self.positional) else None
        return self.named.get(key)


def trimmed(text: str, start: int, end: int, nodes: list[Node]) -> Argument:
    """The span without the white space around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if nodes and (nodes[0].start < start or nodes[-1].end > end):
        nodes = [node for node in nodes if start <= node.start and node.end <= end]
    return Argument(start, end, nodes)


class Reader:
    """Reads values of one page; `unresolved` collects the templates whose meaning is not known.

    `people` is true where dagger signs and ``(KIA)`` are fates: in lists of persons, parties and units.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.people = False
        self.unresolved: list[str] = []
        self.coordinates: list[Arguments] = []
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
        self._scope(argument)
        self._finish_line()

    def _scope(self, argument: Argument) -> None:
        """Walk something in which lists that open may be left open."""
        depth = len(self._blocks)
        outer, self._open_ended = self._open_ended, []
        self.walk(argument.nodes, argument.start, argument.end)
        self._open_ended = outer
        while len(self._blocks) > depth:
            self._close_block()

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
                    self._list_line(markers.group(), at)
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
            return self._open_line(at)
        line.chunks.append((" ", 0, at))
        return line

    def _continues(self, line: Line, words: str, flag: bool) -> bool:
        """Whether what follows a ``<br>`` belongs to the line before it."""
        if self._rule or not line.chunks:
            return not self._rule and not flag and not line.chunks
        if words[:1] == "(":
            return True
        if self._small and not flag:
            return not all(style & SMALL or piece.isspace() for piece, style, _ in line.chunks)
        return not flag and not (self._bold or self._bold_tags) and joins.continues(line.chunks, words)

    def _open_line(self, at: int, *, level: int | None = None, listed: bool = False, term: bool = False) -> Line:
        self._finish_line()
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

    def _finish_line(self) -> None:
        line = self.line
        self.line = None
        if line is None:
            return
        line.finish()
        if line.empty:
            self._rule = self._rule or line.rule
            return
        self.block.entries.append(line)

    def _list_line(self, markers: str, at: int) -> None:
        self._small = 0
        self._bold = self._italic = False
        level = len(markers) + self._html_level
        term = markers[-1] == ";"
        self._open_line(at, level=level - 1 if term else level, listed=True, term=term)
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
        self._finish_line()
        self._rule = True
        self._pending = _NONE
        self._at_start = False

    # -- blocks -------------------------------------------------------------------------------------------------------------------

    def _open_block(self, kind: BlockKind) -> Block:
        rule_before = self._rule
        self._finish_line()
        self._rule = rule_before or self._rule
        block = Block(kind)
        self.block.entries.append(block)
        self._blocks.append(self.block)
        self.block = block
        self._pending = _NONE
        self._newlines = 0
        self._at_start = True
        return block

    def _close_block(self) -> None:
        self._finish_line()
        self.block = self._blocks.pop()
        while self._open_ended and self._open_ended[-1][1] > len(self._blocks):
            self._open_ended.pop()
        self._pending = _HARD
        self._at_start = False

    # -- tags ---------------------------------------------------------------------------------------------------------------------

    def _tag(self, node: Node) -> None:
        name = node.name
        closing = node.closing
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
        image = _IMAGE.match(target)
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
            label = Argument(second.start, parts[-1].end, second.nodes if len(parts) == 2 else [n for part in parts[1:] for n in part.nodes])
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
        arguments = Arguments(self.source, parts)
        if known is None:
            self._unknown(node, name, arguments)
            return
        _KINDS[known.kind](self, node, known, arguments)

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

    def _unknown(self, node: Node, name: str, arguments: Arguments) -> None:
        """A template that the data does not know keeps its first positional value as text."""
        if name not in self.unresolved:
            self.unresolved.append(name)
        self._kept(node, name, arguments.get(1))

    def _kept(self, node: Node, name: str, shown: Argument | None) -> None:
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

    def linked_outside(self, words: str, address: str) -> None:
        """Words that link to the web."""
        self.say(words)
        if self.line is not None:
            self.line.links.append(Link(target=address, text=" ".join(words.split()), external=True))

    # One method a kind of template. They share a shape, so that the table below can name them.

    def _flag_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        index = known.data.get("country", 1)
        of = known_name = self.plain(arguments.get(index)) if index else template_name(self.source, node)
        if not of:
            return
        variant = ""
        for key in _keys(known.data.get("variant", [2, "variant"])):
            variant = variant or self.plain(arguments.get(key))
        self.flag(Flag(of=of, variant=variant))
        shows = known.shows
        if shows == "nothing":
            return
        country = countries().get(of)
        page, short = (country.page, country.short) if country is not None else (of, of)
        coded = len(of) <= 3 and of.isupper()
        name_argument = arguments.get("name")
        given = self.plain(name_argument) if name_argument is not None else ""
        if shows in ("army", "navy", "air force"):
            service = (country.army, country.navy, country.air_force)[("army", "navy", "air force").index(shows)] if country is not None else ""
            target, _, title = service.partition("|")
            target = target or f"{of} {shows.title()}"
            self.linked(given or title or target, target)
            return
        if shows == "short":
            words = given or short
            identity = short if coded else of
            if identity != words and not given and self.line is not None:
                self.line.identity = self.line.identity or (words, identity)
        else:
            words = given or (short if coded else known_name)
        if shows == "name":
            self.say(words)
        else:
            self.linked(words, page if country is not None and (coded or page.lower() == of.lower() or shows == "short") else of)

    def _flag_image_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        name = self.plain(arguments.get(1))
        image = _IMAGE.match(name)
        if image is not None:
            name = name[image.end() :]
        if name:
            self.flag(Flag(image=name.replace("_", " ").strip() if "_" in name else name))

    def _fate_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        key = known.data.get("link")
        target = self.plain(arguments.get(key)) if key is not None else ""
        fate = known.data["fate"]
        self.fate(fate, Link(target=target) if target else None)

    def _wrap_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        argument = None
        for key in _keys(known.shows):
            argument = arguments.get(key) if not (isinstance(key, int) and key < 0) else (arguments.positional or [None])[-1]
            if argument is not None:
                break
        if argument is None:
            return
        style = known.style
        if style == "block":
            self.hard_break()
            self.walk(argument.nodes, argument.start, argument.end)
            self.hard_break()
        elif style == "small":
            self._small += 1
            self.walk(argument.nodes, argument.start, argument.end)
            self._small = max(0, self._small - 1)
        elif style == "bold":
            self._bold_tags += 1
            self.walk(argument.nodes, argument.start, argument.end)
            self._bold_tags = max(0, self._bold_tags - 1)
        else:
            self.walk(argument.nodes, argument.start, argument.end)

    def _text_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        self.say(known.text)

    def _break_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        self.line_break()

    def _bullet_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        if not self._inline:
            self._list_line("*", node.start)

    def _list_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        data = known.data
        if self._inline:
            for number, entry in enumerate(arguments.positional):
                if number:
                    self.say(", ")
                self.walk(entry.nodes, entry.start, entry.end)
            return
        bulleted = bool(data.get("bullets")) or (data.get("entries") != "content" and self.plain(arguments.get("bullets")).lower() in ("yes", "true", "1"))
        kind: BlockKind = "bullets" if bulleted else "plain"
        if data.get("entries") == "content":
            argument = arguments.get(1)
            self._open_block(kind)
            if argument is None and len(node.parts) == 1:
                self._open_ended.append((known.name, len(self._blocks)))
                return
            if argument is not None:
                self._scope(argument)
            self._close_block()
            return
        self._open_block(kind)
        self._entries(arguments, bulleted)
        self._close_block()

    def _entries(self, arguments: Arguments, bulleted: bool) -> None:
        for entry in arguments.positional:
            self._pending = _HARD
            self._at_start = True
            if bulleted and entry.end > entry.start and self.source[entry.start] not in "*#:;":
                self._list_line("*", entry.start)
            self._scope(entry)
            self._finish_line()

    def _list_end_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        closes = known.data.get("of", "")
        names = closes if isinstance(closes, list) else [closes]
        for place in range(len(self._open_ended) - 1, -1, -1):
            name, depth = self._open_ended[place]
            if name in names or place == 0:
                while len(self._blocks) >= depth:
                    self._close_block()
                del self._open_ended[place:]
                return
        self.hard_break()

    def _titled_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        title = None
        for key in _keys(known.data.get("title", "title")):
            title = title or arguments.get(key)
        if self._inline:
            for entry in [title, *arguments.positional]:
                if entry is not None:
                    self.walk(entry.nodes, entry.start, entry.end)
                    self.say(" ")
            return
        block = self._open_block("titled")
        if title is not None and title.end > title.start:
            self._at_start = False
            self._scope(title)
            self._finish_line()
            lines = [entry for entry in block.entries if isinstance(entry, Line)]
            if lines:
                block.title = lines[0]
                block.entries = [entry for entry in block.entries if entry is not lines[0]]
        if known.data.get("entries") == "content":
            for key in _keys(known.data.get("content", 1)):
                content = arguments.get(key)
                if content is not None:
                    self._pending, self._at_start = _HARD, True
                    self._scope(content)
        else:
            self._entries(arguments, bulleted=False)
        self._close_block()

    def _reference_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        self.add(
            Reference(
                name=self.plain(arguments.get("name")),
                group=self.plain(arguments.get("group")),
                text=functions.citation(self, known, arguments),
                wikitext=self.source[node.start : node.end],
            )
        )

    def _note_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        argument = arguments.get(1)
        self.add(
            Note(
                name=self.plain(arguments.get("name")),
                group=self.plain(arguments.get("group")),
                text=self.plain(argument) if argument is not None else self.plain(arguments.get("text")),
                wikitext=self.source[node.start : node.end],
            )
        )

    def _tag_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        """``{{#tag:ref|words|group=…|name=…}}``."""
        note = self.plain(arguments.get("group"))
        content = arguments.get(1)
        mark = Note if note else Reference
        self.add(mark(name=self.plain(arguments.get("name")), group=note, text=self.plain(content), wikitext=self.source[node.start : node.end]))

    def _remark_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        self.add(Note(text=known.text or known.name, wikitext=self.source[node.start : node.end]))

    def _hidden_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        pass

    def _coordinates_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        self.coordinates.append(arguments)

    def _navigation_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        self._kept(node, template_name(self.source, node), None)

    def _function_kind(self, node: Node, known: Meaning, arguments: Arguments) -> None:
        function = functions.CALLS.get(known.data["call"])
        if function is None or not function(self, known, arguments):
            self._unknown(node, template_name(self.source, node), arguments)


_KINDS: Final[dict[str, Any]] = {
    "flag": Reader._flag_kind,
    "flag image": Reader._flag_image_kind,
    "fate": Reader._fate_kind,
    "wrap": Reader._wrap_kind,
    "text": Reader._text_kind,
    "break": Reader._break_kind,
    "bullet": Reader._bullet_kind,
    "list": Reader._list_kind,
    "list end": Reader._list_end_kind,
    "collapsible": Reader._titled_kind,
    "reference": Reader._reference_kind,
    "citation": Reader._reference_kind,
    "note": Reader._note_kind,
    "tag": Reader._tag_kind,
    "remark": Reader._remark_kind,
    "hidden": Reader._hidden_kind,
    "coord": Reader._coordinates_kind,
    "navigation": Reader._navigation_kind,
    "function": Reader._function_kind,
}
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


def _keys(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


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
