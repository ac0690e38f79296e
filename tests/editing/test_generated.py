"""Generated edits: of the project's own pages, and of real ones where there are any (`INFOBOX_PAGES`)."""

from __future__ import annotations

import pytest

from bench.corpus import FIXTURES, read, real
from bench.edits import EDITS, run

OWN = read(FIXTURES)
REAL = real()


def test_no_edit_of_an_own_page_reads_back_as_anything_else() -> None:
    outcomes = run(OWN, 10)
    assert {outcome.kind for outcome in outcomes} == set(EDITS)
    assert [outcome for outcome in outcomes if not outcome.right] == []


@pytest.mark.skipif(not REAL, reason="no folder of real pages (INFOBOX_PAGES)")
def test_edits_of_real_pages_change_what_they_have_to() -> None:
    outcomes = run(REAL, 2, seed=7)
    assert len(outcomes) > 300
    assert [outcome for outcome in outcomes if not outcome.right] == []
    small = sum(outcome.small for outcome in outcomes)
    assert small >= 0.99 * len(outcomes), [outcome for outcome in outcomes if not outcome.small]
