"""The package's data, plain and packed."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox import data, templates
from infobox.display.kinds import KINDS
from infobox.language import lexicon
from infobox.templates.profile import Profile, ProfileError

FILES = sorted(data.PACKAGE.rglob("*.toml"))
WRONG: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("wrong_data.toml").read_text("utf-8"))


def packed(folder: Path, pack: str) -> Path:
    (folder / data.PACK).write_text(pack, "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "a.toml").write_text('greeting = ["héllo"]\n', "utf-8")
    return tmp_path


def test_packed_and_plain_data_agree() -> None:
    held = json.loads(data.pack())
    assert list(held) == [path.relative_to(data.PACKAGE).as_posix() for path in FILES]
    for path in FILES:
        name = path.relative_to(data.PACKAGE).as_posix()
        assert held[name][1] == tomllib.loads(path.read_text("utf-8")) == data.table(name)


def test_a_table_is_taken_from_the_pack(folder: Path) -> None:
    pack = json.loads(data.pack(folder))
    pack["words/a.toml"][1] = {"from": "the pack"}
    packed(folder, json.dumps(pack))
    assert data.table("words/a.toml", folder) == {"from": "the pack"}


def test_a_file_that_was_edited_after_packing_is_parsed(folder: Path) -> None:
    packed(folder, data.pack(folder))
    (folder / "words" / "a.toml").write_text('greeting = ["hi"]\n', "utf-8")
    assert data.table("words/a.toml", folder) == {"greeting": ["hi"]}


@pytest.mark.parametrize("pack", ["", "{", "[]", "{}"])
def test_without_a_pack_that_can_be_read_files_are_parsed(folder: Path, pack: str) -> None:
    packed(folder, pack)
    assert data.table("words/a.toml", folder) == {"greeting": ["héllo"]}


def test_a_file_that_is_not_toml_is_named(folder: Path) -> None:
    (folder / "words" / "a.toml").write_text("greeting = hi", "utf-8")
    for read in (lambda: data.table("words/a.toml", folder), lambda: data.pack(folder)):
        with pytest.raises(data.DataError, match=r"^words/a\.toml: Invalid value"):
            read()
    (folder / "words" / "a.toml").write_bytes(b"greeting = '\xff'")
    with pytest.raises(data.DataError, match=r"^words/a\.toml: 'utf-8' codec"):
        data.table("words/a.toml", folder)


# -- what is refused -------------------------------------------------------------------------------------------------------------------


def ids(case: dict[str, Any]) -> str:
    return f"{case['why']}: {case['says']}"


@pytest.mark.parametrize("case", WRONG["lexicon"], ids=ids)
def test_a_wrong_lexicon_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "joins.toml").write_text("", "utf-8")
    (tmp_path / case["file"]).write_text(case["text"], "utf-8")
    with pytest.raises(data.DataError) as refused:
        lexicon.load("xx", tmp_path)
    assert str(refused.value) == f"{tmp_path / case['file']}: {case['says']}".replace("FILES", ", ".join(lexicon.FILES))


@pytest.mark.parametrize("language", sorted(path.name for path in lexicon.FOLDER.iterdir() if any(path.glob("*.toml"))))
def test_no_lexicon_that_ships_is_refused(language: str) -> None:
    assert lexicon.load(language, lexicon.FOLDER / language).understood


@pytest.mark.parametrize("case", WRONG["meanings"], ids=ids)
def test_wrong_meanings_are_refused(case: dict[str, Any]) -> None:
    with pytest.raises(data.DataError) as refused:
        templates.by_name(tomllib.loads(case["text"])["template"])
    assert str(refused.value) == f"templates/meanings.toml: {case['says']}"


def test_every_meaning_that_ships_is_of_a_kind_that_exists() -> None:
    assert {entry["kind"] for entry in (*templates.facts()["template"], *templates.facts()["prefix"])} <= set(KINDS)


@pytest.mark.parametrize("case", WRONG["table"], ids=ids)
def test_a_wrong_table_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / case["file"]
    file.write_text(case["text"], "utf-8")
    with pytest.raises(data.DataError) as refused:
        {"units.tsv": templates.units_in, "countries.tsv": templates.countries_in}[case["file"]](file)
    assert str(refused.value) == f"{file}: {case['says']}"


@pytest.mark.parametrize("case", WRONG["wikis"], ids=ids)
def test_wrong_names_in_other_wikis_are_refused(case: dict[str, Any], tmp_path: Path) -> None:
    duel = '[[box]]\nnames = ["Infobox duel"]\n[[parameter]]\nname = "title"\nfield = "conflict"\nvalues = "text"\n'
    (tmp_path / "duel.toml").write_text(duel, "utf-8")
    (tmp_path / "duel.wikis.toml").write_text(case["text"], "utf-8")
    with pytest.raises(ProfileError) as refused:
        Profile.load(tmp_path / "duel.toml")
    assert str(refused.value) == f"{tmp_path / 'duel.wikis.toml'}: {case['says']}"
