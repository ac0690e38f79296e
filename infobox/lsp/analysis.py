"""What is read and found in one version of a document, each computed once, when it is first needed."""

from __future__ import annotations

import functools

from infobox.checks.checking import check_lines
from infobox.checks.findings import Finding
from infobox.checks.registry import Rule
from infobox.checks.subject import Subject
from infobox.lsp.documents import Document
from infobox.markup.line_ends import LineEnds, with_newlines
from infobox.reading import Reading, read_boxes
from infobox.record import Page, Span


class Analysis:
    """The `page` of a `document`, with newlines as line ends; `wiki` is the database name of its wiki, empty if it is not known."""

    def __init__(self, document: Document, rules: list[Rule], wiki: str) -> None:
        self.document, self.rules, self.wiki = document, rules, wiki
        self.page = LineEnds(document.text)

    @property
    def source(self) -> Page | None:
        """What is known of the page."""
        return Page(wiki=self.wiki) if self.wiki else None

    @functools.cached_property
    def readings(self) -> list[Reading]:
        """Its infoboxes, with spans, which are those of the page with newlines."""
        return read_boxes(self.page.text, page=self.source, spans=True)

    @functools.cached_property
    def findings(self) -> list[Finding]:
        """What is wrong with them; the places are those of the document."""
        return check_lines(self.page, self.rules, self.readings).findings

    @functools.cached_property
    def subjects(self) -> list[Subject]:
        """Its infoboxes as rules see them."""
        return [Subject(self.page.text, reading, number) for number, reading in enumerate(self.readings, 1)]

    def subject_at(self, place: int) -> Subject | None:
        """The innermost infobox at a place of the page; None if there is none."""
        around = [each for each in self.subjects if each.box.start <= place < each.box.end]
        return max(around, key=lambda each: each.box.start, default=None)

    def place(self, offset: int) -> int:
        """The place in the page of an offset of the document."""
        return len(with_newlines(self.document.text[:offset]))

    def written(self, span: Span) -> Span:
        """The place in the document of a span of the page."""
        return self.page.place(span[0]), self.page.place(span[1])
