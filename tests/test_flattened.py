"""Extracted plain text to record: ``fixtures/siege.txt`` is ``fixtures/siege.wikitext`` with its markup gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.flattened import read_flattened
from infobox.language.lexicon import lexicon
from infobox.pages.extracted import looks_flattened
from infobox.reading import read_boxes
from infobox.record import Conflict, Item, Page, Side, bare
from infobox.values.qualifiers import part
from infobox.writing import write

from .test_reading import difference

FIXTURES = Path(__file__).parent.parent / "fixtures"
TEXT = (FIXTURES / "siege.txt").read_text("utf-8")
SIEGE = Conflict.from_json((FIXTURES / "siege.json").read_text("utf-8"))
ROWS = ("combatants", "commanders", "units", "strength", "casualties")


def flat(text: str) -> Conflict:
    [reading] = read_flattened(text)
    return reading.record


def lines(*parameters: str) -> str:
    """An extracted infobox of enough lines to be one."""
    return "\n".join(
        f"- {parameter}" for parameter in ("Conflict: Battle of the Mill", "Place: Milltown", "Partof: the Mill War", *parameters)
    )


def stated(item: Item) -> dict[str, Any]:
    """What a plain text can tell of an item: everything but links, flags, references and notes, and that parentheses are a link's own."""
    name, qualifiers = part(item.text, lexicon("en"))[:2] if any("(" in link.text for link in item.links) else (item.name, item.qualifiers)
    fields = {
        "text": item.text,
        "name": name,
        "fates": item.fates,
        "qualifiers": qualifiers,
        "period": (item.period.start, item.period.end) if item.period is not None else None,
        "quantities": [(figure.low, figure.high, figure.about, figure.unit, figure.kind) for figure in item.quantities],
        "heading": item.heading,
        "items": [stated(inner) for inner in item.items],
    }
    return {key: value for key, value in fields.items() if value}


def stated_by(side: Side | None) -> dict[str, Any]:
    return {} if side is None else {row: [stated(item) for item in getattr(side, row)] for row in ROWS if getattr(side, row)}


def names(items: list[Item]) -> list[Any]:
    """Names in their nesting: a string, or a pair of a name and what stands under it."""
    return [(item.name, names(item.items)) if item.items else item.name for item in items]


def test_siege_says_what_its_wikitext_says() -> None:
    record = flat(TEXT)
    found = [stated_by(side) for side in (*record.sides, record.joint)]
    expected = [stated_by(side) for side in (*SIEGE.sides, SIEGE.joint)]
    assert found == expected, "\n" + difference(expected, found)


def test_siege_has_its_facts() -> None:
    record = flat(TEXT)
    assert record.page == Page(title="Siege of al-Fu'ah and Kafriya")
    assert record.template is None
    assert record.conflict is not None
    assert record.conflict.text == "Siege of al-Fu'ah and Kafriya"
    assert record.partof is not None
    assert record.partof.text == "the Syrian Civil War"
    assert record.place is not None
    assert record.place.text == "Al-Fu'ah and Kafriya, Idlib District, Idlib Governorate, Syria"
    assert record.date is not None
    assert (record.date.text, record.date.start, record.date.end) == ("28 March 2015 – 19 July 2018", "2015-03-28", "2018-07-19")
    assert record.result is not None
    assert record.result.outcome == "agreement"
    assert [item.text for item in record.result.items] == [
        "Government forces and civilians reached an agreement to evacuate from Fu'ah and Kafriya on 17 July 2018"
    ]
    [reading] = read_flattened(TEXT)
    assert reading.problems == []


def test_siege_written_as_wikitext_reads_as_the_same() -> None:
    record = flat(TEXT)
    [again] = read_boxes(write(record))
    assert json.loads(bare(again.record).to_json()) == json.loads(bare(record).to_json())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Combatant1: Hungary, Slovakia", ["Hungary", "Slovakia"]),
        ("Combatant1: Hungary, , Slovakia, ,", ["Hungary", "Slovakia"]),
        ("Combatant1: Hungary (), Slovakia ( , )", ["Hungary", "Slovakia"]),
        ("Combatant1: * Hungary, ** Guards, ** Scouts, * Slovakia, *", [("Hungary", ["Guards", "Scouts"]), "Slovakia"]),
        ("Combatant1: Hungary, * Guards, Slovakia, * Scouts", [("Hungary", ["Guards"]), ("Slovakia", ["Scouts"])]),
        ("Combatant1: Allies:, Hungary, Slovakia", [("Allies", ["Hungary", "Slovakia"])]),
        ("Combatant1: Hungary (north, south), Slovakia", ["Hungary", "Slovakia"]),
        ("Combatant1: A | B, {{C, [[D]]", ["A | B", "{{C", "[[D]]"]),
    ],
)
def test_commas_and_stars_are_lines(line: str, expected: list[Any]) -> None:
    assert names(flat(lines(line)).sides[0].combatants) == expected


def test_fates_glued_to_a_name_are_fates() -> None:
    commanders = flat(lines("Commander1: Ann ExampleKIA, Ben ExamplePOW (until 1943), Cy KIA, KIARA Example")).sides[0].commanders
    assert [(item.name, item.fates, item.qualifiers) for item in commanders] == [
        ("Ann Example", ["killed_in_action"], []),
        ("Ben Example", ["prisoner_of_war"], ["until 1943"]),
        ("Cy", ["killed_in_action"], []),
        ("KIARA Example", [], []),
    ]


def test_figures_keep_the_commas_of_their_numbers() -> None:
    [item] = flat(lines("Strength1: 3,000 men")).sides[0].strength
    assert [(figure.low, figure.unit) for figure in item.quantities] == [(3000, "men")]
    assert [item.text for item in flat(lines("Casualties1: 1,200 killed, 3,000 wounded")).sides[0].casualties] == [
        "1,200 killed",
        "3,000 wounded",
    ]


def test_the_last_of_two_lines_counts_and_the_other_is_reported() -> None:
    text = lines("Place: Hill")
    [reading] = read_flattened(text)
    assert reading.record.place is not None
    assert reading.record.place.text == "Hill"
    assert [problem.parameter for problem in reading.problems] == ["place"]


def test_problems_have_their_place_in_the_text() -> None:
    text = "= Battle of the Mill =\n\n" + lines("Date: in days of old")
    [reading] = read_flattened(text)
    assert [text[problem.start : problem.end] for problem in reading.problems] == ["in days of old"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Words.\n- Place: Milltown\n- First: second\n",
        "- Sugar: 3\n- Flour: 5\n- Butter: 2\n- Eggs: 4\n",
        (FIXTURES / "siege.wikitext").read_text("utf-8"),
    ],
    ids=["nothing", "one parameter", "recipe", "wikitext"],
)
def test_other_texts_are_not_taken_for_one(text: str) -> None:
    assert not looks_flattened(text)


def test_an_extracted_text_is_taken_for_one() -> None:
    assert looks_flattened(TEXT)
    assert looks_flattened(lines())


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=40), max_size=5))
def test_no_text_raises(values: list[str]) -> None:
    stems = ("Combatant1", "Commander2", "Casualties3", "Date", "Result")
    for reading in read_flattened(lines(*(f"{stem}: {value}" for stem, value in zip(stems, values, strict=False)))):
        write(reading.record)
