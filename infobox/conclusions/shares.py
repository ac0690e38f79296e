"""Whether the figures of a side are of all of it: not of one combatant, service or phase alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence, Set
from typing import Final

from infobox.conclusions.counted import Counted
from infobox.conclusions.wordings import CIVIL, CLAIM, LEFT_OUT, PARTLY, WHEN, SumWords
from infobox.record import Item, Side

_NO_LETTERS: Final = re.compile(r"[^\w\s-]")
"""What ends the words that belong to a noun."""


def key(figure: Counted) -> str:
    """The label that stands first above a figure or before it; empty if it has none."""
    return figure.labels[0] if figure.labels else ""


def is_allied(side: Side) -> bool:
    """Whether a side has several combatants, so that what is said of one nation is not said of all."""
    return len(side.combatants) > 1 or any(item.heading for item in side.combatants)


def leaves_out(used: Sequence[Counted], counted: Sequence[Counted], side: Side, words: SumWords) -> bool:
    """Whether figures are of some of the parts of a side that have figures, of one of several combatants, or of a part of the time."""
    if any(figure.said & PARTLY or figure.said & (LEFT_OUT | CIVIL) == LEFT_OUT for figure in used):
        return True
    if any(words.says[label] & WHEN for figure in used if not figure.whole for label in figure.labels):
        return True  # `June 1942: 118,000`
    if any(figure.said & PARTLY for figure in counted) and not any(figure.whole for figure in used):
        return True  # what a line says of the time may hold for those below it
    if _of_some_nations(used, side, words):
        return True
    keys = {key(figure) for figure in used}
    if "" in keys:
        owners = {line for figure in used for line in figure.owners}
        others = {key(figure) for figure in counted if figure.quantity.role != "part" and figure.line not in owners}
        return not any(figure.whole for figure in used) and any(words.parties[key] and not words.says[key] & CLAIM for key in others)
    if any(key(figure) and key(figure) not in keys for figure in counted):
        return True
    if len(used) > 1:
        return False
    found = [names_one(used[0].labels, names, words) for names in _names(side.combatants)]
    return True in found and not all(found)


def _of_some_nations(used: Sequence[Counted], side: Side, words: SumWords) -> bool:
    """Whether figures name one nation beside their nouns, which is that of some of the combatants only: `500 German dead`."""
    said = {nations(figure, words) for figure in used}
    if len(said) != 1 or not (parties := said.pop()):
        return False
    named = [not parties.isdisjoint(_parties(names, words)) for names in _names(side.combatants)]
    return True in named and not all(named)


def nations(figure: Counted, words: SumWords) -> frozenset[str]:
    """The states and peoples that a figure names with its noun, or directly after it in a language whose adjectives stand there."""
    unit = figure.quantity.unit
    found = words.parties[unit] | words.parties[figure.adjective]
    if found or not words.figures.head_first or not unit:
        return found
    after = _NO_LETTERS.split(figure.after.partition(unit)[2].lstrip(), maxsplit=1)[0]
    return words.parties[after] if after else found


def _parties(texts: Collection[str], words: SumWords) -> set[str]:
    return {party for text in texts for party in words.parties[text]}


def names_one(labels: Collection[str], names: Set[str], words: SumWords) -> bool:
    """Whether labels name a combatant, of whom these are the names."""
    if not names.isdisjoint(labels):
        return True
    return not _parties(labels, words).isdisjoint(_parties(names, words))


def names_all_of(labels: Collection[str], names: Set[str], words: SumWords) -> bool:
    """Whether labels name a combatant by one of its names, or all peoples in them: `British` and `Indian` for `British India`."""
    parties = _parties(names, words)
    return not names.isdisjoint(labels) or (bool(parties) and parties <= _parties(labels, words))


def combatants(items: Sequence[Item], words: SumWords) -> Iterator[set[str]]:
    """The names of each combatant, without those who only support others."""
    own: list[Item] = []
    for item in items:
        if item.heading and words.supporters.match(item.text):
            if not item.items:
                break
            continue
        own.append(item)
    return _names(own)


def _names(items: Sequence[Item]) -> Iterator[set[str]]:
    """The names of each combatant, also of those under headings."""
    for item in items:
        if item.heading:
            yield from _names([inner for inner in item.items if not inner.heading])
        else:
            yield {item.name or item.text, *((flag.of or flag.image).partition(" (")[0] for flag in item.flags)}
