"""The copy of the package that mypyc compiles: the same code, in which classes of msgspec stand apart. `make test-compiled` compiles it."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import infobox
from tools.compiled import PACKAGE, kept, listed, separated, structs_of

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

ORDINARY = '''\
from __future__ import annotations

from msgspec import Struct


class Line(Struct, eq=False):
    """A line."""

    start: int
    words: list[str] = []
    level: int = 0

    def add(self, word: str) -> None:
        self.words.append(word)
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


def test_classes_of_msgspec_stand_apart_with_what_defining_them_needs() -> None:
    source = MODULE.replace("    text: str\n\n", "    text: str = _EMPTY\n\n").replace(
        "\n\nclass Word", '_EMPTY: Final = ""\n\n\nclass Word'
    )
    module, structs = separated(source, "infobox/words.py")
    assert names(structs) == {"Word", "_EMPTY"}
    assert names(module) == {"Reader", "_LETTERS", "_DIGITS", "_matches"}
    assert "from infobox.words_structs import _EMPTY as _EMPTY, Word as Word" in module


def test_what_only_their_methods_use_is_lent_to_them() -> None:
    module, structs = separated(MODULE, "infobox/words.py")
    assert names(structs) == {"Word"}
    assert module.endswith("\nimport infobox.words_structs as _structs; vars(_structs).update(_matches=_matches)")
    held: dict[str, Any] = {}
    exec(structs, held)  # ours
    held["_matches"] = str.isdigit
    assert held["Word"]("12").has_digits()


def test_those_without_equality_are_ordinary_classes() -> None:
    module, structs = separated(ORDINARY, "infobox/lines.py")
    assert not structs
    held: dict[str, Any] = {"__name__": __name__}
    exec(module, held)  # ours
    line, other = held["Line"](1), held["Line"](2, level=3)
    assert held["Line"].__bases__ == (object,)
    line.add("a")
    assert (line.words, other.words, other.level) == (["a"], [], 3)
    assert line.__reduce__() == (held["Line"], (1, ["a"], 0))
    assert module.count("\n") == ORDINARY.count("\n")


def test_those_that_are_kept_stay_those_of_msgspec() -> None:
    assert names(separated(ORDINARY, "infobox/lines.py", ["Line"])[1]) == {"Line"}


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
    module, structs = separated(source, path, kept(ROOT))
    assert names(module) | names(structs) == names(source)
    assert not names(module) & names(structs)


@pytest.mark.parametrize("path", listed(ROOT))
def test_public_classes_of_msgspec_stay_such(path: str) -> None:
    source = (ROOT / path).read_text("utf-8")
    public = {
        statement.name
        for statement in ast.parse(source).body
        if isinstance(statement, ast.ClassDef) and any("Struct" in ast.unparse(base) for base in statement.bases)
    }.intersection(infobox.__all__)
    assert public <= names(separated(source, path, kept(ROOT))[1])


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
    assert own_truth("class Name(NamedTuple):\n    text: str\n    def __bool__(self): return False")
    special = {
        path.relative_to(ROOT).with_suffix("").as_posix() for path in (ROOT / PACKAGE).rglob("*.py") if own_truth(path.read_text("utf-8"))
    }
    compiled = {path.removesuffix(".py") for path in listed(ROOT)}
    assert not compiled & special
    for path in sorted(compiled):
        imported = (ROOT / f"{path}.py").read_text("utf-8")
        assert not any(name.replace("/", ".") in imported for name in special), path


def test_the_copy_reads_as_the_package_does(tmp_path: Path) -> None:
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
    for path in listed(ROOT):
        module, structs = separated((ROOT / path).read_text("utf-8"), path, kept(ROOT))
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
