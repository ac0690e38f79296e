"""Rules about results that an edit reversed, strengthened or weakened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from infobox.checks.edits import compared
from infobox.checks.edits.citations import Citations
from infobox.checks.edits.compared import comparison
from infobox.checks.edits.identities import every_item, words_of
from infobox.checks.edits.nonsense import is_nonsense, was_nonsense
from infobox.checks.findings import Hit, quoted, shortened
from infobox.checks.registry import Done, edit_rule
from infobox.checks.reviewing import Revisions
from infobox.checks.subject import Subject
from infobox.editing import sequences
from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of, whole
from infobox.record import Item
from infobox.values import results

_SAME_RESULT: Final = 0.85
"""How similar two results must be to count as one with different spellings."""
_SAME_WORD: Final = 0.6
"""How similar two words must be to count as one with different spellings."""
_LONGEST: Final = 400
"""How many characters of a result are compared."""
_SAME_VICTOR: Final = 0.8
"""How similar two names must be to count as one with different spellings."""
_STEM: Final = 3
"""Words about one victor begin with as many equal letters: `Greek`, `Greece`."""
_UNREAD: Final = frozenset((None, concepts.OTHER))
_SENTENCE: Final = re.compile(r"[;:.(]")


class _Victors:
    """Words about victors in one language: `articles`, groups of names for the `same` victor, and a pattern for words that `name` one."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.articles = lexicon.results.of(concepts.ARTICLE)
        groups: dict[str, list[str]] = {}
        for name, group in lexicon.checks.valued(concepts.SAME_VICTOR).items():
            groups.setdefault(group, []).append(name)
        self.same = list(groups.values())
        self.named = re.compile(any_of(lexicon.checks.of(concepts.NAMES_VICTOR)), re.IGNORECASE)

    def words(self, name: str) -> frozenset[str]:
        """The words of a name that say who is meant."""
        return frozenset(word for word in words_of(name) if len(word) >= _STEM and word not in self.articles)

    def are_one(self, one: str, other: str) -> bool:
        """Whether two names mean the same victor: words in them begin alike, or the names are known to mean the same."""
        if {word[:_STEM] for word in self.words(one)} & {word[:_STEM] for word in self.words(other)}:
            return True
        names = [f" {' '.join(words_of(name))} " for name in (one, other)]
        if sequences.ratio(*names) > _SAME_VICTOR:
            return True
        return any(all(any(f" {name} " in words for name in group) for words in names) for group in self.same)


class _Grades:
    """Words in one language that make a victory more or less than one."""

    def __init__(self, lexicon: Lexicon) -> None:
        words, results = lexicon.checks, lexicon.results
        self.stronger = re.compile(whole(words.of(concepts.STRONGER) | results.of(concepts.DECISIVE)), re.IGNORECASE)
        self.weaker = re.compile(whole(words.of(concepts.WEAKER) | results.of(concepts.PYRRHIC)), re.IGNORECASE)

    def of(self, text: str) -> int:
        """1 for more than a victory, -1 for less."""
        words = _SENTENCE.split(text, maxsplit=1)[0]
        return bool(self.stronger.search(words)) - bool(self.weaker.search(words))


class _Wording(NamedTuple):
    """How something ended, in a version: the outcome, the victor, and the words for it."""

    outcome: concepts.Outcome | None
    victor: str
    text: str


class _Turn(NamedTuple):
    """A result that the edit changed: the `old` and the `new` one, and where the new one stands."""

    old: _Wording
    new: _Wording
    span: tuple[int, int]

    @property
    def both(self) -> str:
        """Both versions in words."""
        return f"{shortened(self.old.text)} → {shortened(self.new.text)}"


def _turns(versions: Revisions) -> list[_Turn]:
    """The results that differ in more than a slip, without a new source and without nonsense: the whole one, and single lines."""
    old, new = versions.old.record.result, versions.new.record.result
    if old is None or new is None or not old.items or not new.items:
        return []
    if was_nonsense(versions, old.items[0]):
        return []
    found, citations = versions.once(comparison), versions.once(Citations)
    if citations.is_new(source for item in every_item(new.items) for source in citations.of(item)):
        return []
    first, lead = old.items[0], new.items[0]
    whole = (_Wording(old.outcome, old.victor, first.text), _Wording(new.outcome, new.victor, lead.text), lead)
    parted = {old.outcome, new.outcome} <= _UNREAD  # each line may have a victor of its own
    parts = {id(item) for item in every_item(new.items) if item is not lead or parted}
    turns = [whole]
    for match in found.matches:
        if isinstance(match.new, Item) and id(match.new) in parts:
            one, other = (_Wording(*results.read([text], versions.new.lexicon), text) for text in (match.old.text, match.new.text))
            if {one.outcome, other.outcome}.isdisjoint(_UNREAD):
                turns.append((one, other, match.new))
    return [
        _Turn(one, other, item.span)
        for one, other, item in turns
        if item.span is not None and one.text != other.text and not _is_slip(one, other) and not is_nonsense(versions, item)
    ]


def _is_slip(one: _Wording, other: _Wording) -> bool:
    """Whether two results differ only in a slip of the pen, with which the one is not understood."""
    if {one.outcome, other.outcome}.isdisjoint(_UNREAD):
        return False
    first, second = words_of(one.text[:_LONGEST]), words_of(other.text[:_LONGEST])
    if len(first) != len(second):
        return sequences.ratio(" ".join(first), " ".join(second)) > _SAME_RESULT
    return _are_spelt_alike(first, second)


def _are_spelt_alike(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two rows of words are the same but for slips of the pen."""
    if len(first) != len(second):
        return False
    return all(word == twin or sequences.ratio(word, twin) > _SAME_WORD for word, twin in zip(first, second, strict=True))


@edit_rule("E002", "warning", Done("result reversed", "results reversed", 4))
def result_reversed(versions: Revisions) -> Iterator[Hit]:
    """A result that the edit reversed or removed: a different victor, or a victory that became something else.

    Not reported if the new result has a new source.

    Why: The result is the most disputed line of an infobox; such an edit needs a source and a reason.

    Bad before:
        | result = Greek victory

    Bad:
        | result = Persian victory

    Good before:
        | result = Greek victory

    Good:
        | result = Decisive Greek victory

    Fix: none; only the sources say who won.
    """
    yield from _removed_result(versions)
    for turn in versions.once(_turns):
        old, new = turn.old, turn.new
        if old.victor and new.victor:
            if not _are_one_victor(versions, old.victor, new.victor):
                message = f"the victor was {quoted(old.victor)} and is now {quoted(new.victor)}; check the sources"
                yield Hit(*turn.span, message, detail=turn.both)
        elif (old.outcome in results.WON) != (new.outcome in results.WON) and not _may_be_reworded(versions, old, new):
            yield Hit(*turn.span, f"{quoted(old.text)} became {quoted(new.text)}; check the sources", detail=turn.both)


def _may_be_reworded(versions: Revisions, old: _Wording, new: _Wording) -> bool:
    """Whether a result that is not understood may say that the same side won."""
    victors = versions.new.lexicon.grammar(_Victors)
    named = new.outcome == concepts.OTHER and bool(old.victor) and victors.named.search(new.text) is not None
    return named and victors.are_one(old.victor, new.text)


def _removed_result(versions: Revisions) -> Iterator[Hit]:
    old, new = versions.old.record, versions.new.record
    if old.result is None or not old.result.items or (new.result is not None and new.result.items) or compared.lost(versions)[1]:
        return
    if old.result.outcome in results.CHIEF and new.status is None:
        before = old.result.items[0].text
        place = versions.new.name_place(versions.new.profile.named("result"))
        yield Hit(*place, f"the result {quoted(before)} was removed; check the sources", detail=f"{shortened(before)} removed")


def _are_one_victor(versions: Revisions, one: str, other: str) -> bool:
    """Whether two victors are on one side, or, if that is not certain, have similar names."""
    victors = versions.new.lexicon.grammar(_Victors)
    first, second = (_sides_of(versions.old, victor, victors) for victor in (one, other))
    if first and second and (len(first) == len(second) == 1 or not first & second):
        return first == second
    return victors.are_one(one, other)


def _sides_of(subject: Subject, victor: str, victors: _Victors) -> set[int]:
    """The sides whose combatants' names have most in common with a victor's: `Persian` with `Persia`, less with `Peru`."""
    shared = [_shared(victors.words(victor), _names(side.combatants, victors)) for side in subject.record.sides]
    return {place for place, number in enumerate(shared) if number and number == max(shared)}


def _shared(wanted: Iterable[str], words: frozenset[str]) -> int:
    """How many letters words share with the beginnings of others, if they are enough to mean the same."""
    most = (max((sequences.shared(word, other) for other in words if other[:_STEM] == word[:_STEM]), default=0) for word in wanted)
    return sum(most)


def _names(items: Iterable[Item], victors: _Victors) -> frozenset[str]:
    """The words of combatants' names."""
    names = (
        name
        for item in every_item(items)
        for name in (item.text, *(link.target for link in item.links if not link.external), *(flag.of for flag in item.flags))
    )
    return frozenset(word for name in names for word in victors.words(name))


@edit_rule("E009", "warning", Done("result strengthened", "results strengthened", 6))
def result_strengthened(versions: Revisions) -> Iterator[Hit]:
    """A victory that the edit made more of: decisive, overwhelming, no longer Pyrrhic.

    Not reported if the result has a new source.

    Why: How great a victory was is disputed; such words need a source.

    Bad before:
        | result = Greek victory<ref>Smith, p. 5.</ref>

    Bad:
        | result = Decisive Greek victory<ref>Smith, p. 5.</ref>

    Good before:
        | result = Greek victory<ref>Smith, p. 5.</ref>

    Good:
        | result = Decisive Greek victory<ref>Jones, p. 7.</ref>

    Fix: none; only the sources say how great the victory was.
    """
    for turn in _regraded(versions, 1):
        message = f"{quoted(turn.old.text)} became {quoted(turn.new.text)}, which claims more; check that the sources agree"
        yield Hit(*turn.span, message, detail=turn.both)


@edit_rule("E010", "warning", Done("result weakened", "results weakened", 6))
def result_weakened(versions: Revisions) -> Iterator[Hit]:
    """A victory that the edit made less of: marginal, Pyrrhic, no longer decisive.

    Not reported if the result has a new source.

    Why: How great a victory was is disputed; such words need a source.

    Bad before:
        | result = Decisive Greek victory<ref>Smith, p. 5.</ref>

    Bad:
        | result = Pyrrhic Greek victory<ref>Smith, p. 5.</ref>

    Good before:
        | result = Decisive Greek victory<ref>Smith, p. 5.</ref>

    Good:
        | result = '''Decisive [[Greece|Greek]] victory'''<ref>Smith, p. 5.</ref>

    Fix: none; only the sources say how great the victory was.
    """
    for turn in _regraded(versions, -1):
        message = f"{quoted(turn.old.text)} became {quoted(turn.new.text)}, which claims less; check that the sources agree"
        yield Hit(*turn.span, message, detail=turn.both)


def _regraded(versions: Revisions, direction: int) -> Iterator[_Turn]:
    """The results of which the edit made more (1) or less (-1), with the same victor."""
    grades = versions.new.lexicon.grammar(_Grades)
    for turn in versions.once(_turns):
        if not {turn.old.outcome, turn.new.outcome} <= results.WON:
            continue
        if _are_spelt_alike(*(words_of(each.text[:_LONGEST]) for each in (turn.old, turn.new))):
            continue
        one, other = turn.old.victor, turn.new.victor
        if one and other and not _are_one_victor(versions, one, other):
            continue
        if (grades.of(turn.new.text) - grades.of(turn.old.text)) * direction > 0:
            yield turn
