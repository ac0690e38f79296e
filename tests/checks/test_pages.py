"""What must be true of the findings and fixes of any page: the fixtures, the cases, real pages, and broken ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bench.corpus import FIXTURES, Page, read, real
from infobox import record
from infobox.checks.checking import check_page
from infobox.checks.fixing import fix_page
from infobox.checks.options import chosen
from tests.checks.cases import cases, marked
from tests.invariants import assert_checked
from tests.test_properties import AWKWARD, PLAIN, broken

OWN = read(FIXTURES)
REAL = real()


@pytest.mark.parametrize("page", OWN, ids=lambda page: page.name)
def test_own_pages(page: Page) -> None:
    assert_checked(page.text)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['rule']}: {case['why']}")
def test_pages_of_the_cases(case: dict[str, Any]) -> None:
    assert_checked(marked(case["page"])[0])


@pytest.mark.skipif(not REAL, reason="no folder of real pages (INFOBOX_PAGES)")
@pytest.mark.parametrize("part", range(6))
def test_real_pages(part: int) -> None:
    for page in REAL[part::6]:
        assert_checked(page.text)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(broken())
def test_broken_pages(page: str) -> None:
    assert_checked(page)


VALUES = [
    "\n",
    "\n* ",
    "\n** ",
    "<br>",
    "|combatant1=",
    "|commander1=",
    "|date=",
    "|place=",
    "{{Infobox war",
    "<small>",
    "</small>",
    "†",
    "(KIA)",
]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from([*AWKWARD, *PLAIN, *VALUES]), max_size=30).map("".join))
@example("|==")
@example("|a=b\n* ")
@example("{~~~~{")
def test_any_value(body: str) -> None:
    assert_checked("{{Infobox war\n|combatant1=" + body + "\n}}")


def test_a_page_with_nothing_but_cosmetic_findings_is_left_alone() -> None:
    page = "{{Infobox war\n| image_size = 300px\n}}"
    rules = chosen(["P106", "I903", "P102"])
    assert fix_page(page, rules).text == page
    assert fix_page(page, rules, cosmetic=True).text == page.replace("px", "")
    slip = page.replace("| image", "| imahe_size = 200px\n| image")
    assert fix_page(slip, rules).text == slip
    slip = page.replace("| image", "| Units 1 = A\n| image")
    assert fix_page(slip, rules).text == slip.replace("px", "").replace("Units 1", "units1")


def test_fixes_that_touch_wait_for_each_other() -> None:
    page = "{{Infobox war\n||||| place = A\n}}"
    fixed = fix_page(page, chosen(["P106"]), cosmetic=True)
    assert fixed.text == "{{Infobox war\n| place = A\n}}"
    assert len(fixed.fixed) == 4


def test_every_infobox_of_a_page_is_checked_and_numbered() -> None:
    page = "{{Infobox war\n| weather = fog\n}}\n{{Infobox war\n| weather = fog\n}}"
    assert [finding.infobox for finding in check_page(page, chosen(["P101"]))] == [1, 2]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (record.Page(title="Battle of Leros"), 1),
        (record.Page(title="Battle of Leros", namespace=0), 1),
        (record.Page(title="Template:Campaign", namespace=10), 0),
        (record.Page(namespace=11), 0),
        (record.Page(title="Plantilla:Campaña"), 0),
    ],
)
def test_parameters_are_leftovers_in_articles_only(source: record.Page, found: int) -> None:
    page = "{{Infobox war\n| place = A\n| strength1 = {{{strength}}}\n}}"
    assert len(check_page(page, chosen(["M423"]), source=source)) == found


@pytest.mark.parametrize(
    ("code", "value"),
    [("L305", "300 killed<ref name=n<br>\n* arwa/>"), ("P106", "{{flagicon|Greece|}}m}|}}} [[Ada Quill]]")],
)
def test_a_cosmetic_fix_that_would_change_what_is_read_is_left_out(code: str, value: str) -> None:
    page = "{{Infobox war\n| image_size = 300px\n| casualties1 = " + value + "\n| casualties2 = 500\n}}"
    fixed = fix_page(page, chosen([code, "I903"]), cosmetic=True)
    assert [finding.code for finding in fixed.fixed] == ["I903"]
    assert [(finding.code, finding.fix) for finding in fixed.left] == [(code, None)]
    assert fixed.text == page.replace("px", "")
