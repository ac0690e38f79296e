"""Changes of where items stand: inserted, deleted, moved, under one another, under headings, in rows."""

from __future__ import annotations

import random

from bench.changes.items import NOBODY
from bench.changes.places import ENTITIES, FIGURES, Place, Stretch, item_kind, kind, last, lines, places, span, whole
from bench.right import Request
from infobox.record import Item, Link


def new_item(name: str = "New Thing") -> Item:
    return Item(text=name, name=name, links=[Link(target=name, text=name)])


def _listed(place: Place) -> Item:
    """A new item that may stand in the place's list."""
    return new_item() if place.field in ENTITIES else Item(text="12 new things")


@item_kind("item last")
def new_last(place: Place, _: random.Random) -> Stretch | None:
    """An item at the end of a list."""
    if place.siblings[-1].heading:
        return None  # after a heading's group, a line would join the group
    end = last(place.siblings[-1])
    place.siblings.append(_listed(place))
    return end, end


@item_kind("item first")
def new_first(place: Place, _: random.Random) -> Stretch | None:
    """An item at the beginning of a list."""
    if place.number:
        return None
    start = span(place.item)[0]
    place.siblings.insert(0, _listed(place))
    return start, start


@item_kind("item between")
def new_between(place: Place, _: random.Random) -> Stretch | None:
    """An item between two others."""
    if not place.number or place.siblings[place.number - 1].heading or place.item.heading:
        return None
    stretch = place.around[0], span(place.item)[0]
    place.siblings.insert(place.number, _listed(place))
    return stretch


@item_kind("item removed")
def removed(place: Place, _: random.Random) -> Stretch | None:
    """An item is deleted, with all under it."""
    if len(place.lines) == len(list(lines([place.item]))):
        return None
    stretch = place.around
    del place.siblings[place.number]
    return stretch


@item_kind("item removed, the only one")
def emptied(place: Place, _: random.Random) -> Stretch | None:
    """The last item of a value."""
    if len(place.lines) != 1 or place.field == "combatants":
        return None
    stretch = span(place.item)
    place.siblings.clear()
    return stretch


@item_kind("item moved to the front")
def moved(place: Place, _: random.Random) -> Stretch | None:
    """An item moved to the beginning of its list."""
    if place.number == 0 or any(item.heading for item in place.siblings):
        return None
    stretch = span(place.siblings[0])[0], place.around[1]
    place.siblings.insert(0, place.siblings.pop(place.number))
    return stretch


@item_kind("item moved to the end")
def moved_back(place: Place, _: random.Random) -> Stretch | None:
    if place.number == len(place.siblings) - 1 or any(item.heading for item in place.siblings):
        return None
    stretch = place.around[0], last(place.siblings[-1])
    place.siblings.append(place.siblings.pop(place.number))
    return stretch


@kind("list added")
def new_list(asked: Request, rng: random.Random) -> Stretch | None:
    """The first item of a list that was empty."""
    empty = [(side, name) for side in asked.wanted.sides for name in ("commanders", "units", "strength", "casualties")]
    empty = [(side, name) for side, name in empty if not getattr(side, name)]
    if not empty:
        return None
    side, name = rng.choice(empty)
    getattr(side, name).append(new_item() if name in ENTITIES else Item(text="12 new things"))
    start = whole(asked)[0]
    return start, start


@kind("item moved to another side")
def to_another_side(asked: Request, rng: random.Random) -> Stretch | None:
    for place in places(asked, rng, ENTITIES):
        other = next(side for side in asked.wanted.sides if side is not place.side)
        if place.item.heading or place.above is not None or len(place.siblings) < 2 or any(one.row for one in getattr(other, place.field)):
            continue
        getattr(other, place.field).append(place.siblings.pop(place.number))
        return whole(asked)
    return None


# -- one under another ------------------------------------------------------------------------------------------------------------------


@item_kind("nested item added", ("combatants", "units"))
def new_under(place: Place, _: random.Random) -> Stretch | None:
    """An item under another."""
    stretch = last(place.item), max(place.around[1], last(place.item))
    place.item.items.append(new_item())
    return stretch


@item_kind("nested item set", ENTITIES)
def nested_set(place: Place, _: random.Random) -> bool:
    item = place.item
    if place.above is None or item.heading or item.templates:
        return False
    item.text = item.name = NOBODY
    item.links, item.qualifiers, item.period = [], [], None
    return True


@item_kind("nested item removed", ENTITIES)
def nested_removed(place: Place, _: random.Random) -> Stretch | None:
    if place.above is None or place.above.heading:
        return None
    stretch = place.around
    del place.siblings[place.number]
    return stretch


@item_kind("nested item moved", ENTITIES)
def nested_moved(place: Place, _: random.Random) -> Stretch | None:
    """Among those under one item."""
    if place.above is None or place.number == 0 or any(item.heading for item in place.siblings):
        return None
    stretch = span(place.siblings[0])[0], place.around[1]
    place.siblings.insert(0, place.siblings.pop(place.number))
    return stretch


@item_kind("item moved under the one before it", ("combatants", "units"))
def deeper(place: Place, _: random.Random) -> Stretch | None:
    if not place.number or any(item.heading for item in place.siblings):
        return None
    stretch = place.around
    place.siblings[place.number - 1].items.append(place.siblings.pop(place.number))
    return stretch


@kind("nested item moved up")
def higher(asked: Request, rng: random.Random) -> Stretch | None:
    """The last one under an item is moved after that item."""
    for place in places(asked, rng, ("combatants", "units")):
        item = place.item
        if not item.items or any(one.heading for one in [*place.siblings, *item.items]):
            continue
        stretch = span(item.items[-1])[0], last(item)
        place.siblings.insert(place.number + 1, item.items.pop())
        return stretch
    return None


# -- headings ---------------------------------------------------------------------------------------------------------------------------


@item_kind("heading text set")
def heading_text(place: Place, _: random.Random) -> bool:
    item = place.item
    if not item.heading or item.links or item.templates:
        return False
    item.text = "Of the north:" if item.text.endswith(":") else "Of the north"
    return True


@item_kind("heading name set", ENTITIES)
def heading_name(place: Place, _: random.Random) -> bool:
    if not place.item.heading:
        return False
    place.item.name = "Of the north"
    return True


@item_kind("heading added", (*ENTITIES, *FIGURES))
def new_heading(place: Place, _: random.Random) -> Stretch | None:
    """A heading with one item under it, after the last item."""
    if place.above is not None or place.number != len(place.siblings) - 1:
        return None
    end = last(place.item)
    place.siblings.append(Item(text="Later:", heading=True, items=[_listed(place)]))
    return end, end


@item_kind("heading removed, with its items")
def no_group(place: Place, _: random.Random) -> Stretch | None:
    if not place.item.heading or len(place.siblings) == 1:
        return None
    stretch = place.around
    del place.siblings[place.number]
    return stretch


@item_kind("heading removed, its items kept")
def no_heading(place: Place, _: random.Random) -> Stretch | None:
    item = place.item
    if not item.heading or not item.items or place.number:
        return None
    stretch = span(item)[0], last(item)
    place.siblings[place.number : place.number + 1] = item.items
    return stretch


@item_kind("heading unset", wordless="whether a line titles others depends on how it is written and what follows, not on one field")
def plain_heading(place: Place, _: random.Random) -> bool:
    if not place.item.heading:
        return False
    place.item.heading = False
    return True


@item_kind("heading's item added")
def new_under_heading(place: Place, _: random.Random) -> Stretch | None:
    if not place.item.heading:
        return None
    stretch = last(place.item), max(place.around[1], last(place.item))
    place.item.items.append(_listed(place))
    return stretch


@item_kind("heading's item removed")
def under_heading_removed(place: Place, _: random.Random) -> Stretch | None:
    if place.above is None or not place.above.heading or len(place.siblings) < 2:
        return None
    stretch = place.around
    del place.siblings[place.number]
    return stretch


@kind("item moved under another heading")
def to_another_heading(asked: Request, rng: random.Random) -> Stretch | None:
    for place in places(asked, rng):
        if place.above is None or not place.above.heading or len(place.siblings) < 2:
            continue
        others = [line for line in place.lines if line.heading and line.items and line is not place.above]
        others = [other for other in others if all(line is not other for line in lines([place.item]))]
        if others:
            stretch = place.value
            others[0].items.append(place.siblings.pop(place.number))
            return stretch
    return None


# -- rows -------------------------------------------------------------------------------------------------------------------------------


@kind("row set")
def row(asked: Request, rng: random.Random) -> Stretch | None:
    """The last of several items is put into an extra row."""
    for place in places(asked, rng, ("combatants", "commanders")):
        if place.above is None and place.number == len(place.siblings) - 1 and place.number and not any(i.heading for i in place.siblings):
            stretch = place.around
            place.item.row = "a"
            return stretch
    return None


@kind("row item added")
def row_item(asked: Request, rng: random.Random) -> Stretch | None:
    side = rng.choice(asked.wanted.sides)
    if not side.combatants or any(item.row for item in side.combatants):
        return None
    item = new_item()
    item.row = "a"
    side.combatants.append(item)
    start = whole(asked)[0]
    return start, start


@kind("row item set")
def row_item_set(asked: Request, _: random.Random) -> Stretch | None:
    for side in asked.wanted.sides:
        for item in [*side.combatants, *side.commanders]:
            if item.row and not item.heading and not item.templates:
                item.text = item.name = NOBODY
                item.links, item.qualifiers, item.period = [], [], None
                return span(item)
    return None


@kind("row removed")
def no_row(asked: Request, _: random.Random) -> Stretch | None:
    """The items of a row are put with those that have none."""
    for side in asked.wanted.sides:
        held = [item for item in side.combatants if item.row]
        if held:
            for item in held:
                item.row = ""
            return whole(asked)
    return None


# -- territory: a list beside the sides --------------------------------------------------------------------------------------------------


@kind("territory item added")
def territory(asked: Request, _: random.Random) -> Stretch | None:
    held = asked.wanted.territory
    end = last(held[-1]) if held else whole(asked)[0]
    held.append(Item(text="The ford changes hands"))
    return end, end


@kind("territory item set")
def territory_set(asked: Request, _: random.Random) -> Stretch | None:
    for item in lines(asked.wanted.territory):
        if not item.templates:
            item.text, item.links = "The ford changes hands", []
            return span(item)
    return None


@kind("territory item removed")
def territory_removed(asked: Request, _: random.Random) -> Stretch | None:
    held = asked.wanted.territory
    if not held:
        return None
    stretch = (span(held[-2])[1] if len(held) > 1 else span(held[-1])[0]), last(held[-1])
    held.pop()
    return stretch
