"""Which rules are asked for: on the command line, and in ``infobox.toml`` or the ``[tool.infobox]`` section of ``pyproject.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from infobox.checks.registry import Rule, find, rules

SETTINGS: Final = ("select", "extend-select", "ignore")


class OptionError(ValueError):
    """Settings that cannot be used; the message is one line that says why and what to do."""


def chosen(select: Iterable[str] = (), extend_select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Rule]:
    """The rules, in the order of their codes: those of `select` (all that are on by default, where it is empty) and `extend_select`,
    without those of `ignore`. Each is a code, a code's beginning (`P`), a name or `ALL`.

    Raises `OptionError` for what is no rule.
    """
    select = list(select)
    wanted = _named(select) if select else {rule.code for rule in rules().values() if rule.default}
    wanted |= _named(extend_select)
    wanted -= _named(ignore)
    return [rule for code, rule in rules().items() if code in wanted]


def _named(names: Iterable[str]) -> set[str]:
    codes: set[str] = set()
    for name in names:
        found = find(name)
        if not found:
            raise OptionError(f"no rule is called {name!r}{_meant(name)} (infobox explain lists them)")
        codes.update(rule.code for rule in found)
    return codes


def _meant(name: str) -> str:
    names = [word for rule in rules().values() for word in (rule.code, rule.name)]
    near = get_close_matches(name, names, 1) or get_close_matches(name.upper(), names, 1)
    return f"; did you mean {near[0]}?" if near else ""


def settings(folder: Path) -> dict[str, list[str]]:
    """The settings that hold in a folder: of the nearest ``infobox.toml``, or ``pyproject.toml`` with a section ``[tool.infobox]``, in
    it or above it. Empty where there are none. Raises `OptionError` where they cannot be used.
    """
    for place in (folder, *folder.parents):
        for name in ("infobox.toml", "pyproject.toml"):
            path = place / name
            if not path.is_file():
                continue
            found = _section(path)
            if found is not None:
                return found
    return {}


def read_settings(path: Path) -> dict[str, list[str]]:
    """The settings of one file. Raises `OptionError` where they cannot be used, or the file has none."""
    if not path.is_file():
        raise OptionError(f"{path}: no such file")
    found = _section(path)
    if found is None:
        raise OptionError(f"{path}: no section [tool.infobox]")
    return found


def _section(path: Path) -> dict[str, list[str]] | None:
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise OptionError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if path.name == "pyproject.toml":
            return None  # not ours to complain about
        raise OptionError(f"{path}: no TOML: {error}") from None
    if path.name == "pyproject.toml" or "tool" in data:
        tool = data.get("tool")
        section = tool.get("infobox") if isinstance(tool, dict) else None
        if section is None:
            return None
        data = section
    if not isinstance(data, dict):
        raise OptionError(f"{path}: infobox is a table, such as [tool.infobox]")
    for name, value in data.items():
        if name not in SETTINGS:
            raise OptionError(f"{path}: {name!r} is no setting; there are {', '.join(SETTINGS)}")
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise OptionError(f'{path}: {name} is a list of rules, such as ["P101", "figure-without-source"]')
    try:
        for value in data.values():
            _named(value)
    except OptionError as error:
        raise OptionError(f"{path}: {error}") from None
    return data


def merged(given: Sequence[dict[str, list[str]]]) -> dict[str, list[str]]:
    """Settings of which the later ones go before the earlier: `select` takes the place of all before it, the others are added."""
    found: dict[str, list[str]] = {}
    for each in given:
        if each.get("select"):
            found = {"select": each["select"], "ignore": found.get("ignore", [])}
        for name in ("extend-select", "ignore"):
            found[name] = [*found.get(name, []), *each.get(name, [])]
    return found
