"""What breaks an infobox: links and templates that are never closed, and braces that end it before its last parameters."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from infobox.box import PARAMETER_LINE
from infobox.checks.shared.around import line_end, line_start
from infobox.checks.shared.hidden import hidden_between
from infobox.checks.shared.limits import LONGEST, MANY
from infobox.checks.subject import Subject
from infobox.markup.scan import parse


class Opening(NamedTuple):
    """Opening marks that nothing closes."""

    start: int
    mark: str


CLOSING: Final = {"[": "]]", "{": "}}"}
"""What closes a link or a template, by the mark that opens it."""
_RUNS: Final = re.compile(r"\{\{+|\}\}+|\[\[+|\]\]+")
_WRONGLY_CLOSED: Final = re.compile(r"\{\{(?:[^{}\n]+\}(?!\})|[^{}\[\]\n]+\]\])")
"""A template that one brace or two brackets were meant to close."""


def unclosed_openings(subject: Subject) -> list[Opening]:
    """The links and templates that are never closed in a broken infobox.

    Braces close the nearest template even if a link is open in between; then the link is the one that is not closed. A template that
    holds parameters of the infobox was closed by the infobox's own braces.
    """
    text, start, end = subject.text, subject.box.start, subject.box.end
    covered = hidden_between(text, start, end)
    newlines = subject.once(_Newlines)
    stack: list[Opening] = []
    unclosed: list[Opening] = []
    swallowing: list[tuple[int, int]] = []
    for match in _RUNS.finditer(text, start, end):
        at = match.start()
        if covered.holds(at):
            continue
        mark = match[0][0]
        pairs = max(len(match[0]) // 2, 1)
        if mark in "{[":
            stack += [Opening(at + 2 * number, mark) for number in range(pairs)]
            continue
        wanted = "{" if mark == "}" else "["
        for number in range(pairs):
            if mark == "}":
                while len(stack) > 1 and stack[-1].mark == "[":
                    unclosed.append(stack.pop())
            elif len(stack) > 2 and stack[-1].mark == "{" and stack[-2].mark == "[" and not newlines.between(stack[-2].start, at):
                unclosed.append(stack.pop())
            if len(stack) > 1 and stack[-1].mark == wanted:
                opening = stack.pop()
                if mark == "}" and newlines.between(opening.start, at):
                    swallowing.append((opening.start, at + 2 * number + 2))
    unclosed += stack[1:]
    unclosed += _swallowing(subject, swallowing)
    if not unclosed:
        unclosed = [Opening(first, "{") for first, last in swallowing if _takes_end(text, first, last, newlines)]
    if not unclosed:
        halves = [match.start() for match in _WRONGLY_CLOSED.finditer(text, start + 2, end) if not covered.holds(match.start())]
        unclosed = [Opening(halves[0], "{")] if len(halves) == 1 else []
    return sorted(set(unclosed))


def _swallowing(subject: Subject, spans: list[tuple[int, int]]) -> Iterator[Opening]:
    """The openings that swallow parameters of the infobox: what a single brace or brackets close in the template, otherwise the template,
    or one in it that has taken its braces.

    Without such marks, only parameter names that other templates rarely use count.
    """
    text, profile, language, box = subject.text, subject.profile, subject.box.language, subject.box
    lines: list[int] = []
    own: list[int] = []
    for match in PARAMETER_LINE.finditer(text, box.start, box.end):
        if profile.is_known(match[1], language):
            lines.append(match.start())
            definition = profile.definitions[profile.canonical(match[1], language)]
            if definition.own and definition.number <= profile.most_sides:
                own.append(match.start())
    wrong = [match.span() for match in _WRONGLY_CLOSED.finditer(text, box.start + 2, box.end)] if spans and lines else []
    over = [span for span in spans[:MANY] if _over_items(text, *span)]
    for start, end in spans:
        number = bisect_right(lines, start)
        if number == len(lines) or lines[number] >= end:
            continue
        following = bisect_left(wrong, (start, 0))
        if following < len(wrong) and wrong[following][1] <= lines[number]:
            yield Opening(wrong[following][0], "{")
        elif (number := bisect_right(own, start)) < len(own) and own[number] < end:
            inner = [first for first, last in over if start < first and last < end]
            yield Opening(max(inner, default=start), "{")


class _Newlines:
    """The places of an infobox's newlines."""

    def __init__(self, subject: Subject) -> None:
        self._places = [match.start() for match in re.finditer("\n", subject.wikitext)]
        self._begin = subject.box.start

    def first(self, start: int) -> int:
        """The first newline from a place on; -1 if there is none."""
        number = bisect_left(self._places, start - self._begin)
        return self._places[number] + self._begin if number < len(self._places) else -1

    def between(self, start: int, end: int) -> bool:
        """Whether there is a newline between two places."""
        return 0 <= self.first(start) < end


def _takes_end(text: str, start: int, end: int, newlines: _Newlines) -> bool:
    """Whether the braces that close a template are on a line of their own after it, as an infobox's are."""
    return newlines.first(start) == end - 3 or _WRONGLY_CLOSED.match(text, start) is not None


def _over_items(text: str, start: int, end: int) -> bool:
    """Whether a template that begins on the line of a list's item takes in the next item."""
    line = line_start(text, start)
    mark = text[line:start].lstrip(" \t")[:1]
    following = line_end(text, start, end)
    return mark in ("*", "|") and text[following + 1 : end].lstrip(" \t")[:1] == mark


class EarlyEnd(NamedTuple):
    """The braces that end an infobox before its last parameters, and the span of the template that has lost its opening ones (None if
    there is none).
    """

    start: int
    end: int
    template: tuple[int, int] | None


_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_GOES_ON: Final = re.compile(r"\s*\|[ \t]*([A-Za-z_]+\d?[a-z]?)[ \t]*=")
_NEXT_LINE: Final = re.compile(rf"{PARAMETER_LINE.pattern}|\n\}}\}}")
_SAME_LINE: Final = re.compile(r"[^{}\n]{0,400}?\|[ \t]*([A-Za-z_]+\d?[a-z]?)[ \t]*=")
_ONE_OPEN: Final = re.compile(r"(?<!\{)\{(?=[A-Za-z])[^{}\n]*\}\}\Z")
_NONE_OPEN: Final = re.compile(r"(?<![\w\[\]{}|.])([A-Za-z][A-Za-z ]{0,30})\|(?:[^\[\]{}\n]|\[\[[^\[\]\n]*\]\]){0,200}\}\}")
_LONGEST_END: Final = 400
"""How many characters before the end of a line this looks at."""
_LATER: Final = 10 * LONGEST
"""How far after a template without opening braces the infobox's next parameter may be."""


def early_end(subject: Subject) -> EarlyEnd | None:
    """The braces that end an infobox although its parameters or its own braces follow; None if it ends where it should. Call it through
    `Subject.once`.
    """
    text, end = subject.text, subject.box.end
    blanks = _BLANKS.match(text, end)
    place = blanks.end() if blanks is not None else end
    follows = text.startswith(("|", "}}"), place)
    if not follows:
        place = _after_value(text, end)
        follows = place >= 0
    if not subject.box.closed:
        return None
    start = max(subject.box.start, text.rfind("\n", 0, end))
    one = _ONE_OPEN.search(text[start:end])
    template = (start + one.start(), end) if one is not None else _without_opening(subject, start, end)
    if not follows:
        later = _SAME_LINE.match(text, end) or PARAMETER_LINE.search(text, end, end + _LATER) if template is not None else None
        goes_on = later is not None and subject.is_parameter(later[1])
    elif text[place] == "}":
        goes_on = template is not None
    else:
        match = _GOES_ON.match(text, place)
        goes_on = match is not None and subject.is_parameter(match[1])
        template = template or (_closed_by_inner(subject) if goes_on else None)
    return EarlyEnd(end - 2, end, template) if goes_on and not is_wrapped(subject) else None


def _without_opening(subject: Subject, start: int, end: int) -> tuple[int, int] | None:
    """The known template at the end of a line that has closing braces only."""
    found = next((match for match in _NONE_OPEN.finditer(subject.text, max(start, end - _LONGEST_END), end) if match.end() == end), None)
    return found.span() if found is not None and subject.known.meaning(found[1].strip()) is not None else None


def _closed_by_inner(subject: Subject) -> tuple[int, int] | None:
    """The template without both opening braces whose closing ones have closed a template around it, if there is one; without any, only in
    a template over several lines.
    """
    text = subject.text
    for use in subject.templates:
        start, end = use.node.start + 2, use.node.end
        line = max(start, text.rfind("\n", start, end) + 1)
        one = _ONE_OPEN.search(text[max(line, end - LONGEST) : end])
        if one is not None:
            return end - len(one[0]), end
        found = _without_opening(subject, line, end) if line > start else None
        if found is not None:
            return found
    return None


def is_broken(subject: Subject) -> bool:
    """Whether the infobox does not end where it should, so that parameters may be missing in it that the page has."""
    return not subject.box.closed or subject.once(early_end) is not None


def _after_value(text: str, end: int) -> int:
    """Where the next parameter's line begins, or that of the infobox's own braces, if only the rest of a value, perhaps a list, comes
    before it; -1 if there is none.
    """
    match = _NEXT_LINE.search(text, end, end + LONGEST * 4)
    if match is None:
        return -1
    rest = text[end : match.start() + 1]
    ended = any(mark in rest for mark in ("\n\n", "\n=", "{|")) or rest.count("{{") != rest.count("}}")
    return -1 if ended else match.start() + (match[0] == "\n}}")


def over_lines(subject: Subject) -> bool:
    """Whether a template in the infobox spans several lines: braces that end the infobox too early may be meant for it."""
    return any("\n" in subject.written(use.node) for use in subject.templates if use.within is None)


def is_wrapped(subject: Subject) -> bool:
    """Whether the infobox is inside another template."""
    return subject.box.start not in _outermost(subject.text)


@functools.lru_cache(maxsize=1)
def _outermost(text: str) -> frozenset[int]:
    """Where the nodes of a page begin that are in no other one. A page may have many infoboxes, which ask one after the other."""
    return frozenset(node.start for node in parse(text))
