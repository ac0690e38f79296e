"""What happened to those who are counted: the kind that participles and nouns such as `prisoners` name."""

from __future__ import annotations

from typing import Final, cast

from infobox.language import concepts
from infobox.record import Kind
from infobox.values.figure_words import ANY_FATE, COMBINED, Line
from infobox.values.numbers import NOUN, Token

OF_STRENGTH: Final = frozenset((concepts.CAPTURED, concepts.SURRENDERED, concepts.DESERTED))
"""What may have happened to those who are the strength of a side: `20 captured tanks`."""
_OF_THINGS: Final = frozenset((concepts.DESTROYED, concepts.DAMAGED))


def first_fate(line: Line, words: list[int]) -> int:
    """Index of the first fate that ends the noun: `captured` before a noun is an adjective, a fate noun is a noun itself."""
    tokens = [line.tokens[word] for word in words]
    count = len(tokens)
    index = 0
    while index < count:
        token = tokens[index]
        if token.senses & concepts.PHRASE_START and fate_phrase(line, tokens, index):
            return index
        if token.senses & concepts.FATE_WORD or ("/" in token.low and slashed(line, token.low)):
            noun = _adjectives_until(line, tokens, index)
            if not noun:
                return index
            index = noun
        index += 1
    # Fate nouns that are listed with fates: `casualties and missing` stay one noun phrase.
    return count


def _adjectives_until(line: Line, tokens: list[Token], at: int) -> int:
    """The index of the noun whose adjectives are the fates from `at` on: `dead or wounded soldiers`; 0 where they are none."""
    index, count = at, len(tokens)
    while index < count and (
        tokens[index].senses & (concepts.FATE_WORD | concepts.JOIN) or ("/" in tokens[index].low and slashed(line, tokens[index].low))
    ):
        index += 1
    if index == count or tokens[index - 1].senses & concepts.JOIN or tokens[index].senses & (ANY_FATE | concepts.BESIDE_FATE):
        return 0
    return index if _is_noun_ahead(tokens, index) else 0


def fates(line: Line, words: list[int]) -> tuple[set[str], int]:
    """The kinds that a run of fates names, and how many of the tokens are its."""
    kinds: set[str] = set()
    stop = 0
    all_tokens = line.tokens
    for index, word in enumerate(words):
        if index < stop:
            continue
        token = all_tokens[word]
        senses = token.senses
        if senses & concepts.PHRASE_START and (
            said := fate_phrase(line, [all_tokens[after] for after in words[index : index + line.words.longest_fate]], 0)
        ):
            kinds.add(said[1])
            stop = index + said[0]
        elif senses & ANY_FATE:
            kinds.add(line.words.any_fate[token.low])
            stop = index + 1
        elif "/" in token.low and (both := slashed(line, token.low)):
            kinds |= both
            stop = index + 1
        elif (
            senses & concepts.GENITIVE
            and stop == index
            and index + 1 < len(words)
            and all_tokens[words[index + 1]].senses & concepts.OF_WAR
        ):
            stop = index + 2
        elif not senses & (concepts.JOIN | concepts.BESIDE_FATE):
            break
    return kinds, stop


def fate_phrase(line: Line, tokens: list[Token], at: int) -> tuple[int, str] | None:
    """How many words the fate of several words takes that begins at `at`, and its kind: `shot down`, `put out of action`."""
    for words, kind in line.words.fate_phrases.get(tokens[at].low, ()):
        if [token.low for token in tokens[at : at + len(words)]] == words:
            return len(words), kind
    return None


def slashed(line: Line, low: str) -> set[str]:
    """The kinds of `killed/wounded`; none where one of the words is no fate."""
    kinds = {line.words.any_fate.get(part, "") for part in low.split("/")}
    return kinds if "" not in kinds else set()


def told(line: Line, words: list[int], until: int) -> set[str]:
    """The kinds of fates that stand as adjectives before their noun: `5 wounded soldiers`. What is captured so may be strength."""
    kinds: set[str] = set()
    for word in words:
        low = line.tokens[word].low
        if word >= until:
            break
        kinds |= {line.words.fates[low]} if low in line.words.fates else slashed(line, low) if "/" in low else set()
    return kinds if kinds - OF_STRENGTH else set()


def as_people(kinds: set[str], words: list[Token]) -> set[str]:
    """The kinds that `words` name, as people have them: they are not destroyed, and who is crippled is wounded."""
    if not kinds & _OF_THINGS:
        return kinds
    people = kinds - _OF_THINGS
    if concepts.DESTROYED in kinds and any(word.senses & concepts.LOST for word in words):
        people = people | {concepts.CASUALTIES}
    return people | {concepts.WOUNDED} if concepts.DAMAGED in kinds and any(word.senses & concepts.CRIPPLING for word in words) else people


def _is_noun_ahead(tokens: list[Token], at: int) -> bool:
    """Whether the words from `at` on hold a noun before the next join, or end in what has the form of a plural."""
    for token in tokens[at:]:
        if token.senses & concepts.JOIN:
            return False
        if token.senses & (NOUN | concepts.GENERAL | concepts.PEOPLE_OF):
            return True
    return bool(tokens[-1].senses & concepts.PLURAL)


def kind_of(kinds: set[str]) -> Kind | None:
    """The kind of a record that stands for a set of them; `casualties` where none does."""
    if not kinds:
        return None
    if len(kinds) == 1:
        return cast(Kind, next(iter(kinds)))
    return COMBINED.get(frozenset(kinds), concepts.CASUALTIES)
