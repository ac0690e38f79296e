"""Findings as diagnostics, and what can be done about them as code actions."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    CodeDescription,
    Diagnostic,
    DiagnosticSeverity,
    OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from infobox.checks.findings import Finding, shortened
from infobox.checks.fixing import fix_page
from infobox.lsp.analysis import Analysis
from infobox.lsp.documents import Document
from infobox.markup.edits import Edit, normalized
from infobox.record import Span

FIX_ALL: Final = f"{CodeActionKind.SourceFixAll.value}.infobox"
"""The kind of the action that makes all safe fixes."""
_SEVERITIES: Final = {
    "error": DiagnosticSeverity.Error,
    "warning": DiagnosticSeverity.Warning,
    "info": DiagnosticSeverity.Information,
}
_LONGEST_TITLE: Final = 100


def diagnostic(document: Document, finding: Finding, address: Callable[[str], str]) -> Diagnostic:
    """A finding as a diagnostic; `address` gives that of a rule's page, by its code."""
    link = address(finding.code)
    return Diagnostic(
        document.range(finding.start, finding.end),
        finding.advice,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=CodeDescription(link) if link else None,
        source="infobox",
    )


def actions(
    analysis: Analysis, span: Span, wanted: Sequence[str], address: Callable[[str], str], *, versioned: bool
) -> Iterator[CodeAction]:
    """What can be done about the findings that touch a span, and about all; `wanted` are the kinds to give, all if there are none.

    `versioned`: the editor takes edits of a version of a document.
    """
    document = analysis.document
    if _is_wanted(CodeActionKind.QuickFix.value, wanted):
        for finding in analysis.findings:
            if finding.start <= span[1] and finding.end >= span[0]:
                for title, edits, safe in _answers(finding):
                    yield CodeAction(
                        title,
                        kind=CodeActionKind.QuickFix,
                        diagnostics=[diagnostic(document, finding, address)],
                        is_preferred=safe or None,
                        edit=workspace_edit(document, edits, versioned=versioned),
                    )
    if _is_wanted(FIX_ALL, wanted) and any(each.fix is not None and each.fix.safe for each in analysis.findings):
        edits = fixed(analysis)
        if edits:
            yield CodeAction(
                "Fix all that is safe to fix in infoboxes", kind=FIX_ALL, edit=workspace_edit(document, edits, versioned=versioned)
            )


def _is_wanted(kind: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(kind == each or kind.startswith(f"{each}.") or not each for each in wanted)


def _answers(finding: Finding) -> Iterator[tuple[str, Sequence[Edit], bool]]:
    """The fix of a finding and its suggestions: title, edits, and whether it is safe."""
    if finding.fix is not None:
        doubt = "" if finding.fix.safe else " (check the result)"
        yield f"Fix {finding.code}{doubt}: {shortened(finding.message, _LONGEST_TITLE)}", finding.fix.edits, finding.fix.safe
    for each in finding.suggestions:
        yield f"Perhaps {finding.code}: {shortened(each.what, _LONGEST_TITLE)}", each.edits, False


def fixed(analysis: Analysis) -> list[Edit]:
    """The edits that make all safe fixes."""
    text = analysis.document.text
    return _difference(text, fix_page(text, analysis.rules, source=analysis.source).text)


def _difference(old: str, new: str) -> list[Edit]:
    """Edits of whole lines that make a text another one: those between the lines that are equal at both ends; one by one if there are as
    many in both.
    """
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    head = sum(1 for _ in itertools.takewhile(_are_equal, zip(before, after, strict=False)))
    most = min(len(before), len(after)) - head
    tail = sum(1 for _ in itertools.islice(itertools.takewhile(_are_equal, zip(reversed(before), reversed(after), strict=False)), most))
    start = sum(map(len, before[:head]))
    one, other = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(one) != len(other):
        return [Edit(start, start + sum(map(len, one)), "".join(other))]
    edits: list[Edit] = []
    for line, instead in zip(one, other, strict=True):
        if line != instead:
            edits.append(Edit(start, start + len(line), instead))
        start += len(line)
    return edits


def _are_equal(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def text_edits(document: Document, edits: Iterable[Edit]) -> list[TextEdit]:
    """Edits of a document, in the form of the protocol."""
    return [TextEdit(document.range(edit.start, edit.end), edit.words) for edit in normalized(document.text, edits)]


def workspace_edit(document: Document, edits: Iterable[Edit], *, versioned: bool) -> WorkspaceEdit:
    """Edits of a document; `versioned`: an editor must not apply them to another version."""
    found = text_edits(document, edits)
    if not versioned:
        return WorkspaceEdit(changes={document.uri: found})
    return WorkspaceEdit(
        document_changes=[TextDocumentEdit(OptionalVersionedTextDocumentIdentifier(document.uri, document.version), found)]
    )
