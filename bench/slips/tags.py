"""Tags, references and comments that are not closed, or closed wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bench.slips.places import DATA, Site, Slip, kind, misspelt, put
from infobox.checks.shared.reference_names import cited_again, defined_names, name_in
from infobox.checks.shared.tagpairs import tag_pairs
from infobox.markup.edits import Edit
from infobox.markup.scan import Node

_QUOTED: Final = re.compile(r'<(?:ref|span|div|small|abbr|nowiki)\s[^<>]*?="[^"<>=]+(")')
_NAMED: Final = re.compile(r"<ref(?=\s)([^<>/]*)>(?:(?!</?ref)[^|])*</ref>")
_WORD: Final = re.compile(r"(?<![\w&#;])[^\W\d_]\w{2,}")


def _tags(site: Site) -> Iterator[tuple[Node, Node]]:
    worded = {(value.start, value.end) for value in site.worded}
    for first, last in site.subject.once(tag_pairs).fitting:
        if (first.content.value.start, first.content.value.end) in worded:
            yield first.node, last.node


def _references(site: Site) -> list[Node]:
    return [place.node for place in site.nodes("extension") if place.node.name == "ref"]


@kind("tag not closed")
def tag_not_closed(site: Site) -> Iterator[Slip]:
    """`<small>(first day)</small>` becomes `<small>(first day)`"""
    for first, last in _tags(site):
        yield put(last.start, last.end, "", (first.start, last.end))


@kind("tag not opened")
def tag_not_opened(site: Site) -> Iterator[Slip]:
    """`<small>(first day)</small>` becomes `(first day)</small>`"""
    for first, last in _tags(site):
        yield put(first.start, first.end, "", (first.start, last.end))


@kind("tag closed by itself")
def self_closed(site: Site) -> Iterator[Slip]:
    """`<small>(first day)</small>` becomes `<small>(first day)<small/>` or `<small/>(first day)</small>`"""
    for first, last in _tags(site):
        for node in (first, last):
            yield put(node.start, node.end, f"<{node.name}/>", (first.start, last.end))


@kind("tag crossed with a template or link")
def crossed(site: Site) -> Iterator[Slip]:
    """`<small>{{nowrap|first day}}</small>` becomes `<small>{{nowrap|first day</small>}}`, `[[A|B]]` becomes `[[A|<small>B]]</small>`"""
    for first, last in _tags(site):
        closing = site.text[last.start : last.end]
        before, after = site.text[last.start - 2 : last.start], site.text[last.end : last.end + 2]
        if before in ("}}", "]]"):
            yield put(last.start - 2, last.end, f"{closing}{before}", (first.start, last.end))
        elif after in ("}}", "]]") and last.end + 2 != site.box.end:
            yield put(last.start, last.end + 2, f"{after}{closing}", (first.start, last.end + 2))
    for node in (place.node for place in site.links() if len(place.node.parts) == 2):
        at = node.parts[1].start
        yield Slip((Edit(at, at, "<small>"), Edit(node.end, node.end, "</small>")), ((node.start, node.end),))


@kind("quote of an attribute not closed")
def quote_not_closed(site: Site) -> Iterator[Slip]:
    """`<ref name="x">` becomes `<ref name="x>`"""
    hidden = [place.node for place in site.subject.places.get("comment", ())]
    for match in _QUOTED.finditer(site.text, site.box.start, site.box.end):
        if not any(node.start <= match.start() < node.end for node in hidden):
            yield put(match.start(1), match.end(1), "", (match.start(), match.end()))


@kind("reference not closed")
def reference_not_closed(site: Site) -> Iterator[Slip]:
    """`<ref>Smith, p. 5</ref>` becomes `<ref>Smith, p. 5`"""
    for node in _references(site):
        if node.inner[1] < node.end:
            yield put(node.inner[1], node.end, "", (node.start, node.end))


@kind("reference closed by <ref/> or <ref>")
def reference_closed_wrongly(site: Site) -> Iterator[Slip]:
    """`<ref>Smith, p. 5</ref>` becomes `<ref>Smith, p. 5<ref/>`"""
    for node in _references(site):
        if node.inner[1] < node.end:
            yield put(node.inner[1], node.end, site.rng.choice(("<ref/>", "<ref>")), (node.start, node.end))


@kind("slash of a reference lost")
def slash_lost(site: Site) -> Iterator[Slip]:
    """`<ref name=Smith />` becomes `<ref name=Smith>`"""
    for node in _references(site):
        tag = site.text[node.start : node.end]
        if tag.endswith("/>") and "</" not in tag:
            yield put(node.start, node.end, f"{tag[:-2].rstrip()}>")


@kind("reference not opened")
def reference_not_opened(site: Site) -> Iterator[Slip]:
    """`<ref>Smith, p. 5</ref>` becomes `Smith, p. 5</ref>`"""
    for node in _references(site):
        if node.inner[1] < node.end:
            yield put(node.start, node.inner[0], "", (node.start, node.end))


@kind("nowiki not closed")
def nowiki_not_closed(site: Site) -> Iterator[Slip]:
    """`<nowiki>` before a word, without an end"""
    for _, start, match in site.matches(_WORD.pattern, site.worded):
        at = start + match.start()
        yield put(at, at, "<nowiki>")


@kind("comment not closed")
def comment_not_closed(site: Site) -> Iterator[Slip]:
    """`<!-- note -->` loses its end"""
    for place in site.subject.places.get("comment", ()):
        node = place.node
        last = len(site.text[node.start : node.end - 1].rstrip("-"))
        yield put(node.start + last, node.end, site.rng.choice(("", "->", "--")), (site.box.start, node.end))


@kind("line break misspelt")
def break_misspelt(site: Site) -> Iterator[Slip]:
    """`<br>` becomes `<br.>`, `</ br>` or the like"""
    for place in site.nodes("tag"):
        if place.node.name == "br" and not place.node.closing:
            yield put(place.node.start, place.node.end, site.rng.choice(DATA["words"]["breaks"]))


@kind("reference's name misspelt")
def reference_name_misspelt(site: Site) -> Iterator[Slip]:
    """`<ref name="Moss" />` becomes `<ref name="Mos" />`, on a page with headings"""
    defined = defined_names(site.text)
    for node, name in cited_again(site.subject) if defined is not None else ():
        wrong = misspelt(name, site.rng)
        at = site.text.find(name, node.start, node.end)
        if at >= 0 and wrong not in {name, *(defined or ())}:
            yield put(at, at + len(name), wrong)


@kind("reference's definition removed")
def definition_removed(site: Site) -> Iterator[Slip]:
    """`<ref name="Moss">…</ref>` is gone from the page, and `<ref name="Moss" />` is still in the infobox"""
    cited = {name: node for node, name in cited_again(site.subject)}
    for match in _NAMED.finditer(site.text) if defined_names(site.text) is not None else ():
        name = name_in(match[1])
        inside = site.box.start <= match.start() < site.box.end
        if name in cited and len([each for each in _NAMED.finditer(site.text) if name_in(each[1]) == name]) == 1 and not inside:
            yield put(*match.span(), "", (site.box.start, site.box.end))
