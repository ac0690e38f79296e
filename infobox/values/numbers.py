"""Text to tokens: words, marks and numbers, the numbers with their value.

Knows how numbers are written (`3,000`, `3 000`, `3.000`, `1½`, `1.6 million`, `two hundred and fifty`), and nothing of what they count.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, NamedTuple

NUMBER: Final = "n"
WORD: Final = "w"
NAME: Final = "x"
"""A number glued to letters (`1st`, `88mm`, `1990s`), a time or a fraction: no number by itself."""

_TOKEN: Final = re.compile(
    r"""
      (?P<x> \d{1,2}:\d\d(?![\d,]) | \d{1,3}[/⁄]\d{1,3}(?:st|nd|rd|th)?(?![\w,/]) )
    | (?P<n> (?: [1-9]\d{0,2} (?: (?:,\d{3}(?!\d)){1,5} (?:\.\d{1,2}(?!\d))?
                                | (?:[\u00a0\u2009\u202f ]\d{3}(?![^\W_]|[.,'’]\d)(?!\ ?(?:mm|cm|kg|km|lb|hp)\b)){1,5}
                                | (?:\.\d{3}(?!\d)){1,5}
                                | (?:['’]\d{3}(?!\d)){1,5}
                                | (?:,\d\d(?!\d)){1,4},\d{3}(?!\d) )
               | \d++ (?: \.\d++ | ,\d{1,2}(?=\ (?:million|billion)\b) | \ ?[½¼¾⅓⅔] )?
               | [½¼¾⅓⅔] )
             (?: [kK]\b )?
             (?! [^\W_] | \.\d | ,\d{3}(?!\d) | [-‐‑](?!(?:strong|odd|man)\b)[^\W\d_] ) )
    | (?P<w> [^\W\d_]\w*+ (?: [-‐‑'’&]\w++ | /[^\W\d_]\w*+ | (?<=\d)/\w++ )*+ )
    | (?P<g> \d\w*+ (?: [-‐‑.,]\w++ )*+ )
    | (?P<p> [^\s] )
    """,
    re.VERBOSE,
)
_GLUED: Final = re.compile(r"(\d{1,3}(?:,\d{3}){1,5}|\d{1,9})([a-z]{4,}|x)")
"""A number that only lacks its space: `300men`, `3x 105mm howitzers`."""
_FRACTION: Final = re.compile(r"([1-9])[/⁄]([2348])")
_DASHES: Final = frozenset("-‐‑‒–—−―~∼〜～")
_ABBREVIATIONS: Final = frozenset(
    {
        "c",
        "ca",
        "cca",
        "circa",
        "approx",
        "app",
        "est",
        "incl",
        "inc",
        "max",
        "min",
        "no",
        "nos",
        "nr",
        "mk",
        "st",
        "mot",
        "pz",
        "u.s",
        "u.k",
        "gov",
    }
    | {"pp", "vol", "fig", "rs"}
    | {"gen", "col", "lt", "brig", "div", "regt", "btn", "bn", "sqn"}
    | {"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"}
)
_VULGAR: Final = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}
_MOST_DIGITS: Final = 13

SCALES: Final = {
    "hundred": 100,
    "thousand": 1000,
    "thousands": 1000,
    "million": 10**6,
    "millions": 10**6,
    "mil": 10**6,
    "mln": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "lakh": 10**5,
    "dozen": 12,
}
ONES: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}


class Token(NamedTuple):
    """One piece of a text.

    `kind` is `NUMBER`, `WORD`, `NAME`, `-` for any dash, or the mark itself; `text` is as written, `low` in lower case;
    `start` and `end` are its half-open place.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int


class Value(NamedTuple):
    """A number that was read.

    `amount` is its value; `plain` is true for bare digits, which can also be a year or the number of a name; `scaled` for one with
    a word such as `million`; `end` is the index of the token behind it.
    """

    amount: Fraction | int
    plain: bool
    scaled: bool
    end: int


def tokens(text: str) -> list[Token]:
    """All tokens of `text`, in order. Takes time linear in the text."""
    found: list[Token] = []
    add = found.append
    new = tuple.__new__  # a line's time goes here: half of what calling the class takes
    for match in _TOKEN.finditer(text):
        group = match.lastgroup
        word = match.group()
        start, end = match.span()
        if group == "w":
            add(new(Token, (WORD, word, word.lower(), start, end)))
        elif group == "n":
            add(new(Token, (NUMBER, word, word, start, end)))
        elif group == "p":
            if word == ".":
                # The full stop of an abbreviation, or inside a name (`SM.82`), belongs to the word.
                if found and found[-1].kind == WORD and found[-1].end == start:
                    last = found[-1]
                    if last.low in _ABBREVIATIONS or len(last.low) == 1 or (end < len(text) and text[end].isalnum()):
                        found[-1] = last._replace(text=text[last.start : end], end=end)
                        continue
                add(Token(".", word, word, start, end))
            elif word in _DASHES:
                add(Token("-", word, word, start, end))
            else:
                add(new(Token, (word, word, word, start, end)))
        elif group == "g" and (split := _GLUED.fullmatch(word)):
            middle = start + split.end(1)
            add(Token(NUMBER, split[1], split[1], start, middle))
            add(Token(WORD, split[2], split[2], middle, end))
        else:
            add(Token(NAME, word, word.lower(), start, end))
    return found


def numeral(found: list[Token], at: int) -> Value | None:
    """The number that begins at token `at`: digits or words, and a scale behind them (`2.5 million`). None where none begins."""
    token = found[at]
    if token.kind == NUMBER:
        return _digits(found, at)
    if token.kind == WORD:
        return _words(found, at)
    return None


def _digits(found: list[Token], at: int) -> Value | None:
    text = found[at].text
    amount: Fraction | int
    plain = False
    if text.isascii() and text.isdigit():
        if len(text) > _MOST_DIGITS:
            return None
        amount = int(text)
        plain = True
    else:
        read = _amount(text)
        if read is None:
            return None
        amount = read
    end = at + 1
    if plain and end < len(found) and found[end].kind == NAME and (part := _part(found[at], found[end])):
        amount, plain, end = amount + part, False, end + 1
    if end < len(found) and (scale := SCALES.get(found[end].low)):
        if "." in text and not isinstance(amount, Fraction):  # 1.500 million is one and a half
            amount = Fraction(text)
        return Value(_whole(amount * scale), False, True, end + 1)
    return Value(amount, plain, False, end)


def _part(whole: Token, token: Token) -> Fraction | None:
    """The fraction behind a whole number: the half of `10 1/2`."""
    if token.start != whole.end + 1 or (read := _FRACTION.fullmatch(token.text)) is None:
        return None
    part = Fraction(int(read[1]), int(read[2]))
    return part if part < 1 else None


def _amount(text: str) -> Fraction | int | None:
    if text[-4:-3] == "," and (digits := text.replace(",", "")).isdigit() and len(digits) <= _MOST_DIGITS:
        return int(digits)  # as nearly all are written
    scale = 1
    if text[-1] in "kK":
        text, scale = text[:-1], 1000
    part: Fraction | int = 0
    if text[-1:] in _VULGAR:
        text, part = text[:-1].strip(), _VULGAR[text[-1]]
    if "," in text and "." in text:  # 1,250.5
        return _whole(Fraction(text.replace(",", "")) * scale) if len(text) <= _MOST_DIGITS + 5 else None
    digits = re.sub(r"\D", "", text)
    if len(digits) > _MOST_DIGITS or not (digits or part):
        return None
    if not text:
        return _whole(part * scale)
    # A point or comma before exactly three digits separates thousands, before any other number of them it is the decimal one.
    pieces = re.split(r"\D", text)
    if len(pieces) == 2 and (len(pieces[1]) != 3 or pieces[0].startswith("0")):
        return _whole(Fraction(f"{pieces[0]}.{pieces[1]}") * scale)
    return _whole((int(digits) + part) * scale)


def _whole(amount: Fraction | int) -> Fraction | int:
    return int(amount) if isinstance(amount, int) or amount.denominator == 1 else amount


def _small(word: str) -> int | None:
    """The value of one word below a hundred."""
    if (value := ONES.get(word) or TENS.get(word)) is not None:
        return value
    if "-" in word:
        tens, _, ones = word.partition("-")
        if tens in TENS and 0 < ONES.get(ones, 0) < 10:
            return TENS[tens] + ONES[ones]
    return None


def _words(found: list[Token], at: int) -> Value | None:
    """`five`, `twenty-one`, `two hundred and fifty thousand`, `a dozen`, `half a million`."""
    low = found[at].low
    count = len(found)
    if low in ("a", "an", "half"):
        scaled = at + (2 if low == "half" and at + 1 < count and found[at + 1].low == "a" else 1)
        scale = SCALES.get(found[scaled].low) if scaled < count else None
        if not scale or found[scaled].low.endswith("s"):
            return None
        return Value(scale // 2 if low == "half" else scale, False, True, scaled + 1)
    value = _small(low)
    if value is None:
        return None
    total, current, index, scaled_any = 0, value, at + 1, False
    while index < count and index - at < 12:
        word = found[index].low
        if scale := SCALES.get(word):
            scaled_any = True
            if scale == 100:
                current *= scale
            else:
                total, current = total + current * scale, 0
        elif scaled_any and word == "and" and index + 1 < count and _small(found[index + 1].low):
            pass
        elif (more := _small(word)) and (scaled_any or (found[index - 1].low in TENS and more < 10)) and current % 100 + more < 100:
            current += more
        else:
            break
        index += 1
    return Value(total + current, False, scaled_any, index)
