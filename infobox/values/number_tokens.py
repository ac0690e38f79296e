"""A text cut into tokens: numbers, words, names, and the signs between them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Final

from infobox.language import concepts, signs
from infobox.language.spelling import Spelt
from infobox.values.numbers import BREAK, NAME, NOUN, NUMBER, WORD, Numbers, Token

_THOUSAND: Final = 1000
_GROUP: Final = 3
"""How many digits a group has."""
_DASHES: Final = frozenset(signs.DASHES + signs.TILDES)
_WIDEST_IN_WORDS: Final = 3
"""The largest ratio of two words for numbers with a hyphen between them that are a range."""
_PARTS: Final = re.compile(r"\s?(?!0\d|\d{1,3}[/⁄]\d)\d")
_GLUED_MARK: Final = re.compile(r"([^\W\d_]{3,})(\d+)")
"""A number joined to a word, which may be a mark or another figure: `killed1`."""


def tokens(text: str, words: Numbers, cuts: Sequence[int] = ()) -> list[Token]:
    """All tokens of `text`, in order; no number continues across one of the `cuts` between digits. Takes time linear in the text."""
    if not words.spelling.folds:
        return _tokens(text, words, cuts)
    spelt = words.spelling.spelt(text, words.known)
    return [_as_written(token, spelt, text) for token in _tokens(spelt.text, words, [spelt.place(cut) for cut in cuts])]


def _as_written(token: Token, spelt: Spelt, text: str) -> Token:
    """A token of a folded text at its place in the text as written; its number keeps its folded digits."""
    start, end = spelt.span(token.start, token.end)
    return Token(token.kind, text[start:end] if token.kind == WORD else token.text, token.low, start, end, token.senses)


def _tokens(text: str, words: Numbers, cuts: Sequence[int]) -> list[Token]:
    found: list[Token] = []
    add = found.append
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
            if senses is None and ("-" in low or words.compound is not None) and (parts := _number_in_words(match, low, found, words)):
                found += parts
                continue
            if senses is None:
                senses = words.carried(word, low)
                if words.compounds:
                    low = words.head_of(low)
            add(Token(WORD, word, low, start, end, senses))
        elif group == "digits":
            if word[0] == "0" and len(word) == _GROUP:
                _break_off(found)
            add(Token(NUMBER, word, word, start, end, 0))
        elif group == "sign":
            if word != "." or not _joins_word(found, match, words):
                add(Token("-" if word in _DASHES else word, word, word, start, end, known(word, 0)))
        else:
            if word[0] == "0":
                _break_off(found)
            found += _RARE[group or ""](match, words)
    if " ," in text:
        _unread(found)
    return found


def _number_in_words(match: re.Match[str], low: str, found: list[Token], words: Numbers) -> list[Token]:
    """The tokens of a number of several words with hyphens or nothing between them; none for another word."""
    if low in words.senses:
        return []
    if "-" in low:
        return _number_words(match, low, words)
    value = words.compound.value(low) if words.compound is not None else 0
    return [_compounded(value, found, *match.span(), words)] if value else []


def _number_words(match: re.Match[str], low: str, words: Numbers) -> list[Token]:
    """The words of a number with hyphens between them (`deux-cents`), or of a range: `two-three thousand`; none if it has other words."""
    parts = low.split("-")
    if not all(part in words.small or part in words.scales for part in parts):
        return []
    first, last = words.small.get(parts[0], 0), words.small.get(parts[-1], 0)
    ranged = len(parts) == 2 and first < last <= first * _WIDEST_IN_WORDS
    read: list[Token] = []
    at = match.start()
    for part in parts:
        end = at + len(part)
        if read and ranged:
            read.append(Token("-", "-", "-", at - 1, at, 0))
        read.append(Token(WORD, match.string[at:end], part, at, end, words.carried(part, part)))
        at = end + 1
    return read


def _compounded(value: int, found: list[Token], start: int, end: int, words: Numbers) -> Token:
    """A number whose words are written as one, with thousands that are written before it: `tvåtusen trehundra`."""
    before = found[-1] if found else None
    if before is not None and before.end + 1 == start and value < _THOUSAND:
        counted = before.kind == NUMBER and before.senses
        thousands = int(before.text.replace(words.thousands, "")) if counted else words.small.get(before.low, 0)
        if thousands and thousands % _THOUSAND == 0:
            value, start = value + thousands, found.pop().start
    grouped = f"{value:,}".replace(",", words.thousands)  # with a sign: no year
    return Token(NUMBER, grouped, grouped, start, end, concepts.STARTS_NUMBER)


def _break_off(found: list[Token]) -> None:
    """Turn a number with broken groups of digits into a name: the 1 of `1. 000`, the 10 of `10 000men`."""
    at = len(found) - 1 - bool(found and found[-1].kind in (".", ","))
    if at >= 0 and found[at].kind == NUMBER:
        found[at] = _as_name(found[at])


def _as_name(token: Token) -> Token:
    return Token(NAME, token.text, token.low, token.start, token.end, token.senses)


def _joins_word(found: list[Token], stop: re.Match[str], words: Numbers) -> bool:
    """Whether a full stop belongs to the word before it, which takes it: that of an abbreviation, or inside a name (`SM.82`)."""
    start, end = stop.span()
    if not found or found[-1].kind != WORD or found[-1].end != start:
        return False
    last, text = found[-1], stop.string
    known = last.senses & concepts.ABBREVIATION or len(last.low) == 1 or text[end : end + 1].isalnum()
    if not known and not (len(last.low) <= words.short_words and last.low not in words.senses and text[end + 1 : end + 2].isalpha()):
        return False
    found[-1] = Token(WORD, text[last.start : end], last.low, last.start, end, last.senses)
    return True


def _words_of(match: re.Match[str], words: Numbers) -> list[Token]:
    """A word that ends in digits, or words without spaces between them."""
    word, start = match[0], match.start()
    if (glued := _GLUED_MARK.fullmatch(word)) and word.islower():
        middle = start + glued.end(1)
        return [
            _word(glued[1], glued[1], start, words),
            Token(NAME, glued[2], glued[2], middle, match.end(), 0),
        ]
    pieces = [(word, start)] if words.any_spaces else [(piece[0], start + piece.start()) for piece in words.longest.finditer(word)]
    return [_word(piece, piece.lower(), at, words) for piece, at in pieces]


def _word(text: str, low: str, start: int, words: Numbers) -> Token:
    """A word, of a compound only with its last part in lower case."""
    return Token(WORD, text, words.head_of(low) if words.compounds else low, start, start + len(text), words.carried(text, low))


def _dotted(match: re.Match[str], words: Numbers) -> list[Token]:
    """`k.i.a.`, `U.S.` and `a. C.` are known without their points."""
    bare = match[0].replace(".", "").replace(" ", "")
    return [Token(WORD, match[0], bare.lower(), *match.span(), words.carried(bare, bare.lower()))]


def _elided(match: re.Match[str], words: Numbers) -> list[Token]:
    """`d’` is known as `d'`."""
    word, low = match[0], match[0].lower().replace("’", "'")
    return [Token(WORD, word, low, *match.span(), words.carried(low, low))]


def _scaled_word(match: re.Match[str], words: Numbers) -> list[Token]:
    """A scale before a dash and digits: `12 thousand-15 thousand`."""
    word, low = match[0], match[0].lower()
    return [Token(WORD, word, low, *match.span(), words.carried(word, low))]


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
        _word(split[2], split[2].lower(), middle, words),
    ]


def _name(match: re.Match[str], words: Numbers) -> list[Token]:
    word, low = match[0], match[0].lower()
    senses = words.carried(word, low) & ~(concepts.FATE_WORD | concepts.FATE_NOUN)  # a name does not say what happened
    return [Token(NAME, word, low, *match.span(), senses if word.islower() else senses & ~concepts.SMALL)]


def _dots(match: re.Match[str], _: Numbers) -> list[Token]:
    """The dots of `300...500`, which are a dash."""
    return [Token("-", match[0], match[0], *match.span(), 0)]


_RARE: Final[dict[str, Callable[[re.Match[str], Numbers], list[Token]]]] = {
    "dots": _dots,
    "dotted": _dotted,
    "elided": _elided,
    "markup": _tag,
    "scaled": _scaled_word,
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
            found[at - 1], found[at + 1] = _as_name(before), _as_name(after)
