"""How the figures of an infobox moved through time, as a picture. Needs the library matplotlib: ``pip install 'infobox[plot]'``."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from infobox.history.steps import BoxStep
from infobox.pages.sources import PageError, reason_of
from infobox.reading import read_boxes
from infobox.record import Page, Side, Sum

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ENDINGS: Final = (".svg", ".png", ".pdf")
_SUMS: Final = {"people": "Strength", "killed": "Losses", "wounded": "Losses", "missing": "Losses", "captured": "Losses", "total": "Losses"}
"""The sums of a side that are drawn, and in which part of the picture."""
_DASHES: Final = {"killed": "-", "wounded": "--", "missing": ":", "captured": "-.", "total": (0, (5, 1)), "people": "-"}
"""How the lines of the sums are drawn; the colour is that of the side."""
_COLOURS: Final = ("#1f6fb2", "#c8511b", "#2f8f4e", "#7a4fa3", "#8a6d1d")
_LEGEND: Final = "bands reach from the low to the high figure; ▲ at least so many, ▼ at most"
_LONGEST: Final = 28
_YEARS: Final = range(1995, 2200)
"""The years that a picture may show: wikis are not older, and a calendar's last year has no day after it."""
_INCHES: Final = (10.0, 6.5)


class PlotPoint(NamedTuple):
    """A sum at one time: its bounds, None where open; both are None if there is none any more."""

    time: datetime.datetime
    low: int | None
    high: int | None


class PlotLine(NamedTuple):
    """What a line stands for: the number of the side, from 1, and the name of the sum."""

    side: int
    sum: str


def check(path: str) -> None:
    """Raises `PageError` if no picture can be drawn into a file."""
    if not path.lower().endswith(ENDINGS):
        raise PageError(f"{path}: a picture is {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}: end its name with one of these")
    try:
        import matplotlib as _  # noqa: F401 - whether it is there
    except ImportError:
        raise PageError("--plot needs the library matplotlib (install it with: pip install 'infobox[plot]')") from None


class Plot:
    """The figures of one page through time."""

    def __init__(self) -> None:
        self.titles: set[str] = set()
        self.lines: dict[PlotLine, list[PlotPoint]] = {}
        self._names: dict[int, str] = {}

    def add(self, step: BoxStep, text: str) -> None:
        """Take the figures of a revision in which the infobox changed."""
        time = _time(step.time)
        if time is None:
            return
        self.titles.add(step.title)
        readings = read_boxes(text, page=Page(step.title, wiki=step.wiki))
        sides = readings[0].record.sides if readings else []
        found: dict[PlotLine, Sum] = {}
        for number, side in enumerate(sides, 1):
            self._names[number] = _name(side, number)
            for name in _SUMS:
                held = side.people if name == "people" else getattr(side.losses, name, None)
                if held is not None:
                    found[PlotLine(number, name)] = held
        for line in {*self.lines, *found}:
            made = found.get(line)
            point = PlotPoint(time, None, None) if made is None else PlotPoint(time, made.low, made.high)
            points = self.lines.setdefault(line, [])
            if not points or points[-1][1:] != point[1:]:
                points.append(point)

    def draw(self, path: str) -> None:
        """Draw the picture into a file. Raises `PageError` if there is nothing to draw, more than one page, or no such file."""
        if len(self.titles) > 1:
            raise PageError(f"{path}: a picture shows one page, and {len(self.titles)} changed: choose one with --titles")
        if not self.lines:
            raise PageError(f"{path}: not drawn: no revision has figures of strength or losses that can be added up")
        from matplotlib.figure import Figure

        drawn = self._without_twins()
        parts = [part for part in dict.fromkeys(_SUMS.values()) if any(_SUMS[line.sum] == part for line in drawn)]
        figure = Figure(figsize=(_INCHES[0], _INCHES[1] if len(parts) > 1 else _INCHES[1] * 0.6), layout="constrained")
        times = [point.time for points in self.lines.values() for point in points]
        end = max(times) + max((max(times) - min(times)) / 20, datetime.timedelta(days=1))
        for axes, part in zip(figure.subplots(len(parts), sharex=True, squeeze=False)[:, 0], parts, strict=True):
            self._part(axes, part, [line for line in drawn if _SUMS[line.sum] == part], end)
        figure.supxlabel(_LEGEND, fontsize=8, color="#555555")
        figure.suptitle(next(iter(self.titles)).replace("$", r"\$"), x=0.02, ha="left", fontsize=13)
        try:
            figure.savefig(Path(path))
        except OSError as error:
            raise PageError(f"{path}: not written: {reason_of(error)}") from None

    def _without_twins(self) -> list[PlotLine]:
        """The lines, without totals that are always the same as the sum of one kind."""
        others = [(line.side, tuple(points)) for line, points in self.lines.items() if line.sum not in ("total", "people")]
        return sorted(line for line, points in self.lines.items() if line.sum != "total" or (line.side, tuple(points)) not in others)

    def _part(self, axes: Axes, part: str, lines: list[PlotLine], end: datetime.datetime) -> None:
        """Draw one part of the picture."""
        from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
        from matplotlib.ticker import FuncFormatter

        for line in lines:
            self._line(axes, line, end)
        locator = AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
        axes.set_ylabel(part)
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.grid(axis="y", color="#dddddd", linewidth=0.7)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9)

    def _line(self, axes: Axes, line: PlotLine, end: datetime.datetime) -> None:
        """Draw one sum: its range as a band, a bound that is open as a triangle that points there."""
        points = [*self.lines[line], self.lines[line][-1]._replace(time=end)]
        times: list[Any] = [point.time for point in points]
        lows = [_known(point.low, point.high) for point in points]
        highs = [_known(point.high, point.low) for point in points]
        colour = _COLOURS[(line.side - 1) % len(_COLOURS)]
        what = line.sum if line.sum != "people" else ""
        label = f"{self._names[line.side]}{f', {what}' if what else ''}".replace("$", r"\$")
        axes.plot(times, lows, drawstyle="steps-post", color=colour, linestyle=_DASHES[line.sum], linewidth=1.6, label=label)
        axes.fill_between(times, lows, highs, step="post", color=colour, alpha=0.18, linewidth=0)
        for sign, bound in (("^", 2), ("v", 1)):
            open_ones = [point for point in points[:-1] if point[bound] is None and point[3 - bound] is not None]
            places: list[Any] = [point.time for point in open_ones]
            axes.plot(places, [_known(*point[1:]) for point in open_ones], sign, color=colour, markersize=5)


def _known(bound: int | None, other: int | None) -> float:
    """A bound, or the other one if it is open; no number if there is none."""
    return float(bound if bound is not None else other if other is not None else "nan")


def _name(side: Side, number: int) -> str:
    """What a side is called in the legend."""
    name = next((item.name or item.text for item in side.combatants if item.name or item.text), "") or f"side {number}"
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _time(text: str) -> datetime.datetime | None:
    """A time of a revision, in UTC unless it says otherwise; None if it is none, or when no wiki was edited."""
    try:
        time = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = time if time.tzinfo else time.replace(tzinfo=datetime.UTC)
    return aware if aware.year in _YEARS else None
