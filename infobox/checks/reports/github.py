"""Findings as workflow commands of GitHub Actions, which turns them into annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from infobox.checks.findings import Finding
from infobox.checks.reports.checked import CheckedPage
from infobox.controls import visible
from infobox.pages.export_places import ExportedText
from infobox.positions import Lines

_SHOWN: Final = 10
"""How many annotations of each kind GitHub shows for a step of a workflow."""
_COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}


def commands(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """One command a line. Columns count from 1; the end column is after the words.

    GitHub accepts columns only within one line, so they are left out of findings that end on another line. For a page inside an export,
    lines and columns are those of the file, if they are known, and the message gives the place in the page. If there are more than GitHub
    shows, the last command says so.
    """
    kinds: Counter[str] = Counter()
    for page in pages:
        if page.findings:
            places = page.place or Lines(page.text)
            yield "".join(f"{_command(page, finding, places)}\n" for finding in page.findings)
            kinds.update(_COMMANDS[finding.severity] for finding in page.findings)
    hidden = [f"{number} {kind}s" for kind, number in kinds.items() if number > _SHOWN]
    if hidden:
        message = f"GitHub shows {_SHOWN} annotations of a kind, and there are {' and '.join(hidden)}; the log has all"
        yield f"::notice title=infobox check::{message}\n"


def _command(page: CheckedPage, finding: Finding, places: Lines | ExportedText) -> str:
    properties = [f"file={_property(page.path)}"]
    message = finding.advice
    if page.exported:
        message = f"{page.name}:{finding.line}:{finding.column}: {message}"
    if page.place is not None or not page.exported:
        (line, column), (end_line, end_column) = places.place(finding.start), places.place(finding.end)
        properties += [f"line={line}", f"endLine={end_line}"]
        if end_line == line:
            properties += [f"col={column}", f"endColumn={end_column}"]
    properties.append(f"title={_property(f'{finding.code} {finding.name}')}")
    return f"::{_COMMANDS[finding.severity]} {','.join(properties)}::{_data(message)}"


def _data(words: str) -> str:
    return visible(words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
