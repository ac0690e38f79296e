"""Records as flat tables, one Parquet file each, for questions about many conflicts.

A row is a struct of one of the classes below, from which the columns are derived (`infobox.dumps.parquet`): missing words are null,
missing lists and maps are empty, missing truth values are false. `docs/tables.md` says what every column means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from msgspec import Struct, field, structs

from infobox.dumps.parquet import RowGroups, batches, in_reading_order
from infobox.record import SIDE_FIELDS, Conflict, Coordinates, Date, Item, Page, Period, Quantity, Reference, Result, Side, Text


class InfoboxRow(Struct, kw_only=True):
    """The key that all tables share: which infobox of which page."""

    wiki: str = ""
    page_id: int | None = None
    number: int = 1
    title: str = ""


class ConflictRow(InfoboxRow, kw_only=True):
    """One infobox."""

    namespace: int | None = None
    revision: int | None = None
    timestamp: str = ""
    template: str = ""
    conflict: str = ""
    partof: str = ""
    partof_links: list[str] = field(default_factory=list)
    date: str = ""
    start: str = ""
    end: str = ""
    start_year: int | None = None
    end_year: int | None = None
    ongoing: bool = False
    place: str = ""
    place_links: list[str] = field(default_factory=list)
    latitude: float | None = None
    longitude: float | None = None
    outcome: str | None = None
    victor: str = ""
    victor_sides: list[int] = field(default_factory=list)
    result: str = ""
    status: str = ""
    territory: str = ""
    sides: int = 0
    unresolved: list[str] = field(default_factory=list)
    other: dict[str, str] = field(default_factory=dict)
    image: str = ""
    campaignboxes: list[str] = field(default_factory=list)


class SidedRow(InfoboxRow, kw_only=True):
    """A row about one side, or about the row under all sides, for which `side` is null and `joint` is true."""

    side: int | None = None
    joint: bool = False


class SideRow(SidedRow, kw_only=True):
    """One side."""

    combatants: str = ""
    commanders: str = ""
    combatant_count: int = 0
    commander_count: int = 0
    unit_count: int = 0
    figure_count: int = 0


class LineRow(SidedRow, kw_only=True):
    """What the rows of all lists share: where a line stands in its list, and the marks on its words."""

    position: int
    level: int = 0
    parent: int | None = None
    heading: bool = False
    under: list[str] = field(default_factory=list)
    link: str = ""
    links: list[str] = field(default_factory=list)
    flag: str = ""
    flag_image: str = ""
    period_start: str = ""
    period_end: str = ""
    qualifiers: list[str] = field(default_factory=list)


class ItemRow(LineRow, kw_only=True):
    """One combatant, commander or unit, or one heading among them."""

    row: str = ""
    name: str = ""
    text: str = ""
    fates: list[str] = field(default_factory=list)


class FigureRow(LineRow, kw_only=True):
    """One figure of a strength, of casualties or of support, or one line of these that has none."""

    field: str
    of: str = ""
    low: int | None = None
    high: int | None = None
    about: bool = False
    unit: str = ""
    kind: str | None = None
    role: str | None = None
    by: str = ""
    civilians: bool = False
    category: str | None = None
    singular: str = ""
    text: str = ""
    item: str = ""


class ReferenceRow(SidedRow, kw_only=True):
    """One citation."""

    field: str
    position: int | None = None
    name: str = ""
    group: str = ""
    text: str = ""
    wikitext: str = ""


TABLES: Final[dict[str, type[InfoboxRow]]] = {
    "conflicts": ConflictRow,
    "sides": SideRow,
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
    """One item of a list, with its place in reading order: the columns of `LineRow`."""

    item: Item
    position: int
    level: int
    parent: int | None
    under: list[str]


def _placed_items(items: list[Item]) -> list[_PlacedItem]:
    """The items of a tree in reading order, including headings; positions count from 1."""
    found: list[_PlacedItem] = []
    for position, (item, level, above) in enumerate(in_reading_order(items, "items"), 1):
        assert isinstance(item, Item)
        under: list[str] = []
        if above is not None:
            over = found[above]
            title = (over.item.name or over.item.text or _flag(over.item)) if over.item.heading else ""
            under = [*over.under, title] if title else over.under
        found.append(_PlacedItem(item, position, level, None if above is None else above + 1, under))
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


def _figures(side: Side, sided: dict[str, Any]) -> list[FigureRow]:
    return [
        FigureRow(
            **sided,
            **_columns(line),
            field=name,
            **{name: getattr(quantity, name) for name in _OF_FIGURE},
            item=line.item.text,
        )
        for name in SIDE_FIELDS
        for line in _placed_items(getattr(side, name))
        for quantity in line.item.quantities or ([] if name in _WITH_ROWS else [_NO_FIGURE])
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
