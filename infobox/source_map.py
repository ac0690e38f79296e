"""Where the parts of a record stand in the page: part of the record -> line -> page.

The map holds what the reader kept: the lines that items, texts and dates were made of, their form, and the markup that gave flags, links
and citations. Everything finer, such as the place of a name in a line, is computed on request.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

from msgspec import Struct

from infobox.box import Box, Parameter
from infobox.display.form import Form, Forms, Mark
from infobox.display.lines import Line
from infobox.display.tracing import OpenList, TracingBuilder
from infobox.language.lexicon import Lexicon
from infobox.markup.arguments import trimmed
from infobox.positions import PathStep, written
from infobox.record import Conflict, Coordinates, Fate, Item, Link, Quantity, Span
from infobox.values import fates, qualifiers

_STEP: Final = re.compile(r'(?:\A(?:\$\.?)?|\.)([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]')
_GAP: Final = 200
"""How much wikitext may stand between two characters of one text."""

_MOST_MARKS: Final = 100
"""How many marks of fates are looked for in a line: no person has as many."""

_OFFSET: Final = itemgetter(0)


class _At(NamedTuple):
    """Where a part of a record stands: the nearest part at or above it with a place of its own, and the span."""

    holder: Any = None
    span: Span | None = None


class SourceMap:
    """The places of one record's parts, distinguished by identity: a copy of a part has no place.

    `shown` are the infobox's parameters that are not empty, by canonical name, `unknown` where each unknown template first stands.
    `open_lists` are the lists that are left open and their ends, `values` where the values begin that were read (see `TracingBuilder`).
    """

    def __init__(self, source: str, lexicon: Lexicon, lines: TracingBuilder, box: Box) -> None:
        self._source, self._lexicon = source, lexicon
        self._marked, self._trace, self._ends = lines.marked, lines.trace, lines.trace.ends
        self._spans: dict[int, tuple[Struct, Span]] = {}  # of what does not come from a line
        self.open_lists: Mapping[int, OpenList] = lines.open_lists
        self.values: Collection[int] = lines.values
        self._box = box
        self._lines: dict[int, tuple[Item | Struct, list[Line]]] = {}
        self._figures: dict[int, tuple[Quantity, Line, int, int]] = {}
        self._periods: dict[int, int] = {}
        self._located: list[Coordinates] = []
        self._last: tuple[Any, list[Span]] = (None, [])  # of the part that was asked about last
        self.shown: Mapping[str, Parameter] = {}
        self.unknown: Mapping[str, Span] = {}

    # -- for the reader

    def enter(self, part: Struct, lines: list[Line]) -> None:
        """Note the lines that a part was made of; the list is kept."""
        self._lines[id(part)] = (part, lines)

    def locate(self, coordinates: Coordinates, start: int, end: int) -> None:
        """Note where the coordinates stand, which do not come from a line."""
        self._located.append(coordinates)
        self._spans[id(coordinates)] = (coordinates, self._trimmed(start, end))

    def copied(self, part: Struct, copy: Struct) -> None:
        """Give a part's copy the place of the part."""
        if (span := self.of(part)) is not None:
            self._spans[id(copy)] = (copy, span)

    def moved(self, item: Item, first: Item) -> None:
        """Note that the marks of an item without words move to the first item under it."""
        self._lines[id(first)][1][:0] = self._lines[id(item)][1]

    def figure(self, quantity: Quantity, line: Line, start: int, end: int) -> None:
        """Note the place of a figure in the text of its line."""
        self._figures[id(quantity)] = (quantity, line, start, end)

    def timed(self, item: Item, number: int) -> None:
        """Note which qualifier of an item names its period."""
        self._periods[id(item)] = number

    # -- for callers

    def fill_spans(self) -> None:
        """Give every part of the record that has a span its own."""
        for part, lines in self._lines.values():
            if hasattr(part, "span"):
                part.span = self._of_lines(lines)
        for quantity, line, start, end in self._figures.values():
            quantity.span = self._of_figure(line, start, end)
        for located in self._located:
            located.span = self.of(located)

    def of(self, part: object) -> Span | None:
        """The half-open span in the page of a part of the record; None if it has no place of its own, or is not part of this record."""
        key = id(part)
        if key in self._lines:
            return self._of_lines(self._lines[key][1])
        if key in self._figures:
            return self._of_figure(*self._figures[key][1:])
        if key in self._marked:
            start = self._marked[key][1]
            return start, self._ends[start]
        return self._spans[key][1] if key in self._spans else None

    def text(self, part: Any) -> Span | None:
        """Where the words of an item, a text or a date stand, from the first to the last."""
        return _hull(self._words(part))

    def words(self, part: Any, start: int, end: int) -> Span | None:
        """Where the characters from `start` to `end` of the text of an item, a text, a date or a figure stand."""
        return _hull(self._words(part)[start:end])

    def offset(self, part: Any, at: int) -> int:
        """How many characters of the text of an item, a text or a date come from before a place in the page."""
        if self._last[0] is not part:
            self._last = part, self._words(part)
        return bisect.bisect_left(self._last[1], at, key=_OFFSET)

    def line_ends(self, part: Any) -> list[int]:
        """The places in the text of a text or a date at which a line ends and another follows."""
        ends = itertools.accumulate(len(line.text) + 1 for line in self._lines[id(part)][1] if line.text)
        return [end - 1 for end in ends][:-1]

    def in_text(self, quantity: Quantity) -> Span:
        """The half-open range of a figure in the text of its item."""
        return self._figures[id(quantity)][2:]

    def qualifiers_in_text(self, item: Item) -> Sequence[Span]:
        """The half-open ranges of an item's qualifiers in its text, without their parentheses."""
        return self._qualified_name(item).spans

    def name(self, item: Item) -> Span | None:
        """Where an item's name stands, without what qualifies it."""
        cuts = self._qualified_name(item).cuts
        own = [place for place in range(len(item.text)) if not any(start <= place < end for start, end in cuts)]
        if not own:
            return None
        words = self._words(item)
        at = item.text.find(item.name, own[0])
        while own and item.text[own[-1]] in " ,;":
            own.pop()
        return _hull(words[at : at + len(item.name)] if at >= 0 else words[own[0] : own[-1] + 1] if own else words)

    def beside(self, item: Item, link: Link) -> tuple[str, str] | None:
        """The words of an item's name before and after those of one of its links; None if the link has no words in the name."""
        span = self.of(link)
        if span is None:
            return None
        start, end = self.offset(item, span[0]), self.offset(item, span[1])
        before, after = item.text[:start], item.text[end:]
        for first, last in reversed(self._qualified_name(item).cuts):
            before = before[:first] + before[last:]
            after = after[: max(0, first - end)] + after[max(0, last - end) :]
        return (before, after.rstrip(" ,;")) if start < end else None

    def qualifier(self, item: Item, number: int) -> Span | None:
        """Where one of an item's qualifiers stands, without its parentheses."""
        start, end = self._qualified_name(item).spans[number]
        return _hull(self._words(item)[start:end])

    def period(self, item: Item) -> Span | None:
        """Where the qualifier stands that names an item's period."""
        number = self._periods.get(id(item))
        return self.qualifier(item, number) if number is not None else None

    def fate(self, item: Item, number: int) -> Span | None:
        """Where the mark or the words for a fate stand."""
        fate = item.fates[number]
        for stated, mark in self._fates(item):
            if fate in stated:
                return mark
        for place, qualifier in enumerate(item.qualifiers):
            words = fates.words_of(fate, qualifier, self._lexicon)
            if words is not None:
                start = self._qualified_name(item).spans[place][0]
                return _hull(self._words(item)[start + words[0] : start + words[1]])
        # A sign of which the words say what it means.
        return next((mark for stated, mark in self._fates(item) if not set(stated) & set(item.fates)), None)

    def marks(self, item: Item) -> list[Mark]:
        """The marks of fates on an item's lines, in order: templates, links and tooltips, and signs and letters among its words."""
        found = sorted(self._fates(item), key=itemgetter(1))[:_MOST_MARKS]
        forms = self.forms
        frames, shown = (forms.frames(self._reach(item)), list(self._shown(item))) if found else ([], [])
        return [Mark(*mark, stated, around := forms.around(mark, frames, shown), forms.gap(around[0])) for stated, mark in found]

    def form(self, item: Item) -> Form:
        """How an item's line is written."""
        lines = self._lines[id(item)][1]
        return self.forms.line(lines[0], *self._of_lines(lines), self._before(lines[0]))

    def gap(self, at: int) -> int:
        """Where the white space before a place in the page begins, hard spaces and line breaks included."""
        return self.forms.gap(at)

    def breaks(self, start: int, end: int) -> list[str]:
        """The line breaks in a stretch of the page, as they are spelt."""
        return self.forms.breaks(start, end)

    def gaps(self, start: int, end: int) -> list[str]:
        """The white space before each mark of a fate in markup in a stretch of the page, as far as it is on the same line."""
        return [self._source[self.forms.gap(at, breaks=False) : at] for _, (at, _) in self.forms.marks(start, end)]

    def value(self, name: str) -> Span | None:
        """Where the value of a parameter stands, by its canonical name, or as written if the template does not know it."""
        parameter = self.shown.get(name)
        parameter = parameter or next((each for each in reversed(self._box.parameters) if each.written == name), None)
        return self._trimmed(parameter.value_start, parameter.value_end) if parameter is not None else None

    def place(self, record: Conflict, path: str) -> Span | None:
        """The half-open span in the page of what stands at a path of the map's record, such as `sides[0].commanders[1].fates[0]`.

        Anything without a place of its own, such as the target of a link, has the place of the part that it belongs to. None for what is
        not on the page. Raises `LookupError` for a path that the record does not have.
        """
        part: Any = record
        at = _At()
        steps = _steps(path)
        for number, step in enumerate(steps, 1):
            part = _inside(part, step, path)
            at = self._at(record, steps[:number], part, at)
        return at.span

    def places(self, record: Conflict) -> Iterator[tuple[str, Span]]:
        """The places of everything in the map's record that has one, by path, parts before what is in them. Whatever is left out has the
        place of the part that holds it. Takes time linear in the record, but for its depth.
        """
        waiting: list[tuple[list[PathStep], Any, _At]] = [([], record, _At())]
        while waiting:
            steps, part, above = waiting.pop()
            at = self._at(record, steps, part, above) if steps else above
            if at.span is not None and at.span != above.span:
                yield written(tuple(steps)).removeprefix("$."), at.span
            held = _held(part)
            waiting += [([*steps, step], inner, at) for step, inner in reversed(held) if isinstance(step, int) or inner]

    def _at(self, record: Conflict, steps: Sequence[PathStep], part: Any, above: _At) -> _At:
        """Where a part of a record stands, by the steps to it and where that stands which is above it."""
        own = self.of(part) if isinstance(part, Struct) else None
        if own is not None:
            return _At(part, own)
        if above.holder is None:
            return _At(None, self._value(record, steps))
        return _At(above.holder, self._within(above.holder, steps[-2:]) or above.span)

    @functools.cached_property
    def forms(self) -> Forms:
        """The form of the lines on the page."""
        return Forms(self._source, self._trace)

    @functools.cached_property
    def _order(self) -> list[Span]:
        """Where the lines of each part begin, and where they end, in page order."""
        return sorted((lines[0].start, self._of_lines(lines)[1]) for _, lines in self._lines.values() if lines)

    def _before(self, line: Line) -> int:
        """Where the line before a line ends; where this one begins, if none is before it."""
        number = bisect.bisect_left(self._order, line.start, key=_OFFSET)
        return self._order[number - 1][1] if number else line.start

    def _reach(self, item: Item) -> Span:
        """From where an item's lines begin to where the next line begins."""
        lines = self._lines[id(item)][1]
        number = bisect.bisect_right(self._order, lines[-1].start, key=_OFFSET)
        return lines[0].start, self._order[number][0] if number < len(self._order) else len(self._source)

    def _fates(self, item: Item) -> Iterator[tuple[list[Fate], Span]]:
        """The marks of fates on an item's lines: those in markup, then those among its words."""
        for fate, span in self.forms.marks(*self._reach(item)):
            yield [fate], span
        line = self._lines[id(item)][1][-1]
        found = fates.marks(line.text, self._lexicon)
        places = list(self._characters(line)) if found else []
        for mark in found:
            place = _hull(places[mark.end - len(line.text[mark.start : mark.end].lstrip()) : mark.end])
            if place is not None:
                yield mark.fates, place

    def _shown(self, item: Item) -> Iterator[Span]:
        """Where everything stands that a reader sees of an item's lines; of words that a template shows, where it begins."""
        for line in self._lines[id(item)][1]:
            for words, _, at in line.chunks:
                if words.strip():
                    yield at, at + (len(words) if self._source.startswith(words, at) else 1)
            parts = (*line.flags, *line.references, *line.notes, *line.templates)
            yield from (span for part in parts if (span := self.of(part)) is not None)
        for _, span in self.forms.marks(*self._reach(item)):
            yield span

    def _within(self, part: Any, steps: Sequence[PathStep]) -> Span | None:
        match steps:
            case [_, "text"] if id(part) in self._lines:
                return self.text(part)
            case [_, "name"] if isinstance(part, Item):
                return self.name(part)
            case [_, "period"] if isinstance(part, Item):
                return self.period(part)
            case ["qualifiers", int(number)]:
                return self.qualifier(part, number)
            case ["fates", int(number)]:
                return self.fate(part, number)
        return None

    def _value(self, record: Conflict, steps: Sequence[PathStep]) -> Span | None:
        """The place of anything but an item, text or date: the value of the parameter that fills it."""
        profile = self._box.profile
        match steps:
            case ["unresolved", int(number)]:
                return self.unknown.get(record.unresolved[number])
            case ["template", *_] | ["source"]:
                return self._box.start, self._box.end
            case ["sides", int(number), str(field), *_]:
                return self._column(field, number + 1)
            case ["joint", str(field), *_]:
                return self._column(field, len(record.sides) + 1)
            case ["other" | "map", str(name)]:
                return self.value(name)
            case ["image", str(field), *_] if profile.named(f"image.{field}") in self.shown:
                return self.value(profile.named(f"image.{field}"))
            case [str(field), *_] if profile.named(field):
                return self.value(profile.named(field))
        return None

    def _column(self, field: str, number: int) -> Span | None:
        """The value of a side's parameter; if that is empty, of its first extra row."""
        profile = self._box.profile
        name = profile.named(field, number)
        return next((self.value(each) for each in [name, *profile.with_rows(name)] if each in self.shown), None)

    def _of_lines(self, lines: Sequence[Line]) -> Span:
        start, end = lines[0].start, lines[0].end
        return self._trimmed(start, end if len(lines) == 1 else max(line.end for line in lines))

    def _of_figure(self, line: Line, start: int, end: int) -> Span | None:
        places = line.places
        number = bisect.bisect_right(places, start, key=_OFFSET) - 1
        if number >= 0 and (number + 1 == len(places) or end <= places[number + 1][0]):
            begin, at = places[number]
            place = at + start - begin
            if at not in self._ends and self._source.startswith(line.text[start:end], place):
                return place, place + end - start  # most figures are the same on the page
        return _hull(list(self._characters(line, start, end)))

    def _qualified_name(self, item: Item) -> qualifiers.QualifiedName:
        line = self._lines[id(item)][1][-1]
        return qualifiers.part(item.text, self._lexicon, line.small_words(), [link.text for link in item.links])

    def _trimmed(self, start: int, end: int) -> Span:
        source = self._source
        if start < end and not source[start].isspace() and not source[end - 1].isspace():
            return start, end
        span = trimmed(source, start, end, [])
        return span.start, max(span.start, span.end)

    def _words(self, part: Any) -> list[Span]:
        """Where each character of a part's text stands."""
        if isinstance(part, Quantity):
            return list(self._characters(*self._figures[id(part)][1:]))
        lines = self._lines[id(part)][1]
        if not isinstance(part, Item):
            places: list[Span] = []
            for line in lines:
                if line.text:
                    places += [places[-1][1:] * 2] if places else []  # the blank between two lines
                    places += self._characters(line)
            return places
        places = list(self._characters(lines[-1]))
        text = lines[-1].text
        found = fates.marks(text, self._lexicon)
        if not found or part.text == text:
            return places
        gone = {place for mark in found for place in range(mark.start, mark.end)}
        left = [(char, place) for number, (char, place) in enumerate(zip(text, places, strict=True)) if number not in gone]
        return list(_aligned(part.text, left))

    def _characters(self, line: Line, first: int = 0, last: int | None = None) -> Iterator[Span]:
        """Where the characters of a line's text from `first` to `last` stand: in the words as written, or in the markup that shows them."""
        last = len(line.text) if last is None else last
        pieces = [(0, line.start), *line.places, (len(line.text), 0)]
        for (begin, at), (end, _) in itertools.pairwise(pieces):
            if end > begin and begin < last and end > first:
                places = self._piece(line.text[begin:end], at, max(line.end, at))
                yield from itertools.islice(places, max(0, first - begin), last - begin)

    def _piece(self, words: str, at: int, limit: int) -> Iterator[Span]:
        source = self._source
        end = self._ends.get(at)
        if end is not None:
            # Words of a template or an entity: the same words inside it, or else all of it.
            start = source.find(words, at, end)
            yield from itertools.repeat((at, end), len(words)) if start < 0 else _next_to_each_other(start, len(words))
            return
        if source.startswith(words, at):
            yield from _next_to_each_other(at, len(words))
            return
        for char in words:
            if char == " ":
                start = at
                while source[at : at + 1].isspace():
                    at += 1
                yield start, at
                continue
            place = source.find(char, at, min(limit, at + _GAP))
            if place < 0:
                yield at, at
            else:
                at = place + 1
                yield place, at


def _next_to_each_other(start: int, count: int) -> Iterator[Span]:
    return zip(range(start, start + count), range(start + 1, start + count + 1), strict=True)


def _aligned(text: str, left: Sequence[tuple[str, Span]]) -> Iterator[Span]:
    """The places of a text's characters, which equal those of `left` except for white space."""
    at = 0
    for char in text:
        while at < len(left) and char != left[at][0] and (char == " " or left[at][0] == " "):
            if char == " ":
                break
            at += 1
        if char == " " and (at >= len(left) or left[at][0] != " "):
            place = left[min(at, len(left) - 1)][1][0]
            yield place, place
        else:
            yield left[at][1]
            at += 1


def _hull(places: Sequence[Span]) -> Span | None:
    """From the first of some places to the last."""
    return (places[0][0], max(places[0][0], places[-1][1])) if places else None


def _steps(path: str) -> list[PathStep]:
    steps: list[PathStep] = []
    at = 0
    while at < len(path):
        match = _STEP.match(path, at)
        if match is None:
            raise LookupError(f"no path into a record: {path}")
        name, number, quoted = match.groups()
        steps.append(name or (int(number) if number else json.loads(quoted)))
        at = match.end()
    return steps


def _held(part: Any) -> list[tuple[PathStep, Any]]:
    """What a part of a record holds directly, by name or number."""
    match part:
        case Struct():
            return [(name, getattr(part, name)) for name in part.__struct_fields__]
        case dict():
            return list(part.items())
        case list():
            return list(enumerate(part))
    return []


def _inside(part: Any, step: PathStep, path: str) -> Any:
    """What a part of a record holds under a name or number."""
    held: Any = None
    match part, step:
        case Struct(), str(name) if name in part.__struct_fields__:
            held = getattr(part, name)
        case dict(), str(name):
            held = part.get(name)
        case list(), int(number) if number < len(part):
            held = part[number]
    if held is None:
        raise LookupError(f"the record has nothing at {path}")
    return held
