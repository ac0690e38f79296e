"""Findings for programs: JSON, as one array or as one object a line.

An object has
  page         the page's name in messages: the file, with the title in brackets if the file is an export
  path         the file as given; `-` is standard input
  title        the page's title, if it is known
  code, rule   the rule's code and name
  severity     error, warning or info
  cosmetic     true if readers see no difference; otherwise left out
  infobox      the number of the infobox on the page, from 1
  parameter    as spelled in the page; empty if the finding is about the infobox as a whole
  span         [start, end), in code points of the page's text
  line, column, end_line, end_column
               the same as lines and columns, from 1; the end is after the last character
  text         the page's words there (the first 200 code points)
  message      what is wrong and what to do, in one line
  fix          {"safe": …, "edits": [{"span": [start, end), "text": …}]}, if there is one: replace every span with its text
  suggestions  [{"what": …, "edits": …}], if there are any: possible answers, none certain, the likeliest first
  fingerprint  stays the same while the page around the finding is edited

For an edit, there is one object with `summary`, the edit in one line (empty if it has no findings), `findings` (the array) and `changes`,
the changes of meaning (as in `infobox diff --format json`); or a line with page, path, title and `summary`, if there are findings, then
lines with `change` instead, followed by those of the findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from infobox.checks.findings import Finding
from infobox.checks.reports.checked import CheckedPage
from infobox.checks.reports.fingerprints import fingerprints
from infobox.controls import as_json
from infobox.markup.edits import Edit
from infobox.positions import Lines


def dumped(value: Any, depth: int | None = None) -> str:
    """JSON on one line, or on several, indented by `depth` levels (but not the first)."""
    text = as_json(value, None if depth is None else 2)
    return text.replace("\n", "\n" + "  " * depth) if depth else text


def lines(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """One object a line."""
    for page in pages:
        objects: list[dict[str, Any]] = [_named(page) | {"summary": page.summary}] if page.summary else []
        objects += [_named(page) | {"change": change.as_json()} for change in page.changes or ()]
        objects += objects_of(page)
        if objects:
            yield "".join(f"{dumped(each)}\n" for each in objects)


def document(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """One array, or for an edit one object with two, and the summary; the first page decides which."""
    edit: bool | None = None
    some = False
    changes: list[dict[str, str | int]] = []
    for page in pages:
        if edit is None:
            edit = page.changes is not None
            yield f'{{\n  "summary": {dumped(page.summary)},\n  "findings": [' if edit else "["
        depth = 2 if edit else 1
        for each in objects_of(page):
            yield f"{',' if some else ''}\n{'  ' * depth}{dumped(each, depth)}"
            some = True
        changes += [change.as_json() for change in page.changes or ()]
    if edit:
        yield ("\n  ]" if some else "]") + f',\n  "changes": {dumped(changes, 1)}\n}}\n'
    else:
        yield ("[" if edit is None else "") + ("\n]\n" if some else "]\n")


def _named(page: CheckedPage) -> dict[str, Any]:
    return {"page": page.label, "path": page.path} | ({"title": page.title} if page.title else {})


def objects_of(page: CheckedPage) -> list[dict[str, Any]]:
    """An object for each finding of a page."""
    if not page.findings:
        return []
    places = Lines(page.text)
    return [_object(page, finding, mark, places) for finding, mark in zip(page.findings, fingerprints(page), strict=True)]


def _edits(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    return [{"span": [edit.start, edit.end], "text": edit.words} for edit in edits]


def _object(page: CheckedPage, finding: Finding, fingerprint: str, places: Lines) -> dict[str, Any]:
    end_line, end_column = places.place(finding.end)
    fields = {
        **_named(page),
        "code": finding.code,
        "rule": finding.name,
        "severity": finding.severity,
        **({"cosmetic": True} if finding.cosmetic else {}),
        "infobox": finding.infobox,
        "parameter": finding.parameter,
        "span": [finding.start, finding.end],
        "line": finding.line,
        "column": finding.column,
        "end_line": end_line,
        "end_column": end_column,
        "text": finding.text,
        "message": finding.message,
    }
    if finding.fix is not None:
        fields["fix"] = {"safe": finding.fix.safe, "edits": _edits(finding.fix.edits)}
    if finding.suggestions:
        fields["suggestions"] = [{"what": each.what, "edits": _edits(each.edits)} for each in finding.suggestions]
    fields["fingerprint"] = fingerprint
    return fields
