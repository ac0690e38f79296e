"""What was asked of the writer, and whether the infobox, read again, says it: field by field.

With a page, every difference between the record and the page's own record is asked for; without one, every field that is there. Words
must come out as they were settled (`settling`), and each asked field as it was given. All other fields stay the same, except those that
follow from an asked one: a changed text changes what is read from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from infobox.editing import trees
from infobox.language.lexicon import Lexicon
from infobox.record import (
    SIDE_FIELDS,
    TEXT_FIELDS,
    Conflict,
    Coordinates,
    Date,
    Image,
    Item,
    Quantity,
    Result,
    Side,
    Text,
    Unresolved,
    bare,
)
from infobox.values import coordinates, quantities


class Miss(NamedTuple):
    """A field that would not be as it should: the `path` to it, what it should be and would be, whether it was `asked` for; what to do."""

    path: str
    wanted: Any
    found: Any
    asked: bool
    advice: str

    def __str__(self) -> str:
        if self.asked:
            return f"{self.path}: asked for {_shown(self.wanted)}, the page would say {_shown(self.found)}; {self.advice}"
        return f"{self.path}: {_shown(self.wanted)} would become {_shown(self.found)}; {self.advice}"

    def in_language(self, language: str) -> Miss:
        """The same on a page in a language of which no words are made."""
        if not (self.asked and self.advice.startswith(_CHANGE)):
            return self
        return self._replace(advice=f"it cannot be put into words in the language “{language}”; {self.advice}")


_LONGEST: Final = 80


def _shown(value: Any) -> str:
    """A value as JSON has it, short; `nothing` for one that is left out."""
    if value in (None, "", [], {}, False):
        return "nothing" if value is not False else "false"
    # Unlike msgspec, json takes half of a surrogate pair.
    words = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


_WORDS: Final = ("links", "flags", "references", "notes", "templates")
"""What stands on words beside the text."""
_CAUSES: Final[Mapping[str, frozenset[str]]] = {
    "links": frozenset(("text", "name")),
    "templates": frozenset(("text", "name")),
    "fates": frozenset(("text", "name", "qualifiers", "period")),
    "fate_links": frozenset(("text", "name", "fates")),
    "name": frozenset(("text", "qualifiers", "period")),
    "qualifiers": frozenset(("text", "name", "period", "quantities")),
    "period": frozenset(("text", "name", "qualifiers", "fates")),
    "quantities": frozenset(("text", "name", "qualifiers", "fates")),
    "heading": frozenset(("text", "items")),
    "text": frozenset(("name", "qualifiers", "period", "quantities")),
}
"""What a field of an item follows from, where it was not asked for."""
_MEANT: Final = ("name", "qualifiers", "period", "heading")
"""What is read from the words of an item, besides its figures."""
_CHANGE: Final = "change the text"
_TITLING: Final = "a line is a heading by bold words, a colon at its end or items under it: change these"
_REWORD: Final = f"{_CHANGE} to words that say it"
_NAMELESS: Final = "items of this list have no name; leave it out and give the text"
_BY_HAND: Final = "write this by hand"
_EMPTY: Final[tuple[object, ...]] = (None, "", [], False)
"""What was left out beside other changes of an item, perhaps put in the place of another, is to be read from its words."""
_COUNTS: Final = ("low", "high", "about")


def unmet(old: Conflict | None, new: Conflict, settled: Conflict, found: Conflict, lexicon: Lexicon) -> Miss | None:
    """The first field that is wrong in `found`, the record of what would be written; None if none is.

    `new` is the record as it was given, `settled` the same with words for its changed fields, `old` the page's own record before
    (None: there is no page), `lexicon` that of the page's language.
    """
    before = bare(old) if old is not None else Conflict(schema=new.schema)
    return next(_conflict(before, bare(new), bare(settled), bare(found), lexicon), None)


def _conflict(old: Conflict, new: Conflict, settled: Conflict, found: Conflict, lexicon: Lexicon) -> Iterator[Miss]:
    for name in TEXT_FIELDS:
        yield from _text(name, getattr(old, name), getattr(new, name), getattr(settled, name), getattr(found, name))
    yield from _image(old.image or Image(), new.image or Image(), settled.image or Image(), found.image or Image())
    yield from _date(old.date or Date(), new.date or Date(), settled.date or Date(), found.date or Date())
    yield from _coordinates(old, new, settled, found)
    dated = (old.date or Date()) != (new.date or Date())
    above = _Above(lexicon, dated)
    yield from _result(old.result or Result(), new.result or Result(), settled.result or Result(), found.result or Result(), lexicon)
    yield from _items("territory", old.territory, new.territory, settled.territory, found.territory, above)
    for number in range(max(len(settled.sides), len(found.sides))):
        sides = [record.sides[number] if number < len(record.sides) else Side() for record in (old, new, settled, found)]
        yield from _side(f"sides[{number}]", sides, above)
    yield from _side("joint", [record.joint or Side() for record in (old, new, settled, found)], above)
    yield from _unresolved(old, new, found)
    yield from _plain("width", old.width, new.width, settled.width, found.width)
    for field in ("map", "other"):
        tables = [getattr(record, field) for record in (old, new, settled, found)]
        for name in dict.fromkeys([*tables[2], *tables[3]]):
            yield from _plain(f"{field}.{name}", *(table.get(name, "") for table in tables))


def _unresolved(old: Conflict, new: Conflict, found: Conflict) -> Iterator[Miss]:
    if new.unresolved not in (old.unresolved, found.unresolved):
        yield Miss("unresolved", new.unresolved, found.unresolved, True, "it says which templates reading does not know; leave it out")


def _plain(path: str, old: Any, new: Any, settled: Any, found: Any, advice: str = _BY_HAND) -> Iterator[Miss]:
    """A field that is written as it stands."""
    if new != old and found != new:
        yield Miss(path, new, found, True, advice)
    elif found != settled:
        yield Miss(path, settled, found, False, advice)


def _text(path: str, old: Text | None, new: Text | None, settled: Text | None, found: Text | None) -> Iterator[Miss]:
    parts = [part or Text() for part in (old, new, settled, found)]
    yield from _marked(path, *parts, asked=_asked(parts[0], parts[1]))


def _asked(old: Any, new: Any) -> set[str]:
    """The fields of a part that were asked for."""
    return {name for name in new.__struct_fields__ if getattr(old, name) != getattr(new, name)}


def _marked(path: str, old: Any, new: Any, settled: Any, found: Any, *, asked: set[str]) -> Iterator[Miss]:
    """Words and what stands on them."""
    made = not new.text and settled.text and asked - {"text"}  # an item put in the place of another, of which the name is given
    if found.text != settled.text or ("text" in asked and found.text != new.text and not made):
        if "text" in asked:
            yield Miss(f"{path}.text", new.text, found.text, True, "say the same in other words")
        else:
            yield Miss(f"{path}.text", settled.text, found.text, False, "change the text itself")
    if "text" in asked and not new.text and new.links:
        yield Miss(f"{path}.links[0]", new.links[0], None, False, "take the links out as well")
    for field in _WORDS:
        wanted: list[Any] = getattr(new if field in asked else settled, field)
        held: list[Any] = getattr(found, field)
        known: list[Any] = getattr(old, field)
        number = next((at for at in range(max(len(wanted), len(held))) if not _covers(wanted, held, known, at)), None)
        if number is None:
            continue
        if field == "templates" and field not in asked and _CAUSES[field] & asked:
            continue
        first, second = (part[number] if number < len(part) else None for part in (wanted, held))
        yield Miss(f"{path}.{field}[{number}]", first, second, field in asked, _ADVICE[field])


_ADVICE: Final = {
    "links": "give it words of the text that no other link has, and a page's name without brackets and pipes",
    "flags": "name a country or a picture, without markup",
    "references": "give it wikitext that is a reference, or name and text alone",
    "notes": "give it wikitext that is a note, or name and text alone",
    "templates": "change the text",
}


def _covers(wanted: Sequence[Any], held: Sequence[Any], known: Sequence[Any], at: int) -> bool:
    """Whether the part at a place says what was wanted; one that is new may say more, and wikitext and words follow from each other."""
    if at >= len(wanted) or at >= len(held):
        return False
    first, second = wanted[at], held[at]
    if first == second:
        return True
    if first in known:
        return False
    before = known[at] if len(known) == len(wanted) else None
    asked = _asked(before if before is not None else type(first)(**_REQUIRED.get(type(first), {})), first)
    differ = [name for name in first.__struct_fields__ if getattr(first, name) != getattr(second, name)]
    if asked & set(differ):
        return False
    return before is None or all(name == "wikitext" or "wikitext" in asked for name in differ)


_REQUIRED: Final[dict[type, dict[str, str]]] = {Unresolved: {"name": ""}}
"""Fields that a part cannot be made without."""


def _date(old: Date, new: Date, settled: Date, found: Date) -> Iterator[Miss]:
    asked = _asked(old, new)
    yield from _marked("date", old, new, settled, found, asked=asked)
    for field in ("start", "end", "ongoing", "phases", "old_style"):
        wanted, held = getattr(new, field), getattr(found, field)
        if wanted == held:
            continue
        if field in asked:
            if wanted or "text" not in asked or old != Date():
                yield Miss(f"date.{field}", wanted, held, True, "change the text of the date")
        elif "text" not in asked:
            yield Miss(f"date.{field}", wanted, held, False, "change the text of the date")


def _image(old: Image, new: Image, settled: Image, found: Image) -> Iterator[Miss]:
    yield from _text("image.caption", old.caption, new.caption, settled.caption, found.caption)
    asked = _asked(old, new)
    for field in ("file", "size", "upright", "alt", "wikitext"):
        wanted, held = getattr(new, field), getattr(found, field)
        if wanted == held:
            continue
        if field in asked:
            yield Miss(f"image.{field}", wanted, held, True, "change `image.wikitext`, or leave it out")
        elif not asked & {"file", "size", "alt", "wikitext"}:
            yield Miss(f"image.{field}", wanted, held, False, "change `image.wikitext`, or leave it out")


_ALIKE: Final = 10**-coordinates.DECIMALS
"""Degrees that differ by less are written alike."""


def _coordinates(old: Conflict, new: Conflict, settled: Conflict, found: Conflict) -> Iterator[Miss]:
    parts = [record.coordinates or Coordinates() for record in (old, new, settled, found)]
    asked = _asked(parts[0], parts[1])
    yield from _marked_coordinates(parts, asked)
    placed = old.place != new.place
    for field in ("latitude", "longitude"):
        wanted, held = getattr(parts[1], field), getattr(parts[3], field)
        alike = wanted == held or (wanted is not None and held is not None and abs(wanted - held) < _ALIKE)
        if not alike and (field in asked or not ("text" in asked or (placed and new.coordinates is None))):
            yield Miss(f"coordinates.{field}", wanted, held, field in asked, "change the coordinates where the page has them")


def _marked_coordinates(parts: Sequence[Coordinates], asked: set[str]) -> Iterator[Miss]:
    texts = [
        Text(text=part.text, links=part.links, references=part.references, notes=part.notes, templates=part.templates) for part in parts
    ]
    yield from _marked("coordinates", *texts, asked=asked)


def _result(old: Result, new: Result, settled: Result, found: Result, lexicon: Lexicon) -> Iterator[Miss]:
    yield from _items("result.items", old.items, new.items, settled.items, found.items, _Above(lexicon, False))
    asked = _asked(old, new)
    for field in ("outcome", "victor"):
        wanted, held = getattr(new, field), getattr(found, field)
        if wanted == held:
            continue
        if field in asked:
            yield Miss(f"result.{field}", wanted, held, True, "change the text of the result")
        elif "items" not in asked:
            yield Miss(f"result.{field}", wanted, held, False, "change the text of the result")


def _side(path: str, sides: Sequence[Side], above: _Above) -> Iterator[Miss]:
    for field in SIDE_FIELDS:
        old, new, settled, found = (getattr(side, field) for side in sides)
        yield from _items(f"{path}.{field}", old, new, settled, found, above)


class _Above(NamedTuple):
    """What items follow from: the language of the page, and whether the date that gives them years, or what stands above, was changed."""

    lexicon: Lexicon
    dated: bool
    titled: bool = False


def _items(
    path: str, old: Sequence[Item], new: Sequence[Item], settled: Sequence[Item], found: Sequence[Item], above: _Above
) -> Iterator[Miss]:
    """Items of a list."""
    if not (old or new or settled or found):
        return
    matched = {other: one for one, other in trees.match_items(old, new) if one is not None and other is not None}
    moved = len(matched) != len(old) or len(matched) != len(new) or any(one != other for one, other in matched.items())
    for number in range(max(len(settled), len(found))):
        where = f"{path}[{number}]"
        if number >= len(found):
            yield Miss(where, settled[number].text or settled[number].name, None, True, "move it to where the template shows it")
            return
        if number >= len(settled):
            yield Miss(where, None, found[number].text, False, "say the same in other words")
            return
        before = old[matched[number]] if number in matched else None
        given = new[number] if number < len(new) else settled[number]
        yield from _item(where, before, given, settled[number], found[number], above, moved)


def _item(path: str, old: Item | None, new: Item, settled: Item, found: Item, above: _Above, moved: bool) -> Iterator[Miss]:
    known = old if old is not None else Item()
    asked = _asked(known, new)
    yield from _marked(path, known, new, settled, found, asked=asked)
    for field in ("rule", "row"):
        if getattr(found, field) != getattr(settled, field):
            yield Miss(f"{path}.{field}", getattr(settled, field), getattr(found, field), field in asked, _BY_HAND)
    for field in ("fates", "fate_links", *_MEANT):
        wanted, held = getattr(new, field), getattr(found, field)
        if wanted == held or (field == "period" and above.dated and field not in asked):
            continue
        if field in asked:
            if not (wanted in _EMPTY and asked - {field}):
                advice = _TITLING if field == "heading" else _NAMELESS if field == "name" and not held else _REWORD
                yield Miss(f"{path}.{field}", wanted, held, True, advice)
        elif old is not None and not _causes(field, known) & asked and not (field == "heading" and moved):
            yield Miss(f"{path}.{field}", wanted, held, False, _REWORD)
    yield from _quantities(path, known, new, found, asked, above, free=above.dated or above.titled or old is None)
    title = above.titled or (settled.heading and "text" in asked)
    yield from _items(f"{path}.items", known.items, new.items, settled.items, found.items, above._replace(titled=title))


def _causes(field: str, old: Item) -> frozenset[str]:
    """What a field of an item follows from: qualifiers from figures only where one stands in them."""
    causes = _CAUSES[field]
    if field == "qualifiers" and not any(one.text and one.text in words for one in old.quantities for words in old.qualifiers):
        return causes - {"quantities"}
    return causes


def _quantities(path: str, old: Item, new: Item, found: Item, asked: set[str], above: _Above, *, free: bool) -> Iterator[Miss]:
    """The figures of an item: those that were asked for as they were, the others as before unless the words were changed."""
    reworded = free or bool(_CAUSES["quantities"] & asked)
    if "quantities" not in asked:
        if not reworded:
            for number in range(max(len(new.quantities), len(found.quantities))):
                first, second = (part[number] if number < len(part) else None for part in (new.quantities, found.quantities))
                if first != second:
                    yield Miss(f"{path}.quantities[{number}]", first, second, False, _REWORD)
        return
    if not new.quantities and reworded:
        return
    if len(new.quantities) != len(found.quantities):
        yield Miss(f"{path}.quantities", new.quantities, found.quantities, True, _REWORD)
        return
    same = len(old.quantities) == len(new.quantities)
    for number, (first, second) in enumerate(zip(new.quantities, found.quantities, strict=True)):
        before = old.quantities[number] if same else next((one for one in old.quantities if one == first), Quantity())
        changed = _asked(before, first)
        for field in (*_COUNTS, "unit", "kind", "of", "text"):
            wanted, held = getattr(first, field), getattr(second, field)
            if wanted == held:
                continue
            if field in changed:
                yield Miss(f"{path}.quantities[{number}].{field}", wanted, held, True, _REWORD)
            elif not (reworded or before == Quantity() or _follows(field, changed, before, above.lexicon)):
                yield Miss(f"{path}.quantities[{number}].{field}", wanted, held, False, _REWORD)


def _follows(field: str, changed: set[str], before: Quantity, lexicon: Lexicon) -> bool:
    """Whether a field of a figure follows from others of it that were asked for: a unit only where it is no noun, but what happened."""
    if field == "text":
        return True
    happened = not before.unit or quantities.heading_kind(before.unit, lexicon) is not None
    return happened and ((field == "unit" and "kind" in changed) or (field == "kind" and "unit" in changed))


__all__ = ["Miss", "unmet"]
