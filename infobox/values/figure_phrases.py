"""The words after a figure that may name what it counts: one run of a noun phrase or of participles, joins included."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts
from infobox.values.figure_bounds import bound_after
from infobox.values.figure_names import designated, multiplied_until
from infobox.values.figure_words import ANY_FATE, FURTHEST, PARTS, SINGLE, TokenLine, phrase_at
from infobox.values.numbers import NAME, NOUN, NUMBER, WORD, Token, numeral

_LONGEST_NAME: Final = 6
"""The most words of a name after its `of`."""
_STARTS_PHRASE: Final = concepts.PHRASE_START | concepts.NOUN_START


def phrase(line: TokenLine, at: int, *, titled: bool = False) -> tuple[list[int], int]:
    """The tokens of the noun phrase or of the fates that begins at `at`, commas and joins included, and the index after it."""
    all_tokens = line.tokens
    stop = min(line.count, at + FURTHEST)
    fates, nouns = line.words.fate_phrases, line.words.noun_phrases
    words: list[int] = []
    index = at
    last_comma = -1
    joined_after_comma = False
    while index < stop:
        token = all_tokens[index]
        kind = token.kind
        if kind == WORD:
            senses = token.senses
            if senses & concepts.AFTER_START and words and bound_after(line, index)[0]:
                break
            if senses & _STARTS_PHRASE and (several := phrase_at(fates, all_tokens, index) or phrase_at(nouns, all_tokens, index)):
                words += range(index, index + several[0])
                index += several[0]
                continue
            if senses & concepts.STOP and not is_acronym(token):
                if not senses & concepts.GENITIVE or not words or not (_asks_for_more(line, words, index) or _names_on(line, words, index)):
                    break
                words.append(index)
                index += 1
                if all_tokens[index].senses & (concepts.DEFINITE | concepts.INDEFINITE) and index + 1 < stop:
                    words.append(index)
                    index += 1
                continue
            if words and (senses & concepts.DEFINITE or (senses & concepts.STARTS_NUMBER and numeral(all_tokens, index, line.words))):
                break
            before_fate = senses & concepts.BESIDE_FATE and index + 1 < stop and all_tokens[index + 1].senses & concepts.FATE_WORD
            if senses & concepts.VERB and not (words and before_fate):
                break
            if senses & concepts.JOIN:
                if not words or not _goes_on(line, index + 1) or (index + 2 < stop and all_tokens[index + 2].senses & concepts.COMPARISON):
                    break  # `or more than 300`
                joined_after_comma = last_comma >= 0
            elif senses & concepts.ADVERB_WORD and not senses & (NOUN | concepts.KEPT):
                partly = senses & PARTS
                if partly and words:
                    break
                index += 1
                if index + 1 < stop and all_tokens[index + 1].kind == WORD and _is_participle(all_tokens[index], partly=bool(partly)):
                    index += 1  # `poorly armed`
                continue
            elif index + 1 < stop and all_tokens[index + 1].kind == ":" and words and not titled and not _ends_noun(line, words, index):
                break
        elif kind == NUMBER:
            if index + 2 < stop and all_tokens[index + 1].senses & concepts.CALIBRE and all_tokens[index + 2].kind == WORD:
                index += 2
                continue
            if until := multiplied_until(line, index):
                index = until
                continue
            if not words or all_tokens[index - 1].senses & concepts.PLURAL or not designated(line, index):
                break
        elif kind != NAME:
            if not token.senses & concepts.JOIN or not _goes_on(line, index + 1):
                break
            if kind == ",":
                last_comma = len(words) if last_comma < 0 else last_comma
            elif kind != "/":
                joined_after_comma = last_comma >= 0
        words.append(index)
        index += 1
    if last_comma >= 0 and not joined_after_comma and not (last_comma and all_tokens[words[last_comma - 1]].senses & ANY_FATE):
        # A comma makes a list only if an `and` closes it.
        index = words[last_comma]
        del words[last_comma:]
    while words and all_tokens[words[-1]].senses & concepts.JOIN:
        index = words.pop()
    return words, index


def _is_participle(token: Token, *, partly: bool) -> bool:
    """Whether a word after an adverb belongs to it; a fate does so only if it happened `partly`."""
    return bool(token.senses & concepts.PARTICIPLE) and not token.senses & NOUN and (partly or not token.senses & ANY_FATE)


def _asks_for_more(line: TokenLine, words: list[int], at: int) -> bool:
    """Whether the `of` at token `at` continues a word like `ships`: `ships of the line`."""
    return bool(line.tokens[words[-1]].senses & concepts.WITH_COMPLEMENT) and _goes_on(line, at + 1)


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
        return False
    senses = line.tokens[word].senses
    return bool(senses & concepts.SMALL and senses & NOUN)


def _goes_on(line: TokenLine, at: int) -> bool:
    """Whether a list continues at token `at`: with a word that neither ends what is counted nor begins a figure."""
    token = line.tokens[at]
    if token.kind != WORD:
        return token.kind == NAME
    if token.senses & concepts.STARTS_NUMBER:
        return numeral(line.tokens, at, line.words) is None
    return not token.senses & concepts.STOP or bool(token.senses & concepts.JOIN)


def is_acronym(token: Token) -> bool:
    """Whether a token is an acronym: the `AT` of `AT guns` is not `at`."""
    return 1 < len(token.text) < 4 and token.text.isupper()
