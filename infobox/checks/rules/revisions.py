"""Rules about values that an edit changed although their sources stayed the same."""

from __future__ import annotations

from collections.abc import Iterator

from infobox.checks.edits.replacements import replacements
from infobox.checks.findings import Hit, quoted, shortened
from infobox.checks.registry import Done, edit_rule
from infobox.checks.reviewing import Revisions


@edit_rule("E001", "warning", Done("sourced figure changed", "sourced figures changed", 7))
def figure_changed_but_not_its_source(versions: Revisions) -> Iterator[Hit]:
    """A figure or date that the edit changed while its references stayed the same.

    The references may be its own, on a line above it, or at the end of the value. Not reported if a reference was added, or says something
    else than before.

    Why: The new figure seems to come from the source. This is the most common form of subtle vandalism, and of honest mistakes.

    Bad before:
        | casualties1 = 300 killed<ref>Smith, p. 5.</ref>

    Bad:
        | casualties1 = 900 killed<ref>Smith, p. 5.</ref>

    Good before:
        | casualties1 = 300 killed<ref>Smith, p. 5.</ref>

    Good:
        | casualties1 = 900 killed<ref>Jones, p. 7.</ref>

    Fix: none; only the source says which figure is right.
    """
    for span, before, after in versions.once(replacements).figures:
        message = f"{quoted(before)} became {quoted(after)}, but its source is the same; check that the source agrees"
        yield Hit(*span, message, detail=f"{shortened(before)} → {shortened(after)}")


@edit_rule("E008", "warning", Done("sourced value replaced", "sourced values replaced", 6))
def value_replaced_but_not_its_source(versions: Revisions) -> Iterator[Hit]:
    """A figure that the edit replaced with words, or a value that it replaced with one that has nothing in common with it, while the
    references stayed.

    Names of combatants, which may be written in many ways, and values that were only reworded are not reported.

    Why: The new words seem to come from the source, which says something else.

    Bad before:
        | casualties1 = 300 killed<ref>Smith, p. 5.</ref>

    Bad:
        | casualties1 = heavy losses<ref>Smith, p. 5.</ref>

    Good before:
        | casualties1 = heavy losses<ref>Smith, p. 5.</ref>

    Good:
        | casualties1 = 300 killed<ref>Smith, p. 5.</ref>

    Fix: none; the old version has the value.
    """
    for span, before, after in versions.once(replacements).values:
        message = f"{quoted(before)} became {quoted(after)}, but its source is the same; restore it, or cite another source"
        yield Hit(*span, message, detail=f"{shortened(before)} → {shortened(after)}")
