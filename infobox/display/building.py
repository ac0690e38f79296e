"""Events to lines: the lines of one value while they are being read. This module knows neither nodes nor templates."""

from __future__ import annotations

import html
import re
from typing import Final, NamedTuple

from infobox.display import joins
from infobox.display.lines import BOLD, CUT, SMALL, Block, BlockKind, Line, every_line
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import starts_unspaced
from infobox.markup.shown import SWITCH, visible, visible_pieces
from infobox.record import LEVELS, Fate, Flag, Link, Note, Reference, Unresolved
from infobox.values import fates

MAX_BLOCKS: Final = 8
"""Lists nested deeper than this have no level of their own."""
MAX_LEVEL: Final = LEVELS
"""Deeper list levels are read as this one."""

MAX_LINES: Final = 10_000
"""If a value has more lines than this, the rest of its words stands on the last one: no page needs more, and memory is bounded."""

MAX_JOINED: Final = 40
"""How many breaks with parentheses or small print a line may continue after: each makes it be read again."""

NONE, NEWLINE, BREAK, HARD = range(4)
"""What stands between the open line and what comes next."""

SURELY, PERHAPS = 1, 2
"""Whether a line continues after a ``<br>``."""

_MARKERS: Final = re.compile(r"[*#:;]+")
_COLON: Final = re.compile(r":(?!//)")
_BULLETS: Final = re.compile(r"\s*(?:([•‣◦▪▫●■∙⁃►▸➢➤·]+)|([–—-]{1,2})(?=\s|[^\W\d]|\Z))")
"""Signs that pages use as bullets at the beginning of a line."""
_DASHES: Final = ("–", "—", "-")
_FEW: Final = 4
_NO_SLASH: Final[tuple[Line | None, int, int]] = (None, 0, 0)
_SEPARATORS: Final = ",.'’"


class _Capture(NamedTuple):
    """Where words begin that are taken as a whole: the open line and how many chunks it had, and the links and small print there."""

    line: Line | None
    chunks: int
    links: int
    small: int


class _Values(NamedTuple):
    """An unknown template whose values are being shown: its shell, and where they begin. In a `block` each stands on a line of its own;
    `pictures` wait there for the line that they begin.
    """

    shell: Unresolved
    capture: _Capture
    in_term: bool
    block: bool
    pictures: list[Flag]


_NO_TIP: Final = ("", _Capture(None, 0, 0, 0))


class Builder:
    """Builds the lines of one value at a time from its events (see `Events`); `finish` gives them.

    `line` is the open line, `pending` what stands after it; `at_start` is true if a list marker would begin a list;
    `lead` is where the markup around the next line begins, -1 if there is none. `words_end` is the place in the page where the last
    words end, -1 if that is unknown; `apart` is true if something that a reader sees was taken out since then. `place` is where the
    markup begins that was met last.
    `people` is true if the value lists people, parties or units (marks such as ``[[Killed in action|†]]`` are fates there), `figures` if
    it counts them, `lists` if it is a value of lines, in which signs may be bullets. `lexicon` is that of the page's language.

    `in_term` is true between a ``;`` and its colon, `spans` counts the tags that are open there; `early` are marks of fates before any
    words; `sign_place` is the place of the last sign used as a bullet, `flagged` the index of the line's last flag among its chunks,
    `slash` a line and the range of its chunks that separates its last flags. `inline_depth` counts the links whose words are being read.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.people = self.figures = self.lists = self.in_term = False
        self.spans = self.sign_place = self.flagged = self.inline_depth = 0
        self.early: list[tuple[Fate, Link | None, int]] = []
        self.slash = _NO_SLASH
        # These are empty between values, because what is begun is ended.
        self.blocks: list[Block] = []
        self.open_ended: list[tuple[str, int]] = []
        self.scopes: list[tuple[list[tuple[str, int]], int]] = []
        self.captures: list[_Capture] = []
        self.shown: list[_Values] = []
        self.tip = _NO_TIP
        self.orphans: list[Reference | Note | Unresolved] = []
        self.start()

    def start(self, *, line_start: bool = False, lists: bool = False, people: bool = False, figures: bool = False) -> None:
        """Begin a value."""
        self.lists, self.people, self.figures = lists, people, figures
        self.block = Block("bullets")
        self.line: Line | None = None
        self.pending = NONE
        self.opened = self.newlines = self.bold_tags = self.small = self.html_level = self.place = 0
        self.comment_line = self.bold = self.italic = self.rule_waits = self.apart = False
        self.at_start = line_start
        self.lead = self.words_end = -1

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
                line = Line(0, start, self.lexicon)
                line.finish()
                lines = [line]
                self.block.entries += lines
            # What stands after a list belongs to its last line.
            lines[-1].end = end
            self._take_orphans(lines[-1])
        return self.block

    def begin(self, at: int) -> None:
        """Markup in a line begins."""
        self.place = at
        if self.lead < 0 and (self.line is None or self.pending):
            self.lead = at

    def end(self, at: int) -> None:
        """The markup in a line that was begun last ends."""
        line = self.line
        if line is not None and not self.pending and line.end < at:
            line.end = at

    def no_marker(self) -> None:
        """List markers that follow are words."""
        self.at_start = False

    def words(self, words: str, at: int) -> None:
        """Plain text: list markers and rules at the beginning of a line, otherwise words."""
        if "__" in words and SWITCH.search(words) is not None:
            for piece, place in visible_pieces(words, SWITCH):
                self.words(piece, at + place)
            return
        if self.at_start and not self.inline_depth:
            char = words[0]
            if char in "*#:;":
                markers = _MARKERS.match(words)
                if markers is not None:
                    words = words[markers.end() :]
                    at += markers.end()
                    self._list_line(markers.group(), at)
                    if not words:
                        return
            elif char == "-" and words.startswith("----"):
                self.rule()
                rest = words.lstrip("-")
                at += len(words) - len(rest)
                words = rest
                if not words:
                    return
        if (self.line is None or self.pending) and not self.inline_depth:
            sign = _BULLETS.match(words) if not words[:1].isalnum() else None
            if sign is not None and self._is_bullet(sign):
                place = at + sign.end() - len(sign[0].lstrip())
                at += sign.end()
                words = words[sign.end() :]
                self._bullet_sign(at, sign[1] or sign[2])
                self.sign_place = place
        elif self.in_term and not (self._dressed or self.inline_depth):
            colon = _COLON.search(words)
            if colon is not None:
                self.in_term = False
                self.words(words[: colon.start()], at)
                at += colon.end()
                words = words[colon.end() :]
                self._definition(at)
        if not words.isascii() and visible(words) != words:
            self.at_start = False
            whole = self.words_end == at
            for piece, place in visible_pieces(words):
                if whole:
                    self.words_end = at + place
                self.words(piece, at + place)
                whole = self.words_end == at + place + len(piece)
            if whole:
                self.words_end = at + len(words)
            return
        if not words or words.isspace():
            if self.line is not None and self.pending == NONE and self.line.chunks:
                self.line.chunks.append((" ", 0, at))
            if not self.comment_line:
                self.at_start = False
            return
        line = self.line
        if line is None or self.pending or self.early:
            line = self._content(words, at)
        else:
            self.at_start = self.comment_line = False
            self.newlines = 0
        self._put(line, words, at)
        self.words_end = line.end = at + len(words)

    def _is_bullet(self, sign: re.Match[str]) -> bool:
        """Whether a sign is a bullet; in lists, a dash at the certain beginning of a line is one."""
        if sign[1]:
            return True
        if not self.lists or self.pending == NEWLINE:
            return False
        return self.line is None or not joins.ends_range(self.line.chunks, sign.string, self.lexicon)

    @property
    def _dressed(self) -> bool:
        return bool(self.bold or self.italic or self.bold_tags or self.small or self.spans)

    def _definition(self, at: int) -> None:
        """What follows the colon of a ``;`` line stands under the term."""
        line = self.line
        assert line is not None
        self._open_line(at, level=line.level + 1, listed=True).indented = True

    def show(self, words: str, end: int = -1) -> None:
        """Words that a template shows; `end` is where it ends, if they continue the words around it."""
        if not words.isascii():
            words = visible(words)
        whole = end >= 0 and self.words_end == self.place
        if not whole:
            self.words_end = -1
        if words.isspace():
            self._space(words, self.place)
        elif words:
            self._put(self._content(words, self.place), words, self.place)
            whole = end >= 0
        self.words_end = end if whole else -1

    def _put(self, line: Line, words: str, at: int) -> None:
        """Put words on a line, separated from those before them if something stood between the two."""
        style = (BOLD if self.bold or self.bold_tags else 0) | (SMALL if self.small else 0)
        chunks = line.chunks
        if chunks and self.words_end != at:
            style |= CUT
            if self.apart and _meet(chunks[-1][0], words):
                chunks.append((" ", 0, at))
        self.apart = False
        chunks.append((words, style, at))

    def _space(self, words: str, at: int) -> None:
        """White space on the open line; before a line it is ignored."""
        if self.line is not None and self.pending == NONE:
            self.line.chunks.append((words, 0, at))

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

    def _content(self, words: str, at: int, *, flag: bool = False) -> Line:
        """The line that visible content goes to: the open one, or a new one if a new line begins."""
        if self.early:
            early, self.early = self.early, []
            opened = self._content(words, at, flag=flag)
            for mark in early:
                opened.mark(*mark)
            return opened
        line = self.line
        pending = self.pending
        self.at_start = self.comment_line = False
        self.newlines = 0
        if line is None:
            return self._open_line(at)
        if pending == NONE:
            return line
        self.pending = NONE
        if pending == HARD:
            return self._open_line(at)
        if pending == NEWLINE:
            if flag or ((self.bold or self.bold_tags) and not joins.open_end(line.chunks, self.lexicon)):
                return self._open_line(at)
        elif pending == BREAK and self.opened < MAX_LINES and (goes_on := self._continues(line, words, flag)) != SURELY:
            # A break inside a list entry: what follows stands beside it, in the same list.
            listed = line.listed and not line.sign
            # What a term holds besides its first line stands under it.
            opened = self._open_line(at, level=line.level + line.term, listed=True) if listed else self._open_line(at)
            if opened is not line:
                opened.indented = line.indented and listed
                opened.broken = listed
                if not flag and line.chunks and not opened.rule and (goes_on == PERHAPS or self._qualifies(line, words)):
                    before = self.block.entries[-1] if self.block.entries else None
                    opened.provisional = before if isinstance(before, Line) else None
            return opened
        line.chunks.append((" ", 0, at))
        return line

    def _continues(self, line: Line, words: str, flag: bool) -> int:
        """Whether what follows a ``<br>`` belongs to the line before it: `SURELY`, `PERHAPS` (unless it turns out to title what follows:
        `of these:`) or 0.
        """
        if self.rule_waits or not line.chunks:
            # A break between a flag and its name is for appearance; above figures a flag is a label.
            named = self.people or self.bold or self.bold_tags
            return bool(line.flags and named) and not (self.rule_waits or flag or line.chunks or line.templates)
        if words.lstrip()[:1] == "(":
            # Parentheses qualify what stands before them, unless they title what follows, which is known when they are read.
            return 0
        if line is self.slash[0]:
            self._drop_slash(line)
        if flag or self.bold or self.bold_tags or not joins.continues(line.chunks, words, self.lexicon):
            return 0
        return PERHAPS if joins.runs_on(line.chunks, words, self.lexicon) else SURELY

    def _open_line(self, at: int, *, level: int | None = None, listed: bool = False, term: bool = False) -> Line:
        """A new line: at a list level, or at the level of what it stands in."""
        self._finish_line()
        if self.line is not None:
            # Past the limit: further lines continue the last one.
            self.line.chunks.append((" ", 0, at))
            self.pending = NONE
            return self.line
        self.opened += 1
        start = self.lead if 0 <= self.lead < at else at
        self.lead = -1
        line = Line(self.html_level if level is None else min(level, MAX_LEVEL), start, self.lexicon, listed=listed, term=term)
        line.rule = self.rule_waits
        self.rule_waits = False
        self.pending = NONE
        self.line = line
        if self.orphans:
            self._take_orphans(line)
        return line

    def _take_orphans(self, line: Line) -> None:
        for orphan in self.orphans:
            self._attach(orphan, line)
        self.orphans = []

    def _finish_line(self, *, last: bool = False) -> None:
        """Put the open line in its place, if there is anything on it. Past the limit only the `last` line is finished."""
        if self.early:
            self._place_early()
        if self.opened >= MAX_LINES and not last:
            return
        line, self.line = self.line, None
        self.in_term = False
        if line is None:
            return
        if line is self.slash[0]:
            self._drop_slash(line)
        line.finish()
        if not line.text and line.links and line.empty:
            line.text = line.links[0].text = line.links[0].target  # there is nothing but a link without words
            line.places = [(0, line.start)]
        rule = False
        if line.text[:1] in _DASHES or line.sign[:1] in _DASHES:
            self._settle_dash(line)
            rule = line.text[:4] == "----" and not line.text.strip("-")
        if (not line.text and line.empty) or (rule and not (line.listed or line.links or line.templates)):
            # Dashes after a ``<br>`` are a rule to writers and readers.
            self.rule_waits = self.rule_waits or line.rule or bool(line.text)
            return
        before = line.provisional
        if before is not None and before.joined < MAX_JOINED and self.block.entries[-1:] == [before] and not self._titles(line, before):
            before.join(line)
            return
        self.block.entries.append(line)

    def _settle_dash(self, line: Line) -> None:
        """Take out a dash between a flag or list marker and a name; put back one that was not a bullet because nothing follows."""
        if line.sign and not line.text and not line.flags:
            line.level, line.listed = self.html_level, False
            line.start = self.sign_place
            line.chunks.insert(0, (line.sign, 0, line.start))
            line.finish()
        elif self.lists and (line.flags or line.listed):
            line.drop_dash()

    def _qualifies(self, line: Line, words: str) -> bool:
        """Whether a parenthesis or small print begins after the line. Small print that continues is a list in small print."""
        if words.lstrip()[:1] == "(":
            return True
        return bool(self.small) and not next((style for piece, style, _ in reversed(line.chunks) if not piece.isspace()), SMALL) & SMALL

    def _titles(self, line: Line, before: Line) -> bool:
        """Whether a parenthesis, small print or a phrase after a ``<br>`` titles what follows: `5 dead<br>(others say:)<br>7 dead`."""
        if not line.text:
            return False
        if line.ends_in_colon:
            return True
        if line.text[0] != "(":
            return before.text.endswith(":") or (line.bold and not before.bold and not line.links and not line.flags)
        return not self.people and line.bold and not before.bold

    def _list_line(self, markers: str, at: int) -> None:
        self.small = self.spans = 0
        self.bold = self.italic = False
        level = len(markers) + self.html_level
        term = markers[-1] == ";"
        self.lead = -1
        line = self._open_line(at, level=level - 1 if term else level, listed=True, term=term)
        line.indented = markers[-1] == ":"
        self.in_term = term
        self.at_start = self.comment_line = False
        self.newlines = 0

    def bullet(self, at: int) -> None:
        """A template that begins a list entry; its words begin at `at`."""
        if not self.inline_depth:
            self._bullet_sign(at, "•")

    def _bullet_sign(self, at: int, sign: str) -> None:
        """Begin a line with signs for bullets, which are not list markers: what follows a ``<br>`` has none."""
        self._list_line("*" if sign[0] in _DASHES else "*" * len(sign), at)
        if self.line is not None:
            self.line.sign = sign

    def newline(self, at: int, *, last: bool = False) -> None:
        """A newline; `last`: the last line of a value of lines begins there."""
        self.place = at
        if self.inline_depth:
            self._space(" ", self.place)
            return
        self.lead = -1
        if self.comment_line:
            # A line of nothing but comments does not count.
            self.comment_line = False
            return
        if self.early:
            self._place_early()
        self.bold = self.italic = self.in_term = False
        self.spans = 0
        self.newlines += 1
        if self.newlines > 1:
            self.small = 0  # a missing closing tag has no effect beyond the paragraph
        if self.newlines > 1 or (self.line is not None and self.line.listed):
            self.pending = HARD
        elif self.pending == NONE:
            # MediaWiki's paragraph ends before the last line of a value that begins on a line of its own.
            self.pending = BREAK if last else NEWLINE
        self.at_start = True

    def comment(self, at: int) -> None:
        """A comment: a line of nothing else does not count."""
        self.place = at
        if self.at_start:
            self.comment_line = True

    def cell(self, at: int) -> None:
        """A table, row or cell begins, or a table ends."""
        self.place = at
        self.hard_break()
        self.at_start = False

    def line_break(self) -> None:
        """``<br>`` and what else ends a line within a list entry."""
        if self.inline_depth:
            if self.line is not None:
                self.line.chunks.append((" ", 0, self.place))
            return
        if self.early:
            self._place_early()
        self.in_term = False
        self.lead = -1
        if self.pending < BREAK:
            self.pending = BREAK
        self.at_start = False
        self.newlines = 0

    def hard_break(self) -> None:
        """The beginning or end of a block: what follows stands on a line of its own."""
        self.apart = True
        if not self.inline_depth:
            self._place_early()
            self.in_term = False
            self.lead = -1
            self.pending = HARD
            self.small = 0 if self.line is not None and self.line.listed else self.small

    def rule(self) -> None:
        """A horizontal rule."""
        if self.inline_depth:
            return
        line = self.line
        if line is not None and line.listed and self.pending == NONE and not (line.chunks or line.flags or line.templates):
            line.rule = line.inner_rule = True  # `* <hr />words`: the rule stands in the list entry itself
            return
        self._finish_line()
        self.rule_waits = True
        self.lead = -1
        self.pending = NONE
        self.at_start = False

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

    def begin_entry(self, *, bulleted: bool = False, at: int = 0) -> None:
        """An entry of the block begun last begins; `bulleted` if it has a bullet, and its words begin at `at`."""
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

    def fresh_line(self) -> None:
        """What follows stands on a line of its own, and may begin with a list marker."""
        self.lead = -1
        self.pending = HARD
        self.at_start = True

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

    def _attach(self, part: Link | Reference | Note | Unresolved, line: Line | None) -> None:
        """Put what is neither words nor a flag on a line; without a line it waits for the next one."""
        if isinstance(part, Link):
            assert line is not None, "a link has words, which stand on a line"
            line.links.append(part)
        elif line is None:
            self.orphans.append(part)
        elif isinstance(part, Reference):
            line.references.append(part)
        elif isinstance(part, Note):
            line.notes.append(part)
        else:
            line.templates.append(part)

    def quote(self, length: int, at: int) -> None:
        """Apostrophes for bold or italic type."""
        marks = 3 if length == 4 else min(length, 5)
        if length > marks:
            self.words("'" * (length - marks), at)
        if marks != 2:
            self.bold = not self.bold
        if marks != 3:
            self.italic = not self.italic

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
            not 0 < end - start < _FEW
            or self.lexicon.grammar(joins.Joins).between_flags.fullmatch("".join(words[:20] for words, _, _ in line.chunks[start:])) is None
        ):
            return
        before = self.slash[1] if self.slash[0] is line and self.slash[2] == start else start
        self.slash = (line, before, end)
        if not start or (start < _FEW and not any(words.strip() for words, _, _ in line.chunks[:start])):
            self._drop_slash(line)

    def _drop_slash(self, line: Line) -> None:
        _, start, end = self.slash
        self.slash = _NO_SLASH
        if not any(words.strip() for words, _, _ in line.chunks[end:]):
            line.chunks[start:end] = [(" ", 0, at) for _, _, at in line.chunks[start:end]]

    def fate(self, fate: Fate, link: Link | None = None) -> None:
        """The mark of a fate: it belongs to the line before it, or to the line that it begins."""
        self.apart = True
        if self.line is not None and self.pending in (BREAK, HARD) and not self.inline_depth:
            self.early.append((fate, link, self.place))
            return
        (self.line or self._open_line(self.place)).mark(fate, link, self.place)

    def _place_early(self) -> None:
        early, self.early = self.early, []
        for mark in early:
            (self.line or self._open_line(self.place)).mark(*mark)

    def link(self, words: str, link: Link) -> None:
        """A link that a template shows."""
        self.show(words)
        if self.line is not None:
            link.text = " ".join(words.split())
            self._attach(link, self.line)

    def begin_link(self, *, inline: bool) -> None:
        """A link begins; `inline` if its words are markup, whose line breaks are blanks."""
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

    def begin_values(self, shell: Unresolved, count: int) -> None:
        """An unknown template begins that shows `count` values with words; `shell` is the template without them.

        Several values stand on a line each, except in a link and after words on the line of a figure, which belong to it.
        """
        amid = self.figures and self.line is not None and not self.pending and bool(self.line.chunks)
        block = not (count < 2 or self.inline_depth or amid)
        self.shown.append(_Values(shell, self._capture(), self.in_term, block, []))
        if block:
            self._attach(shell, None)
            self.begin_block("entries")

    def begin_value(self, *, words: bool, first: bool, marker: bool) -> None:
        """One of its values begins: with `words`, or only with references; `first`: the first with words; `marker`: it begins with a
        list marker.
        """
        shown = self.shown[-1]
        if shown.block:
            if words:
                self.begin_entry()
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

    def _show_pictures(self, shown: _Values) -> None:
        for picture in shown.pictures:
            self.flag(picture)
        shown.pictures.clear()


def _last(block: Block) -> Line | None:
    entry: Line | Block = block
    while isinstance(entry, Block) and entry.entries:
        entry = entry.entries[-1]
    return entry if isinstance(entry, Line) else None


def _meet(before: str, words: str) -> bool:
    """Whether two pieces would merge into one word or figure. A group of digits that begins with 0 is not a separate figure."""
    last, first = before[-1], words[0]
    if last.isalnum() and first.isalnum():
        return not (starts_unspaced(last) or starts_unspaced(first))
    if first in _SEPARATORS:
        return last.isdigit() and words[1:2].isdigit() and words[1] != "0"
    return last in _SEPARATORS and before[-2:-1].isdigit() and first.isdigit() and first != "0"
