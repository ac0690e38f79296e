"""Colours for a terminal: when they are used, and which."""

from __future__ import annotations

import os
from typing import Final, Literal, TextIO

Colour = Literal["auto", "always", "never"]
CODES: Final = {"bold": "1", "dim": "2", "red": "31", "yellow": "33", "cyan": "36"}
"""The styles of reports, with their terminal codes."""
SEVERITIES: Final = {"error": "red", "warning": "yellow", "info": "cyan"}
"""The style of each severity of a finding."""


def is_coloured(color: Colour, file: TextIO) -> bool:
    """Whether output to a file is coloured; `auto`: on a terminal, unless `NO_COLOR` is set or the terminal is `dumb`."""
    if color == "auto":
        return file.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") not in ("dumb", "unknown")
    return color == "always"


def painted(words: str, style: str) -> str:
    """Words in one of the styles."""
    return f"\x1b[{CODES[style]}m{words}\x1b[0m"
