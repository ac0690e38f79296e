"""What requests of the API hold, and what is answered: the types from which its OpenAPI document is made.

Spans are half-open pairs `[start, end)` of code points of the text that was sent, as everywhere in the project.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from infobox.comparing import Change
from infobox.record import Conflict, Severity

CodePoint = Annotated[int, Meta(ge=0)]
SpanPair = tuple[CodePoint, CodePoint]
RuleNames = Annotated[list[str], Meta(max_length=1000)]


class PageBody(Struct, forbid_unknown_fields=True):
    """A page: its wikitext or the text extracted from it, its title, and the database name of its wiki, such as `frwiki`."""

    text: str
    title: Annotated[str, Meta(max_length=1000)] = ""
    wiki: Annotated[str, Meta(pattern=r"^[\w.:-]{0,100}$")] = ""


class ReadBody(PageBody):
    """A page to read. `spans` adds to texts, items, dates and quantities their span, `source` the infobox's wikitext to the record;
    `places` gives the span of everything in the record by its path.
    """

    spans: bool = False
    source: bool = False
    places: bool = False


class CheckBody(PageBody):
    """A page to check, and by which rules: codes, beginnings of codes, names or `ALL`, as for `infobox check`."""

    select: RuleNames = []
    extend_select: RuleNames = []
    ignore: RuleNames = []
    cosmetic: bool = False
    severity: Severity = "info"


class FixBody(CheckBody):
    """A page to fix; with `unsafe`, also by fixes that change what a reader sees."""

    unsafe: bool = False


class DiffBody(Struct, forbid_unknown_fields=True):
    """Two versions of a page."""

    old: str
    new: str
    title: Annotated[str, Meta(max_length=1000)] = ""
    wiki: Annotated[str, Meta(pattern=r"^[\w.:-]{0,100}$")] = ""


class WriteBody(Struct, forbid_unknown_fields=True):
    """A record to write: into the page `text`, or laid out anew."""

    record: msgspec.Raw
    text: str | None = None


class EditsBody(Struct, forbid_unknown_fields=True):
    """A record, and the page's text that is to say what the record says."""

    record: msgspec.Raw
    text: str


class TitleBody(Struct, forbid_unknown_fields=True):
    """A page on its wiki, by title or address."""

    title: Annotated[str, Meta(min_length=1, max_length=1000)]


class ProblemNote(Struct):
    """What was not understood of a value, or is not shown."""

    span: SpanPair
    parameter: str
    message: str


class UnknownNote(Struct):
    """A template of unknown meaning, and the values in it that are not read (null if nothing of it is read)."""

    span: SpanPair
    parameter: str
    name: str
    unread: str | None


class Infobox(Struct):
    """One infobox of a page, as it was read. `layout` says how its template lays the record out; `span` is null for extracted text."""

    record: Conflict
    span: SpanPair | None
    language: str
    problems: list[ProblemNote]
    unknown_templates: list[UnknownNote]
    layout: list[LayoutRow]
    places: dict[str, SpanPair] | None = None


class LayoutRow(Struct, omit_defaults=True):
    """One row of the box: the field of the record, its label in English, and the `heading` that readers see, in the infobox's language
    (left out if it is not known). `sided`: a cell for each side and one under all; `header` is then the field with the words that stand
    over them instead.
    """

    field: str
    label: str
    heading: str = ""
    sided: bool = False
    header: str = ""


class ReadAnswer(Struct):
    """The infoboxes of a page, in page order."""

    infoboxes: list[Infobox]


class EditNote(Struct):
    """Words that replace a span; an empty span inserts them."""

    span: SpanPair
    text: str


class FixNote(Struct):
    """Edits that are made together; `safe`: readers see the same as before, or an obvious slip is corrected."""

    safe: bool
    edits: list[EditNote]


class SuggestionNote(Struct):
    """A possible answer: what it does, and its edits."""

    what: str
    edits: list[EditNote]


class FindingNote(Struct, omit_defaults=True):
    """One thing that is wrong, as `infobox check --format json` gives it, without the page."""

    code: str
    rule: str
    severity: Severity
    infobox: int
    parameter: str
    span: SpanPair
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    message: str
    fingerprint: str
    cosmetic: bool = False
    fix: FixNote | None = None
    suggestions: list[SuggestionNote] = []


class CheckAnswer(Struct):
    """What is wrong with a page, in page order."""

    findings: list[FindingNote]


class FixedNote(Struct, omit_defaults=True):
    """One thing that was wrong. It has no place: later fixes are of a text that earlier ones changed."""

    code: str
    rule: str
    severity: Severity
    infobox: int
    parameter: str
    text: str
    message: str
    cosmetic: bool = False


class FixAnswer(Struct):
    """The page after its fixes; the findings that were fixed, and those that are left, with their places in the page after its fixes."""

    text: str
    fixed: list[FixedNote]
    left: list[FindingNote]


class ChangeNote(Struct):
    """One change in meaning: its parts, and the whole `words` for people."""

    change: Change
    words: str


class DiffAnswer(Struct):
    """What an edit did: the changes in meaning, the findings it brought (with places in the new text), how many it fixed, and the
    findings in one line.
    """

    changes: list[ChangeNote]
    findings: list[FindingNote]
    fixed: int
    summary: str


class WriteAnswer(Struct):
    """The wikitext."""

    text: str


class EditsAnswer(Struct):
    """The edits of the text that make it say what the record says, in page order, and the text after them."""

    edits: list[EditNote]
    text: str


class RuleNote(Struct):
    """One rule: what it finds, why that matters, and how it is fixed."""

    code: str
    name: str
    severity: Severity
    fixes: str
    default: bool
    cosmetic: bool
    about_edits: bool
    summary: str
    why: str
    fix: str
    bad: str
    good: str


class RulesAnswer(Struct):
    """All rules, by code."""

    rules: list[RuleNote]


class HealthAnswer(Struct):
    """Whether the server works, its version, its limits (`bytes` of a body, `seconds` of work), whether titles can be asked for, and the
    codes of the languages whose Wikipedias have templates that are known.
    """

    status: str
    version: str
    bytes: int
    seconds: float
    live: bool
    languages: list[str]


class PageAnswer(Struct):
    """A page as it stands on its wiki."""

    text: str
    title: str
    wiki: str
    revision: int
    address: str


class HistoryAnswer(Struct):
    """The revisions that changed the infobox, the oldest first, as `infobox history --format json` gives them, with the changes also in
    `words` for people; `cut`: older ones were not asked for.
    """

    steps: list[dict[str, Any]]
    cut: bool


class ProblemDetails(Struct, omit_defaults=True):
    """Why there is no answer (RFC 9457). `limit` is what was exceeded, in bytes or seconds; `faults` are those of a record."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"
    limit: float | None = None
    faults: list[str] = []
