"""Calendars: each file is what the tool makes of CLDR, and every word in it names one thing."""

from __future__ import annotations

import pytest

from infobox.language import concepts
from infobox.language.lexicon import FOLDER, Lexicon, load
from tools import calendars


@pytest.mark.parametrize("language", calendars.languages())
def test_a_calendar_is_what_cldr_says(language: str) -> None:
    assert (FOLDER / language / calendars.NAME).read_text("utf-8") == calendars.calendar(language), "run `make calendars`"


@pytest.mark.parametrize("language", calendars.languages())
def test_every_month_and_era_has_a_name(language: str) -> None:
    dates = load(language, FOLDER / language).dates
    assert set(dates.first[concepts.MONTH]) == {str(number) for number in range(1, 13)}
    assert set(dates.first[concepts.ERA]) >= {concepts.BEFORE, concepts.AFTER}
    assert len(dates.of(concepts.NOISE)) >= 7, "the days of the week"


def test_words_of_dates_follow_those_of_the_calendar() -> None:
    lexicon = Lexicon("xx", {"calendar": {"month": {"1": ["januro", "jan."]}}, "dates": {"month": {"1": ["jn."]}, "noise": ["la"]}})
    assert lexicon.dates.first[concepts.MONTH] == {"1": "januro"}, "what is written"
    assert lexicon.dates.valued(concepts.MONTH) == {"januro": "1", "jan.": "1", "jn.": "1"}
    assert lexicon.dates.of(concepts.NOISE) == {"la"}


@pytest.mark.parametrize(("language", "word"), [("fr", "jui."), ("zh", "M10"), ("ca", "de gener"), ("ko", "BC")])
def test_words_that_are_not_clear_or_of_another_script_are_left_out(language: str, word: str) -> None:
    assert word.lower() not in load(language, FOLDER / language).dates.of(concepts.MONTH, concepts.MONTH_ALONE, concepts.ERA)
