"""What an edit did to a page's infoboxes: findings that it brought in, and rules that look at both versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from infobox.checks.checking import Page, check_lines
from infobox.checks.findings import Finding
from infobox.checks.registry import Rule
from infobox.checks.subject import Subject, Worked
from infobox.comparing import Change, compare_all, pairs
from infobox.reading import Reading, read_boxes
from infobox.record import Page as PageOfRecord
from infobox.templates.profile import Profile
from infobox.wikitext.line_ends import LineEnds

Key = tuple[str, str, str]


class Versions(Worked):
    """One infobox before and after an edit: `old` and `new`."""

    def __init__(self, old: Subject, new: Subject) -> None:
        super().__init__()
        self.old = old
        self.new = new


class Review(NamedTuple):
    """What an edit did: the `findings` it brought in, with places in the new page, how many it `mended`, and the `changes` of meaning."""

    findings: list[Finding]
    mended: int
    changes: list[Change]


def check_edit(old: str, new: str, rules: Sequence[Rule], *, source: PageOfRecord | None = None, profile: Profile | None = None) -> Review:
    """What the edit from `old` to `new`, two versions of a page's wikitext, brought into the page's infoboxes. `source` is what is known of
    the page, `profile` that of its infoboxes, if it is not one that ships.

    A finding is the edit's own where the old version has none of its rule about the same words in the same parameter, nor one of which
    the same is said there. Page content never raises.
    """
    first, second = LineEnds(old), LineEnds(new)
    before, after = (read_boxes(page.text, page=source, spans=True, profile=profile) for page in (first, second))
    known = check_lines(first, rules, before)
    brought = check_lines(second, rules, after)
    for same in (_words, _message):
        known, brought = _without(known, brought, same), _without(brought, known, same)
    mended = len(known)
    brought += _of_the_edit(first, second, before, after, rules)
    changes = compare_all([reading.record for reading in before], [reading.record for reading in after], profile=profile)
    return Review(sorted(brought, key=lambda finding: (finding.start, finding.end, finding.code)), mended, changes)


def _without(findings: Sequence[Finding], others: Sequence[Finding], same: Callable[[Finding], Key]) -> list[Finding]:
    """The findings that have no twin among others, each of which is the twin of one."""
    waiting = Counter(map(same, others))
    left = []
    for finding in findings:
        key = same(finding)
        if waiting[key]:
            waiting[key] -= 1
        else:
            left.append(finding)
    return left


def _words(finding: Finding) -> Key:
    """What two findings of two versions have in common where they are about the same words."""
    return finding.code, finding.parameter, " ".join(finding.text.split())


def _message(finding: Finding) -> Key:
    """What they have in common where the words are only written in another way."""
    return finding.code, finding.parameter, finding.message


def _of_the_edit(
    old: LineEnds, new: LineEnds, before: Sequence[Reading], after: Sequence[Reading], rules: Sequence[Rule]
) -> Iterator[Finding]:
    checks = [(rule, rule.edit_check) for rule in rules if rule.edit_check is not None]
    if not checks or not before or not after:
        return
    subjects = [Subject(new.text, reading, number) for number, reading in enumerate(after, 1)]
    page = Page(new, subjects)
    for one, other in pairs([reading.record for reading in before], [reading.record for reading in after]):
        if one is None or other is None:
            continue
        versions = Versions(Subject(old.text, before[one], one + 1), subjects[other])
        for rule, check in checks:
            page.add(rule, versions.new, check(versions))
    yield from page.findings()
