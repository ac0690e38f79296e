"""Compile the modules that read to machine code, for a wheel that reads faster: called by `hatch_build.py` if ``INFOBOX_COMPILE=1``.

mypyc makes no classes of msgspec and none with ``__slots__``, so a copy of the package is compiled. In it, classes of msgspec that have
no equality of their own are ordinary classes; a module's others stand in a module of their own, which stays Python. ``__slots__`` are
left out. Lines keep their numbers, for tracebacks. The modules are listed in `tools/compiled.toml`.
"""

from __future__ import annotations

import ast
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

PACKAGE: Final = "infobox"
GROUP: Final = "infobox"
"""The name of the library that the modules share: `infobox__mypyc` beside the package."""
_FUTURE: Final = "from __future__ import annotations"
_BUILD: Final = """\
import sys
from setuptools import setup
from mypyc.build import mypycify
modules = mypycify(sys.argv[2:], opt_level="2", debug_level="0", group_name=sys.argv[1])
setup(name=sys.argv[1], packages=[], ext_modules=modules, script_args=["build_ext", "--inplace"])
"""
_SETTINGS: Final = "[mypy]\nignore_missing_imports = true\nfollow_untyped_imports = true\n"


class CompileError(RuntimeError):
    """The modules could not be compiled; the message is what the compilers said last."""


def has_compiler() -> bool:
    """Whether a C compiler is here (the one that Python was built with, or the one that ``CC`` names), and Python's headers are."""
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        return False
    if sys.platform == "win32":  # found in the registry, by setuptools
        return True
    words = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    return shutil.which(words[0]) is not None


def listed(root: Path) -> list[str]:
    """The modules that are compiled, as paths in the checkout `root`: ``infobox/items.py``."""
    return [f"{PACKAGE}/{name}.py" for name in _settings(root)["modules"]]


def kept(root: Path) -> list[str]:
    """The classes of msgspec that stay such though they have no equality of their own."""
    return _settings(root)["kept"]


def _settings(root: Path) -> dict[str, list[str]]:
    return tomllib.loads((root / "tools/compiled.toml").read_text("utf-8"))


def separated(source: str, path: str, kept: Collection[str] = ()) -> tuple[str, str]:
    """A module for mypyc, and its classes of msgspec, with all that they need, as a module of their own (empty if it has none).

    `path` is where the module stands: ``infobox/markup/scan.py``. The other module is named for it: ``infobox/markup/scan_structs.py``.
    `kept` are classes that stay those of msgspec though they have no equality.
    """
    lines = source.split("\n")
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.ClassDef) and _is_struct(statement) and _is_only_itself(statement) and statement.name not in kept:
            _make_ordinary(statement, lines)
    tree = ast.parse("\n".join(lines))
    moved, lent = _needed_by_structs(tree)
    imports = [statement for statement in tree.body if isinstance(statement, ast.Import | ast.ImportFrom)]
    structs = "\n".join("\n".join(lines[start - 1 : end]) for start, end in sorted(map(_lines, [*imports, *moved]))) if moved else ""
    for start, end in map(_lines, moved):
        lines[start - 1 : end] = [""] * (end - start + 1)
    for statement in _slots(tree):
        lines[statement.lineno - 1 : statement.end_lineno] = [""] * len(lines[statement.lineno - 1 : statement.end_lineno])
    if moved:
        home, apart = _dotted(path), _dotted(structs_of(path))
        structs = structs.replace(_FUTURE, f'{_FUTURE}; __name__ = "{home}"', 1)  # where classes say they are, for pickles
        names = ", ".join(f"{name} as {name}" for statement in moved for name in _defined(statement))
        lines[_lines(imports[-1])[1] - 1] += f"; from {apart} import {names}"
        if lent:
            structs += f"\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from {home} import {', '.join(lent)}"
            lines += [f"import {apart} as _structs; vars(_structs).update({', '.join(f'{name}={name}' for name in lent)})"]
    return "\n".join(lines), structs


def structs_of(path: str) -> str:
    """The path of the module with another one's classes of msgspec."""
    return f"{path.removesuffix('.py')}_structs.py"


def _dotted(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def compiled(root: Path, folder: Path) -> list[Path]:
    """Compile a copy of the package of the checkout `root` in the empty `folder`; the files to add to a wheel, as paths in the folder.

    Raises `CompileError` if mypyc or the C compiler refuses a module.
    """
    shutil.copytree(root / PACKAGE, folder / PACKAGE, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    modules = listed(root)
    made = []
    for path in modules:
        module, structs = separated((folder / path).read_text("utf-8"), path, kept(root))
        (folder / path).write_text(module, "utf-8")
        if structs:
            (folder / structs_of(path)).write_text(structs + "\n", "utf-8")
            made.append(Path(structs_of(path)))
    (folder / "mypy.ini").write_text(_SETTINGS, "utf-8")
    run = subprocess.run([sys.executable, "-c", _BUILD, GROUP, *modules], cwd=folder, capture_output=True, text=True, check=False)
    libraries = [path.relative_to(folder) for pattern in ("*.so", "*.pyd") for path in folder.rglob(pattern) if "build" not in path.parts]
    if run.returncode or len(libraries) <= len(modules):
        raise CompileError("\n".join((run.stdout + run.stderr).splitlines()[-20:]))
    return [*made, *libraries]


def _make_ordinary(struct: ast.ClassDef, lines: list[str]) -> None:
    """Write a class of msgspec as an ordinary one, in its lines."""
    fields = [line for line in struct.body if isinstance(line, ast.AnnAssign)]
    parameters, body = [], []
    for field in fields:
        name, kind, value = ast.unparse(field.target), ast.unparse(field.annotation), field.value and ast.unparse(field.value)
        fresh = value in ("[]", "{}", "set()")  # msgspec makes a new one for each
        parameters.append(f"{name}: {kind} | None = None" if fresh else f"{name}: {kind} = {value}" if value else f"{name}: {kind}")
        body.append(f"self.{name}: {kind} = {value} if {name} is None else {name}" if fresh else f"self.{name}: {kind} = {name}")
        lines[field.lineno - 1 : field.end_lineno] = [""] * (_lines(field)[1] - field.lineno + 1)
    lines[struct.lineno - 1] = f"class {struct.name}:"
    lines[fields[0].lineno - 1] = f"    def __init__(self, {', '.join(parameters)}) -> None: {'; '.join(body)}"
    values = ", ".join(f"self.{ast.unparse(field.target)}" for field in fields)
    lines[fields[1].lineno - 1] = f"    def __reduce__(self) -> tuple[object, ...]: return {struct.name}, ({values})  # for pickles"


def _needed_by_structs(tree: ast.Module) -> tuple[list[ast.stmt], list[str]]:
    """The classes of msgspec in a module, with all else of it that defining them needs, and the names of what only their methods use."""
    defined = {name: statement for statement in tree.body for name in _defined(statement)}
    needed: list[ast.stmt] = [statement for statement in tree.body if isinstance(statement, ast.ClassDef) and _is_struct(statement)]
    lent: set[str] = set()
    for statement in needed:  # grows
        later = _used(line for line in getattr(statement, "body", ()) if isinstance(line, ast.FunctionDef))
        at_once = _used([statement]) - later
        needed += [held for name, held in defined.items() if name in at_once and held not in needed]
        lent |= later & defined.keys()
    return sorted(needed, key=_lines), sorted(name for name in lent if defined[name] not in needed)


def _used(statements: Iterable[ast.stmt]) -> set[str]:
    return {node.id for statement in statements for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _is_struct(statement: ast.ClassDef) -> bool:
    return any(ast.unparse(base).split(".")[-1] == "Struct" for base in statement.bases)


def _is_only_itself(struct: ast.ClassDef) -> bool:
    """Whether a class of msgspec has no equality of its own."""
    return any(keyword.arg == "eq" and ast.unparse(keyword.value) == "False" for keyword in struct.keywords)


def _defined(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement of a module defines."""
    if isinstance(statement, ast.ClassDef | ast.FunctionDef):
        yield statement.name
    elif isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))


def _lines(statement: ast.stmt) -> tuple[int, int]:
    """The first and the last line of a statement, decorators included."""
    decorators = statement.decorator_list if isinstance(statement, ast.ClassDef | ast.FunctionDef) else []
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)]), statement.end_lineno or statement.lineno


def _slots(tree: ast.Module) -> Iterator[ast.Assign]:
    """The assignments of ``__slots__`` in classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from (line for line in node.body if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "__slots__")
