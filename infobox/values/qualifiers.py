"""A line's text parted into the name and what qualifies it, and the fates that are written out in words.

Qualifiers are what stands in parentheses or small print: ``Army of Conquest (2015–17)`` is the name `Army of Conquest` with the
qualifier `2015–17`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from infobox.record import Fate

_PLURAL: Final = re.compile(r"[A-Za-z]\((?:s|es|e|n|en)\)")
_FATE_SIGNS: Final[dict[str, Fate]] = {"†": "killed_in_action", "‡": "killed_in_action", "✝": "killed_in_action"}
_FATE_WORDS: Final[dict[str, Fate]] = {
    "kia": "killed_in_action",
    "killed in action": "killed_in_action",
    "wia": "wounded_in_action",
    "wounded in action": "wounded_in_action",
    "mia": "missing_in_action",
    "missing in action": "missing_in_action",
    "pow": "prisoner_of_war",
    "prisoner of war": "prisoner_of_war",
    "dow": "died_of_wounds",
    "died of wounds": "died_of_wounds",
    "surrendered": "surrendered",
    "executed": "executed",
    "assassinated": "assassinated",
    "defected": "defected",
}
_WRITTEN_FATE: Final = re.compile(r"\s*(?:([†‡✝])|[(\[]\s*([A-Za-z ]{3,18})\s*[)\]])")


class Parted(NamedTuple):
    """A line's name, and its qualifiers in order, without their parentheses."""

    name: str
    qualifiers: list[str]


def fates(text: str) -> tuple[str, list[Fate]]:
    """The text without the fate marks written into it, and these fates, in order: daggers, ``(KIA)``, ``(POW)`` and the like."""
    found: list[Fate] = []

    def take(match: re.Match[str]) -> str:
        fate = _FATE_SIGNS[match[1]] if match[1] else _FATE_WORDS.get(" ".join(match[2].lower().split()))
        if fate is None:
            return match[0]
        if fate not in found:
            found.append(fate)
        return ""

    if "†" not in text and "‡" not in text and "✝" not in text and "(" not in text and "[" not in text:
        return text, found
    cleaned = _WRITTEN_FATE.sub(take, text)
    return (" ".join(cleaned.split()) if found else text), found


def part(text: str, smalls: Sequence[str] = ()) -> Parted:
    """Part a line: `smalls` are the stretches of small print in it, in order.

    A line that is nothing but small print or parentheses is its own name.
    """
    if "(" not in text and not smalls:
        return Parted(_trimmed(text), [])
    cuts: list[tuple[int, int]] = []
    position = 0
    for small in smalls:
        found = text.find(small, position)
        if small and found >= 0:
            cuts.append((found, found + len(small)))
            position = found + len(small)
    cuts = _united(cuts + _parentheses(text))
    name = ""
    qualifiers: list[str] = []
    position = 0
    for start, end in [*cuts, (len(text), len(text))]:
        piece = text[position:start].strip()
        if piece:
            # Punctuation behind a qualifier goes with the word before it.
            name += piece if not name or piece[0] in ",;:." else f" {piece}"
        position = end
        qualifiers += _bare(text[start:end])
    name = _trimmed(name).lstrip(" ,;")
    if not name.strip(":.,") or not qualifiers:
        return Parted(_trimmed(text), [])
    return Parted(name, qualifiers)


def _trimmed(name: str) -> str:
    """A name without the comma or spaced dash that led to its qualifier; the dash of `2023–` is its own."""
    name = name.rstrip(" ,;")
    while name.endswith((" –", " —", " -")):
        name = name[:-1].rstrip(" ,;")
    return name


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap made one: `(<small>until 1943</small>)` is one qualifier."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _parentheses(text: str) -> list[tuple[int, int]]:
    """Outermost pairs of parentheses."""
    pairs: list[tuple[int, int]] = []
    depth = 0
    begin = 0
    for match in _PARENTHESIS.finditer(text):
        place = match.start()
        if match.group() == "(":
            if depth == 0:
                begin = place
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and not _PLURAL.match(text, begin - 1 if begin else 0):
                pairs.append((begin, place + 1))
    return pairs


_PARENTHESIS: Final = re.compile(r"[()]")


def _bare(words: str) -> list[str]:
    """A qualifier without its parentheses; several pairs side by side are several qualifiers."""
    words = words.strip(" ,;")
    if words.startswith("("):
        pairs = _parentheses(words)
        outside = words
        for start, end in reversed(pairs):
            outside = outside[:start] + outside[end:]
        if pairs and not outside.strip(" ,;"):
            return [inner for start, end in pairs if (inner := words[start + 1 : end - 1].strip())]
    words = words.strip()
    return [words] if words else []
