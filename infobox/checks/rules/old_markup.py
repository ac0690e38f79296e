"""Rules about markup that is misspelt, obsolete or without effect: line breaks, old tags, empty `<nowiki/>`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from infobox.checks.findings import Fix, Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.scope import Scope
from infobox.checks.selectors import nodes
from infobox.checks.shared.content import LIST_MARKS, nodes_between
from infobox.checks.shared.hidden import Coverage, has_loose_angles, hidden_parts
from infobox.checks.shared.limits import MANY
from infobox.checks.shared.lines import break_in_use
from infobox.checks.shared.tagpairs import Slashed, Tag, slashed_tags, tag_pairs
from infobox.checks.subject import Place, Subject, Value
from infobox.markup.edits import Edit
from infobox.markup.scan import Node

_BREAK_LIKE: Final = re.compile(
    r"<br[ ]?/?>>"
    r"|<[ ]*+[\\/]?+[ ]*+br(?![A-Za-z])[^<>\n]{0,3}>"  # <br.> <\br> </ br> < br>
    r"|<br(?![A-Za-z])(?=[^<>]{0,500}(?:<|\Z))(?:[ ]*/)?[ ]?"  # <br with no end
    r"|<(?:brr|rb|bt|nr|b r|bbr|break)[ ]*/?>"
    r"|(?<![\\/<\s])br[ ]?/?>",  # br> after a word
    re.IGNORECASE,
)


@rule("M408", "error", fixes="safe")
def malformed_break(subject: Subject) -> Iterator[Hit]:
    r"""A misspelt line break, which has no effect and is shown to readers: `<br\>`, `<\br>`, `<br.>`, `</ br>`, `<br`, `br>`, `<br>>`.

    Why: Readers see the tag, and two lines as one.

    Bad:
        | casualties1 = 300 killed<br\>20 wounded

    Good:
        | casualties1 = 300 killed<br>20 wounded

    Fix: safe: the line break is written in the infobox's most common spelling.
    """
    if not subject.once(has_loose_angles) and not _has_odd_ends(subject.wikitext):
        return
    tags = Coverage(place.node for place in subject.places.get("tag", ()))
    for match in islice(_BREAK_LIKE.finditer(subject.wikitext), MANY):
        start, end = subject.box.start + match.start(), subject.box.start + match.end()
        doubled = match[0].endswith(">>")
        if (tags.holds(start) and not doubled) or subject.once(hidden_parts).holds(start) or subject.value_at(start) is None:
            continue
        good = subject.once(break_in_use)
        wrong = "has a “>” too many" if doubled else "is not a line break"
        yield Hit(start, end, f"{quoted(match[0])} {wrong}, and readers see it; write “{good}”", edited(start, end, good))


def _has_odd_ends(words: str) -> bool:
    """Whether a line break may lack its “<”, or have two “>”."""
    return ">>" in words or any(words.count(end) > words.count(f"<{end}") for end in ("br>", "br/>", "br />"))


@rule("M413", "info", fixes="safe", cosmetic=True, holding=("</br", "</BR"), over=nodes("tag"))
def obsolete_break(subject: Subject, tags: Sequence[Place]) -> Iterator[Hit]:
    """A line break written as a closing tag, `</br>`.

    Why: Browsers treat it as a line break, but it is not valid HTML: MediaWiki's own markup checker reports it, and other programs lose
    the break.

    Bad:
        | casualties1 = 300 killed</br>20 wounded

    Good:
        | casualties1 = 300 killed<br>20 wounded

    Fix: safe: the line break is written in the infobox's most common spelling.
    """
    for place in tags:
        node = place.node
        if node.closing and node.name == "br":
            good = subject.once(break_in_use)
            message = f"{quoted(subject.written(node))} is not valid HTML; write “{good}”"
            yield Hit(node.start, node.end, message, edited(node.start, node.end, good))


_OBSOLETE: Final = {
    "big": "{{{{{}|…}}}}",
    "center": "{{{{{}|…}}}}",
    "font": "a template for the colour or size, or nothing",
    "strike": "<s>",
    "tt": "<code> or {{{{{}|…}}}}",
}
"""Obsolete HTML tags, and what to write instead; `{}` is the name of the wiki's template."""
_OBSOLETE_TAG: Final = re.compile(r"<(?:big|center|font|strike|tt)\b", re.IGNORECASE)
_AS_TEMPLATE: Final = ("big", "center")
_AS_TAG: Final = {"strike": "s"}


@rule("M409", "info", fixes="some", cosmetic=True, holding=_OBSOLETE_TAG, over=nodes("tag"))
def obsolete_tag(subject: Subject, tags: Sequence[Place]) -> Iterator[Hit]:
    """An obsolete HTML tag: `<big>`, `<center>`, `<font>`, `<strike>`, `<tt>`.

    Why: Browsers may stop supporting it, and MediaWiki's own markup checker reports it.

    Bad:
        | result = <strike>Victory</strike> Defeat

    Good:
        | result = <s>Victory</s> Defeat

    Fix: `<strike>` becomes `<s>`, which looks the same; safe. `<center>` and `<big>` around words on one line become templates; unsafe.
    No fix for the others: the replacement depends on what was meant.
    """
    closings = {opening.node.start: closing for opening, closing in subject.once(tag_pairs).fitting}
    for place in tags:
        node = place.node
        if node.name in _OBSOLETE and not node.closing:
            closing = closings.get(node.start)
            template = _template(subject, node.name)
            instead = _OBSOLETE[node.name].format(template) if template or "{" not in _OBSOLETE[node.name] else ""
            message = f"<{node.name}> is obsolete{f'; write {instead}' if instead else ''}"
            yield Hit(node.start, node.end, message, _modern(subject, place, closing) if closing is not None else None)


def _template(subject: Subject, tag: str) -> str:
    """The template that the wiki has instead of an obsolete tag; empty if it is not known."""
    templates: dict[str, str] = subject.lexicon.checks.forms.get("instead_of_tags", {})
    return templates.get(tag, "")


def _modern(subject: Subject, place: Place, closing: Tag) -> Fix | None:
    """The fix that replaces an old tag and its closing one."""
    text, node, last = subject.text, place.node, closing.node
    if node.name in _AS_TAG:
        name = _AS_TAG[node.name]
        end = node.start + 1 + len(node.name)
        return Fix((Edit(node.start + 1, end, name), Edit(last.start, last.end, f"</{name}>")))
    name = _template(subject, node.name) if node.name in _AS_TEMPLATE else ""
    words = text[node.end : last.start]
    plain = subject.written(node).strip("<>").lower() == node.name
    if not name or not plain or "\n" in words or not words.strip():
        return None
    content = closing.content
    bare = words
    for other in nodes_between(content, node.end, last.start):
        if other.parts or other.kind == "extension":
            bare = bare.replace(subject.written(other), "")
    if "|" in bare or place.within is not content.within or words.lstrip()[:1] in LIST_MARKS:
        return None
    return Fix((Edit(node.start, node.end, f"{{{{{name}|1="), Edit(last.start, last.end, "}}")), safe=False)


@rule("M425", "warning", fixes="some", over=Scope(slashed_tags, "HTML tags with a slash of their own"))
def self_closed_tag(subject: Subject, pairs: Sequence[Slashed]) -> Iterator[Hit]:
    """An HTML tag with a slash of its own that is never empty: `<small/>`, `<b/>`, `<div/>`.

    Tags without content, such as `<br/>`, and those that HTML closes by itself, such as `<li/>`, are not reported. `<small/>` in place of
    `</small>` has a finding of another rule (M401).

    Why: HTML ignores the slash, so the tag is open, and all words after it in the cell are small or bold. MediaWiki's own markup checker
    reports it.

    Bad:
        | strength1 = 300 <small/>(estimated)</small>

    Good:
        | strength1 = 300 <small>(estimated)</small>

    Fix: safe if the closing tag follows on the line, even with a slash in the wrong place: the slashes move. A tag with attributes gets a
    closing tag, which is safe too. Other tags are removed; unsafe, because a closing tag may be missing instead.
    """
    for tag, partner in pairs:
        words = subject.written(tag.node)
        opening = f"{words[:-2].rstrip()}>"
        if partner is not None:
            good = f"{opening}…</{tag.name}>"
            fix = Fix((Edit(*tag.span, opening), Edit(*partner.span, f"</{tag.name}>")))
        elif opening != f"<{tag.name}>":
            good = f"{opening}</{tag.name}>"
            fix = edited(*tag.span, good)
        else:
            yield Hit(
                *tag.span,
                f"{quoted(words)} begins an element that is never closed; remove it, or close it",
                edited(*tag.span, "", safe=False),
            )
            continue
        yield Hit(*tag.span, f"{quoted(words)} begins an element that is never closed; write {quoted(good)}", fix)


_MAGIC: Final = re.compile(r"(?:ISBN|RFC|PMID)\Z")


@rule("M415", "info", fixes="safe", cosmetic=True, holding="<nowiki", over=nodes("extension"))
def empty_nowiki(subject: Subject, tags: Sequence[Place]) -> Iterator[Hit]:
    """An empty `<nowiki/>` that separates nothing.

    Why: The visual editor leaves it behind when a link or formatting is deleted; it has no effect.

    Bad:
        | strength1 = 300<nowiki/> men

    Good:
        | strength1 = 300 men

    Fix: safe: it is removed. One between a link and a letter, beside quotes or at the beginning of a line has an effect and is not
    reported.
    """
    text = subject.text
    for place in tags:
        node = place.node
        if node.name == "nowiki" and not text[slice(*node.inner)] and _idle(text, node, place.value):
            message = f"{quoted(subject.written(node))} is empty and separates nothing; remove it"
            yield Hit(node.start, node.end, message, edited(node.start, node.end, ""))


def _idle(text: str, node: Node, value: Value) -> bool:
    """Whether the words around an empty `<nowiki/>` are read the same without it."""
    if node.start <= value.start:
        return False
    before, after = text[node.start - 1], text[node.end : node.end + 1]
    if after in " \n\r":
        return (before.isalnum() or before in ".,)]};") and _MAGIC.search(text, max(0, node.start - 4), node.start) is None
    return before == " " and after.isalnum() and text[node.start - 2] not in "\n\r|="
