"""One value of a page read into lines: nodes to events to lines."""

from __future__ import annotations

from infobox.display.builder import Builder
from infobox.display.lines import Block
from infobox.display.purpose import Purpose
from infobox.display.walk import Walker
from infobox.language.lexicon import Lexicon
from infobox.markup.arguments import trimmed
from infobox.markup.scan import Node


class ValueReader:
    """Reads values of one page. `walker` has what was not understood in them; `home` is the language code of the page's Wikipedia."""

    def __init__(self, source: str, lexicon: Lexicon, *, home: str = "en", lines: Builder | None = None) -> None:
        self._lines = lines or Builder(lexicon)
        self.walker = Walker(source, lexicon, self._lines, home=home)

    def read(self, start: int, end: int, nodes: list[Node], purpose: Purpose) -> Block:
        """The lines of `source[start:end]`."""
        walker, lines = self.walker, self._lines
        lines.start(purpose)
        value = trimmed(walker.source, start, end, nodes)
        walker.value(value, purpose)
        return lines.finish(value.start, value.end)
