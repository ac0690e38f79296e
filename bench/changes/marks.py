"""Changes of references and notes on an item."""

from __future__ import annotations

import random
from collections.abc import Callable

from bench.changes.places import Place, item_kind
from infobox.record import Note, Reference

Mark = Reference | Note


def _of(place: Place, what: str) -> list[Mark]:
    marks: list[Mark] = place.item.references if what == "reference" else place.item.notes  # type: ignore[assignment]
    return marks


def _set(what: str, name: str, value: str, *, given: bool = True) -> Callable[[Place, random.Random], bool]:
    """A change of one field of a mark that has it; without `given`, of one that lacks it. A name is only removed if words are left."""

    def change(place: Place, _: random.Random) -> bool:
        marks = [mark for mark in _of(place, what) if bool(getattr(mark, name)) is given and (value or mark.text)]
        if not marks:
            return False
        setattr(marks[0], name, value)
        return True

    return change


def _enter(what: str, wikitext: str, plain: Mark, written: Mark) -> None:
    """Enter the kinds that references and notes share."""

    def added(new: Mark) -> Callable[[Place, random.Random], bool]:
        def change(place: Place, _: random.Random) -> bool:
            _of(place, what).append(type(new)(**{name: getattr(new, name) for name in new.__struct_fields__}))
            return True

        return change

    def removed(place: Place, _: random.Random) -> bool:
        if not _of(place, what):
            return False
        _of(place, what).pop()
        return True

    def moved(place: Place, _: random.Random) -> bool:
        marks = _of(place, what)
        if len(marks) < 2 or marks[0] == marks[-1]:
            return False
        marks.reverse()
        return True

    item_kind(f"{what} wikitext set")(_set(what, "wikitext", wikitext))
    item_kind(f"{what} text set")(_set(what, "text", "Roe 2001, p. 7"))
    item_kind(f"{what} name set")(_set(what, "name", "Roe"))
    item_kind(f"{what} name added")(_set(what, "name", "Roe", given=False))
    item_kind(f"{what} name removed")(_set(what, "name", ""))
    item_kind(f"{what} group set")(_set(what, "group", "lower-roman"))
    item_kind(f"{what} group added")(_set(what, "group", "lower-roman", given=False))
    item_kind(f"{what} added")(added(written))
    item_kind(f"{what} added as text")(added(plain))
    item_kind(f"{what} removed")(removed)
    item_kind(f"{what} moved")(moved)


_enter("reference", "<ref>Roe 2001</ref>", Reference(text="Doe 1999"), Reference(text="Doe 1999", wikitext="<ref>Doe 1999</ref>"))
_enter("note", "{{efn|By another count.}}", Note(text="Disputed."), Note(text="Disputed.", wikitext="{{efn|Disputed.}}"))
