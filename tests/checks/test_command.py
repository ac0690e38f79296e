"""`infobox check` and `infobox explain` as users see them: what is printed where, what is written, exit status, wrong use."""

from __future__ import annotations

import html
import json
import os
import re
import stat
import threading
from pathlib import Path

import pytest

from infobox.api import fix
from infobox.checks.documentation import pages
from infobox.checks.registry import rules
from infobox.pages.export_places import escaped
from infobox.pages.sources import BOM, open_pages
from tests.command_line import Maker, Runner

CLEAN = "{{Infobox war\n| conflict = A\n| place = [[B]]\n| date = 1943\n}}\n"
SLIP = CLEAN.replace("| date", "| Units 1 = [[C]]\n| date")
FIXED = SLIP.replace("Units 1", "units1")
LOST = CLEAN.replace("| date", "| weather = fog\n| date")
EXTRACTED = "= A =\n\n- Conflict: A\n- Partof: the war\n- Date: 1943\n- Combatant1: Italy\n- Combatant2: Germany\n"


def export(text: str) -> str:
    return (
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><page><title>A</title><ns>0</ns><id>5</id><revision><id>9</id>'
        f"<text>{text}</text></revision></page></mediawiki>"
    )


@pytest.fixture(autouse=True)
def _no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_clean_page_is_status_0(run: Runner, page: Maker) -> None:
    assert run("check", page(CLEAN)) == (0, "", "0 findings in 0 of 1 page\n")
    assert run("check", "--quiet", page(CLEAN)) == (0, "", "")


def test_findings_are_status_1_and_reported_with_their_place(run: Runner, page: Maker) -> None:
    path = page(LOST)
    result = run("check", path)
    assert result.status == 1
    assert f"{path}:4:3: " in result.out
    assert "P101" in result.out
    assert "| weather = fog" in result.out
    assert "^^^^^^^" in result.out
    assert result.err == "1 finding in 1 of 1 page\n"


def test_fixable_findings_are_counted_by_what_fixes_them(run: Runner, page: Maker) -> None:
    several = SLIP.replace("| date", "| image_size = 300px\n| strength1 = N/A\n| date")
    expected = "3 findings (fixable: 1 with --fix, 1 with --fix --cosmetic, 1 with --fix --unsafe) in 1 of 1 page\n"
    assert run("check", "--cosmetic", page(several)).err == expected
    assert run("check", page(several)).err == "2 findings (fixable: 1 with --fix, 1 with --fix --unsafe) in 1 of 1 page\n"
    assert run("check", page(SLIP)).err == "1 finding (fixable: 1 with --fix) in 1 of 1 page\n"


def test_only_what_is_severe_enough_is_reported_and_fixed(run: Runner, page: Maker) -> None:
    both = SLIP.replace("| date", "| rain = heavy\n| strength1 = N/A\n| date")
    path = page(both)
    result = run("check", "--severity", "error", path)
    assert "P102" in result.out
    assert "P101" not in result.out
    assert result.err == "1 finding (fixable: 1 with --fix) in 1 of 1 page; left out: 2 warnings\n"
    diff = run("check", "--diff", "--unsafe", "--severity", "error", path)
    assert diff.err == "1 finding would be fixed, 0 left in 1 page; left out: 2 warnings\n"
    fixed = run("check", "--fix", "--unsafe", "--severity", "error", path)
    assert (fixed.status, fixed.err) == (0, "1 finding fixed; 0 findings in 0 of 1 page; left out: 2 warnings\n")
    assert path.read_text("utf-8") == both.replace("Units 1", "units1")


def test_findings_that_a_page_asks_to_ignore_are_counted(run: Runner, page: Maker) -> None:
    path = page(LOST.replace("fog", "fog <!-- infobox: ignore P101 -->"))
    assert run("check", path) == (0, "", "0 findings in 0 of 1 page; left out: 1 ignored in pages\n")
    run_of_sarif = json.loads(run("check", "--format", "sarif", path).out)["runs"][0]
    assert run_of_sarif["properties"]["leftOut"] == {"ignored": 1, "warnings": 0, "infos": 0, "full": []}
    assert "properties" not in json.loads(run("check", "--format", "sarif", page(LOST)).out)["runs"][0]


def test_a_rule_that_stops_after_many_findings_is_named(run: Runner, page: Maker) -> None:
    many = CLEAN.replace("| date", "| notes = " + "300<br\\>" * 120 + "\n| date")
    result = run("check", "--select", "M408", page(many))
    assert result.err == "100 findings (fixable: 100 with --fix) in 1 of 1 page; left out: perhaps more of M408\n"
    fewer = CLEAN.replace("| date", "| notes = " + "300<br\\>" * 99 + "\n| date")
    assert "left out" not in run("check", "--select", "M408", page(fewer)).err


def test_findings_can_be_status_0(run: Runner, page: Maker, tmp_path: Path) -> None:
    assert run("check", "--exit-zero", page(LOST)).status == 0
    assert "P101" in run("check", "--exit-zero", page(LOST)).out
    assert run("check", "--exit-zero", "--diff", page(SLIP)).status == 0
    assert run("check", "--exit-zero", tmp_path / "none").status == 2


def test_signs_stand_beside_what_they_mean(run: Runner, page: Maker) -> None:
    several = SLIP.replace("| date", "| image_size = 300px\n| strength1 = N/A\n| date")
    result = run("check", "--cosmetic", "--format", "concise", page(several))
    assert sorted(line[-3:] for line in result.out.splitlines()) == ["[*]", "[*]", "[+]"]
    fixable = "fixable: [*] 1 with --fix, [*] 1 with --fix --cosmetic, [+] 1 with --fix --unsafe"
    assert result.err == f"3 findings ({fixable}) in 1 of 1 page\n"


def test_a_diff_is_coloured_where_it_is_wanted(run: Runner, page: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    path = page(SLIP)
    plain = run("check", "--diff", path).out
    coloured = run("check", "--diff", "--color=always", path).out
    assert "\x1b[31m-| Units 1 = [[C]]\x1b[0m\n\x1b[32m+| units1 = [[C]]\x1b[0m\n" in coloured
    assert f"\x1b[1m--- {path}\x1b[0m\n\x1b[1m+++ {path}, fixed\x1b[0m\n\x1b[36m@@ " in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain
    assert "\x1b" not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert run("check", "--diff", path).out == coloured


def test_json_is_for_programs(run: Runner, page: Maker) -> None:
    path = page(SLIP)
    (found,) = json.loads(run("check", "--format", "json", path).out)
    assert (found["code"], found["rule"], found["line"], found["column"]) == ("P102", "misspelt-parameter", 4, 3)
    assert found["fix"]["safe"]
    assert SLIP[found["span"][0] : found["span"][1]] == found["text"] == "Units 1"


def test_every_page_is_checked_whatever_is_wrong_with_the_others(run: Runner, page: Maker, tmp_path: Path) -> None:
    none, extracted = tmp_path / "none", page(EXTRACTED, "extracted")
    result = run("check", none, extracted, page(LOST, "lost"), page("x", "x"))
    assert result.status == 2
    assert result.err.splitlines() == [
        f"{none}: no such file",
        f"{extracted}: extracted text has no wikitext to check (give the page's wikitext)",
        f"{tmp_path / 'x'}: no military-conflict infobox",
        "1 finding in 1 of 2 pages",
    ]


def test_standard_input_and_exports_are_checked(run: Runner, page: Maker) -> None:
    assert run("check", "-", stdin=LOST.encode()).status == 1
    result = run("check", page(export(LOST), "dump.xml"))
    assert result.status == 1
    assert "dump.xml[A]:4:3" in result.out


def test_sarif_has_places_and_fixes_in_an_export(run: Runner, page: Maker) -> None:
    text = SLIP.replace("| date", "| notes = <small>é “x”</small> & 🙂 [[A||B]]<br\\>\n| date")
    path = page(export(escaped(text)), "dump.xml")
    results = json.loads(run("check", "--format", "sarif", path).out)["runs"][0]["results"]
    assert {result["ruleId"] for result in results} == {"P102", "M420", "M408"}
    lines = path.read_text("utf-8").split("\n")
    for result in results:
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] == region["endLine"]
        words = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert words == region["snippet"]["text"]
        assert html.unescape(words) in {"Units 1", "[[A||B]]", "<br\\>"}
        assert result["locations"][0]["logicalLocations"] == [{"name": "A", "kind": "page"}]
    for result in sorted(results, key=lambda result: -result["locations"][0]["physicalLocation"]["region"]["startColumn"]):
        for change in result["fixes"][0]["artifactChanges"][0]["replacements"]:
            region = change["deletedRegion"]
            line = lines[region["startLine"] - 1]
            new = change["insertedContent"]["text"]
            lines[region["startLine"] - 1] = line[: region["startColumn"] - 1] + new + line[region["endColumn"] - 1 :]
    path.write_text("\n".join(lines), "utf-8")
    (fixed,) = open_pages(str(path))
    assert fixed.text == fix(text).text


def test_sarif_has_no_place_in_an_export_that_is_read_from_standard_input(run: Runner) -> None:
    result = run("check", "--format", "sarif", "-", stdin=export(SLIP).encode())
    (location,) = json.loads(result.out)["runs"][0]["results"][0]["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["message"]["text"] == "line 4, column 3 of the page A"


def test_annotations_of_an_export_have_its_lines(run: Runner, page: Maker) -> None:
    path = page(export("&lt;!-- a --&gt;" + LOST).replace("<page>", "\n\n<page>"), "dump.xml")
    out = run("check", "--format", "github", path).out
    assert f"file={path},line=6,endLine=6,col=3,endColumn=10," in out
    assert "A:4:3: the template does not know" in out


def test_rules_are_chosen(run: Runner, page: Maker) -> None:
    path = page(LOST)
    assert run("check", "--ignore", "P101", path).status == 0
    assert run("check", "--ignore", "unknown-parameter,P102", path).status == 0
    assert run("check", "--select", "P102", path).status == 0
    assert run("check", "--select", "P102", "--extend-select", "P101", path).status == 1


def test_settings_are_those_of_the_folder_unless_isolated(run: Runner, page: Maker, tmp_path: Path) -> None:
    path = page(LOST)
    page('ignore = ["P101"]\n', "infobox.toml")
    assert run("check", path).status == 0
    assert run("check", "--isolated", path).status == 1
    other = page('[tool.infobox]\nselect = ["P101"]\n', "other.toml")
    assert run("check", "--config", other, path).status == 1
    assert run("check", "--config", tmp_path / "none.toml", path).err == f"infobox check: {tmp_path / 'none.toml'}: no such file\n"


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ([], "name a page to check"),
        (["--unsafe", "page"], "--unsafe only works with --fix or --diff"),
        (["--fix", "--diff", "page"], "give one of them"),
        (["--edit", "a", "b", "page"], "--edit takes two versions of one page"),
        (["--edit", "a", "b", "--fix"], "--edit takes two versions of one page"),
        (["-", "-"], "standard input can be only one page"),
        (["--fix", "-", "page"], "standard input must be the only page"),
        (["--select", "P999", "page"], "no rule is called 'P999'"),
        (["--ignore", "unknown-parametre", "page"], "did you mean unknown-parameter?"),
        (["--format", "yaml", "page"], "invalid choice"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(run: Runner, page: Maker, argv: list[str], message: str) -> None:
    page(CLEAN)
    result = run("check", *argv)
    assert (result.status, result.out) == (2, "")
    assert message in result.err
    assert result.err.count("\n") == 1


# --- fixing


def test_fix_writes_the_page_and_reports_what_is_left(run: Runner, page: Maker) -> None:
    path = page(SLIP + LOST)
    result = run("check", "--fix", path)
    assert path.read_text("utf-8") == FIXED + LOST
    assert result.status == 1
    assert "P101" in result.out
    assert "P102" not in result.out
    assert result.err == "1 finding fixed; 1 finding in 1 of 1 page\n"
    assert run("check", "--fix", page(SLIP)) == (0, "", "1 finding fixed; 0 findings in 0 of 1 page\n")


def test_diff_shows_and_changes_nothing(run: Runner, page: Maker) -> None:
    path = page(SLIP)
    result = run("check", "--diff", path)
    assert path.read_text("utf-8") == SLIP
    assert result.status == 1
    assert "-| Units 1 = [[C]]\n+| units1 = [[C]]\n" in result.out
    assert result.err == "1 finding would be fixed, 0 left in 1 page\n"
    assert run("check", "--diff", page(CLEAN)).status == 0


def test_what_changes_what_a_reader_sees_is_asked_for(run: Runner, page: Maker) -> None:
    text = CLEAN.replace("| date", "| strength1 = N/A\n| date")
    path = page(text)
    assert run("check", "--fix", path).err == "0 findings fixed; 1 finding (fixable: 1 with --fix --unsafe) in 1 of 1 page\n"
    assert path.read_text("utf-8") == text
    run("check", "--fix", "--unsafe", path)
    assert path.read_text("utf-8") == text.replace(" N/A", "")


def test_a_page_with_nothing_but_cosmetic_findings_is_left_alone_unless_cosmetic_is_given(run: Runner, page: Maker) -> None:
    text = CLEAN.replace("| date", "| image_size = 300px\n| date")
    path = page(text)
    assert run("check", path) == (0, "", "0 findings in 0 of 1 page\n")
    assert run("check", "--fix", path).status == 0
    assert run("check", "--fix", "--select", "I903", path).status == 1
    assert path.read_text("utf-8") == text
    assert run("check", "--fix", "--cosmetic", path).status == 0
    assert path.read_text("utf-8") == text.replace("px", "")


def test_standard_input_is_fixed_to_standard_output(run: Runner) -> None:
    result = run("check", "--fix", "-", stdin=(SLIP + LOST).encode())
    assert result.out == FIXED + LOST
    assert "P101" in result.err
    marked = run("check", "--fix", "-", stdin=BOM + SLIP.replace("\n", "\r\n").encode())
    assert marked.out.encode() == BOM + FIXED.replace("\n", "\r\n").encode()


def test_every_other_byte_and_the_files_mode_stay(run: Runner, page: Maker) -> None:
    data = BOM + SLIP.replace("\n", "\r\n").encode()
    path = page(data)
    path.chmod(0o640)
    run("check", "--fix", path)
    assert path.read_bytes() == data.replace(b"Units 1", b"units1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(path.parent) == [path.name]


def test_a_link_to_a_file_stays_one(run: Runner, page: Maker, tmp_path: Path) -> None:
    path = page(SLIP)
    link = tmp_path / "link"
    link.symlink_to(path)
    run("check", "--fix", link)
    assert link.is_symlink()
    assert path.read_text("utf-8") == FIXED


def test_a_page_without_findings_is_not_written(run: Runner, page: Maker) -> None:
    path = page(CLEAN)
    before = (path.stat().st_ino, path.stat().st_mtime_ns)
    run("check", "--fix", path)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == before


def test_a_file_that_cannot_be_written_is_reported_and_stays(run: Runner, page: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    path = page(SLIP)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    result = run("check", "--fix", path)
    assert result.status == 2
    assert f"{path}: not written: no space left on device" in result.err
    assert path.read_text("utf-8") == SLIP
    assert os.listdir(path.parent) == [path.name]


def test_what_was_not_written_is_not_counted_as_fixed(run: Runner, page: Maker) -> None:
    locked, open_one = page(SLIP, "locked"), page(SLIP, "open")
    locked.chmod(0o444)
    result = run("check", "--fix", "--format=concise", locked, open_one)
    assert result.status == 2
    assert [line.partition(": error ")[0] for line in result.out.splitlines()] == [f"{locked}:4:3"]
    assert result.err.splitlines() == [
        f"{locked}: not written: read-only (make it writable first, such as with: chmod u+w)",
        "1 finding fixed; 1 finding (fixable: [*] 1 with --fix) in 1 of 2 pages",
    ]
    assert locked.read_text("utf-8") == SLIP
    assert open_one.read_text("utf-8") == FIXED


def test_a_page_of_several_names_is_fixed_under_all_of_them(run: Runner, page: Maker, tmp_path: Path) -> None:
    path = page(SLIP)
    (tmp_path / "other").hardlink_to(path)
    assert run("check", "--fix", path).status == 0
    assert (tmp_path / "other").read_text("utf-8") == FIXED
    assert path.samefile(tmp_path / "other")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_is_checked_and_not_replaced(run: Runner, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(SLIP,))
    writer.start()
    result = run("check", "--fix", pipe)
    writer.join()
    assert result.status == 2
    assert "P102" in result.out
    assert result.err.splitlines() == [
        f"{pipe}: not written: a pipe, not a file",
        "0 findings fixed; 1 finding (fixable: 1 with --fix) in 1 of 1 page",
    ]
    assert stat.S_ISFIFO(pipe.lstat().st_mode)


def test_exports_cannot_be_fixed(run: Runner, page: Maker) -> None:
    path = page(export(SLIP), "dump.xml")
    result = run("check", "--fix", path)
    assert result.status == 2
    assert "an XML export cannot be fixed (save the page's wikitext in a separate file)" in result.err
    assert run("check", "--diff", path).status == 1


# --- edits


def test_an_edit_is_judged_by_what_it_introduced(run: Runner, page: Maker) -> None:
    old, new = page(LOST, "old"), page(LOST.replace("[[B]]", "[[C]]\n| fog = fog"), "new")
    result = run("check", "--edit", old, new)
    assert result.status == 1
    assert "“fog”" in result.out
    assert "weather" not in result.out
    assert "place: B → C" in result.out
    assert run("check", "--edit", old, old).status == 0


def test_an_edit_is_summarized_in_one_line(run: Runner, page: Maker) -> None:
    old, new, blank = page(CLEAN.replace("[[B]]", "[[B]]\n| result = Greek victory"), "old"), page(CLEAN, "new"), page("", "blank")
    result = run("check", "--format", "concise", "--edit", old, new)
    assert result.status == 1
    assert result.out.splitlines()[0].endswith("result reversed (Greek victory removed)")
    result = run("check", "--format", "concise", "--edit", old, blank)
    assert result.status == 1
    assert result.out.splitlines()[0].endswith("infobox removed (page blanked)")


def test_an_edit_for_programs(run: Runner, page: Maker) -> None:
    old, new = page(CLEAN, "old"), page(CLEAN.replace("[[B]]", "[[C]]\n| fog = fog"), "new")
    review = json.loads(run("check", "--format", "json", "--edit", old, new).out)
    assert [finding["code"] for finding in review["findings"]] == ["P101"]
    assert {"parameter": "place", "place": "place", "action": "changed", "field": "text", "old": "B", "new": "C"} in review["changes"]


def test_an_edit_of_what_cannot_be_read(run: Runner, page: Maker, tmp_path: Path) -> None:
    result = run("check", "--edit", page(CLEAN), tmp_path / "none")
    assert (result.status, result.out) == (2, "")
    assert "none: no such file" in result.err


# --- statistics, explain


def test_statistics_count_the_rules(run: Runner, page: Maker) -> None:
    result = run("check", "--statistics", page(LOST, "a"), page(LOST + SLIP, "b"))
    assert result.status == 1
    assert result.out.splitlines() == ["      2 P101 unknown-parameter", "      1 P102 misspelt-parameter"]


def test_explain_prints_a_rules_documentation(run: Runner) -> None:
    for name in ("P101", "unknown-parameter"):
        result = run("explain", name)
        assert result.status == 0
        assert result.out.startswith("# P101 unknown-parameter\n")
        assert "| weather = [[Rain]]" in result.out


def test_explain_lists_all_rules(run: Runner) -> None:
    result = run("explain")
    assert [line.split()[:2] for line in result.out.splitlines()] == [[rule.code, rule.name] for rule in rules().values()]


def test_explain_of_what_is_no_rule(run: Runner) -> None:
    result = run("explain", "P999")
    assert (result.status, result.out) == (2, "")
    assert "no rule is called 'P999'" in result.err


def test_every_rule_has_its_page_of_documentation() -> None:
    folder = Path(__file__).parent.parent.parent / "docs" / "rules"
    assert {path.name: path.read_text("utf-8") for path in folder.glob("*.md")} == pages(), "run: make rules"
