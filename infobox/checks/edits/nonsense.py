"""Whether words that an edit put into an infobox are certainly nonsense."""

from __future__ import annotations

import re
from typing import Final

from infobox.checks.edits.citations import Passage, texts_of
from infobox.checks.edits.compared import Match, comparison, figures
from infobox.checks.reviewing import Revisions
from infobox.language import concepts
from infobox.language.lexicon import Lexicon, common
from infobox.language.patterns import any_of, whole
from infobox.record import Item

# Four equal letters, but not those of Roman numerals or of an address; cries; without end; faces.
_SIGNS: Final = re.compile(
    r"([^\W\d_ivxlcdmw])\1{3,}|!{3,}|∞|(?:!\?|\?!)[!?]|[\U0001f600-\U0001f64f\U0001f910-\U0001f92f\U0001f970-\U0001f97a\U0001f4a9]",
    re.IGNORECASE,
)
_CAPITAL: Final = re.compile(r"\b[A-Z]")
_LONGEST: Final = 1000
"""How many characters of a line are looked at."""


class _Nonsense:
    """Nonsense in one language: patterns for words that are always nonsense, for lines that are if there is nothing else, and for lines
    that are instead of a figure.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        always, alone, uncounted = (
            lexicon.checks.of(concept) | common().checks.of(concept)
            for concept in (concepts.NONSENSE, concepts.NONSENSE_ALONE, concepts.UNCOUNTED)
        )
        edge = r"[\W_]*"
        self.always = re.compile(whole(always), re.IGNORECASE)
        self.alone = re.compile(rf"{edge}{any_of(alone)}{edge}", re.IGNORECASE)
        self.uncounted = re.compile(rf"{edge}(?:{any_of(uncounted)}){edge}(?:\b\w+\b\W*){{0,3}}", re.IGNORECASE)


def is_nonsense(versions: Revisions, passage: Passage) -> bool:
    """Whether a passage of the new version is reported as nonsense."""
    return id(passage) in versions.once(_found)


def was_nonsense(versions: Revisions, passage: Passage) -> bool:
    """Whether a passage of the old version is nonsense: what stands in its place now is no worse."""
    return _is_nonsense(passage, versions.old.lexicon.grammar(_Nonsense))


def nonsense(versions: Revisions) -> list[Passage]:
    """The passages of the new version that are nonsense, and were not in the old one."""
    return list(versions.once(_found).values())


def _found(versions: Revisions) -> dict[int, Passage]:
    known = versions.new.lexicon.grammar(_Nonsense)
    had = {passage.text for passage in texts_of(versions.old)}
    found = {id(passage): passage for passage in texts_of(versions.new) if passage.text not in had and _is_nonsense(passage, known)}
    for match in versions.once(comparison).matches:
        if _is_instead_of_a_figure(match, known):
            found[id(match.new)] = match.new
    return found


def _is_nonsense(passage: Passage, known: _Nonsense) -> bool:
    text = passage.text[:_LONGEST]
    pages = " ".join(link.target for link in passage.links).casefold()
    if known.alone.fullmatch(text):
        return not pages
    for match in (*known.always.finditer(text), *_SIGNS.finditer(text)):
        # A word with a capital beside others, or in the title of a page, may be part of a name.
        is_name = match[0].istitle() and _CAPITAL.search(text.replace(match[0], "")) is not None
        if not is_name and match[0].casefold() not in pages:
            return True
    return False


def _is_instead_of_a_figure(match: Match, known: _Nonsense) -> bool:
    old, new = match.old, match.new
    if not isinstance(old, Item) or not isinstance(new, Item) or not old.quantities or new.quantities:
        return False
    return not figures(new.text) and known.uncounted.fullmatch(new.text[:_LONGEST]) is not None
