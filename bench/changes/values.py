"""Changes outside the lists of sides: texts, date, result, coordinates, picture, map and other parameters."""

from __future__ import annotations

import random
import re

from bench.changes.places import Stretch, kind, last, parameter, span
from bench.right import Request
from infobox.record import (
    TEXT_FIELDS,
    Coordinates,
    Date,
    Image,
    Item,
    Link,
    Note,
    Phase,
    Reference,
    Result,
    Text,
)

_WORDS = "Somewhere in the north"


def _texts(asked: Request, rng: random.Random) -> list[tuple[str, Text]]:
    """The texts of the record with their parameters, in random order."""
    found = [(name, getattr(asked.wanted, name)) for name in TEXT_FIELDS if getattr(asked.wanted, name) is not None]
    image = asked.wanted.image
    if image is not None and image.caption is not None:
        found.append(("caption", image.caption))
    rng.shuffle(found)
    return [(name, text) for name, text in found if text.text]


# -- texts ------------------------------------------------------------------------------------------------------------------------------


@kind("value set")
def text(asked: Request, rng: random.Random) -> Stretch | None:
    for name, held in _texts(asked, rng):
        if not held.templates:
            held.text, held.links = _WORDS, []
            return parameter(asked, name)
    return None


@kind("value word set")
def word(asked: Request, rng: random.Random) -> Stretch | None:
    """One word of a value that is not in a link."""
    for name, held in _texts(asked, rng):
        for found in re.finditer(r"\b[A-Za-z]{4,}\b", held.text):
            if not held.templates and held.text.count(found[0]) == 1 and all(found[0] not in link.text for link in held.links):
                held.text = held.text.replace(found[0], "northward")
                return parameter(asked, name)
    return None


@kind("value added")
def new_text(asked: Request, rng: random.Random) -> Stretch | None:
    absent = [name for name in TEXT_FIELDS if getattr(asked.wanted, name) is None and name not in asked.reading.shown]
    name = rng.choice([name for name in absent if name not in ("status", "campaignbox")])
    setattr(asked.wanted, name, Text(text=_WORDS, links=[Link(target="North", text="north")]))
    return parameter(asked, name)


@kind("value removed")
def no_text(asked: Request, rng: random.Random) -> Stretch | None:
    for name, _ in _texts(asked, rng):
        if name not in ("caption", "conflict", "place"):
            setattr(asked.wanted, name, None)
            return parameter(asked, name)
    return None


@kind("place removed")
def no_place(asked: Request, _: random.Random) -> Stretch | None:
    if asked.wanted.place is None:
        return None
    asked.wanted.place = None
    return parameter(asked, "place")


@kind("value link target set")
def link(asked: Request, rng: random.Random) -> Stretch | None:
    for name, held in _texts(asked, rng):
        if held.links and not held.links[0].external:
            held.links[0].target, held.links[0].section = "Elsewhere", ""
            return parameter(asked, name)
    return None


@kind("value link added")
def new_link(asked: Request, rng: random.Random) -> Stretch | None:
    for name, held in _texts(asked, rng):
        words = re.search(r"[A-Za-z]{4,}", held.text)
        if words is not None and not held.links and not held.templates:
            held.links.append(Link(target="Elsewhere", text=words[0]))
            return parameter(asked, name)
    return None


@kind("value link removed")
def no_link(asked: Request, rng: random.Random) -> Stretch | None:
    for name, held in _texts(asked, rng):
        if held.links:
            held.links.pop()
            return parameter(asked, name)
    return None


@kind("value reference added")
def reference(asked: Request, rng: random.Random) -> Stretch | None:
    for name, held in _texts(asked, rng):
        held.references.append(Reference(text="Doe 1999", wikitext="<ref>Doe 1999</ref>"))
        return parameter(asked, name)
    return None


@kind("value reference removed")
def no_reference(asked: Request, rng: random.Random) -> Stretch | None:
    for name, held in _texts(asked, rng):
        if held.references:
            held.references.pop()
            return parameter(asked, name)
    return None


@kind("value note added")
def note(asked: Request, rng: random.Random) -> Stretch | None:
    for name, held in _texts(asked, rng):
        held.notes.append(Note(text="Disputed.", wikitext="{{efn|Disputed.}}"))
        return parameter(asked, name)
    return None


# -- date -------------------------------------------------------------------------------------------------------------------------------


def _date(asked: Request) -> Date | None:
    """The date, if it has days."""
    date = asked.wanted.date
    return date if date is not None and date.start and date.end else None


@kind("date start set")
def start(asked: Request, _: random.Random) -> Stretch | None:
    date = _date(asked)
    if date is None or date.start == date.end or date.start[:1] == "-":
        return None
    date.start = f"{int(date.start[:2]) - 1:02}88-05-06" if date.start[:2].isdecimal() else "0188-05-06"
    return parameter(asked, "date", "year")


@kind("date end set")
def end(asked: Request, _: random.Random) -> Stretch | None:
    date = _date(asked)
    if date is None or date.start == date.end:
        return None
    date.end = "2044-03-02"
    return parameter(asked, "date", "year")


@kind("date start and end set")
def both(asked: Request, _: random.Random) -> Stretch | None:
    date = _date(asked)
    if date is None:
        return None
    date.start, date.end = "1844-02-27", "1844-03-02"
    return parameter(asked, "date", "year")


@kind("date one day set")
def day(asked: Request, _: random.Random) -> Stretch | None:
    date = _date(asked)
    if date is None:
        return None
    date.start = date.end = "1844-02-27"
    return parameter(asked, "date", "year")


@kind("date end removed, ongoing set")
def ongoing(asked: Request, _: random.Random) -> Stretch | None:
    date = _date(asked)
    if date is None or date.phases:
        return None
    date.end, date.ongoing = "", True
    return parameter(asked, "date", "year")


@kind("date ongoing removed, end set")
def over(asked: Request, _: random.Random) -> Stretch | None:
    date = asked.wanted.date
    if date is None or not date.ongoing:
        return None
    date.ongoing, date.end = False, "2044-03-02"
    return parameter(asked, "date", "year")


@kind("date text set")
def date_text(asked: Request, _: random.Random) -> Stretch | None:
    date = asked.wanted.date
    if date is None or not date.text:
        return None
    date.text, date.links = "6–9 May 1844", []
    return parameter(asked, "date", "year")


@kind("date phases set", wordless="no single form of words covers several stretches of time: change the text of the date")
def phases(asked: Request, _: random.Random) -> Stretch | None:
    date = _date(asked)
    if date is None:
        return None
    date.phases = [Phase(start="1844-02", end="1844-03"), Phase(start="1844-05", end="1844-06")]
    return parameter(asked, "date", "year")


@kind("date old style set", wordless="only the page's own wording says which of two calendars is meant: change the text of the date")
def old_style(asked: Request, _: random.Random) -> Stretch | None:
    date = _date(asked)
    if date is None:
        return None
    date.old_style = Phase(start="1844-02-15", end="1844-02-15")
    return parameter(asked, "date", "year")


@kind("date removed")
def no_date(asked: Request, _: random.Random) -> Stretch | None:
    if asked.wanted.date is None:
        return None
    asked.wanted.date = None
    return parameter(asked, "date", "year")


@kind("date reference added")
def date_reference(asked: Request, _: random.Random) -> Stretch | None:
    date = asked.wanted.date
    if date is None:
        return None
    date.references.append(Reference(text="Doe 1999", wikitext="<ref>Doe 1999</ref>"))
    return parameter(asked, "date", "year")


# -- result -----------------------------------------------------------------------------------------------------------------------------


def _result(asked: Request) -> Result | None:
    result = asked.wanted.result
    return result if result is not None and result.items else None


@kind("outcome set")
def outcome(asked: Request, _: random.Random) -> Stretch | None:
    """The outcome of a conflict with a victor."""
    result = _result(asked)
    if result is None or not result.victor or not result.outcome:
        return None
    result.outcome = "decisive_victory" if result.outcome != "decisive_victory" else "victory"
    return parameter(asked, "result")


@kind("outcome and victor set")
def outcome_and_victor(asked: Request, _: random.Random) -> Stretch | None:
    result = _result(asked)
    if result is None or not result.outcome:
        return None
    result.outcome, result.victor = "pyrrhic_victory", "Portuguese"
    return parameter(asked, "result")


@kind("outcome set, victor removed")
def stalemate(asked: Request, _: random.Random) -> Stretch | None:
    result = _result(asked)
    if result is None or not result.outcome or result.outcome == "stalemate":
        return None
    result.outcome, result.victor = "stalemate", ""
    return parameter(asked, "result")


@kind("outcome set to other", wordless="“other” means that the wording is not a known one: change the text of the result")
def other_outcome(asked: Request, _: random.Random) -> Stretch | None:
    result = _result(asked)
    if result is None or result.outcome == "other":
        return None
    result.outcome, result.victor = "other", ""
    return parameter(asked, "result")


@kind("victor set")
def victor(asked: Request, _: random.Random) -> Stretch | None:
    result = _result(asked)
    if result is None or not result.victor:
        return None
    result.victor = "Portuguese"
    return parameter(asked, "result")


@kind("result text set")
def result_text(asked: Request, _: random.Random) -> Stretch | None:
    result = _result(asked)
    if result is None or result.items[0].templates:
        return None
    result.items[0].text, result.items[0].links = "Portuguese victory", []
    return span(result.items[0])


@kind("result item added")
def result_item(asked: Request, _: random.Random) -> Stretch | None:
    result = _result(asked)
    if result is None:
        return None
    place = last(result.items[-1])
    result.items.append(Item(text="The ford is held"))
    return place, place


@kind("result item removed")
def no_result_item(asked: Request, _: random.Random) -> Stretch | None:
    result = _result(asked)
    if result is None or len(result.items) < 2:
        return None
    stretch = last(result.items[-2]), last(result.items[-1])
    result.items.pop()
    return stretch


@kind("result item moved")
def moved_result(asked: Request, _: random.Random) -> Stretch | None:
    result = _result(asked)
    if result is None or len(result.items) < 2:
        return None
    stretch = span(result.items[0])[0], last(result.items[-1])
    result.items.reverse()
    return stretch


@kind("result added")
def new_result(asked: Request, _: random.Random) -> Stretch | None:
    if asked.wanted.result is not None:
        return None
    asked.wanted.result = Result(outcome="victory", victor="Portuguese")
    return parameter(asked, "result")


@kind("result removed")
def no_result(asked: Request, _: random.Random) -> Stretch | None:
    if asked.wanted.result is None:
        return None
    asked.wanted.result = None
    return parameter(asked, "result")


# -- coordinates ------------------------------------------------------------------------------------------------------------------------


def _where(asked: Request) -> Stretch:
    return parameter(asked, "coordinates" if "coordinates" in asked.reading.shown else "place")


@kind("coordinates set")
def where(asked: Request, _: random.Random) -> Stretch | None:
    held = asked.wanted.coordinates
    if held is None or held.latitude is None:
        return None
    held.latitude, held.longitude = 12.3456, -65.4321
    return _where(asked)


@kind("latitude set")
def latitude(asked: Request, _: random.Random) -> Stretch | None:
    held = asked.wanted.coordinates
    if held is None or held.latitude is None:
        return None
    held.latitude = 12.3456
    return _where(asked)


@kind("coordinates added")
def new_coordinates(asked: Request, _: random.Random) -> Stretch | None:
    if asked.wanted.coordinates is not None:
        return None
    asked.wanted.coordinates = Coordinates(latitude=12.3456, longitude=-65.4321)
    return parameter(asked, "coordinates")


@kind("coordinates removed")
def no_coordinates(asked: Request, _: random.Random) -> Stretch | None:
    if asked.wanted.coordinates is None:
        return None
    asked.wanted.coordinates = None
    return _where(asked)


@kind("coordinates reference added")
def coordinates_reference(asked: Request, _: random.Random) -> Stretch | None:
    held = asked.wanted.coordinates
    if held is None:
        return None
    held.references.append(Reference(text="Doe 1999", wikitext="<ref>Doe 1999</ref>"))
    return _where(asked)


# -- picture ----------------------------------------------------------------------------------------------------------------------------


@kind("image file set")
def file(asked: Request, _: random.Random) -> Stretch | None:
    image = asked.wanted.image
    if image is None or not image.file:
        return None
    image.file = "The ford.jpg"
    return parameter(asked, "image")


@kind("image added")
def new_image(asked: Request, _: random.Random) -> Stretch | None:
    if asked.wanted.image is not None:
        return None
    asked.wanted.image = Image(file="The ford.jpg")
    return parameter(asked, "image")


@kind("image removed")
def no_image(asked: Request, _: random.Random) -> Stretch | None:
    if asked.wanted.image is None:
        return None
    asked.wanted.image = None
    return parameter(asked, "image", "image_size", "image_upright", "alt", "caption")


def _part(name: str, field: str, value: str) -> None:
    """Enter the kinds about one of the picture's words: set, added, removed."""

    def change(done: str, was: bool, new: str) -> None:
        @kind(f"image {name} {done}")
        def _change(asked: Request, _: random.Random) -> Stretch | None:
            image = asked.wanted.image
            if image is None or not image.file or bool(getattr(image, field)) is not was:
                return None
            setattr(image, field, new)
            return parameter(asked, {"size": "image_size"}.get(field, field), *(["image"] if image.wikitext else []))

    change("set", True, value)
    change("added", False, value)
    change("removed", True, "")


_part("alt", "alt", "A ford")
_part("size", "size", "123px")


@kind("image caption set")
def caption(asked: Request, _: random.Random) -> Stretch | None:
    image = asked.wanted.image
    if image is None or image.caption is None or image.caption.templates:
        return None
    image.caption.text, image.caption.links = "The ford", []
    return parameter(asked, "caption")


@kind("image caption added")
def new_caption(asked: Request, _: random.Random) -> Stretch | None:
    image = asked.wanted.image
    if image is None or image.caption is not None:
        return None
    image.caption = Text(text="The ford")
    return parameter(asked, "caption")


@kind("image caption removed")
def no_caption(asked: Request, _: random.Random) -> Stretch | None:
    image = asked.wanted.image
    if image is None or image.caption is None:
        return None
    image.caption = None
    return parameter(asked, "caption")


# -- map and other ----------------------------------------------------------------------------------------------------------------------


@kind("map set")
def map_set(asked: Request, _: random.Random) -> Stretch | None:
    for name in asked.wanted.map:
        asked.wanted.map[name] = "Portugal"
        return parameter(asked, name)
    return None


@kind("map added")
def map_added(asked: Request, _: random.Random) -> Stretch | None:
    if "map_type" in asked.reading.shown:
        return None
    asked.wanted.map["map_type"] = "Portugal"
    return parameter(asked, "map_type")


@kind("map removed")
def map_removed(asked: Request, _: random.Random) -> Stretch | None:
    for name in asked.wanted.map:
        del asked.wanted.map[name]
        return parameter(asked, name)
    return None


@kind("other set")
def other_set(asked: Request, _: random.Random) -> Stretch | None:
    box = asked.reading.box
    for name in asked.wanted.other if box is not None else ():
        asked.wanted.other[name] = "the ford"
        return next(((p.value_start, p.value_end) for p in box.parameters if p.written == name), None) if box is not None else None
    return None


@kind("other added")
def other_added(asked: Request, _: random.Random) -> Stretch | None:
    if "casus" in asked.reading.shown:
        return None
    asked.wanted.other["casus"] = "the ford"
    return parameter(asked, "casus")


@kind("other removed")
def other_removed(asked: Request, _: random.Random) -> Stretch | None:
    box = asked.reading.box
    for name in asked.wanted.other if box is not None else ():
        del asked.wanted.other[name]
        return next(((p.value_start, p.value_end) for p in box.parameters if p.written == name), None) if box is not None else None
    return None
