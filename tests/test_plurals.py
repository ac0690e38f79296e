"""Noun and number agree."""

from __future__ import annotations

import pytest

from infobox.plurals import many


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((0, "page"), "0 pages"),
        ((1, "page"), "1 page"),
        ((2, "page"), "2 pages"),
        ((1, "infobox", "infoboxes"), "1 infobox"),
        ((1234, "infobox", "infoboxes"), "1234 infoboxes"),
        ((1234, "page", "", ","), "1,234 pages"),
    ],
)
def test_a_noun_agrees_with_its_number(words: tuple[int, str], expected: str) -> None:
    assert many(*words) == expected
