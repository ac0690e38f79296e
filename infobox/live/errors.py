"""What goes wrong with a wiki: one line for people, and a code for programs."""

from __future__ import annotations


class WikiError(Exception):
    """A wiki cannot be asked, or refused. `code` is the API's own (`protectedpage`), or `unreachable`, `unavailable`, `odd`, `settings`;
    the message is one line: what was refused, why, and what to do. It never contains a secret.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class StopError(Exception):
    """A run must not go on; the message says why."""
