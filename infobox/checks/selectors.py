"""What several rules look at, for `over` in their decorators."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from infobox.checks.scope import Scope
from infobox.checks.shared.lines import ValueLines, value_lines, with_breaks
from infobox.checks.subject import Entry, Place, Subject, Use, Value
from infobox.markup.scan import NodeKind
from infobox.record import Side

_NODES: Final[dict[NodeKind, str]] = {
    "argument": "parameters in braces",
    "comment": "comments",
    "extension": "tags of extensions",
    "quote": "quotes for bold and italics",
    "tag": "HTML tags",
}
"""What readers of the documentation call nodes."""


@functools.cache
def entries(*fields: str) -> Scope[Entry]:
    """The lines of lists in these fields of the record."""

    def select(subject: Subject) -> Sequence[Entry]:
        found = subject.once(_entries_by_field)
        return found[fields[0]] if len(fields) == 1 else [entry for entry in subject.entries if entry.field in fields]

    return Scope(select, f"lines of {listed(fields)}")


def _entries_by_field(subject: Subject) -> defaultdict[str, list[Entry]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in subject.entries:
        found[entry.field].append(entry)
    return found


@functools.cache
def shown(*fields: str) -> Scope[Value]:
    """The values for these fields of the record that the template shows."""

    def select(subject: Subject) -> Sequence[Value]:
        return [value for value in subject.values if value.field in fields and value.shown]

    return Scope(select, f"values of {listed(fields)}")


@functools.cache
def templates(*kinds: str) -> Scope[Use]:
    """The templates of these kinds in the values."""
    return Scope(lambda subject: [use for use in subject.templates if use.kind in kinds], f"{listed(kinds)} templates")


@functools.cache
def nodes(*kinds: NodeKind) -> Scope[Place]:
    """The nodes of these kinds in the values, those of one kind after those of another."""
    words = listed([_NODES[kind] for kind in kinds])
    return Scope(lambda subject: [place for kind in kinds for place in subject.places.get(kind, ())], words)


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: `a, b and c`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


VALUES: Final = Scope[Value](lambda subject: subject.values, "parameters")
"""All parameters, with and without a name or a value."""
NAMED: Final = Scope[Value](
    lambda subject: [value for value in subject.values if value.bare and not value.parameter.positional], "filled parameters with a name"
)
UNNAMED: Final = Scope[tuple[int, Value]](
    lambda subject: [(place, value) for place, value in enumerate(subject.values) if value.parameter.positional],
    "values without a parameter's name",
)
"""Each with its place among all parameters."""
SHOWN: Final = Scope[Value](lambda subject: list(subject.shown.values()), "values that the template shows")
LINES: Final = Scope[ValueLines](value_lines, "source lines of values")
LINES_WITH_BREAKS: Final = Scope[ValueLines](with_breaks, "source lines of values that have line breaks")
SIDES: Final = Scope[Side](lambda subject: subject.record.sides, "sides")
COLUMNS: Final = Scope[Side](lambda subject: subject.columns, "sides, and the row under all of them")
