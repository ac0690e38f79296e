"""What differs between two records: in meaning, not in bytes."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Literal

import msgspec

from infobox import box as boxes
from infobox import layout
from infobox.editing import trees
from infobox.editing.trees import ItemTree
from infobox.record import Conflict, Date, Item, Quantity, Text, sound
from infobox.templates.profile import Profile

Action = Literal["changed", "added", "removed", "moved"]
_MARKS: Final[dict[str, Callable[[Any], str]]] = {
    "link": layout.bracketed,
    "flag": lambda flag: " ".join(filter(None, (flag.of or flag.image, flag.variant))),
    "reference": lambda mark: mark.wikitext or mark.text,
    "note": lambda mark: mark.wikitext or mark.text,
    "template": lambda use: use.wikitext,
}
"""What stands on words, in the order of comparison, and how each is put into words."""
_ALIKE: Final = 0.4


class Change(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """One difference between two records.

    - `parameter` (str): the name of the template's parameter, such as `casualties2`, in its wiki.
    - `place` (str): the same in words, such as `side 2, casualties`.
    - `item` (str): the name or text of the item that it is about, for a figure what is counted; empty for a value that is no list.
    - `action` (str): `changed`, `added`, `removed` or `moved`.
    - `field` (str): what of it differs, such as `text`, `figure`, `fate` or `link`; `item` for a whole item; empty for a whole value and
      for a move.
    - `old` and `new` (str): both versions in words, empty if there is none; for a move, the numbers in their lists, from 1.
    - `infobox` (int): the number of the infobox on the page, from 1; 0 if neither page has several.
    """

    parameter: str
    place: str
    item: str
    action: Action
    field: str
    old: str
    new: str
    infobox: int = 0

    def as_json(self) -> dict[str, str | int]:
        """The fields that are not empty, by name."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value}

    def __str__(self) -> str:
        if self.infobox:
            return f"infobox {self.infobox}: {msgspec.structs.replace(self, infobox=0)}"
        about = self.item if self.field == "figure" else f"“{self.item}”" if self.item else ""
        if self.action == "moved":
            return f"{self.place}: {about} moved from place {self.old} to {self.new}"
        if self.action == "changed" and self.field not in ("", "text", "figure"):
            about = f"{about}: {self.field}" if about else self.field
        elif self.action == "changed" and self.field == "text":
            about = ""
        if self.action == "added":
            return f"{self.place}: {f'{about}: ' if about else ''}+ {self.new}"
        if self.action == "removed":
            return f"{self.place}: {f'{about}: ' if about else ''}- {self.old}"
        return f"{self.place}: {f'{about} ' if about else ''}{self.old} → {self.new}"


def compare_all(old: Sequence[Conflict], new: Sequence[Conflict], *, profile: Profile | None = None) -> list[Change]:
    """The differences between the infoboxes of two pages, compared as `pairs` matches them; if there are several, each change states which
    infobox of the page it is about.
    """
    several = len(old) > 1 or len(new) > 1
    changes: list[Change] = []
    for first, second in pairs(old, new):
        one = old[first] if first is not None else Conflict(schema=new[second or 0].schema)
        other = new[second] if second is not None else Conflict(schema=one.schema)
        place = (first if first is not None else second or 0) + 1
        changes += [msgspec.structs.replace(change, infobox=place if several else 0) for change in compare(one, other, profile=profile)]
    return changes


def pairs(old: Sequence[Conflict], new: Sequence[Conflict]) -> list[tuple[int | None, int | None]]:
    """Matches the infoboxes of two versions of a page (their indexes): first by name, then by position; None stands for an infobox that
    the other version does not have.
    """
    named: defaultdict[str, deque[int]] = defaultdict(deque)
    for place, other in enumerate(new):
        if other.conflict is not None and other.conflict.text:
            named[other.conflict.text].append(place)
    twins: dict[int, int] = {}
    for place, one in enumerate(old):
        if one.conflict is not None and (queue := named.get(one.conflict.text)):
            twins[place] = queue.popleft()
    taken = set(twins.values())
    for place in range(min(len(old), len(new))):
        if place not in twins and place not in taken:
            twins[place] = place
            taken.add(place)
    found: list[tuple[int | None, int | None]] = [(place, twins.get(place)) for place in range(len(old))]
    return [*found, *((None, place) for place in range(len(new)) if place not in taken)]


def compare(old: Conflict, new: Conflict, *, profile: Profile | None = None) -> list[Change]:
    """The differences between two records, in the documented order of their parameters; none if they mean the same. `profile` is that of
    their template, if the package does not know it by its name.

    Raises `RecordError` for a record that JSON cannot give: values of other types, items in more than a hundred levels.
    """
    old, new = sound(old), sound(new)
    changes: list[Change] = []
    used = new if new.template is not None else old
    own, key = boxes.profile_of(used, profile), boxes.key_of(used, profile)
    sides = own.count_of(len(used.sides))
    before, after = layout.parameters(old, own), layout.parameters(new, own)
    for name in before | after:
        if before.get(name, "") == after.get(name, ""):
            continue
        written = name if name in old.other or name in new.other else own.spelled(name, key, sides) or name
        place = _place(name, old, new, own) or written
        one, other = layout.items_of(old, name, own), layout.items_of(new, name, own)
        if one is not None and other is not None:
            changes += _lists(written, place, trees.of(one), trees.of(other))
        else:
            texts = (_text(name, old, own), _text(name, new, own))
            changes += _values(written, place, *texts, before.get(name, ""), after.get(name, ""))
    return changes


def _place(name: str, old: Conflict, new: Conflict, profile: Profile) -> str:
    definition = profile.definitions.get(name)
    if definition is None or not definition.number:
        return ""
    whose = f"side {definition.number}" if definition.number <= max(len(old.sides), len(new.sides)) else "joint"
    return f"{whose}, {definition.field.replace('_', ' ')}{f' ({definition.row})' if definition.row else ''}"


def _text(name: str, record: Conflict, profile: Profile) -> Text | Date | None:
    held = getattr(record, profile.field(name), None)
    return held if isinstance(held, Text | Date) else None


def _values(name: str, place: str, one: Text | Date | None, other: Text | Date | None, before: str, after: str) -> Iterator[Change]:
    if one is None or other is None:
        first = one.text if one is not None else before
        second = other.text if other is not None else after
        action: Action = "added" if not before else "removed" if not after else "changed"
        yield Change(name, place, "", action, "text" if action == "changed" else "", first, second)
        return
    if one.text != other.text:
        yield Change(name, place, "", "changed", "text", one.text, other.text)
    yield from _marks(name, place, "", one, other)


def _marks(name: str, place: str, item: str, one: Text | Date | Item, other: Text | Date | Item) -> Iterator[Change]:
    for field, called in _MARKS.items():
        yield from _words(name, place, item, field, *([called(mark) for mark in getattr(words, f"{field}s")] for words in (one, other)))


def _words(name: str, place: str, item: str, field: str, old: list[str], new: list[str]) -> Iterator[Change]:
    before, after = set(old), set(new)
    gone = [words for words in old if words not in after]
    come = [words for words in new if words not in before]
    if not gone and not come and old != new:
        yield Change(name, place, item, "changed", field, ", ".join(old), ", ".join(new))
    for first, second in zip(gone, come, strict=False):
        yield Change(name, place, item, "changed", field, first, second)
    for words in gone[len(come) :]:
        yield Change(name, place, item, "removed", field, f"{field} {words}" if field != "fate" else words, "")
    for words in come[len(gone) :]:
        yield Change(name, place, item, "added", field, "", f"{field} {words}" if field != "fate" else words)


def _lists(name: str, place: str, old: Sequence[ItemTree], new: Sequence[ItemTree]) -> Iterator[Change]:
    gone: list[tuple[int, ItemTree]] = []
    come: list[tuple[int, ItemTree]] = []
    kept: list[tuple[ItemTree, ItemTree]] = []
    for one, other in trees.match(old, new):
        if one is not None and other is not None and (old[one].line == new[other].line or trees.similarity(old[one], new[other]) >= _ALIKE):
            kept.append((old[one], new[other]))
            continue
        if one is not None:
            gone.append((one, old[one]))
        if other is not None:
            come.append((other, new[other]))
    twins = _twins([node for _, node in gone], [node for _, node in come])
    for index, other_index in twins.items():
        (number, node), (other_number, twin) = gone[index], come[other_index]
        kept.append((node, twin))
        yield Change(name, place, _called(node.item), "moved", "", str(number + 1), str(other_number + 1))
    for index, (_, node) in enumerate(gone):
        if index not in twins:
            yield Change(name, place, "", "removed", "item", f"“{_called(node.item)}”{_with(node)}", "")
    taken = set(twins.values())
    for index, (_, node) in enumerate(come):
        if index not in taken:
            yield Change(name, place, "", "added", "item", "", f"“{_called(node.item)}”{_with(node)}")
    for first, second in kept:
        if first.line != second.line:
            yield from _item(name, place, first.item, second.item)
        yield from _lists(name, place, first.nodes, second.nodes)


def _twins(gone: Sequence[ItemTree], come: Sequence[ItemTree]) -> dict[int, int]:
    """Which missing items appear in another place, matched by line, name or text with the first that is still free."""
    waiting: defaultdict[tuple[str, str], deque[int]] = defaultdict(deque)
    for number, node in enumerate(come):
        for key in _keys(node):
            waiting[key].append(number)
    taken: set[int] = set()
    twins: dict[int, int] = {}
    for number, node in enumerate(gone):
        queues = [waiting[key] for key in _keys(node) if key in waiting]
        for queue in queues:
            while queue and queue[0] in taken:
                queue.popleft()
        first = min((queue[0] for queue in queues if queue), default=None)
        if first is not None:
            taken.add(first)
            twins[number] = first
    return twins


def _keys(node: ItemTree) -> Iterator[tuple[str, str]]:
    """What an item shares with the same item in another place."""
    yield "line", node.line
    if node.item.name:
        yield "name", node.item.name
    if node.item.text:
        yield "text", node.item.text


def _called(item: Item) -> str:
    return item.name or item.text or ", ".join(map(_MARKS["flag"], item.flags))


def _with(node: ItemTree) -> str:
    under = sum(1 for _ in trees.flat(node.nodes))
    return f" and {under} under it" if under else ""


def _item(name: str, place: str, old: Item, new: Item) -> Iterator[Change]:
    called = _called(new)
    figures = _figures(old, new)
    if figures:
        for about, first, second in figures:
            yield Change(name, place, about, "changed", "figure", first, second)
    elif old.text != new.text:
        yield Change(name, place, "", "changed", "text", old.text or "(no words)", new.text or "(no words)")
    yield from _words(name, place, called, "fate", *([fate.replace("_", " ") for fate in item.fates] for item in (old, new)))
    yield from _marks(name, place, called, old, new)
    for field, first_is, second_is in (("heading", old.heading, new.heading), ("rule", old.rule, new.rule)):
        if first_is != second_is:
            yield Change(name, place, called, "changed", field, "yes" if first_is else "no", "yes" if second_is else "no")


def _figures(old: Item, new: Item) -> list[tuple[str, str, str]]:
    """The figures that differ, if nothing else in the text does: what they count, before, after."""
    first, second = old.quantities, new.quantities
    if (
        not first
        or len(first) != len(second)
        or any((one.unit, one.of) != (other.unit, other.of) for one, other in zip(first, second, strict=True))
    ):
        return []
    rest, other_rest = old.text, new.text
    found = []
    for one, other in zip(first, second, strict=True):
        if not one.text or not other.text:
            return []
        rest, other_rest = rest.replace(one.text, "#", 1), other_rest.replace(other.text, "#", 1)
        if one.text != other.text:
            found.append((_counted(one), one.text, other.text))
    return found if rest == other_rest else []


def _counted(quantity: Quantity) -> str:
    return " ".join(filter(None, (quantity.of and f"{quantity.of}:", quantity.unit or (quantity.kind or "").replace("_", " "))))
