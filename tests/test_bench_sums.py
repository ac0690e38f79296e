"""What is counted of sums, and how sums are compared with those that a person read."""

from __future__ import annotations

from pathlib import Path

import pytest

import infobox
from bench.corpus import Page, real
from bench.sums import Counts, Judged, digest, judged, sums
from infobox.record import Conflict

READINGS = (Path(__file__).parent / "conclusions" / "readings.tsv").read_text("utf-8")
PAGE = Page(
    "Ford",
    """{{Infobox military conflict
| strength1   = 600 men<br>20 guns
| casualties1 = 40 killed<br>90 wounded<br>5 civilians killed
| casualties2 = 26 killed<br>350 killed
| casualties3 = 3 killed according to Greek sources, 7 killed according to Italian sources
}}""",
)


def records(page: Page) -> list[Conflict]:
    return infobox.read_all(page.text, title=page.name)


def test_sums_are_written_as_a_person_writes_them() -> None:
    found = {path: held for path, held in sums(records(PAGE)).items() if held != "-"}
    assert found == {
        "[0].sides[0].people": "600..600",
        "[0].sides[0].losses.killed": "40..40",
        "[0].sides[0].losses.wounded": "90..90",
        "[0].sides[0].losses.total": "130..130",
        "[0].joint.losses.killed": "3..7/2",
    }


def test_sides_with_figures_and_no_sum_are_left_out() -> None:
    counts = Counts()
    for record in records(PAGE):
        counts.add(record)
    assert (counts.figures, counts.with_role) == (7, 5)
    assert counts.wanted == {"people": 1, "killed": 3, "wounded": 1, "total": 3}
    assert counts.held == {"people": 1, "killed": 2, "wounded": 1, "total": 1}
    assert "| killed | 3 | 2 (66.7 %) | 1 |" in counts.table().splitlines()
    assert counts.line().startswith(
        "7 figures of people, 71.4 % with a role; of the sides whose figures call for a sum, those with it: people 100.0 %, "
    )


@pytest.mark.parametrize(
    ("path", "wanted", "judgement"),
    [
        ("[0].sides[0].losses.killed", "40..40", "right"),
        ("[0].sides[0].losses.killed", "40..", "wrong"),
        ("[0].sides[0].losses.killed", "-", "wrong"),
        ("[0].sides[0].losses.killed", "39..40", "wrong"),
        ("[0].sides[1].losses.killed", "376..376", "left out"),
        ("[0].sides[1].losses.killed", "-", "right"),
        ("[1].sides[0].people", "600..600", "left out"),
    ],
)
def test_readings_judge_sums(path: str, wanted: str, judgement: str) -> None:
    [found] = judged([PAGE], f"# head\n\nFord\t{digest(PAGE.text)}\t{path}\t{wanted}\n")
    assert found.judgement == judgement


@pytest.mark.parametrize(
    ("wanted", "stated", "judgement"),
    [
        ("600..650", "600..", "open"),
        ("600..650", "..650", "open"),
        ("600..650/2", "600../2", "open"),
        ("600..", "600..650", "wrong"),
        ("600..650", "500..", "wrong"),
        ("-", "500..", "wrong"),
    ],
)
def test_a_bound_that_is_not_stated_is_no_error(wanted: str, stated: str, judgement: str) -> None:
    assert Judged("Ford", "[0].sides[0].people", wanted, stated).judgement == judgement


def test_another_version_of_a_page_is_not_judged() -> None:
    assert not list(
        judged([PAGE], f"Ford\t{digest('')}\t[0].sides[0].people\t1..1\nMill\t{digest(PAGE.text)}\t[0].sides[0].people\t1..1\n")
    )


def test_a_line_of_readings_that_is_none_is_named() -> None:
    with pytest.raises(SystemExit, match=r"line 2 of the readings: 1 parts; write page, digest, path and sum, with tabs between"):
        list(judged([PAGE], "# head\nFord 1 2 3\n"))


@pytest.mark.skipif(not real(), reason="INFOBOX_PAGES names no folder")
def test_no_sum_of_a_real_page_differs_from_what_a_person_read() -> None:
    assert [str(each) for each in judged(real(), READINGS) if each.judgement == "wrong"] == []
