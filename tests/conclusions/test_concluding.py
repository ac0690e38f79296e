"""What follows from a record can be worked out anew: as reading does it, from the record alone, and without touching the record."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

import infobox
from infobox.record import Conflict, Item, Page, Quantity, RecordError, Side, TemplateUse, copied, without_conclusions
from tests.dumps.records import SETTINGS, conflict_type, structs_of

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
PAGES = sorted((FIXTURES / "reading").glob("*.wikitext")) + sorted(FIXTURES.glob("*.wikitext"))
FOREIGN = sorted((FIXTURES / "languages").glob("*/*.wikitext"))


@pytest.mark.parametrize("path", [*PAGES, *FOREIGN], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_was_read_is_concluded_again(path: Path) -> None:
    wiki = f"{path.parent.name}wiki" if path in FOREIGN else ""
    for record in infobox.read_all(path.read_text("utf-8"), wiki=wiki):
        as_read = record.to_json()
        emptied = without_conclusions(copied(record))
        assert infobox.conclude(record).to_json() == as_read
        assert infobox.conclude(emptied).to_json() == as_read
        assert record.to_json() == as_read


def figure(number: int, kind: infobox.Kind = "killed") -> Item:
    quantity = Quantity(low=number, high=number, text=str(number), unit=kind, kind=kind)
    return Item(text=f"{number} {kind}", quantities=[quantity])


def test_the_sums_of_a_changed_record_are_renewed() -> None:
    page = "{{Infobox military conflict|combatant1=Greece|combatant2=Italy|result=Greek victory|casualties1=40 killed}}"
    [record] = infobox.read_all(page)
    quantity = record.sides[0].casualties[0].quantities[0]
    quantity.low = quantity.high = 42
    assert record.result is not None
    record.result.victor = "Italian"
    renewed = infobox.conclude(record)
    assert renewed.sides[0].losses == infobox.Losses(
        killed=infobox.Sum(low=42, high=42, figures=["casualties[0].quantities[0]"]),
        total=infobox.Sum(low=42, figures=["casualties[0].quantities[0]"]),
    )
    assert renewed.result is not None
    assert renewed.result.sides == [2]
    assert renewed == record
    renewed.sides[0].casualties.clear()
    assert infobox.conclude(renewed).sides[0].losses is None


def test_a_record_made_by_hand_gets_its_sums() -> None:
    record = Conflict(sides=[Side(casualties=[figure(40), figure(90, "wounded")]), Side()])
    losses = infobox.conclude(record).sides[0].losses
    assert losses is not None
    assert losses.killed == infobox.Sum(low=40, high=40, figures=["casualties[0].quantities[0]"])
    assert losses.total is not None
    assert (losses.total.low, losses.total.high) == (130, 130)
    assert record.sides[0].losses is None


def test_the_language_is_that_of_the_template_and_the_wiki() -> None:
    def victors(page: Page | None, template: TemplateUse | None) -> list[int]:
        sides = [Side(combatants=[Item(text="Griechenland", name="Griechenland")]), Side(combatants=[Item(text="Italien", name="Italien")])]
        concluded = infobox.conclude(Conflict(page=page, template=template, result=infobox.Result(victor="italienisch"), sides=sides))
        assert concluded.result is not None
        return concluded.result.sides

    assert victors(None, None) == []
    assert victors(Page(wiki="dewiki"), None) == [2]


def test_what_is_no_record_is_refused() -> None:
    with pytest.raises(RecordError, match=r"Expected `int \| null`, got `str`"):
        infobox.conclude(Conflict(sides=[Side(casualties=[Item(quantities=[Quantity(low="40")])])]))  # type: ignore[arg-type]
    item = Item(text="Aa")
    item.items.append(item)
    with pytest.raises(RecordError, match="100 levels"):
        infobox.conclude(Conflict(sides=[Side(casualties=[item])]))


@SETTINGS
@given(structs_of(conflict_type(), 3))
def test_any_record_is_concluded_once_and_for_all(record: Conflict) -> None:
    once = infobox.conclude(record)
    assert once == record
    assert infobox.conclude(once).to_json() == once.to_json()
