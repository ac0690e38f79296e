"""Changes of sides and of the row that stands under all of them."""

from __future__ import annotations

import random

from bench.changes.items import NOBODY
from bench.changes.lists import new_item
from bench.changes.places import FIGURES, Stretch, kind, last, lines, parameter, span, whole
from bench.right import Request
from infobox.record import SIDE_FIELDS, Item, Side
from infobox.templates.profile import default


@kind("side added")
def new_side(asked: Request, _: random.Random) -> Stretch | None:
    if len(asked.wanted.sides) > 4:
        return None
    asked.wanted.sides.append(Side(combatants=[new_item("Portugal")], commanders=[new_item("Max Moe")], casualties=[Item(text="3 killed")]))
    return whole(asked)


@kind("side removed")
def no_side(asked: Request, _: random.Random) -> Stretch | None:
    """The last of more than two."""
    if len(asked.wanted.sides) < 3:
        return None
    asked.wanted.sides.pop()
    return whole(asked)


@kind("side removed, not the last")
def no_first_side(asked: Request, _: random.Random) -> Stretch | None:
    if len(asked.wanted.sides) < 3:
        return None
    del asked.wanted.sides[0]
    return whole(asked)


@kind("side moved")
def swapped(asked: Request, _: random.Random) -> Stretch | None:
    if not all(side.combatants for side in asked.wanted.sides):
        return None
    asked.wanted.sides.reverse()
    return whole(asked)


@kind("joint item added")
def joint(asked: Request, rng: random.Random) -> Stretch | None:
    """In a row under all sides that was empty."""
    record = asked.wanted
    held = record.joint if record.joint is not None else Side()
    empty = [name for name in ("commanders", "units", "strength", "casualties") if not getattr(held, name)]
    if not empty:
        return None
    name = rng.choice(empty)
    getattr(held, name).append(Item(text="12 civilians") if name in FIGURES else new_item())
    record.joint = held
    start = whole(asked)[0]
    return start, start


def _joint(asked: Request) -> list[list[Item]]:
    held = asked.wanted.joint
    lists = [getattr(held, name) for name in SIDE_FIELDS] if held is not None else []
    return [items for items in lists if items]


@kind("joint item one more")
def joint_more(asked: Request, _: random.Random) -> Stretch | None:
    for items in _joint(asked):
        if not items[-1].heading:
            end = last(items[-1])
            items.append(Item(text="12 civilians"))
            return end, end
    return None


@kind("joint item set")
def joint_set(asked: Request, _: random.Random) -> Stretch | None:
    for items in _joint(asked):
        for item in lines(items):
            if not item.heading and not item.templates:
                item.text, item.name = (NOBODY, NOBODY) if item.name else ("12 civilians", "")
                item.links, item.qualifiers, item.period = [], [], None
                return span(item)
    return None


@kind("joint item removed")
def joint_removed(asked: Request, _: random.Random) -> Stretch | None:
    for items in _joint(asked):
        if len(items) > 1:
            stretch = last(items[-2]), last(items[-1])
            items.pop()
            return stretch
    return None


@kind("joint list removed")
def no_joint(asked: Request, _: random.Random) -> Stretch | None:
    for name, stem in default().sided_fields.items():
        held = getattr(asked.wanted.joint, name) if asked.wanted.joint is not None else []
        if held:
            held.clear()
            return parameter(asked, f"{stem}{len(asked.wanted.sides) + 1}")
    return None


@kind("joint item moved to a side")
def joint_moved(asked: Request, _: random.Random) -> Stretch | None:
    held = asked.wanted.joint
    if held is None or not held.casualties:
        return None
    asked.wanted.sides[0].casualties.append(held.casualties.pop())
    return whole(asked)
