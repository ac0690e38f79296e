"""What a command line names: files, folders, patterns, and things that are no pages."""

from __future__ import annotations

import os
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.pages.finding import ENDINGS, NO_INFOBOX, files_of, matching
from infobox.pages.wrong_kind import json_kind, missing, not_a_page, not_a_record
from tests.command_line import Maker, Runner

CASES = tomllib.loads(Path(__file__).with_name("wrong_input.toml").read_text("utf-8"))["case"]
GOOD = '{"schema": "military-conflict/1.0", "conflict": {"text": "A"}}'
WAR = "{{{{Infobox war | conflict = {} | combatant1 = B | place = [[C]] | date = 1943 }}}}\n"
FILES = {"b.wikitext": "B", "a/z.wiki": "Z", "a/y/x.TXT": "X", "c.xml": "", "d/e.mediawiki": "E"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with pages and other things in folders."""
    monkeypatch.chdir(tmp_path)
    for name, battle in FILES.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        text = WAR.format(battle) if battle else "<mediawiki><page><title>T</title><revision><text/></revision></page></mediawiki>"
        Path(name).write_text(text, "utf-8")
    Path(".git").mkdir()
    for name in ("notes.md", "a/data.json", ".git/hidden.wikitext"):
        Path(name).write_text("x", "utf-8")
    return tmp_path


def named(*paths: str) -> tuple[list[str], list[str], list[str]]:
    """The files that paths stand for, what is trouble, and what is remarked."""
    trouble: list[str] = []
    remarks: list[str] = []
    return [file for path in paths for file in files_of(path, trouble.append, remarks.append)], trouble, remarks


def test_a_folder_is_the_pages_under_it_in_order(folder: Path) -> None:
    remark = f".: not read: 2 files with other endings, 1 hidden name (pages end in {' '.join(ENDINGS)})"
    assert named(".") == ([os.path.normpath(name) for name in sorted(FILES)], [], [remark])
    assert named("a/") == ([os.path.join("a/", *name.split("/")[1:]) for name in ("a/y/x.TXT", "a/z.wiki")], [], [
        f"a/: not read: 1 file with another ending (pages end in {' '.join(ENDINGS)})"
    ])  # fmt: skip
    assert named("d") == ([os.path.join("d", "e.mediawiki")], [], [])


def test_a_folder_without_pages_is_trouble(folder: Path) -> None:
    assert named(".git") == ([".git/hidden.wikitext".replace("/", os.sep)], [], [])
    Path("none").mkdir()
    assert named("none") == ([], [f"none: no pages in this folder, whose names end in {' '.join(ENDINGS)}"], [])


@pytest.mark.skipif(os.name != "posix", reason="files of Unix")
def test_links_are_not_followed_in_circles_and_special_files_are_not_opened(folder: Path) -> None:
    Path("a/up").symlink_to("..")
    Path("a/self.wiki").symlink_to("self.wiki")
    Path("a/other.wiki").symlink_to("z.wiki")
    Path("a/gone.wiki").symlink_to("nothing")
    os.mkfifo("a/pipe.wiki")
    found, trouble, remarks = named("a")
    assert found == ["a/gone.wiki", "a/other.wiki", "a/y/x.TXT", "a/z.wiki"]
    assert trouble == []
    assert "1 file with another ending, 2 links to folders, 1 special file" in remarks[0]
    assert matching("**/?[!i]*.wiki") == ["a/gone.wiki", "a/other.wiki", "a/self.wiki"]


def test_patterns_that_the_shell_left_alone(folder: Path) -> None:
    assert named("*.wikitext") == (["b.wikitext"], [], [])
    assert named("**/*.[wW]*") == (["b.wikitext".replace("/", os.sep), os.path.join("a", "z.wiki")][::-1], [], [])
    assert named("[ad]")[0] == [os.path.join("a", "y", "x.TXT"), os.path.join("a", "z.wiki"), os.path.join("d", "e.mediawiki")]
    assert named("a/**")[0] == named("a/")[0]
    assert named("*.none") == (["*.none"], [], []), "which is then reported as missing"
    Path("[b]*.wiki").write_text("x", "utf-8")
    assert named("[b]*.wiki")[0] == ["[b]*.wiki"], "a file of this name is meant"


def test_commands_take_folders_and_patterns(folder: Path, run: Runner) -> None:
    battles = [record["conflict"] for record in run("parse", "--quiet", "a", "*.wikitext").records]
    assert battles == [{"text": "X"}, {"text": "Z"}, {"text": "B"}]
    result = run("check", ".")
    assert (result.status, result.out) == (0, "")
    assert result.err.splitlines()[0].startswith(".: not read: 2 files with other endings, 1 hidden name")
    assert result.err.splitlines()[-1] == "0 findings in 0 of 5 pages"
    assert run("check", "--quiet", ".") == (0, "", "")
    assert run("unresolved", "--quiet", "d", "a") == (0, "", "")
    result = run("parse", "--quiet", "nothing*", "d")
    assert (result.status, len(result.records), result.err) == (2, 1, "nothing*: no file matches this pattern\n")


def test_commands_for_records_take_patterns(folder: Path, run: Runner) -> None:
    for name in ("1.json", "2.json"):
        Path(name).write_text(GOOD, "utf-8")
    assert run("validate", "*.json").err == "2 records valid (military-conflict/1.1)\n"
    assert run("show", "?.json").out == "A\n\nA\n"
    assert run("show", "*.jsonl").err == "*.jsonl: no file matches this pattern\n"


def test_a_folder_is_fixed_page_by_page(folder: Path, run: Runner) -> None:
    page = Path("a/z.wiki")
    page.write_text(page.read_text("utf-8").replace("| date", "| Units 1 = D | date"), "utf-8")
    result = run("check", "--fix", ".")
    assert result.status == 2
    assert "c.xml: an XML export cannot be fixed (save the page's wikitext in a separate file)\n" in result.err
    assert result.err.splitlines()[-1] == "1 finding fixed; 0 findings in 0 of 4 pages"
    assert "units1 = D" in page.read_text("utf-8")


# --- what is no page


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_what_is_wrong_is_said_in_one_line(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Runner) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good").write_text(GOOD, "utf-8")
    Path("folder").mkdir()
    if "data" in case:
        Path(case["name"]).write_bytes(case["data"].replace("{newline}", "\n").encode())
    for command in case["commands"]:
        words = [case["name"] if word == "PAGE" else word for word in shlex.split(command)]
        result = run(*words, *(["--quiet"] if words[0] in ("parse", "check", "unresolved") else []))
        lines = result.err.splitlines()
        assert result.status == 2, command
        assert result.out in ("", "[]\n"), command
        assert lines[0].startswith(f"{case['name']}: "), command
        assert len(lines) == (2 if words[0] == "validate" else 1), command
        assert all(words in lines[0] for words in case["says"]), lines[0]
        assert not any(words in lines[0] for words in case.get("not", [])), lines[0]


@pytest.mark.parametrize(
    "text", ["{{Infobox war}}", "{| class", "[[A]]", "[http://a b]", "{x}", "{", "[", "[1]", "[]", "{ {A} }", '{"a": 1}}', ""]
)
def test_wikitext_is_never_taken_for_json(text: str) -> None:
    assert json_kind(text) is None
    assert not_a_page("page", text) == ""


@pytest.mark.parametrize("data", [GOOD, f"[{GOOD}]", "[]", "", "null", "5", '"a"', '{"schema": 1}', "{schema: 1}", "[" * 100_000])
def test_what_may_be_a_record_is_left_to_the_schema(data: str) -> None:
    assert not_a_record("record", data.encode()) == ""


@given(st.text(alphabet='{}[]|"a:,\n \ufeff<', max_size=30), st.text(max_size=20))
def test_no_content_raises(text: str, other: str) -> None:
    for words in (text, other, text + other):
        not_a_page("page", words)
        not_a_record("record", words.encode("utf-8", "surrogatepass"))
        missing(words)


# --- an empty page


@pytest.mark.parametrize("data", ["", "\ufeff", "\n", "Words."])
def test_an_empty_page_is_a_page_without_an_infobox(run: Runner, page: Maker, data: str) -> None:
    file, other, record = page(data), page(WAR.format("A"), "other"), page(GOOD, "record")
    line = f"{file}: {NO_INFOBOX}\n"
    assert run("parse", file) == (1, "", line)
    assert run("check", file) == (0, "", f"{line}0 findings in 0 of 1 page\n")
    assert run("unresolved", "--quiet", file) == (1, "", line)
    assert run("diff", file, other) == run("diff", other, file) == run("diff", file, file) == (2, "", line)
    written = run("write", record, "--into", file)
    assert (written.status, written.out) == (2, "")
    assert written.err.startswith(f"{record}: not written into {file}: the page has {NO_INFOBOX};")
    assert run("check", "--edit", other, file).status == run("check", "--edit", other, page("Words.", "words")).status


# --- standard input


def test_reports_name_the_page_on_standard_input(run: Runner) -> None:
    slip = WAR.format("A").replace("| date", "| Units 1 = D\n| date")
    name = ["--stdin-filename", "pages/a.wikitext", "-"]
    assert run("check", "--format=concise", *name, stdin=slip.encode()).out.startswith("pages/a.wikitext:1:")
    assert run("check", "--diff", *name, stdin=slip.encode()).out.startswith("--- pages/a.wikitext\n")
    assert run("check", "--fix", "-q", *name, stdin=slip.encode()).out == slip.replace("Units 1", "units1")
    assert run("parse", *name, stdin=b"x").err == f"pages/a.wikitext: {NO_INFOBOX}\n"
    assert "  pages/a.wikitext:1:" in run("unresolved", *name, stdin=WAR.format("{{odd one|x|y}}").encode()).out
    assert not os.path.exists("pages/a.wikitext")


def test_diff_reads_records_and_pages_from_standard_input(run: Runner, page: Maker) -> None:
    file = page(WAR.format("A"))
    for data in (file.read_bytes(), run("parse", file).out.encode()):
        assert run("diff", "-", file, stdin=data) == (0, "", "")
