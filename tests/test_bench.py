"""What measurements say about the pages that they measured."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench import history, linear, planted
from bench.corpus import FIXTURES, Page, folder, read, real
from bench.releases import differences
from bench.slips import KINDS, Site
from bench.slips.places import DATA
from infobox.checks.registry import rules

BOX = "{{Infobox military conflict\n| conflict = A\n| combatant1 = * [[B]]\n* [[C]]\n| strength1 = 500 men\n}}\n"
ROOT = Path(__file__).parent.parent


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that `INFOBOX_PAGES` names: three pages with three infoboxes."""
    monkeypatch.setenv("INFOBOX_PAGES", str(tmp_path))
    (tmp_path / "below").mkdir()
    (tmp_path / "a.wikitext").write_text(BOX, "utf-8")
    (tmp_path / "below" / "b.wikitext").write_text(BOX * 2, "utf-8")
    (tmp_path / "c.wikitext").write_text("Nothing.", "utf-8")
    return tmp_path


def bench(module: str, *argv: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"bench.{module}", *argv]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})


@pytest.mark.parametrize(
    "argv",
    [
        ["pages"],
        ["reading", "--runs=1"],
        ["checking", "--runs=1"],
        ["edits", "--each=1", "--leaves=6", "--made=2"],
        ["planted", "--each=1"],
        ["sums"],
    ],
    ids=lambda argv: argv[0],
)
def test_measurements_say_which_pages_they_were_made_on(pages: Path, argv: list[str]) -> None:
    done = bench(*argv)
    assert done.stderr == ""
    assert done.stdout.startswith(f"measured on {pages}: 3 pages, 3 infoboxes\n")
    assert done.stdout.count("\n") > 1
    other = bench(*argv, "--pages", str(pages / "below"))
    assert other.stdout.startswith(f"measured on {pages / 'below'}: 1 pages, 2 infoboxes\n")


def test_a_folder_without_an_infobox_is_reported(pages: Path) -> None:
    for path in pages.rglob("*.wikitext"):
        path.write_text("Nothing.", "utf-8")
    done = bench("pages")
    assert done.returncode == 1
    assert done.stdout == f"measured on {pages}: 3 pages, 0 infoboxes\n"
    assert done.stderr == "no infobox to measure; name a folder of pages (*.wikitext) with INFOBOX_PAGES\n"


def test_what_a_wiki_has_no_template_for_is_refused_and_listed() -> None:
    done = bench("pages", "--pages", str(FIXTURES / "languages" / "tr"))
    assert "1 lossless, 1 valid, 0 stable, 1 refused\nkaraburun: refused: {{POW}} is not known to be on tr.wikipedia.org" in done.stdout
    assert done.returncode == 1
    assert not done.stderr


def test_real_pages_are_those_of_the_folder_that_is_named(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [page.name for page in real()] == ["a", "b", "c"]
    for nothing in ("", None):
        if nothing is None:
            monkeypatch.delenv("INFOBOX_PAGES")
        else:
            monkeypatch.setenv("INFOBOX_PAGES", nothing)
        assert real() == []
        assert folder() == FIXTURES


def test_the_history_of_made_up_revisions_reads_those_that_touch_the_infobox(tmp_path: Path) -> None:
    history.write(tmp_path / "history.xml", 100)
    assert "100 revisions, of which 5 read and 5 changes; " in history.measure(str(tmp_path / "history.xml"))


def test_differences_are_named_by_their_path() -> None:
    old = {"records": [{"date": "1809"}, {"sides": [1, 2]}], "fixed": "a"}
    new = {"records": [{"date": "1810"}, {"sides": [1]}], "fixed": "a"}
    assert list(differences(old, new)) == [("records[0].date", '"1809"', '"1810"'), ("records[1].sides", "[1, 2]", "[1]")]


def test_what_a_release_makes_of_a_page_is_canonical() -> None:
    lines = [{"name": "a", "text": BOX, "edited": True}, {"name": "b", "text": "Nothing.", "edited": False}]
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "canonical.py"), "1"],
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    page, nothing = map(json.loads, done.stdout.splitlines())
    assert page["records"][0]["sides"][0]["strength"][0]["quantities"][0]["low"] == 500
    assert page["written"]["gone"] != "refused"
    assert page["languages"] == ["en"]
    assert nothing["records"] == nothing["findings"] == []


def test_what_is_not_a_release_is_reported(tmp_path: Path) -> None:
    done = bench("releases", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"{tmp_path} is not a wheel, nor a folder that contains the package"


def test_a_parser_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "PARSERS", {"fast": "parse = len", "endless": "def parse(text):\n    while True: pass"})
    monkeypatch.setattr(linear, "LIMIT", 1)
    assert linear.scan_seconds("fast", "{{a|", 4_000) < 1
    assert linear.scan_seconds("endless", "{{a|", 4_000) == float("inf")


def test_the_scanner_is_compared_on_texts_of_each_size(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(linear, "PARSERS", {"infobox": linear.PARSERS["infobox"], "other": linear.PARSERS["mwparserfromhell"]})
    monkeypatch.setattr(linear, "SCANNED", (40, 80))
    monkeypatch.setattr(linear, "PATTERNS", {"scanned": {"templates": "{{a|"}})
    linear.compare_scanner()
    head, *rows = (line.split() for line in capsys.readouterr().out.splitlines())
    assert head == ["scanned", "bytes", "infobox,", "s", "other,", "s"]
    assert [row[:2] for row in rows] == [["templates", "40"], ["templates", "80"]]
    assert all(0 <= float(seconds) < 1 for row in rows for seconds in row[2:])


SLIPPERY = """Words before it.
{{Infobox military conflict
| conflict = Battle of the Ford
| date = 5 May 1941<ref>Moss, p. 3</ref>
| place = Fordham, ''in the north'' of Norland
| result = Norland victory
| combatant1 =
* {{flag|Greece}}
* {{flag|Cyprus}}
* {{flag|Crete}}
| combatant2 = [[Sudland]] <small>{{nowrap|until May}}</small>
| commander1 = [[Ada Quill]]
| commander2 = [[Carl Reed]]
| strength1 = 1,500 men
| casualties1 = 200 killed<ref name="Elm" />
}}
Words after it.

== Sources ==
As in<ref name="Elm">Elm, p. 7.</ref> and elsewhere.
"""
"""A page with what the fixtures lack."""


@pytest.fixture(scope="module")
def slippery() -> list[Page]:
    return [*read(FIXTURES), Page("slippery", SLIPPERY)]


@pytest.mark.parametrize("name", KINDS)
def test_slips_of_each_kind_are_made_by_chance_and_nowhere_else(slippery: list[Page], name: str) -> None:
    first, again = (list(planted.plant(KINDS[name], slippery, 2, seed=5)) for _ in range(2))
    assert first
    assert [slip.after for slip in first] == [slip.after for slip in again]
    for slip in first:
        start, end = min(edit.start for edit in slip.slip.edits), max(edit.end for edit in slip.slip.edits)
        assert slip.after != slip.before
        assert slip.after.startswith(slip.before[:start])
        assert slip.after.endswith(slip.before[end:])
        assert all(0 <= one <= other for one, other in slip.spots)


def test_slips_stay_in_their_infobox(slippery: list[Page]) -> None:
    (subject,) = planted._subjects(SLIPPERY)
    for kind in KINDS.values():
        for slip in kind.slips(Site(SLIPPERY, subject, random.Random(1))):
            inside = all(subject.box.start <= edit.start and edit.end <= subject.box.end + 1 for edit in slip.edits)
            assert inside or kind.name in ("edit: page blanked", "reference's definition removed"), kind.name


def test_every_kind_of_slip_says_what_it_is_and_expects_rules() -> None:
    assert list(DATA["codes"]) == sorted(KINDS, key=list(DATA["codes"]).index)
    assert all(kind.what for kind in KINDS.values())
    assert {code for codes in DATA["codes"].values() for code in codes} <= set(rules())


def test_a_slip_counts_as_found_only_with_its_code_at_its_place() -> None:
    page = [Page("page", BOX)]
    (slip,) = planted.plant(KINDS["link not closed"], page, 1, 1)
    assert planted.judge(slip).outcome == "found"
    assert planted.judge(slip._replace(spots=[(0, 1)])).outcome == "elsewhere"
    assert planted.judge(slip._replace(kind=KINDS["placeholder"])).outcome == "other"
    assert planted.judge(slip._replace(after=slip.before)).outcome == "nothing"


def test_too_few_found_slips_are_a_failure(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = bench("planted", "--each=2", "--kinds=link not closed")
    assert done.returncode == 0
    assert "found with code and place: 100.0 % of 2" in done.stdout
    (slip,) = planted.plant(KINDS["link not closed"], [Page("page", BOX)], 1, 1)
    assert planted._failed([planted.judge(slip._replace(after=slip.before))])
    assert "kinds under 80 %: link not closed" in capsys.readouterr().out


def test_victors_are_counted_and_those_without_a_side_are_listed(tmp_path: Path) -> None:
    box = "{{Infobox military conflict|result=%s|combatant1={{flag|France}}|combatant2=Prussia}}"
    for name, result in (("a", "French victory"), ("b", "Zulu victory"), ("c", "Inconclusive")):
        (tmp_path / f"{name}.wikitext").write_text(box % result, "utf-8")
    done = bench("victors", "--pages", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1:] == [
        "b: Zulu: left out: 1. [France] France – 2. Prussia",
        "3 results, 1 without a victor, 2 victors, 1 tied, 1 left out",
        "tied: 50.0 % of the victors",
    ]


def test_far_counts_what_is_fetched() -> None:
    done = bench("far", "--megabytes=6", "--titles", "1", "2")
    assert (done.returncode, done.stderr) == (0, "")
    one, two = (
        re.fullmatch(r"(\d) titles: (\d) records, (\d+) requests, ([\d.]+) MB fetched, .*", line) for line in done.stdout.splitlines()[1:]
    )
    assert one is not None
    assert two is not None
    assert (one[1], two[1]) == ("1", "2")
    assert 0 < float(one[4]) < float(two[4])
