"""Which rules are selected: by code, beginning, name; by settings in files; by comments in the page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import infobox
from infobox.checks.options import LARGEST, OptionError, Selection, Settings, chosen, merged, read_settings, settings
from infobox.checks.registry import rules
from tests.checks.cases import whole
from tests.command_line import Maker, Runner

PAGE = whole("| conflict = A\n| place = B\n| date = 1943\n| weather = fog\n| imahe_size = 300")
LOST = whole("| conflict = A\n| place = B\n| date = 1943\n| weather = fog\n")


def codes(**given: Any) -> list[str]:
    return [rule.code for rule in chosen(**given)]


def test_without_a_choice_the_rules_are_those_on_by_default() -> None:
    assert codes() == [code for code, rule in rules().items() if rule.default and not rule.cosmetic]
    assert any(not rule.default for rule in rules().values())


def test_cosmetic_rules_are_off_unless_asked_for() -> None:
    assert codes(cosmetic=True) == [code for code, rule in rules().items() if rule.default]
    assert "I903" not in codes()
    assert "I903" in codes(select=["ALL"])
    assert codes(select=["I903"]) == ["I903"]
    assert codes(select=["P102"], cosmetic=True) == ["P102"]
    assert "I903" in codes(extend_select=["size-with-unit"])


def test_rules_of_less_than_a_severity_are_left_out() -> None:
    assert codes(severity="error") == [code for code in codes() if rules()[code].severity == "error"]
    assert codes(severity="warning") == [code for code in codes() if rules()[code].severity != "info"]
    assert codes(severity="info") == codes()
    assert codes(select=["P101", "P102"], severity="error") == ["P102"]
    with pytest.raises(OptionError, match=r"no severity is called 'fatal'; there are error, warning, info"):
        codes(severity="fatal")


def test_rules_are_chosen_by_code_beginning_name_and_all() -> None:
    assert codes(select=["P101"]) == codes(select=["unknown-parameter"]) == codes(select=["p101"]) == ["P101"]
    assert codes(select=["P1"]) == [code for code in rules() if code.startswith("P1")]
    assert codes(select=["ALL"]) == list(rules())
    assert codes(select=["P101"], extend_select=["P102"]) == ["P101", "P102"]
    assert "P101" not in codes(ignore=["P101"])
    assert codes(select=["P101", "P102"], ignore=["P"]) == []


@pytest.mark.parametrize("name", ["P999", "unknown-parametre", "", "🙂", "no-unknown-parameter"])
def test_what_is_no_rule_is_refused(name: str) -> None:
    with pytest.raises(OptionError, match="no rule is called"):
        chosen([name])


def test_a_name_that_is_nearly_right_is_offered() -> None:
    with pytest.raises(OptionError, match="did you mean unknown-parameter"):
        chosen(["unknown-parametre"])


def test_settings_are_those_of_the_nearest_file(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "infobox.toml").write_text('ignore = ["P101"]\n', "utf-8")
    assert settings(inner) == Settings({"ignore": ["P101"]}, tmp_path / "infobox.toml")
    (tmp_path / "a" / "pyproject.toml").write_text('[project]\nname = "x"\n', "utf-8")
    assert settings(inner).lists == {"ignore": ["P101"]}
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.infobox]\nselect = ["P"]\n', "utf-8")
    assert settings(inner) == Settings({"select": ["P"]}, tmp_path / "a" / "pyproject.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ignore = 3", "ignore must be a list of rules"),
        ('ignored = ["P101"]', "unknown setting 'ignored'"),
        ('ignore = ["P999"]', "no rule is called 'P999'"),
        ("ignore = [", "not valid TOML"),
        ('severity = "fatal"', "no severity is called 'fatal'"),
        ("severity = 1", "no severity is called 1"),
        ("severity = []", "no severity is called"),
        ('per-file-ignores = ["P101"]', "per-file-ignores must be a table"),
        ('[per-file-ignores]\n"*.wikitext" = "P101"', "per-file-ignores for '\\*.wikitext' must be a list of rules"),
        ('[per-file-ignores]\n"*.wikitext" = ["P999"]', "no rule is called 'P999'"),
    ],
)
def test_settings_that_cannot_be_used_are_reported_with_their_file(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "infobox.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(OptionError, match=f"infobox.toml: {message}"):
        settings(tmp_path)
    with pytest.raises(OptionError, match=f"infobox.toml: {message}"):
        read_settings(path)


UNREADABLE = {
    "too large": ("#" * LARGEST + "\n", f"larger than {LARGEST:,} bytes"),
    "too many brackets": (f"a = {'[' * 100_000}", "nested too deeply"),
    "too many tables": (f"a = {'{a=' * 100_000}", "nested too deeply"),
    "a key of too many parts": (f"{'.'.join('a' * 500_000)} = 1", "nested too deeply"),
    "a title of too many parts": (f"[{' . '.join(['a', chr(34) + '.' + chr(34)] * 100_000)}]", "nested too deeply"),
    "not closed": ("ignore = [", "not valid TOML: "),
    "a number of too many digits": (f"a = {'1' * 5_000}", "not valid TOML: "),
    "not UTF-8": (b'ignore = ["\xff"]', "not valid TOML: "),
}


@pytest.mark.parametrize(("data", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_settings_that_cannot_be_read_are_an_error_if_they_are_ours(page: Maker, data: str | bytes, message: str) -> None:
    found, named = page(data, "infobox.toml"), page(data, "named.toml")
    for read, path in ((settings, found), (read_settings, named), (read_settings, page(data, "pyproject.toml"))):
        with pytest.raises(OptionError) as caught:
            read(path.parent if read is settings else path)
        assert str(caught.value).startswith(f"{path}: {message}")
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("data", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_pyproject_that_cannot_be_read_is_skipped_which_is_reported_if_it_may_hold_settings(
    page: Maker, data: str | bytes, message: str
) -> None:
    outer = page('ignore = ["P101"]', "infobox.toml")
    (outer.parent / "inner").mkdir()
    bad = page(data, "inner/pyproject.toml")
    found = settings(bad.parent)
    assert (found.lists, found.path) == ({"ignore": ["P101"]}, outer)
    assert bool(found.skipped) == message.startswith("larger")
    section = "[tool.infobox]\n"
    page(section.encode() + data if isinstance(data, bytes) else section + data, "inner/pyproject.toml")
    (line,) = settings(bad.parent).skipped
    assert line.startswith(f"{bad}: {message}")
    assert line.endswith("(skipped, although it may hold settings)")


def test_settings_as_large_and_deep_as_people_write_them_are_read(page: Maker) -> None:
    several = "".join(f"[tool.{'.'.join(f'a{part}' for part in range(50))}.b{number}]\nx = {[1.5] * 200}\n" for number in range(200))
    sentence = f'description = "{"Reads some.dotted.name.of.ours. And more. " * 1000}"\n'
    path = page(f'[project]\n{sentence}{several}[tool.infobox]\nignore = ["P101"]\n', "pyproject.toml")
    assert settings(path.parent) == Settings({"ignore": ["P101"]}, path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("kind", ["pipe", "link to a pipe", "device", "folder"])
def test_what_is_no_file_is_never_opened(run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    page('ignore = ["P101"]', "infobox.toml")
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    odd = inner / "pyproject.toml"
    if kind == "folder":
        odd.mkdir()
    elif kind == "device":
        odd.symlink_to("/dev/zero")
    else:
        os.mkfifo(inner / "pipe" if "link" in kind else odd)
        if "link" in kind:
            odd.symlink_to(inner / "pipe")
    assert run("check", page(LOST)) == (0, "", "0 findings in 0 of 1 page\n")
    assert run("check", "--config", odd, page(LOST)) == (2, "", f"infobox check: {odd}: not a file\n")
    odd.rename(inner / "infobox.toml")
    assert run("check", page(LOST)) == (2, "", f"infobox check: {inner / 'infobox.toml'}: not a file\n")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("infobox.toml", 'ignore = ["ALL"]'),
        ("infobox.toml", 'select = ["P101"]\nignore = ["P1"]'),
        ("pyproject.toml", '[tool.infobox]\nignore = ["ALL"]'),
        ("infobox.toml", f"ignore = {[rule.code for rule in rules().values()]}"),
    ],
)
def test_settings_found_that_leave_no_rule_are_reported_with_their_file(
    run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    file, path = page(text, name), page(LOST)
    silent = f"infobox check: {file}: its settings leave no rules to check (use --isolated to ignore settings files)\n"
    assert run("check", "--quiet", path) == (0, "", silent)
    # People who name the file, or select nothing, know.
    assert run("check", "--quiet", "--config", file, path) == (0, "", "")
    assert run("check", "--quiet", "--ignore", "ALL", path) == (0, "", "")
    assert run("check", "--quiet", "--isolated", path).status == 1


def test_settings_that_leave_a_rule_are_not_reported(run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page('ignore = ["P101"]', "infobox.toml")
    assert run("check", "--quiet", page(LOST)) == (0, "", "")


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.wikitext", "page.wikitext", True),
        ("*.wikitext", "talk/page.wikitext", True),
        ("talk/*.wikitext", "talk/page.wikitext", True),
        ("talk/*.wikitext", "talk/old/page.wikitext", True),
        ("talk/*.wikitext", "page.wikitext", False),
        ("talk/*.wikitext", "more/talk/page.wikitext", False),
        ("page.wikitext", "talk/page.wikitext", True),
        ("page", "page.wikitext", False),
        ("[ab]?.txt", "a1.txt", True),
        ("*.WIKITEXT", "page.wikitext", False),
    ],
)
def test_rules_can_be_ignored_in_some_files(tmp_path: Path, pattern: str, path: str, expected: bool) -> None:
    selection = Selection(chosen(["P101", "P102"]), [(pattern, ["P101"])], tmp_path)
    assert [rule.code for rule in selection.of(str(tmp_path / path))] == (["P102"] if expected else ["P101", "P102"])
    assert [rule.code for rule in selection.rules] == ["P101", "P102"]


def test_patterns_count_from_the_folder_of_the_settings(run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "talk").mkdir()
    page('[per-file-ignores]\n"talk/*.wikitext" = ["P101"]\n"list.wikitext" = ["ALL"]', "infobox.toml")
    inner, outer = page(LOST, "talk/a.wikitext"), page(LOST, "a.wikitext")
    for folder in (tmp_path, tmp_path / "talk"):
        monkeypatch.chdir(folder)
        assert run("check", "--quiet", os.path.relpath(inner)).status == 0
        assert run("check", "--quiet", os.path.relpath(outer)).status == 1
    assert run("check", "--quiet", "--stdin-filename", "list.wikitext", "-", stdin=LOST.encode()).status == 0
    assert run("check", "--quiet", "--isolated", inner).status == 1


def test_the_severity_is_that_of_the_command_line_or_else_of_the_settings(
    run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = page(LOST)
    page('severity = "error"', "infobox.toml")
    assert run("check", path) == (0, "", "0 findings in 0 of 1 page; left out: 1 warning\n")
    assert run("check", "--severity", "warning", path).status == 1
    assert run("check", "--isolated", path).status == 1
    assert run("check", "--isolated", "--severity", "error", path).status == 0


def test_what_was_skipped_is_reported(run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = page("[tool.infobox]\nignore = [", "pyproject.toml")
    result = run("check", page(LOST))
    assert result.status == 1
    first, *_ = result.err.splitlines()
    assert first.startswith(f"infobox check: {file}: not valid TOML: ")
    assert first.endswith("(skipped, although it may hold settings)")


def test_a_folder_that_is_gone_has_no_settings_to_look_for(
    run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = page(LOST)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    wanted = "infobox check: the current folder no longer exists (change to another one, or use --isolated)\n"
    assert run("check", path) == (2, "", wanted)
    assert run("check", "--isolated", path).status == 1


def test_what_is_given_last_selects_and_the_others_are_added() -> None:
    lists = merged([{"select": ["P"], "ignore": ["P101"]}, {"select": ["P101", "P102"], "ignore": []}])
    assert lists["select"] == ["P101", "P102"]
    assert lists["ignore"] == ["P101"]
    assert merged([{"extend-select": ["Q702"]}, {"ignore": ["P101"]}]) == {"extend-select": ["Q702"], "ignore": ["P101"]}


def found(page: str) -> list[str]:
    return [finding.code for finding in infobox.check(page, select=["P101", "P102"])]


def test_a_comment_in_a_parameter_holds_for_it() -> None:
    assert found(PAGE) == ["P101", "P102"]
    assert found(PAGE.replace("fog", "fog <!-- infobox: ignore P101 -->")) == ["P102"]
    assert found(PAGE.replace("fog", "fog <!-- infobox: ignore P102 -->")) == ["P101", "P102"]
    assert found(PAGE.replace("fog", "fog <!-- infobox:ignore unknown-parameter, P102 -->")) == ["P102"]


def test_a_comment_before_the_first_parameter_holds_for_the_infobox() -> None:
    page = PAGE.replace("conflict\n", "conflict <!-- infobox: ignore P1 -->\n", 1)
    assert found(page) == []
    assert found(f"{page}\n{PAGE}") == ["P101", "P102"]


def test_a_comment_outside_holds_for_the_page() -> None:
    assert found(f"{PAGE}\n{PAGE}\n<!-- infobox: ignore P101 -->") == ["P102", "P102"]


def test_a_comment_without_a_rule_asks_for_all() -> None:
    assert found(f"<!-- infobox: ignore -->{PAGE}") == []


def test_a_comment_about_something_else_asks_for_nothing() -> None:
    assert found(PAGE.replace("fog", "fog <!-- see infobox: ignore -->")) == ["P101", "P102"]
    assert found(PAGE.replace("fog", "fog <!-- infobox: ignore P999 -->")) == ["P101", "P102"]
