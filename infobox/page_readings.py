"""The infoboxes of a page of any form, and what was not understood in them, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from infobox.controls import escaped
from infobox.flattened import read_flattened
from infobox.pages.sources import Source
from infobox.positions import Lines
from infobox.reading import Reading, read_boxes
from infobox.record import Page


class NotUnderstood(msgspec.Struct, kw_only=True, omit_defaults=True, frozen=True):
    """Something in an infobox that was not understood, or is not shown.

    - `file` (str): the file of the page; `page` (`Page` or None): what is known of the page.
    - `infobox` (int): which of the page's infoboxes, from 1; `parameter` (str): its parameter, empty if it is about none.
    - `span` (pair of int): where it stands in the page's wikitext, half-open, in code points; `line`, `column` (int): the same, from 1.
    - `message` (str): what was not understood; `text` (str): the wikitext there.
    """

    file: str = ""
    page: Page | None = None
    infobox: int
    parameter: str = ""
    span: tuple[int, int]
    line: int
    column: int
    message: str
    text: str


def readings_of(source: Source, *, spans: bool = False, with_source: bool = False) -> list[Reading]:
    """The infoboxes of a page of wikitext or of text extracted from one."""
    if source.flattened:
        return read_flattened(source.text, page=source.page)
    return read_boxes(source.text, page=source.page, spans=spans, source=with_source)


def problem_lines(source: Source, readings: Sequence[Reading], file: str = "") -> Iterator[bytes]:
    """What was not understood on a page: `NotUnderstood` as JSON, one each."""
    if not any(reading.problems for reading in readings):
        return
    lines = Lines(source.text)
    for number, reading in enumerate(readings, 1):
        for problem in reading.problems:
            line, column = lines.place(problem.start)
            found = NotUnderstood(
                file=(file or source.name).encode("utf-8", "backslashreplace").decode(),
                page=source.page,
                infobox=number,
                parameter=problem.parameter,
                span=(problem.start, problem.end),
                line=line,
                column=column,
                message=problem.message,
                text=source.text[problem.start : problem.end],
            )
            yield escaped(msgspec.json.encode(found))
