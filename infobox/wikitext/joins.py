"""Whether a line goes on after a ``<br>``: pages break lines for looks, in the middle of a phrase or between a number and its unit.

English words and signs say so; in a language that is not understood, signs alone (`by_signs`).
"""

from __future__ import annotations

import re
from typing import Final

Chunks = list[tuple[str, int, int]]
"""The pieces of a line: words, style, place."""

_OPEN_END: Final = re.compile(
    r"(?:\b(?:and|or|of|the|a|an|in|on|at|by|for|from|to|with|under|including|plus|than|but|though|nor|yet|about|approximately|circa|von|van|de"
    r"|der|zu)|(?:\A|[:;,(>])\s*[Aa]t (?:least|most)|[&/(~=]|\s[–—-]),?\s*\Z"
)
_OPEN_SIGN: Final = re.compile(r"(?:[&/(~=]|\s[–—-]),?\s*\Z")
_RUNNING_START: Final = re.compile(r"\s*(?:and|or|of|in|under|by|with|from|to|for|including|on|&)\b(?!\s*:)")
_BARE_FIGURE: Final = re.compile(r"(?:[~≈<>±c.]*\s*)?\d[\d,.\u00a0\u202f –—+-]*(?:million|billion|thousand)?\s*\Z")
_BROKEN_RANGE: Final = re.compile(r"\d[–—-]\s*\Z")
_FIGURE: Final = re.compile(r"[0-9][0-9,.]{0,20}")
_DASH_AND_FIGURE: Final = re.compile(r"\s*[–—-]\s*([0-9][0-9,.]{0,20})")
_DASHES: Final = ("–", "—", "-")
_NO_DIGITS: Final = re.compile(r"[^0-9]+")
_DIGIT: Final = re.compile(r"\d")
_COUNTED: Final = re.compile(
    r"\b(?:casualties|losses|men|troops|soldiers|personnel|killed|dead|wounded|missing|captured|prisoners|guns|tanks|aircraft|ships)\b"
)
_COUNTED_START: Final = re.compile(
    r"\s*(?:casualties|losses|men|troops|soldiers|personnel|killed|dead|wounded|missing|captured|prisoners)\b"
)
_ENOUGH: Final = 80
# What begins another figure: an estimate beside the one before it.
_FIGURE_START: Final = re.compile(
    r"\s*(?:c\.|(?:ca|circa|about|around|approx|over|nearly|almost|some|roughly|up to|at (?:least|most)|an? estimated|estimated|more than"
    r"|fewer than|less than|unknown|several|plus|as many as|between|possibly|perhaps|maybe|probably|no more|no fewer|no less|half|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|twelve|dozens|hundreds|thousands|tens of|none)\b)"
)
_NOUN_START: Final = re.compile(r"\s*[a-z]")


def _tail(chunks: Chunks) -> str:
    """The last words of a line, enough to judge by."""
    text = ""
    for words, _, _ in reversed(chunks):
        text = words[-_ENOUGH:] + text
        if len(text) >= _ENOUGH:
            break
    return text


def open_end(chunks: Chunks, *, by_signs: bool = False) -> bool:
    """Whether the line ends in the middle of a phrase."""
    return (_OPEN_SIGN if by_signs else _OPEN_END).search(_tail(chunks)[-24:]) is not None


def continues(chunks: Chunks, words: str, *, by_signs: bool = False) -> bool:
    """Whether `words` after a ``<br>`` go on with the line."""
    if not words or not chunks:
        return False
    tail = _tail(chunks)
    if by_signs:
        broken = _BROKEN_RANGE.search(tail) is not None and words.lstrip()[:1].isdigit()
        return broken or _OPEN_SIGN.search(tail[-24:]) is not None or tail.rfind("(") > tail.rfind(")")
    return _RUNNING_START.match(words) is not None or _is_broken(tail, words)


def runs_on(chunks: Chunks, words: str) -> bool:
    """Whether nothing but the beginning of `words` says that they go on with the line: `of these`, `in other sources`."""
    return bool(chunks) and _RUNNING_START.match(words) is not None and not _is_broken(_tail(chunks), words)


def ends_range(chunks: Chunks, words: str) -> bool:
    """Whether `words` begin with a dash and the larger end of a range whose beginning the line is: `10,000`, `– 12,000 men`."""
    return _ends_range(_tail(chunks), words)


def _ends_range(tail: str, words: str) -> bool:
    high = _DASH_AND_FIGURE.match(words) if words.lstrip()[:1] in _DASHES else None
    if high is None or len(tail) >= _ENOUGH or _BARE_FIGURE.match(tail.strip()) is None:
        return False
    low = _FIGURE.findall(tail)[-1]
    return int(_NO_DIGITS.sub("", low)) < int(_NO_DIGITS.sub("", high[1]))


def _is_broken(tail: str, words: str) -> bool:
    """Whether a phrase, a number or a parenthesis is broken between the end of a line and the words behind it."""
    if _ends_range(tail, words):
        return True
    if _OPEN_END.search(tail[-24:]) is not None:
        return True
    if words.lstrip()[:1].isdigit() and _BROKEN_RANGE.search(tail) is not None:
        return True
    lower = _NOUN_START.match(words) is not None
    if lower and tail.rstrip().endswith(","):
        return True
    if lower and _COUNTED_START.match(words) is not None and _COUNTED.search(tail) is None and _DIGIT.search(tail) is not None:
        return True
    if lower and len(tail) < _ENOUGH and _BARE_FIGURE.match(tail.strip()) is not None:
        return _FIGURE_START.match(words) is None
    return tail.rfind("(") > tail.rfind(")")
