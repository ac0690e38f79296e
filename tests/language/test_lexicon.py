"""Lexicons: what a file holds, and what is true of every file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from infobox.data import DataError
from infobox.language import concepts, namespaces
from infobox.language.lexicon import FILES, Lexicon, languages, lexicon, load

FOLDER = Path(concepts.__file__).parent
EVERY = sorted(FOLDER.glob("*/*.toml"))


def test_a_file_is_read_as_words_that_carry_concepts(tmp_path: Path) -> None:
    (tmp_path / "dates.toml").write_text('noise = ["Since", "ab"]\n[month]\n6 = ["Junius", "Jun"]\n[forms]\nday = "{day}"\n', "utf-8")
    made = load("xx", tmp_path)
    assert made.understood
    assert made.dates.of("noise") == {"since", "ab"}
    assert made.dates.of("month", "noise") == {"since", "ab", "junius", "jun"}
    assert made.dates.valued("month") == {"junius": "6", "jun": "6"}
    assert made.dates.forms == {"day": "{day}"}
    assert made.results.of("noise") == frozenset(), "a file that is not there says nothing"


def test_a_folder_without_a_file_of_a_lexicon_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="holds no file of a lexicon"):
        load("xx", tmp_path)


def test_a_language_without_data_has_no_words() -> None:
    assert not lexicon("xx").understood
    assert lexicon("xx").dates.words == {}


def test_a_grammar_is_made_once_a_lexicon() -> None:
    made: list[str] = []

    def grammar(lexicon: Lexicon) -> str:
        made.append(lexicon.language)
        return lexicon.language

    for code in ("en", "xx", "en"):
        assert lexicon(code).grammar(grammar) == code
    assert made == ["en", "xx"]


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_file_has_a_known_name_and_a_source_unless_it_is_common_use(path: Path) -> None:
    data = tomllib.loads(path.read_text("utf-8"))
    assert path.stem in FILES
    source = data.get("source", "the language")
    assert source, "where its words are from"
    assert re.fullmatch(r"common use of \w+", source) is None, "what a file without a source is"


def test_english_is_understood() -> None:
    assert "en" in languages()


def test_namespaces_are_known_in_all_languages_of_the_data() -> None:
    assert {"file", "image", "datei", "файл"} <= namespaces.names(concepts.FILE)
    assert "category" not in namespaces.names(concepts.FILE)
    assert re.fullmatch(namespaces.pattern(concepts.FILE, concepts.CATEGORY), "kategorie")


def inflected(tmp_path: Path, words: str) -> Lexicon:
    (tmp_path / "inflection.toml").write_text('[paradigms]\nm = ["", "а", "ов"]\nadj = ["ый", "ых"]\n', "utf-8")
    (tmp_path / "figures.toml").write_text(words, "utf-8")
    return load("xx", tmp_path)


def test_a_word_with_a_paradigm_stands_for_all_its_forms(tmp_path: Path) -> None:
    made = inflected(
        tmp_path, 'people = ["Солдат~m"]\n[fate_phrase]\nmissing = ["пропавш~adj без вести"]\ncaptured = ["взят~adj солдат~m"]'
    )
    assert made.figures.of("people") == {"солдат", "солдата", "солдатов"}
    assert {word for word, kind in made.figures.valued("fate_phrase").items() if kind == "missing"} == {
        "пропавшый без вести",
        "пропавшых без вести",
    }
    assert "взятых солдата" in made.figures.of("fate_phrase")
    assert made.figures.first["fate_phrase"]["captured"] == "взятый солдат"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ('people = ["солдат~n"]', "people: no paradigm 'n'"),
        ('[fate]\nkilled = ["убит~adj"]\nwounded = ["убитых"]', "fate: 'убитых' occurs twice"),
    ],
)
def test_what_is_wrong_with_inflected_words_is_said(tmp_path: Path, words: str, wrong: str) -> None:
    with pytest.raises(DataError, match=re.escape(wrong)):
        inflected(tmp_path, words)
