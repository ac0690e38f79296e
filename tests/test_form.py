"""How lines are written on the page, as the source map gives it, case by case in ``form.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infobox.display.form import Form
from infobox.reading import read_boxes
from infobox.record import Item
from infobox.source_map import SourceMap

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("form.toml").read_text("utf-8"))["case"]


def notation(page: str, places: SourceMap, items: list[Item]) -> Iterator[str]:
    """Each line's words and what of its form is not empty; under it its marks, what stands around each, and the gap before that."""
    for item in items:
        form, empty = places.form(item), Form()
        held = [(name, getattr(form, name)) for name in Form.__struct_fields__]
        assert item.span is not None
        yield " ".join([page[slice(*item.span)], *(f"{name}={value!r}" for name, value in held if value != getattr(empty, name))])
        for mark in places.marks(item):
            around, gap = page[slice(*mark.around)], page[mark.gap : mark.around[0]]
            yield f"- {' '.join(mark.fates)}: {page[mark.start : mark.end]} around={around!r} gap={gap!r}"
        yield from notation(page, places, item.items)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_form(case: dict[str, Any]) -> None:
    page = f"{{{{Infobox military conflict\n| commander1 = {case['value']}\n}}}}"
    [reading] = read_boxes(page, spans=True)
    assert reading.map is not None
    assert list(notation(page, reading.map, reading.record.sides[0].commanders)) == case["lines"]


def test_breaks_are_spelt_as_on_the_page() -> None:
    page = "{{Infobox military conflict|place=A<br>B|commander1=C<br />D<BR/>E<!-- <br > --><div>F</div>}}"
    [reading] = read_boxes(page, spans=True)
    assert reading.map is not None
    assert reading.map.breaks(0, len(page)) == ["<br>", "<br />", "<BR/>"]
    assert reading.map.breaks(page.index("C"), page.index("D")) == ["<br />"]
