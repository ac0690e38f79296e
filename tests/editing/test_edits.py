"""Edits as data: spans and words that anyone can put into the page, and that `write` puts there itself."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import infobox
from bench.corpus import FIXTURES, Page, read, real
from infobox.markup.edits import Edit, applied, normalized
from infobox.markup.line_ends import with_newlines
from infobox.reading import read_boxes
from tests.editing.changes import CHANGES
from tests.editing.test_pairs import CASES, change, page

OWN = [each for each in read(FIXTURES) if infobox.read(each.text) is not None]
REAL = real()


def spliced(page: str, edits: list[Edit]) -> str:
    """The page with the edits done in the plainest way."""
    for edit in reversed(edits):
        page = page[: edit.start] + edit.words + page[edit.end :]
    return page


def assert_normalized(page: str, edits: list[Edit]) -> None:
    """The edits are in page order, none touches another, each changes something, and none cuts a line end in half."""
    assert all(one.end < other.start for one, other in pairwise(edits))
    for edit in edits:
        assert 0 <= edit.start <= edit.end <= len(page)
        assert page[edit.start : edit.end] != edit.words
        assert "\r\n" not in (page[max(0, edit.start - 1) : edit.start + 1], page[max(0, edit.end - 1) : edit.end + 1])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_edits_are_all_that_write_changes(case: dict[str, Any], end: str) -> None:
    before, after = (with_newlines(page(case[key])).replace("\n", end) for key in ("before", "after"))
    record = infobox.read(before)
    assert record is not None
    found = infobox.edits(change(record, case["change"]), before)
    assert_normalized(before, found)
    assert spliced(before, found) == after


def test_an_edit_says_which_words_go_where() -> None:
    before = "🏰\r\n{{Infobox war\r\n| place = [[Leros]]\r\n| result =\r\n| combatant1 = A\r\n}}\r\n"
    record = infobox.read(before)
    assert record is not None
    record.sides[0].combatants.append(infobox.Item(name="B"))
    record.place = infobox.Text(text="Rhodes")
    place, list_end = before.index("[[Leros]]"), before.index("A\r\n") + 1
    assert infobox.edits(record, before) == [
        infobox.Edit(place, place + 9, "Rhodes"),
        infobox.Edit(list_end, list_end, "<br>B"),
    ]


@pytest.mark.parametrize("name", [page.name for page in OWN])
def test_a_record_that_the_page_holds_needs_no_edit(name: str) -> None:
    text = next(page.text for page in OWN if page.name == name)
    for reading in read_boxes(text):
        assert infobox.edits(reading.record, text) == []


@pytest.mark.parametrize("pages", [pytest.param(OWN, id="own"), pytest.param(REAL, id="real")])
def test_edits_of_whole_pages_are_all_that_write_changes(pages: list[Page]) -> None:
    if not pages:
        pytest.skip("no folder of real pages (INFOBOX_PAGES)")
    rng = random.Random(11)
    compared = 0
    for _, text, _ in pages:
        record = read_boxes(text, spans=True)[0].record
        for kind in rng.sample(list(CHANGES), 3):
            CHANGES[kind](record, rng)
        try:
            found = infobox.edits(record, text)
        except infobox.WriteError:
            continue
        assert_normalized(text, found)
        assert spliced(text, found) == record.write(into=text)
        compared += 1
    assert compared > len(pages) / 3


def test_edits_are_refused_as_writing_is() -> None:
    record = infobox.read("{{Infobox war|conflict=A|combatant1=B}}")
    assert record is not None
    with pytest.raises(infobox.WriteError, match="no military-conflict infobox"):
        infobox.edits(record, "Words.")


# --- edits normalized

PIECES = st.text("ab\n", max_size=2) | st.sampled_from(["\r\n", "\n\r", "\r", "a\r", "\na", ""])


@given(st.lists(st.tuples(PIECES, PIECES | st.none()), max_size=6))
def test_normalized_edits_say_the_same_and_no_line_end_gets_lost(parts: list[tuple[str, str | None]]) -> None:
    """A page consists of pieces, each of which is kept or replaced by other words."""
    # Every piece has whole line ends, as the places of edits do.
    parts = [(words, new) for words, new in parts if words or new]
    text = "".join(words for words, _ in parts)
    if any(one.endswith("\r") and other.startswith("\n") for one, other in pairwise(words for words, _ in parts if words)):
        return
    edits, place = [], 0
    for words, new in parts:
        if new is not None:
            edits.append(Edit(place, place + len(words), new))
        place += len(words)
    done = normalized(text, edits)
    assert_normalized(text, done)
    expected, place = "", 0
    for edit in sorted(edits):
        expected += with_newlines(text[place : edit.start]) + with_newlines(edit.words)
        place = edit.end
    expected += with_newlines(text[place:])
    assert with_newlines(spliced(text, done)) == expected
    assert applied(text, edits) == applied(text, done) == spliced(text, done)
    assert normalized(text, done) == done
