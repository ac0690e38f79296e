"""The words behind a figure that may say what it counts: one run of a noun phrase or of participles, joins included."""

from __future__ import annotations

from typing import Final

from infobox.values.figure_bounds import bound_behind
from infobox.values.figure_kinds import fate_phrase
from infobox.values.figure_names import designated, multiplied_until
from infobox.values.figure_words import (
    ANY_FATE,
    BEHIND_STARTS,
    BESIDE_FATE,
    CALIBRES,
    FATE_PHRASES,
    FATES,
    FURTHEST,
    JOINS,
    KEPT,
    LONGEST_FATE,
    NOUN_PHRASES,
    NOUNS,
    OF,
    PARTLY,
    STARTS_NUMBER,
    STOP,
    UNCHANGED,
    VERBS,
    Line,
)
from infobox.values.numbers import NAME, NUMBER, WORD, Token, numeral

_LONGEST_NAME: Final = 6
"""Words of a name behind its `of`."""
_FIRST_OF_SEVERAL: Final = BEHIND_STARTS | frozenset(FATE_PHRASES)


def phrase(line: Line, at: int, *, titled: bool = False) -> tuple[list[int], int]:
    """The tokens of the noun phrase or of the fates that begins at `at`, commas and joins included, and the index behind it."""
    all_tokens = line.tokens
    stop = min(line.count, at + FURTHEST)
    words: list[int] = []
    index = at
    last_comma = -1
    joined_behind_comma = False
    while index < stop:
        token = all_tokens[index]
        kind = token.kind
        if kind == WORD:
            low = token.low
            if low in _FIRST_OF_SEVERAL:
                if words and bound_behind(line, index)[0]:
                    break
                if said := fate_phrase([word.low for word in all_tokens[index : index + LONGEST_FATE]], 0):
                    words.extend(range(index, index + said[0]))
                    index += said[0]
                    continue
            if low in NOUN_PHRASES and (length := _noun_phrase(line, index)):
                words.extend(range(index, index + length))
                index += length
                continue
            if low in STOP and not is_acronym(token):
                if low == "of" and words and (_asks_for_more(line, words, index) or _names_on(line, words, index)):
                    words.append(index)
                    index += 1
                    if all_tokens[index].low in ("the", "a") and index + 1 < stop:
                        words.append(index)
                        index += 1
                    continue
                break
            if (low in STARTS_NUMBER and words and numeral(all_tokens, index)) or (low == "the" and words):
                break
            if low in VERBS and not (words and low in BESIDE_FATE and index + 1 < stop and all_tokens[index + 1].low in FATES):
                break
            if low in JOINS:
                if not words or not _goes_on(line, index + 1) or (index + 2 < stop and all_tokens[index + 2].low == "than"):
                    break  # `or more than 300`
                joined_behind_comma = last_comma >= 0
            elif low.endswith("ly") and low not in NOUNS and low not in KEPT:
                if low in PARTLY and words:
                    break
                index += 1
                if index + 1 < stop and all_tokens[index + 1].kind == WORD and _is_participle(all_tokens[index], partly=low in PARTLY):
                    index += 1  # `poorly armed`
                continue
            elif index + 1 < stop and all_tokens[index + 1].kind == ":" and words and not titled and not _ends_noun(line, words, index):
                break
            words.append(index)
        elif kind == NAME:
            words.append(index)
        elif kind == NUMBER:
            if index + 2 < stop and all_tokens[index + 1].low in CALIBRES and all_tokens[index + 2].kind == WORD:
                index += 2
                continue
            if until := multiplied_until(line, index):
                index = until
                continue
            if not words or is_plural(all_tokens[index - 1]) or not designated(line, index, None, False):
                break
            words.append(index)
        elif kind == "&":
            if not _goes_on(line, index + 1):
                break
            joined_behind_comma = last_comma >= 0
            words.append(index)
        elif kind == ",":
            if not _goes_on(line, index + 1):
                break
            if last_comma < 0:
                last_comma = len(words)
            words.append(index)
        elif kind == "/":
            if not _goes_on(line, index + 1):
                break
            words.append(index)
        else:
            break
        index += 1
    if last_comma >= 0 and not joined_behind_comma and not _all_fates(line, words[:last_comma]):
        # A comma makes a list only where an `and` closes it.
        index = words[last_comma]
        del words[last_comma:]
    while words and (all_tokens[words[-1]].low in JOINS):
        index = words.pop()
    return words, index


def _noun_phrase(line: Line, at: int) -> int:
    """How many words a noun of several words takes that begins at token `at`."""
    for words, _ in NOUN_PHRASES[line.tokens[at].low]:
        if [token.low for token in line.tokens[at : at + len(words)]] == words:
            return len(words)
    return 0


def _is_participle(token: Token, *, partly: bool) -> bool:
    """Whether a word behind an adverb goes with it; what happened to those who are counted does so where it did `partly`."""
    return token.low.endswith("ed") and token.low not in NOUNS and (partly or token.low not in ANY_FATE)


def _asks_for_more(line: Line, words: list[int], at: int) -> bool:
    """Whether the `of` at token `at` goes on with a word like `ships`: `ships of the line`."""
    return line.tokens[words[-1]].low in OF and _goes_on(line, at + 1)


def _names_on(line: Line, words: list[int], at: int) -> bool:
    """Whether the `of` at token `at` stands in a name: `Order of St John galleys`, `Army of Conquest`, but not `Knights of St John`."""
    all_tokens, count = line.tokens, line.count
    before = all_tokens[words[-1]]
    first = index = at + 2 if at + 1 < count and all_tokens[at + 1].low == "the" else at + 1
    while index < count and index - at < _LONGEST_NAME and all_tokens[index].kind == WORD and all_tokens[index].text[0].isupper():
        index += 1
    if index == first or not before.text[0].isupper():
        return False
    if index < count and all_tokens[index].text.islower() and all_tokens[index].low in NOUNS:
        return True
    return not is_plural(before) and before.low not in UNCHANGED and all_tokens[max(0, words[0] - 1)].low not in ("1", "one", "a")


def _ends_noun(line: Line, words: list[int], word: int) -> bool:
    """Whether the word before a colon ends what is counted (`99 combat ships: 16 battleships`), and is no label of what follows."""
    if any(line.tokens[before].low in ANY_FATE for before in words):
        return False
    token = line.tokens[word]
    return token.text.islower() and token.low in NOUNS


def _goes_on(line: Line, at: int) -> bool:
    """Whether a list goes on at token `at`: a word that neither ends what is counted nor begins a figure."""
    if at >= line.count:
        return False
    token = line.tokens[at]
    if token.kind == WORD:
        return token.low not in STOP or token.low in JOINS if token.low not in STARTS_NUMBER else numeral(line.tokens, at) is None
    return token.kind == NAME


def _all_fates(line: Line, words: list[int]) -> bool:
    return bool(words) and line.tokens[words[-1]].low in ANY_FATE


def is_acronym(token: Token) -> bool:
    """Whether a token is no word but letters: `AT` guns are not `at` something."""
    return 1 < len(token.text) < 4 and token.text.isupper()


def is_plural(token: Token) -> bool:
    """Whether a word has the form of a plural."""
    return token.low.endswith("s") and not token.low.endswith("ss")
