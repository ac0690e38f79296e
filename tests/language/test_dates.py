"""Dates, periods and coordinates in languages whose lexicons are data alone: cases in ``dates.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox.language import signs
from infobox.language.lexicon import Lexicon, lexicon
from infobox.language.times import TimeForms
from infobox.values import coordinates, dates, periods

LANGUAGES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("dates.toml").read_text("utf-8"))["language"]
LEXICONS = [Lexicon("xx", {"dates": language["dates"]}) for language in LANGUAGES]


def cases(kind: str) -> list[Any]:
    """The cases of a kind, each with its lexicon."""
    every = ((words, case) for language, words in zip(LANGUAGES, LEXICONS, strict=True) for case in language[kind])
    return [pytest.param(words, case, id=" ".join(map(str, case)) if isinstance(case, list) else case) for words, case in every]


@pytest.mark.parametrize(("words", "case"), cases("read"))
def test_reads(words: Lexicon, case: list[str]) -> None:
    assert dates.read(case[0], "", words)[:2] == (case[1], case[2])


@pytest.mark.parametrize(("words", "text"), cases("none"))
def test_names_no_time(words: Lexicon, text: str) -> None:
    assert dates.read(text, "", words) == dates.DateReading()


@pytest.mark.parametrize(("words", "case"), cases("written"))
def test_what_is_written_reads_the_same(words: Lexicon, case: list[str]) -> None:
    start, end, text = case
    assert dates.write(start, end, False, words) == text
    assert dates.read(text, "", words)[:2] == (start, end)


@pytest.mark.parametrize(("words", "case"), cases("periods"))
def test_reads_periods(words: Lexicon, case: list[str]) -> None:
    assert periods.read(case[0], ("", ""), words) == (case[1], case[2])


@pytest.mark.parametrize("text", ["6 June 1944", "1944 BC", "May 1944", "c. 1944"])
def test_english_words_say_nothing_in_other_languages(text: str) -> None:
    for words in (*LEXICONS, lexicon("xx")):
        assert dates.read(text, "", words).start in ("", "1944"), "a year alone may be read beside words that are not known"
        assert periods.read(f"since {text}", ("", ""), words) is None


@pytest.mark.parametrize("sign", signs.DASHES + signs.TILDES)
@pytest.mark.parametrize(("code", "form", "start"), [("en", "12{}14 May 1944", "1944-05-12"), ("ja", "1944年5月12日{}14日", "1944-05-12")])
def test_any_dash_and_tilde_stands_in_a_range(code: str, form: str, start: str, sign: str) -> None:
    found = dates.read(form.format(sign), "", lexicon(code))
    assert (found.start, found.end) == (start, "1944-05-14")


@pytest.mark.parametrize("sign", signs.ABOUT.replace(signs.WIDE_TILDES, ""))
def test_signs_before_a_year_say_that_it_is_not_exact(sign: str) -> None:
    assert dates.read(f"{sign}1200", "", lexicon("en")).start == "1200~"


def test_signs_are_written_in_a_language_without_data() -> None:
    words = lexicon("xx")
    assert dates.write("1944-06-06", "1944-08-30", False, words) == "1944-06-06 – 1944-08-30"
    assert dates.read("1944-06-06 – 1944-08-30", "", words)[:2] == ("1944-06-06", "1944-08-30")


def test_quarters_and_units_of_coordinates_are_words_of_the_language() -> None:
    french = Lexicon("xx", {"coordinates": {"compass": {"west": ["O", "ouest"]}, "angle": {"degree": ["degrés"]}}})
    assert coordinates.read(["52", "30", "N", "3", "0", "O"], french) == (52.5, -3.0)
    assert coordinates.written("52.5 degrés N, 3 ouest", french) == (52.5, -3.0)
    assert coordinates.written("52.5 north, 3 west", french) is None


def test_a_lexicon_has_no_forms_that_nothing_writes() -> None:
    known = {name for name in vars(TimeForms) if not name.startswith("_")}
    assert set(lexicon("en").dates.forms) <= known
