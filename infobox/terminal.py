"""Colours for a terminal: when they are used, and which."""

from __future__ import annotations

import os
import sys
from typing import Final, Literal, TextIO

Colour = Literal["auto", "always", "never"]
CODES: Final = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
"""The styles of reports, with their terminal codes."""
SEVERITIES: Final = {"error": "red", "warning": "yellow", "info": "cyan"}
"""The style of each severity of a finding."""
_DIFF: Final = {"--- ": "bold", "+++ ": "bold", "@@": "cyan", "-": "red", "+": "green"}
"""The style of each kind of line of a unified diff, by what it begins with."""


def is_coloured(color: Colour, file: TextIO) -> bool:
    """Whether output to a file is coloured; `auto`: not if `NO_COLOR` is set, else if `FORCE_COLOR` is set, else on a terminal that has
    colours. A variable that is empty is not set.
    """
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return file.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown") and _has_colours(file)


def _has_colours(file: TextIO) -> bool:
    """Whether a terminal acts on codes: a console of Windows only if it is asked to, which ones before Windows 10 refuse."""
    if sys.platform != "win32":
        return True
    import ctypes
    import msvcrt

    console = ctypes.windll.kernel32
    mode = ctypes.c_ulong()
    try:
        handle = msvcrt.get_osfhandle(file.fileno())
    except OSError:
        return False
    return bool(console.GetConsoleMode(handle, ctypes.byref(mode)) and console.SetConsoleMode(handle, mode.value | 4))


def painted(words: str, style: str) -> str:
    """Words in one of the styles."""
    return f"\x1b[{CODES[style]}m{words}\x1b[0m"


def painted_diff(line: str) -> str:
    """A line of a unified diff in its colour."""
    words = line.rstrip("\n")
    style = next((style for start, style in _DIFF.items() if words.startswith(start)), None)
    return f"{painted(words, style)}{line[len(words) :]}" if style and words else line
