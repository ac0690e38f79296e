"""What a figure counts: the noun phrase after it, without owners and proper names."""

from __future__ import annotations

import functools
import operator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from infobox.language import concepts
from infobox.record import Kind
from infobox.values.figure_bounds import bound_after
from infobox.values.figure_kinds import OF_STRENGTH, adjective_kinds, as_happened, fates, first_fate, kind_of
from infobox.values.figure_modifiers import trimmed
from infobox.values.figure_phrases import is_acronym, phrase
from infobox.values.figure_words import AFTER_DASH, ANY_FATE, COUNTED, FURTHEST, LEADS, LEADS_TO_FATE, PARTS, TokenLine, phrase_at
from infobox.values.number_amounts import numeral
from infobox.values.numbers import NAME, NOUN, NUMBER, WORD, Token


class Unit(Struct, frozen=True):
    """What is counted: its words, its kind, and the index of the token after it.

    `shared` is true if a participle after a noun gives the kind, so that it may apply to earlier nouns as well: `5 tanks
    and 3 guns destroyed`; `lost` is true if that participle, or the word before the figure, is `lost`, which has different meanings
    for people and things. `bound` is what words after the noun state about the figure (`low` for `20 guns or more`); `around` is true if
    a parenthesis stands between the figure and its noun.
    """

    text: str
    kind: Kind | None
    end: int
    shared: bool = False
    lost: bool = False
    bound: str = ""
    around: bool = False


_AFTER_DASH: Final = functools.reduce(operator.or_, AFTER_DASH)
_FATE_START: Final = concepts.FATE_WORD | concepts.PHRASE_START
_BEFORE_UNIT: Final = LEADS | concepts.GENITIVE | concepts.COUNTED_LINK | concepts.VERB | concepts.STOP
"""What words carry that are not the first of a noun or fate: they lead to it, or end the figure."""
_COUNTS_NOTHING: Final = concepts.EMPTY | concepts.REPORT
"""What a word carries that names nothing counted if it is alone: `42,000 total`, `20,000 (other estimates 30,000)`."""
_COUNTED_BARE: Final = concepts.MASS | concepts.PEOPLE
_SCALES: Final = concepts.SCALE_WORD | concepts.PART_WORD
"""The last words of numbers after which `of` leads to the noun."""
_OF_BOTH: Final = concepts.LOST | concepts.FELLED
"""What a fate carries that means different things for people and things."""
_QUOTES: Final = frozenset("\"“‘'")
_LONGEST_NOTE: Final = 6
"""The most tokens of a parenthesis that only states what happened."""


def unit_at(line: TokenLine, at: int) -> Unit:
    """What is counted according to the words from token `at` on."""
    all_tokens = line.tokens
    if all_tokens[at].senses & concepts.TIMES and at + 1 < line.count:
        at += 1
    elif all_tokens[at].kind == "-" and all_tokens[at + 1].senses & _AFTER_DASH:
        # `5,000-strong garrison`, `500-odd men`; what `10-man` counts is men
        if all_tokens[at + 1].senses & concepts.DASH_NOUN:
            return Unit(all_tokens[at + 1].text, None, at + 2)
        at += 2
    if all_tokens[at].kind == "(":
        return _before_parenthesis(line, at)
    if all_tokens[at].text in _QUOTES:
        at += 1
    elif all_tokens[at].kind not in (WORD, NAME, NUMBER):
        return Unit("", None, at)
    if all_tokens[at].senses & concepts.AMONG and all_tokens[at + 1].senses & COUNTED:
        at += 1  # `1.500 tra morti e feriti`
    if all_tokens[at].kind == WORD:
        senses = all_tokens[at].senses
        if senses & concepts.MOSTLY:
            return _mostly(line, at)
        if senses & _BEFORE_UNIT:
            at, ends = _led_to(line, at)
            if ends:
                return Unit("", None, at)
    words, end = phrase(line, at)
    if not words:
        return Unit("", None, at)
    describes = all_tokens[words[0]].senses & concepts.PARTICIPLE and not all_tokens[words[0]].senses & (ANY_FATE | NOUN)
    if len(words) == 1 and describes and all_tokens[end].senses & concepts.PARTICIPLE_COMPLEMENT:
        # `equipped with guns`: not the noun, but a distinction
        while all_tokens[end].kind in (WORD, NAME):
            end += 1
        return Unit(line.text[all_tokens[at].start : all_tokens[end - 1].end], None, end)
    unit = reduced(line, words, end)
    if unit.text:
        bound, end_of_bound = bound_after(line, unit.end)
        if bound:
            unit, end = replace(unit, bound=bound, end=end_of_bound), end_of_bound
    return _with_later_fate(line, end, unit)


def _before_parenthesis(line: TokenLine, at: int) -> Unit:
    """The unit of a figure before the parenthesis at `at`: what happened, if it states only that, or the noun after it."""
    kinds, start, end = _noted(line, at)
    if kinds:
        return Unit(line.text[line.tokens[start].start : line.tokens[end - 1].end], kind_of(kinds), end + 1)
    return _around(line, at)


def _led_to(line: TokenLine, at: int) -> tuple[int, bool]:
    """Where the noun or the fate begins to which the word at token `at` leads, and whether there is none: that word ends the figure."""
    all_tokens = line.tokens
    senses = all_tokens[at].senses
    if senses & concepts.GENITIVE and at and all_tokens[at - 1].senses & _SCALES and (noun := _counted_of(line, at + 1)):
        at = noun  # `3 dozens of ships`, `2 milioni e mezzo di uomini`
        senses = all_tokens[at].senses
    if senses & concepts.COMPLEMENT and all_tokens[at + 1].senses & _COUNTED_BARE and all_tokens[at + 1].senses & concepts.SMALL:
        at += 1  # `4.000 de infantería`, `8.000.000 de soldados`
        senses = all_tokens[at].senses
    if senses & concepts.COUNTED_LINK and all_tokens[at + 1].kind == WORD and not _ends_unit(all_tokens[at + 1]):
        return at + 1, False  # `20 de tunuri`
    if senses & concepts.GENITIVE and all_tokens[at + 1].senses & concepts.THEM and at + 2 < line.count:
        at += 1  # `300 of them were killed`
        senses = concepts.PASSIVE
    if senses & concepts.GENITIVE and line.words.head_first and all_tokens[at + 1].senses & concepts.FATE_WORD:
        return at + 1, False  # `20 d'enfonsades`
    if senses & LEADS and (fate := _fate_after(line, at + 1, relative=bool(senses & concepts.RELATIVE))):
        return fate, False
    return at, _ends_unit(all_tokens[at]) and not (senses & concepts.PHRASE_START and _fate_after(line, at) == at)


def _ends_unit(token: Token) -> bool:
    return bool(token.senses & concepts.VERB) or (bool(token.senses & concepts.STOP) and not is_acronym(token))


def _mostly(line: TokenLine, at: int) -> Unit:
    """The unit after `mostly` at token `at`: the noun of `1,200 mostly untrained peasants`, but not the fate of `1,200 mostly killed`."""
    noun = at
    while line.tokens[noun].senses & concepts.MOSTLY:
        noun += 1
    unit = unit_at(line, noun) if line.tokens[noun].kind == WORD else Unit("", None, at)
    return unit if unit.text and not line.words.noun(unit.text) & concepts.FATE_WORD else Unit("", None, at)


def _counted_of(line: TokenLine, at: int) -> int:
    """The index of the noun after `of`, from token `at` on, with or without `the`; 0 if another figure or `them` follows."""
    if at + 1 < line.count and line.tokens[at].senses & (concepts.DEFINITE | concepts.POSSESSIVE):
        at += 1
    token = line.tokens[at]
    return at if token.kind == WORD and not token.senses & concepts.THEM and numeral(line.tokens, at, line.words) is None else 0


def _around(line: TokenLine, at: int) -> Unit:
    """The unit after a parenthesis between the figure and its noun: `18 (6 Polish) aircraft`."""
    noun = min(closing(line, at) + 1, line.count)
    if line.tokens[noun].kind != WORD:
        return Unit("", None, at)
    unit = unit_at(line, noun)
    if not line.words.noun(unit.text) & (NOUN | ANY_FATE) or line.tokens[unit.end].kind == ":":
        return Unit("", None, at)
    return replace(unit, around=True)


def _noted(line: TokenLine, at: int) -> tuple[set[str], int, int]:
    """The kinds of a parenthesis at token `at` that states only what happened, and where its words begin and end: `300 (killed)`.

    `captured` gives no kind, because it may be strength.
    """
    all_tokens = line.tokens
    end = closing(line, at)
    start = at + 2 if at + 1 < end and all_tokens[at + 1].senses & concepts.ALL else at + 1
    if not 0 < end - start <= _LONGEST_NOTE or end >= line.count:
        return set(), at, at
    kinds, stop = fates(line, all_tokens[start:end])
    return (kinds if stop == end - start and kinds - OF_STRENGTH else set()), start, end


def closing(line: TokenLine, at: int) -> int:
    """The index of the parenthesis that closes the one at `at`, or of the first token that is too far away."""
    last = min(line.count, at + FURTHEST)
    return next((index for index in range(at, last) if line.tokens[index].kind == ")"), last)


def _fate_after(line: TokenLine, at: int, *, relative: bool = False) -> int:
    """The index of the fate that follows token `at` after nothing but words such as `were later`; 0 if there is none.

    `relative` is true after `who`: people who `were captured` or `died` suffered it, people who `captured` did it.
    """
    index, last, passive = at, min(line.count - 1, at + 3), False
    while index < last:
        senses = line.tokens[index].senses
        if not senses & LEADS_TO_FATE and not (senses & concepts.ADVERB_WORD and not senses & PARTS):
            break
        relative = bool(senses & concepts.RELATIVE) or (relative and not senses & concepts.PASSIVE)
        passive = passive or bool(senses & concepts.PASSIVE)
        index += 1
    if not (senses := line.tokens[index].senses) & _FATE_START or (relative and not senses & concepts.SUFFERED):
        return 0
    if index > at and not passive and line.tokens[index + 1].kind == NUMBER:
        return 0  # `300 men later captured 20 tanks`
    return index if senses & concepts.FATE_WORD or phrase_at(line.words.fate_phrases, line.tokens, index) else 0


def reduced(line: TokenLine, words: list[int], end: int) -> Unit:
    """The unit of a phrase: the noun with words that make it a specific type, or the fates if there is no noun."""
    all_tokens = line.tokens
    tokens = [all_tokens[word] for word in words]
    fate = first_fate(line, tokens)
    noun = words[:fate]
    while noun and fate < len(words) and all_tokens[noun[-1]].senses & concepts.BESIDE_FATE:
        noun.pop()  # `men went missing`
    rest = words[fate:]
    kinds, stop = fates(line, tokens[fate:])
    if line.words.head_first and noun and all_tokens[noun[-1]].senses & concepts.JOIN:
        return reduced(line, noun[:-1], noun[-1])  # `killed 300 men and captured as many`: not the fate of the men
    if noun:
        noun = trimmed(line, noun, bare=not rest)
    if noun and not (rest and _only_adjectives(line, noun, all_tokens[rest[0]])):
        head = all_tokens[_head(line, noun)]
        if not kinds and head.senses & (concepts.FATE_NOUN | concepts.OF_WAR):
            nouns = line.words.fate_nouns
            kinds = {nouns[low] for low in (all_tokens[word].low for word in noun) if low in nouns}
        if len(noun) == 1 and head.senses & _COUNTS_NOTHING:
            return Unit("", None, end)
        text = _text(line, noun)
        lost = stop > 0 and any(token.senses & concepts.LOST for token in tokens[fate : fate + stop])
        if not kinds and not rest and noun[0] != words[0]:
            kinds = adjective_kinds(line, [all_tokens[word] for word in words if word < noun[0]])
        kinds = as_happened(kinds, tokens, head.senses)
        after = rest[stop - 1] + 1 if stop else (end if not rest else rest[0])
        if not rest and noun[-1] != words[-1]:
            after = noun[-1] + 1
        return Unit(text, kind_of(kinds), after, stop > 0, lost)
    if not stop:
        return Unit("", None, words[0])
    # `60,000 French and 20,000 British killed`: a noun, although it only names an owner
    shared = any(all_tokens[word].senses & concepts.WHOSE_WORD for word in words[:fate])
    return replace(_of_fates(line, noun, rest, kinds, stop), shared=shared)


def _of_fates(line: TokenLine, noun: list[int], rest: list[int], kinds: set[str], stop: int) -> Unit:
    """The unit of fates without a noun; `noun` are adjectives before them, and the first `stop` tokens of `rest` are the fates."""
    all_tokens = line.tokens
    goes_on = stop + 1 < len(rest) and all_tokens[rest[stop]].kind == WORD and all_tokens[rest[stop]].senses & concepts.JOIN
    if goes_on and line.words.head_first:
        return Unit(_text(line, rest), None, rest[-1] + 1)  # `400 prigionieri e sbandati`
    prefix = noun if noun and all_tokens[noun[-1]].senses & concepts.BEARING_ARMS else []
    if kinds == {concepts.DESTROYED} and all_tokens[rest[0]].senses & _OF_BOTH:
        kinds = set()
    # Words for where they are name nothing counted: `300 in captivity`.
    state = all_tokens[rest[0]].senses & concepts.STOP and all_tokens[rest[0]].senses & concepts.FATE_TAIL
    return Unit("" if state else _text(line, [*prefix, *rest[:stop]]), kind_of(kinds), rest[stop - 1] + 1)


def _head(line: TokenLine, noun: list[int]) -> int:
    """The word of a noun that adjectives and names describe."""
    if not line.words.head_first:
        return noun[-1]
    return next((word for word in noun if line.tokens[word].senses & NOUN), noun[0])


def _only_adjectives(line: TokenLine, words: list[int], fate: Token) -> bool:
    """Whether the words before a fate name no noun: `German dead`, `military dead`, `civilian dead`.

    Where adjectives stand after their noun, such a word is a noun: `300 alemanes muertos`.
    """
    if line.words.head_first:
        return all(line.tokens[word].senses & (concepts.DROPPED | concepts.JOIN) for word in words)
    last, none = concepts.NO_NOUN_BEFORE_FATE, concepts.WHOSE_WORD | concepts.DROPPED | concepts.JOIN
    if fate.senses & concepts.DEAD:
        last, none = last | concepts.BRANCH, none | concepts.CIVILIAN
    return bool(line.tokens[words[-1]].senses & last) or all(line.tokens[word].senses & none for word in words)


def _text(line: TokenLine, words: list[int]) -> str:
    """The words as written, without a calibre that was omitted between them."""
    all_tokens = line.tokens
    first = last = words[0]
    if words[-1] - first < len(words):
        return line.text[all_tokens[first].start : all_tokens[words[-1]].end]
    pieces = []
    for word in words[1:]:
        if all_tokens[word - 1].senses & concepts.CALIBRE and word != last + 1:
            pieces.append(line.text[all_tokens[first].start : all_tokens[last].end])
            first = word
        last = word
    pieces.append(line.text[all_tokens[first].start : all_tokens[last].end])
    return " ".join(pieces)


def _with_later_fate(line: TokenLine, at: int, unit: Unit) -> Unit:
    """The unit with a kind that stands later: `were killed`, `(HMS Avenger) sunk`."""
    if not unit.text or unit.kind not in (None, concepts.CASUALTIES):
        return unit
    all_tokens = line.tokens
    index = max(at, unit.end)
    if all_tokens[index].kind == "(":
        kinds, _, end = _noted(line, index)
        kinds = as_happened(kinds, all_tokens[index:end], line.words.noun(unit.text))
        if kinds:
            return replace(unit, kind=kind_of(kinds))
        index = closing(line, index) + 1
    moved = _fate_after(line, index)
    if not moved:
        return unit
    kinds, stop = fates(line, all_tokens[moved : moved + FURTHEST])
    lost = bool(all_tokens[moved].senses & concepts.LOST)
    kinds = as_happened(kinds, all_tokens[moved : moved + stop], line.words.noun(unit.text))
    end = moved + stop if index == at else unit.end
    return replace(unit, kind=kind_of(kinds) or unit.kind, end=end, shared=True, lost=lost)
