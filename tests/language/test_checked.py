"""What rules find, and how two versions differ, on the pages of other Wikipedias: names are those of the wiki."""

from __future__ import annotations

import pytest

from infobox.checks.checking import check_page
from infobox.checks.fixing import fix_page
from infobox.checks.options import chosen
from infobox.comparing import compare
from infobox.reading import read_boxes
from infobox.record import Page

FRENCH = "Infobox Conflit militaire"
POLISH = "Bitwa infobox"


def box(template: str, *parameters: str) -> str:
    return "\n".join(["{{" + template, *(f"| {each}" for each in parameters), "}}"])


CASES = [
    (
        "a name given twice has the name of another side as a way out",
        "frwiki",
        box(FRENCH, "forces1 = 300", "forces1 = 400", "combattants1 = A", "combattants2 = B"),
        [("P104", "“forces1” is given more than once, and readers see only the last value; give one another name, or keep one")],
        ["write “forces2” before “400”"],
    ),
    (
        "a name without an equals sign",
        "plwiki",
        box(POLISH, "siły1 = 300", "siły2", "strona1 = A"),
        [("P105", "“siły2” has no equals sign; write “siły2 =”")],
        [],
    ),
    (
        "coordinates in the halves that a wiki has are not former ones",
        "frwiki",
        box(FRENCH, "conflit = X", "latitude = 31.5", "longitude = 23.5"),
        [],
        [],
    ),
    (
        "control: a latitude that cannot be is one on every wiki",
        "frwiki",
        box(FRENCH, "conflit = X", "latitude = 91.5", "longitude = 23.5"),
        [("G801", "a latitude ends at 90°, 91.5 is beyond; correct it")],
        [],
    ),
    (
        "parameters that the English template does not show are not reported",
        "plwiki",
        box(POLISH, "nazwa = X", "epoka = nowożytność", "przyczyna = Y", "wynik = nierozstrzygnięty", "strona1 = A"),
        [],
        [],
    ),
]


@pytest.mark.parametrize(("why", "wiki", "page", "wanted", "suggested"), CASES, ids=[case[0] for case in CASES])
def test_findings(why: str, wiki: str, page: str, wanted: list[tuple[str, str]], suggested: list[str]) -> None:
    found = check_page(page, chosen(), source=Page(wiki=wiki))
    assert [(each.code, each.message) for each in found] == wanted
    assert [each.what for finding in found for each in finding.suggestions][: len(suggested)] == suggested


def test_a_fix_keeps_the_names_of_the_wiki() -> None:
    page = box(POLISH, "siły1 = 300", "siły2", "strona1 = A")
    assert fix_page(page, chosen(), source=Page(wiki="plwiki")).text == page.replace("siły2", "siły2 =")


def test_changes_have_the_names_of_the_wiki() -> None:
    source = Page(wiki="frwiki")
    old = box(FRENCH, "lieu = A", "combattants1 = X", "combattants2 = Y", "pertes1 = 1", "pertes = 5")
    new = old.replace("= A", "= B").replace("pertes1 = 1", "pertes1 = 2").replace("= 5", "= 6")
    [[one], [other]] = ([each.record for each in read_boxes(page, page=source)] for page in (old, new))
    changes = {each.parameter: each.place for each in compare(one, other)}
    assert changes == {"lieu": "lieu", "pertes1": "side 1, casualties", "pertes": "joint, casualties"}
