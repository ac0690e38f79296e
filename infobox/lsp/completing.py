"""What may stand at a place in an infobox: parameters, documented values, templates for fates and flags, and countries.

Only where infoboxes and their parameters begin and end is looked up, not what they mean, so that the answer comes while somebody types.
What is being typed is left out: braces that are still open would swallow the rest of the infobox.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from lsprotocol.types import CompletionItem, CompletionItemKind, CompletionList, MarkupContent, MarkupKind, TextEdit

from infobox import box as boxes
from infobox import language, templates
from infobox.box import Box, Parameter
from infobox.lsp.documents import Document
from infobox.markup.line_ends import without_lone_returns
from infobox.record import Span
from infobox.templates import Country, Meaning
from infobox.templates.profile import Definition

_LONGEST: Final = 300
"""How many characters before the cursor are looked at."""
MOST: Final = 200
"""The most answers; with more, the editor asks again when more is typed."""
_PREFIX: Final = re.compile(r"[\w ()-]*\Z")
_WORD_AFTER: Final = re.compile(r"[\w-]*")
_CALL_REST: Final = re.compile(r"[^{}\[\]<>|\n\r]*\}\}")
_UNTYPED: Final = re.compile(r"[{}\[\]<>\n\r]")
_SET_ASIDE: Final = "x"
_FLAG: Final = "flag"
_FATE: Final = "fate"
_KINDS_IN: Final = {
    "entities": (_FATE, _FLAG),
    "figures": (_FLAG,),
    "statements": (_FLAG,),
    "result": (_FLAG,),
    "text": (_FLAG,),
    "block": (_FLAG,),
}
"""Kinds of values -> the kinds of templates that they hold most."""


class _Offer(NamedTuple):
    """What may be written: the `label`, the `words` that replace the span, what it is, and what it means. The lower the `rank`, the
    earlier; those that begin with what was typed come before the others of their rank.
    """

    label: str
    words: str
    kind: CompletionItemKind
    detail: str = ""
    meaning: str = ""
    rank: int = 0


class _TypedCall(NamedTuple):
    """A template that is being typed, from its braces at `start`: its arguments before the cursor, the name first, and the end of what
    closes it, which is the cursor if nothing does.
    """

    start: int
    arguments: list[str]
    end: int


class _Here(NamedTuple):
    """A place in an infobox: the parameter around it, None before the first, and its definition."""

    text: str
    at: int
    box: Box
    wiki: str
    parameter: Parameter | None

    @property
    def home(self) -> str:
        return language.home(self.box.language, self.wiki)

    @property
    def definition(self) -> Definition | None:
        return self.box.profile.definitions.get(self.parameter.name) if self.parameter is not None else None


def complete(document: Document, offset: int, wiki: str) -> CompletionList:
    """What may stand at an offset of a document; `wiki` is the database name of its wiki, empty if it is not known."""
    text = without_lone_returns(document.text)
    call = _call(text, offset)
    if call is not None and any(each.start == call.start for each in boxes.find(text, wiki=wiki)):
        call = None  # the infobox itself, on one line
    page = text if call is None else text[: call.start] + _SET_ASIDE * (call.end - call.start) + text[call.end :]
    here = _place(page, call.start + 1 if call is not None else offset, wiki)
    if here is None:
        return CompletionList(False, [])
    if call is not None:
        typed = call.arguments[-1].lstrip()
        return _listed(document, (offset - len(typed), offset), typed, list(_in_call(here, call, offset)))
    span, answers = _outside(here)
    return _listed(document, span, text[span[0] : offset], answers)


def _listed(document: Document, span: Span, typed: str, answers: Iterable[_Offer]) -> CompletionList:
    """The answers that fit what was typed: those that begin with it first, then those that have it anywhere."""
    typed = typed.strip().casefold()
    found = [(each.rank, not each.label.casefold().startswith(typed), number, each) for number, each in enumerate(answers)]
    found = [each for each in found if typed in each[3].label.casefold()]
    found.sort(key=lambda each: each[:3])
    where = document.range(*span)
    items = [
        CompletionItem(
            each.label,
            kind=each.kind,
            detail=each.detail or None,
            documentation=MarkupContent(MarkupKind.Markdown, each.meaning) if each.meaning else None,
            sort_text=f"{number:04}",
            text_edit=TextEdit(where, each.words),
        )
        for number, (*_, each) in enumerate(found[:MOST])
    ]
    return CompletionList(len(found) > MOST, items)


# -- where the cursor is ----------------------------------------------------------------------------------------------------------------


def _call(text: str, at: int) -> _TypedCall | None:
    """The template that is being typed at a place, on one line."""
    before = text[max(0, at - _LONGEST) : at]
    braces = before.rfind("{{")
    if braces < 0 or _UNTYPED.search(before, braces + 2):
        return None
    closing = _CALL_REST.match(text, at, at + _LONGEST)
    end = closing.end() if closing is not None else at
    return _TypedCall(at - len(before) + braces, before[braces + 2 :].split("|"), end)


def _place(text: str, at: int, wiki: str) -> _Here | None:
    """The innermost infobox around a place, after its name and before the braces that close it."""
    around = [each for each in boxes.find(text, wiki=wiki) if each.start < at <= (each.end - 2 if each.closed else each.end)]
    box = max(around, key=lambda each: each.start, default=None)
    if box is None or "|" not in text[box.start : at]:
        return None
    parameter = next((each for each in reversed(box.parameters) if each.start < at <= each.value_end), None)
    return _Here(text, at, box, wiki, parameter)


def _outside(here: _Here) -> tuple[Span, list[_Offer]]:
    """What may stand at a place that is in no template of a value, and the span that it replaces."""
    text, at, parameter = here.text, here.at, here.parameter
    if parameter is None:
        return (at, at), []
    typed = text[parameter.start + 1 : at].lstrip()
    if parameter.positional or at < parameter.value_start:
        if _PREFIX.fullmatch(typed) is None:
            return (at, at), []
        start = at - len(typed)
        after = _WORD_AFTER.match(text, at)
        end = at if parameter.positional or after is None else after.end()
        head = " " if text[max(0, start - _LONGEST) : start - 1].rstrip(" \t").endswith("\n") and text[start - 1] == "|" else ""
        return (start, end), list(_names(here, head, " = " if parameter.positional else ""))
    line = text.rfind("\n", parameter.value_start, at)
    words = text[line + 1 if line >= 0 else parameter.value_start : at]
    start = at - len(words.lstrip())
    if line < 0:
        return (start, at), list(_values(here, "" if words else " "))
    if re.fullmatch(r"[ \t]*\w*", words):
        return (start, at), list(_names(here, "| ", " = "))
    return (at, at), []


# -- what may stand there ---------------------------------------------------------------------------------------------------------------


def _names(here: _Here, head: str, tail: str) -> Iterator[_Offer]:
    """The parameters in the documented order, the missing ones first: `head` before a name and `tail` after it."""
    box, profile, edited = here.box, here.box.profile, here.parameter
    used = {each.name: each for each in box.parameters if not each.positional and not (each is edited and here.at < each.value_start)}
    filled = {name for name, each in used.items() if not boxes.is_empty(here.text, each)}
    sides = profile.count_sides(filled)
    written = [each.written for each in used.values()]
    width = _width(here.text, used.values()) if tail else 0
    given: set[str] = set()
    for name in sorted(profile.definitions, key=profile.order_of(box.language).__getitem__):
        definition = profile.definitions[name]
        rank = 2 if name in used else _rank(definition, sides, filled)
        spelled = profile.spelled(name, box.language, sides, written) if rank is not None else ""
        if rank is not None and spelled and spelled not in given:
            given.add(spelled)
            detail = "already given" if name in used else "all sides" if definition.number > sides and not definition.counts else ""
            yield _Offer(spelled, f"{head}{spelled:<{width}}{tail}", CompletionItemKind.Property, detail, definition.meaning, rank)


def _rank(definition: Definition, sides: int, filled: set[str]) -> int | None:
    """0 for a parameter that an infobox with these sides may lack, 1 for one that would add a side or a row; None if it has no place."""
    if definition.unshown or definition.number > sides + 1:
        return None
    if definition.row:
        before = f"{definition.stem}{definition.number}{chr(ord(definition.row) - 1) if definition.row > 'a' else ''}"
        return 1 if before in filled else None
    return int(definition.number > sides)


def _width(text: str, named: Iterable[Parameter]) -> int:
    """How wide the names are if most are padded to one width; 0 otherwise."""
    widths = [len(key.lstrip()) - 1 for each in named if (key := text[each.start + 1 : each.value_start - 1])[-1:] == " "]
    most = max(set(widths), key=widths.count, default=0)
    return most if 2 * widths.count(most) > len(widths) > 2 else 0


def _values(here: _Here, head: str) -> Iterator[_Offer]:
    """The values that the documentation names, in the language of the profile."""
    definition = here.definition
    if definition is not None and here.box.language == here.box.profile.language:
        for each in definition.suggests:
            yield _Offer(each, f"{head}{each}", CompletionItemKind.Value, "documented value")


def _in_call(here: _Here, call: _TypedCall, at: int) -> Iterator[_Offer]:
    """What may stand in a template of a value: its name, a country, or a variant of its flag."""
    known = templates.of(here.home)
    name, *arguments = call.arguments
    closing = "" if call.end > at else "}}"
    definition = here.definition
    if not arguments:
        for rank, kind in enumerate(_KINDS_IN.get(definition.values if definition is not None else "", ())):
            for each in _called(known, kind):
                words = each.data["names"][0] + ("|" if kind == _FLAG else closing)
                yield _Offer(each.data["names"][0], words, CompletionItemKind.Function, _detail(each), rank=rank)
        return
    meaning = known.meaning(name.strip())
    if meaning is None or meaning.kind != _FLAG or any("=" in each for each in arguments):
        return
    where = meaning.data.get("country")
    if len(arguments) == where:
        yield from _countries(known.countries, closing)
    elif isinstance(where, int) and 0 < where < len(arguments) and len(arguments) in _positions(meaning.data.get("variant")):
        country = known.country(arguments[where - 1].strip())
        for variant, page in (country.variants if country is not None else {}).items():
            yield _Offer(variant.removeprefix("*"), variant.removeprefix("*") + closing, CompletionItemKind.EnumMember, page)


def _positions(held: object) -> list[object]:
    return held if isinstance(held, list) else [held]


def _called(known: templates.Templates, kind: str) -> list[Meaning]:
    """The templates of a kind that a wiki has, each once; those that are named by a country are countless."""
    found = {id(each): each for each in known.meanings.values() if each.kind == kind and known.has(each.data["names"][0])}
    return [each for each in found.values() if kind != _FLAG or each.data.get("country")]


def _detail(meaning: Meaning) -> str:
    if meaning.kind == _FATE:
        return str(meaning.data["fate"]).replace("_", " ")
    return "flag alone" if meaning.shows == "nothing" else "flag and name"


def _countries(known: dict[str, Country], closing: str) -> Iterator[_Offer]:
    """The countries by their names, then by their codes and other names."""
    for name, country in known.items():
        own = name == country.page
        yield _Offer(name, name + closing, CompletionItemKind.EnumMember, country.short if own else country.page, rank=0 if own else 1)
