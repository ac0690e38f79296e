"""A record of a damaged page, laid out without the page, reads as the same record."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import infobox
from bench.corpus import FIXTURES, Page, read, real
from infobox import box
from infobox.reading import read_boxes
from infobox.writing import WriteError

from .damage import damaged
from .invariants import assert_stable


def boxes(pages: list[Page]) -> list[Page]:
    """The infoboxes of pages, each as a page of its own."""
    return [page._replace(text=page.text[found.start : found.end] + "\n") for page in pages for found in box.find(page.text)]


OWN = boxes(read(FIXTURES))
REAL = boxes(real())


def assert_reads_back(page: str, wiki: str = "") -> None:
    """An infobox that nothing closes may hold open braces, which no closed one can. On other Wikipedias than the English one, what damage
    leaves may need a template that the wiki is not known to have: it is refused.
    """
    for found, reading in zip(box.find(page, None, wiki), read_boxes(page, page=infobox.Page(wiki=wiki) if wiki else None), strict=True):
        if not found.closed:
            continue
        try:
            assert_stable(reading.record)
        except WriteError as error:
            if re.match(r"\{\{[^{}|]+\}\} is not known to be on (?!en\.)", str(error)) is None:
                raise


@settings(derandomize=True, max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(OWN), st.integers(0, 2**32))
def test_the_record_of_a_damaged_page_reads_back_the_same(page: Page, seed: int) -> None:
    assert_reads_back(damaged(page.text, random.Random(seed)), page.wiki)


@pytest.mark.skipif(not REAL, reason="no folder of real pages (INFOBOX_PAGES)")
def test_the_records_of_damaged_real_pages_read_back_the_same() -> None:
    for number, page in enumerate(REAL * 2):
        assert_reads_back(damaged(page.text, random.Random(number)), page.wiki)


@pytest.mark.parametrize(
    "values",
    [
        "| combatant3 = *",
        "| combatant3 = \u200b",
        "| commander1 = [[A|x {{unknown}} y]]",
        "| commander1 = [[A|x {{unknown|[[B]] z}} y]]",
        "| commander1 = {{unknown}} [[A|x [[B]] y]]",
        "| place = off [[A|Point [[B]] East]] of [[C]]",
        "| strength1 = 3 men[[B| ]]<br>[[B| ]]4 guns",
        "| partof = [[Operation B|<nowiki/>]]<nowiki/>image = C",
        "| commander1 = [[A B]] {{executed|Trial of A}} and {{executed|Trial of B}}",
        "| commander1 = Ar<small>my {{KIA}}</small>",
        "| commander1 = <small>[[A B]]</small> (leader)",
        "| strength1 = '''North'''<br>'''South'''<br>'''Rest",
        "| combatant1 = {{flagcountry|Kingdom of Italy}}br>{{flagcountry|Nazi Germany}}",
        "| casus = some <b|thing />",
        "| coordinates = {{coord|37|x{{unknown}}|N|notes=<ref name=map />}}",
        "| strength1 = 5,<ref>x</ref>00oP 0lish soldiers",
        "| casualties1 = 3<br>52 aircraft<ref>{{unknown|bew=http://x|title=OKH}}</ref>",
        "| units1 = ; {{unknown [[H]]|Upper: Lower}}",
        "| units1 = {{unknown picture|Flag%20of Mill.svg}} [[Mill]]",
    ],
)
def test_what_damage_leaves_reads_back_the_same(values: str) -> None:
    assert_reads_back(f"{{{{Infobox military conflict\n| combatant1 = A\n| combatant2 = B\n{values}\n}}}}\n")
