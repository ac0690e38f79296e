"""The outline of a document: its infoboxes, their parameters and items; and what can be folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lsprotocol.types import DocumentSymbol, FoldingRange, FoldingRangeKind, SymbolKind

from infobox.checks.subject import Subject, Value
from infobox.lsp.analysis import Analysis
from infobox.record import Item, Span

_DEEPEST: Final = 24
"""The most levels of items; deeper ones are left out."""
_LONGEST: Final = 120


def symbols(analysis: Analysis) -> list[DocumentSymbol]:
    """The infoboxes, with their parameters in page order, and the items of each."""
    return [_box(analysis, each) for each in analysis.subjects]


def _box(analysis: Analysis, subject: Subject) -> DocumentSymbol:
    conflict = subject.record.conflict
    held = _items(subject)
    found = [_parameter(analysis, each, held.get(each.parameter.start, [])) for each in subject.values]
    name = conflict.text if conflict is not None and conflict.text else subject.box.name
    return _symbol(analysis, name, subject.box.name, SymbolKind.Class, (subject.box.start, subject.box.end), subject.name_span, found)


def _items(subject: Subject) -> dict[int, list[Item]]:
    """The uppermost items of the values, by where their parameters begin."""
    held: dict[int, list[Item]] = {}
    for entry in subject.entries:
        if entry.above is None:
            held.setdefault(entry.value.parameter.start, []).append(entry.item)
    return held


def _parameter(analysis: Analysis, value: Value, items: list[Item]) -> DocumentSymbol:
    span = (value.parameter.start, max(value.end, value.name_span[1]))
    words = "" if items else value.words
    return _symbol(
        analysis, value.written, words, SymbolKind.Field, span, value.name_span, [_item(analysis, each, span, 1) for each in items]
    )


def _item(analysis: Analysis, item: Item, around: Span, level: int) -> DocumentSymbol:
    start, end = item.span or around
    end = max([end, *((inner.span or (0, 0))[1] for inner in item.items)])
    span = (max(start, around[0]), min(end, around[1]))
    below = [_item(analysis, inner, span, level + 1) for inner in item.items] if level < _DEEPEST else []
    kind = SymbolKind.Namespace if item.heading or item.items else SymbolKind.String
    own = (span[0], max(span[0], min(span[1], (item.span or span)[1])))
    return _symbol(analysis, item.name or item.text, " ".join(each.replace("_", " ") for each in item.fates), kind, span, own, below)


def _symbol(
    analysis: Analysis, name: str, detail: str, kind: SymbolKind, span: Span, own: Span, children: list[DocumentSymbol]
) -> DocumentSymbol:
    """A symbol: the protocol wants a name, and its own place within the whole."""
    document = analysis.document
    start, end = analysis.written(span)
    first, last = analysis.written(own)
    first = min(max(first, start), end)
    last = min(max(last, first), end)
    return DocumentSymbol(
        _short(name) or "–",
        kind,
        document.range(start, end),
        document.range(first, last),
        detail=_short(detail) or None,
        children=children or None,
    )


def _short(words: str) -> str:
    return " ".join(words[: 2 * _LONGEST].split())[:_LONGEST]


def folds(analysis: Analysis) -> Iterator[FoldingRange]:
    """The infoboxes, parameters of several lines, and templates of several lines in their values."""
    for subject in analysis.subjects:
        spans = [(subject.box.start, subject.box.end)]
        spans += [(each.parameter.start, each.end) for each in subject.values]
        spans += [(each.node.start, each.node.end) for each in subject.templates]
        lines = dict.fromkeys(_lines(analysis, span) for span in spans)
        yield from (FoldingRange(first, last, kind=FoldingRangeKind.Region) for first, last in lines if first < last)


def _lines(analysis: Analysis, span: Span) -> Span:
    """The lines that are hidden with the first one shown: braces that close stay visible on a line of their own."""
    document = analysis.document
    start, end = analysis.written(span)
    first, last = document.line_of(start), document.line_of(max(start, end - 1))
    alone = re.search(r"[\r\n][ \t]*\}\}\Z", document.text[max(start, end - 200) : end])
    return first, last - 1 if alone else last
