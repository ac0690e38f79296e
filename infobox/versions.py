"""Versions of the record's format, `military-conflict/1.N`: a minor version adds fields and values, and never changes the meaning of one.

So a record of another minor version is read without the fields and values that this version does not know. They are reported once.
"""

from __future__ import annotations

import functools
from typing import Any, Final

import msgspec
from msgspec import inspect

from infobox.positions import shortened

FORMAT: Final = "military-conflict/1.1"
"""The version that this release writes, and to which validation holds."""
KNOWN: Final = ("military-conflict/1", "military-conflict/1.0", FORMAT)
"""The versions all of whose fields it knows; before there were minor versions the first had no number."""
PATTERN: Final = r"^military-conflict/1(\.(0|[1-9][0-9]{0,8}))?$"
"""The versions that can be read."""
READ: Final = "military-conflict/1.N (the versions that this release reads)"
"""The same in words that follow "expected"."""
_MOST_SHOWN: Final = 8
_LONGEST: Final = 80
_IS: Final = " = "
"""What stands between the path of a field and a value of it that is not known."""


class UnknownFieldsWarning(UserWarning):
    """A record has fields that this version of the format does not know; they were ignored.

    `fields` are their paths in the record, without numbers: `sides[].commanders[].rank`. If a record of a later version has a value that is
    none of those that a field can have here, the value is there, too: `sides[].commanders[].fates[] = "promoted"`.
    """

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(ignored(fields))
        self.fields = fields


def ignored(fields: tuple[str, ...]) -> str:
    """In one line, which fields and values were ignored."""
    shown = ", ".join(field[:_LONGEST] for field in fields[:_MOST_SHOWN]) + (", …" if len(fields) > _MOST_SHOWN else "")
    values = sum(_IS in field for field in fields)
    noun = "value" if values == len(fields) else "field"
    nouns = f"{noun}s" if values in (0, len(fields)) else "fields or values"
    count = f"1 {noun}" if len(fields) == 1 else f"{len(fields)} {nouns}"
    return f"{count} unknown to {FORMAT} {'was' if len(fields) == 1 else 'were'} ignored: {shown}"


@functools.cache
def _type(kind: type) -> inspect.Type:
    return inspect.type_info(kind)


def take_out_unknown(record: Any, kind: type) -> set[str]:
    """Takes out of the JSON value of a record the fields that a type does not have; if the record states a later version, also words that
    are none of those that a field can have. Returns what it took out, as `UnknownFieldsWarning` names it.

    A field in which nothing is left goes, too; entries of lists that are not words stay, so that their numbers do. Anything else that does
    not fit the type is left for the decoder to refuse.
    """
    later = isinstance(record, dict) and record.get("schema") not in KNOWN
    waiting: list[tuple[Any, inspect.Type, str]] = [(record, _type(kind), "")]
    unknown: set[str] = set()
    held: list[tuple[dict[str, Any], str]] = []
    while waiting:
        part, stated, path = waiting.pop()
        if isinstance(stated, inspect.StructType) and isinstance(part, dict):
            fields = {field.encode_name: _held(field.type) for field in stated.fields}
            for name in list(part):
                place = f"{path}.{name}" if path else name
                if name not in fields:
                    unknown.add(place)
                    del part[name]
                elif later and _is_new(part[name], fields[name]):
                    unknown.add(f"{place}{_IS}{shortened(part.pop(name))}")
                else:
                    waiting.append((part[name], fields[name], place))
                    held += [(part, name)] if part[name] and isinstance(part[name], dict) else []
        elif isinstance(stated, inspect.ListType) and isinstance(part, list):
            entry = _held(stated.item_type)
            new = [word for word in part if later and _is_new(word, entry)]
            unknown.update(f"{path}[]{_IS}{shortened(word)}" for word in new)
            if new:
                part[:] = [inner for inner in part if not _is_new(inner, entry)]
            waiting += [(inner, entry, f"{path}[]") for inner in part]
    for part, name in reversed(held):
        if not part[name]:
            del part[name]
    return unknown


def _is_new(value: Any, stated: inspect.Type) -> bool:
    """Whether a field that can have certain words has another one."""
    return isinstance(stated, inspect.LiteralType) and isinstance(value, str) and value not in stated.values


def _held(stated: inspect.Type) -> inspect.Type:
    """The type without what describes it, and without `None`."""
    while isinstance(stated, inspect.Metadata):
        stated = stated.type
    if isinstance(stated, inspect.UnionType):
        return next((_held(each) for each in stated.types if not isinstance(_held(each), inspect.NoneType)), stated)
    return stated


def decoded(data: str | bytes, kind: type[msgspec.Struct]) -> tuple[Any, tuple[str, ...]]:
    """What JSON text holds, as the type or as a list of it, without what this version does not know; and this, in order, as in
    `UnknownFieldsWarning`.

    Raises what `msgspec.json.decode` raises.
    """
    text = data.lstrip(b" \t\r\n")[:1] if isinstance(data, bytes) else data.lstrip(" \t\r\n")[:1].encode("utf-8", "replace")
    wanted: Any = list[kind] if text == b"[" else kind  # type: ignore[valid-type]
    try:
        return msgspec.json.decode(data, type=wanted), ()
    except msgspec.ValidationError as error:
        if not any(reason in str(error) for reason in ("unknown field", "Invalid enum value")):
            raise
    value = msgspec.json.decode(data)
    unknown = [take_out_unknown(record, kind) for record in (value if isinstance(value, list) else [value])]
    return msgspec.convert(value, type=wanted), tuple(sorted(set().union(*unknown)))
