"""Which numbers of a line are not figures, but belong to a name, a date, a share, a measure or money."""

from __future__ import annotations

import re
from typing import Final

from infobox.language import concepts
from infobox.values.figure_dates import dated, has_era, is_year_written
from infobox.values.figure_wholes import (
    is_of_each_thing,
    is_rate_in_numbers,
    is_share,
    is_vague,
    is_whole,
    may_be_guns,
    names_those,
    shares_follow,
)
from infobox.values.figure_words import COUNTED, NO_NAMES, SINGLE, UNCOUNTED, UNCOUNTED_AFTER, TokenLine, after_hedges
from infobox.values.foreign_scales import foreign_scales
from infobox.values.number_amounts import numeral
from infobox.values.numbers import ABSENT, NAME, NUMBER, WORD, Numeral, Token

_ARMS: Final = concepts.KEPT | concepts.FORMATION | concepts.DESIGNATION
"""What a word carries that says the arm of a numbered body, and names none: `6 Guards Tank Army`."""
_ARM: Final = concepts.KEPT | concepts.MASS
"""What a word carries that says the arm of a numbered body."""
_LEADS_ELSEWHERE: Final = concepts.JOIN | concepts.GENITIVE
_PARTS: Final = re.compile(r"(\d{1,3})/(\d{1,3})")
_FACTORS: Final = re.compile(r"\d+([^\W\d_])\d+")
_HIGHEST_SHARE: Final = 10
"""The highest denominator of a share: `2/5 of the ships`."""
_APOSTROPHES: Final = frozenset("'’")
_MOST_ENTRIES: Final = 20
"""The most numbered entries of a list."""
_LONGEST_TIME: Final = 12
"""The most tokens of a time in a label."""
_IN_TIME: Final = concepts.BEFORE_YEAR | concepts.LEADS_TO_DAY
_LAST_DAY: Final = 31
_IN_LIST: Final = frozenset("(:,&")
_LONGEST_OF_BODY: Final = 3
"""The most digits of the number of a body."""
_LONGEST_HEDGES: Final = 5
_HIGHEST_OF_BODY: Final = 140
"""From here on a number before a corps, an army or the like is not its number."""
_DOUBTFUL_OF_BODY: Final = 30
"""From here on it may not be."""
_ADJECTIVE: Final = concepts.KEPT | concepts.DROPPED
_NOT_NUMBERED: Final = concepts.NOT_ONE | concepts.NOT_NUMBERED | concepts.ONE


_RATED: Final = concepts.CENT | concepts.MEASURE
"""What a word after `per` carries: `5 per cent`, `500 per day`."""
_OF: Final = concepts.GENITIVE | concepts.COMPLEMENT | concepts.COUNTED_LINK
_MAY_BE_UNCOUNTED: Final = UNCOUNTED | concepts.COMPLEMENT | concepts.COUNTED_LINK | concepts.TIMES | concepts.PER
_EVERY: Final = concepts.DEFINITE | concepts.NOT_ONE
"""What a word carries that may stand before the whole of a share: `1 op de 10`, `1 op elke 10`."""
_RECKONS: Final = concepts.TIMES | concepts.ONE_IN
"""What a word or sign carries that stands between the numbers of a product or a share."""
_BEFORE_EACH: Final = concepts.GENITIVE | concepts.COMPLEMENT
"""What a word carries that may stand between the numbers of a share, before `each`."""


def no_figure(line: TokenLine, at: int, end: int, first: Numeral, last: Numeral, plus: bool) -> bool:
    """Whether the number of the tokens from `at` to `end` counts nothing; `first` and `last` are its value, or the bounds of its range."""
    all_tokens = line.tokens
    earlier, before, after, later = all_tokens[at - 2], all_tokens[at - 1], all_tokens[end], all_tokens[end + 1]
    if _is_uncounted(after, later):
        line.named_until = end + 1
        return True
    month = later if after.senses & concepts.GENITIVE else after  # `8 de mayo`
    if first.plain and first.amount <= 31 and after.text[-1] != "." and line.words.is_month(month):
        line.dated_until = end + (month is later)
        return True
    if (
        (after.kind == WORD and _is_not_whole(line, at, end, last))
        or _is_reckoned(line, after, at, end)
        or _depends_on(line, at, end)
        or _is_reckoned(line, before, at, end)
    ):
        return True
    if all_tokens[at].kind == WORD:
        return _no_number_word(line, at, first, before, (after, later))
    glued = all_tokens[end - 1].end == after.start
    joined = after.kind in (",", "&") or after.senses & concepts.JOIN
    if (glued and _goes_on_glued(line, end)) or (joined and (_lists_calibres(line, end) or _lists_ordinals(line, end))):
        return True
    counted = _is_counted(before, after, later)
    if type(first.amount) is not int and not last.scaled and not counted:
        return True  # 7.5 of something that cannot be counted
    if dated(line, at, end, first, last, counted):
        line.dated_until = end
        return True
    if not last.plain or not first.plain or plus:
        return False
    if (after.kind == ":" and first.amount < 1000) or _numbers_label(line, at, end, first):
        return True
    ratio = earlier.kind == NUMBER and len(earlier.text) < 4 and before.kind == ":" and before.start > earlier.end
    if (ratio and not counted and first.amount < 100) or _names_what_stands_before(line, at, end, first, counted):
        return True  # `3 : 1`
    if designated(line, at, counted=counted) or _names_formation(line, at, end, first) or _numbers_in_label(line, end, first):
        line.named_until = end
        return True
    # `1. Division`, `(7., 8. und 9. Division)`
    return after.kind == "." and first.amount < 1000 and (later.kind == "," if at else later is not ABSENT)


def _names_what_stands_before(line: TokenLine, at: int, end: int, value: Numeral, counted: bool) -> bool:
    """Whether a number is one of the names or ordinals of those before it, or the guns of a ship."""
    before = line.tokens[at - 1]
    listed = before.kind in _IN_LIST or bool(before.senses & concepts.JOIN)
    if line.named_until == at - 1 and before.kind == WORD and before.senses & concepts.JOIN and not counted:
        line.named_until = end
        return True  # `batallón n.º 1 y 2`
    return may_be_guns(line, at, end, value) or _follows_ordinal(line, at, counted) or (listed and names_those(line, at))


def _follows_ordinal(line: TokenLine, at: int, counted: bool) -> bool:
    """Whether a bare number stands after a dash and a number with an ending, of which it may be the other end: `200-го — 20`."""
    earlier, before = line.tokens[at - 2 : at] if at > 1 else (ABSENT, ABSENT)
    if counted or before.kind != "-" or earlier.kind != NAME:
        return False
    number, dash, ending = earlier.low.partition("-")
    if not number.isdigit() or not dash or f"-{ending}" not in line.words.ordinals:
        return False
    line.doubtful.add((at, at + 1))
    return True


def _is_not_whole(line: TokenLine, at: int, end: int, value: Numeral) -> bool:
    """Whether the words after a number make it another one."""
    return _goes_on_scaled(line, at, end) or is_share(line, at, end, value) or (line.words.shares_follow and shares_follow(line, at, end))


def _goes_on_scaled(line: TokenLine, at: int, end: int) -> bool:
    """Whether a scale, or what may be one, follows a number that is not read with it: `2 mil de millones`, `25 B`, `20 тыс. men`."""
    after, later = line.tokens[end], line.tokens[end + 1]
    scaled = bool(after.senses & _OF and later.senses & concepts.SCALE_WORD)
    if after.low in line.words.scale_letters:
        scaled = scaled or later.kind != NAME  # but `1 Bn 3rd Foot`
    elif after.senses & concepts.SMALL and after.low not in line.words.senses:
        scaled = after.low in foreign_scales(line.words.spelling)
    if not scaled:
        return False
    line.doubtful.add((at, end))
    return True


def _is_counted(before: Token, after: Token, later: Token) -> bool:
    """Whether the two words after a number count, as those after the 22 of `Regimiento 22 de Infantería` do not."""
    leads_elsewhere = after.senses & concepts.COMPLEMENT and not after.senses & concepts.COUNTED_LINK
    beside_noun = after.kind == WORD and not leads_elsewhere and later.senses & COUNTED
    counted = bool(after.senses & COUNTED or beside_noun)
    if counted and before.senses & concepts.NUMBERED_THING and before.senses & concepts.FORMATION:
        return not after.senses & _ARM and not (beside_noun and after.senses & _LEADS_ELSEWHERE)  # `الفرقة 4 مدرعة`
    return counted


def _is_uncounted(after: Token, later: Token) -> bool:
    """Whether the two words after a number make it a measure or money (`300 metres`, `5 per cent`, `3 millones de pesos`), or an unread
    multiple: `2х тысяч`.
    """
    if not after.senses & _MAY_BE_UNCOUNTED:
        return False
    if after.senses & concepts.COUNTED_LINK:
        return bool(later.senses & UNCOUNTED)  # `20 de zile`
    if after.senses & concepts.COMPLEMENT:
        return bool(later.senses & concepts.MONEY)
    if after.senses & concepts.TIMES:
        return bool(later.senses & concepts.SCALE_WORD)
    return bool(after.senses & UNCOUNTED or (after.senses & concepts.PER and later.senses & _RATED))


def note_doubtful(line: TokenLine, at: int) -> None:
    """Note the name at token `at` as doubtful if it may be a figure: `3M dead`, `12/15 ships`, `20,000A`."""
    before, token, after = line.tokens[at - 1], line.tokens[at], line.tokens[at + 1]
    counted = after.senses & concepts.SMALL and after.senses & COUNTED
    if token.text[:-1].isdigit() and not token.text[-1].isalnum():
        # An ordinal, or a number that ends a sentence: `300. Of these`.
        may_count = int(token.text[:-1]) > _LAST_DAY and bool(after.senses & concepts.STOP)
    elif line.words.thousands in token.text:
        may_count = _is_grouped(line, token)
    elif after.senses & concepts.SCALE_WORD and token.low[0].isdigit():
        may_count = True  # `2-х тысяч`
    elif (found := _FACTORS.fullmatch(token.low)) and line.words.senses.get(found[1], 0) & concepts.TIMES:
        may_count = bool(counted)  # `3x100 men`
    elif found := _PARTS.fullmatch(token.low):
        may_count = bool(counted) and not int(found[1]) < int(found[2]) <= _HIGHEST_SHARE
    else:
        amount = _of_scale_letters(line, token)
        exact = before.kind == "-" or before.senses & concepts.EXACTNESS_END
        alone = before.kind not in (WORD, NAME) or exact
        may_count = bool(amount and alone and (counted or exact or not amount.isdigit()))
    if may_count:
        line.doubtful.add((at, at + 1))


def _is_grouped(line: TokenLine, token: Token) -> bool:
    """Whether a name begins with digits in groups, as only figures do, and is no ordinal: `20,000A`, `1,2345`, but not `1,000s`."""
    number = line.words.digits.match(token.low)
    if number is None or line.words.thousands not in number[0]:
        return False
    rest = token.low[number.end() :]
    return (rest.isdigit() or not rest[:1].isdigit()) and rest not in line.words.ordinals and rest != line.words.plural_of_numbers


def _of_scale_letters(line: TokenLine, token: Token) -> str:
    """The number before letters that may mean millions: the `2.5` of `2.5m`; empty if it is something else."""
    for letters in line.words.scale_letters:
        amount = token.low.removesuffix(letters)
        if amount != token.low and amount.replace(line.words.decimal, "", 1).isdigit():
            return amount if token.text.islower() else f"{amount}{letters}"
    return ""


def _depends_on(line: TokenLine, at: int, end: int) -> bool:
    """Whether the number at `at` is money, an age or a page, or that of which the words before it state a share or a ratio."""
    earlier, before = line.tokens[at - 2], line.tokens[at - 1]
    hyphen = before.kind == "-" and before.start == earlier.end and before.end == line.tokens[at].start  # `מ-300`
    exact = before.senses & concepts.EXACTNESS_END and f"{earlier.low} {before.low}" in line.words.exactness  # `at most 300`
    if is_vague(line, at):
        line.doubtful.add((at, at + 1))
        return True
    if (hyphen or before.kind == WORD) and not exact and is_whole(line, at - hyphen):
        if not is_year_written(line.tokens[at].text):
            line.doubtful.add((at, at + 1))  # `80% of 4,000`
        return True
    calibre = line.words.head_first and earlier.kind == NUMBER and before.senses & concepts.COMPLEMENT
    if calibre and not line.tokens[at + 1].senses & COUNTED:
        line.doubtful.add((at, at + 1))
        return True  # `y 4 de 105`
    if line.words.whole_endings and is_rate_in_numbers(line, at):
        return True
    if before.senses & concepts.SCALE_WORD and before.text.isalpha():
        line.doubtful.add((at, at + 1))
        return True  # `тысяч 5`, which is about five thousand
    if (before.kind in _IN_LIST or before.senses & concepts.JOIN) and names_those(line, at):
        return True
    if before.senses & concepts.OUT_OF and line.tokens[at - 2 - bool(earlier.senses & concepts.OUT_OF)].kind == "(":
        line.doubtful.add((at, at + 1))
        return True  # `280 (of 300)`
    if (before.senses & concepts.RATIO_LINK or before.kind == ":") and earlier.senses & concepts.RATIO:
        return True
    if before.senses & concepts.PAGE_WORD and not before.senses & concepts.PLURAL:
        line.named_until = end
        return True  # `document 1.103`
    if before.kind == WORD and is_of_each_thing(line, at, end):
        return True
    if earlier.kind == NUMBER and before.senses & concepts.MEASURE and not line.tokens[end].senses & COUNTED:
        return True  # `15 h 30`
    return bool(before.senses & UNCOUNTED_AFTER) or (before.kind == "%" and before.end == line.tokens[at].start)  # `%37`


def _no_number_word(line: TokenLine, at: int, value: Numeral, before: Token, beyond: tuple[Token, Token]) -> bool:
    """Whether a number in words counts nothing: `before` is the token before it, `beyond` are the two after it."""
    after, later = beyond
    if (before.kind in (NAME, NUMBER) or before.senses & concepts.SHARE) and line.tokens[at].senses & concepts.BARE_SCALE:
        line.doubtful.add((at - 1, at + 1))
        return True  # `1/5 million`, `a third million`, where a million needs no article
    if at and line.tokens[at].senses & concepts.BARE_SCALE and line.tokens[at].text[:1].isupper() and not line.words.capitals:
        return True  # `i Mille`
    if _may_be_share(line, at, after) or (before.kind == "," and value.scaled and line.tokens[at - 2].senses & concepts.VAGUE):
        line.doubtful.add((at, value.end))
        return True  # `خمس الجيش`, `a couple, three thousand`
    unsure = before.senses | after.senses | line.tokens[value.end + 1].senses * bool(after.senses & concepts.DROPPED)
    if unsure & concepts.VAGUE or before.senses & concepts.SCALE_WORD or (before.senses & concepts.NOT_ONE and not value.scaled):
        return True
    if value.amount == 1 and after.kind in (NAME, NUMBER) and after.text[:1].isdigit():
        return True  # `ett 40-tal`
    if line.tokens[at].senses & concepts.ARTICLE_ONE and value.amount == 1 and not value.scaled and not _is_one_thing(line, at):
        return True
    if before.senses & concepts.NUMBER_AND and line.tokens[at - 2].senses & concepts.SCALE_WORD:
        return numeral(line.tokens, at - 3, line.words) is None  # `hundred and fifty`
    if after.kind != WORD:
        # A number word alone counts only if nothing else is on the line, or it is a large number.
        return not value.scaled and before is not ABSENT and not before.senses & concepts.EXACTNESS_END
    linked = after.senses & concepts.COUNTED_LINK and later.senses & COUNTED  # `douăzeci de nave`
    return bool(after.senses & concepts.STOP) and not value.scaled and not linked


def _may_be_share(line: TokenLine, at: int, after: Token) -> bool:
    """Whether a number that is also a share stands before a noun with an article: `خمس الجيش` is a fifth of the army."""
    if not line.tokens[at].senses & concepts.SHARE:
        return False
    article = after.text[: -len(after.low)].lower() if after.text.endswith(after.low) else ""
    return bool((after.senses | line.words.senses.get(article, 0)) & concepts.DEFINITE)


def _leads_to_digits(line: TokenLine, at: int) -> bool:
    """Whether only a few words stand between token `at` and digits: `un ejército de entre 20.000 y 30.000 hombres`."""
    token = next((token for token in line.tokens[at : at + _LONGEST_HEDGES] if token.kind != WORD), ABSENT)
    return token.low[0].isdigit()


def _is_one_thing(line: TokenLine, at: int) -> bool:
    """Whether the article at token `at` counts: `un navire coulé`, but not `une partie`, `une flotte de 20 navires`."""
    noun = at + 1
    while noun < at + 3 and line.tokens[noun].senses & _ADJECTIVE:
        noun += 1
    if not line.tokens[noun].senses & COUNTED or not line.tokens[noun].senses & concepts.SMALL:
        return False
    for index, token in enumerate(line.tokens[noun + 1 : noun + 4], noun + 1):
        if token.senses & concepts.GENITIVE:
            return not _leads_to_digits(line, index + 1) and numeral(line.tokens, after_hedges(line, index + 1), line.words) is None
    return True


def designated(line: TokenLine, at: int, *, counted: bool = False) -> bool:
    """Whether the number belongs to the name before it: `No. 74`, `Task Force 58`, `Mk 1`, and further ones: `Taffy 1, 2, and 3`."""
    before = line.tokens[at - 1]
    if before.kind == WORD:
        senses = before.senses
        noun = line.words.capitals and before.text[:1].isupper() and not senses & concepts.PLURAL
        if (senses & concepts.CAPITAL or noun) and not counted and _designates(line, before):
            return True
        if senses & concepts.NUMBERED_THING and not counted and _is_number_of(line, at, at):
            return True
        if senses & _ARM and not counted and line.tokens[at - 2].senses & concepts.NUMBERED_THING and _is_number_of(line, at - 1, at):
            return True  # `batalyon infanteri 12`
        abbreviated = before.text.endswith(".") and not senses & concepts.JOIN  # `300 Tote u. 44 Verwundete`
        if senses & concepts.TYPE and (senses & (concepts.CAPITAL | concepts.PAGE_WORD) or abbreviated):
            return True
        if before.end == line.tokens[at].start and line.words.any_spaces and before.low not in line.words.spelling.prefixes:
            return line.words.exactness.get(before.low) != concepts.ABOUT
        if senses & concepts.CAPITAL and not counted:
            letters = before.text.isupper() and 1 < len(before.text) < 6
            if senses & (NO_NAMES & ~concepts.MEASURE if letters else NO_NAMES):
                return False
            digits = line.tokens[at].text
            # `HX 229`, but `Taffy 3`: after letters a name's number is longer than after a word
            return digits.isdigit() and len(digits) <= (3 if letters or len(before.text) == 1 else 2)
        if not senses & concepts.JOIN:
            return False
    elif before.kind not in (",", "&", "/", "-"):
        return False
    if counted or line.named_until < 0:
        return False
    # The list continues from a number that was a name.
    back = at - 1
    while back > max(0, at - 3) and (line.tokens[back].kind in (",", "&", "/", "-") or line.tokens[back].senses & concepts.JOIN):
        back -= 1
    return line.named_until == back + 1


def _designates(line: TokenLine, token: Token) -> bool:
    """Whether a word, or its last part, names something with a number after it: `Task Force`, `Sub-Division`."""
    senses = token.senses if "-" not in token.low else line.words.senses.get(token.low.rpartition("-")[2], 0)
    return bool(senses & (concepts.DESIGNATION | concepts.FORMATION))


def _is_reckoned(line: TokenLine, beside: Token, at: int, end: int) -> bool:
    """Whether the number and the one beyond the adjacent token (`beside`) are a product or a share."""
    if not line.carried & _RECKONS:
        return False
    if beside.senses & _BEFORE_EACH and line.tokens[end].senses & _BEFORE_EACH and not beside.senses & concepts.ONE_IN:
        beside = line.tokens[end + 1]  # the `cada` of `2 de cada 3`
    elif beside.senses & _EVERY and not beside.senses & concepts.ONE_IN:
        beside = line.tokens[at - 2]  # the `op` of `1 op de 10`
    return (beside.kind == "×" or bool(beside.senses & concepts.ONE_IN)) and (_multiplied(line, at, end) or _one_in(line, at, end))


def _is_number_of(line: TokenLine, at: int, number: int) -> bool:
    """Whether the number at token `number` belongs to the `phase` or `days` before token `at`: `(day 2)`, `(days 2–4)`, but `each day 40`,
    `on the first day 300`.
    """
    longest = 3 if line.tokens[at - 1].senses & concepts.FORMATION else 2
    if not line.tokens[number].text.isdigit() or len(line.tokens[number].text) > longest:
        return False
    if line.tokens[at - 2].kind not in (WORD, NUMBER, NAME):
        return True
    before = line.tokens[at - 2].senses
    return bool(before & _IN_TIME) or not (line.tokens[at - 1].senses & (concepts.MEASURE | concepts.PLURAL) or before & _NOT_NUMBERED)


def _names_formation(line: TokenLine, at: int, end: int, value: Numeral) -> bool:
    """Whether the number is the name of a formation: `74 Squadron`, `6 Airborne Division`, `2 PARA`."""
    if line.tokens[end].senses & concepts.NUMBERED_WORD and line.tokens[end].senses & concepts.CAPITAL:
        return value.amount < 1000 and not line.tokens[end + 1].senses & COUNTED  # but `20 SAS soldiers`
    if value.amount >= 1000 or value.amount < line.words.lowest_numbered:
        return False
    if line.words.singular_numbered:
        if value.amount > 1 and line.tokens[end].senses & concepts.NUMBERED_FIRST:
            return True  # `6 pułk piechoty`
        if _lists_formations(line, at, end):
            return True
    run = 0
    for token in line.tokens[end : end + 5]:
        if token.kind != WORD or not token.senses & concepts.CAPITAL:
            break
        run += 1
    if not run or _is_whose(line, end + run):
        return False
    first, last = line.tokens[end], line.tokens[end + run - 1]
    numbered = (last, concepts.NUMBERED_FORMATION), (first, concepts.NUMBERED_FIRST)
    if not any(token.senses & concept and token.text.istitle() for token, concept in numbered):
        return False
    return not _counts_body(line, at, end, end + run, value)


def _counts_body(line: TokenLine, at: int, start: int, end: int, value: Numeral) -> bool:
    """Whether the number at `at` counts people or machines of the body that the words from `start` to `end` name: `413 British Army`.

    If it may, but may also be the body's own number, it is noted as doubtful: `14 Alpine Corps guns`.
    """
    if not line.tokens[end - 1].senses & concepts.NAMED_BODY:
        return False
    named = any(not token.senses & _ARMS for token in line.tokens[start : end - 1])
    counted = line.tokens[end].senses & concepts.SMALL and line.tokens[end].senses & COUNTED
    if not named and not counted:
        return False
    if value.amount >= _HIGHEST_OF_BODY:
        return True
    if counted or value.amount >= _DOUBTFUL_OF_BODY:
        line.doubtful.add((at, start))
    return False


def _is_whose(line: TokenLine, at: int) -> bool:
    """Whether the name that ends before token `at` owns what is counted: `Company ships`, `Army of Conquest fighters`."""
    name, token = line.tokens[at - 1 : at + 1]
    if token.senses & concepts.GENITIVE:
        return bool(line.tokens[at + 1].senses & concepts.CAPITAL)
    counted = token.senses & concepts.SMALL and token.senses & COUNTED
    return bool(counted and name.senses & concepts.ONE_OF_A_NAME) and name.text.istitle()


def _numbers_in_label(line: TokenLine, end: int, value: Numeral) -> bool:
    """Whether the number is that of a formation in a label that states at most a time: `4 army 10.08 – 30.09:`, `3 brigade:`."""
    if not 1 < value.amount < 1000:
        return False
    senses = line.tokens[end].senses
    if not senses & concepts.FORMATION or senses & (SINGLE | concepts.PLURAL):
        return False
    for token in line.tokens[end + 1 : end + _LONGEST_TIME]:
        if token.kind == ":":
            return True
        if token.kind == WORD and not token.senses & _IN_TIME and not line.words.is_month(token):
            return False
        if token.kind not in (WORD, NAME, NUMBER, "-", "(", ")", ".", "/"):
            return False
    return False


def _numbers_label(line: TokenLine, at: int, end: int, value: Numeral) -> bool:
    """Whether the number is that of an entry, and a label follows it: `1 – Leros: 17,000`."""
    dash = line.tokens[end]
    if at or dash.kind != "-" or value.amount >= _MOST_ENTRIES or dash.start == line.tokens[at].end:
        return False
    index = end + 1
    while index < end + _LONGEST_TIME and line.tokens[index].kind in (WORD, NAME) and not line.tokens[index].senses & COUNTED:
        index += 1
    return index > end + 1 and line.tokens[index].kind == ":"


def _goes_on_glued(line: TokenLine, end: int) -> bool:
    """Whether what the number before token `end` begins goes on without a space: `1,000's`, `124/TGi`, `5–6m`."""
    number, mark, word = line.tokens[end - 1 : end + 2]
    if mark.start != number.end or word.start != mark.end:
        return False
    if mark.kind == "-":
        return word.kind == NAME and bool(_of_scale_letters(line, word))  # `5–6m`
    if word.kind != WORD:
        return False
    if mark.text in _APOSTROPHES:
        return word.low == line.words.plural_of_numbers
    return mark.kind == "/" and bool(word.senses & concepts.CAPITAL) and not word.senses & COUNTED


def _lists_ordinals(line: TokenLine, end: int) -> bool:
    """Whether only joins and numbers stand between token `end` and an ordinal, whose ending holds for all: `(28, 47 и 70-я)`."""
    for token in line.tokens[end : end + _LONGEST_TIME]:
        if token.kind == NAME:
            number, dash, ending = token.low.partition("-")
            if token.low[:-1].isdigit() and token.low[-1] in line.words.ordinals:
                return len(line.tokens[end - 1].text) <= _LONGEST_OF_BODY  # `25, 26 ve 27. alaylar`
            return number.isdigit() and bool(dash) and f"-{ending}" in line.words.ordinals
        if token.kind not in (NUMBER, ",", "&") and not token.senses & concepts.JOIN:
            return False
    return False


def _lists_formations(line: TokenLine, at: int, end: int) -> bool:
    """Whether the number is one of several that are the names of formations: `1 i 2 Armia`, `4, 5 и 6 танковые армии`."""
    ordinal = line.tokens[end].kind == "." and line.tokens[end].start == line.tokens[end - 1].end  # `1. Armia, 2. Armia`
    several = ordinal or (line.named_until == at - 1 and _is_joint(line.tokens[at - 1]))
    for token in line.tokens[end + ordinal : end + _LONGEST_TIME]:
        if token.senses & (concepts.NUMBERED_FORMATION | concepts.NUMBERED_FIRST):
            return several
        if token.kind == NUMBER:
            several = True
        elif not (_is_joint(token) or (ordinal and token.kind == ".") or token.senses & (concepts.KEPT | concepts.WHOSE_WORD)):
            return False
    return False


def _is_joint(token: Token) -> bool:
    return token.kind in (",", "&") or bool(token.senses & concepts.JOIN)


def _lists_calibres(line: TokenLine, end: int) -> bool:
    """Whether only joins and numbers stand between token `end` and the last of the calibres: `32, 24 and 18-pounder guns`."""
    joined = False
    for index, token in enumerate(line.tokens[end : end + _LONGEST_TIME]):
        if token.kind == NAME:
            number, dash, calibre = token.low.partition("-")
            return joined and bool(dash) and number.isdigit() and bool(line.words.senses.get(calibre, 0) & concepts.CALIBRE)
        joined = token.kind in (WORD, "&") and bool(token.senses & concepts.JOIN)
        if not joined and (token.kind not in (NUMBER, ",") or (token.kind == NUMBER and not index)):
            return False
    return False


def _multiplied(line: TokenLine, at: int, end: int) -> bool:
    """Whether the number is part of `4×4`, which does not count fours; `8×88 mm guns` are eight guns."""
    return multiplied_until(line, at - 2 if at > 1 and line.tokens[at - 1].kind == "×" else end - 1) > 0


def multiplied_until(line: TokenLine, at: int) -> int:
    """The index after the `4×4` that begins at token `at`; 0 if none does."""
    if line.tokens[at + 1].kind != "×":
        return 0
    first, sign, last = line.tokens[at : at + 3]
    number = last.low.rstrip(line.words.plural_of_numbers)
    if first.kind != NUMBER or not number.isdigit():
        return 0
    if first.low != number and (first.end < sign.start or sign.end < last.start):
        return 0
    return 0 if line.tokens[at + 3].senses & concepts.CALIBRE else at + 3


def _one_in(line: TokenLine, at: int, end: int) -> bool:
    """Whether the number is part of a share: `one in three`, `2 in 5 killed`, `2 de cada 3`; `8 in 10 days` is not one."""
    if line.tokens[end].senses & concepts.ONE_IN and end + 1 < line.count:
        part, whole = at, end + 1 + bool(line.tokens[end + 1].senses & _EVERY)
        article = line.tokens[end + 1]
    elif line.tokens[end].senses & _BEFORE_EACH and line.tokens[end + 1].senses & concepts.ONE_IN and end + 2 < line.count:
        part, whole, article = at, end + 2, ABSENT
    else:
        link, article = at - 1, line.tokens[at - 1]
        if not line.tokens[link].senses & concepts.ONE_IN and line.tokens[link].senses & _EVERY:
            link -= 1
        if not line.tokens[link].senses & concepts.ONE_IN:
            return False
        part, whole = link - 1 - bool(line.tokens[link - 1].senses & _BEFORE_EACH), at
    few, many = _small(line, part), _small(line, whole)
    if few > 1 and article.senses & concepts.DEFINITE and not article.senses & (concepts.NOT_ONE | concepts.ONE_IN):
        return False  # `3 din cele 5 nave`: of those five
    return 0 < few < many and not has_era(line, whole + 1) and not line.tokens[whole + 1].senses & concepts.MEASURE


def _small(line: TokenLine, at: int) -> int:
    low = line.tokens[at].low
    if low.isdigit() and low.isascii() and len(low) < 3:
        return int(low)
    return line.words.small[low] if line.tokens[at].senses & concepts.ONE else 0
