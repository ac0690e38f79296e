"""The words of figures: what tells a figure from a number in a name, and what a figure counts. They are data: ``quantities.toml``."""

from __future__ import annotations

import bisect
import functools
import re
import tomllib
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any, Final

from infobox.values.numbers import NUMBER, ONE_SCALE, ONES, PARTS, SCALES, TENS, WORD, Token, tokens


class Line:
    """A line that is read for figures: its `text`, the `tokens`, and how many they are.

    `named_until` and `dated_until` are the indexes behind the last number that was a name's or a date's, -1 where none was: the numbers
    that follow it in a list are names and dates too. `hedged` is false where no parenthesis can say how exact a figure is. `years` are
    those of the conflict, without their era; `labels` are the words of links: of each the index of its first token with that behind its
    last. In a line with `letters` the `k` of `100k` is no thousand.
    """

    __slots__ = ("count", "dated_until", "hedged", "labels", "named_until", "text", "tokens", "years")

    def __init__(
        self,
        text: str,
        years: range = range(0),
        labels: Sequence[tuple[int, int]] = (),
        cuts: Sequence[int] = (),
        *,
        letters: bool = False,
    ) -> None:
        self.text = text
        self.years = years
        self.tokens = (_tokens_of_short if len(text) <= _SHORT else _tokens)(text, tuple(cuts), letters)
        self.count = len(self.tokens)
        self.named_until = -1
        self.dated_until = -1
        self.labels = self._labels(labels) if labels else []
        self.hedged = "(" in text and _HEDGE.search(text) is not None

    def _labels(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The tokens of the words that stand at `spans`, in order; words in which a number or a fate stands are no name."""
        found: list[tuple[int, int]] = []
        index = 0
        for start, end in spans:
            while index < self.count and self.tokens[index].start < start:
                index += 1
            first = index
            while index < self.count and self.tokens[index].start < end:
                index += 1
            if index > first and not any(token.kind == NUMBER or token.low in FATES for token in self.tokens[first:index]):
                found.append((first, index))
        return found

    def label(self, at: int) -> tuple[int, int]:
        """The first token and the index behind the last one of the link whose words hold token `at`; of the token alone where none do."""
        place = bisect.bisect(self.labels, (at, self.count)) - 1
        return self.labels[place] if place >= 0 and at < self.labels[place][1] else (at, at + 1)


def _tokens(text: str, cuts: tuple[int, ...], letters: bool) -> list[Token]:
    found = tokens(text, cuts)
    return _with_letters(found) if letters or has_letters(text) else found


_SHORT: Final = 300
# A line is asked whether it has a figure, by itself and by its neighbours, before it is read.
_tokens_of_short: Final = functools.lru_cache(maxsize=128)(_tokens)


def has_letters(text: str) -> bool:
    """Whether a text has a number of wounded that is written `250w`, so that `100k` is one of killed."""
    return _WOUNDED.search(text) is not None


def _with_letters(found: list[Token]) -> list[Token]:
    """The tokens with the letters behind numbers as words for what happened."""
    read: list[Token] = []
    for token in found:
        fate = LETTERS.get(token.text[-1].lower())
        if fate is None:
            read.append(token)
        elif token.low[:-1].replace(",", "").isdigit():
            middle = token.end - 1
            read.append(Token(NUMBER, token.text[:-1], token.low[:-1], token.start, middle))
            read.append(Token(WORD, token.text[-1], fate, middle, token.end))
        elif len(token.text) == 1 and read and read[-1].kind == NUMBER:
            read.append(token._replace(low=fate))
        else:
            read.append(token)
    return read


_WOUNDED: Final = re.compile(r"[wW](?![\w./])(?:(?<=\d[wW])|(?<=\d [wW]))")
_HEDGE: Final = re.compile(r"\b(?:est|appr|circa|ca?\b|min|max|at least|at most|more|over)|[~≈±]", re.IGNORECASE)


def _plurals(word: str) -> Iterable[str]:
    yield word
    if word.endswith("man"):
        yield word[:-3] + "men"
    elif word.endswith("y") and word[-2] not in "aeou":
        yield word[:-1] + "ies"
    elif word.endswith(("s", "x", "ch", "sh")):
        yield word + "es"
    else:
        yield word + "s"
        if word.isascii() and len(word) <= 4:
            yield word + "'s"


def _all_forms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in _plurals(word))


def _by_first_word(phrases: dict[str, list[str]]) -> dict[str, list[tuple[list[str], str]]]:
    found: dict[str, list[tuple[list[str], str]]] = {}
    for kind, listed in phrases.items():
        for phrase in listed:
            words = phrase.split()
            found.setdefault(words[0], []).append((words, kind))
    return found


_DATA: Final[dict[str, Any]] = tomllib.loads(resources.files("infobox.values").joinpath("quantities.toml").read_text("utf-8"))
LETTERS: Final[dict[str, str]] = _DATA["letters"]
FATES: Final[dict[str, str]] = {word: kind for kind, words in _DATA["fates"].items() for word in words}
FATE_NOUNS: Final[dict[str, str]] = {form: kind for kind, words in _DATA["fate_nouns"].items() for form in _all_forms(words)}
ANY_FATE: Final[dict[str, str]] = FATES | FATE_NOUNS
COMBINED: Final[dict[frozenset[str], str]] = {frozenset(kinds): kind for kind, kinds in _DATA["combined"].items()}
PEOPLE: Final = _all_forms(_DATA["nouns"]["people"])
ANIMALS: Final = _all_forms(_DATA["nouns"]["animals"])
PEOPLES: Final = _all_forms(_DATA["nouns"]["peoples"])
"""Names of peoples, faiths and parties in which no rule sees that they are such; they count, but are no nouns of a name."""
FORMATIONS: Final = _all_forms(_DATA["nouns"]["formations"])
NAMED_BY_NUMBER: Final = frozenset(word.title() for word in _DATA["nouns"]["formations"]) | {"Corps", "Abteilung"}
NUMBERED: Final = frozenset(_DATA["words"]["numbered"])
EITHER: Final = _all_forms(_DATA["nouns"]["either"])
THINGS: Final = _all_forms(_DATA["nouns"]["things"]) | ANIMALS
NOUNS: Final = PEOPLE | FORMATIONS | THINGS | frozenset(_DATA["nouns"]["irregular"]) | frozenset(FATE_NOUNS)
DROPPED: Final = frozenset(_DATA["modifiers"]["dropped"])
GENERAL: Final = frozenset(_DATA["modifiers"]["general"])
HUMAN: Final = (PEOPLE | GENERAL) - THINGS
MASS: Final = frozenset(_DATA["nouns"]["mass"])
UNCHANGED: Final = MASS | frozenset(_DATA["nouns"]["irregular"])
"""Nouns that name several without a plural in -s."""
KEPT: Final = frozenset(_DATA["modifiers"]["kept"])
CONDITION: Final = frozenset(_DATA["modifiers"]["condition"])
WHOSE: Final = frozenset(_DATA["modifiers"]["whose"])
STOP: Final = frozenset(_DATA["words"]["stop"])
OF: Final = frozenset(_DATA["words"]["of"])
RATIOS: Final = frozenset(_DATA["words"]["ratios"])
MEASURES: Final = frozenset(_DATA["words"]["measures"])
EMPTY: Final = frozenset(_DATA["modifiers"]["empty"])
CALIBRES: Final = frozenset(_DATA["words"]["calibres"])
TYPES: Final = frozenset(_DATA["words"]["types"])
DESIGNATIONS: Final = frozenset(_DATA["words"]["designations"])
NUMBERED_THINGS: Final = _all_forms(_DATA["words"]["numbered_things"])
ERAS: Final[dict[str, list[str]]] = _DATA["eras"]
REPORTS: Final = frozenset(_DATA["words"]["reports"])
EVENTS: Final = REPORTS | frozenset(_DATA["words"]["events"])
BEFORE_YEAR: Final = frozenset(_DATA["words"]["before_year"])
PART_OF_YEAR: Final = frozenset(_DATA["words"]["part_of_year"]) | BEFORE_YEAR
"""Before `of` and a year."""
WHEN: Final = BEFORE_YEAR | frozenset(("at", "on", "later", "finally", "initially"))
"""First words of a label that says when, and not what is counted: `Tanks: 549; at the end: 599`."""
MONTHS: Final = frozenset(_DATA["words"]["months"])
EXACTNESS: Final[dict[str, str]] = {words: effect for effect, phrases in _DATA["exactness"].items() for words in phrases}
EXACTNESS_BEHIND: Final[dict[str, str]] = {words: effect for effect, phrases in _DATA["exactness_behind"].items() for words in phrases}
BEHIND_STARTS: Final = frozenset(words.partition(" ")[0] for words in EXACTNESS_BEHIND)
EXACTNESS_ENDS: Final = frozenset(words.rpartition(" ")[2] for words in EXACTNESS)
NO_NAMES: Final = STOP | NOUNS | frozenset(ANY_FATE) | DROPPED | WHOSE | EXACTNESS_ENDS | MEASURES
"""Words that have no number as a part of their name, even where they are written with a capital: `Killed 45`."""
NUMBERED_FIRST: Final = frozenset(["Squadron", "Commando", "Corps", "Division", "Brigade", "Regiment"])
"""Names of formations that go on behind this word: `4 Commando Brigade`; an `Army` may be whose: `50 Army Rangers`."""
VERBS: Final = frozenset(_DATA["words"]["verbs"])
UNDER_ARMS: Final = frozenset(("civilian", "military"))
"""Whether they bore arms, which is told apart of the dead: `22,000 military dead`, `22,000 civilian dead`."""
FATE_PHRASES: Final = _by_first_word(_DATA["fate_phrases"])
"""Fates in several words, by the first of them: the words with their kind."""
NOUN_PHRASES: Final = _by_first_word({"": _DATA["nouns"]["phrases"]})
"""Nouns in several words, by the first of them."""
FATE_STARTS: Final = frozenset(FATES) | frozenset(FATE_PHRASES)
LONGEST_FATE: Final = max(len(words) for phrases in FATE_PHRASES.values() for words, _ in phrases)
ONE_OF_A_NATION: Final = frozenset(_DATA["words"]["one_of_a_nation"])
BRANCHES: Final = frozenset(_DATA["words"]["branches"])
NO_OWN_NAME: Final = BRANCHES | frozenset(_DATA["words"]["where"])
_MONEY: Final = frozenset("$£₤€¥₽₺₴₪₩₹฿₫₱₦") | frozenset(_DATA["words"]["money"])
NOT_BEFORE: Final = MEASURES | _MONEY
"""Words and signs before which a number counts nothing."""
NOT_BEHIND: Final = _MONEY | frozenset("#§№") | frozenset(_DATA["words"]["ages"])
"""Words and signs behind which a number counts nothing."""
SHARES: Final = frozenset(_DATA["words"]["shares"])
"""What is said to be a share of the number behind its `of`, which is then no count."""
NOT_ONE: Final = frozenset(["no", "any", "each", "every", "this", "that", "which", "another", "number", "the", "some"])
BESIDE_FATE: Final = frozenset(_DATA["words"]["beside_fate"])
RELATIVE: Final = frozenset(("who", "that", "which"))
CRIPPLING: Final = frozenset(_DATA["words"]["crippling"])
FATE_TAILS: Final = frozenset(_DATA["words"]["fate_tails"])
NUMBERS: Final = frozenset(_DATA["words"]["numbers"])
MOSTLY: Final = frozenset(_DATA["words"]["mostly"])
PARTLY: Final = MOSTLY | frozenset(_DATA["words"]["partly"])
IN_NAMES: Final = frozenset(_DATA["modifiers"]["in_names"])
CLASSES: Final = frozenset(_DATA["modifiers"]["classes"])
LINKING: Final = frozenset(_DATA["modifiers"]["linking"])
SUFFERED: Final = frozenset(_DATA["words"]["suffered"])
BEFORE_FATE: Final = RELATIVE | frozenset(_DATA["words"]["before_fate"])
LEADS_TO_FATE: Final = BESIDE_FATE | BEFORE_FATE
_PART_WORDS: Final = frozenset(words.split()[0] for words in PARTS)
STARTS_NUMBER: Final = frozenset(
    [
        *ONES,
        *TENS,
        *(f"{tens}-{ones}" for tens in TENS for ones in list(ONES)[:9]),
        *_PART_WORDS,
        *(f"{part}-{scale}" for part in _PART_WORDS for scale in ONE_SCALE),
    ]
)
DIGIT: Final = re.compile(r"[\d½¼¾⅓⅔]")
NUMBER_WORD: Final = re.compile(r"(?<!\w)(?:" + "|".join([*ONES, *TENS, *SCALES]) + r")\b")
"""A number in words, in small letters."""
INHERITS: Final = frozenset(("out of", "rising to", "increasing to", "growing to", "falling to", "decreasing to", "reduced to"))
JOINS: Final = frozenset(("and", "or", "&", ",", "/"))
LOSES: Final = frozenset(("lost", "losing", "loses"))
"""Before a figure they say what became of those counted: `lost 300 men and 20 guns`."""
LISTS_PARTS: Final = frozenset(("including", "incl", "of", "comprising", "consisting", "included", "includes", "namely"))
"""First words of what stands before a colon and is no label: `including:`, `of whom:`."""
ESTIMATED: Final = frozenset(("est", "est.", "estimated", "estimate", "estimates", "estimation", "estimations"))
HEDGES_YEAR: Final = ESTIMATED | {"c", "c.", "ca", "ca.", "circa", "circa."}
"""Behind one of these the number of a parenthesis is a year, where it can be one: `(est. 2017)`, `(c. 1780)`."""
FURTHEST: Final = 40
"""Tokens behind a figure that are looked at for its unit."""
MOST: Final = 10_000
"""Figures of a line that are read: one with more is no cell, and must not take a reader's time."""


def is_counted(low: str) -> bool:
    """Whether a word behind a number says that it counts."""
    return low in NOUNS or low in ANY_FATE or low in GENERAL
