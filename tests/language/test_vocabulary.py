"""What a lexicon lists is understood beside a number or a year, in every language, where the language puts it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from babel.numbers import format_decimal

from infobox.language import concepts
from infobox.language.lexicon import Lexicon, languages, lexicon
from infobox.values import dates, fates, quantities, results
from infobox.values.figure_words import FigureWords
from infobox.values.foreign_scales import foreign_scales
from infobox.values.numbers import of, valued

LANGUAGES = sorted(languages())
NUMBER = 4321
BOUNDS: dict[str, tuple[int | None, int | None]] = {
    concepts.ABOUT: (NUMBER, NUMBER),
    concepts.AT_LEAST: (NUMBER, None),
    concepts.AT_MOST: (None, NUMBER),
    concepts.EXACTLY: (NUMBER, NUMBER),
}
NOUNS = (concepts.PEOPLE, concepts.THING, concepts.ANIMAL, concepts.FORMATION, concepts.UNCHANGED, concepts.MASS)


def _number(language: Lexicon) -> tuple[str, str, str]:
    """The number, what is written between words, and a counter if numbers need one."""
    number = " ".join(format_decimal(NUMBER, locale=language.language).split())
    counter = next(iter(language.figures.valued(concepts.COUNTER)), "") if language.counts else ""
    return number, " " if language.numbers.settings.get("spaces", True) else "", counter


def _read(text: str, language: Lexicon) -> list[tuple[int | None, int | None]]:
    return [(figure.low, figure.high) for figure in quantities.read(text, language)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_hedges_before_a_number(code: str) -> None:
    language = lexicon(code)
    number, space, counter = _number(language)
    hedges = language.figures.valued(concepts.EXACTNESS)
    wrong = [
        (word, found)
        for word, meant in hedges.items()
        if word[-1] not in "'’"
        and (found := _read(f"{word}{space}{number}{counter}", language)) != ([BOUNDS[meant]] if meant in BOUNDS else [])
    ]
    assert wrong == []
    assert hedges


@pytest.mark.parametrize("code", LANGUAGES)
def test_fates_of_a_number(code: str) -> None:
    """A figure's kind is that of the word; what people and things suffer differs (`lost`), so it may have none, but never another one."""
    language = lexicon(code)
    number, space, counter = _number(language)
    fates = {word: kind for part in (concepts.FATE_WORD, concepts.FATE_NOUN) for word, kind in valued(language.figures, part).items()}
    lost = of(language.figures, concepts.LOST) | of(language.figures, concepts.FELLED)
    of_things = (concepts.DESTROYED, concepts.DAMAGED)
    wrong = []
    for word, kind in fates.items():
        if word in lost or kind == concepts.LOST_THING or (language.counts and kind in of_things):
            continue
        text = f"{word}{space}{number}{counter}" if language.counts else f"{number} {word}"
        found = [figure.kind for figure in quantities.read(text, language)]
        if found != [kind] and (found or not language.counts):
            wrong.append((word, kind, found))
    assert wrong == []


def _nouns(language: Lexicon) -> Iterator[str]:
    for part in NOUNS:
        yield from sorted(of(language.figures, part))


@pytest.mark.parametrize("code", LANGUAGES)
def test_nouns_change_no_number(code: str) -> None:
    """Some begin with a word for a number or a scale: `300百姓` are three hundred people."""
    language = lexicon(code)
    number, space, _ = _number(language)
    scales = valued(language.numbers, concepts.SCALE_WORD)
    texts = [f"{number}{space}{noun}" for noun in _nouns(language) if noun not in scales]
    wrong = [(text, found) for text in texts if (found := _read(text, language)) not in ([], [(NUMBER, NUMBER)])]
    assert wrong == []
    assert len(texts) > 50


@pytest.mark.parametrize("code", LANGUAGES)
def test_scales_of_other_languages_make_no_figure(code: str) -> None:
    """A number before one is left out, unless the language itself has the word."""
    language = lexicon(code)
    number, _, counter = _number(language)
    own = {word for file in (language.numbers, language.figures, language.dates) for words in file.words.values() for word in words}
    wrong = [
        (word, found)
        for word in sorted(foreign_scales(language.spelling) - own)
        if (found := _read(f"{number} {word} {counter}", language)) == [(NUMBER, NUMBER)]
    ]
    assert wrong == []


# -- dates -------------------------------------------------------------------------------------------------------------------------------


def _year(number: int, language: Lexicon) -> str:
    """A year as the language writes it: some join a word to it."""
    if language.dates.settings.get("spaces", True) and not language.counts:
        return str(number)
    return str(language.dates.forms.get("year", "{year}")).format(year=number)


def _ends(text: str, language: Lexicon) -> tuple[str, str]:
    return dates.read(text, "", language)[:2]


@pytest.mark.parametrize("code", LANGUAGES)
def test_words_beside_a_year(code: str) -> None:
    """About a year, in an era, until now, in a season: read as the lexicon says, on one side of the year at least, and never otherwise."""
    language = lexicon(code)
    space = _number(language)[1]
    year, words = _year(316, language), language.dates
    eras = {concepts.BEFORE: "-0315", concepts.AFTER: "0316", concepts.OTHER: ""}
    wanted = dict.fromkeys(words.of(concepts.CIRCA, concepts.CIRCA_AFTER), "0316~")
    wanted |= {word: f"0316-{season}" for word, season in words.valued(concepts.SEASON).items()}
    wanted |= {word: eras[era] for word, era in words.valued(concepts.ERA).items()}
    wrong = []
    for word, edtf in wanted.items():
        texts = [f"{year}{space}{word}", *([f"{word}{space}{year}"] if word not in words.of(concepts.CIRCA_AFTER) else [])]
        found = {_ends(text, language)[0] for text in texts} - {""}
        if (found and edtf not in found) or (word in words.of(concepts.ERA) and not found <= {edtf}):
            wrong.append((word, edtf, found))
    assert wrong == []
    assert len(wanted) > 10


@pytest.mark.parametrize("code", LANGUAGES)
def test_words_for_now_and_between_two_years(code: str) -> None:
    language = lexicon(code)
    space = _number(language)[1]
    first, last = (_year(number, language) for number in (1644, 1648))
    wrong: list[tuple[str, object]] = []
    for word in language.dates.of(concepts.PRESENT):
        read = dates.read(f"{first} – {word}", "", language)
        if read[:3] != ("1644", "", True):
            wrong.append((word, read))
    for word in filter(str.isalpha, language.dates.of(concepts.RANGE)):
        found = _ends(f"{first}{space}{word}{space}{last}", language)
        if found not in (("1644", "1648"), ("1644", ""), ("", "")):
            wrong.append((word, found))
    assert wrong == []


# -- fates and results -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_fates_of_persons(code: str) -> None:
    language = lexicon(code)
    words = {word: fate for word, fate in language.fates.valued(concepts.FATE).items() if "（" not in word}
    found = {word: fates.stated_in([word], language) for word in words}
    assert {word: read for word, read in found.items() if read != [words[word]]} == {}
    assert len(words) > 10


VICTORIES = (concepts.VICTORY, concepts.DECISIVE_VICTORY, concepts.PYRRHIC_VICTORY)


@pytest.mark.parametrize("code", LANGUAGES)
def test_outcomes(code: str) -> None:
    """A wording alone has the outcome that the lexicon gives it; a compound may say of which kind a victory is."""
    language = lexicon(code)
    wrong = []
    for word, outcome in language.results.valued(concepts.OUTCOME).items():
        if "*" in word or word[-1] in "'’":
            continue
        read = results.read([word], language)[0]
        if read != outcome and not (outcome == concepts.VICTORY and read in VICTORIES):
            wrong.append((word, outcome, read))
    assert wrong == []


# -- combinations ------------------------------------------------------------------------------------------------------------------------


def _bounds_of(language: Lexicon, count: int) -> list[tuple[str, str]]:
    """Some words for a lower or an upper bound, with what they mean, in the order of the file."""
    hedges = language.figures.valued(concepts.EXACTNESS)
    wanted = (concepts.AT_LEAST, concepts.AT_MOST)
    return [(word, meant) for meant in wanted for word in [word for word, held in hedges.items() if held == meant][:count]]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_bound_holds_across_words_without_meaning(code: str) -> None:
    """Between a hedge and a number may stand another word that adds nothing: `mindestens weitere 300`."""
    language = lexicon(code)
    number, space, counter = _number(language)
    hedges = language.figures.valued(concepts.EXACTNESS)
    fillers = [word for word, meant in hedges.items() if meant == concepts.EXACTLY and word[-1] not in "'’"]
    wrong = []
    for word, meant in _bounds_of(language, 8):
        for filler in fillers:
            text = f"{word}{space}{filler}{space}{number}{counter}"
            known = any(entry.endswith(f"{word}{space}{filler}".rpartition(" ")[2]) and len(entry) > len(filler) for entry in hedges)
            if word[-1] not in "'’" and not known and (NUMBER, NUMBER) in _read(text, language):
                wrong.append((text, meant))
    assert wrong == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_scales_multiply_digits(code: str) -> None:
    language = lexicon(code)
    _, space, counter = _number(language)
    people = sorted(of(language.figures, concepts.PEOPLE))[0]
    wrong = []
    for scale, value in valued(language.numbers, concepts.SCALE_WORD).items():
        found = _read(f"20{space}{scale}{space}{counter}{space}{people}", language)
        if found not in ([], [(20 * int(value), 20 * int(value))]) and " " not in scale:
            wrong.append((scale, value, found))
    assert wrong == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_range_has_no_numbers_but_its_own(code: str) -> None:
    """Whatever words for exactness stand in it: `from at least 4,321 to a maximum of 6,543 men`."""
    language = lexicon(code)
    number, space, counter = _number(language)
    upper = " ".join(format_decimal(6543, locale=code).split())
    people = sorted(of(language.figures, concepts.PEOPLE))[0]
    ranges = [f"{space}{word}{space}" for word in sorted(of(language.figures, concepts.RANGE_WORD)) if word[-1] not in "'’"]
    hedges = [word for word in language.figures.valued(concepts.EXACTNESS) if word[-1] not in "'’"]
    wrong = []
    for index, hedge in enumerate(hedges):
        for to in ("-", " – ", *ranges):
            first = f"{hedges[index - 1]}{space}" if index % 3 == 0 else ""
            text = f"{first}{number}{to}{hedge}{space}{upper}{counter}{space}{people}"
            found = _read(text, language)
            if any(bound not in (NUMBER, 6543, None) for bounds in found for bound in bounds):
                wrong.append((text, found))
    assert wrong == []


@pytest.mark.parametrize("language", ["ar", "de"])
def test_what_a_lexicon_holds_several_times_is_one_object(language: str) -> None:
    held = lexicon(language)
    concepts_of = [*held.figures.words.values(), *held.numbers.words.values(), *held.figures.values.values()]
    words = [word for carriers in concepts_of for word in carriers]
    assert len(words) > len(set(words)) == len(set(map(id, words)))
    senses = list(held.grammar(FigureWords).senses.values())
    assert len(senses) > len(set(senses)) == len(set(map(id, senses)))
