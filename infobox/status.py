"""Exit statuses of the commands."""

from __future__ import annotations

SUCCESS = 0
"""Everything went well."""
NEGATIVE = 1
"""The command did its work and found something to look at (findings, faults, differences, errors), or found no infobox."""
TROUBLE = 2
"""Wrong use, or a file that cannot be read or written."""
INTERRUPTED = 130
"""The user stopped it."""
PIPE_CLOSED = 141
"""The reader of its output closed the pipe."""
TERMINATED = 143
"""It received a signal to terminate."""
