"""The sources that two versions of an infobox cite, and which of them are the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from infobox import layout, templates
from infobox.checks.reviewing import Revisions
from infobox.checks.subject import Subject
from infobox.record import TEXT_FIELDS, Coordinates, Date, Item, Note, Reference, Text

_TEMPLATE: Final = re.compile(r"\{\{([^{}|]*)")
TEXTS: Final = (*TEXT_FIELDS, "date", "coordinates", "image.caption")
"""The fields of the record with words that are no lists."""

Passage: TypeAlias = Item | Text | Date | Coordinates
Sources: TypeAlias = frozenset[str]


class Citations:
    """The citations of two versions (for `Revisions.once`), each by a key: its name, or its words.

    Citations with the same words are one, whatever their names are: a name given to a reference, or another one, is no other source.
    """

    def __init__(self, versions: Revisions) -> None:
        self._names: dict[str, str] = {}  # words -> the name by which citations with them are known
        self._renamed: dict[str, str] = {}
        marks = [[mark for passage in texts_of(subject) for mark in sources_of(passage)] for subject in (versions.old, versions.new)]
        for mark in (*marks[0], *marks[1]):
            if mark.name and mark.text:
                self._renamed.setdefault(mark.name, self._names.setdefault(_words(mark), mark.name))
        self.before, self.after = (Counter(map(self.key, each)) for each in marks)

    def key(self, source: Reference | Note) -> str:
        """What identifies a citation in both versions."""
        if source.name:
            return self._renamed.get(source.name, source.name)
        words = _words(source)
        return self._names.get(words, words)

    def of(self, value: Passage) -> Sources:
        """The sources of a value, by their keys."""
        return frozenset(map(self.key, sources_of(value)))

    def are_fewer(self, sources: Iterable[str]) -> bool:
        """Whether each of some sources is used less often in the new version."""
        return all(self.after[source] < self.before[source] for source in sources)

    def is_new(self, sources: Iterable[str]) -> bool:
        """Whether the old version lacks one of some sources."""
        return any(source not in self.before for source in sources)

    def are_restated(self, old: Passage, new: Passage) -> bool:
        """Whether a source of a value has the same name as before but other words: it may now say something else."""
        before = {self.key(source): source.text for source in sources_of(old) if source.text}
        return any(source.text and before.get(self.key(source), source.text) != source.text for source in sources_of(new))


def texts_of(subject: Subject) -> Iterator[Passage]:
    """Everything in words that an infobox has: values that are no lists, and the lines of lists."""
    yield from filter(None, (layout.held_at(subject.record, field) for field in TEXTS))
    yield from (entry.item for entry in subject.entries)


def sources_of(value: Passage) -> list[Reference | Note]:
    """The references and notes of a value, without remarks such as `citation needed`; notes often contain sources."""
    return [*value.references, *(note for note in value.notes if not _is_remark(note))]


def _is_remark(note: Note) -> bool:
    name = _TEMPLATE.match(note.wikitext)
    known = templates.meaning(name[1].strip()) if name is not None else None
    return known is not None and known.kind == "remark"


def _words(source: Reference | Note) -> str:
    return " ".join((source.text or source.wikitext).split())
