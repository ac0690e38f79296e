"""Rules about figures of strength and casualties: how they are written, and whether they have a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from infobox.checks.findings import Fix, Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.scope import ENGLISH
from infobox.checks.selectors import COLUMNS, entries
from infobox.checks.subject import Entry, Subject, below
from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of, whole
from infobox.markup.edits import Edit
from infobox.record import FIGURE_FIELDS, Item, Quantity, Side, Text
from infobox.values.figure_dates import is_year
from infobox.values.figure_lists import sort_of
from infobox.values.figure_words import FigureWords
from infobox.values.numbers import of
from infobox.values.quantities import is_counted

_GROUPED: Final = r"\d{1,3}(?:[,.]\d{3})+(?!\d)|\d+"
_SMALL: Final = 100
"""Below this, two numbers and a dash may be a score or a name: `3-2`."""
_WIDEST: Final = 10
"""How many times the second number the first may be for a swap: in `5,000–300` a digit may be missing."""


class _Ranges:
    """How ranges of figures are written in one language: the words `to` and `conjunctions` between two numbers; patterns for a `range`, for
    the words `between` before it, for those of a figure that fell (`change`: `from 500 to 300`), and for what makes a number a `measure`.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.to, self.conjunctions = (of(lexicon.figures, each) for each in (concepts.RANGE_TO, concepts.RANGE_AND))
        joint = whole(self.to | self.conjunctions)
        self.range = re.compile(rf"(?<![\d.,])({_GROUPED})(\s*(?:[{signs.DASHES}]|{joint})\s*)({_GROUPED})(?![\d.,]*\d)", re.IGNORECASE)
        self.between = re.compile(whole(of(lexicon.figures, concepts.RANGE_BETWEEN)), re.IGNORECASE)
        self.change = re.compile(whole(lexicon.checks.of(concepts.CHANGE)), re.IGNORECASE)
        self.measure = re.compile(rf"[\s-]*(?:%|{any_of(lexicon.checks.of(concepts.MEASURED))}\b)", re.IGNORECASE)


@rule("Q701", "warning", fixes="unsafe", over=entries(*FIGURE_FIELDS))
def reversed_figures(subject: Subject, lines: Sequence[Entry]) -> Iterator[Hit]:
    """A range of figures that runs backwards.

    Why: The lower number comes first. If it does not, one of the two is often wrong.

    Bad:
        | strength1 = 5,000–3,000 men

    Good:
        | strength1 = 3,000–5,000 men

    Fix: unsafe; the numbers are swapped, unless a digit is obviously missing.
    """
    ranges = subject.lexicon.grammar(_Ranges)
    for entry in lines:
        for quantity in entry.item.quantities:
            if quantity.low is None or quantity.high is None or quantity.low == quantity.high or quantity.span is None:
                continue
            match = ranges.range.search(quantity.text)
            if match is None or not _runs_backwards(match, quantity, entry.item, ranges, subject.lexicon):
                continue
            message = f"the range {quoted(quantity.text)} runs backwards; write the lower number first, or correct the wrong one"
            yield Hit(*quantity.span, message, _swapped(subject, quantity, match))


def _runs_backwards(match: re.Match[str], quantity: Quantity, item: Item, ranges: _Ranges, lexicon: Lexicon) -> bool:
    first, second = _number(match[1]), _number(match[3])
    if first <= second or (quantity.low, quantity.high) != (second, first):
        return False  # a range that was read as `1,250–1,275` is in order
    if second < _SMALL and (len(match[1]) != len(match[3]) or not quantity.unit or not _people_or_things(quantity, lexicon)):
        return False
    words = match[2].strip().lower()
    if words in ranges.conjunctions and not ranges.between.search(quantity.text):
        return False
    if words in ranges.to and ranges.change.search(item.text):
        return False
    # A dash with blanks around it may separate a total from its parts: `500 – 300 killed`.
    return match[2].strip() == match[2] or words.isalpha() or (quantity is item.quantities[-1] and not quantity.kind)


def _people_or_things(quantity: Quantity, lexicon: Lexicon) -> bool:
    """Whether the figure is certainly a number of people or things, not a name: `12–10 tanks`, but `3-2 Cavalry`."""
    return quantity.kind is not None or (quantity.unit.islower() and bool(sort_of(quantity.unit, lexicon.grammar(FigureWords))))


def _swapped(subject: Subject, quantity: Quantity, match: re.Match[str]) -> Fix | None:
    places = [subject.words(quantity, *match.span(number)) for number in (1, 3)]
    first, second = match[1], match[3]
    if [subject.text[slice(*place)] for place in places] != [first, second] or _number(first) > _WIDEST * _number(second):
        return None
    return Fix(tuple(Edit(*place, words) for place, words in zip(places, (second, first), strict=True)), safe=False)


def _number(digits: str) -> int:
    return int(digits.replace(",", "").replace(".", "")[:15])


@rule("Q702", "info", default=False, over=COLUMNS)
def figure_without_source(subject: Subject, sides: Sequence[Side]) -> Iterator[Hit]:
    """A figure of strength or casualties without a source.

    A reference on the line, on a line above or below it in the list, or at the end of the value or of its first line counts as a source,
    and so does any note.

    Why: Numbers are changed without explanation more often than anything else, and without a source nobody can check them. Figures that
    are sourced in the article's text need no source in the infobox, so this rule is off unless selected.

    Bad:
        | strength1 = 500 men

    Good:
        | strength1 = 500 men{{sfn|Quill|1999|p=3}}

    Fix: none; only a person knows the source.
    """
    record = subject.record
    headers = {"strength": record.strengths_header, "casualties": record.casualties_header}
    for side in sides:
        for field, header in headers.items():
            items: list[Item] = getattr(side, field)
            if items and not any(map(_covered, (header, items[0], _last(items)))) and not _refers(items):
                yield from _unsourced(items)


def _unsourced(items: list[Item]) -> Iterator[Hit]:
    """Findings for lines with a figure, if neither they nor the lines above or below them in the list have a source."""
    stack = [(item, False) for item in reversed(items)]
    while stack:
        item, above = stack.pop()
        covered = above or _covered(item)
        if item.quantities and item.span is not None and not covered and not any(map(_covered, below(item))):
            yield Hit(*item.span, f"{quoted(item.text)} has no source; cite one")
        stack += [(inner, covered) for inner in reversed(item.items)]


def _covered(item: Item | Text | None) -> bool:
    return item is not None and bool(item.references or item.notes)


def _refers(items: list[Item]) -> bool:
    """Whether a line refers to the page itself: `See § Casualties`."""
    return any(link.section and not link.target for item in items for each in (item, *below(item)) for link in each.links)


def _last(items: list[Item]) -> Item:
    item = items[-1]
    while item.items:
        item = item.items[-1]
    return item


_WRITTEN: Final = re.compile(rf"(?<![\w.,:/{signs.MONEY}#])(?<![A-Za-z]-)(?=(\d++(?:[.,]\d++)+))\1(?![/:°])")
_SPLIT: Final = re.compile(rf"(?<![\w.,:/{signs.MONEY}])(\d{{1,3}}(?:,\d{{3}})*)(?:, | ,|, )(0\d\d)(?![\d.]*\d|,\d)")
_GAPS: Final = (", 0", " ,0", ",\u00a00")
_RIGHT: Final = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d{1,2})?|\d+\.\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:\.\d{3})+,\d{1,2}"
)
"""Groups of three digits, of two as in India, decimals, and the same with points and commas exchanged."""
_LONGEST: Final = 2_000
"""No real line is longer than this."""
_NEXT: Final = re.compile(r"[ \u00a0]*([a-z]+)")


_NEAR_YEARS: Final = 100
"""How far from a conflict's beginning a year in its figures may be."""


@rule("Q705", "warning", fixes="some", wikis=ENGLISH, over=entries(*FIGURE_FIELDS))
def misgrouped_figure(subject: Subject, lines: Sequence[Entry]) -> Iterator[Hit]:
    """A figure whose digits are not in groups of three: `5,00 men`, `1,2345`, `5, 000`.

    Groups as used in India (`1,00,000`) are right.

    Why: A digit is missing, or there is one too many, or a blank is inside the number: readers cannot tell which number is meant.

    Bad:
        | strength1 = 5, 000 men

    Good:
        | strength1 = 5,000 men

    Fix: safe if only a blank before three digits that begin with a zero needs removing; otherwise none.
    """
    for entry in lines:
        item = entry.item
        if item.span is None or "," not in item.text or len(item.text) > _LONGEST:
            continue
        for match in _WRITTEN.finditer(item.text):
            if not _misgrouped(item.text, match, subject):
                continue
            span = subject.words(item, *match.span(1))
            if subject.text[slice(*span)] == match[1]:
                yield Hit(*span, f"the digits of {quoted(match[1])} are not in groups of three; correct the number")
        for match in _SPLIT.finditer(item.text) if any(gap in item.text for gap in _GAPS) else ():
            span = subject.words(item, *match.span())
            if subject.text[slice(*span)] == match[0]:
                whole = f"{match[1]},{match[2]}"
                fix = edited(span[0] + len(match[1]), span[1] - len(match[2]), ",")
                yield Hit(*span, f"there is a blank inside the number {quoted(match[0])}; write {quoted(whole)}", fix)


def _misgrouped(text: str, match: re.Match[str], subject: Subject) -> bool:
    written, lexicon = match[1], subject.lexicon
    # Without a comma it is a date, a version, a section.
    if "," not in written or _RIGHT.fullmatch(written) or lexicon.grammar(_Ranges).measure.match(text, match.end()):
        return False
    first, *rest = re.split("[.,]", written)
    if len(rest) == 1 and rest[0].strip("0") and _may_be_year(first, subject):
        return False  # `1944,150 men`: a blank is missing, not a digit
    if len(rest) == 1 and _may_be_year(rest[0], subject):
        return False  # `June 6,1944`
    if all(len(group) < 2 for group in rest) or (len(rest) > 1 and max(map(len, rest)) < 3):
        return False  # `1,2,3`: a list
    after = _NEXT.match(text, match.end())
    zeros = any(len(group) > 1 and not group.strip("0") for group in rest)
    too_long = len(first) < 4 == len(rest[-1])
    following = text[match.end() :].strip(" .")
    before = text[: match.start()].rstrip()
    alone = (not before or before.endswith(":")) and (not following or following.startswith("("))
    return zeros or too_long or alone or (after is not None and is_counted(after[1], lexicon))


def _may_be_year(digits: str, subject: Subject) -> bool:
    """Whether four digits may be a year: one near the conflict's, if that is known."""
    if len(digits) != 4 or not is_year(int(digits)):
        return False
    start = subject.record.date.start[:4] if subject.record.date is not None else ""
    return not start.isdecimal() or abs(int(digits) - int(start)) <= _NEAR_YEARS
