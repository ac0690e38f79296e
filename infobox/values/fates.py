"""The fates of persons that stand in a line's own words: daggers, ``(KIA)``, ``(captured in 1943)``.

Which words mean which fate is data: ``fates.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

from infobox.record import Fate

_TABLES: Final = tomllib.loads(files("infobox.values").joinpath("fates.toml").read_text("utf-8"))
_SIGNS: Final[dict[str, Fate]] = _TABLES["signs"]


def _by_words(table: dict[Fate, list[str]]) -> dict[str, Fate]:
    return {words.lower(): fate for fate, entries in table.items() for words in entries}


_MARKERS: Final = _by_words(_TABLES["markers"])
_WORDS: Final = _by_words(_TABLES["words"])
_MARKER: Final = re.compile(r"\s*(?:([†‡✝])|[(\[]\s*([A-Za-z ]{3,18})\s*[)\]])")
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
_WORD: Final = re.compile(
    rf"(?:(?:later|then|subsequently|was|were|reportedly|allegedly)\s+)*({'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})"
    # A time, place or cause may follow; anything else makes it a matter of its own: `captured the town`, `killed 40 men`.
    rf"(?=\s*(?:\Z|[,;:.?!–—-]|\d{{3,4}}(?![\d,])(?:[–/-]\d+)?\s*(?:\Z|[,;:?])|\d{{1,2}}(?:[–-]\d{{1,2}})?\s+{_MONTH}|{_MONTH}|(?:c\.|"
    r"(?:in|on|at|by|near|since|from|until|after|during|before|for|of|while|when|as|to|early|late|mid|twice|again|that|this|same|next)\b)))",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r"\s*(?:[,;/&]|\band\b|\bthen\b|\s[–—-]\s)\s*")
_LONGEST: Final = 200
"""A qualifier longer than this is a story."""


def marked(text: str, *, by_signs: bool = False) -> tuple[str, list[Fate]]:
    """The text without the fate marks written into it, and these fates, in order: daggers, ``(KIA)``, ``(POW)`` and the like.

    `by_signs`: only daggers, in a text whose words are not understood.
    """
    found: list[Fate] = []

    def take(match: re.Match[str]) -> str:
        fate = _SIGNS[match[1]] if match[1] else None if by_signs else _MARKERS.get(" ".join(match[2].lower().split()))
        if fate is None:
            return match[0]
        if fate not in found:
            found.append(fate)
        return ""

    if "†" not in text and "‡" not in text and "✝" not in text and "(" not in text and "[" not in text:
        return text, found
    cleaned = _MARKER.sub(take, text)
    return (" ".join(cleaned.split()) if found else text), found


def told(qualifiers: Sequence[str]) -> list[Fate]:
    """The fates that qualifiers tell of, in order: ``captured at Sedan``, ``wounded, later executed``, ``KIA 2014``."""
    found: list[Fate] = []
    for qualifier in qualifiers:
        if len(qualifier) > _LONGEST:
            continue
        for part in _PARTS.split(qualifier):
            match = _WORD.match(part)
            if match is not None:
                fate = _WORDS[match[1].lower()]
                if fate not in found:
                    found.append(fate)
    return found
