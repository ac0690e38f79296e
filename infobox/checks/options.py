"""Which rules are selected: on the command line, and in ``infobox.toml`` or the ``[tool.infobox]`` section of ``pyproject.toml``."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from infobox.checks.registry import Rule, find, rules
from infobox.nearest import did_you_mean, nearest
from infobox.pages.sources import reason_of

SETTINGS: Final = ("select", "extend-select", "ignore")
"""The names of the lists of rules, in settings files and as options, in the order of the arguments of `chosen`."""
LARGEST: Final = 1 << 20
"""How many bytes a settings file may have."""
# A dotted key of a hundred parts. The decoder takes quadratic time for these; it rejects deep brackets itself.
_DEEP: Final = re.compile(r"""(?<![\w"'\\-])(?:(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""")


class OptionError(ValueError):
    """Settings that cannot be used; the message says in one line why, and what to do."""


def chosen(select: Iterable[str] = (), extend_select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Rule]:
    """The rules, in order of their codes: those in `select` (if it is empty, all that are on by default) and `extend_select`, without
    those in `ignore`. Each is a code, the beginning of a code (`P`), a name or `ALL`.

    Raises `OptionError` for anything else.
    """
    wanted = _named(select) or {rule.code for rule in rules().values() if rule.default}
    wanted = (wanted | _named(extend_select)) - _named(ignore)
    return [rule for code, rule in rules().items() if code in wanted]


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
    """The settings of a file: lists of rules by the names in `SETTINGS`; the file's path, None if there is no file; and a line about each
    ``pyproject.toml`` that was skipped although it may hold settings.
    """

    lists: dict[str, list[str]]
    path: Path | None = None
    skipped: tuple[str, ...] = ()


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
                return Settings(found, path, tuple(skipped))
    return Settings({}, None, tuple(skipped))


def read_settings(path: Path) -> Settings:
    """The settings of one file. Raises `OptionError` if they cannot be used, or if the file has none."""
    try:
        found = _section(path, _read(path))
    except (FileNotFoundError, NotADirectoryError):
        raise OptionError(f"{path}: no such file") from None
    if found is None:
        raise OptionError(f"{path}: no section [tool.infobox]")
    return Settings(found, path)


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


def _section(path: Path, data: dict[str, Any]) -> dict[str, list[str]] | None:
    """The settings in a file's TOML; None if it has no section for them."""
    if path.name == "pyproject.toml" or "tool" in data:
        tool = data.get("tool")
        section = tool.get("infobox") if isinstance(tool, dict) else None
        if section is None:
            return None
        data = section
    if not isinstance(data, dict):
        raise OptionError(f"{path}: infobox must be a table, such as [tool.infobox]")
    for name, value in data.items():
        if name not in SETTINGS:
            raise OptionError(f"{path}: unknown setting {name!r}; the settings are {', '.join(SETTINGS)}")
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise OptionError(f'{path}: {name} must be a list of rules, such as ["P101", "figure-without-source"]')
    try:
        for value in data.values():
            _named(value)
    except OptionError as error:
        raise OptionError(f"{path}: {error}") from None
    return data


def merged(given: Sequence[dict[str, list[str]]]) -> dict[str, list[str]]:
    """Several settings as one: a later `select` replaces every earlier `select` and `extend-select`; other lists are joined."""
    found: dict[str, list[str]] = {}
    for each in given:
        if each.get("select"):
            found = {"select": each["select"], "ignore": found.get("ignore", [])}
        for name in ("extend-select", "ignore"):
            found[name] = [*found.get(name, []), *each.get(name, [])]
    return found
