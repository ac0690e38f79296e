"""Updating a line's marks: each is inserted, replaced or removed where it stands, and the rest of the line is left alone.

Marks are those of fates, however the page writes them (``{{KIA}}``, ``†``, ``(KIA)``, ``[[Killed in action|KIA]]``), references and notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from infobox import layout
from infobox.display.lines import every_line
from infobox.display.purpose import Purpose
from infobox.display.value import ValueReader
from infobox.language.lexicon import Lexicon
from infobox.markup.scan import parse
from infobox.record import Fate, Item
from infobox.values import fates


def _candidate(lexicon: Lexicon) -> re.Pattern[str]:
    """The pattern of what may be a mark."""
    return re.compile(
        r"\{\{[^{}]{2,80}\}\}|\[\[[^\[\]{}|]+\|[^\[\]{}|]{1,24}\]\]|<abbr\b[^<>]*>[^<>]{1,24}</abbr>"
        rf"|[(\[][^()\[\]{{}}<>|]{{1,30}}[)\]]|[{''.join(lexicon.grammar(fates.Fates).signs)}]",
        re.IGNORECASE,
    )


_BLANK: Final = re.compile(r"(?:&nbsp;|<br\b[^<>]{0,20}>)\Z", re.IGNORECASE)
_OPENER: Final = re.compile(r"(?:[(\[]\s*|'''|''|<(?P<tag>\w+)\b[^<>/]*>|(?P<call>\{\{\s*\w+\s*\|\s*))\Z")
_FARTHEST: Final = 60
"""A tag or template that begins more characters before a mark than this is not looked for."""

_MOST: Final = 100
"""How many marks of fates are looked for in a line: no person has as many."""


class Mark(NamedTuple):
    """A mark of a person's fates: its half-open span in a line's wikitext, and the fates."""

    start: int
    end: int
    fates: list[Fate]


def marks(words: str, lexicon: Lexicon) -> list[Mark]:
    """The marks of fates in a line's wikitext, in order, without the brackets and tags around them."""
    found: list[Mark] = []
    candidate = lexicon.grammar(_candidate)
    match = candidate.search(words)
    while match is not None and len(found) < _MOST:
        stated = _fates_in(match, lexicon)
        if stated:
            found.append(Mark(*match.span(), stated))
        # What is not a mark may contain one: `{{small|(KIA)}}`.
        match = candidate.search(words, match.end() if stated else match.start() + 1)
    return found


def _fates_in(match: re.Match[str], lexicon: Lexicon) -> list[Fate]:
    """The fates that a piece of wikitext states; none if it says anything else."""
    reader = ValueReader(match[0], lexicon)
    stated: list[Fate] = []
    for line in every_line(reader.read(0, len(match[0]), parse(match[0]), Purpose(people=True))):
        rest, marked = fates.marked(line.text, lexicon)
        if rest or line.flags or line.references or line.notes or line.templates:
            return []
        stated += [fate for fate in [*line.fates, *marked] if fate not in stated]
    return stated


def _wrapped(words: str, start: int, end: int) -> tuple[int, int]:
    """The span of a mark with the brackets, quotes, tags and templates that contain nothing else."""
    while (opener := _OPENER.search(words, max(0, start - _FARTHEST), start)) and (closer := _closer(opener).match(words, end)):
        start, end = opener.start(), closer.end()
    return start, end


def _closer(opener: re.Match[str]) -> re.Pattern[str]:
    if opener["tag"]:
        return re.compile(rf"</{opener['tag']}\s*>", re.IGNORECASE)
    if opener["call"]:
        return re.compile(r"\s*\}\}")
    sign = opener[0].strip()
    return re.compile({"(": r"\s*\)", "[": r"\s*\](?!\])"}.get(sign, sign))


def _gap(words: str, start: int) -> int:
    """Where the white space before a place begins, hard spaces and line breaks included."""
    start = len(words[:start].rstrip())
    while blank := _BLANK.search(words, max(0, start - _FARTHEST), start):
        start = len(words[: blank.start()].rstrip())
    return start


def updated(words: str, old: Item, new: Item, lexicon: Lexicon) -> Iterator[tuple[str, Item]]:
    """The wikitext `words` of the line `old` with the marks of `new`, the likeliest first, each with a copy of `old` that has these marks.

    Nothing is proposed if no mark differs, or if those that differ are not found.
    """
    item = msgspec.structs.replace(old)
    sourced = _sourced(words, layout.sources(old), layout.sources(new))
    if sourced is not None:
        words = sourced
        item.references, item.notes = new.references, new.notes
    if old.fates != new.fates:
        for fated in _fated(words, old, new, lexicon):
            yield fated, msgspec.structs.replace(item, fates=new.fates, fate_links=new.fate_links)
    if sourced is not None:
        yield words, item


def _sourced(words: str, old: Sequence[str], new: Sequence[str]) -> str | None:
    """A line with other references and notes, each given as wikitext; None if nothing differs or one to remove is not found."""
    if old == new:
        return None
    removed, added = _without(old, new), _without(new, old)
    for mark in removed:
        start = words.rfind(mark)
        if start < 0:
            return None
        end = start + len(mark)
        if added and old.index(mark) == new.index(added[0]):
            words = words[:start] + added.pop(0) + words[end:]
        elif end == len(words):
            words = words[: _gap(words, start)]
        else:
            words = words[:start] + words[end:]
    for mark in added:
        place = new.index(mark)
        words = _put(words, mark, new[:place], new[place + 1 :])
    return words


def _without(marks: Sequence[str], others: Sequence[str]) -> list[str]:
    """The marks that are not among the others; of a mark that both have, as many as the others lack."""
    left = Counter(others)
    found = []
    for mark in marks:
        if left[mark]:
            left[mark] -= 1
        else:
            found.append(mark)
    return found


def _put(words: str, mark: str, before: Sequence[str], after: Sequence[str]) -> str:
    """The line with a mark after the nearest of those before it, or before the next one, or at its end."""
    for other in reversed(before):
        start = words.rfind(other)
        if start >= 0:
            return words[: start + len(other)] + mark + words[start + len(other) :]
    for other in after:
        start = words.find(other)
        if start >= 0:
            return words[:start] + mark + words[start:]
    return words + mark


def _fated(words: str, old: Item, new: Item, lexicon: Lexicon) -> Iterator[str]:
    """The line with other fates: added ones take the places of removed ones, and any others stand after the last mark."""
    found = marks(words, lexicon)
    if not found:
        return
    written: dict[Fate, str] = {}
    for fate, template in layout.fate_marks(new):
        written[fate] = written.get(fate, "") + template
    removed = [fate for fate in old.fates if fate not in new.fates]
    added = [fate for fate in new.fates if fate not in old.fates and fate in written]
    instead = dict(zip(removed, added, strict=False))
    start, end = _wrapped(words, found[-1].start, found[-1].end)
    gap = words[_gap(words, start) : start]
    more = "".join(gap + written[fate] for fate in added[len(removed) :])
    for spell in (_as_spelt, _inside, _around):
        for gapless in (True, False):
            edits = [(end, end, more)]
            for mark in found:
                stated = [instead.get(fate, fate) for fate in mark.fates if fate in new.fates or fate in instead]
                if stated != mark.fates:
                    edits.append(spell(words, mark, stated, written, lexicon) if stated else _removal(words, mark, gapless=gapless))
            yield _edited(words, edits)
    # All of them in one place, in order.
    start, end = _wrapped(words, found[0].start, found[0].end)
    edits = [(start, end, gap.join(written.values())), *(_removal(words, mark, gapless=True) for mark in found[1:])]
    yield _edited(words, edits)


def _edited(words: str, edits: Sequence[tuple[int, int, str]]) -> str:
    """The words with the edits done; of edits that overlap, only the first is."""
    pieces: list[str] = []
    position = 0
    for start, end, instead in sorted(edits):
        if start >= position:
            pieces += [words[position:start], instead]
            position = end
    return "".join([*pieces, words[position:]])


_Edit = tuple[int, int, str]
"""A half-open span of a line's wikitext, and what replaces it."""


def _as_spelt(words: str, mark: Mark, stated: Sequence[Fate], written: dict[Fate, str], lexicon: Lexicon) -> _Edit:
    """Letters in brackets stay letters in brackets: `(KIA)` becomes `(POW)`."""
    own = words[mark.start : mark.end]
    spelt = _LETTERS.sub(layout.fate_template(stated[0]), own, count=1)
    if own[0] in "([" and own[1] != "[" and fates.marked(spelt, lexicon) == ("", list(stated)):
        return mark.start, mark.end, spelt
    return (_inside if own.startswith("{{") else _around)(words, mark, stated, written, lexicon)


_LETTERS: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[. ])*")


def _inside(words: str, mark: Mark, stated: Sequence[Fate], written: dict[Fate, str], lexicon: Lexicon) -> _Edit:
    """Templates inside the brackets and tags around the mark."""
    return mark.start, mark.end, "".join(written.get(fate, "") for fate in stated)


def _around(words: str, mark: Mark, stated: Sequence[Fate], written: dict[Fate, str], lexicon: Lexicon) -> _Edit:
    """Templates in place of the mark and of what stands around it."""
    start, end = _wrapped(words, mark.start, mark.end)
    gap = words[_gap(words, start) : start]
    return start, end, gap.join(written.get(fate, "") for fate in stated)


def _removal(words: str, mark: Mark, *, gapless: bool) -> _Edit:
    """The edit that removes a mark; `gapless`: with the white space before it, or, at the beginning of a line, after it."""
    start, end = _wrapped(words, mark.start, mark.end)
    if gapless:
        start = _gap(words, start)
        end += 0 if start else len(words[end:]) - len(words[end:].lstrip())
    return start, end, ""
