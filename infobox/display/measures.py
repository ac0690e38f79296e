"""What ``{{convert}}`` shows: a measure as written, and converted, rounded by the template's own rule."""

from __future__ import annotations

import math
import re
from typing import Final, NamedTuple

from infobox import templates
from infobox.templates import ConvertUnit, units

_NUMBER: Final = re.compile(
    r"([+−-]?)((?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?|\.\d{1,15})|(?:(\d{1,6})(?:\+| ))?(\d{1,6})(?://?|⁄)(\d{1,6})", re.ASCII
)
_JOINTS: Final = {"or": " or ", "comma": ", ", "slash": " / ", "/": " / ", "s": " / ", "br": " "}
"""What stands between the two measures, by `disp`."""
_PARTS: Final = {"ft": ("in",), "lb": ("oz",), "st": ("lb",), "stone": ("lb",), "mi": ("yd", "ft", "ch"), "yd": ("ft",), "LT": ("cwt",)}
"""Smaller units that may continue a measure: 5 feet 6 inches."""
_ROUNDING: Final = frozenset(("sigfig", "round", "comma", "input", "sortable"))
"""Options for rounding or formatting."""


class Measure(NamedTuple):
    """One figure of a measure: its words, its value, and its precision in decimal places (negative: before the point)."""

    words: str
    value: float
    places: float


def measure(words: str) -> Measure | None:
    """A figure as the template accepts it; None if it is not a figure."""
    found = _NUMBER.fullmatch(words)
    if found is None:
        return None
    sign, number, whole, above, below = found.groups()
    if number is None:
        if not int(below):
            return None
        value = int(whole or 0) + int(above) / int(below)
        return Measure(f"{f'{whole}+' if whole else ''}{above}⁄{below}", value, max(math.log10(int(below)), 1))
    number = number.replace(",", "")
    integer, point, decimals = number.partition(".")
    places = len(decimals) if point else -(len(integer) - len(integer.rstrip("0")))
    negative = sign in ("-", "−")
    grouped = f"{int(integer or 0):,}{point}{decimals}"
    return Measure(f"−{grouped}" if negative else grouped, -float(number) if negative else float(number), places)


def convert(values: list[str], options: dict[str, str], ranges: dict[str, str], *, short: bool, converted: bool) -> tuple[str, bool] | None:
    """The words for the template's positional arguments and named options, and whether they are all that a reader sees; None if they are
    not a measure.

    `ranges` has the words between two figures by what the page writes, `short` is true for a template that abbreviates; without
    `converted` the measure is left as written.
    """
    first = measure(values[0]) if values else None
    if first is None:
        return None
    figures, between, rest = [first], [], values[1:]
    while len(rest) > 1 and rest[0] in ranges:
        figure = measure(rest[1])
        if figure is None:
            return None
        between.append(ranges[rest[0]])
        figures.append(figure)
        rest = rest[2:]
    if not rest:
        return None
    code, rest = rest[0], rest[1:]
    unit = units().get(code) or ConvertUnit(code, code, code, "", 0, "")
    abbreviated = options.get("abbr") or ("on" if short else "out")
    american = options.get("sp", "").lower() == "us"
    adjective = options.get("adj", "").lower() in ("on", "1")
    whole = code in units()
    # `5|ft|6|in`
    pieces = [(figures, unit)]
    while len(rest) > 1 and rest[1] in _PARTS.get(code, ()) and rest[1] in units():
        figure = measure(rest[0])
        if figure is None:
            break
        pieces.append(([figure], units()[rest[1]]))
        code, rest = rest[1], rest[2:]
    before = " ".join(
        _named(_joined([figure.words for figure in figures], between), figures, unit, abbreviated in ("on", "in"), american, adjective)
        for figures, unit in pieces
    )
    if not converted:
        return before, True
    after = _converted(pieces, between, rest, options, abbreviated in ("on", "out"), american)
    both = _together(before, after, options) if after is not None else None
    return before if both is None else both, both is not None and whole


def _joined(words: list[str], between: list[str]) -> str:
    return words[0] + "".join(joint + word for joint, word in zip(between, words[1:], strict=True))


def _named(words: str, figures: list[Measure], unit: ConvertUnit, short: bool, american: bool, adjective: bool) -> str:
    singular = adjective or (len(figures) == 1 and (figures[0].value == 1 or ("⁄" in words and figures[0].value < 1)))
    name = unit.short if short and (unit.short != unit.many or not singular) else unit.one if singular else unit.many
    if american:
        for british, spelt in templates.facts()["american"].items():
            name = name.replace(british, spelt)
    return f"{words}{'-' if adjective and not short else ' '}{name}"


def _converted(
    pieces: list[tuple[list[Measure], ConvertUnit]],
    between: list[str],
    rest: list[str],
    options: dict[str, str],
    short: bool,
    american: bool,
) -> str | None:
    """The measure in other units; None if the units or the rounding are unknown."""
    unit = pieces[0][1]
    target = unit.to
    if rest and measure(rest[0]) is None:
        target, rest = rest[0], rest[1:]
    to = [units().get(code) for code in ([target] if target in units() else target.split())]
    places = int(rest[0]) if rest and re.fullmatch(r"-?\d{1,2}", rest[0], re.ASCII) else None
    if not unit.size or not to or (rest and places is None) or not _ROUNDING.isdisjoint(options):
        return None
    found = []
    for other in to:
        if other is None or other.measures != unit.measures:
            return None
        results = []
        for figure in pieces[0][0]:
            value = figure.value * unit.size + sum(more[0].value * smaller.size for more, smaller in pieces[1:])
            exact = Measure("", value / unit.size, pieces[-1][0][0].places if pieces[1:] else figure.places)
            results.append(_rounded(exact, value / other.size, places))
        found.append(_named(_joined([result.words for result in results], between), results, other, short, american, False))
    return "; ".join(found)


def _rounded(original: Measure, value: float, places: int | None) -> Measure:
    """The converted value, as exact as the given one, and to at least two figures."""
    if places is None:
        if not original.value or not value:
            places = 0
        else:
            least = 1 - math.floor(math.log10(abs(value)) + 1e-14)
            places = max(math.floor(original.places + math.log10(abs(original.value / value)) + math.log10(2)), least)
    scale = 10.0**places
    rounded = math.copysign(math.floor(abs(value) * scale + 0.5 + 1e-9) / scale, value)
    words = f"{abs(rounded):,.{max(places, 0)}f}"
    return Measure(f"−{words}" if rounded < 0 else words, rounded, places)


def _together(before: str, after: str, options: dict[str, str]) -> str | None:
    """Both measures as `disp` and `order` want them; None for another form."""
    if options.get("order", "").lower() == "flip":
        before, after = after, before
    form = options.get("disp", "").lower()
    if form in ("out", "output only"):
        return after
    joint = _JOINTS.get(form)
    return f"{before} ({after})" if not form else f"{before}{joint}{after}" if joint else None
