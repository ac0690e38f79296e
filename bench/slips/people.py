"""Commanders and combatants: twice, on both sides, and with wrong marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bench.slips.places import DATA, Site, Slip, kind, put
from infobox.checks.subject import Entry
from infobox.markup.edits import Edit

_MARKED: Final = re.compile(r"\{\{(?:flag ?icon|flagdeco|flagu?)\|[^{}]*\}\}\s*(?P<name>\[\[[^\[\]]+\]\])")


def _named(site: Site, field: str) -> list[Entry]:
    """The items of one field with a linked name and nothing that explains them."""
    return [
        entry
        for entry in site.entries(field)
        if entry.side
        and not entry.item.items
        and not entry.item.qualifiers
        and (entry.item.links or (field == "combatants" and entry.item.flags))
        and "\n" not in site.words(entry)
        and "<" not in site.words(entry)
        and entry.item.name == entry.item.text != ""
    ]


def _copied(site: Site, field: str, *, same: bool) -> Iterator[Slip]:
    """Items that stand a second time on the same side, or on another one."""
    entries = site.entries(field)
    for entry in _named(site, field):
        for value in {id(other.value): other.value for other in entries if (other.side == entry.side) is same and other.side}.values():
            if same or not any(other.item.name == entry.item.name for other in entries if other.value is value):
                edit = site.appended(value, site.words(entry))
                yield Slip((edit,), (site.span(entry), site.line(edit.start)))


@kind("commander on both sides")
def commander_on_both(site: Site) -> Iterator[Slip]:
    """A commander is added to another side, as written"""
    yield from _copied(site, "commanders", same=False)


@kind("commander twice on a side")
def commander_twice(site: Site) -> Iterator[Slip]:
    """A commander is added to the same side again, as written"""
    yield from _copied(site, "commanders", same=True)


@kind("combatant on both sides")
def combatant_on_both(site: Site) -> Iterator[Slip]:
    """A combatant is added to another side, as written"""
    yield from _copied(site, "combatants", same=False)


@kind("combatant twice on a side")
def combatant_twice(site: Site) -> Iterator[Slip]:
    """A combatant is added to the same side again, as written"""
    yield from _copied(site, "combatants", same=True)


@kind("fate outside commanders")
def fate_elsewhere(site: Site) -> Iterator[Slip]:
    """`{{KIA}}` after the place, the result or a state"""
    for value in site.of("place", "result", "date"):
        if "\n" not in value.words:
            yield put(value.end, value.end, " {{KIA}}")
    for entry in _named(site, "combatants"):
        at = site.span(entry)[1]
        yield put(at, at, " {{KIA}}")


@kind("fate without a person")
def fate_alone(site: Site) -> Iterator[Slip]:
    """`{{KIA}}` on a line of its own among commanders"""
    for value in site.of("commanders"):
        if value.words:
            yield Slip((site.appended(value, site.rng.choice(("{{KIA}}", "{{POW}}"))),))


@kind("fate typed by hand")
def fate_typed(site: Site) -> Iterator[Slip]:
    """`†` or `(KIA)` after a commander's name"""
    for entry in _named(site, "commanders"):
        if not entry.item.fates:
            at = site.span(entry)[1]
            yield put(at, at, site.rng.choice(DATA["words"]["fates"]))


@kind("flag without a name")
def flag_alone(site: Site) -> Iterator[Slip]:
    """`{{flagicon|Greece}} [[Ada Quill]]` becomes `{{flagicon|Greece}}`"""
    for entry in site.entries("commanders", "combatants", "units"):
        start, end = site.span(entry)
        match = _MARKED.fullmatch(site.text, start, end)
        if match is not None and not match[0].lower().startswith(("{{flag|", "{{flagu|")):
            yield put(*match.span("name"), "")


@kind("flag with its name before a person")
def flag_with_name(site: Site) -> Iterator[Slip]:
    """`{{flagicon|Greece}} [[Ada Quill]]` becomes `{{flag|Greece}} [[Ada Quill]]`"""
    for entry in site.entries("commanders"):
        match = _MARKED.match(site.text, site.span(entry)[0])
        if match is not None and match[0].lower().startswith("{{flagicon|"):
            yield put(match.start() + 2, match.start() + 2 + len("flagicon"), "flag")


@kind("placeholder")
def placeholder(site: Site) -> Iterator[Slip]:
    """`N/A`, `TBA` or `?` in an empty parameter, or in place of a value"""
    for value in site.subject.values:
        if value.field in ("commanders", "units", "strength", "casualties", "place", "result", "territory"):
            words = site.rng.choice(DATA["words"]["placeholders"])
            at = value.parameter.value_start + (site.text[value.parameter.value_start] == " ")
            edit = Edit(value.start, value.end, words) if value.words else Edit(at, at, words)
            if value.shown or not value.words:
                yield Slip((edit,))
