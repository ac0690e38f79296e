"""Fates, results, names and joints of lines in invented languages: words and their order come from the lexicon alone."""

from __future__ import annotations

import tomllib
from typing import Any, Final, get_args

import pytest

from infobox.display import headings
from infobox.display.branches import Branch
from infobox.display.joins import continues, open_end, runs_on
from infobox.display.lines import Block, every_line
from infobox.display.purpose import Purpose
from infobox.display.value import ValueReader
from infobox.language import concepts
from infobox.language.lexicon import Lexicon, common, languages, lexicon
from infobox.language.patterns import any_of, whole
from infobox.markup.scan import parse
from infobox.record import Fate, Outcome
from infobox.values.fates import is_page_of_fate, linked, marked, of_a_life, stated_in
from infobox.values.qualifiers import part
from infobox.values.results import read, write

TOML: Final = {
    "fates": """
        and = ["ut"]
        before_fate = ["poste"]
        after_fate = ["nel"]
        life = ["gen."]
        [sign]
        executed = ["☠"]
        [mark]
        killed_in_action = ["TBL"]
        prisoner_of_war = ["KPT"]
        [fate]
        killed_in_action = ["tombu"]
        prisoner_of_war = ["kapta"]
        [page]
        prisoner_of_war = ["Kaptajo"]
    """,
    "results": """
        victor = ["ganor"]
        quality = ["vasta", "tika"]
        decisive = ["vasta"]
        scope = ["tika"]
        break = ["kontre"]
        nobody = ["nul"]
        or = ["au"]
        article = ["l'"]
        name_joint = ["fe", "l'"]
        [outcome]
        victory = ["gano"]
        agreement = ["trakt*"]
        [settings]
        victor = ["after"]
        [forms]
        decisive_victory = "gano vasta fe {victor}"
    """,
    "joins": """
        and = ["ut"]
        open_end = ["fe"]
        running_start = ["kun"]
        about = ["ĉ."]
        counted_persons = ["Vir"]
        figure_start = ["pli ol"]
        [settings]
        nouns_have_capitals = true
    """,
    "persons": """
        [settings]
        plural_endings = ["oj"]
    """,
}
INVENTED: Final = Lexicon("xx", {name: tomllib.loads(words) for name, words in TOML.items()})
UNSPACED: Final = Lexicon(
    "yy",
    {
        "results": {
            "quality": ["決定的"],
            "decisive": ["決定的"],
            "name_joint": ["の"],
            "outcome": {"victory": ["勝利"], "ceasefire": ["停戦"]},
            "settings": {"victor": ["before"]},
        },
        "fates": {"fate": {"killed_in_action": ["戦死"]}, "mark": {"killed_in_action": ["戦死"]}},
        "joins": {"open_end": ["と"], "counted_persons": ["人"], "settings": {"nouns_have_capitals": True}},
    },
)


@pytest.mark.parametrize(
    ("text", "shown", "fates"),
    [
        ("Ann (TBL)", "Ann", ["killed_in_action"]),
        ("Ann (kpt ut tbl)", "Ann", ["prisoner_of_war", "killed_in_action"]),
        ("Ann ☠ Ben †", "Ann Ben", ["executed", "killed_in_action"]),
        ("Ann (KIA)", "Ann (KIA)", []),
        ("Ann (WIA and TBL)", "Ann (WIA and TBL)", []),
    ],
)
def test_marks_are_those_of_the_language(text: str, shown: str, fates: list[Fate]) -> None:
    assert marked(text, INVENTED) == (shown, fates)


def test_fates_are_stated_in_words_of_the_language() -> None:
    assert stated_in(["kapta nel Orm ut poste tombu 1512"], INVENTED) == ["prisoner_of_war", "killed_in_action"]
    assert stated_in(["tombu Orm", "captured", "killed in 1512"], INVENTED) == []
    assert stated_in(["戦死"], UNSPACED) == ["killed_in_action"]


def test_a_fate_may_end_what_is_said_of_it() -> None:
    last = Lexicon("xx", {"fates": tomllib.loads(TOML["fates"]) | {"settings": {"fate_last": True}}})
    assert stated_in(["nel Orm tombu", "1512 kapta"], last) == ["killed_in_action", "prisoner_of_war"]
    assert stated_in(["Orm kapta", "nel Orm tombu tri"], last) == []
    assert stated_in(["nel Orm tombu"], INVENTED) == []


def test_pages_and_lives_are_those_of_the_language() -> None:
    assert linked("Kaptajo", "KPT", INVENTED) == "prisoner_of_war"
    assert is_page_of_fate("Kaptajo", INVENTED)
    assert linked("Prisoner of war", "POW", INVENTED) is None
    assert of_a_life("gen. 1480", INVENTED)
    assert of_a_life("* 1480", INVENTED)
    assert not of_a_life("born 1480", INVENTED)


@pytest.mark.parametrize(
    ("line", "outcome", "victor"),
    [
        ("Gano Narla", "victory", "Narla"),
        ("Gano vasta fe l'Orm kontre Tal", "decisive_victory", "Orm"),
        ("Gano fe Narla Norda, traktato", "victory", "Narla Norda"),
        ("Gano", "victory", ""),
        ("Nul ganor", "inconclusive", ""),
        ("Nul vasta gano", "inconclusive", ""),
        ("Traktatoj", "agreement", ""),
        ("Gano Narla au gano Orm", "victory", ""),
        ("Gano tika Narla: gano Orm", "other", ""),
        ("British victory", "other", ""),
    ],
)
def test_the_victor_stands_where_the_language_puts_it(line: str, outcome: Outcome, victor: str) -> None:
    assert read([line], INVENTED) == (outcome, victor)


@pytest.mark.parametrize(("line", "outcome", "victor"), [("東軍の決定的勝利", "decisive_victory", "東軍"), ("停戦", "ceasefire", "")])
def test_a_script_without_spaces_is_read(line: str, outcome: Outcome, victor: str) -> None:
    assert read([line], UNSPACED) == (outcome, victor)


def test_a_result_is_written_in_words_of_the_language() -> None:
    assert write("decisive_victory", "Narla", INVENTED) == "Gano vasta fe Narla"
    assert write("stalemate", "", INVENTED) is None
    assert read(["Gano vasta fe Narla"], INVENTED) == ("decisive_victory", "Narla")


@pytest.mark.parametrize(("victor", "text"), [("Chile", "Victoria de Chile"), ("chilena", "Victoria chilena"), ("", "Victoria")])
def test_a_name_and_an_adjective_may_have_different_forms(victor: str, text: str) -> None:
    assert write("victory", victor, lexicon("es")) == text
    assert read([text], lexicon("es")) == ("victory", victor)


@pytest.mark.parametrize(
    ("before", "after", "goes_on"),
    [
        ("Trupoj fe", "Orm", True),
        ("Trupoj", "kun ĉevaloj", True),
        ("12.000", "Vir", True),
        ("12.000", "pli ol 300", False),
        ("12.000", "Orm", False),
        ("Volunteers from", "Orm", False),
        ("Army", "of Orm", False),
    ],
)
def test_lines_go_on_by_words_of_the_language(before: str, after: str, goes_on: bool) -> None:
    assert continues([(before, 0, 0)], after, INVENTED) is goes_on
    assert runs_on([(before, 0, 0)], after, INVENTED) is (goes_on and after.startswith("kun"))


def test_lines_of_a_script_without_spaces_go_on() -> None:
    assert open_end([("東軍と", 0, 0)], UNSPACED)
    assert continues([("12,000", 0, 0)], "人", UNSPACED)


def test_endings_in_parentheses_are_those_of_the_language() -> None:
    assert part("Soldato(oj) (1512)", INVENTED)[:2] == ("Soldato(oj)", ["1512"])
    assert part("Soldier(s)", INVENTED)[:2] == ("Soldier", ["s"])


def test_what_parts_marks_is_of_the_language() -> None:
    def read_line(words: str, lexicon: Lexicon) -> str:
        reader = ValueReader(words, lexicon)
        [line] = every_line(reader.read(0, len(words), parse(words), Purpose(lists=True, people=True)))
        return line.text

    assert read_line("Ann ({{KIA}} ut {{POW}})", INVENTED) == "Ann"
    assert read_line("Ann ({{KIA}} and {{POW}})", INVENTED) == "Ann (and)"
    assert read_line("{{flagicon|A}} ut {{flagicon|B}} Ann", INVENTED) == "Ann"
    assert read_line("{{flagicon|A}} and {{flagicon|B}} Ann", INVENTED) == "and Ann"


def test_years_that_title_lines_are_of_the_language() -> None:
    def is_years(words: str) -> bool:
        block: Block = ValueReader(words, INVENTED).read(0, len(words), parse(words), Purpose(line_start=True))
        return headings.is_years(Branch(every_line(block)[0]).line)

    assert is_years("'''ĉ. 1512'''")
    assert not is_years("'''c. 1512'''")


@pytest.mark.parametrize("known", [lexicon("xx"), *map(lexicon, sorted(languages())), common()], ids=repr)
def test_values_of_concepts_are_fates_and_outcomes(known: Lexicon) -> None:
    fates: set[Any] = {fate for concept in ("sign", "mark", "fate", "page", "counted") for fate in known.fates.valued(concept).values()}
    assert fates | set(known.fates.forms) <= set(get_args(Fate))
    forms = {name.removesuffix("_of_name") for name in known.results.forms}
    assert {*known.results.valued("outcome").values(), *forms} <= set(get_args(Outcome))
    assert set(known.results.settings.get("victor", ())) <= {concepts.BEFORE, concepts.AFTER, concepts.LINKED}


def test_patterns_of_words() -> None:
    assert any_of([]) == "(?!)"
    assert any_of(["a b", "abc", "c*"]) == r"(?:a b|abc|c\w*)"
    assert whole(["勝", "win"]) == r"(?:(?<!\w)(?:win)(?!\w)|(?:勝))"
