"""The wikitext of a reference or note, updated to match its name, group and words."""

from __future__ import annotations

import re
from typing import Final

from infobox import layout
from infobox.markup.edits import Edit, applied
from infobox.markup.scan import Node, Part, parse
from infobox.record import Note, Reference

_TAG: Final = re.compile(r"<ref\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)\s*(?:/>|>(.*)</ref\s*>)\Z", re.DOTALL | re.IGNORECASE)


def remade(old: Reference | Note, new: Reference | Note) -> str:
    """The wikitext of `old` with the name, group and words of `new` as far as they differ: in a ``<ref>`` or in a template's arguments."""
    tag = _TAG.match(old.wikitext)
    if tag is not None:
        return _tag(old, new, tag[1], tag[2] or "")
    nodes = parse(old.wikitext)
    if len(nodes) == 1 and nodes[0].kind == "template" and (nodes[0].start, nodes[0].end) == (0, len(old.wikitext)):
        return _template(old, new, nodes[0])
    return old.wikitext


def _tag(old: Reference | Note, new: Reference | Note, attributes: str, content: str) -> str:
    for field in ("name", "group"):
        if getattr(old, field) != getattr(new, field):
            attributes = _with_attribute(attributes, field, getattr(new, field))
    if old.text != new.text:
        content = layout.escape(new.text)
    return f"<ref{attributes}>{content}</ref>" if content else f"<ref{attributes.rstrip()} />"


def _with_attribute(attributes: str, name: str, value: str) -> str:
    written = f' {name}="{value}"' if value else ""
    there = re.compile(rf"\s*\b{name}\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s/>]+)", re.IGNORECASE)
    if there.search(attributes) is None:
        return attributes.rstrip() + written
    return there.sub(lambda _: written, attributes, count=1)


def _template(old: Reference | Note, new: Reference | Note, node: Node) -> str:
    wikitext = old.wikitext
    parts = node.parts[1:]
    edits: list[Edit] = []
    for field in ("name", "group"):
        if getattr(old, field) != getattr(new, field):
            part = next((part for part in parts if _name(wikitext, part) == field), None)
            value = f"|{field}={layout.argument(getattr(new, field))}" if getattr(new, field) else ""
            edits.append(Edit(part.start - 1, part.end, value) if part is not None else Edit(node.end - 2, node.end - 2, value))
    if old.text != new.text:
        part = next((part for part in parts if part.equals < 0 or _name(wikitext, part) in ("1", "text", "content")), None)
        if part is not None:
            start = part.start if part.equals < 0 else part.equals + 1
            numbered = "1=" if part.equals < 0 and "=" in new.text else ""
            edits.append(Edit(start, part.end, numbered + layout.escape(new.text)))
    return applied(wikitext, edits)


def _name(wikitext: str, part: Part) -> str:
    return wikitext[part.start : part.equals].strip() if part.equals >= 0 else ""
