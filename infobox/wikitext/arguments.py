"""What a template was given."""

from __future__ import annotations

from typing import NamedTuple

from infobox.wikitext.scan import Node, Part, without_comments


class Argument(NamedTuple):
    """One argument of a template: its value's span, trimmed, and nodes."""

    start: int
    end: int
    nodes: list[Node]

    def blanks(self, text: str) -> tuple[str, str]:
        """The blank before and the one behind the value, where MediaWiki keeps them: around positional values."""
        at = self.start
        while text[at - 1] == " ":
            at -= 1
        if text[at - 1] != "|":
            return "", ""
        return " " if at < self.start else "", " " if text[self.end : self.end + 1] == " " else ""


class Arguments:
    """What a template was given: positional arguments in order, named ones by name."""

    __slots__ = ("named", "positional")

    def __init__(self, text: str, parts: list[Part]) -> None:
        self.positional: list[Argument] = []
        self.named: dict[str, Argument] = {}
        for part in parts:
            if part.equals < 0:
                self.positional.append(trimmed(text, part.start, part.end, part.nodes))
                continue
            name = without_comments(text, part.start, part.equals, part.nodes).strip()
            argument = trimmed(text, part.equals + 1, part.end, [node for node in part.nodes if node.start > part.equals])
            if name.isdecimal() and len(name) <= 3 and name[0] != "0":
                number = int(name)
                if number <= len(self.positional) + 1:
                    self.positional[number - 1 : number] = [argument]
                    continue
            self.named[name] = argument

    def get(self, key: int | str) -> Argument | None:
        """The argument under a position (from 1) or a name."""
        if isinstance(key, int):
            return self.positional[key - 1] if 0 < key <= len(self.positional) else None
        return self.named.get(key)


def trimmed(text: str, start: int, end: int, nodes: list[Node]) -> Argument:
    """The span without the white space around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if nodes and (nodes[0].start < start or nodes[-1].end > end):
        nodes = [node for node in nodes if start <= node.start and node.end <= end]
    return Argument(start, end, nodes)
