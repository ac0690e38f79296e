"""The figures of a side in order: what they count, whose claims they are, and what the words, labels and headings around them are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, get_args

from msgspec import Struct

from infobox.conclusions.times import Times
from infobox.conclusions.wordings import (
    CIVIL,
    CLAIM,
    DATED,
    HAS_TOTAL,
    INCLUDED,
    LEFT_OUT,
    NO_PARTS,
    ONLY_CIVIL,
    PARTLY,
    PEOPLE,
    TOTAL,
    UNKNOWN,
    WHEN,
    SumWords,
)
from infobox.record import Category, Item, Kind, Quantity

_TAKEN: Final = ("captured", "surrendered", "captured_or_missing")
_MANY: Final = 100
"""A number without a noun under a label that is not known counts people if it is so high; below, it may count things."""
_MEN_OF_FORMATIONS: Final = 2000
"""So many are the men of a formation, not formations."""
_STATEMENTS: Final = re.compile('[;,](?=(?:[^"]*"[^"]*")*[^"]*$)')
"""What parts the statements in a parenthesis, outside of quotation marks: `(2015; per gov.)`."""
_LONGEST_CLAIM: Final = 200
_OPENING: Final = ("(", "[")
_BRACKETED: Final = re.compile(r"\s?[(\[]([^()\[\]\d]{2,40})[)\]]")


class Above(NamedTuple):
    """What stands above a line: titles, those of them that are labels, the lines with figures, and what the titles say.

    `kind` is what happened to those whom the nearest line with a figure counts; `flagged`: a title has a flag.
    """

    titles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    said: int = 0
    civil: int = 0
    total: int = 0
    kind: Kind | None = None
    flagged: bool = False


class Counted(Struct, gc=False):
    """One figure of a list of a side.

    `prefix` and `place` are the path of its `item`, `line` tells that from others. `labels` are what tells it from others of its kind,
    headings first; `adjective` is what stands between its number and its unit, or before its parenthesis; `before` and `after` are the
    words between it and the figures before and after it on its line. `said` has the flags of all of these. `mixed`: civilians are counted
    beside others. `kind` is also that of a figure of which it counts some: `2 killed (1 by friendly fire)`.
    `flagged`: a label is a flag, or has one.
    """

    quantity: Quantity
    number: int
    prefix: str
    place: int
    item: Item
    line: int
    above: Above
    before: str
    after: str
    category: Category | None
    kind: Kind | None = None
    labels: tuple[str, ...] = ()
    adjective: str = ""
    said: int = 0
    whole: bool = False
    mixed: bool = False
    flagged: bool = False

    @property
    def path(self) -> str:
        """Its path in the side."""
        return f"{self.prefix}[{self.place}].quantities[{self.number}]"

    @property
    def owners(self) -> tuple[int, ...]:
        """The lines above its own that have figures."""
        return self.above.owners


CIVILIANS: Final = 1
MIXED: Final = 2
NESTED: Final = 4
LABELLED: Final = 8
UNCLEAR: Final = 16
UNNUMBERED: Final = 32
UNKNOWN_ALONE: Final = 64
UNKNOWN_ANYWHERE: Final = 128
OF_A_PART: Final = 256


class Listed(NamedTuple):
    """The figures of a list that may count people, those that count people of an army, those of things, and traits of the list, as flags.

    `CIVILIANS`, `MIXED`: some figures count civilians alone, or beside others. `NESTED`: some stand under lines with figures. `LABELLED`:
    some have labels, or words that they are of a part. `UNCLEAR`: what some count is not known, or one is a total. `UNNUMBERED`: a line
    names somebody without a figure. `UNKNOWN_ALONE`, `UNKNOWN_ANYWHERE`: somebody's number is said to be unknown, on a line of its own, or
    anywhere. `OF_A_PART`: a line without figures says that only a part is counted. `loose` are the lines without figures that title
    nothing, with what stands above them; `keys` the first labels of all lines but those with figures of people; `times` how the times of
    things lie to the conflict's.
    """

    figures: list[Counted]
    people: list[Counted]
    things: list[Quantity]
    traits: int
    loose: list[tuple[Item, Above]]
    keys: set[str]
    times: int


def figures(items: list[Item], field: str, words: SumWords, times: Times) -> Listed:
    """The figures of a list, in order, with their categories, claims and whether civilians are counted filled in.

    Args:
        items: the list.
        field: its field in the side, with which paths begin.
        words: what words mean in the record's language.
        times: the time of the conflict.

    """
    found: list[Counted] = []
    people: list[Counted] = []
    things: list[Quantity] = []
    loose: list[tuple[Item, Above]] = []
    keys: set[str] = set()
    traits = of_things = 0
    for item, prefix, place, above in _lines(items, field, words, times):
        quantities = item.quantities
        if not quantities:
            traits |= _of_words(item, words)
            loose += [(item, above)] * (not item.items)
            continue
        line: list[Counted] = []
        noted = bool(item.notes) and _in_notes(item, words)
        for number, (quantity, before, after) in enumerate(_segments(item.text, quantities)):
            category, singular = words.counted[quantity.unit, quantity.kind]
            if singular:
                quantity.singular = singular
            if category in _THINGS:
                quantity.category = category
                if (words.says[after] | above.said) & CLAIM:
                    quantity.by = _claim(above.titles, quantity, after, words)
                things.append(quantity)
                of_things |= above.said if item.period is not None else _time(after, words, times)
                keys.update((*above.labels, *_own_labels(item, quantity, words))[:1])
                if number + 1 == len(quantities):
                    continue
            here = Counted(quantity, number, prefix, place, item, id(item), above, before, after, category, quantity.kind)
            if category not in _THINGS:
                traits |= _read(here, line, noted, words, times)
                found.append(here)
                if quantity.civilians:
                    _mix(here, people, words)
                elif here.category == PEOPLE:
                    people.append(here)
            line.append(here)
        _share(line)
    keys.update(label for item, above in loose for label in (*above.labels, *_flags(item))[:1])
    return Listed(found, people, things, traits, loose, keys, of_things)


def _share(line: list[Counted]) -> None:
    """Give all figures of a line what its end says: `8,000 killed; 5,000 captured in the city alone`."""
    if len(line) > 1 and line[-1].said & PARTLY:
        for figure in line:
            figure.said |= PARTLY


def _of_words(item: Item, words: SumWords) -> int:
    """The traits that a line without figures gives its list."""
    said = words.flags_in(item.text, UNKNOWN | PARTLY | LEFT_OUT)
    traits = 0 if item.items else UNNUMBERED
    if said & UNKNOWN and words.counted[item.text, None][0] not in _THINGS:
        traits |= UNKNOWN_ALONE | UNKNOWN_ANYWHERE
    if not item.items and (
        (said & PARTLY and words.flags_in(item.text, _ONLY_THEN) == _ONLY_THEN)
        or (said & LEFT_OUT and not words.flags_in(item.text, CIVIL))
    ):
        traits |= OF_A_PART
    return traits


def _mix(civilians: Counted, people: list[Counted], words: SumWords) -> None:
    """Civilians who are included in figures before them: those count both."""
    included = words.says[civilians.before] & (INCLUDED | LEFT_OUT) == INCLUDED or civilians.before.rstrip().endswith("(")
    for figure in people[-_NEAR:]:
        if figure.line in civilians.owners or (included and figure.line == civilians.line):
            figure.mixed = True


_MOST_FLAGS: Final = 8
_NEAR: Final = 50
"""How many figures before another one may count the same people."""
_ONLY_THEN: Final = INCLUDED | PARTLY | WHEN
_THINGS: Final = frozenset({*get_args(Category)} - {PEOPLE, "formations"})


def _read(here: Counted, before: list[Counted], noted: bool, words: SumWords, times: Times) -> int:
    """What the words around a figure say that may count people, and the traits that it gives its list.

    `before` are the figures before it on its line; `noted`: notes to the line say that civilians are counted too.
    """
    says, quantity, above, item = words.says, here.quantity, here.above, here.item
    said_before, said_after, rest = says[here.before], 0, here.after
    civil = above.civil | says[quantity.unit]
    whole = above.total or (not before and said_before & TOTAL)
    if quantity.unit:
        adjective, rest = _around_unit(here.after, quantity.unit)
        if adjective:
            said_after = says[adjective]
            if said_after & TOTAL:
                whole = TOTAL
            else:
                here.adjective = adjective
    if here.before.endswith("("):
        here.adjective = (before[-1].quantity.unit if before else here.before[:-1].strip()) or here.adjective
    said_after |= says[rest]
    said = said_before | said_after | above.said
    here.labels, here.flagged = above.labels, above.flagged or bool(item.flags)
    for text in _own_labels(item, quantity, words):
        label = says[text]
        if label & TOTAL:
            whole = TOTAL
        else:
            here.labels += (text,)
            civil |= label
            said |= label
    said |= _times(here, rest, words, times)
    if said_after & HAS_TOTAL and not whole:
        whole = words.begins_total(here.after) or words.begins_total(rest)
    here.said, here.whole = said, bool(whole)
    if civil & ONLY_CIVIL:
        quantity.civilians = True
    else:
        here.mixed = civil & CIVIL != 0 or said & (CIVIL | LEFT_OUT) == CIVIL or noted
    if said & CLAIM and (by := _claim(above.titles, quantity, here.after, words)):
        quantity.by = by
    _categorize(here, before, words)
    if rest[:2].strip()[:1] in _OPENING and here.category == PEOPLE and (named := _BRACKETED.match(rest)) and _names_part(named[1], words):
        here.labels += (named[1],)
    return _traits(here)


def _times(here: Counted, rest: str, words: SumWords, times: Times) -> int:
    """How the times of the labels of a figure lie to the conflict's, and that of the words after it if its line has no period."""
    said = _time(rest, words, times) if here.item.period is None else 0
    for label in here.labels[len(here.above.labels) :]:
        said |= _time(label, words, times)
    return said


def _time(text: str, words: SumWords, times: Times) -> int:
    """How the time that a text names lies to the conflict's; 0 if it names none, or is about a source."""
    return times.of_text(text) if words.says[text] & (DATED | CLAIM) == DATED else 0


def _traits(here: Counted) -> int:
    """The traits that a figure gives its list."""
    traits = CIVILIANS if here.quantity.civilians else MIXED if here.mixed else 0
    if here.labels or here.said & (PARTLY | LEFT_OUT):
        traits |= LABELLED
    if here.owners:
        traits |= NESTED
    if here.whole or here.category is None:
        traits |= UNCLEAR
    return traits | UNKNOWN_ANYWHERE if here.said & UNKNOWN else traits


def _around_unit(after: str, unit: str) -> tuple[str, str]:
    """The words between a number and its unit, and those after it."""
    adjective, found, rest = after.partition(unit)
    if not found:
        return "", after
    return ("" if adjective == " " else adjective.strip(" -–(")), rest


def _are_of(thing: Counted, people: Counted) -> bool:
    """Whether people who follow a thing may be on it, and not beside it: `1 frigate sunk with 300 men`, not `2 ships and 300 men`."""
    return thing.category in _THINGS and _LETTERS.search(thing.after.replace(thing.quantity.unit, "", 1)) is not None


def _names_part(text: str, words: SumWords) -> bool:
    """Whether words in parentheses say who is counted: `232 killed (Netherlands)`."""
    return not words.says[text] & (CLAIM | NO_PARTS) and words.only_names_party(text)


def _flags(item: Item) -> list[str]:
    """The names of flags without the years in them: `Republic of China (1912–1949)`."""
    return [(flag.of or flag.image).partition(" (")[0] for flag in item.flags[:_MOST_FLAGS]]


def _own_labels(item: Item, quantity: Quantity, words: SumWords) -> Sequence[str]:
    if not (item.flags or quantity.of):
        return ()
    labels = _flags(item)
    return [*labels, quantity.of] if quantity.of and not words.fated[quantity.of] else labels


def _in_notes(item: Item, words: SumWords) -> bool:
    """Whether notes say that civilians are counted too."""
    return any(words.flags_in(note.text, CIVIL | LEFT_OUT) == CIVIL for note in item.notes)


def _categorize(here: Counted, before: list[Counted], words: SumWords) -> None:
    """What a figure counts, also if its noun does not say it."""
    quantity = here.quantity
    if here.category is None or (before and words.parties[quantity.unit]):
        here.category = _in_parenthesis(before) or here.category or _of_labels(here, words) or _captured(here, before, words)
    elif here.category == "formations" and (quantity.low or 0) >= _MANY:
        here.category = PEOPLE if (quantity.low or 0) >= _MEN_OF_FORMATIONS else None
    quantity.category = here.category
    if here.kind is None and not quantity.unit:
        included = before and (before[-1].after.rstrip().endswith("(") or words.says[here.before] & (INCLUDED | LEFT_OUT) == INCLUDED)
        here.kind = before[-1].kind if included else here.above.kind
    if quantity.kind is None and before and _are_of(before[-1], here):
        here.mixed = True


def _in_parenthesis(before: list[Counted]) -> Category | None:
    """What a figure without a known noun counts that stands in a parenthesis after a figure of things: `536 aircraft (342 serviceable)`."""
    if not before or not before[-1].after.rstrip().endswith("(") or before[-1].category not in _THINGS:
        return None
    return before[-1].category


def _captured(figure: Counted, before: list[Counted], words: SumWords) -> Category | None:
    """People, if a figure says only that they were captured, and none before it on the line counts anything else."""
    quantity = figure.quantity
    fated = words.head(quantity.unit) in words.figures.any_fate or not quantity.unit
    return PEOPLE if fated and quantity.kind in _TAKEN and all(each.category == PEOPLE for each in before[-_NEAR:]) else None


def _of_labels(figure: Counted, words: SumWords) -> Category | None:
    """What a number without a noun counts, from its labels."""
    quantity = figure.quantity
    if quantity.unit:
        return None
    number = quantity.low or quantity.high or 0
    for label in reversed([*figure.above.titles, quantity.of]):
        sort = words.counted[label.strip(" :"), None][0] if label and not any(map(str.isdigit, label)) else None
        if sort is not None and not words.says[label] & TOTAL:
            return sort if sort != "formations" or number < _MANY else PEOPLE
    return None if quantity.of and number < _MANY and not words.says[quantity.of] & TOTAL else PEOPLE


def _lines(items: list[Item], field: str, words: SumWords, times: Times) -> Iterator[tuple[Item, str, int, Above]]:
    """The items of a tree in order, each with its path up to its number, that, and what stands above it."""
    waiting = [(iter(items), field, -1, _NOTHING_ABOVE)]
    while waiting:
        rest, prefix, number, above = waiting.pop()
        for item in rest:
            number += 1
            here = above
            if item.period is not None and (said := times.of_period(item.period)):
                here = above._replace(said=above.said | said)
            yield item, prefix, number, here
            if item.items:
                waiting.append((rest, prefix, number, above))
                waiting.append((iter(item.items), f"{prefix}[{number}].items", -1, _under(item, here, words, times)))
                break


def _under(item: Item, above: Above, words: SumWords, times: Times) -> Above:
    """What stands above the items of an item."""
    if item.quantities:
        return _under_figures(item, above, words)
    title = item.text.strip(" :()") or next(iter(_flags(item)), "")
    if not title:
        return above
    titles, says = (*above.titles, title), words.says[title]
    if item.period is None:
        says |= _time(title, words, times)
    if says & TOTAL:
        return above._replace(titles=titles, total=TOTAL)
    if words.fated[title] or title.lower() in words.general:
        return above._replace(titles=titles)
    labels, flagged = (*above.labels, title), above.flagged or bool(item.flags)
    return above._replace(titles=titles, labels=labels, said=above.said | says, civil=above.civil | says, flagged=flagged)


def _under_figures(item: Item, above: Above, words: SumWords) -> Above:
    """What stands above the items of an item with figures: its flags and label are theirs, too."""
    above = above._replace(owners=(*above.owners, id(item)), kind=item.quantities[0].kind)
    for text in _own_labels(item, item.quantities[0], words) if len(item.quantities) == 1 else ():
        if not (says := words.says[text]) & TOTAL:
            titles, labels, flagged = (*above.titles, text), (*above.labels, text), above.flagged or bool(item.flags)
            above = above._replace(titles=titles, labels=labels, said=above.said | says, civil=above.civil | says, flagged=flagged)
    return above


_LETTERS: Final = re.compile(r"[^\W\d_]{4}")
_NOTHING_ABOVE: Final = Above()


def _segments(text: str, quantities: list[Quantity]) -> Iterable[tuple[Quantity, str, str]]:
    """The figures of a line, each with the words between it and its neighbours."""
    if len(quantities) == 1:
        quantity = quantities[0]
        before, found, after = text.partition(quantity.text or "\n")
        return ((quantity, before, after) if found else (quantity, "", before),)
    places: list[tuple[int, int]] = []
    end = 0
    for quantity in quantities:
        start = text.find(quantity.text, end) if quantity.text else -1
        start = end if start < 0 else start
        places.append((start, end := start + len(quantity.text)))
    edges = [0, *(edge for place in places for edge in place), len(text)]
    between = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return zip(quantities, between, between[1:], strict=False)


def _claim(titles: tuple[str, ...], quantity: Quantity, after: str, words: SumWords) -> str:
    """Whose estimate or claim a figure is, in the page's words; empty if they say none, or not whose."""
    said = [*reversed(titles), quantity.of]
    place = words.claim.search(after)
    if place is not None:
        opening = max(after.rfind(sign, 0, place.start()) for sign in "([")
        closing = next((at for at in range(place.start(), len(after)) if after[at] in ")]"), -1)
        parted = 0 <= opening < closing
        inside = after[opening + 1 : closing] if parted else after[place.start() :]
        if not parted and " " not in inside.strip():  # `nach deutschen Angaben`: what says whose stands before the word
            inside = after.partition(quantity.unit)[2] if quantity.unit else after
        said[:0] = _STATEMENTS.split(inside[:_LONGEST_CLAIM])
    for phrase in said:
        if phrase and len(phrase) <= _LONGEST_CLAIM and " " in phrase.strip() and words.claim.search(phrase):
            return phrase.strip(" ,;.:()[]–-")
    return ""
