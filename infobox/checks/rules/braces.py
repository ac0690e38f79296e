"""Rules about braces that belong to no template, and about infoboxes that are never closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from infobox.checks.findings import Fix, Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.rules.brackets import bracket_faults
from infobox.checks.rules.references import open_comment, swallowing_places
from infobox.checks.shared.around import line_end, line_start
from infobox.checks.shared.breakage import early_end, is_wrapped, over_lines
from infobox.checks.shared.limits import MANY
from infobox.checks.shared.loose import loose_marks, touches, unmatched
from infobox.checks.shared.wrong_marks import reversed_template
from infobox.checks.subject import Subject

_PIPE: Final = "{{!}}"
"""A pipe inside a template's argument, which begins and ends tables too."""


@rule("M406", "error", fixes="some", closed=True)
def stray_braces(subject: Subject) -> Iterator[Hit]:
    """Braces that belong to no template, left over in a value or directly after the infobox.

    Why: Readers see them. Two closing braces in a value end the infobox there, and readers see the rest as wikitext.

    Bad:
        | combatant1 = {{flag|France}}}

    Good:
        | combatant1 = {{flag|France}}

    Fix: the braces are removed; safe directly after a template or the infobox, or alone on a line. No fix elsewhere.
    """
    text, end = subject.text, subject.box.end
    if subject.once(reversed_template) is not None:
        return
    early = subject.once(early_end)
    if early is not None and early.template is None and not subject.once(swallowing_places):
        alone = not text[line_start(text, early.start) : early.start].strip()
        safe = (alone or text[early.start - 2 : early.start] == "}}") and not over_lines(subject)
        message = "“}}” ends the infobox before its last parameter; remove it"
        yield Hit(early.start, early.end, message, _without_line(text, early.start, early.end, safe))
    elif early is None and (text[end : end + 1].isspace() or text[end : end + 1] == "}"):
        yield from _after_box(subject)
    for run in unmatched(text, subject.once(loose_marks), "{", "}")[:MANY]:
        of_table = text.startswith(("|", _PIPE), run.start + 1) or text[max(0, run.start - len(_PIPE)) : run.start].endswith(("|", _PIPE))
        if of_table or (early is not None and early.template is not None and early.template[0] == run.start):
            continue
        fix = edited(run.start, run.end, "") if touches(text, run, "{{" if run.words[0] == "{" else "}}") else None
        advice = "remove it" if fix is not None else "remove it, or complete the template"
        yield Hit(run.start, run.end, f"{quoted(run.words)} belongs to no template, and readers see it; {advice}", fix)


_BRACES_AFTER: Final = re.compile(r"\s{0,20}(\}+)")


def _after_box(subject: Subject) -> Iterator[Hit]:
    text, end = subject.text, subject.box.end
    match = _BRACES_AFTER.match(text, end)
    if match is None or is_wrapped(subject) or text.startswith("|", match.end()):
        return
    line = text[line_start(text, end) : end - 2]
    if match.start(1) > end and line.strip() and not line.endswith("}}"):
        # The infobox ends in the middle of a value: its braces were meant to close something that has lost its opening ones.
        message = f"{quoted(match[1])} closes nothing: the infobox ends with {quoted(line[-20:] + '}}')}; add “{{{{” there, or remove one"
        yield Hit(*match.span(1), message)
        return
    message = f"{quoted(match[1])} after the infobox closes nothing, and readers see it; remove it"
    yield Hit(*match.span(1), message, _without_line(text, *match.span(1), not over_lines(subject)))


def _without_line(text: str, start: int, end: int, safe: bool) -> Fix:
    """The fix that removes words, with their line if nothing else is on it."""
    before, after = line_start(text, start) - 1, line_end(text, end)
    alone = before >= 0 and not text[before:start].strip() and not text[end:after].strip()
    return edited(before, after, "", safe=safe) if alone else edited(start, end, "", safe=safe)


@rule("M407", "error", fixes="some")
def infobox_not_closed(subject: Subject) -> Iterator[Hit]:
    """An infobox that is never closed, as MediaWiki reads the page: its braces are missing, or hidden by a comment.

    A link, template, reference or tag in it that is not closed has a finding of its own (M405, M416, M401), and this rule has none then.

    Why: Readers see its wikitext instead of a table.

    Bad:
        {{Infobox military conflict
        | place = [[Somewhere]]
        | result = Victory
        }

    Good:
        {{Infobox military conflict
        | place = [[Somewhere]]
        | result = Victory
        }}

    Fix: safe if one of the two braces is there: the other is added. No fix otherwise.
    """
    text, box = subject.text, subject.box
    if box.closed:
        yield from _hidden_end(subject)
        return
    comment = open_comment(subject)
    if comment is not None:
        yield Hit(comment, comment + 4, "the comment is not closed, so it hides the end of the infobox; add “-->” where it should end")
    elif not subject.once(bracket_faults) and not subject.once(swallowing_places):
        end = len(text[: box.end].rstrip())
        if text[end - 2 : end] == "\n}":
            message = "the infobox is never closed: its last line has only one “}”; write “}}”"
            yield Hit(end - 1, end, message, edited(end, end, "}"))
        else:
            yield Hit(box.start, box.start + 2, "the infobox is never closed: add “}}” after its last parameter")


def _hidden_end(subject: Subject) -> Iterator[Hit]:
    """Comments that hide the end of the infobox and a heading of the page, where another template closes the infobox."""
    for place in subject.places.get("comment", ()):
        start, end = place.node.start, place.node.end
        closing = subject.text.find("\n}}", start, end)
        if closing >= 0 and subject.text.find("\n==", closing, end) >= 0:
            message = "the comment hides the end of the infobox and what follows it; write “-->” where it should end"
            yield Hit(start, start + 4, message)
