"""Applying fixes to a page in rounds, never two that touch in one round, until nothing is left to fix."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from infobox import box as boxes
from infobox.checks.checking import check_page
from infobox.checks.findings import Finding, FindingKey
from infobox.checks.registry import Rule
from infobox.markup.edits import applied
from infobox.record import Page
from infobox.templates.profile import Profile

MAX_ROUNDS: Final = 50
"""Rounds that a page gets at most; then it is left as it is. Only rules that undo each other could go on for ever."""
FEWEST_ROUNDS: Final = 2
MOST_CHECKED: Final = 200_000
"""How many characters of infoboxes all rounds together check. Longer infoboxes get fewer rounds, and findings may be left in them."""
MOST_TRIED: Final = 4_000_000
"""How many characters of pages are searched for fixes that would break an infobox; after that, all that may break it are left out."""


class Fixed(NamedTuple):
    """A page after its fixes: its `text`, the findings that were `fixed` (with the places they had just before), and those `left`."""

    text: str
    fixed: list[Finding]
    left: list[Finding]


def fix_page(
    text: str,
    rules: Sequence[Rule],
    *,
    unsafe: bool = False,
    cosmetic: bool = False,
    source: Page | None = None,
    profile: Profile | None = None,
) -> Fixed:
    """The page with its findings fixed if that is safe; with `unsafe`, the others too. `source` is what is known about the page; `profile`
    is the profile of its infoboxes if it is not one of the built-in ones.

    A page with only cosmetic findings to fix stays as it is unless `cosmetic` is true. Every byte outside the fixes stays. Nothing that
    could be fixed is left, unless the infoboxes are longer than on any real page (`MOST_CHECKED`).
    """
    fixed: list[Finding] = []
    harmful: set[FindingKey] = set()  # in the text as it is now
    endless: set[FindingKey] = set()
    findings = check_page(text, rules, source=source, profile=profile)
    seen = {text}
    tries = MOST_TRIED // (len(text) + 1)
    for _ in range(_rounds(text, profile)):
        may_fix = [finding for finding in findings if finding.fix is not None and (unsafe or finding.fix.safe)]
        wanted = [finding for finding in may_fix if _key(finding) not in harmful | endless]
        if not wanted or not (cosmetic or fixed or any(not finding.cosmetic for finding in wanted)):
            break
        taken = _separate(wanted)
        done = _with_fixes(text, taken, profile)
        if done is None:
            alone, tries = _harmful(text, taken, tries, profile)
            harmful.update(map(_key, alone))
            if alone:
                continue
            taken = taken[:1]  # they break something only together
            done = _with_fixes(text, taken, profile) or text
        if done in seen:
            endless.update(map(_key, taken))
            continue
        seen.add(done)
        text = done
        fixed += taken
        findings = check_page(text, rules, source=source, profile=profile)
        harmful.clear()
    # A fix that would break the infobox is no fix.
    left_out = harmful | endless
    left = [msgspec.structs.replace(finding, fix=None) if _key(finding) in left_out else finding for finding in findings]
    return Fixed(text, fixed, left)


def _rounds(text: str, profile: Profile | None) -> int:
    """How many rounds a page gets at most."""
    size = sum(box.end - box.start for box in boxes.find(text, profile))
    return min(MAX_ROUNDS, max(FEWEST_ROUNDS, MOST_CHECKED // (size + 1)))


def _harmful(text: str, findings: Sequence[Finding], tries: int, profile: Profile | None) -> tuple[list[Finding], int]:
    """The findings whose fixes break an infobox on their own, among findings whose fixes together do; and how many tries are left."""
    if len(findings) == 1 or tries <= 0:
        return list(findings), tries
    found: list[Finding] = []
    middle = len(findings) // 2
    for half in (findings[:middle], findings[middle:]):
        tries -= 1
        if _with_fixes(text, half, profile) is None:
            own, tries = _harmful(text, half, tries, profile)
            found += own
    return found, tries


def _key(finding: Finding) -> FindingKey:
    return finding.code, finding.parameter, finding.text


def _separate(findings: Sequence[Finding]) -> list[Finding]:
    """The findings whose fixes touch none of those taken before them."""
    taken: list[Finding] = []
    spans: list[tuple[int, int]] = []
    for finding in findings:
        assert finding.fix is not None
        own = [(edit.start, edit.end) for edit in finding.fix.edits]
        if not any(_touches(span, spans) for span in own):
            taken.append(finding)
            for span in own:
                insort(spans, span)
    return taken


def _touches(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a span touches one of some others, which are in order and do not touch each other."""
    place = bisect_left(spans, span)
    return (place < len(spans) and spans[place][0] <= span[1]) or (place > 0 and spans[place - 1][1] >= span[0])


def _with_fixes(text: str, findings: Sequence[Finding], profile: Profile | None) -> str | None:
    """The page with these fixes applied; None if its infoboxes would no longer be the same ones."""
    done = applied(text, (edit for finding in findings if finding.fix is not None for edit in finding.fix.edits))
    before, after = boxes.find(text, profile), boxes.find(done, profile)
    if len(before) != len(after) or any(one.closed and not other.closed for one, other in zip(before, after, strict=True)):
        return None
    return done
