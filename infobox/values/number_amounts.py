"""The amount of a number that begins at a token: digits, words, scales and parts."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from infobox.language import concepts
from infobox.values.numbers import NAME, NUMBER, WORD, Numbers, Numeral, Token

_FRACTION: Final = re.compile(r"([1-9]\d?)[/⁄]([2348]|16|32)")
_BLANK: Final = re.compile(r"\s")
_VULGAR: Final = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}
_MOST_DIGITS: Final = 13
TOO_MANY: Final = 10**_MOST_DIGITS
"""No figure is so large: programs that count in 64 bits, or as exactly as JavaScript does, can add up all of a page."""
_MILLION: Final = 10**6
_LONGEST: Final = 20
"""The most words of a number."""
_BEGINS: Final = concepts.STARTS_NUMBER | concepts.ONE_OF_SCALE
_MORE: Final = concepts.ONE | concepts.TEN | concepts.BARE_SCALE
_ADDS: Final = concepts.SCALE_WORD | concepts.SCALE_LINK | concepts.NUMBER_AND | concepts.PART_WORD


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
    while end - at < _LONGEST and not _ends(found, at, end, total + amount, last, words):
        low, senses = found[end].low, found[end].senses
        if senses & concepts.SCALE_WORD:
            scale = words.scales[low]
            if not amount and scale >= last:  # a thousand million
                total *= scale
            elif scale < 1000:
                ones = amount % 10 if scale == 10 and last else amount  # `one hundred two ten`
                amount += (ones or 1) * scale - ones
            else:
                total, amount = total + (amount or 1) * scale, 0
            last = scale
        elif senses & concepts.SCALE_LINK and amount and found[end + 1].senses & concepts.SCALE_WORD:
            pass  # `20 de mii`
        elif senses & concepts.NUMBER_AND and (part := and_part(found, end, words)):
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


def _ends(found: list[Token], at: int, end: int, low: Fraction | int, last: int, words: Numbers) -> bool:
    """Whether the number at `at`, worth `low` with the scale `last`, ends before token `end`.

    It does before a hundred after hundreds (`yüz-yüz elli`), and before an `and` that leads to a greater number (`between a hundred and a
    thousand`).
    """
    if 0 < last < 1000 and words.scales.get(found[end].low) == last:
        return True
    if not found[end].senses & concepts.NUMBER_AND or not found[at - 1].senses & concepts.RANGE_BETWEEN:
        return False
    high = numeral(found, end + 1, words)
    return high is not None and high.amount > low


def _more_follows(found: list[Token], at: int, last: int, words: Numbers, spelled: bool) -> bool:
    """Whether the word at `at` after an `and`, which stands after the scale `last`, if any, adds to the number."""
    token = found[at]
    if words.ones_first and spelled:
        least = 10 ** (len(str(last)) - 1) if last else TOO_MANY  # after `a thousand and` no thousands are added
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
    sixty = more == 11 and amount % 100 == 60  # `soixante et onze`
    if more and (sixty or _goes_on(found, end, amount, more, words, last > 0, spelled or last > 0)):
        return more, 2
    if joined and spelled and last >= 1000 and not amount and token.senses & concepts.BARE_SCALE:
        return _smaller(found, end + 1, end, last, words)  # `هزار و صد و چهارده`
    if not words.digits_after_scale or last < 1000 or amount or found[at - 1].senses & concepts.RANGE_BETWEEN:
        return None
    if token.kind == WORD:  # `12 bin beş yüz`
        smaller = _smaller(found, end + joined, end, last, words) if not spelled or last >= _MILLION else None
        enough = smaller is not None and len(str(smaller[0])) >= (words.digits_after_and if joined else 3)
        return smaller if enough else None
    if joined and token.kind == NUMBER and len(token.low) < words.digits_after_and and not token.senses:
        return None  # a number in words goes on with words
    amounts = _added_digits(token.low, last, words, joined=joined) if token.kind == NUMBER else None
    return (amounts, 1 + joined) if amounts is not None else None


def _added_digits(digits: str, last: int, words: Numbers, *, joined: bool) -> int | None:
    """The value of digits after the scale `last`, if they add to it."""
    if not digits.isdigit():  # `1 million 200 000`
        amounts = _amount(digits, words)
        return amounts if isinstance(amounts, int) and 1000 <= amounts < last else None
    return int(digits) if int(digits) < last and len(digits) in ((1, 2, 3) if joined else (3,)) else None


def _smaller(found: list[Token], at: int, end: int, last: int, words: Numbers) -> tuple[int, int] | None:
    """The number in words at token `at`, if it is smaller than the scale `last`, and how many tokens it takes from `end` on."""
    smaller = _words(found, at, words) if found[at].senses & _BEGINS else None
    if smaller is None or not isinstance(smaller.amount, int) or smaller.amount >= last:
        return None
    return smaller.amount, smaller.end - end


def and_part(found: list[Token], at: int, words: Numbers) -> tuple[Fraction, int] | None:
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
        if found[at + 1].senses & concepts.NUMBER_AND and and_part(found, at + 1, words):
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
