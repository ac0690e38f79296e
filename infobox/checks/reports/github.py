"""Findings as the workflow commands of GitHub Actions, which makes annotations of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from infobox.checks.findings import Finding
from infobox.checks.reports.checked import Checked
from infobox.controls import visible
from infobox.positions import Lines

_COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}


def commands(pages: Iterable[Checked]) -> Iterator[str]:
    """A command a line. Columns are from 1, the last one after the words.

    GitHub takes columns only within one line, so they are left out of findings that end in another. A page inside an export has lines
    that are none of the file: there the annotation is the file's, and the message says where it is in the page.
    """
    for page in pages:
        if page.findings:
            places = Lines(page.text)
            yield "".join(f"{_command(page, finding, places)}\n" for finding in page.findings)


def _command(page: Checked, finding: Finding, places: Lines) -> str:
    properties = [f"file={_property(page.path)}"]
    message = finding.message
    if page.exported:
        message = f"{page.name}:{finding.line}:{finding.column}: {message}"
    else:
        end_line, end_column = places.place(finding.end)
        properties += [f"line={finding.line}", f"endLine={end_line}"]
        if end_line == finding.line:
            properties += [f"col={finding.column}", f"endColumn={end_column}"]
    properties.append(f"title={_property(f'{finding.code} {finding.name}')}")
    return f"::{_COMMANDS[finding.severity]} {','.join(properties)}::{_data(message)}"


def _data(words: str) -> str:
    return visible(words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
