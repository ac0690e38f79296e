"""Values under the names that a Wikipedia has: halves of coordinates, and the row under all sides if the number of sides changes."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from infobox.box import Box
from infobox.record import Conflict
from infobox.templates.profile import Profile
from infobox.values import coordinates

_BRACKETS: Final = (("[[", "]]"), ("{{", "}}"), ("<", ">"))


def halved(values: dict[str, str], record: Conflict, profile: Profile, key: str) -> dict[str, str]:
    """The values by canonical name, with coordinates as two halves if the wiki has no parameter for the whole."""
    whole, halves = profile.named("coordinates"), profile.whole_halves
    where = record.coordinates
    if whole not in values or where is None or where.latitude is None or where.longitude is None or len(halves) < 2:
        return values
    if where.text or where.templates or profile.spelled(whole, key, 0) or not all(profile.spelled(half, key, 0) for half in halves):
        return values
    degrees = map(coordinates.decimal, (where.latitude, where.longitude))
    return {name: value for name, value in values.items() if name != whole} | dict(zip(halves, degrees, strict=True))


def moved(box: Box, values: dict[str, str], before: int, after: int) -> tuple[Box, dict[str, str]]:
    """The infobox and its values as they are named if the number of its sides changes: what stands for all sides has another number."""
    joint = box.profile.names[box.language].joint
    stems = {joint[each.written] for each in box.parameters if each.written in joint}
    if before == after or not stems:
        return box, values
    renamed = {f"{stem}{before + 1}": f"{stem}{after + 1}" for stem in stems}
    parameters = [replace(each, name=renamed.get(each.name, each.name)) if each.written in joint else each for each in box.parameters]
    return box._replace(parameters=parameters), {renamed.get(name, name): value for name, value in values.items()}


def parted(date: str, record: Conflict, profile: Profile, key: str) -> tuple[str, str]:
    """The wikitext of a record's date in a wiki with a parameter for the last day: what the two parameters hold."""
    names = profile.names[key]
    if not names.last:
        return date, ""
    first, between, last = date.partition(names.between)
    whole = all(first.count(opening) == first.count(closing) for opening, closing in _BRACKETS)
    if between and whole and names.between not in last:
        return first, last
    ends = record.date is not None and bool(record.date.end) and not record.date.start
    return ("", date) if ends else (date, "")
