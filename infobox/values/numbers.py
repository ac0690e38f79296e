"""Text to tokens: words, marks and numbers, the numbers with their value (`3 000`, `1½`, `1.6 million`, `two hundred and fifty`)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

from infobox.language import concepts
from infobox.language.lexicon import Lexicon, Vocabulary
from infobox.language.patterns import any_of
from infobox.language.spelling import Spelt

NUMBER: Final = "<number>"
WORD: Final = "<word>"
BREAK: Final = ";"
"""What separates two figures: a semicolon, a tag that is shown as text, an arrow."""
NAME: Final = "<name>"
"""A number glued to letters (`1st`, `88mm`, `1990s`), a time, a ratio, a date in digits, a calibre or a fraction: not a number."""

_BLANK: Final = re.compile(r"\s")
_PARTS: Final = re.compile(r"\s?(?!0\d|\d{1,3}[/⁄]\d)\d")
_FRACTION: Final = re.compile(r"([1-9]\d?)[/⁄]([2348]|16|32)")
_DASHES: Final = frozenset("-‐‑‒–—−―~∼〜～")
_VULGAR: Final = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}
_GROUP: Final = 3
"""How many digits a group has."""
_MOST_DIGITS: Final = 13
_MOST: Final = 10**_MOST_DIGITS
_LONGEST: Final = 20
"""The most words of a number."""
_GOES_ON: Final = re.compile(r"[.,]\d")
_GLUED_MARK: Final = re.compile(r"([^\W\d_]{3,})(\d+)")
"""A number joined to a word, which may be a mark or another figure: `killed1`."""
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
_SHORTEST_FIRST: Final = 2
"""The fewest letters before the last part of a compound."""
_BEGINS: Final = concepts.STARTS_NUMBER | concepts.ONE_OF_SCALE
_MORE: Final = concepts.ONE | concepts.TEN | concepts.BARE_SCALE
_ADDS: Final = concepts.SCALE_WORD | concepts.NUMBER_AND | concepts.PART_WORD
_BITS: Final = {name.lower().removesuffix("_word"): bit for name, bit in vars(concepts).items() if type(bit) is int}
"""The concepts that words carry as bits, by section of a lexicon's files."""
_SECTIONS: Final = {bit: name for name, bit in _BITS.items()}


class Token(NamedTuple):
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


class Numeral(NamedTuple):
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
    `known` are all words from which prefixes and articles are parted. With `compounds` a word that is not known means what the known
    noun means in which it ends: `Kriegsgefangene`.
    """

    def __init__(self, lexicon: Lexicon, after_dash: Iterable[str]) -> None:
        words, settings = lexicon.numbers, lexicon.numbers.settings
        self.spelling = lexicon.spelling
        self.known: Container[str] = frozenset()
        self.senses: dict[str, int] = {}
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
        months = {name.lower() for name in lexicon.dates.first.get(concepts.MONTH, {}).values()}
        self.add(lexicon.dates.of(concepts.MONTH) - months, concepts.ABBREVIATION)
        first = {words.partition(" ")[0] for words in self.parts}
        self.add([*self.small, *of(words, concepts.BARE_SCALE)], concepts.STARTS_NUMBER)
        halves = [f"{part}-{scale}" for part in first for scale in of(words, concepts.ONE_SCALE)]
        self.add([*first, *halves], concepts.STARTS_NUMBER | concepts.PART_START)
        self.short_words: int = settings.get("short_words", 0)
        self.thousands, self.decimal = settings.get("group_sign", ","), settings.get("decimal_sign", ".")
        # Whether a full stop that may part thousands is a decimal sign before a scale: `1.929 млн`.
        self.point_is_decimal: bool = self.thousands == "." and settings.get("point_is_decimal", False)
        self.thousand_letters = frozenset(letter for one in settings.get("thousand_letter", "") for letter in (one, one.upper()))
        self.ones_first: bool = settings.get("ones_first", False)
        self.any_spaces = settings.get("spaces", True)
        self.scale_letters = tuple(settings.get("scale_letters", ()))
        self.ordinals = frozenset(settings.get("ordinals", ()))
        self.and_joins: bool = settings.get("and_joins", False)
        self.digits_after_scale: bool = settings.get("digits_after_scale", False)
        self.digits = re.compile(rf"\d{{1,3}}(?:{re.escape(self.thousands)}\d{{3}}){{1,5}}|\d{{1,9}}")
        glued = any_of(settings.get("glued", ()))
        self.glued = re.compile(rf"({self.digits.pattern})([^\W\d_]{{{settings.get('shortest_glued', 4)},}}|{glued})")
        self.eras = _spaced_eras(lexicon.dates.valued(concepts.ERA))
        self.pattern = self._pattern(words, after_dash)
        self.longest = re.compile("")

    def learn(self, words: Vocabulary) -> None:
        """Add the words of a file, with the concepts that are bits."""
        for concept, carried in words.words.items():
            if bit := _BITS.get(concept):
                self.add(carried, bit)

    def add(self, words: Iterable[str], bit: int) -> None:
        """Let words carry another concept."""
        for word in words:
            self.senses[word] = self.senses.get(word, concepts.SMALL) | bit

    def spaced(self, phrase: str) -> str:
        """A phrase as its tokens are joined: folded, with a space after words that end in an apostrophe."""
        return re.sub(rf"(?<!\w){self.elided}(?=\w)", r"\g<0> ", self.spelling.text(phrase, self.known))

    def end(self, ends: Mapping[str, Iterable[str]], no_ends: Mapping[str, Iterable[str]]) -> None:
        """Let words carry the concepts of their `ends`, unless an end is among `no_ends`."""
        for listed, sign in ((ends, 1), (no_ends, 0)):
            for concept, endings in listed.items():
                for ending in endings:
                    self.ends.setdefault(ending[-1], []).append((ending, _BITS[concept] if sign else ~_BITS[concept]))
        for word in self.senses:
            self.senses[word] |= self.ended(word)
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

    def _pattern(self, words: Vocabulary, after_dash: Iterable[str]) -> re.Pattern[str]:
        settings = words.settings
        thousands, decimal = re.escape(self.thousands), re.escape(self.decimal)
        scales, decimal_scales = (f"(?i:{any_of(scales)})" for scales in (self.scales, of(words, concepts.DECIMAL_SCALE)))
        ordinals, units = any_of(settings.get("ordinals", ())), any_of(settings.get("units", ()))
        signed, signed_words = _with_signs(settings)
        letter = any_of(self.thousand_letters)
        elided = rf"| (?P<elided> {self.elided}(?=[^\W_]) )" if of(words, concepts.ELIDED) else ""
        begins = rf"[\d{decimal}½¼¾⅓⅔]"
        goes_on = r"[^\W_]" if self.any_spaces else r"[0-9A-Za-z]"
        word = r"\w*+" if self.any_spaces else r"[^\W\d_]*+"
        return re.compile(
            rf"""
            (?={begins}) (?:
              (?P<apart> \d{{1,3}}(?:\.\d{{1,2}})?(?::\d{{1,2}}(?:\.\d{{1,2}})?){{1,2}}(?!\d|,\d)
                   | \d{{1,3}}[/⁄]\d{{1,3}}{ordinals}?(?!\w|[,/]\d)
                   | \d{{1,4}}(?:/\d{{1,2}}/|-\d{{1,2}}-)\d{{2,4}}(?!\w)
                   | (?<![\w.,])\d{{1,3}}{signed}(?:(?<=\w)(?!\w)|(?<!\w)(?=[\u00a0\ ]?[^\W\d_]|\ ?[-–—/]\ ?\d{{1,3}}{signed}))
                   | (?<![\w{decimal}]){decimal}\d++(?!\ {scales}\b)\w* )
            | (?P<digits> (?<!\d['’]) (?: [1-9]\d{{0,2}} (?: (?:{thousands}\d{{3}}(?!\d)){{1,5}} (?:{decimal}\d{{1,2}}(?!\d))?
                                        | (?:[\u00a0\u2009\u202f ](?:0\d\d|\d{{3}}(?!\ ?{units}\b))(?!{goes_on}|[.,'’]\d)){{1,5}}
                                        | (?:[\u00a0\u2009\u202f ]\d{{3}}){{1,5}}{decimal}\d{{1,2}}(?!\d)
                                        | (?:{decimal}\d{{3}}(?!\d)){{1,5}}
                                        | (?:['’]\d{{3}}(?!\d)){{1,5}}(?:[.,]\d{{3}}(?!\d)){{0,2}}
                                        | (?:{thousands}\d\d(?!\d)){{1,4}}{thousands}\d{{3}}(?!\d) )
                       | \d++ (?: {decimal}\d++ | {thousands}\d{{1,2}}(?=\ {decimal_scales}\b) | \ ?[½¼¾⅓⅔] )?
                       | (?<![\w{decimal}]){decimal}\d++
                       | [½¼¾⅓⅔] )
                     (?: {letter}\b )?
                     (?! {goes_on} | {decimal}\d | {thousands}\d{{3}}(?!\d) | \.\d | ['’]\d{{3}}
                       | [-‐‑](?!{any_of(after_dash)}\b)[^\W\d_] | {_torn(after_dash)} ) )
            )
            | (?P<dotted> {self.eras}[^\W\d_](?:\.[^\W\d_]){{1,4}}+\.?(?!\w) )
            {elided}| (?P<word> {signed_words}[^\W\d_]{word} (?: [-‐‑'’&]\w++ | /[^\W\d_]\w*+ | (?<=\d)/\w++ )*+ )
            | (?P<glued> \d\w*+ (?: [-‐‑.,]\w++ )*+ )
            | (?P<tag> <[/\\]*(?:[A-Za-z][^\s<>]*+(?:\s[^<>=]*+=[^<>]*+)?\s*[/\\]?)?> | <?[-–=]{{1,3}}> )
            | (?P<dots> (?<=\d)(?:\.{{2,3}}|[…÷])(?=\d) ) | (?P<sign> [<>]= | [^\s] )
            """,
            re.VERBOSE,
        )


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


def _torn(after_dash: Iterable[str]) -> str:
    """A part of a pattern for what makes the digits before it a part of a word: after the `100` of `100 000-ная армия`."""
    return rf"[\u00a0\u202f\ ]000(?:[-‐‑](?!{any_of(after_dash)}\b))?[^\W\d_]"


def section(bit: int) -> str:
    """The name of the section with the words of a concept that is a bit."""
    return _SECTIONS[bit]


def of(words: Vocabulary, *bits: int) -> frozenset[str]:
    """The words of a file that carry any of these concepts, which are bits."""
    return words.of(*map(section, bits))


def valued(words: Vocabulary, bit: int) -> dict[str, str]:
    """The words of a file that carry a concept which is a bit, each with its value."""
    return words.valued(section(bit))


def tokens(text: str, words: Numbers, cuts: Sequence[int] = ()) -> list[Token]:
    """All tokens of `text`, in order; no number continues across one of the `cuts` between digits. Takes time linear in the text."""
    if not words.spelling.folds:
        return _tokens(text, words, cuts)
    spelt = words.spelling.spelt(text, words.known)
    return [_as_written(token, spelt, text) for token in _tokens(spelt.text, words, [spelt.place(cut) for cut in cuts])]


def _as_written(token: Token, spelt: Spelt, text: str) -> Token:
    """A token of a folded text at its place in the text as written; its number keeps its folded digits."""
    start, end = spelt.span(token.start, token.end)
    return token._replace(text=text[start:end] if token.kind == WORD else token.text, start=start, end=end)


def _tokens(text: str, words: Numbers, cuts: Sequence[int]) -> list[Token]:
    found: list[Token] = []
    add = found.append
    new = tuple.__new__  # most of the time is spent here; this takes half the time of calling the class
    known = words.senses.get
    matches = words.pattern.finditer(text)
    if cuts:
        matches = itertools.chain.from_iterable(words.pattern.finditer(text, start, end) for start, end in _pieces(text, cuts))
    for match in matches:
        group = match.lastgroup
        word = match.group()
        start, end = match.span()
        if group == "word":
            if word[-1].isdecimal() or not words.any_spaces:
                found += _words_of(match, words)
                continue
            low = word.lower()
            senses = known(low) if word == low else None
            if senses is None:
                senses = words.carried(word, low)
                if words.compounds:
                    low = words.head_of(low)
            add(new(Token, (WORD, word, low, start, end, senses)))
        elif group == "digits":
            if word[0] == "0" and len(word) == _GROUP:
                _break_off(found)
            add(new(Token, (NUMBER, word, word, start, end, 0)))
        elif group == "sign":
            if word != "." or not _joins_word(found, match, words):
                add(new(Token, ("-" if word in _DASHES else word, word, word, start, end, known(word, 0))))
        else:
            if word[0] == "0":
                _break_off(found)
            found += _RARE[group or ""](match, words)
    if " ," in text:
        _unread(found)
    return found


def _break_off(found: list[Token]) -> None:
    """Turn a number with broken groups of digits into a name: the 1 of `1. 000`, the 10 of `10 000men`."""
    at = len(found) - 1 - bool(found and found[-1].kind in (".", ","))
    if at >= 0 and found[at].kind == NUMBER:
        found[at] = found[at]._replace(kind=NAME)


def _joins_word(found: list[Token], stop: re.Match[str], words: Numbers) -> bool:
    """Whether a full stop belongs to the word before it, which takes it: that of an abbreviation, or inside a name (`SM.82`)."""
    start, end = stop.span()
    if not found or found[-1].kind != WORD or found[-1].end != start:
        return False
    last, text = found[-1], stop.string
    known = last.senses & concepts.ABBREVIATION or len(last.low) == 1 or text[end : end + 1].isalnum()
    if not known and not (len(last.low) <= words.short_words and last.low not in words.senses and text[end + 1 : end + 2].isalpha()):
        return False
    found[-1] = last._replace(text=text[last.start : end], end=end)
    return True


def _words_of(match: re.Match[str], words: Numbers) -> list[Token]:
    """A word that ends in digits, or words without spaces between them."""
    word, start = match[0], match.start()
    if (glued := _GLUED_MARK.fullmatch(word)) and word.islower():
        middle = start + glued.end(1)
        return [
            Token(WORD, glued[1], glued[1], start, middle, words.carried(glued[1], glued[1])),
            Token(NAME, glued[2], glued[2], middle, match.end(), 0),
        ]
    scale, hyphen, number = word.partition("-")
    if hyphen and number.isdigit() and words.senses.get(scale.lower(), 0) & concepts.SCALE_WORD:  # `12 thousand-15 thousand`
        middle, end = start + len(scale), match.end()
        whole = not _GOES_ON.match(match.string, end)
        return [
            Token(WORD, scale, scale.lower(), start, middle, words.carried(scale, scale.lower())),
            Token("-", "-", "-", middle, middle + 1, 0),
            Token(NUMBER if whole else NAME, number, number, middle + 1, end, 0),
        ]
    pieces = [(word, start)] if words.any_spaces else [(piece[0], start + piece.start()) for piece in words.longest.finditer(word)]
    return [Token(WORD, piece, low := piece.lower(), at, at + len(piece), words.carried(piece, low)) for piece, at in pieces]


def _dotted(match: re.Match[str], words: Numbers) -> list[Token]:
    """`k.i.a.`, `U.S.` and `a. C.` are known without their points."""
    bare = match[0].replace(".", "").replace(" ", "")
    return [Token(WORD, match[0], bare.lower(), *match.span(), words.carried(bare, bare.lower()))]


def _elided(match: re.Match[str], words: Numbers) -> list[Token]:
    """`d’` is known as `d'`."""
    word, low = match[0], match[0].lower().replace("’", "'")
    return [Token(WORD, word, low, *match.span(), words.carried(low, low))]


def _tag(match: re.Match[str], _: Numbers) -> list[Token]:
    return [Token(BREAK, match[0], match[0], *match.span(), 0)]


def _glued(match: re.Match[str], words: Numbers) -> list[Token]:
    """A number and a word without a space between them, or a name."""
    split = words.glued.fullmatch(match[0])
    if (
        split is None
        or not (split[2].islower() or (words.capitals and words.carried(split[2], split[2].lower()) & NOUN))
        or split[1].startswith("0")
    ):
        return _name(match, words)
    middle = match.start() + split.end(1)
    return [
        Token(NUMBER, split[1], split[1], match.start(), middle, 0),
        Token(WORD, split[2], low := split[2].lower(), middle, match.end(), words.carried(split[2], low)),
    ]


def _name(match: re.Match[str], words: Numbers) -> list[Token]:
    word, low = match[0], match[0].lower()
    senses = words.carried(word, low)
    return [Token(NAME, word, low, *match.span(), senses if word.islower() else senses & ~concepts.SMALL)]


def _dots(match: re.Match[str], _: Numbers) -> list[Token]:
    """The dots of `300...500`, which are a dash."""
    return [Token("-", match[0], match[0], *match.span(), 0)]


_RARE: Final[dict[str, Callable[[re.Match[str], Numbers], list[Token]]]] = {
    "dots": _dots,
    "dotted": _dotted,
    "elided": _elided,
    "tag": _tag,
    "glued": _glued,
    "apart": _name,
}
"""How tokens are made of what a text seldom has, by the group of the pattern."""


def _pieces(text: str, cuts: Sequence[int]) -> list[tuple[int, int]]:
    """The stretches of the text between cuts that separate two figures."""
    # A group of digits that begins with 0 is not a separate figure, and a fraction belongs to its whole number.
    places = [cut for cut in cuts if _PARTS.match(text, cut) is not None]
    return list(itertools.pairwise((0, *places, len(text))))


def _unread(found: list[Token]) -> None:
    """Turn numbers that may be one or two into names: `300 ,400`."""
    for at in range(1, len(found) - 1):
        before, mark, after = found[at - 1 : at + 2]
        numbers = mark.kind == "," and before.kind == after.kind == NUMBER and len(before.text) <= 3 and len(after.text) == 3
        if numbers and before.end < mark.start and after.start == mark.end:
            found[at - 1], found[at + 1] = before._replace(kind=NAME), after._replace(kind=NAME)


def numeral(found: list[Token], at: int, words: Numbers) -> Numeral | None:
    """The number that begins at token `at`: digits or words, and a scale after them (`2.5 million`). None if none begins.

    The last two tokens are `ABSENT`.
    """
    token = found[at]
    if token.kind == NUMBER:
        return _digits(found, at, words)
    if token.kind == WORD and token.senses & _BEGINS:
        return _words(found, at, words)
    return None


def _digits(found: list[Token], at: int, words: Numbers) -> Numeral | None:
    text = found[at].text
    plain = text.isdecimal()
    if plain and (len(text) > _MOST_DIGITS or (text[0] == "0" and len(text) > 1)):
        return None
    amount = int(text) if plain else _amount(text, words)
    if amount is None:
        return None
    end = at + 1
    if plain and found[end].kind == NAME and (part := _part(found[at], found[end])):
        amount, plain, end = amount + part, False, end + 1
    if not found[end].senses & _ADDS:
        return Numeral(amount, plain, False, end)
    if found[end].senses & concepts.DOUBTFUL_SCALE and isinstance(amount, int) and found[end + 1].kind == ".":
        return None  # `20 mil. personnel` are soldiers, not millions
    if type(amount) is int and found[end].senses & concepts.SCALE_WORD and _is_decimal(text, words):
        amount = Fraction(text.replace(",", "."))  # 1.500 million is one and a half
    value = _scaled(found, at, end, amount, words, spelled=False)
    return value if value.end > end else Numeral(amount, plain, False, end)


def _is_decimal(text: str, words: Numbers) -> bool:
    """Whether a number may have decimals, and is written with only one separator."""
    whole, sign, part = text.partition(words.thousands if words.point_is_decimal and words.thousands in text else words.decimal)
    return bool(sign) and whole.isdigit() and part.isdigit()


def _scaled(found: list[Token], at: int, end: int, amount: Fraction | int, words: Numbers, *, spelled: bool) -> Numeral:
    """The `amount` that ends before token `end` with the scales, halves and, if it is `spelled`, the smaller numbers that follow it."""
    total: Fraction | int = 0
    last = 0
    while end - at < _LONGEST:
        low, senses = found[end].low, found[end].senses
        if senses & concepts.SCALE_WORD:
            scale = words.scales[low]
            if not amount and scale >= last:  # a thousand million
                total *= scale
            elif scale < 1000:
                ones = amount % 10 if scale == 10 else amount  # `one hundred two ten`
                amount += (ones or 1) * scale - ones
            else:
                total, amount = total + (amount or 1) * scale, 0
            last = scale
        elif senses & concepts.NUMBER_AND and (part := _and_part(found, end, words)):
            end += part[1]
            if last and not found[end].senses & concepts.SCALE_WORD:  # a million and a half
                total += part[0] * last
            else:  # one and a half thousand
                amount += part[0]
            continue
        elif senses & concepts.PART_WORD and not last and found[end + 1].senses & concepts.SCALE_WORD and low in words.parts:
            amount += words.parts[low]  # `three half million`
        elif added := _added(found, at, end, amount, last, words, spelled=spelled):
            amount, end = amount + added[0], end + added[1]
            continue
        elif senses & concepts.NUMBER_AND and _more_follows(found, end + 1, last, words, spelled):
            pass
        elif (more := words.small.get(low)) and _goes_on(found, end, amount, more, words, bool(last), spelled):
            amount += more
        elif last > 1000 and low.isdigit() and len(low) < 4 and words.scales.get(found[end + 1].low, last) < last:
            amount += int(low)  # 1 lakh 20 thousand
        else:
            break
        end += 1
    return Numeral(_whole(total + amount), False, last > 0, end)


def _more_follows(found: list[Token], at: int, last: int, words: Numbers, spelled: bool) -> bool:
    """Whether the word at `at` after an `and`, which stands after the scale `last`, if any, adds to the number."""
    token = found[at]
    if words.ones_first and spelled:
        least = 10 ** (len(str(last)) - 1) if last else _MOST  # after `a thousand and` no thousands are added
        added = found[at : at + 2] if last >= 1000 else [token]
        return bool(token.senses & _MORE) and all(words.scales.get(each.low, 0) < least for each in added)
    return bool(last) and (spelled or last == 100) and not words.and_joins and token.low in words.small


def _goes_on(found: list[Token], at: int, amount: Fraction | int, more: int, words: Numbers, scaled: bool, spelled: bool) -> bool:
    """Whether the word at token `at`, worth `more`, adds to the number before it: the five of `twenty five`, of `two hundred and five`."""
    if words.ones_first and spelled and 0 < amount % 100 < 10:
        return more % 10 == 0 and more < 100  # `five ten`, `five and twenty`
    if scaled:
        fits = amount % 100 + more < 100 or (not amount and more < 1000)
        return fits and (spelled or bool(found[at - 1].senses & concepts.NUMBER_AND))
    most = 1000 if amount % 1000 == 0 else 100 if amount % 100 == 0 else 10
    return spelled and bool(found[at - 1].senses & concepts.TEN) and more < most


def _added(
    found: list[Token], at: int, end: int, amount: Fraction | int, last: int, words: Numbers, *, spelled: bool
) -> tuple[int, int] | None:
    """What the language adds at token `end` to the number from `at`, and how many tokens it takes: `treinta y cinco`, `2 mil 500`."""
    if not words.and_joins and not words.digits_after_scale:
        return None
    joined = bool(found[end].senses & concepts.NUMBER_AND)
    token, after = found[end + joined], found[end + joined + 1]
    if last >= 1000 and words.scales.get(after.low, 0) >= last:
        return None  # `entre dos mil y tres mil`
    more = words.small.get(token.low) if joined and words.and_joins else None
    if more and _goes_on(found, end, amount, more, words, last > 0, spelled or last > 0):
        return more, 2
    if not words.digits_after_scale or last < 1000 or amount or found[at - 1].senses & concepts.RANGE_BETWEEN:
        return None
    digits = token.low if token.kind == NUMBER else ""
    if not digits.isdigit():  # `1 million 200 000`
        amounts = _amount(digits, words) if digits else None
        return (amounts, 1 + joined) if isinstance(amounts, int) and 1000 <= amounts < last else None
    return (int(digits), 1 + joined) if int(digits) < last and len(digits) in ((1, 2, 3) if joined else (3,)) else None


def _and_part(found: list[Token], at: int, words: Numbers) -> tuple[Fraction, int] | None:
    """The part of a whole that begins with the `and` at token `at`, and how many words it takes: `and a half`, `and three quarters`."""
    for length in (2, 1):
        if (part := words.parts.get(" ".join([token.low for token in found[at + 1 : at + 1 + length]]))) is not None:
            return part, length + 1
    return None


def _part(whole: Token, token: Token) -> Fraction | None:
    """The fraction after a whole number: the half of `10 1/2`."""
    if token.start != whole.end + 1 or (read := _FRACTION.fullmatch(token.text)) is None:
        return None
    part = Fraction(int(read[1]), int(read[2]))
    return part if part < 1 else None


def _amount(text: str, words: Numbers) -> Fraction | int | None:
    thousands, decimal = words.thousands, words.decimal
    if text[-4:-3] == thousands and (digits := text.replace(thousands, "")).isdigit() and len(digits) <= _MOST_DIGITS:
        return int(digits)  # the usual form
    scale = 1
    if text[-1] in words.thousand_letters:
        text, scale = text[:-1], 1000
    part: Fraction | int = 0
    if text[-1:] in _VULGAR:
        text, part = text[:-1].strip(), _VULGAR[text[-1]]
    if decimal in text and (thousands in text or _BLANK.search(text) is not None):  # 1,250.5, 1 250.5
        plain = _BLANK.sub("", text.replace(thousands, "")).replace(decimal, ".")
        return _whole(Fraction(plain) * scale) if len(text) <= _MOST_DIGITS + 5 else None
    digits = re.sub(r"\D", "", text)
    if len(digits) > _MOST_DIGITS or not (digits or part):
        return None
    if not text:
        return _whole(part * scale)
    # A point or comma before exactly three digits separates thousands; before any other number of digits it is the decimal sign.
    pieces = re.split(r"\D", text)
    if len(pieces) == 2 and (len(pieces[1]) != 3 or pieces[0][:1] in "0"):
        return _whole(Fraction(f"{pieces[0]}.{pieces[1]}") * scale)
    return _whole((int(digits) + part) * scale)


def _whole(amount: Fraction | int) -> Fraction | int:
    return int(amount) if isinstance(amount, int) or amount.denominator == 1 else amount


def _words(found: list[Token], at: int, words: Numbers) -> Numeral | None:
    """`five`, `twenty-one`, `two hundred and fifty thousand`, `a dozen`, `half a million`."""
    token = found[at]
    if token.senses & concepts.PART_START and (part := _part_of_scale(found, at, words)):
        return part
    if (value := words.small.get(token.low)) is not None:
        return _scaled(found, at, at + 1, value, words, spelled=True)
    if token.senses & concepts.BARE_SCALE:
        return _scaled(found, at, at, 1, words, spelled=True)
    if token.senses & concepts.ONE_OF_SCALE:
        if found[at + 1].senses & concepts.ONE_SCALE:
            return _scaled(found, at, at + 1, 1, words, spelled=True)
        if found[at + 1].senses & concepts.NUMBER_AND and _and_part(found, at + 1, words):
            more = _scaled(found, at, at + 1, 1, words, spelled=True)  # `en och en halv miljon`
            return more if more.scaled else None
        return _part_of_scale(found, at + 1, words)
    return None


def _part_of_scale(found: list[Token], at: int, words: Numbers) -> Numeral | None:
    """`half a million`, `half-million`, `a quarter of a million`, `three quarters of a million`."""
    lows = [token.low for token in found[at : at + 5]]
    end = at
    first, _, scale = lows[0].partition("-")
    if first in words.parts and words.senses.get(scale, 0) & concepts.ONE_SCALE:
        lows, end = [first, scale, *lows[1:]], at - 1
    for length in (2, 1):
        if (part := words.parts.get(" ".join(lows[:length]))) is None:
            continue
        for link in words.links:
            after = length + len(link)
            if lows[length:after] == link and after < len(lows) and words.senses.get(lows[after], 0) & concepts.ONE_SCALE:
                return Numeral(_whole(part * words.scales[lows[after]]), False, True, end + after + 1)
    return None
