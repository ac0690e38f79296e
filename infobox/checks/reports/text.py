"""Findings for people: where and what, the line itself with the words underlined, and whether it can be fixed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from infobox.checks.findings import Finding
from infobox.checks.reports.checked import Checked
from infobox.controls import visible
from infobox.terminal import SEVERITIES, painted

_WIDTH: Final = 120
"""Columns of a source line, with what stands before it."""
_LEFT: Final = 40
"""Columns of a long line that are shown before its finding."""
_TABS: Final = re.compile(r"\t+")


def full(pages: Iterable[Checked], *, color: bool = False) -> Iterator[str]:
    """Each finding with its line; an empty line after each, and after what an edit means."""
    paint = _painting(color)
    for page in pages:
        pieces = [_meaning(page, paint)] if page.changes is not None else []
        pieces += [f"{_headline(page, finding, paint)}\n{_excerpt(page.text, finding, paint)}\n" for finding in page.findings]
        if pieces:
            yield "".join(pieces)


def concise(pages: Iterable[Checked], *, color: bool = False) -> Iterator[str]:
    """Each finding in one line, at its end `[*]` where a safe fix is known and `[+]` where an unsafe one is."""
    paint = _painting(color)
    for page in pages:
        if page.findings:
            yield "".join(f"{_headline(page, finding, paint)}{_mark(finding)}\n" for finding in page.findings)


_Paint = Callable[[str, str], str]


def _painting(color: bool) -> _Paint:
    """Puts words into colours for a terminal, or leaves them as they are."""
    return lambda words, style: painted(words, style) if color and words else words


def _headline(page: Checked, finding: Finding, paint: _Paint) -> str:
    place = f"{paint(visible(page.label), 'bold')}:{finding.line}:{finding.column}:"
    parameter = f" [{visible(finding.parameter)}]" if finding.parameter else ""
    severity = paint(finding.severity, SEVERITIES[finding.severity])
    return f"{place} {severity} {finding.code} {finding.name}{parameter}: {visible(finding.message)}"


def _mark(finding: Finding) -> str:
    return "" if finding.fix is None else " [*]" if finding.fix.safe else " [+]"


def _meaning(page: Checked, paint: _Paint) -> str:
    label = paint(visible(page.label), "bold")
    if not page.changes:
        return f"{label}: the edit changes nothing that the infoboxes mean\n\n"
    return f"{label}: what the edit means:\n{''.join(f'  {visible(str(change))}{chr(10)}' for change in page.changes)}\n"


# -- the line ------------------------------------------------------------------------------------------------------------------------


def _excerpt(text: str, finding: Finding, paint: _Paint) -> str:
    """The line a finding begins in, carets under its words, and what is to be said below them."""
    from rich.cells import cell_len

    number = str(finding.line)
    gutter = " " * (len(number) + 3)
    before, words, behind = _window(text, finding, _WIDTH - len(gutter) - 2)
    carets = "^" * max(cell_len(words), 1)
    lines = [
        paint(f"  {number} |", "dim") + f" {before}{words}{behind}".rstrip(),
        paint(f"{gutter}|", "dim") + " " * (cell_len(before) + 1) + paint(carets, SEVERITIES[finding.severity]),
    ]
    if remarks := "; ".join(filter(None, (_more_lines(text, finding), _fixable(finding)))):
        lines.append(paint(f"{gutter}=", "dim") + f" {remarks}")
    return "".join(f"{line}\n" for line in lines)


def _window(text: str, finding: Finding, room: int) -> tuple[str, str, str]:
    """What of the line is shown before, in and after the finding's words, in `room` columns at most.

    Only so much of the text is looked at as could be shown: a page may be one line.
    """
    start = min(finding.start, len(text))
    first = start - finding.column + 1  # where the line begins
    low = max(first, start - room, 0)
    high = min(start + room, len(text))
    newline = text.find("\n", start, high)
    cut_behind = newline < 0 and high < len(text) and text[high] != "\n"
    line_end = newline if newline >= 0 else high
    if not cut_behind and text[start:line_end].endswith("\r"):
        line_end -= 1
    end = min(max(finding.end, start), line_end)
    before, words, behind = (visible(_TABS.sub(" ", part)) for part in (text[low:start], text[start:end], text[end:line_end]))
    return _fitted(before, words, behind, room, cut_before=low > first, cut_behind=cut_behind)


def _fitted(before: str, words: str, behind: str, room: int, *, cut_before: bool, cut_behind: bool) -> tuple[str, str, str]:
    """The three parts cut to `room` columns, `…` where something is left out."""
    from rich.cells import cell_len

    whole = cell_len(before) + cell_len(words) + cell_len(behind)
    if whole <= room and not cut_before and not cut_behind:
        return before, words, behind
    # The words as far as they fit, then before them what is left, and after them the rest.
    left = max(_LEFT, room - cell_len(words) - cell_len(behind) - (1 if cut_behind else 0))
    if cut_before or cell_len(before) > left:
        before = "…" + _cut(before, left - 1, at_start=True)
    room -= cell_len(before)
    if cell_len(words) + cell_len(behind) + (1 if cut_behind else 0) > room:
        words = _cut(words, room - 1)
        behind = _cut(behind, room - 1 - cell_len(words))
        cut_behind = True
    return before, words, behind + ("…" if cut_behind else "")


def _cut(words: str, room: int, *, at_start: bool = False) -> str:
    from rich.cells import cell_len

    while words and cell_len(words) > room:
        over = max((cell_len(words) - room) // 2, 1)
        words = words[over:] if at_start else words[:-over]
    return words


def _more_lines(text: str, finding: Finding) -> str:
    more = text.count("\n", finding.start, finding.end - 1) if finding.end > finding.start else 0
    return f"goes on to line {finding.line + more}" if more else ""


def _fixable(finding: Finding) -> str:
    if finding.fix is None:
        return ""
    return "fixable, cosmetic" if finding.cosmetic else "fixable" if finding.fix.safe else "fixable with --unsafe"
