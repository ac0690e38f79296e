"""A line's text split into the name and its qualifiers, in parentheses or small print: ``Army of Conquest (2015–17)``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.language.signs import folded


def _plural(lexicon: Lexicon) -> re.Pattern[str]:
    """An ending in parentheses: `Soldier(s)`."""
    return re.compile(rf"[^\W\d_]\({any_of(lexicon.persons.settings.get('plural_endings', ()))}\)")


_PARENTHESIS: Final = re.compile(r"[()]")
_SEPARATING: Final = " ,;、，；"
_PUNCTUATION: Final = ",;:.、，；：。"


class QualifiedName(NamedTuple):
    """A line's name, and its qualifiers in order, without their parentheses; `spans` are their half-open ranges in the text, `cuts`
    the ranges that do not belong to the name, parentheses included.
    """

    name: str
    qualifiers: list[str]
    spans: Sequence[tuple[int, int]] = ()
    cuts: Sequence[tuple[int, int]] = ()


def part(text: str, lexicon: Lexicon, smalls: Sequence[str] = (), labels: Sequence[str] = ()) -> QualifiedName:
    """Split a line: `smalls` are the stretches of small print in it, in order, `labels` the words of its links.

    Small print that leaves no name is not a qualifier. A line of nothing but parentheses is a name; what begins or ends inside the
    words of a link belongs to them.
    """
    if "(" not in text and not smalls and "（" not in text:
        return QualifiedName(trimmed(text), [])
    plain = folded(text)
    plural = lexicon.grammar(_plural)
    cuts = _united(_places(text, smalls) + _parentheses(plain, plural))
    if cuts and labels:
        cuts = _outside(text, cuts, labels)
    name = ""
    spans: list[tuple[int, int]] = []
    position = 0
    for start, end in [*cuts, (len(text), len(text))]:
        piece = text[position:start].strip()
        if piece:
            # Punctuation after a qualifier belongs to the word before it.
            name += piece if not name or piece[0] in _PUNCTUATION else f" {piece}"
        position = end
        spans += _bare(text, start, end, plural)
    name = trimmed(name).lstrip(_SEPARATING)
    if not name.strip(_PUNCTUATION) and smalls:
        return part(text, lexicon, (), labels)
    if not name.strip(_PUNCTUATION) or not spans:
        return QualifiedName(trimmed(text), [])
    return QualifiedName(name, [text[start:end] for start, end in spans], spans, cuts)


def trimmed(name: str) -> str:
    """A name without the comma or spaced dash before its qualifier; the dash of `2023–` stays."""
    name = name.rstrip(_SEPARATING)
    while name.endswith((" –", " —", " -")):
        name = name[:-1].rstrip(_SEPARATING)
    return name


def _places(text: str, pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Where pieces of the text stand in it, in order."""
    places: list[tuple[int, int]] = []
    position = 0
    for piece in filter(None, pieces):
        start = text.find(piece, position)
        if start >= 0:
            position = start + len(piece)
            places.append((start, position))
    return places


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, overlapping ones merged: `(<small>until 1943</small>)` is one qualifier."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _parentheses(text: str, plural: re.Pattern[str]) -> list[tuple[int, int]]:
    """Outermost pairs of parentheses."""
    pairs: list[tuple[int, int]] = []
    depth = 0
    begin = 0
    for match in _PARENTHESIS.finditer(text):
        place = match.start()
        if match.group() == "(":
            if depth == 0:
                begin = place
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and not plural.match(text, begin - 1 if begin else 0):
                pairs.append((begin, place + 1))
    return pairs


def _outside(text: str, cuts: list[tuple[int, int]], labels: Sequence[str]) -> list[tuple[int, int]]:
    """The cuts, in order, that do not take only a part of a link's words: `III (Germanic) Corps` and `Front (North)` are names."""
    outside: list[tuple[int, int]] = []
    spans = _places(text, labels)
    place = 0
    for start, end in cuts:
        while place < len(spans) and spans[place][1] <= start:
            place += 1
        torn = place < len(spans) and spans[place][0] < start
        while place < len(spans) and spans[place][1] <= end:
            place += 1
        if not torn and not (place < len(spans) and spans[place][0] < end):
            outside.append((start, end))
    return outside


def _bare(text: str, start: int, end: int, plural: re.Pattern[str]) -> list[tuple[int, int]]:
    """A qualifier without its parentheses; several pairs side by side are several qualifiers."""
    start, end = _stripped(text, start, end, _SEPARATING)
    words = folded(text[start:end])
    if words.startswith("(") and (pairs := _parentheses(words, plural)):
        edges = [0, *(edge for pair in pairs for edge in pair), len(words)]
        if not any(words[first:last].strip(_SEPARATING) for first, last in zip(edges[::2], edges[1::2], strict=True)):
            inner = (_stripped(text, start + first + 1, start + last - 1) for first, last in pairs)
            return [span for span in inner if span[1] > span[0]]
    span = _stripped(text, start, end)
    return [span] if span[1] > span[0] else []


def _stripped(text: str, start: int, end: int, ends: str | None = None) -> tuple[int, int]:
    """A range of a text without the given characters at its ends, by default white space."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip(ends)), max(start, end - len(words) + len(words.rstrip(ends)))
