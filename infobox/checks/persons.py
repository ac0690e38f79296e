"""What several rules check about a line of commanders or combatants: whether it names a person or a country, whether another line
names the same one, and whether the page explains that.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from infobox import templates
from infobox.checks.subject import Entry, Subject
from infobox.language import concepts
from infobox.record import Item

BODIES: Final = frozenset(
    "army armies navy navies air aviation force forces corps division divisions brigade brigades regiment regiments battalion group groups "
    "fleet fleets squadron squadrons marines marine militia militias guard guards command commands council councils staff committee "
    "government governments cabinet ministry parliament senate volunteers rebels insurgents troops infantry cavalry artillery headquarters "
    "board party front movement coalition alliance union league police gendarmerie coast ground naval land".split()
)
"""Words for groups of people; a name with one of them is not a person's."""
_GENERIC: Final = frozenset(
    "unknown various several multiple none many local other others different see unnamed anonymous unspecified numerous disputed former "
    "both all joint mixed no not unclear uncertain possibly probably under commanded led tribal village clan chieftains leaders".split()
)
"""Words that stand for unnamed people."""
_TITLES: Final = frozenset(
    "general generals lieutenant lieutenants colonel colonels major majors captain captains brigadier brigadiers admiral admirals vice "
    "rear commodore commander commanders sergeant corporal marshal marshals field air chief chiefs in of the king kings queen emperor "
    "empress sultan sultans khan prince princes duke dukes count earl baron lord lords governor governors viceroy president presidents "
    "prime minister ministers secretary sir don doge consul consuls legate shah emir sheikh pasha bey pope bishop tsar regent chancellor "
    "leader officer senior junior deputy grand supreme and state war defence defense foreign leutnant herzog voivode hetman caliph imam "
    "rana raja maharaja".split()
)
"""Words of ranks and offices; words of this kind alone are not a person's name."""
_TITLE_PAGE: Final = re.compile(
    r"(?:lists?|kings?|queens?|emperors?|dukes?|earls?|counts?|governors?|viceroys?|presidents?|prime ministers?|sultans?|khans?"
    r"|order|house) of [^0-9,(]*\Z",
    re.IGNORECASE,
)
"""Titles of pages about an office or a list, not about a person who held it."""
_PARTICLES: Final = frozenset("von van de der den di da la le du of bin ibn al the zu".split())
_TURNED: Final = frozenset((concepts.DEFECTED, concepts.PRISONER_OF_WAR, concepts.SURRENDERED, concepts.ABSENT_WITHOUT_LEAVE))
"""Fates after which a person may appear on the other side."""
_EXPLAINING: Final = re.compile(
    r"\d|\b(?:from|until|till|since|after|before|former|formerly|later|earlier|initially|then|defect\w*|during|phase|stage|period|war|battle)\b",
    re.IGNORECASE,
)
BLANKS: Final = re.compile(r"(?:[ \t]|&nbsp;)*")
"""What may come between a flag and the name or marker after it."""


def as_written(subject: Subject, item: Item) -> str:
    """An item's text in the page."""
    return subject.text[slice(*item.span)] if item.span is not None else ""


def is_country(name: str) -> bool:
    """Whether words are a country's name or code, as flag templates use them."""
    return name in templates.countries()


def is_capitalised(words: str) -> bool:
    """Whether all words are capitalised, apart from particles of names."""
    return all(word.strip("'")[:1].isupper() or word in _PARTICLES for word in words.split())


def may_be_person(words: str) -> bool:
    """Whether words may be a person's name: capitalised, and not a group, an office or a placeholder."""
    lows = {word.strip(".,'’()").lower() for word in words.split()}
    return words[:1].isupper() and lows.isdisjoint(BODIES) and lows.isdisjoint(_GENERIC) and not lows <= _TITLES


class Person(NamedTuple):
    """The person that a line of commanders names: the linked page (empty if there is none), the words of the name in lower case (one
    string if there is no link), and the rest of the line.
    """

    page: str
    words: frozenset[str]
    rest: str


def named_person(item: Item) -> Person | None:
    """The person that a line names; None if it may not be a person."""
    name = item.name
    if item.heading or item.templates or not name or len(name) > 100:
        return None
    if not item.links:
        words = name.split()
        if len(words) < 2 or not is_capitalised(name) or not may_be_person(name):
            return None
        return Person("", frozenset((name.casefold(),)), "")
    for link in item.links:
        before, found, rest = name.partition(link.text)
        if not link.text or not found or link.external or (rest and not rest.startswith(",")) or "," in before:
            continue
        if not all(word[:1].isupper() for word in before.split()) or not may_be_person(link.text) or not link.target:
            return None
        if is_country(link.target) or _TITLE_PAGE.match(link.target) or all(low in _TITLES for low in link.target.lower().split()):
            return None
        page = f"{link.wiki}:{link.target[:1].upper()}{link.target[1:]}#{link.section}"
        return Person(page, frozenset(re.findall(r"[^\W\d_]{2,}", link.text.lower())) - _TITLES, rest)
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


def is_explained(entry: Entry) -> bool:
    """Whether a line says when or how a person or state belonged to its side."""
    if not _TURNED.isdisjoint(entry.item.fates):
        return True
    at: Entry | None = entry
    while at is not None:
        item = at.item
        if item.qualifiers or item.period is not None or item.notes or (at is not entry and _EXPLAINING.search(item.text)):
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
