"""What a text says by signs and digits alone, in whatever language it is written.

Words change what numbers beside them mean (`32 mil` is 32,000 in Portuguese), so a text that holds a letter says nothing here.
"""

from __future__ import annotations

import re


def has_words(text: str) -> bool:
    """Whether a text holds anything but signs and digits."""
    return any(map(str.isalpha, text))


def has_figure(text: str) -> bool:
    """Whether a line may hold a figure."""
    return re.search(r"\d", text) is not None
