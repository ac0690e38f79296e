"""Random records, for writing without a page: a few leaves of any of the record's types, beside two parties."""

from __future__ import annotations

import random
from typing import Final

from bench import leaves
from infobox.record import FORMAT, Conflict, Item, Side, Text

_MOST: Final = 5
"""How many leaves are added to a record at most: with more of them almost every record would contradict itself."""


def record(rng: random.Random) -> Conflict:
    """A record that is valid by the schema."""
    made = Conflict(
        schema=FORMAT,
        conflict=Text(text="Battle of the Ford"),
        sides=[Side(combatants=[Item(text="North", name="North")]), Side(combatants=[Item(text="South", name="South")])],
    )
    for _ in range(rng.randrange(1, _MOST + 1)):
        leaves.add(made, rng)
    return made
