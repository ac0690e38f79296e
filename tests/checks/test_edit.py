"""Reviews of edits: the rules about edits, tested with pairs of pages, and what a review contains."""

from __future__ import annotations

from typing import Any

import pytest

from infobox.checks.registry import Rule, find, rules
from infobox.checks.reviewing import Review, check_edit
from tests.checks.cases import cases, marked, whole

CASES = [case for case in cases() if "before" in case]


def found(old: str, new: str, rule: Rule) -> list[tuple[int, int]]:
    return [(finding.start, finding.end) for finding in check_edit(old, new, [rule]).findings]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['rule']}: {case['why']}")
def test_a_rule_about_edits_finds_what_it_must(case: dict[str, Any]) -> None:
    (rule,) = find(case["rule"])
    page, spans = marked(case["page"])
    assert found(whole(case["before"]), page, rule) == spans


@pytest.mark.parametrize("rule", [rule for rule in rules().values() if rule.about_edits], ids=lambda rule: rule.name)
def test_the_examples_of_a_rule_about_edits_are_true(rule: Rule) -> None:
    documentation = rule.documentation
    assert found(whole(documentation.bad_before), whole(documentation.bad), rule)
    assert not found(whole(documentation.good_before), whole(documentation.good), rule)
    assert not found(whole(documentation.bad), whole(documentation.bad), rule)


def test_only_what_the_edit_introduced_is_reported() -> None:
    every = list(rules().values())
    old = whole("| imahe_size = 300\n| casus = a wedding\n| conflict = A\n| place = B\n| date = 1943")
    new = whole("| notes = x\n\n| imahe_size = 300\n| weather = fog\n| conflict = A\n| place = B\n| date = 1943")
    review = check_edit(old, new, every)
    assert [finding.name for finding in review.findings] == ["unknown-parameter"]
    assert review.fixed == 1
    assert [str(change) for change in review.changes] == ["casus: - a wedding", "notes: + x", "weather: + fog"]


def test_a_slip_made_a_second_time_counts_as_introduced() -> None:
    (rule,) = find("positional-value")
    old, new = whole("| notes = x\n| fog"), whole("| notes = x\n| fog\n| date = 1943\n| fog")
    assert len(check_edit(old, new, [rule]).findings) == 1
    assert check_edit(new, old, [rule]).findings == []
    assert check_edit(new, old, [rule]).fixed == 1


def test_a_page_that_had_no_infobox_is_new_as_a_whole() -> None:
    every = list(rules().values())
    assert check_edit("No box.", whole("| weather = fog"), every).findings
    assert check_edit("", "", every) == Review([], 0, [])
