"""Where a rule applies: the wikis, and what of an infobox it looks at. Rules state it in their decorator, and are not called if there is
nothing to look at. The scopes that rules share are in `selectors`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from infobox.checks.findings import Hit

if TYPE_CHECKING:
    from infobox.checks.subject import Subject

T = TypeVar("T")
ENGLISH: Final = ("en",)
"""The languages of the wikis in which everything that the template shows and accepts is known here."""
Holding = str | tuple[str, ...] | re.Pattern[str]
"""What the wikitext of an infobox must have: words, one of several, or what a pattern matches."""


class Scope(NamedTuple, Generic[T]):
    """What a rule looks at: `select` gives it, in page order, and is called once for all rules; `words` names it, in the plural."""

    select: Callable[[Subject], Sequence[T]]
    words: str


InfoboxCheck = Callable[["Subject"], Iterable[Hit]]
"""The function of a rule about an infobox as a whole."""
ScopedCheck = Callable[["Subject", Sequence[T]], Iterable[Hit]]
"""The function of a rule about parts of an infobox, which takes these parts; there is at least one."""


class Where(NamedTuple):
    """Where a rule applies: in wikis in which languages (none are named: in all), whether all parameters of the template must be `listed`
    in its profile, what the infobox must be `holding`, whether it must be `closed`, and `over` which parts of it.
    """

    wikis: tuple[str, ...] = ()
    listed: bool = False
    holding: Holding = ()
    closed: bool = False
    over: Scope[Any] | None = None

    def bound(self, check: Callable[..., Iterable[Hit]]) -> InfoboxCheck:
        """The function of a rule as a function of any infobox, which finds nothing where the rule does not apply."""
        wikis, listed, _, closed, over = self
        holds = _test(self.holding)

        def found(subject: Subject) -> Iterable[Hit]:
            if holds is not None and not holds(subject.wikitext):
                return ()
            language = subject.reading.language
            if (wikis and language not in wikis) or (closed and not subject.box.closed):
                return ()
            if listed and not subject.box.profile.lists(language):
                return ()
            if over is None:
                return check(subject)
            selected = subject.once(over.select)
            return check(subject, selected) if selected else ()

        return found


def _test(holding: Holding) -> Callable[[str], object] | None:
    """Whether a wikitext has what a rule needs; None if it needs nothing."""
    if isinstance(holding, re.Pattern):
        return holding.search
    if isinstance(holding, str):
        return lambda words: holding in words
    return (lambda words: any(mark in words for mark in holding)) if holding else None
