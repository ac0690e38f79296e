"""How a conflict ended: outcome and victor, from the wordings that pages use.

The first line leads. In a line a victory, a draw or a stalemate says how it ended, the first of them; only where none is named does a
ceasefire, an agreement, a failure or a withdrawal. What was so `initially` yields to what came of it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from infobox.record import Outcome

_LONGEST: Final = 400
"""So much of a line is read; what it means stands at its beginning."""

# Wordings and what they mean; the first in the text counts. A victory needs more: whose, and of which kind.
_WORDINGS: Final = re.compile(
    r"\b(?:"
    r"(?P<shared>(?:both|each|all)(?: \w+)? (?:sides?|parties)(?: \w+)? (?:claim\w*|declar\w+) (?:\w+ )?"
    r"victory"
    r"|(?:victory|success) (?:is |was )?claimed by (?:both|each|all)"
    r"|(?:claimed|declared) (?:as a |a )?(?:victory|success) by (?:both|each|all)"
    r"|no (?:clear |decisive |real )?(?:victor|victory|winner)s?)"
    r"|(?P<victory>victory|victories|victorious|success|successes|successful|triumph|wins?)"
    r"|(?P<inconclusive>inconclusive\w*|indecisive\w*|draw|disputed|undecided|contested|status quo|mixed results?)"
    r"|(?P<stalemate>stalemate|deadlock|impasse)"
    r"|(?P<ceasefire>cease-? ?fires?|armistice|truce)"
    r"|(?P<agreement>agreements?|agreed|treaty|treaties|accords?|settlement|negotiat\w+|compromise|peace (?:of|deal|talks)|convention of)"
    r"|(?P<failure>fail(?:s|ed|ure|ures)?|unsuccessful|aborted|abandoned|foiled|thwarted|repulsed?|repelled|suppressed|crushed|cancelled"
    r"|called off|defeat(?:ed)?)"
    r"|(?P<withdrawal>withdr[ae]w\w*|retreat\w*|evacuat\w+|disengage\w*|pull(?:s|ed)? (?:out|back))"
    r")\b",
    re.IGNORECASE,
)
_LEADING: Final = frozenset(("victory", "inconclusive", "stalemate"))
_SENTENCES: Final = re.compile(r"[;:()]|(?<=[^\W\d_]{3})\.(?:\s|\Z)|\s[–—-]\s|(?<=[^\W\d_]{3})\. ?\Z")
_INITIALLY: Final = re.compile(r"\binitial(?:ly)?\b", re.IGNORECASE)
# Words before `victory` that say of which kind it was.
_QUALITIES: Final = frozenset(
    "decisive pyrrhic phyrric tactical strategic operational minor major crushing overwhelming total partial limited marginal moral"
    " military final clear defensive offensive complete great naval aerial significant eventual initial narrow costly temporary local"
    " political important stunning resounding outright a an the overall undisputed heavy massive small slight tactically strategically"
    " air combined ultimate likely possible near".split()
)
# Words that no name of a victor holds: what stands before them is another matter.
_BREAKS: Final = frozenset(
    "in to by with but after followed resulting results result ends ended ending was is claim claims claimed for despite then subsequent"
    " failure failed defeat withdrawal retreat stalemate inconclusive surrender draw indecisive leads leading led into first second".split()
)
_PYRRHIC: Final = re.compile(r"\b(?:pyrrhic|phyrric)\b", re.IGNORECASE)
_DECISIVE: Final = re.compile(r"\bdecisive(?:ly)?\b", re.IGNORECASE)
_BEHIND: Final = re.compile(
    r"\s+(?:for|of|by|to)\s+(?:the\s+)?((?:(?!\b(?:over|in|at|against|on|after|following|with|but)\b)[^,])+)",
    re.IGNORECASE,
)
# One victory of several: it is not the whole.
_SCOPED: Final = re.compile(
    r"\b(?:tactical|strategic|operational|first|second|third|last|initial|phase|stage|battle|action|engagement|january|february|march|april|may"
    r"|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)


class _Ending(NamedTuple):
    """What one sentence says."""

    outcome: Outcome
    victor: str
    initial: bool
    scoped: bool


def read(lines: list[str]) -> tuple[Outcome | None, str]:
    """Outcome and victor, as the page words it, from the visible texts of the result's lines, the first of which leads.

    `other` where the lines say something else, or each side won a part (`Tactical A victory, strategic B victory`); None for no lines.
    """
    if not any(lines):
        return None, ""
    endings: list[_Ending] = []
    for line in lines:
        found = _endings(line[:_LONGEST])
        if found and endings and found[0].outcome not in ("victory", "decisive_victory", "pyrrhic_victory"):
            break  # what follows from the first
        endings += found
    if not endings:
        return "other", ""
    lasting = [ending for ending in endings if not ending.initial] or endings
    lead = next((ending for ending in lasting if ending.outcome in _CHIEF), lasting[0])
    if lead.victor:
        for ending in lasting:
            if ending.victor not in ("", lead.victor) and ending.scoped and lead.scoped:
                return "other", ""
    return lead.outcome, lead.victor


_CHIEF: Final = frozenset(("victory", "decisive_victory", "pyrrhic_victory", "inconclusive", "stalemate"))


def _endings(line: str) -> list[_Ending]:
    """What the sentences of a line say; of one sentence the chief matter only, several victories as they are."""
    endings: list[_Ending] = []
    label = False
    start = 0
    for match in [*_SENTENCES.finditer(line), None]:
        end = match.start() if match is not None else len(line)
        endings += [ending._replace(scoped=True) if label else ending for ending in _of(line[start:end])]
        label = match is not None and match.group() == ":" and _SCOPED.search(line, start, end) is not None
        start = match.end() if match is not None else end
    return endings


def _of(sentence: str) -> list[_Ending]:
    found: list[_Ending] = []
    lesser: _Ending | None = None
    before = 0
    for match in _WORDINGS.finditer(sentence):
        kind = match.lastgroup or ""
        words = sentence[before : match.start()]
        if kind == "shared":
            return [_Ending("inconclusive", "", initial=False, scoped=False)]
        if kind == "victory":
            ending = _victory(words, match, sentence)
            if ending is not None:
                found.append(ending)
        else:
            outcome: Outcome = kind  # type: ignore[assignment]
            ending = _Ending(outcome, "", _INITIALLY.search(words) is not None, scoped=False)
            if kind in _LEADING:
                found.append(ending)
            else:
                lesser = lesser or ending
        before = match.end()
    return found or ([lesser] if lesser is not None else [])


def _victory(words: str, match: re.Match[str], sentence: str) -> _Ending | None:
    """The victory of a sentence; None for a success that is none (`Successful delaying action`)."""
    noun = match.group().lower()
    behind = sentence[match.end() :]
    victor = _name(words)
    if noun == "successful" and behind.strip(" ,.!"):
        return None
    if noun == "successful" or victor.lower() in ("operation", "mission", "raid", "attack", "landing", "operational"):
        victor = ""
    if not victor and not behind[:1].isalnum():
        giver = _BEHIND.match(behind)
        if giver is not None:
            victor = giver[1].strip(" .")
    outcome: Outcome = "pyrrhic_victory" if _PYRRHIC.search(words) else "decisive_victory" if _DECISIVE.search(words) else "victory"
    nearby = f"{words} {behind.split(',', 1)[0]}"
    return _Ending(outcome, victor, _INITIALLY.search(words) is not None, _SCOPED.search(nearby) is not None)


_ORDINALS: Final = frozenset(("first", "second", "third", "fourth", "fifth", "sixth", "seventh"))
_NUMBERED: Final = frozenset(("empire", "republic", "coalition", "reich", "army", "kingdom", "caliphate", "dynasty"))


def _whole(words: list[str], name: list[str]) -> list[str]:
    """A name with the word before it that seems to say something of the victory and belongs to the name: `Great Britain`."""
    if not name or len(words) <= len(name):
        return name
    before = words[-len(name) - 1]
    numbered = before.lower() in _ORDINALS and name[-1].lower() in _NUMBERED
    return [before, *name] if before[:1].isupper() and (numbered or (before, name[0]) in _NAMES) else name


_NAMES: Final = frozenset((("Great", "Britain"), ("United", "Kingdom"), ("Holy", "League"), ("Grand", "Alliance")))


def _name(words: str) -> str:
    """Whose victory: the words before it without those that say of which kind."""
    if "," in words:
        parts = words.split(",")
        # `British, Dutch and Belgian` is one name, `Axis failure, Soviet` is not.
        words = words if " and " in parts[-1] and all(part.strip().istitle() for part in parts[:-1]) else parts[-1]
    name: list[str] = []
    for word in reversed(words.split()):
        bare = word.strip(",/").lower()
        if bare in _BREAKS:
            break
        if bare not in _QUALITIES:
            name.append(word)
    name.reverse()
    name = _whole(words.split(), name)
    while name and name[0].lower() in ("and", "or", "of", "&", "/"):
        del name[0]
    while name and name[-1].lower() in ("and", "or", "of", "&", "/"):
        del name[-1]
    return " ".join(name).strip(" ,.'’\"") if not (name and name[-1].endswith(".")) else " ".join(name).strip(" ,")
