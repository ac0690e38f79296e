"""The work behind each address of the API: the bytes of a body in, the bytes of an answer out. It runs in processes of its own.

Page content never raises; what a request asks for that cannot be done is a `RefusedError`.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from infobox import api, data, schema, writing
from infobox.checks.findings import Finding
from infobox.checks.options import OptionError, chosen
from infobox.checks.registry import rules as registered
from infobox.checks.reports.checked import CheckedPage
from infobox.checks.reports.objects import objects_of
from infobox.controls import escaped
from infobox.markup.edits import Edit, applied
from infobox.pages.sources import Source
from infobox.positions import named_twice, written
from infobox.reading import Reading
from infobox.record import Conflict, Page, RecordError
from infobox.templates.profile import Profile, default
from infobox.web import bodies

_Body = TypeVar("_Body")
_MOST_FAULTS: Final = 100
"""How many faults of a record an answer names."""


class Reply(NamedTuple):
    """What is sent back: the status of HTTP, and JSON."""

    status: int
    content: bytes


RequestWork = Callable[[str, bytes], Reply]
"""What gives the answer of an operation to the bytes of a body."""


class RefusedError(Exception):
    """What was asked for cannot be done: the status of HTTP, why in a few words and in detail, and the faults of a record."""

    def __init__(self, status: int, title: str, detail: str, faults: Iterable[str] = ()) -> None:
        super().__init__(detail)
        self.answer = Reply(status, encoded(bodies.ProblemDetails(title, status, detail, faults=list(faults))))


def answer(operation: str, body: bytes) -> Reply:
    """The answer of one operation of `WORK` to the bytes of a body."""
    kind, work = WORK[operation]
    try:
        return Reply(200, encoded(work(decoded(body, kind))))
    except RefusedError as refused:
        return refused.answer


def ready() -> int:
    """The id of this process, after it read what it needs for its work."""
    answer("check", b'{"text": "{{Infobox military conflict|conflict=A}}"}')
    return os.getpid()


def encoded(value: Any) -> bytes:
    """A value as JSON in which control characters are escaped."""
    return escaped(msgspec.json.encode(value))


def decoded(body: bytes, kind: type[_Body]) -> _Body:
    """What a body holds. Raises `RefusedError` if it is no JSON, not of this type, or names a field twice."""
    try:
        found = msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise RefusedError(422, "The body does not hold what it should", str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError(400, "The body is not JSON", str(error) or "it is nested too deeply") from None
    for path, _, _ in named_twice(body.decode()):
        if len(path) == 1:  # what is named twice in a record is a fault of the record
            raise RefusedError(422, "The body does not hold what it should", f"`{written(path)}` stands there twice")
    return found


def _page(body: bodies.PageBody | bodies.DiffBody, text: str) -> Source:
    return Source("", Page(title=body.title, wiki=body.wiki) if body.title or body.wiki else None, text)


# -- reading ------------------------------------------------------------------------------------------------------------------------------


def _read(body: bodies.ReadBody) -> bodies.ReadAnswer:
    found = api.readings(_page(body, body.text), spans=body.spans, source=body.source)
    return bodies.ReadAnswer([_infobox(reading, places=body.places) for reading in found])


def _infobox(reading: Reading, *, places: bool) -> bodies.Infobox:
    box = reading.box
    return bodies.Infobox(
        record=reading.record,
        span=(box.start, box.end) if box is not None else None,
        language=reading.language,
        problems=[bodies.ProblemNote((each.start, each.end), each.parameter, each.message) for each in reading.problems],
        unknown_templates=[bodies.UnknownNote((each.start, each.end), each.parameter, each.name, each.unread) for each in reading.unknown],
        layout=_layout(reading.profile or default(), reading.language),
        places=reading.places() if places else None,
    )


def _layout(profile: Profile, language: str) -> list[bodies.LayoutRow]:
    """The rows of the box, in the order of the template."""
    headings = _headings().get(language, {})
    return [
        bodies.LayoutRow(
            each.field,
            each.label,
            headings.get(each.field, ""),
            sided=each.field in profile.sided_fields,
            header=profile.field(each.header) if each.header else "",
        )
        for each in profile.parameters
        if each.label or each.field in profile.sided_fields
    ]


@functools.cache
def _headings() -> dict[str, dict[str, str]]:
    """The headings of rows by language and field."""
    return data.table("web/headings.toml")


# -- checking -----------------------------------------------------------------------------------------------------------------------------


def _check(body: bodies.CheckBody) -> bodies.CheckAnswer:
    return bodies.CheckAnswer(_notes(body.title, body.text, api.check(_page(body, body.text), **_rules(body))))


def _fix(body: bodies.FixBody) -> bodies.FixAnswer:
    fixed = api.fix(_page(body, body.text), unsafe=body.unsafe, **_rules(body))
    return bodies.FixAnswer(fixed.text, [_fixed(each) for each in fixed.fixed], _notes(body.title, fixed.text, fixed.left))


def _fixed(finding: Finding) -> bodies.FixedNote:
    return bodies.FixedNote(
        finding.code,
        finding.name,
        finding.severity,
        finding.infobox,
        finding.parameter,
        finding.text,
        finding.message,
        finding.cosmetic,
    )


def _diff(body: bodies.DiffBody) -> bodies.DiffAnswer:
    review = api.check_edit(_page(body, body.old), _page(body, body.new))
    changes = [bodies.ChangeNote(change, str(change)) for change in review.changes]
    return bodies.DiffAnswer(changes, _notes(body.title, body.new, review.findings), review.fixed, review.summary)


def _rules(body: bodies.CheckBody) -> dict[str, Any]:
    names: dict[str, Any] = {name: getattr(body, name) for name in ("select", "extend_select", "ignore", "cosmetic", "severity")}
    try:
        chosen(**names)
    except OptionError as error:
        raise RefusedError(422, "There is no such rule", str(error)) from None
    return names


def _notes(title: str, text: str, findings: list[Finding]) -> list[bodies.FindingNote]:
    return msgspec.convert(objects_of(CheckedPage(title, "-", title, text, findings)), list[bodies.FindingNote])


@functools.cache
def rules() -> bytes:
    """All rules, as JSON."""
    return encoded(
        bodies.RulesAnswer(
            [
                bodies.RuleNote(
                    rule.code,
                    rule.name,
                    rule.severity,
                    rule.fixes,
                    rule.default,
                    rule.cosmetic,
                    rule.about_edits,
                    rule.documentation.summary,
                    rule.documentation.why,
                    rule.documentation.fix,
                    rule.documentation.bad,
                    rule.documentation.good,
                )
                for _, rule in sorted(registered().items())
            ]
        )
    )


# -- writing ------------------------------------------------------------------------------------------------------------------------------


def _write(body: bodies.WriteBody) -> bodies.WriteAnswer:
    record = _record(body.record)
    try:
        return bodies.WriteAnswer(writing.write(record, None if body.text is None else _plain(body.text)))
    except writing.WriteError as error:
        raise RefusedError(422, "The record cannot be written", str(error)) from None


def _edits(body: bodies.EditsBody) -> bodies.EditsAnswer:
    record = _record(body.record)
    try:
        found = writing.edits(record, _plain(body.text))
    except writing.WriteError as error:
        raise RefusedError(422, "The record cannot be written", str(error)) from None
    return bodies.EditsAnswer([_edit(each) for each in found], applied(body.text, found))


def _plain(text: str) -> Source:
    """A page of which nothing but the text is known. It may look like the name of a file."""
    return Source("", None, text)


def _edit(edit: Edit) -> bodies.EditNote:
    return bodies.EditNote((edit.start, edit.end), edit.words)


def _record(data: msgspec.Raw) -> Conflict:
    """The record of a body, read as strictly as `infobox write` reads one."""
    try:
        records, _ = schema.records(bytes(data), strict=True)
    except RecordError as error:
        faults = schema.validate(bytes(data))[:_MOST_FAULTS]
        raise RefusedError(422, "The record is not valid", str(error), map(schema.described, faults)) from None
    if len(records) != 1:
        raise RefusedError(422, "The record is not valid", f"one record is needed, not {len(records)}")
    return records[0]


WORK: Final[dict[str, tuple[type[Any], Callable[[Any], Any]]]] = {
    "read": (bodies.ReadBody, _read),
    "write": (bodies.WriteBody, _write),
    "check": (bodies.CheckBody, _check),
    "fix": (bodies.FixBody, _fix),
    "diff": (bodies.DiffBody, _diff),
    "edits": (bodies.EditsBody, _edits),
}
"""The type of the body of each operation, and what does the work."""
