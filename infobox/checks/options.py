"""Which rules are selected: on the command line, and in ``infobox.toml`` or the ``[tool.infobox]`` section of ``pyproject.toml``."""

from __future__ import annotations

import fnmatch
import os
import re
import stat
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from infobox.checks.findings import SEVERITIES, is_severe
from infobox.checks.registry import Rule, find, rules
from infobox.nearest import did_you_mean, nearest
from infobox.pages.sources import reason_of
from infobox.record import Severity

SETTINGS: Final = ("select", "extend-select", "ignore")
"""The names of the lists of rules, in settings files and as options, in the order of the arguments of `chosen`."""
_ALL_SETTINGS: Final = (*SETTINGS, "severity", "per-file-ignores")
LARGEST: Final = 1 << 20
"""How many bytes a settings file may have."""
# A dotted key of a hundred parts. The decoder takes quadratic time for these; it rejects deep brackets itself.
_DEEP: Final = re.compile(r"""(?<![\w"'\\-])(?:(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""")


class OptionError(ValueError):
    """Settings that cannot be used; the message says in one line why, and what to do."""


def chosen(
    select: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    *,
    cosmetic: bool = False,
    severity: Severity = "info",
) -> list[Rule]:
    """The rules, in order of their codes: those in `select` (if it is empty, all that are on by default) and `extend_select`, without
    those in `ignore`. Each is a code, the beginning of a code (`P`), a name or `ALL`. Cosmetic rules are on by default if `cosmetic` is
    true. Rules of less than a `severity` are left out.

    Raises `OptionError` for any other rule, and for any other severity.
    """
    if severity not in SEVERITIES:
        raise OptionError(f"no severity is called {severity!r}; there are {', '.join(SEVERITIES)}")
    wanted = _named(select) or {rule.code for rule in rules().values() if rule.default and (cosmetic or not rule.cosmetic)}
    wanted = (wanted | _named(extend_select)) - _named(ignore)
    return [rule for code, rule in rules().items() if code in wanted and is_severe(rule.severity, severity)]


def _named(names: Iterable[str]) -> set[str]:
    codes: set[str] = set()
    for name in names:
        found = find(name)
        if not found:
            known = [word for rule in rules().values() for word in (rule.code, rule.name)]
            meant = did_you_mean(nearest(name, known) or nearest(name.upper(), known))
            raise OptionError(f"no rule is called {name!r}{meant} (infobox explain lists them)")
        codes.update(rule.code for rule in found)
    return codes


class Settings(NamedTuple):
    """The settings of a file: lists of rules by the names in `SETTINGS`; the file's path, None if there is no file; a line about each
    ``pyproject.toml`` that was skipped although it may hold settings; the least severity to report (None: not set); and patterns of file
    names, each with the rules to ignore in these files.
    """

    lists: dict[str, list[str]]
    path: Path | None = None
    skipped: tuple[str, ...] = ()
    severity: Severity | None = None
    per_file: tuple[tuple[str, list[str]], ...] = ()


class _UnreadableError(OptionError):
    """A settings file that cannot be read; `held` is true if it may hold settings."""

    def __init__(self, message: str, *, held: bool) -> None:
        super().__init__(message)
        self.held = held


def settings(folder: Path) -> Settings:
    """The settings for a folder: those of the nearest ``infobox.toml``, or ``pyproject.toml`` with a section ``[tool.infobox]``, in the
    folder or above it. A ``pyproject.toml`` that cannot be read may belong to other tools: it is skipped.

    Raises `OptionError` if settings cannot be used.
    """
    skipped: list[str] = []
    for place in (folder, *folder.parents):
        for name in ("infobox.toml", "pyproject.toml"):
            path = place / name
            try:
                found = _section(path, _read(path))
            except (FileNotFoundError, NotADirectoryError):
                continue
            except _UnreadableError as error:
                if name == "infobox.toml":
                    raise
                if error.held:
                    skipped.append(f"{error} (skipped, although it may hold settings)")
                continue
            if found is not None:
                return found._replace(skipped=tuple(skipped))
    return Settings({}, None, tuple(skipped))


def read_settings(path: Path) -> Settings:
    """The settings of one file. Raises `OptionError` if they cannot be used, or if the file has none."""
    try:
        found = _section(path, _read(path))
    except (FileNotFoundError, NotADirectoryError):
        raise OptionError(f"{path}: no such file") from None
    if found is None:
        raise OptionError(f"{path}: no section [tool.infobox]")
    return found


def _read(path: Path) -> dict[str, Any]:
    """The TOML of a file. Raises `_UnreadableError`, and `FileNotFoundError` or `NotADirectoryError` if the file does not exist."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for a writer
            raise _UnreadableError(f"{path}: not a file", held=False)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise
    except OSError as error:
        raise _UnreadableError(f"{path}: {reason_of(error)}", held=True) from None
    if len(data) > LARGEST:
        raise _UnreadableError(f"{path}: larger than {LARGEST:,} bytes, too large for a settings file", held=True)
    held = b"infobox" in data
    try:
        text = data.decode()
        if not _DEEP.search(text):
            return tomllib.loads(text)
    except ValueError as error:  # invalid TOML or UTF-8, and numbers with more digits than Python reads
        raise _UnreadableError(f"{path}: not valid TOML: {error}", held=held) from None
    except RecursionError:
        pass
    raise _UnreadableError(f"{path}: nested too deeply", held=held)


def _section(path: Path, data: dict[str, Any]) -> Settings | None:
    """The settings in a file's TOML; None if it has no section for them."""
    if path.name == "pyproject.toml" or "tool" in data:
        tool = data.get("tool")
        section = tool.get("infobox") if isinstance(tool, dict) else None
        if section is None:
            return None
        data = section
    if not isinstance(data, dict):
        raise OptionError(f"{path}: infobox must be a table, such as [tool.infobox]")
    try:
        return checked(data)._replace(path=path)
    except OptionError as error:
        raise OptionError(f"{path}: {error}") from None


def checked(data: dict[str, Any]) -> Settings:
    """The settings of a table, such as the section of a file. Raises `OptionError` if they cannot be used."""
    lists = {name: _rules_of(name, value) for name, value in data.items() if name in SETTINGS}
    per_file = data.get("per-file-ignores", {})
    if not isinstance(per_file, dict):
        raise OptionError('per-file-ignores must be a table, such as "talk/*.wikitext" = ["P101"]')
    ignored = tuple((pattern, _rules_of(f"per-file-ignores for {pattern!r}", value)) for pattern, value in per_file.items())
    severity = data.get("severity")
    if severity is not None:
        chosen(severity=severity)
    unknown = next((name for name in data if name not in _ALL_SETTINGS), None)
    if unknown is not None:
        raise OptionError(f"unknown setting {unknown!r}; the settings are {', '.join(_ALL_SETTINGS)}")
    return Settings(lists, severity=severity, per_file=ignored)


def _rules_of(name: str, value: object) -> list[str]:
    """The rules in a setting. Raises `OptionError` if it is no list of rules, or has a rule that does not exist."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise OptionError(f'{name} must be a list of rules, such as ["P101", "figure-without-source"]')
    _named(value)
    return value


def merged(given: Sequence[dict[str, list[str]]]) -> dict[str, list[str]]:
    """Several settings as one: a later `select` replaces every earlier `select` and `extend-select`; other lists are joined."""
    found: dict[str, list[str]] = {}
    for each in given:
        if each.get("select"):
            found = {"select": each["select"], "ignore": found.get("ignore", [])}
        for name in ("extend-select", "ignore"):
            found[name] = [*found.get(name, []), *each.get(name, [])]
    return found


class Selection:
    """The rules that are selected, and for some files fewer: `rules` for any file, `of` for the file with a path."""

    def __init__(self, rules: list[Rule], per_file: Iterable[tuple[str, Iterable[str]]], folder: Path) -> None:
        self.rules = rules
        self._folder = folder
        self._ignored = [(re.compile(fnmatch.translate(pattern)), frozenset(_named(names))) for pattern, names in per_file]

    def of(self, path: str) -> list[Rule]:
        """The rules for a file: without those that the settings ignore for its name, or for its path from the folder of the settings. In
        patterns, a star stands for any characters, slashes too.
        """
        ignored: set[str] = set()
        if self._ignored:
            whole = Path(os.path.abspath(path))
            names = {whole.name, whole.as_posix()}
            if whole.is_relative_to(self._folder):
                names.add(whole.relative_to(self._folder).as_posix())
            ignored.update(*(codes for pattern, codes in self._ignored if any(map(pattern.match, names))))
        return [rule for rule in self.rules if rule.code not in ignored] if ignored else self.rules
