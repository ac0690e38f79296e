"""The facts that a record states, by what it takes to read them: two records are compared by their facts."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from infobox.record import SIDE_FIELDS

DATES, RESULTS, NAMES, FLAGS, FATES, PERIODS, FIGURES, KINDS = "dates", "results", "names", "flags", "fates", "periods", "figures", "kinds"
CAPABILITIES: Final = (DATES, RESULTS, NAMES, FLAGS, FATES, PERIODS, FIGURES, KINDS)
_PERSONS: Final = ("combatants", "commanders", "units")
_DASHES: Final = re.compile("[‐‑‒–—−]")

Facts = dict[str, Counter[tuple[Any, ...]]]
"""By capability, how often each fact is stated."""


def facts(record: Mapping[str, Any]) -> Facts:
    """The facts of a record as JSON has it. A reader's annotation may give names of links and flags instead of objects."""
    found: Facts = {capability: Counter() for capability in CAPABILITIES}
    date = record.get("date") or {}
    found[DATES].update((end, date[end]) for end in ("start", "end") if date.get(end))
    result = record.get("result") or {}
    found[RESULTS].update((key, same(result[key])) for key in ("outcome", "victor") if result.get(key))
    sides = [*enumerate(record.get("sides") or (), 1), (0, record.get("joint") or {})]
    for number, side in sides:
        for field in SIDE_FIELDS:
            for item in _every(side.get(field)):
                _add_item(found, (number, field), item)
    return found


def _add_item(found: Facts, where: tuple[int, str], item: Mapping[str, Any]) -> None:
    if where[1] not in _PERSONS:
        for figure in item.get("quantities") or ():
            low, high = figure.get("low"), figure.get("high")
            found[FIGURES][(*where, low, high, bool(figure.get("about")))] += 1
            if figure.get("kind"):
                found[KINDS][(*where, low, high, figure["kind"])] += 1
        return
    name = same(item.get("name") or item.get("text") or "")
    found[NAMES][(*where, name)] += 1
    found[FLAGS].update((*where, name, same(flag)) for flag in map(_named, item.get("flags") or ()))
    found[FATES].update((*where, name, fate) for fate in item.get("fates") or ())
    if period := item.get("period"):
        found[PERIODS][(*where, name, period.get("start"), period.get("end"))] += 1


def _every(items: Any) -> Iterator[Mapping[str, Any]]:
    """The items of a list, with those under them."""
    for item in items or ():
        yield item
        yield from _every(item.get("items"))


def _named(flag: Any) -> str:
    return flag if isinstance(flag, str) else flag.get("of") or flag.get("image") or ""


def same(text: str) -> str:
    """A text as it is compared: without regard to capitals, kinds of dashes and white space, and signs at its ends."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFC", text.replace("_", " ")))
    return " ".join(plain.split()).strip(" :;,.：；，。、").casefold()


class Tally:
    """How many facts were stated rightly, how many were stated in all, and how many there are."""

    def __init__(self) -> None:
        self.right = self.stated = self.wanted = 0

    def add(self, stated: Counter[tuple[Any, ...]], wanted: Counter[tuple[Any, ...]]) -> None:
        self.right += (stated & wanted).total()
        self.stated += stated.total()
        self.wanted += wanted.total()

    @property
    def share(self) -> float | None:
        """F1: the harmonic mean of precision and recall, from 0 to 1; None if there is nothing to compare."""
        both = self.stated + self.wanted
        return 2 * self.right / both if both else None

    @property
    def wrong(self) -> int:
        """How many were stated that are not so."""
        return self.stated - self.right


def sum_of(tallies: Iterable[Tally]) -> Tally:
    """The tallies added up."""
    every = Tally()
    for tally in tallies:
        every.right, every.stated, every.wanted = every.right + tally.right, every.stated + tally.stated, every.wanted + tally.wanted
    return every
