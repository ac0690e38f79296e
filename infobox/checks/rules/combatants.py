"""Rules about combatants that are listed twice on one side, or on two sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from infobox.checks.findings import Fix, Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.scope import Scope
from infobox.checks.shared.persons import are_alike, as_written, is_country, is_explained, is_name_repeated, is_parted
from infobox.checks.shared.suggesting import one_side, removing
from infobox.checks.subject import Entry, Subject
from infobox.record import Item

Combatant = tuple[str, tuple[str, ...]]


def _combatants(subject: Subject) -> list[tuple[Entry, Combatant | None]]:
    """The sides' lines of combatants, each with the combatant if it names only that, otherwise None; no lines if no name is repeated."""
    if not is_name_repeated(subject, "combatants"):
        return []
    return [(entry, _combatant(entry.item)) for entry in subject.entries if entry.field == "combatants" and entry.side]


def _combatant(item: Item) -> Combatant | None:
    if item.heading or item.templates or not item.name or item.items:
        return None
    return item.name, tuple(f"{link.wiki}:{link.target}#{link.section}" for link in item.links)


_COMBATANTS: Final = Scope(_combatants, "lines of combatants, if a name is repeated")


@rule("F508", "warning", fixes="unsafe", over=_COMBATANTS)
def same_combatant_twice(subject: Subject, combatants: Sequence[tuple[Entry, Combatant | None]]) -> Iterator[Hit]:
    """The same combatant twice on one side, under the same heading, in two lines that do not differ.

    Why: Readers look for a difference that does not exist, and a count of the combatants is one too high.

    Bad:
        | combatant1 =
        * {{flag|Greece}}
        * {{flag|Greece}}
        * {{flag|Italy}}

    Good:
        | combatant1 =
        * {{flag|Greece}}
        * {{flag|Italy}}

    Fix: unsafe: the second of two equal lines is removed if they are next to each other. No fix if they differ or are apart.
    """
    seen: dict[tuple[object, ...], tuple[Entry, int]] = {}
    part = 0
    previous: Entry | None = None
    for entry, who in combatants:
        item = entry.item
        if item.rule or who is None or not (item.links or item.flags):
            # Plain words may be a title for the lines after them.
            part += bool(item.rule or seen.get((entry.side, id(entry.above), who)) is None)
        if who is None:
            previous = None
            continue
        key = (entry.side, id(entry.above), who)
        known = seen.get(key)
        if known is not None and known[1] == part and are_alike(known[0].item, item) and item.span is not None:
            fix = _without_twin(subject, known[0], entry) if known[0] is previous else None
            message = f"{quoted(item.name)} is named twice on this side; remove one of the lines"
            yield Hit(*item.span, message, fix, suggestions=removing(subject, entry, "remove this line") if fix is None else ())
        seen.setdefault(key, (entry, part))
        previous = entry


_GAP: Final = re.compile(r"\s*(?:<br\s*/?>\s*|\n[*#:]+\s*|\|\s*)")


def _without_twin(subject: Subject, first: Entry, second: Entry) -> Fix | None:
    """The fix that removes the second of two lines if the page spells both the same."""
    if first.value is not second.value or first.item.span is None or second.item.span is None:
        return None
    start, (at, end) = first.item.span[1], second.item.span
    same = as_written(subject, first.item) == as_written(subject, second.item) and _GAP.fullmatch(subject.text, start, at)
    return edited(start, end, "", safe=False) if same else None


@rule("F510", "info", over=_COMBATANTS)
def combatant_on_both_sides(subject: Subject, combatants: Sequence[tuple[Entry, Combatant | None]]) -> Iterator[Hit]:
    """The same state, or another combatant with a flag, on two sides, among others, without an explanation.

    A state that comes first on a side may be divided, as in a civil war, and is not reported.

    Why: Usually one of them is a slip. If a state changed sides, readers need to know.

    Bad:
        | combatant1 =
        * {{flag|Greece}}
        * {{flag|Romania}}
        | combatant2 =
        * {{flag|Italy}}
        * {{flag|Romania}}

    Good:
        | combatant1 =
        * {{flag|Greece}}
        * {{flag|Romania}} (from 1944)
        | combatant2 =
        * {{flag|Italy}}
        * {{flag|Romania}} (until 1944)

    Fix: none; only a person knows which side it was on, and when.
    """
    seen: dict[Combatant, Entry] = {}
    heads: set[int] = set()
    headed: set[Combatant] = set()
    for entry, who in combatants:
        if entry.side not in heads and not entry.item.heading:
            heads.add(entry.side)
            if who is not None:
                headed.add(who)
        if who is None or entry.above is not None or entry.item.row:
            continue
        first = seen.setdefault(who, entry)
        if first.side == entry.side or who in headed or not are_alike(first.item, entry.item) or entry.item.span is None:
            continue
        state = entry.item.links[0].target if entry.item.links else entry.item.name
        explained = any(each.item.fates or is_explained(subject, each) or is_parted(subject, each) for each in (first, entry))
        if (is_country(state) or (first.item.flags and entry.item.flags)) and not explained:
            name = quoted(entry.item.name)
            message = f"{name} is also a combatant of side {first.side}; remove it from one of the sides, or say when it changed sides"
            yield Hit(*entry.item.span, message, suggestions=one_side(subject, first, entry))
            headed.add(who)  # Once is enough.
