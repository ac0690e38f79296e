"""What the words around a figure say of it: whose claim it is, whether it is a total, a part, or of civilians; and what nouns name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, cast, get_args

from infobox.conclusions.names import PartyNames
from infobox.language import concepts
from infobox.language.lexicon import Lexicon, Vocabulary
from infobox.language.patterns import any_of, whole
from infobox.record import Category, Kind
from infobox.values.figure_lists import sort_of
from infobox.values.figure_words import FigureWords

PEOPLE: Final[Category] = "people"
CIVIL: Final = 1
"""Civilians are named."""
ONLY_CIVIL: Final = 2
"""Civilians, and nobody beside them: not `civilians and soldiers`."""
CLAIM: Final = 4
INCLUDED: Final = 8
"""It may be part of something else, or others of it."""
WHEN: Final = 16
RIVAL: Final = 32
TOTAL: Final = 64
"""The text is a word for a total, and nothing else."""
HAS_TOTAL: Final = 128
"""There is a word for a total in the text."""
UNKNOWN: Final = 256
LEFT_OUT: Final = 512
"""Something is said to be not counted."""
PARTLY: Final = 1024
"""Only a part of the time, or of what happened, is counted."""
DATED: Final = 2048
"""A month, a year or a length of time is named."""
AROUND: Final = 4096
"""A longer time than the conflict's is counted."""
ELSEWHEN: Final = 8192
"""A time is counted of which the conflict's is no part, and which is no part of it."""
EVENT: Final = 16384
"""There is a word for an event in the text: a battle, an operation."""
TOGETHER: Final = 32768
"""Others are counted, too."""
NO_PARTS: Final = INCLUDED | WHEN | RIVAL
"""With one of these beside one of them, figures are not added up."""

_HAPPEN_TO_PEOPLE: Final = ("killed", "wounded", "missing", "sick", "deserted", "displaced", "casualties")
"""With one of these in its kind, a figure without a noun counts people; captured may be things as well."""
_SORTS: Final[dict[int, Category]] = {concepts.PEOPLE: PEOPLE, concepts.ANIMAL: "animals", concepts.FORMATION: "formations"}
_WORD: Final = re.compile(r"[^\W\d]+")
_MARKS: Final = re.compile(r"\W+")
_SIGNS: Final = {WHEN: r"|(?<![\d,.])\d{3,4}(?!\w)", DATED: r"|(?<![\d,.])[12]\d{3}(?!\w)", RIVAL: "|[%?]"}
"""What says the same as the words for a flag: years, and signs of alternatives."""
_NOT_KNOWN: Final = "not_known"
_LONGEST_CLEAR: Final = 200
_MOST_KNOWN: Final = 10_000
_LONGEST_KNOWN: Final = 60
"""How many texts are remembered, and how long they may be."""


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


class _Parties(dict[str, frozenset[str]]):
    """The states and peoples that texts name; those asked for are remembered."""

    def __init__(self, names: PartyNames) -> None:
        self._names = names

    def __missing__(self, text: str) -> frozenset[str]:
        parties = self._names.of(text).parties
        if len(text) <= _LONGEST_KNOWN and len(self) < _MOST_KNOWN:
            self[text] = parties
        return parties


class _Said(dict[str, int]):
    """What texts say; short ones are remembered."""

    def __init__(self, flags: Callable[[str], int]) -> None:
        self._flags = flags

    def __missing__(self, text: str) -> int:
        said = self._flags(text)
        if len(text) <= _LONGEST_KNOWN and len(self) < _MOST_KNOWN:
            self[text] = said
        return said


_Noun = tuple[Category | None, str]


class _Nouns(dict[tuple[str, Kind | None], _Noun]):
    """The sort of thing that a unit with a kind names, and its singular if it is a plural; those asked for are remembered."""

    def __init__(self, counts: Callable[[str, Kind | None], _Noun]) -> None:
        self._counts = counts

    def __missing__(self, key: tuple[str, Kind | None]) -> _Noun:
        count = self._counts(*key)
        if len(key[0]) <= _LONGEST_KNOWN and len(self) < _MOST_KNOWN:
            self[key] = count
        return count


class SumWords:
    """The words that say what a figure is among others, in one language; `understood` is false if it has none."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.checks
        self.understood = bool(words.of(concepts.TOTAL))
        self.figures: FigureWords = lexicon.grammar(FigureWords)
        self.general = words.of(concepts.WHOLE_ARMY)
        self.leaders = words.of(concepts.LEADERS)
        self.no_loss = words.valued(concepts.NO_LOSS)
        measure = whole(words.of(concepts.MEASURED))  # `60 per cent`, `300 per day`
        self.claim = _pattern(rf"(?!{measure}){whole(words.of(concepts.CLAIMED_BY))}(?!\s+{measure})")
        self._names = lexicon.grammar(PartyNames)
        self.parties: Final = _Parties(self._names)
        self._categories = cast(dict[str, Category], words.valued(concepts.CATEGORY))
        assert set(self._categories.values()) <= set(get_args(Category))
        self._joined = _pattern(rf"{whole(lexicon.results.of(concepts.AND))}|[,;/&+]")
        self._fates = {word for phrase in (*self.figures.any_fate, *words.of(concepts.ALL_COUNTED)) for word in phrase.split()}
        before, total, after = (any_of(words.of(each)) for each in (concepts.BEFORE_TOTAL, concepts.TOTAL, concepts.AFTER_TOTAL))
        self._is_total = _pattern(rf"\W*(?:{before}[ -]?)?{total}(?: {after})*\W*")
        found = self._words_of_flags(lexicon)
        lengths = {word for word, meaning in lexicon.dates.valued(concepts.UNIT).items() if meaning == concepts.DURATION}
        signs = _SIGNS | {DATED: rf"{_SIGNS[DATED]}|(?<![\d,.])\d{{1,3}}[ -]{any_of(lengths)}(?!\w)"}
        self._found = {flag: _pattern(whole(each) + signs.get(flag, "")) for flag, each in found.items()} | {CLAIM: self.claim}
        firsts = {flag: {word.split()[0] for word in each} for flag, each in found.items()}
        firsts[DATED] |= {word.split()[0] for word in lengths}
        self._hints = {flag: _pattern(whole(each) + signs.get(flag, "")) for flag, each in firsts.items()}
        months = any_of(lexicon.dates.of(concepts.MONTH))
        self.days: Final = _pattern(rf"\b(?:\d{{1,2}}\.? )?{months}\b(?: \d{{1,2}}(?!\d))?(?:,? [12]\d{{3}})?")
        """A month in a text, with the day before or after it and the year after it."""
        self.reports: Final = _pattern(whole(words.of(concepts.SAYS) | words.of(concepts.CLAIMED_BY)))
        """A word before somebody's number."""
        self.each: Final = _pattern(whole(lexicon.figures.of(concepts.APIECE)))
        self.land: Final = _pattern(whole(words.of(concepts.LAND_ARMY)))
        self.supporters: Final = _pattern(whole(words.of(concepts.SUPPORTERS)))
        self._clear = _pattern(whole(self._clear_words(words)))
        self.clear: Final = _Said(self._is_clear)
        self._begins_total = _pattern(rf"[\s(\[]*{whole(words.of(concepts.ENDS_TOTAL))}")
        self._hinted: Final = _Said(self._hint)
        self.says: Final = _Said(self._flags)
        self.fated: Final = _Said(self._only_says_fates)
        self.counted: Final = _Nouns(self._counts)

    @staticmethod
    def _words_of_flags(lexicon: Lexicon) -> dict[int, frozenset[str]]:
        """The words by which a text is known to say something."""
        words, months = lexicon.checks, lexicon.dates.of(concepts.MONTH)
        return {
            CIVIL: words.of(concepts.NO_ARMY),
            CLAIM: words.of(concepts.CLAIMED_BY),
            INCLUDED: words.of(concepts.INCOMPLETE) | words.of(concepts.MAYBE_AMONG),
            WHEN: words.of(concepts.COUNTED_WHEN) | months | lexicon.dates.of(concepts.SEASON),
            RIVAL: words.of(concepts.ALTERNATIVE),
            UNKNOWN: lexicon.figures.of(_NOT_KNOWN),
            LEFT_OUT: words.of(concepts.NOT_COUNTED),
            PARTLY: words.of(concepts.COUNTED_PARTLY),
            TOTAL: words.of(concepts.TOTAL) | words.of(concepts.ENDS_TOTAL) | words.of(concepts.BEFORE_TOTAL),
            DATED: months,
            EVENT: words.of(concepts.NAMES_EVENT),
            TOGETHER: words.of(concepts.COUNTED_TOGETHER),
        }

    def _clear_words(self, words: Vocabulary) -> Iterable[str]:
        """The words and phrases that limit no figure: those of losses, of whole armies and totals, and some that add nothing."""
        held = (
            concepts.WHOLE_ARMY, concepts.CLAIMED_BY, concepts.TOTAL, concepts.BEFORE_TOTAL, concepts.ENDS_TOTAL,
            concepts.ALL_COUNTED, concepts.ADDS_NOTHING,
        )  # fmt: skip
        yield from self._fates
        yield from words.of(*held)

    def _is_clear(self, text: str) -> int:
        """Whether all words of a text are understood, and none limits what is counted; it names no number, place, unit or time."""
        if len(text) > _LONGEST_CLEAR:
            return False
        rest = self._clear.sub(" ", text)
        return not any(map(str.isdigit, rest)) and not self._names.of(rest).words

    def names_event(self, label: str) -> bool:
        """Whether a label is the name of an event: `Operation Crusader`, but not `First battle`."""
        if self.says[label] & (EVENT | CLAIM) != EVENT:
            return False
        rest = self._found[WHEN].sub(" ", self._found[EVENT].sub(" ", label))
        return bool(self._names.of(self._clear.sub(" ", rest)))

    def names_other_event(self, text: str, conflict: str) -> bool:
        """Whether a text holds the name of an event that is not in the conflict's name: `during Operation Crusader`."""
        if not self.flags_in(text, EVENT):
            return False
        own = set(_WORD.findall(conflict.lower()))
        words = text.split()
        for number, word in enumerate(words):
            if word[0].isupper() and self._found[EVENT].fullmatch(_MARKS.sub("", word)):
                names = {*_name(words[number + 1 :]), *_name(reversed(words[:number]))}
                if names and not names <= own:
                    return True
        return False

    def only_names_party(self, text: str) -> bool:
        """Whether a text names states, peoples or their armies, and nothing else."""
        meaning = self._names.of(text)
        return bool(meaning.parties) and not meaning.words

    def adds_nothing(self, label: str) -> bool:
        """Whether a label has only words that limit nothing: `Military`."""
        return not _WORD.search(self._clear.sub(" ", label))

    def names_army(self, label: str) -> bool:
        """Whether a label names a people, a state or an army: `Italian`, `Royal Navy`, `RAF`, `3rd Division`."""
        meaning = self._names.of(label)
        known = bool(meaning.parties or meaning.common) or label.isupper() or any(map(str.isdigit, label))
        return known or self.counted[label, None][0] is not None

    def joins(self, text: str) -> bool:
        """Whether a text only joins what stands around it: `and`, `&`."""
        return len(text) <= _LONGEST_KNOWN and "," not in text and self._joined.fullmatch(text.strip()) is not None

    def flags_in(self, text: str, wanted: int) -> int:
        """Those of the wanted flags that a text has that may be long."""
        return self.says[text] & wanted if len(text) <= _LONGEST_KNOWN else self._flags(text, wanted)

    def begins_total(self, text: str) -> bool:
        """Whether a text begins with words for a total that stand after a figure."""
        return self._begins_total.match(text) is not None

    def _hint(self, word: str) -> int:
        """What a text may say in which a word stands."""
        return sum(flag for flag, pattern in self._hints.items() if pattern.search(word))

    def _flags(self, text: str, wanted: int = ~0) -> int:
        hints = 0
        for word in set(text.lower().split()):
            hints |= self._hinted[word]
        hints &= wanted
        said = sum(flag for flag, pattern in self._found.items() if hints & flag and pattern.search(text))
        if said & CIVIL and all(map(self._is_civil, self._joined.split(text))):
            said |= ONLY_CIVIL
        if said & TOTAL:
            said |= HAS_TOTAL
            said ^= TOTAL * (self._is_total.fullmatch(text) is None)
        return said

    def _only_says_fates(self, text: str) -> int:
        """Whether a text says what happened to people, and nothing of who they were: `Killed`, `Dead and wounded`."""
        said = [word for part in self._joined.split(text.lower()) for word in _WORD.findall(part)]
        return bool(said) and all(word in self._fates for word in said)

    def _is_civil(self, text: str) -> bool:
        """Whether one of several joined parts of a text names civilians, or only says what happened: `civilians killed` and `wounded`."""
        return bool(self._found[CIVIL].search(text)) or not _WORD.search(text) or bool(self._only_says_fates(text))

    def _counts(self, unit: str, kind: Kind | None) -> _Noun:
        return self._of_unit(unit, kind), self._singular(unit)

    def _of_unit(self, unit: str, kind: Kind | None) -> Category | None:
        parts = [self._category(part.strip(), kind) for part in self._joined.split(unit) if part.strip()] or [self._category("", kind)]
        whole_unit = self._named(unit.lower())
        return whole_unit or (parts[0] if len(set(parts)) == 1 else None)

    def _category(self, unit: str, kind: Kind | None) -> Category | None:
        low = unit.lower()
        head = self.head(unit)
        named = self._named(low)
        if named is not None:
            return named
        says_fate = head in self.figures.any_fate or low in self.figures.any_fate or not unit
        if says_fate and kind is not None:
            return PEOPLE if any(each in kind for each in _HAPPEN_TO_PEOPLE) else None
        sort = sort_of(unit, self.figures) if unit else 0
        if sort == concepts.EITHER:
            return PEOPLE if kind is not None and any(each in kind for each in _HAPPEN_TO_PEOPLE) else None
        return "other" if sort == concepts.THING and self._categories else _SORTS.get(sort)

    def may_fly(self, unit: str) -> bool:
        """Whether a unit names people or machines: `fighters`."""
        return bool(unit) and sort_of(unit, self.figures) == concepts.EITHER

    def _named(self, low: str) -> Category | None:
        """What data says of the head of a unit in lower case, the most words first."""
        words = low.split()
        for count in range(min(len(words), _MOST_WORDS), 0, -1):
            head = " ".join(words[:count] if self.figures.head_first else words[-count:])
            named = self._categories.get(head) or self._categories.get(self._singular(head))
            if named is not None:
                return named
        return None

    def head(self, unit: str) -> str:
        """The noun of a unit, in lower case."""
        return (unit.partition(" ")[0] if self.figures.head_first else unit.rpartition(" ")[2]).lower()

    def _singular(self, unit: str) -> str:
        if self._joined.search(unit):
            return ""
        rest, blank, head = unit.rpartition(" ")
        one = self.figures.singulars.get(head.lower(), "")
        return f"{rest}{blank}{one}" if one and one != head.lower() else ""


def _name(words: Iterable[str]) -> Iterator[str]:
    """The words of a name at the beginning of these, in lower case: capitalized ones, and short ones that join them."""
    for word in words:
        plain = _MARKS.sub("", word)
        if plain[:1].isupper() and len(plain) > _JOINING:
            yield plain.lower()
        if (not plain[:1].isupper() and len(plain) > _JOINING) or plain != word:
            break


_MOST_WORDS: Final = 4
_JOINING: Final = 3
