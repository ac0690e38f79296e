"""Whether the checker finds the slips that editors make: slips of every kind, planted in real infoboxes at places chosen by chance.

A slip counts as found if there is a finding that the untouched page does not have, of a rule that is expected for its kind, and that
begins where the slip is; the last column says how many findings, of any rule, a slip has. `bench/slips/` makes the slips, and
`bench/planted.toml` says which rules are expected. The second check: the untouched pages, checked as an edit of themselves, must give no
finding. Pages: a folder of wikitext, `INFOBOX_PAGES`. The same seed gives the same slips.
"""

from __future__ import annotations

import argparse
import functools
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

from bench.corpus import Page, folder, measured
from bench.slips import KINDS, Kind, Site, Slip
from bench.slips.places import DATA, Span
from infobox.checks.checking import check_page
from infobox.checks.findings import Finding
from infobox.checks.options import chosen
from infobox.checks.registry import Rule, rules
from infobox.checks.reviewing import check_edit
from infobox.checks.shared.around import line_end, line_start
from infobox.checks.subject import Subject
from infobox.markup.edits import applied
from infobox.markup.line_ends import LineEnds
from infobox.reading import Reading, read_boxes

LEAST: Final = 92
"""The share of all slips that must be found, in percent."""
LEAST_OF_KIND: Final = 80
"""The share of the slips of one kind."""
PlantedOutcome = Literal["found", "elsewhere", "other", "nothing"]
OUTCOMES: Final[dict[PlantedOutcome, str]] = {
    "found": "found",
    "elsewhere": "found elsewhere",
    "other": "other codes only",
    "nothing": "nothing",
}
"""What became of a slip, and how the table calls it."""


class Planted(NamedTuple):
    """A slip in a page: its kind, the page's name, the text before and after, and the spans of the text after in which the finding may
    begin.
    """

    kind: Kind
    page: str
    before: str
    after: str
    spots: list[Span]
    slip: Slip


class Case(NamedTuple):
    """A planted slip, what became of it, and the findings that are new."""

    planted: Planted
    outcome: PlantedOutcome
    findings: list[Finding]


@functools.lru_cache(maxsize=1000)
def _subjects(text: str) -> list[Subject]:
    """The English infoboxes of a page that are closed: the words of slips are English, and what is not closed is broken already."""
    found: list[Reading] = read_boxes(text, spans=True)
    subjects = [Subject(text, reading, number) for number, reading in enumerate(found, 1) if reading.box is not None]
    return [subject for subject in subjects if subject.box.closed and subject.reading.language == "en"]


def plant(kind: Kind, pages: Sequence[Page], most: int, seed: int) -> Iterator[Planted]:
    """Slips of one kind, at most one per page, on pages in random order until there are enough."""
    order = list(range(len(pages)))
    random.Random(f"{seed} {kind.name}").shuffle(order)
    for number in order:
        if most <= 0:
            return
        text = LineEnds(pages[number].text).text
        rng = random.Random(f"{seed} {kind.name} {pages[number].name}")
        subjects = _subjects(text)
        slips = list(kind.slips(Site(text, rng.choice(subjects), rng))) if subjects else []
        if slips:
            slip = rng.choice(slips)
            after = applied(text, slip.edits)
            if after != text:
                most -= 1
                yield Planted(kind, pages[number].name, text, after, _spots(text, after, slip), slip)


def _spots(before: str, after: str, slip: Slip) -> list[Span]:
    """The spans of the page with the slip in which the finding may begin."""

    def moved(at: int, *, after_it: bool) -> int:
        shift = 0
        for edit in slip.edits:
            if edit.end < at or (edit.end == at and after_it) or (edit.start < at and after_it):
                shift += len(edit.words) - (edit.end - edit.start)
        return max(0, at + shift)

    if slip.spots:
        return [(moved(start, after_it=False), moved(end, after_it=True)) for start, end in slip.spots]
    changed = [(moved(edit.start, after_it=False), moved(edit.end, after_it=True)) for edit in slip.edits]
    return [(line_start(after, start), line_end(after, end)) for start, end in changed]


@functools.cache
def _rules(kind: str) -> tuple[Rule, ...]:
    """The rules that are on by default, and those that are expected for a kind."""
    return tuple(chosen(extend_select=[code for code in expected(kind) if code in rules()]))


def expected(kind: str) -> list[str]:
    """The codes of the rules that may report a kind of slip."""
    codes: list[str] = DATA["codes"][kind]
    return codes


@functools.lru_cache(maxsize=1000)
def _untouched(text: str, selected: tuple[Rule, ...]) -> list[Finding]:
    return check_page(text, selected)


def judge(planted: Planted) -> Case:
    """What the checker says about a slip."""
    selected = _rules(planted.kind.name)
    if planted.kind.edit:
        found = check_edit(planted.before, planted.after, selected).findings
    else:
        found = _new(planted, _untouched(planted.before, selected), check_page(planted.after, selected))
    codes = expected(planted.kind.name)
    right = [finding for finding in found if finding.code in codes]
    if any(start <= finding.start <= end for finding in right for start, end in planted.spots):
        return Case(planted, "found", found)
    return Case(planted, "elsewhere" if right else "other" if found else "nothing", found)


def _new(planted: Planted, before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """The findings after the slip that are not those before it, each at the place to which it moved."""
    edits = sorted(planted.slip.edits)

    def moved(at: int) -> int:
        return at + sum(len(edit.words) - (edit.end - edit.start) for edit in edits if edit.end <= at)

    known = Counter((finding.code, moved(finding.start)) for finding in before)
    new = []
    for finding in after:
        key = finding.code, finding.start
        if known[key]:
            known[key] -= 1
        else:
            new.append(finding)
    return new


# -- the table --------------------------------------------------------------------------------------------------------------------------


def _table(cases: Sequence[Case], kinds: Sequence[Kind]) -> Iterator[str]:
    width = max(len(kind.name) for kind in kinds) + 1
    yield f"{'':{width}}  made{''.join(f'  {name}' for name in OUTCOMES.values())}  findings each"
    for kind in (*kinds, None):
        of = [case for case in cases if kind is None or case.planted.kind is kind]
        counts = Counter(case.outcome for case in of)
        cells = "".join(f"  {counts[outcome]:>{len(name)}}" for outcome, name in OUTCOMES.items())
        low = "" if kind is None or not of or 100 * counts["found"] >= LEAST_OF_KIND * len(of) else f"  under {LEAST_OF_KIND} %"
        each = sum(len(case.findings) for case in of) / max(1, len(of))
        yield f"{kind.name if kind is not None else 'all':{width}}{len(of):>6}{cells}{each:>15.1f}{low}"


def _shown(case: Case) -> Iterator[str]:
    """One case for people: where it was made, the lines before and after, and what was found."""
    planted = case.planted
    yield f"  {OUTCOMES[case.outcome]}: {planted.kind.name}: {planted.page}"
    first, last = min(edit.start for edit in planted.slip.edits), max(edit.end for edit in planted.slip.edits)
    start, end = line_start(planted.before, first), line_end(planted.before, last)
    stop = len(planted.after) - (len(planted.before) - end)
    yield f"    - {_cut(planted.before[start:end], first - start)}"
    yield f"    + {_cut(planted.after[start:stop], first - start)}"
    for finding in case.findings[:4]:
        yield f"    {finding.code} at {finding.start} (expected in {planted.spots}): {finding.message}"


def _cut(words: str, at: int) -> str:
    """The words around a place, on one line."""
    start = max(0, at - 120)
    return ("…" if start else "") + words[start : at + 180].replace("\n", "⏎") + ("…" if at + 180 < len(words) else "")


def _twice(pages: Sequence[Page]) -> tuple[int, Counter[str]]:
    """How many findings untouched pages have as an edit of themselves, and how many in all, by code."""
    selected = chosen()
    new = 0
    own: Counter[str] = Counter()
    for page in pages:
        text = LineEnds(page.text).text
        own.update(finding.code for finding in check_page(text, selected))
        new += len(check_edit(text, text, selected).findings)
    return new, own


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--pages", type=Path, default=folder(), help="folder of pages (*.wikitext)")
    parser.add_argument("--each", type=int, default=10, help="slips of each kind, one a page (default 10)")
    parser.add_argument("--kinds", default="", help="only kinds whose names contain these words")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N slips of each kind that were not found")
    arguments = parser.parse_args()
    pages = measured(arguments.pages)
    kinds = [KINDS[name] for name in DATA["codes"] if arguments.kinds in name]
    print(f"seed {arguments.seed}, up to {arguments.each} slips of each of {len(kinds)} kinds\n")
    cases = [judge(planted) for kind in kinds for planted in plant(kind, pages, arguments.each, arguments.seed)]
    for row in _table(cases, kinds):
        print(row)
    _print_missed(cases, arguments.show)
    used = {case.planted.page for case in cases}
    new, own = _twice([page for page in pages if page.name in used])
    codes = ", ".join(f"{code} {count}" for code, count in sorted(own.items()))
    print(f"\nuntouched: {len(used)} pages, {new} new findings; {own.total()} findings in all{f': {codes}' if codes else ''}")
    sys.exit(_failed(cases) or new > 0)


def _failed(cases: Sequence[Case]) -> bool:
    """Whether too few slips were found, of all or of a kind."""
    found = Counter(case.planted.kind.name for case in cases if case.outcome == "found")
    made = Counter(case.planted.kind.name for case in cases)
    share = 100 * found.total() / max(1, made.total())
    low = [name for name, count in made.items() if 100 * found[name] < LEAST_OF_KIND * count]
    print(f"found with code and place: {share:.1f} % of {made.total()} (at least {LEAST} %)")
    print(f"kinds under {LEAST_OF_KIND} %: {', '.join(low) or 'none'}")
    return share < LEAST or bool(low)


def _print_missed(cases: Sequence[Case], most: int) -> None:
    shown: Counter[str] = Counter()
    for case in cases:
        if case.outcome != "found":
            shown[case.planted.kind.name] += 1
            if shown[case.planted.kind.name] <= most:
                print("\n".join(_shown(case)))


if __name__ == "__main__":
    main()
