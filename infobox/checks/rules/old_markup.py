"""Rules about markup that is misspelt, given up or without effect: line breaks, old tags, empty `<nowiki/>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from infobox.checks.findings import Fix, Said, edited, quoted
from infobox.checks.hidden import hidden_parts, hidden_words
from infobox.checks.limits import MANY
from infobox.checks.lines import break_in_use
from infobox.checks.registry import rule
from infobox.checks.rooms import LIST_MARKS, nodes_between
from infobox.checks.subject import Place, Subject, Value
from infobox.checks.tagpairs import Tag, tag_pairs
from infobox.editing.splicing import Edit
from infobox.wikitext.scan import Node

_BREAK_LIKE: Final = re.compile(
    r"<[ ]*[\\/]?[ ]*br(?![A-Za-z])[^<>\n]{0,3}>"  # <br.> <\br> </ br> < br>
    r"|<br(?![A-Za-z])(?=[^<>]{0,500}(?:<|\Z))(?:[ ]*/)?[ ]?"  # <br with no end
    r"|<(?:brr|rb|bt|nr|b r|bbr)[ ]*/?>",
    re.IGNORECASE,
)


def _broken_angles(subject: Subject) -> bool:
    """Whether the infobox has a “<” that begins no tag and no comment: the cheap test for what is nearly always not so."""
    places = subject.places
    hidden = len(places.get("comment", ())) + len(places.get("extension", ()))
    found = subject.wikitext.count("<") - len(places.get("tag", ())) - hidden
    return found > 0 and found > hidden_words(subject).count("<") - hidden


@rule("M408", "error", fixes="safe")
def malformed_break(subject: Subject) -> Iterator[Said]:
    r"""A line break that is misspelt, so that it breaks nothing and is shown as it stands: `<br\>`, `<\br>`, `<br.>`, `</ br>`, `<br`.

    Why: A reader sees the tag, and two lines as one.

    Bad:
        | casualties1 = 300 killed<br\>20 wounded

    Good:
        | casualties1 = 300 killed<br>20 wounded

    Fix: the break as the infobox writes it most; safe.
    """
    if not _broken_angles(subject):
        return
    tags = {place.node.start for place in subject.places.get("tag", ())}
    for match in islice(_BREAK_LIKE.finditer(subject.wikitext), MANY):
        start, end = subject.box.start + match.start(), subject.box.start + match.end()
        if start in tags or subject.once(hidden_parts).holds(start) or subject.value_at(start) is None:
            continue
        good = subject.once(break_in_use)
        yield Said(start, end, f"{quoted(match[0])} is no line break and is shown; write “{good}”", edited(start, end, good))


@rule("M413", "info", fixes="safe", cosmetic=True)
def obsolete_break(subject: Subject) -> Iterator[Said]:
    """A line break written as a closing tag, `</br>`.

    Why: Browsers make a line break of it, but it is no HTML; the software's own checker of markup reports it, and other readers of the
    page lose the break.

    Bad:
        | casualties1 = 300 killed</br>20 wounded

    Good:
        | casualties1 = 300 killed<br>20 wounded

    Fix: the break as the infobox writes it most; safe.
    """
    if "</br" not in subject.wikitext and "</BR" not in subject.wikitext:
        return
    for place in subject.places.get("tag", ()):
        node = place.node
        if node.closing and node.name == "br":
            good = subject.once(break_in_use)
            message = f"write {quoted(subject.written(node))} as “{good}”"
            yield Said(node.start, node.end, message, edited(node.start, node.end, good))


_OBSOLETE: Final = {
    "big": "{{larger|…}}",
    "center": "{{center|…}}",
    "font": "a template for the colour or size, or nothing",
    "strike": "<s>",
    "tt": "<code> or {{mono|…}}",
}
"""Tags that HTML has given up, and what is written instead."""
_OBSOLETE_TAG: Final = re.compile(r"<(?:big|center|font|strike|tt)\b", re.IGNORECASE)
_AS_TEMPLATE: Final = {"big": "larger", "center": "center"}
_AS_TAG: Final = {"strike": "s"}


@rule("M409", "info", fixes="some")
def obsolete_tag(subject: Subject) -> Iterator[Said]:
    """A tag that HTML has given up: `<big>`, `<center>`, `<font>`, `<strike>`, `<tt>`.

    Why: Browsers may drop it; the software's own checker of markup reports it.

    Bad:
        | result = <strike>Victory</strike> Defeat

    Good:
        | result = <s>Victory</s> Defeat

    Fix: `<strike>` becomes `<s>`, which looks the same: safe. `<center>` and `<big>` around words of one line become templates; unsafe.
    None for the others, whose replacement depends on what was meant.
    """
    if _OBSOLETE_TAG.search(subject.wikitext) is None:
        return
    closings = {opening.node.start: closing for opening, closing in subject.once(tag_pairs).fitting}
    for place in subject.places.get("tag", ()):
        node = place.node
        if node.name in _OBSOLETE and not node.closing:
            closing = closings.get(node.start)
            instead = _OBSOLETE[node.name]
            advice = f"; write {instead}" if subject.english or "{" not in instead else ""
            message = f"<{node.name}> is obsolete{advice}"
            yield Said(node.start, node.end, message, _modern(subject, place, closing) if closing is not None else None)


def _modern(subject: Subject, place: Place, closing: Tag) -> Fix | None:
    """An old tag and its closing one replaced."""
    text, node, last = subject.text, place.node, closing.node
    if node.name in _AS_TAG:
        name = _AS_TAG[node.name]
        end = node.start + 1 + len(node.name)
        return Fix((Edit(node.start + 1, end, name), Edit(last.start, last.end, f"</{name}>")))
    name = _AS_TEMPLATE.get(node.name, "")
    words = text[node.end : last.start]
    plain = subject.written(node).strip("<>").lower() == node.name
    if not name or not subject.english or not plain or "\n" in words or not words.strip():
        return None
    room = closing.room
    bare = words
    for other in nodes_between(room, node.end, last.start):
        if other.parts or other.kind == "extension":
            bare = bare.replace(subject.written(other), "")
    if "|" in bare or place.within is not room.within or words.lstrip()[:1] in LIST_MARKS:
        return None
    return Fix((Edit(node.start, node.end, f"{{{{{name}|1="), Edit(last.start, last.end, "}}")), safe=False)


_MAGIC: Final = re.compile(r"(?:ISBN|RFC|PMID)\Z")


@rule("M415", "info", fixes="safe", cosmetic=True)
def empty_nowiki(subject: Subject) -> Iterator[Said]:
    """A `<nowiki/>` that holds nothing and keeps nothing apart.

    Why: The visual editor leaves it where a link or formatting was deleted; it does nothing.

    Bad:
        | strength1 = 300<nowiki/> men

    Good:
        | strength1 = 300 men

    Fix: removed; safe. One that stands between a link and a letter, beside quotes or at the beginning of a line has work to do and is
    no finding.
    """
    if "<nowiki" not in subject.wikitext:
        return
    text = subject.text
    for place in subject.places.get("extension", ()):
        node = place.node
        if node.name == "nowiki" and not text[slice(*node.inner)] and _idle(text, node, place.value):
            message = f"{quoted(subject.written(node))} holds nothing and keeps nothing apart; remove it"
            yield Said(node.start, node.end, message, edited(node.start, node.end, ""))


def _idle(text: str, node: Node, value: Value) -> bool:
    """Whether the words around an empty `<nowiki/>` are read the same without it."""
    if node.start <= value.start:
        return False
    before, behind = text[node.start - 1], text[node.end : node.end + 1]
    if behind in " \n\r":
        return (before.isalnum() or before in ".,)]};") and _MAGIC.search(text, max(0, node.start - 4), node.start) is None
    return before == " " and behind.isalnum() and text[node.start - 2] not in "\n\r|="
