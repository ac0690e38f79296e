"""Rules about flags: without a name, and with one name too many."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Final

from infobox import templates
from infobox.checks.findings import Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.rules.references import is_cut_short
from infobox.checks.scope import ENGLISH, Scope
from infobox.checks.shared.persons import BLANKS, Persons, as_written, is_country
from infobox.checks.subject import FLAG_KINDS, Entry, Subject, Use
from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import whole
from infobox.record import Item, Link

_PICTURE_SIZE: Final = re.compile(r"(?:size\s*=\s*|\|\s*|x)(?:(\d{2,4})\s*px|(\d{2,3})\s*(?=[|}]))")
"""The size of a picture; a number of four digits without `px` is the year of a flag."""
_NEAR: Final = 20
"""How many lines above its names a flag may be."""
_START: Final = attrgetter("node.start")
_LARGEST_FLAG: Final = 40
"""A picture wider than this, in pixels, is shown for its own sake."""


def _lone_flags(subject: Subject) -> list[tuple[int, Entry]]:
    """The lines with a flag and without words among combatants, commanders and units, each with its place among all lines."""
    found = ((place, entry) for place, entry in enumerate(subject.entries) if entry.item.flags and not entry.item.text)
    return [(place, entry) for place, entry in found if entry.value.kind == "entities"]


@rule("F504", "warning", over=Scope(_lone_flags, "lines of combatants, commanders and units with a flag and without words"))
def flag_without_name(subject: Subject, lines: Sequence[tuple[int, Entry]]) -> Iterator[Hit]:
    """A flag among combatants, commanders or units without a name beside it.

    Flags above names, and large ones shown for their own sake, are not reported.

    Why: Readers who do not know the flag do not learn whose it is, and people who listen to the page hear nothing.

    Bad:
        | combatant1 =
        * {{flagicon|Greece}} [[Greece]]
        * {{flagicon|Italy}}

    Good:
        | combatant1 =
        * {{flagicon|Greece}} [[Greece]]
        * {{flagicon|Italy}} [[Italy]]

    Fix: none; only a person knows the name.
    """
    entries = subject.entries
    for place, entry in lines:
        item = entry.item
        if is_cut_short(subject, entry.value):
            continue
        if item.items or item.templates or item.fates or item.links or item.quantities or item.heading:
            continue
        if _is_shown_for_itself(subject, entry) or _is_above_names(subject, entries, place):
            continue
        if "{|" in subject.wikitext:
            return  # A table places names beside flags in its own way.
        start, end = item.span or (0, 0)
        first, last = (bisect_left(subject.templates, at, key=_START) for at in (start, end))
        flags = [use.node for use in subject.templates[first:last] if use.kind in FLAG_KINDS]
        if flags and not subject.between("link", start, flags[0].start):
            first, last = flags[0].start, flags[-1].end
            yield Hit(first, last, f"{quoted(subject.text[first:last])} has no name beside it; add the name, or remove the flag")


def _is_shown_for_itself(subject: Subject, entry: Entry) -> bool:
    words = as_written(subject, entry.item)
    if any(int(match[1] or match[2]) > _LARGEST_FLAG for match in _PICTURE_SIZE.finditer(words)) or subject.between(
        "link", *entry.item.span or (0, 0)
    ):
        return True
    # The head of a column whose names are in the rows below.
    return entry.field == "combatants" and any(name in subject.shown for name in subject.profile.with_rows(entry.value.name))


def _is_above_names(subject: Subject, entries: list[Entry], place: int) -> bool:
    """Whether lines without a flag follow a flag, or such a line comes before it, with only a line break between."""
    entry = entries[place]
    below = islice(entries, place + 1, place + _NEAR)
    following = next((other for other in below if other.above is entry.above and other.item.flags != entry.item.flags), None)
    if following is not None and following.value is entry.value and not following.item.flags:
        return True
    previous = entries[place - 1] if place else None
    if previous is None or previous.value is not entry.value or previous.item.flags or not previous.item.text:
        return False
    tags = subject.between("tag", (previous.item.span or (0, 0))[1], (entry.item.span or (0, 0))[0])
    return any(place.node.name == "br" for place in tags)


_NAMED_FLAGS: Final = frozenset(("flag", "flagcountry", "flag country", "flagc", "flagco", "flagu", "flag unlinked", "flagunlinked"))
"""Templates for a flag followed by its country's name, in lower case."""
_STOP: Final = re.compile(rf"[()|,;:*/&{signs.LONG_DASHES}<>{{}}\[\]]")
"""What ends the words of a name; markup that is still in the text is broken."""
_LONGEST: Final = 80
_MOST: Final = 20
"""How many links after a flag are looked at."""


def _joint(lexicon: Lexicon) -> re.Pattern[str]:
    """What joins a name to the one before it."""
    return re.compile(rf"(?:[,;/&]|{whole(lexicon.joins.of(concepts.AND))})\s*\Z", re.IGNORECASE)


def _flags_before_names(subject: Subject) -> list[Use]:
    """The flags among commanders and units, if one of them shows a name."""
    flags = [use for use in subject.templates if use.kind == "flag" and use.value.field in ("commanders", "units")]
    return flags if any(map(_shows_name, flags)) else []


@rule("F505", "warning", fixes="unsafe", wikis=ENGLISH, over=Scope(_flags_before_names, "flags of commanders and units"))
def flag_shows_a_name(subject: Subject, flags: Sequence[Use]) -> Iterator[Hit]:
    """A flag with its country's name directly before a commander's or unit's own name: `{{flag|Germany}} [[Ada Quill]]` is read as
    `Germany Ada Quill`.

    Why: Readers take the country's name for part of the person's; only the flag was meant.

    Bad:
        | commander1 = {{flag|Germany}} [[Ada Quill]]

    Good:
        | commander1 = {{flagicon|Germany}} [[Ada Quill]]

    Fix: unsafe, because the country's name disappears: the template is replaced with one that shows only the flag.
    """
    leading: set[int] = set()
    line: Entry | None = None
    links: list[tuple[int, int, Link]] = []
    for use in reversed(flags):
        node, value = use.node, use.value
        after = BLANKS.match(subject.text, node.end, value.end)
        at = after.end() if after is not None else node.end
        entry = subject.entry_at(node.start) if value.shown else None
        if entry is None:
            continue
        if entry is not line:
            line, links = entry, _placed_links(subject, entry)
        if at not in leading and not _is_before_name(subject, use, entry.item, links):
            continue
        leading.add(node.start)
        given = subject.arguments(node)
        names_country = _is_code(use) or any(first.start < first.end for first in given.positional[:1])
        if names_country and _shows_name(use) and "name" not in given.named:
            # The flag alone, with the same arguments.
            alone = "{{flagicon" + (f"|{use.name}" if _is_code(use) else "") + subject.text[node.parts[0].end : node.end]
            words = quoted(subject.written(node))
            message = f"{words} shows the country's name before another name; use the flag alone, {quoted(alone)}"
            yield Hit(node.start, node.end, message, edited(node.start, node.end, alone, safe=False))


def _is_code(use: Use) -> bool:
    """Whether a flag template is named after its country or the country's code."""
    return use.meaning is not None and use.meaning.data.get("country") == 0


def _shows_name(use: Use) -> bool:
    """Whether a template shows a flag followed by the country's name."""
    shown = use.meaning.shows if use.meaning is not None else None
    return shown in ("link", "short", "name") and (_is_code(use) or use.name.lower() in _NAMED_FLAGS)


def _placed_links(subject: Subject, entry: Entry) -> list[tuple[int, int, Link]]:
    """The links of a line, each with its place in the page and in the text."""
    places = subject.source_map
    spans = ((places.of(link), link) for link in entry.item.links)
    return [(span[0], places.offset(entry.item, span[0]), link) for span, link in spans if span is not None]


def _is_before_name(subject: Subject, use: Use, item: Item, links: list[tuple[int, int, Link]]) -> bool:
    """Whether a person's or unit's own name comes directly after a flag on its line, which has these `links`."""
    start = subject.source_map.offset(item, use.node.end)
    first = bisect_left(links, use.node.end, key=itemgetter(0))
    following = [(link, at) for _, at, link in links[first : first + _MOST]]
    link, at = following[0] if following else (None, len(item.text))
    before = _STOP.split(item.text[start : min(at, start + _LONGEST)], maxsplit=1)[0].lstrip()
    if link is not None and start + _LONGEST > at and before == item.text[start:at].lstrip():
        label = before + link.text
    else:
        link, label = None, before.strip()
    if use.value.field == "units":
        return link is not None and not before and _is_unit_of(subject, use, link.text)
    persons = subject.lexicon.grammar(Persons)
    if not label or (link is None and " " not in label) or not persons.is_capitalised(before):
        return False
    joint = subject.lexicon.grammar(_joint)
    # If several people follow on the line, the country is their title.
    if any(joint.search(item.text[max(0, at - _LONGEST) : at]) for _, at in following[1:]):
        return False
    return persons.may_be_person(label) and not is_country(label)


def _is_unit_of(subject: Subject, use: Use, label: str) -> bool:
    """Whether a unit's name contains the country's. Other names may continue it: `United Kingdom 8th Army`."""
    given = subject.arguments(use.node).get(1)
    country = templates.countries().get(subject.text[given.start : given.end] if given is not None else use.name)
    if country is None:
        return False
    return label in (country.army, country.navy, country.air_force) or label.startswith((f"{country.page} ", f"{country.short} "))
