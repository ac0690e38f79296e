"""Changes of a record of many kinds, each at a random place: for tests that compare two ways of writing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from infobox.record import SIDE_FIELDS, Conflict, Coordinates, Flag, Item, Link, Reference, Result, Side, Text

Change = Callable[[Conflict, Random], bool]
"""Changes the record; returns whether it has anything that such a change is about."""
Place = tuple[list[Item], int]
"""An item: its list, and its number there."""


def _places(items: list[Item]) -> Iterator[Place]:
    for number, item in enumerate(items):
        yield items, number
        yield from _places(item.items)


def _in_an_item(change: Callable[[list[Item], int], bool], *fields: str) -> Change:
    """A change that is made in the first item, in random order, in which it is possible."""

    def changed(record: Conflict, rng: Random) -> bool:
        sides = [*record.sides, *([record.joint] if record.joint is not None else [])]
        lists = [getattr(side, field) for side in sides for field in fields or SIDE_FIELDS]
        places = [place for items in lists for place in _places(items)]
        rng.shuffle(places)
        return any(change(*place) for place in places)

    return changed


def _new() -> Item:
    return Item(text="New Thing", name="New Thing", links=[Link(target="New Thing", text="New Thing")])


def _name(items: list[Item], number: int) -> bool:
    items[number].text = items[number].name = "Johann Q. Nobody"
    items[number].links, items[number].qualifiers, items[number].period = [], [], None
    return True


def _figure(items: list[Item], number: int) -> bool:
    found = re.search(r"\d+", items[number].text)
    if found is not None:
        items[number].text = f"{items[number].text[: found.start()]}{int(found[0]) + 7}{items[number].text[found.end() :]}"
    return found is not None


def _fate(items: list[Item], number: int) -> bool:
    items[number].fates.append("killed_in_action")
    return True


def _no_fate(items: list[Item], number: int) -> bool:
    had = bool(items[number].fates)
    items[number].fates, items[number].fate_links = [], []
    return had


def _flag(items: list[Item], number: int) -> bool:
    items[number].flags = [Flag(of="Portugal")]
    return True


def _link(items: list[Item], number: int) -> bool:
    for link in items[number].links:
        link.target = "Elsewhere"
    return bool(items[number].links)


def _reference(items: list[Item], number: int) -> bool:
    items[number].references.append(Reference(text="Doe 1999", wikitext="<ref>Doe 1999</ref>"))
    return True


def _no_reference(items: list[Item], number: int) -> bool:
    had = bool(items[number].references)
    items[number].references = []
    return had


def _insert(items: list[Item], number: int) -> bool:
    items.insert(number, _new())
    return True


def _append(items: list[Item], number: int) -> bool:
    del number
    items.append(_new())
    return True


def _under(items: list[Item], number: int) -> bool:
    items[number].items.append(_new())
    return True


def _remove(items: list[Item], number: int) -> bool:
    del items[number]
    return True


def _move(items: list[Item], number: int) -> bool:
    items.insert(0, items.pop(number))
    return number > 0


def _title(record: Conflict, _: Random) -> bool:
    record.conflict = Text(text="Battle of the Mill | 1809 = {{x}}")
    return True


def _coordinates(record: Conflict, _: Random) -> bool:
    record.coordinates = Coordinates(latitude=-35.5, longitude=0.25)
    return True


def _result(record: Conflict, _: Random) -> bool:
    record.result = Result(outcome="stalemate", items=[Item(text="Stalemate"), Item(text="Evacuation", items=[Item(text="by bus")])])
    return True


def _no_place(record: Conflict, _: Random) -> bool:
    had = record.place is not None
    record.place = None
    return had


def _parameters(record: Conflict, _: Random) -> bool:
    record.width, record.other["casus"], record.map["map_type"] = "300px", "[[Toll dispute]]", "Syria"
    return True


def _values(record: Conflict, _: Random) -> bool:
    for side in record.sides:
        for items in (side.units, side.strength, side.casualties, side.political_support):
            items.append(Item(text="400 men"))
    return True


def _side(record: Conflict, _: Random) -> bool:
    if len(record.sides) < 5:
        record.sides.insert(1, Side(combatants=[Item(text="Militia", name="Militia")]))
        return True
    return False


def _all(record: Conflict, _: Random) -> bool:
    record.sides, record.joint, record.notes, record.result = [Side(), Side()], None, None, None
    return True


def _nothing(record: Conflict, _: Random) -> bool:
    return bool(record.sides)


CHANGES: dict[str, Change] = {
    "name": _in_an_item(_name, "combatants", "commanders", "units"),
    "figure": _in_an_item(_figure, "strength", "casualties"),
    "fate": _in_an_item(_fate, "commanders"),
    "no fate": _in_an_item(_no_fate, "commanders"),
    "flag": _in_an_item(_flag),
    "link": _in_an_item(_link),
    "reference": _in_an_item(_reference),
    "no reference": _in_an_item(_no_reference),
    "item put in": _in_an_item(_insert),
    "item last": _in_an_item(_append),
    "item under": _in_an_item(_under, "combatants", "units"),
    "item removed": _in_an_item(_remove),
    "item moved": _in_an_item(_move),
    "title": _title,
    "coordinates": _coordinates,
    "result": _result,
    "no place": _no_place,
    "new parameters": _parameters,
    "new values": _values,
    "a side more": _side,
    "nothing left": _all,
    "nothing": _nothing,
}
