"""Words around a noun that are not part of what is counted: owners, proper names and amounts."""

from __future__ import annotations

import itertools
from typing import Final

from infobox.language import concepts
from infobox.values.figure_words import NO_OWN_NAME, TokenLine
from infobox.values.numbers import NAME, NOUN, WORD, Token

_BODIES: Final = concepts.FORMATION | concepts.ONE_OF_A_NATION | concepts.BRANCH
_CAPITAL_OF_NAME: Final = concepts.CAPITAL | concepts.FATE_WORD
_KNOWN: Final = NOUN | concepts.KEPT
_HEADS: Final = NOUN | concepts.GENERAL
_LEADS_ON: Final = concepts.COMPLEMENT | concepts.GENITIVE | concepts.DEFINITE
"""What words carry after which a noun does not end."""
_NO_MORE: Final = concepts.WHOSE_WORD | concepts.DROPPED | concepts.FATE_WORD


def trimmed(line: TokenLine, words: list[int], *, bare: bool) -> list[int]:
    """The tokens `words` of a noun phrase without owners, amounts and proper names.

    The words of a link, or a name, are kept or removed as a whole. `bare` is true if nothing follows the phrase.
    """
    if len(words) == 1:
        noun = words
    elif line.words.head_first:
        noun = _without_followers(line, words)
    elif line.words.complements_follow and any(_is_head(line, word) for word in words):
        noun = _without_complements(line, words)
    else:
        noun = _without_modifiers(line, words)
    return _whole(line, noun, words, bare) if line.labels and noun else noun


def _without_followers(line: TokenLine, words: list[int]) -> list[int]:
    """The words of a noun with adjectives after it, without owners, amounts and names: `tanques` of `tanques alemanes Tiger`."""
    start, end = 0, len(words)
    common = line.tokens[words[0]].senses & concepts.SMALL
    while end > 1 and not line.tokens[words[end - 2]].senses & concepts.JOIN:
        last = line.tokens[words[end - 1]]
        if last.senses & concepts.KEPT or not (last.senses & _NO_MORE or (common and _is_name(last))):
            break
        end -= 1
    while start < end - 1 and line.tokens[words[start]].senses & _NO_MORE and not line.tokens[words[start + 1]].senses & concepts.JOIN:
        start += 1
    while end - 1 > start and line.tokens[words[end - 1]].senses & _LEADS_ON:
        end -= 1
    return words[start:end]


def _is_head(line: TokenLine, word: int) -> bool:
    """Whether a word is a known noun, and not an adjective of the noun after it: `гражданских лиц`."""
    senses = line.tokens[word].senses
    return bool(senses & _HEADS) and not (senses & concepts.KEPT and line.tokens[word + 1].senses & _HEADS)


def _without_complements(line: TokenLine, words: list[int]) -> list[int]:
    """The words of nouns with their adjectives, without the complements after them: `солдат гарнизона`, `танков и орудий армии`."""
    noun: list[int] = []
    part: list[int] = []
    headed = False
    for word in [*words, None]:
        if word is None or line.tokens[word].senses & concepts.JOIN:
            noun += [] if noun and _only_describes(line, part) else _stripped(line, part)
            if word is None:
                break
            noun.append(word)
            part, headed = [], False
        elif not headed:
            part.append(word)
            headed = _is_head(line, word) and not line.tokens[word].senses & concepts.WITH_COMPLEMENT
        elif line.tokens[word].senses & concepts.KEPT and part[-1] == word - 1:
            part.append(word)  # `okrętów podwodnych`
        elif line.tokens[word].senses & NOUN:
            noun += _stripped(line, part)
            break  # what is joined to a complement is one too: `солдат армии и флота`
    while noun and line.tokens[noun[-1]].senses & concepts.JOIN:
        noun.pop()
    return noun


def _only_describes(line: TokenLine, words: list[int]) -> bool:
    """Whether words are adjectives without their noun: the `velké` of `děl a velké množství kulometů`, whose noun counts something else."""
    return all(line.tokens[word].senses & (concepts.DROPPED | concepts.KEPT) and not _is_head(line, word) for word in words)


def _without_modifiers(line: TokenLine, words: list[int]) -> list[int]:
    all_tokens = line.tokens
    joins = [index for index, word in enumerate(words) if all_tokens[word].senses & concepts.JOIN]
    first = joins[0] if joins else len(words)
    head = words[:first]
    rest = words[first:]
    if not rest:
        head = _cut(line, head)
        head = head[_after_body(line, head) :]
    elif (
        len(joins) == 1
        and head
        and not any(all_tokens[word].senses & _KNOWN for word in head)
        and not all_tokens[head[-1]].senses & concepts.PLURAL
    ):
        # `Bf 109 and Fw 190 fighters`: both names belong to the noun after them
        tail = _cut(line, words[first + 1 :])
        kept = _stripped(line, tail)
        if kept and kept[0] != tail[0] and all_tokens[kept[-1]].senses & _KNOWN:
            return kept
    else:
        last = joins[-1] - first + 1
        rest = rest[:last] + _cut(line, rest[last:])
    stripped = _stripped(line, head)
    if rest and not stripped:
        stripped = head[-1:]
    return [*stripped, *rest]


def _whole(line: TokenLine, noun: list[int], words: list[int], bare: bool) -> list[int]:
    """The noun with whole links only: all words of a link are part of it (`Home Guard`), or none (`members` in `Home Guard members`).

    A link in lower case is not a name: only the noun of `internally displaced persons` is kept.
    """
    all_tokens = line.tokens
    begin, end = line.label(noun[0])
    if begin < noun[0]:
        kept = all_tokens[noun[0]].senses & concepts.CAPITAL
        if kept or any(_is_name(all_tokens[word]) for word in range(begin, noun[0])):
            after = [word for word in noun if word >= end]
            if kept and after:
                noun = after
            elif begin >= words[0]:
                noun = [*range(begin, noun[0]), *noun]
    end = line.label(noun[-1])[1]
    if bare and end > noun[-1] + 1 and all_tokens[noun[-1]].senses & concepts.CAPITAL:
        noun = [*noun, *range(noun[-1] + 1, end)]  # `Knights of Saint John`
    return noun


def _is_name(token: Token) -> bool:
    return token.kind == NAME or bool(token.senses & concepts.CAPITAL and not token.senses & (concepts.WHOSE_WORD | concepts.DROPPED))


def _cut(line: TokenLine, words: list[int]) -> list[int]:
    """The words up to the end of the noun: a name after it is not counted (`submarine chaser UJ-1404`)."""
    all_tokens = line.tokens
    head = all_tokens[words[-1]] if words else None
    common = head is not None and head.senses & concepts.SMALL and head.senses & NOUN
    for index in range(1, len(words)):
        last, token = all_tokens[words[index - 1]], all_tokens[words[index]]
        at_end = index == len(words) - 1
        known = token.senses & NOUN
        if not last.senses & NOUN:
            engaged = token.senses & concepts.SMALL and token.senses & concepts.PARTICIPLE and not known
            if at_end and last.senses & concepts.PLURAL and engaged:
                return words[:index]  # `Hurricanes engaged`
            continue
        if known or (common and last.senses & concepts.CAPITAL and token.senses & concepts.CAPITAL):
            continue  # `Knights Hospitaller galleys`
        if not last.senses & concepts.CAPITAL and (token.senses & concepts.CAPITAL or token.kind != WORD):
            return words[:index]
        if last.senses & concepts.PLURAL and not token.senses & concepts.NOUN_LINK:
            named = last.senses & concepts.CAPITAL and token.senses & concepts.CAPITAL and token.kind == WORD
            order = bool(named and last.senses & concepts.PEOPLE and at_end)
            return words[: index + order]  # `Knights Templar`
        if at_end and token.senses & concepts.VERBAL and not token.senses & concepts.KEPT:
            return words[:index]
    return words


def _stripped(line: TokenLine, words: list[int]) -> list[int]:
    """The words without those before the noun that add nothing to it."""
    if not words:
        return words
    all_tokens = line.tokens
    last = all_tokens[words[-1]]
    proper = last.senses & concepts.CAPITAL and last.senses & (concepts.FORMATION | concepts.ONE_OF_A_NATION)
    general = last.senses & concepts.GENERAL
    start = 0
    named = royal = False
    if proper and not last.senses & concepts.PLURAL and _needs_nation(line, words):
        return list(itertools.dropwhile(lambda word: all_tokens[word].senses & _CAPITAL_OF_NAME != concepts.CAPITAL, words))
    while start < len(words) - 1:
        token = all_tokens[words[start]]
        senses = token.senses
        after = all_tokens[words[start + 1]]
        if after.senses & concepts.GENITIVE:
            if not (name := _named_until(line, words, start)):
                break
            start = name
            continue
        if senses & concepts.BEARING_ARMS and (not senses & concepts.DROPPED or last.senses & concepts.FATE_NOUN):
            break
        dropped = senses & concepts.DROPPED and not after.senses & concepts.COUNTED_WITH_ADJECTIVE
        if _begins_name(token, after) and not general:
            if last.senses & concepts.CAPITAL:
                break  # `Royal Marines`
            named = royal = True
        elif dropped or senses & concepts.FATE_WORD or _says_whose(line, token):
            pass
        elif senses & concepts.FATE_NOUN:
            break
        elif general or (named and senses & concepts.NAME_CLASS):
            pass
        elif proper or not _may_be_name(line, token) or _belongs_to_noun(line, words, start, named, royal):
            break
        else:
            named = len(token.low) > 1
        start += 1
    return words[start:]


def _begins_name(token: Token, after: Token) -> bool:
    """Whether a word begins a name: `Royal Marines`, `New Zealanders`, but not `New Tanks`, `New Zealand infantry`."""
    if not token.senses & concepts.IN_NAMES or not token.senses & after.senses & concepts.CAPITAL:
        return False
    plural_noun = after.senses & concepts.PLURAL and after.senses & NOUN
    return not (token.senses & concepts.DROPPED and (plural_noun or after.senses & concepts.WHOSE_WORD))


def _after_body(line: TokenLine, words: list[int]) -> int:
    """The place in `words` after a body's name of several words, to which what is counted belongs: `Air Force planes`; or 0."""
    place = 0
    while line.tokens[words[place]].senses & concepts.CAPITAL and place < len(words) - 1:
        place += 1
    after = [line.tokens[word].senses for word in words[place:]]
    body = place > 1 and line.tokens[words[place - 1]].senses & concepts.ONE_OF_A_NAME
    return place if body and all(senses & concepts.SMALL for senses in after) and after[-1] & NOUN else 0


def _belongs_to_noun(line: TokenLine, words: list[int], at: int, named: bool, royal: bool) -> bool:
    """Whether the capitalized word at place `at` is a part of what is counted, not of an owner's name.

    `named` is true if a name stands before it, `royal` if that name has a word such as `Royal`.
    """
    all_tokens = line.tokens
    senses, after, last = (all_tokens[words[place]].senses for place in (at, at + 1, -1))
    # the `Front` of `al-Nusra Front fighters` and the `Army` of `British Army guns` belong to the name
    part = named or (at > 0 and senses & _BODIES and all_tokens[words[at - 1]].senses & concepts.WHOSE_WORD)
    part = part or (after & concepts.CAPITAL and not after & _KNOWN)
    # `East African Infantry brigades`, but `Royal Artillery batteries`
    part = part and not (senses & concepts.KEPT and last & concepts.FORMATION and not royal)
    if senses & _KNOWN and not (part and last & concepts.SMALL):
        return True
    if last & concepts.CAPITAL and not last & (NOUN | concepts.PLURAL):
        return True  # `Garde Mobile`, `Task Force Smith`
    return not any(all_tokens[word].senses & _KNOWN for word in words[at + 1 :])


def _named_until(line: TokenLine, words: list[int], start: int) -> int:
    """The place in `words` of what is counted, after a name with `of` that begins at `start`; 0 if the name itself is counted."""
    all_tokens = line.tokens
    last = all_tokens[words[-1]].senses
    if not all_tokens[words[start]].senses & concepts.CAPITAL or not last & concepts.SMALL or not last & _KNOWN:
        return 0
    for index in range(start, len(words)):
        senses = all_tokens[words[index]].senses
        if senses & concepts.SMALL and not senses & concepts.LINKING:
            return index
    return 0


def _needs_nation(line: TokenLine, words: list[int]) -> bool:
    """Whether a formation's name is incomplete without the nation before it: `155,900 Polish Eastern Army`.

    It is complete for a single formation (`1 German Army`), and with a proper name (`1,000 British Punjab Regiment`).
    """
    all_tokens = line.tokens
    if not words or not all_tokens[words[-1]].senses & concepts.ONE_OF_A_NATION or line.is_one(max(0, words[0] - 1)):
        return False
    carried = [all_tokens[word].senses for word in words[:-1]]
    named = not all(senses & (concepts.WHOSE_WORD | NO_OWN_NAME) for senses in carried)
    return not named and any(senses & concepts.WHOSE_WORD for senses in carried)


def _says_whose(line: TokenLine, token: Token) -> bool:
    """Whether a word before a noun states an owner, or a ship's number of guns: `German`, `Soviet-built`, `army's`, `six-gun`."""
    if token.senses & concepts.WHOSE_WORD or token.low.endswith(line.words.possessive):
        return True
    first, dash, _ = token.low.partition("-")
    return bool(dash) and bool(line.words.senses.get(first, 0) & (concepts.WHOSE_WORD | concepts.ONE | concepts.TEN))


def _may_be_name(line: TokenLine, token: Token) -> bool:
    """Whether a word may be of a name: not in lower case, unless it begins as in `al-Qaeda fighters`."""
    if token.kind != WORD or token.senses & concepts.CAPITAL:
        return True
    article, _, name = token.text.partition("-")
    return name[:1].isupper() and article.islower() and bool(line.words.senses.get(article, 0) & concepts.NAME_ARTICLE)
