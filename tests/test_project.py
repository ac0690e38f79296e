"""What the project promises of itself: layers, lazy start, documented names."""

from __future__ import annotations

import ast
import importlib
import itertools
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Literal, get_origin

import pytest

import infobox

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "infobox"
FLOORS = {
    "controls": (),
    "data": (),
    "versions": (),
    "record": ("controls", "versions", "language", "templates"),
    "templates": ("templates", "data", "record"),
    "language": ("language", "data"),
    "markup": ("markup",),
    "values": ("values", "language", "record"),
    "display": ("display", "markup", "language", "templates", "record", "values"),
}
"""What the modules of a room may import of the package: never what stands above them."""
HEAVY = (
    "msgspec",
    "jsonschema",
    "lxml",
    "rich",
    "mwparserfromhell",
    "tomllib",
    "infobox.record",
    "infobox.reading",
    "dataclasses",
    "typing",
)


def imported(path: Path) -> set[str]:
    """The rooms of the package that a module imports."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "infobox":
            parts = node.module.split(".")[1:]
            rooms |= {parts[0]} if parts else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            rooms |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("infobox.")}
    return rooms


@pytest.mark.parametrize("room", FLOORS)
def test_lower_floors_never_import_upper_ones(room: str) -> None:
    modules = [PACKAGE / f"{room}.py"] if (PACKAGE / f"{room}.py").is_file() else sorted((PACKAGE / room).glob("*.py"))
    assert modules
    for module in modules:
        assert imported(module) <= set(FLOORS[room]), module.name


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from infobox.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(HEAVY) & set(done.stderr.split())


@pytest.mark.parametrize("name", infobox.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    public = getattr(infobox, name)
    documented = alias_docstring(name) if get_origin(public) is Literal else public.__doc__
    assert (documented or "").strip()


def alias_docstring(name: str) -> str:
    """The string after the assignment of a name, where the package defines it: an alias has no docstring of its own."""
    for module in (PACKAGE / "record.py", PACKAGE / "language" / "concepts.py"):
        statements = ast.parse(module.read_text("utf-8")).body
        for stated, after in itertools.pairwise(statements):
            if isinstance(stated, ast.Assign) and ast.unparse(stated.targets[0]) == name and isinstance(after, ast.Expr):
                return str(ast.literal_eval(after.value))
    return ""


def test_every_module_and_public_function_is_documented() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if tree.body:
            assert ast.get_docstring(tree), path
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path.name}: {node.name}"


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    done = subprocess.run([sys.executable, "-m", "infobox", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"infobox {project['version']}"
    assert project["version"] in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_module_loads() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if not name.endswith("__main__"):
            importlib.import_module(name)


def test_no_path_of_a_machine_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path != Path(__file__):
            assert not re.search(rb"(?<![\w.])/(?:home|root|work)/\w", path.read_bytes()), name


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "values").glob("*.toml")), ids=lambda path: path.stem)
def test_every_case_of_a_value_says_where_its_wording_was_met(path: Path) -> None:
    for case in tomllib.loads(path.read_text("utf-8"))["case"]:
        assert case.get("met"), case
