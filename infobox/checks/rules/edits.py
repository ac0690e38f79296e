"""Rules about what an edit did: they look at an infobox before and after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from infobox import layout
from infobox.checks.edit import Versions
from infobox.checks.findings import Said, quoted
from infobox.checks.registry import edit_rule
from infobox.checks.subject import Subject
from infobox.editing import trees
from infobox.editing.trees import Node
from infobox.record import TEXT_FIELDS, Conflict, Date, Item, Quantity, Reference, Text

_ALIKE = 0.4
"""So alike (1: the same) two lines of a list must be to be one, changed."""
_WON = frozenset(("victory", "decisive_victory", "pyrrhic_victory"))


class Kept(NamedTuple):
    """What stands in both versions: the words and references before, and after, with its span in the new page."""

    old: Item | Text | Date
    new: Item | Text | Date
    span: tuple[int, int]


def _kept(versions: Versions) -> Iterator[Kept]:
    """The values and lines that an edit left or changed."""
    old, new = versions.old.record, versions.new.record
    for field in (*TEXT_FIELDS, "date"):
        one, other = getattr(old, field), getattr(new, field)
        if one is not None and other is not None and other.span is not None:
            yield Kept(one, other, other.span)
    for name in layout.list_parameters(new):
        first, second = layout.items_of(old, name), layout.items_of(new, name)
        if first and second:
            yield from _kept_lines(trees.of(first), trees.of(second))


def _kept_lines(old: Sequence[Node], new: Sequence[Node]) -> Iterator[Kept]:
    for one, other in trees.match(old, new):
        if one is None or other is None:
            continue
        first, second = old[one], new[other]
        alone = len(old) == len(new) == 1
        if first.line != second.line and not alone and trees.likeness(first, second) < _ALIKE:
            continue
        if second.item.span is not None:
            yield Kept(first.item, second.item, second.item.span)
        yield from _kept_lines(first.nodes, second.nodes)


def _key(reference: Reference) -> str:
    """What makes a citation the same one in two versions: its name, or its words."""
    return reference.name or " ".join((reference.text or reference.wikitext).split())


def _cited(value: Item | Text | Date) -> set[str]:
    return {_key(reference) for reference in value.references}


def _in_box(subject: Subject) -> set[str]:
    """All citations of an infobox."""
    found: set[str] = set()
    record: Conflict = subject.record
    for field in (*TEXT_FIELDS, "date", "coordinates"):
        value = getattr(record, field)
        if value is not None:
            found.update(map(_key, value.references))
    if record.image is not None and record.image.caption is not None:
        found |= _cited(record.image.caption)
    for entry in subject.entries:
        found |= _cited(entry.item)
    return found


def _figure(quantity: Quantity) -> tuple[int | None, int | None]:
    return quantity.low, quantity.high


@edit_rule("E001", "warning")
def figure_changed_but_not_its_source(versions: Versions) -> Iterator[Said]:
    """A figure that the edit changed while the references behind it stayed the same.

    Why: The new figure now looks as if the source gave it. It is the commonest form of quiet vandalism, and of honest mistakes.

    Bad before:
        | casualties1 = 300 killed<ref>Smith, p. 5.</ref>

    Bad:
        | casualties1 = 900 killed<ref>Smith, p. 5.</ref>

    Good before:
        | casualties1 = 300 killed<ref>Smith, p. 5.</ref>

    Good:
        | casualties1 = 900 killed<ref>Jones, p. 7.</ref>

    Fix: none; only the source says which figure is right.
    """
    for kept in _kept(versions):
        if not isinstance(kept.old, Item) or not isinstance(kept.new, Item):
            continue
        old, new = kept.old.quantities, kept.new.quantities
        if not kept.new.references or _cited(kept.old) != _cited(kept.new) or len(old) != len(new):
            continue
        for one, other in zip(old, new, strict=True):
            if _figure(one) != _figure(other) and (one.low is not None or one.high is not None):
                start, end = other.span or kept.span
                yield Said(start, end, f"“{one.text}” became “{other.text}”, but its source is the same; look whether it says so")


@edit_rule("E002", "warning")
def result_reversed(versions: Versions) -> Iterator[Said]:
    """A result that the edit turned round: another victor, or a victory that became something else.

    Why: It is the most contested line of an infobox; such an edit should have a source and a reason.

    Bad before:
        | result = Greek victory

    Bad:
        | result = Persian victory

    Good before:
        | result = Greek victory

    Good:
        | result = Decisive Greek victory

    Fix: none; only the sources say who won.
    """
    old, new = versions.old.record.result, versions.new.record.result
    if old is None or new is None or not new.items or new.items[0].span is None:
        return
    span = new.items[0].span
    if old.victor and new.victor and old.victor.casefold() != new.victor.casefold():
        yield Said(*span, f"the victor was “{old.victor}” and is now “{new.victor}”; look whether the sources say so")
    elif old.outcome != new.outcome and (old.outcome in _WON) != (new.outcome in _WON) and old.items:
        yield Said(*span, f"{quoted(old.items[0].text)} became {quoted(new.items[0].text)}; look whether the sources say so")


@edit_rule("E003", "warning")
def reference_dropped(versions: Versions) -> Iterator[Said]:
    """A reference that the edit took from a value whose words stayed, and that stands nowhere else in the infobox.

    Why: The value has lost its source; where the reference was defined there, other citations of the page break too.

    Bad before:
        | casualties1 = 300 killed<ref name="Smith" />

    Bad:
        | casualties1 = 300 killed

    Good before:
        | casualties1 = 300 killed<ref name="Smith" />

    Good:
        | casualties1 = 300 killed<ref name="Jones" />

    Fix: none; the old version has the reference.
    """
    here = _in_box(versions.new)
    for kept in _kept(versions):
        if kept.old.text != kept.new.text or len(kept.new.references) >= len(kept.old.references):
            continue
        gone = [reference for reference in kept.old.references if _key(reference) not in here]
        if gone:
            yield Said(*kept.span, f"the reference {quoted(_key(gone[0]))} is gone; put it back or give another")


@edit_rule("E004", "warning")
def sourced_value_replaced(versions: Versions) -> Iterator[Said]:
    """A value with references that the edit replaced by another one without any.

    Why: What a source said gave way to what nobody says.

    Bad before:
        | casualties1 = 300 killed<ref name="Smith" />

    Bad:
        | casualties1 = heavy losses

    Good before:
        | casualties1 = 300 killed<ref name="Smith" />

    Good:
        | casualties1 = heavy losses<ref name="Jones" />

    Fix: none; only the sources say which value is right.
    """
    for kept in _kept(versions):
        if kept.old.references and not kept.new.references and kept.old.text != kept.new.text and kept.new.text and kept.old.text:
            old, new = quoted(kept.old.text), quoted(kept.new.text)
            yield Said(*kept.span, f"{old} had a source and became {new}, which has none; give its source")
