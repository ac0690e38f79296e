"""Whether an edit of a record changes only what it has to in its page: generated edits of real infoboxes, written and read again.

For each kind of edit: how many, how many with the smallest change of the text, how many that could not be written, how many that read
back as anything else. The smallest change touches no other line than that of the item, or those between it and its neighbours, and no more
text than stands there. Pages: a folder of wikitext, `INFOBOX_PAGES`.
"""

from __future__ import annotations

import argparse
import copy
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bench.corpus import Page, folder, measured
from infobox.reading import read_boxes
from infobox.record import SIDED_FIELDS, Conflict, Flag, Item, Link, Reference
from infobox.writing import WriteError, write

Stretch = tuple[int, int]
"""Half-open span of the page, outside of which an edit has to leave every byte."""


class Place(NamedTuple):
    """An item that an edit is about: the list it stands in, its number there, the field, and the lines of the whole value in order."""

    siblings: list[Item]
    number: int
    field: str
    lines: list[Item]

    @property
    def item(self) -> Item:
        return self.siblings[self.number]

    @property
    def around(self) -> Stretch:
        """From the end of the line before it to the beginning of the line behind it and what stands under it."""
        first = next(place for place, line in enumerate(self.lines) if line is self.item)
        behind = first + len(list(_lines([self.item])))
        start = _span(self.lines[first - 1])[1] if first else _span(self.item)[0]
        end = _span(self.lines[behind])[0] if behind < len(self.lines) else _last(self.item)
        return start, end


def _span(item: Item) -> Stretch:
    assert item.span is not None
    return item.span


def _lines(items: list[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _lines(item.items)


def _last(item: Item) -> int:
    return max(_span(line)[1] for line in _lines([item]))


def _places(record: Conflict, rng: random.Random) -> Iterator[Place]:
    lists = [(getattr(side, field), field) for side in record.sides for field in SIDED_FIELDS.values()]
    rng.shuffle(lists)
    for items, field in lists:
        if any(item.row for item in items):
            continue
        lines = list(_lines(items))
        found = [Place(siblings, number, field, lines) for siblings in _siblings(items) for number in range(len(siblings))]
        rng.shuffle(found)
        yield from (place for place in found if not place.item.templates)


def _siblings(items: list[Item]) -> Iterator[list[Item]]:
    if items:
        yield items
    for item in items:
        yield from _siblings(item.items)


# -- edits: each changes the item's record and answers where the page may change, or None where it has nothing to do --------------------

Edit = Callable[[Place], Stretch | None]


def figure(place: Place) -> Stretch | None:
    """Another number in a line."""
    item = place.item
    found = re.search(r"\d+", item.text)
    if place.field not in ("strength", "casualties") or found is None:
        return None
    item.text = f"{item.text[: found.start()]}{int(found[0]) + 7}{item.text[found.end() :]}"
    return _span(item)


def name(place: Place) -> Stretch | None:
    """Another commander, without a link."""
    item = place.item
    if place.field != "commanders" or item.heading:
        return None
    item.text = item.name = "Johann Q. Nobody"
    item.links, item.qualifiers, item.period = [], [], None
    return _span(item)


def qualifier(place: Place) -> Stretch | None:
    """Another qualifier."""
    item = place.item
    if not item.qualifiers or f"({item.qualifiers[0]})" not in item.text:
        return None
    item.text = item.text.replace(f"({item.qualifiers[0]})", "(until 1890)", 1)
    item.qualifiers[0], item.period = "until 1890", None
    item.links = [link for link in item.links if link.text in item.text]
    return _span(item)


def new_fate(place: Place) -> Stretch | None:
    """A fate more."""
    item = place.item
    if place.field != "commanders" or item.heading or item.fates:
        return None
    item.fates.append("killed_in_action")
    return _span(item)


def no_fate(place: Place) -> Stretch | None:
    """A fate less."""
    item = place.item
    if place.field != "commanders" or len(item.fates) != 1 or not item.span:
        return None
    item.fates.clear()
    item.fate_links.clear()
    return _span(item)


def flag(place: Place) -> Stretch | None:
    """Another flag."""
    if len(place.item.flags) != 1 or not place.item.flags[0].of:
        return None
    place.item.flags[0] = Flag(of="Portugal")
    return _span(place.item)


def link(place: Place) -> Stretch | None:
    """Another page linked."""
    if len(place.item.links) != 1 or place.item.links[0].external:
        return None
    place.item.links[0].target, place.item.links[0].section = "Elsewhere", ""
    return _span(place.item)


def new_reference(place: Place) -> Stretch | None:
    """A reference more."""
    place.item.references.append(Reference(text="Doe 1999", wikitext="<ref>Doe 1999</ref>"))
    return _span(place.item)


def no_reference(place: Place) -> Stretch | None:
    """A reference less."""
    if not place.item.references:
        return None
    place.item.references.pop()
    return _span(place.item)


NEW = Item(text="New Thing", name="New Thing", links=[Link(target="New Thing", text="New Thing")])


def new_last(place: Place) -> Stretch | None:
    """An item at the end of a list."""
    last = place.siblings[-1]
    if last.heading:
        return None  # behind a heading's group nothing stands beside it
    end = _last(last)
    place.siblings.append(copy.deepcopy(NEW))
    return end, end


def new_first(place: Place) -> Stretch | None:
    """An item at the beginning of a list."""
    if place.siblings is not place.lines and _span(place.siblings[0])[0] != _span(place.lines[0])[0]:
        return None
    start = _span(place.siblings[0])[0]
    place.siblings.insert(0, copy.deepcopy(NEW))
    return start, start


def new_between(place: Place) -> Stretch | None:
    """An item between two others."""
    if not place.number or place.siblings[place.number - 1].heading or place.item.heading:
        return None
    stretch = place.around[0], _span(place.item)[0]
    place.siblings.insert(place.number, copy.deepcopy(NEW))
    return stretch


def new_under(place: Place) -> Stretch | None:
    """An item under another."""
    if place.field not in ("units", "combatants"):
        return None
    stretch = _last(place.item), max(place.around[1], _last(place.item))
    place.item.items.append(copy.deepcopy(NEW))
    return stretch


def removed(place: Place) -> Stretch | None:
    """An item less, with all under it."""
    if len(place.lines) == len(list(_lines([place.item]))):
        return None
    stretch = place.around
    del place.siblings[place.number]
    return stretch


def moved(place: Place) -> Stretch | None:
    """An item moved to the beginning of its list."""
    if place.number == 0 or any(item.heading for item in place.siblings):
        return None
    stretch = _span(place.siblings[0])[0], place.around[1]
    place.siblings.insert(0, place.siblings.pop(place.number))
    return stretch


EDITS: dict[str, Edit] = {
    "figure": figure,
    "name": name,
    "qualifier": qualifier,
    "fate added": new_fate,
    "fate removed": no_fate,
    "flag": flag,
    "link": link,
    "reference added": new_reference,
    "reference removed": no_reference,
    "item last": new_last,
    "item first": new_first,
    "item between": new_between,
    "item under": new_under,
    "item removed": removed,
    "item moved": moved,
}


class Outcome(NamedTuple):
    """What became of one edit: whether the text changed as little as it can, whether it reads right with no comment lost, seconds."""

    kind: str
    page: str
    small: bool
    right: bool
    written: bool
    seconds: float


def edit(page: str, title: str, kind: str, rng: random.Random) -> Outcome | None:
    """Do one edit of a kind to a page's only infobox; None where the page offers none."""
    readings = read_boxes(page, spans=True)
    if len(readings) != 1:
        return None
    record = readings[0].conflict
    for place in _places(record, rng):
        stretch = EDITS[kind](place)
        if stretch is not None:
            break
    else:
        return None
    started = time.perf_counter()
    try:
        written = write(record, into=page)
    except WriteError:
        return Outcome(kind, title, small=False, right=True, written=False, seconds=time.perf_counter() - started)
    seconds = time.perf_counter() - started
    right = _said(read_boxes(written)[0].conflict) == _said(record) and not Counter(_COMMENT.findall(page)) - Counter(
        _COMMENT.findall(written)
    )
    return Outcome(kind, title, is_small(page, written, stretch), right, written=True, seconds=seconds)


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def _said(record: Conflict) -> list[object]:
    """What an edit states: the lines with their marks, the pages linked, and what stands under what; headings are judged from these."""
    return [[_told(getattr(side, field)) for field in SIDED_FIELDS.values()] for side in record.sides]


def _told(items: list[Item]) -> list[object]:
    return [
        (
            item.text,
            item.flags,
            item.fates,
            [link.target for link in item.links],
            [mark.wikitext for mark in item.references],
            [mark.wikitext for mark in item.notes],
            _told(item.items),
        )
        for item in items
    ]


def is_small(page: str, written: str, stretch: Stretch) -> bool:
    """Whether no line changed but those of the stretch, and no more text than it holds."""
    start = 0
    while start < min(len(page), len(written)) and page[start] == written[start]:
        start += 1
    end = 0
    while end < min(len(page), len(written)) - start and page[-1 - end] == written[-1 - end]:
        end += 1
    first = page.rfind("\n", 0, min(start, stretch[0])) + 1
    last = page.find("\n", max(len(page) - end - 1, stretch[1]))
    last = len(page) if last < 0 else last
    own_first = page.rfind("\n", 0, stretch[0]) + 1
    own_last = page.find("\n", stretch[1])
    own_last = len(page) if own_last < 0 else own_last
    # Where a line is put in or taken out, equal neighbours make the difference slide: its length tells.
    slack = 4
    within = (first >= own_first - slack and last <= own_last + slack) or len(page) - end - start <= slack
    return within and len(page) - end - start <= stretch[1] - stretch[0] + slack


def run(pages: list[Page], each: int, seed: int = 1) -> list[Outcome]:
    """`each` edits of every page, of kinds by chance."""
    rng = random.Random(seed)
    kinds = list(EDITS)
    found: list[Outcome] = []
    for name, page in pages:
        for _ in range(each):
            outcome = edit(page, name, rng.choice(kinds), rng)
            if outcome is not None:
                found.append(outcome)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--pages", type=Path, default=folder(), help="folder of pages (*.wikitext)")
    parser.add_argument("--each", type=int, default=5, help="edits a page")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="name the edits that are not the smallest")
    arguments = parser.parse_args()
    outcomes = run(measured(arguments.pages), arguments.each, arguments.seed)
    if not outcomes:
        sys.exit("no infobox to edit")
    for kind in EDITS:
        of_kind = [outcome for outcome in outcomes if outcome.kind == kind]
        small, refused, wrong = (
            sum(flags) for flags in ([o.small for o in of_kind], [not o.written for o in of_kind], [not o.right for o in of_kind])
        )
        print(f"{kind:20}{len(of_kind):6} edits{small:6} smallest{refused:4} refused{wrong:4} wrong")
    if arguments.show:
        for outcome in outcomes:
            if not (outcome.small and outcome.right and outcome.written):
                print(f"  {outcome.kind}: {outcome.page}")
    small = sum(outcome.small for outcome in outcomes)
    wrong = sum(not outcome.right for outcome in outcomes)
    median = statistics.median(outcome.seconds for outcome in outcomes)
    print(f"{len(outcomes)} edits: smallest {100 * small / len(outcomes):.1f} %, wrong {wrong}, median {1000 * median:.0f} ms")


if __name__ == "__main__":
    main()
