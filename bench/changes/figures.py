"""Changes of only the fields of figures of a strength or of casualties."""

from __future__ import annotations

import random

from bench.changes.places import FIGURES, Place, item_kind
from infobox.language.lexicon import english
from infobox.record import Quantity
from infobox.values import quantities


def _exact(place: Place, *, exact: bool = True) -> Quantity | None:
    """The item's first figure that is a single number (or, if not `exact`, one that is not)."""
    return next((q for q in place.item.quantities if (q.low is not None and q.low == q.high) is exact), None)


@item_kind("figure set", FIGURES)
def figure(place: Place, _: random.Random) -> bool:
    found = _exact(place)
    if found is None or found.low is None:
        return False
    found.low = found.high = found.low + 7
    return True


@item_kind("figure low and high set", FIGURES)
def range_set(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities if q.low and q.high and q.low < q.high), None)
    if found is None:
        return False
    found.low, found.high = 4321, 5678
    return True


@item_kind("figure high set", FIGURES)
def high(place: Place, _: random.Random) -> bool:
    """One number becomes a range."""
    found = _exact(place)
    if found is None or found.low is None:
        return False
    found.high = found.low * 2 + 3
    return True


@item_kind("figure high removed", FIGURES)
def at_least(place: Place, _: random.Random) -> bool:
    found = _exact(place)
    if found is None:
        return False
    found.high = None
    return True


@item_kind("figure low removed", FIGURES)
def up_to(place: Place, _: random.Random) -> bool:
    found = _exact(place)
    if found is None:
        return False
    found.low = None
    return True


@item_kind("figure low added", FIGURES)
def low_added(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities if q.low is None and q.high), None)
    if found is None or found.high is None:
        return False
    found.low = found.high
    return True


@item_kind("figure about added", FIGURES)
def about(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities if not q.about), None)
    if found is None:
        return False
    found.about = True
    return True


@item_kind("figure about removed", FIGURES)
def not_about(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities if q.about), None)
    if found is None:
        return False
    found.about = False
    return True


@item_kind("figure added", FIGURES)
def new_figure(place: Place, _: random.Random) -> bool:
    """Another figure after those of a line."""
    if not place.item.quantities:
        return False
    place.item.quantities.append(Quantity(low=17, high=17, unit="mules"))
    return True


@item_kind("figure removed", FIGURES)
def no_figure(place: Place, _: random.Random) -> bool:
    """One of several figures is removed."""
    if len(place.item.quantities) < 2:
        return False
    place.item.quantities.pop()
    return True


@item_kind("figure moved", FIGURES)
def moved(place: Place, _: random.Random) -> bool:
    if len(place.item.quantities) != 2:
        return False
    place.item.quantities.reverse()
    return True


@item_kind("figure text set", FIGURES, wordless="a figure's words are part of the line's: setting only them says nothing about the number")
def words(place: Place, _: random.Random) -> bool:
    if not place.item.quantities:
        return False
    place.item.quantities[0].text = "some"
    return True


@item_kind("unit set", FIGURES)
def unit(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities if q.unit and not _happened(q.unit)), None)
    if found is None:
        return False
    found.unit = "sailors"
    return True


@item_kind("unit added", FIGURES)
def new_unit(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities if not q.unit), None)
    if found is None:
        return False
    found.unit = "sailors"
    return True


@item_kind("unit removed", FIGURES)
def no_unit(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities if q.unit and not _happened(q.unit)), None)
    if found is None:
        return False
    found.unit = ""
    return True


def _happened(unit: str) -> bool:
    return any(read.kind for read in quantities.read(f"5 {unit}", english()))


@item_kind("kind set", ("casualties",))
def kind_set(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities if q.kind), None)
    if found is None:
        return False
    found.kind = "wounded" if found.kind != "wounded" else "missing"
    return True


@item_kind("kind added", ("casualties",))
def new_kind(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities if not q.kind), None)
    if found is None:
        return False
    found.kind = "captured"
    return True


@item_kind("kind removed", ("casualties",))
def no_kind(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities if q.kind and q.unit and not _happened(q.unit)), None)
    if found is None:
        return False
    found.kind = None
    return True


@item_kind("of set", FIGURES)
def of(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities if q.of), None)
    if found is None:
        return False
    found.of = "Portugal"
    return True


@item_kind("of added", FIGURES)
def new_of(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities[:1] if not q.of), None)
    if found is None or len(place.item.quantities) != 1:
        return False
    found.of = "Portugal"
    return True


@item_kind("of removed", FIGURES)
def no_of(place: Place, _: random.Random) -> bool:
    found = next((q for q in place.item.quantities if q.of), None)
    if found is None or len(place.item.quantities) != 1:
        return False
    found.of = ""
    return True
