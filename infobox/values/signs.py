"""What signs and digits mean in a text of any language.

Words change what numbers beside them mean (`32 mil` is 32,000 in Portuguese), so a text with a letter is not read here.
"""

from __future__ import annotations

import re


def has_words(text: str) -> bool:
    """Whether a text holds anything but signs and digits."""
    return any(map(str.isalpha, text))


def has_figure(text: str) -> bool:
    """Whether a line may hold a figure."""
    return re.search(r"\d", text) is not None
