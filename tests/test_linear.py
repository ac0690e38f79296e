"""What is counted where time should be linear: how much is read and looked at, which no machine changes."""

from __future__ import annotations

import pytest

import infobox
from bench.linear import EDITS, PATTERNS, RECORD_EDITS, Case, cases, page
from infobox.checks import fixing
from infobox.checks.checking import check_page
from infobox.editing import values
from infobox.reading import read_boxes

SIZE = 10_000
ALLOWANCE = 50_000
"""Less than outside of tests, to take less time."""
OTHER_READS = 6
"""A write reads the page before and after, and once more for each way of writing it anew."""


@pytest.mark.parametrize(
    ("pattern", "edit"),
    [
        ("quotes crossed", "longer"),
        ("bullets", "one more"),
        ("bullets, each another", "reversed"),
        ("closed lists", "reversed"),
        ("breaks closed", "one changed"),
        ("flags in lists", "one changed"),
        ("persons on both sides", "reversed"),
    ],
)
def test_a_write_reads_no_more_than_its_allowance(pattern: str, edit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page(Case("write", pattern, "combatant1", edit), SIZE)
    record = infobox.read(text)
    assert record is not None
    RECORD_EDITS[edit](record, "combatant1")
    read = 0

    def counted(text: str, **options: object) -> object:
        nonlocal read
        read += len(text)
        return read_boxes(text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(values, "MOST_READ", ALLOWANCE)
    monkeypatch.setattr("infobox.writing.read_boxes", counted)
    written = infobox.write(record, into=text)
    assert read <= ALLOWANCE + OTHER_READS * len(text)
    again = infobox.read(written)
    assert again is not None
    assert [item.text for item in again.sides[0].combatants] == [item.text for item in record.sides[0].combatants]


@pytest.mark.parametrize("pattern", ["quotes crossed", "small print after breaks", "bullets after breaks", "html lists"])
def test_a_fix_checks_no_more_than_its_allowance(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page(Case("fix", pattern, "casualties1", ""), SIZE)
    checked = 0

    def counted(text: str, *arguments: object, **options: object) -> object:
        nonlocal checked
        checked += len(text)
        return check_page(text, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(fixing, "MOST_CHECKED", ALLOWANCE)
    monkeypatch.setattr("infobox.checks.fixing.check_page", counted)
    fixed = infobox.fix(text, unsafe=True, cosmetic=True)
    assert checked <= 2 * (ALLOWANCE + len(text))
    assert len(read_boxes(fixed.text)) == 1


def test_findings_that_are_mended_together_share_one_fix() -> None:
    text = page(Case("check", "bullets after breaks", "casualties1", ""), SIZE)
    fixes = {id(finding.fix) for finding in infobox.check(text, select=["L302"])}
    assert len(fixes) == 1


@pytest.mark.parametrize("verb", EDITS)
def test_every_pattern_is_measured_with_every_verb(verb: str) -> None:
    assert {case.pattern for case in cases([verb], every=False)} >= set(PATTERNS["values"])
    assert {(case.parameter, case.edit) for case in cases([verb], every=False)} <= {
        (case.parameter, case.edit) for case in cases([verb], every=True)
    }


@pytest.mark.parametrize("pattern", PATTERNS["values"])
def test_pages_have_about_the_size_that_is_asked_for(pattern: str) -> None:
    assert 0.9 * SIZE < len(page(Case("read", pattern, "combatant1", ""), SIZE).encode()) < 1.1 * SIZE


@pytest.mark.parametrize("opening", ["{{small|", "{{nowrap|", "{{ubl|", "<small>", "[[a|"])
def test_deep_nesting_goes_everywhere(opening: str) -> None:
    closing = {"{": "}}", "[": "]]", "<": "</small>"}[opening[0]]
    text = f"{{{{Infobox military conflict|result={opening * 500}a{closing * 500}}}}}"
    record = infobox.read(text)
    assert record is not None
    infobox.check_edit(text, text.replace("a}", "b}", 1), select=["ALL"])
    infobox.fix(text, select=["ALL"], unsafe=True, cosmetic=True)
    assert record.result is not None
    record.result.items.append(infobox.Item(text="more"))
    assert "more" in infobox.write(record, into=text)
