"""Record types <-> the published JSON Schema, and validation that names the place, the value and the reason.

The schema is made from `infobox.record.Conflict`, so that types, decoder and schema cannot drift apart, and then extended with what
the types cannot state: that an empty field is left out, and what a date looks like. Print it with ``python -m infobox.schema``.
"""

from __future__ import annotations

import contextlib
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from infobox import validity, versions
from infobox.positions import FieldPath, Lines, locate, named_twice, shortened, tokens, written
from infobox.record import SIDE_FIELDS, Conflict, RecordError, too_deep
from infobox.templates.profile import Profile, default
from infobox.validity import A_DATE, LEFT_OUT, Violation
from infobox.values import edtf

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

FILE: Final = "military-conflict.schema.json"
"""Name of the published file in the folder `schemas`."""

_SHORT: Final = 60
_LONGEST_NUMBER: Final = 4300  # Python refuses to read longer ones
_TOO_DEEP: Final = "fewer levels of nesting"
_ONCE: Final = "each name only once"
_NO_FIELD: Final = f"no field with this name in {versions.FORMAT}"
_ONE_OF: Final = "one of "
_TOO_LONG: Final = "a number with fewer digits"
_VERSION: Final = re.compile(r"\$(\[\d+\])?\.schema")
"""The path of a record's version."""
_DATED: Final = ("Date", "Phase", "Period")


class Fault(msgspec.Struct, frozen=True, order=True, repr_omit_defaults=True):
    """One reason why a JSON text is not a record. Faults are ordered by their places.

    - `line` and `column` (int): the place of the value in the text, both from 1; columns count code points.
    - `path` (str): the value's path, such as `$.sides[0].combatants`.
    - `value` (str): the value as JSON, shortened to one line.
    - `expected` (str): what should stand there, in words that follow "expected".
    """

    line: int
    column: int
    path: str
    value: str
    expected: str


def json_schema(profile: Profile | None = None) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one record, made from `Conflict`, for the template of a profile or the first that ships.

    The fields of the record are those of the root; its parts are in `$defs`. It uses only what validators in their strict modes and
    generators of types understand (`tests/ecosystem`).
    """
    parts: dict[str, Any] = msgspec.json.schema(Conflict)["$defs"]
    parts["Conflict"]["required"] = ["schema"]
    for name, part in parts.items():
        properties = part["properties"]
        for field, stated in properties.items():
            properties[field] = _sharpened(stated)
            if name in _DATED and field in ("start", "end"):
                properties[field]["pattern"] = edtf.PATTERN
        if not (part.get("required") or name == "Side"):
            part["minProperties"] = 1
    parts["Conflict"]["properties"]["schema"] |= {"enum": list(versions.KNOWN)}
    parts["Conflict"]["properties"]["schema"].pop("pattern", None)
    _narrow(parts, profile if profile is not None else default())
    root = parts.pop("Conflict") | {
        "description": "The content of one military-conflict infobox of a Wikipedia page. Empty fields are left out."
    }
    name = versions.FORMAT.replace("/", ":")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:infobox:schema:{name}", **root, "$defs": parts}


def _narrow(parts: dict[str, Any], profile: Profile) -> None:
    """State what `infobox.validity` requires, as far as a schema can: which fields go together, and which are limited to some places.

    What a place forbids stands beside the type, in `not`: an altered copy of the type would be one more type to generators.
    """
    conflict, side, item = (parts[name]["properties"] for name in ("Conflict", "Side", "Item"))
    result = parts["Result"]["properties"]["items"]
    for field in (*(side[name] for name in SIDE_FIELDS if name not in profile.rowed_fields), item["items"], conflict["territory"], result):
        field["not"] = {"contains": _having("row")}
    conflict["sides"]["maxItems"] = profile.most_sides
    conflict["joint"] |= {"type": "object", "minProperties": 1, "not": _having("combatants")}
    conflict["map"]["propertyNames"] = {"enum": list(validity.map_names(profile))}
    conflict["other"]["propertyNames"] = {"minLength": 1}
    parts["Coordinates"]["dependentRequired"] = {"latitude": ["longitude"], "longitude": ["latitude"]}
    parts["Date"]["not"] = _having("ongoing", "end", ongoing={"const": True})


def _having(*fields: str, **values: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object that has all of the fields."""
    return {"type": "object", "required": list(fields), "properties": {field: values.get(field, {}) for field in fields}}


def _sharpened(stated: Mapping[str, Any]) -> dict[str, Any]:
    """A field's schema without empty values: the types allow `null`, `""` and `[]` as defaults, the record leaves them out."""
    sharp = dict(stated)
    match sharp.get("default", "no default"):
        case None:
            [branch] = [branch for branch in sharp.pop("anyOf") if branch != {"type": "null"}]
            sharp = {**({"allOf": [branch]} if "$ref" in branch else branch), **sharp}  # many tools ignore what stands beside `$ref`
        case "":
            if "enum" in sharp:
                sharp["enum"] = [value for value in sharp["enum"] if value != ""]
            else:
                sharp["minLength"] = 1
        case []:
            sharp["minItems"] = 1
            if sharp["items"] == {"type": "string"}:
                sharp["items"] = {"type": "string", "minLength": 1}
        case {}:
            sharp["minProperties"] = 1
            sharp["additionalProperties"] = {**sharp["additionalProperties"], "minLength": 1}
        case _:
            return _counted(sharp)
    del sharp["default"]
    return _counted(sharp)


def _counted(stated: dict[str, Any]) -> dict[str, Any]:
    """The schema with whole numbers from 0: all of a record's are counts, numbers of pages or offsets."""
    if stated.get("type") == "integer":
        stated["minimum"] = 0
    if "prefixItems" in stated:  # a span: not each tool knows the keyword, and two numbers are told as well without it
        stated["items"] = _counted(dict(stated.pop("prefixItems")[0]))
    return stated


def rendered() -> str:
    """The text that the published file must have."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def published() -> str:
    """The text of the published schema: from the installed package, or from the folder `schemas` of a checkout.

    Raises `FileNotFoundError` if neither is there.
    """
    packaged = resources.files("infobox") / "schemas" / FILE
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    return (Path(__file__).resolve().parent.parent / "schemas" / FILE).read_text(encoding="utf-8")


@lru_cache(maxsize=4)
def _validator(profile: Profile | None) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(published()) if profile is None else json_schema(profile))


def validate(data: str | bytes, profile: Profile | None = None) -> list[Fault]:
    """What is wrong with JSON text: one record, an array of records, or JSON lines. An empty list: all of it is valid. `profile` is that of
    the records' template, if it does not ship with the package.

    Never raises on content: bytes that are not UTF-8 and text that is not JSON are faults too.
    """
    return [fault for faults in examine(data, profile) for fault in faults]


def examine(data: str | bytes, profile: Profile | None = None) -> Iterator[list[Fault]]:
    """The faults of each record of JSON text, record by record in order; text that cannot be split counts as one record."""
    text = _decoded(data)
    if isinstance(text, Fault):
        yield [text]
        return
    for first_line, piece in _pieces(text):
        for faults in _examine_piece(piece, profile):
            yield [msgspec.structs.replace(fault, line=fault.line + first_line) for fault in faults]


def records(data: str | bytes, *, strict: bool = False) -> tuple[list[Conflict], tuple[str, ...]]:
    """The records of JSON text (one record, an array of records, or JSON lines), and what this version does not know of them, as in
    `infobox.UnknownFieldsWarning`.

    As lenient as `Conflict.from_json`: empty fields, which validation would report, are read as left out. If `strict`, only a record that
    states a later version may have unknown fields: in one of this version they are slips, and what they hold would be lost. Raises
    `RecordError`, whose one line begins with line and column.
    """
    text = _decoded(data)
    if isinstance(text, Fault):
        raise RecordError(described(text))
    found: list[Conflict] = []
    unknown: set[str] = set()
    for first_line, piece in _pieces(text):
        try:
            held = _leniently_typed(piece, unknown, strict=strict)
            _refuse_names_twice(piece, msgspec.json.decode(piece))
            found += held
        except (msgspec.DecodeError, ValueError, RecursionError, _NamedTwiceError) as error:
            faults = [fault for faults in _examine_piece(piece) for fault in _not_read(faults, strict=strict)]
            faults = [fault for fault in faults if fault.expected == _ONCE] if isinstance(error, _NamedTwiceError) else faults
            fault = faults[0] if faults else Fault(1, 1, "$", shortened(piece), f"a record ({error})")
            if _is_of_version(fault) and fault.expected.startswith(_ONE_OF):
                fault = msgspec.structs.replace(fault, expected=versions.READ)  # not the one that validation expects
            raise RecordError(described(msgspec.structs.replace(fault, line=fault.line + first_line))) from None
    return found, tuple(sorted(unknown))


def _typed(text: str) -> list[Conflict]:
    found = msgspec.json.decode(text, type=list[Conflict]) if _is_array(text) else [msgspec.json.decode(text, type=Conflict)]
    if any(map(too_deep, found)):
        raise RecursionError(_TOO_DEEP)
    return found


def _is_of_version(fault: Fault) -> bool:
    return _VERSION.fullmatch(fault.path) is not None and fault.expected != _ONCE


def _not_read(faults: list[Fault], *, strict: bool) -> Iterator[Fault]:
    """The faults of a record without those of which reading makes nothing: an empty field, a field or version that is not known, a word of
    a later version.
    """
    versioned = {fault for fault in faults if _is_of_version(fault) and re.fullmatch(versions.PATTERN, fault.value.strip('"'))}
    for fault in faults:
        empty = fault.expected == LEFT_OUT
        unknown = fault.expected.startswith(_NO_FIELD) and not strict
        later = bool(versioned) and fault.expected.startswith(_ONE_OF)
        if not (fault in versioned or empty or unknown or later):
            yield fault


def _leniently_typed(text: str, unknown: set[str], *, strict: bool) -> list[Conflict]:
    """The records of a text as this version knows them; adds the fields that it does not know to `unknown`."""
    held, ignored = versions.decoded(text, Conflict)
    found: list[Conflict] = held if isinstance(held, list) else [held]
    if any(map(too_deep, found)):
        raise RecursionError(_TOO_DEEP)
    if strict and ignored and any(record.schema in versions.KNOWN for record in found):
        raise RecordError(versions.ignored(ignored))
    unknown.update(ignored)
    for record in found:
        record.schema = versions.FORMAT
    return found


def as_json(value: Any) -> str | bytes | Fault:
    """A record or a dict as JSON on one line, or the fault if JSON cannot hold it.

    Half of a surrogate pair, which has no bytes, stays in the text, so that validation can report its place. Raises `TypeError` for
    objects that JSON does not have.
    """
    try:
        try:
            return msgspec.json.encode(value)
        except UnicodeEncodeError:
            return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        return Fault(1, 1, "$", "{…}", _TOO_DEEP)
    except ValueError:
        return Fault(1, 1, "$", "{…}", _TOO_LONG)


def described(fault: Fault) -> str:
    """A fault as one line: `line:column: path: value: expected …`."""
    return f"{fault.line}:{fault.column}: {fault.path}: {fault.value}: expected {fault.expected}"


def _decoded(data: str | bytes) -> str | Fault:
    """The text without a byte order mark, or the fault if it is not text."""
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = Lines(before).place(len(before))
        return Fault(line, column, "$", f"byte 0x{data[error.start]:02X}", f"UTF-8 (offset {error.start})")


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The JSON texts in a text, each with the number of lines before it: the whole, or its lines if it is JSON lines.

    It is JSON lines if its first line looks complete and others follow.
    """
    head, _, rest = text.lstrip().partition("\n")
    head = head.strip()
    if not (head.startswith("{") and head.endswith("}") and rest.strip()) or _is_json(text):
        yield 0, text
        return
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            yield number, line


def _is_json(text: str) -> bool:
    with contextlib.suppress(msgspec.DecodeError, RecursionError, UnicodeError):
        msgspec.json.decode(text)
        return True
    return False


def _is_array(text: str) -> bool:
    return text.lstrip(" \t\r\n").startswith("[")


def _examine_piece(text: str, profile: Profile | None = None) -> Iterator[list[Fault]]:
    """The faults of each record of one JSON text, lines counted from 1 in it."""
    count = passes(text, profile)
    if count is not None:
        yield from ([] for _ in range(count))
        return
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        msgspec.json.decode(text)  # refuses what only Python's decoder accepts, such as half a surrogate pair
    except (ValueError, RecursionError) as error:
        yield [_syntax_fault(text, error)]
        return
    parts: list[tuple[FieldPath, Any]] = (
        [((number,), part) for number, part in enumerate(value)] if isinstance(value, list) else [((), value)]
    )
    for prefix, part in parts:
        yield _schema_faults(text, part, prefix, profile)


def passes(text: str, profile: Profile | None = None) -> int | None:
    """The gate before the validator: how many records the text holds if all are certainly valid, None if the validator must decide.

    It accepts only what the validator accepts: the typed decoder takes it, writing it again gives the same values (so nothing is empty
    or left to defaults), no check of `infobox.validity` fails, and no name is repeated.
    """
    try:
        typed = _typed(text)
        plain = msgspec.json.decode(text)
        again = msgspec.json.decode(msgspec.json.encode(typed))
        if any(record.schema not in versions.KNOWN for record in typed):
            return None
        if again != (plain if _is_array(text) else [plain]) or any(validity.faults(record, profile=profile) for record in typed):
            return None
        _refuse_names_twice(text, plain)
    except (msgspec.DecodeError, RecursionError, ValueError, _NamedTwiceError):
        return None
    return len(typed)


def _refuse_names_twice(text: str, plain: Any) -> None:
    """Raises `_NamedTwiceError` if an object of JSON text, which was decoded to `plain`, has two fields of one name."""
    if msgspec.json.format(text.encode(), indent=-1) != msgspec.json.encode(plain):  # otherwise nothing was lost
        json.loads(text, object_pairs_hook=_once)


class _NamedTwiceError(Exception):
    """Two fields of one object have one name."""


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len(pairs) > 1 and len({name for name, _ in pairs}) < len(pairs):
        raise _NamedTwiceError


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _odd_tokens(text: str) -> Iterator[tuple[int, str, str]]:
    """Tokens that some decoders accept and others refuse, mostly without a place: offset, token, and what was expected."""
    for offset, token in tokens(text):
        if token.startswith('"'):
            try:
                str(json.loads(token, strict=False)).encode()
            except UnicodeEncodeError:
                yield offset, token, "whole characters, not half of a surrogate pair"
        elif token in ("NaN", "Infinity", "-Infinity"):
            yield offset, token, "a number that JSON allows"
        elif len(token) > _LONGEST_NUMBER:
            yield offset, token, _TOO_LONG
        elif not token.lstrip("-").isdigit() and token[-1].isdigit() and math.isinf(float(token)):
            yield offset, token, "a smaller number"


def _syntax_fault(text: str, error: ValueError | RecursionError) -> Fault:
    if isinstance(error, RecursionError):
        return Fault(1, 1, "$", shortened(text), _TOO_DEEP)
    if not isinstance(error, json.JSONDecodeError):
        offset, token, expected = next(_odd_tokens(text), (0, text, f"well-formed JSON ({error})"))
        return Fault(*Lines(text).place(offset), "$", _printable(token[:_SHORT]), expected)
    rest = _printable(text[error.pos : error.pos + _SHORT].split("\n", 1)[0].strip())
    reason = error.msg.removesuffix(" at").removesuffix(" starting")
    if reason.startswith("Expecting "):
        expected = {"value": "a JSON value", "property name enclosed in double quotes": "a field's name in double quotes"}.get(
            reason.removeprefix("Expecting "), reason.removeprefix("Expecting ")
        )
    elif reason == "Extra data":
        expected = "nothing more after the JSON value"
    else:
        expected = f"well-formed JSON ({reason[:1].lower()}{reason[1:]})"
    return Fault(error.lineno, error.colno, "$", rest or ("nothing" if error.pos >= len(text.rstrip()) else "end of line"), expected)


_TYPES: Final = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "an array",
    "object": "an object",
}


def _schema_faults(text: str, value: Any, prefix: FieldPath, profile: Profile | None) -> list[Fault]:
    """The faults of one record, the value at `prefix` of the JSON in `text`, in the order of the text."""
    try:
        found = [part for error in _validator(profile).iter_errors(value) for part in _explained(error)]
    except RecursionError:
        found = [Violation((), value, _TOO_DEEP)]
    else:
        found = _with_unmeant(value, found, profile)
    paths = {prefix + part.path for part in found}
    offsets = locate(text, paths)
    lines = Lines(text)
    located = [(offsets.get(prefix + part.path, 0), part) for part in found]
    for path, offset, named in named_twice(text):
        if path[: len(prefix)] == prefix:
            located.append((offset, Violation(path[len(prefix) :], named, _ONCE)))
    located.sort(key=lambda pair: pair[0])
    faults = [Fault(*lines.place(offset), written(prefix + part.path), shortened(part.value), part.expected) for offset, part in located]
    return list(dict.fromkeys(faults))  # a wrong range breaks several rules but is one fault


def _with_unmeant(value: Any, found: list[Violation], profile: Profile | None) -> list[Violation]:
    """What the schema found, and, if the types are right, what `infobox.validity` found, which leads if both found the same. If the schema
    refuses something in an object, nothing else is reported for the object.
    """
    try:
        record = msgspec.convert(value, Conflict)
        if too_deep(record):
            return found or [Violation((), value, _TOO_DEEP)]
    except (msgspec.ValidationError, RecursionError) as error:  # the schema is more lenient than the types somewhere
        return found or [Violation((), value, f"a record ({error})")]
    around = {part.path[:length] for part in found for length in range(len(part.path))}
    unmeant = [part for part in validity.faults(record, profile=profile) if part.path not in around]
    paths = {part.path for part in unmeant}
    return [part for part in found if part.path not in paths] + unmeant


def _explained(error: ValidationError) -> Iterator[Violation]:
    """One error of the validator: what was expected, and where."""
    path: FieldPath = tuple(error.absolute_path)
    rule = str(error.validator)
    rules: Any = error.schema
    value: Any = error.instance
    if "propertyNames" in error.absolute_schema_path:
        yield Violation((*path, value), value, f"another name, {_wanted(rule, rules, value)}")
    elif rule == "additionalProperties":
        known: Mapping[str, Any] = rules["properties"]
        for name in value:
            if name not in known:
                yield Violation((*path, name), value[name], f"{_NO_FIELD}{_meant(name, known)}")
    elif rule == "not":
        yield from (
            Violation(path + inner, found, "no value here; leave the field out") for inner, found in _forbidden(rules["not"], value)
        )
    elif rule == "required":
        # The validator reports each missing field separately, and names it only in the message.
        missing = next(name for name in rules["required"] if name not in value and repr(name) in error.message)
        yield Violation(path, value, f"the field `{missing}`")
    else:
        wanted = _wanted(rule, rules, value)
        can_go = value is None and path and isinstance(path[-1], str) and path != ("schema",)
        yield Violation(path, value, f"{wanted}, or the field left out" if can_go else wanted)


def _forbidden(stated: Mapping[str, Any], value: Any) -> Iterator[tuple[FieldPath, Any]]:
    """The fields that must not be there, of an object or of those in an array (`_narrow`)."""
    if "contains" in stated:
        field = stated["contains"]["required"][-1]
        parts = value if isinstance(value, list) else []
        yield from (((number, field), part[field]) for number, part in enumerate(parts) if isinstance(part, dict) and field in part)
    else:
        field = stated["required"][-1]
        yield (field,), value[field]


def _wanted(rule: str, rules: Mapping[str, Any], value: Any) -> str:
    stated = rules[rule]
    if rules.get("minItems") == 2 and rule in ("type", "minItems", "maxItems"):
        return "an array of two whole numbers, start and end"
    match rule:
        case "type":
            return _TYPES.get(str(stated), str(stated))
        case "enum" if len(stated) == 1:
            return json.dumps(stated[0], ensure_ascii=False)
        case "enum":
            slip = isinstance(value, str) and re.fullmatch(versions.PATTERN, value) is None  # a later version is none
            return f"{_ONE_OF}{', '.join(map(str, stated))}{_meant(value, stated) if slip else ''}"
        case "pattern":
            return A_DATE
        case "minimum":
            return f"a number not below {stated}"
        case "maximum":
            return f"a number not above {stated}"
        case "maxItems":
            return validity.fewer_sides(stated)
        case "dependentRequired":
            return "`latitude` and `longitude`, or neither"
        case "minLength" | "minItems" | "minProperties":
            return LEFT_OUT
    return f"what the schema's rule `{rule}` requires: {shortened(stated)}"


def _printable(words: str) -> str:
    return words.encode(errors="backslashreplace").decode()


def _meant(name: str, known: Iterable[str]) -> str:
    from infobox.nearest import did_you_mean, nearest

    meant = did_you_mean([f"`{word}`" for word in nearest(name[:_SHORT], map(str, known))], " (")
    return meant and f"{meant})"


if __name__ == "__main__":
    sys.stdout.buffer.write(rendered().encode())
