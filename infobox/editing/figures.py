"""A line reworded to say other figures: numbers, units, kinds and labels are changed, and figures are added or removed.

Changed lines are tried from the smallest change up, and each is read: the first that says what is wanted is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from infobox.editing import sequences
from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.record import Kind, Quantity
from infobox.values import quantities
from infobox.values.numbers import of

MOST_WORDS: Final = 6
"""How many words beside a figure may be about it."""
_GROUPED_FROM: Final = 4
"""How many digits a number has at least that is written in groups, if the language does not say (`grouped_from` in its numbers)."""
_LONGEST: Final = 600
"""A longer line is not reworded."""
_WORD: Final = re.compile(r"[^\W_][\w'’.-]*")
_FOLLOWS: Final = {"kind": "unit", "unit": "kind"}
"""Two fields of a figure, each of which may follow from the other."""


class _FigureMeaning(NamedTuple):
    """What a figure says: its bounds and whether they are about right, its unit, its kind and its label."""

    counts: tuple[int | None, int | None, bool]
    unit: str
    kind: Kind | None
    of: str


class _FigureContext(NamedTuple):
    """What a line's meaning depends on: its language, and what its heading says happened to those counted."""

    lexicon: Lexicon
    above: Kind | None

    def read(self, text: str) -> list[quantities.LineFigure]:
        """The figures of a line."""
        return quantities.read(text, self.lexicon, kind=self.above)

    def meanings(self, text: str) -> list[_FigureMeaning]:
        """The meanings of the figures of a line."""
        return [_meaning(figure) for figure in self.read(text)]

    def says_kind(self, unit: str) -> bool:
        """Whether a unit says what happened to those counted, and is not a noun."""
        return quantities.heading_kind(unit, self.lexicon) is not None

    def kind(self, kind: Kind | None) -> str:
        """A kind in words: `killed, wounded or missing`."""
        if kind is None:
            return ""
        forms = self.lexicon.figures.forms
        first, *more = (forms[part] for part in kind.replace("_or_", "_").split("_"))
        for word in more[:-1]:
            first = forms["kinds"].format(first, word)
        return str(forms["last_kinds"].format(first, more[-1]) if more else first)

    def _digits(self, number: int) -> str:
        """A number in groups of digits, if it has enough of them to be grouped."""
        if len(str(number)) < self.lexicon.numbers.settings.get("grouped_from", _GROUPED_FROM):
            return str(number)
        return f"{number:,}".replace(",", self.lexicon.figures.forms["group_sign"])

    def figure(self, counts: tuple[int | None, int | None, bool]) -> str:
        """A figure in words, without its unit."""
        low, high, about = counts
        forms = self.lexicon.figures.forms
        first, last = (self._digits(number) if number is not None else "" for number in (low, high))
        if low is None:
            words = forms[concepts.AT_MOST].format(last) if high is not None else ""
        elif high is None:
            words = forms[concepts.AT_LEAST].format(first)
        else:
            words = first if low == high else forms["bounds"].format(first, last)
        return str(forms[concepts.ABOUT].format(words) if about and words else words)


def reworded(text: str, old: Sequence[Quantity], new: Sequence[Quantity], above: Kind | None, lexicon: Lexicon) -> str | None:
    """The text with the figures of `new` in place of those of `old`; None if no words are found for them. `above` is what the line's
    heading says happened to those counted.
    """
    if len(text) > _LONGEST:
        return None
    context = _FigureContext(lexicon, above)
    reading = [_meaning(figure) for figure in old]
    wanted = [_meaning(figure) for figure in new]
    if len(old) == len(new):
        for number, other in enumerate(wanted):
            for field in _FigureMeaning._fields:
                if getattr(reading[number], field) == getattr(other, field):
                    continue
                step = [*reading[:number], _with(reading[number], other, field), *reading[number + 1 :]]
                found = _first(_changes(text, number, reading[number], other, field, context), step, field, number, context)
                if found is None:
                    return None
                text, reading = found, context.meanings(found)
        return text
    place = sequences.shared(reading, wanted)
    if len(new) == len(old) + 1:
        return _first(_added(text, place, new[place], context), wanted, "", place, context)
    if len(new) == len(old) - 1 and new:
        return _first(_removed(text, place, context), wanted, "", place, context)
    return None


def _meaning(found: Quantity | quantities.LineFigure) -> _FigureMeaning:
    return _FigureMeaning((found.low, found.high, found.about), found.unit, found.kind, found.of)


def _with(meaning: _FigureMeaning, other: _FigureMeaning, field: str) -> _FigureMeaning:
    return meaning._replace(**{field: getattr(other, field)})


def _first(texts: Iterator[str], wanted: Sequence[_FigureMeaning], field: str, number: int, context: _FigureContext) -> str | None:
    """The first of the texts with the meanings wanted; the unit may follow from the kind, and the kind from the unit."""
    for text in texts:
        found = context.meanings(text)
        if len(found) != len(wanted):
            continue
        follows = _FOLLOWS.get(field)
        if follows is not None and (not wanted[number].unit or context.says_kind(wanted[number].unit)):
            found[number] = _with(found[number], wanted[number], follows)
        if found == list(wanted):
            return text
    return None


def _changes(text: str, number: int, old: _FigureMeaning, new: _FigureMeaning, field: str, context: _FigureContext) -> Iterator[str]:
    """The text with one field of a figure changed."""
    found = context.read(text)
    if number >= len(found):
        return
    start, end = found[number].start, found[number].end
    if field == "counts":
        words = context.figure(new.counts)
        yield from (f"{text[:start]}{spelt}{text[end:]}" for spelt in (signs.digits_as_in(text[start:end], words), words))
        return
    if field == "of":
        free = found[number - 1].end if number else 0
        place = text.rfind(old.of, free, start) if old.of else -1
        if place >= 0 and new.of:
            yield text[:place] + new.of + text[place + len(old.of) :]
        yield from _windows(text, free, start, f"{new.of}: " if new.of else "", before=True)
        return
    words, old_words = (new.unit, old.unit) if field == "unit" else (context.kind(new.kind), context.kind(old.kind))
    limit = found[number + 1].start if number + 1 < len(found) else len(text)
    place = text.find(old_words, end, limit) if old_words else -1
    if place >= 0:
        yield _joined(text[:place], words, text[place + len(old_words) :])
    yield from _windows(text, end, limit, words, before=False)


def _windows(text: str, start: int, end: int, words: str, *, before: bool) -> Iterator[str]:
    """The text with the words inserted between two places, or in place of some of the words there, the fewest first."""
    spans = [match.span() for match in _WORD.finditer(text, start, end)]
    spans = spans[-MOST_WORDS:] if before else spans[:MOST_WORDS]
    if words and before:
        yield text[:end] + words + text[end:]
    elif words:
        for place in (start, *(stop for _, stop in spans)):
            yield _joined(text[:place], words, text[place:])
    for count in range(1, len(spans) + 1):
        for first in range(len(spans) - count + 1):
            left, right = spans[first][0], spans[first + count - 1][1]
            if before and text[right:end].lstrip()[:1] == ":":
                right = text.index(":", right, end) + 1
            yield _joined(text[:left], words.rstrip() if before else words, text[right:])


def _joined(left: str, words: str, right: str) -> str:
    """The pieces with one space between words."""
    if not words:
        joint = " " if left[-1:].isspace() or right[:1].isspace() else ""
        if right.lstrip()[:1] in (",", ";", ")", ".", ":", ""):
            joint = ""
        return (left.rstrip() + joint + right.lstrip()).strip()
    if left and not left[-1].isspace() and left[-1] not in "([":
        left += " "
    if right and right[0].isalnum():
        right = f" {right}"
    return left + words + right


def _added(text: str, place: int, new: Quantity, context: _FigureContext) -> Iterator[str]:
    found = context.read(text)
    kind = context.kind(new.kind) if new.kind != context.above else ""
    label = f"{new.of}: " if new.of else ""
    number = context.figure((new.low, new.high, new.about))
    for counted in dict.fromkeys((f"{new.unit} {kind}" if kind != new.unit else kind, new.unit, kind)):
        piece = " ".join(f"{label}{number} {counted}".split())
        if place < len(found):
            yield f"{text[: found[place].start]}{piece}, {text[found[place].start :]}"
        else:
            stripped = text.rstrip(" .")
            yield f"{stripped}, {piece}"
            if stripped.endswith(")"):
                yield f"{stripped[:-1]}, {piece})"


def _removed(text: str, place: int, context: _FigureContext) -> Iterator[str]:
    found = context.read(text)
    if place >= len(found):
        return
    start, end = found[place].start, found[place].end
    if place + 1 < len(found):
        yield text[:start] + text[found[place + 1].start :]
    else:
        joins = [match.start() for match in context.lexicon.grammar(_joins).finditer(text[:start])]
        closing = text.find(")", end)
        for join in reversed(joins):
            if join >= (found[place - 1].end if place else 0):
                yield text[:join].rstrip()
                if closing >= 0:
                    yield text[:join] + text[closing + (text[join:start].strip() == "(") :]


def _joins(lexicon: Lexicon) -> re.Pattern[str]:
    """What may stand before the last figure of a line."""
    return re.compile(rf"\s*(?:[,;/&+]|\b{any_of(of(lexicon.figures, concepts.JOIN))}\b|\()\s*")
