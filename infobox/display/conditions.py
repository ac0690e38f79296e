"""Parser functions that choose, such as ``{{#if:}}``, evaluated if their conditions depend only on the page itself."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from infobox.display import expressions
from infobox.display.calls import called
from infobox.markup.arguments import Argument, trimmed, value_of
from infobox.markup.scan import Node, Part

if TYPE_CHECKING:
    from infobox.display.walk import Walker

MAX_DEPTH: Final = 24
"""Conditions nested deeper than this are not evaluated."""

_NOTHING: Final = Argument(0, 0, [])
Choice = Argument | str | None
"""What is shown: an argument, or computed words; None if it is unknown."""
Chooser = Callable[[str, list[Part], int], Choice]
_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,300}(?:\.\d{0,300})?|\.\d{1,300})", re.ASCII)
_FIRST_BRANCH: Final = {"#if:": 1, "#ifeq:": 2, "#ifexpr:": 1, "#ifexist:": 1, "#iferror:": 0, "#switch:": 1, "plural:": 1}
"""How many arguments of a function are its condition; functions not listed show none of their arguments."""


def constant(text: str, argument: Argument, depth: int = 0) -> str | None:
    """The wikitext that an argument expands to in MediaWiki; None if that depends on more than the page."""
    if depth > MAX_DEPTH:
        return None
    pieces: list[str] = []
    position = argument.start
    for node in argument.nodes:
        if node.kind in ("template", "argument", "comment"):
            words = "" if node.kind == "comment" else _worked_out(text, node, depth + 1) if node.kind == "template" else None
            if words is None:
                return None
            pieces += text[position : node.start], words
            position = node.end
    pieces.append(text[position : argument.end])
    return "".join(pieces).strip()


def _worked_out(text: str, node: Node, depth: int) -> str | None:
    name, parts = called(text, node)
    choose = CHOOSERS.get(name)
    choice = choose(text, parts, depth) if choose is not None else None
    return constant(text, choice, depth) if isinstance(choice, Argument) else choice


def _argument(text: str, parts: list[Part], place: int) -> Argument:
    return value_of(text, parts[place]) if place < len(parts) else _NOTHING


def _same(one: str, other: str) -> bool:
    """Whether two words are equal to MediaWiki, which compares numbers as numbers."""
    one, other = html.unescape(one), html.unescape(other)
    return one == other or (_NUMBER.fullmatch(one) is not None and _NUMBER.fullmatch(other) is not None and float(one) == float(other))


def _if(text: str, parts: list[Part], depth: int) -> Choice:
    condition = constant(text, _argument(text, parts, 0), depth)
    return None if condition is None else _argument(text, parts, 1 if condition else 2)


def _if_equal(text: str, parts: list[Part], depth: int) -> Choice:
    one, other = (constant(text, _argument(text, parts, place), depth) for place in (0, 1))
    return None if one is None or other is None else _argument(text, parts, 2 if _same(one, other) else 3)


def _if_expression(text: str, parts: list[Part], depth: int) -> Choice:
    condition = constant(text, _argument(text, parts, 0), depth)
    value = expressions.value_of(condition) if condition else None
    return None if value is None and condition != "" else _argument(text, parts, 1 if value else 2)


def _if_error(text: str, parts: list[Part], depth: int) -> Choice:
    tested = _argument(text, parts, 0)
    # What can be evaluated is not an error.
    return None if constant(text, tested, depth) is None else _argument(text, parts, 2) if len(parts) > 2 else tested


def _switch(text: str, parts: list[Part], depth: int) -> Choice:
    wanted = constant(text, _argument(text, parts, 0), depth)
    if wanted is None:
        return None
    otherwise = _NOTHING
    matched = False
    for place, part in enumerate(parts[1:], 1):
        named = part.equals >= 0
        if not named and place == len(parts) - 1:
            return _argument(text, parts, place)
        label = constant(text, trimmed(text, part.start, part.equals if named else part.end, part.nodes), depth)
        if label is None:
            return None
        matched = matched or _same(label, wanted)
        if named and matched:
            return value_of(text, part)
        if named and label == "#default":
            otherwise = value_of(text, part)
    return otherwise


def _plural(text: str, parts: list[Part], depth: int) -> Choice:
    count = constant(text, _argument(text, parts, 0), depth)
    if count is None or not _NUMBER.fullmatch(count):
        return None
    return _argument(text, parts, 1 if _same(count, "1") or len(parts) < 3 else 2)


def _expression(text: str, parts: list[Part], depth: int) -> Choice:
    words = constant(text, _argument(text, parts, 0), depth)
    value = expressions.value_of(words) if words else None
    return expressions.written(value) if value is not None else "" if words == "" else None


CHOOSERS: Final[dict[str, Chooser]] = {
    "#if:": _if,
    "#ifeq:": _if_equal,
    "#ifexpr:": _if_expression,
    "#iferror:": _if_error,
    "#switch:": _switch,
    "#expr:": _expression,
    "plural:": _plural,
}
"""The functions that are evaluated, by name."""


def show(walker: Walker, node: Node) -> bool:
    """Show what a parser function chooses; false if that is unknown."""
    text = walker.source
    name, parts = called(text, node)
    choice = CHOOSERS[name](text, parts, 0) if name in CHOOSERS else None
    if isinstance(choice, Argument):
        if choice.end > choice.start and text[choice.start] in "*#:;" and not walker.inline:
            walker.out.fresh_line()
        walker.walk(choice.nodes, choice.start, choice.end)
    elif choice is not None:
        walker.out.show(choice)
    return choice is not None


def branches(text: str, node: Node) -> list[Argument]:
    """All that a parser function could show."""
    name, parts = called(text, node)
    first = _FIRST_BRANCH.get(name, len(parts))
    return [value_of(text, part) for part in parts[first:] if part.equals >= 0 or name != "#switch:" or part is parts[-1]]
