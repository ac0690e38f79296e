"""The reference of the lexicon: it explains what the languages have, and nothing that no code asks for."""

from __future__ import annotations

import re

import pytest

from infobox.language import concepts
from infobox.language.lexicon import FILES, FOLDER, reference
from tools import lexicon_reference
from tools.lexicon_reference import PARTS

ROOT = FOLDER.parent.parent
EXPLAINED = [(file, part, name) for file, held in reference().items() for part in PARTS for name in held.get(part, ())]


def test_the_page_is_current() -> None:
    assert (ROOT / "docs" / "lexicon.md").read_text("utf-8") == lexicon_reference.page(), "run `make lexicon`"


def test_every_file_has_a_purpose() -> None:
    assert set(reference()) == set(FILES)
    assert all(held["purpose"].endswith(".") for held in reference().values())


def test_what_the_languages_have_is_explained() -> None:
    assert set(lexicon_reference.users()) <= set(EXPLAINED)


@pytest.mark.parametrize(("file", "part", "name"), EXPLAINED)
def test_an_explanation_is_one_line_of_a_table(file: str, part: str, name: str) -> None:
    meaning = reference()[file][part][name]
    assert meaning
    assert "\n" not in meaning
    assert not meaning.endswith("."), "a cell, not a sentence"
    assert meaning.count("`") % 2 == 0, "an example is closed"


def test_every_explained_concept_is_one_that_code_knows() -> None:
    named = {name: value for name, value in vars(concepts).items() if name.isupper()}
    # The concepts of figures are numbers, for speed: their names are those of their constants.
    known = {value if isinstance(value, str) else name.lower().removesuffix("_word") for name, value in named.items()} | {"paradigms"}
    assert {name for _, part, name in EXPLAINED if part == "concepts"} <= known


def test_every_explained_setting_is_read_somewhere() -> None:
    source = "".join(path.read_text("utf-8") for path in ROOT.glob("infobox/**/*.py"))
    read = set(re.findall(r"""settings(?:\.get\(|\[)['"](\w+)['"]""", source)) | set(re.findall(r"""numbers\.get\(['"](\w+)['"]""", source))
    variants = set(re.findall(r"""\.get\("settings", \{\}\)\.get\(['"](\w+)['"]""", source))
    assert {name for _, part, name in EXPLAINED if part == "settings"} == read | variants
