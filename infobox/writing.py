"""Record to wikitext: into the page it came from, where only what changed is written anew, or laid out from nothing."""

from __future__ import annotations

from typing import Final, NamedTuple

from infobox import box as boxes
from infobox import layout, templates
from infobox.box import Box, Parameter
from infobox.reading import read_boxes
from infobox.record import Conflict, bare

NAME: Final = "Infobox military conflict"
_OLD_PLACES: Final = ("latitude", "longitude", "lat_", "lon_", "latd", "latm", "lats", "latNS", "longd", "longm", "longs", "longEW")


class WriteError(ValueError):
    """A record that cannot be written where it should go; the message is one line that says why and what to do."""


def write(record: Conflict, into: str | None = None) -> str:
    """The record as wikitext.

    With `into`, a page's wikitext: that page with its infobox brought up to the record. The infobox is the one that stands where
    the record says it was read, or the page's only one; every byte outside the parameters that differ stays. Without, the record's
    own `source` brought up to the record, or, where it has none, an infobox in the template's documented order.

    Raises `WriteError` where the page has no infobox or the record belongs to another page.
    """
    if into is not None:
        box, old = _target(record, into)
        return _splice(into, box, old, record)
    if record.source:
        found = boxes.find(record.source)
        if not found:
            raise WriteError("the record's source holds no infobox; remove the field `source` to have the record laid out anew")
        return _splice(record.source, found[0], read_boxes(record.source)[0].conflict, record)
    return lay_out(layout.parameters(record), record.template.name if record.template is not None else "")


def lay_out(values: dict[str, str], name: str = "") -> str:
    """An infobox with one parameter a line, names padded to one column."""
    width = min(20, max((len(key) for key in values), default=0))
    lines = [f"| {key:<{width}} = {value}" for key, value in values.items()]
    # `#invoke` takes a function's name first, which a template call does not.
    name = NAME if not name or name.startswith("#") else name
    return "\n".join(["{{" + name, *lines, "}}"])


def _target(record: Conflict, page: str) -> tuple[Box, Conflict]:
    """The page's infobox that the record is about, and its own record."""
    found = boxes.find(page)
    if not found:
        raise WriteError("the page has no military-conflict infobox; write the record without --into and paste it where it belongs")
    records = [reading.conflict for reading in read_boxes(page)]
    place = record.template
    choice = None
    if place is not None and place.start is not None:
        choice = next((number for number, box in enumerate(found) if box.start == place.start and box.end == place.end), None)
        if choice is not None and _related(records[choice], record):
            return found[choice], records[choice]
    if place is not None and place.number is not None and place.number <= len(found):
        choice = place.number - 1
    elif len(found) == 1:
        choice = 0
    if choice is None:
        raise WriteError(
            f"the page has {len(found)} infoboxes and the record does not say which one it is about; give it `template.number`"
        )
    if not _related(records[choice], record):
        raise WriteError(
            f"the record belongs to another page: it is about {_short(_title(record))}, the page's infobox about"
            f" {_short(_title(records[choice]))}; remove `template` from the record to write it all the same"
        )
    return found[choice], records[choice]


def _title(record: Conflict) -> str:
    return record.conflict.text if record.conflict is not None else ""


def _short(words: str) -> str:
    return repr(words if len(words) <= 60 else f"{words[:59]}…")


def _related(old: Conflict, new: Conflict) -> bool:
    """Whether two records are of one infobox, one of them perhaps edited: they share what names it, or the place they come from."""
    if new.template is None or new.template.start is None:
        return True
    pairs = [
        (_title(old), _title(new)),
        (old.image.file if old.image is not None else "", new.image.file if new.image is not None else ""),
        (old.partof.text if old.partof is not None else "", new.partof.text if new.partof is not None else ""),
        (old.date.text if old.date is not None else "", new.date.text if new.date is not None else ""),
        (_names(old), _names(new)),
    ]
    told = [(first, second) for first, second in pairs if first or second]
    return not told or any(first == second for first, second in told)


def _names(record: Conflict) -> str:
    return "; ".join(item.name for side in record.sides for item in side.combatants)


class _Edit(NamedTuple):
    start: int
    end: int
    words: str


def _splice(page: str, box: Box, old: Conflict, new: Conflict) -> str:
    """The page with the parameters written anew in which the two records differ."""
    if bare(old) == bare(new):
        return page
    before, after = layout.parameters(old), layout.parameters(new)
    present = {parameter.written: parameter for parameter in box.parameters}
    canonical = {parameter.name: parameter for parameter in box.parameters} | {
        parameter.name: parameter for parameter in box.parameters if parameter.written == parameter.name
    }
    edits: list[_Edit] = []
    added: list[str] = []
    for name in [*before, *(name for name in after if name not in before)]:
        value = after.get(name, "")
        if before.get(name, "") == value:
            continue
        parameter = present.get(name) if name in old.other or name in new.other else canonical.get(name)
        if parameter is not None:
            edits.append(_replacement(page, parameter, value))
        elif value:
            added.append(name)
        if name == "date" and "year" in canonical:
            edits.append(_replacement(page, canonical["year"], ""))
        elif name == "coordinates" and parameter is None:
            edits += [_replacement(page, other, "") for other in box.parameters if other.name.startswith(_OLD_PLACES)]
    for place, names in _places(box, added).items():
        edits.append(_insertion(page, box, place, [(name, after[name]) for name in names]))
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits):
        pieces += (page[position : edit.start], edit.words)
        position = edit.end
    return "".join([*pieces, page[position:]])


def _replacement(page: str, parameter: Parameter, value: str) -> _Edit:
    """The value between the white space and comments around it. Comments in its midst stand behind the new one: none is lost."""
    start, end = parameter.value_start, parameter.value_end
    comments = {node.start: node.end for node in parameter.nodes if node.kind == "comment"}
    before = {stop: begin for begin, stop in comments.items()}
    bare_start = start
    while start < end and (page[start].isspace() or start in comments):
        start = comments.get(start, start + 1)
    while end > start and (page[end - 1].isspace() or end in before):
        end = before.get(end, end - 1)
    if start < end:
        midst = "".join(page[begin:stop] for begin, stop in comments.items() if start < begin < end)
        return _Edit(start, end, value + midst)
    # An empty value: the white space is that of the next line.
    start = bare_start
    while start < parameter.value_end and page[start] in " \t":
        start += 1
    return _Edit(start, start, value if start > bare_start or parameter.positional else f" {value}")


def _places(box: Box, added: list[str]) -> dict[int, list[str]]:
    """Behind which of the box's parameters (-1: before all) the new ones go, by the documented order."""
    order = {name: number for number, name in enumerate(templates.parameters().order)}
    places: dict[int, list[str]] = {}
    for name in added:
        rank = order.get(name, len(order))
        behind = -1
        for number, parameter in enumerate(box.parameters):
            if not parameter.positional and order.get(parameter.name, -1) <= rank:
                behind = number
        places.setdefault(behind, []).append(name)
    return places


def _insertion(page: str, box: Box, behind: int, values: list[tuple[str, str]]) -> _Edit:
    """New parameters in the layout of the neighbour they follow."""
    named = [parameter for parameter in box.parameters if not parameter.positional]
    model = box.parameters[behind] if behind >= 0 else named[0] if named else None
    if model is None:
        end = box.end - 2 if box.closed else box.end
        head = "" if page[end - 1 : end] == "\n" else "\n"
        return _Edit(end, end, head + "".join(f"| {name} = {value}\n" for name, value in values))
    key = page[model.start + 1 : model.value_start - 1]
    lead = key[: len(key) - len(key.lstrip())]
    column = len(key.strip()) + len(key) - len(key.rstrip())
    padded = len(key) - len(key.rstrip()) > 1
    value = page[model.value_start : model.value_end]
    gap = value[: len(value) - len(value.lstrip(" \t"))] or " "
    tail = value[len(value.rstrip()) :] or ("\n" if "\n" in page[box.start : box.end] else " ")
    space = "" if key == key.rstrip() else " "
    words = ""
    for name, given in values:
        shown = f"{name:<{column}}" if padded else f"{name}{space}"
        if padded and len(name) >= column:
            shown = f"{name} "
        words += f"|{lead}{shown}={gap}{given}{tail}"
    place = model.value_end if behind >= 0 else model.start
    if behind >= 0 and not value[len(value.rstrip()) :]:
        return _Edit(place, place, tail + words.rstrip())
    return _Edit(place, place, words)
