"""What the people of a side, and its losses, come to: sums over its figures. In doubt there is none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, get_args

from infobox.conclusions.counted import (
    CIVILIANS,
    LABELLED,
    MIXED,
    NESTED,
    OF_A_PART,
    UNCLEAR,
    UNKNOWN_ALONE,
    UNKNOWN_ANYWHERE,
    UNNUMBERED,
    Counted,
    Listed,
    figures,
)
from infobox.conclusions.remarks import ROUNDED, Remarks
from infobox.conclusions.roles import is_part, resolved, stands_under, tells_who
from infobox.conclusions.scopes import SideBounds
from infobox.conclusions.shares import is_allied, key, leaves_out
from infobox.conclusions.times import Times
from infobox.conclusions.wordings import CLAIM, INCLUDED, PARTLY, PEOPLE, WHEN, SumWords
from infobox.language.lexicon import Lexicon
from infobox.record import Conflict, Item, Kind, Losses, Side, Sum

_LOSSES: Final = ("killed", "wounded", "missing", "captured")
_ATOMS: Final[dict[str, frozenset[str]]] = {
    kind: frozenset(atoms)
    for kind in get_args(Kind)
    if (atoms := kind.replace("_or_", "_").split("_")) and {*_LOSSES, "sick", "deserted"}.issuperset(atoms)
} | {"surrendered": frozenset(("captured",))}
"""What each kind of loss is made of."""
_OF_THINGS: Final = frozenset(("destroyed", "damaged", "destroyed_or_damaged", "destroyed_or_captured"))
_DISPLACED: Final = "displaced"
_NO_LOSSES: Final = _OF_THINGS | {_DISPLACED}
_ALL: Final = "casualties"
_OF_PEOPLE: Final = frozenset((None, _ALL, *_LOSSES))
_NO_LOSS: Final = Losses()
_FEW: Final = 100
"""So many of something that is not known may be people, so nothing is added up beside them."""
_ASIDE: Final = re.compile(r"\(([^()\d]{2,60})\)")
_BOTH: Final = frozenset(("killed", "wounded"))
_NOBODY: Final[Mapping[str, tuple[str, ...]]] = {
    "killed": ("killed",),
    _ALL: ("killed", "wounded", "missing", "total"),
    "losses": (*_LOSSES, "total"),
}
"""The losses of which the words for nobody say something: not even those of casualties are about captives."""
_Sums = dict[str, Sum | None]


def add_up(record: Conflict, lexicon: Lexicon) -> None:
    """Fill in what the figures of all sides are, and what those of people come to."""
    words = lexicon.grammar(SumWords)
    times = Times(record.date, lexicon)
    remarks = Remarks(record, words, lexicon, times)
    for side in record.sides:
        _conclude(side, words, times, remarks, of_all=False)
    if record.joint is not None:
        _conclude(record.joint, words, times, remarks, of_all=True)


def _conclude(side: Side, words: SumWords, times: Times, remarks: Remarks, *, of_all: bool) -> None:
    if side.strength and (listed := figures(side.strength, "strength", words, times)).figures and words.understood:
        if listed.traits & UNCLEAR:
            _correct(listed, words)
        side.people = SideBounds(listed, side, words, remarks).bounded(_people(side, listed, words))
    if side.casualties and (listed := figures(side.casualties, "casualties", words, times)).figures and words.understood:
        if listed.traits & UNCLEAR:
            _correct(listed, words)
        if not (of_all and _may_be_civil(listed)):  # the row under all sides is often about civilians
            made = _Casualties(side, listed, words).losses(SideBounds(listed, side, words, remarks))
            side.losses = made if made != _NO_LOSS else None
            _compare(side, listed)
    elif len(side.casualties) == 1 and not of_all:
        side.losses = _nobody(side.casualties[0], words)


def _compare(side: Side, listed: Listed) -> None:
    """Open the people of a side above if it lost more, or more by one line: `According to Jones, 42,000 died and 92,000 were captured`."""
    if side.people is None or side.people.high is None:
        return
    lines: Counter[int] = Counter()
    for figure in listed.people:
        if not figure.said & INCLUDED and "(" not in figure.before:
            lines[figure.line] += figure.quantity.low or 0
    total = side.losses.total.low if side.losses is not None and side.losses.total is not None else None
    if max(total or 0, *lines.values(), 0) > side.people.high:
        side.people.high = None


def _nobody(item: Item, words: SumWords) -> Losses | None:
    """The losses of a side of which the page only says that it lost nobody: `None`."""
    lost = words.no_loss.get(item.text.strip(" .").lower()) if not item.items and not item.notes else None
    return Losses(**{loss: Sum(0, 0) for loss in _NOBODY[lost]}) if lost is not None else None


def _may_be_civil(listed: Listed) -> bool:
    return listed.traits & (CIVILIANS | MIXED) != 0 or any(figure.quantity.kind == _DISPLACED for figure in listed.figures)


def _correct(listed: Listed, words: SumWords) -> None:
    """Correct what figures count by the others of their list.

    Fighters beside aircraft are aircraft. A total without a noun that may be one of things counts nothing known: `350 warships, 500 others,
    total: 850`.
    """
    if any(thing.category == "aircraft" for thing in listed.things):
        for figure in [each for each in listed.figures if each.category is None and words.may_fly(each.quantity.unit)]:
            figure.category = figure.quantity.category = "aircraft"
    things = [thing.low or 0 for thing in listed.things if thing.category != "animals"]
    if things:
        most, together = max(max(things), _FEW - 1), sum(things)
        for whole in listed.people:
            number = whole.quantity.low or whole.quantity.high or 0
            if whole.whole and not whole.quantity.unit and (number <= most or number == together):
                whole.category = whole.quantity.category = None
        listed.people[:] = [figure for figure in listed.people if figure.category == PEOPLE]


def _people(side: Side, listed: Listed, words: SumWords) -> Sum | None:
    people = [figure for figure in listed.people if figure.kind is None]
    unclear = listed.traits & UNCLEAR
    unknown = unclear and any(figure.category is None and (figure.quantity.low or 0) >= _FEW for figure in listed.figures)
    if unknown and sum(figure.whole for figure in people) != 1:
        return None
    made = resolved(people, words)
    if made is not None and made.high is not None:
        whole = unclear and any(figure.whole for figure in people)
        if (listed.traits & (UNKNOWN_ALONE | OF_A_PART) and not whole) or _leaves_out_armies(made, people, listed, whole=bool(whole)):
            made.high = None
        elif listed.traits & LABELLED or is_allied(side):
            counted = [figure for figure in listed.figures if figure.category == "formations" or figure.category == PEOPLE]
            if leaves_out(_used(made, people), counted, side, words):
                made.high = None
    return made


def _leaves_out_armies(made: Sum, people: Sequence[Counted], listed: Listed, *, whole: bool) -> bool:
    """Whether a list names armies whose people it does not number: on lines without figures, or beside labels of their own."""
    if whole:
        return False
    if listed.traits & UNNUMBERED and any(figure.before.endswith("(") for figure in _used(made, people)):
        return True
    armies = {key(figure) for figure in listed.figures if figure.category == "formations"} if listed.traits & LABELLED else ()
    return len(armies) > 1 and any(not key(figure) for figure in _used(made, people))


def _used(made: Sum, people: Sequence[Counted]) -> list[Counted]:
    if len(people) == len(made.figures):
        return [*people]
    paths = set(made.figures)
    return [figure for figure in people if figure.path in paths]


class _Casualties:
    """The losses of one side; `among` are the kinds of those who are counted in others, too: `4 captured, including 1 wounded`."""

    def __init__(self, side: Side, listed: Listed, words: SumWords) -> None:
        self.side, self.listed, self.words = side, listed, words
        self.by_kind: dict[str, list[Counted]] = {}
        self.among: set[str] = set()
        for number, figure in enumerate(listed.people):
            kind = figure.kind or _ALL
            follower = listed.people[number + 1] if number + 1 < len(listed.people) else None
            if figure.kind is None and follower is not None and _shares_fate(figure, follower, words):
                kind = follower.kind or _ALL
            if number and _counts_some(figure, listed.people[number - 1], words):
                kind = listed.people[number - 1].kind or _ALL
            self.by_kind.setdefault("captured" if kind == "surrendered" else kind, []).append(figure)
        self.sums: _Sums = {kind: resolved(those, words) for kind, those in self.by_kind.items() if kind not in _NO_LOSSES}
        for before, figure in pairwise(listed.people):
            if figure.kind in _LOSSES and self.sums.get(figure.kind) is None and len(self.by_kind.get(figure.kind, ())) == 1:
                self.sums[figure.kind] = _included(figure, before, words)
                if before.kind in _LOSSES and self.sums[figure.kind] is not None:
                    self.among.add(figure.kind)
        self.doubtful = listed.traits & (LABELLED | OF_A_PART) or is_allied(side)
        if self.doubtful:
            for loss, made in self.sums.items():
                if made is not None and loss != _ALL:
                    self._open(made)

    def losses(self, bounds: SideBounds) -> Losses:
        """The sums; those that cannot be told are None."""
        if not self.sums or self._about_civilians():
            return _NO_LOSS
        wholes = self.by_kind.get(_ALL, [])
        held = {loss: self.sums[loss] for loss in _LOSSES if loss in self.sums and self._known_apart(loss, wholes)}
        if wholes and self._exceed_total(wholes):
            held = {}
        self._open_narrow(held, wholes)
        total = self._total(wholes)
        if wholes and total is not None and self.doubtful:
            self._open(total)
        if self.listed.traits & UNKNOWN_ANYWHERE:
            alone = self.listed.traits & UNKNOWN_ALONE
            for made in held.values() if alone else ():
                if made is not None:
                    made.high = None
            if total is not None and not total.estimates and (alone or not wholes):
                total.high = None
        for loss, made in held.items():
            if made is not None and self._is_among_others(loss):
                made.high = None
            if made is not None and made.high is not None and any(_met_later(figure, loss, self.words) for figure in self.listed.figures):
                made.high = None
        losses = {loss: bounds.bounded(made) for loss, made in held.items()}
        total = bounds.bounded(total, self._by_kind() if wholes else ())
        if wholes and total is not None and total.high is not None and self._rests_on_open(total.high, losses):
            total.high = None
        return Losses(**losses, total=total)

    def _by_kind(self) -> list[Sum]:
        """What the losses of each kind come to; none if that is not known of one."""
        sums = [made for kind, made in self.sums.items() if kind != _ALL and kind not in self.among]
        return [] if None in sums else [made for made in sums if made is not None]

    def _rests_on_open(self, total: int, losses: Mapping[Any, Sum | None]) -> bool:
        """Whether a total is what the losses by kind come to, or rounded from it, and one of these is open above."""
        made = [each for each in losses.values() if each is not None]
        lows = sum(each.low or 0 for each in made)
        return any(each.high is None for each in made) and total <= lows * ROUNDED and lows <= total * ROUNDED

    def _exceed_total(self, wholes: Sequence[Counted]) -> bool:
        """Whether losses by kind are more than the column's number of all of them. Captives may stand beside it, unless they are in it."""
        total = self.sums.get(_ALL)
        if total is None or total.high is None or any(whole.labels for whole in wholes) or self.listed.people[0].line != wholes[0].line:
            return False
        others = [
            made.low or 0
            for kind, made in self.sums.items()
            if made is not None and kind != _ALL and kind not in self.among and ("captured" not in kind or self._are_in(kind, wholes[0]))
        ]
        return sum(others) > total.high * ROUNDED

    def _are_in(self, kind: str, whole: Counted) -> bool:
        """Whether the losses of a kind stand on the line of another number, or under it."""
        return all(_stands_in(figure, whole) for figure in self.by_kind[kind])

    def _open(self, made: Sum) -> None:
        if self.listed.traits & OF_A_PART or leaves_out(_used(made, self.listed.people), self.listed.people, self.side, self.words):
            made.high = None

    def _open_narrow(self, held: Mapping[Any, Sum | None], wholes: Sequence[Counted]) -> None:
        """Open the killed above if they are officers alone, or some service's beside losses of unknown kind."""
        for loss, made in held.items():
            first, *others = self.by_kind[loss]
            unit = first.quantity.unit
            if made is None or not unit or (not wholes and unit.lower() not in self.words.leaders):
                continue
            nouns = {self.words.head(figure.quantity.unit) for figure in (first, *others)}
            specific = nouns - self.words.general - self.words.figures.any_fate.keys()
            if specific == nouns and (wholes or nouns <= self.words.leaders):
                made.high = None

    def _is_among_others(self, loss: str) -> bool:
        """Whether figures of a loss stand under one of other losses: `200 killed or captured, including:` over `23 wounded`."""
        lines = {figure.line for kind, figures_of in self.by_kind.items() if kind not in (loss, _ALL) for figure in figures_of}
        return any(not lines.isdisjoint(figure.owners) for figure in self.by_kind[loss])

    def _known_apart(self, loss: str, wholes: Sequence[Counted]) -> bool:
        """Whether figures of one kind of loss tell all of it: no others count it with something else, and they are not of a part."""
        if any(kind != loss and loss in _ATOMS.get(kind, ()) for kind in self.sums):
            return False
        figures_of = self.by_kind[loss]
        if self.doubtful and _contradicted(figures_of, self.listed.figures, self.words):
            return False
        if _exceeds_rival(figures_of, wholes):
            return False
        if not wholes or not _of_a_part(figures_of, wholes):
            return not wholes or not _of_other_source(figures_of, wholes)
        made, total = self.sums[loss], self.sums[_ALL]
        if made is None or total is None or total.estimates:
            return False
        if not _of_each_part(figures_of, wholes):
            made.high = None
        return True

    def _about_civilians(self) -> bool:
        """Whether the killed are civilians alone, and others are not told apart: they may be civilians too."""
        if not self.listed.traits & CIVILIANS:
            return False
        civil = any(figure.quantity.civilians and figure.quantity.kind == "killed" for figure in self.listed.figures)
        return civil and not any(kind == _ALL or "killed" in kind for kind in self.by_kind)

    def _total(self, wholes: list[Counted]) -> Sum | None:
        if wholes:
            said = any(figure.whole for figure in wholes)
            more = not said and self.listed.traits & UNCLEAR and any(_may_count_more(figure, wholes) for figure in self.listed.figures)
            doubtful = more or _DISPLACED in self.by_kind
            return None if doubtful else self._stated(wholes)
        traits = self.listed.traits
        if traits & (CIVILIANS | MIXED | UNCLEAR) and any(figure.mixed or _is_unknown(figure) for figure in self.listed.figures):
            return None
        if traits & NESTED and self._overlap():
            return None
        called = {
            kind: made for kind, made in self.sums.items() if any(figure.whole and not figure.labels for figure in self.by_kind[kind])
        }
        together = _together(called or {kind: made for kind, made in self.sums.items() if kind not in self.among})
        if called and together is not None and len(called) < len(self.sums):
            together.high = None
        return together

    def _overlap(self) -> bool:
        """Whether a figure that is no part stands under one of another kind: `200 killed or captured, including:` over `23 wounded`."""
        lines = {figure.line for figure in self.listed.people}
        return any(figure.quantity.role != "part" and not lines.isdisjoint(figure.owners) for figure in self.listed.people if figure.owners)

    def _stated(self, wholes: list[Counted]) -> Sum | None:
        """The page's total of losses, unless it may leave out some of those that it counts by kind."""
        total = self.sums[_ALL]
        others = {kind: made for kind, made in self.sums.items() if kind != _ALL}
        if total is None or not others:
            return total
        if total.estimates or (None not in others.values() and _low(others) == total.high):
            return total
        atoms = {atom for kind in others for atom in _ATOMS.get(kind, ())}
        parts = [figure for kind in others for figure in self.by_kind[kind]]
        if _of_different_sources(wholes, parts, complete=atoms >= _BOTH):
            return None
        called = any(figure.whole for figure in wholes)
        said = called or all(_stands_in(figure, wholes[0]) for figure in parts)
        if total.high is None:
            return total if said else None
        if None in others.values():
            return total if said and all((figure.quantity.low or 0) <= total.high for figure in parts) else None
        if _low(others) > total.high * (ROUNDED if called else 1):
            return None
        return total if said or not atoms & {"captured", "missing"} or atoms >= _BOTH else None


def _met_later(figure: Counted, loss: str, words: SumWords) -> bool:
    """Whether a parenthesis after others says that a loss befell them, too: `25 captured (later murdered)`."""
    if figure.kind == _ALL or loss in _ATOMS.get(figure.kind or "", ()) or (said := _ASIDE.search(figure.after)) is None:
        return False
    return any(loss in _ATOMS.get(words.figures.any_fate.get(word) or "", ()) for word in said[1].lower().split())


def _counts_some(figure: Counted, before: Counted, words: SumWords) -> bool:
    """Whether a figure counts some of a combined kind: `50,000 killed, wounded or captured (incl. 33,000 prisoners)`."""
    of_figure, of_whole = _ATOMS.get(figure.kind or ""), _ATOMS.get(before.kind or "")
    return of_figure is not None and of_whole is not None and of_figure < of_whole and stands_under(figure, before, words)


def _included(figure: Counted, before: Counted, words: SumWords) -> Sum | None:
    """So many at least, if a figure is only said to be among other losses: `7,000 casualties, including 1,200 killed`."""
    under = stands_under(figure, before, words) or (figure.number == 0 and figure.prefix == before.prefix)
    if figure.mixed or before.kind not in _OF_PEOPLE or before.kind == figure.kind or not (is_part(figure, words) and under):
        return None
    return Sum(figure.quantity.low, None, figure.quantity.about, None, [figure.path])


def _shares_fate(figure: Counted, follower: Counted, words: SumWords) -> bool:
    """Whether what happened to the next figure happened to this one, too: `3,145 Italians & 1,388 British POWs`."""
    between = figure.after.partition(figure.quantity.unit)[2] if figure.quantity.unit else figure.after
    return figure.line == follower.line and words.joins(between)


def _is_unknown(figure: Counted) -> bool:
    return figure.category is None and not figure.quantity.civilians and figure.quantity.kind not in _OF_THINGS


def _may_count_more(figure: Counted, wholes: Sequence[Counted]) -> bool:
    """Whether a figure of something unknown may count people who are not in the page's total."""
    return _is_unknown(figure) and (figure.quantity.low or 0) >= _FEW and not _stands_in(figure, wholes[0])


def _low(sums: Mapping[str, Sum | None]) -> int:
    return sum(made.low or 0 for made in sums.values() if made is not None)


def _stands_in(figure: Counted, whole: Counted) -> bool:
    """Whether a figure stands on the line of another one, or under it."""
    return whole.line == figure.line or whole.line in figure.owners


def _of_a_part(figures_of: Collection[Counted], wholes: Sequence[Counted]) -> bool:
    """Whether figures stand under a figure of losses that is not the only one: they say nothing of the others."""
    lines = {whole.line for whole in wholes}
    return any(figure.owners and not lines.issubset(figure.owners) for figure in figures_of)


def _of_each_part(figures_of: Collection[Counted], wholes: Collection[Counted]) -> bool:
    """Whether figures stand under each of the parts of which the losses are made up."""
    owners = {line for figure in figures_of for line in figure.owners}
    return all(figure.owners for figure in figures_of) and all(whole.line in owners for whole in wholes if whole.quantity.role == "part")


def _contradicted(figures_of: Collection[Counted], others: Collection[Counted], words: SumWords) -> bool:
    """Whether figures are those of one historian, and another's may be rivals: lower losses, or numbers of nobody knows what."""
    first = next(iter(figures_of))
    if not _may_be_author(first, words) or any(key(figure) != key(first) for figure in figures_of):
        return False
    least = max(figure.quantity.low or 0 for figure in figures_of)
    rivals = [figure for figure in others if key(figure) != key(first) and _may_be_author(figure, words)]
    return any(
        (_is_unknown(figure) and (figure.quantity.low or 0) >= _FEW)
        or (figure.kind == _ALL and figure.quantity.high is not None and figure.quantity.high < least)
        for figure in rivals
    )


def _may_be_author(figure: Counted, words: SumWords) -> bool:
    """Whether a figure stands under a heading that may be the name of a historian."""
    label = key(figure)
    return bool(label) and not words.says[label] & (CLAIM | WHEN | PARTLY) and not tells_who(label, (figure,), words)


def _of_other_source(figures_of: Collection[Counted], wholes: Collection[Counted]) -> bool:
    """Whether figures are somebody's estimates, beside figures of losses without a kind that are the page's own."""
    return all(figure.quantity.by for figure in figures_of) and any(not whole.quantity.by for whole in wholes)


def _exceeds_rival(figures_of: Collection[Counted], wholes: Collection[Counted]) -> bool:
    """Whether figures are more than somebody else's number of all losses: nobody knows which of them holds."""
    return any(
        whole.quantity.by != figure.quantity.by and whole.quantity.high is not None and whole.quantity.high < (figure.quantity.low or 0)
        for whole in wholes
        for figure in figures_of
    )


def _of_different_sources(wholes: Collection[Counted], parts: Collection[Counted], *, complete: bool) -> bool:
    """Whether a total and the losses by kind are rival numbers: by different people, or the total somebody's beside a complete list."""
    stated = {whole.quantity.by for whole in wholes}
    others = {figure.quantity.by for figure in parts}
    return bool(others - stated - {""}) or (complete and "" not in stated and "" in others)


def _together(sums: Mapping[str, Sum | None]) -> Sum | None:
    """What losses by kind come to: open above if they say nothing of killed or of wounded."""
    atoms: set[str] = set()
    together = Sum(0, 0)
    for kind, made in sums.items():
        of_kind = _ATOMS.get(kind)
        if made is None or made.estimates or of_kind is None or not atoms.isdisjoint(of_kind):
            return None
        atoms |= of_kind
        together.low = None if made.low is None or together.low is None else together.low + made.low
        together.high = None if made.high is None or together.high is None else together.high + made.high
        together.about = together.about or made.about
        together.figures += made.figures
    if not atoms >= _BOTH:
        together.high = None
    return together
