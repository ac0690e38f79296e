"""What the people of a side, and its losses, come to: sums over its figures. In doubt there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, get_args

from infobox.conclusions.counted import PEOPLE, Counted, SumWords, figures, unknown
from infobox.conclusions.roles import resolved
from infobox.language.lexicon import Lexicon
from infobox.record import FIGURE_FIELDS, Conflict, Kind, Losses, Side, Sum, sides_of

_LOSSES: Final = ("killed", "wounded", "missing", "captured")
_ATOMS: Final[dict[str | None, frozenset[str]]] = {
    kind: frozenset(atoms)
    for kind in get_args(Kind)
    if (atoms := kind.replace("_or_", "_").split("_")) and {*_LOSSES, "sick", "deserted"}.issuperset(atoms)
} | {"surrendered": frozenset(("captured",))}
"""What each kind of loss is made of."""
_OTHER_KINDS: Final = ("displaced", "destroyed", "damaged", "destroyed_or_damaged", "destroyed_or_captured")
_FEW: Final = 100
"""So many of something that is not known may be people, so nothing is added up beside them."""
_BOTH: Final = frozenset(("killed", "wounded"))


def add_up(record: Conflict, lexicon: Lexicon) -> None:
    """Fill in what the figures of all sides are, and what those of people come to."""
    for side in sides_of(record):
        if side.strength or side.casualties:
            _conclude(side, lexicon.grammar(SumWords))


def _conclude(side: Side, words: SumWords) -> None:
    for field in FIGURE_FIELDS:
        found = figures(getattr(side, field), field, words) if getattr(side, field) else []
        if not found or not words.understood:
            continue
        people = [figure for figure in found if figure.category == PEOPLE and not figure.quantity.civilians]
        if field == "casualties":
            side.losses = _losses(side, people, found, words)
            continue
        if all(figure.category is not None or (figure.quantity.low or 0) < _FEW for figure in found):
            side.people = resolved([figure for figure in people if figure.quantity.kind is None], words)
            _open(side.people, people, side)
            if side.people is not None and unknown(side.strength, words)[0]:
                side.people.high = None


def _losses(side: Side, people: list[Counted], found: list[Counted], words: SumWords) -> Losses | None:
    by_kind: defaultdict[str, list[Counted]] = defaultdict(list)
    for figure in people:
        kind = figure.quantity.kind or "casualties"
        by_kind["captured" if kind == "surrendered" else kind].append(figure)
    sums = {kind: resolved(those, words) for kind, those in by_kind.items() if kind not in _OTHER_KINDS}
    for made_of in sums:
        _open(sums[made_of], by_kind[made_of], side)
    made = Losses()
    for loss in _LOSSES:
        combined = any(loss in _ATOMS.get(kind, ()) for kind in sums if kind != loss)
        if not combined and not _of_a_part(by_kind[loss], by_kind["casualties"]):
            setattr(made, loss, sums.get(loss))
    doubtful = any(figure.category is None and not figure.quantity.civilians for figure in found)
    made.total = _stated(by_kind["casualties"], sums, by_kind) if by_kind["casualties"] else None if doubtful else _together(sums)
    alone, anywhere = unknown(side.casualties, words)
    for name in (*_LOSSES, "total"):
        held: Sum | None = getattr(made, name)
        if held is not None and (alone or (anywhere and name == "total" and not by_kind["casualties"])):
            held.high = None
    return made if made != Losses() else None


def _of_a_part(figures: Sequence[Counted], wholes: Sequence[Counted]) -> bool:
    """Whether figures stand under a figure of losses that is not the only one: they say nothing of the others."""
    return any(figure.owners and whole.line not in figure.owners for figure in figures for whole in wholes)


def _stated(wholes: list[Counted], sums: dict[str, Sum | None], by_kind: dict[str, list[Counted]]) -> Sum | None:
    """The page's total of losses, unless it may leave out some of those that it counts by kind."""
    total = sums["casualties"]
    others = {kind: made for kind, made in sums.items() if kind != "casualties"}
    if total is None or not others:
        return total
    if total.high is None:
        return total if any(figure.whole for figure in wholes) else None
    if None in others.values():
        return None
    low = sum(made.low or 0 for made in others.values() if made is not None)
    if low > total.high:
        return None
    said = any(figure.whole for figure in wholes) or all(
        wholes[0].line in (figure.line, *figure.owners) for kind in others for figure in by_kind[kind]
    )
    beside = {atom for kind in others for atom in _ATOMS.get(kind, ())} & {"captured", "missing"}
    return total if said or not beside or low == total.high or {atom for kind in others for atom in _ATOMS.get(kind, ())} >= _BOTH else None


def _together(sums: dict[str, Sum | None]) -> Sum | None:
    """What losses by kind come to: open above if they say nothing of killed or of wounded."""
    atoms = [atom for kind in sums for atom in _ATOMS.get(kind, ("?",))]
    parts = [made for made in sums.values() if made is not None]
    if not atoms or "?" in atoms or len(set(atoms)) < len(atoms) or len(parts) < len(sums) or any(made.estimates for made in parts):
        return None
    lows, highs = [made.low for made in parts], [made.high for made in parts]
    return Sum(
        low=None if None in lows else sum(low or 0 for low in lows),
        high=None if None in highs or not set(atoms) >= _BOTH else sum(high or 0 for high in highs),
        about=any(made.about for made in parts),
        figures=[path for made in parts for path in made.figures],
    )


def _open(made: Sum | None, people: Sequence[Counted], side: Side) -> None:
    """Open a sum above that rests on a figure of one of several combatants."""
    if made is None or len(made.figures) != 1 or len(side.combatants) < 2:
        return
    names = {(item.name or item.text).lower() for item in side.combatants}
    figure = next(each for each in people if each.path == made.figures[0])
    if any(label.lower() in names for label in figure.labels):
        made.high = None
