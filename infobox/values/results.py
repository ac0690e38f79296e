"""How a conflict ended: outcome and victor, from the wording of pages.

The first line leads. In a line the first victory, draw or stalemate is the outcome; only if there is none, a ceasefire, an agreement,
a failure or a withdrawal. The final result overrides an `initial` one. A victor is named only if it is certain: not for `victory or
draw`, and not for the whole if others won another part.
"""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from typing import Final, NamedTuple

from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon, Vocabulary
from infobox.language.patterns import any_of, elided, starts_unspaced, whole
from infobox.language.signs import folded
from infobox.language.spelling import Spelt

_LONGEST: Final = 400
"""How many characters of a line are read; its meaning stands at the beginning."""
WON: Final = frozenset((concepts.VICTORY, concepts.DECISIVE_VICTORY, concepts.PYRRHIC_VICTORY))
CHIEF: Final = WON | {concepts.INCONCLUSIVE, concepts.STALEMATE}
# No colon before the ending of a word: `Karl XII:s`.
_SENTENCES: Final = re.compile(rf"[;()。]|:(?!(?<=\w:)[a-zà-ÿ]{{1,2}}\b)|(?<=[^\W\d_]{{3}})\.(?:\s|\Z)|\s[{signs.PLAIN_DASHES}]\s|\s?—\s?")
_TOKEN: Final = re.compile(r"[^\W_]+(?:[-–'’.:][^\W_]+)*")
_SPACE_OR_HYPHEN: Final = "[ -]"
_NONE: Final[frozenset[str]] = frozenset()
_JOINT: Final = "\u02cd"
"""A letter of no language, which stands for the blank inside an entry of several words."""
_FIRST_WORD: Final = re.compile(r"\s*([^\W_]+)")
_SIGNS_AROUND: Final = ',/"“”'


class Results:
    """The words of results in one language by concept, and the patterns made of them; `places` are where a victor may stand, in order.

    docs/lexicon.md explains the settings.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        several = {word for words in lexicon.results.words.values() for word in words if " " in word}
        joins = lexicon.results.settings.get("phrases", False) and bool(several)
        self.phrases = re.compile(whole(several), re.IGNORECASE) if joins else None
        results = _with_one_word_each(lexicon.results) if joins else lexicon.results
        self._words = results.words
        self.breaks = results.of(concepts.BREAK, concepts.CLAIM, concepts.NOBODY)
        self.scopes = results.of(concepts.SCOPE) | lexicon.dates.of(concepts.MONTH)
        self.successes = results.of(concepts.SUCCESS, concepts.SUCCEEDING)
        self.names_of_deeds = results.of(concepts.DEED, concepts.NO_NAME)
        self.places: list[str] = results.settings.get("victor", [])
        self.describes_after = concepts.AFTER in self.places or joins
        self.elided = sorted(elided(results.of(concepts.ARTICLE, concepts.NAME_JOINT)))
        self.possessives = tuple(results.settings.get("possessives", ()))
        self.participles = tuple(results.settings.get("participles", ()))
        kinds: dict[str, list[str]] = defaultdict(list)
        for word, outcome in results.valued(concepts.OUTCOME).items():
            kinds[outcome].append(word)
        kinds[concepts.VICTOR] = sorted(results.of(concepts.VICTOR))
        groups = "|".join(
            f"(?P<{kind}>{_unless_longer(words, kinds)}{any_of(words, space=_SPACE_OR_HYPHEN)})" for kind, words in kinds.items()
        )
        # In lower case: matching so many wordings without regard to case takes three times as long.
        self.wordings = re.compile(rf"(?<!\w)(?:{groups})\b")
        self.initial, self.pyrrhic, self.decisive, self.fact = (
            re.compile(whole(results.of(concept)), re.IGNORECASE)
            for concept in (concepts.INITIAL, concepts.PYRRHIC, concepts.DECISIVE, concepts.IN_FACT)
        )
        # `victoire non décisive`
        self.undecided = re.compile(rf"{whole(results.of(concepts.NOBODY))}\s+{whole(results.of(concepts.DECISIVE))}", re.IGNORECASE)
        article = any_of(results.of(concepts.ARTICLE))
        self.after = re.compile(rf"\s+({any_of(results.of(concepts.VICTOR_FOLLOWS))})\s+({article}\s+)?", re.IGNORECASE)
        self.placed = re.compile(rf"\s+{whole(results.of(concepts.PLACED))}", re.IGNORECASE)
        self.by = re.compile(rf"\s{whole(results.of(concepts.BY))}", re.IGNORECASE)
        self.after_of = re.compile(rf"\s{any_of(results.of(concepts.OF))}\s.*?\s{any_of(results.of(concepts.AND))}\s", re.IGNORECASE)
        self.joint = re.compile(rf"\s{any_of(results.of(concepts.AND))}\s")
        unspaced = [word for words in results.words.values() for word in words if starts_unspaced(word)]
        self.parted = re.compile(any_of(unspaced)) if unspaced else None

    def __getitem__(self, concept: str) -> frozenset[str]:
        return self._words.get(concept, _NONE)


def _unless_longer(words: list[str], kinds: Mapping[str, list[str]]) -> str:
    """A part of a pattern that rules out wordings of other outcomes that begin with one of these: `galip yok` is no victory of `galip`."""
    starts = {f"{word} " for word in words}
    others = (other for held in kinds.values() if held is not words for other in held)
    longer = [other for other in others if any(other[:place] in starts for place in range(2, len(other)))]
    return rf"(?!{any_of(longer, space=_SPACE_OR_HYPHEN)}\b)" if longer else ""


def _with_one_word_each(results: Vocabulary) -> Vocabulary:
    """The vocabulary with each entry of several words as one word."""
    joined = copy.copy(results)
    joined.words = {concept: frozenset(word.replace(" ", _JOINT) for word in words) for concept, words in results.words.items()}
    joined.values = {
        concept: {word.replace(" ", _JOINT): value for word, value in values.items()} for concept, values in results.values.items()
    }
    return joined


class _Ending(NamedTuple):
    """What one sentence states; `scoped` if it is about a part only: a kind, phase, place or day."""

    outcome: concepts.Outcome
    victor: str = ""
    initial: bool = False
    scoped: bool = False


def write(outcome: concepts.Outcome | None, victor: str, lexicon: Lexicon) -> str | None:
    """An outcome and its victor in words; None if the language has no words for it.

    A language may have another form for names than for adjectives: `Victoria de Chile`, `Victoria chilena`. Adjectives have no capital, or
    an ending of the setting `adjectives`.
    """
    forms: dict[str, str] = lexicon.results.forms
    named = victor[:1].isupper() and not victor.endswith(tuple(lexicon.results.settings.get("adjectives", ())))
    form = (forms.get(f"{outcome}_of_name") if named else None) or forms.get(outcome or "")
    if form is None:
        return None
    words = " ".join(form.format(victor=victor).split())
    return words[:1].upper() + words[1:]


def read(lines: list[str], lexicon: Lexicon) -> tuple[concepts.Outcome | None, str]:
    """Outcome and victor, in the page's words, from the visible texts of the result's lines; the first line leads.

    `other` if the lines state something else, or several victors won a part each (`Tactical A victory, strategic B victory`); None for
    no lines, and in a language without words of results.
    """
    if not any(lines) or not lexicon.results.words:
        return None, ""
    known = lexicon.grammar(Results)
    endings: list[_Ending] = []
    spelt: list[tuple[str, Spelt]] = []
    for written in lines:
        spelt.append((written, lexicon.spelling.spelt(folded(written[:_LONGEST]), lexicon.results.single)))
        line = spelt[-1][1].text
        if known.phrases is not None:
            line = known.phrases.sub(lambda match: match[0].replace(" ", _JOINT), line)
        # In a script without spaces, known words are surrounded with blanks.
        found = _endings(line if known.parted is None else known.parted.sub(r" \g<0> ", line), known)
        if found and endings and found[0].outcome not in WON:
            break  # consequences of the first
        endings += found
    if not endings:
        return concepts.OTHER, ""
    lasting = [ending for ending in endings if not ending.initial] or endings
    lead = next((ending for ending in lasting if ending.outcome in CHIEF), lasting[0])
    if lead.victor and any(_rivals(lead, ending) and (lead.scoped or not ending.scoped) for ending in lasting):
        return concepts.OTHER, ""
    if not lead.victor or (known.parted is None and not lexicon.spelling.folds):
        return lead.outcome, lead.victor.replace(_JOINT, " ")
    return lead.outcome, _as_written(lead.victor.replace(_JOINT, " "), spelt)


def _as_written(victor: str, lines: Iterable[tuple[str, Spelt]]) -> str:
    """A victor as the first line that names it is written, without the blanks that were put around known words."""
    begins, ends = ("" if starts_unspaced(victor[place]) else edge for place, edge in ((0, r"(?<!\w)"), (-1, r"(?!\w)")))
    named = re.compile(begins + r"\s*".join(map(re.escape, victor.split())) + ends)
    for written, spelt in lines:
        if (match := named.search(spelt.text)) is not None:
            start, end = spelt.span(*match.span())
            return written[start:end]
    words = victor.split(" ")
    joints = ("" if starts_unspaced(before[-1:]) or starts_unspaced(after) else " " for before, after in pairwise(words))
    return "".join(chain(words[:1], *zip(joints, words[1:], strict=True)))


def _rivals(one: _Ending, other: _Ending) -> bool:
    """Whether two endings name different victors."""
    first, second = one.victor.lower(), other.victor.lower()
    return bool(first and second) and first not in second and second not in first


def _endings(line: str, known: Results) -> list[_Ending]:
    """The endings that the sentences of a line state; of one sentence only the main one, or several victories."""
    endings: list[_Ending] = []
    labelled = False
    start = 0
    for match in [*_SENTENCES.finditer(line), None]:
        end = match.start() if match is not None else len(line)
        sentence = line[start:end]
        found = _of(sentence, known)
        if not found and endings and line[start - 1 : start] == "(":
            endings[-1] = _remarked(endings[-1], sentence, known)
        endings += [ending._replace(scoped=True) if labelled else ending for ending in found]
        labelled = match is not None and match.group() == ":" and not found
        start = match.end() if match is not None else end
    return endings


def _remarked(ending: _Ending, remark: str, known: Results) -> _Ending:
    """An ending that a parenthesis follows: `A victory (1941)`, `A victory (claimed)`."""
    if remark.strip()[:4].isdigit():
        return ending._replace(scoped=True)
    claimed = not known[concepts.CLAIM].isdisjoint(remark.lower().split(maxsplit=1)[:1])
    return _Ending(concepts.OTHER) if claimed and ending.outcome in WON else ending


def _of(sentence: str, known: Results) -> list[_Ending]:
    """What a sentence states: victories and draws, or else the first lesser ending."""
    lower = sentence.lower()
    matches = [*known.wordings.finditer(lower if len(lower) == len(sentence) else sentence)]
    if not matches:
        return []
    found: list[_Ending] = []
    lesser: _Ending | None = None
    before = 0
    either = False
    spoken = frozenset(map(str.lower, _TOKEN.findall(sentence)))
    for match in matches:
        words = sentence[before : match.start()]
        if before and (treaty := known.after_of.match(words)) is not None:
            words = words[treaty.end() :]  # `Treaty of Foo and Bar victory`
        if before and concepts.AFTER in known.places:
            words = known.joint.split(words.rpartition(",")[2])[-1]  # the words before belong to the victory before
        if match.lastgroup == concepts.VICTOR and not _is_nobodys(words, known):
            continue
        if match.lastgroup == concepts.VICTORY and spoken & known[concepts.CLAIM] and spoken & known[concepts.EVERYBODY]:
            return [_Ending(concepts.INCONCLUSIVE)]  # `both sides claim victory`
        ending = _ending(words, match, sentence, spoken, known)
        if ending is not None and (ending.outcome in CHIEF or match.lastgroup == concepts.VICTORY):
            either = either or (bool(found) and not known[concepts.OR].isdisjoint(words.lower().split()))
            found.append(ending)
        else:
            lesser = lesser or ending
        before = match.end()
    if either:  # `A victory or draw`
        victors = {ending.victor for ending in found}
        won = all(ending.outcome in WON for ending in found)
        return [_Ending(concepts.VICTORY if won else concepts.OTHER, victors.pop() if len(victors) == 1 else "")]
    return found or ([lesser] if lesser is not None else [])


def _ending(words: str, match: re.Match[str], sentence: str, spoken: frozenset[str], known: Results) -> _Ending | None:
    """What a wording of an ending states after these `words` of its sentence, whose words in lower case are `spoken`."""
    if match.lastgroup == concepts.VICTOR:
        return _Ending(concepts.INCONCLUSIVE)  # `no victor`
    if match.lastgroup != concepts.VICTORY:
        outcome: concepts.Outcome = match.lastgroup  # type: ignore[assignment]
        return _Ending(outcome, "", known.initial.search(words) is not None)
    neither = spoken & known[concepts.NEITHER]
    if _is_nobodys(words, known) or neither:
        failed = match.group().lower() in known.successes and not neither
        return _Ending(concepts.FAILURE if failed else concepts.INCONCLUSIVE)
    return _victory(words, match, sentence, known)


def _is_nobodys(words: str, known: Results) -> bool:
    """Whether the words before a victory state that there was none: `no clear victory`."""
    for word in reversed(words.lower().split()):
        if word in known[concepts.NOBODY]:
            return True
        if word not in known[concepts.QUALITY]:
            break
    return False


def _victory(words: str, match: re.Match[str], sentence: str, known: Results) -> _Ending | None:
    """The victory of a sentence; None for a success that is not one (`Successful delaying action`)."""
    noun = match.group().lower()
    after = sentence[match.end() :]
    clause = after.split(",", 1)[0]
    if noun in known[concepts.SUCCESSFUL] and after.strip(" ,.!"):
        victor = _achiever(after, known)
        if victor is None or not known[concepts.PARTLY].isdisjoint(words.lower().split()[-1:]):
            return None
    elif noun in known[concepts.WON] and known.by.match(after) is not None:
        victor = _giver(after, known)
    else:
        victor = _placed_victor(words, noun, after, known)
    if _is_claimed(words, after, known) or _is_of_two(clause if concepts.AFTER in known.places else words, known):
        return _Ending(concepts.OTHER)
    if not known[concepts.OR].isdisjoint(victor.split()):
        victor = ""
    described = f"{words} {match.group()} {clause}" if known.describes_after else f"{words} {match.group()}"
    alternative = not known[concepts.OR].isdisjoint(words.split())
    kind: concepts.Outcome = concepts.VICTORY
    if not alternative and known.pyrrhic.search(described):
        kind = concepts.PYRRHIC_VICTORY
    elif not alternative and known.decisive.search(described) and not known.undecided.search(described):
        kind = concepts.DECISIVE_VICTORY
    nearby = set(map(str.lower, _TOKEN.findall(f"{words} {clause}")))
    gains = noun in known[concepts.WINNING] and bool(after.strip(" ,.!"))  # `A wins independence`
    scoped = gains or bool(nearby & known.scopes) or known.placed.match(after) is not None
    return _Ending(kind, victor, known.initial.search(described) is not None, scoped)


def _placed_victor(words: str, noun: str, after: str, known: Results) -> str:
    """The victor, from the first of the language's places for one that names one."""
    for place in known.places:
        victor = ""
        if place == concepts.BEFORE:
            victor = "" if noun in known[concepts.SUCCEEDING] else _name(words, known, copulas=noun in known[concepts.PREDICATE])
        elif place == concepts.AFTER:
            victor = _follower(after, known)
        if victor.lower() in known.names_of_deeds:
            victor = ""
        elif place == concepts.LINKED and not after[:1].isalnum():
            victor = _giver(after if known.phrases is None else _beyond_quality(after, known), known)
        if victor:
            return victor
    return ""


def _beyond_quality(after: str, known: Results) -> str:
    """The words after a victory without those directly after it that state its kind: `Chiến thắng quyết định của A`."""
    while (word := _FIRST_WORD.match(after)) is not None and word[1].lower() in known[concepts.QUALITY]:
        after = after[word.end() :]
    return after


def _is_of_two(words: str, known: Results) -> bool:
    """Whether two sides each won another kind of victory: `A tactical and B strategic`."""
    parts = known.joint.split(words)
    return len(parts) == 2 and all(known.scopes.intersection(part.lower().split()) and _name(part, known) for part in parts)


def _is_claimed(words: str, after: str, known: Results) -> bool:
    """Whether a victory is only claimed: `claimed A victory`, `A claims victory`, `victory claimed by A`."""
    around = [*after.lower().split(maxsplit=1)[:1], *words.lower().replace(",", " ").split()]
    return not known[concepts.CLAIM].isdisjoint(around)


def _achiever(after: str, known: Results) -> str | None:
    """Whose success a deed was (`Successful A invasion of B`), empty if that is not stated; None if the words name no deed."""
    held: list[str] = []
    deed = ""
    for match in _TOKEN.finditer(after.split(",", 1)[0]):
        word = match.group().lower()
        if word in known[concepts.DEED] or word in known[concepts.RISING]:
            deed = word
            rest = after[match.end() :]
        elif deed or word in known.breaks or word in known[concepts.OF]:
            break
        else:
            held.append(match.group())
    if not deed:
        return None
    by = known.by.search(rest)
    if by is not None:
        return _giver(rest[by.start() :], known)
    return "" if deed in known[concepts.RISING] else _name(" ".join(held), known)


def _giver(after: str, known: Results) -> str:
    """Whose victory: the name in the words after it, `for the Crown over the rebels`; empty if there is none."""
    match = known.after.match(after)
    if match is None:
        return ""
    words = after[match.end() :].split(",", 1)[0].split()
    if not words or any(words[0].lower() in known[concept] for concept in (concepts.EVERYBODY, concepts.NOBODY, concepts.NO_VICTOR)):
        return ""
    if match[2] is None and match[1].lower() not in known[concepts.SURELY] and not words[0][:1].isupper():
        return ""  # `victory by default`
    name: list[str] = []
    for number, word in enumerate(words):
        bare = word.strip(".").lower()
        if bare in known.breaks or _is_participle(word, known):
            break
        if bare in known[concepts.AND] or bare == "&":
            following = next((word for word in words[number + 1 :] if word.lower() not in known[concepts.ARTICLE]), "")
            if _has_capital(" ".join(name)) and not _has_capital(following) and following.lower() not in known[concepts.COMPANY]:
                break
        name.append(word)
    return " ".join(_trimmed(name, known)).strip(" .")


def _follower(after: str, known: Results) -> str:
    """Whose victory: the words directly after it, without words for its kind: `Victoire alliée décisive`."""
    name: list[str] = []
    words = known.undecided.sub(" ", known.fact.sub(" ", after.split(",", 1)[0])).split()
    for number, word in enumerate(words):
        bare = word.strip(_SIGNS_AROUND + ".").lower()
        linked = bool(name) and (name[-1].lower() in known[concepts.OF] or name[-1].lower() in known[concepts.ARTICLE])
        of_name = linked and _has_capital(" ".join([*name, word]))  # `Front de libération`, `del Frente Popular`
        ends = bare in known[concepts.PLACED] or _is_participle(word, known) or (not name and _joins_another(words, number, known))
        if ends or (bare in known.breaks and not of_name):
            break
        if bare not in known[concepts.QUALITY] or _begins_name(words, number, name, known):
            name.append(word)
    name = _trimmed(name, known)
    for joint in known.elided:
        if name and name[0].lower().startswith(joint):
            name[0] = name[0][len(joint) :]
    return " ".join(name).strip(" .")


def _joins_another(words: list[str], at: int, known: Results) -> bool:
    """Whether a word leads to something else than the victory: not the `and` of `Victoria táctica y moral española`."""
    following = words[at + 1].lower() if at + 1 < len(words) else ""
    return words[at].lower() in known[concepts.AND] and following not in known[concepts.QUALITY]


def _begins_name(words: list[str], at: int, name: list[str], known: Results) -> bool:
    """Whether a word that seems to describe the victory belongs to a name: `Gran Bretaña`, `Gobierno Provisional`."""
    if not name:
        return False
    if name[-1].lower() in known[concepts.NAME_JOINT]:
        pair = words[at : at + 2]
        return " ".join(pair).lower() in known[concepts.NAME] or (len(pair) > 1 and all(word[:1].isupper() for word in pair))
    return len(name) > 1 and name[-2].lower() in known[concepts.NAME_JOINT] and name[-1][:1].isupper() and words[at][:1].isupper()


def _has_capital(words: str) -> bool:
    return words.lower() != words


def _is_participle(word: str, known: Results) -> bool:
    """Whether a lower-case word is a participle, not a part of a name."""
    return word.endswith(known.participles) and word == word.lower() and word not in known[concepts.NO_PARTICIPLE]


def _whole(words: list[str], name: list[str], known: Results) -> list[str]:
    """A name with the word before it that seems to describe the victory but belongs to the name: `Great Britain`."""
    if not name or len(words) <= len(name):
        return name
    before = words[-len(name) - 1]
    numbered = before.lower() in known[concepts.NUMBER] and name[-1].lower() in known[concepts.NUMBERED]
    return [before, *name] if before[:1].isupper() and (numbered or f"{before} {name[0]}".lower() in known[concepts.NAME]) else name


def _name(words: str, known: Results, *, copulas: bool = False) -> str:
    """Whose victory: the words before it, without words for its kind; `copulas` (`was`) may stand between."""
    if "," in words:
        parts = words.split(",")
        # `British, Dutch and Belgian` is one name, `Axis failure, Soviet` is not.
        listed = known.joint.search(parts[-1]) is not None and all(part.strip().istitle() for part in parts[:-1])
        words = words if listed else parts[-1]
    name: list[str] = []
    words = known.fact.sub(" ", words)
    for word in reversed(words.split()):
        bare = word.strip(_SIGNS_AROUND).lower()
        if copulas and not name and bare in known[concepts.COPULA]:
            continue
        if bare in known.breaks or _is_participle(bare if word.islower() else word, known):
            break
        if bare not in known[concepts.QUALITY]:
            name.append(word)
    name.reverse()
    name = _trimmed(_whole(words.split(), name, known), known)
    if not name:
        return ""
    possessive = next((ending for ending in known.possessives if name[-1].endswith(ending)), "")
    name[-1] = name[-1].removesuffix(possessive)
    return " ".join(name).strip(" ," if name[-1].endswith(".") else " ,.'’\"“”")


def _trimmed(name: list[str], known: Results) -> list[str]:
    """A name without joining words at its ends."""
    start, end = 0, len(name)
    while start < end and name[start].lower() in known[concepts.NAME_JOINT]:
        start += 1
    while end > start and name[end - 1].lower() in known[concepts.NAME_JOINT]:
        end -= 1
    return name[start:end]
