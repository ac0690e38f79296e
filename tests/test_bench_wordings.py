"""Wordings of dates and figures in other languages: how they are judged, and that none is read wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.wordings import Wording, main, table, wordings

FIXTURES = Path(__file__).parent.parent / "fixtures" / "wordings"
HEAD = """wiki = "dewiki"
template = "Infobox Militärischer Konflikt"
parameters = { dates = "DATUM", strength = "TRUPPENSTÄRKE1", casualties = "VERLUSTE1" }
"""


def judged(folder: Path, values: str, text: str, wanted: str) -> Wording:
    (folder / "de.toml").write_text(f'{HEAD}[{values}]\n"{text}" = {wanted}\n', "utf-8")
    [wording] = wordings(folder)
    return wording


@pytest.mark.parametrize(
    ("values", "text", "wanted", "judgement"),
    [
        ("dates", "5. Mai 1809", '"1809-05-05"', "right"),
        ("dates", "5.–7. Mai 1809", '"1809-05-05/1809-05-07"', "right"),
        ("dates", "5.–7. Mai 1809", '"1809-05-05"', "wrong"),
        ("dates", "5. Mai 1809", '"1809-05"', "wrong"),
        ("dates", "seit 2011", '"2011/.."', "right"),
        ("dates", "seit 2011", '"2011"', "wrong"),
        ("dates", "2011", '"2011/.."', "wrong"),
        ("dates", "bis 1945", '"/1945"', "right"),
        ("dates", "vor langer Zeit", '""', "right"),
        ("dates", "vor langer Zeit", '"1809"', "left out"),
        ("dates", "1809", '""', "wrong"),
        ("strength", "etwa 2.000 Mann, 20 Kanonen", '["~2000", "20"]', "right"),
        ("strength", "etwa 2.000 Mann, 20 Kanonen", '["2000", "20"]', "wrong"),
        ("strength", "etwa 2.000 Mann, 20 Kanonen", '["~2000"]', "wrong"),
        ("strength", "2.000 bis 3.000", '["2000-3000"]', "right"),
        ("strength", "mindestens 300 Mann, bis zu 40 Kanonen", '["300-", "-40"]', "right"),
        ("strength", "viele", '["300"]', "left out"),
        ("casualties", "30 Tote", '["30 killed"]', "right"),
        ("casualties", "30 Tote", '["30 wounded"]', "wrong"),
        ("casualties", "30 Tote", '["30"]', "wrong"),
        ("casualties", "30 Leute", '["30 killed"]', "left out"),
    ],
)
def test_a_wording_is_right_left_out_or_wrong(tmp_path: Path, values: str, text: str, wanted: str, judgement: str) -> None:
    wording = judged(tmp_path, values, text, wanted)
    assert wording.judgement == judgement, str(wording)


def test_the_table_counts_by_language_and_all_together(tmp_path: Path) -> None:
    wording = judged(tmp_path, "dates", "1809", '""')
    assert table([wording, wording._replace(language="fr", wanted="1809")]).splitlines()[2:] == [
        "| de | 0 | 0 | 1 | 0 | 0 | 0 |",
        "| fr | 1 | 0 | 0 | 0 | 0 | 0 |",
        "| all | 1 | 0 | 1 | 0 | 0 | 0 |",
    ]


def test_a_reading_that_is_not_in_the_form_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="'about 5' is not the reading of a figure"):
        _ = judged(tmp_path, "strength", "5", '["about 5"]').judgement


def test_the_command_prints_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    judged(tmp_path, "dates", "1809", '"1810"')
    monkeypatch.setattr("sys.argv", ["wordings", str(tmp_path)])
    main()
    assert "de dates: '1809': wrong: wanted '1810', stated start 1809; end 1809" in capsys.readouterr().out


def test_no_date_or_figure_is_read_wrongly_and_the_documented_table_is_that_of_the_fixtures() -> None:
    every = list(wordings(FIXTURES))
    assert every
    assert [str(wording) for wording in every if wording.judgement == "wrong"] == []
    printed = table(every)
    assert printed in (FIXTURES.parent.parent / "docs" / "languages.md").read_text("utf-8"), (
        "put this table into docs/languages.md:\n" + printed
    )
