"""Whether a text is the plain text extracted from a page: one `- Parameter: value` line per parameter."""

from __future__ import annotations

import re
from collections.abc import Sized
from typing import Final

from infobox.templates.profile import Profile, default

_LINE: Final = re.compile(r"^[ \t]*[-•*][ \t]+([A-Za-z][A-Za-z0-9_ ]{0,30}?)[ \t]*:[ \t]*(.*)$", re.MULTILINE)
_ENOUGH: Final = 3
"""How many lines that name parameters make an infobox."""


def looks_flattened(text: str, profile: Profile | None = None) -> bool:
    """Whether a text has the form of an extracted infobox, for the profile or the first that ships. The first 200 lines decide."""
    if "{{" in text:
        return False
    head = "\n".join(text.split("\n", 200)[:200])
    return looks_like_one(parameters(head, profile or default()))


def looks_like_one(found: Sized) -> bool:
    """Whether so many lines name parameters that they are an infobox."""
    return len(found) >= _ENOUGH


def parameters(text: str, profile: Profile) -> list[tuple[str, str, int, int]]:
    """The lines that name a parameter: name, value, and the span of the value."""
    found = []
    for match in _LINE.finditer(text):
        name = match[1].strip().lower().replace(" ", "_")
        if name in profile.known:
            found.append((name, match[2].strip(), match.start(2), match.end(2)))
    return found
