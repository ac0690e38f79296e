"""Invisible characters at the edges of values and lines: an edit of another line keeps them, and places in the page count them."""

from __future__ import annotations

import pytest

from infobox.reading import read_boxes
from infobox.record import Item, bare

INVISIBLE = ["\u200b", "\u200e", "\u200f", "\u202c", "\u2060", "\ufeff", "\xad", "\xa0", "\u3000", "\u2028", "&#8203;", "&lrm;", "&nbsp;"]
PAGE = """{X}{{{{Infobox military conflict
| conflict   = {X}Ford{X}
| place      = {X}
| combatant1 = {X}[[A]]{X}<br>{X}B {X}<br>{X}C{X}
| strength1  = {X}
* {X}3 men{X}
* {X}4 guns{X}
{X}
| casualties1 = {{{{ubl|{X}5 killed{X}|{X}6 wounded{X}}}}}{X}
| casus      = {X}thing{X}
}}}}{X}"""


@pytest.mark.parametrize("sign", INVISIBLE, ids=ascii)
def test_invisible_characters_stay_where_they_are(sign: str) -> None:
    page = PAGE.format(X=sign)
    [spanned] = read_boxes(page, spans=True)
    [plain] = read_boxes(page)
    assert bare(spanned.record) == bare(plain.record)
    record = spanned.record
    assert record.write(into=page) == page
    for item in [*record.sides[0].combatants, *record.sides[0].strength, *record.sides[0].casualties]:
        assert item.span is not None
        assert item.text in page[slice(*item.span)].replace("[[", "")
    record.sides[0].combatants[1].text = "Bee"
    record.sides[0].strength.append(Item(text="5 ships"))
    record.sides[0].casualties[0].text = "7 killed"
    written = record.write(into=page)
    expected = page.replace(f"{sign}B {sign}", f"{sign}Bee {sign}").replace("5 killed", "7 killed")
    expected = expected.replace(f"* {sign}4 guns{sign}", f"* {sign}4 guns{sign}\n* 5 ships")
    assert written == expected
