"""What must hold of every page, on real ones: a folder of pages named by `INFOBOX_PAGES`, skipped where there is none."""

from __future__ import annotations

import pytest

from bench.corpus import ROOT, folder
from infobox import box
from infobox.reading import read_boxes
from infobox.unresolved import Tally
from tests.invariants import assert_invariants, assert_places

PAGES = [] if ROOT in folder().parents else sorted(folder().rglob("*.wikitext"))


@pytest.mark.skipif(not PAGES, reason="no folder of real pages (INFOBOX_PAGES)")
def test_the_invariants_hold_of_every_real_page() -> None:
    for path in PAGES:
        readings = assert_invariants(path.read_bytes().decode("utf-8"))
        assert readings, f"no infobox found in {path.name}"


@pytest.mark.skipif(not PAGES, reason="no folder of real pages (INFOBOX_PAGES)")
def test_the_markup_at_an_items_place_says_the_item_on_every_real_page() -> None:
    for path in PAGES:
        assert_places(path.read_bytes().decode("utf-8"))


@pytest.mark.skipif(not PAGES, reason="no folder of real pages (INFOBOX_PAGES)")
def test_parameters_are_split_as_mwparserfromhell_splits_them() -> None:
    """Where the other parser finds the infobox at all: it loses some to unbalanced markup elsewhere on the page."""
    mwparserfromhell = pytest.importorskip("mwparserfromhell")
    compared = 0
    for path in PAGES:
        page = path.read_bytes().decode("utf-8")
        for found in box.find(page):
            text = page[found.start : found.end]
            templates = mwparserfromhell.parse(text).filter_templates(recursive=False)
            if len(templates) != 1 or str(templates[0]) != text or text.startswith("{{#"):
                continue
            theirs = [str(parameter.value) for parameter in templates[0].params]
            ours = [page[parameter.value_start : parameter.value_end] for parameter in found.parameters]
            assert ours == theirs, path.name
            compared += 1
    assert compared > 0.9 * len(PAGES)


@pytest.mark.skipif(not PAGES, reason="no folder of real pages (INFOBOX_PAGES)")
def test_templates_without_a_known_meaning_are_few() -> None:
    tally = Tally()
    for path in PAGES:
        page = path.read_bytes().decode("utf-8")
        tally.add(path.name, page, read_boxes(page))
    assert tally.unresolved_values < 0.03 * tally.values, tally.summary()
