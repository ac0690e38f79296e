"""The lines of one value: what stands on each, and in which block."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final, Literal

from msgspec import Struct

from infobox.display.joins import Joins
from infobox.language import signs
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
_EMPTY_PARENTHESES: Final = re.compile(r"\s*(?:\(\s*[,;]?\s*\)|（\s*[、，；]?\s*）)")
_MARK: Final = "\0"
"""Stands for a removed mark while the text around it is closed up."""
_BETWEEN_WORDS: Final = re.compile(rf"(?<=\w){_MARK}(?=\w)")
_BLANK: Final = (" ", _MARK)
_LEADING_DASH: Final = re.compile(rf"\A[{signs.PLAIN_DASHES}] (?=\D)")
_COLON_END: Final = re.compile(r"[:：][\s)）\]'\"”’]*\Z")


def _around_mark(lexicon: Lexicon) -> re.Pattern[str]:
    """A mark with brackets that hold nothing else, or with a blank that is superfluous without it."""
    between = lexicon.grammar(Joins).between_marks
    return re.compile(
        rf"\s?[(（\[]{between}*{_MARK}(?:{_MARK}|{between})*[)）\]]|(?<=[(（\[]){_MARK}[\s,;{_MARK}]*+(?![(\[])"
        rf"|\s?{_MARK}(?=[\s{_MARK}]*[,;:)）\]])\s?|(?<=\s){_MARK}\s?|{_MARK}"
    )


class Line(Struct, eq=False):
    """One line while it is being read, and its text after `finish`.

    `listed` is true for a list entry and what stands in one, `broken` for what stands in one after a ``<br>``, `sign` is its bullet if
    that is a sign in the words, `provisional` is the line that a parenthesis or a running phrase after a ``<br>`` continues,
    unless it turns out to title what follows. `marks` are the places among the chunks where marks of fates stood and flags after
    words, `cuts` the places in the text where markup was taken out between digits, in order: no figure continues across one.
    """

    level: int
    start: int
    end: int
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
    chunks: list[tuple[str, int, int]] = []
    links: list[Link] = []
    flags: list[Flag] = []
    fates: list[Fate] = []
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

    @property
    def empty(self) -> bool:
        return not (self.text or self.flags or self.references or self.notes or self.templates or self.fates)

    def finish(self) -> None:
        """Compute `text` from the chunks, with white space folded; with it `bold` (all of it is), `label` (how many of its first
        characters are), `ends_in_colon` (in parentheses or not: it titles what follows), `smalls` (spans of
        small print in the text) and `places` (pairs of a place in the text and the place in the page that it came from).
        """
        chunks = self._with_marks() if self.marks else self.chunks
        text = self._one(*chunks[0]) if len(chunks) == 1 else self._joined(chunks)
        if self.marks and len(chunks) > 1:
            # Words that only a mark separates stay separate.
            text = self._without(text, self.lexicon.grammar(_around_mark), _BETWEEN_WORDS.sub(" ", text))
        if "(" in text or "（" in text:
            text = self._without(text, _EMPTY_PARENTHESES)
        if self.cuts:
            self.cuts = [cut for cut in self.cuts if text[max(0, cut - 2) : cut].rstrip()[-1:].isdigit()]
        self.text = text
        self.ends_in_colon = (":" in text or "：" in text) and _COLON_END.search(text[-8:]) is not None

    def _one(self, words: str, style: int, at: int) -> str:
        """The text of a line of one chunk."""
        text = " ".join(words.split())
        self.bold = bool(style & BOLD)
        self.label = len(text) if self.bold else 0
        if style & SMALL:
            self.smalls.append((0, len(text)))
        self.places.append((0, at + len(words) - len(words.lstrip())))
        return text

    def _joined(self, chunks: list[tuple[str, int, int]]) -> str:
        """The text of several chunks."""
        pieces: list[str] = []
        length = label = 0
        space = True
        bold = bool(chunks)
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
                    self._add_small(begin + (folded[0] == " "), length - (1 if space else 0), begin)
        text = "".join(pieces)
        if space:
            text = text.rstrip()
        self.bold = bold
        self.cuts = cuts
        self.label = len(text) if bold else len(text[:label].rstrip())
        return text

    def _add_small(self, start: int, end: int, begin: int) -> None:
        """Note small print; it continues that which ends where its chunk begins."""
        if self.smalls and begin - self.smalls[-1][1] <= (2 if self.marks else 1):
            self.smalls[-1] = (self.smalls[-1][0], end)
        else:
            self.smalls.append((start, end))

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

    def mark(self, fate: Fate, link: Link | None) -> None:
        """Note a fate whose mark stands here, and the page that it links to."""
        self.add_marks({len(self.chunks)})
        if fate not in self.fates:
            self.fates.append(fate)
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
        self.fates += [fate for fate in following.fates if fate not in self.fates]
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
