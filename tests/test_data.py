"""The package's data, plain and packed."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from infobox import data

FILES = sorted(data.PACKAGE.rglob("*.toml"))


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
