"""Findings for programs: JSON, as one array or an object a line.

An object has
  page         what messages call the page: the file, with the title in brackets where the file holds several
  path         the file as it was named; `-` is standard input
  title        the page's title, where it is known
  code, rule   the rule's code and name
  severity     error, warning or info
  cosmetic     true where no reader sees a difference; else left out
  infobox      the number of the infobox on the page, from 1
  parameter    as the page writes it; empty where the finding is about the infobox as a whole
  span         [start, end), in code points of the page's text
  line, column, end_line, end_column
               the same as lines and columns, from 1; the end is after the last character
  text         the page's words there (the first 200 code points)
  message      what is wrong and what to do, in one line
  fix          {"safe": …, "edits": [{"span": [start, end), "text": …}]}, where there is one: put all texts in the place of their spans
  fingerprint  stays the same while the page around the finding is edited

For an edit, the array is in an object of `findings` and `changes`, what the edit means (as `infobox diff --format json` has it); of the
lines, those with page, path, title and `change` come before those of the findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from infobox.checks.findings import Finding
from infobox.checks.reports.checked import Checked
from infobox.checks.reports.fingerprints import fingerprints
from infobox.controls import as_json
from infobox.positions import Lines


def dumped(value: Any, depth: int | None = None) -> str:
    """JSON in one line, or in several that stand `depth` levels deep (the first one does not)."""
    text = as_json(value, None if depth is None else 2)
    return text.replace("\n", "\n" + "  " * depth) if depth else text


def lines(pages: Iterable[Checked]) -> Iterator[str]:
    """An object a line."""
    for page in pages:
        told: list[dict[str, Any]] = [_named(page) | {"change": change.as_json()} for change in page.changes or ()]
        told += _objects(page)
        if told:
            yield "".join(f"{dumped(each)}\n" for each in told)


def document(pages: Iterable[Checked]) -> Iterator[str]:
    """One array, or for an edit an object of two; which of them, the first page says."""
    edit: bool | None = None
    some = False
    changes: list[dict[str, str | int]] = []
    for page in pages:
        if edit is None:
            edit = page.changes is not None
            yield '{\n  "findings": [' if edit else "["
        depth = 2 if edit else 1
        for each in _objects(page):
            yield f"{',' if some else ''}\n{'  ' * depth}{dumped(each, depth)}"
            some = True
        changes += [change.as_json() for change in page.changes or ()]
    if edit:
        yield ("\n  ]" if some else "]") + f',\n  "changes": {dumped(changes, 1)}\n}}\n'
    else:
        yield ("[" if edit is None else "") + ("\n]\n" if some else "]\n")


def _named(page: Checked) -> dict[str, Any]:
    return {"page": page.label, "path": page.path} | ({"title": page.title} if page.title else {})


def _objects(page: Checked) -> list[dict[str, Any]]:
    if not page.findings:
        return []
    places = Lines(page.text)
    return [_object(page, finding, mark, places) for finding, mark in zip(page.findings, fingerprints(page), strict=True)]


def _object(page: Checked, finding: Finding, fingerprint: str, places: Lines) -> dict[str, Any]:
    end_line, end_column = places.place(finding.end)
    told = {
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
        edits = [{"span": [edit.start, edit.end], "text": edit.words} for edit in finding.fix.edits]
        told["fix"] = {"safe": finding.fix.safe, "edits": edits}
    told["fingerprint"] = fingerprint
    return told
