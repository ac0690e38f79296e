"""Exit statuses of the commands."""

from __future__ import annotations

SUCCESS = 0
"""All well."""
NEGATIVE = 1
"""The command did its work, and there is something to look at, or nothing at all: findings, faults, differences, errors; no infobox."""
TROUBLE = 2
"""Wrong use, or a file that cannot be read or written."""
INTERRUPTED = 130
"""The user stopped it."""
PIPE_CLOSED = 141
"""Nobody reads its output any more."""
TERMINATED = 143
"""Somebody asked it to end."""
