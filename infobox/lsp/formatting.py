"""The layout of an infobox on request: one parameter a line, the equals signs below each other, as new infoboxes are written.

Only white space changes that the template does not see: before a pipe, and around names and values. What stands before a pipe after a
value without a name is part of that value, and stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from infobox import box as boxes
from infobox.box import Box
from infobox.lsp.analysis import Analysis
from infobox.markup.edits import Edit, applied, as_written
from infobox.reading import read_boxes
from infobox.record import Span, bare
from infobox.writing import name_width

_BLANKS = " \t\n"


def formatted(analysis: Analysis, within: Span | None = None) -> list[Edit]:
    """The edits of a document that lay out its infoboxes, of those that touch a span of it if there is one; none of an infobox that is not
    closed, is in another one, or would be read otherwise.
    """
    page = analysis.page
    outer: list[Box] = []
    for box in boxes.find(page.text, wiki=analysis.wiki):
        if not outer or box.start >= outer[-1].end:
            outer.append(box)
    found: list[Edit] = []
    for box in outer:
        start, end = analysis.written((box.start, box.end))
        if box.closed and (within is None or (start <= within[1] and within[0] <= end)):
            edits = [each for each in _edits(page.text, box) if page.text[each.start : each.end] != each.words]
            if edits and _is_same(analysis, edits):
                found += as_written(edits, page, box.start, box.end)
    return found


def _is_same(analysis: Analysis, edits: list[Edit]) -> bool:
    """Whether the page says the same after edits."""
    again = read_boxes(applied(analysis.page.text, edits), page=analysis.source)
    return [bare(each.record) for each in again] == [bare(each.record) for each in analysis.readings]


def _edits(text: str, box: Box) -> Iterator[Edit]:
    """The edits of the white space between parameters and around names and values."""
    width = name_width(each.written for each in box.parameters if not each.positional)
    between = "\n"  # what stands before the next pipe; empty if that is part of a value
    for parameter in box.parameters:
        if between:
            yield Edit(_trimmed_end(text, parameter.start), parameter.start, between)
        between = ""
        if parameter.positional:
            continue
        start = parameter.value_start
        name = text[parameter.start + 1 : start - 1].strip(_BLANKS)
        yield Edit(parameter.start + 1, start - 1, f" {name:<{width}} ")
        value = text[start : parameter.value_end]
        blank = value[: len(value) - len(value.lstrip(_BLANKS))]
        between = "\n" if len(blank) < len(value) else " \n"
        if len(blank) < len(value) and "\n" not in blank:  # a list may begin on the next line
            yield Edit(start, start + len(blank), " ")
    if between and box.parameters:
        yield Edit(_trimmed_end(text, box.end - 2), box.end - 2, between)


def _trimmed_end(text: str, end: int) -> int:
    """Where the white space before a place begins."""
    while text[end - 1] in _BLANKS:
        end -= 1
    return end
