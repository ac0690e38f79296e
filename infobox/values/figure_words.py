"""The words of figures (``figures.toml`` of the lexicon): they distinguish figures from numbers in names, and name what is counted."""

from __future__ import annotations

import bisect
import functools
import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias, cast, get_args

from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon, Vocabulary
from infobox.language.patterns import any_of
from infobox.record import Kind
from infobox.values.number_tokens import tokens
from infobox.values.numbers import ABSENT, NOUN, NUMBER, WORD, Numbers, Token, of, section, valued

_SIGNS: Final = {
    concepts.JOIN: "&,/",
    concepts.CLOSES_LIST: "&+",
    concepts.RANGE_AND: "&",
    concepts.EXACTNESS_END: f"{signs.ABOUT}±<>≤≥",
    concepts.MEASURE: signs.MEASURES,
    concepts.SHARE: "%",
    concepts.MONEY: signs.MONEY,
    concepts.AGE: signs.NUMBER_SIGNS,
    concepts.TIMES: "×",
}
"""What signs mean in any language: signs of the kind `AGE` before a number mark it as the number of something."""
EXACTNESS_SIGNS: Final = (
    dict.fromkeys(f"{signs.ABOUT}±", concepts.ABOUT)
    | dict.fromkeys((">=", ">", "≥"), concepts.AT_LEAST)
    | dict.fromkeys(("<=", "<", "≤"), concepts.AT_MOST)
)
_HUMAN: Final = concepts.PEOPLE | concepts.GENERAL
_IN_SINGULAR: Final = (
    concepts.PEOPLE,
    concepts.PEOPLES,
    concepts.FORMATION,
    concepts.ANIMAL,
    concepts.EITHER,
    concepts.THING,
    concepts.NUMBERED_THING,
    concepts.ONE_OF_A_NATION,
)
"""Concepts whose words are listed in the singular."""

_PluralRule: TypeAlias = tuple[re.Pattern[str], list[str]]
"""What a noun contains, and what its plurals have in place of it."""

ANY_FATE: Final = concepts.FATE_WORD | concepts.FATE_NOUN
COUNTED: Final = NOUN | ANY_FATE | concepts.GENERAL
"""Words that show that the number before them counts."""
EVENTS: Final = concepts.EVENT_WORD | concepts.REPORT
HEDGES_YEAR: Final = concepts.ESTIMATED | concepts.BEFORE_YEAR_IN_NOTE
PARTS_OF_YEAR: Final = concepts.PART_OF_YEAR | concepts.BEFORE_YEAR
"""Words before `of` and a year."""
SAYS_WHEN: Final = concepts.BEFORE_YEAR | concepts.WHEN
NO_NAMES: Final = concepts.STOP | NOUN | ANY_FATE | concepts.DROPPED | concepts.WHOSE_WORD | concepts.EXACTNESS_END | concepts.MEASURE
"""Words that do not take a number as part of a name, even with a capital: `Killed 45`."""
UNCOUNTED: Final = concepts.MEASURE | concepts.MONEY
"""Words and signs before which a number counts nothing."""
UNCOUNTED_AFTER: Final = concepts.MONEY | concepts.AGE
"""Words and signs after which a number counts nothing."""
NO_OWN_NAME: Final = concepts.BRANCH | concepts.REGION
SINGLE: Final = concepts.UNCHANGED | concepts.MASS
"""Nouns that can mean several without a plural form."""
PARTS: Final = concepts.MOSTLY | concepts.PARTLY_WORD
SUFFERERS: Final = concepts.RELATIVE | concepts.BEFORE_FATE_WORD
LEADS_TO_FATE: Final = concepts.BESIDE_FATE | SUFFERERS
LEADS: Final = concepts.PASSIVE | SUFFERERS | concepts.WENT
IN_LIST: Final = concepts.JOIN | concepts.CLOSES_LIST | concepts.LISTED
AFTER_DASH: Final = (concepts.DASH_STRONG, concepts.DASH_ABOUT, concepts.DASH_NOUN)
COMBINED: Final[dict[frozenset[str], Kind]] = {
    frozenset(kind.replace("_or_", "_").split("_")): kind for kind in get_args(Kind) if "_or_" in kind
}
"""The kinds that stand for several kinds."""
FURTHEST: Final = 40
"""How many tokens after a figure are searched for its unit."""
_LONGEST_HEDGES: Final = 6
"""The most words for the exactness of the upper number of a range."""
MOST: Final = 10_000
"""The most figures that are read on one line: a line with more is not a real value, and must not cost time."""


def signs_of(kinds: int) -> list[str]:
    """The signs of any of the kinds."""
    return [sign for kind, marks in _SIGNS.items() if kind & kinds for sign in marks]


class FigureWords(Numbers):
    """The meaning of words in figures in one language.

    `fates` and `fate_nouns` give the kinds of what happened, `any_fate` both; `fate_phrases` and `noun_phrases` hold those of several words
    by their first word; `exactness` and `exactness_after` give the exactness of a figure; `befalls` gives the kinds of fates that apply to
    the noun after the figure they precede. docs/lexicon.md explains the settings.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        words, settings = lexicon.figures, lexicon.figures.settings
        self.capital_months: bool = settings.get("months_have_capitals", False)
        months = lexicon.dates.of(concepts.MONTH)
        super().__init__(lexicon, [*of(words, *AFTER_DASH), *(map(str.title, months) if self.capital_months else months)])
        self.capitals = settings.get("nouns_have_capitals", False)
        self.compounds = settings.get("compounds", False)
        self.head_first: bool = settings.get("head_first", False)
        self.complements_follow: bool = settings.get("complements_follow", False)
        self.lowest_numbered: int = settings.get("lowest_numbered", 2)
        self.singular_numbered: bool = settings.get("singular_numbered", False)
        self.shares_follow = bool(of(words, concepts.SHARE_AFTER))
        self.rest_around: list[tuple[str, str]] = [(first, last) for first, last in settings.get("rest_around", ())]
        self.whole_endings = tuple(settings.get("whole_endings", ()))
        self.wholes_count: bool = settings.get("wholes_count", False)
        self.possessive = tuple(settings.get("possessive_endings", ()))
        self.plural_of_numbers: str = settings.get("plural_of_numbers", "")
        self.learn(words)
        self.add(months, concepts.MONTH_NAME)
        rules = [(re.compile(found), forms) for found, *forms in settings.get("plurals", ())]
        formed = concepts.PLURAL if settings.get("plural_forms", False) else 0
        self.singulars = _singulars({word for bit in _IN_SINGULAR for word in of(words, bit)}, rules)
        for bit in _IN_SINGULAR:
            self.add([plural for word in of(words, bit) for plural in _plurals(word, rules)], bit | formed)
        self.add(of(words, concepts.FORMATION), concepts.NUMBERED_FORMATION)
        self._learn_fates(words, rules)
        self.known = frozenset(self.senses)
        self._learn_phrases(words)
        for bit, marks in _SIGNS.items():
            self.add(marks, bit)
        self._learn_endings(words)
        human = [word for word, senses in self.senses.items() if senses & _HUMAN and not senses & (concepts.THING | concepts.ANIMAL)]
        self.add(human, concepts.HUMAN)
        letter = any_of(one for shown in settings.get("shows_letters", "") for one in (shown, shown.upper()))
        self.shows_letters = re.compile(rf"{letter}(?![\w./])(?:(?<=\d{letter})|(?<=\d {letter}))")
        starts, whole = settings.get("hedge_starts", ()), settings.get("hedge_words", ())
        self.hedge = re.compile(rf"\b(?:{any_of(starts)}|{any_of(whole)}\b)|[{signs.ABOUT}±]", re.IGNORECASE)
        number = any_of([*self.small, *self.scales])
        end = r"\b" if self.compound is None else ""
        self.number = re.compile(rf"(?<!\w){number}{end}" if self.any_spaces else number)

    def _learn_fates(self, words: Vocabulary, rules: Sequence[_PluralRule]) -> None:
        self.fates = cast(dict[str, Kind], valued(words, concepts.FATE_WORD))
        nouns = cast(dict[str, Kind], valued(words, concepts.FATE_NOUN))
        self.fate_nouns = {form: kind for word, kind in nouns.items() for form in (word, *_plurals(word, rules))}
        self.add(self.fate_nouns, concepts.FATE_NOUN)
        self.any_fate = self.fates | self.fate_nouns
        self.letters = words.valued(concepts.FATE_LETTER)
        self.doubtful_losses = words.of(concepts.DOUBTFUL_LOSS)

    def _learn_phrases(self, words: Vocabulary) -> None:
        several = {phrase: kind for phrase, kind in self.any_fate.items() if " " in phrase}
        self.fate_phrases = _by_first_word(self._spaced(several | words.valued(concepts.FATE_PHRASE)))
        self.add(self.fate_phrases, concepts.PHRASE_START)
        self.noun_phrases = _by_first_word(self._spaced(dict.fromkeys(sorted(words.of(concepts.NOUN_PHRASE)), "")))
        self.add(self.noun_phrases, concepts.NOUN_START)
        self.odds = _by_first_word(self._spaced(dict.fromkeys(sorted(of(words, concepts.ODDS), key=_longest_first), "")))
        self.add(self.odds, concepts.ODDS)
        ranges = [phrase for phrase in of(words, concepts.RANGE_WORD) if " " in phrase]
        self.ranges = _by_first_word(self._spaced(dict.fromkeys(sorted(ranges, key=_longest_first), "")))
        self.add(self.ranges, concepts.RANGE_WORD)
        self.rates = _by_first_word(self._spaced(dict.fromkeys(sorted(words.of(concepts.RATE), key=_longest_first), "")))
        self.exactness = EXACTNESS_SIGNS | self._unpointed(words.valued(concepts.EXACTNESS))
        self.exactness_after = self._unpointed(words.valued(concepts.EXACTNESS_AFTER))
        self.add([phrase.rpartition(" ")[2] for phrase in self.exactness], concepts.EXACTNESS_END)
        self.add([phrase.partition(" ")[0] for phrase in self.exactness_after], concepts.AFTER_START)
        self.inherits = frozenset(map(self.spaced, words.of(concepts.INHERITS)))
        self.of_which = frozenset(map(self.spaced, words.of(concepts.OF_WHICH)))
        kinds = cast(dict[str, Kind], self.any_fate | words.valued(concepts.FATE_PHRASE))
        self.befalls = {self.spaced(phrase): kinds[phrase] for phrase in words.of(concepts.BEFALLS) if phrase in kinds}

    def _spaced(self, phrases: Mapping[str, str]) -> dict[str, str]:
        return {self.spaced(phrase): meant for phrase, meant in phrases.items()}

    def _unpointed(self, phrases: Mapping[str, str]) -> dict[str, str]:
        """The phrases as their tokens are joined; abbreviations take the full stop after them."""
        abbreviations = (word[:-1] for phrase in phrases for word in phrase.split() if word[-1] == "." and word[:-1].isalpha())
        self.add(abbreviations, concepts.ABBREVIATION)
        return {phrase.replace(".", ""): meant for phrase, meant in self._spaced(phrases).items()}

    def _learn_endings(self, words: Vocabulary) -> None:
        endings: dict[str, list[str]] = words.settings.get("endings", {})
        plural = tuple(endings.get(section(concepts.PLURAL), ()))
        for word in of(words, concepts.WHOSE_WORD):
            self.add([word + end for end in (plural if word.endswith(plural) else ("", *plural))], concepts.PEOPLE_OF)
        self.end(endings, words.settings.get("no_endings", {}))

    def may_hold_figure(self, text: str) -> bool:
        """Whether a text holds a digit or a number word."""
        if _DIGIT.search(text) is not None:
            return True
        return self.number.search(self.spelling.text(text, self.known).lower()) is not None

    def has_letters(self, text: str) -> bool:
        """Whether a text has a number of wounded written as `250w`, so that `100k` is a number of killed."""
        return self.shows_letters.search(text) is not None

    def is_month(self, token: Token) -> bool:
        """Whether a word is the name of a month: `May`, `mid-May`, `Sept.`."""
        senses = token.senses | self.senses.get(token.low.rpartition("-")[2], 0) if "-" in token.low else token.senses
        if not senses & concepts.MONTH_NAME:
            return False
        return not self.capital_months or token.text.rstrip(".").rpartition("-")[2].istitle()

    def noun(self, unit: str) -> int:
        """The concepts of the last word of a unit, or of the first noun if adjectives stand after their noun."""
        lows = self.spelling.text(unit, self.known).lower().split()
        if self.head_first:
            lows = [next((low for low in lows if self.senses.get(low, 0) & NOUN), lows[0])] if lows else []
        low = lows[-1] if lows else ""
        return self.carried(low, low)

    def head(self, unit: str) -> int:
        """The concepts of the head noun of a unit: `tanks` in `light tanks`, `ships` in `ships of the line`."""
        lows = self.spelling.text(unit, self.known).lower().split()
        for index, low in enumerate(lows[1:], 1):
            if self.senses.get(low, 0) & concepts.NOUN_LINK:
                lows = lows[:index]
                break
        return self.noun(" ".join(lows))


class TokenLine:
    """A line cut into tokens to read its figures: `text`, `tokens`, how many there are, and the `words` of its language. `carried` are the
    concepts that any token carries: what needs one of them is asked only if it is there.

    Two `ABSENT` tokens follow the last one, so that every token has neighbours: those of the first are at -1 and -2.

    `named_until` and `dated_until` are the indexes after the last number that belonged to a name or a date, -1 if none did: the numbers
    that follow it in a list are names and dates too. `hedged` is false if no parenthesis can say how exact a figure is. `years` are
    those of the conflict, without their era; `labels` are the words of links: for each the index of its first token and the one after its
    last. `rated` is true if it may hold a rate. In a line with `letters` the `k` of `100k` does not mean thousand. `doubtful` are the
    tokens of numbers that may count something, but were not read.
    """

    __slots__ = (
        "carried",
        "count",
        "dated_until",
        "doubtful",
        "hedged",
        "labels",
        "named_until",
        "rated",
        "text",
        "tokens",
        "words",
        "years",
    )

    def __init__(
        self,
        text: str,
        words: FigureWords,
        years: range = range(0),
        labels: Sequence[tuple[int, int]] = (),
        cuts: Sequence[int] = (),
        *,
        letters: bool = False,
    ) -> None:
        self.text = text
        self.words = words
        self.years = years
        self.tokens, self.carried = (_tokens_of_short if len(text) <= _SHORT else _tokens)(text, words, tuple(cuts), letters)
        self.count = len(self.tokens) - 2
        self.rated = not words.rates.keys().isdisjoint([token.low for token in self.tokens])
        self.named_until = -1
        self.dated_until = -1
        self.doubtful: set[tuple[int, int]] = set()
        self.labels = self._labels(labels) if labels else []
        self.hedged = "(" in text and words.hedge.search(words.spelling.text(text)) is not None

    def _labels(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The tokens of the words at `spans`, in order; words with a number or a fate are not a name."""
        found: list[tuple[int, int]] = []
        starts = [token.start for token in self.tokens[: self.count]]
        for span in spans:
            first, index = (bisect.bisect_left(starts, place) for place in span)
            if index > first and not any(token.kind == NUMBER or token.senses & concepts.FATE_WORD for token in self.tokens[first:index]):
                found.append((first, index))
        return found

    def label(self, at: int) -> tuple[int, int]:
        """The indexes of the first token and after the last of the link that holds token `at`; of that token if there is no link."""
        place = bisect.bisect(self.labels, (at, self.count)) - 1
        return self.labels[place] if place >= 0 and at < self.labels[place][1] else (at, at + 1)

    def is_one(self, at: int) -> bool:
        """Whether the token at `at` means one: `1`, `one`, `a`."""
        token = self.tokens[at]
        return token.text == "1" or bool(token.senses & concepts.INDEFINITE) or self.words.small.get(token.low) == 1


def _tokens(text: str, words: FigureWords, cuts: tuple[int, ...], letters: bool) -> tuple[list[Token], int]:
    """The tokens of a line, and the concepts that any of them carries."""
    found = tokens(text, words, cuts)
    if letters or words.has_letters(text):
        found = _with_letters(found, words)
    return [*found, ABSENT, ABSENT], functools.reduce(operator.or_, [token.senses for token in found], 0)


_SHORT: Final = 300
# Whether a line has a figure is checked several times, for itself and for its neighbours, before it is read.
_tokens_of_short: Final = functools.lru_cache(maxsize=128)(_tokens)
_DIGIT: Final = re.compile(r"[\d½¼¾⅓⅔]")


def _with_letters(found: list[Token], words: FigureWords) -> list[Token]:
    """The tokens, with letters after numbers replaced by words for what happened."""
    read: list[Token] = []
    for token in found:
        fate = words.letters.get(token.text[-1].lower(), "")
        senses = words.carried(fate, fate) if fate else 0
        if fate and token.low[:-1].replace(words.thousands, "").isdigit():
            middle = token.end - 1
            read.append(Token(NUMBER, token.text[:-1], token.low[:-1], token.start, middle, 0))
            read.append(Token(WORD, token.text[-1], fate, middle, token.end, senses))
        else:
            alone = fate and len(token.text) == 1 and read and read[-1].kind == NUMBER
            read.append(Token(token.kind, token.text, fate, token.start, token.end, senses) if alone else token)
    return read


def _plurals(word: str, rules: Iterable[_PluralRule]) -> list[str]:
    """The plurals of a noun by the first rule that matches it."""
    for found, forms in rules:
        if found.search(word):
            return [found.sub(form, word, count=1) for form in forms]
    return []


def _singulars(nouns: set[str], rules: Sequence[_PluralRule]) -> dict[str, str]:
    """The singulars of nouns by their plurals: of several with one plural the shortest, in whichever order they come."""
    return {form: word for word in sorted(nouns, key=_longest_first) for form in _plurals(word, rules) if form != word}


Phrases: TypeAlias = Mapping[str, list[tuple[list[str], str]]]
"""Phrases by their first word: the words of each, and what it means."""


def _by_first_word(phrases: Mapping[str, str]) -> Phrases:
    found: dict[str, list[tuple[list[str], str]]] = {}
    for phrase, meant in phrases.items():
        words = phrase.split()
        found.setdefault(words[0], []).append((words, meant))
    return found


def phrase_at(phrases: Phrases, found: list[Token], at: int) -> tuple[int, str] | None:
    """How many words the phrase at token `at` takes, and what it means: `shot down`, `head of cattle`; `*` stands for any one word."""
    for words, meant in phrases.get(found[at].low, ()):
        tokens = found[at : at + len(words)]
        if len(tokens) == len(words) and all(_is_word(token, word) for token, word in zip(tokens, words, strict=True)):
            return len(words), meant
    return None


def after_hedges(line: TokenLine, upper: int) -> int:
    """The index of the upper number of a range, after words for its exactness at token `upper`: `500 to about 700`, `500 bis zu 700`,
    `de 500 a un máximo de 700`.
    """
    lows = [token.low for token in line.tokens[upper - 1 : upper + _LONGEST_HEDGES]]
    skipped = 2 if line.words.exactness.get(" ".join(lows[:2])) == concepts.AT_MOST else 1
    while length := next((length for length in range(4, 0, -1) if _is_skipped(line, lows[skipped : skipped + length], length)), 0):
        skipped += length
    return upper + skipped - 1


def _is_skipped(line: TokenLine, lows: list[str], length: int) -> bool:
    """Whether words before the upper number of a range leave it as it is; one word without meaning may belong to something else."""
    effect = line.words.exactness.get(" ".join(lows)) if len(lows) == length else None
    return effect in (concepts.ABOUT, concepts.AT_MOST) or (effect == concepts.EXACTLY and length > 1)


def _longest_first(phrase: str) -> tuple[int, str]:
    return -len(phrase), phrase


def _is_word(token: Token, word: str) -> bool:
    return token.low == word or (word == "*" and token.kind == WORD)
