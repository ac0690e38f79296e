"""The arguments of a template."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from infobox.markup.scan import Node, Part, without_comments

_LONGEST_NUMBER: Final = 10


class Argument(Struct, eq=False):
    """One argument of a template: its value's span, trimmed, and nodes."""

    start: int
    end: int
    nodes: list[Node]

    def blanks(self, text: str) -> tuple[str, str]:
        """The white space before and after the value, if MediaWiki keeps it: around positional values."""
        at = self.start
        while text[at - 1] == " ":
            at -= 1
        if text[at - 1] != "|":
            return "", ""
        return " " if at < self.start else "", " " if text[self.end : self.end + 1] == " " else ""


class Arguments:
    """The arguments of a template, by position and by name; of two with one key the last counts, as in MediaWiki.

    `2=words` is the second positional argument. A position without an argument is a gap: `positional` skips it.
    """

    __slots__ = ("_numbered", "named")

    def __init__(self, text: str, parts: list[Part]) -> None:
        self._numbered: dict[int, Argument] = {}
        self.named: dict[str, Argument] = {}
        count = 0
        for part in parts:
            equals = part.equals
            if equals < 0:
                count += 1
                self._numbered[count] = trimmed(text, part.start, part.end, part.nodes)
                continue
            argument = trimmed(text, equals + 1, part.end, part.nodes)
            name = without_comments(text, part.start, equals, part.nodes).strip()
            if name.isdecimal() and name.isascii() and name[0] != "0" and len(name) < _LONGEST_NUMBER:
                self._numbered[int(name)] = argument
            else:
                self.named[name] = argument

    @property
    def positional(self) -> list[Argument]:
        """The positional arguments in the order of their numbers."""
        return [self._numbered[number] for number in sorted(self._numbered)]

    def in_order(self) -> list[tuple[int | str, Argument]]:
        """All arguments with their keys, in page order."""
        return sorted([*self._numbered.items(), *self.named.items()], key=lambda pair: pair[1].start)

    def get(self, key: int | str) -> Argument | None:
        """The argument at a position (from 1) or with a name."""
        return self._numbered.get(key) if isinstance(key, int) else self.named.get(key)

    def up_to(self, last: int) -> list[Argument | None]:
        """The positional arguments up to number `last`, as far as they exist; None for a gap."""
        held = min(last, max(self._numbered, default=0))
        return [self._numbered.get(number) for number in range(1, held + 1)]


def value_of(text: str, part: Part) -> Argument:
    """The value of an argument: the part, or what follows its equals sign."""
    return trimmed(text, part.start if part.equals < 0 else part.equals + 1, part.end, part.nodes)


def trimmed(text: str, start: int, end: int, nodes: list[Node]) -> Argument:
    """The span without the white space around it."""
    words = text[start:end].lstrip()
    start = end - len(words)
    end = start + len(words.rstrip())
    if nodes and (nodes[0].start < start or nodes[-1].end > end):
        first, last = 0, len(nodes)
        while first < last and nodes[first].start < start:
            first += 1
        while first < last and nodes[last - 1].end > end:
            last -= 1
        nodes = nodes[first:last]
    return Argument(start, end, nodes)
