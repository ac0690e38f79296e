"""The rule about words that a template takes for a parameter's name because of an equals sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from infobox.checks.findings import Fix, Hit, quoted, shortened
from infobox.checks.registry import rule
from infobox.checks.rules.references import swallowing_places
from infobox.checks.scope import Scope
from infobox.checks.shared.limits import MANY
from infobox.checks.subject import Subject, Use
from infobox.display.calls import called
from infobox.markup.edits import Edit
from infobox.markup.scan import Part, without_comments
from infobox.templates import Meaning, layout

_KINDS: Final = frozenset(["list", "collapsible", "wrap", "note"])
"""Kinds of templates whose words are unnamed arguments."""
_IN_NOTES: Final = frozenset(["name", "group", "text", "content", "reference", "ref"])
"""Names of arguments in notes."""
_PLAUSIBLE: Final = re.compile(r"[a-z][a-z0-9]*(?:[ _-][a-z0-9]+){0,3}")
"""What may be an argument's name; anything else is words."""
_STRANGE: Final = re.compile(r"[^\w -]")
"""What no argument's name contains."""
_LONG_NUMBER: Final = 3
"""No list has a hundred entries: a number with this many digits is a figure."""
_OPEN: Final = ("tag", "url")
"""Markup in which an equals sign counts too: MediaWiki splits a template's arguments before it looks for tags and addresses."""
_SHOWN: Final = {"wrap": "shows", "note": "text", "collapsible": "content"}
"""The field of the data that names the argument a template shows, by kind; without it, the first one is shown."""
_FIELDS: Final = ("shows", "text", "tip", "title", "content", "name")
"""The fields of the data that name arguments."""


class _CallArgument(NamedTuple):
    """An argument: its `part`, its `name`, and the place of the equals sign after the name (-1 if there is none)."""

    part: Part
    name: str
    equals: int


def _around_words(subject: Subject) -> list[Use]:
    """The templates whose words are unnamed arguments; after a colon, something else than a template's name is called."""
    return [use for use in subject.templates if use.kind in _KINDS or ":" in use.name]


@rule("T002", "error", fixes="unsafe", over=Scope(_around_words, "lists, notes and other templates that show their words"))
def words_not_shown(subject: Subject, uses: Sequence[Use]) -> Iterator[Hit]:
    """Words with an equals sign in a list, a note or another template that shows its words.

    An equals sign in a tag (`<span style=…>`) or a web address counts too. Those in links, templates and references do not.

    Why: MediaWiki takes the words before the equals sign for an argument's name. The template does not know this name, so readers see
    neither the words before the sign nor those after it.

    Bad:
        | units1 = {{ubl|1st = Foot|2nd Foot}}

    Good:
        | units1 = {{ubl|1=1st = Foot|2=2nd Foot}}

    Fix: the template's words get numbers as names; unsafe, because readers see more than before. No fix if the name may be a misspelling
    of one that the template knows, or if some words have numbers already.
    """
    found = (hit for use in uses if not _is_torn(subject, use) for hit in lost_words(subject, use))
    yield from islice(found, MANY)


def _is_swallowed(subject: Subject, name: str) -> bool:
    """Whether a name is that of a parameter which a template has taken in because it is not closed."""
    return not subject.box.closed and subject.is_parameter(name)


def _is_torn(subject: Subject, use: Use) -> bool:
    """Whether a tag in the template that is not closed has taken in what is not its own, or has become words."""
    node = use.node
    if not subject.once(_may_be_torn) or subject.text.find("<", node.start, node.end) < 0:
        return False
    return any(node.start < at < node.end for at in subject.once(swallowing_places))


def _may_be_torn(subject: Subject) -> bool:
    return not subject.box.closed or "<ref" in subject.wikitext


def lost_words(subject: Subject, use: Use) -> Iterator[Hit]:
    """The findings about words of one template that are taken for the names of arguments."""
    text, node = subject.text, use.node
    if not any(_may_name(part) for part in node.parts[1:]):
        return
    name, parts = called(text, node, subject.known)
    known = subject.known.meaning(name)
    if known is None or known.kind not in _KINDS or name[:1] == "#":
        return
    arguments = [_argument(text, part) for part in parts]
    every = known.data.get("entries") == "arguments"
    lost = [
        each
        for each in arguments
        if each.equals >= 0
        and not (_knows(known, each.name) and not (every and _is_figure(text, each, arguments)))
        and not _is_swallowed(subject, each.name)
    ]
    if not lost:
        return
    missing = not every and not _is_shown(known, arguments)
    fix = _numbered(text, arguments, lost) if every or missing else None
    for each in lost:
        misspelt = _knows(known, each.name.lower())
        words = not misspelt and _PLAUSIBLE.fullmatch(each.name) is None
        certain = every or (missing and _is_documented(known))
        if not words and not misspelt and (not certain or not text[each.equals + 1 : each.part.end].strip()):
            continue
        if every or missing or _STRANGE.search(each.name):
            yield _hit(text, name, each, fix if words else None, entry=every and each.name.isdecimal())
            # One fix fixes all words of the template.
            fix = None if words else fix


def _is_figure(text: str, argument: _CallArgument, arguments: list[_CallArgument]) -> bool:
    """Whether the number of an entry is probably a figure: among entries without numbers, higher than it can be, with a blank after it."""
    unnumbered = any(each.equals < 0 for each in arguments)
    short = argument.name.isdecimal() and len(argument.name) < _LONG_NUMBER
    return unnumbered and short and text[argument.equals - 1] == " " and int(argument.name) > len(arguments)


def _is_documented(known: Meaning) -> bool:
    """Whether the data surely has all names of the argument that a template shows."""
    return known.kind in ("wrap", "list") and "source" in known.data and known.shows != -1


def _hit(text: str, name: str, argument: _CallArgument, fix: Fix | None, *, entry: bool) -> Hit:
    words = text[argument.part.start : argument.part.end]
    start = argument.part.start + len(words) - len(words.lstrip())
    taken = f"{quoted(argument.name)} for the name of an argument" if argument.name else "this for an argument with an empty name"
    seen = "that it does not know, so readers see none of this"
    if entry:
        taken, seen = f"{quoted(argument.name)} for the number of an entry,", "so readers do not see it"
    message = f"{{{{{shortened(name)}}}}} takes {taken} {seen}"
    numbered = "write a number before the words (“1=”), or “{{=}}” for the equals sign"
    write = numbered if fix is not None else "if these are words, write “{{=}}” for the equals sign"
    return Hit(start, start + len(words.strip()), f"{message}; {write}", fix)


def _may_name(part: Part) -> bool:
    return part.equals >= 0 or any(node.kind in _OPEN for node in part.nodes)


def _argument(text: str, part: Part) -> _CallArgument:
    """An argument as MediaWiki reads it: an equals sign in a tag or an address counts."""
    equals = part.equals
    for node in part.nodes:
        if 0 <= equals < node.start:
            break
        if node.kind in _OPEN and (inner := text.find("=", node.start, node.end)) >= 0:
            equals = inner
            break
    return _CallArgument(part, without_comments(text, part.start, equals, part.nodes).strip() if equals >= 0 else "", equals)


def _knows(known: Meaning, name: str) -> bool:
    """Whether a template may know an argument's name."""
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
    """The positions and names of arguments in a field of the data."""
    value: Any = known.data.get(field, [])
    return value if isinstance(value, list) else [value]


def _is_shown(known: Meaning, arguments: list[_CallArgument]) -> bool:
    """Whether a template that shows one of its arguments has that argument."""
    keys = [*(_keys(known, _SHOWN.get(known.kind, "")) or [1]), *(("text", "content") if known.kind == "note" else ())]
    unnamed = sum(each.equals < 0 for each in arguments)
    names = {each.name for each in arguments if each.equals >= 0}
    return any(str(key) in names or (isinstance(key, int) and (1 if key < 0 else key) <= unnamed) for key in keys)


def _numbered(text: str, arguments: list[_CallArgument], lost: list[_CallArgument]) -> Fix | None:
    """The fix that writes numbers before the unnamed arguments, from the first one on that is taken for a named one; None if some have
    numbers already.
    """
    edits: list[Edit] = []
    number = 0
    found = {each.part.start for each in lost}
    for each in arguments:
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
