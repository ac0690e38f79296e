"""Times put together in the words of each language are read as the same in English, or left out."""

from __future__ import annotations

from typing import Final

import pytest

from infobox.language import concepts
from infobox.language.lexicon import Lexicon, languages, lexicon
from infobox.values import dates

YEARS: Final = ("1809", "1812", "1815", "1818")
DAYS: Final = ("1809-05-05", "1809-05-07", "1812-06-07")
MONTHS: Final = ("1809-05", "1812-06")
PATTERNS: Final = (
    "{year[0]}, {year[1]}",
    "{year[0]} {and_} {year[1]}",
    "{year[0]} {or_} {year[1]}",
    "{year[0]}/{year[1]}",
    "{year[0]}–{year[1]}, {year[2]}",
    "{year[0]}–{year[1]}, {year[2]}–{year[3]}",
    "{year[0]}–{year[1]}; {year[2]}–{year[3]}",
    "{year[0]}–{year[1]} {and_} {year[2]}–{year[3]}",
    "{about} {year[0]}–{year[1]}",
    "{about} {year[0]} – {about} {year[1]}",
    "{year[0]} – {about} {year[1]}",
    "{perhaps} {year[0]}",
    "{year[0]}, {perhaps} {year[1]}",
    "{year[0]}?",
    "{year[0]}–?",
    "?–{year[0]}",
    "{between} {year[0]} {and_} {year[1]}",
    "{year[0]} {to} {year[1]}",
    "{since} {year[0]}",
    "{before} {year[0]}",
    "{after} {year[0]}",
    "{after} {year[0]} – {year[1]}",
    "{year[0]} – {now}",
    "{year[0]} ({day[0]})",
    "{day[0]}; {day[2]}",
    "{day[0]} {and_} {day[1]}",
    "{day[0]} {or_} {day[1]}",
    "{day[0]} (Foo), {day[2]} (Bar)",
    "{day[0]} {to} {day[2]}",
    "{between} {day[0]} {and_} {day[1]}",
    "{about} {day[0]}",
    "{since} {day[0]}",
    "{day[0]} – {now}",
    "{day[0]} – {year[1]}",
    "{year[0]} – {day[2]}",
    "{month[0]} – {year[1]}",
    "{month[0]}, {month[1]}",
    "{month[0]} {or_} {month[1]}",
)
# Words that mean what they are listed for only beside centuries, or stand elsewhere in a time.
ELSEWHERE: Final = {"ro": ("-lea",), "cs": ("po",), "pl": ("po",)}


def _words(known: Lexicon) -> dict[str, list[str]]:
    """The words that fill the patterns, by the name in them."""
    words = known.dates
    valued = {
        "and_": (concepts.JOINT, concepts.AND),
        "or_": (concepts.JOINT, concepts.OR),
        "to": (concepts.RANGE, concepts.TO),
        "since": (concepts.LEAD, concepts.SINCE),
        "before": (concepts.LEAD, concepts.UNTIL),
        "after": (concepts.LEAD, concepts.FROM),
        "between": (concepts.LEAD, concepts.BETWEEN),
        "now": (concepts.PRESENT, concepts.NOW),
    }
    found = {name: [word for word, held in words.valued(concept).items() if held == value] for name, (concept, value) in valued.items()}
    found |= {"about": list(words.of(concepts.CIRCA)), "perhaps": list(words.of(concepts.MAYBE))}
    left_out = ELSEWHERE.get(known.language, ())
    return {name: sorted(word for word in every if not any(part in word for part in left_out)) for name, every in found.items()}


def _times(known: Lexicon) -> dict[str, list[str]]:
    kinds = {"year": YEARS, "day": DAYS, "month": MONTHS}
    return {name: [dates.write(edtf, edtf, False, known) for edtf in every] for name, every in kinds.items()}


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("pattern", PATTERNS)
def test_reads_as_in_english(language: str, pattern: str) -> None:
    known, english = lexicon(language), lexicon("en")
    words = {name: every for name, every in _words(known).items() if f"{{{name}}}" in pattern}
    spoken = {name: every[0] for name, every in _words(english).items()}
    wanted = dates.read(pattern.format(**_times(english), **spoken), "", english)[:3]
    assert wanted != ("", "", False)
    for number in range(max(map(len, words.values()), default=1) if all(words.values()) else 0):
        text = pattern.format(**_times(known), **{name: every[number % len(every)] for name, every in words.items()})
        assert dates.read(text, "", known)[:3] in (wanted, ("", "", False)), text
