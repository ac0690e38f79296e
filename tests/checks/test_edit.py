"""Reviews of edits: the rules about edits, tested with pairs of pages, and what a review contains."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox.checks.options import chosen
from infobox.checks.registry import Rule, find, rules
from infobox.checks.reviewing import Review, check_edit
from infobox.record import Page
from tests.checks.cases import cases, marked, whole

GOOD: dict[str, Any] = tomllib.loads(Path(__file__).with_name("good_edits.toml").read_text("utf-8"))
"""A page, and edits that improve it."""
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


@pytest.mark.parametrize("edit", GOOD["edit"], ids=lambda edit: edit["why"])
def test_nothing_is_found_in_a_good_edit(edit: dict[str, str]) -> None:
    assert edit["old"] in GOOD["page"]
    review = check_edit(GOOD["page"], GOOD["page"].replace(edit["old"], edit["new"], 1), chosen())
    assert (review.findings, review.summary) == ([], "")


def test_only_what_the_edit_introduced_is_reported() -> None:
    every = list(rules().values())
    old = whole("| imahe_size = 300\n| casus = a wedding\n| conflict = A\n| place = B\n| date = 1943")
    new = whole("| notes = x\n\n| imahe_size = 300\n| weather = fog\n| conflict = A\n| place = B\n| date = 1943")
    review = check_edit(old, new, every)
    assert [finding.name for finding in review.findings] == ["unknown-parameter"]
    assert review.fixed == 1
    assert [str(change) for change in review.changes] == ["casus: - a wedding", "notes: + x", "weather: + fog"]


def test_what_follows_from_an_edit_is_not_reported_as_well() -> None:
    old = whole("| conflict = A\n| place = B\n| date = 1943\n| result = C\n| combatant1 = [[D]]\n| combatant2 = [[E]]\n| strength1 = 3 men")
    review = check_edit(old, old.replace("[[D]]", ""), chosen())
    assert [finding.name for finding in review.findings] == ["side-removed"]
    review = check_edit(old, whole("| strength1 = 3 men"), chosen())
    assert [finding.name for finding in review.findings] == ["infobox-emptied"]
    old = old.replace("3 men", '3 men<ref name="A">Smith, p. 5.</ref>') + '\n== Notes ==\nText.<ref name="A" />'
    review = check_edit(old, old.replace('"A">Smith, p. 5.</ref>', '"A" />'), chosen())
    assert [finding.name for finding in review.findings] == ["reference-dropped"]


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("300{{sfn|A|1990}}–400 killed{{sfn|B|1991}}", "lots{{sfn|A|1990}}–400 killed{{sfn|B|1991}}", "value-replaced-but-not-its-source"),
        ("300 killed<ref>A</ref><ref>B</ref>", "gone<ref>A</ref>", "value-replaced-but-not-its-source"),
        ("300 killed<ref>A</ref><ref>B</ref>", "900 killed<ref>A</ref>", "figure-changed-but-not-its-source"),
        ("300 killed<ref>A</ref><br>4 guns<ref>B</ref>", "many<br>4 guns<ref>B</ref>", "sourced-value-replaced"),
        ("300 killed<ref>A</ref>", "lol", "nonsense"),
        ("300 killed<ref>A</ref>", "lol<ref>A</ref>", "nonsense"),
    ],
)
def test_one_cause_is_one_finding(old: str, new: str, name: str) -> None:
    before, after = (whole(f"| conflict = A\n| place = B\n| date = 1943\n| casualties1 = {value}") for value in (old, new))
    assert [finding.name for finding in check_edit(before, after, chosen()).findings] == [name]


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


# --- the summary


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("| result = Greek victory", "| result = Persian victory", "Ford: result reversed (Greek victory → Persian victory)"),
        ("| place = A\n| date = 1943", "", "Ford: infobox removed (page blanked)"),
        ("| place = A\n| fog", "| place = A\n| fog\n| mist", "Ford: 1 new finding (positional-value)"),
        ("| place = A", "| place = B", ""),
        (
            "| result = Greek victory\n| strength1 = 300 men<ref>A</ref>\n| strength2 = 400 men<ref>A</ref>",
            "| result = Persian victory\n| strength1 = 3,000 men<ref>A</ref>\n| strength2 = 4,000 men<ref>A</ref>\n| fog",
            "Ford: result reversed (Greek victory → Persian victory), 2 sourced figures changed, 1 new finding (positional-value)",
        ),
        (
            "| commander1 = [[Ada Quill]] {{KIA}}<br>[[Berta Moss]]<br>[[Carl Orm]]\n| place = A",
            "| commander1 = [[Ada Quill]]\n| place = lol",
            "Ford: nonsense (lol), 2 commanders removed (Berta Moss, Carl Orm), fate removed (Ada Quill: killed in action)",
        ),
        (
            "| combatant1 = A\n| combatant2 = B\n| combatant3 = C\n| commander3 = [[Ada Quill]]<ref>A</ref>\n| strength3 = 300<ref>A</ref>",
            "| combatant1 = A\n| combatant2 = B",
            "Ford: side removed (C)",
        ),
    ],
)
def test_an_edit_is_summarized_in_one_line_the_most_serious_first(old: str, new: str, line: str) -> None:
    rules = [*find("E"), *find("positional-value")]
    before, after = (whole(f"| conflict = Ford\n{values}") if values else "" for values in (old, new))
    assert check_edit(before, after, rules).summary == line


def test_a_summary_has_the_title_of_the_page_if_it_is_known() -> None:
    old, new = whole("| conflict = A\n| result = Greek victory"), whole("| conflict = A\n| result =")
    assert check_edit(old, new, find("E"), source=Page(title="Battle of B")).summary.startswith("Battle of B: ")
    old, new = whole("| result = Greek victory"), whole("| result =")
    assert check_edit(old, new, find("E")).summary == "result reversed (Greek victory removed)"


def test_a_summary_is_one_line_of_bounded_length() -> None:
    long = "long\nname " * 1000
    old, new = whole(f"| conflict = {long}\n| commander1 = [[{long}]]\n| result = {long} victory"), whole("| place = lol " + long)
    summary = check_edit(old, new, find("E")).summary
    assert summary
    assert "\n" not in summary
    assert len(summary) < 500


def test_what_a_page_asks_to_ignore_is_not_in_the_summary() -> None:
    old, new = whole("| result = Greek victory"), "<!-- infobox: ignore E002 -->" + whole("| result = Persian victory")
    assert check_edit(old, new, find("E")) == check_edit(new, new, find("E"))._replace(changes=check_edit(old, new, []).changes)
    assert check_edit(old, "<!-- infobox: ignore E006 -->", find("E")).findings == []


# --- infoboxes that are gone


def test_of_many_removed_infoboxes_only_some_are_looked_at() -> None:
    old = "\n".join(whole(f"| conflict = A{number}") for number in range(500))
    assert 1 < len(check_edit(old, whole("| conflict = B"), find("infobox-removed")).findings) <= 20


def test_every_rule_about_edits_has_a_rank_and_words_for_the_summary() -> None:
    for rule in rules().values():
        assert (rule.code[0] == "E") == rule.about_edits
        if rule.done is not None:
            assert rule.done.one != rule.done.several
            assert rule.done.rank > 0
