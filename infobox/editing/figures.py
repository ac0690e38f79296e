"""A line whose words say other figures: units, kinds and labels changed, figures put in and taken out.

Words are tried from the smallest change up, and read: the first line that says what is wanted is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from infobox.record import Kind, Quantity
from infobox.values import quantities

MOST_WORDS: Final = 6
"""So many words beside a figure may be about it."""
_LONGEST: Final = 600
"""A longer line is changed by hand."""
_WORD: Final = re.compile(r"[^\W_][\w'’.-]*")
_COUNTS: Final = ("low", "high", "about")
_MEANT: Final = ("unit", "kind", "of")


class _Told(NamedTuple):
    """What a figure says."""

    low: int | None
    high: int | None
    about: bool
    unit: str
    kind: Kind | None
    of: str


def reworded(text: str, old: Sequence[Quantity], new: Sequence[Quantity], above: Kind | None) -> str | None:
    """The text with the figures of `new` where it has those of `old`; None where no words are found. `above`: what the line's heading
    says happened to those counted.
    """
    if len(text) > _LONGEST:
        return None
    reading = [_told(figure) for figure in old]
    wanted = [_told(figure) for figure in new]
    if len(old) == len(new):
        for number, (one, other) in enumerate(zip(reading, wanted, strict=True)):
            for field in (name for name in ("counts", *_MEANT) if _part(one, name) != _part(other, name)):
                step = [*reading[:number], _with(reading[number], other, field), *reading[number + 1 :]]
                found = _first(_changes(text, number, reading[number], other, field, above), step, field, number, above)
                if found is None:
                    return None
                text = found
                reading = [_told(figure) for figure in quantities.read(text, kind=above)]
        return text
    if len(new) == len(old) + 1:
        place = next((number for number, one in enumerate(reading) if one != wanted[number]), len(old))
        return _first(_added(text, place, new[place], above), wanted, "", place, above)
    if len(new) == len(old) - 1 and new:
        place = next((number for number, one in enumerate(wanted) if one != reading[number]), len(new))
        return _first(_removed(text, place, above), wanted, "", place, above)
    return None


def figure(quantity: Quantity) -> str:
    """A figure in words, without its unit."""
    about = "~" if quantity.about else ""
    if quantity.low is None:
        return f"{about}up to {quantity.high:,}" if quantity.high is not None else ""
    if quantity.high is None:
        return f"{about}{quantity.low:,}+"
    return f"{about}{quantity.low:,}" if quantity.low == quantity.high else f"{about}{quantity.low:,}–{quantity.high:,}"


def _told(found: Quantity | quantities.Found) -> _Told:
    return _Told(found.low, found.high, found.about, found.unit, found.kind, found.of)


def _part(told: _Told, field: str) -> object:
    return told[:3] if field == "counts" else getattr(told, field)


def _with(told: _Told, other: _Told, field: str) -> _Told:
    return _Told(*other[:3], *told[3:]) if field == "counts" else told._replace(**{field: getattr(other, field)})


def _first(texts: Iterator[str], wanted: Sequence[_Told], field: str, number: int, above: Kind | None) -> str | None:
    """The first of the texts that says what is wanted; the unit may follow from the kind, and the kind from the unit."""
    for text in texts:
        found = [_told(one) for one in quantities.read(text, kind=above)]
        if len(found) != len(wanted):
            continue
        follows = {"kind": "unit", "unit": "kind"}.get(field, "")
        if follows and (not wanted[number].unit or quantities.heading_kind(wanted[number].unit) is not None):
            found[number] = found[number]._replace(**{follows: getattr(wanted[number], follows)})
        if found == list(wanted):
            return text
    return None


def _changes(text: str, number: int, old: _Told, new: _Told, field: str, above: Kind | None) -> Iterator[str]:
    """The text with one thing about a figure said otherwise."""
    found = quantities.read(text, kind=above)
    if number >= len(found):
        return
    start, end = found[number].start, found[number].end
    if field == "counts":
        yield text[:start] + figure(Quantity(low=new.low, high=new.high, about=new.about)) + text[end:]
        return
    if field == "of":
        free = found[number - 1].end if number else 0
        place = text.rfind(old.of, free, start) if old.of else -1
        if place >= 0 and new.of:
            yield text[:place] + new.of + text[place + len(old.of) :]
        yield from _windows(text, free, start, f"{new.of}: " if new.of else "", before=True)
        return
    words = new.unit if field == "unit" else _said(new.kind)
    old_words = old.unit if field == "unit" else _said(old.kind)
    behind = found[number + 1].start if number + 1 < len(found) else len(text)
    place = text.find(old_words, end, behind) if old_words else -1
    if place >= 0:
        yield _joined(text[:place], words, text[place + len(old_words) :])
    yield from _windows(text, end, behind, words, before=False)


def _said(kind: Kind | None) -> str:
    """A kind in words: `killed, wounded or missing`."""
    if kind is None:
        return ""
    *first, last = kind.replace("_or_", "_").split("_")
    return f"{', '.join(first)} or {last}" if first else last


def _windows(text: str, start: int, end: int, words: str, *, before: bool) -> Iterator[str]:
    """The text with the words put in between two places, or in the place of a few words there, the fewest first."""
    spans = [match.span() for match in _WORD.finditer(text, start, end)]
    spans = spans[-MOST_WORDS:] if before else spans[:MOST_WORDS]
    if words:
        if before:
            yield text[:end] + words + text[end:]
        for place in [start, *(stop for _, stop in spans)] if not before else []:
            yield _joined(text[:place], words, text[place:])
    for count in range(1, len(spans) + 1):
        for first in range(len(spans) - count + 1):
            left, right = spans[first][0], spans[first + count - 1][1]
            if before:
                colon = text[right:end].lstrip()[:1] == ":"
                right = text.index(":", right, end) + 1 if colon else right
                yield _joined(text[:left], words.rstrip(), text[right:])
            else:
                yield _joined(text[:left], words, text[right:])


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


def _added(text: str, place: int, new: Quantity, above: Kind | None) -> Iterator[str]:
    found = quantities.read(text, kind=above)
    kind = _said(new.kind) if new.kind != above else ""
    label = f"{new.of}: " if new.of else ""
    for said in dict.fromkeys((f"{new.unit} {kind}" if kind != new.unit else kind, new.unit, kind)):
        piece = " ".join(f"{label}{figure(new)} {said}".split())
        if place < len(found):
            yield f"{text[: found[place].start]}{piece}, {text[found[place].start :]}"
        else:
            stripped = text.rstrip(" .")
            yield f"{stripped}, {piece}"
            if stripped.endswith(")"):
                yield f"{stripped[:-1]}, {piece})"


def _removed(text: str, place: int, above: Kind | None) -> Iterator[str]:
    found = quantities.read(text, kind=above)
    if place >= len(found):
        return
    start, end = found[place].start, found[place].end
    if place + 1 < len(found):
        yield text[:start] + text[found[place + 1].start :]
    else:
        joins = [match.start() for match in re.finditer(r"\s*(?:[,;/&+]|\band\b|\bor\b|\()\s*", text[:start])]
        closing = text.find(")", end)
        for join in reversed(joins):
            if join >= (found[place - 1].end if place else 0):
                yield text[:join].rstrip()
                if closing >= 0:
                    yield text[:join] + text[closing + (text[join:start].strip() == "(") :]
