"""Rules take the words that they look for from the lexicon of the page's language, and find nothing where it has none."""

from __future__ import annotations

import pytest

from infobox.checks.checking import check_page
from infobox.checks.registry import find
from infobox.checks.subject import Subject
from infobox.reading import read_boxes
from infobox.record import Page

BOX = "{{{{Infobox military conflict\n{}\n}}}}"


def found(rule: str, values: str, wiki: str) -> list[str]:
    return [finding.text for finding in check_page(BOX.format(values), find(rule), source=Page(title="A", wiki=wiki))]


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("toolbar-leftover", "| result = Victory '''Bold text'''"),
        ("placeholder", "| strength1 = to be added"),
        ("commander-killed-before-start", "| date = 5 May 1940\n| commander1 = [[Ada Quill]] (murdered 1939)"),
    ],
)
def test_words_of_english_mean_something_in_english_pages_only(rule: str, values: str) -> None:
    assert found(rule, values, "enwiki")
    assert not found(rule, values, "tlhwiki"), "a language without a lexicon"


@pytest.mark.parametrize("words", ["N/A", "TBD", "?", "–"])
def test_what_stands_for_nothing_in_every_language_is_found_in_all(words: str) -> None:
    for wiki in ("enwiki", "tlhwiki"):
        assert found("placeholder", f"| strength1 = {words}", wiki) == [words]


def subject(values: str) -> Subject:
    page = BOX.format(values)
    [reading] = read_boxes(page, spans=True)
    return Subject(page, reading)


def test_the_source_map_gives_the_words_of_a_name_around_a_link() -> None:
    one = subject("| commander1 = General [[A. Quill|Ada Quill]], Duke of Leros (until 1943)")
    item = one.record.sides[0].commanders[0]
    assert one.source_map.beside(item, item.links[0]) == ("General ", ", Duke of Leros")


def test_the_source_map_gives_the_part_of_a_text_before_a_place() -> None:
    one = subject("| commander1 = [[A. Quill|Ada Quill]] {{flagicon|Greece}} [[Berta Moss]]")
    item = one.record.sides[0].commanders[0]
    assert item.text[: one.source_map.offset(item, one.text.index("{{flagicon"))].strip() == "Ada Quill"


def test_the_source_map_gives_where_figures_stand_in_their_line() -> None:
    one = subject("| casualties1 = 45 of the 45th Foot killed, '''20''' missing")
    item = one.record.sides[0].casualties[0]
    ranges = [one.source_map.in_text(quantity) for quantity in item.quantities]
    assert [item.text[start:end] for start, end in ranges] == [quantity.text for quantity in item.quantities]
    assert [one.text[slice(*one.words(quantity, 0, 2))] for quantity in item.quantities] == ["45", "20"]


def test_an_item_is_found_at_any_of_its_places() -> None:
    one = subject("| commander1 = [[Ada Quill]]<br>[[Berta Moss]]")
    places = [one.entry_at(one.text.index(name)) for name in ("Ada", "Berta", "commander1")]
    assert [entry.item.text if entry is not None else None for entry in places] == ["Ada Quill", "Berta Moss", None]


def test_lists_left_open_and_their_ends_are_known_from_reading() -> None:
    one = subject("| units1 = {{plainlist}}\n* A\n{{endplainlist}}\n| units2 = {{plainlist|\n* B\n}}")
    marks = one.source_map.open_lists
    assert [(one.text[at : at + 5], name, "plainlist" in ends) for at, (name, ends) in sorted(marks.items())] == [
        ("{{pla", "plainlist", False),
        ("{{end", "", True),
    ]
