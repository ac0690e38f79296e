"""How much rules look at, and say, of one infobox."""

from __future__ import annotations

from typing import Final

MANY: Final = 100
"""So many findings of one kind an infobox has at most: more say nothing new, and each may look along its line."""
LONGEST: Final = 200
"""So much of the text around a mark is looked at."""
