"""What happened to those who are counted: the kind that participles and nouns such as `prisoners` name."""

from __future__ import annotations

from typing import cast

from infobox.record import Kind
from infobox.values.figure_words import ANY_FATE, BESIDE_FATE, COMBINED, FATES, GENERAL, JOINS, NOUNS, PARTICLES, Line


def first_fate(line: Line, lows: list[str]) -> int:
    """Index of the first fate that ends the noun: `captured` before a noun is an adjective, a fate noun is a noun itself."""
    count = len(lows)
    for index, low in enumerate(lows):
        if low in PARTICLES and index + 1 < count and lows[index + 1] == PARTICLES[low]:
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
    for index, word in enumerate(words):
        low = line.tokens[word].low
        if low in ANY_FATE:
            kinds.add(ANY_FATE[low])
            stop = index + 1
        elif low in PARTICLES:
            if index + 1 >= len(words) or line.tokens[words[index + 1]].low != PARTICLES[low]:
                break
            kinds.add("destroyed")
        elif index and PARTICLES.get(line.tokens[words[index - 1]].low) == low:
            stop = index + 1
        elif "/" in low and (both := slashed(low)):
            kinds |= both
            stop = index + 1
        elif low == "of" and stop == index and index + 1 < len(words) and line.tokens[words[index + 1]].low == "war":
            stop = index + 2
        elif not (low in JOINS or low in BESIDE_FATE or (low == "war" and stop == index + 1)):
            break
    return kinds, stop


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
