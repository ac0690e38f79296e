"""The lines of one value while they are being read: words, breaks, list markers and marks come in, lines and blocks come out.

Where MediaWiki begins a new line, a new line begins here. Nothing here knows nodes or templates.
"""

from __future__ import annotations

import html
import re
from typing import Final

from infobox.record import Fate, Flag, Link, Note, Reference
from infobox.wikitext import joins, links
from infobox.wikitext.lines import BOLD, SMALL, Block, BlockKind, Line

MAX_BLOCKS: Final = 8
"""Lists opened inside more lists than these have no level of their own."""
MAX_LEVEL: Final = 24
"""List levels beyond this are read as this one."""

MAX_LINES: Final = 10_000
"""A value with more lines than these has the rest of its words on the last one: no page needs as many, and memory is bounded."""

MAX_JOINED: Final = 40
"""A line goes on behind so many breaks with parentheses or small print: each makes it be read again."""

NONE, NEWLINE, BREAK, HARD = range(4)
"""What stands between the open line and what comes next."""

_MARKERS: Final = re.compile(r"[*#:;]+")


class Builder:
    """Builds the lines of one value at a time; `block` holds them.

    `line` is the line that stands open, `pending` what stands behind it; `at_start` is true where a list marker would begin a list;
    `lead` is where the markup begins that the next line will stand in, -1 where none does.
    `people` is to be set where the value lists persons, parties or units: dagger signs and ``(KIA)`` are fates there. `by_signs` is
    true where the words of the page are not understood.
    """

    def __init__(self, *, by_signs: bool = False) -> None:
        self.by_signs = by_signs
        self.people = False
        self.inline_depth = 0
        self.reset()

    def reset(self) -> None:
        """Make ready for another value."""
        self.block = Block("bullets")
        self.blocks: list[Block] = []
        self.open_ended: list[tuple[str, int]] = []
        self.line: Line | None = None
        self.opened = 0
        self.pending = NONE
        self.newlines = 0
        self.comment_line = False
        self.at_start = False
        self.bold = False
        self.italic = False
        self.bold_tags = 0
        self.small = 0
        self.html_level = 0
        self.rule_waits = False
        self.lead = -1
        self.orphans: list[Reference | Note] = []
        self.place = 0

    def words(self, words: str, at: int) -> None:
        """Plain text: list markers and rules where a line begins, else words."""
        if self.at_start and not self.inline_depth:
            char = words[0]
            if char in "*#:;":
                markers = _MARKERS.match(words)
                if markers is not None:
                    words = words[markers.end() :]
                    at += markers.end()
                    self.list_line(markers.group(), at)
                    if not words:
                        return
            elif char == "-" and words.startswith("----"):
                self.rule()
                rest = words.lstrip("-")
                at += len(words) - len(rest)
                words = rest
                if not words:
                    return
        if words[:1] == "•" and (self.line is None or self.pending) and not self.inline_depth:
            rest = words.lstrip("•")
            at += len(words) - len(rest)
            self.bullet_sign(at, "*" * (len(words) - len(rest)))
            words = rest
        if words.isspace():
            if self.line is not None and self.pending == NONE and self.line.chunks:
                self.line.chunks.append((" ", 0, at))
            if not self.comment_line:
                self.at_start = False
            return
        line = self.content(words, at)
        line.chunks.append((words, (BOLD if self.bold or self.bold_tags else 0) | (SMALL if self.small else 0), at))
        line.end = at + len(words)

    def say(self, words: str) -> None:
        """Words that a template shows."""
        if words.isspace():
            if self.line is not None and self.pending == NONE:
                self.line.chunks.append((words, 0, self.place))
            return
        if words:
            line = self.content(words, self.place)
            line.chunks.append((words, (BOLD if self.bold or self.bold_tags else 0) | (SMALL if self.small else 0), self.place))

    def follows_digit(self) -> bool:
        """Whether the words on the open line end in a digit."""
        return self.line is not None and bool(self.line.chunks) and self.line.chunks[-1][0][-1:].isdigit()

    def content(self, words: str, at: int, *, flag: bool = False) -> Line:
        """The line that visible content goes to: the open one, or a new one where a new line begins."""
        line = self.line
        pending = self.pending
        self.at_start = False
        self.comment_line = False
        self.newlines = 0
        if line is None:
            return self.open_line(at)
        if pending == NONE:
            return line
        self.pending = NONE
        if pending == HARD:
            return self.open_line(at)
        if pending == NEWLINE:
            if flag or ((self.bold or self.bold_tags) and not joins.open_end(line.chunks, by_signs=self.by_signs)):
                return self.open_line(at)
        elif pending == BREAK and not self._continues(line, words, flag):
            # A break inside a list entry: what follows stands beside it, in the same list.
            listed = line.listed and not line.signed
            opened = self.open_line(at, level=line.level, listed=True) if listed else self.open_line(at)
            if opened is not line:
                opened.indented = line.indented and listed
                opened.broken = listed
                if not flag and line.chunks and not opened.rule and (words.lstrip()[:1] == "(" or self._small_begins(line)):
                    before = self.block.entries[-1] if self.block.entries else None
                    opened.provisional = before if isinstance(before, Line) else None
            return opened
        line.chunks.append((" ", 0, at))
        return line

    def _continues(self, line: Line, words: str, flag: bool) -> bool:
        """Whether what follows a ``<br>`` belongs to the line before it."""
        if self.rule_waits or not line.chunks:
            # A break between a flag and its name is for looks; above figures a flag is a label.
            named = self.people or self.bold or self.bold_tags
            return bool(line.flags and named) and not (self.rule_waits or flag or line.chunks or line.templates)
        if words.lstrip()[:1] == "(":
            # Parentheses qualify what stands before them, but for those that title what follows: known when they are read.
            return False
        return not flag and not (self.bold or self.bold_tags) and joins.continues(line.chunks, words, by_signs=self.by_signs)

    def open_line(self, at: int, *, level: int | None = None, listed: bool = False, term: bool = False) -> Line:
        """A new line: at a list level, or at that of what it stands in."""
        self.finish_line()
        if self.line is not None:
            # Past the limit: what would stand on lines of its own goes on in the last one.
            self.line.chunks.append((" ", 0, at))
            self.pending = NONE
            return self.line
        self.opened += 1
        start = self.lead if 0 <= self.lead < at else at
        self.lead = -1
        line = Line(self.html_level if level is None else min(level, MAX_LEVEL), start, listed=listed, term=term)
        line.rule = self.rule_waits
        self.rule_waits = False
        self.pending = NONE
        self.line = line
        self.take_orphans(line)
        return line

    def take_orphans(self, line: Line) -> None:
        for orphan in self.orphans:
            if isinstance(orphan, Note):
                line.notes.append(orphan)
            else:
                line.references.append(orphan)
        self.orphans = []

    def finish_line(self, *, last: bool = False) -> None:
        """Put the open line where it belongs, if anything stands on it. Past the limit only the `last` line is finished."""
        if self.opened >= MAX_LINES and not last:
            return
        line = self.line
        self.line = None
        if line is None:
            return
        line.finish()
        if line.empty or (line.text[:4] == "----" and not line.text.strip("-") and not line.listed and not line.links):
            # Dashes behind a ``<br>`` are a rule to whoever wrote and reads them.
            self.rule_waits = self.rule_waits or line.rule or bool(line.text)
            return
        before = line.provisional
        if before is not None and before.joined < MAX_JOINED and self.block.entries[-1:] == [before] and not self._titles(line, before):
            before.join(line)
            return
        self.block.entries.append(line)

    def _small_begins(self, line: Line) -> bool:
        """Whether small print begins behind the line: it qualifies the line. Small print that goes on is a list in small print."""
        return bool(self.small) and not next((style for piece, style, _ in reversed(line.chunks) if not piece.isspace()), SMALL) & SMALL

    def _titles(self, line: Line, before: Line) -> bool:
        """Whether a parenthesis or small print behind a ``<br>`` titles what follows: `5 dead<br>(other estimates):<br>7 dead`."""
        if not line.text:
            return False
        if line.text[0] != "(":
            return (
                line.text.endswith(":")
                or before.text.endswith(":")
                or (line.bold and not before.bold and not line.links and not line.flags)
            )
        if self.people:
            return False
        return (line.text.endswith(":") and any(map(str.isdigit, before.text))) or (line.bold and not before.bold)

    def list_line(self, markers: str, at: int) -> None:
        """A list entry, whose content begins at `at`, behind its markers."""
        self.small = 0
        self.bold = self.italic = False
        level = len(markers) + self.html_level
        term = markers[-1] == ";"
        self.lead = -1
        line = self.open_line(at, level=level - 1 if term else level, listed=True, term=term)
        line.indented = markers[-1] == ":"
        self.at_start = False
        self.comment_line = False
        self.newlines = 0

    def bullet_sign(self, at: int, markers: str = "*") -> None:
        """A line that begins with bullets which are signs, not a list's: what follows behind a ``<br>`` has none."""
        self.list_line(markers, at)
        if self.line is not None:
            self.line.signed = True

    def newline(self) -> None:
        if self.inline_depth:
            if self.line is not None and self.pending == NONE:
                self.line.chunks.append((" ", 0, self.place))
            return
        self.lead = -1
        if self.comment_line:
            # A line with nothing but comments is no line.
            self.comment_line = False
            return
        self.bold = self.italic = False
        self.newlines += 1
        if self.newlines > 1:
            self.small = 0  # forgotten closing tags reach no further than a paragraph
        if self.newlines > 1 or (self.line is not None and self.line.listed):
            self.pending = HARD
        elif self.pending == NONE:
            self.pending = NEWLINE
        self.at_start = True

    def line_break(self) -> None:
        """``<br>``."""
        if self.inline_depth:
            if self.line is not None:
                self.line.chunks.append((" ", 0, self.place))
            return
        self.lead = -1
        if self.pending < BREAK:
            self.pending = BREAK
        self.at_start = False
        self.newlines = 0

    def hard_break(self) -> None:
        """The beginning or end of a paragraph, list or other block."""
        if not self.inline_depth:
            self.lead = -1
            self.pending = HARD
            self.small = 0 if self.line is not None and self.line.listed else self.small

    def rule(self) -> None:
        """``----`` or ``<hr>``."""
        if self.inline_depth:
            return
        line = self.line
        if line is not None and line.listed and not line.chunks and not line.flags:
            line.rule = line.inner_rule = True  # `* <hr />words`: the rule stands in the list entry itself
            return
        self.finish_line()
        self.rule_waits = True
        self.lead = -1
        self.pending = NONE
        self.at_start = False

    def open_block(self, kind: BlockKind) -> Block:
        """Open a stretch of lines with a level of its own."""
        line = self.line
        attached = line is not None and line.listed and self.pending == NONE and bool(line.chunks or line.flags)
        self.finish_line()
        block = outer = self.block
        self.blocks.append(block)
        if len(self.blocks) <= MAX_BLOCKS:
            block = Block(kind)
            block.attached = attached
            block.within = attached or -1 < outer.part < len(outer.entries)
            outer.entries.append(block)
        self.block = block
        self.lead = -1
        self.pending = NONE
        self.newlines = 0
        self.at_start = True
        return block

    def close_block(self) -> None:
        self.finish_line()
        self.block = self.blocks.pop()
        self.lead = -1
        while self.open_ended and self.open_ended[-1][1] > len(self.blocks):
            self.open_ended.pop()
        self.pending = HARD
        self.at_start = False

    def fresh_line(self) -> None:
        """Begin on a line of its own, so that a list may begin."""
        self.lead = -1
        self.pending = HARD
        self.at_start = True

    def leave_open(self, name: str) -> None:
        """Leave the block just opened open until the list called `name` is closed, or what it stands in ends."""
        self.open_ended.append((name, len(self.blocks)))

    def close_open_list(self, names: list[str]) -> None:
        """Close the innermost list of these names; pages close them in any order, so another one will do where it is the only one."""
        for place in range(len(self.open_ended) - 1, -1, -1):
            name, depth = self.open_ended[place]
            if name in names or place == 0:
                while len(self.blocks) >= depth:
                    self.close_block()
                del self.open_ended[place:]
                return
        self.hard_break()

    def add(self, mark: Reference | Note) -> None:
        """A reference or note: it stands on the line before it."""
        line = self.line
        if line is None:
            self.orphans.append(mark)
        elif isinstance(mark, Note):
            line.notes.append(mark)
        else:
            line.references.append(mark)

    def quote(self, length: int, at: int) -> None:
        if length == 4:
            self.words("'", at)
            length = 3
        elif length > 5:
            self.words("'" * (length - 5), at)
            length = 5
        if length != 2:
            self.bold = not self.bold
        if length != 3:
            self.italic = not self.italic

    def entity(self, entity: str, at: int) -> None:
        words = html.unescape(entity)
        if words == entity:
            self.words(words, at)
        elif words.isspace():
            if self.line is not None and self.pending == NONE:
                self.line.chunks.append((words, 0, at))
        else:
            self.at_start = False
            self.words(words, at)

    def flag(self, flag: Flag) -> None:
        """A flag or other small picture: it begins a line where a plain newline stands before it."""
        line = self.content("", self.place, flag=True)
        line.flags.append(flag)

    def fate(self, fate: Fate, link: Link | None = None) -> None:
        """A fate marker: it stands on the line before it."""
        line = self.line
        if line is None:
            line = self.open_line(self.place)
        if fate not in line.fates:
            line.fates.append(fate)
        if link is not None:
            line.fate_links.append(link)

    def linked(self, words: str, target: str) -> None:
        """Words that link to a page."""
        self.say(words)
        if self.line is not None and links.valid(target):
            link = links.link_to(target)
            link.text = " ".join(words.split())
            self.line.links.append(link)

    def linked_outside(self, words: str, address: str) -> None:
        """Words that link to the web."""
        self.say(words)
        if self.line is not None:
            self.line.links.append(Link(target=address, text=" ".join(words.split()), external=True))

    @property
    def inline(self) -> bool:
        """Whether lines cannot begin here: inside a link, or a template that is kept."""
        return self.inline_depth > 0

    def identify(self, words: str, identity: str) -> None:
        """Say that `words`, just said, are short for the name `identity`."""
        if self.line is not None and self.line.identity is None:
            self.line.identity = (words, identity)

    def capture(self) -> tuple[Line | None, int]:
        return self.line, len(self.line.chunks) if self.line is not None else 0

    def captured(self, line: Line | None, count: int) -> str:
        """The words said since `_capture`."""
        if self.line is None:
            return ""
        return " ".join("".join(chunk[0] for chunk in self.line.chunks[count if self.line is line else 0 :]).split())
