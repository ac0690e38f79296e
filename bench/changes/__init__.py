"""Every kind of change to a record that a person may make, one function per kind: `KINDS` by name, in the order of the table."""

from bench.changes import figures, items, lists, marks, sides, values
from bench.changes.places import KINDS, WORDLESS, Kind

__all__ = ["KINDS", "WORDLESS", "Kind", "figures", "items", "lists", "marks", "sides", "values"]
