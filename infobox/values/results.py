"""How a conflict ended: outcome and victor from the wordings that pages use."""

from __future__ import annotations

import re
from typing import Final

from infobox.record import Outcome

_VICTORY: Final = re.compile(
    r"(?P<before>[^.;:()\n]*?)\b(?:(?P<kind>decisive|pyrrhic|phyrric|tactical|strategic|operational|minor|major|crushing|overwhelming|total"
    r"|partial|limited|marginal|moral|military|final|clear|defensive|complete|great)\b[ ,/]*(?:and )?)?(?P<middle>[^.;:()\n]*?)"
    r"\b(?:victory|victories|victorious|success|win)\b",
    re.IGNORECASE,
)
_FOR: Final = re.compile(r"\b(?:victory|success|win) (?:for|of|by) (?:the )?([^.;:(),\n]+)", re.IGNORECASE)
_QUALITIES: Final = re.compile(
    r"\b(?:decisive|indecisive|pyrrhic|phyrric|tactical|strategic|operational|minor|major|crushing|overwhelming|total|partial|limited"
    r"|marginal|moral|military|final|clear|defensive|offensive|complete|great|naval|significant|eventual|initial"
    r"|a|an|the|and|see below)\b[,/]*",
    re.IGNORECASE,
)
_SHARED: Final = re.compile(r"\b(?:both|each|all) sides?\b|\bclaim(?:ed|s)? (?:by both|victory)|\bdisputed\b", re.IGNORECASE)
_OTHERS: Final[tuple[tuple[Outcome, re.Pattern[str]], ...]] = (
    ("inconclusive", re.compile(r"\b(?:inconclusive|indecisive|draw|disputed|undecided|no clear (?:victor|winner))\b", re.IGNORECASE)),
    ("stalemate", re.compile(r"\b(?:stalemate|status quo|deadlock)\b", re.IGNORECASE)),
    ("ceasefire", re.compile(r"\b(?:cease-?fire|armistice|truce)\b", re.IGNORECASE)),
    ("agreement", re.compile(r"\b(?:agreements?|treaty|peace accords?|accords?|settlement|negotiated|compromise)\b", re.IGNORECASE)),
    ("failure", re.compile(r"\b(?:fail(?:ed|s|ure)|unsuccessful|aborted|foiled|repulsed|repelled)\b", re.IGNORECASE)),
    ("withdrawal", re.compile(r"\b(?:withdr[ae]w(?:al|n|s)?|retreat(?:ed|s)?|evacuat(?:ion|ed|es)|disengage(?:d|ment))\b", re.IGNORECASE)),
)


def read(lines: list[str]) -> tuple[Outcome | None, str]:
    """Outcome and victor, as the page words it, from the texts of the result's lines; the first that says something leads."""
    for text in lines:
        found = _of(text[:400])
        if found is not None:
            return found
    return ("other", "") if any(lines) else (None, "")


def _of(text: str) -> tuple[Outcome, str] | None:
    pieces = re.split(r"[;.]\s+|\s[–—-]\s", text)
    for piece in pieces:
        victory = _victory(piece)
        if victory is not None:
            return victory
    for outcome, pattern in _OTHERS:
        if pattern.search(text) is not None:
            return outcome, ""
    return None


def _victory(text: str) -> tuple[Outcome, str] | None:
    match = _VICTORY.search(text)
    if match is None:
        return None
    if _SHARED.search(text) is not None:
        return "inconclusive", ""
    lowered = text.lower()
    outcome: Outcome = (
        "pyrrhic_victory"
        if "pyrrhic" in lowered or "phyrric" in lowered
        else "decisive_victory"
        if "decisive" in lowered and "indecisive" not in lowered
        else "victory"
    )
    giver = _FOR.search(text)
    words = giver[1] if giver is not None else text[: match.end()].rsplit(" ", 1)[0]
    victor = " ".join(_QUALITIES.sub(" ", words).split()).strip(" ,")
    return outcome, victor
