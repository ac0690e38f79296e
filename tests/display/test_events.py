"""What the walker reports of a value, case by case in ``events.toml``; and that nothing else passes from the nodes to the lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from infobox.display.builder import Builder
from infobox.display.events import Events
from infobox.display.lines import Line, every_line
from infobox.display.purpose import Purpose
from infobox.display.value import ValueReader
from infobox.display.walk import Walker
from infobox.language.lexicon import lexicon
from infobox.markup.arguments import trimmed
from infobox.markup.scan import parse

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("events.toml").read_text("utf-8"))["case"]
ENGLISH = lexicon("en")
PLACED = ("words", "literal", "entity")
PIECES = """
A|b|5,000|–|†|(KIA)|(|)|[|]|[[|]]|[[A]]|[[A¦b]]s|[[File:A.svg]]|[http://a.example b]|[//b c|''|'''|'''''|{{|}}|{{{|}}}
{{!}}|¦|=|&|&nbsp;|&lt;|{{KIA}}|{{flag¦Greece}}|{{flagicon¦Greece}}|{{small¦|{{plainlist|{{plainlist}}|{{endplainlist}}|{{ubl¦A¦*B}}
{{collapsible list¦title=|{{efn¦a}}|{{zork|{{zork¦a¦b}}|{{zork¦A.svg¦b}}|{{coord¦50¦N¦6¦E}}|{{ndash}}|{{•}}|{{*}}|{{frac¦1¦2}}
<br>|<hr>|<small>|</small>|<b>|</b>|<ul>|<li>|</ul>
<ref>|</ref>|<ref/>|<abbr title='Killed in action'>|</abbr>|<!--|-->|<nowiki>|</nowiki>|<p>|<span style='display:none'>|</span>
__TOC__|----|*|:|;
"""
WORDS = [piece.replace("¦", "|") for piece in re.split(r"[|\n]", PIECES.strip())]
WIKITEXT = st.lists(st.sampled_from([*WORDS, "\u200b", " ", "\n", "\n* ", "\n;", ":"]), max_size=30).map("".join)


class Markup(Struct, eq=False):
    """A piece of markup in a line: its half-open span."""

    start: int
    end: int


class Event(Struct, eq=False):
    """One event that was recorded: its name, what it was told, and the innermost markup that it belongs to, if there is any."""

    kind: str
    values: tuple[Any, ...]
    within: Markup | None


class Recorder:
    """Takes all events, whatever their names, and keeps them."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._open: list[Markup] = []

    def begin(self, at: int) -> None:
        self._open.append(Markup(at, at))
        self.events.append(Event("begin", (), self._open[-1]))

    def end(self, at: int) -> None:
        markup = self._open.pop()
        markup.end = at
        self.events.append(Event("end", (), markup))

    def __getattr__(self, kind: str) -> Callable[..., None]:
        def record(*values: Any, **named: Any) -> None:
            self.events.append(Event(kind, (*values, *named.values()), self._open[-1] if self._open else None))

        return record


def events_of(value: str, purpose: Purpose, *, tabled: bool = False) -> list[Event]:
    recorder = Recorder()
    walker = Walker(value, ENGLISH, cast(Events, recorder))
    walker.tabled = tabled
    walker.value(trimmed(value, 0, len(value), parse(value)), purpose)
    return recorder.events


def _told(event: Event) -> str:
    values = [*map(repr, event.values)]
    if event.kind in PLACED:
        values[-1] = f"@{values[-1]}"
    return " ".join([event.kind, *values])


def notation(events: list[Event]) -> list[str]:
    lines = []
    depth = 0
    for event in events:
        if event.kind in ("begin", "end"):
            depth += 1 if event.kind == "begin" else -1
        else:
            lines.append(f"{'.' * depth} {_told(event)}".strip())
    return lines


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_events(case: dict[str, Any]) -> None:
    purpose = Purpose(**dict.fromkeys(case.get("purpose", []), True))
    events = events_of(case["value"], purpose, tabled=case.get("tabled", False))
    assert notation(events) == case["events"]


def test_every_event_has_a_case() -> None:
    told = {line.lstrip(". ").split(" ")[0] for case in CASES for line in case["events"]}
    assert {name for name in vars(Events) if not name.startswith("_")} - {"begin", "end"} <= told


def facts(line: Line) -> dict[str, Any]:
    """All that a line has, without what it refers to while it is being read."""
    held = {name: getattr(line, name) for name in dir(line) if not name.startswith("_") and name not in ("provisional", "lexicon")}
    return {name: value for name, value in held.items() if not callable(value)}


def played(value: str, purpose: Purpose) -> list[dict[str, Any]]:
    """The lines that a builder makes of recorded events."""
    builder = Builder(ENGLISH)
    builder.start(purpose)
    for event in events_of(value, purpose):
        place = event.within
        if event.kind == "begin":
            assert place is not None
            builder.begin(place.start)
        elif event.kind == "end":
            assert place is not None
            builder.end(place.end)
        else:
            assert builder_takes(builder, event)
    own = trimmed(value, 0, len(value), parse(value))
    return [facts(line) for line in every_line(builder.finish(own.start, own.end))]


NAMED: dict[str, tuple[int, tuple[str, ...]]] = {
    "newline": (1, ("last",)),
    "begin_link": (0, ("inline",)),
    "end_link": (2, ("inline",)),
    "line_break": (0, ("around",)),
    "begin_entry": (0, ("bulleted", "at")),
    "begin_value": (0, ("words", "first", "marker", "at")),
    "end_value": (0, ("words",)),
}
"""Events with named values: how many come before these, and the names."""


def builder_takes(builder: Builder, event: Event) -> bool:
    before, names = NAMED.get(event.kind, (len(event.values), ()))
    getattr(builder, event.kind)(*event.values[:before], **dict(zip(names, event.values[before:], strict=True)))
    return True


PURPOSES = [
    Purpose(line_start=True, lists=True, people=True),
    Purpose(line_start=True, lists=True, figures=True),
    Purpose(coordinates=True),
]


@given(WIKITEXT, st.sampled_from(PURPOSES))
def test_lines_are_made_of_events_alone(value: str, purpose: Purpose) -> None:
    block = ValueReader(value, ENGLISH).read(0, len(value), parse(value), purpose)
    assert played(value, purpose) == [facts(line) for line in every_line(block)]


@given(WIKITEXT, st.sampled_from(PURPOSES))
def test_what_is_begun_is_ended_and_words_stand_where_they_are_said_to(value: str, purpose: Purpose) -> None:
    waiting: list[Any] = []
    for event in events_of(value, purpose):
        if event.kind == "begin":
            waiting.append(event.within)
        elif event.kind == "end":
            assert waiting.pop() is event.within
            assert isinstance(event.within, Struct)
            assert 0 <= event.within.start <= event.within.end <= len(value)
        elif event.kind in ("literal", "entity"):
            words, at = event.values
            assert value.startswith(words, at)
    assert not waiting
