"""Shares of what is read in other languages: facts of records are compared with a person's reading."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bench.facts import CAPABILITIES, Tally, facts
from bench.languages import main, measured, table

READING = {
    "date": {"start": "1809-05-03", "end": "1809-05-05"},
    "sides": [
        {
            "combatants": [{"name": "North", "flags": ["N.svg"], "items": [{"name": "Militia"}]}],
            "strength": [{"quantities": [{"low": 500, "high": 500}]}],
        },
        {"combatants": [{"name": "South"}]},
    ],
}
PAGE = """{{Infobox military conflict
| date = 3–6 May 1809
| combatant1 = [[File:N.svg|20px]] [[North]]
* Militia
| combatant2 = South, of old
| strength1 = 500 men
| strength2 = 20 guns
}}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.wikitext").write_text(PAGE, "utf-8")
    (tmp_path / "en" / "a.json").write_text(json.dumps(READING), "utf-8")
    (tmp_path / "en" / "without a reading.wikitext").write_text(PAGE, "utf-8")
    return tmp_path


def test_facts_are_those_of_every_line_and_side() -> None:
    found = facts(READING)
    assert {capability: len(found[capability]) for capability in CAPABILITIES if found[capability]} == {
        "dates": 2,
        "names": 3,
        "flags": 1,
        "figures": 1,
    }


@pytest.mark.parametrize(
    ("stated", "wanted", "share", "wrong"),
    [("ab", "ab", 1.0, 0), ("a", "abc", 0.5, 0), ("ax", "ab", 0.5, 1), ("", "a", 0.0, 0), ("", "", None, 0)],
)
def test_a_share_counts_what_is_left_out_and_what_is_wrong(stated: str, wanted: str, share: float | None, wrong: int) -> None:
    tally = Tally()
    tally.add(Counter((letter,) for letter in stated), Counter((letter,) for letter in wanted))
    assert (tally.share, tally.wrong) == (share, wrong)


def test_the_table_has_a_line_for_each_language(folder: Path) -> None:
    [line] = measured(folder)
    assert line.boxes == 1, "only pages with a reading count"
    cells = dict(zip(("language", "boxes", *CAPABILITIES, "all", "wrong dates", "wrong figures"), line.cells(), strict=True))
    assert (
        cells | {"dates": "50", "names": "67", "flags": "100", "figures": "67", "kinds": "–", "wrong dates": "1", "wrong figures": "1"}
        == cells
    )
    head, _, *rows = table([line, line._replace(language="xx", boxes=2)]).splitlines()
    assert head.startswith("| language | boxes | dates |")
    assert [row.split(" | ")[:3] for row in rows] == [["| en", "1", "50"], ["| xx", "2", "50"], ["| all", "3", "50"]], "all together, last"


def test_a_folder_without_readings_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en").mkdir()
    monkeypatch.setattr("sys.argv", ["languages", str(tmp_path)])
    with pytest.raises(SystemExit, match="holds no page with a reading"):
        main()


def test_the_documented_table_is_that_of_the_fixtures() -> None:
    root = Path(__file__).parent.parent
    printed = table(list(measured(root / "fixtures" / "languages")))
    assert printed in (root / "docs" / "languages.md").read_text("utf-8"), "put this table into docs/languages.md:\n" + printed
