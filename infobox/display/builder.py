"""Events to lines. This module knows neither nodes nor templates."""

from __future__ import annotations

import html
from typing import Final

from msgspec import Struct

from infobox.display import joins
from infobox.display.line_builder import BREAK, FEW, HARD, NEWLINE, NONE, LineBuilder
from infobox.display.lines import SMALL, Block, BlockKind, Line, every_line
from infobox.language.lexicon import Lexicon
from infobox.record import Fate, Flag, Link, Note, Reference, Unresolved
from infobox.values import fates

MAX_BLOCKS: Final = 8
"""Lists nested deeper than this have no level of their own."""


class _Capture(Struct, eq=False):
    """Where words begin that are taken as a whole: the open line and how many chunks it had, and the links and small print there."""

    line: Line | None
    chunks: int
    links: int
    small: int


class _ShownTemplate(Struct, eq=False):
    """An unknown template whose values are being shown: its shell, and where they begin. In a `block` each stands on a line of its own;
    `pictures` wait there for the line that they begin.
    """

    shell: Unresolved
    capture: _Capture
    in_term: bool
    block: bool
    pictures: list[Flag]


_NO_TIP: Final = ("", _Capture(None, 0, 0, 0))


class Builder(LineBuilder):
    """Builds the lines of one value at a time from its events (see `Events`): `start` begins a value, `finish` gives its lines."""

    __slots__ = ("blocks", "captures", "open_ended", "scopes", "shown", "tip")

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        # These are empty between values, because what is begun is ended.
        self.blocks: list[Block] = []
        self.open_ended: list[tuple[str, int]] = []
        self.scopes: list[tuple[list[tuple[str, int]], int]] = []
        self.captures: list[_Capture] = []
        self.shown: list[_ShownTemplate] = []
        self.tip = _NO_TIP

    def finish(self, start: int, end: int) -> Block:
        """End a value that stands from `start` to `end` in the page; returns its lines."""
        while self.blocks:
            self.end_block()
        self.open_ended.clear()
        self._finish_line(last=True)
        self.tip = _NO_TIP
        if self.orphans:
            lines = every_line(self.block)
            if not lines:
                line = Line(0, start, start, self.lexicon)
                line.finish()
                lines = [line]
                self.block.entries += lines
            # What stands after a list belongs to its last line.
            lines[-1].end = end
            self._take_orphans(lines[-1])
        return self.block

    def link(self, words: str, link: Link) -> None:
        """A link that a template shows."""
        self.show(words)
        if self.line is not None:
            link.text = " ".join(words.split())
            self._attach(link, self.line)

    def begin_link(self, *, inline: bool) -> None:
        """A link begins; `inline` if its words are markup, whose line breaks are blanks."""
        self.at_start = False
        self.captures.append(self._capture())
        self.inline_depth += inline

    def end_link(self, link: Link, end: int, *, inline: bool) -> None:
        """A link ends at `end`."""
        self.inline_depth -= inline
        begin = self.captures.pop()
        count = begin.chunks if self.line is begin.line else 0
        if self.small != begin.small and self.line is not None:
            # Small print that begins or ends inside a link does not split a name, and does not qualify the line above.
            chunks = self.line.chunks
            self.line.provisional = self.line.provisional if self.line is begin.line else None
            chunks[count:] = [(words, style & ~SMALL, at) for words, style, at in chunks[count:]]
        link.text = self.line.words_from(count) if self.line is not None else ""
        opened = self.line or self._open_line(self.place)
        self._attach(link, opened)
        opened.end = max(opened.end, end)

    def begin_tip(self, title: str) -> None:
        """Words begin that a tooltip explains."""
        self.tip = (title, self._capture())

    def end_tip(self) -> None:
        """Such words end: the mark of a fate is taken out."""
        (title, begin), self.tip = self.tip, _NO_TIP
        words = self._captured(begin) if title else ""
        fate = fates.linked(title, words, self.lexicon) if words and self.people else None
        if fate is not None and self.line is not None:
            del self.line.chunks[begin.chunks if self.line is begin.line else 0 :]
            self.fate(fate)

    def identify(self, words: str, identity: str) -> None:
        """The words shown last are short for the name `identity`."""
        if self.line is not None and self.line.identity is None:
            self.line.identity = (words, identity)

    def _capture(self) -> _Capture:
        line = self.line
        return _Capture(line, len(line.chunks), len(line.links), self.small) if line is not None else _Capture(None, 0, 0, self.small)

    def _captured(self, begin: _Capture) -> str:
        """The words added since `begin`."""
        if self.line is None:
            return ""
        return " ".join("".join(chunk[0] for chunk in self.line.chunks[begin.chunks if self.line is begin.line else 0 :]).split())

    def begin_style(self, style: str) -> None:
        """A tag begins: `small` or `bold` print, or anything else."""
        if style == "small":
            self.small += 1
        elif style == "bold":
            self.bold_tags += 1
        else:
            self.spans += 1

    def end_style(self, style: str) -> None:
        """A tag ends, even if none was begun."""
        if style == "small":
            self.small = max(0, self.small - 1)
        elif style == "bold":
            self.bold_tags = max(0, self.bold_tags - 1)
        else:
            self.spans = max(0, self.spans - 1)

    def quote(self, length: int, at: int) -> None:
        """Apostrophes for bold or italic type."""
        marks = 3 if length == 4 else min(length, 5)
        if length > marks:
            self.words("'" * (length - marks), at)
        if marks != 2:
            self.bold = not self.bold
        if marks != 3:
            self.italic = not self.italic

    def entity(self, entity: str, at: int) -> None:
        """An entity such as ``&nbsp;``."""
        words = html.unescape(entity)
        whole = self.words_end == at
        if words == entity:
            self.words(words, at)
            return
        if words.isspace():
            self._space(words, at)
        else:
            self.at_start = False
            self.literal(words, at)
            whole = whole or self.words_end > at
        if whole:
            self.words_end = at + len(entity)

    def literal(self, words: str, at: int) -> None:
        """Words in which a colon does not end a term."""
        self.spans += 1
        self.words(words, at)
        self.spans = max(0, self.spans - 1)

    def fraction(self, words: str) -> None:
        """A fraction that a template shows; it stands apart from the figure before it."""
        line = self.line
        self.show(f" {words}" if line is not None and line.chunks and line.chunks[-1][0][-1:].isdigit() else words)

    def bullet_or_words(self, words: str, end: int) -> None:
        """Words that a template shows, which is a bullet at the beginning of a line."""
        if self.line is None or self.pending:
            self.bullet(end)
        else:
            self.show(words, end)

    def bullet(self, at: int) -> None:
        """A template that begins a list entry; its words begin at `at`."""
        if not self.inline_depth:
            self._bullet_sign(at, "•")

    def begin_list(self) -> None:
        """A list in HTML begins."""
        self.html_level += 1
        self.hard_break()

    def end_list(self) -> None:
        """A list in HTML ends."""
        self.html_level = max(0, self.html_level - 1)
        self.hard_break()

    def list_entry(self, at: int) -> None:
        """An entry of a list in HTML begins; its words begin at `at`."""
        if not self.inline_depth:
            self.lead = -1
            self._open_line(at, level=max(1, self.html_level), listed=True)

    def end_list_entry(self, end: int) -> None:
        """The entry's tag is closed."""
        self.hard_break()

    def begin_block(self, kind: BlockKind) -> None:
        """A list template begins."""
        line = self.line
        attached = line is not None and line.listed and self.pending == NONE and bool(line.chunks or line.flags)
        fresh = self.pending in (NEWLINE, HARD)
        self._finish_line()
        block = outer = self.block
        self.blocks.append(block)
        if len(self.blocks) <= MAX_BLOCKS:
            block = Block(kind, attached, fresh, within=attached or -1 < outer.part < len(outer.entries))
            outer.entries.append(block)
        self.block = block
        self.lead = -1
        self.pending = NONE
        self.newlines = 0
        self.at_start = True

    def end_block(self) -> None:
        """A list template ends."""
        self._finish_line()
        self.block = self.blocks.pop()
        self.lead = -1
        while self.open_ended and self.open_ended[-1][1] > len(self.blocks):
            self.open_ended.pop()
        self.pending = HARD
        self.at_start = False

    def begin_title(self) -> None:
        """The title of the block begun last begins: its first line."""
        self.at_start = False
        self.begin_scope()

    def end_title(self) -> None:
        """The title ends; further lines of it are the block's first."""
        self.end_scope()
        self._finish_line()
        if len(self.blocks) > MAX_BLOCKS:
            return  # this block has no level of its own
        block = self.block
        for place, entry in enumerate(block.entries):
            if isinstance(entry, Line):
                block.title = entry
                del block.entries[place]
                return

    def begin_entry(self, *, at: int, bulleted: bool = False) -> None:
        """An entry of the block begun last begins, whose words begin at `at`; `bulleted` if it has a bullet."""
        self._finish_line()
        self.fresh_line()
        self.block.part = len(self.block.entries)
        if bulleted:
            self._list_line("*", at)
        self.begin_scope()

    def end_entry(self) -> None:
        """The entry ends, and with it what was left open in it."""
        self.end_scope()
        self._finish_line()

    def begin_scope(self) -> None:
        """Something begins in which lists may be left open."""
        self.scopes.append((self.open_ended, len(self.blocks)))
        self.open_ended = []

    def end_scope(self) -> None:
        """It ends, and with it the lists that were left open."""
        self.open_ended, depth = self.scopes.pop()
        while len(self.blocks) > depth:
            self.end_block()

    def leave_open(self, name: str) -> None:
        """Keep the current block open until the list called `name` is closed, or what it stands in ends."""
        self.open_ended.append((name, len(self.blocks)))

    def close_list(self, names: list[str]) -> None:
        """Close the innermost list with one of these names; pages close them in any order, so another one counts if it is the only one."""
        for place in range(len(self.open_ended) - 1, -1, -1):
            name, depth = self.open_ended[place]
            if name in names or place == 0:
                while len(self.blocks) >= depth:
                    self.end_block()
                del self.open_ended[place:]
                return
        self.hard_break()

    def flag(self, flag: Flag) -> None:
        """A flag or other small picture: it begins a line after a plain newline."""
        line = self._content("", self.place, flag=True)
        if self.lists and line.flags:
            self._slash(line)
        line.flags.append(flag)
        self.flagged = len(line.chunks)
        if line.chunks:
            line.add_marks({self.flagged})
        self.apart = True

    def _slash(self, line: Line) -> None:
        """Note what only separates two flags: `{{flagicon|A}}/{{flagicon|B}}`; before the words of a line it is removed immediately."""
        start, end = self.flagged, len(line.chunks)
        if (
            not 0 < end - start < FEW
            or self.lexicon.grammar(joins.Joins).between_flags.fullmatch("".join(words[:20] for words, _, _ in line.chunks[start:])) is None
        ):
            return
        before = self.slash[1] if self.slash[0] is line and self.slash[2] == start else start
        self.slash = (line, before, end)
        if not start or (start < FEW and not any(words.strip() for words, _, _ in line.chunks[:start])):
            self._drop_slash(line)

    def fate(self, fate: Fate, link: Link | None = None) -> None:
        """The mark of a fate: it belongs to the line before it, or to the line that it begins."""
        self.apart = True
        if self.line is not None and self.pending in (BREAK, HARD) and not self.inline_depth:
            self.early.append((fate, link))
            return
        self._mark(self.line or self._open_line(self.place), fate, link)

    def add(self, mark: Reference | Note) -> None:
        """A reference or note."""
        self.apart = True
        self._attach(mark, self.line)

    def attach(self, template: Unresolved) -> None:
        """A template that is kept as it is written, with the open line."""
        self._attach(template, self.line)

    def keep(self, template: Unresolved) -> None:
        """A template that is kept as it is written, in its place."""
        self.at_start = False
        self.apart = True
        self._attach(template, self.line or self._open_line(self.place))

    def take_out(self) -> None:
        """Something that a reader sees was taken out of the words."""
        self.apart = True

    def begin_values(self, shell: Unresolved, count: int) -> None:
        """An unknown template begins that shows `count` values with words; `shell` is the template without them.

        Several values stand on a line each, except in a link and after words on the line of a figure, which belong to it.
        """
        amid = self.figures and self.line is not None and not self.pending and bool(self.line.chunks)
        block = not (count < 2 or self.inline_depth or amid)
        self.shown.append(_ShownTemplate(shell, self._capture(), self.in_term, block, []))
        if block:
            self._attach(shell, None)
            self.begin_block("entries")

    def begin_value(self, *, words: bool, first: bool, marker: bool, at: int) -> None:
        """One of its values begins, at `at`: with `words`, or only with references; `first`: the first with words; `marker`: it begins
        with a list marker.
        """
        shown = self.shown[-1]
        if shown.block:
            if words:
                self.begin_entry(at=at)
                self._show_pictures(shown)
        elif words and not first:
            self.show(", ")
        elif marker and not self.inline_depth:
            self.fresh_line()

    def end_value(self, *, words: bool) -> None:
        """The value ends."""
        if words and self.shown[-1].block:
            self.end_scope()

    def picture(self, flag: Flag) -> None:
        """One of its values is a picture."""
        shown = self.shown[-1]
        if shown.block:
            shown.pictures.append(flag)
        else:
            self.flag(flag)

    def end_values(self, whole: str, links: int) -> None:
        """The unknown template ends; `whole` is its wikitext if it may be kept as a whole, with that many links among its words."""
        shown = self.shown.pop()
        if shown.block:
            self._show_pictures(shown)
            self.end_block()
            return
        begin, shell, line = shown.capture, shown.shell, self.line
        split = shown.in_term and not self.in_term  # a colon among the words has ended the term
        if line is not None and whole and not (self.inline_depth or split):
            # A link that is not a link in the record is a picture or a mark of a fate.
            made = len(line.links) - (begin.links if line is begin.line else 0)
            text = self._captured(begin)
            if text and made == links:
                shell.text = text
                shell.wikitext = whole
        self._attach(shell, line or _last(self.block))

    def _show_pictures(self, shown: _ShownTemplate) -> None:
        for picture in shown.pictures:
            self.flag(picture)
        shown.pictures.clear()


def _last(block: Block) -> Line | None:
    entry: Line | Block = block
    while isinstance(entry, Block) and entry.entries:
        entry = entry.entries[-1]
    return entry if isinstance(entry, Line) else None
