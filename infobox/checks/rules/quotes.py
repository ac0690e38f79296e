"""Rules about quotes for bold and italics: those that are not in pairs, and those with an apostrophe too many."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Final, NamedTuple

from infobox.checks.findings import Fix, Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.rules.brackets import cut_in_two
from infobox.checks.selectors import nodes
from infobox.checks.shared.around import line_end
from infobox.checks.shared.content import Content, content_of, ends_value, is_computed, nodes_between, trimmed_end
from infobox.checks.shared.limits import LONGEST, MANY
from infobox.checks.shared.loose import loose_marks, unmatched
from infobox.checks.subject import Place, Subject
from infobox.markup.edits import Edit
from infobox.markup.scan import Node


class _OddLine(NamedTuple):
    """A line with bold or italics still open at its end: its content, span and quotes, and which of the two is open."""

    content: Content
    start: int
    end: int
    quotes: list[Node]
    italic: bool
    bold: bool


@rule("M404", "warning", fixes="some", closed=True, over=nodes("quote"))
def unbalanced_bold_italic(subject: Subject, places: Sequence[Place]) -> Iterator[Hit]:
    """Quotes for bold or italics that a line opens but does not close, or closes but did not open. Of two lines of which one opens what
    the other closes there is one finding.

    Why: MediaWiki closes them at the end of the line, so the wrong words are bold or italic. If `'''` is closed by `''`, an apostrophe is
    shown.

    Bad:
        | combatant1 = '''Allies

    Good:
        | combatant1 = '''Allies'''

    Fix: closing quotes are added at the end of the line, and quotes at the very end that close nothing are removed; safe, because readers
    see the same. Unsafe if the line continues after a line break, or after the argument that contains the quotes. No fix if either the
    opening or the closing quotes may be missing.
    """
    plain = subject.profile.plain
    seen: set[int] = set()
    odd: list[_OddLine] = []
    for place in places:
        if place.within is None and place.value.parameter.value_start in seen:
            continue
        content = content_of(place)
        if content.start in seen or place.value.name in plain:
            continue
        seen.add(content.start)
        if content.within is None or (content.within.parts[0].end < content.start and not is_computed(subject.text, content.within)):
            odd += _odd_lines(subject.text, content)
    if odd:
        text = subject.text
        # If brackets are broken, words are not where they seem to be.
        broken = bool(unmatched(text, subject.once(loose_marks), "[", "]"))
        cuts = subject.once(cut_in_two)
        odd = [line for line in odd if not any(first < line.start <= last or first <= line.end < last for first, last in cuts)]
        for hit in filter(None, islice(_hits(text, list(_alone(text, odd))), MANY)):
            yield hit._replace(fix=None) if broken else hit


def _hits(text: str, odd: list[_OddLine]) -> Iterator[Hit | None]:
    """The findings about lines; of two lines of which one opens what the other closes there is one."""
    lines = itertools.zip_longest(odd, odd[1:])
    for line, following in lines:
        if following is not None and _closed_below(text, line, following):
            next(lines)
            yield _across_lines(text, line, following)
        else:
            yield _open_quotes(text, line)


def _odd_lines(text: str, content: Content) -> Iterator[_OddLine]:
    quotes: list[Node] = []
    start = content.start
    for node in [*content.nodes, Node("newline", content.end, content.end)]:
        if node.kind == "quote" and node.start >= content.start:
            quotes.append(node)
        elif node.kind == "newline":
            yield from _odd_line(text, content, start, node.start, quotes)
            start, quotes = node.end, []


def _odd_line(text: str, content: Content, start: int, end: int, quotes: list[Node]) -> Iterator[_OddLine]:
    lengths = [_marks(node) for node in quotes]
    italic = sum(length in (2, 5) for length in lengths) % 2 == 1
    bold = sum(length in (3, 5) for length in lengths) % 2 == 1
    if italic and bold and 3 in lengths:
        # One of the bold marks is read as an apostrophe and italics, as meant in “l'''Aurore''”.
        pair = _mismatch(quotes)
        if pair is not None and not any(_apostrophe(text, node, start, end) for node in pair if _marks(node) == 3):
            yield _OddLine(content, start, end, quotes, True, True)
    elif italic or bold:
        yield _OddLine(content, start, end, quotes, italic, bold)


def _marks(node: Node) -> int:
    """How many quotes of a run are markup: four are an apostrophe and bold, more than five count as five."""
    length = node.end - node.start
    return 3 if length == 4 else min(length, 5)


def _apostrophe(text: str, node: Node, start: int, end: int) -> bool:
    """Whether the first of three quotes can be an apostrophe: it comes after a letter, and words follow."""
    before = node.start > start and (text[node.start - 1].isalnum() or text[node.start - 1] in "]}>.)")
    after = text[node.end : min(node.end + 20, end)].strip()
    return before and bool(after) and not after.startswith(("<br", "<ref", "{{", "|"))


def _alone(text: str, odd: list[_OddLine]) -> Iterator[_OddLine]:
    """The lines without those that are opened in one content and closed in another: on the page's line they are in pairs."""
    odd.sort(key=lambda line: _unpaired(line).start)
    paired = False
    for number, line in enumerate(odd):
        following = odd[number + 1] if number + 1 < len(odd) else None
        if paired:
            paired = False
        elif following is not None and _closed_elsewhere(text, line, following):
            paired = True
        else:
            yield line


def _closed_elsewhere(text: str, line: _OddLine, following: _OddLine) -> bool:
    """Whether what is left open in one content is closed in the next one on the same line of the page."""
    if (line.italic, line.bold) != (following.italic, following.bold) or line.content.value is not following.content.value:
        return False
    if line.content.start == following.content.start:
        return False
    first, second = _unpaired(line), _unpaired(following)
    return (
        second.start - first.end < LONGEST
        and "\n" not in text[first.end : second.start]
        and _opens(text[first.start - 1], text[first.end])
        and not _opens(text[second.start - 1], text[second.end])
    )


def _closed_below(text: str, line: _OddLine, following: _OddLine) -> bool:
    """Whether what is left open on one line is closed on a line below it."""
    first, second = _unpaired(line), _unpaired(following)
    return (
        (line.italic, line.bold, line.content.start) == (following.italic, following.bold, following.content.start)
        and text[first.start : first.end] == text[second.start : second.end] in _LOOKS
        and first.end < trimmed_end(text, line.start, line.end, line.content.nodes)
        and _opens(text[first.start - 1], text[first.end])
        and not _opens(text[second.start - 1], text[second.end])
        and not (line.italic and line.bold and max(len(line.quotes), len(following.quotes)) > 1)
    )


def _across_lines(text: str, line: _OddLine, following: _OddLine) -> Hit:
    first, second = _open_quotes(text, line), _open_quotes(text, following)
    marker = _unpaired(line)
    words = text[marker.start : marker.end]
    fix = None
    if first is not None and first.fix is not None and second is not None and second.fix is not None:
        # The quotes on the later line end nothing and are removed: readers see the same without them.
        fix = Fix((*first.fix.edits, *second.fix.edits), safe=first.fix.safe and not second.fix.edits[0].words)
    message = f"{quoted(words)} is closed on a later line, but what is {_LOOKS[words]} ends with its line; open and close it on each line"
    return Hit(marker.start, marker.end, message, fix)


def _open_quotes(text: str, line: _OddLine) -> Hit | None:
    if line.italic and line.bold and len(line.quotes) > 1:
        return _mixed(text, line)
    marker = _unpaired(line)
    start, end = marker.start, marker.end
    marks = "'''''" if line.italic and line.bold else "'''" if line.bold else "''"
    words = quoted(text[start:end])
    line_end = trimmed_end(text, line.start, line.end, line.content.nodes)
    if end >= line_end:
        # After a word, the opening quotes may be missing instead.
        safe = text[start - 1] in " \t\n*#:;=" and (line.content.within is None or ends_value(text, line.content, line_end))
        fix = edited(start, end, "", safe=safe) if end - start == len(marks) else None
        alone = len(line.quotes) == 1 and line.content.within is None and not text[line.start : start].strip(" \t*#:;")
        return Hit(start, end, f"{words} {'formats' if alone else 'closes'} nothing; remove it", fix)
    before, after = text[start - 1], text[end]
    if before.isdigit() and marks == "''" and (not after.isalnum() or after in "NSEW"):
        message = f"{words} makes what follows italic; for seconds or inches, write “″”"
        return Hit(start, end, message, edited(start, end, "″", safe=False))
    if not _opens(before, after):
        return Hit(start, end, f"{words} has no partner on its line, so what follows is {_LOOKS[marks]}; add the other one or remove it")
    message = f"{words} is not closed on its line; add {quoted(marks)} after the words that should be {_LOOKS[marks]}"
    return Hit(start, end, message, _closed(text, line, marker, marks, line_end))


_LOOKS: Final = {"''": "italic", "'''": "bold", "'''''": "bold and italic"}


def _unpaired(line: _OddLine) -> Node:
    """The quotes without a partner: the last of their kind."""
    wanted = (3, 5) if line.bold else (2, 5)
    return next(node for node in reversed(line.quotes) if _marks(node) in wanted)


def _opens(before: str, after: str) -> bool:
    if before in "]}>:;":
        return after.isalnum() or after in "[{"
    return not before.isalnum() and before not in ".,)!?" and not after.isspace()


_HALF_QUOTE: Final = re.compile(r"(?<=[\w\]}.)])'(?=[\s,.;:()<\[{]|\Z)|(?<=[\s(])'(?=\w)")
"""A single quote that is not an apostrophe in a word; it may be left over from two."""
_FEW_WORDS: Final = 5


def _closed(text: str, line: _OddLine, marker: Node, marks: str, end: int) -> Fix | None:
    following = nodes_between(line.content, marker.end + 1, end)
    broken = next((node for node in following if node.kind == "tag" and node.name in ("br", "hr")), None)
    at = trimmed_end(text, marker.end, broken.start, []) if broken is not None else end
    half = _HALF_QUOTE.search(text, marker.end, end)
    if half or at <= marker.end or text[at - 1] == "'" or any(quote.end > at for quote in line.quotes):
        return None
    rest = text[line.content.end : line_end(text, line.content.end, line.content.value.parameter.value_end)]
    whole = not text[line.start : marker.start].strip(" \t*#:;")
    # Of many words, perhaps only the first were meant, such as a ship's name.
    whole = whole and len(text[marker.end : at].split()) <= _FEW_WORDS
    safe = whole and broken is None and (line.content.within is None or line.content.within.kind == "link" or not rest.strip("}]| \t\r"))
    return edited(at, at, marks, safe=safe)


def _mismatch(quotes: list[Node]) -> tuple[Node, Node] | None:
    """The first pair of quotes on a line of which one is bold and the other italics."""
    pairs = zip(quotes[::2], quotes[1::2], strict=False)
    return next((pair for pair in pairs if set(map(_marks, pair)) == {2, 3}), None)


def _mixed(text: str, line: _OddLine) -> Hit | None:
    """The finding about a line that opens bold and closes italics, or the other way round."""
    pair = _mismatch(line.quotes)
    if pair is None:
        return None
    first, second = pair
    one, other = text[first.start : first.end], text[second.start : second.end]
    fix = edited(second.start, second.end, one, safe=False) if len(one) in (2, 3) and len(other) in (2, 3) else None
    message = f"{quoted(one)} is closed by {quoted(other)}, so readers see an apostrophe; use the same quotes on both sides"
    return Hit(second.start, second.end, message, fix)


_FOUR: Final = 4
_FIVE: Final = 5


@rule("M424", "warning", fixes="unsafe", holding="''''")
def extra_apostrophe(subject: Subject) -> Iterator[Hit]:
    """Words between two runs of four apostrophes, or of more than five.

    Apostrophes before or after a letter are not reported, as in `t Hart`, nor are runs of different length: one of them may be
    meant to be shown.

    Why: Two make italics, three bold, five both. Of four, MediaWiki shows one, so readers see an apostrophe on each side of the words.

    Bad:
        | combatant1 = ''''Allies''''

    Good:
        | combatant1 = '''Allies'''

    Fix: unsafe: the words become bold, or bold and italic if there are more than five.
    """
    yield from islice(_apostrophes(subject), MANY)


def _apostrophes(subject: Subject) -> Iterator[Hit]:
    text = subject.text
    for first, second in pairwise(subject.places.get("quote", ())):
        start, end = first.node.end, second.node.start
        marks, others = subject.written(first.node), subject.written(second.node)
        if marks != others or not (len(marks) == _FOUR or len(marks) > _FIVE) or "\n" in text[start:end] or not text[start:end].strip():
            continue
        inside = text[first.node.start - 1].isalnum() or text[second.node.end : second.node.end + 1].isalnum()
        if not inside and content_of(first).start == content_of(second).start:
            good = "'''" if len(marks) == _FOUR else "'''''"
            message = f"{quoted(marks)} shows an apostrophe on each side of the words; for {_LOOKS[good]} words, write {quoted(good)}"
            fix = Fix((Edit(first.node.start, start, good), Edit(end, second.node.end, good)), safe=False)
            yield Hit(first.node.start, second.node.end, message, fix)
