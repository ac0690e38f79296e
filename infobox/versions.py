"""Versions of the record's format, `military-conflict/1.N`: a minor version adds fields, and never changes the meaning of one.

So a record of another minor version is read without the fields that this version does not know. They are reported once.
"""

from __future__ import annotations

import functools
from typing import Any, Final

import msgspec
from msgspec import inspect

FORMAT: Final = "military-conflict/1.1"
"""The version that this release writes, and to which validation holds."""
KNOWN: Final = ("military-conflict/1", "military-conflict/1.0", FORMAT)
"""The versions all of whose fields it knows; before there were minor versions the first had no number."""
PATTERN: Final = r"^military-conflict/1(\.(0|[1-9][0-9]{0,8}))?$"
"""The versions that can be read."""
READ: Final = "military-conflict/1.N (the versions that this release reads)"
"""The same in words that follow "expected"."""
_MOST_SHOWN: Final = 8


class UnknownFieldsWarning(UserWarning):
    """A record has fields that this version of the format does not know; they were ignored.

    `fields` are their paths in the record, without numbers: `sides[].commanders[].rank`.
    """

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(ignored(fields))
        self.fields = fields


def ignored(fields: tuple[str, ...]) -> str:
    """In one line, which fields were ignored."""
    shown = ", ".join(field[:80] for field in fields[:_MOST_SHOWN]) + (", …" if len(fields) > _MOST_SHOWN else "")
    count = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
    return f"{count} unknown to {FORMAT} {'was' if len(fields) == 1 else 'were'} ignored: {shown}"


@functools.cache
def _type(kind: type) -> inspect.Type:
    return inspect.type_info(kind)


def known(value: Any, kind: type) -> tuple[Any, tuple[str, ...]]:
    """A JSON value without the fields that a type does not have, and the paths of these fields, in order.

    Anything else that does not fit the type is left for the decoder to refuse.
    """
    top: list[Any] = [value]
    waiting: list[tuple[Any, Any, Any, inspect.Type, str]] = [(top, 0, value, _type(kind), "")]
    unknown: set[str] = set()
    while waiting:
        holder, key, part, stated, path = waiting.pop()
        stated = _held(stated)
        if isinstance(stated, inspect.StructType) and isinstance(part, dict):
            fields = {field.encode_name: field.type for field in stated.fields}
            dot = f"{path}." if path else ""
            unknown.update(f"{dot}{name}" for name in part if name not in fields)
            kept = {name: inner for name, inner in part.items() if name in fields}
            holder[key] = kept
            waiting += [(kept, name, inner, fields[name], f"{dot}{name}") for name, inner in kept.items()]
        elif isinstance(stated, inspect.ListType) and isinstance(part, list):
            waiting += [(part, number, inner, stated.item_type, f"{path}[]") for number, inner in enumerate(part)]
    return top[0], tuple(sorted(unknown))


def _held(stated: inspect.Type) -> inspect.Type:
    """The type without what describes it, and without `None`."""
    while isinstance(stated, inspect.Metadata):
        stated = stated.type
    if isinstance(stated, inspect.UnionType):
        return next((_held(each) for each in stated.types if not isinstance(_held(each), inspect.NoneType)), stated)
    return stated


def decoded(data: str | bytes, kind: type[msgspec.Struct]) -> tuple[Any, tuple[str, ...]]:
    """What JSON text holds, as the type or as a list of it, without unknown fields; and their paths.

    Raises what `msgspec.json.decode` raises.
    """
    text = data.lstrip(b" \t\r\n")[:1] if isinstance(data, bytes) else data.lstrip(" \t\r\n")[:1].encode("utf-8", "replace")
    wanted: Any = list[kind] if text == b"[" else kind  # type: ignore[valid-type]
    try:
        return msgspec.json.decode(data, type=wanted), ()
    except msgspec.ValidationError as error:
        if "unknown field" not in str(error):
            raise
    value, unknown = known(msgspec.json.decode(data), wanted)
    return msgspec.convert(value, type=wanted), unknown
