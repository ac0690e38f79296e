"""The source map: where each part of a record stands in the page."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import infobox
from bench.corpus import FIXTURES, Page, read, real
from infobox.positions import written
from infobox.reading import Reading, read_boxes

from .damage import damaged

CASES = {case["name"]: case for case in tomllib.loads(Path(__file__).with_name("places.toml").read_text("utf-8"))["case"]}
PAGE = "Before. {{{{Infobox military conflict\n{values}\n}}}} After."
OWN = read(FIXTURES)
REAL = real()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_part_stands_where_the_page_has_it(case: dict[str, Any]) -> None:
    page = PAGE.format(values=case["values"])
    [reading] = infobox.readings(page)
    assert {path: words(page, reading.place(path)) for path in case["places"]} == case["places"]


def words(page: str, place: tuple[int, int] | None) -> str | None:
    return page[slice(*place)] if place is not None else None


def parts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every part of a record as in JSON, with its path."""
    yield path, value
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if step != "span":
            yield from parts(inner, (*path, step))


def assert_places(page: str, reading: Reading) -> None:
    """Every part of a record has a place inside the part that it belongs to, and it equals its `span`."""
    assert reading.box is not None
    spanned = next(each for each in read_boxes(page, spans=True) if each.box is not None and each.box.start == reading.box.start)
    assert spanned.record == reading.record
    placed: dict[tuple[str | int, ...], tuple[int, int]] = {(): (reading.box.start, reading.box.end)}
    for path, value in parts(msgspec.to_builtins(spanned.record)):
        if path[:1] not in ((), ("page",), ("schema",), ("unresolved",)):
            place = reading.place(written(path))
            if {"people", "losses"} & set(path):  # sums, which are not on the page
                assert place is None
                continue
            if place is None:
                assert isinstance(value, dict | list)
                assert path[0] in ("sides", "joint", "image", "map", "other")
                continue
            around = next(placed[path[:size]] for size in range(len(path) - 1, -1, -1) if path[:size] in placed)
            assert 0 <= place[0] <= place[1] <= len(page)
            if path[:-1] in placed or (path[-2:-1] == ("qualifiers",) and path[:-2] in placed):
                assert around[0] <= place[0] <= place[1] <= around[1]
            if isinstance(value, dict) and "span" in value:
                assert place == tuple(value["span"])
                placed[path] = place


def assert_all_places(reading: Reading) -> None:
    """`places` gives what `place` gives for every path: its own entry, or that of the nearest part around it."""
    places = reading.places()
    known: dict[tuple[str | int, ...], tuple[int, int] | None] = {(): None}
    for path, _ in parts(msgspec.to_builtins(reading.record)):
        if path:
            name = written(path).removeprefix("$.")
            known[path] = places.pop(name, known[path[:-1]])
            assert known[path] == reading.place(name), name
    assert places == {}


@pytest.mark.parametrize("page", OWN, ids=lambda page: page.name)
def test_the_parts_of_a_page_have_places(page: Page) -> None:
    for reading in read_boxes(page.text):
        assert_places(page.text, reading)
        assert_all_places(reading)


@settings(derandomize=True, max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(OWN), st.integers(0, 2**32))
def test_the_parts_of_a_damaged_page_have_places(page: Page, seed: int) -> None:
    text = damaged(page.text, random.Random(seed))
    for reading in read_boxes(text):
        assert_places(text, reading)
        assert_all_places(reading)


@pytest.mark.skipif(not REAL, reason="no folder of real pages (INFOBOX_PAGES)")
def test_the_parts_of_real_pages_have_places() -> None:
    for page in REAL:
        for reading in read_boxes(page.text):
            assert_places(page.text, reading)
            assert_all_places(reading)


def test_places_are_those_of_the_page_as_it_was_read() -> None:
    page = PAGE.format(values="|commander1 = A. Doe (1943)")
    [reading] = infobox.readings(page)
    reading.record.sides[0].commanders[0].text = "B"
    reading.record.sides[0].commanders[0].qualifiers.clear()
    assert words(page, reading.place("sides[0].commanders[0].qualifiers[0]")) == "1943"


def test_records_are_equal_wherever_they_stand() -> None:
    page = PAGE.format(values="|commander1 = A. Doe (1943)\n|strength1 = 40 men\n|date = 1943\n|coordinates = {{coord|1|2}}")
    assert infobox.read(page) == infobox.read(page, spans=True)
    assert infobox.Text(text="A", span=(0, 1)) == infobox.Text(text="A") != infobox.Text(text="B")
    assert infobox.Text(text="A") != infobox.Item(text="A")


@pytest.mark.parametrize("path", ["sides[7]", "sides[0].commander", "sides[0].commanders[0].low", "sides..", "date", "other[3]", "5"])
def test_a_path_that_the_record_does_not_have_is_refused(path: str) -> None:
    [reading] = infobox.readings(PAGE.format(values="|commander1 = A. Doe"))
    with pytest.raises(LookupError, match=r"\A'?(the record has nothing at|no path into a record)"):
        reading.place(path)


def test_extracted_text_has_no_places() -> None:
    text = "- Conflict: Siege of A\n- Date: 1943\n- Place: Leros\n"
    [reading] = infobox.readings(text)
    assert reading.record.conflict == infobox.Text(text="Siege of A")
    assert reading.place("conflict") is None
