"""Figures in invented languages: words, their order and endings, and number signs come from the lexicon alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from infobox.editing.figures import reworded
from infobox.language.lexicon import Lexicon, lexicon, load
from infobox.record import Kind, Quantity
from infobox.values.quantities import heading_kind, read

HEAD_FIRST = {
    "numbers": """
one_scale = ["mila"]
one_of_scale = ["un"]
number_and = ["et"]
abbreviation = ["ki"]
[one]
2 = ["bi"]
5 = ["lim"]
[ten]
20 = ["bidek"]
[scale]
1000 = ["mila"]
[part]
"1/2" = ["semi"]
[settings]
decimal_sign = ","
group_sign = "."
""",
    "dates": """
[month]
5 = ["mai"]
""",
    "figures": """
people = ["soldat"]
thing = ["kano"]
whose = ["german"]
join = ["et"]
closes_list = ["et"]
range = ["ad"]
range_to = ["ad"]
stop = ["apud", "fere"]
genitive = ["di"]
measure = ["metr"]
[fate]
killed = ["mort"]
wounded = ["lesit"]
captured = ["kapt"]
[fate_noun]
killed = ["mortado"]
[exactness]
about = ["ki", "plus minus"]
at_least = ["fere"]
[forms]
at_most = "sub {}"
at_least = "{}+"
about = "ki {}"
bounds = "{} ad {}"
group_sign = "."
killed = "mort"
wounded = "lesit"
kinds = "{}, {}"
last_kinds = "{} et {}"
[settings]
head_first = true
plurals = [["o$", "oj"], ["$", "ar"]]
[settings.endings]
plural = ["ar", "oj"]
""",
}
CAPITALS = {
    "figures": """
people = ["Mann"]
formation = ["Korp"]
kept = ["leicht"]
[fate]
killed = ["tot"]
[settings]
nouns_have_capitals = true
plurals = [["$", "en"]]
[settings.endings]
plural = ["en"]
""",
}
COMPLEMENTS = {
    "numbers": """
elided = ["d'"]
article_one = ["un"]
rough_scale = ["centar"]
[one]
1 = ["un"]
[scale]
100 = ["centar"]
""",
    "figures": """
people = ["soldat"]
formation = ["regiment"]
thing = ["kano"]
kept = ["granda"]
join = ["et"]
closes_list = ["et"]
among = ["inter"]
genitive = ["de", "d'"]
complement = ["de", "d'"]
definite = ["la"]
stop = ["de", "d'", "inter", "la"]
[fate]
killed = ["mort"]
wounded = ["lesit"]
[exactness]
about = ["d'apud"]
[settings]
head_first = true
plurals = [["$", "ar"]]
[settings.endings]
plural = ["ar"]
""",
}
LINKED = {
    "numbers": """
scale_link = ["de"]
[one]
1 = ["un"]
[ten]
20 = ["bidek"]
[scale]
100 = ["sent"]
1000 = ["mila"]
""",
    "figures": """
people = ["soldat"]
formation = ["regiment"]
thing = ["kano"]
stop = ["de", "la"]
genitive = ["de"]
complement = ["de"]
counted_link = ["de"]
measure = ["anar"]
money = ["leu"]
[fate]
killed = ["mort"]
[settings]
head_first = true
plurals = [["$", "ar"]]
""",
}
COMPOUNDS = {
    "numbers": """
[settings]
ordinals = [".", ":a"]
""",
    "figures": """
people = ["Mann"]
thing = ["Schiff"]
kept = ["leicht", "schwer"]
stop = ["in", "Von"]
fate_tail = ["in"]
join = ["und"]
closes_list = ["und"]
crippling = ["marod"]
[fate]
killed = ["tote"]
wounded = ["marod"]
captured = ["gefangen"]
destroyed = ["sunken"]
[fate_phrase]
captured = ["in * haft"]
[settings]
nouns_have_capitals = true
compounds = true
plurals = [["$", "e"]]
[settings.endings]
plural = ["e"]
""",
}
NO_SPACES = {
    "numbers": """
one_scale = ["そ"]
[one]
3 = ["み"]
[scale]
1000 = ["ち"]
10000 = ["よろ"]
[settings]
spaces = false
""",
    "figures": """
people = ["つわもの", "つわ"]
thing = ["ふね"]
join = ["や"]
closes_list = ["や"]
[fate]
killed = ["しす"]
destroyed = ["しずむ"]
[exactness]
about = ["およそ"]
""",
}


def language(folder: Path, files: dict[str, str]) -> Lexicon:
    """The lexicon of an invented language."""
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return load("xx", folder)


def told(text: str, lexicon: Lexicon) -> list[tuple[int | None, int | None, str, Kind | None]]:
    """The bounds, units and kinds of the figures in a text."""
    return [(figure.low, figure.high, figure.unit, figure.kind) for figure in read(text, lexicon)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("300 soldatar german mort", [(300, 300, "soldatar", "killed")]),
        ("3.000 soldatar, 12 kanoj kapt", [(3000, 3000, "soldatar", None), (12, 12, "kanoj", "captured")]),
        ("2.500,5 mila soldatar", [(2500500, 2500500, "soldatar", None)]),
        ("1,6 mila soldatar", [(1600, 1600, "soldatar", None)]),
        ("bidek lim kanoj", [(25, 25, "kanoj", None)]),
        ("bi mila et lim soldatar lesit", [(2005, 2005, "soldatar", "wounded")]),
        ("ki semi mila soldatar", [(500, 500, "soldatar", None)]),
        ("20 ad 30 kanoj", [(20, 30, "kanoj", None)]),
        ("fere 20 soldatar mort et lesit", [(20, None, "soldatar", "killed_or_wounded")]),
        ("40 metr apud 5 kanoj", [(5, 5, "kanoj", None)]),
        ("8 mai", []),
        ("300 mortadoj", [(300, 300, "mortadoj", "killed")]),
        ("300 men killed", [(300, 300, "men killed", None)]),
        ("three hundred", []),
    ],
)
def test_words_order_ends_and_signs_are_those_of_the_language(tmp_path: Path, text: str, figures: list[object]) -> None:
    assert told(text, language(tmp_path, HEAD_FIRST)) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("300 soldatar d'artileri granda mort", [(300, 300, "soldatar d'artileri granda", "killed")]),
        ("300 soldatar d’artileri mort", [(300, 300, "soldatar d’artileri", "killed")]),
        ("5 kanoar de la germanar", [(5, 5, "kanoar", None)]),
        ("D'apud 20 kanoar", [(20, 20, "kanoar", None)]),
        ("50 inter mort et lesit", [(50, 50, "mort et lesit", "killed_or_wounded")]),
        ("3 regimentar de 500 soldatar, 7 kanoar", [(3, 3, "regimentar", None), (7, 7, "kanoar", None)]),
        ("7 granda kanoar", [(7, 7, "granda kanoar", None)]),
        ("20 mort germanar", [(20, 20, "mort", "killed")]),
        ("un granda kano", [(1, 1, "granda kano", None)]),
        ("un parto de la soldatar", []),
        ("un regiment de 500 soldatar", [(500, 500, "soldatar", None)]),
        ("un centar d'soldatar", [(100, 100, "soldatar", None)]),
    ],
)
def test_nouns_are_followed_by_their_types(tmp_path: Path, text: str, figures: list[object]) -> None:
    assert told(text, language(tmp_path, COMPLEMENTS)) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("20 de mila de soldatar", [(20_000, "soldatar", None)]),
        ("bidek de mila de soldatar, 300 de kanoar", [(20_000, "soldatar", None), (300, "kanoar", None)]),
        ("un sent de mila", [(100_000, "", None)]),
        ("3 regimentar de 500 de soldatar", [(3, "regimentar", None)]),
        ("25 de mort", [(25, "mort", "killed")]),
        ("1916 de soldatar", [(1916, "soldatar", None)]),
        ("25 de la kanoar", [(25, "", None)]),
        ("25 de anar, 25 de leu, 25 de mila de leu", []),
    ],
)
def test_a_word_links_a_number_to_its_scale_and_to_what_it_counts(tmp_path: Path, text: str, figures: list[object]) -> None:
    found = [(figure.low, figure.unit, figure.kind) for figure in read(text, language(tmp_path, LINKED))]
    assert found == figures


def test_a_rough_number_is_about(tmp_path: Path) -> None:
    lexicon = language(tmp_path, COMPLEMENTS)
    assert [figure.about for figure in read("un centar d'soldatar, 300 soldatar, d'apud 20 kanoar", lexicon)] == [True, False, True]


def test_a_heading_says_what_happened_in_its_language(tmp_path: Path) -> None:
    lexicon = language(tmp_path, HEAD_FIRST)
    assert heading_kind("Mort:", lexicon) == "killed"
    assert heading_kind("Killed:", lexicon) is None


def test_a_figure_is_written_in_the_forms_of_its_language(tmp_path: Path) -> None:
    lexicon = language(tmp_path, HEAD_FIRST)
    old = Quantity(low=300, high=300, unit="soldatar", kind="killed")
    for new, text in (
        (Quantity(low=2500, high=2500, unit="soldatar", kind="killed"), "2.500 soldatar mort"),
        (Quantity(low=20, high=30, about=True, unit="soldatar", kind="killed"), "ki 20 ad 30 soldatar mort"),
        (Quantity(low=300, high=300, unit="soldatar", kind="killed_or_wounded"), "300 soldatar mort et lesit"),
    ):
        assert reworded("300 soldatar mort", [old], [new], None, lexicon) == text


@pytest.mark.parametrize(("number", "text"), [(2500, "2500 muertos"), (25000, "25 000 muertos")])
def test_a_number_is_grouped_from_the_length_of_the_language_on(number: int, text: str) -> None:
    old = Quantity(low=300, high=300, unit="muertos", kind="killed")
    new = Quantity(low=number, high=number, unit="muertos", kind="killed")
    assert reworded("300 muertos", [old], [new], None, lexicon("es")) == text


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("300 Mannen tot", [(300, 300, "Mannen", "killed")]),
        ("300 leicht Mannen tot", [(300, 300, "leicht Mannen", "killed")]),
        ("300 Gardist Mannen", [(300, 300, "Mannen", None)]),
    ],
)
def test_where_nouns_have_capitals_they_name_nothing(tmp_path: Path, text: str, figures: list[object]) -> None:
    assert told(text, language(tmp_path, CAPITALS)) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("5 Linienschiffe", [(5, 5, "Linienschiffe", None)]),
        ("5 Schiffen", [(5, 5, "Schiffen", None)]),
        ("300 Seemanne tote und gefangen", [(300, 300, "Seemanne", "killed_or_captured")]),
        ("300 Ziviltote", [(300, 300, "Ziviltote", "killed")]),
        ("3 Schiffe sunken, 5 marod", [(3, 3, "Schiffe", "destroyed"), (5, 5, "marod", "damaged")]),
        ("3 Manne tote, 5 marod", [(3, 3, "Manne", "killed"), (5, 5, "marod", "wounded")]),
        ("300 in langer Haft", [(300, 300, "", "captured")]),
        ("3 leicht und 5 schwer Linienschiffe", [(3, 3, "leicht Linienschiffe", None), (5, 5, "schwer Linienschiffe", None)]),
        ("6. Korp", []),
        ("2:a Korp: 300 Mann", [(300, 300, "Mann", None)]),
        ("3.–4. Korp, 5 Mann", [(5, 5, "Mann", None)]),
    ],
)
def test_a_compound_means_what_its_last_part_means_and_a_counted_number_is_none(tmp_path: Path, text: str, figures: list[object]) -> None:
    assert told(text, language(tmp_path, COMPOUNDS)) == figures


def test_a_number_at_the_end_of_a_sentence_is_reported(tmp_path: Path) -> None:
    doubtful: list[tuple[int, int]] = []
    assert read("300. Von 40 Mann", language(tmp_path, COMPOUNDS), doubtful=doubtful)[0].low == 40
    assert doubtful == [(0, 4)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("300つわもの", [(300, 300, "つわもの", None)]),
        ("およそ5よろつわものしす", [(50000, 50000, "つわもの", "killed")]),
        ("みちつわもの", [(3000, 3000, "つわもの", None)]),
        ("300つわものや20ふねしずむ", [(300, 300, "つわもの", None), (20, 20, "ふね", "destroyed")]),
    ],
)
def test_without_spaces_the_longest_words_are_taken(tmp_path: Path, text: str, figures: list[object]) -> None:
    assert told(text, language(tmp_path, NO_SPACES)) == figures


def test_a_language_without_words_reads_signs(tmp_path: Path) -> None:
    lexicon = Lexicon("xx", {})
    assert [(figure.low, figure.high, figure.about) for figure in read("~1,200–1,500; 300+", lexicon)] == [
        (1200, 1500, True),
        (300, None, False),
    ]
    assert told("three men", lexicon) == []


BARE = {
    "numbers": """
bare_scale = ["bin", "yuz"]
[one]
2 = ["iki"]
5 = ["bes"]
[ten]
20 = ["yirmi"]
[scale]
100 = ["yuz"]
1000 = ["bin"]
""",
    "figures": """
people = ["asker"]
vague = ["birkac"]
""",
}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("bin asker", 1000),
        ("25 bin asker", 25000),
        ("bin bes yuz asker", 1500),
        ("yuz yirmi bes bin asker", 125000),
        ("iki bin yuz bes asker", 2105),
        ("yuz bin asker", 100000),
        ("birkac bin asker", None),
    ],
)
def test_a_scale_without_a_number_is_one_where_the_language_has_no_article(tmp_path: Path, text: str, number: int | None) -> None:
    assert told(text, language(tmp_path, BARE)) == ([(number, number, "asker", None)] if number else [])


ONES_FIRST = {
    "numbers": """
bare_scale = ["alf", "mia"]
number_and = ["wa"]
[one]
5 = ["hams"]
6 = ["sit"]
10 = ["aschr"]
[ten]
20 = ["ischr"]
[scale]
100 = ["mia"]
1000 = ["alf"]
[settings]
ones_first = true
""",
    "figures": """
people = ["dschund"]
join = ["wa"]
""",
}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("hams wa ischr dschund", [25]),
        ("hams wa ischr alf dschund", [25000]),
        ("hams aschr alf dschund", [15000]),
        ("alf wa mia wa hams wa ischr dschund", [1125]),
        ("mia wa hams dschund", [105]),
        ("hams dschund wa ischr dschund", [5, 20]),
        ("alf wa hams aschr dschund", [1015]),
    ],
)
def test_ones_may_stand_before_tens(tmp_path: Path, text: str, numbers: list[int]) -> None:
    assert [(low, high) for low, high, _, _ in told(text, language(tmp_path, ONES_FIRST))] == [(number, number) for number in numbers]
