"""How a conflict ended: outcome and victor, from the wordings that pages use. Which words mean what is data: ``results.toml``.

The first line leads. In a line a victory, a draw or a stalemate says how it ended, the first of them; only where none is named does a
ceasefire, an agreement, a failure or a withdrawal. What was so `initially` yields to what came of it. A victor is named where one is
sure: not of what was won or else drawn, and not of the whole where others won another part.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from importlib.resources import files
from typing import Final, NamedTuple

from infobox.record import Outcome

_LONGEST: Final = 400
"""So much of a line is read; what it means stands at its beginning."""


def _pattern(kind: str, wordings: list[str]) -> str:
    words = "|".join(map(re.escape, wordings)).replace(r"\*", r"\w*").replace(r"\ ", "[ -]")
    return f"(?P<{kind}>{words})"


_TABLES: Final = tomllib.loads(files("infobox.values").joinpath("results.toml").read_text("utf-8"))
# In small letters: without telling apart capitals, so many wordings take three times as long.
_WORDINGS: Final = re.compile(rf"(?<!\w)(?:{'|'.join(itertools.starmap(_pattern, _TABLES['wordings'].items()))})\b")
_WORDS: Final = {name: frozenset(words) for name, words in _TABLES["words"].items()}
_QUALITIES: Final = _WORDS["qualities"]
_BREAKS: Final = _WORDS["breaks"] | _WORDS["claims"] | _WORDS["nobody"]
_JOINING: Final = _WORDS["joining"]
_WON: Final = frozenset(("victory", "decisive_victory", "pyrrhic_victory"))
_CHIEF: Final = _WON | {"inconclusive", "stalemate"}
_SENTENCES: Final = re.compile(r"[;:()]|(?<=[^\W\d_]{3})\.(?:\s|\Z)|\s[–-]\s|\s?—\s?")
_INITIALLY: Final = re.compile(r"\binitial(?:ly)?\b", re.IGNORECASE)
_PYRRHIC: Final = re.compile(r"\b(?:pyrrhic|phyrric)\b", re.IGNORECASE)
_DECISIVE: Final = re.compile(r"\bdecisive(?:ly)?\b", re.IGNORECASE)
_IN_FACT: Final = re.compile(r"\bde (?:facto|jure)\b", re.IGNORECASE)
_BEHIND: Final = re.compile(r"\s+(for|of|by|to)\s+(the\s+)?", re.IGNORECASE)
_PLACED: Final = re.compile(r"\s+(?:in|on|at|during|over|per|according)\b", re.IGNORECASE)
_TOKEN: Final = re.compile(r"[^\W_]+(?:[-–'’.][^\W_]+)*")


class _Ending(NamedTuple):
    """What one sentence says; `scoped` of a part only, a kind, phase, place or day."""

    outcome: Outcome
    victor: str = ""
    initial: bool = False
    scoped: bool = False


def read(lines: list[str]) -> tuple[Outcome | None, str]:
    """Outcome and victor, as the page words it, from the visible texts of the result's lines, the first of which leads.

    `other` where the lines say something else, or several victors won a part each (`Tactical A victory, strategic B victory`); None for
    no lines.
    """
    if not any(lines):
        return None, ""
    endings: list[_Ending] = []
    for line in lines:
        found = _endings(line[:_LONGEST])
        if found and endings and found[0].outcome not in _WON:
            break  # what follows from the first
        endings += found
    if not endings:
        return "other", ""
    lasting = [ending for ending in endings if not ending.initial] or endings
    lead = next((ending for ending in lasting if ending.outcome in _CHIEF), lasting[0])
    if lead.victor and any(_rivals(lead, ending) and (lead.scoped or not ending.scoped) for ending in lasting):
        return "other", ""
    return lead.outcome, lead.victor


def _rivals(one: _Ending, other: _Ending) -> bool:
    """Whether two endings name victors, and not the same."""
    first, second = one.victor.lower(), other.victor.lower()
    return bool(first and second) and first not in second and second not in first


def _endings(line: str) -> list[_Ending]:
    """What the sentences of a line say; of one sentence the chief matter only, several victories as they are."""
    endings: list[_Ending] = []
    labelled = False
    start = 0
    for match in [*_SENTENCES.finditer(line), None]:
        end = match.start() if match is not None else len(line)
        sentence = line[start:end]
        found = _of(sentence)
        if not found and endings and line[start - 1 : start] == "(" and sentence.strip()[:4].isdigit():
            endings[-1] = endings[-1]._replace(scoped=True)  # `A victory (1941)`
        endings += [ending._replace(scoped=True) if labelled else ending for ending in found]
        labelled = match is not None and match.group() == ":" and not found
        start = match.end() if match is not None else end
    return endings


def _of(sentence: str) -> list[_Ending]:
    found: list[_Ending] = []
    lesser: _Ending | None = None
    before = 0
    either = False
    said: set[str] | None = None
    lower = sentence.lower()
    for match in _WORDINGS.finditer(lower if len(lower) == len(sentence) else sentence):
        kind = match.lastgroup or ""
        words = sentence[before : match.start()]
        if before and words[:4].lower() == " of " and " and " in words:
            words = words.split(" and ", 1)[1]  # `Treaty of Foo and Bar victory`
        ending: _Ending | None
        if kind == "nobody":
            if not _is_nobodys(words):
                continue
            ending = _Ending("inconclusive")
        elif kind == "victory":
            said = set(map(str.lower, _TOKEN.findall(sentence))) if said is None else said
            if said & _WORDS["claims"] and said & _WORDS["everybody"]:
                return [_Ending("inconclusive")]  # `both sides claim victory`
            if _is_nobodys(words) or "neither" in said:
                succeeded = match.group().lower() in _WORDS["successes"]
                ending = _Ending("failure" if succeeded and "neither" not in said else "inconclusive")
            else:
                ending = _victory(words, match, sentence)
        else:
            outcome: Outcome = kind  # type: ignore[assignment]
            ending = _Ending(outcome, "", _INITIALLY.search(words) is not None)
        if ending is None:
            pass
        elif ending.outcome in _CHIEF or kind == "victory":
            either = either or (bool(found) and "or" in words.lower().split())
            found.append(ending)
        else:
            lesser = lesser or ending
        before = match.end()
    if either:  # `A victory or draw`
        same = all(ending.outcome in _WON for ending in found)
        return [_Ending("victory" if same else "other", found[0].victor if len({ending.victor for ending in found}) == 1 else "")]
    return found or ([lesser] if lesser is not None else [])


def _is_nobodys(words: str) -> bool:
    """Whether the words before a victory say that there was none: `no clear victory`."""
    for word in reversed(words.lower().split()):
        if word in _WORDS["nobody"]:
            return True
        if word not in _QUALITIES:
            return False
    return False


def _victory(words: str, match: re.Match[str], sentence: str) -> _Ending | None:
    """The victory of a sentence; None for a success that is none (`Successful delaying action`)."""
    noun = match.group().lower()
    behind = sentence[match.end() :]
    claimed = _is_claimed(words, behind)
    if noun == "successful" and behind.strip(" ,.!"):
        victor = _achiever(behind)
        if victor is None or words.lower().split()[-1:] in (["partially"], ["partly"]):
            return None
    elif noun == "won" and behind[:4].lower() == " by ":
        victor = _giver(behind)
    else:
        victor = "" if noun in _WORDS["successes"] - {"success", "successes"} else _name(words, copulas=noun in ("victorious", "won"))
        if victor.lower() in _WORDS["deeds"] | {"mission", "operational"}:
            victor = ""
        if not victor and not behind[:1].isalnum():
            victor = _giver(behind)
    if claimed or _is_of_two(words):
        return _Ending("other")
    if " or " in f" {victor} ":
        victor = ""
    outcome: Outcome = "pyrrhic_victory" if _PYRRHIC.search(words) else "decisive_victory" if _DECISIVE.search(words) else "victory"
    if " or " in words:
        outcome = "victory"
    nearby = set(map(str.lower, _TOKEN.findall(f"{words} {behind.split(',', 1)[0]}")))
    gains = noun in ("win", "wins", "won") and bool(behind.strip(" ,.!"))  # `A wins independence`
    scoped = gains or bool(nearby & _WORDS["scopes"]) or _PLACED.match(behind) is not None
    return _Ending(outcome, victor, _INITIALLY.search(words) is not None, scoped)


def _is_of_two(words: str) -> bool:
    """Whether two won each another kind of victory: `A tactical and B strategic`."""
    parts = words.split(" and ")
    return len(parts) == 2 and all(_WORDS["scopes"].intersection(part.lower().split()) and _name(part) for part in parts)


def _is_claimed(words: str, behind: str) -> bool:
    """Whether a victory is but claimed: `claimed A victory`, `A claims victory`, `victory claimed by A`."""
    after = behind.lower().split(maxsplit=1)
    if after and after[0] in _WORDS["claims"]:
        return True
    return not _WORDS["claims"].isdisjoint(words.lower().replace(",", " ").split())


def _achiever(behind: str) -> str | None:
    """Whose success a deed was (`Successful A invasion of B`), nothing where that is not said; None where the words name no deed."""
    held: list[str] = []
    deed = ""
    for match in _TOKEN.finditer(behind.split(",", 1)[0]):
        word = match.group().lower()
        if word in _WORDS["deeds"] or word in _WORDS["risings"]:
            deed = word
            rest = behind[match.end() :]
        elif deed or word in _BREAKS or word == "of":
            break
        else:
            held.append(match.group())
    if not deed:
        return None
    by = re.search(r"\sby\b", rest, re.IGNORECASE)
    if by is not None:
        return _giver(rest[by.start() :])
    return "" if deed in _WORDS["risings"] else _name(" ".join(held))


def _giver(behind: str) -> str:
    """Whose victory: the name in the words behind it, `for the Crown over the rebels`; empty where there is none."""
    match = _BEHIND.match(behind)
    if match is None:
        return ""
    words = behind[match.end() :].split(",", 1)[0].split()
    if not words or words[0].lower() in _WORDS["everybody"] | _WORDS["nobody"] | {"either", "now"}:
        return ""
    if match[2] is None and match[1].lower() != "for" and not words[0][:1].isupper():
        return ""  # `victory by default`
    name: list[str] = []
    for number, word in enumerate(words):
        bare = word.strip(".").lower()
        if bare in _BREAKS or _is_participle(word):
            break
        if bare in ("and", "&"):
            following = words[number + 1] if number + 1 < len(words) else ""
            if _has_capital(" ".join(name)) and not _has_capital(following) and following.lower() not in _WORDS["company"]:
                break
        name.append(word)
    return " ".join(_trimmed(name)).strip(" .")


def _has_capital(words: str) -> bool:
    return words.lower() != words


def _is_participle(word: str) -> bool:
    """Whether a word in small letters says what was done, and is no part of a name."""
    return word[-2:] == "ed" and word == word.lower() and word not in ("allied", "united")


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


def _name(words: str, *, copulas: bool = False) -> str:
    """Whose victory: the words before it without those that say of which kind; `copulas` (`was`) may stand between."""
    if "," in words:
        parts = words.split(",")
        # `British, Dutch and Belgian` is one name, `Axis failure, Soviet` is not.
        words = words if " and " in parts[-1] and all(part.strip().istitle() for part in parts[:-1]) else parts[-1]
    name: list[str] = []
    words = _IN_FACT.sub(" ", words)
    for word in reversed(words.split()):
        bare = word.strip(',/"“”').lower()
        if copulas and not name and bare in _WORDS["copulas"]:
            continue
        if bare in _BREAKS or _is_participle(bare if word.islower() else word):
            break
        if bare not in _QUALITIES:
            name.append(word)
    name.reverse()
    name = _trimmed(_whole(words.split(), name))
    if name and name[-1][-2:] in ("'s", "’s"):
        name[-1] = name[-1][:-2]
    return " ".join(name).strip(" ,.'’\"“”") if not (name and name[-1].endswith(".")) else " ".join(name).strip(" ,")


def _trimmed(name: list[str]) -> list[str]:
    """A name without the joining words at its ends."""
    start, end = 0, len(name)
    while start < end and name[start].lower() in _JOINING:
        start += 1
    while end > start and name[end - 1].lower() in _JOINING:
        end -= 1
    return name[start:end]
