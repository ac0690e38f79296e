"""The rule about bullets that are signs to readers."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Final

from infobox.checks.findings import Fix, Hit, edited, merged
from infobox.checks.registry import rule
from infobox.checks.shared.around import blanks_before
from infobox.checks.shared.limits import MANY
from infobox.checks.shared.lines import SourceLine, ValueLines, entry_lists, is_break, with_breaks
from infobox.checks.subject import Subject, Use, Value
from infobox.markup.edits import Edit

_BULLETS: Final = re.compile(r"[ \t]*(\*+)(?=[ \t]*(?:\[\[|\{\{|'')|[ \t]+\S)")
"""A bullet as people type it, followed by a blank or markup, not a footnote's asterisk."""
_LOOSE_BULLETS: Final = re.compile(r"[ \t]*(\*+)(?=[ \t]*\S)")
"""A bullet beside other bullets."""
_FOOTNOTE: Final = re.compile(r"(?<=[^\s*>|=])(\*+)(?!\*)")


@rule("L302", "error", fixes="some", holding="*")
def bullet_without_line(subject: Subject) -> Iterator[Hit]:
    """A bullet that is not at the beginning of a source line, but after a line break or at the beginning of an entry of `{{ubl}}`.
    Those of one list are one finding.

    Why: MediaWiki makes bullets only from asterisks at the beginning of a source line. Elsewhere readers see an asterisk.

    Bad:
        | units1 = [[1st Corps]]<br>* [[2nd Corps]]

    Good:
        | units1 = [[1st Corps]]
        * [[2nd Corps]]

    Fix: the breaks become new lines; safe if every part of their lines after the first has a bullet, otherwise unsafe. The bullets of a
    template's entries are removed, which is safe, if all entries have one; otherwise there is no fix.
    """
    notes = functools.cache(_footnotes)  # once for each value that needs them
    for block in subject.once(with_breaks):
        yield from merged([hit for line in block.lines for hit in _bullets_after_breaks(subject, block, line, notes)][:MANY])
    for use in entry_lists(subject):
        yield from merged(_bullets_of_entries(subject, use, notes))


def _bullets_after_breaks(subject: Subject, block: ValueLines, line: SourceLine, notes: Callable[[Value], set[str]]) -> Iterator[Hit]:
    """The bullets after line breaks on one source line, with one fix."""
    text = subject.text
    if text.find("*", line.words, line.end) < 0:
        return
    breaks = [node for node in line.nodes if is_break(node)]
    pattern = _LOOSE_BULLETS if line.markers and line.fresh else _BULLETS
    if any(_BULLETS.match(text, node.end, line.end) for node in breaks):
        pattern = _LOOSE_BULLETS
    found = [(node, match) for node in breaks if (match := pattern.match(text, node.end, line.end))]
    found = [(node, match) for node, match in found if match[1] not in notes(block.value)]
    if not found:
        return
    first = found[0][0].start
    whole = all(pattern.match(text, node.end, line.end) for node in breaks if node.start >= first)
    edits = tuple(Edit(blanks_before(text, node.start), match.start(1), "\n") for node, match in found)
    fix = Fix(edits, safe=whole and block.shown) if subject.box.closed else None
    for _, match in found:
        yield Hit(*match.span(1), f"“{match[1]}” is shown as a sign, because no line begins here; begin a new line", fix)


def _bullets_of_entries(subject: Subject, use: Use, notes: Callable[[Value], set[str]]) -> list[Hit]:
    """The bullets with which entries of a list template begin."""
    text = subject.text
    entries = [argument for argument in subject.arguments(use.node).positional if argument.start < argument.end]
    found = []
    for entry in entries:
        bullet = _BULLETS.match(text, entry.start, entry.end)
        # If there are several lines, the list begins with the second; the first sign may be meant as it is.
        if bullet is not None and text.find("\n", entry.start, entry.end) < 0 and bullet[1] not in notes(use.value):
            found.append(bullet)
    every = 1 < len(found) == len(entries) and subject.box.closed
    return [
        Hit(
            *bullet.span(1),
            f"“{bullet[1]}” is shown as a sign, because {{{{{use.name}}}}} adds the bullets itself; remove it",
            edited(bullet.start(1), bullet.end(1) + text[bullet.end(1)].isspace(), "") if every else None,
        )
        for bullet in found
    ]


def _footnotes(value: Value) -> set[str]:
    """The asterisks after words of a value, which are the signs of footnotes."""
    return {match[1] for match in _FOOTNOTE.finditer(value.words)}
