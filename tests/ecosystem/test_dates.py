"""The dates of records are EDTF to the package that docs/types.md recommends, and mean the same to it."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator
from typing import Any

from infobox.values import edtf
from tests.ecosystem.needed import node
from tests.fixture_records import fixture_records

FORMS = (
    "-0048-04-19",
    "-0048-04~",
    "-0001",
    "0000",
    "0079-08-24",
    "1942-03",
    "1951~",
    "1201?",
    "1944-01-17%",
    "194X",
    "04XX",
    "-04XX",
    "-005X",
)
SEASON = re.compile(r"-2[1-4]")


def dates(value: Any) -> Iterator[str]:
    """All dates in a record."""
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if name in ("start", "end") and isinstance(part, str):
            yield part
        else:
            yield from dates(part)


def test_the_dates_of_records_have_the_same_bounds_in_javascript() -> None:
    stated = sorted({*FORMS, *dates(list(fixture_records()))})
    assert len(stated) > 100
    read = [json.loads(line) for line in node("edtf.mjs", stdin="\n".join(stated)).splitlines()]
    for when, bounds in zip(stated, read, strict=True):
        here = edtf.bounds(when)
        assert here is not None
        if SEASON.search(when):  # a quarter of the year there, here that of either half of the Earth
            assert (here[0][0], here[1][0]) == (bounds[0][0], bounds[1][0]), when
        else:
            assert [clipped(day) for day in here] == bounds, when


def clipped(day: edtf.Moment) -> list[int]:
    """A day without the 29 February that bounds give every February."""
    year, month, number = day
    return [year, month, 28 if (month, number) == (2, 29) and not calendar.isleap(year) else number]
