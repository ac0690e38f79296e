"""The fates of people in a line's own words: daggers, ``(KIA)``, ``(captured in 1943)``, ``[[Killed in action|+]]``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, cast

from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon, common
from infobox.language.patterns import any_of, whole
from infobox.language.signs import folded

_LONGEST: Final = 200
"""A longer qualifier is a narrative."""
TOO_LONG: Final = 12
"""Words of this length or more are not a mark."""
_LONGEST_MARK: Final = 5
"""More letters than this are a word."""
_DAYS: Final = rf"\d{{1,2}}\.?(?:[{signs.DASHES}]\d{{1,2}}\.?)?"
_YEARS: Final = rf"\d{{3,4}}(?![\d,])(?:[{signs.DASHES}/]\d+)?\s*(?:\Z|[,;:?])"


def _fates_of(lexicon: Lexicon, concept: str) -> dict[str, concepts.Fate]:
    # The values are the names of fates: a test checks every lexicon.
    return cast(dict[str, concepts.Fate], lexicon.fates.valued(concept))


class Fates:
    """The tables for reading fates in one language: `signs`, `marks`, `words` and `pages`, each entry with its fate.

    docs/lexicon.md explains the settings.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        fates = lexicon.fates
        self.signs = _fates_of(common(), concepts.SIGN) | _fates_of(lexicon, concepts.SIGN)
        self.marks, self.words, self.pages = (_fates_of(lexicon, concept) for concept in (concepts.MARK, concepts.FATE, concepts.PAGE))
        self.marks |= {_bare(mark): fate for mark, fate in self.marks.items()}
        self.explained = self.pages | self.words | self.marks
        joint, then, month = whole(fates.of(concepts.AND)), whole(fates.of(concepts.THEN)), whole(lexicon.dates.of(concepts.MONTH))
        known_signs = "".join(map(re.escape, self.signs))
        sign = f"[{known_signs}]"
        self.marker = re.compile(
            rf"\s*[(\[]\s*(?P<words>(?:[^\W\d_]|[ ,;/&.+]|{sign}){{1,24}})\s*[)\]]|(?<=[(\[])\s*(?P<first>{sign})\s*|\s*(?P<sign>{sign})"
        )
        self.may_be_marked = re.compile(rf"[(\[（［{known_signs}]")
        self.between = re.compile(rf"\s*(?:[,;/&+]|{joint})\s*")
        self.parts = re.compile(rf"\s*(?:[,;/&]|{joint}|{then}|\s[{signs.PLAIN_DASHES}]\s)\s*")
        self.life = re.compile(
            rf"(?:{any_of(fates.of(concepts.ABOUT))} )?{any_of(fates.of(concepts.LIFE) | common().fates.of(concepts.LIFE))}(?![^\W\d_])",
            re.IGNORECASE,
        )
        # A time, place or cause may follow; with anything else it is another statement: `captured the town`, `killed 40 men`.
        units = lexicon.dates.valued(concepts.UNIT).items()
        after_year = any_of([*lexicon.dates.of(concepts.ERA), *(word for word, value in units if value in (concepts.YEAR, concepts.YEARS))])
        year = rf"{_YEARS}|\d{{1,4}}(?:[{signs.DASHES}/]\d+)?\s+{after_year}"  # `padl 217 př. n. l.`
        agent = "|".join(rf"[^\W\d_]++(?<={re.escape(ending)})\b" for ending in fates.settings.get("agents", ())) or "(?!)"
        cause = rf"{any_of(fates.of(concepts.ABOUT))}|{whole(fates.of(concepts.AFTER_FATE))}|{agent}"
        word = any_of(self.words)
        lead = rf"(?:(?:{cause}|[0-9])[^,;]{{0,80}}\s(?={word}\Z))??" if fates.settings.get("fate_last", False) else ""
        self.word = re.compile(
            rf"(?:{any_of(fates.of(concepts.BEFORE_FATE))}\s+)*?{lead}({word})(?=\s*(?:\Z|[{signs.PLAIN_DASHES},;:.?!]|{year}|(?:{_DAYS}\s+)?{month}|{cause}))",
            re.IGNORECASE,
        )
        # In a language in which the verb stands last, what is before it states when, where or how: `1944年に戦死`.
        self.last = (
            re.compile(rf"({whole(self.words)}){any_of(fates.of(concepts.AFTER_LAST))}?\s*\Z", re.IGNORECASE)
            if fates.settings.get("last")
            else None
        )
        self.of_others = re.compile(any_of(fates.of(concepts.OF_OTHERS)))
        deaths = [page for page, fate in self.pages.items() if fate == concepts.DIED]
        self.cause = re.compile(rf"(?:{whole(fates.of(concepts.AFTER_FATE))}\s+)?{any_of(deaths)}\Z", re.IGNORECASE)

    def stated(self, text: str) -> Iterator[tuple[concepts.Fate, int, int]]:
        """The fates that the parts of a qualifier state, in order, each with the place of its words.

        A fate in words that part others is one: `morto in seguito alle ferite`.
        """
        start = 0
        while start <= len(text):
            gap = self.parts.search(text, start)
            end = gap.start() if gap is not None else len(text)
            match = self.word.match(text, start) if gap is not None else None
            if match is not None and match.end(1) > end:
                gap = self.parts.search(text, match.end(1))
                place = 0
            else:
                match, place = self._stated(text[start:end]), start
            if match is not None:
                yield self.words[match[1].lower()], place + match.start(1), place + match.end(1)
            start = gap.end() if gap is not None else len(text) + 1

    def _stated(self, part: str) -> re.Match[str] | None:
        """The words of the fate that a part of a qualifier states, as the first group: it begins with them, or ends in them."""
        match = self.word.match(part)
        if match is None and self.last is not None and (match := self.last.search(part)) is not None:
            return None if self.of_others.search(part, 0, match.start()) is not None else match
        return match


class FateMark(NamedTuple):
    """Adjacent marks of fates in a text, in the half-open range from `start` to `end`, with their brackets and the blank."""

    start: int
    end: int
    fates: list[concepts.Fate]

    def parts_words(self, text: str) -> bool:
        """Whether only the marks separate the words around them."""
        return text[max(0, self.start - 1) : self.start].isalnum() and text[self.end : self.end + 1].isalnum()


def marks(text: str, lexicon: Lexicon) -> list[FateMark]:
    """The marks of fates in a text: daggers, ``(KIA)``, ``[POW]`` and the like."""
    known = lexicon.grammar(Fates)
    if known.may_be_marked.search(text) is None:
        return []
    text = folded(text)
    found: list[FateMark] = []
    spelt = lexicon.spelling.spelt(text)
    for match in known.marker.finditer(spelt.text):
        sign = match["first"] or match["sign"]
        meant = [known.signs[sign]] if sign else _marks(match["words"], known)
        if meant:
            found.append(FateMark(*spelt.span(*match.span()), meant))
    return found


def marked(text: str, lexicon: Lexicon) -> tuple[str, list[concepts.Fate]]:
    """The text without the marks of fates in it, and these fates, in order."""
    found = marks(text, lexicon)
    if not found:
        return text, []
    pieces: list[str] = []
    position = 0
    for mark in found:
        pieces += (text[position : mark.start], " " if mark.parts_words(text) else "")
        position = mark.end
    cleaned = "".join([*pieces, text[position:]])
    return " ".join(cleaned.split()), list(dict.fromkeys(fate for mark in found for fate in mark.fates))


def _marks(words: str, known: Fates) -> list[concepts.Fate]:
    """The fates that words in brackets stand for, if they are only marks: `KIA`, `WIA, POW`, `P.O.W.`, `†`."""
    fates: list[concepts.Fate] = []
    for piece in known.between.split(words.strip()):
        fate = known.signs.get(piece) or known.marks.get(_bare(piece))
        if fate is None:
            return []
        fates.append(fate)
    return fates


def _bare(words: str) -> str:
    """Words in lower case, abbreviations without full stops."""
    words = " ".join(words.lower().split())
    return words.replace(".", "") if "." in words and " " not in words else words


def linked(title: str, words: str, lexicon: Lexicon) -> concepts.Fate | None:
    """The fate that a link marks, if it leads to a page about one and its words are a sign or an abbreviation.

    ``[[Executed by hanging|☠]]`` and ``[[Prisoner of war|P.O.W]]`` are marks, ``[[Prisoner of war|captured]]`` is words. The same holds
    for words and the tooltip that explains them.
    """
    if len(words) >= TOO_LONG or (not lexicon.understood and any(map(str.isalpha, words))):
        return None
    known, spelling = lexicon.grammar(Fates), lexicon.spelling
    fate = known.explained.get(" ".join(spelling.text(title.partition("#")[0]).lower().split()))
    return fate if fate is not None and _is_mark(spelling.text(words), known) else None


def _is_mark(words: str, known: Fates) -> bool:
    """Whether words are a sign or an abbreviation: `†`, `KIA`, `P.O.W`, `PoW`, `exec.`; with figures they are words."""
    mark = folded(words).strip().strip("()[] ")
    letters = [char for char in mark if char.isalpha()]
    if not mark or len(letters) > _LONGEST_MARK or any(map(str.isdigit, mark)) or len(mark) > _LONGEST_MARK + len(letters):
        return False
    if len(letters) < 2 or _bare(mark) in known.marks:
        return True
    capitals = sum(map(str.isupper, letters))
    return (mark[-1] == "." and " " not in mark) or (capitals > 1 and capitals >= len(letters) - 1)


def is_page_of_fate(title: str, lexicon: Lexicon) -> bool:
    """Whether a page with this title is about a fate."""
    return lexicon.spelling.text(title).lower() in lexicon.grammar(Fates).pages


def of_a_life(words: str, lexicon: Lexicon) -> bool:
    """Whether a clause is about somebody's birth or death: `d. 1637`, `b. 1580`."""
    return lexicon.grammar(Fates).life.match(lexicon.spelling.text(words)) is not None


def stated_in(qualifiers: Sequence[str], lexicon: Lexicon) -> list[concepts.Fate]:
    """The fates that qualifiers state, in order: ``captured at Sedan``, ``wounded, later executed``, ``KIA 2014``."""
    known = lexicon.grammar(Fates)
    found: list[concepts.Fate] = []
    for qualifier in qualifiers:
        if len(qualifier) > _LONGEST:
            continue
        found += [fate for fate, _, _ in known.stated(lexicon.spelling.text(folded(qualifier), lexicon.fates.single))]
    return list(dict.fromkeys(found))


def of_marks_and_qualifiers(text: str, found: list[concepts.Fate], qualifiers: Sequence[str], lexicon: Lexicon) -> list[concepts.Fate]:
    """The fates of a text's marks, of which they are `found`, and those that its qualifiers state, in order.

    A sign for a death in battle yields to words that say another: `† (by smallpox)`, `† (died in May)`.
    """
    stated = stated_in(qualifiers, lexicon)
    if found and qualifiers:
        known = lexicon.grammar(Fates)
        caused = any(known.cause.match(lexicon.spelling.text(words[:_LONGEST])) for words in qualifiers)
        if caused or concepts.DIED in stated:
            marked = {known.signs.get(text[mark.start : mark.end].strip("()[] ")) for mark in marks(text, lexicon)}
            if concepts.KILLED_IN_ACTION in marked:
                found = [fate for fate in found if fate not in marked]
                if caused:
                    stated.append(concepts.DIED)
    return list(dict.fromkeys([*found, *stated]))


def words_of(fate: concepts.Fate, qualifier: str, lexicon: Lexicon) -> tuple[int, int] | None:
    """The half-open range in a qualifier of the words that state a fate; None if it states another fate, or none."""
    known = lexicon.grammar(Fates)
    spelt = lexicon.spelling.spelt(folded(qualifier), lexicon.fates.single)
    return next((spelt.span(start, end) for stated, start, end in known.stated(spelt.text) if stated == fate), None)
