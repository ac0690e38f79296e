"""Rules about markup: tags, quotes, brackets and braces that do not come in pairs, and markup that does not belong into an infobox."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import islice, pairwise
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from infobox import templates
from infobox.checks.findings import Fix, Said
from infobox.checks.registry import rule
from infobox.checks.subject import Place, Subject, Value
from infobox.editing.splicing import Edit
from infobox.wikitext.scan import EXTENSIONS, HTML, Kind, Node, parse

_UNPAIRED: Final = frozenset("br hr wbr link meta li p td th tr dd dt thead tbody tfoot caption rb rt rp rtc".split())
"""Tags that stand alone, and tags that HTML closes by itself where they end."""
_STEERING: Final = frozenset(["noinclude", "includeonly", "onlyinclude"])
"""Tags that only say what is transcluded: what stands between them is not there for every reader."""
_FORMATTING: Final = frozenset(
    ["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"],
)
"""Tags that a browser opens again in the next line of a list, where they are open."""
_BLOCKS: Final = frozenset(["blockquote", "center", "div", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "table", "ul"])
_CONTAINERS: Final = _BLOCKS | {"span"}
"""Tags that templates open or close for the page."""
_OPENS: Final = re.compile(
    r"\b(?:begin|start|top|open|col|columns|multicol)\b|(?:begin|start)\Z|plain ?list|flat ?list|tree ?list", re.IGNORECASE
)
_ENDS: Final = re.compile(r"\b(?:end|bottom|close|footer)\b|\Aend|end\Z", re.IGNORECASE)
"""How templates are called that open a tag for the page, and that close one."""
_MANY: Final = 100
"""So many findings of one kind an infobox has at most: more say nothing new, and each may look along its line."""
_LIST_MARKS: Final = "*#:;"


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    return f"“{words if len(words) <= 50 else words[:49] + '…'}”"


# ---- Rooms: what a value, an argument or a link's label holds --------------------------------------------------------------------------


class _Room(NamedTuple):
    """What a value, a template's argument or a link's label holds: its span, its nodes, and where it is."""

    start: int
    end: int
    nodes: list[Node]
    within: Node | None
    value: Value


class _Rooms:
    """The rooms of an infobox, found by the nodes that stand in them."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._starts: dict[int, list[int]] = {}
        self._known: dict[tuple[int, int], _Room] = {}

    def of(self, place: Place) -> _Room:
        within, value = place.within, place.value
        if within is None:
            key = (value.parameter.start, -1)
        else:
            starts = self._starts.get(id(within))
            if starts is None:
                starts = self._starts[id(within)] = [part.start for part in within.parts]
            key = (within.start, max(bisect_right(starts, place.node.start) - 1, 0))
        room = self._known.get(key)
        if room is None:
            room = self._known[key] = self._room(within, value, key[1])
        return room

    def _room(self, within: Node | None, value: Value, number: int) -> _Room:
        if within is None:
            parameter = value.parameter
            return _Room(parameter.value_start, parameter.value_end, parameter.nodes, None, value)
        part = within.parts[number]
        named = part.equals >= 0 and within.kind == "template" and number > 0
        return _Room(part.equals + 1 if named else part.start, part.end, part.nodes, within, value)


def _trimmed_end(text: str, start: int, end: int, nodes: list[Node]) -> int:
    """The end of `text[start:end]` without white space and comments at its end."""
    last = len(nodes) - 1
    while True:
        while end > start and text[end - 1].isspace():
            end -= 1
        while last >= 0 and nodes[last].start >= end:
            last -= 1
        if last < 0 or nodes[last].kind != "comment" or nodes[last].end != end or nodes[last].start < start:
            return end
        end = nodes[last].start


def _line_end(text: str, room: _Room, position: int, *, breaks: bool = True) -> int:
    """Where the line that `position` stands in ends, in its room: at a newline, at a break, or with the room."""
    first = bisect_right(room.nodes, position - 1, key=_start)
    for number in range(first, len(room.nodes)):
        node = room.nodes[number]
        if node.kind == "newline" or (breaks and node.kind == "tag" and node.name in ("br", "hr")):
            return _trimmed_end(text, position, node.start, room.nodes[:number])
    return _trimmed_end(text, position, room.end, room.nodes)


def _start(node: Node) -> int:
    return node.start


def _line_start(text: str, room: _Room, position: int) -> int:
    """Where the line that `position` stands in begins, in its room."""
    for number in range(bisect_right(room.nodes, position - 1, key=_start) - 1, -1, -1):
        if room.nodes[number].kind == "newline":
            return room.nodes[number].end
    start = room.start
    while start < position and text[start].isspace():
        start += 1
    return start


def _ends_value(text: str, room: _Room, position: int) -> bool:
    """Whether nothing is shown behind `position` in the value: only white space and what closes its room."""
    return not text[position : room.end].strip() and not text[room.end : room.value.parameter.value_end].strip("}]| \t\r\n")


# ---- Tags ------------------------------------------------------------------------------------------------------------------------------


class _Tag(NamedTuple):
    node: Node
    room: _Room

    @property
    def name(self) -> str:
        return self.node.name


class _Pairs(NamedTuple):
    """The tags of an infobox: pairs that fit, pairs that cross others, tags never closed and closing tags of none."""

    fitting: list[tuple[_Tag, _Tag]]
    crossed: list[tuple[_Tag, _Tag]]
    unclosed: list[_Tag]
    stray: list[_Tag]


_NO_PAIRS: Final = _Pairs([], [], [], [])
_PAIRS: Final[WeakKeyDictionary[Subject, _Pairs]] = WeakKeyDictionary()


def _pairs(subject: Subject) -> _Pairs:
    """The pairs of an infobox's tags, worked out once for the rules that ask."""
    found = _PAIRS.get(subject)
    if found is None:
        found = _PAIRS[subject] = _paired(subject)
    return found


def _paired(subject: Subject) -> _Pairs:
    tags = [place for place in subject.places.get("tag", ()) if place.node.name not in _UNPAIRED]
    if not tags or not subject.box.closed:
        return _NO_PAIRS
    by_value: dict[int, list[Place]] = {}
    for place in tags:
        by_value.setdefault(place.value.start, []).append(place)
    rooms = _Rooms(subject)
    pairs = _Pairs([], [], [], [])
    for places in by_value.values():
        if not any(place.node.name in _STEERING for place in places):
            steered = {place.node.start for place in places if place.within is not None and _computed(subject.text, place.within)}
            _Matching(subject.text, pairs).run(_Tag(place.node, rooms.of(place)) for place in places if place.node.start not in steered)
    pairs.unclosed.sort(key=lambda tag: tag.node.start)
    return pairs


def _computed(text: str, node: Node) -> bool:
    """Whether a template is a parser function, which may show half of what it is given."""
    return node.kind != "link" and text.startswith("#", node.parts[0].start) and not text.startswith("#tag", node.parts[0].start)


class _Matching:
    """Opening and closing tags of one value, matched in order; a closing tag looks for its partner in its own room first."""

    def __init__(self, text: str, pairs: _Pairs) -> None:
        self._text = text
        self._pairs = pairs
        self._open: list[_Tag] = []
        self._counts: Counter[tuple[int, str]] = Counter()
        self._names: Counter[str] = Counter()
        self._passed_over: dict[str, list[_Tag]] = {}

    def run(self, tags: Iterable[_Tag]) -> None:
        for tag in tags:
            if tag.node.closing:
                self._close(tag)
            elif not self._text.endswith("/>", 0, tag.node.end):
                self._open.append(tag)
                self._counts[tag.room.start, tag.name] += 1
                self._names[tag.name] += 1
        self._pairs.unclosed.extend(self._open)
        for passed in self._passed_over.values():
            self._pairs.unclosed.extend(passed)

    def _close(self, tag: _Tag) -> None:
        here = self._counts[tag.room.start, tag.name] > 0
        if here or self._names[tag.name]:
            while True:
                top = self._open.pop()
                self._counts[top.room.start, top.name] -= 1
                self._names[top.name] -= 1
                if top.name == tag.name and (not here or top.room.start == tag.room.start):
                    break
                self._passed_over.setdefault(top.name, []).append(top)
            self._pairs.fitting.append((top, tag))
        elif self._passed_over.get(tag.name):
            self._pairs.crossed.append((self._passed_over[tag.name].pop(), tag))
        else:
            self._pairs.stray.append(tag)


_BROKEN: Final = re.compile(r"<(?:[ ]?[/\\][ ]?|[ ])([a-z]{1,12})[ ]?>?|<([a-z]{1,12})[ ]?/>|(?<!<)/([a-z]{1,12})>", re.IGNORECASE)
_OPENING_SLIP: Final = re.compile(
    r"<([a-z]{1,12})>|<[ ]([a-z]{1,12})>|<([a-z]{1,12})(?=[(A-Z0-9])|(?<![<\w/])([a-z]{1,12})>", re.IGNORECASE
)
_ALIKE: Final = 0.75


def _alike(written: str, name: str) -> bool:
    """Whether a word is a tag's name or a slip of the pen for it."""
    written = written.lower()
    if written == name:
        return True
    known = written in HTML or written in EXTENSIONS
    return not known and len(name) > 3 and SequenceMatcher(None, written, name).ratio() >= _ALIKE


def _broken_close(text: str, tag: _Tag, end: int) -> tuple[int, int] | None:
    """The words on the line behind an open tag that were to close it, and do not."""
    for match in _BROKEN.finditer(text, tag.node.end, end):
        if _alike(match[1] or match[2] or match[3], tag.name):
            return match.span()
    return None


@rule("M401", "warning", fixes="some")
def tag_not_closed(subject: Subject) -> Iterator[Said]:
    """An HTML tag that is opened in a value and not closed there.

    Why: Everything behind it in the cell is shown as the tag has it, small or bold; the software's own checker of markup reports it.

    Bad:
        | strength1 = 300 <small>(estimated)<small>

    Good:
        | strength1 = 300 <small>(estimated)</small>

    Fix: a second opening tag, or a closing one that is misspelt, becomes the closing one; else the closing tag is put at the end of the
    line. Safe where nothing is shown behind it, where the words are in parentheses, or where the next line opens the tag again; else
    unsafe.
    """
    unclosed = _pairs(subject).unclosed
    if not unclosed or _torn(subject):
        return
    text = subject.text
    done: set[int] = set()
    for number, tag in enumerate(unclosed[:_MANY]):
        if tag.node.start in done or _closed_by_template(subject, tag):
            continue
        line_end = _line_end(text, tag.room, tag.node.end, breaks=tag.name not in _BLOCKS)
        broken = _broken_close(text, tag, line_end)
        following = unclosed[number + 1] if number + 1 < len(unclosed) else None
        if broken is not None:
            message = f"{_quoted(text[slice(*broken)])} does not close <{tag.name}>; write “</{tag.name}>”"
            yield Said(*broken, message, Fix((Edit(*broken, f"</{tag.name}>"),)))
        elif following is not None and _doubled(text, tag, following, line_end):
            done.add(following.node.start)
            behind = text[following.node.end : following.node.end + 1]
            safe = not text[following.node.start - 1].isspace() and not (behind.isalnum())
            message = f"<{tag.name}> is opened twice and never closed; the second was to be “</{tag.name}>”"
            yield Said(*_span(following), message, Fix((Edit(*_span(following), f"</{tag.name}>"),), safe))
        else:
            yield _left_open(text, tag, line_end, following)


def _torn(subject: Subject) -> bool:
    """Whether a reference takes in what is behind it, or brackets are missing so that a value is cut: tags may be whole then."""
    loose = _loose(subject)
    if any(len(run.words) > 1 for run in _unmatched(subject.text, loose, "[", "]")):
        return True
    return next(_unclosed_references(subject), None) is not None


def _span(tag: _Tag) -> tuple[int, int]:
    return tag.node.start, tag.node.end


def _doubled(text: str, tag: _Tag, following: _Tag, line_end: int) -> bool:
    """Whether a tag is opened a second time on its line where it was to be closed."""
    return (
        following.name == tag.name
        and following.room.start == tag.room.start
        and following.node.end <= line_end
        and following.node.end - following.node.start == len(tag.name) + 2
        and bool(text[tag.node.end : following.node.start].strip())
    )


def _left_open(text: str, tag: _Tag, line_end: int, following: _Tag | None) -> Said:
    room = tag.room
    words = text[tag.node.end : line_end]
    at = line_end
    if tag.name in _BLOCKS or not words.strip():
        at = max(_trimmed_end(text, tag.node.end, room.end, room.nodes), tag.node.end)
    again = following is not None and following.name == tag.name and following.room.start == room.start and following.node.start > at
    safe = _ends_value(text, room, at) or (at == line_end and (_in_parentheses(words) or again))
    where = "at the end of its line" if at == line_end and words.strip() else "where it is to end"
    fix = (
        Fix((Edit(at, at, f"</{tag.name}>"),), safe)
        if at > tag.node.end
        else Fix((Edit(*_span(tag), ""),), not text[at : room.end].strip())
    )
    if at <= tag.node.end:
        return Said(*_span(tag), f"<{tag.name}> is never closed and holds nothing; remove it", fix)
    return Said(*_span(tag), f"<{tag.name}> is never closed; add “</{tag.name}>” {where}", fix)


def _in_parentheses(words: str) -> bool:
    """Whether words stand in one pair of parentheses."""
    words = words.strip()
    if not words.startswith("(") or not words.endswith(")"):
        return False
    depth = 0
    for number, char in enumerate(words):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return number == len(words) - 1
    return False


def _closed_by_template(subject: Subject, tag: _Tag) -> bool:
    """Whether a template behind a tag may close it."""
    if tag.name not in _CONTAINERS:
        return False
    end = tag.room.value.parameter.value_end
    return any(tag.node.end <= use.place.node.start < end and _ENDS.search(use.name) for use in subject.templates)


def _opened_by_template(subject: Subject, tag: _Tag) -> bool:
    """Whether a template before a closing tag may have opened it."""
    start = tag.room.value.parameter.value_start
    for use in subject.templates:
        if start <= use.place.node.start < tag.node.start and (
            _OPENS.search(use.name) or (tag.name in _CONTAINERS and use.meaning is None)
        ):
            return True
    return False


@rule("M402", "warning", fixes="some")
def stray_closing_tag(subject: Subject) -> Iterator[Said]:
    """A closing tag that closes nothing.

    Why: Either the opening tag is missing or misspelt, so that the words are not shown as they were to be, or the tag is a leftover. A
    stray `</ref>` is shown to the reader as it stands.

    Bad:
        | casualties1 = 300 killed</small>

    Good:
        | casualties1 = 300 killed

    Fix: the tag is removed, which is safe for HTML tags: a browser takes no notice of them. Where the opening tag before it is misspelt,
    that is mended. Of a stray `</ref>` the removal is safe only right behind another reference, else unsafe.
    """
    text = subject.text
    stray = _pairs(subject).stray
    if stray and _torn(subject):
        return
    previous: _Tag | None = None
    for tag in stray[:_MANY]:
        slip = _opening_slip(text, tag)
        if slip is not None:
            yield _misspelt_opening(tag, slip)
        elif previous is not None and _meant_to_open(text, previous, tag):
            pass
        elif not _opened_by_template(subject, tag):
            twin = next((other for other in stray if other.node.start > tag.node.start), None)
            if twin is not None and _meant_to_open(text, tag, twin):
                fix = Fix((Edit(*_span(tag), f"<{tag.name}>"),), safe=False)
                yield Said(*_span(tag), f"“</{tag.name}>” closes nothing; it was to be “<{tag.name}>”", fix)
            else:
                yield _closing_nothing(text, tag)
        previous = tag
    if "</ref" in subject.wikitext:
        yield from islice(_stray_reference_ends(subject), _MANY)


_IN_PARENTHESES: Final = re.compile(r"\([^()<>\n]{1,200}\)\Z")


def _closing_nothing(text: str, tag: _Tag) -> Said:
    start, end = _span(tag)
    words = _IN_PARENTHESES.search(text, max(tag.room.start, start - _LONGEST), start) if tag.name == "small" else None
    if words is not None:
        fix = Fix((Edit(words.start(), words.start(), "<small>"),), safe=False)
        return Said(start, end, f"“</small>” closes nothing; remove it, or add “<small>” before {_quoted(words[0])}", fix)
    return Said(start, end, f"“</{tag.name}>” closes nothing; remove it", Fix((Edit(start, end, ""),)))


def _opening_slip(text: str, tag: _Tag) -> re.Match[str] | None:
    """What before a closing tag on its line was to open it, and does not."""
    found = None
    for match in _OPENING_SLIP.finditer(text, _line_start(text, tag.room, tag.node.start), tag.node.start):
        word = (match[1] or match[2] or match[3] or match[4]).lower()
        broken = match[1] is None or word not in HTML
        if broken and word not in EXTENSIONS and _alike(word, tag.name):
            found = match
    return found


def _misspelt_opening(tag: _Tag, slip: re.Match[str]) -> Said:
    message = f"{_quoted(slip[0])} is no tag and is shown, and “</{tag.name}>” behind it closes nothing; write “<{tag.name}>”"
    return Said(*slip.span(), message, Fix((Edit(*slip.span(), f"<{tag.name}>"),)))


def _meant_to_open(text: str, first: _Tag, second: _Tag) -> bool:
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


_REF_END: Final = re.compile(r"</ref\s*>")
_REF: Final = re.compile(r"<ref(?=[\s>/])")


def _stray_reference_ends(subject: Subject) -> Iterator[Said]:
    text, start, end = subject.text, subject.box.start, subject.box.end
    if not subject.box.closed:
        return
    ends = {
        place.node.end
        for place in subject.places.get("extension", ())
        if place.node.name == "ref" and not text.endswith("/>", 0, place.node.end)
    }
    if subject.wikitext.count("</ref") <= len(ends):
        return
    covered = _covered(subject)
    nested = {said.end for said in _unclosed_references(subject)}
    for match in _REF_END.finditer(text, start, end):
        if match.end() in ends or covered.holds(match.start()) or nested:
            continue
        before = text[max(start, match.start() - 200) : match.start()].rstrip()
        if before.endswith(("/>", "</ref>")):
            fix = Fix((Edit(*match.span(), ""),))
        elif _REF_WITH_WORDS.search(before):
            yield Said(*match.span(), "“</ref>” closes nothing: the reference before it ends with its own “/>”; remove the slash there")
            continue
        else:
            fix = Fix((Edit(*match.span(), ""),), safe=False)
        yield Said(*match.span(), "“</ref>” closes nothing and is shown as it stands; remove it, or put “<ref>” before the source", fix)


_REF_WITH_WORDS: Final = re.compile(r"<ref[^<>]*/>[^<>]+\Z")


class _Covered:
    """Comments and extension tags of an infobox: markup in them is not that of the page."""

    def __init__(self, nodes: list[Node]) -> None:
        self._spans = sorted((node.start, node.end) for node in nodes)

    def holds(self, offset: int) -> bool:
        place = bisect_right(self._spans, (offset, 1 << 62)) - 1
        return place >= 0 and self._spans[place][0] <= offset < self._spans[place][1]


def _covered(subject: Subject) -> _Covered:
    places = subject.places
    return _Covered([place.node for kind in _HIDING for place in places.get(kind, ())])


@rule("M403", "warning", fixes="some")
def crossed_tags(subject: Subject) -> Iterator[Said]:
    """Tags that overlap another tag, a template's argument, a link or a line of a list instead of standing inside or around it.

    Why: A browser has to guess where the formatting ends, and the next edit of one of the lines breaks the others.

    Bad:
        | commander1 = <small><b>John Doe</small></b>

    Good:
        | commander1 = <small><b>John Doe</b></small>

    Fix: closing tags side by side change places, and a tag over several lines of a list is closed and opened again in each; safe, as a
    reader sees the same. A tag closed behind the template or link that it was opened in is closed inside; unsafe.
    """
    pairs = _pairs(subject)
    if not pairs.fitting:
        return
    text = subject.text
    closings = {closing.node.end: closing for _, closing in pairs.fitting} if pairs.crossed else {}
    for opening, closing in pairs.crossed[:_MANY]:
        before = closings.get(_trimmed_end(text, 0, closing.node.start, []))
        fix = None
        if before is not None and before.room.start == closing.room.start:
            fix = Fix((Edit(*_span(before), text[slice(*_span(closing))]), Edit(*_span(closing), text[slice(*_span(before))])))
        over = f" another tag; close <{opening.name}> first" if before is None else f" <{before.name}>; close <{opening.name}> first"
        yield Said(*_span(closing), f"<{opening.name}> overlaps{over}", fix)
    yield from islice((said for pair in pairs.fitting if (said := _across(text, *pair)) is not None), _MANY)


def _across(text: str, opening: _Tag, closing: _Tag) -> Said | None:
    """What is to be said of a pair of tags that crosses an argument or lines of a list."""
    room = opening.room
    if room.start != closing.room.start:
        inner = room if room.within is not None and (closing.room.within is None or _inside(room, closing.room)) else closing.room
        what = "the link" if inner.within is not None and inner.within.kind == "link" else "the template"
        how = "opened in" if inner is room else "closed in"
        message = f"<{opening.name}> is {how} {what} and {'closed' if inner is room else 'opened'} outside; keep both on one side"
        return Said(*_span(opening), message, _moved_inside(text, opening, closing))
    if "\n" not in text[opening.node.end : closing.node.start] or opening.name in _BLOCKS:
        return None
    first = _line_start(text, room, opening.node.start)
    if text[first : first + 1] not in _LIST_MARKS or not text[first : first + 1]:
        return None
    lines = [node for node in room.nodes if node.kind == "newline" and opening.node.end <= node.start < closing.node.start]
    if not lines:
        return None
    message = f"<{opening.name}> is opened in one line of a list and closed in another; close it in each line"
    return Said(*_span(opening), message, _line_by_line(text, opening, closing, lines))


def _inside(inner: _Room, outer: _Room) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _moved_inside(text: str, opening: _Tag, closing: _Tag) -> Fix | None:
    """The closing tag put into the argument where the tag was opened, where only the argument's end stands between."""
    room = opening.room
    if room.within is None or text[room.end : closing.node.start].strip("}] "):
        return None
    end = _trimmed_end(text, opening.node.end, room.end, room.nodes)
    words = text[slice(*_span(closing))]
    return Fix((Edit(end, end, words), Edit(*_span(closing), "")), safe=False) if end > opening.node.end else None


_MARKERS: Final = re.compile(r"[*#:;]*[ \t]*")


def _line_by_line(text: str, opening: _Tag, closing: _Tag, lines: list[Node]) -> Fix | None:
    """A tag closed at the end of each line and opened again in the next."""
    if opening.name not in _FORMATTING:
        return None
    tag = text[slice(*_span(opening))]
    edits: list[Edit] = []
    at = opening.node.end
    opened = True
    for number, line in enumerate(lines):
        end = _trimmed_end(text, at, line.start, [])
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
        edits.append(Edit(*_span(closing), ""))
    return Fix(tuple(edits))


# ---- Quotes ----------------------------------------------------------------------------------------------------------------------------


class _Odd(NamedTuple):
    """A line in which bold or italics stand open at its end: its room, span, quotes, and what is open."""

    room: _Room
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
    sees the same. Unsafe where the line goes on behind a break, or behind the argument that holds the quotes. None where either the
    opening or the closing ones may be missing.
    """
    places = subject.places.get("quote")
    if not places or not subject.box.closed:
        return
    rooms = _Rooms(subject)
    plain = templates.parameters().plain
    seen: set[int] = set()
    odd: list[_Odd] = []
    for place in places:
        room = rooms.of(place)
        if room.start in seen or place.value.name in plain:
            continue
        seen.add(room.start)
        if room.within is None or (room.within.parts[0].end < room.start and not _computed(subject.text, room.within)):
            odd += _odd_lines(subject.text, room)
    if odd:
        text = subject.text
        yield from (said for line in islice(_alone(text, odd), _MANY) if (said := _open_quotes(text, line)) is not None)


def _odd_lines(text: str, room: _Room) -> Iterator[_Odd]:
    quotes: list[Node] = []
    start = room.start
    for node in room.nodes:
        if node.kind == "quote":
            if node.start >= room.start:
                quotes.append(node)
        elif node.kind == "newline":
            if quotes:
                yield from _odd_line(text, room, start, node.start, quotes)
                quotes = []
            start = node.end
    if quotes:
        yield from _odd_line(text, room, start, room.end, quotes)


def _odd_line(text: str, room: _Room, start: int, end: int, quotes: list[Node]) -> Iterator[_Odd]:
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
    """How many of a run of quotes are markup: four are bold behind an apostrophe, more than five are five."""
    length = node.end - node.start
    return 3 if length == 4 else min(length, 5)


def _apostrophe(text: str, node: Node, start: int, end: int) -> bool:
    """Whether the first of three quotes can be an apostrophe: it stands behind a letter, and words go on behind it."""
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
        second.start - first.end < _LONGEST
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
    words = _quoted(text[start:end])
    line_end = _trimmed_end(text, line.start, line.end, line.room.nodes)
    if end >= line_end:
        # Behind a word, the opening ones may be missing as well.
        safe = text[start - 1] in " \t\n*#:;=" and (line.room.within is None or _ends_value(text, line.room, line_end))
        fix = Fix((_removal(marker),), safe) if end - start == len(marks) else None
        alone = len(line.quotes) == 1 and line.room.within is None and not text[line.start : start].strip(" \t*#:;")
        return Said(start, end, f"{words} {'holds' if alone else 'closes'} nothing; remove it", fix)
    before, behind = text[start - 1], text[end]
    if before.isdigit() and marks == "''" and (not behind.isalnum() or behind in "NSEW"):
        fix = Fix((Edit(start, end, "″"),), safe=False)
        return Said(start, end, f"{words} makes what follows italic; for seconds or inches write “″”", fix)
    if not _opens(before, behind):
        return Said(start, end, f"{words} has no partner on its line, so what follows is {_LOOKS[marks]}; add the other one or remove it")
    message = f"{words} is not closed on its line; add {_quoted(marks)} behind the words that are to be {_LOOKS[marks]}"
    return Said(start, end, message, _closed(text, line, marker, marks, line_end))


_LOOKS: Final = {"''": "italic", "'''": "bold", "'''''": "bold and italic"}


def _guilty(line: _Odd) -> Node:
    """The quotes without a partner: the last of their kind."""
    wanted = (3, 5) if line.bold else (2, 5)
    return next(node for node in reversed(line.quotes) if _marks(node) in wanted)


def _removal(node: Node) -> Edit:
    return Edit(node.start, node.end, "")


def _opens(before: str, behind: str) -> bool:
    if before in "]}>:;":
        return behind.isalnum() or behind in "[{"
    return not before.isalnum() and before not in ".,)!?" and not behind.isspace()


_HALF_QUOTE: Final = re.compile(r"(?<=[\w\]}.)])'(?=[\s,.;:()<\[{]|\Z)|(?<=[\s(])'(?=\w)")
"""A single quote that is no apostrophe in a word: what may be left of two."""


_FEW_WORDS: Final = 5


def _closed(text: str, line: _Odd, marker: Node, marks: str, end: int) -> Fix | None:
    broken = next(
        (node for node in line.room.nodes if marker.end < node.start < end and node.kind == "tag" and node.name in ("br", "hr")), None
    )
    if _HALF_QUOTE.search(text, marker.end, end):
        return None
    at = end
    if broken is not None:
        at = _trimmed_end(text, marker.end, broken.start, [])
    if at <= marker.end or text[at - 1] == "'" or any(quote.end > at for quote in line.quotes):
        return None
    rest = text[line.room.end : line.room.value.parameter.value_end]
    rest = rest.split("\n", 1)[0]
    whole = not text[line.start : marker.start].strip(" \t*#:;")
    # Of many words only the first may have been meant: a ship's name, say.
    whole = whole and len(text[marker.end : at].split()) <= _FEW_WORDS
    safe = whole and broken is None and (line.room.within is None or line.room.within.kind == "link" or not rest.strip("}]| \t\r"))
    return Fix((Edit(at, at, marks),), safe)


def _mismatch(quotes: list[Node]) -> tuple[Node, Node] | None:
    """The first pair of a line's quotes of which one is bold and one italics."""
    for first, second in zip(quotes[::2], quotes[1::2], strict=False):
        if {_marks(first), _marks(second)} == {2, 3}:
            return first, second
    return None


def _mixed(text: str, line: _Odd) -> Said | None:
    """What is to be said of a line that opens bold and closes italics, or the other way round."""
    pair = _mismatch(line.quotes)
    if pair is None:
        return None
    first, second = pair
    one, other = text[first.start : first.end], text[second.start : second.end]
    fix = Fix((Edit(second.start, second.end, one),), safe=False) if len(one) in (2, 3) and len(other) in (2, 3) else None
    message = f"{_quoted(one)} is closed by {_quoted(other)}, which shows an apostrophe; write both alike"
    return Said(second.start, second.end, message, fix)


# ---- Brackets and braces ---------------------------------------------------------------------------------------------------------------


class _Loose(NamedTuple):
    """Brackets and braces of an infobox that belong to no link and no template: offsets in page order, with the character."""

    marks: list[tuple[int, str]]
    covered: _Covered


_NONE_LOOSE: Final = _Loose([], _Covered([]))
_LOOSE: Final[WeakKeyDictionary[Subject, _Loose]] = WeakKeyDictionary()
_MARKS: Final = re.compile(r"[\[\]{}]")
_WIDTHS: Final = {"template": 2, "link": 2, "argument": 3}


def _loose(subject: Subject) -> _Loose:
    """The loose brackets and braces of an infobox that is closed, worked out once for the rules that ask."""
    found = _LOOSE.get(subject)
    if found is None:
        found = _NONE_LOOSE if not subject.box.closed or _adds_up(subject) else _left_over(subject)
        _LOOSE[subject] = found
    return found


def _adds_up(subject: Subject) -> bool:
    """Whether the infobox has as many brackets and braces as its nodes need: the cheap test for what is nearly always so."""
    words, places = subject.wikitext, subject.places
    if len(places.get("url", ())) != len(places.get("url end", ())):
        return False
    square = 2 * len(places.get("link", ()))
    curly = 2 + 2 * len(places.get("template", ())) + 3 * len(places.get("argument", ()))
    needed = [square + len(places.get("url", ())), square + len(places.get("url end", ())), curly, curly]
    hidden: str | None = None
    for mark, wanted in zip("[]{}", needed, strict=True):
        have = words.count(mark)
        if have != wanted:
            if hidden is None:
                hidden = _hidden_words(subject)
            if have != wanted + hidden.count(mark):
                return False
    return True


def _hidden_words(subject: Subject) -> str:
    """What stands in comments and extension tags, these included."""
    text, places = subject.text, subject.places
    return "".join([text[place.node.start : place.node.end] for kind in _HIDING for place in places.get(kind, ())])


_HIDING: Final[tuple[Kind, Kind]] = ("comment", "extension")


def _left_over(subject: Subject) -> _Loose:
    text, start, end = subject.text, subject.box.start, subject.box.end
    taken: set[int] = set()
    hidden: list[Node] = []
    nodes = parse(text, start, end)
    while nodes:
        node = nodes.pop()
        width = _WIDTHS.get(node.kind)
        if width is not None:
            taken.update(range(node.start, node.start + width))
            taken.update(range(node.end - width, node.end))
        elif node.kind in ("comment", "extension"):
            hidden.append(node)
        for part in node.parts:
            nodes += part.nodes
    covered = _Covered(hidden)
    found = [match for match in _MARKS.finditer(text, start, end) if match.start() not in taken]
    return _Loose([(match.start(), match[0]) for match in found if not covered.holds(match.start())], covered)


class _Unmatched(NamedTuple):
    """Loose marks that have no partner on their line: offset and the run of them."""

    start: int
    words: str

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def _unmatched(text: str, loose: _Loose, opening: str, closing: str) -> list[_Unmatched]:
    """Runs of loose marks of one kind without those that pair on one line, as in “[sic]”, where they are text."""
    stack: list[int] = []
    alone: list[tuple[int, str]] = []
    last = 0
    for at, mark in loose.marks:
        if mark not in (opening, closing):
            continue
        if stack and "\n" in text[last:at]:
            alone += [(place, opening) for place in stack]
            stack.clear()
        last = at
        if mark == opening:
            stack.append(at)
        elif stack:
            stack.pop()
        else:
            alone.append((at, mark))
    alone += [(place, opening) for place in stack]
    alone.sort()
    runs: list[_Unmatched] = []
    for at, mark in alone:
        if runs and runs[-1].end == at and runs[-1].words[0] == mark:
            runs[-1] = _Unmatched(runs[-1].start, runs[-1].words + mark)
        else:
            runs.append(_Unmatched(at, mark))
    return runs


_HALF_LINK: Final = re.compile(r"(?<!\[)\[([^\[\]{}<>\n]+)\]\]\Z")
_CUT_LINK: Final = re.compile(r"\[\[([^\[\]{}|<>\n]+)(\]\])\|([^\[\]{}|=<>\n]+)\]\]\Z")
_LONGEST: Final = 200
"""So much of the text around a mark is looked at."""


@rule("M405", "error", fixes="some")
def unbalanced_brackets(subject: Subject) -> Iterator[Said]:
    """A link or template whose brackets or braces are not all there: `[[Somewhere]`, `[Somewhere]]`, `{{flag|France}`.

    Why: The link does not work and its brackets are shown. An opening pair that is not closed breaks the whole infobox: a reader sees
    its wikitext.

    Bad:
        | place = [[Somewhere], France

    Good:
        | place = [[Somewhere]], France

    Fix: the missing bracket is put in, where one of the two is there; safe. Unsafe where both are missing. None where the end of the
    link or template cannot be told.
    """
    text = subject.text
    if not subject.box.closed:
        for guilty in _guilty_openings(subject)[:_MANY]:
            yield _unclosed_opening(text, guilty, subject.box.end)
        return
    loose = _loose(subject)
    early = _early_end(subject)
    if early is not None and early.brace >= 0:
        words = text[early.brace : early.end]
        missing = "{" if words.startswith("{") else "{{"
        message = f"{_quoted(words)} has closing braces and not both opening ones, which ends the infobox; write “{{{{” before it"
        yield Said(early.brace, early.end, message, Fix((Edit(early.brace, early.brace, missing),)))
    if not loose.marks:
        return
    for half in _half_links(text, loose):
        message = f"{_quoted(half[0])} is opened by one bracket and closed by two; write “[[”"
        yield Said(*half.span(), message, Fix((Edit(half.start(), half.start(), "["),)))
    for run in _unmatched(text, loose, "[", "]")[:_MANY]:
        if run.words[0] == "]" and len(run.words) >= 2:
            yield _link_end_alone(text, run)


def _half_links(text: str, loose: _Loose) -> list[re.Match[str]]:
    """Links opened by one bracket and closed by two."""
    ends = [at for (at, mark), (following, other) in pairwise(loose.marks) if mark == other == "]" and following == at + 1]
    found = [_HALF_LINK.search(text, max(0, at - _LONGEST), at + 2) for at in ends[:_MANY]]
    return [match for match in found if match is not None and "//" not in match[0]]


def _link_end_alone(text: str, run: _Unmatched) -> Said:
    before = text[max(0, run.end - _LONGEST) : run.end]
    cut = _CUT_LINK.search(before)
    if cut is not None:
        shift = run.end - len(before)
        inner = (cut.start(2) + shift, cut.end(2) + shift)
        bracket = ")" if cut[1].count("(") == cut[1].count(")") + 1 else ""
        message = f"the link to {_quoted(cut[1])} ends before its label; write {_quoted(f'[[{cut[1]}{bracket}|{cut[3]}]]')}"
        return Said(cut.start() + shift, run.end, message, Fix((Edit(*inner, bracket),)))
    if text[run.start - 2 : run.start] == "]]":
        return Said(run.start, run.end, f"{_quoted(run.words)} closes nothing; remove it", Fix((Edit(run.start, run.end, ""),)))
    return Said(run.start, run.end, f"{_quoted(run.words)} closes no link and is shown; remove it, or put “[[” before the link")


class _Opening(NamedTuple):
    """Opening marks that nothing closes."""

    start: int
    mark: str


_RUNS: Final = re.compile(r"\{\{+|\}\}+|\[\[+|\]\]+")
_PARAMETER_LINE: Final = re.compile(r"\n[ \t]*\|[ \t]*([A-Za-z_]+[1-5]?[a-d]?)[ \t]*=")
_ONE_BRACE: Final = re.compile(r"\{\{[^{}\n]+\}(?!\})")


def _guilty_openings(subject: Subject) -> list[_Opening]:
    """The links and templates that are never closed in an infobox that is broken.

    Braces close the nearest template even where a link stands open in between: the link is to blame then. A template that takes in
    parameters of the infobox was closed by the infobox's own braces.
    """
    text, start, end = subject.text, subject.box.start, subject.box.end
    covered = _hidden(text, start, end)
    stack: list[_Opening] = []
    guilty: list[_Opening] = []
    swallowing: list[tuple[int, int]] = []
    for match in _RUNS.finditer(text, start, end):
        at = match.start()
        if covered.holds(at):
            continue
        mark = match[0][0]
        pairs = max(len(match[0]) // 2, 1)
        if mark in "{[":
            stack += [_Opening(at + 2 * number, mark) for number in range(pairs)]
            continue
        wanted = "{" if mark == "}" else "["
        for number in range(pairs):
            if mark == "}":
                while len(stack) > 1 and stack[-1].mark == "[":
                    guilty.append(stack.pop())
            elif len(stack) > 2 and stack[-1].mark == "{" and stack[-2].mark == "[" and "\n" not in text[stack[-2].start : at]:
                guilty.append(stack.pop())
            if len(stack) > 1 and stack[-1].mark == wanted:
                opening = stack.pop()
                if mark == "}" and "\n" in text[opening.start : at]:
                    swallowing.append((opening.start, at + 2 * number + 2))
    guilty += stack[1:]
    guilty += _swallowing(subject, swallowing)
    if not guilty:
        halves = [match.start() for match in _ONE_BRACE.finditer(text, start + 2, end) if not covered.holds(match.start())]
        guilty += [_Opening(halves[0], "{")] if len(halves) == 1 else []
    return sorted(set(guilty))


def _hidden(text: str, start: int, end: int) -> _Covered:
    nodes = parse(text, start, end)
    hidden: list[Node] = []
    while nodes:
        node = nodes.pop()
        if node.kind in ("comment", "extension"):
            hidden.append(node)
        for part in node.parts:
            nodes += part.nodes
    return _Covered(hidden)


def _swallowing(subject: Subject, spans: list[tuple[int, int]]) -> Iterator[_Opening]:
    """Templates that hold parameters of the infobox: what on their first line is closed by one brace, else they themselves.

    Without such a brace only names count that other templates hardly have.
    """
    text, language, known = subject.text, subject.box.language, templates.parameters().known
    lines: list[int] = []
    own: list[int] = []
    for match in _PARAMETER_LINE.finditer(text, subject.box.start, subject.box.end):
        if templates.parameter_name(match[1], language) in known:
            lines.append(match.start())
            if _own(match[1], language):
                own.append(match.start())
    for start, end in spans:
        number = bisect_right(lines, start)
        if number == len(lines) or lines[number] >= end:
            continue
        one = _ONE_BRACE.search(text, start, lines[number])
        if one is not None:
            yield _Opening(one.start(), "{")
        elif (number := bisect_right(own, start)) < len(own) and own[number] < end:
            yield _Opening(start, "{")


_OWN_NAMES: Final = re.compile(
    r"(?:combatant|commander|units|strength|casualties)[1-5][a-d]?\Z|(?:territory|conflict|partof|campaignbox|combatants_header)\Z"
)


def _own(written: str, language: str) -> bool:
    """Whether a parameter's name is one that hardly any other template has."""
    return bool(_OWN_NAMES.match(templates.parameter_name(written, language)))


_HALF_OPEN: Final = {
    "[": re.compile(r"\[\[[^\[\]{}<>\n|]+(?:\|[^\[\]{}<>\n|]+)?\](?!\])"),
    "{": re.compile(r"\{\{[^\[\]{}<>\n]+\}(?!\})"),
}
_WRONG_CLOSE: Final = {
    "[": re.compile(r"\[\[[^\[\]{}<>\n|]+(?:\|[^\[\]{}<>\n|]+)?\}\}?(?!\})"),
    "{": re.compile(r"\{\{[^\[\]{}<>\n]+\]\]?(?!\])"),
}
_NO_CLOSE: Final = {
    "[": re.compile(r"\[\[[^\[\]{}<>\n]*[^\[\]{}<>\s]"),
    "{": re.compile(r"\{\{[^\[\]{}<>\n]*[^\[\]{}<>\s]"),
}
_BEHIND: Final = re.compile(r"\Z|[\s,.;:()<{|'}\-–]")
_CLOSING: Final = {"[": "]]", "{": "}}"}


def _unclosed_opening(text: str, opening: _Opening, end: int) -> Said:
    what = "link" if opening.mark == "[" else "template"
    closing = _CLOSING[opening.mark]
    half = _HALF_OPEN[opening.mark].match(text, opening.start, end)
    if half is not None:
        fix = Fix((Edit(half.end(), half.end(), closing[0]),), safe=_BEHIND.match(text, half.end()) is not None)
        return Said(
            *half.span(), f"{_quoted(half[0])} breaks the infobox: the {what} is closed by one “{closing[0]}”; write “{closing}”", fix
        )
    wrong = _WRONG_CLOSE[opening.mark].match(text, opening.start, end)
    if wrong is not None:
        at = opening.start + len(wrong[0].rstrip("}]"))
        fix = Fix((Edit(at, wrong.end(), closing),), safe=wrong.end() - at == 2)
        return Said(
            *wrong.span(), f"{_quoted(wrong[0])} breaks the infobox: the {what} has the wrong closing marks; write “{closing}”", fix
        )
    words = _NO_CLOSE[opening.mark].match(text, opening.start, end)
    if words is None:
        message = f"“{opening.mark * 2}” breaks the infobox: it opens a {what} that is never closed; remove it, or add “{closing}”"
        return Said(opening.start, opening.start + 2, message)
    line_end = text.find("\n", words.end(), end)
    rest = text[words.end() : line_end if line_end >= 0 else end].strip()
    following = text[line_end : line_end + _LONGEST].lstrip() if line_end >= 0 else ""
    whole = rest == "" and following.startswith(("|", "}}")) and not words[0].endswith("|")
    mended = Fix((Edit(words.end(), words.end(), closing),), safe=False) if whole else None
    return Said(*words.span(), f"{_quoted(words[0])} breaks the infobox: the {what} is never closed; add “{closing}” where it ends", mended)


class _Early(NamedTuple):
    """Where an infobox ends before its parameters do: its last braces, and the single one that was to open what they close (or -1)."""

    start: int
    end: int
    brace: int


_GOES_ON: Final = re.compile(r"\s*\|[ \t]*([A-Za-z_]+[1-5]?[a-d]?)[ \t]*=")
_ONE_OPEN: Final = re.compile(r"(?<!\{)\{(?=[A-Za-z])[^{}\n]*\}\}\Z")
_NONE_OPEN: Final = re.compile(r"(?<![\w\[\]{}|.])([A-Za-z][A-Za-z ]{0,30})\|[^\[\]{}=\n]*\}\}\Z")


def _early_end(subject: Subject) -> _Early | None:
    """The braces that end an infobox while parameters of it, or its own braces, follow; None where it ends as it should."""
    text, end = subject.text, subject.box.end
    place = end
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    follows = text.startswith(("|", "}}"), place)
    if not follows:
        # The rest of the value may stand behind the braces.
        place = text.find("\n", end, end + _LONGEST * 2)
        follows = place >= 0 and text.startswith(("|", " |"), place + 1)
    if not follows or not subject.box.closed:
        return None
    line = text[max(subject.box.start, text.rfind("\n", 0, end)) : end]
    one = _ONE_OPEN.search(line)
    if one is None and (none := _NONE_OPEN.search(line)) is not None and templates.meaning(none[1].strip()) is not None:
        one = none
    if text[place] != "}":
        match = _GOES_ON.match(text, place)
        if match is None or not _known(match[1], subject.box.language) or _wrapped(subject):
            return None
    elif one is None or _wrapped(subject):
        return None
    return _Early(end - 2, end, end - len(one[0]) if one is not None else -1)


def _known(written: str, language: str) -> bool:
    return templates.parameter_name(written, language) in templates.parameters().known


def _over_lines(subject: Subject) -> bool:
    """Whether a template of the infobox goes over several lines: where braces end too early, they may have been meant for it."""
    text = subject.text
    return any("\n" in text[use.place.node.start : use.place.node.end] for use in subject.templates if use.place.within is None)


def _wrapped(subject: Subject) -> bool:
    """Whether the infobox stands in another template."""
    nodes = parse(subject.text)
    return not any(node.start == subject.box.start for node in nodes)


@rule("M406", "error", fixes="some")
def stray_braces(subject: Subject) -> Iterator[Said]:
    """Braces that belong to no template: left over in a value, or right behind the infobox.

    Why: They are shown as they stand; two closing ones in a value end the infobox there, and a reader sees the rest as wikitext.

    Bad:
        | combatant1 = {{flag|France}}}

    Good:
        | combatant1 = {{flag|France}}

    Fix: removed; safe right behind a template or the infobox, or alone on a line, else there is none.
    """
    text, end = subject.text, subject.box.end
    if not subject.box.closed:
        return
    early = _early_end(subject)
    if early is not None and early.brace < 0:
        alone = not text[text.rfind("\n", 0, early.start) + 1 : early.start].strip()
        safe = (alone or text[early.start - 2 : early.start] == "}}") and not _over_lines(subject)
        message = "“}}” ends the infobox before its last parameters; remove it"
        yield Said(early.start, early.end, message, Fix((_without_line(text, early.start, early.end),), safe))
    elif early is None and (text[end : end + 1].isspace() or text[end : end + 1] == "}"):
        yield from _behind_box(subject)
    for run in _unmatched(text, _loose(subject), "{", "}")[:_MANY]:
        if text[run.start : run.start + 2] == "{|" or text[run.start - 1 : run.start] == "|":
            continue
        if early is not None and early.brace == run.start:
            continue
        glued = _touches(text, run, "{{" if run.words[0] == "{" else "}}")
        fix = Fix((Edit(run.start, run.end, ""),)) if glued else None
        yield Said(
            run.start,
            run.end,
            f"{_quoted(run.words)} belongs to no template and is shown; {'remove it' if glued else 'remove it, or complete the template'}",
            fix,
        )


_BRACES_BEHIND: Final = re.compile(r"\s{0,20}(\}+)")


def _touches(text: str, run: _Unmatched, marks: str) -> bool:
    """Whether a run stands right before the opening marks or right behind the closing marks of something whole."""
    return text.startswith(marks, run.end) if marks[0] in "[{" else text[run.start - 2 : run.start] == marks


def _behind_box(subject: Subject) -> Iterator[Said]:
    text, end = subject.text, subject.box.end
    match = _BRACES_BEHIND.match(text, end)
    if match is None or _wrapped(subject):
        return
    if text.startswith("|", match.end()):
        return
    line = text[text.rfind("\n", 0, end) + 1 : end - 2]
    if match.start(1) > end and line.strip() and not line.endswith("}}"):
        # The infobox ends in the middle of a value: what its braces were to close has lost its own.
        message = f"{_quoted(match[1])} closes nothing: the infobox ends with {_quoted(line[-20:] + '}}')}; add “{{{{” there, or remove one"
        yield Said(*match.span(1), message)
        return
    message = f"{_quoted(match[1])} behind the infobox closes nothing and is shown; remove it"
    yield Said(*match.span(1), message, Fix((_without_line(text, *match.span(1)),), not _over_lines(subject)))


def _without_line(text: str, start: int, end: int) -> Edit:
    """Words taken out, with their line where they are all of it."""
    before = text.rfind("\n", 0, start)
    behind = text.find("\n", end)
    rest = text[end : behind if behind >= 0 else len(text)]
    if before >= 0 and not text[before:start].strip() and not rest.strip():
        return Edit(before, end + len(rest), "")
    return Edit(start, end, "")


@rule("M407", "error")
def infobox_not_closed(subject: Subject) -> Iterator[Said]:
    """An infobox that the page never closes, as the software reads it.

    Why: A reader sees its wikitext instead of a table.

    Bad:
        {{Infobox military conflict
        | place = [[Somewhere
        | result = Victory
        }}

    Good:
        {{Infobox military conflict
        | place = [[Somewhere]]
        | result = Victory
        }}

    Fix: none here; an opening that is to blame is a finding of its own (M405), with its fix.
    """
    box = subject.box
    if not box.closed:
        yield Said(box.start, box.start + 2, f"the infobox is never closed: {_blame(subject)}")


def _blame(subject: Subject) -> str:
    text, box = subject.text, subject.box
    comment = text.rfind("<!--", box.start)
    if comment >= 0 and comment < box.end and text.find("-->", comment) < 0:
        return f"the comment in line {_line(text, comment)} has no “-->”"
    reference = next(_unclosed_references(subject), None)
    if reference is not None:
        return f"the reference in line {_line(text, reference.start)} has no “</ref>”"
    guilty = _guilty_openings(subject)
    if guilty:
        first = guilty[0]
        words = " ".join(text[first.start : first.start + 30].split("\n", 1)[0].split())
        return f"{_quoted(words)} in line {_line(text, first.start)} has no {_CLOSING[first.mark]}"
    if text[: box.end].rstrip().endswith("}") and not text[: box.end].rstrip().endswith("}}"):
        return "its last line has one “}”; write “}}”"
    return "add “}}” behind its last parameter"


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


_HALF_REFERENCE: Final = re.compile(r"(?<![</])ref name ?= ?[^<>\n=]{1,60}>")
_NAMED: Final = re.compile(r"<ref\s+name\s*=\s*(?:\"[^\"]*\"|[^\s\"/]+)\s*\Z")
_CUT_REFERENCE: Final = re.compile(r"<ref[^<>{}|\n]*(?=[<{}|\n])")
_ANY_REFERENCE: Final = re.compile(r"<ref(?=[\s>/])[^<>]*>")


@rule("M416", "error", fixes="some")
def reference_not_closed(subject: Subject) -> Iterator[Said]:
    """A `<ref>` that is not closed before the next one begins, or never.

    Why: It takes in all of the page up to the next `</ref>`, or is shown as it stands.

    Bad:
        | strength1 = 300<ref>Smith 1999<ref>

    Good:
        | strength1 = 300<ref>Smith 1999</ref>

    Fix: a second `<ref>` at the end of the source becomes `</ref>`, and a named reference without words at the end of its line gets its
    slash; safe. None where the end of the source cannot be told.
    """
    words = subject.wikitext
    if "<ref" in words:
        yield from islice(_unclosed_references(subject), _MANY)
    if words.count("ref name") > words.count("<ref name"):
        covered = _covered(subject)
        for match in islice(_HALF_REFERENCE.finditer(subject.text, subject.box.start, subject.box.end), _MANY):
            if not covered.holds(match.start()):
                message = f"{_quoted(match[0])} has lost its “<” and is shown; write “<ref”"
                yield Said(*match.span(), message, Fix((Edit(match.start(), match.start(), "<"),)))


def _unclosed_references(subject: Subject) -> Iterator[Said]:
    text, start, end = subject.text, subject.box.start, subject.box.end
    known = 0
    reported: list[tuple[int, int]] = []
    for place in subject.places.get("extension", ()):
        node = place.node
        if not node.name.startswith("ref"):
            continue
        known += 1
        first, last = node.inner
        if text.find("<", node.start + 1, node.end) < text.find(">", node.start, node.end):
            cut = _CUT_REFERENCE.match(text, node.start, node.end)
            if cut is not None:
                reported.append(cut.span())
                yield _without_end(text, *cut.span())
                continue
        if node.name == "ref" and last > first and (inner := text.find("<ref", first, last)) >= 0:
            known += text.count("<ref", first, last)
            match = _ANY_REFERENCE.match(text, inner, last)
            if match is not None:
                reported.append((node.start, first))
                yield _unclosed_reference(text, (node.start, first), match, min(last, end), nested=_closed_behind(text, node.end))
    if subject.wikitext.count("<ref") <= known:
        return
    covered = _hidden(text, start, end)
    for match in _ANY_REFERENCE.finditer(text, start, end):
        if covered.holds(match.start()) or match[0].endswith("/>") or match.span() in reported:
            continue
        said = _unclosed_reference(text, match.span(), _ANY_REFERENCE.search(text, match.end(), end), end, nested=False)
        reported.append((said.start, said.end))
        yield said


def _without_end(text: str, start: int, end: int) -> Said:
    """What is to be said of a `<ref …` whose angle bracket is missing before the next tag."""
    words = text[start:end]
    named = _BLANK_BEHIND.match(text, end) is not None and _NAMED.match(words) is not None
    fix = Fix((Edit(end, end, "/>" if words.endswith(" ") else " />"),)) if named else None
    return Said(
        start, end, f"{_quoted(words)} has no “>”, so it swallows what follows; {'write “/>” at its end' if named else 'add it'}", fix
    )


def _closed_behind(text: str, end: int) -> bool:
    """Whether a second `</ref>` follows on the same line: somebody put a reference into a reference."""
    line_end = text.find("\n", end)
    line = text[end : line_end if line_end >= 0 else len(text)]
    closing = line.find("</ref")
    return closing >= 0 and "<ref" not in line[:closing]


_BLANK_BEHIND: Final = re.compile(r"[ \t]*(?:\r?\n|<br|<ref\b|\}\}|\||\Z)")


def _unclosed_reference(text: str, span: tuple[int, int], following: re.Match[str] | None, end: int, *, nested: bool) -> Said:
    if nested:
        return Said(*span, "a reference cannot hold another one; write the outer one as {{refn|…}} or the inner one behind it")
    blank = _BLANK_BEHIND.match(text, span[1]) is not None
    if "name" in text[slice(*span)] and blank:
        fix = Fix((Edit(span[1] - 1, span[1], "/>" if text[span[1] - 2] == " " else " />"),))
        return Said(*span, f"{_quoted(text[slice(*span)])} has no words and is not closed; write “/>” at its end", fix)
    if following is not None and following[0] == "<ref>" and following.end() <= end:
        words = text[span[1] : following.start()]
        if words.strip() and "\n" not in words and _BLANK_BEHIND.match(text, following.end()):
            fix = Fix((Edit(*following.span(), "</ref>"),))
            return Said(*following.span(), "“<ref>” is opened twice and not closed; the second was to be “</ref>”", fix)
    return Said(*span, f"{_quoted(text[slice(*span)])} is never closed; add “</ref>” behind the source")


# ---- Single brackets -------------------------------------------------------------------------------------------------------------------


@rule("M414", "warning", fixes="some")
def stray_bracket(subject: Subject) -> Iterator[Said]:
    """A single square bracket without its partner beside a link, or one that opens an external link and is never closed.

    Why: It is shown as it stands; an external link that is not closed is shown as an address.

    Bad:
        | place = [[Somewhere]]], France

    Good:
        | place = [[Somewhere]], France

    Fix: removed, where it touches a link's own brackets: safe. None for the others.
    """
    if not subject.box.closed:
        return
    loose = _loose(subject)
    if not loose.marks:
        return
    text = subject.text
    halves = {half.end() for half in _half_links(text, loose)}
    for run in _unmatched(text, loose, "[", "]")[:_MANY]:
        if len(run.words) > 1 or run.end in halves:
            continue
        if _touches(text, run, "[[" if run.words == "[" else "]]"):
            yield Said(run.start, run.end, f"“{run.words}” is one bracket too many; remove it", Fix((Edit(run.start, run.end, ""),)))
        elif run.words == "[" and _ADDRESS.match(text, run.end):
            yield Said(run.start, run.end, "“[” opens an external link that is never closed; add “]”")
        elif run.words == "]" and text[run.start - 3 : run.start] == "]] ":
            yield Said(run.start, run.end, "“]” has no partner; remove it", Fix((Edit(run.start - 1, run.end, ""),)))
        else:
            line_start, line_end = text.rfind("\n", 0, run.start) + 1, text.find("\n", run.end)
            line = text[line_start : line_end if line_end >= 0 else len(text)]
            half_open = line.count("(") != line.count(")")
            if "[" in line and "]" in line and not half_open:
                yield Said(run.start, run.end, f"“{run.words}” has no partner on its line; remove it or add the other one")


_ADDRESS: Final = re.compile(r"(?:(?:https?|ftps?):)?//", re.IGNORECASE)


# ---- Line breaks and old tags ----------------------------------------------------------------------------------------------------------

_BREAK_LIKE: Final = re.compile(
    r"<[ ]*[\\/]?[ ]*br(?![A-Za-z])[^<>\n]{0,3}>"  # <br.> <\br> </ br> < br>
    r"|<br(?![A-Za-z])(?=[^<>]{0,500}(?:<|\Z))(?:[ ]*/)?[ ]?"  # <br with no end
    r"|<(?:brr|rb|bt|nr|b r|bbr)[ ]*/?>",
    re.IGNORECASE,
)
_BREAK_SPELLINGS: Final = ("<br>", "<br />", "<br/>")


def _broken_angles(subject: Subject) -> bool:
    """Whether the infobox has a “<” that begins no tag and no comment: the cheap test for what is nearly always not so."""
    places = subject.places
    hidden = len(places.get("comment", ())) + len(places.get("extension", ()))
    found = subject.wikitext.count("<") - len(places.get("tag", ())) - hidden
    return found > 0 and found > _hidden_words(subject).count("<") - hidden


def _break_in_use(subject: Subject) -> str:
    """The line break as the infobox writes it most."""
    words = subject.wikitext
    return max(_BREAK_SPELLINGS, key=words.count)


@rule("M408", "error", fixes="safe")
def malformed_break(subject: Subject) -> Iterator[Said]:
    r"""A line break that is misspelt, so that it breaks nothing and is shown as it stands: `<br\>`, `<\br>`, `<br.>`, `</ br>`, `<br`.

    Why: A reader sees the tag, and two lines as one.

    Bad:
        | casualties1 = 300 killed<br\>20 wounded

    Good:
        | casualties1 = 300 killed<br>20 wounded

    Fix: the break as the infobox writes it most; safe.
    """
    words = subject.wikitext
    if not _broken_angles(subject):
        return
    matches = list(_BREAK_LIKE.finditer(words))
    if not matches:
        return
    base = subject.box.start
    covered = _covered(subject)
    tags = {place.node.start for place in subject.places.get("tag", ())}
    for match in matches[:_MANY]:
        start, end = base + match.start(), base + match.end()
        if start in tags or covered.holds(start) or subject.value_at(start) is None:
            continue
        good = _break_in_use(subject)
        yield Said(start, end, f"{_quoted(match[0])} is no line break and is shown; write “{good}”", Fix((Edit(start, end, good),)))


@rule("M413", "info", fixes="safe", cosmetic=True)
def obsolete_break(subject: Subject) -> Iterator[Said]:
    """A line break written as a closing tag, `</br>`.

    Why: Browsers make a line break of it, but it is no HTML; the software's own checker of markup reports it, and other readers of the
    page lose the break.

    Bad:
        | casualties1 = 300 killed</br>20 wounded

    Good:
        | casualties1 = 300 killed<br>20 wounded

    Fix: the break as the infobox writes it most; safe.
    """
    if "</br" not in subject.wikitext and "</BR" not in subject.wikitext:
        return
    for place in subject.places.get("tag", ()):
        node = place.node
        if node.closing and node.name == "br":
            good = _break_in_use(subject)
            written = subject.text[node.start : node.end]
            yield Said(node.start, node.end, f"write {_quoted(written)} as “{good}”", Fix((Edit(node.start, node.end, good),)))


_OBSOLETE: Final = {
    "big": "{{larger|…}}",
    "center": "{{center|…}}",
    "font": "a template for the colour or size, or nothing",
    "strike": "<s>",
    "tt": "<code> or {{mono|…}}",
}
"""Tags that HTML has given up, and what is written instead."""
_OBSOLETE_TAG: Final = re.compile(r"<(?:big|center|font|strike|tt)\b", re.IGNORECASE)
_AS_TEMPLATE: Final = {"big": "larger", "center": "center"}
_AS_TAG: Final = {"strike": "s"}


@rule("M409", "info", fixes="some")
def obsolete_tag(subject: Subject) -> Iterator[Said]:
    """A tag that HTML has given up: `<big>`, `<center>`, `<font>`, `<strike>`, `<tt>`.

    Why: Browsers may drop it; the software's own checker of markup reports it.

    Bad:
        | result = <strike>Victory</strike> Defeat

    Good:
        | result = <s>Victory</s> Defeat

    Fix: `<strike>` becomes `<s>`, which looks the same: safe. `<center>` and `<big>` around words of one line become templates; unsafe.
    None for the others, whose replacement depends on what was meant.
    """
    if _OBSOLETE_TAG.search(subject.wikitext) is None:
        return
    closings = {opening.node.start: closing for opening, closing in _pairs(subject).fitting}
    for place in subject.places.get("tag", ()):
        node = place.node
        if node.name in _OBSOLETE and not node.closing:
            closing = closings.get(node.start)
            instead = _OBSOLETE[node.name]
            message = (
                f"<{node.name}> is obsolete; write {instead}" if subject.english or "{" not in instead else f"<{node.name}> is obsolete"
            )
            yield Said(node.start, node.end, message, _modern(subject, place, closing) if closing is not None else None)


def _modern(subject: Subject, place: Place, closing: _Tag) -> Fix | None:
    """An old tag and its closing one replaced."""
    text, node, last = subject.text, place.node, closing.node
    if node.name in _AS_TAG:
        name = _AS_TAG[node.name]
        end = node.start + 1 + len(node.name)
        return Fix((Edit(node.start + 1, end, name), Edit(last.start, last.end, f"</{name}>")))
    name = _AS_TEMPLATE.get(node.name, "")
    words = text[node.end : last.start]
    if (
        not name
        or not subject.english
        or "\n" in words
        or not words.strip()
        or text[node.start : node.end].strip("<>").lower() != node.name
    ):
        return None
    room = closing.room
    first, behind = (bisect_right(room.nodes, at - 1, key=_start) for at in (node.end, last.start))
    inside = room.nodes[first:behind]
    bare = words
    for other in inside:
        bare = bare.replace(text[other.start : other.end], "") if other.parts or other.kind == "extension" else bare
    if "|" in bare or place.within is not room.within or words.lstrip()[:1] in _LIST_MARKS:
        return None
    return Fix((Edit(node.start, node.end, f"{{{{{name}|1="), Edit(last.start, last.end, "}}")), safe=False)


# ---- What does not belong into an infobox ----------------------------------------------------------------------------------------------

_BARE_ADDRESS: Final = re.compile(r"(?<![\w/:=])https?://[^\s<>\[\]{}|\"]+", re.IGNORECASE)
_SHOWING: Final = frozenset(["list", "collapsible", "wrap"])
"""Kinds of templates that show what they are given as the value's own words."""
_OWN_SITE: Final = re.compile(r"(?:https?:)?//(\w+)(?:\.m)?\.wikipedia\.org/wiki/", re.IGNORECASE)
_LINKS_ALLOWED: Final = frozenset(["campaignbox", "notes", "below"])
"""Parameters that hold whole templates or remarks about sources."""


@rule("M410", "warning")
def external_link(subject: Subject) -> Iterator[Said]:
    """A link to another site among a value's words, where it is neither a reference nor in a template.

    Why: Infoboxes link to articles; a web page that proves what is said belongs into a reference.

    Bad:
        | strength1 = 300 [https://example.org/battle source]

    Good:
        | strength1 = 300<ref>[https://example.org/battle Source]</ref>

    Fix: none; whether the page is a source, only a person can tell.
    """
    words = subject.wikitext
    if "//" not in words:
        return
    if not subject.places.get("url") and words.count("//") == _hidden_words(subject).count("//"):
        return
    spans = _addresses(subject)
    if not spans:
        return
    closed = sorted(
        (use.place.node.start, use.place.node.end) for use in subject.templates if use.meaning is None or use.meaning.kind not in _SHOWING
    )
    reached = 0
    blocked: list[tuple[int, int]] = []
    for start, end in closed:
        if end > reached:
            blocked.append((max(start, reached), end))
            reached = end
    plain = templates.parameters().plain | _LINKS_ALLOWED
    for start, end in spans[:_MANY]:
        number = bisect_right(blocked, (start, 1 << 62)) - 1
        value = subject.value_at(start)
        if value is None or value.name in plain or (number >= 0 and start < blocked[number][1]):
            continue
        written = subject.text[start:end]
        if _OWN_SITE.search(written):
            yield Said(start, end, f"{_quoted(written)} leads to a wiki's page as if to another site; write it as [[…]]")
        else:
            yield Said(start, end, f"{_quoted(written)} links to another site; make it a reference, or remove it")


def _addresses(subject: Subject) -> list[tuple[int, int]]:
    """The external links of an infobox outside comments and references, with their brackets."""
    text, start, end = subject.text, subject.box.start, subject.box.end
    spans: list[tuple[int, int]] = []
    for place in subject.places.get("url", ()):
        close = text.find("]", place.node.end, min(end, place.node.end + 500))
        line = text.find("\n", place.node.end, end)
        spans.append((place.node.start, close + 1 if close >= 0 and (line < 0 or close < line) else place.node.end))
    covered = _covered(subject)
    links = _Covered([place.node for place in subject.places.get("link", ())])
    for match in _BARE_ADDRESS.finditer(text, start, end):
        at = match.start()
        if not covered.holds(at) and not links.holds(at) and not any(first <= at < last for first, last in spans[:_MANY]):
            spans.append((at, at + len(match[0].rstrip(".,;:!?)"))))
    return sorted(spans)


_TILDES: Final = re.compile(r"~{3,5}")
_USER_LINK: Final = re.compile(r"\[\[[ ]*:?[ ]*user(?:[ _]talk)?[ ]*:", re.IGNORECASE)
_SIGNED: Final = re.compile(r"\[\[[ ]*user[ _]talk[ ]*:|\d{1,2}:\d\d, \d{1,2} \w+ \d{4}", re.IGNORECASE)


@rule("M411", "error", fixes="some")
def signature(subject: Subject) -> Iterator[Said]:
    """A signature in a value: tildes, or the links to a user's pages that they become.

    Why: Articles are not signed; saving the page makes a name and date of the tildes.

    Bad:
        | result = Victory ~~~~

    Good:
        | result = Victory

    Fix: tildes are removed; safe. None for a signature that stands there already: a person should see who wrote what.
    """
    words, text, base = subject.wikitext, subject.text, subject.box.start
    tildes = "~~~" in words
    users = "[[User" in words or "[[user" in words
    if not tildes and not users:
        return
    covered = _covered(subject)
    for match in islice(_TILDES.finditer(text, base, subject.box.end), _MANY) if tildes else ():
        start, end = match.span()
        value = subject.value_at(start)
        if value is None or covered.holds(start) or text[start - 1] == "~" or text[end : end + 1] == "~" or "/" in text[start - 1]:
            continue
        blank = start
        while blank > value.parameter.value_start + 1 and text[blank - 1] == " " and not text[end : end + 1].strip():
            blank -= 1
        yield Said(start, end, f"“{match[0]}” is a signature; articles are not signed: remove it", Fix((Edit(blank, end, ""),)))
    reached = 0
    for match in islice(_USER_LINK.finditer(text, base, subject.box.end), _MANY) if users else ():
        line = text.find("\n", match.end(), subject.box.end)
        limit = min(line if line >= 0 else subject.box.end, match.end() + 300)
        others = list(_SIGNED.finditer(text, match.end(), limit))
        if others and match.start() >= reached and not covered.holds(match.start()):
            reached = limit
            end = _end_of_signature(text, others[-1], limit)
            yield Said(match.start(), end, "this is a user's signature; articles are not signed: remove it")


_SIGNATURE_END: Final = re.compile(r"[^\[\]\n]{0,120}\]\]\)?| \(UTC\)|")


def _end_of_signature(text: str, last: re.Match[str], limit: int) -> int:
    match = _SIGNATURE_END.match(text, last.end(), limit)
    return match.end() if match is not None else last.end()


_LEFTOVER: Final = re.compile(
    r"'''Bold text'''|''Italic text''|\[\[Link title\]\]|\[https?://www\.example\.(?:com|org)/? link title\]"
    r"|\[\[(?:File|Image|Media):Example\.(?:jpg|png|ogg)(?:\|[^\[\]\n|]{0,60}){0,4}\]\]"
    r"|<nowiki>Insert non-formatted text here</nowiki>|<math>Insert formula here</math>"
    r"|<ref(?: [^<>\n]{0,60})?>Insert footnote text here</ref>"
    r"|<(big|small|sup|sub|s)>(?:Big|Small|Superscript|Subscript|Strike-through|Struck) text</\1>"
    r"|==+ Headline text ==+|\[\[Target page name\|display text\]\]",
    re.IGNORECASE,
)
_LEFTOVER_HINTS: Final = (" text", "ink title", ":Example.", "Insert ")


@rule("M412", "error", fixes="unsafe")
def toolbar_leftover(subject: Subject) -> Iterator[Said]:
    """Sample words that a button of the editor's toolbar puts in: `'''Bold text'''`, `[[File:Example.jpg]]`.

    Why: Somebody pressed the button by mistake, and a reader sees the sample.

    Bad:
        | result = Victory '''Bold text'''

    Good:
        | result = Victory

    Fix: removed, with the blank before it; unsafe.
    """
    text, base = subject.text, subject.box.start
    words = subject.wikitext
    if not any(hint in words for hint in _LEFTOVER_HINTS):
        return
    comments = _Covered([place.node for place in subject.places.get("comment", ())])
    for match in islice(_LEFTOVER.finditer(text, base, subject.box.end), _MANY):
        start, end = match.span()
        value = subject.value_at(start)
        if value is None or comments.holds(start):
            continue
        blank = start
        while blank > value.parameter.value_start + 1 and text[blank - 1] == " " and not text[end : end + 1].strip():
            blank -= 1
        # A sample in a reference is left to a person: no fix takes away a reference.
        fix = Fix((Edit(blank, end, ""),), safe=False) if not match[0].startswith("<ref") else None
        yield Said(start, end, f"{_quoted(match[0])} was left by a button of the editor; remove it", fix)


_MAGIC: Final = re.compile(r"(?:ISBN|RFC|PMID)\Z")


@rule("M415", "info", fixes="safe", cosmetic=True)
def empty_nowiki(subject: Subject) -> Iterator[Said]:
    """A `<nowiki/>` that holds nothing and keeps nothing apart.

    Why: The visual editor leaves it behind where a link or formatting was deleted; it does nothing.

    Bad:
        | strength1 = 300<nowiki/> men

    Good:
        | strength1 = 300 men

    Fix: removed; safe. One that stands between a link and a letter, beside quotes or at the beginning of a line has work to do and is
    no finding.
    """
    if "<nowiki" not in subject.wikitext:
        return
    text = subject.text
    for place in subject.places.get("extension", ()):
        node = place.node
        if node.name == "nowiki" and not text[slice(*node.inner)] and _idle(text, node, place.value):
            message = f"{_quoted(text[node.start : node.end])} holds nothing and keeps nothing apart; remove it"
            yield Said(node.start, node.end, message, Fix((Edit(node.start, node.end, ""),)))


def _idle(text: str, node: Node, value: Value) -> bool:
    """Whether the words around an empty `<nowiki/>` are read the same without it."""
    if node.start <= value.start:
        return False
    before, behind = text[node.start - 1], text[node.end : node.end + 1]
    if behind in " \n\r":
        return (before.isalnum() or before in ".,)]};") and _MAGIC.search(text, max(0, node.start - 4), node.start) is None
    return before == " " and behind.isalnum() and text[node.start - 2] not in "\n\r|="
