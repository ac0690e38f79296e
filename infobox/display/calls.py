"""What double braces call: a template, a parser function or a module, and its arguments.

``{{Template:X}}`` is ``{{X}}``, ``{{#invoke:flag|icon|X}}`` is ``{{flagicon|X}}``.
"""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from infobox import templates
from infobox.markup.arguments import Argument, Arguments
from infobox.markup.scan import Node, Part, template_name
from infobox.templates import ENGLISH, Meaning, Templates

_SAME: Final = frozenset(("template", "subst", "safesubst", "msg"))
"""Prefixes of a template's name, with a colon, that change nothing."""
_MOST: Final = 4
"""How many of them are looked for."""


class Call(Struct, eq=False):
    """A template of known meaning in use: its node, its name in the data's form, its meaning, and its arguments."""

    node: Node
    name: str
    meaning: Meaning
    arguments: Arguments

    @property
    def data(self) -> dict[str, Any]:
        """The fields that the template's data has beside its kind."""
        return self.meaning.data

    def get(self, key: int | str) -> Argument | None:
        """The argument at a position (from 1) or with a name."""
        return self.arguments.get(key)


def called(text: str, node: Node, known: Templates | None = None) -> tuple[str, list[Part]]:
    """What a template node calls: the name in the data's form, and the arguments. A parser function's name ends in a colon.

    `known` is what templates mean on the page's Wikipedia.
    """
    name = template_name(text, node)
    if ":" not in name:
        return name, node.parts[1:]
    parts = node.parts[1:]
    colons = 0
    head, _, rest = name.partition(":")
    while colons < _MOST and (head.strip().lower() in _SAME or (not head.strip() and rest[:9].lower() == "template:")):
        name = rest.strip()
        colons += 1
        head, colon, rest = name.partition(":")
        if not colon:
            return name, parts
    function = head.strip().lower()
    known = known or templates.of(ENGLISH)
    if function == "#invoke":
        return _module(text, rest.strip(), parts, known)
    if function == "#tag":
        return f"#tag:{rest.strip().lower()}", parts
    if function[:1] == "#" or f"{function}:" in known.meanings:
        # The arguments of a parser function have no names, except the cases of a switch.
        arguments = parts if function == "#switch" else [Part(part.start, part.end, -1, part.nodes) for part in parts]
        return f"{function}:", [_after_colon(text, node.parts[0], colons + 1), *arguments]
    return name, parts


def _module(text: str, module: str, parts: list[Part], known: Templates) -> tuple[str, list[Part]]:
    """The template that equals a module's function; if the name is not a function, it becomes the first argument."""
    function = text[parts[0].start : parts[0].end].strip().lower() if parts else ""
    functions = known.modules.get(module.replace("_", " ").lower())
    if functions is None:
        return f"#invoke:{module}", parts[1:]
    if function in functions:
        return functions[function], parts[1:]
    other = functions["*"]
    return other.replace("*", function), parts[1:] if "*" in other else parts


def _after_colon(text: str, part: Part, number: int) -> Part:
    """What follows the colon number `number` in a template's name."""
    comments = [node for node in part.nodes if node.kind == "comment"]
    start = part.start
    for _ in range(number):
        colon = text.index(":", start, part.end)
        while comments and comments[0].start < colon:
            colon = max(colon, text.index(":", comments.pop(0).end, part.end))
        start = colon + 1
    return Part(start, part.end, -1, [node for node in part.nodes if node.start >= start])
