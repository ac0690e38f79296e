"""What must hold of every page, on real ones: a folder of pages named by `INFOBOX_PAGES`, skipped where there is none."""

from __future__ import annotations

import mwparserfromhell
import pytest

from bench.corpus import real
from infobox import box
from infobox.reading import read_boxes
from infobox.unresolved import Tally
from tests.invariants import assert_invariants, assert_places

PAGES = real()


@pytest.mark.skipif(not PAGES, reason="no folder of real pages (INFOBOX_PAGES)")
def test_the_invariants_hold_of_every_real_page() -> None:
    for page in PAGES:
        assert assert_invariants(page.text), f"no infobox found in {page.name}"


@pytest.mark.skipif(not PAGES, reason="no folder of real pages (INFOBOX_PAGES)")
def test_the_markup_at_an_items_place_says_the_item_on_every_real_page() -> None:
    for page in PAGES:
        assert_places(page.text)


@pytest.mark.skipif(not PAGES, reason="no folder of real pages (INFOBOX_PAGES)")
def test_parameters_are_split_as_mwparserfromhell_splits_them() -> None:
    """If the other parser takes the infobox, read alone, for one template."""
    compared = 0
    for name, page, _ in PAGES:
        for found in box.find(page):
            text = page[found.start : found.end]
            templates = mwparserfromhell.parse(text).filter_templates(recursive=False)
            if len(templates) != 1 or str(templates[0]) != text or text.startswith("{{#"):
                continue
            theirs = [str(parameter.value) for parameter in templates[0].params]
            ours = [page[parameter.value_start : parameter.value_end] for parameter in found.parameters]
            assert ours == theirs, name
            compared += 1
    assert compared > 0.9 * len(PAGES)


@pytest.mark.skipif(not PAGES, reason="no folder of real pages (INFOBOX_PAGES)")
def test_templates_without_a_known_meaning_are_few() -> None:
    tally = Tally()
    for name, page, _ in PAGES:
        tally.add(name, page, read_boxes(page))
    assert tally.unresolved_values < 0.03 * tally.values, tally.summary()
