"""Unknown templates over many pages, so that the data can grow where it helps most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import asdict

from infobox.plurals import many
from infobox.positions import Lines
from infobox.templates import fold

if TYPE_CHECKING:
    from infobox.reading import Reading

_EXAMPLE: Final = 200
"""How much of a template's wikitext is shown as an example."""


class UnknownTemplate(Struct, eq=False):
    """One unknown template: its `name` at the first use, `uses`, the number of `infoboxes`, the first place (`page`, `line`,
    `column`, all from 1), and its wikitext there as an `example`, cut at 200 characters.
    """

    name: str
    uses: int
    infoboxes: int
    page: str
    line: int
    column: int
    example: str

    def as_line(self) -> str:
        """One line for people: ``    3 in     2  Name  page:line:column``."""
        return f"{self.uses:5} in {self.infoboxes:5}  {self.name}  {self.page}:{self.line}:{self.column}"

    def as_json(self) -> dict[str, str | int]:
        return asdict(self)


class Tally:
    """The unknown templates of many readings."""

    def __init__(self) -> None:
        self.infoboxes = 0
        self.values = 0
        self.unresolved_values = 0
        self.unresolved_infoboxes = 0
        self._templates: dict[str, UnknownTemplate] = {}

    def add(self, page: str, text: str, readings: list[Reading]) -> None:
        lines = Lines(text) if any(reading.unknown for reading in readings) else None
        for reading in readings:
            self.infoboxes += 1
            self.values += reading.values
            self.unresolved_values += len({use.parameter for use in reading.unknown})
            self.unresolved_infoboxes += bool(reading.unknown)
            for use in reading.unknown:
                assert lines is not None
                key = fold(use.name)
                template = self._templates.get(key)
                if template is None:
                    example = text[use.start : min(use.end, use.start + _EXAMPLE)]
                    template = self._templates[key] = UnknownTemplate(use.name, 0, 0, page, *lines.place(use.start), example)
                template.uses += 1
            for key in {fold(use.name) for use in reading.unknown}:
                self._templates[key].infoboxes += 1

    def templates(self) -> list[UnknownTemplate]:
        return sorted(self._templates.values(), key=lambda template: (-template.uses, -template.infoboxes, template.name))

    def summary(self) -> str:
        """One line: the number of templates, and the share of values and infoboxes with one."""
        share = 100 * self.unresolved_values / self.values if self.values else 0.0
        values, infoboxes = many(self.values, "value"), many(self.infoboxes, "infobox", "infoboxes")
        return (
            f"{many(len(self._templates), 'unknown template')}, in {self.unresolved_values} of {values} ({share:.2f} %), "
            f"{self.unresolved_infoboxes} of {infoboxes}"
        )
