"""Findings as SARIF 2.1.0, which code scanning and editors read.

Results are written while pages are read; the tool follows, with the rules in the order of their first result. Braces in messages are
doubled, as the standard requires (3.11.5: single ones are placeholders), and brackets that would make a link are escaped with a
backslash (3.11.6).

The lines and columns of a page inside an export are not those of the file, in which `&lt;` is four characters. Regions and fixes are for
the file; locations also name the page and give the place in it in words. If the place in the file is not known, as for standard input,
there is neither a region nor a fix.

The property `leftOut` of the run says how many findings are left out, and why.

Suggestions are not certain, so they are no fixes, which tools apply: the message names them, and the property `suggestions` has them as
objects with a `description` and `artifactChanges`, as fixes have.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote_from_bytes

from infobox.checks.findings import Finding, Fix
from infobox.checks.reports.checked import CheckedPage
from infobox.checks.reports.fingerprints import fingerprints
from infobox.checks.reports.left_out import LeftOut
from infobox.checks.reports.objects import dumped
from infobox.installed import version
from infobox.markup.edits import Edit
from infobox.pages.export_places import ExportedText, escaped
from infobox.positions import Lines

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
_FINGERPRINT: Final = "infobox/v1"
_SAFE: Final = "Safe: readers see the same as before, or an obvious slip is fixed."
_UNSAFE: Final = "Unsafe: check the result before you keep it."
_BRACES: Final = re.compile(r"[{}]")
_BRACKETS: Final = re.compile(r"[\\\[\]]")

Json = dict[str, Any]
Places = Lines | ExportedText
"""What gives lines and columns: of the page, or of the export that it is in."""


def document(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """One log with one run."""
    head = {"$schema": _SCHEMA, "version": "2.1.0"}
    yield dumped(head, 0)[:-2] + ',\n  "runs": [\n    {\n      "columnKind": "unicodeCodePoints",\n      "results": ['
    rules: dict[str, Finding] = {}
    numbers: dict[str, int] = {}
    some = False
    left_out = LeftOut()
    for page in pages:
        left_out = left_out.and_also(page.left_out)
        for result in _results(page, rules, numbers):
            yield f"{',' if some else ''}\n        {dumped(result, 4)}"
            some = True
    properties = {"leftOut": left_out._asdict() | {"full": sorted(left_out.full)}} if left_out.words else None
    words = f',\n      "properties": {dumped(properties, 3)}' if properties is not None else ""
    yield ("\n      ]" if some else "]") + f',\n      "tool": {dumped(_tool(rules), 3)}{words}\n    }}\n  ]\n}}\n'


# -- results ---------------------------------------------------------------------------------------------------------------------------


def _results(page: CheckedPage, rules: dict[str, Finding], numbers: dict[str, int]) -> Iterator[Json]:
    """The results of a page; new rules are added to `rules`, and their indexes to `numbers`."""
    if not page.findings:
        return
    places: Places = page.place or Lines(page.text)
    known = page.place is not None or not page.exported
    address = uri(page.path)
    for finding, fingerprint in zip(page.findings, fingerprints(page), strict=True):
        rules.setdefault(finding.code, finding)
        properties: Json = {"infobox": finding.infobox, "parameter": finding.parameter, "cosmetic": finding.cosmetic}
        result: Json = {
            "ruleId": finding.code,
            "ruleIndex": numbers.setdefault(finding.code, len(numbers)),
            "level": _LEVELS[finding.severity],
            "message": {"text": plain(finding.advice)},
            "locations": [_location(page, finding, address, places)],
            "partialFingerprints": {_FINGERPRINT: fingerprint},
            "properties": {name: value for name, value in properties.items() if value},
        }
        if finding.fix is not None and known:
            result["fixes"] = [_fix(finding.fix, address, places)]
        if finding.suggestions and known:
            result["properties"]["suggestions"] = [_changes(each.what, each.edits, address, places) for each in finding.suggestions]
        yield result


def plain(words: str) -> str:
    """Words as a SARIF message, in which nothing is a placeholder or a link."""
    words = _BRACES.sub(lambda match: match[0] * 2, words)
    return _BRACKETS.sub(lambda match: f"\\{match[0]}", words) if "](" in words else words


def _location(page: CheckedPage, finding: Finding, address: str, places: Places) -> Json:
    physical: Json = {"artifactLocation": {"uri": address}}
    if page.place is not None or not page.exported:
        region = _region(finding.start, finding.end, places)
        if len(finding.text) == finding.end - finding.start > 0:
            region["snippet"] = {"text": finding.text if isinstance(places, Lines) else escaped(finding.text)}
        physical["region"] = region
    if not page.exported:
        return {"physicalLocation": physical}
    place = f"line {finding.line}, column {finding.column} of the page {page.name}"
    return {"physicalLocation": physical, "logicalLocations": [{"name": page.name, "kind": "page"}], "message": {"text": plain(place)}}


def _region(start: int, end: int, places: Places) -> Json:
    (line, column), (end_line, end_column) = places.place(start), places.place(end)
    region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    return region | {"charOffset": start, "charLength": end - start} if isinstance(places, Lines) else region


def _fix(fix: Fix, address: str, places: Places) -> Json:
    return _changes(_SAFE if fix.safe else _UNSAFE, fix.edits, address, places) | {"properties": {"safe": fix.safe}}


def _changes(description: str, edits: Iterable[Edit], address: str, places: Places) -> Json:
    spelt = escaped if isinstance(places, ExportedText) else str
    regions = [(_region(edit.start, edit.end, places), spelt(edit.words)) for edit in edits]
    replacements = [{"deletedRegion": region, "insertedContent": {"text": words}} for region, words in regions]
    return {
        "description": {"text": plain(description)},
        "artifactChanges": [{"artifactLocation": {"uri": address}, "replacements": replacements}],
    }


def uri(path: str) -> str:
    """A file's path as a URI, relative if the path is."""
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote_from_bytes(os.fsencode(pure.as_posix()))


# -- the tool --------------------------------------------------------------------------------------------------------------------------


def _tool(found: dict[str, Finding]) -> Json:
    driver: Json = {"name": "infobox"}
    if version():
        driver["version"] = version()
    return {"driver": driver | {"rules": [_rule(code, finding) for code, finding in found.items()]}}


def _rule(code: str, finding: Finding) -> Json:
    from infobox.checks.documentation import page
    from infobox.checks.registry import rules

    known: Json = {"id": code, "name": finding.name}
    rule = rules().get(code)
    if rule is None:
        return known | {"defaultConfiguration": {"level": _LEVELS[finding.severity]}}
    parts = rule.documentation
    summary = parts.summary.partition("\n\n")[0]
    return known | {
        "shortDescription": {"text": summary.partition(". ")[0].rstrip(".") + "."},
        "fullDescription": {"text": parts.summary},
        "help": {"text": f"{parts.summary}\n\n{parts.why}\n\n{parts.fix}", "markdown": page(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.default},
        "properties": {"fixes": rule.fixes, "cosmetic": rule.cosmetic},
    }
