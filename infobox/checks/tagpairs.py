"""The tags of an infobox, opening and closing ones in pairs."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from infobox.checks.rooms import Room, is_computed, room_of
from infobox.checks.subject import Subject
from infobox.wikitext.scan import Node

_UNPAIRED: Final = frozenset("br hr wbr link meta li p td th tr dd dt thead tbody tfoot caption rb rt rp rtc".split())
"""Tags that stand alone, and tags that HTML closes by itself where they end."""
_STEERING: Final = frozenset(["noinclude", "includeonly", "onlyinclude"])
"""Tags that only say what is transcluded: what stands between them is not there for every reader."""


class Tag(NamedTuple):
    """An opening or closing tag: its `node`, and the `room` it stands in."""

    node: Node
    room: Room

    @property
    def name(self) -> str:
        """What the tag is called, in small letters."""
        return self.node.name

    @property
    def span(self) -> tuple[int, int]:
        """Where the tag stands."""
        return self.node.start, self.node.end


class Pairs(NamedTuple):
    """The tags of an infobox: pairs that fit, pairs that cross others, tags never closed and closing tags of none."""

    fitting: list[tuple[Tag, Tag]]
    crossed: list[tuple[Tag, Tag]]
    unclosed: list[Tag]
    stray: list[Tag]


def tag_pairs(subject: Subject) -> Pairs:
    """The pairs of an infobox's tags; none where the infobox is not closed. To be asked for with `Subject.once`."""
    pairs = Pairs([], [], [], [])
    tags = [place for place in subject.places.get("tag", ()) if place.node.name not in _UNPAIRED] if subject.box.closed else []
    for _, group in itertools.groupby(tags, lambda place: place.value.start):
        places = list(group)
        if not any(place.node.name in _STEERING for place in places):
            written = [place for place in places if place.within is None or not is_computed(subject.text, place.within)]
            _Matching(subject.text, pairs).run(Tag(place.node, room_of(place)) for place in written)
    pairs.unclosed.sort(key=lambda tag: tag.node.start)
    return pairs


class _Matching:
    """Opening and closing tags of one value, matched in order; a closing tag looks for its partner in its own room first."""

    def __init__(self, text: str, pairs: Pairs) -> None:
        self._text = text
        self._pairs = pairs
        self._open: list[Tag] = []
        self._counts: Counter[tuple[int, str]] = Counter()
        self._names: Counter[str] = Counter()
        self._passed_over: dict[str, list[Tag]] = {}

    def run(self, tags: Iterable[Tag]) -> None:
        """Match the tags of the value, and add what comes of it to the pairs."""
        for tag in tags:
            if tag.node.closing:
                self._close(tag)
            elif not self._text.endswith("/>", 0, tag.node.end):
                self._open.append(tag)
                self._counts[tag.room.start, tag.name] += 1
                self._names[tag.name] += 1
        self._pairs.unclosed.extend(itertools.chain(self._open, *self._passed_over.values()))

    def _close(self, tag: Tag) -> None:
        here = self._counts[tag.room.start, tag.name] > 0
        if here or self._names[tag.name]:
            while True:
                top = self._open.pop()
                self._counts[top.room.start, top.name] -= 1
                self._names[top.name] -= 1
                if top.name == tag.name and (not here or top.room.start == tag.room.start):
                    break
                self._passed_over.setdefault(top.name, []).append(top)
            self._pairs.fitting.append((top, tag))
        elif self._passed_over.get(tag.name):
            self._pairs.crossed.append((self._passed_over[tag.name].pop(), tag))
        else:
            self._pairs.stray.append(tag)
