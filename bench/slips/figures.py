"""Figures of strength and casualties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bench.slips.places import Site, Slip, kind, put
from infobox.checks.subject import Entry, Value
from infobox.record import Quantity

_GROUPED: Final = r"(?<![\d.,])(\d{1,3}),(\d{3})(?![\d,.])"
_RANGE: Final = r"(?<![\d.,–-])(\d[\d,]*)(\s?[–-]\s?)(\d[\d,]*)(?![\d.,–-])"
_FIGURES: Final = ("strength", "casualties")


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
    """A line `Total:` under figures of one unit, with one digit wrong"""
    for value in site.of(*_FIGURES):
        figures = _exact(site, value)
        units = {quantity.unit for _, quantity in figures}
        if len(figures) < 2 or len(units) != 1:
            continue
        total = sum(quantity.low or 0 for _, quantity in figures)
        digits = str(total)
        at = site.rng.randrange(len(digits))
        wrong = int(f"{digits[:at]}{(int(digits[at]) + site.rng.randrange(1, 9)) % 10 or 1}{digits[at + 1 :]}")
        if wrong != total:
            unit = f" {units.pop()}" if units != {""} else ""
            edit = site.appended(value, f"'''Total''': {wrong:,}{unit}")
            yield Slip((edit,), (site.parameter(value),))


def _exact(site: Site, value: Value) -> list[tuple[Entry, Quantity]]:
    """The figures of a value if each of its lines has one that is exact and nothing else; else none."""
    found = []
    for entry in site.entries(*_FIGURES):
        if entry.value is not value:
            continue
        exact = [quantity for quantity in entry.item.quantities if quantity.low is not None and quantity.low == quantity.high]
        alone = len(entry.item.quantities) == len(exact) == 1 and not entry.item.items and "(" not in entry.item.text
        if not alone or exact[0].about or exact[0].of:
            return []
        found.append((entry, exact[0]))
    return found if not re.search("total", value.words, re.IGNORECASE) else []


@kind("casualties above the strength")
def above_strength(site: Site) -> Iterator[Slip]:
    """`500 killed` of 2,000 men becomes `5000 killed`"""
    for number, side in enumerate(site.subject.columns[: site.subject.sides], 1):
        strength = [quantity for item in side.strength for quantity in item.quantities]
        if len(strength) != 1 or strength[0].high is None or strength[0].unit not in ("men", "soldiers", "troops", ""):
            continue
        for entry in site.entries("casualties"):
            for quantity in entry.item.quantities:
                exact = quantity.low is not None and quantity.low == quantity.high
                if entry.side == number and exact and quantity.kind == "killed" and quantity.unit in ("killed", "men", "dead", "soldiers"):
                    wrong = (quantity.low or 0) * 10
                    if wrong > strength[0].high and quantity.span is not None:
                        yield put(*quantity.span, f"{wrong:,}", site.parameter(entry.value))
