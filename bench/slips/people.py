"""Commanders and combatants: twice, on both sides, and with wrong marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bench.slips.places import DATA, Site, Slip, kind, put
from infobox.checks.subject import Entry
from infobox.markup.edits import Edit

_MARKED: Final = re.compile(r"\{\{(?:flag ?icon|flagdeco|flagu?)\|[^{}]*\}\}\s*(?P<name>\[\[[^\[\]]+\]\])")

_FATED: Final = re.compile(r"(?:\{\{flag[^{}]*\}\}\s*)?(?P<name>\[\[[^\[\]]+\]\])\s*\{\{[^{}]+\}\}")


def _named(site: Site, field: str) -> list[Entry]:
    """The items of one field with a linked name and nothing that explains them."""
    return [
        entry
        for entry in site.entries(field)
        if entry.side
        and entry.above is None
        and not entry.item.items
        and not entry.item.qualifiers
        and not entry.item.notes
        and (entry.item.links or (field == "combatants" and entry.item.flags))
        and "\n" not in site.words(entry)
        and "<" not in site.words(entry)
        and entry.item.name == entry.item.text != ""
    ]


def _copied(site: Site, field: str, *, same: bool, first: bool = True) -> Iterator[Slip]:
    """Items that stand a second time on the same side, or on another one; not the `first` one of a side if that is false.

    Values with groups are left out: in them, an item at the end belongs to a group.
    """
    entries = site.entries(field)
    grouped = {id(each.value) for each in site.subject.entries if each.item.heading or each.item.items or each.item.rule}
    for entry in _named(site, field):
        if not first and next(each for each in entries if each.side == entry.side) is entry:
            continue
        others = {id(other.value): other.value for other in entries if (other.side == entry.side) is same and other.side}
        for value in (value for key, value in others.items() if key not in grouped):
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
    """A combatant, one of several, is added to another side, as written"""
    yield from _copied(site, "combatants", same=False, first=False)


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
    """`[[Ada Quill]] {{KIA}}` becomes `{{KIA}}`, or a bullet gets nothing but `{{KIA}}`"""
    for entry in site.entries("commanders"):
        start, end = site.span(entry)
        match = _FATED.fullmatch(site.text, start, end)
        follows = site.text[:start].rstrip().endswith(">") and match is not None and match.start("name") == start
        if match is not None and len(entry.item.fates) == 1 and not follows:  # after a line break, it belongs to the name before it
            yield put(*match.span("name"), "")
    for value in site.of("commanders"):
        edit = site.appended(value, site.rng.choice(("{{KIA}}", "{{POW}}")))
        if value.words and "* " in edit.words:
            yield Slip((edit,))


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
            if (value.shown or not value.words) and value.words not in DATA["words"]["placeholders"]:
                yield Slip((edit,))
