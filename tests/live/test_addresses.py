"""What people paste means the page that they mean."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.live.addresses import Target, is_at, path_of, target

CASES = tomllib.loads(Path(__file__).with_name("addresses.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["pasted"])
def test_an_address_means_its_page(case: dict[str, Any]) -> None:
    fields = {name: case[name] for name in ("host", "title", "page", "revision", "problem") if name in case}
    assert target(case["pasted"]) == Target(case["pasted"], **fields), case["why"]


@given(st.text() | st.text().map("https://en.wikipedia.org/{}".format))
def test_anything_is_a_page_or_nothing(pasted: str) -> None:
    meant = target(pasted)
    assert meant.asked == pasted
    assert "secret" not in target(f"https://a:secret@x.org/{pasted}").host


WIKIPEDIA = ("/wiki/$1", "/w")
FARM = ("/de/wiki/$1", "/de")


@pytest.mark.parametrize(
    ("pasted", "wiki", "there"),
    [
        ("https://en.wikipedia.org/wiki/A", WIKIPEDIA, True),
        ("en.wikipedia.org/wiki/A", WIKIPEDIA, True),
        ("https://en.wikipedia.org/w/index.php?title=A&oldid=5", WIKIPEDIA, True),
        ("https://en.wikipedia.org/w/index.php/A", WIKIPEDIA, True),
        ("https://en.wikipedia.org/?curid=5", WIKIPEDIA, True),
        ("https://en.wikipedia.org?curid=5", WIKIPEDIA, True),
        ("https://x.example.org/de/wiki/A", WIKIPEDIA, False),
        ("https://x.example.org/de/index.php?curid=5", WIKIPEDIA, False),
        ("https://zh.wikipedia.org/zh-hans/A", WIKIPEDIA, False),
        ("https://x.example.org/de/wiki/A", FARM, True),
        ("https://x.example.org/de/index.php?curid=5", FARM, True),
        ("https://x.example.org/wiki/A", FARM, False),
        ("https://x.example.org/?curid=5", FARM, False),
        ("https://x.example.org/index.php?title=A", ("/index.php?title=$1", ""), True),
        ("https://x.example.org/index.php/A", ("https://x.example.org/index.php/$1", ""), True),
    ],
)
def test_several_wikis_of_one_host_are_told_apart(pasted: str, wiki: tuple[str, str], there: bool) -> None:
    assert is_at(path_of(pasted), *wiki) == there


def test_a_wiki_with_several_scripts_has_pages_at_each() -> None:
    assert is_at(path_of("https://zh.wikipedia.org/zh-hans/A"), *WIKIPEDIA, variants=True)
    assert path_of("A/B") == ""
