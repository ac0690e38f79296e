"""What a value is read for."""

from __future__ import annotations

from typing import NamedTuple


class Purpose(NamedTuple):
    """How a value is read.

    `line_start`: it begins a line, so that it may begin with a list. `lists`: it is a value of lines, not of words. `people`: it lists
    people, parties or units. `figures`: it counts them. `coordinates`: they are words of it.
    """

    line_start: bool = False
    lists: bool = False
    people: bool = False
    figures: bool = False
    coordinates: bool = False
