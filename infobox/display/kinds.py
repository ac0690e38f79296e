"""How each kind of known template is read: one function per kind, all with one signature."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from infobox.display import conditions, functions, links, unknown
from infobox.markup.arguments import Argument, Arguments
from infobox.markup.scan import Node
from infobox.record import Flag, Link, Note, Reference
from infobox.templates import Meaning, countries

if TYPE_CHECKING:
    from infobox.display.walk import Reader

Kind = Callable[["Reader", Node, Meaning, Arguments], None]
_PIXELS: Final = re.compile(r"x?\d+ ?px")
"""A size in the place of a variant."""
_SERVICES: Final = {"army": "army", "navy": "navy", "air force": "air_force"}
_QUOTES: Final = frozenset("\"'")


def _keys(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _first(arguments: Arguments, keys: Any) -> Argument | None:
    """The first argument that exists among these keys; -1 is the last positional one."""
    for key in _keys(keys):
        argument = arguments.positional[-1] if key == -1 and arguments.positional else arguments.get(key)
        if argument is not None:
            return argument
    return None


def flag(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """A country's flag, with or without its name."""
    position = known.data.get("country", 1)
    of = reader.plain(arguments.get(position)) if position else reader.called
    if not of:
        return
    variant = reader.plain(_first(arguments, known.data.get("variant", [2, "variant"])))
    reader.flag(Flag(of=of, variant="" if _PIXELS.fullmatch(variant) else variant))
    shows = known.shows
    if shows == "nothing":
        return
    country = countries().get(of)
    page, short = (country.page_of(variant, short=shows == "short"), country.short or of) if country is not None else (of, of)
    override = reader.plain(arguments.get("name"))
    code = country is not None and of in country.codes
    words = override or (short if code or shows == "short" else of)
    if shows in _SERVICES:
        service = getattr(country, _SERVICES[shows]) if country is not None else ""
        target, _, title = service.partition("|")
        target = target or f"{of} {shows.title()}"
        reader.linked(override or title or target, target)
    elif shows == "name":
        reader.show(words)
    elif shows == "link beside":
        before = reader.plain(arguments.get(known.data.get("before", 0)))
        after = reader.plain(arguments.get(known.data.get("after", 0)))
        reader.linked(words, " ".join(filter(None, (before, short if code else of, after))))
    else:
        reader.linked(words, page)
        if shows == "short" and not override and not code and words != of:
            reader.identify(words, of)


def flag_image(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """A small picture named by its file."""
    if name := links.file_of(reader.plain(arguments.get(1))):
        reader.flag(Flag(image=name))


def fate(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """A fate marker, which may link to a page about it."""
    target = reader.plain(arguments.get(known.data["link"])) if "link" in known.data else ""
    reader.fate(known.data["fate"], Link(target=target) if target else None)


def wrap(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """Formatted words: the content is read as if the template were not there."""
    argument = _first(arguments, known.shows)
    if argument is None:
        return
    tip = arguments.get(known.data["tip"]) if "tip" in known.data else None
    if tip is not None and reader.people and reader.is_fate(reader.plain(tip), reader.short(argument)):
        return
    if known.style == "block":
        reader.hard_break()
    before, after = argument.blanks(reader.source)
    reader.show(before)
    reader.styled(known.style, argument)
    reader.show(after)
    if known.style == "block":
        reader.hard_break()


def text(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """Fixed words, which continue those around them; a bullet at the beginning of a line is a list marker."""
    if "bullet" in known.data and (reader.line is None or reader.pending):
        bullet(reader, node, known, arguments)
    else:
        reader.show(known.text, node.end)


def coordinates(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """Coordinates: callers take them from `reader.coordinates`; among words a reader sees them as words."""
    words = functions.coordinates(reader, arguments) if reader.shows_coordinates else ""
    reader.coordinates.append((node, arguments, words))
    reader.apart = True
    if words:
        reader.show(words)
    notes = arguments.get("notes")
    if notes is not None:
        reader.walk(notes.nodes, notes.start, notes.end)


def function(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """Computed words."""
    name = reader.called
    call = functions.CALLS.get(known.data["call"])
    answer = call(reader, known, arguments) if call is not None else False
    if isinstance(answer, str):
        reader.unread.append((node.start, node.end, answer))
    elif not answer:
        unknown.show(reader, node, name.rstrip(":"), arguments)


def condition(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """A parser function that chooses; if the choice is unknown, no figure is read from what it could show."""
    name = reader.called
    if not conditions.show(reader, node):
        unknown.show(reader, node, name.rstrip(":"), arguments, conditions.branches(reader.source, node))


def _name_and_group(reader: Reader, known: Meaning, arguments: Arguments) -> tuple[str, str]:
    name = arguments.get("name") or _first(arguments, known.data.get("name", []))
    return _unquoted(reader.plain(name)), _unquoted(reader.plain(arguments.get("group")))


def _unquoted(words: str) -> str:
    """Words without the quotes around them, which MediaWiki removes, even if only the first is there."""
    if words[:1] in _QUOTES:
        return words[1:-1] if len(words) > 1 and words[-1] in _QUOTES else words[1:]
    return words


def reference(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """A citation."""
    name, group = _name_and_group(reader, known, arguments)
    words = functions.citation(reader, known, arguments)
    reader.add(Reference(name=name, group=group, text=words, wikitext=reader.source[node.start : node.end]))


def note(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """An explanatory note."""
    name, group = _name_and_group(reader, known, arguments)
    words = reader.plain(_first(arguments, [*_keys(known.data.get("text", 1)), "text", "content"]))
    reader.add(Note(name=name, group=group, text=words, wikitext=reader.source[node.start : node.end]))


def tag(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """``{{#tag:ref|words|group=…|name=…}}``: a note if it has a group."""
    name, group = _name_and_group(reader, known, arguments)
    mark = Note if group else Reference
    reader.add(mark(name=name, group=group, text=reader.plain(arguments.get(1)), wikitext=reader.source[node.start : node.end]))


def remark(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """A remark of editors, such as `citation needed`."""
    reader.add(Note(text=known.text or known.name, wikitext=reader.source[node.start : node.end]))


def bullet(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """A template that begins a list entry."""
    if not reader.inline_depth:
        reader.bullet_sign(node.end)


def list_of(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """A list: its entries are its arguments, or the lines of what it holds."""
    content = known.data.get("entries") == "content"
    if reader.inline_depth:
        for number, entry in enumerate(arguments.positional):
            if number:
                reader.show(", ")
            reader.walk(entry.nodes, entry.start, entry.end)
        return
    bulleted = bool(known.data.get("bullets"))
    if not content and "bullets" in arguments.named:
        bulleted = reader.plain(arguments.get("bullets")).lower() in ("yes", "true", "y", "1", "on")
    reader.open_block("bullets" if bulleted else "plain" if content else "entries")
    if not content:
        entries(reader, arguments, bulleted=bulleted)
    elif arguments.positional and arguments.positional[0].end > arguments.positional[0].start:
        reader.scope(arguments.positional[0])
    else:
        # Without lines of its own, whatever its options, it stays open for the lines after it.
        reader.leave_open(known.name)
        return
    reader.close_block()


def entries(reader: Reader, arguments: Arguments, *, bulleted: bool) -> None:
    """Each positional argument as a line, or as lines, of its own."""
    block = reader.block
    for entry in arguments.positional:
        reader.fresh_line()
        block.part = len(block.entries)
        if bulleted and entry.end > entry.start and reader.source[entry.start] not in "*#:;":
            reader.list_line("*", entry.start)
        reader.scope(entry)
        reader.finish_line()


def columns(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """Columns that are whole arguments of the template."""
    before: str = known.data["entries"]
    for name, argument in arguments.named.items():
        if not name.startswith(before) or not name.removeprefix(before).isdecimal():
            continue
        reader.hard_break()
        if reader.inline_depth:
            reader.walk(argument.nodes, argument.start, argument.end)
        else:
            reader.fresh_line()
            reader.scope(argument)
    reader.hard_break()


def list_end(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """The end of a list that was left open."""
    reader.close_open_list(_keys(known.data.get("of", "")))


def collapsible(reader: Reader, node: Node, known: Meaning, arguments: Arguments) -> None:
    """A list under a title that a reader can collapse."""
    title = _first(arguments, known.data.get("title", "title"))
    content = known.data.get("entries") == "content"
    held = [_first(arguments, known.data.get("content", 1))] if content else arguments.positional
    if reader.inline_depth:
        for argument in (title, *held):
            if argument is not None:
                reader.walk(argument.nodes, argument.start, argument.end)
                reader.show(" ")
        return
    reader.open_titled(title)
    if content:
        if held[0] is not None:
            reader.fresh_line()
            reader.scope(held[0])
    else:
        entries(reader, arguments, bulleted=False)
    reader.close_block()


KINDS: Final[dict[str, Kind]] = {
    "flag": flag,
    "flag image": flag_image,
    "fate": fate,
    "wrap": wrap,
    "text": text,
    "break": lambda reader, *_: reader.line_break(),
    "block": lambda reader, *_: reader.hard_break(),
    "rule": lambda reader, *_: reader.rule(),
    "bullet": bullet,
    "list": list_of,
    "list end": list_end,
    "columns": columns,
    "collapsible": collapsible,
    "reference": reference,
    "citation": reference,
    "note": note,
    "tag": tag,
    "remark": remark,
    "hidden": lambda *_: None,
    "coord": coordinates,
    "navigation": lambda reader, node, *_: reader.keep(node, reader.called),
    "function": function,
    "condition": condition,
}
"""The functions by their name in the data (``kind``)."""
