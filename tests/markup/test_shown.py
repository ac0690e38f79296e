"""What a reader sees of plain words: cases in ``shown.toml``; and what a style hides."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.markup.hiding import hides
from infobox.markup.shown import seen, visible, visible_pieces

CASES: list[dict[str, str]] = tomllib.loads(Path(__file__).with_name("shown.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_seen(case: dict[str, str]) -> None:
    assert seen(case["words"]) == case["seen"]


@given(st.text(st.sampled_from("ab é١\u200b\u200c\u200d\u200e\u00ad می")))
def test_the_pieces_are_what_is_visible(words: str) -> None:
    pieces = list(visible_pieces(words))
    assert "".join(piece for piece, _ in pieces) == visible(words)
    assert all(words[place : place + len(piece)] == piece for piece, place in pieces)


@pytest.mark.parametrize(
    "attributes",
    [
        ' style="display:none"',
        " class=x style='color:red; DISPLAY : none !important'",
        " style=display:none",
        ' style="&#100;isplay:/* */none',
        ' style="visibility:hidden"',
        ' style="visibility:collapse;"',
    ],
)
def test_a_style_that_hides(attributes: str) -> None:
    assert hides(attributes)


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        ' style="color:red"',
        ' style="display:none; display:inline"',
        ' style="/* display:none */"',
        ' style="my-display:none"',
        ' title="display:none"',
        ' data-style="display:none"',
        ' style="visibility:visible"',
    ],
)
def test_a_style_that_hides_nothing(attributes: str) -> None:
    assert not hides(attributes)
