"""What an edit did to a page's infoboxes: the findings it introduced, and rules that compare both versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from infobox.checks.checking import Collector, check_lines
from infobox.checks.edits.summary import summary
from infobox.checks.findings import Finding, FindingKey
from infobox.checks.registry import Rule
from infobox.checks.subject import Memo, Subject
from infobox.comparing import Change, compare_all, pairs
from infobox.markup.line_ends import LineEnds
from infobox.reading import Reading, read_boxes
from infobox.record import Page
from infobox.templates.profile import Profile

_MOST_REMOVED: Final = 20
"""How many removed infoboxes of a page are looked at; no real page has as many."""


class Revisions(Memo):
    """One infobox before and after an edit: `old` and `new`."""

    def __init__(self, old: Subject, new: Subject) -> None:
        super().__init__()
        self.old = old
        self.new = new


class Removal(NamedTuple):
    """An infobox that the new version of a page does not have: as it was in the `old` one, the `text` of the new one, and the `names` of
    the conflicts of the infoboxes that this has (empty for one without a name).
    """

    old: Subject
    text: str
    names: list[str]


class Review(NamedTuple):
    """What an edit did: the `findings` it introduced, with places in the new page, how many it `fixed`, the `changes` of meaning, and the
    findings in one line, the most serious first (`summary`; empty if there are none). `removed` are those that it fixed, with places in the
    old page.
    """

    findings: list[Finding]
    fixed: int
    changes: list[Change]
    summary: str = ""
    removed: Sequence[Finding] = ()


def check_edit(old: str, new: str, rules: Sequence[Rule], *, source: Page | None = None, profile: Profile | None = None) -> Review:
    """What the edit from `old` to `new`, two versions of a page's wikitext, introduced in the page's infoboxes. `source` is what is known
    about the page; `profile` is the profile of its infoboxes if it is not one of the built-in ones.

    A finding counts as introduced unless the old version has a finding of the same rule in the same parameter, about the same words or
    with the same message, or about the same words in another parameter, from which they were moved. Page content never raises.
    """
    first, second = LineEnds(old), LineEnds(new)
    before, after = (read_boxes(page.text, page=source, spans=True, profile=profile) for page in (first, second))
    known = check_lines(first, rules, before).findings
    added = check_lines(second, rules, after).findings
    for same in (_words, _message, _moved):
        known, added = _without(known, added, same), _without(added, known, same)
    collector = _about_the_edit(first, second, before, after, rules)
    about = collector.findings()
    added = _without_consequences(added, about, rules)
    found = sorted([*added, *about], key=lambda finding: (finding.start, finding.end, finding.code))
    changes = compare_all([reading.record for reading in before], [reading.record for reading in after], profile=profile)
    return Review(found, len(known), changes, summary(_title(source, before, after), collector.hits, added), tuple(known))


def _title(source: Page | None, before: Sequence[Reading], after: Sequence[Reading]) -> str:
    """The page's title, or if it is not known the name of its first conflict."""
    if source is not None and source.title:
        return source.title
    return next(filter(None, map(_name, (*before, *after))), "")


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


def _without_consequences(findings: Sequence[Finding], about: Sequence[Finding], rules: Sequence[Rule]) -> list[Finding]:
    """The findings that do not follow from those of rules about edits in the same infobox."""
    leaves = {rule.code: rule.done.leaves for rule in rules if rule.done is not None and rule.done.leaves}
    follow: dict[int, tuple[str, ...]] = {}
    for finding in about:
        follow[finding.infobox] = (*follow.get(finding.infobox, ()), *leaves.get(finding.code, ()))
    return [finding for finding in findings if not finding.code.startswith(follow.get(finding.infobox, ()))]


def _words(finding: Finding) -> FindingKey:
    """What findings in two versions have in common if they are about the same words."""
    return finding.code, finding.parameter, " ".join(finding.text.split())


def _message(finding: Finding) -> FindingKey:
    """What they have in common if the words are only written differently."""
    return finding.code, finding.parameter, finding.message


def _moved(finding: Finding) -> FindingKey:
    """What they have in common if the words are in another parameter."""
    return finding.code, "", " ".join(finding.text.split())


def _about_the_edit(old: LineEnds, new: LineEnds, before: Sequence[Reading], after: Sequence[Reading], rules: Sequence[Rule]) -> Collector:
    """What the rules about edits find."""
    checks = [rule for rule in rules if rule.about_edits]
    subjects = [Subject(new.text, reading, number) for number, reading in enumerate(after, 1)] if checks else []
    collector = Collector(new, subjects)
    if not checks:
        return collector
    matched = pairs([reading.record for reading in before], [reading.record for reading in after])
    names = [_name(reading) for reading in after]
    removed = [place for place, other in matched if place is not None and other is None]
    for place in removed[:_MOST_REMOVED]:
        removal = Removal(Subject(old.text, before[place], place + 1), new.text, names)
        for rule in checks:
            for hit in rule.removal_check(removal) if rule.removal_check is not None else ():
                collector.add_outside(rule, place + 1, hit)
    for one, other in matched:
        if one is not None and other is not None:
            versions = Revisions(Subject(old.text, before[one], one + 1), subjects[other])
            for rule in checks:
                for hit in rule.edit_check(versions) if rule.edit_check is not None else ():
                    collector.add(rule, versions.new, hit)
    return collector


def _name(reading: Reading) -> str:
    """What an infobox calls its conflict; empty if it does not."""
    return reading.record.conflict.text if reading.record.conflict is not None else ""
