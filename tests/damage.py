"""Pages damaged as people and scripts damage them: characters and tokens of markup taken out, doubled, put in or moved."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

TOKENS: Final = [
    *("{{", "}}", "[[", "]]", "[", "]", "{", "}", "<", "(", ")", "|", "=", "'''", "''", "*", "**", "#", ":", ";", "1", " ", "\t"),
    *("\n", "\n*", "\n\n", "----", "<br>", "<hr>", "<small>", "</small>", "<center>", "</center>", "<ul>", "<li>", "{|", "|}"),
    *("<ref>", "</ref>", "<!--", "-->", "<nowiki>", "</nowiki>", "{{KIA}}", "{{POW}}", "(KIA)", "†", "{{B|", "[[B|", "[[B| ]]"),
    *("{{unknown|", "{{unknown|x}}", "{{flag|", "{{ubl|", "{{efn|", "{{small|", "{{nowrap|", "{{sfn|A|2}}", "{{!}}", "{{{1}}}"),
    *("{{plainlist}}", "{{endplainlist}}", "combatant3=*", "|combatant3=*", "~~~", "__TOC__", "http://a.b", "&nbsp;", "&lt;"),
    *("\u200b", "\ufeff", "\u200e", "\u200f", "\xa0"),
]
"""What damage puts in or takes out, invisible characters at the end."""


def damaged(text: str, rng: random.Random) -> str:
    """A text after one to four accidents; what it begins and ends with stays."""
    for _ in range(rng.randint(1, 4)):
        if len(text) > 20:
            place = rng.randint(2, len(text) - 3)
            text = rng.choice(ACCIDENTS)(text, place, rng)
    return text


def _deleted(text: str, place: int, rng: random.Random) -> str:
    return text[:place] + text[min(len(text) - 2, place + rng.randint(1, 8)) :]


def _cut(text: str, place: int, rng: random.Random) -> str:
    return text[:place] + text[min(len(text) - 2, place + rng.randint(1, 80)) :]


def _doubled(text: str, place: int, rng: random.Random) -> str:
    return text[: place + rng.randint(1, 32)] + text[place:]


def _put_in(text: str, place: int, rng: random.Random) -> str:
    return text[:place] + rng.choice(TOKENS) + text[place:]


def _turned(text: str, place: int, rng: random.Random) -> str:
    end = place + rng.randint(1, 8)
    return text[:place] + text[place:end][::-1] + text[end:]


def _taken_out(text: str, place: int, rng: random.Random) -> str:
    token = rng.choice(TOKENS)
    found = text.find(token, place)
    return text if found < 0 else text[:found] + text[found + len(token) :]


def _moved(text: str, place: int, rng: random.Random) -> str:
    end = place + rng.randint(1, 24)
    piece, rest = text[place:end], text[:place] + text[end:]
    target = rng.randint(2, max(2, len(rest) - 2))
    return rest[:target] + piece + rest[target:]


ACCIDENTS: Final[list[Callable[[str, int, random.Random], str]]] = [_deleted, _cut, _doubled, _put_in, _put_in, _turned, _taken_out, _moved]
