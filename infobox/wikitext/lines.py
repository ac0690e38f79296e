"""One value as a tree of lines: what stands on a line, and which line stands under which.

`Line` is what a reader would call a line or a list entry, `Block` a stretch of lines with a level of its own (a list template, a
collapsible list), `Branch` a line with the lines under it. Levels come from list markers; headings are judged by the caller,
because what titles something depends on the kind of value.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Final, Literal

from infobox.record import Fate, Flag, Link, Note, Reference, Unresolved

BOLD: Final = 1
SMALL: Final = 2

BlockKind = Literal["plain", "entries", "bullets", "titled"]
"""`plain`: lines whose first list level is not shown (``{{plainlist}}``); `entries`: lines beside the one before them (``{{ubl}}``);
`bullets`: lines under the one before them; `titled`: lines under a title of their own."""

_SPACE: Final = re.compile(r"[\s\u200b\u200e\u200f\ufeff\u2060]+")
_EMPTY_PARENTHESES: Final = re.compile(r"\s*\(\s*[,;]?\s*\)")

_AFTER_FLAG: Final = re.compile(r"(?<=\() ")
"""The blank behind a flag in parentheses."""


class Line:
    """One line while it is being read, and what it says once `finish` was called.

    `listed` is true for a list entry and what stands in one, `broken` for what stands in one behind a ``<br>``, `signed` where its bullet
    is a sign in the words, `provisional` is the
    line that a parenthesis behind a ``<br>`` goes on with, unless it proves to title what follows.
    """

    __slots__ = (
        "bold",
        "broken",
        "chunks",
        "end",
        "fate_links",
        "fates",
        "flags",
        "identity",
        "indented",
        "inner_rule",
        "joined",
        "label",
        "level",
        "links",
        "listed",
        "notes",
        "places",
        "provisional",
        "references",
        "rule",
        "signed",
        "smalls",
        "start",
        "templates",
        "term",
        "text",
    )

    def __init__(self, level: int, start: int, *, listed: bool = False, term: bool = False) -> None:
        self.level = level
        self.listed = listed
        self.term = term
        self.indented = False
        self.broken = False
        self.signed = False
        self.joined = 0
        self.provisional: Line | None = None
        self.rule = False
        self.inner_rule = False
        self.start = start
        self.end = start
        self.chunks: list[tuple[str, int, int]] = []
        self.links: list[Link] = []
        self.flags: list[Flag] = []
        self.fates: list[Fate] = []
        self.fate_links: list[Link] = []
        self.references: list[Reference] = []
        self.notes: list[Note] = []
        self.templates: list[Unresolved] = []
        self.identity: tuple[str, str] | None = None
        self.text = ""
        self.bold = False
        self.label = 0
        self.smalls: list[tuple[int, int]] = []
        self.places: list[tuple[int, int]] = []

    @property
    def empty(self) -> bool:
        """Whether nothing at all stands on the line."""
        return not (self.chunks or self.flags or self.references or self.notes or self.templates or self.fates) or not (
            self.text or self.flags or self.references or self.notes or self.templates or self.fates
        )

    def finish(self) -> None:
        """Work out `text` from the chunks: white space folded; with it `bold` (all of it is), `label` (how many of its first
        characters are, with the colon behind them), `smalls` (spans of small print in the text) and `places` (pairs of a place in
        the text and the place in the page that it came from).
        """
        chunks = self.chunks
        if len(chunks) == 1:
            words, style, at = chunks[0]
            stripped = _SPACE.sub(" ", words).strip()
            if "(" in stripped:
                stripped = _EMPTY_PARENTHESES.sub("", stripped).strip()
            self.text = stripped
            self.bold = bool(style & BOLD)
            self.label = len(stripped) if self.bold else 0
            if style & SMALL:
                self.smalls.append((0, len(stripped)))
            self.places.append((0, at + len(words) - len(words.lstrip())))
            return
        pieces: list[str] = []
        length = 0
        space = True
        bold = bool(chunks)
        label = 0
        for words, style, at in chunks:
            folded = _SPACE.sub(" ", words)
            lead = 0
            if space and folded[:1] == " ":
                folded = folded[1:]
                lead = len(words) - len(words.lstrip())
            if not folded:
                continue
            begin = length
            pieces.append(folded)
            length += len(folded)
            space = folded[-1] == " "
            self.places.append((begin, at + lead))
            if folded != " ":
                if bold and not style & BOLD and folded.strip(" :"):
                    bold = False
                    label = begin
                if style & SMALL:
                    stop = length - (1 if space else 0)
                    if self.smalls and begin - self.smalls[-1][1] <= 1:
                        self.smalls[-1] = (self.smalls[-1][0], stop)
                    else:
                        self.smalls.append((begin + (folded[0] == " "), stop))
        text = "".join(pieces)
        if space:
            text = text.rstrip()
        self.bold = bold
        self.label = len(text) if bold else len(text[:label].rstrip())
        if "(" in text:
            for pattern in (_EMPTY_PARENTHESES, _AFTER_FLAG) if self.flags else (_EMPTY_PARENTHESES,):
                cleaned = pattern.sub("", text)
                if cleaned != text:
                    self._shrink(text, pattern)
                    text = cleaned.strip()
        self.text = text

    @property
    def in_small_print(self) -> bool:
        """Whether all words of the line are small."""
        return len(self.smalls) == 1 and self.smalls[0] == (0, len(self.text))

    def join(self, following: Line) -> None:
        """Go on with another line, read already, as words of this one."""
        self.joined += 1
        self.chunks.append((" ", 0, following.start))
        self.chunks += following.chunks
        self.links += following.links
        self.flags += following.flags
        self.fates += (fate for fate in following.fates if fate not in self.fates)
        self.fate_links += following.fate_links
        self.references += following.references
        self.notes += following.notes
        self.templates += following.templates
        self.identity = self.identity or following.identity
        self.end = max(self.end, following.end)
        self.smalls, self.places, self.label = [], [], 0
        self.finish()

    def _shrink(self, text: str, gone: re.Pattern[str]) -> None:
        """Move the spans of small print to where they stand once what matches is gone."""
        cuts = [match.span() for match in gone.finditer(text)]

        def moved(place: int) -> int:
            return place - sum(min(place, end) - start for start, end in cuts if start < place)

        self.smalls = [(moved(start), moved(end)) for start, end in self.smalls if moved(end) > moved(start)]
        self.places = [(moved(place), at) for place, at in self.places]
        self.label = moved(self.label)

    def place_in_page(self, offset: int) -> int:
        """The place in the page that the text's character `offset` came from (exact where the text stands there as it is)."""
        base, at = 0, self.start
        for place, source in self.places:
            if place > offset:
                break
            base, at = place, source
        return at + offset - base


class Block:
    """Lines and blocks that stand together, in order.

    `attached` is true for a block that begins on the line of a list entry, `within` for one inside a list entry that has a line
    already; `part` is where the list entry being read begins among the block's `entries`, -1 where they are not parted.
    """

    __slots__ = ("attached", "entries", "kind", "part", "title", "within")

    def __init__(self, kind: BlockKind) -> None:
        self.kind: BlockKind = kind
        self.attached = False
        self.within = False
        self.part = -1
        self.entries: list[Line | Block] = []
        self.title: Line | None = None


class Branch:
    """A line and the branches under it.

    `beside` is true for the lines of a list inside the block, `closed` for a title that owns just its own list, `bulleted` for a
    heading that bullets stand under, `labels` for one over lines with labels of their own, `full` for a list entry that holds a list,
    `led` is the heading that follows at once, where one does, `following` and `previous` are the branches
    beside this one.
    """

    __slots__ = ("beside", "bulleted", "children", "closed", "following", "full", "labels", "led", "line", "previous")

    def __init__(self, line: Line) -> None:
        self.line = line
        self.children: list[Branch] = []
        self.beside = False
        self.closed = False
        self.bulleted = False
        self.full = False
        self.labels = False
        self.following: Branch | None = None
        self.previous: Branch | None = None
        self.led: Branch | None = None


Judge = Callable[[Branch], int]
"""How far a line titles what follows: 3 for a heading of the highest level, 2 for a heading, 1 for one in small print, 0 for an ordinary
line, -1 for a line with a label of its own, which ends a heading's group."""

HEADING: Final = 2


def assemble(block: Block, judge: Judge) -> list[Branch]:
    """The lines of a block as a tree."""
    top: list[Branch] = []
    stack: list[tuple[int, Branch]] = []
    for entry in block.entries:
        if isinstance(entry, Line):
            level = _level(entry, plain=block.kind == "plain")
            if entry.broken and stack and stack[0][0] == 0 and judge(stack[0][1]) > 0 and judge(Branch(entry)) > 0:
                level = 0  # a heading in the last entry of another heading's list: it stands beside that heading
            if entry.rule and not entry.inner_rule:
                stack.clear()
            while stack and stack[-1][0] >= level:
                stack.pop()
            branch = Branch(entry)
            (stack[-1][1].children if stack else top).append(branch)
            stack.append((level, branch))
            continue
        inner = assemble(entry, judge)
        if entry.kind == "titled":
            _add_titled(entry, inner, top, stack, judge)
        elif entry.kind == "bullets" or entry.within:
            (stack[-1][1].children if stack else top).extend(inner)
            if entry.within and stack:
                stack[-1][1].full = True
        elif inner:
            if any(branch.line.rule for branch in inner[:1]):
                stack.clear()
            level = stack.pop()[0] if stack else 0
            (stack[-1][1].children if stack else top).extend(inner)
            stack.append((level, inner[-1]))
            for branch in inner:
                branch.beside = True
    return _group(top, judge)


def flattened(branches: list[Branch]) -> list[Branch]:
    """The branches and all under them, beside one another."""
    found: list[Branch] = []
    waiting = branches[::-1]
    while waiting:
        branch = waiting.pop()
        waiting += branch.children[::-1]
        branch.children = []
        found.append(branch)
    return found


def _level(line: Line, *, plain: bool) -> int:
    """How deep a line stands. A bulleted list behind an indented line (``:``) stands under it; in a list without bullets of its own
    the first bullets count for nothing, and what is indented stands under them.
    """
    if not line.level:
        return 0
    return 2 * (line.level - 1) + line.indented if plain else 2 * line.level + (not line.indented)


def _add_titled(block: Block, inner: list[Branch], top: list[Branch], stack: list[tuple[int, Branch]], judge: Judge) -> None:
    title = block.title
    if title is None or title.empty:
        for branch in inner:
            branch.beside = True
        top.extend(inner)
        return
    branch = Branch(title)
    branch.children = inner
    branch.closed = True
    if title.rule:
        stack.clear()
    if judge(branch) > 0:
        # Beside the line before it, and out of any list that ended with that line.
        listed = block.attached or not (stack and stack[-1][1].line.listed)
        if listed and stack:
            stack.pop()
        elif not listed:
            stack.clear()
    (stack[-1][1].children if stack else top).append(branch)


def _group(branches: list[Branch], judge: Judge) -> list[Branch]:
    """Put under each heading the lines that it titles."""
    for branch, following in itertools.pairwise(branches):
        branch.following, following.previous = following, branch
    grouped: list[Branch] = []
    open_headings: list[tuple[int, Branch]] = []
    flags: list[Branch] = []
    for branch in branches:
        if branch.children and not branch.closed and not branch.beside:
            branch.children = _group(branch.children, judge)
        if branch.line.rule:
            open_headings.clear()
        if branch.beside:
            (open_headings[-1][1].children if open_headings else grouped).append(branch)
            continue
        rank = judge(branch)
        if branch.line.flags and open_headings and not open_headings[-1][1].line.text:
            open_headings.pop()  # a flag that titles lines owns those up to the next flag
        if rank > 0 and not branch.line.text:
            (open_headings[-1][1].children if open_headings else grouped).append(branch)
            open_headings.append((0, branch))
            flags.append(branch)
            continue
        if rank > 0 or branch.closed:
            level = rank or HEADING
            while open_headings and open_headings[-1][0] <= level:
                ended = open_headings.pop()[1]
                ended.led = None if ended.children else branch
            (open_headings[-1][1].children if open_headings else grouped).append(branch)
            if not branch.closed and not branch.full and not (branch.children and branch.line.listed):
                branch.bulleted = bool(branch.children)
                open_headings.append((level, branch))
            continue
        if rank < 0:
            # A heading that owns nothing yet, or such lines alone, titles lines with labels: a party over its dead and wounded.
            while open_headings and open_headings[-1][0] <= HEADING and not open_headings[-1][1].labels:
                if not open_headings[-1][1].children:
                    open_headings[-1][1].labels = True
                    break
                open_headings.pop()
        elif branch.children and not branch.line.listed and open_headings and open_headings[-1][1].bulleted:
            # A line with bullets of its own, behind a heading with bullets of its own, stands beside it.
            open_headings.pop()
        (open_headings[-1][1].children if open_headings else grouped).append(branch)
    for branch in flags:
        if len(branch.children) == 1 and not branch.children[0].children and not branch.children[0].line.listed:
            # A flag above a single line is that line's flag.
            branch.line.join(branch.children.pop().line)
    return grouped
