"""Every rule, tested with its cases and with the examples in its documentation."""

from __future__ import annotations

from typing import Any

import pytest

from infobox.checks.checking import check_page
from infobox.checks.fixing import fix_page
from infobox.checks.registry import Rule, find, rules
from infobox.markup.edits import applied
from tests.checks.cases import cases, marked, whole

CASES = cases()


def the_rule(name: str) -> Rule:
    (found,) = find(name)
    return found


@pytest.mark.parametrize("case", [case for case in CASES if "before" not in case], ids=lambda case: f"{case['rule']}: {case['why']}")
def test_a_rule_finds_what_it_must_and_nothing_else(case: dict[str, Any]) -> None:
    rule = the_rule(case["rule"])
    page, spans = marked(case["page"])
    assert [(finding.start, finding.end) for finding in check_page(page, [rule])] == spans, check_page(page, [rule])
    if "suggested" in case:
        suggestions = [each for finding in check_page(page, [rule]) for each in finding.suggestions]
        assert [applied(page, each.edits) for each in suggestions] == list(map(whole, case["suggested"]))
    fixed = fix_page(page, [rule], unsafe=True, cosmetic=True)
    assert fixed.text == (whole(case["fixed"]) if "fixed" in case else page)
    assert not any(finding.fix for finding in fixed.left)
    safe = fix_page(page, [rule], cosmetic=True)
    if "fixed" in case and "safe" in case:
        assert safe.text == (whole(case["fixed"]) if case["safe"] else page)
    if rule.fixes in ("safe", "none"):
        assert safe.text == fixed.text
    elif rule.fixes == "unsafe":
        assert safe.text == page


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.name)
def test_a_rule_has_cases_of_both_kinds_and_of_its_fix(rule: Rule) -> None:
    own = [case for case in CASES if case["rule"] == rule.name]
    triggering = [case for case in own if "⟦" in case["page"]]
    assert triggering
    assert len(own) > len(triggering)
    assert any("fixed" in case for case in triggering) == (rule.fixes != "none")


@pytest.mark.parametrize("rule", [rule for rule in rules().values() if rule.check], ids=lambda rule: rule.name)
def test_the_examples_of_a_rule_are_true(rule: Rule) -> None:
    documentation = rule.documentation
    bad, good = whole(documentation.bad), whole(documentation.good)
    found = check_page(bad, [rule])
    assert found
    assert not check_page(good, [rule])
    if rule.fixes != "none":
        assert fix_page(bad, [rule], unsafe=True, cosmetic=True).text == good


def test_codes_and_names_are_of_one_form_and_belong_to_one_rule() -> None:
    import re

    assert all(re.fullmatch(r"[A-Z]\d{3}", code) for code in rules())
    names = [rule.name for rule in rules().values()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", name) for name in names)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['rule']}: {case['why']}")
def test_a_case_is_about_a_rule_that_exists(case: dict[str, Any]) -> None:
    assert the_rule(case["rule"]).name == case["rule"]
    assert case["why"]


def test_an_unknown_template_is_reported_once_a_page() -> None:
    lines = "| strength1 = 300 men {{{{weather report}}}}<br>{{{{{name}|[[A]]}}}}\n| strength2 = {{{{nowarp|5 men}}}}"
    box = f"{{{{{{{{Infobox military conflict\n{lines}\n}}}}}}}}\n"
    page = box.format(name="own box") + box.format(name="Own box")
    found = [(finding.code, finding.infobox) for finding in check_page(page, find("T"))]
    assert found == [("T001", 1), ("T005", 1), ("T003", 1)]
