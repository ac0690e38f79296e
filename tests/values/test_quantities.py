"""Figures of strength and casualties: cases in ``quantities.toml``, and what holds for any text."""

from __future__ import annotations

import functools
import itertools
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from infobox.language.lexicon import english
from infobox.record import Quantity
from infobox.values import quantities
from infobox.values.quantities import LineFigure

DATA = tomllib.loads(Path(__file__).with_name("quantities.toml").read_text("utf-8"))
CASES: list[dict[str, Any]] = DATA["case"]
NONE: list[str] = [text for group in DATA["none"] for text in group["texts"]]

read = functools.partial(quantities.read, lexicon=english())
has_figure = functools.partial(quantities.has_figure, lexicon=english())
heading_kind = functools.partial(quantities.heading_kind, lexicon=english())
NOUNS = ["men", "tanks", "civilians", "killed", "wounded", "destroyers", "aircraft", "infantry divisions", "casualties", "POWs"]
DASHES = ["-", "–", "—", "−", " – ", " to ", " or "]
SEPARATORS = [",", " ", "\u00a0", "\u2009", "\u202f", ".", "'", "’", ""]

wild_text = st.text(
    st.one_of(st.sampled_from("0123456789,.-–+~ ()/:;&½%'’\u00a0\u2009½²٣"), st.characters(codec="utf-8")),
    max_size=60,
)
GLUE = """and or of to from between about at_least up_to + – , : ( ) 12 3,000 1944 May a half dozen million two German Squadron Ju 88
mm 1st captured lost shot down = ; . % killed/ killed/wounded light 4×4 est. 1/2 ± x × - 5.9-inch
or_more in were Rs. $ Killed & half_of 2/7 a&b BC A.D. 480 strength: and_a_half lakh score 3:1 to_1 .5 250w 100k <br> -> Guard
trillion 9,999,999,999,999 billion 99m Order_of St class mostly poorly_armed held_as_POW k.i.a. missionaries '44 10.08 army"""
wordy_text = st.lists(st.sampled_from(NOUNS + GLUE.split()), max_size=14).map(lambda words: " ".join(words).replace("_", " "))


def without(figure: LineFigure, *names: str) -> dict[str, Any]:
    """The figure's fields that are not empty."""
    return {name: value for name, value in asdict(figure).items() if name not in names and value not in (None, "", False)}


def places(text: str, labels: list[str]) -> list[tuple[int, int]]:
    """Where labels stand in a text, one after the other."""
    found: list[tuple[int, int]] = []
    for label in labels:
        start = text.index(label, found[-1][1] if found else 0)
        found.append((start, start + len(label)))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_reads(case: dict[str, Any]) -> None:
    first, last = case.get("years", (0, -1))
    years = range(first, last + 1)
    doubtful: list[tuple[int, int]] = []
    found = read(case["text"], years=years, labels=places(case["text"], case.get("links", [])), doubtful=doubtful)
    assert [case["text"][start:end] for start, end in doubtful] == case.get("doubtful", [])
    assert [without(figure, "start", "end") for figure in found] == [
        {name: value for name, value in figure.items() if name != "figure"} for figure in case["figures"]
    ]
    for figure, expected in zip(found, case["figures"], strict=True):
        if "figure" in expected:
            assert case["text"][figure.start : figure.end] == expected["figure"]
    assert has_figure(case["text"], years=years) == bool(found)


@pytest.mark.parametrize("text", NONE)
def test_is_no_figure(text: str) -> None:
    assert read(text) == []
    assert not has_figure(text)


def test_label_given_by_the_caller_yields_to_one_in_the_line() -> None:
    assert [(figure.low, figure.of) for figure in read("12 tanks; Italy: 5 tanks", of="Germany")] == [(12, "Germany"), (5, "Italy")]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("40| 200 men", [40, 200]),
        ("40 |200 men", [40, 200]),
        ("40|200 men", [40, 200]),
        ("12,500|400", [12500, 400]),
        ("1| 500| 40 men", [1, 500, 40]),
        ("300|40guns", [300, 40]),
        ("5| 000 men", [5000]),  # a group that begins with 0 is not a separate figure
        ("2|,000 men", [2000]),
        ("2| million men", [2_000_000]),
        ("1|st Army", []),
    ],
)
def test_no_figure_goes_on_where_something_was_taken_out(text: str, figures: list[int]) -> None:
    cuts = [match.start() - number for number, match in enumerate(re.finditer(r"\|", text))]
    plain = text.replace("|", "")
    assert [figure.low for figure in read(plain, cuts=cuts)] == figures
    assert has_figure(plain, cuts=cuts) is bool(figures)


@pytest.mark.parametrize(
    ("heading", "text", "kinds"),
    [
        ("Killed:", "3,000", ["killed"]),
        ("Killed in action (official)", "3,000 soldiers, 20 policemen", ["killed", "killed"]),
        ("Killed:", "Germany: 3,000", ["killed"]),
        ("Prisoners of war:", "3,000", ["captured"]),
        ("Killed:", "300 wounded", ["wounded"]),  # the line's own word comes first
        ("Killed:", "3 tanks", [None]),  # what cannot have happened to them
        ("Destroyed:", "3 tanks, 20 men", ["destroyed", None]),
        ("Casualties:", "3,000", ["casualties"]),
        ("Casualties:", "3,000 men", [None]),  # the kind of a strength beside the losses is unknown
        ("Germany:", "3,000", [None]),
        ("", "3,000", [None]),
    ],
)
def test_heading_lends_its_kind(heading: str, text: str, kinds: list[str | None]) -> None:
    found = read(text, kind=heading_kind(heading))
    assert [figure.kind for figure in found] == kinds
    assert [replace(figure, kind=None) for figure in found] == [replace(figure, kind=None) for figure in read(text)]


def thousands(number: int, separator: str) -> str:
    return f"{number:,}".replace(",", separator)


@given(st.integers(10_000, 10**12), st.sampled_from(SEPARATORS), st.sampled_from(NOUNS))
def test_every_separator_reads_back(number: int, separator: str, noun: str) -> None:
    [figure] = read(f"{thousands(number, separator)} {noun}")
    assert (figure.low, figure.high, figure.about, figure.unit) == (number, number, False, noun)


@given(st.integers(0, 10**6), st.sampled_from(NOUNS))
def test_every_number_reads_back(number: int, noun: str) -> None:
    [figure] = read(f"{number:,} {noun}")
    assert (figure.low, figure.high, figure.unit) == (number, number, noun)


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.sampled_from(DASHES), st.sampled_from(NOUNS))
def test_every_range_reads_back(low: int, more: int, dash: str, noun: str) -> None:
    high = low + more
    assume(low >= 100 or high < 1000)  # `5–6,000` is five to six thousand
    [figure] = read(f"{low:,}{dash}{high:,} {noun}")
    assert (figure.low, figure.high, figure.unit) == (low, high, noun)


BEFORE = {
    "": (True, True, False),
    "at least ": (True, False, False),
    "more than ": (True, False, False),
    "over ": (True, False, False),
    "Minimum ": (True, False, False),
    ">": (True, False, False),
    "≥ ": (True, False, False),
    "up to ": (False, True, False),
    "fewer than ": (False, True, False),
    "no more than ": (False, True, False),
    "max. ": (False, True, False),
    "<": (False, True, False),
    "about ": (True, True, True),
    "c. ": (True, True, True),
    "circa ": (True, True, True),
    "Approx. ": (True, True, True),
    "~": (True, True, True),
    "≈ ": (True, True, True),
    "an estimated ": (True, True, True),
    "est. ": (True, True, True),
    "some ": (True, True, True),
    "nearly ": (True, True, True),
}
"""Words before a figure, and whether it then has a lower bound, an upper one, and is not exact."""
BEHIND = {
    "": (True, True, False),
    "+": (True, False, False),
    " or more": (True, False, False),
    " minimum": (True, False, False),
    " or fewer": (False, True, False),
    " maximum": (False, True, False),
    " or so": (True, True, True),
    " est.": (True, True, True),
    " approximately": (True, True, True),
}
"""The same of words after it."""
NOTES = {
    "": (True, True, False),
    " (est.)": (True, True, True),
    " (2017 est.)": (True, True, True),
    " (US estimate, 2015)": (True, True, False),
    " (approx.)": (True, True, True),
    " (modern estimates)": (True, True, False),
    " (at least)": (True, False, False),
    " (maximum)": (False, True, False),
    " (Herodotus)": (True, True, False),
    " (1942)": (True, True, False),
}
"""The same of a parenthesis after what is counted."""
SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9}
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)


def spelled(number: int) -> str:
    """A number below a million in English words."""
    if number >= 1000:
        rest = number % 1000
        return spelled(number // 1000) + " thousand" + ((" and " if rest < 100 else " ") + spelled(rest) if rest else "")
    if number >= 100:
        rest = number % 100
        return ONES[number // 100 - 1] + " hundred" + (" and " + spelled(rest) if rest else "")
    if number >= 20:
        return TENS[number // 10 - 2] + ("-" + ONES[number % 10 - 1] if number % 10 else "")
    return ONES[number - 1]


def bounded(figure: LineFigure, low: int, high: int, says: tuple[bool, bool, bool]) -> None:
    """Assert that the figure has these bounds, unless the words around it remove one."""
    assert (figure.low, figure.high, figure.about) == (low if says[0] else None, high if says[1] else None, says[2])


@given(st.integers(1, 10**7), st.sampled_from(NOUNS), st.sampled_from(sorted(BEFORE)))
def test_every_word_before_reads_back(number: int, noun: str, words: str) -> None:
    [figure] = read(f"{words}{number:,} {noun}")
    bounded(figure, number, number, BEFORE[words])
    assert (figure.unit, figure.start) == (noun, 0)


@given(st.integers(1, 10**7), st.sampled_from(NOUNS), st.sampled_from(sorted(BEHIND)))
def test_every_word_after_reads_back(number: int, noun: str, words: str) -> None:
    [figure] = read(f"{number:,}{words} {noun}")
    bounded(figure, number, number, BEHIND[words])
    assert figure.unit == noun


@given(st.integers(1, 10**7), st.sampled_from(NOUNS), st.sampled_from(sorted(set(BEHIND) - {"+"})), st.sampled_from(["", ", 12 mules"]))
def test_every_word_after_the_noun_reads_back(number: int, noun: str, words: str, more: str) -> None:
    figure, *others = read(f"{number:,} {noun}{words}{more}")
    bounded(figure, number, number, BEHIND[words])
    assert figure.unit == noun
    assert [(other.low, other.high, other.unit) for other in others] == ([(12, 12, "mules")] if more else [])


@given(st.integers(1, 10**7), st.sampled_from(NOUNS), st.sampled_from(sorted(NOTES)))
def test_every_parenthesis_after_reads_back(number: int, noun: str, words: str) -> None:
    figure, *others = read(f"{number:,} {noun}{words}, 12 mules")
    bounded(figure, number, number, NOTES[words])
    assert [(other.low, other.high, other.about, other.unit) for other in others] == [(12, 12, False, "mules")]


@given(
    st.integers(1, 999), st.integers(0, 99), st.sampled_from(sorted(SCALES)), st.sampled_from(["", "+", " or more"]), st.sampled_from(NOUNS)
)
def test_every_scale_reads_back(whole: int, hundredths: int, word: str, plus: str, noun: str) -> None:
    number = f"{whole}.{hundredths:02}".rstrip("0").rstrip(".") if hundredths else str(whole)
    amount = (whole * 100 + hundredths) * SCALES[word] // 100
    written = f"{number}{plus} {word}" if plus == "+" else f"{number} {word}{plus}"
    [figure] = read(f"{written} {noun}")
    assert (figure.low, figure.high, figure.unit) == (amount, None if plus else amount, noun)


@given(st.integers(1, 999_999), st.sampled_from(NOUNS))
def test_every_number_in_words_reads_back(number: int, noun: str) -> None:
    [figure] = read(f"{spelled(number)} {noun}")
    assert (figure.low, figure.high, figure.unit) == (number, number, noun)


@given(st.integers(1, 99), st.sampled_from(["1/2", "1/3", "2/3", "1/4", "3/4", "½", "¼", "¾"]), st.sampled_from(NOUNS))
def test_every_mixed_number_reads_back(number: int, part: str, noun: str) -> None:
    [figure] = read(f"{number} {part} {noun}")
    assert (figure.low, figure.high, figure.about, figure.unit) == (number, number + 1, True, noun)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from([" ± ", "±", " +/- "]))
def test_every_spread_reads_back(number: int, spread: int, sign: str) -> None:
    [figure] = read(f"{number:,}{sign}{spread:,} men")
    assert (figure.low, figure.high, figure.unit) == (max(0, number - spread), number + spread, "men")


PEOPLE = ["men", "soldiers", "policemen", "officers", "civilians", "other ranks", "Germans"]
THINGS = ["tanks", "light cruisers", "ships", "aircraft", "guns", "Ju 87s"]


@given(st.data(), st.sampled_from([(PEOPLE, "killed", "killed"), (PEOPLE, "injured", "wounded"), (THINGS, "destroyed", "destroyed")]))
def test_the_fate_of_a_list_is_that_of_all_its_figures(data: st.DataObject, kinds: tuple[list[str], str, str]) -> None:
    nouns, word, kind = kinds
    parts = data.draw(st.lists(st.tuples(st.integers(1, 10**6), st.sampled_from(nouns)), min_size=2, max_size=6))
    join = data.draw(st.sampled_from([" and ", ", and ", " & ", " or ", ", "]))
    written = [f"{number:,} {noun}" for number, noun in parts]
    found = read(", ".join(written[:-1]) + join + written[-1] + " " + word)
    assert [(figure.low, figure.unit, figure.kind) for figure in found] == [(number, noun, kind) for number, noun in parts]


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.sampled_from(PEOPLE + THINGS)), min_size=2, max_size=6),
    st.sampled_from([". ", "; ", " with "]),
)
def test_the_fate_of_a_list_ends_with_it(parts: list[tuple[int, str]], between: str) -> None:
    found = read(between.join(f"{number:,} {noun}" for number, noun in parts) + " captured")
    assert [figure.kind for figure in found] == [None] * (len(parts) - 1) + ["captured"]


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.sampled_from(NOUNS)), min_size=1, max_size=6),
    st.sampled_from([", ", "; ", " and ", " (", " + "]),
)
def test_every_figure_of_a_list_is_found(parts: list[tuple[int, str]], between: str) -> None:
    found = read(between.join(f"{number:,} {noun}" for number, noun in parts))
    assert [(figure.low, figure.unit) for figure in found] == parts


@given(st.one_of(wild_text, wordy_text), st.lists(st.integers(0, 60), max_size=8), st.sampled_from([(0, 0), (44, 480), (1944, 1945)]))
@example('0"B 0.0', [], (0, 0))
@example("9" * 5000, [], (0, 0))
def test_any_text_is_read(text: str, edges: list[int], conflict: tuple[int, int]) -> None:
    bounds = sorted({min(edge, len(text)) for edge in edges})
    years = range(*conflict)
    found = read(text, years=years, labels=list(itertools.pairwise(bounds)))
    assert has_figure(text, years=years) == bool(found)
    end = 0
    for figure in found:
        assert end <= figure.start < figure.end <= len(text)
        end = figure.end
        assert figure.low is not None or figure.high is not None
        assert max(figure.low or 0, figure.high or 0) < 10**13
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        # The noun of `3 light and 5 heavy cruisers` is lent: its words stand in the line, not side by side.
        assert all(word in text for word in figure.unit.split())
        assert figure.of in text
        Quantity(low=figure.low, high=figure.high, about=figure.about, unit=figure.unit, kind=figure.kind, of=figure.of)


PIECES = [
    "1 tank, ",
    "(a:",
    "1 - ",
    ",",
    "a - 1 ",
    "5 tanks and ",
    "5 tanks (",
    "4×4 ",
    "1 in ",
    "1+ ",
    "10 1/2 ",
    "(est. 1900) ",
    "5 (",
    "((((",
    "half a ",
]
PIECES += [
    "killed/",
    "5 light and ",
    "one ",
    "1 ± ",
    "of them 5 ",
    "up to ",
    "9",
    "a&",
    "Division 5 ",
    "5 tanks lost, ",
    "5 men were ",
    "shot ",
    "5 (6 a) tanks, ",
    "5 men or more ",
    "lost 5 men, ",
    "5 men - ",
    "phase 2 ",
    "put out of ",
    "5 and ",
    "3:1 ",
    "5, 6 and 7 BC ",
    "1 lakh 20 thousand ",
    "and a half ",
    "one and a half ",
    "Order of A ",
    "Army of the A and ",
    "a.b.",
    "<b ",
    "--",
    "100k 250w ",
    "1944 losses ",
    "4 army 10.08 – ",
    "mostly ",
    "held as ",
    "5 men and 6 widgets ",
    "poorly armed ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_work_grows_with_the_line_alone(piece: str) -> None:
    """Hostile lines: four times the line takes four times the calls. Times are for the benchmark; calls can be counted."""

    def calls(times: int) -> int:
        text = piece * times + "x"
        labels = [(start, start + 4) for start in range(0, len(text), 5)]
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            read(text, kind=heading_kind(text), years=range(1944, 1946), labels=labels)
            has_figure(text)
        finally:
            sys.setprofile(None)
        return count

    read("1 tank")
    assert calls(2000) < 4.5 * calls(500) + 2000
