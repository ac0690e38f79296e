"""The number words of a language, and the patterns that cut its texts into numbers, words and marks."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

from msgspec import Struct

from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon, Vocabulary
from infobox.language.patterns import any_of
from infobox.values import no_numbers
from infobox.values.number_compounds import CompoundNumbers

NUMBER: Final = "<number>"
WORD: Final = "<word>"
BREAK: Final = ";"
"""What separates two figures: a semicolon, a tag that is shown as text, an arrow."""
NAME: Final = "<name>"
"""A number glued to letters (`1st`, `88mm`, `1990s`), a time, a ratio, a date in digits, a calibre or a fraction: not a number."""

NOUN: Final = concepts.PEOPLE | concepts.FORMATION | concepts.THING | concepts.ANIMAL | concepts.UNCHANGED | concepts.FATE_NOUN
_OF_HEAD: Final = (
    NOUN
    | concepts.FATE_WORD
    | concepts.HUMAN
    | concepts.MASS
    | concepts.EITHER
    | concepts.COUNTABLE
    | concepts.NUMBERED_FORMATION
    | concepts.ONE_OF_A_NATION
    | concepts.PLURAL
    | concepts.MEASURE
)
"""What a compound has from its last part."""
_HEAD: Final = NOUN | concepts.FATE_WORD | concepts.MEASURE
_SHORTEST_HEAD: Final = 4
_LONGEST_HEAD: Final = 24
_NEVER_ADDED: Final = 100
"""More digits than a number has."""
_SHORTEST_FIRST: Final = 2
"""The fewest letters before the last part of a compound."""
_BITS: Final = {name.lower().removesuffix("_word"): bit for name, bit in vars(concepts).items() if type(bit) is int}
"""The concepts that words carry as bits, by section of a lexicon's files."""
_SECTIONS: Final = {bit: name for name, bit in _BITS.items()}


class Token(Struct, frozen=True, gc=False, eq=False):
    """One piece of a text.

    `kind` is `NUMBER`, `WORD`, `NAME`, `-` for any dash, or the mark itself; `text` is as written, `low` in lower case, of a compound only
    the part that is known;
    `start` and `end` are its half-open range; `senses` are the concepts that its word carries.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int
    senses: int


ABSENT: Final = Token("\n", "\n", "\n", -1, -1, 0)
"""The token before the first and after the last of a line, without a kind or concepts."""


class Numeral(Struct, frozen=True):
    """A number: `plain` if it is bare digits, which can also be a year or a part of a name; `scaled` if it has a word such as `million`.

    `end` is the index of the token after it.
    """

    amount: Fraction | int
    plain: bool
    scaled: bool
    end: int


class Numbers:
    """The number words of one language, and the patterns that cut its texts into tokens.

    `senses` are the concepts of its words, as bits; `small`, `scales` and `parts` hold the values of `five`, `thousand` and `half`;
    `known` are all words from which prefixes and articles are parted. docs/lexicon.md explains the settings.
    """

    def __init__(self, lexicon: Lexicon, after_dash: Iterable[str]) -> None:
        words, settings = lexicon.numbers, lexicon.numbers.settings
        self.spelling = lexicon.spelling
        self.known: Container[str] = frozenset()
        self.senses: dict[str, int] = {}
        self._kept: dict[int, int] = {}  # few numbers stand for tens of thousands of words: each is kept once
        self.ends: dict[str, list[tuple[str, int]]] = {}
        self.elided = any_of(form for word in of(words, concepts.ELIDED) for form in (word, word.title()))
        self.capitals = self.compounds = False
        self.scales = {word: int(value) for word, value in valued(words, concepts.SCALE_WORD).items()}
        self.parts = {self.spaced(word): Fraction(value) for word, value in valued(words, concepts.PART_WORD).items()}
        self.links = [*(self.spaced(link).split() for link in words.of(concepts.PART_LINK)), []]
        ones = {word: int(value) for word, value in valued(words, concepts.ONE).items()}
        tens = {word: int(value) for word, value in valued(words, concepts.TEN).items()}
        both = {f"{ten}-{one}": tens[ten] + ones[one] for ten in tens for one in ones if ones[one] < 10}
        self.small = ones | tens | both
        self.learn(words)
        self.add(_shortened_months(lexicon), concepts.ABBREVIATION)
        first = {words.partition(" ")[0] for words in self.parts}
        self.add([*self.small, *of(words, concepts.BARE_SCALE)], concepts.STARTS_NUMBER)
        halves = [f"{part}-{scale}" for part in first for scale in of(words, concepts.ONE_SCALE)]
        self.add([*first, *halves], concepts.STARTS_NUMBER | concepts.PART_START)
        self.short_words: int = settings.get("short_words", 0)
        self.thousands, self.decimal = settings.get("group_sign", ","), settings.get("decimal_sign", ".")
        self.point_is_decimal: bool = self.thousands == "." and settings.get("point_is_decimal", False)
        self.thousand_letters = frozenset(letter for one in settings.get("thousand_letter", "") for letter in (one, one.upper()))
        self.ones_first: bool = settings.get("ones_first", False)
        self.any_spaces = settings.get("spaces", True)
        self.scale_letters, self.ordinals = tuple(settings.get("scale_letters", ())), frozenset(settings.get("ordinals", ()))
        self.and_joins: bool = settings.get("and_joins", False)
        self.digits_after_scale: bool = settings.get("digits_after_scale", False)
        self.compound = _compound(words, self.small | self.scales)
        self.digits_after_and: int = settings.get("digits_after_and", _NEVER_ADDED)
        self.digits = re.compile(rf"\d{{1,3}}(?:{re.escape(self.thousands)}\d{{3}}){{1,5}}|\d{{1,9}}")
        glued = any_of(settings.get("glued", ()))
        self.glued = re.compile(rf"({self.digits.pattern})([^\W\d_]{{{settings.get('shortest_glued', 4)},}}|{glued})")
        self.eras = _spaced_eras(lexicon.dates.valued(concepts.ERA))
        hedges = {entry.partition(" ")[0].rstrip(".") for entry in lexicon.figures.of(concepts.EXACTNESS) if entry[0].isalpha()}
        self.pattern = self._pattern(words, after_dash, hedges)
        self.longest = re.compile("")

    def learn(self, words: Vocabulary) -> None:
        """Add the words of a file, with the concepts that are bits."""
        for concept, carried in words.words.items():
            if bit := _BITS.get(concept):
                self.add(carried, bit)

    def add(self, words: Iterable[str], bit: int) -> None:
        """Let words carry another concept."""
        for word in words:
            self._carry(word, self.senses.get(word, concepts.SMALL) | bit)

    def _carry(self, word: str, senses: int) -> None:
        self.senses[word] = self._kept.setdefault(senses, senses)

    def spaced(self, phrase: str) -> str:
        """A phrase as its tokens are joined: folded, with a space after words that end in an apostrophe."""
        return re.sub(rf"(?<!\w){self.elided}(?=\w)", r"\g<0> ", self.spelling.text(phrase, self.known))

    def end(self, ends: Mapping[str, Iterable[str]], no_ends: Mapping[str, Iterable[str]]) -> None:
        """Let words carry the concepts of their `ends`, unless an end is among `no_ends`."""
        for listed, sign in ((ends, 1), (no_ends, 0)):
            for concept, endings in listed.items():
                for ending in endings:
                    self.ends.setdefault(ending[-1], []).append((ending, _BITS[concept] if sign else ~_BITS[concept]))
        for word, senses in self.senses.items():
            self._carry(word, senses | self.ended(word))
        if not self.any_spaces:
            known = sorted((word for word in self.senses if word.isalpha()), key=len, reverse=True)
            self.longest = re.compile(f"{any_of(known)}|(?:(?!{any_of(known)}).)+", re.DOTALL)

    def ended(self, low: str) -> int:
        """The concepts that a word has from its ending alone."""
        senses = 0
        for end, bit in self.ends.get(low[-1:], ()):
            if low.endswith(end):
                senses = senses | bit if bit > 0 else senses & bit
        return senses

    def carried(self, word: str, low: str) -> int:
        """The concepts of a word: those of its letters, and those of its capitals."""
        senses = self.senses.get(low)
        if senses is None:
            senses = concepts.SMALL | self.ended(low)
            if self.compounds and (head := self.head_of(low)) != low:
                senses |= self.senses[head] & _OF_HEAD
        if word == low or (self.capitals and senses & (NOUN | concepts.FATE_WORD)):
            return senses
        return senses & ~concepts.SMALL if word[0] == low[0] else senses & ~concepts.SMALL | concepts.CAPITAL

    def head_of(self, low: str) -> str:
        """The known noun in which a compound that is not known ends; the word itself if there is none, or if it is known."""
        if low not in self.senses:
            for start in range(max(_SHORTEST_FIRST, len(low) - _LONGEST_HEAD), len(low) - _SHORTEST_HEAD + 1):
                if self.senses.get(low[start:], 0) & _HEAD:
                    return low[start:]
        return low

    def _pattern(self, words: Vocabulary, after_dash: Iterable[str], hedges: Iterable[str]) -> re.Pattern[str]:
        settings = words.settings
        thousands, decimal = re.escape(self.thousands), re.escape(self.decimal)
        scales, decimal_scales = (f"(?i:{any_of(scales)})" for scales in (self.scales, of(words, concepts.DECIMAL_SCALE)))
        ordinals, units = any_of(settings.get("ordinals", ())), any_of(settings.get("units", ()))
        signed, signed_words = _with_signs(settings)
        letter = any_of(self.thousand_letters)
        elided = _before_words(self.elided if of(words, concepts.ELIDED) else "", scales)
        begins = rf"[\d{decimal}½¼¾⅓⅔]"
        goes_on = r"[^\W_]" if self.any_spaces else r"[0-9A-Za-z]"
        word = r"\w*+" if self.any_spaces else r"[^\W\d_]*+"
        return re.compile(
            rf"""
            (?={begins}) (?:
              (?P<apart> (?=\d{{1,4}}[{signs.HYPHENS}:/⁄.])
                     (?: {no_numbers.TIME} | \d{{1,3}}[/⁄]\d{{1,3}}{ordinals}?(?!\w|[,/]\d) | {no_numbers.DATE} )
                   | (?<![\w.,])\d{{1,3}}{signed}(?:(?<=\w)(?!\w)|(?<!\w)(?=[\u00a0\ ]?[^\W\d_]|\ ?[{signs.DASHES}/]\ ?\d{{1,3}}{signed}))
                   | (?<![\w{decimal}]){decimal}\d++(?!\ {scales}\b)\w* )
            | (?P<digits> (?<!\d['’]) (?: [1-9]\d{{0,2}} (?: (?:{thousands}\d{{3}}(?!\d)){{1,5}} (?:{decimal}\d{{1,2}}(?!\d))?
                                        | (?:[{signs.GROUP_SPACES}](?:0\d\d|\d{{3}}(?!\ ?{units}\b))(?!{goes_on}|[.,'’]\d)){{1,5}}
                                        | (?:[{signs.GROUP_SPACES}]\d{{3}}){{1,5}}{decimal}\d{{1,2}}(?!\d)
                                        | (?:{decimal}\d{{3}}(?!\d)){{1,5}}
                                        | (?:['’]\d{{3}}(?!\d)){{1,5}}(?:[.,]\d{{3}}(?!\d)){{0,2}}
                                        | (?:{thousands}\d\d(?!\d)){{1,4}}{thousands}\d{{3}}(?!\d) )
                       | \d++ (?: {decimal}\d++ | {thousands}\d{{1,2}}(?=\ {decimal_scales}\b) | \ ?[½¼¾⅓⅔] )?
                       | (?<![\w{decimal}]){decimal}\d++
                       | [½¼¾⅓⅔] )
                     (?: {letter}\b )?
                     (?! {goes_on} | {decimal}\d | {thousands}\d{{3}} | \.\d | ['’]\d{{3}}
                       | [{signs.HYPHENS}](?!{any_of(after_dash)}\b)[^\W\d_] | {_torn(after_dash, hedges)} ) )
            )
            | (?P<dotted> {self.eras}[^\W\d_](?:\.[^\W\d_]){{1,4}}+\.?(?!\w) )
            {elided}| (?P<word> {signed_words}[^\W\d_]{word} (?: [{signs.HYPHENS}'’&]\w++ | /[^\W\d_]\w*+ | (?<=\d)/\w++ )* )
            | (?P<glued> \d\w*+ (?: [{signs.HYPHENS}.,]\w++ )* )
            | (?P<markup> <[/\\]*(?:[A-Za-z][^\s<>]*+(?:\s[^<>=]*+=[^<>]*+)?\s*[/\\]?)?> | <?[-–=]{{1,3}}> )
            | (?P<dots> (?<=\d)(?:\.{{2,3}}|[…÷])(?=\d) ) | (?P<sign> [<>]= | [^\s] )
            """,
            re.VERBOSE,
        )


def _shortened_months(lexicon: Lexicon) -> frozenset[str]:
    """The abbreviations of months."""
    whole = {name.lower() for name in lexicon.dates.first.get(concepts.MONTH, {}).values()}
    return frozenset(lexicon.dates.of(concepts.MONTH) - whole)


def _spaced_eras(eras: Iterable[str]) -> str:
    """A part of a pattern for eras whose letters have spaces between them (`a. C.`); empty if there are none."""
    letters = [
        entry.replace(" ", "").rstrip(".").split(".") for entry in sorted(eras) if re.fullmatch(r"[^\W\d_](?:\. [^\W\d_])+\.", entry)
    ]
    pieces = [r"\.[\u00a0\ ]?".join(entry) + r"(?!\w)\.?" for entry in letters]
    return f"(?i:{'|'.join(sorted(pieces, key=len, reverse=True))}) | " if pieces else ""


def _with_signs(settings: Mapping[str, Any]) -> tuple[str, str]:
    """Parts of the pattern of tokens: endings of ordinals that begin with a sign, and words with a sign inside, each a choice."""
    signed = any_of(ending for ending in settings.get("ordinals", ()) if not ending[0].isalnum())
    return signed, "".join(rf"{re.escape(word)}(?!\w) | " for word in settings.get("signed_words", ()))


def _compound(words: Vocabulary, values: dict[str, int]) -> CompoundNumbers | None:
    joints = words.settings.get("compound_joints")
    return CompoundNumbers(dict.fromkeys(of(words, concepts.ONE_OF_SCALE), 1) | values, joints) if joints is not None else None


def _before_words(elided: str, scales: str) -> str:
    """A part of the pattern of tokens for what is no longer word: elided words, and scales before a dash and digits."""
    return (
        rf"| (?P<elided> {elided}(?=[^\W_]) )" if elided else ""
    ) + rf"| (?P<scaled> (?=[^\W\d_]++[{signs.HYPHENS}]\d)(?<![\w-]){scales}(?=[{signs.HYPHENS}]\d) ) "


def _torn(after_dash: Iterable[str], hedges: Iterable[str]) -> str:
    """A part of a pattern for what makes the digits before it a part of a word: after the `100` of `100 000-ная армия`, the `4` of
    `4 321-около 5 000`.
    """
    hyphen = f"[{signs.HYPHENS}]"
    return rf"[{signs.GROUP_SPACES}](?:000(?:{hyphen}(?!{any_of(after_dash)}\b))?[^\W\d_]|\d{{3}}{hyphen}(?i:{any_of(hedges)})\b)"


def section(bit: int) -> str:
    """The name of the section with the words of a concept that is a bit."""
    return _SECTIONS[bit]


def of(words: Vocabulary, *bits: int) -> frozenset[str]:
    """The words of a file that carry any of these concepts, which are bits."""
    return words.of(*map(section, bits))


def valued(words: Vocabulary, bit: int) -> dict[str, str]:
    """The words of a file that carry a concept which is a bit, each with its value."""
    return words.valued(section(bit))
