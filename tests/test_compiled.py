"""The copy of the package that mypyc compiles: the same code, in which classes of msgspec stand apart. `make test-compiled` compiles it."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.compiled import PACKAGE, listed, separated, structs_of

ROOT = Path(__file__).parents[1]
MODULE = '''\
"""A module."""

from __future__ import annotations

import re
from typing import (
    Final,
)

from msgspec import Struct

_DIGITS: Final = re.compile("[0-9]+")
_LETTERS: Final = re.compile("[a-z]+")


class Word(Struct, frozen=True):
    """A word."""

    text: str

    def has_digits(self) -> bool:
        return _matches(self.text)


def _matches(text: str) -> bool:
    return _DIGITS.search(text) is not None


class Reader:
    """Has slots."""

    __slots__ = (
        "text",
        "words",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [Word(word) for word in _LETTERS.findall(text)]
'''


def names(source: str) -> set[str]:
    """What a module defines itself."""
    found = set()
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.ClassDef | ast.FunctionDef):
            found.add(statement.name)
        elif isinstance(statement, ast.AnnAssign):
            found.add(ast.unparse(statement.target))
    return found


def test_classes_of_msgspec_stand_apart_with_what_they_use() -> None:
    module, structs = separated(MODULE, "infobox/words.py")
    assert names(structs) == {"Word", "_matches", "_DIGITS"}
    assert names(module) == {"Reader", "_LETTERS"}
    assert "from infobox.words_structs import _DIGITS as _DIGITS, Word as Word, _matches as _matches" in module


def test_classes_of_msgspec_say_that_they_are_where_they_were() -> None:
    _, structs = separated(MODULE, "infobox/words.py")
    held: dict[str, object] = {"__name__": "infobox.words_structs"}
    exec(structs, held)  # ours
    assert getattr(held["Word"], "__module__", "") == "infobox.words"


def test_slots_are_left_out_and_lines_keep_their_numbers() -> None:
    module, _ = separated(MODULE, "infobox/words.py")
    assert "__slots__" not in module
    written = MODULE.split("\n")
    assert all(line in ("", written[number]) for number, line in enumerate(module.split("\n")) if "_structs" not in line)


def test_a_module_without_classes_of_msgspec_stays_as_it_is() -> None:
    source = "from __future__ import annotations\n\nONE = 1\n"
    assert separated(source, "infobox/one.py") == (source, "")


@pytest.mark.parametrize("path", listed(ROOT))
def test_nothing_is_lost_or_doubled(path: str) -> None:
    source = (ROOT / path).read_text("utf-8")
    module, structs = separated(source, path)
    assert names(module) | names(structs) == names(source)
    assert not names(module) & names(structs)


def own_truth(source: str) -> bool:
    """Whether a module has a tuple whose truth, length or equality is not that of tuples: mypyc overlooks these methods."""
    own = {"__bool__", "__len__", "__eq__", "__ne__", "__hash__", "__contains__", "__iter__", "__getitem__"}
    return any(
        isinstance(method, ast.FunctionDef) and method.name in own
        for statement in ast.parse(source).body
        if isinstance(statement, ast.ClassDef) and any(ast.unparse(base) == "NamedTuple" for base in statement.bases)
        for method in statement.body
    )


def test_no_compiled_module_has_tuples_whose_truth_is_their_own() -> None:
    special = {
        path.relative_to(ROOT).with_suffix("").as_posix() for path in (ROOT / PACKAGE).rglob("*.py") if own_truth(path.read_text("utf-8"))
    }
    users = {f"{PACKAGE}/conclusions/{name}" for name in ("fighters", "victors")}  # they ask such tuples whether they are empty
    assert special == {f"{PACKAGE}/conclusions/names"}
    compiled = {path.removesuffix(".py") for path in listed(ROOT)}
    assert not compiled & (special | users)
    for path in sorted(compiled):
        imported = (ROOT / f"{path}.py").read_text("utf-8")
        assert not any(name.replace("/", ".") in imported for name in special), path


def test_the_copy_reads_as_the_package_does(tmp_path: Path) -> None:
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
    for path in listed(ROOT):
        module, structs = separated((ROOT / path).read_text("utf-8"), path)
        (tmp_path / path).write_text(module, "utf-8")
        if structs:
            (tmp_path / structs_of(path)).write_text(structs, "utf-8")
    pages = [str(page) for page in sorted((ROOT / "fixtures/reading").glob("*.wikitext"))[::3]]
    command = [sys.executable, "-m", "infobox", "parse", *pages]
    results = [
        subprocess.run(command, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, text=True, check=False)
        for root in (ROOT, tmp_path)
    ]
    assert results[0].stdout.count("\n") >= len(pages)
    assert results[1].stdout == results[0].stdout
    assert results[1].stderr == results[0].stderr
