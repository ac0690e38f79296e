"""What the fighters of a side are called, and how much each name counts as the name of the side."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from infobox.conclusions.names import NameMeaning, PartyNames
from infobox.language.lexicon import Lexicon
from infobox.record import Item, Side

WEAK: Final = 1
INSIDE: Final = 2
WHOLE: Final = 3
_TOLD_APART: Final = re.compile(r"\([^()]*\)$")
"""What tells titles of the same name apart: `Italia (Roman Republic)`."""
_DEPTH: Final = 3
"""How many levels of items are looked at."""
_MOST: Final = 200
"""How many items of a list are looked at."""
_MOST_KNOWN: Final = 10_000


class SideName(NamedTuple):
    """One name of a side, with how much it counts if it is the victor's whole name, and if it is inside.

    `together` are the parties that all names of its item name.
    """

    meaning: NameMeaning
    whole: int
    inside: int
    together: frozenset[str] = frozenset()


class FighterNames:
    """The names of items in one language. What items say is remembered, because most pages name the same states."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._names = lexicon.grammar(PartyNames)
        self._known: dict[tuple[str, ...], tuple[SideName, ...]] = {}

    def combatants(self, items: list[Item]) -> list[SideName]:
        """The names of a side's combatants and headings. Those under another one are its own, and count for less."""
        found: list[SideName] = []
        waiting = [(item, 0, 0, number == 0) for number, item in enumerate(items[:_MOST])][::-1]
        count = 0
        while waiting and count < _MOST:
            item, level, under, first = waiting.pop()
            count += 1
            whole, inside = (INSIDE, WEAK) if under else (WHOLE, INSIDE if first else WEAK)
            found += self._of(item, whole, inside)
            if item.items and level < _DEPTH:
                titled = first and item.heading
                below = [(inner, level + 1, under + (not item.heading), titled and not at) for at, inner in enumerate(item.items)]
                waiting += below[::-1]
        return found

    def armies(self, side: Side) -> list[SideName]:
        """The flags of a side's commanders, the names of commanders that name no party, and the names of its units."""
        commanders = side.commanders[:_MOST]
        flags = [flag.of for item in commanders for flag in item.flags if flag.of]
        persons = [meaning for item in commanders if not (meaning := self._names.of(item.name)).parties]
        found = [SideName(meaning, INSIDE, WEAK) for meaning in [*map(self._names.of, flags), *persons] if meaning]
        for item in side.units[:_MOST]:
            found += self._of(item, INSIDE, WEAK)
        return found

    def _of(self, item: Item, whole: int, inside: int) -> tuple[SideName, ...]:
        titles = [*(link.target for link in item.links), *(flag.of for flag in item.flags if flag.of)]
        key = (f"{whole}{inside}", item.name or item.text, " ".join(item.qualifiers), *titles, "", *(link.text for link in item.links))
        found = self._known.get(key)
        if found is None:
            found = self._read(item, titles, whole, inside)
            if len(self._known) < _MOST_KNOWN:
                self._known[key] = found
        return found

    def _read(self, item: Item, titles: list[str], whole: int, inside: int) -> tuple[SideName, ...]:
        own = self._names.of(item.name or item.text)
        stated = [*(_TOLD_APART.sub("", title) for title in titles), *(link.text for link in item.links)]
        meanings = dict.fromkeys([own, *map(self._names.of, stated)])
        together = frozenset().union(*(meaning.parties for meaning in meanings))
        found: list[SideName] = []
        for meaning in meanings:
            narrower = meaning.parties and meaning.parties <= own.parties and not own.words <= meaning.words
            found.append(SideName(meaning, inside if narrower else whole, inside, together))
        if item.qualifiers and (meaning := self._names.of(" ".join([item.name, *item.qualifiers]))):
            found.append(SideName(meaning, inside, inside))
        return tuple(found)
