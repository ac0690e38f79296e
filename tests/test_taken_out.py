"""What is taken out of a line is not glue: two figures with anything between them are never read as one."""

from __future__ import annotations

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from infobox.reading import read_boxes
from infobox.record import Item

from .invariants import assert_stable

BETWEEN = [
    '<ref name="a" />',
    "<ref>Doe 400</ref>",
    '<ref name="b>Doe 400</ref>',
    "<ref>a<ref>b</ref>",
    "{{sfn|Doe|2000|p=4}}",
    "{{efn|x}}",
    "{{r|a}}",
    '{{refn|name="n"|x}}',
    '{{#tag:ref|Doe 12|group="n"}}',
    "{{citation needed|date=May 2020}}",
    "{{flagicon|Italy}}",
    "{{flagicon image|Flag.svg}}",
    "[[File:Flag.svg|20px]]",
    "{{KIA}}",
    "{{thing}}",
    "{{thing|name=}}",
    "{{anchor|x}}",
    "<!-- x -->",
    "__NOTOC__",
    "[[Category:Hills]]",
    "<small></small>",
    '<span style="display:none">400</span>',
    '<span id="x"></span>',
    "<nowiki/>",
    "''",
    "'''",
    "<b>",
    "</b>",
    '<section begin="x" />',
    "{{nowrap|}}",
    "{{coord|10|20}}",
    "[http://example.org]",
    "<td>",
    "<br>",
    "{{col-break}}",
    "\n",
    "\n{{!}}",
]
DRESSES = ["{}", "'''{}'''", "''{}''", "<small>{}</small>", "{{{{nowrap|{}}}}}", "[[Hill|{}]]", "<b>{}</b>", "{{{{small|{}}}}}"]
SPACES = ["", "", " ", " ", "  ", "&nbsp;", "{{nbsp}}", "&#8203;", "\u00a0", "\u200e"]

figures = st.integers(1, 999).map(str) | st.integers(1000, 999_999).map("{:,}".format)
spaces = st.sampled_from(SPACES)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str, str]:
    """Two figures, and a value in which markup stands between them, spaced in any way."""
    first, second = draw(figures), draw(figures)
    pieces = draw(st.lists(st.sampled_from(BETWEEN), min_size=1, max_size=3))
    between = draw(spaces) + "".join(piece + draw(spaces) for piece in pieces)
    dressed = (draw(st.sampled_from(DRESSES)).format(figure) for figure in (first, second))
    value = between.join(dressed)
    assume("''''" not in value.replace("'''''", ""))  # four are an apostrophe, which a reader sees
    return first, second, value + draw(st.sampled_from(["", " men", " killed"]))


def amounts(items: list[Item]) -> list[int | None]:
    """All amounts of the figures of items, and of those under them."""
    found: list[int | None] = []
    for item in items:
        for quantity in item.quantities:
            found += {quantity.low, quantity.high}
        found += amounts(item.items)
    return found


@settings(max_examples=400, deadline=None)
@given(pairs(), st.sampled_from(["strength1", "casualties1"]))
@example(("40", "200", '40<ref name="a" /> 200 wounded'), "casualties1")
@example(("40", "200", "{{flagicon|Italy}} 40 {{flagicon|Germany}} 200"), "strength1")
@example(("1", "500", "1{{efn|x}} 500"), "strength1")
@example(("1", "100", "1<br><small>100</small>"), "strength1")
@example(("300", "40", "300{{thing}}40 guns"), "strength1")
@example(("12,500", "400", "12,500<small></small>400"), "strength1")
def test_two_figures_are_never_one(pair: tuple[str, str, str], name: str) -> None:
    first, second, value = pair
    [reading] = read_boxes("{{Infobox military conflict\n| conflict = Mill\n| " + name + " = " + value + "\n}}")
    side = reading.record.sides[0]
    one, other = (int(figure.replace(",", "")) for figure in (first, second))
    found = amounts(side.strength + side.casualties)
    assert set(found) <= {one, other}
    if not any(style in value for style in ("'''", "<b>", "small")):  # a bold year is a label; a small figure qualifies the other one
        assert_stable(reading.record)
