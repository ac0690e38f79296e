"""Records as flat tables in memory: those of `infobox.dumps.tables`, for Arrow, pandas and polars."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from infobox.dumps.parquet import BATCH, MissingExtra, Rows
from infobox.dumps.tables import TABLES, InfoboxRow, rows_of
from infobox.record import Conflict

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


class Tables:
    """The flat tables of records, by the names that `docs/tables.md` lists (`conflicts`, `sides`, `figures` …), with the same columns."""

    def __init__(self, arrow: Mapping[str, Any]) -> None:
        self.arrow: dict[str, Any] = dict(arrow)
        """Tables of pyarrow, by name."""

    def pandas(self) -> dict[str, pd.DataFrame]:
        """The tables as frames of pandas, whose columns have the types of Arrow: whole numbers stay whole beside missing ones, and missing
        words are missing. Raises `ImportError` that says what to install.
        """
        pandas = _module("pandas")
        return {name: table.to_pandas(types_mapper=pandas.ArrowDtype) for name, table in self.arrow.items()}

    def polars(self) -> dict[str, pl.DataFrame]:
        """The tables as frames of polars. Raises `ImportError` that says what to install."""
        polars = _module("polars")
        return {name: polars.from_arrow(table) for name, table in self.arrow.items()}

    def __repr__(self) -> str:
        return f"Tables({', '.join(f'{name}: {table.num_rows}' for name, table in self.arrow.items())})"


def tables(records: Iterable[Conflict]) -> Tables:
    """The flat tables of records, as `infobox extract --tables` writes them, in memory. The records are read once, in order.

    Raises `ImportError` that says what to install if pyarrow is missing, `TypeError` for what is no record, and `OverflowError` for a whole
    number beyond 64 bits.
    """
    if isinstance(records, Conflict):
        raise TypeError("tables() takes several records; give it a list: tables([record])")
    forms = {name: Rows(of) for name, of in TABLES.items()}
    batches: dict[str, list[Any]] = {name: [] for name in TABLES}
    waiting: dict[str, list[InfoboxRow]] = {name: [] for name in TABLES}

    def convert() -> None:
        for name, rows in waiting.items():
            if rows:
                batches[name].append(forms[name].batch(rows))
                rows.clear()

    for number, record in enumerate(records, 1):
        if not isinstance(record, Conflict):
            raise TypeError(f"tables() takes records (Conflict); number {number} is of type {type(record).__name__}")
        for name, rows in rows_of(record).items():
            waiting[name] += rows
        if number % BATCH == 0:
            convert()
    convert()
    return Tables({name: forms[name].table(batches[name]) for name in TABLES})


def _module(package: str) -> Any:
    try:
        return importlib.import_module(package)
    except ImportError:
        raise MissingExtra(f"{package}() needs {package}; install it with: pip install {package}") from None
