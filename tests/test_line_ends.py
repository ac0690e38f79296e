"""Pages whose lines end in CRLF, in a lone CR, or now in one way and now in another: read, written and fixed as those with newlines."""

from __future__ import annotations

import itertools
import re
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import infobox
from infobox.checks.checking import check_page
from infobox.checks.findings import Finding
from infobox.checks.fixing import fix_page
from infobox.checks.options import chosen
from infobox.checks.registry import find, rules
from infobox.checks.reviewing import check_edit
from infobox.markup.edits import Edit, applied
from infobox.markup.line_ends import LineEnds, with_newlines
from infobox.reading import read_boxes
from infobox.record import Conflict, Item, Link, Side, bare
from tests.checks.cases import cases, marked, whole
from tests.editing.test_pairs import CASES as PAIRS
from tests.editing.test_pairs import change, page
from tests.test_properties import SETTINGS, broken

ENDS = pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["crlf", "cr"])
EVERY_RULE = chosen(["ALL"])
RULE_CASES = cases()
BARE = {"\r\n": re.compile(r"\r(?!\n)|(?<!\r)\n"), "\r": re.compile("\n"), "\n": re.compile("\r")}
"""What a page must not hold that has these line ends alone."""


def ended(words: str, end: str) -> str:
    """Words with these line ends."""
    return with_newlines(words).replace("\n", end)


def assert_ended(words: str, end: str, expected: str) -> None:
    """The words are those expected, with these line ends and no others."""
    assert BARE[end].search(words) is None, words
    assert words == ended(expected, end)


# --- fixing


@ENDS
@pytest.mark.parametrize("case", [case for case in RULE_CASES if "before" not in case], ids=lambda case: f"{case['rule']}: {case['why']}")
def test_a_rule_finds_and_fixes_the_same(case: dict[str, Any], end: str) -> None:
    plain, _ = marked(case["page"])
    text = ended(plain, end)
    own = find(case["rule"])
    places = LineEnds(text)
    assert [located(finding, places) for finding in check_page(plain, own)] == [located(finding, None) for finding in check_page(text, own)]
    for wanted, unsafe in ((own, False), (own, True), (EVERY_RULE, True)):
        fixed = fix_page(text, wanted, unsafe=unsafe, cosmetic=True)
        assert_ended(fixed.text, end, fix_page(plain, wanted, unsafe=unsafe, cosmetic=True).text)
        for finding in (*fixed.fixed, *fixed.left):
            for edit in finding.fix.edits if finding.fix is not None else ():
                assert BARE[end].search(edit.words) is None


def located(finding: Finding, page: LineEnds | None) -> tuple[object, ...]:
    """What a finding says and where; the places, if they are of its text with newlines, as they are in the page as written."""
    start, end = finding.start, finding.end
    if page is not None:
        start, end = page.place(start), page.place(end)
    return finding.code, finding.parameter, start, end, finding.message, with_newlines(finding.text)[:150], finding.fix is not None


@ENDS
@pytest.mark.parametrize("rule", [rule for rule in rules().values() if rule.check], ids=lambda rule: rule.name)
def test_the_example_of_a_rule_is_fixed_the_same(rule: infobox.Rule, end: str) -> None:
    bad = whole(rule.documentation.bad)
    assert_ended(
        fix_page(ended(bad, end), [rule], unsafe=True, cosmetic=True).text, end, fix_page(bad, [rule], unsafe=True, cosmetic=True).text
    )


@pytest.mark.parametrize("ends", list(itertools.permutations(["\r\n", "\n", "\r"], 2)), ids=repr)
@pytest.mark.parametrize("case", [case for case in RULE_CASES if "before" in case], ids=lambda case: f"{case['rule']}: {case['why']}")
def test_an_edit_is_judged_the_same_whatever_the_ends_of_its_versions(case: dict[str, Any], ends: tuple[str, str]) -> None:
    old, new = whole(case["before"]), marked(case["page"])[0]
    plain, found = (check_edit(*versions, EVERY_RULE) for versions in ((old, new), (ended(old, ends[0]), ended(new, ends[1]))))
    places = LineEnds(ended(new, ends[1]))
    assert [located(finding, places) for finding in plain.findings] == [located(finding, None) for finding in found.findings]
    assert (found.fixed, list(map(str, found.changes))) == (plain.fixed, list(map(str, plain.changes)))


def test_the_infobox_says_which_ends_a_mixed_page_gets() -> None:
    slip = "| casualties1 = 300 killed<br>* 40 guns{}| date = 1943{}"
    for inner, outer in itertools.permutations(["\r\n", "\n", "\r"], 2):
        before = f"Before.{outer * 9}{{{{Infobox war{inner}{slip.format(inner, inner)}}}}}{outer}After."
        assert infobox.fix(before, select=["L302"]).text == before.replace("<br>*", f"{inner}*")
    one_line = "Before.\r\n{{Infobox war|casualties1=300 killed<br>* 40 guns}}\r\n"
    assert infobox.fix(one_line, select=["L302"]).text == one_line.replace("<br>*", "\r\n*")
    most = "{{Infobox war\n| result = A\n| casualties1 = 300 killed<br>* 40 guns\r\n}}"
    assert infobox.fix(most, select=["L302"]).text == most.replace("<br>*", "\n*")


# --- writing


@ENDS
@pytest.mark.parametrize("case", PAIRS, ids=lambda case: case["why"])
def test_an_edit_is_written_the_same(case: dict[str, Any], end: str) -> None:
    before, after = (ended(page(case[key]), end) for key in ("before", "after"))
    record = infobox.read(before)
    assert record is not None
    written = change(record, case["change"]).write(into=before)
    assert BARE[end].search(written) is None
    assert written == after


LIST_STYLES = {
    "bullets": "\n* [[A]]\n* [[B]]",
    "tight bullets": "\n*[[A]]\n*[[B]]",
    "plainlist": "{{plainlist|\n* [[A]]\n* [[B]]\n}}",
    "open plainlist": "{{plainlist}}\n* [[A]]\n* [[B]]\n{{endplainlist}}",
    "break": " [[A]]<br>[[B]]",
    "break and line": " [[A]]<br />\n[[B]]",
    "ubl": " {{ubl|[[A]]|[[B]]}}",
    "ubl in lines": " {{ubl\n | [[A]]\n | [[B]]\n}}",
    "hlist": " {{hlist|[[A]]|[[B]]}}",
    "html": "\n<ul>\n<li>[[A]]</li>\n<li>[[B]]</li>\n</ul>",
    "collapsible": " {{collapsible list|title=T|[[A]]|[[B]]}}",
    "tree list": "\n{{tree list}}\n* [[A]]\n** [[B]]\n{{tree list/end}}",
    "numbers": "\n# [[A]]\n# [[B]]",
    "one": " [[A]]",
}


def link(name: str, *below: Item) -> Item:
    return Item(text=name, name=name, links=[Link(target=name, text=name)], items=list(below))


def edited(record: Conflict, kind: str) -> Conflict:
    """The record with something new in it that may take a line."""
    first, second = record.sides[:2]
    if kind == "last item":
        first.units.append(link("C"))
    elif kind == "first item":
        first.units.insert(0, link("C"))
    elif kind == "between":
        first.units.insert(1, link("C"))
    elif kind == "nested item":
        first.units[0].items.append(link("C"))
    elif kind == "branch":
        first.units.append(link("C", link("D"), link("E", link("F"))))
    elif kind == "gone":
        first.units.pop()
    elif kind == "list":
        second.units = [link("C"), link("D")]
    elif kind == "deep list":
        second.units = [link("C", link("D")), link("E")]
    elif kind == "side":
        record.sides.append(Side(combatants=[link("C"), link("D")], commanders=[link("E")]))
    elif kind == "row":
        first.commanders.append(Item(text="C", row="a"))
    elif kind == "joint":
        record.joint = Side(casualties=[Item(text="20 killed"), Item(text="30 missing")])
    elif kind == "parameters":
        record.place = infobox.Text(text="Leros")
        record.date = infobox.Date(text="1943")
    elif kind == "lines":
        record.other["casus"] = "* one\n* two\n\nthree"
    elif kind == "foreign lines":
        record.other["casus"] = "* one\r\n* two\r\rthree"
    else:
        record.result = infobox.Result(items=[Item(text="A victory", items=[Item(text="B")]), Item(text="C")])
    return record


KINDS = "last item,first item,between,nested item,branch,gone,list,deep list,side,row,joint,parameters,lines,foreign lines,result".split(
    ","
)
LAYOUTS = {
    "lines": "Before.\n{{Infobox military conflict\n| conflict = A\n| units1 =%s\n| strength1 = 5\n}}\nAfter.\n",
    "pipes at the end": "{{Infobox military conflict|\nconflict = A|\nunits1 =%s|\nstrength1 = 5\n}}\n",
    "one line": "Before.\n{{Infobox military conflict|conflict=A|units1=%s|strength1=5}}\nAfter.",
    "last": "{{Infobox military conflict\n|conflict = A\n|units1   =%s}}\n",
    "not closed": "{{Infobox military conflict\n| conflict = A\n| units1 =%s\n| strength1 = 5\n\n'''A''' was.\n",
}


@pytest.mark.parametrize("style", LIST_STYLES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_whatever_is_put_in_has_the_line_ends_of_the_page(layout: str, style: str) -> None:
    plain = LAYOUTS[layout] % LIST_STYLES[style]
    for kind in KINDS:
        expected = write(plain, kind)
        assert expected is not None, kind
        assert expected != plain, kind
        assert BARE["\n"].search(expected) is None, kind
        for end in ("\r\n", "\r"):
            written = write(ended(plain, end), kind)
            assert written is not None, kind
            assert_ended(written, end, expected)


def write(text: str, kind: str) -> str | None:
    """The page with the edit written into it; None if that is refused, or there is nothing to edit."""
    record = infobox.read(text)
    try:
        return edited(record, kind).write(into=text) if record is not None else None
    except (infobox.WriteError, IndexError):
        return None


def test_new_lines_of_a_mixed_page_are_those_of_its_infobox_and_no_other_changes() -> None:
    for inner, outer in itertools.permutations(["\r\n", "\n", "\r"], 2):
        text = f"Before.{outer * 20}{ended(LAYOUTS['lines'] % LIST_STYLES['bullets'], inner)}{outer * 3}"
        assert write(text, "last item") == text.replace(f"{inner}| strength1", f"{inner}* [[C]]{inner}| strength1")


def test_a_mixed_infobox_keeps_the_ends_it_has() -> None:
    text = "{{Infobox war\r\n| conflict = A\r\n| units1 =\n* [[A]]\r* [[B]]\r\n| strength1 = 5\n}}"
    assert write(text, "last item") == text.replace("[[B]]", "[[B]]\r\n* [[C]]")
    assert write(text, "between") == text.replace("[[B]]", "[[C]]\r\n* [[B]]")
    assert write(text, "gone") == text.replace("* [[B]]\r\n", "")


def test_a_record_written_without_a_page_has_the_ends_of_its_source() -> None:
    plain = LAYOUTS["lines"] % LIST_STYLES["bullets"]
    for end in ("\n", "\r\n", "\r"):
        record = infobox.read(ended(plain, end), source=True)
        assert record is not None
        assert record.source == ended(plain[plain.index("{{") : plain.index("}}") + 2], end)
        assert record.write() == record.source
        assert edited(record, "last item").write() == record.source.replace("[[B]]", f"[[B]]{end}* [[C]]")
        assert "\r" not in edited(infobox.Conflict.from_json(bare(record).to_json()), "foreign lines").write()


# --- reading, and any page


@SETTINGS
@given(broken())
def test_a_page_says_the_same_whatever_its_line_ends(text: str) -> None:
    text = with_newlines(text)
    plain = [bare(reading.record) for reading in read_boxes(text)]
    for end in ("\r\n", "\r"):
        assert [newlined(reading.record) for reading in read_boxes(ended(text, end))] == plain


def newlined(record: Conflict) -> Conflict:
    """What a record means, with newlines in what it has as written."""
    return Conflict.from_json(re.sub(r"(?<!\\)((?:\\\\)*)\\r(?:\\n)?", r"\1\\n", bare(record).to_json()))


def test_values_that_are_kept_as_written_are_kept_so() -> None:
    record = infobox.read("{{Infobox war\r\n| casus = * a\r\n* b\r\n}}")
    assert record is not None
    assert record.other == {"casus": "* a\r\n* b"}


@st.composite
def mixed(draw: st.DrawFn) -> str:
    """A broken page with line ends of all kinds."""
    return re.sub("\n", lambda _: draw(st.sampled_from(["\n", "\r\n", "\r\n", "\r"])), draw(broken()))


@SETTINGS
@given(mixed())
def test_any_page_is_fixed_as_with_newlines(text: str) -> None:
    fixed = fix_page(text, EVERY_RULE, unsafe=True, cosmetic=True)
    plain = fix_page(with_newlines(text), EVERY_RULE, unsafe=True, cosmetic=True)
    assert with_newlines(fixed.text) == plain.text
    for end in ("\r\n", "\r"):
        assert_ended(fix_page(ended(text, end), EVERY_RULE, unsafe=True, cosmetic=True).text, end, plain.text)


@SETTINGS
@given(mixed(), st.sampled_from(KINDS))
def test_any_page_is_written_as_with_newlines(text: str, kind: str) -> None:
    plain, written = write(with_newlines(text), kind), write(text, kind)
    assert (written is None) == (plain is None)
    if written is not None and plain is not None:
        assert with_newlines(written) == plain
        for end in ("\r\n", "\r"):
            assert_ended(write(ended(text, end), kind) or "", end, plain)


# --- the pieces


TEXTS = st.text(st.sampled_from("ab\r\n"), max_size=12)


@given(TEXTS)
def test_places_in_a_page_with_newlines_are_places_in_the_page(written: str) -> None:
    page = LineEnds(written)
    assert page.text == re.sub("\r\n|\r", "\n", written)
    places = [page.place(offset) for offset in range(len(page.text) + 1)]
    assert (places[0], places[-1]) == (0, len(written))
    for offset, (start, end) in enumerate(itertools.pairwise(places)):
        assert with_newlines(written[start:end]) == page.text[offset]


@given(TEXTS, TEXTS, st.data())
def test_line_ends_that_meet_remain_two(written: str, words: str, data: st.DataObject) -> None:
    page = LineEnds(written)
    start, end = sorted((data.draw(st.integers(0, len(page.text))), data.draw(st.integers(0, len(page.text)))))
    words = with_newlines(words)
    done = applied(written, [Edit(page.place(start), page.place(end), page.spelt(words, 0, len(page.text)))])
    assert with_newlines(done) == page.text[:start] + words + page.text[end:]


def test_most_of_the_ends_are_those_that_new_lines_get() -> None:
    assert LineEnds("a\r\nb\rc\nd\re").spelt("x\ny", 0, 9) == "x\ry"
    assert LineEnds("a\r\nb\rc\nd\re").spelt("x\ny", 0, 2) == "x\r\ny"
    assert LineEnds("a\nb").spelt("x\ny", 0, 3) == "x\ny"
    assert LineEnds("a\rb").spelt("x", 2, 3) == "x"
    assert msgspec.json.encode(LineEnds("ab").spelt("x\ny", 0, 2)) == b'"x\\ny"'
