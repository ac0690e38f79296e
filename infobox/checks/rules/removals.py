"""Rules about infoboxes, sides and people that an edit removed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from infobox import box as boxes
from infobox.checks.edits import compared
from infobox.checks.edits.departures import Departure, changed_fates, departures
from infobox.checks.findings import Hit, quoted, shortened
from infobox.checks.registry import Done, edit_rule, removal_rule
from infobox.checks.reviewing import Removal, Revisions
from infobox.language.concepts import Fate
from infobox.markup.scan import hidden_spans, template_name, templates_at, without_comments

_REDIRECT: Final = re.compile(r"\s*#[^\W\d_]++[ \t]*+:?+[ \t]*+\[\[([^\]|\n]*)[^\]\n]*(?:\]\])?")
_SHORT: Final = 200
"""A page with fewer characters, and without a line that it had before, was replaced with something else."""
_OPENING: Final = re.compile(r"\{\{(?!\{)")


@removal_rule("E006", "error", Done("infobox removed", "infoboxes removed", 1))
def infobox_removed(removal: Removal) -> Iterator[Hit]:
    """An infobox that the edit removed: from the page, with the whole page, by a comment around it, or by turning it into another template.

    Renaming the template to another name of the same infobox is not reported.

    Why: Readers lose the summary of the article. It is what a vandal removes first.

    Bad before:
        {{Infobox military conflict
        | conflict = Battle of the Ford
        | date     = 12 May 1940
        | result   = Norlandic victory
        }}
        The '''Battle of the Ford''' was a battle.

    Bad:
        The '''Battle of the Ford''' was a battle.

    Good before:
        {{Infobox military conflict
        | conflict = Battle of the Ford
        | date     = 12 May 1940
        | result   = Norlandic victory
        }}

    Good:
        {{Infobox battle
        | conflict = Battle of the Ford
        | date     = 12 May 1940
        | result   = Norlandic victory
        }}

    Fix: none; the old version has the infobox.
    """
    old, text = removal.old, removal.text
    name = old.record.conflict.text if old.record.conflict is not None else ""
    if name and name in removal.names:
        return  # one of two copies
    called = f"the infobox {quoted(name)}" if name and removal.names else "the infobox"
    at = _place(removal)
    if not text.strip():
        yield Hit(0, 0, f"the page was blanked, and {called} with it; restore it", detail="page blanked")
    elif (redirect := _REDIRECT.match(text)) is not None:
        target = shortened(redirect[1].strip())
        message = f"the page became a redirect to {quoted(target)}, and {called} was removed; check that this is right"
        yield Hit(*redirect.span(), message, detail=f"redirect to {target}")
    elif (twin := _twin(removal)) is not None:
        start, end, other = twin
        message = f"{called} became {quoted(other)}, which is not known as a military-conflict infobox; restore {quoted(old.box.name)}"
        yield Hit(start, end, message, detail=f"now {shortened(other)}")
    elif len(text) < _SHORT and not any(line and line in old.text for line in map(str.strip, text.splitlines())):
        words = shortened(text)
        yield Hit(
            0, len(text), f"the page was replaced with “{words}”, and {called} was removed; restore it", detail=f"page replaced: {words}"
        )
    elif not removal.names and (hidden := boxes.first_name(text)) is not None:
        message = f"{called} is hidden in a comment or a tag; restore it"
        yield Hit(hidden, hidden + len(old.box.name), message, detail="hidden")
    else:
        yield Hit(at, at, f"{called} was removed; restore it", detail=shortened(name) if removal.names else "")


def _place(removal: Removal) -> int:
    """Where the infobox was, as a place in the new version: after what was before it, or before what was after it."""
    box, old, new = removal.old.box, removal.old.text, removal.text
    if new.startswith(old[: box.start]):
        return box.start
    rest = old[box.end :]
    if rest and new.endswith(rest):
        return len(new) - len(rest)
    return min(_shared(old, new), box.start)


def _shared(first: str, second: str) -> int:
    """How many characters two texts share at their beginning."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if first[low:middle] == second[low:middle] else (low, middle - 1)
    return low


def _twin(removal: Removal) -> tuple[int, int, str] | None:
    """The template of the new version with most of the infobox's parameters, if it has at least half of them: where its name stands."""
    text = removal.text
    wanted = {value.written for value in removal.old.values if not value.parameter.positional}
    hidden = [(start, end) for start, end, _ in hidden_spans(text, len(text))]
    starts = [start for start, _ in hidden]
    places = [match.end() for match in _OPENING.finditer(text)]
    places = [place for place in places if not (before := bisect_left(starts, place)) or place >= hidden[before - 1][1]]
    best: tuple[int, int, str] | None = None
    most = max(2, (len(wanted) + 1) // 2) - 1
    for place, node in sorted(templates_at(text, places).items()):
        names = {without_comments(text, part.start, part.equals, part.nodes).strip() for part in node.parts[1:] if part.equals >= 0}
        name = template_name(text, node)
        if len(names & wanted) > most and not boxes.is_named(name, removal.old.profile):
            most = len(names & wanted)
            best = (place, place + len(text[place : node.parts[0].end].rstrip()), name)
    return best


@edit_rule("E007", "error", Done("infobox emptied", "infoboxes emptied", 2, leaves=("P107", "P108", "S")))
def infobox_emptied(versions: Revisions) -> Iterator[Hit]:
    """An infobox of which the edit removed most values, and put nothing in their place.

    Why: Readers lose the summary of the article.

    Bad before:
        | conflict   = Battle of the Ford
        | date       = 12 May 1940
        | result     = Norlandic victory
        | combatant1 = Norland
        | combatant2 = Sudland

    Bad:
        | conflict   = Battle of the Ford
        | date       =
        | result     =
        | combatant1 =
        | combatant2 =

    Good before:
        | conflict   = Battle of the Ford
        | date       = 12 May 1940
        | result     = Norlandic victory
        | combatant1 = Norland
        | combatant2 = Sudland

    Good:
        | conflict   = Battle of the Ford
        | date       = 12 May 1940
        | result     = Norlandic victory
        | combatant1 =
        | combatant2 =

    Fix: none; the old version has the values.
    """
    gone, before = compared.lost(versions)
    if before:
        yield Hit(*versions.new.name_span, f"{gone} of {before} values were removed; restore them", detail=f"{gone} of {before} values")


@edit_rule("E011", "warning", Done("side removed", "sides removed", 5, leaves=("S",)))
def side_removed(versions: Revisions) -> Iterator[Hit]:
    """A side whose combatants the edit removed.

    Sides that changed places are not reported.

    Why: A side of the conflict is missing; it may be one that somebody does not want to be named.

    Bad before:
        | combatant1 = Norland
        | combatant2 = Sudland
        | combatant3 = [[Vessen]]

    Bad:
        | combatant1 = Norland
        | combatant2 = Sudland

    Good before:
        | combatant1 = Norland
        | combatant2 = Sudland

    Good:
        | combatant1 = Sudland
        | combatant2 = Norland

    Fix: none; the old version has the side.
    """
    for side in departures(versions).sides:
        called = f" ({quoted(side.called)})" if side.called else ""
        message = f"side {side.number}{called} was removed; check that this is right"
        yield Hit(*versions.new.name_place(side.name), message, detail=shortened(side.called))


@edit_rule("E012", "warning", Done("combatant removed", "combatants removed", 8))
def combatant_removed(versions: Revisions) -> Iterator[Hit]:
    """A combatant that the edit removed, while others of its side stayed.

    Combatants who were moved or renamed are not reported.

    Why: Who took part is often disputed; such an edit needs a reason.

    Bad before:
        | combatant1 = {{plainlist|
        * {{flag|Greece}}
        * {{flag|Italy}}
        }}

    Bad:
        | combatant1 = {{plainlist|
        * {{flag|Greece}}
        }}

    Good before:
        | combatant1 = {{flag|UK}}<br>{{flag|Italy}}

    Good:
        | combatant1 = [[British Empire]]<br>{{flag|Italy}}

    Fix: none; the old version has the combatant.
    """
    yield from _departed(versions, departures(versions).combatants, "the combatant", "the combatants")


@edit_rule("E013", "warning", Done("commander removed", "commanders removed", 10))
def commander_removed(versions: Revisions) -> Iterator[Hit]:
    """A commander whom the edit removed.

    Commanders who were moved, or whose names are written in another way, are not reported.

    Why: Who commanded is often disputed; such an edit needs a reason.

    Bad before:
        | commander1 = [[Ada Quill]]<br>[[Berta Moss]]

    Bad:
        | commander1 = [[Berta Moss]]

    Good before:
        | commander1 = [[Ada Quill]]<br>[[Berta Moss]]

    Good:
        | commander1 = General [[Ada Quill|Quill]]
        | commander2 = [[Berta Moss]]

    Fix: none; the old version has the commander.
    """
    yield from _departed(versions, departures(versions).commanders, "the commander", "the commanders")


def _departed(versions: Revisions, gone: list[Departure], one: str, several: str) -> Iterator[Hit]:
    """One finding for each parameter from which somebody was removed."""
    names: dict[str, list[str]] = {}
    for each in gone:
        names.setdefault(each.name, []).append(each.item.name)
    for name, people in names.items():
        named = ", ".join(map(quoted, people[:_NAMED])) + (f" and {len(people) - _NAMED} more" if len(people) > _NAMED else "")
        subject = f"{one} {named} was" if len(people) == 1 else f"{several} {named} were"
        place = versions.new.name_place(name)
        yield Hit(
            *place, f"{subject} removed; check that this is right", detail=", ".join(map(shortened, people[:_NAMED])), times=len(people)
        )


_NAMED: Final = 3
"""How many of those who were removed from one parameter are named."""


@edit_rule("E014", "warning", Done("fate removed", "fates removed", 11))
def fate_removed(versions: Revisions) -> Iterator[Hit]:
    """A person's fate that the edit removed, while the person stayed: no longer killed, captured or executed.

    Not reported if the line has a new source or other words, which may say the same.

    Why: A reader no longer learns what became of the person; such an edit needs a reason.

    Bad before:
        | commander1 = [[Ada Quill]] {{KIA}}

    Bad:
        | commander1 = [[Ada Quill]]

    Good before:
        | commander1 = [[Ada Quill]] {{KIA}}

    Good:
        | commander1 = [[Ada Quill]] (killed in action)

    Fix: none; the old version has the fate.
    """
    for item, gone, come in changed_fates(versions):
        if not come and item.span is not None:
            message = f"{quoted(item.name)} is no longer marked as {quoted(_named(gone))}; check the sources"
            yield Hit(*item.span, message, detail=f"{shortened(item.name)}: {_named(gone)}")


@edit_rule("E015", "warning", Done("fate changed", "fates changed", 11))
def fate_changed(versions: Revisions) -> Iterator[Hit]:
    """A person's fate that the edit replaced with another one.

    Not reported if the line has a new source.

    Why: The fates contradict each other, or one of them needs a source.

    Bad before:
        | commander1 = [[Ada Quill]] {{KIA}}

    Bad:
        | commander1 = [[Ada Quill]] {{POW}}

    Good before:
        | commander1 = [[Ada Quill]] {{POW}}

    Good:
        | commander1 = [[Ada Quill]] {{POW}} {{Executed}}

    Fix: none; only the sources say what became of the person.
    """
    for item, gone, come in changed_fates(versions):
        if come and item.span is not None:
            message = f"{quoted(item.name)} was {quoted(_named(gone))} and is now {quoted(_named(come))}; check the sources"
            yield Hit(*item.span, message, detail=f"{shortened(item.name)}: {_named(gone)} → {_named(come)}")


def _named(fates: list[Fate]) -> str:
    return ", ".join(fates).replace("_", " ")
