"""What the project promises of itself: layers, lazy start, documented names."""

from __future__ import annotations

import ast
import importlib
import io
import re
import subprocess
import sys
import textwrap
import tokenize
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_origin

import pytest

import infobox
from infobox.dumps import sifting
from infobox.language import signs
from tools import field_reference

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "infobox"
FLOORS = (
    (
        "attached",
        "controls",
        "data",
        "installed",
        "locking",
        "markup",
        "nearest",
        "plurals",
        "positions",
        "retry_after",
        "shared_arguments",
        "status",
        "terminal",
    ),
    ("arguments", "language", "versions"),
    ("record",),
    ("templates",),
    ("choosing",),
    ("box", "pages", "values"),
    ("display",),
    ("source_map",),
    ("conclusions", "dialect", "items"),
    ("reading",),
    ("layout", "understood", "unresolved"),
    ("editing", "hypertext", "outline", "validity"),
    ("comparing", "schema", "writing"),
    ("flattened", "wikicode"),
    ("page_readings",),
    ("checks",),
    ("dumps",),
    ("history",),
    ("api", "commands", "completion"),
    ("live",),
    ("lsp", "web"),
    ("cli",),
    ("__init__", "__main__", "manual"),
)
"""The rooms of the package, folders and modules, from the bottom to the top. A room imports what is below it, in any way: in functions,
for types only, or by name."""
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

MOST_LINES = 40
"""The most lines of code of a function: docstrings, comments and blank lines do not count."""
MOST_BRANCHES = 30
BRANCHES = (
    ast.If,
    ast.For,
    ast.While,
    ast.IfExp,
    ast.BoolOp,
    ast.comprehension,
    ast.ExceptHandler,
    ast.match_case,
)
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


ROOMS = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
NAME = re.compile(r"infobox\.(\w+)(?:\.\w+)*")


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(code: str) -> set[str]:
    """The rooms of the package that a module imports, or names as a module; a relative import is `.`, which is no room."""
    rooms = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and node.level:
            rooms.add(".")
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "infobox":
            parts = node.module.split(".")[1:]
            rooms |= {parts[0]} if parts else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            rooms |= {alias.name.partition(".")[2].split(".")[0] for alias in node.names if alias.name.split(".")[0] == "infobox"}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and (named := NAME.fullmatch(node.value)) is not None:
            rooms |= {named[1]} & set(ROOMS)
    return rooms


@pytest.mark.parametrize(
    ("code", "rooms"),
    [
        ("import sys\nfrom os import path", set()),
        ("from infobox import record, values", {"record", "values"}),
        ("from infobox.values.dates import read", {"values"}),
        ("import infobox.record as records", {"record"}),
        ("def read():\n    from infobox.reading import read_boxes", {"reading"}),
        ("if TYPE_CHECKING:\n    from infobox.templates.profile import Profile", {"templates"}),
        ("import_module('infobox.writing').write", {"writing"}),
        ("HOMES = {'infobox.checks.edit': ('Review',)}", {"checks"}),
        ("ID = 'infobox.example'", set()),
        ("import infobox", {""}),
        ("from . import writing", {"."}),
    ],
)
def test_every_way_of_importing_is_seen(code: str, rooms: set[str]) -> None:
    assert imported(code) == rooms


def test_every_room_has_a_floor() -> None:
    assert {room_of(path) for path in PACKAGE.rglob("*.py")} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_lower_floors_never_import_upper_ones(room: str) -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        if room_of(path) == room:
            upper = {other for other in imported(path.read_text("utf-8")) - {room} if ROOMS.get(other, len(FLOORS)) >= ROOMS[room]}
            assert not upper, path.relative_to(PACKAGE)


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from infobox.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(HEAVY) & set(done.stderr.split())


@pytest.mark.parametrize("name", infobox.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    public = getattr(infobox, name)
    documented = field_reference.docstring(name) if get_origin(public) is Literal else public.__doc__
    assert (documented or "").strip()


def test_every_module_and_public_function_is_documented() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if tree.body:
            assert ast.get_docstring(tree), path
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            # The signatures of an overloaded function share the docstring of the function itself.
            if "overload" not in map(ast.unparse, node.decorator_list):
                assert ast.get_docstring(node), f"{path.name}: {node.name}"


def modules() -> Iterator[tuple[str, str]]:
    """The modules of the package: path below it, and text."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")


def lines_of_code(source: str, function: ast.FunctionDef) -> int:
    """How many lines a function has that are no docstring, comment or blank line."""
    text = textwrap.dedent("\n".join(source.split("\n")[function.lineno - 1 : function.end_lineno]))
    found = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = {line for token in found if token.type not in NO_CODE for line in range(token.start[0], token.end[0] + 1)}
    if ast.get_docstring(function) is not None:
        first = function.body[0]
        lines -= set(range(first.lineno - function.lineno + 1, (first.end_lineno or 0) - function.lineno + 2))
    return len(lines)


def test_no_function_is_long() -> None:
    long = []
    for name, source in modules():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                branches = sum(isinstance(each, BRANCHES) for each in ast.walk(node))
                if branches > MOST_BRANCHES or lines_of_code(source, node) > MOST_LINES:
                    long.append(f"{name}: {node.name}")
    assert not long


def type_names(source: str) -> set[str]:
    """The classes and type aliases that a module defines, private ones without their underscore."""
    names = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names.add(node.targets[0].id)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and "TypeAlias" in ast.unparse(node.annotation):
            names.add(node.target.id)
    # What is written in capitals is a constant; a single letter stands for any type.
    return {name.lstrip("_") for name in names if re.match(r"_*[A-Z][A-Za-z]*[a-z]", name)}


def test_no_two_modules_define_a_type_of_one_name() -> None:
    homes = defaultdict(list)
    for module, source in modules():
        for name in type_names(source):
            homes[name].append(module)
    assert {name for name, several in homes.items() if len(several) > 1} == set()


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    done = subprocess.run([sys.executable, "-m", "infobox", "--version"], capture_output=True, text=True, check=True)
    bzip2 = "fast" if sifting.is_available() else "ordinary"
    assert done.stdout.strip() == f"infobox {project['version']} (plain Python, {bzip2} bzip2)"
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


SIGNS = {
    "dashes": frozenset(signs.DASHES) - {"-"},
    "tildes": frozenset(signs.TILDES),
    "money": frozenset(signs.MONEY),
    "spaces": frozenset(signs.GROUP_SPACES) - {" "},
}


def test_sets_of_signs_stand_in_one_module() -> None:
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree) if path != PACKAGE / "language" / "signs.py" else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
                written = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), node.value)
                for name, members in SIGNS.items():
                    assert len(members.intersection(written)) < 2, f"{path}:{node.lineno}: take the {name} from infobox/language/signs.py"


POSSESSIVE = re.compile(r"\((?:\?:)?((?:[^()\\]|\\.)*)\)(?:[*+?]|\{\d*,?\d*\})\+|\)(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")
"""A group that is repeated without going back, and what is in it if there are no groups; an atomic group."""


def is_of_single_characters(body: str) -> bool:
    return all(re.fullmatch(r"(?:\[(?:[^\]\\]|\\.)+\]|\\.|[^\\*+?{(^$])*", choice) for choice in body.split("|"))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_pattern_is_matched_wrongly_by_early_versions_of_python(path: Path) -> None:
    """Before 3.11.5, `re` forgets where it was after groups with repetitions or assertions that are possessive (`(?:a+b)*+`) or atomic."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            for found in POSSESSIVE.finditer(text):
                assert is_of_single_characters(found[1] or "("), found[0]


@pytest.mark.parametrize(
    ("body", "single"), [(r"[^\W\d_]|[. ]", True), (r"\\.|[^\"\\]", True), ("ab", True), ("ab?", False), (r"\w++", False)]
)
def test_groups_of_single_characters_are_recognized(body: str, single: bool) -> None:
    assert is_of_single_characters(body) == single
