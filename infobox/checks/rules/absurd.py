"""A rule about nonsense that an edit put into an infobox."""

from __future__ import annotations

from collections.abc import Iterator

from infobox.checks.edits import nonsense as nonsensical
from infobox.checks.findings import Hit, quoted, shortened
from infobox.checks.registry import Done, edit_rule
from infobox.checks.reviewing import Revisions


@edit_rule("E016", "error", Done("nonsense", "pieces of nonsense", 3))
def nonsense(versions: Revisions) -> Iterator[Hit]:
    """Words that the edit put into a value and that are certainly nonsense, or that stand instead of a figure: `lol`, `a lot`, `∞`.

    Why: It is vandalism.

    Bad before:
        | casualties1 = 300 killed

    Bad:
        | casualties1 = a lot lol

    Good before:
        | casualties1 = 300 killed

    Good:
        | casualties1 = heavy

    Fix: none; the old version has the value.
    """
    for passage in nonsensical.nonsense(versions):
        if passage.span is not None:
            message = f"{quoted(passage.text)} tells readers nothing; restore the old version"
            yield Hit(*passage.span, message, detail=shortened(passage.text))
