"""What holds for every infobox of every page, asserted by one helper."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from jsonschema import Draft202012Validator

import infobox
from infobox import box, validity
from infobox.checks.checking import check_page
from infobox.checks.fixing import fix_page
from infobox.checks.options import chosen
from infobox.markup.edits import applied
from infobox.markup.scan import Node, parse
from infobox.positions import Lines
from infobox.reading import Reading, read_boxes
from infobox.record import Conflict, Item, TemplateUse, bare
from infobox.templates.profile import default
from infobox.writing import write


@functools.cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(infobox.json_schema())


def assert_invariants(page: str, *, stable: bool = True) -> list[Reading]:
    """Assert of a page's wikitext all that must hold of every page, and give its readings.

    Scanned: the nodes of the page, see `assert_scanned`.
    Lossless: record → JSON → record, written into the page, gives the same page. Valid: the reference validator finds no fault, and
    nothing in it cannot be meant.
    Stable: the record laid out anew, without its source, reads as the same record. Spans: inside the infobox, in order, and where
    they are left out the record is the same. An infobox that the page never closes may hold open braces as they stand, which no closed
    infobox can hold: it need not be stable.
    """
    assert_scanned(page)
    readings = read_boxes(page, spans=True)
    plain = read_boxes(page)
    assert [bare(reading.record) for reading in readings] == [bare(reading.record) for reading in plain]
    for found, reading, without in zip(box.find(page), readings, plain, strict=True):
        assert_box(found, page)
        record = without.record
        again = Conflict.from_json(record.to_json())
        assert again == record
        assert write(again, into=page) == page
        assert Conflict.from_json(reading.record.to_json()) == reading.record
        assert [error.message for error in validator().iter_errors(json.loads(record.to_json()))] == []
        assert validity.faults(reading.record) == []
        assert_spans(json.loads(reading.record.to_json()), page)
        for problem in reading.problems:
            assert 0 <= problem.start <= problem.end <= len(page)
        if stable and found.closed:
            assert_stable(record)
    return plain


def assert_box(found: box.Box, page: str) -> None:
    """Braces, name and parameters put together are the infobox: each parameter begins with its pipe, and ends where the next begins."""
    assert page[found.start : found.start + 2] == "{{"
    assert found.closed <= page[: found.end].endswith("}}")
    end = found.parameters[0].start if found.parameters else found.end
    assert found.start < end
    for parameter in found.parameters:
        assert parameter.start == end
        assert page[end] == "|"
        assert parameter.start < parameter.value_start <= parameter.value_end <= found.end
        words = page[parameter.start + 1 : parameter.value_start]
        assert not words if parameter.positional else words.endswith("=")
        _assert_ordered(parameter.nodes, parameter.value_start, parameter.value_end)
        end = parameter.value_end
    assert not found.parameters or page[end : found.end] in ("}}", "")


def every_node(nodes: list[Node]) -> Iterator[Node]:
    """Nodes and those in their parts, however deep."""
    waiting = nodes[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(inner for part in node.parts for inner in part.nodes)


_SIGNS = {
    "template": r"\{\{.*\}\}",
    "argument": r"\{\{\{.*\}\}\}",
    "link": r"\[\[.*\]\]",
    "comment": r"<!--.*",
    "extension": r"<\w+[^>]*>.*",
    "tag": r"</?\w+[^<>]*>",
    "quote": r"''+",
    "newline": r"\n",
    "entity": r"&[#\w]+;",
    "url": r"\[\S+",
    "url end": r"\]",
}


def assert_scanned(text: str) -> None:
    """Assert of any wikitext all that must hold of its nodes.

    Each has the signs of its kind. They follow each other, and so do those of a part, within it; parts lie between signs and single pipes:
    so text and nodes put together are the wikitext. Only a template or argument has places of equals signs, outside of its nodes. There are
    no more nodes and parts than characters.
    """
    root = parse(text)
    _assert_ordered(root, 0, len(text))
    size = 0
    for node in every_node(root):
        words = text[node.start : node.end]
        size += 1 + len(node.parts)
        assert re.fullmatch(_SIGNS[node.kind], words, re.DOTALL), (node.kind, words)
        if node.kind in ("tag", "extension"):
            assert re.match(rf"</?{node.name}(?=[\s/>])", words, re.IGNORECASE)
            assert node.closing == words.startswith("</")
        if node.kind == "extension":
            first, last = node.inner
            assert node.start < first <= last <= node.end
            assert text[first - 1] == ">"
            assert re.fullmatch(rf"</{node.name}\s*>|", text[last : node.end], re.IGNORECASE)
        assert bool(node.parts) == (node.kind in ("template", "argument", "link"))
        signs = 3 if node.kind == "argument" else 2
        end = node.start + signs - 1
        for part in node.parts:
            assert part.start == end + 1
            end = part.end
            assert part.start <= end
            _assert_ordered(part.nodes, part.start, end)
            if part.equals >= 0:
                assert node.kind != "link"
                assert part.start <= part.equals < end
                assert text[part.equals] == "="
                assert not any(inner.start <= part.equals < inner.end for inner in part.nodes)
        assert not node.parts or end == node.end - signs
    assert size <= len(text)


def _assert_ordered(nodes: list[Node], start: int, end: int) -> None:
    for node in nodes:
        assert start <= node.start < node.end
        start = node.end
    assert start <= end


def assert_stable(record: Conflict) -> None:
    """A record laid out without its source reads on its page's wiki as the same record (a value may hold an infobox of its own, which
    follows).
    """
    anew = bare(record)
    template = TemplateUse(name=record.template.name) if record.template is not None else None
    named = msgspec.structs.replace(anew, template=template, page=record.page)
    reading = read_boxes(write(named), page=record.page)[0]
    assert bare(reading.record) == anew


def assert_spans(record: dict[str, Any], page: str) -> None:
    """All spans lie in the infobox; the items of a list follow each other."""
    start, end = record["template"]["start"], record["template"]["end"]
    assert page[start : start + 2] == "{{"
    for span in _spans(record):
        assert start <= span[0] <= span[1] <= end
    for items in _lists(record):
        places = [item["span"] for item in items if "span" in item and "row" not in item]
        assert places == sorted(places)


def _spans(value: Any) -> Iterator[list[int]]:
    if isinstance(value, dict):
        if isinstance(value.get("span"), list):
            yield value["span"]
        for inner in value.values():
            yield from _spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _spans(inner)


def _lists(value: Any) -> Iterator[list[dict[str, Any]]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("items", "combatants", "commanders", "units", "strength", "casualties", "territory") and isinstance(inner, list):
                yield inner
            yield from _lists(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _lists(inner)


def assert_places(page: str) -> None:
    """The markup at an item's span, read alone, says what the item says (marks that stand after a break aside)."""
    for reading in read_boxes(page, spans=True):
        conflict = reading.record
        for side in [*conflict.sides, *([conflict.joint] if conflict.joint is not None else [])]:
            for field, stem in default().sided_fields.items():
                for item in _every_item(getattr(side, field)):
                    assert item.span is not None
                    words = page[slice(*item.span)]
                    if words.count("'''") % 2:
                        # Bold that begins before the item, or ends after it.
                        words = f"{words}'''" if words.startswith("'''") else f"'''{words}"
                    name = conflict.template.name if conflict.template is not None else ""
                    name = "Infobox military conflict" if name.startswith("#") else name
                    # The last line of a value stands alone, which the item's own last line need not be.
                    [alone] = read_boxes(f"{{{{{name}|{stem}1={words}\n<nowiki/>\n}}}}")
                    [found] = getattr(alone.record.sides[0], field) or [Item()]
                    assert (found.text, found.flags, found.links, found.qualifiers) == (
                        item.text,
                        item.flags,
                        item.links,
                        item.qualifiers,
                    ), words


def _every_item(items: list[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _every_item(item.items)


def assert_checked(page: str) -> None:
    """Assert of a page's wikitext all that must hold of what the rules find in it, and of what is left when that is fixed.

    A finding stands in an infobox or right after it, and its line, column and words are those of its place. Mending reaches its end in one
    run: done again it changes nothing, and no finding is left that it could fix. No infobox, reference or comment is lost, and what no
    reader sees changes no record.
    """
    rules = chosen(["ALL"])
    boxes = box.find(page)
    lines = Lines(page)
    for finding in check_page(page, rules):
        assert 0 <= finding.start <= finding.end <= len(page), finding
        assert any(found.start <= finding.start <= found.end + 40 for found in boxes), finding
        assert lines.place(finding.start) == (finding.line, finding.column)
        assert page[finding.start : finding.end].startswith(finding.text)
        assert finding.message == " ".join(finding.message.split()), finding
        for edit in finding.fix.edits if finding.fix is not None else ():
            assert 0 <= edit.start <= edit.end <= len(page)
        for suggestion in finding.suggestions:
            assert suggestion.what == " ".join(suggestion.what.split()) != "", finding
            assert applied(page, suggestion.edits) != page, finding
            assert len(box.find(applied(page, suggestion.edits))) == len(boxes), finding
    for unsafe in (False, True):
        fixed = fix_page(page, rules, unsafe=unsafe, cosmetic=True)
        assert [finding for finding in fixed.left if finding.fix is not None and (unsafe or finding.fix.safe)] == []
        assert fix_page(fixed.text, rules, unsafe=unsafe, cosmetic=True).text == fixed.text
        assert [found.closed for found in box.find(fixed.text)] >= [found.closed for found in boxes]
        assert bool(fixed.fixed) == (fixed.text != page)
        # What is fixed in a reference itself is fixed in the same way alone.
        alone = fix_page(page, chosen(_IN_REFERENCES), unsafe=unsafe).text
        assert len(_MARK.findall(alone)) == len(_MARK.findall(page))
        for mark in set(_MARK.findall(alone)):
            assert mark in fixed.text, mark
    unseen = fix_page(page, [rule for rule in rules if rule.cosmetic], unsafe=True, cosmetic=True).text
    assert [_meaning(reading) for reading in read_boxes(unseen)] == [_meaning(reading) for reading in read_boxes(page)]
    assert not any(finding.cosmetic for finding in fix_page(page, [rule for rule in rules if rule.cosmetic]).fixed)


_IN_REFERENCES = [
    "quote-not-closed",
    "words-not-shown",
    "misplaced-address",
    "extra-pipe",
    "link-in-link",
    "encoded-title",
    "duplicate-argument",
]
_MARK = re.compile(r"<!--.*?-->|<ref\b[^<>]*/>|<ref\b[^<>/]*>[^<>]*</ref>|\{\{(?:sfn|efn)\|[^{}]*\}\}", re.DOTALL)


def _meaning(reading: Reading) -> Conflict:
    """The record without what is kept of the layout: sizes as written, and names of values that are not shown."""
    record = bare(reading.record)
    if record.image is not None:
        record.image.size = record.image.size.removesuffix("px").strip()
    record.map = {name: value.removesuffix("px").strip() for name, value in record.map.items()}
    record.other = {name: value for name, value in record.other.items() if not name.isdecimal()}
    return record
