"""The unknown templates in an infobox's values, each once, with what they may hide from readers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter
from typing import Final

from msgspec import Struct

from infobox import templates
from infobox.checks.shared.around import line_end, line_start
from infobox.checks.shared.hidden import Coverage, hidden_parts
from infobox.checks.shared.limits import LONGEST, MANY
from infobox.checks.subject import Subject, Value
from infobox.markup import titles
from infobox.reading import Unknown
from infobox.record import Date, Item, Text

_START: Final = attrgetter("start")
_ASIDE: Final = ("reference", "citation", "note", "remark", "tag")
"""Kinds of templates whose words are beside the value."""
_PROSE: Final = ("text", "block", "statements", "result")
"""Kinds of values in which a navigation box may be."""
_TEXTS: Final = ("text", "block", "date")
"""Kinds of values that are one text."""


class UnknownName(Struct, eq=False):
    """A template that is not known: its `name` and `span` at the first use that matters most, and the number of `uses`. It `holds` words if
    names or figures are in it, or nothing else is on its line. `alone_in` is the first parameter that has no words outside of it and other
    unknown templates (empty if there is none), `alone` the number of these parameters.
    """

    name: str
    span: tuple[int, int]
    uses: int = 0
    holds: bool = False
    alone_in: str = ""
    alone: int = 0


def unknown_templates(subject: Subject) -> list[UnknownName]:
    """The unknown templates in the values, in the order of their first uses, without those in references and notes, navigation boxes, and
    parser functions. Call it through `Subject.once`.
    """
    found: dict[str, UnknownName] = {}
    emptied: set[int] = set()
    uses = list(_uses(subject))
    words = _Spread(subject, uses) if uses else None
    for use, value in uses:
        assert words is not None
        name = " ".join(use.name.split())
        if len(found) >= MANY and templates.fold(name) not in found:
            break
        each = found.setdefault(templates.fold(name), UnknownName(name, (use.start, use.end)))
        each.uses += 1
        alone = words.all_inside(value) and id(value) not in emptied
        holds = words.holds(use, value)
        if (alone and not each.alone) or (holds and not each.holds and not each.alone):
            each.span = use.start, use.end
        each.holds = each.holds or holds
        if alone:
            emptied.add(id(value))
            each.alone_in = each.alone_in or value.written
            each.alone += 1
    return list(found.values())


def _uses(subject: Subject) -> Iterator[tuple[Unknown, Value]]:
    """The unknown templates with their values."""
    if not subject.reading.unknown:
        return
    aside = Coverage(use.node for use in subject.templates if use.kind in _ASIDE)
    hidden = subject.once(hidden_parts)
    for use in subject.reading.unknown:
        # A parser function, or a known template, whose result is not known here is right in the page. What cannot be a name belongs to a
        # template that is not closed.
        if (use.name[:1] == "#" and use.name[:8] != "#invoke:") or _is_known(subject, use.name) or not titles.is_possible(use.name):
            continue
        value = subject.value_at(use.start)
        if value is None or value.name in subject.profile.plain or aside.holds(use.start) or hidden.holds(use.start):
            continue
        if not _is_navigation(subject, use, value):
            yield use, value


def _is_known(subject: Subject, name: str) -> bool:
    """Whether the data has a template or parser function of this name, even if its result is not known here."""
    return subject.known.meaning(name) is not None or subject.known.meaning(f"{name}:") is not None


def _is_navigation(subject: Subject, use: Unknown, value: Value) -> bool:
    """Whether a template may be a navigation box: anything in the parameter for it; elsewhere one without arguments, anywhere among notes,
    or alone in a line of a text.
    """
    if value.field == "campaignbox":
        return True
    if value.kind not in _PROSE or subject.text.find("|", use.start, use.end) >= 0:
        return False
    if value.kind == "block":
        return True
    start, end = max(line_start(subject.text, use.start), value.start), line_end(subject.text, use.end, value.end)
    return end - start < LONGEST * 2 and not (subject.text[start : use.start] + subject.text[use.end : end]).strip(" *\t")


class _Spread:
    """Which unknown templates have words of the record in them, and which parameters have words outside of them."""

    def __init__(self, subject: Subject, uses: list[tuple[Unknown, Value]]) -> None:
        self._subject = subject
        self._starts = [use.start for use, _ in uses]
        self._uses = [use for use, _ in uses]
        self._outer: list[Unknown] = []
        for use in self._uses:
            if not self._outer or use.start >= self._outer[-1].end:
                self._outer.append(use)
        self._holding: set[int] = set()
        self._outside: set[int] = set()
        values = {id(value): value for _, value in uses}
        for entry in subject.entries:
            if id(entry.value) in values:
                self._place(entry.item, entry.value)
        for value in values.values():
            part = getattr(subject.record, value.field, None) if value.kind in _TEXTS else None
            if isinstance(part, Text | Date) and value.shown:
                self._place(part, value)

    def _place(self, part: Item | Text | Date, value: Value) -> None:
        """Divide the words of a text into those inside and outside of unknown templates."""
        start, end = part.span or (0, 0)
        within = self._uses[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        around = bisect_left(self._outer, start, key=_START) - 1
        if around >= 0 and self._outer[around].end > start:
            within.insert(0, self._outer[around])
        pieces: list[str] = []
        reached = 0
        for use in within:
            first, last = (self._subject.source_map.offset(part, at) if part.text else 0 for at in (use.start, use.end))
            if _is_word(part.text[first:last]) or not part.text:
                self._holding.add(use.start)
            pieces.append(part.text[reached:first])
            reached = max(reached, last)
        pieces.append(part.text[reached:])
        if any(map(_is_word, pieces)):
            self._outside.add(id(value))

    def all_inside(self, value: Value) -> bool:
        """Whether no words of a parameter are outside of unknown templates."""
        if value.kind == "coordinates":
            found = self._subject.record.coordinates
            return found is None or found.latitude is None
        return value.shown and id(value) not in self._outside

    def holds(self, use: Unknown, value: Value) -> bool:
        """Whether a template has words or figures in it, or is alone in its line."""
        numbers = any(map(str.isdigit, use.unread or "")) or (use.unread is None and self._has_figure(use))
        return use.start in self._holding or numbers or self.all_inside(value)

    def _has_figure(self, use: Unknown) -> bool:
        """Whether a template of which nothing is read has an unnamed argument with a figure."""
        words = self._subject.text[use.start : min(use.end, use.start + LONGEST)].split("|")
        return any(any(map(str.isdigit, each)) and "=" not in each for each in words[1:])


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))
