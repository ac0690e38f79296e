"""What goes wrong with a wiki: one line for people, and a code for programs."""

from __future__ import annotations


class WikiError(Exception):
    """A wiki cannot be asked, or refused. `code` is the API's own (`protectedpage`), or `unreachable`, `unavailable`, `odd`, `settings`;
    the message is one line: what was refused, why, and what to do. It never contains a secret.

    `passes` if asking again may help, after `wait` seconds if the wiki says so; `lost` if no answer came, or none that can be
    understood, so that what was asked may have been done.
    """

    def __init__(self, code: str, message: str, *, passes: bool = False, lost: bool = False, wait: float | None = None) -> None:
        super().__init__(message)
        self.code, self.passes, self.lost, self.wait = code, passes, lost, wait


class UnknownFateError(WikiError):
    """It is not known whether an edit arrived; the message says why."""


class StopError(Exception):
    """A run must not go on; the message says why."""
