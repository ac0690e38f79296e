"""Who a name or an adjective means: `German`, `Nazi Germany` and `Wehrmacht` the same party, `Free French` and `Vichy France` two.

A language's file `demonyms` lists the words for each party. A party has the same name in all languages, so that facts about parties
(`coalitions`) need no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of, starts_unspaced

_WORD: Final = re.compile(r"[^\W_]+")
_POINTED: Final = re.compile(r"\b(?:[^\W\d_]\.){2,}")
"""`U.S.`"""
_YEAR: Final = re.compile("[0-9]{3,4}")
_SHORTEST_STEM: Final = 4
_MOST_KNOWN: Final = 10_000
_LONGEST: Final = 200
"""How many characters of a name are read."""


class NameMeaning(Struct, frozen=True):
    """What a name says: the `parties` that it names, and the other words that tell it apart (`Third`, `Guard`), in lower case.

    `common` are its words for any state or army (`kingdom`, `forces`).
    """

    parties: frozenset[str]
    words: frozenset[str]
    common: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.parties or self.words)


class PartyNames:
    """The names of parties in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        held = lexicon.demonyms
        self._spelling, self._single = lexicon.spelling, held.single
        self.endings = tuple(held.settings.get("endings", ()))
        entries = held.valued(concepts.PARTY)
        commons = held.of(concepts.STATE)
        unspaced = [word for word in (*entries, *commons) if starts_unspaced(word)]
        self._parted = re.compile(any_of(unspaced)) if unspaced else None
        unlike = [word.rstrip("-") for word in held.of(concepts.UNLIKE)]
        self._unlike = re.compile(rf"\b({any_of(unlike)})[\W_]{{1,3}}(?=\w)", re.IGNORECASE) if unlike else None
        self._parties = {self._split(name): party for name, party in entries.items()}
        self._longest = max(map(len, self._parties), default=1)
        self._commons = frozenset(word for name in commons for word in self._split(name))
        self._alone = held.valued(concepts.ALONE)
        self._known: dict[str, NameMeaning] = {}

    def of(self, text: str) -> NameMeaning:
        """What a name says. Takes time linear in the text."""
        text = text[:_LONGEST]
        found = self._known.get(text)
        if found is None:
            found = self._meaning(self._split(self._spelling.text(text, self._single)))
            if len(self._known) < _MOST_KNOWN:
                self._known[text] = found
        return found

    def _split(self, text: str) -> tuple[str, ...]:
        """The words of a text in lower case, without points and lone letters; known names of an unspaced script are words."""
        lower = _POINTED.sub(lambda match: match[0].replace(".", ""), self.joined(text)).lower()
        if self._parted is not None:
            lower = self._parted.sub(r" \g<0> ", lower)
        return tuple(word for word in _WORD.findall(lower) if (len(word) > 1 or not word.isascii()) and not _YEAR.fullmatch(word))

    def _meaning(self, words: tuple[str, ...]) -> NameMeaning:
        parties: set[str] = set()
        others: list[str] = []
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                if (party := self._parties.get(words[at : at + length])) is not None:
                    parties.add(party)
                    at += length
                    break
            else:
                others.append(words[at])
                at += 1
        common = self._commons.intersection(others)
        return NameMeaning(frozenset(parties), frozenset(others) - common, common)

    def joined(self, text: str) -> str:
        """A text in which a word that makes another name of the next one is a part of it: `anti-Swedish` is one word, and not Swedish."""
        return text if self._unlike is None else self._unlike.sub(r"\1", text)

    def alone(self, meaning: NameMeaning) -> NameMeaning | None:
        """What a name of one word may mean if no side has that word: `Imperial`, `Company`."""
        [word, *rest] = meaning.words or [""]
        party = self._alone.get(word) if not rest and not meaning.parties else None
        return NameMeaning(frozenset((party,)), frozenset()) if party is not None else None

    def are_among(self, words: Iterable[str], others: Iterable[str]) -> bool:
        """Whether each of some words is among others, as the same word or with another ending (`Carlist`, `Carlists`)."""
        stems = {stem for other in others for stem in self._stems(other)}
        return all(not stems.isdisjoint(self._stems(word)) for word in words)

    def _stems(self, word: str) -> set[str]:
        """A word, and what it is without each ending that it may have."""
        cut = {word[: -len(ending)] for ending in self.endings if word.endswith(ending)}
        return {word, *(stem for stem in cut if len(stem) >= _SHORTEST_STEM)}
