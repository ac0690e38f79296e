"""What an editor can set: of which Wikipedia its documents are, and which rules report."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from infobox.checks.options import SETTINGS, OptionError, Selection, Settings, checked, chosen, merged, settings
from infobox.checks.registry import Rule
from infobox.language import database


class EditorSettings(NamedTuple):
    """The settings of an editor: the `wiki` (the database name of a Wikipedia; empty: not known), whether to report what readers do not
    see, and the `rules`, as in a settings file.
    """

    wiki: str = ""
    cosmetic: bool = False
    rules: Settings = Settings({})

    def selected(self, path: Path | None) -> list[Rule]:
        """The rules for a file, with the settings file of its folder; without a path, for a text that is in no file. Raises
        `OptionError`.
        """
        found = settings(path.parent) if path is not None else Settings({})
        lists = merged([found.lists, self.rules.lists])
        severity = self.rules.severity or found.severity or "info"
        rules = chosen(*(lists.get(name, ()) for name in SETTINGS), cosmetic=self.cosmetic, severity=severity)
        if path is None:
            return rules
        folder = found.path.absolute().parent if found.path is not None else path.parent
        return Selection(rules, [*found.per_file, *self.rules.per_file], folder).of(str(path))


def read(given: object, wiki: str = "") -> EditorSettings:
    """The settings that an editor gives as JSON, with the `wiki` of the command line if it gives none. Raises `OptionError`."""
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise OptionError('the settings must be an object, such as {"wiki": "frwiki"}')
    held: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    name, cosmetic = held.pop("wiki", ""), held.pop("cosmetic", False)
    if not isinstance(name, str) or (name and not database(name)):
        raise OptionError(f"wiki: {name!r} is no Wikipedia; give its language code or database name, such as fr or frwiki")
    if not isinstance(cosmetic, bool):
        raise OptionError("cosmetic must be true or false")
    return EditorSettings(database(name) if name else wiki, cosmetic, checked(held))
