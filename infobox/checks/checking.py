"""Applying the rules to a page."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from infobox.checks.findings import Finding, Fix, Hit, Suggestion
from infobox.checks.registry import Rule, find
from infobox.checks.shared.limits import MANY
from infobox.checks.subject import Subject
from infobox.markup.edits import Edit, as_written
from infobox.markup.line_ends import LineEnds
from infobox.positions import Lines
from infobox.reading import Reading, read_boxes
from infobox.record import Page
from infobox.templates.profile import Profile

_IGNORE: Final = re.compile(r"<!--\s*infobox:\s*ignore\b([^<>]*)-->", re.IGNORECASE)
_LONGEST_TEXT: Final = 200
"""How many characters of the page a finding quotes."""


class PageFindings(NamedTuple):
    """What the rules found in a page: the `findings`, how many more its comments ask to ignore, and the codes of the rules that found so
    many in one infobox (`MANY`) that they may have left out others.
    """

    findings: list[Finding]
    ignored: int = 0
    full: frozenset[str] = frozenset()


def check_page(
    text: str,
    rules: Sequence[Rule],
    *,
    readings: Sequence[Reading] | None = None,
    source: Page | None = None,
    profile: Profile | None = None,
) -> list[Finding]:
    """What the rules find in a page's infoboxes, in page order. Arguments as in `findings_of`."""
    return findings_of(text, rules, readings=readings, source=source, profile=profile).findings


def findings_of(
    text: str,
    rules: Sequence[Rule],
    *,
    readings: Sequence[Reading] | None = None,
    source: Page | None = None,
    profile: Profile | None = None,
) -> PageFindings:
    """What the rules find in a page's infoboxes, in page order, and what is left out.

    `readings` are the page's, with spans, if it has been read already; `source` is what is known about the page; `profile` is the profile
    of its infoboxes if it is not one of the built-in ones. Page content never raises.
    """
    page = LineEnds(text)
    if readings is None or page.text is not text:
        readings = read_boxes(page.text, page=source, spans=True, profile=profile)
    return check_lines(page, rules, readings)


def check_lines(page: LineEnds, rules: Sequence[Rule], readings: Sequence[Reading]) -> PageFindings:
    """Like `findings_of`, with the `readings` of the page's text; the findings have their places in the page as written."""
    subjects = [Subject(page.text, reading, number) for number, reading in enumerate(readings, 1) if reading.box is not None]
    if not subjects:
        return PageFindings([])
    collector = Collector(page, subjects)
    full: set[str] = set()
    checks = [(rule, rule.check) for rule in rules if rule.check is not None]
    for subject in subjects:
        for rule, check in checks:
            hits = list(found) if (found := check(subject)) else ()
            for hit in hits:
                collector.add(rule, subject, hit)
            if len(hits) >= MANY:
                full.add(rule.code)
    return PageFindings(collector.findings(), collector.ignored, frozenset(full))


class Collector:
    """Collects the findings of a page, without those that its comments ask to ignore.

    Rules see the page with newlines as line ends; the places, words and fixes of the findings are those of the page as written.
    """

    def __init__(self, page: LineEnds, subjects: Sequence[Subject]) -> None:
        self._page = page
        self._reported: set[tuple[str, str]] = set()
        self._found: dict[tuple[int, int, str, str], Finding] = {}
        self.hits: list[tuple[Rule, Hit]] = []
        """What was found, with the rules, in the order of their work."""
        self._ignored = _ignored(page.text, subjects) if "infobox:" in page.text else {}
        self.ignored = 0
        """How many findings were left out because a comment asks for it."""
        self._fix: Fix | None = None
        self._fix_written: Fix | None = None

    @functools.cached_property
    def _lines(self) -> Lines:
        return Lines(self._page.written)

    def add(self, rule: Rule, subject: Subject, hit: Hit) -> None:
        """Add what a rule found in one infobox."""
        value = subject.value_at(hit.start)
        if self._is_ignored(rule, subject.box.start, value.parameter.start if value is not None else -1):
            self.ignored += 1
            return
        if hit.about:
            if (rule.code, hit.about) in self._reported:
                return
            self._reported.add((rule.code, hit.about))
        parameter = hit.parameter if hit.parameter is not None else value.written if value is not None else ""
        suggestions = tuple(filter(None, (self._suggested(each, subject) for each in hit.suggestions)))
        self._enter(rule, hit, parameter, subject.number, self._as_written(hit.fix, subject), suggestions)

    def add_outside(self, rule: Rule, number: int, hit: Hit) -> None:
        """Add what a rule found that is in no infobox of the page; `number` is that of an infobox which it had."""
        if not self._is_ignored(rule):
            self._enter(rule, hit, "", number, None)

    def _enter(self, rule: Rule, hit: Hit, parameter: str, number: int, fix: Fix | None, suggestions: tuple[Suggestion, ...] = ()) -> None:
        start, end = self._page.place(hit.start), self._page.place(hit.end)
        key = (start, end, rule.code, hit.message)
        if key in self._found:
            return
        words = self._page.written[start : min(end, start + _LONGEST_TEXT)]
        place = (start, end, *self._lines.place(start), words)
        what = (hit.message, fix, number, rule.cosmetic, suggestions)
        self._found[key] = Finding(rule.code, rule.name, rule.severity, parameter, *place, *what)
        self.hits.append((rule, hit))

    def _as_written(self, fix: Fix | None, subject: Subject) -> Fix | None:
        """The fix for the page as written; None if it would change nothing."""
        # Findings that are fixed together share one fix.
        if fix is not self._fix:
            self._fix, self._fix_written = fix, self._restored(fix, subject)
        return self._fix_written

    def _restored(self, fix: Fix | None, subject: Subject) -> Fix | None:
        edits = self._edits(fix.edits, subject) if fix is not None else ()
        return fix._replace(edits=edits) if fix is not None and edits else None

    def _suggested(self, suggestion: Suggestion, subject: Subject) -> Suggestion | None:
        edits = self._edits(suggestion.edits, subject)
        return suggestion._replace(edits=edits) if edits else None

    def _edits(self, edits: tuple[Edit, ...], subject: Subject) -> tuple[Edit, ...]:
        """Edits for the page as written; none if they would change nothing."""
        if all(self._page.text[edit.start : edit.end] == edit.words for edit in edits):
            return ()
        return tuple(as_written(edits, self._page, subject.box.start, subject.box.end))

    def _is_ignored(self, rule: Rule, *places: int) -> bool:
        return bool(self._ignored) and any(rule.code in self._ignored.get(place, ()) for place in (-1, *places))

    def findings(self) -> list[Finding]:
        """All findings, in page order."""
        return [self._found[key] for key in sorted(self._found)]


def _ignored(text: str, subjects: Sequence[Subject]) -> dict[int, set[str]]:
    """The codes that comments ask to ignore, by the start of what the comment applies to: the parameter whose value it is in, the infobox
    if it comes before the first parameter, or -1 (the whole page) if it is outside the infoboxes.
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
