"""Rules about links that work otherwise than they look, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from infobox.checks.findings import Fix, Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.scope import Scope
from infobox.checks.shared.addresses import misplaced_addresses
from infobox.checks.shared.limits import LONGEST, MANY
from infobox.checks.subject import Place, Subject
from infobox.markup import titles
from infobox.markup.edits import Edit
from infobox.markup.scan import Node, Part

_NAMESPACE: Final = re.compile(r"[^:\s#][^:#]*:(?! )|\s*:")
"""The beginning of a title with a namespace or another wiki's prefix; the names of all wikis are not known, and a file has many pipes and
a caption with links.
"""


@rule("M418", "error", fixes="some")
def misplaced_address(subject: Subject) -> Iterator[Hit]:
    """An address of the web in brackets that make no link of it: `[[https://example.org words]]`, `[[words|https://example.org]]`,
    `[https://example.org|words]`, `[words https://example.org]`.

    References are checked too, but brackets in them that only mention an address are not reported: `[available at https://example.org]`.

    Why: The link does not work or leads elsewhere, and readers see brackets or the address. A pipe in single brackets cuts the value in
    two.

    Bad:
        | strength1 = 300<ref>[[https://example.org/leros The garrison]]</ref>

    Good:
        | strength1 = 300<ref>[https://example.org/leros The garrison]</ref>

    Fix: safe: an address in double brackets gets single ones, and a blank instead of the pipe; one of a Wikipedia page becomes a link to
    the page. Unsafe if the address moves to the front.
    """
    yield from subject.once(misplaced_addresses)


_ODD: Final = re.compile(r"\[\[[^\[\]|:%\n]*+(?:%[0-9A-Fa-f]{2}|\[\[|\|[^\[\]|]*+(?:\||\[\[))")
"""A link with codes, with a link in it, or with two pipes: a cheap test for all three, which nearly always fails."""


def _odd_links(subject: Subject) -> list[Place]:
    """The links of the values and of their references if one of them may be odd; those with a namespace are left out."""
    if _ODD.search(subject.wikitext) is None:
        return []
    every = [*subject.places.get("link", ()), *subject.cited.get("link", ())]
    return [place for place in every if not _has_namespace(subject.text, place.node.parts[0])]


def _has_namespace(text: str, title: Part) -> bool:
    # Links may be in titles, which makes these long.
    return _NAMESPACE.match(text, title.start, min(title.end, title.start + LONGEST)) is not None


def _title(subject: Subject, node: Node) -> str:
    return subject.text[node.parts[0].start : node.parts[0].end]


_LINKS: Final = Scope(_odd_links, "links to pages, also in references")


@rule("M420", "warning", fixes="some", over=_LINKS)
def extra_pipe(subject: Subject, links: Sequence[Place]) -> Iterator[Hit]:
    """A link with more than one pipe: `[[Leros||the island]]`, `[[Leros|Greece|the island]]`.

    Why: Everything after the first pipe is shown, so readers see the other pipe.

    Bad:
        | place = [[Leros||the island]]

    Good:
        | place = [[Leros|the island]]

    Fix: safe if nothing is between two pipes, or after the last one: the extra pipe is removed. No fix otherwise: only a person knows
    which words should be shown.
    """
    yield from islice((hit for place in links if (hit := _pipes(subject, place.node)) is not None), MANY)


def _pipes(subject: Subject, node: Node) -> Hit | None:
    text, parts = subject.text, node.parts
    if len(parts) < 3 or not _title(subject, node).strip():
        return None
    filled = [part for part in parts[1:] if text[part.start : part.end].strip()]
    if len(filled) > 1:
        shown = text[parts[1].start : parts[-1].end]
        return Hit(node.start, node.end, f"a link has one pipe, and readers see {quoted(shown)}; remove a pipe and the words after it")
    label = text[filled[0].start - 1 : filled[0].end] if filled else ""
    good = f"[[{_title(subject, node)}{label}]]"
    fix = edited(parts[0].end, node.end - 2, label)
    return Hit(node.start, node.end, f"a link has one pipe, and readers see the other; write {quoted(good)}", fix)


@rule("M421", "error", fixes="some", over=_LINKS)
def link_in_link(subject: Subject, links: Sequence[Place]) -> Iterator[Hit]:
    """A link inside another link: `[[Battle of [[Leros]]]]`, `[[Leros|the [[island]]]]`, `[[[[Leros]]]]`. Captions of pictures may contain
    links.

    Why: Only the inner link works, and readers see the brackets of the outer one.

    Bad:
        | place = [[[[Leros]]]]

    Good:
        | place = [[Leros]]

    Fix: safe if the outer brackets contain nothing but the inner link: they are removed. Unsafe if the outer link has a label: the inner
    brackets are removed. No fix otherwise: only a person knows which link was meant.
    """
    outer = {id(place.node): place.node for place in links}
    reported: set[int] = set()
    for place in links:
        around = outer.get(id(place.within))
        if around is None or id(around) in reported or len(reported) >= MANY:
            continue
        reported.update((id(around), id(place.node)))
        message = "a link contains another one, so only the inner one works; keep one of them"
        yield Hit(around.start, around.end, message, _one_link(subject.text, around, place.node))


def _one_link(text: str, outer: Node, inner: Node) -> Fix | None:
    first, last = (outer.start, outer.start + 2), (outer.end - 2, outer.end)
    if not text[first[1] : inner.start].strip() and not text[inner.end : last[0]].strip():
        return Fix((Edit(first[0], inner.start, ""), Edit(inner.end, last[1], "")))
    label = outer.parts[1] if len(outer.parts) == 2 and not outer.parts[0].nodes else None
    if label is None or not _title_is_possible(text, outer.parts[0]):
        return None
    links = [node for node in label.nodes if node.kind == "link"]
    if any(part.nodes for node in links for part in node.parts):
        return None
    edits = [edit for node in links for edit in (Edit(node.start, node.parts[-1].start, ""), Edit(node.end - 2, node.end, ""))]
    return Fix(tuple(edits), safe=False)


def _title_is_possible(text: str, part: Part) -> bool:
    return titles.is_possible(titles.decoded(text[part.start : part.end]))


_UNWANTED: Final = re.compile(r"''|[%:&~\n]")
"""What may be read in another way once it is written out."""


@rule("M422", "info", fixes="safe", over=_LINKS)
def encoded_title(subject: Subject, links: Sequence[Place]) -> Iterator[Hit]:
    """A link whose title is written with the codes of an address: `[[Battle%20of%20Leros]]`.

    Why: It was copied from the address of the page. The link works, but readers see the codes if it has no label, and other programs do
    not find the page.

    Bad:
        | partof = [[Dodecanese%20campaign]]

    Good:
        | partof = [[Dodecanese campaign]]

    Fix: safe: the codes are replaced by their characters. Codes that stand for brackets, colons and the like are not reported.
    """
    yield from islice((hit for place in links if (hit := _codes(subject, place.node)) is not None), MANY)


def _codes(subject: Subject, node: Node) -> Hit | None:
    title, part = _title(subject, node), node.parts[0]
    if part.nodes or titles.ENCODED.search(title) is None:
        return None
    try:
        plain = titles.ENCODED.sub(lambda run: bytes.fromhex(run[0].replace("%", "")).decode("utf-8"), title)
    except UnicodeDecodeError:
        return None
    if _UNWANTED.search(plain) is not None or not titles.is_possible(plain):
        return None
    message = f"the title is written with the codes of an address; write {quoted(plain)}"
    return Hit(node.start, node.end, message, edited(part.start, part.end, plain))
