"""What a rule says of a page: a finding, with the fix where there is one."""

from __future__ import annotations

from typing import Final, NamedTuple

from infobox.editing.splicing import Edit
from infobox.record import Severity

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")


class Fix(NamedTuple):
    """Edits that fix a finding, all of them or none. `safe`: what a reader sees stays as it is, or an obvious slip is fixed."""

    edits: tuple[Edit, ...]
    safe: bool = True


def edited(start: int, end: int, words: str, *, safe: bool = True) -> Fix:
    """The fix that puts words in the place of one span."""
    return Fix((Edit(start, end, words),), safe)


class Said(NamedTuple):
    """What a rule found: half-open span in the page, what to do about it in one line, and the fix where there is one.

    The parameter is the one the span begins in, unless it is given.
    """

    start: int
    end: int
    message: str
    fix: Fix | None = None
    parameter: str | None = None


class Finding(NamedTuple):
    """One thing that is wrong with a page.

    `code` and `name` are the rule's, `parameter` is as the page writes it (empty where the finding is about the infobox as a whole),
    `start` and `end` the half-open span in code points, `line` and `column` its beginning (from 1), `text` the page's words there,
    `message` what to do, in one line; `fix` is None where nothing can be done without knowing more; `infobox` is the number of the
    infobox on the page, from 1; `cosmetic` is true where a reader sees no difference.
    """

    code: str
    name: str
    severity: Severity
    parameter: str
    start: int
    end: int
    line: int
    column: int
    text: str
    message: str
    fix: Fix | None
    infobox: int
    cosmetic: bool


_LONGEST_QUOTED: Final = 60


def shortened(words: str, most: int = _LONGEST_QUOTED) -> str:
    """The page's words for a message: in one line, and cut at 60 characters."""
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1] + "…"


def quoted(words: str) -> str:
    """The page's words for a message, in quotation marks; in one line, and cut at 60 characters."""
    return f"“{shortened(words)}”"
