"""The rules compared with a page."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Final

from infobox.checks.findings import Finding, Fix, Said
from infobox.checks.registry import Rule, find
from infobox.checks.subject import Subject
from infobox.editing.splicing import as_written
from infobox.positions import Lines
from infobox.reading import Reading, read_boxes
from infobox.record import Page as PageOfRecord
from infobox.templates.profile import Profile
from infobox.wikitext.line_ends import LineEnds

_IGNORE: Final = re.compile(r"<!--\s*infobox:\s*ignore\b([^<>]*)-->", re.IGNORECASE)
_LONGEST_TEXT: Final = 200
"""So much of the page's words a finding quotes."""


def check_page(
    text: str,
    rules: Sequence[Rule],
    *,
    readings: Sequence[Reading] | None = None,
    source: PageOfRecord | None = None,
    profile: Profile | None = None,
) -> list[Finding]:
    """What the rules find in a page's infoboxes, in page order.

    `readings` are those of the page, with spans, if they are known; `source` is what is known of the page, `profile` that of its
    infoboxes, if it is not one that ships. Page content never raises.
    """
    page = LineEnds(text)
    if readings is None or page.text is not text:
        readings = read_boxes(page.text, page=source, spans=True, profile=profile)
    return check_lines(page, rules, readings)


def check_lines(page: LineEnds, rules: Sequence[Rule], readings: Sequence[Reading]) -> list[Finding]:
    """As `check_page`, with the `readings` of the page's text; the findings are those of the page as written."""
    subjects = [Subject(page.text, reading, number) for number, reading in enumerate(readings, 1) if reading.box is not None]
    if not subjects:
        return []
    found = Page(page, subjects)
    for subject in subjects:
        english = subject.english
        for rule in rules:
            if rule.check is not None and (english or not rule.english):
                found.add(rule, subject, rule.check(subject))
    return found.findings()


class Page:
    """A page whose findings are being collected: what its comments ask to leave out is left out.

    Rules look at its text with newlines for line ends; places, words and fixes of the findings are those of the page as written.
    """

    def __init__(self, page: LineEnds, subjects: Sequence[Subject]) -> None:
        self._page = page
        self._found: dict[tuple[int, int, str, str], Finding] = {}
        self._ignored = _ignored(page.text, subjects) if "infobox:" in page.text else {}
        self._fix: Fix | None = None
        self._fix_written: Fix | None = None

    @functools.cached_property
    def _lines(self) -> Lines:
        return Lines(self._page.written)

    def add(self, rule: Rule, subject: Subject, said: Iterable[Said]) -> None:
        """Take what a rule says of one infobox."""
        for each in said:
            value = subject.value_at(each.start)
            if self._ignored and self._asked_to_ignore(rule, subject, value.parameter.start if value is not None else -1):
                continue
            parameter = each.parameter if each.parameter is not None else value.written if value is not None else ""
            start, end = self._page.place(each.start), self._page.place(each.end)
            words = self._page.written[start : min(end, start + _LONGEST_TEXT)]
            place = (start, end, *self._lines.place(start), words)
            what = (each.message, self._as_written(each.fix, subject), subject.number, rule.cosmetic)
            finding = Finding(rule.code, rule.name, rule.severity, parameter, *place, *what)
            self._found.setdefault((start, end, rule.code, each.message), finding)

    def _as_written(self, fix: Fix | None, subject: Subject) -> Fix | None:
        """The fix of the page as written; None if it would change nothing."""
        # Findings that are fixed together share one fix.
        if fix is not self._fix:
            self._fix, self._fix_written = fix, self._brought_back(fix, subject)
        return self._fix_written

    def _brought_back(self, fix: Fix | None, subject: Subject) -> Fix | None:
        if fix is None or all(self._page.text[edit.start : edit.end] == edit.words for edit in fix.edits):
            return None
        return fix._replace(edits=tuple(as_written(fix.edits, self._page, subject.box.start, subject.box.end)))

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
