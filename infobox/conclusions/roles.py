"""What the figures of one kind are to each other: a total and its parts, parts that add up, or rival estimates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from infobox.conclusions.counted import Counted, SumWords
from infobox.record import Role, Sum

_LEAST_PARTS: Final = 2


def resolved(figures: Sequence[Counted], words: SumWords) -> Sum | None:
    """What figures of one kind come to, with the role of each filled in; None if it cannot be told, which leaves them without a role."""
    if not figures:
        return None
    if len(figures) == 1:
        return _single(figures[0], words)
    whole = _whole(figures)
    if whole is not None:
        rest = [figure for figure in figures if figure is not whole]
        size = whole.quantity.high
        if any(each.quantity.by != whole.quantity.by for each in rest) or _is_part(whole, words) or not _covers(whole, figures, words):
            return None
        if size is not None and any((each.quantity.low or 0) > size for each in rest):
            return None
        _play(rest, "part")
        return _sum([whole], "total")
    if any(figure.quantity.by for figure in figures):
        rivals = {figure.quantity.by for figure in figures}
        return _rivals(figures) if len(rivals) == len(figures) and "" not in rivals else None
    return _sum(figures, "part") if _add_up(figures, words) else None


def _single(figure: Counted, words: SumWords) -> Sum | None:
    if _is_part(figure, words):
        return None
    return _sum([figure], "total")


def _is_part(figure: Counted, words: SumWords) -> bool:
    """Whether words before a figure say that it is a part of something else."""
    return words.included.search(figure.before) is not None or any(map(words.included.search, figure.labels))


def _whole(figures: Sequence[Counted]) -> Counted | None:
    """The figure that is the total of the others: by its label, because the others stand under it, or because they add up to it."""
    called = [figure for figure in figures if figure.whole]
    if called:
        return called[0] if len(called) == 1 else None
    first, *rest = figures
    if not first.quantity.of and not first.quantity.by and all(_stands_under(each, first) for each in rest):
        return first
    bounds = [(figure.quantity.low, figure.quantity.high) for figure in figures]
    if len(figures) > _LEAST_PARTS and all(low == high and low for low, high in bounds):
        total = sum(low or 0 for low, _ in bounds)
        equal = [figure for figure in figures if 2 * (figure.quantity.low or 0) == total]
        return equal[0] if len(equal) == 1 else None
    return None


def _covers(whole: Counted, figures: Sequence[Counted], words: SumWords) -> bool:
    """Whether all figures stand under the headings under which their total stands."""
    titles = tuple(title for title in whole.titles if not words.is_total.fullmatch(title))
    return all(each.titles[: len(titles)] == titles for each in figures)


def _stands_under(figure: Counted, whole: Counted) -> bool:
    """Whether a figure stands under the line of another one, or in a parenthesis after it."""
    if whole.line in figure.owners:
        return True
    return figure.line == whole.line and whole.after.rstrip().endswith("(") and ")" not in figure.before


def _add_up(figures: Sequence[Counted], words: SumWords) -> bool:
    """Whether figures count different people, all at the same time."""
    lines = {figure.line for figure in figures}
    if any(owner in lines for figure in figures for owner in figure.owners):
        return False
    if any(figure.whole or _is_part(figure, words) for figure in figures):
        return False
    said = [text for figure in figures for text in (*figure.labels, figure.before, figure.after)]
    if any(words.when.search(text) or words.rival.search(text) or words.included.search(text) for text in said):
        return False
    labels = [figure.labels for figure in figures]
    if all(labels) and len(set(labels)) == len(figures):
        return not any(one != other and one == other[: len(one)] for one in labels for other in labels)
    units = [figure.quantity.unit.lower() for figure in figures]
    general = [not unit or unit in words.figures.any_fate or unit.rpartition(" ")[2] in words.general for unit in units]
    return len(set(labels)) == 1 and not any(general) and len(set(units)) == len(units)


def _rivals(figures: Sequence[Counted]) -> Sum:
    made = _sum(figures, "estimate")
    lows, highs = ([getattr(figure.quantity, name) for figure in figures] for name in ("low", "high"))
    made.low = None if None in lows else min(lows)
    made.high = None if None in highs else max(highs)
    made.estimates = len(figures)
    return made


def _sum(figures: Sequence[Counted], role: Role) -> Sum:
    """The sum of figures, which get their role; a bound that one of them lacks is open."""
    _play(figures, role)
    lows, highs = ([getattr(figure.quantity, name) for figure in figures] for name in ("low", "high"))
    return Sum(
        low=None if None in lows else sum(lows),
        high=None if None in highs else sum(highs),
        about=any(figure.quantity.about for figure in figures),
        figures=[figure.path for figure in figures],
    )


def _play(figures: Sequence[Counted], role: Role) -> None:
    for figure in figures:
        figure.quantity.role = role
