"""The lines of one value while they are being read: where each begins, and at what level."""

from __future__ import annotations

import re
from typing import Final

from infobox.display import joins
from infobox.display.lines import BOLD, CUT, SMALL, Block, Line
from infobox.display.purpose import Purpose
from infobox.display.variants import pieces
from infobox.language import signs
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import starts_unspaced
from infobox.markup.shown import SWITCH, visible, visible_pieces
from infobox.record import LEVELS, Fate, Link, Note, Reference, Unresolved

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

_COLON: Final = re.compile(r":(?!//)|：")
_BULLETS: Final = re.compile(rf"\s*(?:([•‣◦▪▫●■∙⁃►▸➢➤·・]+)|([{signs.PLAIN_DASHES}]{{1,2}})(?=\s|[^\W\d]|\Z))")
"""Signs that pages use as bullets at the beginning of a line."""
_DASHES: Final = tuple(signs.PLAIN_DASHES)
_OPENING: Final = ("(", "（")
_LOOSE_SIGNS: Final = (*_DASHES, "/")
_NO_SLASH: Final[tuple[Line | None, int, int]] = (None, 0, 0)
_SEPARATORS: Final = ",.'’"
FEW: Final = 4
"""More chunks than this are not between two marks or flags."""


class LineBuilder:
    """The lines of one value, built from words and what separates them.

    `line` is the open line, `pending` what stands after it; `at_start` is true if a list marker would begin a list;
    `lead` is where the markup around the next line begins, -1 if there is none. `words_end` is the place in the page where the last
    words end, -1 if that is unknown; `apart` is true if something that a reader sees was taken out since then. `place` is where the
    markup begins that was met last.
    `people` is true if the value lists people, parties or units (marks such as ``[[Killed in action|†]]`` are fates there), `figures` if
    it counts them, `lists` if it is a value of lines, in which signs may be bullets. `lexicon` is that of the page's language.

    `in_term` is true between a ``;`` and its colon, `spans` counts the tags that are open there; `early` are marks of fates before any
    words; `sign_place` is the place of the last sign used as a bullet, `flagged` the index of the line's last flag among its chunks,
    `slash` a line and the range of its chunks that separates its last flags, `fated` a line and how many chunks it had at its last mark of
    a fate. `inline_depth` counts the links whose words are being read.
    """

    __slots__ = (
        "apart",
        "at_start",
        "block",
        "bold",
        "bold_tags",
        "comment_line",
        "early",
        "fated",
        "figures",
        "flagged",
        "html_level",
        "in_term",
        "inline_depth",
        "italic",
        "lead",
        "lexicon",
        "line",
        "lists",
        "newlines",
        "opened",
        "orphans",
        "pending",
        "people",
        "place",
        "rule_waits",
        "sign_place",
        "slash",
        "small",
        "spans",
        "variants",
        "words_end",
    )

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.variants = lexicon.variants
        self.in_term = False
        self.spans = self.sign_place = self.flagged = self.inline_depth = 0
        self.early: list[tuple[Fate, Link | None]] = []
        self.slash = _NO_SLASH
        self.fated: tuple[Line | None, int] = (None, 0)
        self.orphans: list[Reference | Note | Unresolved] = []
        self.start(Purpose())

    def start(self, purpose: Purpose) -> None:
        """Begin a value."""
        self.at_start, self.lists, self.people, self.figures, _ = purpose
        self.block = Block("bullets")
        self.line: Line | None = None
        self.pending = NONE
        self.opened = self.newlines = self.bold_tags = self.small = self.html_level = self.place = 0
        self.comment_line = self.bold = self.italic = self.rule_waits = self.apart = False
        self.lead = self.words_end = -1

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
        if self.variants and ("-{" in words or "}-" in words):
            for piece, place in pieces(words, self.variants):
                if piece:
                    self.words(piece, at + place)
            return
        if not self.inline_depth:
            if self.at_start and words[0] in "*#:;-":
                words, at = self._list_marker(words, at)
            if self.line is None or self.pending:
                if not words[:1].isalnum():
                    words, at = self._sign(words, at)
            elif self.in_term and not self._dressed:
                words, at = self._term(words, at)
        if not words.isascii() and visible(words) != words:
            self._visible_words(words, at)
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

    def _list_marker(self, words: str, at: int) -> tuple[str, int]:
        """Take a list marker or a rule from the beginning of a line's words."""
        if words[0] == "-":
            if not words.startswith("----"):
                return words, at
            self.rule()
            length = len(words) - len(words.lstrip("-"))
        else:
            length = len(words) - len(words.lstrip("*#:;"))
            self._list_line(words[:length], at + length)
        return words[length:], at + length

    def _sign(self, words: str, at: int) -> tuple[str, int]:
        """Take a sign used as a bullet from the beginning of a line's words."""
        sign = _BULLETS.match(words)
        if sign is None or not self._is_bullet(sign):
            return words, at
        self._bullet_sign(at + sign.end(), sign[1] or sign[2])
        self.sign_place = at + sign.end() - len(sign[0].lstrip())
        return words[sign.end() :], at + sign.end()

    def _term(self, words: str, at: int) -> tuple[str, int]:
        """Take the rest of a term, if it ends in these words."""
        colon = _COLON.search(words)
        if colon is None:
            return words, at
        self.in_term = False
        self.words(words[: colon.start()], at)
        self._definition(at + colon.end())
        return words[colon.end() :], at + colon.end()

    def _visible_words(self, words: str, at: int) -> None:
        """The words between invisible characters; those that touch only these are one stretch."""
        self.at_start = False
        whole = self.words_end == at
        for piece, place in visible_pieces(words):
            if whole:
                self.words_end = at + place
            self.words(piece, at + place)
            whole = self.words_end == at + place + len(piece)
        if whole:
            self.words_end = at + len(words)

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

    def _content(self, words: str, at: int, *, flag: bool = False) -> Line:
        """The line that visible content goes to: the open one, or a new one if a new line begins."""
        if self.early:
            early, self.early = self.early, []
            opened = self._content(words, at, flag=flag)
            for mark in early:
                self._mark(opened, *mark)
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
        if words.lstrip()[:1] in _OPENING:
            # Parentheses qualify what stands before them, unless they title what follows, which is known when they are read.
            return 0
        if line is self.slash[0]:
            self._drop_slash(line)
        if line is self.fated[0] and not words.lstrip()[:1].islower():
            self._drop_sign_after_mark(line)
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
        line = Line(self.html_level if level is None else min(level, MAX_LEVEL), start, start, self.lexicon, listed, term)
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
        if words.lstrip()[:1] in _OPENING:
            return not joins.is_next_number(line.chunks, words)
        return bool(self.small) and not next((style for piece, style, _ in reversed(line.chunks) if not piece.isspace()), SMALL) & SMALL

    def _titles(self, line: Line, before: Line) -> bool:
        """Whether a parenthesis, small print or a phrase after a ``<br>`` titles what follows: `5 dead<br>(others say:)<br>7 dead`."""
        if not line.text:
            return False
        if line.ends_in_colon:
            return True
        if line.text[0] not in _OPENING:
            return before.text.endswith((":", "：")) or (line.bold and not before.bold and not line.links and not line.flags)
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

    def comment(self, at: int, end: int) -> None:
        """A comment: a line of nothing else does not count."""
        self.place = at
        if self.at_start:
            self.comment_line = True

    def cell(self, at: int) -> None:
        """A table, row or cell begins, or a table ends."""
        self.place = at
        self.hard_break()
        self.at_start = False

    def line_break(self, *, around: bool) -> None:
        """``<br>`` and what else ends a line within a list entry; `around` if it is a tag around words."""
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

    def fresh_line(self) -> None:
        """What follows stands on a line of its own, and may begin with a list marker."""
        self.lead = -1
        self.pending = HARD
        self.at_start = True

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

    def _place_early(self) -> None:
        early, self.early = self.early, []
        for mark in early:
            self._mark(self.line or self._open_line(self.place), *mark)

    def _mark(self, line: Line, fate: Fate, link: Link | None) -> None:
        """Note the mark of a fate. What only separates it from the mark before it is taken out: `{{WIA}} or {{POW}}`."""
        before, start = self.fated
        between = line.chunks[start:] if before is line else []
        if 0 < len(between) < FEW and self.lexicon.grammar(joins.Joins).joins_marks("".join(words for words, _, _ in between)):
            line.chunks[start:] = [(" ", 0, at) for _, _, at in between]
        line.mark(fate, link)
        self.fated = (line, len(line.chunks))

    def _drop_sign_after_mark(self, line: Line) -> None:
        """Take out a dash or slash between the mark of a fate and the line's end: the name before the mark does not go on."""
        start = self.fated[1]
        after = line.chunks[start:] if len(line.chunks) < start + FEW else []
        if "".join(words for words, _, _ in after).strip() in _LOOSE_SIGNS:
            line.chunks[start:] = [(" ", 0, at) for _, _, at in after]

    def _drop_slash(self, line: Line) -> None:
        _, start, end = self.slash
        self.slash = _NO_SLASH
        if not any(words.strip() for words, _, _ in line.chunks[end:]):
            line.chunks[start:end] = [(" ", 0, at) for _, _, at in line.chunks[start:end]]


def _meet(before: str, words: str) -> bool:
    """Whether two pieces would merge into one word or figure. A group of digits that begins with 0 is not a separate figure."""
    last, first = before[-1], words[0]
    if last.isalnum() and first.isalnum():
        return not (starts_unspaced(last) or starts_unspaced(first))
    if first in _SEPARATORS:
        return last.isdigit() and words[1:2].isdigit() and words[1] != "0"
    return last in _SEPARATORS and before[-2:-1].isdigit() and first.isdigit() and first != "0"
