"""A wiki is asked rarely."""

from __future__ import annotations

import pytest

from bench.wikis import PAGES, measured, titles

MOST = 0.05
"""Requests for a page."""


@pytest.mark.parametrize("words", [titles(), ["--using", "Infobox military conflict"]], ids=["titles", "template"])
def test_many_pages_cost_few_requests(words: list[str]) -> None:
    assert PAGES == 500
    assert measured(*words).requests / PAGES <= MOST
