"""Values that the record's types allow but that make no sense: one list of checks, for `infobox.validate` and for `infobox.write`.

A check is a function that looks at one part of a record; its docstring states what it requires, and why. The schema states as much
of this as a schema can. No record from reading breaks a check, whatever the page holds.

``python -m infobox.validity`` prints ``docs/validity.md``.
"""

from __future__ import annotations

import functools
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Final, NamedTuple, get_args, get_origin

import msgspec
from msgspec import Struct

from infobox import box
from infobox.controls import visible
from infobox.positions import FieldPath, shortened, written
from infobox.record import Conflict, Coordinates, Date, Item, Page, Period, Phase, Quantity, RecordedFinding, Sum, TemplateUse, Text
from infobox.templates.profile import Profile
from infobox.values import edtf

LEFT_OUT: Final = "a value, or the field left out"
A_DATE: Final = "a date in EDTF, such as 1944-01-17, 1944-01, 1944 or 1944~"
NOT_BELOW_0: Final = "a number not below 0"
CHECKS: Final[list[Check]] = []
"""All checks, in the order of the documentation."""
_END: Final = re.compile("[=|]")


class Violation(NamedTuple):
    """A value that makes no sense: the path to it, the value, and what should stand there, in words that follow "expected"."""

    path: FieldPath
    value: Any
    expected: str


class Context(NamedTuple):
    """What a part belongs to: the `record`, and the `profile` for writing it."""

    record: Conflict
    profile: Profile


_Find = Callable[[Any, FieldPath, Context], Iterator[Violation]]


class Check(NamedTuple):
    """One requirement for the `parts` of a record (`Struct`: for all): `find` takes such a part, its path, and the context.

    `settles`: `write` makes this check only after it has reconciled the record's words and fields and set the page's own parameters
    aside, because other changes may cause such faults before.
    """

    name: str
    parts: tuple[type[Struct], ...]
    find: _Find
    settles: bool

    @property
    def documentation(self) -> str:
        """What is required, and why, as Markdown."""
        return inspect.cleandoc(self.find.__doc__ or "")


def _check(*parts: type[Struct], settles: bool = False) -> Callable[[_Find], _Find]:
    """Add a function to the list of checks, for these parts of a record."""

    def listed(find: _Find) -> _Find:
        CHECKS.append(Check(find.__name__.strip("_").replace("_", " "), parts, find, settles))
        return find

    return listed


@_check(Conflict)
def _number_of_sides(part: Conflict, path: FieldPath, context: Context) -> Iterator[Violation]:
    """A conflict has at most as many sides as its template has columns: five. The template shows no others."""
    if len(part.sides) > context.profile.most_sides:
        yield Violation((*path, "sides"), part.sides, fewer_sides(context.profile.most_sides))


@_check(Conflict)
def _combatants_of_the_joint_row(part: Conflict, path: FieldPath, context: Context) -> Iterator[Violation]:
    """`joint` has no `combatants`. Anything with combatants is a side, with a column of its own."""
    if part.joint is not None and part.joint.combatants:
        yield Violation(
            (*path, "joint", "combatants"), part.joint.combatants, "no combatants in the joint row; give them a side in `sides`"
        )


@_check(Item)
def _rows(part: Item, path: FieldPath, context: Context) -> Iterator[Violation]:
    """Only the combatants and commanders of a side themselves have a `row`. The template has no rows `a` to `d` for other lists, and
    the items under an item stand in its row.
    """
    if part.row and path[-2] not in (rowed := context.profile.rowed_fields):
        under = path[-2] == "items" and path[-3] != "result"
        why = "the items under an item stand in its row" if under else f"only {' and '.join(rowed) or 'other templates'} have rows"
        yield Violation((*path, "row"), part.row, f"no row here, because {why}")


@_check(Page, TemplateUse, Quantity, Sum, RecordedFinding)
def _whole_numbers(part: Struct, path: FieldPath, context: Context) -> Iterator[Violation]:
    """Whole numbers are not below 0. They count people, pages, lines and characters."""
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if type(value) is int and value < 0:
            yield Violation((*path, name), value, NOT_BELOW_0)


@_check(Quantity, Sum)
def _figures(part: Quantity | Sum, path: FieldPath, context: Context) -> Iterator[Violation]:
    """The `high` of a figure, or of a sum, is not below its `low`."""
    if part.low is not None and part.high is not None and part.high < part.low:
        yield Violation((*path, "high"), part.high, f"a number not below `low` ({_short(part.low)})")


@_check(Date, Phase, Period)
def _times(part: Date | Phase | Period, path: FieldPath, context: Context) -> Iterator[Violation]:
    """`start` and `end` are times that exist, in the forms that reading gives: days (`1944-01-17`), months (`1944-01`), seasons
    (`1944-21`), years (`1944`), decades (`194X`) and centuries (`19XX`), each perhaps with `~`, `?` or `%`. A 30 February does not
    exist, nor does a day of an unknown month (`1944-XX-12`).
    """
    for name in ("start", "end"):
        value = getattr(part, name)
        if value and edtf.bounds(value) is None:
            yield Violation((*path, name), value, A_DATE if value[4:10] != "-02-29" else "a day that exists; the year has no 29 February")


@_check(Date, Phase, Period)
def _order_of_times(part: Date | Phase | Period, path: FieldPath, context: Context) -> Iterator[Violation]:
    """`end` is not before `start`, so far as the two are known: `1944` may end in `1944-03`."""
    first, last = edtf.bounds(part.start), edtf.bounds(part.end)
    if first is not None and last is not None and last[1] < first[0]:
        yield Violation((*path, "end"), part.end, f"a time not before `start` ({part.start})")


@_check(Date)
def _end_of_what_goes_on(part: Date, path: FieldPath, context: Context) -> Iterator[Violation]:
    """A date that is `ongoing` has no `end`."""
    if part.ongoing and part.end:
        yield Violation((*path, "end"), part.end, "no `end`, because the date is `ongoing`; leave out one of the two")


@_check(Coordinates)
def _whole_coordinates(part: Coordinates, path: FieldPath, context: Context) -> Iterator[Violation]:
    """`latitude` and `longitude` stand together. One alone is not a place."""
    if (part.latitude is None) != (part.longitude is None):
        there, missing = ("longitude", "latitude") if part.latitude is None else ("latitude", "longitude")
        yield Violation(path, msgspec.to_builtins(part), f"`{missing}` as well as `{there}`, or neither")


@_check(Text, Item, Date, Coordinates, settles=True)
def _words_of_links(part: Text | Item | Date | Coordinates, path: FieldPath, context: Context) -> Iterator[Violation]:
    """The words of a link stand in the `text` that the link is on; in the `name` and `qualifiers` of an item that has no `text` yet.
    `write` changes a link when its words change, and removes it when they go, so it checks this for the words as they are written.
    """
    if not part.links:
        return
    words = part.text
    if not words and isinstance(part, Item):
        words = " ".join([part.name, *part.qualifiers])
    reached = 0  # most links stand in order, and a page may have thousands
    for number, link in enumerate(part.links):
        place = words.find(link.text, reached)
        if place >= 0:
            reached = place
        elif link.text not in words:
            expected = f"words of {_short(words)}; change them, or remove the link" if words else "no link, because there is no text"
            yield Violation((*path, "links", number, "text"), link.text, expected)


@_check(Text, Item, Date, Quantity, Coordinates, RecordedFinding, TemplateUse)
def _spans(part: Struct, path: FieldPath, context: Context) -> Iterator[Violation]:
    """A place in the page is from 0 on, and does not end before it begins."""
    if isinstance(part, TemplateUse):
        if part.start is not None and part.end is not None and part.end < part.start:
            yield Violation((*path, "end"), part.end, f"a place not before `start` ({_short(part.start)})")
        return
    span: tuple[int, int] | None = getattr(part, "span")  # noqa: B009 - of several classes
    if span is None:
        return
    for number, place in enumerate(span):
        if place < 0:
            yield Violation((*path, "span", number), place, NOT_BELOW_0)
    if span[1] < span[0]:
        yield Violation((*path, "span"), list(span), "start and end, the end not before the start")


@_check(Conflict)
def _names_in_map(part: Conflict, path: FieldPath, context: Context) -> Iterator[Violation]:
    """The names in `map` are those of the template's `map_…` parameters."""
    if part.map:
        for name, value in part.map.items():
            if name not in (names := map_names(context.profile)):
                yield Violation((*path, "map", name), value, f"one of {', '.join(names)}; parameters that are not shown go in `other`")


@_check(Conflict, settles=True)
def _names_in_other(part: Conflict, path: FieldPath, context: Context) -> Iterator[Violation]:
    """The names in `other` are those of parameters that this infobox does not show: unknown ones (`casus`), values without a name by their
    number (`1`), columns beyond its sides. Parameters that the template shows have their own fields, also under another name or in another
    language (`location` for `place`); but such a name may stand here beside the parameter's own name, or in a record of a page.

    `write` accepts what is already on the page: with a new side the template may show it.

    A name is not empty, has no white space around it, and holds neither `=` nor `|`, which would end it, outside templates, links and
    tags.
    """
    for name, value in part.other.items():
        if not name or name.strip() != name:
            yield Violation((*path, "other", name), value, "a name without white space around it")
        elif ("=" in name or "|" in name) and _ends_early(name):
            yield Violation((*path, "other", name), value, "a name without `=` and `|`, which would end it")
        elif shown(name, context):
            yield Violation(
                (*path, "other", name), value, "a parameter that this infobox does not show; use the field of the parameter that it shows"
            )


@_check(Item, Conflict)
def _words_in_lists(part: Item | Conflict, path: FieldPath, context: Context) -> Iterator[Violation]:
    """Texts in `qualifiers`, `unresolved`, `map` and `other` are not empty."""
    lists = {"qualifiers": part.qualifiers} if isinstance(part, Item) else {"unresolved": part.unresolved}
    for field, words in lists.items():
        for number, word in enumerate(words):
            if not word:
                yield Violation((*path, field, number), word, LEFT_OUT)
    if isinstance(part, Conflict):
        for field, values in (("map", part.map), ("other", part.other)):
            for name, value in values.items():
                if not value:
                    yield Violation((*path, field, name), value, LEFT_OUT)


@_check(Struct)
def _nothing_empty(part: Struct, path: FieldPath, context: Context) -> Iterator[Violation]:
    """An object is not empty, or is left out; only a side may be empty, because the template shows at least two."""
    if part == _default(type(part)) and path and path[-2:-1] != ("sides",):
        yield Violation(path, msgspec.to_builtins(part), LEFT_OUT)


def fewer_sides(most: int) -> str:
    """What is expected instead of more sides than a template has columns."""
    return f"at most {most} sides, because the template shows no more"


def map_names(profile: Profile) -> tuple[str, ...]:
    """The names of the parameters that `map` holds, in the documented order."""
    return tuple(each.name for each in profile.parameters if each.field == "map")


def shown(name: str, context: Context) -> bool:
    """Whether the infobox of a record shows the parameter called `name`, in a field that is not `other`."""
    from infobox import layout  # few records have such a name, and it takes long to load

    record, profile = context
    use = record.template
    canonical = profile.canonical(name, box.key_of(record, profile) if use is not None else profile.language)
    if not profile.is_shown(canonical, profile.count_of(len(record.sides))):
        return False
    if canonical == name:
        return True
    # Beside the parameter's own name another one is not shown; on a page the own name may be there with an empty value.
    return (use is None or use.start is None) and canonical not in layout.parameters(record, profile)


def _ends_early(name: str) -> bool:
    """Whether a parameter's name holds `=` or `|` outside of templates, links and tags."""
    from infobox.markup.scan import parse

    position = 0
    for node in parse(name):
        if _END.search(name, position, node.start) is not None:
            return True
        position = node.end
    return _END.search(name, position) is not None


@functools.cache
def _default(part: type[Struct]) -> Struct:
    required = dict.fromkeys(part.__struct_fields__[: len(part.__struct_fields__) - len(part.__struct_defaults__)], "")
    return part(**required)


def _short(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= 40 else f"{words[:39]}…"


def faults(record: Conflict, *, settled: bool | None = None, profile: Profile | None = None) -> list[Violation]:
    """The violations in a record of the right types, in the order of its fields. Items must not be nested in more than `LEVELS` levels.
    `profile` is that of its template, if it does not ship with the package.

    `settled` is for `write`: false makes the checks before it reconciles words and fields, true the others (`Check.settles`).
    """
    found: list[Violation] = []
    _look(record, (), Context(record, box.profile_of(record, profile)), settled, found)
    return found


def summary(record: Conflict, *, settled: bool | None = None, profile: Profile | None = None) -> str:
    """The first of `faults` as one line, and the number of others; empty if there is none."""
    found = faults(record, settled=settled, profile=profile)
    if not found:
        return ""
    first = found[0]
    more = f" (and {len(found) - 1} more: `infobox validate` lists them)" if len(found) > 1 else ""
    return visible(f"{written(first.path)}: {shortened(first.value)}: expected {first.expected}{more}")


class _Plan(NamedTuple):
    """How one class is checked: the fields that may hold other parts, its checks, and its empty value, if that is checked."""

    fields: tuple[str, ...]
    finds: tuple[_Find, ...]
    nothing: Struct | None


@functools.cache
def _plan(part: type[Struct], settled: bool | None) -> _Plan:
    checks = [check for check in CHECKS if settled in (None, check.settles)]
    return _Plan(
        tuple(field.name for field in msgspec.structs.fields(part) if _may_hold_parts(field.type)),
        tuple(check.find for check in checks if part in check.parts),
        _default(part) if any(check.find is _nothing_empty for check in checks) else None,
    )


def _may_hold_parts(stated: Any) -> bool:
    """Whether a value of this type may be a part of a record, or a list of parts."""
    if get_origin(stated) is Annotated:
        return _may_hold_parts(get_args(stated)[0])
    return (isinstance(stated, type) and issubclass(stated, Struct)) or any(map(_may_hold_parts, get_args(stated)))


def _look(part: Struct, path: FieldPath, context: Context, settled: bool | None, found: list[Violation]) -> None:
    fields, finds, nothing = _plan(type(part), settled)
    if part == nothing:  # most parts have no other checks, and there are many
        found += _nothing_empty(part, path, context)
    for find in finds:
        found += find(part, path, context)
    for name in fields:
        value = getattr(part, name)
        if not value:
            continue
        if isinstance(value, list):
            for number, inner in enumerate(value):
                _look(inner, (*path, name, number), context, settled, found)
        else:
            _look(value, (*path, name), context, settled, found)


def documentation() -> str:
    """The list as Markdown."""
    listed = [f"- **{check.name[:1].upper()}{check.name[1:]}.** {' '.join(check.documentation.split())}" for check in CHECKS]
    return "\n".join([_HEAD, *listed]) + "\n"


_HEAD: Final = """\
# What a record cannot mean

Made from the docstrings in `infobox/validity.py` by `make schema`.

`infobox validate` and `infobox.validate` check a record against the JSON Schema, which states the type of each field, and against this
list of values that the types allow but that make no sense. The schema states as much of the list as a schema can. `infobox write` and
`infobox.write` make the same checks and refuse with a `WriteError`, which names the path, the value and what should stand there. A record
from reading passes all of them, whatever the page holds.

In JSON text each object has each name only once: of two fields with one name a decoder silently drops the first.
"""


if __name__ == "__main__":
    sys.stdout.buffer.write(documentation().encode())
