"""A year that a word of another language, or one that stands apart, puts before Christ is not read as one after."""

from __future__ import annotations

import pytest

from infobox.language.lexicon import languages, lexicon
from infobox.values import dates

BEFORE = [
    "216 v. Chr.",
    "216 f.Kr.",
    "216 av. J.-C.",
    "216\u00a0av. J.-C.",
    "216 (a.C.)",
    "216 до н. э.",
    "216 p.n.e.",
    "216 př. n. l.",
    "MÖ 216",
]
"""Each in the words of another language."""


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("text", BEFORE)
def test_a_year_before_christ_is_before_christ_or_left_out(text: str, language: str) -> None:
    assert dates.read(text, "", lexicon(language)).start in ("", "-0215")


@pytest.mark.parametrize("text", BEFORE)
def test_it_is_read_in_a_language_that_has_the_word(text: str) -> None:
    assert any(dates.read(text, "", lexicon(language)).start == "-0215" for language in languages())


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("sv", "2 augusti 216 v. Chr.", "", ""),
        ("de", "218 f.Kr. – 201 f.Kr.", "", ""),
        ("pl", "1361 хиджры", "", ""),
        ("de", "43 n. Chr.", "0043", "0043"),
        ("en", "216 (Cannae) BC", "", ""),
        ("en", "3rd century of the BC era", "", ""),
        ("en", "2 August (Cannae), 216 B.C.", "-0215-08-02", "-0215-08-02"),
        ("en", "1944 (Normandy)", "1944", "1944"),
        ("en", "March 1944 at Foo", "1944-03", "1944-03"),
    ],
)
def test_other_words_leave_a_year_as_it_is(language: str, text: str, start: str, end: str) -> None:
    assert dates.read(text, "", lexicon(language))[:2] == (start, end)
