"""What measurements say about the pages that they measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import linear
from bench.corpus import FIXTURES, folder, real
from bench.releases import differences

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
    [["pages"], ["reading", "--runs=1"], ["checking", "--runs=1"], ["edits", "--each=1", "--leaves=6", "--made=2"]],
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


def test_real_pages_are_those_of_the_folder_that_is_named(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [page.name for page in real()] == ["a", "b", "c"]
    for nothing in ("", None):
        if nothing is None:
            monkeypatch.delenv("INFOBOX_PAGES")
        else:
            monkeypatch.setenv("INFOBOX_PAGES", nothing)
        assert real() == []
        assert folder() == FIXTURES


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
