"""What several rules check about a line of commanders or combatants: whether it names a person or a country, whether another line
names the same one, and whether the page explains that.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from infobox import templates
from infobox.checks.subject import Entry, Subject
from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of, whole
from infobox.record import Item

_TURNED: Final = frozenset((concepts.DEFECTED, concepts.PRISONER_OF_WAR, concepts.SURRENDERED, concepts.ABSENT_WITHOUT_LEAVE))
"""Fates after which a person may appear on the other side."""
BLANKS: Final = re.compile(r"(?:[ \t]|&nbsp;)*")
"""What may come between a flag and the name or marker after it."""


_WORD: Final = re.compile(r"[^\W\d_]{2,}")


class Persons:
    """The words about people in one language: `bodies` are groups, with one of which a name is not a person's; `unnamed` stand for people
    without a name; words of `offices` alone are not a name; `particles` are small words of names. `page_of_office` matches the title of
    a page about an office or a list, `explaining` words that say when or how somebody belonged to a side.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.persons
        self.bodies, self.unnamed = words.of(concepts.BODY), words.of(concepts.UNNAMED)
        self.offices, self.particles = words.of(concepts.OFFICE), words.of(concepts.PARTICLE)
        self.page_of_office = re.compile(rf"{any_of(words.of(concepts.OFFICE_PAGE))} [^0-9,(]*\Z", re.IGNORECASE)
        self.explaining = re.compile(rf"\d|{whole(words.of(concepts.EXPLAINING))}", re.IGNORECASE)

    def is_capitalised(self, words: str) -> bool:
        """Whether all words are capitalised, apart from particles of names."""
        return all(word.strip("'")[:1].isupper() or word in self.particles for word in words.split())

    def may_be_person(self, words: str) -> bool:
        """Whether words may be a person's name: capitalised, and not a group, an office or a placeholder."""
        lows = {word.strip(".,'’()").lower() for word in words.split()}
        return words[:1].isupper() and lows.isdisjoint(self.bodies) and lows.isdisjoint(self.unnamed) and not lows <= self.offices


def as_written(subject: Subject, item: Item) -> str:
    """An item's text in the page."""
    return subject.text[slice(*item.span)] if item.span is not None else ""


def is_country(name: str) -> bool:
    """Whether words are a country's name or code, as flag templates use them."""
    return name in templates.countries()


class Person(NamedTuple):
    """The person that a line of commanders names: the linked page (empty if there is none), the words of the name in lower case (one
    string if there is no link), and the rest of the line.
    """

    page: str
    words: frozenset[str]
    rest: str


def named_person(subject: Subject, item: Item) -> Person | None:
    """The person that a line names; None if it may not be a person."""
    name = item.name
    if item.heading or item.templates or not name or len(name) > 100:
        return None
    known = subject.lexicon.grammar(Persons)
    if not item.links:
        words = name.split()
        if len(words) < 2 or not known.is_capitalised(name) or not known.may_be_person(name):
            return None
        return Person("", frozenset((name.casefold(),)), "")
    for link in item.links:
        around = ("", "") if link.text == name else subject.source_map.beside(item, link) if link.text else None
        if around is None or link.external or (around[1] and not around[1].startswith(",")) or "," in around[0]:
            continue
        before, rest = around
        if not all(word[:1].isupper() for word in before.split()) or not known.may_be_person(link.text) or not link.target:
            return None
        if is_country(link.target) or known.page_of_office.match(link.target):
            return None
        if all(low in known.offices for low in link.target.lower().split()):
            return None
        page = f"{link.wiki}:{link.target[:1].upper()}{link.target[1:]}#{link.section}"
        return Person(page, frozenset(_WORD.findall(link.text.lower())) - known.offices, rest)
    return None


def is_name_repeated(subject: Subject, field: str) -> bool:
    """Whether two lines of a field have a name or a link in common; most infoboxes need no closer look."""
    seen: set[str] = set()
    for entry in subject.entries:
        if entry.field == field:
            item = entry.item
            # The first letter's case makes no difference to a page's title.
            words = {link.target[1:] for link in item.links} if item.links else {item.name[1:]}
            if not seen.isdisjoint(words):
                return True
            seen |= words
    return False


def are_alike(one: Item, other: Item) -> bool:
    """Whether two lines differ in nothing but their names."""
    first, second = ((item.qualifiers, item.fates, [note.wikitext for note in item.notes]) for item in (one, other))
    flagged_alike = one.flags == other.flags or not one.flags or not other.flags
    return first == second and flagged_alike and not one.items and not other.items


def is_explained(subject: Subject, entry: Entry) -> bool:
    """Whether a line says when or how a person or state belonged to its side."""
    if not _TURNED.isdisjoint(entry.item.fates):
        return True
    explaining = subject.lexicon.grammar(Persons).explaining
    at: Entry | None = entry
    while at is not None:
        item = at.item
        if item.qualifiers or item.period is not None or item.notes or (at is not entry and explaining.search(item.text)):
            return True
        at = at.above
    return False


def is_parted(subject: Subject, entry: Entry) -> bool:
    """Whether a side's list has several parts, perhaps for phases of a war in which alliances changed."""
    below = subject.profile.with_rows(entry.value.name)[:1]
    return bool(entry.item.row) or any(name in subject.shown for name in below) or entry.value.name in subject.once(_ruled)


def _ruled(subject: Subject) -> frozenset[str]:
    """The names of the values that contain a horizontal rule."""
    return frozenset(value.name for value in subject.shown.values() if "----" in value.words or "<hr" in value.words.lower())
