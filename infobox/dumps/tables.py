"""Records as flat tables, for questions about many conflicts; here also as one Parquet file each, and `infobox.dumps.sqlite` as a database.

A row is a struct of one of the classes below, from which the columns are derived: missing words are null, missing lists and maps are
empty, missing truth values are false.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final, NamedTuple

from msgspec import Meta, Struct, field, structs

from infobox.dumps.parquet import RowGroups, batches, in_reading_order
from infobox.record import SIDE_FIELDS, Conflict, Coordinates, Date, Item, Page, Period, Quantity, Reference, Result, Side, Sum, Text


def _is(meaning: str) -> Meta:
    return Meta(description=meaning)


class InfoboxRow(Struct, kw_only=True):
    """The key that all tables share: which infobox of which page."""

    wiki: Annotated[str, _is("Database name of the wiki, `enwiki`.")] = ""
    page_id: Annotated[int | None, _is("Number of the page in its wiki.")] = None
    number: Annotated[int, _is("Number of the infobox on its page, from 1.")] = 1
    title: Annotated[str, _is("Title of the page.")] = ""


class ConflictRow(InfoboxRow, kw_only=True):
    """One infobox."""

    namespace: Annotated[int | None, _is("Number of the page's namespace; 0 for articles, 10 for templates.")] = None
    revision: Annotated[int | None, _is("Number of the revision that was read.")] = None
    timestamp: Annotated[str, _is("When the revision was saved, UTC, `2023-11-26T12:00:00Z`.")] = ""
    template: Annotated[str, _is("The template's name as the page writes it.")] = ""
    conflict: Annotated[str, _is("Name of the conflict.")] = ""
    partof: Annotated[str, _is("The larger conflict, in the page's words.")] = ""
    partof_links: Annotated[
        list[str], _is("Pages that these words link to. A redirect is a page of its own: `World War II` and `Second World War`.")
    ] = field(default_factory=list)
    date: Annotated[str, _is("When it happened, in the page's words.")] = ""
    start: Annotated[
        str, _is("First day, month, year, decade or century, EDTF: `1944-01-17`, `1951~` (about), `-0048-04-19`, `194X`, `04XX`.")
    ] = ""
    end: Annotated[str, _is("The last one, likewise.")] = ""
    start_year: Annotated[
        int | None, _is("Year of `start`, the first of a decade or century; as EDTF counts: 0 is 1 BC, -48 is 49 BC.")
    ] = None
    end_year: Annotated[int | None, _is("Year of `end`, the last of a decade or century.")] = None
    ongoing: Annotated[bool, _is("True if the page says that it is ongoing.")] = False
    place: Annotated[str, _is("Where it happened, in the page's words.")] = ""
    place_links: Annotated[list[str], _is("Pages that these words link to.")] = field(default_factory=list)
    latitude: Annotated[float | None, _is("Degrees, north positive.")] = None
    longitude: Annotated[float | None, _is("Degrees, east positive.")] = None
    outcome: Annotated[str | None, _is("Kind of ending: `victory`, `decisive_victory`, `stalemate` …, as `docs/fields.md` lists them.")] = (
        None
    )
    victor: Annotated[str, _is("The winner, in the page's words.")] = ""
    victor_sides: Annotated[list[int], _is("Numbers of the sides that these words name; empty if that is not certain.")] = field(
        default_factory=list
    )
    result: Annotated[str, _is("The lines of the result, joined by `; `.")] = ""
    status: Annotated[str, _is("The current state; if it is given, the infobox does not show the result.")] = ""
    territory: Annotated[str, _is("The lines on what changed hands, joined by `; `.")] = ""
    sides: Annotated[int, _is("Number of sides, the joint row not counted.")] = 0
    unresolved: Annotated[list[str], _is("Names of templates whose meaning is not known.")] = field(default_factory=list)
    other: Annotated[dict[str, str], _is("Parameters that the template does not show: wikitext by name.")] = field(default_factory=dict)
    image: Annotated[str, _is("File name of the picture.")] = ""
    campaignboxes: Annotated[list[str], _is("Templates of the navigation boxes below: `Campaignbox Italian Campaign`.")] = field(
        default_factory=list
    )


class SidedRow(InfoboxRow, kw_only=True):
    """A row about one side, or about the row under all sides, for which `side` is null and `joint` is true."""

    side: Annotated[int | None, _is("Number of the side, from 1; null in the joint row, and if something belongs to no side.")] = None
    joint: Annotated[bool, _is("True in the row that stands under all sides.")] = False


class SideRow(SidedRow, kw_only=True):
    """One side."""

    combatants: Annotated[str, _is("Names at the top of the list, joined by `; `; for a heading, those under it instead of its own.")] = ""
    commanders: Annotated[str, _is("The same for commanders.")] = ""
    combatant_count: Annotated[int, _is("Rows of the side in `combatants`: items at all levels, headings not counted.")] = 0
    commander_count: Annotated[int, _is("Rows in `commanders`.")] = 0
    unit_count: Annotated[int, _is("Rows in `units`.")] = 0
    figure_count: Annotated[int, _is("Rows in `figures`.")] = 0


class SumRow(SidedRow, kw_only=True):
    """What the figures of one side come to in one respect; a side has no row for what cannot be told."""

    what: Annotated[str, _is("`killed`, `wounded`, `missing`, `captured`, the `total` of losses, or `people` of the strength.")]
    low: Annotated[int | None, _is("Lowest number that the figures allow; null if it is open.")] = None
    high: Annotated[int | None, _is("Highest number; null if it is open.")] = None
    about: Annotated[bool, _is("True if a figure that it rests on is not exact.")] = False
    estimates: Annotated[int | None, _is("Number of rival estimates, which `low` and `high` span; null if there are none.")] = None
    figures: Annotated[list[str], _is("The figures that it rests on: their `path` in `figures`.")] = field(default_factory=list)


class LineRow(SidedRow, kw_only=True):
    """What the rows of all lists share: where a line stands in its list, and the marks on its words."""

    position: Annotated[int, _is("Running number in the list, from 1.")]
    level: Annotated[int, _is("Depth in the tree, 0 at the top.")] = 0
    parent: Annotated[int | None, _is("`position` of the line above it in the tree; null at the top.")] = None
    heading: Annotated[bool, _is("True for a line that only titles what follows.")] = False
    under: Annotated[
        list[str], _is("Words of all headings above it, the outermost first; for a heading that is only a flag, whose flag it is.")
    ] = field(default_factory=list)
    link: Annotated[str, _is("Page that is linked first; with a prefix (`de:…`) if it is in another wiki.")] = ""
    links: Annotated[list[str], _is("All pages that are linked, in order.")] = field(default_factory=list)
    flag: Annotated[str, _is("Owner of the first flag, as the page names it.")] = ""
    flag_image: Annotated[str, _is("File name of the first flag that the page gives as a picture.")] = ""
    period_start: Annotated[str, _is("First day, month or year that a qualifier names, EDTF.")] = ""
    period_end: Annotated[str, _is("The last one.")] = ""
    qualifiers: Annotated[list[str], _is("Words after the name in parentheses or small print.")] = field(default_factory=list)


class ItemRow(LineRow, kw_only=True):
    """One combatant, commander or unit, or one heading among them."""

    row: Annotated[str, _is("Extra row of the template, `a` to `d`.")] = ""
    name: Annotated[str, _is("The words without qualifiers.")] = ""
    text: Annotated[str, _is("Everything that a reader sees.")] = ""
    fates: Annotated[
        list[str], _is("What became of it: `killed_in_action`, `prisoner_of_war`, `surrendered` …, as `docs/fields.md` lists them.")
    ] = field(default_factory=list)


class FigureRow(LineRow, kw_only=True):
    """One figure of a strength, of casualties or of support, or one line of these that has none."""

    field: Annotated[
        str, _is("`strength`, `casualties`, `political_support`, `military_support`; `units` and others if they contain figures.")
    ]
    of: Annotated[str, _is("Label before the figure: to whom it belongs.")] = ""
    low: Annotated[int | None, _is("Lowest number that the page allows.")] = None
    high: Annotated[int | None, _is("Highest number; null for `650+` and `at least`.")] = None
    about: Annotated[bool, _is("True if the page says that the figure is not exact.")] = False
    unit: Annotated[str, _is("What is counted: `men`, `tanks`, `killed`.")] = ""
    kind: Annotated[
        str | None, _is("What happened to those counted: `killed`, `wounded`, `captured` …, as `docs/fields.md` lists them.")
    ] = None
    role: Annotated[
        str | None, _is("`total`, `part` of a total or of a sum, or one of several rival numbers (`estimate`); null if it cannot be told.")
    ] = None
    by: Annotated[str, _is("Whose estimate or claim it is, in the page's words.")] = ""
    civilians: Annotated[bool, _is("True if civilians are counted.")] = False
    category: Annotated[str | None, _is("What sort of thing is counted: `people`, `ships`, `aircraft` …; null if it is not known.")] = None
    singular: Annotated[str, _is("The singular of `unit`: `destroyer` for `destroyers`.")] = ""
    text: Annotated[str, _is("The figure as a reader sees it.")] = ""
    item: Annotated[str, _is("Words of the whole line; several figures may share it.")] = ""
    path: Annotated[str, _is("Where it stands in the side, as `sums` refers to it.")] = ""


class ReferenceRow(SidedRow, kw_only=True):
    """One citation."""

    field: Annotated[str, _is("Field that it belongs to: `conflict`, `date`, `place`, `result`, `caption`, `combatants`, `casualties` …")]
    position: Annotated[int | None, _is("Running number of the line in that list, from 1; null if the field is not a list.")] = None
    name: Annotated[str, _is("Name under which the page can cite it again.")] = ""
    group: Annotated[str, _is("Group of the citation.")] = ""
    text: Annotated[str, _is("Words of the citation, as far as they are given here.")] = ""
    wikitext: Annotated[str, _is("As the page writes it.")] = ""


TABLES: Final[dict[str, type[InfoboxRow]]] = {
    "conflicts": ConflictRow,
    "sides": SideRow,
    "sums": SumRow,
    "combatants": ItemRow,
    "commanders": ItemRow,
    "units": ItemRow,
    "figures": FigureRow,
    "references": ReferenceRow,
}
"""The class of each table's rows."""


def table_files(folder: Path) -> dict[str, Path]:
    """The files of the tables in a folder, by table."""
    return {table: folder / f"{table}.parquet" for table in TABLES}


def write_each(lines: Iterable[bytes], files: Mapping[str, Path | BinaryIO]) -> None:
    """Write records as flat tables, each of `TABLES` into the file of its name.

    `lines` are JSON records, one per line; they are read once. The rows are in the order of the records, and the same lines give the same
    bytes (with the same pyarrow). Raises `infobox.dumps.parquet.MissingExtra`, `RecordError` for a line that is not a record,
    `OverflowError` for a whole number beyond 64 bits, and `OSError`.
    """
    with ExitStack() as stack:
        tables = {table: stack.enter_context(RowGroups(files[table], of)) for table, of in TABLES.items()}
        for records in batches(lines):
            rows = [rows_of(record) for record in records]
            for table, groups in tables.items():
                groups.add([row for of_one in rows for row in of_one[table]])


def rows_of(record: Conflict) -> dict[str, list[InfoboxRow]]:
    """The rows of one record, by table."""
    page = record.page or Page()
    number = record.template and record.template.number
    key = {"wiki": page.wiki, "page_id": page.id, "number": number or 1, "title": page.title}
    rows: dict[str, list[InfoboxRow]] = {table: [] for table in TABLES}
    rows["conflicts"].append(_conflict(record, page, key))
    for of_side, side in _sides(record):
        sided = key | of_side
        items = {table: _items(getattr(side, table), sided) for table in _WITH_ROWS}
        figures = _figures(side, sided)
        rows["sides"].append(
            SideRow(
                **sided,
                combatants=_names(side.combatants),
                commanders=_names(side.commanders),
                combatant_count=_counted(items["combatants"]),
                commander_count=_counted(items["commanders"]),
                unit_count=_counted(items["units"]),
                figure_count=sum(row.low is not None or row.high is not None for row in figures),
            )
        )
        rows["sums"] += _sums(side, sided)
        for table, found in items.items():
            rows[table] += found
        rows["figures"] += figures
    rows["references"] += _references(record, key)
    return rows


def _sides(record: Conflict) -> Iterator[tuple[dict[str, Any], Side]]:
    """The sides, with the joint row last, each with its columns of the key."""
    for number, side in enumerate(record.sides, 1):
        yield {"side": number, "joint": False}, side
    if record.joint is not None:
        yield {"side": None, "joint": True}, record.joint


def _conflict(record: Conflict, page: Page, key: dict[str, Any]) -> ConflictRow:
    date, result, coordinates = record.date or Date(), record.result or Result(), record.coordinates or Coordinates()
    return ConflictRow(
        **key,
        namespace=page.namespace,
        revision=page.revision,
        timestamp=page.timestamp,
        template=record.template.name if record.template else "",
        conflict=_words(record.conflict),
        partof=_words(record.partof),
        partof_links=_targets(record.partof),
        date=date.text,
        start=date.start,
        end=date.end,
        start_year=years(date.start)[0],
        end_year=years(date.end)[1],
        ongoing=date.ongoing,
        place=_words(record.place),
        place_links=_targets(record.place),
        latitude=coordinates.latitude,
        longitude=coordinates.longitude,
        outcome=result.outcome,
        victor=result.victor,
        victor_sides=result.sides,
        result=_joined(result.items),
        status=_words(record.status),
        territory=_joined(record.territory),
        sides=len(record.sides),
        unresolved=record.unresolved,
        other=record.other,
        image=record.image.file if record.image else "",
        campaignboxes=[template.name for template in record.campaignbox.templates] if record.campaignbox else [],
    )


_YEAR: Final = re.compile(r"(-?)([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?![0-9X])")


def years(edtf: str) -> tuple[int | None, int | None]:
    """First and last year of an EDTF date, astronomical (0 is 1 BC): (1940, 1949) for `194X`; None if it does not begin with a year."""
    match = _YEAR.match(edtf)
    if match is None:
        return None, None
    low, high = int(match[2].replace("X", "0")), int(match[2].replace("X", "9"))
    return (-high, -low) if match[1] else (low, high)


def _words(text: Text | None) -> str:
    return text.text if text is not None else ""


def _joined(items: list[Item]) -> str:
    """The lines of a list joined in one."""
    return "; ".join(line.item.text for line in _placed_items(items) if line.item.text)


class _PlacedItem(NamedTuple):
    """One item of a list, with its place in reading order (the columns of `LineRow`), and its path in the list: `[0].items[2]`."""

    item: Item
    position: int
    level: int
    parent: int | None
    under: list[str]
    path: str


def _placed_items(items: list[Item]) -> list[_PlacedItem]:
    """The items of a tree in reading order, including headings; positions count from 1."""
    found: list[_PlacedItem] = []
    below: Counter[int | None] = Counter()
    for position, (item, level, above) in enumerate(in_reading_order(items, "items"), 1):
        assert isinstance(item, Item)
        under: list[str] = []
        path = f"[{below[above]}]"
        below[above] += 1
        if above is not None:
            over = found[above]
            path = f"{over.path}.items{path}"
            title = (over.item.name or over.item.text or _flag(over.item)) if over.item.heading else ""
            under = [*over.under, title] if title else over.under
        found.append(_PlacedItem(item, position, level, None if above is None else above + 1, under, path))
    return found


def _columns(line: _PlacedItem) -> dict[str, Any]:
    item, period = line.item, line.item.period or Period()
    targets = _targets(item)
    return {
        "position": line.position,
        "level": line.level,
        "parent": line.parent,
        "heading": item.heading,
        "under": line.under,
        "link": next(iter(targets), ""),
        "links": targets,
        "flag": _flag(item),
        "flag_image": next((flag.image for flag in item.flags if flag.image), ""),
        "period_start": period.start,
        "period_end": period.end,
        "qualifiers": item.qualifiers,
    }


def _flag(item: Item) -> str:
    return next((flag.of for flag in item.flags if flag.of), "")


def _names(items: list[Item]) -> str:
    """The names at the top of a list; for a heading, those under it instead of its own."""
    names: list[str] = []
    waiting = items[::-1]
    while waiting:
        item = waiting.pop()
        if item.heading:
            waiting += reversed(item.items)
        elif name := item.name or item.text:
            names.append(name)
    return "; ".join(names)


def _items(items: list[Item], sided: dict[str, Any]) -> list[ItemRow]:
    return [
        ItemRow(
            **sided,
            **_columns(line),
            row=line.item.row,
            name=line.item.name,
            text=line.item.text,
            fates=list(line.item.fates),
        )
        for line in _placed_items(items)
    ]


def _counted(rows: list[ItemRow]) -> int:
    return sum(not row.heading for row in rows)


def _targets(text: Text | Item | None) -> list[str]:
    """The pages that words link to; a page of another wiki has its prefix, so that it is not taken for one of this wiki."""
    return [f"{link.wiki}:{link.target}" if link.wiki else link.target for link in text.links if link.target] if text is not None else []


def _sums(side: Side, sided: dict[str, Any]) -> list[SumRow]:
    sums: dict[str, Sum | None] = {"people": side.people}
    if side.losses is not None:
        sums |= structs.asdict(side.losses)
    return [SumRow(**sided, what=what, **structs.asdict(each)) for what, each in sums.items() if each is not None]


def _figures(side: Side, sided: dict[str, Any]) -> list[FigureRow]:
    return [
        FigureRow(
            **sided,
            **_columns(line),
            field=name,
            **{name: getattr(quantity, name) for name in _OF_FIGURE},
            item=line.item.text,
            path=f"{name}{line.path}.quantities[{number}]" if line.item.quantities else "",
        )
        for name in SIDE_FIELDS
        for line in _placed_items(getattr(side, name))
        for number, quantity in enumerate(line.item.quantities or ([] if name in _WITH_ROWS else [_NO_FIGURE]))
    ]


_WITH_ROWS: Final = tuple(table for table, row in TABLES.items() if row is ItemRow)
"""The lists whose lines have their own tables."""
_NO_FIGURE: Final = Quantity()
_OF_FIGURE: Final = tuple(name for name in Quantity.__struct_fields__ if name != "span")


def _references(record: Conflict, key: dict[str, Any]) -> list[ReferenceRow]:
    names = [name for name in record.__struct_fields__ if name not in ("sides", "joint")]
    parts: list[tuple[dict[str, Any], Struct, Sequence[str]]] = [({"side": None, "joint": False}, record, names)]
    parts += [(of_side, side, SIDE_FIELDS) for of_side, side in _sides(record)]
    return [
        ReferenceRow(**key, **of_side, field=field, position=position, **structs.asdict(reference))
        for of_side, part, names in parts
        for name in names
        for field, position, reference in _citations(name, getattr(part, name))
    ]


def _citations(name: str, value: object) -> Iterator[tuple[str, int | None, Reference]]:
    """The citations in one field of a record, each with the field's name and the position of its item in a list."""
    if isinstance(value, list):
        for line in _placed_items([item for item in value if isinstance(item, Item)]):
            yield from ((name, line.position, reference) for reference in line.item.references)
    elif isinstance(value, Struct):
        for part in value.__struct_fields__:
            inner = getattr(value, part)
            if part == "references":
                yield from ((name, None, reference) for reference in inner)
            elif part in ("items", "caption"):
                yield from _citations("caption" if part == "caption" else name, inner)
