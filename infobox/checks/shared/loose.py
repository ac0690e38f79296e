"""Brackets and braces in an infobox that belong to no link or template."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from infobox.checks.shared.hidden import HIDING, Coverage, every_node, hidden_words
from infobox.checks.subject import Subject

LooseMarks = list[tuple[int, str]]
"""Brackets and braces that belong to no link or template: offsets in page order, with the character."""
_MARKS: Final = re.compile(r"[\[\]{}]")
_WIDTHS: Final = {"template": 2, "link": 2, "argument": 3}


def loose_marks(subject: Subject) -> LooseMarks:
    """The loose brackets and braces of an infobox; none if the infobox is not closed. Call it through `Subject.once`."""
    return [] if not subject.box.closed or _adds_up(subject) else _left_over(subject)


def _adds_up(subject: Subject) -> bool:
    """Whether the infobox has as many brackets and braces as its nodes need: a cheap test, which nearly always succeeds."""
    words, places = subject.wikitext, subject.places
    if len(places.get("url", ())) != len(places.get("url end", ())):
        return False
    square = 2 * len(places.get("link", ()))
    curly = 2 + 2 * len(places.get("template", ())) + 3 * len(places.get("argument", ()))
    needed = [square + len(places.get("url", ())), square + len(places.get("url end", ())), curly, curly]
    over = {mark: words.count(mark) - wanted for mark, wanted in zip("[]{}", needed, strict=True)}
    return not any(over.values()) or all(not number or number == subject.once(hidden_words).count(mark) for mark, number in over.items())


def _left_over(subject: Subject) -> LooseMarks:
    text, start, end = subject.text, subject.box.start, subject.box.end
    taken: set[int] = set()
    nodes = list(every_node(text, start, end))
    for node in nodes:
        width = _WIDTHS.get(node.kind, 0)
        taken.update(range(node.start, node.start + width))
        taken.update(range(node.end - width, node.end))
    covered = Coverage(node for node in nodes if node.kind in HIDING)
    found = [(match.start(), match[0]) for match in _MARKS.finditer(text, start, end)]
    return [(at, mark) for at, mark in found if at not in taken and not covered.holds(at)]


class LooseRun(NamedTuple):
    """A run of loose marks that have no partner on their line, with its offset."""

    start: int
    words: str

    @property
    def end(self) -> int:
        """Where the run ends."""
        return self.start + len(self.words)


def unmatched(text: str, loose: LooseMarks, opening: str, closing: str) -> list[LooseRun]:
    """Runs of loose marks of one kind, without those that form a pair on one line, which are text, as in “[sic]”."""
    stack: list[int] = []
    alone: list[tuple[int, str]] = []
    last = 0
    for at, mark in loose:
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
    runs: list[LooseRun] = []
    for at, mark in alone:
        if runs and runs[-1].end == at and runs[-1].words[0] == mark:
            runs[-1] = LooseRun(runs[-1].start, runs[-1].words + mark)
        else:
            runs.append(LooseRun(at, mark))
    return runs


def touches(text: str, run: LooseRun, marks: str) -> bool:
    """Whether a run comes directly before the opening marks, or directly after the closing marks, of a complete link or template."""
    return text.startswith(marks, run.end) if marks[0] in "[{" else text[run.start - 2 : run.start] == marks
