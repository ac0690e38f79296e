"""Findings for people: the place and the message, the line with the words underlined, and whether there is a fix."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from infobox.checks.findings import Finding
from infobox.checks.reports.checked import SAFE, UNSAFE, CheckedPage
from infobox.controls import visible
from infobox.terminal import SEVERITIES, painted

_WIDTH: Final = 120
"""The most columns for a source line, with its line number."""
_LEFT: Final = 40
"""How many columns of a long line are shown before the finding."""
_TABS: Final = re.compile(r"\t+")


def full(pages: Iterable[CheckedPage], *, color: bool = False) -> Iterator[str]:
    """Each finding with its line, followed by an empty line; the summary of an edit and the changes of meaning that it made come first."""
    paint = _painting(color)
    for page in pages:
        pieces = [_meaning(page, paint)] if page.changes is not None else []
        pieces += [
            f"{_headline(page, finding, paint, finding.message)}\n{_excerpt(page.text, finding, paint)}\n" for finding in page.findings
        ]
        if pieces:
            yield "".join(pieces)


def concise(pages: Iterable[CheckedPage], *, color: bool = False) -> Iterator[str]:
    """Each finding on one line, which ends with `[*]` if there is a safe fix and with `[+]` if there is an unsafe one; the summary of an
    edit comes first.
    """
    paint = _painting(color)
    for page in pages:
        if page.findings:
            lines = (f"{_headline(page, finding, paint, finding.advice)}{_mark(finding)}\n" for finding in page.findings)
            yield _summary(page, paint) + "".join(lines)


_Paint = Callable[[str, str], str]


def _painting(color: bool) -> _Paint:
    """A function that colours words for a terminal, or leaves them as they are."""
    return lambda words, style: painted(words, style) if color and words else words


def _headline(page: CheckedPage, finding: Finding, paint: _Paint, words: str) -> str:
    place = f"{paint(visible(page.label), 'bold')}:{finding.line}:{finding.column}:"
    parameter = f" [{visible(finding.parameter)}]" if finding.parameter else ""
    severity = paint(finding.severity, SEVERITIES[finding.severity])
    return f"{place} {severity} {finding.code} {finding.name}{parameter}: {visible(words)}"


def _summary(page: CheckedPage, paint: _Paint) -> str:
    return f"{paint(visible(page.summary), 'bold')}\n" if page.summary else ""


def _mark(finding: Finding) -> str:
    return "" if finding.fix is None else f" {SAFE if finding.fix.safe else UNSAFE}"


def _meaning(page: CheckedPage, paint: _Paint) -> str:
    label, summary = paint(visible(page.label), "bold"), _summary(page, paint)
    if not page.changes:
        return f"{summary}{label}: the edit does not change the meaning of the infoboxes\n\n"
    return f"{summary}{label}: changes of meaning:\n{''.join(f'  {visible(str(change))}{chr(10)}' for change in page.changes)}\n"


# -- the line ------------------------------------------------------------------------------------------------------------------------


def _excerpt(text: str, finding: Finding, paint: _Paint) -> str:
    """The line in which a finding begins, carets under its words, and remarks below them."""
    from rich.cells import cell_len

    number = str(finding.line)
    gutter = " " * (len(number) + 3)
    before, words, after = _window(text, finding, _WIDTH - len(gutter) - 2)
    carets = "^" * max(cell_len(words), 1)
    lines = [
        paint(f"  {number} |", "dim") + f" {before}{words}{after}".rstrip(),
        paint(f"{gutter}|", "dim") + " " * (cell_len(before) + 1) + paint(carets, SEVERITIES[finding.severity]),
    ]
    remarks = "; ".join(filter(None, (_more_lines(text, finding), _fixable(finding))))
    lines += [paint(f"{gutter}=", "dim") + f" {visible(words)}" for words in (remarks, finding.perhaps) if words]
    return "".join(f"{line}\n" for line in lines)


def _window(text: str, finding: Finding, width: int) -> tuple[str, str, str]:
    """The parts of the line shown before, in and after the finding's words, in at most `width` columns.

    Only as much of the text is looked at as could be shown: a page may be a single line.
    """
    start = min(finding.start, len(text))
    first = start - finding.column + 1  # where the line begins
    low = max(first, start - width, 0)
    high = min(start + width, len(text))
    newline = text.find("\n", start, high)
    cut_after = newline < 0 and high < len(text) and text[high] != "\n"
    line_end = newline if newline >= 0 else high
    if not cut_after and text[start:line_end].endswith("\r"):
        line_end -= 1
    end = min(max(finding.end, start), line_end)
    before, words, after = (visible(_TABS.sub(" ", part)) for part in (text[low:start], text[start:end], text[end:line_end]))
    return _fitted(before, words, after, width, cut_before=low > first, cut_after=cut_after)


def _fitted(before: str, words: str, after: str, width: int, *, cut_before: bool, cut_after: bool) -> tuple[str, str, str]:
    """The three parts cut to `width` columns, with `…` in place of what is left out."""
    from rich.cells import cell_len

    whole = cell_len(before) + cell_len(words) + cell_len(after)
    if whole <= width and not cut_before and not cut_after:
        return before, words, after
    # First the words as far as they fit, then as much as fits before and after them.
    left = max(_LEFT, width - cell_len(words) - cell_len(after) - (1 if cut_after else 0))
    if cut_before or cell_len(before) > left:
        before = "…" + _cut(before, left - 1, at_start=True)
    width -= cell_len(before)
    if cell_len(words) + cell_len(after) + (1 if cut_after else 0) > width:
        words = _cut(words, width - 1)
        after = _cut(after, width - 1 - cell_len(words))
        cut_after = True
    return before, words, after + ("…" if cut_after else "")


def _cut(words: str, width: int, *, at_start: bool = False) -> str:
    from rich.cells import cell_len

    while words and cell_len(words) > width:
        over = max((cell_len(words) - width) // 2, 1)
        words = words[over:] if at_start else words[:-over]
    return words


def _more_lines(text: str, finding: Finding) -> str:
    more = text.count("\n", finding.start, finding.end - 1) if finding.end > finding.start else 0
    return f"continues to line {finding.line + more}" if more else ""


def _fixable(finding: Finding) -> str:
    if finding.fix is None:
        return ""
    return "fixable, cosmetic" if finding.cosmetic else "fixable" if finding.fix.safe else "fixable with --unsafe"
