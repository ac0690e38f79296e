"""JSON lines and Parquet with a column of wikitext -> the pages in their rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import Struct

from infobox.pages.sources import PageError, Report, Source
from infobox.record import Page

if TYPE_CHECKING:
    from infobox.pages.unpacking import Readable

PARQUET: Final = b"PAR1"
"""How files of Parquet begin."""
LONGEST_ROW: Final = 1 << 25
"""The most bytes of a line of JSON, or of a text in Parquet, as of a page in an export."""

_CHUNK: Final = 1 << 16
_ROWS: Final = 64
"""How many rows of Parquet are read at a time."""
_WIKI: Final = re.compile(r"[\w-]{1,64}")
_ARRAY: Final = re.compile(rb"\s*\[")
_LISTED: Final = 12
_TEXTS: Final = frozenset(("string", "large_string", "binary", "large_binary"))


class Columns(Struct, frozen=True):
    """Which columns hold a page's wikitext (`text`) and its title; without a name of its own, the title is that of `KNOWN`."""

    text: str = ""
    title: str = ""


KNOWN: Final = {
    "title": ("title", "page_title"),
    "id": ("page_id", "pageid", "id"),
    "namespace": ("page_namespace", "namespace", "ns"),
    "revision": ("revision_id", "rev_id", "revid", "revision"),
    "timestamp": ("timestamp", "revision_timestamp", "revision_dt"),
    "wiki": ("wiki", "wiki_db", "wiki_id", "dbname"),
}
"""By field of `Page`: the columns that are read for it if they are there, the first first. Wikimedia's tables have most of these names."""


def json_rows(name: str, file: Readable, columns: Columns, trouble: Report) -> Iterator[Source]:
    """The pages of JSON lines, one object on each. A line that holds no page goes to `trouble`. Raises `PageError` if the first line has no
    such column, or for an array.
    """
    chosen: dict[str, str] | None = None
    for number, line in _lines(file):
        if not line.strip():
            continue
        if chosen is None and _ARRAY.match(line):
            raise PageError(f"{name}: an array, not JSON lines, which have one object on each line (jq -c '.[]' makes them)")
        where = f"{name}:{number}"
        if len(line) > LONGEST_ROW:
            trouble(f"{where}: the line has more than {LONGEST_ROW >> 20} MiB and is not read")
            continue
        try:
            row = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
        except (ValueError, RecursionError) as error:
            trouble(f"{where}: no JSON object: {str(error).splitlines()[0]}")
            continue
        if chosen is None:
            chosen = _chosen(name, list(row), columns)
        try:
            values = {field: msgspec.json.decode(row[column]) for field, column in chosen.items() if column in row}
        except (ValueError, RecursionError) as error:
            trouble(f"{where}: {str(error).splitlines()[0]}")
            continue
        source = _source(name, values)
        if isinstance(source, str):
            trouble(f"{where}: {source} in the column {columns.text}")
        else:
            yield source


def _lines(file: Readable) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers; of one that is too long, the beginning."""
    number, held = 1, bytearray()
    while chunk := file.read(_CHUNK):
        first, *others = chunk.split(b"\n")
        if len(held) <= LONGEST_ROW:
            held += first
        for line in others:
            yield number, bytes(held)
            number += 1
            held = bytearray(line)
    yield number, bytes(held)


def _chosen(name: str, there: list[str], columns: Columns) -> dict[str, str]:
    """By field: the column that holds it. Raises `PageError` if one that was named is missing."""
    for wanted in (columns.text, columns.title):
        if wanted and wanted not in there:
            listed = ", ".join(there[:_LISTED]) + (", …" if len(there) > _LISTED else "")
            raise PageError(f"{name}: no column {wanted}; it has: {listed or 'none'}")
    known = {**KNOWN, "text": (columns.text,)} | ({"title": (columns.title,)} if columns.title else {})
    found = {field: next((one for one in names if one in there and one != columns.text), None) for field, names in known.items()}
    return {field: column for field, column in found.items() if column is not None} | {"text": columns.text}


def needs_columns(name: str, there: list[str] | None = None) -> PageError:
    """That rows cannot be read without the name of their column of wikitext."""
    listed = f"; it has: {', '.join(there[:_LISTED])}" if there else ""
    return PageError(f"{name}: rows, not a page: name the column of wikitext with --text-column{listed}")


def _source(name: str, values: Mapping[str, object]) -> Source | str:
    """The page of a row, or why it has none."""
    text = values.get("text")
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError:
            return "bytes that are not UTF-8"
    if not isinstance(text, str):
        return "no text" if text is None else f"no text, or one of more than {LONGEST_ROW >> 20} MiB,"
    title, wiki = _words(values.get("title")), _words(values.get("wiki"))
    page = Page(
        title=title,
        id=_number(values.get("id")),
        namespace=_number(values.get("namespace")),
        revision=_number(values.get("revision")),
        timestamp=_time(values.get("timestamp")),
        wiki=wiki if _WIKI.fullmatch(wiki) is not None else "",
    )
    return Source(name, page if page != Page() else None, text, "row")


def _words(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    """A number, also one written as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63 else None


def _time(value: object) -> str:
    if isinstance(value, datetime):
        aware = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _words(value)


def parquet_rows(
    name: str, columns: Columns, trouble: Report, progress: Callable[[int, int], object] = lambda read, rows: None
) -> Iterator[Source]:
    """The pages of a Parquet file. A row that holds no page goes to `trouble`; `progress` takes how many rows are read, of how many.

    Raises `PageError` if the file cannot be read, has no such column, or one that is no text.
    """
    try:
        parquet, arrow = import_module("pyarrow.parquet"), import_module("pyarrow")  # they have no types
    except ImportError:
        raise PageError(f"{name}: Parquet needs another package; install it with: pip install 'infobox[parquet]'") from None
    try:
        with parquet.ParquetFile(name) as file:
            there = list(file.schema_arrow.names)
            if not columns.text:
                raise needs_columns(name, there)
            chosen = _chosen(name, there, columns)
            _check_column(name, file, columns.text)
            # Texts that repeat are held once, however often that is.
            with parquet.ParquetFile(name, read_dictionary=[columns.text], pre_buffer=False) as texts:
                read = 0
                for batch in texts.iter_batches(batch_size=_ROWS, columns=list(dict.fromkeys(chosen.values())), use_threads=False):
                    for row in range(batch.num_rows):
                        read += 1
                        source = _source(name, _values(batch, chosen, row))
                        if isinstance(source, str):
                            trouble(f"{name}: row {read}: {source} in the column {columns.text}")
                        else:
                            yield source
                    progress(read, file.metadata.num_rows)
    except (arrow.ArrowException, OSError, ValueError, MemoryError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
        raise PageError(f"{name}: broken Parquet: {reason}") from None


def _values(batch: Any, chosen: Mapping[str, str], row: int) -> dict[str, object]:
    """The values of a row; a text is bytes, or their number if they are too many to be a page."""
    values: dict[str, object] = {field: batch.column(column)[row].as_py() for field, column in chosen.items() if field != "text"}
    text = batch.column(chosen["text"])[row].value
    if text is not None and text.is_valid:
        held = text.as_buffer()
        values["text"] = held.to_pybytes() if held.size <= LONGEST_ROW else held.size
    return values


def _check_column(name: str, file: Any, column: str) -> None:
    """Raise `PageError` if a column is no text, or if its texts are longer than any page."""
    found = file.schema_arrow.field(column).type
    held = str(found.value_type if str(found).startswith("dictionary<") else found)
    if held not in _TEXTS:
        raise PageError(f"{name}: the column {column} is {found}, not text")
    place = file.schema_arrow.names.index(column)
    for number in range(file.metadata.num_row_groups):
        chunk = file.metadata.row_group(number).column(place)
        if chunk.total_uncompressed_size > LONGEST_ROW * max(chunk.num_values, 1):
            raise PageError(f"{name}: the texts in the column {column} have more than {LONGEST_ROW >> 20} MiB each; they are not read")
