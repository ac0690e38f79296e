"""The numbers of sides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.slips.places import Site, Slip, kind, put
from infobox.checks.subject import Value
from infobox.markup.edits import Edit


def _numbered(site: Site) -> list[tuple[Value, str, str]]:
    """The parameters of sides, with the word and the number of their names."""
    found = [(value, re.fullmatch(r"([a-z]+)([1-5])([a-d]?)", value.written)) for value in site.subject.values]
    return [(value, match[1], match[2]) for value, match in found if match is not None and value.field]


@kind("side's number skipped")
def skipped(site: Site) -> Iterator[Slip]:
    """`combatant2` and the other parameters of the last side get the number 3"""
    numbered = _numbered(site)
    last = max((number for value, word, number in numbered if word == "combatant" and value.words), default="0")
    if "1" < last < "5" and all(number <= last for _, _, number in numbered):
        edits = []
        for value, _, number in numbered:
            if number == last:
                start, end = value.name_span
                edits.append(Edit(start, end, value.written.replace(last, str(int(last) + 1))))
        yield Slip(tuple(edits), ((site.box.start, site.box.end),))


@kind("side's number out of range")
def out_of_range(site: Site) -> Iterator[Slip]:
    """`commander2` becomes `commander6`, or `commander22`"""
    for value, _, number in _numbered(site):
        if value.shown:
            wrong = site.rng.choice(("6", "7", number * 2))
            yield put(*value.name_span, value.written.replace(number, wrong))


@kind("side without a combatant")
def no_combatant(site: Site) -> Iterator[Slip]:
    """The combatant of the last side is gone, and its commanders stay"""
    numbered = _numbered(site)
    filled = [(value, number) for value, word, number in numbered if word == "combatant" and value.words]
    last = max((number for _, number in filled), default="0")
    others = any(value.words and number == last for value, word, number in numbered if word != "combatant")
    of_last = [value for value, number in filled if number == last]
    if last > "1" and others and len(of_last) == 1:
        yield put(of_last[0].start, of_last[0].end, "", (site.box.start, site.box.end))


@kind("wrong side's number")
def wrong_side(site: Site) -> Iterator[Slip]:
    """`strength2` of two sides becomes `strength4`"""
    numbered = _numbered(site)
    sides = max((int(number) for value, word, number in numbered if word == "combatant" and value.words), default=0)
    for value, word, number in numbered:
        if value.shown and word in ("commander", "units", "strength", "casualties") and int(number) == sides > 1 and sides < 4:
            yield put(*value.name_span, value.written.replace(number, str(sides + 2)))
