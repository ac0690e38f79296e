"""A record as HTML, which notebooks show: the box as a reader sees it, and what was understood beside it.

Words of the page are text in it, never markup: everything is escaped, and nothing is a link, a picture or a script.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

from infobox import understood
from infobox.controls import visible
from infobox.language.concepts import DEATHS
from infobox.record import Coordinates, Date, Image, Result

if TYPE_CHECKING:
    from infobox.reading import Problem
    from infobox.record import Conflict, Fate, Flag, Item, Note, Reference, Side, Text
    from infobox.templates.profile import Definition, Profile

SIZE: Final = 300_000
"""How much of a record is shown, in characters of its words, and `_PART` more for each of its parts: more than any page needs."""
_PART: Final = 100
_DEEPEST: Final = 24
"""The most levels of lists that are drawn; deeper ones are drawn on the last."""
_HEADING: Final = 200
"""How much of a heading is compared with what stands under it: more is no heading."""
_LONGEST: Final = 100
"""The most characters of a figure that is looked for in its line."""
_MEANING: Final = '<i dir="ltr">'
"""Begins what was understood, which keeps its order among words from right to left: no date or range is turned around."""
_CUT: Final = "The record is longer than what is shown here; to_json() returns all of it."
_STYLE: Final = """\
.infobox-record{max-width:48em;overflow-x:auto;font-size:.9em;line-height:1.4}
.infobox-record table{border-collapse:collapse;width:100%;margin:0;font-size:1em}
.infobox-record tr{background:none!important}
.infobox-record caption{text-align:start;font-weight:bold;font-size:1.2em;padding:.3em 0;color:inherit}
.infobox-record :is(th,td){border:1px solid #8886;padding:.25em .6em;text-align:start!important;vertical-align:top}
.infobox-record :is(th,td){white-space:normal;overflow-wrap:anywhere}
.infobox-record th{background:#8882;font-weight:bold;width:8em}
.infobox-record th.row{width:auto}
.infobox-record ul{margin:0;padding-inline-start:1.1em;list-style-position:outside}
.infobox-record td>ul{padding-inline-start:0;list-style:none}
.infobox-record li{margin:0}
.infobox-record hr{margin:.3em 0;border:0;border-top:1px solid #8886}
.infobox-record i{font-style:normal;opacity:.75;font-size:.9em}
.infobox-record u{text-decoration:underline dotted}
.infobox-record summary{cursor:pointer;opacity:.75}"""
"""Works on light and on dark ground: no colour but greys that let the ground through."""


def shown(record: Conflict, problems: Sequence[Problem] = (), *, profile: Profile | None = None) -> str:
    """The record as one element of HTML.

    It has all words of the record, in the order and with the labels of its template's profile. What was understood stands after the words,
    in `<i>`, where they do not say it themselves; figures that were read are underlined, and their `title` says what they mean. `problems`
    are those of the reading. Takes time and space linear in the record; of one that is longer than `SIZE` it says that it is cut.
    """
    return _Sheet(record, problems, profile).whole()


class _Sheet:
    """One record on its way to HTML."""

    def __init__(self, record: Conflict, problems: Sequence[Problem], profile: Profile | None) -> None:
        from infobox.box import profile_of

        self.record = record
        self.problems = problems
        self.profile = profile_of(record, profile)
        self.left = SIZE
        self.cut = False
        self.references: list[Reference] = []
        self.notes: list[Note] = []
        self.written: list[tuple[str, str]] = []

    def whole(self) -> str:
        above, below = self.halves()
        title = self.title()
        rows = "".join(self.facts(above))
        parts = [f"<table><caption>{title}</caption>{rows}</table>", *self.columns()]
        if rows := "".join(self.facts(below)):
            parts.append(f"<table>{rows}</table>")
        parts += self.feet()
        cut = f"<p>{_CUT}</p>" if self.cut else ""
        # Notebooks would take words between dollar signs for formulas.
        classes = "infobox-record tex2jax_ignore mathjax_ignore"
        return f'<div class="{classes}" dir="auto"><style>{_STYLE}</style>{"".join(parts)}{cut}</div>'

    # -- words ----------------------------------------------------------------------------------------------------------------------------

    def words(self, text: str) -> str:
        """Words, escaped, as far as there is space left."""
        self.left -= len(text)
        if self.left < 0:
            text = text[: self.left] if -self.left < len(text) else ""
            self.left, self.cut = 0, True
        return escape(visible(text))

    def fits(self) -> bool:
        """Whether there is space for another part."""
        self.left -= _PART
        if self.left < 0:
            self.left, self.cut = 0, True
        return not self.cut

    def meaning(self, text: str) -> str:
        """What was understood, after the words."""
        return f" {_MEANING}= {self.words(text)}</i>" if text else ""

    def marked(self, text: str, parts: Iterable[tuple[str, str]]) -> str:
        """Words in which parts, each with what it means, are underlined. Parts stand in this order."""
        found, end = [], 0
        for part, title in parts:
            if not 0 < len(part) <= _LONGEST or not self.fits() or (start := _place(text, part, end)) is None:
                break
            found += [self.words(text[end:start]), f'<u title="{self.words(title)}">{self.words(part)}</u>']
            end = start + len(part)
        return "".join(found) + self.words(text[end:])

    def flags(self, flags: Sequence[Flag], text: str) -> str:
        """The flags before a text; of those that say what it says, only their sign."""
        named = set(understood.flags(flags, text))
        shown = []
        for flag in flags:
            if not self.fits():
                break
            name = flag.of or flag.image
            title = f' title="{self.words(", ".join(filter(None, (flag.of, flag.variant, flag.image))))}"'
            shown.append(f"<i{title}>⚑{' ' + self.words(name) if name in named else ''}</i> ")
        return "".join(shown)

    def marks(self, part: Text | Date | Item | Coordinates) -> str:
        """The marks after words: templates that are not known, citations, notes."""
        shown = []
        for template in part.templates:
            if self.fits():
                self.written.append((template.name, template.wikitext))
                shown.append(f" <i>{{{{{self.words(template.name)}}}}}</i>")
        for reference in part.references:
            if self.fits():
                self.references.append(reference)
                shown.append(f"<sup>[{len(self.references)}]</sup>")
        for note in part.notes:
            if self.fits():
                self.notes.append(note)
                shown.append(f"<sup>[note {len(self.notes)}]</sup>")
        return "".join(shown)

    # -- the box --------------------------------------------------------------------------------------------------------------------------

    def title(self) -> str:
        record, page = self.record, self.record.page
        name = record.conflict if record.conflict is not None and record.conflict.text else None
        if name is not None:
            shown = self.flags(name.flags, name.text) + self.words(name.text) + self.marks(name)
        else:
            shown = self.words((page.title if page is not None else "") or "(no name)")
        return shown

    def halves(self) -> tuple[list[Definition], list[Definition]]:
        """The parameters that stand above the sides, and those below."""
        parameters = self.profile.parameters
        sided = [place for place, definition in enumerate(parameters) if definition.field in self.profile.sided_fields]
        first = sided[0] if sided else len(parameters)
        return parameters[:first], parameters[first:]

    def facts(self, definitions: list[Definition]) -> list[str]:
        """Rows above or below the sides: a label and a value each."""
        from infobox.layout import held_at

        rows = []
        for definition in definitions:
            if definition.label and definition.field not in self.profile.sided_fields:
                value = self.value(held_at(self.record, definition.field))
                if value:
                    rows.append(f"<tr><th>{_label(definition)}</th><td>{value}</td></tr>")
        return rows

    def value(self, held: Any) -> str:
        """The value of a field that belongs to no side; empty if there is none."""
        if isinstance(held, Image):
            self.written += [(f"image {name}", getattr(held, name)) for name in ("size", "upright", "alt", "wikitext")]
            return f"<code>{self.words(held.file)}</code>" if held.file else ""
        if isinstance(held, Coordinates):
            degrees = held.latitude is not None and held.longitude is not None
            where = f"{held.latitude:g}, {held.longitude:g}" if degrees else ""
            return " ".join(filter(None, (where, self.words(held.text)))) + self.marks(held)
        if isinstance(held, Date):
            return self.text(held) + self.meaning(understood.edtf(held))
        if isinstance(held, Result):
            return self.items(held.items) + self.meaning(understood.winners(held))
        if isinstance(held, list):
            return self.items(held)
        return self.text(held) if held is not None else ""

    def text(self, text: Text | Date) -> str:
        return self.flags(text.flags, text.text) + self.words(text.text) + self.marks(text)

    def columns(self) -> list[str]:
        """The table of the sides: for each row of the box its title, a cell for each side, and the cell under all of them."""
        sides, joint = self.record.sides, self.record.joint
        rows = []
        for definition in self.profile.parameters:
            if definition.field in self.profile.sided_fields:
                rows += self.row(definition, sides, joint)
        return [f"<table>{''.join(rows)}</table>"] if rows else []

    def row(self, definition: Definition, sides: list[Side], joint: Side | None) -> list[str]:
        field = definition.field
        header: Text | None = getattr(self.record, self.profile.field(definition.header)) if definition.header else None
        title = self.text(header) if header is not None else ""
        under = getattr(joint, field) if joint is not None else []
        if not title and not under and not any(getattr(side, field) for side in sides):
            return []
        width = max(1, len(sides))
        rows = [f'<tr><th class="row" colspan="{width}">{title or _label(definition)}</th></tr>']
        if cells := [self.cell(side, field) for side in sides if self.fits()]:
            share = 100 // len(cells)
            rows.append("<tr>" + "".join(f'<td dir="auto" style="width:{share}%">{cell}</td>' for cell in cells) + "</tr>")
        if under and joint is not None:
            rows.append(f'<tr><td colspan="{width}" dir="auto">{self.cell(joint, field)}</td></tr>')
        return rows

    def cell(self, side: Side, field: str) -> str:
        sums = {"strength": understood.people(side.people), "casualties": understood.losses(side.losses)}.get(field, "")
        return self.items(getattr(side, field)) + (f"<div>{self.meaning(sums)}</div>" if sums else "")

    # -- lists ----------------------------------------------------------------------------------------------------------------------------

    def items(self, items: list[Item]) -> str:
        """A list with the lists under its lines."""
        if not items:
            return ""
        parts = ["<ul>"]
        waiting: list[tuple[Item | None, int, frozenset[str]]] = [(item, 1, frozenset()) for item in reversed(items)]
        while waiting:
            item, level, said = waiting.pop()
            if item is None:
                parts.append("</ul></li>")
                continue
            if not self.fits():
                continue
            parts.append(f"<li>{'<hr>' if item.rule else ''}{self.item(item, said)}")
            if item.items and level < _DEEPEST:
                parts.append("<ul>")
                waiting.append((None, level, said))
                said |= understood.words_of(item.text[:_HEADING])
            else:
                parts.append("</li>")
            waiting += [(inner, min(level + 1, _DEEPEST), said) for inner in reversed(item.items)]
        return "".join(parts) + "</ul>"

    def item(self, item: Item, above: Collection[str]) -> str:
        """One line of a list; `above` are the words under which it stands."""
        words = self.marked(item.text, ((quantity.text, understood.described(quantity)) for quantity in item.quantities))
        parts = [self.flags(item.flags, item.text), f"<b>{words}</b>" if item.heading else words]
        parts += [self.fate(fate, item.text) for fate in item.fates if self.fits()]
        known = item.name in (flag.of for flag in item.flags) or understood.words_of(item.name) <= understood.words_of(item.text)
        period = understood.period(item.period, " ".join(item.qualifiers)) if item.period is not None else ""
        meanings = ("" if known else item.name, period, understood.figures(item, above))
        return "".join((*parts, self.marks(item), *map(self.meaning, meanings)))

    def fate(self, fate: Fate, text: str) -> str:
        words = self.words(understood.fate(fate, text))
        return f" {'†' if fate in DEATHS else '‡'}" + (f" {_MEANING}{words}</i>" if words else "")

    # -- below the box --------------------------------------------------------------------------------------------------------------------

    def feet(self) -> list[str]:
        """What can be opened below the box: sources, parameters as written, and what is wrong."""
        record, page = self.record, self.record.page
        where = [(name, str(value)) for name in page.__struct_fields__ if (value := getattr(page, name)) is not None] if page else []
        written = [("width", record.width), *self.written, *record.map.items(), *record.other.items()]
        wrong = [(found.code, found.message) for found in record.findings]
        wrong += [("template not known", name) for name in record.unresolved]
        wrong += [(problem.parameter, problem.message) for problem in self.problems]
        cited = [(f"[{number}]", part.text or part.name or part.wikitext) for number, part in enumerate(self.references, 1)]
        noted = [(f"[note {number}]", part.text or part.name or part.wikitext) for number, part in enumerate(self.notes, 1)]
        return [
            self.foot("Page", where),
            self.foot("References", cited),
            self.foot("Notes", noted),
            self.foot("As written", written),
            self.foot("Not understood, or wrong", wrong),
        ]

    def foot(self, title: str, lines: Iterable[tuple[str, str]]) -> str:
        shown = [f"<li>{self.words(label)} {self.words(text)}</li>" for label, text in lines if text and self.fits()]
        return f"<details><summary>{title} ({len(shown)})</summary><ul>{''.join(shown)}</ul></details>" if shown else ""


def _label(definition: Definition) -> str:
    return escape(definition.label.capitalize())


def _place(text: str, part: str, start: int) -> int | None:
    """Where a part stands in a text, from `start` on; not within a longer word or number."""
    before, after = (r"(?<!\w)" if part[:1].isalnum() else "", r"(?!\w)" if part[-1:].isalnum() else "")
    found = re.compile(f"{before}{re.escape(part)}{after}").search(text, start)
    return found.start() if found is not None else None
