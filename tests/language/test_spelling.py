"""Spelling: texts are folded into the form of the lexicon's words, and lead back to the text as written."""

from __future__ import annotations

import tomllib
from typing import Any, Final

import pytest

from infobox.language.lexicon import Lexicon
from infobox.language.spelling import Spelling
from infobox.values import dates, fates, periods, quantities, results

LETTERS: Final = """
digits = ["٠١٢٣٤٥٦٧٨٩"]
dropped = "\\u0301\\u200f"
inside = "'"
prefixes = ["ve", "k"]
articles = ["la"]
[alike]
a = "á"
"," = "٬،"
"""
SPELLING: Final = Spelling(tomllib.loads(LETTERS))
KNOWN: Final = {"mort", "vea", "soldat"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("٤٥٬٠٠٠ soldát", "45,000 soldat"),
        ("so\u0301ldat\u200f", "soldat"),
        ("k-40 vemort vea", "k 40 ve mort vea"),
        ("k40, lamort velamort", "k 40, mort ve mort"),
        ("velamora k-mort", "velamora k mort"),
        ("so'ldat 'mort' k'40", "soldat 'mort' k'40"),
    ],
)
def test_a_text_is_folded(text: str, folded: str) -> None:
    assert SPELLING.spelt(text, KNOWN).text == folded


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("300 lamórt", "mort", "lamórt"),
        ("so\u0301lda\u0301t", "soldat", "so\u0301lda\u0301t"),
        ("40 vemort", "mort", "mort"),
        ("٤٠ a", "40", "٤٠"),
    ],
)
def test_what_stands_in_a_folded_text_has_a_place_in_the_text_as_written(text: str, word: str, written: str) -> None:
    found = SPELLING.spelt(text.replace("ó", "o"), KNOWN)
    place = found.text.index(word)
    start, end = found.span(place, place + len(word))
    assert text[start:end] == written


def test_a_place_in_the_text_as_written_is_found_in_the_folded_one() -> None:
    found = SPELLING.spelt("k\u200f x", KNOWN)
    assert (found.text, found.place(0), found.place(2), found.place(3)) == ("k x", 0, 1, 2)


def test_endings_after_a_sign_are_words() -> None:
    assert Spelling({"endings_after": "'’"}).spelt("1944'te, 65’i Mai'a 'x'").text == "1944 te, 65 i Mai a 'x'"


def test_numbers_may_be_parted_from_words() -> None:
    assert Spelling({"numbers_apart": True}).spelt("1187م 88mm 3é").text == "1187 م 88mm 3 é"


def test_without_settings_a_text_stays() -> None:
    assert Spelling({}).spelt("٤٠ só", {"so"}) == ("٤٠ só", None, None)


FILES: Final[dict[str, dict[str, Any]]] = {
    "letters": {"settings": tomllib.loads(LETTERS)},
    "dates": {"month": {"5": ["mai"]}, "bound": {"surely until": ["gis"]}, "noise": ["k"]},
    "figures": {
        "people": ["soldat"],
        "join": ["ve"],
        "closes_list": ["ve"],
        "fate": {"killed": ["mort"], "wounded": ["lesit"]},
        "fate_phrase": {"captured": ["in lamort"]},
    },
    "fates": {"fate": {"killed_in_action": ["márt"]}, "mark": {"killed_in_action": ["mrt"]}},
    "results": {"outcome": {"victory": ["gan"]}, "quality": ["tota"], "settings": {"victor": ["after"]}},
}
LEXICON: Final = Lexicon("xx", FILES)


def test_every_kind_of_value_is_folded() -> None:
    reading = dates.read("k-٥ mái ١٩٤٤", "", LEXICON)
    assert (reading.start, reading.end) == ("1944-05-05", "1944-05-05")
    assert periods.read("gis ١٩٤٣", ("", ""), LEXICON) == ("", "1943")
    assert fates.marked("Ann (mrt\u200f)", LEXICON) == ("Ann", ["killed_in_action"])
    assert fates.stated_in(["mart"], LEXICON) == ["killed_in_action"]
    assert fates.words_of("killed_in_action", "márt", LEXICON) == (0, 4)
    assert results.read(["gan tota Nárlá"], LEXICON) == ("victory", "Nárlá")


def test_a_figure_has_its_place_and_its_unit_as_written() -> None:
    text = "٤٥٬٠٠٠ lasoldát mort velesit"
    [figure] = quantities.read(text, LEXICON)
    assert (figure.low, figure.unit, figure.kind) == (45000, "lasoldát", "killed_or_wounded")
    assert text[figure.start : figure.end] == "٤٥٬٠٠٠"


def test_entries_of_several_words_are_folded_as_texts_are() -> None:
    assert LEXICON.figures.of("fate_phrase") == {"in mort"}
    assert [figure.kind for figure in quantities.read("300 in lamórt".replace("ó", "o"), LEXICON)] == ["captured"]
