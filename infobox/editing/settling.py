"""Making a changed record consistent again: if a name, a figure or a date was changed, the words that say it are changed too.

Words lead: if the text of an item was changed, its name, qualifiers and figures are read from the new text. If only these were changed,
the text is changed to say the same.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from infobox import layout
from infobox.editing import citations, figures, sequences, trees
from infobox.language import signs
from infobox.language.lexicon import Lexicon
from infobox.record import (
    TEXT_FIELDS,
    Conflict,
    Coordinates,
    Date,
    Image,
    Item,
    Kind,
    Link,
    Note,
    Period,
    Quantity,
    Reference,
    Result,
    Text,
    copied,
)
from infobox.templates.profile import Profile
from infobox.values import date_writing, dates, periods, qualifiers, quantities, results


def settled(new: Conflict, old: Conflict | None, lexicon: Lexicon, profile: Profile, between: str = "") -> Conflict:
    """A copy of `new` whose words say what its other fields say, if these were changed and the words were not.

    `old` is the record before the change; without it, words are made only for parts that have none. `lexicon` is that of the page's
    language: if it has no words, none are made for dates, figures and results. `between` stands between the first and the last day if the
    page has them apart.
    """
    record = copied(new)
    before = old if old is not None else Conflict(schema=new.schema)
    years = (record.date.start, record.date.end) if record.date is not None else ("", "")
    for name in layout.list_parameters(record, profile):
        items = layout.items_of(record, name, profile)
        if items is not None:
            _lists(layout.items_of(before, name, profile) or [], items, _LineContext(lexicon, years))
    for field in TEXT_FIELDS:
        _text(getattr(before, field), getattr(record, field))
    if before.image is not None and record.image is not None:
        _picture(before.image, record.image)
        _text(before.image.caption, record.image.caption)
    if before.coordinates is not None and record.coordinates is not None:
        _marks(before.coordinates, record.coordinates)
    if record.date is not None:
        if lexicon.understood:
            _date(before.date, record.date, lexicon, between)
        _text(before.date, record.date)
    if record.result is not None:
        _result(before.result, record.result, lexicon)
    return record


def _picture(old: Image, new: Image) -> None:
    """Update a picture's wikitext to match its file, size and alternative text, if these were changed and it was not."""
    if not old.wikitext or new.wikitext != old.wikitext:
        return
    for field in ("file", "size", "alt"):
        before, after = getattr(old, field), getattr(new, field)
        if before == after or not before:
            continue
        written = next((words for words in (before, before.replace(" ", "_")) if words in new.wikitext), before)
        if after:
            new.wikitext = new.wikitext.replace(written, after, 1)
        else:
            new.wikitext = re.sub(rf"\|\s*(?:{field}\s*=\s*)?{re.escape(written)}\s*(?=[|\]])", "", new.wikitext, count=1)


def _marks(old: Item | Text | Date | Coordinates, new: Item | Text | Date | Coordinates) -> None:
    """Update the wikitext of references and notes to match their other fields, if these were changed and it was not."""
    for field in ("references", "notes"):
        before: list[Reference | Note] = getattr(old, field)
        after: list[Reference | Note] = getattr(new, field)
        if len(before) == len(after):
            for one, other in zip(before, after, strict=True):
                if one.wikitext and one.wikitext == other.wikitext and one != other:
                    other.wikitext = citations.remade(one, other)


def _text(old: Text | Date | None, new: Text | Date | None) -> None:
    if old is not None and new is not None:
        _marks(old, new)
        if old.text != new.text:
            _relink(old, new)


class _LineContext(NamedTuple):
    """What a line's meaning depends on: its language, the days of the conflict, and what its heading says happened."""

    lexicon: Lexicon
    years: tuple[str, str]
    kind: Kind | None = None


def _lists(old: Sequence[Item], new: Sequence[Item], context: _LineContext) -> None:
    for one, other in trees.match_items(old, new):
        if other is not None:
            _item(old[one] if one is not None else None, new[other], context)
            if one is not None and old[one].items and not new[other].items and not new[other].text.endswith(":"):
                # Bold words with nothing under them are a heading only if another heading follows.
                new[other].heading = new[other].heading and any(item.heading for item in new[other + 1 : other + 2])
            if old or new[other].items:
                words = new[other].text.strip("() ") if new[other].heading else ""
                titled = quantities.heading_kind(words, context.lexicon) or context.kind
                _lists(old[one].items if one is not None else [], new[other].items, context._replace(kind=titled))


def _item(old: Item | None, new: Item, context: _LineContext) -> None:
    if not new.text and new.name:
        new.text = " ".join([new.name, *(f"({qualifier})" for qualifier in new.qualifiers)])
    if old is None:
        return
    _marks(old, new)
    if old.text != new.text:
        if new.qualifiers == old.qualifiers:
            new.qualifiers = [qualifier for qualifier in new.qualifiers if qualifier in new.text]
        _relink(old, new)
        return
    if new.period != old.period and new.qualifiers == old.qualifiers and context.lexicon.understood:
        _retime(old, new, context)
    if new.qualifiers != old.qualifiers:
        _requalify(old, new, context.lexicon)
    if new.name and new.name != old.name and old.name:
        _rename(old.name, new.name, new)
    if new.quantities != old.quantities and context.lexicon.understood:
        _recount(old.quantities, new, context)
    if new.text != old.text:
        _relink(old, new)


_ALIKE: Final = 0.6
"""Words less similar than this name something else: the links of the old ones are removed."""


def _relink(old: Item | Text | Date, new: Item | Text | Date) -> None:
    """Give links whose words are gone the words that replaced them, or remove the links if these name something else."""
    now = _places(new.links, new.text)
    if min(now, default=0) >= 0:
        return
    changes = sequences.opcodes(old.text, new.text)
    alike = sequences.ratio(old.text, new.text) >= _ALIKE
    ends = [change.end for change in changes]
    for link, place, stands in zip(new.links, _places(new.links, old.text), now, strict=True):
        if link.text and place >= 0 > stands and alike:
            end = place + len(link.text)
            first, last = changes[bisect_right(ends, place)], changes[bisect_left(ends, end)]
            start_now = first.other_start + (place - first.start if first.action == "equal" else 0)
            end_now = last.other_start + (end - last.start) if last.action == "equal" else last.other_end
            link.text = new.text[start_now:end_now].strip()
    new.links = [link for link, stands in zip(new.links, _places(new.links, new.text), strict=True) if link.text and stands >= 0]


def _places(links: Sequence[Link], text: str) -> list[int]:
    """Where the words of each link begin in a text, -1 if they are not there. Links are in the order of their words, as in a reading, so
    each is looked for after the last; one that a caller has added may be anywhere.
    """
    found: list[int] = []
    end = 0
    for link in links:
        start = text.find(link.text, end)
        end = start + len(link.text) if start >= 0 else end
        found.append(start if start >= 0 else text.find(link.text))
    return found


def _rename(old: str, name: str, item: Item) -> None:
    item.text = item.text.replace(old, name, 1)
    alike = sequences.ratio(old, name) >= _ALIKE
    for link in item.links:
        if link.text == old and alike:
            link.text = name
    item.links = [link for link in item.links if link.text in item.text]


def _requalify(old: Item, item: Item, lexicon: Lexicon) -> None:
    """Put the changed qualifiers into the words: each in place of the one before it, or at the end, and those left out are removed."""
    spans = _qualified(old, lexicon)
    pieces: list[str] = []
    position = 0
    same = sorted(old.qualifiers) == sorted(item.qualifiers)
    for number, (start, end) in enumerate(spans):
        instead = item.qualifiers[number] if number < len(item.qualifiers) else ""
        if same or old.qualifiers[number] not in item.qualifiers:
            if instead in old.qualifiers and not same:
                instead = ""
            if not instead:
                start, end = _with_brackets(old.text, start, end)
            pieces += (old.text[position:start], instead)
            position = end
    text = "".join(pieces) + old.text[position:]
    for qualifier in item.qualifiers:
        if qualifier not in text:
            text += f" ({qualifier})"
    item.text = text.strip()


def _qualified(item: Item, lexicon: Lexicon) -> Sequence[tuple[int, int]]:
    """The half-open ranges of an item's qualifiers in its text, as they were read: in parentheses, or else in small print."""
    labels = [link.text for link in item.links]
    read = (qualifiers.part(item.text, lexicon, smalls, labels) for smalls in ((), item.qualifiers))
    return next((found.spans for found in read if found.qualifiers == item.qualifiers), ())


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """The range of a qualifier with its parentheses and the blank before it."""
    if signs.folded(text[start - 1 : start] + text[end : end + 1]) == "()":
        start, end = start - 1, end + 1
    return start - (text[start - 1 : start] == " "), end


def _retime(old: Item, item: Item, context: _LineContext) -> None:
    """Put the changed period into a qualifier: the one that said the period before, or a new one."""
    words = [_period_in_words(item.period, context)] if item.period is not None else []
    number = _timed(old, context)
    place = slice(number, number + 1) if number is not None else slice(len(item.qualifiers), None)
    item.qualifiers = [*item.qualifiers[: place.start], *words, *item.qualifiers[place.stop or place.start :]]


def _timed(item: Item, context: _LineContext) -> int | None:
    """The number of the qualifier that says an item's period; None if none does."""
    if item.period is None:
        return None
    period = (item.period.start, item.period.end)
    read = functools.partial(periods.read, conflict=context.years, lexicon=context.lexicon)
    return next((number for number, words in enumerate(item.qualifiers) if read(words) == period), None)


def _period_in_words(period: Period, context: _LineContext) -> str:
    """A period as a qualifier says it: `May 1917 – June 1918`, `from May 1917`, `until 1918`."""
    start, end = period.start, period.end
    plain = date_writing.write(start, end, False, context.lexicon)
    between = date_writing.between(start, end, context.lexicon) if start and end else plain
    return next((words for words in (plain, between) if periods.read(words, context.years, context.lexicon) == (start, end)), plain)


def _recount(old: list[Quantity], item: Item, context: _LineContext) -> None:
    wanted = [msgspec.structs.replace(quantity, text="", span=None) for quantity in item.quantities]
    if wanted == [msgspec.structs.replace(quantity, text="", span=None) for quantity in old]:
        return
    text = figures.reworded(item.text, old, item.quantities, context.kind, context.lexicon)
    if text is not None:
        item.text = text


def _date(old: Date | None, new: Date, lexicon: Lexicon, between: str) -> None:
    if old is None or old.text != new.text or (old.start, old.end, old.ongoing) == (new.start, new.end, new.ongoing):
        return

    def written(start: str, end: str, *, ongoing: bool = False) -> str:
        words = date_writing.write(start, end, ongoing, lexicon)
        spelt = signs.digits_as_in(old.text, words)
        return spelt if dates.read(spelt, "", lexicon)[:3] == dates.read(words, "", lexicon)[:3] else words

    first, apart, last = old.text.partition(between) if between and new.start and new.end else ("", "", "")
    if apart and not new.ongoing and new.start != new.end:
        first = first if new.start == old.start else written(new.start, new.start)
        last = last if new.end == old.end else written(new.end, new.end)
        new.text = f"{first}{apart}{last}"
    else:
        new.text = written(new.start, new.end, ongoing=new.ongoing)
    new.links = [link for link in new.links if link.text in new.text]
    new.templates, new.phases, new.old_style = [], [], None


def _result(old: Result | None, new: Result, lexicon: Lexicon) -> None:
    changed = old is None or (old.outcome, old.victor) != (new.outcome, new.victor)
    words = results.write(new.outcome, new.victor, lexicon) if changed else None
    if words is None:
        return
    if not new.items:
        new.items.append(Item(text=words))
    elif old is not None and old.items and old.items[0].text == new.items[0].text:
        first = new.items[0]
        first.text = words
        first.links = [link for link in first.links if link.text in words]
