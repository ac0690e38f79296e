"""Records in notebooks: all words of a record are there, as words, whatever they are, and what was understood stands beside them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as parsing

import infobox
from bench.corpus import real
from infobox.controls import visible
from infobox.hypertext import SIZE, shown
from infobox.record import Conflict, Date, Flag, Image, Item, Page, Period, Quantity, Reference, Result, Side, Text, Unresolved
from tests.dumps.records import SETTINGS, conflict_type, structs_of
from tests.test_outline import RECORD

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "fixtures").glob("reading/*.wikitext")) + sorted((ROOT / "fixtures" / "languages").rglob("*.wikitext"))
REAL = real()
TAGS = set("div style table caption tr th td ul li hr i b u sup p code details summary".split())
ATTRIBUTES = {"class", "dir", "title", "colspan", "style"}
SEEN = ("text", "file", "alt", "caption", "size", "upright", "width", "map", "other", "unresolved")
"""Fields whose words are shown whatever else a record has."""
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>",
    "javascript:alert(1)",
    "&lt;b&gt; &amp;",
    "]]> <!-- -->",
    "' onmouseover='alert(1)",
    "\x00\x1b[31m\u202e\ud800",
    "$x$ \\(y\\)",
)


def element(record: Conflict) -> Any:
    """The record's element, after it was read as strictly as XML is, in which it is one, too, but for `hr`."""
    text = shown(record)
    etree.fromstring(text.replace("<hr>", "<hr/>"))
    (found,) = parsing.fragments_fromstring(text)
    return found


def assert_safe(found: Any) -> None:
    for each in found.iter():
        assert each.tag in TAGS
        assert set(each.attrib) <= ATTRIBUTES
        assert each.tag != "style" or each.text == found.find("style").text
    assert len(found.findall(".//style")) == 1
    assert "url(" not in found.find("style").text
    assert "@import" not in found.find("style").text


def content(found: Any) -> str:
    found.find("style").text = ""
    return str(found.text_content())


def words(value: Any) -> Iterator[str]:
    """The words of a record that a reader sees, or that the page has instead."""
    if isinstance(value, list):
        for each in value:
            yield from words(each)
    elif isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            inner = getattr(value, name)
            if isinstance(value, (Quantity, Unresolved)) or name in ("links", "fate_links", "findings", "template"):
                continue
            if isinstance(inner, str) and name in SEEN:
                yield inner
            elif name == "unresolved":
                yield from inner
            elif not isinstance(inner, str):
                yield from words(inner)


def assert_whole(record: Conflict, found: Any) -> None:
    """All words of a record are shown, every flag says whose it is, and every fate has its sign."""
    titles = [each.get("title") or "" for each in found.iter("i")]
    text = content(found)
    for each in words(record):
        assert visible(each) in text
    flags, fates = marks(record)
    for flag in flags:
        assert visible(", ".join(filter(None, (flag.of, flag.variant, flag.image)))) in titles
    assert text.count("†") + text.count("‡") >= fates


def marks(value: Any) -> tuple[list[Flag], int]:
    """The flags of a record, and how many fates it has."""
    flags: list[Flag] = []
    fates = 0
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, Flag):
            flags.append(value)
        elif isinstance(value, msgspec.Struct):
            fates += len(value.fates) if isinstance(value, Item) else 0
            waiting += [getattr(value, name) for name in value.__struct_fields__]
    return flags, fates


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pages_are_shown_whole(path: Path) -> None:
    for reading in infobox.readings(path.read_text("utf-8")):
        found = element(reading.record)
        assert_safe(found)
        assert_whole(reading.record, found)
        for problem in reading.problems:
            assert visible(problem.message) in content(parsing.fromstring(reading._repr_html_()))


@pytest.mark.skipif(not REAL, reason="no folder of real pages (INFOBOX_PAGES)")
def test_real_pages_are_shown_whole() -> None:
    for page in REAL[::5]:
        for record in infobox.read_all(page.text):
            found = element(record)
            assert_safe(found)
            assert_whole(record, found)


def test_what_was_understood_stands_beside_the_words() -> None:
    found = element(RECORD)
    meanings = [" ".join(each.text_content().split()) for each in found.iter("i")]
    assert "= 1943-09-26 / 1943-11-16" in meanings
    assert "= decisive victory — German" in meanings
    assert "= Kingdom of Italy" not in meanings  # its flag says so
    assert "prisoner of war" in meanings
    assert "= 200 missing" in meanings
    (figure,) = [each for each in found.iter("u") if each.text == "c. 254"]
    assert figure.get("title") == "about 254+ killed"


def test_rows_have_the_titles_of_the_page_and_the_joint_row_all_columns() -> None:
    found = element(RECORD)
    titles = [each.text_content() for each in found.findall(".//th[@class='row']")]
    assert titles == ["Combatants", "Commanders", "Units", "Strength", "Losses"]
    (joint,) = found.findall(".//td[@colspan='2']")
    assert "20 civilians died" in joint.text_content()


def test_sums_roles_and_winners_are_shown() -> None:
    page = """{{Infobox military conflict
| conflict = Example | result = East victory | combatant1 = [[East]] | combatant2 = [[West]]
| casualties1 = 300 killed<br>500 wounded | casualties2 = ''c.'' 900 killed }}"""
    record = infobox.read(page)
    assert record is not None
    text = content(element(record))
    assert "victory — East — side 1" in text
    assert "= killed 300; wounded 500; total 800" in text
    assert "= killed about 900" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_words(text: str) -> None:
    record = Conflict(
        page=Page(title=text, wiki=text),
        conflict=Text(text=text, flags=[Flag(of=text, image=text, variant=text)]),
        image=Image(file=text, alt=text, caption=Text(text=text)),
        date=Date(text=text, start=text, end=text),
        result=Result(victor=text, items=[Item(text=text)]),
        sides=[
            Side(
                combatants=[Item(text=text, name=text + " x", qualifiers=[text], period=Period(start=text))],
                casualties=[Item(text=f"a {text}", quantities=[Quantity(low=1, text=text, unit=text, of=text, by=text, role="part")])],
            )
        ],
        combatants_header=Text(text=text, references=[Reference(text=text, wikitext=text)]),
        campaignbox=Text(templates=[Unresolved(name=text, wikitext=text)]),
        map={text: text},
        other={text: text},
        unresolved=[text],
    )
    found = element(record)
    assert_safe(found)
    assert_whole(record, found)


@SETTINGS
@given(structs_of(conflict_type(), 3))
def test_any_record_is_shown_whole(record: Conflict) -> None:
    found = element(record)
    assert_safe(found)
    assert_whole(record, found)


def test_what_was_understood_keeps_its_order_among_words_from_right_to_left() -> None:
    record = Conflict(date=Date(text="12 رمضان 658", start="1260-08-21", end="1260-08-21"))
    (meaning,) = element(record).iter("i")
    assert (meaning.get("dir"), meaning.text) == ("ltr", "= 1260-08-21")


@given(
    st.builds(
        Conflict,
        conflict=st.builds(Text, text=st.text()),
        other=st.dictionaries(st.text(), st.text()),
        sides=st.lists(st.builds(Side, combatants=st.lists(st.builds(Item, text=st.text(), rule=st.booleans(), heading=st.booleans())))),
    )
)
def test_any_words_are_shown(record: Conflict) -> None:
    found = element(record)
    assert_safe(found)
    assert_whole(record, found)


def many(number: int) -> list[Conflict]:
    """Records that are large in one way each."""
    deep = Item(text="a")
    for _ in range(number):
        deep = Item(text="a", items=[deep])
    endless = Item(text="a")
    endless.items = [endless]
    figures = [Quantity(low=1, text="1", unit="men", kind="killed") for _ in range(number)]
    lists = [
        Item(text="a" * number * 20),
        Item(text="1 " * number, quantities=figures),
        Item(text="a" * number * 20, quantities=[Quantity(low=1, text="a" * number + "b")]),
        Item(text="a" * number, quantities=[Quantity(low=1, text="a" * 99 + "b")] * number),
        Item(text="a", flags=[Flag(of=f"{index}") for index in range(number)]),
        Item(text="a", references=[Reference(text="a")] * number),
        Item(text="a", fates=["killed_in_action"] * number),
        Item(text="a", items=[Item(text="a")] * number),
        deep,
        endless,
    ]
    records = [Conflict(sides=[Side(casualties=[each])]) for each in lists]
    return [
        *records,
        Conflict(sides=[Side(combatants=[Item(text="a")])] * number),
        Conflict(other={str(each): "a" for each in range(number)}),
    ]


@pytest.mark.parametrize("record", many(20_000), ids=range(12))
def test_large_records_are_cut_in_time_and_say_so(record: Conflict) -> None:
    start = time.perf_counter()
    text = shown(record)
    assert time.perf_counter() - start < 3
    assert len(text) < 12 * SIZE
    assert_safe(parsing.fragments_fromstring(text)[0])
    if "The record is longer than what is shown here" not in text:
        assert_whole(record, parsing.fragments_fromstring(text)[0])


def test_a_record_becomes_plain_objects() -> None:
    assert RECORD.to_dict() == json.loads(RECORD.to_json())
    spanned = infobox.read((ROOT / "fixtures" / "siege.wikitext").read_text("utf-8"), spans=True)
    assert spanned is not None
    held = spanned.to_dict()
    assert isinstance(held["date"]["span"], list)
    assert Conflict.from_json(json.dumps(held)) == spanned


def test_what_json_cannot_hold_no_dict_holds() -> None:
    with pytest.raises(infobox.RecordError, match="surrogate"):
        Conflict(conflict=Text(text="\ud800")).to_dict()
