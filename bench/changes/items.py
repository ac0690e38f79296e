"""Changes of one item: its text, name, flags, fates, qualifiers, period and links."""

from __future__ import annotations

import random
import re

from bench.changes.places import ENTITIES, FIGURES, Place, item_kind
from infobox.record import Flag, Link, Period

NOBODY = "Johann Q. Nobody"


@item_kind("text set", ENTITIES)
def text(place: Place, _: random.Random) -> bool:
    """Entirely different words, without a link."""
    item = place.item
    if item.heading or not item.text or item.templates:
        return False
    item.text = item.name = NOBODY
    item.links, item.qualifiers, item.period = [], [], None
    return True


@item_kind("text word added", ENTITIES)
def word(place: Place, _: random.Random) -> bool:
    item = place.item
    if item.heading or not item.text or item.text != item.name:
        return False
    item.text += " Nobody"
    return True


@item_kind("text figure set", FIGURES)
def figure(place: Place, _: random.Random) -> bool:
    """Another number in a line."""
    item = place.item
    found = re.search(r"\d+", item.text)
    if found is None:
        return False
    item.text = f"{item.text[: found.start()]}{int(found[0]) + 7}{item.text[found.end() :]}"
    return True


@item_kind("name set", ENTITIES)
def name(place: Place, _: random.Random) -> bool:
    item = place.item
    if item.heading or not item.name:
        return False
    item.name = NOBODY
    return True


@item_kind("name removed", ENTITIES, wordless="the name is the words of the line: removing it means removing the text")
def no_name(place: Place, _: random.Random) -> bool:
    if not place.item.name:
        return False
    place.item.name = ""
    return True


# -- flags ------------------------------------------------------------------------------------------------------------------------------


@item_kind("flag set")
def flag(place: Place, _: random.Random) -> bool:
    flags = place.item.flags
    if len(flags) != 1 or not flags[0].of:
        return False
    flags[0] = Flag(of="Portugal")
    return True


@item_kind("flag of set")
def flag_of(place: Place, _: random.Random) -> bool:
    flags = place.item.flags
    if len(flags) != 1 or not flags[0].of or flags[0].variant:
        return False
    flags[0].of = "Portugal"
    return True


@item_kind("flag variant set")
def variant(place: Place, _: random.Random) -> bool:
    flags = [flag for flag in place.item.flags if flag.of]
    if not flags:
        return False
    flags[0].variant = "1815"
    return True


@item_kind("flag variant removed")
def no_variant(place: Place, _: random.Random) -> bool:
    flags = [flag for flag in place.item.flags if flag.variant]
    if not flags:
        return False
    flags[0].variant = ""
    return True


@item_kind("flag image set")
def flag_image(place: Place, _: random.Random) -> bool:
    flags = [flag for flag in place.item.flags if flag.image]
    if not flags:
        return False
    flags[0].image = "Flag of Nowhere.svg"
    return True


@item_kind("flag added", ENTITIES)
def new_flag(place: Place, _: random.Random) -> bool:
    if place.item.heading:
        return False
    place.item.flags.append(Flag(of="Portugal"))
    return True


@item_kind("flag removed")
def no_flag(place: Place, _: random.Random) -> bool:
    if not place.item.flags:
        return False
    place.item.flags.pop()
    return True


@item_kind("flag moved")
def swapped_flags(place: Place, _: random.Random) -> bool:
    flags = place.item.flags
    if len(flags) < 2 or flags[0] == flags[1]:
        return False
    flags.reverse()
    return True


# -- fates ------------------------------------------------------------------------------------------------------------------------------


@item_kind("fate set", ("commanders",))
def fate(place: Place, _: random.Random) -> bool:
    item = place.item
    if item.heading or len(item.fates) != 1 or item.fate_links:
        return False
    item.fates[0] = "prisoner_of_war" if item.fates[0] != "prisoner_of_war" else "killed_in_action"
    return True


@item_kind("fate added", ("commanders",))
def new_fate(place: Place, _: random.Random) -> bool:
    item = place.item
    if item.heading or item.fates:
        return False
    item.fates.append("killed_in_action")
    return True


@item_kind("fate removed", ("commanders",))
def no_fate(place: Place, _: random.Random) -> bool:
    item = place.item
    if item.heading or len(item.fates) != 1:
        return False
    item.fates.clear()
    item.fate_links.clear()
    return True


@item_kind("fate one more", ("commanders",))
def second_fate(place: Place, _: random.Random) -> bool:
    item = place.item
    if item.heading or len(item.fates) != 1 or item.fates[0] == "executed":
        return False
    item.fates.append("executed")
    return True


@item_kind("fate moved", ("commanders",))
def swapped_fates(place: Place, _: random.Random) -> bool:
    item = place.item
    if len(item.fates) < 2 or item.fate_links:
        return False
    item.fates.reverse()
    return True


# -- qualifiers and periods -------------------------------------------------------------------------------------------------------------


@item_kind("qualifier set")
def qualifier(place: Place, _: random.Random) -> bool:
    if not place.item.qualifiers:
        return False
    place.item.qualifiers[0] = "of the north"
    return True


@item_kind("qualifier and text set")
def qualifier_and_text(place: Place, _: random.Random) -> bool:
    """Another qualifier, and the text that says it."""
    item = place.item
    if not item.qualifiers or f"({item.qualifiers[0]})" not in item.text:
        return False
    item.text = item.text.replace(f"({item.qualifiers[0]})", "(until 1890)", 1)
    item.qualifiers[0], item.period = "until 1890", Period(end="1890")
    item.links = [link for link in item.links if link.text in item.text]
    return True


@item_kind("qualifier added", ENTITIES)
def new_qualifier(place: Place, _: random.Random) -> bool:
    if place.item.heading or not place.item.name:
        return False
    place.item.qualifiers.append("acting")
    return True


@item_kind("qualifier removed")
def no_qualifier(place: Place, _: random.Random) -> bool:
    if not place.item.qualifiers:
        return False
    place.item.qualifiers.pop()
    return True


@item_kind("qualifier moved")
def swapped_qualifiers(place: Place, _: random.Random) -> bool:
    qualifiers = place.item.qualifiers
    if len(set(qualifiers)) < 2:
        return False
    qualifiers.reverse()
    return True


@item_kind("period set")
def period(place: Place, _: random.Random) -> bool:
    if place.item.period is None:
        return False
    place.item.period = Period(start="1890", end="1892")
    return True


@item_kind("period end set")
def period_end(place: Place, _: random.Random) -> bool:
    period = place.item.period
    if period is None or not period.end:
        return False
    period.end = "1999"
    return True


@item_kind("period added", ENTITIES)
def new_period(place: Place, _: random.Random) -> bool:
    if place.item.heading or place.item.period is not None or not place.item.name:
        return False
    place.item.period = Period(start="1890", end="1892")
    return True


@item_kind("period removed")
def no_period(place: Place, _: random.Random) -> bool:
    if place.item.period is None:
        return False
    place.item.period = None
    return True


# -- links ------------------------------------------------------------------------------------------------------------------------------


@item_kind("link target set")
def link_target(place: Place, _: random.Random) -> bool:
    links = place.item.links
    if len(links) != 1 or links[0].external:
        return False
    links[0].target, links[0].section = "Elsewhere", ""
    return True


@item_kind("link text set", ENTITIES)
def link_text(place: Place, _: random.Random) -> bool:
    """Other words for a link, and the text that holds them."""
    item = place.item
    if len(item.links) != 1 or item.text.count(item.links[0].text or "\n") != 1 or item.text != item.name:
        return False
    item.text = item.name = item.text.replace(item.links[0].text, NOBODY)
    item.links[0].text = NOBODY
    return True


@item_kind("link section set")
def link_section(place: Place, _: random.Random) -> bool:
    links = [link for link in place.item.links if not link.external]
    if not links:
        return False
    links[0].section = "Aftermath"
    return True


@item_kind("link section removed")
def no_section(place: Place, _: random.Random) -> bool:
    links = [link for link in place.item.links if link.section and link.target]
    if not links:
        return False
    links[0].section = ""
    return True


@item_kind("link added")
def new_link(place: Place, _: random.Random) -> bool:
    item = place.item
    words = re.search(r"[A-Za-z]{4,}", item.text)
    if item.links or item.heading or item.templates or words is None:
        return False
    item.links.append(Link(target="Elsewhere", text=words[0]))
    return True


@item_kind("link removed")
def no_link(place: Place, _: random.Random) -> bool:
    if not place.item.links:
        return False
    place.item.links.pop()
    return True
