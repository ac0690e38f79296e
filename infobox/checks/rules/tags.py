"""Rules about tags that are not closed, not opened, or crossed."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from difflib import SequenceMatcher
from operator import attrgetter
from typing import Final

from infobox.checks.findings import Fix, Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.rules.brackets import cut_in_two
from infobox.checks.rules.references import stray_reference_ends, unclosed_references
from infobox.checks.shared.breakage import early_end
from infobox.checks.shared.content import LIST_MARKS, Content, end_of_line, ends_value, start_of_line, trimmed_end
from infobox.checks.shared.extensions import unpaired_extensions
from infobox.checks.shared.limits import LONGEST, MANY
from infobox.checks.shared.loose import loose_marks, unmatched
from infobox.checks.shared.tagpairs import Tag, slashed_tags, tag_pairs
from infobox.checks.subject import Subject
from infobox.markup.edits import Edit
from infobox.markup.scan import EXTENSIONS, HTML, Node

_FORMATTING: Final = frozenset(["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"])
"""Tags that browsers open again on the next line of a list if they are still open."""
_BLOCKS: Final = frozenset(["blockquote", "center", "div", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "table", "ul"])
_CONTAINERS: Final = _BLOCKS | {"span"}
"""Tags that templates open or close for the page."""
_OPENS: Final = re.compile(
    r"\b(?:begin|start|top|open|col|columns|multicol)\b|(?:begin|start)\Z|plain ?list|flat ?list|tree ?list", re.IGNORECASE
)
_ENDS: Final = re.compile(r"\b(?:end|bottom|close|footer)\b|\Aend|end\Z", re.IGNORECASE)
"""Names of templates that open a tag for the page, and of those that close one."""
_BROKEN: Final = re.compile(r"<(?:[ ]?[/\\][ ]?|[ ])([a-z]{1,12})[ ]?>?|<([a-z]{1,12})[ ]?/>|(?<!<)/([a-z]{1,12})>", re.IGNORECASE)
_OPENING_SLIP: Final = re.compile(
    r"<((?i:[a-z]{1,12}))>|<[ ]((?i:[a-z]{1,12}))>|<([a-z]{1,12})(?=[(A-Z0-9])|(?<![<\w/])((?i:[a-z]{1,12}))>"
)
_SIMILAR: Final = 0.75
_START: Final = attrgetter("node.start")
_NODE_START: Final = attrgetter("start")


def _resembles(written: str, name: str) -> bool:
    """Whether a word is a tag's name or a slip of the pen for it."""
    written = written.lower()
    if written == name:
        return True
    known = written in HTML or written in EXTENSIONS
    return not known and len(name) > 3 and SequenceMatcher(None, written, name).ratio() >= _SIMILAR


def _broken_close(text: str, tag: Tag, end: int) -> tuple[int, int] | None:
    """The words on the line after an open tag that were meant to close it."""
    for match in _BROKEN.finditer(text, tag.node.end, end):
        if _resembles(match[match.lastindex or 0], tag.name):
            return match.span()
    return None


def _unclosed(subject: Subject) -> list[Tag]:
    """The opening tags of HTML and of extensions that nothing closes, in page order."""
    html, extensions = subject.once(tag_pairs).unclosed, subject.once(unpaired_extensions).unclosed
    return sorted([*html, *extensions], key=_START) if extensions else html


def _stray(subject: Subject) -> list[Tag]:
    """The closing tags that close nothing, in page order."""
    html, extensions = subject.once(tag_pairs).stray, subject.once(unpaired_extensions).stray
    return sorted([*html, *extensions], key=_START) if extensions else html


@rule("M401", "warning", fixes="some")
def tag_not_closed(subject: Subject) -> Iterator[Hit]:
    """An HTML tag, or the tag of an extension such as `<nowiki>` or `<math>`, that is opened in a value and not closed there.

    Why: An HTML tag affects everything after it in the cell, making it small or bold, and MediaWiki's own markup checker reports it. The
    tag of an extension is shown to readers, or takes in the whole page up to the next closing tag of its name.

    Bad:
        | strength1 = 300 <small>(estimated)<small>

    Good:
        | strength1 = 300 <small>(estimated)</small>

    Fix: a second opening tag, or a misspelt closing one, becomes the closing tag; otherwise a closing tag is added at the end of the line.
    Safe if nothing is shown after it, if the words are in parentheses, or if the next line opens the tag again; otherwise unsafe. No fix
    for an extension's tag if nothing on its line was meant to close it.
    """
    extensions = subject.once(unpaired_extensions)
    for node in extensions.swallowing[:MANY]:
        start, end = node.start, node.inner[0]
        yield Hit(start, end, f"<{node.name}> is not closed before the next one, so it takes in what follows; add “</{node.name}>”")
    unclosed = subject.once(_unclosed)
    if not unclosed or _is_torn(subject):
        return
    text = subject.text
    done: set[int] = set()
    for number, tag in enumerate(unclosed[:MANY]):
        if tag.node.start in done:
            continue
        line_end = end_of_line(text, tag.content, tag.node.end, breaks=tag.name not in _BLOCKS)
        broken = _broken_close(text, tag, line_end)
        if broken is None and _closed_by_template(subject, tag):
            continue
        following = unclosed[number + 1] if number + 1 < len(unclosed) else None
        if broken is not None:
            message = f"{quoted(text[slice(*broken)])} does not close <{tag.name}>; write “</{tag.name}>”"
            yield Hit(*broken, message, edited(*broken, f"</{tag.name}>"))
        elif following is not None and _doubled(text, tag, following, line_end):
            done.add(following.node.start)
            after = text[following.node.end : following.node.end + 1]
            safe = not text[following.node.start - 1].isspace() and not after.isalnum()
            message = f"<{tag.name}> is opened twice and never closed; write “</{tag.name}>” instead of the second"
            yield Hit(*following.span, message, edited(*following.span, f"</{tag.name}>", safe=safe))
        else:
            hit = _left_open(text, tag, line_end, following)
            # The closing tag of another name on the line may be meant for this one.
            yield hit._replace(fix=None) if _other_end(subject, tag, line_end) else hit


def _other_end(subject: Subject, tag: Tag, line_end: int) -> bool:
    """Whether a stray closing tag is between a tag and the end of its line."""
    stray = subject.once(_stray)
    return any(tag.node.end <= other.node.start < line_end and other.content.start == tag.content.start for other in stray[:MANY])


def _other_beginning(subject: Subject, tag: Tag) -> bool:
    """Whether a tag that is never closed comes before a closing one on its line."""
    unclosed = subject.once(_unclosed)[:MANY]
    before = [other for other in unclosed if other.content.start == tag.content.start and other.node.end <= tag.node.start]
    return bool(before) and "\n" not in subject.text[before[-1].node.end : tag.node.start]


def _is_torn(subject: Subject) -> bool:
    """Whether a reference takes in what follows it, or missing brackets cut a value: then tags may have a partner after all."""
    loose = subject.once(loose_marks)
    if any(len(run.words) > 1 for run in unmatched(subject.text, loose, "[", "]")) or subject.once(early_end) is not None:
        return True
    if subject.once(cut_in_two):
        return True
    return bool(subject.once(unclosed_references))


def _doubled(text: str, tag: Tag, following: Tag, line_end: int) -> bool:
    """Whether a tag is opened a second time on its line instead of closed."""
    return (
        following.name == tag.name
        and following.content.start == tag.content.start
        and following.node.end <= line_end
        and following.node.end - following.node.start == len(tag.name) + 2
        and bool(text[tag.node.end : following.node.start].strip())
    )


def _left_open(text: str, tag: Tag, line_end: int, following: Tag | None) -> Hit:
    content = tag.content
    words = text[tag.node.end : line_end]
    if tag.name in EXTENSIONS and words.strip():
        # Only a person knows how much it was meant to contain.
        message = f"<{tag.name}> is never closed, so readers see it; add “</{tag.name}>” where it should end, or remove it"
        return Hit(*tag.span, message)
    at = line_end
    if tag.name in _BLOCKS or not words.strip():
        at = max(trimmed_end(text, tag.node.end, content.end, content.nodes), tag.node.end)
    if at <= tag.node.end:
        fix = edited(*tag.span, "", safe=not text[at : content.end].strip())
        return Hit(*tag.span, f"<{tag.name}> is never closed and contains nothing; remove it", fix)
    again = following is not None and following.name == tag.name and following.content.start == content.start and following.node.start > at
    safe = ends_value(text, content, at) or (at == line_end and (_in_parentheses(words) or again))
    where = "at the end of its line" if at == line_end and words.strip() else "where it should end"
    return Hit(*tag.span, f"<{tag.name}> is never closed; add “</{tag.name}>” {where}", edited(at, at, f"</{tag.name}>", safe=safe))


def _in_parentheses(words: str) -> bool:
    """Whether words are in one pair of parentheses."""
    words = words.strip()
    depths = itertools.accumulate((char == "(") - (char == ")") for char in words)
    return words.startswith("(") and next((at for at, depth in enumerate(depths, 1) if depth == 0), 0) == len(words)


def _closed_by_template(subject: Subject, tag: Tag) -> bool:
    """Whether a template after a tag may close it."""
    if tag.name not in _CONTAINERS:
        return False
    end = tag.content.value.parameter.value_end
    return any(tag.node.end <= use.node.start < end and _ENDS.search(use.name) for use in subject.templates)


def _opened_by_template(subject: Subject, tag: Tag) -> bool:
    """Whether a template before a closing tag may have opened it."""
    start = tag.content.value.parameter.value_start
    before = [use for use in subject.templates if start <= use.node.start < tag.node.start]
    return any(_OPENS.search(use.name) or (tag.name in _CONTAINERS and use.meaning is None) for use in before)


@rule("M402", "warning", fixes="some")
def stray_closing_tag(subject: Subject) -> Iterator[Hit]:
    """A closing tag that closes nothing.

    Why: Either the opening tag is missing or misspelt, so that the words are not shown as intended, or the tag is a leftover. Readers see
    a stray `</ref>` or `</nowiki>`.

    Bad:
        | casualties1 = 300 killed</small>

    Good:
        | casualties1 = 300 killed

    Fix: the tag is removed, which is safe: browsers ignore a stray HTML tag, and that of an extension is only a distraction. If the
    opening tag before it is misspelt, that one is corrected. Removing a stray `</ref>` is safe only directly after another reference,
    otherwise unsafe.
    """
    text = subject.text
    stray = subject.once(_stray)
    if stray and _is_torn(subject):
        return
    previous: Tag | None = None
    slashed = [pair.partner for pair in subject.once(slashed_tags)] if stray else []
    for tag in stray[:MANY]:
        if tag in slashed:
            continue
        slip = _opening_slip(text, tag)
        if slip is not None:
            yield _misspelt_opening(tag, slip)
        elif not (previous is not None and _meant_to_open(text, previous, tag)) and not _opened_by_template(subject, tag):
            twin = next((other for other in stray if other.node.start > tag.node.start), None)
            if twin is not None and _meant_to_open(text, tag, twin):
                message = f"“</{tag.name}>” closes nothing; write “<{tag.name}>”"
                yield Hit(*tag.span, message, edited(*tag.span, f"<{tag.name}>", safe=False))
            else:
                hit = _closing_nothing(text, tag)
                yield hit._replace(fix=None) if _other_beginning(subject, tag) else hit
        previous = tag
    if "</ref" in subject.wikitext:
        yield from itertools.islice(stray_reference_ends(subject), MANY)


_IN_PARENTHESES: Final = re.compile(r"\([^()<>\n]{1,200}\)\Z")


def _closing_nothing(text: str, tag: Tag) -> Hit:
    start, end = tag.span
    words = _IN_PARENTHESES.search(text, max(tag.content.start, start - LONGEST), start) if tag.name == "small" else None
    if words is not None:
        message = f"“</small>” closes nothing; remove it, or add “<small>” before {quoted(words[0])}"
        return Hit(start, end, message, edited(words.start(), words.start(), "<small>", safe=False))
    return Hit(start, end, f"“</{tag.name}>” closes nothing; remove it", edited(start, end, ""))


def _opening_slip(text: str, tag: Tag) -> re.Match[str] | None:
    """What comes before a closing tag on its line and was meant to open it."""
    found = None
    for match in _OPENING_SLIP.finditer(text, start_of_line(text, tag.content, tag.node.start), tag.node.start):
        word = str(match[match.lastindex or 0]).lower()
        if (match[1] is None or word not in HTML) and word not in EXTENSIONS and _resembles(word, tag.name):
            found = match
    return found


def _misspelt_opening(tag: Tag, slip: re.Match[str]) -> Hit:
    message = f"{quoted(slip[0])} is not a tag, so readers see it and “</{tag.name}>” closes nothing; write “<{tag.name}>”"
    return Hit(*slip.span(), message, edited(*slip.span(), f"<{tag.name}>"))


def _meant_to_open(text: str, first: Tag, second: Tag) -> bool:
    """Whether the first of two stray closing tags was meant to be the opening one."""
    between = text[first.node.end : second.node.start]
    return (
        first.name == second.name
        and first.content.start == second.content.start
        and bool(between.strip())
        and not between[0].isspace()
        and "\n" not in between
        and (first.node.start == first.content.start or text[first.node.start - 1].isspace() or text[first.node.start - 1] in ">|=")
    )


@rule("M403", "warning", fixes="some")
def crossed_tags(subject: Subject) -> Iterator[Hit]:
    """Tags that overlap another tag, a template's argument, a link or a line of a list, instead of being inside or around it.

    Why: Browsers have to guess where the formatting ends, and the next edit of one of the lines breaks the others.

    Bad:
        | commander1 = <small><b>John Doe</small></b>

    Good:
        | commander1 = <small><b>John Doe</b></small>

    Fix: closing tags side by side are swapped, and a tag that spans several lines of a list is closed and opened again on each line; safe,
    because readers see the same. A tag closed after the template or link in which it was opened is closed inside it; unsafe.
    """
    pairs = subject.once(tag_pairs)
    text = subject.text
    closings = {closing.node.end: closing for _, closing in pairs.fitting} if pairs.crossed else {}
    for opening, closing in pairs.crossed[:MANY]:
        before = closings.get(trimmed_end(text, 0, closing.node.start, []))
        fix = None
        if before is not None and before.content.start == closing.content.start:
            fix = Fix((Edit(*before.span, text[slice(*closing.span)]), Edit(*closing.span, text[slice(*before.span)])))
        other = f"<{before.name}>" if before is not None else "another tag"
        yield Hit(*closing.span, f"<{opening.name}> overlaps {other}; close <{opening.name}> first", fix)
    lists = _ListLines(text)
    yield from itertools.islice((hit for pair in pairs.fitting if (hit := _across(text, *pair, lists)) is not None), MANY)


class _ListLines:
    """The lines of contents, which are sought once for all tags in a content."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[int, tuple[int, list[Node]]] = {}

    def ends(self, content: Content, start: int, end: int) -> list[Node]:
        """The newlines between two places of a content if the first one is on a line of a list; none otherwise."""
        if content.start not in self._found:
            newlines = [node for node in content.nodes if node.kind == "newline"]
            self._found[content.start] = start_of_line(self._text, content, newlines[0].start if newlines else content.start), newlines
        begin, newlines = self._found[content.start]
        first = bisect_left(newlines, start, key=_NODE_START)
        if first == len(newlines) or newlines[first].start >= end:
            return []
        begin = newlines[first - 1].end if first else begin
        return newlines[first : bisect_left(newlines, end, key=_NODE_START)] if self._text[begin] in LIST_MARKS else []


def _across(text: str, opening: Tag, closing: Tag, lists: _ListLines) -> Hit | None:
    """The finding about a pair of tags that crosses an argument or lines of a list."""
    first, last = opening.content, closing.content
    if first.start != last.start:
        inner = first if first.within is not None and (last.within is None or _inside(first, last)) else last
        what = "the link" if inner.within is not None and inner.within.kind == "link" else "the template"
        here, there = ("opened", "closed") if inner is first else ("closed", "opened")
        message = f"<{opening.name}> is {here} inside {what} and {there} outside; put both inside or both outside"
        return Hit(*opening.span, message, _moved_inside(text, opening, closing))
    lines = lists.ends(first, opening.node.end, closing.node.start) if opening.name not in _BLOCKS else []
    if not lines:
        return None
    message = f"<{opening.name}> is opened on one line of a list and closed on another; open and close it on each line"
    return Hit(*opening.span, message, _line_by_line(text, opening, closing, lines))


def _inside(inner: Content, outer: Content) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _moved_inside(text: str, opening: Tag, closing: Tag) -> Fix | None:
    """The fix that moves the closing tag into the argument with the opening one, if only the end of the argument is between them."""
    content = opening.content
    if content.within is None or text[content.end : closing.node.start].strip("}] "):
        return None
    end = trimmed_end(text, opening.node.end, content.end, content.nodes)
    words = text[slice(*closing.span)]
    return Fix((Edit(end, end, words), Edit(*closing.span, "")), safe=False) if end > opening.node.end else None


_MARKERS: Final = re.compile(r"[*#:;]*[ \t]*")


def _line_by_line(text: str, opening: Tag, closing: Tag, lines: list[Node]) -> Fix | None:
    """The fix that closes a tag at the end of each line and opens it again on the next."""
    if opening.name not in _FORMATTING:
        return None
    tag = text[slice(*opening.span)]
    edits: list[Edit] = []
    at = opening.node.end
    opened = True
    for number, line in enumerate(lines):
        end = trimmed_end(text, at, line.start, [])
        if opened and end > at:
            edits.append(Edit(end, end, f"</{closing.name}>"))
        elif opened and number == 0:
            return None
        match = _MARKERS.match(text, line.end)
        at = match.end() if match is not None else line.end
        limit = lines[number + 1].start if number + 1 < len(lines) else closing.node.start
        opened = bool(text[at:limit].strip())
        if opened:
            edits.append(Edit(at, at, tag))
    if not opened:
        edits.append(Edit(*closing.span, ""))
    return Fix(tuple(edits))
