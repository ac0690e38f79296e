"""The fates of persons that stand in a line's own words: daggers, ``(KIA)``, ``(captured in 1943)``, ``[[Killed in action|+]]``.

Which words, signs and pages mean which fate is data: ``fates.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

from infobox.record import Fate

_TABLES: Final = tomllib.loads(files("infobox.values").joinpath("fates.toml").read_text("utf-8"))
SIGNS: Final[dict[str, Fate]] = _TABLES["signs"]
"""The fates that single characters stand for."""


def _by_words(table: dict[Fate, list[str]]) -> dict[str, Fate]:
    return {words.lower(): fate for fate, entries in table.items() for words in entries}


MARKERS: Final = _by_words(_TABLES["markers"])
"""The fates that marks stand for, in lower case."""
_WORDS: Final = _by_words(_TABLES["words"])
PAGES: Final = _by_words(_TABLES["pages"])
"""The fates that pages are about, by their titles in lower case."""
_EXPLAINED: Final = PAGES | _WORDS | MARKERS
_SIGN: Final = f"[{''.join(SIGNS)}]"
_MARKER: Final = re.compile(
    rf"\s*[(\[]\s*(?P<words>(?:[A-Za-z ,;/&.+]|{_SIGN}){{1,24}})\s*[)\]]|(?<=[(\[])\s*(?P<first>{_SIGN})\s*|\s*(?P<sign>{_SIGN})"
)
_MAY_BE_MARKED: Final = re.compile(rf"[(\[{''.join(SIGNS)}]")
_BETWEEN: Final = re.compile(r"\s*(?:[,;/&+]|\band\b)\s*")
_LIFE: Final = re.compile(rf"(?:c\. |ca\. )?(?:{'|'.join(map(re.escape, _TABLES['life']['words']))})(?![^\W\d_])", re.IGNORECASE)
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
_LONGEST_MARK: Final = 5
"""More letters than these are a word."""


def marked(text: str, *, by_signs: bool = False) -> tuple[str, list[Fate]]:
    """The text without the fate marks written into it, and these fates, in order: daggers, ``(KIA)``, ``[POW]`` and the like.

    `by_signs`: only daggers, in a text whose words are not understood.
    """
    found: list[Fate] = []

    def take(match: re.Match[str]) -> str:
        sign = match["first"] or match["sign"]
        meant = [SIGNS[sign]] if sign else _marks(match["words"], by_signs=by_signs)
        found.extend(fate for fate in meant if fate not in found)
        if not meant:
            return match[0]
        # Words that a mark alone kept apart stay apart.
        return " " if text[max(0, match.start() - 1) : match.start()].isalnum() and text[match.end() : match.end() + 1].isalnum() else ""

    if _MAY_BE_MARKED.search(text) is None:
        return text, found
    cleaned = _MARKER.sub(take, text)
    return (" ".join(cleaned.split()) if found else text), found


def _marks(words: str, *, by_signs: bool) -> list[Fate]:
    """The fates that words in brackets stand for, where they are nothing but marks: `KIA`, `WIA, POW`, `P.O.W.`, `†`."""
    fates: list[Fate] = []
    for piece in _BETWEEN.split(words.strip()):
        fate = SIGNS.get(piece) or (None if by_signs else MARKERS.get(_bare(piece)))
        if fate is None:
            return []
        if fate not in fates:
            fates.append(fate)
    return fates


def _bare(words: str) -> str:
    """Words in lower case, abbreviations without their points."""
    words = " ".join(words.lower().split())
    return words.replace(".", "") if "." in words and " " not in words else words


def linked(title: str, words: str) -> Fate | None:
    """The fate that a link is, where it leads to a page about one and its words are a sign or an abbreviation.

    ``[[Executed by hanging|☠]]`` and ``[[Prisoner of war|P.O.W]]`` are marks, ``[[Prisoner of war|captured]]`` is words. The same of
    words and the tooltip that explains them.
    """
    fate = _EXPLAINED.get(" ".join(title.partition("#")[0].lower().split()))
    return fate if fate is not None and _is_mark(words) else None


def _is_mark(words: str) -> bool:
    """Whether words are a sign or an abbreviation: `†`, `KIA`, `P.O.W`, `PoW`, `exec.`; figures beside them make them words."""
    mark = words.strip().strip("()[] ")
    letters = [char for char in mark if char.isalpha()]
    if not mark or len(letters) > _LONGEST_MARK or any(map(str.isdigit, mark)) or len(mark) > _LONGEST_MARK + len(letters):
        return False
    if len(letters) < 2 or _bare(mark) in MARKERS:
        return True
    capitals = sum(map(str.isupper, letters))
    return (mark[-1] == "." and " " not in mark) or (capitals > 1 and capitals >= len(letters) - 1)


def of_a_life(words: str) -> bool:
    """Whether a clause is about somebody's birth or death: `d. 1637`, `b. 1580`."""
    return _LIFE.match(words) is not None


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
