"""What a write has to do: the one definition of "right", which measurements and tests share.

A record is read from a page and changed: the difference between the two is what is asked for, field by field. It is written into the page,
and the page is read again. The write is

`right`
    if every field that was asked for is as asked, every other field is as before, no byte differs outside the parameters of the fields that
    were asked for, and no comment of the page is lost;
`refused`
    if `WriteError` was raised;
`ignored`
    if a field that was asked for is not as asked, and nothing was reported;
`wrong`
    if another field, or a byte elsewhere, changed;
`raised`
    if there was any other exception.

Words and fields say the same thing twice, so some fields follow from one that was asked for and may change with it:

- from an item's text: its name, qualifiers, period and figures, the fates that its qualifiers stated, and whether it is a heading; links
  and kept templates whose words are gone are removed or get other words, and so does a link on all of it; from a heading's text, what
  happened to the figures of the lines below;
- from its name, qualifiers, period, figures or kept templates, conversely: its text, and the links in it; from a period its qualifiers, and
  from qualifiers their period, fates and figures (from a figure its qualifiers only if it stands in one); from a fate its link, the period
  of a day of death, and what happened to the last of the people counted;
- in a figure: its text follows from everything else, and everything else from its text; the kind follows from the unit, and the unit from
  the kind if the unit is not a noun but says what happened (`killed`);
- from an item that is inserted, deleted, moved or put into another row: which lines around it are headings, and so their names; under
  another heading, what happened to the figures;
- from a date's text: its days, phases and old style; from its days or phases: its text, links and kept templates; from either: periods and
  figures anywhere (years are lent to periods, and are not figures), and which lines of figures are headings;
- from the lines of a result: outcome and victor; from outcome or victor: the text of one line, or a line if there was none;
- from a picture's wikitext: file, size and alternative text, and conversely; from the wikitext of a reference, note or kept template: its
  other fields, and conversely;
- from coordinates that stand in words: those words, and conversely;
- from everything: `unresolved`, the list of unknown templates.

What is concluded from other fields (`infobox.record.CONCLUDED`) is no statement of the page and is left out.

Two records mean the same if they are equal after empty objects are left out, items are ordered by row, and there are at least two sides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from infobox.box import Box
from infobox.language.lexicon import Lexicon, lexicon
from infobox.reading import Reading, read_boxes
from infobox.record import (
    FORMAT,
    SIDE_FIELDS,
    TEXT_FIELDS,
    Conflict,
    Coordinates,
    Date,
    Image,
    Item,
    Link,
    Note,
    Quantity,
    Reference,
    Result,
    Side,
    Text,
    Unresolved,
    without_conclusions,
)
from infobox.templates.profile import default
from infobox.values import coordinates, fates, quantities
from infobox.writing import WriteError, write

Outcome = Literal["right", "refused", "ignored", "wrong", "raised"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("right", "refused", "ignored", "wrong", "raised")

BOOKKEEPING: Final = frozenset(("schema", "page", "template", "source", "findings", "span"))
"""Fields that say where a record was read; they ask nothing of the page."""

_RULES: Final[dict[type[Struct], dict[str, str]]] = {
    Item: {
        "text": "name qualifiers period quantities heading",
        "name": "text",
        "qualifiers": "text period quantities",
        "period": "text qualifiers",
        "quantities": "text heading",
        "fates": "fate_links period",
        "templates": "text name qualifiers period quantities",
        "heading": "name",
        "items": "heading name",
        "row": "heading name",
    },
    Text: {"templates": "text"},
    Quantity: {"text": "low high about unit kind of", **dict.fromkeys(("low", "high", "about", "unit", "kind", "of"), "text")},
    Date: {
        "text": "start end ongoing phases old_style",
        **dict.fromkeys(("start", "end", "ongoing"), "text phases old_style templates"),
        "phases": "text start end old_style",
        "old_style": "text",
        "templates": "text start end ongoing phases old_style",
    },
    Image: {"wikitext": "file size alt", **dict.fromkeys(("file", "size", "alt"), "wikitext")},
    Reference: {"wikitext": "name group text", **dict.fromkeys(("name", "group", "text"), "wikitext")},
    Note: {"wikitext": "name group text", **dict.fromkeys(("name", "group", "text"), "wikitext")},
    Unresolved: {"wikitext": "name text", "name": "wikitext", "text": "wikitext"},
    Result: {"items": "outcome victor"},
}
"""Which fields of a part follow from which others. What needs more than a table is in `_Comparison`."""
_NEW: Final[dict[type[Struct], frozenset[str]]] = {
    Item: frozenset(("name", "qualifiers", "period", "quantities", "heading", "fate_links")),
    Quantity: frozenset(("low", "high", "about", "unit", "kind", "of", "text")),
    Date: frozenset(("start", "end", "ongoing", "phases", "old_style")),
}
"""Which fields a new part may get although they were left empty."""

Part = TypeVar("Part", bound=Struct)


@dataclass
class Request:
    """What is asked of a page: the reading of one of its infoboxes, and a record `wanted` that begins as a copy of it and is changed in
    place. `origin` maps the identity of a part of `wanted` to the part of the reading from which it was copied.
    """

    page: str
    reading: Reading
    wanted: Conflict
    origin: dict[int, Struct] = field(default_factory=dict)
    held: list[Struct] = field(default_factory=list)

    def copy(self, value: Part) -> Part:
        """A copy of a part of the reading, or of the whole, with the origin of each part recorded."""
        twin = type(value)(**{name: self._copy(getattr(value, name)) for name in value.__struct_fields__})
        self.origin[id(twin)] = value
        self.held.append(twin)  # so that no new part gets its identity
        return twin

    def _copy(self, value: Any) -> Any:
        if isinstance(value, Struct):
            return self.copy(value)
        if isinstance(value, list):
            return [self._copy(inner) for inner in value]
        return dict(value) if isinstance(value, dict) else value

    def before(self, part: Part) -> Part | None:
        """The part of the reading from which this part of `wanted` was copied; None for a new one."""
        return self.origin.get(id(part))  # type: ignore[return-value]


def request(page: str, reading: Reading) -> Request:
    """A request that asks nothing yet."""
    without_conclusions(reading.record)
    asked = Request(page, reading, Conflict(schema=FORMAT))
    asked.wanted = asked.copy(reading.record)
    return asked


class Deviation(NamedTuple):
    """A field that does not read as it should: whether it was `asked`, what it should be, and what it is."""

    path: str
    asked: bool
    wanted: object
    found: object

    def __str__(self) -> str:
        return f"{self.path}{'' if self.asked else ' (not asked)'}: {_short(self.wanted)} became {_short(self.found)}"


class Verdict(NamedTuple):
    """The result of a request: the outcome, why (a `WriteError`'s message, the first deviation), and the page as it was written."""

    outcome: Outcome
    why: str = ""
    written: str = ""


def judge(asked: Request) -> Verdict:
    """Write what is asked for, and compare the result with it."""
    _put_in_order(asked.wanted)
    try:
        written = write(asked.wanted, into=asked.page)
    except WriteError as error:
        return Verdict("refused", str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the result
        return Verdict("raised", f"{type(error).__name__}: {error}")
    return _judged(asked, written)


def judge_made(record: Conflict) -> Verdict:
    """Write a record without a page, and compare the result with it: every field that is present is asked for."""
    asked = Request("", Reading(Conflict(schema=FORMAT), []), record)
    _put_in_order(record)
    try:
        written = write(record)
    except WriteError as error:
        return Verdict("refused", str(error))
    except Exception as error:  # noqa: BLE001
        return Verdict("raised", f"{type(error).__name__}: {error}")
    readings = read_boxes(written, page=record.page)
    if not readings:
        return Verdict("wrong", "no infobox came out", written)
    return _verdict(list(_Comparison(asked).whole(readings[0].record)), [], written)


def _judged(asked: Request, written: str) -> Verdict:
    box = asked.reading.box
    assert box is not None
    readings = read_boxes(written, page=asked.wanted.page, spans=True)
    again = next((reading for reading in readings if reading.box is not None and reading.box.start == box.start), None)
    if again is None or again.box is None:
        return Verdict("wrong", "the infobox is no longer an infobox", written)
    return _verdict(
        list(_Comparison(asked).whole(again.record)), list(_elsewhere(asked, box, written, again.box, concerned(asked))), written
    )


def _verdict(deviations: list[Deviation], elsewhere: list[str], written: str) -> Verdict:
    others = [*(str(deviation) for deviation in deviations if not deviation.asked), *elsewhere]
    if others:
        return Verdict("wrong", others[0], written)
    if deviations:
        return Verdict("ignored", str(deviations[0]), written)
    return Verdict("right", "", written)


def _short(value: object) -> str:
    plain = msgspec.to_builtins(value)
    words = repr(_plain(plain))
    return words if len(words) <= 80 else f"{words[:79]}…"


def _plain(value: Any) -> Any:
    """A value as builtins, without spans."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if name != "span"}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _put_in_order(record: Conflict) -> None:
    """Bring a record into the form in which reading gives it: two sides at least, items ordered by row."""
    while len(record.sides) < 2:
        record.sides.append(Side())
    for side in [*record.sides, *([record.joint] if record.joint is not None else [])]:
        for name in SIDE_FIELDS:
            getattr(side, name).sort(key=lambda item: item.row)


# -- fields ----------------------------------------------------------------------------------------------------------------------------


class _Comparison:
    """Compares what was read again with what was asked for."""

    def __init__(self, asked: Request) -> None:
        self.request = asked
        self.language = lexicon(asked.reading.language)
        self.dated = False  # the date, which may have lent its year, was changed

    def whole(self, found: Conflict) -> Iterator[Deviation]:
        wanted, before = self.request.wanted, self.request.before(self.request.wanted)
        old_date = before.date if before is not None else None
        self.dated = _filled(wanted.date) != _filled(old_date) or self.touched(wanted.date, old_date)
        yield from self._fields("", wanted, without_conclusions(found), before, frozenset(("unresolved",)))

    def asked(self, wanted: Struct, before: Struct | None) -> set[str]:
        """The fields that differ themselves, not only in their parts."""
        names = [name for name in wanted.__struct_fields__ if name not in BOOKKEEPING]
        return {name for name in names if self._differs(getattr(wanted, name), getattr(before, name) if before is not None else None)}

    def _differs(self, wanted: Any, before: Any) -> bool:
        if isinstance(wanted, list) and (not before or isinstance(before[0], Struct)) and all(isinstance(one, Struct) for one in wanted):
            return [id(self.request.before(one)) for one in wanted] != [id(one) for one in before or ()]
        if isinstance(wanted, Struct) or isinstance(before, Struct):
            return _filled(wanted) != _filled(before)
        return bool(_stated(wanted) != _stated(before))

    def touched(self, wanted: Any, before: Any) -> bool:
        """Whether anything about a value or its parts was asked for."""
        if isinstance(wanted, list):
            return self._differs(wanted, before) or any(
                isinstance(one, Struct) and self.touched(one, self.request.before(one)) for one in wanted
            )
        if isinstance(wanted, Struct):
            return before is None or any(
                name not in BOOKKEEPING and self.touched(getattr(wanted, name), getattr(before, name)) for name in wanted.__struct_fields__
            )
        return self._differs(wanted, before)

    def touched_fields(self, wanted: Struct, before: Struct | None) -> set[str]:
        """The fields of a part about which anything was asked for."""
        names = [name for name in wanted.__struct_fields__ if name not in BOOKKEEPING]
        return {name for name in names if self.touched(getattr(wanted, name), getattr(before, name) if before is not None else None)}

    def _fields(self, path: str, wanted: Struct, found: Struct, before: Struct | None, free: frozenset[str]) -> Iterator[Deviation]:
        """The deviations of one part; `free` are fields that follow from what was asked for elsewhere."""
        asked = self.asked(wanted, before)
        touched = self.touched_fields(wanted, before)
        following = free | self._following(wanted, before, touched)
        worded = "text" in following or "text" in asked
        for name in wanted.__struct_fields__:
            if name in BOOKKEEPING:
                continue
            here = f"{path}.{name}" if path else name
            should, is_now = getattr(wanted, name), getattr(found, name)
            was = getattr(before, name) if before is not None else None
            if name in following and name not in touched:
                continue
            if name == "links" and worded and not self.touched(should, was):
                yield from self._links(here, should, is_now, before, getattr(found, "text", ""))
            elif name == "templates" and worded and not self.touched(should, was):
                kept = [use for use in should if not use.text or use.text in getattr(found, "text", "")]
                if _plain(msgspec.to_builtins(is_now)) not in (_plain(msgspec.to_builtins(kept)), _plain(msgspec.to_builtins(should))):
                    yield Deviation(here, False, kept, is_now)
            elif name == "fates" and name not in asked and isinstance(wanted, Item) and isinstance(found, Item):
                stated = [
                    *fates.stated_in(before.qualifiers if isinstance(before, Item) else [], self.language),
                    *fates.stated_in(found.qualifiers, self.language),
                ]
                free_fates = set(stated) if worded or "qualifiers" in touched or before is None else set()
                if [fate for fate in should if fate not in free_fates] != [fate for fate in is_now if fate not in free_fates]:
                    yield Deviation(here, False, should, is_now)
            else:
                inner = self._inner(name, wanted, before, touched, following)
                yield from self._value(here, should, is_now, was, asked=name in asked, follows=name in following, free=inner)

    def _following(self, wanted: Struct, before: Struct | None, touched: set[str]) -> frozenset[str]:
        """The fields of a part that follow from others of it."""
        rules = _RULES.get(type(wanted), {})
        found = {following for name in touched for following in rules.get(name, "").split()}
        if before is None:
            found |= _NEW.get(type(wanted), frozenset())
        if isinstance(wanted, Item):
            if self.dated:
                found |= {"period", "quantities", "heading"}
            if "quantities" in touched and isinstance(before, Item):
                figures = [figure.text for figure in before.quantities if figure.text]
                if any(figure in qualifier for figure in figures for qualifier in before.qualifiers):
                    found.add("qualifiers")
            if "text" in found and ("templates" in touched or "period" in touched):
                found |= {"name", "qualifiers", "period"}
        elif isinstance(wanted, Quantity) and touched & {"kind", "unit"}:
            units = [wanted.unit, before.unit if isinstance(before, Quantity) else ""]
            if "unit" in touched and any(_is_participle(unit, self.language) for unit in units):
                found.add("kind")
            if "kind" in touched and (not units[-1] or _is_participle(units[-1], self.language)):
                found.add("unit")
        elif isinstance(wanted, Result) and touched & {"outcome", "victor"} and not (isinstance(before, Result) and before.items):
            found.add("items")
        elif isinstance(wanted, Coordinates):
            words = [wanted.text, before.text if isinstance(before, Coordinates) else ""]
            if any(coordinates.written(text, self.language) is not None for text in words):
                found |= {"latitude", "longitude"} if "text" in touched else {"text", "links"}
        return frozenset(found)

    def _inner(self, name: str, wanted: Struct, before: Struct | None, touched: set[str], following: frozenset[str]) -> frozenset[str]:
        """The fields, in the parts in its field `name`, that follow from what was asked for about a part; `kinds` stands for what happened
        to the figures of the lines.
        """
        free: set[str] = set()
        if name == "quantities" and name in following and "text" in touched:
            free |= _NEW[Quantity]
        if name == "quantities" and ("kinds" in following or "fates" in touched):
            free.add("kind")
        if name in (*SIDE_FIELDS, "items", "territory"):
            if "text" in touched or "kinds" in following:
                free.add("kinds")
            now = getattr(wanted, name)
            if self._differs(now, getattr(before, name) if before is not None else None):
                free |= {"heading", "name", "kinds"}
            if any("row" in self.asked(item, self.request.before(item)) for item in now):
                free |= {"heading", "name"}
        if name == "items" and isinstance(wanted, Result) and touched & {"outcome", "victor"}:
            free.add("text")
        return frozenset(free)

    def _value(
        self, path: str, wanted: Any, found: Any, before: Any, *, asked: bool, follows: bool, free: frozenset[str]
    ) -> Iterator[Deviation]:
        if isinstance(wanted, Struct) or isinstance(found, Struct):
            if _filled(wanted) != _filled(found):
                yield Deviation(path, asked, wanted, found)
            elif _filled(wanted):
                yield from self._fields(path, wanted, found, self.request.before(wanted), free)
        elif isinstance(wanted, list) and (wanted or found) and isinstance((wanted or found)[0], Struct):
            yield from self._list(path, wanted, found, before, asked=asked, follows=follows, free=free)
        elif isinstance(wanted, dict):
            old = before or {}
            for name in sorted({*wanted, *found}):
                if wanted.get(name) != found.get(name):
                    yield Deviation(f"{path}[{name!r}]", wanted.get(name) != old.get(name), wanted.get(name), found.get(name))
        elif wanted != found:
            yield Deviation(path, asked, wanted, found)

    def _list(
        self, path: str, wanted: list[Any], found: list[Any], before: list[Any] | None, *, asked: bool, follows: bool, free: frozenset[str]
    ) -> Iterator[Deviation]:
        if asked and _plain(msgspec.to_builtins(found)) == _plain(msgspec.to_builtins(before or [])):
            if _plain(msgspec.to_builtins(wanted)) != _plain(msgspec.to_builtins(found)):
                yield Deviation(path, True, wanted, found)
        elif len(wanted) != len(found):
            yield Deviation(path, asked, wanted, found)
        else:
            reworded = 0
            for number, (one, other) in enumerate(zip(wanted, found, strict=True)):
                once = free
                if "text" in free and isinstance(one, Item):
                    once = free - {"text"} if reworded else free
                    reworded += one.text != other.text
                yield from self._fields(f"{path}[{number}]", one, other, self.request.before(one), once)

    def _links(self, path: str, wanted: Sequence[Link], found: Sequence[Link], before: Struct | None, text: str) -> Iterator[Deviation]:
        """Links on words that changed: those whose words remain stay; the others, and one on the whole name, are removed or reworded."""
        names = (getattr(before, "text", ""), getattr(before, "name", ""))
        free = [link for link in wanted if link.text and (link.text not in text or (link.text in names and text != names[0]))]
        left = [_plain(msgspec.to_builtins(link)) for link in wanted if link not in free]
        targets = Counter((link.wiki, link.target, link.section) for link in free)
        for link in found:
            stated = _plain(msgspec.to_builtins(link))
            if left and stated == left[0]:
                left.pop(0)
            elif targets[link.wiki, link.target, link.section]:
                targets[link.wiki, link.target, link.section] -= 1
            else:
                yield Deviation(path, False, wanted, found)
                return
        if left:
            yield Deviation(path, False, wanted, found)


def _stated(value: Any) -> Any:
    """A value; None for one that is left out of the JSON."""
    return None if value is False or value in (None, "", [], {}) else value


def _filled(value: Any) -> bool:
    """Whether an object says anything."""
    return isinstance(value, Struct) and bool(_stripped(msgspec.to_builtins(value)))


def _stripped(value: Any) -> Any:
    """Builtins without empty objects and lists, and without bookkeeping."""
    if isinstance(value, dict):
        inner = {name: _stripped(one) for name, one in value.items() if name not in BOOKKEEPING}
        return {name: one for name, one in inner.items() if one not in (None, {}, [])}
    return [_stripped(one) for one in value] if isinstance(value, list | tuple) else value


def _is_participle(unit: str, language: Lexicon) -> bool:
    """Whether a unit says what happened to those counted, and is not a noun."""
    read = quantities.read(f"5 {unit}", language) if unit else []
    return len(read) == 1 and read[0].unit == unit and bool(read[0].kind)


# -- bytes -----------------------------------------------------------------------------------------------------------------------------

_IMAGE: Final = frozenset(("image", "image_size", "image_width", "image_upright", "alt", "image_alt", "caption"))
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)


def concerned(asked: Request) -> frozenset[str]:
    """The names of the parameters that are about what is asked for."""
    wanted, before = asked.wanted, asked.reading.record
    comparison = _Comparison(asked)
    former = {name for name, now in default().former.items() if now == "coordinates"}
    found: set[str] = set()
    for name in comparison.touched_fields(wanted, before):
        if name == "image":
            found |= _IMAGE
        elif name == "date":
            box = asked.reading.box
            found |= {"date", "year", box.profile.last_of(box.language) if box is not None else ""}
        elif name in ("place", "coordinates"):
            found |= {"place", "coordinates", *former}
        elif name in ("map", "other"):
            one, other = getattr(before, name), getattr(wanted, name)
            found |= {key for key in {*one, *other} if one.get(key) != other.get(key)}
        elif name in ("sides", "joint"):
            found |= set(_sided(comparison, wanted, before))
        elif name in TEXT_FIELDS or name in ("result", "territory", "width"):
            found.add(name)
    return frozenset(found)


def _sided(comparison: _Comparison, wanted: Conflict, before: Conflict) -> Iterator[str]:
    """The names of the parameters of the lists about which anything is asked for; of all lists, if sides are added or removed."""
    moved = [comparison.request.before(side) for side in wanted.sides]
    every = [id(side) for side in moved] != [id(side) for side in before.sides]
    columns = [*zip(wanted.sides, moved, strict=True), (wanted.joint or Side(), before.joint or Side())]
    for number, (side, old) in enumerate(columns, 1):
        for name, stem in default().sided_fields.items():
            lists = getattr(side, name), getattr(old, name) if old is not None else []
            if every or comparison.touched(*lists):
                yield from (f"{stem}{number}{row}" for row in ("", *"abcd"))
    if every:
        last = max(len(wanted.sides), len(before.sides)) + 1
        yield from (f"{stem}{last}{row}" for stem in default().sided_fields.values() for row in ("", *"abcd"))


def _elsewhere(asked: Request, old: Box, written: str, new: Box, names: frozenset[str]) -> Iterator[str]:
    """What differs outside the parameters of these names."""
    page = asked.page
    if page[: old.start] != written[: new.start] or page[old.end :] != written[new.end :]:
        yield "bytes outside the infobox changed"
    if _frame(page, old) != _frame(written, new):
        yield "the infobox's first words changed"
    first = [(name, page[start:end].rstrip()) for name, start, end in _pieces(old, names)]
    second = [(name, written[start:end].rstrip()) for name, start, end in _pieces(new, names)]
    if first != second:
        different = next((one[0] for one, other in zip(first, second, strict=False) if one != other), "")
        yield f"bytes of another parameter changed: {different or 'one was added or removed'}"
    lost = Counter(_COMMENT.findall(page)) - Counter(_COMMENT.findall(written))
    if lost:
        yield f"comment lost: {_short(next(iter(lost)))}"


def _frame(page: str, box: Box) -> str:
    end = box.parameters[0].start if box.parameters else box.end
    return page[box.start : end].rstrip("} \n\r")


def _pieces(box: Box, names: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """The parameters without any of these names, neither as they are known nor as the page writes them."""
    for parameter in box.parameters:
        if parameter.name not in names and parameter.written not in names:
            yield parameter.name, parameter.start, parameter.value_end


def is_small(page: str, written: str, stretch: tuple[int, int]) -> bool:
    """Whether only the lines of the half-open stretch changed, and no more text than it contains."""
    start = 0
    while start < min(len(page), len(written)) and page[start] == written[start]:
        start += 1
    end = 0
    while end < min(len(page), len(written)) - start and page[-1 - end] == written[-1 - end]:
        end += 1
    first = page.rfind("\n", 0, min(start, stretch[0])) + 1
    last = page.find("\n", max(len(page) - end - 1, stretch[1]))
    last = len(page) if last < 0 else last
    own_first = page.rfind("\n", 0, stretch[0]) + 1
    own_last = page.find("\n", stretch[1])
    own_last = len(page) if own_last < 0 else own_last
    # If a line is inserted or deleted, equal neighbours can shift the difference, so only its length counts.
    slack = 4
    within = (first >= own_first - slack and last <= own_last + slack) or len(page) - end - start <= slack
    return within and len(page) - end - start <= stretch[1] - stretch[0] + slack
