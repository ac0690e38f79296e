"""Rules about edits, which compare an infobox before and after."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from infobox import layout
from infobox.checks.findings import Hit, quoted
from infobox.checks.registry import edit_rule
from infobox.checks.reviewing import Revisions
from infobox.checks.subject import Subject
from infobox.editing import sequences, trees
from infobox.editing.trees import ItemTree
from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.record import TEXT_FIELDS, Conflict, Date, Item, Note, Reference, Text

_SIMILAR: Final = 0.4
"""How similar (1: equal) two lines of a list must be to count as one line that was changed."""
_SAME_RESULT: Final = 0.85
"""How similar two results must be to count as one with different spellings."""
_WON: Final = frozenset((concepts.VICTORY, concepts.DECISIVE_VICTORY, concepts.PYRRHIC_VICTORY))
_NUMBER: Final = re.compile(r"\d[\d,. ]*\d|\d")
_REF: Final = re.compile(r"<ref\s[^<>]*>", re.IGNORECASE)
_REF_NAME: Final = re.compile(r"""\bname\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'/>]+))""", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
Passage = Item | Text | Date


class _Victors:
    """Words about victors in one language: `articles`, groups of names for the `same` victor, and a pattern for words that `name` one."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.articles = lexicon.results.of(concepts.ARTICLE)
        groups: dict[str, list[str]] = {}
        for name, group in lexicon.checks.valued(concepts.SAME_VICTOR).items():
            groups.setdefault(group, []).append(name)
        self.same = list(groups.values())
        self.named = re.compile(any_of(lexicon.checks.of(concepts.NAMES_VICTOR)), re.IGNORECASE)

    def are_one(self, one: str, other: str) -> bool:
        """Whether two names mean the same victor: words in them begin alike, or the names are known to mean the same."""
        first, second = (_LETTERS.findall(name.casefold()) for name in (one, other))
        if {word[:3] for word in first if len(word) > 2} & {word[:3] for word in second if len(word) > 2} - self.articles:
            return True
        names = [f" {' '.join(words)} " for words in (first, second)]
        return any(all(any(f" {name} " in words for name in group) for words in names) for group in self.same)


class Match(NamedTuple):
    """A passage that is in both versions: the old and the new one, the span in the new page, and the parameter's name."""

    old: Passage
    new: Passage
    span: tuple[int, int]
    name: str


class _Comparison(NamedTuple):
    """Two versions compared: the passages in both, those removed, with their parameters' names, and how often each has each source."""

    matches: list[Match]
    removed: list[tuple[str, Passage]]
    before: Counter[str]
    after: Counter[str]

    def are_fewer(self, sources: Iterable[str]) -> bool:
        """Whether each of some sources is used less often in the new version."""
        return all(self.after[source] < self.before[source] for source in sources)


def _comparison(versions: Revisions) -> _Comparison:
    old, new = versions.old.record, versions.new.record
    matches: list[Match] = []
    removed: list[tuple[str, Passage]] = []
    for field in (*TEXT_FIELDS, "date"):
        one, other = getattr(old, field), getattr(new, field)
        if one is not None and other is not None and other.span is not None:
            matches.append(Match(one, other, other.span, field))
        elif one is not None:
            removed.append((field, one))
    profile = versions.new.profile
    for name in layout.list_parameters(old, profile):
        first, second = layout.items_of(old, name, profile) or [], layout.items_of(new, name, profile) or []
        _match(name, trees.of(first), trees.of(second), matches, removed)
    return _Comparison(matches, removed, _sources(versions.old), _sources(versions.new))


def _match(name: str, old: Sequence[ItemTree], new: Sequence[ItemTree], matches: list[Match], removed: list[tuple[str, Passage]]) -> None:
    alone = len(old) == len(new) == 1
    for one, other in trees.match(old, new):
        if one is None:
            continue
        first = old[one]
        second = new[other] if other is not None else None
        if second is None or (first.line != second.line and not alone and trees.similarity(first, second) < _SIMILAR):
            removed += ((name, node.item) for node in trees.flat([first]))
            continue
        if second.item.span is not None:
            matches.append(Match(first.item, second.item, second.item.span, name))
        _match(name, first.nodes, second.nodes, matches, removed)


def _key(source: Reference | Note) -> str:
    """What identifies a citation in both versions: its name, or its words."""
    return source.name or " ".join((source.text or source.wikitext).split())


def _marks(value: Passage) -> list[Reference | Note]:
    """The references and notes of a value; notes often contain sources."""
    return [*value.references, *value.notes]


def _cited(value: Passage) -> set[str]:
    return set(map(_key, _marks(value)))


def _sources(subject: Subject) -> Counter[str]:
    """How often each citation is used in an infobox."""
    found: Counter[str] = Counter()
    record: Conflict = subject.record
    values: list[Any] = [getattr(record, field) for field in (*TEXT_FIELDS, "date", "coordinates")]
    values.append(record.image.caption if record.image is not None else None)
    for value in filter(None, (*values, *(entry.item for entry in subject.entries))):
        found.update(map(_key, _marks(value)))
    return found


def _figures(text: str) -> list[str]:
    return ["".join(filter(str.isdigit, number)) for number in _NUMBER.findall(text)]


@edit_rule("E001", "warning")
def figure_changed_but_not_its_source(versions: Revisions) -> Iterator[Hit]:
    """A figure or date that the edit changed while its references stayed the same.

    Why: The new figure seems to come from the source. This is the most common form of subtle vandalism, and of honest mistakes.

    Bad before:
        | casualties1 = 300 killed<ref>Smith, p. 5.</ref>

    Bad:
        | casualties1 = 900 killed<ref>Smith, p. 5.</ref>

    Good before:
        | casualties1 = 300 killed<ref>Smith, p. 5.</ref>

    Good:
        | casualties1 = 900 killed<ref>Jones, p. 7.</ref>

    Fix: none; only the source says which figure is right.
    """
    comparison = versions.once(_comparison)
    old_figures, new_figures = _all_figures(versions.old), _all_figures(versions.new)
    for match in comparison.matches:
        old, new = match.old.text, match.new.text
        if old == new or not _cited(match.new) or _cited(match.old) != _cited(match.new) or _NUMBER.sub("#", old) != _NUMBER.sub("#", new):
            continue
        for one, other in zip(_NUMBER.finditer(old), _NUMBER.finditer(new), strict=True):
            first, second = _figures(one[0])[0], _figures(other[0])[0]
            # A figure that was in the parameter before, or still is, was moved, not changed.
            if first == second or (match.name, second) in old_figures or (match.name, first) in new_figures:
                continue
            yield Hit(
                *versions.new.words(match.new, *other.span()),
                f"“{one[0]}” became “{other[0]}”, but its source is the same; check that the source agrees",
            )


def _all_figures(subject: Subject) -> set[tuple[str, str]]:
    return {(entry.value.name, figure) for entry in subject.entries for figure in _figures(entry.item.text)}


@edit_rule("E002", "warning")
def result_reversed(versions: Revisions) -> Iterator[Hit]:
    """A result that the edit reversed or removed: a different victor, or a victory that became something else.

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
    old, new = versions.old.record.result, versions.new.record.result
    if old is None or not old.items:
        return
    before = old.items[0].text
    if new is None or not new.items or new.items[0].span is None:
        if old.outcome in _WON and versions.new.record.status is None:
            place = _name_place(versions.new, versions.new.profile.named("result"))
            yield Hit(*place, f"the result {quoted(before)} was removed; check the sources")
        return
    span, after = new.items[0].span, new.items[0].text
    if before == after or sequences.ratio(before.casefold(), after.casefold()) > _SAME_RESULT:
        return
    victors = versions.new.lexicon.grammar(_Victors)
    if old.victor and new.victor:
        if not victors.are_one(old.victor, new.victor):
            yield Hit(*span, f"the victor was {quoted(old.victor)} and is now {quoted(new.victor)}; check the sources")
    elif (old.outcome in _WON) != (new.outcome in _WON) and not (
        old.victor and victors.named.search(after) and victors.are_one(old.victor, after)
    ):
        yield Hit(*span, f"{quoted(before)} became {quoted(after)}; check the sources")


def _name_place(subject: Subject, name: str) -> tuple[int, int]:
    """The span of a parameter's name, or of the template's name if the infobox does not have the parameter."""
    value = next(iter(subject.named.get(name, ())), None)
    return value.name_span if value is not None else subject.name_span


@edit_rule("E003", "warning")
def reference_dropped(versions: Revisions) -> Iterator[Hit]:
    """A reference that the edit removed from a value whose words stayed, or whose definition it removed although the page still cites it.

    Why: The value has lost its source. If the reference was defined there, other citations on the page break too.

    Bad before:
        | casualties1 = 300 killed<ref name="Smith" />

    Bad:
        | casualties1 = 300 killed

    Good before:
        | casualties1 = 300 killed<ref name="Smith" />

    Good:
        | casualties1 = 300 killed<ref name="Jones" />

    Fix: none; the old version has the reference.
    """
    comparison = versions.once(_comparison)
    for match in comparison.matches:
        if match.old.text != match.new.text:
            continue
        here = _cited(match.new)
        gone = [source for source in _marks(match.old) if _key(source) not in here and comparison.are_fewer([_key(source)])]
        if gone and len(_marks(match.new)) < len(_marks(match.old)):
            yield Hit(*match.span, f"the reference {_called(gone[0])} was removed; restore it, or cite another source")
            continue
        uses = versions.once(_uses)
        lost = next((source for source in match.old.references if source.text and uses.get(source.name) is False), None)
        if lost is not None:
            yield Hit(*match.span, f"the reference “{lost.name}” is cited but no longer defined; restore {_called(lost)}")


def _uses(versions: Revisions) -> dict[str, bool]:
    """The names of the references that the new page cites, and whether it defines them somewhere."""
    uses: dict[str, bool] = {}
    for tag in _REF.finditer(versions.new.text):
        name = _REF_NAME.search(tag[0])
        if name is not None:
            called = (name[1] or name[2] or name[3]).strip()
            uses[called] = uses.get(called, False) or not tag[0].endswith("/>")
    return uses


def _called(source: Reference | Note) -> str:
    return quoted(source.text or source.name or source.wikitext)


@edit_rule("E004", "warning")
def sourced_value_replaced(versions: Revisions) -> Iterator[Hit]:
    """A value with references that the edit replaced with one that has none, and whose references are no longer in the infobox.

    Why: A sourced statement was replaced with an unsourced one.

    Bad before:
        | casualties1 = 300 killed<ref name="Smith" />

    Bad:
        | casualties1 = heavy losses

    Good before:
        | casualties1 = 300 killed<ref name="Smith" />

    Good:
        | casualties1 = heavy losses<ref name="Jones" />

    Fix: none; only the sources say which value is right.
    """
    comparison = versions.once(_comparison)
    for match in comparison.matches:
        old, new = match.old, match.new
        if old.text == new.text or not old.text or not new.text or not _cited(old) or _cited(new) or "<ref" in new.text:
            continue
        if comparison.are_fewer(_cited(old)):
            yield Hit(*match.span, f"{quoted(old.text)} had a source and became {quoted(new.text)}, which has none; cite its source")


@edit_rule("E005", "warning")
def sourced_value_removed(versions: Revisions) -> Iterator[Hit]:
    """A value, or one of its lines, that the edit removed together with its references.

    Why: A sourced statement was lost; such an edit needs a reason.

    Bad before:
        | strength1 = 300 men<ref name="Smith" />

    Bad:
        | strength1 =

    Good before:
        | strength1 = 300 men

    Good:
        | strength1 =

    Fix: none; the old version has the value.
    """
    comparison = versions.once(_comparison)
    for name, value in comparison.removed:
        if value.text and _cited(value) and comparison.are_fewer(_cited(value)):
            message = f"{quoted(value.text)} and its source were removed from {quoted(name)}; check that this is right"
            yield Hit(*_name_place(versions.new, name), message)
