"""Infobox to record."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from infobox import attached, language, record, templates
from infobox import box as boxes
from infobox.box import Box, Parameter
from infobox.conclusions.concluding import conclude
from infobox.display import links
from infobox.display.calls import called
from infobox.display.lines import Block, Line, every_line
from infobox.display.purpose import Purpose
from infobox.display.tracing import TracingBuilder
from infobox.display.value import ValueReader
from infobox.items import ItemReader
from infobox.language import signs
from infobox.language.lexicon import lexicon
from infobox.markup import tables
from infobox.markup.line_ends import without_lone_returns
from infobox.markup.scan import template_name
from infobox.markup.shown import seen
from infobox.record import Page, Span
from infobox.source_map import SourceMap
from infobox.templates.profile import Definition, Profile
from infobox.values import coordinates, dates, results

_NO_COORDINATES: Final = "not understood as coordinates"
_ANOTHER_PLACE: Final = "another place; only the first one is read"
_UNSHOWN: Final = "the template does not show this parameter"
_UNKNOWN: Final = "the record has no field for this parameter; it is kept as written"
"""Of another wiki not all is known that its template shows."""
_MARKS: Final = ("links", "flags", "references", "notes", "templates")


class _ListKind(NamedTuple):
    """What a list of items is read for, and what is missing if its words are not understood."""

    purpose: Purpose
    name: str


_FIGURES: Final = _ListKind(Purpose(line_start=True, lists=True, figures=True), "the figures")
_STATEMENTS: Final = _ListKind(Purpose(line_start=True, lists=True), "outcome and victor")
_KINDS_OF_ITEMS: Final = {
    "entities": _ListKind(Purpose(line_start=True, lists=True, people=True), "times and fates"),
    "statements": _STATEMENTS,
    "result": _STATEMENTS,
}
_BLOCK: Final = Purpose(line_start=True, coordinates=True)
_WORDS: Final = Purpose(coordinates=True)
_COORDINATES: Final = Purpose()


class Problem(NamedTuple):
    """Something on a page that was not understood, or is not shown: half-open span, parameter, and the message."""

    start: int
    end: int
    parameter: str
    message: str


class Unknown(NamedTuple):
    """A template of unknown meaning: its name as written, half-open span, the parameter whose value holds it, and the values in it that
    are not read: empty if there are none, None if nothing of the template is read.
    """

    name: str
    start: int
    end: int
    parameter: str
    unread: str | None = ""


class Reading(msgspec.Struct, eq=False):
    """One infobox as it was read: its `record`, the `problems`, and the `unknown` templates in its values.

    `values` is how many values it has. `box` is the infobox in the page, None for extracted text, and `shown` its parameters that are not
    empty, by canonical name: of several with one name the one that the template shows. `language` is the code of the language of its
    values, `home` that of the page's Wikipedia. `map` is the source map of this very record, if it was read with spans.
    """

    record: record.Conflict
    problems: list[Problem]
    values: int = 0
    unknown: tuple[Unknown, ...] = ()
    box: Box | None = None
    shown: Mapping[str, Parameter] = MappingProxyType({})
    language: str = "en"
    home: str = "en"
    map: SourceMap | None = None
    _text: str = ""
    _page: Page | None = None
    _again: Reading | None = None

    @property
    def profile(self) -> Profile | None:
        """The profile of the infobox's template; None for extracted text."""
        return self.box.profile if self.box is not None else None

    def _repr_html_(self) -> str:
        """The record as notebooks show it, with the problems."""
        return attached.shown(self.record, self.problems, profile=self.profile)

    def place(self, path: str) -> Span | None:
        """The half-open span in the page of what stands at a path of the record, such as `sides[0].commanders[1].fates[0]`.

        A text, name, flag, link, fate, qualifier, period, figure, reference, note, item or value has a place of its own; anything finer
        has the place of the part that it belongs to. None for what is not on the page, and for extracted text. The path is a path of the
        record as it was read, even if the record was changed later; raises `LookupError` if it does not exist. The first call computes
        the places, which takes as long as reading the infobox.
        """
        traced = self._traced()
        return traced.map.place(traced.record, path) if traced is not None and traced.map is not None else None

    def places(self) -> dict[str, Span]:
        """The places of everything in the record that has one, by path, as `place` gives them; whatever is left out has the place of the
        part that holds it. Empty for extracted text.
        """
        traced = self._traced()
        return dict(traced.map.places(traced.record)) if traced is not None and traced.map is not None else {}

    def _traced(self) -> Reading | None:
        """The same infobox, read with the map of its places; None for extracted text."""
        if self._again is None and self.box is not None:
            self._again = _BoxReader(self._text, self.box, self._page, traced=True).read(None)
            self._again.record.template = self.record.template
        return self._again


def read_boxes(
    text: str, *, page: Page | None = None, spans: bool = False, source: bool = False, profile: Profile | None = None
) -> list[Reading]:
    """The records of a page's infoboxes, in page order: those of the `profile`, or of all that ship.

    `page` is what is known about the page; its wiki determines the language of the values (see `language`). `spans` gives every text,
    item, date and quantity its place in the page, `source` gives every record the infobox's wikitext. Page content never raises.
    """
    lines = without_lone_returns(text)
    found = boxes.find(lines, profile, page.wiki if page is not None else "")
    readings = [_BoxReader(lines, box, page, traced=spans).read(number if len(found) > 1 else None) for number, box in enumerate(found, 1)]
    for box, reading in zip(found, readings, strict=True):
        reading.record.source = text[box.start : box.end] if source else ""
    return readings


class _BoxReader:
    def __init__(self, text: str, box: Box, page: Page | None, *, traced: bool) -> None:
        self.text = text
        self.box = box
        self.profile = box.profile
        self.page = page
        wiki = page.wiki if page is not None else ""
        self.language = language.of(box.language, wiki)
        self.lexicon = lexicon(self.language)
        lines = TracingBuilder(self.lexicon) if traced else None
        self.reader = ValueReader(text, self.lexicon, home=language.home(box.language, wiki), lines=lines)
        self.walker = self.reader.walker
        self.wiki = self.language, self.walker.home
        self.walker.tabled = tables.begins(text, box.start, box.end)
        self.map = SourceMap(text, self.lexicon, lines, box) if lines is not None else None
        self.problems: list[Problem] = []
        self.conflict = record.Conflict(schema=record.FORMAT)
        self.items = ItemReader(self.lexicon, self.walker.templates, self.map)

    def read(self, number: int | None) -> Reading:
        box, conflict = self.box, self.conflict
        conflict.page = self.page
        conflict.template = record.TemplateUse(name=box.name, start=box.start, end=box.end, number=number)
        self._report_doubts()
        shown = self._last_ones()
        sides = self.profile.count_sides(shown)
        conflict.sides = [record.Side() for _ in range(sides)]
        definitions, halves = self.profile.definitions, self.profile.halves
        known = [(parameter, definitions.get(name)) for name, parameter in shown.items()]
        # The date first: qualifiers without a year take its year. Separate coordinates override those of the place.
        last = self.profile.last_of(box.language)
        self._date(*(shown.get(name) if name else None for name in (self.profile.named("date"), self.profile.year, last)))
        for parameter, definition in known:
            if definition is not None and definition.values == "coordinates":
                self._coordinates(parameter)
        parts: dict[tuple[int, int], Parameter] = {}
        for parameter, definition in known:
            if definition is not None:
                if definition.number and not self.profile.is_shown(definition.name, sides):
                    self._other(parameter)
                elif definition.values not in ("date", "coordinates"):
                    self._value(parameter, definition)
            elif parameter.name in halves:
                parts[halves[parameter.name]] = parameter
                if box.language == self.profile.language:  # others still have it
                    self._former(parameter)
            elif parameter.name not in (self.profile.year, last) or not parameter.name:
                self._other(parameter)
        if parts:
            self._former_coordinates(parts)
        if conflict.joint == record.Side():
            conflict.joint = None
        conclude(conflict, self.lexicon)
        unknown = self._unknown(shown)
        self.problems.sort()
        if self.map is not None:
            self.map.shown = shown
            self.map.unknown = {use.name: (use.start, use.end) for use in reversed(unknown)}
            self.map.fill_spans()
        return Reading(conflict, self.problems, len(shown), unknown, box, shown, *self.wiki, self.map, self.text, self.page)

    def _unknown(self, shown: dict[str, Parameter]) -> tuple[Unknown, ...]:
        """The unknown templates, each once, in page order; names them in the record, and reports what a reader sees of templates but is
        not read.
        """

        def within(start: int) -> str:
            return next((p.written for p in shown.values() if p.value_start <= start < p.value_end), "")

        uses: list[Unknown] = []
        for name, start, end, left in sorted(set(self.walker.unresolved), key=lambda use: (use[1], use[2])):
            uses.append(Unknown(name, start, end, within(start), left))
            what = "parser function not evaluated" if name[:1] == "#" and name[:8] != "#invoke:" else "unknown template"
            missing = "; its content is not read" if left is None else f"; not read: {' '.join(left.split())[:60]}" if left else ""
            self._report(start, end, uses[-1].parameter, f"{what}: {name[:60]}{missing}")
        for start, end, what in sorted(set(self.walker.unread)):
            self._report(start, end, within(start), f"not read from this template: {what}")
        # Of names that are equal to MediaWiki one stands for all, whichever comes first on the page.
        used = sorted({use.name for use in uses if use.name}, reverse=True)  # braces without a name are not a template to MediaWiki
        self.conflict.unresolved = sorted({templates.fold(name): name for name in used}.values())
        return tuple(uses)

    def _report(self, start: int, end: int, parameter: str, message: str) -> None:
        self.problems.append(Problem(start, end, parameter, message))

    def _report_doubts(self) -> None:
        """Report what is only a guess about the whole infobox."""
        box = self.box
        if not box.closed:
            self._report(box.start, box.start + 2, "", "the infobox is not closed correctly, so its end is a guess; close it with }}")
        if box.assumed:
            wiki = self.profile.names[box.language].wiki
            message = f"several wikis have this template; by its parameters and words it is read as that of {wiki}.wikipedia.org"
            self._report(box.start, box.start + 2, "", message)

    def _report_language(self, parameter: Parameter, what: str) -> None:
        """Report a value whose words are not understood."""
        message = f"{what} cannot be read in the language “{self.language}”; the words are kept as text"
        self._report(parameter.value_start, parameter.value_end, parameter.written, message)

    def _is_understood(self, text: str) -> bool:
        return self.lexicon.understood or not signs.has_words(text)

    def _last_ones(self) -> dict[str, Parameter]:
        """The parameters that are not empty, by name; of several with one name the last, as in MediaWiki."""
        written: dict[str, Parameter] = {}
        for parameter in self.box.parameters:
            before = written.get(parameter.written)
            if before is not None and not boxes.is_empty(self.text, before):
                self._report(
                    before.start, before.value_end, before.written, "given more than once; the template shows the last value, not this one"
                )
            written[parameter.written] = parameter
        shown: dict[str, Parameter] = {}
        for parameter in written.values():
            if boxes.is_empty(self.text, parameter):
                continue
            rival = shown.get(parameter.name)
            if rival is None:
                shown[parameter.name] = parameter
            elif parameter.written == parameter.name:
                # Two names of one parameter: the canonical name wins, the other is kept as written.
                shown[parameter.name] = parameter
                self._other(rival)
            else:
                self._other(parameter)
        return shown

    def _other(self, parameter: Parameter) -> None:
        raw = boxes.raw(self.text, parameter)
        if not raw:
            return
        if parameter.written:
            self.conflict.other[parameter.written] = raw
            positional = "a value without a name; the template does not show it"
            named = _UNSHOWN if self.box.language == self.profile.language else _UNKNOWN
            message = positional if parameter.positional else named
        else:
            message = "a value with no name before its equals sign; the template does not show it, and the record leaves it out"
        self._report(parameter.start, parameter.value_end, parameter.written, message)

    def _former(self, parameter: Parameter) -> None:
        instead = self.profile.former[parameter.name]
        self._report(parameter.start, parameter.value_end, parameter.written, f"the template no longer shows this parameter; use {instead}")

    def _value(self, parameter: Parameter, definition: Definition) -> None:
        """Read the value of a parameter, of the kind that the profile states, into the record's field."""
        kind = definition.values
        if definition.is_list:
            self._list(parameter, definition)
            return
        if kind == "picture":
            self.conflict.image = self._picture(parameter, self.conflict.image or record.Image())
            return
        owner, field = self._owner(definition.field)
        if kind == "raw":
            held = getattr(owner, field)
            if isinstance(held, dict):
                held[parameter.name] = boxes.raw(self.text, parameter)
            else:
                setattr(owner, field, boxes.raw(self.text, parameter))
        else:
            text = self._text(parameter, definition)
            if text is not None:
                setattr(owner, field, text)
        if owner is not self.conflict and owner == record.Image():
            self.conflict.image = None

    def _owner(self, path: str) -> tuple[record.Conflict | record.Image, str]:
        part, _, field = path.rpartition(".")
        if not part:
            return self.conflict, field
        self.conflict.image = self.conflict.image or record.Image()
        return self.conflict.image, field

    def _block(self, parameter: Parameter, purpose: Purpose, *, located: bool = False) -> Block:
        """The lines of a value; `located` if coordinates in it are read."""
        block = self.reader.read(parameter.value_start, parameter.value_end, parameter.nodes, purpose)
        for node, _, words in self.walker.coordinates:
            if not (words or located):
                own = self.profile.named("coordinates")
                advice = f"; use {own}" if own else ""
                self._report(node.start, node.end, parameter.written, f"coordinates are not read in this parameter{advice}")
        first: Line | Block = block
        while isinstance(first, Block) and first.entries:
            first = first.entries[0]
        if isinstance(first, Line) and first.text:
            return block
        if not (self.walker.coordinates or any(map(self._has_content, every_line(block)))) and self._should_have_content(parameter):
            where = (parameter.value_start, parameter.value_end, parameter.written)
            self._report(*where, "this value is empty: its templates show nothing or are unknown")
        return block

    def _should_have_content(self, parameter: Parameter) -> bool:
        wiki = self.walker.templates
        used = (wiki.meaning(called(self.text, node, wiki)[0]) for node in parameter.nodes if node.kind == "template")
        return any(known is None or known.kind != "hidden" for known in used)

    def _has_content(self, line: Line) -> bool:
        """Whether a line holds more than unknown templates."""
        known = any(self.walker.templates.meaning(template.name) is not None for template in line.templates)
        return known or bool(line.text or line.flags or line.references or line.notes or line.fates)

    @staticmethod
    def _words(lines: list[Line]) -> str:
        return " ".join(line.text for line in lines if line.text)

    def _marked(self, into: record.Text | record.Date, lines: list[Line]) -> bool:
        """Fill in words and what stands on them; false if there is nothing."""
        into.text = self._words(lines)
        for line in lines:
            _extend(into, line, _MARKS)
        if self.map is not None and lines:
            self.map.enter(into, lines)
        return bool(into.text) or any(getattr(into, name) for name in _MARKS)

    def _text(self, parameter: Parameter, definition: Definition) -> record.Text | None:
        line_start = definition.values == "block"
        if not parameter.nodes and self.map is None and not line_start:
            words = seen(self.text[parameter.value_start : parameter.value_end])
            return record.Text(text=words) if words else None
        text = record.Text()
        lines = every_line(self._block(parameter, _BLOCK if line_start else _WORDS, located=definition.located))
        if definition.located and self.walker.coordinates:
            self._located(self.conflict.coordinates or record.Coordinates(), parameter, text.templates)
        return text if self._marked(text, lines) else None

    def _date(self, parameter: Parameter | None, year: Parameter | None, last: Parameter | None) -> None:
        where = parameter or last or year
        if where is None:
            return
        date = record.Date()
        lines = every_line(self._block(parameter, _WORDS)) if parameter is not None else []
        if last is not None:
            more = every_line(self._block(last, _WORDS))
            lines = [*lines, *self._between(last, more)] if self._words(lines) else more
        if year is not None:
            more = every_line(self._block(year, _WORDS))
            words = self._words(more)
            if not lines or words not in self._words(lines):
                lines = lines + more
        if not self._marked(date, lines):
            return
        words = dates.with_calendars(date.text, [(link.target, link.text) for link in date.links], self.lexicon)
        reading = dates.read(words, "", self.lexicon)
        if any(not template.text for template in date.templates):
            reading = dates.without_hidden_ends(reading, date.text, self.lexicon)
        # The last day alone does not say when it began.
        date.start, date.end, date.ongoing = reading.start if where is not last else "", reading.end, reading.ongoing
        date.phases = [record.Phase(start=start, end=end) for start, end in reading.phases]
        if reading.old_style is not None:
            date.old_style = record.Phase(start=reading.old_style[0], end=reading.old_style[1])
        if not self._is_understood(date.text):
            self._report_language(where, "the date")
        elif not (date.start or date.end or date.ongoing):
            self._report(where.value_start, where.value_end, where.written, f"not understood as a date: {date.text[:60]}")
        self.items.dated(date.start, date.end)
        self.conflict.date = date

    def _between(self, last: Parameter, lines: list[Line]) -> list[Line]:
        """The lines of the last day, after what the template shows between the days."""
        words = self.profile.names[self.box.language].between.strip()
        between = Line(0, last.start, last.start, self.lexicon, chunks=[(words, 0, last.start)])
        between.finish()
        return [between, *lines]

    def _picture(self, parameter: Parameter, image: record.Image) -> record.Image | None:
        raw = boxes.raw(self.text, parameter)
        if any(node.kind not in ("comment", "entity", "newline") for node in parameter.nodes) or "\n" in raw:
            image.wikitext = raw
            found = _file_in().search(raw)
            image.file = links.file_of(found.group()) if found is not None else ""
            size, alt = links.picture(raw)
            image.size, image.alt = image.size or size, image.alt or alt
        else:
            image.file = links.file_of(raw)
        return image if image != record.Image() else None

    def _coordinates(self, parameter: Parameter) -> None:
        found = record.Coordinates()
        self._on_coordinates(found, self._block(parameter, _COORDINATES, located=True))
        self._located(found, parameter, found.templates)

    def _on_coordinates(self, found: record.Coordinates, block: Block) -> None:
        text = record.Text()
        self._marked(text, every_line(block))
        found.text = text.text
        _extend(found, text, ("links", "references", "notes", "templates"))

    def _located(self, found: record.Coordinates, parameter: Parameter, kept: list[record.Unresolved]) -> None:
        """Take the first place in a value, unless the place is already known; others are reported, and `kept` as written if no words
        state them.
        """
        where = None if found.latitude is None or found.longitude is None else (found.latitude, found.longitude)
        known = where is not None
        message = ""
        for node, values, words in self.walker.coordinates:
            place = coordinates.read(values, self.lexicon)
            where = where or place
            if place is None or place != where:
                message = _NO_COORDINATES if place is None else _ANOTHER_PLACE
                if not words:
                    kept.append(record.Unresolved(name=template_name(self.text, node).strip(), wikitext=self.text[node.start : node.end]))
        where = where or coordinates.written(found.text, self.lexicon)
        if where is None and (found.text or found.templates):
            message = _NO_COORDINATES
        if message:
            self._report(parameter.value_start, parameter.value_end, parameter.written, message)
        if where is not None:
            found.latitude, found.longitude = where
        elif found == record.Coordinates():
            return
        if self.map is not None and not known:
            self.map.locate(found, parameter.value_start, parameter.value_end)
        self.conflict.coordinates = found

    def _former_coordinates(self, parts: dict[tuple[int, int], Parameter]) -> None:
        """Read the parameters that the infobox once had for coordinates; those that do not give the place are kept as written."""
        found = record.Coordinates()
        words: dict[tuple[int, int], str] = {}
        for part, parameter in parts.items():
            self._on_coordinates(found, self._block(parameter, _COORDINATES, located=True))
            words[part] = found.text
        found.text, found.links = "", []
        place = coordinates.read_halves(words, self.lexicon)
        there = self.conflict.coordinates or found
        unused = parts if place is None else {}
        if place is not None and there.latitude is None:
            there.latitude, there.longitude = place
            if self.map is not None:
                self.map.locate(there, min(p.value_start for p in parts.values()), max(p.value_end for p in parts.values()))
            self.conflict.coordinates = there
            # A whole half needs none of its parts except the direction.
            apart = (coordinates.WHOLE, coordinates.DIRECTION)
            unused = {part: parts[part] for part in parts if part[1] not in apart and (part[0], coordinates.WHOLE) in parts}
        elif place != (there.latitude, there.longitude):
            unused = parts
        for parameter in unused.values():
            self.conflict.other[parameter.written] = boxes.raw(self.text, parameter)
        if place is None:
            start, end = min(p.start for p in parts.values()), max(p.value_end for p in parts.values())
            self._report(start, end, next(iter(parts.values())).written, _NO_COORDINATES)

    def _list(self, parameter: Parameter, definition: Definition) -> None:
        items = self._items(parameter, definition.values)
        if definition.values == "result":
            if items:
                outcome, victor = results.read([item.text for item in items], self.lexicon)
                self.conflict.result = record.Result(outcome=outcome, victor=victor, items=items)
        elif definition.number:
            self._enter(items, definition)
        else:
            setattr(self.conflict, definition.field, items)

    def _enter(self, items: list[record.Item], definition: Definition) -> None:
        conflict, row = self.conflict, definition.row
        if definition.number <= len(conflict.sides):
            side = conflict.sides[definition.number - 1]
        else:
            conflict.joint = side = conflict.joint or record.Side()
        for item in items:
            item.row = row  # type: ignore[assignment]
        held: list[record.Item] = getattr(side, definition.field)
        if not row:
            held[:0] = items
        else:
            place = next((at for at, item in enumerate(held) if item.row > row), len(held))
            held[place:place] = items

    def _items(self, parameter: Parameter, kind: str) -> list[record.Item]:
        """The items of a value that is a list; reports what was not understood in them."""
        what = _KINDS_OF_ITEMS.get(kind, _FIGURES)
        block = self._block(parameter, what.purpose)
        items = self.items.read(block, kind, self.text[parameter.value_start : parameter.value_end])
        for start, end, message in self.items.problems:
            self._report(start, end, "", message)
        self.items.problems.clear()
        words_left = self.items.words_left if kind != "result" else not all(self._is_understood(item.text) for item in items)
        if words_left:
            self._report_language(parameter, what.name)
        return items


def _extend(into: msgspec.Struct, held: Line | record.Text, names: Iterable[str]) -> None:
    """Copy what stands on a line or text to another part of a record."""
    for name in names:
        if parts := getattr(held, name):
            getattr(into, name).extend(parts)


@functools.cache
def _file_in() -> re.Pattern[str]:
    return re.compile(rf"[^|=\[\]{{}}<>\n]+{templates.file_ending()}(?=\s*(?:[|\]}}\n<]|\Z))", re.IGNORECASE)
