"""Numbers whose words are written as one."""

from __future__ import annotations

import pytest

from infobox.language.lexicon import lexicon
from infobox.values import quantities
from infobox.values.figure_words import FigureWords


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("de", "fünfundzwanzigtausend Mann", 25_000),
        ("de", "zweitausenddreihundertfünfundvierzig Mann", 2_345),
        ("de", "Zweihundert Mann", 200),
        ("de", "zwei Millionen fünfhunderttausend Mann", 2_500_000),
        ("nl", "driehonderdvijftig man", 350),
        ("nl", "tweeëntwintigduizend man", 22_000),
        ("sv", "tjugofemtusen man", 25_000),
        ("sv", "tretusen fyrahundra man", 3_400),
        ("sv", "trettioetttusen man", 31_000),
        ("it", "venticinquemila uomini", 25_000),
        ("it", "due milioni e cinquecentomila uomini", 2_500_000),
        ("tr", "yirmibin asker", 20_000),
        ("fr", "vingt et un soldats", 21),
        ("fr", "soixante et onze mille soldats", 71_000),
        ("fa", "هزار و صد و چهارده سرباز", 1_114),
        ("ko", "이만 오천 명", 25_000),
    ],
)
def test_a_number_in_words(language: str, text: str, number: int) -> None:
    assert [(figure.low, figure.high) for figure in quantities.read(text, lexicon(language))] == [(number, number)]


@pytest.mark.parametrize("word", ["zweidrei", "hundertzweidrei", "undzwanzig", "zweiund", "hundertschaft", "zwei", ""])
def test_what_is_no_such_number(word: str) -> None:
    compound = lexicon("de").grammar(FigureWords).compound
    assert compound is not None
    assert compound.value(word) == 0
