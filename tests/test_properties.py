"""What holds for any record and any page: made by hypothesis, awkward on purpose."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from infobox.language.lexicon import english
from infobox.reading import read_boxes
from infobox.record import (
    Conflict,
    Coordinates,
    Date,
    Fate,
    Flag,
    Image,
    Item,
    Link,
    Note,
    Period,
    Quantity,
    Reference,
    Result,
    Side,
    Text,
)
from infobox.values import quantities, results
from infobox.writing import write

from .invariants import assert_invariants
from .test_reading import essence

# -- words ----------------------------------------------------------------------------------------------------------------------------

AWKWARD = """
| = a=b }} {{ {{KIA}} {{!}} {{{1}}} { } {| |} [[ ]] [[Mill]] [ ] [http://a.example/b http://a.example/b -{ }- File:A.jpg Category:A
* **x # : ; ---- == _ \\ $1 '' ''' ''''' ' &amp; &nbsp; & &#124; < > <ref> </ref> <br> <!-- --> <nowiki> </nowiki> ~~~~ __TOC__ 🏰 جبهة é
""".split()
PLAIN = ["Mill", "Guard", "of", "Army", "the", "north", "Hill", "Free", "Ford", "mill's", "St.", "Smith-Jones"]
WORDS = st.lists(st.sampled_from(AWKWARD) | st.sampled_from(PLAIN), min_size=1, max_size=5).map(" ".join)
GLUED = st.lists(st.sampled_from(AWKWARD) | st.sampled_from(PLAIN), min_size=1, max_size=4).map("".join)


def _says_itself(words: str) -> bool:
    """Not words that mean more than themselves: a heading's colon, dashes, commas and semicolons beside a qualifier."""
    return bool(words.strip("-–—:,;. ")) and words[0] not in ",;" and words[-1] not in ":,;-–— " and words == " ".join(words.split())


words = (WORDS | GLUED).filter(_says_itself)
titles = st.sampled_from(
    ["Mill", "Battle of the Mill", "Smith & Sons", "Mill (east)", "mill", "C++", "50% of it", "AT&amp;T", "جبهة", "it's"]
)

references = st.sampled_from(
    [
        Reference(name="a", wikitext="<ref name=a />"),
        Reference(name="b", text="Smith 2001, p. 5.", wikitext='<ref name="b">Smith 2001, p. 5.</ref>'),
        Reference(text="One | two = three }}", wikitext="<ref>One | two = three }}</ref>"),
        Reference(group="n", text="Mill", wikitext='<ref group="n">[[Mill]]</ref>'),
        Reference(text="Smith 2001, p. 7", wikitext="{{sfn|Smith|2001|p=7}}"),
    ]
)
notes = st.sampled_from(
    [
        Note(text="Without the navy.", wikitext="{{efn|Without the navy.}}"),
        Note(name="x", wikitext="{{efn|name=x}}"),
        Note(text="citation needed", wikitext="{{citation needed|date=May 2020}}"),
    ]
)
flags = st.one_of(
    st.sampled_from(["Hungary", "Kingdom of Italy", "UK", "Utopia", "A=B", "A|B"]).map(lambda of: Flag(of=of)),
    st.builds(Flag, of=st.sampled_from(["Mexico", "GER"]), variant=st.sampled_from(["1823", "war"])),
    st.sampled_from(["Crown.svg", "Flag of A & B.png"]).map(lambda image: Flag(image=image)),
)
some_references = st.lists(references, max_size=2)
some_notes = st.lists(notes, max_size=1)


@st.composite
def links_of(draw: st.DrawFn, text: str) -> list[Link]:
    """Links on some of the words, in order."""
    chosen = [word for word in text.split() if text.count(word) == 1 and draw(st.integers(0, 3)) == 0]
    return [draw(st.builds(Link, target=titles, text=st.just(word), section=st.sampled_from(["", "", "East bank"]))) for word in chosen]


@st.composite
def texts(draw: st.DrawFn) -> Text:
    said = draw(words)
    return Text(text=said, links=draw(links_of(said)), references=draw(some_references), notes=draw(some_notes))


# -- items ----------------------------------------------------------------------------------------------------------------------------

QUALIFIERS: list[tuple[str, Period | None]] = [
    ("leader", None),
    ("until 1943", Period(end="1943")),
    ("from 1777", Period(start="1777")),
    ("2015–17", Period(start="2015", end="2017")),
    ("of A | B = C", None),
]
FATES: list[Fate] = ["killed_in_action", "prisoner_of_war", "executed", "surrendered", "died"]


@st.composite
def entities(draw: st.DrawFn, depth: int = 2) -> Item:
    """A combatant, commander or unit."""
    name = draw(words)
    below = draw(st.lists(entities(depth - 1), max_size=2)) if depth else []
    if below and draw(st.integers(0, 3)) == 0:
        return Item(text=name, name=name, heading=True, items=below)
    qualified = draw(st.lists(st.sampled_from(QUALIFIERS), max_size=2, unique_by=lambda pair: pair[0]))
    return Item(
        text=" ".join([name, *(f"({qualifier})" for qualifier, _ in qualified)]),
        name=name,
        links=draw(links_of(name)),
        flags=draw(st.lists(flags, max_size=2)),
        fates=draw(st.lists(st.sampled_from(FATES), max_size=2, unique=True)),
        references=draw(some_references),
        notes=draw(some_notes),
        qualifiers=[qualifier for qualifier, _ in qualified],
        period=next((period for _, period in qualified if period is not None), None),
        items=below,
    )


@st.composite
def figures(draw: st.DrawFn, depth: int = 1) -> Item:
    """A line of strengths or casualties: with a figure, or a heading over such lines."""
    if depth and draw(st.booleans()):
        label = draw(st.sampled_from(["Army", "At | sea", "Free & loyal", "'''Guard"]))
        return Item(text=label, heading=True, items=draw(st.lists(figures(depth - 1), min_size=1, max_size=2)))
    text = draw(
        st.sampled_from(
            ["3,000–4,000 men", "650+ killed", "~40 tanks", "at least 5 ships", "Hungary: 14 divisions", "7 killed, 9 wounded", "Unknown"]
        )
    )
    found = [
        Quantity(low=it.low, high=it.high, about=it.about, unit=it.unit, kind=it.kind, of=it.of, text=text[it.start : it.end])
        for it in quantities.read(text, english())
    ]
    return Item(text=text, quantities=found, references=draw(some_references), notes=draw(some_notes))


@st.composite
def statements(draw: st.DrawFn, depth: int = 1) -> Item:
    said = draw(words)
    below = draw(st.lists(statements(depth - 1), max_size=2)) if depth else []
    return Item(text=said, links=draw(links_of(said)), references=draw(some_references), items=below)


def lists_of(kind: st.SearchStrategy[Item], least: int = 0) -> st.SearchStrategy[list[Item]]:
    return st.lists(kind, min_size=least, max_size=3)


@st.composite
def outcomes(draw: st.DrawFn) -> Result:
    items = draw(lists_of(st.sampled_from(["Hungarian victory", "Stalemate"]).map(lambda said: Item(text=said)) | statements(), 1))
    outcome, victor = results.read([item.text for item in items], english())
    return Result(outcome=outcome, victor=victor, items=items)


DATES = [
    Date(text="26 September – 16 November 1943", start="1943-09-26", end="1943-11-16"),
    Date(text="1809", start="1809", end="1809"),
    Date(text="3 May 1809", start="1809-05-03", end="1809-05-03", references=[Reference(name="a", wikitext="<ref name=a />")]),
]


Row = Literal["a", "b", "c", "d"]

SETTINGS = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def record(**fields: Any) -> Conflict:
    """A record of these fields, of two sides where they give none."""
    return Conflict(schema="military-conflict/1", **({"sides": [Side(), Side()]} | fields))


def assert_written_and_read(expected: Conflict) -> None:
    """The record written, and read again, is the same; written into a page that says other things, too."""
    [reading] = read_boxes(write(expected))
    assert essence(reading.record) == essence(expected)
    page = write(expected, into=OTHER)
    [reading] = read_boxes(page)
    assert essence(reading.record) == essence(expected)
    assert page.startswith("Words.\n{{")
    assert page.endswith("\nWords.")


OTHER = """Words.
{{Infobox war|conflict = Battle of the Ford
| combatant1 = [[Hungary]]
  |combatant2={{plainlist|
* A
* B
}}| combatant3= <!-- --> C |result=* D
* E}}
Words."""


@SETTINGS
@given(texts(), st.sampled_from(["conflict", "partof", "place", "status", "notes", "casualties_header"]))
def test_texts_written_are_read(text: Text, name: str) -> None:
    assert_written_and_read(record(**{name: text}))


@SETTINGS
@given(texts())
def test_captions_written_are_read(caption: Text) -> None:
    assert_written_and_read(record(image=Image(file="A & B = C.png", size="300px", caption=caption)))


def side(row: str, items: list[Item]) -> Side:
    made = Side()
    setattr(made, row, items)
    return made


@SETTINGS
@given(lists_of(entities(), 1), st.sampled_from(["combatants", "commanders", "units"]))
@example([Item(text="'", name="'", heading=True, items=[Item(text="Guard", name="Guard")])], "units")
@example([Item(text="Mill : Hill (leader)", name="Mill : Hill", qualifiers=["leader"])], "combatants")
def test_entities_written_are_read(items: list[Item], row: str) -> None:
    assert_written_and_read(record(sides=[side(row, items), Side()]))


@SETTINGS
@given(lists_of(figures(), 1), st.sampled_from(["strength", "casualties"]))
def test_figures_written_are_read(items: list[Item], row: str) -> None:
    assert_written_and_read(record(sides=[Side(), side(row, items)]))


@SETTINGS
@given(lists_of(statements()))
def test_statements_written_are_read(items: list[Item]) -> None:
    assert_written_and_read(record(territory=items))


@SETTINGS
@given(outcomes())
def test_results_written_are_read(result: Result) -> None:
    assert_written_and_read(record(result=result))


@SETTINGS
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_coordinates_written_are_read(latitude: float, longitude: float) -> None:
    assert_written_and_read(record(coordinates=Coordinates(latitude=round(latitude, 4) + 0.0, longitude=round(longitude, 4) + 0.0)))


@st.composite
def records(draw: st.DrawFn) -> Conflict:
    """A little of everything."""
    columns = [Side(combatants=[Item(text=name, name=name)]) for name in draw(st.lists(words, min_size=2, max_size=5))]
    letters: list[Row] = ["a", "b", "c", "d"]
    rows = draw(st.lists(st.sampled_from(letters), unique=True, max_size=2).map(sorted))
    columns[0].combatants += [Item(text="Row", name="Row", row=row) for row in rows]
    columns[-1].commanders = [Item(text="Row", name="Row", row=row) for row in rows]
    joint = draw(st.none() | st.builds(Side, strength=st.just([Item(text="Unknown")]), units=lists_of(entities(0))))
    return record(
        conflict=draw(st.none() | texts()),
        date=draw(st.none() | st.sampled_from(DATES)),
        sides=columns,
        joint=joint,
        map=draw(st.dictionaries(st.sampled_from(["map_type", "map_caption"]), st.sampled_from(["Hungary", "''[[Mill]]'' = {{x|y}}"]))),
        other=draw(st.dictionaries(st.sampled_from(["casus", "Date"]), st.sampled_from(["[[Toll]] {{a|b=c}}", "* x\n* y"]))),
    )


@SETTINGS
@given(records())
def test_records_written_are_read(record: Conflict) -> None:
    assert_written_and_read(record)


# -- broken pages ---------------------------------------------------------------------------------------------------------------------


@cache
def _pages() -> list[str]:
    folder = Path(__file__).parent.parent / "fixtures"
    return [path.read_text("utf-8") for path in sorted([*folder.glob("reading/*.wikitext"), folder / "siege.wikitext"])]


@st.composite
def broken(draw: st.DrawFn, pages: st.SearchStrategy[str] | None = None) -> str:
    """A page, of the fixtures where no others are given, in which something was deleted, doubled, swapped or put in."""
    page = draw(pages if pages is not None else st.sampled_from(_pages()))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(page)))
        length = draw(st.integers(1, 8))
        piece = page[at : at + length]
        edit = draw(st.sampled_from(["delete", "double", "swap", "put in", "cut off"]))
        if edit == "delete":
            page = page[:at] + page[at + length :]
        elif edit == "double":
            page = page[:at] + piece + page[at:]
        elif edit == "swap":
            page = page[:at] + piece[::-1] + page[at + length :]
        elif edit == "put in":
            page = (
                page[:at]
                + draw(st.sampled_from([*AWKWARD, "\n", "\n\n", "\n* ", "{{plainlist}}", "<ul>", "<small>", "\x00", "\u200e"]))
                + page[at:]
            )
        elif draw(st.integers(0, 9)) == 0:
            page = page[:at]
    return page


@SETTINGS
@given(broken())
def test_a_broken_page_is_read_and_given_back(page: str) -> None:
    assert_invariants(page, stable=False)


@SETTINGS
@given(broken())
def test_the_record_of_a_broken_page_can_be_laid_out_anew(page: str) -> None:
    assert_invariants(page)


@SETTINGS
@given(st.lists(st.sampled_from([*AWKWARD, *PLAIN, "\n", "|combatant1=", "|date=", "{{Infobox war"]), max_size=30).map("".join))
def test_any_value_is_read(body: str) -> None:
    assert_invariants("{{Infobox war\n|combatant1=" + body + "\n}}", stable=False)
