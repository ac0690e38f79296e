"""No word of a value is lost: each is in the record or in a problem, or among the exceptions of ``bench/conservation.toml``.

The words are found without reading, from the scanner's nodes; see `bench.conservation`.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.conservation import conserved
from bench.corpus import FIXTURES, Page, read, real

REAL = real()
MOST_EXCEPTED = 0.04
"""Share of the words of real pages that may be exceptions: coordinates, which are digits and directions, are most of them."""


@pytest.mark.parametrize("page", read(FIXTURES), ids=lambda page: page.name)
def test_no_word_of_an_own_page_is_lost(page: Page) -> None:
    assert conserved(page.text, page.wiki).lost == []


@pytest.mark.skipif(not REAL, reason="no folder of real pages (INFOBOX_PAGES)")
def test_no_word_of_a_real_page_is_lost() -> None:
    words = excepted = 0
    for page in REAL:
        count = conserved(page.text, page.wiki)
        assert count.lost == [], page.name
        words += count.words
        excepted += count.excepted.total()
    assert excepted < MOST_EXCEPTED * words


def test_a_lost_word_is_found() -> None:
    """The measure itself: a value that the record cannot hold as it is written."""
    page = "{{Infobox military conflict\n| combatant1 = Alpha {{flagicon|Beta|gamma|delta=epsilon}}\n}}"
    assert conserved(page).lost == [("combatant1", "epsilon")]


PIECES = [
    *(
        "Alpha",
        "[[Bravo]]",
        "[[Charlie (army)|Delta]]",
        "'''Echo'''",
        "''Foxtrot''",
        "<small>Golf</small>",
        "(Hotel)",
        "&amp; India",
        "300 men",
    ),
    *("{{flagicon|Greece}} [[Juliett]]", "{{flag|Kilo}}", "{{flagcountry|France|1794}}", "{{nowrap|Lima}}", "{{small|(Mike)}}", "{{KIA}}"),
    *(
        "<br>",
        "<br />",
        "\n",
        "\n\n",
        "\n* ",
        "\n** ",
        "\n; ",
        "\n: ",
        "\n----\n",
        "<hr>",
        " – ",
        ", ",
        ":",
        " ",
        "<ref>Zulu</ref>",
        "{{efn|Zulu}}",
    ),
    *("{{ubl|November|[[Oscar]]}}", "{{plainlist|\n* Papa\n* Quebec}}", "{{clist|title=Romeo|Sierra|Tango}}", "{{hlist|Uniform|Victor}}"),
    *(
        "{{some guard one}}",
        "{{some guard|Whiskey}}",
        "{{some guard|Xray|[[Yankee]]}}",
        "{{some guard|name=Zebra|2=Amber}}",
        "{{ubl|1=Basil|3=Cedar}}",
    ),
    *("<nowiki>Daisy</nowiki>", "<span style='color:red'>Elder</span>", "{{lang|fr|Fern}}", "[https://example.org Gorse]", "<!-- Zulu -->"),
]


@given(
    st.dictionaries(
        st.sampled_from(
            ["combatant1", "commander1", "units1", "strength1", "casualties1", "casualties3", "result", "territory", "place", "notes"]
        ),
        st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join),
        min_size=1,
    )
)
def test_no_word_of_a_random_box_is_lost(values: dict[str, str]) -> None:
    page = "{{Infobox military conflict\n" + "".join(f"| {name} = {value}\n" for name, value in values.items()) + "}}"
    assert conserved(page).lost == []
