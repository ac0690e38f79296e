"""What a rule reports about a page: a finding, with its fix or with suggestions if there are any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from msgspec import Struct

from infobox.markup.edits import Edit
from infobox.record import Severity

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")
"""The most severe first."""


class Fix(NamedTuple):
    """Edits that fix a finding, applied together or not at all. `safe`: readers see the same as before, or an obvious slip is fixed."""

    edits: tuple[Edit, ...]
    safe: bool = True


class Suggestion(NamedTuple):
    """One of the answers to a finding if it is not certain which is right: `what` it does, in a few words, and its `edits`, applied
    together. No suggestion is applied unless a person chooses it.
    """

    what: str
    edits: tuple[Edit, ...]


def edited(start: int, end: int, words: str, *, safe: bool = True) -> Fix:
    """The fix that replaces one span with words."""
    return Fix((Edit(start, end, words),), safe)


class Hit(NamedTuple):
    """What a rule yields, which becomes a `Finding`: a half-open span in the page, a message of one line, and a fix if there is one.

    The parameter is the one in which the span begins, unless another is given. For the summary of an edit, `detail` says in a few words
    what exactly was done, such as `300 → 900`, and `times` how often. `suggestions` are possible answers, the likeliest first. `about` is
    the thing, such as a template, of which a rule has one finding a page.
    """

    start: int
    end: int
    message: str
    fix: Fix | None = None
    parameter: str | None = None
    detail: str = ""
    times: int = 1
    suggestions: tuple[Suggestion, ...] = ()
    about: str = ""


def merged(hits: Sequence[Hit]) -> Iterator[Hit]:
    """One hit for several of one cause: at the first place, with one fix for all; without a fix if one of them has none. Their number is
    in the message.
    """
    if len(hits) < 2:
        yield from hits
        return
    fixes = [hit.fix for hit in hits if hit.fix is not None]
    edits = tuple(dict.fromkeys(edit for fix in fixes for edit in fix.edits))
    fix = Fix(edits, all(fix.safe for fix in fixes)) if len(fixes) == len(hits) else None
    what, semicolon, advice = hits[0].message.partition(";")
    yield hits[0]._replace(message=f"{what} ({len(hits)} times in this list){semicolon}{advice}", fix=fix)


class Finding(Struct, frozen=True, repr_omit_defaults=True):
    """One thing that is wrong with a page.

    - `code` and `name` (str): the rule's, such as `P101` and `unknown-parameter`.
    - `severity` (`Severity`): `error`, `warning` or `info`.
    - `parameter` (str): as spelled in the page; empty if the finding is about the infobox as a whole.
    - `start` and `end` (int): the half-open span in the page, in Unicode code points from 0.
    - `line` and `column` (int): the place of `start`, both from 1; columns count code points.
    - `text` (str): the page's words in the span, at most the first 200 code points.
    - `message` (str): in one line, what is wrong and what to do.
    - `fix` (`Fix` or None): None if only a person can fix it.
    - `suggestions` (tuple of `Suggestion`): possible answers if none is certain, the likeliest first; no fix applies them.
    - `infobox` (int): the number of the infobox on the page, from 1.
    - `cosmetic` (bool): true if readers see no difference.
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
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def perhaps(self) -> str:
        """What the suggestions do, in one line: `perhaps: write “place”, or remove it`; empty if there are none."""
        return f"perhaps: {', or '.join(each.what for each in self.suggestions)}" if self.suggestions else ""

    @property
    def advice(self) -> str:
        """The message, followed by what the suggestions do, in one line."""
        return f"{self.message} ({self.perhaps})" if self.suggestions else self.message


FindingKey: TypeAlias = tuple[str, str, str]
"""What findings in two texts have in common if they are about the same thing: the rule's code, the parameter, and words."""

_LONGEST_QUOTED: Final = 60


def is_severe(severity: Severity, least: Severity) -> bool:
    """Whether a severity is the least that is wanted, or above it."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(least)


def shortened(words: str, most: int = _LONGEST_QUOTED) -> str:
    """The page's words for a message: on one line, cut at 60 characters."""
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1] + "…"


def quoted(words: str) -> str:
    """The page's words for a message, in quotation marks: on one line, cut at 60 characters."""
    return f"“{shortened(words)}”"
