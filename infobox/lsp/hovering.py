"""What stands at a place of an infobox: what its parameter means, how its value was understood, and what a template shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lsprotocol.types import Hover, MarkupContent, MarkupKind

from infobox import templates, understood
from infobox.checks.subject import Entry, Subject, Use, Value
from infobox.display.lines import every_line
from infobox.display.purpose import Purpose
from infobox.display.value import ValueReader
from infobox.lsp.analysis import Analysis
from infobox.record import Coordinates, Date, Item, Result, Side, Span, Text
from infobox.templates.profile import Definition

_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>|~$&])")
_LONGEST: Final = 300
_MOST: Final = 8
"""How many figures or lines of one thing are named."""
_SHOWN: Final = Purpose(line_start=True, lists=True)


def hover(analysis: Analysis, offset: int) -> Hover | None:
    """What is known of an offset of a document; None if that is nothing."""
    place = analysis.place(offset)
    subject = analysis.subject_at(place)
    value = subject.value_at(place) if subject is not None else None
    if subject is None or value is None:
        return None
    if place < value.start and not (value.name_span[0] <= place <= value.name_span[1]):
        return None
    if place <= value.name_span[1] and not value.parameter.positional:
        return _hover(analysis, value.name_span, _parameter(subject, value))
    use = _template_at(subject, place)
    if use is not None:
        return _hover(analysis, (use.node.start, use.node.end), [*_template(subject, use), *_around(subject, value, place)])
    return _hover(analysis, (value.start, value.end), _around(subject, value, place))


def _hover(analysis: Analysis, span: Span, parts: list[str]) -> Hover | None:
    found = [each for each in parts if each]
    if not found:
        return None
    return Hover(MarkupContent(MarkupKind.Markdown, "\n\n".join(found)), analysis.document.range(*analysis.written(span)))


def plain(words: str) -> str:
    """Words of a page in Markdown, on one line, in which they mean nothing else."""
    words = " ".join(words[: 2 * _LONGEST].split())
    return _MARKDOWN.sub(r"\\\1", words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…")


# -- parameters -------------------------------------------------------------------------------------------------------------------------


def _parameter(subject: Subject, value: Value) -> list[str]:
    profile = subject.profile
    definition = profile.definitions.get(value.name)
    if definition is None:
        if subject.is_former(value):
            instead = profile.former[value.name]
            took = f"; `{subject.spelled(instead)}` took its place" if instead else ""
            return [f"**{plain(value.written)}**: the template no longer has this parameter{took}."]
        return [f"**{plain(value.written)}**: the template is not known to have this parameter."]
    other = f" (`{definition.name}`)" if definition.name != value.written else ""
    hidden = "" if value.shown or not value.words else "The template does not show this value."
    return [f"**{plain(value.written)}**{other}{_whose(subject, definition)}", definition.meaning, hidden, *_whole(subject, definition)]


def _whose(subject: Subject, definition: Definition) -> str:
    """Of which side a parameter is."""
    if not definition.number:
        return ""
    side = "all sides" if definition.number > subject.sides and not definition.counts else f"side {definition.number}"
    return f": {side}" + (f", row {definition.row}" if definition.row else "")


def _whole(subject: Subject, definition: Definition) -> Iterator[str]:
    """What a whole value was understood to say."""
    side = _side(subject, definition)
    if side is not None and definition.counts and definition.number <= subject.sides:
        names = [item.name or item.text for item in side.combatants if not item.heading]
        yield f"Side {definition.number}: {plain(', '.join(names[:_MOST]))}" if names else ""
    elif side is not None and definition.field == "strength":
        yield _understood(understood.people(side.people))
    elif side is not None and definition.field == "casualties":
        yield _understood(understood.losses(side.losses))
    elif side is None:
        yield _held(getattr(subject.record, definition.field, None))


def _side(subject: Subject, definition: Definition) -> Side | None:
    columns = subject.columns
    return columns[definition.number - 1] if 0 < definition.number <= len(columns) else None


def _understood(words: str) -> str:
    return f"Understood: {plain(words)}" if words else ""


def _held(held: object) -> str:
    """How a value that is no list of items was understood."""
    match held:
        case Date():
            return _understood(understood.edtf(held)) or "Not understood as a date."
        case Result():
            return _understood(understood.winners(held))
        case Coordinates(latitude=float(latitude), longitude=float(longitude)):
            return _understood(f"{latitude:g}, {longitude:g}")
        case Text(text=words) if words:
            return f"Shown: {plain(words)}"
    return ""


# -- values -----------------------------------------------------------------------------------------------------------------------------


def _around(subject: Subject, value: Value, place: int) -> list[str]:
    """How the line, or the whole value, around a place was understood."""
    entry = subject.entry_at(place)
    definition = subject.profile.definitions.get(value.name)
    if entry is not None:
        whole = [_held(subject.record.result)] if entry.field == "result" else []
        return [*_entry(subject, entry), *whole]
    return [_held(getattr(subject.record, definition.field, None))] if definition is not None and not definition.number else []


def _entry(subject: Subject, entry: Entry) -> Iterator[str]:
    item = entry.item
    where = f"side {entry.side}, " if entry.side else "" if entry.field in ("result", "territory") else "all sides, "
    below = f", under {plain(entry.above.item.name or entry.above.item.text)}" if entry.above is not None else ""
    what = "heading" if item.heading else "line"
    yield f"**{plain(item.name or item.text)}** ({where}{entry.field.replace('_', ' ')}, {what}{below})"
    yield "\n".join(f"- {name}: {words}" for name, words in _facts(item) if words)


def _facts(item: Item) -> Iterator[tuple[str, str]]:
    """What was understood of an item."""
    yield "fate", ", ".join(fate.replace("_", " ") for fate in item.fates)
    yield "flag", plain(", ".join(flag.of or flag.image for flag in item.flags[:_MOST]))
    yield "qualifier", plain("; ".join(item.qualifiers[:_MOST]))
    if item.period is not None:
        yield "time", plain(f"{item.period.start or '..'} / {item.period.end or '..'}")
    for quantity in item.quantities[:_MOST]:
        yield "figure", plain(understood.described(quantity))


# -- templates --------------------------------------------------------------------------------------------------------------------------


def _template_at(subject: Subject, place: int) -> Use | None:
    """The innermost template at a place."""
    around = [use for use in subject.templates if use.node.start <= place < use.node.end]
    return max(around, key=lambda use: use.node.start, default=None)


def _template(subject: Subject, use: Use) -> Iterator[str]:
    """What a template shows."""
    name = f"`{{{{{use.name.strip().replace('`', '')[:_LONGEST]}}}}}`"
    if use.meaning is None:
        yield f"{name}: not known"
        return
    kind = {"fate": "fate: " + str(use.meaning.data.get("fate", "")).replace("_", " ")}.get(use.kind, use.kind)
    yield f"{name}: {kind}"
    yield _shown(subject, use)


def _shown(subject: Subject, use: Use) -> str:
    reader = ValueReader(subject.text, subject.lexicon, home=subject.reading.home)
    lines = list(every_line(reader.read(use.node.start, use.node.end, [use.node], _SHOWN)))
    words = " / ".join(line.text for line in lines[:_MOST] if line.text)
    flags = ", ".join(flag.of or flag.image for line in lines[:_MOST] for flag in line.flags)
    found = [f"words: {plain(words)}" if words else "", f"flag: {plain(flags)}{_page(subject, flags)}" if flags else ""]
    return "Shows " + "; ".join(filter(None, found)) if any(found) else ""


def _page(subject: Subject, name: str) -> str:
    country = templates.of(subject.reading.home).country(name)
    return f" ({plain(country.page)})" if country is not None and country.page != name else ""
