"""Quotes for bold and italics."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bench.slips.places import Site, Slip, kind, put
from infobox.checks.shared.content import content_of
from infobox.checks.shared.lines import value_lines
from infobox.markup.scan import Node


def _pairs(site: Site) -> Iterator[tuple[Node, Node, str]]:
    """Quotes that open and close bold or italics on one line, and the words after them on it."""
    places = [place for place in site.nodes("quote") if place.node.end - place.node.start in (2, 3)]
    taken = -1
    for one, other in pairwise(places):
        first, last = one.node, other.node
        between = site.text[first.end : last.start]
        if first.start < taken or one.within is not other.within or "\n" in between or content_of(one).start != content_of(other).start:
            continue
        if last.end - last.start == first.end - first.start and between.strip() == between != "":
            taken = last.end
            content = content_of(other)
            yield first, last, site.text[last.end : min(content.end, site.line(last.end)[1])]


@kind("bold or italics not closed")
def not_closed(site: Site) -> Iterator[Slip]:
    """`'''Total''' 500` becomes `'''Total 500`"""
    for _, last, after in _pairs(site):
        if any(letter.isalnum() for letter in after.partition("<ref")[0]):  # else readers see no difference
            yield put(last.start, last.end, "")


@kind("bold or italics not opened")
def not_opened(site: Site) -> Iterator[Slip]:
    """`'''Total''' 500` becomes `Total''' 500`"""
    for first, _, _ in _pairs(site):
        yield put(first.start, first.end, "")


@kind("four apostrophes")
def four(site: Site) -> Iterator[Slip]:
    """`'''Total'''` becomes `''''Total''''`"""
    for first, last, _ in _pairs(site):
        words = site.text[first.end : last.start]
        yield put(first.start, last.end, f"''''{words}''''")


@kind("quotes across lines")
def across_lines(site: Site) -> Iterator[Slip]:
    """`''` before one line of a value and `''` after the next"""
    for block in site.subject.once(value_lines):
        if block.value not in site.worded:
            continue
        for one, other in pairwise(block.lines):
            lines = site.text[one.words : one.end], site.text[other.words : other.end]
            if all(words.strip() and not words.strip().startswith(("{{", "}}", "<!--")) and "''" not in words for words in lines):
                start = one.words + len(lines[0]) - len(lines[0].lstrip())
                end = other.words + len(lines[1].rstrip())
                marks = site.rng.choice(("''", "'''"))
                yield put(start, end, f"{marks}{site.text[start:end]}{marks}")
    for first, last, _ in _pairs(site):
        between = site.text[first.end : last.start]
        at = between.find("<br")
        if at >= 0 and (stop := between.find(">", at)) >= 0:
            yield put(first.end + at, first.end + stop + 1, "\n")
