"""The tables as frames of pandas and polars have the values of Arrow."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

import infobox
from tests.dumps.records import fixtures
from tests.ecosystem.needed import missing


def module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return missing(name)


@pytest.fixture(scope="module")
def tables() -> infobox.Tables:
    return infobox.tables(fixtures())


def test_frames_of_pandas_keep_whole_numbers_and_missing_words(tables: infobox.Tables) -> None:
    pandas = module("pandas")
    frames = tables.pandas()
    assert list(frames) == list(tables.arrow)
    for name, frame in frames.items():
        assert list(frame.columns) == tables.arrow[name].column_names
        assert len(frame) == tables.arrow[name].num_rows
    figures, rows = frames["figures"], tables.arrow["figures"].to_pylist()
    assert [None if pandas.isna(value) else value for value in figures["low"]] == [row["low"] for row in rows]
    assert [None if pandas.isna(value) else value for value in figures["kind"]] == [row["kind"] for row in rows]
    assert figures["low"].sum() == sum(row["low"] or 0 for row in rows)


def test_frames_of_polars_hold_the_same_rows(tables: infobox.Tables) -> None:
    module("polars")
    frames = tables.polars()
    assert list(frames) == list(tables.arrow)
    for name, frame in frames.items():
        rows = tables.arrow[name].drop_columns(["other"] if name == "conflicts" else []).to_pylist()
        assert frame.drop("other", strict=False).to_dicts() == rows
