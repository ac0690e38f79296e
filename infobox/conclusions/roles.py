"""What the figures of one kind are to each other: a total and its parts, parts that add up, or rival estimates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from infobox.conclusions.counted import Counted
from infobox.conclusions.wordings import INCLUDED, LEFT_OUT, NO_PARTS, SumWords
from infobox.record import Role, Sum

_LEAST_PARTS: Final = 2
_DEEPEST: Final = 10
_LONGEST_NAME: Final = 2
"""How many words a historian's name has."""


class _Found(NamedTuple):
    """What figures come to, the figures on which that rests, and the role of each figure."""

    low: int | None
    high: int | None
    used: tuple[Counted, ...]
    roles: tuple[tuple[Counted, Role], ...]
    estimates: int | None = None


def resolved(figures: Sequence[Counted], words: SumWords) -> Sum | None:
    """What figures of one kind come to, with the role of each filled in; None if it cannot be told, which leaves them without a role."""
    if len(figures) == 1:
        [figure] = figures
        quantity = figure.quantity
        if figure.mixed or is_part(figure, words):
            return None
        quantity.role = "total"
        return Sum(quantity.low, quantity.high, quantity.about, None, [figure.path])
    found = _resolved(figures, words, 0) if figures else None
    if found is None:
        return None
    for figure, role in found.roles:
        figure.quantity.role = role
    about = any(figure.quantity.about for figure in found.used)
    return Sum(low=found.low, high=found.high, about=about, estimates=found.estimates, figures=[figure.path for figure in found.used])


def _resolved(figures: Sequence[Counted], words: SumWords, depth: int) -> _Found | None:
    """The same for the figures under the same `depth` labels."""
    if len(figures) == 1:
        [figure] = figures
        return None if is_part(figure, words) or figure.mixed else _one(figure)
    if any(figure.mixed for figure in figures):
        return None
    if len({figure.quantity.by for figure in figures}) > 1:
        return _rivals(figures, words, depth)
    whole = _whole(figures, words, depth)
    found = _with_parts(whole, [figure for figure in figures if figure is not whole], depth, words) if whole is not None else None
    return found or _parts(figures, words, depth)


def is_part(figure: Counted, words: SumWords) -> bool:
    """Whether words before a figure say that it is a part of something else."""
    if not figure.said & INCLUDED:
        return False
    return bool(words.says[figure.before] & INCLUDED) or any(words.says[label] & INCLUDED for label in (*figure.labels, figure.adjective))


def _whole(figures: Sequence[Counted], words: SumWords, depth: int) -> Counted | None:
    """The figure that is the total of the others: by its label, because the others stand under it, or because they add up to it."""
    called = [figure for figure in figures if figure.whole]
    if len(called) > 1:  # those under labels are totals of a part each
        called = [figure for figure in called if len(figure.labels) <= depth] or called
    if called:
        return called[0] if len(called) == 1 else None
    first, *rest = figures
    if not first.quantity.of and all(stands_under(each, first, words) for each in rest):
        return first
    bounds = [(figure.quantity.low, figure.quantity.high) for figure in figures]
    if len(figures) > _LEAST_PARTS and all(low == high and low for low, high in bounds):
        total = sum(low or 0 for low, _ in bounds)
        equal = [figure for figure in figures if 2 * (figure.quantity.low or 0) == total]
        return equal[0] if len(equal) == 1 else None
    return None


def stands_under(figure: Counted, whole: Counted, words: SumWords) -> bool:
    """Whether a figure stands under the line of another one, or after it on its line, in a parenthesis or after `including`."""
    if whole.line in figure.owners:
        return True
    if figure.line != whole.line or ")" in figure.before:
        return False
    return whole.after.rfind("(") > whole.after.rfind(")") or words.says[whole.after] & (INCLUDED | LEFT_OUT) == INCLUDED


def _with_parts(whole: Counted, rest: Sequence[Counted], depth: int, words: SumWords) -> _Found | None:
    """A total whose parts stand under the headings under which it stands."""
    size, titles = whole.quantity.high, whole.labels
    if is_part(whole, words) or any(each.labels[: len(titles)] != titles for each in rest if titles[depth:]):
        return None
    if size is not None and any((each.quantity.low or 0) > size for each in rest):
        return None
    return _one(whole)._replace(roles=((whole, "total"), *((each, "part") for each in rest)))


def _rivals(figures: Sequence[Counted], words: SumWords, depth: int) -> _Found | None:
    """Estimates and claims for the same thing, each somebody's; at most one is the page's own."""
    groups: defaultdict[str, list[Counted]] = defaultdict(list)
    for figure in figures:
        groups[figure.quantity.by].append(figure)
    if "" in groups and len({_place(figure, words) for figure in figures}) > 1:
        return None
    found = [_resolved(group, words, depth + bool(by)) for by, group in groups.items()]
    if "" in groups and any(each is None or len(each.used) > 1 for each in found):
        return None
    made = [each for each in found if each is not None]
    if len(made) < len(found):
        return None
    lows, highs = [each.low for each in made], [each.high for each in made]
    roles: list[tuple[Counted, Role]] = []
    for each in made:
        roles += [(figure, "estimate" if role == "total" else role) for figure, role in each.roles]
    return _Found(
        None if None in lows else min(low or 0 for low in lows),
        None if None in highs else max(high or 0 for high in highs),
        tuple(figure for each in made for figure in each.used),
        tuple(roles),
        len(made),
    )


def _place(figure: Counted, words: SumWords) -> tuple[str, ...]:
    """What tells a figure from others of its kind, without whose claim it is."""
    return (*(label for label in figure.labels if not words.claim.search(label)), figure.adjective, figure.quantity.unit.lower())


def _parts(figures: Sequence[Counted], words: SumWords, depth: int) -> _Found | None:
    """Figures that count different people, all at the same time."""
    lines = {figure.line for figure in figures}
    if any(owner in lines for figure in figures for owner in figure.owners):
        return _by_labels(figures, words, depth)
    if any(figure.said & NO_PARTS or figure.whole for figure in figures):
        return _by_labels(figures, words, depth)
    if all(len(figure.labels) == depth for figure in figures):
        return _added([_one(figure) for figure in figures]) if _differ(figures, words) else None
    return _by_labels(figures, words, depth)


def _by_labels(figures: Sequence[Counted], words: SumWords, depth: int) -> _Found | None:
    """Figures with different labels, each label's own first."""
    groups: defaultdict[str | None, list[Counted]] = defaultdict(list)
    for figure in figures:
        groups[figure.labels[depth] if len(figure.labels) > depth else None].append(figure)
    if None in groups or depth > _DEEPEST:
        return None
    found = [_resolved(group, words, depth + 1) for group in groups.values()]
    made = [each for each in found if each is not None]
    if len(made) < len(found):
        return None
    if len(made) == 1:
        return made[0]
    if any(words.says[label or ""] & NO_PARTS for label in groups) or any(each.estimates for each in made):
        return None
    if any(words.says[text] & NO_PARTS for each in made for figure in each.used for text in _beside(figure, depth)):
        return None
    if not all(tells_who(label or "", group, words) for label, group in groups.items()):
        return None
    return _added(made)


def tells_who(label: str, figures: Sequence[Counted], words: SumWords) -> bool:
    """Whether a label is known to name a part of a side: a people, an army, a flag. It may be a historian, whose number is a rival."""
    if words.names_army(label):
        return True
    return all(figure.flagged for figure in figures) or len(label.split()) > _LONGEST_NAME


def _beside(figure: Counted, depth: int) -> Iterable[str]:
    return (figure.before, figure.after, *figure.labels[depth + 1 :])


def _differ(figures: Sequence[Counted], words: SumWords) -> bool:
    """Whether nouns or adjectives tell figures with the same labels apart: infantry and cavalry, British and Indian troops."""
    nouns, adjectives, general, leaders = set(), set(), 0, 0
    for figure in figures:
        unit = figure.quantity.unit.lower()
        adjectives.add(figure.adjective.lower())
        nouns.add(unit)
        head = words.head(unit)
        general += not unit or unit in words.figures.any_fate or head in words.general
        leaders += head in words.leaders
    if len(adjectives) == len(figures) and "" not in adjectives:
        return True
    if len(figures) == _LEAST_PARTS and general == leaders == 1:
        return True  # officers and men
    named = {(figure.adjective.lower(), figure.quantity.unit.lower()) for figure in figures}
    return not general and len(named) == len(figures) and (len(nouns) == len(figures) or "" not in adjectives)


def _one(figure: Counted) -> _Found:
    return _Found(figure.quantity.low, figure.quantity.high, (figure,), ((figure, "total"),))


def _added(parts: Sequence[_Found]) -> _Found:
    """The sum of parts; a bound that one of them lacks is open."""
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    return _Found(
        None if None in lows else sum(low or 0 for low in lows),
        None if None in highs else sum(high or 0 for high in highs),
        tuple(figure for part in parts for figure in part.used),
        tuple((figure, "part") for part in parts for figure, _ in part.roles),
    )
