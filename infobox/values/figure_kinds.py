"""What happened to the people or things counted: the kind that participles and nouns such as `prisoners` name."""

from __future__ import annotations

from typing import Final, cast

from infobox.language import concepts
from infobox.record import Kind
from infobox.values.figure_words import ANY_FATE, COMBINED, TokenLine, phrase_at
from infobox.values.numbers import NOUN, Token

OF_STRENGTH: Final = frozenset((concepts.CAPTURED, concepts.SURRENDERED, concepts.DESERTED))
"""What may have happened to the people or things that are the strength of a side: `20 captured tanks`."""
OF_THINGS: Final = frozenset((concepts.DESTROYED, concepts.DAMAGED))


def first_fate(line: TokenLine, tokens: list[Token]) -> int:
    """Index of the first fate that ends the noun: `captured` before a noun is an adjective, a fate noun is a noun itself."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.senses & concepts.PHRASE_START and phrase_at(line.words.fate_phrases, tokens, index):
            return index
        if token.senses & concepts.FATE_WORD or slashed(line, token.low):
            noun = _adjectives_until(line, tokens, index)
            if not noun:
                return index
            index = noun
        index += 1
    # Fate nouns in a list with fates: `casualties and missing` stay one noun phrase.
    return index


def _adjectives_until(line: TokenLine, tokens: list[Token], at: int) -> int:
    """The index of the noun that the fates from `at` on describe: `dead or wounded soldiers`; 0 if they are not adjectives."""
    if line.words.head_first:
        return 0
    index, count = at, len(tokens)
    while index < count and (tokens[index].senses & (concepts.FATE_WORD | concepts.JOIN) or slashed(line, tokens[index].low)):
        if tokens[index].senses & concepts.PHRASE_START and phrase_at(line.words.fate_phrases, tokens, index):
            return 0  # `zaginionych lub wziętych do niewoli`
        index += 1
    if index == count or tokens[index - 1].senses & concepts.JOIN or tokens[index].senses & (ANY_FATE | concepts.BESIDE_FATE):
        return 0
    for token in tokens[index:]:
        if token.senses & concepts.JOIN:
            return 0
        if token.senses & (NOUN | concepts.GENERAL | concepts.PEOPLE_OF):
            return index
    return index if tokens[-1].senses & concepts.PLURAL else 0


def fates(line: TokenLine, tokens: list[Token]) -> tuple[set[str], int]:
    """The kinds that a run of fates names, and how many tokens it takes."""
    kinds: set[str] = set()
    stop = 0
    for index, token in enumerate(tokens):
        if index < stop:
            continue
        senses = token.senses
        if senses & concepts.PHRASE_START and (phrase := phrase_at(line.words.fate_phrases, tokens, index)):
            if phrase[1] == concepts.KILLED and stop == index and kinds == {concepts.CAPTURED}:
                kinds = set()
            kinds.add(phrase[1])
            stop = index + phrase[0]
        elif senses & ANY_FATE:
            kind = line.words.any_fate[token.low]
            if kind == concepts.KILLED and stop == index and kinds == {concepts.CAPTURED}:
                kinds = set()  # captives who died
            kinds.add(kind)
            stop = index + 1
        elif both := slashed(line, token.low):
            kinds |= both
            stop = index + 1
        elif senses & concepts.GENITIVE and stop == index and tokens[index + 1 :] and tokens[index + 1].senses & concepts.OF_WAR:
            stop = index + 2
        elif not senses & (concepts.JOIN | concepts.BESIDE_FATE):
            break
    return kinds, stop


def fates_before(line: TokenLine, at: int, after: int) -> Kind | None:
    """The kind that a run of fates states before token `at`, and not before `after`: `killed and wounded 2,300`."""
    kinds: set[str] = set()
    while at > after:
        token = line.tokens[at - 1]
        if token.senses & ANY_FATE and not token.senses & concepts.LOST:
            kinds.add(line.words.any_fate[token.low])
        elif not token.senses & concepts.JOIN and token.kind != ",":
            break
        at -= 1
    return kind_of(kinds)


def slashed(line: TokenLine, low: str) -> set[str]:
    """The kinds of `killed/wounded`; none if one of the words is not a fate."""
    kinds = {line.words.any_fate.get(part, "") for part in low.split("/")} if "/" in low else {""}
    return kinds if "" not in kinds else set()


def adjective_kinds(line: TokenLine, adjectives: list[Token]) -> set[str]:
    """The kinds of fates that are adjectives before their noun: `5 wounded soldiers`. Things captured in this sense may be strength."""
    kinds: set[str] = set()
    for low in (token.low for token in adjectives):
        kinds |= {line.words.fates[low]} if low in line.words.fates else slashed(line, low)
    return kinds if kinds - OF_STRENGTH else set()


def as_happened(kinds: set[str], words: list[Token], senses: int) -> set[str]:
    """The kinds of `words` as they apply to a noun with these `senses`.

    People are not destroyed, and are wounded rather than crippled; things are not wounded by a word that also means damaged.
    """
    if not kinds:
        return kinds
    crippled = any(word.senses & concepts.CRIPPLING for word in words)
    if senses & concepts.HUMAN:
        happened = kinds - OF_THINGS
        if concepts.DESTROYED in kinds and any(word.senses & concepts.LOST for word in words):
            happened.add(concepts.CASUALTIES)
        if concepts.DESTROYED in kinds and any(word.senses & concepts.FELLED for word in words):
            happened.add(concepts.KILLED)
        if concepts.DAMAGED in kinds and crippled:
            happened.add(concepts.WOUNDED)
        return happened
    if senses & concepts.THING and crippled and concepts.WOUNDED in kinds:
        return kinds - {concepts.WOUNDED} | {concepts.DAMAGED}
    return kinds


def kind_of(kinds: set[str]) -> Kind | None:
    """The record's kind for a set of kinds; `casualties` if there is none."""
    if not kinds:
        return None
    if len(kinds) == 1:
        return cast(Kind, next(iter(kinds)))
    return COMBINED.get(frozenset(kinds), concepts.CASUALTIES)
