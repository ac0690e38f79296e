"""Times as each language writes them are read as what they are, or left out, also where pages spell them loosely; never as other times."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import partial
from typing import Final

import pytest
from babel import dates as cldr_dates
from hypothesis import given, settings
from hypothesis import strategies as st

from infobox.language.lexicon import languages, lexicon
from infobox.values import dates

LANGUAGES: Final = sorted(languages())
DAYS: Final = st.dates(datetime.date(1000, 1, 1), datetime.date(2030, 12, 31))
_DASH: Final = re.compile(r"\s*[-–—−~〜～]\s*")
_FULL_WIDTH: Final = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
_BESIDE_NUMBERS: Final = re.compile(r"(?<=\d) (?=[^\W\d])|(?<=[^\W\d]) (?=\d)")

UNSPACED: Final = "no spaces beside numbers"
LOOSE: Final[dict[str, Callable[[str], str]]] = {
    "as it is": lambda text: text,
    "in parentheses": lambda text: f"({text})",
    "a point": lambda text: f"{text}.",
    "a semicolon": lambda text: f"{text};",
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
    "narrow spaces": lambda text: text.replace(" ", "\u202f"),
    "two spaces": lambda text: text.replace(" ", "  "),
    "a line break": lambda text: text.replace(" ", "\n", 1),
    UNSPACED: lambda text: _BESIDE_NUMBERS.sub("", text),
    "capitals": str.upper,
    "small letters": str.lower,
    "full width": lambda text: text.translate(_FULL_WIDTH),
    "a place in parentheses": lambda text: f"{text} (Foo, Bar)",
    "a place after a comma": lambda text: f"{text}, Foo",
    "a place before it": lambda text: f"Foo, {text}",
    "a label": lambda text: f"Foo: {text}",
    "an hour": lambda text: f"{text}, 14:30",
    "an hour before it": lambda text: f"14:30, {text}",
    **{f"another dash: {dash}": partial(_DASH.sub, f" {dash} ") for dash in "-–—−〜～"},
    **{f"a tight dash: {dash}": partial(_DASH.sub, dash) for dash in "-–—−〜～"},
}
"""How pages spell times loosely."""


def _may_differ(language: str, kind: str, how: str) -> bool:
    """Whether words lose their meaning in this way: Hebrew joins its words to a number by a hyphen, Vietnamese months have a space."""
    return (language, kind, "dash" in how) == ("he", "since", True) or (language, how) == ("vi", UNSPACED)


def _times(first: datetime.date, days: int, season: int, mark: str) -> dict[str, tuple[str, str, bool]]:
    """Times of each kind: start, end and whether they go on."""
    last = first + datetime.timedelta(days)
    one, other = first.isoformat(), last.isoformat()
    before, later = f"-{first.year % 290 + 30:04d}", f"-{first.year % 29 + 1:04d}"
    return {
        "day": (one, one, False),
        "days": (one, other, False),
        "month": (one[:7], one[:7], False),
        "months": (one[:7], other[:7], False),
        "year": (one[:4], one[:4], False),
        "years": (one[:4], other[:4], False),
        "season": (f"{one[:4]}-{season}", f"{one[:4]}-{season}", False),
        "ongoing": (one, "", True),
        "since": (one, "", False),
        "until": ("", one, False),
        "about": (one[:4] + mark, one[:4] + mark, False),
        "before Christ": (before, before, False),
        "years before Christ": (before, later, False),
        "day before Christ": (before + one[4:], before + one[4:], False),
        "century": (f"{one[:2]}XX", f"{one[:2]}XX", False),
        "century before Christ": (f"-{first.year % 8:02d}XX", f"-{first.year % 8:02d}XX", False),
    }


def _is_right(text: str, wanted: tuple[str, str, bool], language: str) -> bool:
    """Whether a text is read as the time that is wanted, or not at all."""
    found = dates.read(text, "", lexicon(language))[:3]
    return found in (wanted, ("", "", False))


@pytest.mark.parametrize("language", LANGUAGES)
def test_times_as_the_language_writes_them(language: str) -> None:
    @settings(max_examples=4, deadline=None, derandomize=True, database=None)
    @given(DAYS, st.integers(1, 900), st.integers(21, 24), st.sampled_from("~?"))
    def reads(first: datetime.date, days: int, season: int, mark: str) -> None:
        for kind, wanted in _times(first, days, season, mark).items():
            text = dates.write(*wanted, lexicon(language))
            for how, loosen in LOOSE.items():
                right = _is_right(loosen(text), wanted, language)
                assert right or _may_differ(language, kind, how), (how, loosen(text), wanted)

    reads()


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_as_cldr_writes_them(language: str) -> None:
    @settings(max_examples=5, deadline=None, derandomize=True, database=None)
    @given(DAYS, st.integers(1, 500), st.sampled_from(("yMMMd", "yMMMMd", "yMd")))
    def reads(first: datetime.date, days: int, form: str) -> None:
        last = first + datetime.timedelta(days)
        one, other = first.isoformat(), last.isoformat()
        texts = {cldr_dates.format_date(first, width, locale=language): (one, one, False) for width in ("medium", "long", "full")}
        texts[cldr_dates.format_interval(first, last, form, locale=language)] = (one, other, False)
        for text, wanted in texts.items():
            for how, loosen in LOOSE.items():
                right = _is_right(loosen(text), wanted, language)
                assert right or _may_differ(language, "day", how), (how, loosen(text), wanted)

    reads()


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_time_after_another(language: str) -> None:
    """Two days of separate events are the time from the first to the last, or nothing."""

    @settings(max_examples=10, deadline=None, derandomize=True, database=None)
    @given(
        DAYS,
        st.integers(14, 900),
        st.sampled_from(("{}; {}", "1) {}; 2) {}", "{} (Foo); {} (Bar)", "Foo: {}; Bar: {}", "I: {}; II: {}", "1: {} 2: {}")),
    )
    def reads(first: datetime.date, days: int, form: str) -> None:
        one, other = first.isoformat(), (first + datetime.timedelta(days)).isoformat()
        words = [dates.write(day, day, False, lexicon(language)) for day in (one, other)]
        assert _is_right(form.format(*words), (one, other, False), language), form.format(*words)

    reads()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["{} ({})", "{} / {}", "{} [{}]"])
def test_a_day_in_both_calendars(language: str, form: str) -> None:
    """Such a day is that of the new calendar, or left out."""
    old, new = (dates.write(day, day, False, lexicon(language)) for day in ("1812-08-26", "1812-09-07"))
    assert _is_right(form.format(old, new), ("1812-09-07", "1812-09-07", False), language)
    assert _is_right(form.format(new, old), ("1812-09-07", "1812-09-07", False), language)
