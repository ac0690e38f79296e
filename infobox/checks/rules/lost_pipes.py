"""The rule about parameters that lost their pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from infobox.checks.findings import Fix, Hit, quoted
from infobox.checks.registry import rule
from infobox.checks.rules.parameters import removals
from infobox.checks.scope import Scope
from infobox.checks.shared.around import blanks_before
from infobox.checks.shared.lost_pipes import LostPipe, given_names, lost_pipes
from infobox.checks.subject import Subject
from infobox.markup.edits import Edit

_MOST_RIVALS: Final = 20
"""How many empty parameters with the same name a fix removes."""


@rule("P111", "error", fixes="some", over=Scope(lost_pipes, "names of parameters without a pipe before them"))
def lost_pipe(subject: Subject, pipes: Sequence[LostPipe]) -> Iterator[Hit]:
    """A parameter without the pipe before its name, which makes it part of the value before it.

    A known name with an equals sign is reported at the beginning of a line, and a name with a side's number anywhere in a value. Lines of
    templates, tables, references and comments are not.

    Why: Readers see the name, the equals sign and the value as words of the parameter before, often as one more commander or unit, and
    the value is missing in its own place.

    Bad:
        | commander1 = [[Ada Quill]]
        strength1 = 500 men

    Good:
        | commander1 = [[Ada Quill]]
        | strength1 = 500 men

    Fix: safe at the beginning of a line: the pipe is added, spelled like that of the parameter before. Unsafe in the middle of a line, or
    after another sign. No fix if the parameter is given elsewhere.
    """
    for lost in pipes:
        given = lost.name in subject.once(given_names)
        advice = f"write “| {lost.written} =”" + (", which is given elsewhere too: keep one" if given else "")
        message = f"{quoted(lost.written)} has no pipe before it, so it is part of {quoted(lost.value.written)}; {advice}"
        yield Hit(lost.start, lost.name_end, message, None if given or len(lost.rivals) > _MOST_RIVALS else _with_pipe(subject, lost))


def _with_pipe(subject: Subject, lost: LostPipe) -> Fix:
    """The fix that adds the pipe, and removes empty parameters with the same name, of which the last one would count."""
    text, parameter = subject.text, lost.value.parameter
    pipe = text[parameter.start : lost.value.name_span[0]] if not parameter.positional else "| "
    if pipe.strip() != "|" or "\n" in pipe:
        pipe = "| "
    start = lost.start if lost.line else blanks_before(text, lost.start)
    edit = Edit(start, lost.name_start, pipe if lost.line else f"\n{pipe}")
    certain = lost.line and lost.start == lost.name_start
    return Fix((edit, *removals(subject, lost.rivals)), safe=certain)
