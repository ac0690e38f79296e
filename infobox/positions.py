"""Where the values of a JSON text stand, for the lines of faults: paths -> offsets, in one pass over the text."""

from __future__ import annotations

import functools
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, Final

PathStep = str | int
FieldPath = tuple[PathStep, ...]

# A string, a bracket or comma or colon, or a bare word (number, true, false, null); anything between them is white space.
_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_BARE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SHORT: Final = 60
_FEW: Final = 30


def tokens(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of each token of well-formed JSON: strings with their quotes, punctuation, numbers and words."""
    for match in _TOKEN.finditer(text):
        yield match.start(), match.group()


class _PathTree(dict[PathStep, "_PathTree"]):
    """A step of the wanted paths: the steps after it, and the path that ends here."""

    path: FieldPath | None = None


def _values(text: str) -> Iterator[tuple[int, str, list[PathStep], bool]]:
    """Each value of well-formed JSON, a container before what it holds: offset, first token, the path to it (one list, which changes with
    the next value), and whether an earlier field of its object has its name.
    """
    names: list[set[str] | None] = []  # of each open container, None for an array
    path: list[PathStep] = []
    is_name = is_doubled = False
    for offset, token in tokens(text):
        mark = token[0]
        if mark in "}]":
            names.pop()
            path.pop()
            is_name = False
        elif mark == ",":
            is_name = names[-1] is not None
            step = path[-1]
            path[-1] = step if isinstance(step, str) else step + 1
        elif is_name:
            known = names[-1]
            name = str(json.loads(token, strict=False))
            assert known is not None
            is_doubled = name in known
            known.add(name)
            path[-1] = name
            is_name = False
        elif mark != ":":
            yield offset, token, path, is_doubled
            is_doubled = False
            if mark in "{[":
                is_name = mark == "{"
                names.append(set() if is_name else None)
                path.append("" if is_name else 0)


def locate(text: str, paths: Iterable[FieldPath]) -> dict[FieldPath, int]:
    """Code-point offset of the value at each of `paths` in `text`, which must be well-formed JSON.

    Paths that the text does not have are left out. Of two fields with one name the last counts, as in decoders.
    Takes time linear in the text and the paths.
    """
    root = _PathTree()
    for path in paths:
        node = root
        for step in path:
            node = node.setdefault(step, _PathTree())
        node.path = path
    found: dict[FieldPath, int] = {}
    wanted: list[_PathTree | None] = [root]  # the nodes of the containers that are open, and of the value
    for offset, _, steps, _ in _values(text):
        if steps:
            del wanted[len(steps) :]
            above = wanted[-1]
            wanted.append(None if above is None else above.get(steps[-1]))
        here = wanted[-1]
        if here is not None and here.path is not None:
            found[here.path] = offset
    return found


def named_twice(text: str) -> Iterator[tuple[FieldPath, int, Any]]:
    """The fields of well-formed JSON that repeat the name of an earlier field of their object: path, code-point offset of the value, and
    the value; an object or array is replaced by a placeholder.
    """
    for offset, token, path, is_doubled in _values(text):
        if is_doubled:
            yield tuple(path), offset, {"{": {"…": 0}, "[": [0]}.get(token) or json.loads(token, strict=False)


class Lines:
    """The lines of a text: turns offsets into line and column."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._counted = 0

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a code-point offset."""
        if self._counted < _FEW:
            # For a few offsets, which are often near the beginning, counting is faster than finding every line.
            self._counted += 1
            return self._text.count("\n", 0, offset) + 1, offset - self._text.rfind("\n", 0, offset)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def written(path: FieldPath) -> str:
    """A path in the usual notation: `$.sides[0].other["casus belli"]`."""
    return "$" + "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" if _BARE.fullmatch(step) else f"[{json.dumps(step, ensure_ascii=False)}]"
        for step in path
    )


def shortened(value: Any) -> str:
    """A value of JSON in one short line."""
    match value:
        case dict():
            return "{…}" if value else "{}"
        case list():
            return "[…]" if value else "[]"
        case str():
            return json.dumps(value if len(value) <= _SHORT else value[: _SHORT - 1] + "…", ensure_ascii=False)
        case int() if not isinstance(value, bool) and value.bit_length() > 200:
            return "a very long number"
    return json.dumps(value, ensure_ascii=False)
