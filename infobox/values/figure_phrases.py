"""The words after a figure that may name what it counts: one run of a noun phrase or of participles, joins included."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts
from infobox.values.figure_bounds import bound_after
from infobox.values.figure_names import designated, multiplied_until
from infobox.values.figure_words import ANY_FATE, COUNTED, FURTHEST, PARTS, SINGLE, TokenLine, phrase_at
from infobox.values.number_amounts import and_part, numeral
from infobox.values.numbers import NAME, NOUN, NUMBER, WORD, Token

_LONGEST_NAME: Final = 6
"""The most words of a name after its `of`."""
_LONGEST_EXACTNESS: Final = 4
"""The most words for the exactness of a figure."""
_OPEN_JOINS: Final = frozenset(",/")
"""Joins that do not close a list."""
_AFTER_WHOLE_PART: Final = concepts.SCALE_WORD | concepts.STARTS_NUMBER | concepts.ONE_OF_SCALE | concepts.GENITIVE | COUNTED
"""What a word carries that makes the part before it one of something else: `y media docena de botes`, `and half a million shells`."""
_STARTS_PHRASE: Final = concepts.PHRASE_START | concepts.NOUN_START
_DECIDES: Final = (
    concepts.AFTER_START
    | _STARTS_PHRASE
    | concepts.STOP
    | concepts.DEFINITE
    | concepts.STARTS_NUMBER
    | concepts.VERB
    | concepts.JOIN
    | concepts.ADVERB_WORD
)
"""What words carry that may end a phrase, or belong to it only together with others; all other words belong to it."""


def phrase(line: TokenLine, at: int, *, titled: bool = False) -> tuple[list[int], int]:
    """The tokens of the noun phrase or of the fates that begins at `at`, commas and joins included, and the index after it."""
    all_tokens = line.tokens
    stop = min(line.count, at + FURTHEST)
    words: list[int] = []
    index, after = -1, at
    while index < after < stop:
        index = after
        token = all_tokens[index]
        kind = token.kind
        if kind == NUMBER:
            after = _after_number(line, words, index, stop)
        elif kind == WORD and (token.senses & _DECIDES or all_tokens[index + 1].kind == ":"):
            after = _after_word(line, words, index, stop, titled)
        elif kind in (WORD, NAME) or (token.senses & concepts.JOIN and _goes_on(line, index + 1)):
            words.append(index)
            after = index + 1
    return _closed(line, words, after)


def _after_word(line: TokenLine, words: list[int], at: int, stop: int, titled: bool) -> int:
    """Add the word at `at`, with what goes with it, if it belongs to the phrase; return the index after it, `at` if the phrase ends."""
    all_tokens = line.tokens
    token = all_tokens[at]
    senses = token.senses
    if senses & concepts.AFTER_START and words and bound_after(line, at)[0]:
        return at
    if senses & _STARTS_PHRASE and (several := _phrase_of_several(line, at)):
        words += range(at, at + several)
        return at + several
    if senses & concepts.STOP and not is_acronym(token):
        return _after_genitive(line, words, at, stop) if senses & concepts.GENITIVE and words else at
    if words and (senses & concepts.DEFINITE or (senses & concepts.STARTS_NUMBER and numeral(all_tokens, at, line.words))):
        return at
    if senses & concepts.VERB and not (words and _is_before_fate(line, at, stop)):
        return at
    if senses & concepts.JOIN:
        if (
            not words
            or half_after(line, at)
            or not _goes_on(line, at + 1)
            or (at + 2 < stop and all_tokens[at + 2].senses & concepts.COMPARISON)
        ):
            return at  # `or more than 300`
    elif senses & concepts.ADVERB_WORD and not senses & (NOUN | concepts.KEPT):
        return _after_adverb(line, words, at, stop)
    elif at + 1 < stop and all_tokens[at + 1].kind == ":" and words and not titled and not _ends_noun(line, words, at):
        return at  # the label of what follows
    words.append(at)
    return at + 1


def _phrase_of_several(line: TokenLine, at: int) -> int:
    """How many words a phrase of the language takes that begins at token `at`; 0 if there is none."""
    found = phrase_at(line.words.fate_phrases, line.tokens, at) or phrase_at(line.words.noun_phrases, line.tokens, at)
    return found[0] if found else 0


def _after_genitive(line: TokenLine, words: list[int], at: int, stop: int) -> int:
    """The index after an `of` that continues the phrase, and the article after it."""
    if not (_asks_for_more(line, words, at) or _is_complement(line, words, at) or _names_on(line, words, at)):
        return at
    words.append(at)
    if line.tokens[at + 1].senses & (concepts.DEFINITE | concepts.INDEFINITE) and at + 2 < stop:
        words.append(at + 1)
        return at + 2
    return at + 1


def _is_before_fate(line: TokenLine, at: int, stop: int) -> bool:
    """Whether a word such as the `went` of `men went missing` stands before a fate."""
    token = line.tokens[at]
    return bool(token.senses & concepts.BESIDE_FATE and at + 1 < stop and line.tokens[at + 1].senses & concepts.FATE_WORD)


def _after_adverb(line: TokenLine, words: list[int], at: int, stop: int) -> int:
    """The index after an adverb and the participle that it describes (`poorly armed`), which do not belong to the phrase."""
    partly = bool(line.tokens[at].senses & PARTS)
    if partly and words:
        return at
    described = at + 2 < stop and line.tokens[at + 2].kind == WORD and _is_participle(line.tokens[at + 1], partly=partly)
    return at + 2 if described else at + 1


def _after_number(line: TokenLine, words: list[int], at: int, stop: int) -> int:
    """The index after a number inside the phrase: a calibre or a factor, which are left out, or the designation of what is counted."""
    all_tokens = line.tokens
    if at + 2 < stop and all_tokens[at + 1].senses & concepts.CALIBRE and all_tokens[at + 2].kind == WORD:
        return at + 2
    if until := multiplied_until(line, at):
        return until
    if not words or all_tokens[at - 1].senses & concepts.PLURAL or not all_tokens[at].text.isdigit() or not designated(line, at):
        return at  # a number in groups of digits is the next figure
    words.append(at)
    return at + 1


def _closed(line: TokenLine, words: list[int], end: int) -> tuple[list[int], int]:
    """The phrase without an open list or joins at its end, and the index after it. A comma makes a list only if an `and` closes it."""
    all_tokens = line.tokens
    kinds = [all_tokens[word].kind for word in words]
    if "," in kinds:
        comma = kinds.index(",")
        closes = any(all_tokens[word].senses & concepts.JOIN and all_tokens[word].kind not in _OPEN_JOINS for word in words[comma:])
        if not closes and not (comma and all_tokens[words[comma - 1]].senses & ANY_FATE):
            end = words[comma]
            del words[comma:]
        elif all_tokens[end].senses & concepts.NOT_KNOWN and all_tokens[words[-1]].senses & ANY_FATE:
            comma = len(kinds) - 1 - kinds[::-1].index(",")
            end = words[comma]
            del words[comma:]
    elif all_tokens[end].senses & concepts.NOT_KNOWN and _joins_fate(line, words):
        end = words.pop()
    while words and all_tokens[words[-1]].senses & concepts.JOIN:
        end = words.pop()
    return words, end


def _is_participle(token: Token, *, partly: bool) -> bool:
    """Whether a word after an adverb belongs to it; a fate does so only if it happened `partly`."""
    return bool(token.senses & concepts.PARTICIPLE) and not token.senses & NOUN and (partly or not token.senses & ANY_FATE)


def _asks_for_more(line: TokenLine, words: list[int], at: int) -> bool:
    """Whether the `of` at token `at` continues a word like `ships`: `ships of the line`."""
    return bool(line.tokens[words[-1]].senses & concepts.WITH_COMPLEMENT) and _goes_on(line, at + 1)


def _is_complement(line: TokenLine, words: list[int], at: int) -> bool:
    """Whether the word at token `at` leads from a noun to a word for its type: `avions de combat`, but not `avions de la flotte`."""
    if not line.tokens[at].senses & concepts.COMPLEMENT or line.tokens[words[-1]].senses & ANY_FATE:
        return False
    after = line.tokens[at + 1]
    small = after.kind == WORD and after.senses & concepts.SMALL
    return bool(small) and not after.senses & concepts.POSSESSIVE and _goes_on(line, at + 1)


def _names_on(line: TokenLine, words: list[int], at: int) -> bool:
    """Whether the `of` at token `at` stands in a name: `Order of St John galleys`, `Army of Conquest`, but not `Knights of St John`."""
    all_tokens = line.tokens
    before = all_tokens[words[-1]]
    first = index = at + 2 if all_tokens[at + 1].senses & concepts.DEFINITE else at + 1
    while index - at < _LONGEST_NAME and all_tokens[index].kind == WORD and all_tokens[index].senses & concepts.CAPITAL:
        index += 1
    if index == first or not before.senses & concepts.CAPITAL:
        return False
    if all_tokens[index].senses & concepts.SMALL and all_tokens[index].senses & NOUN:
        return True
    return not before.senses & (concepts.PLURAL | SINGLE) and not line.is_one(max(0, words[0] - 1))


def _ends_noun(line: TokenLine, words: list[int], word: int) -> bool:
    """Whether the word before a colon ends what is counted (`99 combat ships: 16 battleships`), and is not a label of what follows."""
    if any(line.tokens[before].senses & ANY_FATE for before in words):
        return word + 2 == line.count and bool(line.tokens[word].senses & ANY_FATE)  # `300 dead or wounded:`
    senses = line.tokens[word].senses
    return bool(senses & concepts.SMALL and senses & NOUN)


def _goes_on(line: TokenLine, at: int) -> bool:
    """Whether a list continues at token `at`: with a word that neither ends what is counted nor begins a figure."""
    token = line.tokens[at]
    if token.kind != WORD:
        return token.kind == NAME
    if token.low in line.words.befalls and _counts_on(line, at + 1):
        return False  # `killed 300 men and captured 500`
    if token.senses & concepts.STARTS_NUMBER:
        return numeral(line.tokens, at, line.words) is None
    return not token.senses & concepts.STOP or bool(token.senses & concepts.JOIN)


def _counts_on(line: TokenLine, at: int) -> bool:
    """Whether a figure begins at token `at`, perhaps with words for its exactness."""
    for token in line.tokens[at : at + _LONGEST_EXACTNESS]:
        if token.kind == NUMBER or token.senses & (concepts.STARTS_NUMBER | concepts.EXACTNESS_END):
            return True
        if token.kind != WORD or not token.senses & concepts.STOP:
            break
    return False


def half_after(line: TokenLine, at: int) -> int:
    """How many words from token `at`, after what is counted, state a part of one: `2 légions et demie`; 0 if they do not."""
    join = line.tokens[at]
    if join.kind != WORD or not join.senses & (concepts.NUMBER_AND | concepts.JOIN):
        return 0
    part = and_part(line.tokens, at, line.words)
    if part is None:
        return 0
    after = line.tokens[at + part[1]]
    return 0 if after.kind == "-" or after.senses & _AFTER_WHOLE_PART else part[1]


def is_acronym(token: Token) -> bool:
    """Whether a token is an acronym: the `AT` of `AT guns` is not `at`."""
    return 1 < len(token.text) < 4 and token.text.isupper()


def _joins_fate(line: TokenLine, words: list[int]) -> bool:
    """Whether words end in a join and a fate: `70 قتيلا وأسر`."""
    return len(words) > 2 and bool(line.tokens[words[-2]].senses & concepts.JOIN and line.tokens[words[-1]].senses & ANY_FATE)
