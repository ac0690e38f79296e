"""What notes and citations say against the figures of their lines: other numbers of the same people, another time, another event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from infobox.conclusions.counted import Counted
from infobox.conclusions.times import Times
from infobox.conclusions.wordings import ELSEWHEN, PARTLY, PEOPLE, SumWords
from infobox.language.lexicon import Lexicon
from infobox.record import Conflict, Item, Note, Reference, sides_of
from infobox.values import quantities
from infobox.values.quantities import LineFigure

_TEMPLATES: Final = re.compile(r"\{\{[^{}]*\}\}|\[[^\[\]]*\]|<[^<>]*>")
"""What in a citation are no words about a figure."""
_LOSSES: Final = (None, "casualties")
_BOTH: Final = frozenset(("killed", "wounded"))
_PAGES: Final = 5
"""A number that is so many times lower or higher than a figure may be a page, or a part."""
_FAR: Final = 80
"""How many characters may stand from a word such as `says` to the number."""
_BEFORE: Final = 15
_AFTER: Final = 30
"""How near a word such as `each` is to its number."""
ROUNDED: Final = 1.01
"""How much more than a number its parts may be if it is rounded."""
_MARK: Final = 2
"""How many letters or digits stand for a note."""
_YEARS: Final = range(1000, 2101)


class Disputed(NamedTuple):
    """The least number that is given for the people of a figure, and whether a higher one is given."""

    least: int | None
    more: bool


class Remarks:
    """The notes and citations of one record's figures.

    Args:
        record: whose figures they are.
        words: what words mean in the record's language.
        lexicon: the record's language.
        times: the time of the conflict.

    """

    def __init__(self, record: Conflict, words: SumWords, lexicon: Lexicon, times: Times) -> None:
        self._words, self._lexicon, self._times = words, lexicon, times
        self._conflict = record.conflict.text if record.conflict is not None else ""
        self._known: dict[str, list[LineFigure]] = {}
        self._named = dict(_named(record))

    def said(self, item: Item, wanted: int) -> int:
        """Those of the wanted flags that remarks on a line have, and how the times and events in its notes lie to the conflict's."""
        said = 0
        for text in self._of(item):
            said |= self._words.flags_in(text, wanted)
        if any(map(_is_elsewhere, item.notes)) or any(map(_is_elsewhere, item.references)):
            said |= PARTLY
        for note in item.notes:
            for day in self._words.days.findall(note.text):
                said |= self._times.of_text(day)
            if self._words.names_other_event(note.text, self._conflict):
                said |= ELSEWHEN
        return said

    def numbers(self, figure: Counted) -> Disputed:
        """What remarks on the line of a figure give for those whom it counts, unless these are its parts."""
        quantity = figure.quantity
        low, high = quantity.low, quantity.high
        least, more = low, False
        for text in self._of(figure.item):
            read = self._read(text)
            found = [each for each in read if self._is_of_same(each, figure, text) and not self._is_of_each(each, text)]
            if any(_are_parts(numbers, low, high) for numbers in (read, found)):
                continue
            if (added := _added(read)) and high is not None and high < added <= high * ROUNDED:
                more = True
                continue
            alone = len(found) == 1 and _is_near(found[0], figure)
            lows = [each.low for each in found if each.low is not None and (alone or self._is_reported(each, text))]
            if least is not None and lows:
                least = min(least, *lows)
            more = more or (high is not None and any(each.high is None or each.high > high for each in found))
        return Disputed(least, more)

    def names_otherwise(self, figure: Counted, item: Item) -> bool:
        """Whether a remark on a line has the same number of a combined kind: `4,500 killed` may be `4,500 killed or missing`."""
        if figure.kind is None or not (item.notes or item.references):
            return False
        quantity = figure.quantity
        number = quantity.text.rpartition(" ")[2]
        found = [each for text in self._of(item) if number in text for each in self._read(text)]
        same = [each.kind for each in found if (each.low, each.high) == (quantity.low, quantity.high)]
        return any(kind and kind != figure.kind and figure.kind in kind.split("_") for kind in same)

    def _of(self, item: Item) -> Iterator[str]:
        """What notes and citations say of the figures of a line, without the titles of works."""
        for note in item.notes:
            yield note.text
        for reference in item.references:
            yield _TEMPLATES.sub(" ", self._named.get(reference.name) or reference.wikitext or reference.text)

    def _read(self, text: str) -> list[LineFigure]:
        """The figures in a remark; if killed and wounded are among them, also what the losses by kind come to."""
        if text in self._known:
            return self._known[text]
        found = quantities.read(text, self._lexicon)
        if {each.kind for each in found} >= _BOTH:
            lost = [each for each in found if each.kind not in _LOSSES]
            lows, highs = [each.low for each in lost], [each.high for each in lost]
            low, high = (None if None in each else sum(number or 0 for number in each) for each in (lows, highs))
            found.append(LineFigure(low, high, False, "", "casualties", "", lost[0].start, lost[-1].end))
        self._known[text] = found
        return found

    def _is_of_same(self, found: LineFigure, figure: Counted, text: str) -> bool:
        """Whether a number in a remark may count the people of a figure: neither others, nor things, pages or years."""
        category = self._words.counted[found.unit, found.kind][0]
        if category == PEOPLE or found.kind is not None:
            return found.kind == figure.kind or (found.kind in _LOSSES and figure.kind in _LOSSES)
        return category is None and _is_near(found, figure) and not _is_year(found, text)

    def _is_of_each(self, found: LineFigure, text: str) -> bool:
        """Whether a number is that of each of several: `900 men in each battalion`."""
        return self._words.each.search(text[max(0, found.start - _BEFORE) : found.end + _AFTER]) is not None

    def _is_reported(self, found: LineFigure, text: str) -> bool:
        """Whether somebody is said to give a number, and no other before it: so it is no part of another."""
        before = text[max(0, found.start - _FAR) : found.start]
        return any(not any(map(str.isdigit, before[word.end() :])) for word in self._words.reports.finditer(before))


def _are_parts(found: list[LineFigure], low: int | None, high: int | None) -> bool:
    """Whether numbers add up to a figure, or repeat its bounds."""
    total = sum(each.low or 0 for each in found)
    return total in (low, high) or all(each.low in (low, high) and each.high in (low, high) for each in found)


def _added(found: list[LineFigure]) -> int:
    """What numbers add up to; 0 for one alone."""
    return sum(each.low or 0 for each in found) if len(found) > 1 else 0


def _is_year(found: LineFigure, text: str) -> bool:
    return (found.low or 0) in _YEARS and text[found.start : found.end].isdigit()


def _is_near(found: LineFigure, figure: Counted) -> bool:
    """Whether a number is about as high as a figure, so that it is no page and no part of it."""
    number = found.low or found.high or 0
    least, most = figure.quantity.low or figure.quantity.high or 0, figure.quantity.high or figure.quantity.low or 0
    return least <= number * _PAGES and number <= most * _PAGES


def _named(record: Conflict) -> Iterator[tuple[str, str]]:
    """The citations of figures that have a name, by which others can stand for them, with what they say."""
    for side in sides_of(record):
        waiting = [*side.strength, *side.casualties]
        for item in waiting:  # grows
            waiting += item.items
            yield from ((each.name, each.wikitext) for each in item.references if each.name and each.text)


def _is_elsewhere(remark: Note | Reference) -> bool:
    """Whether a remark is only a mark here, and its words stand elsewhere on the page: `{{efn|name=Losses}}`, `{{ref label|A|a}}`."""
    if isinstance(remark, Note):
        return bool(remark.name) and not remark.text
    mark = remark.text.strip("[]()")
    return mark.isalnum() and len(mark) <= _MARK and remark.wikitext.startswith("{{")
