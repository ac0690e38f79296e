"""What happened to those who are counted: the kind that participles and nouns such as `prisoners` name."""

from __future__ import annotations

from typing import Final, cast

from infobox.record import Kind
from infobox.values.figure_words import (
    ANY_FATE,
    BESIDE_FATE,
    COMBINED,
    CRIPPLING,
    FATE_PHRASES,
    FATES,
    GENERAL,
    JOINS,
    LONGEST_FATE,
    NOUNS,
    WHOSE,
    Line,
)

OF_STRENGTH: Final = frozenset(("captured", "surrendered", "deserted"))
"""What may have happened to those who are the strength of a side: `20 captured tanks`."""
_OF_THINGS: Final = frozenset(("destroyed", "damaged"))


def first_fate(line: Line, lows: list[str]) -> int:
    """Index of the first fate that ends the noun: `captured` before a noun is an adjective, a fate noun is a noun itself."""
    count = len(lows)
    index = 0
    while index < count:
        low = lows[index]
        if low in FATE_PHRASES and fate_phrase(lows, index):
            return index
        if low in FATES or ("/" in low and slashed(low)):
            noun = _adjectives_until(lows, index)
            if not noun:
                return index
            index = noun
        index += 1
    # Fate nouns that are listed with fates: `casualties and missing` stay one noun phrase.
    return count


def _adjectives_until(lows: list[str], at: int) -> int:
    """The index of the noun whose adjectives are the fates from `at` on: `dead or wounded soldiers`; 0 where they are none."""
    index, count = at, len(lows)
    while index < count and (lows[index] in FATES or lows[index] in JOINS or ("/" in lows[index] and slashed(lows[index]))):
        index += 1
    if index == count or lows[index - 1] in JOINS or lows[index] in ANY_FATE or lows[index] in BESIDE_FATE:
        return 0
    return index if _is_noun_ahead(lows, index) else 0


def fates(line: Line, words: list[int]) -> tuple[set[str], int]:
    """The kinds that a run of fates names, and how many of the tokens are its."""
    kinds: set[str] = set()
    stop = 0
    all_tokens = line.tokens
    for index, word in enumerate(words):
        low = all_tokens[word].low
        if index < stop:
            continue
        if low in FATE_PHRASES and (said := fate_phrase([all_tokens[after].low for after in words[index : index + LONGEST_FATE]], 0)):
            kinds.add(said[1])
            stop = index + said[0]
        elif low in ANY_FATE:
            kinds.add(ANY_FATE[low])
            stop = index + 1
        elif "/" in low and (both := slashed(low)):
            kinds |= both
            stop = index + 1
        elif low == "of" and stop == index and index + 1 < len(words) and all_tokens[words[index + 1]].low == "war":
            stop = index + 2
        elif not (low in JOINS or low in BESIDE_FATE):
            break
    return kinds, stop


def fate_phrase(lows: list[str], at: int) -> tuple[int, str] | None:
    """How many words the fate of several words takes that begins at `at`, and its kind: `shot down`, `put out of action`."""
    for words, kind in FATE_PHRASES.get(lows[at], ()):
        if lows[at : at + len(words)] == words:
            return len(words), kind
    return None


def slashed(low: str) -> set[str]:
    """The kinds of `killed/wounded`; none where one of the words is no fate."""
    parts = low.split("/")
    return {ANY_FATE[part] for part in parts} if all(part in ANY_FATE for part in parts) else set()


def told(line: Line, words: list[int], until: int) -> set[str]:
    """The kinds of fates that stand as adjectives before their noun: `5 wounded soldiers`. What is captured so may be strength."""
    kinds: set[str] = set()
    for word in words:
        low = line.tokens[word].low
        if word >= until:
            break
        kinds |= {FATES[low]} if low in FATES else slashed(low) if "/" in low else set()
    return kinds if kinds - OF_STRENGTH else set()


def as_people(kinds: set[str], words: list[str]) -> set[str]:
    """The kinds that `words` name, as people have them: they are not destroyed, and who is crippled is wounded."""
    if not kinds & _OF_THINGS:
        return kinds
    people = kinds - _OF_THINGS
    if "destroyed" in kinds and "lost" in words:
        people = people | {"casualties"}
    return people | {"wounded"} if "damaged" in kinds and not CRIPPLING.isdisjoint(words) else people


def _is_noun_ahead(lows: list[str], at: int) -> bool:
    """Whether the words from `at` on hold a noun before the next join, or end in what has the form of a plural."""
    for low in lows[at:]:
        if low in JOINS:
            return False
        if low in NOUNS or low in GENERAL or low.removesuffix("s") in WHOSE:
            return True
    last = lows[-1]
    return last.endswith("s") and not last.endswith("ss")


def kind_of(kinds: set[str]) -> Kind | None:
    """The kind of a record that stands for a set of them; `casualties` where none does."""
    if not kinds:
        return None
    if len(kinds) == 1:
        return cast(Kind, next(iter(kinds)))
    return cast(Kind, COMBINED.get(frozenset(kinds), "casualties"))
