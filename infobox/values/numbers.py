"""Text to tokens: words, marks and numbers, the numbers with their value.

Knows how numbers are written (`3,000`, `3 000`, `3.000`, `1½`, `1.6 million`, `two hundred and fifty`, `one and a half thousand`), and
nothing of what they count.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from infobox.language.concepts import MONTH
from infobox.language.lexicon import english

NUMBER: Final = "n"
WORD: Final = "w"
BREAK: Final = ";"
"""What parts two figures: a semicolon, a tag that is shown as text, an arrow."""
NAME: Final = "x"
"""A number glued to letters (`1st`, `88mm`, `1990s`), a time, a ratio, a date in digits, a calibre or a fraction: no number by itself."""

SCALES: Final = {
    "hundred": 100,
    "hundreds": 100,
    "thousand": 1000,
    "thousands": 1000,
    "million": 10**6,
    "millions": 10**6,
    "mil": 10**6,
    "mln": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "billions": 10**9,
    "trillion": 10**12,
    "lakh": 10**5,
    "lakhs": 10**5,
    "lac": 10**5,
    "lacs": 10**5,
    "crore": 10**7,
    "crores": 10**7,
    "myriad": 10**4,
    "myriads": 10**4,
    "dozen": 12,
    "dozens": 12,
    "score": 20,
    "scores": 20,
}

_TOKEN: Final = re.compile(
    r"""
    (?=[\d.½¼¾⅓⅔]) (?:
      (?P<x> \d{1,3}(?:\.\d{1,2})?(?::\d{1,2}(?:\.\d{1,2})?){1,2}(?!\d|,\d)
           | \d{1,3}[/⁄]\d{1,3}(?:st|nd|rd|th)?(?!\w|[,/]\d)
           | \d{1,4}(?:/\d{1,2}/|-\d{1,2}-)\d{2,4}(?!\w)
           | (?<![\w.])\.\d++(?!\ (?:SCALES)\b)\w* )
    | (?P<n> (?: [1-9]\d{0,2} (?: (?:,\d{3}(?!\d)){1,5} (?:\.\d{1,2}(?!\d))?
                                | (?:[\u00a0\u2009\u202f ]\d{3}(?![^\W_]|[.,'’]\d)(?!\ ?(?:mm|cm|kg|km|lb|hp)\b)){1,5}
                                | (?:\.\d{3}(?!\d)){1,5}
                                | (?:['’]\d{3}(?!\d)){1,5}
                                | (?:,\d\d(?!\d)){1,4},\d{3}(?!\d) )
               | \d++ (?: \.\d++ | ,\d{1,2}(?=\ (?:million|billion)\b) | \ ?[½¼¾⅓⅔] )?
               | (?<![\w.])\.\d++
               | [½¼¾⅓⅔] )
             (?: [kK]\b )?
             (?! [^\W_] | \.\d | ,\d{3}(?!\d) | [-‐‑](?!(?:strong|odd|man|MONTHS)\b)[^\W\d_] ) )
    )
    | (?P<d> [^\W\d_](?:\.[^\W\d_]){1,4}+\.?(?!\w) )
    | (?P<w> [^\W\d_]\w*+ (?: [-‐‑'’&]\w++ | /[^\W\d_]\w*+ | (?<=\d)/\w++ )*+ )
    | (?P<g> \d\w*+ (?: [-‐‑.,]\w++ )*+ )
    | (?P<t> <[/\\]*(?:[A-Za-z][^\s<>]*+(?:\s[^<>=]*+=[^<>]*+)?\s*[/\\]?)?> | <?[-–=]{1,3}> )
    | (?P<p> [<>]= | [^\s] )
    """.replace("SCALES", "|".join(SCALES)).replace(
        "MONTHS", "|".join(f"{month}|{month[:3]}" for month in english().dates.first[MONTH].values())
    ),
    re.VERBOSE,
)
_GLUED: Final = re.compile(r"(\d{1,3}(?:,\d{3}){1,5}|\d{1,9})([a-z]{4,}|x)")
"""A number that only lacks its space: `300men`, `3x 105mm howitzers`."""
_GLUED_MARK: Final = re.compile(r"([a-z]{3,})(\d+)")
"""A number glued to a word, which may be a mark or another figure: `killed1`."""
_PARTS: Final = re.compile(r"\s?(?!0\d|\d{1,3}[/⁄]\d)\d")
_FRACTION: Final = re.compile(r"([1-9]\d?)[/⁄]([2348]|16|32)")
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
_LONGEST: Final = 12
"""Words of a number."""

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
PARTS: Final = {
    "half": Fraction(1, 2),
    "a half": Fraction(1, 2),
    "one half": Fraction(1, 2),
    "quarter": Fraction(1, 4),
    "a quarter": Fraction(1, 4),
    "three quarter": Fraction(3, 4),
    "three quarters": Fraction(3, 4),
    "three-quarters": Fraction(3, 4),
}
ONE_SCALE: Final = frozenset(scale for scale in SCALES if not scale.endswith("s") and scale != "myriad")
"""Scales of which there can be one: `a million`; `a myriad` is a great many."""
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


def tokens(text: str, cuts: Sequence[int] = ()) -> list[Token]:
    """All tokens of `text`, in order; no number goes on across one of the `cuts` between digits. Takes time linear in the text."""
    found: list[Token] = []
    add = found.append
    new = tuple.__new__  # a line's time goes here: half of what calling the class takes
    matches = _TOKEN.finditer(text)
    if cuts:
        matches = itertools.chain.from_iterable(_TOKEN.finditer(text, start, end) for start, end in _pieces(text, cuts))
    for match in matches:
        group = match.lastgroup
        word = match.group()
        start, end = match.span()
        if group == "w":
            if word[-1].isdecimal() and (glued := _GLUED_MARK.fullmatch(word)):
                end = start + glued.end(1)
                add(Token(WORD, glued[1], glued[1], start, end))
                add(Token(NAME, glued[2], glued[2], end, match.end()))
                continue
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
        elif group == "d":  # `k.i.a.` and `U.S.` are known without their points
            add(Token(WORD, word, word.replace(".", "").lower(), start, end))
        elif group == "t":
            add(Token(BREAK, word, word, start, end))
        elif group == "g" and (split := _GLUED.fullmatch(word)):
            middle = start + split.end(1)
            add(Token(NUMBER, split[1], split[1], start, middle))
            add(Token(WORD, split[2], split[2], middle, end))
        else:
            add(Token(NAME, word, word.lower(), start, end))
    if " ," in text:
        _unread(found)
    return found


def _pieces(text: str, cuts: Sequence[int]) -> list[tuple[int, int]]:
    """The stretches of the text between the cuts that part two figures."""
    # A group of digits that begins with 0 is no figure of its own, and a fraction goes on with its whole number.
    places = [cut for cut in cuts if _PARTS.match(text, cut) is not None]
    return list(itertools.pairwise((0, *places, len(text))))


def _unread(found: list[Token]) -> None:
    """Take for no numbers what may be one or two: `300 ,400`."""
    for at in range(1, len(found) - 1):
        before, mark, after = found[at - 1 : at + 2]
        if (
            mark.kind == ","
            and before.kind == after.kind == NUMBER
            and before.end < mark.start
            and after.start == mark.end
            and len(before.text) <= 3
            and len(after.text) == 3
        ):
            found[at - 1], found[at + 1] = before._replace(kind=NAME), after._replace(kind=NAME)


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
    if end == len(found) or (found[end].low not in SCALES and found[end].low != "and"):
        return Value(amount, plain, False, end)
    if found[end].low == "mil" and isinstance(amount, int) and "." in [token.kind for token in found[end + 1 : end + 2]]:
        return None  # `20 mil. personnel` are soldiers, and no millions
    if "." in text and type(amount) is int and found[end].low in SCALES:
        amount = Fraction(text)  # 1.500 million is one and a half
    value = _scaled(found, at, end, amount, spelled=False)
    return value if value.end > end else Value(amount, plain, False, end)


def _scaled(found: list[Token], at: int, end: int, amount: Fraction | int, *, spelled: bool) -> Value:
    """The number that begins at token `at`, where what stands before `end` is worth `amount`: with the scales, the halves and, in one that
    is `spelled`, the smaller numbers that follow it.
    """
    total: Fraction | int = 0
    last = 0
    count = len(found)
    while end < count and end - at < _LONGEST:
        low = found[end].low
        if scale := SCALES.get(low):
            if not amount:  # a thousand million
                total *= scale
            elif scale < 1000:
                amount *= scale
            else:
                total, amount = total + amount * scale, 0
            last = scale
        elif low == "and" and (part := _and_part(found, end)):
            end += part[1]
            if end < count and found[end].low in SCALES:  # one and a half thousand
                amount += part[0]
            elif last:  # a million and a half
                total += part[0] * last
            else:
                amount += part[0]
            continue
        elif last and low == "and" and (spelled or last == 100) and end + 1 < count and _small(found[end + 1].low):
            pass
        elif (more := _small(low)) and _goes_on(found, end, amount, more, bool(last), spelled):
            amount += more
        elif last > 1000 and low.isdigit() and len(low) < 4 and end + 1 < count and SCALES.get(found[end + 1].low, last) < last:
            amount += int(low)  # 1 lakh 20 thousand
        else:
            break
        end += 1
    return Value(_whole(total + amount), False, last > 0, end)


def _goes_on(found: list[Token], at: int, amount: Fraction | int, more: int, scaled: bool, spelled: bool) -> bool:
    """Whether the word at token `at`, worth `more`, adds to the number before it: the five of `twenty five`, of `two hundred and five`."""
    if scaled:
        return (spelled or found[at - 1].low == "and") and amount % 100 + more < 100
    return spelled and found[at - 1].low in TENS and more < 10


def _and_part(found: list[Token], at: int) -> tuple[Fraction, int] | None:
    """The part of a whole that begins with the `and` at token `at`, and how many words it takes: `and a half`, `and three quarters`."""
    words = [token.low for token in found[at + 1 : at + 3]]
    if len(words) == 2 and (part := PARTS.get(" ".join(words))):
        return part, 3
    return (PARTS[words[0]], 2) if words and words[0] in PARTS else None


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
    if len(pieces) == 2 and (len(pieces[1]) != 3 or pieces[0][:1] in "0"):
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
    if (value := _small(low)) is not None:
        if value == 3 and (part := _part_of_scale(found, at)):
            return part
        return _scaled(found, at, at + 1, value, spelled=True)
    if low in ("a", "an"):
        if at + 1 < len(found) and found[at + 1].low in ONE_SCALE:
            return _scaled(found, at, at + 1, 1, spelled=True)
        return _part_of_scale(found, at) or (_part_of_scale(found, at + 1) if at + 1 < len(found) else None)
    return _part_of_scale(found, at)


def _part_of_scale(found: list[Token], at: int) -> Value | None:
    """`half a million`, `half-million`, `a quarter of a million`, `three quarters of a million`."""
    words = [token.low for token in found[at : at + 5]]
    if words[0].partition("-")[0] in PARTS and words[0].partition("-")[2] in ONE_SCALE:
        words = [*words[0].split("-"), *words[1:]]
        end = at - 1
    else:
        end = at
    for length in (2, 1):
        if (part := PARTS.get(" ".join(words[:length]))) is None:
            continue
        for link in (["of", "a"], ["a"], []):
            scale = words[length + len(link) : length + len(link) + 1]
            if words[length : length + len(link)] == link and scale and scale[0] in ONE_SCALE:
                return Value(_whole(part * SCALES[scale[0]]), False, True, end + length + len(link) + 1)
    return None
