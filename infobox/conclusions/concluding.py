"""Fills in the fields of a record that follow from its others (`infobox.record.CONCLUDED`)."""

from __future__ import annotations

from infobox.conclusions import sums, victors
from infobox.language.lexicon import Lexicon
from infobox.record import Conflict


def conclude(conflict: Conflict, lexicon: Lexicon) -> None:
    """Fill in what follows from the other fields of a record whose words are in the language of the lexicon."""
    if conflict.result is not None and conflict.result.victor:
        conflict.result.sides = victors.sides(conflict, lexicon)
    sums.add_up(conflict, lexicon)
