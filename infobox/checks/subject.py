"""One infobox as rules see it: its parameters, their contents and its record, each computed once, when it is first needed."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, Final, Self, TypeVar

from msgspec import Struct

from infobox import templates
from infobox.box import Box, Parameter
from infobox.display.events import Events
from infobox.display.purpose import Purpose
from infobox.display.walk import Walker
from infobox.language.lexicon import Lexicon, lexicon
from infobox.markup.arguments import Arguments, trimmed
from infobox.markup.scan import Node, NodeKind, parse, template_name, without_comments
from infobox.reading import Reading
from infobox.record import SIDE_FIELDS, Conflict, Date, Item, Quantity, Side, Text
from infobox.source_map import SourceMap
from infobox.templates import Meaning, Templates
from infobox.templates.profile import Definition

T = TypeVar("T")
_START: Final = attrgetter("node.start")
_UNPLACED: Final = frozenset(("newline", "entity", "cell"))
_NOT_YET: Final = object()
_LONGEST_NAME: Final = 300
"""How many characters of a template's name are looked at; no page has as long a title."""
FLAG_KINDS: Final = ("flag", "flag image")
"""Kinds of templates that show a flag or a small picture."""


class Value:
    """One parameter in the page.

    `name` is the canonical name (the written one if it has none), `written` the name in the page. `start` and `end` delimit the value
    without the white space around it, `words` is the page's text there, and `bare` the same without comments. `shown` is true if the
    template shows this value: it is not empty, and the last with its name. `field` is the record's field that it fills, and `kind` the
    kind of value (both empty if the profile does not know the parameter).
    """

    __slots__ = ("_bare", "_page", "end", "field", "kind", "name", "parameter", "shown", "start", "words", "written")

    def __init__(self, page: str, parameter: Parameter, definition: Definition | None, shown: bool) -> None:
        self._page = page
        self._bare: str | None = None
        self.parameter = parameter
        self.name = parameter.name
        self.written = parameter.written
        self.shown = shown
        self.field, self.kind = (definition.field, definition.values) if definition is not None else ("", "")
        words = page[parameter.value_start : parameter.value_end]
        self.words = words.strip()
        self.start = parameter.value_start + len(words) - len(words.lstrip()) if self.words else parameter.value_start
        self.end = self.start + len(self.words)

    @property
    def bare(self) -> str:
        """The value without comments and the white space around it."""
        if self._bare is None:
            self._bare = self.words
            if "<!--" in self.words:
                self._bare = without_comments(self._page, self.start, self.end, self.parameter.nodes).strip()
        return self._bare

    @property
    def name_span(self) -> tuple[int, int]:
        """The span of the name, as written; for a positional value, the span of the value."""
        parameter = self.parameter
        if parameter.positional:
            return self.start, self.end
        key = self._page[parameter.start + 1 : parameter.value_start - 1]
        start = parameter.start + 1 + len(key) - len(key.lstrip())
        return start, start + len(key.strip())


class Place(Struct, eq=False):
    """A node in a value: the `node`, its `value`, and the innermost template or link around it (None if there is none)."""

    node: Node
    value: Value
    within: Node | None


class Use(Struct, eq=False):
    """A template used in a value: its `name` as written, its `meaning` (None if it is not known) and `kind` (empty if it is not known), the
    `node`, the `value` that it is in, and the innermost template or link `within` which it stands.
    """

    name: str
    meaning: Meaning | None
    kind: str
    node: Node
    value: Value
    within: Node | None


class Entry(Struct, eq=False):
    """An item of the record: the `item`, the `value` it was read from, its `field` (`commanders` …, `result`, `territory`), the `side`
    (1 to 5; 0 for the row under all sides and for fields without sides), and the entry `above` it in the list.
    """

    item: Item
    value: Value
    field: str
    side: int
    above: Entry | None


class Memo:
    """Results about an infobox, or two versions of it, that are computed once for all rules."""

    def __init__(self) -> None:
        self._results: dict[Callable[[Any], Any], Any] = {}

    def once(self, work: Callable[[Self], T]) -> T:
        """The result of `work` for this object, computed at the first call."""
        found: T = self._results.get(work, _NOT_YET)
        if found is _NOT_YET:
            found = self._results[work] = work(self)
        return found


class Subject(Memo):
    """One infobox of a page: the page's `text`, the `box`, its `profile`, `reading` and `record` (with spans), the `source_map` of the
    record, and its `number` on the page; the `lexicon` of its language, and what templates are `known` on its Wikipedia.

    `values` are all its parameters in page order; `shown` are those that the template shows, by canonical name: not empty, and the last
    with their name.
    """

    def __init__(self, text: str, reading: Reading, number: int = 1) -> None:
        super().__init__()
        assert reading.box is not None
        self.text = text
        self.box: Box = reading.box
        self.profile = self.box.profile
        self.reading = reading
        self.record: Conflict = reading.record
        assert reading.map is not None
        self.source_map: SourceMap = reading.map
        self.number = number
        self.lexicon: Lexicon = lexicon(reading.language)
        self.known: Templates = templates.of(reading.home)
        leading = {id(parameter) for parameter in reading.shown.values()}
        definitions = self.profile.definitions
        self.values = [Value(text, each, definitions.get(each.name), id(each) in leading) for each in self.box.parameters]
        self.shown = {value.name: value for value in self.values if value.shown}
        self.sides = len(self.record.sides)
        self._starts = [value.parameter.start for value in self.values]

    @property
    def name_span(self) -> tuple[int, int]:
        """The span of the template's name."""
        start = self.box.start + 2
        stop = re.compile(r"[|}<]|\Z").search(self.text, start, self.box.end)
        return start, start + len(self.text[start : stop.start() if stop is not None else start].rstrip())

    def name_place(self, name: str) -> tuple[int, int]:
        """The span of a parameter's name, or of the template's name if the infobox does not have the parameter."""
        value = next(iter(self.named.get(name, ())), None)
        return value.name_span if value is not None else self.name_span

    def value_at(self, offset: int) -> Value | None:
        """The parameter (its name included) at an offset of the page; None if there is none."""
        place = bisect_right(self._starts, offset) - 1
        return self.values[place] if place >= 0 and offset < self.values[place].parameter.value_end else None

    def words(self, part: Item | Text | Date | Quantity, start: int, end: int) -> tuple[int, int]:
        """The span in the page of the characters from `start` to `end` of a part's text."""
        place = self.source_map.words(part, start, end)
        assert place is not None
        return place

    def is_parameter(self, written: str) -> bool:
        """Whether the infobox has a parameter of this name in its wiki."""
        return self.profile.is_known(written, self.box.language)

    def canonical(self, written: str) -> str:
        """The canonical name of a parameter as its wiki writes it."""
        return self.profile.canonical(written, self.box.language)

    def is_former(self, value: Value) -> bool:
        """Whether a parameter is one that the wiki's template no longer has."""
        return value.name in self.profile.former and value.name not in self.profile.names[self.box.language].documented

    def spelled(self, name: str) -> str:
        """The name of a parameter as the infobox spells it, or as its wiki does if the infobox does not have it."""
        value = next(iter(self.named.get(name, ())), None)
        if value is not None:
            return value.written
        used = [each.written for each in self.values if not each.parameter.positional]
        return self.profile.spelled(name, self.box.language, self.sides, used) or name

    def filled(self, field: str) -> Value | None:
        """The value that the template shows for a field of the record; None if it is empty."""
        name = self.profile.named(field)
        return self.shown.get(name) if name else None

    @functools.cached_property
    def named(self) -> dict[str, list[Value]]:
        """The parameters that have a name, by canonical name, in page order."""
        found: dict[str, list[Value]] = {}
        for value in self.values:
            if not value.parameter.positional:
                found.setdefault(value.name, []).append(value)
        return found

    @functools.cached_property
    def wikitext(self) -> str:
        """The wikitext of the infobox."""
        return self.text[self.box.start : self.box.end]

    @functools.cached_property
    def places(self) -> dict[NodeKind, list[Place]]:
        """The nodes of all values by kind, in page order, without newlines, entities and cells; the contents of references are left out."""
        found: defaultdict[NodeKind, list[Place]] = defaultdict(list)
        for value in self.values:
            _place(found, value.parameter.nodes, value)
        return dict(found)

    @functools.cached_property
    def cited(self) -> dict[NodeKind, list[Place]]:
        """The nodes in the contents of references, like `places`; `within` is None for those that are in no template or link there. This
        reads the references, so call it only after a cheap test.
        """
        found: defaultdict[NodeKind, list[Place]] = defaultdict(list)
        for place in self.places.get("extension", ()):
            start, end = place.node.inner
            if place.node.name == "ref" and start < end:
                _place(found, parse(self.text, start, end), place.value)
        return dict(found)

    @functools.cached_property
    def templates(self) -> list[Use]:
        """All templates used in the values, in page order."""
        found: list[Use] = []
        for place in self.places.get("template", ()):
            name = template_name(self.text, place.node, _LONGEST_NAME)
            known = self.known.meaning(name)
            found.append(Use(name, known, known.kind if known is not None else "", place.node, place.value, place.within))
        return found

    def walk(self, value: Value, out: Events) -> None:
        """Report what a reader sees of a value, in order, as reading meets it."""
        parameter = value.parameter
        content = trimmed(self.text, parameter.value_start, parameter.value_end, parameter.nodes)
        Walker(self.text, self.lexicon, out, home=self.reading.home).value(content, Purpose(lists=value.name not in self.profile.plain))

    def between(self, kind: NodeKind, start: int, end: int) -> list[Place]:
        """The nodes of one kind that begin between two places."""
        places = self.places.get(kind, [])
        return places[bisect_left(places, start, key=_START) : bisect_left(places, end, key=_START)]

    def entry_at(self, offset: int) -> Entry | None:
        """The item of the record that stands at an offset of the page; None if there is none."""
        starts, entries = self._in_page_order
        place = bisect_right(starts, offset) - 1
        return entries[place] if place >= 0 and offset < (entries[place].item.span or (0, 0))[1] else None

    @functools.cached_property
    def _in_page_order(self) -> tuple[list[int], list[Entry]]:
        """Where items begin, in page order, and these items."""
        found = sorted(((entry.item.span or (0, 0))[0], number) for number, entry in enumerate(self.entries))
        return [start for start, _ in found], [self.entries[number] for _, number in found]

    def written(self, node: Node) -> str:
        """A node's text in the page."""
        return self.text[node.start : node.end]

    def arguments(self, node: Node) -> Arguments:
        """The arguments of a template."""
        return Arguments(self.text, node.parts[1:])

    @property
    def columns(self) -> list[Side]:
        """The sides of the record, then the row under all of them if there is one."""
        return [*self.record.sides, *([self.record.joint] if self.record.joint is not None else [])]

    @functools.cached_property
    def entries(self) -> list[Entry]:
        """All items of the record, each after the one above it in the list."""
        found: list[Entry] = []
        record = self.record
        if record.result is not None:
            self._enter(found, record.result.items, "result", 0)
        self._enter(found, record.territory, "territory", 0)
        for number, side in enumerate(self.columns, 1):
            for field in SIDE_FIELDS:
                self._enter(found, getattr(side, field), field, number if number <= self.sides else 0)
        return found

    def _enter(self, found: list[Entry], items: list[Item], field: str, side: int, above: Entry | None = None) -> None:
        value: Value | None = None
        for item in items:
            if item.span is None:
                continue
            at = item.span[0]
            if value is None or not value.parameter.start <= at < value.parameter.value_end:
                value = self.value_at(at)
            if value is None:
                continue
            entry = Entry(item, value, field, side, above)
            found.append(entry)
            self._enter(found, item.items, field, side, entry)


def _place(found: defaultdict[NodeKind, list[Place]], roots: list[Node], value: Value) -> None:
    """Add nodes of a value, and those in them, in page order."""
    # An explicit stack, the next node last: pages may nest deeper than Python calls.
    stack: list[tuple[Node, Node | None]] = [(node, None) for node in reversed(roots) if node.kind not in _UNPLACED]
    while stack:
        node, within = stack.pop()
        found[node.kind].append(Place(node, value, within))
        if node.parts:
            held = [(inner, node) for part in node.parts for inner in part.nodes if inner.kind not in _UNPLACED]
            stack += held[::-1]


def below(item: Item) -> Iterator[Item]:
    """All items under an item, in no particular order."""
    stack = list(item.items)
    while stack:
        each = stack.pop()
        yield each
        stack += each.items
