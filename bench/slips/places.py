"""Where a slip can be made, and the table of the kinds of slip."""

from __future__ import annotations

import functools
import random
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from infobox.checks.shared.around import line_end, line_start
from infobox.checks.subject import Entry, Place, Subject, Use, Value
from infobox.display.calls import called
from infobox.markup.edits import Edit
from infobox.markup.scan import Node, NodeKind

Span = tuple[int, int]
DATA: Final[dict[str, Any]] = tomllib.loads((Path(__file__).parent.parent / "planted.toml").read_text("utf-8"))
"""What is expected of each kind, and the words that slips consist of."""
_LETTERS: Final = re.compile(r"[^\W\d_]")


class Slip(NamedTuple):
    """One way to make a slip: `edits` of the page, and the spans of the page in which the finding may begin; without them, the lines
    that are edited.
    """

    edits: tuple[Edit, ...]
    spots: tuple[Span, ...] = ()


class Kind(NamedTuple):
    """A kind of slip: `slips` yields all ways to make it in an infobox; an `edit` is found only beside the version before it."""

    name: str
    slips: Callable[[Site], Iterator[Slip]]
    edit: bool
    what: str


KINDS: Final[dict[str, Kind]] = {}


def kind(name: str, *, edit: bool = False) -> Callable[[Callable[[Site], Iterator[Slip]]], Callable[[Site], Iterator[Slip]]]:
    """Enter a kind of slip into the table; the first line of the docstring is what it does."""

    def entered(slips: Callable[[Site], Iterator[Slip]]) -> Callable[[Site], Iterator[Slip]]:
        assert name not in KINDS
        KINDS[name] = Kind(name, slips, edit, (slips.__doc__ or "").split("\n", 1)[0])
        return slips

    return entered


def put(start: int, end: int, words: str, *spots: Span) -> Slip:
    """The slip that replaces one span with words."""
    return Slip((Edit(start, end, words),), spots)


class Site:
    """An infobox in which slips are made: the page's `text`, the infobox as rules see it, and chance."""

    def __init__(self, text: str, subject: Subject, rng: random.Random) -> None:
        self.text = text
        self.subject = subject
        self.box = subject.box
        self.rng = rng
        profile = subject.profile
        self.values = [value for value in subject.values if value.shown and value.name in profile.known and not value.parameter.positional]

    @functools.cached_property
    def worded(self) -> list[Value]:
        """The values that hold words: no file names, sizes and the like."""
        plain = self.subject.profile.plain
        return [value for value in self.values if value.name not in plain and value.field not in ("coordinates", "campaignbox")]

    def of(self, *fields: str) -> list[Value]:
        """The values of some fields of the record."""
        return [value for value in self.values if value.field in fields]

    def nodes(self, kind: NodeKind) -> list[Place]:
        """The nodes of one kind in values that hold words."""
        worded = {id(value) for value in self.worded}
        return [place for place in self.subject.places.get(kind, ()) if id(place.value) in worded]

    def links(self) -> list[Place]:
        """The links to pages, without pictures."""
        return [place for place in self.nodes("link") if ":" not in self.text[place.node.parts[0].start : place.node.parts[0].end]]

    def templates(self) -> list[Use]:
        """The templates in values that hold words."""
        worded = {id(value) for value in self.worded}
        return [use for use in self.subject.templates if id(use.value) in worded and ":" not in use.name and "#" not in use.name]

    def named(self, use: Use) -> bool:
        """Whether a template is called by its plain name."""
        return called(self.text, use.node)[0] == use.name

    def free(self, value: Value, start: int = 0, end: int | None = None) -> str:
        """The words of a value that stand outside any markup, each at its place: everything else is nulls."""
        first, last = max(start, value.start), min(value.end if end is None else end, value.end)
        pieces, at = [], first
        for node in value.parameter.nodes:
            if node.kind in ("newline", "quote", "entity") or node.end <= at or node.start >= last:
                continue
            pieces += [self.text[at : max(at, node.start)], "\0" * (node.end - max(at, node.start))]
            at = node.end
        pieces.append(self.text[at:last])
        return "".join(pieces)[: last - first]

    def matches(self, pattern: str, values: list[Value]) -> Iterator[tuple[Value, int, re.Match[str]]]:
        """The matches of a pattern among the free words of some values, each with the offset of the value."""
        for value in values:
            for match in re.finditer(pattern, self.free(value)):
                yield value, value.start, match

    def entries(self, *fields: str) -> list[Entry]:
        """The items in some fields, without titles."""
        shown = {id(value) for value in self.values}
        found = [entry for entry in self.subject.entries if entry.field in fields and id(entry.value) in shown]
        return [entry for entry in found if not entry.item.heading and entry.item.span is not None]

    def span(self, entry: Entry) -> Span:
        """Where an item stands."""
        assert entry.item.span is not None
        return entry.item.span

    def words(self, entry: Entry) -> str:
        """An item as the page writes it."""
        return self.text[slice(*self.span(entry))]

    def line(self, at: int) -> Span:
        """The line of a place."""
        return line_start(self.text, at), line_end(self.text, at)

    def parameter(self, value: Value) -> Span:
        """A parameter from its pipe to the next one, with the white space before the next."""
        return value.parameter.start, value.parameter.value_end

    def appended(self, value: Value, words: str) -> Edit:
        """Another line at the end of a value, in the way of the lines before it."""
        text = self.text
        last = next((use for use in self.templates() if use.node.end == value.end and use.kind == "list" and use.within is None), None)
        if last is not None and last.meaning is not None and last.node.parts[1:]:
            at = last.node.end - 2
            if last.meaning.data.get("entries") == "arguments":
                return Edit(at, at, f"|{words}")
            return Edit(at, at, f"{'' if text[at - 1] == chr(10) else chr(10)}* {words}\n")
        if "\n*" in value.words or value.words.startswith("*"):
            end = value.end
            closing = next((use for use in self.templates() if use.node.end == end and use.kind == "list end"), None)
            if closing is not None:
                return Edit(closing.node.start, closing.node.start, f"* {words}\n")
            return Edit(end, end, f"\n* {words}")
        return Edit(value.end, value.end, f"<br />{words}" if value.words else words)

    def added(self, name: str, words: str) -> Edit:
        """A new parameter at the end of the infobox, or the words in an empty one of its name."""
        for value in self.subject.values:
            if value.name == name and not value.words:
                at = value.parameter.value_start
                blank = " " if self.text[at : at + 1] == " " else ""
                return Edit(at + len(blank), at + len(blank), words)
        at = self.box.end - 2
        line = "\n" if self.text[at - 1] != "\n" else ""
        return Edit(at, at, f"{line}| {name} = {words}\n")


def misspelt(word: str, rng: random.Random) -> str:
    """A word with one slip of the hand: two letters transposed, one left out or doubled; the first letter stays."""
    places = [match.start() for match in _LETTERS.finditer(word) if match.start()]
    if len(places) < 2:
        return word
    at = rng.choice(places)
    way = rng.choice(("transposed", "dropped", "doubled"))
    if way == "transposed":
        pairs = [(one, one + 1) for one in places if one + 1 in places and word[one] != word[one + 1]]
        if pairs:
            one, other = rng.choice(pairs)
            return f"{word[:one]}{word[other]}{word[one]}{word[other + 1 :]}"
        way = "dropped"
    return f"{word[:at]}{word[at + 1 :]}" if way == "dropped" else f"{word[:at]}{word[at]}{word[at:]}"


def within(text: str, node: Node) -> str:
    """A node's words in the page."""
    return text[node.start : node.end]
