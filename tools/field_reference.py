"""Make docs/fields.md: every field and word of the record, from the schema, and a record whose fields link to their descriptions.

Run ``python -m tools.field_reference`` (`make schema`) after changing the record's types.
"""

from __future__ import annotations

import ast
import functools
import html
import itertools
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, get_args

import infobox
from infobox import record
from infobox.language import concepts

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = ROOT / "fixtures" / "full.wikitext"
"""A made-up page whose records have every field that a page can fill."""
WORDS: Final = ("Fate", "Outcome", "Kind", "Category", "Role", "Severity")
"""Types of fields that are limited to certain words."""
ON_REQUEST: Final = {"span", "source", "findings"}
"""Fields that the records on the page do not have: they are only there on request."""
_WIDTH: Final = 90
_HEAD: Final = """\
<!-- Made by `make schema` from the record's types, tools/field_reference.toml and fixtures/full.wikitext; do not edit. -->
# Fields

All fields of a record, as the schema describes them. [The record](record.md) explains what they mean together, and
[validity](validity.md) what no record can mean. Only `schema` is always present: a field with nothing to say is left out. A name in
the column *type* leads to the fields of that part, or to the words to which the field is limited."""
_RECORD: Final = """
## A record in full

What `fixtures/full.wikitext`, a made-up page with two infoboxes, is read as. Together the two records have every field, except those
that are only there on request: `span`, `source` and `findings`. Each field leads to its description.
"""


def page() -> str:
    """The page as Markdown."""
    schema = infobox.json_schema()
    lines = [_HEAD, *_part("Conflict", schema)]
    for name, part in schema["$defs"].items():
        lines += _part(name, part)
    lines += ["", "## Words", "", *itertools.chain.from_iterable(map(_words, WORDS))]
    return "\n".join([*lines, _RECORD, *(_linked(found) for found in records())]) + "\n"


def records() -> list[dict[str, Any]]:
    """The records of the made-up page, as JSON."""
    found = infobox.read_all(PAGE.read_text("utf-8"))
    for one in found:
        one.page = infobox.Page(
            title="Siege of Merrow", id=1274830, namespace=0, revision=1187001234, timestamp="2023-11-26T12:00:00Z", wiki="enwiki"
        )
    return [json.loads(one.to_json()) for one in found]


def described(part: str, field: str) -> tuple[str, str]:
    """The part and the field under which a field is described: those of all words are described once, as those of `Text`."""
    shared = _properties("Text")
    return ("Text" if shared.get(field) == _properties(part)[field] else part), field


@functools.cache
def _schema() -> dict[str, Any]:
    return infobox.json_schema()


def _properties(part: str) -> dict[str, Any]:
    schema = _schema()
    properties: dict[str, Any] = (schema if part == "Conflict" else schema["$defs"][part])["properties"]
    return properties


def inner(stated: Mapping[str, Any]) -> str:
    """The part that a field consists of, or is a list of; empty if it is none."""
    for place in (stated.get("items", {}), *stated.get("allOf", ())):
        if "$ref" in place:
            return str(place["$ref"]).rpartition("/")[2]
    return ""


def _part(name: str, part: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"## {name}", "", str(part["description"]))
    own = {field: stated for field, stated in part["properties"].items() if described(name, field)[0] == name}
    if name != "Text" and "text" in part["properties"] and "text" not in own:
        yield from ("", "It has the fields of [Text](#text), and:" if own else "It has the fields of [Text](#text).")
    if own:
        yield from ("", "| field | type | meaning | for instance |", "|---|---|---|---|")
    for field, stated in own.items():
        anchor = f'<a id="{_anchor(name, field)}"></a>`{field}`'
        yield f"| {anchor} | {_type(stated)} | {_cell(stated['description'])} | {_code(stated['examples'][0])} |"


def _anchor(part: str, field: str) -> str:
    return f"{part.lower()}.{field}"


def _type(stated: Mapping[str, Any]) -> str:
    part, words = inner(stated), _alias(stated) or _alias(stated.get("items", {}))
    if part or words:
        named = f"[{part or words}](#{(part or words).lower()})"
        return f"list of {named}" if stated.get("type") == "array" else named
    match stated:
        case {"enum": values}:
            return _cell(", ".join(f"`{value}`" for value in values))
        case {"type": "array", "maxItems": 2}:
            return "two integers"
        case {"type": "array", "items": items}:
            return f"list of {items['type']}s"
        case {"type": "object", "additionalProperties": values}:
            return f"{values['type']} by name"
    return str(stated["type"])


def _alias(stated: Mapping[str, Any]) -> str:
    """The name of the words to which a field is limited."""
    held = set(stated.get("enum", ()))
    return next((name for name in WORDS if held and held == set(get_args(getattr(infobox, name)))), "")


def _words(name: str) -> Iterator[str]:
    wordings = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).get(name)
    yield from (f"### {name}", "", " ".join(docstring(name).split()), "")
    if wordings:
        parameter = wordings.pop("field")
        yield from (f"| word | for instance, in `{parameter}` |", "|---|---|")
        yield from (f"| `{word}` | {_code(wordings[word], plain=True)} |" for word in get_args(getattr(infobox, name)))
        yield ""


def docstring(name: str) -> str:
    """The string after the assignment of an alias of types, which has no docstring of its own; empty if there is none."""
    for module in (record, concepts):
        for stated, after in itertools.pairwise(ast.parse(Path(str(module.__file__)).read_text("utf-8")).body):
            if isinstance(stated, ast.Assign) and ast.unparse(stated.targets[0]) == name and isinstance(after, ast.Expr):
                return str(ast.literal_eval(after.value))
    return ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(value: Any, *, plain: bool = False) -> str:
    text = value if plain else json.dumps(value, ensure_ascii=False)
    return f"`{_cell(text)}`"


def _linked(found: Mapping[str, Any]) -> str:
    return f'<div class="highlight"><pre>{_laid_out(found, "Conflict", 0)}</pre></div>\n'


def _laid_out(value: Any, part: str, depth: int) -> str:
    """JSON as HTML, on one line if it is short; the names of a part's fields are links to their descriptions."""
    if not isinstance(value, dict | list):
        return html.escape(json.dumps(value, ensure_ascii=False), quote=False)
    if isinstance(value, list):
        pieces = [("", _laid_out(one, part, depth + 1)) for one in value]
    elif part:
        pieces = [(_key(part, name), _laid_out(one, inner(_properties(part)[name]), depth + 1)) for name, one in value.items()]
    else:
        pieces = [(f"{json.dumps(name)}: ", _laid_out(one, "", depth + 1)) for name, one in value.items()]
    first, last = "[]" if isinstance(value, list) else "{}"
    short = len(json.dumps(value, ensure_ascii=False)) + 2 * depth < _WIDTH
    if short:
        return first + ", ".join(name + text for name, text in pieces) + last
    indent = "\n" + "  " * depth
    return first + ",".join(f"{indent}  {name}{text}" for name, text in pieces) + indent + last


def _key(part: str, field: str) -> str:
    return f'"<a href="#{_anchor(*described(part, field))}">{field}</a>": '


if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode())
