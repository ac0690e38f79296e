"""Links with the wrong content, and external links."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from typing import Final

from bench.slips.places import Site, Slip, kind, put

_EXTERNAL: Final = re.compile(r"(?<!\[)\[(https?://[^\s\[\]<>{}|]+) +([^\[\]\n|<>{}]+)\](?!\])")
_WORDS: Final = re.compile(r"(?<=[ (])[^\W\d_][\w'-]{2,}|[^\W\d_][\w'-]{2,}(?= )")


@kind("pipe twice in a link")
def pipe_twice(site: Site) -> Iterator[Slip]:
    """`[[Leros Island|Leros]]` becomes `[[Leros Island||Leros]]`"""
    for place in site.links():
        if len(place.node.parts) == 2:
            at = place.node.parts[1].start
            yield put(at, at, "|")


@kind("link in a link")
def link_in_link(site: Site) -> Iterator[Slip]:
    """`[[Battle of Leros]]` becomes `[[Battle of [[Leros]]]]`"""
    for place in site.links():
        part = place.node.parts[-1]
        if not part.nodes and len(place.node.parts) < 3:
            for match in _WORDS.finditer(site.text[part.start : part.end]):
                start, end = part.start + match.start(), part.start + match.end()
                yield put(start, end, f"[[{match[0]}]]")


@kind("link with percent signs")
def percent_encoded(site: Site) -> Iterator[Slip]:
    """`[[Battle of X (1941)]]` becomes `[[Battle_of_X_%281941%29]]`, as in the browser's address bar"""
    for place in site.links():
        part = place.node.parts[0]
        words = site.text[part.start : part.end]
        if len(place.node.parts) > 1 or "#" in words or "%" in words:
            continue
        for written in (urllib.parse.quote(words.replace(" ", "_"), safe=":/,"), urllib.parse.quote(words, safe=":/,")):
            if "%" in written:
                yield put(part.start, part.end, written)


@kind("address as a link's label")
def address_as_label(site: Site) -> Iterator[Slip]:
    """`[[Leros]]` becomes `[[Leros|https://…]]`"""
    for place in site.links():
        label = place.node.parts[-1]
        if label.nodes:
            continue
        target = urllib.parse.quote(site.text[place.node.parts[0].start : place.node.parts[0].end].replace(" ", "_"), safe=":/,()#")
        words = site.text[label.start : label.end]
        yield put(place.node.start, place.node.end, f"[[{words}|https://www.britannica.com/event/{target}]]")


@kind("address in double brackets")
def address_in_brackets(site: Site) -> Iterator[Slip]:
    """`[https://… Leros]` becomes `[[https://… Leros]]`"""
    for start, end, url, label in _external(site):
        yield put(start, end, f"[[{url} {label}]]")


@kind("external link with a pipe")
def external_with_pipe(site: Site) -> Iterator[Slip]:
    """`[https://… Leros]` becomes `[https://…|Leros]`"""
    for start, end, url, label in _external(site):
        yield put(start, end, f"[{url}|{label}]")


@kind("external link the wrong way round")
def external_reversed(site: Site) -> Iterator[Slip]:
    """`[https://… Leros]` becomes `[Leros https://…]`"""
    for start, end, url, label in _external(site):
        yield put(start, end, f"[{label} {url}]")


@kind("external link in a value")
def external_link(site: Site) -> Iterator[Slip]:
    """`[[Leros]]` becomes `[https://… Leros]`"""
    for place in site.links():
        if place.within is None and not place.node.parts[-1].nodes and place.value.field not in ("notes", "below"):
            label = site.text[place.node.parts[-1].start : place.node.parts[-1].end]
            yield put(place.node.start, place.node.end, f"[https://www.britannica.com/search?query={urllib.parse.quote(label)} {label}]")


def _external(site: Site) -> Iterator[tuple[int, int, str, str]]:
    """The external links of an infobox, nearly all of them in references: span, address and label."""
    comments = [place.node for place in site.subject.places.get("comment", ())]
    for match in _EXTERNAL.finditer(site.text, site.box.start, site.box.end):
        if not any(node.start <= match.start() < node.end for node in comments):
            yield match.start(), match.end(), match[1], match[2].strip()
