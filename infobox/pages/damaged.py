"""Whether a page's wikitext has lost the pipes at the beginnings of its lines, as in damaged exports."""

from __future__ import annotations

import re
from typing import Final

from infobox.templates.profile import shipped

LOST_PIPES: Final = (
    "the lines of the infobox have lost the | at their beginnings, as in Wikimedia's content exports before 7 November 2025; "
    "take a newer dump"
)
"""What is said of such a page."""

_PIPED: Final = re.compile(r"^[ \t]*\|", re.MULTILINE)
_NAMED: Final = re.compile(r"^[ \t]*([A-Za-z][\w-]{0,40})[ \t]*=", re.MULTILINE)
_OPENED: Final = re.compile(r"\{\{[ \t]*([^\n{}|<>\[\]]{1,100}?)[ \t]*$", re.MULTILINE)
_ENOUGH: Final = 2


def lost_pipes(text: str) -> bool:
    """Whether a page names an infobox, and its parameters each on a line, but no line of the page begins with a pipe."""
    if _PIPED.search(text) is not None:
        return False
    for profile in shipped():
        names = {name.lower() for name in profile.boxes}
        if not any(match[1].replace("_", " ").lower() in names for match in _OPENED.finditer(text)):
            continue
        if len({match[1] for match in _NAMED.finditer(text)} & profile.known) >= _ENOUGH:
            return True
    return False
