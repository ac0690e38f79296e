"""The opening and closing tags of an infobox, in pairs."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from operator import attrgetter
from typing import Final, NamedTuple

from infobox.checks.shared.around import line_end
from infobox.checks.shared.content import Content, content_of, is_computed
from infobox.checks.shared.limits import MANY
from infobox.checks.subject import Subject
from infobox.markup.scan import Node

_STANDALONE: Final = frozenset("br hr wbr link meta li p td th tr dd dt thead tbody tfoot caption rb rt rp rtc".split())
"""Tags without a closing tag, and tags that HTML closes by itself."""
_PLACE: Final = attrgetter("node.start")
_WORD: Final = re.compile(r"\S")
_STEERING: Final = frozenset(["noinclude", "includeonly", "onlyinclude"])
"""Tags that control what is transcluded: not every reader sees the text between them."""


class Tag(NamedTuple):
    """An opening or closing tag: its `node`, and the `content` that holds it."""

    node: Node
    content: Content

    @property
    def name(self) -> str:
        """The tag's name, in lower case."""
        return self.node.name

    @property
    def span(self) -> tuple[int, int]:
        """The tag's span."""
        return self.node.start, self.node.end


class Pairs(NamedTuple):
    """The tags of an infobox: pairs that fit, pairs that cross others, tags that are never closed, closing tags of none, and tags with a
    slash of their own, as in `<small/>`.
    """

    fitting: list[tuple[Tag, Tag]]
    crossed: list[tuple[Tag, Tag]]
    unclosed: list[Tag]
    stray: list[Tag]
    slashed: list[Tag]


def tag_pairs(subject: Subject) -> Pairs:
    """The pairs of an infobox's tags; none if the infobox is not closed. Call it through `Subject.once`."""
    pairs = Pairs([], [], [], [], [])
    tags = [place for place in subject.places.get("tag", ()) if place.node.name not in _STANDALONE] if subject.box.closed else []
    for _, group in itertools.groupby(tags, lambda place: place.value.start):
        places = list(group)
        if not any(place.node.name in _STEERING for place in places):
            written = [place for place in places if place.within is None or not is_computed(subject.text, place.within)]
            _Matcher(subject.text, pairs).run(Tag(place.node, content_of(place)) for place in written)
    pairs.unclosed.sort(key=lambda tag: tag.node.start)
    return pairs


class _Matcher:
    """Matches the opening and closing tags of one value in order; the partner of a closing tag is first sought in its own content."""

    def __init__(self, text: str, pairs: Pairs) -> None:
        self._text = text
        self._pairs = pairs
        self._open: list[Tag] = []
        self._counts: Counter[tuple[int, str]] = Counter()
        self._names: Counter[str] = Counter()
        self._skipped: dict[str, list[Tag]] = {}

    def run(self, tags: Iterable[Tag]) -> None:
        """Match the tags of the value, and add the result to the pairs."""
        for tag in tags:
            if tag.node.closing:
                self._close(tag)
            elif self._text.endswith("/>", 0, tag.node.end):
                self._pairs.slashed.append(tag)
            else:
                self._open.append(tag)
                self._counts[tag.content.start, tag.name] += 1
                self._names[tag.name] += 1
        self._pairs.unclosed.extend(itertools.chain(self._open, *self._skipped.values()))

    def _close(self, tag: Tag) -> None:
        here = self._counts[tag.content.start, tag.name] > 0
        if here or self._names[tag.name]:
            while True:
                top = self._open.pop()
                self._counts[top.content.start, top.name] -= 1
                self._names[top.name] -= 1
                if top.name == tag.name and (not here or top.content.start == tag.content.start):
                    break
                self._skipped.setdefault(top.name, []).append(top)
            self._pairs.fitting.append((top, tag))
        elif self._skipped.get(tag.name):
            self._pairs.crossed.append((self._skipped[tag.name].pop(), tag))
        else:
            self._pairs.stray.append(tag)


class Slashed(NamedTuple):
    """A tag with a slash of its own, and the tag that was meant to close what it opens (None if there is none)."""

    tag: Tag
    partner: Tag | None


def slashed_tags(subject: Subject) -> list[Slashed]:
    """The tags with a slash of their own, the first hundred, without those that were meant to close an open tag on their line, and
    without partners. Call it through `Subject.once`.
    """
    pairs = subject.once(tag_pairs)
    slashed = pairs.slashed[:MANY]
    if not slashed:
        return []
    found: list[Slashed] = []
    taken: set[int] = set()
    ends = sorted([*slashed, *pairs.stray[:MANY]], key=_PLACE)
    unclosed = [_Reach(subject.text, tag) for tag in pairs.unclosed[:MANY]]
    for tag in slashed:
        if tag.node.start in taken or any(reach.holds(tag) for reach in unclosed):
            continue
        reach = _Reach(subject.text, tag)
        partner = next((other for other in ends if other.node.start not in taken and reach.holds(other)), None)
        if partner is not None:
            taken.add(partner.node.start)
        found.append(Slashed(tag, partner))
    return found


class _Reach:
    """Where a closing tag may be that is meant for a tag: after the first word on the rest of its line."""

    def __init__(self, text: str, tag: Tag) -> None:
        self._tag = tag
        word = _WORD.search(text, tag.node.end)
        self._first = word.start() if word is not None else len(text)
        self._last = line_end(text, tag.node.end)

    def holds(self, other: Tag) -> bool:
        tag = self._tag
        here = self._first < other.node.start <= self._last
        return here and tag.name == other.name and tag.content.start == other.content.start
