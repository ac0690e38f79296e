"""Record to wikitext: nothing changes where nothing changed, and only what changed changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from infobox import box as boxes
from infobox.reading import read_boxes
from infobox.record import Conflict, Coordinates, Flag, Item, Link, Period, Reference, Result, Side, TemplateUse, Text, bare
from infobox.templates.profile import default
from infobox.writing import WriteError, write

FIXTURES = Path(__file__).parent.parent / "fixtures"
SIEGE = (FIXTURES / "siege.wikitext").read_text("utf-8")
PAGES = {path.stem: path.read_text("utf-8") for path in sorted((FIXTURES / "reading").glob("*.wikitext"))} | {"siege": SIEGE}

MILL = """{{Infobox military conflict
|conflict=Battle of the Mill
| place      = [[Milltown]]  <!-- the eastern one -->
|result     =
|   combatant1 = {{flag|Hungary}}<br>[[Slovakia]]
|combatant2 = [[Romania]]
|   commander2 = [[Ann Example]]
}}
'''The battle''' was short.
"""


def record_of(page: str, number: int = 0) -> Conflict:
    return read_boxes(page)[number].record


def without(page: str, names: list[str]) -> str:
    """The page with the values of the named parameters of its first infobox cut out."""
    for parameter in reversed(boxes.find(page)[0].parameters):
        if parameter.written in names:
            page = page[: parameter.value_start] + page[parameter.value_end :]
    return page


# -- nothing changed ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_unchanged_record_gives_the_page_back(name: str) -> None:
    page = PAGES[name]
    for reading in read_boxes(page):
        record = Conflict.from_json(reading.record.to_json())
        assert write(record, into=page) == page


@pytest.mark.parametrize("name", PAGES)
def test_record_with_its_source_is_its_source(name: str) -> None:
    page = PAGES[name]
    for reading in read_boxes(page, source=True, spans=True):
        record = Conflict.from_json(reading.record.to_json())
        assert record.source
        assert write(record) == record.source


@pytest.mark.parametrize("name", PAGES)
def test_record_laid_out_anew_reads_as_the_record(name: str) -> None:
    for reading in read_boxes(PAGES[name]):
        record = bare(reading.record)
        anew = write(record)
        [again] = read_boxes(anew)
        assert bare(again.record) == record
        # There is one way to write a record: written again, it is the same.
        assert write(bare(again.record)) == anew


# -- one change of each kind ----------------------------------------------------------------------------------------------------------

Edit = Callable[[Conflict], None]


def _title(record: Conflict) -> None:
    record.conflict = Text(text="Siege of the two towns | 2015 = 2018")


def _partof(record: Conflict) -> None:
    record.partof = None


def _caption(record: Conflict) -> None:
    assert record.image is not None
    record.image.caption = Text(text="Idlib and its towns", links=[Link(target="Idlib", text="Idlib")])


def _file(record: Conflict) -> None:
    assert record.image is not None
    record.image.file = "Towns.svg"


def _date(record: Conflict) -> None:
    assert record.date is not None
    record.date.text, record.date.end = "28 March 2015 – July 2018", "2018-07"


def _place(record: Conflict) -> None:
    assert record.place is not None
    record.place.links.pop()


def _coordinates(record: Conflict) -> None:
    record.coordinates = Coordinates(latitude=-35.5, longitude=0.25)


def _result(record: Conflict) -> None:
    record.result = Result(outcome="stalemate", items=[Item(text="Stalemate"), Item(text="Evacuation", items=[Item(text="by bus")])])


def _new_combatant(record: Conflict) -> None:
    guard = Item(text="Guard (2016)", name="Guard", qualifiers=["2016"], period=Period(start="2016", end="2016"), flags=[Flag(of="Syria")])
    record.sides[0].combatants[1].items.append(guard)


def _no_combatant(record: Conflict) -> None:
    del record.sides[1].combatants[1].items[0]


def _fate(record: Conflict) -> None:
    record.sides[1].commanders[0].fates = ["prisoner_of_war", "executed"]


def _reference(record: Conflict) -> None:
    record.sides[0].strength[0].references.append(Reference(name="census", text="Census | 1900"))
    record.sides[0].strength[0].references[-1].wikitext = '<ref name="census">Census {{!}} 1900</ref>'


def _unit_level(record: Conflict) -> None:
    units = record.sides[1].units
    units[1].items[2].items[0].items = [Item(text="Troop", name="Troop")]


def _joint(record: Conflict) -> None:
    assert record.joint is not None
    del record.joint.casualties[1]


def _other(record: Conflict) -> None:
    record.other["casus"] = "[[Toll dispute]]"


def _map(record: Conflict) -> None:
    record.map["map_type"] = "Syria"


def _width(record: Conflict) -> None:
    record.width = "300px"


EDITS: list[tuple[Edit, list[str]]] = [
    (_title, ["conflict"]),
    (_partof, ["partof"]),
    (_caption, ["caption"]),
    (_file, ["image"]),
    (_date, ["date"]),
    (_place, ["place"]),
    (_coordinates, ["coordinates"]),
    (_result, ["result"]),
    (_new_combatant, ["combatant1"]),
    (_no_combatant, ["combatant2"]),
    (_fate, ["commander2"]),
    (_reference, ["strength1"]),
    (_unit_level, ["units2"]),
    (_joint, ["casualties3"]),
]


@pytest.mark.parametrize(("edit", "names"), EDITS, ids=[edit.__name__.strip("_") for edit, _ in EDITS])
def test_only_the_changed_parameter_changes(edit: Edit, names: list[str]) -> None:
    record = record_of(SIEGE)
    edit(record)
    page = write(record, into=SIEGE)
    assert page != SIEGE
    assert without(page, names) == without(SIEGE, names)
    assert bare(record_of(page)) == bare(record)


@pytest.mark.parametrize(
    ("edit", "line", "before"),
    [
        (_width, "| width        = 300px\n", "| date         ="),
        (_map, "| map_type     = Syria\n", "| campaignbox  ="),
        (_other, "| casus        = [[Toll dispute]]\n", "}}\nThe '''siege"),
    ],
    ids=["width", "map", "other"],
)
def test_a_new_parameter_stands_in_documented_order_in_its_neighbours_layout(edit: Edit, line: str, before: str) -> None:
    record = record_of(SIEGE)
    edit(record)
    page = write(record, into=SIEGE)
    assert page == SIEGE.replace(before, line + before, 1)
    assert bare(record_of(page)) == bare(record)


def test_every_place_of_a_new_parameter_follows_the_documented_order() -> None:
    order = list(default().order)
    for name in ("strength1", "commander1", "conflict", "notes", "units2", "casualties3"):
        record = record_of(MILL)
        item = Item(text="Words", name="Words" if name.startswith(("comm", "units")) else "")
        if name == "conflict":
            record.conflict, record.partof = Text(text="Battle"), Text(text="Words")
        elif name == "notes":
            record.notes = Text(text="Words")
        elif name == "casualties3":
            record.joint = Side(casualties=[item])
        else:
            side = record.sides[int(name[-1]) - 1]
            setattr(side, {"strength": "strength", "commande": "commanders", "units2": "units"}[name[:8]], [item])
        page = write(record, into=MILL)
        present = [parameter.name for parameter in boxes.find(page)[0].parameters]
        assert len(present) == 7
        assert present == sorted(present, key=order.index)
        assert bare(record_of(page)) == bare(record)
        added = [line for line in page.split("\n") if line not in MILL.split("\n")]
        assert len(added) <= 2
        assert all(line.startswith("|") for line in added)


def test_the_words_around_a_value_stay() -> None:
    record = record_of(MILL)
    record.conflict = Text(text="Battle of the Hill")
    record.result = Result(outcome="victory", victor="Hungarian", items=[Item(text="Hungarian victory")])
    record.sides[1].commanders = []
    page = write(record, into=MILL)
    assert page == MILL.replace("|conflict=Battle of the Mill", "|conflict=Battle of the Hill").replace(
        "|result     =\n", "|result     = Hungarian victory\n"
    ).replace("|   commander2 = [[Ann Example]]\n", "|   commander2 = \n")
    assert bare(record_of(page)) == bare(record)


def test_an_emptied_parameter_stays_and_can_be_filled_again() -> None:
    record = record_of(SIEGE)
    notes = record.partof
    record.partof = None
    page = write(record, into=SIEGE)
    assert "partof" in [parameter.written for parameter in boxes.find(page)[0].parameters]
    assert record_of(page).partof is None
    again = record_of(page)
    again.partof = notes
    assert write(again, into=page) == SIEGE


def test_a_removed_side_and_an_added_one() -> None:
    record = record_of(MILL)
    record.sides.append(Side(combatants=[Item(text="Militia", name="Militia")]))
    page = write(record, into=MILL)
    assert without(page, ["combatant3"]).replace("|combatant3 =", "") != page
    assert bare(record_of(page)) == bare(record)
    third = record_of(page)
    del third.sides[2]
    assert bare(record_of(write(third, into=page))) == bare(record_of(MILL))


def test_a_repeated_parameter_is_changed_where_it_counts() -> None:
    page = "{{Infobox war\n| place = Hill\n| place = Mill\n}}"
    record = record_of(page)
    record.place = Text(text="Ford")
    assert write(record, into=page) == "{{Infobox war\n| place = Hill\n| place = Ford\n}}"


def test_a_parameter_keeps_the_name_the_page_gave_it() -> None:
    page = "{{Infobox war\n| part_of = the [[Mill War]]\n| location = Hill\n}}"
    record = record_of(page)
    record.place = Text(text="Ford")
    assert write(record, into=page) == page.replace("Hill", "Ford")


def test_old_coordinates_give_way_to_new_ones() -> None:
    page = "{{Infobox war\n| lat_deg = 37\n| lat_min = 30\n| lon_deg = 26\n| lon_min = 45\n}}"
    record = record_of(page)
    record.coordinates = Coordinates(latitude=1.5, longitude=2.5)
    again = write(record, into=page)
    assert bare(record_of(again)) == bare(record)


def test_the_source_is_updated_to_match_the_record() -> None:
    [reading] = read_boxes(MILL, source=True)
    record = reading.record
    record.place = Text(text="Ford")
    assert write(record) == record.source.replace("[[Milltown]]", "Ford")


def test_one_infobox_of_several_is_written() -> None:
    page = " ".join(f"{{{{Infobox war|conflict={name}|partof=the Mill War}}}}" for name in "ABC")
    record = record_of(page, 1)
    record.conflict = Text(text="Bee")
    assert write(record, into=page) == page.replace("=B", "=Bee")


def test_an_infobox_that_moved_is_still_found() -> None:
    record = record_of(MILL)
    record.place = Text(text="Ford")
    moved = "{{Short description|Battle}}\n" + MILL
    assert write(record, into=moved) == moved.replace("[[Milltown]]", "Ford")


# -- from nothing ---------------------------------------------------------------------------------------------------------------------


def test_a_record_made_from_nothing_is_laid_out_as_documented() -> None:
    record = Conflict(schema="military-conflict/1.1", conflict=Text(text="Battle of the Mill"))
    record.casualties_header = Text(text="Losses")
    record.sides = [
        Side(
            combatants=[Item(text="Hungary", name="Hungary", links=[Link(target="Hungary", text="Hungary")], flags=[Flag(of="Hungary")])],
            commanders=[Item(text="Ann Example", name="Ann Example", fates=["killed_in_action"])],
        ),
        Side(
            combatants=[
                Item(text="Romania", name="Romania"),
                Item(text="Militia", name="Militia", items=[Item(text="Guard", name="Guard")]),
            ]
        ),
    ]
    assert write(record) == (
        "{{Infobox military conflict\n"
        "| conflict          = Battle of the Mill\n"
        "| casualties_header = Losses\n"
        "| combatant1        = {{flagicon|Hungary}} [[Hungary]]\n"
        "| combatant2        = {{plainlist}}\n"
        "* Romania\n"
        "* Militia\n"
        "** Guard\n"
        "{{endplainlist}}\n"
        "| commander1        = Ann Example{{KIA}}\n"
        "}}"
    )
    assert bare(record_of(write(record))) == record


def test_an_empty_record_is_an_empty_infobox() -> None:
    assert write(Conflict(schema="military-conflict/1.1")) == "{{Infobox military conflict\n}}"


# -- wrong use ------------------------------------------------------------------------------------------------------------------------


def _of_another_page() -> Conflict:
    return record_of("{{Infobox war|conflict=Siege of the Ford|combatant1=A|combatant2=B}}")


@pytest.mark.parametrize(
    ("record", "page", "says"),
    [
        (_of_another_page(), "Only words.", "no military-conflict infobox"),
        (_of_another_page(), MILL, "belongs to another page"),
        (record_of(MILL), "{{Infobox war|conflict=A}} {{Infobox war|conflict=B}}", "2 infoboxes"),
        (
            Conflict(schema="military-conflict/1.1", template=TemplateUse(number=3)),
            "{{Infobox war|conflict=A}} {{Infobox war|conflict=B}}",
            "2 infoboxes",
        ),
    ],
    ids=["no infobox", "another page", "which one", "no third"],
)
def test_wrong_use_is_reported_in_one_line(record: Conflict, page: str, says: str) -> None:
    with pytest.raises(WriteError) as caught:
        write(record, into=page)
    message = str(caught.value)
    assert says in message
    assert "\n" not in message
    assert len(message) < 300


def test_a_source_without_an_infobox_is_wrong_use() -> None:
    with pytest.raises(WriteError, match="source"):
        write(Conflict(schema="military-conflict/1.1", source="Only words."))


def test_a_long_title_does_not_break_the_message() -> None:
    record = record_of("{{Infobox war|conflict=" + "Battle<br>of " * 500 + "}}")
    with pytest.raises(WriteError) as caught:
        write(record, into=MILL)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500
