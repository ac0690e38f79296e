"""Which rules are asked for: by code, beginning, name; by settings in files; by comments in the page."""

from __future__ import annotations

from pathlib import Path

import pytest

import infobox
from infobox.checks.options import OptionError, chosen, merged, read_settings, settings
from infobox.checks.registry import rules
from tests.checks.cases import whole

PAGE = whole("| conflict = A\n| place = B\n| date = 1943\n| weather = fog\n| imahe_size = 300")


def codes(**asked: list[str]) -> list[str]:
    return [rule.code for rule in chosen(**asked)]


def test_without_a_choice_the_rules_are_those_on_by_default() -> None:
    assert codes() == [code for code, rule in rules().items() if rule.default]
    assert any(not rule.default for rule in rules().values())


def test_rules_are_chosen_by_code_beginning_name_and_all() -> None:
    assert codes(select=["P101"]) == codes(select=["unknown-parameter"]) == codes(select=["p101"]) == ["P101"]
    assert codes(select=["P1"]) == [code for code in rules() if code.startswith("P1")]
    assert codes(select=["ALL"]) == list(rules())
    assert codes(select=["P101"], extend_select=["P102"]) == ["P101", "P102"]
    assert "P101" not in codes(ignore=["P101"])
    assert codes(select=["P101", "P102"], ignore=["P"]) == []


@pytest.mark.parametrize("name", ["P999", "unknown-parametre", "", "🙂", "no-unknown-parameter"])
def test_what_is_no_rule_is_said(name: str) -> None:
    with pytest.raises(OptionError, match="no rule is called"):
        chosen([name])


def test_a_name_that_is_nearly_right_is_offered() -> None:
    with pytest.raises(OptionError, match="did you mean unknown-parameter"):
        chosen(["unknown-parametre"])


def test_settings_are_those_of_the_nearest_file(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "infobox.toml").write_text('ignore = ["P101"]\n', "utf-8")
    assert settings(inner) == {"ignore": ["P101"]}
    (tmp_path / "a" / "pyproject.toml").write_text('[project]\nname = "x"\n', "utf-8")
    assert settings(inner) == {"ignore": ["P101"]}
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.infobox]\nselect = ["P"]\n', "utf-8")
    assert settings(inner) == {"select": ["P"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ignore = 3", "ignore is a list of rules"),
        ('ignored = ["P101"]', "'ignored' is no setting"),
        ('ignore = ["P999"]', "no rule is called 'P999'"),
        ("ignore = [", "no TOML"),
    ],
)
def test_settings_that_cannot_be_used_are_said_with_their_file(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "infobox.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(OptionError, match=f"infobox.toml: {said}"):
        settings(tmp_path)
    with pytest.raises(OptionError, match=f"infobox.toml: {said}"):
        read_settings(path)


def test_what_is_given_last_selects_and_the_others_are_added() -> None:
    asked = merged([{"select": ["P"], "ignore": ["P101"]}, {"select": ["P101", "P102"], "ignore": []}])
    assert asked["select"] == ["P101", "P102"]
    assert asked["ignore"] == ["P101"]
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
