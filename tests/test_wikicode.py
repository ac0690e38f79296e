"""Trees of mwparserfromhell: read and checked as pages, and updated to match a record with everything else the same objects."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import Any

import mwparserfromhell
import pytest
from mwparserfromhell.nodes import Template
from mwparserfromhell.nodes.extras import Parameter
from mwparserfromhell.wikicode import Wikicode

import infobox
from bench.corpus import FIXTURES, Page, read, real
from infobox import box, wikicode
from infobox.reading import read_boxes
from infobox.record import Conflict, Item, Link, Text
from infobox.wikicode import update
from tests.editing.changes import CHANGES
from tests.editing.test_pairs import CASES, change, page

OWN = read(FIXTURES)
REAL = real()
LEROS = """Before [[Leros]].
{{Infobox military conflict
| conflict   = Battle of Leros
| combatant1 = {{flag|Italy}}<br>{{flag|Greece}}<ref>A</ref>
| commander1 = * [[A B]] {{KIA}}
* [[C D]]
| strength1  = 8,320 men
}}
The '''battle'''. {{Infobox military conflict|conflict=Another|casualties1={{ubl|40 killed|12 wounded}}}}
"""


def held(code: Wikicode, record: Conflict, text: str) -> Template | None:
    """The template of a tree from which a record of the page was read, if the tree has it."""
    assert record.template is not None
    words = text[record.template.start : record.template.end]
    return next((template for template in code.filter_templates() if str(template) == words), None)


def written(record: Conflict, text: str) -> str | infobox.WriteError:
    try:
        return record.write(into=text)
    except infobox.WriteError as error:
        return error


def assert_updated(text: str, number: int, kind: str, rng: random.Random) -> bool:
    """Assert that after a change of a kind the tree says what `write` says, and what did not change is the same objects. Return whether
    the change was possible.
    """
    record = read_boxes(text, spans=True)[number].record
    code = mwparserfromhell.parse(text)
    template = held(code, record, text)
    if template is None or not CHANGES[kind](record, rng):
        return False
    before = {id(parameter): (parameter, str(parameter), parameter.value, list(parameter.value.nodes)) for parameter in template.params}
    [own] = [each for each in box.find(text) if each.start == record.template.start] if record.template else []
    parts_alike = len(own.parameters) == len(template.params)  # the parser may take the pipe of a link for one of the template's
    others = [node for node in code.filter() if node is not template]
    inside = {id(node) for node in mwparserfromhell.wikicode.Wikicode([template]).filter()}
    wanted = written(record, text)
    if isinstance(wanted, infobox.WriteError):
        with pytest.raises(infobox.WriteError) as caught:
            update(template, record)
        assert str(caught.value) == str(wanted)
        assert str(code) == text
        assert [id(parameter) for parameter in template.params] == list(before)
        return True
    update(template, record)
    assert str(code) == wanted
    now = list(template.params)
    stayed = [id(parameter) for parameter in now if id(parameter) in before]
    assert stayed == [key for key in before if key in stayed]
    if parts_alike:
        assert stayed == list(before)
    for parameter in now:
        if id(parameter) in before:
            _, words, value, nodes = before[id(parameter)]
            assert parameter.value is value
            if str(parameter) == words:
                assert all(one is other for one, other in zip_longest(value.nodes, nodes))
    after = {id(node) for node in code.filter()}
    assert {id(node) for node in others if id(node) not in inside} <= after
    if wanted == text:
        assert {id(node) for node in others} <= after
    return True


def tried(pages: list[Page], each: int) -> Counter[str]:
    """How many changes of each kind were tried: `each` of every infobox, of the kinds that were tried least."""
    rng = random.Random(5)
    counted: Counter[str] = Counter()
    for _, text, _ in pages:
        for number in range(len(read_boxes(text))):
            possible = (kind for kind in sorted(CHANGES, key=counted.__getitem__) if assert_updated(text, number, kind, rng))
            counted.update(islice(possible, each))
    return counted


def test_a_tree_updated_to_match_a_record_says_what_write_says() -> None:
    assert set(tried(OWN, 2)) == set(CHANGES)


@pytest.mark.skipif(not REAL, reason="no folder of real pages (INFOBOX_PAGES)")
def test_the_same_on_every_real_page() -> None:
    counted = tried(REAL, 2)
    assert set(counted) == set(CHANGES)
    assert counted.total() > 1.8 * len(REAL)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_an_edit_is_the_same_in_a_tree(case: dict[str, Any]) -> None:
    code = mwparserfromhell.parse(page(case["before"]))
    [template] = code.filter_templates(matches="Infobox military conflict", recursive=False)
    record = infobox.read(code)
    assert record is not None
    update(template, change(record, case["change"]))
    assert str(code) == page(case["after"])


# -- what stays ------------------------------------------------------------------------------------------------------------------------


def boxes(code: Wikicode) -> Iterator[Template]:
    yield from (template for template in code.filter_templates(recursive=False))


def test_what_a_changed_value_keeps_is_the_same_objects() -> None:
    code = mwparserfromhell.parse(LEROS)
    [first, second] = boxes(code)
    record, other = infobox.read_all(code)
    combatants, commanders = first.get("combatant1").value, first.get("commander1")
    _, italy, line_break, greece, reference, _ = combatants.nodes
    killed = commanders.value.filter_templates()[0]
    people = commanders.value.filter_wikilinks()
    record.sides[0].combatants.append(Item(name="Albania"))
    record.sides[0].commanders[1].name = "C. D."
    update(first, record)
    assert str(first.get("combatant1")) == " combatant1 = {{flag|Italy}}<br>{{flag|Greece}}<ref>A</ref><br>Albania\n"
    assert first.get("combatant1").value is combatants
    assert all(one is node for one, node in zip((italy, line_break, greece, reference), combatants.nodes[1:5], strict=True))
    assert first.get("commander1") is commanders
    assert commanders.value.filter_templates()[0] is killed
    assert commanders.value.filter_wikilinks()[0] is people[0]
    losses = second.get("casualties1").value.filter_templates()[0]
    killed_only = losses.params[0]
    other.sides[0].casualties[1].text = "13 wounded"
    update(second, other)
    assert second.get("casualties1").value.filter_templates()[0] is losses
    assert losses.params[0] is killed_only
    assert str(losses) == "{{ubl|40 killed|13 wounded}}"


def test_a_value_that_stands_nested_and_counts_keeps_its_neighbours() -> None:
    code = mwparserfromhell.parse(LEROS)
    second = list(boxes(code))[1]
    record = infobox.read_all(code)[1]
    losses = second.get("casualties1").value.filter_templates()[0]
    killed, wounded = losses.params
    record.sides[0].casualties.insert(0, Item(text="1 captured"))
    update(second, record)
    assert str(losses) == "{{ubl|1 captured|40 killed|12 wounded}}"
    assert losses.params[1] is killed
    assert losses.params[2] is wounded
    assert [str(parameter.name) for parameter in losses.params] == ["1", "2", "3"]


def test_new_parameters_stand_where_write_puts_them() -> None:
    code = mwparserfromhell.parse(LEROS)
    first = next(boxes(code))
    record = infobox.read(first)
    assert record is not None
    record.place, record.notes = Text(text="Leros"), Text(text="In Greece", links=[Link(target="Greece", text="Greece")])
    update(first, record)
    assert [str(name).strip() for name in (parameter.name for parameter in first.params)] == [
        *("conflict", "place", "combatant1", "commander1", "strength1", "notes")
    ]
    assert str(first.get("place")) == " place      = Leros\n"
    assert [str(link.title) for link in first.get("notes").value.filter_wikilinks()] == ["Greece"]


def test_a_long_value_with_a_change_at_both_ends_is_updated() -> None:
    names = [f"Unit {number}" for number in range(400)]
    lines = "\n".join(f"* [[{name}]]" for name in names)
    code = mwparserfromhell.parse(f"{{{{Infobox war|units1=\n{lines}\n}}}}")
    [template] = boxes(code)
    record = infobox.read(code)
    assert record is not None
    for place in (0, 200, -1):
        record.sides[0].units[place] = Item(name=f"Corps {place}")
    wanted = record.write(into=code)
    update(template, record)
    assert str(code) == wanted


# -- what is accepted -----------------------------------------------------------------------------------------------------------------


def test_a_tree_is_a_page_wherever_a_page_is_asked_for() -> None:
    code = mwparserfromhell.parse(LEROS)
    [first, second] = boxes(code)
    assert infobox.read_all(code) == infobox.read_all(LEROS)
    assert infobox.read(second, spans=True) == infobox.read(str(second), spans=True)
    assert infobox.check(code) == infobox.check(LEROS)
    assert infobox.check(first, select=["ALL"]) == infobox.check(str(first), select=["ALL"])
    assert infobox.fix(code) == infobox.fix(LEROS)
    assert infobox.check_edit(code, LEROS) == infobox.check_edit(LEROS, LEROS)
    record = infobox.read(code)
    assert record is not None
    assert infobox.write(record, into=code) == LEROS
    assert infobox.edits(record, code) == []


@pytest.mark.parametrize("given", [b"{{Infobox war}}", None, 5, ["{{Infobox war}}"], FIXTURES, Parameter("1", "a")], ids=repr)
def test_what_is_not_a_page_is_refused_in_one_line(given: Any) -> None:
    for function in (infobox.read, infobox.read_all, infobox.check, infobox.fix):
        with pytest.raises(TypeError) as caught:
            function(given)
        assert str(caught.value).startswith(
            f"a page is a str, a Source, or a Wikicode or Template of mwparserfromhell, not {type(given).__name__} ("
        )


def test_what_is_not_a_template_is_refused() -> None:
    code = mwparserfromhell.parse(LEROS)
    record = infobox.read(code)
    assert record is not None
    with pytest.raises(TypeError, match="not Wikicode"):
        update(code, record)  # type: ignore[arg-type]
    flag = code.filter_templates(matches="flag")[1]
    with pytest.raises(infobox.WriteError, match="no military-conflict infobox"):
        update(flag, record)
    other = mwparserfromhell.parse("{{Infobox war|conflict=Another war}}").filter_templates()[0]
    with pytest.raises(infobox.WriteError, match="belongs to another page"):
        update(other, record)
    assert (str(code), str(other)) == (LEROS, "{{Infobox war|conflict=Another war}}")


def test_a_record_made_from_nothing_is_written_into_any_infobox() -> None:
    [template] = boxes(mwparserfromhell.parse("{{Infobox war|conflict=A}}"))
    update(template, Conflict(schema="military-conflict/1", conflict=Text(text="B")))
    assert str(template) == "{{Infobox war|conflict=B}}"


@pytest.mark.parametrize("link", ["[[Al Fox|<small>Al]]</small> Fox", "[[Al Fox|<small>Al=x]]</small> Fox", "[[Al|x=<b>y]]</b>"])
def test_a_link_that_the_parser_splits_is_written_anyway(link: str) -> None:
    text = f"{{{{Infobox war|conflict=A|combatant1={link}<br>B|combatant2=C}}}}"
    code = mwparserfromhell.parse(text)
    [template] = boxes(code)
    first, *_, last = template.params
    assert len(template.params) == 4  # the parser takes the pipe of the link for one of the template's
    record = infobox.read(code)
    assert record is not None
    record.sides[0].combatants[0] = Item(name="Max Moe")
    update(template, record)
    assert str(code) == record.write(into=text)
    assert [str(parameter.name) for parameter in template.params] == ["conflict", "combatant1", "combatant2"]
    assert template.params[0] is first
    assert template.params[2] is last


def test_the_parser_is_imported_when_its_trees_are_used() -> None:
    code = (
        "import sys, infobox; page = '{{Infobox war|conflict=A|place=C}}'; record = infobox.read(page); infobox.check(page);"
        "record.place.text = 'B'; record.write(into=page); infobox.edits(record, page); infobox.wikicode;"
        "assert 'mwparserfromhell' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert infobox.wikicode is wikicode
