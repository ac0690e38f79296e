"""What happened to those who are counted: the kind that participles and nouns such as `prisoners` name."""

from __future__ import annotations

from typing import cast

from infobox.record import Kind
from infobox.values.figure_words import ANY_FATE, BESIDE_FATE, COMBINED, FATE_PHRASES, FATES, GENERAL, JOINS, LONGEST_FATE, NOUNS, Line


def first_fate(line: Line, lows: list[str]) -> int:
    """Index of the first fate that ends the noun: `captured` before a noun is an adjective, a fate noun is a noun itself."""
    count = len(lows)
    for index, low in enumerate(lows):
        if low in FATE_PHRASES and fate_phrase(lows, index):
            return index
        if low not in FATES and not ("/" in low and slashed(low)):
            continue
        if low.endswith("ed") and index + 1 < count:
            after = lows[index + 1]
            if after not in ANY_FATE and after not in BESIDE_FATE and _is_noun_ahead(lows, index + 1):
                continue
        return index
    # Fate nouns that are listed with fates: `casualties and missing` stay one noun phrase.
    return count


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


def told(line: Line, words: list[int], until: int) -> str:
    """The kind of a fate that stands as an adjective before its noun: `5 wounded soldiers`. What is captured so may be strength."""
    for word in words:
        if word >= until:
            break
        kind = FATES.get(line.tokens[word].low, "")
        if kind and kind not in ("captured", "surrendered", "deserted"):
            return kind
    return ""


def _is_noun_ahead(lows: list[str], at: int) -> bool:
    """Whether the words from `at` on hold a noun before the next join."""
    for low in lows[at:]:
        if low in JOINS:
            return False
        if low in NOUNS or low in GENERAL:
            return True
    return False


def kind_of(kinds: set[str]) -> Kind | None:
    """The kind of a record that stands for a set of them; `casualties` where none does."""
    if not kinds:
        return None
    if len(kinds) == 1:
        return cast(Kind, next(iter(kinds)))
    return cast(Kind, COMBINED.get(frozenset(kinds), "casualties"))
