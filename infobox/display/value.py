"""One value of a page read into lines: nodes to events to lines."""

from __future__ import annotations

from infobox.display.builder import Builder
from infobox.display.lines import Block
from infobox.display.walk import Walker
from infobox.language.lexicon import Lexicon
from infobox.markup.arguments import trimmed
from infobox.markup.scan import Node


class ValueReader:
    """Reads values of one page. `walker` has what was not understood in them; `home` is the language code of the page's Wikipedia."""

    def __init__(self, source: str, lexicon: Lexicon, *, home: str = "en", lines: Builder | None = None) -> None:
        self._lines = lines or Builder(lexicon)
        self.walker = Walker(source, lexicon, self._lines, home=home)

    def read(
        self,
        start: int,
        end: int,
        nodes: list[Node],
        *,
        line_start: bool = True,
        lists: bool = False,
        people: bool = False,
        figures: bool = False,
        coordinates: bool = False,
    ) -> Block:
        """The lines of `source[start:end]`.

        `line_start`: whether the value begins a line, so that it may begin with a list; `lists`: whether it is a value of lines, not of
        words; `people`, `figures`: whether it lists people, parties or units, or counts them; `coordinates`: whether they are words.
        """
        walker, lines = self.walker, self._lines
        lines.start(line_start=line_start, lists=lists, people=people, figures=figures)
        value = trimmed(walker.source, start, end, nodes)
        walker.value(value, lists=lists, people=people, figures=figures, coordinates=coordinates)
        return lines.finish(value.start, value.end)
