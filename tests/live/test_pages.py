"""Pages of a real wiki: found as they were asked for."""

from __future__ import annotations

import re

from infobox.live.addresses import target
from infobox.live.pages import pages, using
from infobox.live.session import Wiki
from tests.live.world import CONFLICTS, FAULTY, SHOWN

OF_THE_WORLD = re.compile(rf"(?:Battle of Testville|Siege of Faultham) \d+|{'|'.join(SHOWN)}")
"""The pages that the wiki has from the beginning; other tests write others."""


def test_pages_come_in_the_order_in_which_they_were_asked_for(reader: Wiki) -> None:
    asked = ["testville fight", "Nope", "Battle_of_Testville_2#x", *(f"Battle of Testville {n}" for n in range(1, 21))] * 3
    found = list(pages(reader, map(target, asked)))
    assert [page.asked for page in found] == asked
    assert [(page.title, page.origin, page.lacks) for page in found[:3]] == [
        ("Battle of Testville 1", "Testville fight", ""),
        ("Nope", "", "no such page"),
        ("Battle of Testville 2", "", ""),
    ]
    assert reader.requests == 3  # two batches, and what the wiki is called
    assert all(page.text for page in found if not page.lacks)


def test_what_is_no_page_is_said(reader: Wiki) -> None:
    asked = ["A|B", "", "Special:Version", "<x>", "oldid=999999", "curid=999999", "wikipedia:Leros"]
    assert {page.asked: page.lacks for page in pages(reader, map(target, asked))} == {
        "A|B": "no title",
        "": "no title",
        "Special:Version": "a special page, which has no wikitext",
        "<x>": 'no title: The requested page title contains invalid characters: "<".',
        "oldid=999999": "no revision 999999",
        "curid=999999": "no page 999999",
        "wikipedia:Leros": "a page of another wiki (wikipedia)",
    }


def test_the_pages_that_use_a_template_are_found_through_its_redirects(reader: Wiki) -> None:
    found = [page for batch, _ in using(reader, "Template:Infobox military conflict") for page in batch]
    titles = [page.title for page in found]
    assert len(titles) == len(set(titles))
    assert {title for title in titles if OF_THE_WORLD.fullmatch(title)} == {
        *(f"Battle of Testville {number}" for number in range(1, CONFLICTS + 1)),
        *(f"Siege of Faultham {number}" for number in range(1, FAULTY + 1)),
        *SHOWN,
    }
    assert all("{{Infobox" in page.text for page in found)
