"""Random changes of any single leaf of a record to another value that its type allows: replaced, removed, or added if absent.

A leaf is a field that contains no parts, an element of a list of words, or a value by its name; for an absent part, one with one or two
leaves is added. Fields that only say where a record was read, and those that are concluded from others, are left alone. Values are valid by
the schema, and often mean nothing: a write has to do what they say, or to refuse.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Struct, inspect

from bench.right import BOOKKEEPING
from infobox.record import CONCLUDED

WORDS: Final = (
    "Stonewall Ridge Harbour Guard Northern Ford Mill Legion Otto Maria Kowalski Brigade Coast River Eastern Volunteers Castle Norway"
    " Siam Peru Hussars Fleet March Treaty Winter"
).split()
_SPECIAL: Final = ("|", "]]", "[[", "=", "{{", "}}", "''", "<br>", "*", ":", ";", "(", ")", "&amp;", "<ref>", "12", "†", "ä")
_LEFT_ALONE: Final = BOOKKEEPING | {"findings"}
_MARKUP: Final = {
    "Reference": "<ref>{words}</ref>",
    "Note": "{{{{efn|{words}}}}}",
    "Unresolved": "{{{{Some template|{words}}}}}",
    "Image": "[[File:{words}.jpg|200px]]",
}
_SIZES: Final = (12, 2000, 400_000)
_LEADING: Final = {
    "Item": "text",
    "Text": "text",
    "Date": "text",
    "Quantity": "low",
    "Image": "file",
    "Reference": "text",
    "Note": "text",
    "Flag": "of",
    "Side": "combatants",
    "Result": "items",
    "Unresolved": "wikitext",
}
"""The field without which a part rarely means anything: most parts that are added have it."""
_LED: Final = 0.7
_ADDED: Final = 0.35
"""The share of changes that add a leaf."""
_REMOVED: Final = 0.25
"""The share of the other changes that remove one."""
_REQUIRED: Final = {("Unresolved", "name")}
_DATED: Final = ("Date", "Phase", "Period")


class Leaf(NamedTuple):
    """One leaf, or the place for one: the part it belongs to, its path, the field, the number or name in the field's list or table (None
    if the field is the leaf), and whether it is present.
    """

    part: Struct
    path: str
    field: str
    key: int | str | None
    present: bool


def leaves(part: Struct, path: str = "") -> Iterator[Leaf]:
    """The leaves of a part and of all parts under it, including absent ones."""
    for name, kind in _fields(type(part)).items():
        value = getattr(part, name)
        here = f"{path}.{name}" if path else name
        if isinstance(kind, inspect.DictType):
            yield from (Leaf(part, f"{here}[{key!r}]", name, key, True) for key in value)
            yield Leaf(part, here, name, "", False)
        elif isinstance(kind, inspect.ListType):
            for number, inner in enumerate(value):
                if isinstance(inner, Struct):
                    yield from leaves(inner, f"{here}[{number}]")
                else:
                    yield Leaf(part, f"{here}[{number}]", name, number, True)
            yield Leaf(part, here, name, len(value), False)
        elif isinstance(value, Struct):
            yield from leaves(value, here)
        else:
            yield Leaf(part, here, name, None, value not in (None, "", False))


class Change(NamedTuple):
    """What was done: the part's type and the field (`Item.text`), and the whole path with the new value, in words."""

    leaf: str
    words: str


def change(record: Struct, rng: random.Random) -> Change:
    """Change one leaf of a record in place."""
    every = list(leaves(record))
    present = [leaf for leaf in every if leaf.present]
    if not present or rng.random() < _ADDED:
        return add(record, rng)
    leaf = rng.choice(present)
    if rng.random() < _REMOVED and (type(leaf.part).__name__, leaf.field) not in _REQUIRED:
        _remove(leaf)
        return Change(_kind(leaf), f"{leaf.path} removed")
    return Change(_kind(leaf), f"{leaf.path} = {_put(leaf, rng)!r}")


def add(record: Struct, rng: random.Random) -> Change:
    """Add one leaf that is absent, in place."""
    leaf = rng.choice([leaf for leaf in leaves(record) if not leaf.present])
    return Change(_kind(leaf), f"{leaf.path} + {_builtins(_put(leaf, rng))!r}")


def _kind(leaf: Leaf) -> str:
    return f"{type(leaf.part).__name__}.{leaf.field}"


def _builtins(value: Any) -> Any:
    return msgspec.to_builtins(value) if isinstance(value, Struct) else value


def _remove(leaf: Leaf) -> None:
    held = getattr(leaf.part, leaf.field)
    if leaf.key is not None:
        del held[leaf.key]
    else:
        default = {field.name: field.default for field in msgspec.structs.fields(type(leaf.part))}[leaf.field]
        setattr(leaf.part, leaf.field, default)


def _put(leaf: Leaf, rng: random.Random) -> Any:
    """Give a leaf another value, or a value if it has none."""
    kind = _fields(type(leaf.part))[leaf.field]
    held = getattr(leaf.part, leaf.field)
    if isinstance(kind, inspect.DictType):
        value = _words("", rng)
        held[leaf.key or _name(leaf.field, rng)] = value
    elif isinstance(kind, inspect.ListType):
        number = leaf.key
        assert isinstance(number, int)
        value = _value(_plain(kind.item_type), leaf, held[number] if leaf.present else None, rng)
        held[number:] = [value, *held[number + 1 :]]
    else:
        value = _value(kind, leaf, held, rng)
        setattr(leaf.part, leaf.field, value)
    return value


def _value(kind: inspect.Type, leaf: Leaf, old: Any, rng: random.Random) -> Any:
    """A random value of a type other than the old one."""
    owner = type(leaf.part).__name__
    if isinstance(kind, inspect.StructType):
        return _part(kind.cls, rng)
    if isinstance(kind, inspect.LiteralType):
        return rng.choice([value for value in kind.values if value not in (old, "")])
    if isinstance(kind, inspect.BoolType):
        return not old
    if isinstance(kind, inspect.IntType):
        return rng.choice(
            [number for number in (rng.randrange(1, 12), rng.randrange(12, 2000), rng.randrange(2000, 400000)) if number != old]
        )
    if isinstance(kind, inspect.FloatType):
        return round(rng.uniform(-89, 89), 4)
    if owner in _DATED and leaf.field in ("start", "end"):
        return _date(rng)
    if leaf.field == "wikitext" and rng.random() < 0.8:
        return _MARKUP[owner].format(words=_words("", rng))
    if leaf.field == "file":
        return f"{_words('', rng)}.jpg"
    return _words(old or "", rng)


def _part(cls: type[Any], rng: random.Random) -> Struct:
    """A part with one or two leaves (and what its type requires)."""
    part: Struct = cls(**{name: _words("", rng) for owner, name in _REQUIRED if owner == cls.__name__})
    leading = [leaf for leaf in leaves(part) if leaf.field == _LEADING.get(cls.__name__)]
    if leading and rng.random() < _LED:
        _put(leading[0], rng)
        if rng.random() < _LED:
            return part
    _put(rng.choice([leaf for leaf in leaves(part) if not leaf.present]), rng)
    return part


def _words(old: str, rng: random.Random) -> str:
    while True:
        words = rng.sample(WORDS, rng.randrange(1, 4))
        if rng.random() < 0.1:
            words.insert(rng.randrange(len(words) + 1), rng.choice(_SPECIAL))
        phrase = " ".join(words)
        if phrase != old:
            return phrase


def _name(field: str, rng: random.Random) -> str:
    return f"{'map_' if field == 'map' else ''}{rng.choice(('label', 'caption', 'casus', 'mark', 'era'))}"


def _date(rng: random.Random) -> str:
    year = f"{rng.randrange(1200, 2020)}"
    month, day = f"{rng.randrange(1, 13):02}", f"{rng.randrange(1, 29):02}"
    return rng.choice([year, year, f"{year}-{month}", f"{year}-{month}-{day}", f"{year}-{month}-{day}", f"{year}~", f"{year[:2]}XX"])


@functools.cache
def _fields(cls: type[Struct]) -> dict[str, inspect.Type]:
    """The types of a part's fields, without those that say where it was read and those that follow from others."""
    shape = inspect.type_info(cls)
    assert isinstance(shape, inspect.StructType)
    alone = _LEFT_ALONE.union(CONCLUDED.get(cls, ()))
    return {field.name: _plain(field.type) for field in shape.fields if field.name not in alone}


def _plain(kind: inspect.Type) -> inspect.Type:
    """A type without its description, and without None."""
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        if isinstance(kind, inspect.Metadata):
            kind = kind.type
        else:
            [kind] = [inner for inner in kind.types if not isinstance(inner, inspect.NoneType)]
    return kind
