"""What an edit put in the place of figures and values whose sources stayed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from infobox.checks.edits import compared, identities
from infobox.checks.edits.citations import Citations, Passage
from infobox.checks.edits.compared import Match, comparison
from infobox.checks.edits.nonsense import is_nonsense, was_nonsense
from infobox.checks.reviewing import Revisions
from infobox.editing import sequences
from infobox.record import FIGURE_FIELDS, Coordinates, Date, Item, Quantity

_TOKEN: Final = re.compile(r"\d[\d,.]*|[^\W\d_]+")
_LONGEST: Final = 2_000
"""How many characters of a line are compared word by word."""
_UNSURE: Final = str.maketrans("", "", "~?%")
"""What may stand in a date of EDTF beside the day."""
_SIMILAR: Final = 0.4
"""How similar two values must be to have something in common."""
_STEM: Final = 4
"""Words that begin with as many equal letters have something in common."""
_FREE: Final = frozenset(("result", "combatants", "image.caption", "coordinates"))
"""Fields with rules of their own, or in which other words may mean the same."""


class Replacement(NamedTuple):
    """Words `before` that became others (`after`), and where these stand."""

    span: tuple[int, int]
    before: str
    after: str


class Replacements(NamedTuple):
    """Figures and times that changed, and values that were replaced with words or with something else; `passages` are those of the new
    version in which they are, by identity.
    """

    figures: list[Replacement]
    values: list[Replacement]
    passages: frozenset[int]


def replacements(versions: Revisions) -> Replacements:
    """What changed while its sources stayed (for `Revisions.once`). One change is in one list only."""
    known, citations = versions.once(_Figures), versions.once(Citations)
    figures: list[Replacement] = []
    values: list[Replacement] = []
    passages: set[int] = set()
    for match in versions.once(comparison).matches:
        old, new = match.old, match.new
        if old.text == new.text or not match.keeps_its_source or is_nonsense(versions, new):
            continue
        if citations.of(old) and not citations.of(new):
            continue  # its own sources are gone
        if old.text and new.text and _is_replaced(versions, match, known):
            values.append(Replacement(match.span, old.text, new.text))
            passages.add(id(new))
        elif changed := list(_changed(versions, match, known)):
            figures += changed
            passages.add(id(new))
    return Replacements(figures, [*values, *_gone(versions, known)], frozenset(passages))


def _is_replaced(versions: Revisions, match: Match, figures: _Figures) -> bool:
    if _has_lost_its_figures(match, figures) or _has_words_for_a_figure(match, figures):
        return True
    return _has_nothing_in_common(versions, match) and not was_nonsense(versions, match.old)


class _Figures:
    """How often each parameter had and has each figure, by the parameters' names in the new version; the first line of each that is
    `citing` a source there, and those with nonsense (`absurd`).
    """

    def __init__(self, versions: Revisions) -> None:
        self._had: Counter[tuple[str, str]] = Counter()
        self._has: Counter[tuple[str, str]] = Counter()
        self.citing: dict[tuple[str, str], Item] = {}
        self.absurd: set[str] = set()
        citations = versions.once(Citations)
        for name, old, new in compared.lists(versions):
            for item in identities.every_item(new):
                for source in citations.of(item):
                    self.citing.setdefault((name, source), item)
                if is_nonsense(versions, item):
                    self.absurd.add(name)
            for items, counted in ((old, self._had), (new, self._has)):
                for item in identities.every_item(items):
                    counted.update((name, figure) for figure in compared.figures(item.text))
                    counted.update((name, figure) for figure in _quantified(item).difference(compared.figures(item.text)))

    def stays(self, name: str, figure: str) -> bool:
        """Whether the new version has a figure as often as the old one: if it was moved, it was not changed."""
        return self._has[name, figure] >= self._had[name, figure] > 0

    def was(self, name: str, figure: str) -> bool:
        """Whether the old version had a figure as often as the new one."""
        return self._had[name, figure] >= self._has[name, figure] > 0


def _figures_of(item: Item) -> set[str]:
    """The figures of a line: by their digits, and as they are meant."""
    return {*compared.figures(item.text), *_quantified(item)}


def _quantified(item: Item) -> set[str]:
    return {bound for quantity in item.quantities for bound in _bounds(quantity)}


def _bounds(quantity: Quantity) -> set[str]:
    return {str(bound) for bound in (quantity.low, quantity.high) if bound is not None}


def _changed(versions: Revisions, match: Match, figures: _Figures) -> Iterator[Replacement]:
    """The figures or times of a passage that changed: the place of the new one, and both in words."""
    old, new = match.old, match.new
    if isinstance(new, Coordinates):
        return
    if compared.NUMBER.sub("#", old.text) == compared.NUMBER.sub("#", new.text):
        for one, other in zip(compared.NUMBER.finditer(old.text), compared.NUMBER.finditer(new.text), strict=True):
            first, second = (compared.figures(each[0])[0] for each in (one, other))
            if first != second and not figures.stays(match.name, first) and not figures.was(match.name, second):
                yield Replacement(versions.new.words(new, *other.span()), one[0], other[0])
    elif isinstance(old, Item) and isinstance(new, Item):
        yield from _changed_quantities(match, old, new, figures)
    elif isinstance(old, Date) and isinstance(new, Date) and _are_other_times(old, new):
        yield Replacement(match.span, old.text, new.text)


def _changed_quantities(match: Match, old: Item, new: Item, figures: _Figures) -> Iterator[Replacement]:
    """The same for lines that differ in other words, too."""
    if len(old.quantities) == len(new.quantities):
        for one, other in zip(old.quantities, new.quantities, strict=True):
            gone, come = _replaced((one,), (other,), match.name, figures)
            # Half of a range may be gone with its own source.
            if other.span is not None and gone and (come or match.is_sourced == match.was_sourced):
                yield Replacement(other.span, one.text, other.text)
        return
    gone, come = _replaced(old.quantities, new.quantities, match.name, figures)
    place = next((each.span for each in new.quantities if come & _bounds(each)), None)
    # A total may be given in parts, and parts as a total.
    if gone and place is not None and sum(map(int, gone)) != sum(map(int, come)):
        before, after = (
            ", ".join(each.text for each in quantities if which & _bounds(each))
            for quantities, which in ((old.quantities, gone), (new.quantities, come))
        )
        yield Replacement(place, before, after)


def _replaced(old: Iterable[Quantity], new: Iterable[Quantity], name: str, figures: _Figures) -> tuple[set[str], set[str]]:
    """The numbers that only the old and only the new figures have, without those that were moved."""
    before, after = ({bound for quantity in quantities for bound in _bounds(quantity)} for quantities in (old, new))
    gone, come = before - after, after - before
    return (
        {figure for figure in gone if not figures.stays(name, figure)},
        {figure for figure in come if not figures.was(name, figure)},
    )


def _are_other_times(old: Date, new: Date) -> bool:
    """Whether a date names another time, not only the same one more or less exactly, or also another one."""
    before, after = ({time.translate(_UNSURE) for time in (date.start, date.end) if time} for date in (old, new))
    gone, come = before - after, after - before
    return bool(gone) and bool(come) and not any(one.startswith(other) or other.startswith(one) for one in gone for other in come)


def _has_lost_its_figures(match: Match, figures: _Figures) -> bool:
    """Whether a line has no figure any more, and the other lines of the value have none of those that it had."""
    old, new = match.old, match.new
    if not isinstance(old, Item) or not isinstance(new, Item) or not old.quantities or new.quantities:
        return False
    had, has = ({figure for item in identities.every_item([each]) for figure in _figures_of(item)} for each in (old, new))
    return has <= had and not any(figures.stays(match.name, figure) for figure in _quantified(old))


def _has_words_for_a_figure(match: Match, figures: _Figures) -> bool:
    """Whether words that have no number begin where one of a line's figures was: `unknown to 400 dead`."""
    old, new = match.old, match.new
    if not isinstance(old, Item) or not isinstance(new, Item) or not old.quantities:
        return False
    first, second = (_TOKEN.findall(text[:_LONGEST]) for text in (old.text, new.text))
    counted = _quantified(old)
    for action, start, end, other_start, other_end in sequences.opcodes(first, second):
        if action == "replace" and first[start][0].isdigit() and not any(each[0].isdigit() for each in second[other_start:other_end]):
            gone = {digits for token in first[start:end] for digits in compared.figures(token)}
            if any(digits in counted and not figures.stays(match.name, digits) for digits in gone):
                return bool(set(compared.figures(first[start])) & counted)
    return False


def _has_nothing_in_common(versions: Revisions, match: Match) -> bool:
    old, new = match.old, match.new
    field = versions.new.profile.field(match.name)
    if field in _FREE or (isinstance(new, Item) and (new.heading or new.templates or new.quantities)):
        return False
    if field in FIGURE_FIELDS and (not compared.figures(old.text) or compared.figures(new.text)):
        return False
    if isinstance(new, Date):
        return isinstance(old, Date) and bool(old.start) and not new.start and not compared.figures(new.text)
    first, second = (identities.words_of(passage.text) for passage in (old, new))
    if not first or not second or {word[:_STEM] for word in first} & {word[:_STEM] for word in second}:
        return False
    pages, others = ({link.target.casefold() for link in passage.links} for passage in (old, new))
    return not pages & others and not _is_short_for(first, second) and not _is_short_for(second, first) and not _are_alike(old, new)


def _is_short_for(short: Sequence[str], words: Sequence[str]) -> bool:
    """Whether words are the initials of others: `UK`."""
    return "".join(short) == "".join(word[0] for word in words)


def _are_alike(old: Passage, new: Passage) -> bool:
    return sequences.ratio(old.text.casefold(), new.text.casefold()) >= _SIMILAR


def _gone(versions: Revisions, figures: _Figures) -> Iterator[Replacement]:
    """Lines with a figure that are gone while their sources are on other words of the same value, which stand in their place."""
    citations = versions.once(Citations)
    for name, old in versions.once(comparison).removed:
        sources = citations.of(old)
        if not isinstance(old, Item) or not old.quantities or not sources or name in figures.absurd:
            continue
        heirs = [figures.citing.get((name, source)) for source in sources]
        if any(figures.stays(name, figure) for figure in _quantified(old)) or heirs[0] is None or heirs[0].span is None or None in heirs:
            continue
        if all(citations.after[source] >= citations.before[source] for source in sources):
            yield Replacement(heirs[0].span, old.text, heirs[0].text)
