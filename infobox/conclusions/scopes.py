"""How far a sum bounds a side: from above only where all that stands around its figures is understood, and they are of the whole side."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Final

from infobox.conclusions.counted import Counted, Listed
from infobox.conclusions.remarks import ROUNDED, Remarks
from infobox.conclusions.shares import combatants, key, names_all_of, nations
from infobox.conclusions.wordings import AROUND, CLAIM, DATED, ELSEWHEN, INCLUDED, LEFT_OUT, PARTLY, PEOPLE, TOGETHER, UNKNOWN, SumWords
from infobox.record import Item, Side, Sum

_OTHER_TIMES: Final = AROUND | ELSEWHEN
_DOUBTS: Final = UNKNOWN | PARTLY | LEFT_OUT | INCLUDED | TOGETHER
_LEAST_PARTS: Final = 2
_ASIDE: Final = re.compile(r"\([^()]*\)")
_SHARE: Final = re.compile(r"[0-9][0-9.,]{0,8} ?%")


class SideBounds:
    """A column of one side, by which its sums are bounded."""

    def __init__(self, listed: Listed, side: Side, words: SumWords, remarks: Remarks) -> None:
        self._listed, self._side, self._words, self._remarks = listed, side, words, remarks

    def bounded(self, made: Sum | None, kinds: Sequence[Sum] = ()) -> Sum | None:
        """A sum with the bounds that the page's words bear out; None if that is none.

        `kinds` are what the losses of each kind come to: those that a stated total may add up.
        """
        if made is None:
            return None
        used = self._figures([made])
        said = self._said(used)
        parts = self._added_up(made, used, kinds)
        for figure in self._figures(parts):
            said |= figure.said & _OTHER_TIMES
        _span(made, parts)
        if said & ELSEWHEN:
            return None
        if said & (AROUND | TOGETHER):
            made.low = None
        if made.high is not None and not self._is_all(used, said):
            made.high = None
        self._dispute(made, used)
        return made if made.low is not None or made.high is not None else None

    def _figures(self, sums: Sequence[Sum]) -> list[Counted]:
        paths = {path for made in sums for path in made.figures}
        return [figure for figure in self._listed.figures if figure.path in paths]

    def _added_up(self, made: Sum, used: Sequence[Counted], kinds: Sequence[Sum]) -> Sequence[Sum]:
        """The numbers that a stated one adds up, or rounds: its parts, or the losses by kind; none if it does not."""
        if len(used) != 1 or not made.low or made.high not in (None, made.low):
            return ()
        [whole] = used
        others = [figure for figure in self._listed.people if figure is not whole]
        parts = [figure for figure in others if figure.quantity.role == "part" and _same(figure.kind) == _same(whole.kind)]
        apart = [figure for figure in others if not figure.owners]
        for added in (_each(parts), kinds, _each(apart)):
            if len(added) >= _LEAST_PARTS and any(_is_rounded(made.low, total) for total in _ends(added)):
                return added
        return ()

    def _said(self, used: Sequence[Counted]) -> int:
        """What the labels, times and notes of figures say that limits what they count."""
        said, words = 0, self._words
        for figure in used:
            said |= figure.said & _OTHER_TIMES | words.flags_in(_end(figure.item), PARTLY)
            said |= self._remarks.said(figure.item, _DOUBTS)
            if any(map(words.names_event, figure.labels)):
                said |= ELSEWHEN
            said |= self._includes_event(figure)
        if not all(figure.whole for figure in used):  # what is said of one figure may hold for those below it
            said |= self._listed.times & AROUND
            for figure in self._listed.people:
                said |= figure.said & _OTHER_TIMES | self._includes_event(figure)
                for note in figure.item.notes:
                    said |= words.flags_in(note.text, UNKNOWN | PARTLY)
        return said

    def _dispute(self, made: Sum, used: Sequence[Counted]) -> None:
        """Lower a sum to the least number that remarks on its figures give, and open it above if they give a higher one."""
        lines = {id(figure.item): figure.item for figure in self._listed.people}.values()
        for figure in used:
            if any(self._remarks.names_otherwise(figure, item) for item in lines):
                made.low = None
            least, more = self._remarks.numbers(figure)
            if more:
                made.high = None
            if made.low is not None and least is not None and figure.quantity.low is not None and least < figure.quantity.low:
                made.low = min(made.low, least) if made.estimates else max(made.low - figure.quantity.low + least, 0)

    def _includes_event(self, figure: Counted) -> int:
        """`AROUND` if a figure is said to include those of another event: `1,375 killed (including Westmark battles)`."""
        words, after = self._words, figure.after
        return AROUND if words.says[after] & (INCLUDED | LEFT_OUT) == INCLUDED and words.names_event(after) else 0

    def _is_all(self, used: Sequence[Counted], said: int) -> bool:
        """Whether figures are of the whole side."""
        if said & _DOUBTS or self._is_one_arm(used):
            return False
        if all(figure.whole and not self._labels(figure) for figure in used):
            return all(map(self._is_clear_beside, used)) and all(map(self._has_all_parts, used))
        return self._are_clear(used) and not self._has_more(used) and self._is_of_all_combatants(used)

    def _has_all_parts(self, whole: Counted) -> bool:
        """Whether the parts to which a total adds up, if there are any, are of all combatants: otherwise it is not of all."""
        quantity = whole.quantity
        parts = self._figures(self._added_up(Sum(quantity.low, quantity.high), [whole], ()))
        return not parts or not self._side.combatants or self._is_of_all_combatants(parts)

    def _labels(self, figure: Counted) -> list[str]:
        """The labels of a figure that may say of whom it is."""
        words = self._words
        return [label for label in figure.labels if not words.says[label] & CLAIM and not words.adds_nothing(label)]

    def _is_one_arm(self, used: Sequence[Counted]) -> bool:
        """Whether people without a kind are of some arms, and the list names machines, ships or formations that have others."""
        if any(figure.kind is not None for figure in used) or not used:
            return False
        words, units = self._words, [figure.quantity.unit for figure in used if figure.quantity.unit]
        if any(thing.category == "ships" for thing in self._listed.things) and any(map(words.land.search, units)):
            return True
        others = self._listed.things or self._listed.loose or any(figure.category == "formations" for figure in self._listed.figures)
        return bool(others) and not all(words.clear[unit] for unit in units)

    def _are_clear(self, used: Sequence[Counted]) -> bool:
        """Whether the words on the lines of figures and in their headings are understood, but for what is said of parts of the figures."""
        lines, paths = {figure.line for figure in used}, {figure.path for figure in used}
        if not all(self._is_clear(title) for figure in used for title in figure.above.titles):
            return False
        beside = [figure for figure in self._listed.figures if figure.line in lines]
        return all(self._is_clear_beside(figure) for figure in beside if figure.path in paths or not _is_inside(figure))

    def _is_clear_beside(self, figure: Counted) -> bool:
        """Whether the words between a figure and the next one, or the beginning of the line, are understood."""
        texts = [figure.after.replace(figure.quantity.unit, "", 1), *([] if figure.number else [figure.before])]
        if by := figure.quantity.by:
            texts = [text.replace(by, "") for text in texts]
        return all(map(self._is_clear, texts))

    def _is_clear(self, text: str) -> bool:
        """Whether a text is understood; a time was judged before."""
        if "?" in text:
            return False
        if self._words.clear[text] or self._words.says[text] & (DATED | CLAIM) == DATED:
            return True
        dated = [aside for aside in _ASIDE.findall(text) if self._words.says[aside] & DATED]
        for aside in dated:
            text = text.replace(aside, "")
        return bool(self._words.clear[_SHARE.sub("", text)])

    def _has_more(self, used: Sequence[Counted]) -> bool:
        """Whether the column names others than those whom figures count: under other labels, in other estimates, or without a number."""
        keys = {key(figure) for figure in used}
        others = self._listed.keys | {
            key(figure) for figure in self._listed.figures if not figure.quantity.civilians
        } - self._keys_of_parts(used)
        if "" in keys:
            others = {label for label in others | keys if self._words.names_army(label) and not self._words.says[label] & CLAIM}
            keys = {""}
        if any(label and label not in keys for label in others):
            return True
        authors = {figure.quantity.by for figure in self._listed.people if figure.quantity.by}
        if len(authors) > 1 and not authors <= {figure.quantity.by for figure in used}:
            return True
        lines = {figure.line for figure in used}
        beside = [item for item, above in self._listed.loose if lines.isdisjoint(above.owners)]
        return any(map(self._is_more, beside)) or (used_field(used) == "strength" and self._has_formations(lines))

    def _keys_of_parts(self, used: Sequence[Counted]) -> set[str]:
        """The labels of the parts of figures."""
        kinds, paths = {figure.kind for figure in used}, {figure.path for figure in used}
        return {
            key(figure)
            for figure in self._listed.figures
            if figure.quantity.role == "part" and figure.kind in kinds and figure.path not in paths
        }

    def _is_more(self, item: Item) -> bool:
        """Whether a line without figures may name people."""
        sort = self._words.counted[item.text, None][0]
        return (sort is None or sort in (PEOPLE, "formations")) and not self._words.clear[item.text]

    def _has_formations(self, lines: Set[int]) -> bool:
        """Whether formations stand beside the people, and not in a parenthesis after them or under their lines."""
        return any(
            figure.category == "formations"
            and not figure.before.endswith("(")
            and not figure.after.endswith("(")
            and lines.isdisjoint(figure.owners)
            for figure in self._listed.figures
        )

    def _is_of_all_combatants(self, used: Sequence[Counted]) -> bool:
        """Whether figures with labels or nations are those of all combatants of the side: each is named, or none."""
        named = {text for figure in used for text in (*self._labels(figure), figure.quantity.unit, figure.adjective) if text}
        labelled = [figure for figure in used if self._labels(figure)]
        if not labelled and not any(nations(figure, self._words) for figure in used):
            return True
        names = list(combatants(self._side.combatants, self._words))
        if not names:
            return len({key(figure) for figure in labelled}) != 1
        found = [names_all_of(named, each, self._words) for each in names]
        return all(found) or (len(names) == 1 and len({key(figure) for figure in labelled}) > 1)


def _each(figures: Sequence[Counted]) -> list[Sum]:
    return [Sum(figure.quantity.low, figure.quantity.high, figures=[figure.path]) for figure in figures]


def _ends(added: Sequence[Sum]) -> tuple[int | None, int | None]:
    """The sum of the lower bounds, and that of the upper ones; None if one is open."""
    lows, highs = [each.low for each in added], [each.high for each in added]
    return None if None in lows else sum(low or 0 for low in lows), None if None in highs else sum(high or 0 for high in highs)


def _is_rounded(number: int, total: int | None) -> bool:
    return total is not None and number <= total * ROUNDED and total <= number * ROUNDED


def _span(made: Sum, added: Sequence[Sum]) -> None:
    """Widen a sum to the bounds of what it adds up."""
    if added:
        low, high = _ends(added)
        made.low = None if low is None or made.low is None else min(low, made.low)
        made.high = None if high is None or made.high is None else max(high, made.high)


def _same(kind: str | None) -> str | None:
    """What happened, if that is more than being lost."""
    return None if kind == "casualties" else kind


def used_field(used: Sequence[Counted]) -> str:
    """The field of a side in which figures stand."""
    return used[0].prefix.partition("[")[0] if used else ""


def _end(item: Item) -> str:
    """The words after the last figure of a line, without its noun: they may hold for all of its figures."""
    last = item.quantities[-1]
    return item.text.rpartition(last.text)[2].replace(last.unit, "", 1) if last.text else ""


def _is_inside(figure: Counted) -> bool:
    """Whether a figure is said to be of a part of those before it: in a parenthesis, or after `including`."""
    return figure.said & INCLUDED != 0 or "(" in figure.before
