"""Updating a line's marks: each is inserted, replaced or removed where it stands, and the rest of the line is left alone.

Marks are those of fates, however the page writes them (``{{KIA}}``, ``†``, ``(KIA)``, ``[[Killed in action|KIA]]``), references and notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Final

import msgspec

from infobox import layout
from infobox.dialect import ENGLISH, Dialect
from infobox.display.form import Mark
from infobox.editing.trees import ItemTree
from infobox.record import Fate, Item, Note, Reference
from infobox.values import fates


def updated(words: str, old: ItemTree, new: Item, dialect: Dialect) -> Iterator[tuple[str, Item]]:
    """The wikitext `words` of the line `old` with the marks of `new`, the likeliest first, each with a copy of `old` that has these marks.

    Nothing is proposed if no mark differs, or if those that differ are not found.
    """
    item = msgspec.structs.replace(old.item)
    sourced = _sourced(words, old, new, dialect)
    if sourced:
        item.references, item.notes = new.references, new.notes
    if old.item.fates != new.fates:
        for fated in _fated(words, old, new, dialect):
            yield _edited(words, [*sourced, *fated]), msgspec.structs.replace(item, fates=new.fates, fate_links=new.fate_links)
    if sourced:
        yield _edited(words, sourced), item


def _sourced(words: str, old: ItemTree, new: Item, dialect: Dialect) -> list[layout.Splice]:
    """The edits of a line that give it other references and notes; none if nothing differs, or if one to remove is not in the line."""
    before, after = layout.sources(old.item, dialect), layout.sources(new, dialect)
    if before == after:
        return []
    sources: list[Reference | Note] = [*old.item.references, *old.item.notes]
    places = [old.place(source) for source in sources]
    removed, added = _without(before, after), _without(after, before)
    found = {mark: place for number, (mark, place) in enumerate(zip(before, places, strict=True)) if place and number not in removed}
    edits: list[layout.Splice] = []
    for number in removed:
        place = places[number]
        if place is None or not 0 <= place[0] < place[1] <= len(words):
            return []
        start, end = place
        instead = after[added.pop(0)] if added[:1] == [number] else ""
        if instead:
            found[instead] = place
        elif end == len(words):
            start = old.gap(start)
        edits.append((start, end, instead))
    for number in added:
        at = next((found[mark][1] for mark in reversed(after[:number]) if mark in found), None)
        if at is None:
            at = next((found[mark][0] for mark in after[number + 1 :] if mark in found), len(words))
        edits.append((at, at, after[number]))
    return edits


def _without(marks: Sequence[str], others: Sequence[str]) -> list[int]:
    """The numbers of the marks that are not among the others; of a mark that both have, as many as the others lack."""
    left = Counter(others)
    found = []
    for number, mark in enumerate(marks):
        left[mark] -= 1
        if left[mark] < 0:
            found.append(number)
    return found


def _fated(words: str, old: ItemTree, new: Item, dialect: Dialect) -> Iterator[list[layout.Splice]]:
    """The edits that give a line other fates: added ones take the places of removed ones, and any others stand after the last mark."""
    found = old.marks
    if not found:
        return
    written: dict[Fate, str] = {}
    for fate, template in layout.fate_marks(new, dialect):
        written[fate] = written.get(fate, "") + template
    removed = [fate for fate in old.item.fates if fate not in new.fates]
    added = [fate for fate in new.fates if fate not in old.item.fates and fate in written]
    instead = dict(zip(removed, added, strict=False))
    first, last = found[0], found[-1]
    gap, end = words[last.gap : last.around[0]], last.around[1]
    more = "".join(gap + written[fate] for fate in added[len(removed) :])
    spell: Callable[[str, Mark, Sequence[Fate], dict[Fate, str], Dialect], layout.Splice]
    for spell in (_as_spelt, _inside, _around):
        for gapless in (True, False):
            edits = [(end, end, more)]
            for mark in found:
                stated = [instead.get(fate, fate) for fate in mark.fates if fate in new.fates or fate in instead]
                if stated != mark.fates:
                    edits.append(spell(words, mark, stated, written, dialect) if stated else _removal(words, mark, gapless=gapless))
            yield edits
    # All of them in one place, in order.
    yield [(*first.around, gap.join(written.values())), *(_removal(words, mark, gapless=True) for mark in found[1:])]


def _edited(words: str, edits: Sequence[layout.Splice]) -> str:
    """The words with the edits done; of edits that overlap, only the first is."""
    pieces: list[str] = []
    position = 0
    for start, end, instead in sorted(edits, key=itemgetter(0, 1)):
        if start >= position:
            pieces += [words[position:start], instead]
            position = end
    return "".join([*pieces, words[position:]])


def _as_spelt(words: str, mark: Mark, stated: Sequence[Fate], written: dict[Fate, str], dialect: Dialect) -> layout.Splice:
    """Letters in brackets stay letters in brackets: `(KIA)` becomes `(POW)`."""
    own = words[mark.start : mark.end]
    spelt = _LETTERS.sub(ENGLISH.fates[stated[0]], own, count=1)
    # Tags inside the brackets stay as well: only reading shows whether that is right.
    if own[:1] in "([" and own[1:2] != "[" and ("<" in own or fates.marked(spelt, dialect.lexicon) == ("", list(stated))):
        return mark.start, mark.end, spelt
    return (_inside if own.startswith("{{") else _around)(words, mark, stated, written, dialect)


_LETTERS: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[. ])*+(?![^<>]*>)")
"""Letters that are not in a tag."""


def _inside(words: str, mark: Mark, stated: Sequence[Fate], written: dict[Fate, str], dialect: Dialect) -> layout.Splice:
    """Templates inside the brackets and tags around the mark."""
    return mark.start, mark.end, "".join(written.get(fate, "") for fate in stated)


def _around(words: str, mark: Mark, stated: Sequence[Fate], written: dict[Fate, str], dialect: Dialect) -> layout.Splice:
    """Templates in place of the mark and of what stands around it."""
    start, end = mark.around
    return start, end, words[mark.gap : start].join(written.get(fate, "") for fate in stated)


def _removal(words: str, mark: Mark, *, gapless: bool) -> layout.Splice:
    """The edit that removes a mark; `gapless`: with the white space before it, or, at the beginning of a line, after it."""
    start, end = mark.around
    if gapless:
        start = mark.gap
        end += 0 if start else len(words[end:]) - len(words[end:].lstrip())
    return start, end, ""
