"""Figures of strength and casualties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bench.slips.places import Site, Slip, kind, put
from infobox.checks.subject import Value
from infobox.record import Quantity

_GROUPED: Final = r"(?<![\d.,])(\d{1,3}),(\d{3})(?![\d,.])"
_RANGE: Final = r"(?<![\d.,–-])(\d[\d,]*)(\s?[–-]\s?)(\d[\d,]*)(?![\d.,–-])"
_FIGURES: Final = ("strength", "casualties")
_MEN: Final = ("men", "soldiers", "troops", "personnel", "")
_LOST: Final = ("killed", "wounded", "missing", "captured")


@kind("range of figures reversed")
def reversed_range(site: Site) -> Iterator[Slip]:
    """`3,000–4,000` becomes `4,000–3,000`"""
    for _, start, match in site.matches(_RANGE, site.of(*_FIGURES)):
        first, last = (int(match[group].replace(",", "")) for group in (1, 3))
        if 0 < first < last and _counted(site, start + match.start()):
            yield put(start + match.start(), start + match.end(), f"{match[3]}{match[2]}{match[1]}")


def _counted(site: Site, at: int) -> bool:
    """Whether a figure that was read stands at a place."""
    entry = site.subject.entry_at(at)
    return entry is not None and any(quantity.span is not None and quantity.span[0] == at for quantity in entry.item.quantities)


@kind("digits wrongly grouped")
def misgrouped(site: Site) -> Iterator[Slip]:
    """`15,000` becomes `15,00`, `150,00` or `1,5000`"""
    for _, start, match in site.matches(_GROUPED, site.of(*_FIGURES)):
        digits = match[1] + match[2]
        ways = [f"{digits[: len(match[1]) + 1]},{digits[len(match[1]) + 1 :]}", f"{match[1]},{match[2][:2]}"]
        if len(match[1]) > 1:
            ways.append(f"{digits[: len(match[1]) - 1]},{digits[len(match[1]) - 1 :]}")
        yield put(start + match.start(), start + match.end(), site.rng.choice(ways))


@kind("total that is not the sum")
def wrong_total(site: Site) -> Iterator[Slip]:
    """A line `Total:` under figures of men, lower than their sum"""
    for value in site.of(*_FIGURES):
        figures = _exact(site, value)
        kinds = {quantity.kind for quantity in figures}
        if len(figures) > 1 and ((len(kinds) == len(figures) and None not in kinds) or kinds == {None}):
            total = sum(quantity.low or 0 for quantity in figures)
            digits = str(total)
            at = site.rng.choice([place for place, digit in enumerate(digits[:2]) if digit > "0"])
            wrong = int(f"{digits[:at]}{site.rng.randrange(int(digits[at]))}{digits[at + 1 :]}")
            if wrong and total - wrong > total // 10:
                edit = site.appended(value, f"'''Total''': {wrong:,} {'men' if value.field == 'strength' else 'casualties'}")
                yield Slip((edit,), (site.parameter(value),))


def _exact(site: Site, value: Value) -> list[Quantity]:
    """The figures of a value without groups if each of its lines is one that is exact, of men, and nothing else; else none."""
    found = []
    for entry in site.subject.entries:
        if entry.value is not value:
            continue
        if entry.item.heading or entry.above is not None:
            return []
        exact = [quantity for quantity in entry.item.quantities if quantity.low is not None and quantity.low == quantity.high]
        men = len(exact) == 1 and (exact[0].kind in _LOST or (exact[0].kind is None and exact[0].unit in _MEN))
        if not men or len(entry.item.quantities) > 1 or entry.item.items or exact[0].about or exact[0].of or "(" in entry.item.text:
            return []
        found.append(exact[0])
    return found if not re.search("total", value.words, re.IGNORECASE) else []
