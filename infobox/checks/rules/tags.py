"""Rules about tags: opened and not closed, closed and not opened, crossed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from operator import attrgetter
from typing import Final

from infobox.checks.breakage import early_end
from infobox.checks.extensions import extensions_alone
from infobox.checks.findings import Fix, Said, edited, quoted
from infobox.checks.limits import LONGEST, MANY
from infobox.checks.loose import loose_marks, unmatched
from infobox.checks.registry import rule
from infobox.checks.rooms import LIST_MARKS, Room, end_of_line, ends_value, start_of_line, trimmed_end
from infobox.checks.rules.references import stray_reference_ends, unclosed_references
from infobox.checks.subject import Subject
from infobox.checks.tagpairs import Tag, tag_pairs
from infobox.editing.splicing import Edit
from infobox.wikitext.scan import EXTENSIONS, HTML, Node

_FORMATTING: Final = frozenset(["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"])
"""Tags that a browser opens again in the next line of a list, where they are open."""
_BLOCKS: Final = frozenset(["blockquote", "center", "div", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "table", "ul"])
_CONTAINERS: Final = _BLOCKS | {"span"}
"""Tags that templates open or close for the page."""
_OPENS: Final = re.compile(
    r"\b(?:begin|start|top|open|col|columns|multicol)\b|(?:begin|start)\Z|plain ?list|flat ?list|tree ?list", re.IGNORECASE
)
_ENDS: Final = re.compile(r"\b(?:end|bottom|close|footer)\b|\Aend|end\Z", re.IGNORECASE)
"""How templates are called that open a tag for the page, and that close one."""
_BROKEN: Final = re.compile(r"<(?:[ ]?[/\\][ ]?|[ ])([a-z]{1,12})[ ]?>?|<([a-z]{1,12})[ ]?/>|(?<!<)/([a-z]{1,12})>", re.IGNORECASE)
_OPENING_SLIP: Final = re.compile(
    r"<((?i:[a-z]{1,12}))>|<[ ]((?i:[a-z]{1,12}))>|<([a-z]{1,12})(?=[(A-Z0-9])|(?<![<\w/])((?i:[a-z]{1,12}))>"
)
_ALIKE: Final = 0.75
_START: Final = attrgetter("node.start")


def _alike(written: str, name: str) -> bool:
    """Whether a word is a tag's name or a slip of the pen for it."""
    written = written.lower()
    if written == name:
        return True
    known = written in HTML or written in EXTENSIONS
    return not known and len(name) > 3 and SequenceMatcher(None, written, name).ratio() >= _ALIKE


def _broken_close(text: str, tag: Tag, end: int) -> tuple[int, int] | None:
    """The words on the line after an open tag that were to close it, and do not."""
    for match in _BROKEN.finditer(text, tag.node.end, end):
        if _alike(match[match.lastindex or 0], tag.name):
            return match.span()
    return None


def _unclosed(subject: Subject) -> list[Tag]:
    """The opening tags that nothing closes, those of HTML and of extensions, in page order."""
    html, extensions = subject.once(tag_pairs).unclosed, subject.once(extensions_alone).unclosed
    return sorted([*html, *extensions], key=_START) if extensions else html


def _stray(subject: Subject) -> list[Tag]:
    """The closing tags that close nothing, in page order."""
    html, extensions = subject.once(tag_pairs).stray, subject.once(extensions_alone).stray
    return sorted([*html, *extensions], key=_START) if extensions else html


@rule("M401", "warning", fixes="some")
def tag_not_closed(subject: Subject) -> Iterator[Said]:
    """An HTML tag, or the tag of an extension such as `<nowiki>` or `<math>`, that is opened in a value and not closed there.

    Why: Everything after an HTML tag in the cell is shown as the tag has it, small or bold; the software's own checker of markup reports
    it. The tag of an extension is shown as it stands, or takes in all of the page up to the next end of its name.

    Bad:
        | strength1 = 300 <small>(estimated)<small>

    Good:
        | strength1 = 300 <small>(estimated)</small>

    Fix: a second opening tag, or a closing one that is misspelt, becomes the closing one; else the closing tag is put at the end of the
    line. Safe where nothing is shown after it, where the words are in parentheses, or where the next line opens the tag again; else
    unsafe. None for an extension's tag that nothing on its line was to close.
    """
    extensions = subject.once(extensions_alone)
    for node in extensions.swallowing[:MANY]:
        start, end = node.start, node.inner[0]
        yield Said(start, end, f"<{node.name}> is not closed before the next one, so it takes in what follows; add “</{node.name}>”")
    unclosed = subject.once(_unclosed)
    if not unclosed or _torn(subject):
        return
    text = subject.text
    done: set[int] = set()
    for number, tag in enumerate(unclosed[:MANY]):
        if tag.node.start in done or _closed_by_template(subject, tag):
            continue
        line_end = end_of_line(text, tag.room, tag.node.end, breaks=tag.name not in _BLOCKS)
        broken = _broken_close(text, tag, line_end)
        following = unclosed[number + 1] if number + 1 < len(unclosed) else None
        if broken is not None:
            message = f"{quoted(text[slice(*broken)])} does not close <{tag.name}>; write “</{tag.name}>”"
            yield Said(*broken, message, edited(*broken, f"</{tag.name}>"))
        elif following is not None and _doubled(text, tag, following, line_end):
            done.add(following.node.start)
            behind = text[following.node.end : following.node.end + 1]
            safe = not text[following.node.start - 1].isspace() and not behind.isalnum()
            message = f"<{tag.name}> is opened twice and never closed; the second was to be “</{tag.name}>”"
            yield Said(*following.span, message, edited(*following.span, f"</{tag.name}>", safe=safe))
        else:
            said = _left_open(text, tag, line_end, following)
            # Another tag's end on the line may have been meant for this one's.
            yield said._replace(fix=None) if _other_end(subject, tag, line_end) else said


def _other_end(subject: Subject, tag: Tag, line_end: int) -> bool:
    """Whether the end of another tag that closes nothing stands between a tag and the end of its line."""
    stray = subject.once(_stray)
    return any(tag.node.end <= other.node.start < line_end and other.room.start == tag.room.start for other in stray[:MANY])


def _other_beginning(subject: Subject, tag: Tag) -> bool:
    """Whether a tag that is never closed stands on the line before a closing one."""
    unclosed = subject.once(_unclosed)[:MANY]
    before = [other for other in unclosed if other.room.start == tag.room.start and other.node.end <= tag.node.start]
    return bool(before) and "\n" not in subject.text[before[-1].node.end : tag.node.start]


def _torn(subject: Subject) -> bool:
    """Whether a reference takes in what is after it, or brackets are missing so that a value is cut: tags may be whole then."""
    loose = subject.once(loose_marks)
    if any(len(run.words) > 1 for run in unmatched(subject.text, loose, "[", "]")) or early_end(subject) is not None:
        return True
    return next(unclosed_references(subject), None) is not None


def _doubled(text: str, tag: Tag, following: Tag, line_end: int) -> bool:
    """Whether a tag is opened a second time on its line where it was to be closed."""
    return (
        following.name == tag.name
        and following.room.start == tag.room.start
        and following.node.end <= line_end
        and following.node.end - following.node.start == len(tag.name) + 2
        and bool(text[tag.node.end : following.node.start].strip())
    )


def _left_open(text: str, tag: Tag, line_end: int, following: Tag | None) -> Said:
    room = tag.room
    words = text[tag.node.end : line_end]
    if tag.name in EXTENSIONS and words.strip():
        # How much it was to hold, only a person knows.
        message = f"<{tag.name}> is never closed, so it is shown as it stands; add “</{tag.name}>” where it is to end, or remove it"
        return Said(*tag.span, message)
    at = line_end
    if tag.name in _BLOCKS or not words.strip():
        at = max(trimmed_end(text, tag.node.end, room.end, room.nodes), tag.node.end)
    if at <= tag.node.end:
        fix = edited(*tag.span, "", safe=not text[at : room.end].strip())
        return Said(*tag.span, f"<{tag.name}> is never closed and holds nothing; remove it", fix)
    again = following is not None and following.name == tag.name and following.room.start == room.start and following.node.start > at
    safe = ends_value(text, room, at) or (at == line_end and (_in_parentheses(words) or again))
    where = "at the end of its line" if at == line_end and words.strip() else "where it is to end"
    return Said(*tag.span, f"<{tag.name}> is never closed; add “</{tag.name}>” {where}", edited(at, at, f"</{tag.name}>", safe=safe))


def _in_parentheses(words: str) -> bool:
    """Whether words stand in one pair of parentheses."""
    words = words.strip()
    depths = itertools.accumulate((char == "(") - (char == ")") for char in words)
    return words.startswith("(") and next((at for at, depth in enumerate(depths, 1) if depth == 0), 0) == len(words)


def _closed_by_template(subject: Subject, tag: Tag) -> bool:
    """Whether a template after a tag may close it."""
    if tag.name not in _CONTAINERS:
        return False
    end = tag.room.value.parameter.value_end
    return any(tag.node.end <= use.node.start < end and _ENDS.search(use.name) for use in subject.templates)


def _opened_by_template(subject: Subject, tag: Tag) -> bool:
    """Whether a template before a closing tag may have opened it."""
    start = tag.room.value.parameter.value_start
    before = [use for use in subject.templates if start <= use.node.start < tag.node.start]
    return any(_OPENS.search(use.name) or (tag.name in _CONTAINERS and use.meaning is None) for use in before)


@rule("M402", "warning", fixes="some")
def stray_closing_tag(subject: Subject) -> Iterator[Said]:
    """A closing tag that closes nothing.

    Why: Either the opening tag is missing or misspelt, so that the words are not shown as they were to be, or the tag is a leftover. A
    stray `</ref>` or `</nowiki>` is shown to the reader as it stands.

    Bad:
        | casualties1 = 300 killed</small>

    Good:
        | casualties1 = 300 killed

    Fix: the tag is removed, which is safe: a browser takes no notice of an HTML tag, and that of an extension is shown to no purpose. Where
    the opening tag before it is misspelt, that is fixed. Of a stray `</ref>` the removal is safe only right after another reference,
    else unsafe.
    """
    text = subject.text
    stray = subject.once(_stray)
    if stray and _torn(subject):
        return
    previous: Tag | None = None
    for tag in stray[:MANY]:
        slip = _opening_slip(text, tag)
        if slip is not None:
            yield _misspelt_opening(tag, slip)
        elif not (previous is not None and _meant_to_open(text, previous, tag)) and not _opened_by_template(subject, tag):
            twin = next((other for other in stray if other.node.start > tag.node.start), None)
            if twin is not None and _meant_to_open(text, tag, twin):
                message = f"“</{tag.name}>” closes nothing; it was to be “<{tag.name}>”"
                yield Said(*tag.span, message, edited(*tag.span, f"<{tag.name}>", safe=False))
            else:
                said = _closing_nothing(text, tag)
                yield said._replace(fix=None) if _other_beginning(subject, tag) else said
        previous = tag
    if "</ref" in subject.wikitext:
        yield from itertools.islice(stray_reference_ends(subject), MANY)


_IN_PARENTHESES: Final = re.compile(r"\([^()<>\n]{1,200}\)\Z")


def _closing_nothing(text: str, tag: Tag) -> Said:
    start, end = tag.span
    words = _IN_PARENTHESES.search(text, max(tag.room.start, start - LONGEST), start) if tag.name == "small" else None
    if words is not None:
        message = f"“</small>” closes nothing; remove it, or add “<small>” before {quoted(words[0])}"
        return Said(start, end, message, edited(words.start(), words.start(), "<small>", safe=False))
    return Said(start, end, f"“</{tag.name}>” closes nothing; remove it", edited(start, end, ""))


def _opening_slip(text: str, tag: Tag) -> re.Match[str] | None:
    """What before a closing tag on its line was to open it, and does not."""
    found = None
    for match in _OPENING_SLIP.finditer(text, start_of_line(text, tag.room, tag.node.start), tag.node.start):
        word = str(match[match.lastindex or 0]).lower()
        if (match[1] is None or word not in HTML) and word not in EXTENSIONS and _alike(word, tag.name):
            found = match
    return found


def _misspelt_opening(tag: Tag, slip: re.Match[str]) -> Said:
    message = f"{quoted(slip[0])} is no tag and is shown, and “</{tag.name}>” after it closes nothing; write “<{tag.name}>”"
    return Said(*slip.span(), message, edited(*slip.span(), f"<{tag.name}>"))


def _meant_to_open(text: str, first: Tag, second: Tag) -> bool:
    """Whether of two stray closing tags the first was to open what the second closes."""
    between = text[first.node.end : second.node.start]
    return (
        first.name == second.name
        and first.room.start == second.room.start
        and bool(between.strip())
        and not between[0].isspace()
        and "\n" not in between
        and (first.node.start == first.room.start or text[first.node.start - 1].isspace() or text[first.node.start - 1] in ">|=")
    )


@rule("M403", "warning", fixes="some")
def crossed_tags(subject: Subject) -> Iterator[Said]:
    """Tags that overlap another tag, a template's argument, a link or a line of a list instead of standing inside or around it.

    Why: A browser has to guess where the formatting ends, and the next edit of one of the lines breaks the others.

    Bad:
        | commander1 = <small><b>John Doe</small></b>

    Good:
        | commander1 = <small><b>John Doe</b></small>

    Fix: closing tags side by side change places, and a tag over several lines of a list is closed and opened again in each; safe, as a
    reader sees the same. A tag closed after the template or link that it was opened in is closed inside; unsafe.
    """
    pairs = subject.once(tag_pairs)
    text = subject.text
    closings = {closing.node.end: closing for _, closing in pairs.fitting} if pairs.crossed else {}
    for opening, closing in pairs.crossed[:MANY]:
        before = closings.get(trimmed_end(text, 0, closing.node.start, []))
        fix = None
        if before is not None and before.room.start == closing.room.start:
            fix = Fix((Edit(*before.span, text[slice(*closing.span)]), Edit(*closing.span, text[slice(*before.span)])))
        other = f"<{before.name}>" if before is not None else "another tag"
        yield Said(*closing.span, f"<{opening.name}> overlaps {other}; close <{opening.name}> first", fix)
    yield from itertools.islice((said for pair in pairs.fitting if (said := _across(text, *pair)) is not None), MANY)


def _across(text: str, opening: Tag, closing: Tag) -> Said | None:
    """What is to be said of a pair of tags that crosses an argument or lines of a list."""
    room = opening.room
    if room.start != closing.room.start:
        inner = room if room.within is not None and (closing.room.within is None or _inside(room, closing.room)) else closing.room
        what = "the link" if inner.within is not None and inner.within.kind == "link" else "the template"
        here, there = ("opened", "closed") if inner is room else ("closed", "opened")
        message = f"<{opening.name}> is {here} in {what} and {there} outside; keep both on one side"
        return Said(*opening.span, message, _moved_inside(text, opening, closing))
    if "\n" not in text[opening.node.end : closing.node.start] or opening.name in _BLOCKS:
        return None
    lines = [node for node in room.nodes if node.kind == "newline" and opening.node.end <= node.start < closing.node.start]
    if not lines or text[start_of_line(text, room, opening.node.start)] not in LIST_MARKS:
        return None
    message = f"<{opening.name}> is opened in one line of a list and closed in another; close it in each line"
    return Said(*opening.span, message, _line_by_line(text, opening, closing, lines))


def _inside(inner: Room, outer: Room) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _moved_inside(text: str, opening: Tag, closing: Tag) -> Fix | None:
    """The closing tag put into the argument where the tag was opened, where only the argument's end stands between."""
    room = opening.room
    if room.within is None or text[room.end : closing.node.start].strip("}] "):
        return None
    end = trimmed_end(text, opening.node.end, room.end, room.nodes)
    words = text[slice(*closing.span)]
    return Fix((Edit(end, end, words), Edit(*closing.span, "")), safe=False) if end > opening.node.end else None


_MARKERS: Final = re.compile(r"[*#:;]*[ \t]*")


def _line_by_line(text: str, opening: Tag, closing: Tag, lines: list[Node]) -> Fix | None:
    """A tag closed at the end of each line and opened again in the next."""
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
