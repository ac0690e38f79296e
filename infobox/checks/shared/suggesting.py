"""Suggestions that several rules make: removing a line of a list, or a parameter."""

from __future__ import annotations

import re
from typing import Final

from infobox.checks.findings import Suggestion
from infobox.checks.shared.around import blanks_before, line_end, line_start
from infobox.checks.subject import Entry, Subject
from infobox.markup.edits import Edit

_BREAK_BEFORE: Final = re.compile(r"<br\s*/?>\s*\Z", re.IGNORECASE)
_BREAK_AFTER: Final = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_LONGEST_BREAK: Final = 40
"""How many characters a line break may have, with the white space around it."""


def removing(subject: Subject, entry: Entry, what: str) -> tuple[Suggestion, ...]:
    """The suggestion to remove a line of a list, if it stands alone on its source line or between two line breaks."""
    edit = _without_line(subject, entry)
    return (Suggestion(what, (edit,)),) if edit is not None else ()


def one_side(subject: Subject, one: Entry, other: Entry) -> tuple[Suggestion, ...]:
    """The suggestions to remove a name that is on two sides from one of them."""
    return tuple(each for entry in (other, one) for each in removing(subject, entry, f"remove it from side {entry.side}"))


def _without_line(subject: Subject, entry: Entry) -> Edit | None:
    text, value = subject.text, entry.value
    if entry.item.items or entry.item.span is None or not subject.box.closed:
        return None
    start, end = entry.item.span
    begin, stop = line_start(text, start), line_end(text, end)
    marks = text[begin:start].strip()
    if marks and not marks.strip("*") and begin > value.parameter.start and not text[end:stop].strip():
        return Edit(begin - 1, stop, "")
    before = _BREAK_BEFORE.search(text, max(value.start, start - _LONGEST_BREAK), start)
    after = _BREAK_AFTER.match(text, end, min(value.end, end + _LONGEST_BREAK))
    if before is not None and (after is not None or end == value.end):
        return Edit(blanks_before(text, before.start()), end, "")
    return Edit(start, after.end(), "") if after is not None and start == value.start else None
