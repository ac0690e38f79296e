"""Which sides a victor's words name."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

import infobox
from infobox.conclusions import coalitions
from infobox.language.lexicon import FOLDER

HERE: Final = Path(__file__).parent
CASES: Final = [
    case for file in ("victors.toml", "victors_languages.toml") for case in tomllib.loads((HERE / file).read_text("utf-8"))["case"]
]
DEMONYMS: Final = {path.parent.name: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*/demonyms.toml"))}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.get('language', 'en')}: {case['result']} ({case['why']})")
def test_victors_are_tied_to_the_sides_that_their_words_name(case: dict[str, Any]) -> None:
    combatants = "".join(f"|combatant{number}={words}\n" for number, words in enumerate(case["sides"], 1))
    page = f"{{{{Infobox military conflict\n|date={case.get('date', '')}\n|result={case['result']}\n{combatants}}}}}"
    [record] = infobox.read_all(page, wiki=f"{case.get('language', 'en')}wiki")
    assert record.result is not None
    assert record.result.sides == case["named"]


@pytest.mark.parametrize("language", DEMONYMS)
def test_a_party_has_the_same_name_in_all_languages(language: str) -> None:
    assert set(DEMONYMS[language]["party"]) <= set(DEMONYMS["en"]["party"])


@pytest.mark.parametrize("language", DEMONYMS)
def test_a_word_names_one_party(language: str) -> None:
    words = [word.lower() for words in DEMONYMS[language]["party"].values() for word in words]
    assert sorted(words) == sorted(set(words))


def test_coalitions_are_of_known_parties() -> None:
    known = set(DEMONYMS["en"]["party"])
    for each in coalitions.coalitions():
        assert {each.name, *each.members, *each.others} <= known
        assert each.first <= each.last
