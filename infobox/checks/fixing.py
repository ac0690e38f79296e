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
from infobox.reading import read_boxes
from infobox.record import Conflict, Page
from infobox.templates.profile import Profile

MAX_ROUNDS: Final = 50
"""Rounds that a page gets at most; then it is left as it is. Only rules that undo each other could go on for ever."""
FEWEST_ROUNDS: Final = 2
MOST_CHECKED: Final = 200_000
"""How many characters of infoboxes all rounds together check. Longer infoboxes get fewer rounds, and findings may be left in them."""
MOST_TRIED: Final = 4_000_000
"""How many characters of pages are searched for fixes that would break an infobox; after that, all that may break it are left out."""

MOST_READ: Final = 400_000
"""How many characters of infoboxes are read to see that cosmetic fixes change nothing; after that, they are left out."""
FEWEST_READ: Final = 4
_NO_MEANING: Final = ("page", "template", "source", "findings", "image", "map", "other")
"""Fields of the record that state where it was read, or keep sizes as written and values that are not shown."""


_COST_OF_BOX: Final = 1_000
"""As how many characters an infobox counts that is searched for."""


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

    A page with only cosmetic findings to fix stays as it is unless `cosmetic` is true; a cosmetic fix that would change what is read from
    an infobox is left out. Every byte outside the fixes stays. Nothing that could be fixed is left, unless the infoboxes are longer than
    on any real page (`MOST_CHECKED`).
    """
    fixed: list[Finding] = []
    harmful: set[FindingKey] = set()  # in the text as it is now
    endless: set[FindingKey] = set()
    findings = check_page(text, rules, source=source, profile=profile)
    seen = {text}
    page = _Draft(text, source, profile)
    for _ in range(page.rounds):
        may_fix = [finding for finding in findings if finding.fix is not None and (unsafe or finding.fix.safe)]
        wanted = [finding for finding in may_fix if _key(finding) not in harmful | endless]
        if not wanted or not (cosmetic or fixed or any(not finding.cosmetic for finding in wanted)):
            break
        taken = _separate(wanted)
        done = page.with_fixes(taken)
        if done is None:
            alone = page.harmful(taken)
            harmful.update(map(_key, alone))
            if alone:
                continue
            taken = taken[:1]  # they break something only together
            done = page.with_fixes(taken) or page.text
        if done in seen:
            endless.update(map(_key, taken))
            continue
        seen.add(done)
        page.change(done)
        fixed += taken
        findings = check_page(done, rules, source=source, profile=profile)
        harmful.clear()
    # A fix that would break the infobox is no fix.
    left_out = harmful | endless
    left = [msgspec.structs.replace(finding, fix=None) if _key(finding) in left_out else finding for finding in findings]
    return Fixed(page.text, fixed, left)


class _Draft:
    """A page that is being fixed: its `text` as it is now, and how many rounds it gets. Tries and readings are counted for all rounds."""

    def __init__(self, text: str, source: Page | None, profile: Profile | None) -> None:
        self.text = text
        self._source, self._profile = source, profile
        found = self._boxes(text)
        size = sum(box.end - box.start for box in found) + 1
        self.rounds = min(MAX_ROUNDS, max(FEWEST_ROUNDS, MOST_CHECKED // size))
        self._tries = MOST_TRIED // (len(text) + _COST_OF_BOX * len(found) + 1)
        self._readings = max(FEWEST_READ, MOST_READ // size)
        self._meaning: list[dict[str, object]] | None = None

    def _boxes(self, text: str) -> list[boxes.Box]:
        return boxes.find(text, self._profile, self._source.wiki if self._source is not None else "")

    def change(self, text: str) -> None:
        """Take the text after a round."""
        self.text, self._meaning = text, None

    def with_fixes(self, findings: Sequence[Finding]) -> str | None:
        """The page with these fixes applied; None if its infoboxes would no longer be the same ones, or if those of the fixes that are
        cosmetic would change what is read from them.
        """
        done = _fixed(self.text, findings)
        before, after = self._boxes(self.text), self._boxes(done)
        if len(before) != len(after) or any(one.closed and not other.closed for one, other in zip(before, after, strict=True)):
            return None
        unseen = [finding for finding in findings if finding.cosmetic]
        if unseen and not self._reads_same(done if len(unseen) == len(findings) else _fixed(self.text, unseen)):
            return None
        return done

    def harmful(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings whose fixes do harm on their own, among findings whose fixes together do."""
        if len(findings) == 1 or self._tries <= 0:
            return list(findings)
        found: list[Finding] = []
        middle = len(findings) // 2
        for half in (findings[:middle], findings[middle:]):
            self._tries -= 1
            if self.with_fixes(half) is None:
                found += self.harmful(half)
        return found

    def _reads_same(self, text: str) -> bool:
        """Whether a text with cosmetic fixes gives the same records, apart from sizes as written."""
        if self._readings <= 0:
            return False
        if self._meaning is None:
            self._meaning = self._read(self.text)
        return self._read(text) == self._meaning

    def _read(self, text: str) -> list[dict[str, object]]:
        self._readings -= 1
        records = [reading.record for reading in read_boxes(text, page=self._source, profile=self._profile)]
        names = [name for name in Conflict.__struct_fields__ if name not in _NO_MEANING]
        return [{name: getattr(record, name) for name in names} for record in records]


def _fixed(text: str, findings: Sequence[Finding]) -> str:
    return applied(text, (edit for finding in findings if finding.fix is not None for edit in finding.fix.edits))


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
