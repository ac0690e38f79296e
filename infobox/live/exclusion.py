"""Pages that ask bots to stay away, by ``{{bots}}`` and ``{{nobots}}`` (https://en.wikipedia.org/wiki/Template:Bots), or because somebody
is editing them (``{{in use}}``).
"""

from __future__ import annotations

import re
from typing import Final

_TEMPLATE: Final = re.compile(r"\{\{\s*+(?:[Tt]emplate\s*+:\s*+)?([Nn]o[Bb]ots|[Bb]ots|[Ii]n[ _]?[Uu]se)\s*+(?:\|([^{}]*+))?\}\}")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_EVERYBODY: Final = "all"
_NOBODY: Final = "none"


def excluded(text: str, user: str) -> str:
    """The template by which a page keeps a bot away, as written; empty if none does.

    As most bots do, it is obeyed wherever it stands, in a comment or `<nowiki>` too. Takes time linear in the text.
    """
    own = _plain(user.partition("@")[0])
    for found in _TEMPLATE.finditer(text):
        given = dict(_named(part) for part in _COMMENT.sub("", found[2] or "").split("|") if "=" in part)
        bans = found[1].lower() != "bots" and "allow" not in given
        if "allow" in given:
            bans = not ({own, _EVERYBODY} & given["allow"]) or _NOBODY in given["allow"]
        if "deny" in given:
            bans = bool({own, _EVERYBODY} & given["deny"]) and _NOBODY not in given["deny"]
        if bans:
            return found[0]
    return ""


def _named(part: str) -> tuple[str, set[str]]:
    """An argument's name, and the names in its list."""
    name, _, names = part.partition("=")
    return name.strip().lower(), set(map(_plain, names.split(",")))


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()
