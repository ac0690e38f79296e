"""Generated changes: of the project's own pages, of real ones if there are any (`INFOBOX_PAGES`), and of records without a page.

`bench/right.py` defines what is right, both for these tests and for the measurement (`python -m bench.edits`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from bench.changes import KINDS, WORDLESS
from bench.corpus import FIXTURES, read, real
from bench.edits import Case, run_kinds, run_leaves, run_made

OWN = read(FIXTURES)
REAL = real()
real_pages = pytest.mark.skipif(not REAL, reason="no folder of real pages (INFOBOX_PAGES)")


def unsound(cases: Sequence[Case]) -> list[str]:
    """The cases that are neither right nor refused, the first of each kind."""
    first = {(case.kind, case.outcome): str(case)[:400] for case in reversed(cases) if case.outcome not in ("right", "refused")}
    return sorted(first.values())[:20]


def test_changes_of_every_kind_on_own_pages_are_right_or_refused() -> None:
    cases = run_kinds(OWN, 2)
    tried = {case.kind for case in cases}
    assert len(tried) > 0.95 * len(KINDS), sorted(set(KINDS) - tried)
    assert unsound(cases) == []


@real_pages
def test_changes_of_every_kind_on_real_pages_are_right_or_refused() -> None:
    cases = run_kinds(REAL, 2, seed=7)
    assert unsound(cases) == []
    said = [case for case in cases if case.kind not in WORDLESS]
    tried, refused = Counter(case.kind for case in said), Counter(case.kind for case in said if case.outcome == "refused")
    assert sum(refused[kind] / tried[kind] for kind in tried) <= 0.05 * len(tried), refused.most_common()
    large = [str(case) for case in cases if not case.small]
    assert len(large) <= 0.01 * len(cases), large


def test_few_kinds_are_beyond_words() -> None:
    assert len(WORDLESS) <= 6


def test_changes_of_one_leaf_on_own_pages_are_right_or_refused() -> None:
    cases = run_leaves(OWN, 300)
    assert {case.outcome for case in cases} >= {"right"}
    assert unsound(cases) == []


@real_pages
def test_changes_of_one_leaf_on_real_pages_are_right_or_refused() -> None:
    assert unsound(run_leaves(REAL, 300, seed=7)) == []


def test_random_records_read_back_as_they_were_or_are_refused() -> None:
    cases = run_made(300)
    assert {case.outcome for case in cases} >= {"right"}
    assert unsound(cases) == []
