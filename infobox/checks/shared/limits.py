"""How much of one infobox rules look at, and how much they report."""

from __future__ import annotations

from typing import Final

MANY: Final = 100
"""How many findings of one kind are reported for an infobox: more add nothing, and each may cost a search along its line. If a rule
finds as many, the summary says that there may be more.
"""
LONGEST: Final = 200
"""How many characters around a mark are looked at."""
