"""How many figures have a role, and how many sides have the sums that their figures call for. It cannot tell whether these are right.

`--readings FILE` compares sums with those that a person read, one a line, with tabs between: the name of the page, the first 12 digits of
the SHA-256 of its wikitext (a page with another one is not judged), the path of the sum in the page's records
(`[0].sides[1].losses.killed`), and the sum: `40..90`, `650..` without an upper bound, `40..90/2` of 2 estimates, `-` for none.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from bench.corpus import Page, folder, measured
from infobox.reading import read_boxes
from infobox.record import FIGURE_FIELDS, Conflict, Item, Quantity, Side, Sum, sides_of
from infobox.record import Page as OfRecord

PEOPLE: Final = "people"
LOSSES: Final = ("killed", "wounded", "missing", "captured", "total")
_NO_LOSSES: Final = ("displaced", "destroyed", "damaged", "destroyed_or_damaged", "destroyed_or_captured")
_OF_KIND: Final = {"surrendered": "captured"}
_NONE: Final = "-"
_DIGITS: Final = 12

Judgement = Literal["right", "open", "left out", "wrong"]
"""`open`: a bound that the person read is not stated; the other one, if there is one, is right."""


class Counts:
    """Figures of people in strengths and casualties, those with a role, and sides whose figures call for a sum, by the sum, and have it."""

    def __init__(self) -> None:
        self.figures = self.with_role = self.sides = 0
        self.wanted: Counter[str] = Counter()
        self.held: Counter[str] = Counter()

    def add(self, record: Conflict) -> None:
        for side in sides_of(record):
            self.sides += 1
            wanted: set[str] = set()
            for field in FIGURE_FIELDS:
                for quantity in _of_people(getattr(side, field)):
                    self.figures += 1
                    self.with_role += quantity.role is not None
                    wanted |= _called_for(field, quantity)
            self.wanted.update(wanted)
            self.held.update(name for name in wanted if _sum_of(side, name) is not None)

    def table(self) -> str:
        """How many sides have each sum, in Markdown."""
        rows = [["sum", "sides whose figures call for it", "with it", "left out"], ["---"] * 4]
        for name in (PEOPLE, *LOSSES):
            wanted, held = self.wanted[name], self.held[name]
            rows.append([name, f"{wanted:,}", f"{held:,} ({_percent(held, wanted)})", f"{wanted - held:,}"])
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def line(self) -> str:
        """The same in one line."""
        shares = ", ".join(f"{name} {_percent(self.held[name], self.wanted[name])}" for name in (PEOPLE, *LOSSES))
        role = _percent(self.with_role, self.figures)
        return f"{self.figures:,} figures of people, {role} with a role; of the sides whose figures call for a sum, those with it: {shares}"


def _of_people(items: Iterable[Item]) -> Iterator[Quantity]:
    """The figures of people who are no civilians."""
    waiting = list(items)
    while waiting:
        item = waiting.pop()
        waiting += item.items
        yield from (each for each in item.quantities if each.category == PEOPLE and not each.civilians)


def _called_for(field: str, quantity: Quantity) -> set[str]:
    """The sums in which a figure might count alone: those of its kind, and of all losses."""
    if field == "strength":
        return {PEOPLE} if quantity.kind is None else set()
    if quantity.kind in _NO_LOSSES:
        return set()
    return {"total", _OF_KIND.get(quantity.kind or "", quantity.kind or "")} & set(LOSSES)


def _sum_of(side: Side, name: str) -> Sum | None:
    found = side.people if name == PEOPLE else getattr(side.losses, name, None)
    assert found is None or isinstance(found, Sum)
    return found


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none"


class Judged(NamedTuple):
    """A sum that a person read, and the one that is stated."""

    page: str
    path: str
    wanted: str
    stated: str

    @property
    def judgement(self) -> Judgement:
        if self.stated == self.wanted:
            return "right"
        if self.stated == _NONE:
            return "left out"
        wanted, stated = self.wanted.partition("..")[::2], self.stated.partition("..")[::2]
        low, high = (not bound.partition("/")[0] or bound == read for bound, read in zip(stated, wanted, strict=True))
        return "open" if low and high else "wrong"

    def __str__(self) -> str:
        return f"{self.page} {self.path}: wanted {self.wanted}, stated {self.stated}"


def written(held: Sum | None) -> str:
    """A sum as readings write it."""
    if held is None:
        return _NONE
    low, high = ("" if bound is None else str(bound) for bound in (held.low, held.high))
    return f"{low}..{high}" + (f"/{held.estimates}" if held.estimates else "")


def sums(records: Sequence[Conflict]) -> dict[str, str]:
    """The sums of a page's records as readings write them, by path."""
    found: dict[str, str] = {}
    for number, record in enumerate(records):
        sides = {f"sides[{place}]": side for place, side in enumerate(record.sides)}
        for place, side in (sides | ({"joint": record.joint} if record.joint is not None else {})).items():
            named = {PEOPLE: PEOPLE} | {f"losses.{name}": name for name in LOSSES}
            found |= {f"[{number}].{place}.{path}": written(_sum_of(side, name)) for path, name in named.items()}
    return found


def judged(pages: Iterable[Page], readings: str) -> Iterator[Judged]:
    """The readings of pages that are there, each with what is stated.

    Raises:
        SystemExit: if a line has not four parts.

    """
    there = {(page.name, digest(page.text)): page for page in pages}
    stated: dict[tuple[str, str], dict[str, str]] = {}
    for number, line in enumerate(readings.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if len(parts := line.split("\t")) != len(Judged._fields):
            raise SystemExit(f"line {number} of the readings: {len(parts)} parts; write page, digest, path and sum, with tabs between")
        name, of_page, path, wanted = parts
        if (page := there.get((name, of_page))) is not None:
            if (name, of_page) not in stated:
                stated[name, of_page] = sums(records(page))
            yield Judged(name, path, wanted, stated[name, of_page].get(path, _NONE))


def digest(text: str) -> str:
    """What tells one version of a page from others."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def records(page: Page) -> list[Conflict]:
    return [reading.record for reading in read_boxes(page.text, page=OfRecord(title=page.name, wiki=page.wiki))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=folder(), help="folder of pages (*.wikitext)")
    parser.add_argument("--readings", type=Path, metavar="FILE", help="sums that a person read")
    arguments = parser.parse_args()
    pages = measured(arguments.pages)
    counts = Counts()
    for page in pages:
        for record in records(page):
            counts.add(record)
    print(counts.table())
    print(counts.line())
    if arguments.readings is not None:
        found = list(judged(pages, arguments.readings.read_text("utf-8")))
        for each in found:
            if each.judgement == "wrong":
                print(f"wrong: {each}")
        tally = Counter(each.judgement for each in found)
        judgements = ", ".join(f"{tally[judgement]:,} {judgement}" for judgement in get_args(Judgement))
        print(f"{len(found):,} sums that a person read: {judgements}")


if __name__ == "__main__":
    main()
