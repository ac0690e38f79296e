"""Infoboxes in languages whose words are not understood: signs are read, words are not. Cases in ``not_understood.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

import infobox
from infobox.checks.checking import check_page
from infobox.checks.options import chosen
from infobox.reading import read_boxes
from infobox.record import bare
from infobox.writing import WriteError, write
from tests.language.boxes import at, reading_of

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("not_understood.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_signs_are_read_and_words_abstain(case: dict[str, Any]) -> None:
    _, reading = reading_of(case["template"], case["values"], case.get("wiki", ""))
    record = msgspec.to_builtins(reading.record)
    assert {path: at(record, path) or type(value)() for path, value in case["read"].items()} == case["read"]
    assert [problem.parameter for problem in reading.problems] == case["problems"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_record_is_written_and_read_again_as_the_same(case: dict[str, Any]) -> None:
    page, reading = reading_of(case["template"], case["values"], case.get("wiki", ""))
    record = reading.record
    assert write(record, into=page) == page
    if "refused" in case:
        with pytest.raises(WriteError, match=case["refused"]):
            write(record)
        return
    [again] = read_boxes(write(record), page=record.page)
    assert bare(again.record) == bare(record)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_no_rule_takes_words_of_another_language_for_english_ones(case: dict[str, Any]) -> None:
    page, reading = reading_of(case["template"], case["values"], case.get("wiki", ""))
    if reading.language != "en":
        assert check_page(page, chosen(), source=reading.record.page) == []


FINNISH = {"päivämäärä": "6. kesäkuuta 1944", "lopputulos": "Voitto", "tappiot1": "300", "taistelija1": "[[A]]", "taistelija2": "[[C]]"}


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("date", "start"), "1944-06-07", "date.start"),
        (("result", "outcome"), "victory", "result.outcome"),
        (("result", "victor"), "Allied", "result.victor"),
    ],
)
def test_no_english_words_are_written_into_a_page_of_another_language(path: tuple[str, str], value: str, named: str) -> None:
    page, reading = reading_of("Taistelu", FINNISH)
    record = reading.record
    setattr(getattr(record, path[0]), path[1], value)
    with pytest.raises(WriteError, match=rf"{named}: .*cannot be put into words in the language “fi”; change the text"):
        write(record, into=page)


def test_a_figure_is_not_written_in_english_digits_either() -> None:
    page, reading = reading_of("Taistelu", FINNISH)
    reading.record.sides[0].casualties[0].quantities[0].low = 2500
    reading.record.sides[0].casualties[0].quantities[0].high = 2500
    with pytest.raises(WriteError, match=r"casualties\[0\]\.quantities\[0\]\.low: asked for 2500, .*cannot be put into words"):
        write(reading.record, into=page)


def test_words_of_another_language_are_written_as_they_are_given() -> None:
    page, reading = reading_of("Taistelu", FINNISH)
    record = reading.record
    assert record.date is not None
    record.date.text = "7. kesäkuuta 1944"
    record.sides[0].combatants[0].name = "B"
    assert write(record, into=page) == page.replace("6. kesä", "7. kesä").replace("[[A]]", "B")


def test_a_page_of_a_known_wiki_is_read_in_its_language_when_it_is_written() -> None:
    page, reading = reading_of("Infobox military conflict", {"date": "3 May 1809", "combatant1": "A", "place": "P"}, "slwiki")
    record = infobox.Conflict.from_json(reading.record.to_json())
    assert write(record, into=page) == page
    assert record.place is not None
    record.place.text = "Q"
    assert write(record, into=page) == page.replace("= P", "= Q")
