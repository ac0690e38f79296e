"""Rules about what an edit did: they look at an infobox before and after it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from infobox import layout
from infobox.checks.edit import Versions
from infobox.checks.findings import Said, quoted
from infobox.checks.registry import edit_rule
from infobox.checks.subject import Subject
from infobox.editing import sequences, trees
from infobox.editing.trees import Node
from infobox.record import TEXT_FIELDS, Conflict, Date, Item, Note, Reference, Text

_ALIKE: Final = 0.4
"""So alike (1: the same) two lines of a list must be to be one, changed."""
_SPELT_ALIKE: Final = 0.85
"""So alike two results are one, spelt in another way."""
_WON: Final = frozenset(("victory", "decisive_victory", "pyrrhic_victory"))
_NUMBER: Final = re.compile(r"\d[\d,. ]*\d|\d")
_REF: Final = re.compile(r"<ref\s[^<>]*>", re.IGNORECASE)
_REF_NAME: Final = re.compile(r"""\bname\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'/>]+))""", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_ONE: Final = (
    ("american", "america", "united states", "u s", "us", "usa", "union"),
    ("british", "english", "united kingdom", "uk", "great britain", "commonwealth"),
    ("dutch", "netherlands"),
    ("soviet", "russian", "ussr", "russia"),
    ("turkish", "ottoman", "turkey"),
    ("nazi", "german", "axis", "germany"),
)
"""Names of one victor that have no letters in common."""

Told = Item | Text | Date


class Kept(NamedTuple):
    """What stands in both versions: the words and references before, and after, with its span in the new page, and its parameter."""

    old: Told
    new: Told
    span: tuple[int, int]
    name: str


class _Compared(NamedTuple):
    """Two versions: what was kept, the lines that are gone with the parameter they stood in, and how often each source stands in them."""

    kept: list[Kept]
    gone: list[tuple[str, Told]]
    before: Counter[str]
    after: Counter[str]

    def are_fewer(self, sources: Iterable[str]) -> bool:
        """Whether each of some sources stands in the new version less often."""
        return all(self.after[source] < self.before[source] for source in sources)


def _compared(versions: Versions) -> _Compared:
    old, new = versions.old.record, versions.new.record
    kept: list[Kept] = []
    gone: list[tuple[str, Told]] = []
    for field in (*TEXT_FIELDS, "date"):
        one, other = getattr(old, field), getattr(new, field)
        if one is not None and other is not None and other.span is not None:
            kept.append(Kept(one, other, other.span, field))
        elif one is not None:
            gone.append((field, one))
    profile = versions.new.profile
    for name in layout.list_parameters(old, profile):
        first, second = layout.items_of(old, name, profile) or [], layout.items_of(new, name, profile) or []
        _match(name, trees.of(first), trees.of(second), kept, gone)
    return _Compared(kept, gone, _sources(versions.old), _sources(versions.new))


def _match(name: str, old: Sequence[Node], new: Sequence[Node], kept: list[Kept], gone: list[tuple[str, Told]]) -> None:
    alone = len(old) == len(new) == 1
    for one, other in trees.match(old, new):
        if one is None:
            continue
        first = old[one]
        second = new[other] if other is not None else None
        if second is None or (first.line != second.line and not alone and trees.likeness(first, second) < _ALIKE):
            gone += ((name, node.item) for node in trees.flat([first]))
            continue
        if second.item.span is not None:
            kept.append(Kept(first.item, second.item, second.item.span, name))
        _match(name, first.nodes, second.nodes, kept, gone)


def _key(source: Reference | Note) -> str:
    """What makes a citation the same one in two versions: its name, or its words."""
    return source.name or " ".join((source.text or source.wikitext).split())


def _marks(value: Told) -> list[Reference | Note]:
    """The references and notes of a value: notes often hold its sources."""
    return [*value.references, *value.notes]


def _cited(value: Told) -> set[str]:
    return set(map(_key, _marks(value)))


def _sources(subject: Subject) -> Counter[str]:
    """How often each citation stands in an infobox."""
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
def figure_changed_but_not_its_source(versions: Versions) -> Iterator[Said]:
    """A figure or date that the edit changed while the references after it stayed the same.

    Why: The new figure now looks as if the source gave it. It is the commonest form of quiet vandalism, and of honest mistakes.

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
    compared = versions.once(_compared)
    stood, stands = _all_figures(versions.old), _all_figures(versions.new)
    for kept in compared.kept:
        old, new = kept.old.text, kept.new.text
        if old == new or not _cited(kept.new) or _cited(kept.old) != _cited(kept.new) or _NUMBER.sub("#", old) != _NUMBER.sub("#", new):
            continue
        for one, other in zip(_NUMBER.finditer(old), _NUMBER.finditer(new), strict=True):
            first, second = _figures(one[0])[0], _figures(other[0])[0]
            # A figure that stood in the parameter before, or still does, was moved and not changed.
            if first == second or (kept.name, second) in stood or (kept.name, first) in stands:
                continue
            yield Said(
                *versions.new.words(kept.new, *other.span()),
                f"“{one[0]}” became “{other[0]}”, but its source is the same; look whether it says so",
            )


def _all_figures(subject: Subject) -> set[tuple[str, str]]:
    return {(entry.value.name, figure) for entry in subject.entries for figure in _figures(entry.item.text)}


@edit_rule("E002", "warning")
def result_reversed(versions: Versions) -> Iterator[Said]:
    """A result that the edit turned round or took out: another victor, or a victory that became something else.

    Why: It is the most contested line of an infobox; such an edit should have a source and a reason.

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
            yield Said(*place, f"the result {quoted(before)} is gone; look whether the sources say so")
        return
    span, after = new.items[0].span, new.items[0].text
    if before == after or sequences.ratio(before.casefold(), after.casefold()) > _SPELT_ALIKE:
        return
    if old.victor and new.victor:
        if not _one_victor(old.victor, new.victor):
            yield Said(*span, f"the victor was {quoted(old.victor)} and is now {quoted(new.victor)}; look whether the sources say so")
    elif (old.outcome in _WON) != (new.outcome in _WON) and not (
        old.victor and "victor" in after.lower() and _one_victor(old.victor, after)
    ):
        yield Said(*span, f"{quoted(before)} became {quoted(after)}; look whether the sources say so")


def _name_place(subject: Subject, name: str) -> tuple[int, int]:
    """Where the name of a parameter stands, or the template's if the infobox does not have it."""
    value = next(iter(subject.named.get(name, ())), None)
    return value.name_span if value is not None else subject.name_span


def _one_victor(one: str, other: str) -> bool:
    """Whether two names are of one victor: they share a word's beginning, or are known to be of one."""
    first, second = (_LETTERS.findall(name.casefold()) for name in (one, other))
    if {word[:3] for word in first if len(word) > 2} & {word[:3] for word in second if len(word) > 2} - {"the"}:
        return True
    names = [f" {' '.join(words)} " for words in (first, second)]
    return any(all(any(f" {name} " in words for name in group) for words in names) for group in _ONE)


@edit_rule("E003", "warning")
def reference_dropped(versions: Versions) -> Iterator[Said]:
    """A reference that the edit took from a value whose words stayed, or whose definition it took while the page still cites it.

    Why: The value has lost its source; where the reference was defined there, other citations of the page break too.

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
    compared = versions.once(_compared)
    for kept in compared.kept:
        if kept.old.text != kept.new.text:
            continue
        here = _cited(kept.new)
        gone = [source for source in _marks(kept.old) if _key(source) not in here and compared.are_fewer([_key(source)])]
        if gone and len(_marks(kept.new)) < len(_marks(kept.old)):
            yield Said(*kept.span, f"the reference {_called(gone[0])} is gone; put it back or give another")
            continue
        uses = versions.once(_uses)
        lost = next((source for source in kept.old.references if source.text and uses.get(source.name) is False), None)
        if lost is not None:
            yield Said(*kept.span, f"the reference “{lost.name}” is cited but no longer defined; put {_called(lost)} back")


def _uses(versions: Versions) -> dict[str, bool]:
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
def sourced_value_replaced(versions: Versions) -> Iterator[Said]:
    """A value with references that the edit replaced by another one without any, its references gone from the infobox.

    Why: What a source said gave way to what nobody says.

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
    compared = versions.once(_compared)
    for kept in compared.kept:
        old, new = kept.old, kept.new
        if old.text == new.text or not old.text or not new.text or not _cited(old) or _cited(new) or "<ref" in new.text:
            continue
        if compared.are_fewer(_cited(old)):
            yield Said(*kept.span, f"{quoted(old.text)} had a source and became {quoted(new.text)}, which has none; give its source")


@edit_rule("E005", "warning")
def sourced_value_removed(versions: Versions) -> Iterator[Said]:
    """A value, or a line of one, that the edit took out with its references.

    Why: What a source said is gone; such an edit should have a reason.

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
    compared = versions.once(_compared)
    for name, value in compared.gone:
        if value.text and _cited(value) and compared.are_fewer(_cited(value)):
            message = f"{quoted(value.text)} and its source are gone from {quoted(name)}; look whether that is right"
            yield Said(*_name_place(versions.new, name), message)
