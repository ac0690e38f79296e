"""What an edit did to a page's infoboxes: the findings it introduced, and rules that compare both versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from infobox.checks.checking import Collector, check_lines
from infobox.checks.findings import Finding, FindingKey
from infobox.checks.registry import Rule
from infobox.checks.subject import Memo, Subject
from infobox.comparing import Change, compare_all, pairs
from infobox.markup.line_ends import LineEnds
from infobox.reading import Reading, read_boxes
from infobox.record import Page
from infobox.templates.profile import Profile


class Revisions(Memo):
    """One infobox before and after an edit: `old` and `new`."""

    def __init__(self, old: Subject, new: Subject) -> None:
        super().__init__()
        self.old = old
        self.new = new


class Review(NamedTuple):
    """What an edit did: the `findings` it introduced, with places in the new page, how many it `fixed`, and the `changes` of meaning."""

    findings: list[Finding]
    fixed: int
    changes: list[Change]


def check_edit(old: str, new: str, rules: Sequence[Rule], *, source: Page | None = None, profile: Profile | None = None) -> Review:
    """What the edit from `old` to `new`, two versions of a page's wikitext, introduced in the page's infoboxes. `source` is what is known
    about the page; `profile` is the profile of its infoboxes if it is not one of the built-in ones.

    A finding counts as introduced unless the old version has a finding of the same rule in the same parameter, about the same words or
    with the same message. Page content never raises.
    """
    first, second = LineEnds(old), LineEnds(new)
    before, after = (read_boxes(page.text, page=source, spans=True, profile=profile) for page in (first, second))
    known = check_lines(first, rules, before)
    added = check_lines(second, rules, after)
    for same in (_words, _message):
        known, added = _without(known, added, same), _without(added, known, same)
    fixed = len(known)
    added += _edit_findings(first, second, before, after, rules)
    changes = compare_all([reading.record for reading in before], [reading.record for reading in after], profile=profile)
    return Review(sorted(added, key=lambda finding: (finding.start, finding.end, finding.code)), fixed, changes)


def _without(findings: Sequence[Finding], others: Sequence[Finding], same: Callable[[Finding], FindingKey]) -> list[Finding]:
    """The findings that have no twin among others; each of these is the twin of one finding only."""
    waiting = Counter(map(same, others))
    left = []
    for finding in findings:
        key = same(finding)
        if waiting[key]:
            waiting[key] -= 1
        else:
            left.append(finding)
    return left


def _words(finding: Finding) -> FindingKey:
    """What findings in two versions have in common if they are about the same words."""
    return finding.code, finding.parameter, " ".join(finding.text.split())


def _message(finding: Finding) -> FindingKey:
    """What they have in common if the words are only written differently."""
    return finding.code, finding.parameter, finding.message


def _edit_findings(
    old: LineEnds, new: LineEnds, before: Sequence[Reading], after: Sequence[Reading], rules: Sequence[Rule]
) -> Iterator[Finding]:
    checks = [(rule, rule.edit_check) for rule in rules if rule.edit_check is not None]
    if not checks or not before or not after:
        return
    subjects = [Subject(new.text, reading, number) for number, reading in enumerate(after, 1)]
    collector = Collector(new, subjects)
    for one, other in pairs([reading.record for reading in before], [reading.record for reading in after]):
        if one is None or other is None:
            continue
        versions = Revisions(Subject(old.text, before[one], one + 1), subjects[other])
        for rule, check in checks:
            for hit in check(versions):
                collector.add(rule, versions.new, hit)
    yield from collector.findings()
