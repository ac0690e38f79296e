"""What two sequences share, compared with `difflib` if that is fast, and otherwise with what must hold."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.editing import sequences

FEW = st.text("abc ", max_size=30)


def led(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The second sequence, made from the first by the changes between them."""
    made: list[str] = []
    end = other_end = 0
    for change in sequences.opcodes(first, second):
        assert (change.start, change.other_start) == (end, other_end)
        end, other_end = change.end, change.other_end
        if change.action == "equal":
            assert first[change.start : end] == second[change.other_start : other_end]
        made += (first if change.action == "equal" else second)[
            slice(change.start, end) if change.action == "equal" else slice(change.other_start, other_end)
        ]
    assert (end, other_end) == (len(first), len(second))
    return made


@given(FEW, FEW)
def test_short_sequences_are_compared_as_difflib_compares_them(first: str, second: str) -> None:
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    assert [tuple(change) for change in sequences.opcodes(first, second)] == matcher.get_opcodes()
    assert sequences.ratio(first, second) == matcher.ratio()


@given(FEW, FEW)
def test_the_coarse_way_leads_from_one_to_the_other_too(first: str, second: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequences, "MOST_PAIRS", -1)
        assert led(first, second) == list(second)
        assert sequences.ratio(first, first) == 1.0
        assert 0.0 <= sequences.ratio(first, second) <= 1.0
        found = sequences.common_runs(first, second)
        assert all(block.length for block in found)
        assert all(one.first + one.length <= other.first for one, other in pairwise(found))


def test_the_coarse_way_finds_what_stands_once_and_what_is_equal_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences, "MOST_PAIRS", -1)
    assert sequences.common_runs("aab1aaa", "aac1aab2aaa") == [(0, 0, 2), (3, 3, 1), (4, 8, 3)]
    lines = [f"line {number}" for number in range(50)]
    assert sequences.opcodes(lines, [*lines[:20], "new", *lines[25:]]) == [
        ("equal", 0, 20, 0, 20),
        ("replace", 20, 25, 20, 21),
        ("equal", 25, 50, 21, 46),
    ]
    # Reversed, at most one line is in the same order.
    assert sum(block.length for block in sequences.common_runs(lines, lines[::-1])) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [("a" * 100_000, "a" * 99_999 + "b"), ("ab" * 50_000, "ba" * 50_000), ("a" * 100_000, "b" + "a" * 50_000 + "c")],
    ids=["one word", "turned round", "in the midst"],
)
def test_no_more_pairs_are_looked_at_than_the_limit(first: str, second: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    plain = SequenceMatcher.find_longest_match

    def counted(self: SequenceMatcher[str], alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> object:
        nonlocal looked_at
        looked_at += ((ahi or len(first)) - alo) * ((bhi or len(second)) - blo)
        return plain(self, alo, ahi, blo, bhi)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", counted)
    assert "".join(led(first, second)) == second
    assert looked_at <= sequences.MOST_PAIRS
