"""Brackets and braces of an infobox that belong to no link and no template."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from infobox.checks.hidden import HIDING, Covered, every_node, hidden_words
from infobox.checks.subject import Subject

Loose = list[tuple[int, str]]
"""Brackets and braces that belong to no link and no template: offsets in page order, with the character."""
_MARKS: Final = re.compile(r"[\[\]{}]")
_WIDTHS: Final = {"template": 2, "link": 2, "argument": 3}


def loose_marks(subject: Subject) -> Loose:
    """The loose brackets and braces of an infobox; none where the infobox is not closed. To be asked for with `Subject.once`."""
    return [] if not subject.box.closed or _adds_up(subject) else _left_over(subject)


def _adds_up(subject: Subject) -> bool:
    """Whether the infobox has as many brackets and braces as its nodes need: the cheap test for what is nearly always so."""
    words, places = subject.wikitext, subject.places
    if len(places.get("url", ())) != len(places.get("url end", ())):
        return False
    square = 2 * len(places.get("link", ()))
    curly = 2 + 2 * len(places.get("template", ())) + 3 * len(places.get("argument", ()))
    needed = [square + len(places.get("url", ())), square + len(places.get("url end", ())), curly, curly]
    over = {mark: words.count(mark) - wanted for mark, wanted in zip("[]{}", needed, strict=True)}
    return not any(over.values()) or all(not number or number == subject.once(hidden_words).count(mark) for mark, number in over.items())


def _left_over(subject: Subject) -> Loose:
    text, start, end = subject.text, subject.box.start, subject.box.end
    taken: set[int] = set()
    nodes = list(every_node(text, start, end))
    for node in nodes:
        width = _WIDTHS.get(node.kind, 0)
        taken.update(range(node.start, node.start + width))
        taken.update(range(node.end - width, node.end))
    covered = Covered(node for node in nodes if node.kind in HIDING)
    found = [(match.start(), match[0]) for match in _MARKS.finditer(text, start, end)]
    return [(at, mark) for at, mark in found if at not in taken and not covered.holds(at)]


class Unmatched(NamedTuple):
    """Loose marks that have no partner on their line: offset and the run of them."""

    start: int
    words: str

    @property
    def end(self) -> int:
        """Where the run ends."""
        return self.start + len(self.words)


def unmatched(text: str, loose: Loose, opening: str, closing: str) -> list[Unmatched]:
    """Runs of loose marks of one kind without those that pair on one line, as in “[sic]”, where they are text."""
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
    runs: list[Unmatched] = []
    for at, mark in alone:
        if runs and runs[-1].end == at and runs[-1].words[0] == mark:
            runs[-1] = Unmatched(runs[-1].start, runs[-1].words + mark)
        else:
            runs.append(Unmatched(at, mark))
    return runs


def touches(text: str, run: Unmatched, marks: str) -> bool:
    """Whether a run stands right before the opening marks or right after the closing marks of something whole."""
    return text.startswith(marks, run.end) if marks[0] in "[{" else text[run.start - 2 : run.start] == marks
