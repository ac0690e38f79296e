"""Pages that ask bots to stay away, by ``{{bots}}`` and ``{{nobots}}`` (https://en.wikipedia.org/wiki/Template:Bots), or because somebody
is editing them (``{{in use}}``).
"""

from __future__ import annotations

import re
from typing import Final

_TEMPLATE: Final = re.compile(
    r"\{\{\s*+(?:[Tt]emplate\s*+:\s*+)?"
    r"(?:([Nn]o[Bb]ots|[Bb]ots)\s*+(?:\|([^{}]*+))?\}\}|[Ii]n[ _]?[Uu]se\s*+(?=\||\}\}))"
)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BRACES: Final = re.compile(r"\{\{|\}\}")
_LONGEST: Final = 200
"""How much of a template is repeated."""
_EVERYBODY: Final = "all"
_NOBODY: Final = "none"


def excluded(text: str, user: str) -> str:
    """The template by which a page keeps a bot away, as written; empty if none does.

    As most bots do, it is obeyed wherever it stands, in a comment or `<nowiki>` too. Takes time linear in the text.
    """
    own = _plain(user.partition("@")[0])
    for found in _TEMPLATE.finditer(text):
        if found[1] is None:
            return _whole(text, found.start())
        given = dict(_named(part) for part in _COMMENT.sub("", found[2] or "").split("|") if "=" in part)
        bans = found[1].lower() != "bots" and "allow" not in given
        if "allow" in given:
            bans = not ({own, _EVERYBODY} & given["allow"]) or _NOBODY in given["allow"]
        if "deny" in given:
            bans = bool({own, _EVERYBODY} & given["deny"]) and _NOBODY not in given["deny"]
        if bans:
            return found[0]
    return ""


def _whole(text: str, start: int) -> str:
    """The template that begins at a place, with those in it; if it is long or not closed, as far as that is seen."""
    depth = 0
    for brace in _BRACES.finditer(text, start, start + _LONGEST):
        depth += 1 if brace[0] == "{{" else -1
        if not depth:
            return text[start : brace.end()]
    return text[start : start + _LONGEST]


def _named(part: str) -> tuple[str, set[str]]:
    """An argument's name, and the names in its list."""
    name, _, names = part.partition("=")
    return name.strip().lower(), set(map(_plain, names.split(",")))


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()
