"""Numbers that are no figures of their own, or that are only together one, in many languages."""

from __future__ import annotations

from typing import Final

import pytest

from infobox.language.lexicon import lexicon
from infobox.values.quantities import has_figure, read

NONE: Final = None
CASES: Final[list[tuple[str, str, list[tuple[int | None, int | None, str | None]], list[str]]]] = [
    # the whole of which a part is stated
    ("en", "3 ships of 5 sunk", [(3, 3, "destroyed")], ["5"]),
    ("en", "300 killed of 5,000", [(300, 300, "killed")], ["5,000"]),
    ("en", "300 men killed out of 5,000", [(300, 300, "killed"), (5000, 5000, NONE)], []),
    ("en", "300 men of the 500 captured", [(300, 300, NONE), (500, 500, "captured")], []),
    ("de", "3 Schiffe von 5 versenkt", [(3, 3, "destroyed")], ["5"]),
    ("fr", "3 navires sur 5 coulés", [(3, 3, "destroyed")], ["5"]),
    ("es", "3 barcos de 5 hundidos", [(3, 3, "destroyed")], ["5"]),
    ("ru", "3 корабля из 5 потоплены", [(3, 3, "destroyed")], ["5"]),
    ("sv", "3 skepp av 5 sänkta", [(3, 3, "destroyed")], ["5"]),
    ("de", "3 von 5 Schiffen versenkt", [(3, 3, "destroyed")], ["5"]),
    ("ru", "сбито 45 из 60 самолётов", [(45, 45, "destroyed")], ["60"]),
    ("he", "40 מתוך 100 נהרגו", [(40, 40, "killed")], ["100"]),
    ("en", "3 of 5 ships sunk", [(3, 3, "destroyed"), (5, 5, NONE)], []),
    ("ro", "3 din cele 5 nave scufundate", [(3, 3, "destroyed")], ["5"]),
    ("ru", "1 из 3 солдат погиб", [], ["1", "3"]),
    ("nl", "1 op de 10 man gesneuveld", [], []),
    ("ro", "1 din 3 oameni", [], []),
    ("en", "1 ship of 74 guns", [(1, 1, NONE), (74, 74, NONE)], []),
    ("ja", "5隻中3隻沈没", [(3, 3, "destroyed")], ["5"]),
    ("ko", "전함 5척 중 3척 침몰", [(3, 3, "destroyed")], ["5"]),
    # rates
    ("en", "1 killed out of 3", [], ["1", "3"]),
    ("fr", "1 tué sur 3", [], ["1", "3"]),
    ("it", "5 morti su 100", [], ["5", "100"]),
    # two bounds of one figure
    ("en", "at least 300, at most 500 men", [(300, 500, NONE)], []),
    ("es", "mínimo 300, máximo 500 muertos", [(300, 500, "killed")], []),
    ("ko", "최소 300명, 최대 500명", [(300, 500, NONE)], []),
    ("zh", "至少300人死亡，最多500人受伤", [(300, NONE, "killed"), (NONE, 500, "wounded")], []),
    ("en", "over 300 killed, up to 500 wounded", [(300, NONE, "killed"), (NONE, 500, "wounded")], []),
    ("en", "at least 300 men, at most 50 guns", [(300, NONE, NONE), (NONE, 50, NONE)], []),
    # what may be a range or two figures
    ("de", "2.000 (1943) bis 5.000 (1945)", [], ["2.000 (1943) bis 5.000"]),
    ("en", "2,000 (in Rome) to 5,000", [], ["2,000 (in Rome) to 5,000"]),
    ("en", "2,000 men (1943) to 50 guns", [(2000, 2000, NONE), (50, 50, NONE)], []),
    ("es", "de 2.000 (1943) a 5.000 (1945) soldados", [], ["2.000 (1943) a 5.000"]),
    ("ja", "2,000人（1943年）〜5,000人（1945年）", [], ["2,000人（1943年）〜5,000"]),
    ("en", "30–20 thousand men", [], ["30–20 thousand"]),
    ("en", "500 to 1 thousand men", [(500, 1000, NONE)], []),
    ("en", "two, three thousand men", [], ["two, three thousand"]),
    ("de", "2, 3 Tausend Mann", [], ["2, 3 Tausend"]),
    ("en", "2, 4 thousand men", [(2, 2, NONE), (4000, 4000, NONE)], []),
    ("sv", "ett par, tre tusen", [], ["tre tusen"]),
    ("id", "3 ribu lima kapal", [], ["3 ribu lima"]),
    ("uk", "200-го — 20", [], ["20"]),
    ("en", "between 500 and a thousand men", [(500, 1000, NONE)], []),
    # what stands around a number
    ("nl", "allen op 100 man na gedood", [], ["100"]),
    ("id", "tiga per empat pasukan", [], ["tiga per empat"]),
    ("ar", "خمس الجيش", [], ["خمس"]),
    ("ar", "خمس سفن", [(5, 5, NONE)], []),
    ("tr", "1912-1913 arasında 300 ölü", [(300, 300, "killed")], []),
    ("de", "300 Gef., 200 Verw.", [(300, 300, NONE), (200, 200, "wounded")], []),
    ("es", "mínimo: 300, máximo: 500", [(300, NONE, NONE), (NONE, 500, NONE)], []),
    ("fr", "20 dizaines d'hommes", [(200, 200, NONE)], []),
    ("fr", "3 quarts des hommes", [], []),
    ("es", "3 tercios de infantería", [(3, 3, NONE)], []),
    ("es", "un ejército de unos 30.000 hombres", [(30000, 30000, NONE)], []),
    ("es", "un ejército de entre 20.000 y 30.000 hombres", [(20000, 30000, NONE)], []),
    ("sv", "ett antal soldater", [], []),
    ("sv", "4 321-nästan 6 543 man", [(6543, 6543, NONE)], []),
    ("de", "mindestens weitere 300 Mann", [(300, NONE, NONE)], []),
    ("en", "at least another 300 men", [(300, NONE, NONE)], []),
    ("en", "under the 3 generals", [(3, 3, NONE)], []),
    ("en", "2,000 to no more than 5,000 men", [(2000, 5000, NONE)], []),
    # scales of other languages
    ("de", "20 tys. Mann", [], ["20"]),
    ("fr", "20 thousand hommes", [], ["20"]),
    ("vi", "20 thousand quân", [], ["20"]),
    ("ja", "20 thousand人", [], ["20"]),
]


@pytest.mark.parametrize(("language", "text", "figures", "doubtful"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_reads(language: str, text: str, figures: list[tuple[int | None, int | None, str | None]], doubtful: list[str]) -> None:
    places: list[tuple[int, int]] = []
    assert [(figure.low, figure.high, figure.kind) for figure in read(text, lexicon(language), doubtful=places)] == figures
    assert sorted(text[start:end] for start, end in places) == sorted(doubtful)


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, text, *_ in CASES])
def test_whether_there_is_a_figure_is_known_before(language: str, text: str) -> None:
    assert has_figure(text, lexicon(language)) == bool(read(text, lexicon(language)))


def test_a_whole_has_not_suffered_what_a_heading_says() -> None:
    assert [(figure.low, figure.kind) for figure in read("600 of 800", lexicon("en"), kind="killed")] == [(600, "killed"), (800, None)]
