"""The revisions of a page -> the steps in which its infoboxes changed: how, by whom, what it brought and what it took away.

A revision whose infoboxes are the same as in the one before is not read.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict, deque
from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from infobox import box
from infobox.checks.findings import Finding
from infobox.checks.registry import Rule
from infobox.checks.reviewing import check_edit
from infobox.comparing import Change
from infobox.markup.line_ends import LineEnds
from infobox.record import Page

StepKind = Literal["first", "changed", "layout", "gone", "back", "hidden"]
"""What a step is: the first infobox, a change of meaning, one of layout alone, the infobox taken out or put back, or a text that is
hidden from readers, of which nothing is known.
"""

MOST_STATES: Final = 10_000
"""How many earlier states of a page's infoboxes are remembered, to recognize those that come back."""
MOST_UNDONE: Final = 50
"""How many revisions are named that a revert undid."""


class Revision(Struct, frozen=True):
    """One revision of a page, as far as is known: `text` is None if it is hidden, `sum` its check sum, empty if it is not stated."""

    id: int
    parent: int = 0
    time: str = ""
    user: str = ""
    comment: str = ""
    minor: bool = False
    text: str | None = None
    sum: str = ""


class Noted(Struct, frozen=True, omit_defaults=True):
    """A finding in one line."""

    code: str
    rule: str
    severity: str
    parameter: str
    message: str


class BoxStep(Struct, frozen=True, omit_defaults=True):
    """One revision in which a page's infoboxes changed.

    - `title`, `page`, `wiki`: the page, its number and the database name of its wiki, as far as they are known.
    - `revision`, `parent`, `time` (UTC), `user`, `comment`, `minor`: the revision.
    - `what`: what happened to the infoboxes.
    - `changes`: the changes in meaning, as `infobox diff --format json` gives them, if there was an infobox before and there is one after.
    - `found` and `fixed`: findings that the revision brought, and those that it took away; none if it puts an infobox back as it was.
    - `restores`: the number of the earlier revision whose infoboxes came back; `undoes` those whose changes are gone with it.
    """

    title: str
    page: int
    wiki: str
    revision: int
    parent: int
    time: str
    user: str
    comment: str
    what: StepKind
    minor: bool = False
    changes: list[Change] = []
    found: list[Noted] = []
    fixed: list[Noted] = []
    restores: int = 0
    undoes: list[int] = []

    def as_json(self) -> dict[str, Any]:
        """The fields that say something, by name."""
        made: dict[str, Any] = msgspec.to_builtins(replace(self, changes=[]))
        if self.changes:
            made["changes"] = [change.as_json() for change in self.changes]
        return made


class Tracker:
    """The infoboxes of one page, from its first revision on. `ever` is true once there was one; `looked_at` and `read` count revisions;
    `backwards` is true if a revision is older than the one before it, by its number and its time.
    """

    def __init__(self, page: Page, rules: Sequence[Rule]) -> None:
        self.page = page
        self._before = (0, "")
        self.backwards = False
        self._rules = rules
        self._text = ""
        self._sources: tuple[str, ...] = ()
        self._sum = ""
        self._end = 0
        self.ever = False
        self._states: OrderedDict[bytes, int] = OrderedDict()
        self._steps: deque[int] = deque(maxlen=MOST_UNDONE + 1)
        self.looked_at = self.read = 0

    def step(self, revision: Revision) -> BoxStep | None:
        """What a revision did to the infoboxes; None if nothing."""
        self.looked_at += 1
        self.backwards |= revision.id < self._before[0] and revision.time < self._before[1]
        self._before = (revision.id, revision.time)
        if revision.text is None:
            self._sum = ""
            return self._made(revision, "hidden")
        if revision.sum and revision.sum == self._sum:
            return None
        old, text, self._sum = self._text, revision.text, revision.sum
        sources = self._sources if self._begins_alike(text) else self._found(text)
        self._text = text
        if sources == self._sources:
            return None
        self.read += 1
        had, self._sources = self._sources, sources
        review = check_edit(old, text, self._rules, source=self.page)
        what = self._what(had, sources, changed=bool(review.changes))
        restores, undoes = self._reverted(revision.id, sources)
        if sources:
            self.ever = True
        return replace(
            self._made(revision, what),
            changes=review.changes if what == "changed" else [],
            found=[] if what == "back" and restores else list(map(_noted, review.findings)),
            fixed=list(map(_noted, review.removed)) if what != "gone" else [],
            restores=restores,
            undoes=undoes,
        )

    def _begins_alike(self, text: str) -> bool:
        """Whether a text is the same as the one before up to the end of its infoboxes, and nothing after them can be or hide another."""
        end = self._end
        if not end or text[:end] != self._text[:end]:
            return False
        return box.first_name(text[end:]) is None

    def _found(self, text: str) -> tuple[str, ...]:
        """The wikitext of the infoboxes of a text."""
        lines = LineEnds(text)
        boxes = box.find(lines.text, None, self.page.wiki)
        plain = bool(boxes) and lines.text == text and all(each.closed for each in boxes) and "<" not in text[: boxes[0].start]
        self._end = max(each.end for each in boxes) if plain else 0
        return tuple(lines.text[each.start : each.end] for each in boxes)

    def _what(self, had: tuple[str, ...], have: tuple[str, ...], *, changed: bool) -> StepKind:
        if not have:
            return "gone"
        if not had:
            return "back" if self.ever else "first"
        return "changed" if changed else "layout"

    def _reverted(self, revision: int, sources: tuple[str, ...]) -> tuple[int, list[int]]:
        """The earlier revision with the same infoboxes, and the revisions of the steps since then; none if there is no such revision."""
        state = hashlib.blake2b("\0".join(sources).encode(errors="surrogatepass"), digest_size=16).digest()
        before = self._states.pop(state, 0) if sources else 0
        steps = list(self._steps)
        since = steps[steps.index(before) + 1 :] if before in steps else steps[-MOST_UNDONE:] if before else []
        self._steps.append(revision)
        if sources:
            self._states[state] = revision
            if len(self._states) > MOST_STATES:
                self._states.popitem(last=False)
        return before, since

    def _made(self, revision: Revision, what: StepKind) -> BoxStep:
        page = self.page
        return BoxStep(
            title=page.title,
            page=page.id or 0,
            wiki=page.wiki,
            revision=revision.id,
            parent=revision.parent,
            time=revision.time,
            user=revision.user,
            comment=revision.comment,
            what=what,
            minor=revision.minor,
        )


def _noted(finding: Finding) -> Noted:
    return Noted(finding.code, finding.name, finding.severity, finding.parameter, finding.message)
