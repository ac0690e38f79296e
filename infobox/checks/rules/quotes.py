"""The rule about the quotes of bold and italics that do not come in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from infobox.checks.around import line_end
from infobox.checks.findings import Fix, Said, edited, quoted
from infobox.checks.limits import LONGEST, MANY
from infobox.checks.loose import loose_marks, unmatched
from infobox.checks.registry import rule
from infobox.checks.rooms import Room, ends_value, is_computed, nodes_between, room_of, trimmed_end
from infobox.checks.subject import Subject
from infobox.wikitext.scan import Node


class _Odd(NamedTuple):
    """A line in which bold or italics stand open at its end: its room, span, quotes, and what is open."""

    room: Room
    start: int
    end: int
    quotes: list[Node]
    italic: bool
    bold: bool


@rule("M404", "warning", fixes="some")
def unbalanced_bold_italic(subject: Subject) -> Iterator[Said]:
    """Quotes of bold or italics that a line opens and does not close, or closes and did not open.

    Why: The software closes them at the line's end, so more words are bold or italic than was meant, or others; where `'''` meets `''`,
    an apostrophe is shown.

    Bad:
        | combatant1 = '''Allies

    Good:
        | combatant1 = '''Allies'''

    Fix: the closing quotes are put at the end of the line, and quotes at the very end that close nothing are removed; safe, as a reader
    sees the same. Unsafe where the line goes on after a break, or after the argument that holds the quotes. None where either the
    opening or the closing ones may be missing.
    """
    places = subject.places.get("quote")
    if not places or not subject.box.closed:
        return
    plain = subject.profile.plain
    seen: set[int] = set()
    odd: list[_Odd] = []
    for place in places:
        room = room_of(place)
        if room.start in seen or place.value.name in plain:
            continue
        seen.add(room.start)
        if room.within is None or (room.within.parts[0].end < room.start and not is_computed(subject.text, room.within)):
            odd += _odd_lines(subject.text, room)
    if odd:
        text = subject.text
        # If brackets are broken, words stand in other places than it seems.
        broken = bool(unmatched(text, subject.once(loose_marks), "[", "]"))
        for said in filter(None, (_open_quotes(text, line) for line in islice(_alone(text, odd), MANY))):
            yield said._replace(fix=None) if broken else said


def _odd_lines(text: str, room: Room) -> Iterator[_Odd]:
    quotes: list[Node] = []
    start = room.start
    for node in [*room.nodes, Node("newline", room.end, room.end)]:
        if node.kind == "quote" and node.start >= room.start:
            quotes.append(node)
        elif node.kind == "newline":
            yield from _odd_line(text, room, start, node.start, quotes)
            start, quotes = node.end, []


def _odd_line(text: str, room: Room, start: int, end: int, quotes: list[Node]) -> Iterator[_Odd]:
    lengths = [_marks(node) for node in quotes]
    italic = sum(length in (2, 5) for length in lengths) % 2 == 1
    bold = sum(length in (3, 5) for length in lengths) % 2 == 1
    if italic and bold and 3 in lengths:
        # One of the bold marks is read as an apostrophe and italics: what a French “l'''Aurore''” wants.
        pair = _mismatch(quotes)
        if pair is not None and not any(_apostrophe(text, node, start, end) for node in pair if _marks(node) == 3):
            yield _Odd(room, start, end, quotes, True, True)
    elif italic or bold:
        yield _Odd(room, start, end, quotes, italic, bold)


def _marks(node: Node) -> int:
    """How many of a run of quotes are markup: four are bold after an apostrophe, more than five are five."""
    length = node.end - node.start
    return 3 if length == 4 else min(length, 5)


def _apostrophe(text: str, node: Node, start: int, end: int) -> bool:
    """Whether the first of three quotes can be an apostrophe: it stands after a letter, and words go on after it."""
    before = node.start > start and (text[node.start - 1].isalnum() or text[node.start - 1] in "]}>.)")
    behind = text[node.end : min(node.end + 20, end)].strip()
    return before and bool(behind) and not behind.startswith(("<br", "<ref", "{{", "|"))


def _alone(text: str, odd: list[_Odd]) -> Iterator[_Odd]:
    """The lines without those that are opened in one room and closed in another: the page's line is even."""
    odd.sort(key=lambda line: _guilty(line).start)
    paired = False
    for number, line in enumerate(odd):
        following = odd[number + 1] if number + 1 < len(odd) else None
        if paired:
            paired = False
        elif following is not None and _closed_elsewhere(text, line, following):
            paired = True
        else:
            yield line


def _closed_elsewhere(text: str, line: _Odd, following: _Odd) -> bool:
    """Whether what one room leaves open is closed in the next one on the same line of the page."""
    if (line.italic, line.bold) != (following.italic, following.bold) or line.room.value is not following.room.value:
        return False
    if line.room.start == following.room.start:
        return False
    first, second = _guilty(line), _guilty(following)
    return (
        second.start - first.end < LONGEST
        and "\n" not in text[first.end : second.start]
        and _opens(text[first.start - 1], text[first.end])
        and not _opens(text[second.start - 1], text[second.end])
    )


def _open_quotes(text: str, line: _Odd) -> Said | None:
    if line.italic and line.bold and len(line.quotes) > 1:
        return _mixed(text, line)
    marker = _guilty(line)
    start, end = marker.start, marker.end
    marks = "'''''" if line.italic and line.bold else "'''" if line.bold else "''"
    words = quoted(text[start:end])
    line_end = trimmed_end(text, line.start, line.end, line.room.nodes)
    if end >= line_end:
        # After a word, the opening ones may be missing as well.
        safe = text[start - 1] in " \t\n*#:;=" and (line.room.within is None or ends_value(text, line.room, line_end))
        fix = edited(start, end, "", safe=safe) if end - start == len(marks) else None
        alone = len(line.quotes) == 1 and line.room.within is None and not text[line.start : start].strip(" \t*#:;")
        return Said(start, end, f"{words} {'holds' if alone else 'closes'} nothing; remove it", fix)
    before, behind = text[start - 1], text[end]
    if before.isdigit() and marks == "''" and (not behind.isalnum() or behind in "NSEW"):
        message = f"{words} makes what follows italic; for seconds or inches write “″”"
        return Said(start, end, message, edited(start, end, "″", safe=False))
    if not _opens(before, behind):
        return Said(start, end, f"{words} has no partner on its line, so what follows is {_LOOKS[marks]}; add the other one or remove it")
    message = f"{words} is not closed on its line; add {quoted(marks)} after the words that are to be {_LOOKS[marks]}"
    return Said(start, end, message, _closed(text, line, marker, marks, line_end))


_LOOKS: Final = {"''": "italic", "'''": "bold", "'''''": "bold and italic"}


def _guilty(line: _Odd) -> Node:
    """The quotes without a partner: the last of their kind."""
    wanted = (3, 5) if line.bold else (2, 5)
    return next(node for node in reversed(line.quotes) if _marks(node) in wanted)


def _opens(before: str, behind: str) -> bool:
    if before in "]}>:;":
        return behind.isalnum() or behind in "[{"
    return not before.isalnum() and before not in ".,)!?" and not behind.isspace()


_HALF_QUOTE: Final = re.compile(r"(?<=[\w\]}.)])'(?=[\s,.;:()<\[{]|\Z)|(?<=[\s(])'(?=\w)")
"""A single quote that is no apostrophe in a word: what may be left of two."""
_FEW_WORDS: Final = 5


def _closed(text: str, line: _Odd, marker: Node, marks: str, end: int) -> Fix | None:
    following = nodes_between(line.room, marker.end + 1, end)
    broken = next((node for node in following if node.kind == "tag" and node.name in ("br", "hr")), None)
    at = trimmed_end(text, marker.end, broken.start, []) if broken is not None else end
    half = _HALF_QUOTE.search(text, marker.end, end)
    if half or at <= marker.end or text[at - 1] == "'" or any(quote.end > at for quote in line.quotes):
        return None
    rest = text[line.room.end : line_end(text, line.room.end, line.room.value.parameter.value_end)]
    whole = not text[line.start : marker.start].strip(" \t*#:;")
    # Of many words only the first may have been meant: a ship's name, say.
    whole = whole and len(text[marker.end : at].split()) <= _FEW_WORDS
    safe = whole and broken is None and (line.room.within is None or line.room.within.kind == "link" or not rest.strip("}]| \t\r"))
    return edited(at, at, marks, safe=safe)


def _mismatch(quotes: list[Node]) -> tuple[Node, Node] | None:
    """The first pair of a line's quotes of which one is bold and one italics."""
    pairs = zip(quotes[::2], quotes[1::2], strict=False)
    return next((pair for pair in pairs if set(map(_marks, pair)) == {2, 3}), None)


def _mixed(text: str, line: _Odd) -> Said | None:
    """What is to be said of a line that opens bold and closes italics, or the other way round."""
    pair = _mismatch(line.quotes)
    if pair is None:
        return None
    first, second = pair
    one, other = text[first.start : first.end], text[second.start : second.end]
    fix = edited(second.start, second.end, one, safe=False) if len(one) in (2, 3) and len(other) in (2, 3) else None
    message = f"{quoted(one)} is closed by {quoted(other)}, which shows an apostrophe; write both alike"
    return Said(second.start, second.end, message, fix)
