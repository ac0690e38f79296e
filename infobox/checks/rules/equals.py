"""The rule about words that a template takes for the name of a value, because of a sign of equality."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from infobox.checks.findings import Fix, Said, quoted, shortened
from infobox.checks.limits import MANY
from infobox.checks.registry import rule
from infobox.checks.subject import Subject, Use
from infobox.editing.splicing import Edit
from infobox.templates import Meaning, layout, meaning
from infobox.wikitext.calls import called
from infobox.wikitext.scan import Part, without_comments

_KINDS: Final = frozenset(["list", "collapsible", "wrap", "note"])
"""Kinds of templates whose words stand in values without a name."""
_IN_NOTES: Final = frozenset(["name", "group", "text", "content", "reference", "ref"])
"""Values of notes."""
_PLAUSIBLE: Final = re.compile(r"[a-z][a-z0-9]*(?:[ _-][a-z0-9]+){0,3}")
"""What may be a value's own name; else it is words."""
_STRANGE: Final = re.compile(r"[^\w -]")
"""What no value's name has."""
_LONG_NUMBER: Final = 3
"""No list has a hundred entries: a number as long as this is a figure."""
_OPEN: Final = ("tag", "url")
"""Markup in which a sign of equality is one to the software too: it takes templates apart before it looks for tags and addresses."""
_SHOWN: Final = {"wrap": "shows", "note": "text", "collapsible": "content"}
"""The field of the data that says which value a template shows, by kind; without it the first one."""
_FIELDS: Final = ("shows", "text", "tip", "title", "content", "name")
"""The fields that name values."""


class _Given(NamedTuple):
    """An argument: its `part`, the place of the sign of equality after its name (-1: it has none), and the `name`."""

    part: Part
    name: str
    equals: int


@rule("T002", "error", fixes="unsafe")
def words_not_shown(subject: Subject) -> Iterator[Said]:
    """Words in a list, a note or another template that shows words, with a sign of equality among them.

    A sign in a tag (`<span style=…>`) or in a web address counts too. Signs in links, templates and references do not.

    Why: The software takes what stands before the sign for the name of a value. The template does not know that name, so a reader sees
    neither it nor what stands after the sign.

    Bad:
        | units1 = {{ubl|1st = Foot|2nd Foot}}

    Good:
        | units1 = {{ubl|1=1st = Foot|2=2nd Foot}}

    Fix: the template's words get numbers for names; unsafe, as a reader sees more than before. None where the name may be the misspelt one
    of a value that the template knows, and where some have numbers already.
    """
    yield from islice((said for use in subject.templates for said in lost_words(subject, use)), MANY)


def lost_words(subject: Subject, use: Use) -> Iterator[Said]:
    """What is to be said of the words of one template that are taken for the names of values."""
    text, node = subject.text, use.node
    if (use.meaning is None and use.name[:1] != "#") or not any(_may_name(text, part) for part in node.parts[1:]):
        return
    name, parts = called(text, node)
    known = meaning(name)
    if known is None or known.kind not in _KINDS or name[:1] == "#":
        return
    given = [_given(text, part) for part in parts]
    lost = [each for each in given if each.equals >= 0 and not _knows(known, each.name)]
    if not lost:
        return
    every = known.data.get("entries") == "arguments"
    missing = not every and not _is_shown(known, given)
    fix = _numbered(text, given, lost) if every or missing else None
    for each in lost:
        misspelt = _knows(known, each.name.lower())
        words = not misspelt and _PLAUSIBLE.fullmatch(each.name) is None
        if not words and not misspelt and (not every or not text[each.equals + 1 : each.part.end].strip()):
            continue
        if every or missing or _STRANGE.search(each.name):
            yield _said(text, name, each, fix if words else None)
            # One fix fixes all words of the template.
            fix = None if words else fix


def _said(text: str, name: str, given: _Given, fix: Fix | None) -> Said:
    words = text[given.part.start : given.part.end]
    start = given.part.start + len(words) - len(words.lstrip())
    taken = f"{quoted(given.name)} for the name of a value" if given.name else "this for a value with an empty name"
    message = f"{{{{{shortened(name)}}}}} takes {taken} that it does not know, so a reader sees none of this"
    numbered = "write a number before the words (“1=”), or “{{=}}” for the sign"
    write = numbered if fix is not None else "write “{{=}}” for the sign if these are words"
    return Said(start, start + len(words.strip()), f"{message}; {write}", fix)


def _may_name(text: str, part: Part) -> bool:
    return part.equals >= 0 or any(node.kind in _OPEN for node in part.nodes)


def _given(text: str, part: Part) -> _Given:
    """An argument as the software reads it, to which a sign of equality in a tag or an address counts."""
    equals = part.equals
    for node in part.nodes:
        if 0 <= equals < node.start:
            break
        if node.kind in _OPEN and (inner := text.find("=", node.start, node.end)) >= 0:
            equals = inner
            break
    return _Given(part, without_comments(text, part.start, equals, part.nodes).strip() if equals >= 0 else "", equals)


def _knows(known: Meaning, name: str) -> bool:
    """Whether a template may know a value's name."""
    if name.isdecimal() and name.isascii():
        return len(name) < _LONG_NUMBER and name != "0"
    options = known.data.get("options", ())
    folded = name.lower().replace("_", "-")
    return (
        (layout().named(name) and not _STRANGE.search(name))
        or (known.kind == "note" and name in _IN_NOTES)
        or any(name in _keys(known, field) for field in _FIELDS)
        or any(folded == option or folded.endswith(f"-{option}") for option in options)
    )


def _keys(known: Meaning, field: str) -> list[int | str]:
    """The positions and names of values that a field of the data gives."""
    value: Any = known.data.get(field, [])
    return value if isinstance(value, list) else [value]


def _is_shown(known: Meaning, given: list[_Given]) -> bool:
    """Whether a template that shows one of its values is given that."""
    keys = [*(_keys(known, _SHOWN.get(known.kind, "")) or [1]), *(("text", "content") if known.kind == "note" else ())]
    unnamed = sum(each.equals < 0 for each in given)
    names = {each.name for each in given if each.equals >= 0}
    return any(str(key) in names or (isinstance(key, int) and (1 if key < 0 else key) <= unnamed) for key in keys)


def _numbered(text: str, given: list[_Given], lost: list[_Given]) -> Fix | None:
    """The numbers of a template's values, written before those without a name, from the first one on that is taken for having one; None
    where some have numbers.
    """
    edits: list[Edit] = []
    number = 0
    found = {each.part.start for each in lost}
    for each in given:
        taken = each.part.start in found
        if each.equals >= 0 and not taken:
            if each.name.isdecimal():
                return None
            continue
        number += 1
        if edits or taken:
            words = text[each.part.start : each.part.end]
            blank = words[: len(words) - len(words.lstrip())]
            at = each.part.start + (0 if "\n" in blank else len(blank))
            edits.append(Edit(at, at, f"{number}="))
    return Fix(tuple(edits), safe=False)
