"""What stands around a noun and is no part of what is counted: whose those are, which ones by name, and how many of them."""

from __future__ import annotations

from typing import Final

from infobox.values.figure_phrases import is_plural
from infobox.values.figure_words import (
    BRANCHES,
    CLASSES,
    DROPPED,
    FATE_NOUNS,
    FATES,
    FORMATIONS,
    GENERAL,
    IN_NAMES,
    JOINS,
    KEPT,
    LINKING,
    NO_OWN_NAME,
    NOUNS,
    ONE_OF_A_NATION,
    PEOPLE,
    UNDER_ARMS,
    WHOSE,
    Line,
)
from infobox.values.numbers import NAME, ONES, TENS, WORD, Token

_NAMES_ONE: Final = ONE_OF_A_NATION | {f"{word}s" for word in ONE_OF_A_NATION}
_BODIES: Final = FORMATIONS | ONE_OF_A_NATION | BRANCHES


def trimmed(line: Line, words: list[int], *, bare: bool) -> list[int]:
    """The tokens `words` of a noun phrase without what only says whose, or how many of them, or which one by name.

    What one link says, or one name, is left whole or goes as a whole. `bare` is true where nothing follows the phrase.
    """
    if len(words) == 1 and not line.labels:
        return words
    noun = _without_modifiers(line, words) if len(words) > 1 else words
    return _whole(line, noun, words, bare) if line.labels and noun else noun


def _without_modifiers(line: Line, words: list[int]) -> list[int]:
    all_tokens = line.tokens
    joins = [index for index, word in enumerate(words) if all_tokens[word].low in JOINS]
    first = joins[0] if joins else len(words)
    head = words[:first]
    rest = words[first:]
    if not rest:
        head = _cut(line, head)
    elif len(joins) == 1 and head and not any(_known(line, word) for word in head) and not is_plural(all_tokens[head[-1]]):
        # `Bf 109 and Fw 190 fighters`: the names are of the noun behind both
        tail = _cut(line, words[first + 1 :])
        kept = _stripped(line, tail)
        if kept and kept[0] != tail[0] and _known(line, kept[-1]):
            return kept
    else:
        last = joins[-1] - first + 1
        rest = rest[:last] + _cut(line, rest[last:])
    stripped = _stripped(line, head)
    if rest and not stripped:
        stripped = head[-1:]
    return [*stripped, *rest]


def _whole(line: Line, noun: list[int], words: list[int], bare: bool) -> list[int]:
    """The noun without a piece of a link's words: all of them are it (`Home Guard`), or none (the `members` of `Home Guard members`).

    What a link says in lower case is no name: of `internally displaced persons` the noun alone is left.
    """
    all_tokens = line.tokens
    begin, end = line.label(noun[0])
    if begin < noun[0]:
        kept = all_tokens[noun[0]].text[0].isupper()
        if kept or any(_is_name(all_tokens[word]) for word in range(begin, noun[0])):
            behind = [word for word in noun if word >= end]
            if kept and behind:
                noun = behind
            elif begin >= words[0]:
                noun = [*range(begin, noun[0]), *noun]
    end = line.label(noun[-1])[1]
    if bare and end > noun[-1] + 1 and all_tokens[noun[-1]].text[0].isupper():
        noun = [*noun, *range(noun[-1] + 1, end)]  # `Knights of Saint John`
    return noun


def _is_name(token: Token) -> bool:
    return token.kind == NAME or (token.text[0].isupper() and token.low not in WHOSE and token.low not in DROPPED)


def _known(line: Line, word: int) -> bool:
    low = line.tokens[word].low
    return low in NOUNS or low in KEPT


def _cut(line: Line, words: list[int]) -> list[int]:
    """The words up to the noun's end: a name behind it is not counted (`submarine chaser UJ-1404`)."""
    all_tokens = line.tokens
    head = all_tokens[words[-1]] if words else None
    common = head is not None and head.text.islower() and head.low in NOUNS
    for index in range(1, len(words)):
        last, token = all_tokens[words[index - 1]], all_tokens[words[index]]
        at_end = index == len(words) - 1
        if last.low not in NOUNS:
            if at_end and is_plural(last) and token.text.islower() and token.low.endswith("ed") and token.low not in NOUNS:
                return words[:index]  # `Hurricanes engaged`
            continue
        if common and last.text[0].isupper() and token.text[0].isupper():
            continue  # `Knights Hospitaller galleys`
        if last.text[0].islower() and (token.text[0].isupper() or token.kind != WORD) and token.low not in NOUNS:
            return words[:index]
        if is_plural(last) and last.low != "corps" and token.low not in NOUNS and token.low not in ("of", "at"):
            order = at_end and last.low in PEOPLE and last.text[0].isupper() and token.kind == WORD and token.text[0].isupper()
            return words[: index + order]  # `Knights Templar`
        if token.low not in NOUNS and token.low.endswith(("ing", "ed", "en")) and token.low not in KEPT and at_end:
            return words[:index]
    return words


def _stripped(line: Line, words: list[int]) -> list[int]:
    """The words without those in front that say no more than the noun."""
    all_tokens = line.tokens
    count = len(words)
    if not count:
        return words
    last = all_tokens[words[-1]]
    proper = last.text[0].isupper() and (last.low in FORMATIONS or last.low in _NAMES_ONE)
    general = last.low in GENERAL
    start = 0
    named = royal = False
    if proper and not is_plural(last) and _needs_nation(line, words):
        while start < count and (not all_tokens[words[start]].text[0].isupper() or all_tokens[words[start]].low in FATES):
            start += 1
        return words[start:]
    while start < count - 1:
        token = all_tokens[words[start]]
        low = token.low
        after = all_tokens[words[start + 1]]
        if after.low == "of":
            name = _named_until(line, words, start)
            if not name:
                break
            start = name
            continue
        if low in UNDER_ARMS and (low not in DROPPED or last.low in FATE_NOUNS):
            break
        if low in IN_NAMES and token.text[0].isupper() and after.text[0].isupper() and not general:
            if last.text[0].isupper():
                break  # `Royal Marines`
            named = royal = True
            start += 1
        elif (low in DROPPED and after.low != "ranks") or low in FATES or _says_whose(low):
            start += 1
        elif low in FATE_NOUNS:
            break
        elif general or (named and low in CLASSES):
            start += 1
        elif token.kind != WORD or token.text[0].isupper() or _is_arabic(token):
            # the `Front` of `al-Nusra Front fighters` and the `Army` of `British Army guns` belong to the name
            part = named or (start > 0 and low in _BODIES and all_tokens[words[start - 1]].low in WHOSE)
            part = part or (after.text[0].isupper() and not _known(line, words[start + 1]))
            # `East African Infantry brigades`, but `Royal Artillery batteries`
            part = part and not (low in KEPT and last.low in FORMATIONS and not royal)
            own = _known(line, words[start]) and not (part and last.text[0].islower())
            if proper or own or not any(_known(line, word) for word in words[start + 1 :]):
                break
            named = len(low) > 1
            start += 1
        else:
            break
    return words[start:]


def _named_until(line: Line, words: list[int], start: int) -> int:
    """The place in `words` of what is counted, behind a name with `of` that begins at `start`; 0 where the name itself is counted."""
    all_tokens = line.tokens
    if not all_tokens[words[start]].text[0].isupper() or not all_tokens[words[-1]].text.islower() or not _known(line, words[-1]):
        return 0
    index = start
    while index < len(words) and (not all_tokens[words[index]].text.islower() or all_tokens[words[index]].low in LINKING):
        index += 1
    return index if index < len(words) else 0


def _needs_nation(line: Line, words: list[int]) -> bool:
    """Whether a name of a formation names none without the nation before it: `155,900 Polish Eastern Army`.

    Of one it says what it is: `1 German Army`; and what has a name of its own needs none: `1,000 British Punjab Regiment`.
    """
    all_tokens = line.tokens
    if not words or all_tokens[words[-1]].low not in ONE_OF_A_NATION or all_tokens[max(0, words[0] - 1)].low in ("1", "one", "a"):
        return False
    lows = [all_tokens[word].low for word in words[:-1]]
    return any(low in WHOSE for low in lows) and all(low in WHOSE or low in NO_OWN_NAME for low in lows)


def _says_whose(low: str) -> bool:
    """Whether a word before a noun says whose those are, or how many guns a ship has: `German`, `Soviet-built`, `army's`, `six-gun`."""
    if low in WHOSE or low.endswith(("'s", "’s")):
        return True
    first, dash, _ = low.partition("-")
    return bool(dash) and (first in WHOSE or first in ONES or first in TENS)


def _is_arabic(token: Token) -> bool:
    """Whether a word in lower case begins a name: `al-Qaeda fighters`."""
    article, _, name = token.text.partition("-")
    return article in ("al", "el", "an", "ar", "as", "ash", "ad", "at") and name[:1].isupper()
