"""The record as a tree: what stands where, and that no page can control the terminal."""

from __future__ import annotations

import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.controls import visible
from infobox.outline import show
from infobox.record import (
    FORMAT,
    Conflict,
    Coordinates,
    Date,
    Flag,
    Image,
    Item,
    Note,
    Page,
    Quantity,
    Reference,
    Result,
    Side,
    Text,
    Unresolved,
)
from infobox.terminal import Colour

RECORD = Conflict(
    schema=FORMAT,
    page=Page(title="Battle of Leros", wiki="enwiki"),
    conflict=Text(text="Battle of Leros"),
    partof=Text(text="the Dodecanese campaign"),
    image=Image(file="Leros.jpg", caption=Text(text="Paratroopers")),
    date=Date(text="26 September – 16 November 1943", start="1943-09-26", end="1943-11-16", references=[Reference(name="a")]),
    place=Text(text="Leros, Aegean Sea"),
    coordinates=Coordinates(latitude=37.1319, longitude=26.8528),
    result=Result(outcome="decisive_victory", victor="German", items=[Item(text="Decisive German victory")]),
    territory=[Item(text="Leros occupied by Germany")],
    casualties_header=Text(text="Losses"),
    sides=[
        Side(
            combatants=[Item(text="Italy", name="Kingdom of Italy", flags=[Flag(of="Kingdom of Italy")])],
            commanders=[
                Item(
                    text="Luigi Mascherpa (from 1943)",
                    name="Luigi Mascherpa",
                    qualifiers=["from 1943"],
                    fates=["prisoner_of_war", "executed"],
                )
            ],
            units=[Item(text="50th Division", name="50th Division", items=[Item(text="10th Regiment", name="10th Regiment")])],
            strength=[Item(text="8,320 men (1943)", qualifiers=["1943"], quantities=[Quantity(low=8320, high=8320, unit="men")])],
            casualties=[
                Item(
                    text="Killed:",
                    heading=True,
                    items=[
                        Item(text="c. 254", quantities=[Quantity(low=254, about=True, kind="killed", text="c. 254")]),
                        Item(text="two hundred", quantities=[Quantity(low=200, high=200, kind="missing", text="two hundred")]),
                    ],
                )
            ],
        ),
        Side(combatants=[Item(text="Germany", name="Germany", flags=[Flag(of="Germany")]), Item(text="Others", rule=True)]),
    ],
    joint=Side(
        casualties=[Item(text="20 civilians died", quantities=[Quantity(low=20, high=20, unit="civilians", kind="killed", of="Leros")])]
    ),
    notes=Text(text="The island changed hands.", notes=[Note(text="n")]),
    map={"map_type": "Greece"},
    other={"casus": "Armistice"},
    unresolved=["Ship class list"],
)

EXPECTED = """\
Battle of Leros
├── wiki        enwiki
├── part of     the Dodecanese campaign
├── image       Leros.jpg
├── caption     Paratroopers
├── date        26 September – 16 November 1943
├── place       Leros, Aegean Sea
├── coordinates 37.1319, 26.8528
├── result      Decisive German victory
├── territory   Leros occupied by Germany
├── side 1
│   ├── combatants
│   │   └── [Kingdom of Italy] Italy
│   ├── commanders
│   │   └── Luigi Mascherpa (from 1943) ‡ prisoner of war † executed
│   ├── units
│   │   └── 50th Division
│   │       └── 10th Regiment
│   ├── strength
│   │   └── 8,320 men (1943)
│   └── casualties  (Losses)
│       └── Killed:
│           ├── c. 254
│           └── two hundred  = 200 missing
├── side 2
│   └── combatants
│       ├── Germany
│       ├── ───
│       └── Others
├── all sides
│   └── casualties  (Losses)
│       └── 20 civilians died  = Leros: killed
├── notes       The island changed hands.
├── map
│   └── map_type = Greece
├── other
│   └── casus = Armistice
├── 1 reference, 1 note
└── templates not understood: Ship class list
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(record: Conflict, color: Colour = "auto") -> str:
    file = io.StringIO()
    show(record, file, color)
    return file.getvalue()


def with_text(text: str) -> Conflict:
    return Conflict(schema=FORMAT, conflict=Text(text=text), sides=[Side(units=[Item(text=text, qualifiers=[text])])], other={text: text})


def test_the_whole_tree() -> None:
    assert shown(RECORD) == EXPECTED


def test_a_record_with_nothing_has_a_title() -> None:
    assert shown(Conflict(schema=FORMAT)) == "(no name)\n"
    assert shown(Conflict(schema=FORMAT, page=Page(title="A"))).startswith("A\n")


def test_the_page_is_named_if_it_is_called_something_else() -> None:
    record = Conflict(schema=FORMAT, page=Page(title="Leros (1943)", wiki="enwiki"), conflict=Text(text="Battle of Leros"))
    assert shown(record) == "Battle of Leros\n└── page        Leros (1943)  enwiki\n"


def test_numbers_that_were_read_are_green() -> None:
    item = Item(text="Of 1941: 1 ship, 19 men", quantities=[Quantity(low=1, high=1, text="1"), Quantity(low=19, high=19, text="19")])
    line = shown(Conflict(schema=FORMAT, territory=[item]), "always").splitlines()[-1]
    assert "Of 1941: \x1b[32m1\x1b[0m ship, \x1b[32m19\x1b[0m men" in line


def test_templates_kept_as_written_are_named() -> None:
    line = shown(Conflict(schema=FORMAT, territory=[Item(text="x", templates=[Unresolved(name="Ship")])])).splitlines()[-1]
    assert line.endswith("x {{Ship}}")


def test_qualifiers_are_dim_where_they_stand() -> None:
    item = Item(text="A(x) (y)", name="A", qualifiers=["x", "y"])
    line = shown(Conflict(schema=FORMAT, territory=[item]), "always").splitlines()[-1]
    assert "A\x1b[2m(x)\x1b[0m \x1b[2m(y)\x1b[0m" in line


def test_a_line_of_many_parts_takes_no_longer_than_its_length_asks_for() -> None:
    parts = 6000
    quantities = [Quantity(low=5, high=5, text="5")] * parts
    item = Item(text="5 (a) " * parts, qualifiers=["a"] * parts, quantities=quantities, fates=["killed_in_action"])
    start = time.perf_counter()
    assert shown(Conflict(schema=FORMAT, territory=[item]), "always").count("\x1b[32m5\x1b[0m") == parts
    assert time.perf_counter() - start < 5


# --- colour and width


@pytest.mark.parametrize(
    ("color", "terminal", "environment", "coloured"),
    [
        ("auto", False, {}, False),
        ("always", False, {}, True),
        ("auto", True, {}, True),
        ("never", True, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("always", True, {"NO_COLOR": "1"}, True),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", False, {"FORCE_COLOR": ""}, False),
        ("auto", True, {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ("auto", True, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_only_where_it_is_wanted(
    color: Colour, terminal: bool, environment: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in {"TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    file = Terminal() if terminal else io.StringIO()
    show(RECORD, file, color)
    assert ("\x1b[" in file.getvalue()) == coloured


def test_lines_fit_the_terminal_and_are_whole_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setenv("TERM", "xterm")
    record = with_text("word " * 60)
    file = Terminal()
    show(record, file, "never")
    assert max(map(len, file.getvalue().splitlines())) <= 50
    assert "word " * 59 in shown(record)


# --- what pages may hold


@pytest.mark.parametrize("text", ["[red]x[/red]", "[/]", "[link=http://x]y[/link]", ":smile:", "{x}", "[[a]]", "\\[b]"])
def test_words_are_never_markup(text: str) -> None:
    assert shown(with_text(text)).count(text) == 4


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_no_control_character_reaches_the_terminal(text: str) -> None:
    tree = shown(with_text(text))
    assert len(tree.split("\n")) == len(shown(with_text("x")).split("\n"))
    assert tree.replace("\n", " ") == visible(tree.replace("\n", " "))


def test_items_nested_beyond_reason_are_all_shown() -> None:
    item = Item(text="last")
    for _ in range(3000):
        item = Item(text="x", items=[item])
    lines = shown(Conflict(schema=FORMAT, territory=[item])).splitlines()
    assert len(lines) == 3003
    assert max(map(len, lines)) < 200
