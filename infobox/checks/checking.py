"""The rules held against a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from infobox.checks.findings import Finding, Said
from infobox.checks.registry import Rule, find
from infobox.checks.subject import Subject
from infobox.positions import Lines
from infobox.reading import Reading, read_boxes
from infobox.record import Page as PageOfRecord

_IGNORE: Final = re.compile(r"<!--\s*infobox:\s*ignore\b([^<>]*)-->", re.IGNORECASE)
_LONGEST_TEXT: Final = 200
"""So much of the page's words a finding quotes."""


def check_page(
    text: str, rules: Sequence[Rule], *, readings: Sequence[Reading] | None = None, source: PageOfRecord | None = None
) -> list[Finding]:
    """What the rules find in a page's infoboxes, in page order.

    `readings` are those of the page, with spans, if they are known; `source` is what is known of the page. Page content never raises.
    """
    if readings is None:
        readings = read_boxes(text, page=source, spans=True)
    subjects = [Subject(text, reading, number) for number, reading in enumerate(readings, 1) if reading.box is not None]
    if not subjects:
        return []
    page = Page(text, subjects)
    for subject in subjects:
        for rule in rules:
            if rule.check is not None:
                page.add(rule, subject, rule.check(subject))
    return page.findings()


class Page:
    """A page whose findings are being collected: what its comments ask to leave out is left out."""

    def __init__(self, text: str, subjects: Sequence[Subject]) -> None:
        self._text = text
        self._found: dict[tuple[int, int, str, str], Finding] = {}
        self._ignored = _ignored(text, subjects) if "infobox:" in text else {}
        self._lines: Lines | None = None

    def add(self, rule: Rule, subject: Subject, said: Iterable[Said]) -> None:
        """Take what a rule says of one infobox."""
        for each in said:
            value = subject.value_at(each.start)
            if self._ignored and self._asked_to_ignore(rule, subject, value.parameter.start if value is not None else -1):
                continue
            if self._lines is None:
                self._lines = Lines(self._text)
            parameter = each.parameter if each.parameter is not None else value.written if value is not None else ""
            fix = each.fix
            if fix is not None and all(self._text[edit.start : edit.end] == edit.words for edit in fix.edits):
                fix = None
            words = self._text[each.start : min(each.end, each.start + _LONGEST_TEXT)]
            key = (each.start, each.end, rule.code, each.message)
            self._found.setdefault(
                key,
                Finding(
                    rule.code,
                    rule.name,
                    rule.severity,
                    parameter,
                    each.start,
                    each.end,
                    *self._lines.place(each.start),
                    words,
                    each.message,
                    fix,
                    subject.number,
                    rule.cosmetic,
                ),
            )

    def _asked_to_ignore(self, rule: Rule, subject: Subject, parameter: int) -> bool:
        return any(rule.code in self._ignored.get(place, ()) for place in (-1, subject.box.start, parameter))

    def findings(self) -> list[Finding]:
        """All findings, in page order."""
        return [self._found[key] for key in sorted(self._found)]


def _ignored(text: str, subjects: Sequence[Subject]) -> dict[int, set[str]]:
    """Codes that comments ask to leave out: by the start of the parameter in whose value the comment stands, of the infobox where it
    stands before the first parameter, or -1 for the whole page where it stands outside.
    """
    ignored: dict[int, set[str]] = {}
    for match in _IGNORE.finditer(text):
        codes = {rule.code for word in re.split(r"[\s,;]+", match[1].strip()) for rule in find(word or "ALL")}
        place = -1
        for subject in subjects:
            if subject.box.start <= match.start() < subject.box.end:
                value = subject.value_at(match.start())
                place = value.parameter.start if value is not None else subject.box.start
        ignored.setdefault(place, set()).update(codes)
    return ignored
