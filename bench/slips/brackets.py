"""Brackets and braces that are missing, wrong or too many."""

from __future__ import annotations

from collections.abc import Iterator

from bench.slips.places import Site, Slip, kind, put


@kind("link not closed")
def link_not_closed(site: Site) -> Iterator[Slip]:
    """`[[Leros]]` becomes `[[Leros`"""
    for place in site.links():
        yield put(place.node.end - 2, place.node.end, "")


@kind("link closed by one bracket")
def link_half_closed(site: Site) -> Iterator[Slip]:
    """`[[Leros]]` becomes `[[Leros]`"""
    for place in site.links():
        yield put(place.node.end - 1, place.node.end, "")


@kind("link not opened")
def link_not_opened(site: Site) -> Iterator[Slip]:
    """`[[Leros]]` becomes `Leros]]`"""
    for place in site.links():
        yield put(place.node.start, place.node.start + 2, "")


@kind("link opened by one bracket")
def link_half_opened(site: Site) -> Iterator[Slip]:
    """`[[Leros]]` becomes `[Leros]]`"""
    for place in site.links():
        yield put(place.node.start, place.node.start + 1, "")


@kind("a bracket too many")
def bracket_too_many(site: Site) -> Iterator[Slip]:
    """`[[Leros]]` becomes `[[Leros]]]` or `[[[Leros]]`"""
    for place in site.links():
        start, end = place.node.start, place.node.end
        yield put(end, end, "]")
        yield put(start, start, "[")


@kind("link closed by braces")
def link_closed_by_braces(site: Site) -> Iterator[Slip]:
    """`[[Leros]]` becomes `[[Leros}}`"""
    for place in site.links():
        yield put(place.node.end - 2, place.node.end, "}}")


@kind("template not closed")
def template_not_closed(site: Site) -> Iterator[Slip]:
    """`{{flag|Greece}}` becomes `{{flag|Greece`"""
    for use in site.templates():
        yield put(use.node.end - 2, use.node.end, "", (use.node.start, site.line(use.node.end)[1]))


@kind("template closed by one brace")
def template_half_closed(site: Site) -> Iterator[Slip]:
    """`{{flag|Greece}}` becomes `{{flag|Greece}`"""
    for use in site.templates():
        yield put(use.node.end - 1, use.node.end, "", (use.node.start, site.line(use.node.end)[1]))


@kind("template not opened")
def template_not_opened(site: Site) -> Iterator[Slip]:
    """`{{flag|Greece}}` becomes `flag|Greece}}`"""
    for use in site.templates():
        yield put(use.node.start, use.node.start + 2, "", (site.line(use.node.start)[0], use.node.end))


@kind("template opened by one brace")
def template_half_opened(site: Site) -> Iterator[Slip]:
    """`{{flag|Greece}}` becomes `{flag|Greece}}`"""
    for use in site.templates():
        yield put(use.node.start, use.node.start + 1, "", (site.line(use.node.start)[0], use.node.end))


@kind("template closed by brackets")
def template_closed_by_brackets(site: Site) -> Iterator[Slip]:
    """`{{flag|Greece}}` becomes `{{flag|Greece]]`"""
    for use in site.templates():
        yield put(use.node.end - 2, use.node.end, "]]", (use.node.start, site.line(use.node.end)[1]))


@kind("braces too many in a value")
def braces_too_many(site: Site) -> Iterator[Slip]:
    """`{{flag|Greece}}` becomes `{{flag|Greece}}}}`"""
    for use in site.templates():
        yield put(use.node.end, use.node.end, "}}", (use.node.start, site.line(use.node.end)[1]))


@kind("infobox not closed")
def infobox_not_closed(site: Site) -> Iterator[Slip]:
    """The closing braces of the infobox are missing"""
    yield put(site.box.end - 2, site.box.end, "", (site.box.start, site.box.end))


@kind("infobox closed twice")
def infobox_closed_twice(site: Site) -> Iterator[Slip]:
    """The closing braces of the infobox stand there twice"""
    yield put(site.box.end, site.box.end, site.rng.choice(("}}", "\n}}")), (site.box.end, site.box.end + 3))


@kind("link with brackets the wrong way round")
def brackets_reversed(site: Site) -> Iterator[Slip]:
    """`[[Leros]]` becomes `]]Leros[[`"""
    for place in site.links():
        node = place.node
        yield put(node.start, node.end, f"]]{site.text[node.start + 2 : node.end - 2]}[[")


@kind("template with braces the wrong way round")
def braces_reversed(site: Site) -> Iterator[Slip]:
    """`{{flag|Greece}}` becomes `}}flag|Greece{{`"""
    for use in site.templates():
        start, end = use.node.start, use.node.end
        yield put(start, end, "}}" + site.text[start + 2 : end - 2] + "{{")
