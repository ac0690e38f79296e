"""Whether the written infobox, read again, says what was asked for: field by field.

With a page, every difference between the record and the page's own record is asked for; without one, every field that is present. Words
must come out as settled (`settling`), and each field that was asked for as it was given. All other fields stay the same, except those
that follow from one that was asked for: a changed text changes what is read from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
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


class Mismatch(NamedTuple):
    """A field that would read differently: its `path`, the `wanted` value, the one `found`, whether it was `asked` for, and `advice`."""

    path: str
    wanted: Any
    found: Any
    asked: bool
    advice: str

    def __str__(self) -> str:
        if self.asked:
            return f"{self.path}: asked for {_shown(self.wanted)}, the page would say {_shown(self.found)}; {self.advice}"
        return f"{self.path}: {_shown(self.wanted)} would become {_shown(self.found)}; {self.advice}"

    def in_language(self, language: str) -> Mismatch:
        """The same on a page in a language in which no words can be made."""
        if not (self.asked and self.advice.startswith(_CHANGE)):
            return self
        return self._replace(advice=f"it cannot be put into words in the language “{language}”; {self.advice}")


_LONGEST: Final = 80


def _shown(value: Any) -> str:
    """A value as JSON, shortened; `nothing` for one that is left out."""
    if value in (None, "", [], {}, False):
        return "nothing" if value is not False else "false"
    # Unlike msgspec, json accepts half of a surrogate pair.
    words = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


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
"""The fields from which a field of an item follows, if it was not asked for itself."""
_MEANT: Final = ("name", "qualifiers", "period", "heading")
"""The fields that are read from the words of an item, besides its figures."""
_CHANGE: Final = "change the text"
_TITLING: Final = "a line is a heading if its words are bold, it ends in a colon or it has items under it: change one of these"
_REWORD: Final = f"{_CHANGE} to words that say it"
_NAMELESS: Final = "items of this list have no name; leave it out and give the text"
_BY_HAND: Final = "change it in the page by hand"
_IN_OTHER_WORDS: Final = "say the same in other words"
_EMPTY: Final[tuple[object, ...]] = (None, "", [], False)
"""Values of fields that were left out: if the item was changed otherwise, these fields are read from its words."""


def first_mismatch(old: Conflict | None, new: Conflict, settled: Conflict, found: Conflict, lexicon: Lexicon) -> Mismatch | None:
    """The first field that is wrong in `found`, the record of what would be written; None if all are right.

    `new` is the record as it was given, `settled` the same with words for its changed fields, `old` the page's own record before
    (None if there is no page), `lexicon` that of the page's language.
    """
    before = bare(old) if old is not None else Conflict(schema=new.schema)
    return next(_conflict(_Versions(before, bare(new), bare(settled), bare(found)), lexicon), None)


class _Versions(NamedTuple):
    """One part of a record in each of the four records that `first_mismatch` is given."""

    old: Any
    new: Any
    settled: Any
    found: Any

    def each(self, field: str, empty: type) -> _Versions:
        """The same field of each; an empty one if it is missing."""
        return _Versions(*(getattr(part, field) or empty() for part in self))

    @property
    def asked(self) -> set[str]:
        """The fields that were asked for."""
        return _differing(self.old, self.new)

    def differing(self, fields: Iterable[str]) -> list[str]:
        """Those of the fields that are not as they were given."""
        return [field for field in fields if getattr(self.new, field) != getattr(self.found, field)]

    def mismatch(self, path: str, field: str, advice: str) -> Mismatch:
        """The mismatch of a field that is not as it was given."""
        return Mismatch(f"{path}.{field}", getattr(self.new, field), getattr(self.found, field), field in self.asked, advice)


def _differing(one: Any, other: Any) -> set[str]:
    return {name for name in other.__struct_fields__ if getattr(one, name) != getattr(other, name)}


def _conflict(conflict: _Versions, lexicon: Lexicon) -> Iterator[Mismatch]:
    old, new, settled, found = conflict
    for name in TEXT_FIELDS:
        yield from _marked(name, conflict.each(name, Text))
    yield from _image(conflict.each("image", Image))
    date = conflict.each("date", Date)
    yield from _date(date)
    yield from _coordinates(conflict.each("coordinates", Coordinates), moved=old.place != new.place and new.coordinates is None)
    yield from _result(conflict.each("result", Result), lexicon)
    context = _ItemContext(lexicon, date.old != date.new)
    yield from _items("territory", conflict.each("territory", list), context)
    for number in range(max(len(settled.sides), len(found.sides))):
        sides = [record.sides[number] if number < len(record.sides) else Side() for record in conflict]
        yield from _side(f"sides[{number}]", _Versions(*sides), context)
    yield from _side("joint", conflict.each("joint", Side), context)
    if new.unresolved not in (old.unresolved, found.unresolved):
        yield Mismatch("unresolved", new.unresolved, found.unresolved, True, "it lists unknown templates; leave it out")
    yield from _plain("width", *(record.width for record in conflict))
    for field in ("map", "other"):
        tables = conflict.each(field, dict)
        for name in dict.fromkeys([*tables.settled, *tables.found]):
            yield from _plain(f"{field}.{name}", *(table.get(name, "") for table in tables))


def _plain(path: str, old: str, new: str, settled: str, found: str) -> Iterator[Mismatch]:
    if new != old and found != new:
        yield Mismatch(path, new, found, True, _BY_HAND)
    elif found != settled:
        yield Mismatch(path, settled, found, False, _BY_HAND)


def _marked(path: str, part: _Versions) -> Iterator[Mismatch]:
    old, new, settled, found = part
    asked = part.asked
    made = not new.text and settled.text and asked - {"text"}  # an item that replaces another and of which only the name is given
    if found.text != settled.text or ("text" in asked and found.text != new.text and not made):
        if "text" in asked:
            yield Mismatch(f"{path}.text", new.text, found.text, True, _IN_OTHER_WORDS)
        else:
            yield Mismatch(f"{path}.text", settled.text, found.text, False, "change the text itself")
    if "text" in asked and not new.text and new.links:
        yield Mismatch(f"{path}.links[0]", new.links[0], None, False, "remove the links as well")
    for field, advice in _ADVICE.items():
        if field not in new.__struct_fields__:
            continue  # coordinates have no flags
        wanted: list[Any] = getattr(new if field in asked else settled, field)
        held: list[Any] = getattr(found, field)
        known: list[Any] = getattr(old, field)
        for number, (first, second) in enumerate(zip_longest(wanted, held)):
            if _covers(first, second, known, known[number] if number < len(known) == len(wanted) else None):
                continue
            if field != "templates" or field in asked or not _CAUSES[field] & asked:
                yield Mismatch(f"{path}.{field}[{number}]", first, second, field in asked, advice)
            break


_ADVICE: Final = {
    "links": "give it words of the text that no other link has, and a page name without brackets and pipes",
    "flags": "name a country or a picture, without markup",
    "references": "give it wikitext that is a reference, or only a name and text",
    "notes": "give it wikitext that is a note, or only a name and text",
    "templates": _CHANGE,
}
"""The fields of marks on words, and what to do if one cannot be written."""


def _covers(wanted: Any, held: Any, known: Sequence[Any], before: Any) -> bool:
    """Whether a part says what was wanted. A new part may say more, and wikitext and words follow from each other."""
    if wanted is None or held is None:
        return False
    if wanted == held:
        return True
    if wanted in known:
        return False
    asked = _differing(before if before is not None else type(wanted)(**_REQUIRED.get(type(wanted), {})), wanted)
    differ = _differing(held, wanted)
    return not asked & differ and (before is None or "wikitext" in asked or differ <= {"wikitext"})


_REQUIRED: Final[dict[type, dict[str, str]]] = {Unresolved: {"name": ""}}
"""Fields without which a part cannot be made."""


def _date(date: _Versions) -> Iterator[Mismatch]:
    yield from _marked("date", date)
    reworded = "text" in date.asked
    for field in date.differing(("start", "end", "ongoing", "phases", "old_style")):
        if not reworded or (field in date.asked and (getattr(date.new, field) or date.old != Date())):
            yield date.mismatch("date", field, "change the text of the date")


def _image(image: _Versions) -> Iterator[Mismatch]:
    yield from _marked("image.caption", image.each("caption", Text))
    remade = image.asked & {"file", "size", "alt", "wikitext"}
    for field in image.differing(("file", "size", "upright", "alt", "wikitext")):
        if field in image.asked or not remade:
            yield image.mismatch("image", field, "change `image.wikitext`, or leave it out")


_ALIKE: Final = 10**-coordinates.DECIMALS
"""Degrees that differ by less than this are written the same."""


def _coordinates(place: _Versions, *, moved: bool) -> Iterator[Mismatch]:
    """`moved`: the words of the place, which may have held the coordinates, were changed."""
    yield from _marked("coordinates", place)
    for field in place.differing(("latitude", "longitude")):
        wanted, held = getattr(place.new, field), getattr(place.found, field)
        alike = wanted is not None and held is not None and abs(wanted - held) < _ALIKE
        if not alike and (field in place.asked or not ("text" in place.asked or moved)):
            yield place.mismatch("coordinates", field, "change the coordinates where the page has them")


def _result(result: _Versions, lexicon: Lexicon) -> Iterator[Mismatch]:
    yield from _items("result.items", result.each("items", list), _ItemContext(lexicon, False))
    for field in result.differing(("outcome", "victor")):
        if field in result.asked or "items" not in result.asked:
            yield result.mismatch("result", field, "change the text of the result")


def _side(path: str, side: _Versions, context: _ItemContext) -> Iterator[Mismatch]:
    for field in SIDE_FIELDS:
        yield from _items(f"{path}.{field}", side.each(field, list), context)


class _ItemContext(NamedTuple):
    """What items depend on: the language of the page, and whether the date that lends them years, or the heading above, was changed."""

    lexicon: Lexicon
    dated: bool
    titled: bool = False


def _items(path: str, items: _Versions, context: _ItemContext) -> Iterator[Mismatch]:
    old, new, settled, found = items
    if not any(items):
        return
    matched = {other: one for one, other in trees.match_items(old, new) if one is not None and other is not None}
    moved = len(matched) != len(old) or len(matched) != len(new) or any(one != other for one, other in matched.items())
    for number, (wanted, held) in enumerate(zip_longest(settled, found)):
        where = f"{path}[{number}]"
        if held is None:
            yield Mismatch(where, wanted.text or wanted.name, None, True, "move it to a place that the template shows")
            return
        if wanted is None:
            yield Mismatch(where, None, held.text, False, _IN_OTHER_WORDS)
            return
        before = old[matched[number]] if number in matched else None
        item = _Versions(before or Item(), new[number] if number < len(new) else wanted, wanted, held)
        yield from _item(where, item, context, moved=moved, added=before is None)


def _item(path: str, item: _Versions, context: _ItemContext, *, moved: bool, added: bool) -> Iterator[Mismatch]:
    old, new, settled, found = item
    asked = item.asked
    yield from _marked(path, item)
    for field in ("rule", "row"):
        if getattr(found, field) != getattr(settled, field):
            yield Mismatch(f"{path}.{field}", getattr(settled, field), getattr(found, field), field in asked, _BY_HAND)
    for field in item.differing(("fates", "fate_links", *_MEANT)):
        if field in asked:
            if not (getattr(new, field) in _EMPTY and asked - {field}):
                nameless = field == "name" and not found.name
                yield item.mismatch(path, field, _TITLING if field == "heading" else _NAMELESS if nameless else _REWORD)
        elif not (added or _causes(field, old) & asked or (field == "heading" and moved) or (field == "period" and context.dated)):
            yield item.mismatch(path, field, _REWORD)
    yield from _quantities(path, item, context, free=context.dated or context.titled or added)
    title = context.titled or (settled.heading and "text" in asked)
    yield from _items(f"{path}.items", item.each("items", list), context._replace(titled=title))


def _causes(field: str, old: Item) -> frozenset[str]:
    """The fields from which a field of an item follows. Qualifiers follow from figures only if they contain one."""
    causes = _CAUSES[field]
    if field == "qualifiers" and not any(one.text and one.text in words for one in old.quantities for words in old.qualifiers):
        return causes - {"quantities"}
    return causes


def _quantities(path: str, item: _Versions, context: _ItemContext, *, free: bool) -> Iterator[Mismatch]:
    """The figures of an item: those that were asked for must be as asked, the others as before unless the words were changed."""
    old, new, _, found = item.each("quantities", list)
    reworded = free or bool(_CAUSES["quantities"] & item.asked)
    if "quantities" not in item.asked:
        for number, (first, second) in enumerate(zip_longest(new, found) if not reworded else ()):
            if first != second:
                yield Mismatch(f"{path}.quantities[{number}]", first, second, False, _REWORD)
        return
    if not new and reworded:
        return
    if len(new) != len(found):
        yield Mismatch(f"{path}.quantities", new, found, True, _REWORD)
        return
    same = len(old) == len(new)
    for number, (first, second) in enumerate(zip(new, found, strict=True)):
        before = old[number] if same else next((one for one in old if one == first), Quantity())
        figure = _Versions(before, first, first, second)
        for field in figure.differing(("low", "high", "about", "unit", "kind", "of", "text")):
            follows = reworded or before == Quantity() or _follows(field, figure.asked, before, context.lexicon)
            if field in figure.asked or not follows:
                yield figure.mismatch(f"{path}.quantities[{number}]", field, _REWORD)


def _follows(field: str, changed: set[str], before: Quantity, lexicon: Lexicon) -> bool:
    """Whether a field of a figure follows from others that were asked for. A unit does only if it says what happened, as `killed` does."""
    if field == "text":
        return True
    happened = not before.unit or quantities.heading_kind(before.unit, lexicon) is not None
    return happened and ((field == "unit" and "kind" in changed) or (field == "kind" and "unit" in changed))
