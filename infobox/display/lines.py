"""One value as a tree of lines: what stands on each line, and which lines stand under which.

Levels come from list markers; callers judge headings, because these depend on the kind of value.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, Literal

from msgspec import Struct

from infobox.display.joins import Joins
from infobox.language.lexicon import Lexicon
from infobox.record import Fate, Flag, Link, Note, Reference, Unresolved

BOLD: Final = 1
SMALL: Final = 2
CUT: Final = 4
"""Something was taken out before this piece: figures do not continue across it."""

BlockKind = Literal["plain", "entries", "bullets", "titled"]
"""`plain`: lines whose first list level is not shown (``{{plainlist}}``); `entries`: lines beside the one before them (``{{ubl}}``);
`bullets`: lines under the one before them; `titled`: lines under a title of their own."""

_SPACE: Final = re.compile(r"\s+")
_EMPTY_PARENTHESES: Final = re.compile(r"\s*\(\s*[,;]?\s*\)")
_MARK: Final = "\0"
"""Stands for a removed mark while the text around it is closed up."""
_BETWEEN_WORDS: Final = re.compile(rf"(?<=\w){_MARK}(?=\w)")
_BLANK: Final = (" ", _MARK)
_LEADING_DASH: Final = re.compile(r"\A[–—-] (?=\D)")
_COLON_END: Final = re.compile(r":[\s)\]'\"”’]*\Z")


def _around_mark(lexicon: Lexicon) -> re.Pattern[str]:
    """A mark with brackets that hold nothing else, or with a blank that is superfluous without it."""
    between = lexicon.grammar(Joins).between_marks
    return re.compile(
        rf"\s?[(\[]{between}*{_MARK}(?:{_MARK}|{between})*[)\]]|(?<=[(\[]){_MARK}[\s,;{_MARK}]*+(?![(\[])"
        rf"|\s?{_MARK}(?=[\s{_MARK}]*[,;:)\]])\s?|(?<=\s){_MARK}\s?|{_MARK}"
    )


class Line(Struct, eq=False):
    """One line while it is being read, and its text after `finish`.

    `listed` is true for a list entry and what stands in one, `broken` for what stands in one after a ``<br>``, `sign` is its bullet if
    that is a sign in the words, `provisional` is the line that a parenthesis or a running phrase after a ``<br>`` continues,
    unless it turns out to title what follows. `marks` are the places among the chunks where marks of fates stood and flags after
    words, `cuts` the places in the text where markup was taken out between digits, in order: no figure continues across one. `fates_at` are
    the places in the page of the marks of `fates`.
    """

    level: int
    start: int
    lexicon: Lexicon
    listed: bool = False
    term: bool = False
    indented: bool = False
    broken: bool = False
    sign: str = ""
    joined: int = 0
    provisional: Line | None = None
    rule: bool = False
    inner_rule: bool = False
    end: int = -1
    chunks: list[tuple[str, int, int]] = []
    links: list[Link] = []
    flags: list[Flag] = []
    fates: list[Fate] = []
    fates_at: list[int] = []
    marks: AbstractSet[int] = frozenset()
    fate_links: list[Link] = []
    references: list[Reference] = []
    notes: list[Note] = []
    templates: list[Unresolved] = []
    identity: tuple[str, str] | None = None
    text: str = ""
    bold: bool = False
    ends_in_colon: bool = False
    smalls: list[tuple[int, int]] = []
    places: list[tuple[int, int]] = []
    cuts: Sequence[int] = ()
    label: int = 0

    def __post_init__(self) -> None:
        self.end = self.start

    @property
    def empty(self) -> bool:
        return not (self.text or self.flags or self.references or self.notes or self.templates or self.fates)

    def finish(self) -> None:
        """Compute `text` from the chunks, with white space folded; with it `bold` (all of it is), `label` (how many of its first
        characters are, with the colon after them), `ends_in_colon` (in parentheses or not: it titles what follows), `smalls` (spans of
        small print in the text) and `places` (pairs of a place in the text and the place in the page that it came from).
        """
        marks = self.marks
        chunks = self._with_marks() if marks else self.chunks
        if len(chunks) == 1:
            words, style, at = chunks[0]
            stripped = " ".join(words.split())
            if "(" in stripped:
                stripped = self._without(stripped, _EMPTY_PARENTHESES)
            self.text = stripped
            self.bold = bool(style & BOLD)
            self.label = len(stripped) if self.bold else 0
            if style & SMALL:
                self.smalls.append((0, len(stripped)))
            self.places.append((0, at + len(words) - len(words.lstrip())))
            self.ends_in_colon = ":" in stripped and _COLON_END.search(stripped[-8:]) is not None
            return
        pieces: list[str] = []
        length = 0
        space = True
        bold = bool(chunks)
        label = 0
        near = 2 if marks else 1
        cuts: list[int] = []
        for words, style, at in chunks:
            folded = words if words.isprintable() and "  " not in words else _SPACE.sub(" ", words)
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
            if style & CUT and begin and folded.lstrip()[0:1].isdigit():
                cuts.append(begin)
            if folded not in _BLANK:
                if bold and not style & BOLD and folded.strip(" :"):
                    bold = False
                    label = begin
                if style & SMALL:
                    stop = length - (1 if space else 0)
                    if self.smalls and begin - self.smalls[-1][1] <= near:
                        self.smalls[-1] = (self.smalls[-1][0], stop)
                    else:
                        self.smalls.append((begin + (folded[0] == " "), stop))
        text = "".join(pieces)
        if space:
            text = text.rstrip()
        self.bold = bold
        self.cuts = cuts
        self.label = len(text) if bold else len(text[:label].rstrip())
        if marks:
            # Words that only a mark separates stay separate.
            text = self._without(text, self.lexicon.grammar(_around_mark), _BETWEEN_WORDS.sub(" ", text))
        if "(" in text:
            text = self._without(text, _EMPTY_PARENTHESES)
        if cuts:
            self.cuts = [cut for cut in self.cuts if text[max(0, cut - 2) : cut].rstrip()[-1:].isdigit()]
        self.text = text
        self.ends_in_colon = ":" in text and _COLON_END.search(text[-8:]) is not None

    def _with_marks(self) -> list[tuple[str, int, int]]:
        """The chunks, with placeholders for the marks among them."""
        chunks: list[tuple[str, int, int]] = []
        for place, chunk in enumerate(self.chunks):
            if place in self.marks:
                chunks.append((_MARK, 0, chunk[2]))
            chunks.append(chunk)
        return chunks

    def drop_dash(self) -> None:
        """Take out the dash at the beginning of the line, unless a figure follows."""
        self.text = self._without(self.text, _LEADING_DASH)

    def mark(self, fate: Fate, link: Link | None, at: int) -> None:
        """Note a fate whose mark stands here, its place in the page, and the page that it links to."""
        self.add_marks({len(self.chunks)})
        if fate not in self.fates:
            self.fates.append(fate)
            self.fates_at.append(at)
        if link is not None:
            self.fate_links.append(link)

    def add_marks(self, places: set[int]) -> None:
        if not self.marks:
            self.marks = set()
        self.marks |= places  # a set of its own is updated in place

    def small_words(self) -> list[str]:
        """The stretches of small print in order, unless they are the whole line."""
        return [self.text[start:end] for start, end in self.smalls if end - start < len(self.text)] if self.smalls else []

    @property
    def in_small_print(self) -> bool:
        return len(self.smalls) == 1 and self.smalls[0] == (0, len(self.text))

    def join(self, following: Line) -> None:
        """Append another line, already read, as words of this one."""
        self.joined += 1
        self.chunks.append((" ", 0, following.start))
        self.add_marks({len(self.chunks) + mark for mark in following.marks})
        # No figure continues across the break.
        self.chunks += [(words, style if number else style | CUT, at) for number, (words, style, at) in enumerate(following.chunks)]
        self.links += following.links
        self.flags += following.flags
        for fate, at in zip(following.fates, following.fates_at, strict=True):
            if fate not in self.fates:
                self.fates.append(fate)
                self.fates_at.append(at)
        self.fate_links += following.fate_links
        self.references += following.references
        self.notes += following.notes
        self.templates += following.templates
        self.identity = self.identity or following.identity
        self.end = max(self.end, following.end)
        self.smalls, self.places, self.cuts, self.label = [], [], (), 0
        self.finish()

    def words_from(self, count: int) -> str:
        """The words of the chunks from `count` on, with placeholders for the marks among them."""
        if not self.marks:
            return " ".join("".join([chunk[0] for chunk in self.chunks[count:]]).split())
        pieces = [(_MARK if place in self.marks else "") + chunk[0] for place, chunk in enumerate(self.chunks[count:], count)]
        return " ".join("".join(pieces).split())

    def _without(self, text: str, gone: re.Pattern[str], spaced: str = "") -> str:
        """The text without what matches; spans and places are adjusted, and links lose the same words.

        `spaced` is the same text with white space for some of its characters.
        """
        held = spaced or text
        cuts = [match.span() for match in gone.finditer(held)]
        if not cuts and not spaced:
            return text

        starts = [start for start, _ in cuts]
        gone_before = [0, *itertools.accumulate(end - start for start, end in cuts)]

        def moved(place: int) -> int:
            number = bisect.bisect_left(starts, place)
            return place - gone_before[number] + (max(0, cuts[number - 1][1] - place) if number else 0)

        self.smalls = [(moved(start), moved(end)) for start, end in self.smalls if moved(end) > moved(start)]
        self.places = [(moved(place), at) for place, at in self.places]
        self.cuts = [moved(place) for place in self.cuts]
        self.label = moved(self.label)
        left = gone.sub("", held)
        end = 0
        for link in self.links:
            start = text.find(link.text, end)
            if start < 0:
                start = text.find(link.text)  # a link around others begins before they end
            if start >= 0 and link.text:
                end = max(end, start + len(link.text))
                link.text = left[moved(start) : moved(start + len(link.text))].strip()
            elif _MARK in link.text:
                link.text = " ".join(link.text.replace(_MARK, "").split())
        return left.strip()

    def place_in_page(self, offset: int) -> int:
        """The place in the page that the text's character `offset` came from (exact if the page has the same text there)."""
        base, at = 0, self.start
        for place, source in self.places:
            if place > offset:
                break
            base, at = place, source
        return at + offset - base


class Block(Struct, eq=False):
    """Lines and blocks that belong together, in order.

    `attached` is true for a block that begins on the line of a list entry, `within` for one inside a list entry that has a line
    already, `fresh` for one that begins on a line of its own; `part` is where the list entry being read begins among the block's
    `entries`, -1 if they are not separate.
    """

    kind: BlockKind
    attached: bool = False
    fresh: bool = False
    within: bool = False
    part: int = -1
    entries: list[Line | Block] = []
    title: Line | None = None


def every_line(block: Block) -> list[Line]:
    """All lines of a block, in order."""
    lines = [block.title] if block.title is not None else []
    for entry in block.entries:
        lines += [entry] if isinstance(entry, Line) else every_line(entry)
    return lines


class Branch(Struct, eq=False):
    """A line and the branches under it.

    `beside` is true for the lines of a list inside the block, `closed` for a title that owns just its own list, `bulleted` for a
    heading with bullets under it, `own` for one that owns just the lines of its own list entry, `full` for a list entry that holds a
    list; `labels` is the form (`bold` or `plain`) of the labels of the lines under a heading, if they have any, `led` the heading that
    follows directly, if there is one, `following` and `previous` are the branches beside this one.
    """

    line: Line
    children: list[Branch] = []
    closed: bool = False
    beside: bool = False
    bulleted: bool = False
    full: bool = False
    own: bool = False
    labels: str = ""
    following: Branch | None = None
    previous: Branch | None = None
    led: Branch | None = None


Judge = Callable[[Branch], int]
"""How far a line titles what follows: `TERM`, `HEADING`, `SMALL_HEADING` or, for a figure that titles others, `COUNT`; 0 for an ordinary
line; `LABELLED` for one with a label of its own, which ends a heading's group; `TOTAL` for one that also ends a group of such lines."""

TERM, HEADING, SMALL_HEADING, COUNT = 4, 3, 2, 1
LABELLED, TOTAL = -1, -2


def assemble(block: Block, judge: Judge) -> list[Branch]:
    """The lines of a block as a tree."""
    if len(block.entries) == 1 and isinstance(block.entries[0], Line):
        return [Branch(block.entries[0])]
    top: list[Branch] = []
    stack: list[tuple[int, Branch]] = []
    term: Branch | None = None
    for entry in block.entries:
        if isinstance(entry, Line):
            level = _level(entry, plain=block.kind == "plain")
            if entry.broken and stack and _is_beside_heading(entry, stack, judge):
                level = 0
            if term is not None and entry.indented and entry.level == term.line.level + 1 and all(term is not above for _, above in stack):
                level -= 2  # a term owns its lines, whatever stands between: they stand beside that
            if entry.rule and not entry.inner_rule:
                stack.clear()
            while stack and stack[-1][0] >= level:
                stack.pop()
            branch = Branch(entry)
            (stack[-1][1].children if stack else top).append(branch)
            stack.append((level, branch))
            if entry.term:
                term = branch if judge(branch) > 0 else None
            elif term is not None and not entry.level and (entry.rule or judge(branch) > 0):
                term = None
            continue
        inner = assemble(entry, judge)
        flagged = stack[-1][1].children if stack and _is_bare_flag(stack[-1][1]) else None  # a flag before a list belongs to the list
        if entry.kind == "titled":
            _add_titled(entry, inner, top if flagged is None else flagged, stack if flagged is None else [], judge)
        elif flagged is not None:
            flagged += inner
        elif entry.kind == "bullets" or entry.within:
            (stack[-1][1].children if stack else top).extend(inner)
            if entry.within and stack:
                stack[-1][1].full = True
        elif inner:
            if any(branch.line.rule for branch in inner[:1]):
                stack.clear()
            if entry.fresh:
                del stack[1:]
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


def _is_beside_heading(line: Line, stack: list[tuple[int, Branch]], judge: Judge) -> bool:
    """Whether a line in the last entry of a heading's list is another heading of the same kind, which stands beside that heading; in an
    entry under a title of its own it stays there.
    """
    level, heading = stack[0]
    if level or heading.line.bold > line.bold or not judge(Branch(line)) >= judge(heading) > 0:
        return False
    entry = next((branch for _, branch in reversed(stack) if not branch.line.broken), heading)
    return entry is heading or judge(entry) <= 0


def _level(line: Line, *, plain: bool) -> int:
    """The depth of a line. A bulleted list after an indented line (``:``) stands under it; in a list without bullets of its own
    the first bullets do not count, and indented lines stand under them.
    """
    if not line.level:
        return 0
    return 2 * (line.level - 1) + line.indented if plain else 2 * line.level + (not line.indented)


def _add_titled(block: Block, inner: list[Branch], top: list[Branch], stack: list[tuple[int, Branch]], judge: Judge) -> None:
    title = block.title
    if title is None or title.empty:
        (stack[-1][1].children if stack else top).extend(inner)
        return
    branch = Branch(title, inner, closed=True)
    if title.rule:
        stack.clear()
    if judge(branch) > 0:
        # Beside the line before it, and outside any list that ended with that line.
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
    holder: Branch | None = None  # the first line of the list entry
    for branch in branches:
        line = branch.line
        if not line.broken:
            holder = branch if line.listed else None
            while open_headings and open_headings[-1][1].own:
                open_headings.pop()
        if branch.children and not branch.closed and not branch.beside:
            branch.children = _group(branch.children, judge)
        if line.rule:
            open_headings.clear()
        if branch.beside:
            (open_headings[-1][1].children if open_headings else grouped).append(branch)
            continue
        rank = judge(branch)
        if line.flags and open_headings and not open_headings[-1][1].line.text:
            open_headings.pop()  # a flag that titles lines owns those up to the next flag
        if rank > 0 and not line.text:
            (open_headings[-1][1].children if open_headings else grouped).append(branch)
            if not branch.children:
                open_headings.append((0, branch))
            flags.append(branch)
            continue
        if rank > 0 or branch.closed:
            level = rank or HEADING
            while open_headings and open_headings[-1][0] <= level:
                if line.broken and open_headings[-1][1] is holder and holder.line.bold and not line.bold:
                    break  # a bullet keeps all its lines
                ended = open_headings.pop()[1]
                ended.led = None if ended.children else branch
            (open_headings[-1][1].children if open_headings else grouped).append(branch)
            if not branch.closed and not branch.full and not (branch.children and (line.listed or rank == COUNT)):
                branch.bulleted = bool(branch.children)
                branch.own = _titles_its_own(branch, rank)
                open_headings.append((level, branch))
            continue
        if rank < 0:
            _end_groups(open_headings, branch, rank, holder)
        elif branch.children and not line.listed and open_headings and open_headings[-1][1].bulleted:
            # A line with its own bullets, after a heading with its own bullets, stands beside the heading.
            open_headings.pop()
        (open_headings[-1][1].children if open_headings else grouped).append(branch)
        if rank < 0 and line.ends_in_colon and not branch.children:
            branch.own = _titles_its_own(branch, COUNT)
            open_headings.append((COUNT, branch))
    for branch in flags:
        if len(branch.children) == 1 and not branch.children[0].children and not branch.children[0].line.listed:
            # A flag above a single line belongs to that line.
            branch.line.join(branch.children.pop().line)
    return grouped


def _titles_its_own(heading: Branch, rank: int) -> bool:
    """Whether a line without the form of a heading titles only the other lines of its list entry."""
    line, following = heading.line, heading.following
    if not line.listed or following is None or not following.line.broken:
        return False
    return rank == COUNT or not (line.bold or line.term or line.ends_in_colon)


def _end_groups(open_headings: list[tuple[int, Branch]], labelled: Branch, rank: int, holder: Branch | None) -> None:
    """End the groups of headings that a line with a label of its own does not belong to.

    A heading that owns nothing yet, or only such lines, titles lines with labels (a party over its dead and wounded) until a total in
    bold follows plain labels. A bullet keeps all its own lines.
    """
    while open_headings and open_headings[-1][0] <= HEADING:
        heading = open_headings[-1][1]
        if labelled.line.broken and heading is holder:
            break
        if not heading.children:
            heading.labels = "bold" if labelled.line.label else "plain"
            break
        if heading.labels and not (heading.labels == "plain" and rank == TOTAL):
            break
        open_headings.pop()


def _is_bare_flag(branch: Branch) -> bool:
    return bool(branch.line.flags) and not (branch.line.text or branch.children)
