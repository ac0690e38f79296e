"""What a reader sees of plain words: no invisible characters, no behaviour switches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_ANY_CASE: Final = (
    "NOTOC FORCETOC TOC NOEDITSECTION NOGALLERY NOTITLECONVERT NOTC NOCONTENTCONVERT NOCC DISAMBIG ARCHIVEDTALK NOTALK".split()
)
_CAPITALS: Final = (
    "NEWSECTIONLINK NONEWSECTIONLINK HIDDENCAT EXPECTUNUSEDCATEGORY EXPECTUNUSEDTEMPLATE EXPECTED_UNCONNECTED_PAGE "
    "INDEX NOINDEX STATICREDIRECT NOGLOBAL"
).split()
"""The switches of MediaWiki and of the Wikipedias' extensions: those in any case, and those in capitals only."""

_CHARACTER: Final = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
SWITCH: Final = re.compile(rf"__(?:(?i:{'|'.join(_ANY_CASE)})|{'|'.join(_CAPITALS)})__")
# Soft hyphens, zero-width spaces and joiners, marks of direction. The two joiners that shape letters stay inside words of other scripts.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+"
    r"|(?<![^\x00-\x7f\s])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f\s])"
)


def visible(words: str) -> str:
    """Words without invisible characters."""
    return words if words.isascii() or _CHARACTER.search(words) is None else _INVISIBLE.sub("", words)


def seen(words: str) -> str:
    """Words of a page without invisible characters and behaviour switches, white space folded."""
    if "__" in words:
        words = SWITCH.sub("", words)
    return " ".join((words if words.isascii() else visible(words)).split())


def visible_pieces(words: str, unseen: re.Pattern[str] = _INVISIBLE) -> Iterator[tuple[str, int]]:
    """The stretches of `words` between invisible pieces, each with its place in them."""
    position = 0
    for match in unseen.finditer(words):
        if match.start() > position:
            yield words[position : match.start()], position
        position = match.end()
    if position < len(words):
        yield words[position:], position
