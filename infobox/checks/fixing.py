"""Fixes put into a page: never two that touch, again and again until nothing is left to fix."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import Final, NamedTuple

from infobox import box as boxes
from infobox.checks.checking import check_page
from infobox.checks.findings import Finding
from infobox.checks.registry import Rule
from infobox.editing.splicing import applied
from infobox.record import Page
from infobox.templates.profile import Profile

MAX_ROUNDS: Final = 50
"""A page that is not done by then is left as the last round made it: only rules that undo each other could go on for ever."""
FEWEST_ROUNDS: Final = 2
MOST_CHECKED: Final = 200_000
"""So many characters of infoboxes are checked in all rounds together; longer ones have fewer rounds, and keep what these leave."""
MOST_TRIED: Final = 4_000_000
"""So many characters of pages are looked at to tell which fixes would break the infobox; then all are that may."""


_Key = tuple[str, str, str]


class Fixed(NamedTuple):
    """A page after its fixes: its `text`, the findings that were `mended` (with the places they had when it was their turn), and those
    that are `left`.
    """

    text: str
    mended: list[Finding]
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
    """The page with its findings fixed, as far as that is safe; with `unsafe` the others too. `source` is what is known of the page,
    `profile` that of its infoboxes, if it is not one that ships.

    A page that has nothing but cosmetic findings to fix stays as it is, unless `cosmetic` asks for those; every byte outside the fixes
    stays. The result has no finding that could have been fixed, unless its infoboxes are longer than any page's (`MOST_CHECKED`).
    """
    mended: list[Finding] = []
    harmful: set[_Key] = set()  # of the text as it is now
    endless: set[_Key] = set()
    findings = check_page(text, rules, source=source, profile=profile)
    seen = {text}
    tries = MOST_TRIED // (len(text) + 1)
    for _ in range(_rounds(text, profile)):
        may_fix = [finding for finding in findings if finding.fix is not None and (unsafe or finding.fix.safe)]
        wanted = [finding for finding in may_fix if _key(finding) not in harmful | endless]
        if not wanted or not (cosmetic or mended or any(not finding.cosmetic for finding in wanted)):
            break
        taken = _apart(wanted)
        done = _done(text, taken, profile)
        if done is None:
            alone, tries = _breaking(text, taken, tries, profile)
            harmful.update(map(_key, alone))
            if alone:
                continue
            taken = taken[:1]  # only together do they break something
            done = _done(text, taken, profile) or text
        if done in seen:
            endless.update(map(_key, taken))
            continue
        seen.add(done)
        text = done
        mended += taken
        findings = check_page(text, rules, source=source, profile=profile)
        harmful.clear()
    # A fix that would break the infobox is none.
    left_out = harmful | endless
    return Fixed(text, mended, [finding._replace(fix=None) if _key(finding) in left_out else finding for finding in findings])


def _rounds(text: str, profile: Profile | None) -> int:
    """How many rounds a page has at most."""
    size = sum(box.end - box.start for box in boxes.find(text, profile))
    return min(MAX_ROUNDS, max(FEWEST_ROUNDS, MOST_CHECKED // (size + 1)))


def _breaking(text: str, findings: Sequence[Finding], tries: int, profile: Profile | None) -> tuple[list[Finding], int]:
    """Which of some findings, whose fixes together break an infobox, do so alone, and how many tries are left of those allowed."""
    if len(findings) == 1 or tries <= 0:
        return list(findings), tries
    found: list[Finding] = []
    middle = len(findings) // 2
    for half in (findings[:middle], findings[middle:]):
        tries -= 1
        if _done(text, half, profile) is None:
            own, tries = _breaking(text, half, tries, profile)
            found += own
    return found, tries


def _key(finding: Finding) -> _Key:
    return finding.code, finding.parameter, finding.text


def _apart(findings: Sequence[Finding]) -> list[Finding]:
    """The first of the findings, and each that touches none of those before it."""
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
    """Whether a span touches one of others, which are in order and apart from each other."""
    place = bisect_left(spans, span)
    return (place < len(spans) and spans[place][0] <= span[1]) or (place > 0 and spans[place - 1][1] >= span[0])


def _done(text: str, findings: Sequence[Finding], profile: Profile | None) -> str | None:
    """The page with these fixes, or None where it would have other infoboxes than before."""
    done = applied(text, (edit for finding in findings if finding.fix is not None for edit in finding.fix.edits))
    before, after = boxes.find(text, profile), boxes.find(done, profile)
    if len(before) != len(after) or any(one.closed and not other.closed for one, other in zip(before, after, strict=True)):
        return None
    return done
